namespace Trellis.Structure.Vocabulary;

/// <summary>
/// What may stand as a value. From one description come the reading, the findings about unknown keys and wrong values,
/// the JSON Schema for editors, the canonical form that is hashed, and the test of the reference.
/// </summary>
public abstract record Shape
{
    private Shape() { }

    /// <summary>The id of the entry itself.</summary>
    public sealed record Id(bool MayBeginWithDigit = false) : Shape;

    /// <summary>The id of another entry. With several kinds it is written "kind/id".</summary>
    public sealed record Reference(params Kind[] Kinds) : Shape
    {
        public bool Prefixed => Kinds.Length > 1 && !(Kinds is [Kind.Unit, Kind.Group]);

        /// <summary>Also with one kind, as in "of: power/grant-relief".</summary>
        public bool MayBePrefixed { get; init; }
    }

    /// <summary>A post, "post@unit" or "post@group"; some keys also take words such as "requester", a role of the matter, or a system.</summary>
    public sealed record APost(bool Placed = false) : Shape
    {
        public IReadOnlyList<string> OrWords { get; init; } = [];

        public bool OrRole { get; init; }

        public bool OrSystem { get; init; }

        public bool OrGroup { get; init; }
    }

    /// <summary>An article of law, "noise-law/43", or a law as a whole.</summary>
    public sealed record AnArticle : Shape;

    /// <summary>A text in every language of the structure.</summary>
    public sealed record Texts : Shape;

    /// <summary>One of a few words.</summary>
    public sealed record Word(params string[] Words) : Shape;

    public sealed record Day : Shape;

    public sealed record Days : Shape;

    /// <summary>A time limit such as "5 working days"; where it says so also an expression that gives one.</summary>
    public sealed record Limit(bool OrExpression = false) : Shape
    {
        public bool OrDay { get; init; }
    }

    /// <summary>A number with its unit; null for any unit.</summary>
    public sealed record Amount(params string[] Units) : Shape
    {
        public bool OrExpression { get; init; }
    }

    public sealed record Number(int Least, int Most) : Shape;

    /// <summary>Text without a language: a version, a document number, a time zone.</summary>
    public sealed record Verbatim(int Most = 200) : Shape;

    /// <summary>Hours of a day, "09:00-12:00".</summary>
    public sealed record Hours : Shape;

    public sealed record AFormula(FormulaPlace Place, FormulaResult Result) : Shape;

    /// <summary>A name of a fact, "applicant.household.income": a role and its items, or an item.</summary>
    public sealed record Fact : Shape;

    /// <summary>The type of an item: a word, a code list, a register, or "list of" one of these.</summary>
    public sealed record ItemType : Shape;

    /// <summary>The id of a step of the same flow.</summary>
    public sealed record StepName : Shape;

    /// <summary>An outcome of a decision: a plain id.</summary>
    public sealed record Label : Shape;

    /// <param name="Of">What its elements are.</param>
    /// <param name="Ordered">Whether the order means something. Elsewhere it is not part of the version.</param>
    public sealed record List(Shape Of, bool Ordered = false) : Shape
    {
        public bool OneAlone { get; init; }
    }

    public sealed record Map(string Title, params Keyword[] Keywords) : Shape;

    /// <summary>A map whose keys are values themselves.</summary>
    public sealed record Keyed(Shape Key, Shape Value) : Shape
    {
        /// <summary>In a table, a list of keys alone stands for each with an empty value.</summary>
        public bool KeysAlone { get; init; }
    }

    /// <summary>The first that fits the way the value is written: scalar, list or map.</summary>
    public sealed record Either(params Shape[] Of) : Shape;

    /// <summary>A list of steps and control words.</summary>
    public sealed record Flow : Shape;

    /// <summary>A whole entry of any kind that an overlay adds or replaces.</summary>
    public sealed record AnyEntry : Shape;
}

/// <summary>Where an expression stands: it decides which names it may read.</summary>
public enum FormulaPlace
{
    Matter,
    Power,
    Item,
    Form,
    Indicator,
}

/// <summary>What an expression must give.</summary>
public enum FormulaResult
{
    YesNo,
    Number,
    Money,
    TimeLimit,
    Anything,

    /// <summary>A list of records, with or without "where".</summary>
    Rows,
}

/// <summary>A key that an entry or a part of one may have.</summary>
public sealed record Keyword(string Name, Shape Shape)
{
    public bool Required { get; init; }

    /// <summary>The value that silence means, in canonical form; null where silence means absence.</summary>
    public string? Default { get; init; }

    /// <summary>True for keys that say nothing about the work: names, reasons, meanings. Their change is wording.</summary>
    public bool Wording { get; init; }

    internal byte[] Utf8 { get; } = System.Text.Encoding.UTF8.GetBytes(Name);
}
