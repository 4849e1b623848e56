using Trellis.Diagnosis.Conformance;

namespace Trellis.Diagnosis.Mining;

/// <summary>A model made of blocks, so that whatever opens closes: it can always come to its end.</summary>
public abstract record ProcessTree
{
    private ProcessTree()
    {
    }

    /// <summary>One activity.</summary>
    public sealed record Does(int Activity) : ProcessTree;

    /// <summary>Nothing that leaves a trace.</summary>
    public sealed record Nothing : ProcessTree;

    /// <summary>One of these.</summary>
    public sealed record Either(IReadOnlyList<ProcessTree> Parts) : ProcessTree;

    /// <summary>One after the other.</summary>
    public sealed record InTurn(IReadOnlyList<ProcessTree> Parts) : ProcessTree;

    /// <summary>All of these, in any order and mixed.</summary>
    public sealed record Together(IReadOnlyList<ProcessTree> Parts) : ProcessTree;

    /// <summary>The body, and as often as wanted something else and the body again.</summary>
    public sealed record Again(ProcessTree Body, ProcessTree Back) : ProcessTree;

    /// <summary>The same as a net that begins and ends with one token.</summary>
    /// <param name="names">By activity.</param>
    public PetriNet ToNet(IReadOnlyList<string> names)
    {
        var places = new List<string> { "begin", "end" };
        var transitions = new List<NetTransition>();
        Build(this, 0, 1);
        return new PetriNet { Places = places, Transitions = transitions, Initial = [0], Final = [1] };

        void Build(ProcessTree tree, int from, int to)
        {
            switch (tree)
            {
                case Does(var activity):
                    Step(names[activity], [from], [to]);
                    break;
                case Nothing:
                    Step(null, [from], [to]);
                    break;
                case Either(var parts):
                    foreach (var part in parts) Build(part, from, to);
                    break;
                case InTurn(var parts):
                    var here = from;
                    for (var at = 0; at < parts.Count; at++)
                    {
                        var next = at == parts.Count - 1 ? to : Place();
                        Build(parts[at], here, next);
                        here = next;
                    }

                    break;
                case Together(var parts):
                    var begins = parts.Select(_ => Place()).ToArray();
                    var ends = parts.Select(_ => Place()).ToArray();
                    Step(null, [from], begins);
                    for (var at = 0; at < parts.Count; at++) Build(parts[at], begins[at], ends[at]);
                    Step(null, ends, [to]);
                    break;
                case Again(var body, var back):
                    // Places of its own: what comes back must not stand where other choices begin.
                    var (again, done) = (Place(), Place());
                    Step(null, [from], [again]);
                    Build(body, again, done);
                    Build(back, done, again);
                    Step(null, [done], [to]);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        int Place()
        {
            places.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"p{places.Count - 1}"));
            return places.Count - 1;
        }

        void Step(string? label, int[] takes, int[] gives) =>
            transitions.Add(new NetTransition(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"t{transitions.Count + 1}"), label, takes, gives));
    }

    /// <summary>Written in one line: "→" in turn, "×" either, "∧" together, "↺" again, "τ" nothing.</summary>
    public string Write(IReadOnlyList<string> names) => this switch
    {
        Does(var activity) => names[activity],
        Nothing => "τ",
        Either(var parts) => $"×({AllOf(parts, names)})",
        InTurn(var parts) => $"→({AllOf(parts, names)})",
        Together(var parts) => $"∧({AllOf(parts, names)})",
        Again(var body, var back) => $"↺({body.Write(names)}, {back.Write(names)})",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string AllOf(IReadOnlyList<ProcessTree> parts, IReadOnlyList<string> names) => string.Join(", ", parts.Select(part => part.Write(names)));
}
