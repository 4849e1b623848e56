using System.Globalization;

namespace Trellis.Bench.Diagnosis;

/// <summary>A pressure that is added to the load of the county, and what a finding of it must name.</summary>
/// <param name="Rule">Of the load; STRENGTH stands for the strength.</param>
/// <param name="Codes">One of them is a finding of it.</param>
/// <param name="Named">The matter type or the unit that lives under the pressure; null where it is the whole.</param>
internal sealed record PlantedFault(string Name, string Rule, string[] Codes, string? Named)
{
    /// <summary>It lies in what units report, and not in their work.</summary>
    public bool IsOfFigures { get; init; }

    /// <summary>In per cent; 15 is weak, 30 medium, 60 strong.</summary>
    public static IReadOnlyList<int> Strengths { get; } = [10, 15, 30, 45, 60];

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("passing the buck, one type", "{pressure: passing-the-buck, strength: STRENGTH %, matter: construction-noise}", ["TR1101", "TR1102", "TR1103"], "construction-noise"),
        new("passing the buck, one unit", "{pressure: passing-the-buck, strength: STRENGTH %, at: [xikou]}", ["TR1101", "TR1102", "TR1103"], "xikou"),
        new("sitting until the limit, one type", "{pressure: sitting-until-the-deadline, strength: STRENGTH %, matter: business-licence}", ["TR6101", "TR6108"], "business-licence"),
        new("sitting until the limit, one unit", "{pressure: sitting-until-the-deadline, strength: STRENGTH %, at: [xikou]}", ["TR6101", "TR6108"], "xikou"),
        new("pushing down, one type", "{pressure: pushing-down, strength: STRENGTH %, matter: facility-repair}", ["TR1101", "TR1102", "TR1103"], "facility-repair"),
        new("stopping the clock, one type", "{pressure: stopping-the-clock, strength: STRENGTH %, matter: construction-noise}", ["TR3105"], "construction-noise"),
        new("stopping the clock, one unit", "{pressure: stopping-the-clock, strength: STRENGTH %, at: [xikou]}", ["TR3105"], "xikou"),
        new("false done, one type", "{pressure: false-done, strength: STRENGTH %, matter: facility-repair}", ["TR6103", "TR6109"], "facility-repair"),
        new("false done, one unit", "{pressure: false-done, strength: STRENGTH %, at: [chengguan]}", ["TR6103", "TR6109"], "chengguan"),
        new("demands that crowd out, one unit", "{pressure: demands-from-above, strength: STRENGTH %, at: [xikou]}", ["TR3102", "TR3104", "TR3106"], "xikou"),
        new("staging for inspections", "{pressure: staging-for-inspections, strength: STRENGTH %, on: [2026-03-16, 2026-05-11]}", ["TR6102", "TR6109"], null),
        new("working to the figure", "{pressure: working-to-the-figure, strength: STRENGTH %}", ["TR3104", "TR6101", "TR6108"], null),
        new("reporting late, one unit", "{pressure: reporting-late, strength: STRENGTH %, at: [xikou]}", ["TR2102"], "xikou") { IsOfFigures = true },
        new("copying figures, one unit", "{pressure: copying-figures, strength: STRENGTH %, at: [xikou]}", ["TR6110"], "xikou") { IsOfFigures = true },
        new("thinning on the way, one unit", "{pressure: thinning-on-the-way, strength: STRENGTH %, at: [xikou]}", ["TR2103"], "xikou") { IsOfFigures = true },
        new("bending to the target, one indicator", "{pressure: bending-to-the-target, strength: STRENGTH %, indicator: dangers-found, target: 25}", ["TR6107"], "dangers-found") { IsOfFigures = true },
        new("inventing figures, one unit", "{pressure: inventing-figures, strength: STRENGTH %, at: [xikou]}", ["TR6104", "TR6105", "TR6110", "TR6111"], "xikou") { IsOfFigures = true },
    ];

    public string RuleAt(int strength) => $"pressures:\n  - {Rule.Replace("STRENGTH", strength.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}\n";
}

/// <summary>Something harmless that looks like a fault: no finding may accuse anybody because of it.</summary>
/// <param name="Rules">Of the load, in the list above the heading.</param>
internal sealed record LookAlike(string Name, string Rules, string Above = "ways")
{
    public static IReadOnlyList<LookAlike> All { get; } =
    [
        new("what is due first is done first", "  - {order: due-first}\n"),
        new("work is gathered and let go together", "  - {post: permit-clerk, batch: 5 cases}\n  - {post: drains-officer, batch: 5 cases}\n"),
        new("one unit works more slowly", "  - {at: [xikou], speed: 60 %}\n"),
        new("one unit is away more often", "  - {at: [beimen], leave: 40 working days}\n"),
        new("one unit has more to do besides", "  - {at: [xikou], other-work: 80 %}\n"),
        new("much comes at once after a storm", "  - {matter: road-defect, per-year: 100, bursts: [{from: 2026-03-02, to: 2026-03-08, times: 30}]}\n", "residents"),
        new("checks of one type fail more often", "  - {matter: road-defect, step: check, outcomes: {passed: 60 %, failed: 40 %}}\n", "facts"),
    ];

    /// <summary>Findings that say that somebody acts otherwise than the rule means.</summary>
    public static bool Accuses(string code) => code is "TR1101" or "TR1102" or "TR1103" or "TR3105" || code.StartsWith("TR61", StringComparison.Ordinal);
}
