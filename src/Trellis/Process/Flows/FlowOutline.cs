using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Process.Flows;

/// <summary>What a line of an outline stands for.</summary>
public enum OutlineKind
{
    Step,
    Part,

    /// <summary>A control word whose lines follow, one level deeper.</summary>
    Block,
}

/// <summary>One line of a flow as people read it.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Depth">Blocks around it, 0 for the flow itself.</param>
/// <param name="Id">Of a step or part; null for a block.</param>
/// <param name="What">"核查", "side by side", the name of a part's matter type, "when ...".</param>
/// <param name="Who">Who does it; null for blocks and where nothing says so.</param>
/// <param name="When">Its own condition in words; null where there is none.</param>
/// <param name="Limit">The time it may take, in every case; null where nothing is said.</param>
/// <param name="Results">Outcomes with the result that each sets.</param>
/// <param name="Part">The part of the flow.</param>
public sealed record OutlineLine(OutlineKind Kind, int Depth, string? Id, Text What, Text? Who, Text? When, Text? Limit, IReadOnlyList<Text> Results, FlowPart Part);

/// <summary>
/// A flow as a list of lines in both languages, for plans, printed forms and pages: the steps in order, who does each, how long it may take,
/// and under which condition. Posts, units, items and standards are called by their names.
/// </summary>
public sealed class FlowOutline
{
    private readonly CompiledFlow _flow;
    private readonly GovernanceStructure _structure;
    private readonly DateOnly _day;
    private readonly List<OutlineLine> _lines = [];

    /// <summary>The words of a flow, for whoever needs single ones; the whole gives <see cref="Of(CompiledFlow, GovernanceStructure, DateOnly)"/>.</summary>
    public FlowOutline(CompiledFlow flow, GovernanceStructure structure, DateOnly day) => (_flow, _structure, _day) = (flow, structure, day);

    public static IReadOnlyList<OutlineLine> Of(MatterType matter, GovernanceStructure structure, DateOnly day) => Of(CompiledFlow.Of(matter, structure, day), structure, day);

    public static IReadOnlyList<OutlineLine> Of(CompiledFlow flow, GovernanceStructure structure, DateOnly day)
    {
        var outline = new FlowOutline(flow, structure, day);
        outline.List(flow.Matter.Flow, 0);
        return outline._lines;
    }

    private void List(FlowPart part, int depth)
    {
        switch (part)
        {
            case FlowPart.Step step:
                _lines.Add(new OutlineLine(OutlineKind.Step, depth, step.Id, FlowWords.Of(step.Kind), Performer(step), Words(step.When), Limit(step.Within, step.Lasts), [.. step.Outcomes.Select(one => Result(step, one)), .. step.Result is { } result ? new[] { FlowWords.Result(result) } : []], step));
                break;
            case FlowPart.Part run:
                var type = _flow.TypeOf(run);
                _lines.Add(new OutlineLine(OutlineKind.Part, depth, run.Id, type?.Name ?? new Text(run.Id, run.Id), null, Words(run.When), Limit(run.Within, null), [], run));
                break;
            case FlowPart.Sequence sequence:
                if (depth > 0 && sequence.Within is not null) Block(sequence, depth++, new("依次办理", "one after the other"), sequence.Within);
                foreach (var inner in sequence.Parts) List(inner, depth);
                break;
            case FlowPart.Parallel parallel:
                Block(parallel, depth, new("同时办理", "side by side"), parallel.Within);
                foreach (var inner in parallel.Parts) List(inner, depth + 1);
                break;
            case FlowPart.AnyOrder anyOrder:
                Block(anyOrder, depth, new("先后不拘", "in any order"), anyOrder.Within);
                foreach (var inner in anyOrder.Parts) List(inner, depth + 1);
                break;
            case FlowPart.Choice choice:
                Block(choice, depth, new("分情形办理", "by case"), choice.Within);
                foreach (var branch in choice.Branches)
                {
                    var when = Words(branch.When);
                    _lines.Add(new OutlineLine(OutlineKind.Block, depth + 1, null, when is { } words ? new($"如果{words.Zh}", $"when {words.En}") : new("其他情形", "otherwise"), null, when, null, [], branch.Then));
                    List(branch.Then, depth + 2);
                }

                break;
            case FlowPart.Repeat repeat:
                Block(repeat, depth, Loop(repeat), repeat.Within);
                List(repeat.Do, depth + 1);
                if (repeat.Exhausted is not { } exhausted) break;
                _lines.Add(new OutlineLine(OutlineKind.Block, depth + 1, null, new("次数用完仍未达到", "when that is used up"), null, null, null, [], exhausted));
                List(exhausted, depth + 2);
                break;
            default: throw new InvalidOperationException("An unknown part of a flow.");
        }
    }

