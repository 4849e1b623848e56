using Trellis.Structure.Quantities;

namespace Trellis.Process.Matters;

/// <summary>What stands since a matter was filed. It changes hardly ever, so the states of a matter share it.</summary>
public sealed record Filing
{
    public required MatterId Id { get; init; }

    public required string Number { get; init; }

    public required string Type { get; init; }

    public required string Version { get; init; }

    public DateTimeOffset? Moved { get; init; }

    public UnitId? Place { get; init; }

    public FixedList<BoundRole> Roles { get; init; } = [];

    public required ActorId FiledFor { get; init; }

    public ActorId? FiledBy { get; init; }

    public required Channel Channel { get; init; }

    public required DateTimeOffset Filed { get; init; }

    public TimeLimit? Promise { get; init; }

    public DateTimeOffset? FirstAnswerDue { get; init; }
}

/// <summary>One concern on its way, as a value: what its fold has kept of its events. It holds references and the course of the work, never a personal value.</summary>
/// <remarks>Each event gives another one. What few events change lies in three parts that one state shares with the next.</remarks>
public sealed record Matter
{
    private Filing _filing;
    private Contacts _contacts = Contacts.None;
    private Turnings _turnings = Turnings.None;

    public Matter(Filing filing) => _filing = filing;

    public MatterId Id
    {
        get => _filing.Id;
        init => _filing = _filing with { Id = value };
    }

    /// <summary>The short number that people read out on the telephone.</summary>
    public string Number => _filing.Number;

    /// <summary>The matter type.</summary>
    public string Type => _filing.Type;

    /// <summary>The hash of the structure version whose flow, asks and promise hold for it: that of the filing, or the one it was moved to.</summary>
    public string Version
    {
        get => _filing.Version;
        init => _filing = _filing with { Version = value };
    }

    /// <summary>When it was last moved to another version; null while it runs under that of its filing. What waits there waits from then on.</summary>
    public DateTimeOffset? Moved
    {
        get => _filing.Moved;
        init => _filing = _filing with { Moved = value };
    }

    /// <summary>The unit on whose ground it lies; null for a type without a place.</summary>
    public UnitId? Place => _filing.Place;

    public FixedList<BoundRole> Roles => _filing.Roles;

    /// <summary>Whose concern it is.</summary>
    public ActorId FiledFor
    {
        get => _filing.FiledFor;
        init => _filing = _filing with { FiledFor = value };
    }

    /// <summary>Who filed it for them; null where they did so themselves.</summary>
    public ActorId? FiledBy => _filing.FiledBy;

    public Channel Channel => _filing.Channel;

    /// <summary>From here its age counts, and no refusal, return or pause stops it.</summary>
    public DateTimeOffset Filed => _filing.Filed;

    /// <summary>What was promised, counted from the filing; null where nothing was.</summary>
    public TimeLimit? Promise
    {
        get => _filing.Promise;
        init => _filing = _filing with { Promise = value };
    }

    public DateTimeOffset? FirstAnswerDue
    {
        get => _filing.FirstAnswerDue;
        init => _filing = _filing with { FirstAnswerDue = value };
    }

    /// <summary>The units that answered for the whole, one after the other. Exactly one at every moment: the last.</summary>
    public required FixedList<Holding> Holdings { get; init; }

    public UnitId HeldBy => Holdings[^1].Unit;

    /// <summary>Who received it first, and answers until it is handed over; null until then.</summary>
    public PostAt? FirstContact { get => _contacts.FirstContact; init => _contacts = value == FirstContact ? _contacts : _contacts with { FirstContact = value }; }

    /// <summary>When the requester first heard back; null until then.</summary>
    public DateTimeOffset? FirstAnswered { get => _contacts.FirstAnswered; init => _contacts = value == FirstAnswered ? _contacts : _contacts with { FirstAnswered = value }; }

    /// <summary>What the flow waits for now.</summary>
    public FixedList<OpenPoint> Open { get; init; } = [];

    /// <summary>Steps done or skipped in this round, in the order in which they were entered.</summary>
    public FixedList<DoneStep> Done { get; init; } = [];

