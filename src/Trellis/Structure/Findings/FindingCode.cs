namespace Trellis.Structure.Findings;

/// <summary>A kind of fault with its stable code. A code is never reused for another meaning.</summary>
public sealed record FindingCode(string Code, Severity Severity, ReformPath Path, Text Title)
{
    public override string ToString() => Code;
}

/// <summary>All kinds of fault that are read from the files of a structure, or from a record.</summary>
public static class FindingCodes
{
    public static readonly FindingCode BrokenSyntax = new("TR9001", Severity.Error, ReformPath.Files, new("读不懂的写法", "Cannot be read"));
    public static readonly FindingCode OutsideTheSubset = new("TR9002", Severity.Error, ReformPath.Files, new("不允许的 YAML 写法", "YAML that is not allowed"));
    public static readonly FindingCode ForbiddenCharacters = new("TR9003", Severity.Error, ReformPath.Files, new("编码或字符不允许", "Encoding or characters not allowed"));
    public static readonly FindingCode TooMuch = new("TR9004", Severity.Error, ReformPath.Files, new("太大、太深或太多", "Too large, too deep or too many"));
    public static readonly FindingCode DamagedTable = new("TR9005", Severity.Error, ReformPath.Files, new("表格损坏", "Damaged table"));
    public static readonly FindingCode DoesNotBelongHere = new("TR9006", Severity.Error, ReformPath.Files, new("不该放在这里", "Does not belong here"));
    public static readonly FindingCode UnknownKey = new("TR9010", Severity.Error, ReformPath.Files, new("未知的键", "Unknown key"));
    public static readonly FindingCode MissingKey = new("TR9011", Severity.Error, ReformPath.Files, new("缺少键", "Missing key"));
    public static readonly FindingCode WrongValue = new("TR9012", Severity.Error, ReformPath.Files, new("值不合要求", "Value of the wrong kind"));
    public static readonly FindingCode QuantityWithoutUnit = new("TR9013", Severity.Error, ReformPath.Files, new("数量单位缺失或不符", "Quantity without its unit"));
    public static readonly FindingCode MalformedId = new("TR9014", Severity.Error, ReformPath.Files, new("标识写法不对", "Malformed id"));
    public static readonly FindingCode TextWithoutLanguage = new("TR9015", Severity.Error, ReformPath.Files, new("文字没有注明语言", "Text without a language"));
    public static readonly FindingCode TextMissingInLanguage = new("TR9016", Severity.Note, ReformPath.Files, new("缺少另一种语言", "Text missing in another language"));
    public static readonly FindingCode KeyTwice = new("TR9017", Severity.Error, ReformPath.Files, new("同一个键写了两次", "Key written twice"));
    public static readonly FindingCode IdTwice = new("TR9020", Severity.Error, ReformPath.Files, new("同一天两个相同标识", "Id used twice on one day"));
    public static readonly FindingCode NothingByThatName = new("TR9021", Severity.Error, ReformPath.Files, new("引用的对象不存在", "Nothing by that name"));
    public static readonly FindingCode GapInReference = new("TR9022", Severity.Warning, ReformPath.Files, new("引用的对象有一段时间失效", "What is referred to does not always hold"));
    public static readonly FindingCode WrongDates = new("TR9023", Severity.Error, ReformPath.Files, new("日期不对", "Dates that cannot be"));
    public static readonly FindingCode Circle = new("TR9024", Severity.Error, ReformPath.Files, new("循环引用", "Circle"));
    public static readonly FindingCode ReusedId = new("TR9025", Severity.Error, ReformPath.Files, new("旧标识被重新使用", "Ended id used for something else"));
    public static readonly FindingCode SharedName = new("TR9026", Severity.Error, ReformPath.Files, new("单位与群组同名", "Unit and group share a name"));
    public static readonly FindingCode OverlayTouchesNothing = new("TR9030", Severity.Error, ReformPath.Files, new("叠加层修改的条目不存在", "Overlay touches what is not there"));
    public static readonly FindingCode OverlayOutOfDate = new("TR9031", Severity.Error, ReformPath.Files, new("叠加层针对的是旧条目", "Overlay written for another state"));
    public static readonly FindingCode OverlaysCollide = new("TR9032", Severity.Error, ReformPath.Files, new("两个叠加层改同一条目", "Two overlays on one entry"));
    public static readonly FindingCode OverlayMayOnlyAdd = new("TR9033", Severity.Error, ReformPath.Files, new("叠加层只能新增此类条目", "May only be added by an overlay"));
    public static readonly FindingCode BrokenExpression = new("TR9040", Severity.Error, ReformPath.Files, new("表达式读不懂", "Expression cannot be read"));
    public static readonly FindingCode TypesDoNotFit = new("TR9041", Severity.Error, ReformPath.Files, new("表达式类型不符", "Types do not fit"));
    public static readonly FindingCode UnknownInExpression = new("TR9042", Severity.Error, ReformPath.Files, new("表达式中的名称不存在", "Expression names nothing"));
    public static readonly FindingCode IdleAcceptance = new("TR9043", Severity.Warning, ReformPath.Files, new("接受说明已失效或无对象", "Acceptance that quiets nothing"));
    public static readonly FindingCode CalendarEndsSoon = new("TR9050", Severity.Note, ReformPath.Files, new("日历即将用完", "Calendar ends soon"));
    public static readonly FindingCode NeverReviewed = new("TR9051", Severity.Note, ReformPath.Files, new("永不复核", "Never reviewed"));
    public static readonly FindingCode DutyWithoutPower = new("TR1001", Severity.Warning, ReformPath.PowerAndResponsibility, new("有责无权", "Duty without power"));
    public static readonly FindingCode PowerWithoutDuty = new("TR1002", Severity.Note, ReformPath.PowerAndResponsibility, new("有权无责", "Power without duty"));
    public static readonly FindingCode LeadMissingOrDouble = new("TR1003", Severity.Warning, ReformPath.PowerAndResponsibility, new("主办单位缺失或重复", "No lead, or two"));
    public static readonly FindingCode NewDutyWithoutMeans = new("TR1004", Severity.Error, ReformPath.PowerAndResponsibility, new("新增职责没有配套条件", "New duty without means"));
    public static readonly FindingCode DutyOutsideTheList = new("TR1005", Severity.Warning, ReformPath.PowerAndResponsibility, new("清单之外的职责", "Duty given outside the list"));
    public static readonly FindingCode WiderThanSource = new("TR1006", Severity.Error, ReformPath.PowerAndResponsibility, new("授权超出来源", "Delegation wider than its source"));
    public static readonly FindingCode ChainEndsWithPost = new("TR1007", Severity.Warning, ReformPath.PowerAndResponsibility, new("岗位撤销使授权链中断", "Chain broken by an ended post"));
    public static readonly FindingCode ChainEndsWithLaw = new("TR1008", Severity.Warning, ReformPath.PowerAndResponsibility, new("依据失效使授权链中断", "Chain broken by a repealed article"));
    public static readonly FindingCode ChainEndsWithSource = new("TR1009", Severity.Warning, ReformPath.PowerAndResponsibility, new("来源失效使授权链中断", "Chain broken at its source"));
    public static readonly FindingCode DutyWillBeBare = new("TR1010", Severity.Warning, ReformPath.PowerAndResponsibility, new("到期后职责将无权可用", "Duty will be left bare"));
    public static readonly FindingCode DoesAndChecks = new("TR1011", Severity.Warning, ReformPath.PowerAndResponsibility, new("自己办自己查", "Does and checks"));
    public static readonly FindingCode TakenBackStillLoads = new("TR1012", Severity.Warning, ReformPath.PowerAndResponsibility, new("已收回的职责仍压在基层", "Taken back, still loaded"));
    public static readonly FindingCode ApprovalsBeyondComparable = new("TR1013", Severity.Note, ReformPath.PowerAndResponsibility, new("审批层级多于同类事项", "More approvals than comparable matters"));
    public static readonly FindingCode SkillNobodyHas = new("TR1014", Severity.Warning, ReformPath.PowerAndResponsibility, new("无人具备所需能力", "Skill nobody there has"));
    public static readonly FindingCode WorkWithoutDuty = new("TR1015", Severity.Warning, ReformPath.PowerAndResponsibility, new("办事单位没有相应职责", "Work without duty"));
    public static readonly FindingCode ClassMayNotGo = new("TR1016", Severity.Error, ReformPath.PowerAndResponsibility, new("此类职权不得授予", "Class that may not be delegated so"));
    public static readonly FindingCode ReviewHasPassed = new("TR1017", Severity.Warning, ReformPath.PowerAndResponsibility, new("复核日期已过", "Review date has passed"));
    public static readonly FindingCode EmergencyWithoutEnd = new("TR1018", Severity.Error, ReformPath.PowerAndResponsibility, new("应急权没有期限或复盘", "Emergency power without end or review"));
    public static readonly FindingCode CeilingsContradict = new("TR1019", Severity.Warning, ReformPath.PowerAndResponsibility, new("限额互相矛盾", "Ceilings that contradict"));
    public static readonly FindingCode MorePeopleThanSeats = new("TR1020", Severity.Warning, ReformPath.PowerAndResponsibility, new("任职人数超过席位", "More people than seats"));
    public static readonly FindingCode PostNobodySitsIn = new("TR1021", Severity.Note, ReformPath.PowerAndResponsibility, new("岗位眼下无人任职", "Post nobody sits in yet"));
    public static readonly FindingCode AskedAgain = new("TR2001", Severity.Warning, ReformPath.Information, new("重复采集", "Asked again"));
    public static readonly FindingCode AskedThoughHeld = new("TR2002", Severity.Warning, ReformPath.Information, new("库里已有仍要填", "Asked although held"));
    public static readonly FindingCode MayMeanTheSame = new("TR2003", Severity.Note, ReformPath.Information, new("可能同义的数据项", "May mean the same"));
    public static readonly FindingCode ItemWithoutOwner = new("TR2004", Severity.Warning, ReformPath.Information, new("数据项没有主管单位", "Item without owner"));
    public static readonly FindingCode ItemWithoutPurpose = new("TR2005", Severity.Warning, ReformPath.Information, new("数据项没有用途", "Item without purpose"));
    public static readonly FindingCode ItemWithoutBasis = new("TR2006", Severity.Warning, ReformPath.Information, new("数据项没有依据", "Item without basis"));
    public static readonly FindingCode FormWithoutBasis = new("TR2007", Severity.Warning, ReformPath.Information, new("表单没有依据", "Form without basis"));
    public static readonly FindingCode FormWithoutDuty = new("TR2008", Severity.Warning, ReformPath.Information, new("表单没有对应职责", "Form without duty"));
    public static readonly FindingCode FormWithoutAsker = new("TR2009", Severity.Warning, ReformPath.Information, new("要表单位已不存在", "Form whose asker has ended"));
    public static readonly FindingCode SystemsStacked = new("TR2010", Severity.Note, ReformPath.Information, new("系统叠加", "Systems stacked"));
    public static readonly FindingCode SystemWithoutProblem = new("TR2011", Severity.Warning, ReformPath.Information, new("系统没有说明解决什么问题", "System without a stated problem"));
    public static readonly FindingCode SystemWithoutBasis = new("TR2012", Severity.Warning, ReformPath.Information, new("强制使用的系统没有依据", "Required system without basis"));
    public static readonly FindingCode SystemBeyondPurpose = new("TR2013", Severity.Warning, ReformPath.Information, new("系统超出用途使用数据", "System used beyond its purpose"));
    public static readonly FindingCode Burden = new("TR2014", Severity.Note, ReformPath.Information, new("填报负担", "Burden"));
    public static readonly FindingCode AsksWhatIsComputed = new("TR2015", Severity.Warning, ReformPath.Information, new("可计算的仍要填", "Asks what can be computed"));
    public static readonly FindingCode FilledForNothing = new("TR2016", Severity.Note, ReformPath.Information, new("填了没人用", "Filled and used for nothing"));
    public static readonly FindingCode UnsoundFlow = new("TR3001", Severity.Error, ReformPath.Process, new("流程走不通", "Flow that cannot work as written"));
    public static readonly FindingCode StepNobodyCanDo = new("TR3002", Severity.Warning, ReformPath.Process, new("附近无人能办的步骤", "Step nobody near can do"));
    public static readonly FindingCode PromiseCannotBeMet = new("TR3003", Severity.Warning, ReformPath.Process, new("时限之和超过承诺", "Limits cannot meet the promise"));
    public static readonly FindingCode SerialWithoutNeed = new("TR3004", Severity.Note, ReformPath.Process, new("可并行却串行", "Serial without need"));
    public static readonly FindingCode AskedAndNotUsed = new("TR3005", Severity.Warning, ReformPath.Process, new("收了不用", "Asked and not used"));
    public static readonly FindingCode ClosedByTheOffice = new("TR3006", Severity.Warning, ReformPath.Process, new("由办事方自己办结", "Closed by those who did the work"));
    public static readonly FindingCode ActWithoutLimit = new("TR3007", Severity.Warning, ReformPath.Process, new("没有限制的退回或暂停", "Act without limit"));
    public static readonly FindingCode PartsDisagree = new("TR3008", Severity.Warning, ReformPath.Process, new("一件事的各部分不一致", "Parts of a bundle disagree"));
    public static readonly FindingCode DeliveredThoughRefused = new("TR3009", Severity.Warning, ReformPath.Process, new("未批准也照办", "Done though refused"));
    public static readonly FindingCode ReadBeforeKnown = new("TR3010", Severity.Error, ReformPath.Process, new("使用尚未取得的信息", "Read before it is known"));
    public static readonly FindingCode TwoEquallyNear = new("TR3011", Severity.Warning, ReformPath.Process, new("两个单位同样近", "Two equally near"));
    public static readonly FindingCode DecidedWithoutFacts = new("TR3012", Severity.Warning, ReformPath.Process, new("决定时缺少所需事实", "Decided without the facts"));
    public static readonly FindingCode OutcomeNobodyMayGive = new("TR3013", Severity.Warning, ReformPath.Process, new("无人可作出的结果", "Outcome nobody may give"));
    public static readonly FindingCode PromiseWithoutLimits = new("TR3014", Severity.Warning, ReformPath.Process, new("承诺没有时限支撑", "Promise without limits behind it"));
    public static readonly FindingCode CaseNobodyMayDecide = new("TR3015", Severity.Warning, ReformPath.Process, new("无人有权决定的情形", "Case nobody may decide"));
    public static readonly FindingCode BookedOtherwise = new("TR3016", Severity.Warning, ReformPath.Process, new("所记结果与决定不符", "Booked otherwise than decided"));
    public static readonly FindingCode GoesOnThoughDeclined = new("TR3017", Severity.Warning, ReformPath.Process, new("对方不同意也照办", "Goes on though declined"));
    public static readonly FindingCode SilenceBeginsAnew = new("TR3018", Severity.Warning, ReformPath.Process, new("没有回应就重办", "Silence begins the work anew"));
    public static readonly FindingCode ResourceNobodyHolds = new("TR4001", Severity.Warning, ReformPath.Resources, new("无人持有的资源", "Resource nobody holds"));
    public static readonly FindingCode ResourceNobodySchedules = new("TR4002", Severity.Warning, ReformPath.Resources, new("无人可调度的资源", "Resource nobody may schedule"));
    public static readonly FindingCode NoClaimToResource = new("TR4003", Severity.Warning, ReformPath.Resources, new("职责所需资源无权使用", "No claim to what the duty needs"));
    public static readonly FindingCode OnlyGovernmentDecides = new("TR5001", Severity.Warning, ReformPath.Subjects, new("影响他人却只有政府参与", "Only government acts"));
    public static readonly FindingCode ConsultationAbsent = new("TR5002", Severity.Warning, ReformPath.Subjects, new("缺少法定协商", "Required consultation is absent"));
    public static readonly FindingCode OfficeDoesWhatIsLeft = new("TR5003", Severity.Warning, ReformPath.Subjects, new("政府包办社会或市场事务", "Office does what law leaves to others"));
    public static readonly FindingCode CommunityLoaded = new("TR5004", Severity.Warning, ReformPath.Subjects, new("自治组织承担无依据的行政事务", "Community loaded without agreement"));
    public static readonly FindingCode WrongOneHeard = new("TR5005", Severity.Warning, ReformPath.Subjects, new("征求意见找错了对象", "The wrong one is heard"));
    public static readonly FindingCode OwnWordOnly = new("TR6001", Severity.Warning, ReformPath.Assessment, new("自报自评", "Own word only"));
    public static readonly FindingCode NoQualityTwin = new("TR6002", Severity.Warning, ReformPath.Assessment, new("没有质量对照指标", "No quality twin"));
    public static readonly FindingCode OneWeightDominates = new("TR6003", Severity.Warning, ReformPath.Assessment, new("单一指标权重过大", "One weight dominates"));
    public static readonly FindingCode MetByRefusing = new("TR6004", Severity.Warning, ReformPath.Assessment, new("拒办即可达标", "Met by refusing work"));
    public static readonly FindingCode FedByPresence = new("TR6005", Severity.Error, ReformPath.Assessment, new("以留痕打卡为指标", "Fed by presence or clicks"));
    public static readonly FindingCode SharingForbids = new("TR7001", Severity.Error, ReformPath.RulesAndRights, new("共享属性不允许", "Sharing class forbids it"));
    public static readonly FindingCode NoRetention = new("TR7002", Severity.Warning, ReformPath.RulesAndRights, new("没有保存期限", "No retention"));
    public static readonly FindingCode PersonalInPublic = new("TR7003", Severity.Error, ReformPath.RulesAndRights, new("公开内容含个人信息", "Personal item in public"));
    public static readonly FindingCode WithoutBasisInForce = new("TR7004", Severity.Warning, ReformPath.RulesAndRights, new("没有现行依据", "Without a basis in force"));
    public static readonly FindingCode RightNarrowed = new("TR7005", Severity.Error, ReformPath.RulesAndRights, new("缩减居民权利", "Resident's right narrowed"));
    public static readonly FindingCode PurposeNotOpen = new("TR7006", Severity.Error, ReformPath.RulesAndRights, new("该类主体无此用途", "Purpose not open to this actor"));
    public static readonly FindingCode VariesWhatIsFixed = new("TR7007", Severity.Error, ReformPath.RulesAndRights, new("改动了不许改的内容", "Varies what is fixed"));
    public static readonly FindingCode NobodyMayChangeIt = new("TR7008", Severity.Warning, ReformPath.RulesAndRights, new("无人可改的结构", "Nobody may change it"));

