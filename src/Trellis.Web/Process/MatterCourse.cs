using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>
/// What happened in a matter, told in the order of its record: steps, and whatever held it up or sent it elsewhere. Units and posts are named and persons never; what somebody wrote stands beside it only
/// where the page holds it already. The page for anybody and the page of those who have a part in it tell it from here, so that neither knows less of the course than the other.
/// </summary>
internal sealed class MatterCourse
{
    private readonly SitePage _page;
    private readonly Matter _matter;
    private readonly MatterType? _type;

    /// <summary>Which step a point was, as its events named it.</summary>
    private readonly Dictionary<string, string> _steps = new(StringComparer.Ordinal);

    public MatterCourse(SitePage page, Matter matter, MatterType? type) => (_page, _matter, _type) = (page, matter, type);

    /// <summary>Whether everybody reads it: then what the requester added, made public or took back is theirs, and left out.</summary>
    public bool IsForAnybody { get; init; }

    /// <summary>What somebody wrote with an entry, by its position; null where it is not shown.</summary>
    public Func<long, string?> Words { get; init; } = static _ => null;

    public IEnumerable<CourseLine> Lines(IReadOnlyList<HistoryLine> history)
    {
        foreach (var one in history)
            if (Line(one.Event) is { } line) yield return Words(one.Position) is { Length: > 0 } said ? line with { Said = said } : line;
    }

    /// <summary>The reason of a pause in the words of the structure; null for one that it does not list any more.</summary>
    public static Text? WhyPaused(SitePage page, MatterType? type, Pause pause) => (type?.Acts?.Pause ?? page.InForce.Structure.Acts.Pause)?.Reasons.FirstOrDefault(one => one.Id == pause.Reason)?.Name;

    /// <summary>Since when it stands still, why, and for whom; null where it does not.</summary>
    public string? Paused()
    {
        if (_matter.RunningPause is not { } pause) return null;
        var why = WhyPaused(_page, _type, pause) ?? new Text(pause.Reason, pause.Reason);
        var (since, whom) = (_page.Show.Moment(pause.From), Whom(pause.On));
        return pause.StopsPromise
            ? _page.Say($"自 {since} 起暂停：{why.Zh}，在等{whom}；这段时间不计入承诺，恢复后顺延", $"paused since {since}: {why.En}, waiting for {whom}; this time does not count, and the promise moves by it")
            : _page.Say($"自 {since} 起暂停：{why.Zh}，在等{whom}；承诺的期限不因此推迟", $"paused since {since}: {why.En}, waiting for {whom}; the promise stands all the same");
    }

    /// <summary>The promise as it stood when the running pause began; without one, as it stands.</summary>
    public static DateTimeOffset? PromiseOf(Matter matter, Timetable times) =>
        Promises.DueOf(matter.RunningPause is { StopsPromise: true } pause ? matter with { Pauses = matter.Pauses.Replace(pause, pause with { StopsPromise = false }) } : matter, times);

    /// <summary>Whether the promise is broken; while a pause stops its clock that is as it was when the pause began.</summary>
    public static bool IsLate(Matter matter, DateTimeOffset? promised, DateTimeOffset now) =>
        matter.State != MatterState.Closed && promised < (matter.RunningPause is { StopsPromise: true } pause ? pause.From : now);

    public string Whom(Bearer bearer) => bearer.Unit is { } unit ? _page.NameOf(unit) : Requester;

    private string Requester => IsForAnybody ? _page.Say("当事人", "those whom it concerns") : _page.Say("申请人", "who asked");

