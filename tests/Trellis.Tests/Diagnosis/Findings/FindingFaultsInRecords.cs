using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Information.Forms;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Diagnosis.Findings;

/// <summary>Faults that only a record shows, planted in what was counted in it; beside each what looks like it and is none.</summary>
public sealed class FindingFaultsInRecords
{
    private static readonly StructureOnDay Today = ReadingStructures.Read(StructureFolder.Read(Path.Combine(Checkout.Root, "structures", "cuiwei"))).Structure.On(new DateOnly(2026, 6, 1));

    /// <summary>Units of one kind, as the structure has them.</summary>
    private static readonly string[] Villages = [.. Today.Units.Where(static unit => unit.Type?.Id == "village").Select(static unit => unit.Id).Take(10)];

    public static TheoryData<string, string> BesidePeers => new()
    {
        { "TR2111", nameof(RecordCounts.Asked) },
        { "TR5111", nameof(RecordCounts.FirstAnswers) },
        { "TR5112", nameof(RecordCounts.Assisted) },
        { "TR7111", nameof(RecordCounts.LateLooks) },
        { "TR7112", nameof(RecordCounts.IdleLooks) },
        { "TR7113", nameof(LookCounts.InVain) },
        { "TR7114", nameof(RecordCounts.LooksAgain) },
        { "TR7115", nameof(LookCounts.InBulk) },
        { "TR8112", nameof(RecordCounts.Demands) },
    };

    public static TheoryData<string, string, string> BeyondBounds => new()
    {
        { "TR1111", nameof(RecordCounts.ReferredUp), "tree-felling/permit" },
        { "TR1112", nameof(RecordCounts.Refused), "tree-felling" },
        { "TR1113", nameof(RecordCounts.Calls), "urban-management" },
    };

    [Theory, MemberData(nameof(BesidePeers))]
    public void A_unit_far_from_its_peers_is_told_with_the_entries_that_show_it_and_nobody_else_is(string code, string counted)
    {
        var finding = Assert.Single(Found(counts => Plant(counts, counted, of: 200, alike: 0.05, last: 0.5)), one => one.Code.Code == code);

        Assert.Contains(Villages[^1], finding.Who.Names);
        Assert.Equal((200, MeasureUnit.Share), (finding.Cases, finding.Unit));
        Assert.True(finding.Value > 0.45 && finding.Expected < 0.1 && finding.Interval is { Low: > 0.3, High: < 0.7 });
        Assert.Equal(LogFinding.MostEvidence, finding.Evidence.Count);
        Assert.All(finding.Evidence, static position => Assert.True(long.TryParse(position, out _)));
        Assert.Equal(Villages.Length, finding.Compared.Count);
        Assert.NotEmpty(finding.Innocent);
    }

    [Theory, MemberData(nameof(BesidePeers))]
    public void Units_that_all_do_it_are_no_finding_and_few_cases_are_none(string code, string counted)
    {
        Assert.DoesNotContain(Found(counts => Plant(counts, counted, of: 200, alike: 0.5, last: 0.5)), one => one.Code.Code == code);
        Assert.DoesNotContain(Found(counts => Plant(counts, counted, of: 12, alike: 0.05, last: 0.6)), one => one.Code.Code == code);
        Assert.DoesNotContain(Found(counts => Plant(counts, counted, of: 200, alike: 0.05, last: 0.12)), one => one.Code.Code == code);
    }

    [Theory, MemberData(nameof(BeyondBounds))]
    public void A_share_beyond_what_the_structure_lets_pass_is_told_and_one_near_it_is_not(string code, string counted, string name)
    {
        var finding = Assert.Single(Found(counts => Fill(counts, counted, name, 200, 0.4)), one => one.Code.Code == code);
        Assert.Equal([name], finding.Who.Names);
        Assert.Equal((0.4, 0.1), (Math.Round(finding.Value, 6), finding.Expected));

        Assert.Empty(Found(counts => Fill(counts, counted, name, 200, 0.15))); // beyond the bound, and not by what is worth telling
        Assert.Empty(Found(counts => Fill(counts, counted, name, 15, 0.6))); // few
    }

