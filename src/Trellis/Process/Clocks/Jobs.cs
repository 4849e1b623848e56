using System.Globalization;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Process.Clocks;

/// <summary>Something that happens because time passed.</summary>
/// <param name="Id">Made of what it is about and of the limit it counts, so that the same job always has the same name: one that fired is known for good.</param>
/// <param name="At">When it is due.</param>
public sealed record Job(string Id, DateTimeOffset At, IAct Act);

/// <summary>A job had nothing to do: its act was refused.</summary>
/// <param name="Refusal">The code.</param>
public sealed record JobPassed(MatterId Matter, string Job, string Refusal, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "job-passed/1";

    public string Wire => Name;
}

/// <summary>
/// What time does to a matter. Everything is worked out from its state; nothing is stored but the names of jobs that fired. After a restart, or where two
/// machines ask, the same jobs come out, and the rule of each refuses to do it twice.
/// </summary>
public static class Jobs
{
    public const string PromiseKey = "=promise";
    public const string FirstAnswerKey = "=first-answer";
    private const int UsualIdLength = 256;

    /// <summary>Jobs whose time has come, in the order of their times.</summary>
    public static IReadOnlyList<Job> Due(Matter matter, Circumstances circumstances) => Until(circumstances.Now, matter, circumstances);

    /// <summary>When to look at the matter next; null where no time matters to it. The time of the first of <see cref="All"/>, without spelling the others out.</summary>
    public static DateTimeOffset? Next(Matter matter, Circumstances circumstances)
    {
        // It depends on the matter and on the day, not on the hour: who asks again before something happened gets the same. Once its time has come it is worked out anew, since
        // only then is it known whether that job fired long ago, before the calendar that it is counted by was another.
        if (circumstances.Walked.NextJob is { } last && ReferenceEquals(last.Of, matter) && ReferenceEquals(last.Today, circumstances.Today) && !(last.At <= circumstances.Now)) return last.At;
        var earliest = new Earliest(matter, circumstances);
        Gather(matter, circumstances, ref earliest);
        circumstances.Walked.NextJob = (matter, circumstances.Today, earliest.At);
        return earliest.At;
    }

    /// <summary>All jobs that have not fired, in the order of their times.</summary>
    public static IReadOnlyList<Job> All(Matter matter, Circumstances circumstances) => Until(DateTimeOffset.MaxValue, matter, circumstances);

    private static List<Job> Until(DateTimeOffset last, Matter matter, Circumstances circumstances)
    {
        var every = new Every(last, matter, circumstances, []);
        Gather(matter, circumstances, ref every);
        every.Jobs.Sort(static (one, other) => one.At != other.At ? one.At.CompareTo(other.At) : string.CompareOrdinal(one.Id, other.Id));
        return every.Jobs;
    }

