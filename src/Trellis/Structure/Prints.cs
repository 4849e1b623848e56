using System.Security.Cryptography;
using System.Text;
using Trellis.Structure.Files;
using Trellis.Structure.Quantities;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>
/// The canonical form of entries and the prints made of it. The version of a structure is a hash over the model: file split, order,
/// comments, spacing, quotes and line ends are no part of it; texts stand in Unicode's composed form (the reader refuses others); lists count as sets except where order means something.
/// </summary>
public static class Prints
{
    /// <summary>The first eight hexadecimal digits of an entry's hash, as overlays write it under "against".</summary>
    public static string Of(Entry entry) => Convert.ToHexStringLower(Hash(entry.Node, Words.Of(entry.Kind).Shape, new StringBuilder(256)).AsSpan(0, 4));

    /// <summary>The version of a whole structure: SHA-256 over the hashes of its entries by kind, id and first day, as 64 hexadecimal digits.</summary>
    public static string VersionOf(GovernanceStructure structure)
    {
        var text = new StringBuilder(4096);
        var lines = new List<(string Key, byte[] Hash)> { ("structure", Hash(structure.Root, Words.Of(Kind.Structure).Shape, text)) };
        foreach (var entry in structure.Entries)
        {
            if (entry.Kind is Kind.Level or Kind.UnitType) continue; // they are part of structure.yaml
            lines.Add(($"{Words.Of(entry.Kind).Word}/{entry.Id} {entry.From:yyyy-MM-dd}", Hash(entry.Node, Words.Of(entry.Kind).Shape, text)));
        }

        lines.Sort(static (one, other) => string.CompareOrdinal(one.Key, other.Key) is var keys and not 0 ? keys : one.Hash.AsSpan().SequenceCompareTo(other.Hash));
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, hash) in lines)
        {
            sum.AppendData(Encoding.UTF8.GetBytes(key));
            sum.AppendData([0]);
            sum.AppendData(hash);
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    /// <summary>The entry with everything in one fixed spelling, one line.</summary>
    /// <param name="withWording">False leaves out names, reasons and other words that say nothing about the work.</param>
    public static string Canonical(Entry entry, bool withWording = true) => Canonical(entry.Node, Words.Of(entry.Kind).Shape, withWording, new StringBuilder(256));

    /// <summary>Key by key, sorted: what <see cref="Canonical(Entry, bool)"/> joins. So two versions of an entry are compared by what they say.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="withWording">As above.</param>
    /// <param name="renames">What the later version calls otherwise, where the entry is of the earlier one.</param>
    public static IReadOnlyList<(string Key, string Value)> Keys(Entry entry, bool withWording, Renames renames) =>
        Keys(entry.Node, Words.Of(entry.Kind).Shape, withWording, renames);

    /// <summary>The same for structure.yaml.</summary>
    public static IReadOnlyList<(string Key, string Value)> Keys(GovernanceStructure structure, bool withWording, Renames renames) =>
        structure.Root.Exists ? Keys(structure.Root, Words.Of(Kind.Structure).Shape, withWording, renames) : [];

    /// <param name="node">The entry as written.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="text">Empty before and after; only its room is used again.</param>
    private static byte[] Hash(Node node, Shape.Map shape, StringBuilder text)
    {
        var utf8 = Encoding.UTF8.GetBytes(Canonical(node, shape, withWording: true, text));
        return SHA256.HashData(utf8);
    }

    private static string Canonical(Node node, Shape.Map shape, bool withWording, StringBuilder text)
    {
        if (!node.IsMap) return ""; // a structure.yaml that is missing, or cannot be read
        new Writer(text, withWording, Renames.None).Map(node, shape, IdKey(node, shape));
        var canonical = text.ToString();
        text.Clear();
        return canonical;
    }

    private static List<(string Key, string Value)> Keys(Node node, Shape.Map shape, bool withWording, Renames renames) =>
        new Writer(new StringBuilder(), withWording, renames).Parts(node, shape, IdKey(node, shape));

    private static string? IdKey(Node node, Shape.Map shape) => node.Exists && node.File.IsTable && node.IsMap ? shape.Keywords[0].Name : null;

    private sealed class Writer(StringBuilder text, bool withWording, Renames renames)
    {
        // The entry's own kind and the key that is being written, for names that changed.
        private Kind? _kind;
        private string _key = "";

        // The registers of the roles of a matter type, where names may have changed.
        private Dictionary<string, string>? _roles;

        public void Map(Node node, Shape.Map shape, string? idKey = null)
        {
            var parts = Parts(node, shape, idKey);
            text.Append('{');
            for (var at = 0; at < parts.Count; at++)
            {
                if (at > 0) text.Append(',');
                text.Append(Quote(parts[at].Key)).Append(':').Append(parts[at].Value);
            }

            text.Append('}');
        }

        public List<(string Key, string Value)> Parts(Node node, Shape.Map shape, string? idKey)
        {
            var own = renames.Count == 0 ? null : Words.OfWord(shape.Title)?.Kind;
            if (own == Kind.Matter) _roles = RolesOf(node);
            var parts = new List<(string Key, string Value)>();
            foreach (var (key, value) in node.Pairs)
            {
                var name = key.Text;
                if (name == "id" && idKey is not null && !shape.Keywords.Any(static keyword => keyword.Name == "id")) name = idKey;
                var keyword = Array.Find(shape.Keywords, one => one.Name == name);
                if (keyword is null)
                {
                    if (name.StartsWith("unit.", StringComparison.Ordinal) || name.StartsWith("actor.", StringComparison.Ordinal)) parts.Add((renames.Apply(name, new Shape.Fact(), null, name, _roles), Quote(value.Text)));
                    continue; // unknown keys are errors; "against" is about the entry, not part of it
                }

                if (!withWording && keyword.Wording) continue;
                (_kind, _key) = (own, name);
                var written = Sub(value, keyword.Shape);
                if (keyword.Default is not null && written == Quote(keyword.Default)) continue;
                parts.Add((name, written));
            }

            parts.Sort(static (one, other) => string.CompareOrdinal(one.Key, other.Key));
            return parts;
        }

        private static Dictionary<string, string> RolesOf(Node matter)
        {
            var roles = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (role, register) in matter["about"u8].Pairs) roles[role.Text] = register.TextOrEmpty();
            return roles;
        }

        /// <summary>A part by itself: written behind what is there and cut off again, so that one buffer serves them all.</summary>
        private string Sub(Node node, Shape shape)
        {
            if (node.IsScalar && shape is not (Shape.Either or Shape.List or Shape.Keyed or Shape.Flow)) return Quote(Scalar(renames.Apply(node.Text, shape, _kind, _key, _roles), shape));
            var (before, kind, key) = (text.Length, _kind, _key);
            Value(node, shape);
            (_kind, _key) = (kind, key);
            var written = text.ToString(before, text.Length - before);
            text.Length = before;
            return written;
        }

        private void Value(Node node, Shape shape)
        {
            switch (shape)
            {
                case Shape.Map map when node.IsMap: Map(node, map); break;
                case Shape.List list: List(node, list.Of, list.Ordered); break;
                case Shape.Keyed keyed: Keyed(node, keyed); break;
                case Shape.Either either: Value(node, Chosen(node, either)); break;
                case Shape.Flow: Flow(node); break;
                case Shape.Texts when node.IsMap: Texts(node); break;
                default:
                    if (node.IsScalar) text.Append(Quote(Scalar(renames.Apply(node.Text, shape, _kind, _key, _roles), shape)));
                    else Anything(node);
                    break;
            }
        }

        private static Shape Chosen(Node node, Shape.Either either) =>
            Array.Find(either.Of, shape => shape switch
            {
                Shape.Map or Shape.Keyed or Shape.Texts => node.IsMap,
                Shape.List => node.IsList || node.Kind == NodeKind.Cell,
                _ => node.IsScalar,
            }) ?? either.Of[0];

        private void List(Node node, Shape of, bool ordered)
        {
            var parts = new List<string>();
            if (node.IsList)
            {
                foreach (var element in node.Elements) parts.Add(Sub(element, of));
            }
            else if (node.Kind == NodeKind.Cell)
            {
                foreach (var value in node.Values()) parts.Add(of is Shape.Map map ? $"{{{Quote(map.Keywords[0].Name)}:{Quote(renames.Apply(value.Text, map.Keywords[0].Shape, _kind, _key, _roles))}}}" : Quote(Scalar(renames.Apply(value.Text, of, _kind, _key, _roles), of)));
            }
            else if (node.Exists) parts.Add(Sub(node, of));

            if (!ordered) parts.Sort(StringComparer.Ordinal);
            text.Append('[').AppendJoin(',', parts).Append(']');
        }

        private void Keyed(Node node, Shape.Keyed keyed)
        {
            var parts = new List<string>();
            if (node.IsMap)
            {
                foreach (var (key, value) in node.Pairs) parts.Add($"{Quote(renames.Apply(key.Text, keyed.Key, _kind, _key, _roles))}:{Sub(value, keyed.Value)}");
            }
            else
            {
                foreach (var value in node.Values()) parts.Add($"{Quote(renames.Apply(value.Text, keyed.Key, _kind, _key, _roles))}:{{}}");
            }

            parts.Sort(StringComparer.Ordinal);
            text.Append('{').AppendJoin(',', parts).Append('}');
        }

        private void Texts(Node node)
        {
            var parts = new List<string>();
            foreach (var (key, value) in node.Pairs) parts.Add($"{Quote(key.Text)}:{Quote(value.TextOrEmpty())}");
            parts.Sort(StringComparer.Ordinal);
            text.Append('{').AppendJoin(',', parts).Append('}');
        }

        private void Flow(Node node)
        {
            var parts = new List<string>();
            foreach (var element in node.Elements)
            {
                var inner = new List<string>();
                foreach (var (key, value) in element.Pairs)
                {
                    var word = key.Text;
                    var written = word switch
                    {
                        "sequence" or "parallel" or "any-order" => Sub(value, new Shape.Flow()),
                        "choice" => Sub(value, new Shape.List(Words.ControlMap("choice")!, Ordered: true)),
                        "within" => Sub(value, new Shape.Limit()),
                        _ when (Words.StepMap(word) ?? Words.ControlMap(word)) is { } map => Sub(value, map),
                        _ => Quote(""),
                    };
                    inner.Add($"{Quote(word)}:{written}");
                }

                inner.Sort(StringComparer.Ordinal);
                parts.Add($"{{{string.Join(',', inner)}}}");
            }

            text.Append('[').AppendJoin(',', parts).Append(']');
        }

        /// <summary>Where the shape does not fit the finding was told; the print still depends on all that is written.</summary>
        private void Anything(Node node)
        {
            if (node.IsScalar) text.Append(Quote(node.Text));
            else if (node.IsList)
            {
                text.Append('[');
                foreach (var element in node.Elements)
                {
                    Anything(element);
                    text.Append(',');
                }

                text.Append(']');
            }
            else
            {
                text.Append('{');
                foreach (var (key, value) in node.Pairs)
                {
                    text.Append(Quote(key.Text)).Append(':');
                    Anything(value);
                    text.Append(',');
                }

                text.Append('}');
            }
        }

        private static string Scalar(string value, Shape shape) => shape switch
        {
            Shape.Limit when TimeLimit.TryParse(value, out var limit, out _) => limit.ToString(),
            Shape.Amount when Quantity.TryParse(value, out var quantity, out _) => quantity.ToString(),
            Shape.Number when int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Shape.AFormula or Shape.Limit or Shape.Amount => string.Join(' ', value.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)),
            _ => value,
        };

        private static string Quote(string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0 ? string.Concat("\"", value, "\"") : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
    }
}
