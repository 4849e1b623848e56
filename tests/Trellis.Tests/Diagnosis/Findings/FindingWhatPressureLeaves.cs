using System.Globalization;
using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Simulation;
using Trellis.Structure.Findings;
using Trellis.Tests.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Diagnosis.Findings;

/// <summary>What people do under pressure, in logs written here and not by the simulator: the type or the unit that lives under it is named, and what only looks like it is not.</summary>
public sealed class FindingWhatPressureLeaves
{
    [Fact]
    public void The_type_of_matter_that_is_passed_on_is_named_and_types_are_compared_with_types()
    {
        var found = Find(new Office { PassedOn = (type: 2, unit: null, share: 0.3) }, FindingCodes.PassesOn);

        Assert.Equal(["type 2"], Assert.Single(found, static one => one.Who.Kind == SubjectKind.MatterType).Who.Names);
    }

    [Fact]
    public void The_unit_that_passes_on_what_others_keep_is_named_over_all_types_together()
    {
        var found = Assert.Single(Find(new Office { PassedOn = (type: null, unit: 3, share: 0.3) }, FindingCodes.PassesOn));

        Assert.Equal((SubjectKind.Unit, "unit 3"), (found.Who.Kind, found.Who.Names[0]));
        Assert.True(found.Expected < 0.05);
        Assert.True(found.Compared.Count >= 5);
    }

    [Fact]
    public void A_desk_that_is_there_to_sort_passes_on_everything_and_is_not_told() =>
        Assert.DoesNotContain(Find(new Office { PassedOn = (type: null, unit: 3, share: 1) }, FindingCodes.PassesOn), static one => one.Who.Kind == SubjectKind.Unit);

    [Fact]
    public void Matters_that_are_passed_on_when_their_time_is_nearly_up_are_told_and_those_passed_on_at_once_are_not()
    {
        var found = Assert.Single(Find(new Office { PassedOn = (type: null, unit: null, share: 0.2), AtLast = true }, FindingCodes.LastMoment), static one => one.Who.Kind == SubjectKind.Whole);

        Assert.Equal(Direction.Across, found.Direction);
        Assert.Empty(Find(new Office { PassedOn = (type: null, unit: null, share: 0.2) }, FindingCodes.LastMoment));
    }

    [Fact]
    public void The_type_whose_clock_is_stopped_for_nothing_is_named()
    {
        var found = Find(new Office { Stopped = (type: 1, unit: null, share: 0.3) }, FindingCodes.StoppedClocks);

        Assert.Equal(["type 1"], Assert.Single(found, static one => one.Who.Kind == SubjectKind.MatterType).Who.Names);
        Assert.All(found, static one => Assert.True(one.IsUnexplained));
    }

    [Fact]
    public void The_unit_that_stops_the_clock_more_than_others_is_named() =>
        Assert.Contains(Find(new Office { Stopped = (type: null, unit: 4, share: 0.4) }, FindingCodes.StoppedClocks), static one => one.Who is { Kind: SubjectKind.Unit, Names: ["unit 4"] });

    [Fact]
    public void A_pause_that_ends_when_what_was_asked_for_comes_is_no_stopped_clock() =>
        Assert.DoesNotContain(Find(new Office { Stopped = (type: 1, unit: null, share: 0.4), Comes = true }, FindingCodes.StoppedClocks), static one => one.Who.Kind != SubjectKind.Unit);

    [Fact]
    public void The_type_whose_steps_lie_until_their_limit_is_named()
    {
        var found = Find(new Office { Lying = (type: 0, unit: null, share: 0.3) }, FindingCodes.LyingOnSteps);

        Assert.Equal(["type 0"], Assert.Single(found).Who.Names);
    }

    [Fact]
    public void The_unit_where_steps_lie_until_their_limit_is_named() =>
        Assert.Equal(["unit 2"], Assert.Single(Find(new Office { Lying = (type: null, unit: 2, share: 0.3) }, FindingCodes.LyingOnSteps)).Who.Names);

