using Trellis.Information.Registers;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>Values of registers and whence they come, as people read them.</summary>
internal static class ShownValues
{
    /// <summary>A code by its name, a unit by its own, another row by that of its register, yes and no as words; anything else as it is.</summary>
    /// <param name="item">With its register: "person.sex".</param>
    /// <param name="isRow">Whether the word names a row.</param>
    public static string Say(SitePage page, string item, string word, bool isRow)
    {
        var (structure, day) = (page.InForce.Structure, page.Site.Today);
        if (isRow) return RowId.Parse(word) is not { } row ? word : row.Register == "unit" ? page.NameOf(new UnitId(row.Key)) : page.Say(structure.Registers.On(row.Register, day)?.Name ?? new(row.Register, row.Register));
        var known = structure.Items.On(item, day);
        if (known?.Type == "yes-no") return word == "yes" ? page.Say("是", "yes") : word == "no" ? page.Say("否", "no") : word;
        return known is not null && structure.Codes.On(known.Type, day)?.Values.FirstOrDefault(one => one.Value == word) is { Value: not null } code ? page.Say(code.Name) : word;
    }

    /// <summary>Whose word it is.</summary>
    public static string From(SitePage page, Provenance from) => from.By is { } by ? page.NameOf(by) : page.Say("本人", "the person");

    /// <summary>Since when it is said to be so; where nobody said since when, the day on which it was entered.</summary>
    public static string Since(SitePage page, Claim claim) => claim.From > DateOnly.MinValue
        ? page.Say($"{page.Show.Day(claim.From)}起", $"since {page.Show.Day(claim.From)}")
        : page.Say($"{page.Show.Day(page.InForce.DayOf(claim.Provenance.At))}登记", $"entered on {page.Show.Day(page.InForce.DayOf(claim.Provenance.At))}");

    /// <summary>The name of an item; its id where the structure has none.</summary>
    public static Text NameOf(SitePage page, string item) => page.InForce.Structure.Items.On(item, page.Site.Today)?.Name ?? new(item, item);
}
