using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Tests.Structure.Expressions;

/// <summary>The names of a small structure, and what is known in one case of it.</summary>
internal sealed class ATown : INames, IFacts
{
    private static readonly Dictionary<string, FactType> RootTypes = new(StringComparer.Ordinal)
    {
        ["applicant"] = FactType.Record("person"),
        ["family"] = FactType.Record("household"),
        ["household"] = FactType.List(FactType.Record("household")),
        ["premises"] = FactType.Record("premises"),
        ["matter"] = FactType.Record("matter"),
        ["award"] = FactType.Record("award"),
        ["notice"] = FactType.Record("notice"),
        ["standard"] = FactType.Record("standard"),
        ["day"] = FactType.Day,
    };

    private static readonly Dictionary<string, Dictionary<string, FactType>> ItemTypes = new(StringComparer.Ordinal)
    {
        ["person"] = Items(("name", FactType.Text), ("born", FactType.Day), ("income", FactType.Of(Dimension.Money)), ("disabled", FactType.YesNo), ("sex", FactType.Codes("sexes")), ("household", FactType.Record("household"))),
        ["household"] = Items(("income", FactType.Of(Dimension.Money)), ("members", FactType.List(FactType.Record("person"))), ("in-hardship", FactType.YesNo), ("size", FactType.Number), ("home", FactType.Place)),
        ["premises"] = Items(("area", FactType.Of(Dimension.Area)), ("open", FactType.YesNo), ("kind", FactType.Codes("premises-kinds")), ("opens", FactType.Time), ("lease", FactType.Document), ("noise", FactType.Of(Dimension.Sound)), ("landlord", FactType.Record("person"))),
        ["matter"] = Items(("filed", FactType.Moment), ("closed", FactType.Moment), ("paused", FactType.Of(Dimension.Days)), ("worked", FactType.Of(Dimension.WorkingDays)), ("danger", FactType.YesNo), ("relief-sum", FactType.Of(Dimension.Money)),
            ("tags", FactType.List(FactType.Text)), ("place", FactType.Place), ("rate", FactType.Of(Dimension.Share)), ("returns", FactType.Number)),
        ["award"] = Items(("outcome", FactType.Codes("award.outcome")), ("reason", FactType.Text)),
        ["notice"] = Items(("objections", FactType.Number)),
        ["standard"] = Items(("minimum-living", FactType.Of(Dimension.Money))),
    };

    private static readonly Dictionary<string, string[]> CodeLists = new(StringComparer.Ordinal)
    {
        ["sexes"] = ["female", "male"],
        ["premises-kinds"] = ["restaurant", "shop", "home"],
        ["award.outcome"] = ["grant", "refuse"],
    };

    private readonly Dictionary<string, Value> _known = new(StringComparer.Ordinal)
    {
        ["applicant"] = Value.Of(new Entity("person", "li")),
        ["family"] = Value.Of(new Entity("household", "1")),
        ["premises"] = Value.Of(new Entity("premises", "p")),
        ["matter"] = Value.Of(new Entity("matter", "m")),
        ["award"] = Value.Of(new Entity("award", "a")),
        ["notice"] = Value.Of(new Entity("notice", "n")),
        ["standard"] = Value.Of(new Entity("standard", "s")),
        ["day"] = Value.Of(new DateOnly(2026, 7, 1)),
    };

    public static IReadOnlyDictionary<string, FactType> RootsOfTown => RootTypes;

    public static IReadOnlyDictionary<string, Dictionary<string, FactType>> ItemsOfTown => ItemTypes;

    /// <summary>The same town with one more thing known: a root, or a path whose last step is an item of the record before it.</summary>
    public ATown With(string path, Value value)
    {
        var dot = path.LastIndexOf('.');
        if (dot < 0) _known[path] = value;
        else
        {
            var record = Find(path[..dot]).Record!;
            _known[$"{record.Register}/{record.Key}.{path[(dot + 1)..]}"] = value;
        }

        return this;
    }

    public ATown With(string path, string amount) => With(path, Quantity.TryParse(amount, out var quantity, out _) ? Value.Of(quantity) : throw new ArgumentException(amount));

    /// <summary>Three members: an adult with income, a disabled child, a grandmother.</summary>
    public static ATown WithAFamily() => new ATown()
        .With("family.members", Value.ListOf(Person("a"), Person("b"), Person("c")))
        .WithPerson("a", "1980-05-01", "3000 CNY", disabled: false)
        .WithPerson("b", "2015-07-01", "0 CNY", disabled: true)
        .WithPerson("c", "1950-01-31", "900.50 CNY", disabled: false);

    public static Value Person(string key) => Value.Of(new Entity("person", key));

    public ATown WithPerson(string key, string? born, string? income, bool? disabled)
    {
        if (born is not null) _known[$"person/{key}.born"] = Value.Of(DateOnly.ParseExact(born, "yyyy-MM-dd"));
        if (income is not null && Quantity.TryParse(income, out var money, out _)) _known[$"person/{key}.income"] = Value.Of(money);
        if (disabled is { } yes) _known[$"person/{key}.disabled"] = Value.Of(yes);
        return this;
    }

    public FactType? Root(string name) => RootTypes.GetValueOrDefault(name);

    public FactType? Item(string register, string item) => ItemTypes.GetValueOrDefault(register)?.GetValueOrDefault(item);

    public IReadOnlyCollection<string>? Codes(string list) => CodeLists.GetValueOrDefault(list);

    public IEnumerable<string> Roots => RootTypes.Keys;

    public IEnumerable<string> Items(string register) => ItemTypes.GetValueOrDefault(register)?.Keys ?? Enumerable.Empty<string>();

    Value IFacts.Root(string name) => _known.GetValueOrDefault(name);

    public Value Item(Entity record, string item) => _known.GetValueOrDefault($"{record.Register}/{record.Key}.{item}");

    /// <summary>Monday to Friday, in 2026 only.</summary>
    public int? WorkingDays(DateOnly from, DateOnly to)
    {
        if (from.Year != 2026 || to.Year != 2026) return null;
        var (first, last, sign) = from <= to ? (from, to, 1) : (to, from, -1);
        var count = 0;
        for (var day = first.AddDays(1); day <= last; day = day.AddDays(1))
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) count += sign;
        return count;
    }

    public static Expression Parsed(string text) => Expression.TryParse(text, out var expression, out var fault) ? expression : throw new FormatException($"{text}: {fault.In(Language.English)}");

    public static CheckedExpression Checked(string text) =>
        Parsed(text).Check(new ATown()) is { Checked: { } done } ? done : throw new FormatException($"{text}: {string.Join(' ', Parsed(text).Check(new ATown()).Faults.Select(static fault => fault.In(Language.English)))}");

    public Value Answer(string text) => Checked(text).Evaluate(this);

    private Value Find(string path)
    {
        var steps = path.Split('.');
        var value = _known.GetValueOrDefault(steps[0]);
        foreach (var step in steps[1..]) value = Item(value.Record!, step);
        return value;
    }

    private static Dictionary<string, FactType> Items(params (string Name, FactType Type)[] items) => items.ToDictionary(static item => item.Name, static item => item.Type, StringComparer.Ordinal);
}