    private static void Gather<T>(Matter matter, Circumstances circumstances, ref T to)
        where T : struct, ITakeJobs
    {
        if (matter.State == MatterState.Closed || AdvancingFlows.FlowOf(matter, circumstances) is not { } flow) return;
        if (matter.RunningPause is { Limit: { } limit } pause) to.Take(new Coming(JobKind.Resume, limit, "", pause.From, limit));
        if (matter.RunningWhistle is { } whistle)
        {
            foreach (var call in whistle.Calls)
                if (call.Came is null && call.Missed is null && call.Due is { } due) to.Take(new Coming(JobKind.MissCall, due.AddTicks(1), call.Called.Unit.Text, whistle.At, due) { Number = whistle.Number });
        }

        // A pause with a basis stops the limits of the offices; they move when it ends.
        if (matter.RunningPause is { StopsPromise: true }) return;
        var rules = flow.Matter.Overdue ?? circumstances.Structure.Overdue;
        for (var at = 0; at < matter.Open.Count; at++)
        {
            var open = matter.Open[at];
            if (open.Kind != PointKind.Step || (open.Due is null && open.Step.Length == 0) || AdvancingFlows.StepAt(matter, circumstances, open.Key)?.What is not { } step) continue;
            var over = step.Kind == StepKind.Consult && open.Awaits.IsEmpty ? ConsultingPeople.EndOf(open, step, circumstances) : null;
            if (over is { } end && open.Answers > 0) to.Take(new Coming(JobKind.Consulted, end, open.Key, open.DueFrom, end));
            // A consultation in which nothing was entered is overdue when its time is over: perhaps nobody ever ran it.
            if ((open.Due ?? (open.Answers == 0 ? over : null)) is not { } due) continue;
            // The requester was reached; their silence is an answer of its own kind, and nobody hurries them.
            if (step.Kind == StepKind.Confirm && open.Wait is { On.Unit: null }) to.Take(new Coming(JobKind.Silence, due, open.Key, open.DueFrom, due));
            else Apply(rules, new Limited(open.Key, open.DueFrom, due, step.Within?.Fixed, open.Performer?.Post, MayReferUp: step.Kind != StepKind.Confirm), circumstances, ref to);
        }

        if (matter.FirstAnswered is null && matter.FirstAnswerDue is { } answer) Apply(rules, new Limited(FirstAnswerKey, matter.Filed, answer, flow.Matter.Guide.FirstAnswer?.Fixed, null, MayReferUp: false), circumstances, ref to);
        if (Promises.KeptAt(matter) is null && PromisedOf(matter, circumstances) is { } promised) Apply(rules, new Limited(PromiseKey, matter.Filed, promised, matter.Promise, null, MayReferUp: false), circumstances, ref to);
    }

    /// <summary>Counted once where no pause moves it: it is asked for after every act.</summary>
    private static DateTimeOffset? PromisedOf(Matter matter, Circumstances circumstances)
    {
        if (matter.Promise is null || !matter.Pauses.IsEmpty) return Promises.DueOf(matter, circumstances.Times);
        var last = circumstances.Walked.Promised;
        if (ReferenceEquals(last.Times, circumstances.Times) && last.Filed == matter.Filed && last.Promise == matter.Promise) return last.Due;
        if (Promises.DueOf(matter, circumstances.Times) is not { } due) return null;
        circumstances.Walked.Promised = (circumstances.Times, matter.Filed, matter.Promise, due);
        return due;
    }

    private static void Apply<T>(IReadOnlyList<OverdueRule> rules, in Limited what, Circumstances circumstances, ref T to)
        where T : struct, ITakeJobs
    {
        for (var number = 0; number < rules.Count; number++)
        {
            var rule = rules[number];
            if (!to.Wants(rule.After is null && rule.Share < 1 ? what.From : what.Due)) continue;
            var at = circumstances.Walked.Times.At(circumstances.Times, rule, what, circumstances.Today);
            if (rule.Remind is { } remind) to.Take(new Coming(JobKind.Remind, at, what.Key, what.From, what.Due) { Number = number, Post = remind });
            if (rule.Tell is { } tell) to.Take(new Coming(JobKind.Tell, at, what.Key, what.From, what.Due) { Number = number, Post = tell });
            if (rule.RefersUp && what.MayReferUp) to.Take(new Coming(JobKind.ReferUp, at, what.Key, what.From, what.Due) { Number = number });
        }
    }

    /// <summary>Named by the limit and the rule: a limit that moved in a pause, or that another unit got, is another.</summary>
    private static bool TrySpell(Span<char> id, Matter matter, in Coming job, out int length) => job.Kind switch
    {
        JobKind.Resume => id.TryWrite(CultureInfo.InvariantCulture, $"{matter.Id.Text}/resume@{Stamp(job.From)}", out length),
        JobKind.MissCall => id.TryWrite(CultureInfo.InvariantCulture, $"{matter.Id.Text}/call@{job.Number}.{job.Key}", out length),
        JobKind.Consulted => id.TryWrite(CultureInfo.InvariantCulture, $"{matter.Id.Text}/consulted@{job.Key}@{Stamp(job.From)}", out length),
        JobKind.Silence => id.TryWrite(CultureInfo.InvariantCulture, $"{matter.Id.Text}/silence@{job.Key}@{Stamp(job.From)}", out length),
        var kind => id.TryWrite(CultureInfo.InvariantCulture, $"{matter.Id.Text}/{job.Key}@{Stamp(job.From)}.{Stamp(job.Due)}:{job.Number}{KindOf(kind)}", out length),
    };