    /// <summary>Branches taken and passes begun in this round.</summary>
    public FixedList<TurnTaken> Turns { get; init; } = [];

    /// <summary>Other matter types run inside this one, each with its own number.</summary>
    public FixedList<RunPart> Parts { get => _turnings.Parts; init => _turnings = value == Parts ? _turnings : _turnings with { Parts = value }; }

    /// <summary>What came of it so far; null until a step said so.</summary>
    public string? Result { get; init; }

    /// <summary>When the holder closed it before the end of the flow: from then on only the requester's confirmation is left. Null where nobody did.</summary>
    public DateTimeOffset? CutShort { get => _turnings.CutShort; init => _turnings = value == CutShort ? _turnings : _turnings with { CutShort = value }; }

    /// <summary>To whom it was referred where it is out of reach.</summary>
    public string? ReferredTo { get => _turnings.ReferredTo; init => _turnings = value == ReferredTo ? _turnings : _turnings with { ReferredTo = value }; }

    public FixedList<Pause> Pauses { get => _turnings.Pauses; init => _turnings = value == Pauses ? _turnings : _turnings with { Pauses = value }; }

    public Pause? RunningPause => Pauses is [.., { Until: null } last] ? last : null;

    public FixedList<WhistleBlow> Whistles { get => _turnings.Whistles; init => _turnings = value == Whistles ? _turnings : _turnings with { Whistles = value }; }

    public WhistleBlow? RunningWhistle => Whistles is [.., { Verdict: null } last] ? last : null;

    public FixedList<Closure> Closures { get => _contacts.Closures; init => _contacts = value == Closures ? _contacts : _contacts with { Closures = value }; }

    public MatterState State => Closures is [.., { Reopened: null }] ? MatterState.Closed : RunningPause is not null ? MatterState.Paused : MatterState.Open;

    public Closure? LastClosure => Closures.Count == 0 ? null : Closures[^1];

    /// <summary>1 until it is reopened.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Who did which step, in all rounds: for the separation of duties and the independence of a check.</summary>
    public FixedList<EarlierPerformer> Earlier { get; init; } = [];

    /// <summary>Officers who have said that they are related to somebody in it, or gain by it; they do nothing in it but pass it on.</summary>
    public FixedList<ActorId> Conflicts { get => _turnings.Conflicts; init => _turnings = value == Conflicts ? _turnings : _turnings with { Conflicts = value }; }

    /// <summary>Waits that are over. With the running ones of <see cref="Open"/> they cover every lane without gap or overlap.</summary>
    public FixedList<WaitBooked> Waits { get; init; } = [];

    /// <summary>Proofs that the requester was reached on a channel of their own.</summary>
    public FixedList<Reach> Reached { get => _contacts.Reached; init => _contacts = value == Reached ? _contacts : _contacts with { Reached = value }; }

    /// <summary>Jobs that have fired, by name, so that none fires twice.</summary>
    public FixedList<string> Fired { get; init; } = [];

    public int Returns { get => _turnings.Returns; init => _turnings = value == Returns ? _turnings : _turnings with { Returns = value }; }

    public int HandOvers { get => _turnings.HandOvers; init => _turnings = value == HandOvers ? _turnings : _turnings with { HandOvers = value }; }

    public int Referrals { get => _turnings.Referrals; init => _turnings = value == Referrals ? _turnings : _turnings with { Referrals = value }; }

    public bool Disputed { get => _turnings.Disputed; init => _turnings = value == Disputed ? _turnings : _turnings with { Disputed = value }; }

    /// <summary>1 to 5 by round; about the matter and its rule, never about a person.</summary>
    public FixedList<int> Ratings { get => _turnings.Ratings; init => _turnings = value == Ratings ? _turnings : _turnings with { Ratings = value }; }

    /// <summary>Since when anybody may follow it; null where its requester has not said so, or has taken it back.</summary>
    public DateTimeOffset? Published { get => _turnings.Published; init => _turnings = value == Published ? _turnings : _turnings with { Published = value }; }

    /// <summary>What nearly every matter comes by once: its requester hears of it, is reached, and it is closed.</summary>
    private sealed record Contacts
    {
        public static Contacts None { get; } = new();

