using System.Text;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Structure.Calendars;

public sealed class LoadingCalendars
{
    private const string Week = "  week: {monday: [\"09:00-12:00\", \"13:30-17:30\"], tuesday: [\"09:00-12:00\"]}\n";

    [Fact]
    public void A_written_calendar_counts_as_it_says()
    {
        var calendar = Read(Week + """
              off: [{from: 2026-03-02, to: 2026-03-02, name: {zh: 假, en: Off}}]
              make-up: [{day: 2026-03-07, as: monday}]
              short: [{day: 2026-03-10, open: ["09:00-10:00"], name: {zh: 短, en: Short}}]
            """).Structure.Calendars.All[0];

        var working = calendar.Working!;
        Assert.False(working.IsWorkingDay(new DateOnly(2026, 3, 2)));
        Assert.Equal(["09:00-12:00", "13:30-17:30"], working.HoursOn(new DateOnly(2026, 3, 7)).Select(static hours => hours.ToString()));
        Assert.Equal(["09:00-10:00"], working.HoursOn(new DateOnly(2026, 3, 10)).Select(static hours => hours.ToString()));
        Assert.False(working.IsWorkingDay(new DateOnly(2026, 3, 11)));
    }

    [Theory]
    [InlineData("  week: {monday: [\"09:00-12:00\", \"11:00-17:30\"]}\n", "TR9012", 4)]
    [InlineData("  week: {}\n", "TR9012", 4)]
    [InlineData(Week + "  make-up: [{day: 2026-03-07, as: sunday}]\n", "TR9012", 5)]
    [InlineData(Week + "  off:\n    - {from: 2026-03-02, to: 2026-03-03, name: {zh: 假, en: Off}}\n    - {from: 2026-05-03, to: 2026-05-02, name: {zh: 假, en: Off}}\n", "TR9023", 7)]
    [InlineData(Week + "  off: [{from: 2026-03-02, to: 2026-03-03, name: {zh: 假, en: Off}}]\n  make-up:\n    - {day: 2026-03-03, as: monday}\n", "TR9023", 7)]
    [InlineData(Week + "  make-up: [{day: 2400-03-03, as: monday}]\n", "TR9023", 5)]
    public void What_makes_no_calendar_is_told_at_its_place(string calendar, string code, int line)
    {
        var findings = Read(calendar).Findings.Kept.Where(static finding => finding.Address == "calendar/office" && finding.Code.Code is "TR9012" or "TR9023").ToList();

        Assert.Equal([(code, line)], findings.Select(static finding => (finding.Code.Code, finding.At.Line)));
    }

    [Fact]
    public void Hours_that_cannot_be_read_are_told_once()
    {
        var findings = Read("  week: {monday: [\"9-12\"]}\n").Findings.Kept.Where(static finding => finding.Address == "calendar/office" && finding.Code == FindingCodes.WrongValue).ToList();

        Assert.Single(findings);
    }

    private static StructureReading Read(string body) => ReadingStructures.Read(
    [
        new SourceFile("structure.yaml", Encoding.UTF8.GetBytes("structure: s\nlanguage: 1\nname: {zh: 甲, en: S}\nversion: 1\ntop: t\nlanguages: [zh, en]\n")),
        new SourceFile("calendars.yaml", Encoding.UTF8.GetBytes("\n- calendar: office\n  name: {zh: 办公, en: Office}\n" + body)),
    ]);
}
