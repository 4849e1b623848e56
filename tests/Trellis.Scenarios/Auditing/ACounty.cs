using System.Globalization;
using System.Text;
using System.Text.Json;
using Trellis.Cli;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>What one run of verify said.</summary>
internal sealed record Verdict(int ExitCode, string Errors, JsonElement Json)
{
    public IReadOnlyList<string> Doubts => [.. Json.GetProperty("doubts").EnumerateArray().Select(static one => one.GetProperty("code").GetString()!)];

    public IReadOnlyList<string> Proven => [.. Json.GetProperty("proven").EnumerateArray().Select(static one => one.GetProperty("code").GetString()!)];

    public IReadOnlyList<string> Unproven => [.. Json.GetProperty("unproven").EnumerateArray().Select(static one => one.GetProperty("code").GetString()!)];

    public JsonElement Doubt(string code) => Json.GetProperty("doubts").EnumerateArray().First(one => one.GetProperty("code").GetString() == code);

    /// <summary>Fails unless nothing is doubtful.</summary>
    public Verdict HoldsUp()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}. {Errors} {string.Join(", ", Doubts)}");
        return this;
    }

    /// <summary>Fails unless this doubt was raised, and says so with its exit code.</summary>
    public Verdict Finds(string code, long? entry = null)
    {
        Assert.True(ExitCode == 1 && Doubts.Contains(code), $"Exit code {ExitCode}, doubts: {string.Join(", ", Doubts)} {Errors}");
        if (entry is { } position) Assert.Contains(Json.GetProperty("doubts").EnumerateArray(), one => one.GetProperty("code").GetString() == code && one.GetProperty("entry").GetInt64() == position);
        return this;
    }
}

/// <summary>
/// A county with 600 entries in its record, co-signed by two neighbours; and what an auditor and a resident kept of it: the key that was told in print,
/// a policy, a checkpoint of 300 and one of 600 entries, and two receipts. The folder of keys lies elsewhere, as it should.
/// </summary>
internal sealed class ACounty : IAsyncDisposable
{
    public const int Size = 600;
    public const int Half = 300;
    public const int AttachedAt = 41;
    public const int ErasedAt = 400;

    private ACounty(string kind) => Record = ARecord.On(kind);

    public ARecord Record { get; }

    public string Folder => Record.Folder;

    public NoteSigner Signer { get; private set; } = null!;

    public AWitness Upper { get; private set; } = null!;

    public AWitness Neighbour { get; private set; } = null!;

    public SignedCheckpoint AtHalf { get; private set; } = null!;

    public SignedCheckpoint AtEnd { get; private set; } = null!;

    public string Key => At("key.txt");

    public string Policy => At("policy");

    public string SeenAtHalf => At("seen-300");

    public string SeenAtEnd => At("seen-600");

    public string Keys => At("safe");

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>How the program is told where the record is.</summary>
    public string[] Place => Record.Connection is { } connection ? ["--postgres", connection] : [Record.File];

    public string[] Store => Record.Connection is { } connection ? ["--postgres", connection] : ["--data", Record.File];

    public static async Task<ACounty> On(string kind)
    {
        var county = new ACounty(kind);
        await county.LiveAsync();
        return county;
    }

    public ValueTask DisposeAsync() => Record.DisposeAsync();

    public Verdict Verify(params string[] options) => VerifyAt(Place, options);

    /// <summary>Verifies in this process, by the command line.</summary>
    public static Verdict VerifyAt(string[] place, params string[] options)
    {
        using var output = new MemoryStream();
        using var errors = new StringWriter();
        using var words = new StreamWriter(output);
        var terminal = new Terminal { Input = Stream.Null, Output = output, Words = words, Errors = errors };
        var code = CommandLine.Run(TrellisCommand.Make(terminal), ["verify", .. place, "--format", "json", .. options], terminal);
        if (output.Length == 0) return new Verdict(code, errors.ToString(), default);
        using var json = JsonDocument.Parse(output.ToArray());
        return new Verdict(code, errors.ToString(), json.RootElement.Clone());
    }