    private CourseLine? Line(IEvent happened)
    {
        switch (happened)
        {
            case MatterFiled filed: return Done(_page.Say("提出", "Filed"), IsForAnybody ? "" : Channels(filed.Channel), filed.Happened);
            case StepOpened opened:
                _steps[opened.Key] = opened.Step;
                return null;
            case StepPerformed performed:
                var outcome = performed.Outcome is "done" ? "" : _page.Say(OutcomeNames.Of(_page.InForce.Structure, _page.Site.Today, _type?.Steps.FirstOrDefault(one => one.Id == performed.Step)?.Power?.Id, performed.Outcome));
                return Done(StepCalled(performed.Step), performed.By is { Unit: var by } ? _page.NameOf(by) : Requester, performed.Happened, outcome);
            case MatterHandedOver over: return Done(_page.Say("转办", "Handed over"), FromTo(over.From, over.To), over.Happened, over.Whole ? "" : OfStep(over.Moved));
            case MatterReturned returned:
                return Done(_page.Say("退回", "Returned"), FromTo(returned.From, returned.To), returned.Happened, _page.Say($"依据「{DutyCalled(returned.CitedDuty)}」，应由{_page.NameOf(returned.RightHolder)}承担", $"by the duty \"{DutyCalled(returned.CitedDuty)}\", which is for {_page.NameOf(returned.RightHolder)}"));
            case TaskRefused refused:
                return Done(_page.Say("拒绝：不在职责清单上", "Refused: not on its list of duties"), FromTo(refused.From, refused.To), refused.Happened, _page.Say($"属于「{DutyCalled(refused.Duty)}」", $"it belongs to \"{DutyCalled(refused.Duty)}\""));
            case ReferredUp up:
                return Done(_page.Say("上报", "Referred up"), up.From is { Unit: var lower } ? FromTo(lower, up.To.Unit) : _page.Say($"给{_page.NameOf(up.To.Unit)}", $"to {_page.NameOf(up.To.Unit)}"), up.Happened, up.Job is null ? "" : _page.Say("逾期自动上报", "by itself, since it was late"));
            case MatterPaused paused:
                var why = WhyPaused(_page, _type, new Pause(paused.Reason, paused.StopsPromise, paused.On, paused.Happened, null, paused.Limit)) ?? new Text(paused.Reason, paused.Reason);
                return Done(_page.Say($"暂停：{why.Zh}", $"Paused: {why.En}"), _page.Say($"在等{Whom(paused.On)}", $"waiting for {Whom(paused.On)}"), paused.Happened, paused.StopsPromise ? _page.Say("承诺的期限顺延", "the promise moves") : _page.Say("承诺的期限不变", "the promise stands"));
            case MatterResumed resumed: return Done(_page.Say("恢复办理", "Resumed"), "", resumed.Happened, resumed.Job is null ? "" : _page.Say("允许暂停的时间用完", "the time allowed for pauses was used up"));
            case UnitAsked asked: return Done(_page.Say("请求配合", "Asked for help"), _page.Say($"{_page.NameOf(asked.By)} → {Whom(asked.Of)}", $"{_page.NameOf(asked.By)} → {Whom(asked.Of)}"), asked.Happened, AskedFor(asked.For));
            case UnitAnswered answered: return Done(_page.Say("答复", "Answered"), Whom(answered.From), answered.Happened, answered.IsOurs ? "" : _page.Say("说不归自己答", "says that it is not theirs to answer"));
            case WhistleBlown blown: return Done(_page.Say("吹哨", "Whistle blown"), _page.Say($"{_page.NameOf(blown.By.Unit)}叫了{Together(blown.Calls.Select(static call => call.Post.Unit))}", $"{_page.NameOf(blown.By.Unit)} called {Together(blown.Calls.Select(static call => call.Post.Unit))}"), blown.Happened);
            case WhistleAttended attended: return Done(_page.Say("吹哨后到场", "Came at the whistle"), _page.NameOf(attended.Unit), attended.Happened, attended.InTime ? _page.Say("按时", "in time") : _page.Say("晚到", "late"));
            case WhistleReported reported: return Done(_page.Say("报告处置", "Reported at the whistle"), _page.NameOf(reported.Unit), reported.Happened, reported.Acted ? _page.Say("做了处置", "something was done") : _page.Say("没有处置", "nothing was done"));
            case CallMissed missed: return Done(_page.Say("吹哨后没有到场", "Did not come at the whistle"), _page.NameOf(missed.Unit), missed.Happened);
            case WhistleJudged judged: return Done(_page.Say("评了吹哨", "The whistle was judged"), "", judged.Happened, judged.Verdict == WhistleVerdict.Settled ? _page.Say("解决了", "settled") : _page.Say("没有解决", "not settled"));
            case UnitReminded reminded: return Done(_page.Say("催办", "Reminded"), Whom(reminded.On), reminded.Happened, reminded.Job is null ? "" : _page.Say("到时自动催办", "by itself, by the clock"));
            case MatterEscalated told: return Done(_page.Say("报告逾期", "Reported as late"), told.To is { Unit: var above } ? _page.Say($"在等{Whom(told.On)}，告知{_page.NameOf(above)}", $"waiting for {Whom(told.On)}; {_page.NameOf(above)} was told") : _page.Say($"在等{Whom(told.On)}", $"waiting for {Whom(told.On)}"), told.Happened);
            case InformationAdded added when added.From is not null || !IsForAnybody: return Done(_page.Say("补充了情况", "Something was added"), added.From is { } adder ? _page.NameOf(adder) : Requester, added.Happened);
            case PictureAdded picture when !IsForAnybody: return Done(_page.Say("加了照片", "A picture was added"), picture.From is { } giver ? _page.NameOf(giver) : Requester, picture.Happened);
            case ConflictDeclared conflict when !IsForAnybody: return Done(_page.Say("经办人回避", "Somebody in office stood back"), _page.NameOf(conflict.Seat.Unit), conflict.Happened);
            case ResultDeclared declared: return Done(declared.CutsShort ? _page.Say("提前写明结果", "Its result was stated before the end") : _page.Say("写明结果", "Its result was stated"), _page.NameOf(declared.By), declared.Happened, ClosureWords.Of(_page, declared.Closure));
            case MatterClosed closed: return Done(_page.Say("办结", "Closed"), "", closed.Happened, ClosureWords.Of(_page, closed.Closure));
            case MatterReopened reopened: return Done(_page.Say("重新打开", "Reopened"), "", reopened.Happened);
            case MatterPublished published when !IsForAnybody: return Done(_page.Say("公开了进展", "Made public"), Requester, published.Happened);
            case MatterUnpublished hidden when !IsForAnybody: return Done(_page.Say("不再公开", "No longer public"), Requester, hidden.Happened);
            case MatterMoved moved: return Done(_page.Say("转到新的规则版本", "Moved to a newer version of the rules"), "", moved.Happened);
            default: return null;
        }
    }

