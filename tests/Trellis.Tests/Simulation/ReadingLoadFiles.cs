using Trellis.Simulation;
using Trellis.Tests.Architecture;
using Trellis.Tests.Documentation;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>A load says where it is wrong, in which line, and what to write instead; all faults at once.</summary>
public sealed class ReadingLoadFiles
{
    private static readonly Scene Township = ASimulation.Township();

    private const string Begin = "load: a\narrivals:\n  - {matter: small-repair, per-year: 100}\n";

    [Theory]
    [InlineData("load: a\narrivals:\n  - {matter: smal-repair, per-year: 100}\n", "load.yaml:3:14", "There is no matter type smal-repair.", "small-repair")]
    [InlineData("load: a\narrivals:\n  - {matter: small-repair, per-year: -5}\n", "load.yaml:3:38", "Nothing comes less often than never.", null)]
    [InlineData("load: a\narrivals:\n  - {matter: small-repair, per-year: 1000000000000}\n", "load.yaml:3:38", "1000000000000 is more than can be meant.", null)]
    [InlineData("load: a\narrivals:\n  - {matter: small-repair, per-year: many}\n", "load.yaml:3:38", "Here stands a number.", null)]
    [InlineData("load: a\narrivals:\n  - {matter: small-repair}\n", "load.yaml:3:5", "It is not said how many come.", null)]
    [InlineData("load: a\narrivals:\n  - {matter: small-repair, per-year: 5, places: [zhonglui]}\n", "load.yaml:3:50", "There is no unit or group zhonglui.", "zhongliu")]
    [InlineData(Begin + "arivals: []\n", "load.yaml:4:1", "There is no key arivals here.", "arrivals")]
    [InlineData("load: a\n", "load.yaml:1:1", "It is not said which matters come.", null)]
    [InlineData("arrivals: []\n", "load.yaml:1:1", "It is not said what this load is called.", null)]
    [InlineData(Begin + "residents: {gives-up: 120 %}\n", "load.yaml:4:23", "120 % is no share.", null)]
    [InlineData(Begin + "residents: {answers: {share: 50 %, after: 3}}\n", "load.yaml:4:43", "Here stands a quantity with its unit.", null)]
    [InlineData(Begin + "posts:\n  - {post: village-clark, speed: 90 %}\n", "load.yaml:5:12", "There is no post village-clark.", "village-clerk")]
    [InlineData(Begin + "posts:\n  - {speed: 0 %}\n", "load.yaml:5:13", "Here stands how it compares with an ordinary day, in per cent.", null)]
    [InlineData(Begin + "work:\n  - {step: lok, takes: 20 minutes}\n", "load.yaml:5:12", "There is no step lok.", "look")]
    [InlineData(Begin + "work:\n  - {step: look, takes: -20 minutes}\n", "load.yaml:5:25", "-20 minutes cannot be meant.", null)]
    [InlineData(Begin + "work:\n  - {step: look, takes: {median: 30 minutes, mean: 20 minutes}}\n", "load.yaml:5:25", "The median is above zero and not above the mean.", null)]
    [InlineData(Begin + "pressures:\n  - {pressure: passing-the-back, strength: 5 %}\n", "load.yaml:5:16", "There is no word passing-the-back.", "passing-the-buck")]
    [InlineData(Begin + "facts:\n  - {fact: matter.damge, yes: 5 %}\n", "load.yaml:5:12", "There is no item matter.damge.", "matter.damage")]
    [InlineData(Begin + "systems:\n  - {system: grid, fails-per-year: 2, lasts: 1 hour}\n", "load.yaml:5:14", "There is no system grid.", null)]
    [InlineData(Begin + "outcomes:\n  - {step: check, outcomes: {pased: 90 %, failed: 10 %}}\n", "load.yaml:5:30", "There is no outcome pased.", "passed")]
    [InlineData(Begin + "work:\n  - {step: look, takes: {median: 35 minutes}}\n", "load.yaml:5:25", "The mean is missing.", null)]
    [InlineData(Begin + "residents: {gives-up: {share: 3 %, after: {}}}\n", "load.yaml:4:43", "The mean is missing.", null)]
    [InlineData(Begin + "residents: {gives-facts: {exponential: 0 hours}}\n", "load.yaml:4:40", "The mean is above zero.", null)]
    [InlineData(Begin + "residents: {gives-facts: {exponential: 999999999999 hours}}\n", "load.yaml:4:40", "999999999999 hours cannot be meant.", null)]
    [InlineData(Begin + "residents: [3 %]\n", "load.yaml:4:12", "Here stand keys with their values.", null)]
    [InlineData(Begin + "work: {step: look, takes: 20 minutes}\n", "load.yaml:4:7", "Here stands a list of entries.", null)]
    [InlineData(Begin + "posts: village-clerk\n", "load.yaml:4:8", "Here stands a list of entries.", null)]
    [InlineData(Begin + "pressures:\n  - false-done\n", "load.yaml:5:5", "Here stand keys with their values.", null)]
    [InlineData(Begin + "pressures:\n  - {pressure: false-done}\n", "load.yaml:5:5", "A pressure has its name and its strength.", null)]
    [InlineData(Begin + "facts:\n  - {fact: matter.damage}\n", "load.yaml:5:5", "It is not said which values this fact takes.", null)]
    [InlineData(Begin + "posts:\n  - {seats: 0 people}\n", "load.yaml:5:13", "Here stand 1 to 10000 people.", null)]
    [InlineData(Begin + "posts:\n  - {batch: 2.5 cases}\n", "load.yaml:5:13", "Here stand 1 to 10000 cases.", null)]
    [InlineData("load: a\narrivals: {matter: small-repair, per-year: 100}\n", "load.yaml:2:11", "Here stands a list of entries.", null)]
    [InlineData("load: a\narrivals:\n  - {matter: small-repair, per-year: 5, weekdays: 50 %}\n", "load.yaml:3:51", "Here stand keys with their values.", null)]
    [InlineData("load: a\narrivals:\n  - {matter: small-repair, per-year: 5, places: {zhongliu: 1}}\n", "load.yaml:3:49", "Here stands a list of names.", null)]
    [InlineData(Begin + "cost: 60\n", "load.yaml:4:7", "Here stands what an hour of an officer costs.", null)]
    [InlineData(Begin + "whistles:\n  - {matter: small-repair, share: 5 %}\n", "load.yaml:5:5", "The rules for acts know no whistle here.", null)]
    [InlineData(Begin + "pressures:\n  - {pressure: reporting-late, strength: 5 %}\n", "load.yaml:5:5", "Nobody fills in forms here, so this pressure has nothing to work on.", null)]
    [InlineData(Begin + "pressures:\n  - {pressure: false-done, strength: 5 %, form: a}\n", "load.yaml:5:49", "false-done is not about forms and takes no form.", null)]
    [InlineData(Begin + "forms:\n  - {form: no-such-form}\n", "load.yaml:5:12", "There is no form no-such-form.", null)]
    [InlineData(Begin + "forms:\n  - {takes: 30}\n", "load.yaml:5:13", "Here stands a quantity with its unit.", null)]
    [InlineData(Begin + "forms:\n  - {rows: -3}\n", "load.yaml:5:12", "-3 cannot be meant.", null)]
    [InlineData(Begin + "forms: {takes: 30 minutes}\n", "load.yaml:4:8", "Here stands a list of entries.", null)]
    [InlineData(Begin + "forms:\n  - {takes: 30 minutes}\npressures:\n  - {pressure: inventing-figures, strength: 5 %, matter: small-repair}\n", "load.yaml:7:58", "This pressure works where forms are filled in, whatever the matter type.", null)]
    [InlineData(Begin + "forms:\n  - {takes: 30 minutes}\npressures:\n  - {pressure: inventing-figures, strength: 5 %, from: neighbour}\n", "load.yaml:7:56", "Only copying-figures says from where.", null)]
    [InlineData(Begin + "forms:\n  - {takes: 30 minutes}\npressures:\n  - {pressure: bending-to-the-target, strength: 5 %, target: 5}\n", "load.yaml:7:5", "What is bent has its indicator and the mark that it is bent to.", null)]
    [InlineData("- load: a\n", "load.yaml:1:1", "This file should be keys with their values.", null)]
    public void A_fault_is_told_with_its_line_and_the_name_that_was_probably_meant(string yaml, string place, string found, string? nearest)
    {
        var fault = Assert.Single(ASimulation.Faults(Township, yaml).Kept);

        Assert.Equal((place, found, nearest), (fault.At.ToString(), fault.Found.En, fault.Nearest));
        Assert.NotNull(fault.Expected);
        Assert.NotEqual(fault.Found.En, fault.Found.Zh);
    }

