using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Matters that two units send back and forth (TR1101): of those that moved between them, the share that one sent straight back to the other without a step that had not been done yet. It is set against routing by chance that keeps how
/// often each unit passes on and how often each receives: with it, a unit that passes on sends to another in proportion to what that one receives.
/// </summary>
/// <remarks>After van der Aalst, Reijers and Song (2005); expected counts are exact, the tail is that of a binomial at the mean chance, which bounds the true one from above (Hoeffding 1956).</remarks>
internal static class PingPong
{
    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var received = new long[log.GroupNames.Length];
        long all = 0;
        var reader = new StayReader(evidence);
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var stays = reader.Of(matter);
            for (var at = 1; at < stays.Count; at++)
            {
                received[stays[at].Unit]++;
                all++;
            }
        }

        var pairs = new SortedDictionary<(int One, int Other), Pair>();
        var chances = new Dictionary<(int, int), (double Missed, int Bounces)>();
        var moved = new HashSet<(int, int)>();
        var back = new Dictionary<(int From, int To), int>();
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var stays = reader.Of(matter);
            chances.Clear();
            moved.Clear();
            for (var at = 1; at < stays.Count; at++)
            {
                var key = KeyOf(stays[at - 1].Unit, stays[at].Unit);
                moved.Add(key);
                if (at + 1 >= stays.Count || stays[at].New) continue;
                var (sender, holder) = (stays[at - 1].Unit, stays[at].Unit);
                var chance = all == received[holder] ? 1 : (double)received[sender] / (all - received[holder]);
                var (missed, bounces) = chances.GetValueOrDefault(key, (1, 0));
                chances[key] = (missed * (1 - Math.Min(1, chance)), bounces + (stays[at + 1].Unit == sender ? 1 : 0));
                if (stays[at + 1].Unit == sender) back[(holder, sender)] = back.GetValueOrDefault((holder, sender)) + 1;
            }

            foreach (var key in moved)
            {
                if (!pairs.TryGetValue(key, out var pair)) pairs.Add(key, pair = new Pair());
                pair.Moved++;
            }

            foreach (var (key, (missed, bounces)) in chances)
            {
                var pair = pairs[key];
                pair.Chances++;
                pair.Expected += 1 - missed;
                if (bounces > 0) pair.Bounced.Add((matter, bounces));
            }
        }

        foreach (var (key, pair) in pairs)
        {
            if (pair.Moved < evidence.Settings.FewestMatters || pair.Chances == 0) continue;
            var (bounced, mean) = (pair.Bounced.Count, Math.Min(1, pair.Expected / pair.Chances));
            var large = bounced - pair.Expected >= evidence.Settings.LeastDifference * pair.Moved && bounced * 2 >= evidence.Settings.FewestMatters;
            yield return Tested.Of(
                ShareTest.PValue(bounced, pair.Chances, mean),
                large,
                () => Measured.Share(bounced, pair.Moved, pair.Expected / pair.Moved, evidence.Names(pair.Bounced)) with
                {
                    Picture = new FindingPicture.BetweenTwo(evidence.Unit(key.One), evidence.Unit(key.Other), back.GetValueOrDefault((key.One, key.Other)), back.GetValueOrDefault((key.Other, key.One))),
                },
                () => Tell(evidence.Unit(key.One), evidence.Unit(key.Other), pair));
        }
    }

    private static (int, int) KeyOf(int one, int other) => (Math.Min(one, other), Math.Max(one, other));

    private static Told Tell(string first, string second, Pair pair)
    {
        var (one, other) = string.CompareOrdinal(first, second) < 0 ? (first, second) : (second, first);
        var (of, hits, share, expected) = (Figures.Count(pair.Moved), Figures.Count(pair.Bounced.Count), Figures.Share(pair.Bounced.Count, pair.Moved), Figures.Share(pair.Expected, pair.Moved));
        return new Told
        {
            Direction = Direction.Across,
            Who = new FindingSubject(SubjectKind.UnitPair, one, other),
            Measure = new("两单位之间流转的事项中，没有办新环节就被原路送回的比例", "share of the matters moved between the two that were sent straight back without a new step"),
            Says = new(
                $"{ShownName.InSentence(one)} 与 {ShownName.InSentence(other)} 之间来回推：经过两者的 {of} 件事项中，{hits} 件（{share}）没有办任何新环节就被送回；如按各单位收件的多少随机流转，应为 {expected}。",
                $"Matters go back and forth between {ShownName.InSentence(one)} and {ShownName.InSentence(other)}: of {of} that moved between them, {hits} ({share}) were sent straight back without a new step; if units passed on by chance, each receiving as much as it does, {expected} would have been."),
            Innocent =
            [
                new(new("送回之前办了新的环节（征求意见、会签）：这类不计在内。", "A new step was done before it went back, as when one unit consults another: such moves are not counted."), true),
                new(new("某单位收件特别多，碰巧送回：已按收件多少计入预期。", "One unit receives so much that chance alone sends matters back to it: the expected share allows for that."), true),
                new(new("日志记得粗，送回之前办的事看不出来。", "Steps are recorded so coarsely that work done before it went back does not show."), false),
                new(new("同一工作由两个单位轮流值守，名为转办、实为换班。", "Two units take turns on one desk, and a move is a change of shift."), false),
            ],
            Clears = new("两单位各自的职责写清楚（duties.yaml），退回时写明依据和应由谁办；或说明两者是同一岗位轮班。", "Write down what each of the two owes (duties.yaml), and who is right when it goes back; or show that they are shifts of one desk."),
        };
    }

    private sealed class Pair
    {
        /// <summary>Matters that moved between the two.</summary>
        public int Moved { get; set; }

        /// <summary>Matters that were passed on without a new step, and could have been sent back.</summary>
        public int Chances { get; set; }

        public double Expected { get; set; }

        public List<(int Matter, double Weight)> Bounced { get; } = [];
    }
}