    private void Block(FlowPart part, int depth, Text what, Term? within) => _lines.Add(new OutlineLine(OutlineKind.Block, depth, null, what, null, null, Limit(within, null), [], part));

    private Text Loop(FlowPart.Repeat repeat)
    {
        var (zh, en) = ("重复", "again");
        if (repeat.ForEach is { } each) (zh, en) = ($"对{NameOf(each.Members.Id).Zh}逐个", $"for each of {NameOf(each.Members.Id).En}");
        if (Words(repeat.Until) is { } until) (zh, en) = ($"{zh}，直到{until.Zh}", $"{en} until {until.En}");
        if (repeat.AtMost is { } most) (zh, en) = ($"{zh}，最多 {most} 次", $"{en}, at most {most} {(most == 1 ? "time" : "times")}");
        return new(zh, en);
    }

    private Text Result(FlowPart.Step step, (string Outcome, string Result, Mark At) one)
    {
        var (outcome, result) = (OutcomeNames.Of(_structure, _day, step.Power?.Id, one.Outcome), FlowWords.Result(one.Result));
        return new($"{outcome.Zh}：{result.Zh}", $"{outcome.En}: {result.En}");
    }

    /// <summary>Who does a step, by name: a post, the requester, whoever received the matter, a system, or the nearest that has the power.</summary>
    public Text? Performer(FlowPart.Step step)
    {
        if (step.BySystem is { } system) return _structure.Systems.On(system, _day) is { } found ? new($"系统：{found.Name.Zh}", $"the system {found.Name.En}") : new($"系统 {system}", $"the system {system}");
        if (step.By is not { } by) return _flow.PowerOf(step) is { } power ? new($"最近的有权岗位（{power.Name.Zh}）", $"the nearest post that may ({power.Name.En})") : null;
        if (by.At is null)
        {
            if (by.Post == "requester") return new("申请人", "the requester");
            if (by.Post == "first-contact") return new("首问人", "whoever received the matter");
            if (_flow.Matter.About.FirstOrDefault(role => role.Name == by.Post) is { } role) return NameOf(role);
        }

        var name = _structure.Posts.Of(by.Post) is [var row, ..] ? row.Name : new Text(by.Post, by.Post);
        if (by.At is not { } at) return name;
        var where = _structure.Units.On(at, _day)?.Name ?? _structure.Groups.On(at, _day)?.Name ?? new Text(at, at);
        return new($"{where.Zh}{name.Zh}", $"{name.En}, {where.En}");
    }

    /// <summary>A role as people say it: whoever asks, a unit, or one of a register. What the files call it is theirs alone.</summary>
    private Text NameOf(Role role) => role switch
    {
        { Name: "applicant" or "requester" } => new("申请人", "the applicant"),
        { Register.Id: "unit" } when _flow.Matter.OpenedBy == MatterType.AskedTwice => new("要这张表的单位", "the unit that asks for the form"),
        { Register.Id: "unit" } => new("有关单位", "the unit that it is about"),
        _ => _structure.Registers.On(role.Register.Id, _day) is { } register ? new($"事项所说的那一个（{register.Name.Zh}）", $"the one that it is about ({register.Name.En})") : new(role.Name, role.Name),
    };

    private Text? Limit(Term? within, TimeLimit? lasts) => (within, lasts) switch
    {
        ({ Fixed: { } given }, null) => FlowWords.Of(given),
        ({ Formula: { } formula }, null) => Words(formula),
        (null, { } shown) => FlowWords.Of(shown),
        ({ Fixed: { } given }, { } shown) => new($"{FlowWords.Of(given).Zh}，公示 {FlowWords.Of(shown).Zh}", $"{FlowWords.Of(given).En}, shown for {FlowWords.Of(shown).En}"),
        _ => null,
    };

