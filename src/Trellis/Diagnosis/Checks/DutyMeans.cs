using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Diagnosis.Checks;

/// <summary>What a duty needs and some of its units lack.</summary>
internal sealed record Lack(Kind Of, string Id, Mark At, List<UnitOnDay> Units);

/// <summary>
/// Whether those who bear a duty have the means for it on the day of the context: powers, resources, data and skills,
/// as the duty's own needs name them and as the steps of its matter types require them of its bearer.
/// </summary>
internal sealed class DutyMeans(CheckContext context, BearingDuties bearing)
{
    private readonly Dictionary<string, HashSet<int>> _reach = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(MatterType Matter, FlowPart.Step Step)>> _steps = StepsByDuty(context);
    private Dictionary<string, HashSet<int>>? _skilled;

    /// <summary>
    /// Powers that the needs name, or that a step names together with a post of the bearer. A step that leaves the post open
    /// finds whoever may do it, near or far: that is a design, not a lack.
    /// </summary>
    public IEnumerable<(string Power, Mark At, IReadOnlyList<UnitOnDay> Units)> NeededPowers(Duty duty)
    {
        var leads = bearing.Leads(duty);
        foreach (var need in duty.NeededPowers) yield return (need.Id, need.At, leads);
        foreach (var (matter, step) in StepsUnder(duty))
        {
            if (step.Power is not { } power || step.By is null || duty.NeededPowers.Any(need => need.Id == power.Id)) continue;
            var performing = Performing(matter, step, leads);
            if (performing.Count > 0) yield return (power.Id, power.At, performing);
        }
    }

    public List<Lack> Powers(Duty duty)
    {
        var lacks = new List<Lack>();
        foreach (var (power, at, units) in NeededPowers(duty))
        {
            // A power that is not there, or not on this day, is told where names are looked up.
            if (context.Structure.Powers.On(power, context.Date) is null || context.HasUnknownArea(power)) continue;
            Note(lacks, Kind.Power, power, at, units, unit => context.Holders.HasForBearer(unit, power));
        }

        return lacks;
    }

    /// <summary>Resources without a stock at the unit and without a claim of it.</summary>
    public List<Lack> Resources(Duty duty)
    {
        var lacks = new List<Lack>();
        foreach (var need in duty.NeededResources) Note(lacks, need, bearing.Leads(duty));
        foreach (var (matter, step) in StepsUnder(duty))
            foreach (var need in step.Resources)
                Note(lacks, need, [.. bearing.Performers(matter, step).Where(unit => bearing.Bears(unit, duty))]);
        return lacks;

        void Note(List<Lack> to, Ref need, IReadOnlyList<UnitOnDay> units)
        {
            if (context.Structure.Resources.On(need.Id, context.Date) is { } resource) DutyMeans.Note(to, Kind.Resource, need.Id, need.At, units, unit => Reaches(resource, unit));
        }
    }

    /// <summary>Items that the sharing class or the purposes keep from the unit.</summary>
    public List<Lack> Items(Duty duty)
    {
        var lacks = new List<Lack>();
        foreach (var need in duty.NeededItems)
            if (context.Structure.Items.On(need.Id, context.Date) is { } item) Note(lacks, Kind.Item, need.Id, need.At, bearing.Leads(duty), unit => MayRead(item, unit));
        return lacks;
    }

    /// <summary>Skills that no post of the unit has, nor one of a unit that acts for it or supports it.</summary>
    public List<Lack> Skills(Duty duty)
    {
        var lacks = new List<Lack>();
        foreach (var need in duty.NeededSkills)
        {
            if (!context.Structure.Skills.Has(need.Id)) continue;
            var skilled = Skilled(need.Id);
            var helped = bearing.Supporters(duty).Where(unit => skilled.Contains(unit.Index)).ToList();
            Note(lacks, Kind.Skill, need.Id, need.At, bearing.Leads(duty), unit => skilled.Contains(unit.Index) || helped.Exists(helper => helper.Contains(unit) || unit.Contains(helper)));
        }

        return lacks;
    }

    /// <summary>
    /// Whether a duty came to a unit after the structure began, and from above: the entry gate stands before it. Not where an earlier
    /// spell, or the entry that an overlay replaces, already laid the same need on the unit.
    /// </summary>
    public bool IsNewOnLowerUnit(Duty duty, UnitOnDay unit, string? need)
    {
        if (duty.Overlay is null && duty.From <= context.Structure.From) return false;
        var above = duty.GivenBy is { } giver && context.Day.Unit(giver.Id) is { } body ? body.LevelRank : context.Day.Top?.LevelRank ?? 0;
        if (unit.LevelRank <= above) return false;
        foreach (var earlier in EarlierThan(duty))
        {
            var led = earlier.Leads.Any(lead => context.Day.IsIn(unit, lead.Id));
            if (led && (need is null || Needs(earlier, need))) return false;
        }

        return true;
    }

