using FsCheck;
using FsCheck.Fluent;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>What was given is kept as text beside the record, and must come back as what it was.</summary>
public sealed class ValuesBesideTheRecord
{
    [Fact]
    public void Every_kind_of_value_is_read_again_as_it_was_written()
    {
        Value[] values =
        [
            Value.Yes, Value.No, Value.Of(12), Value.Of(-3.75m), Value.Of(new Quantity(420, Measure.Yuan)), Value.Of(new Quantity(62.5m, Measure.SquareMetre)), Value.Of("lamp"), Value.Of("yes"), Value.Of("12"),
            Value.Of("他说：\"吵\""), Value.Of(""), Value.Of("place:x"), Value.Of(new DateOnly(2026, 5, 4)), Value.Of(new TimeOnly(23, 30)), Value.Of(new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.FromHours(8))),
            Value.Place("heping"), Value.Document("d-1"), Value.Of(new Entity("person", "p-1")), Value.ListOf(Value.Of("a:b"), Value.ListOf(Value.No), Value.Of(new Entity("place", "x/y"))), Value.ListOf(),
        ];
        foreach (var value in values) Assert.Equal(value, ReadingGiven.Read(ReadingGiven.Write(value)));
        Assert.False(ReadingGiven.Read(ReadingGiven.Write(Value.Missing)).IsKnown);
    }

    [Fact]
    public void Whatever_stands_there_is_read_without_a_fault() =>
        Prop.ForAll(Gen.Elements("list:", "3:", "row:", "\"", "yes", "2026-05-04", "9999999999999999999", ":", "place:", "a", "12 CNY", "-").ListOf().Select(static parts => string.Concat(parts)).ToArbitrary(), text =>
        {
            _ = ReadingGiven.Read(text);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Any_text_comes_back_whatever_signs_are_in_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => ReadingGiven.Read(ReadingGiven.Write(Value.Of(text.Get))).Equals(Value.Of(text.Get))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Two_acts_have_one_print_only_if_they_ask_for_the_same()
    {
        var act = new PerformStep(new MatterId("m"), "look", new StepResult.Checked(true), [new GivenItem("a", Value.Of("b"))], new PersonalText("why"));
        Assert.Equal(ActPrints.Of(act), ActPrints.Of(act with { Given = [new GivenItem("a", Value.Of("b"))] }));
        IAct[] others =
        [
            act with { Key = "loo" }, act with { Result = new StepResult.Checked(false) }, act with { Given = [] }, act with { Given = [new GivenItem("ab", Value.Of(""))] }, act with { Reason = null },
            act with { Reason = new PersonalText("because") }, act with { Matter = new MatterId("n") }, new ConfirmMatter(new MatterId("m"), "look"), new ReceiveMatter(new MatterId("m"), "look"),
        ];
        Assert.Equal(others.Length + 1, others.Append(act).Select(ActPrints.Of).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void What_is_minted_for_a_filing_is_no_part_of_its_print()
    {
        var filing = ARun.OfTownship().Filing("small-repair");
        Assert.Equal(ActPrints.Of(filing), ActPrints.Of(filing with { Matter = new MatterId("m-2"), Number = "2026-0002", Version = "v2" }));
        Assert.NotEqual(ActPrints.Of(filing), ActPrints.Of(filing with { Said = new PersonalText("x") }));
        Assert.NotEqual(ActPrints.Of(filing), ActPrints.Of(new FileForAnother(filing, new ActorId("r-2"), Consent.Signed)));
    }

    [Fact]
    public void A_fact_that_is_given_again_goes_before_what_was_given_first()
    {
        var run = ARun.OfCounty().Filed("small-restaurant", "xikoujie", new GivenItem("premises.area", Value.Of(new Quantity(20, Measure.SquareMetre)))).Perform("receive");
        var circumstances = run.As(ARun.Resident) with { Given = [new GivenItem("premises.area", Value.Of(new Quantity(20, Measure.SquareMetre)))] };
        var outcome = AddingInformation.Decide(run.Matter, new AddInformation(run.Matter.Id, [new GivenItem("premises.area", Value.Of(new Quantity(90, Measure.SquareMetre)))]), circumstances);
        Assert.Contains(((Outcome.Accepted)outcome).Events, static one => one is InformationAdded);
    }
}
