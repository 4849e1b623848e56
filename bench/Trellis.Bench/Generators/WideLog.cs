using System.Globalization;
using System.Text;

namespace Trellis.Bench.Generators;

/// <summary>
/// A log of any size for measuring: cases of a dozen usual ways and many unusual ones, rows in time order, so that cases interleave
/// as they do in an export of a live system. With every column that a detector looks at it has types, levels, limits of matters and of steps, beginnings and outcomes besides, and steps that pass on, return, pause,
/// resume, remind and ask; some units lie on their steps until the limit.
/// </summary>
public static class WideLog
{
    private const int Activities = 40;
    private const int Resources = 400;
    private const int Groups = 30;
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Steps that detectors know by their names, in the place of plain ones.</summary>
    private static readonly Dictionary<int, string> Named = new() { [9] = "hand-over", [13] = "pause", [14] = "resume", [21] = "return", [26] = "remind", [31] = "refer-up", [33] = "ask" };

    /// <param name="everyColumn">With all columns that a log may have.</param>
    public static void Write(Stream to, int cases, int events, ulong seed = 1, bool everyColumn = false)
    {
        var numbers = new SeededNumbers(seed);
        var ways = new int[60][];
        for (var way = 0; way < ways.Length; way++)
        {
            ways[way] = new int[4 + numbers.Below(12)];
            for (var step = 0; step < ways[way].Length; step++) ways[way][step] = Math.Min(Activities - 1, (step * 2) + numbers.Below(4));
        }

        var lengths = Lengths(numbers, cases, events);
        var wayOf = new byte[cases];
        var unitOf = new byte[cases];
        var open = new PriorityQueue<(int Case, int Step), (long Time, int Case)>();
        const long Start = 1_672_531_200; // 2023-01-01, seconds
        const double Span = 2 * 365.0 * 86_400;

        using var writer = new StreamWriter(to, new UTF8Encoding(false), 1 << 20, leaveOpen: true);
        writer.Write(everyColumn ? "case,activity,resource,group,time,start_time,level,type,deadline,step_deadline,outcome\n" : "case,activity,resource,group,time\n");
        var before = new long[everyColumn ? cases : 0];
        var next = 0;
        var holder = new ushort[cases];
        while (next < cases || open.Count > 0)
        {
            var arrival = next < cases ? Start + (long)(Span * next / cases) : long.MaxValue;
            if (open.Count == 0 || !open.TryPeek(out _, out var first) || arrival <= first.Time)
            {
                wayOf[next] = (byte)numbers.Skewed(ways.Length);
                unitOf[next] = (byte)numbers.Skewed(Groups);
                holder[next] = (ushort)numbers.Below(Resources);
                open.Enqueue((next, 0), (arrival, next));
                next++;
                continue;
            }

            open.TryDequeue(out var item, out var due);
            var way = ways[wayOf[item.Case]];
            var activity = numbers.Chance(0.04) ? numbers.Below(Activities) : way[item.Step % way.Length];
            if (numbers.Chance(0.3)) holder[item.Case] = (ushort)numbers.Skewed(Resources);
            var group = (unitOf[item.Case] + (holder[item.Case] % 3)) % Groups;
            var isLast = item.Step + 1 >= lengths[item.Case];
            if (everyColumn)
            {
                var step = isLast && numbers.Chance(0.97) ? "close" : Named.GetValueOrDefault(activity) ?? $"A{activity:D2} step of the matter";
                // What reminds is nobody's.
                var unit = step == "remind" ? "" : $"Unit {group:D2}";
                var from = before[item.Case] == 0 ? due.Time : before[item.Case];
                var begun = Math.Max(from, due.Time - numbers.Below(7_200));
                var limit = item.Step > 0 && activity % 2 == 0 ? At(from + 259_200) : "";
                var outcome = step == "ask" ? numbers.Chance(0.1) ? "dissatisfied" : "satisfied" : "";
                var arrived = Start + (long)(Span * item.Case / cases);
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"M{item.Case:D7},{step},R{holder[item.Case]:D3},{unit},{At(due.Time)},{At(begun)},L{group % 4},T{wayOf[item.Case] % 16:D2},{At(arrived + 1_296_000)},{limit},{outcome}\n"));
                before[item.Case] = due.Time;
            }
            else writer.Write(string.Create(CultureInfo.InvariantCulture, $"M{item.Case:D7},A{activity:D2} step of the matter,R{holder[item.Case]:D3},Unit {group:D2},{At(due.Time)}\n"));

            if (isLast) continue;
            var wait = (long)numbers.Waiting(150_000);
            // These units leave what they could do at once until its limit is near.
            if (everyColumn && unitOf[item.Case] % 10 == 3 && numbers.Chance(0.3)) wait = 230_000 + numbers.Below(28_000);
            open.Enqueue((item.Case, item.Step + 1), (due.Time + 60 + wait, item.Case));
        }
    }

    private static string At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static byte[] Lengths(SeededNumbers numbers, int cases, int events)
    {
        var lengths = new byte[cases];
        var mean = (double)events / cases;
        long total = 0;
        for (var number = 0; number < cases; number++)
        {
            lengths[number] = (byte)Math.Clamp((int)(mean * (0.4 + (1.2 * numbers.Share()))), 1, 200);
            total += lengths[number];
        }

        // Spread what is missing or too much, so that the number of events is exact.
        for (var number = 0; total != events; number = (number + 1) % cases)
        {
            if (total < events && lengths[number] < 250)
            {
                lengths[number]++;
                total++;
            }
            else if (total > events && lengths[number] > 1)
            {
                lengths[number]--;
                total--;
            }
        }

        return lengths;
    }
}
