using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Authority;

public sealed class DecidingWhoMay
{
    private const string Powers = """
        - power: grant
          name: {zh: 救助审批, en: Grant of relief}
          class: payment
          outcomes: [grant, refuse]
          held-by: {head@bureau: {amount: {per-case: 20000 CNY, per-year: 50000 CNY}}}
          delegable: {to: [government, community], depth: 2}
          basis: [act/1]
        - power: permit
          name: {zh: 小餐饮登记, en: Register of small restaurants}
          class: licence
          outcomes: [grant, refuse]
          held-by: {head@market: {}, checker@station: {when: premises.area <= 60 m2}}
          basis: [act/3]
        - power: spend
          name: {zh: 自主经费, en: Own budget}
          class: operating
          allows: spend
          held-by: {leader@towns: {amount: {per-year: unit.population * 2 CNY}}}
          delegable: {to: [community], depth: 1}
          basis: [act/1]
        - power: evacuate
          name: {zh: 转移群众, en: Evacuation}
          class: operating
          held-by: {leader@towns: {}}
          basis: [act/1]
        """;

    private const string Delegations = """
        - {delegation: to-towns, of: power/grant, giver: head@bureau, receiver: leader@towns, acts-for: giver, pass-on: 1, limits: {amount: {per-case: 5000 CNY, per-year: 20000 CNY}, matters: [hardship]}, basis: [act/3]}
        - {delegation: to-villages, of: delegation/to-towns, giver: leader@towns, receiver: village-clerk@villages, acts-for: giver, limits: {amount: {per-case: 500 CNY}, outcomes: [grant]}, to: 2026-09-30, basis: [act/3]}
        """;

    private static readonly GovernanceStructure County = APowerChart.With(Powers, Delegations,
        ("emergencies.yaml", """
            - emergency: flood
              name: {zh: 防汛, en: Flood}
              trigger: {zh: 水位, en: Water level}
              declared-by: head@bureau
              powers: [evacuate]
              lasts: 72 hours
              review: 30 days
              basis: [act/1]
            """),
        ("seats.tsv", "actor\tpost\tfrom\tto\tacting-for\np-1\tleader@east\t2026-01-01\np-2\tleader@east\t2026-05-01\t2026-05-31\tp-9"),
        ("matters/hardship.yaml", """
            matter: hardship
            name: {zh: 困难申请, en: Hardship}
            duty: relief
            place: none
            guide: {for: [resident], fee: 0 CNY, promise: 5 working days, basis: [act/1]}
            flow:
              - check: {id: visit, by: clerk, within: 1 working day}
              - decide: {id: award, power: grant, apart-from: [visit], within: 1 working day, outcomes: {grant: solved, refuse: refused}}
              - decide: {id: at-the-top, by: head, power: grant, within: 1 working day, outcomes: {grant: solved, refuse: refused}}
              - confirm: {by: requester, within: 5 working days, silence: close-unanswered}
            """));

    private static readonly Mandates Compiled = Mandates.Compile(County);

    private static readonly Standing Beginning = Standing.AtTheBeginningOf(County);

    private static Question Grant(string post, string unit, decimal yuan, string? place = null) => new()
    {
        Post = post, Unit = unit, Power = "grant", Outcome = "grant", Matter = "hardship", Place = place ?? unit, Amount = new Quantity(yuan, Measure.Yuan), Day = APowerChart.Day,
    };

    private static Question Of(string power, string post, string unit) => new() { Post = post, Unit = unit, Power = power, Place = unit, Day = APowerChart.Day };

    private static Standing Used(Standing standing, params Question[] questions)
    {
        foreach (var question in questions) standing = standing.After(Mandates.UseOf(Compiled.Ask(question, standing), question));
        return standing;
    }

    private static string Code(in Question question, Standing? standing = null) =>
        Compiled.Decide(question, standing ?? Beginning) is Authorization.Denied denied ? denied.Why.Code : "yes";

