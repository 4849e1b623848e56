using System.Diagnostics;
using System.Globalization;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>
/// Kills a program under load at random moments, over and over on one record, and looks each time whether anything that was acknowledged is lost or doubled,
/// and whether anything that was not is half visible.
/// </summary>
internal sealed class KillDrill(RecordPlace place, string[] options, ulong seed)
{
    private readonly SeededNumbers _numbers = new(seed);
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private bool _signed;

    /// <summary>How many acts were acknowledged so far.</summary>
    public int Acknowledged => _told.Count;

    /// <summary>One program from its start to its violent end.</summary>
    /// <param name="beforeLooking">What happens to the files besides.</param>
    /// <returns>What is wrong, or null.</returns>
    public string? Kill(int number, Action? beforeLooking = null)
    {
        var run = number.ToString(CultureInfo.InvariantCulture);
        using (var process = Start(["load", "--run", run, "--callers", "32", .. options]))
        {
            // Whatever the operating system took from the program counts as told, also what we read only after its end.
            var output = new List<string>();
            var begun = new ManualResetEventSlim();
            var reading = Task.Run(() =>
            {
                while (process.StandardOutput.ReadLine() is { } line)
                {
                    output.Add(line);
                    begun.Set();
                }

                begun.Set();
            });
            begun.Wait(TimeSpan.FromSeconds(60));
            Thread.Sleep(_numbers.Below(250));
            process.Kill();
            process.WaitForExit();
            reading.Wait();
            var errors = process.StandardError.ReadToEnd();
            if (output.Count == 0 || errors.Length > 0) return $"The load did not run: {errors}";
            foreach (var line in output)
            {
                // The last line may have been cut off; then nobody was told.
                if (line.Split(' ') is not ["ack", var of, var caller, var act, var position] || !long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) continue;
                _told[Load.Name(of, int.Parse(caller, CultureInfo.InvariantCulture), int.Parse(act, CultureInfo.InvariantCulture))] = at;
            }
        }

        beforeLooking?.Invoke();
        return Look();
    }

    /// <summary>Compares the whole record with what was told.</summary>
    private string? Look()
    {
        // Opening is what the next program would do; the check recomputes every hash, tile, checkpoint and table.
        using var claim = place.Store.Claim(create: false);
        using var session = claim.Open();
        var keys = RecordKeys.Open(place.Keys);
        try
        {
            CheckingRecords.Check(session, place.Store, keys, "the record", LedgerRows.Origin(session) ?? "", []);
        }
        catch (UnusableInput fault)
        {
            return fault.Message;
        }

        var reading = new PersonalReading(session, keys, place.Attachments, new ReadingGround.Checking());
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        var half = new Dictionary<string, long>(StringComparer.Ordinal);
        var rows = LedgerRows.Entries(session, 0, long.MaxValue).ToList();
        foreach (var (position, bytes) in rows)
        {
            if (!Entry.TryRead(bytes, out var entry, out var fault)) return fault;
            var name = ((EntryValue.Word)entry.Fields["name"]!).Text;
            var (part, of) = (((EntryValue.Number)entry.Fields["part"]!).Value, ((EntryValue.Number)entry.Fields["of"]!).Value);
            if (part == 0 && !found.TryAdd(name, position)) return $"{name} stands twice, at {found[name]} and {position}.";
            if (part > 0 && (!half.TryGetValue(name, out var before) || before != part - 1)) return $"{name} at {position} lacks the part before {part}.";
            half[name] = part;
            if (part == of - 1) half.Remove(name);
            foreach (var field in entry.Personal)
                if (reading.Value(position, field.Name) is not { } value || Encoding.ASCII.GetString(value.Value.Span) != name) return $"The personal value of {name} at {position} is not there.";
        }

        using (var audited = new DatabaseRecord(place.Store, keys))
        {
            // A program that was killed before its first checkpoint has signed nothing; once there was one, there always is.
            var doubts = Auditor.Run(audited, new AuditRequest()).Doubts;
            if (doubts is not [{ Kind: DoubtKind.NothingSigned }]) _signed = true;
            if (doubts.Count > 0 && _signed) return $"verify finds: {doubts[0]}";
        }

        if (half.Count > 0) return $"{half.First().Key} is half there.";
        foreach (var (name, position) in _told)
            if (!found.TryGetValue(name, out var at) || at != position) return $"{name} was told to stand at {position}, and {(found.ContainsKey(name) ? $"stands at {at}" : "is lost")}.";
        return null;
    }

    public static System.Diagnostics.Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KillDrill).Assembly.Location, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        return System.Diagnostics.Process.Start(start)!;
    }

    /// <summary>The drill as a bench: prints how far it came.</summary>
    public static int Run(int kills, string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-kill-").FullName;
        try
        {
            var place = postgres is null
                ? RecordPlace.OfFile(Path.Combine(folder, "record.db"))
                : BenchDatabases.Make(postgres, "trellis_bench_kill", Path.Combine(folder, "keys"));
            string[] options = postgres is null ? ["--data", Path.Combine(folder, "record.db")] : ["--postgres", BenchDatabases.Of(postgres, "trellis_bench_kill"), "--keys", place.Keys];
            var drill = new KillDrill(place, options, 11);
            for (var kill = 1; kill <= kills; kill++)
            {
                if (drill.Kill(kill) is { } wrong)
                {
                    Console.WriteLine($"kill {kill}: {wrong}");
                    return 1;
                }

                if (kill % 20 == 0) Console.WriteLine($"{place.Store.GetType().Name}: killed {kill} times, {drill.Acknowledged:N0} acts acknowledged, none lost, none doubled, none half visible");
            }

            return 0;
        }
        finally
        {
            if (postgres is not null) BenchDatabases.Drop(postgres, "trellis_bench_kill");
            Directory.Delete(folder, recursive: true);
        }
    }
}
