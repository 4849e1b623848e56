using System.Text.Json;
using Trellis.Diagnosis.Conformance;
using Trellis.Diagnosis.EventLogs;
using Trellis.Simulation;
using Trellis.Standards;
using Trellis.Standards.Pnml;
using Trellis.Tests.Standards;
using Xunit;

namespace Trellis.Tests.Diagnosis.Conformance;

public sealed class ConformingToModels
{
    [Fact]
    public void The_receipt_log_costs_2465_against_its_model_and_713_cases_fit()
    {
        var expected = JsonDocument.Parse(LogFiles.SharedText("receipt.expected.json")).RootElement.GetProperty("conformance");
        using var content = LogFiles.Shared("receipt.xes.gz");
        var log = LogFormats.Read(content, new LogReading { Source = "receipt", Threads = 2 });
        using var model = LogFiles.Text(LogFiles.SharedText("receipt.model.pnml"));
        var net = ReadingNets.Read(model, "receipt.model.pnml");
        Assert.Equal(expected.GetProperty("places").GetInt32(), net.Places.Count);
        Assert.Equal(expected.GetProperty("transitions").GetInt32(), net.Transitions.Count);
        Assert.Equal(expected.GetProperty("silent").GetInt32(), net.Transitions.Count(static transition => transition.Label is null));
        Assert.Equal(expected.GetProperty("arcs").GetInt32(), net.Transitions.Sum(static transition => transition.Takes.Count + transition.Gives.Count));

        var found = Alignments.Measure(log, net, threads: 2);
        var replayed = TokenReplay.Play(log, net, threads: 2);

        var alignments = expected.GetProperty("alignments");
        Assert.Equal(1434, found.Aligned);
        Assert.Equal(alignments.GetProperty("fitting_cases").GetInt32(), found.FittingCases);
        Assert.Equal(alignments.GetProperty("total_cost_unit").GetInt64(), found.Cost);
        Assert.Equal(alignments.GetProperty("mean_trace_fitness").GetDouble(), found.MeanTraceFitness, 5e-7);
        Assert.Equal(alignments.GetProperty("log_fitness").GetDouble(), found.LogFitness, 5e-7);
        Assert.Equal(expected.GetProperty("token_replay").GetProperty("log_fitness").GetDouble(), replayed.LogFitness, 0.005);
        // What deviates adds up to the cost, and is the same whatever the number of threads.
        Assert.Equal(found.Cost, found.NotAllowed.Concat(found.LeftOut).Sum(static own => (long)own.Count));
        Assert.Equal(found.NotAllowed, Alignments.Measure(log, net, threads: 1).NotAllowed);
    }

    [Fact]
    public void The_cheapest_alignment_is_that_of_a_search_through_everything()
    {
        var chance = new Chance(new Seed(7));
        var ended = 0;
        for (var round = 0; round < 300; round++)
        {
            var net = ARandomNet(chance);
            var log = ALog([.. Enumerable.Range(0, 4).Select(_ => string.Concat(Enumerable.Range(0, (int)chance.Below(5)).Select(_ => (char)('a' + chance.Below(4)))))]);

            var found = Alignments.Measure(log, net, threads: 1);

            for (var variant = 0; variant < found.VariantCosts.Count; variant++)
            {
                var sequence = string.Concat(VariantTable.Sequence(log, found.Variants.FirstCases[variant]).ToArray().Select(activity => log.ActivityNames[activity]));
                Assert.Equal(ByTryingEverything(net, sequence), found.VariantCosts[variant]);
                if (found.VariantCosts[variant] is not null) ended++;
            }
        }

        Assert.True(ended > 300, $"Only {ended} ways came to an end: the nets are poor examples.");
    }

    [Fact]
    public void A_matter_that_went_as_the_model_says_fits_by_both_measures_and_one_that_did_not_by_neither()
    {
        var net = new PetriNet { Places = ["begin", "middle", "end"], Initial = [0], Final = [2], Transitions = [new("1", "a", [0], [1]), new("2", "b", [1], [2])] };

        Assert.Equal((1, 0L, 1.0), Fit(net, "ab"));
        Assert.Equal((0, 2L, 0.5), Fit(net, "ba"));
        Assert.Equal(1, TokenReplay.Play(ALog(["ab"]), net, 1).LogFitness);
        Assert.True(TokenReplay.Play(ALog(["ba"]), net, 1).LogFitness < 1);
        Assert.True(TokenReplay.Play(ALog(["a"]), net, 1).LogFitness < 1);
    }

    [Fact]
    public void A_model_that_cannot_come_to_its_end_aligns_nothing_and_does_not_search_for_ever()
    {
        // The first transition breeds tokens without end, and the last place is never reached.
        var net = new PetriNet { Places = ["begin", "end", "heap"], Initial = [0], Final = [1], Transitions = [new("1", "a", [0], [0, 2])] };

        var found = Alignments.Measure(ALog(["ab"]), net, threads: 1, mostStates: 1_000);

        Assert.Equal(0, found.Aligned);
        Assert.Null(Assert.Single(found.VariantCosts));
    }

