using System.Globalization;
using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Simulation;
using Trellis.Tests.Diagnosis.EventLogs;

namespace Trellis.Tests.Diagnosis.Findings;

/// <summary>A small office world: matters come by chance, units at random do receive, check, decide and close after exponential waits. What is asked for besides is a fault.</summary>
internal sealed record AWorld
{
    private static readonly DateTime Start = new(2025, 1, 6, 0, 0, 0);

    public int Units { get; init; } = 8;

    public int Matters { get; init; } = 400;

    public double PerDay { get; init; } = 2;

    /// <summary>Days that a step waits at the mean.</summary>
    public double Wait { get; init; } = 3;

    public double AllowedDays { get; init; } = 25;

    /// <summary>A share of matters between units 0 and 1 that go back and forth so many times.</summary>
    public double Bounces { get; init; }

    /// <summary>A share of what comes to unit 2 for the check that it returns.</summary>
    public double Returns { get; init; }

    /// <summary>How many times longer the check waits at unit 3.</summary>
    public double Slow { get; init; } = 1;

    /// <summary>A share of checks by unit 4 that are done again.</summary>
    public double Again { get; init; }

    /// <summary>A share of matters that are ended in the last day before their deadline instead of in the five days after it.</summary>
    public double Bunched { get; init; }

    /// <summary>Matters that lie at the end and are ended on one day in each quarter.</summary>
    public bool Bulk { get; init; }

    /// <summary>A share of matters that go on within a week after they were ended.</summary>
    public double Reopened { get; init; }

    /// <summary>How many times longer everything waits from the middle on.</summary>
    public double Grew { get; init; } = 1;

    /// <summary>A share of matters that are paused when a tenth of the time is left.</summary>
    public double Paused { get; init; }

    /// <summary>Each unit does all of a matter; so many times longer at the last.</summary>
    public double? Places { get; init; }

    /// <summary>All units of a matter are renamed, to show that names do not matter.</summary>
    public string UnitName { get; init; } = "unit ";

    public EventLog Make(ulong seed)
    {
        var chance = new Chance(new Seed(seed));
        var csv = new StringBuilder("case,activity,resource,unit,time,deadline\n");
        var time = 0.0;
        for (var matter = 0; matter < Matters; matter++)
        {
            time += chance.Exponential(1 / PerDay);
            var (name, begun, due) = ($"M-{matter}", time, time + AllowedDays);
            var longer = matter > Matters / 2 ? Grew : 1;
            var home = (int)chance.Below(Units);
            var here = time;
            Row("receive", home, 0);
            var checker = Places is null ? (int)chance.Below(Units) : home;
            if (Bounces > 0 && chance.Happens(Bounces))
            {
                (home, checker) = (0, 1);
                for (var times = 0; times < 2; times++)
                {
                    Row("hand-over", 0, Wait / 4);
                    Row("return", 1, Wait / 4);
                }

                Row("hand-over", 0, Wait / 4);
            }

            if (checker == 2 && checker != home && chance.Happens(Returns))
            {
                Row("hand-over", home, Wait / 4);
                Row("return", 2, Wait / 4);
                Row("hand-over", home, Wait / 4);
                checker = 5;
            }

            var slow = checker == 3 ? Slow : Places is { } last && home == Units - 1 ? last : 1;
            Row("check", checker, Wait * slow);
            if (checker == 4 && chance.Happens(Again)) Row("check", 4, Wait);
            if (chance.Happens(Paused))
            {
                here = begun + (AllowedDays * (0.85 + (0.1 * chance.Unit())));
                Row("pause", checker, 0);
                Row("resume", checker, Wait);
            }

            if (Bunched > 0)
            {
                // Whoever would be late hurries with the last step.
                var checkedAt = here;
                here += chance.Exponential(Wait * slow * longer);
                if (here > due && here < due + 5 && checkedAt < due && chance.Happens(Bunched)) here = Math.Max(checkedAt, due - chance.Unit());
            }

            Row("decide", Places is null ? (int)chance.Below(Units) : home, Bunched > 0 ? 0 : Wait * slow);
            if (Bulk) here = Math.Ceiling(here / 90) * 90;
            Row("close", home, Bulk || Bunched > 0 ? 0 : Wait);
            if (!chance.Happens(Reopened)) continue;
            Row("check", checker, 3);
            Row("close", home, 1);

            void Row(string activity, int unit, double wait)
            {
                here += wait == 0 ? 0.0001 : chance.Exponential(wait * longer);
                csv.Append(CultureInfo.InvariantCulture, $"{name},{activity},person {unit * 3 + (int)chance.Below(3)},{UnitName}{unit},{Start.AddDays(here):yyyy-MM-dd HH:mm:ss},{Start.AddDays(due):yyyy-MM-dd HH:mm:ss}\n");
            }
        }

        return ALog.Read(csv.ToString());
    }

    public FindingReport Find(ulong seed, FindingSettings? settings = null) => FindingFaults.In(Make(seed), figures: null, settings ?? new FindingSettings());
}
