using Trellis.Structure.Findings;

namespace Trellis.Structure.Files;

/// <summary>
/// Reads a table: a header line, then a line an entry, cells divided by tabs, no quoting. A column's name is the path of a key
/// (name.zh), so that a row reads as the same map of maps that YAML would give. Empty cells are absent.
/// </summary>
internal sealed class TableReader
{
    private readonly SourceFile _file;
    private readonly byte[] _text;
    private readonly FindingList _findings;
    private readonly NodeTable _nodes;
    private readonly List<Column> _columns = [];
    private readonly List<(int Start, int Length)> _cells = [];
    private bool _lostTabs;

    private TableReader(SourceFile file, FindingList findings)
    {
        (_file, _text, _findings) = (file, file.Bytes, findings);
        _nodes = new NodeTable(file);
    }

    public static Node Read(SourceFile file, FindingList findings) => Read(file, findings, out _);

    /// <param name="file">The table.</param>
    /// <param name="findings">Where faults go.</param>
    /// <param name="lostTabs">Whether its tabs were lost in copying, so that nothing in it can be read.</param>
    public static Node Read(SourceFile file, FindingList findings, out bool lostTabs)
    {
        lostTabs = false;
        if (!FileCharacters.Check(file, findings)) return default;
        var reader = new TableReader(file, findings);
        var root = reader.ReadRows();
        lostTabs = reader._lostTabs;
        return root;
    }

    private Node ReadRows()
    {
        var at = _file.ContentStart;
        var list = _nodes.Add(NodeKind.List, at, 0);
        var header = true;
        while (at < _text.Length)
        {
            var end = _text.AsSpan(at).IndexOf((byte)'\n');
            end = end < 0 ? _text.Length : at + end;
            var stop = end > at && _text[end - 1] == '\r' ? end - 1 : end;
            if (!_text.AsSpan(at, stop - at).ContainsAnyExcept((byte)' ', (byte)'\t') || _text[at] == '#') { }
            else if (header)
            {
                header = false;
                if (!ReadHeader(at, stop)) return default;
            }
            else if (ReadRow(at, stop)) _nodes[list].Count++;

            at = end + 1;
        }

        _nodes[list].End = _nodes.Count;
        _nodes[list].Length = _text.Length - _nodes[list].Start;
        _nodes.Trim();
        return new Node(_nodes, list);
    }

