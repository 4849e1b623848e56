using Trellis.Authority;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Diagnosis.Records;

/// <summary>What was counted in a record, and the structure in force on the day of its last entry.</summary>
public sealed record CountedRecord(RecordCounts Counts, StructureOnDay Today);

/// <summary>
/// What detectors of a record look at, counted in one pass over its entries in their order: who asked whom, who looked, who decided, who was refused. Units and rules are counted, never people, and no value is opened.
/// </summary>
/// <param name="structure">The structure in force, on the day of the last entry.</param>
/// <param name="lateLookDays">From how many days after its end a matter is no longer a live one.</param>
public sealed class RecordCounts(StructureOnDay structure, int lateLookDays)
{
    private readonly Dictionary<string, Seen> _matters = new(StringComparer.Ordinal);
    private readonly HashSet<string> _filed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _handedIn = new(StringComparer.Ordinal);

    /// <summary>By unit that looked: looks into matters, and those into matters that were over for long.</summary>
    public ShareCounts LateLooks { get; } = new();

    /// <summary>By step as type/step: how often it was done, and how often it had been referred up before.</summary>
    public ShareCounts ReferredUp { get; } = new();

    /// <summary>By matter type: matters, and those in which an act was refused for lack of a power.</summary>
    public ShareCounts Refused { get; } = new();

    /// <summary>By unit that was called: whistles, and those that it did not answer, or that had no effect.</summary>
    public ShareCounts Calls { get; } = new();

    /// <summary>By unit that was asked in a matter: answers, and those that it was not theirs to give.</summary>
    public ShareCounts Asked { get; } = new();

    /// <summary>By unit: acts on matters and demands from above, and the demands among them.</summary>
    public ShareCounts Demands { get; } = new();

    /// <summary>By place: matters that residents filed, and those that somebody else typed for them.</summary>
    public ShareCounts Assisted { get; } = new();

    /// <summary>By matter type and unit that answered for it at first, with a blank between them: matters whose first answer was due, and those in which it came late or not at all.</summary>
    public ShareCounts FirstAnswers { get; } = new();

    /// <summary>By unit that looked: matters that it looked into, and those in which it neither did anything nor answered for them, before or after.</summary>
    public ShareCounts IdleLooks { get; } = new();

