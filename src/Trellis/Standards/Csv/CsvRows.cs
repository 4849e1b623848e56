using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Csv;

/// <summary>Finds the rows of one block after another on one thread: where the fields of each lie, and what its times say.</summary>
internal sealed class CsvRowFinder
{
    private readonly CsvLayout _layout;
    private readonly LogReading _reading;
    private readonly StampReader _stamps;
    private readonly MissingValues _missing;

    /// <summary>The columns that play a role, and by role the place of its column among them, -1 where it has none.</summary>
    private readonly int[] _used;
    private readonly int[] _placeOf;
    private readonly int[] _fieldStarts;
    private readonly int[] _fieldEnds;
    private readonly bool[] _doubled;
    private readonly List<BadRow> _bad = [];
    private readonly CsvMarks _marks = new();
    private int[] _lines = [];
    private int[] _fields = [];
    private int _rows;

    public CsvRowFinder(CsvLayout layout, LogReading reading)
    {
        (_layout, _reading) = (layout, reading);
        _stamps = new StampReader(reading.Dates);
        _missing = new MissingValues(reading.MissingValues);
        _used = [.. layout.ColumnOf.Where(static column => column >= 0).Distinct().Order()];
        _placeOf = Array.ConvertAll(layout.ColumnOf, column => Array.IndexOf(_used, column));
        _fieldStarts = new int[layout.Header.Count];
        _fieldEnds = new int[layout.Header.Count];
        _doubled = new bool[layout.Header.Count];
    }

    private int Stride => _used.Length * 2;

    /// <param name="cut">The block.</param>
    /// <param name="fields">Room for the fields of its rows, made longer where needed.</param>
    public FoundRows Find(CutBlock cut, int[] fields)
    {
        var first = cut.Number == 0;
        var text = cut.Bytes.AsSpan(0, cut.Length);
        CsvLayout.CheckText(text, cut.LinesBefore, _reading.Source);
        var from = first ? _layout.DataStart : 0;

        _fields = fields;
        _rows = 0;
        _bad.Clear();
        var lines = FindRows(text[from..], first ? _layout.HeaderLines : 0);
        var found = ReadTimes(cut, from, lines);
        _fields = [];
        return found;
    }

    private ReadOnlySpan<byte> Field(ReadOnlySpan<byte> body, LogRole role, int row)
    {
        var at = (row * Stride) + (_placeOf[(int)role] * 2);
        return body[_fields[at].._fields[at + 1]];
    }

    private bool Has(LogRole role) => _placeOf[(int)role] >= 0;

    /// <summary>Finds the fields of every whole row; rows that are not whole are noted as bad. Returns the lines passed.</summary>
    private int FindRows(Span<byte> body, int line)
    {
        _marks.Find(body, _layout.Delimiter);
        var width = _layout.Header.Count;
        MakeRoom(Math.Max(_marks.Lines, _marks.Count / width) + 1);
        return _marks.HasQuotes ? FindQuotedRows(body, width, line) : FindPlainRows(body, width, line);
    }

    /// <summary>Without quotes every line is a row, and a row is whole when it has as many marks as the header has columns.</summary>
    private int FindPlainRows(Span<byte> body, int width, int line)
    {
        var marks = _marks.At;
        var rowStart = 0;
        var mark = 0;
        foreach (var lineEnd in _marks.LineEnds)
        {
            line++;
            if (lineEnd + 1 - mark == width) NotePlainRow(body, marks.Slice(mark, width), rowStart, line);
            else NoteOddRow(body, ref rowStart, mark, ref line);
            mark = lineEnd + 1;
            rowStart = marks[lineEnd] + 1;
        }

        return line;
    }

    private int FindQuotedRows(Span<byte> body, int width, int line)
    {
        var marks = _marks.At;
        var rowStart = 0;
        var mark = 0;
        while (mark < marks.Length)
        {
            line++;
            if (IsPlainRow(body, mark, width))
            {
                NotePlainRow(body, marks.Slice(mark, width), rowStart, line);
                mark += width;
                rowStart = marks[mark - 1] + 1;
            }
            else mark = NoteOddRow(body, ref rowStart, mark, ref line);
        }

        return line;
    }