    [Fact]
    public void A_yes_carries_the_chain_down_to_the_articles_and_whose_name_it_is_in()
    {
        var yes = Assert.IsType<Authorization.Permitted>(Compiled.Decide(Grant("village-clerk", "hill", 400), Beginning));

        Assert.Equal(["head@bureau", "leader@east", "village-clerk@hill"], yes.Chain.Select(static link => link.At));
        Assert.Equal(["act/1", "act/3"], yes.Articles.Select(static article => article.ToString()));
        Assert.Equal("bureau", yes.InNameOf.Id);
        Assert.Contains("act/3", yes.Says.En, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_has_said_yet_is_asked_for_and_is_no_verdict_on_anybody()
    {
        var question = new Question { Post = "leader", Unit = "east", Power = "grant", Day = new DateOnly(2026, 5, 4) };

        Assert.Equal(["authority.amount-not-known", "authority.matter-not-given"], Compiled.WaitingToKnow(question, Beginning).Select(static answer => AuthorityRefusals.CodeOf(answer)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var no = Assert.IsType<Authorization.Denied>(Compiled.Decide(question, Beginning));
        Assert.StartsWith("That cannot be said yet. Delegation", no.Says.En, StringComparison.Ordinal);
        Assert.StartsWith("还不能说可以。", no.Says.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_no_tells_the_ceiling_by_how_much_and_who_may_grant_more()
    {
        var no = Assert.IsType<Authorization.Denied>(Compiled.Decide(Grant("leader", "east", 6000), Beginning));

        Assert.Equal("authority.over-ceiling", no.Why.Code);
        Assert.Equal("No. 6000 CNY is 1000 CNY over the ceiling of 5000 CNY a case in delegation to-towns under power “Grant of relief” (grant). Head, Bureau (head@bureau), who delegated it, may decide this.", no.Says.En);
        Assert.Equal("head@bureau", Assert.Single(no.Could).Mandate!.At);
        Assert.Contains("超出 1000 元", no.Says.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leader", "east", 5000, "yes")]
    [InlineData("leader", "east", 5000.01, "authority.over-ceiling")]
    [InlineData("village-clerk", "hill", 501, "authority.over-ceiling")]
    [InlineData("head", "bureau", 20000, "yes")]
    [InlineData("deputy", "bureau", 1, "authority.not-held")]
    [InlineData("leader", "east", -1, "authority.amount-below-zero")]
    [InlineData("nobody", "east", 1, "authority.no-such-post")]
    [InlineData("leader", "north", 1, "authority.no-such-unit")]
    public void A_case_is_decided_by_whoever_may(string post, string unit, double yuan, string code) =>
        Assert.Equal(code, Code(Grant(post, unit, (decimal)yuan, unit == "north" ? "east" : unit == "bureau" ? "county" : unit)));

    [Fact]
    public void What_is_not_known_is_no_by_name()
    {
        Assert.Equal("authority.amount-not-known", Code(Grant("leader", "east", 1) with { Amount = null }));
        Assert.Equal("authority.amount-not-known", Code(Grant("leader", "east", 1) with { Amount = new Quantity(1, Measure.SquareMetre) }));
        Assert.Equal("authority.matter-not-given", Code(Grant("leader", "east", 1) with { Matter = null }));
        var no = Assert.IsType<Authorization.Denied>(Compiled.Decide(Of("permit", "checker", "station"), Beginning));
        Assert.Equal("authority.fact-not-known", no.Why.Code);
        Assert.Contains("premises.area is not known", no.Says.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, "yes")]
    [InlineData(61, "authority.condition-not-met")]
    public void A_condition_reads_the_facts_of_the_request(int area, string code) =>
        Assert.Equal(code, Code(Of("permit", "checker", "station") with { Facts = new KnownFacts([KeyValuePair.Create("premises.area", Value.Of(new Quantity(area, Measure.SquareMetre)))]) }));

    [Fact]
    public void An_outcome_that_was_not_lent_is_refused_and_one_that_the_power_lacks_too()
    {
        Assert.Equal("authority.outcome-not-given", Code(Grant("village-clerk", "hill", 100) with { Outcome = "refuse" }));
        Assert.Equal("authority.no-such-outcome", Code(Grant("leader", "east", 100) with { Outcome = "burn" }));
    }

    [Fact]
    public void A_post_decides_on_its_own_ground_only()
    {
        Assert.Equal("authority.outside-area", Code(Grant("leader", "east", 100, "plain")));
        Assert.Equal("yes", Code(Grant("leader", "east", 100, "lake")));
        Assert.Equal("authority.no-such-place", Code(Grant("leader", "east", 100, "nowhere")));
    }

    [Fact]
    public void A_yearly_ceiling_is_one_receivers_own_and_all_receivers_consume_that_of_the_source()
    {
        var east = Grant("leader", "east", 5000);
        var west = Grant("leader", "west", 5000);
        var standing = Used(Beginning, east, east, east, east);

        Assert.Equal("authority.ceiling-used-up", Code(east, standing));
        Assert.Equal("yes", Code(west, standing));
        standing = Used(standing, west, west, west, west, Grant("head", "bureau", 9000, "county"));
        Assert.Equal("authority.ceiling-used-up", Code(Grant("head", "bureau", 2000, "county"), standing));
        Assert.Equal("yes", Code(Grant("head", "bureau", 1000, "county"), standing));
        Assert.Equal("yes", Code(east with { Day = new DateOnly(2027, 1, 1) }, standing));
        Assert.Equal("delegation/to-towns", Compiled.Ask(east, standing).Link!.Entry.Address);
    }

    [Fact]
    public void A_village_consumes_the_ceiling_of_its_town()
    {
        var standing = Used(Beginning, [.. Enumerable.Repeat(Grant("leader", "east", 4900), 4), Grant("village-clerk", "hill", 400)]);

        Assert.Equal("authority.ceiling-used-up", Code(Grant("village-clerk", "hill", 100), standing));
        Assert.Equal("leader@east", Compiled.Ask(Grant("village-clerk", "hill", 100), standing).Link!.At);
    }

    [Fact]
    public void A_ceiling_by_population_is_each_towns_own()
    {
        Assert.Equal("yes", Code(Of("spend", "leader", "east") with { Amount = new Quantity(60000, Measure.Yuan) }));
        Assert.Equal("authority.ceiling-used-up", Code(Of("spend", "leader", "west") with { Amount = new Quantity(60000, Measure.Yuan) }));
        Assert.Equal("authority.fact-not-known", Code(Of("spend", "leader", "old") with { Amount = new Quantity(1, Measure.Yuan) }));
    }

    [Fact]
    public void Withdrawing_one_expansion_leaves_the_others_and_closes_what_is_below()
    {
        var standing = Beginning.After(new AuthorityEvent.Withdrawn("to-towns", "east", APowerChart.Day));

        Assert.Equal("authority.withdrawn", Code(Grant("leader", "east", 100), standing));
        Assert.Equal("authority.source-ended", Code(Grant("village-clerk", "hill", 100), standing));
        Assert.Equal("yes", Code(Grant("leader", "west", 100), standing));
        Assert.Equal("yes", Code(Grant("leader", "east", 100) with { Day = APowerChart.Day.AddDays(-1) }, standing));
    }

    [Fact]
    public void An_ended_delegation_says_when_it_ended()
    {
        var no = Assert.IsType<Authorization.Denied>(Compiled.Decide(Grant("village-clerk", "hill", 100) with { Day = new DateOnly(2026, 10, 1) }, Beginning));

        Assert.Equal("authority.expired", no.Why.Code);
        Assert.Contains("2026-09-30", no.Says.En, StringComparison.Ordinal);
        Assert.Equal("leader@east", no.Could[0].Mandate!.At);
    }

    [Fact]
    public void Repeal_of_the_basis_and_the_end_of_a_post_end_everything_below()
    {
        Assert.Equal("authority.article-repealed", Code(Grant("leader", "east", 100), Beginning.After(new AuthorityEvent.Repealed(new Citation("act", "3", default), APowerChart.Day))));
        Assert.Equal("yes", Code(Grant("head", "bureau", 100, "county"), Beginning.After(new AuthorityEvent.Repealed(new Citation("act", "3", default), APowerChart.Day))));
        var ended = Beginning.After(new AuthorityEvent.PostEnded("head", "bureau", APowerChart.Day));
        Assert.NotEqual("yes", Code(Grant("leader", "east", 100), ended));
        Assert.NotEqual("yes", Code(Grant("village-clerk", "hill", 100), ended));
    }

    [Fact]
    public void What_leaned_on_a_delegation_returns_to_the_nearest_giver_that_still_has_the_power()
    {
        var before = Compiled.On(APowerChart.Day, Beginning);
        var after = Compiled.On(APowerChart.Day, Beginning.After(new AuthorityEvent.Withdrawn("to-towns", null, APowerChart.Day)));

        var returned = ReturningDuties.Between(before, after, ["grant"]);

        Assert.Equal(6, returned.Count);
        Assert.All(returned, static one => Assert.Equal("head@bureau", one.To?.At));
    }

    [Fact]
    public void Who_did_the_check_may_not_decide_nor_may_who_stands_in_for_them()
    {
        var step = Grant("leader", "east", 100) with { Step = "award", Actor = "p-1" };

        Assert.Equal("yes", Code(step with { Earlier = [new EarlierAct("visit", "p-7")] }));
        Assert.Equal("authority.apart-from", Code(step with { Earlier = [new EarlierAct("visit", "p-1")] }));
        Assert.Equal("authority.acting-for", Code(step with { Actor = "p-2", Earlier = [new EarlierAct("visit", "p-9")] }));
    }

    [Fact]
    public void Own_matter_and_kin_stand_aside_and_who_does_not_sit_there_may_nothing()
    {
        var step = Grant("leader", "east", 100) with { Actor = "p-1" };

        Assert.Equal("authority.own-matter", Code(step with { Relations = Relations.OwnMatter | Relations.Kin }));
        Assert.Equal("authority.kin", Code(step with { Relations = Relations.Kin }));
        Assert.Equal("authority.not-seated", Code(step with { Actor = "p-3" }));
        Assert.Equal("authority.not-seated", Code(step with { Actor = "p-2", Day = new DateOnly(2026, 6, 1) }));
    }

    [Fact]
    public void A_step_that_names_its_post_is_for_that_post()
    {
        Assert.Equal("authority.step-for-another-post", Code(Grant("leader", "east", 100) with { Step = "at-the-top" }));
        Assert.Equal("yes", Code(Grant("head", "bureau", 100, "east") with { Step = "at-the-top" }));
    }

    [Fact]
    public void Who_decides_is_the_nearest_post_that_may_and_a_used_up_ceiling_passes_the_case_up_by_itself()
    {
        var question = Grant("", "hill", 400);

        Assert.Equal("village-clerk@hill", Assert.Single(Compiled.Nearest(question, Beginning)).Mandate!.At);
        Assert.Equal("leader@east", Assert.Single(Compiled.Nearest(question with { Amount = new Quantity(600, Measure.Yuan) }, Beginning)).Mandate!.At);
        Assert.Equal("head@bureau", Assert.Single(Compiled.Nearest(question, Used(Beginning, [.. Enumerable.Repeat(Grant("leader", "east", 5000), 4)]))).Mandate!.At);
    }

    [Fact]
    public void Emergency_powers_hold_while_the_emergency_is_declared()
    {
        var declared = Beginning.After(new AuthorityEvent.EmergencyDeclared("flood", APowerChart.Day, APowerChart.Day.AddDays(2)));

        Assert.Equal("authority.no-emergency", Code(Of("evacuate", "leader", "east")));
        Assert.Equal("yes", Code(Of("evacuate", "leader", "east"), declared));
        Assert.Equal("authority.no-emergency", Code(Of("evacuate", "leader", "east") with { Day = APowerChart.Day.AddDays(3) }, declared));
    }

    [Fact]
    public void What_a_post_may_is_everything_it_has_on_the_day()
    {
        Assert.Equal(["evacuate", "grant", "spend"], Compiled.WhatMay("leader", "east", APowerChart.Day, Beginning).Select(static mandate => mandate.Power.Id));
        Assert.Empty(Compiled.WhatMay("village-clerk", "hill", new DateOnly(2026, 10, 1), Beginning));
    }

    [Fact]
    public void A_power_is_lent_within_what_the_giver_has_and_taken_back_by_the_giver()
    {
        var lent = new Delegation("more", default, default)
        {
            Of = new KindRef(Kind.Power, "spend", default),
            Giver = new PostName("leader", "east", default),
            Receiver = new PostName("village-clerk", "lake", default),
            Limits = new Limits([new Ceiling(new Quantity(300, Measure.Yuan), null, default), null, null, null], new Ceiling?[4]),
            From = APowerChart.Day,
        };
        var happens = Assert.IsType<Ruling.Happens>(LendingPowers.Decide(Compiled, Beginning, lent));
        var standing = Beginning.After(happens.Event);

        Assert.Equal("yes", Code(Of("spend", "village-clerk", "lake") with { Amount = new Quantity(300, Measure.Yuan) }, standing));
        Assert.Equal("authority.already-lent", Refused(LendingPowers.Decide(Compiled, standing, lent)));
        Assert.Equal("authority.outside-area", Refused(LendingPowers.Decide(Compiled, Beginning, new Delegation("far", default, default) { Of = lent.Of, Giver = lent.Giver, Receiver = new PostName("village-clerk", "plain", default), From = APowerChart.Day })));
        Assert.Equal("authority.wider-than-source", Refused(LendingPowers.Decide(Compiled, Beginning, new Delegation("wide", default, default) { Of = lent.Of, Giver = lent.Giver, Receiver = lent.Receiver, PassOn = 3, From = APowerChart.Day })));
        Assert.Equal("authority.may-not-withdraw", Refused(WithdrawingPowers.Decide(Compiled, standing, "more", null, ("leader", "west"), APowerChart.Day)));
        Assert.Equal("authority.nothing-to-withdraw", Refused(WithdrawingPowers.Decide(Compiled, standing, "more", "hill", ("leader", "east"), APowerChart.Day)));
        var back = Assert.IsType<Ruling.Happens>(WithdrawingPowers.Decide(Compiled, standing, "more", "lake", ("leader", "east"), APowerChart.Day.AddDays(1)));
        Assert.Equal("authority.withdrawn", Code(Of("spend", "village-clerk", "lake") with { Amount = new Quantity(1, Measure.Yuan), Day = APowerChart.Day.AddDays(1) }, standing.After(back.Event)));

        static string Refused(Ruling ruling) => Assert.IsType<Ruling.Refused>(ruling).Why.Code;
    }

    [Fact]
    public void A_plain_yes_takes_no_memory()
    {
        var question = Grant("village-clerk", "hill", 400);
        var standing = Used(Beginning, question);
        for (var warm = 0; warm < 200; warm++) Compiled.Ask(question, standing);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var yes = 0;
        for (var asked = 0; asked < 1000; asked++)
            if (Compiled.Ask(question, standing).Permitted) yes++;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000, yes);
    }
}
