using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR3005: what a resident is asked must be used by a step.</summary>
internal sealed partial class ProcessChecks
{
    private HashSet<string>? _readElsewhere;

    private void CheckAsks(CompiledFlow flow)
    {
        if (flow.Matter.Asks.Count == 0) return;
        var (used, named) = (UsedIn(flow, 0), NamedIn(flow));
        foreach (var asked in flow.Matter.Asks)
        {
            // What is no name was told as such, and what it meant may well be used.
            if (asked.Id.Any(static letter => letter >= 0x80 || letter == ' ')) continue;
            if (named.Contains(asked.Id) || used.Any(name => Touches(name, asked.Id))) continue;
            var dot = asked.Id.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                // The first role is who asks; and whoever is asked something about a role names it first.
                if (flow.Matter.About is [var first, ..] && first.Name == asked.Id) continue;
                if (flow.Matter.Asks.Any(other => other.Id.StartsWith(asked.Id + ".", StringComparison.Ordinal))) continue;
            }
            else if (asked.Id.StartsWith("matter.", StringComparison.Ordinal) && ReadElsewhere.Contains(asked.Id)) continue;

            var fact = FactOf(flow, asked.Id);
            _context.Add(FindingCodes.AskedAndNotUsed, asked.At, flow.Matter, new($"申请时要「{fact.Zh}」，但没有任何步骤用到它。", $"{fact.En} is asked at filing, but no step uses it."),
                new("不再收取；确实要用的，写到用它的步骤的 uses 里。", "Ask it no longer; if it is needed, write it into uses of the step that needs it."));
        }
    }

    /// <summary>Roles that act or are told: the role is used by that, not everything that is asked about it.</summary>
    private static HashSet<string> NamedIn(CompiledFlow flow)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var point in flow.Steps)
            foreach (var who in new[] { point.Step!.By, point.Step.With, point.Step.Tell })
                if (who is { At: null } role) named.Add(role.Post);
        return named;
    }

    /// <summary>What the place is found by: the place itself where it is asked, else whatever is asked about it.</summary>
    private static string Located(CompiledFlow flow, string place) => flow.Matter.Asks.Any(asked => asked.Id == place) ? place + "." : place;

    /// <summary>A name that ends with a dot stands for itself alone: "home." is the home without its items.</summary>
    private static bool Touches(string used, string asked) => used.EndsWith('.') ? asked == used[..^1] : Covers(used, asked) || Covers(asked, used);

    private static bool Covers(string wide, string narrow) => narrow.StartsWith(wide, StringComparison.Ordinal) && (narrow.Length == wide.Length || narrow[wide.Length] == '.');

    /// <summary>Everything that the steps of a flow and of its parts look at, under the names that it has here.</summary>
    private HashSet<string> UsedIn(CompiledFlow flow, int depth)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        if (flow.Matter.Place is { } place) used.Add(Located(flow, place.Id));
        Reads(flow.Matter.Guide.Promise?.Formula);
        Reads(flow.Matter.Guide.FirstAnswer?.Formula);
        foreach (var part in flow.Matter.Flow.All)
        {
            switch (part)
            {
                case FlowPart.Step step:
                    foreach (var fact in step.Uses.Concat(step.Shows)) used.Add(fact.Id);
                    if (step.Amount is { } amount) used.Add(amount.Id);
                    if (step.Node["minutes"u8].TextOrNull() is { } minutes) used.Add(minutes);
                    Reads(step.When);
                    Reads(step.Within?.Formula);
                    foreach (var read in LimitReads(flow, step)) used.Add(read.Path);
                    break;
                case FlowPart.Choice choice:
                    Reads(choice.Within?.Formula);
                    foreach (var branch in choice.Branches) Reads(branch.When);
                    break;
                case FlowPart.Repeat repeat:
                    Reads(repeat.Until);
                    Reads(repeat.Within?.Formula);
                    if (repeat.ForEach is { } each) used.Add(each.Members.Id);
                    break;
                case FlowPart.Parallel parallel: Reads(parallel.Within?.Formula); break;
                case FlowPart.AnyOrder anyOrder: Reads(anyOrder.Within?.Formula); break;
                case FlowPart.Sequence sequence: Reads(sequence.Within?.Formula); break;
                case FlowPart.Part run:
                    Reads(run.When);
                    Reads(run.Within?.Formula);
                    if (depth < 4 && flow.TypeOf(run) is { } type)
                        foreach (var name in UsedIn(flow.FlowOf(type), depth + 1)) used.Add(FlowKnowledge.Bound(name, run, type));
                    break;
                default: throw new InvalidOperationException("An unknown part of a flow.");
            }
        }

        // A loop over a list uses the list wherever it uses its elements.
        foreach (var name in used.ToList())
            if (flow.ItemOf(name) is { Computed: { } computed } item && Expression.TryParse(computed.Text, out var expression, out _))
                foreach (var input in NamesIn(expression.Root))
                    if (CompiledFlow.RootOf(input) == item.RegisterId) used.Add(name[..name.LastIndexOf('.')] + input[item.RegisterId.Length..]);
        return used;

        void Reads(Formula? formula)
        {
            if (formula is null || !Expression.TryParse(formula.Text, out var expression, out _)) return;
            foreach (var name in NamesIn(expression.Root)) used.Add(name);
        }
    }

    private static IEnumerable<string> NamesIn(Node node) => CompiledFlow.NamesIn(node);

    /// <summary>Items of matters that an indicator, a form or a computed item reads: collected for a figure, which is a use, if a thin one.</summary>
    private HashSet<string> ReadElsewhere
    {
        get
        {
            if (_readElsewhere is not null) return _readElsewhere;
            _readElsewhere = new(StringComparer.Ordinal);
            foreach (var indicator in _context.Structure.Indicators.All)
            {
                Add(indicator.FromRecord);
                Add(indicator.FromRegister);
                Add(indicator.Value);
                Add(indicator.CountedWhen);
            }

            foreach (var form in _context.Structure.Forms.All)
            {
                Add(form.Rows);
                foreach (var item in form.AllItems) _readElsewhere.Add(item.Id);
            }

            foreach (var item in _context.Structure.Items.All) Add(item.Computed);
            return _readElsewhere;

            void Add(Formula? formula)
            {
                if (formula is null || !formula.Text.Contains("matter", StringComparison.Ordinal) || !Expression.TryParse(formula.Text, out var expression, out _)) return;
                foreach (var name in NamesIn(expression.Root)) _readElsewhere.Add(name);
            }
        }
    }
}
