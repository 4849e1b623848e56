using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Registers;
using Trellis.Information.Searching;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>Rows that name one: the members of a household, the children of somebody, their organisations. Whoever is found, and whoever they name, was looked at, and that is entered first.</summary>
public sealed class RelatedPage : RegisterPages
{
    public override Text Heading => new("指着这一行的各行", "Rows that name this one");

    public RowId Row { get; private set; }

    public string At { get; private set; } = "";

    public string Number { get; private set; } = "";

    /// <summary>By which item they name it.</summary>
    public string Item { get; private set; } = "";

    /// <summary>Null before anything was looked for.</summary>
    public IReadOnlyList<FoundSubject>? Found { get; private set; }

    public long? Look { get; private set; }

    public string? Fault { get; private set; }

    protected override bool IsOnTheWay(IFormCollection sent) => true;

    public override bool IsLookedOver => Found is not null;

    /// <summary>How rows can name this one, in the words of the structure.</summary>
    public IReadOnlyList<(Item Item, string Says)> Ways =>
        [.. NamingRelations.To(Row.Register, InForce.Structure, Site.Today).Select(item => (item, Say($"{RegisterName(item.RegisterId).Zh}里「{item.Name.Zh}」是这一行的", $"{RegisterName(item.RegisterId).En} of which \"{item.Name.En}\" is this row")))];

    public IActionResult OnGet(string register, string key) => Find(register, key) ?? Page();

    public async Task<IActionResult> OnPostAsync(string register, string key, string? item, string? at, string? number, CancellationToken cancellationToken)
    {
        if (Find(register, key) is { } instead) return instead;
        (Item, At, Number) = (item ?? "", at ?? "", number?.Trim() ?? "");
        if (Request.Form["again"].Count > 0) return Page();
        if (ReasonOf(at, number) is not { } reason)
        {
            Fault = Say("请写明因为什么查：一个事项的受理号，或者选一项正在办的工作。", "Say what you look for them for: the number of a matter, or something that you work at.");
            return Page();
        }

        try
        {
            var (found, look, why) = await SearchingRegisters.FindRelatedAsync(Site.Registers!.Questions, Site.Looks!, InForce.Structure, Site.Today, (Actor.Officer)Reader!, Row, Item, reason, cancellationToken);
            if (why is not null) Fault = SayWhy(why);
            else if (look is LookAnswer.Committed(var committed)) (Found, Look) = (found, committed.Receipt.First);
            else Fault = WhyNot(look);
        }
        catch (MachineFault)
        {
            Fault = Say("现在记不下这次查看，所以不能查。过一会儿再试。", "The look cannot be entered just now, so nothing can be shown. Try again in a moment.");
        }

        return Page();
    }

    private IActionResult? Find(string register, string key)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        Row = new RowId(register, key);
        return InForce.Structure.Registers.On(register, Site.Today) is null || !EnteringSubjects.MayBe(Row) || Site.Registers!.Questions.Find(Row) is null ? new NotFoundResult() : null;
    }
}
