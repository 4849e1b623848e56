namespace Trellis.Process;

/// <summary>Every no of this room. Codes are never reused; each has its heading in docs/reference/refusals.md.</summary>
public static class ProcessRefusals
{
    public static Refusal NoSuchMatter { get; } = new("process.no-such-matter", new("没有这个事项。", "There is no such matter."));

    public static Refusal NotThePowerToAdopt { get; } = new("process.not-the-power-to-adopt", new("结构版本只能依 change-structure 这一职权施行。", "A version is adopted under the power change-structure, and no other."));

    public static Refusal NobodyMayAdopt { get; } = new("process.nobody-may-adopt", new(
        "在用的结构版本里没有岗位持有 change-structure 这一职权，所以谁也不能提出、施行新版本或转换事项。", "No post holds the power change-structure in the version in force, so nobody may propose or adopt another, or move matters."));

    /// <summary>Before the first version is in force there is nothing to act under.</summary>
    public static Refusal NoStructureYet { get; } = new("process.no-structure-yet", new("记录中还没有施行的结构版本。", "No version of the structure is in force in this record yet."));

    public static Refusal NoSuchMatterType { get; } = new("process.no-such-matter-type", new("这一天没有这种事项。", "There is no such matter type on this day."));

    public static Refusal MatterIsClosed { get; } = new("process.matter-closed", new("事项已经办结。", "The matter is closed."));

    public static Refusal MatterIsNotClosed { get; } = new("process.matter-not-closed", new("事项还没有办结。", "The matter is not closed."));

    public static Refusal MatterIsPaused { get; } = new("process.matter-paused", new("事项暂停办理；请先恢复。", "The matter is paused; resume it first."));

    public static Refusal MatterIsNotPaused { get; } = new("process.matter-not-paused", new("事项没有暂停。", "The matter is not paused."));

    public static Refusal RoleMissing { get; } = new("process.role-missing", new("还缺少事项所涉及的对象。", "Somebody or something that the matter is about is not named."));

    public static Refusal PlaceMissing { get; } = new("process.place-missing", new("不知道事项所在的地方，或者这个地方不在本结构之内。", "The place of the matter is not known, or lies outside the structure."));

    public static Refusal ConsentMissing { get; } = new("process.consent-missing", new("代办须有本人同意，并且两个人的身份都要记下。", "Filing for another needs their consent, and both are named."));

    public static Refusal FiledForOneself { get; } = new("process.filed-for-oneself", new("代办人和申请人是同一个人。", "The helper and the requester are the same person."));

    public static Refusal HappenedInTheFuture { get; } = new("process.happened-in-the-future", new("发生的时间晚于登记的时间。", "It cannot have happened after it was entered."));

    public static Refusal HappenedBeforeItBegan { get; } = new("process.happened-before-it-began", new("发生的时间早于这一步开始的时间。", "It cannot have happened before its turn had come."));

    public static Refusal StepNotOpen { get; } = new("process.step-not-open", new("这一步现在不能办理。", "This step is not open now."));

    public static Refusal StepWaitsForFacts { get; } = new("process.step-waits-for-facts", new("这一步还在等待信息。", "This step still waits for facts."));

    public static Refusal StepForAnother { get; } = new("process.step-for-another", new("这一步由别的岗位办理。", "This step is for another post."));

    public static Refusal StepOfAnotherKind { get; } = new("process.step-of-another-kind", new("这个结果不属于这一类步骤。", "This result does not belong to a step of this kind."));

    public static Refusal NoSuchOutcome { get; } = new("process.no-such-outcome", new("这一步没有这种结果。", "The step has no such outcome."));

    public static Refusal AmountOfAnotherMeasure { get; } = new("process.amount-of-another-measure", new("金额的单位不对：只能是钱，或者这一步的数额所用的单位。", "The amount is in another measure: it is money, or in the measure of the step's own sum."));

    public static Refusal ErasureNotDecided { get; } = new("process.erasure-not-decided", new("还没有同意删除的决定，或者这一步没有写依据，所以什么也不能删。", "Nobody has decided that it is to be erased, or the step names no article, so nothing is."));

