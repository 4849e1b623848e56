using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Trellis.Authority;
using Trellis.Bench.Generators;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Bench;

/// <summary>
/// The figures of the authority engine: 10,000 powers, six levels, chains of five delegations, half of the questions refused.
/// Beside it in turns, on an equivalent policy set, Cedar (wasm) and casbin under Node, where npm can be reached.
/// </summary>
internal sealed class AuthorityBench(string root, int rounds, int powers)
{
    private const int Questions = 200_000;
    private static readonly DateOnly Day = new(2026, 5, 4);
    private static readonly string[] Levels = ["province", "city", "county", "town", "village", "grid"];

    private readonly List<(string Id, string? Parent, int Level)> _units = [];

    public void Run()
    {
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {rounds} rounds");
        var structure = Generate();
        var watch = Stopwatch.StartNew();
        var mandates = Mandates.Compile(structure);
        var holders = mandates.On(Day, Standing.Nothing);
        var count = holders.Powers.Sum(power => holders.Of(power.Id).Count);
        var deepest = holders.Powers.Max(power => holders.Of(power.Id).Max(static mandate => mandate.Depth));
        Console.WriteLine($"{powers:N0} powers, {structure.Delegations.All.Count:N0} delegations, {count:N0} mandates, chains of {deepest}; compiled in {watch.ElapsedMilliseconds} ms");

        var (questions, expected) = Ask(mandates, holders);
        Console.WriteLine($"{questions.Length:N0} questions, {expected.Count(static yes => yes) * 100.0 / questions.Length:F1} % yes");
        var peers = Peers(holders, questions, expected);
        for (var warm = 0; warm < 3; warm++) Decide(mandates, questions);
        for (var round = 0; round < rounds; round++)
        {
            Console.WriteLine($"round {round + 1}");
            Print("decision with chain or missing link", Decide(mandates, questions));
            Print("the sentence", Time(mandates, questions[..20_000], static (m, q) => m.Decide(q, Standing.Nothing).Says.En.Length));
            Print("who could decide", Time(mandates, questions[..20_000], static (m, q) => m.WhoCould(q, Standing.Nothing).Count));
            Console.WriteLine($"  allocated on a plain yes: {AllocatedOnYes(mandates, questions, expected):F3} bytes");
            if (peers is not null) Peer(peers);
        }
    }

    /// <summary>Random questions to compiled powers and to the definition, on random structures and histories; any difference ends the run.</summary>
    public static int Agree(int questions)
    {
        var (asked, yes, watch) = (0, 0, Stopwatch.StartNew());
        for (var seed = 0UL; asked < questions; seed++)
        {
            var numbers = new SeededNumbers(seed);
            var world = new AuthorityWorld(seed);
            for (var history = 0; history < 40 && asked < questions; history++)
            {
                var (events, standing, day) = (new List<AuthorityEvent>(), Standing.Nothing, new DateOnly(2026, 1, 1));
                for (var step = 0; step < 2 + numbers.Below(16); step++)
                {
                    day = day.AddDays(numbers.Below(20));
                    if (world.RandomAct(numbers, standing, day, step) is not { } happened) continue;
                    events.Add(happened);
                    standing = standing.After(happened);
                }

                var definition = new AuthorityByDefinition(world.Structure, events);
                for (var number = 0; number < 50 && asked < questions; number++, asked++)
                {
                    var question = AuthorityWorld.RandomQuestion(numbers);
                    var held = world.Mandates.On(question.Day, standing).Of(question.Power);
                    if (held.Count > 0 && numbers.Chance(0.8))
                    {
                        var mandate = held[numbers.Below(held.Count)];
                        question = question with { Post = mandate.Post, Unit = mandate.Unit.Id, Place = numbers.Chance(0.7) ? mandate.Unit.Id : question.Place };
                    }

                    var answer = world.Mandates.Ask(question, standing).Permitted;
                    if (answer) yes++;
                    if (answer == definition.May(question)) continue;
                    Console.WriteLine($"county {seed}, history {history}: {question}: compiled says {answer}");
                    return 1;
                }
            }
        }

        Console.WriteLine($"{asked:N0} random questions, {yes * 100.0 / asked:F1} % yes: the compiled powers and the definition agree on all ({watch.Elapsed.TotalSeconds:F0} s)");
        return 0;
    }

