using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>What reading a folder gave: the structure as far as it could be read, and every fault of the files.</summary>
public sealed record StructureReading(GovernanceStructure Structure, FindingList Findings)
{
    /// <summary>Whether a whole table could not be read, so that whatever leans on it would seem wrong: names and what the structure says are not looked at then.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>Entries and rows that could not be read in full; of them only that is told.</summary>
    public int BrokenEntries => Broken.Count;

    internal BrokenParts Broken { get; init; } = new();
}

/// <summary>
/// Reads the files of a structure into one model. No fault ends the reading: what cannot be read is told and left out,
/// and everything else is read on.
/// </summary>
public static class ReadingStructures
{
    /// <param name="files">All files of the folder, in any order.</param>
    /// <param name="threads">How many may be read at once; the result does not depend on it.</param>
    public static StructureReading Read(IReadOnlyList<SourceFile> files, int threads = 1)
    {
        var sorted = files.OrderBy(static file => file.Path, StringComparer.Ordinal).ToArray();
        var readings = new FileReading[sorted.Length];
        // Largest first, so that no thread begins the longest file when the others are done.
        var order = sorted.Select(static (file, at) => (file.Bytes.Length, At: at)).ToArray();
        Array.Sort(order, static (one, other) => other.Length.CompareTo(one.Length) is var bytes and not 0 ? bytes : one.At.CompareTo(other.At));
        ManyAtOnce.Do(order.Length, threads, at => readings[order[at].At] = FileReading.Read(sorted[order[at].At]));
        var findings = new FindingList();
        var entries = new List<Entry>(readings.Sum(static reading => reading.Entries.Count));
        var root = default(Node);
        foreach (var reading in readings)
        {
            findings.AddAll(reading.Findings);
            entries.AddRange(reading.Entries);
            if (reading.Root.Exists) root = reading.Root;
        }

        if (!root.Exists && !Array.Exists(sorted, static file => file.Path == "structure.yaml"))
        {
            findings.Add(new Finding(FindingCodes.MissingKey, sorted.Length > 0 ? new Mark(sorted[0], 0, 0) : Mark.None, new("这个文件夹里没有 structure.yaml。", "There is no structure.yaml in this folder."))
            { Expected = new("一个结构从 structure.yaml 开始；检查文件夹是否选对。", "A structure begins with structure.yaml; check that this is its folder.") });
        }

        var structure = new GovernanceStructure(root, entries, sorted, []);
        var cutShort = Array.Exists(readings, static reading => reading.LostTabs);
        var broken = new BrokenParts();
        var leftOut = new List<BrokenPart>();
        foreach (var reading in readings)
        {
            var parts = reading.FindBroken();
            broken.Add(parts);
            if (parts.Count == 0) continue;
            var read = reading.Entries.Select(static entry => entry.Id).ToHashSet(StringComparer.Ordinal);
            leftOut.AddRange(parts.Where(part => part.Id is { } id && read.Add(id)));
        }

        if (!cutShort) Resolving.Resolve(structure, [.. readings.Select(static reading => reading.Check)], leftOut, findings);
        return new StructureReading(structure, broken.Count == 0 ? findings : findings.Without(broken.MayCause)) { IsCutShort = cutShort, Broken = broken };
    }
}

/// <summary>One file on its own: what kind it holds, its entries, and the names to look up later.</summary>
internal sealed class FileReading
{
    private FileReading(SourceFile file)
    {
        File = file;
        Check = new ShapeCheck(Findings);
    }

    public SourceFile File { get; }

    public FindingList Findings { get; } = new();

    public ShapeCheck Check { get; }

    public List<Entry> Entries { get; } = [];

    /// <summary>structure.yaml itself, where this is it.</summary>
    public Node Root { get; private set; }

    /// <summary>Whether this is a table whose tabs were lost.</summary>
    public bool LostTabs { get; private set; }

    private KindWords? _words;

    /// <summary>False where a fault kept the whole file from being read.</summary>
    private bool _isRead;