    [Theory]
    [InlineData("systems:\n  - {system: grid-app, lasts: 1 hour}\n", "load.yaml:5:5", "It is said how often a system fails and how long that lasts.")]
    [InlineData("systems:\n  - {system: grid-app, fails-per-year: 2}\n", "load.yaml:5:5", "It is said how often a system fails and how long that lasts.")]
    [InlineData("systems:\n  - {system: grid-app, fails-per-year: 100000, lasts: 1 hour}\n", "load.yaml:5:40", "100000 is more than can be meant.")]
    [InlineData("outcomes:\n  - {matter: construction-noise, step: stop, outcomes: {odrer: 60 %, no-order: 40 %}}\n", "load.yaml:5:57", "There is no outcome odrer.")]
    [InlineData("facts:\n  - {fact: matter.danger, codes: {no-such: 100 %}}\n", "load.yaml:5:35", "There is no code no-such.")]
    [InlineData("facts:\n  - {fact: matter.danger, amount: 5 CNY}\n", "load.yaml:5:35", "matter.danger is no amount.")]
    [InlineData("facts:\n  - {fact: matter.fine-sum, amount: {exactly: 5 m2}}\n", "load.yaml:5:47", "Here stands a quantity with its unit.")]
    [InlineData("facts:\n  - {fact: matter.fine-sum, amount: 5}\n", "load.yaml:5:37", "Here stands a quantity with its unit.")]
    [InlineData("skills:\n  - {skill: sound-measurment}\n", "load.yaml:5:13", "There is no skill sound-measurment.")]
    [InlineData("skills:\n  - {skill: sound-measurement, had-by: 120 %}\n", "load.yaml:5:40", "120 % is no share.")]
    [InlineData("skills:\n  - {skill: sound-measurement, without: 50 %}\n", "load.yaml:5:41", "Here stands how it compares with an ordinary day, in per cent.")]
    [InlineData("ways:\n  - {from: townships}\n", "load.yaml:5:5", "A way has where it begins and how long it takes.")]
    [InlineData("ways:\n  - {from: townships, takes: 13 hours}\n", "load.yaml:5:30", "Nobody gets there within a day.")]
    [InlineData("ways:\n  - {from: tonwships, takes: 1 hour}\n", "load.yaml:5:12", "There is no unit or group tonwships.")]
    [InlineData("posts:\n  - {travel: by-foot}\n", "load.yaml:5:14", "Here stands a quantity with its unit.")]
    [InlineData("posts:\n  - {conflicts: 101 %}\n", "load.yaml:5:17", "101 % is no share.")]
    [InlineData("pressures:\n  - {pressure: false-done, strength: 5 %, at: nowhere}\n", "load.yaml:5:47", "There is no unit or group nowhere.")]
    [InlineData("requests:\n  - {step: check, share: 5 %}\n", "load.yaml:5:5", "A request has its share, whom it is made of and what for.")]
    [InlineData("requests:\n  - {share: 5 %, of: market, for: money}\n", "load.yaml:5:35", "There is no word money.")]
    [InlineData("whistles:\n  - {after: 2 days}\n", "load.yaml:5:5", "It is not said in how many matters departments are called.")]
    [InlineData("emergencies:\n  - {emergency: flood-emergency, on: 2026-07-07}\n", "load.yaml:5:5", "An emergency has the day on which it is declared, and after how many days it is ended.")]
    [InlineData("emergencies:\n  - {emergency: township-cut-off, on: 2026-07-07, days: 1}\n", "load.yaml:5:5", "townships has no post township-leader@townships that could declare it.")]
    [InlineData("emergencies:\n  - {emergency: flod-emergency, on: 2026-07-07, days: 1}\n", "load.yaml:5:17", "There is no emergency flod-emergency.")]
    [InlineData("residents: {complains-again: {share: 5 %}}\n", "load.yaml:4:30", "It is not said which matter type is meant.")]
    public void What_only_a_county_has_is_checked_too(string yaml, string place, string found)
    {
        var fault = Assert.Single(ASimulation.Faults(ASimulation.County(), "load: a\narrivals:\n  - {matter: construction-noise, per-year: 100}\n" + yaml).Kept);

        Assert.Equal((place, found), (fault.At.ToString(), fault.Found.En));
    }

