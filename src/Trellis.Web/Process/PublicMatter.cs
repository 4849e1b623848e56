using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>
/// A matter as anybody sees it once its requester has made it public, and as the requester sees it before they do: what the structure and the offices made of it. Who filed it, for whom, by which channel,
/// what anybody wrote, and who sits in a post are not here at all, so no page can show them.
/// </summary>
public sealed class PublicMatter
{
    private readonly SitePage _page;
    private readonly Matter _matter;
    private readonly MatterType? _type;
    private readonly MatterCourse _course;

    public PublicMatter(SitePage page, MattersDesk desk, Matter matter)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(matter);
        (_page, _matter) = (page, matter);
        var pinned = desk.Versions.Of(matter.Version);
        _type = pinned.Structure.Matters.On(matter.Type, pinned.DayOf(matter.Filed));
        Now = page.Site.Time.GetUtcNow();
        Promised = MatterCourse.PromiseOf(matter, page.InForce.At(matter.Place, page.Site.Today).Times);
        _course = new MatterCourse(page, matter, _type) { IsForAnybody = true };
        Course = [.. CourseOf(desk.Questions.History(Actor.System, matter.Id) ?? [])];
        Waited = WaitedFor.Of(desk.Questions.Waits(Actor.System, matter.Id) ?? [], Whom);
    }

    public string Number => _matter.Number;

    public string Type => _matter.Type;

    public Text TypeName => _type?.Name ?? new(_matter.Type, _matter.Type);

    public UnitId? Place => _matter.Place;

    public UnitId HeldBy => _matter.HeldBy;

    public bool IsClosed => _matter.State == MatterState.Closed;

    public DateTimeOffset Now { get; }

    public DateTimeOffset? Promised { get; }

    public bool IsLate => MatterCourse.IsLate(_matter, Promised, Now);

    public TimeSpan Age => (IsClosed ? _matter.LastClosure!.At : Now) - _matter.Filed;

    public string State => _matter.State switch
    {
        MatterState.Closed => ClosureWords.Of(_page, _matter.LastClosure!.Kind),
        MatterState.Paused when WhyPaused is { } why => _page.Say($"暂停中：{why.Zh}", $"paused: {why.En}"),
        MatterState.Paused => _page.Say("暂停中", "paused"),
        _ => _page.Say("在办", "under way"),
    };

    /// <summary>How often it was passed on and sent back; null where it never was.</summary>
    public string? PassedOn => _matter.HandOvers + _matter.Returns == 0 ? null : _page.Say($"转办 {_matter.HandOvers} 次，退回 {_matter.Returns} 次", $"handed over {Times(_matter.HandOvers)}, returned {Times(_matter.Returns)}");

    public IReadOnlyList<CourseLine> Course { get; }

    public IReadOnlyList<WaitedFor> Waited { get; }

    /// <summary>Since when it stands still, why, and for whom; null where it does not.</summary>
    public string? Paused => _course.Paused();

    /// <summary>The reason in the words of the structure; what an officer wrote besides is not public.</summary>
    private Text? WhyPaused => _matter.RunningPause is { } pause ? MatterCourse.WhyPaused(_page, _type, pause) : null;

    private IEnumerable<CourseLine> CourseOf(IReadOnlyList<HistoryLine> history)
    {
        foreach (var line in _course.Lines(history)) yield return line;
        if (IsClosed) yield break;
        foreach (var open in _matter.Open)
            yield return new CourseLine(
                "now",
                StepOf(open.Step) is { } step ? StepWords.Of(_page, step) : open.Kind == PointKind.Facts ? _page.Say("需要的情况", "Facts that are needed") : _page.Say("写明结果", "Its result"),
                open.Performer is { Post.Unit: var unit } ? _page.NameOf(unit) : open.Performer is null ? _page.Say("还没有找到能办的岗位", "nobody was found who may") : Whom(Bearer.Requester),
                open.Due is { } due ? _page.Say($"期限 {_page.Show.Moment(due)}", $"due {_page.Show.Moment(due)}") : "",
                _page.Say($"在等{Whom(open.Wait.On)}，已 {_page.Show.Span(Now - open.Wait.From)}", $"has waited for {Whom(open.Wait.On)} for {_page.Show.Span(Now - open.Wait.From)}"));
    }

    private FlowPart.Step? StepOf(string id) => id.Length == 0 ? null : _type?.Steps.FirstOrDefault(step => step.Id == id);

    /// <summary>Residents in whatever role are one and the same here.</summary>
    private string Whom(Bearer bearer) => bearer.Unit is { } unit ? _page.NameOf(unit) : _page.Say("当事人", "those whom it concerns");

    private static string Times(int many) => many == 1 ? "once" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{many} times");
}