    public static Refusal ItemMissing { get; } = new("process.item-missing", new("这一步应当给出的信息没有给出。", "A fact that the step gives is missing."));

    public static Refusal NothingEntered { get; } = new("process.nothing-entered", new("征求意见期间没有登记任何意见，不能自行结束；由征求意见的岗位登记结果，没有人答复的写零。", "Nothing was entered in the consultation, so it does not end by itself; whoever runs it enters its result, and nought where nobody answered."));

    public static Refusal TooEarly { get; } = new("process.too-early", new("征求意见的期限还没有到。", "The time to answer is not over."));

    public static Refusal VotesDoNotAddUp { get; } = new("process.votes-do-not-add-up", new("票数对不上：赞成的不能多于参加的，参加的不能多于有权的。", "The votes do not add up: at most those present agree, and at most those entitled are present."));

    public static Refusal QuorumNotReached { get; } = new("process.quorum-not-reached", new("参加人数没有达到规定，不能形成决议。", "Too few took part for a resolution."));

    public static Refusal OwnMatter { get; } = new("process.own-matter", new("自己的事项不能自己办理。", "Nobody works on their own matter."));

    public static Refusal ConflictOfInterest { get; } = new("process.conflict-of-interest", new("声明过回避的人不能办理这个事项；请转给同岗位的另一人，或者转办、上报。", "Who declared a conflict of interest does not work on the matter; another in the post does, or it is handed over or referred up."));

    public static Refusal ConflictDeclaredAlready { get; } = new("process.conflict-declared-already", new("已经声明过回避。", "The conflict is declared already."));

    public static Refusal ApartFrom { get; } = new("process.apart-from", new("办过前面步骤的人不能办理这一步。", "Who did an earlier step may not do this one."));

    public static Refusal NotIndependent { get; } = new("process.not-independent", new("办过这个事项的单位和个人不能来确认或者评判。", "Who did a step of the matter, or a unit that did one, may not confirm or judge it."));

    public static Refusal NothingGiven { get; } = new("process.nothing-given", new("没有给出任何信息。", "No fact was given."));

    public static Refusal NoPicture { get; } = new("process.no-picture", new("这不是 JPEG、PNG 或 WebP 图片，或者它损坏了。请另拍一张。", "This is no picture in JPEG, PNG or WebP, or it is damaged. Please take another."));

    public static Refusal PictureTooLarge { get; } = new("process.picture-too-large", new("图片太大：每张最多 10 MB，每边最多 16384 像素。请缩小后再添加。", "The picture is too large: at most 10 MB, and 16384 pixels on a side. Make it smaller and add it again."));

    public static Refusal TooManyPictures { get; } = new("process.too-many-pictures", new("这件事的图片已经够多了，最多 20 张。", "The matter has as many pictures as it may have: 20."));

    public static Refusal FirstContactMayNotReturn { get; } = new("process.first-contact-may-not-return", new("首问单位不得退回事项。", "The unit of first contact may not return a matter."));

    public static Refusal NobodyToReturnTo { get; } = new("process.nobody-to-return-to", new("没有可以退回的单位。", "There is nobody to return it to."));

    public static Refusal ReturnedTooOften { get; } = new("process.returned-too-often", new("退回次数已经用完。", "It was returned as often as it may be."));

    public static Refusal HandedOverTooOften { get; } = new("process.handed-over-too-often", new("转办次数已经用完。", "It was handed over as often as it may be."));

    public static Refusal ReferredTooOften { get; } = new("process.referred-too-often", new("上报次数已经用完。", "It was referred up as often as it may be."));

    public static Refusal TooLate { get; } = new("process.too-late", new("这一行为的时限已过。", "The time for this act is over."));

    public static Refusal ActNotProvided { get; } = new("process.act-not-provided", new("本结构没有为这种事项规定这一行为。", "The structure does not provide for this act here."));

    public static Refusal NoSuchDuty { get; } = new("process.no-such-duty", new("这一天没有这项职责。", "There is no such duty on this day."));