    [Theory]
    [InlineData("TR7116", nameof(RecordCounts.Collected), "tree-felling", 0.05, 0.3, 0.1)]
    [InlineData("TR4111", nameof(RecordCounts.Resources), "sound-meter", 0.5, 0.9, 0.55)]
    public void What_a_rule_leaves_unsaid_is_told_of_the_rule_beyond_a_bound_of_its_own(string code, string counted, string name, double bound, double told, double near)
    {
        var finding = Assert.Single(Found(counts => Fill(counts, counted, name, 200, told), new RulesOfStructures(Today.Structure, Today.Day).Of));

        Assert.Equal((code, bound), (finding.Code.Code, finding.Expected));
        Assert.Equal([name], finding.Who.Names);
        Assert.EndsWith($"/{name}", finding.Cause!.Entry, StringComparison.Ordinal);
        Assert.DoesNotContain(name, FindingWords.Plain(finding.Says.Zh + finding.Says.En), StringComparison.Ordinal);
        Assert.Empty(Found(counts => Fill(counts, counted, name, 200, near)));
        Assert.Empty(Found(counts => Fill(counts, counted, name, 8, 1)));
    }

    [Theory]
    [InlineData(nameof(LookCounts.InVain)), InlineData(nameof(RecordCounts.LooksAgain)), InlineData(nameof(LookCounts.InBulk))]
    public void A_unit_of_another_kind_is_no_measure_of_what_villages_look_at(string counted)
    {
        var alone = Today.Units.First(static unit => unit.Type is { Id: not "village" }).Id;

        Assert.Empty(Found(counts =>
        {
            Plant(counts, counted, of: 200, alike: 0.05, last: 0.05);
            Fill(counts, counted, alone, 200, 0.9);
        }));
    }

    [Theory]
    [InlineData(120, 4, true)]
    [InlineData(120, 30, false)] // people are heard
    [InlineData(25, 2, false)] // too few to know
    [InlineData(12, 0, false)]
    public void Decisions_that_come_out_as_always_behind_many_objections_are_told(int objected, int otherwise, bool told)
    {
        var found = Found(counts =>
        {
            var heard = new HeardDecisions();
            for (var at = 0; at < 100; at++) heard.Add("grant", objected: false, at);
            for (var at = 0; at < objected; at++) heard.Add(at < otherwise ? "refuse" : "grant", objected: true, 1_000 + at);
            counts.Consulted.Add("tree-felling/permit", heard);
        });

        Assert.Equal(told, found.Any(static one => one.Code == FindingCodes.ObjectionsInVain));
        if (told) Assert.Equal(((double)otherwise / objected, $"{1_000 + objected - 1}"), (found[0].Value, found[0].Evidence[0]));
    }

    /// <summary>A form of which no field is about anybody, asked for every month.</summary>
    private static readonly Form Monthly = Today.Structure.Forms.All.First(static one => one.HoldsOn(Today.Day) && one is { Rows: null, Every: "month" } && one.AllItems.All(static item => Today.Structure.Items.On(item.Id, Today.Day) is { Personal: Personal.None }));

    [Theory]
    [InlineData(10, 11, 1.0, true)]
    [InlineData(10, 11, 0.5, false)] // every second time there is something new
    [InlineData(10, 2, 1.0, false)] // nobody knows yet
    [InlineData(3, 11, 1.0, false)] // three offices are no rule
    public void A_form_that_says_the_same_each_time_with_most_units_is_asked_for_too_often(int units, int times, double same, bool told)
    {
        var found = Found(counts => Unchanged(counts, Monthly.Id, units, times, _ => same), new RulesOfStructures(Today.Structure, Today.Day).Of);

        Assert.Equal(told ? ["TR2113"] : [], found.Select(static one => one.Code.Code));
        if (!told) return;
        Assert.Equal((SubjectKind.Form, $"form/{Monthly.Id}", units * times), (found[0].Who.Kind, found[0].Cause!.Entry, found[0].Cases));
    }

    [Fact]
    public void A_few_units_that_copy_are_not_the_form_and_what_lists_people_or_comes_once_a_year_is_not_asked()
    {
        Assert.Empty(Found(static counts => Unchanged(counts, Monthly.Id, 10, 30, static unit => unit < 3 ? 1 : 0.2)));
        foreach (var other in ((Form?[])[Today.Structure.Forms.All.First(static one => one.HoldsOn(Today.Day) && one is { Rows: not null, Every: "month" }), Today.Structure.Forms.All.FirstOrDefault(static one => one.HoldsOn(Today.Day) && one is { Rows: null, Every: "year" })]).OfType<Form>())
            Assert.Empty(Found(counts => Unchanged(counts, other.Id, 20, 11, static _ => 1)));
    }

