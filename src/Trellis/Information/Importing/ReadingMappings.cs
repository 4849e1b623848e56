using System.Globalization;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Quantities;

namespace Trellis.Information.Importing;

/// <summary>Reads a mapping: the same reader of files as for the structure, and messages of the same kind. Every fault is told at once.</summary>
public sealed class ReadingMappings
{
    private static readonly string[] Known = ["import", "register", "basis", "purpose", "valid-from", "encoding", "delimiter", "dates", "missing", "columns", "ignored"];

    private readonly FindingList _findings = new();
    private readonly GovernanceStructure _structure;
    private readonly DateOnly _day;

    private ReadingMappings(GovernanceStructure structure, DateOnly day) => (_structure, _day) = (structure, day);

    /// <param name="register">The register that is asked for; null where the file names it.</param>
    /// <param name="day">Items are those of this day.</param>
    /// <returns>Null where the mapping cannot be used; the findings say why.</returns>
    public static (ImportMapping? Mapping, FindingList Findings) Read(SourceFile file, GovernanceStructure structure, string? register, DateOnly day)
    {
        var reading = new ReadingMappings(structure, day);
        var root = YamlReader.Read(file, reading._findings);
        if (!root.IsMap && reading._findings.Errors == 0) reading.Tell(FindingCodes.WrongValue, new Mark(file, 0, 0), new("这个文件应当是键和值。", "This file should be keys with their values."), new("顶格写 import:、register:、columns: 等键。", "Begin with the keys import, register and columns in the first column."));
        var mapping = root.IsMap ? reading.ReadAll(root, register) : null;
        return (reading._findings.Errors == 0 ? mapping : null, reading._findings);
    }

    private ImportMapping? ReadAll(Node root, string? asked)
    {
        Keys(root, Known);
        var register = root["register"u8].TextOrNull() ?? asked;
        if (register is null) Tell(FindingCodes.MissingKey, root.Mark, new("没有写导入哪个登记簿。", "It is not said into which register."), new("写 register: person。", "Write register: person."));
        else if (_structure.Registers.On(register, _day) is null) Unknown(root["register"u8].Exists ? root["register"u8].Mark : root.Mark, register, new("登记簿", "register"), _structure.Registers.Ids);
        else if (asked is not null && asked != register) Tell(FindingCodes.WrongValue, root["register"u8].Mark, new($"这份映射是为 {register} 写的，命令要导入 {asked}。", $"The mapping is for {register}, and the command asks for {asked}."), new("改用另一份映射，或改 --register。", "Take another mapping, or change --register."));
        if (root["basis"u8] is { Exists: true } basis && !_structure.InForce(ReadingNodes.CitationOf(new WrittenValue(basis.TextOrEmpty(), basis.Mark)), _day)) Unknown(basis.Mark, basis.TextOrEmpty(), new("现行条款", "article in force"), _structure.Laws.Ids);
        if (root["purpose"u8] is { Exists: true } purpose && _structure.Purposes.On(purpose.TextOrEmpty(), _day) is null) Unknown(purpose.Mark, purpose.TextOrEmpty(), new("用途", "purpose"), _structure.Purposes.Ids);
        if (!root["basis"u8].Exists) Tell(FindingCodes.MissingKey, root.Mark, new("没有写依据。", "No basis is named."), new("写 basis: 法律/条，说明依据什么使用这份名单。", "Write basis: LAW/ARTICLE, on which the list may be taken."));
        if (root["delimiter"u8].TextOrNull() is { } mark && mark is not ("," or ";" or "tab")) Tell(FindingCodes.WrongValue, root["delimiter"u8].Mark, new("不认识的分隔符。", "This is no delimiter that is known."), new("写 \",\"、\";\" 或 tab。", "Write \",\", \";\" or tab."));
        var dates = Dates(root["dates"u8]);
        var columns = register is null ? [] : ReadColumns(root["columns"u8], register, dates);
        if (!root["columns"u8].IsMap || columns.Count == 0) Tell(FindingCodes.MissingKey, root["columns"u8].Exists ? root["columns"u8].Mark : root.Mark, new("没有写哪一列是什么。", "It is not said what the columns are."), new("在 columns: 下逐行写 列名: 数据项。", "Write under columns one line each: COLUMN: ITEM."));
        var from = root["valid-from"u8];
        if (from is { Exists: true, IsMap: false } && root.Day("valid-from"u8) is null) Tell(FindingCodes.WrongValue, from.Mark, new("起日要写成 2026-01-01 的样子。", "The first day is written like 2026-01-01."), new("或写 {column: 列名}。", "Or write {column: COLUMN}."));
        return new ImportMapping
        {
            Name = root["import"u8].TextOrNull() ?? System.IO.Path.GetFileNameWithoutExtension(root.File.Path),
            Register = register ?? "",
            Basis = root["basis"u8].TextOrNull(),
            Purpose = root["purpose"u8].TextOrNull(),
            ValidFrom = root.Day("valid-from"u8),
            ValidFromColumn = from.IsMap ? from["column"u8].TextOrNull() : null,
            Encoding = root["encoding"u8].TextOrNull(),
            Delimiter = root["delimiter"u8].TextOrNull() switch { null => null, "tab" => '\t', var one => one[0] },
            Dates = dates,
            Missing = root["missing"u8].Values().Select(static value => value.Text).ToHashSet(StringComparer.Ordinal),
            Columns = columns,
            Ignored = root["ignored"u8].Values().Select(static value => value.Text).ToHashSet(StringComparer.Ordinal),
        };
    }