    public bool Reaches(Resource resource, UnitOnDay unit)
    {
        if (!_reach.TryGetValue(resource.Id, out var reach))
        {
            reach = [];
            foreach (var claim in resource.Claims)
                foreach (var one in context.Day.Expand(claim.Id, resource)) Add(one);
            foreach (var stock in StocksOf(resource.Id))
                if (context.Day.Unit(stock.Unit.Id) is { } holder) Add(holder);
            _reach.Add(resource.Id, reach);

            void Add(UnitOnDay one)
            {
                reach.Add(one.Index);
                reach.Add(one.ActsFor.Index);
            }
        }

        return reach.Contains(unit.Index) || reach.Contains(unit.ActsFor.Index);
    }

    private ILookup<string, Stock>? _stocks;

    /// <summary>Stocks of the day that hold something.</summary>
    public IEnumerable<Stock> StocksOf(string resource) =>
        (_stocks ??= context.Structure.Stocks.Where(stock => stock.HoldsOn(context.Date) && stock.Amount is { Value: > 0 }).ToLookup(static stock => stock.Resource.Id ?? "", StringComparer.Ordinal))[resource];

    private List<(MatterType Matter, FlowPart.Step Step)> StepsUnder(Duty duty) => _steps.TryGetValue(duty.Id, out var steps) ? steps : [];

    /// <summary>The leading units whose own posts do the step.</summary>
    private List<UnitOnDay> Performing(MatterType matter, FlowPart.Step step, IReadOnlyList<UnitOnDay> leads)
    {
        var performing = new HashSet<int>();
        foreach (var unit in bearing.Performers(matter, step))
        {
            performing.Add(unit.Index);
            performing.Add(unit.ActsFor.Index);
        }

        return [.. leads.Where(unit => performing.Contains(unit.Index))];
    }

    private bool MayRead(Item item, UnitOnDay unit) => item.Sharing switch
    {
        Sharing.Public => true,
        Sharing.Government => unit.UnitKind == UnitKind.Government || Owns(item, unit),
        Sharing.OwnerOnly => Owns(item, unit),
        _ => Owns(item, unit) || item.Purposes.Any(purpose => context.Structure.Purposes.On(purpose.Id, context.Date) is { } open && open.Actors.Contains(Trellis.Structure.Vocabulary.Words.UnitKinds[(int)unit.UnitKind])),
    };

    private bool Owns(Item item, UnitOnDay unit)
    {
        var owner = item.OwnOwner?.Id ?? context.Structure.Registers.On(item.RegisterId, context.Date)?.Owner?.Id;
        return owner is not null && (unit.Id == owner || unit.ActsFor.Id == owner);
    }

    private HashSet<int> Skilled(string skill)
    {
        if (_skilled is null)
        {
            _skilled = new(StringComparer.Ordinal);
            foreach (var post in context.Holding(context.Structure.Posts))
            {
                if (post.Seats == 0) continue;
                foreach (var own in post.Skills)
                {
                    if (!_skilled.TryGetValue(own.Id, out var units)) _skilled.Add(own.Id, units = []);
                    foreach (var unit in context.Day.Expand(post.Where.Id, post))
                    {
                        units.Add(unit.Index);
                        units.Add(unit.ActsFor.Index);
                    }
                }
            }
        }

        return _skilled.TryGetValue(skill, out var found) ? found : [];
    }

    private IEnumerable<Duty> EarlierThan(Duty duty)
    {
        foreach (var spell in context.Structure.Duties.Of(duty.Id))
            if (spell.To < duty.From) yield return spell;
        if (duty.Overlay is null || context.Structure.Base is not { } without) yield break;
        foreach (var replaced in without.Duties.Of(duty.Id))
            if (replaced.From <= duty.From) yield return replaced;
    }

    private static bool Needs(Duty duty, string need) =>
        duty.NeededPowers.Any(one => one.Id == need) || duty.NeededResources.Any(one => one.Id == need) || duty.NeededItems.Any(one => one.Id == need) || duty.NeededSkills.Any(one => one.Id == need);

    private static void Note(List<Lack> lacks, Kind kind, string id, Mark at, IReadOnlyList<UnitOnDay> units, Func<UnitOnDay, bool> has)
    {
        List<UnitOnDay>? without = null;
        foreach (var unit in units)
            if (!has(unit)) (without ??= []).Add(unit);
        if (without is null) return;
        if (lacks.Find(lack => lack.Of == kind && lack.Id == id) is not { } known) lacks.Add(new Lack(kind, id, at, without));
        else known.Units.AddRange(without.Where(unit => !known.Units.Contains(unit)));
    }

    private static Dictionary<string, List<(MatterType, FlowPart.Step)>> StepsByDuty(CheckContext context)
    {
        var steps = new Dictionary<string, List<(MatterType, FlowPart.Step)>>(StringComparer.Ordinal);
        foreach (var matter in context.Holding(context.Structure.Matters))
        {
            foreach (var step in matter.Steps)
            {
                if ((step.Duty?.Id ?? matter.Duty.Id) is not { } duty) continue;
                if (!steps.TryGetValue(duty, out var list)) steps.Add(duty, list = []);
                list.Add((matter, step));
            }
        }

        return steps;
    }
}
