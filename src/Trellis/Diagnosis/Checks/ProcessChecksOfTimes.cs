using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR3003: limits that cannot meet the promise. TR3004: steps that wait for each other without need.</summary>
internal sealed partial class ProcessChecks
{
    private readonly Dictionary<string, IReadOnlyList<WorkingCalendar>> _calendarsOf = new(StringComparer.Ordinal);

    private void CheckTimes(CompiledFlow flow)
    {
        if (_laid is null) return;
        var receivers = flow.Steps.Where(static point => point.Step!.Kind == StepKind.Receive).Select(static point => point.Step!).ToList();
        var times = new FlowTimes(flow, CalendarsOf, _laid);
        foreach (var late in times.FindLate()) TellLate(flow, late);
        foreach (var serial in times.FindSerial((earlier, later) => NeedsNothingOf(flow, earlier, later), _context.Date)) TellSerial(flow, serial);

        IReadOnlyList<WorkingCalendar> CalendarsOf(FlowPart.Step step)
        {
            if (step.By is { At: null, Post: "first-contact" } && receivers.Count > 0 && !receivers.Contains(step)) return CalendarsOf(receivers[0]);
            if (step.By is { } by) return OfPost(by);
            return step.Power?.Id is { } power ? OfPower(power) : [];
        }
    }

    private IReadOnlyList<WorkingCalendar> OfPost(PostName post)
    {
        var key = post.ToString();
        if (_calendarsOf.TryGetValue(key, out var known)) return known;
        var calendars = new List<WorkingCalendar>();
        foreach (var row in _context.Structure.Posts.Of(post.Post))
        {
            if (!row.HoldsOn(_context.Date)) continue;
            if (post.At is { } at && row.Where.Id != at && !_context.Day.Expand(at).Any(unit => _context.Day.PostAt(post.Post, unit) == row)) continue;
            if (CalendarOf(row.Calendar?.Id ?? "office") is { } calendar && !calendars.Contains(calendar)) calendars.Add(calendar);
        }

        return _calendarsOf[key] = calendars;
    }

    private IReadOnlyList<WorkingCalendar> OfPower(string power)
    {
        var key = $"power/{power}";
        if (_calendarsOf.TryGetValue(key, out var known)) return known;
        var calendars = new List<WorkingCalendar>();
        foreach (var mandate in _holders.Of(power))
            if (_context.Day.PostAt(mandate.Post, mandate.Unit) is { } row && CalendarOf(row.Calendar?.Id ?? "office") is { } calendar && !calendars.Contains(calendar)) calendars.Add(calendar);
        return _calendarsOf[key] = calendars;
    }

    private void TellLate(CompiledFlow flow, LateFlow late)
    {
        var (filed, promised, ends) = (Moment(late.Filed), Moment(late.Promised), Moment(late.Ends));
        var much = late.WorkingDaysLate > 0
            ? new Text($"晚 {late.WorkingDaysLate} 个工作日", $"{late.WorkingDaysLate} working {(late.WorkingDaysLate == 1 ? "day" : "days")} late")
            : Late(late.Ends - late.Promised);
        var way = FlowWords.Of(late.Way);
        var where = late.Case.IsNone ? new Text("", "") : CaseOf(flow, late.Case);
        var at = late.Block?.At ?? flow.Matter.Node["guide"u8]["promise"u8].Mark;
        _context.Add(FindingCodes.PromiseCannotBeMet, at, flow.Matter,
            late.Block is null
                ? new($"{where.Zh}承诺 {FlowWords.Of(late.Promise).Zh}办结，但各步时限用满要到 {ends}，而承诺在 {promised} 到期，{much.Zh}（{filed} 申请时最晚）。", $"{where.En}{(where.En.Length == 0 ? "The" : "the")} promise is {late.Promise}, but with all limits used the last office step ends {ends}, and the promise {promised}: {much.En} (worst for a filing at {filed}).")
                : new($"{where.Zh}这一段限 {FlowWords.Of(late.Promise).Zh}，但其中各步用满时限要超过它，{much.Zh}（{filed} 开始时最晚）。", $"{where.En}{(where.En.Length == 0 ? "This" : "this")} block is to end within {late.Promise}, but its steps may take longer: {much.En} (worst for a beginning at {filed})."),
            new($"最长的一条路：{way.Zh}。缩短其中的时限、让步骤同时进行，或者改承诺。", $"The longest way: {way.En}. Shorten a limit on it, let steps run side by side, or change the {(late.Block is null ? "promise" : "limit of the block")}."));
    }