        public PostAt? FirstContact { get; init; }

        public DateTimeOffset? FirstAnswered { get; init; }

        public FixedList<Closure> Closures { get; init; } = [];

        public FixedList<Reach> Reached { get; init; } = [];
    }

    /// <summary>What happens to few matters, or a few times.</summary>
    private sealed record Turnings
    {
        public static Turnings None { get; } = new();

        public DateTimeOffset? CutShort { get; init; }

        public string? ReferredTo { get; init; }

        public FixedList<RunPart> Parts { get; init; } = [];

        public FixedList<Pause> Pauses { get; init; } = [];

        public FixedList<WhistleBlow> Whistles { get; init; } = [];

        public FixedList<ActorId> Conflicts { get; init; } = [];

        public FixedList<int> Ratings { get; init; } = [];

        public int Returns { get; init; }

        public int HandOvers { get; init; }

        public int Referrals { get; init; }

        public bool Disputed { get; init; }

        public DateTimeOffset? Published { get; init; }
    }

    public OpenPoint? OpenAt(string key)
    {
        for (var at = 0; at < Open.Count; at++)
            if (Open[at].Key == key) return Open[at];
        return null;
    }

    public DoneStep? DoneAt(string key)
    {
        for (var at = 0; at < Done.Count; at++)
            if (Done[at].Key == key) return Done[at];
        return null;
    }

    public TurnTaken? TurnAt(string key)
    {
        for (var at = 0; at < Turns.Count; at++)
            if (Turns[at].Key == key) return Turns[at];
        return null;
    }

    public RunPart? PartAt(string key)
    {
        for (var at = 0; at < Parts.Count; at++)
            if (Parts[at].Key == key) return Parts[at];
        return null;
    }

    /// <summary>Who answered for it at a moment; null before it was filed.</summary>
    public UnitId? HolderAt(DateTimeOffset moment)
    {
        UnitId? holder = null;
        foreach (var holding in Holdings)
            if (holding.From <= moment) holder = holding.Unit;
        return holder;
    }
}

public enum MatterState
{
    Open,
    Paused,
    Closed,
}

/// <summary>How it came to us. Every matter type can begin on each of them.</summary>
public enum Channel
{
    Web,
    Counter,
    Telephone,
    Helper,
    Letter,

    /// <summary>From the record of a neighbour, where it was handed in.</summary>
    Exchange,
}

/// <summary>A role of the matter type and the row it refers to.</summary>
public sealed record BoundRole(string Role, RowId Row);

/// <summary>A unit that answers for the whole, since when, and which unit handed it over.</summary>
/// <param name="Given">From when it could know of it: later than <paramref name="From"/> where it was entered later. Its own time to act counts from here.</param>
public sealed record Holding(UnitId Unit, DateTimeOffset From, DateTimeOffset Given, UnitId? Giver);

/// <summary>Who does a step: a post, anybody of a unit, or somebody in a role of the matter such as the requester; a system by its id.</summary>
/// <param name="Role">"requester", a role, or "system/id"; null for a post.</param>
public readonly record struct Performer(PostAt? Post, string? Role)
{
    public static Performer Requester { get; } = new(null, "requester");

    public static Performer Of(PostAt post) => new(post, null);

    public bool IsRole => Role is not null && !Role.StartsWith("system/", StringComparison.Ordinal);

    public override string ToString() => Post is { } post ? post.ToString() : Role ?? "";
}

/// <summary>Whom an interval of waiting is booked on: a unit, or the requester where null.</summary>
public readonly record struct Bearer(UnitId? Unit)
{
    public static Bearer Requester { get; } = new(null);

    public static Bearer Of(UnitId unit) => new(unit);

    public override string ToString() => Unit?.ToString() ?? "requester";
}

/// <summary>What was waited for.</summary>
public enum WaitReason
{
    /// <summary>The work of the one whose step it is.</summary>
    Work,

    /// <summary>A fact that nobody has given yet.</summary>
    Data,

    /// <summary>Somebody who may decide, or who has the post.</summary>
    Power,

    /// <summary>People, things, places, money.</summary>
    Resource,

    /// <summary>An answer of another unit, or of the requester.</summary>
    Answer,

