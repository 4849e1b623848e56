using System.Text;

namespace Trellis.Standards.Csv;

/// <summary>A row of a table: its cells, or why it cannot be read.</summary>
/// <param name="Line">The line on which it begins, from 1; the header is a line too.</param>
/// <param name="Cells">As many as the header has columns; empty where there is a fault.</param>
public sealed record CsvRow(long Line, string[] Cells, Text? Fault);

/// <summary>
/// Reads a table as CSV row by row (RFC 4180; also with semicolons and tabs), however long the file is, in UTF-8. What a row may hold is bounded, so that a damaged file does not fill
/// the memory.
/// </summary>
public sealed class CsvTable : IDisposable
{
    public const int MostColumns = 1_000;
    public const int LongestRow = 1 << 20;

    private const int Room = 64 * 1024;

    private readonly StreamReader _reader;
    private readonly string _source;
    private readonly char[] _buffer = new char[Room];
    private readonly StringBuilder _cell = new();
    private readonly List<string> _cells = [];
    private int _at;
    private int _length;
    private long _line;

    private CsvTable(StreamReader reader, string source) => (_reader, _source) = (reader, source);

    public IReadOnlyList<string> Header { get; private set; } = [];

    public char Delimiter { get; private set; } = ',';

    /// <summary>Opens a table and reads its header.</summary>
    /// <param name="source">What messages call it.</param>
    /// <param name="delimiter">Null: the one of comma, semicolon and tab that the header has most of.</param>
    /// <exception cref="UnusableInput">It is no text in UTF-8, or has no header.</exception>
    public static CsvTable Open(Stream content, string source, char? delimiter = null)
    {
        var table = new CsvTable(new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, Room), source);
        table.Fill();
        if (table._length > 0 && table._buffer[0] == '\uFEFF') table._at++;
        table.Delimiter = delimiter ?? table.Guess();
        var header = table.Next() ?? throw new UnusableInput(new Text("文件是空的。", "The file is empty."), new Text("第一行要写各列的名称。", "Its first line holds the names of the columns."), source);
        if (header.Fault is { } fault) throw new UnusableInput(new Text($"表头读不出来：{fault.Zh}", $"The header cannot be read: {fault.En}"), new Text("检查文件的第一行，以及它是不是 CSV。", "Check the first line of the file, and whether it is CSV."), $"{source}, line {header.Line}");
        table.Header = [.. header.Cells.Select(static cell => cell.Trim())];
        return table;
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>The next row that is not empty; null behind the last.</summary>
    /// <exception cref="UnusableInput">The bytes are no text.</exception>
    public CsvRow? Next()
    {
        while (true)
        {
            var begun = _line + 1;
            _cells.Clear();
            var fault = ReadRow(begun, out var any);
            if (!any) return null;
            if (fault is null && _cells.TrueForAll(static cell => cell.Length == 0)) continue;
            if (fault is null && Header.Count > 0 && _cells.Count != Header.Count)
            {
                fault = new Text(
                    $"这一行有 {_cells.Count:N0} 格，表头有 {Header.Count:N0} 列。格里有分隔符的，要加引号。", $"The row has {_cells.Count:N0} cells, the header has {Header.Count:N0} columns. A cell that holds a delimiter needs quotes around it.");
            }

            return new CsvRow(begun, fault is null ? [.. _cells] : [], fault);
        }
    }

    /// <summary>Reads to the end of the row whatever is in it, and says the first thing that is wrong.</summary>
    private Text? ReadRow(long begun, out bool any)
    {
        Text? fault = null;
        any = false;
        var (length, quoted, closed, inCell) = (0, false, false, false);
        _cell.Clear();
        _line++;
        while (Peek() is var letter && letter >= 0)
        {
            any = true;
            _at++;
            if (++length > LongestRow) fault ??= new Text($"这一行超过 {LongestRow:N0} 个字符：也许缺了一个引号。", $"The row has more than {LongestRow:N0} characters; a closing quote may be missing.");
            switch ((char)letter)
            {
                case '"' when quoted && Peek() == '"':
                    _at++;
                    Put('"');
                    break;
                case '"' when quoted:
                    (quoted, closed) = (false, true);
                    break;
                case '"' when !inCell:
                    (quoted, inCell) = (true, true);
                    break;
                case '\n' when quoted:
                    _line++;
                    Put('\n');
                    break;
                case '\r' when !quoted && Peek() is '\n' or -1:
                    break;
                case '\n' when !quoted:
                    End();
                    return fault;
                case '\0':
                    fault ??= new Text("这一行有零字节：文件损坏，或者是 UTF-16。", "The row holds zero bytes: the file is damaged, or in UTF-16.");
                    break;
                case var mark when mark == Delimiter && !quoted:
                    End();
                    break;
                case var other:
                    if (closed) fault ??= new Text("结束引号后面还有文字。", "There is text behind a closing quote.");
                    inCell = true;
                    Put(other);
                    break;
            }
        }

        if (quoted) fault ??= new Text($"第 {begun:N0} 行里的引号到文件末尾也没有结束。", $"A quote that opens in line {begun:N0} is not closed before the end of the file.");
        if (any) End();
        return fault;

        void Put(char letter)
        {
            if (fault is null) _cell.Append(letter);
        }

        void End()
        {
            if (_cells.Count == MostColumns) fault ??= new Text($"这一行超过 {MostColumns:N0} 列。", $"The row has more than {MostColumns:N0} columns.");
            if (fault is null) _cells.Add(_cell.ToString());
            _cell.Clear();
            (closed, inCell) = (false, false);
        }
    }

    private int Peek()
    {
        if (_at == _length) Fill();
        return _length == 0 ? -1 : _buffer[_at];
    }

    private void Fill()
    {
        try
        {
            _at = 0;
            _length = _reader.Read(_buffer, 0, Room);
        }
        catch (DecoderFallbackException fault)
        {
            throw new UnusableInput(
                new Text("文件不是 UTF-8。", "The file is not in UTF-8."), new Text("用 --encoding gb18030 或映射文件里的 encoding 写明它的编码；或另存为 UTF-8。", "Name its encoding with --encoding gb18030 or with encoding in the mapping; or save it as UTF-8."),
                $"{_source}, line {Math.Max(1, _line):N0} or behind", fault);
        }
    }

    private char Guess()
    {
        var (best, most) = (',', 0);
        foreach (var mark in (ReadOnlySpan<char>)[',', ';', '\t'])
        {
            var (count, quoted) = (0, false);
            foreach (var letter in _buffer.AsSpan(_at, _length - _at))
            {
                if (letter == '"') quoted = !quoted;
                if (letter == '\n' && !quoted) break;
                if (letter == mark && !quoted) count++;
            }

            if (count > most) (best, most) = (mark, count);
        }

        return best;
    }
}
