using FsCheck;
using FsCheck.Fluent;
using Trellis.Information;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>Numbers of citizens (GB 11643) and of organisations (GB 32100).</summary>
public sealed class CheckingNumbers
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    /// <summary>The example of GB 11643-1999, and numbers of nobody made by its rule.</summary>
    [Theory]
    [InlineData("11010519491231002X", 1949, 12, 31, false)]
    [InlineData("440524188001010014", 1880, 1, 1, true)]
    [InlineData("１１０１０５１９４９１２３１００２ｘ", 1949, 12, 31, false)] // full width, small x
    [InlineData(" 110105 19491231 002X ", 1949, 12, 31, false)]
    public void A_right_number_tells_birthday_and_sex(string written, int year, int month, int day, bool man)
    {
        Assert.True(ResidentNumber.TryRead(written, Today, out var number, out _));
        Assert.Equal(new DateOnly(year, month, day), number.Birth);
        Assert.Equal(man, number.IsOfAMan);
        Assert.Equal(18, number.ToString().Length);
    }

    [Theory]
    [InlineData("110105194912310021", "check digit")] // last one other
    [InlineData("11010519491231020X", "check digit")] // two swapped
    [InlineData("110105194902300028", "birthday")] // no 30 February
    [InlineData("110105194913310026", "birthday")]
    [InlineData("110105202712310026", "birthday")] // not born yet
    [InlineData("110105170012310026", "birthday")]
    [InlineData("100105194912310021", "province")]
    [InlineData("11010519491231002", "18 characters")]
    [InlineData("1101051949123100 2X9", "18 characters")]
    [InlineData("110105491231002", "15 digits")]
    [InlineData("1.10105E+17", "spreadsheet")]
    [InlineData("1,1E17", "spreadsheet")]
    [InlineData("110105194912310000", "spreadsheet")] // fifteen digits and noughts
    [InlineData("X10105194912310021", "18 characters")]
    [InlineData("", "18 characters")]
    [InlineData("张三", "18 characters")]
    public void A_wrong_number_is_refused_with_a_reason_that_does_not_repeat_it(string written, string says)
    {
        Assert.False(ResidentNumber.TryRead(written, Today, out _, out var fault));
        Assert.Contains(says, fault.En, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Zh);
        if (written.Length > 0) Assert.DoesNotContain(written, fault.En + fault.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void No_mistyped_digit_and_no_swap_of_neighbours_goes_through()
    {
        const string right = "11010519491231002X";
        for (var at = 0; at < 17; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
                if (digit != right[at]) Assert.False(ResidentNumber.TryRead(string.Concat(right.AsSpan(0, at), digit.ToString(), right.AsSpan(at + 1)), Today, out _, out _));
            if (at < 16 && right[at] != right[at + 1])
                Assert.False(ResidentNumber.TryRead(string.Concat(right.AsSpan(0, at), right.AsSpan(at + 1, 1), right.AsSpan(at, 1), right.AsSpan(at + 2)), Today, out _, out _));
        }
    }

    /// <summary>The definition of ISO 7064 MOD 11-2 beside the short way: weights 2^(18-i) modulo 11, and the sum with the check digit is 1.</summary>
    [Fact]
    public void The_check_digit_is_that_of_the_definition() => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, 9), 17).ToArbitrary(),
        static digits =>
        {
            var sum = 0;
            for (var at = 0; at < 17; at++) sum += digits[at] * (int)(Math.Pow(2, 17 - at) % 11);
            var check = ResidentNumber.CheckOf(string.Concat(digits));
            return (sum + (check == 'X' ? 10 : check - '0')) % 11 == 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Codes_of_organisations_are_checked_by_both_of_their_characters()
    {
        var code = CodeOf("92990126", "MA000123");

        Assert.True(CreditCode.TryRead(code.ToLowerInvariant(), out var read, out _));
        Assert.Equal("990126", read.Area);
        for (var at = 0; at < 18; at++)
            Assert.False(CreditCode.TryRead(string.Concat(code.AsSpan(0, at), code[at] == '7' ? "8" : "7", code.AsSpan(at + 1)), out _, out _), $"character {at}");
    }

    [Theory]
    [InlineData("9299012600012345I", "18 characters")]
    [InlineData("9299012600012345IO", "0 and O")]
    [InlineData("92990126MA0001234", "18 characters")]
    [InlineData("9.29901E+17", "spreadsheet")]
    public void A_wrong_code_is_refused_with_the_remedy(string written, string says)
    {
        Assert.False(CreditCode.TryRead(written, out _, out var fault));
        Assert.Contains(says, fault.En, StringComparison.Ordinal);
        Assert.DoesNotContain(written, fault.En + fault.Zh, StringComparison.Ordinal);
    }

    private static string CodeOf(string head, string own)
    {
        var code = head + own + CreditCode.OwnCheckOf(own);
        return code + CreditCode.CheckOf(code);
    }
}