    /// <summary>That the requester is reached at all.</summary>
    Reaching,

    /// <summary>Departments that were called.</summary>
    Whistle,

    /// <summary>A pause with its reason.</summary>
    Pause,

    /// <summary>That somebody entered what had happened on paper.</summary>
    LaterEntry,

    /// <summary>Nobody: it was taken for closed, and was not.</summary>
    Closed,
}

/// <summary>A wait that runs.</summary>
public sealed record Wait(Bearer On, WaitReason For, DateTimeOffset From);

/// <summary>A wait that is over: from, included, to, not included.</summary>
/// <param name="Lane">The point of the flow that waited.</param>
public sealed record WaitBooked(string Lane, int Round, Bearer On, WaitReason For, DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;
}

public enum PointKind
{
    /// <summary>A step that somebody is to do.</summary>
    Step,

    /// <summary>A branch, a loop, a list or a condition that waits for facts.</summary>
    Facts,

    /// <summary>The flow has ended without a result; the holder says what came of it.</summary>
    End,
}

/// <summary>A point of the flow that waits.</summary>
public sealed record OpenPoint
{
    /// <summary>Unique in its round: part/step#pass.</summary>
    public required string Key { get; init; }

    /// <summary>The id of the step as written; empty for what is no step.</summary>
    public string Step { get; init; } = "";

    public PointKind Kind { get; init; }

    /// <summary>Null while facts are waited for, and where nobody near has the post or the power.</summary>
    public Performer? Performer { get; init; }

    /// <summary>Its lane begins here: when it could be done.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When its unit got it; later than <see cref="Since"/> after a hand-over or a later entry.</summary>
    public required DateTimeOffset Given { get; init; }

    /// <summary>Until when; null without a limit.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>From where the limit counts.</summary>
    public required DateTimeOffset DueFrom { get; init; }

    /// <summary>The facts that are asked for.</summary>
    public FixedList<string> Awaits { get; init; } = [];

    /// <summary>Another unit that was asked, or the requester, and for what.</summary>
    public AskedUnit? Asked { get; init; }

    /// <summary>Of a consultation: answers that were entered so far.</summary>
    public int Answers { get; init; }

    /// <summary>Those of them that object.</summary>
    public int Objections { get; init; }

    /// <summary>Whom it waits for by itself, where nothing else stands in between.</summary>
    public required Bearer Own { get; init; }

    public required WaitReason OwnFor { get; init; }

    /// <summary>Who had it before it was handed over; null where the flow gave it.</summary>
    public PostAt? Giver { get; init; }

    public required Wait Wait { get; init; }
}

/// <summary>Who was asked for a power, data, a resource or an answer.</summary>
public sealed record AskedUnit(Bearer Bearer, UnitId By, WaitReason For, DateTimeOffset At);

/// <summary>A step that is behind us.</summary>
/// <param name="Outcome">"skipped" where it was left out.</param>
/// <param name="Result">The result it set; null for none.</param>
/// <param name="Count">Objections, of a consultation.</param>
/// <param name="Answers">Answers, of a consultation; votes, of a resolution.</param>
public sealed record DoneStep(string Key, string Step, string Outcome, string? Result, int? Count, int? Answers, UnitId? By, DateTimeOffset At)
{
    public const string Skipped = "skipped";

    public bool IsSkipped => Outcome == Skipped;
}

/// <summary>What a control word decided.</summary>
/// <param name="Key">Where, and in which passes.</param>
/// <param name="Way">The number of the branch; for a loop 1 again, 0 left, -1 exhausted; for a list its length.</param>
/// <param name="Rows">The rows of a list, so that each pass finds its own.</param>
public sealed record TurnTaken(string Key, int Way, DateTimeOffset At, FixedList<RowId> Rows)
{
    public const int Again = 1;
    public const int Left = 0;
    public const int Exhausted = -1;

    /// <summary>No branch holds and none is for all others; a sound flow has none such.</summary>
    public const int NoBranch = -1;
}

