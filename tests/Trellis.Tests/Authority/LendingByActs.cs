using FsCheck;
using FsCheck.Fluent;
using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Quantities;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Authority;

/// <summary>Officers lend what they have, and no more; what leaned on it goes back when it ends.</summary>
public sealed class LendingByActs
{
    private static readonly DateOnly Today = new(2026, 5, 4);
    private static readonly GovernanceStructure Township = AStructure.Read("hello-village").Structure;
    private static readonly Mandates Compiled = Mandates.Compile(Township);
    private static readonly Standing Beginning = Standing.AtTheBeginningOf(Township);
    private static readonly PersonalText Why = new("because");

    [Fact]
    public void Whoever_has_a_power_lends_it_on_within_what_they_have_and_the_receiver_decides()
    {
        var lent = Happens(Lend(Narrow(800), receiver: "safety-officer@liuhe"));

        var after = Beginning.After(lent);
        Assert.True(May("safety-officer", 800, after));
        Assert.False(May("safety-officer", 801, after));
        Assert.False(May("safety-officer", 800, Beginning));
        Assert.Equal("works-head@works-office", Assert.Single(after.LentByActs).Giver.ToString());
    }

    [Theory]
    [InlineData("service-clerk@liuhe", "power/approve-repair", "safety-officer@liuhe", AuthorityRefusals.GiverDoesNotHold)] // has nothing to lend
    [InlineData("service-lead@liuhe", "delegation/small-sums", "safety-officer@liuhe", AuthorityRefusals.ChainTooLong)] // may not be passed on
    [InlineData("works-head@works-office", "power/approve-repair", "village-clerk@zhongliu", AuthorityRefusals.NotForThisReceiver)] // not to a community body
    [InlineData("works-head@works-office", "power/approve-repair", "nobody@liuhe", AuthorityRefusals.PostEnded)]
    [InlineData("township-leader@liuhe", "power/grant-aid", "safety-officer@liuhe", AuthorityRefusals.NotForThisReceiver)] // never delegable
    [InlineData("works-head@works-office", "power/approve-repairs", "safety-officer@liuhe", AuthorityRefusals.NoSuchPower)]
    [InlineData("works-head@works-office", "approve-repair", "safety-officer@liuhe", AuthorityRefusals.NoSuchPower)]
    public void Nobody_lends_what_they_do_not_have_or_may_not_give(string giver, string of, string receiver, string code) =>
        Assert.Equal((code, false), (Refused(Lend(LentLimits.None, giver, of, receiver)).Code, Enum.GetNames<Break>().Any(name => Refused(Lend(LentLimits.None, giver, of, receiver)).Whole.En.Contains(name, StringComparison.Ordinal))));

    [Fact]
    public void What_is_written_wider_than_its_source_is_refused_in_sum_outcome_and_time()
    {
        Assert.Equal(AuthorityRefusals.WiderThanSource, Refused(Lend(new LentLimits([new LentCeiling(CeilingSpan.Year, false, new Quantity(300000, Measure.Yuan))]))).Code);
        Assert.Equal(AuthorityRefusals.WiderThanSource, Refused(Lend(Narrow(800) with { Outcomes = ["approve", "waive"] })).Code);
        var passed = Happens(Decide(Act(Narrow(500), "power/approve-repair", "service-lead@liuhe") with { To = Today.AddDays(30) }, "works-head@works-office"));
        // A second link is longer than the power allows, whatever it claims.
        Assert.IsType<Ruling.Refused>(LendingPowers.Decide(Compiled, Beginning.After(passed), Act(Narrow(400), "delegation/lent-1", "safety-officer@liuhe") with { Delegation = "lent-2" }, Officer("service-lead@liuhe"), Today));
    }

