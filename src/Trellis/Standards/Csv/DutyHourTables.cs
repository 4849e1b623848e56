using System.Globalization;

namespace Trellis.Standards.Csv;

/// <summary>Reads when people are on duty from a table with the columns name, day, from, to: one line for each stretch of a day.</summary>
public static class DutyHourTables
{
    private static readonly string[] Columns = ["name", "day", "from", "to"];
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <returns>By name, stretches in ticks from the beginning of Monday.</returns>
    /// <exception cref="UnusableInput">No such table, or the first line of it that cannot be read.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<(long From, long To)>> Read(Stream content, string source)
    {
        using var table = CsvTable.Open(content, source);
        var at = Array.ConvertAll(Columns, column =>
        {
            for (var place = 0; place < table.Header.Count; place++)
                if (string.Equals(table.Header[place], column, StringComparison.OrdinalIgnoreCase)) return place;
            throw new UnusableInput(
                new Text($"日历没有“{column}”一列。", $"The calendar has no column \"{column}\"."),
                new Text("首行写 name,day,from,to，每行写一人一天的一段时间。", "Its first line is name,day,from,to; each line is one stretch of one day."), $"{source}, line 1");
        });

        var hours = new Dictionary<string, List<(long From, long To)>>(StringComparer.Ordinal);
        while (table.Next() is { } row)
        {
            if (row.Fault is { } fault) throw Wrong(fault);
            var (name, day) = (row.Cells[at[0]].Trim(), row.Cells[at[1]].Trim());
            if (name.Length == 0) throw Wrong(new Text("没有写姓名。", "There is no name."));
            var (from, to) = (Clock(row.Cells[at[2]]), Clock(row.Cells[at[3]]));
            if (to <= from) throw Wrong(new Text("这段时间的结束不晚于开始。", "The stretch ends no later than it begins."));
            if (!hours.TryGetValue(name, out var own)) hours.Add(name, own = []);
            foreach (var number in DaysOf(day)) own.Add(((number * TimeSpan.TicksPerDay) + from, (number * TimeSpan.TicksPerDay) + to));

            UnusableInput Wrong(Text what) => new(
                what, new Text("这样写：王芳,mon-fri,09:00,17:30。", "Write it like this: Wang Fang,mon-fri,09:00,17:30."), string.Create(CultureInfo.InvariantCulture, $"{source}, line {row.Line}"));

            long Clock(string text) => TimeSpan.TryParseExact(text.Trim(), [@"h\:mm", @"hh\:mm", @"h\:mm\:ss", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out var time)
                ? time.Ticks
                : text.Trim() == "24:00" ? TimeSpan.TicksPerDay : throw Wrong(new Text($"“{Excerpt.Of(text, 20)}”不是时刻。", $"\"{Excerpt.Of(text, 20)}\" is no time of day."));

            IEnumerable<int> DaysOf(string text)
            {
                var ends = text.Split('-', StringSplitOptions.TrimEntries);
                var (first, last) = (Number(ends[0]), Number(ends[^1]));
                if (ends.Length > 2 || first < 0 || last < first)
                    throw Wrong(new Text($"“{Excerpt.Of(text, 20)}”不是星期：用 mon 到 sun，或 mon-fri。", $"\"{Excerpt.Of(text, 20)}\" is no day of the week: mon to sun, or a span such as mon-fri."));
                return Enumerable.Range(first, last - first + 1);
            }

            static int Number(string day) => Array.FindIndex(Days, known => string.Equals(known, day, StringComparison.OrdinalIgnoreCase));
        }

        return hours.ToDictionary(static own => own.Key, static own => (IReadOnlyList<(long From, long To)>)own.Value, StringComparer.Ordinal);
    }
}