    [Fact]
    public void Whoever_is_reminded_of_a_step_had_it_before_the_reminder()
    {
        // Each step that lies is reminded of when four fifths of its limit are over.
        var reminded = new Office { Lying = (type: 0, unit: null, share: 0.3), Reminds = true };

        Assert.Equal(["type 0"], Assert.Single(Find(reminded, FindingCodes.LyingOnSteps)).Who.Names);
        Assert.Empty(Find(reminded with { Lying = default }, FindingCodes.LyingOnSteps));
    }

    [Fact]
    public void A_step_that_takes_long_and_often_longer_than_its_limit_does_not_lie() =>
        Assert.Empty(Find(new Office { WaitDays = 4 }, FindingCodes.LyingOnSteps));

    [Fact]
    public void Nights_and_days_off_before_a_limit_are_no_lying()
    {
        // Everybody works from nine to five, and limits are a day by the clock on the wall.
        var rows = new StringBuilder("case,activity,unit,time,type,step_deadline\n");
        var chance = new Chance(new Seed(77));
        for (var matter = 0; matter < 600; matter++)
        {
            var day = new DateTime(2025, 3, 3).AddDays(matter / 4);
            var given = day.AddHours(9 + (8 * chance.Unit()));
            var worked = given.AddHours(chance.Exponential(3));
            if (worked > day.AddHours(17)) worked = worked.AddHours(16);
            rows.Append(CultureInfo.InvariantCulture, $"m{matter},receive,unit {matter % 6},{given:yyyy-MM-dd HH:mm:ss},a,\nm{matter},check,unit {matter % 6},{worked:yyyy-MM-dd HH:mm:ss},a,{given.AddDays(1):yyyy-MM-dd HH:mm:ss}\n");
        }

        Assert.DoesNotContain(FindingFaults.In(ALog.Read(rows.ToString()), null, new FindingSettings()).Findings, static one => one.Code == FindingCodes.LyingOnSteps);
    }

    [Fact]
    public void A_promise_that_is_missed_though_each_step_keeps_its_limit_is_told_with_its_type()
    {
        // Two steps of up to five days each, and four days promised.
        var found = Find(new Office { WaitDays = 1.2, PromisedDays = (type: 2, days: 4) }, FindingCodes.MissedPromises);

        var design = Assert.Single(found, static one => one.Who.Kind == SubjectKind.MatterType);
        Assert.Equal(["type 2"], design.Who.Names);
        Assert.Contains("kept its own limit", design.Says.En, StringComparison.Ordinal);
        Assert.DoesNotContain(Find(new Office { WaitDays = 1.2 }, FindingCodes.MissedPromises), static one => one.Who.Kind == SubjectKind.MatterType);
    }

    [Fact]
    public void The_type_and_the_unit_of_which_residents_say_that_it_is_not_done_are_named()
    {
        Assert.Contains(Find(new Office { Refuted = (type: 3, unit: null, share: 0.3) }, FindingCodes.Refuted), static one => one.Who is { Kind: SubjectKind.MatterType, Names: ["type 3"] });
        Assert.Contains(Find(new Office { Refuted = (type: null, unit: 1, share: 0.3) }, FindingCodes.Refuted), static one => one.Who is { Kind: SubjectKind.Unit, Names: ["unit 1"] });
    }

    [Fact]
    public void Who_worked_on_it_is_named_and_not_who_took_it_in_and_told_of_it()
    {
        var found = Find(new Office { Refuted = (type: null, unit: 1, share: 0.3), HasADesk = true }, FindingCodes.Refuted);

        Assert.Equal(["unit 1"], Assert.Single(found).Who.Names);
    }

    [Fact]
    public void The_week_in_which_work_is_said_to_be_done_that_is_not_is_told()
    {
        var found = Assert.Single(Find(new Office { Staged = (from: 100, share: 0.6) }, FindingCodes.Refuted));

        Assert.Equal(SubjectKind.Whole, found.Who.Kind);
        Assert.InRange(found.Since!.Value, new DateOnly(2025, 1, 6).AddDays(97), new DateOnly(2025, 1, 6).AddDays(103));
        Assert.Empty(Find(new Office(), FindingCodes.Refuted));
    }

    [Fact]
    public void Where_all_types_and_units_are_refuted_alike_nobody_is_named() =>
        Assert.Empty(Find(new Office { Refuted = (type: null, unit: null, share: 0.3) }, FindingCodes.Refuted));