    public static Refusal NotTheBearer { get; } = new("process.not-the-bearer", new("所指的单位在这个地方并不承担所引的职责。", "The unit named does not bear the cited duty at this place."));

    public static Refusal NotTheHolder { get; } = new("process.not-the-holder", new("只有现在负责的单位可以这样做。", "Only the unit that holds it now may do this."));

    public static Refusal NoSuchUnit { get; } = new("process.no-such-unit", new("这一天没有这个单位。", "There is no such unit on this day."));

    public static Refusal NoSuchPost { get; } = new("process.no-such-post", new("这个单位这一天没有这个岗位。", "The unit has no such post on this day."));

    public static Refusal AlreadyThere { get; } = new("process.already-there", new("它已经在那里了。", "It is there already."));

    public static Refusal NobodyAbove { get; } = new("process.nobody-above", new("上面没有可以上报的单位。", "There is nobody wider to refer it to."));

    public static Refusal TaskIsOnTheList { get; } = new("process.task-on-the-list", new("这项任务属于本单位的职责清单。", "The task is on the unit's own list."));

    public static Refusal WhistleForAnotherPost { get; } = new("process.whistle-for-another-post", new("这个岗位不能吹哨。", "This post may not blow the whistle."));

    public static Refusal WhistleIsOpen { get; } = new("process.whistle-open", new("上一次吹哨还没有结束。", "The last call is not over."));

    public static Refusal NotOnTheCallList { get; } = new("process.not-on-the-call-list", new("这个部门不在可以呼叫的名单上。", "This department is not on the list of those who can be called."));

    public static Refusal NobodyToCall { get; } = new("process.nobody-to-call", new("这个地方没有可以呼叫的岗位。", "None of the posts to call exists at this place."));

    public static Refusal NoSuchCall { get; } = new("process.no-such-call", new("没有这次呼叫。", "There is no such call."));

    public static Refusal NotCalled { get; } = new("process.not-called", new("本单位没有被呼叫。", "The unit was not called."));

    public static Refusal CameAlready { get; } = new("process.came-already", new("已经登记到场。", "It is recorded already that they came."));

    public static Refusal NotComeYet { get; } = new("process.not-come-yet", new("还没有登记到场。", "They have not come yet."));

    public static Refusal ReportedAlready { get; } = new("process.reported-already", new("已经登记做了什么。", "What they did is recorded already."));

    public static Refusal JudgedAlready { get; } = new("process.judged-already", new("这次呼叫已经有了评判。", "The call is judged already."));

    public static Refusal CallsStillRun { get; } = new("process.calls-still-run", new("还有部门在时限之内，没有到场或者没有结果。", "Some department is still in its time, or has not reported."));

    public static Refusal NotTheJudge { get; } = new("process.not-the-judge", new("评判不由这个人作出。", "The judgement is not theirs."));

    public static Refusal NoSuchReason { get; } = new("process.no-such-reason", new("结构中没有这个暂停理由。", "The structure has no such reason to pause."));

    public static Refusal PausedTooOften { get; } = new("process.paused-too-often", new("暂停次数已经用完。", "It was paused as often as it may be."));

    public static Refusal PauseUsedUp { get; } = new("process.pause-used-up", new("允许暂停的时间已经用完。", "The time allowed for pauses is used up."));

    public static Refusal AlreadyAsked { get; } = new("process.already-asked", new("已经向别的单位提出，还没有答复。", "Another unit was asked already and has not answered."));

    public static Refusal NotAsked { get; } = new("process.not-asked", new("没有向本单位提出过。", "This unit was not asked."));

    public static Refusal NotTheRequester { get; } = new("process.not-the-requester", new("只有申请人本人或者受托人可以这样做。", "Only the requester, or who filed for them, may do this."));

    public static Refusal NotReached { get; } = new("process.not-reached", new("没有本人被联系到的证明，沉默不能算作答复。", "Without a proof that the person was reached, silence is no answer."));

    public static Refusal ReachForTheOffice { get; } = new("process.reach-for-the-office", new("联系到本人由首问单位、现在负责的单位或者办过步骤的单位登记。", "That the person was reached is recorded by the first contact, the unit that holds the matter, or one that has or had a step."));

