using System.Text;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>
/// What a later version of a structure calls otherwise: its entry says "formerly", and the earlier version has that id where the later one has not.
/// A renamed entry is the same entry, and whoever names it has not changed by that.
/// </summary>
public sealed class Renames
{
    private readonly Dictionary<(Kind Kind, string Old), string> _now = [];

    // Of each field of a renamed item how many items of the earlier version have it, in whatever register.
    private readonly Dictionary<string, int> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _items = new(StringComparer.Ordinal);

    private Renames()
    {
    }

    public static Renames None { get; } = new();

    public int Count => _now.Count;

    public static Renames Between(GovernanceStructure earlier, GovernanceStructure later)
    {
        var renames = new Renames();
        foreach (var entry in later.Entries.Concat(later.Overlays.All.SelectMany(static overlay => overlay.Adds)))
        {
            if (entry.Formerly is not { } old || old == entry.Id) continue;
            if (earlier.Find(entry.Kind, old).Count == 0 || earlier.Find(entry.Kind, entry.Id).Count > 0 || later.Find(entry.Kind, old).Count > 0) continue;
            renames._now.TryAdd((entry.Kind, old), entry.Id);
        }

        if (renames._now.Keys.Any(static one => one.Kind == Kind.Item))
        {
            foreach (var id in earlier.Items.Ids)
            {
                renames._items.Add(id);
                var field = Behind(id);
                renames._fields[field] = renames._fields.GetValueOrDefault(field) + 1;
            }
        }

        return renames;
    }

    /// <summary>The id that the later version uses.</summary>
    public string Now(Kind kind, string id) => _now.Count > 0 && _now.TryGetValue((kind, id), out var now) ? now : id;

    /// <summary>A unit or a group, which share their names.</summary>
    public string NowUnit(string unitOrGroup) => Now(Kind.Group, Now(Kind.Unit, unitOrGroup));

    /// <summary>A finding, plan or acceptance names an entry so: "duty/noise".</summary>
    public string NowAddress(string address)
    {
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && Words.OfWord(address[..slash]) is { } words ? $"{words.Word}/{Now(words.Kind, address[(slash + 1)..])}" : address;
    }

    /// <summary>A value with the names in it as the later version has them.</summary>
    /// <param name="value">As the earlier version has it.</param>
    /// <param name="shape">What it is.</param>
    /// <param name="own">The kind of the entry whose id it may be.</param>
    /// <param name="key">The key that it stands under.</param>
    /// <param name="roles">The register of each role of the matter type that it stands in; null elsewhere.</param>
    internal string Apply(string value, Shape shape, Kind? own, string key, IReadOnlyDictionary<string, string>? roles = null)
    {
        if (_now.Count == 0) return value;
        return shape switch
        {
            Shape.Id => own is { } kind ? Now(kind, value) : value,
            Shape.Reference reference => Reference(value, reference.Kinds),
            Shape.APost => Post(value),
            Shape.AnArticle => Article(value),
            Shape.Fact => Fact(value, roles),
            Shape.ItemType => value.StartsWith("list of ", StringComparison.Ordinal) ? "list of " + TypeName(value["list of ".Length..]) : TypeName(value),
            Shape.AFormula or Shape.Limit { OrExpression: true } or Shape.Amount { OrExpression: true } => Formula(value, roles),
            Shape.Verbatim when key == "given-by" => Now(Kind.Law, NowUnit(value)),
            _ => value,
        };
    }

    private string TypeName(string name) => Now(Kind.Register, Now(Kind.Codes, name));

    private string Reference(string value, Kind[] kinds)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && Words.OfWord(value[..slash]) is { } words) return $"{value[..slash]}/{Now(words.Kind, value[(slash + 1)..])}";
        foreach (var kind in kinds)
            if (Now(kind, value) is var now && now != value) return now;
        return value;
    }

    private string Post(string value)
    {
        if (value.StartsWith("system/", StringComparison.Ordinal)) return "system/" + Now(Kind.System, value["system/".Length..]);
        var at = value.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0) return $"{Now(Kind.Post, value[..at])}@{NowUnit(value[(at + 1)..])}";
        return Now(Kind.Post, value) is var now && now != value ? now : NowUnit(value);
    }

    private string Article(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? Now(Kind.Law, value) : $"{Now(Kind.Law, value[..slash])}/{value[(slash + 1)..]}";
    }

    /// <summary>
    /// "household.income", or by a role: "family.income". Along references the register is not known here: such a name has changed where no item
    /// of another register has the same field.
    /// </summary>
    private string Fact(string value, IReadOnlyDictionary<string, string>? roles)
    {
        if (Now(Kind.Item, value) is var whole && whole != value) return whole;
        if (_items.Contains(value)) return value;
        var dot = value.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && roles is not null && roles.TryGetValue(value[..dot], out var register) && value.IndexOf('.', dot + 1) < 0)
            return Now(Kind.Item, register + value[dot..]) is var now && now != register + value[dot..] ? value[..dot] + Behind(now) : value;
        foreach (var ((kind, old), later) in _now)
        {
            if (kind == Kind.Item && Behind(old) is var field && value.EndsWith(field, StringComparison.Ordinal) && _fields.GetValueOrDefault(field) == 1) return value[..^field.Length] + Behind(later);
            if (kind == Kind.Standard && value == $"standard.{old}") return $"standard.{later}";
        }

        return value;
    }

    private static string Behind(string item) => item[Math.Max(0, item.IndexOf('.', StringComparison.Ordinal))..];

    /// <summary>Names in an expression are facts; a text in quotes may be the id of a matter type.</summary>
    private string Formula(string value, IReadOnlyDictionary<string, string>? roles)
    {
        var result = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length;)
        {
            var end = at;
            if (value[at] == '"')
            {
                end = value.IndexOf('"', at + 1) is var close and >= 0 ? close : value.Length - 1;
                result.Append('"').Append(Now(Kind.Matter, value[(at + 1)..end])).Append('"');
                at = end + 1;
                continue;
            }

            while (end < value.Length && (char.IsAsciiLetterLower(value[end]) || char.IsAsciiDigit(value[end]) || value[end] is '.' or '-')) end++;
            if (end > at) result.Append(Fact(value[at..end], roles));
            else result.Append(value[end++]);
            at = end;
        }

        return result.ToString();
    }
}
