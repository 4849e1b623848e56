using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Structure;

public sealed record FormSection(string Id, PostName By, IReadOnlyList<Ref> Items, Mark At);

/// <summary>What is demanded of the grassroots: items, period, who asks, on what basis.</summary>
public sealed class Form(string id, Mark at, Node node) : Entry(Kind.Form, id, at, node)
{
    public Ref AskedBy { get; } = node["asked-by"u8].Ref() ?? default;

    public PostName FilledBy { get; } = node["filled-by"u8].Post() ?? default;

    public Ref? Duty { get; } = node["duty"u8].Ref();

    public Ref? Purpose { get; } = node["purpose"u8].Ref();

    /// <summary>month, quarter, half-year, year; null for a form that is asked once or after a matter.</summary>
    public string? Every { get; } = node["every"u8].TextOrNull();

    public DateOnly? On { get; } = node.Day("on"u8);

    /// <summary>The matter type after each of which it is owed.</summary>
    public Ref? After { get; } = node["after"u8].Ref();

    public TimeLimit? Due { get; } = node["due"u8].Limit();

    /// <summary>"household where household.in-hardship": one row for each.</summary>
    public Formula? Rows { get; } = node["rows"u8].Formula();

    public IReadOnlyList<Ref> Items { get; } = node["items"u8].Refs();

    public IReadOnlyList<Ref> Totals { get; } = node["totals"u8].Refs();

    public IReadOnlyList<FormSection> Sections { get; } = ReadSections(node["sections"u8]);

    public IReadOnlyList<Ref> Judgements { get; } = node["judgements"u8].Refs();

    /// <summary>What is decided with it: powers, matter types, assessments.</summary>
    public IReadOnlyList<KindRef> UsedFor { get; } = node["used-for"u8].KindRefs();

    public Ref? Via { get; } = node["via"u8].Ref();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();

    /// <summary>All items that somebody types: rows, totals, sections, judgements.</summary>
    public IEnumerable<Ref> AllItems => Items.Concat(Totals).Concat(Sections.SelectMany(static section => section.Items)).Concat(Judgements);

    private static List<FormSection> ReadSections(Node node)
    {
        var sections = new List<FormSection>();
        foreach (var one in node.Elements)
            sections.Add(new FormSection(one["section"u8].TextOrEmpty(), one["by"u8].Post() ?? default, one["items"u8].Refs(), one.Mark));
        return sections;
    }
}

/// <summary>A platform or app that a unit must use.</summary>
public sealed class InformationSystem(string id, Mark at, Node node) : Entry(Kind.System, id, at, node)
{
    public Ref Owner { get; } = node["owner"u8].Ref() ?? default;

    /// <summary>The problem it answers; null where nobody wrote one down.</summary>
    public Text? Problem => Node["problem"u8].Texts();

    public IReadOnlyList<KindRef> Serves { get; } = node["serves"u8].KindRefs();

    public IReadOnlyList<Ref> Holds { get; } = node["holds"u8].Refs();

    /// <summary>Posts at units or groups; a group alone has an empty post name and stands in <see cref="PostName.At"/>.</summary>
    public IReadOnlyList<PostName> Users { get; } = [.. node["users"u8].Posts().Select(static post => post.At is null ? new PostName("", post.Post, post.Mark) : post)];

    public bool OwnLogin { get; } = node["login"u8].Is("own"u8);

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();

    public IReadOnlyList<Ref> Purposes { get; } = node["purposes"u8].Refs();
}

/// <summary>People, things, places or money that a duty may need.</summary>
public sealed class Resource(string id, Mark at, Node node) : Entry(Kind.Resource, id, at, node)
{
    public string Class { get; } = node["class"u8].TextOrEmpty();

    public IReadOnlyList<Ref> Claims { get; } = node["claims"u8].Refs();

    public PostName? ScheduledBy { get; } = node["scheduled-by"u8].Post();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();
}

/// <summary>How much of a resource stands at a unit.</summary>
public sealed class Stock(string id, Mark at, Node node) : Entry(Kind.Stock, id, at, node)
{
    public Ref Resource { get; } = node["resource"u8].Ref() ?? default;

    public Ref Unit { get; } = node["unit"u8].Ref() ?? default;

    public Quantity? Amount { get; } = node["amount"u8].Amount();
}

public enum IndicatorSource
{
    None,
    Record,
    Register,
    Form,
}

/// <summary>A measured thing.</summary>
public sealed class Indicator(string id, Mark at, Node node) : Entry(Kind.Indicator, id, at, node)
{
    public Formula? FromRecord { get; } = node["from-record"u8].Formula();