    /// <summary>An expression of the flow in words; as written where it does not parse.</summary>
    public Text? Words(Formula? formula) =>
        formula is null ? null
        : !Expression.TryParse(formula.Text, out var expression, out _) ? new Text(formula.Text, formula.Text)
        : new Text(expression.Describe(Language.Chinese, path => NameOf(path).Zh, (beside, code) => NameOfCode(beside, code) is { } name ? $"「{name.Zh}」" : null), expression.Describe(Language.English, path => NameOf(path).En, (beside, code) => NameOfCode(beside, code) is { } name ? $"\"{name.En}\"" : null));

    /// <summary>A condition in words, with its answer.</summary>
    public Text Words(Condition condition)
    {
        if (condition.Node is not { } node || !Expression.TryParse(condition.Holds ? Printing.Text(node) : $"not ({Printing.Text(node)})", out var expression, out _)) return new(condition.ToString(), condition.ToString());
        var (zh, en) = (expression.Describe(Language.Chinese, path => NameOf(path).Zh, (beside, code) => NameOfCode(beside, code) is { } name ? $"「{name.Zh}」" : null), expression.Describe(Language.English, path => NameOf(path).En, (beside, code) => NameOfCode(beside, code) is { } name ? $"\"{name.En}\"" : null));
        // A name alone is only named; as a condition it is yes.
        return node is Structure.Expressions.Node.Name && condition.Holds ? new($"{zh}为是", $"{en} is yes") : new(zh, en);
    }

    /// <summary>What people call an outcome, or a code of a list, beside the name that holds it; null where that says neither.</summary>
    private Text? NameOfCode(string? beside, string code)
    {
        if (beside is null) return null;
        var root = CompiledFlow.RootOf(beside);
        if (_flow.Find(root) is { } point) return beside[root.Length..] switch
        {
            ".outcome" => OutcomeNames.Of(_structure, _day, point.Step?.Power?.Id, code),
            ".result" => FlowWords.Result(code),
            _ => null,
        };
        return _flow.ItemOf(beside) is { } item && _structure.Codes.On(item.Type, _day)?.Values.FirstOrDefault(one => one.Value == code) is { } value ? value.Name : null;
    }

    /// <summary>What people call a name of the flow.</summary>
    public Text NameOf(string path)
    {
        if (_flow.ItemOf(path) is { } item) return item.Name;
        var root = CompiledFlow.RootOf(path);
        if (root == "standard" && _structure.Standards.Of(path[(root.Length + 1)..]) is [var standard, ..]) return standard.Name;
        if (_flow.Find(root) is not { } point) return new(path, path);
        var called = NameOf(point);
        return path[root.Length..] switch
        {
            ".outcome" => new($"「{called.Zh}」的结果", $"the outcome of \"{called.En}\""),
            ".result" => new($"「{called.Zh}」的结果", $"the result of \"{called.En}\""),
            ".objections" => new($"「{called.Zh}」的异议数", $"the objections in \"{called.En}\""),
            ".amount" => new($"「{called.Zh}」的金额", $"the sum of \"{called.En}\""),
            ".reason" => new($"「{called.Zh}」的理由", $"the reason of \"{called.En}\""),
            _ => new(path, path),
        };
    }

    /// <summary>A part by the matter that it is, a decision by its power, another step by what is done and by whom.</summary>
    private Text NameOf(FlowPoint point)
    {
        if (point.What is FlowPart.Part part) return _flow.TypeOf(part)?.Name ?? new Text(point.Id, point.Id);
        if (point.Step is not { } step) return new Text(point.Id, point.Id);
        if (step.Power is { } power && _structure.Powers.On(power.Id, _day) is { } known) return known.Name;
        var does = FlowWords.Of(step.Kind);
        return Performer(step) is { } by ? new Text($"{does.Zh}（{by.Zh}）", $"{does.En}, {by.En}") : does;
    }
}
