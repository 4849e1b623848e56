using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;

namespace Trellis.Process.Flows;

/// <summary>What a name is read for.</summary>
public enum ReadFor
{
    /// <summary>Whether a step is done, a branch taken, a loop left: the flow waits for it.</summary>
    Condition,

    /// <summary>How long a step may take.</summary>
    Limit,

    /// <summary>The work of a step, or what it shows.</summary>
    Work,

    /// <summary>The sum that is decided on, which ceilings look at.</summary>
    Amount,

    /// <summary>Where the matter is, and so who is near.</summary>
    Place,

    /// <summary>Who does a step, is heard or is told: somebody whom the matter is about.</summary>
    Who,
}

/// <summary>A name that is read where it is not certain that anybody has asked for it or given it.</summary>
/// <param name="Step">The step that reads; null for a branch, a loop, or the matter itself.</param>
/// <param name="GivenBy">The step or part that gives it, too late or not on every way; null where nobody does.</param>
/// <param name="OnSomeWays">Whether it is given before on some ways and not on others.</param>
public sealed record UnknownRead(Mark At, string Path, ReadFor For, string? Step, FlowPoint? GivenBy, bool OnSomeWays);

/// <summary>
/// Goes through a flow and keeps what has been asked or given before each step, on every way that leads there.
/// What a step gives under a condition is known wherever that condition holds: a later step with the same condition may read it.
/// </summary>
public sealed class FlowKnowledge
{
    /// <summary>Stands for the result of the matter; no name of the language can begin so.</summary>
    private const string Result = "=result";

    private readonly CompiledFlow _flow;
    private readonly int _depth;
    private readonly List<UnknownRead> _unknown = [];
    private readonly HashSet<(Mark, string)> _told = [];
    private readonly Dictionary<FlowPoint, (KnownFacts Known, Conditions Done)> _before = [];
    private readonly HashSet<string> _elements = new(StringComparer.Ordinal);
    private readonly KnownFacts _end;

    private FlowKnowledge(CompiledFlow flow, int depth)
    {
        (_flow, _depth) = (flow, depth);
        _end = new KnownFacts();
        foreach (var asked in AskedBy(flow, depth)) _end.State(asked, Conditions.None);
        if (flow.Matter.Place is { } place && flow.MustBeStated(place.Id) && !_end.Perhaps(place.Id) && !(flow.IsRole(CompiledFlow.RootOf(place.Id)) && _end.AnythingOf(CompiledFlow.RootOf(place.Id))))
            _unknown.Add(new UnknownRead(place.At, place.Id, ReadFor.Place, null, GiverOf(place.Id), false));
        Walk(flow.Matter.Flow, _end, Conditions.None);
    }

    public static FlowKnowledge Of(CompiledFlow flow) => new(flow, 0);

    /// <summary>Reads that are not certain to find anything, in the order of the flow.</summary>
    public IReadOnlyList<UnknownRead> Unknown => _unknown;

    /// <summary>A case in which the flow ends without a result, in the words of the language; empty where it never has one, null where it always has.</summary>
    public string? EndsWithoutResult => _end.When(Result) is { Count: > 0 } alternatives ? Conditions.None.Uncovered(alternatives, _flow.Codes) : "";

    /// <summary>What is asked at filing: the matter's own items and those of its parts, under the names that roles have here.</summary>
    public static IEnumerable<string> AskedBy(CompiledFlow flow, int depth = 0)
    {
        foreach (var asked in flow.Matter.Asks) yield return asked.Id;
        if (depth > 4) yield break;
        foreach (var point in flow.Points)
        {
            if (point.Part is not { } part || flow.TypeOf(part) is not { } type) continue;
            foreach (var asked in AskedBy(flow.FlowOf(type), depth + 1)) yield return Bound(asked, part, type);
        }
    }

    /// <summary>A name of a part's matter type as the bundle calls it.</summary>
    public static string Bound(string path, FlowPart.Part part, MatterType type)
    {
        var root = CompiledFlow.RootOf(path);
        if (!type.About.Any(role => role.Name == root)) return path;
        foreach (var (role, bound, _) in part.With)
            if (role == root) return bound + path[root.Length..];
        return path;
    }

    /// <summary>Whether a fact is certainly known when a step begins.</summary>
    public bool IsKnownAt(FlowPoint point, string path) => !_flow.MustBeStated(path) || !_before.TryGetValue(point, out var before) || IsKnown(path, before.Known, before.Done, 0);