    /// <summary>Every list and every key with something else in its place: told, and never thrown.</summary>
    [Theory]
    [InlineData("skills: {sound-measurement: 50 %}")]
    [InlineData("skills:\n  - sound-measurement")]
    [InlineData("skills:\n  - {skill: [sound-measurement]}")]
    [InlineData("skills:\n  - {skill: sound-measurement, at: {townships: 1}}")]
    [InlineData("ways: 50 minutes")]
    [InlineData("ways:\n  - {from: {a: b}, takes: 5 minutes}")]
    [InlineData("ways:\n  - {from: townships, takes: [5 minutes]}")]
    [InlineData("ways:\n  - {from: townships, takes: -5 minutes}")]
    [InlineData("requests: 10 %")]
    [InlineData("requests:\n  - {share: 10 %, of: [], for: data}")]
    [InlineData("requests:\n  - {share: [1], of: market, for: data}")]
    [InlineData("requests:\n  - {share: 10 %, of: market, for: data, step: nowhere}")]
    [InlineData("whistles: {share: 10 %}")]
    [InlineData("whistles:\n  - {share: ten}")]
    [InlineData("whistles:\n  - {share: 10 %, comes: 200 %}")]
    [InlineData("whistles:\n  - {share: 10 %, after: {mean: 3}}")]
    [InlineData("emergencies: flood-emergency")]
    [InlineData("emergencies:\n  - {emergency: flood-emergency, on: soon, days: 2}")]
    [InlineData("emergencies:\n  - {emergency: flood-emergency, on: 2026-07-07, days: 0}")]
    [InlineData("emergencies:\n  - {emergency: flood-emergency, on: 2026-07-07, days: 1.5}")]
    [InlineData("emergencies:\n  - {emergency: flood-emergency, on: 2026-07-07, days: 99999}")]
    [InlineData("emergencies:\n  - {emergency: flood-emergency, on: 2026-07-07, days: 1, at: xikou}")]
    [InlineData("like: [construction-noise]")]
    [InlineData("like: {Visit: [look]}")]
    [InlineData("like: {Visit: construction-noise/}")]
    [InlineData("residents: {complains-again: 5 %}")]
    [InlineData("residents: {complains-again: {share: 5 %, matter: no-such}}")]
    [InlineData("posts:\n  - {travel: {by-place: yes}}")]
    [InlineData("pressures:\n  - {pressure: false-done, strength: 5 %, at: {x: y}}")]
    public void What_stands_where_something_else_belongs_is_told(string yaml) =>
        Assert.NotEqual(0, ASimulation.Faults(ASimulation.County(), "load: a\narrivals:\n  - {matter: construction-noise, per-year: 100}\n" + yaml + "\n").Count);

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(3, ASimulation.Faults(Township, "load: a\narrivals:\n  - {matter: x, per-year: 1}\n  - {matter: small-repair, per-year: -1}\nposts:\n  - {batch: 3}\n").Count);