/// <summary>A matter type that runs inside another on the same filing.</summary>
/// <param name="Number">Its own number.</param>
/// <param name="Result">Null until it ends; "withdrawn" and "unanswered" never, for it is confirmed with the whole.</param>
public sealed record RunPart(string Key, string Type, string Number, string? Result, DateTimeOffset Begun, DateTimeOffset? Ended);

/// <param name="StopsPromise">Whether the promise stands still; its reason then has a basis in the structure.</param>
/// <param name="Limit">When the time allowed for pauses is used up; null without such a limit.</param>
public sealed record Pause(string Reason, bool StopsPromise, Bearer On, DateTimeOffset From, DateTimeOffset? Until, DateTimeOffset? Limit);

/// <summary>A call to departments to come together.</summary>
public sealed record WhistleBlow(int Number, PostAt By, string? Lane, DateTimeOffset At, FixedList<WhistleCallState> Calls, WhistleVerdict? Verdict, DateTimeOffset? Ended)
{
    public bool IsOver => Verdict is not null;
}

/// <summary>One called unit: its clock, whether it came, and what it did.</summary>
public sealed record WhistleCallState(PostAt Called, DateTimeOffset? Due, DateTimeOffset? Came, DateTimeOffset? Missed, bool? Acted, DateTimeOffset? Reported)
{
    /// <summary>What became of the call once it was judged.</summary>
    public WhistleEnd EndUnder(WhistleVerdict verdict) => (Came, Acted, verdict) switch
    {
        (null, _, _) => WhistleEnd.NobodyCame,
        (_, not true, _) => WhistleEnd.CameAndDidNothing,
        (_, true, WhistleVerdict.WithoutEffect) => WhistleEnd.DidWithoutEffect,
        _ => WhistleEnd.DidWithEffect,
    };
}

public enum WhistleVerdict
{
    Settled,
    WithoutEffect,
}

/// <summary>Four different facts; none of them is another.</summary>
public enum WhistleEnd
{
    NobodyCame,
    CameAndDidNothing,
    DidWithoutEffect,
    DidWithEffect,
}

/// <summary>How it was closed.</summary>
/// <param name="Confirmed">Whether the requester, or an independent check, said so; null where nobody was asked or nobody answered.</param>
public sealed record Closure(ClosureKind Kind, bool? Confirmed, UnitId By, DateTimeOffset At, string? ReferredTo, DateTimeOffset? Reopened);

/// <summary>Kinds of closure are distinct facts, and are counted apart.</summary>
public enum ClosureKind
{
    Solved,
    Explained,
    Refused,
    OutOfReach,

    /// <summary>Reached, asked, and silent. Never counted as solved.</summary>
    Unanswered,
    Withdrawn,
}

public sealed record EarlierPerformer(string Step, ActorId Actor, UnitId? Unit);

/// <summary>A proof that somebody was reached: a reply, a signature, a receipt of the carrier.</summary>
/// <param name="Lane">The step for which it was sought.</param>
public sealed record Reach(string Lane, Channel Channel, ReachProof Proof, DateTimeOffset At);

public enum ReachProof
{
    /// <summary>They answered, by whatever word.</summary>
    Spoke,

    /// <summary>They signed for it.</summary>
    Signed,

    /// <summary>The carrier of the channel attests that it was opened or taken.</summary>
    Opened,
}

/// <summary>Words of closures, as the language of structures writes results.</summary>
public static class ClosureWords
{
    public static string Of(ClosureKind kind) => kind switch
    {
        ClosureKind.Solved => "solved",
        ClosureKind.Explained => "explained",
        ClosureKind.Refused => "refused",
        ClosureKind.OutOfReach => "out-of-reach",
        ClosureKind.Unanswered => "unanswered",
        ClosureKind.Withdrawn => "withdrawn",
        _ => throw new InvalidOperationException("An unknown kind of closure."),
    };

    public static ClosureKind? Read(string? word) => word switch
    {
        "solved" => ClosureKind.Solved,
        "explained" => ClosureKind.Explained,
        "refused" => ClosureKind.Refused,
        "out-of-reach" => ClosureKind.OutOfReach,
        "unanswered" => ClosureKind.Unanswered,
        "withdrawn" => ClosureKind.Withdrawn,
        _ => null,
    };
}
