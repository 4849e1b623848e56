using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Structure;

/// <summary>The likeliest slip of all: a comma, a colon, a bracket or a digit of a Chinese keyboard where the files want that of ASCII.</summary>
public sealed class TypingOnAChineseKeyboard
{
    [Theory]
    [InlineData("asks: [applicant, applicant.phone,", "asks: [applicant，applicant.phone,", "TR9014", "，", "\"，\" is a Chinese comma; here it must be \",\".")]
    [InlineData("uses: [matter.damage, matter.repair-cost]", "uses: [matter.damage、matter.repair-cost]", "TR9014", "、", "\"、\" is a Chinese enumeration comma; here it must be \",\".")]
    [InlineData("receive: {by: service-clerk", "receive: {by：service-clerk", "TR9001", "：", "\"：\" is a Chinese colon; here it must be \":\".")]
    [InlineData("duty: small-repairs", "duty：small-repairs", "TR9001", "：", "\"：\" is a Chinese colon; here it must be \":\".")]
    [InlineData("zh: 路灯便道报修, en:", "zh: 路灯便道报修，en:", "TR9001", "，", "\"，\" is a Chinese comma; here it must be \",\".")]
    [InlineData("{id: look, by", "{id: look， by", "TR9001", "，", "\"，\" is a Chinese comma; here it must be \",\".")]
    [InlineData("asks: [applicant, applicant.phone, facility, matter.damage]", "asks: 【applicant, applicant.phone, facility, matter.damage】", "TR9001", "【", "\"【\" is a Chinese opening square bracket; here it must be \"[\".")]
    [InlineData("uses: [matter.mended-on], basis", "uses: 【matter.mended-on】, basis", "TR9001", "【", "\"【\" is a Chinese opening square bracket; here it must be \"[\".")]
    [InlineData("within: 5 working days, uses", "within: ５ working days, uses", "TR9013", "５", "\"５\" is a full-width digit; here it must be \"5\".")]
    [InlineData("review-by: 2028-12-31", "review-by: ２028-12-31", "TR9023", "２", "\"２\" is a full-width digit; here it must be \"2\".")]
    [InlineData("= \"approve\"", "= “approve”", "TR9040", "“", "\"“\" is a Chinese quote; here it must be a straight one (\").")]
    [InlineData("duty: small-repairs", "duty:　small-repairs", "TR9001", "　", "A full-width blank stands here; it must be an ordinary one.")]
    [InlineData("  - receive:", "　　- receive:", "TR9001", "　", "A full-width blank stands here; it must be an ordinary one.")]
    public void The_sign_is_named_where_it_stands_with_what_to_write_instead(string from, string to, string code, string sign, string says)
    {
        var finding = Assert.Single(Mistyped(from, to), finding => finding.Code.Code == code);

        Assert.Equal(says, finding.Found.En);
        Assert.Equal(sign, finding.At.Text);
    }

    [Fact]
    public void In_Chinese_it_is_told_in_Chinese()
    {
        var finding = Assert.Single(Mistyped("asks: [applicant, applicant.phone,", "asks: [applicant，applicant.phone,"));

        Assert.Equal("「，」是中文逗号，这里要用英文逗号「,」。", finding.Found.Zh);
        Assert.Equal("把输入法切换到英文，写成「, 」。", finding.Expected?.Zh);
    }

    [Theory]
    [InlineData("zh: 路灯便道报修", "zh: 路灯、便道报修：（试行）【二〇二六】“新”，ＡＢＣ１２３")]
    [InlineData("zh: 路灯便道报修", "zh: 【试行】路灯便道报修")]
    public void In_a_text_for_people_these_signs_are_right(string from, string to) => Assert.Empty(Mistyped(from, to));

    [Fact]
    public void A_comma_that_is_missing_is_offered()
    {
        var finding = Assert.Single(Mistyped("uses: [matter.damage, matter.repair-cost]", "uses: [matter.damage matter.repair-cost]"), static finding => finding.Code == FindingCodes.MalformedId);

        Assert.Equal("Where these are 2, divide them by commas: [matter.damage, matter.repair-cost].", finding.Expected?.En);
    }

    [Theory]
    [InlineData("per-year: 200000 CNY", "per-year: 200,000 CNY", "Write 200000 CNY: there are no commas in numbers.")]
    [InlineData("per-year: 200000 CNY", "per-year: 1,200,000 CNY", "Write 1200000 CNY: there are no commas in numbers.")]
    public void A_comma_that_divides_thousands_is_no_text(string from, string to, string remedy) =>
        Assert.Equal(remedy, Assert.Single(Mistyped(from, to, "powers.yaml"), static finding => finding.Code == FindingCodes.BrokenSyntax).Expected?.En);

    [Theory]
    [InlineData("review-by: 2028-02-30", "February 2028 has 29 days.")]
    [InlineData("review-by: 2028/12/31", "Write it as 2028-12-31.")]
    [InlineData("review-by: 2028年12月31日", "Write it as 2028-12-31.")]
    [InlineData("review-by: 2028-13-01", "There is no month 13; write year-month-day.")]
    [InlineData("review-by: tomorrow", "Write it as 2026-07-01.")]
    public void A_day_that_is_none_is_told_for_its_reason(string written, string remedy) =>
        Assert.Equal(remedy, Assert.Single(Mistyped("review-by: 2028-12-31", written), static finding => finding.Code == FindingCodes.WrongDates).Expected?.En);

    [Theory]
    [InlineData("place: facility.site", "place: facility.number", "Write \"place: facility.site\".")]
    [InlineData("place: facility.site", "place: matter.damage", "Name an item of type place, or a role whose register has one; where there is none, write place: none.")]
    public void A_matter_is_at_a_place(string from, string to, string remedy) =>
        Assert.Equal(remedy, Assert.Single(Mistyped(from, to), static finding => finding.Code == FindingCodes.TypesDoNotFit).Expected?.En);

    [Fact]
    public void A_ceiling_below_zero_is_refused_where_it_stands() =>
        Assert.Equal("\"-5000 CNY\" is below zero, and nothing here can be.", Assert.Single(Mistyped("per-year: 200000 CNY", "per-year: -5000 CNY", "powers.yaml")).Found.En);

    private static List<Finding> Mistyped(string from, string to, string path = "matters/small-repair.yaml")
    {
        var text = System.Text.Encoding.UTF8.GetString(AStructure.FilesOf("hello-village").Single(file => file.Path == path).Bytes);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return [.. AStructure.With((path, text.Replace(from, to, StringComparison.Ordinal))).Findings.Kept.Where(static finding => finding.Severity == Severity.Error && finding.Code != FindingCodes.MissingKey)];
    }
}
