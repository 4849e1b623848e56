using Trellis.Runtime;
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

    private static Writes Of(string statement)
    {
        var writes = new Writes();
        writes.Add(new Statement(statement));
        return writes;
    }
}