    [Fact]
    public void A_file_that_is_no_text_or_empty_is_told_as_such()
    {
        Assert.NotEqual(0, ASimulation.Faults(Township, "").Errors);
        Assert.NotEqual(0, ASimulation.Faults(Township, "load: &a b\n").Errors);
        Assert.NotEqual(0, ASimulation.Faults(Township, "load:\tb\n").Errors);
    }

    [Fact]
    public void What_was_written_is_what_is_meant()
    {
        var load = ASimulation.Load(Township, """
            load: a
            arrivals:
              - matter: small-repair
                places: [zhongliu, shangliu]
                per-year: 730
                weekdays: {saturday: 50 %, sunday: 0 %}
                months: {june: 300 %}
                holidays: 20 %
                hours: 09:00-17:00
                bursts: [{from: 2026-07-01, to: 2026-07-05, times: 4}]
                channels: {telephone: 100 %}
            residents: {gives-up: {share: 3 %, after: 2 days}, answers: 70 %}
            work:
              - {step: look, takes: {exactly: 40 minutes}}
            posts:
              - {post: village-clerk, speed: 120 %, other-work: 50 %, leave: 12 working days, order: due-first, batch: 3 cases, travel: 30 minutes}
            pressures:
              - {pressure: false-done, strength: 10 %, post: works-clerk}
            cost: 80 CNY
            """);

        var stream = Assert.Single(load.Arrivals);
        Assert.Equal((2.0, 0.5, 0.0, 3.0, 0.2), (stream.PerDay, stream.Weekdays[5], stream.Weekdays[6], stream.Months[5], stream.Holidays));
        Assert.Equal((540, 1020, 4.0, 1.0), (stream.FromMinute, stream.ToMinute, stream.Bursts[0].Times, stream.Channels[2]));
        Assert.Equal(["zhongliu", "shangliu"], stream.Places);
        Assert.Equal([2600.0, 2300.0], stream.Weights);
        Assert.Equal((0.03, 48.0, 0.7, 80.0), (load.Residents.GivesUpShare, load.Residents.GivesUpAfter.Mean, load.Residents.AnswersShare, load.CostOfHour), new Near());
        Assert.Equal(new Spread.Fixed(40), load.Work[0].Takes);
        Assert.Equal((1.2, 0.5, 12.0, 3, WorkOrder.DueFirst), (load.Posts[0].Speed, load.Posts[0].OtherWorkShare, load.Posts[0].LeaveDays, load.Posts[0].Batch, load.Posts[0].Order));
        Assert.Equal((Pressure.FalseDone, 0.1, null, "works-clerk", true), (load.Pressures[0].Pressure, load.Pressures[0].Share, load.Pressures[0].Type, load.Pressures[0].Post, load.Pressures[0].At.IsEmpty));
    }

