using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>
/// A matter is filed by whoever it is for, or for somebody by another: the same questions, may be left and come back to, are looked over, and entered. What was sent to us is kept, whatever becomes of
/// the line or the session.
/// </summary>
public abstract class FilingForms : FormThatWaits
{
    /// <summary>By which a page says what it asked.</summary>
    public const string ShownField = "shown";

    private const int LongestKey = 60;

    public override Text Heading => Type!.Name;

    public override string Way => "/guide";

    public MatterType? Type { get; protected set; }

    public IReadOnlyList<AskedField> Fields { get; protected set; } = [];

    private protected FilingQuestions? Questions { get; set; }

    public IReadOnlyList<HeldAlready> Held => Questions?.Held ?? [];

    public IEnumerable<AskedField> LeftBlank => Questions?.LeftBlank(Fields) ?? [];

    public bool Confirms => Questions?.Confirms == true;

    public IReadOnlyList<Text> Later => Questions?.Later ?? [];

    public IReadOnlyList<Text> ShownInPictures => Questions?.Shown ?? [];

    public bool Checking { get; protected set; }

    protected override bool IsOnTheWay(IFormCollection sent) => sent["sure"].Count == 0 && sent["later"].Count == 0;

    public override bool IsLookedOver => Checking;

    /// <summary>In the field for looking for a place, that is what they want; without one typed there it goes on.</summary>
    public override string? EnterPresses => !Checking && Fields.Any(static one => one.Finds is not null) ? "find" : null;

    protected override IReadOnlyList<(string Name, string Value)> Learned => Draft is { } draft ? [("draft", draft.ToString(CultureInfo.InvariantCulture))] : [];

    public string Key { get; protected set; } = "";

    public long? Draft { get; protected set; }

    /// <summary>Whether the session ended while the form was open. What was entered is still on the page.</summary>
    public bool SessionEnded { get; protected set; }

    /// <summary>Whether another row was chosen, of which something more is asked.</summary>
    public bool AsksMore { get; private set; }

    /// <summary>Whether it tells of something that is wrong: then pictures are on this page, and it is sent from it.</summary>
    public bool IsReport => !IsForAnother && Type is { } type && ReportPage.IsReport(InForce.Structure, type, Site.Today);

    /// <summary>The unit in whose name a post files it; null where nobody's.</summary>
    public virtual UnitOnDay? Unit => null;

    /// <summary>Whoever cannot file here is told why.</summary>
    public Text? WhyNot { get; protected set; }

    /// <summary>Whether somebody else than whom it is for fills it in.</summary>
    public virtual bool IsForAnother => false;

    /// <summary>What the form sends along besides its fields.</summary>
    public virtual IReadOnlyList<(string Name, string Value)> Carried => [];

    /// <summary>Where what is kept for later is found again.</summary>
    protected abstract string KeptAt { get; }

    /// <summary>What is kept of the answers so far.</summary>
    protected abstract SaveDraft ToKeep(ActorId writer);

    /// <summary>The act that the answers make.</summary>
    protected virtual IAct ToFile(FileMatter filing) => filing;

    /// <summary>What else belongs to the filing and can only be entered behind it.</summary>
    /// <returns>What is to be said of it with the receipt, as the end of an address.</returns>
    protected virtual Task<string> AlsoAsync(Matter filed, CancellationToken cancellationToken) => Task.FromResult("");

