using Trellis.Diagnosis.Reports;
using Xunit;

namespace Trellis.Tests.Diagnosis.Reports;

public sealed class WrappingNames
{
    [Theory]
    [InlineData("Heping Neighbourhood", "Heping|Neighbourhood")]
    [InlineData("Urban Management", "Urban Management")]
    [InlineData("An Internationalisation", "An|Internationalisation")]
    [InlineData("市场监督管理总局一", "市场监督管理总局一")]
    [InlineData("市场监督管理总局第一分局", "市场监督管理总局|第一分局")]
    [InlineData("市场监督管理总局一分局", "市场监督管理总局|一分局")]
    public void Names_break_at_spaces_and_leave_no_sign_alone(string name, string lines) =>
        Assert.Equal(lines, string.Join('|', TextWidth.Wrap(name, ems: 10.5, lines: 2)));

    [Fact]
    public void A_word_that_fits_on_no_line_is_broken_inside()
    {
        var lines = TextWidth.Wrap("Donaudampfschifffahrtsgesellschaft", ems: 10.5, lines: 3);

        Assert.True(lines.Count > 1);
        Assert.All(lines, static line => Assert.InRange(line.Length, 3, 30));
    }

    [Fact]
    public void Letters_with_marks_that_take_no_room_do_not_confuse_the_breaks() =>
        Assert.NotEmpty(TextWidth.Wrap(string.Concat(Enumerable.Repeat("क्षि", 20)), ems: 10.5, lines: 2));
}
