namespace Trellis.Diagnosis.EventLogs;

/// <summary>
/// Lays logs of places that do the same work beside each other as one log: the unit of every step is the place whose log it stands in, and a matter is called after its place and number where two places use the same. Units within a place are
/// left out, since only places are compared then.
/// </summary>
public static class JoiningLogs
{
    /// <exception cref="UnusableInput">Two of the logs have one name, or together too many events.</exception>
    public static EventLog Join(IReadOnlyList<EventLog> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (logs.Count == 1) return logs[0];
        if (logs.Select(static log => log.Source).Distinct(StringComparer.Ordinal).Count() < logs.Count)
            throw new UnusableInput(new Text("有两份日志同名，分不清是哪一处。", "Two of the logs have one name, so that places cannot be told apart."), new Text("给每处的日志各起一个文件名。", "Give the log of each place a name of its own."));
        var events = logs.Sum(static log => (long)log.EventCount);
        if (events > Array.MaxLength) throw new UnusableInput(new Text("这些日志合起来太大。", "The logs are too large together."), new Text("分几次比较。", "Compare fewer of them at once."));

        var repeated = Repeated(logs);
        var cases = new NameTable(logs.Sum(static log => log.CaseCount));
        var (activities, resources, levels, types, outcomes) = (new Names(), new Names(), new Names(), new Names(), new Names());
        var (hasTypes, hasOutcomes, hasStepDeadlines) = (logs.Any(static log => log.HasTypes), logs.Any(static log => log.HasOutcomes), logs.Any(static log => log.HasStepDeadlines));
        var (hasResources, hasLevels, hasStarts, hasDeadlines) = (logs.Any(static log => log.HasResources), logs.Any(static log => log.HasLevels), logs.Any(static log => log.HasStarts), logs.Any(static log => log.HasDeadlines));
        // On one wall where all are; else in universal time.
        var clock = logs.All(static log => log.Clock == LogClock.Written) ? LogClock.Written : LogClock.Universal;
        var starts = new List<int> { 0 };
        var (does, who, where, level, offsets) = (new int[events], new int[hasResources ? events : 0], new int[events], new int[hasLevels ? events : 0], new short[events]);
        var results = new int[hasOutcomes ? events : 0];
        var (times, begins, limits, due, kinds) = (new long[events], new long[hasStarts ? events : 0], new long[hasStepDeadlines ? events : 0], new List<long>(), new List<int>());
        var at = 0;
        for (var place = 0; place < logs.Count; place++)
        {
            var log = logs[place];
            var (doing, persons, heights) = (activities.Take(log.ActivityNames), resources.Take(log.ResourceNames), levels.Take(log.LevelNames));
            var (sorts, ends) = (types.Take(log.TypeNames), outcomes.Take(log.OutcomeNames));
            for (var matter = 0; matter < log.CaseCount; matter++)
            {
                var name = log.CaseNames[matter];
                cases.Number(repeated.Contains(name) ? $"{log.Source} {name}" : name);
                var move = clock == log.Clock ? 0L : log.Clock == LogClock.Written ? -1 : 0;
                for (var from = log.CaseStarts[matter]; from < log.CaseStarts[matter + 1]; from++, at++)
                {
                    var shift = move * log.Offsets[from] * TimeSpan.TicksPerMinute;
                    does[at] = doing[log.Activities[from]];
                    where[at] = place;
                    offsets[at] = log.Offsets[from];
                    times[at] = log.Times[from] + shift;
                    if (hasResources) who[at] = log.HasResources && log.Resources[from] >= 0 ? persons[log.Resources[from]] : EventLog.Missing;
                    if (hasLevels) level[at] = log.HasLevels && log.Levels[from] >= 0 ? heights[log.Levels[from]] : EventLog.Missing;
                    if (hasOutcomes) results[at] = log.HasOutcomes && log.Outcomes[from] >= 0 ? ends[log.Outcomes[from]] : EventLog.Missing;
                    if (hasStepDeadlines) limits[at] = log.HasStepDeadlines && log.StepDeadlines[from] != EventLog.NoTime ? log.StepDeadlines[from] + shift : EventLog.NoTime;
                    if (hasStarts) begins[at] = log.HasStarts && log.Starts[from] != EventLog.NoTime ? log.Starts[from] + shift : EventLog.NoTime;
                }

                if (hasDeadlines) due.Add(log.HasDeadlines && log.Deadlines[matter] != EventLog.NoTime ? log.Deadlines[matter] + (move * log.Offsets[log.CaseStarts[matter]] * TimeSpan.TicksPerMinute) : EventLog.NoTime);
                kinds.Add(log.HasTypes && log.Types[matter] >= 0 ? sorts[log.Types[matter]] : EventLog.Missing);
                starts.Add(at);
            }
        }

        return new EventLog
        {
            Source = string.Join(" + ", logs.Select(static log => log.Source)),
            Format = string.Join(" + ", logs.Select(static log => log.Format).Distinct(StringComparer.Ordinal)),
            CaseNames = cases,
            ActivityNames = activities.All,
            ResourceNames = resources.All,
            GroupNames = [.. logs.Select(static log => log.Source)],
            LevelNames = levels.All,
            TypeNames = types.All,
            OutcomeNames = outcomes.All,
            CaseStarts = [.. starts],
            Activities = does,
            Resources = who,
            Groups = where,
            Levels = level,
            Times = times,
            Starts = begins,
            Offsets = offsets,
            Deadlines = [.. due],
            Types = hasTypes ? [.. kinds] : [],
            StepDeadlines = limits,
            Outcomes = results,
            Clock = clock,
            Notes = Joined([.. logs.Select(static log => log.Notes)]),
        };
    }

