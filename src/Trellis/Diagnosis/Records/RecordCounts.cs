using Trellis.Authority;
using Trellis.Diagnosis.Hearing;
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
/// What detectors of a record look at, counted over its entries in their order: who asked whom, who looked, who decided, who was refused. Units and rules are counted, never people, and no value is opened. What was counted so far can be asked for at any
/// entry, and the counting goes on from there: it comes out as if all had been counted at once.
/// </summary>
/// <param name="structure">The structure in force. Of its units only those on the day that is asked about matter, so that another day needs no new count.</param>
/// <param name="version">Of that structure: what a type collects is asked only of matters that were filed under it. Null for any.</param>
/// <param name="lateLookDays">From how many days after its end a matter is no longer a live one.</param>
public sealed class RecordCounts(StructureOnDay structure, int lateLookDays, string? version = null)
{
    private readonly Dictionary<string, Seen> _matters = new(StringComparer.Ordinal);
    private readonly HashSet<string> _filed = new(StringComparer.Ordinal);

    /// <summary>Words of the record, each kept once however many matters bear it.</summary>
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly ShareCounts<string> _done = new(StringComparer.Ordinal);
    private readonly ShareCounts<AskedBy> _asks = new(AskedBy.Order);
    private readonly ShareCounts<string> _answered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, int>> _refusedPosts = new(StringComparer.Ordinal);
    private readonly ScopesOfTypes _scope = new(structure);

    /// <summary>By unit that looked: looks into matters, and those into matters that were over for long.</summary>
    public ShareCounts<string> LateLooks { get; } = new(StringComparer.Ordinal);

    /// <summary>By step as type/step: how often it was done, and how often it had been referred up before.</summary>
    public ShareCounts<string> ReferredUp { get; } = new(StringComparer.Ordinal);

