using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>
/// How long verifying takes: the published hashes, the published entries, and the database with every event folded anew and every personal value opened;
/// in turns with the floor, which reads the same rows and hashes each once, on one thread, and judges nothing.
/// </summary>
internal static class VerifyBench
{
    /// <param name="postgres">An empty database to use instead of a file.</param>
    public static async Task<int> RunAsync(int entries, int rounds, string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-verify-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "county.db");
            var place = postgres is null ? RecordPlace.OfFile(file) : RecordPlace.OfPostgres(postgres, Path.Combine(folder, "keys"));
            var (keys, policy) = await MakeAsync(place, entries);
            var store = place.Store;
            Say($"{entries:N0} entries, one in ten with a personal value, {(postgres is null ? string.Create(CultureInfo.InvariantCulture, $"in {new FileInfo(file).Length / 1e6:N0} MB of SQLite") : "in PostgreSQL")}");
            Measure("export, hashes", () => PublishingLedgers.Publish(store, Path.Combine(folder, "hashes"), withEntries: false, keys.Signer.Verifier, policy));
            Measure("export, entries", () => PublishingLedgers.Publish(store, Path.Combine(folder, "entries"), withEntries: true, keys.Signer.Verifier, policy));
            var request = new AuditRequest { Trusted = new TrustedKeys([keys.Signer.Verifier], policy), Threads = Environment.ProcessorCount };
            for (var round = 1; round <= rounds; round++)
            {
                Say($"round {round}");
                var floor = Measure("floor: read and hash every entry, one thread", () => Floor(store));
                Against(floor, "verify folder, hashes, checkpoint, witnesses", () => Verify(new PublishedRecord(new FolderFiles(Path.Combine(folder, "hashes"))), request));
                Against(floor, "verify folder, entries", () => Verify(new PublishedRecord(new FolderFiles(Path.Combine(folder, "entries"))), request));
                Against(floor, "verify database, without keys", () => Verify(new DatabaseRecord(store, null), request));
                Against(floor, "verify database, everything, values opened", () => Verify(new DatabaseRecord(store, keys), request));
                Against(floor, "verify database, one thread", () => Verify(new DatabaseRecord(store, null), request with { Threads = 1 }));
                Against(floor, "verify database, since all but 1,000", () => Verify(new DatabaseRecord(store, null), request with { SinceSize = Math.Max(0, entries - 1000) }));
            }

            using var self = System.Diagnostics.Process.GetCurrentProcess();
            Say($"peak memory {self.PeakWorkingSet64 / 1e6:N0} MB");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(RecordKeys Keys, WitnessPolicy Policy)> MakeAsync(RecordPlace place, int entries)
    {
        await using (await RecordWriter.CreateAsync(place, "bench.example/record", new RecordSettings(), TimeProvider.System))
        {
        }

        var keys = RecordKeys.Open(place.Keys);
        var witnesses = new[] { new Witness("one.example/witness", 1, keys.Signer.Verifier), new Witness("two.example/witness", 2, keys.Signer.Verifier) };
        var text = $"log {keys.Signer.Verifier}\nwitness one {witnesses[0].Key}\nwitness two {witnesses[1].Key}\ngroup both all one two\nquorum both\n";
        if (!WitnessPolicy.TryRead(Encoding.UTF8.GetBytes(text), out var policy, out var fault)) throw new InvalidOperationException(fault);
        await using var writer = await RecordWriter.OpenAsync(place, new RecordSettings { Witnesses = witnesses, Policy = policy, Batch = 1024 }, TimeProvider.System);
        var acts = new List<Task>();
        for (var number = 0; number < entries; number++)
        {
            acts.Add(writer.AppendAsync(Draft(number), CancellationToken.None));
            if (acts.Count < 8192) continue;
            await Task.WhenAll(acts);
            acts.Clear();
        }

        await Task.WhenAll(acts);
        await writer.CheckpointOfAsync(entries - 1, CancellationToken.None);
        return (keys, policy);
    }

    private static Draft Draft(int number)
    {
        var draft = new Draft
        {
            Event = "matter-handed-over/1",
            By = new EntryActor.Officer("intake", string.Create(CultureInfo.InvariantCulture, $"cuiwei/town-{number % 12}/window")),
            Structure = "sha256:3f1c99a1b2c4",
            Fields = new EntryValue.Group([
                new("matter", EntryValue.Of(string.Create(CultureInfo.InvariantCulture, $"01J9ZQ{number:d10}"))), new("from", EntryValue.Of("water-office")), new("to", EntryValue.Of("roads-office")), new("working-days", EntryValue.Of(number % 30)),
            ]),
            Mandate = ["delegation/d12", "power/p3", "act/water-law#art-61"],
        };
        return number % 1000 == 999
            ? draft with { Event = ReadModels.AttachmentAdded, Fields = new EntryValue.Group([new("attachment", EntryValue.Of(string.Create(CultureInfo.InvariantCulture, $"a-{number}")))]) }
            : number % 10 != 0 ? draft : draft with { Personal = [new PersonalValue("reason", string.Create(CultureInfo.InvariantCulture, $"p-{number % 50_000}"), "handling", "这不是我们的管辖范围，请转交公路部门处理。"u8.ToArray())] };
    }

    private static long Floor(Store store)
    {
        using var session = store.OpenToRead();
        Span<byte> hash = stackalloc byte[32];
        var all = 0L;
        foreach (var (_, bytes) in LedgerRows.Entries(session, 0, long.MaxValue)) all += SHA256.HashData(bytes, hash);
        return all;
    }

    private static long Verify(AuditedRecord record, AuditRequest request)
    {
        using (record)
        {
            var report = Auditor.Run(record, request);
            if (!report.HoldsUp) throw new InvalidOperationException($"The record does not hold up: {report.Doubts[0]}");
            return report.Entries ?? 0;
        }
    }

    /// <summary>Elapsed time, and that of all cores beside it: on a machine that others use, too, only the second one is ours.</summary>
    private static TimeSpan Measure(string what, Func<object> act, TimeSpan? floor = null)
    {
        var (begun, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        act();
        var (took, cores) = (Stopwatch.GetElapsedTime(begun), Environment.CpuUsage.TotalTime - worked);
        Say($"  {took.TotalSeconds,7:0.00} s  {cores.TotalSeconds,7:0.00} s of cores  {what}{(floor is { } least ? string.Create(CultureInfo.InvariantCulture, $" ({cores / least:0.00} of the floor)") : "")}");
        return cores;
    }

    private static void Against(TimeSpan floor, string what, Func<object> act) => Measure(what, act, floor);

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed class Witness(string name, byte seed, NoteVerifier record) : IWitness
    {
        private readonly NoteSigner _signer = NoteSigner.Make(name, NoteKeyType.Cosignature, Enumerable.Repeat(seed, 32).ToArray());
        private TreeHead _held = TreeHead.None;

        public NoteVerifier Key => _signer.Verifier;

        public Task<WitnessAnswer> AddCheckpointAsync(byte[] request, CancellationToken cancellationToken)
        {
            if (Witnessing.Decide(request, origin => new WitnessedRecord(origin, [record], _held)) is not WitnessDecision.CoSign sign) return Task.FromResult(new WitnessAnswer(HttpStatusCode.Conflict, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_held.Size}\n"))));
            _held = sign.Checkpoint.Checkpoint.Head;
            return Task.FromResult(new WitnessAnswer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(Cosignature.Make(_signer, sign.Checkpoint.Note.Text, TimeProvider.System.GetUtcNow()).Line)));
        }
    }
}
