using Trellis.Structure.Files;
using Trellis.Structure.Quantities;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>An article with its gist and days.</summary>
public sealed record Article(string Number, Mark At, Text Gist, DateOnly From, DateOnly To, bool RequiresConsultation, string? BelongsTo);

/// <summary>A legal basis: a law, regulation, document, contract or charter with its articles.</summary>
public sealed class Law(string id, Mark at, Node node) : Entry(Kind.Law, id, at, node)
{
    public string Rank { get; } = node["rank"u8].TextOrEmpty();

    /// <summary>The lower the number the higher the rank; contracts and charters stand outside.</summary>
    public int RankNumber => Array.IndexOf(Words.Ranks, Rank);

    public IReadOnlyList<Article> Articles { get; } = ReadArticles(node["articles"u8]);

    /// <summary>The article in any of its spells; paragraphs and items (43.2.1) belong to the article they begin with unless listed themselves.</summary>
    public IEnumerable<Article> Find(string number)
    {
        var found = Articles.Where(article => article.Number == number).ToList();
        if (found.Count > 0) return found;
        var dot = number.LastIndexOf('.');
        return dot < 0 ? [] : Find(number[..dot]);
    }

    private static List<Article> ReadArticles(Node node)
    {
        var articles = new List<Article>(node.IsList ? node.Count : 0);
        foreach (var article in node.Elements)
        {
            articles.Add(new Article(
                article["article"u8].TextOrEmpty(),
                article["article"u8].Mark,
                article["gist"u8].TextsOrId(""),
                article.DayOr("from"u8, DateOnly.MinValue),
                article.DayOr("to"u8, DateOnly.MaxValue),
                article["requires"u8].Values().Any(static value => value.Text == "consultation"),
                article["belongs-to"u8].TextOrNull()));
        }

        return articles;
    }
}

/// <summary>A class of powers, and to which kinds of unit it may be delegated; each row with its article.</summary>
public sealed class PowerClass(string id, Mark at, Node node) : Entry(Kind.PowerClass, id, at, node)
{
    public IReadOnlyList<string> DelegableTo { get; } = [.. node["delegable-to"u8].Values().Select(static value => value.Text)];

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();
}

public sealed record Support(Ref Who, Text? Does);

public sealed record TakenBack(Ref Units, DateOnly On, Mark At);

/// <summary>What a unit, or each unit of a group for its own ground, must do.</summary>
public sealed class Duty(string id, Mark at, Node node) : Entry(Kind.Duty, id, at, node)
{
    public Ref? Field { get; } = node["field"u8].Ref();

    /// <summary>Exactly one name in a sound structure; more are a finding.</summary>
    public IReadOnlyList<Ref> Leads { get; } = node["lead"u8].Refs();

    public IReadOnlyList<Support> Supports { get; } = ReadSupport(node["support"u8]);

    public IReadOnlyList<Ref> NeededPowers { get; } = node["needs"u8]["powers"u8].Refs();

    public IReadOnlyList<Ref> NeededResources { get; } = node["needs"u8]["resources"u8].Refs();

    public IReadOnlyList<Ref> NeededItems { get; } = node["needs"u8]["items"u8].Refs();

    public IReadOnlyList<Ref> NeededSkills { get; } = node["needs"u8]["skills"u8].Refs();

    /// <summary>The unit or document that gave it.</summary>
    public Ref? GivenBy { get; } = node["given-by"u8].Ref();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();

    public TakenBack? TakenBack { get; } = node["taken-back"u8] is { IsMap: true } back && back["units"u8].Ref() is { } units
        ? new TakenBack(units, back.DayOr("on"u8, DateOnly.MaxValue), back.Mark)
        : null;

    private static List<Support> ReadSupport(Node node)
    {
        if (!node.Exists) return [];
        var support = new List<Support>();
        foreach (var one in node.Elements)
            if (one["who"u8].Ref() is { } who) support.Add(new Support(who, one["does"u8].Texts()));
        if (!node.IsList)
            foreach (var who in node.Refs()) support.Add(new Support(who, null)); // in a table the units alone
        return support;
    }
}

/// <summary>A ceiling on money or cases in a period; a fixed quantity, or an expression over facts of the unit.</summary>
public sealed record Ceiling(Quantity? Fixed, Formula? Formula, Mark At);

/// <summary>A span over which a ceiling is counted.</summary>
public enum CeilingSpan
{
    Case,
    Month,
    Quarter,
    Year,
}

/// <summary>What narrows a power or a delegation. An absent part narrows nothing.</summary>
public sealed class Limits(Node node)
{
    /// <summary>Limits that an act states instead of a file; spans as in <see cref="CeilingSpan"/>.</summary>
    internal Limits(Ceiling?[] amounts, Ceiling?[] numbers)
        : this(default(Node)) => (_amounts, _numbers) = (amounts, numbers);

    public static Limits None { get; } = new(default);

    public Mark At { get; } = node.Mark;

    public Ceiling? Amount(CeilingSpan span) => _amounts[(int)span];

    public Ceiling? Number(CeilingSpan span) => _numbers[(int)span];