    /// <summary>By step as type/step.</summary>
    public SortedDictionary<string, DecisionCount> Decisions { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    /// <summary>Matter types of which anything was filed.</summary>
    public IReadOnlySet<string> Filed => _filed;

    /// <summary>Forms of which anything was handed in.</summary>
    public IReadOnlySet<string> HandedIn => _handedIn;

    public void Add(long position, EntryActor by, DateTimeOffset at, IEvent happened)
    {
        First ??= at;
        var unit = (by as EntryActor.Officer)?.Unit;
        switch (happened)
        {
            case MatterFiled filed:
                _filed.Add(filed.Type);
                _matters[filed.Matter.Text] = new Seen(filed.Type, filed.Holder.Text, filed.Happened, filed.FirstAnswerDue, position);
                if (filed.Place is { } place) Assisted.Add(place.Text, filed.Helper is not null, position);
                break;
            case MatterSeen seen when unit is not null:
                Looked(seen.Matter, by, unit, at, position);
                break;
            // The entries of one request bear the position of its first.
            case ValuesSeen { Reason.Matter: { } matter } values when unit is not null && values.Request == position:
                Looked(matter, by, unit, at, position);
                break;
            case FormSubmitted submitted:
                _handedIn.Add(submitted.Handed.Form);
                break;
            case FormReturned returned when unit is not null:
                Demanded(returned.Unit.Text, unit, position);
                break;
            case ActRefused { Matter: { } matter } refused when refused.Code.StartsWith("authority.", StringComparison.Ordinal) && Of(matter) is { } one:
                one.RefusedAt ??= position;
                break;
            case IMatterEvent one when Of(one.Matter) is { } matter:
                InMatter(matter, unit, one, position);
                break;
        }
    }

    /// <summary>Once, behind the last entry: what can be told of a matter only when all of it was seen.</summary>
    /// <param name="last">When that was.</param>
    public void End(DateTimeOffset last)
    {
        Last = last;
        foreach (var matter in _matters.Values)
        {
            Refused.Add(matter.Type, matter.RefusedAt is not null, matter.RefusedAt ?? matter.Position);
            if (matter.AnswerDue is { } due && (matter.Answered is not null || Last > due)) FirstAnswers.Add($"{matter.Type} {matter.FirstContact ?? matter.Holder}", matter.Answered is not { } answered || answered > due, matter.Position);
            foreach (var (unit, position) in matter.Lookers)
                if (!matter.Workers.Contains(unit, StringComparer.Ordinal) && unit != matter.Holder) IdleLooks.Add(unit, shows: true, position);
                else IdleLooks.Add(unit, shows: false, position);
        }

        _matters.Clear();
    }

    private Seen? Of(MatterId matter) => _matters.GetValueOrDefault(matter.Text);

    private void InMatter(Seen matter, string? unit, IMatterEvent happened, long position)
    {
        switch (happened)
        {
            case StepPerformed performed:
                Performed(matter, unit, performed, position);
                break;
            // Where it lay when the answer was due, and not who answered in the end: lateness is booked on the former.
            case StepOpened { Performer.Post: { } post }:
                matter.FirstContact ??= post.Unit.Text;
                break;
            case MatterReceived received:
                matter.Holder = received.Holder.Text;
                break;
            case RequesterReached:
                matter.Answered ??= happened.Happened;
                break;
            case ReferredUp { Job: null } referred:
                (matter.Referred ??= []).Add(referred.Key);
                break;
            case MatterHandedOver { Whole: true } moved:
                matter.Holder = moved.To.Text;
                break;
            case MatterReturned { Whole: true } moved:
                matter.Holder = moved.To.Text;
                break;
            case MatterClosed:
                matter.Closed = happened.Happened;
                break;
            case MatterReopened:
                matter.Closed = null;
                break;
            case UnitAnswered { From.Unit: { } asked } answered:
                Asked.Add(asked.Text, !answered.IsOurs, position);
                break;
            case WhistleJudged judged:
                foreach (var end in judged.Ends) Calls.Add(end.Unit.Text, end.End != WhistleEnd.DidWithEffect, position);
                break;
            case UnitReminded { On.Unit: { } reminded } when unit is not null:
                Demanded(reminded.Text, unit, position);
                break;
            case MatterEscalated { On.Unit: { } late } when unit is not null:
                Demanded(late.Text, unit, position);
                break;
        }
    }

    private void Performed(Seen matter, string? unit, StepPerformed performed, long position)
    {
        var step = $"{matter.Type}/{performed.Step}";
        if (performed is { Kind: StepKind.Receive or StepKind.Notify, By: not null }) matter.Answered ??= performed.Happened;
        if (unit is not null)
        {
            if (!matter.Workers.Contains(unit, StringComparer.Ordinal)) matter.Workers.Add(unit);
            Demands.Add(unit, shows: false, position);
            ReferredUp.Add(step, matter.Referred?.Remove(performed.Key) == true, position);
            if (performed is { Kind: StepKind.Decide } && unit != matter.Holder)
            {
                if (!Decisions.TryGetValue(step, out var decision)) Decisions.Add(step, decision = new DecisionCount());
                decision.Add(performed.Outcome, performed.Happened - matter.Stepped, performed.Happened - matter.Filed, position);
            }
        }

        matter.Stepped = performed.Happened;
    }

    /// <summary>Posts that supervise look into what is not theirs by their duty, and are not counted.</summary>
    private void Looked(MatterId id, EntryActor by, string unit, DateTimeOffset at, long position)
    {
        if (Of(id) is not { } matter) return;
        if (unit != matter.Holder) Demanded(matter.Holder, unit, position);
        if (by is EntryActor.Officer officer && structure.Structure.Supervises(officer.Post)) return;
        LateLooks.Add(unit, matter.Closed is { } closed && at - closed > TimeSpan.FromDays(lateLookDays), position);
        if (!matter.Lookers.Exists(one => one.Unit == unit)) matter.Lookers.Add((unit, position));
    }

    /// <summary>A demand is one of a unit above; a neighbour who asks is no superior.</summary>
    private void Demanded(string of, string by, long position)
    {
        if (structure.Unit(of) is { } lower && structure.Unit(by) is { } upper && (lower.IsUnder(upper) || upper.LevelRank < lower.LevelRank)) Demands.Add(of, shows: true, position);
    }

    private sealed class Seen(string type, string holder, DateTimeOffset filed, DateTimeOffset? answerDue, long position)
    {
        public string Type { get; } = type;

        public DateTimeOffset Filed { get; } = filed;

        public DateTimeOffset? AnswerDue { get; } = answerDue;

        public long Position { get; } = position;

        public string Holder { get; set; } = holder;

        /// <summary>The unit to which the first step was given; null until it is.</summary>
        public string? FirstContact { get; set; }

        public DateTimeOffset Stepped { get; set; } = filed;

        public DateTimeOffset? Answered { get; set; }

        public DateTimeOffset? Closed { get; set; }

        public long? RefusedAt { get; set; }

        /// <summary>Open points that were referred up; null where none was.</summary>
        public HashSet<string>? Referred { get; set; }

        public List<string> Workers { get; } = [];

        public List<(string Unit, long Position)> Lookers { get; } = [];
    }
}