    public static readonly FindingCode ValuesInDispute = new("TR2101", Severity.Warning, ReformPath.Information, new("各部门说法不一、无人裁定", "Departments disagree, nobody settled it"));

    public static readonly FindingCode PingPong = new("TR1101", Severity.Warning, ReformPath.PowerAndResponsibility, new("两单位来回推", "Sent back and forth"));
    public static readonly FindingCode SendsBack = new("TR1102", Severity.Warning, ReformPath.PowerAndResponsibility, new("转来的多被退回", "Sends back what it is given"));
    public static readonly FindingCode PassesOn = new("TR1103", Severity.Warning, ReformPath.PowerAndResponsibility, new("经手的多被转出", "Passed on by whoever has it"));
    public static readonly FindingCode LastMoment = new("TR1104", Severity.Warning, ReformPath.PowerAndResponsibility, new("临到期限才转出", "Moved on at the last moment"));
    public static readonly FindingCode LateReports = new("TR2102", Severity.Warning, ReformPath.Information, new("报数迟", "Reported late"));
    public static readonly FindingCode SumsDisagree = new("TR2103", Severity.Warning, ReformPath.Information, new("逐级汇总对不上", "Levels do not add up"));
    public static readonly FindingCode Bottleneck = new("TR3101", Severity.Note, ReformPath.Process, new("等待集中在一个环节", "Waiting gathers before one step"));
    public static readonly FindingCode SlowUnit = new("TR3102", Severity.Warning, ReformPath.Process, new("同一环节在此等得更久", "Same step waits longer here"));
    public static readonly FindingCode DoneAgain = new("TR3103", Severity.Warning, ReformPath.Process, new("同一环节反复办", "Done again and again here"));
    public static readonly FindingCode MissedPromises = new("TR3104", Severity.Warning, ReformPath.Process, new("时限常被突破", "Promises are missed"));
    public static readonly FindingCode StoppedClocks = new("TR3105", Severity.Warning, ReformPath.Process, new("停钟多，或等不来什么", "Clocks are stopped when it suits"));
    public static readonly FindingCode WaitsGrew = new("TR3106", Severity.Warning, ReformPath.Process, new("用时变长后没有回落", "Waits grew and stayed"));
    public static readonly FindingCode ManyHands = new("TR3107", Severity.Note, ReformPath.Process, new("换手过多", "Through many hands"));
    public static readonly FindingCode PlacesDiffer = new("TR3108", Severity.Note, ReformPath.Process, new("各地办同样的事用时不同", "Places take unlike long"));
    public static readonly FindingCode Bunching = new("TR6101", Severity.Warning, ReformPath.Assessment, new("办结扎堆在时限前", "Ends heap up before the deadline"));
    public static readonly FindingCode MassClosing = new("TR6102", Severity.Warning, ReformPath.Assessment, new("集中成批办结", "Ended in bulk on single days"));
    public static readonly FindingCode Reopened = new("TR6103", Severity.Warning, ReformPath.Assessment, new("办结后不久又重办", "Ended and soon taken up again"));
    public static readonly FindingCode UnevenDigits = new("TR6104", Severity.Warning, ReformPath.Assessment, new("末位数字不均", "Last digits are uneven"));
    public static readonly FindingCode TooSmooth = new("TR6105", Severity.Warning, ReformPath.Assessment, new("数字过于平稳", "Figures too smooth"));
    public static readonly FindingCode Saturated = new("TR6106", Severity.Note, ReformPath.Assessment, new("指标已经到顶", "Indicator has no room left"));
    public static readonly FindingCode AtTheThreshold = new("TR6107", Severity.Warning, ReformPath.Assessment, new("数字扎堆在门槛上", "Figures heap up at a threshold"));
    public static readonly FindingCode LyingOnSteps = new("TR6108", Severity.Warning, ReformPath.Assessment, new("环节压到期限才办", "Steps lie until their limit"));
    public static readonly FindingCode Refuted = new("TR6109", Severity.Warning, ReformPath.Assessment, new("居民说没有办成", "Residents say it is not done"));
    public static readonly FindingCode Copied = new("TR6110", Severity.Warning, ReformPath.Assessment, new("数字照抄上期", "Figures of the period before"));
    public static readonly FindingCode NotCounted = new("TR6111", Severity.Warning, ReformPath.Assessment, new("数字不像数出来的", "Figures look written, not counted"));

