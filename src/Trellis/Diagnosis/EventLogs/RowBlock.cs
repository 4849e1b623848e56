namespace Trellis.Diagnosis.EventLogs;

/// <summary>The numbered names that one reading thread has met. Merged into those of the whole log by <see cref="LogAssembly"/>.</summary>
public sealed class RowNames
{
    public NameTable Cases { get; } = new(1024);

    public NameTable Activities { get; } = new();

    public NameTable Resources { get; } = new();

    public NameTable Groups { get; } = new();

    public NameTable Levels { get; } = new();

    public NameTable Types { get; } = new();

    public NameTable Outcomes { get; } = new();
}

/// <summary>A row that could not be read: where in its block, and why.</summary>
public readonly record struct BadRow(long Line, string Why);

/// <summary>
/// A stretch of rows in file order, as read by one thread: names as the numbers of that thread's <see cref="RowNames"/>.
/// </summary>
public sealed class RowBlock(RowNames names, int capacity)
{
    private readonly List<BadRow> _bad = [];

    public RowNames Names { get; } = names;

    public int Count { get; private set; }

    public int[] Cases { get; private set; } = GC.AllocateUninitializedArray<int>(capacity);

    public int[] Activities { get; private set; } = GC.AllocateUninitializedArray<int>(capacity);

    /// <summary>Empty as long as no row names one; so are groups, levels, types, outcomes, starts and deadlines.</summary>
    public int[] Resources { get; private set; } = [];

    public int[] Groups { get; private set; } = [];

    public int[] Levels { get; private set; } = [];

    public int[] Types { get; private set; } = [];

    public int[] Outcomes { get; private set; } = [];

    public long[] Walls { get; private set; } = GC.AllocateUninitializedArray<long>(capacity);

    public short[] Offsets { get; private set; } = GC.AllocateUninitializedArray<short>(capacity);

    public Stamp[] Starts { get; private set; } = [];

    public Stamp[] Deadlines { get; private set; } = [];

    public Stamp[] StepDeadlines { get; private set; } = [];

    /// <summary>Lines of the file that this block covers; 0 where the format has no lines of its own.</summary>
    public long Lines { get; set; }

    public int DateOnlyTimes { get; private set; }

    public int ZonelessTimes { get; private set; }

    /// <summary>Line within the block of the first time without, and with, a zone; 0 when there is none.</summary>
    public long FirstZonelessLine { get; private set; }

    public long FirstZonedLine { get; private set; }

    public int BadRows { get; private set; }

    /// <summary>Starts and deadlines of whole cases that could not be read, where rows may be skipped.</summary>
    public int UnreadableExtras { get; set; }

    public IReadOnlyList<BadRow> FirstBadRows => _bad;

    /// <summary>Adds a row. Numbers are those of <see cref="Names"/>; <see cref="EventLog.Missing"/> where the log has no such column.</summary>
    public void Add(int caseNumber, int activity, int resource, int group, int level, int type, int outcome, in Stamp time, in Stamp start, in Stamp deadline, in Stamp stepDeadline, long line)
    {
        if (Count == Cases.Length) Grow();
        var at = Count++;
        Cases[at] = caseNumber;
        Activities[at] = activity;
        if (resource >= 0 || Resources.Length > 0) (Resources = Begun(Resources))[at] = resource;
        if (group >= 0 || Groups.Length > 0) (Groups = Begun(Groups))[at] = group;
        if (level >= 0 || Levels.Length > 0) (Levels = Begun(Levels))[at] = level;
        if (type >= 0 || Types.Length > 0) (Types = Begun(Types))[at] = type;
        if (outcome >= 0 || Outcomes.Length > 0) (Outcomes = Begun(Outcomes))[at] = outcome;
        Walls[at] = time.Wall;
        Offsets[at] = time.OffsetMinutes;
        if (!start.IsNone || Starts.Length > 0) (Starts = Begun(Starts))[at] = start;
        if (!deadline.IsNone || Deadlines.Length > 0) (Deadlines = Begun(Deadlines))[at] = deadline;
        if (!stepDeadline.IsNone || StepDeadlines.Length > 0) (StepDeadlines = Begun(StepDeadlines))[at] = stepDeadline;
        NoteTime(time, line);
    }

    /// <summary>A block of whole columns, all equally long; a column the log does not have is empty.</summary>
    public static RowBlock OfColumns(
        RowNames names, int[] cases, int[] activities, int[] resources, int[] groups, int[] levels, int[] types, int[] outcomes,
        long[] walls, short[] offsets, Stamp[] starts, Stamp[] deadlines, Stamp[] stepDeadlines, int dateOnlyTimes, int zonelessTimes, long firstZonelessLine, long firstZonedLine) =>
        new(names, capacity: 0)
        {
            Count = walls.Length,
            Cases = cases,
            Activities = activities,
            Resources = resources,
            Groups = groups,
            Levels = levels,
            Types = types,
            Outcomes = outcomes,
            Walls = walls,
            Offsets = offsets,
            Starts = starts,
            Deadlines = deadlines,
            StepDeadlines = stepDeadlines,
            DateOnlyTimes = dateOnlyTimes,
            ZonelessTimes = zonelessTimes,
            FirstZonelessLine = firstZonelessLine,
            FirstZonedLine = firstZonedLine,
        };

    private void NoteTime(in Stamp time, long line)
    {
        if (time.DateOnly) DateOnlyTimes++;
        if (time.OffsetMinutes == Stamp.NoZone)
        {
            if (ZonelessTimes++ == 0) FirstZonelessLine = line;
        }
        else if (FirstZonedLine == 0) FirstZonedLine = line;
    }

    public void Refuse(long line, string why)
    {
        if (BadRows++ < LogReading.PlacesShown) _bad.Add(new BadRow(line, why));
    }

    /// <summary>Lets go of the columns, once they stand in the log.</summary>
    public void Release()
    {
        Cases = Activities = Resources = Groups = Levels = Types = Outcomes = [];
        Walls = [];
        Offsets = [];
        Starts = Deadlines = StepDeadlines = [];
    }

    /// <summary>A column begins when the first row has something for it; the rows before have nothing.</summary>
    private int[] Begun(int[] column)
    {
        if (column.Length > 0) return column;
        column = new int[Cases.Length];
        Array.Fill(column, EventLog.Missing);
        return column;
    }

    private Stamp[] Begun(Stamp[] column)
    {
        if (column.Length > 0) return column;
        column = new Stamp[Cases.Length];
        Array.Fill(column, Stamp.None);
        return column;
    }

    private void Grow()
    {
        var size = checked(Math.Max(256, Count + (Count / 2)));
        Cases = Longer(Cases);
        Activities = Longer(Activities);
        if (Resources.Length > 0) Resources = Longer(Resources);
        if (Groups.Length > 0) Groups = Longer(Groups);
        Walls = Longer(Walls);
        Offsets = Longer(Offsets);
        if (Levels.Length > 0) Levels = Longer(Levels);
        if (Types.Length > 0) Types = Longer(Types);
        if (Outcomes.Length > 0) Outcomes = Longer(Outcomes);
        if (Starts.Length > 0) Starts = Longer(Starts);
        if (Deadlines.Length > 0) Deadlines = Longer(Deadlines);
        if (StepDeadlines.Length > 0) StepDeadlines = Longer(StepDeadlines);

        T[] Longer<T>(T[] column)
        {
            Array.Resize(ref column, size);
            return column;
        }
    }
}
