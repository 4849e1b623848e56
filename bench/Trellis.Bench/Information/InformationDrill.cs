using System.Globalization;
using Trellis.Bench.Generators;
using Trellis.Bench.Ledger;
using Trellis.Information.Exchange;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Bench.Information;

/// <summary>
/// Kills programs that keep registers, look at people and exchange with a neighbour, at random moments, over and over on one record, and has what was on its way sent again with its keys.
/// Nothing that was acknowledged is lost, nothing stands twice, and nothing was shown of which no look, and no use, stands in the record.
/// </summary>
/// <param name="there">The record of the neighbour.</param>
/// <param name="options">By which the load finds the record, and that of the neighbour.</param>
internal sealed class InformationDrill(RecordPlace place, RecordPlace home, RecordPlace there, string root, string[] options, string[] optionsOfExchange, ulong seed)
{
    public const int Callers = 4;

    private readonly SeededNumbers _numbers = new(seed);
    private readonly int[] _next = new int[Callers];
    private readonly int[] _nextSent = new int[Callers];
    private readonly List<(int Caller, int Number, long Position)> _done = [];
    private readonly List<(string Matter, long Position)> _shown = [];
    private readonly Dictionary<(int Caller, int Number), string> _sent = [];
    private readonly List<(string Dealing, long Position)> _used = [];

    public int Done => _done.Count;

    public int Shown => _shown.Count;

    public int Sent => _sent.Count;

    public int Used => _used.Count;

