using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Structure.Expressions;

public sealed class AnsweringExpressions
{
    internal static ATown TheTownOfTheExamples { get; } = ATown.WithAFamily()
        .With("premises.area", "80 m2").With("premises.kind", Value.Of("restaurant")).With("premises.opens", Value.Of(new TimeOnly(6, 30)))
        .With("family.income", "2100.10 CNY").With("family.size", Value.Of(3m)).With("family.in-hardship", Value.No).With("standard.minimum-living", "780 CNY")
        .With("matter.filed", Value.Of(new DateTimeOffset(2026, 6, 26, 23, 30, 0, TimeSpan.FromHours(8)))).With("matter.closed", Value.Of(new DateTimeOffset(2026, 6, 29, 9, 0, 0, TimeSpan.FromHours(8))))
        .With("matter.danger", Value.Yes).With("matter.returns", Value.Of(0m)).With("matter.rate", "40 %").With("matter.tags", Value.ListOf(Value.Of("noise"), Value.Of("night")))
        .With("applicant.name", Value.Of("李明")).With("applicant.born", Value.Of(new DateOnly(1966, 7, 1))).With("award.outcome", Value.Of("grant"));

    [Theory]
    [InlineData("premises.area <= 100 m2", "yes")]
    [InlineData("premises.area > 100 m2 or matter.danger", "yes")]
    [InlineData("premises.area in 80 m2..100 m2", "yes")]
    [InlineData("premises.area < 0.2 mu", "yes")]
    [InlineData("1.5 mu = 1000 m2", "yes")]
    [InlineData("premises.area * 2 + 1 hectare", "10160 m2")]
    [InlineData("premises.kind in [\"shop\", \"restaurant\"]", "yes")]
    [InlineData("not premises.kind in [\"shop\", \"home\"]", "yes")]
    [InlineData("award.outcome != \"refuse\"", "yes")]
    [InlineData("family.income / family.size", "700.03333333333333333333333333 CNY")]
    [InlineData("round(family.income / family.size)", "700.03 CNY")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(family.income, 100 CNY)", "2100 CNY")]
    [InlineData("round(1050 CNY, 100 CNY)", "1100 CNY")]
    [InlineData("round(7, 0.5)", "7")]
    [InlineData("family.income * matter.rate", "840.04 CNY")]
    [InlineData("840.04 CNY / 40 %", "2100.1 CNY")]
    [InlineData("0.1 + 0.2 = 0.3", "yes")]
    [InlineData("count(family.members)", "3")]
    [InlineData("count(family.members where person.income > 0 CNY)", "2")]
    [InlineData("sum(family.members.income)", "3900.5 CNY")]
    [InlineData("sum((family.members where person.income > 9000 CNY).income)", "0 CNY")]
    [InlineData("mean(family.members.income) > 1300 CNY", "yes")]
    [InlineData("min(family.members.born)", "1950-01-31")]
    [InlineData("max(family.income, 3000 CNY, 1 CNY)", "3000 CNY")]
    [InlineData("some(family.members, person.disabled)", "yes")]
    [InlineData("some(family.members where person.disabled)", "yes")]
    [InlineData("some(family.members.disabled)", "yes")]
    [InlineData("every(family.members, person.income > 0 CNY)", "no")]
    [InlineData("every(family.members where person.disabled, age(person.born) < 18 years)", "yes")]
    [InlineData("count(family.members where age(person.born) >= 60 years)", "1")]
    [InlineData("matter.filed", "2026-06-26T23:30:00+08:00")]
    [InlineData("matter.filed >= 2026-06-26 and matter.filed <= 2026-06-26", "yes")]
    [InlineData("days(matter.filed, matter.closed)", "3 days")]
    [InlineData("working-days(matter.filed, matter.closed)", "1 working day")]
    [InlineData("working-days(matter.closed, matter.filed)", "-1 working days")]
    [InlineData("matter.closed - matter.filed", "3450 minutes")]
    [InlineData("matter.closed - matter.filed > 57 hours", "yes")]
    [InlineData("matter.filed + 58 hours > matter.closed", "yes")]
    [InlineData("2024-02-29 + 1 year", "2025-02-28")]
    [InlineData("2026-01-31 + 1 month", "2026-02-28")]
    [InlineData("day - 30 days", "2026-06-01")]
    [InlineData("premises.opens >= 06:00 and premises.opens < 22:00", "yes")]
    [InlineData("contains(matter.tags, \"noise\")", "yes")]
    [InlineData("\"day\" in matter.tags", "no")]
    [InlineData("contains(applicant.name, \"李\")", "yes")]
    [InlineData("if matter.danger then 2 hours else 3 working days", "2 hours")]
    [InlineData("known(premises.noise)", "no")]
    [InlineData("known(premises.area) and not known(1 / matter.returns)", "yes")]
    [InlineData("applicant.household.income > 5 CNY", "applicant.household is not known.")]
    [InlineData("applicant.household.members.income", "applicant.household is not known.")]
    [InlineData("premises.noise > 55 dB", "premises.noise is not known.")]
    [InlineData("premises.noise > 55 dB and matter.closed < matter.filed", "no")]
    [InlineData("premises.noise > 55 dB and award.reason = \"x\"", "premises.noise is not known. award.reason is not known.")]
    [InlineData("premises.noise > 55 dB and premises.noise < 90 dB", "premises.noise is not known.")]
    [InlineData("1 / matter.returns > 5", "This divides by zero.")]
    [InlineData("999999999999999 * 999999999999999", "The result is too large.")]
    [InlineData("999999999999999 CNY * 999999999999999", "The result is too large.")]
    [InlineData("1 / 0.000000001 / 0.000000001 / 0.000000001", "The result is too large.")]
    [InlineData("min((family.members where person.income > 9000 CNY).income)", "The list is empty.")]
    [InlineData("2026-07-01 + 9000000 days", "The result is too large.")]
    [InlineData("2026-07-01 + 1.5 days", "The limit is not a whole number.")]
    [InlineData("age(2027-01-01)", "The day lies before the birth.")]
    [InlineData("working-days(2026-07-01, 2027-01-01)", "The calendar does not reach these days.")]
    public void Expressions_answer(string text, string answer) => Assert.Equal(answer, TheTownOfTheExamples.Answer(text).ToString());

    [Theory]
    [InlineData(2026, 6, 30, 59)]
    [InlineData(2026, 7, 1, 59)]
    [InlineData(2026, 7, 2, 60)]
    public void An_age_is_reached_on_the_day_after_the_birthday(int year, int month, int day, int years) =>
        Assert.Equal(new Quantity(years, Measure.Year), ATown.WithAFamily().With("day", Value.Of(new DateOnly(year, month, day))).Answer("age(1966-07-01)").Quantity);

    [Fact]
    public void Who_is_born_on_the_leap_day_is_a_year_older_on_the_first_of_March()
    {
        Assert.Equal("17 years", TheTownOfTheExamples.Answer("age(2008-02-29, 2026-02-28)").ToString());
        Assert.Equal("18 years", TheTownOfTheExamples.Answer("age(2008-02-29, 2026-03-01)").ToString());
        Assert.Equal("0 years", TheTownOfTheExamples.Answer("age(2026-07-01)").ToString());
    }

    /// <summary>The tables of FEEL, DMN 1.5, 10.3.2.10. "unknown" stands for its null.</summary>
    [Theory]
    [InlineData("yes", "yes", "yes", "yes")]
    [InlineData("yes", "no", "no", "yes")]
    [InlineData("yes", "unknown", "unknown", "yes")]
    [InlineData("no", "yes", "no", "yes")]
    [InlineData("no", "no", "no", "no")]
    [InlineData("no", "unknown", "no", "unknown")]
    [InlineData("unknown", "yes", "unknown", "yes")]
    [InlineData("unknown", "no", "no", "unknown")]
    [InlineData("unknown", "unknown", "unknown", "unknown")]
    public void And_and_or_have_three_values(string left, string right, string and, string or)
    {
        Assert.Equal(and, Said($"{Written(left)} and {Written(right)}"));
        Assert.Equal(or, Said($"{Written(left)} or {Written(right)}"));

        static string Written(string value) => value == "unknown" ? "premises.open" : value;
        static string Said(string text) => new ATown().Answer(text) is { IsKnown: true } value ? value.ToString() : "unknown";
    }

    [Fact]
    public void Not_of_what_is_not_known_is_not_known() => Assert.Equal("premises.open is not known.", new ATown().Answer("not premises.open").ToString());

    [Fact]
    public void A_list_of_which_an_element_is_in_doubt_is_in_doubt_unless_one_settles_the_question()
    {
        var town = ATown.WithAFamily().With("family.members", Value.ListOf(ATown.Person("a"), ATown.Person("b"), ATown.Person("d")));

        Assert.Equal("person.disabled is not known.", town.Answer("count(family.members where person.disabled)").ToString());
        Assert.Equal("family.members.income is not known.", town.Answer("sum(family.members.income)").ToString());
        Assert.Equal("3", town.Answer("count(family.members.income)").ToString());
        Assert.Equal("yes", town.Answer("some(family.members, person.disabled)").ToString());
        Assert.Equal("yes", town.Answer("some(family.members where person.disabled)").ToString());
        Assert.Equal("no", town.Answer("every(family.members, person.disabled)").ToString());
        Assert.Equal("person.disabled is not known. person.income is not known.", town.Answer("every(family.members, person.disabled or person.income > 1 CNY)").ToString());
    }

    [Fact]
    public void An_inner_condition_reaches_the_element_around_it()
    {
        var town = ATown.WithAFamily().With("household", Value.ListOf(Value.Of(new Entity("household", "1")))).With("family.income", "3900.50 CNY");

        Assert.Equal("1", town.Answer("count(household where every(household.members, person.income <= household.income))").ToString());
        Assert.Equal("yes", town.Answer("some(household, some(household.members, person.income > household.income - 901 CNY))").ToString());
    }

    [Fact]
    public void Lists_within_lists_end_in_too_much_work_rather_than_never()
    {
        var members = Enumerable.Range(0, 2000).Select(static number => ATown.Person($"p{number}")).ToArray();
        var town = new ATown().With("family.members", Value.ListOf(members));
        var expression = ATown.Parsed("every(family.members, every(family.members, every(family.members, known(person))))");

        Assert.Equal("The lists are too long to go through.", new Evaluation(town, mostElements: 1_000_000).Answer(expression.Root).ToString());
    }

    [Fact]
    public void A_limit_comes_out_as_a_time_limit()
    {
        Assert.Equal(new TimeLimit(2, TimeUnit.Hours), TheTownOfTheExamples.Answer("if matter.danger then 2 hours else 3 working days").Limit);
        Assert.Null(TheTownOfTheExamples.Answer("1 days - 1 days").Limit);
    }

    [Fact]
    public void The_reason_says_the_name_that_people_use()
    {
        var reason = Assert.Single(new ATown().Answer("premises.area > 5 m2").Reasons);

        Assert.Equal((ReasonKind.NotGiven, "premises.area", new Extent(0, 13)), (reason.Kind, reason.Name, reason.At));
        Assert.Equal("经营场所面积尚不知道。", reason.In(Language.Chinese, static _ => "经营场所面积"));
    }
}
