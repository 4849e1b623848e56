using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Information.Registers;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Information;

/// <summary>
/// What an expression reads of the base as of a day: items of rows, computed ones among them, and through relations those of other rows. For the engine's own use: what comes out of it is a yes,
/// a no or a number that stands for many.
/// </summary>
/// <param name="roots">The names at the beginning of a path, and what they stand for.</param>
internal sealed class FactsOfTheBase(Session session, RecordKeys keys, GovernanceStructure structure, AsOf asOf, IReadOnlyDictionary<string, Value> roots, Func<DateOnly, DateOnly, int?> workingDays) : IFacts
{
    /// <summary>Computed items that read computed items: deeper than anybody writes.</summary>
    internal const int Deepest = 8;

    private readonly Dictionary<RowId, IReadOnlyDictionary<string, Value>> _rows = [];
    private int _depth;

    public Value Root(string name) => name == "day" ? Value.Of(asOf.Day) : name == "standard" ? Value.Of(new Entity("standard", "")) : roots.GetValueOrDefault(name);

    public Value Item(Entity record, string item)
    {
        if (record.Register == "standard") return structure.Standards.On(item, asOf.Day)?.Value is { } standard ? Value.Of(standard) : Value.Missing;
        if (structure.Items.On($"{record.Register}.{item}", asOf.Day) is { Computed: { } computed } of) return Computed(record, of, computed);
        var row = new RowId(record.Register, record.Key);
        if (!_rows.TryGetValue(row, out var values)) _rows.Add(row, values = Load(session, keys, structure, [row], asOf).GetValueOrDefault(row, None));
        return values.GetValueOrDefault(item);
    }

    public int? WorkingDays(DateOnly from, DateOnly to) => workingDays(from, to);

    /// <summary>Takes what was loaded for many rows at once.</summary>
    public void Take(RowId row, IReadOnlyDictionary<string, Value> values) => _rows[row] = values;

    private static readonly IReadOnlyDictionary<string, Value> None = new Dictionary<string, Value>();

    private Value Computed(Entity record, Item item, Formula formula)
    {
        if (_depth >= Deepest) return Value.Missing;
        var inner = new FactsOfTheBase(session, keys, structure, asOf, new Dictionary<string, Value>(StringComparer.Ordinal) { [record.Register] = Value.Of(record) }, workingDays) { _depth = _depth + 1 };
        foreach (var (row, values) in _rows) inner.Take(row, values);
        return Compute(structure, item, formula, inner);
    }

    /// <summary>A computed item of a row.</summary>
    /// <param name="facts">The row stands in them under the name of its register.</param>
    internal static Value Compute(GovernanceStructure structure, Item item, Formula formula, IFacts facts)
    {
        if (Checked(structure, item, formula) is not { } known) return Value.Missing;
        var value = known.Evaluate(facts);
        // An age is computed in years, and declared as a number.
        return value.Quantity is { } quantity && FormulaNames.TypeOf(item, structure) is FactType.PlainNumber ? Value.Of(quantity.Value) : value;
    }

    /// <summary>Items of a row whose values have to be opened so that some are known: computed ones are known of those that they read.</summary>
    public static IReadOnlyCollection<string> Read(GovernanceStructure structure, IEnumerable<string> items, string register, DateOnly day)
    {
        var (read, left) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>(items));
        while (left.TryPop(out var one))
        {
            if (!read.Add(one) || structure.Items.On($"{register}.{one}", day) is not { Computed: { } formula } item || Checked(structure, item, formula) is not { } known) continue;
            foreach (var inner in known.Reads.SelectMany(static reading => reading.Items))
                if (inner.Register == register) left.Push(inner.Item);
        }

        return read;
    }

    /// <summary>A formula is read once for each structure, since it is asked of every row.</summary>
    private static CheckedExpression? Checked(GovernanceStructure structure, Item item, Formula formula) =>
        Formulas.GetOrCreateValue(structure).GetOrAdd(item, static (of, on) => Expression.TryParse(on.formula.Text, out var expression, out _) ? expression.Check(FormulaNames.Of(on.structure, of)).Checked : null, (structure, formula));

    /// <summary>They live as long as the structure.</summary>
    private static readonly ConditionalWeakTable<GovernanceStructure, ConcurrentDictionary<Item, CheckedExpression?>> Formulas = [];

    /// <summary>The values that stand for rows as of a day; what was erased, and what is in dispute, is not known.</summary>
    /// <param name="items">Only these are opened; null for all.</param>
    public static Dictionary<RowId, IReadOnlyDictionary<string, Value>> Load(Session session, RecordKeys keys, GovernanceStructure structure, IReadOnlyCollection<RowId> rows, AsOf asOf, IReadOnlyCollection<string>? items = null)
    {
        var held = RegisterQuestions.Values(session, rows, items, asOf, null).Where(static one => one is { Stands: true, Disputed: false }).ToList();
        var written = SealedValues.Load(session, keys, [.. held.Where(static one => one.Claim.Kind == ClaimKind.Sealed).Select(static one => one.Claim.Position).Distinct()]);
        return held.GroupBy(static one => one.Subject).ToDictionary(static one => one.Key, one => (IReadOnlyDictionary<string, Value>)one.ToDictionary(static value => value.Item, value => ValueOf(structure, value, written.GetValueOrDefault((value.Claim.Position, value.Item))), StringComparer.Ordinal));
    }

    /// <param name="written">As it stands sealed; null where it was erased, and for what is not sealed.</param>
    internal static Value ValueOf(GovernanceStructure structure, HeldValue held, string? written) => held.Claim.Kind switch
    {
        ClaimKind.Sealed => written is null ? Value.Missing : ReadingGiven.Read(written),
        ClaimKind.Rows when structure.Items.Of($"{held.Subject.Register}.{held.Item}") is [.., var item] && FormulaNames.TypeOf(item, structure) is FactType.ListOf => Value.ListOf([.. held.Claim.Rows.Select(static row => Value.Of(new Entity(row.Register, row.Key)))]),
        ClaimKind.Rows => Value.Of(new Entity(held.Claim.Rows[0].Register, held.Claim.Rows[0].Key)),
        _ => Value.Missing,
    };
}