    /// <summary>Whether there is a ceiling for a month, a quarter or a year, so that what was used of it counts.</summary>
    public bool HasPeriods
    {
        get
        {
            for (var span = CeilingSpan.Month; span <= CeilingSpan.Year; span++)
                if (Amount(span) is not null || Number(span) is not null) return true;
            return false;
        }
    }

    /// <summary>Null where every outcome of the power may be given.</summary>
    public IReadOnlyList<Ref>? Outcomes { get; internal init; } = node["outcomes"u8].Exists ? node["outcomes"u8].Refs() : null;

    /// <summary>Null where it holds for every matter type.</summary>
    public IReadOnlyList<Ref>? Matters { get; internal init; } = node["matters"u8].Exists ? node["matters"u8].Refs() : null;

    public Ref? Area { get; internal init; } = node["area"u8].Ref();

    public Formula? When { get; internal init; } = node["when"u8].Formula();

    private readonly Ceiling?[] _amounts = Read(node["amount"u8]);
    private readonly Ceiling?[] _numbers = Read(node["number"u8]);

    private static Ceiling?[] Read(Node node) =>
        [One(node["per-case"u8]), One(node["per-month"u8]), One(node["per-quarter"u8]), One(node["per-year"u8])];

    private static Ceiling? One(Node node) =>
        !node.IsScalar ? null : node.Amount() is { } amount ? new Ceiling(amount, null, node.Mark) : new Ceiling(null, node.Formula(), node.Mark);
}

/// <summary>A post that has a power by itself, with what narrows it there.</summary>
public sealed record Holding(PostName Post, Limits Limits);

/// <summary>A competence in law. It lists no matter types: steps name it.</summary>
public sealed class Power(string id, Mark at, Node node) : Entry(Kind.Power, id, at, node)
{
    public Ref Class { get; } = node["class"u8].Ref() ?? default;

    /// <summary>decide, call-resource, spend, summon, refuse-form, vary.</summary>
    public string Allows { get; } = node["allows"u8].TextOrNull() ?? "decide";

    public IReadOnlyList<Ref> Outcomes { get; } = node["outcomes"u8].Refs();

    public IReadOnlyList<Holding> HeldBy { get; } = ReadHoldings(node["held-by"u8]);

    /// <summary>Kinds of unit it may go to; empty where it may not be delegated at all.</summary>
    public IReadOnlyList<string> DelegableTo { get; } = [.. node["delegable"u8]["to"u8].Values().Select(static value => value.Text)];

    /// <summary>How long a chain of delegations may be; 0 where it may not be delegated.</summary>
    public int DelegableDepth { get; } = node["delegable"u8]["depth"u8].Whole() ?? 0;

    public IReadOnlyList<PostName> WithdrawnBy { get; } = node["withdrawn-by"u8].Posts();

    /// <summary>The register on a record of which it is exercised.</summary>
    public Ref? Over { get; } = node["over"u8].Ref();

    public Formula? When { get; } = node["when"u8].Formula();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();

    private static List<Holding> ReadHoldings(Node node)
    {
        var holdings = new List<Holding>();
        foreach (var (key, value) in node.Pairs)
            if (key.Post() is { } post) holdings.Add(new Holding(post, value.Count == 0 ? Limits.None : new Limits(value)));
        if (!node.IsMap)
            foreach (var post in node.Posts()) holdings.Add(new Holding(post, Limits.None));
        return holdings;
    }
}

/// <summary>A power lent onward: one entry, one delegation for each receiver.</summary>
public sealed class Delegation(string id, Mark at, Node node) : Entry(Kind.Delegation, id, at, node)
{
    /// <summary>The power, or the delegation above in the chain.</summary>
    public KindRef Of { get; internal init; } = node["of"u8].KindRef() ?? default;

    public PostName Giver { get; internal init; } = node["giver"u8].Post() ?? default;

    public PostName Receiver { get; internal init; } = node["receiver"u8].Post() ?? default;

    public Limits Limits { get; internal init; } = node["limits"u8].IsMap ? new Limits(node["limits"u8]) : Limits.None;

    /// <summary>True for 委托: acts in the giver's name; false for 赋权: in its own.</summary>
    public bool ActsForGiver { get; internal init; } = node["acts-for"u8].Is("giver"u8);

    /// <summary>How often it may be passed on.</summary>
    public int PassOn { get; internal init; } = node["pass-on"u8].Whole() ?? 0;

    public IReadOnlyList<PostName> WithdrawnBy { get; } = node["withdrawn-by"u8].Posts();

    public IReadOnlyList<Citation> Basis { get; internal init; } = node["basis"u8].Citations();

    public Text? Reason => Node["reason"u8].Texts();
}

/// <summary>Powers that hold only while an emergency is declared: always with an end and a review.</summary>
public sealed class Emergency(string id, Mark at, Node node) : Entry(Kind.Emergency, id, at, node)
{
    public Text? Trigger => Node["trigger"u8].Texts();

    public PostName DeclaredBy { get; } = node["declared-by"u8].Post() ?? default;

    public IReadOnlyList<Ref> Powers { get; } = node["powers"u8].Refs();

    public TimeLimit? Lasts { get; } = node["lasts"u8].Limit();

    public TimeLimit? Review { get; } = node["review"u8].Limit();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();
}
