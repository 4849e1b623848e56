using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Hearing;
using Trellis.Diagnosis.Reports;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Diagnosis;

/// <summary>One finding about units by its number: they answer it here, looked over before it is entered, and whoever may read it reads what they said.</summary>
public sealed class AnswerFindingPage : SitePage
{
    private const int LongestKey = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public override Text Heading => new("答复一条发现", "Answer a finding");

    public override string Way => "/structure";

    /// <summary>Null where it is not the reader's to read, or was not found yet.</summary>
    public LogFinding? Finding { get; private set; }

    /// <summary>Why it is not shown.</summary>
    public Text? WhyNot { get; private set; }

    public FindingTexts Texts => new(Language);

    public bool MayAnswer => Reader is Actor.Officer officer && Finding?.Hearing!.IsOf(officer.Seat.Unit) == true;

    public string Said { get; private set; } = "";

    /// <summary>The number of the explanation that holds; empty for none of them.</summary>
    public string Claims { get; private set; } = "";

    public string Key { get; private set; } = "";

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public bool Checking { get; private set; }

    protected override bool OutlivesSessions => true;

    protected override bool IsOnTheWay(IFormCollection sent) => sent["sure"].Count == 0;

    public override bool IsLookedOver => Checking;

    /// <summary>Where the answer of the reader just now stands in the record; null where there was none.</summary>
    public long? JustDone { get; private set; }

    /// <summary>Which explanation was picked.</summary>
    public Text? Claimed => int.TryParse(Claims, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= Finding!.Innocent.Count ? Finding.Innocent[number - 1].Reason : null;

    public async Task<IActionResult> OnGetAsync(long finding, long? done, CancellationToken cancellationToken)
    {
        if (await FindAsync(finding, cancellationToken) is { } instead) return instead;
        (Key, JustDone) = (NewKey(), done);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long finding, CancellationToken cancellationToken)
    {
        if (Reader is not Actor.Officer officer) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path)}");
        if (await FindAsync(finding, cancellationToken) is { } instead) return instead;
        var form = await Request.ReadFormAsync(cancellationToken);
        Key = form["key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : NewKey();
        (Said, Claims) = (form["said"].ToString().Trim().ReplaceLineEndings("\n"), form["claims"].ToString());
        if (form["again"].Count > 0 || WhyNot is not null) return Page();
        var act = new AnswerFinding(finding, new PersonalText(Said), Claims.Length == 0 ? null : int.TryParse(Claims, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        try
        {
            if (form["sure"].Count == 0)
            {
                if (Site.Findings!.WhyNot(officer, act) is { } why) Faults = [Say(why.Whole)];
                else Checking = true;
                return Page();
            }

            switch (await Site.Findings!.AnswerAsync(officer, act, Key, cancellationToken))
            {
                case ActAnswer.Done done:
                    return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"{WorkFindingsPage.AddressOf(finding)}?done={done.Receipt.First}"));
                case ActAnswer.Refused refused:
                    Faults = [Say(refused.Why.Whole)];
                    return Page();
                default:
                    Faults = [Say("这一份答复已经记下了。", "This answer was entered already.")];
                    return Page();
            }
        }
        catch (MachineFault)
        {
            Faults = [Say("现在存不下来。您写的还在这一页上，过一会儿再按一次；同一份答复不会记两遍。", "It cannot be stored just now. What you wrote is still on this page; press again in a moment. Nothing is entered twice.")];
            Checking = form["sure"].Count > 0;
            return Page();
        }
    }

    private async Task<IActionResult?> FindAsync(long number, CancellationToken cancellationToken)
    {
        if (Site.Findings is not { } desk) return new NotFoundResult();
        try
        {
            if (await desk.AtHandAsync(Patience, cancellationToken) is not { } found)
            {
                WhyNot = new("正在从记录里数，请过一会儿再打开这一页。", "It is being counted from the record; open this page again in a moment.");
                return null;
            }

            if (found.Work.Findings.FirstOrDefault(one => one.Hearing?.Number == number) is not { Hearing: { } hearing } finding) return new NotFoundResult();
            if (hearing.IsFor((Reader as Actor.Officer)?.Seat.Unit, Site.Today)) Finding = desk.WithWords(found.Work with { Findings = [finding] }).Findings[0];
            else WhyNot = new($"这条发现说的是别的单位，正在等它答复，从 {Show.Day(hearing.Since!.Value)} 起；在它答复以前，或者 {Show.Day(hearing.Until!.Value)} 以前，只给它自己看。", $"This finding is about another unit and has waited for its answer since {Show.Day(hearing.Since.Value)}. Until it answers, or until {Show.Day(hearing.Until.Value)}, it is shown to that unit alone.");
            return null;
        }
        catch (MachineFault)
        {
            WhyNot = new("记录现在读不出来，请过一会儿再打开这一页。", "The record cannot be read just now; open this page again in a moment.");
            return null;
        }
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
