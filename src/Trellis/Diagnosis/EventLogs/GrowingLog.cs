namespace Trellis.Diagnosis.EventLogs;

/// <summary>
/// A log that is read off again and again while rows are added to it: what comes out is what putting all rows together at once gives. What was put together stays, and only what came since is sorted into it. For one caller at a time.
/// </summary>
/// <remarks>What is said of whole cases, their types and deadlines, is set and not said by rows.</remarks>
public sealed class GrowingLog
{
    private readonly RowNames _names = new();
    private readonly List<int> _types = [];
    private readonly List<(long Wall, short Offset)> _deadlines = [];
    private readonly OffsetsOfDays _offsets = new();
    private readonly LogReading _reading;
    private readonly string _format;
    private EventLog _log;
    private RowBlock? _added;

    /// <param name="source">What the log is called.</param>
    public GrowingLog(string source, string format)
    {
        // No word of a record stands for nothing.
        (_reading, _format) = (new LogReading { Source = source, MissingValues = [] }, format);
        _log = Assemble(new RowBlock(_names, capacity: 0));
    }

    /// <summary>The tables by which rows are numbered.</summary>
    public RowNames Names => _names;

    /// <summary>How many cases were named.</summary>
    public int Cases => _types.Count;

    /// <summary>False once its times are not those of one place: how they compare is then settled by all of them together, which have to be added to a new one.</summary>
    public bool CanGrow => _offsets.Clock == LogClock.Written;

    /// <summary>The number of a case, and whether it was named for the first time.</summary>
    public (int Number, bool IsNew) Case(string name)
    {
        var number = _names.Cases.Number(name);
        if (number < _types.Count) return (number, false);
        _types.Add(EventLog.Missing);
        _deadlines.Add((EventLog.NoTime, Stamp.NoZone));
        return (number, true);
    }

    public void SetType(int number, int type) => _types[number] = type;

    /// <param name="deadline"><see cref="Stamp.None"/> for none.</param>
    public void SetDeadline(int number, in Stamp deadline) => _deadlines[number] = (deadline.Wall, deadline.OffsetMinutes);

    public int TypeOf(int number) => _types[number];

    /// <summary>Adds a row. Numbers are those of <see cref="Names"/>.</summary>
    public void Add(int number, int activity, int group, int outcome, in Stamp time, in Stamp start, in Stamp stepDeadline)
    {
        _offsets.Add(time.OffsetMinutes, time.Wall);
        (_added ??= new RowBlock(_names, 1024)).Add(number, activity, EventLog.Missing, group, EventLog.Missing, EventLog.Missing, outcome, time, start, Stamp.None, stepDeadline, line: 0);
    }

    /// <summary>All that was added, as a log. It does not change when more is added; the names of cases go on in it.</summary>
    public EventLog Read()
    {
        if (_added is { } added)
        {
            if (_log.EventCount == 0) _log = Assemble(added);
            else if (!CanGrow) throw new InvalidOperationException("How the times of this log compare has to be settled anew.");
            else
            {
                var late = LateRows(added);
                _log = Joined(_log, LogAssembly.Assemble([added], _reading, _format, new ReadingNotes(), LogClock.Written), late);
            }

            _added = null;
        }

        return _log = WithCases(_log);
    }

    private EventLog Assemble(RowBlock block) => LogAssembly.Assemble([block], _reading, _format, new ReadingNotes());

    /// <summary>Rows that came after a later one of their case. Those of the new rows alone say too little, since the later one may be old.</summary>
    private int LateRows(RowBlock added)
    {
        var (late, latest) = (0, new Dictionary<int, long>());
        for (var row = 0; row < added.Count; row++)
        {
            var (number, time) = (added.Cases[row], added.Walls[row]);
            if (!latest.TryGetValue(number, out var before)) before = number < _log.CaseCount && _log.CaseStarts[number + 1] > _log.CaseStarts[number] ? _log.Times[_log.CaseStarts[number + 1] - 1] : long.MinValue;
            if (time < before) late++;
            latest[number] = Math.Max(before, time);
        }

        return late;
    }

