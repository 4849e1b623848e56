using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Trellis.Web;

namespace Trellis.Scenarios.Serving;

/// <summary>Who looks at a page.</summary>
public enum Looks
{
    Nobody,
    Resident,
    Officer,

    /// <summary>Who speaks for an organisation.</summary>
    Organisation,

    /// <summary>Whoever leads a township.</summary>
    Leader,

    /// <summary>Whoever may look first and tell later, in the police.</summary>
    Inquirer,
}

/// <param name="Pattern">As the page names its address.</param>
/// <param name="Address">An address of it that shows something; {matter} stands for a matter of whoever looks, {look} for a look at them, {row} for a row of the register of persons, {pair} for two that may be one, {figure} for a figure and what asks for its cases, {proposal} for a proposal of theirs, {public} for a matter that is public, {own} for one of theirs that may be, {version} for the version of the structure in force, {finding} for a finding about a unit, {inquiry} for an inquiry of their unit.</param>
internal sealed record OnePage(string Pattern, Looks As, string Address)
{
    /// <summary>As a file may be called.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{(Address == "/" ? "front" : Address.Trim('/').Replace("{matter}", "one", StringComparison.Ordinal).Replace("{row}", "one", StringComparison.Ordinal).Replace("{pair}", "one", StringComparison.Ordinal).Replace("{figure}", "one-matters", StringComparison.Ordinal).Replace("{proposal}", "one", StringComparison.Ordinal).Replace("{version}", "one", StringComparison.Ordinal).Replace("{look}", "one", StringComparison.Ordinal).Replace("{public}", "one", StringComparison.Ordinal).Replace("{own}", "own", StringComparison.Ordinal).Replace("{finding}", "one", StringComparison.Ordinal).Replace("{inquiry}", "one", StringComparison.Ordinal).Replace('/', '-').Replace('?', '-').Replace('=', '-'))}{(As == Looks.Nobody ? "" : "-" + As.ToString().ToLowerInvariant())}");
}

