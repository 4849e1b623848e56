using System.Globalization;
using Trellis.Information.Matching;
using Trellis.Information.Names;
using Trellis.Structure;

namespace Trellis.Information.Importing;

/// <summary>A value that a row gives for an item, as <c>TypingItems</c> takes it: one word, or the elements of a list.</summary>
public sealed record CellValue(MappedColumn Column, IReadOnlyList<string> Written)
{
    /// <summary>Never the value: messages and logs print records.</summary>
    public override string ToString() => $"{Column.Item}: (personal value)";
}

/// <summary>What is wrong in a row, and where: the column as the header writes it, null for the row as a whole. What was written is never repeated.</summary>
public sealed record RowFault(string? Column, Text Says);

/// <summary>A row as it was read: its values, or what is wrong.</summary>
public sealed record ReadRow(IReadOnlyList<CellValue> Values, DateOnly? ValidFrom, Traits Traits, IReadOnlyList<RowFault> Faults);

/// <summary>Reads rows of a table by its mapping. Used by one thread.</summary>
public sealed class ReadingRows
{
    /// <summary>Ways in which days are written where the mapping names none.</summary>
    private static readonly string[] UsualDates = ["yyyy-MM-dd", "yyyy/M/d", "yyyy-M-d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日"];

    /// <summary>What spreadsheets write where they could not compute or show a value.</summary>
    private static readonly HashSet<string> Ruins = new(StringComparer.OrdinalIgnoreCase) { "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!" };

    private static readonly Text Ruined = new(
        "电子表格毁了这个值（科学计数法、#号或错误标记）。请在原系统里把这一列设为文本再导出。", "A spreadsheet ruined this value (powers of ten, signs or an error mark). Export it again from where it came, with the column set to text.");

    private readonly ImportMapping _mapping;
    private readonly DateOnly _day;
    private readonly List<(MappedColumn Column, int At, Item Item, IReadOnlyDictionary<string, string>? Codes)> _columns = [];
    private readonly int _validFrom = -1;

    /// <summary>Items that are relations, and the register of the rows that they name.</summary>
    private readonly Dictionary<string, Register> _relations = new(StringComparer.Ordinal);
    private readonly GovernanceStructure _structure;

    private ReadingRows(ImportMapping mapping, GovernanceStructure structure, IReadOnlyList<string> header, DateOnly day)
    {
        (_mapping, _structure, _day) = (mapping, structure, day);
        var heads = header.ToList();
        foreach (var column in mapping.Columns)
        {
            var item = structure.Items.On($"{mapping.Register}.{column.Item}", day)!;
            _columns.Add((column, heads.IndexOf(column.Column), item, CodesOf(item, column, structure, day)));
            if (RegisterOf(item, structure, day) is { } to) _relations.Add(column.Item, to);
        }

        if (mapping.ValidFromColumn is { } from) _validFrom = heads.IndexOf(from);
    }