    public static (int ExitCode, string Said) Run(params string[] words)
    {
        using var said = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Input = Stream.Null, Output = Stream.Null, Words = said, Errors = said };
        return (CommandLine.Run(TrellisCommand.Make(terminal), words, terminal), said.ToString());
    }

    /// <summary>The receipt of an entry under the checkpoint of 600, as a resident keeps it.</summary>
    public string Receipt(long position) => Receipt(position, AtEnd);

    public string Receipt(long position, SignedCheckpoint checkpoint)
    {
        using var session = Record.Read();
        Assert.True(InclusionProof.TryMake(position, checkpoint.Checkpoint.Size, new StoredTree(session).Read, out var proof, out var fault), fault);
        var file = At(string.Create(CultureInfo.InvariantCulture, $"receipt-{position}-of-{checkpoint.Checkpoint.Size}.tlog-proof"));
        File.WriteAllBytes(file, new TlogProof(position, proof.Path, checkpoint) { Extra = LedgerRows.Entry(session, position)! }.Encode());
        return file;
    }

    private async Task LiveAsync()
    {
        // The first opening makes the keys; witnesses are told the key, and asked from then on.
        await using (await Record.CreateAsync())
        {
        }

        Signer = RecordKeys.Open(Record.Place.Keys).Signer;
        Upper = new AWitness("province.example/witness", 1, Signer.Verifier, () => Record.Clock.Now);
        Neighbour = new AWitness("neighbour.example/witness", 2, Signer.Verifier, () => Record.Clock.Now);
        await File.WriteAllTextAsync(Key, $"# told in print\n{Signer.Verifier}\n");
        await File.WriteAllTextAsync(Policy, $"log {Signer.Verifier}\nwitness upper {Upper.Key}\nwitness neighbour {Neighbour.Key}\ngroup both all upper neighbour\nquorum both\n");
        Assert.True(WitnessPolicy.TryRead(await File.ReadAllBytesAsync(Policy), out var policy, out var fault), fault);
        var settings = new RecordSettings { Witnesses = [Upper, Neighbour], Policy = policy, CheckpointEvery = TimeSpan.FromMilliseconds(20) };

        AtHalf = await WriteAsync(settings, Half);
        Record.Clock.Move(TimeSpan.FromDays(1));
        AtEnd = await WriteAsync(settings, Size);
        await File.WriteAllBytesAsync(SeenAtHalf, AtHalf.Encode());
        await File.WriteAllBytesAsync(SeenAtEnd, AtEnd.Encode());
        Directory.Move(Record.Place.Keys, Keys);
    }

    private async Task<SignedCheckpoint> WriteAsync(RecordSettings settings, long until)
    {
        await using var writer = await Record.OpenAsync(settings);
        var acts = new List<Task>();
        for (var position = writer.Size; position < until; position++)
        {
            if (position is AttachedAt or ErasedAt)
            {
                await Task.WhenAll(acts);
                if (position == AttachedAt) await writer.AttachAsync(new Attachment("p-3", "licensing", EntryActor.Requester) { Structure = "s-1" }, new MemoryStream([1, 2, 3]), ARecord.Patience);
                else Assert.NotNull((await writer.EraseAsync("p-3", null, new EntryActor.Officer("clerk", "xikou"), "pipl/47", ARecord.Patience)).Done);
                continue;
            }

            var draft = Draft(position);
            acts.Add(writer.PerformAsync(
                _ =>
                {
                    Record.Clock.Move(TimeSpan.FromSeconds(1));
                    return Decision.Accept(draft);
                },
                ARecord.Patience));
        }

        await Task.WhenAll(acts);
        return await writer.CheckpointOfAsync(until - 1, ARecord.Patience);
    }

    private static Draft Draft(long position) =>
        position % 10 == 0 ? ARecord.ADraft($"m-{position}", ARecord.AValue($"Zhang {position}", person: $"p-{position % 7}")) : ARecord.ADraft($"m-{position}");
}

