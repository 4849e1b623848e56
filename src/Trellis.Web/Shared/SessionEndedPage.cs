using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Trellis.Web.Shared;

/// <summary>
/// Stands in the place of a page whose form came when nobody was signed in any more. Nothing of that page is told to whoever is not known; what they wrote is theirs, stays here, and is sent again as it
/// is, only without the last press: so that it is looked over by whoever is signed in then. It stands there also when somebody else is signed in by then than the one to whom the form was shown.
/// </summary>
public sealed class SessionEndedPage : SitePage
{
    private static readonly string[] LastPresses = ["sure", "again", TurnField, FormThatWaits.GoOnField];

    public override Text Heading => IsAnother ? new("现在登录的是另一个人", "Somebody else has signed in since") : new("登录已经到期", "Your session has ended");

    /// <summary>Whether somebody is signed in, only not whom the form was shown to.</summary>
    public bool IsAnother => Reader is not null;

    /// <summary>Who that is, as far as a page may say it.</summary>
    public string Now => Reader is Actor.Officer { Seat: var seat } ? NameOf(seat) : Say("另一位居民", "another resident");

    /// <summary>What was sent, name by name.</summary>
    public IReadOnlyList<(string Name, string Value)> Sent { get; private init; } = [];

    /// <summary>What of it people wrote in words; the rest was chosen, or stood in the form already.</summary>
    public IEnumerable<string> Words => Sent.Select(static one => one.Value).Where(static value => value.Any(static letter => char.IsWhiteSpace(letter) || letter > '\x7f'));

    public static async Task<IActionResult> InPlaceOfAsync(SitePage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var form = await page.Request.ReadFormAsync(page.HttpContext.RequestAborted);
        // To whom the form was shown stands among what was sent, and is not said anew.
        page.HttpContext.Items.Remove(typeof(SitePage));
        var instead = new SessionEndedPage { PageContext = page.PageContext, Sent = [.. form.Where(static one => !LastPresses.Contains(one.Key, StringComparer.Ordinal)).SelectMany(static one => one.Value.Select(value => (one.Key, value ?? "")))] };
        return new ViewResult { ViewName = "/Shared/SessionEnded.cshtml", ViewData = new ViewDataDictionary<SessionEndedPage>(page.ViewData, instead) };
    }
}
