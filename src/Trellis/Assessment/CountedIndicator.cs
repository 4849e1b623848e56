using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Assessment;

/// <summary>An indicator of the structure, ready to be counted: its expressions checked, and what it reads known beforehand.</summary>
public sealed class CountedIndicator
{
    private readonly CheckedExpression? _rows;
    private readonly CheckedExpression? _value;
    private readonly CheckedExpression? _when;

    // "matter where CONDITION" over a list of one matter asks the condition of it, and nothing else.
    private readonly Node? _condition;

    private CountedIndicator(Indicator indicator, int number, CheckedExpression? rows, CheckedExpression? value, CheckedExpression? when)
    {
        (Indicator, Number, _rows, _value, _when) = (indicator, number, rows, value, when);
        Take = indicator.Take switch { "count" => Take.Count, "sum" => Take.Sum, "share" => Take.Share, "mean" => Take.Mean, "median" => Take.Median, _ => Take.P90 };
        Length = ReportingPeriod.LengthOf(indicator.Every) ?? PeriodLength.Month;
        Measure = value?.Type is FactType.Measured(var dimension) ? MeasureOf(dimension) : null;
        OnlyType = TypeIn(rows?.Expression.Root);
        _condition = rows?.Expression.Root is Node.Filter { List: Node.Name { Path: "matter" }, Condition: var condition } ? condition : null;
        Items = [.. ((CheckedExpression?[])[rows, value, when]).OfType<CheckedExpression>().SelectMany(static one => one.Reads).SelectMany(static read => read.Items).Distinct()];
    }

    public Indicator Indicator { get; }

    /// <summary>The overlay that adds it, or has it in place of that of the base; it is counted in the places of the overlay alone. Null for one of the base.</summary>
    public Overlay? Overlay { get; private init; }

    /// <summary>The structure as whose it is counted: in its places with its overlay.</summary>
    public required GovernanceStructure Structure { get; init; }

    /// <summary>Its place among the indicators of the structure.</summary>
    public int Number { get; }

    public Take Take { get; }

    public PeriodLength Length { get; }

    /// <summary>In which its number counts; null for shares, counts and plain numbers.</summary>
    public Measure? Measure { get; }

    /// <summary>The only matter type whose matters it counts; null where it may count any.</summary>
    public string? OnlyType { get; }

    /// <summary>The register whose rows it counts; null where it counts none.</summary>
    public string? Register => Indicator.FromRegister is null || _rows?.Expression.Root is not { } root ? null : (root is Node.Filter { List: Node.Name filtered } ? filtered : root as Node.Name)?.Path;

    /// <summary>What it reads of records.</summary>
    public IReadOnlyList<ReadItem> Items { get; }

    /// <summary>Null where an expression does not fit; such an indicator is an error of the check and is never counted.</summary>
    /// <param name="structure">With the overlay, where one has it.</param>
    public static CountedIndicator? Of(Indicator indicator, int number, GovernanceStructure structure, Overlay? overlay = null)
    {
        var (rows, value, when) = (indicator.FromRecord ?? indicator.FromRegister, indicator.Value, indicator.CountedWhen);
        var (rowNames, names) = (FormulaNames.OfRows(structure), FormulaNames.OfOneRow(structure));
        var (readRows, readValue, readWhen) = (Checked(rows, rowNames), Checked(value, names), Checked(when, names));
        if ((rows is not null && readRows is null) || (value is not null && readValue is null) || (when is not null && readWhen is null)) return null;
        return new CountedIndicator(indicator, number, readRows, readValue, readWhen) { Structure = structure, Overlay = overlay };
    }

    /// <summary>Whether one row is among those that it counts.</summary>
    internal Value IsCounted(IFacts listed) => _rows is null ? Value.Yes : _rows.Evaluate(listed) is { List: { } list } ? Value.Of(list.Count > 0) : Value.Missing;

    /// <summary>The same of one matter.</summary>
    internal Value IsCounted(FactsOfACase facts) => _condition is { } condition ? _rows!.Evaluate(condition, facts) : IsCounted(facts.Listed());

    /// <summary>Indicators with equal words here ask the same of a matter: which rows they count, and by which day.</summary>
    internal (string Rows, string When) Asks => (Indicator.FromRecord?.Text ?? "", Indicator.CountedWhen?.Text ?? "");

    /// <summary>The value of a row; that it is there, where nothing more is asked.</summary>
    internal CaseValue ValueOf(IFacts facts) => _value is null ? new CaseValue(1) : CaseValue.Of(_value.Evaluate(facts), Take, Measure);

    /// <summary>The day by which a row falls into a period; null where it falls into none yet.</summary>
    /// <param name="otherwise">Where the indicator names none.</param>
    internal DateOnly? DayOf(IFacts facts, DateOnly? otherwise) => _when is null ? otherwise : _when.Evaluate(facts).Day;

    private static CheckedExpression? Checked(Formula? formula, FormulaNames names) =>
        formula is not null && Expression.TryParse(formula.Text, out var expression, out _) ? expression.Check(names).Checked : null;

    /// <summary>"matter where matter.type = "x"" counts one type only, and so is asked of no other.</summary>
    private static string? TypeIn(Node? rows) => rows is Node.Filter { Condition: var condition } ? TypeOf(condition) : null;

    private static string? TypeOf(Node condition) => condition switch
    {
        Node.Comparison { Sign: ComparisonSign.Equal, Left: Node.Name { Path: "matter.type" }, Right: Node.Literal { Value.Text: { } type } } => type,
        Node.Join { Word: JoinWord.And } join => TypeOf(join.Left) ?? TypeOf(join.Right),
        _ => null,
    };

    /// <summary>The first measure of a dimension is the one in which people say it.</summary>
    private static Measure MeasureOf(Dimension dimension) => Measures.All.First(measure => Measures.DimensionOf(measure) == dimension);
}
