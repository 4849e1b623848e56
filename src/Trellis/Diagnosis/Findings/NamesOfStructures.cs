using System.Text;
using Trellis.Process.Flows;
using Trellis.Structure;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// The names that a structure has for what the columns and counts of its record call by ids. Sentences are told with ids, walled off as all names are; here each of these gets the name that people know. The id stays in what the finding is about.
/// </summary>
internal sealed class NamesOfStructures
{
    private const char Opens = '\u2068', Closes = '\u2069';

    /// <summary>In ems: what people wrote as a name is shown whole, unless it is no name any more.</summary>
    private const double Longest = 60;

    private readonly StructureOnDay _today;

    /// <summary>By the id of a step alone, what is done in it and what it is called in each type that has it.</summary>
    private readonly Dictionary<string, List<(Text Does, Text Called)>> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Text> _stepsOfTypes = new(StringComparer.Ordinal);

    public NamesOfStructures(StructureOnDay today)
    {
        _today = today;
        foreach (var matter in today.Structure.Matters.All.Where(one => one.HoldsOn(today.Day)).OrderBy(static one => one.Id, StringComparer.Ordinal))
        {
            foreach (var step in matter.Steps)
            {
                var called = Of(step);
                _stepsOfTypes.TryAdd($"{matter.Id}/{step.Id}", new($"{matter.Name.Zh}（{called.Zh}）", $"{matter.Name.En} ({called.En})"));
                if (!_steps.TryGetValue(step.Id, out var known)) _steps.Add(step.Id, known = []);
                known.Add((FlowWords.Of(step.Kind), called));
            }
        }
    }

    /// <summary>A sentence with names in place of ids.</summary>
    /// <param name="who">What it is about, by which an id that several things bear is told apart.</param>
    public Text In(Text says, FindingSubject who) => new(Named(says.Zh, who, Language.Chinese), Named(says.En, who, Language.English));

    /// <summary>Null where the structure has no such thing on the day.</summary>
    public Text? Of(string id, FindingSubject who) => who.Names.Contains(id, StringComparer.Ordinal) ? OfKind(id, who) ?? OfAny(id) : OfAny(id);

    /// <summary>Of what a finding is about, and of those beside which it is compared.</summary>
    public IReadOnlyDictionary<string, Text> Of(FindingSubject who, IEnumerable<ComparedUnit> compared)
    {
        var called = new Dictionary<string, Text>(StringComparer.Ordinal);
        foreach (var id in who.Names)
            if (Of(id, who) is { } name) called.TryAdd(id, name);
        // What is compared is of the sort that the last name of the finding is.
        foreach (var other in compared)
            if (Of(other.Name, who with { Names = [.. who.Names.SkipLast(1), other.Name] }) is { } name) called.TryAdd(other.Name, name);
        return called;
    }

    private Text? OfKind(string id, FindingSubject who) => who.Kind switch
    {
        SubjectKind.Unit or SubjectKind.UnitPair or SubjectKind.Places => UnitOf(id),
        SubjectKind.MatterType => TypeOf(id),
        SubjectKind.Form => id == who.Names[0] ? _today.Structure.Forms.On(id, _today.Day)?.Name : _today.Structure.Items.On(id, _today.Day)?.Name,
        SubjectKind.Resource => _today.Structure.Resources.On(id, _today.Day)?.Name,
        SubjectKind.Indicator => IndicatorOf(id),
        SubjectKind.Step => StepOf(id),
        SubjectKind.StepInUnit => id == who.Names[0] ? StepOf(id) ?? TypeOf(id) : UnitOf(id),
        SubjectKind.IndicatorInUnit => id == who.Names[0] ? IndicatorOf(id) : UnitOf(id),
        _ => null,
    };

    private Text? OfAny(string id) => UnitOf(id) ?? TypeOf(id) ?? _today.Structure.Forms.On(id, _today.Day)?.Name ?? IndicatorOf(id) ?? StepOf(id);

    private Text? UnitOf(string id) => _today.Unit(id)?.Unit.Name;