    public Formula? FromRegister { get; } = node["from-register"u8].Formula();

    public Ref? FromForm { get; } = node["from-form"u8].Ref();

    public IndicatorSource Source => FromRecord is not null ? IndicatorSource.Record : FromRegister is not null ? IndicatorSource.Register : FromForm is not null ? IndicatorSource.Form : IndicatorSource.None;

    public Formula? Value { get; } = node["value"u8].Formula();

    public string Take { get; } = node["take"u8].TextOrEmpty();

    public Formula? CountedWhen { get; } = node["counted-when"u8].Formula();

    public IReadOnlyList<Ref> Levels { get; } = node["levels"u8].Refs();

    public string Every { get; } = node["every"u8].TextOrEmpty();

    public bool? HigherIsBetter { get; } = node["better"u8].TextOrNull() switch { "higher" => true, "lower" => false, _ => null };

    public Ref? Twin { get; } = node["twin"u8].Ref();

    /// <summary>Why it has no twin.</summary>
    public Text? Why => Node["why"u8].Texts();

    public Text? GamedBy => Node["gamed-by"u8].Texts();

    public string? RollUp { get; } = node["roll-up"u8].TextOrNull();
}

public sealed record WeighedIndicator(Ref Indicator, Quantity? Weight, Mark At);

/// <summary>A judgement on measured things; it opens a matter about the rule and has no key for a rank or a person.</summary>
public sealed class AssessmentRule(string id, Mark at, Node node) : Entry(Kind.Assessment, id, at, node)
{
    public Ref Judged { get; } = node["judged"u8].Ref() ?? default;

    public Ref JudgedBy { get; } = node["judged-by"u8].Ref() ?? default;

    public string Every { get; } = node["every"u8].TextOrEmpty();

    public IReadOnlyList<WeighedIndicator> LooksAt { get; } = ReadWeights(node["looks-at"u8]);

    public Ref? Opens { get; } = node["opens"u8]["matter"u8].Ref();

    public TimeLimit? ReplayedOn { get; } = node["replayed-on"u8].Limit();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();

    private static List<WeighedIndicator> ReadWeights(Node node)
    {
        var weights = new List<WeighedIndicator>();
        foreach (var one in node.Elements)
            if (one["indicator"u8].Ref() is { } indicator) weights.Add(new WeighedIndicator(indicator, one["weight"u8].Amount(), one.Mark));
        return weights;
    }
}

/// <summary>A threshold of findings that the structure sets itself.</summary>
public sealed class Setting(string id, Mark at, Node node) : Entry(Kind.Setting, id, at, node)
{
    public string Value { get; } = node["value"u8].TextOrEmpty();
}

/// <summary>What an overlay says about one measured thing.</summary>
public sealed record Trial(Ref Indicator, string Change, string By, Mark At);

/// <summary>Local differences or a pilot: adds, replaces whole entries by id, withdraws, and nothing else.</summary>
public sealed class Overlay(string id, Mark at, Node node) : Entry(Kind.Overlay, id, at, node)
{
    public bool IsPilot { get; } = node["kind"u8].Is("pilot"u8);

    public IReadOnlyList<Ref> Places { get; } = node["places"u8].Refs();

    public IReadOnlyList<Ref> ComparedWith { get; } = node["compared-with"u8].Refs();

    /// <summary>The post that adopts it; an overlay takes effect only by that act.</summary>
    public PostName? AdoptedBy { get; } = node["adopted-by"u8].Post();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();

    public IReadOnlyList<Trial> Success => Trials(Node["success"u8]);

    public IReadOnlyList<Trial> Guards => Trials(Node["guards"u8]);

    public IReadOnlyList<Entry> Adds { get; internal set; } = [];

    public IReadOnlyList<Replacement> Replaces { get; internal set; } = [];

    /// <summary>Addresses, "duty/x", of entries that do not hold in its places.</summary>
    public IReadOnlyList<KindRef> Withdraws { get; internal set; } = [];

    private static List<Trial> Trials(Node node)
    {
        var trials = new List<Trial>();
        foreach (var one in node.Elements)
        {
            if (one["indicator"u8].Ref() is not { } indicator) continue;
            foreach (var (key, value) in one.Pairs)
                if (!key.Is("indicator"u8)) trials.Add(new Trial(indicator, key.Text, value.TextOrEmpty(), one.Mark));
        }

        return trials;
    }
}

/// <summary>A whole entry in place of the base's of the same id, with the print of the entry it was written for.</summary>
public sealed record Replacement(Entry Entry, string? Against, Mark AgainstAt);