    public static FileReading Read(SourceFile file)
    {
        var reading = new FileReading(file);
        if (StructureFiles.IsBeside(file.Path)) return reading;
        if (StructureFiles.KindOf(file.Path) is not { } words)
        {
            reading.Findings.Add(StructureFiles.Misplaced(file));
            return reading;
        }

        reading._words = words;
        var lostTabs = false;
        var root = file.IsTable ? TableReader.Read(file, reading.Findings, out lostTabs) : YamlReader.Read(file, reading.Findings);
        reading.LostTabs = lostTabs;
        reading._isRead = root.Exists;
        if (root.Exists) reading.ReadRoot(root, words);
        return reading;
    }

    /// <summary>What of the file could not be read in full.</summary>
    public IReadOnlyList<BrokenPart> FindBroken() => _words is not { } words ? [] : _isRead ? BrokenParts.Of(File, words, Findings) : BrokenParts.OfWhole(File, words, Findings);

    private void ReadRoot(Node root, KindWords words)
    {
        if (words.OneAFile && root.IsMap)
        {
            ReadEntry(root, words, null);
            return;
        }

        if (!root.IsList)
        {
            Findings.Add(new Finding(FindingCodes.WrongValue, new Mark(File, root.Start, 1), new("这个文件应当是条目的列表。", "This file should be a list of entries."))
            { Expected = new($"每个条目以「- {words.Word}: 标识」开头。", $"Begin each entry with \"- {words.Word}: id\".") });
            return;
        }

        foreach (var element in root.Elements) ReadEntry(element, words, null);
    }

    /// <returns>The entry, or null where it has no id or is of a foreign kind.</returns>
    private Entry? ReadEntry(Node node, KindWords words, Overlay? overlay)
    {
        if (!node.IsMap)
        {
            Findings.Add(new Finding(FindingCodes.WrongValue, node.Mark, new("这里应当是一个条目。", "An entry was expected here.")) { Expected = new($"以「{words.Word}: 标识」开头。", $"Begin with \"{words.Word}: id\".") });
            return null;
        }

        var key = File.IsTable ? words.TableKey : words.Word;
        var id = default(Node);
        var foreign = default((Node Key, KindWords Words)?);
        foreach (var (name, value) in node.Pairs)
        {
            if (name.Is(System.Text.Encoding.UTF8.GetBytes(key)))
            {
                id = value;
                break;
            }

            if (foreign is null && !File.IsTable && Words.OfWord(name.Text) is { Inner: false } other && other.Kind != words.Kind && words.Shape.Keywords.All(keyword => keyword.Name != other.Word)) foreign = (name, other);
        }

        if (!id.IsScalar)
        {
            if (foreign is var (stray, strange))
            {
                Findings.Add(new Finding(FindingCodes.DoesNotBelongHere, stray.Mark, new($"「{strange.Word}」条目不属于这个文件。", $"A \"{strange.Word}\" does not belong in this file."))
                { Expected = new($"放进 {StructureFiles.HomeOf(strange)}。", $"Put it into {StructureFiles.HomeOf(strange)}.") });
            }
            else
            {
                var first = node.Mark;
                foreach (var (name, _) in node.Pairs)
                {
                    first = name.Mark;
                    break;
                }

                Findings.Add(new Finding(FindingCodes.MissingKey, first, new($"这个条目没有「{key}」。", $"This entry has no \"{key}\"."))
                { Expected = new($"条目以「{words.Word}: 标识」开头，先说是什么、是哪一个。", $"An entry begins with \"{words.Word}: id\": it says first what it is and which.") });
            }

            return null;
        }

        var entry = Make(words.Kind, ReadingNodes.Intern(id.Value), id.Mark, node);
        entry.Overlay = overlay;
        Check.Check(entry, words.Shape);
        Entries.Add(entry);
        if (entry.To < entry.From)
        {
            Findings.Add(new Finding(FindingCodes.WrongDates, node["to"u8].Mark, new($"结束日 {entry.To:yyyy-MM-dd} 早于开始日 {entry.From:yyyy-MM-dd}。", $"It ends on {entry.To:yyyy-MM-dd}, before it begins on {entry.From:yyyy-MM-dd}."))
            { Expected = new("from 和 to 都是当天包含在内的日期。", "from and to are days, both included."), Address = entry.Address });
        }

        switch (words.Kind)
        {
            case Kind.Structure:
                Root = node;
                Entries.RemoveAt(Entries.Count - 1);
                ReadLevelsAndTypes(node);
                break;
            case Kind.Overlay:
                ReadOverlay((Overlay)entry);
                break;
            default:
                break;
        }

        return entry;
    }