    [Fact]
    public void A_loan_names_an_id_a_basis_in_force_and_days_that_are_not_past()
    {
        var act = Act(Narrow(800));
        Assert.Equal(AuthorityRefusals.NotAnId, Refused(Decide(act with { Delegation = "Small Sums" })).Code);
        Assert.Equal(AuthorityRefusals.AlreadyLent, Refused(Decide(act with { Delegation = "small-sums" })).Code);
        Assert.Equal(AuthorityRefusals.BasisMissing, Refused(Decide(act with { Basis = [] })));
        Assert.Equal(AuthorityRefusals.BasisMissing, Refused(Decide(act with { Basis = ["liuhe-services/99"] })));
        Assert.Contains("liuhe-services/99", Refused(Decide(act with { Basis = ["liuhe-services/99"] })).Whole.En, StringComparison.Ordinal);
        Assert.Equal(AuthorityRefusals.LentInThePast, Refused(Decide(act with { From = Today.AddDays(-1) })));
        Assert.Equal(AuthorityRefusals.LentInThePast, Refused(Decide(act with { To = Today.AddDays(-1) })));
        Assert.Equal(AuthorityRefusals.MatterNotGiven, Refused(Decide(act with { Limits = Narrow(800) with { Matters = ["no-such-matter"] } })).Code);
        Assert.Equal(AuthorityRefusals.NothingLent, Refused(Decide(act with { Limits = Narrow(800) with { Matters = [] } })).Code);
        Assert.Equal(AuthorityRefusals.NothingLent, Refused(Decide(act with { Limits = Narrow(800) with { Outcomes = [] } })).Code);
        Assert.Equal(AuthorityRefusals.AmountBelowZero, Refused(Decide(act with { Limits = Narrow(-1) })).Code);
        Assert.Equal(AuthorityRefusals.ForOfficers, Refused(LendingPowers.Decide(Compiled, Beginning, act, new Actor.Resident(new ActorId("r-1")), Today)));
        Assert.Equal(AuthorityRefusals.ForOfficers, Refused(LendingPowers.Decide(Compiled, Beginning, act, Actor.System, Today)));
    }

    [Fact]
    public void A_ceiling_is_money_unless_the_source_counts_in_another_measure_and_the_record_holds_every_measure()
    {
        foreach (var measure in Measures.All.Where(static one => one != Measure.Yuan))
        {
            var limits = new LentLimits([new LentCeiling(CeilingSpan.Case, false, new Quantity(5, measure))]);
            Assert.Equal(AuthorityRefusals.AmountOfAnotherMeasure, Refused(Lend(limits)).Code);
        }

        foreach (var quantity in Measures.All.SelectMany(static one => new[] { new Quantity(1, one), new Quantity(80.5m, one) }))
        {
            Assert.Equal(quantity, Quantity.OfWord(quantity.ToWord()));
            Assert.Equal(new Trellis.Ledger.EntryValue.Word(quantity.ToWord()).Text, quantity.ToWord());
            Assert.NotNull(Quantity.OfWord(Trellis.Process.AmountBand.Of(quantity)));
        }
    }

