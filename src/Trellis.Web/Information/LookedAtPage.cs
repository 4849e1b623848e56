using Microsoft.AspNetCore.Mvc;
using Trellis.Runtime.Information;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>Which posts of other units followed what the reader's unit works on: whoever works sees who looks at their work, as residents do.</summary>
public sealed class LookedAtPage : SitePage
{
    private const int RowsOfPage = 50;

    public override Text Heading => new("谁看过我们办的事", "Who looked at our work");

    public override string Way => "/asked";

    public string Whose { get; private set; } = "";

    public IReadOnlyList<ToldLook> Looks { get; private set; } = [];

    public string? Next { get; private set; }

    public IActionResult OnGet(long? before)
    {
        if (Reader is not Actor.Officer officer || Site.Looks is not { } looks) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        Whose = NameOf(officer.Seat);
        var page = looks.Questions.OfWork(officer, before, RowsOfPage);
        (Looks, Next) = (page.Rows, page.Next);
        return Page();
    }
}
