using System.Text;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Csv;

/// <summary>Reads the rows of one block after another on one thread.</summary>
internal sealed class CsvBlockReader(CsvLayout layout, LogReading reading)
{
    private readonly RowNames _names = new();
    private readonly StampReader _times = new(reading.Dates);
    private readonly StampReader _starts = new(reading.Dates);
    private readonly StampReader _deadlines = new(reading.Dates);
    private readonly int[] _fieldStarts = new int[layout.Header.Count];
    private readonly int[] _fieldEnds = new int[layout.Header.Count];
    private readonly HashSet<string> _missing = new(reading.MissingValues, StringComparer.Ordinal);
    private int[] _marks = [];

    public RowBlock Read(CutBlock cut)
    {
        var text = cut.Bytes.AsSpan(0, cut.Length);
        var first = cut.Number == 0;
        CsvLayout.CheckText(text, cut.LinesBefore, reading.Source);

        var from = first ? layout.DataStart : 0;
        long line = first ? layout.HeaderLines : 0;
        var marks = CsvMarks.Find(text[from..], layout.Delimiter, ref _marks);
        var width = layout.Header.Count;
        var block = new RowBlock(
            _names, (marks / width) + 4,
            hasStarts: layout.ColumnOf[(int)LogRole.Start] >= 0, hasDeadlines: layout.ColumnOf[(int)LogRole.Deadline] >= 0);

        var body = text[from..];
        var rowStart = 0;
        var mark = 0;
        while (mark < marks)
        {
            line++;
            if (FindFields(body, rowStart, mark, marks, width))
            {
                mark += width;
                AddRow(block, body, line, width, _marks.AsSpan(mark - width, width), rowStart);
                rowStart = _marks[mark - 1] + 1;
                continue;
            }

            var rowLine = line;
            var end = ReadQuotedRow(body, rowStart, ref mark, marks, ref line, out var fields, out var fault);
            if (fields == 1 && _fieldEnds[0] == _fieldStarts[0])
            {
                // An empty line between rows says nothing.
            }
            else if (fault is not null) block.Refuse(rowLine, fault);
            else if (fields != width) block.Refuse(rowLine, fields > width
                ? $"has {fields:N0} fields, the header has {width:N0} (a delimiter inside a text needs quotes around the text)"
                : $"has {fields:N0} {(fields == 1 ? "field" : "fields")}, the header has {width:N0}");
            else AddRow(block, body, rowLine, width, [], rowStart);
            rowStart = end;
        }

        block.Lines = line;
        return block;
    }

    /// <summary>True when the next marks are exactly the delimiters of a full row and its line end: no quotes, the right number of fields.</summary>
    private bool FindFields(ReadOnlySpan<byte> body, int rowStart, int mark, int marks, int width)
    {
        if (mark + width > marks) return false;
        var row = _marks.AsSpan(mark, width);
        for (var field = 0; field < row.Length - 1; field++)
            if (body[row[field]] != layout.Delimiter) return false;
        return body[row[^1]] == '\n' && row[0] >= rowStart;
    }

