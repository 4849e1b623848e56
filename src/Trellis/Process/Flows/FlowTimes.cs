using System.Collections.Immutable;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Process.Flows;

/// <summary>A step on the longest way through a flow, with the time it may take.</summary>
public readonly record struct TimedStep(string Id, TimeLimit Limit);

/// <summary>A flow, or a block of one, whose limits add up to more than was promised.</summary>
/// <param name="Block">The block whose own limit is broken; null for the matter's promise.</param>
/// <param name="Promise">What was promised.</param>
/// <param name="Filed">The filing that fares worst.</param>
/// <param name="Promised">The end of the promise for it.</param>
/// <param name="Ends">The end of the last step for it.</param>
/// <param name="WorkingDaysLate">Working days of the office between the two.</param>
/// <param name="Way">The steps that make the longest way.</param>
/// <param name="Case">The conditions of the case; none where it is so in every case.</param>
public sealed record LateFlow(FlowPart? Block, TimeLimit Promise, DateTime Filed, DateTime Promised, DateTime Ends, int WorkingDaysLate, IReadOnlyList<TimedStep> Way, Conditions Case);

/// <summary>Steps that follow one another although none needs what another gives, and what doing them side by side would save.</summary>
public sealed record SerialSteps(IReadOnlyList<FlowPoint> Steps, int WorkingDaysSaved);

/// <summary>Limits laid on one year, kept: most flows of a county begin with the same step at the same counter. Several threads may ask.</summary>
public sealed class LaidLimits
{
    private readonly Dictionary<(FilingYear, WorkingCalendar, TimeLimit), FilingYear> _laid = [];
    private readonly Dictionary<(WorkingCalendar, TimeLimit), (int Least, int Most)> _days = [];
    private readonly DateTime _first;

    /// <param name="year">The year whose filings are looked at.</param>
    /// <param name="office">The calendar on which promises run.</param>
    public LaidLimits(int year, WorkingCalendar office) => (Office, Year, _first) = (office, FilingYear.Of(year), new DateTime(year, 1, 1));

    public WorkingCalendar Office { get; }

    /// <summary>All filings of the year.</summary>
    public FilingYear Year { get; }

    internal FilingYear Then(FilingYear from, WorkingCalendar calendar, TimeLimit limit)
    {
        // One at a time: who comes second finds what the first has laid.
        lock (_laid)
        {
            var key = (from, calendar, limit);
            if (!_laid.TryGetValue(key, out var then)) _laid.Add(key, then = from.Then(calendar, limit));
            return then;
        }
    }

    /// <summary>
    /// How many working days of the office lie between the day on which a limit begins and the day on which it ends: the least and the most,
    /// over every day of this year and the next. A chain of limits never takes more of them than the sum of the most, so a promise whose
    /// least is greater is kept without looking at every minute. What ends at midnight ends on the day before.
    /// </summary>
    internal (int Least, int Most) OfficeDays(WorkingCalendar calendar, TimeLimit limit)
    {
        lock (_days)
        {
            if (!_days.TryGetValue((calendar, limit), out var known)) _days.Add((calendar, limit), known = CountOfficeDays(calendar, limit));
            return known;
        }
    }

    private (int Least, int Most) CountOfficeDays(WorkingCalendar calendar, TimeLimit limit)
    {
        var (least, most) = (int.MaxValue, 0);
        for (var day = 0; day < 731; day++)
        {
            var begins = _first.AddDays(day);
            if (limit.RunsByTheClock || limit.Unit == TimeUnit.WorkingHours) most = Math.Max(most, Between(begins, calendar.Due(begins.AddDays(1), limit)));
            var due = calendar.Due(begins, limit);
            least = Math.Min(least, Between(begins, due));
            most = Math.Max(most, Between(begins, due));
        }

        return (least, most);

        int Between(DateTime begins, DueTime due) =>
            due.Certainty == Certainty.OutOfReach ? int.MaxValue / 64 : Office.WorkingDays(DateOnly.FromDateTime(begins), DateOnly.FromDateTime(due.At.AddMinutes(-1)));
    }
}

