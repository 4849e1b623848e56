using System.Text;
using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Diagnosis.Checks;

/// <summary>
/// Duty, step, power, delegation, post: the chain that the checker walks is a join. Here it stands as written in the definition,
/// slow and obvious, and is compared with the findings on random structures and on the county.
/// </summary>
public sealed class NaiveJoins
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Duties_without_power_are_those_whose_lead_no_chain_reaches(int seed)
    {
        AgreeOnLackingPower(RandomStructure(seed), Day);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Powers_without_duty_are_those_that_no_need_and_no_step_names(int seed)
    {
        var structure = RandomStructure(seed);

        Assert.Equal(Unnamed(structure, Day), Found(structure, "TR1002", Day));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Work_without_duty_is_that_of_the_nearest_who_neither_leads_nor_supports(int seed)
    {
        var structure = RandomStructure(seed);

        Assert.Equal(Strangers(structure, Day), Found(structure, "TR1015", Day));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Duties_without_claim_are_those_whose_lead_holds_and_claims_nothing(int seed)
    {
        var structure = RandomStructure(seed);

        Assert.Equal(WithoutClaim(structure, Day), Found(structure, "TR4003", Day));
    }

    [Fact]
    public void On_the_county_the_joins_agree_where_no_chain_is_broken()
    {
        var structure = County();
        var day = new DateOnly(2026, 10, 15);

        AgreeOnLackingPower(structure, day);
        Assert.Equal(Unnamed(structure, day), Found(structure, "TR1002", day));
        Assert.Equal(Strangers(structure, day), Found(structure, "TR1015", day));
        Assert.Equal(WithoutClaim(structure, day), Found(structure, "TR4003", day));
    }

    /// <summary>What is not told as a duty without power is told at the link that broke on its way there.</summary>
    private static void AgreeOnLackingPower(GovernanceStructure structure, DateOnly day)
    {
        var naive = LackingPower(structure, day);
        var found = Found(structure, "TR1001", day);
        Assert.Empty(found.Except(naive));
        var view = structure.On(day);
        foreach (var (address, unit) in naive.Except(found))
        {
            var duty = structure.Duties.On(address["duty/".Length..], day)!;
            Assert.Contains(Needs(structure, view, duty, view.Unit(unit)!, day), need => IsTold(structure, view, structure.Powers.On(need, day)!, view.Unit(unit)!));
        }
    }

    /// <summary>Whether a holding or delegation of the power at the unit, or one above it, has a finding about its chain.</summary>
    private static bool IsTold(GovernanceStructure structure, StructureOnDay view, Power power, UnitOnDay unit)
    {
        var told = CheckingStructures.CheckOne(structure, view.Day).Kept.Where(static finding => finding.Code.Code is "TR1006" or "TR1007" or "TR1008" or "TR1009" or "TR1016").Select(static finding => finding.Address!).ToHashSet();
        if (told.Contains(power.Address)) return true;
        foreach (var delegation in structure.Delegations.All.Where(delegation => RootOf(structure, view.Day, delegation) == power.Id && view.Expand(delegation.Receiver.At).Any(one => one == unit || one.ActsFor == unit)))
            for (var link = delegation; link is not null; link = structure.Delegations.On(link.Of.Id, view.Day))
                if (told.Contains(link.Address)) return true;
        return false;
    }

    /// <summary>Address and unit of each finding; no unit where it does not depend on a place.</summary>
    private static SortedSet<(string, string)> Found(GovernanceStructure structure, string code, DateOnly day) =>
        [.. CheckingStructures.CheckOne(structure, day).Kept.Where(finding => finding.Code.Code == code)
            .SelectMany(static finding => finding.Places.DefaultIfEmpty("").Select(place => (finding.Address!, place)))];

    private static SortedSet<(string, string)> LackingPower(GovernanceStructure structure, DateOnly day)
    {
        var view = structure.On(day);
        var lacking = new SortedSet<(string, string)>();
        foreach (var duty in structure.Duties.All.Where(duty => duty.HoldsOn(day)))
            foreach (var lead in duty.Leads.SelectMany(one => view.Expand(one.Id)))
                foreach (var need in Needs(structure, view, duty, lead, day))
                    if (structure.Powers.On(need, day) is { } power && !view.Units.Any(unit => (unit == lead || unit.ActsFor == lead) && view.PostsOf(unit).Any(post => Has(structure, view, power, post, unit, 0))))
                        lacking.Add((duty.Address, lead.Id));
        return lacking;
    }

    /// <summary>What the needs name, and what steps name that the lead's own posts do.</summary>
    private static IEnumerable<string> Needs(GovernanceStructure structure, StructureOnDay view, Duty duty, UnitOnDay lead, DateOnly day)
    {
        foreach (var need in duty.NeededPowers) yield return need.Id;
        foreach (var (matter, step) in StepsOf(structure, day))
            if (step.Power is { } power && step.By is not null && (step.Duty?.Id ?? matter.Duty.Id) == duty.Id && Performers(structure, view, matter, step).Any(unit => unit == lead || unit.ActsFor == lead)) yield return power.Id;
    }

    /// <summary>A post has a power if it holds it, or if a delegation in force gives it from a post near above that has the source.</summary>
    private static bool Has(GovernanceStructure structure, StructureOnDay view, Power power, string post, UnitOnDay unit, int depth)
    {
        if (!power.Basis.All(basis => structure.InForce(basis, view.Day)) || view.PostAt(post, unit) is null) return false;
        if (depth == 0 && power.HeldBy.Any(holding => holding.Post.Post == post && view.Expand(holding.Post.At).Contains(unit))) return true;
        return structure.Delegations.All.Any(delegation => Gives(structure, view, power, delegation, post, unit));
    }

    private static bool Gives(GovernanceStructure structure, StructureOnDay view, Power power, Delegation delegation, string post, UnitOnDay unit)
    {
        if (!delegation.HoldsOn(view.Day) || !delegation.Basis.All(basis => structure.InForce(basis, view.Day))) return false;
        if (delegation.Receiver.Post != post || !view.Expand(delegation.Receiver.At).Contains(unit)) return false;
        var kind = unit.UnitKind.ToString().ToLowerInvariant();
        if (!power.DelegableTo.Contains(kind) || structure.Classes.On(power.Class.Id, view.Day)?.DelegableTo.Contains(kind) != true) return false;
        if (Length(structure, view.Day, delegation) is not { } length || length > power.DelegableDepth || RootOf(structure, view.Day, delegation) != power.Id) return false;
        var source = delegation.Of.Kind == Kind.Delegation ? structure.Delegations.On(delegation.Of.Id, view.Day) : null;
        if (delegation.Of.Kind == Kind.Delegation && (source is null || source.PassOn < 1)) return false;
        // The giver near above, as the receiver sees it: whose ground contains its own most narrowly.
        var givers = view.Expand(delegation.Giver.At).Where(giver => giver.Contains(unit)
            && (source is null
                ? view.PostAt(delegation.Giver.Post, giver) is not null && power.Basis.All(basis => structure.InForce(basis, view.Day)) && power.HeldBy.Any(holding => holding.Post.Post == delegation.Giver.Post && view.Expand(holding.Post.At).Contains(giver))
                : view.PostAt(delegation.Giver.Post, giver) is not null && Gives(structure, view, power, source, delegation.Giver.Post, giver))).ToList();
        if (givers.Count == 0 || view.PostAt(post, unit) is null) return false;
        var narrowest = givers.Max(static giver => giver.GroundDepth);
        return givers.Exists(giver => giver.GroundDepth == narrowest && !(giver == unit && delegation.Giver.Post == post));
    }

    private static int? Length(GovernanceStructure structure, DateOnly day, Delegation delegation) =>
        delegation.Of.Kind == Kind.Power ? 1 : structure.Delegations.On(delegation.Of.Id, day) is { } above ? Length(structure, day, above) + 1 : null;

    private static string? RootOf(GovernanceStructure structure, DateOnly day, Delegation delegation) =>
        delegation.Of.Kind == Kind.Power ? delegation.Of.Id : structure.Delegations.On(delegation.Of.Id, day) is { } above ? RootOf(structure, day, above) : null;

    private static SortedSet<(string, string)> Unnamed(GovernanceStructure structure, DateOnly day)
    {
        var named = structure.Duties.All.Where(duty => duty.To >= day).SelectMany(static duty => duty.NeededPowers).Select(static need => need.Id)
            .Concat(structure.Matters.All.Where(matter => matter.To >= day).SelectMany(static matter => matter.Steps).Select(static step => step.Power?.Id).OfType<string>())
            .Concat(structure.Forms.All.Where(form => form.To >= day).SelectMany(static form => form.UsedFor).Where(static use => use.Kind == Kind.Power).Select(static use => use.Id))
            .Concat(structure.Emergencies.All.Where(emergency => emergency.To >= day).SelectMany(static emergency => emergency.Powers).Select(static power => power.Id));
        return [.. structure.Powers.All.Where(power => power.HoldsOn(day)).Select(static power => power.Id).Except(named).Select(static id => ($"power/{id}", ""))];
    }

    private static SortedSet<(string, string)> Strangers(GovernanceStructure structure, DateOnly day)
    {
        var view = structure.On(day);
        var strangers = new SortedSet<(string, string)>();
        foreach (var (matter, step) in StepsOf(structure, day))
        {
            if (step.Kind is not (StepKind.Check or StepKind.Perform or StepKind.Consult or StepKind.Decide)) continue;
            if (structure.Duties.On(step.Duty?.Id ?? matter.Duty.Id, day) is not { Leads.Count: > 0 } duty) continue;
            var bearers = duty.Leads.Select(static lead => lead.Id).Concat(duty.Supports.Select(static support => support.Who.Id)).SelectMany(view.Expand).ToList();
            foreach (var unit in Performers(structure, view, matter, step))
                if (!bearers.Contains(unit) && !bearers.Contains(unit.ActsFor)) strangers.Add((matter.Address, unit.Id));
        }

        return strangers;
    }

    /// <summary>For every narrowest ground on which the matter can arise: who has the post and contains the place most narrowly.</summary>
    private static HashSet<UnitOnDay> Performers(GovernanceStructure structure, StructureOnDay view, MatterType matter, FlowPart.Step step)
    {
        if (step.By is not { } by || !structure.Posts.Has(by.Post) || step.ByRequester) return [];
        if (by.At is not null) return [.. view.Expand(by.At).Where(unit => view.PostAt(by.Post, unit) is not null)];
        var leads = structure.Duties.On(matter.Duty.Id, view.Day)?.Leads.SelectMany(lead => view.Expand(lead.Id)).ToList() ?? [];
        var near = new HashSet<UnitOnDay>();
        foreach (var place in view.Units.Where(unit => unit.Inside && unit.Ground == unit && !view.Units.Any(inner => inner != unit && inner.Ground == inner && unit.Contains(inner))))
        {
            if (leads.Count > 0 && !leads.Exists(lead => lead.Contains(place))) continue;
            var able = view.Units.Where(unit => view.PostAt(by.Post, unit) is not null && unit.Contains(place)).ToList();
            if (able.Count > 0) near.UnionWith(able.Where(unit => unit.GroundDepth == able.Max(static one => one.GroundDepth)));
        }

        return near;
    }

    private static SortedSet<(string, string)> WithoutClaim(GovernanceStructure structure, DateOnly day)
    {
        var view = structure.On(day);
        var without = new SortedSet<(string, string)>();
        foreach (var duty in structure.Duties.All.Where(duty => duty.HoldsOn(day)))
        {
            var bearers = duty.Leads.Select(static lead => lead.Id).Concat(duty.Supports.Select(static support => support.Who.Id)).SelectMany(view.Expand).ToList();
            var needs = duty.NeededResources.SelectMany(need => duty.Leads.SelectMany(lead => view.Expand(lead.Id)).Select(unit => (need.Id, unit)))
                .Concat(StepsOf(structure, day).Where(one => (one.Step.Duty?.Id ?? one.Matter.Duty.Id) == duty.Id)
                    .SelectMany(one => one.Step.Resources.SelectMany(need => Performers(structure, view, one.Matter, one.Step).Where(unit => bearers.Contains(unit) || bearers.Contains(unit.ActsFor)).Select(unit => (need.Id, unit)))));
            foreach (var (need, unit) in needs)
            {
                if (structure.Resources.On(need, day) is not { } resource) continue;
                var reach = resource.Claims.SelectMany(claim => view.Expand(claim.Id))
                    .Concat(structure.Stocks.Where(stock => stock.Resource.Id == need && stock.HoldsOn(day) && stock.Amount!.Value.Value > 0).SelectMany(stock => view.Expand(stock.Unit.Id))).ToList();
                if (!reach.Exists(one => one == unit || one == unit.ActsFor || one.ActsFor == unit || one.ActsFor == unit.ActsFor)) without.Add((duty.Address, unit.Id));
            }
        }

        return without;
    }

    private static IEnumerable<(MatterType Matter, FlowPart.Step Step)> StepsOf(GovernanceStructure structure, DateOnly day) =>
        structure.Matters.All.Where(matter => matter.HoldsOn(day)).SelectMany(static matter => matter.Steps.Select(step => (matter, step)));

    private static GovernanceStructure County()
    {
        var folder = Path.Combine(Checkout.Root, "structures", "cuiwei");
        return ReadingStructures.Read([.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => new SourceFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path)))]).Structure;
    }

    /// <summary>
    /// A county with a bureau, its stations, towns and villages, and powers, delegations, duties and flows thrown at them. No post ends and no
    /// article is repealed here: broken chains have cases of their own.
    /// </summary>
    private static GovernanceStructure RandomStructure(int seed)
    {
        var random = new Random(seed);
        var files = new List<SourceFile>
        {
            File("structure.yaml", """
                structure: random
                language: 1
                name: {zh: 随机县, en: Random County}
                version: "1"
                from: 2026-01-01
                top: county
                languages: [zh, en]
                zone: Asia/Shanghai
                money: CNY
                levels:
                  - {level: county, name: {zh: 县, en: County}}
                  - {level: township, name: {zh: 乡, en: Township}}
                  - {level: village, name: {zh: 村, en: Village}}
                types:
                  - {type: county, name: {zh: 县, en: County}, level: county, kind: government, ground: own, acts-for: self}
                  - {type: bureau, name: {zh: 局, en: Bureau}, level: county, kind: government, ground: parent, acts-for: self}
                  - {type: station, name: {zh: 站, en: Station}, level: township, kind: government, ground: served, acts-for: parent}
                  - {type: town, name: {zh: 镇, en: Town}, level: township, kind: government, ground: own, acts-for: self}
                  - {type: village, name: {zh: 村, en: Village}, level: village, kind: community, ground: own, acts-for: self}
                """),
            File("law.yaml", "- {law: rules, name: {zh: 办法, en: Rules}, rank: county-document, from: 2026-01-01, articles: [{article: 1, gist: {zh: 办, en: Do}}]}"),
            File("classes.yaml", "- {class: order, name: {zh: 责令, en: Order}, delegable-to: [government, community], basis: [rules/1]}"),
            File("groups.yaml", "- {group: towns, name: {zh: 各镇, en: Towns}, units: {type: [town]}}\n- {group: villages, name: {zh: 各村, en: Villages}, units: {type: [village]}}\n- {group: stations, name: {zh: 各站, en: Stations}, units: {type: [station]}}"),
        };
        var towns = random.Next(2, 5);
        var units = new StringBuilder("id\tname.zh\tname.en\ttype\tparent\tground\ncounty\t县\tCounty\tcounty\t\t\nbureau\t局\tBureau\tbureau\tcounty\t\nother\t另一局\tOther bureau\tbureau\tcounty\t\n");
        for (var town = 0; town < towns; town++)
        {
            units.Append(null, $"town-{town}\t镇\tTown\ttown\tcounty\t\n");
            if (random.Next(2) == 0) units.Append(null, $"station-{town}\t站\tStation\tstation\tbureau\ttown-{town}\n");
            for (var village = random.Next(0, 3); village > 0; village--) units.Append(null, $"village-{town}-{village}\t村\tVillage\tvillage\ttown-{town}\t\n");
        }

        files.Add(File("units.tsv", units.ToString()));
        string[] places = ["county", "bureau", "other", "towns", "villages", "stations", "town-0", "town-1"];
        var posts = new StringBuilder("id\tname.zh\tname.en\tat\n");
        var at = new List<string>();
        for (var post = 0; post < 5; post++)
        {
            foreach (var place in places.Take(6).OrderBy(_ => random.Next()).Take(random.Next(1, 4)))
            {
                posts.Append(null, $"post-{post}\t岗\tPost\t{place}\n");
                at.Add($"post-{post}@{place}");
            }
        }

        files.Add(File("posts.tsv", posts.ToString()));
        var powers = new StringBuilder();
        var held = new List<string>();
        for (var power = 0; power < 6; power++)
        {
            held.Add(One(at));
            powers.Append(null, $"- power: power-{power}\n  name: {{zh: 权, en: Power}}\n  class: order\n  held-by: {{{held[^1]}: {{}}}}\n  delegable: {{to: [government, community], depth: {random.Next(1, 4)}}}\n  basis: [rules/1]\n");
        }

        files.Add(File("powers.yaml", powers.ToString()));
        // Delegations that hold: each starts from a post that has the source, at the same or wider ground; the others are left to the cases.
        var delegations = new StringBuilder();
        var chains = new List<(string Of, string Receiver)>();
        for (var power = 0; power < 6; power++) chains.Add(($"power/power-{power}", held[power]));
        for (var delegation = 0; delegation < 5; delegation++)
        {
            var (of, giver) = One(chains);
            var receiver = One(at);
            delegations.Append(null, $"- delegation: lend-{delegation}\n  of: {of}\n  giver: {giver}\n  receiver: {receiver}\n  acts-for: giver\n  pass-on: {random.Next(0, 3)}\n  basis: [rules/1]\n");
            chains.Add(($"delegation/lend-{delegation}", receiver));
        }

        files.Add(File("delegations.yaml", delegations.ToString()));
        files.Add(File("resources.yaml", string.Concat(Enumerable.Range(0, 3).Select(resource => $"- resource: thing-{resource}\n  name: {{zh: 物, en: Thing}}\n  class: thing\n  claims: [{One(places)}]\n  scheduled-by: {One(at)}\n  basis: [rules/1]\n"))));
        files.Add(File("stocks.tsv", $"resource\tunit\tamount\nthing-0\t{One(["county", "bureau", "town-0"])}\t1 pieces\nthing-1\ttown-1\t{random.Next(0, 2)} pieces\n"));
        var duties = new StringBuilder();
        for (var duty = 0; duty < 8; duty++)
        {
            duties.Append(null, $"- duty: duty-{duty}\n  name: {{zh: 责, en: Duty}}\n  lead: {One(places)}\n  support: [{{who: {One(places)}}}]\n  needs: {{powers: [power-{random.Next(6)}], resources: [thing-{random.Next(3)}]}}\n  basis: [rules/1]\n");
        }

        files.Add(File("duties.yaml", duties.ToString()));
        for (var matter = 0; matter < 3; matter++)
        {
            var own = random.Next(2) == 0 ? $"duty: duty-{random.Next(8)}, " : "";
            files.Add(File($"matters/matter-{matter}.yaml", $$"""
                matter: matter-{{matter}}
                name: {zh: 事, en: Matter}
                duty: duty-{{random.Next(8)}}
                place: none
                guide: {for: [resident], fee: 0 CNY, promise: 9 working days, first-answer: 1 working day, basis: [rules/1]}
                flow:
                  - check: {id: look, by: post-{{random.Next(5)}}, {{own}}power: power-{{random.Next(6)}}, within: 1 working day}
                  - perform: {id: work, by: {{One(at)}}, resources: [thing-{{random.Next(3)}}], within: 1 working day}
                  - decide: {id: end, power: power-{{random.Next(6)}}, within: 1 working day, outcomes: {grant: solved} }
                  - confirm: {by: requester, within: 5 working days}
                """));
        }

        return ReadingStructures.Read(files).Structure;

        T One<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

        static SourceFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
    }
}
