using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
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

    protected override bool IsOnTheWay(IFormCollection sent) => true;

    public override bool IsLookedOver => Found is not null;

    /// <summary>Whether the reader may say which rows are one.</summary>
    public bool MayLink => Site.Imports!.MayLink(Reader!, Register!.Id);

    public IActionResult OnGet(string register) => Find(register) ?? Page();

    public async Task<IActionResult> OnPostAsync(string register, string? words, string? at, string? number, CancellationToken cancellationToken)
    {
        if (Find(register) is { } instead) return instead;
        (Words, At, Number) = (words?.Trim() ?? "", at ?? "", number?.Trim() ?? "");
        if (Request.Form["again"].Count > 0) return Page();
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
/// <param name="Field">The item without its register.</param>
/// <param name="Claim">The position of the entry that says it.</param>
public sealed record RowLine(string Field, long Claim, string Item, string? Value, string? Withheld, string From, DateTimeOffset At, bool Stands, bool Disputed);

/// <summary>One row of a register: what is held, whence it comes, and what departments disagree on.</summary>
public sealed class RowPage : RegisterPages
{
    private const int LongestKey = 200;

    public override Text Heading => RegisterName(Row.Register);

    public RowId Row { get; private set; }

    public string At { get; private set; } = "";

    /// <summary>Null where nothing was opened.</summary>
    public IReadOnlyList<RowLine>? Lines { get; private set; }

    public string Purpose { get; private set; } = "";

    public long Position { get; private set; }

    public string? Fault { get; private set; }

    /// <summary>The number of the matter for which it was opened; empty without one.</summary>
    public string Number { get; private set; } = "";

    protected override bool IsOnTheWay(IFormCollection sent) => sent["settle"].Count == 0;

    /// <summary>To open a row is a look, and nobody looks by coming to its address.</summary>
    protected override bool TakesUp => false;

    public override bool IsLookedOver => Lines is not null;

    /// <summary>What departments say differently of items that are the reader's unit's to settle.</summary>
    public IReadOnlyList<IGrouping<string, RowLine>> ToSettle { get; private set; } = [];

    public string Key { get; private set; } = "";

    /// <summary>Why one of them holds, as it was written and could not be entered.</summary>
    public string Why { get; private set; } = "";

    public string? Said { get; private set; }

    public IActionResult OnGet(string register, string key) => Find(register, key) ?? Page();

    public async Task<IActionResult> OnPostAsync(string register, string key, string? at, string? number, CancellationToken cancellationToken)
    {
        if (Find(register, key) is { } instead) return instead;
        (At, Number, Key) = (at ?? "", number?.Trim() ?? "", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        var sent = await Request.ReadFormAsync(cancellationToken);
        if (sent["again"].Count > 0) return Page();
        if (sent["settle"].ToString() is { Length: > 0 } item && !await SettleAsync(item, sent, cancellationToken)) return Page();
        if (ReasonOf(at, number) is not { } reason)
        {
            Fault ??= Said is not null ? null : Say("请写明因为什么看：一个事项的受理号，或者选一项正在办的工作。", "Say what you look at it for: the number of a matter, or something that you work at.");
            return Page();
        }

        try
        {
            var subject = Site.Registers!.Questions.Find(Row)!;
            string[] fields = [.. subject.Claims.Select(static claim => claim.Item).Distinct(StringComparer.Ordinal)];
            var answer = await Site.Looks!.LookAtAsync((Actor.Officer)Reader!, reason, [Row], [.. fields.Select(field => $"{register}.{field}")], cancellationToken);
            if (answer is LookAnswer.Committed(var look)) Tell(look, fields);
            else Fault ??= WhyNot(answer);
        }
        catch (MachineFault)
        {
            Fault = Say("现在记不下这次查看，所以不能显示。过一会儿再试。", "The look cannot be entered just now, so nothing can be shown. Try again in a moment.");
        }

        return Page();
    }

    /// <summary>The owner of an item says which of what departments say holds, on the basis on which the item is kept.</summary>
    /// <returns>Whether the row is shown again, with what came of it.</returns>
    private async Task<bool> SettleAsync(string field, IFormCollection sent, CancellationToken cancellationToken)
    {
        Why = sent["why"].ToString().Trim();
        if (!long.TryParse(sent["stands"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var stands))
        {
            Fault = Say("请选哪一个对。", "Pick which of them holds.");
            return true;
        }

        try
        {
            var basis = InForce.Structure.Items.On($"{Row.Register}.{field}", Site.Today) is { Basis: { Count: > 0 } own } ? own : InForce.Structure.Registers.On(Row.Register, Site.Today)!.Basis;
            var act = new SettleValue(Row, field, stands, Why.Length > 0 ? new PersonalText(Why) : null, [.. basis.Select(static one => one.ToString())]);
            var answer = await Site.Registers!.DoAsync(new ActOrder { By = Reader!, Act = act, Key = sent["once"].ToString() is { Length: > 0 and <= LongestKey } once ? once : Key }, cancellationToken);
            if (answer is ActAnswer.Done done) (Said, Why) = (Say($"裁定了，它是记录的第 {Showing.Number(done.Receipt.First)} 条。别的说法不再算数，仍然看得到。", $"Settled; it is entry {Showing.Number(done.Receipt.First)} of the record. What others said does not count any more, and can still be seen."), "");
            else Fault = answer is ActAnswer.Refused refused ? SayWhy(refused.Why) : Say("这一步已经做过了。", "This was done already.");
            return true;
        }
        catch (MachineFault)
        {
            Fault = Say("现在存不下来，什么也没有改。过一会儿再按一次。", "It cannot be stored just now, and nothing was changed. Press again in a moment.");
            return false;
        }
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
                one.Item, one.Claim.Position, Say(ShownValues.NameOf(this, $"{one.Subject.Register}.{one.Item}")), opened.GetValueOrDefault(one.Claim) is { } words ? string.Join(Say("、", ", "), words.Select(word => ShownValues.Say(this, $"{one.Subject.Register}.{one.Item}", word, one.Claim.Kind == ClaimKind.Rows))) : null,
                opened.ContainsKey(one.Claim) ? null : withheld.GetValueOrDefault($"{one.Subject.Register}.{one.Item}") is { } why ? SayWhy(why) : Say("这个用途不能看", "not for this purpose"),
                ShownValues.From(this, one.Claim.Provenance), one.Claim.Provenance.At, one.Stands, one.Disputed)),
        ];
        var owned = Site.Registers.Questions.ItemsOwnedBy(((Actor.Officer)Reader!).Seat.Unit);
        ToSettle = [.. Lines.Where(line => line.Disputed && owned.Contains($"{Row.Register}.{line.Field}")).GroupBy(static line => line.Field, StringComparer.Ordinal)];
    }

    private IActionResult? Find(string register, string key)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        Row = new RowId(register, key);
        return InForce.Structure.Registers.On(register, Site.Today) is null || !EnteringSubjects.MayBe(Row) || Site.Registers!.Questions.Find(Row) is null ? new NotFoundResult() : null;
    }
}
