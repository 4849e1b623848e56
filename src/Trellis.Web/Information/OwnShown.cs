using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Information.Looks;
using Trellis.Runtime.Information;
using Trellis.Web.Process;

namespace Trellis.Web.Information;

public sealed record HeldPage(IReadOnlyList<HeldShown> Values, string? Next);

/// <summary>A value that is held of whoever asks.</summary>
/// <param name="Position">Of the entry that commits to it.</param>
/// <param name="By">Who entered it: a post as post@unit, or a role.</param>
/// <param name="Part">Such as said, reason; left out for a fact.</param>
/// <param name="Fact">The name of the fact; left out for a text.</param>
/// <param name="Value">In a copy: as the language of structures writes it. Left out in a list of what is held.</param>
/// <param name="Row">The row in which it stands, where that is shared, names whoever asks, or was found to be theirs; what it says is not there then. Left out for what is theirs alone.</param>
public sealed record HeldShown(long Position, DateTimeOffset Entered, string Event, string By, string? Part, string? Fact, string Purpose, string? Matter, string? Value, string? Row = null)
{
    internal static HeldShown Of(HeldLine one) => new(one.Position, one.At, one.Event, one.By, one.IsFact ? null : one.Field, one.IsFact ? one.Field : null, one.Purpose, one.Matter?.Text, one.Written, one.Row?.ToString());
}

public sealed record ToldLooksPage(IReadOnlyList<ToldLookShown> Looks, string? Next);

/// <summary>Somebody was shown something.</summary>
/// <param name="By">The post, as post@unit. Who sits there is told by whoever answers for the post, not by a list.</param>
/// <param name="Subject">The row that was looked at; left out for the course of a matter, which holds no values.</param>
/// <param name="Reason">Left out where it is a matter of somebody else.</param>
/// <param name="Number">Of the matter, to be read out.</param>
/// <param name="Release">From when it is told, for a look under an inquiry.</param>
/// <param name="Neighbour">The neighbour whose post it is, where its record was given what is held; left out for our own.</param>
public sealed record ToldLookShown(long Position, DateTimeOffset At, string By, string? Subject, string? Purpose, string? PurposeZh, string? PurposeEn, string? Reason, string? Number, IReadOnlyList<string> Items, DateTimeOffset? Release, string? Neighbour = null)
{
    internal static ToldLookShown Of(ToldLook one, Text? purpose) => new(one.Position, one.At, one.By.ToString(), one.Subject?.ToString(), one.Purpose, purpose?.Zh, purpose?.En, one.Reason?.ToString(), one.Number, one.Items, one.Release, one.Neighbour);

    internal static ToldLookShown Of(LookRow one, Text? purpose) => new(one.Position, one.At, one.Seat.ToString(), one.Subject.ToString(), one.Purpose, purpose?.Zh, purpose?.En, one.Reason.ToString(), null, one.Items, one.Release);
}

public sealed record KnownShown(IReadOnlyList<KnownValueShown> Values);

/// <summary>What a register says of an item of a row.</summary>
/// <param name="Source">act, form, import or exchange.</param>
/// <param name="By">The unit that said it; left out where it was the person themselves.</param>
/// <param name="From">The first day for which it holds; left out where it has no beginning.</param>
/// <param name="To">The last day; left out where it has no end.</param>
/// <param name="Stands">Whether it is what holds; what others say stands beside it.</param>
/// <param name="Disputed">Whether somebody else says something else of the day.</param>
/// <param name="Value">Left out where there is none, and where it is kept back.</param>
/// <param name="Withheld">The code of why it is not shown; left out where it is not kept back.</param>
public sealed record KnownValueShown(string Subject, string Item, string Source, string? By, long Position, DateTimeOffset Entered, DateOnly? From, DateOnly? To, bool Stands, bool Disputed, string? Value, string? Withheld)
{
    internal static KnownValueShown Of(KnownLine one) => new(
        one.Subject.ToString(), one.Item, one.Source.Source.ToString().ToLowerInvariant(), one.Source.By?.Text, one.Source.Position, one.Source.At, one.From == DateOnly.MinValue ? null : one.From, one.To == DateOnly.MaxValue ? null : one.To, one.Stands, one.Disputed, one.Value, one.Withheld?.Code);
}

