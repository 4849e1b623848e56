using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Structure.Expressions;

public sealed class CheckingTypes
{
    public static TheoryData<string, FactType> Fitting => new()
    {
        { "premises.area <= 100 m2", FactType.YesNo },
        { "award.outcome = \"grant\"", FactType.YesNo },
        { "award.outcome in [\"grant\", \"refuse\"]", FactType.YesNo },
        { "if matter.danger then 2 hours else 3 working days", FactType.Limit },
        { "if matter.danger then 2 hours else 30 minutes", FactType.Of(Dimension.ClockTime) },
        { "household where household.in-hardship", FactType.List(FactType.Record("household")) },
        { "count(family.members where person.disabled)", FactType.Number },
        { "sum(family.members.income)", FactType.Of(Dimension.Money) },
        { "(family.members where person.disabled).income", FactType.List(FactType.Of(Dimension.Money)) },
        { "family.income / family.size < standard.minimum-living", FactType.YesNo },
        { "family.income / standard.minimum-living", FactType.Number },
        { "family.income * 80 %", FactType.Of(Dimension.Money) },
        { "family.size * 2 CNY", FactType.Of(Dimension.Money) },
        { "age(applicant.born) >= 60 years", FactType.YesNo },
        { "days(matter.filed, matter.closed) <= 5 days", FactType.YesNo },
        { "working-days(matter.filed, day) > matter.worked", FactType.YesNo },
        { "matter.closed - matter.filed <= 24 hours", FactType.YesNo },
        { "matter.filed >= 2026-07-01", FactType.YesNo },
        { "day - 3 months", FactType.Day },
        { "contains(matter.tags, \"noise\") and contains(applicant.name, \"李\")", FactType.YesNo },
        { "applicant = premises.landlord", FactType.YesNo },
        { "family.home = matter.place", FactType.YesNo },
        { "premises.opens in 06:00..22:00", FactType.YesNo },
        { "max(family.income, 2000 CNY)", FactType.Of(Dimension.Money) },
        { "round(premises.area, 0.5 m2)", FactType.Of(Dimension.Area) },
        { "premises.area in 1 mu..2 hectare", FactType.YesNo },
        { "every(household, some(household.members, person.disabled))", FactType.YesNo },
        { "some(family.members.disabled)", FactType.YesNo },
        { "known(premises.lease)", FactType.YesNo },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void What_fits_has_a_type(string text, FactType type)
    {
        var checking = ATown.Parsed(text).Check(new ATown());

        Assert.Empty(checking.Faults.Select(static fault => fault.In(Language.English)));
        Assert.Equal(type, checking.Type);
    }

    [Theory]
    [InlineData("premises.area > 60", 16, "\"60\" has no unit. Write \"60 m2\" or \"60 mu\" or \"60 hectare\".")]
    [InlineData("60 < premises.area", 0, "\"60\" has no unit. Write \"60 m2\" or \"60 mu\" or \"60 hectare\".")]
    [InlineData("premises.area in 60..100 m2", 17, "\"60\" has no unit. Write \"60 m2\" or \"60 mu\" or \"60 hectare\".")]
    [InlineData("age(applicant.born) >= 60", 23, "\"60\" has no unit. Write \"60 months\" or \"60 years\".")]
    [InlineData("premises.area + 5 > 60 m2", 16, "\"5\" has no unit. Write \"5 m2\" or \"5 mu\" or \"5 hectare\".")]
    [InlineData("if matter.danger then 5 m2 else 6", 32, "\"6\" has no unit. Write \"6 m2\" or \"6 mu\" or \"6 hectare\".")]
    [InlineData("premises.area > 60 CNY", 0, "An area does not compare with money.")]
    [InlineData("premises.area + family.income", 0, "An area and money do not add.")]
    [InlineData("matter.worked > 5 days", 0, "A limit in working days and a limit in days do not compare: each is counted in its own way. Count both in the same way; working-days(from, to) counts the working days between two days.")]
    [InlineData("2 hours + 3 working hours", 0, "A limit by the clock and a limit in working hours do not add: each is counted in its own way. Count both in the same way; working-days(from, to) counts the working days between two days.")]
    [InlineData("1 months > 30 days", 0, "A limit in months and a limit in days do not compare: each is counted in its own way. Count both in the same way; working-days(from, to) counts the working days between two days.")]
    [InlineData("premises.aera > 60 m2", 9, "\"premises\" has no item \"aera\". Did you mean \"area\"?")]
    [InlineData("premise.area > 60 m2", 0, "There is no \"premise\" here. Did you mean \"premises\"?")]
    [InlineData("premises.area-5 > 60 m2", 13, "Minus stands between spaces. Write \"premises.area - 5\".")]
    [InlineData("family.members.incom", 15, "\"person\" has no item \"incom\". Did you mean \"income\"?")]
    [InlineData("day.year", 4, "day is a day and has no item \"year\".")]
    [InlineData("award.outcome = \"granted\"", 16, "\"award.outcome\" has no code \"granted\". Did you mean \"grant\"?")]
    [InlineData("premises.kind in [\"shop\", \"bar\"]", 26, "\"premises-kinds\" has no code \"bar\". Its codes are \"home\", \"restaurant\", \"shop\".")]
    [InlineData("award.outcome = grant", 16, "The code \"grant\" does not stand in quotes. Write \"grant\" with its quotes.")]
    [InlineData("grant = award.outcome", 0, "The code \"grant\" does not stand in quotes. Write \"grant\" with its quotes.")]
    [InlineData("applicant.sex = premises.kind", 0, "A code of sexes does not compare with a code of premises-kinds.")]
    [InlineData("applicant.name < \"m\"", 0, "A text has no more and less. Use = or !=.")]
    [InlineData("applicant.name and matter.danger", 0, "Here stands a text where yes-no is expected.")]
    [InlineData("not premises.area", 4, "Here stands an area where yes-no is expected.")]
    [InlineData("matter.danger = true", 16, "There is no \"true\" here. Did you mean \"yes\"?")]
    [InlineData("matter.filed < today", 15, "There is no \"today\" here. There is no today or now; day is the day of the question.")]
    [InlineData("applicant.name = null", 17, "There is no \"null\" here. Ask known(…) whether something is known.")]
    [InlineData("day - applicant.born > 3 days", 0, "A day and a day do not subtract. Write days(from, to).")]
    [InlineData("day + 5 working days", 0, "A day and a limit in working days do not add. Compare with working-days(from, to).")]
    [InlineData("premises.area * 5 CNY", 0, "An area and money do not multiply. Divide one of them by its unit first, such as \"/ 1 CNY\".")]
    [InlineData("5 / premises.area", 0, "A number and an area do not divide.")]
    [InlineData("count(premises)", 6, "Here stands a record of premises where a list is expected.")]
    [InlineData("premises where premises.open", 0, "Here stands a record of premises where a list of records is expected.")]
    [InlineData("sum(family.members)", 4, "Here stands a list of person where a list of numbers or quantities is expected.")]
    [InlineData("sum(family.income, 5 CNY)", 0, "sum has 2 parts in its brackets. It is written \"sum(LIST)\".")]
    [InlineData("every(family.members where person.disabled)", 6, "every has no condition. Write \"every(LIST, CONDITION)\".")]
    [InlineData("household.members.name", 10, "\"members\" is a list in each record already, and a list of lists means nothing here. Make it a computed item of the record.")]
    [InlineData("round(premises.area)", 0, "An area is rounded to a step. Write \"round(…, 1 m2)\".")]
    [InlineData("(if matter.danger then 2 hours else 3 days) < 5 hours", 1, "A limit and a limit by the clock do not compare: each is counted in its own way. Count both in the same way; working-days(from, to) counts the working days between two days.")]
    [InlineData("max(day, matter.filed)", 9, "Here stands a moment where a day is expected.")]
    [InlineData("if matter.danger then \"a\" else 5", 31, "Behind then stands a text, but behind else a number.")]
    [InlineData("some(family.members, some(family.members, person.disabled))", 26, "\"person\" means two things here: a record of the list, and what bears that name around it. Make the inner condition a computed item.")]
    [InlineData("applicant.name = family.members.name", 0, "A text does not compare with a list: a text.")]
    public void What_does_not_fit_is_answered_with_the_place_and_the_remedy(string text, int offset, string sentence)
    {
        var checking = ATown.Parsed(text).Check(new ATown());
        var fault = Assert.Single(checking.Faults);

        Assert.Null(checking.Checked);
        Assert.Equal((offset, sentence), (fault.At.Offset, fault.In(Language.English)));
        Assert.NotEmpty(fault.In(Language.Chinese));
    }

    [Fact]
    public void All_faults_are_reported_at_once_in_the_order_of_the_text()
    {
        var checking = ATown.Parsed("premises.aera > 60 m2 and award.outcome = \"granted\" or matter.danger + 5").Check(new ATown());
        var more = ATown.Parsed("premises.aera > 60 m2 and (award.outcome = \"granted\" or premises.area > 60) and nobody.name").Check(new ATown());

        Assert.Equal([9, 42, 55], checking.Faults.Select(static fault => fault.At.Offset));
        Assert.Equal([9, 43, 72, 80], more.Faults.Select(static fault => fault.At.Offset));
        Assert.Equal([FaultKind.NamesNothing, FaultKind.NamesNothing, FaultKind.TypesDoNotFit, FaultKind.NamesNothing], more.Faults.Select(static fault => fault.Kind));
    }

    [Fact]
    public void What_is_asked_for_is_checked_too()
    {
        Assert.Equal("Here stands yes-no where a limit is expected.", Fault("matter.danger", FactType.Limit));
        Assert.Equal("\"5\" has no unit. Write \"5 CNY\".", Fault("5", FactType.Of(Dimension.Money)));
        Assert.Equal("\"sexes\" has no code \"mail\". Did you mean \"male\"?", Fault("if matter.danger then \"mail\" else \"female\"", FactType.Codes("sexes")));
        Assert.NotNull(ATown.Parsed("5 working days").Check(new ATown(), FactType.Limit).Checked);

        static string Fault(string text, FactType expected) => Assert.Single(ATown.Parsed(text).Check(new ATown(), expected).Faults).In(Language.English);
    }

    [Fact]
    public void The_names_that_are_read_are_known_with_their_registers()
    {
        var reads = ATown.Checked("age(applicant.born) > 60 years and count(applicant.household.members where person.income > standard.minimum-living) > 0").Reads;

        Assert.Equal(["applicant.born", "applicant.household.members", "day", "person.income", "standard.minimum-living"], reads.Select(static read => read.Path));
        Assert.Equal(["person.income"], reads.Where(static read => read.OfElement).Select(static read => read.Path));
        Assert.Equal([new ReadItem("person", "household"), new ReadItem("household", "members")], reads[1].Items);
        Assert.Equal(["income"], ATown.Checked("sum((family.members where person.disabled).income)").Reads.SelectMany(static read => read.Items).Select(static item => item.Item).Where(static item => item == "income"));
    }

    [Fact]
    public void Checking_takes_time_in_proportion_to_the_size()
    {
        // Each of these would double with every level if a part were looked at twice.
        var text = "matter.danger";
        for (var depth = 0; depth < 40; depth++) text = depth % 3 == 0 ? $"x = ({text})" : depth % 3 == 1 ? $"contains(matter.tags, ({text}))" : $"not ({text})";

        Assert.NotEmpty(ATown.Parsed(text).Check(new ATown()).Faults);
    }
}
