using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Structure;

namespace Trellis.Information.Exchange;

/// <summary>One offer as a record publishes it to others.</summary>
/// <param name="GivenTo">Origins of the records to which it is given.</param>
/// <param name="Basis">Articles in force on the day.</param>
public sealed record OfferedTerm(string Offer, string Zh, string En, string Unit, IReadOnlyList<string> Items, IReadOnlyList<string> Purposes, IReadOnlyList<string> GivenTo, IReadOnlyList<string> Basis, bool Preview, string? GoodFor);

/// <summary>What a record offers to others, under its signature: who is refused something that stands here can show it.</summary>
/// <param name="Trellis">The form, "exchange-terms/1".</param>
/// <param name="Structure">The version in force.</param>
public sealed record ExchangeTerms(string Trellis, string From, string Structure, DateTimeOffset Made, IReadOnlyList<OfferedTerm> Offers)
{
    public const string Form = "exchange-terms/1";

    public const int MostBytes = 1024 * 1024;

    /// <summary>Terms older than this say nothing about a refusal of today.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    public byte[] Encode() => [.. JsonSerializer.SerializeToUtf8Bytes(this, TermsJson.Default.ExchangeTerms), (byte)'\n'];

    public static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out ExchangeTerms? terms)
    {
        terms = null;
        if (text.Length is < 3 or > MostBytes || text[^1] != '\n') return false;
        try
        {
            terms = JsonSerializer.Deserialize(text[..^1], TermsJson.Default.ExchangeTerms);
            if (terms is { Trellis: Form }) return true;
        }
        catch (JsonException)
        {
            // Below: no terms.
        }

        terms = null;
        return false;
    }
}

public static class StatingTerms
{
    /// <summary>Offers that hold on the day and are given to some neighbour, in the order of their ids.</summary>
    public static ExchangeTerms Of(GovernanceStructure structure, DateOnly day, string origin, string version, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return new ExchangeTerms(ExchangeTerms.Form, origin, version, now,
        [
            .. structure.Offers.All.Where(offer => offer.HoldsOn(day)).OrderBy(static offer => offer.Id, StringComparer.Ordinal)
                .Select(offer => new OfferedTerm(
                    offer.Id, offer.Name.Zh, offer.Name.En, offer.By.Id, [.. offer.Items.Select(static one => one.Id)], [.. offer.Purposes.Select(static one => one.Id)],
                    [.. offer.GivenTo.Where(static to => to.Kind == Kind.Neighbour).Select(to => structure.Neighbours.On(to.Id, day)?.Origin).OfType<string>()],
                    [.. offer.Basis.Where(article => structure.InForce(article, day)).Select(static article => article.ToString())], offer.Preview, offer.GoodFor?.ToString()))
                .Where(static term => term.GivenTo.Count > 0),
        ]);
    }

    /// <summary>Whether a refusal says what the other's own published terms deny: the offer that shows it, or null.</summary>
    /// <param name="own">The origin of the record that asked.</param>
    public static string? Contradicts(ExchangeTerms terms, MessageBody.Request request, string code, string own)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(request);
        var covering = terms.Offers.Where(term => term.Unit == request.Unit && request.Items.All(term.Items.Contains)).ToList();
        var shows = code switch
        {
            _ when code == ExchangeRefusals.NotTheOwner.Code || code == ExchangeRefusals.NoInterface.Code => covering,
            _ when code == ExchangeRefusals.PurposeNotAllowed.Code => covering.FindAll(term => term.Purposes.Contains(request.Purpose)),
            _ when code == ExchangeRefusals.RecipientNotNamed.Code => covering.FindAll(term => term.Purposes.Contains(request.Purpose) && term.GivenTo.Contains(own)),
            _ when code == ExchangeRefusals.NoBasis.Code => covering.FindAll(term => term.Purposes.Contains(request.Purpose) && term.GivenTo.Contains(own) && term.Basis.Contains(request.Basis)),
            _ => [],
        };
        return shows is [var first, ..] ? first.Offer : null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, MaxDepth = 8)]
[JsonSerializable(typeof(ExchangeTerms))]
internal sealed partial class TermsJson : JsonSerializerContext;
