using System.Globalization;
using Trellis.Information.Registers;
using Trellis.Structure;
using Trellis.Structure.Quantities;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>Values of registers and whence they come, as people read them.</summary>
internal static class ShownValues
{
    /// <summary>What stands where a simulation would have had somebody write.</summary>
    private const string SimulatedWord = "simulated";

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

    /// <summary>What was given of an item in a matter: a code, a place and a day as people say them, and never by the name that programs have for them.</summary>
    /// <param name="item">Null for words that are no fact.</param>
    public static string OfFact(SitePage page, Item? item, string word)
    {
        // What was lived and not written by anybody has one word in the place of all.
        if (page.Site.PicksPeople && (word == SimulatedWord || (item?.Type == "document" && IsSimulatedDocument(word)))) return page.Say("推演出来的事项，没有人写过内容", "nothing: this matter was simulated");
        return item?.Type switch
        {
            null => word,
            { } type when (type == "place" || page.InForce.Structure.Registers.Has(type)) && RowId.Parse(word) is { } row && page.InForce.Structure.Registers.On(row.Register, page.Site.Today) is { } register => page.Say($"登记在「{register.Name.Zh}」里", $"as entered in the register: {register.Name.En}"),
            "place" => page.NameOf(new UnitId(word)),
            "day" => DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? page.Show.Day(day) : word,
            "text" => word,
            _ => Quantity.TryParse(word, out var quantity, out _) ? page.Show.Exactly(quantity) : Say(page, item.Id, word, isRow: false),
        };
    }

    /// <summary>As a simulation numbers them: d, the matter, a hyphen and a number.</summary>
    private static bool IsSimulatedDocument(string word) => word.Length > 3 && word[0] == 'd' && word[1..].All(static letter => char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>Whose word it is.</summary>
    public static string From(SitePage page, Provenance from) => from.By is { } by ? page.NameOf(by) : page.Say("本人", "the person");

    /// <summary>Since when it is said to be so; where nobody said since when, the day on which it was entered.</summary>
    public static string Since(SitePage page, Claim claim) => claim.From > DateOnly.MinValue
        ? page.Say($"{page.Show.Day(claim.From)}起", $"since {page.Show.Day(claim.From)}")
        : page.Say($"{page.Show.Day(page.InForce.DayOf(claim.Provenance.At))}登记", $"entered on {page.Show.Day(page.InForce.DayOf(claim.Provenance.At))}");

    /// <summary>The name of an item; its id where the structure has none.</summary>
    public static Text NameOf(SitePage page, string item) => page.InForce.Structure.Items.On(item, page.Site.Today)?.Name ?? new(item, item);
}