    private CourseLine Done(string what, string who, DateTimeOffset at, string beside = "") => new("done", what, who, _page.Show.Moment(at), beside);

    /// <summary>A step in the words of its kind and its power, also one of a matter that runs inside this one; never its id.</summary>
    public string StepCalled(string id) =>
        _type?.Steps.FirstOrDefault(step => step.Id == id) is { } step ? StepWords.Of(_page, step) : WaitingWords.InPart(_page, _matter.Type, id) ?? _page.Say("其中一步", "One of its steps");

    private string FromTo(UnitId from, UnitId to) => _page.Say($"{_page.NameOf(from)} → {_page.NameOf(to)}", $"{_page.NameOf(from)} → {_page.NameOf(to)}");

    private string OfStep(FixedList<MovedStep> moved) => moved is [{ Key: var key }, ..] && _steps.TryGetValue(key, out var step) && step.Length > 0 ? StepCalled(step) : "";

    private string DutyCalled(DutyId duty) => _page.InForce.Structure.Duties.Of(duty.Text) is [.., var last] ? _page.Say(last.Name) : duty.Text;

    private string Together(IEnumerable<UnitId> units) => string.Join(_page.Say("、", ", "), units.Distinct().Select(unit => _page.NameOf(unit)));

    private string AskedFor(WaitReason reason) => reason switch
    {
        WaitReason.Data => _page.Say("数据", "data"),
        WaitReason.Power => _page.Say("有权决定的人", "somebody who may decide"),
        WaitReason.Resource => _page.Say("人手、物资、场地", "people, things, places"),
        _ => _page.Say("一个答复", "an answer"),
    };

    private string Channels(Channel channel) => _page.Say(channel switch
    {
        Channel.Web => new("网上", "online"),
        Channel.Counter => new("窗口", "at a counter"),
        Channel.Telephone => new("电话", "by telephone"),
        Channel.Helper => new("代办", "through a helper"),
        Channel.Letter => new("来信", "by letter"),
        _ => new("邻县转来", "from a neighbouring record"),
    });
}