    private static string IdOf(Matter matter, in Coming job)
    {
        Span<char> room = stackalloc char[UsualIdLength];
        int length;
        for (var more = 2 * UsualIdLength; !TrySpell(room, matter, job, out length); more *= 2) room = new char[more];
        return room[..length].ToString();
    }

    /// <summary>Asked far oftener than a job is done, so the name is not made a text for it.</summary>
    private static bool HasFired(Matter matter, in Coming job)
    {
        if (matter.Fired.IsEmpty || !MayHaveFired(matter, job)) return false;
        Span<char> room = stackalloc char[UsualIdLength];
        ReadOnlySpan<char> id = TrySpell(room, matter, job, out var length) ? room[..length] : IdOf(matter, job);
        foreach (var fired in matter.Fired)
            if (id.SequenceEqual(fired)) return true;
        return false;
    }

    /// <summary>Whether a job of its kind and number fired at all: so its name ends.</summary>
    private static bool MayHaveFired(Matter matter, in Coming job)
    {
        if (job.Kind is not (JobKind.Remind or JobKind.Tell or JobKind.ReferUp) || job.Number > 9) return true;
        var (number, kind) = ((char)('0' + job.Number), KindOf(job.Kind));
        foreach (var fired in matter.Fired)
            if (fired.Length > 2 && fired[^1] == kind && fired[^2] == number) return true;
        return false;
    }

    private static char KindOf(JobKind kind) => kind switch { JobKind.Remind => 'r', JobKind.Tell => 't', _ => 'u' };

    /// <summary>Null where there is nobody whom it would reach.</summary>
    private static IAct? ActOf(Matter matter, in Coming job, string id, Circumstances circumstances) => job.Kind switch
    {
        JobKind.Resume => new ResumeMatter(matter.Id, id),
        JobKind.MissCall => new MissCall(matter.Id, job.Number, new UnitId(job.Key), id),
        JobKind.Consulted => new EndConsultation(matter.Id, job.Key),
        JobKind.Silence => new CloseForSilence(matter.Id, job.Key),
        JobKind.Remind => new RemindUnit(matter.Id, job.Key, Named(matter, job.Post, circumstances), id),
        JobKind.Tell when IsRequester(job.Post) => new EscalateMatter(matter.Id, job.Key, null, id, null, TellsRequester: true),
        JobKind.Tell => Named(matter, job.Post, circumstances) is { } told ? new EscalateMatter(matter.Id, job.Key, told, id) : null,
        _ => new ReferUp(matter.Id, job.Key, null, id),
    };

    private static bool IsRequester(PostName post) => post is { Post: "requester", At: null };

    private static PostAt? Named(Matter matter, PostName name, Circumstances circumstances) => name.Post == "performer" && name.At is null ? null : FindingPerformers.Nearest(matter, name, circumstances);

    /// <summary>Times at which rules about overdue work come, kept: the limits of a matter stay what they are while one after the other of its steps is done. Not for several threads at once.</summary>
    internal sealed class RuleTimes
    {
        private const int MostKept = 8;

        private Kept[] _kept = [];
        private Timetable? _times;
        private object? _posts;
        private int _next;

