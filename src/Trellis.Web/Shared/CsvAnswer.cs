using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Trellis.Web.Shared;

/// <summary>A list as a table that spreadsheets open: what was seen on the page, and no more.</summary>
internal static class CsvAnswer
{
    /// <summary>Signs with which a spreadsheet begins a formula. What begins with one is no formula of ours.</summary>
    private const string Formulas = "=+-@\t\r";

    /// <param name="name">Of the file, without its ending.</param>
    public static FileContentResult Of(string name, IEnumerable<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        Line(text, headings);
        foreach (var row in rows) Line(text, row);
        // With its mark, or a spreadsheet takes Chinese for something else.
        return new FileContentResult([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8") { FileDownloadName = $"{name}.csv" };
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first) text.Append(',');
            first = false;
            var safe = cell.Length > 0 && Formulas.Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
            if (safe.AsSpan().IndexOfAny(",\"\r\n") >= 0) text.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else text.Append(safe);
        }

        text.Append("\r\n");
    }
}
