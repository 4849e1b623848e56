namespace Trellis.Diagnosis.Checks;

/// <summary>
/// TR1: power and responsibility. Duties and their means stand in <see cref="PowerChecksOfDuties"/>, chains of delegation in
/// <see cref="PowerChecksOfChains"/>, who does the steps in <see cref="PowerChecksOfSteps"/>, dates and reviews in
/// <see cref="PowerChecksOfDates"/>, ceilings in <see cref="PowerChecksOfLimits"/>, and who sits where in <see cref="SeatChecks"/>.
/// </summary>
internal static class PowerChecks
{
    public static void Check(CheckContext context)
    {
        var bearing = new BearingDuties(context);
        var means = new DutyMeans(context, bearing);
        // A duty that lacks a power because a chain broke is told once, with the chain.
        var leaning = PowerChecksOfDuties.Check(context, bearing, means);
        PowerChecksOfChains.Check(context, leaning);
        PowerChecksOfSteps.Check(context, bearing);
        PowerChecksOfDates.Check(context, means);
        PowerChecksOfLimits.Check(context);
        SeatChecks.Check(context);
    }
}

/// <summary>Which duties lost a power because a link that would have given it is broken: by the id of the power.</summary>
internal sealed class LeaningDuties
{
    private readonly Dictionary<string, List<Structure.Duty>> _byPower = new(StringComparer.Ordinal);

    public void Add(string power, Structure.Duty duty)
    {
        if (!_byPower.TryGetValue(power, out var duties)) _byPower.Add(power, duties = []);
        if (!duties.Contains(duty)) duties.Add(duty);
    }

    public IReadOnlyList<Structure.Duty> On(string? power) => power is not null && _byPower.TryGetValue(power, out var duties) ? duties : [];
}