    private List<MappedColumn> ReadColumns(Node node, string register, string? dates)
    {
        var columns = new List<MappedColumn>();
        var fields = _structure.Items.Ids.Where(id => id.StartsWith(register + ".", StringComparison.Ordinal)).Select(id => id[(register.Length + 1)..]).ToList();
        foreach (var (key, value) in node.Pairs)
        {
            if (value.IsMap) Keys(value, ["item", "dates", "codes", "unit", "by"]);
            var at = value.IsMap ? value["item"u8] : value;
            var item = at.TextOrNull() ?? "";
            if (item.StartsWith(register + ".", StringComparison.Ordinal)) item = item[(register.Length + 1)..];
            if (_structure.Items.On($"{register}.{item}", _day) is not { } declared)
            {
                Unknown(at.Exists ? at.Mark : key.Mark, item, new($"{register} 的数据项", $"item of {register}"), fields);
                continue;
            }

            if (declared.Computed is not null) Tell(FindingCodes.WrongValue, at.Mark, new($"{declared.Id} 是算出来的，不能导入。", $"{declared.Id} is computed and cannot be imported."), new("把这一列写进 ignored。", "List the column under ignored."));
            if (columns.Exists(one => one.Item == item)) Tell(FindingCodes.WrongValue, at.Mark, new($"两列都写成了 {item}。", $"Two columns are {item}."), new("一个数据项只取一列，另一列写进 ignored。", "Take one column for an item and list the other under ignored."));
            Dictionary<string, string>? codes = null;
            if (value.IsMap && value["codes"u8] is { IsMap: true } translated)
            {
                codes = new Dictionary<string, string>(StringComparer.Ordinal);
                var values = CodesOf(declared.Type);
                foreach (var (written, meant) in translated.Pairs)
                {
                    if (values is not null && !values.Contains(meant.TextOrEmpty())) Unknown(meant.Mark, meant.TextOrEmpty(), new("代码", "code"), values);
                    codes[written.Text] = meant.TextOrEmpty();
                }
            }

            if (value.IsMap && value["unit"u8] is { Exists: true } unit && !Quantity.TryParse("1 " + unit.TextOrEmpty(), out _, out _)) Tell(FindingCodes.WrongValue, unit.Mark, new("不认识的单位。", "This is no unit that is known."), new("例如 m2、CNY、km。", "For example m2, CNY, km."));
            var by = value.IsMap && value["by"u8] is { Exists: true } named ? ByOf(declared, named) : null;
            columns.Add(new MappedColumn(key.Text, item) { By = by, Dates = value.IsMap ? Dates(value["dates"u8]) ?? dates : dates, Codes = codes, Unit = value.IsMap ? value["unit"u8].TextOrNull() : null });
        }

        return columns;
    }

    /// <summary>By which item the rows are named that a relation leads to; null where that is their key, or nothing by which rows are found.</summary>
    private RelationBy? ByOf(Item relation, Node named)
    {
        var register = ReadingRows.RegisterOf(relation, _structure, _day);
        var item = named.TextOrEmpty();
        if (register is not null && item.StartsWith(register.Id + ".", StringComparison.Ordinal)) item = item[(register.Id.Length + 1)..];
        if (register is null) Tell(FindingCodes.WrongValue, named.Mark, new($"{relation.Id} 不指向登记簿的行，用不着 by。", $"{relation.Id} names no rows of a register, so by means nothing here."), new("去掉 by。", "Leave by out."));
        else if (register.Key.Count == 1 && register.Key[0].Id == $"{register.Id}.{item}" && _structure.Items.On(register.Key[0].Id, _day) is { Personal: Personal.None }) return null; // the cells hold the keys of rows
        else if (_structure.Items.On($"{register.Id}.{item}", _day) is { FoundAs: "number" }) return new RelationBy(register.Id, item);
        else
        {
            var numbers = _structure.Items.All.Where(one => one.RegisterId == register.Id && one.HoldsOn(_day) && one.FoundAs == "number").Select(static one => one.Field).ToList();
            Unknown(named.Mark, item, new($"{register.Id} 据以查找的号码", $"number by which rows of {register.Id} are found"), numbers);
        }

        return null;
    }

    private IReadOnlyList<string>? CodesOf(string type) => _structure.Codes.On(type, _day) is { } list ? [.. list.Values.Select(static one => one.Value)] : null;

    private string? Dates(Node node)
    {
        if (node.TextOrNull() is not { } format) return null;
        var day = new DateOnly(2026, 11, 23);
        try
        {
            if (DateOnly.TryParseExact(day.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var again) && again == day) return format;
        }
        catch (FormatException)
        {
            // Told below, as any format that does not give the day back.
        }

        Tell(FindingCodes.WrongValue, node.Mark, new("这样写的日期读不回年月日。", "A date written so does not give back year, month and day."), new("例如 yyyy/MM/dd、dd.MM.yyyy、yyyyMMdd。", "For example yyyy/MM/dd, dd.MM.yyyy, yyyyMMdd."));
        return null;
    }

    private void Keys(Node node, string[] known) => _findings.TellUnknownKeys(node, known);

    private void Unknown(Mark at, string name, Text what, IEnumerable<string> known) => _findings.TellUnknown(at, name, what, known);

    private void Tell(FindingCode code, Mark at, Text found, Text expected) => _findings.Tell(code, at, found, expected);
}
