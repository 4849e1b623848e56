using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>How many looks are told later, by purpose and year: everybody reads that, and nobody reads of whom.</summary>
public sealed class ToldLaterPage : SitePage
{
    public override Text Heading => new("先查后告知", "Looks that are told later");

    public override string Way => "/record";

    /// <summary>The newest year first.</summary>
    public IReadOnlyList<InquiryCount> Counts { get; private set; } = [];

    /// <summary>Purposes that provide for it today.</summary>
    public IReadOnlyList<(Purpose Purpose, CovertRule Rule)> Rules { get; private set; } = [];

    public bool NotYet => Site.Looks is null;

    /// <summary>Whether the reader has inquiries of their own to see to.</summary>
    public bool HasTheirs { get; private set; }

    public void OnGet()
    {
        Rules = [.. InForce.Structure.Purposes.All.Where(one => one.Covert is not null && one.HoldsOn(Site.Today)).Select(static one => (one, one.Covert!))];
        if (Site.Looks is not { } looks) return;
        Counts = [.. looks.Questions.CountInquiries().OrderByDescending(static one => one.Year).ThenBy(static one => one.Purpose, StringComparer.Ordinal)];
        HasTheirs = Reader is Actor.Officer officer && InquiryPages.For(this, officer).Any;
    }

    public string PurposeName(string purpose) => InForce.Structure.Purposes.Of(purpose) is [.., var known] ? Say(known.Name) : purpose;

    /// <summary>Asked and not answered yet.</summary>
    public static int Waiting(InquiryCount count)
    {
        ArgumentNullException.ThrowIfNull(count);
        return count.Asked - count.Refused - count.Running - count.Told;
    }
}

/// <summary>A page about inquiries, for the unit that asks and for the post that allows. Nobody else learns of one from a page before its time is over.</summary>
public abstract class InquiryPages : SitePage
{
    public override string Way => "/asked";

    protected override bool OutlivesSessions => true;

    protected Actor.Officer Officer => (Actor.Officer)Reader!;

    protected IActionResult? Elsewhere() => Reader is Actor.Officer && Site is { Desk: not null, Looks: not null, Imports: not null } ? null : LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");

    /// <summary>Whether an officer may ask for one, has asked, or is asked; and how many wait for their own word.</summary>
    internal static (bool Any, int Waiting) For(SitePage page, Actor.Officer officer)
    {
        if (page.Site.Looks is not { } looks) return (false, 0);
        var theirs = looks.Questions.InquiriesOf(officer);
        return (theirs.Count > 0 || MayAllow(page, officer) || AskedFor(looks, officer).Count > 0, theirs.Count(one => IsToAnswer(page, officer, one)));
    }

    /// <summary>Purposes for which an officer may ask to look first and tell later.</summary>
    internal static IReadOnlyList<Purpose> AskedFor(LooksDesk looks, Actor.Officer officer) => [.. looks.PurposesAtHand(officer).Where(static one => one.Covert is not null)];

    private static bool MayAllow(SitePage page, Actor.Officer officer) => page.InForce.Structure.Purposes.All.Any(one => one.HoldsOn(page.Site.Today) && one.Covert is { } covert && OpeningInquiries.IsNamed(covert.AllowedBy, officer.Seat));

    public string PurposeName(string purpose) => InForce.Structure.Purposes.Of(purpose) is [.., var known] ? Say(known.Name) : purpose;

    public Purpose? PurposeOf(string purpose) => InForce.Structure.Purposes.On(purpose, Site.Today);

    /// <summary>How it stands, with the colour of its mark.</summary>
    public (string Words, string Colour) Standing(Inquiry inquiry)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        return inquiry switch
        {
            { AnsweredBy: null } => (Say("等批准", "waits to be allowed"), "waits"),
            { Until: null } => (Say("没有批准", "refused"), "late"),
            _ when inquiry.Runs(Site.Time.GetUtcNow()) => (Say($"已批准，{Show.Moment(inquiry.Until.Value)} 告知本人", $"allowed; the person is told on {Show.Moment(inquiry.Until.Value)}"), "good"),
            _ => (Say("期满，已告知本人", "over; the person was told"), ""),
        };
    }

    /// <summary>Whether it is the reader's to allow or refuse.</summary>
    public bool IsTheirsToAnswer(Inquiry inquiry)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        return IsToAnswer(this, Officer, inquiry);
    }

    private static bool IsToAnswer(SitePage page, Actor.Officer officer, Inquiry inquiry) =>
        inquiry.AnsweredBy is null && page.InForce.Structure.Purposes.On(inquiry.Purpose, page.Site.Today)?.Covert is { } covert && OpeningInquiries.IsSecondAuthority(officer, inquiry, covert);
}