    /// <summary>Reads a row that has quotes or not the header's number of fields. Returns the first mark of the next row.</summary>
    private int NoteOddRow(Span<byte> body, ref int rowStart, int mark, ref int line)
    {
        var width = _layout.Header.Count;
        var rowLine = line;
        rowStart = FindFields(body, rowStart, ref mark, ref line, out var fields, out var fault);
        if (fields == 1 && body[_fieldStarts[0].._fieldEnds[0]].IndexOfAnyExcept((byte)' ', (byte)'\r') < 0) return mark; // an empty line between rows says nothing
        if (fault is not null) _bad.Add(new BadRow(rowLine, fault));
        else if (fields > width) _bad.Add(new BadRow(rowLine, $"has {fields:N0} fields, the header has {width:N0} (a delimiter inside a text needs quotes around the text)"));
        else if (fields < width) _bad.Add(new BadRow(rowLine, $"has {fields:N0} {(fields == 1 ? "field" : "fields")}, the header has {width:N0}"));
        else NoteRow(body, rowLine);
        return mark;
    }

    private void MakeRoom(int rows)
    {
        var size = rows + (rows / 4);
        if (_lines.Length < rows) _lines = new int[size];
        if (_fields.Length < rows * Stride) _fields = new int[size * Stride];
    }

    /// <summary>True when the next marks are exactly the delimiters of a full row and its line end: no quotes, the right number of fields.</summary>
    private bool IsPlainRow(ReadOnlySpan<byte> body, int mark, int width)
    {
        if (mark + width > _marks.Count) return false;
        var delimiter = _layout.Delimiter;
        var row = _marks.At.Slice(mark, width);
        for (var field = 0; field < row.Length - 1; field++)
            if (body[row[field]] != delimiter) return false;
        return body[row[^1]] == '\n';
    }

    private void NotePlainRow(ReadOnlySpan<byte> body, ReadOnlySpan<int> marks, int rowStart, int line)
    {
        var row = _rows++;
        _lines[row] = line;
        var used = _used;
        var to = _fields.AsSpan(row * used.Length * 2, used.Length * 2);
        for (var place = 0; place < used.Length; place++)
        {
            var field = used[place];
            to[place * 2] = field == 0 ? rowStart : marks[field - 1] + 1;
            to[(place * 2) + 1] = marks[field];
        }

        // The carriage return before a line end belongs to the line end.
        if (used[^1] == marks.Length - 1 && to[^1] > to[^2] && body[to[^1] - 1] == '\r') to[^1]--;
        if (_marks.HasBlanks) TrimBlanks(body, to);
    }

    /// <summary>Blanks around a value are the export's, not the name's: "Accept " and "Accept" are one activity.</summary>
    private static void TrimBlanks(ReadOnlySpan<byte> body, Span<int> fields)
    {
        for (var at = 0; at + 1 < fields.Length; at += 2)
        {
            while (fields[at] < fields[at + 1] && body[fields[at]] == ' ') fields[at]++;
            while (fields[at] < fields[at + 1] && body[fields[at + 1] - 1] == ' ') fields[at + 1]--;
        }
    }

    private void NoteRow(Span<byte> body, int line)
    {
        var row = _rows++;
        _lines[row] = line;
        var to = _fields.AsSpan(row * Stride, Stride);
        for (var place = 0; place < _used.Length; place++)
        {
            if (_doubled[_used[place]]) Undouble(body, _used[place]);
            to[place * 2] = _fieldStarts[_used[place]];
            to[(place * 2) + 1] = _fieldEnds[_used[place]];
        }

        TrimBlanks(body, to);
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
    private int FindFields(ReadOnlySpan<byte> body, int rowStart, ref int mark, ref int line, out int fields, out string? fault)
    {
        fields = 0;
        fault = null;
        var marks = _marks.At;
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
                while (mark < marks.Length && end < 0)
                {
                    var position = marks[mark++];
                    if (body[position] == '\n') line++;
                    if (body[position] != '"') continue;
                    if (mark < marks.Length && marks[mark] == position + 1 && body[position + 1] == '"')
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
                if (at < body.Length && body[at] != _layout.Delimiter && body[at] != '\n') fault ??= "has text after a closing quote";
                while (mark < marks.Length && body[marks[mark]] == '"') mark++;
                at = mark < marks.Length ? marks[mark++] : body.Length;
            }
            else
            {
                start = at;
                while (mark < marks.Length && body[marks[mark]] == '"') mark++;
                at = mark < marks.Length ? marks[mark++] : body.Length;
                end = at > start && at < body.Length && body[at] == '\n' && body[at - 1] == '\r' ? at - 1 : at;
            }

            if (fields < _fieldStarts.Length) (_fieldStarts[fields], _fieldEnds[fields], _doubled[fields]) = (start, end, doubled);
            fields++;
            if (at >= body.Length || body[at] == '\n') return Math.Min(at + 1, body.Length);
            at++;
        }
    }

