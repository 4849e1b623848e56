using System.Collections.Immutable;
using Trellis.Process.Matters;

namespace Trellis.Simulation;

/// <summary>
/// What comes to a structure, and how people deal with it: what load.yaml says. It is no part of the structure, nor of its hash. Shares run from 0 to 1, work is counted in minutes,
/// waiting of residents in hours by the clock.
/// </summary>
public sealed record Load
{
    public required string Name { get; init; }

    public ImmutableArray<ArrivalStream> Arrivals { get; init; } = [];

    public ResidentHabits Residents { get; init; } = new();

    /// <summary>How long steps take whoever does them; the last that fits holds.</summary>
    public ImmutableArray<WorkRule> Work { get; init; } = [];

    public ImmutableArray<PostRule> Posts { get; init; } = [];

    /// <summary>What comes of steps; the last that fits holds.</summary>
    public ImmutableArray<OutcomeRule> Outcomes { get; init; } = [];

    public ImmutableArray<FactRule> Facts { get; init; } = [];

    public ImmutableArray<PressureRule> Pressures { get; init; } = [];

    public ImmutableArray<OutageRule> Outages { get; init; } = [];

    /// <summary>When officers ask other units or the requester for help; the last that fits holds.</summary>
    public ImmutableArray<RequestRule> Requests { get; init; } = [];

    /// <summary>In which matters departments are called together; the last that fits holds.</summary>
    public ImmutableArray<WhistleRule> Whistles { get; init; } = [];

    public ImmutableArray<EmergencyRule> Emergencies { get; init; } = [];

    /// <summary>How officers fill in the forms that they owe; the last that fits holds. Empty where nobody fills in any.</summary>
    public ImmutableArray<FormRule> Forms { get; init; } = [];

    /// <summary>Who has which skill; the last that fits holds. Where nothing is said of a skill nobody is held up for want of it.</summary>
    public ImmutableArray<SkillRule> Skills { get; init; } = [];

    /// <summary>Minutes from the seat of a body to that of the wider body around it, by unit; a unit of which nothing is said lies next door.</summary>
    public ImmutableDictionary<string, double> Ways { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>What an hour of an officer costs, in the money of the structure.</summary>
    public double CostOfHour { get; init; } = 60;

    /// <summary>What activities of a log stand for, by their names; of use where the load is read off a log.</summary>
    public ImmutableDictionary<string, Likeness.Meant> Meant { get; init; } = ImmutableDictionary<string, Likeness.Meant>.Empty;

    /// <summary>What was assumed because nothing was said, for whoever reads the figures.</summary>
    public ImmutableArray<Text> Assumed { get; init; } = [];
}

/// <summary>Matters of one type that are brought in some places.</summary>
/// <param name="Name">Names its branch of the seed, so that another stream beside it changes nothing here.</param>
/// <param name="Places">Units in which they arise; where they are filed, for a type without a place.</param>
/// <param name="Weights">How many arise in each place beside the others.</param>
/// <param name="PerDay">On an ordinary day, in all places together.</param>
public sealed record ArrivalStream(string Name, string Type, ImmutableArray<string> Places, ImmutableArray<double> Weights, double PerDay)
{
    /// <summary>In a year, whatever its weekdays, months and days off; null where the rate of an ordinary day is said.</summary>
    public double? PerYear { get; init; }

    /// <summary>Monday first; times the rate of an ordinary day.</summary>
    public ImmutableArray<double> Weekdays { get; init; } = [1, 1, 1, 1, 1, 1, 1];

    /// <summary>January first.</summary>
    public ImmutableArray<double> Months { get; init; } = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

    /// <summary>On days off of the office that are no weekend.</summary>
    public double Holidays { get; init; } = 1;

    /// <summary>Minutes of the day between which they are brought.</summary>
    public int FromMinute { get; init; } = 8 * 60;

    public int ToMinute { get; init; } = 20 * 60;

    public ImmutableArray<Burst> Bursts { get; init; } = [];

    /// <summary>Shares of web, counter, telephone, helper, letter, in the order of the enumeration.</summary>
    public ImmutableArray<double> Channels { get; init; } = [0.35, 0.35, 0.2, 0.1, 0];
}

/// <summary>Days, both included, on which so many times as much is brought.</summary>
public readonly record struct Burst(DateOnly From, DateOnly To, double Times);

/// <summary>What residents do while they wait and when they are answered.</summary>
public sealed record ResidentHabits
{
    /// <summary>The share that takes a matter back when it takes too long, and when.</summary>
    public double GivesUpShare { get; init; } = 0.02;

    public Spread GivesUpAfter { get; init; } = new Spread.Exponential(60 * 24);