        /// <summary>When a rule about a limit comes, counted on the calendar of whoever has it.</summary>
        public DateTimeOffset At(Timetable times, OverdueRule rule, in Limited what, StructureOnDay today)
        {
            if (!ReferenceEquals(times, _times) || !ReferenceEquals(today.Posts, _posts))
            {
                (_times, _posts) = (times, today.Posts);
                Array.Clear(_kept);
            }

            var (from, due, inWorkingTime, post, unit) = (what.From.UtcTicks, what.Due.UtcTicks, what.Limit is { CountsWork: true }, what.Post?.Post, what.Post?.Unit.Text);
            foreach (ref readonly var one in _kept.AsSpan())
                if (ReferenceEquals(one.Rule, rule) && one.From == from && one.Due == due && one.InWorkingTime == inWorkingTime && one.Post == post && one.Unit == unit) return new DateTimeOffset(one.At, TimeSpan.Zero);
            var calendar = Timetable.CalendarOf(today, what.Post);
            var at = rule.After is { } after ? times.Due(what.Due, after, calendar) : times.At(what.From, what.Due, rule.Share, inWorkingTime, calendar);
            if (_next == _kept.Length && _next < MostKept) Array.Resize(ref _kept, _next + (MostKept / 2));
            if (_next == MostKept) _next = 0;
            _kept[_next++] = new Kept(rule, from, due, inWorkingTime, post, unit, at.UtcTicks);
            return at;
        }

        private readonly record struct Kept(OverdueRule? Rule, long From, long Due, bool InWorkingTime, string? Post, string? Unit, long At);
    }

    private enum JobKind
    {
        Resume,
        MissCall,
        Consulted,
        Silence,
        Remind,
        Tell,
        ReferUp,
    }

    /// <summary>A limit that rules about overdue work apply to.</summary>
    internal readonly record struct Limited(string Key, DateTimeOffset From, DateTimeOffset Due, TimeLimit? Limit, PostAt? Post, bool MayReferUp);

    /// <summary>A job that is not spelled out yet.</summary>
    /// <param name="Key">What it is about: a lane, the promise, the first answer; the unit of a call.</param>
    private readonly record struct Coming(JobKind Kind, DateTimeOffset At, string Key, DateTimeOffset From, DateTimeOffset Due)
    {
        /// <summary>Of the rule, or of the whistle.</summary>
        public int Number { get; init; }

        public PostName Post { get; init; }
    }

    private interface ITakeJobs
    {
        /// <summary>Whether a job matters that comes at a moment or later; when exactly is worked out only then.</summary>
        bool Wants(DateTimeOffset earliest);

        void Take(in Coming job);
    }

    private readonly record struct Every(DateTimeOffset Last, Matter Matter, Circumstances Circumstances, List<Job> Jobs) : ITakeJobs
    {
        public bool Wants(DateTimeOffset earliest) => earliest <= Last;

        public void Take(in Coming job)
        {
            if (job.At > Last || HasFired(Matter, job)) return;
            var id = IdOf(Matter, job);
            if (ActOf(Matter, job, id, Circumstances) is { } act) Jobs.Add(new Job(id, job.At, act));
        }
    }

    private struct Earliest(Matter matter, Circumstances circumstances) : ITakeJobs
    {
        public DateTimeOffset? At { get; private set; }

        public readonly bool Wants(DateTimeOffset earliest) => At is not { } known || earliest < known;

        public void Take(in Coming job)
        {
            // What is still to come has not fired. Were the calendar changed after it had, somebody would look at the matter once in vain.
            if (!Wants(job.At) || (job.At <= circumstances.Now && HasFired(matter, job))) return;
            // Whoever is told must be there; all other jobs are done in any case.
            if (job.Kind == JobKind.Tell && !IsRequester(job.Post) && Named(matter, job.Post, circumstances) is null) return;
            At = job.At;
        }
    }

    /// <summary>The act of a job, decided like any other act. Where it has come too late, or nobody is there to do it to, that is entered, so that it is not tried for ever.</summary>
    public static Outcome Decide(Matter matter, Job job, Circumstances circumstances) =>
        DecidingActs.Decide(matter, job.Act, circumstances) switch
        {
            Outcome.Refused { Why: var why } when why != ProcessRefusals.JobDoneAlready && why != ProcessRefusals.NotDueYet && why != ProcessRefusals.MatterIsClosed =>
                Outcome.Accept(new JobPassed(matter.Id, job.Id, why.Code, circumstances.When)),
            var outcome => outcome,
        };

    private static long Stamp(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();
}
