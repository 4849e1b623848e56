using System.Collections.Concurrent;
using System.Net;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>Checkpoints are signed soon after what they hold, co-signed by witnesses, and count when the policy says so.</summary>
public sealed class BeingWitnessed
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_checkpoint_is_signed_soon_after_an_act_and_stands_beside_the_keys_and_in_the_store(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var writer = await record.CreateAsync();
        await ARecord.AppendAsync(writer, 0, 300);

        var checkpoint = await writer.CheckpointOfAsync(299, ARecord.Patience);

        Assert.Equal(300, checkpoint.Checkpoint.Size);
        Assert.Equal(writer.Head, checkpoint.Checkpoint.Head);
        var keys = RecordKeys.Open(record.Place.Keys);
        Assert.Equal(checkpoint.Checkpoint.Head, keys.LastCheckpoint()!.Checkpoint.Head);
        Assert.True(checkpoint.Note.TryVerify([keys.Signer.Verifier], out _, out var fault), fault);
        using var session = record.Read();
        Assert.Equal(300, LedgerRows.CheckpointsBack(session).First().Size);
        Assert.True(InclusionProof.TryMake(7, 300, new StoredTree(session).Read, out var proof, out fault), fault);
        Assert.True(proof.Holds(Tree.Leaf(LedgerRows.Entry(session, 7)!), checkpoint.Checkpoint.Root));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_checkpoint_counts_when_as_many_witnesses_signed_as_the_policy_asks(string kind)
    {
        await using var record = ARecord.On(kind);
        AWitness[] witnesses = [new("upper.example/w", record), new("neighbour.example/w", record), new("university.example/w", record)];
        var settings = Settings(witnesses, 2);
        await using (var writer = await record.CreateAsync(settings))
        {
            witnesses[2].Away = true;
            await ARecord.AppendAsync(writer, 0, 20);
            var counting = await writer.CheckpointOfAsync(19, ARecord.Patience);
            Assert.Equal(["county.example/record", "neighbour.example/w", "upper.example/w"], counting.Note.Signatures.Select(static one => one.Name).Order(StringComparer.Ordinal));

            witnesses[1].Away = true;
            await ARecord.AppendAsync(writer, 20, 20);
            while (writer.NewestCheckpoint!.Checkpoint.Size < 40) await Task.Delay(20, ARecord.Patience);
            await Task.Delay(300, ARecord.Patience);
            Assert.Equal(20, writer.CountingCheckpoint!.Checkpoint.Size);

            witnesses[1].Away = witnesses[2].Away = false;
            await ARecord.AppendAsync(writer, 40, 20);
            counting = await writer.CheckpointOfAsync(59, ARecord.Patience);
            Assert.True(counting.Note.Signatures.Count >= 3);
        }

        // A program that begins anew knows at once what counts, and asks for what is lacking.
        await using var again = await record.OpenAsync(settings);
        Assert.Equal(60, again.CountingCheckpoint!.Checkpoint.Size);
        await ARecord.AppendAsync(again, 60, 1);
        Assert.Equal(61, (await again.CheckpointOfAsync(60, ARecord.Patience)).Checkpoint.Size);
        record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_cosignature_that_could_not_be_stored_at_once_is_stored_later_and_counts_then(string kind)
    {
        await using var record = ARecord.On(kind);
        AWitness[] witnesses = [new("upper.example/w", record)];
        var settings = Settings(witnesses, 1) with { CheckpointEvery = TimeSpan.FromMilliseconds(100) };
        await using var writer = await record.CreateAsync(settings);
        var away = false;
        witnesses[0].Signing = () =>
        {
            // Between its signature and our storing it, the table is gone.
            if (!away) record.Change("alter table ledger_checkpoint rename to away");
            away = true;
        };
        await ARecord.AppendAsync(writer, 0, 1);
        while (!away) await Task.Delay(20, ARecord.Patience);
        await Task.Delay(500, ARecord.Patience);
        Assert.Null(writer.CountingCheckpoint);

        record.Change("alter table away rename to ledger_checkpoint");

        Assert.Equal(1, (await writer.CheckpointOfAsync(0, ARecord.Patience)).Checkpoint.Size);
        Assert.Equal(1, witnesses[0].Asked);
        using var session = record.Read();
        Assert.Contains("upper.example/w", LedgerRows.CheckpointsBack(session).First().Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_is_never_shown_what_is_not_on_the_disk_beside_the_keys()
    {
        await using var record = ARecord.On("SQLite");
        AWitness[] witnesses = [new("upper.example/w", record)];
        await using var writer = await record.CreateAsync(Settings(witnesses, 1));
        for (var at = 0; at < 30; at++)
        {
            await ARecord.AppendAsync(writer, at * 10, 10);
            await writer.CheckpointOfAsync((at * 10) + 9, ARecord.Patience);
        }

        Assert.True(witnesses[0].Asked > 5);
        Assert.Null(witnesses[0].Early);
    }

    [Fact]
    public async Task A_witness_that_has_seen_more_co_signs_nothing_older()
    {
        await using var record = ARecord.On("SQLite");
        AWitness[] witnesses = [new("upper.example/w", record)];
        var settings = Settings(witnesses, 1);
        await using (var writer = await record.CreateAsync(settings))
        {
            await ARecord.AppendAsync(writer, 0, 20);
            await writer.CheckpointOfAsync(19, ARecord.Patience);
        }

        BackingUp.Make(record.Place, Path.Combine(record.Folder, "old.db"));
        await using (var writer = await record.OpenAsync(settings))
        {
            await ARecord.AppendAsync(writer, 20, 20);
            await writer.CheckpointOfAsync(39, ARecord.Patience);
        }

        // Somebody who has the keys too puts the old file back in silence, and writes another history.
        foreach (var file in Directory.GetFiles(record.Folder, "county.db*").Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal))) File.Delete(file);
        File.Copy(Path.Combine(record.Folder, "old.db"), record.File);
        File.WriteAllText(Path.Combine(record.Place.Keys, "last-checkpoint"), LastNote(record));
        await using var forged = await record.OpenAsync(settings);
        await ARecord.AppendAsync(forged, 100, 30);
        while (forged.NewestCheckpoint!.Checkpoint.Size < 50) await Task.Delay(20, ARecord.Patience);
        await Task.Delay(500, ARecord.Patience);

        Assert.Equal(20, forged.CountingCheckpoint!.Checkpoint.Size);
        Assert.NotEmpty(forged.Witnesses.First(static one => one.Key.Name == "upper.example/w").Trouble!);
    }

    [Fact]
    public async Task An_answer_of_a_witness_that_is_no_cosignature_is_not_taken()
    {
        await using var record = ARecord.On("SQLite");
        AWitness[] witnesses = [new("upper.example/w", record)];
        foreach (var answer in (WitnessAnswer[])
            [
                new(HttpStatusCode.OK, []), new(HttpStatusCode.OK, "no signature\n"u8.ToArray()), new(HttpStatusCode.Conflict, "99999999999999999999\n"u8.ToArray()),
                new(HttpStatusCode.Conflict, "5\n"u8.ToArray()), new(HttpStatusCode.Forbidden, []), new(HttpStatusCode.UnprocessableEntity, []), new(HttpStatusCode.InternalServerError, []),
            ])
        {
            witnesses[0].Always = answer;
            await using var writer = await record.CreateAsync(Settings(witnesses, 1));
            await ARecord.AppendAsync(writer, 0, 3);
            await Task.Delay(100, ARecord.Patience);
            Assert.Null(writer.CountingCheckpoint);
        }
    }

    private static string LastNote(ARecord record)
    {
        using var session = record.Read();
        var note = LedgerRows.CheckpointsBack(session).First().Note;
        return note;
    }

    private static RecordSettings Settings(AWitness[] witnesses, int needed)
    {
        var text = string.Concat(witnesses.Select(static (witness, at) => $"witness w{at} {witness.Key}\n"));
        text += $"group all {needed} {string.Join(' ', witnesses.Select(static (_, at) => $"w{at}"))}\nquorum all\n";
        Assert.True(WitnessPolicy.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out var policy, out var fault), fault);
        return new RecordSettings { Witnesses = witnesses, Policy = policy, CheckpointEvery = TimeSpan.FromMilliseconds(50), WitnessPatience = TimeSpan.FromSeconds(2) };
    }

    /// <summary>A witness in this process that decides as the specification says.</summary>
    private sealed class AWitness : IWitness
    {
        private readonly NoteSigner _signer;
        private readonly ARecord _record;
        private readonly ConcurrentDictionary<string, TreeHead> _held = new(StringComparer.Ordinal);

        public AWitness(string name, ARecord record)
        {
            var seed = new byte[32];
            new Random(name.Length + name[0]).NextBytes(seed);
            _signer = NoteSigner.Make(name, NoteKeyType.Cosignature, seed);
            _record = record;
        }

        public NoteVerifier Key => _signer.Verifier;

        public bool Away { get; set; }

        public WitnessAnswer? Always { get; set; }

        /// <summary>What happens just before its signature is given out.</summary>
        public Action? Signing { get; set; }

        public int Asked { get; private set; }

        public string? Early { get; private set; }

        public Task<WitnessAnswer> AddCheckpointAsync(byte[] request, CancellationToken cancellationToken)
        {
            if (Away) throw new HttpRequestException("Nobody answers.");
            if (Always is { } always) return Task.FromResult(always);
            Asked++;
            var keys = RecordKeys.Open(_record.Place.Keys);
            var decided = Witnessing.Decide(request, origin => new WitnessedRecord(origin, [keys.Signer.Verifier], _held.GetValueOrDefault(origin, TreeHead.None)));
            if (decided is not WitnessDecision.CoSign sign) return Task.FromResult(new WitnessAnswer(((WitnessDecision.Refuse)decided).Status, System.Text.Encoding.ASCII.GetBytes(((WitnessDecision.Refuse)decided).Body)));
            var head = sign.Checkpoint.Checkpoint.Head;
            if (keys.LastCheckpoint()!.Checkpoint.Size < head.Size) Early = $"{head.Size} was shown before it was kept.";
            using (var session = _record.Read())
                if (LedgerRows.CheckpointsBack(session).First().Size < head.Size) Early = $"{head.Size} was shown before it was stored.";
            _held[sign.Checkpoint.Checkpoint.Origin] = head;
            Signing?.Invoke();
            return Task.FromResult(new WitnessAnswer(HttpStatusCode.OK, System.Text.Encoding.UTF8.GetBytes(Cosignature.Make(_signer, sign.Checkpoint.Note.Text, TimeProvider.System.GetUtcNow()).Line)));
        }
    }
}
