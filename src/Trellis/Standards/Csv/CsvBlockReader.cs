using System.Text;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Csv;

/// <summary>Reads the rows of one block after another on one thread: first where the fields of all rows lie, then column by column what they say.</summary>
internal sealed class CsvBlockReader(CsvLayout layout, LogReading reading)
{
    /// <summary>Where one column's fields lie in the block, row by row.</summary>
    private sealed class Column
    {
        public int[] Starts = [];
        public int[] Ends = [];
    }

    private readonly RowNames _names = new();
    private readonly StampReader _stamps = new(reading.Dates);
    private readonly HashSet<string> _missing = new(reading.MissingValues, StringComparer.Ordinal);
    private readonly Column[] _columns = Array.ConvertAll(layout.ColumnOf, static _ => new Column());
    private readonly LogRole[] _used = [.. LogColumns.Roles.Where(role => layout.ColumnOf[(int)role] >= 0)];
    private readonly int[] _fieldStarts = new int[layout.Header.Count];
    private readonly int[] _fieldEnds = new int[layout.Header.Count];
    private readonly bool[] _doubled = new bool[layout.Header.Count];
    private readonly List<BadRow> _bad = [];
    private int[] _marks = [];
    private int[] _lines = [];
    private Stamp[] _times = [];
    private int _rows;

    public RowBlock Read(CutBlock cut)
    {
        var first = cut.Number == 0;
        var text = cut.Bytes.AsSpan(0, cut.Length);
        CsvLayout.CheckText(text, cut.LinesBefore, reading.Source);
        var body = first ? text[layout.DataStart..] : text;

        _rows = 0;
        _bad.Clear();
        var lines = FindRows(body, first ? layout.HeaderLines : 0);
        var read = ReadTimes(body);

        var block = new RowBlock(_names, _rows) { Lines = lines };
        _names.Cases.Number(body, Starts(LogRole.Case), Ends(LogRole.Case), block.Cases);
        _names.Activities.Number(body, Starts(LogRole.Activity), Ends(LogRole.Activity), block.Activities);
        for (var row = 0; row < _rows; row++)
        {
            block.Walls[row] = _times[row].Wall;
            block.Offsets[row] = _times[row].OffsetMinutes;
            block.NoteTime(_times[row], _lines[row]);
        }

        block.TakeColumns(
            Numbers(LogRole.Resource, _names.Resources, body), Numbers(LogRole.Group, _names.Groups, body), Numbers(LogRole.Level, _names.Levels, body),
            read.Starts, read.Deadlines);
        _bad.Sort(static (one, other) => one.Line.CompareTo(other.Line));
        foreach (var bad in _bad) block.Refuse(bad.Line, bad.Why);
        return block;
    }

    private ReadOnlySpan<int> Starts(LogRole role) => _columns[(int)role].Starts.AsSpan(0, _rows);

    private ReadOnlySpan<int> Ends(LogRole role) => _columns[(int)role].Ends.AsSpan(0, _rows);

    private ReadOnlySpan<byte> Field(ReadOnlySpan<byte> body, LogRole role, int row) =>
        body[_columns[(int)role].Starts[row].._columns[(int)role].Ends[row]];

    private int[] Numbers(LogRole role, NameTable names, ReadOnlySpan<byte> body)
    {
        if (layout.ColumnOf[(int)role] < 0) return [];
        var numbers = GC.AllocateUninitializedArray<int>(_rows);
        names.Number(body, Starts(role), Ends(role), numbers);
        return numbers;
    }