    private static HashSet<string> Repeated(IReadOnlyList<EventLog> logs)
    {
        var (seen, repeated) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var log in logs)
            for (var matter = 0; matter < log.CaseCount; matter++)
                if (!seen.Add(log.CaseNames[matter])) repeated.Add(log.CaseNames[matter]);
        return repeated;
    }

    private static ReadingNotes Joined(IReadOnlyList<ReadingNotes> notes) => new()
    {
        OutOfOrderEvents = notes.Sum(static one => one.OutOfOrderEvents),
        DateOnlyTimes = notes.Sum(static one => one.DateOnlyTimes),
        ZonelessTimes = notes.Sum(static one => one.ZonelessTimes),
        ZoneGiven = notes.All(static one => one.ZoneGiven),
        SkippedRows = notes.Sum(static one => one.SkippedRows),
        SkippedPlaces = [.. notes.SelectMany(static one => one.SkippedPlaces).Take(10)],
        SkippedElements = notes.SelectMany(static one => one.SkippedElements).GroupBy(static one => one.Key, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Sum(static one => one.Value), StringComparer.Ordinal),
        CasesWithChangedDeadline = notes.Sum(static one => one.CasesWithChangedDeadline),
        UnreadableExtras = notes.Sum(static one => one.UnreadableExtras),
        EmptyCases = notes.Sum(static one => one.EmptyCases),
        UnnamedCases = notes.Sum(static one => one.UnnamedCases),
        RepeatedCaseNames = notes.Sum(static one => one.RepeatedCaseNames),
        Columns = notes[0].Columns.Where(static column => column.Key != LogColumns.Word(LogRole.Group)).ToDictionary(StringComparer.Ordinal),
    };

    /// <summary>The names of all logs, each once.</summary>
    private sealed class Names
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly List<string> _all = [];

        public string[] All => [.. _all];

        /// <returns>By number in one log, its number in all.</returns>
        public int[] Take(string[] names) => Array.ConvertAll(names, name =>
        {
            if (_numbers.TryGetValue(name, out var known)) return known;
            _numbers.Add(name, _all.Count);
            _all.Add(name);
            return _all.Count - 1;
        });
    }
}