    [Fact]
    public void A_unit_that_is_given_the_harder_types_is_no_outlier_among_those_with_the_same_types()
    {
        // All refute type 3 alike, and unit 1 has nearly nothing else.
        var found = Find(new Office { Refuted = (type: 3, unit: null, share: 0.4), MostlyHard = 1 }, FindingCodes.Refuted);

        Assert.DoesNotContain(found, static one => one.Who.Kind == SubjectKind.Unit);
    }

    [Theory]
    [InlineData("disputed", false)]
    [InlineData("", true)]
    public void What_a_resident_refuses_goes_back_to_whoever_did_it_and_nobody_has_sent_it_back(string answer, bool isTold)
    {
        // The works mend, the street tells of it; of four in ten the resident says that it is not done, and the works mend again.
        var rows = new StringBuilder("case,activity,unit,time,outcome\n");
        var chance = new Chance(new Seed(92));
        for (var matter = 0; matter < 400; matter++)
        {
            var here = new DateTime(2025, 3, 3).AddHours(6 * matter);
            var again = chance.Happens(0.4);
            Row("receive", $"street {matter % 4}", "");
            Row("mend", "works", "");
            Row("tell", $"street {matter % 4}", "");
            Row("confirm", "", again ? answer : "confirmed");
            if (again)
            {
                Row("mend", "works", "");
                Row("tell", $"street {matter % 4}", "");
                Row("confirm", "", "confirmed");
            }

            void Row(string activity, string unit, string outcome)
            {
                here = here.AddHours(1 + chance.Exponential(20));
                rows.Append(CultureInfo.InvariantCulture, $"m{matter},{activity},{unit},{here:yyyy-MM-dd HH:mm:ss},{outcome}\n");
            }
        }

        var found = FindingFaults.In(ALog.Read(rows.ToString()), null, new FindingSettings()).Findings;

        Assert.Equal(isTold, found.Any(static one => one.Code == FindingCodes.PingPong || one.Code == FindingCodes.SendsBack));
    }

    [Fact]
    public void Offices_without_any_pressure_have_no_finding_of_it()
    {
        var told = new List<string>();
        for (var seed = 0UL; seed < 60; seed++)
            told.AddRange(FindingFaults.In(new Office { Units = 6 + (int)(seed % 5), Matters = 400 + (int)(100 * (seed % 6)) }.Make(500 + seed), null, new FindingSettings()).Findings.Select(one => $"{seed}: {one.Code} {one.Who} {one.QValue:0.000}"));

        Assert.True(told.Count <= 3, string.Join('\n', told));
    }

    [Theory]
    [InlineData("type,step_deadline", "type", "step_deadline")]
    [InlineData("事项类型,环节期限", "事项类型", "环节期限")]
    public void Types_and_limits_of_steps_are_read_by_their_usual_names(string columns, string type, string limit)
    {
        var log = ALog.Read($"case,activity,time,{columns}\na,one,2025-01-02T08:00:00,permit,2025-01-03T08:00:00\na,two,2025-01-02T09:00:00,permit,\n");

        Assert.Equal((type, limit), (log.Notes.Columns["type"], log.Notes.Columns["step-deadline"]));
        Assert.Equal("permit", log.TypeNames[log.Types[0]]);
        Assert.Equal(new DateTime(2025, 1, 3, 8, 0, 0).Ticks, log.StepDeadlines[0]);
        Assert.Equal(EventLog.NoTime, log.StepDeadlines[1]);
    }

    [Fact]
    public void A_limit_of_a_step_that_is_no_time_is_refused_by_its_line()
    {
        var refused = Assert.Throws<UnusableInput>(static () => ALog.Read("case,activity,time,step_deadline\na,one,2025-01-02T08:00:00,2025-01-03T08:00:00\na,two,2025-01-02T09:00:00,soon\n"));

        Assert.Contains("line 3", refused.Message, StringComparison.Ordinal);
        Assert.Contains("soon", refused.Message, StringComparison.Ordinal);
    }

    private static List<LogFinding> Find(Office office, FindingCode code) => [.. FindingFaults.In(office.Make(3), null, new FindingSettings()).Findings.Where(one => one.Code == code)];