    /// <summary>The step or part that gives a fact; null where nobody does.</summary>
    public FlowPoint? GiverOf(string path)
    {
        foreach (var point in _flow.Points)
        {
            if (Reading.Covers(point.Id, path)) return point;
            if (point.Step is { } step && step.Gives.Any(given => Reading.Covers(given.Id, path))) return point;
            if (point.Part is { } part && _flow.TypeOf(part) is { } type && type.Steps.Any(inner => inner.Gives.Any(given => Reading.Covers(Bound(given.Id, part, type), path)))) return point;
        }

        return null;
    }

    private void Walk(FlowPart part, KnownFacts known, Conditions reached)
    {
        switch (part)
        {
            case FlowPart.Step step:
                Do(step, known, reached);
                break;
            case FlowPart.Part run:
                Run(run, known, reached);
                break;
            case FlowPart.Sequence sequence:
                Limit(sequence.Within, known, reached, null);
                foreach (var inner in sequence.Parts) Walk(inner, known, reached);
                break;
            case FlowPart.Choice choice:
                Limit(choice.Within, known, reached, null);
                Branches(choice, known, reached);
                break;
            case FlowPart.Repeat repeat:
                Repeat(repeat, known, reached);
                break;
            default:
                var before = known.Copy();
                foreach (var inner in part.Inner)
                {
                    var beside = before.Copy();
                    Walk(inner, beside, reached);
                    known.Join(beside);
                }

                break;
        }
    }

    private void Do(FlowPart.Step step, KnownFacts known, Conditions reached)
    {
        Condition(step.When, known, reached, step.Id);
        var done = _flow.Under(reached, step.When, holds: true);
        if (step.SkippedIfNobody && step.By is { } by) done = done.And(Flows.Condition.Named($"somebody is {by}"));
        _before[_flow.PointOf(step)] = (known.Copy(), done);
        Limit(step.Within, known, done, step.Id);
        Who(step.By, known, step.Id);
        Who(step.With, known, step.Id);
        Who(step.Tell, known, step.Id);
        foreach (var used in step.Uses) Work(used, known, done, step.Id);
        foreach (var shown in step.Shows) Work(shown, known, done, step.Id);
        if (step.Amount is { } amount && _flow.MustBeStated(amount.Id) && !IsKnown(amount.Id, known, done, 0)) Tell(amount.At, amount.Id, ReadFor.Amount, step.Id, known);

        known.State(step.Id, done);
        foreach (var given in step.Gives) known.State(given.Id, done);
        if (step.Result is not null) known.State(Result, done);
        foreach (var (outcome, result, _) in step.Outcomes)
            if (result != "next" && Expression.TryParse($"{step.Id}.outcome = \"{outcome}\"", out var came, out _)) known.State(Result, done.And(came.Root, holds: true));
    }

    private void Run(FlowPart.Part part, KnownFacts known, Conditions reached)
    {
        Condition(part.When, known, reached, part.Id);
        var done = _flow.Under(reached, part.When, holds: true);
        _before[_flow.PointOf(part)] = (known.Copy(), done);
        Limit(part.Within, known, done, part.Id);
        known.State(part.Id, done);
        known.State(Result, done);
        if (_depth > 4 || _flow.TypeOf(part) is not { } type) return;
        var inner = _flow.FlowOf(type);
        var knowledge = new FlowKnowledge(inner, _depth + 1);
        foreach (var given in type.Steps.Where(static step => step.Kind is not (StepKind.Receive or StepKind.Deliver or StepKind.Confirm)).SelectMany(static step => step.Gives))
        {
            var always = Conditions.None.IsCoveredBy(knowledge._end.When(given.Id), inner.Codes);
            known.State(Bound(given.Id, part, type), always ? done : done.And(Flows.Condition.Named($"{part.Id} gives {given.Id}")));
        }
    }

    private void Branches(FlowPart.Choice choice, KnownFacts known, Conditions reached)
    {
        var before = known.Copy();
        var open = reached;
        foreach (var branch in choice.Branches)
        {
            Condition(branch.When, before, open, null);
            var own = before.Copy();
            Walk(branch.Then, own, _flow.Under(open, branch.When, holds: true));
            known.Join(own);
            open = _flow.Under(open, branch.When, holds: false);
        }
    }

