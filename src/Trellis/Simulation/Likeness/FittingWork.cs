namespace Trellis.Simulation.Likeness;

/// <summary>
/// Reads off a log what a simulation of the same work needs. Where only the end of each event is known, what lies between two events of a case is
/// divided after Chapela-Campa and Dumas (2024, "Enhancing business process simulation models with extraneous activity delays"): a matter was not yet ready while the
/// person who did it next sat idle and on duty; from then on it waited for that person, or was worked on.
/// </summary>
public static class FittingWork
{
    /// <summary>Fewer spells than this tell nothing of how long work takes.</summary>
    private const int EnoughSpells = 10;

    /// <summary>Times of work that are only known from above are shortened until nobody has to work more than this share of their hours: they got it done.</summary>
    private const double MostOfHours = 0.9;

    public static FittedWork Fit(RecordedWork log, FitSettings settings)
    {
        var mereDay = MereDays(log);
        var known = KnownFollowers(log);
        var off = DaysOff.Of(log);
        var hours = OfficeHours.Of(log, mereDay, off);
        var ready = Ready(log);
        var order = ByPerson(log, mereDay);
        var batches = Batches.Of(log, order, ready, mereDay);
        var (service, spells) = Service(log, hours, order, ready);
        var atOnce = AtOnce(log);
        var shortened = log.Begins.Length > 0 ? 1 : Math.Min(1, MostOfHours / Math.Max(MostOfHours, HeaviestLoad(log, hours, service, atOnce)));
        if (shortened < 1) service = Array.ConvertAll(service, times => Array.ConvertAll(times, time => time * shortened));
        var begun = Begun(log, hours, order, ready, service);
        var delays = new Delays(Waits(log, hours, known, ready, begun, mereDay, batches));
        var arrivals = Arrivals.Of(log, off);
        var flow = Flow.Of(log, known, settings.Memory, settings.Least);
        var pace = Pace(log, delays, known);

        long first = long.MaxValue, last = long.MinValue, end = long.MinValue;
        var longest = 0;
        for (var number = 0; number < log.Cases; number++)
        {
            (first, last, end) = (Math.Min(first, log.Arrival(number)), Math.Max(last, log.Arrival(number)), Math.Max(end, log.Closing(number)));
            longest = Math.Max(longest, log.CaseStarts[number + 1] - log.CaseStarts[number]);
        }

        var model = new WorkModel
        {
            Log = log, Arrivals = arrivals, Flow = flow, Delays = delays, Hours = hours, Hands = Hands.Of(log), Batches = batches,
            Service = service, Shortened = shortened, AtOnce = atOnce, Pace = pace, LongestCase = 3 * longest,
        };
        return new FittedWork(model) { Parts = SayingFits.Say(model, mereDay.Count(static mere => mere), spells, known.Count(static followed => !followed)), FirstArrival = first, LastArrival = last, LastEvent = end };
    }

    /// <summary>Events whose time is a mere day. A log that is exact writes midnight now and then by accident; one in a hundred is none.</summary>
    private static bool[] MereDays(RecordedWork log)
    {
        var mere = new bool[log.Events];
        var count = 0;
        for (var at = 0; at < mere.Length; at++)
            if (mere[at] = log.Ends[at] % WeekClock.Day == 0) count++;
        return count * 100 >= log.Events ? mere : new bool[log.Events];
    }

    /// <summary>
    /// Whether what followed an event can be taken from the log. Near its end what will follow has not happened yet: so long as nineteen in
    /// twenty of what follows the activity take, at most a quarter of the log, neither what followed nor that nothing did is counted.
    /// </summary>
    private static bool[] KnownFollowers(RecordedWork log)
    {
        var known = new bool[log.Events];
        if (log.Events == 0) return known;
        long first = long.MaxValue, last = long.MinValue;
        foreach (var end in log.Ends) (first, last) = (Math.Min(first, end), Math.Max(last, end));
        var waits = new List<long>[log.Activities.Count];
        for (var number = 0; number < log.Cases; number++)
            for (var at = log.CaseStarts[number]; at + 1 < log.CaseStarts[number + 1]; at++) (waits[log.Activity[at]] ??= []).Add(log.Ends[at + 1] - log.Ends[at]);

        var open = new long[waits.Length];
        for (var activity = 0; activity < waits.Length; activity++)
        {
            if (waits[activity] is not { } own) continue;
            own.Sort();
            open[activity] = Math.Min(own[Math.Min(own.Count - 1, own.Count * 19 / 20)], (last - first) / 4);
        }

        for (var at = 0; at < known.Length; at++) known[at] = log.Ends[at] <= last - open[log.Activity[at]];
        return known;
    }

    private static long[] Ready(RecordedWork log)
    {
        var ready = new long[log.Events];
        for (var number = 0; number < log.Cases; number++)
            for (var at = log.CaseStarts[number]; at < log.CaseStarts[number + 1]; at++) ready[at] = at == log.CaseStarts[number] ? RecordedWork.NoTime : log.Ends[at - 1];
        return ready;
    }