/// <summary>What was laid on each year and calendar of promises. The base and what overlays make of it mostly share their calendars, and so this.</summary>
public sealed class LaidYears
{
    private readonly Dictionary<(int, WorkingCalendar), LaidLimits> _years = [];

    public LaidLimits Of(int year, WorkingCalendar office)
    {
        lock (_years)
        {
            if (!_years.TryGetValue((year, office), out var laid)) _years.Add((year, office), laid = new LaidLimits(year, office));
            return laid;
        }
    }
}

/// <summary>
/// Lays a flow on the calendar. A step begins when what stands before it has ended and takes all of its limit, on the calendar of its post;
/// branches side by side end with the last; a choice takes its slowest branch that fits the case; of a loop the first pass counts;
/// what follows the last step of an office (the confirm, what the requester does) does not count. The promise runs on the office's calendar.
/// Steps without a limit take no time, so what is found to be late is late whatever they take.
/// </summary>
public sealed class FlowTimes
{
    /// <summary>Cases told apart before they are taken together.</summary>
    private const int MostCases = 48;

    private readonly CompiledFlow _flow;
    private readonly Func<FlowPart.Step, IReadOnlyList<WorkingCalendar>> _calendars;
    private readonly LaidLimits _laid;
    private readonly HashSet<FlowPart> _sideBySide = new(ReferenceEqualityComparer.Instance);

    /// <param name="flow">The flow.</param>
    /// <param name="calendars">The calendars of the posts that may do a step; the office's where it gives none.</param>
    /// <param name="laid">The year, the calendar of promises, and what was laid on it already.</param>
    public FlowTimes(CompiledFlow flow, Func<FlowPart.Step, IReadOnlyList<WorkingCalendar>> calendars, LaidLimits laid) => (_flow, _calendars, _laid) = (flow, calendars, laid);

    private WorkingCalendar Office => _laid.Office;

    /// <summary>The promise and the limits of blocks that their own steps break for some filing of the year, each at its worst.</summary>
    public IReadOnlyList<LateFlow> FindLate()
    {
        var late = new List<LateFlow>();
        foreach (var block in _flow.Matter.Flow.All)
        {
            var (within, inner) = block switch
            {
                FlowPart.Sequence { Within: { } own } sequence => (own, (FlowPart)(sequence with { Within = null })),
                FlowPart.Parallel { Within: { } own } parallel => (own, parallel with { Within = null }),
                FlowPart.AnyOrder { Within: { } own } anyOrder => (own, anyOrder with { Within = null }),
                FlowPart.Choice { Within: { } own } choice => (own, choice with { Within = null }),
                FlowPart.Repeat { Within: { } own } repeat => (own, repeat.Do),
                _ => (null, null!),
            };
            if (within is not null && Worst(within, inner, counted: true, _flow.ReachedWhen(block)) is { } over) late.Add(over with { Block = block });
        }

        if (_flow.Matter.Guide.Promise is { } promise && Worst(promise, _flow.Matter.Flow, counted: false, Conditions.None) is { } broken) late.Add(broken);
        return late;
    }

    private LateFlow? Worst(Term promise, FlowPart part, bool counted, Conditions reached)
    {
        // First by whole days, then by every minute, all cases at once and the slowest against the shortest promise: what holds there holds in every case.
        if (IsSurelyKept(promise, part, counted, reached)) return null;
        if (Against(promise, part, counted, reached) is not { } worst) return null;
        var cases = CasesOf(promise, part, reached);
        if (cases.Count <= 1) return worst;
        LateFlow? latest = null;
        var late = 0;
        foreach (var one in cases)
        {
            if (Against(promise, part, counted, one) is not { } here) continue;
            late++;
            if (latest is null || here.Ends - here.Promised > latest.Ends - latest.Promised) latest = here with { Case = one.Beyond(reached) };
        }

        // Late in every case: then the case says nothing.
        return late == cases.Count && latest is not null ? latest with { Case = Conditions.None } : latest;
    }