    [Fact]
    public void A_field_that_several_units_say_is_asked_twice_is_a_fact_while_it_is_asked_and_what_one_says_is_not()
    {
        var item = Monthly.AllItems.First().Id;
        void Said(RecordCounts counts, string field, params string[] units)
        {
            foreach (var (at, unit) in units.Index()) counts.Forms.Add(new AskedTwiceReported(Monthly.Id, new UnitId(unit), field, null, new PostAt("clerk", new UnitId(unit)), new MatterId("m1"), null, new DateTimeOffset(2026, 3, 1 + at, 0, 0, 0, TimeSpan.Zero)), 70 + at);
            counts.End(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        }

        var finding = Assert.Single(Found(counts => Said(counts, item, Villages[0], Villages[1], Villages[1])), static one => one.Code == FindingCodes.SaidTwiceByUnits);
        Assert.True(finding.IsFact);
        Assert.Equal((2.0, 3, Severity.Note, "72"), (finding.Value, finding.Cases, finding.Severity, finding.Evidence[0]));
        Assert.Equal([Monthly.Id, item], finding.Who.Names);
        Assert.Equal(Today.Structure.Items.On(item, Today.Day)!.Name, finding.Called[item]);

        Assert.DoesNotContain(Found(counts => Said(counts, item, Villages[0], Villages[0])), static one => one.Code == FindingCodes.SaidTwiceByUnits);
        Assert.DoesNotContain(Found(counts => Said(counts, "unit.no-such-thing", Villages[0], Villages[1])), static one => one.Code == FindingCodes.SaidTwiceByUnits); // it is asked no longer
    }

    private static void Unchanged(RecordCounts counts, string form, int units, int times, Func<int, double> same)
    {
        for (var unit = 0; unit < units; unit++)
            for (var at = 0; at < times; at++) counts.Forms.Unchanged.Add(new FormAtUnit(form, $"unit-{unit}"), at < Math.Round(times * same(unit)), 1_000 + at);
    }

    [Theory, MemberData(nameof(BesidePeers))]
    public void A_sentence_says_the_name_of_a_unit_and_its_id_stands_in_what_it_is_about(string code, string counted)
    {
        var unit = Today.Unit(Villages[^1])!.Unit;
        var finding = Assert.Single(Found(counts => Plant(counts, counted, of: 200, alike: 0.05, last: 0.5)), one => one.Code.Code == code);

        var (zh, en) = (FindingWords.Plain(finding.Says.Zh), FindingWords.Plain(finding.Says.En));
        Assert.Contains(unit.Name.Zh, zh, StringComparison.Ordinal);
        Assert.Contains(unit.Name.En, en, StringComparison.Ordinal);
        Assert.DoesNotContain("tree-felling", zh + en, StringComparison.Ordinal);
        Assert.DoesNotContain($"{unit.Name.Zh} 被", zh, StringComparison.Ordinal); // no blanks about Chinese names
        Assert.Contains(unit.Id, finding.Who.Names);
        Assert.Equal(unit.Name, finding.Called[unit.Id]);
        Assert.All(finding.Compared, one => Assert.Equal(Today.Unit(one.Name)!.Unit.Name.Zh, finding.NameOf(one.Name, Language.Chinese)));
    }

    [Fact]
    public void A_step_of_a_type_goes_by_the_type_and_by_what_is_done_under_which_power()
    {
        var finding = Assert.Single(Found(static counts => Fill(counts, nameof(RecordCounts.ReferredUp), "tree-felling/permit", 200, 0.4)));
        var type = Today.Structure.Matters.On("tree-felling", Today.Day)!;
        var power = Today.Structure.Powers.On(type.Steps.First(static one => one.Id == "permit").Power!.Value.Id, Today.Day)!;

        Assert.Contains($"{type.Name.Zh}（决定：{power.Name.Zh}）", FindingWords.Plain(finding.Says.Zh), StringComparison.Ordinal);
        Assert.Contains($"{type.Name.En} (decide: {power.Name.En})", FindingWords.Plain(finding.Says.En), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_many_types_goes_by_what_is_done_in_it_and_what_happens_beside_a_flow_by_its_word()
    {
        var names = new NamesOfStructures(Today);

        Assert.Equal(new Text("受理", "receive"), names.Of("receive", new FindingSubject(SubjectKind.Step, "receive")));
        Assert.Equal(new Text("转办", "handing over"), names.Of("hand-over", new FindingSubject(SubjectKind.Step, "hand-over")));
        Assert.Equal(Today.Structure.Matters.On("tree-felling", Today.Day)!.Name, names.Of("tree-felling", new FindingSubject(SubjectKind.StepInUnit, "tree-felling", "market")));
    }

    [Fact]
    public void What_the_structure_has_no_name_for_keeps_its_word()
    {
        var names = new NamesOfStructures(Today);
        var who = new FindingSubject(SubjectKind.Unit, "no-such-unit");
        var says = new Text("\u2068no-such-unit\u2069 等了 \u2068market\u2069 很久。\u2068", "\u2068no-such-unit\u2069 waited for \u2068market\u2069.");

        var named = names.In(says, who);

        Assert.StartsWith("\u2068no-such-unit\u2069 等了\u2068", named.Zh, StringComparison.Ordinal);
        Assert.EndsWith("很久。\u2068", named.Zh, StringComparison.Ordinal); // what is not closed is no name
        Assert.Contains(Today.Unit("market")!.Unit.Name.En, named.En, StringComparison.Ordinal);
        Assert.Empty(names.Of(who, []));
    }

    [Fact]
    public void What_is_idle_is_a_fact_and_no_test_and_costs_the_tests_nothing()
    {
        void Long(RecordCounts counts)
        {
            counts.Add(0, Trellis.Ledger.EntryActor.System, new DateTimeOffset(2025, 1, 5, 0, 0, 0, TimeSpan.Zero), new Nothing());
            counts.End(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        }

        var counts = new RecordCounts(Today, 30);
        Long(counts);
        Plant(counts, nameof(RecordCounts.Asked), of: 200, alike: 0.05, last: 0.5);
        var report = FindingFaults.In(null, null, new FindingSettings(), record: new CountedRecord(counts, Today));

        Assert.True(report.Facts > 10);
        Assert.Equal(Villages.Length, report.Tests);
        Assert.All(report.Findings.Where(static one => one.IsFact), static one => Assert.Equal((FindingCodes.IdleSinceLaunch, Severity.Note), (one.Code, one.Severity)));
        Assert.Contains("no test", new Trellis.Diagnosis.Reports.FindingTexts(Language.English).Lead(report), StringComparison.Ordinal);
        Assert.Contains("不是检验", new Trellis.Diagnosis.Reports.FindingTexts(Language.Chinese).Lead(report), StringComparison.Ordinal);
    }

    private sealed record Nothing : IEvent
    {
        public string Wire => "nothing/1";
    }

    [Fact]
    public void The_lines_of_the_structure_are_named_as_the_cause()
    {
        var rules = new RulesOfStructures(Today.Structure, Today.Day);
        var found = Found(
            counts =>
            {
                Fill(counts, nameof(RecordCounts.ReferredUp), "tree-felling/permit", 200, 0.4);
                Fill(counts, nameof(RecordCounts.Refused), "tree-felling", 200, 0.4);
            },
            rules.Of);

        Assert.Equal(2, found.Count);
        Assert.All(found, static one => Assert.Equal("matters/tree-felling.yaml", one.Cause!.File));
        Assert.Equal(["matter/tree-felling", "matter/tree-felling, permit"], found.Select(static one => one.Cause!.Entry).Order(StringComparer.Ordinal));
        Assert.True(found.Single(static one => one.Who.Kind == SubjectKind.Step).Cause!.Line > 1);
    }

    [Fact]
    public void A_step_whose_id_several_types_use_has_no_line_by_that_id_alone()
    {
        var rules = new RulesOfStructures(Today.Structure, Today.Day);
        var finding = Assert.Single(Found(static counts => Fill(counts, nameof(RecordCounts.ReferredUp), "receive", 200, 0.4), rules.Of));

        Assert.Null(finding.Cause); // nearly every type begins so
    }

    [Theory]
    [InlineData(200, 2, 0.5, true)]
    [InlineData(200, 2, 0.1, false)] // nobody waits for it
    [InlineData(200, 40, 0.5, false)] // it does decide
    [InlineData(30, 0, 0.5, false)] // too few to know
    public void An_approval_that_is_waited_for_and_hardly_ever_differs_is_told(int taken, int otherwise, double waits, bool told)
    {
        var found = Found(counts =>
        {
            var decision = new DecisionCount();
            for (var at = 0; at < taken; at++) decision.Add(at < otherwise ? "refuse" : "grant", TimeSpan.FromDays(10 * waits), TimeSpan.FromDays(10), 100 + at);
            counts.Decisions.Add("tree-felling/permit", decision);
        });

        Assert.Equal(told, found.Any(static one => one.Code == FindingCodes.DecisionsAlike));
        if (told) Assert.Equal("299", found[0].Evidence[0]);
    }

    [Fact]
    public void Wherever_nothing_was_counted_it_is_said_in_one_line()
    {
        var report = FindingFaults.In(null, null, new FindingSettings(), record: new CountedRecord(new RecordCounts(Today, 30), Today));

        Assert.Equal((0, 0), (report.Findings.Count, report.Tests));
        Assert.Equal(FindingCodes.OfRecords.Count - 1, report.Silent.Count); // values in dispute are found by themselves
        Assert.All(report.Silent, static one => Assert.False(string.IsNullOrEmpty(one.Lacks.Zh) || string.IsNullOrEmpty(one.Lacks.En)));
    }

    /// <summary>Shares of 200 cases drawn at random beside each other, nothing planted: of clean records at most one in twenty has a finding.</summary>
    [Fact]
    public void At_most_one_in_twenty_clean_records_has_any_finding()
    {
        const int Worlds = 200;
        var told = 0;
        for (var world = 0; world < Worlds; world++)
        {
            var chance = new Trellis.Simulation.Chance(new Trellis.Simulation.Seed((ulong)(5_000 + world)));
            var found = Found(counts =>
            {
                foreach (var row in BesidePeers)
                {
                    var rate = 0.05 + (0.4 * chance.Unit());
                    foreach (var unit in Villages)
                    {
                        var own = Math.Clamp(rate + (0.1 * (chance.Unit() - 0.5)), 0, 1);
                        for (var at = 0; at < 100; at++) Add(counts, row.Data.Item2, unit, chance.Happens(own), at);
                    }
                }

                foreach (var row in BeyondBounds)
                    for (var at = 0; at < 200; at++) Add(counts, row.Data.Item2, row.Data.Item3, chance.Happens(0.1), at);
            });
            told += found.Count > 0 ? 1 : 0;
        }

        Assert.True(told <= Worlds / 20, $"{told} of {Worlds} clean records have a finding.");
    }

    private static IReadOnlyList<LogFinding> Found(Action<RecordCounts> plant, Func<LogFinding, RuleAtFault?>? rules = null)
    {
        var counts = new RecordCounts(Today, 30);
        plant(counts);
        return FindingFaults.In(null, null, new FindingSettings(), rules: rules, record: new CountedRecord(counts, Today)).Findings;
    }

    private static void Plant(RecordCounts counts, string counted, int of, double alike, double last)
    {
        foreach (var unit in Villages) Fill(counts, counted, unit, of, unit == Villages[^1] ? last : alike);
    }

    private static void Fill(RecordCounts counts, string counted, string name, int of, double share)
    {
        for (var at = 0; at < of; at++) Add(counts, counted, name, at < Math.Round(of * share), 1_000 + at);
    }

    private static void Add(RecordCounts counts, string counted, string name, bool shows, long position)
    {
        if (counted == nameof(RecordCounts.FirstAnswers)) counts.FirstAnswers.Add(new TypeAtUnit("tree-felling", name), shows, position);
        else Of(counts, counted).Add(name, shows, position);
    }

    private static ShareCounts<string> Of(RecordCounts counts, string counted) => counted switch
    {
        nameof(RecordCounts.Asked) => counts.Asked,
        nameof(RecordCounts.Assisted) => counts.Assisted,
        nameof(RecordCounts.LateLooks) => counts.LateLooks,
        nameof(RecordCounts.IdleLooks) => counts.IdleLooks,
        nameof(RecordCounts.Demands) => counts.Demands,
        nameof(RecordCounts.LooksAgain) => counts.LooksAgain,
        nameof(RecordCounts.Collected) => counts.Collected,
        nameof(RecordCounts.Resources) => counts.Resources,
        nameof(LookCounts.InVain) => counts.People.InVain,
        nameof(LookCounts.InBulk) => counts.People.InBulk,
        nameof(RecordCounts.ReferredUp) => counts.ReferredUp,
        nameof(RecordCounts.Refused) => counts.Refused,
        nameof(RecordCounts.Calls) => counts.Calls,
        _ => throw new ArgumentOutOfRangeException(nameof(counted)),
    };
}