/// <summary>Every page that there is, with somebody who looks at it. A page that is missing here fails a test.</summary>
internal static class EveryPage
{
    public static IReadOnlyList<OnePage> All { get; } =
    [
        new("/", Looks.Nobody, "/"),
        new("/not-found", Looks.Nobody, "/not-found"),
        new("/sign-in", Looks.Nobody, "/sign-in"),
        new("/guide", Looks.Nobody, "/guide"),
        new("/guide", Looks.Nobody, "/guide?q=no-such-thing"),
        new("/guide/{type}", Looks.Nobody, "/guide/small-restaurant"),
        new("/structure", Looks.Nobody, "/structure"),
        new("/structure/findings", Looks.Nobody, "/structure/findings"),
        new("/structure/findings/work", Looks.Nobody, "/structure/findings/work"),
        new("/structure/findings/work", Looks.Officer, "/structure/findings/work"),
        new("/structure/findings/work/{finding:long}", Looks.Nobody, "/structure/findings/work/{finding}"),
        new("/structure/{kind}", Looks.Nobody, "/structure/duties"),
        new("/structure/{kind}/{id}", Looks.Nobody, "/structure/duties/construction-noise"),
        new("/structure/{kind}/{id}", Looks.Nobody, "/structure/powers/permit-small-catering"),
        new("/structure/units/{id}", Looks.Nobody, "/structure/units/xikou"),
        new("/structure/units/{id}/matrix", Looks.Nobody, "/structure/units/xikou/matrix"),
        new("/structure/{kind}/{id}/propose", Looks.Resident, "/structure/duties/construction-noise/propose"),
        new("/structure/versions", Looks.Nobody, "/structure/versions"),
        new("/structure/versions/{version}", Looks.Nobody, "/structure/versions/{version}"),
        new("/proposals", Looks.Nobody, "/proposals"),
        new("/proposals/{number}", Looks.Resident, "/proposals/{proposal}"),
        new("/places", Looks.Nobody, "/places"),
        new("/places", Looks.Officer, "/places?of=xikou"),
        new("/ours", Looks.Organisation, "/ours"),
        new("/flow/{type}/matters", Looks.Nobody, "/flow/construction-noise/matters?state=waiting"),
        new("/flow/{type}/matters", Looks.Officer, "/flow/construction-noise/matters?state=closed"),
        new("/flow", Looks.Nobody, "/flow"),
        new("/flow/{type}", Looks.Nobody, "/flow/small-restaurant"),
        new("/flow/{type}", Looks.Nobody, "/flow/construction-noise"),
        new("/whistles", Looks.Officer, "/whistles"),
        new("/record", Looks.Nobody, "/record"),
        new("/record", Looks.Nobody, "/record?find=nothing"),
        new("/record/{position:long}", Looks.Nobody, "/record/17"),
        new("/public", Looks.Nobody, "/public"),
        new("/public", Looks.Nobody, "/public?closed=yes"),
        new("/public/{number}", Looks.Nobody, "/public/{public}"),
        new("/unsent", Looks.Nobody, "/unsent"),
        new("/visits", Looks.Officer, "/visits"),
        new("/matters", Looks.Resident, "/matters"),
        new("/matters/{id}", Looks.Resident, "/matters/{matter}"),
        new("/report", Looks.Nobody, "/report"),
        new("/guide/{type}/file", Looks.Resident, "/guide/small-restaurant/file"),
        new("/guide/{type}/file", Looks.Resident, "/guide/construction-noise/file"),
        new("/matters/{id}/receipt", Looks.Resident, "/matters/{matter}/receipt"),
        new("/matters/{id}/do/{act}", Looks.Resident, "/matters/{matter}/do/add-information"),
        new("/matters/{id}/do/{act}", Looks.Resident, "/matters/{own}/do/publish-matter"),
        new("/mine", Looks.Resident, "/mine"),
        new("/mine", Looks.Resident, "/mine?values=yes"),
        new("/mine/looks", Looks.Resident, "/mine/looks"),
        new("/mine/entitled", Looks.Resident, "/mine/entitled"),
        new("/mine/looks/{position:long}/question", Looks.Resident, "/mine/looks/{look}/question"),
        new("/matters", Looks.Officer, "/matters"),
        new("/forms", Looks.Officer, "/forms"),
        new("/forms/{form}", Looks.Officer, "/forms/safety-monthly"),
        new("/registers", Looks.Officer, "/registers"),
        new("/disagreements/{item}", Looks.Officer, "/disagreements/person.phone"),
        new("/registers/{register}", Looks.Officer, "/registers/person"),
        new("/registers/{register}/{key}", Looks.Officer, "/registers/person/{row}"),
        new("/registers/{register}/proposals", Looks.Officer, "/registers/person/proposals"),
        new("/registers/{register}/proposals/{one}/{other}", Looks.Officer, "/registers/person/proposals/{pair}"),
        new("/registers/{register}/{key}/related", Looks.Officer, "/registers/person/{row}/related"),
        new("/told-later", Looks.Nobody, "/told-later"),
        new("/inquiries", Looks.Inquirer, "/inquiries"),
        new("/inquiries/ask", Looks.Inquirer, "/inquiries/ask"),
        new("/inquiries/{number:long}", Looks.Inquirer, "/inquiries/{inquiry}"),
        new("/figures", Looks.Nobody, "/figures"),
        new("/figures/{indicator}", Looks.Nobody, "/figures/noise-first-answer"),
        new("/figures/{indicator}/matters", Looks.Officer, "/figures/{figure}"),
        new("/whistles", Looks.Officer, "/whistles?show=judged"),
        new("/inbox", Looks.Officer, "/inbox"),
        new("/inbox/together", Looks.Officer, "/inbox/together"),
        new("/asked", Looks.Officer, "/asked"),
        new("/looked-at", Looks.Officer, "/looked-at"),
        new("/catalogue", Looks.Nobody, "/catalogue"),
        new("/asked/neighbours", Looks.Officer, "/asked/neighbours"),
        new("/matters/{id}/evidence", Looks.Officer, "/matters/{matter}/evidence"),
        new("/mine/dealings", Looks.Resident, "/mine/dealings"),
        new("/mine/dealings/{dealing}", Looks.Resident, "/mine/dealings/00112233445566778899aabbccddeeff"), // no neighbour is reached in a demo; what is shown of one is looked at where there are two records
        new("/demands", Looks.Officer, "/demands"),
        new("/demands", Looks.Officer, "/demands?unit=civil-affairs&makes=yes"),
        new("/matters/{id}", Looks.Officer, "/matters/{matter}"),
        new("/matters/{id}", Looks.Officer, "/matters/{matter}?open=yes"),
        new("/guide/{type}/for", Looks.Officer, "/guide/old-age-allowance/for"),
        new("/guide/{type}", Looks.Officer, "/guide/old-age-allowance"),
        new("/guide/{type}/for", Looks.Resident, "/guide/old-age-allowance/for"),
        new("/seats", Looks.Officer, "/seats"),
        new("/seats", Looks.Leader, "/seats"),
        new("/seats/{seat}", Looks.Leader, "/seats/civil-lead@xikou"),
    ];

    /// <summary>Pages of signing in, which a demo has no use for; they are looked at where people sign in for real.</summary>
    public static IReadOnlyList<string> OfSigningIn { get; } = ["/account", "/account/password", "/accounts", "/accounts/{id}", "/sign-in/code", "/sign-in/done", "/sign-in/not-known"];

    /// <summary>The addresses of pages as a server has them; what only sends on is none.</summary>
    public static IReadOnlyList<string> Of(TrellisServer server) =>
    [
        .. server.Endpoints.Where(static one => one.Metadata.GetMetadata<PageActionDescriptor>() is not null).Select(static one => "/" + one.RoutePattern.RawText!.TrimStart('/')).Where(static one => one != "/sign-out" && !OfSigningIn.Contains(one, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
