using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>The facts of a matter type as pages ask for them and read them.</summary>
internal sealed class PlacedNames
{
    private readonly SitePage _page;
    private readonly MatterType _type;
    private readonly GovernanceStructure _structure;
    private readonly FormulaNames _names;
    private readonly FlowOutline _words;

    public PlacedNames(SitePage page, MatterType type, GovernanceStructure structure)
    {
        (_page, _type, _structure) = (page, type, structure);
        _names = FormulaNames.Of(structure, type);
        _words = new FlowOutline(CompiledFlow.Of(type, structure, page.Site.Today), structure, page.Site.Today);
    }

    public Text NameOf(string fact) => _words.NameOf(fact);

    /// <summary>Whether somebody can write it in a field: papers, lists and rows are handed in or looked up elsewhere.</summary>
    public static bool IsTyped(GovernanceStructure structure, Item? item) =>
        item is null || (item.Type != "document" && !item.Type.StartsWith("list of ", StringComparison.Ordinal) && !structure.Registers.Has(item.Type));

    /// <summary>How a fact is asked for: by its kind, with its definition as the hint.</summary>
    public AskedField Ask(string fact, string name, bool needed) => Ask(_page, _structure, ItemOf(fact), NameOf(fact), name, needed);

    public static AskedField Ask(SitePage page, GovernanceStructure structure, Item? item, Text label, string name, bool needed)
    {
        var field = new AskedField(name, label, FieldKind.Line) { Needed = needed, Hint = item?.Means };
        var type = item?.Type ?? "text";
        if (structure.Codes.On(type, page.Site.Today) is { } codes)
            return field with { Kind = FieldKind.Choice, Choices = [.. codes.Values.Where(code => code.From <= page.Site.Today && page.Site.Today <= code.To).Select(code => (code.Value, page.Say(code.Name)))] };
        return type switch
        {
            "yes-no" => field with { Kind = FieldKind.Choice, Choices = [("yes", page.Say("是", "yes")), ("no", page.Say("否", "no"))] },
            "number" => field with { Kind = FieldKind.Number },
            "day" => field with { Kind = FieldKind.Day },
            "money" => field with { Hint = new("多少元，写数字，如 420", "In yuan, as a number: 420") },
            "area" => field with { Hint = new("多少平方米，写数字，如 60", "In square metres, as a number: 60") },
            "sound" => field with { Hint = new("多少分贝，写数字，如 55", "In decibels, as a number: 55") },
            _ => field,
        };
    }

    public GivenItem? Read(string fact, string written, out string wrong)
    {
        wrong = "";
        if (TypingFacts.Read(_names, fact, [WithMeasure(ItemOf(fact), written)], isList: _names.TypeOf(fact) is FactType.ListOf, out var fault) is { } value) return new GivenItem(fact, value);
        wrong = _page.Say(fault);
        return null;
    }

    /// <summary>Nobody writes the unit of measure behind a number when the page names it.</summary>
    public static string WithMeasure(Item? item, string written) =>
        written.Length > 0 && written.All(static letter => char.IsAsciiDigit(letter) || letter == '.') && item?.Type switch { "money" => "CNY", "area" => "m2", "sound" => "dB", _ => null } is { } measure ? $"{written} {measure}" : written;

    /// <summary>The item behind a fact, where there is one.</summary>
    public Item? ItemOf(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return null;
        var register = _type.About.FirstOrDefault(role => role.Name == path[..dot])?.Register.Id ?? path[..dot];
        return _structure.Items.On($"{register}.{path[(dot + 1)..]}", _page.Site.Today);
    }
}