    private static List<int>[] ByPerson(RecordedWork log, bool[] mereDay)
    {
        var order = new List<int>[log.Resources.Count];
        for (var resource = 0; resource < order.Length; resource++) order[resource] = [];
        for (var at = 0; at < log.Events; at++)
            if (log.Resource[at] >= 0 && !mereDay[at]) order[log.Resource[at]].Add(at);
        foreach (var events in order) events.Sort((one, other) => log.Ends[one] != log.Ends[other] ? log.Ends[one].CompareTo(log.Ends[other]) : one.CompareTo(other));
        return order;
    }

    /// <summary>
    /// How long work takes. Where beginnings are known, they tell. Otherwise only from above: of two things that one person ended on one day, the second
    /// lying ready when the first was done, the second took no longer than from the one end to the other. Pauses lie in between, so that the
    /// shorter half of such spells is taken.
    /// </summary>
    private static (double[][] Service, int Spells) Service(RecordedWork log, OfficeHours hours, List<int>[] order, long[] ready)
    {
        var spells = new List<double>[log.Activities.Count];
        var count = 0;
        for (var resource = 0; resource < order.Length; resource++)
        {
            var duty = hours.DutyOf(resource);
            for (var place = 0; place < order[resource].Count; place++)
            {
                var at = order[resource][place];
                double took;
                if (log.Begins.Length > 0)
                {
                    if (log.Begins[at] == RecordedWork.NoTime || log.Begins[at] > log.Ends[at]) continue;
                    took = duty.Elapsed(log.Begins[at], log.Ends[at]);
                    if (took <= 0) took = log.Ends[at] - log.Begins[at];
                }
                else
                {
                    if (place == 0 || ready[at] == RecordedWork.NoTime) continue;
                    var before = log.Ends[order[resource][place - 1]];
                    if (ready[at] > before || before / WeekClock.Day != log.Ends[at] / WeekClock.Day || !duty.IsOn(log.Ends[at])) continue;
                    took = duty.Elapsed(before, log.Ends[at]);
                }

                (spells[log.Activity[at]] ??= []).Add(took);
                count++;
            }
        }

        var service = new double[spells.Length][];
        for (var activity = 0; activity < spells.Length; activity++)
        {
            service[activity] = [];
            if (spells[activity] is not { } own || own.Count < (log.Begins.Length > 0 ? 1 : EnoughSpells)) continue;
            own.Sort();
            service[activity] = log.Begins.Length > 0 ? [.. own] : [.. own[..(own.Count / 2)]];
        }

        return (service, count);
    }

    /// <summary>Of those who were there for a week at least, the greatest share of their hours that their work fills; 0 where no work takes time.</summary>
    internal static double HeaviestLoad(RecordedWork log, OfficeHours hours, double[][] service, int[] atOnce)
    {
        var means = Array.ConvertAll(service, static times => times.Length == 0 ? 0 : times.Sum() / times.Length);
        var work = new double[log.Resources.Count];
        var (first, last) = (new long[work.Length], new long[work.Length]);
        Array.Fill(first, long.MaxValue);
        for (var at = 0; at < log.Events; at++)
        {
            if (log.Resource[at] is not (var resource and >= 0)) continue;
            (first[resource], last[resource]) = (Math.Min(first[resource], log.Ends[at]), Math.Max(last[resource], log.Ends[at]));
            work[resource] += means[log.Activity[at]];
        }

        var heaviest = 0.0;
        for (var resource = 0; resource < work.Length; resource++)
        {
            // Somebody seen for less than a week tells nothing of how full a week is.
            if (work[resource] == 0 || last[resource] - first[resource] < WeekClock.Week) continue;
            heaviest = Math.Max(heaviest, work[resource] / (hours.DutyOf(resource).Elapsed(first[resource], last[resource]) * atOnce[resource]));
        }

        return heaviest;
    }

    /// <summary>
    /// By event, when it was ready to be worked on: the last moment before the work on it at which the person was idle and on duty, or else the end of the event before.
    /// Events without a person, or with a mere day, were ready when they happened.
    /// </summary>
    private static long[] Begun(RecordedWork log, OfficeHours hours, List<int>[] order, long[] ready, double[][] service)
    {
        var begun = (long[])log.Ends.Clone();
        for (var resource = 0; resource < order.Length; resource++)
        {
            var duty = hours.DutyOf(resource);
            var (busySince, busyUntil) = (RecordedWork.NoTime, RecordedWork.NoTime);
            foreach (var at in order[resource])
            {
                var end = log.Ends[at];
                var earliest = Math.Max(ready[at], busyUntil);
                var typical = service[log.Activity[at]] is { Length: > 0 } times ? times[times.Length / 2] : 0;
                long start;
                if (log.Begins.Length > 0 && log.Begins[at] != RecordedWork.NoTime) start = Math.Min(log.Begins[at], end);
                else if (earliest == RecordedWork.NoTime) start = end;
                else
                {
                    var room = duty.Elapsed(earliest, end);
                    start = room <= typical ? earliest : Math.Max(earliest, end - (long)typical);
                }

                // Nothing of duty between the end of the last and the beginning of this: the person went from one to the other.
                if (busyUntil == RecordedWork.NoTime || (start > busyUntil && duty.Elapsed(busyUntil, start) > 0)) busySince = start;
                begun[at] = Math.Max(ready[at], busySince);
                busyUntil = Math.Max(busyUntil, end);
            }
        }

        return begun;
    }

