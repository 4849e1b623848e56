using System.Globalization;
using System.Text.RegularExpressions;
using Trellis.Diagnosis.Findings.Reported;

namespace Trellis.Standards.Csv;

/// <summary>Reported figures as they were read, and the rows that were not.</summary>
/// <param name="Refused">The line and why, in the order of the table.</param>
public sealed record FigureTable(IReadOnlyList<ReportedFigure> Figures, IReadOnlyList<(long Line, Text Why)> Refused);

/// <summary>
/// Reads figures that units reported: a table with unit, period, indicator and value, perhaps level, parent and reported_at. Values are taken exactly, as decimals; blanks around them, thousands separators, per cent signs and units are
/// read, and what cannot be read is refused by its row with the reason, the rest goes on.
/// </summary>
public static partial class FigureTables
{
    private static readonly (string Role, string[] Names)[] Columns =
    [
        ("unit", ["unit", "单位", "填报单位"]),
        ("period", ["period", "期间", "时期", "月份"]),
        ("indicator", ["indicator", "指标"]),
        ("value", ["value", "数值", "值"]),
        ("level", ["level", "层级"]),
        ("parent", ["parent", "上级", "上级单位"]),
        ("reported_at", ["reported_at", "reported at", "报送时间", "报送日期"]),
    ];

