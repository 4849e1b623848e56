using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>What somebody wrote and never filed is erased with the rest, and does not come back.</summary>
public sealed class ErasingDrafts
{
    private static readonly EntryActor.Officer Archivist = new("data-officer", "cuiwei");

    public static TheoryData<string> Stores => OnBothStores.Kinds;

    [Theory, MemberData(nameof(Stores))]
    public async Task A_draft_of_somebody_whose_values_were_erased_does_not_come_back_with_an_older_backup(string kind)
    {
        await using var desk = await ADesk.On(kind, "hello-village");
        await Save(desk, ADesk.Wang, "mine");
        await Save(desk, new ActorId("r-li"), "another's");
        var backup = Path.Combine(desk.Record.Folder, "backup.db");
        BackingUp.Make(desk.Record.Place, backup);

        var (done, why) = await desk.Writer.EraseAsync(ADesk.Wang.Text, null, Archivist, "personal-law/47", ARecord.Patience);
        Assert.True(why is null, why?.ToString());
        Assert.Equal((0, 0L, 1), (done!.Keys, done.Values, done.Drafts));
        Assert.Empty(desk.Desk.Drafts(ADesk.Wang));
        await desk.CloseAsync();
        Assert.Empty(Verify(desk.Record.Place));

        var place = desk.Record.Place;
        if (kind != "SQLite")
        {
            await using var empty = ARecord.On(kind);
            place = RecordPlace.OfPostgres(empty.Connection!, place.Keys, place.Attachments);
            await ComesBackWithout(place, backup);
        }
        else
        {
            await ComesBackWithout(place, backup);
        }

        async Task ComesBackWithout(RecordPlace restored, string from)
        {
            Restoring.Restore(restored, from, "s-1", desk.Clock);
            using (var session = restored.Store.OpenToRead())
            {
                Assert.Empty(DraftRows.KeysOf(session, ADesk.Wang.Text));
                Assert.Single(DraftRows.KeysOf(session, "r-li"));
            }

            await using var writer = await RecordWriter.OpenAsync(restored, new RecordSettings(), desk.Clock);
            Assert.Empty(Verify(restored));
        }
    }

    [Fact]
    public async Task A_draft_that_somebody_put_back_into_the_database_is_a_doubt_and_gone_with_the_next_opening()
    {
        await using var desk = await ADesk.On("SQLite", "hello-village");
        await Save(desk, ADesk.Wang, "mine");
        var backup = Path.Combine(desk.Record.Folder, "backup.db");
        BackingUp.Make(desk.Record.Place, backup);
        await desk.Writer.EraseAsync(ADesk.Wang.Text, null, Archivist, "personal-law/47", ARecord.Patience);
        await desk.CloseAsync();
        using (var session = SqliteSession.OpenToWrite(desk.Record.File, create: false)) session.Execute($"attach '{backup}' as old; insert into draft select * from old.draft");

        Assert.Equal([DoubtKind.ErasureNotDone], Verify(desk.Record.Place).Select(static doubt => doubt.Kind));
        await desk.RestartAsync();
        Assert.Empty(desk.Desk.Drafts(ADesk.Wang));
        await desk.CloseAsync();
        Assert.Empty(Verify(desk.Record.Place));
    }

    [Fact]
    public async Task An_erasure_for_one_purpose_leaves_drafts()
    {
        await using var desk = await ADesk.On("SQLite", "hello-village");
        await Save(desk, ADesk.Wang, "mine");

        var (_, why) = await desk.Writer.EraseAsync(ADesk.Wang.Text, "licensing", Archivist, "personal-law/47", ARecord.Patience);

        Assert.NotNull(why);
        Assert.Single(desk.Desk.Drafts(ADesk.Wang));
    }

    private static async Task Save(ADesk desk, ActorId writer, string said)
    {
        var (id, why) = await desk.Desk.SaveDraftAsync(new SaveDraft(desk.Desk.InForce.Structure.Matters.All[0].Id, writer, [], new PersonalText(said)), null);
        Assert.True(id is not null, why?.ToString());
    }

    private static List<Doubt> Verify(RecordPlace place)
    {
        using var record = new DatabaseRecord(place.Store, RecordKeys.Open(place.Keys));
        return [.. Auditor.Run(record, new AuditRequest()).Doubts];
    }
}
