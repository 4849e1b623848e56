using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Runtime.Information;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>At what a post works, so that a purpose can be read off it: its powers and its forms, as a look names them.</summary>
internal static class WorkAtHand
{
    public static IReadOnlyList<(string Reason, string Says)> Of(SitePage page, PostAt seat)
    {
        if (page.Site.Desk is not { } desk) return [];
        var (structure, day) = (page.InForce.Structure, page.Site.Today);
        var mandates = page.InForce.Mandates.On(day, desk.Standing);
        var powers = structure.Powers.All.Where(power => power.HoldsOn(day) && mandates.Of(power.Id).Any(held => held.Post == seat.Post && held.Unit.Id == seat.Unit.Text)).Select(power => (LookReason.OfPower(power.Id).ToString(), page.Say($"行使职权：{power.Name.Zh}", $"the power: {power.Name.En}")));
        var forms = structure.Forms.All.Where(form => form.HoldsOn(day) && form.Purpose is not null && AskedRows.Of(form, page.Today) is not null && (form.AskedBy.Id == seat.Unit.Text || (form.FilledBy.Post == seat.Post && page.Today.Unit(seat.Unit.Text) is { } unit && (form.FilledBy.At is not { } at || page.Today.IsIn(unit, at))))).Select(form => (LookReason.OfForm(form.Id).ToString(), page.Say($"表格：{form.Name.Zh}", $"the form: {form.Name.En}")));
        // A power that is used for several purposes tells none, and whatever was looked for under it would be refused.
        return [.. powers.Concat(forms).Where(one => LookReason.Parse(one.Item1) is { } reason && page.Site.Looks?.HasPurpose(reason) == true)];
    }
}

/// <summary>By what somebody was found, as people say it.</summary>
internal static class FoundWords
{
    public static string Of(SitePage page, FoundSubject found) => found.By switch
    {
        "number" => page.Say("号码相符", "by its number"),
        "telephone" => page.Say("电话相符", "by a telephone"),
        "address" => page.Say("地址相符", "by an address"),
        _ => page.Say("名称相符", "by name"),
    };
}