    /// <summary>By matter type: matters, and those in which an act was refused for lack of a power.</summary>
    public ShareCounts<string> Refused { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Posts that were refused in matters of a type for lack of a power, the most frequent first.</summary>
    public IReadOnlyList<string> RefusedPosts(string type) => [.. _refusedPosts.GetValueOrDefault(type)?.OrderByDescending(static one => one.Value).Select(static one => one.Key) ?? []];

    /// <summary>By unit that was called: whistles, and those that it did not answer, or that had no effect.</summary>
    public ShareCounts<string> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>By unit that was asked in a matter: answers, and those that it was not theirs to give.</summary>
    public ShareCounts<string> Asked { get; } = new(StringComparer.Ordinal);

    /// <summary>By unit: acts on matters and demands from above, and the demands among them.</summary>
    public ShareCounts<string> Demands { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>By place: matters that residents filed, and those that somebody else typed for them.</summary>
    public ShareCounts<string> Assisted { get; } = new(StringComparer.Ordinal);

    /// <summary>By matter type and unit that answered for it at first: matters whose first answer was due, and those in which it came late or not at all.</summary>
    public ShareCounts<TypeAtUnit> FirstAnswers { get; private set; } = new(TypeAtUnit.Order);

    /// <summary>By unit that looked: matters that it looked into, and those in which it neither did anything nor answered for them, before or after.</summary>
    public ShareCounts<string> IdleLooks { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>By unit: looks into matters that others answer for, at most one in half a day, behind an earlier look of its own; and those before which nothing had happened in the matter since that look.</summary>
    public ShareCounts<string> LooksAgain { get; } = new(StringComparer.Ordinal);

    /// <summary>What units were shown of people.</summary>
    public LookCounts People { get; } = new(structure, lateLookDays);

    /// <summary>What forms brought.</summary>
    public FormCounts Forms { get; } = new();

    /// <summary>By matter type: matters in which officers gave facts about people, and those in which one of these is named nowhere in the type.</summary>
    public ShareCounts<string> Collected { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>By resource: requests of units for it, and those that came to nothing: answered as not theirs to give, or not at all.</summary>
    public ShareCounts<string> Resources { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>By step as type/step: decisions behind a consultation.</summary>
    public SortedDictionary<string, HeardDecisions> Consulted { get; } = new(StringComparer.Ordinal);

    /// <summary>By step as type/step.</summary>
    public SortedDictionary<string, DecisionCount> Decisions { get; } = new(StringComparer.Ordinal);

    /// <summary>Which findings units were told of, and what they answered.</summary>
    public HearingUnits Hearings { get; } = new();

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    /// <summary>Matter types of which anything was filed.</summary>
    public IReadOnlySet<string> Filed => _filed;

    public void Add(long position, EntryActor by, DateTimeOffset at, IEvent happened)
    {
        First ??= at;
        var unit = (by as EntryActor.Officer)?.Unit;
        switch (happened)
        {
            case MatterFiled filed:
                _filed.Add(filed.Type);
                _matters[filed.Matter.Text] = new Seen(Word(filed.Type), Word(filed.Holder.Text), filed.Happened, filed.FirstAnswerDue, position) { IsOfThisVersion = version is null || filed.Version == version };
                if (filed.Place is { } place) Assisted.Add(place.Text, filed.Helper is not null, position);
                break;
            case MatterSeen seen when unit is not null:
                Looked(seen.Matter, by, unit, at, position);
                break;
            // The entries of one request bear the position of its first.
            case ValuesSeen values when unit is not null:
                if (values is { Reason.Matter: { } looked } && values.Request == position) Looked(looked, by, unit, at, position);
                if (!IsOfSupervision(by)) People.Add(values, Word(unit), at, position);
                break;
            case FormSubmitted submitted:
                Forms.Add(submitted, position);
                People.Handed(submitted.Handed.Unit.Text, submitted.Handed.Form, at);
                break;
            case FormCorrected corrected:
                Forms.Add(corrected);
                People.Handed(corrected.Handed.Unit.Text, corrected.Handed.Form, at);
                break;
            case FormReturned returned when unit is not null:
                Demanded(returned.Unit.Text, unit, position);
                People.Handed(unit, returned.Form, at);
                break;
            case AskedTwiceReported said:
                Forms.Add(said, position);
                break;
            case FindingTold told:
                Hearings.Add(position, told);
                break;
            case FindingAnswered answered:
                Hearings.Add(position, answered);
                break;
            case ActRefused { Matter: { } matter } refused when refused.Code.StartsWith("authority.", StringComparison.Ordinal) && Of(matter) is { } one:
                if (one.RefusedAt < 0) one.RefusedAt = position;
                if (refused.Seat is { } seat)
                {
                    if (!_refusedPosts.TryGetValue(one.Type, out var posts)) _refusedPosts.Add(one.Type, posts = new SortedDictionary<string, int>(StringComparer.Ordinal));
                    posts[seat.Post] = posts.GetValueOrDefault(seat.Post) + 1;
                }

                break;
            case IMatterEvent one when Of(one.Matter) is { } matter:
                InMatter(matter, unit, one, position);
                matter.Changed = at.UtcTicks;
                break;
        }
    }

    /// <summary>A unit wrote into a register; what it wrote is not looked at.</summary>
    public void AddKept(EntryActor by, DateTimeOffset at)
    {
        if (by is EntryActor.Officer { Unit: var unit }) People.Kept(unit, at);
    }

    /// <summary>Behind the last entry that was counted: what can be told of a matter only when all of it was seen. It can be asked again behind later entries.</summary>
    /// <param name="last">When that entry was made.</param>
    public void End(DateTimeOffset last) => End(last, structure);

    /// <param name="last">When that entry was made.</param>
    /// <param name="today">The structure on that day.</param>
    public void End(DateTimeOffset last, StructureOnDay today)
    {
        Last = last;
        var (refused, firstAnswers, idle) = (new ShareCounts<string>(StringComparer.Ordinal), new ShareCounts<TypeAtUnit>(TypeAtUnit.Order), new ShareCounts<string>(StringComparer.Ordinal));
        var (collected, resources) = (new ShareCounts<string>(StringComparer.Ordinal), new ShareCounts<string>(StringComparer.Ordinal));
        foreach (var (resource, given) in _answered.All) resources.Add(resource, given);
        foreach (var matter in _matters.Values)
        {
            refused.Add(matter.Type, matter.RefusedAt >= 0, matter.RefusedAt >= 0 ? matter.RefusedAt : matter.Position);
            if (matter.AnswerDue is var due and not Seen.Never && (matter.Answered != Seen.Never || last.UtcTicks > due))
                firstAnswers.Add(new TypeAtUnit(matter.Type, matter.FirstContact ?? matter.Holder), matter.Answered == Seen.Never || matter.Answered > due, matter.Position);
            if (matter.CollectedAt >= 0) collected.Add(matter.Type, matter.BeyondAt >= 0, matter.BeyondAt >= 0 ? matter.BeyondAt : matter.CollectedAt);
            foreach (var asked in matter.Wanted?.Values ?? Enumerable.Empty<Wanted>())
                if (matter.Closed != Seen.Never || last.UtcTicks - asked.At > lateLookDays * TimeSpan.TicksPerDay) resources.Add(asked.Resource, shows: true, asked.Position);
            foreach (var (unit, position, _) in matter.Lookers) idle.Add(unit, !matter.Workers.Contains(unit, StringComparer.Ordinal) && unit != matter.Holder, position);
        }

        People.End(last);
        (Refused, FirstAnswers, IdleLooks, Demands, Collected, Resources) = (refused, firstAnswers, idle, DemandsOn(today), collected, resources);
    }

    /// <summary>A demand is one of a unit above; a neighbour who asks is no superior.</summary>
    private ShareCounts<string> DemandsOn(StructureOnDay today)
    {
        var demands = new ShareCounts<string>(StringComparer.Ordinal);
        foreach (var (unit, done) in _done.All) demands.Add(unit, done);
        foreach (var (pair, asked) in _asks.All)
            if (today.Unit(pair.Of) is { } lower && today.Unit(pair.By) is { } upper && (lower.IsUnder(upper) || upper.LevelRank < lower.LevelRank)) demands.Add(pair.Of, asked);
        return demands;
    }

    private Seen? Of(MatterId matter) => _matters.GetValueOrDefault(matter.Text);

    private string Word(string word)
    {
        if (!_words.TryGetValue(word, out var known)) _words.Add(word, known = word);
        return known;
    }

    private void InMatter(Seen matter, string? unit, IMatterEvent happened, long position)
    {
        switch (happened)
        {
            case StepPerformed performed:
                Performed(matter, unit, performed, position);
                break;
            // Where it lay when the answer was due, and not who answered in the end: lateness is booked on the former.
            case StepOpened { Performer.Post: { } post }:
                matter.FirstContact ??= Word(post.Unit.Text);
                break;
            case MatterReceived received:
                matter.Holder = Word(received.Holder.Text);
                break;
            case RequesterReached:
                matter.AnswerAt(happened.Happened);
                break;
            case ReferredUp { Job: null } referred:
                (matter.Referred ??= []).Add(referred.Key);
                break;
            case MatterHandedOver { Whole: true } moved:
                matter.Holder = Word(moved.To.Text);
                break;
            case MatterReturned { Whole: true } moved:
                matter.Holder = Word(moved.To.Text);
                break;
            case MatterClosed:
                matter.Closed = happened.Happened.UtcTicks;
                break;
            case MatterReopened:
                matter.Closed = Seen.Never;
                break;
            case UnitAsked { For: WaitReason.Resource, Of.Unit: not null } wanted when _scope.ResourceOf(matter.Type, wanted.Key, wanted.Item) is { } resource:
                (matter.Wanted ??= [])[wanted.Key] = new Wanted(resource, wanted.Happened.UtcTicks, position);
                break;
            case UnitAnswered { From.Unit: { } asked } answered:
                Asked.Add(asked.Text, !answered.IsOurs, position);
                if (matter.Wanted?.Remove(answered.Key, out var was) == true) _answered.Add(was.Resource, !answered.IsOurs, position);
                break;
            case InformationAdded { From: not null } added:
                Gave(matter, added.Given, position);
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
        if (performed is { Kind: StepKind.Receive or StepKind.Notify, By: not null }) matter.AnswerAt(performed.Happened);
        if (performed is { Kind: StepKind.Consult, Answers: > 0 and var answers }) matter.Heard = (performed.Count ?? 0) * HeardDecisions.WeightyOf >= answers ? Hearing.Objected : Hearing.Agreed;
        else if (performed is { Kind: StepKind.Decide } && matter.Heard != Hearing.None)
        {
            var step = Word($"{matter.Type}/{performed.Step}");
            if (!Consulted.TryGetValue(step, out var heard)) Consulted.Add(step, heard = new HeardDecisions());
            heard.Add(performed.Outcome, matter.Heard == Hearing.Objected, position);
            matter.Heard = Hearing.None;
        }

        if (unit is not null)
        {
            var step = Word($"{matter.Type}/{performed.Step}");
            if (!matter.Workers.Contains(unit, StringComparer.Ordinal)) matter.Workers = [.. matter.Workers, Word(unit)];
            _done.Add(unit, shows: false, position);
            if (_scope.PowerOf(matter.Type, performed.Step) is { } power) People.Used(unit, power, performed.Happened);
            if (performed.By is not null) Gave(matter, performed.Given, position);
            ReferredUp.Add(step, matter.Referred?.Remove(performed.Key) == true, position);
            if (performed is { Kind: StepKind.Decide } && unit != matter.Holder)
            {
                if (!Decisions.TryGetValue(step, out var decision)) Decisions.Add(step, decision = new DecisionCount());
                decision.Add(performed.Outcome, new TimeSpan(performed.Happened.UtcTicks - matter.Stepped), new TimeSpan(performed.Happened.UtcTicks - matter.Filed), position);
            }
        }

        matter.Stepped = performed.Happened.UtcTicks;
    }

    /// <summary>Posts that supervise look into what is not theirs by their duty, and are not counted.</summary>
    private void Looked(MatterId id, EntryActor by, string unit, DateTimeOffset at, long position)
    {
        if (Of(id) is not { } matter) return;
        if (unit != matter.Holder) Demanded(matter.Holder, unit, position);
        if (IsOfSupervision(by)) return;
        LateLooks.Add(unit, matter.Closed != Seen.Never && at.UtcTicks - matter.Closed > lateLookDays * TimeSpan.TicksPerDay, position);
        var before = Array.FindIndex(matter.Lookers, one => one.Unit == unit);
        if (before < 0)
        {
            matter.Lookers = [.. matter.Lookers, (Word(unit), position, at.UtcTicks)];
            return;
        }

        ref var looker = ref matter.Lookers[before];
        // Several looks in the same half day are one: a page that is opened again.
        if (unit != matter.Holder && at.UtcTicks - looker.Last >= TimeSpan.TicksPerDay / 2) LooksAgain.Add(unit, matter.Changed <= looker.Last, position);
        looker.Last = at.UtcTicks;
    }

    private bool IsOfSupervision(EntryActor by) => by is EntryActor.Officer officer && structure.Structure.Supervises(officer.Post);

    /// <summary>An officer gave facts in a matter.</summary>
    private void Gave(Seen matter, FixedList<string> given, long position)
    {
        if (!matter.IsOfThisVersion) return;
        foreach (var fact in given)
        {
            if (_scope.IsOfPeople(matter.Type, fact) is not { } declared) continue;
            if (matter.CollectedAt < 0) matter.CollectedAt = position;
            if (!declared && matter.BeyondAt < 0) matter.BeyondAt = position;
        }
    }

    private void Demanded(string of, string by, long position) => _asks.Add(new AskedBy(of, by), shows: true, position);

    /// <summary>Who was asked for something, and who asked.</summary>
    private readonly record struct AskedBy(string Of, string By)
    {
        public static IComparer<AskedBy> Order { get; } = Comparer<AskedBy>.Create(static (one, other) => string.CompareOrdinal(one.Of, other.Of) is not 0 and var of ? of : string.CompareOrdinal(one.By, other.By));
    }

    /// <summary>A request for a resource.</summary>
    private readonly record struct Wanted(string Resource, long At, long Position);

    private enum Hearing : byte
    {
        None,
        Agreed,
        Objected,
    }

    /// <summary>What is kept of a matter, small enough to be kept of a million: moments in ticks of universal time.</summary>
    private sealed class Seen(string type, string holder, DateTimeOffset filed, DateTimeOffset? answerDue, long position)
    {
        public const long Never = long.MinValue;

        public string Type { get; } = type;

        public long Filed { get; } = filed.UtcTicks;

        public long AnswerDue { get; } = answerDue?.UtcTicks ?? Never;

        public long Position { get; } = position;

        public string Holder { get; set; } = holder;

        /// <summary>The unit to which the first step was given; null until it is.</summary>
        public string? FirstContact { get; set; }

        public long Stepped { get; set; } = filed.UtcTicks;

        /// <summary>The first time.</summary>
        public long Answered { get; private set; } = Never;

        public long Closed { get; set; } = Never;

        /// <summary>The first entry by which an act was refused; -1 where none was.</summary>
        public long RefusedAt { get; set; } = -1;

        /// <summary>Open points that were referred up; null where none was.</summary>
        public HashSet<string>? Referred { get; set; }

        public string[] Workers { get; set; } = [];

        /// <summary>The entry of the first look and the moment of the last.</summary>
        public (string Unit, long Position, long Last)[] Lookers { get; set; } = [];

        /// <summary>When anything happened in it last.</summary>
        public long Changed { get; set; } = filed.UtcTicks;

        /// <summary>Whether it was filed under the structure in force.</summary>
        public bool IsOfThisVersion { get; init; }

        /// <summary>The first entry by which an officer gave a fact about people; -1 where none did.</summary>
        public long CollectedAt { get; set; } = -1;

        /// <summary>The first of these that the type does not name; -1 where there is none.</summary>
        public long BeyondAt { get; set; } = -1;

        /// <summary>Resources that are asked for and not answered, by the open point; null where none was.</summary>
        public Dictionary<string, Wanted>? Wanted { get; set; }

        /// <summary>What the last consultation said that no decision has followed yet.</summary>
        public Hearing Heard { get; set; }

        public void AnswerAt(DateTimeOffset moment)
        {
            if (Answered == Never) Answered = moment.UtcTicks;
        }
    }
}
