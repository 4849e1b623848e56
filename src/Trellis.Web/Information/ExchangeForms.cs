using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Information.Exchange;

namespace Trellis.Web.Information;

/// <summary>What an officer asks a neighbour for in a matter. For what purpose stands in the matter type.</summary>
public sealed record EvidenceForm
{
    /// <summary>The neighbour, as the structure calls it.</summary>
    public required string Neighbour { get; init; }

    /// <summary>The unit there that owns the items.</summary>
    public required string Unit { get; init; }

    /// <summary>Items as the neighbour calls them.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>An article of the neighbour's offer.</summary>
    public required string Basis { get; init; }

    /// <summary>The key of the row in the neighbour's register.</summary>
    public required string Key { get; init; }
}

/// <summary>A matter that is filed in another jurisdiction.</summary>
public sealed record FilingThereForm
{
    public required string Neighbour { get; init; }

    /// <summary>A matter type of the neighbour.</summary>
    public required string Type { get; init; }

    /// <summary>The unit there on whose ground it lies.</summary>
    public string? Place { get; init; }

    /// <summary>Roles with the rows that are in them; the word requester is the requester's own.</summary>
    public IReadOnlyDictionary<string, string> Roles { get; init; } = new Dictionary<string, string>();

    /// <summary>Facts: a word, a number, yes or no, or a list of these.</summary>
    public IReadOnlyDictionary<string, JsonElement> Facts { get; init; } = new Dictionary<string, JsonElement>();

    public string? Said { get; init; }
}

/// <summary>The requester's own answer.</summary>
public sealed record WordForm
{
    /// <summary>Whether it is settled.</summary>
    public required bool Settled { get; init; }

    /// <summary>The step that waits for it, as the course names it.</summary>
    public required string Step { get; init; }

    public string? Said { get; init; }
}

/// <param name="About">evidence or matter.</param>
/// <param name="Offer">Under which it was given; of a matter its id over there.</param>
/// <param name="Code">Of a refusal.</param>
/// <param name="Contradicted">The offer in the other's own published terms that says otherwise than its refusal.</param>
public sealed record DealingShown(string Dealing, string Neighbour, string About, string State, string? Matter, string? Purpose, string? Offer, string? Code, string? Contradicted, DateTimeOffset Lapses, DateTimeOffset? GoodUntil, long Position)
{
    internal static DealingShown Of(Dealing one) => new(
        one.Id, one.Neighbour, one.IsMatter ? "matter" : "evidence", JsonNamingPolicy.KebabCaseLower.ConvertName(one.State.ToString()), Some(one.Matter), Some(one.Purpose),
        one.State is DealingState.Asked or DealingState.Refused or DealingState.Lapsed ? null : Some(one.About), one.State == DealingState.Refused ? one.About : null, one.State == DealingState.Refused ? Some(one.Mark) : null, one.Lapses, one.GoodUntil, one.Opened);

    private static string? Some(string text) => text.Length == 0 ? null : text;
}

public sealed record DealingsShown(IReadOnlyList<DealingShown> Dealings);

public sealed record EvidenceValue(string Item, string Value);

/// <param name="Values">As the language of structures writes them.</param>
public sealed record EvidenceShown(DealingShown? Dealing, IReadOnlyList<EvidenceValue> Values);

public sealed record CourseStepShown(string Step, string Zh, string En, string? Unit, DateTimeOffset Since, DateTimeOffset? Due);

/// <param name="State">open, paused or closed.</param>
public sealed record CourseShown(string State, string? Result, string Holder, DateTimeOffset? Promised, IReadOnlyList<CourseStepShown> Open);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(EvidenceForm))]
[JsonSerializable(typeof(FilingThereForm))]
[JsonSerializable(typeof(WordForm))]
[JsonSerializable(typeof(DealingShown))]
[JsonSerializable(typeof(DealingsShown))]
[JsonSerializable(typeof(EvidenceShown))]
[JsonSerializable(typeof(CourseShown))]
internal sealed partial class ExchangeHttpJson : JsonSerializerContext;