    private bool IsSurelyKept(Term promise, FlowPart part, bool counted, Conditions here)
    {
        var laying = new Laying<int>(this, (from, _, calendar, limit) => from + _laid.OfficeDays(calendar, limit).Most, Math.Max, static (one, other) => one <= other);
        var most = laying.Lay(_flow, part, 0, here, counted);
        return LimitsOf(_flow, promise, here).All(promised => most < _laid.OfficeDays(Office, promised).Least || (part is FlowPart.Parallel parallel && parallel.Parts.All(inner => IsWithin(inner, promised, here))));
    }

    /// <summary>A step by itself that may take no longer than the block, on whatever calendar.</summary>
    private bool IsWithin(FlowPart part, TimeLimit promised, Conditions here) =>
        part is FlowPart.Step { Lasts: null } step && LimitsOf(_flow, step.Within, here) is { Count: > 0 } limits && limits.All(limit => TimeLimit.Compare(limit, promised) is <= 0);

    private LateFlow? Against(Term promise, FlowPart part, bool counted, Conditions here)
    {
        LateFlow? latest = null;
        var year = _laid.Year;
        var laying = new Laying<FilingYear>(this, (from, _, calendar, limit) => _laid.Then(from, calendar, limit), static (one, other) => one.Later(other), static (one, other) => one.WorstAgainst(other).Time <= TimeSpan.Zero);
        var laid = laying.Lay(_flow, part, year, here, counted);
        foreach (var promised in LimitsOf(_flow, promise, here))
        {
            // The limit of a block is kept where it is kept on one of the calendars of those who work in it.
            var allowed = _laid.Then(year, Office, promised);
            if (counted)
                foreach (var calendar in CalendarsIn(part)) allowed = allowed.Later(_laid.Then(year, calendar, promised));
            var worst = laid.WorstAgainst(allowed);
            if (worst.Time <= TimeSpan.Zero || worst.Certainty == Certainty.OutOfReach) continue;
            var end = allowed.EndOf(worst.Filed).At;
            if (latest is not null && worst.Ends - end <= latest.Ends - latest.Promised) continue;
            var days = Office.WorkingDays(DateOnly.FromDateTime(end), DateOnly.FromDateTime(worst.Ends));
            latest = new LateFlow(null, promised, worst.Filed, end, worst.Ends, days, Trace(part, worst.Filed, here, counted).Way, Conditions.None);
        }

        return latest;
    }

    private HashSet<WorkingCalendar> CalendarsIn(FlowPart part) => [.. part.All.OfType<FlowPart.Step>().SelectMany(_calendars)];

    private sealed record Walked(DateTime At, ImmutableList<TimedStep> Way);

    private Walked Trace(FlowPart part, DateTime from, Conditions here, bool counted)
    {
        var laying = new Laying<Walked>(this, static (from, id, calendar, limit) => new Walked(Due(from, calendar, limit), from.Way.Add(new TimedStep(id, limit))), static (one, other) => other.At > one.At ? other : one, static (one, other) => one.At <= other.At);
        return laying.Lay(_flow, part, new Walked(from, []), here, counted);

        // As FilingYear counts: what ended at midnight ended on the day before.
        static DateTime Due(Walked from, WorkingCalendar calendar, TimeLimit limit) =>
            calendar.Due(from.Way.IsEmpty || limit.RunsByTheClock || limit.Unit == TimeUnit.WorkingHours ? from.At : from.At.AddMinutes(-1), limit).At;
    }

    /// <summary>When the last step of an office ends, for one filing.</summary>
    public DateTime EndOf(DateTime filed) => Trace(_flow.Matter.Flow, filed, Conditions.None, counted: false).At;

