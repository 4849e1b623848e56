using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Exchange;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>What neighbours asked of the reader's unit, and what its record answered: given under which offer, or refused with what it cites. Nobody's row or value stands here.</summary>
public sealed class AskedOfUsPage : SitePage
{
    public override Text Heading => new("邻方向我们索取过什么", "What neighbours asked of us");

    public override string Way => "/asked";

    public IReadOnlyList<(Dealing Dealing, string What, string? Why, string Offer)> Lines { get; private set; } = [];

    public IActionResult OnGet()
    {
        if (Reader is not Actor.Officer { Seat.Unit: var unit } || Site.Exchange is not { } exchange) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        var lines = new List<(Dealing, string, string?, string)>();
        foreach (var (dealing, answer) in exchange.AskedOfUs())
        {
            switch (answer)
            {
                case ExchangeEvent.EvidenceGiven given when given.Unit == unit.Text:
                    lines.Add((dealing, string.Join(Say("、", ", "), given.Items.Select(item => InForce.Structure.Items.Of(item) is [.., var known] ? Say(known.Name) : Say("一项信息", "an item"))), null, given.Offer));
                    break;
                // A no names the unit only where it was asked wrongly; where it names none, every unit that offers something may read it.
                case ExchangeEvent.DealingDenied denied when denied.Cites.Count == 0 || IsOurs(denied, unit.Text):
                    lines.Add((dealing, Say("没有提供", "not given"), SayWhy(ExchangeRefusals.Of(denied.Code)), ""));
                    break;
            }
        }

        Lines = lines;
        return Page();
    }

    /// <summary>Whether a no cites the unit, or an offer of it.</summary>
    private bool IsOurs(ExchangeEvent.DealingDenied denied, string unit) =>
        denied.Cites.Contains($"unit/{unit}") || denied.Cites.Any(cited => cited.StartsWith("offer/", StringComparison.Ordinal) && InForce.Structure.Offers.Of(cited["offer/".Length..]) is [.., var offer] && offer.By.Id == unit)
        || denied.Cites.Any(cited => cited.StartsWith("register/", StringComparison.Ordinal) && InForce.Structure.Registers.Of(cited["register/".Length..]) is [.., var register] && register.Owner?.Id == unit);

    public string OfferName(string offer) => InForce.Structure.Offers.Of(offer) is [.., var known] ? Say(known.Name) : "";
}