    /// <exception cref="UnusableInput">It is no such table, or no row of it can be read.</exception>
    public static FigureTable Read(Stream content, string source)
    {
        using var table = CsvTable.Open(content, source);
        var places = Columns.ToDictionary(static column => column.Role, column => PlaceOf(table.Header, column.Names), StringComparer.Ordinal);
        foreach (var (role, names) in Columns.Take(4))
        {
            if (places[role] >= 0) continue;
            throw new UnusableInput(
                new Text($"数字表没有“{names[1]}”一列。", $"The figures have no column \"{role}\"."),
                new Text("首行写 unit,period,indicator,value，可加 level、parent、reported_at。", "Its first line is unit,period,indicator,value; level, parent and reported_at may follow."), $"{source}, line 1");
        }

        var (read, refused) = (new List<(ReportedFigure Figure, string Measure)>(), new List<(long Line, Text Why)>());
        while (table.Next() is { } row)
        {
            if (row.Fault is { } fault)
            {
                refused.Add((row.Line, fault));
                continue;
            }

            var (unit, period, indicator, reported) = (Cell("unit"), Cell("period"), Cell("indicator"), DayOf(Cell("reported_at")));
            if (unit.Length == 0) refused.Add((row.Line, new("没有写单位。", "There is no unit.")));
            else if (indicator.Length == 0) refused.Add((row.Line, new("没有写指标。", "There is no indicator.")));
            else if (EndOf(period) is not { } until) refused.Add((row.Line, new($"读不出期间“{Excerpt.Of(period, 20)}”：写作 2026、2026-03 或 2026-Q1。", $"\"{Excerpt.Of(period, 20)}\" is no period: write 2026, 2026-03 or 2026-Q1.")));
            else if (ValueOf(Cell("value")) is not var (value, measure)) refused.Add((row.Line, Cell("value").Length == 0 ? new("没有写数值。", "There is no value.") : new($"“{Excerpt.Of(Cell("value"), 20)}”不是可以确定的数。", $"\"{Excerpt.Of(Cell("value"), 20)}\" is no number that can be told for sure.")));
            else if (reported is null && Cell("reported_at").Length > 0) refused.Add((row.Line, new($"报送时间“{Excerpt.Of(Cell("reported_at"), 20)}”写作 2026-04-05。", $"\"{Excerpt.Of(Cell("reported_at"), 20)}\" is no day of reporting: write 2026-04-05.")));
            else
            {
                read.Add((new ReportedFigure(row.Line, unit, period, until, indicator, value, measure == "%")
                {
                    Level = Given("level"),
                    Parent = Given("parent"),
                    ReportedAt = reported,
                }, measure));
            }

            string Cell(string role) => places[role] is >= 0 and var at ? row.Cells[at].Trim() : "";

            string? Given(string role) => Cell(role) is { Length: > 0 } text ? text : null;
        }

        var figures = OneMeasure(read, refused);
        if (figures.Count == 0)
            throw new UnusableInput(new Text("数字表里没有一行能读。", "No row of the figures can be read."), new Text($"先改这一行：{(refused.Count > 0 ? refused[0].Why.Zh : "表里没有数据。")}", $"Begin here: {(refused.Count > 0 ? refused[0].Why.En : "the table has no rows.")}"), refused.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{source}, line {refused[0].Line}") : source);
        refused.Sort(static (one, other) => one.Line.CompareTo(other.Line));
        return new FigureTable(figures, refused);
    }

    /// <summary>Of one indicator figures in the measure that most of them have; and of one unit and period the first.</summary>
    private static List<ReportedFigure> OneMeasure(List<(ReportedFigure Figure, string Measure)> read, List<(long Line, Text Why)> refused)
    {
        var kept = new List<ReportedFigure>(read.Count);
        var seen = new HashSet<(string, string, DateOnly)>();
        foreach (var group in read.GroupBy(static one => one.Figure.Indicator, StringComparer.Ordinal))
        {
            var usual = group.GroupBy(static one => one.Measure, StringComparer.Ordinal).OrderByDescending(static own => own.Count()).ThenBy(static own => own.Key, StringComparer.Ordinal).First().Key;
            foreach (var (figure, measure) in group)
            {
                if (measure != usual) refused.Add((figure.Line, new($"“{Excerpt.Of(figure.Indicator, 30)}”别处{Zh(usual)}，这里{Zh(measure)}。", $"Elsewhere \"{Excerpt.Of(figure.Indicator, 30)}\" is {En(usual)}, and here {En(measure)}.")));
                else if (!seen.Add((figure.Indicator, figure.Unit, figure.Until))) refused.Add((figure.Line, new("同一单位、期间、指标已有一行。", "There is a row already for this unit, period and indicator.")));
                else kept.Add(figure);
            }
        }

        return kept;

        static string Zh(string measure) => measure switch { "" => "不带单位", "%" => "是百分比", _ => $"以“{measure}”计" };

        static string En(string measure) => measure switch { "" => "without a unit", "%" => "in per cent", _ => $"in \"{measure}\"" };
    }

    private static int PlaceOf(IReadOnlyList<string> header, string[] names)
    {
        foreach (var name in names)
            for (var at = 0; at < header.Count; at++)
                if (string.Equals(header[at], name, StringComparison.OrdinalIgnoreCase)) return at;
        return -1;
    }

    /// <summary>"1,234", "98.5%", "1.2万", "12 件": a number that can be read in one way only, and its measure.</summary>
    private static (decimal Value, string Measure)? ValueOf(string text)
    {
        var match = Number().Match(text.Replace('，', ',').Replace('％', '%').Replace('－', '-').Replace('−', '-'));
        if (!match.Success) return null;
        var digits = match.Groups["number"].Value;
        if (digits.Contains(',', StringComparison.Ordinal) && !Grouped().IsMatch(digits)) return null;
        if (!decimal.TryParse(digits.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || Math.Abs(value) > 1_000_000_000_000_000m) return null;
        var measure = match.Groups["measure"].Value;
        foreach (var (sign, times) in ((char, decimal)[])[('万', 10_000m), ('亿', 100_000_000m)])
        {
            if (!measure.StartsWith(sign)) continue;
            (value, measure) = (value * times, measure[1..].Trim());
            break;
        }

        return (value, measure);
    }

    /// <summary>The last day of a year, half, quarter, month, week or day.</summary>
    private static DateOnly? EndOf(string period)
    {
        if (DayOf(period) is { } day) return day;
        var match = Period().Match(period);
        if (!match.Success || !int.TryParse(match.Groups["year"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 2200) return null;
        if (match.Groups["quarter"] is { Success: true } quarter) return EndOfMonth(3 * (quarter.ValueSpan[0] - '0'));
        if (match.Groups["half"] is { Success: true } half) return EndOfMonth(6 * (half.ValueSpan[0] - '0'));
        if (match.Groups["month"] is { Success: true } month) return int.Parse(month.ValueSpan, CultureInfo.InvariantCulture) is >= 1 and <= 12 and var number ? EndOfMonth(number) : null;
        if (match.Groups["week"] is { Success: true } week) return int.Parse(week.ValueSpan, CultureInfo.InvariantCulture) is >= 1 and <= 53 and var count ? DateOnly.FromDateTime(ISOWeek.ToDateTime(year, count, DayOfWeek.Sunday)) : null;
        return EndOfMonth(12);

        DateOnly EndOfMonth(int month) => new DateOnly(year, month, 1).AddMonths(1).AddDays(-1);
    }

    private static DateOnly? DayOf(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? DateOnly.FromDateTime(moment) : null;

    [GeneratedRegex(@"^(?<number>-?[0-9][0-9,]*(\.[0-9]+)?)\s*(?<measure>%|[\p{L}²³/]{0,12})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^(?<year>[0-9]{4})(年|)((-?[Qq]|-|)(?<quarter>[1-4])(季度)|-?[Qq](?<quarter>[1-4])|-?[Hh](?<half>[12])|-?[Ww](?<week>[0-9]{1,2})|[-/.]?(?<month>[0-9]{1,2})月?|)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Period();
}
