using Trellis.Assessment;
using Xunit;

namespace Trellis.Tests.Assessment;

public sealed class TellingHowSureAShareIs
{
    /// <summary>As R computes it: prop.test(yes, cases, correct = FALSE).</summary>
    [Theory]
    [InlineData(8, 10, 0.4901625, 0.9433178)]
    [InlineData(0, 10, 0.0, 0.2775328)]
    [InlineData(10, 10, 0.7224672, 1.0)]
    [InlineData(1, 2, 0.0945312, 0.9054688)]
    [InlineData(500, 1000, 0.4690696, 0.5309304)]
    public void The_interval_is_that_of_wilson(long yes, long cases, double low, double high)
    {
        var found = ShareInterval.Of(yes, cases)!.Value;

        Assert.Equal(low, found.LowShare, 5);
        Assert.Equal(high, found.HighShare, 5);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(-1, 2)]
    public void What_is_no_share_has_none(long yes, long cases) => Assert.Null(ShareInterval.Of(yes, cases));

    [Fact]
    public void More_cases_of_the_same_share_say_more()
    {
        for (var cases = 2; cases < 500; cases += 2)
        {
            var (few, many) = (ShareInterval.Of(cases / 2, cases)!.Value, ShareInterval.Of(cases, cases * 2)!.Value);
            Assert.True(many.HighShare - many.LowShare < few.HighShare - few.LowShare);
            Assert.InRange(0.5, few.LowShare, few.HighShare);
        }
    }
}
