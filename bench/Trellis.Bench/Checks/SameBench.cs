using System.Globalization;
using Trellis.Diagnosis.Checks;
using Trellis.Diagnosis.Checks.Meanings;
using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Bench.Checks;

/// <summary>
/// Judges and fits the likeness of items on banks of pairs: tab-separated lines of a verdict (same or differ) and, for each of two items,
/// its type, Chinese name, English name, and definitions in both. What is fitted is never judged on the pairs it was fitted on.
/// </summary>
internal static class SameBench
{
    /// <summary>From here a pair is told; fitted chances are moved so that it is one half.</summary>
    private const double Limit = 0.5;

    /// <summary>The fitted chance from which a pair is worth telling: a missed one is never looked at, a wrong one is settled in a line.</summary>
    private const double ToldFrom = 0.2;

    /// <summary>How many pairs of items from different lines are shown beside each pair of a bank, as examples of what has nothing in common.</summary>
    private const int StrangersEach = 40;

    private const int CleanStructuresTaken = 50;

    /// <summary>How much of two names must be alike for them to be known as one without definitions.</summary>
    private const double EnoughByName = 0.55;

    // How much examples count beside a pair of a bank, which counts one. The strangers of a pair share theirs.
    private const double StrangersCount = 5;
    private const double CleanCounts = 2.5;
    private const double EasyCounts = 0.6;
    private const double SloppyCounts = 0.1;
    private const double BareCounts = 0.9;
    private const double BareSameCounts = 0.4;

    private sealed record Side(string Type, Text Name, Text Means);

    private sealed record Pair(bool Same, Side One, Side Other);

    private sealed record Example(double[] Aspects, bool Same, double Counts, Pair Pair);

    public static int Run(IReadOnlyList<string> files, bool show)
    {
        foreach (var file in files) Judge(Path.GetFileName(file), Read(file), show);
        if (files.Count > 1) Judge("all", [.. files.SelectMany(Read)], false);
        return 0;
    }

    /// <summary>Fits on all files but one and judges that one, each in turn; then fits on all and prints what to write into the code.</summary>
    public static int Fit(IReadOnlyList<string> files, bool show, string? clean)
    {
        var banks = files.Select(static file => Examples(Read(file))).ToList();
        var unlike = clean is null ? [] : Unlike(clean);
        Console.WriteLine($"{unlike.Count} pairs of clean structures");
        var judged = new List<(double Score, Example Example)>();
        for (var left = 0; left < banks.Count && banks.Count > 1; left++)
        {
            var weights = Logistic([.. banks.Where((_, at) => at != left).SelectMany(static bank => bank), .. unlike]);
            var scored = banks[left].Select(example => (Likeness.Weigh(example.Aspects, weights), example)).ToList();
            Print($"{Path.GetFileName(files[left])}, not fitted on", scored, show, weights);
            judged.AddRange(scored);
        }

        if (judged.Count > 0) Print("all, each left out in turn", judged, false);
        var all = banks.SelectMany(static bank => bank).ToList();
        all.AddRange(unlike);
        var final = Logistic(all);
        if (show) Print("clean structures, fitted on", [.. unlike.Select(example => (Likeness.Weigh(example.Aspects, final), example))], true, final);
        Print("all, fitted on themselves", [.. all.Select(example => (Likeness.Weigh(example.Aspects, final), example))], false);
        for (var at = 0; at < final.Length; at++) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{final[at],8:0.000}, // {(at < Likeness.Count ? ((Aspect)at).ToString() : "at zero")}"));
        return 0;
    }

