using System.Text;
using Trellis.Structure.Files;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>
/// Writes a structure as files again, in one fixed spelling. Reading them gives the same model and the same version.
/// To change one entry among many use <see cref="EditingEntries"/>, which leaves all other text alone.
/// </summary>
public static class WritingStructures
{
    /// <summary>All files of the base, each kind in its own; comments and notes for people are not part of a model and are not written.</summary>
    public static IReadOnlyList<SourceFile> Write(GovernanceStructure structure)
    {
        var files = new List<SourceFile> { File("structure.yaml", Yaml(structure.Root, Words.Of(Kind.Structure), 0)) };
        foreach (var words in Words.All)
        {
            if (words.Inner || words.Kind == Kind.Structure) continue;
            var entries = structure.Entries.Where(entry => entry.Kind == words.Kind && (entry.Overlay is null || words.Kind == Kind.Overlay)).ToList();
            if (entries.Count == 0) continue;
            if (words.Kind == Kind.Overlay)
            {
                foreach (var overlay in entries) files.Add(File($"overlays/{overlay.Id}/overlay.yaml", Yaml(overlay.Node, words, 0)));
            }
            else if (words.OneAFile)
            {
                // Two spells of one id would meet in one file name; they stand in one list then.
                foreach (var spells in entries.GroupBy(static entry => entry.Id))
                    files.Add(File($"{words.Plural}/{spells.Key}.yaml", spells.Count() == 1 ? Yaml(spells.First().Node, words, 0) : string.Concat(spells.Select(entry => "- " + Yaml(entry.Node, words, 2)))));
            }
            else if (words.AlwaysTable) files.Add(File($"{words.Plural}.tsv", Table(entries, words)));
            else files.Add(File($"{words.Plural}.yaml", string.Concat(entries.Select(entry => "- " + Yaml(entry.Node, words, 2)))));
        }

        return files;
    }

    /// <summary>One entry by itself, each key on a line of its own: what somebody begins with who wants it otherwise.</summary>
    public static string AsText(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Yaml(entry.Node, Words.Of(entry.Kind), 0);
    }

    private static SourceFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>An entry in block style, its keys indented; the first stands where the caller has written to.</summary>
    private static string Yaml(Node node, KindWords words, int indent)
    {
        var text = new StringBuilder();
        var first = true;
        foreach (var (key, value) in node.Pairs)
        {
            var name = key.Text == "id" && node.File.IsTable ? words.Word : key.Text;
            if (!first) text.Append(' ', indent);
            first = false;
            text.Append(Scalar(name, inFlow: false)).Append(':');
            Value(text, value, Array.Find(words.Shape.Keywords, keyword => keyword.Name == name)?.Shape, indent);
        }

        return text.ToString();
    }

    /// <summary>What stands behind a colon, with the end of the line.</summary>
    private static void Value(StringBuilder text, Node value, Shape? shape, int indent)
    {
        if (Cells(value, shape) is { } list) text.Append(' ').Append(list).Append('\n');
        else if (value.IsScalar) text.Append(' ').Append(Scalar(value.Text, inFlow: false)).Append('\n');
        else if (value.Count == 0) text.Append(value.IsMap ? " {}\n" : " []\n");
        else if (Short(value, shape) is { } flow) text.Append(' ').Append(flow).Append('\n');
        else if (value.IsMap)
        {
            text.Append('\n');
            foreach (var (key, inner) in value.Pairs)
            {
                text.Append(' ', indent + 2).Append(Scalar(key.Text, inFlow: false)).Append(':');
                Value(text, inner, Inside(shape, key.Text), indent + 2);
            }
        }
        else
        {
            text.Append('\n');
            foreach (var element in value.Elements) Element(text, element, indent + 2);
        }
    }

    /// <summary>What the parts of a cell stand for: a list, or keys alone; null where the value is no such cell.</summary>
    private static string? Cells(Node value, Shape? shape)
    {
        if (value.Kind != NodeKind.Cell) return null;
        var parts = value.Values().Select(static one => Scalar(one.Text, inFlow: true));
        return shape switch
        {
            Shape.List { Of: Shape.Map map } => $"[{string.Join(", ", parts.Select(part => $"{{{map.Keywords[0].Name}: {part}}}"))}]",
            Shape.List => $"[{string.Join(", ", parts)}]",
            Shape.Keyed => $"{{{string.Join(", ", parts.Select(static part => $"{part}: {{}}"))}}}",
            _ => null,
        };
    }

    /// <summary>The shape of a key inside a map, where the cells of a table may hold lists.</summary>
    private static Shape? Inside(Shape? shape, string key) => shape switch
    {
        Shape.Map map => Array.Find(map.Keywords, keyword => keyword.Name == key)?.Shape,
        Shape.Either either => either.Of.OfType<Shape.Map>().FirstOrDefault() is { } map ? Inside(map, key) : null,
        _ => null,
    };

