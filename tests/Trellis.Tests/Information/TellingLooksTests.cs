using Trellis.Information.Looks;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>Whom a look is told, and how much of it.</summary>
public sealed class TellingLooksTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);

    private static LookTelling Of(bool isPerson, bool isMatter, bool isTheirs, DateTimeOffset? release = null, bool isShared = false) => TellingLooks.Of(isPerson, isShared, isMatter, isTheirs, release, Now);

    [Fact]
    public void Whoever_was_looked_at_is_told_everything_of_their_own_matters_and_of_what_is_no_matter()
    {
        Assert.Equal(LookTelling.Whole, Of(isPerson: true, isMatter: true, isTheirs: true));
        Assert.Equal(LookTelling.Whole, Of(isPerson: true, isMatter: false, isTheirs: false));
    }

    [Fact]
    public void Who_was_looked_at_in_somebody_elses_matter_is_told_that_and_not_which() =>
        Assert.Equal(LookTelling.WithoutReason, Of(isPerson: true, isMatter: true, isTheirs: false));

    [Fact]
    public void What_several_people_share_tells_nobody_of_a_relatives_matter() =>
        Assert.Equal(LookTelling.Nothing, Of(isPerson: false, isMatter: true, isTheirs: false));

    [Fact]
    public void What_several_people_share_tells_all_of_them_of_a_look_that_was_for_no_matter_and_each_of_one_for_their_own()
    {
        Assert.Equal(LookTelling.Whole, Of(isPerson: false, isMatter: false, isTheirs: false, isShared: true));
        Assert.Equal(LookTelling.Whole, Of(isPerson: false, isMatter: true, isTheirs: true, isShared: true));
        Assert.Equal(LookTelling.Nothing, Of(isPerson: false, isMatter: true, isTheirs: false, isShared: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stranger_is_told_nothing_for_whatever_it_was(bool isMatter) =>
        Assert.Equal(LookTelling.Nothing, Of(isPerson: false, isMatter, isTheirs: false));

    [Fact]
    public void What_is_told_later_is_told_from_that_moment_on_and_not_a_moment_before()
    {
        Assert.Equal(LookTelling.Nothing, Of(true, false, false, Now.AddMilliseconds(1)));
        Assert.Equal(LookTelling.Whole, Of(true, false, false, Now));
    }
}
