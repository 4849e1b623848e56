using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Exchange;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Structure;
using Trellis.Web.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>In a matter an officer asks a neighbour for what it offers, follows what was answered, and uses it once. The purpose is that of the matter and is never typed in.</summary>
public sealed class EvidencePage : SitePage
{
    private const int LongestKey = 60;

    private MatterId _id;

    public override Text Heading => new("向邻方索取凭证", "Evidence from neighbours");

    public override string Way => "/matters";

    protected override bool OutlivesSessions => true;

    public Matter? Matter { get; private set; }

    /// <summary>For what the matter is; null where its type says nothing, and nothing may be asked.</summary>
    public Purpose? For { get; private set; }

    public IReadOnlyList<Dealing> Dealings { get; private set; } = [];

    public IReadOnlyList<(string Id, string Name)> Neighbours { get; private set; } = [];

    /// <summary>Whom the officer is about to ask; empty for nobody yet.</summary>
    public string Of { get; private set; } = "";

    /// <summary>What that neighbour offers to us for the purpose of the matter; null where nobody was asked.</summary>
    public IReadOnlyList<OfferedTerm>? Offers { get; private set; }

    public string Picked { get; private set; } = "";

    public string Number { get; private set; } = "";

    public string Key { get; private set; } = "";

    public bool Checking { get; private set; }

    public string? Fault { get; private set; }

    protected override bool IsOnTheWay(IFormCollection sent) => sent["sure"].Count == 0 && sent["use"].Count == 0;

    public override bool IsLookedOver => Checking;

    /// <summary>What was shown by its one use just now: the item and what it says.</summary>
    public IReadOnlyList<(string Item, string Value)>? Used { get; private set; }

    public OfferedTerm? Offer => Offers?.FirstOrDefault(one => one.Offer == Picked);

    public async Task<IActionResult> OnGetAsync(string id, string? of, CancellationToken cancellationToken)
    {
        if (Find(id) is { } instead) return instead;
        await AskAboutAsync(of, cancellationToken);
        Key = NewKey();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? of, string? offer, string? number, string? key, string? use, string? sure, string? again, CancellationToken cancellationToken)
    {
        if (Find(id) is { } instead) return instead;
        var officer = (Actor.Officer)Reader!;
        Key = key is { Length: > 0 and <= LongestKey } ? key : NewKey();
        try
        {
            if (use is { Length: > 0 })
            {
                var (_, values, why) = await Site.Exchange!.UseAsync(officer, _id, use, Key, cancellationToken);
                (Used, Fault) = (values, why is null ? null : SayWhy(why));
                Dealings = Site.Exchange.In(officer, _id) ?? [];
                return Page();
            }

            (Picked, Number) = (offer ?? "", number?.Trim() ?? "");
            await AskAboutAsync(of, cancellationToken);
            if (again is not null || Offers is null) return Page();
            if (Offer is not { } term) Fault = Say("请选要哪一份凭证。", "Pick which of them you need.");
            else if (Number.Length == 0) Fault = Say("请写是谁的：对方登记库里的号码。", "Say whose: the number by which the neighbour's register knows them.");
            else if (term.Basis.Count == 0) Fault = Say("对方写的依据现在没有一条在效力期内，不能索取。", "No article that the neighbour states is in force, so it cannot be asked for.");
            else if (sure is null) Checking = true;
            else
            {
                var (done, why) = await Site.Exchange!.AskAsync(officer, _id, new EvidenceWanted(Of, term.Unit, term.Items, term.Basis[0], Number), Key, cancellationToken);
                if (done is not null) return LocalRedirect($"/matters/{Matter!.Number}/evidence");
                Fault = SayWhy(why!);
            }
        }
        catch (MachineFault)
        {
            Fault = Say("现在存不下来。您写的还在这一页上，过一会儿再按一次。", "It cannot be stored just now. What you wrote is still on this page; press again in a moment.");
            Checking = sure is not null;
        }

        return Page();
    }

    /// <summary>What was asked for, by the names that our own structure has for it.</summary>
    public string Items(Dealing dealing) => Site.Exchange!.Asked(dealing) is { } asked ? Names(asked.Items) : "";

    public string Names(IEnumerable<string> items) => string.Join(Say("、", ", "), items.Select(item => InForce.Structure.Items.Of(item) is [.., var known] ? Say(known.Name) : Say("对方的一项信息", "an item of theirs")).Distinct(StringComparer.Ordinal));

    public string WhyRefused(Dealing dealing)
    {
        if (Site.Exchange!.Refused(dealing) is not { } refused) return "";
        var why = SayWhy(ExchangeRefusals.Of(refused.Code));
        return refused.Cites.Count == 0 ? why : Say($"{why}引用：{string.Join('、', refused.Cites.Select(Cited).Distinct(StringComparer.Ordinal))}", $"{why} It cites {string.Join(", ", refused.Cites.Select(Cited).Distinct(StringComparer.Ordinal))}.");
    }

    /// <summary>What a refusal cites stands in the other's structure, under names that are not ours.</summary>
    private string Cited(string cited) => cited.Split('/')[0] switch
    {
        "unit" => Say("对方哪个单位主管", "which of its units is the owner"),
        "offer" => Say("对方的共享目录", "its catalogue"),
        "purpose" => Say("可以的用途", "the purposes that are allowed"),
        "register" => Say("对方的登记库", "its register"),
        _ => Say("对方规则的条款", "an article of its rules"),
    };

    public string Shown(string item, string value) => ShownValues.OfFact(this, InForce.Structure.Items.Of(item) is [.., var known] ? known : null, Trellis.Structure.Expressions.ReadingGiven.Read(value) is var read ? read.Text ?? read.ToString() : value);

    private async Task AskAboutAsync(string? of, CancellationToken cancellationToken)
    {
        if (of is null || Neighbours.All(one => one.Id != of) || For is null) return;
        Of = of;
        var (offers, why) = await Site.Exchange!.OffersOfAsync(of, cancellationToken);
        Offers = offers is null ? null : [.. offers.Where(one => one.Purposes.Contains(For.Id))];
        if (why is not null) Fault = SayWhy(why);
        if (Offers is [var only] && Picked.Length == 0) Picked = only.Offer;
    }

    private IActionResult? Find(string id)
    {
        if (Reader is not Actor.Officer officer || Site is not { Desk: { } desk, Exchange: { } exchange }) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        if (MatterAddress.IdOf(desk, officer, id) is not { } known || desk.Questions.Find(officer, known) is not var (matter, _)) return new NotFoundResult();
        (_id, Matter) = (known, matter);
        var pinned = desk.Versions.Of(matter.Version);
        For = pinned.Structure.Matters.On(matter.Type, pinned.DayOf(matter.Filed))?.Purpose is { } purpose ? InForce.Structure.Purposes.On(purpose.Id, Site.Today) : null;
        Dealings = exchange.In(officer, known) ?? [];
        Neighbours = matter.State == MatterState.Closed ? [] : [.. InForce.Structure.Neighbours.All.Where(one => one.HoldsOn(Site.Today)).Select(one => (one.Id, Say(one.Name)))];
        return null;
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
