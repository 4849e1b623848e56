using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>The service guide, written from the matter types: by life event, and by words.</summary>
public sealed class GuidePage : SitePage
{
    public override Text Heading => new("办事指南", "Service guide");

    public override string Way => "/guide";

    public string Asked { get; private set; } = "";

    /// <summary>What was found, by what it is called before what it is about.</summary>
    public IReadOnlyList<MatterType> Found { get; private set; } = [];

    /// <summary>Whether something was found only by how its name is spoken.</summary>
    public bool IsByPinyin { get; private set; }

    /// <summary>By life event, what is done at once first; what belongs to none, by field of work.</summary>
    public IReadOnlyList<(string Id, bool IsLifeEvent, Text Name, IReadOnlyList<MatterType> Types)> Groups
    {
        get
        {
            var groups = new List<(string, bool, Text, IReadOnlyList<MatterType>)>();
            var events = GuideSearch.EventsOf(this);
            foreach (var one in events)
                if (Found.Where(type => type.Guide.LifeEvent == one.Value).OrderByDescending(static type => type.IsBundle).ToList() is { Count: > 0 } types) groups.Add((one.Value, true, one.Name, types));
            var others = Found.Where(type => !events.Any(one => one.Value == type.Guide.LifeEvent)).ToList();
            if (others.Where(static type => type.IsBundle).ToList() is { Count: > 0 } bundles) groups.Add(("bundles", false, new("一件事，一次办", "One thing, done at once"), bundles));
            var fields = InForce.Structure.Codes.On("fields", Site.Today)?.Values ?? [];
            foreach (var work in others.Where(static type => !type.IsBundle).GroupBy(type => InForce.Structure.Duties.On(type.Duty.Id, Site.Today)?.Field?.Id ?? "").OrderBy(group => fields.ToList().FindIndex(one => one.Value == group.Key) is >= 0 and var at ? at : int.MaxValue))
                groups.Add(($"field-{work.Key}", false, fields.FirstOrDefault(one => one.Value == work.Key)?.Name ?? new("其他", "Other"), [.. work]));
            return groups;
        }
    }

    public void OnGet(string? q)
    {
        Asked = q?.Trim() is { Length: > 0 } asked ? asked[..Math.Min(asked.Length, 60)] : "";
        // What is no service, such as reviews that an assessment opens, is in the structure and not in the guide.
        var services = InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today) && type.Guide.For.Count > 0);
        if (Asked.Length == 0)
        {
            Found = [.. services];
            return;
        }

        var search = new GuideSearch(this);
        var found = services.Select(type => (Type: type, Fit: search.Fit(type, Asked))).Where(static one => one.Fit is not null).ToList();
        IsByPinyin = found.Any(static one => one.Fit == GuideFit.Spoken);
        Found = [.. found.OrderBy(static one => one.Fit).Select(static one => one.Type)];
    }

    public string Line(MatterType type)
    {
        var says = new List<string>(3);
        if (type.IsBundle) says.Add(Say("一件事，一次办", "several steps, done at once"));
        if (type.Guide.Promise is { Fixed: { } limit }) says.Add(Say($"承诺 {FlowWords.Of(limit).Zh}", $"within {FlowWords.Of(limit).En}"));
        if (type.Guide.Fee is { } fee) says.Add(fee.Value == 0 ? Say("免费", "free") : Show.Amount(fee.Value, fee.Measure));
        return string.Join(Say(" · ", " · "), says);
    }
}