    private Text? TypeOf(string id) => _today.Structure.Matters.On(id, _today.Day)?.Name;

    private Text? IndicatorOf(string id) => _today.Structure.Indicators.On(id, _today.Day)?.Name;

    /// <summary>A step whose id means different things in several types is called by what is done in it.</summary>
    private Text? StepOf(string id)
    {
        if (_stepsOfTypes.TryGetValue(id, out var known)) return known;
        if (!_steps.TryGetValue(id, out var types)) return BesideTheFlow(id);
        var (called, does) = (types.Select(static one => one.Called).Distinct().ToList(), types.Select(static one => one.Does).Distinct().ToList());
        return called is [var only] ? only : new(string.Join('／', does.Select(static one => one.Zh)), string.Join(" / ", does.Select(static one => one.En)));
    }

    private Text Of(FlowPart.Step step)
    {
        var does = FlowWords.Of(step.Kind);
        return step.Power is { } power && _today.Structure.Powers.On(power.Id, _today.Day) is { } held ? new($"{does.Zh}：{held.Name.Zh}", $"{does.En}: {held.Name.En}") : does;
    }

    /// <summary>What happens beside the steps of a flow, by the words of an export.</summary>
    private static Text? BesideTheFlow(string word) => word switch
    {
        "file" => new("提出", "filing"),
        "add-information" => new("补充情况", "adding information"),
        "add-picture" => new("补充图片", "adding a picture"),
        "reach" => new("联系上申请人", "reaching the requester"),
        "rate" => new("评价", "rating"),
        "declare" => new("宣布结果", "declaring the result"),
        "withdraw" => new("撤回", "withdrawing"),
        "close" => new("办结", "closing"),
        "reopen" => new("重新办理", "reopening"),
        "hand-over" => new("转办", "handing over"),
        "return" => new("退回", "returning"),
        "refuse-task" => new("拒办", "refusing the task"),
        "refer-up" => new("上报", "referring up"),
        "pause" => new("暂停", "pausing"),
        "resume" => new("恢复办理", "resuming"),
        "ask" => new("询问", "asking another unit"),
        "answer" => new("答复询问", "answering another unit"),
        "whistle" => new("吹哨", "blowing the whistle"),
        "attend" => new("到场", "attending"),
        "report" => new("反馈处置", "reporting back"),
        "miss-call" => new("未到场", "missing the call"),
        "judge" => new("评判吹哨", "judging the whistle"),
        "remind" => new("催办", "reminding"),
        "escalate" => new("督办", "escalating"),
        "move" => new("更正地点", "moving to another place"),
        _ => null,
    };

    private string Named(string sentence, FindingSubject who, Language language)
    {
        var opens = sentence.IndexOf(Opens, StringComparison.Ordinal);
        if (opens < 0) return sentence;
        var named = new StringBuilder(sentence.Length + 32);
        var at = 0;
        while (opens >= 0 && sentence.IndexOf(Closes, opens) is > 0 and var closes)
        {
            var shown = sentence[(opens + 1)..closes];
            // What is long was cut where it was told.
            var id = who.Names.FirstOrDefault(name => ShownName.InSentence(name).AsSpan(1..^1).SequenceEqual(shown)) ?? shown;
            named.Append(sentence, at, opens - at);
            at = closes + 1;
            if (Of(id, who) is { } name)
            {
                // Chinese words need no blanks about them, as ids do.
                if (language == Language.Chinese && named.Length > 1 && named[^1] == ' ' && IsChinese(named[^2])) named.Length--;
                named.Append(ShownName.InSentence(name.In(language), Longest));
                if (language == Language.Chinese && at + 1 < sentence.Length && sentence[at] == ' ' && IsChinese(sentence[at + 1])) at++;
            }
            else
            {
                named.Append(sentence, opens, at - opens);
            }

            opens = sentence.IndexOf(Opens, at);
        }

        return named.Append(sentence, at, sentence.Length - at).ToString();
    }

    private static bool IsChinese(char sign) => sign >= '\u2E80';
}
