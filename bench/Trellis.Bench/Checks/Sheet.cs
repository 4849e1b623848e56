using System.Buffers;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Structure.Files;

namespace Trellis.Bench.Checks;

/// <summary>A step of a flow, or a control word with what it holds, as it will be written.</summary>
internal sealed class SheetStep(string word)
{
    public string Word { get; set; } = word;

    public List<(string Key, string Value)> Keys { get; } = [];

    /// <summary>Steps inside: of parallel, sequence, any-order; one list a branch of choice; what is repeated.</summary>
    public List<(string? When, List<SheetStep> Steps)> Inner { get; } = [];

    public string Id => this["id"] ?? Word;

    public string? this[string key]
    {
        get => Keys.Find(pair => pair.Key == key).Value;
        set
        {
            var at = Keys.FindIndex(pair => pair.Key == key);
            if (value is null)
            {
                if (at >= 0) Keys.RemoveAt(at);
            }
            else if (at >= 0) Keys[at] = (key, value);
            else Keys.Add((key, value));
        }
    }

    public SheetStep With(string key, string value)
    {
        this[key] = value;
        return this;
    }

    public SheetStep Copy()
    {
        var copy = new SheetStep(Word);
        copy.Keys.AddRange(Keys);
        foreach (var (when, steps) in Inner) copy.Inner.Add((when, [.. steps.Select(static step => step.Copy())]));
        return copy;
    }

    public IEnumerable<SheetStep> All => Inner.SelectMany(static branch => branch.Steps).SelectMany(static step => step.All).Prepend(this);

    public void Write(StringBuilder to, int indent)
    {
        var dash = new string(' ', indent) + "- ";
        switch (Word)
        {
            case "choice":
                to.Append(dash).Append("choice:\n");
                foreach (var (when, steps) in Inner)
                {
                    var branch = new string(' ', indent + 4);
                    if (when is not null) to.Append(branch).Append("- when: ").Append(when).Append('\n').Append(branch).Append("  then:");
                    else to.Append(branch).Append("- otherwise:");
                    WriteList(to, steps, indent + 8);
                }

                break;
            case "parallel" or "sequence" or "any-order":
                to.Append(dash).Append(Word).Append(':');
                WriteList(to, Inner[0].Steps, indent + 6);
                foreach (var (key, value) in Keys) to.Append(' ', indent + 2).Append(key).Append(": ").Append(value).Append('\n');
                break;
            case "repeat":
                to.Append(dash).Append("repeat:\n");
                foreach (var (key, value) in Keys) to.Append(' ', indent + 6).Append(key).Append(": ").Append(value).Append('\n');
                to.Append(' ', indent + 6).Append("do:");
                WriteList(to, Inner[0].Steps, indent + 8);
                break;
            default:
                to.Append(dash).Append(Word).Append(": {").AppendJoin(", ", Keys.Select(static pair => $"{pair.Key}: {pair.Value}")).Append("}\n");
                break;
        }
    }

    private static void WriteList(StringBuilder to, List<SheetStep> steps, int indent)
    {
        if (steps.Count == 0)
        {
            to.Append(" []\n");
            return;
        }

        to.Append('\n');
        foreach (var step in steps) step.Write(to, indent);
    }
}

/// <summary>
/// One entry as it will be written: keys with their values in flow style, so that a planter can change one without knowing the rest.
/// A dotted key ("needs.powers") is a key inside a group; "name" and "means" hold both languages.
/// </summary>
internal sealed class SheetEntry(string kind, string id, string file)
{
    public string Kind { get; } = kind;

    public string Id { get; } = id;

    public string File { get; set; } = file;

    public string Address => $"{Kind}/{Id}";

    public List<(string Key, string Value)> Keys { get; } = [];

    /// <summary>The flow of a matter type.</summary>
    public List<SheetStep> Flow { get; set; } = [];

    public IEnumerable<SheetStep> Steps => Flow.SelectMany(static step => step.All);

