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
    public const string AmountOfAnotherMeasure = "authority.amount-of-another-measure";
    public const string NothingLent = "authority.nothing-lent";
    public const string WiderThanSource = "authority.wider-than-source";
    public const string MayNotWithdraw = "authority.may-not-withdraw";
    public const string NothingToWithdraw = "authority.nothing-to-withdraw";
    public const string NotAnId = "authority.not-an-id";

    public static Refusal LentInThePast { get; } = new("authority.lent-in-the-past", new("授权和收回不能早于今天，也不能先止后起。", "A power is not lent or withdrawn before today, and does not end before it begins."));

    public static Refusal BasisMissing { get; } = new("authority.basis-missing", new("授权要写明现行的依据。", "What is lent names a basis in force."));

    public static Refusal NoSuchEmergency { get; } = new("authority.no-such-emergency", new("这一天没有这种应急事项，或者没有规定最长期限。", "There is no such emergency on this day, or the structure gives it no end."));

    public static Refusal MayNotDeclare { get; } = new("authority.may-not-declare", new("应急状态由结构写明的岗位宣布和结束。", "An emergency is declared and ended by the post that the structure names."));

    public static Refusal DeclaredAlready { get; } = new("authority.declared-already", new("应急状态已经宣布，还没有结束。", "The emergency is declared already and has not ended."));

    public static Refusal TooLongAnEmergency { get; } = new("authority.too-long-an-emergency", new("应急状态超过了规定的最长期限。", "The emergency would last longer than the structure allows."));

    public static Refusal NotDeclared { get; } = new("authority.not-declared", new("没有正在进行的这种应急状态。", "No such emergency is declared."));

    public static Refusal ReviewMissing { get; } = new("authority.review-missing", new("上一次应急已经结束，过了复盘期限还没有复盘；请先复盘。", "The last such emergency has ended, and its review is overdue. Review it first."));

    public static Refusal NothingToReview { get; } = new("authority.nothing-to-review", new("没有已经结束、还没有复盘的这种应急状态。", "No such emergency has ended without a review."));

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
        ActingFor, AlreadyLent, AmountOfAnotherMeasure, NothingLent, WiderThanSource, MayNotWithdraw, NothingToWithdraw, NotAnId, LentInThePast.Code, BasisMissing.Code, NoSuchEmergency.Code, MayNotDeclare.Code, DeclaredAlready.Code, TooLongAnEmergency.Code,
        NotDeclared.Code, ReviewMissing.Code, NothingToReview.Code, NoSuchSeat.Code, SeatInThePast.Code, SeatedAlready.Code, NotInThatSeat.Code, MayNotSeat.Code, ForOfficers.Code,
    ];

    /// <summary>Whether a refused act on seats, powers or emergencies was beyond what the asker may do. Such a try is entered; a mistake is not.</summary>
    public static bool IsLackOfAuthority(Refusal why) =>
        why == MayNotSeat || why == MayNotDeclare || why == ForOfficers || why.Code is MayNotWithdraw or WiderThanSource or GiverDoesNotHold or NotForThisReceiver or ChainTooLong or OutsideArea;

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
