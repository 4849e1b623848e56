using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Structure;
using Trellis.Web.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>A page about registers, for people in posts. Nothing of a row is shown before the look at it stands in the record.</summary>
public abstract class RegisterPages : SitePage
{
    public override string Way => "/registers";

    /// <summary>At what the reader works, so that a purpose can be read off it: powers of their post and forms of theirs, as the look names them.</summary>
    public IReadOnlyList<(string Reason, string Says)> AtHand => Reader is Actor.Officer { Seat: var seat } ? WorkAtHand.Of(this, seat) : [];

    public Text RegisterName(string register) => InForce.Structure.Registers.On(register, Site.Today)?.Name ?? new(register, register);

    protected override bool OutlivesSessions => true;

    protected IActionResult? Elsewhere() => Reader is Actor.Officer && Site is { Desk: not null, Registers: not null, Looks: not null, Imports: not null } ? null : LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");

    /// <summary>The reason that a form sent: something at hand, or the number of a matter.</summary>
    protected LookReason? ReasonOf(string? at, string? number)
    {
        if (number?.Trim() is { Length: > 0 } written) return MatterAddress.IdOf(Site.Desk!, Reader!, written) is { } matter ? LookReason.Of(matter) : null;
        return at is not null ? LookReason.Parse(at) : null;
    }

    protected string WhyNot(LookAnswer? answer) => answer switch
    {
        LookAnswer.Refused refused => SayWhy(refused.Why),
        _ => Say("没有这个事项，或者它不归您看。", "There is no such matter, or it is not yours to see."),
    };
}

/// <summary>The registers: what each holds, whose it is, and what its owner has to settle.</summary>
public sealed class RegistersPage : RegisterPages
{
    public override Text Heading => new("登记库", "Registers");

    public IReadOnlyList<(Register Register, string Owner, long Rows, int Items)> Registers { get; private set; } = [];

    /// <summary>Items on which departments disagree, which the reader's unit is to settle.</summary>
    public IReadOnlyList<(Item Item, int Rows)> ToSettle { get; private set; } = [];

    public IActionResult OnGet()
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        var questions = Site.Registers!.Questions;
        Registers = [.. InForce.Structure.Registers.All.Where(one => one.HoldsOn(Site.Today)).Select(one => (one, one.Owner is { } owner ? NameOfAny(owner.Id) : "", questions.Count(one.Id), InForce.Structure.Items.All.Count(item => item.RegisterId == one.Id && item.HoldsOn(Site.Today))))];
        var unit = ((Actor.Officer)Reader!).Seat.Unit;
        ToSettle = [.. questions.ItemsOwnedBy(unit).Select(id => (Item: InForce.Structure.Items.On(id, Site.Today)!, Rows: questions.Disagreements(id, null, RegisterQuestions.MostRows).Count)).Where(static one => one.Rows > 0)];
        return Page();
    }
}

/// <summary>Looking for a row of a register. Whom somebody finds they have looked at, and that is entered first.</summary>
public sealed class SearchPage : RegisterPages
{
    public override Text Heading => Register!.Name;

    public Register? Register { get; private set; }

    public string Words { get; private set; } = "";

    public string At { get; private set; } = "";

    public string Number { get; private set; } = "";

    /// <summary>Null before anything was looked for.</summary>
    public IReadOnlyList<FoundSubject>? Found { get; private set; }

    public string? Fault { get; private set; }

    /// <summary>Whether the reader may say which rows are one.</summary>
    public bool MayLink => Site.Imports!.MayLink(Reader!, Register!.Id);

    public IActionResult OnGet(string register) => Find(register) ?? Page();

    public async Task<IActionResult> OnPostAsync(string register, string? words, string? at, string? number, CancellationToken cancellationToken)
    {
        if (Find(register) is { } instead) return instead;
        (Words, At, Number) = (words?.Trim() ?? "", at ?? "", number?.Trim() ?? "");
        if (ReasonOf(at, number) is not { } reason)
        {
            Fault = Say("请写明因为什么查：一个事项的受理号，或者选一项正在办的工作。", "Say what you look for it for: the number of a matter, or something that you work at.");
            return Page();
        }

        try
        {
            var (found, look, why) = await SearchingRegisters.FindAsync(Site.Imports!, Site.Looks!, InForce.Structure, Site.Today, (Actor.Officer)Reader!, register, Words, reason, cancellationToken);
            if (why is not null) Fault = SayWhy(why);
            else if (look is null or LookAnswer.Committed) Found = found;
            else Fault = WhyNot(look);
        }
        catch (MachineFault)
        {
            Fault = Say("现在记不下这次查看，所以不能查。过一会儿再试。", "The look cannot be entered just now, so nothing can be shown. Try again in a moment.");
        }

        return Page();
    }