    /// <summary>The share that brings the same once more while it is still open, and when.</summary>
    public double FilesAgainShare { get; init; } = 0.03;

    public Spread FilesAgainAfter { get; init; } = new Spread.Exponential(20 * 24);

    /// <summary>The share that answers when asked whether it is settled.</summary>
    public double AnswersShare { get; init; } = 0.6;

    public Spread AnswersAfter { get; init; } = Spread.LogNormal.OfMedian(20, 40);

    /// <summary>Of those who answer.</summary>
    public double DisputesShare { get; init; } = 0.05;

    /// <summary>Of matters that were closed.</summary>
    public double ReopensShare { get; init; } = 0.01;

    public Spread ReopensAfter { get; init; } = new Spread.Exponential(15 * 24);

    /// <summary>How long until they give what was asked of them.</summary>
    public Spread GivesFactsAfter { get; init; } = Spread.LogNormal.OfMedian(24, 60);

    public double RatesShare { get; init; } = 0.2;

    /// <summary>Of those whose matter was refused, explained or out of reach: the share that complains of it elsewhere, when, and as what.</summary>
    public double ComplainsAgainShare { get; init; }

    public Spread ComplainsAgainAfter { get; init; } = new Spread.Exponential(10 * 24);

    /// <summary>Null where nobody complains again.</summary>
    public ArrivalStream? ComplainsAgainAs { get; init; }
}

/// <summary>How long a step takes.</summary>
/// <param name="Type">The matter type; null for all.</param>
/// <param name="Step">Its id, or the word of its kind; null for all.</param>
/// <param name="Takes">Minutes of work.</param>
public sealed record WorkRule(string? Type, string? Step, Spread Takes);

/// <summary>How those in a post work.</summary>
/// <param name="Post">Null for all.</param>
/// <param name="At">A unit; null for all that have the post.</param>
public sealed record PostRule(string? Post, string? At)
{
    /// <summary>1.2 does in ten minutes what is counted as twelve.</summary>
    public double? Speed { get; init; }

    /// <summary>The share of their time that other work takes.</summary>
    public double? OtherWorkShare { get; init; }

    /// <summary>Working days a year on which each is away.</summary>
    public double? LeaveDays { get; init; }

    /// <summary>Work is let lie until so much has come together.</summary>
    public int? Batch { get; init; }

    /// <summary>Minutes on the way to a place, for checks and work outside. Null where nothing is said of it, or where they are reckoned by the place.</summary>
    public double? TravelMinutes { get; init; }

    /// <summary>Whether the way is reckoned from place to place; null where nothing is said.</summary>
    public bool? TravelsByPlace { get; init; }

    public WorkOrder? Order { get; init; }

    /// <summary>Of the matters that somebody takes up, those in which they are related to somebody or gain by it, and say so.</summary>
    public double? ConflictShare { get; init; }

    /// <summary>How many sit there where the structure seats nobody.</summary>
    public int? Seats { get; init; }

    /// <summary>Units whose posts of this name one and the same people fill.</summary>
    public ImmutableArray<string> SharedBy { get; init; } = [];
}

/// <summary>What is taken up first.</summary>
public enum WorkOrder
{
    FirstCome,

    /// <summary>What is due first.</summary>
    DueFirst,

    NewestFirst,
}

/// <summary>How many of those in a post that asks for a skill have it, and how much longer whoever lacks it takes for work of a duty that needs it.</summary>
/// <param name="At">Units; empty for all.</param>
/// <param name="Without">So many times as long.</param>
public sealed record SkillRule(string Skill, ImmutableArray<string> At, double HadByShare, double Without);

/// <param name="Shares">Outcomes of the step with their weights.</param>
public sealed record OutcomeRule(string? Type, string Step, ImmutableArray<(string Outcome, double Weight)> Shares);

/// <summary>How the values of a fact are spread. One of the three.</summary>
public sealed record FactRule(string Fact)
{
    public double? YesShare { get; init; }

    public Spread? Amount { get; init; }

    public ImmutableArray<(string Code, double Weight)> Codes { get; init; } = [];
}

/// <summary>What makes people act otherwise than the rule means, named after the pressure that rewards it.</summary>
public enum Pressure
{
    /// <summary>推诿: whoever passes a step on has no step that is late.</summary>
    PassingTheBuck,

    /// <summary>任务下压: whoever hands work down has it off the own figures.</summary>
    PushingDown,

    /// <summary>拖到期限: only the end of the limit is counted.</summary>
    SittingUntilTheDeadline,

    /// <summary>停表: a pause with a basis stops the promise.</summary>
    StoppingTheClock,

    /// <summary>虚假办结: what is called done counts as done.</summary>
    FalseDone,

    /// <summary>唯指标：已经超期的不再影响按期率，放到最后。</summary>
    WorkingToTheFigure,