    private void Repeat(FlowPart.Repeat repeat, KnownFacts known, Conditions reached)
    {
        Limit(repeat.Within, known, reached, null);
        var inside = reached;
        string? element = null;
        if (repeat.ForEach is { } each)
        {
            if (_flow.MustBeStated(each.Members.Id) && !IsKnown(each.Members.Id, known, reached, 0)) Tell(each.Members.At, each.Members.Id, ReadFor.Condition, null, known);
            // There may be nobody on the list, and then nothing inside is done.
            inside = inside.And(Flows.Condition.Named($"there are {each.Members.Id}"));
            if (_elements.Add(each.Name)) element = each.Name;
        }

        Walk(repeat.Do, known, inside);
        if (element is not null) _elements.Remove(element);
        Condition(repeat.Until, known, inside, null);
        if (repeat.Exhausted is not { } exhausted) return;
        var after = known.Copy();
        Walk(exhausted, after, _flow.Under(inside, repeat.Until, holds: false));
        known.Join(after);
    }

    private void Condition(Formula? formula, KnownFacts known, Conditions under, string? step) => Expression_(formula, known, under, ReadFor.Condition, step);

    private void Limit(Term? term, KnownFacts known, Conditions under, string? step) => Expression_(term?.Formula, known, under, ReadFor.Limit, step);

    private void Expression_(Formula? formula, KnownFacts known, Conditions under, ReadFor what, string? step)
    {
        if (_flow.Parse(formula) is not { } node) return;
        foreach (var (path, where) in Reading.ReadsOf(node))
            if (_flow.MustBeStated(path) && !_elements.Contains(CompiledFlow.RootOf(path)) && !IsKnown(path, known, under.And(where), 0)) Tell(formula!.At, path, what, step, known);
    }

    /// <summary>
    /// A role is somebody once it, or anything of it, was asked or given. The first role of a matter type is whoever files; units and
    /// actors are known by themselves.
    /// </summary>
    private void Who(PostName? name, KnownFacts known, string step)
    {
        if (name is not { At: null } named || _flow.Matter.About is not [var first, ..] || named.Post == first.Name) return;
        if (!_flow.Matter.About.Any(role => role.Name == named.Post && role.Register.Id is not ("unit" or "actor"))) return;
        if (!_elements.Contains(named.Post) && !known.Perhaps(named.Post) && !known.AnythingOf(named.Post)) Tell(named.Mark, named.Post, ReadFor.Who, step, known);
    }

    /// <summary>
    /// Work may go on with what there is; only what nobody can have asked or given before is a fault, be it that it is given only in cases
    /// that never come to this step. Items of roles come from the registers.
    /// </summary>
    private void Work(Ref used, KnownFacts known, Conditions done, string step)
    {
        var root = CompiledFlow.RootOf(used.Id);
        if ((root != "matter" && _flow.Find(root) is null) || !_flow.MustBeStated(used.Id)) return;
        if (known.Perhaps(used.Id))
        {
            // What is never reached itself is told as such.
            if (done.IsNone || !done.CanHold(_flow.Codes)) return;
            var given = known.When(used.Id).FindAll(when => when.CanHold(_flow.Codes));
            if (given.Count == 0 || given.Exists(when => done.And(when).CanHold(_flow.Codes))) return;
        }

        if (Inputs(used.Id).Any()) return; // computed when its inputs are there
        Tell(used.At, used.Id, ReadFor.Work, step, known);
    }

    private bool IsKnown(string path, KnownFacts known, Conditions under, int depth)
    {
        // `known(x)` beside it: then it is known where it is read.
        if (under.All.Any(one => one.Holds && one.Key == $"known({path})")) return true;
        if (under.IsCoveredBy(known.When(path), _flow.Codes)) return true;
        if (depth > 8) return false;
        var inputs = Inputs(path).ToList();
        return inputs.Count > 0 && inputs.TrueForAll(input => !_flow.MustBeStated(input) || IsKnown(input, known, under, depth + 1));
    }

    /// <summary>What a computed item is computed from, under the names of this flow; nothing for other names.</summary>
    private IEnumerable<string> Inputs(string path)
    {
        if (_flow.ItemOf(path) is not { Computed: { } computed } item || Reading.Parse(computed) is not { } node) yield break;
        var prefix = path[..path.LastIndexOf('.')];
        foreach (var name in Reading.NamesOf(node))
            yield return CompiledFlow.RootOf(name) == item.RegisterId ? prefix + name[item.RegisterId.Length..] : name;
    }

    private void Tell(Mark at, string path, ReadFor what, string? step, KnownFacts known)
    {
        if (!_told.Add((at, path))) return;
        _unknown.Add(new UnknownRead(at, path, what, step, GiverOf(path), known.Perhaps(path)));
    }
}