    private static void Element(StringBuilder text, Node element, int indent)
    {
        text.Append(' ', indent).Append("- ");
        if (element.IsScalar) text.Append(Scalar(element.Text, inFlow: false)).Append('\n');
        else if (element.Count == 0) text.Append(element.IsMap ? "{}\n" : "[]\n");
        else if (Short(element, null) is { } flow) text.Append(flow).Append('\n');
        else if (element.IsMap)
        {
            var first = true;
            foreach (var (key, inner) in element.Pairs)
            {
                if (!first) text.Append(' ', indent + 2);
                first = false;
                text.Append(Scalar(key.Text, inFlow: false)).Append(':');
                Value(text, inner, null, indent + 2);
            }
        }
        else
        {
            // A list in a list: its elements go on the lines below.
            text.Append('\n');
            foreach (var inner in element.Elements) Element(text, inner, indent + 2);
        }
    }

    /// <summary>In braces on one line where that is easy to read; null where it is not.</summary>
    private static string? Short(Node node, Shape? shape)
    {
        var text = new StringBuilder();
        return Flow(text, node, shape, 0) && text.Length <= 160 ? text.ToString() : null;
    }

    private static bool Flow(StringBuilder text, Node node, Shape? shape, int depth)
    {
        if (depth > 3 || text.Length > 160) return false;
        if (node.IsScalar)
        {
            text.Append(Cells(node, shape) ?? Scalar(node.Text, inFlow: true));
            return true;
        }

        var first = true;
        text.Append(node.IsMap ? '{' : '[');
        foreach (var (key, value) in node.Pairs)
        {
            if (!first) text.Append(", ");
            first = false;
            text.Append(Scalar(key.Text, inFlow: true)).Append(": ");
            if (!Flow(text, value, Inside(shape, key.Text), depth + 1)) return false;
        }

        foreach (var element in node.Elements)
        {
            if (!first) text.Append(", ");
            first = false;
            if (!Flow(text, element, null, depth + 1)) return false;
        }

        text.Append(node.IsMap ? '}' : ']');
        return true;
    }

    /// <summary>A scalar as plainly as it may be written so that it reads as the same text.</summary>
    internal static string Scalar(string value, bool inFlow)
    {
        if (IsPlain(value, inFlow)) return value;
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var letter in value)
        {
            text.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ => letter.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    private static bool IsPlain(string value, bool inFlow)
    {
        if (value.Length == 0 || value[0] == ' ' || value[^1] is ' ' or ':' || value is "~" or "<<") return false;
        if ("&*!|>'\"%@`{}[],#?:-".Contains(value[0], StringComparison.Ordinal) && !(value[0] is '-' or '?' or ':' && value.Length > 1 && value[1] != ' ')) return false;
        if (value.StartsWith("---", StringComparison.Ordinal) || value.StartsWith("...", StringComparison.Ordinal)) return false;
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] is '\n' or '\t' or '\r') return false;
            if (inFlow && value[at] is ',' or '{' or '}' or '[' or ']' && inFlow) return false;
            if (value[at] == ':' && (at + 1 == value.Length || value[at + 1] == ' ' || inFlow && value[at + 1] is ',' or '}' or ']' or '{' or '[')) return false;
            if (value[at] == '#' && at > 0 && value[at - 1] == ' ') return false;
        }

        return true;
    }

    private static string Table(List<Entry> entries, KindWords words)
    {
        var rows = new List<Dictionary<string, string>>(entries.Count);
        var columns = new List<string>();
        foreach (var entry in entries)
        {
            var row = new Dictionary<string, string>(StringComparer.Ordinal);
            Cells(entry.Node, "", row);
            if (!entry.Node.File.IsTable && row.Remove(words.Word, out var id)) row[words.TableKey] = id;
            foreach (var column in row.Keys)
                if (!columns.Contains(column)) columns.Add(column);
            rows.Add(row);
        }

        // Columns of one map stand together, in the order of the vocabulary, so that they read as one map again.
        var order = words.Shape.Keywords.Select(static keyword => keyword.Name).ToList();
        var sorted = columns.OrderBy(column => column == words.TableKey ? -1 : order.IndexOf(column.Split('.')[0]) is var at and >= 0 ? at : order.Count).ThenBy(static column => column, StringComparer.Ordinal).ToList();
        var text = new StringBuilder().AppendJoin('\t', sorted).Append('\n');
        foreach (var row in rows) text.AppendJoin('\t', sorted.Select(column => row.GetValueOrDefault(column, ""))).Append('\n');
        return text.ToString();
    }

    private static void Cells(Node node, string prefix, Dictionary<string, string> row)
    {
        foreach (var (key, value) in node.Pairs)
        {
            var column = prefix + key.Text;
            if (value.IsMap) Cells(value, column + ".", row);
            else row[column] = value.IsList ? string.Join(' ', value.Values().Select(static one => one.Text)) : value.Text;
        }
    }
}