    /// <summary>All pairs of items of the county and of some clean structures, but those that the findings of the county call alike: none of them is one fact.</summary>
    private static List<Example> Unlike(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new SourceFile(Path.GetRelativePath(folder, path), File.ReadAllBytes(path))).ToList();
        var told = File.ReadLines(Path.Combine(folder, "findings.txt")).Where(static line => line.StartsWith("TR2003 item/", StringComparison.Ordinal)).Select(static line => line[12..].Trim()).ToHashSet(StringComparer.Ordinal);
        var examples = new List<Example>();
        var seen = new HashSet<(string, string)>();
        foreach (var structure in Enumerable.Range(0, CleanStructuresTaken).Select(static seed => ReadingStructures.Read(CleanStructures.Make((ulong)seed).Files()).Structure).Prepend(ReadingStructures.Read(files).Structure))
        {
            var items = structure.Items.All;
            for (var at = 0; at < items.Count; at++)
            {
                for (var earlier = 0; earlier < at; earlier++)
                {
                    var (one, other) = (items[earlier], items[at]);
                    if (SameMeaning.LikenessOfTypes(one.Type, other.Type) == 0 || told.Contains(other.Id) || told.Contains(one.Id) || one.SameAs.Count + other.SameAs.Count > 0 || one.Type == other.RegisterId || other.Type == one.RegisterId || !seen.Add((one.Name.Zh, other.Name.Zh))) continue;
                    examples.Add(new Example(Likeness.Of(SameMeaning.Of(one), SameMeaning.Of(other)), false, CleanCounts, new Pair(false, Side(one), Side(other))));
                    // Copied into another register and told no further, they are no more alike than before.
                    examples.Add(new Example(Likeness.Of(SameMeaning.Of(one), new Telling(other.Type, one.RegisterId, other.Name, null)), false, BareCounts, new Pair(false, Side(one), Side(other))));
                }
            }
        }

        return examples;