    /// <summary>Finds the fields of every whole row; rows that are not whole are noted as bad. Returns the lines passed.</summary>
    private int FindRows(Span<byte> body, int line)
    {
        var marks = CsvMarks.Find(body, layout.Delimiter, ref _marks);
        var width = layout.Header.Count;
        MakeRoom((marks / width) + 1);
        var rowStart = 0;
        var mark = 0;
        while (mark < marks)
        {
            line++;
            if (IsPlainRow(body, mark, marks, width))
            {
                NotePlainRow(body, _marks.AsSpan(mark, width), rowStart, line);
                mark += width;
                rowStart = _marks[mark - 1] + 1;
                continue;
            }

            var rowLine = line;
            rowStart = FindFields(body, rowStart, ref mark, marks, ref line, out var fields, out var fault);
            if (fields == 1 && _fieldEnds[0] == _fieldStarts[0]) continue; // an empty line between rows says nothing
            if (fault is not null) _bad.Add(new BadRow(rowLine, fault));
            else if (fields > width) _bad.Add(new BadRow(rowLine, $"has {fields:N0} fields, the header has {width:N0} (a delimiter inside a text needs quotes around the text)"));
            else if (fields < width) _bad.Add(new BadRow(rowLine, $"has {fields:N0} {(fields == 1 ? "field" : "fields")}, the header has {width:N0}"));
            else NoteRow(body, rowLine);
        }

        return line;
    }

    private void MakeRoom(int rows)
    {
        if (_lines.Length >= rows) return;
        var size = rows + (rows / 4);
        _lines = new int[size];
        _times = new Stamp[size];
        foreach (var role in _used)
        {
            _columns[(int)role].Starts = new int[size];
            _columns[(int)role].Ends = new int[size];
        }
    }

    /// <summary>True when the next marks are exactly the delimiters of a full row and its line end: no quotes, the right number of fields.</summary>
    private bool IsPlainRow(ReadOnlySpan<byte> body, int mark, int marks, int width)
    {
        if (mark + width > marks) return false;
        var row = _marks.AsSpan(mark, width);
        for (var field = 0; field < row.Length - 1; field++)
            if (body[row[field]] != layout.Delimiter) return false;
        return body[row[^1]] == '\n';
    }

    private void NotePlainRow(ReadOnlySpan<byte> body, ReadOnlySpan<int> marks, int rowStart, int line)
    {
        var row = _rows++;
        _lines[row] = line;
        foreach (var role in _used)
        {
            var field = layout.ColumnOf[(int)role];
            var start = field == 0 ? rowStart : marks[field - 1] + 1;
            var end = marks[field];
            if (field == marks.Length - 1 && end > start && body[end - 1] == '\r') end--;
            _columns[(int)role].Starts[row] = start;
            _columns[(int)role].Ends[row] = end;
        }
    }

    private void NoteRow(Span<byte> body, int line)
    {
        var row = _rows++;
        _lines[row] = line;
        foreach (var role in _used)
        {
            var field = layout.ColumnOf[(int)role];
            if (_doubled[field]) Undouble(body, field);
            _columns[(int)role].Starts[row] = _fieldStarts[field];
            _columns[(int)role].Ends[row] = _fieldEnds[field];
        }
    }

    /// <summary>Makes "" to " inside the block itself: the text only becomes shorter, and the block is ours.</summary>
    private void Undouble(Span<byte> body, int field)
    {
        var to = _fieldStarts[field];
        for (var from = _fieldStarts[field]; from < _fieldEnds[field]; from++)
        {
            body[to++] = body[from];
            if (body[from] == '"') from++;
        }

        _fieldEnds[field] = to;
        _doubled[field] = false;
    }

