using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Structure.Quantities;

public sealed class ReadingQuantities
{
    [Theory]
    [InlineData("20000 CNY")]
    [InlineData("60 m2")]
    [InlineData("1.5 mu")]
    [InlineData("55 dB")]
    [InlineData("80 %")]
    [InlineData("2 points")]
    [InlineData("1 point")]
    [InlineData("3 pieces")]
    [InlineData("1 person")]
    [InlineData("0.000000001 t")]
    [InlineData("-5 hectare")]
    [InlineData("999999999999999 km")]
    [InlineData("12 working days")]
    [InlineData("1.5 hours")]
    public void A_quantity_is_written_as_it_is_read(string text) => Assert.Equal(text, Read(text).ToString());

    [Fact]
    public void Every_measure_is_read_in_the_plural_and_in_the_singular() =>
        Assert.All(Measures.All, static measure =>
        {
            Assert.Equal(new Quantity(2, measure), Read($"2 {Measures.Facts(measure).Name}"));
            Assert.Equal(new Quantity(2, measure), Read($"2 {Measures.Facts(measure).One}"));
        });

    [Theory]
    [InlineData("2.50 CNY", "2.5 CNY")]
    [InlineData("1.00 pieces", "1 piece")]
    [InlineData("3 case", "3 cases")]
    [InlineData("-0 m", "0 m")]
    public void What_says_nothing_is_not_written_back(string text, string written) => Assert.Equal(written, Read(text).ToString());

    [Fact]
    public void A_bare_number_is_refused_and_the_units_are_offered()
    {
        var why = Assert.IsType<UnreadableAmount.MissingUnit>(Why("60", Dimension.Area));

        Assert.Equal(["m2", "mu", "hectare"], why.Offered);
        Assert.Equal("\"60\" has no unit. Units: m2, mu, hectare. For example 60 m2.", why.Says.En);
        Assert.IsType<UnreadableAmount.MissingUnit>(Why("60 "));
    }

    [Theory]
    [InlineData("20 cny", "CNY")]
    [InlineData("20000 元", "CNY")]
    [InlineData("20000元", "CNY")]
    [InlineData("1.5 亩", "mu")]
    [InlineData("60 m²", "m2")]
    [InlineData("60㎡", "m2")]
    [InlineData("80％", "%")]
    [InlineData("5个工作日", "working days")]
    [InlineData("5 workingdays", "working days")]
    [InlineData("5 workdays", "working days")]
    [InlineData("3 peices", "pieces")]
    [InlineData("3 furlongs", null)]
    public void An_unknown_unit_is_refused_and_the_nearest_is_offered(string text, string? nearest) =>
        Assert.Equal(nearest, Assert.IsType<UnreadableAmount.UnknownUnit>(Why(text)).Nearest);

    [Fact]
    public void A_unit_of_another_dimension_is_refused() =>
        Assert.Equal(["CNY"], Assert.IsType<UnreadableAmount.WrongUnit>(Why("60 m2", Dimension.Money)).Offered);

    [Theory]
    [InlineData("80%", "80 %")]
    [InlineData("20000CNY", "20000 CNY")]
    [InlineData("5  working  days", "5 working days")]
    [InlineData(" 5 m ", "5 m")]
    public void Blanks_that_are_missing_or_too_many_are_refused_with_the_right_spelling(string text, string right) =>
        Assert.Equal(right, Assert.IsType<UnreadableAmount.Spacing>(Why(text)).ShouldBe);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("CNY")]
    [InlineData("20,000 CNY")]
    [InlineData("20，000 CNY")]
    [InlineData("2e5 CNY")]
    [InlineData("9.9E+11 CNY")]
    [InlineData("+5 CNY")]
    [InlineData("--5 CNY")]
    [InlineData("- 5 CNY")]
    [InlineData("0012 CNY")]
    [InlineData(".5 mu")]
    [InlineData("5. mu")]
    [InlineData("1.2.3 mu")]
    [InlineData("２０ CNY")]
    [InlineData("20\tCNY")]
    [InlineData("20\u00a0CNY")]
    [InlineData("¥20")]
    [InlineData("NaN %")]
    public void What_is_no_plain_number_is_refused(string text) => Assert.IsType<UnreadableAmount.MalformedNumber>(Why(text));

    [Fact]
    public void A_number_too_large_or_too_fine_is_refused_however_long()
    {
        Assert.IsType<UnreadableAmount.TooLarge>(Why("1000000000000000 CNY"));
        Assert.IsType<UnreadableAmount.TooLarge>(Why(new string('9', 100_000) + " CNY"));
        Assert.IsType<UnreadableAmount.TooManyDecimals>(Why("0.0000000001 CNY"));
    }

    [Fact]
    public void Every_reason_says_itself_in_one_short_line_of_both_languages() =>
        Assert.All(["5", "5 xyz", "5 m2", "5  CNY", "a", new string('9', 5000) + " CNY", "0." + new string('1', 5000) + " CNY", new string('x', 5000), "5 " + new string('x', 5000)], static text =>
        {
            var says = Why(text, Dimension.Money).Says;
            Assert.InRange(says.En.Length, 10, 200);
            Assert.InRange(says.Zh.Length, 5, 200);
        });

    internal static Quantity Read(string text)
    {
        Assert.True(Quantity.TryParse(text, out var quantity, out var why), why?.Says.En);
        return quantity;
    }

    private static UnreadableAmount Why(string text, Dimension? expected = null)
    {
        Assert.False(Quantity.TryParse(text, expected, out var quantity, out var why));
        Assert.Equal(default, quantity);
        return why!;
    }
}
