using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Exchange;
using Trellis.Runtime;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>A page of a resident about what was dealt with other records because of them.</summary>
public abstract class OwnDealings : OwnPages
{
    protected IActionResult? Away() => Elsewhere() ?? (Site.Exchange is null ? new NotFoundResult() : null);

    protected Actor.Resident Person => (Actor.Resident)Reader!;

    public string NeighbourName(Dealing dealing)
    {
        ArgumentNullException.ThrowIfNull(dealing);
        return NeighbourWords.NameOf(this, dealing.Neighbour);
    }

    public string What(Dealing dealing)
    {
        ArgumentNullException.ThrowIfNull(dealing);
        if (dealing.IsMatter) return Say("您在那里提出的事项", "a matter that you filed there");
        if (!dealing.IsOurs) return Say("提供了您的信息", "something of yours was given to it");
        return Site.Exchange!.Asked(dealing) is { } asked ? Say($"索取：{Items(asked.Items)}", $"asked for: {Items(asked.Items)}") : Say("索取凭证", "evidence was asked for");
    }

    public string Items(IEnumerable<string> items) => string.Join(Say("、", ", "), items.Select(item => Say(PartName(item))).Distinct(StringComparer.Ordinal));

    /// <summary>For what it was, in words; empty for a matter.</summary>
    public string For(Dealing dealing)
    {
        ArgumentNullException.ThrowIfNull(dealing);
        return dealing.Purpose.Length > 0 ? PurposeName(dealing.Purpose) : "";
    }
}

/// <summary>What was asked about the reader, given of them, and filed by them elsewhere.</summary>
public sealed class OwnDealingsPage : OwnDealings
{
    public override Text Heading => new("和邻方的来往", "Dealings with neighbours");

    public IReadOnlyList<Dealing> Dealings { get; private set; } = [];

    public IActionResult OnGet()
    {
        if (Away() is { } away) return away;
        Dealings = Site.Exchange!.Of(Person);
        return Page();
    }
}

/// <summary>One of them: what came is seen by its person first, who lets it go or keeps it back; a matter elsewhere is followed, and its end confirmed or disputed.</summary>
public sealed class OwnDealingPage : OwnDealings
{
    public override Text Heading => Dealing!.IsMatter ? new("在邻方办的事", "A matter with a neighbour") : new("邻方给出的内容", "What a neighbour answered");

    public Dealing? Dealing { get; private set; }

    /// <summary>What came, for the person to see; null where there is nothing to be seen.</summary>
    public IReadOnlyList<(string Item, string Value)>? Values { get; private set; }

    public MessageBody.Course? Course { get; private set; }

    /// <summary>Why there is nothing to be seen just now.</summary>
    public string? WhyNot { get; private set; }

    public string? Fault { get; private set; }

    public string? Told { get; private set; }

    public string? Refused => Site.Exchange!.Refused(Dealing!) is { } refused ? SayWhy(ExchangeRefusals.Of(refused.Code)) : null;

    public async Task<IActionResult> OnGetAsync(string dealing, string? done, CancellationToken cancellationToken)
    {
        if (Find(dealing) is { } instead) return instead;
        Told = done switch
        {
            "release" => Say("已放行。它在那件事里可以用一次，用了您看得到。", "Let go. It may be used once in that matter, and you will see that it was."),
            "decline" => Say("没有放行。收到的内容已经销毁，对方也会知道。", "Kept back. What was received is destroyed, and the neighbour is told."),
            "word" => Say("您的话已经记下，正在送过去。", "Your word is entered, and on its way."),
            _ => null,
        };
        await ShowAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string dealing, string? answer, string? step, string? said, string? key, CancellationToken cancellationToken)
    {
        if (Find(dealing) is { } instead) return instead;
        try
        {
            var (done, why) = answer switch
            {
                "release" => await Site.Exchange!.ReleaseAsync(Person, dealing, cancellationToken),
                "decline" => await Site.Exchange!.DeclineAsync(Person, dealing, cancellationToken),
                "settled" or "disputed" => await Site.Exchange!.SayAsync(Person, dealing, answer == "settled", step ?? "", said?.Trim() is { Length: > 0 } words ? words : null, key ?? dealing, cancellationToken),
                _ => (null, (Refusal?)null),
            };
            if (done is not null) return LocalRedirect($"/mine/dealings/{dealing}?done={(answer is "settled" or "disputed" ? "word" : answer)}");
            if (why is not null) Fault = SayWhy(why);
        }
        catch (MachineFault)
        {
            Fault = Say("现在存不下来，什么也没有变。过一会儿再按一次。", "It cannot be stored just now, and nothing has changed. Press again in a moment.");
        }

        Find(dealing);
        await ShowAsync(cancellationToken);
        return Page();
    }

    public string Shown(string item, string value) => ShownValues.OfFact(this, InForce.Structure.Items.Of(item) is [.., var known] ? known : null, Trellis.Structure.Expressions.ReadingGiven.Read(value) is var read ? read.Text ?? read.ToString() : value);

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        if (Dealing!.IsMatter)
        {
            var (course, why) = await Site.Exchange!.FollowAsync(Person, Dealing.Id, cancellationToken);
            (Course, WhyNot) = (course, why is null ? null : SayWhy(why));
        }
        else
        {
            var (values, why) = Site.Exchange!.Preview(Person, Dealing.Id);
            (Values, WhyNot) = (values, why is null ? null : SayWhy(why));
        }
    }

    private IActionResult? Find(string dealing)
    {
        if (Away() is { } away) return away;
        Dealing = Site.Exchange!.Find(Person, dealing);
        return Dealing is null ? new NotFoundResult() : null;
    }
}
