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

    /// <summary>Jobs whose time has come, in the order of their times.</summary>
    public static IReadOnlyList<Job> Due(Matter matter, Circumstances circumstances) => [.. All(matter, circumstances).Where(job => job.At <= circumstances.Now)];

    /// <summary>When to look at the matter next; null where no time matters to it.</summary>
    public static DateTimeOffset? Next(Matter matter, Circumstances circumstances) => All(matter, circumstances) is [var first, ..] ? first.At : null;

    /// <summary>All jobs that have not fired, in the order of their times.</summary>
    public static IReadOnlyList<Job> All(Matter matter, Circumstances circumstances)
    {
        var jobs = new List<Job>();
        if (matter.State == MatterState.Closed || AdvancingFlows.FlowOf(matter, circumstances) is not { } flow) return jobs;
        var rules = flow.Matter.Overdue ?? circumstances.Structure.Overdue;
        var prefix = $"{matter.Id}/";
        if (matter.RunningPause is { Limit: { } limit } pause) Add(new ResumeMatter(matter.Id, $"{prefix}resume@{Stamp(pause.From)}"), $"{prefix}resume@{Stamp(pause.From)}", limit);
        if (matter.RunningWhistle is { } whistle)
        {
            foreach (var call in whistle.Calls)
            {
                if (call.Came is not null || call.Missed is not null || call.Due is not { } due) continue;
                var id = $"{prefix}call@{whistle.Number}.{call.Called.Unit}";
                Add(new MissCall(matter.Id, whistle.Number, call.Called.Unit, id), id, due.AddTicks(1));
            }
        }

        // A pause with a basis stops the limits of the offices; they move when it ends.
        if (matter.RunningPause is not { StopsPromise: true })
        {
            foreach (var open in matter.Open)
            {
                if (open.Kind != PointKind.Step) continue;
                var step = open.Due is not null || open.Step.Length > 0 ? AdvancingFlows.StepAt(matter, circumstances, open.Key)?.What : null;
                if (step is null) continue;
                if (step.Kind == StepKind.Consult && open.Awaits.IsEmpty && ConsultingPeople.EndOf(open, step, circumstances) is { } over)
                    Add(new EndConsultation(matter.Id, open.Key), $"{prefix}consulted@{open.Key}@{Stamp(open.DueFrom)}", over);
                if (open.Due is not { } due) continue;
                if (step.Kind == StepKind.Confirm && open.Wait is { On.Unit: null })
                {
                    // The requester was reached; their silence is an answer of its own kind, and nobody hurries them.
                    Add(new CloseForSilence(matter.Id, open.Key), $"{prefix}silence@{open.Key}@{Stamp(open.DueFrom)}", due);
                    continue;
                }

                Apply(open.Key, open.DueFrom, due, step.Within?.Fixed, TimetableOf(open), mayReferUp: step.Kind != StepKind.Confirm);
            }

            if (matter.FirstAnswered is null && matter.FirstAnswerDue is { } answer) Apply(FirstAnswerKey, matter.Filed, answer, flow.Matter.Guide.FirstAnswer?.Fixed, null, mayReferUp: false);
            if (Promises.DueOf(matter, circumstances.Times) is { } promised && Promises.KeptAt(matter) is null) Apply(PromiseKey, matter.Filed, promised, matter.Promise, null, mayReferUp: false);
        }

        jobs.Sort(static (one, other) => one.At != other.At ? one.At.CompareTo(other.At) : string.CompareOrdinal(one.Id, other.Id));
        return jobs;

        string? TimetableOf(OpenPoint open) => Timetable.CalendarOf(circumstances.Today, open.Performer?.Post);

        void Apply(string key, DateTimeOffset from, DateTimeOffset due, TimeLimit? limit, string? calendar, bool mayReferUp)
        {
            for (var number = 0; number < rules.Count; number++)
            {
                var rule = rules[number];
                var at = rule.After is { } after ? circumstances.Times.Due(due, after, calendar)
                    : circumstances.Times.At(from, due, rule.At is { } share ? share.Value / 100 : 1, limit is { CountsWork: true }, calendar);
                // Named by the limit and the rule: a limit that moved in a pause, or that another unit got, is another.
                var id = $"{prefix}{key}@{Stamp(from)}.{Stamp(due)}:{number}";
                if (rule.Remind is { } remind) Add(new RemindUnit(matter.Id, key, Named(remind), $"{id}r"), $"{id}r", at);
                if (rule.Tell is { Post: "requester", At: null }) Add(new EscalateMatter(matter.Id, key, null, $"{id}t", null, TellsRequester: true), $"{id}t", at);
                else if (rule.Tell is { } tell && Named(tell) is { } told) Add(new EscalateMatter(matter.Id, key, told, $"{id}t"), $"{id}t", at);
                if (rule.RefersUp && mayReferUp) Add(new ReferUp(matter.Id, key, null, $"{id}u"), $"{id}u", at);
            }
        }

        PostAt? Named(PostName name) => name.Post == "performer" && name.At is null ? null : FindingPerformers.Nearest(matter, name, circumstances);

        void Add(IAct act, string id, DateTimeOffset at)
        {
            if (!matter.Fired.Contains(id)) jobs.Add(new Job(id, at, act));
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