    private bool ReadHeader(int start, int end)
    {
        Split(start, end);
        // No column has a blank in its name: where one seems to, tabs became blanks.
        foreach (var (from, length) in _cells)
        {
            if (!_text.AsSpan(from, length).Contains((byte)' ') || _text.AsSpan(from, length).Contains((byte)',')) continue;
            _lostTabs = true;
            return Fail(start, end - start, new("这张表的列之间是空格，不是制表符。", "The columns of this table are divided by blanks, not tabs."), new("在列与列之间按 Tab 键，每一行都要；从网页或聊天里复制常会丢掉制表符。改好之前，别的都没有检查。", "Put a tab between any two columns, in every row; copying from a page or a chat often loses them. Until that is done nothing else is looked at."));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var fine = true;
        foreach (var (from, length) in _cells)
        {
            var name = _file.Text(from, length);
            if (length == 0)
            {
                fine = Fail(from, Math.Max(1, length), new("表头有空的列名。", "A column of the header has no name."), new("写上列名，或删去这一列。", "Name the column, or delete it."));
                continue;
            }

            if (!names.Add(name)) fine = Fail(from, length, new($"列「{Excerpt.Of(name, 40)}」出现两次。", $"The column \"{Excerpt.Of(name, 40)}\" stands there twice."), new("删去一个。", "Delete one."));
            var parts = new List<(int, int)>();
            for (var at = from; at <= from + length;)
            {
                var dot = _text.AsSpan(at, from + length - at).IndexOf((byte)'.');
                var stop = dot < 0 ? from + length : at + dot;
                parts.Add((at, stop - at));
                at = stop + 1;
            }

            // Facts of a unit or an actor keep their dot: they are items, not paths.
            if (name.StartsWith("unit.", StringComparison.Ordinal) || name.StartsWith("actor.", StringComparison.Ordinal)) parts = [(from, length)];
            _columns.Add(new Column([.. parts]));
        }

        if (_cells.Count == 1 && _file.Text(start, end - start).Contains(','))
        {
            // Everything leans on units and posts; without them whatever else is said would be untrue. A list of other things is told of by itself.
            _lostTabs = _file.Path is "units.tsv" or "posts.tsv";
            return Fail(
                start, end - start, new("表头没有制表符，看来是用逗号分列的。", "The header has no tabs; it seems to be divided by commas."),
                _lostTabs
                    ? new("另存为制表符分隔的文本（UTF-8）。改好之前，别的都没有检查。", "Save it as text divided by tabs (UTF-8). Until that is done nothing else is looked at.")
                    : new("另存为制表符分隔的文本（UTF-8）。", "Save it as text divided by tabs (UTF-8)."));
        }

        return fine;
    }

    private bool ReadRow(int start, int end)
    {
        Split(start, end);
        while (_cells.Count > _columns.Count && _cells[^1].Length == 0) _cells.RemoveAt(_cells.Count - 1);
        if (_cells.Count > _columns.Count)
        {
            var (from, length) = _cells[_columns.Count];
            return Fail(from, Math.Max(1, length), new($"这一行有 {_cells.Count} 格，表头只有 {_columns.Count} 列。", $"This row has {_cells.Count} cells, the header {_columns.Count}."), new("检查多出的制表符。", "Look for a tab too many."));
        }

        // Ids have no blanks in them, and nobody writes two in a row where text belongs.
        if (_cells.Count < _columns.Count && (HasBlank(_cells[0]) || _cells.Exists(cell => _text.AsSpan(cell.Start, cell.Length).IndexOf("  "u8) >= 0)))
            return Fail(start, end - start, new("这一行的列之间是空格，不是制表符。", "In this row the columns are divided by blanks, not tabs."), new("在列与列之间按 Tab 键；在此之前这一行不读。", "Put a tab between any two columns; until then the row is left out."));

        var first = _nodes.Count;
        var map = _nodes.Add(NodeKind.Map, start, end - start);
        var pairs = AddColumns(0, Math.Min(_cells.Count, _columns.Count), 0);
        _nodes[map].Count = pairs;
        _nodes[map].End = _nodes.Count;
        if (!CheckCells())
        {
            _nodes.CutBackTo(first);
            return false;
        }

        return true;
    }

    /// <summary>Columns that share the first part of their path become one map, as if written together.</summary>
    private int AddColumns(int from, int to, int depth)
    {
        var pairs = 0;
        for (var column = from; column < to;)
        {
            var parts = _columns[column].Parts;
            if (parts.Length <= depth)
            {
                column++;
                continue;
            }

            var next = column + 1;
            while (next < to && parts.Length > depth + 1 && _columns[next].Parts.Length > depth + 1 && Same(parts[depth], _columns[next].Parts[depth])) next++;
            if (parts.Length == depth + 1)
            {
                if (_cells[column].Length > 0)
                {
                    _nodes.Add(NodeKind.Plain, parts[depth].Start, parts[depth].Length);
                    _nodes.Add(NodeKind.Cell, _cells[column].Start, _cells[column].Length);
                    pairs++;
                }
            }
            else
            {
                var any = false;
                for (var each = column; each < next; each++) any |= _cells[each].Length > 0;
                if (any)
                {
                    _nodes.Add(NodeKind.Plain, parts[depth].Start, parts[depth].Length);
                    var map = _nodes.Add(NodeKind.Map, _cells[column].Start, Math.Max(0, _cells[next - 1].Start + _cells[next - 1].Length - _cells[column].Start));
                    var inner = AddColumns(column, next, depth + 1); // first: it may move the rows
                    _nodes[map].Count = inner;
                    _nodes[map].End = _nodes.Count;
                    pairs++;
                }
            }

            column = next;
        }

        return pairs;
    }

    private bool HasBlank((int Start, int Length) cell) => _text.AsSpan(cell.Start, cell.Length).Contains((byte)' ');

    private bool Same((int Start, int Length) one, (int Start, int Length) other) =>
        _text.AsSpan(one.Start, one.Length).SequenceEqual(_text.AsSpan(other.Start, other.Length));

    /// <summary>What spreadsheets make of codes and days is refused with the remedy; they would never be what was meant.</summary>
    private bool CheckCells()
    {
        foreach (var (start, length) in _cells)
        {
            if (length < 6) continue;
            var cell = _text.AsSpan(start, length);
            if (!char.IsAsciiDigit((char)cell[0])) continue;
            if (IsScientific(cell))
                return Fail(start, length, new($"「{_file.Text(start, length)}」是电子表格改写过的编号，位数已丢失。", $"\"{_file.Text(start, length)}\" is a code that a spreadsheet turned into a number; digits are lost."), new("把该列设为「文本」格式，重新填入编号。", "Set the column to text, and enter the code again."));
            if (IsSlashedDay(cell))
                return Fail(start, length, new($"「{_file.Text(start, length)}」不是这里的日期写法。", $"\"{_file.Text(start, length)}\" is not how a day is written here."), new("日期写成 2026-01-31；把该列设为「文本」格式。", "Write a day as 2026-01-31; set the column to text."));
        }

        return true;
    }

    private static bool IsScientific(ReadOnlySpan<byte> cell)
    {
        var sign = cell.IndexOfAny((byte)'E', (byte)'e');
        if (sign < 1 || sign + 2 >= cell.Length || cell[sign + 1] is not ((byte)'+' or (byte)'-')) return false;
        return Only(cell[..sign], '.') && Only(cell[(sign + 2)..], '0');
    }

    private static bool IsSlashedDay(ReadOnlySpan<byte> cell) => cell.Length <= 10 && cell.Count((byte)'/') == 2 && Only(cell, '/');

    /// <summary>Digits, and this one sign.</summary>
    private static bool Only(ReadOnlySpan<byte> cell, char sign)
    {
        foreach (var letter in cell)
            if (!char.IsAsciiDigit((char)letter) && letter != sign) return false;
        return true;
    }

    private void Split(int start, int end)
    {
        _cells.Clear();
        for (var at = start; at <= end;)
        {
            var tab = _text.AsSpan(at, end - at).IndexOf((byte)'\t');
            var stop = tab < 0 ? end : at + tab;
            var (from, to) = (at, stop);
            while (from < to && _text[from] == ' ') from++;
            while (to > from && _text[to - 1] == ' ') to--;
            _cells.Add((from, to - from));
            at = stop + 1;
        }
    }

    private bool Fail(int at, int length, Text found, Text expected)
    {
        _findings.Add(new Finding(FindingCodes.DamagedTable, new Mark(_file, at, length), found) { Expected = expected });
        return false;
    }

    private readonly record struct Column((int Start, int Length)[] Parts);
}