/// <summary>Inquiries of the reader's unit, and those that wait for their post.</summary>
public sealed class InquiriesPage : InquiryPages
{
    public override Text Heading => new("本单位的先查后告知", "Inquiries of our unit");

    public IReadOnlyList<Inquiry> Waiting { get; private set; } = [];

    public IReadOnlyList<Inquiry> Others { get; private set; } = [];

    public bool MayAsk { get; private set; }

    public IActionResult OnGet()
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        var all = Site.Looks!.Questions.InquiriesOf(Officer);
        Waiting = [.. all.Where(IsTheirsToAnswer)];
        Others = [.. all.Where(one => !IsTheirsToAnswer(one)).Reverse()];
        MayAsk = AskedFor(Site.Looks, Officer).Count > 0;
        return Page();
    }
}

/// <summary>An officer asks for leave to look first and tell later: about whom, for what, and why. Another authority decides.</summary>
public sealed class AskInquiryPage : InquiryPages
{
    public const int MostReason = 4000;

    public override Text Heading => new("申请先查后告知", "Ask to look first and tell later");

    public IReadOnlyList<Purpose> Purposes { get; private set; } = [];

    public string Number { get; private set; } = "";

    public string Wanted { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public bool Checking { get; private set; }

    protected override bool IsOnTheWay(IFormCollection sent) => sent["sure"].Count == 0;

    public override bool IsLookedOver => Checking;

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public Purpose? Picked => Purposes.FirstOrDefault(one => one.Id == Wanted);

    public IActionResult OnGet()
    {
        if (Find() is { } instead) return instead;
        if (Purposes is [var only]) Wanted = only.Id;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? number, string? purpose, string? reason, string? sure, string? again, CancellationToken cancellationToken)
    {
        if (Find() is { } instead) return instead;
        (Number, Wanted, Reason) = (number?.Trim() ?? "", purpose ?? "", reason?.Trim().ReplaceLineEndings("\n") ?? "");
        if (again is not null) return Page();
        try
        {
            Faults = [.. WhatIsMissing()];
            if (Faults.Count > 0) return Page();
            if (sure is null)
            {
                Checking = true;
                return Page();
            }

            // Only now: that somebody stands in a register is told to nobody whose asking is not entered.
            if (RowOf(Number) is not { } row)
            {
                Faults = [Say("登记库里没有单独一行是这个号码。请核对号码；一个号码对着几行的，先请登记部门理清。", "No one row of the registers bears this number alone. Look at the number again; where several rows bear it, have them told apart first.")];
                return Page();
            }

            // Pressed twice, it is asked once.
            if (Site.Looks!.Questions.InquiriesOf(Officer).LastOrDefault(one => one.By == Officer.Person && one.Subject == row && one.Purpose == Wanted && one.AnsweredBy is null) is { } before) return To(before.Number);
            var (done, why) = await Site.Looks.InquireAsync(Officer, new AskInquiry(row, Wanted, new PersonalText(Reason)), cancellationToken);
            if (done is { } receipt) return To(receipt.First);
            Faults = [SayWhy(why!)];
        }
        catch (MachineFault)
        {
            Faults = [Say("现在存不下来。您写的还在这一页上，过一会儿再按一次。", "It cannot be stored just now. What you wrote is still on this page; press again in a moment.")];
            Checking = sure is not null;
        }

        return Page();
    }

    private LocalRedirectResult To(long inquiry) => LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/inquiries/{inquiry}"));

    private IEnumerable<string> WhatIsMissing()
    {
        if (Picked is null) yield return Say("请选是为了什么。", "Pick what it is for.");
        if (Number.Length == 0) yield return Say("请写号码。", "Write the number.");
        if (Reason.Length == 0) yield return Say("请写为什么要先查后告知：批准的人只看得到这里写的。", "Say why: whoever has to allow it reads nothing but what you write here.");
        if (Reason.Length > MostReason) yield return Say($"理由最多 {MostReason} 个字。", $"A reason has at most {MostReason} characters.");
    }

    /// <summary>The one row that bears a number. Nothing of it is shown, and whom an inquiry is about is entered with it.</summary>
    private RowId? RowOf(string number)
    {
        var numbered = InForce.Structure.Items.All.Where(one => one.HoldsOn(Site.Today) && one.FoundAs == "number").Select(static one => one.RegisterId).Distinct(StringComparer.Ordinal);
        var found = numbered.SelectMany(register => Site.Imports!.Search(register, number).Found ?? []).Where(static one => one.By == "number").Select(static one => one.Subject).Distinct().Take(2).ToList();
        return found is [var one] ? one : null;
    }

    private IActionResult? Find()
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        Purposes = AskedFor(Site.Looks!, Officer);
        return Purposes.Count == 0 ? new NotFoundResult() : null;
    }
}