    public static readonly FindingCode ReferredTooOften = new("TR1111", Severity.Warning, ReformPath.PowerAndResponsibility, new("一再上报才能办", "Done only after it is referred up"));
    public static readonly FindingCode ActsWithoutPower = new("TR1112", Severity.Warning, ReformPath.PowerAndResponsibility, new("办事的没有职权", "Those who act lack the power"));
    public static readonly FindingCode CallsInVain = new("TR1113", Severity.Warning, ReformPath.PowerAndResponsibility, new("吹哨无人到或无效果", "Whistles in vain"));
    public static readonly FindingCode DecisionsAlike = new("TR1114", Severity.Warning, ReformPath.PowerAndResponsibility, new("等来的审批几乎都一样", "Waited for, and nearly always alike"));
    public static readonly FindingCode AskedInVain = new("TR2111", Severity.Warning, ReformPath.Information, new("向它要，多说不归它", "Asked, and answers that it is not its"));
    public static readonly FindingCode LateFirstAnswers = new("TR5111", Severity.Warning, ReformPath.Subjects, new("首次答复迟到", "First answers come late"));
    public static readonly FindingCode MostlyAssisted = new("TR5112", Severity.Note, ReformPath.Subjects, new("多由别人代办", "Mostly filed by somebody else"));
    public static readonly FindingCode LooksAfterTheEnd = new("TR7111", Severity.Warning, ReformPath.RulesAndRights, new("办结已久还在查看", "Looked into long after the end"));
    public static readonly FindingCode LooksWithoutWork = new("TR7112", Severity.Warning, ReformPath.RulesAndRights, new("只看不办", "Looks without work"));
    public static readonly FindingCode LooksInVain = new("TR7113", Severity.Warning, ReformPath.RulesAndRights, new("看了人，事没有办", "People looked at, and nothing done"));
    public static readonly FindingCode LooksAgain = new("TR7114", Severity.Warning, ReformPath.RulesAndRights, new("没有新情况，一看再看", "Looked at again with nothing new"));
    public static readonly FindingCode LooksInBulk = new("TR7115", Severity.Warning, ReformPath.RulesAndRights, new("一次查看许多人", "Many people opened at once"));
    public static readonly FindingCode CollectedBeyond = new("TR7116", Severity.Warning, ReformPath.RulesAndRights, new("收了规则没有写的信息", "Collected beyond what the rule names"));
    public static readonly FindingCode ResourceNotGiven = new("TR4111", Severity.Warning, ReformPath.Resources, new("看得见，调不动", "Seen, and not to be had"));
    public static readonly FindingCode ObjectionsInVain = new("TR5113", Severity.Warning, ReformPath.Subjects, new("征求意见，结果照旧", "Objections change nothing"));
    public static readonly FindingCode SaidTwiceByUnits = new("TR2112", Severity.Note, ReformPath.Information, new("多个单位说重复要", "Units say it is asked twice"));
    public static readonly FindingCode AskedTooOften = new("TR2113", Severity.Warning, ReformPath.Information, new("报得勤，变得少", "Asked more often than it changes"));
    public static readonly FindingCode IdleSinceLaunch = new("TR8111", Severity.Note, ReformPath.Technology, new("设立之后无人使用", "Idle since it was set up"));
    public static readonly FindingCode DemandsFromAbove = new("TR8112", Severity.Warning, ReformPath.Technology, new("查看催办多于办事", "Demands from above beside work"));

