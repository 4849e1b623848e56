using Trellis.Pilots.Plans;
using Trellis.Process.Adoption;
using Trellis.Process.Flows;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>What the record says of an entry: how often it was used, with the lists behind each number, and since which version it has stood as it stands. Only counts, which anybody may read; lists hide by themselves what the reader may not see.</summary>
internal sealed class EntryRecord(SitePage page, MattersDesk desk)
{
    /// <summary>How many versions are looked back: each is read from the store the first time.</summary>
    private const int VersionsBack = 6;

    private readonly GovernanceStructure _structure = page.InForce.Structure;
    private readonly DateOnly _day = page.Site.Today;

    public IReadOnlyList<(Text What, IReadOnlyList<EntryLink> Links)> Of(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        List<(Text, IReadOnlyList<EntryLink>)> all = [];
        switch (entry)
        {
            case MatterType type:
                var flow = desk.Questions.FlowOf(type.Id);
                all.Add((new("在办", "Under way"), [new EntryLink(Showing.Number(flow.Open), ListOf(type, "open"))]));
                all.Add((new("办结", "Closed"), [new EntryLink(Showing.Number(flow.Closed), ListOf(type, "closed"))]));
                all.Add((new("怎样流转", "How it flows"), [new EntryLink(page.Say("流程图：各步办了多少、哪里在等", "The process map: what was done at each step, and where it waits"), $"/flow/{type.Id}")]));
                break;
            case Duty duty:
                List<EntryLink> ofDuty = [.. TypesWhere(type => type.Duty.Id == duty.Id || type.Steps.Any(step => step.Duty?.Id == duty.Id)).Select(type => (type, Flow: desk.Questions.FlowOf(type.Id)))
                    .Select(one => new EntryLink(page.Say(one.type.Name), $"/flow/{one.type.Id}", page.Say($"在办 {Showing.Number(one.Flow.Open)} 件，办结 {Showing.Number(one.Flow.Closed)} 件", $"{Showing.Number(one.Flow.Open)} under way, {Showing.Number(one.Flow.Closed)} closed")))];
                if (ofDuty.Count > 0) all.Add((new("照它办的事项", "Matters done for it"), ofDuty));
                break;
            case Power power:
                all.Add((new("今天谁在行使", "Who holds it today"), [new EntryLink(HoldersOf(power), "")]));
                List<EntryLink> uses = [.. TypesWhere(type => type.Steps.Any(step => step.Power?.Id == power.Id)).SelectMany(type => UsesIn(type, power))];
                if (uses.Count > 0) all.Add((new("用它决定过", "Decided with it"), uses));
                break;
            case Form form when page.Site.Forms is { } forms:
                var (times, last) = forms.Questions.HandedIn(form.Id);
                all.Add((new("报送过", "Handed in"), [new EntryLink(page.Say($"{Showing.Number(times)} 次", times == 1 ? "once" : $"{Showing.Number(times)} times"), page.Reader is Actor.Officer ? $"/forms/{form.Id}" : "", last is { } at ? page.Say($"最近一次在{page.Show.Day(page.InForce.DayOf(at))}", $"the last on {page.Show.Day(page.InForce.DayOf(at))}") : "")]));
                break;
            case Indicator indicator:
                all.Add((new("算出来的数", "Its numbers"), [new EntryLink(page.Say("各单位、各期的数", "by unit and period"), $"/figures/{indicator.Id}")]));
                break;
        }

        if (SinceVersion(entry) is { } since) all.Add(since);
        return all;
    }

    private IEnumerable<MatterType> TypesWhere(Func<MatterType, bool> does) => _structure.Matters.All.Where(type => type.HoldsOn(_day) && does(type));

    private IEnumerable<EntryLink> UsesIn(MatterType type, Power power)
    {
        var flow = desk.Questions.FlowOf(type.Id);
        var waiting = desk.Questions.WaitingOf(type.Id);
        foreach (var step in type.Steps.Where(step => step.Power?.Id == power.Id).DistinctBy(static step => step.Id))
        {
            var times = flow[FlowCounts.Done(step.Id)] + flow[FlowCounts.Again(step.Id)];
            var waits = waiting.TryGetValue(step.Id, out var one) ? one.Waiting : 0;
            yield return new EntryLink(page.Say(type.Name), ListOf(type, "done", step.Id), page.Say($"{Showing.Number(times)} 次", times == 1 ? "once" : $"{Showing.Number(times)} times") + (waits > 0 ? page.Say($"，{Showing.Number(waits)} 件在等", $", {Showing.Number(waits)} waiting") : ""));
        }
    }

    /// <summary>People in the posts that hold it by law or were lent it; nobody by name.</summary>
    private string HoldersOf(Power power)
    {
        List<PostName> posts = [.. power.HeldBy.Select(static one => one.Post), .. _structure.Delegations.All.Where(one => one.HoldsOn(_day) && one.Of.Kind == Kind.Power && one.Of.Id == power.Id).Select(static one => one.Receiver)];
        var seats = desk.Standing.SeatsOn(_day).Where(seat => posts.Any(post => post.Post == seat.Post && (post.At is not { } at || (page.Today.Unit(seat.Unit) is { } unit && page.Today.IsIn(unit, at))))).ToList();
        var (people, units) = (seats.Select(static seat => seat.Actor).Distinct(StringComparer.Ordinal).Count(), seats.Select(static seat => seat.Unit).Distinct(StringComparer.Ordinal).Count());
        return people == 0 ? page.Say("岗位上没有人", "nobody sits in the posts that may") : page.Say($"{Showing.Number(units)} 个单位的 {Showing.Number(people)} 人", $"{Showing.Number(people)} {(people == 1 ? "person" : "people")} in {Showing.Number(units)} {(units == 1 ? "unit" : "units")}");
    }

    private static string ListOf(MatterType type, string state, string? step = null) => $"/flow/{type.Id}/matters?state={state}{(step is null ? "" : $"&step={Uri.EscapeDataString(step)}")}";

    /// <summary>The earliest version, going back, in which it stood word for word as now.</summary>
    private (Text, IReadOnlyList<EntryLink>)? SinceVersion(Entry entry)
    {
        if (!desk.Adoptions.Adoptions.TryGetValue(page.InForce.Version, out var since)) return null;
        var (now, back) = (WordsOf(_structure, entry), 0);
        while (since.Replaces is { } before && desk.Adoptions.Adoptions.TryGetValue(before, out var older))
        {
            if (++back > VersionsBack) return (new("从哪个版本起", "Since which version"), [new EntryLink(page.Say($"最近 {VersionsBack} 个版本都没有改过它", $"unchanged in the last {VersionsBack} versions"), "/structure/versions")]);
            if (WordsOf(desk.Versions.Of(before).Structure, entry) != now) break;
            since = older;
        }

        return (new("从哪个版本起是这样", "As it is since"), [new EntryLink(page.NameOf(since), $"/structure/versions/{since.Version}", page.Say($"{page.Show.Day(since.InForce)}起施行", $"in force from {page.Show.Day(since.InForce)}"))]);
    }

    /// <summary>All that a version has under the kind and id: an entry that was changed within it stands there more than once.</summary>
    private static string WordsOf(GovernanceStructure structure, Entry entry) => string.Join('\n', (EntryKinds.Of(entry.Kind)?.Of(structure) ?? []).Where(one => one.Id == entry.Id).Select(EntryPage.LinesOf));
}
