using System.Collections.Concurrent;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Process.Flows;

/// <summary>How two steps stand to each other in time.</summary>
public enum StepOrder
{
    Same,
    Before,
    After,

    /// <summary>Side by side: whichever ends first.</summary>
    SideBySide,

    /// <summary>One after the other, in whatever order.</summary>
    EitherFirst,

    /// <summary>In different branches of a choice: never both.</summary>
    NeverBoth,
}

/// <summary>A step, or another matter type run in its place, with what must hold for it to be reached.</summary>
public sealed class FlowPoint
{
    internal FlowPoint(int number, string id, FlowPart what, IReadOnlyList<FlowTurn> way, Conditions reachedWhen, Conditions doneWhen) =>
        (Number, Id, What, Way, ReachedWhen, DoneWhen) = (number, id, what, way, reachedWhen, doneWhen);

    /// <summary>Counts steps and parts as written, from 0.</summary>
    public int Number { get; }

    public string Id { get; }

    /// <summary>A <see cref="FlowPart.Step"/> or a <see cref="FlowPart.Part"/>.</summary>
    public FlowPart What { get; }

    public FlowPart.Step? Step => What as FlowPart.Step;

    public FlowPart.Part? Part => What as FlowPart.Part;

    /// <summary>The blocks around it, the outermost first, and which child of each it stands in.</summary>
    public IReadOnlyList<FlowTurn> Way { get; }

    /// <summary>The branches that lead to it.</summary>
    public Conditions ReachedWhen { get; }

    /// <summary>As <see cref="ReachedWhen"/>, with its own condition.</summary>
    public Conditions DoneWhen { get; }

    public Formula? When => Step?.When ?? Part?.When;

    public bool IsRepeated => Way.Any(static turn => turn.Block is FlowPart.Repeat && turn.Child == 0);

    public override string ToString() => Id;
}

/// <summary>A block, and the number of the child that one goes into.</summary>
public readonly record struct FlowTurn(FlowPart Block, int Child);

/// <summary>
/// The flow of a matter type, ready to be asked: its steps in written order, what leads to each, and how any two stand in time.
/// It is a net of blocks: each control word opens and closes its own part, so no token is lost or doubled, whatever is nested in what.
/// What can go wrong all the same is listed by <see cref="FindingFlowFaults"/>.
/// </summary>
public sealed class CompiledFlow
{
    private readonly Dictionary<Formula, Node?> _parsed = [];
    private readonly Dictionary<string, FlowPoint> _byId = new(StringComparer.Ordinal);
    private readonly List<FlowPoint> _points = [];
    private readonly Func<string, MatterType?> _matters;
    private readonly Func<string, Power?> _powers;
    private readonly Dictionary<FlowPart, Conditions> _reached = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<MatterType, CompiledFlow> _parts = [];
    private readonly Dictionary<FlowPart, FlowPoint> _byPart = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<FlowPart.Step, IReadOnlyList<string>?> _outcomes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FlowPart, string> _places = new(ReferenceEqualityComparer.Instance);

    private readonly Func<MatterType, FormulaNames>? _namesOf;
    private readonly Lazy<FormulaNames>? _names;
    private readonly DateOnly _day;

    private CompiledFlow(MatterType matter, Func<string, MatterType?> matters, Func<string, Power?> powers, Func<MatterType, FormulaNames>? names, DateOnly day)
    {
        (Matter, _matters, _powers, _namesOf, _day) = (matter, matters, powers, names, day);
        Scope = new FlowScope(this);
        if (names is not null) _names = new(() => names(matter));
        Walk(matter.Flow, [], Conditions.None, "=0");
    }

    public MatterType Matter { get; }

    /// <summary>The whole of it, as it is filed.</summary>
    internal FlowScope Scope { get; }

    /// <summary>Steps and parts as written.</summary>
    public IReadOnlyList<FlowPoint> Points => _points;

    public IEnumerable<FlowPoint> Steps => _points.Where(static point => point.Step is not null);

    /// <param name="matter">The matter type.</param>
    /// <param name="structure">Where its parts and powers stand.</param>
    /// <param name="day">The day whose spells of them are meant.</param>
    public static CompiledFlow Of(MatterType matter, GovernanceStructure structure, DateOnly day) =>
        new(matter, id => structure.Matters.On(id, day), id => structure.Powers.On(id, day), one => FormulaNames.Of(structure, one), day);