    protected void ReadKeys(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        Key = form["key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : NewKey();
        if (long.TryParse(form["draft"], NumberStyles.None, CultureInfo.InvariantCulture, out var draft)) Draft = draft;
    }

    /// <summary>The fields are answered: they are kept, looked over, or entered, as the button says that was pressed.</summary>
    protected async Task<IActionResult> GoOnAsync(Actor by, IFormCollection form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(form);
        var writer = by.PersonOrNone!.Value;
        try
        {
            // Of drafts that are gone, or were another's, a new one is begun.
            if (Draft is { } old && !Site.Desk!.Drafts(writer).Any(one => one.Id == old)) Draft = null;
            // Nobody finds a draft later in which they wrote nothing.
            if (form["sure"].Count == 0 && (Draft is not null || IsForAnother || form["later"].Count > 0 || Questions!.IsWritten(Fields))) Draft = await KeepDraftAsync(ToKeep(writer));
            if (form["later"].Count > 0) return LocalRedirect(KeptAt);
            if (form["again"].Count > 0) return Page();
            // Somebody looks for their village; with nothing typed they only pressed Enter, and go on.
            if (form["find"].Count > 0 && form[FilingQuestions.FindField].ToString().Trim() is { Length: > 0 and <= 60 } looked)
            {
                Fields = Questions!.Find(Fields, looked);
                return Page();
            }

            AsksMore = Questions!.AsksMoreThan([.. form[ShownField].OfType<string>()]);
            return AsksMore ? Page() : await CheckOrFileAsync(by, form, cancellationToken);
        }
        catch (MachineFault)
        {
            SayThatItIsNotStored();
            Checking = form["sure"].Count > 0;
            return Page();
        }
    }

    private async Task<long?> KeepDraftAsync(SaveDraft draft)
    {
        // A device that was never told whether it arrived sends it again; it may have been kept then.
        if (IsFromDevice && Draft is null) Draft = Site.Desk!.Drafts(draft.Writer).FirstOrDefault(one => one.Type == draft.Type && Written(one.Given) == Written(draft.Given) && one.Said?.Written == draft.Said?.Written)?.Id;
        return (await Site.Desk!.SaveDraftAsync(draft, Draft)).Id ?? Draft;

        static string Written(IEnumerable<GivenItem> given) => string.Join('\n', given.Select(static one => $"{one.Fact}={one.Value.Text ?? one.Value.ToString()}").Order(StringComparer.Ordinal));
    }

    private async Task<IActionResult> CheckOrFileAsync(Actor by, IFormCollection form, CancellationToken cancellationToken)
    {
        var sure = form["sure"].Count > 0;
        var faults = new List<string>();
        var pictures = await SentPictures.ReadAsync(this, form, faults, cancellationToken);
        foreach (var field in Fields)
            if (field is { Needed: true, Answer.Length: 0 }) faults.Add(Say($"请填「{field.Label.Zh}」。", $"Please answer: {field.Label.En}."));
        // Each stands on top and at its field.
        Fields = [.. Fields.Select(field => field is { Needed: true, Answer.Length: 0 } ? field with { Fault = Say($"请填「{field.Label.Zh}」。", $"Please answer: {field.Label.En}.") } : field)];
        if (Questions!.Make(Fields, faults) is not var (filing, corrections) || faults.Count > 0)
        {
            // No page can hand back a file that was picked on it.
            if (pictures.Count > 0 || form[PicturesField].Count > 0) faults.Add(Say("照片没有留下，改好以后请再选一次。", "The pictures are not kept: please pick them again when you have changed it."));
            Faults = faults;
            return Page();
        }

        var order = new ActOrder { By = by, Act = ToFile(filing), Key = Key, Corrections = corrections };
        if (!sure)
        {
            // The pictures are picked on the page that comes now.
            if (Site.Desk!.Would(order) is ActAnswer.Refused refused) Faults = [SayWhy(refused.Why)];
            else Checking = true;
            return Page();
        }

        switch (await Site.Desk!.DoAsync(order, cancellationToken))
        {
            case ActAnswer.Done { Matter: { } filed, Receipt: var receipt }:
                // Whoever asked adds them, from a post too.
                var without = await SentPictures.AddAsync(Site.Desk, Unit is null ? by : new Actor.Resident(by.PersonOrNone!.Value), filed.Id, pictures, Key, cancellationToken);
                var also = await AlsoAsync(filed, cancellationToken);
                if (Draft is { } draft) await Site.Desk.DeleteDraftAsync(by.PersonOrNone!.Value, draft);
                return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/matters/{filed.Number}/receipt?of={receipt.First}{(without is null ? "" : "&without=pictures")}{also}"));
            case ActAnswer.Refused refused:
                Faults = [SayWhy(refused.Why)];
                return Page();
            default:
                Faults = [Say("这件事已经提出过了，见「我的事项」。", "This was filed already; see \"My matters\".")];
                return Page();
        }
    }

    private protected static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
