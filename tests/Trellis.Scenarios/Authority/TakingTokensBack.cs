using System.Security.Cryptography;
using System.Text;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Process.Wire;
using Trellis.Runtime;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Xunit;

namespace Trellis.Scenarios.Authority;

/// <summary>Whoever writes into the database, or puts an old one back, lets nobody in.</summary>
public sealed class TakingTokensBack
{
    private static readonly EntryActor.Officer Keeper = new("archivist", "county");

    public static TheoryData<string> Stores => OnBothStores.Kinds;

    [Theory, MemberData(nameof(Stores))]
    public async Task A_token_that_was_taken_back_after_the_backup_is_good_for_nothing_after_the_restore(string kind)
    {
        await using var record = ARecord.On("SQLite");
        var backup = Path.Combine(record.Folder, "backup.db");
        NewToken gone, kept;
        string auditor;
        await using (var writer = await record.CreateAsync())
        {
            var desk = DeskOf(writer, record);
            (gone, kept) = (await IssueAsync(desk, record), await IssueAsync(desk, record));
            auditor = new AuditorTokens(record.Place.Keys, record.Clock).Add("audit-office");
            BackingUp.Make(record.Place, backup);
            await desk.RevokeAsync(gone.Token.Id, Keeper, ARecord.Patience);
        }

        await using var empty = kind == "SQLite" ? null : ARecord.On(kind);
        var place = empty is null ? record.Place : RecordPlace.OfPostgres(empty.Connection!, record.Place.Keys, record.Place.Attachments);

        var restored = Restoring.Restore(place, backup, "s-1", record.Clock);

        Assert.Equal((true, 1, 1), (restored.NewGeneration, restored.Tokens, restored.Auditors));
        Assert.Null(new AuditorTokens(record.Place.Keys, record.Clock).HolderOf(auditor));
        await using var again = await RecordWriter.OpenAsync(place, new RecordSettings(), record.Clock);
        var opened = DeskOf(again, record);
        Assert.Null(opened.HolderOf(gone.Secret));
        Assert.NotNull(opened.HolderOf(kept.Secret));
        using var session = place.Store.OpenToRead();
        var entries = LedgerRows.Entries(session, 0, long.MaxValue).Select(static row => Entry.TryRead(row.Bytes, out var entry, out _) ? entry : null).ToList();
        Assert.Equal(["token-issued/1", "token-issued/1", "record-restored/1", "token-revoked/1"], entries.Select(static entry => entry!.Event));
        Assert.Equal(["again-after-restore"], entries[^1]!.Notes);
    }

    [Fact]
    public async Task So_it_is_where_the_list_beside_the_keys_is_an_old_one_and_the_file_that_is_replaced_can_tell()
    {
        await using var record = ARecord.On("SQLite");
        var backup = Path.Combine(record.Folder, "backup.db");
        NewToken token;
        await using (var writer = await record.CreateAsync())
        {
            var desk = DeskOf(writer, record);
            token = await IssueAsync(desk, record);
            BackingUp.Make(record.Place, backup);
            await desk.RevokeAsync(token.Token.Id, Keeper, ARecord.Patience);
        }

        File.Delete(Path.Combine(record.Place.Keys, "revocations"));

        Assert.Equal(1, Restoring.Restore(record.Place, backup, "s-1", record.Clock).Tokens);

        record.HoldsTogether();
        Assert.Contains(token.Token.Id, RecordKeys.Open(record.Place.Keys).Revocations());
    }