    private static List<(int From, int To, SeenWait Wait)> Waits(RecordedWork log, OfficeHours hours, bool[] known, long[] ready, long[] begun, bool[] mereDay, Batches batches)
    {
        var waits = new List<(int, int, SeenWait)>();
        for (var number = 0; number < log.Cases; number++)
        {
            for (var at = log.CaseStarts[number] + 1; at < log.CaseStarts[number + 1]; at++)
            {
                if (!known[at - 1] || batches.Has(log.Activity[at])) continue;
                var until = mereDay[at] ? log.Ends[at] : Math.Max(ready[at], Math.Min(begun[at], log.Ends[at]));
                waits.Add((log.Activity[at - 1], log.Activity[at], new SeenWait(
                    ready[at] - log.Arrival(number), until - ready[at], hours.OfficeOf(log.Resource[at]).Elapsed(ready[at], until),
                    hours.WorkingDays(ready[at] / WeekClock.Day, until / WeekClock.Day), until % WeekClock.Day, mereDay[at])));
            }
        }

        return waits;
    }

    /// <summary>
    /// How alike the waits of one case are, all else equal: each wait is a share of the waits of its kind that are shorter, and the
    /// intraclass correlation of these shares within cases is taken (one-way analysis of variance).
    /// </summary>
    private static double Pace(RecordedWork log, Delays delays, bool[] known)
    {
        double all = 0, within = 0, between = 0, sizes = 0;
        var (count, groups) = (0, 0);
        var sums = new List<(double Sum, int Count)>();
        for (var number = 0; number < log.Cases; number++)
        {
            double sum = 0, squares = 0;
            var own = 0;
            for (var at = log.CaseStarts[number] + 1; at < log.CaseStarts[number + 1]; at++)
            {
                if (!known[at - 1] || delays.OwnPool(log.Activity[at - 1], log.Activity[at]) is not { } pool) continue;
                var share = pool.ShareBelow(log.Ends[at] - log.Ends[at - 1], log.Ends[at - 1] - log.Arrival(number));
                sum += share;
                squares += share * share;
                own++;
            }

            if (own == 0) continue;
            groups++;
            count += own;
            all += sum;
            sizes += (double)own * own;
            within += squares - (sum * sum / own);
            sums.Add((sum, own));
        }

        if (groups < 10 || count - groups < 10) return 0;
        foreach (var (sum, own) in sums) between += own * ((sum / own) - (all / count)) * ((sum / own) - (all / count));
        var (meanBetween, meanWithin, size) = (between / (groups - 1), within / (count - groups), (count - (sizes / count)) / (groups - 1));
        var alike = (meanBetween - meanWithin) / (meanBetween + ((size - 1) * meanWithin));
        return Math.Sqrt(Math.Clamp(alike, 0, 1));
    }

    /// <summary>By person, as many things as were at most open at once for nineteen twentieths of the time with any; one where beginnings are not known.</summary>
    private static int[] AtOnce(RecordedWork log)
    {
        var atOnce = new int[log.Resources.Count];
        Array.Fill(atOnce, 1);
        if (log.Begins.Length == 0) return atOnce;
        var marks = new List<(long At, int Step)>[atOnce.Length];
        for (var at = 0; at < log.Events; at++)
        {
            if (log.Resource[at] < 0 || log.Begins[at] == RecordedWork.NoTime || log.Begins[at] >= log.Ends[at]) continue;
            var own = marks[log.Resource[at]] ??= [];
            own.Add((log.Begins[at], 1));
            own.Add((log.Ends[at], -1));
        }

        for (var resource = 0; resource < marks.Length; resource++)
        {
            if (marks[resource] is not { } own) continue;
            own.Sort();
            var spent = new SortedDictionary<int, long>();
            var (open, since) = (0, own[0].At);
            long busy = 0;
            foreach (var (at, step) in own)
            {
                if (open > 0)
                {
                    spent[open] = spent.GetValueOrDefault(open) + (at - since);
                    busy += at - since;
                }

                open += step;
                since = at;
            }

            long sum = 0;
            foreach (var (level, time) in spent)
            {
                sum += time;
                if (sum < busy - (busy / 20)) continue;
                atOnce[resource] = level;
                break;
            }
        }

        return atOnce;
    }
}