    /// <summary>What is read from a log of the work or from figures.</summary>
    public static IReadOnlyList<FindingCode> OfWork { get; } =
    [
        PingPong,
        SendsBack,
        PassesOn,
        LastMoment,
        LateReports,
        SumsDisagree,
        Bottleneck,
        SlowUnit,
        DoneAgain,
        MissedPromises,
        StoppedClocks,
        WaitsGrew,
        ManyHands,
        PlacesDiffer,
        Bunching,
        MassClosing,
        Reopened,
        UnevenDigits,
        TooSmooth,
        Saturated,
        AtTheThreshold,
        LyingOnSteps,
        Refuted,
        Copied,
        NotCounted,
    ];

    /// <summary>What is read from a record, and not from the files of a structure.</summary>
    public static IReadOnlyList<FindingCode> OfRecords { get; } =
    [
        ValuesInDispute,
        ReferredTooOften,
        ActsWithoutPower,
        CallsInVain,
        DecisionsAlike,
        AskedInVain,
        LateFirstAnswers,
        MostlyAssisted,
        LooksAfterTheEnd,
        LooksWithoutWork,
        LooksInVain,
        LooksAgain,
        LooksInBulk,
        CollectedBeyond,
        ResourceNotGiven,
        ObjectionsInVain,
        SaidTwiceByUnits,
        AskedTooOften,
        IdleSinceLaunch,
        DemandsFromAbove,
    ];

