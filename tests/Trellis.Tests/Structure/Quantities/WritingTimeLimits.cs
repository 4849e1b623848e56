using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Structure.Quantities;

public sealed class WritingTimeLimits
{
    [Theory]
    [InlineData("30 minutes")]
    [InlineData("1 minute")]
    [InlineData("2 hours")]
    [InlineData("2 working hours")]
    [InlineData("1 working hour")]
    [InlineData("5 working days")]
    [InlineData("1 working day")]
    [InlineData("7 days")]
    [InlineData("3 months")]
    [InlineData("100 years")]
    public void A_limit_is_written_as_it_is_read(string text) => Assert.Equal(text, Read(text).ToString());

    [Fact]
    public void Every_unit_is_read_in_its_largest_amount() =>
        Assert.All(Enum.GetValues<TimeUnit>(), static unit => Assert.Equal(new TimeLimit(TimeLimit.MostOf(unit), unit), Read(new TimeLimit(TimeLimit.MostOf(unit), unit).ToString())));

    [Fact]
    public void The_wrong_ones_are_refused_each_for_its_reason()
    {
        Assert.Equal(["minutes", "hours", "working hours", "working days", "days", "months", "years"], Assert.IsType<UnreadableAmount.MissingUnit>(Why("5")).Offered);
        Assert.Equal("working days", Assert.IsType<UnreadableAmount.UnknownUnit>(Why("5 个工作日")).Nearest);
        Assert.Equal("working days", Assert.IsType<UnreadableAmount.UnknownUnit>(Why("5 working-days")).Nearest);
        Assert.Null(Assert.IsType<UnreadableAmount.UnknownUnit>(Why("5 weeks")).Nearest);
        Assert.IsType<UnreadableAmount.WrongUnit>(Why("5 CNY"));
        Assert.IsType<UnreadableAmount.NotWhole>(Why("1.5 hours"));
        Assert.IsType<UnreadableAmount.NoTime>(Why("0 days"));
        Assert.IsType<UnreadableAmount.NoTime>(Why("-3 days"));
        Assert.IsType<UnreadableAmount.TooLarge>(Why("101 years"));
        Assert.IsType<UnreadableAmount.TooLarge>(Why("99999999999999999999 days"));
        Assert.IsType<UnreadableAmount.Spacing>(Why("5days"));
        Assert.IsType<UnreadableAmount.MalformedNumber>(Why("five days"));
        Assert.Equal("\"101 years\" is too large. The most is 100 years.", Why("101 years").Says.En);
    }

    [Theory]
    [InlineData("90 minutes", "2 hours", -1)]
    [InlineData("60 minutes", "1 hour", 0)]
    [InlineData("1 year", "11 months", 1)]
    [InlineData("5 working days", "3 working days", 1)]
    public void Limits_of_one_kind_compare(string one, string other, int sign) => Assert.Equal(sign, TimeLimit.Compare(Read(one), Read(other)));

    [Theory]
    [InlineData("5 working days", "7 days")]
    [InlineData("8 working hours", "1 working day")]
    [InlineData("2 working hours", "2 hours")]
    [InlineData("24 hours", "1 day")]
    [InlineData("31 days", "1 month")]
    public void Working_and_plain_time_neither_compare_nor_add(string one, string other)
    {
        Assert.Null(TimeLimit.Compare(Read(one), Read(other)));
        Assert.Null(Read(one).Plus(Read(other)));
    }

    [Theory]
    [InlineData("1 hour", "30 minutes", "90 minutes")]
    [InlineData("1 year", "6 months", "18 months")]
    [InlineData("1 working day", "2 working days", "3 working days")]
    public void Limits_of_one_kind_add(string one, string other, string sum) => Assert.Equal(sum, Read(one).Plus(Read(other)).ToString());

    [Fact]
    public void A_sum_beyond_a_hundred_years_is_none() => Assert.Null(Read("100 years").Plus(Read("1 month")));

    [Fact]
    public void A_quantity_is_a_limit_only_when_it_could_be_written_as_one()
    {
        Assert.Equal(Read("3 working days"), TimeLimit.Of(new Quantity(3.0m, Measure.WorkingDay)));
        Assert.Null(TimeLimit.Of(new Quantity(1.5m, Measure.Hour)));
        Assert.Null(TimeLimit.Of(new Quantity(0, Measure.Hour)));
        Assert.Null(TimeLimit.Of(new Quantity(Quantity.Most, Measure.Minute)));
        Assert.Null(TimeLimit.Of(new Quantity(3, Measure.Yuan)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TimeLimit(0, TimeUnit.Days));
    }

    private static TimeLimit Read(string text)
    {
        Assert.True(TimeLimit.TryParse(text, out var limit, out var why), why?.Says.En);
        return limit;
    }

    private static UnreadableAmount Why(string text)
    {
        Assert.False(TimeLimit.TryParse(text, out var limit, out var why));
        Assert.Equal(default, limit);
        return why!;
    }
}
