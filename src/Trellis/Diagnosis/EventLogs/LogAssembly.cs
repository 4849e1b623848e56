namespace Trellis.Diagnosis.EventLogs;

/// <summary>
/// Puts the blocks of rows that readers made into one log: merges the names (numbered by first appearance in the file),
/// settles the clock, moves every row to its case by a counting sort, and puts each case in time order.
/// The result depends on the rows alone, not on how many threads read them.
/// </summary>
public static class LogAssembly
{
    public static EventLog Assemble(IReadOnlyList<RowBlock> blocks, LogReading reading, string format, ReadingNotes seen) => Assemble(blocks, reading, format, seen, known: null);

    /// <param name="known">The clock on which the rows are laid; null to settle it by them.</param>
    internal static EventLog Assemble(IReadOnlyList<RowBlock> blocks, LogReading reading, string format, ReadingNotes seen, LogClock? known)
    {
        var threads = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, reading.Threads) };
        var rows = CountRows(blocks);
        RefuseMixedZones(blocks, reading);
        var zone = reading.Zone;
        var clock = known ?? SettleClock(blocks, zone);

        // Each column is merged on its own; only cases must also be counted and placed.
        NameTable cases = new(), activities = new(), resources = new(), groups = new(), levels = new(), types = new(), outcomes = new();
        var starts = Array.Empty<int>();
        var missing = new MissingValues(reading.MissingValues);
        Parallel.Invoke(
            threads,
            () => (cases, starts) = PlaceCases(blocks),
            () =>
            {
                activities = Merge(blocks, static block => block.Activities, static names => names.Activities, missing: null);
                resources = Merge(blocks, static block => block.Resources, static names => names.Resources, missing);
                groups = Merge(blocks, static block => block.Groups, static names => names.Groups, missing);
                levels = Merge(blocks, static block => block.Levels, static names => names.Levels, missing);
                types = Merge(blocks, static block => block.Types, static names => names.Types, missing);
                outcomes = Merge(blocks, static block => block.Outcomes, static names => names.Outcomes, missing);
            });

        var hasStarts = false;
        var hasDeadlines = false;
        var hasStepDeadlines = false;
        foreach (var block in blocks)
        {
            hasStarts |= block.Starts.Length > 0;
            hasDeadlines |= block.Deadlines.Length > 0;
            hasStepDeadlines |= block.StepDeadlines.Length > 0;
        }

        var columns = new Columns
        {
            Activities = GC.AllocateUninitializedArray<int>(rows),
            Resources = resources.Count > 0 ? GC.AllocateUninitializedArray<int>(rows) : [],
            Groups = groups.Count > 0 ? GC.AllocateUninitializedArray<int>(rows) : [],
            Levels = levels.Count > 0 ? GC.AllocateUninitializedArray<int>(rows) : [],
            Types = types.Count > 0 ? GC.AllocateUninitializedArray<int>(rows) : [],
            Outcomes = outcomes.Count > 0 ? GC.AllocateUninitializedArray<int>(rows) : [],
            Times = GC.AllocateUninitializedArray<long>(rows),
            Offsets = GC.AllocateUninitializedArray<short>(rows),
            Starts = hasStarts ? GC.AllocateUninitializedArray<long>(rows) : [],
            Deadlines = hasDeadlines ? GC.AllocateUninitializedArray<long>(rows) : [],
            StepDeadlines = hasStepDeadlines ? GC.AllocateUninitializedArray<long>(rows) : [],
        };
        Parallel.ForEach(blocks, threads, block =>
        {
            Scatter(block, columns, zone, clock);
            block.Release();
        });

        var outOfOrder = SortEachCase(starts, columns, threads);
        var (deadlines, changed) = hasDeadlines ? ByCase(starts, columns.Deadlines, EventLog.NoTime) : ([], 0);
        var kinds = types.Count > 0 ? ByCase(starts, columns.Types, EventLog.Missing).Latest : [];

        var dateOnly = 0;
        var zoneless = 0;
        foreach (var block in blocks)
        {
            dateOnly += block.DateOnlyTimes;
            zoneless += block.ZonelessTimes;
        }

        return new EventLog
        {
            Source = reading.Source,
            Format = format,
            CaseNames = cases,
            ActivityNames = activities.ToStrings(),
            ResourceNames = resources.ToStrings(),
            GroupNames = groups.ToStrings(),
            LevelNames = levels.ToStrings(),
            TypeNames = types.ToStrings(),
            OutcomeNames = outcomes.ToStrings(),
            CaseStarts = starts,
            Activities = columns.Activities,
            Resources = columns.Resources,
            Groups = columns.Groups,
            Levels = columns.Levels,
            Times = columns.Times,
            Starts = columns.Starts,
            Offsets = columns.Offsets,
            Deadlines = deadlines,
            Types = kinds,
            Outcomes = columns.Outcomes,
            StepDeadlines = columns.StepDeadlines,
            Clock = clock,
            Notes = seen with
            {
                OutOfOrderEvents = outOfOrder,
                DateOnlyTimes = dateOnly,
                ZonelessTimes = zoneless,
                ZoneGiven = zone is not null,
                CasesWithChangedDeadline = changed,
            },
        };
    }

    internal sealed class Columns
    {
        public required int[] Activities { get; init; }

        public required int[] Resources { get; init; }

        public required int[] Groups { get; init; }

        public required int[] Levels { get; init; }

        public required int[] Types { get; init; }

        public required int[] Outcomes { get; init; }

        public required long[] Times { get; init; }

        public required short[] Offsets { get; init; }

        public required long[] Starts { get; init; }

        public required long[] Deadlines { get; init; }

        public required long[] StepDeadlines { get; init; }
    }

    private static int CountRows(IReadOnlyList<RowBlock> blocks)
    {
        long rows = 0;
        foreach (var block in blocks) rows += block.Count;
        if (rows > Array.MaxLength)
        {
            throw new UnusableInput(
                $"The log has {rows:N0} events; one run takes at most {Array.MaxLength:N0}.", "Split it by year or by unit and diagnose the parts.");
        }

        return (int)rows;
    }

    /// <summary>Times with and without a zone in one column cannot be laid on one clock without being told where the latter were written.</summary>
    private static void RefuseMixedZones(IReadOnlyList<RowBlock> blocks, LogReading reading)
    {
        if (reading.Zone is not null) return;
        long line = 0, zoned = 0, zoneless = 0;
        var hasLines = true;
        foreach (var block in blocks)
        {
            if (zoned == 0 && block.FirstZonedLine > 0) zoned = line + block.FirstZonedLine;
            if (zoneless == 0 && block.FirstZonelessLine > 0) zoneless = line + block.FirstZonelessLine;
            line += block.Lines;
            hasLines &= block.Lines > 0;
        }

        if (zoned == 0 || zoneless == 0) return;
        var where = hasLines ? $" (line {zoned:N0} has one, line {zoneless:N0} has none)" : "";
        throw new UnusableInput(
            $"Some times carry a zone and others do not{where}, so they cannot be compared.",
            "Say where those without a zone were written, for example --zone +08:00 or --zone Asia/Shanghai.", reading.Source);
    }

    private static LogClock SettleClock(IReadOnlyList<RowBlock> blocks, TimeZoneInfo? zone)
    {
        var seen = new SortedSet<short>();
        foreach (var block in blocks)
        {
            var last = Stamp.NoZone;
            foreach (var offset in block.Offsets.AsSpan(0, block.Count))
            {
                if (offset == last || offset == Stamp.NoZone) continue;
                last = offset;
                seen.Add(offset);
            }
        }

        if (seen.Count == 0 || (seen.Count == 1 && zone is null)) return LogClock.Written;
        if (zone is not null)
        {
            foreach (var block in blocks)
            {
                for (var row = 0; row < block.Count; row++)
                    if (block.Offsets[row] != Stamp.NoZone && block.Offsets[row] != OffsetIn(zone, block.Walls[row])) return LogClock.Universal;
            }

            return LogClock.Written;
        }

        if (seen.Count != 2 || seen.Max - seen.Min != 60) return LogClock.Universal;

        var offsets = new OffsetsOfDays();
        foreach (var block in blocks)
            for (var row = 0; row < block.Count; row++) offsets.Add(block.Offsets[row], block.Walls[row]);
        return offsets.Clock;
    }

    private static short OffsetIn(TimeZoneInfo? zone, long wall) =>
        zone is null ? (short)0 : checked((short)zone.GetUtcOffset(new DateTime(wall, DateTimeKind.Unspecified)).TotalMinutes);

    /// <summary>Numbers the cases by first appearance in the file, and replaces each row's case by the position where the row belongs.</summary>
    private static (NameTable Names, int[] Starts) PlaceCases(IReadOnlyList<RowBlock> blocks)
    {
        var names = Merge(blocks, static block => block.Cases, static of => of.Cases, missing: null);
        var starts = new int[names.Count + 1];
        foreach (var block in blocks)
            foreach (var number in block.Cases.AsSpan(0, block.Count)) starts[number + 1]++;
        for (var number = 0; number < names.Count; number++) starts[number + 1] += starts[number];

        var next = starts.AsSpan(0, names.Count).ToArray();
        foreach (var block in blocks)
            foreach (ref var number in block.Cases.AsSpan(0, block.Count)) number = next[number]++;
        return (names, starts);
    }

    /// <summary>Rewrites one column from each thread's numbers to the log's: by first appearance in the file, missing values to -1.</summary>
    private static NameTable Merge(IReadOnlyList<RowBlock> blocks, Func<RowBlock, int[]> column, Func<RowNames, NameTable> table, MissingValues? missing)
    {
        const int NotYet = int.MinValue;
        var maps = new Dictionary<NameTable, int[]>(ReferenceEqualityComparer.Instance);
        foreach (var block in blocks)
        {
            var local = table(block.Names);
            if (maps.ContainsKey(local)) continue;
            var map = new int[local.Count];
            Array.Fill(map, NotYet);
            maps.Add(local, map);
        }

        // A single reader met the names in file order already.
        if (maps.Count == 1 && maps.Keys.First() is var only && !AnyMissing(only, missing)) return only;

        var whole = new NameTable(maps.Count == 0 ? 0 : maps.Values.Max(static map => map.Length));
        foreach (var block in blocks)
        {
            var local = table(block.Names);
            var map = maps[local];
            var numbers = column(block);
            var count = Math.Min(block.Count, numbers.Length);
            foreach (ref var number in numbers.AsSpan(0, count))
            {
                if (number < 0) continue;
                var mapped = map[number];
                if (mapped == NotYet) map[number] = mapped = Adopt(whole, local, number, missing);
                number = mapped;
            }
        }

        return whole;
    }

    private static int Adopt(NameTable whole, NameTable local, int number, MissingValues? missing)
    {
        var name = local.Utf8(number);
        return missing?.Holds(name) == true ? EventLog.Missing : whole.Number(name);
    }

    private static bool AnyMissing(NameTable names, MissingValues? missing)
    {
        if (missing is null) return false;
        for (var number = 0; number < names.Count; number++)
            if (missing.Holds(names.Utf8(number))) return true;
        return false;
    }

    private static void Scatter(RowBlock block, Columns to, TimeZoneInfo? zone, LogClock clock)
    {
        var targets = block.Cases.AsSpan(0, block.Count);
        for (var row = 0; row < targets.Length; row++) to.Activities[targets[row]] = block.Activities[row];
        ScatterNumbers(block.Resources, to.Resources, targets);
        ScatterNumbers(block.Groups, to.Groups, targets);
        ScatterNumbers(block.Levels, to.Levels, targets);
        ScatterNumbers(block.Types, to.Types, targets);
        ScatterNumbers(block.Outcomes, to.Outcomes, targets);

        var universal = clock == LogClock.Universal;
        for (var row = 0; row < targets.Length; row++)
        {
            var offset = block.Offsets[row];
            if (offset == Stamp.NoZone) offset = OffsetIn(zone, block.Walls[row]);
            to.Offsets[targets[row]] = offset;
            to.Times[targets[row]] = universal ? block.Walls[row] - (offset * TimeSpan.TicksPerMinute) : block.Walls[row];
        }

        ScatterStamps(block.Starts, to.Starts, targets, zone, universal, wholeDay: 0);
        // "By 5 March" is kept by whoever is done on 5 March.
        ScatterStamps(block.Deadlines, to.Deadlines, targets, zone, universal, wholeDay: TimeSpan.TicksPerDay);
        ScatterStamps(block.StepDeadlines, to.StepDeadlines, targets, zone, universal, wholeDay: TimeSpan.TicksPerDay);
    }

    private static void ScatterNumbers(int[] from, int[] to, ReadOnlySpan<int> targets)
    {
        if (to.Length == 0) return;
        for (var row = 0; row < targets.Length; row++) to[targets[row]] = from.Length > 0 ? from[row] : EventLog.Missing;
    }

    private static void ScatterStamps(Stamp[] from, long[] to, ReadOnlySpan<int> targets, TimeZoneInfo? zone, bool universal, long wholeDay)
    {
        if (to.Length == 0) return;
        for (var row = 0; row < targets.Length; row++)
        {
            var stamp = from.Length > 0 ? from[row] : Stamp.None;
            if (stamp.IsNone) to[targets[row]] = EventLog.NoTime;
            else if (!universal) to[targets[row]] = stamp.Wall + (stamp.DateOnly ? wholeDay : 0);
            else
            {
                var offset = stamp.OffsetMinutes == Stamp.NoZone ? OffsetIn(zone, stamp.Wall) : stamp.OffsetMinutes;
                to[targets[row]] = stamp.Wall + (stamp.DateOnly ? wholeDay : 0) - (offset * TimeSpan.TicksPerMinute);
            }
        }
    }

    /// <summary>Puts each case in time order, leaving equal times as they stand. Returns how many events stood after a later one.</summary>
    private static int SortEachCase(int[] starts, Columns columns, ParallelOptions threads)
    {
        var cases = starts.Length - 1;
        const int Chunk = 16_384;
        var outOfOrder = 0;
        Parallel.For(0, (cases + Chunk - 1) / Chunk, threads, chunk =>
        {
            var found = 0;
            var to = Math.Min(cases, (chunk + 1) * Chunk);
            for (var number = chunk * Chunk; number < to; number++)
            {
                var from = starts[number];
                var length = starts[number + 1] - from;
                var late = CountLate(columns.Times.AsSpan(from, length));
                if (late == 0) continue;
                found += late;
                SortCase(columns, from, length);
            }

            Interlocked.Add(ref outOfOrder, found);
        });
        return outOfOrder;
    }

    private static int CountLate(ReadOnlySpan<long> times)
    {
        var late = 0;
        var latest = long.MinValue;
        foreach (var time in times)
        {
            if (time < latest) late++;
            else latest = time;
        }

        return late;
    }

    internal static void SortCase(Columns columns, int from, int length)
    {
        var keys = new (long Time, int Row)[length];
        for (var row = 0; row < length; row++) keys[row] = (columns.Times[from + row], row);
        Array.Sort(keys);
        Permute(columns.Activities, keys, from);
        Permute(columns.Resources, keys, from);
        Permute(columns.Groups, keys, from);
        Permute(columns.Levels, keys, from);
        Permute(columns.Types, keys, from);
        Permute(columns.Outcomes, keys, from);
        Permute(columns.Times, keys, from);
        Permute(columns.Offsets, keys, from);
        Permute(columns.Starts, keys, from);
        Permute(columns.Deadlines, keys, from);
        Permute(columns.StepDeadlines, keys, from);
    }

    private static void Permute<T>(T[] column, (long Time, int Row)[] keys, int from)
    {
        if (column.Length == 0) return;
        var old = column.AsSpan(from, keys.Length).ToArray();
        for (var row = 0; row < keys.Length; row++) column[from + row] = old[keys[row].Row];
    }

    /// <summary>Of what is said on several events of a case the latest, and how many cases say unlike things.</summary>
    private static (T[] Latest, int Changed) ByCase<T>(int[] starts, T[] byEvent, T none)
        where T : IEquatable<T>
    {
        var latest = new T[starts.Length - 1];
        var changed = 0;
        for (var number = 0; number < latest.Length; number++)
        {
            var said = none;
            var differs = false;
            for (var at = starts[number]; at < starts[number + 1]; at++)
            {
                if (byEvent[at].Equals(none)) continue;
                differs |= !said.Equals(none) && !said.Equals(byEvent[at]);
                said = byEvent[at];
            }

            latest[number] = said;
            if (differs) changed++;
        }

        return (latest, changed);
    }
}