    /// <summary>The slow way through a row: quotes, or a number of fields that is not the header's. Returns where the next row begins.</summary>
    private int FindFields(ReadOnlySpan<byte> body, int rowStart, ref int mark, int marks, ref int line, out int fields, out string? fault)
    {
        fields = 0;
        fault = null;
        var at = rowStart;
        while (true)
        {
            int start, end;
            var doubled = false;
            if (at < body.Length && body[at] == '"')
            {
                start = at + 1;
                end = -1;
                mark++; // the opening quote
                while (mark < marks && end < 0)
                {
                    var position = _marks[mark++];
                    if (body[position] == '\n') line++;
                    if (body[position] != '"') continue;
                    if (mark < marks && _marks[mark] == position + 1 && body[position + 1] == '"')
                    {
                        doubled = true;
                        mark++;
                    }
                    else end = position;
                }

                if (end < 0)
                {
                    fields++;
                    fault = "a quote opens here and is never closed";
                    return body.Length;
                }

                at = end + 1;
                if (at < body.Length && body[at] == '\r') at++;
                if (at < body.Length && body[at] != layout.Delimiter && body[at] != '\n') fault ??= "has text after a closing quote";
                while (mark < marks && body[_marks[mark]] == '"') mark++;
                at = mark < marks ? _marks[mark++] : body.Length;
            }
            else
            {
                start = at;
                while (mark < marks && body[_marks[mark]] == '"') mark++;
                at = mark < marks ? _marks[mark++] : body.Length;
                end = at > start && at < body.Length && body[at] == '\n' && body[at - 1] == '\r' ? at - 1 : at;
            }

            if (fields < _fieldStarts.Length) (_fieldStarts[fields], _fieldEnds[fields], _doubled[fields]) = (start, end, doubled);
            fields++;
            if (at >= body.Length || body[at] == '\n') return Math.Min(at + 1, body.Length);
            at++;
        }
    }

    /// <summary>Reads the times of all rows; a row whose case, activity or any time cannot be used leaves the block and is noted as bad.</summary>
    private (Stamp[] Starts, Stamp[] Deadlines) ReadTimes(ReadOnlySpan<byte> body)
    {
        var starts = layout.ColumnOf[(int)LogRole.Start] >= 0 ? new Stamp[_rows] : [];
        var deadlines = layout.ColumnOf[(int)LogRole.Deadline] >= 0 ? new Stamp[_rows] : [];
        var good = 0;
        for (var row = 0; row < _rows; row++)
        {
            string? fault = null;
            if (!_stamps.TryRead(Field(body, LogRole.Time, row), out var time)) fault = TimeFault(LogRole.Time, Field(body, LogRole.Time, row));
            else if (Field(body, LogRole.Case, row).IsEmpty) fault = "has no case";
            else if (Field(body, LogRole.Activity, row).IsEmpty) fault = "has no activity";
            else if (starts.Length > 0 && !TryReadOptional(Field(body, LogRole.Start, row), out starts[good])) fault = TimeFault(LogRole.Start, Field(body, LogRole.Start, row));
            else if (deadlines.Length > 0 && !TryReadOptional(Field(body, LogRole.Deadline, row), out deadlines[good])) fault = TimeFault(LogRole.Deadline, Field(body, LogRole.Deadline, row));

            if (fault is not null)
            {
                _bad.Add(new BadRow(_lines[row], fault));
                continue;
            }

            _times[good] = time;
            if (good != row) MoveRow(row, good);
            good++;
        }

        if (good < _rows)
        {
            if (starts.Length > 0) Array.Resize(ref starts, good);
            if (deadlines.Length > 0) Array.Resize(ref deadlines, good);
            _rows = good;
        }

        return (starts, deadlines);
    }

    private void MoveRow(int from, int to)
    {
        _lines[to] = _lines[from];
        foreach (var role in _used)
        {
            var column = _columns[(int)role];
            (column.Starts[to], column.Ends[to]) = (column.Starts[from], column.Ends[from]);
        }
    }

    /// <summary>A start or deadline may be absent; one that is there and cannot be read is a fault like any other.</summary>
    private bool TryReadOptional(ReadOnlySpan<byte> text, out Stamp stamp)
    {
        stamp = Stamp.None;
        if (text.IsEmpty || _stamps.TryRead(text, out stamp)) return true;
        stamp = Stamp.None;
        return text.Length < 40 && _missing.Contains(Encoding.UTF8.GetString(text));
    }

    private string TimeFault(LogRole role, ReadOnlySpan<byte> text) => BadRows.TimeFault(layout.Header[layout.ColumnOf[(int)role]], text);
}