/// <summary>One inquiry: the second authority reads why it is asked and allows or refuses it; the unit that asked follows it, and looks under it while it runs.</summary>
public sealed class InquiryPage : InquiryPages
{
    public override Text Heading => new("一次先查后告知", "One inquiry");

    public Inquiry? Inquiry { get; private set; }

    /// <summary>Why it is asked, for whoever has to allow it or did; null for everybody else.</summary>
    public string? Reason { get; private set; }

    /// <summary>The last day on which the person may be told.</summary>
    public DateOnly Latest { get; private set; }

    public string From { get; private set; } = "";

    public bool Refusing { get; private set; }

    public bool Checking { get; private set; }

    protected override bool IsOnTheWay(IFormCollection sent) => sent["sure"].Count == 0;

    public override bool IsLookedOver => Checking;

    public string? Fault { get; private set; }

    /// <summary>Whether the reader may look under it now.</summary>
    public bool MayLook => Inquiry!.Seat.Unit == Officer.Seat.Unit && Inquiry.Runs(Site.Time.GetUtcNow());

    public string RegisterName => InForce.Structure.Registers.Of(Inquiry!.Subject.Register) is [.., var known] ? Say(known.Name) : "";

    public IActionResult OnGet(long number) => Find(number) ?? Page();

    public async Task<IActionResult> OnPostAsync(long number, string? from, string? answer, string? sure, string? again, CancellationToken cancellationToken)
    {
        if (Find(number) is { } instead) return instead;
        (From, Refusing) = (from ?? "", answer == "no");
        if (again is not null) return Page();
        DateTimeOffset? until = null;
        if (!Refusing)
        {
            if (!DateOnly.TryParseExact(From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day <= Site.Today || day > Latest)
            {
                Fault = Say($"请写从哪一天起告知本人：最早明天，最晚 {Show.Day(Latest)}。", $"Write from which day the person is told: tomorrow at the earliest, and {Show.Day(Latest)} at the latest.");
                return Page();
            }

            until = Trellis.Ledger.Entry.Moment(InForce.StartOf(day));
        }

        if (sure is null)
        {
            Checking = true;
            return Page();
        }

        try
        {
            var (done, why) = await Site.Looks!.InquireAsync(Officer, new AnswerInquiry(number, until), cancellationToken);
            if (done is not null || why == LookRefusals.InquiryAnsweredAlready) return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/inquiries/{number}"));
            Fault = SayWhy(why!);
        }
        catch (MachineFault)
        {
            Fault = Say("现在存不下来。过一会儿再按一次。", "It cannot be stored just now. Press again in a moment.");
            Checking = true;
        }

        return Page();
    }

    private IActionResult? Find(long number)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        // What is not theirs is as what is not there.
        if (Site.Looks!.Questions.InquiriesOf(Officer).FirstOrDefault(one => one.Number == number) is not { } inquiry) return new NotFoundResult();
        Inquiry = inquiry;
        Reason = new InquiryReasons(Site.Desk!).For(Officer, [inquiry]).GetValueOrDefault(number);
        if (PurposeOf(inquiry.Purpose)?.Covert is { } covert) Latest = InForce.DayOf(InForce.At(null, Site.Today).Times.Due(Site.Time.GetUtcNow(), covert.For));
        return null;
    }
}