    public string? this[string key]
    {
        get => Keys.Find(pair => pair.Key == key).Value;
        set
        {
            var at = Keys.FindIndex(pair => pair.Key == key);
            if (value is null)
            {
                if (at >= 0) Keys.RemoveAt(at);
            }
            else if (at >= 0) Keys[at] = (key, value);
            else Keys.Add((key, value));
        }
    }

    public SheetEntry With(string key, string? value)
    {
        this[key] = value;
        return this;
    }

    /// <summary>The elements of a value written as a list, or the value alone.</summary>
    public IReadOnlyList<string> List(string key) =>
        this[key] is not { Length: > 0 } value ? [] : value[0] == '[' ? value[1..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries) : [value];

    public void SetList(string key, IEnumerable<string> values) => this[key] = Sheet.ListOf(values);

    public SheetEntry Copy(string id, string? file = null)
    {
        var copy = new SheetEntry(Kind, id, file ?? File);
        copy.Keys.AddRange(Keys);
        copy.Flow = [.. Flow.Select(static step => step.Copy())];
        return copy;
    }

    public void Write(StringBuilder to, bool inList)
    {
        var first = inList ? "- " : "";
        var rest = inList ? "  " : "";
        to.Append(first).Append(Kind).Append(": ").Append(Id).Append('\n');
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in Keys)
        {
            var dot = key.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0) to.Append(rest).Append(key).Append(value.StartsWith('\n') ? ":" : ": ").Append(value).Append('\n');
            else if (written.Add(key[..dot]))
            {
                var group = Keys.Where(pair => pair.Key.StartsWith(key[..(dot + 1)], StringComparison.Ordinal)).Select(pair => $"{pair.Key[(dot + 1)..]}: {pair.Value}");
                to.Append(rest).Append(key.AsSpan(0, dot)).Append(": {").AppendJoin(", ", group).Append("}\n");
            }
        }

        if (Kind != "matter" || Flow.Count == 0) return;
        to.Append(rest).Append("flow:\n");
        foreach (var step in Flow) step.Write(to, rest.Length + 2);
    }
}