/// <summary>Somebody who can write everything that lies in the database.</summary>
internal sealed class AnAttacker(ACounty county)
{
    /// <summary>Runs a statement of SQL.</summary>
    public void Run(string text) => Write(session =>
    {
        var writes = new Writes();
        writes.Add(new Statement(text));
        session.Commit(writes);
    });

    /// <summary>Runs SQL in the file as somebody does who heeds none of its rules.</summary>
    public void RunLawlessly(string text) => Write(session => ((SqliteSession)session).Execute($"pragma ignore_check_constraints = on; pragma foreign_keys = off; {text}"));

    /// <summary>Runs one statement of SQL without asking what the database holds.</summary>
    public void RunAnyway(string text) => county.Record.Change(text);

    public List<byte[]> Entries()
    {
        using var session = county.Record.Read();
        return [.. LedgerRows.Entries(session, 0, long.MaxValue).Select(static row => row.Bytes)];
    }

    public List<StoredCheckpoint> Checkpoints()
    {
        using var session = county.Record.Read();
        return [.. LedgerRows.CheckpointsFrom(session, 0)];
    }

    public void Put(long position, byte[] bytes) => Write(session =>
    {
        var writes = new Writes();
        writes.Add(new Statement("update ledger_entry set bytes = @bytes where position = @position"), bytes, position);
        session.Commit(writes);
    });

    /// <summary>Writes all entries anew, with all tiles as they must then be, and these checkpoints.</summary>
    public void Rewrite(List<byte[]> entries, IReadOnlyList<StoredCheckpoint> checkpoints) => Write(session =>
    {
        var tree = TreeOf(entries);
        var writes = new Writes();
        foreach (var table in (string[])["ledger_entry", "ledger_tile", "ledger_checkpoint"]) writes.Add(new Statement($"delete from {table}"));
        LedgerRows.AddEntries(writes, 0, entries);
        foreach (var tile in tree.TakeCompleted()) LedgerRows.AddTile(writes, tile);
        foreach (var checkpoint in checkpoints) LedgerRows.AddCheckpoint(writes, checkpoint);
        session.Commit(writes);
    });

    /// <summary>A checkpoint over these entries, signed by whatever key he has.</summary>
    public SignedCheckpoint Sign(List<byte[]> entries, NoteSigner with) => SignedCheckpoint.Sign(new Checkpoint(county.Signer.Name, TreeOf(entries).Head), with);

    public static StoredCheckpoint Row(SignedCheckpoint checkpoint) => new(checkpoint.Checkpoint.Size, Encoding.UTF8.GetString(checkpoint.Encode()), new DateTimeOffset(2026, 5, 6, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The same entry with something changed, in its one spelling.</summary>
    public static byte[] Changed(byte[] bytes, string matter = "m-other", DateTimeOffset? at = null)
    {
        Assert.True(Entry.TryRead(bytes, out var entry, out var fault), fault);
        return new Entry
        {
            At = at ?? entry.At, By = entry.By, Event = entry.Event, Mandate = entry.Mandate, Notes = entry.Notes, Personal = entry.Personal, Structure = entry.Structure,
            Fields = at is null ? new EntryValue.Group([new("matter", EntryValue.Of(matter))]) : entry.Fields,
        }.Encode();
    }

    private static GrowingTree TreeOf(List<byte[]> entries)
    {
        var tree = new GrowingTree();
        foreach (var entry in entries) tree.Append(Tree.Leaf(entry));
        return tree;
    }

    private void Write(Action<Session> write)
    {
        // Whoever holds the database becomes its writer as any program does.
        using var claim = county.Record.Place.Store.Claim(create: false);
        using var session = claim.Open();
        write(session);
    }
}
