using Trellis.Diagnosis.EventLogs;
using Trellis.Runtime.Process;
using Trellis.Standards.Work;

namespace Trellis.Runtime.Diagnosis;

/// <summary>
/// The work of a record as the columns of an event log: the steps that an export hands out, under the same names. Times stand on the clock of the place, where an export has universal time: days and hours of the week
/// are those that people lived. Posts are left out: of a record nothing is told below its units.
/// </summary>
internal sealed class WorkInColumns(TimeZoneInfo zone, IReadOnlyDictionary<long, long> promised)
{
    private readonly RowNames _names = new();
    private RowBlock? _block;

    private RowBlock Block => _block ??= new RowBlock(_names, 1024);

    public void Add(MatterId matter, in WorkEvent step)
    {
        var due = MatterNumbers.Of(matter) is { } number && promised.TryGetValue(number, out var until) ? Stamped(DateTimeOffset.FromUnixTimeMilliseconds(until)) : Stamp.None;
        Block.Add(
            _names.Cases.Number(matter.Text), _names.Activities.Number(step.Activity), EventLog.Missing, step.Unit.Length == 0 ? EventLog.Missing : _names.Groups.Number(step.Unit), EventLog.Missing,
            Stamped(step.Time), step.Begin is { } begun ? Stamped(begun) : Stamp.None, due, line: 0);
    }

    /// <summary>The log of what was added. Nothing can be added afterwards.</summary>
    public EventLog Assemble(string source) => LogAssembly.Assemble([Block], new LogReading { Source = source }, "Trellis", new ReadingNotes());

    private Stamp Stamped(DateTimeOffset moment)
    {
        var offset = zone.GetUtcOffset(moment);
        return new Stamp((moment.UtcDateTime + offset).Ticks, (short)offset.TotalMinutes, DateOnly: false);
    }
}
