using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Structure.Quantities;

public sealed class CountingWithQuantities
{
    [Theory]
    [InlineData("1.5 mu", "1000 m2", 0)]
    [InlineData("15 mu", "1 hectare", 0)]
    [InlineData("1 mu", "666.666666666 m2", 1)]
    [InlineData("1 mu", "666.666666667 m2", -1)]
    [InlineData("1 t", "999.999999999 kg", 1)]
    [InlineData("1.5 hours", "90 minutes", 0)]
    [InlineData("1 year", "12 months", 0)]
    [InlineData("1.0 CNY", "1.00 CNY", 0)]
    public void Amounts_of_one_dimension_compare_exactly(string one, string other, int sign) => Assert.Equal(sign, Quantity.Compare(Q(one), Q(other)));

    [Theory]
    [InlineData("1 m", "1 m2")]
    [InlineData("24 hours", "1 day")]
    [InlineData("30 days", "1 month")]
    [InlineData("8 working hours", "1 working day")]
    [InlineData("1 day", "1 working day")]
    [InlineData("2 pieces", "2 cases")]
    public void Amounts_of_two_dimensions_neither_compare_nor_add(string one, string other)
    {
        Assert.Null(Quantity.Compare(Q(one), Q(other)));
        Assert.Null(Q(one).Plus(Q(other)));
        Assert.Null(Q(one).Minus(Q(other)));
        Assert.Null(Q(one).Ratio(Q(other)));
        Assert.Null(Q(one).In(Q(other).Measure));
    }

    [Theory]
    [InlineData("1 km", "1 m", "1.001 km")]
    [InlineData("1 m", "1 km", "1001 m")]
    [InlineData("1 mu", "1000 m2", "2.5 mu")]
    [InlineData("1000 m2", "1 mu", "2.5 mu")]
    [InlineData("1 hectare", "1 mu", "16 mu")]
    [InlineData("1 hour", "20 minutes", "80 minutes")]
    [InlineData("0.1 CNY", "0.2 CNY", "0.3 CNY")]
    public void A_sum_is_exact_and_keeps_the_left_measure_where_that_can_say_it(string one, string other, string sum) =>
        Assert.Equal(sum, Q(one).Plus(Q(other)).ToString());

    [Fact]
    public void An_amount_is_turned_into_another_measure_only_when_decimals_can_say_it()
    {
        Assert.Equal("1.5 mu", Q("1000 m2").In(Measure.Mu).ToString());
        Assert.Equal("2000 m2", Q("3 mu").In(Measure.SquareMetre).ToString());
        Assert.Null(Q("1 mu").In(Measure.SquareMetre));
    }

    [Theory]
    [InlineData("2.345 CNY", "2.35 CNY")]
    [InlineData("2.344999999 CNY", "2.34 CNY")]
    [InlineData("0.005 CNY", "0.01 CNY")]
    [InlineData("-0.005 CNY", "-0.01 CNY")]
    [InlineData("2.345 m", "2.345 m")]
    public void Money_is_stored_to_the_fen_and_rounds_half_up(string exact, string stored) => Assert.Equal(stored, Q(exact).AsStored().ToString());

    [Fact]
    public void Money_does_not_round_between() => Assert.Equal("0.01 CNY", Q("0.005 CNY").Times(2)!.Value.AsStored().ToString());

    [Fact]
    public void What_does_not_fit_or_divides_by_zero_is_no_number()
    {
        var most = new Quantity(Quantity.Most, Measure.Yuan);

        Assert.Null(most.Plus(Q("1 CNY")));
        Assert.Null(most.Times(1.0000000001m));
        Assert.Null(most.Times(decimal.MaxValue));
        Assert.Null(most.DividedBy(0.0000000000000000000000000001m));
        Assert.Null(most.DividedBy(0));
        Assert.Null(most.Ratio(Q("0 CNY")));
        Assert.Null(most.Ratio(Q("0.000000001 CNY")));
        Assert.Null(new Quantity(Quantity.Most, Measure.Hectare).In(Measure.SquareMetre));
        Assert.Null(Quantity.Of(decimal.MinValue, Measure.Yuan));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Quantity(decimal.MaxValue, Measure.Yuan));
        Assert.Equal(0.8m, Q("8 points").Ratio(Q("10 points")));
    }

    [Fact]
    public void No_arithmetic_on_any_two_amounts_fails() =>
        Holds(Pairs, static pair =>
        {
            var (one, other) = pair;
            _ = (one.Plus(other), one.Minus(other), one.Times(other.Value), one.DividedBy(other.Value), one.Ratio(other), one.In(other.Measure), one.AsStored());
            return one.ToString().Length > 0;
        });

    [Fact]
    public void Comparing_equals_comparing_the_fractions() =>
        Holds(Pairs, static pair => Quantity.Compare(pair.One, pair.Other) is not { } sign || Math.Sign(sign) == Fraction(pair.One).CompareTo(Fraction(pair.Other)));

    [Fact]
    public void Taking_away_what_was_added_gives_back_the_amount() =>
        Holds(Written, static pair => pair.One.Plus(pair.Other)?.Minus(pair.Other) is not { } back || Quantity.Compare(back, pair.One) == 0);

    [Fact]
    public void Every_written_amount_is_read_back() => Holds(Written, static pair => ReadingQuantities.Read(pair.One.ToString()) == pair.One);

    private static Gen<(Quantity One, Quantity Other)> Pairs => PairsOf(
        Gen.Elements(0, 1, -1, 0.3333333333333333333333333333m, Quantity.Most, -Quantity.Most, 0.0000000000000000000000000001m, 666.66666666666666666666666667m, 1.5m, 1000));

    private static Gen<(Quantity One, Quantity Other)> Written => PairsOf(
        from digits in Gen.Choose(-2_000_000_000, 2_000_000_000) from decimals in Gen.Choose(0, 9) select new decimal(Math.Abs(digits), 0, 0, digits < 0, (byte)decimals));

    private static Gen<(Quantity One, Quantity Other)> PairsOf(Gen<decimal> values) =>
        from one in values
        from other in values
        from measure in Gen.Elements(Measures.All.ToArray())
        from second in Gen.Frequency((3, Gen.Elements(Measures.All.Where(each => Measures.DimensionOf(each) == Measures.DimensionOf(measure)).ToArray())), (1, Gen.Elements(Measures.All.ToArray())))
        select (new Quantity(one, measure), new Quantity(other, second));

    private static Quantity Q(string text) => ReadingQuantities.Read(text);

    /// <summary>The amount in the measure of its dimension, times 3 * 100 * 10^28: a whole number.</summary>
    private static BigInteger Fraction(Quantity quantity)
    {
        var facts = Measures.Facts(quantity.Measure);
        var text = quantity.Value.ToString("F28", System.Globalization.CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal);
        return BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture) * facts.Numerator * (300 / facts.Denominator);
    }

    private static void Holds<T>(Gen<T> cases, Func<T, bool> rule) => Prop.ForAll(cases.ToArbitrary(), rule).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
