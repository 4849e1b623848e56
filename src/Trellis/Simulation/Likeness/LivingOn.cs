namespace Trellis.Simulation.Likeness;

/// <summary>When matters arrive that are asked for, and until when what happens to them is seen.</summary>
public sealed record Period
{
    /// <summary>Milliseconds since year 1, as all times here.</summary>
    public required long From { get; init; }

    /// <summary>From here on nothing more arrives.</summary>
    public required long To { get; init; }

    /// <summary>From here on nothing is seen any more.</summary>
    public required long SeenUntil { get; init; }

    /// <summary>So long before the period matters arrive that are not shown, so that nobody begins with an empty desk.</summary>
    public long WarmUp { get; init; } = 60 * WeekClock.Day;
}

/// <summary>A simulated matter.</summary>
/// <param name="Number">From 1, by arrival.</param>
public sealed record SimulatedCase(int Number, IReadOnlyList<SimulatedEvent> Events);

/// <param name="Begin">When work on it began; <see cref="RecordedWork.NoTime"/> where nobody worked on it.</param>
/// <param name="End">When it happened.</param>
public readonly record struct SimulatedEvent(int Activity, int Resource, int Group, long Begin, long End);

/// <summary>
/// Runs fitted work: matters arrive, pass from activity to activity, wait for what has nothing to do with people (the resident, a deadline, the post), then for the person who
/// is to act, who works through a queue, first come first served, while on duty. Same fit, same seed: same events on any machine.
/// </summary>
public static class LivingOn
{
    /// <summary>The matters in the order in which they end. Nothing is held but what is under way.</summary>
    public static IEnumerable<SimulatedCase> Run(FittedWork fit, Period period, Seed seed) => new Office(fit.Model, period, seed).Run();

    /// <summary>The same as columns, by arrival.</summary>
    public static RecordedWork Columns(FittedWork fit, Period period, Seed seed)
    {
        var cases = new List<SimulatedCase>(Run(fit, period, seed));
        cases.Sort(static (one, other) => one.Number.CompareTo(other.Number));
        var columns = new WorkColumns(beginsKnown: true);
        foreach (var one in cases)
        {
            foreach (var step in one.Events) columns.Add(step.Activity, step.Resource, step.Group, step.Begin, step.End);
            columns.CloseCase();
        }

        return columns.Make(fit.Log);
    }

    private enum Kind
    {
        NextDay,
        Arrives,
        IsReady,
        IsWritten,
        IsDone,
        DutyBegins,
        BatchIsDue,
    }

    private readonly record struct Happening(Kind Kind, Matter? Matter = null, int Resource = 0, int Activity = 0, int Stamp = 0);

    private sealed class Matter(int number, Chance chance)
    {
        public int Number { get; } = number;

        /// <summary>Every draw of a matter is its own, whatever happens to others.</summary>
        public Chance Chance { get; } = chance;

        /// <summary>How slow its waits are when they follow its pace.</summary>
        public double Pace { get; } = chance.Unit();

        public List<int> Past { get; } = [];

        public List<SimulatedEvent> Events { get; } = [];

        public int Activity { get; set; }

        public int Resource { get; set; }

        public long Begun { get; set; }
    }

    private sealed class Person
    {
        public Queue<Matter> Queue { get; } = [];

        public int Busy { get; set; }

        public bool Waking { get; set; }
    }

    private sealed class Gathering
    {
        public List<Matter> Waiting { get; } = [];

        public int Size { get; set; }

        public int Stamp { get; set; }
    }

    private sealed class Office(WorkModel fit, Period period, Seed seed)
    {
        private readonly Agenda<Happening> _agenda = new();
        private readonly Person?[] _people = new Person?[fit.Log.Resources.Count];
        private readonly Dictionary<(int Resource, int Activity), Gathering> _gatherings = [];
        private readonly Chance _batches = seed.Of("batches").Draws();
        private readonly Seed _arrivals = seed.Of("arrivals");
        private readonly Seed _matters = seed.Of("matters");
        private readonly List<SimulatedCase> _ended = [];
        private readonly SortedDictionary<int, Matter> _open = [];
        private long _arrived;
        private int _shown;