    public static Refusal ChannelNotTheirs { get; } = new("process.channel-not-theirs", new("要在本人自己的渠道上联系到，即提出事项时用的渠道。", "They are reached on their own channel: the one by which the matter came."));

    public static Refusal NotYetSilent { get; } = new("process.not-yet-silent", new("答复的期限还没有过。", "The time to answer is not over."));

    public static Refusal NotForTheHolderToSay { get; } = new("process.not-for-the-holder-to-say", new("“已解决”由流程得出，由申请人确认，不能由单位自己宣布。", "That it is solved comes out of the flow and is confirmed by the requester; a unit cannot declare it."));

    public static Refusal ReferralMissing { get; } = new("process.referral-missing", new("超出权限的，要写明谁能办理。", "What is out of reach names who can help."));

    public static Refusal ReasonMissing { get; } = new("process.reason-missing", new("没有写理由。", "No reason is given."));

    public static Refusal TooLateToReopen { get; } = new("process.too-late-to-reopen", new("重新打开的期限已过。", "The time to reopen is over."));

    public static Refusal RatedAlready { get; } = new("process.rated-already", new("这一次已经评价过。", "It was rated already."));

    public static Refusal OnlyForTheRequester { get; } = new("process.only-for-the-requester", new("只有申请人本人能公开自己的事项，或者撤回公开。", "Only the requester themselves makes their matter public, or takes that back."));

    public static Refusal ConfidentialType { get; } = new("process.confidential-type", new("这一类事项涉及敏感信息或者个人信息权利，不能公开。", "Matters of this type touch what is sensitive, or rights over personal data, and are not made public."));

    public static Refusal ConcernsOthers { get; } = new("process.concerns-others", new("这件事项还关系到别的人，不能由申请人一个人公开。", "This matter concerns somebody else as well, so the requester alone does not make it public."));

    public static Refusal PublicAlready { get; } = new("process.public-already", new("这件事项已经公开。", "This matter is public already."));

    public static Refusal NotPublic { get; } = new("process.not-public", new("这件事项没有公开，不用撤回。", "This matter is not public, so there is nothing to take back."));

    public static Refusal RatingOutOfRange { get; } = new("process.rating-out-of-range", new("评价从一分到五分。", "A rating goes from 1 to 5."));

    public static Refusal JobDoneAlready { get; } = new("process.job-done-already", new("这件到时要做的事已经做过。", "What was due at that time was done already."));

    public static Refusal NotDueYet { get; } = new("process.not-due-yet", new("时间还没有到。", "It is not due yet."));

    public static Refusal PerformerIsThere { get; } = new("process.performer-is-there", new("现在的办理岗位还在。", "The present performer still has the post."));

    public static Refusal NoSuchAdoption { get; } = new("process.no-such-adoption", new("没有这个待施行的结构版本。", "No such structure version is proposed."));

    public static Refusal ProposedAlready { get; } = new("process.proposed-already", new("这个结构版本已经提出过。", "This structure version was proposed already."));

    public static Refusal AdoptedAlready { get; } = new("process.adopted-already", new("这个结构版本已经施行。", "This structure version is adopted already."));

    public static Refusal TakesEffectTooEarly { get; } = new("process.takes-effect-too-early", new("施行日期在异议期结束之前。", "It would take effect before the time to object is over."));

    public static Refusal ObjectionPeriodTooShort { get; } = new("process.objection-period-too-short", new("职责增加的单位要有时间提出异议。", "Units whose duties grow must have time to object."));

    public static Refusal ObjectionPeriodRuns { get; } = new("process.objection-period-runs", new("异议期还没有结束。", "The time to object is not over."));

    public static Refusal ObjectionPeriodIsOver { get; } = new("process.objection-period-over", new("异议期已经结束。", "The time to object is over."));

    public static Refusal DutiesDoNotGrow { get; } = new("process.duties-do-not-grow", new("这个版本没有增加本单位的职责。", "This version does not add to the unit's duties."));

