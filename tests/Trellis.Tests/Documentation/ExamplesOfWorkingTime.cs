using Trellis.Tests.Architecture;
using Trellis.Tests.Structure.Calendars;
using Xunit;

namespace Trellis.Tests.Documentation;

public sealed class ExamplesOfWorkingTime
{
    private static IEnumerable<string[]> Rows =>
        from line in Checkout.File("docs/explanation/working-time.md").Text.Split('\n')
        where line.StartsWith("| 2026-", StringComparison.Ordinal)
        select line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Every_example_ends_as_the_page_says()
    {
        Assert.Equal(4, Rows.Count());
        Assert.All(Rows, static row => Assert.Equal(ACalendar.At(row[2]), ACalendar.Office.Due(ACalendar.At(row[0]), ACalendar.Limit(row[1])).At));
    }

    [Fact]
    public void The_worst_moment_of_the_page_is_the_worst()
    {
        var row = Rows.Last();

        Assert.Equal(ACalendar.At(row[0]), ACalendar.Office.WorstDue(ACalendar.Limit(row[1]), 2026).Filed);
    }
}
