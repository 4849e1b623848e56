using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>Who may look into a matter.</summary>
public static class SeeingMatters
{
    /// <summary>
    /// A resident sees what was filed for them or by them, and what they have a role in. An officer sees what their unit has or had a part in; who leads a unit,
    /// what those below it have. Nobody else sees anything.
    /// </summary>
    /// <param name="leads">Whether the officer's post leads its unit, so that it answers for those below.</param>
    public static bool May(Actor reader, Matter matter, StructureOnDay today, bool leads) => reader switch
    {
        Actor.TheSystem => true,
        Actor.Resident resident => matter.FiledFor == resident.Person || matter.FiledBy == resident.Person || matter.Roles.Exists(role => role.Row.Key == resident.Person.Text),
        Actor.Officer officer => HasAPart(matter, officer.Seat.Unit) || (leads && today.Unit(officer.Seat.Unit.Text) is { } own && UnitsOf(matter).Any(unit => today.Unit(unit.Text) is { } below && below.IsUnder(own))),
        _ => false,
    };

    public static bool HasAPart(Matter matter, UnitId unit) => UnitsOf(matter).Contains(unit);

    /// <summary>Units that hold or held the matter, have or had a step of it, were asked, called, or called others. Each once, sorted.</summary>
    public static IReadOnlyList<UnitId> UnitsOf(Matter matter)
    {
        var units = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var holding in matter.Holdings) units.Add(holding.Unit.Text);
        foreach (var open in matter.Open)
        {
            if (open.Performer?.Post is { } post) units.Add(post.Unit.Text);
            if (open.Giver is { } giver) units.Add(giver.Unit.Text);
            if (open.Asked?.Bearer.Unit is { } asked) units.Add(asked.Text);
            if (open.Wait.On.Unit is { } waited) units.Add(waited.Text);
        }

        foreach (var done in matter.Done)
            if (done.By is { } by) units.Add(by.Text);
        foreach (var earlier in matter.Earlier)
            if (earlier.Unit is { } by) units.Add(by.Text);
        foreach (var wait in matter.Waits)
            if (wait.On.Unit is { } waited) units.Add(waited.Text);
        foreach (var whistle in matter.Whistles)
        {
            units.Add(whistle.By.Unit.Text);
            foreach (var call in whistle.Calls) units.Add(call.Called.Unit.Text);
        }

        return [.. units.Select(static unit => new UnitId(unit))];
    }
}
