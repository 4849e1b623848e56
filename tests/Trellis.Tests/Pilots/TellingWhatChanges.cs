using Trellis.Pilots.Plans;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Pilots;

/// <summary>Each kind of change is told to those whom it touches.</summary>
public sealed class TellingWhatChanges
{
    [Fact]
    public void A_resource_that_a_step_calls_for_is_missed_where_the_step_is_done()
    {
        // The duty itself no longer names the crew; the step "mend" still does.
        var change = AChange.OfTheVillage().Edit("duties.yaml", ", resources: [repair-crew]", "").FromHere();
        change.Edit("resources.yaml", "claims: [liuhe, works-office]", "claims: [xialiu]").Remove("stocks.tsv");

        var missing = change.Plan().Only("works-office", UnitChangeKind.MeansMissing);

        Assert.Equal("duty/small-repairs", missing.Address);
        Assert.Contains("the resource \"Repair crew\"", missing.Says.En, StringComparison.Ordinal);
        Assert.Contains("资源「维修队」", missing.Says.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_promise_is_a_right_that_becomes_narrower()
    {
        var plan = AChange.OfTheVillage().Edit("matters/small-repair.yaml", "promise: 12 working days", "promise: 15 working days").Plan();

        var change = Assert.Single(plan.Askers);
        Assert.True(change.Narrows);
        Assert.Contains("grows from 12 working days to 15 working days", change.Says.En, StringComparison.Ordinal);
        Assert.True(plan.NeedsAnswer);
        Assert.Equal(new PromiseChange(12, 15, new("个工作日", "working days")), plan.Matters[0].Promise);
    }

    [Fact]
    public void A_shorter_promise_widens_it_and_needs_no_answer()
    {
        var plan = AChange.OfTheVillage().Edit("matters/small-repair.yaml", "promise: 12 working days", "promise: 11 working days").Plan();

        Assert.True(Assert.Single(plan.Askers).Widens);
        Assert.Equal(0, plan.RightsNarrowed);
        Assert.False(plan.NeedsAnswer);
    }

    [Theory]
    [InlineData("first-answer: 1 working day", "first-answer: 2 working days", "grows from 1 working day to 2 working days")]
    [InlineData("fee: 0 CNY", "fee: 10 CNY", "the fee rises from 0 yuan to 10 yuan")]
    [InlineData("for: [resident, community]", "for: [community]", "residents can no longer ask for it")]
    [InlineData("asks: [applicant, ", "asks: [applicant, facility.kind, ", "asks also for \"Kind of facility\"")]
    [InlineData("by: requester, within: 5 working days", "by: requester, within: 2 working days", "has 2 working days to confirm, not 5 working days")]
    [InlineData("  - confirm: {by: requester, within: 5 working days, silence: close-unanswered}\n", "", "no longer closed by the one who asked")]
    [InlineData("  - notify: {by: first-contact", "  - notify: {id: other, by: first-contact", "nobody is told any more by the step notify")]
    public void What_an_asker_loses_is_told_loudly(string from, string to, string says)
    {
        var plan = AChange.OfTheVillage().Edit("matters/small-repair.yaml", from, to).Plan();

        Assert.Contains(plan.Askers, change => change.Narrows && change.Says.En.Contains(says, StringComparison.Ordinal));
        Assert.True(plan.NeedsAnswer);
        Assert.Contains("  ! ", plan.Text(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void A_promise_in_days_is_laid_on_the_calendar_beside_one_in_working_days()
    {
        // Over the Spring Festival 12 working days take 28 days; 40 days are always longer, 5 days always shorter, 16 days sometimes.
        Assert.True(Promised("40 days").Narrows);
        Assert.True(Promised("5 days").Widens);
        var sometimes = Promised("18 days");
        Assert.False(sometimes.Narrows || sometimes.Widens);
        Assert.Contains("cannot be compared", sometimes.Says.En, StringComparison.Ordinal);

        static AskerChange Promised(string limit) => Assert.Single(AChange.OfTheVillage().Edit("matters/small-repair.yaml", "promise: 12 working days", $"promise: {limit}").Plan().Askers);
    }

    [Fact]
    public void A_shorter_time_to_reopen_touches_every_matter_type_that_has_none_of_its_own()
    {
        var plan = AChange.OfTheVillage().Edit("structure.yaml", "reopen: {within: 30 days}", "reopen: {within: 10 days}").Plan();

        Assert.Equal(4, plan.Askers.Count);
        Assert.All(plan.Askers, static change =>
        {
            Assert.True(change.Narrows);
            Assert.Contains("reopened for 10 days only, not 30 days", change.Says.En, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Who_outside_the_offices_may_now_read_what_is_personal_is_named()
    {
        var plan = AChange.OfTheVillage().Edit("matters/small-repair.yaml", "by: village-clerk, within: 2 working days, uses: [matter.damage]", "by: village-clerk, within: 2 working days, uses: [matter.damage, applicant.phone]").Plan();

        var change = Assert.Single(plan.Askers);
        Assert.True(change.Narrows);
        Assert.Equal("\"Telephone\" (person.phone): may be read by Village clerk (villages and neighbourhoods) in \"Report of a broken lamp or path\" (small-repair).", change.Says.En);
    }

    [Fact]
    public void A_purpose_that_opens_to_firms_says_so()
    {
        var plan = AChange.OfTheVillage().Edit("purposes.yaml", "  actors: [government, community]\n  consent: none\n  basis: [liuhe-services/9]", "  actors: [government, community, firm]\n  consent: none\n  basis: [liuhe-services/9]").Plan();

        Assert.Contains(plan.Askers, static change => change.Narrows && change.Says.En == "Data may be read for \"Repair of facilities\" (repairs) by firms too.");
    }

    [Fact]
    public void A_matter_type_that_goes_can_no_longer_be_asked_for()
    {
        var plan = AChange.OfTheVillage().Remove("matters/small-repair.yaml").Edit("delegations.yaml", ", matters: [small-repair]", "").Plan();

        Assert.Contains(plan.Askers, static change => change.Narrows && change.Says.En.Contains("can no longer be asked for", StringComparison.Ordinal));
        Assert.Equal(0, Assert.Single(plan.Matters).StepsAfter);
    }

    [Fact]
    public void A_delegation_that_ends_moves_the_decision_up_and_leaves_the_duty_bare()
    {
        var change = AChange.OfTheVillage().Write("delegations.yaml", "");
        var plan = change.Plan();

        Assert.Contains("by the delegation small-sums", plan.Only("liuhe", UnitChangeKind.PowerLost).Says.En, StringComparison.Ordinal);
        var missing = plan.Only("liuhe", UnitChangeKind.MeansMissing);
        Assert.Equal("duty/small-repairs", missing.Address);
        Assert.Contains("the power \"Approval of repair costs\"", missing.Says.En, StringComparison.Ordinal);
        Assert.Equal((1, 1), (plan.DutiesWithoutMeans, plan.UnitsWithoutMeans));

        var decision = Assert.Single(plan.Decisions);
        Assert.Equal(["service-lead", "works-head"], decision.Before.Select(static decider => decider.Post));
        Assert.Equal(["works-head"], decision.After.Select(static decider => decider.Post));
        Assert.True(decision.Places.IsEverywhere);
        var answer = Assert.Single(decision.Answers);
        Assert.Equal("service-lead", answer.Post);
        Assert.Equal("up to 1,000 yuan a case, up to 30,000 yuan a year", answer.Before?.En);
        Assert.Null(answer.After);

        var delegation = Assert.Single(plan.Delegations);
        Assert.Equal(["liuhe"], delegation.Ends.Select(static unit => unit.Id));
        Assert.Contains(delegation.Returns, static duty => duty.En.Contains("small-repairs", StringComparison.Ordinal));
        Assert.Contains(plan.MayObject.SelectMany(static units => units.Units), static unit => unit.Id == "liuhe");
        Assert.True(plan.NeedsAnswer);
    }

    [Theory]
    [InlineData("per-case: 1000 CNY", "per-case: 2000 CNY", UnitChangeKind.PowerWidened)]
    [InlineData("per-case: 1000 CNY", "per-case: 500 CNY", UnitChangeKind.PowerNarrowed)]
    [InlineData("per-case: 1000 CNY, per-year: 30000 CNY", "per-case: 500 CNY, per-year: 40000 CNY", UnitChangeKind.PowerChanged)]
    [InlineData("matters: [small-repair]}", "matters: [small-repair], outcomes: [approve]}", UnitChangeKind.PowerNarrowed)]
    [InlineData("matters: [small-repair]}", "matters: [small-repair], when: matter.repair-cost > 10 CNY}", UnitChangeKind.PowerNarrowed)]
    public void A_limit_that_moves_widens_or_narrows_the_power(string from, string to, UnitChangeKind kind)
    {
        var plan = AChange.OfTheVillage().Edit("delegations.yaml", from, to).Plan();

        Assert.Equal("power/approve-repair", plan.Only("liuhe", kind).Address);
        Assert.Single(plan.Decisions);
    }

    [Fact]
    public void A_new_duty_without_its_power_resource_or_skill_may_be_objected_to()
    {
        var plan = AChange.OfTheVillage().Add("duties.yaml", """
            - duty: night-watch
              name: {zh: 夜间巡查, en: Night watch}
              field: public-safety
              lead: villages
              needs: {powers: [order-hazard-removal], resources: [repair-crew]}
              given-by: liuhe
              basis: [liuhe-services/7]
              review-by: 2028-12-31

            """).Plan();

        Assert.Single(plan.Units);
        Assert.Equal(3, plan.Units[0].Units.Count);
        plan.Only("zhongliu", UnitChangeKind.DutyGained);
        var missing = plan.Only("zhongliu", UnitChangeKind.MeansMissing).Says.En;
        Assert.Contains("the power \"Order to remove a hazard\" (order-hazard-removal), the resource \"Repair crew\" (repair-crew)", missing, StringComparison.Ordinal);
        Assert.Contains("goes back to who gave it (Liuhe Township)", missing, StringComparison.Ordinal);
        Assert.Equal((1, 3), (plan.DutiesWithoutMeans, plan.UnitsWithoutMeans));
        Assert.True(plan.NeedsAnswer);
    }

    [Fact]
    public void A_duty_that_needs_more_grows_even_where_the_means_are_there()
    {
        var plan = AChange.OfTheVillage().Edit("duties.yaml", "needs: {powers: [grant-aid]}", "needs: {powers: [grant-aid, order-hazard-removal]}").Plan();

        Assert.Contains("needs also \"Order to remove a hazard\"", plan.Only("liuhe", UnitChangeKind.DutyGrown).Says.En, StringComparison.Ordinal);
        Assert.Equal(0, plan.DutiesWithoutMeans);
        Assert.False(plan.NeedsAnswer);
    }

    [Fact]
    public void Fields_no_longer_asked_are_counted_by_unit_and_month()
    {
        var plan = AChange.OfTheVillage().Edit("forms/safety-walk.yaml", "totals: [unit.hazards-found, unit.hazards-left]", "totals: [unit.hazards-left]").Plan();

        Assert.Equal((2m, 1m), (plan.FieldsBefore.PerMonth, plan.FieldsAfter.PerMonth)); // three villages, four quarters, two fields
        var villages = Assert.Single(plan.Units);
        Assert.Equal(3, villages.Units.Count);
        Assert.Contains("no longer asks \"Hazards found\"", plan.Only("xialiu", UnitChangeKind.FormChanged).Says.En, StringComparison.Ordinal);
        Assert.False(villages.MayObject);
    }

    [Fact]
    public void A_form_asked_more_often_may_be_objected_to_and_a_dropped_form_not()
    {
        var more = AChange.OfTheVillage().Edit("forms/safety-walk.yaml", "every: quarter", "every: month").Plan();
        var dropped = AChange.OfTheVillage().Remove("forms/safety-walk.yaml").Plan();

        Assert.True(Assert.Single(more.Units).MayObject);
        Assert.Equal("form/safety-walk", dropped.Only("xialiu", UnitChangeKind.FormLost).Address);
        Assert.False(Assert.Single(dropped.Units, static units => units.Units.Any(static unit => unit.Id == "xialiu")).MayObject);
    }

    [Fact]
    public void Steps_that_are_dropped_and_hand_overs_that_fall_away_are_counted()
    {
        var plan = AChange.OfTheVillage().Edit("matters/small-repair.yaml", "          - check: {id: inspection, by: village-clerk, apart-from: [mend], within: 1 working day, uses: [matter.mended-on], basis: [liuhe-services/2]}\n", "").Plan();

        var matter = Assert.Single(plan.Matters);
        Assert.Equal((7, 6), (matter.StepsBefore, matter.StepsAfter));
        Assert.True(matter.HandOversAfter < matter.HandOversBefore);
        Assert.Contains("The step inspection (check) is dropped.", matter.Changes.Select(static change => change.En));
        plan.Only("shangliu", UnitChangeKind.StepLost);
    }

    [Fact]
    public void Steps_that_run_in_another_order_are_told()
    {
        var plan = AChange.OfTheVillage().Edit("matters/small-repair.yaml", """
              - perform: {id: mend,
            """.Trim(), "- perform: {within: 5 working days, id: mend,").Edit("matters/small-repair.yaml", "by: works-clerk, within: 5 working days,", "by: works-clerk,").Plan();

        Assert.True(plan.ChangesNothing); // the order of keys says nothing
    }

    [Fact]
    public void A_post_that_ends_takes_its_power_along()
    {
        var plan = AChange.OfTheVillage().Edit("posts.tsv", "mediator\t司法助理员\tMediator\tliuhe\t1\n", "").Plan();

        Assert.Equal("power/record-mediation", plan.Only("liuhe", UnitChangeKind.PowerLost).Address);
        Assert.Equal("duty/neighbour-disputes", plan.Only("liuhe", UnitChangeKind.MeansMissing).Address);
    }

    [Fact]
    public void A_change_that_begins_later_is_read_on_the_day_it_begins()
    {
        var plan = AChange.OfTheVillage().Edit("delegations.yaml", "  pass-on: 0\n", "  pass-on: 0\n  to: 2026-06-30\n").Plan();

        Assert.Equal(new DateOnly(2026, 7, 1), plan.Day);
        plan.Only("liuhe", UnitChangeKind.PowerLost);
    }

    [Fact]
    public void Later_days_on_which_more_changes_are_listed()
    {
        var change = AChange.OfTheVillage()
            .Edit("delegations.yaml", "  pass-on: 0\n", "  pass-on: 0\n  to: 2026-06-30\n")
            .Edit("forms/safety-walk.yaml", "review-by: 2028-12-31", "review-by: 2028-12-31\nto: 2026-12-31");

        Assert.Equal([new DateOnly(2027, 1, 1)], change.Plan().Further);
        change.Plan(new DateOnly(2027, 1, 1)).Only("xialiu", UnitChangeKind.FormLost);
    }

    [Fact]
    public void New_and_mended_findings_are_told_apart()
    {
        var change = AChange.OfTheVillage().Edit("forms/safety-walk.yaml", "basis: [liuhe-services/7]\n", "basis: [liuhe-services/77]\n");

        var found = Assert.Single(change.Plan().NewFindings, static finding => finding.Code == FindingCodes.NothingByThatName);
        Assert.Equal("form/safety-walk", found.Address);
        Assert.Contains(change.Mirrored().MendedFindings, finding => finding.Line == found.Line);
        Assert.True(change.Plan().NeedsAnswer);
    }

    [Fact]
    public void Data_that_more_may_see_narrows_the_right_of_the_person()
    {
        var plan = AChange.OfTheVillage().Edit("data.yaml", "en: Telephone number that the person left}\n  type: text\n  sharing: by-purpose", "en: Telephone number that the person left}\n  type: text\n  sharing: public").Plan();

        var change = Assert.Single(plan.Askers);
        Assert.True(change.Narrows);
        Assert.Equal("item/person.phone", change.Address);
    }

    [Fact]
    public void Taken_back_a_change_turns_gains_into_losses()
    {
        var change = AChange.OfTheVillage()
            .Write("delegations.yaml", "")
            .Remove("forms/safety-walk.yaml")
            .Edit("duties.yaml", "- {who: villages, does: {zh: 提供情况", "- {who: works-office, does: {zh: 提供情况")
            .Edit("matters/small-repair.yaml", "promise: 12 working days", "promise: 15 working days");
        var (there, back) = (change.Plan(), change.Mirrored());

        Assert.Equal(Told(there).Select(static one => (one.Unit, Opposite(one.Kind), one.Address)).Order(), Told(back).Order());
        Assert.Equal(there.RightsNarrowed, back.Askers.Count(static one => one.Widens && one.Says.En.Contains("promise", StringComparison.Ordinal)));
        Assert.Equal(there.NewFindings.Select(static one => one.Line), back.MendedFindings.Select(static one => one.Line));
        Assert.Equal(there.Decisions.Select(static one => one.Moves), back.Decisions.Select(static one => -one.Moves));
        Assert.Equal((there.FieldsBefore, there.FieldsAfter), (back.FieldsAfter, back.FieldsBefore));
        Assert.Equal(there.Delegations[0].Ends, back.Delegations[0].Begins);

        static IEnumerable<(string Unit, UnitChangeKind Kind, string Address)> Told(StructurePlan plan) =>
            plan.Units.SelectMany(static units => units.Units.SelectMany(unit => units.Changes.Select(one => (unit.Id, one.Kind, one.Address))));

        static UnitChangeKind Opposite(UnitChangeKind kind) => kind switch
        {
            UnitChangeKind.PowerGained => UnitChangeKind.PowerLost,
            UnitChangeKind.PowerLost => UnitChangeKind.PowerGained,
            UnitChangeKind.DutyGained => UnitChangeKind.DutyLost,
            UnitChangeKind.DutyLost => UnitChangeKind.DutyGained,
            UnitChangeKind.SupportGained => UnitChangeKind.SupportLost,
            UnitChangeKind.SupportLost => UnitChangeKind.SupportGained,
            UnitChangeKind.MeansMissing => UnitChangeKind.MeansGiven,
            UnitChangeKind.MeansGiven => UnitChangeKind.MeansMissing,
            UnitChangeKind.FormGained => UnitChangeKind.FormLost,
            UnitChangeKind.FormLost => UnitChangeKind.FormGained,
            UnitChangeKind.StepGained => UnitChangeKind.StepLost,
            UnitChangeKind.StepLost => UnitChangeKind.StepGained,
            _ => kind,
        };
    }
}
