using Trellis.Diagnosis.EventLogs;
using Trellis.Runtime.Database;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Standards;
using Trellis.Standards.Work;
using Xunit;

namespace Trellis.Scenarios.Diagnosis;

/// <summary>The work that a record holds is diagnosed like any log: the columns read off its entries say what its export says.</summary>
public sealed class ReadingTheWorkOfRecords : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-work-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_columns_read_off_the_entries_are_those_of_the_export()
    {
        var store = Lived(days: 60);
        using var exported = new MemoryStream();
        ExportedWork.Write(store, WorkFormat.Csv, exported, CancellationToken.None);
        exported.Position = 0;
        var export = LogFormats.Read(exported, new LogReading { Source = "export" });

        var read = DiagnosingRecords.Beside(store);

        Assert.True(export.CaseCount > 100);
        Assert.Equal(Steps(export), Steps(read.Log));
        Assert.False(read.Log.HasResources); // posts are below units, and are not read
    }

    [Fact]
    public void What_is_found_is_found_again_and_names_nobody()
    {
        var store = Lived(days: 60);

        var (once, again) = (Diagnosed(store, threads: 1), Diagnosed(store, threads: 2));

        Assert.True(once.Work.Tests > 20);
        Assert.Equal(once.Work.Findings.Select(static one => one.ToString()), again.Work.Findings.Select(static one => one.ToString()));
        Assert.DoesNotContain(once.Work.Findings, static one => one.Who.Names.Any(static name => name.Contains('@', StringComparison.Ordinal)));
    }

    private static RecordDiagnosis Diagnosed(Store store, int threads)
    {
        var read = DiagnosingRecords.Beside(store);
        return read.Diagnose(read.Cures(threads), threads);
    }

    private SqliteStore Lived(int days)
    {
        var files = StructureFolder.Read(Structures.Of("cuiwei"));
        var (opened, from) = OpeningScenes.Open(files, load: null, from: null);
        var file = Path.Combine(_folder, "county.db");
        WritingRecords.Write(opened, new RunSettings(1, from, days, 0.2), files, file, threads: 2);
        return new SqliteStore(file);
    }

    /// <summary>By matter its steps in order, each with its moment, unit and the promise of the whole.</summary>
    private static SortedDictionary<string, string> Steps(EventLog log)
    {
        var steps = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var told = new List<string> { $"{log.TypeNames[log.Types[matter]]} {Universal(log.Deadlines[matter], log.CaseStarts[matter])}" };
            for (var at = log.CaseStarts[matter]; at < log.CaseStarts[matter + 1]; at++)
                told.Add($"{log.Instant(at):O} {log.ActivityNames[log.Activities[at]]} {(log.Groups[at] < 0 ? "" : log.GroupNames[log.Groups[at]])} {Universal(log.StepDeadlines[at], at)}");
            steps.Add(log.CaseNames[matter], string.Join('\n', told));
        }

        return steps;

        string Universal(long time, int at) => time == EventLog.NoTime ? "" : new DateTime(time - (log.Offsets[at] * TimeSpan.TicksPerMinute)).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
    }
}