    /// <summary>Fits a mapping to the header of a table.</summary>
    /// <returns>Null where it does not fit; the faults say every column that is missing, double or not spoken of.</returns>
    public static (ReadingRows? Reading, IReadOnlyList<Text> Faults) Begin(ImportMapping mapping, GovernanceStructure structure, IReadOnlyList<string> header, DateOnly day)
    {
        var faults = new List<Text>();
        // A first line in which nothing is a column is a row of somebody's: none of it is repeated, since messages end in logs.
        if (!mapping.Columns.Any(column => header.Contains(column.Column)) && !mapping.Ignored.Any(header.Contains))
        {
            var named = string.Join(", ", mapping.Columns.Take(3).Select(static column => Excerpt.Of(column.Column, 40)));
            return (null, [new($"表的第一行里没有映射文件写的任何一列（{named}……）：第一行要写列名，不写数据。", $"None of the columns that the mapping names ({named}, ...) is in the first line of the table: it holds the names of columns, and no data.")]);
        }

        foreach (var column in mapping.Columns.Select(static one => one.Column).Concat(mapping.ValidFromColumn is { } from ? [from] : []))
        {
            var times = header.Count(head => head == column);
            var near = times == 0 ? NearNames.Nearest(column, header) : null;
            if (times == 0) faults.Add(new Text($"表里没有映射文件写的列 {Excerpt.Of(column, 40)}{(near is null ? "。" : $"；是不是 {Excerpt.Of(near, 40)}？")}", $"The table has no column {Excerpt.Of(column, 40)}, which the mapping names{(near is null ? "." : $"; did you mean {Excerpt.Of(near, 40)}?")}"));
            if (times > 1) faults.Add(new Text($"表里有 {times} 列都叫 {Excerpt.Of(column, 40)}。", $"The table has {times} columns called {Excerpt.Of(column, 40)}."));
        }

        foreach (var head in header)
        {
            if (mapping.Ignored.Contains(head) || mapping.ValidFromColumn == head || mapping.Columns.Any(column => column.Column == head)) continue;
            faults.Add(new Text($"映射文件没有说列 {Excerpt.Of(head, 40)} 是什么；不要的列写进 ignored。", $"The mapping does not say what column {Excerpt.Of(head, 40)} is; list it under ignored where it is not wanted."));
        }

        return faults.Count > 0 ? (null, faults) : (new ReadingRows(mapping, structure, header, day), faults);
    }

    public ReadRow Read(string[] cells)
    {
        var values = new List<CellValue>(_columns.Count);
        var faults = new List<RowFault>();
        var traits = new Traits();
        ResidentNumber? resident = null;
        string? birthColumn = null;
        foreach (var (column, at, item, codes) in _columns)
        {
            var cell = Spelling.Plain(cells[at]);
            if (cell is null)
            {
                faults.Add(new RowFault(column.Column, new("这一格有残缺的字符。请检查编码。", "The cell holds half of a character. Check the encoding.")));
                continue;
            }

            if (cell.Length == 0 || _mapping.Missing.Contains(cell)) continue;
            var written = Written(item, column, codes, cell, out var fault);
            if (fault is null && written.Length == 1) traits = With(traits, item, written[0], ref resident, ref fault);
            if (item.FoundAs == "birth") birthColumn = column.Column;
            if (fault is { } wrong) faults.Add(new RowFault(column.Column, wrong));
            else values.Add(new CellValue(column, traits.Number is { } number && item.FoundAs == "number" ? [number] : written));
        }

        if (resident is { } known && traits.Birth is { } birth && birth != known.Birth)
            faults.Add(new RowFault(birthColumn, new("出生日期与公民身份号码里的不同。请对照证件。", "The birthday is not the one in the citizen's number. Compare both with the card.")));
        if (resident is { } only && traits.Birth is null) traits = traits with { Birth = only.Birth };
        var from = _mapping.ValidFrom;
        if (_validFrom >= 0 && Spelling.Plain(cells[_validFrom]) is { Length: > 0 } written2 && !_mapping.Missing.Contains(written2))
        {
            from = DayOf(written2, _mapping.Dates);
            if (from is null) faults.Add(new RowFault(_mapping.ValidFromColumn, NoDay(_mapping.Dates, written2)));
        }

        if (values.Count == 0 && faults.Count == 0) faults.Add(new RowFault(null, new("这一行没有任何要导入的值。", "The row holds nothing that is imported.")));
        return new ReadRow(values, from, traits, faults);
    }

    /// <summary>What is compared of values that are held, as <see cref="Read"/> does of those in a table.</summary>
    public static Traits TraitsOf(IEnumerable<(Item Item, string Written)> values)
    {
        var traits = new Traits();
        ResidentNumber? resident = null;
        Text? fault = null;
        foreach (var (item, written) in values) traits = With(traits, item, written, ref resident, ref fault);
        return resident is { } known && traits.Birth is null ? traits with { Birth = known.Birth } : traits;
    }

