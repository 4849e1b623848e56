using Trellis.Diagnosis.EventLogs;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
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
    private readonly Dictionary<string, Case> _cases = new(StringComparer.Ordinal);
    private RowBlock? _block;

    private RowBlock Block => _block ??= new RowBlock(_names, 1024);

    public void Add(long position, EntryActor by, IMatterEvent happened)
    {
        if (!_cases.TryGetValue(happened.Matter.Text, out var matter)) _cases.Add(happened.Matter.Text, matter = Begin(happened));
        var due = matter.Limits.Take(happened);
        if (WorkEvents.Of(position, by, happened) is not { } step) return;
        Block.Add(
            matter.Number, _names.Activities.Number(step.Activity), EventLog.Missing, step.Unit.Length == 0 ? EventLog.Missing : _names.Groups.Number(step.Unit), EventLog.Missing, matter.Type, step.Outcome is { } outcome ? _names.Outcomes.Number(outcome) : EventLog.Missing,
            Stamped(step.Time), step.Begin is { } begun ? Stamped(begun) : Stamp.None, matter.Due, due is { } limit ? Stamped(limit) : Stamp.None, line: 0);
    }

    /// <summary>The log of what was added. Nothing can be added afterwards.</summary>
    public EventLog Assemble(string source) => LogAssembly.Assemble([Block], new LogReading { Source = source }, "Trellis", new ReadingNotes());

    private Case Begin(IMatterEvent first) => new(
        _names.Cases.Number(first.Matter.Text), first is MatterFiled filed ? _names.Types.Number(filed.Type) : EventLog.Missing,
        MatterNumbers.Of(first.Matter) is { } number && promised.TryGetValue(number, out var until) ? Stamped(DateTimeOffset.FromUnixTimeMilliseconds(until)) : Stamp.None);

    private Stamp Stamped(DateTimeOffset moment)
    {
        var offset = zone.GetUtcOffset(moment);
        return new Stamp((moment.UtcDateTime + offset).Ticks, (short)offset.TotalMinutes, DateOnly: false);
    }

    private sealed record Case(int Number, int Type, Stamp Due)
    {
        public StepLimits Limits { get; } = new();
    }
}