public sealed record ConsentsShown(IReadOnlyList<ConsentShown> Purposes);

/// <summary>A purpose that asks for consent, and what was said about it last.</summary>
/// <param name="Agreement">The digest of the agreement in force.</param>
/// <param name="Said">given or withdrawn; left out where nothing was said.</param>
/// <param name="To">The digest of what was agreed to.</param>
/// <param name="Position">Where it stands in the record; its receipt proves it.</param>
/// <param name="TakenBy">The post that entered it at a counter, as post@unit; left out where they said it themselves.</param>
public sealed record ConsentShown(string Purpose, string NameZh, string NameEn, string Agreement, string? Said, string? To, DateTimeOffset? At, long? Position, string? TakenBy = null);

/// <summary>Somebody agreed at a counter.</summary>
public sealed record ConsentForForm
{
    /// <summary>The digest of the agreement that was read to them.</summary>
    public required string Agreement { get; init; }

    /// <summary>How they agreed.</summary>
    public required Trellis.Process.Consent How { get; init; }
}

public sealed record ConsentForm
{
    public required string Purpose { get; init; }

    /// <summary>The digest of the agreement that was shown.</summary>
    public required string Agreement { get; init; }
}

public sealed record SaidShown(long Position, DateTimeOffset At);

public sealed record RightsShown(IReadOnlyList<RightShown> Rights);

/// <summary>A right over what is held, and the matter type by which it is used: its guide says how soon it is answered.</summary>
public sealed record RightShown(string Right, string Matter, string NameZh, string NameEn);

public sealed record QuestionForm
{
    /// <summary>What seems wrong, in one's own words.</summary>
    public string? Said { get; init; }

    /// <summary>The unit on whose ground it lies, where the matter type has a place.</summary>
    public string? Place { get; init; }
}

/// <summary>The matter that was opened.</summary>
public sealed record QuestionShown(string Matter, string Number);

public sealed record InquiryCountsShown(IReadOnlyList<InquiryCountShown> Inquiries);

/// <param name="Running">Allowed, and the people are not told yet.</param>
/// <param name="Told">Their time is over, and the people were told.</param>
public sealed record InquiryCountShown(string Purpose, int Year, int Asked, int Refused, int Running, int Told);

public sealed record InquiriesShown(IReadOnlyList<InquiryShown> Inquiries);

/// <param name="Reason">Why it is asked, for the post that has to allow it; left out for everybody else.</param>
public sealed record InquiryShown(long Number, DateTimeOffset Asked, string Subject, string Purpose, string By, string? Reason, string? AnsweredBy, DateTimeOffset? Until)
{
    internal static InquiryShown Of(Inquiry one, string? reason) => new(one.Number, one.Asked, one.Subject.ToString(), one.Purpose, one.Seat.ToString(), reason, one.AnsweredBy?.ToString(), one.Until);
}

public sealed record InquiryForm
{
    /// <summary>The row that is to be looked at, such as person/r-1.</summary>
    public required string Subject { get; init; }

    public required string Purpose { get; init; }

    public required string Reason { get; init; }
}

public sealed record InquiryAnswerForm
{
    /// <summary>Until when the person is not told; left out to refuse.</summary>
    public DateTimeOffset? Until { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict, Converters = [typeof(WordOf<Trellis.Process.Consent>)])]
[JsonSerializable(typeof(HeldPage))]
[JsonSerializable(typeof(ToldLooksPage))]
[JsonSerializable(typeof(KnownShown))]
[JsonSerializable(typeof(ConsentsShown))]
[JsonSerializable(typeof(ConsentForm))]
[JsonSerializable(typeof(ConsentForForm))]
[JsonSerializable(typeof(SaidShown))]
[JsonSerializable(typeof(RightsShown))]
[JsonSerializable(typeof(QuestionForm))]
[JsonSerializable(typeof(QuestionShown))]
[JsonSerializable(typeof(InquiryCountsShown))]
[JsonSerializable(typeof(InquiriesShown))]
[JsonSerializable(typeof(InquiryForm))]
[JsonSerializable(typeof(InquiryAnswerForm))]
internal sealed partial class LooksHttpJson : JsonSerializerContext;
