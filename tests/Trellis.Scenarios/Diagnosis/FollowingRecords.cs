using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Reports;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Runtime.Database;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Xunit;

namespace Trellis.Scenarios.Diagnosis;

/// <summary>A record that is followed entry by entry, and asked about whenever somebody wants to know, says what reading all of it anew says: every column, every finding.</summary>
public sealed class FollowingRecords : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-follow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Followed_while_everybody_acts_it_is_what_reading_all_of_it_gives(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var followed = new Following(desk.Record.Place.Store);
        var (asked, rows) = (0, 0);

        var came = await RandomActs.RunAsync(desk, seed: 23, acts: 480, between: (dice, _) =>
        {
            if (dice.Next(4) > 0) return Task.CompletedTask;
            var (now, whole) = (followed.Now(), DiagnosingRecords.Beside(desk.Record.Place.Store));
            Assert.Equal(Columns(whole.Log), Columns(now.Log));
            Assert.Equal(Json(whole), Json(now));
            (asked, rows) = (asked + 1, now.Log.EventCount);
            return Task.CompletedTask;
        });

        Assert.True(asked > 8 && rows > 100 && came.OfKind.ContainsKey("pause-matter"), $"asked {asked} times, {rows} rows, {string.Join(' ', came.OfKind)}");
        Assert.Equal(1, followed.Begun); // it was never read anew
    }

    [Fact]
    public void Lived_months_that_are_followed_in_steps_of_any_size_give_the_findings_of_the_whole()
    {
        var files = StructureFolder.Read(Structures.Of("cuiwei"));
        var (opened, from) = OpeningScenes.Open(files, load: null, from: null);
        var file = Path.Combine(_folder, "county.db");
        WritingRecords.Write(opened, new RunSettings(1, from, 60, 0.2), files, file, threads: 2);
        var store = new SqliteStore(file);
        var whole = DiagnosingRecords.Beside(store);
        var (dice, followed) = (new Random(5), new Following(store));

        for (var size = 0L; size < whole.Entries;)
        {
            size = Math.Min(whole.Entries, size + 1 + dice.Next((int)whole.Entries / 5));
            var now = followed.UpTo(size);
            if (size < whole.Entries) continue;
            Assert.Equal(Columns(whole.Log), Columns(now.Log));
            Assert.Equal(Json(whole), Json(now));
        }

        Assert.True(whole.Log.CaseCount > 100);
    }

    private static string Json(RecordInColumns read)
    {
        var found = read.Diagnose(read.Cures(1), 1);
        using var to = new MemoryStream();
        RecordFindings.AsJson(found.Disputes, found.Work, found.Entries, found.Structure, to);
        return Encoding.UTF8.GetString(to.ToArray());
    }

    private static string Columns(EventLog log) => string.Join('\n', ((IEnumerable<string>)
    [
        string.Join(' ', Enumerable.Range(0, log.CaseCount).Select(number => log.CaseNames[number])), string.Join(' ', log.ActivityNames), string.Join(' ', log.GroupNames), string.Join(' ', log.TypeNames), string.Join(' ', log.OutcomeNames),
        string.Join(' ', log.CaseStarts), string.Join(' ', log.Activities), string.Join(' ', log.Groups), string.Join(' ', log.Times), string.Join(' ', log.Offsets), string.Join(' ', log.Deadlines), string.Join(' ', log.Types), string.Join(' ', log.StepDeadlines),
        string.Join(' ', log.Outcomes), $"{log.Clock} {log.Notes.OutOfOrderEvents}",
    ]));

    /// <summary>As a server follows its record.</summary>
    private sealed class Following(Store store)
    {
        private readonly StructureVersions _versions = new(store);
        private FollowedRecord? _followed;

        /// <summary>How many times it was read from its beginning.</summary>
        public int Begun { get; private set; }

        public RecordInColumns Now()
        {
            using var session = store.OpenToRead();
            session.BeginReading();
            var (size, last) = DiagnosingRecords.End(session, store);
            return UpTo(session, size, last);
        }

        public RecordInColumns UpTo(long size)
        {
            using var session = store.OpenToRead();
            session.BeginReading();
            return UpTo(session, size, LedgerRows.ReadEntry(session, size - 1));
        }

        private RecordInColumns UpTo(Session session, long size, Entry last)
        {
            var running = _versions.Of(last.Structure);
            var today = running.DayOf(last.At);
            if (_followed?.CanGoOn(running.Version, today) != true)
            {
                _followed = new FollowedRecord(running, today, store.Called);
                Begun++;
            }

            return _followed.UpTo(session, size, last, CancellationToken.None);
        }
    }
}