    private void ReadLevelsAndTypes(Node node)
    {
        var rank = 0;
        foreach (var level in node["levels"u8].Elements)
            if (level["level"u8] is { IsScalar: true } id) Entries.Add(new Level(ReadingNodes.Intern(id.Value), rank++, id.Mark, level));
        foreach (var type in node["types"u8].Elements)
            if (type["type"u8] is { IsScalar: true } id) Entries.Add(new UnitType(ReadingNodes.Intern(id.Value), id.Mark, type));
    }

    private void ReadOverlay(Overlay overlay)
    {
        overlay.Adds = [.. ReadInner(overlay, overlay.Node["add"u8])];
        var replaces = new List<Replacement>();
        foreach (var node in overlay.Node["replace"u8].Elements)
        {
            var against = node["against"u8];
            if (ReadInnerEntry(overlay, node) is { } entry) replaces.Add(new Replacement(entry, against.TextOrNull(), against.Exists ? against.Mark : entry.At));
        }

        overlay.Replaces = replaces;
        var withdraws = new List<KindRef>();
        foreach (var (text, at) in overlay.Node["withdraw"u8].Values())
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0 && Words.OfWord(text[..slash]) is { } words) withdraws.Add(new KindRef(words.Kind, text[(slash + 1)..], at));
            else
            {
                Findings.Add(new Finding(FindingCodes.WrongValue, at, new($"「{Excerpt.Of(text, 40)}」没有注明种类。", $"\"{Excerpt.Of(text, 40)}\" does not say its kind."))
                { Expected = new("写成 种类/标识，如 form/hardship-monthly。", "Write kind/id, such as form/hardship-monthly."), Address = overlay.Address });
            }
        }

        overlay.Withdraws = withdraws;
    }

    private List<Entry> ReadInner(Overlay overlay, Node list)
    {
        var entries = new List<Entry>();
        foreach (var node in list.Elements)
            if (ReadInnerEntry(overlay, node) is { } entry) entries.Add(entry);
        return entries;
    }

    private Entry? ReadInnerEntry(Overlay overlay, Node node)
    {
        KindWords? words = null;
        foreach (var (key, _) in node.Pairs)
        {
            words = Words.OfWord(key.Text);
            if (words is not null) break;
        }

        if (words is null || words.Kind is Kind.Structure or Kind.Overlay || words.Inner)
        {
            Findings.Add(new Finding(FindingCodes.WrongValue, node.IsScalar ? node.Mark : new Mark(node.File, node.Start, 1), new("叠加层里的条目没有说是什么。", "An entry of an overlay does not say what it is."))
            { Expected = new("以种类开头，如「duty: 标识」。", "Begin with its kind, such as \"duty: id\"."), Address = overlay.Address });
            return null;
        }

        var before = Entries.Count;
        var entry = ReadEntry(node, words with { Shape = WithAgainst(words.Shape) }, overlay);
        if (entry is null) return null;
        Entries.RemoveRange(before, Entries.Count - before); // it holds only where the overlay is applied
        if (entry.From < overlay.From) entry.From = overlay.From;
        if (entry.To > overlay.To) entry.To = overlay.To;
        return entry;
    }

    private static Shape.Map WithAgainst(Shape.Map shape) => shape with { Keywords = [.. shape.Keywords, new Keyword("against", new Shape.Verbatim(20))] };

    private static Entry Make(Kind kind, string id, Mark at, Node node) => kind switch
    {
        Kind.Structure => new StructureHeader(id, at, node),
        Kind.Calendar => new Calendar(id, at, node),
        Kind.Unit => new Unit(id, at, node),
        Kind.Group => new Group(id, at, node),
        Kind.Post => new Post(id, at, node),
        Kind.Seat => new Seat(id, at, node),
        Kind.Skill => new Skill(id, at, node),
        Kind.Law => new Law(id, at, node),
        Kind.Codes => new CodeList(id, at, node),
        Kind.PowerClass => new PowerClass(id, at, node),
        Kind.Duty => new Duty(id, at, node),
        Kind.Power => new Power(id, at, node),
        Kind.Delegation => new Delegation(id, at, node),
        Kind.Purpose => new Purpose(id, at, node),
        Kind.Register => new Register(id, at, node),
        Kind.Item => new Item(id, at, node),
        Kind.Standard => new Standard(id, at, node),
        Kind.Matter => new MatterType(id, at, node),
        Kind.Form => new Form(id, at, node),
        Kind.System => new InformationSystem(id, at, node),
        Kind.Resource => new Resource(id, at, node),
        Kind.Stock => new Stock(id, at, node),
        Kind.Indicator => new Indicator(id, at, node),
        Kind.Assessment => new AssessmentRule(id, at, node),
        Kind.Emergency => new Emergency(id, at, node),
        Kind.Setting => new Setting(id, at, node),
        Kind.Neighbour => new Neighbour(id, at, node),
        Kind.Offer => new Offer(id, at, node),
        Kind.Overlay => new Overlay(id, at, node),
        Kind.Level or Kind.UnitType => throw new InvalidOperationException("Levels and types stand in structure.yaml."),
        _ => throw new InvalidOperationException($"{kind} is no kind of entry."),
    };

    /// <summary>structure.yaml as the owner of its own findings.</summary>
    private sealed class StructureHeader(string id, Mark at, Node node) : Entry(Kind.Structure, id, at, node);
}

