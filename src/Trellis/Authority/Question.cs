using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>How the one who acts stands to the matter. The register that knows comes with the caller.</summary>
[Flags]
public enum Relations
{
    None = 0,

    /// <summary>It is the actor's own matter.</summary>
    OwnMatter = 1,

    /// <summary>It is the matter of the actor's kin.</summary>
    Kin = 2,
}

/// <summary>Who did an earlier step of the same matter.</summary>
public readonly record struct EarlierAct(string Step, string Actor);

/// <summary>One question to the powers of a structure. What is not said is not known, except where a remark says otherwise.</summary>
public readonly record struct Question
{
    public Question() => Number = new Quantity(1, Measure.Case);

    /// <summary>The post that would act.</summary>
    public required string Post { get; init; }

    /// <summary>The unit of the post.</summary>
    public required string Unit { get; init; }

    public required string Power { get; init; }

    /// <summary>The day of the act: powers, delegations, seats and law are those of that day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Null asks whether the power may be used at all, whatever comes of it.</summary>
    public string? Outcome { get; init; }

    /// <summary>The matter type; a mandate limited to some is not for a question without one.</summary>
    public string? Matter { get; init; }

    /// <summary>The step of the matter type; its "by" and "apart-from" are then held to.</summary>
    public string? Step { get; init; }

    /// <summary>The unit that is the place of the matter; null means the ground of the acting unit.</summary>
    public string? Place { get; init; }

    /// <summary>The sum, area or whatever the ceilings count.</summary>
    public Quantity? Amount { get; init; }

    /// <summary>How many; one case where nothing is said.</summary>
    public Quantity Number { get; init; }

    /// <summary>The person, as an opaque id; null asks about the post, whoever sits in it.</summary>
    public string? Actor { get; init; }

    /// <summary>Whom the actor stands in for.</summary>
    public string? ActingFor { get; init; }

    /// <summary>Whoever asks has seen already that the actor sits there on the day.</summary>
    internal bool IsSeated { get; init; }

    public Relations Relations { get; init; }

    /// <summary>What was done in the matter before, and by whom.</summary>
    public IReadOnlyList<EarlierAct>? Earlier { get; init; }

    /// <summary>What is known of the asker, the object and the request.</summary>
    public KnownFacts? Facts { get; init; }
}

/// <summary>Facts by their dotted names: "premises.area", "todo.owner". Names on the way to a fact are records. Sorted out when a condition first reads one; most questions are answered without.</summary>
public sealed class KnownFacts
{
    private readonly IEnumerable<KeyValuePair<string, Value>> _facts;
    private readonly IFacts? _others;
    private Sorted? _sorted;

    /// <param name="facts">Gone through when a condition first reads one; they do not change until then.</param>
    /// <param name="others">Asked where these say nothing. A record on the way to a fact goes by its whole path as its register, and has no key; rows in lists are themselves.</param>
    public KnownFacts(IEnumerable<KeyValuePair<string, Value>> facts, IFacts? others = null) => (_facts, _others) = (facts, others);

    private Sorted Known => _sorted ??= new Sorted(_facts);

    public Value Root(string name) => Known.Roots.TryGetValue(name, out var value) ? value : _others?.Root(name) ?? Value.Missing;

    public Value Item(Entity record, string item) => Known.Items.TryGetValue((record.Register, item), out var value) ? value : _others?.Item(record, item) ?? Value.Missing;

    public bool Has(string root) => Known.Roots.ContainsKey(root);

    private sealed class Sorted
    {
        public Sorted(IEnumerable<KeyValuePair<string, Value>> facts)
        {
            foreach (var (path, value) in facts.OrderBy(static fact => fact.Key, StringComparer.Ordinal))
            {
                var steps = path.Split('.');
                for (var at = 0; at < steps.Length; at++)
                {
                    // A record is known by the whole path to it, so that the family's income is not the neighbour's.
                    var here = at == steps.Length - 1 ? value : Value.Of(new Entity(string.Join('.', steps[..(at + 1)]), ""));
                    if (at == 0) Roots.TryAdd(steps[0], here);
                    else Items.TryAdd((string.Join('.', steps[..at]), steps[at]), here);
                }
            }
        }

        public Dictionary<string, Value> Roots { get; } = new(StringComparer.Ordinal);

        public Dictionary<(string, string), Value> Items { get; } = [];
    }
}