    /// <summary>The slow way through a row: quotes, or a number of fields that is not the header's.</summary>
    private int ReadQuotedRow(ReadOnlySpan<byte> body, int rowStart, ref int mark, int marks, ref long line, out int fields, out string? fault)
    {
        fields = 0;
        fault = null;
        var at = rowStart;
        while (true)
        {
            int start, end;
            if (at < body.Length && body[at] == '"')
            {
                start = at + 1;
                mark++; // the opening quote
                while (mark < marks)
                {
                    var position = _marks[mark++];
                    if (body[position] == '\n') line++;
                    if (body[position] != '"') continue;
                    if (mark < marks && _marks[mark] == position + 1 && body[position + 1] == '"')
                    {
                        mark++;
                        continue;
                    }

                    at = position;
                    break;
                }

                end = at;
                if (at < start)
                {
                    fault = "a quote opens here and is never closed";
                    if (fields < _fieldStarts.Length) (_fieldStarts[fields], _fieldEnds[fields]) = (start, body.Length);
                    fields++;
                    return body.Length;
                }

                at++;
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

            if (fields < _fieldStarts.Length) (_fieldStarts[fields], _fieldEnds[fields]) = (start, end);
            fields++;
            if (at >= body.Length || body[at] == '\n') return Math.Min(at + 1, body.Length);
            at++;
        }
    }

    private ReadOnlySpan<byte> Field(ReadOnlySpan<byte> body, LogRole role, int width, ReadOnlySpan<int> marks, int rowStart)
    {
        var column = layout.ColumnOf[(int)role];
        if (column < 0) return default;
        if (marks.Length > 0)
        {
            var start = column == 0 ? rowStart : marks[column - 1] + 1;
            var end = marks[column];
            if (column == width - 1 && end > start && body[end - 1] == '\r') end--;
            return body[start..end];
        }

        var field = body[_fieldStarts[column].._fieldEnds[column]];
        var quoted = _fieldStarts[column] > 0 && body[_fieldStarts[column] - 1] == '"';
        return quoted && field.Contains((byte)'"') ? Undouble(field) : field;
    }

    private static ReadOnlySpan<byte> Undouble(ReadOnlySpan<byte> field)
    {
        var to = new byte[field.Length];
        var length = 0;
        for (var at = 0; at < field.Length; at++)
        {
            to[length++] = field[at];
            if (field[at] == '"' && at + 1 < field.Length && field[at + 1] == '"') at++;
        }

        return to.AsSpan(0, length);
    }

    private void AddRow(RowBlock block, ReadOnlySpan<byte> body, long line, int width, ReadOnlySpan<int> marks, int rowStart)
    {
        var time = Field(body, LogRole.Time, width, marks, rowStart);
        if (!_times.TryRead(time, out var stamp))
        {
            block.Refuse(line, BadRows.TimeFault(layout.Header[layout.ColumnOf[(int)LogRole.Time]], time));
            return;
        }

        var caseName = Field(body, LogRole.Case, width, marks, rowStart);
        var activity = Field(body, LogRole.Activity, width, marks, rowStart);
        if (caseName.IsEmpty || activity.IsEmpty)
        {
            block.Refuse(line, $"has no {(caseName.IsEmpty ? "case" : "activity")}");
            return;
        }

        var start = Stamp.None;
        if (!TryExtra(block, LogRole.Start, _starts, Field(body, LogRole.Start, width, marks, rowStart), line, ref start)) return;
        var deadline = Stamp.None;
        if (!TryExtra(block, LogRole.Deadline, _deadlines, Field(body, LogRole.Deadline, width, marks, rowStart), line, ref deadline)) return;

        block.Add(
            _names.Cases.Number(caseName),
            _names.Activities.Number(activity),
            layout.ColumnOf[(int)LogRole.Resource] < 0 ? EventLog.Missing : _names.Resources.Number(Field(body, LogRole.Resource, width, marks, rowStart)),
            layout.ColumnOf[(int)LogRole.Group] < 0 ? EventLog.Missing : _names.Groups.Number(Field(body, LogRole.Group, width, marks, rowStart)),
            layout.ColumnOf[(int)LogRole.Level] < 0 ? EventLog.Missing : _names.Levels.Number(Field(body, LogRole.Level, width, marks, rowStart)),
            stamp, start, deadline, line);
    }

    /// <summary>A start or deadline may be absent; one that is there and cannot be read is a fault like any other.</summary>
    private bool TryExtra(RowBlock block, LogRole role, StampReader reader, ReadOnlySpan<byte> text, long line, ref Stamp stamp)
    {
        if (text.IsEmpty || reader.TryRead(text, out stamp)) return true;
        stamp = Stamp.None;
        if (text.Length < 40 && _missing.Contains(Encoding.UTF8.GetString(text))) return true;
        block.Refuse(line, BadRows.TimeFault(layout.Header[layout.ColumnOf[(int)role]], text));
        return false;
    }
}