    /// <summary>With what is said of whole cases, and with those that have no row yet.</summary>
    private EventLog WithCases(EventLog log)
    {
        var starts = log.CaseStarts;
        if (log.CaseCount < Cases)
        {
            starts = new int[Cases + 1];
            log.CaseStarts.CopyTo(starts, 0);
            Array.Fill(starts, log.EventCount, log.CaseStarts.Length, starts.Length - log.CaseStarts.Length);
        }

        var (types, deadlines) = (new int[_names.Types.Count > 0 ? Cases : 0], new long[Cases]);
        var hasDeadlines = false;
        for (var number = 0; number < Cases; number++)
        {
            var hasRows = starts[number + 1] > starts[number];
            if (types.Length > 0) types[number] = hasRows ? _types[number] : EventLog.Missing;
            var (wall, offset) = _deadlines[number];
            deadlines[number] = !hasRows || wall == EventLog.NoTime ? EventLog.NoTime : log.Clock == LogClock.Written ? wall : wall - (offset * TimeSpan.TicksPerMinute);
            hasDeadlines |= deadlines[number] != EventLog.NoTime;
        }

        return new EventLog
        {
            Source = log.Source,
            Format = log.Format,
            CaseNames = log.CaseNames,
            ActivityNames = log.ActivityNames,
            ResourceNames = [],
            GroupNames = log.GroupNames,
            LevelNames = [],
            TypeNames = _names.Types.ToStrings(),
            OutcomeNames = log.OutcomeNames,
            CaseStarts = starts,
            Activities = log.Activities,
            Resources = [],
            Groups = log.Groups,
            Levels = [],
            Times = log.Times,
            Starts = log.Starts,
            Offsets = log.Offsets,
            Deadlines = hasDeadlines ? deadlines : [],
            Types = types,
            StepDeadlines = log.StepDeadlines,
            Outcomes = log.Outcomes,
            Clock = log.Clock,
            Notes = log.Notes,
        };
    }

    /// <summary>The rows of each case of one log behind those of another, in the order of time.</summary>
    private EventLog Joined(EventLog old, EventLog fresh, int late)
    {
        var cases = Math.Max(old.CaseCount, fresh.CaseCount);
        var starts = new int[cases + 1];
        for (var number = 0; number < cases; number++)
            starts[number + 1] = starts[number] + Rows(old, number) + Rows(fresh, number);

        var columns = new LogAssembly.Columns
        {
            Activities = Beside(old.Activities, fresh.Activities, 0),
            Resources = [],
            Groups = Beside(old.Groups, fresh.Groups, EventLog.Missing),
            Levels = [],
            Times = Beside(old.Times, fresh.Times, 0),
            Starts = Beside(old.Starts, fresh.Starts, EventLog.NoTime),
            Offsets = Beside(old.Offsets, fresh.Offsets, (short)0),
            Deadlines = [],
            Types = [],
            StepDeadlines = Beside(old.StepDeadlines, fresh.StepDeadlines, EventLog.NoTime),
            Outcomes = Beside(old.Outcomes, fresh.Outcomes, EventLog.Missing),
        };
        for (var number = 0; number < fresh.CaseCount; number++)
            if (Rows(fresh, number) > 0 && Rows(old, number) > 0 && fresh.Times[fresh.CaseStarts[number]] < old.Times[old.CaseStarts[number + 1] - 1]) LogAssembly.SortCase(columns, starts[number], starts[number + 1] - starts[number]);
        return new EventLog
        {
            Source = old.Source,
            Format = old.Format,
            CaseNames = fresh.CaseNames,
            ActivityNames = fresh.ActivityNames,
            ResourceNames = [],
            GroupNames = fresh.GroupNames,
            LevelNames = [],
            OutcomeNames = fresh.OutcomeNames,
            CaseStarts = starts,
            Activities = columns.Activities,
            Resources = [],
            Groups = columns.Groups,
            Levels = [],
            Times = columns.Times,
            Starts = columns.Starts,
            Offsets = columns.Offsets,
            Deadlines = [],
            StepDeadlines = columns.StepDeadlines,
            Outcomes = columns.Outcomes,
            Clock = LogClock.Written,
            Notes = old.Notes with { OutOfOrderEvents = old.Notes.OutOfOrderEvents + late },
        };

        static int Rows(EventLog log, int number) => number < log.CaseCount ? log.CaseStarts[number + 1] - log.CaseStarts[number] : 0;

        // Cases to which nothing was added are taken over together.
        T[] Beside<T>(T[] first, T[] then, T none)
        {
            if (first.Length == 0 && then.Length == 0) return [];
            var to = GC.AllocateUninitializedArray<T>(starts[^1]);
            var (at, from) = (0, 0);
            for (var number = 0; number < fresh.CaseCount; number++)
            {
                var (rows, more) = (number < old.CaseCount ? old.CaseStarts[number + 1] : old.EventCount, Rows(fresh, number));
                if (more == 0) continue;
                Put(first, from, rows - from);
                from = rows;
                Put(then, fresh.CaseStarts[number], more);
            }

            Put(first, from, old.EventCount - from);
            return to;

            void Put(T[] column, int row, int rows)
            {
                if (column.Length > 0) column.AsSpan(row, rows).CopyTo(to.AsSpan(at));
                else to.AsSpan(at, rows).Fill(none);
                at += rows;
            }
        }
    }
}