    /// <summary>Reads the times of all rows. A row whose case, activity or any time cannot be used is noted as bad and left out.</summary>
    private FoundRows ReadTimes(CutBlock cut, int from, int lines)
    {
        ReadOnlySpan<byte> body = cut.Bytes.AsSpan(from, cut.Length - from);
        var walls = GC.AllocateUninitializedArray<long>(_rows);
        var offsets = GC.AllocateUninitializedArray<short>(_rows);
        var starts = Has(LogRole.Start) ? new Stamp[_rows] : [];
        var deadlines = Has(LogRole.Deadline) ? new Stamp[_rows] : [];
        var stepDeadlines = Has(LogRole.StepDeadline) ? new Stamp[_rows] : [];
        var good = 0;
        int dateOnly = 0, zoneless = 0;
        long firstZoneless = 0, firstZoned = 0;
        var stride = Stride;
        var (timeAt, caseAt, activityAt) = (_placeOf[(int)LogRole.Time] * 2, _placeOf[(int)LogRole.Case] * 2, _placeOf[(int)LogRole.Activity] * 2);
        for (var row = 0; row < _rows; row++)
        {
            var fields = _fields.AsSpan(row * stride, stride);
            var read = _stamps.TryRead(body[fields[timeAt]..fields[timeAt + 1]], out var time);
            if (!read || fields[caseAt] == fields[caseAt + 1] || fields[activityAt] == fields[activityAt + 1]
                || (starts.Length > 0 && !TryReadOptional(Field(body, LogRole.Start, row), out starts[good]))
                || (deadlines.Length > 0 && !TryReadOptional(Field(body, LogRole.Deadline, row), out deadlines[good]))
                || (stepDeadlines.Length > 0 && !TryReadOptional(Field(body, LogRole.StepDeadline, row), out stepDeadlines[good])))
            {
                _bad.Add(new BadRow(_lines[row], Fault(body, row, read)));
                continue;
            }

            walls[good] = time.Wall;
            offsets[good] = time.OffsetMinutes;
            if (time.DateOnly) dateOnly++;
            if (time.OffsetMinutes == Stamp.NoZone)
            {
                if (zoneless++ == 0) firstZoneless = _lines[row];
            }
            else if (firstZoned == 0) firstZoned = _lines[row];

            if (good != row) _fields.AsSpan(row * Stride, Stride).CopyTo(_fields.AsSpan(good * Stride, Stride));
            good++;
        }

        if (good < _rows)
        {
            _rows = good;
            Array.Resize(ref walls, good);
            Array.Resize(ref offsets, good);
            if (starts.Length > 0) Array.Resize(ref starts, good);
            if (deadlines.Length > 0) Array.Resize(ref deadlines, good);
            if (stepDeadlines.Length > 0) Array.Resize(ref stepDeadlines, good);
        }

        _bad.Sort(static (one, other) => one.Line.CompareTo(other.Line));
        return new FoundRows
        {
            Cut = cut,
            From = from,
            Lines = lines,
            Rows = _rows,
            Fields = _fields,
            Walls = walls,
            Offsets = offsets,
            Starts = starts,
            Deadlines = deadlines,
            StepDeadlines = stepDeadlines,
            DateOnlyTimes = dateOnly,
            ZonelessTimes = zoneless,
            FirstZonelessLine = firstZoneless,
            FirstZonedLine = firstZoned,
            Bad = [.. _bad],
        };
    }

