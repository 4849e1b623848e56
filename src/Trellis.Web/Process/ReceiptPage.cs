using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Web.Ledger;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>What whoever filed a matter takes home: the short number, and a code that leads to the proof that it stands in the record.</summary>
public sealed class ReceiptPage : SitePage
{
    public override Text Heading => new("回执", "Receipt");

    public override string Way => "/matters";

    public Matter? Matter { get; private set; }

    public string TypeName { get; private set; } = "";

    public DateTimeOffset? Promised { get; private set; }

    /// <summary>Where the filing stands in the record.</summary>
    public long Position { get; private set; }

    public string ProofAddress => string.Create(CultureInfo.InvariantCulture, $"{Request.Scheme}://{Request.Host}/receipt/{Position}");

    /// <summary>Where it is verified, with its receipt filled in as soon as one is signed.</summary>
    public string Verifies { get; private set; } = "/verifier.html";

    /// <summary>Whether pictures that were sent with it were not added.</summary>
    public bool WithoutPictures { get; private set; }

    public IActionResult OnGet(string id, long? of, string? without)
    {
        WithoutPictures = without == "pictures";
        if (Reader is not { } signedIn || Site.Desk is not { } desk) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        if (MatterAddress.Seen(desk, signedIn, id) is not var (reader, matter) || desk.Questions.History(reader, matter) is not [var first, ..] history || desk.Questions.Find(reader, matter) is not var (found, _)) return new NotFoundResult();
        Matter = found;
        // A receipt is of an entry of this matter, whatever an address says.
        Position = of is { } asked && history.Any(line => line.Position == asked) ? asked : first.Position;
        TypeName = InForce.Structure.Matters.Of(found.Type) is [.., var type] ? Say(type.Name) : found.Type;
        Promised = Promises.DueOf(found, InForce.At(found.Place, Site.Today).Times);
        if (Site.Ledger is { } ledger && VerifierPage.AddressWith(ledger, Position, Language) is { } address) Verifies = address;
        return Page();
    }
}
