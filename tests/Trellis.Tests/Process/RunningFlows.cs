using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Xunit;

namespace Trellis.Tests.Process;

public sealed class RunningFlows
{
    [Fact]
    public void A_random_flow_goes_on_step_by_step_as_a_game_of_tokens_does_and_always_ends_in_a_closure()
    {
        var cases = from seed in Gen.Choose(0, int.MaxValue - 1) from size in Gen.Choose(1, 12) select (seed, size);
        Prop.ForAll(cases.ToArbitrary(), static one =>
        {
            var dice = new Dice(one.seed);
            var text = new StringBuilder("- check: {id: s0, by: requester}\n");
            var known = new List<string> { "s0" };
            var count = 1;
            Write(text, 0, one.size, dice, known, ref count);
            text.Append("- notify: {id: told, by: requester, tell: applicant, result: explained}\n- confirm: {by: requester}");
            var run = ARun.Of(text.ToString()).Filed();
            var outcomes = new Dictionary<string, string>(StringComparer.Ordinal);
            var game = TokenGame.Of(run.Structure.Matters.Of("case")[0].Flow, "", outcomes);
            for (var moves = 0; run.Matter.State != MatterState.Closed; moves++)
            {
                var enabled = game.Enabled.Order(StringComparer.Ordinal).ToList();
                if (!enabled.SequenceEqual(run.OpenKeys)) throw new InvalidOperationException($"{text}\n{string.Join(' ', enabled)}\nbut\n{string.Join(' ', run.OpenKeys)}");
                Assert.True(moves < 2000 && enabled.Count > 0);
                var key = enabled[dice.Next(enabled.Count)];
                run.Later(TimeSpan.FromMinutes(dice.Next(600)));
                var passes = dice.Next(2) == 0;
                var result = key.StartsWith("told", StringComparison.Ordinal) ? new StepResult.Notified() : key == "confirm" ? (StepResult)new StepResult.Confirmed() : new StepResult.Checked(passes);
                run.Perform(key, result);
                game.Play(key, key == "confirm" ? "confirmed" : passes ? "passed" : "failed");
                AlwaysHolds.Of(run);
                Flows.SeeingWhereAMatterStands.Agrees(run);
            }

            Assert.True(game.Ended, text.ToString());
            Assert.Equal(ClosureKind.Explained, run.Matter.LastClosure!.Kind);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(250));
    }

    /// <summary>Blocks in blocks; conditions read only what was done before on every way, so that none waits for ever.</summary>
    private static void Write(StringBuilder text, int depth, int size, Dice dice, List<string> known, ref int count)
    {
        while (size > 0)
        {
            var part = dice.Next(Math.Max(1, size)) + 1;
            size -= part;
            var read = $"{known[dice.Next(known.Count)]}.outcome = \"{(dice.Next(2) == 0 ? "passed" : "failed")}\"";
            switch (part == 1 ? 0 : dice.Next(7))
            {
                case 1:
                case 2:
                case 3:
                    var word = dice.Next(3) switch { 0 => "sequence", 1 => "parallel", _ => "any-order" };
                    Line(text, depth, $"- {word}:");
                    var before = known.Count;
                    for (var rest = part - 1; rest > 0;)
                    {
                        var own = dice.Next(rest) + 1;
                        rest -= own;
                        Line(text, depth + 2, "- sequence:");
                        var own0 = $"s{count++}";
                        Line(text, depth + 6, $"- check: {{id: {own0}, by: requester}}");
                        var inside = new List<string>(known[..before]) { own0 };
                        Write(text, depth + 6, own - 1, dice, inside, ref count);
                    }

                    break;
                case 4:
                    Line(text, depth, "- choice:");
                    Line(text, depth + 2, $"- when: {read}");
                    Line(text, depth + 2, "  then:");
                    Line(text, depth + 7, $"- check: {{id: s{count++}, by: requester}}");
                    Write(text, depth + 7, part - 2, dice, [.. known], ref count);
                    Line(text, depth + 2, "- otherwise: []");
                    break;
                case 5:
                case 6:
                    var first = $"s{count++}";
                    Line(text, depth, "- repeat:");
                    Line(text, depth, "    do:");
                    Line(text, depth, $"      - check: {{id: {first}, by: requester}}");
                    Write(text, depth + 6, part - 2, dice, [.. known, first], ref count);
                    if (dice.Next(4) > 0) Line(text, depth, $"    until: {first}.outcome = \"passed\"");
                    Line(text, depth, $"    at-most: {dice.Next(3) + 1}");
                    if (dice.Next(3) == 0)
                    {
                        Line(text, depth, "    exhausted:");
                        Line(text, depth, $"      - check: {{id: s{count++}, by: requester}}");
                    }

                    break;
                default:
                    var when = dice.Next(3) == 0;
                    var id = $"s{count++}";
                    Line(text, depth, $"- check: {{id: {id}, by: requester{(when ? $", when: {read}" : "")}}}");
                    if (!when) known.Add(id);
                    break;
            }
        }
    }

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth).Append(line).Append('\n');
}