    private GovernanceStructure Generate()
    {
        var numbers = new SeededNumbers(7);
        var units = new StringBuilder("id\tname.zh\tname.en\ttype\tparent\n");
        var below = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        Add("province", null, 0);
        for (var at = 0; at < _units.Count; at++)
        {
            var (id, _, level) = _units[at];
            if (level == 5) continue;
            for (var child = 0; child < 3; child++) Add(level == 0 ? $"{Levels[1]}-{child}" : $"{Levels[level + 1]}-{id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..]}-{child}", id, level + 1);
        }

        var structure = new StringBuilder("structure: bench\nlanguage: 1\nname: {zh: 台, en: Bench}\nversion: \"1\"\nfrom: 2025-01-01\ntop: province\nlanguages: [zh, en]\nzone: Asia/Shanghai\nmoney: CNY\nlevels:\n");
        foreach (var level in Levels) structure.Append(CultureInfo.InvariantCulture, $"  - {{level: {level}, name: {{zh: 级, en: {level}}}}}\n");
        structure.Append("types:\n");
        foreach (var level in Levels) structure.Append(CultureInfo.InvariantCulture, $"  - {{type: {level}, name: {{zh: 型, en: {level}}}, level: {level}, kind: government, ground: own, acts-for: self}}\n");
        var groups = new StringBuilder();
        var posts = new StringBuilder("id\tname.zh\tname.en\tat\tseats\n");
        foreach (var level in Levels)
        {
            groups.Append(CultureInfo.InvariantCulture, $"- {{group: all-{level}, name: {{zh: 组, en: All}}, units: {{type: [{level}]}}}}\n");
            for (var post = 0; post < 4; post++) posts.Append(CultureInfo.InvariantCulture, $"{level}-post-{post}\t岗\tPost\tall-{level}\t1\n");
        }

        var (powerText, delegationText) = (new StringBuilder(), new StringBuilder());
        for (var power = 0; power < powers; power++)
        {
            powerText.Append(CultureInfo.InvariantCulture, $"- power: p-{power}\n  name: {{zh: 职权{power}, en: Power {power}}}\n  class: payment\n  outcomes: [grant, refuse]\n  held-by: {{province-post-{power % 4}@province: {{amount: {{per-case: 100000 CNY, per-year: 90000000 CNY}}}}}}\n  delegable: {{to: [government], depth: 5}}\n  basis: [act/{1 + (power % 40)}]\n");
            var (giver, of, unit) = ($"province-post-{power % 4}@province", $"power/p-{power}", "province");
            for (var level = 1; level < 6; level++)
            {
                unit = below[unit][numbers.Below(3)];
                // One power in fifty goes to whole levels, as one entry.
                var to = power % 50 == 0 ? $"all-{Levels[level]}" : unit;
                var receiver = $"{Levels[level]}-post-{(power + level) % 4}@{to}";
                delegationText.Append(CultureInfo.InvariantCulture, $"- {{delegation: d-{power}-{level}, of: {of}, giver: {giver}, receiver: {receiver}, acts-for: giver, pass-on: {5 - level}, limits: {{amount: {{per-case: {50_000 / level} CNY, per-year: {9_000_000 / level} CNY}}{(level == 5 ? ", outcomes: [grant]" : "")}}}, basis: [act/{1 + ((power + level) % 40)}]}}\n");
                (giver, of) = (receiver, $"delegation/d-{power}-{level}");
            }
        }

        var law = new StringBuilder("- law: act\n  name: {zh: 法, en: Act}\n  rank: national-law\n  from: 2020-01-01\n  articles:\n");
        for (var article = 1; article <= 40; article++) law.Append(CultureInfo.InvariantCulture, $"    - {{article: {article}, gist: {{zh: 条, en: Article}}}}\n");
        return ReadingStructures.Read(
        [
            File("structure.yaml", structure), File("units.tsv", units), File("groups.yaml", groups), File("posts.tsv", posts), File("law.yaml", law), File("powers.yaml", powerText), File("delegations.yaml", delegationText),
            File("classes.yaml", new StringBuilder("- {class: payment, name: {zh: 支付, en: Payment}, delegable-to: [government], basis: [act/1]}\n")),
        ], Environment.ProcessorCount).Structure;

        void Add(string id, string? parent, int level)
        {
            _units.Add((id, parent, level));
            below[id] = [];
            if (parent is not null) below[parent].Add(id);
            units.Append(CultureInfo.InvariantCulture, $"{id}\t单位\tUnit\t{Levels[level]}\t{parent}\n");
        }

        static SourceFile File(string path, StringBuilder text) => new(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Half are meant to be refused: over a ceiling, an outcome not given, another's ground, a power not held.</summary>
    private (Question[] Questions, bool[] Expected) Ask(Mandates mandates, HoldersOnDay holders)
    {
        var numbers = new SeededNumbers(11);
        var questions = new Question[Questions];
        for (var at = 0; at < questions.Length; at++)
        {
            var all = holders.Of($"p-{numbers.Below(powers)}");
            var mandate = all[numbers.Below(all.Count)];
            var question = new Question
            {
                Post = mandate.Post, Unit = mandate.Unit.Id, Power = mandate.Power.Id, Outcome = "grant", Place = mandate.Unit.Id, Day = Day.AddDays(numbers.Below(200)),
                Amount = new Quantity(1 + numbers.Below(9_000), Measure.Yuan),
            };
            questions[at] = !numbers.Chance(0.5) ? question : numbers.Below(4) switch
            {
                0 => question with { Amount = new Quantity(100_001 + numbers.Below(1000), Measure.Yuan) },
                1 => question with { Power = $"p-{(int.Parse(question.Power[2..], CultureInfo.InvariantCulture) + 1) % powers}" },
                2 => question with { Place = _units[1 + numbers.Below(3)].Id, Unit = mandate.Unit.Id },
                _ => question with { Outcome = mandate.Depth == 5 ? "refuse" : "burn" },
            };
        }

        return (questions, [.. questions.Select(question => mandates.Ask(question, Standing.Nothing).Permitted)]);
    }

    private static double[] Decide(Mandates mandates, Question[] questions)
    {
        var times = new long[questions.Length];
        var standing = Standing.Nothing;
        for (var at = 0; at < questions.Length; at++)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = mandates.Ask(questions[at], standing);
            times[at] = Stopwatch.GetTimestamp() - began;
            if (answer.Mandate is null && answer.Permitted) throw new InvalidOperationException();
        }

        return Sorted(times);
    }

    private static double[] Time(Mandates mandates, Question[] questions, Func<Mandates, Question, int> asked)
    {
        for (var warm = 0; warm < questions.Length / 4; warm++) asked(mandates, questions[warm]);
        var times = new long[questions.Length];
        for (var at = 0; at < questions.Length; at++)
        {
            var began = Stopwatch.GetTimestamp();
            asked(mandates, questions[at]);
            times[at] = Stopwatch.GetTimestamp() - began;
        }

        return Sorted(times);
    }

    private static double AllocatedOnYes(Mandates mandates, Question[] questions, bool[] expected)
    {
        var (before, asked) = (GC.GetAllocatedBytesForCurrentThread(), 0);
        for (var at = 0; at < questions.Length; at++)
        {
            if (!expected[at]) continue;
            if (!mandates.Ask(questions[at], Standing.Nothing).Permitted) throw new InvalidOperationException();
            asked++;
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)asked;
    }

    private static double[] Sorted(long[] ticks)
    {
        var times = ticks.Select(static one => one * 1_000_000.0 / Stopwatch.Frequency).ToArray();
        Array.Sort(times);
        return times;
    }

    private static void Print(string what, double[] microseconds) =>
        Console.WriteLine($"  {what,-36} median {microseconds[microseconds.Length / 2],8:F2}  p99 {microseconds[(int)(microseconds.Length * 0.99)],8:F2}  most {microseconds[^1],9:F0} microseconds");

    // Peers

    /// <summary>The same rights flattened: one rule for each mandate with its lowest ceiling and the outcomes left at the end of its chain.</summary>
    private string? Peers(HoldersOnDay holders, Question[] questions, bool[] expected)
    {
        var folder = Path.Combine(root, "bench", "peers");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "casbin")) || !Directory.Exists(Path.Combine(folder, "node_modules", "@cedar-policy")))
        {
            try
            {
                Shell("npm", ["install", "--prefix", folder, "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "@cedar-policy/cedar-wasm@4.13.0", "casbin@5.51.1"]);
            }
            catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                Console.WriteLine($"peers are left out: {fault.Message.Split('\n')[0]}");
                return null;
            }
        }

        Directory.CreateDirectory(Path.Combine(root, "bench", "out"));
        var file = Path.Combine(root, "bench", "out", "authority-peers.json");
        using var to = System.IO.File.Create(file);
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        json.WriteStartArray("units");
        foreach (var (id, parent, _) in _units)
        {
            json.WriteStartArray();
            json.WriteStringValue(id);
            json.WriteStringValue(parent);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("rules");
        foreach (var power in holders.Powers)
        {
            foreach (var mandate in holders.Of(power.Id))
            {
                json.WriteStartObject();
                json.WriteString("post", mandate.At);
                json.WriteString("power", power.Id);
                json.WriteString("area", mandate.Area[0].Id);
                json.WriteNumber("most", (long)mandate.Chain.Min(static link => link.Limits.Amount(CeilingSpan.Case)!.Fixed!.Value.Value));
                json.WriteStartArray("outcomes");
                foreach (var outcome in mandate.Chain.Select(static link => link.Limits.Outcomes).LastOrDefault(static outcomes => outcomes is not null) ?? power.Outcomes) json.WriteStringValue(outcome.Id);
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("questions");
        for (var at = 0; at < 20_000; at++)
        {
            json.WriteStartObject();
            json.WriteString("post", $"{questions[at].Post}@{questions[at].Unit}");
            json.WriteString("power", questions[at].Power);
            json.WriteString("place", questions[at].Place);
            json.WriteNumber("amount", (long)questions[at].Amount!.Value.Value);
            json.WriteString("outcome", questions[at].Outcome);
            json.WriteBoolean("expected", expected[at]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return file;
    }

    private void Peer(string file)
    {
        foreach (var peer in (ReadOnlySpan<string>)["cedar", "casbin"])
        {
            // Node 20 dies in its own optimiser around the wasm of Cedar, whose work is done outside JavaScript anyway.
            string[] without = peer == "cedar" ? ["--no-opt"] : [];
            for (var attempt = 0; attempt < 2; attempt++)
            {
                try
                {
                    Console.Write(Shell("node", [.. without, "--max-old-space-size=6000", Path.Combine(root, "bench", "peers", "authority_peers.mjs"), peer, file]));
                    break;
                }
                catch (InvalidOperationException fault)
                {
                    if (attempt == 1) Console.WriteLine($"  {peer}: left out: {fault.Message.Split('\n')[0]}");
                }
            }
        }
    }

    private static string Shell(string program, string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {errors.Result.Trim()[..Math.Min(300, errors.Result.Trim().Length)]}");
    }
}
