using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>What is held of a person can be destroyed, and no proof breaks.</summary>
public sealed class ErasingValues
{
    private const string Secret = "Ouyang-Xiulan-330106198001018899";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_erased_value_is_found_in_no_file_and_all_old_proofs_still_hold(string kind)
    {
        await using var record = ARecord.On(kind);
        using var program = new TheProgram();
        await using (var writer = await record.CreateAsync())
        {
            await ARecord.AppendAsync(writer, 0, 600, 40);
            await writer.AppendAsync(ARecord.ADraft("m-secret", ARecord.AValue(Secret, "p-secret"), ARecord.AValue(Secret, "p-secret", "contact", "phone")), ARecord.Patience);
        }

        Assert.Equal(Secret, record.Value(600));
        var before = record.Entries();
        var head = record.HoldsTogether();
        var proofs = Proofs(record, head.Size);
        var key = KeyOf(record, "p-secret");
        program.Run(["backup", program.At("before.db"), .. record.Options]).Succeeds();

        var ran = program.Run(["erase", "--person", "p-secret", "--by", "archivist@county", "--basis", "pipl/47", .. record.Options]).Succeeds();

        Assert.Equal(kind == "SQLite", ran.Output.Contains("Destroyed", StringComparison.Ordinal));
        Assert.Equal(kind != "SQLite", ran.Output.Contains("pg_wal", StringComparison.Ordinal));
        Assert.Contains("2 keys, 2 personal values and 0 attachments; entry 601", ran.Output, StringComparison.Ordinal);
        Assert.Null(record.Value(600));
        Assert.Null(record.Value(600, "phone"));
        Assert.Equal("Resident Number 7", record.Value(7));
        program.Run(["backup", program.At("after.db"), .. record.Options]).Succeeds();
        program.Run(["export", "ledger", "public", "--entries", .. record.Connection is null ? ["--data", record.File] : (string[])["--postgres", record.Connection], "--keys", record.Place.Keys]).Succeeds();
        var verified = program.Run(["verify", "--json", "answer.json", .. record.Connection is null ? [record.File] : (string[])["--postgres", record.Connection], "--keys", record.Place.Keys]);
        Assert.Equal(0, verified.ExitCode);
        Assert.DoesNotContain(Secret, ran.Output + ran.Errors + verified.Output + verified.Errors, StringComparison.Ordinal);

        foreach (var folder in (string[])[record.Folder, program.Folder]) NowhereIn(folder, Encoding.UTF8.GetBytes(Secret));
        NowhereIn(record.Folder, key);
        Assert.DoesNotContain("p-secret", ran.Output + ran.Errors, StringComparison.Ordinal);
        if (kind == "SQLite")
        {
            // The file, its log and the new backup hold neither the wrapped key nor the person any more.
            foreach (var file in Directory.GetFiles(record.Folder).Append(program.At("after.db"))) Assert.Equal(-1, Find(file, "p-secret"u8));
        }

        var after = record.Entries();
        Assert.Equal(before.Select(static entry => Convert.ToHexString(entry.Encode())), after.Take(before.Count).Select(static entry => Convert.ToHexString(entry.Encode())));
        var newHead = record.HoldsTogether();
        for (var position = 0; position < before.Count; position++) Assert.True(proofs[position].Holds(Tree.Leaf(after[position].Encode()), head.Root));
        using var session = record.Read();
        Assert.True(ConsistencyProof.TryMake(head.Size, newHead.Size, new StoredTree(session).Read, out var grown, out var fault), fault);
        Assert.True(grown.Holds(head.Root, newHead.Root));

        var erased = after[^1];
        Assert.Equal("values-erased/1", erased.Event);
        Assert.Equal(new EntryActor.Officer("archivist", "county"), erased.By);
        Assert.Equal(["pipl/47"], erased.Mandate);
        Assert.DoesNotContain("p-secret", Encoding.UTF8.GetString(erased.Encode()), StringComparison.Ordinal);
        var row = Assert.Single(ReadModels.Erasures(session));
        Assert.Equal(("archivist@county", "pipl/47", 2L, 2L, 0L), (row.By, row.Basis, row.Keys, row.Values, row.Attachments));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Values_for_another_purpose_stay_when_one_purpose_is_named(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var writer = await record.CreateAsync();
        await writer.AppendAsync(ARecord.ADraft("m-1", ARecord.AValue("Wang", "p-1"), ARecord.AValue("139", "p-1", "contact", "phone")), ARecord.Patience);

        var (done, _) = await writer.EraseAsync("p-1", "contact", new EntryActor.Officer("archivist", "county"), "pipl/47", ARecord.Patience);

        Assert.Equal((1, 1L), (done!.Keys, done.Values));
        Assert.Equal("Wang", record.Value(0));
        Assert.Null(record.Value(0, "phone"));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_value_that_comes_after_an_erasure_has_a_key_of_its_own(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var writer = await record.CreateAsync();
        await writer.AppendAsync(ARecord.ADraft("m-1", ARecord.AValue("Wang", "p-1")), ARecord.Patience);
        await writer.EraseAsync("p-1", null, new EntryActor.Officer("archivist", "county"), "pipl/47", ARecord.Patience);
        await writer.AppendAsync(ARecord.ADraft("m-2", ARecord.AValue("Wang again", "p-1")), ARecord.Patience);

        Assert.Null(record.Value(0));
        Assert.Equal("Wang again", record.Value(2));
        record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Where_nothing_is_held_the_erasure_is_refused_and_nothing_is_recorded(string kind)
    {
        await using var record = ARecord.On(kind);
        using var program = new TheProgram();
        await record.FillAsync(5, 2);

        var ran = program.Run(["erase", "--person", "nobody", "--by", "archivist@county", "--basis", "pipl/47", .. record.Options]);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("record.nothing-to-erase", ran.Output, StringComparison.Ordinal);
        Assert.Equal(5, record.Entries().Count);
        program.Run(["erase", "--person", "Wang Wu", "--by", "archivist@county", "--basis", "pipl/47", .. record.Options]).RefusesSaying("--person takes an id");
        program.Run(["erase", "--person", "p-1", "--by", "archivist", "--basis", "pipl/47", .. record.Options]).RefusesSaying("--by takes POST@UNIT");
        program.Run(["erase", "--person", "p-1", "--by", "archivist@county", .. record.Options]).RefusesSaying("--basis");
        program.Run("erase", "--person", "p-1", "--by", "archivist@county", "--basis", "pipl/47").RefusesSaying("No record is named");
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_erasure_that_was_ordered_when_the_machine_stopped_is_finished_at_the_next_opening(string kind)
    {
        await using var record = ARecord.On(kind);
        await record.FillAsync(10, 5);
        string id;
        using (var session = record.Read()) id = Convert.ToHexStringLower(PersonalRows.KeysOfOne(session, "p-3")[0].Id);
        // The order, then a line that was cut off by the loss of power before anything of it was done.
        await File.AppendAllTextAsync(Path.Combine(record.Place.Keys, "erasures"), $"2026-05-04T08:00:00.000Z archivist county pipl/47 {id}\n2026-05-04T09:00:00.000Z archivist cou", ARecord.Patience);

        await using (var writer = await record.OpenAsync())
        {
            Assert.Null(record.Value(3));
            Assert.Equal("Resident Number 4", record.Value(4));
            var (done, _) = await writer.EraseAsync("p-4", null, new EntryActor.Officer("archivist", "county"), "pipl/47", ARecord.Patience);
            Assert.Equal(1, done!.Keys);
        }

        await using (await record.OpenAsync())
        {
        }

        record.HoldsTogether();
        Assert.Equal(["values-erased/1", "values-erased/1"], record.Entries().Skip(10).Select(static entry => entry.Event));
        Assert.Equal(2, RecordKeys.Open(record.Place.Keys).Erasures().Count);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Erasing_under_load_destroys_what_was_there_and_loses_nothing_else(string kind)
    {
        await using var record = ARecord.On(kind);
        await using (var writer = await record.CreateAsync())
        {
            var load = ARecord.AppendAsync(writer, 0, 3000, 3000);
            for (var person = 0; person < 20; person++)
            {
                Erased? done = null;
                while (done is null) (done, _) = await writer.EraseAsync($"p-{person}", null, new EntryActor.Officer("archivist", "county"), "pipl/47", ARecord.Patience);
            }

            await load;
        }

        record.HoldsTogether();
        using var session = record.Read();
        for (var person = 0; person < 20; person++) Assert.Empty(PersonalRows.KeysOfOne(session, $"p-{person}"));
        Assert.Equal(2980, session.Number(new Statement("select count(*) from personal_value")));
        Assert.Equal(3020, record.Entries().Count);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Values_that_come_at_once_after_an_erasure_are_kept_under_keys_of_their_own(string kind)
    {
        await using var record = ARecord.On(kind);
        var kept = new Dictionary<long, string>();
        await using (var writer = await record.CreateAsync(new RecordSettings { Batch = 4 }))
        {
            for (var round = 0; round < 60; round++)
            {
                await writer.AppendAsync(ARecord.ADraft($"before-{round}", ARecord.AValue($"Before {round}", $"p-{round}")), ARecord.Patience);
                var erasing = writer.EraseAsync($"p-{round}", null, new EntryActor.Officer("archivist", "county"), "pipl/47", ARecord.Patience);
                var after = Enumerable.Range(0, 6)
                    .Select(at => (Text: $"After {round} {at}", Person: at % 2 == 0 ? $"p-{round}" : $"new-{round}-{at}"))
                    .Select(one => (one.Text, Done: writer.AppendAsync(ARecord.ADraft("after", ARecord.AValue(one.Text, one.Person)), ARecord.Patience)))
                    .ToList();
                Assert.Equal(1, (await erasing).Done!.Values);
                foreach (var (text, done) in after) kept[((Settled.Done)await done).Receipt.First] = text;
            }
        }

        foreach (var (position, text) in kept) Assert.Equal(text, record.Value(position));
        record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_number_of_a_key_is_never_given_again(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var writer = await record.CreateAsync();
        var numbers = new HashSet<long>();
        for (var round = 0; round < 5; round++)
        {
            await writer.AppendAsync(ARecord.ADraft("m", ARecord.AValue("Wang", "p-1"), ARecord.AValue("139", "p-1", "contact", "phone")), ARecord.Patience);
            using (var session = record.Read())
                foreach (var key in PersonalRows.KeysOfOne(session, "p-1")) Assert.True(numbers.Add(key.Number), $"{key.Number} was given twice.");
            await writer.EraseAsync("p-1", null, new EntryActor.Officer("archivist", "county"), "pipl/47", ARecord.Patience);
        }
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_act_whose_key_is_gone_is_prepared_again_under_another(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var writer = await record.CreateAsync();
        await writer.AppendAsync(ARecord.ADraft("m-1", ARecord.AValue("Wang", "p-1")), ARecord.Patience);
        foreach (var change in (string[])["delete from personal_value", "delete from personal_key"])
            record.Change(change);

        Assert.IsType<Settled.Done>(await writer.AppendAsync(ARecord.ADraft("m-2", ARecord.AValue("Wang again", "p-1")), ARecord.Patience));

        Assert.Equal("Wang again", record.Value(1));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_erasure_that_could_not_be_stored_destroys_nothing_and_is_finished_at_the_next_opening(string kind)
    {
        await using var record = ARecord.On(kind);
        string id;
        await using (var writer = await record.CreateAsync(new RecordSettings { Patience = TimeSpan.FromMilliseconds(200) }))
        {
            (id, _, _) = await writer.AttachAsync(new Attachment("p-5", "licensing", new EntryActor.Officer("clerk", "xikou")) { Structure = "s-1" }, new MemoryStream([1, 2, 3]), ARecord.Patience) is ({ } made, _, _) ? (made, 0, 0) : throw new InvalidOperationException();
            record.Change("insert into erasure (position, at, by_whom, basis, keys, values_erased, attachments) values (1, 0, 'nobody', 'none', 0, 0, 0)"); // in the way of the row that is to come

            var fault = await Assert.ThrowsAsync<Runtime.MachineFault>(() => writer.EraseAsync("p-5", null, new EntryActor.Officer("archivist", "county"), "pipl/47", ARecord.Patience));

            Assert.Contains("will be finished when the record is opened the next time", fault.Message, StringComparison.Ordinal);
            using var session = record.Read();
            Assert.Equal([1, 2, 3], new PersonalReading(session, RecordKeys.Open(record.Place.Keys), record.Place.Attachments, new ReadingGround.Checking()).Attachment(id));
        }

        record.Change("delete from erasure");
        await using (await record.OpenAsync())
        {
        }

        Assert.Empty(Directory.EnumerateFiles(record.Place.Attachments, "*", SearchOption.AllDirectories));
        Assert.Equal("values-erased/1", record.Entries()[^1].Event);
        record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Where_keys_of_two_persons_were_exchanged_nobody_else_is_erased(string kind)
    {
        await using var record = ARecord.On(kind);
        using var program = new TheProgram();
        await record.FillAsync(4, 4);
        var swap = new Writes();
        swap.Add(new Statement("update personal_key set person = 'p-x' where person = 'p-1'"));
        swap.Add(new Statement("update personal_key set person = 'p-1' where person = 'p-2'"));
        swap.Add(new Statement("update personal_key set person = 'p-2' where person = 'p-x'"));
        OpeningRecords.Change(record, swap);

        program.Run(["erase", "--person", "p-1", "--by", "archivist@county", "--basis", "pipl/47", .. record.Options]).RefusesSaying("was not wrapped under the wrapping key");

        Assert.Equal(4, record.Entries().Count);
        using (var session = record.Read()) Assert.Equal(4, session.Number(new Statement("select count(*) from personal_value")));
        var verified = program.Run(["verify", record.Connection is null ? record.File : "--postgres", .. record.Connection is { } connection ? [connection] : Array.Empty<string>(), "--keys", record.Place.Keys]);
        Assert.Equal(1, verified.ExitCode);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Sealed_rows_cannot_be_exchanged_or_read_with_other_keys(string kind)
    {
        await using var record = ARecord.On(kind);
        await using (var writer = await record.CreateAsync())
            for (var at = 0; at < 2; at++) await writer.AppendAsync(ARecord.ADraft($"m-{at}", ARecord.AValue($"Value {at}", "p-1")), ARecord.Patience);

        // Both lie under one key; the place is sealed with them.
        var swap = new Writes();
        swap.Add(new Statement("update personal_value set position = position + 10"));
        swap.Add(new Statement("update personal_value set position = 11 - position"));
        OpeningRecords.Change(record, swap);

        Assert.Contains("was changed after it was recorded", Assert.Throws<Runtime.MachineFault>(() => record.Value(0)).Message, StringComparison.Ordinal);

        var wrapping = Path.Combine(record.Place.Keys, "wrapping.key");
        await File.WriteAllTextAsync(wrapping, Convert.ToBase64String(new byte[32]) + "\n", ARecord.Patience);
        Assert.Contains("was not wrapped under the wrapping key", Assert.Throws<UnusableInput>(() => record.Value(0)).Message, StringComparison.Ordinal);
    }

    private static List<InclusionProof> Proofs(ARecord record, long size)
    {
        using var session = record.Read();
        var tree = new StoredTree(session);
        return [.. Enumerable.Range(0, (int)size).Select(position => InclusionProof.TryMake(position, size, tree.Read, out var proof, out var fault) ? proof : throw new InvalidOperationException(fault))];
    }

    private static byte[] KeyOf(ARecord record, string person)
    {
        using var session = record.Read();
        return RecordKeys.Open(record.Place.Keys).Unwrap(PersonalRows.KeysOfOne(session, person)[0]);
    }

    private static void NowhereIn(string folder, ReadOnlySpan<byte> bytes)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) Assert.True(Find(file, bytes) < 0, $"It is found in {file}.");
    }

    private static int Find(string file, ReadOnlySpan<byte> bytes) => File.ReadAllBytes(file).AsSpan().IndexOf(bytes);
}