    [Fact]
    public void What_is_lent_comes_back_from_the_record_whatever_narrows_it()
    {
        var words = Gen.Elements("approve", "refuse", "small-repair").ListOf().Where(static list => list.Count > 0).Select(static list => (FixedList<string>?)[.. list.Distinct()]);
        var shapes =
            from ceilings in (from span in Gen.Elements(Enum.GetValues<CeilingSpan>()) from isNumber in Gen.Elements(true, false) from most in Gen.Choose(0, 90000) select new LentCeiling(span, isNumber, new Quantity(most / 4m, isNumber ? Measure.Case : Measure.Yuan))).ListOf()
            from outcomes in Gen.Frequency((1, Gen.Constant<FixedList<string>?>(null)), (2, words))
            from matters in Gen.Frequency((1, Gen.Constant<FixedList<string>?>(null)), (2, words))
            from area in Gen.Elements<string?>(null, "zhongliu")
            select new LentLimits([.. ceilings.DistinctBy(static one => (one.Span, one.IsNumber))], outcomes, matters, area is null ? null : new UnitId(area));
        Prop.ForAll(shapes.ToArbitrary(), limits =>
        {
            var lent = LendingPowers.Written(Act(limits), new PostName("works-head", "works-office", default), new KindRef(Kind.Power, "approve-repair", default), [new Citation("liuhe-services", "3", default)]);
            var (name, fields) = AuthorityWire.Write(new AuthorityEvent.Lent(lent));
            return Shape(((AuthorityEvent.Lent)AuthorityWire.Read(name, fields)!).Delegation) == Shape(lent);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static string Shape(Delegation one) => string.Join('|', [
        $"{one.Id} {one.Of} {one.Giver} {one.Receiver} {one.ActsForGiver} {one.PassOn} {one.From} {one.To} {string.Join(' ', one.Basis)}",
        string.Join(' ', Enum.GetValues<CeilingSpan>().Select(span => $"{one.Limits.Amount(span)?.Fixed};{one.Limits.Number(span)?.Fixed}")),
        one.Limits.Outcomes is { } outcomes ? string.Join(' ', outcomes.Select(static item => item.Id)) : "all",
        one.Limits.Matters is { } matters ? string.Join(' ', matters.Select(static item => item.Id)) : "all", $"{one.Limits.Area?.Id}"]);

    [Fact]
    public void The_duty_returns_to_its_giver_when_the_delegation_is_withdrawn_and_comes_back_with_a_new_one()
    {
        Assert.Empty(Compiled.Returned(Today, Beginning).All);

        var withdrawn = Happens(WithdrawingPowers.Decide(Compiled, Beginning, new WithdrawPower("small-sums", null, Today, Why), Officer("works-head@works-office"), Today));
        var after = Beginning.After(withdrawn);
        var returned = Assert.Single(Compiled.Returned(Today, after).All, static one => one.Duty == "small-repairs");
        Assert.Equal(("liuhe", "works-office", Today), (returned.Unit, returned.To, returned.Day));
        Assert.Equal(new UnitId("works-office"), Compiled.Returned(Today, after).To("small-repairs", new UnitId("liuhe")));
        Assert.Empty(Compiled.Returned(Today.AddDays(-1), after).All); // not before its day

        var again = after.After(Happens(LendingPowers.Decide(Compiled, after, Act(Narrow(800), receiver: "service-lead@liuhe"), Officer("works-head@works-office"), Today)));
        Assert.Empty(Compiled.Returned(Today, again).All);
    }

    [Fact]
    public void A_loan_that_ends_by_its_last_day_returns_the_duty_on_the_next()
    {
        var withdrawn = Beginning.After(new AuthorityEvent.Withdrawn("small-sums", null, Today));
        var lent = withdrawn.After(Happens(LendingPowers.Decide(Compiled, withdrawn, Act(Narrow(800), receiver: "service-lead@liuhe") with { To = Today.AddDays(9) }, Officer("works-head@works-office"), Today)));

        Assert.Empty(Compiled.Returned(Today.AddDays(9), lent).All);
        var returned = Assert.Single(Compiled.Returned(Today.AddDays(10), lent).All, static one => one.Duty == "small-repairs");
        Assert.Equal((Today.AddDays(10), "works-office"), (returned.Day, returned.To));
    }

    [Fact]
    public void Only_who_gave_it_or_stands_above_takes_it_back_and_not_back_in_time()
    {
        WithdrawPower act = new("small-sums", null, Today, Why);
        Assert.Equal(AuthorityRefusals.MayNotWithdraw, Refused(WithdrawingPowers.Decide(Compiled, Beginning, act, Officer("service-clerk@liuhe"), Today)).Code);
        Assert.Equal(AuthorityRefusals.LentInThePast, Refused(WithdrawingPowers.Decide(Compiled, Beginning, act with { From = Today.AddDays(-1) }, Officer("works-head@works-office"), Today)));
        Assert.Equal(AuthorityRefusals.NothingToWithdraw, Refused(WithdrawingPowers.Decide(Compiled, Beginning, act with { Delegation = "no-such" }, Officer("works-head@works-office"), Today)).Code);
        Assert.Equal(AuthorityRefusals.ForOfficers, Refused(WithdrawingPowers.Decide(Compiled, Beginning, act, new Actor.Resident(new ActorId("r-1")), Today)));
    }

    private static Ruling Lend(LentLimits limits, string giver = "works-head@works-office", string of = "power/approve-repair", string receiver = "service-lead@liuhe") => Decide(Act(limits, of, receiver), giver);

    private static Ruling Decide(LendPower act, string giver = "works-head@works-office") => LendingPowers.Decide(Compiled, Beginning, act, Officer(giver), Today);

    private static LendPower Act(LentLimits limits, string of = "power/approve-repair", string receiver = "safety-officer@liuhe") =>
        new("lent-1", of, PostAt.Parse(receiver)!.Value, limits, ActsForGiver: true, 0, Today, null, ["liuhe-services/3"], Why);

    private static LentLimits Narrow(decimal most) => new([new LentCeiling(CeilingSpan.Case, false, new Quantity(most, Measure.Yuan))]);

    private static Actor Officer(string seat) => new Actor.Officer(new ActorId("o-1"), PostAt.Parse(seat)!.Value);

    private static bool May(string post, decimal sum, Standing standing) => Compiled.Ask(
        new Question { Post = post, Unit = "liuhe", Power = "approve-repair", Day = Today, Matter = "small-repair", Amount = new Quantity(sum, Measure.Yuan), Outcome = "approve" }, standing).Permitted;

    private static AuthorityEvent Happens(Ruling ruling) => ruling is Ruling.Happens happens ? happens.Event : throw new InvalidOperationException(((Ruling.Refused)ruling).Why.ToString());

    private static Refusal Refused(Ruling ruling) => Assert.IsType<Ruling.Refused>(ruling).Why;
}
