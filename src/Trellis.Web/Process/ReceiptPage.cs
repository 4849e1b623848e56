using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Structure;
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

    /// <summary>How it was filed: on which way, and by whom for whom.</summary>
    public MatterFiled? Filed { get; private set; }

    /// <summary>In which post somebody helped; null where nobody did.</summary>
    public string? Helper { get; private set; }

    /// <summary>Whether the reader filed it for somebody, as a resident.</summary>
    public bool IsByThem { get; private set; }

    /// <summary>Whether no post helped, but somebody of the family or another resident.</summary>
    public bool IsByResident { get; private set; }

    /// <summary>What was said and given; null where it is not shown.</summary>
    public IReadOnlyList<(string What, string Said)>? Written { get; private set; }

    /// <summary>Whether whoever helped may have shown what was said, to print it.</summary>
    public bool MayOpen { get; private set; }

    public Text? WhyNotOpened { get; private set; }

    /// <summary>Whether they agreed to the purpose and that could not be entered.</summary>
    public bool IsUnagreed { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, long? of, string? without, string? open, string? unagreed)
    {
        IsUnagreed = unagreed == "yes";
        WithoutPictures = without == "pictures";
        if (Reader is not { } signedIn || Site.Desk is not { } desk) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        if (MatterAddress.Seen(desk, signedIn, id) is not var (reader, matter) || desk.Questions.History(reader, matter) is not [var first, ..] history || desk.Questions.Find(reader, matter) is not var (found, _)) return new NotFoundResult();
        Matter = found;
        // A receipt is of an entry of this matter, whatever an address says.
        Position = of is { } asked && history.Any(line => line.Position == asked) ? asked : first.Position;
        TypeName = InForce.Structure.Matters.Of(found.Type) is [.., var type] ? Say(type.Name) : found.Type;
        Promised = Promises.DueOf(found, InForce.At(found.Place, Site.Today).Times);
        if (Site.Ledger is { } ledger && VerifierPage.AddressWith(ledger, Position, Language) is { } address) Verifies = address;
        Filed = first.Event as MatterFiled;
        if (Filed?.Helper is { } helper)
        {
            IsByThem = reader is Actor.Resident { Person: var own } && own == helper;
            Helper = IsByThem ? Say("您（登录的本人）", "you, who are signed in") : WrittenWords.By(this, first.By);
            IsByResident = first.By == "helper";
        }

        // Whoever filed it as a resident reads their own words.
        if (IsByThem && open == "yes") Written = WordsIn(desk, found, desk.Questions.Contents((Actor.Resident)reader, matter) ?? []);
        if (reader is Actor.Officer officer && Helper is not null) await OpenAsync(desk, officer, found, open == "yes");
        return Page();
    }

    /// <summary>What was said goes out on paper with the receipt. To read it again is a look, which is entered first.</summary>
    private async Task OpenAsync(MattersDesk desk, Actor.Officer by, Matter matter, bool isAsked)
    {
        MayOpen = SeeingMatters.MayRead(by, matter);
        if (!isAsked || Site.Looks is not { } looks) return;
        try
        {
            switch (await looks.LookIntoAsync(by, matter.Id, HttpContext.RequestAborted))
            {
                case LookAnswer.Committed(var look):
                    Written = WordsIn(desk, matter, desk.Questions.Contents(looks, look)!);
                    break;
                case LookAnswer.Refused refused:
                    WhyNotOpened = InWords(refused.Why);
                    break;
            }
        }
        catch (MachineFault)
        {
            WhyNotOpened = new("现在记不下这次查看，所以不显示。过一会儿再打开。", "The look cannot be entered just now, so nothing is shown. Open it again in a moment.");
        }
    }

    private IReadOnlyList<(string, string)> WordsIn(MattersDesk desk, Matter matter, IReadOnlyList<WrittenLine> written)
    {
        var pinned = desk.Versions.Of(matter.Version);
        var type = pinned.Structure.Matters.On(matter.Type, pinned.DayOf(matter.Filed));
        return [.. written.Select(line => (WrittenWords.What(this, type, line), WrittenWords.Plain(this, line)))];
    }
}
