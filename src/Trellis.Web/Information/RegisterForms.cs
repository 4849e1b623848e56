using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Information.Registers;
using Trellis.Web.Process;

namespace Trellis.Web.Information;

/// <summary>Values of a row: item to value as the structure types it, "phone": "13800000000"; a list for items that are lists; null says that there is none any more.</summary>
public record ValuesForm
{
    public required IReadOnlyDictionary<string, JsonElement> Items { get; init; }

    /// <summary>The first day for which they are said.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, included.</summary>
    public DateOnly? To { get; init; }

    /// <summary>From an act, a form that was handed in, or a list that was read in.</summary>
    public SaidFrom Source { get; init; }

    /// <summary>The matter, form or list, by its id.</summary>
    public string? Basis { get; init; }
}

/// <summary>Whence a value comes that somebody enters here; what another node gave enters by exchange alone.</summary>
[JsonConverter(typeof(WordOf<SaidFrom>))]
public enum SaidFrom
{
    Act,
    Form,
    Import,
}

public sealed record EnterForm : ValuesForm
{
    /// <summary>Only for the row of a person who files, and for a row that is entered anew after an erasure; one is made where it is left out.</summary>
    public string? Key { get; init; }
}

public sealed record CorrectionForm : ValuesForm
{
    public required string Reason { get; init; }
}

public sealed record SettleForm
{
    public required string Item { get; init; }

    /// <summary>The position of the claim that holds.</summary>
    public required long Stands { get; init; }

    public required string Reason { get; init; }

    public required IReadOnlyList<string> Basis { get; init; }
}

public sealed record LinkForm
{
    /// <summary>The key of the other row.</summary>
    public required string Other { get; init; }

    public required IReadOnlyList<string> Purposes { get; init; }

    /// <summary>Why they are the same, as words: "same-number".</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public string? Said { get; init; }
}

public sealed record TellApartForm
{
    /// <summary>The key of the other row.</summary>
    public required string Other { get; init; }

    public required string Reason { get; init; }
}

public sealed record UndoLinkForm
{
    public required string Other { get; init; }

    public required string Reason { get; init; }
}

public sealed record EndForm
{
    public required DateOnly Day { get; init; }

    public required string After { get; init; }
}

/// <summary>Where an act on a register stands.</summary>
public sealed record RegisterActShown(ReceiptShown Receipt, string? Subject);

public sealed record RegistersShown(IReadOnlyList<RegisterShown> Registers);

/// <summary>A register as the structure declares it.</summary>
public sealed record RegisterShown(string Id, string Zh, string En, string? Owner, IReadOnlyList<ItemShown> Items);

public sealed record ItemShown(string Id, string Zh, string En, string Type, string? Owner, bool Computed);

/// <summary>A row as of a day: what counts, with whence it comes. Items that may not be shown are named with why.</summary>
public sealed record SubjectShown(string Subject, DateOnly Day, DateTimeOffset? Known, string Purpose, long Look, DateOnly? Ended, IReadOnlyList<ClaimShown> Claims, IReadOnlyList<WithheldShown> Withheld);

/// <summary>One claim on an item.</summary>
/// <param name="Row">Whose row it stands in: the one that was asked for, or one that is linked to it.</param>
/// <param name="Value">Null where it says that there is none, and where it was erased.</param>
/// <param name="Stands">Whether it holds on the day; null in a history.</param>
/// <param name="Disputed">Whether another voice says something else of the day; null in a history.</param>
public sealed record ClaimShown(
    string Item, string Row, IReadOnlyList<string>? Value, bool Erased, bool None, DateOnly? From, DateOnly? To, string Source, string? Basis, string? Unit, bool ByOwner, DateTimeOffset At, long Position, bool? Stands, bool? Disputed);

public sealed record WithheldShown(string What, string Code, string Zh, string En);

/// <summary>All that was ever said of a row, and how it was settled and linked.</summary>
public sealed record SubjectHistoryShown(string Subject, string Purpose, long Look, IReadOnlyList<ClaimShown> Claims, IReadOnlyList<SettledShown> Settled, IReadOnlyList<LinkShown> Links, IReadOnlyList<WithheldShown> Withheld);

public sealed record SettledShown(string Item, long Stands, IReadOnlyList<long> Aside, string? Unit, DateTimeOffset At, long Position);

/// <param name="Apart">Whether it says that the two are not the same.</param>
public sealed record LinkShown(string One, string Other, bool Apart, IReadOnlyList<string> Purposes, IReadOnlyList<string> Reasons, string? Unit, DateTimeOffset At, long Position, DateTimeOffset? Undone);

public sealed record DisagreementsPage(IReadOnlyList<DisagreementShown> Disagreements, string? Next);

/// <param name="Since">The position of the newest claim on it.</param>
public sealed record DisagreementShown(string Item, string Subject, long Since);

/// <param name="Entries">How many entries of the record counted.</param>
public sealed record DisputesShown(long Entries, IReadOnlyList<DisputeShown> Findings);

/// <summary>On how many rows departments disagree about an item.</summary>
/// <param name="Owner">The unit that is to settle them; null where the structure names none.</param>
/// <param name="Since">The day of the oldest; where the rows are too few to be told, its month.</param>
/// <param name="Rows">Null where they are too few to be told.</param>
public sealed record DisputeShown(string Code, string Register, string Item, string Zh, string En, string? Owner, string Since, long? Rows, bool Withheld);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ValuesForm))]
[JsonSerializable(typeof(EnterForm))]
[JsonSerializable(typeof(CorrectionForm))]
[JsonSerializable(typeof(SettleForm))]
[JsonSerializable(typeof(LinkForm))]
[JsonSerializable(typeof(TellApartForm))]
[JsonSerializable(typeof(UndoLinkForm))]
[JsonSerializable(typeof(EndForm))]
[JsonSerializable(typeof(RegisterActShown))]
[JsonSerializable(typeof(RegistersShown))]
[JsonSerializable(typeof(SubjectShown))]
[JsonSerializable(typeof(SubjectHistoryShown))]
[JsonSerializable(typeof(DisagreementsPage))]
[JsonSerializable(typeof(DisputesShown))]
internal sealed partial class RegistersHttpJson : JsonSerializerContext;