    /// <summary>One program that keeps registers and looks, from its start to its violent end.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Kill() => Kill(["load-information", "--from", string.Join(',', _next), .. options], least: 100, words =>
    {
        switch (words)
        {
            case ["done", var caller, var number, var position]:
                _done.Add((Int(caller), Int(number), long.Parse(position, CultureInfo.InvariantCulture)));
                _next[Int(caller)] = Int(number) + 1;
                break;
            case ["shown", var matter, var position]:
                _shown.Add((matter, long.Parse(position, CultureInfo.InvariantCulture)));
                break;
        }
    });

    /// <summary>The same of two programs that exchange.</summary>
    public string? KillExchange() => Kill(["load-exchange", "--from", string.Join(',', _nextSent), .. optionsOfExchange], least: 10, words =>
    {
        switch (words)
        {
            case ["sent", var caller, var number, var dealing]:
                _sent[(Int(caller), Int(number))] = dealing;
                _nextSent[Int(caller)] = Int(number) + 1;
                break;
            case ["used", var dealing, var position]:
                _used.Add((dealing, long.Parse(position, CultureInfo.InvariantCulture)));
                break;
        }
    });

    /// <summary>Compares the whole record with what was told.</summary>
    public string? Look()
    {
        if (Faults(place) is { } fault) return fault;
        var entries = Entries(place);
        var rows = new Dictionary<(string Event, RowId Row), int>();
        foreach (var entry in entries)
            if (RowIn(entry) is { } row) rows[(entry.Event, row)] = rows.GetValueOrDefault((entry.Event, row)) + 1;
        if (rows.FirstOrDefault(static one => one.Value > 1) is { Value: > 1 } twice) return $"{twice.Key} stands {twice.Value} times.";
        foreach (var (caller, number, position) in _done)
        {
            var entry = entries[(int)position];
            if (entry.Event != (number % 2 == 0 ? SubjectEntered.Name : ValuesRecorded.Name) || RowIn(entry) != LoadOfInformation.RowOf(caller, number)) return $"Act {number} of caller {caller} was told to stand at {position} and does not.";
        }

        foreach (var (matter, position) in _shown)
            if (entries[(int)position] is not { Event: ValuesSeen.Name } entry || WordOf(entry, "reason") != $"matter/{matter}") return $"Something of {matter} was shown by a look at {position} that does not stand there.";
        return null;
    }

    /// <summary>Has both records send what they owe, and sends every matter once more; then compares both with what was told.</summary>
    public async Task<string?> LookAtExchangeAsync()
    {
        await using (var nodes = await TwoNodes.OpenAsync(home, there, root))
        {
            foreach (var ((caller, number), dealing) in _sent)
                if ((await LoadOfExchange.SendAsync(nodes.Home.Exchange, caller, number)).Id != dealing) return $"Matter {number} of caller {caller} was sent again as another.";
            for (var quiet = 0; quiet < 3; await Task.Delay(50)) quiet = await nodes.Home.Exchange.SendDueAsync(CancellationToken.None) == 0 ? quiet + 1 : 0;
        }

        if ((Faults(home) ?? Faults(there)) is { } fault) return fault;
        var (ours, theirs) = (Entries(home), Entries(there));
        var sent = Dealings(ours, ExchangeEvent.MatterSent.Name);
        var asked = Dealings(ours, ExchangeEvent.EvidenceAsked.Name);
        foreach (var (of, name, events) in (ReadOnlySpan<(Dictionary<string, int>, string, List<Entry>)>)
            [(sent, ExchangeEvent.MatterTaken.Name, ours), (sent, ExchangeEvent.MatterTakenIn.Name, theirs), (asked, ExchangeEvent.EvidenceReceived.Name, ours), (asked, ExchangeEvent.EvidenceGiven.Name, theirs)])
        {
            var found = Dealings(events, name);
            if (of.Keys.Except(found.Keys).FirstOrDefault() is { } lost) return $"{lost} has no {name}.";
            if (found.FirstOrDefault(static one => one.Value > 1) is { Value: > 1 } twice) return $"{twice.Key} has {twice.Value} of {name}.";
        }

        if (theirs.Count(static one => one.Event == MatterFiled.Name) != sent.Count) return $"{sent.Count} matters were sent, and {theirs.Count(static one => one.Event == MatterFiled.Name)} are filed.";
        if (_sent.Values.FirstOrDefault(dealing => !sent.ContainsKey(dealing)) is { } gone) return $"{gone} was told to be sent, and is lost.";
        if (Dealings(ours, ExchangeEvent.EvidenceUsed.Name).FirstOrDefault(static one => one.Value > 1) is { Value: > 1 } again) return $"{again.Key} was used twice.";
        foreach (var (dealing, position) in _used)
            if (ours[(int)position] is not { Event: ExchangeEvent.EvidenceUsed.Name } entry || WordOf(entry, "dealing") != dealing) return $"What {dealing} says was shown by a use at {position} that does not stand there.";
        return null;
    }

    /// <summary>The drill as a bench: prints how far it came.</summary>
    public static async Task<int> RunAsync(string root, int kills, string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-kill-information-").FullName;
        string[] databases = ["trellis_bench_kill_rows", "trellis_bench_kill_home", "trellis_bench_kill_there"];
        try
        {
            RecordPlace[] places = [.. databases.Select(name => postgres is null ? RecordPlace.OfFile(Path.Combine(folder, name + ".db")) : BenchDatabases.Make(postgres, name, Path.Combine(folder, name)))];
            var drill = new InformationDrill(places[0], places[1], places[2], root, Option("--data", "--postgres", "--keys", 0), [.. Option("--data", "--postgres", "--keys", 1), .. Option("--there", "--there-postgres", "--there-keys", 2)], 11);
            for (var kill = 1; kill <= kills; kill++)
            {
                if ((drill.Kill() ?? drill.Look() ?? drill.KillExchange()) is { } wrong)
                {
                    Console.WriteLine($"kill {kill}: {wrong}");
                    return 1;
                }

                if (kill % 5 == 0) Console.WriteLine($"{(postgres is null ? "SQLite" : "PostgreSQL")}: killed {2 * kill} times; {drill.Done:N0} acts on rows acknowledged, {drill.Shown:N0} times something shown, {drill.Sent:N0} matters sent, evidence used {drill.Used:N0} times");
            }

            var end = await drill.LookAtExchangeAsync();
            Console.WriteLine(end ?? "all of it stands in the records, once, and nothing was shown without its look");
            return end is null ? 0 : 1;
        }
        finally
        {
            if (postgres is not null)
                foreach (var name in databases) BenchDatabases.Drop(postgres, name);
            Directory.Delete(folder, recursive: true);
        }

        string[] Option(string file, string server, string keys, int number) =>
            postgres is null ? [file, Path.Combine(folder, databases[number] + ".db")] : [server, BenchDatabases.Of(postgres, databases[number]), keys, Path.Combine(folder, databases[number])];
    }

    private string? Kill(string[] arguments, int least, Action<string[]> told)
    {
        using var process = KillDrill.Start(arguments);
        var lines = new List<string>();
        var enough = new ManualResetEventSlim();
        // Whatever the operating system took from the program counts as told, also what we read only after its end.
        var reading = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                lines.Add(line);
                if (lines.Count == least) enough.Set();
            }

            enough.Set();
        });
        enough.Wait(TimeSpan.FromSeconds(120));
        Thread.Sleep(_numbers.Below(250));
        process.Kill();
        process.WaitForExit();
        reading.Wait();
        var errors = process.StandardError.ReadToEnd();
        if (lines.Count < least || errors.Length > 0) return $"The load did not run: {errors}";
        // The last line may have been cut off; then nobody was told.
        foreach (var line in lines[^1].Split(' ').Length < 3 ? lines.SkipLast(1) : lines) told(line.Split(' '));
        return null;
    }

    private static string? Faults(RecordPlace place)
    {
        if (RebuildingTables.Run(place).Changed is { Count: > 0 } changed) return $"tables and entries differ: {string.Join(", ", changed)}";
        using var audited = new DatabaseRecord(place.Store, RecordKeys.Open(place.Keys));
        return Auditor.Run(audited, new AuditRequest()) is { HoldsUp: false } report ? $"verify finds: {report.Doubts[0]}" : null;
    }

    private static List<Entry> Entries(RecordPlace place)
    {
        using var session = place.Store.OpenToRead();
        return [.. LedgerRows.Entries(session, 0, long.MaxValue).Select(static row => Entry.TryRead(row.Bytes, out var entry, out var fault) ? entry : throw new InvalidOperationException(fault))];
    }

    private static Dictionary<string, int> Dealings(List<Entry> entries, string name) =>
        entries.Where(one => one.Event == name).GroupBy(static one => WordOf(one, "dealing")!, StringComparer.Ordinal).ToDictionary(static one => one.Key, static one => one.Count(), StringComparer.Ordinal);

    private static RowId? RowIn(Entry entry) => entry.Event is SubjectEntered.Name or ValuesRecorded.Name && WordOf(entry, "subject") is { } row ? RowId.Parse(row) : null;

    private static string? WordOf(Entry entry, string field) => entry.Fields[field] is EntryValue.Word { Text: var word } ? word : null;

    private static int Int(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