    [Fact]
    public async Task A_token_whose_taking_back_could_not_be_entered_opens_nothing_and_can_be_taken_back_again()
    {
        await using var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync(new RecordSettings { Patience = TimeSpan.FromMilliseconds(200) });
        var desk = DeskOf(writer, record);
        var (gone, kept) = (await IssueAsync(desk, record), await IssueAsync(desk, record));
        var away = record.File + ".away";
        File.Move(record.File, away);

        await Assert.ThrowsAsync<MachineFault>(() => desk.RevokeAsync(gone.Token.Id, Keeper, ARecord.Patience));

        Assert.Null(desk.HolderOf(gone.Secret));
        Assert.Equal([kept.Token.Id], desk.Good.Select(static one => one.Id));
        Assert.Equal([gone.Token.Id], RecordKeys.Open(record.Place.Keys).Revocations());
        File.Move(away, record.File);
        Assert.Equal(AccessRefusals.NoSuchToken, (await desk.RevokeAsync("0000", Keeper, ARecord.Patience)).Why);
        var (receipt, why) = await desk.RevokeAsync(gone.Token.Id, Keeper, ARecord.Patience);
        Assert.True(receipt is not null || why == AccessRefusals.RevokedAlready);
        Assert.Equal([gone.Token.Id], RecordKeys.Open(record.Place.Keys).Revocations());
        Assert.NotNull(desk.HolderOf(kept.Secret));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_list_that_lacks_a_token_gets_it_from_the_record_at_the_next_start(string kind)
    {
        await using var record = ARecord.On(kind);
        NewToken token;
        await using (var writer = await record.CreateAsync())
        {
            var desk = DeskOf(writer, record);
            token = await IssueAsync(desk, record);
            await desk.RevokeAsync(token.Token.Id, Keeper, ARecord.Patience);
        }

        File.Delete(Path.Combine(record.Place.Keys, "revocations"));

        await using var again = await record.OpenAsync();
        Assert.Null(DeskOf(again, record).HolderOf(token.Secret));

        Assert.Equal([token.Token.Id], RecordKeys.Open(record.Place.Keys).Revocations());
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_row_that_somebody_changed_or_added_gives_nobody_access_and_no_more_than_its_entry_says(string kind)
    {
        await using var record = ARecord.On(kind);
        var stolen = SHA256.HashData("stolen"u8);
        NewToken token, revoked;
        await using (var writer = await record.CreateAsync())
        {
            var desk = DeskOf(writer, record);
            (token, revoked) = (await IssueAsync(desk, record), await IssueAsync(desk, record));
            await desk.RevokeAsync(revoked.Token.Id, Keeper, ARecord.Patience);
            await ARecord.AppendAsync(writer, 0, 300); // so that the entry lies under a full tile
        }

        await After(static writes => writes.Add(new Statement("update access_token set scopes = 'admin', person = 'o-spy', program = 'spy', expires = @expires"), 9_700_000_000_000), desk =>
        {
            var holder = desk.HolderOf(token.Secret)!;
            Assert.Equal((TokenHolder)new TokenHolder.Program("gateway"), holder.Holder);
            Assert.Equal([Scope.Ask], holder.Scopes);
            Assert.Equal(token.Token.Expires, holder.Expires);
        });
        await After(static writes => writes.Add(new Statement("update access_token set revoked = 0")), desk => Assert.Null(desk.HolderOf(revoked.Secret)));
        await After(writes => writes.Add(new Statement("update access_token set digest = @digest where id = @id"), stolen, token.Token.Id), desk => Assert.Null(desk.HolderOf($"trellis.{token.Token.Id}.stolen")));
        await After(
            writes => writes.Add(new Statement("insert into access_token (id, position, digest, person, post, program, scopes, issued, expires, revoked) values ('00000000000000aa', 250, @digest, '', '', 'spy', 'admin', 0, @expires, 0)"), stolen, 9_700_000_000_000),
            static desk => Assert.Null(desk.HolderOf("trellis.00000000000000aa.stolen")));

        // And with the entry that the row stands on, under whose tile nobody would look otherwise.
        var issued = new TokenIssued(token.Token.Id, token.Token.Holder, [Scope.Admin], stolen, token.Token.Expires, token.Token.Issued);
        var forged = new Entry { At = record.Entries()[0].At, By = Keeper, Event = issued.Wire, Structure = "s-1", Fields = AccessEvents.Write(issued) }.Encode();
        await After(writes => writes.Add(new Statement("update ledger_entry set bytes = @bytes where position = 0"), forged), desk =>
        {
            Assert.Null(desk.HolderOf($"trellis.{token.Token.Id}.stolen"));
            Assert.Null(desk.HolderOf(token.Secret));
        });

        async Task After(Action<Writes> tamper, Action<AccessDesk> look)
        {
            var writes = new Writes();
            tamper(writes);
            Trellis.Scenarios.Ledger.OpeningRecords.Change(record, writes);
            await using var writer = await record.OpenAsync();
            look(DeskOf(writer, record));
        }
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_entry_about_seats_that_somebody_changed_under_its_tile_seats_nobody(string kind)
    {
        await using var desk = await ADesk.On(kind, "hello-village");
        var seat = (Actor.Officer)await desk.Officer(new PostAt("", new UnitId(desk.Desk.InForce.Structure.On(desk.Desk.InForce.DayOf(desk.Clock.Now)).Units[0].Id)));
        await ARecord.AppendAsync(desk.Writer, 0, 300);
        await desk.CloseAsync();
        var entries = desk.Record.Entries();
        var position = entries.FindIndex(static entry => entry.Event.StartsWith("seat-taken/", StringComparison.Ordinal));
        var taken = entries[position];
        var fields = new EntryValue.Group([.. taken.Fields.Select(one => one.Value is EntryValue.Word { Text: var text } && text == seat.Person.Text ? new(one.Key, EntryValue.Of("o-spy")) : one)]);
        var writes = new Writes();
        writes.Add(new Statement("update ledger_entry set bytes = @bytes where position = @position"), new Entry { At = taken.At, By = taken.By, Event = taken.Event, Structure = taken.Structure, Mandate = taken.Mandate, Notes = taken.Notes, Fields = fields }.Encode(), position);
        Trellis.Scenarios.Ledger.OpeningRecords.Change(desk.Record, writes);

        await using var writer = await desk.Record.OpenAsync();
        var refused = await Assert.ThrowsAsync<MachineFault>(() => MattersDesk.OpenAsync(writer, desk.Record.Place, desk.Clock, null));

        Assert.Contains($"entry {position}, which is about rules", refused.Message, StringComparison.Ordinal);
    }

    private static AccessDesk DeskOf(RecordWriter writer, ARecord record) => new(writer, record.Clock, static () => "s-1", static (_, _) => true);

    private static async Task<NewToken> IssueAsync(AccessDesk desk, ARecord record) =>
        (await desk.IssueAsync(new TokenHolder.Program("gateway"), [Scope.Ask], record.Clock.Now.AddDays(30), Keeper, ARecord.Patience)).Issued!;
}