    /// <summary>A flow by itself, without parts.</summary>
    internal static CompiledFlow Alone(MatterType matter) => new(matter, static _ => null, static _ => null, null, default);

    /// <summary>The step or part with an id; the first where the id stands twice.</summary>
    public FlowPoint? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The branches that lead to a step, a part or a block.</summary>
    public Conditions ReachedWhen(FlowPart part) => _reached[part];

    internal FlowPoint PointOf(FlowPart part) => _byPart[part];

    /// <summary>Names a choice or a loop by its place among the blocks: "=0.2.1".</summary>
    internal string PlaceOf(FlowPart control) => _places[control];

    /// <summary>The matter type of a part; null where there is none on the day.</summary>
    public MatterType? TypeOf(FlowPart.Part part) => part.Matter.Id is { } id ? _matters(id) : null;

    internal CompiledFlow FlowOf(MatterType part) => _parts.TryGetValue(part, out var known) ? known : _parts[part] = new(part, _matters, _powers, _namesOf, _day);

    /// <summary>How the first stands to the second.</summary>
    public static StepOrder Order(FlowPoint one, FlowPoint other)
    {
        if (ReferenceEquals(one, other)) return StepOrder.Same;
        for (var at = 0; at < one.Way.Count && at < other.Way.Count; at++)
        {
            var (mine, theirs) = (one.Way[at], other.Way[at]);
            if (mine.Child == theirs.Child) continue;
            return mine.Block switch
            {
                FlowPart.Parallel => StepOrder.SideBySide,
                FlowPart.AnyOrder => StepOrder.EitherFirst,
                FlowPart.Choice => StepOrder.NeverBoth,
                _ => mine.Child < theirs.Child ? StepOrder.Before : StepOrder.After,
            };
        }

        throw new InvalidOperationException("Two steps part somewhere on their way.");
    }

    /// <summary>Whether both stand in one loop, so that an earlier pass of the later comes before the earlier.</summary>
    public static bool InOneLoop(FlowPoint one, FlowPoint other)
    {
        for (var at = 0; at < one.Way.Count && at < other.Way.Count && one.Way[at] == other.Way[at]; at++)
            if (one.Way[at].Block is FlowPart.Repeat && one.Way[at].Child == 0) return true;
        return false;
    }

