using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>Finds the item that the name of a fact stands for: "household.income", or along references, "applicant.household.income".</summary>
internal sealed class FactNames(GovernanceStructure structure, DateOnly day)
{
    private readonly Dictionary<string, Item?> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<MatterType, Dictionary<string, string>> _roles = [];

    /// <summary>A name that begins with a register; null where it is no item (a register as a whole, an outcome).</summary>
    public Item? Find(string path)
    {
        if (_known.TryGetValue(path, out var known)) return known;
        var item = Walk(path, null);
        _known.Add(path, item);
        return item;
    }

    /// <summary>A name as it stands in a matter type: it may begin with a role.</summary>
    public Item? Find(string path, MatterType matter) => Walk(path, RolesOf(matter));

    /// <summary>Roles and the registers they are found in, with the names of members that a flow walks through.</summary>
    public IReadOnlyDictionary<string, string> RolesOf(MatterType matter)
    {
        if (_roles.TryGetValue(matter, out var known)) return known;
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        _roles.Add(matter, roles);
        foreach (var role in matter.About) roles[role.Name] = role.Register.Id;
        foreach (var part in matter.Flow.All)
        {
            if (part is not FlowPart.Repeat { ForEach: { } each }) continue;
            if (Walk(each.Members.Id, roles) is { } members && RegisterIn(members.Type) is { } register) roles[each.Name] = register;
        }

        return roles;
    }

    /// <summary>The facts that an expression names, as written; texts in quotes are none.</summary>
    public static IEnumerable<string> In(string? expression)
    {
        if (expression is null) yield break;
        for (var at = 0; at < expression.Length;)
        {
            if (expression[at] == '"')
            {
                var end = expression.IndexOf('"', at + 1);
                at = end < 0 ? expression.Length : end + 1;
                continue;
            }

            if (!char.IsAsciiLetterLower(expression[at]))
            {
                // A number with its unit, "60 m2", is no name; what touches a digit is read over.
                if (char.IsAsciiDigit(expression[at]))
                    while (at < expression.Length && (char.IsAsciiLetterOrDigit(expression[at]) || expression[at] is '.' or '-')) at++;
                else at++;
                continue;
            }

            var begin = at;
            while (at < expression.Length && (char.IsAsciiLetterLower(expression[at]) || char.IsAsciiDigit(expression[at]) || expression[at] is '-' or '.')) at++;
            var name = expression[begin..at].TrimEnd('.', '-');
            if (name.Contains('.', StringComparison.Ordinal)) yield return name;
        }
    }

    private Item? Walk(string path, IReadOnlyDictionary<string, string>? roles)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return null;
        var first = path[..dot];
        var register = roles is not null && roles.TryGetValue(first, out var bound) ? bound : first;
        var rest = path[(dot + 1)..];
        while (true)
        {
            dot = rest.IndexOf('.', StringComparison.Ordinal);
            var item = structure.Items.On($"{register}.{(dot < 0 ? rest : rest[..dot])}", day);
            if (item is null || dot < 0) return item;
            if (RegisterIn(item.Type) is not { } next) return null;
            (register, rest) = (next, rest[(dot + 1)..]);
        }
    }

    private string? RegisterIn(string type)
    {
        var name = type.StartsWith("list of ", StringComparison.Ordinal) ? type["list of ".Length..] : type;
        return name == "unit" || structure.Registers.Has(name) ? name : null;
    }
}
