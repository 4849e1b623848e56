using Trellis.Diagnosis.EventLogs;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Standards.Work;

namespace Trellis.Runtime.Diagnosis;

/// <summary>
/// The work of a record as the columns of an event log: the steps that an export hands out, under the same names. Times stand on the clock of the place, where an export has universal time: days and hours of the week
/// are those that people lived. Posts are left out: of a record nothing is told below its units. It can be read off at any entry, and goes on from there.
/// </summary>
internal sealed class WorkInColumns(TimeZoneInfo zone, string source)
{
    private readonly GrowingLog _log = new(source, "Trellis");
    private readonly List<StepLimits> _limits = [];

    /// <summary>Matters of which something was added since the columns were read off, by their numbers in the record.</summary>
    private readonly Dictionary<long, int> _touched = [];

    /// <summary>False once it has to be read from the beginning again.</summary>
    public bool CanGrow => _log.CanGrow;

    public void Add(long position, EntryActor by, IMatterEvent happened)
    {
        var (number, isNew) = _log.Case(happened.Matter.Text);
        if (isNew)
        {
            _limits.Add(new StepLimits());
            if (happened is MatterFiled filed) _log.SetType(number, _log.Names.Types.Number(filed.Type));
        }

        if (MatterNumbers.Of(happened.Matter) is { } id) _touched[id] = number;
        var due = _limits[number].Take(happened);
        if (WorkEvents.Of(position, by, happened) is not { } step) return;
        _log.Add(
            number, _log.Names.Activities.Number(step.Activity), step.Unit.Length == 0 ? EventLog.Missing : _log.Names.Groups.Number(step.Unit), step.Outcome is { } outcome ? _log.Names.Outcomes.Number(outcome) : EventLog.Missing,
            Stamped(step.Time), step.Begin is { } begun ? Stamped(begun) : Stamp.None, due is { } limit ? Stamped(limit) : Stamp.None);
    }

    /// <summary>The log of all that was added.</summary>
    /// <param name="promises">Tells of these matters until when they were promised, in milliseconds since 1970, as of the last entry that was added.</param>
    public EventLog Read(Action<IReadOnlyCollection<long>, Action<long, long>> promises)
    {
        foreach (var number in _touched.Values) _log.SetDeadline(number, Stamp.None);
        promises(_touched.Keys, (id, until) => _log.SetDeadline(_touched[id], Stamped(DateTimeOffset.FromUnixTimeMilliseconds(until))));
        _touched.Clear();
        return _log.Read();
    }

    private Stamp Stamped(DateTimeOffset moment)
    {
        var offset = zone.GetUtcOffset(moment);
        return new Stamp((moment.UtcDateTime + offset).Ticks, (short)offset.TotalMinutes, DateOnly: false);
    }
}
