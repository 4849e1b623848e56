using Trellis.Structure;

namespace Trellis.Information.Exchange;

/// <summary>A no to another record, and the ids on which it stands.</summary>
public sealed record CitedRefusal(Refusal Why, FixedList<string> Cites);

/// <summary>Whether what a neighbour asks for is offered to it. The owner decides by its own structure, and each no says another thing.</summary>
public static class DecidingRequests
{
    /// <returns>The offer under which it is given; or the refusal, with what it cites.</returns>
    public static (Offer? Under, CitedRefusal? Why) Decide(GovernanceStructure structure, DateOnly day, Neighbour from, MessageBody.Request request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(request);
        if (now > request.Lapses) return No(ExchangeRefusals.Expired);
        foreach (var name in request.Items)
        {
            if (OwnerOf(structure, day, name) is not { } owner) return No(ExchangeRefusals.NotTheOwner.Naming($"这里没有单位主管 {Excerpt.Of(name, 80)}。", $"No unit here owns {Excerpt.Of(name, 80)}."));
            if (owner != request.Unit) return No(ExchangeRefusals.NotTheOwner.Naming($"{name} 的主管单位是 {owner}。", $"{name} is owned by {owner}."), $"unit/{owner}");
        }

        var covering = structure.Offers.All.Where(offer => offer.HoldsOn(day) && offer.By.Id == request.Unit && offer.Covers(request.Items)).OrderBy(static offer => offer.Id, StringComparer.Ordinal).ToList();
        if (covering.Count == 0) return No(ExchangeRefusals.NoInterface, $"unit/{request.Unit}");
        var forIt = covering.FindAll(offer => offer.Purposes.Any(one => one.Id == request.Purpose) && request.Items.All(item => Allows(structure.Items.On(item, day)!, request.Purpose)));
        if (forIt.Count == 0) return No(ExchangeRefusals.PurposeNotAllowed.Naming($"可以的用途：{string.Join('、', Purposes(covering))}。", $"It is for {string.Join(", ", Purposes(covering))}."), [.. covering.Select(static one => one.Address), .. Purposes(covering).Select(static one => $"purpose/{one}")]);
        var toThem = forIt.FindAll(offer => offer.GivenTo.Any(to => to.Kind == Kind.Neighbour && to.Id == from.Id));
        if (toThem.Count == 0) return No(ExchangeRefusals.RecipientNotNamed, [.. forIt.Select(static one => one.Address)]);
        if (toThem.Find(offer => offer.Basis.Any(article => article.ToString() == request.Basis && structure.InForce(article, day))) is { } found) return (found, null);
        var bases = toThem.SelectMany(static offer => offer.Basis).Where(article => structure.InForce(article, day)).Select(static article => article.ToString()).Distinct(StringComparer.Ordinal).ToList();
        return No(
            ExchangeRefusals.NoBasis.Naming(bases.Count == 0 ? "共享项的条款都不在效力期内。" : $"可以引用 {string.Join('、', bases)}。", bases.Count == 0 ? "No article of the offer is in force." : $"What can be cited is {string.Join(", ", bases)}."),
            [.. toThem.Select(static one => one.Address), .. bases]);

        static (Offer?, CitedRefusal?) No(Refusal why, params string[] cites) => (null, new CitedRefusal(why, [.. cites.Take(20)]));
    }

    /// <summary>Whether the person sees it first: where the offer says so, and where the purpose is pursued with consent only.</summary>
    public static bool NeedsPreview(Offer offer, string purpose, GovernanceStructure structure, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(structure);
        return offer.Preview || structure.Purposes.On(purpose, day) is { ConsentRequired: true };
    }

    public static string? OwnerOf(GovernanceStructure structure, DateOnly day, string item)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return structure.Items.On(item, day) is { } found ? found.OwnOwner?.Id ?? structure.Registers.On(found.RegisterId, day)?.Owner?.Id : null;
    }

    // An adopted structure may have errors that somebody answers for; what leaves the county is asked once more.
    private static bool Allows(Item item, string purpose) => item.Sharing switch
    {
        Sharing.OwnerOnly => false,
        Sharing.ByPurpose => item.Purposes.Any(one => one.Id == purpose),
        _ => true,
    };

    private static IEnumerable<string> Purposes(List<Offer> offers) => offers.SelectMany(static offer => offer.Purposes).Select(static one => one.Id).Distinct(StringComparer.Ordinal);
}