        public IEnumerable<SimulatedCase> Run()
        {
            if (fit.Log.Cases == 0) yield break;
            var begin = period.From - period.WarmUp;
            _agenda.Add(begin / WeekClock.Day * WeekClock.Day, new Happening(Kind.NextDay));
            while (_agenda.Count > 0 && _agenda.Next < period.SeenUntil)
            {
                var (now, what) = _agenda.Take();
                switch (what.Kind)
                {
                    case Kind.NextDay:
                        NextDay(now, begin);
                        break;
                    case Kind.Arrives:
                        Arrives(now);
                        break;
                    case Kind.IsReady:
                        IsReady(what.Matter!, now);
                        break;
                    case Kind.IsWritten:
                        Happens(what.Matter!, RecordedWork.NoTime, now);
                        break;
                    case Kind.IsDone:
                        // Whoever did it takes up the next thing; the matter goes on to somebody else.
                        var person = _people[what.Resource]!;
                        person.Busy--;
                        Happens(what.Matter!, what.Matter!.Begun, now);
                        Work(what.Resource, person, now);
                        break;
                    case Kind.DutyBegins:
                        _people[what.Resource]!.Waking = false;
                        Work(what.Resource, _people[what.Resource]!, now);
                        break;
                    default:
                        if (_gatherings[(what.Resource, what.Activity)] is var gathering && gathering.Stamp == what.Stamp) Release(gathering, now);
                        break;
                }

                foreach (var one in _ended) yield return one;
                _ended.Clear();
            }

            // What is still under way when nobody looks any more is shown as far as it came.
            foreach (var one in _open.Values) yield return new SimulatedCase(one.Number, one.Events);
        }

        private void NextDay(long midnight, long begin)
        {
            foreach (var time in fit.Arrivals.On(midnight / WeekClock.Day, _arrivals))
                if (time >= begin && time < period.To) _agenda.Add(time, new Happening(Kind.Arrives));
            if (midnight + WeekClock.Day < period.To) _agenda.Add(midnight + WeekClock.Day, new Happening(Kind.NextDay));
        }

        private void Arrives(long now)
        {
            var shown = now >= period.From;
            var matter = new Matter(shown ? ++_shown : 0, _matters.Of(_arrived++).Draws());
            if (shown) _open.Add(matter.Number, matter);
            matter.Activity = fit.Flow.First(matter.Chance);
            matter.Resource = fit.Hands.Whose(Flow.End, matter.Activity, RecordedWork.Nobody, now, matter.Chance);
            Happens(matter, RecordedWork.NoTime, now);
        }

        /// <summary>An event of the matter happened; what comes next is drawn.</summary>
        private void Happens(Matter matter, long begun, long now)
        {
            matter.Events.Add(new SimulatedEvent(matter.Activity, matter.Resource, fit.Hands.GroupOf(matter.Activity, matter.Resource), begun, now));
            matter.Past.Add(matter.Activity);
            var (from, before) = (matter.Activity, matter.Resource);
            var next = matter.Past.Count >= fit.LongestCase ? Flow.End : fit.Flow.Next(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(matter.Past), matter.Chance);
            if (next == Flow.End)
            {
                if (_open.Remove(matter.Number)) _ended.Add(new SimulatedCase(matter.Number, matter.Events));
                return;
            }

            matter.Activity = next;
            var share = matter.Chance.Happens(fit.Pace) ? matter.Pace : matter.Chance.Unit();
            var gathered = fit.Batches.Has(next);
            var wait = gathered || fit.Delays.Between(from, next) is not { } pool ? default : pool.At(share, now - matter.Events[0].End, matter.Chance);

            // How fast office time runs is told by who would act now; who acts is settled when the matter is ready.
            matter.Resource = fit.Hands.Whose(from, next, before, now, matter.Chance);
            var ready = wait.Clock switch
            {
                WaitClock.Days => (fit.Hours.DayAfter(now / WeekClock.Day, wait.Amount) * WeekClock.Day) + wait.Time,
                WaitClock.Wall => now + (long)wait.Amount,
                _ => fit.Hours.OfficeOf(matter.Resource).After(now, wait.Amount),
            };
            while (wait.Clock == WaitClock.Office && fit.Hours.Off.Has(ready / WeekClock.Day)) ready += WeekClock.Day;
            _agenda.Add(Math.Max(ready, now), new Happening(wait.MereDay ? Kind.IsWritten : Kind.IsReady, matter));
        }