    /// <summary>The outcomes that a step can have; what a name such as "award.outcome" may be; null where it is open.</summary>
    public IReadOnlyCollection<string>? Codes(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || Find(path[..dot]) is not { } point) return null;
        return path[dot..] switch
        {
            ".outcome" when point.Step is { } step => OutcomesOf(step),
            ".result" when point.Part is not null => [.. Structure.Vocabulary.Words.Results, "unanswered", "withdrawn"],
            _ => null,
        };
    }

    public IReadOnlyList<string>? OutcomesOf(FlowPart.Step step) => _outcomes.TryGetValue(step, out var known) ? known : _outcomes[step] = FindOutcomes(step);

    private IReadOnlyList<string>? FindOutcomes(FlowPart.Step step) => step.Kind switch
    {
        StepKind.Check => ["passed", "failed"],
        StepKind.Agree => ["agreed", "declined"],
        StepKind.Confirm => ["confirmed", "disputed", "unanswered"],
        StepKind.Resolve when step.Outcomes.Count == 0 => ["passed", "rejected"],
        StepKind.Decide or StepKind.Resolve when step.Outcomes.Count > 0 => [.. step.Outcomes.Select(static one => one.Outcome)],
        StepKind.Decide when step.Power?.Id is { } id && _powers(id) is { Outcomes: { Count: > 0 } outcomes } => [.. outcomes.Select(static one => one.Id)],
        StepKind.Decide => null,
        _ => ["done"],
    };

    public Power? PowerOf(FlowPart.Step step) => step.Power?.Id is { } id ? _powers(id) : null;

    /// <summary>The declared item behind a name such as "family.income"; null for roles, steps and what is built in.</summary>
    public Item? ItemOf(string path) => _names?.Value.ItemOf(path, _day);

    /// <summary>Whether a name stands for something that must have been asked or given: an item of a role or of the matter, or what came of a step.</summary>
    public bool MustBeStated(string path)
    {
        var root = RootOf(path);
        if (Find(root) is not null || IsRole(root)) return true;
        // What the matter itself always knows (when it was filed, how often it was returned) is no item.
        return root == "matter" && (_names is null || ItemOf(path) is not null);
    }

    public bool IsRole(string name) => Matter.About.Any(role => role.Name == name);

    /// <summary>All names that an expression reads.</summary>
    public static IEnumerable<string> NamesIn(Node node) => Reading.NamesOf(node);

    public IEnumerable<string> NamesIn(Formula? formula) => Parse(formula) is { } node ? Reading.NamesOf(node) : [];

    internal static string RootOf(string path) => path.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? path[..dot] : path;

    internal Node? Parse(Formula? formula)
    {
        if (formula is null) return null;
        if (!_parsed.TryGetValue(formula, out var node)) _parsed.Add(formula, node = Reading.Parse(formula));
        return node;
    }

    internal Conditions Under(Conditions conditions, Formula? formula, bool holds) => Parse(formula) is { } node ? conditions.And(node, holds) : conditions;

    /// <summary>Names that are stated anew when a part has run: what its steps give, and the steps themselves.</summary>
    internal HashSet<string> StatedBy(FlowPart part)
    {
        var stated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var inner in part.All)
        {
            if (inner is FlowPart.Step step)
            {
                stated.Add(step.Id);
                foreach (var given in step.Gives) stated.Add(given.Id);
            }
            else if (inner is FlowPart.Part run)
            {
                stated.Add(run.Id);
                if (TypeOf(run) is { } type)
                    foreach (var given in type.Steps.SelectMany(static one => one.Gives)) stated.Add(given.Id);
            }
        }

        return stated;
    }

    /// <summary>The condition under which each branch of a choice is taken: its own, and none of those before it.</summary>
    internal IEnumerable<(FlowPart.Branch Branch, Conditions When)> BranchesOf(FlowPart.Choice choice, Conditions from)
    {
        foreach (var branch in choice.Branches)
        {
            yield return (branch, Under(from, branch.When, holds: true));
            if (branch.When is null) yield break; // what stands behind an otherwise is never reached
            from = Under(from, branch.When, holds: false);
        }
    }

    private void Walk(FlowPart part, IReadOnlyList<FlowTurn> way, Conditions reached, string place)
    {
        _reached[part] = reached;
        if (part is FlowPart.Choice or FlowPart.Repeat) _places[part] = place;
        switch (part)
        {
            case FlowPart.Step step:
                Add(step.Id, step, step.When);
                break;
            case FlowPart.Part run:
                Add(run.Id, run, run.When);
                break;
            case FlowPart.Sequence sequence:
                for (var at = 0; at < sequence.Parts.Count; at++)
                {
                    Walk(sequence.Parts[at], [.. way, new(sequence, at)], reached, $"{place}.{at}");
                    reached = reached.Without(StatedBy(sequence.Parts[at]));
                }

                break;
            case FlowPart.Choice choice:
                var open = reached;
                for (var at = 0; at < choice.Branches.Count; at++)
                {
                    Walk(choice.Branches[at].Then, [.. way, new(choice, at)], Under(open, choice.Branches[at].When, holds: true), $"{place}.{at}");
                    open = Under(open, choice.Branches[at].When, holds: false);
                }

                break;
            case FlowPart.Repeat repeat:
                var inside = reached.Without(StatedBy(repeat.Do));
                Walk(repeat.Do, [.. way, new(repeat, 0)], inside, $"{place}.0");
                if (repeat.Exhausted is { } exhausted) Walk(exhausted, [.. way, new(repeat, 1)], Under(inside, repeat.Until, holds: false), $"{place}.1");
                break;
            default:
                // Side by side, or in whatever order: what one states may be stated before the other begins.
                for (var at = 0; at < part.Inner.Count; at++)
                {
                    var beside = reached;
                    for (var other = 0; other < part.Inner.Count; other++)
                        if (other != at) beside = beside.Without(StatedBy(part.Inner[other]));
                    Walk(part.Inner[at], [.. way, new(part, at)], beside, $"{place}.{at}");
                }

                break;
        }

        void Add(string id, FlowPart what, Formula? when)
        {
            var point = new FlowPoint(_points.Count, id, what, way, reached, Under(reached, when, holds: true));
            _points.Add(point);
            _byPart[what] = point;
            _byId.TryAdd(id, point);
        }
    }
}
