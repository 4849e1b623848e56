namespace Trellis.Authority;

/// <summary>Every code with which this room says no, and which obstacle gives it. Codes are never reused.</summary>
public static class AuthorityRefusals
{
    public const string NoSuchPower = "authority.no-such-power";
    public const string NoSuchUnit = "authority.no-such-unit";
    public const string NoSuchPost = "authority.no-such-post";
    public const string NoSuchPlace = "authority.no-such-place";
    public const string NoSuchOutcome = "authority.no-such-outcome";
    public const string NotSeated = "authority.not-seated";
    public const string StepForAnotherPost = "authority.step-for-another-post";
    public const string NotHeld = "authority.not-held";
    public const string ArticleRepealed = "authority.article-repealed";
    public const string PostEnded = "authority.post-ended";
    public const string SourceEnded = "authority.source-ended";
    public const string GiverDoesNotHold = "authority.giver-does-not-hold";
    public const string NotForThisReceiver = "authority.not-for-this-receiver";
    public const string ChainTooLong = "authority.chain-too-long";
    public const string Circle = "authority.circle";
    public const string NotYet = "authority.not-yet";
    public const string Expired = "authority.expired";
    public const string Withdrawn = "authority.withdrawn";
    public const string Moved = "authority.moved";
    public const string NoEmergency = "authority.no-emergency";
    public const string OutsideArea = "authority.outside-area";
    public const string MatterNotGiven = "authority.matter-not-given";
    public const string OutcomeNotGiven = "authority.outcome-not-given";
    public const string AmountNotKnown = "authority.amount-not-known";
    public const string AmountBelowZero = "authority.amount-below-zero";
    public const string OverCeiling = "authority.over-ceiling";
    public const string NumberOverCeiling = "authority.number-over-ceiling";
    public const string CeilingUsedUp = "authority.ceiling-used-up";
    public const string NumberUsedUp = "authority.number-used-up";
    public const string ConditionNotMet = "authority.condition-not-met";
    public const string FactNotKnown = "authority.fact-not-known";
    public const string OwnMatter = "authority.own-matter";
    public const string Kin = "authority.kin";
    public const string ApartFrom = "authority.apart-from";
    public const string ActingFor = "authority.acting-for";
    public const string AlreadyLent = "authority.already-lent";
    public const string WiderThanSource = "authority.wider-than-source";
    public const string MayNotWithdraw = "authority.may-not-withdraw";
    public const string NothingToWithdraw = "authority.nothing-to-withdraw";

    public static Refusal NoSuchSeat { get; } = new("authority.no-such-seat", new("这一天该单位没有这个岗位。", "The unit has no such post on this day."));

    public static Refusal SeatInThePast { get; } = new("authority.seat-in-the-past", new("任职和离任不能早于今天，也不能先止后起。", "A seat is not taken or left before today, and does not end before it begins."));

    public static Refusal SeatedAlready { get; } = new("authority.seated-already", new("此人这一天已在这个岗位上。", "The person sits in this post on that day already."));

    public static Refusal NotInThatSeat { get; } = new("authority.not-in-that-seat", new("此人这一天不在这个岗位上。", "The person does not sit in this post on that day."));

    public static Refusal MayNotSeat { get; } = new("authority.may-not-seat", new("安排岗位的，是记录的保管人，或者本单位及上级单位负责督办或吹哨的岗位；任何人不得自行就任。", "Seats are given by whoever keeps the record, or by a post of this unit or one above that is told of overdue matters or calls departments; nobody takes one by themselves."));

    public static Refusal ForOfficers { get; } = new("authority.for-officers", new("此行为须由在岗人员依职权作出。", "This is for somebody who sits in a post, under a power."));

    public static IReadOnlyList<string> All { get; } =
    [
        NoSuchPower, NoSuchUnit, NoSuchPost, NoSuchPlace, NoSuchOutcome, NotSeated, StepForAnotherPost, NotHeld, ArticleRepealed, PostEnded, SourceEnded,
        GiverDoesNotHold, NotForThisReceiver, ChainTooLong, Circle, NotYet, Expired, Withdrawn, Moved, NoEmergency, OutsideArea, MatterNotGiven, OutcomeNotGiven,
        AmountNotKnown, AmountBelowZero, OverCeiling, NumberOverCeiling, CeilingUsedUp, NumberUsedUp, ConditionNotMet, FactNotKnown, OwnMatter, Kin, ApartFrom,
        ActingFor, AlreadyLent, WiderThanSource, MayNotWithdraw, NothingToWithdraw, NoSuchSeat.Code, SeatInThePast.Code, SeatedAlready.Code, NotInThatSeat.Code, MayNotSeat.Code, ForOfficers.Code,
    ];

    public static string CodeOf(in Answer answer) => answer.Obstacle switch
    {
        Obstacle.NoSuchPower => NoSuchPower,
        Obstacle.NoSuchUnit => NoSuchUnit,
        Obstacle.NoSuchPost => NoSuchPost,
        Obstacle.NoSuchPlace => NoSuchPlace,
        Obstacle.NoSuchOutcome => NoSuchOutcome,
        Obstacle.NotSeated => NotSeated,
        Obstacle.StepIsForAnother => StepForAnotherPost,
        Obstacle.NotHeld => answer.Broken is { } broken ? CodeOf(broken.Why) : NotHeld,
        Obstacle.NoEmergency => NoEmergency,
        Obstacle.OutsideArea => OutsideArea,
        Obstacle.MatterNotGiven => MatterNotGiven,
        Obstacle.OutcomeNotGiven => OutcomeNotGiven,
        Obstacle.AmountNotKnown => AmountNotKnown,
        Obstacle.AmountBelowZero => AmountBelowZero,
        Obstacle.OverCeiling => OverCeiling,
        Obstacle.NumberOverCeiling => NumberOverCeiling,
        Obstacle.CeilingUsedUp => CeilingUsedUp,
        Obstacle.NumberUsedUp => NumberUsedUp,
        Obstacle.ConditionNotMet => ConditionNotMet,
        Obstacle.FactNotKnown => FactNotKnown,
        Obstacle.OwnMatter => OwnMatter,
        Obstacle.Kin => Kin,
        Obstacle.ApartFrom => ApartFrom,
        Obstacle.ActingForBarred => ActingFor,
        _ => throw new InvalidOperationException("A yes has no code."),
    };

    public static string CodeOf(Break why) => why switch
    {
        Break.UnitEnded or Break.PostEnded => PostEnded,
        Break.ArticleRepealed => ArticleRepealed,
        Break.SourceEnded or Break.SourceBroken => SourceEnded,
        Break.GiverDoesNotHold => GiverDoesNotHold,
        Break.NotDelegable or Break.ClassNotForKind or Break.PowerNotForKind => NotForThisReceiver,
        Break.TooDeep or Break.NotPassedOn => ChainTooLong,
        Break.OutsideGround => OutsideArea,
        Break.Circle => Circle,
        Break.NotYet => NotYet,
        Break.Expired => Expired,
        Break.Withdrawn => Withdrawn,
        Break.Moved => Moved,
        _ => throw new InvalidOperationException($"{why} has no code."),
    };
}