    public string By(FoundSubject found) => FoundWords.Of(this, found);

    private IActionResult? Find(string register)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        Register = InForce.Structure.Registers.On(register, Site.Today);
        return Register is null ? new NotFoundResult() : null;
    }
}

/// <summary>One value of a row with where it comes from.</summary>
/// <param name="Value">Null where the look does not cover it, and where it was erased.</param>
public sealed record RowLine(string Item, string? Value, string? Withheld, string From, DateTimeOffset At, bool Stands, bool Disputed);

/// <summary>One row of a register: what is held, whence it comes, and what departments disagree on.</summary>
public sealed class RowPage : RegisterPages
{
    public override Text Heading => RegisterName(Row.Register);

    public RowId Row { get; private set; }

    public string At { get; private set; } = "";

    /// <summary>Null where nothing was opened.</summary>
    public IReadOnlyList<RowLine>? Lines { get; private set; }

    public string Purpose { get; private set; } = "";

    public long Position { get; private set; }

    public string? Fault { get; private set; }

    public IActionResult OnGet(string register, string key) => Find(register, key) ?? Page();

    public async Task<IActionResult> OnPostAsync(string register, string key, string? at, string? number, CancellationToken cancellationToken)
    {
        if (Find(register, key) is { } instead) return instead;
        At = at ?? "";
        if (ReasonOf(at, number) is not { } reason)
        {
            Fault = Say("请写明因为什么看：一个事项的受理号，或者选一项正在办的工作。", "Say what you look at it for: the number of a matter, or something that you work at.");
            return Page();
        }

        try
        {
            var subject = Site.Registers!.Questions.Find(Row)!;
            string[] fields = [.. subject.Claims.Select(static claim => claim.Item).Distinct(StringComparer.Ordinal)];
            var answer = await Site.Looks!.LookAtAsync((Actor.Officer)Reader!, reason, [Row], [.. fields.Select(field => $"{register}.{field}")], cancellationToken);
            if (answer is LookAnswer.Committed(var look)) Tell(look, fields);
            else Fault = WhyNot(answer);
        }
        catch (MachineFault)
        {
            Fault = Say("现在记不下这次查看，所以不能显示。过一会儿再试。", "The look cannot be entered just now, so nothing can be shown. Try again in a moment.");
        }

        return Page();
    }

    private void Tell(CommittedLook look, IReadOnlyCollection<string> fields)
    {
        var held = Site.Registers!.Questions.Values([Row], fields, new AsOf(Site.Today), look.Purpose);
        var opened = Site.Registers.Questions.Open(look, [.. held.Select(static one => (one.Subject, one.Claim))]);
        var withheld = look.Withheld.ToDictionary(static one => one.What, static one => one.Why, StringComparer.Ordinal);
        (Purpose, Position) = (InForce.Structure.Purposes.Of(look.Purpose) is [.., var known] ? Say(known.Name) : "", look.Receipt.First);
        Lines =
        [
            .. held.Select(one => new RowLine(
                Say(ShownValues.NameOf(this, $"{one.Subject.Register}.{one.Item}")), opened.GetValueOrDefault(one.Claim) is { } words ? string.Join(Say("、", ", "), words.Select(word => ShownValues.Say(this, $"{one.Subject.Register}.{one.Item}", word, one.Claim.Kind == ClaimKind.Rows))) : null,
                opened.ContainsKey(one.Claim) ? null : withheld.GetValueOrDefault($"{one.Subject.Register}.{one.Item}") is { } why ? SayWhy(why) : Say("这个用途不能看", "not for this purpose"),
                ShownValues.From(this, one.Claim.Provenance), one.Claim.Provenance.At, one.Stands, one.Disputed)),
        ];
    }

    private IActionResult? Find(string register, string key)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        Row = new RowId(register, key);
        return InForce.Structure.Registers.On(register, Site.Today) is null || !EnteringSubjects.MayBe(Row) || Site.Registers!.Questions.Find(Row) is null ? new NotFoundResult() : null;
    }
}