    [Theory]
    [InlineData("<pnml><net><place id='p'><initialMarking><text>1</text></initialMarking></place><transition id='t'/><arc source='p' target='q'/></net></pnml>", "The arc from \"p\" to \"q\"")]
    [InlineData("<pnml><net><place id='p'><initialMarking><text>1</text></initialMarking></place><place id='p'/><transition id='t'/></net></pnml>", "Two elements of the net have the id \"p\"")]
    [InlineData("<pnml><net><place id='p'/><transition id='t'/></net></pnml>", "No place of the net holds a token")]
    [InlineData("<pnml><net><place id='p'><initialMarking><text>many</text></initialMarking></place><transition id='t'/></net></pnml>", "\"many\" is no number of tokens")]
    [InlineData("<pnml><net><place id='p'><initialMarking><text>1</text></initialMarking></place><place id='q'/><transition id='t'/></net></pnml>", "2 places that nothing leads out of")]
    [InlineData("<pnml><net><place><initialMarking><text>1</text></initialMarking></place></net></pnml>", "A place of the net has no id")]
    [InlineData("<pnml><net><place id='p'/></net></pnml>", "The net has no transition")]
    [InlineData("<pnml></pnml>", "There is no net in this file")]
    [InlineData("<definitions/>", "This is no net in PNML")]
    [InlineData("<pnml><net>", "This is no readable PNML")]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'e'>]><pnml/>", "This is no readable PNML")]
    public void What_is_no_net_is_refused_with_its_place(string content, string says)
    {
        using var stream = LogFiles.Text(content);

        var refused = Assert.Throws<UnusableInput>(() => ReadingNets.Read(stream, "model.pnml"));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("model.pnml", refused.Place, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Remedy);
    }

    private static (int Fitting, long Cost, double Fitness) Fit(PetriNet net, string way)
    {
        var found = Alignments.Measure(ALog([way]), net, threads: 1);
        return (found.FittingCases, found.Cost, Math.Round(found.LogFitness, 3));
    }

    private static EventLog ALog(string[] ways)
    {
        var csv = new System.Text.StringBuilder("case,activity,time\n");
        for (var number = 0; number < ways.Length; number++)
        {
            // A case without an event is none: an activity that no net has stands in for nothing.
            for (var at = 0; at < ways[number].Length; at++) csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number},{ways[number][at]},2026-01-01T00:{at:00}:00Z\n");
            if (ways[number].Length == 0) csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number},z,2026-01-01T00:00:00Z\n");
        }

        using var content = LogFiles.Text(csv.ToString());
        return LogFormats.Read(content, new LogReading { Source = "small" });
    }

    private static PetriNet ARandomNet(Chance chance)
    {
        // As many tokens are given as are taken, so that there is an end to what can happen.
        var places = 2 + (int)chance.Below(4);
        return new PetriNet
        {
            Places = [.. Enumerable.Range(0, places).Select(static place => $"p{place}")],
            Initial = [0, 0],
            Final = [places - 1, places - 1],
            Transitions = [.. Enumerable.Range(0, 2 + (int)chance.Below(6)).Select(at =>
            {
                var tokens = 1 + (int)chance.Below(2);
                return new NetTransition($"t{at}", chance.Below(3) == 0 ? null : ((char)('a' + chance.Below(4))).ToString(), Some(tokens), Some(tokens));
            })],
        };

        int[] Some(int tokens) => [.. Enumerable.Range(0, tokens).Select(_ => (int)chance.Below(places)).Order()];
    }

    /// <summary>The slow obvious twin: all pairs of place and marking, cheaper and cheaper until nothing changes. Null where the end is never reached.</summary>
    private static int? ByTryingEverything(PetriNet net, string sequence)
    {
        var costs = new Dictionary<(int Place, string Marking), int> { [(0, Write(net.Initial))] = 0 };
        var changed = true;
        while (changed)
        {
            changed = false;
            foreach (var ((place, marking), cost) in costs.ToList())
            {
                if (place < sequence.Length) Reach(place + 1, marking, cost + 1);
                var tokens = marking.Length == 0 ? [] : marking.Split(' ').Select(int.Parse).ToList();
                foreach (var transition in net.Transitions)
                {
                    var left = tokens.ToList();
                    if (!transition.Takes.All(left.Remove)) continue;
                    left.AddRange(transition.Gives);
                    if (place < sequence.Length && transition.Label == sequence[place].ToString()) Reach(place + 1, Write(left), cost);
                    Reach(place, Write(left), transition.Label is null ? cost : cost + 1);
                }
            }
        }

        return costs.TryGetValue((sequence.Length, Write(net.Final)), out var end) ? end : null;

        void Reach(int place, string marking, int cost)
        {
            if (costs.TryGetValue((place, marking), out var known) && known <= cost) return;
            costs[(place, marking)] = cost;
            changed = true;
        }

        static string Write(IEnumerable<int> marking) => string.Join(' ', marking.Order());
    }
}