        private void IsReady(Matter matter, long now)
        {
            // Whoever was named and is away or busy is passed over for the first of some others who do this and is free.
            if (matter.Resource >= 0 && !fit.Batches.Has(matter.Activity) && !IsFree(matter.Resource, now))
            {
                for (var asked = 0; asked < Asked; asked++)
                {
                    var other = fit.Hands.Whose(matter.Events[^1].Activity, matter.Activity, matter.Events[^1].Resource, now, matter.Chance);
                    if (other < 0 || !IsFree(other, now)) continue;
                    matter.Resource = other;
                    break;
                }
            }

            if (matter.Resource < 0) Happens(matter, RecordedWork.NoTime, now);
            else if (fit.Batches.Has(matter.Activity)) Gather(matter, now);
            else Queue(matter, now);
        }

        private const int Asked = 10;

        /// <summary>Work goes on when people are back on duty; whoever would be done within an hour beyond their hours stays for it.</summary>
        private static long EndOf(WeekClock duty, long begun, double took)
        {
            var straight = begun + (long)took;
            return took - duty.Elapsed(begun, straight) <= WeekClock.Hour ? straight : duty.After(begun, took);
        }

        private bool IsFree(int resource, long now) =>
            fit.Hours.DutyOf(resource).IsOn(now) && (_people[resource] is not { } person || (person.Queue.Count == 0 && person.Busy < fit.AtOnce[resource]));

        private void Gather(Matter matter, long now)
        {
            var key = (matter.Resource, matter.Activity);
            if (!_gatherings.TryGetValue(key, out var gathering)) _gatherings.Add(key, gathering = new Gathering());
            gathering.Waiting.Add(matter);
            if (gathering.Waiting.Count == 1)
            {
                var (size, wait) = fit.Batches.Draw(matter.Activity, _batches);
                gathering.Size = size;
                _agenda.Add(now + wait, new Happening(Kind.BatchIsDue, Resource: matter.Resource, Activity: matter.Activity, Stamp: gathering.Stamp));
            }

            if (gathering.Waiting.Count >= gathering.Size) Release(gathering, now);
        }

        private void Release(Gathering gathering, long now)
        {
            gathering.Stamp++;
            foreach (var matter in gathering.Waiting) Queue(matter, now);
            gathering.Waiting.Clear();
        }

        private void Queue(Matter matter, long now)
        {
            var person = _people[matter.Resource] ??= new Person();
            person.Queue.Enqueue(matter);
            Work(matter.Resource, person, now);
        }

        private void Work(int resource, Person person, long now)
        {
            var duty = fit.Hours.DutyOf(resource);
            while (person.Queue.Count > 0 && person.Busy < fit.AtOnce[resource])
            {
                var on = duty.NextOn(now);
                while (fit.Hours.Off.Has(on / WeekClock.Day)) on = duty.NextOn((on / WeekClock.Day * WeekClock.Day) + WeekClock.Day);
                if (on > now)
                {
                    if (!person.Waking) _agenda.Add(on, new Happening(Kind.DutyBegins, Resource: resource));
                    person.Waking = true;
                    return;
                }

                var matter = person.Queue.Dequeue();
                person.Busy++;
                matter.Begun = now;
                var times = fit.Service[matter.Activity];
                var took = times.Length == 0 ? 0 : times[(int)matter.Chance.Below(times.Length)];
                _agenda.Add(EndOf(duty, now, took), new Happening(Kind.IsDone, matter, resource));
            }
        }
    }
}
