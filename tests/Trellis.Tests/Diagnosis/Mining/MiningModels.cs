using System.Globalization;
using System.Text;
using Trellis.Diagnosis.Conformance;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Mining;
using Trellis.Simulation;
using Trellis.Standards;
using Trellis.Standards.Pnml;
using Trellis.Tests.Standards;
using Xunit;

namespace Trellis.Tests.Diagnosis.Mining;

public sealed class MiningModels
{
    [Theory]
    [InlineData("abc", "→(a, b, c)")]
    [InlineData("ab ac", "→(a, ×(b, c))")]
    [InlineData("abcd acbd", "→(a, ∧(b, c), d)")]
    [InlineData("ab abcab abcabcab", "↺(→(a, b), c)")]
    [InlineData("a aa aaa", "↺(a, τ)")]
    [InlineData("abc ac", "→(a, ×(τ, b), c)")]
    [InlineData("abcd acbd aed", "→(a, ×(∧(b, c), e), d)")]
    public void What_follows_what_shows_how_work_is_built(string ways, string tree) => Assert.Equal(tree, Mined(ALog(ways.Split(' ')), 0));

    [Fact]
    public void What_is_rare_beside_what_else_happens_is_taken_for_noise_where_that_is_wanted()
    {
        var log = ALog([.. Enumerable.Repeat("abc", 99), "ac"]);

        Assert.Equal("→(a, ×(τ, b), c)", Mined(log, 0));
        Assert.Equal("→(a, b, c)", Mined(log, 0.2));
    }

    [Fact]
    public void Without_noise_left_out_every_matter_of_any_log_is_a_way_through_its_model()
    {
        var chance = new Chance(new Seed(17));
        for (var round = 0; round < 300; round++)
        {
            var letters = 1 + (int)chance.Below(6);
            var log = ALog([.. Enumerable.Range(0, 1 + (int)chance.Below(8)).Select(_ => string.Concat(Enumerable.Range(0, 1 + (int)chance.Below(7)).Select(_ => (char)('a' + chance.Below(letters)))))]);

            var net = InductiveMiner.Mine(log, 0, threads: 1).ToNet(log.ActivityNames);

            Assert.Equal(log.CaseCount, Alignments.Measure(log, net, threads: 1).FittingCases);
            Assert.Equal(1, TokenReplay.Play(log, net, threads: 1).LogFitness);
        }
    }

    [Fact]
    public void Whatever_is_left_out_as_noise_the_model_can_come_to_its_end()
    {
        var chance = new Chance(new Seed(19));
        for (var round = 0; round < 80; round++)
        {
            var log = ALog([.. Enumerable.Range(0, 12).Select(_ => string.Concat(Enumerable.Range(0, 1 + (int)chance.Below(8)).Select(_ => (char)('a' + chance.Below(5)))))]);

            var net = InductiveMiner.Mine(log, 0.2, threads: 1).ToNet(log.ActivityNames);

            Assert.Equal(log.CaseCount, Alignments.Measure(log, net, threads: 1).Aligned);
        }
    }

    [Fact]
    public void A_net_written_and_read_again_is_the_same_net()
    {
        var log = ALog(["abcd", "acbd", "aefaefd", "d"]);
        var net = InductiveMiner.Mine(log, 0, threads: 1).ToNet(log.ActivityNames);
        using var pnml = new MemoryStream();

        WritingNets.Write(net, "small", pnml);
        pnml.Position = 0;
        var read = ReadingNets.Read(pnml, "small.pnml");

        Assert.Equal(net.Places, read.Places);
        Assert.Equal(net.Initial, read.Initial);
        Assert.Equal(net.Final, read.Final);
        Assert.Equal(
            net.Transitions.Select(static own => (own.Label, string.Join(' ', own.Takes.Order()), string.Join(' ', own.Gives.Order()))),
            read.Transitions.Select(static own => (own.Label, string.Join(' ', own.Takes), string.Join(' ', own.Gives))));
    }

    [Fact]
    public void The_receipt_log_is_mined_into_a_model_that_it_follows_about_as_well_as_the_references()
    {
        using var content = LogFiles.Shared("receipt.xes.gz");
        var log = LogFormats.Read(content, new LogReading { Source = "receipt", Threads = 2 });

        var all = InductiveMiner.Mine(log, 0, threads: 2).ToNet(log.ActivityNames);
        var most = InductiveMiner.Mine(log, 0.2, threads: 2).ToNet(log.ActivityNames);

        Assert.Equal(1434, Alignments.Measure(log, all, threads: 2).FittingCases);
        // The reference model, mined with the same noise, fits 0.9447 by the same measure.
        Assert.InRange(TokenReplay.Play(log, most, threads: 2).LogFitness, 0.90, 1);
    }

    private static string Mined(EventLog log, double noise) => InductiveMiner.Mine(log, noise, threads: 1).Write(log.ActivityNames);

    private static EventLog ALog(IReadOnlyList<string> ways)
    {
        var csv = new StringBuilder("case,activity,time\n");
        for (var number = 0; number < ways.Count; number++)
            for (var at = 0; at < ways[number].Length; at++) csv.Append(CultureInfo.InvariantCulture, $"{number},{ways[number][at]},2026-01-01T00:{at:00}:00Z\n");
        using var content = LogFiles.Text(csv.ToString());
        return LogFormats.Read(content, new LogReading { Source = "small" });
    }
}