    /// <summary>Neighbours that gather facts and need nothing of each other, with the working days that the whole would save, for a filing at the opening of a day.</summary>
    /// <param name="independent">Whether the later needs nothing of the earlier.</param>
    /// <param name="day">From this day on the first working day is taken.</param>
    public IReadOnlyList<SerialSteps> FindSerial(Func<FlowPoint, FlowPoint, bool> independent, DateOnly day)
    {
        var found = new List<SerialSteps>();
        if (Office.WorkingDayFrom(day) is not { } working) return found;
        var filed = working.ToDateTime(TimeOnly.MinValue).AddMinutes(Office.HoursOn(working)[0].FromMinute);
        foreach (var sequence in _flow.Matter.Flow.All.OfType<FlowPart.Sequence>())
        {
            for (var at = 0; at < sequence.Parts.Count; at++)
            {
                var group = new List<FlowPoint>();
                for (var next = at; next < sequence.Parts.Count && sequence.Parts[next] is FlowPart.Step step; next++)
                {
                    var point = _flow.PointOf(step);
                    if (!group.TrueForAll(earlier => independent(earlier, point))) break;
                    if (group.Count == 0 && next + 1 < sequence.Parts.Count && !(sequence.Parts[next + 1] is FlowPart.Step following && independent(point, _flow.PointOf(following)))) break;
                    group.Add(point);
                }

                if (group.Count < 2) continue;
                at += group.Count - 1;
                var serial = EndOf(filed);
                foreach (var point in group.Skip(1)) _sideBySide.Add(point.What);
                var beside = EndOf(filed);
                _sideBySide.Clear();
                // An hour that begins at closing time costs a day; what is saved is never more than the shorter steps take by themselves.
                var alone = group.ConvertAll(point => Days(filed, Trace(point.What, filed, Conditions.None, counted: true).At));
                found.Add(new SerialSteps(group, Math.Min(Days(beside, serial), alone.Sum() - alone.Max())));
            }
        }

        return found;
    }

    private int Days(DateTime from, DateTime to) => Office.WorkingDays(DateOnly.FromDateTime(from), DateOnly.FromDateTime(to));

    /// <summary>The limits that a term may give where some conditions hold; none where its expression gives no fixed ones.</summary>
    public static IReadOnlyList<TimeLimit> LimitsOf(CompiledFlow flow, Term? term, Conditions here)
    {
        if (term is null) return [];
        if (term.Fixed is { } given) return [given];
        var limits = new List<TimeLimit>();
        if (flow.Parse(term.Formula) is { } node) Gather(node, here);
        return limits;

        void Gather(Node part, Conditions under)
        {
            if (!under.CanHold(flow.Codes)) return;
            switch (part)
            {
                case Node.Choice choice:
                    Gather(choice.Then, under.And(choice.When, holds: true));
                    Gather(choice.Otherwise, under.And(choice.When, holds: false));
                    break;
                case Node.Literal { Value.Limit: { } limit }:
                    if (!limits.Contains(limit)) limits.Add(limit);
                    break;
                default: break;
            }
        }
    }

    /// <summary>The cases that the conditions of limits tell apart, together with conditions of steps and branches that read the same names.</summary>
    private List<Conditions> CasesOf(Term promise, FlowPart part, Conditions reached)
    {
        var asked = new List<Node>();
        var others = new List<Node>();
        Limits(promise);
        foreach (var inner in part.All)
        {
            Limits(inner switch
            {
                FlowPart.Step step => step.Within,
                FlowPart.Part run => run.Within,
                FlowPart.Sequence sequence => sequence.Within,
                FlowPart.Parallel parallel => parallel.Within,
                FlowPart.AnyOrder anyOrder => anyOrder.Within,
                FlowPart.Choice choice => choice.Within,
                FlowPart.Repeat repeat => repeat.Within,
                _ => null,
            });
            if (inner is FlowPart.Step { When: { } stepWhen } && _flow.Parse(stepWhen) is { } ofStep) others.Add(ofStep);
            if (inner is FlowPart.Part { When: { } partWhen } && _flow.Parse(partWhen) is { } ofPart) others.Add(ofPart);
            if (inner is FlowPart.Choice split) others.AddRange(split.Branches.Select(branch => _flow.Parse(branch.When)).OfType<Node>());
        }

        // A condition that shares its names with no other changes nothing for the rest: the slowest of its two sides is right as it stands.
        var all = asked.Concat(others).ToList();
        var names = all.SelectMany(static node => Reading.NamesOf(node).Distinct(StringComparer.Ordinal)).CountBy(static name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var cases = new List<Conditions> { reached };
        var split2 = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in all)
        {
            if (!asked.Contains(node) && Reading.NamesOf(node).All(name => names[name] == 1)) continue;
            if (!split2.Add(Printing.Text(node))) continue;
            var next = new List<Conditions>();
            foreach (var one in cases)
            {
                if (one.And(node, holds: true) is var yes && yes.CanHold(_flow.Codes)) next.Add(yes);
                if (one.And(node, holds: false) is var no && no.CanHold(_flow.Codes)) next.Add(no);
            }

            if (next.Count > MostCases) break;
            cases = next;
        }

        return cases;

        void Limits(Term? term)
        {
            if (_flow.Parse(term?.Formula) is { } node) Whens(node);
        }

        void Whens(Node node)
        {
            if (node is not Node.Choice choice) return;
            asked.Add(choice.When);
            Whens(choice.Then);
            Whens(choice.Otherwise);
        }
    }

