using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>What makes one officer slower than another at the same work: the way to the place, and a skill that they lack.</summary>
public sealed partial class Run
{
    /// <summary>So long whoever lacks a skill leaves the work to a colleague who has it and will be there.</summary>
    private const long LeftToTheSkilled = 24 * Hour;

    private readonly Dictionary<(string From, string To), double> _ways = [];
    private readonly Dictionary<(string Person, string Skill), bool> _had = [];

    /// <summary>Checks and work are done where the matter is, and there departments come when they are called; all else is done at the desk.</summary>
    private static bool IsOutside(Errand errand) => errand.Deed is Deed.Attend or Deed.Report || errand.Step is { What.Kind: StepKind.Check or StepKind.Perform };

    /// <summary>Minutes on the way: those that are said, or those from where the officer is to where the work is. Back at their desk they are once nothing is left to do out there.</summary>
    private double WayTo(Officer officer, Desk desk, Errand errand)
    {
        if (desk.Rule.TravelsByPlace != true) return IsOutside(errand) ? desk.Rule.TravelMinutes ?? 0 : 0;
        var (_, view) = PlacedNow(errand.Case.Matter.Place);
        if (view.Unit(desk.At.Unit.Text)?.Ground is not { } home) return 0;
        var there = IsOutside(errand) && errand.Case.Matter.Place is { } place && view.Place(place.Text)?.Ground is { } ground ? ground : home;
        var from = home;
        var since = 0.0;
        // Whoever is out has gone home over night.
        if (officer.OutAt is { } at && view.Unit(at) is { } last && WorkHours.Instant(_today, 0, _scene.Zone) <= officer.DoneAt)
        {
            since = (_now - officer.DoneAt) / (double)Minute;
            if (since < Way(last, home)) from = last;
        }

        officer.OutAt = there == home ? null : there.Id;
        return there == home && from != home ? Way(from, home) - since : Way(from, there);
    }

    private double Way(UnitOnDay from, UnitOnDay to)
    {
        if (!_ways.TryGetValue((from.Id, to.Id), out var minutes)) _ways.Add((from.Id, to.Id), minutes = MinutesBetween(_load.Ways, from, to));
        return minutes;
    }

    /// <summary>From seat to seat up to the ground that holds both, and down again.</summary>
    internal static double MinutesBetween(IReadOnlyDictionary<string, double> ways, UnitOnDay from, UnitOnDay to)
    {
        var minutes = 0.0;
        while (from != to)
        {
            if (from.GroundDepth < to.GroundDepth) (from, to) = (to, from);
            minutes += ways.GetValueOrDefault(from.Id);
            if (from.WiderGround is not { } wider) break;
            from = wider;
        }

        return minutes;
    }

    /// <summary>The skills of the duty of a step, where its post is there for them, or nobody of its unit is.</summary>
    private FixedList<SkillRule> SkillsFor(Errand errand, Reached.Step reached, Circumstances under)
    {
        if (_load.Skills.IsEmpty || reached.What.Kind is not (StepKind.Check or StepKind.Perform or StepKind.Decide) || errand.Desk is not { } desk) return [];
        var duty = (reached.What.Duty ?? reached.Scope.Type.Duty).Id;
        return under.Today.Structure.Duties.On(duty, under.Day) is { NeededSkills.Count: > 0 } needs && under.Today.Unit(desk.At.Unit.Text) is { } unit ? SkillsFor(needs, desk, unit, under) : [];
    }

    private FixedList<SkillRule> SkillsFor(Duty needs, Desk desk, UnitOnDay unit, Circumstances under)
    {
        var rules = new List<SkillRule>();
        foreach (var skill in needs.NeededSkills)
        {
            if (_load.Skills.LastOrDefault(rule => rule.Skill == skill.Id && (rule.At.IsEmpty || rule.At.Contains(unit.Id))) is not { } rule) continue;
            var isTheirs = AsksFor(under.Today.PostAt(desk.At.Post, unit), rule.Skill);
            if (isTheirs || !under.Today.PostsOf(unit).Any(post => AsksFor(under.Today.PostAt(post, unit), rule.Skill))) rules.Add(isTheirs ? rule : rule with { HadByShare = 0 });
        }

        return [.. rules];
    }

    private static bool AsksFor(Post? post, string skill) => post is not null && post.Skills.Any(one => one.Id == skill);

    private bool Has(Officer officer, SkillRule rule)
    {
        if (rule.HadByShare <= 0) return false;
        if (!_had.TryGetValue((officer.Person.Text, rule.Skill), out var has)) _had.Add((officer.Person.Text, rule.Skill), has = _seed.Of("skills").Of(officer.Person.Text).Of(rule.Skill).Draws().Happens(rule.HadByShare));
        return has;
    }

    private bool LeavesToTheSkilled(Errand errand, Officer officer)
    {
        if (errand.Skills.Count == 0 || _now >= errand.Ready + LeftToTheSkilled) return false;
        foreach (var rule in errand.Skills)
        {
            if (Has(officer, rule)) continue;
            foreach (var other in errand.Desk!.Officers)
                if (Has(other, rule) && errand.Barred?.Contains(other) != true && other.Hours.OpenFrom(_now, other.Away) < errand.Ready + LeftToTheSkilled) return true;
        }

        return false;
    }

    /// <summary>So many times as long it takes whoever lacks what is needed.</summary>
    private double WithoutSkill(Officer officer, Errand errand)
    {
        var times = 1.0;
        foreach (var rule in errand.Skills)
            if (!Has(officer, rule)) times *= rule.Without;
        return times;
    }
}