    public static Refusal NoSuchObjection { get; } = new("process.no-such-objection", new("没有这条异议。", "There is no such objection."));

    public static Refusal AnsweredAlready { get; } = new("process.answered-already", new("这条异议已经答复。", "The objection is answered already."));

    public static Refusal ObjectionNotAnswered { get; } = new("process.objection-not-answered", new("还有异议没有答复。", "An objection is not answered."));

    public static Refusal ErrorNotOverridden { get; } = new("process.error-not-overridden", new("还有错误既没有改正，也没有说明理由和期限地放行。", "An open error has no override."));

    public static Refusal OverrideWithoutEnd { get; } = new("process.override-without-end", new("放行没有期限，期限已过，或者超过施行后一年。", "An override has no end, one that is over, or one later than a year after the first day."));

    public static Refusal NotAdopted { get; } = new("process.not-adopted", new("这个结构版本没有施行。", "This structure version is not adopted."));

    public static Refusal NothingToMove { get; } = new("process.nothing-to-move", new("没有可以转到新版本的事项。", "No matter can be moved."));

    public static Refusal NotInThePlan { get; } = new("process.not-in-the-plan", new("这个事项不在转换方案里，或者方案之后又有了变化。", "The matter is not in the plan, or it has changed since."));

    public static Refusal ChannelOfNeighbours { get; } = new("process.channel-of-neighbours", new("这个渠道只给邻方的记录使用。", "This channel is for the records of neighbours alone."));

    public static Refusal TooMuchForOneEntry { get; } = new("process.too-much-for-one-entry", new("一次提交的条目太多。", "There is too much for one entry."));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        NoSuchMatter, NoStructureYet, NotThePowerToAdopt, NobodyMayAdopt, NoSuchMatterType, MatterIsClosed, MatterIsNotClosed, MatterIsPaused, MatterIsNotPaused, RoleMissing, PlaceMissing, ConsentMissing,
        FiledForOneself, HappenedInTheFuture, HappenedBeforeItBegan, StepNotOpen, StepWaitsForFacts, StepForAnother, StepOfAnotherKind, ErasureNotDecided, NoSuchOutcome, AmountOfAnotherMeasure,
        ItemMissing, NothingEntered, TooEarly, VotesDoNotAddUp, QuorumNotReached, OwnMatter, ConflictOfInterest, ConflictDeclaredAlready, ApartFrom, NotIndependent, NothingGiven, NoPicture, PictureTooLarge, TooManyPictures, FirstContactMayNotReturn,
        NobodyToReturnTo, ReturnedTooOften, HandedOverTooOften, ReferredTooOften, TooLate, ActNotProvided, NoSuchDuty, NotTheBearer, NotTheHolder,
        NoSuchUnit, NoSuchPost, AlreadyThere, NobodyAbove, TaskIsOnTheList, WhistleForAnotherPost, WhistleIsOpen, NotOnTheCallList, NobodyToCall,
        NoSuchCall, NotCalled, CameAlready, NotComeYet, ReportedAlready, JudgedAlready, CallsStillRun, NotTheJudge, NoSuchReason, PausedTooOften,
        PauseUsedUp, AlreadyAsked, NotAsked, NotTheRequester, NotReached, ReachForTheOffice, ChannelNotTheirs, NotYetSilent, NotForTheHolderToSay, ReferralMissing, ReasonMissing,
        OnlyForTheRequester, ConfidentialType, ConcernsOthers, PublicAlready, NotPublic,
        TooLateToReopen, RatedAlready, RatingOutOfRange, JobDoneAlready, NotDueYet, PerformerIsThere, NoSuchAdoption, ProposedAlready, AdoptedAlready,
        TakesEffectTooEarly, ObjectionPeriodTooShort, ObjectionPeriodRuns, ObjectionPeriodIsOver, DutiesDoNotGrow, NoSuchObjection, AnsweredAlready,
        ObjectionNotAnswered, ErrorNotOverridden, OverrideWithoutEnd, NotAdopted, NothingToMove, NotInThePlan, ChannelOfNeighbours, TooMuchForOneEntry,
    ];
}
