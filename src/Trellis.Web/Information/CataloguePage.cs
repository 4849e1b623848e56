using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>One offer as people read it.</summary>
/// <param name="To">Units, groups of units and neighbours to whom it is given.</param>
/// <param name="NeedsWord">Whether one of its purposes stands on the person's consent.</param>
/// <param name="PersonFirst">Whether the person sees what a neighbour is given before it is used.</param>
public sealed record OfferLine(Offer Offer, string Whose, IReadOnlyList<string> Items, IReadOnlyList<string> Purposes, IReadOnlyList<string> To, string? GoodFor, bool ToNeighbours, bool NeedsWord, bool PersonFirst, IReadOnlyList<string> Basis);

/// <summary>What each unit hands out of its registers, to whom, for what and on what terms: for anybody to read.</summary>
public sealed class CataloguePage : SitePage
{
    public override Text Heading => new("共享目录", "What offices share");

    public override string Way => "/structure";

    public IReadOnlyList<OfferLine> Offers { get; private set; } = [];

    /// <summary>Neighbours, and the matter types that may be filed from there.</summary>
    public IReadOnlyList<(Neighbour Neighbour, IReadOnlyList<(string Id, Text Name)> Matters)> Neighbours { get; private set; } = [];

    public void OnGet()
    {
        var (structure, day) = (InForce.Structure, Site.Today);
        Offers = [.. structure.Offers.All.Where(one => one.HoldsOn(day)).Select(Line).OrderBy(static one => one.Whose, StringComparer.Ordinal).ThenBy(static one => one.Offer.Id, StringComparer.Ordinal)];
        Neighbours = [.. structure.Neighbours.All.Where(one => one.HoldsOn(day)).Select(one => (one, (IReadOnlyList<(string, Text)>)[.. one.MayFile.Select(type => structure.Matters.On(type.Id, day)).OfType<MatterType>().Select(static type => (type.Id, type.Name))]))];
    }

    private OfferLine Line(Offer offer)
    {
        var (structure, day) = (InForce.Structure, Site.Today);
        var purposes = offer.Purposes.Select(one => structure.Purposes.On(one.Id, day)).OfType<Purpose>().ToList();
        var (toNeighbours, needsWord) = (offer.GivenTo.Any(static to => to.Kind == Kind.Neighbour), purposes.Any(static one => one.ConsentRequired));
        return new OfferLine(
            offer, NameOf(new UnitId(offer.By.Id)), [.. offer.Items.Select(one => structure.Items.On(one.Id, day) is { } item ? Say(item.Name) : null).OfType<string>()], [.. purposes.Select(one => Say(one.Name))],
            [.. offer.GivenTo.Select(to => to.Kind == Kind.Neighbour ? NeighbourWords.NameOf(this, to.Id) : NameOfAny(to.Id))], offer.GoodFor is { } limit ? Say(FlowWords.Of(limit)) : null,
            toNeighbours, needsWord, toNeighbours && (offer.Preview || needsWord), [.. offer.Basis.Select(NameOf)]);
    }
}

/// <summary>What people call another record, and how a dealing with it stands.</summary>
internal static class NeighbourWords
{
    public static string NameOf(SitePage page, string neighbour) => page.InForce.Structure.Neighbours.Of(neighbour) is [.., var known] ? page.Say(known.Name) : page.Say("邻方", "a neighbour");

    /// <summary>The state in words, and the colour of its mark.</summary>
    public static (string Words, string Colour) Standing(SitePage page, Trellis.Information.Exchange.Dealing dealing) => dealing.State switch
    {
        Trellis.Information.Exchange.DealingState.Asked => (page.Say("等对方答复", "waits for their answer"), "waits"),
        Trellis.Information.Exchange.DealingState.Waiting => (page.Say("已收到，等本人先看", "received; the person sees it first"), "waits"),
        Trellis.Information.Exchange.DealingState.Ready => (page.Say("已收到，可以用一次", "received; it may be used once"), "good"),
        Trellis.Information.Exchange.DealingState.Used => (page.Say("已在事项中用过", "used in the matter"), ""),
        Trellis.Information.Exchange.DealingState.Refused => (page.Say("对方拒绝了", "they refused"), "late"),
        Trellis.Information.Exchange.DealingState.Declined => (page.Say("本人没有放行，内容已销毁", "the person kept it back; it was destroyed"), "late"),
        Trellis.Information.Exchange.DealingState.Lapsed => (page.Say("三天没有答复，不再等", "no answer within three days; given up"), "late"),
        Trellis.Information.Exchange.DealingState.Filed => (page.Say("对方已受理", "filed with them"), "good"),
        Trellis.Information.Exchange.DealingState.Given => (page.Say("已提供", "given"), "good"),
        Trellis.Information.Exchange.DealingState.TakenIn => (page.Say("在这里受理了", "taken in here"), "good"),
        _ => (page.Say("没有提供", "not given"), "late"),
    };
}