    /// <summary>A start or deadline may be absent; one that is there and cannot be read is a fault like any other.</summary>
    private bool TryReadOptional(ReadOnlySpan<byte> text, out Stamp stamp)
    {
        stamp = Stamp.None;
        if (text.IsEmpty || _stamps.TryRead(text, out stamp)) return true;
        stamp = Stamp.None;
        return _missing.Holds(text);
    }

    /// <summary>Why a row cannot be used: the first fault in the order in which a reader would look.</summary>
    private string Fault(ReadOnlySpan<byte> body, int row, bool timeRead)
    {
        if (!timeRead) return TimeFault(LogRole.Time, Field(body, LogRole.Time, row));
        if (Field(body, LogRole.Case, row).IsEmpty) return "has no case";
        if (Field(body, LogRole.Activity, row).IsEmpty) return "has no activity";
        foreach (var role in (ReadOnlySpan<LogRole>)[LogRole.Start, LogRole.Deadline])
            if (Has(role) && !TryReadOptional(Field(body, role, row), out _)) return TimeFault(role, Field(body, role, row));
        return TimeFault(LogRole.StepDeadline, Field(body, LogRole.StepDeadline, row));
    }

    private string TimeFault(LogRole role, ReadOnlySpan<byte> text) => BadRows.TimeFault(_layout.Header[_layout.ColumnOf[(int)role]], text, _reading.Dates);
}

/// <summary>The rows of a block, found but not yet named.</summary>
internal sealed class FoundRows
{
    public required CutBlock Cut { get; init; }

    /// <summary>Where in the block the rows begin.</summary>
    public required int From { get; init; }

    public required int Lines { get; init; }

    public required int Rows { get; init; }

    /// <summary>Row after row, beginning and end of every used column's field.</summary>
    public required int[] Fields { get; init; }

    public required long[] Walls { get; init; }

    public required short[] Offsets { get; init; }

    public required Stamp[] Starts { get; init; }

    public required Stamp[] Deadlines { get; init; }

    public required Stamp[] StepDeadlines { get; init; }

    public required int DateOnlyTimes { get; init; }

    public required int ZonelessTimes { get; init; }

    public required long FirstZonelessLine { get; init; }

    public required long FirstZonedLine { get; init; }

    public required BadRow[] Bad { get; init; }
}

/// <summary>
/// Numbers the names in found rows. Blocks come in file order and to one namer only, so names are numbered by first appearance
/// without any merging afterwards.
/// </summary>
internal sealed class CsvRowNamer
{
    private readonly RowNames _names = new();
    private readonly int[] _placeOf;
    private readonly int _stride;

    public CsvRowNamer(CsvLayout layout)
    {
        int[] used = [.. layout.ColumnOf.Where(static column => column >= 0).Distinct().Order()];
        _placeOf = Array.ConvertAll(layout.ColumnOf, column => Array.IndexOf(used, column));
        _stride = used.Length * 2;
    }

    public RowBlock Name(FoundRows found)
    {
        ReadOnlySpan<byte> body = found.Cut.Bytes.AsSpan(found.From, found.Cut.Length - found.From);
        var block = RowBlock.OfColumns(
            _names,
            Numbers(LogRole.Case, _names.Cases, found, body), Numbers(LogRole.Activity, _names.Activities, found, body),
            Numbers(LogRole.Resource, _names.Resources, found, body), Numbers(LogRole.Group, _names.Groups, found, body), Numbers(LogRole.Level, _names.Levels, found, body), Numbers(LogRole.Type, _names.Types, found, body), Numbers(LogRole.Outcome, _names.Outcomes, found, body),
            found.Walls, found.Offsets, found.Starts, found.Deadlines, found.StepDeadlines,
            found.DateOnlyTimes, found.ZonelessTimes, found.FirstZonelessLine, found.FirstZonedLine);
        block.Lines = found.Lines;
        foreach (var bad in found.Bad) block.Refuse(bad.Line, bad.Why);
        return block;
    }

    private int[] Numbers(LogRole role, NameTable names, FoundRows found, ReadOnlySpan<byte> body)
    {
        if (_placeOf[(int)role] < 0) return [];
        var numbers = GC.AllocateUninitializedArray<int>(found.Rows);
        names.Number(body, found.Fields, _placeOf[(int)role] * 2, _stride, numbers);
        return numbers;
    }
}
