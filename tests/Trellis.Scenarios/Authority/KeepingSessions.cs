using Trellis.Runtime.Authority;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Authority;

/// <summary>Whoever writes into the database signs nobody in.</summary>
public sealed class KeepingSessions
{
    private static readonly ActorId Wang = new("r-wang");

    public static TheoryData<string> Stores => OnBothStores.Kinds;

    [Theory, MemberData(nameof(Stores))]
    public async Task A_session_outlives_the_program_and_ends_when_it_is_ended(string kind)
    {
        await using var record = ARecord.On(kind);
        string mine, anothers;
        await using (var writer = await record.CreateAsync())
        {
            var desk = new SessionDesk(writer, record.Clock);
            (mine, anothers) = (await desk.BeginAsync(Wang, null), await desk.BeginAsync(new ActorId("o-li"), PostAt.Parse("clerk@xikou")));
        }

        await using (var writer = await record.OpenAsync())
        {
            var desk = new SessionDesk(writer, record.Clock);
            Assert.Equal(Wang, desk.Of(mine)!.Person);
            Assert.Equal("clerk@xikou", desk.Of(anothers)!.Seat.ToString());
            await desk.EndAsync(mine);
            Assert.Null(desk.Of(mine));
        }

        await using (var writer = await record.OpenAsync())
        {
            var desk = new SessionDesk(writer, record.Clock);
            Assert.Null(desk.Of(mine));
            Assert.NotNull(desk.Of(anothers));
        }
    }

    [Theory]
    [InlineData("update access_session set person = 'o-chief'")]
    [InlineData("update access_session set post = 'chief@county'")]
    [InlineData("update access_session set person = person || post, post = ''")]
    [InlineData("update access_session set expires = expires + 1")]
    [InlineData("update access_session set digest = x'FBE3F70B1E4A2F5F6F0B2A4B5D1C7E8890A1B2C3D4E5F60718293A4B5C6D7E8F'")]
    [InlineData("insert into access_session select cast(x'00' || substr(digest, 2) as blob), 'o-chief', 'chief@county', begun, expires, via, browser, subject, sid from access_session")]
    public async Task A_row_that_somebody_wrote_or_changed_in_the_database_signs_nobody_in(string tampering)
    {
        await using var record = ARecord.On("SQLite");
        string secret;
        await using (var writer = await record.CreateAsync()) secret = await new SessionDesk(writer, record.Clock).BeginAsync(Wang, PostAt.Parse("clerk@xikou"));
        using (var session = SqliteSession.OpenToWrite(record.File, create: false)) session.Execute(tampering);

        await using var again = await record.OpenAsync();
        var found = new SessionDesk(again, record.Clock).Of(secret);
        Assert.True(found is null || found is { Person.Text: "r-wang", Seat.Post: "clerk" }, found?.ToString());
        if (tampering.StartsWith("update", StringComparison.Ordinal)) Assert.Null(found);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_restore_ends_all_sessions(string kind)
    {
        await using var record = ARecord.On("SQLite");
        string secret;
        await using (var writer = await record.CreateAsync())
        {
            await ARecord.AppendAsync(writer, 0, 3);
            secret = await new SessionDesk(writer, record.Clock).BeginAsync(Wang, null);
        }

        var backup = Path.Combine(record.Folder, "backup.db");
        BackingUp.Make(record.Place, backup);
        await using var empty = kind == "SQLite" ? null : ARecord.On(kind);
        var place = empty is null ? record.Place : RecordPlace.OfPostgres(empty.Connection!, record.Place.Keys, record.Place.Attachments);
        Restoring.Restore(place, backup, "s-1", record.Clock);

        await using var restored = await RecordWriter.OpenAsync(place, new RecordSettings(), record.Clock);
        Assert.Null(new SessionDesk(restored, record.Clock).Of(secret));
    }
}