    /// <summary>The load of the reference is one of the county, with every key.</summary>
    [Fact]
    public void A_figure_is_worked_to_only_where_somebody_judges_and_inspections_have_their_days()
    {
        const string Under = "load: a\narrivals:\n  - {matter: small-repair, per-day: 1}\npressures:\n";
        Assert.Contains(ASimulation.Faults(Township, Under + "  - {pressure: working-to-the-figure, strength: 50 %, at: shangliu}\n").Kept, static one => one.Found.En.Contains("no figure to work to", StringComparison.Ordinal));
        Assert.Contains(ASimulation.Faults(Township, Under + "  - {pressure: staging-for-inspections, strength: 50 %}\n").Kept, static one => one.Found.En.Contains("stand under on", StringComparison.Ordinal));
        Assert.Contains(ASimulation.Faults(Township, Under + "  - {pressure: false-done, strength: 50 %, on: [2026-03-01]}\n").Kept, static one => one.Found.En.Contains("nothing else", StringComparison.Ordinal));
        Assert.Contains(ASimulation.Faults(Township, Under + "  - {pressure: staging-for-inspections, strength: 50 %, on: [spring]}\n").Kept, static one => one.Found.En.Contains("is no day", StringComparison.Ordinal));
    }

    [Fact]
    public void The_load_in_the_reference_is_read_and_has_every_key()
    {
        var sample = Markdown.Read(Checkout.File("docs/reference/simulate.md").Text).Blocks.Single(static block => block.Text.StartsWith("load:", StringComparison.Ordinal) && block.Text.Contains("arrivals:", StringComparison.Ordinal)).Text;

        var load = ASimulation.Load(ASimulation.County(), sample);

        Assert.Equal((1, 1, 1, 1, 1, 1, 1), (load.Arrivals.Length, load.Work.Length, load.Posts.Length, load.Outcomes.Length, load.Facts.Length, load.Pressures.Length, load.Outages.Length));
        Assert.Equal((1, 1, 1, 1), (load.Skills.Length, load.Requests.Length, load.Whistles.Length, load.Emergencies.Length));
        Assert.Equal((50.0, "hotline-request"), (load.Ways["xikou"], load.Residents.ComplainsAgainAs?.Type));
        Assert.Equal(["xikou", "chengguan"], load.Arrivals[0].Places);
    }

    private sealed class Near : IEqualityComparer<(double, double, double, double)>
    {
        public bool Equals((double, double, double, double) one, (double, double, double, double) other) =>
            Math.Abs(one.Item1 - other.Item1) + Math.Abs(one.Item2 - other.Item2) + Math.Abs(one.Item3 - other.Item3) + Math.Abs(one.Item4 - other.Item4) < 1e-9;

        public int GetHashCode((double, double, double, double) one) => 0;
    }
}