    /// <summary>An office with types and limits: receive, check and decide in one unit, an answer of the resident. What is asked for besides is a pressure on a type, on a unit, or on all.</summary>
    private sealed record Office
    {
        private const int Types = 6;

        public int Units { get; init; } = 8;

        public int Matters { get; init; } = 900;

        public double WaitDays { get; init; } = 0.6;

        public (int? type, int? unit, double share) PassedOn { get; init; }

        public (int? type, int? unit, double share) Stopped { get; init; }

        public bool Comes { get; init; }

        /// <summary>What is passed on is passed on when a twentieth of the time is left.</summary>
        public bool AtLast { get; init; }

        public (int? type, int? unit, double share) Lying { get; init; }

        public (int? type, int? unit, double share) Refuted { get; init; }

        public int? MostlyHard { get; init; }

        /// <summary>Somebody is reminded of what lies when four fifths of its limit are over.</summary>
        public bool Reminds { get; init; }

        public (int type, double days) PromisedDays { get; init; }

        /// <summary>Another unit takes each matter in and tells of its end.</summary>
        public bool HasADesk { get; init; }

        /// <summary>In the week from that day on, a share of what is said to be done is not.</summary>
        public (double from, double share) Staged { get; init; }

        public EventLog Make(ulong seed)
        {
            var chance = new Chance(new Seed(seed));
            var rows = new StringBuilder("case,activity,unit,time,deadline,type,outcome,step_deadline\n");
            var start = new DateTime(2025, 1, 6);
            var time = 0.0;
            for (var matter = 0; matter < Matters; matter++)
            {
                time += chance.Exponential(0.3);
                var (unit, type) = ((int)chance.Below(Units), (int)chance.Below(Types));
                if (unit == MostlyHard && chance.Happens(0.8)) type = 3;
                var here = time;
                var due = start.AddDays(time + (PromisedDays.days > 0 && type == PromisedDays.type ? PromisedDays.days : 20));
                Row("file", "", 0, "", null);
                var desk = HasADesk ? (int)chance.Below(Units) : unit;
                Row("receive", $"unit {desk}", 0.1, "", null);
                if (Under(Stopped, unit, type))
                {
                    Row("pause", $"unit {unit}", 0.2, "", null);
                    if (Comes) Row("add-information", "", 2, "", null);
                    Row("resume", $"unit {unit}", 1, "", null);
                }

                var doer = unit;
                if (Under(PassedOn, unit, type))
                {
                    Row("hand-over", $"unit {unit}", AtLast ? Math.Max(0.1, time + 19 - here) : 0.1, "", null);
                    doer = (unit + 1 + (int)chance.Below(Units - 1)) % Units;
                }

                foreach (var step in (string[])["check", "decide"])
                {
                    var limit = here + 5;
                    var lies = Under(Lying, doer, type);
                    if (lies && Reminds) Row("remind", "", 4, "", null);
                    Row(step, $"unit {doer}", lies ? (Reminds ? 0.2 : 4.2) + (0.7 * chance.Unit()) : chance.Exponential(WaitDays), "done", limit);
                }

                var isStaged = Staged.share > 0 && here >= Staged.from && here < Staged.from + 7 && chance.Happens(Staged.share);
                if (HasADesk) Row("notify", $"unit {desk}", 0.1, "", null);
                Row("confirm", "", 1, isStaged || Under(Refuted, doer, type) || chance.Happens(0.04) ? "disputed" : "confirmed", null);
                Row("close", $"unit {doer}", 0.01, "", null);

                void Row(string activity, string by, double wait, string outcome, double? limit)
                {
                    here += Math.Max(0.0005, wait);
                    rows.Append(CultureInfo.InvariantCulture, $"m{matter},{activity},{by},{start.AddDays(here):yyyy-MM-dd HH:mm:ss},{due:yyyy-MM-dd HH:mm:ss},type {type},{outcome},{(limit is { } end ? start.AddDays(end).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "")}\n");
                }
            }

            return ALog.Read(rows.ToString());

            bool Under((int? type, int? unit, double share) pressure, int unit, int type) => pressure.share > 0 && (pressure.type ?? type) == type && (pressure.unit ?? unit) == unit && chance.Happens(pressure.share);
        }
    }
}