    /// <summary>Whether a step is done by an office, so that the promise covers it: everybody but the requester and those the matter is about.</summary>
    internal static bool IsOffice(MatterType matter, FlowPart.Step step) =>
        step.Kind != StepKind.Confirm && !step.ByRequester && !(step.By is { At: null } by && matter.About.Any(role => role.Name == by.Post));

    /// <summary>One walk through a flow in some count of time.</summary>
    private sealed class Laying<T>(FlowTimes times, Func<T, string, WorkingCalendar, TimeLimit, T> then, Func<T, T, T> later, Func<T, T, bool> isNeverLater)
    {
        public T Lay(CompiledFlow flow, FlowPart part, T from, Conditions here, bool counted) => Lay(flow, part, from, here, counted, 0);

        /// <param name="flow">The flow whose names the conditions use.</param>
        /// <param name="part">What is laid.</param>
        /// <param name="from">Where it begins.</param>
        /// <param name="here">What holds here.</param>
        /// <param name="counted">Whether an office still acts behind it, so that everything in it counts.</param>
        /// <param name="depth">Bundles within bundles.</param>
        private T Lay(CompiledFlow flow, FlowPart part, T from, Conditions here, bool counted, int depth)
        {
            switch (part)
            {
                case FlowPart.Step step:
                    return LayStep(flow, step, from, here, counted);
                case FlowPart.Part run:
                    return LayPart(flow, run, from, here, depth);
                case FlowPart.Sequence sequence:
                    return Block(flow, sequence.Within, from, here, sequence, () => LaySequence(flow, sequence, from, here, counted, depth));
                case FlowPart.Parallel parallel:
                    return Block(flow, parallel.Within, from, here, parallel, () =>
                    {
                        var latest = from;
                        foreach (var inner in parallel.Parts) latest = later(latest, Lay(flow, inner, from, here, counted, depth));
                        return latest;
                    });
                case FlowPart.AnyOrder anyOrder:
                    return Block(flow, anyOrder.Within, from, here, anyOrder, () =>
                    {
                        var next = from;
                        foreach (var inner in anyOrder.Parts) next = Lay(flow, inner, next, here, counted, depth);
                        return next;
                    });
                case FlowPart.Choice choice:
                    return Block(flow, choice.Within, from, here, choice, () =>
                    {
                        var slowest = from;
                        foreach (var (branch, when) in flow.BranchesOf(choice, here))
                            if (when.CanHold(flow.Codes)) slowest = later(slowest, Lay(flow, branch.Then, from, when, counted, depth));
                        return slowest;
                    });
                case FlowPart.Repeat repeat:
                    return Block(flow, repeat.Within, from, here, repeat.Do, () => Lay(flow, repeat.Do, from, here, counted, depth));
                default:
                    throw new InvalidOperationException("An unknown part of a flow.");
            }
        }

        private T LaySequence(CompiledFlow flow, FlowPart.Sequence sequence, T from, Conditions here, bool counted, int depth)
        {
            var last = counted ? sequence.Parts.Count - 1 : LastOfOffice(flow, sequence);
            for (var at = 0; at <= last; at++)
            {
                var begins = from;
                from = Lay(flow, sequence.Parts[at], begins, here, counted || at < last, depth);
                for (; at < last && times._sideBySide.Contains(sequence.Parts[at + 1]); at++)
                    from = later(from, Lay(flow, sequence.Parts[at + 1], begins, here, counted || at + 1 < last, depth));
            }

            return from;
        }

