using System.Text;

namespace Trellis.Diagnosis.EventLogs;

/// <summary>Tells of rows that could not be read in the same words whatever the format.</summary>
public static class BadRows
{
    private const string DayOrMonthFirst = "does it begin with the day or the month first?";

    /// <summary>Refuses the log if rows could not be read, naming the first places; or counts them where the caller allows it.</summary>
    /// <param name="rowWord">What one row is called in this format, in the plural.</param>
    public static ReadingNotes Settle(IReadOnlyList<RowBlock> blocks, LogReading reading, string rowWord = "rows")
    {
        long line = 0;
        var bad = 0;
        long rows = 0;
        var extras = 0;
        List<string> places = [];
        foreach (var block in blocks)
        {
            foreach (var row in block.FirstBadRows)
                if (places.Count < LogReading.PlacesShown) places.Add($"line {line + row.Line:N0}: {row.Why}");
            bad += block.BadRows;
            rows += block.Count + block.BadRows;
            extras += block.UnreadableExtras;
            line += block.Lines;
        }

        if (bad > 0 && bad == rows && reading.SkipBadRows && bad > 1)
        {
            throw new UnusableInput(
                $"None of the {rows:N0} {rowWord} can be read:\n  {string.Join("\n  ", places)}",
                "Check that the columns are what they are taken for; --map says which is which." + RemedyFor(places), reading.Source);
        }

        if (bad > 0 && !reading.SkipBadRows)
        {
            var more = bad > places.Count ? $"\n  and {bad - places.Count:N0} more" : "";
            throw new UnusableInput(
                $"{bad:N0} of {rows:N0} {rowWord} cannot be read:\n  {string.Join("\n  ", places)}{more}",
                "Mend them, or leave them out and have them counted: --skip-bad-rows." + RemedyFor(places), reading.Source);
        }

        return new ReadingNotes { SkippedRows = bad, SkippedPlaces = places, UnreadableExtras = extras };
    }

    /// <summary>Why a time is none.</summary>
    public static string TimeFault(string column, ReadOnlySpan<byte> text, DateOrder order)
    {
        if (text.IsEmpty) return $"has no time (column \"{Excerpt.Of(column, 40)}\" is empty)";
        var shown = $"\"{Excerpt.Of(text, 40)}\" (column \"{Excerpt.Of(column, 40)}\") is not a time we can read";
        return order == DateOrder.YearFirst && YearLast(text) ? $"{shown}; {DayOrMonthFirst}" : shown;
    }

    /// <summary>Three numbers with a year of four digits last, such as 3/4/2025: nobody can tell the day from the month.</summary>
    private static bool YearLast(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)' ', (byte)'T');
        var day = end < 0 ? text : text[..end];
        if (day.Length is < 8 or > 10 || day[^5] is not ((byte)'/' or (byte)'-')) return false;
        return day.Count(day[^5]) == 2 && day[..^4].IndexOfAnyExceptInRange((byte)'-', (byte)'9') < 0 && day[^4..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>Says what to do when the times of all shown places could not be read for one reason.</summary>
    private static string RemedyFor(List<string> places)
    {
        foreach (var place in places)
            if (!place.EndsWith(DayOrMonthFirst, StringComparison.Ordinal)) return "";
        return " If every date begins with the day or with the month, say which: --dates dmy or --dates mdy.";
    }
}