    private Text CaseOf(CompiledFlow flow, Conditions conditions)
    {
        var outline = new FlowOutline(flow, _context.Structure, _context.Date);
        var words = conditions.All.Select(outline.Words).ToList();
        return new($"在{string.Join("，并且", words.Select(static text => text.Zh))}的情形下，", $"Where {string.Join(" and ", words.Select(static text => text.En))}, ");
    }

    private static Text Late(TimeSpan time) => time.TotalHours >= 1
        ? new($"晚 {(int)time.TotalHours} 小时", $"{(int)time.TotalHours} {((int)time.TotalHours == 1 ? "hour" : "hours")} late")
        : new($"晚 {(int)time.TotalMinutes} 分钟", $"{(int)time.TotalMinutes} {((int)time.TotalMinutes == 1 ? "minute" : "minutes")} late");

    private static string Moment(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether two neighbours that gather facts could as well be done side by side. What carries out a decision, decides, or tells somebody
    /// comes in its turn; two steps of one post are the work of the same people; and a step that is apart from the other looks at it again.
    /// </summary>
    private bool NeedsNothingOf(CompiledFlow flow, FlowPoint earlier, FlowPoint later)
    {
        var (one, other) = (earlier.Step!, later.Step!);
        if (one.Kind is not (StepKind.Check or StepKind.Consult) || other.Kind is not (StepKind.Check or StepKind.Consult)) return false;
        if (one.By is null && one.Power is null || other.By is null && other.Power is null) return false;
        if (one.By is { } first && other.By is { } second && first.Post == second.Post && first.At == second.At) return false;
        if (one.By is null && other.By is null && one.Power!.Value.Id == other.Power!.Value.Id) return false;
        if (other.ApartFrom.Any(named => named.Id == one.Id) || one.ApartFrom.Any(named => named.Id == other.Id)) return false;
        var given = one.Gives.Select(static fact => fact.Id).Append(one.Id).ToList();
        var read = other.Uses.Concat(other.Shows).Select(static fact => fact.Id).ToList();
        read.AddRange(LimitReads(flow, other).Select(static fact => fact.Path));
        foreach (var formula in new[] { other.When, other.Within?.Formula })
            if (flow.NamesIn(formula) is { } names) read.AddRange(names);
        // What is computed from something the earlier gives needs it too.
        read.AddRange(read.ToList().SelectMany(name => flow.ItemOf(name) is { Computed: { } computed } item ? flow.NamesIn(computed).Select(input => CompiledFlow.RootOf(input) == item.RegisterId ? name[..name.LastIndexOf('.')] + input[item.RegisterId.Length..] : input) : []));
        return !read.Exists(name => given.Exists(fact => Covers(fact, name) || Covers(name, fact))) && !other.Gives.Any(fact => given.Contains(fact.Id));
    }

    private void TellSerial(CompiledFlow flow, SerialSteps serial)
    {
        if (serial.WorkingDaysSaved < Math.Max(1, _context.Settings.SerialSavesAtLeastDays)) return;
        var zh = string.Join("、", serial.Steps.Select(static point => $"「{point.Id}」"));
        var en = string.Join(", ", serial.Steps.Select(static point => $"\"{point.Id}\""));
        _context.Add(FindingCodes.SerialWithoutNeed, serial.Steps[1].What.At, flow.Matter,
            new($"{zh}一个接一个办，后面的却用不到前面的结果；同时办可少 {serial.WorkingDaysSaved} 个工作日。", $"{en} follow one another although the later need nothing of the earlier; side by side they would save {serial.WorkingDaysSaved} working {(serial.WorkingDaysSaved == 1 ? "day" : "days")}."),
            new("放进 parallel 同时办；确有先后理由的，写进后一步的 uses。", "Put them into a parallel; if there is a reason for the order, write it into uses of the later step."),
            related: [new RelatedPlace(serial.Steps[0].What.At, new("前一步在这里。", "The earlier step stands here."))]);
    }
}