        private T LayStep(CompiledFlow flow, FlowPart.Step step, T from, Conditions here, bool counted)
        {
            if (!counted && !IsOffice(flow.Matter, step)) return from;
            var done = flow.Under(here, step.When, holds: true);
            if (!done.CanHold(flow.Codes)) return from;
            var calendars = times._calendars(step);
            if (calendars.Count == 0) calendars = [times.Office];
            var latest = from;
            var limits = LimitsOf(flow, step.Within, done);
            foreach (var calendar in calendars)
            {
                foreach (var limit in limits) latest = later(latest, then(from, step.Id, calendar, limit));
                if (step.Lasts is { } lasts) latest = later(latest, then(from, step.Id, calendar, lasts));
            }

            return latest;
        }

        private T LayPart(CompiledFlow flow, FlowPart.Part run, T from, Conditions here, int depth)
        {
            var done = flow.Under(here, run.When, holds: true);
            if (!done.CanHold(flow.Codes)) return from;
            if (Limits(flow, run.Within, from, done, run.Id) is { } whole) return whole.Value;
            if (depth > 4 || flow.TypeOf(run) is not { } type) return from;
            return Lay(flow.FlowOf(type), WithoutFrame(type.Flow), from, Conditions.None, counted: true, depth + 1);
        }

        /// <summary>A block with a limit of its own ends by it, or earlier where all its steps have limits that end earlier. That its steps fit is checked by itself.</summary>
        private T Block(CompiledFlow flow, Term? within, T from, Conditions here, FlowPart block, Func<T> inside)
        {
            if (within is null || Limits(flow, within, from, here, NamedBy(block)) is not { } whole) return inside();
            if (!block.All.OfType<FlowPart.Step>().All(static step => step.Within is not null || step.Lasts is not null || step.Kind == StepKind.Confirm)) return whole.Value;
            var inner = inside();
            return isNeverLater(inner, whole.Value) ? inner : whole.Value;
        }

        private static string NamedBy(FlowPart block) => block.All.OfType<FlowPart.Step>().FirstOrDefault()?.Id ?? "";

        private Boxed? Limits(CompiledFlow flow, Term? within, T from, Conditions here, string id)
        {
            var limits = LimitsOf(flow, within, here);
            if (limits.Count == 0) return null;
            var latest = from;
            foreach (var limit in limits) latest = later(latest, then(from, id, times.Office, limit));
            return new Boxed(latest);
        }

        private sealed record Boxed(T Value);

        /// <summary>The last child in which an office acts; below 0 where none does.</summary>
        private static int LastOfOffice(CompiledFlow flow, FlowPart.Sequence sequence)
        {
            for (var at = sequence.Parts.Count - 1; at >= 0; at--)
                if (sequence.Parts[at].All.Any(inner => inner is FlowPart.Part || (inner is FlowPart.Step step && IsOffice(flow.Matter, step)))) return at;
            return -1;
        }

        /// <summary>A part runs without its receive, deliver and confirm: the bundle has its own.</summary>
        private static FlowPart WithoutFrame(FlowPart part) => part switch
        {
            FlowPart.Sequence sequence => sequence with { Parts = Inner(sequence.Parts) },
            FlowPart.Parallel parallel => parallel with { Parts = Inner(parallel.Parts) },
            FlowPart.AnyOrder anyOrder => anyOrder with { Parts = Inner(anyOrder.Parts) },
            FlowPart.Choice choice => choice with { Branches = [.. choice.Branches.Select(static branch => branch with { Then = (FlowPart.Sequence)WithoutFrame(branch.Then) })] },
            FlowPart.Repeat repeat => repeat with { Do = (FlowPart.Sequence)WithoutFrame(repeat.Do) },
            _ => part,
        };

        private static List<FlowPart> Inner(IReadOnlyList<FlowPart> parts) =>
            [.. parts.Where(static inner => inner is not FlowPart.Step { Kind: StepKind.Receive or StepKind.Deliver or StepKind.Confirm }).Select(WithoutFrame)];
    }
}