/// <summary>A structure as text that can still be changed entry by entry; and bytes of files that are damaged on purpose.</summary>
internal sealed class Sheet
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",:#[]{}\"'&*!|>%@`");

    private readonly HashSet<object> _claimed = [];
    private int _fresh;

    public List<SheetEntry> Entries { get; } = [];

    /// <summary>Keys of structure.yaml behind its first, as lines.</summary>
    public List<(string Key, string Value)> Header { get; } = [];

    public string Id { get; set; } = "county";

    /// <summary>Files beside those made of entries, or instead of them.</summary>
    public Dictionary<string, byte[]> Raw { get; } = new(StringComparer.Ordinal);

    /// <summary>What happens to the bytes of a file once all is written.</summary>
    public List<(string Path, Func<byte[], byte[]> Change)> Damages { get; } = [];

    /// <summary>How the text looks where looks mean nothing: comments, line ends, a byte order mark.</summary>
    public ulong Looks { get; set; }

    public IEnumerable<SheetEntry> Of(string kind) => Entries.Where(entry => entry.Kind == kind);

    public SheetEntry Get(string kind, string id) => Entries.Find(entry => entry.Kind == kind && entry.Id == id) ?? throw new InvalidOperationException($"No {kind}/{id} was made.");

    public SheetEntry Add(string kind, string id, string file)
    {
        var entry = new SheetEntry(kind, id, file);
        Entries.Add(entry);
        return entry;
    }

    public SheetEntry Add(SheetEntry entry)
    {
        Entries.Add(entry);
        return entry;
    }

    /// <summary>An id that no entry has.</summary>
    public string Fresh(string stem) => $"{stem}-{++_fresh}x";

    /// <summary>Takes an entry for one fault, so that no other fault is planted on it; false where another has it.</summary>
    public bool Claim(params ReadOnlySpan<SheetEntry> entries)
    {
        foreach (var entry in entries)
            if (_claimed.Contains(entry)) return false;
        foreach (var entry in entries) _claimed.Add(entry);
        return true;
    }

    public bool IsClaimed(SheetEntry entry) => _claimed.Contains(entry);

    /// <summary>Takes one thing that exists once, such as the settings.</summary>
    public bool ClaimOnce(string what) => _claimed.Add(what);

    public static string ListOf(IEnumerable<string> values) => $"[{string.Join(", ", values)}]";

    public static string Text(string zh, string en) => $"{{zh: {Quoted(zh)}, en: {Quoted(en)}}}";

    private static string Quoted(string text) => text.AsSpan().ContainsAny(NeedQuotes) ? $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : text;

    public IReadOnlyList<SourceFile> Files()
    {
        var chance = new SeededNumbers(Looks);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var group in Entries.GroupBy(static entry => entry.File))
        {
            var text = new StringBuilder();
            if (chance.Chance(0.3)) text.Append("# 本文件由各单位共同维护\n");
            if (group.Key.EndsWith(".tsv", StringComparison.Ordinal)) WriteTable(text, [.. group]);
            else
            {
                var alone = group.Key.StartsWith("matters/", StringComparison.Ordinal) || group.Key.StartsWith("forms/", StringComparison.Ordinal) || group.Key.StartsWith("overlays/", StringComparison.Ordinal);
                foreach (var entry in group)
                {
                    if (chance.Chance(0.05)) text.Append("# ").Append(entry.Id).Append('\n');
                    entry.Write(text, inList: !alone);
                }
            }

            files[group.Key] = Bytes(text, chance);
        }

        var header = new StringBuilder($"structure: {Id}\n");
        foreach (var (key, value) in Header) header.Append(key).Append(value.StartsWith('\n') ? ":" : ": ").Append(value).Append('\n');
        files["structure.yaml"] = Bytes(header, chance);
        foreach (var (path, bytes) in Raw) files[path] = bytes;
        foreach (var (path, change) in Damages) files[path] = change(files[path]);
        return [.. files.Select(static file => new SourceFile(file.Key, file.Value))];
    }

    private static byte[] Bytes(StringBuilder text, SeededNumbers chance)
    {
        if (chance.Chance(0.06)) text.Replace("\n", "\r\n");
        if (chance.Chance(0.06)) text.Insert(0, '\uFEFF');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Columns in the order in which the first rows name them; the name in two columns.</summary>
    private static void WriteTable(StringBuilder to, List<SheetEntry> rows)
    {
        var columns = new List<string>();
        foreach (var row in rows)
            foreach (var (key, _) in row.Keys)
                if (!columns.Contains(key)) columns.Add(key);
        // Columns of one group stand side by side.
        columns = [.. columns.OrderBy(column => columns.FindIndex(other => Group(other) == Group(column)))];
        var key0 = rows[0].Kind switch { "seat" => "actor", "stock" => "resource", _ => "id" };
        to.Append(key0);
        foreach (var column in columns) to.Append('\t').Append(column is "name" ? "name.zh\tname.en" : column);
        to.Append('\n');
        foreach (var row in rows)
        {
            var line = new StringBuilder(row.Id);
            foreach (var column in columns)
            {
                var value = row[column] ?? "";
                line.Append('\t').Append(column is "name" ? Columns(value) : value is ['[', ..] ? value[1..^1].Replace(", ", " ", StringComparison.Ordinal) : value);
            }

            to.Append(line.ToString().TrimEnd('\t')).Append('\n');
        }
    }

    private static string Group(string column) => column.StartsWith("unit.", StringComparison.Ordinal) ? column : column.Split('.')[0];

    /// <summary>"{zh: a, en: b}" as two cells.</summary>
    private static string Columns(string text)
    {
        if (text.Length == 0) return "\t";
        var middle = text.IndexOf(", en: ", StringComparison.Ordinal);
        return middle < 0 ? text[5..^1] + "\t" : $"{text[5..middle].Trim('"')}\t{text[(middle + 6)..^1].Trim('"')}";
    }
}