    /// <summary>What is read from the files of a structure.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        BrokenSyntax,
        OutsideTheSubset,
        ForbiddenCharacters,
        TooMuch,
        DamagedTable,
        DoesNotBelongHere,
        UnknownKey,
        MissingKey,
        WrongValue,
        QuantityWithoutUnit,
        MalformedId,
        TextWithoutLanguage,
        TextMissingInLanguage,
        KeyTwice,
        IdTwice,
        NothingByThatName,
        GapInReference,
        WrongDates,
        Circle,
        ReusedId,
        SharedName,
        OverlayTouchesNothing,
        OverlayOutOfDate,
        OverlaysCollide,
        OverlayMayOnlyAdd,
        BrokenExpression,
        TypesDoNotFit,
        UnknownInExpression,
        IdleAcceptance,
        CalendarEndsSoon,
        NeverReviewed,
        DutyWithoutPower,
        PowerWithoutDuty,
        LeadMissingOrDouble,
        NewDutyWithoutMeans,
        DutyOutsideTheList,
        WiderThanSource,
        ChainEndsWithPost,
        ChainEndsWithLaw,
        ChainEndsWithSource,
        DutyWillBeBare,
        DoesAndChecks,
        TakenBackStillLoads,
        ApprovalsBeyondComparable,
        SkillNobodyHas,
        WorkWithoutDuty,
        ClassMayNotGo,
        ReviewHasPassed,
        EmergencyWithoutEnd,
        CeilingsContradict,
        MorePeopleThanSeats,
        PostNobodySitsIn,
        AskedAgain,
        AskedThoughHeld,
        MayMeanTheSame,
        ItemWithoutOwner,
        ItemWithoutPurpose,
        ItemWithoutBasis,
        FormWithoutBasis,
        FormWithoutDuty,
        FormWithoutAsker,
        SystemsStacked,
        SystemWithoutProblem,
        SystemWithoutBasis,
        SystemBeyondPurpose,
        Burden,
        AsksWhatIsComputed,
        FilledForNothing,
        UnsoundFlow,
        StepNobodyCanDo,
        PromiseCannotBeMet,
        SerialWithoutNeed,
        AskedAndNotUsed,
        ClosedByTheOffice,
        ActWithoutLimit,
        PartsDisagree,
        DeliveredThoughRefused,
        ReadBeforeKnown,
        TwoEquallyNear,
        DecidedWithoutFacts,
        OutcomeNobodyMayGive,
        PromiseWithoutLimits,
        CaseNobodyMayDecide,
        BookedOtherwise,
        GoesOnThoughDeclined,
        SilenceBeginsAnew,
        ResourceNobodyHolds,
        ResourceNobodySchedules,
        NoClaimToResource,
        OnlyGovernmentDecides,
        ConsultationAbsent,
        OfficeDoesWhatIsLeft,
        CommunityLoaded,
        WrongOneHeard,
        OwnWordOnly,
        NoQualityTwin,
        OneWeightDominates,
        MetByRefusing,
        FedByPresence,
        SharingForbids,
        NoRetention,
        PersonalInPublic,
        WithoutBasisInForce,
        RightNarrowed,
        PurposeNotOpen,
        VariesWhatIsFixed,
        NobodyMayChangeIt,
    ];

    /// <summary>All codes that are explained, in the order of their numbers.</summary>
    public static IReadOnlyList<FindingCode> Explained { get; } = [.. All.Concat(OfRecords).Concat(OfWork).OrderBy(static one => one.Code, StringComparer.Ordinal)];

    public static FindingCode? Find(string code) => Explained.FirstOrDefault(one => string.Equals(one.Code, code, StringComparison.OrdinalIgnoreCase));
}