    private static Traits With(Traits traits, Item item, string written, ref ResidentNumber? resident, ref Text? fault)
    {
        switch (item.FoundAs)
        {
            case "name":
                if (!PersonalName.TryRead(written, out var name, out var why)) fault = why;
                return traits with { Name = name };
            case "number":
                var holds = false;
                if (ResidentNumber.TryRead(written, DateOnly.MaxValue, out var number, out _)) (resident, holds) = (number, true);
                else if (CreditCode.TryRead(written, out _, out _)) holds = true;
                return traits with { Number = (Spelling.Digits(written) ?? written).ToUpperInvariant(), NumberHolds = holds };
            case "telephone":
                return traits with { Telephone = Traits.TelephoneOf(written) };
            case "address":
                return traits with { Address = NormalAddress.Read(written) };
            case "birth":
                return traits with { Birth = DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) ? birth : null };
            case "sex":
                return traits with { Sex = written };
            default:
                return traits;
        }
    }

    private string[] Written(Item item, MappedColumn column, IReadOnlyDictionary<string, string>? codes, string cell, out Text? fault)
    {
        fault = null;
        if (Ruins.Contains(cell) || cell.All(static letter => letter == '#') || (Spelling.IsRuinedNumber(cell) && item.Type is "text" or "number"))
        {
            fault = Ruined;
            return [];
        }

        if (column.Codes?.TryGetValue(cell, out var meant) == true) return [meant];
        if (_relations.TryGetValue(column.Item, out var to)) return Named(item, column, to, cell, out fault);
        if (codes is not null)
        {
            if (codes.TryGetValue(cell, out var code)) return [code];
            var known = string.Join("、", codes.Keys.Take(12).Select(static one => Excerpt.Of(one, 20)));
            fault = new Text($"这一格不是 {item.Id} 的代码。可用的：{known}；别的写法在映射文件的 codes 里说明。", $"The cell is no code of {item.Id}. Known are {known.Replace("、", ", ", StringComparison.Ordinal)}; translate others under codes in the mapping.");
            return [];
        }

        switch (item.Type)
        {
            case "day":
                if (DayOf(cell, column.Dates) is not { } day)
                {
                    fault = NoDay(column.Dates, cell);
                    return [];
                }

                if (item.FoundAs != "birth" || day <= _day) return [day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
                fault = new Text("出生日期还没有到。请对照证件。", "The birthday lies in the future. Compare it with the card.");
                return [];
            case "yes-no":
                if (cell is "是" or "有" or "yes" or "Yes" or "YES" or "true" or "TRUE" or "1" or "Y" or "y") return ["yes"];
                if (cell is "否" or "无" or "没有" or "no" or "No" or "NO" or "false" or "FALSE" or "0" or "N" or "n") return ["no"];
                fault = new Text("这一格应为 是 或 否；别的写法在映射文件的 codes 里说明。", "The cell should be yes or no; translate others under codes in the mapping.");
                return [];
            case "number":
                if (decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)) return [cell];
                fault = new Text("这一格应为数，例如 12.5，不带千位分隔符。", "The cell should be a number such as 12.5, without separators of thousands.");
                return [];
            case "money" or "area" or "sound" or "length" or "time":
                return [column.Unit is { } unit ? $"{cell} {unit}" : cell];
            case var list when list.StartsWith(ListOf, StringComparison.Ordinal):
                return PartsOf(cell);
            default:
                return Check(item, cell, out fault) ? [cell] : [];
        }
    }

    /// <summary>The register whose rows an item names, one or a list of them; null for any other item.</summary>
    internal static Register? RegisterOf(Item item, GovernanceStructure structure, DateOnly day) =>
        structure.Registers.On(item.Type.StartsWith(ListOf, StringComparison.Ordinal) ? item.Type[ListOf.Length..] : item.Type, day);

    private const string ListOf = "list of ";

    /// <summary>The rows that a cell names, by their keys or, where the mapping says so, by their numbers. A number that stands where a key should would enter the record as it is, so it is refused.</summary>
    private string[] Named(Item item, MappedColumn column, Register to, string cell, out Text? fault)
    {
        fault = null;
        string[] named = item.Type.StartsWith(ListOf, StringComparison.Ordinal) ? PartsOf(cell) : [cell];
        if (column.By is null)
        {
            var keys = to.Key.All(key => _structure.Items.On(key.Id, _day) is { Personal: Personal.None });
            // Keys that are for everybody may be long numbers themselves; the number of a citizen is never one of them.
            if (keys ? !named.Any(static one => ResidentNumber.TryRead(one, DateOnly.MaxValue, out _, out _)) : !named.Any(static one => ResidentNumber.TryRead(one, DateOnly.MaxValue, out _, out _) || CreditCode.TryRead(one, out _, out _) || (one.Length is >= 15 and <= 18 && one.SkipLast(1).All(char.IsAsciiDigit)))) return named;
            fault = new Text($"这一格像是证件号码，而这里要写行的编号。号码不进入记录；请在映射文件里写 {{item: {column.Item}, by: 号码的数据项}}。", $"The cell looks like somebody's number, where the key of a row belongs. Numbers do not enter the record; write {{item: {column.Item}, by: ITEM}} in the mapping.");
            return [];
        }

        var numbers = new string[named.Length];
        var checkedBy = _structure.Items.On($"{column.By.Register}.{column.By.Item}", _day)?.CheckedBy;
        for (var at = 0; at < named.Length; at++)
        {
            Text wrong = default;
            if ((checkedBy == "gb-11643" && !ResidentNumber.TryRead(named[at], _day, out _, out wrong)) || (checkedBy == "gb-32100" && !CreditCode.TryRead(named[at], out _, out wrong)))
            {
                fault = wrong;
                return [];
            }

            numbers[at] = (Spelling.Digits(named[at]) ?? named[at]).ToUpperInvariant();
        }

        return numbers;
    }

    private static string[] PartsOf(string cell) => cell.Split(['、', ';', '；', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Numbers with a check digit have to be right; here, where more can be said than that they are wrong.</summary>
    private bool Check(Item item, string cell, out Text? fault)
    {
        fault = null;
        if (item.CheckedBy == "gb-11643" && !ResidentNumber.TryRead(cell, _day, out _, out var wrong)) fault = wrong;
        else if (item.CheckedBy == "gb-32100" && !CreditCode.TryRead(cell, out _, out var wrongCode)) fault = wrongCode;
        return fault is null;
    }

    private static DateOnly? DayOf(string written, string? format)
    {
        DateOnly day;
        if (format is not null) return DateOnly.TryParseExact(written, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day.Year is >= 1800 and <= 2200 ? day : null;
        foreach (var usual in UsualDates)
            if (DateOnly.TryParseExact(written, usual, CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day.Year is >= 1800 and <= 2200) return day;
        return null;
    }

    private static Text NoDay(string? format, string cell) => cell.Length == 5 && cell.All(char.IsAsciiDigit)
        ? new Text("这像是电子表格里的日期序号。请在表格里把这一列设为日期再导出。", "This looks like the number of a day in a spreadsheet. Export the table again with the column set to dates.")
        : new Text($"这一格不是存在的日期，或者写法不同；应为 {format ?? "2026-11-23"} 的样子。", $"The cell is no day that exists, or is written otherwise; it should be like {format ?? "2026-11-23"}.");

    private static Dictionary<string, string>? CodesOf(Item item, MappedColumn column, GovernanceStructure structure, DateOnly day)
    {
        if (structure.Codes.On(item.Type, day) is not { } list) return null;
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var code in list.Values)
        {
            if (code.From > day || code.To < day) continue;
            codes.TryAdd(code.Value, code.Value);
            codes.TryAdd(code.Name.Zh, code.Value);
            codes.TryAdd(code.Name.En, code.Value);
        }

        foreach (var (written, meant) in column.Codes ?? new Dictionary<string, string>()) codes[written] = meant;
        return codes;
    }
}
