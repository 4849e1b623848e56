using System.Globalization;
using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Cli;

/// <summary>The facts that a question about a power can have: which names there are, what their values look like, and which are missing.</summary>
internal sealed class MayFacts(GovernanceStructure structure, string power, string? matter, DateOnly day)
{
    private readonly List<FormulaNames> _names = NamesOf(structure, power, matter, day);

    private static List<FormulaNames> NamesOf(GovernanceStructure structure, string power, string? matter, DateOnly day)
    {
        var names = new List<FormulaNames>();
        if ((structure.Matters.On(matter, day) ?? (matter is null ? null : structure.Matters.Of(matter).FirstOrDefault())) is { } type) names.Add(FormulaNames.Of(structure, type));
        names.Add(FormulaNames.Of(structure, structure.Powers.On(power, day) ?? structure.Powers.Of(power).FirstOrDefault()));
        return names;
    }

    /// <summary>A fact that the question can have, with a value of its type; anything else would be left aside without a word.</summary>
    public KeyValuePair<string, string> Checked(KeyValuePair<string, string> fact)
    {
        var (name, written) = fact;
        if (_names.TrueForAll(names => names.TypeOf(name) is null))
        {
            var all = Candidates().Distinct(StringComparer.Ordinal).ToList();
            var near = all.Find(one => one.EndsWith("." + name, StringComparison.Ordinal)) ?? NearNames.Nearest(name, all);
            throw new UnusableInput($"--fact: this question can have no fact \"{Excerpt.Of(name, 60)}\".", near is null ? "Name it as conditions do: matter, a role or a register, a dot, and the item." : $"Did you mean {near}?");
        }

        if (ItemOf(name) is not { } item || ReadingFacts.Fits(structure, item, written, day)) return fact;
        var example = decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) && UnitOf(item) is { } unit ? $"{written} {unit}" : Example(name);
        throw new UnusableInput($"--fact: \"{Excerpt.Of(written, 40)}\" is no value of {name}, which is of type {item.Type}.", $"Write for example: --fact {name}=\"{example}\".");
    }

    /// <summary>What some answers lack, each with the option that would give it.</summary>
    public IEnumerable<(string Name, string Option)> Missing(IReadOnlyList<Answer> answers)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            if (answer.Obstacle == Obstacle.AmountNotKnown && told.Add("--amount")) yield return ("amount", "--amount \"800 CNY\"");
            if (answer.Obstacle == Obstacle.MatterNotGiven && answer.Link?.Limits.Matters is [{ Id: { } type }, ..] && matter is null && told.Add("--matter")) yield return ("matter", $"--matter {type}");
            foreach (var name in AuthorityWords.UnknownFacts(answer))
                if (told.Add(name)) yield return (name, $"--fact {name}=\"{Example(name)}\"");
        }
    }

    private IEnumerable<string> Candidates()
    {
        foreach (var names in _names)
        {
            foreach (var root in names.Roots)
            {
                if (root is "unit" or "standard" or "day" || names.Root(root) is not FactType.RecordOf(var register)) continue;
                foreach (var item in names.Items(register)) yield return $"{root}.{item}";
            }
        }
    }

    private Item? ItemOf(string name) => _names.Select(names => names.ItemOf(name, day)).FirstOrDefault(static item => item is not null);

    private static string? UnitOf(Item item) => item.Type switch
    {
        "money" => "CNY",
        "area" => "m2",
        "length" => "m",
        "weight" => "kg",
        "sound" => "dB",
        "share" => "%",
        "points" or "pieces" or "people" or "cases" => item.Type,
        _ => null,
    };

    /// <summary>A value such as one could write for a fact.</summary>
    private string Example(string name)
    {
        if (ItemOf(name) is not { } item) return "...";
        if (UnitOf(item) is { } unit) return $"{(unit == "CNY" ? "800" : "8")} {unit}";
        return item.Type switch
        {
            "number" => "8",
            "yes-no" => "yes",
            "day" => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "place" => structure.Top.Id ?? "...",
            var list => structure.Codes.On(list, day) is { Values: [var first, ..] } ? first.Value : "...",
        };
    }
}