/// <summary>A small generator of its own, so that a failing seed fails again.</summary>
internal sealed class Dice(int seed)
{
    private ulong _state = (ulong)seed + 1;

    public int Next(int sides)
    {
        _state = unchecked((_state * 6364136223846793005UL) + 1442695040888963407UL);
        return (int)((_state >> 33) % (ulong)Math.Max(1, sides));
    }
}

/// <summary>What must hold for every matter at every moment.</summary>
internal static class AlwaysHolds
{
    public static void Of(ARun run)
    {
        var matter = run.Matter;
        // Exactly one unit answers for the whole, from the filing on.
        Assert.Equal(matter.Filed, matter.Holdings[0].From);
        for (var at = 1; at < matter.Holdings.Count; at++) Assert.True(matter.Holdings[at - 1].From <= matter.Holdings[at].From);
        Assert.All(matter.Holdings, static holding => Assert.False(string.IsNullOrEmpty(holding.Unit.Text)));

        // Every lane is booked without gap and without overlap, each moment on one bearer.
        foreach (var lane in matter.Waits.GroupBy(static wait => (wait.Lane, wait.Round)))
        {
            var booked = lane.OrderBy(static wait => wait.From).ToList();
            for (var at = 1; at < booked.Count; at++) Assert.Equal(booked[at - 1].To, booked[at].From);
            Assert.All(booked, static wait => Assert.True(wait.From < wait.To));
        }

        foreach (var open in matter.Open)
        {
            var before = matter.Waits.Where(wait => wait.Lane == open.Key && wait.Round == matter.Round).Select(static wait => wait.To).DefaultIfEmpty(open.Since).Max();
            Assert.Equal(before, open.Wait.From);
        }

        // The age as a whole: every moment from the filing on exactly one bearer, and nothing made up.
        var laid = BookingAge.Of(matter, run.Now);
        Assert.Equal(BookingAge.AgeOf(matter, run.Now), laid.Aggregate(TimeSpan.Zero, static (sum, wait) => sum + wait.Length));
        for (var at = 0; at < laid.Count; at++) Assert.Equal(at == 0 ? matter.Filed : laid[at - 1].To, laid[at].From);
        Assert.All(laid, static wait => Assert.NotEqual("", wait.Lane));

        // Folding the events again, as they come out of the record and after all that is personal was erased, gives the same state.
        Assert.Equal(Print(matter), Print(FoldingMatters.Fold(run.Events.Select(OutOfTheRecord))!));
    }

    public static string Print(Matter matter) => JsonSerializer.Serialize(matter);

    private static IEvent OutOfTheRecord(IEvent happened)
    {
        var written = ProcessEvents.Write(happened);
        var read = ProcessEvents.Read(written.Name, written.Fields, [.. written.Personal.Select(static part => part with { Value = null })])!;
        var again = ProcessEvents.Write(read);
        Assert.Equal(EventForms.Canonical(written), EventForms.Canonical(again));
        Assert.Equal(written.Personal.Select(static part => part.Name), again.Personal.Select(static part => part.Name));
        return read;
    }
}
