using Trellis.Runtime;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>Two programs that write one record would contradict each other, whatever somebody did to the lock between them.</summary>
public sealed class KeepingOneWriter
{
    [Fact]
    public async Task A_lock_that_somebody_took_away_lets_a_second_program_in_and_stops_the_first()
    {
        await using var record = ARecord.On("SQLite");
        await using var first = await record.CreateAsync();
        await ARecord.AppendAsync(first, 0, 10);
        File.Delete(record.File + ".lock");

        await using (var second = await record.OpenAsync())
        {
            await ARecord.AppendAsync(second, 10, 10);
            var fault = await Assert.ThrowsAsync<MachineFault>(() => first.AppendAsync(ARecord.ADraft("late"), ARecord.Patience));
            Assert.Contains("another program has become the writer", fault.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<MachineFault>(() => first.AppendAsync(ARecord.ADraft("later"), ARecord.Patience));
            await ARecord.AppendAsync(second, 20, 10);
        }

        Assert.Equal(30, record.Entries().Count);
        record.HoldsTogether();
    }

    [Fact]
    public async Task A_lock_that_is_another_name_of_something_is_refused_and_nothing_is_written_into_it()
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(10);
        var precious = Path.Combine(record.Folder, "precious");
        foreach (var link in (Action[])[() => AServer.Shell("ln", precious, record.File + ".lock"), () => AServer.Shell("ln", "-s", precious, record.File + ".lock")])
        {
            await File.WriteAllTextAsync(precious, "do not lose", ARecord.Patience);
            File.Delete(record.File + ".lock");
            link();

            var refused = await Assert.ThrowsAsync<UnusableInput>(() => record.OpenAsync());

            Assert.Contains("is a link, or has other names", refused.Message, StringComparison.Ordinal);
            Assert.Equal("do not lose", await File.ReadAllTextAsync(precious, ARecord.Patience));
        }

        File.Delete(record.File + ".lock");
        await using var writer = await record.OpenAsync();
        Assert.Equal(10, writer.Size);
    }

    [Fact]
    public async Task A_record_with_two_names_is_not_written_under_either()
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(10);
        var other = Path.Combine(record.Folder, "other.db");
        AServer.Shell("ln", record.File, other);

        foreach (var name in (string[])[record.File, other])
        {
            var refused = await Assert.ThrowsAsync<UnusableInput>(() => RecordWriter.OpenAsync(RecordPlace.OfFile(name, record.Place.Keys), new RecordSettings(), record.Clock));
            Assert.Contains("other names too", refused.Message, StringComparison.Ordinal);
        }

        File.Delete(other);
        await using var writer = await record.OpenAsync();
        await ARecord.AppendAsync(writer, 10, 1);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_record_without_the_row_by_which_writers_are_told_apart_is_not_written(string kind)
    {
        await using var record = ARecord.On(kind);
        await record.FillAsync(10);
        OpeningRecords.Change(record, Of("delete from ledger_writer"));

        var refused = await Assert.ThrowsAsync<UnusableInput>(() => record.OpenAsync());

        Assert.Contains("ledger_writer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_is_one_on_PostgreSQL_whose_rule_was_dropped()
    {
        await using var record = ARecord.On("PostgreSQL");
        await record.FillAsync(10);
        foreach (var rule in (string[])["alter table ledger_writer drop constraint ledger_writer_fence", "alter table ledger_writer add constraint ledger_writer_fence check (true)"])
        {
            ARecord.Execute(record.Connection!, rule);
            var refused = await Assert.ThrowsAsync<UnusableInput>(() => record.OpenAsync());
            Assert.Contains("ledger_writer", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_writer_that_was_replaced_stores_no_session_no_answer_no_address_and_no_tables_either(string kind)
    {
        await using var record = ARecord.On(kind);
        await record.FillAsync(3);
        using var claim = record.Place.Store.Claim(create: false);
        using var session = claim.Open();
        record.Change("update ledger_writer set epoch = epoch + 1"); // as the next one does

        foreach (var write in (Action[])[() => session.Run(new Statement("delete from access_session")), () => session.RunScript("delete from matter", new Writes()), () => session.Commit(Of("delete from webhook"))])
            Assert.Equal(StoreTrouble.Fenced, Assert.Throws<StoreFault>(write).Trouble);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task So_it_is_with_a_program_that_runs(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var writer = await record.CreateAsync();
        var sessions = new SessionDesk(writer, record.Clock);
        await using var webhooks = new WebhookDesk(writer, record.Clock, mayBePrivate: true);
        var log = new DecisionLog(writer, record.Clock, every: TimeSpan.FromMilliseconds(1));
        record.Change("update ledger_writer set epoch = epoch + 1");

        await Assert.ThrowsAsync<MachineFault>(() => sessions.BeginAsync(new ActorId("r-wang"), null));
        await Assert.ThrowsAsync<MachineFault>(() => webhooks.AddAsync(new Uri("http://127.0.0.1/hook"), -1));
        log.Add(new DecisionRow(record.Clock.Now, "s-1", 0, "open", "", "person", "o-1", "decide", "matter", "m-1", true, ""));
        await log.DisposeAsync();

        Assert.Equal(1, log.Dropped);
        using var read = record.Read();
        Assert.Empty(SessionRows.Read(read, record.Clock.Now));
        Assert.Empty(WebhookRows.Read(read));
        Assert.Empty(DecisionRows.Read(read, 0, 10));
    }

    private static Writes Of(string statement)
    {
        var writes = new Writes();
        writes.Add(new Statement(statement));
        return writes;
    }
}