        static Side Side(Item item) => new(item.Type, item.Name, item.Means ?? item.Name);
    }

    private static void Print(string name, List<(double Score, Example Example)> scored, bool show, double[]? weights = null)
    {
        var pairs = scored.Where(static one => one.Example.Counts == 1).ToList();
        var strangers = scored.Where(static one => one.Example.Counts != 1 && !one.Example.Same).ToList();
        Console.WriteLine($"{name}: {pairs.Count(static one => one.Example.Same)} same, {pairs.Count(static one => !one.Example.Same)} differ, {strangers.Count} strangers");
        foreach (var at in (double[])[0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
        {
            var found = pairs.Count(one => one.Example.Same && one.Score >= at);
            var wrong = pairs.Count(one => !one.Example.Same && one.Score >= at);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  at {at:0.00}: precision {(double)found / Math.Max(1, found + wrong):0.000}, recall {(double)found / Math.Max(1, pairs.Count(static one => one.Example.Same)):0.000}, strangers taken {strangers.Count(one => one.Score >= at)}"));
        }

        if (!show) return;
        foreach (var (score, example) in pairs.Where(static one => one.Score >= Limit != one.Example.Same).OrderBy(static one => one.Score)) Show(score, example, weights);
        foreach (var (score, example) in strangers.Where(static one => one.Score >= Limit).OrderByDescending(static one => one.Score)) Show(score, example, weights);
    }

    /// <summary>A pair with what spoke most for it and against it.</summary>
    private static void Show(double score, Example example, double[]? weights)
    {
        Show(score, example.Pair);
        if (weights is null) return;
        var told = example.Aspects.Select((value, at) => (Aspect: (Aspect)at, Value: value, By: value * weights[at])).Where(static one => Math.Abs(one.By) >= 0.3);
        Console.WriteLine("      " + string.Join(", ", told.Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Aspect} {one.Value:0.00} ({one.By:+0.0;-0.0})"))));
    }

    private static void Show(double score, Pair pair)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(pair.Same ? "missed" : "wrong ")} {score:0.00} [{pair.One.Type}] {pair.One.Name.Zh} = {pair.Other.Name.Zh} | {pair.One.Name.En} = {pair.Other.Name.En}"));
        Console.WriteLine($"      {pair.One.Means.Zh} = {pair.Other.Means.Zh}");
    }

    private static void Judge(string name, List<Pair> pairs, bool show)
    {
        var scored = pairs.Select(static pair => (Score: Told(pair), Pair: pair)).ToList();
        var limit = new CheckSettings().SameMeaningAt;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {pairs.Count(static pair => pair.Same)} same, {pairs.Count(static pair => !pair.Same)} differ; the check tells from {limit}"));
        foreach (var at in (double[])[0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, limit])
        {
            var found = scored.Count(one => one.Pair.Same && one.Score >= at);
            var wrong = scored.Count(one => !one.Pair.Same && one.Score >= at);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  at {at:0.00}: precision {(double)found / Math.Max(1, found + wrong):0.000}, recall {(double)found / Math.Max(1, pairs.Count(static pair => pair.Same)):0.000}"));
        }

        if (!show) return;
        foreach (var (score, pair) in scored.Where(one => one.Score >= limit != one.Pair.Same).OrderBy(static one => one.Score)) Show(score, pair);
    }

    /// <summary>What the check itself says of a pair in an otherwise empty structure.</summary>
    private static double Told(Pair pair)
    {
        var sheet = new Sheet();
        foreach (var (side, id) in ((Side, string)[])[(pair.One, "unit.one"), (pair.Other, "unit.other")])
            sheet.Add("item", id, "data.yaml").With("name", Sheet.Text(side.Name.Zh, side.Name.En)).With("means", Sheet.Text(side.Means.Zh, side.Means.En)).With("type", side.Type).With("sharing", "public").With("personal", "none");
        return SameMeaning.Pairs(ReadingStructures.Read(sheet.Files()).Structure.Items.All, 0).Select(static told => told.Likeness).FirstOrDefault();
    }

    private static List<Pair> Read(string file)
    {
        var pairs = new List<Pair>();
        foreach (var line in File.ReadLines(file))
        {
            var cells = line.Split('\t');
            if (cells.Length != 11) continue;
            pairs.Add(new Pair(cells[0] == "same", Of(1), Of(6)));

            Side Of(int from) => new(cells[from], new Text(cells[from + 1], cells[from + 2]), new Text(cells[from + 3], cells[from + 4]));
        }

        return pairs;
    }

    /// <summary>As a clerk copies a name in haste: a sign left out, words in another order, a word that says nothing put in.</summary>
    private static Side Sloppy(Side side, int turn)
    {
        var (zh, en) = (side.Name.Zh, side.Name.En);
        zh = (turn % 6) switch
        {
            0 when zh.Length >= 5 => $"{zh[..^2]}的{zh[^2..]}",
            1 => zh + "情况",
            2 => "现" + zh,
            3 when zh.Length >= 6 => zh.Remove(2 + turn % 3, 1),
            4 when zh.Length >= 4 => zh[2..4] + zh[..2] + zh[4..],
            _ => zh,
        };
        var words = en.Split(' ');
        en = (turn % 4) switch
        {
            0 when words.Length > 2 => string.Join(' ', [.. words[1..], words[0]]),
            1 when words.Length > 1 => $"{words[^1]} of {string.Join(' ', words[..^1])}",
            2 => "Present " + en,
            _ => en,
        };
        return side with { Name = new Text(zh, en) };
    }

    private static List<Example> Examples(List<Pair> pairs)
    {
        var tellings = pairs.Select(static pair => (One: Of(pair.One), Other: Of(pair.Other))).ToList();
        var examples = new List<Example>();
        for (var at = 0; at < pairs.Count; at++)
        {
            examples.Add(new Example(Likeness.Of(tellings[at].One, tellings[at].Other), pairs[at].Same, 1, pairs[at]));
            if (pairs[at].Same)
            {
                // One name told by both offices, and both names with one definition, are the same all the more.
                var (one, other) = (pairs[at].One, pairs[at].Other);
                foreach (var easy in (Side[])[one with { Means = other.Means }, one with { Name = other.Name }, one with { Name = new Text(one.Name.Zh, other.Name.En) }, one with { Name = new Text(other.Name.Zh, one.Name.En), Means = other.Means }])
                    examples.Add(new Example(Likeness.Of(tellings[at].One, Of(easy)), true, EasyCounts, new Pair(true, one, easy)));
            }

            foreach (var (turn, side) in ((int, Side)[])[(2 * at, pairs[at].One), (2 * at + 1, pairs[at].Other)])
            {
                var copy = Sloppy(side, turn);
                foreach (var means in (Text?[])[side.Means, Sloppy(side with { Name = side.Means }, turn + 1).Name, null])
                    examples.Add(new Example(Likeness.Of(Of(side), new Telling(side.Type, null, copy.Name, means)), true, SloppyCounts, new Pair(true, side, copy)));
            }

            // Names alone: those that differ differ all the same; those that are one can be known only where the names have something in common.
            var bare = Likeness.Of(new Telling(pairs[at].One.Type, null, pairs[at].One.Name, null), new Telling(pairs[at].Other.Type, null, pairs[at].Other.Name, null));
            if (!pairs[at].Same || Math.Max(bare[0], bare[2]) >= EnoughByName) examples.Add(new Example(bare, pairs[at].Same, pairs[at].Same ? BareSameCounts : BareCounts, pairs[at]));
            var strangers = 0;
            for (var step = 1; step < pairs.Count && strangers < StrangersEach; step++)
            {
                var other = (at + step) % pairs.Count;
                if (SameMeaning.LikenessOfTypes(pairs[at].One.Type, pairs[other].Other.Type) == 0) continue;
                examples.Add(new Example(Likeness.Of(tellings[at].One, tellings[other].Other), false, StrangersCount / StrangersEach, new Pair(false, pairs[at].One, pairs[other].Other)));
                strangers++;
            }
        }

        return examples;

        static Telling Of(Side side) => new(side.Type, null, side.Name, side.Means);
    }

    /// <summary>Logistic regression by Newton's steps, with a small pull to zero on aspects brought to one spread; the same numbers on every run.</summary>
    private static double[] Logistic(List<Example> examples)
    {
        const double pull = 8;
        var width = Likeness.Count;
        var mean = new double[width];
        var spread = new double[width];
        var all = examples.Sum(static example => example.Counts);
        foreach (var example in examples)
            for (var at = 0; at < width; at++) mean[at] += example.Counts * example.Aspects[at] / all;
        foreach (var example in examples)
            for (var at = 0; at < width; at++) spread[at] += example.Counts * Math.Pow(example.Aspects[at] - mean[at], 2) / all;
        for (var at = 0; at < width; at++) spread[at] = Math.Sqrt(spread[at]) + 1e-9;
        var rows = examples.Select(example => (double[])[.. example.Aspects.Select((value, at) => (value - mean[at]) / spread[at]), 1]).ToList();
        var weights = new double[width + 1];
        var (judged, against) = (new bool[width], new bool[width]);
        foreach (var aspect in Likeness.Against) against[(int)aspect] = true;
        foreach (var (aspect, weight) in Likeness.Judged)
        {
            judged[(int)aspect] = true;
            weights[(int)aspect] = weight * spread[(int)aspect];
        }

        for (var round = 0; round < 40; round++)
        {
            var slope = new double[width + 1];
            var curve = new double[width + 1, width + 1];
            for (var row = 0; row < rows.Count; row++)
            {
                var (aspects, counts) = (rows[row], examples[row].Counts);
                double sum = 0;
                for (var at = 0; at <= width; at++) sum += weights[at] * aspects[at];
                var chance = 1 / (1 + Math.Exp(-sum));
                var miss = counts * ((examples[row].Same ? 1 : 0) - chance);
                var bend = counts * chance * (1 - chance);
                for (var at = 0; at <= width; at++)
                {
                    slope[at] += miss * aspects[at];
                    for (var and = 0; and <= at; and++) curve[at, and] += bend * aspects[at] * aspects[and];
                }
            }

            for (var at = 0; at <= width; at++)
            {
                for (var and = 0; and < at; and++) curve[and, at] = curve[at, and];
                if (at == width) continue;
                slope[at] -= pull * weights[at];
                curve[at, at] += pull;
            }

            // What is at zero and drawn to its wrong side stays there, as does what is set by judgement.
            for (var at = 0; at < width; at++)
            {
                if (!judged[at] && !(against[at] && weights[at] == 0 && slope[at] > 0)) continue;
                for (var and = 0; and <= width; and++) curve[at, and] = curve[and, at] = 0;
                (curve[at, at], slope[at]) = (1, 0);
            }

            var step = Solve(curve, slope);
            for (var at = 0; at <= width; at++) weights[at] += step[at];
            for (var at = 0; at < width; at++)
                if (!judged[at] && against[at] && weights[at] > 0) weights[at] = 0;
        }

        var zero = weights[width];
        for (var at = 0; at < width; at++)
        {
            weights[at] /= spread[at];
            zero -= weights[at] * mean[at];
        }

        // The check tells of a pair from one half.
        weights[width] = zero + Math.Log((1 - ToldFrom) / ToldFrom);
        return weights;
    }

    private static double[] Solve(double[,] left, double[] right)
    {
        var size = right.Length;
        for (var pivot = 0; pivot < size; pivot++)
        {
            for (var row = pivot + 1; row < size; row++)
            {
                var factor = left[row, pivot] / left[pivot, pivot];
                for (var at = pivot; at < size; at++) left[row, at] -= factor * left[pivot, at];
                right[row] -= factor * right[pivot];
            }
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var at = row + 1; at < size; at++) right[row] -= left[row, at] * right[at];
            right[row] /= left[row, row];
        }

        return right;
    }
}
