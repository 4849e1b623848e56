using Trellis.Process.Flows;
using Trellis.Process.Matters;

namespace Trellis.Simulation.Runs;

/// <summary>What somebody is to do in a matter, or with a form.</summary>
/// <param name="case">Null for a form alone, of whose matter nobody asks.</param>
internal sealed class Errand(Case? @case, string key, Deed deed, Desk? desk, long due)
{
    public Case Case { get; } = @case!;

    /// <summary>The part of a form that is to be filled in; null for what is to be done in a matter.</summary>
    public Paper? Paper { get; init; }

    public string Key { get; } = key;

    public Deed Deed { get; } = deed;

    public Desk? Desk { get; } = desk;

    public long Due { get; } = due;

    /// <summary>The open point as it was when it was given, so that one that was given anew is another errand; null for what is beside the flow.</summary>
    public required OpenPoint? Open { get; init; }

    /// <summary>The step with its words in the structure; null for what is no step.</summary>
    public Reached.Step? Step { get; init; }

    /// <summary>When it could be taken up.</summary>
    public long Ready { get; set; }

    public bool IsQueued { get; set; }

    public bool IsBegun { get; set; }

    /// <summary>It no longer waits, or another does in its place.</summary>
    public bool IsOver { get; set; }

    /// <summary>It was put aside while the matter is paused.</summary>
    public bool IsAside { get; set; }

    /// <summary>The work was done while the matter was paused, and could not be entered.</summary>
    public bool IsWorked { get; set; }

    /// <summary>The department of a call; null for all else.</summary>
    public UnitId? Called { get; init; }

    public bool IsBeside => Deed >= Deed.AnswerUnit;

    /// <summary>Whether a point is still the same to whoever does it: given when it was, counted from where it was, for whom it was.</summary>
    public bool IsFor(OpenPoint? now) => now is not null && (ReferenceEquals(now, Open) || (Open is { } then && now.Given == then.Given && now.DueFrom == then.DueFrom && now.Performer == then.Performer));

    /// <summary>Help for it was asked for; nobody asks twice.</summary>
    public bool HasAsked { get; set; }

    /// <summary>Departments that were called have settled it; what is left is to enter it.</summary>
    public bool IsSettled { get; set; }

    /// <summary>What was promised is missed already, so that it can spoil no figure more: it waits until nothing else does.</summary>
    public bool IsForsaken { get; set; }

    /// <summary>Nobody could do it in this run.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Officers whom the rules bar from it.</summary>
    public List<Officer>? Barred { get; set; }

    /// <summary>Skills that its duty needs and its post is there for, or nobody of its unit.</summary>
    public FixedList<SkillRule> Skills { get; set; } = [];

    /// <summary>What the officer does with it instead of the work.</summary>
    public Evasion Evasion { get; set; }
}

/// <summary>What kind of thing is to be done.</summary>
internal enum Deed
{
    Step,
    Reach,
    Close,
    GiveFacts,

    /// <summary>A form is filled in; it belongs to no matter.</summary>
    FillIn,

    // Beside the flow: what is to be done about a call or a request, whatever becomes of the step meanwhile.
    AnswerUnit,
    BlowWhistle,
    Attend,
    Report,
    Judge,
}

internal enum Evasion
{
    None,
    HandOver,
    HandDown,
    Pause,
    Return,
    CallDone,

    /// <summary>It is not theirs to do; whoever is above gets it.</summary>
    PassUp,

    /// <summary>They ask another for what they need.</summary>
    Ask,

    /// <summary>They declare a conflict of interest.</summary>
    Recuse,

    /// <summary>They keep data back that they have, with a reason that is none.</summary>
    KeepData,
}

/// <summary>A post of a unit, or a unit as a whole: what waits there, and who takes it up.</summary>
internal sealed class Desk(PostAt at, int number, PostRule rule)
{
    public PostAt At { get; } = at;

    public int Number { get; } = number;

    public PostRule Rule { get; } = rule;

    public Agenda<Errand> Waiting { get; } = new();

    /// <summary>Those of the agenda that still wait.</summary>
    public int Count { get; set; }

    /// <summary>Those who sit there now.</summary>
    public List<Officer> Officers { get; } = [];

    /// <summary>Who sat there, and from when to when.</summary>
    public List<Tenure> Tenures { get; } = [];

    public DeskTally Tally { get; } = new();

    /// <summary>Where work is gathered: what waits and when it came, the oldest first; what no longer waits is passed over.</summary>
    public Queue<(long Ready, Errand Errand)> Gathered { get; } = [];

    /// <summary>How many of those that wait were let go together and not yet taken up.</summary>
    public int Released { get; set; }

    /// <summary>The number of the look in which nothing was found for whoever looked.</summary>
    public long LookedAt { get; set; }
}

/// <summary>Somebody's time at a desk.</summary>
internal sealed class Tenure(Officer officer, long from)
{
    public Officer Officer { get; } = officer;

    public long From { get; } = from;

    public long To { get; set; } = WorkHours.Never;
}

/// <summary>Somebody who sits in one or several posts and does one thing at a time.</summary>
internal sealed class Officer(ActorId person, int number, WorkHours hours, Absence away, double pace, double free)
{
    /// <summary>No number of changes.</summary>
    public const int NotAsked = -1;

    private readonly List<Actor.Officer> _as = [];

    public ActorId Person { get; } = person;

    public int Number { get; } = number;

    public WorkHours Hours { get; } = hours;

    public Absence Away { get; } = away;

    /// <summary>Work done in a unit of time: speed, less what other work takes.</summary>
    public double Pace { get; } = pace;

    /// <summary>The share of their time that other work leaves.</summary>
    public double Free { get; } = free;

    /// <summary>The ground on which they were last, where that is not their own; they are on the way back from it, or there.</summary>
    public string? OutAt { get; set; }

    public List<(Desk Desk, PostAt Seat)> Seats { get; } = [];

    /// <summary>The number of changes of seats and posts by the time when they were seen to sit in all of their seats.</summary>
    public int SeatedAsOf { get; set; } = NotAsked;

    public Errand? Doing { get; set; }

    /// <summary>From when they can work on it: later than they took it up where a system does not work.</summary>
    public long DoingSince { get; set; }

    /// <summary>How much of their time it takes.</summary>
    public long DoingLength { get; set; }

    public long DoneAt { get; set; }

    /// <summary>When they look again for work; <see cref="WorkHours.Never"/> for when somebody brings some.</summary>
    public long WakesAt { get; set; } = WorkHours.Never;

    /// <summary>The officer as who acts in a seat; of one seat always the same.</summary>
    public Actor.Officer As(PostAt seat)
    {
        foreach (var known in _as)
            if (known.Seat == seat) return known;
        var acting = new Actor.Officer(Person, seat);
        _as.Add(acting);
        return acting;
    }

    public PostAt? SeatFor(Desk desk)
    {
        foreach (var (own, seat) in Seats)
            if (own == desk) return seat;
        return null;
    }
}