/// <summary>Which file holds what.</summary>
internal static class StructureFiles
{
    /// <summary>Neither part of the structure nor of its version: load for simulation, the list of known findings, the drawing of places, notes for people.</summary>
    public static bool IsBeside(string path) => path is "load.yaml" or "findings.txt" or ReadingDrawings.FileName || path.EndsWith(".md", StringComparison.OrdinalIgnoreCase);

    public static KindWords? KindOf(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var table = path.EndsWith(".tsv", StringComparison.Ordinal);
        if (!table && !path.EndsWith(".yaml", StringComparison.Ordinal)) return null;
        var plural = slash < 0 ? path[..path.LastIndexOf('.')] : path[..slash];
        foreach (var words in Words.All)
        {
            if (words.Plural != plural || words.Inner) continue;
            if (words.Kind == Kind.Structure && (slash >= 0 || table)) return null;
            if (words.Kind == Kind.Overlay) return slash >= 0 && path.Count('/') == 2 && path.EndsWith("/overlay.yaml", StringComparison.Ordinal) ? words : null;
            if (table ? !(words.AlwaysTable || words.MayBeTable) : words.AlwaysTable) return null;
            return words;
        }

        return null;
    }

    public static string HomeOf(KindWords words) => words switch
    {
        { Kind: Kind.Structure } => "structure.yaml",
        { Kind: Kind.Overlay } => "overlays/NAME/overlay.yaml",
        { OneAFile: true } => $"{words.Plural}/NAME.yaml",
        { AlwaysTable: true } => $"{words.Plural}.tsv",
        _ => $"{words.Plural}.yaml",
    };

    public static Finding Misplaced(SourceFile file)
    {
        var name = file.Path;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var plural = slash < 0 ? Path.GetFileNameWithoutExtension(name) : name[..slash];
        var known = Words.All.Where(static words => !words.Inner).ToList();
        var same = known.Find(words => words.Plural == plural);
        var near = same ?? (NearNames.Nearest(plural, known.Select(static words => words.Plural)) is { } meant ? known.Find(words => words.Plural == meant) : null);
        return new Finding(FindingCodes.DoesNotBelongHere, new Mark(file, 0, 0), new($"文件 {Excerpt.Of(name, 80)} 不属于结构。", $"The file {Excerpt.Of(name, 80)} is not part of a structure."))
        {
            Expected = near is null
                ? new("删去或移走它；说明文字用 .md 文件。", "Delete it or move it away; notes for people go into .md files.")
                : new($"这类内容放在 {HomeOf(near)}。", $"What it seems to hold goes into {HomeOf(near)}."),
            Nearest = near is null ? null : HomeOf(near),
        };
    }
}