    /// <summary>迎检：检查前几天把在办的都报成办完。</summary>
    StagingForInspections,

    /// <summary>临时交办挤占: what is asked from above goes before what residents wait for.</summary>
    DemandsFromAbove,

    /// <summary>迟报: nobody asks for a table before it is overdue.</summary>
    ReportingLate,

    /// <summary>照抄: of a table it is looked at whether it came, not what it says.</summary>
    CopyingFigures,

    /// <summary>层层漏报: what is left out on the way up is asked about by nobody above.</summary>
    ThinningOnTheWay,

    /// <summary>凑数达标: just over the mark counts as much as far over it.</summary>
    BendingToTheTarget,

    /// <summary>编数: nobody goes to see whether it is so.</summary>
    InventingFigures,

    /// <summary>捂数据: whoever gives data away answers for it; whoever says that they have none does not.</summary>
    KeepingDataBack,
}

/// <param name="Share">How strong, from 0 to 1: of steps, or of the working time for demands from above.</param>
/// <param name="Type">Null for all matter types.</param>
/// <param name="Post">Null for all posts.</param>
public sealed record PressureRule(Pressure Pressure, double Share, string? Type, string? Post)
{
    /// <summary>The days on which somebody comes to see; for <see cref="Pressure.StagingForInspections"/> alone.</summary>
    public ImmutableArray<DateOnly> On { get; init; } = [];

    /// <summary>Units; empty for all.</summary>
    public ImmutableArray<string> At { get; init; } = [];

    /// <summary>The form whose figures are meant; null for all.</summary>
    public string? Form { get; init; }

    /// <summary>What is aimed at, of an item of <see cref="Form"/>; for <see cref="Pressure.BendingToTheTarget"/> alone.</summary>
    public TargetOfFigure? Target { get; init; }

    /// <summary>Whether it is copied from a neighbour, not from the last period; for <see cref="Pressure.CopyingFigures"/> alone.</summary>
    public bool FromNeighbour { get; init; }
}

/// <summary>A mark that a figure of a unit is measured by.</summary>
/// <param name="Higher">Whether more is better; else less is.</param>
public readonly record struct TargetOfFigure(string Item, double Value, bool Higher);

/// <summary>How officers fill in a form that their unit owes.</summary>
/// <param name="Form">Null for all.</param>
/// <param name="At">Units that fill it in; empty for all.</param>
public sealed record FormRule(string? Form, ImmutableArray<string> At)
{
    /// <summary>Minutes of work, besides those of its rows.</summary>
    public Spread? Takes { get; init; }

    /// <summary>Rows that a unit has of it, such as households of a list.</summary>
    public Spread? Rows { get; init; }

    /// <summary>Minutes of work on each row that has to be typed.</summary>
    public Spread? Row { get; init; }

    /// <summary>What its numbers are about, from unit to unit.</summary>
    public Spread? Amount { get; init; }

    /// <summary>Of what is handed in, the share that whoever asks sends back.</summary>
    public double? ReturnedShare { get; init; }
}

/// <summary>Who has a step asks another for what they need, and goes on once it is answered.</summary>
/// <param name="Type">Null for all matter types.</param>
/// <param name="Step">Its id, or the word of its kind; null for all.</param>
/// <param name="Share">Of steps taken up.</param>
/// <param name="Of">Units, of which the one whose ground holds the place most narrowly is asked; empty for the requester.</param>
/// <param name="NotTheirsShare">Of answers that say it is not theirs to give.</param>
public sealed record RequestRule(string? Type, string? Step, double Share, ImmutableArray<string> Of, WaitReason For, double NotTheirsShare);

/// <summary>Departments are called together for a step that still waits.</summary>
/// <param name="Type">Null for all matter types whose rules know a whistle.</param>
/// <param name="Share">Of matters, where they are open by then.</param>
/// <param name="After">Hours by the clock since the filing.</param>
/// <param name="ComesShare">Of departments called, where a time is set to come.</param>
/// <param name="ActsShare">Of those that came.</param>
/// <param name="SettlesShare">Of calls at which somebody acted.</param>
public sealed record WhistleRule(string? Type, double Share, Spread After, double ComesShare, double ActsShare, double SettlesShare);

/// <summary>An emergency is declared by the post that the structure names, ended and reviewed.</summary>
/// <param name="At">The unit of that post.</param>
/// <param name="Days">After which it is ended, where it is not over by then.</param>
public sealed record EmergencyRule(string Emergency, string At, DateOnly On, int Days);

/// <param name="PerYear">How often a system fails.</param>
/// <param name="Lasts">Hours.</param>
public sealed record OutageRule(string System, double PerYear, Spread Lasts);
