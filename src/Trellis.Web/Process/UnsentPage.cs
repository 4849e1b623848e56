using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>
/// What waits on a device, and what can be done without a line. A device keeps this page itself, in both languages; so nothing on it is about anybody, and what waits is put in by its script.
/// </summary>
public sealed class UnsentPage : SitePage
{
    public override Text Heading => new("没有网络时", "Without a line");

    /// <summary>Whether a device asks for it to keep it: in a language that it names, and as nobody.</summary>
    public bool IsForKeeping => Request.Query.ContainsKey("in");

    public IReadOnlyList<MatterType> Reports => [.. InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today) && ReportPage.IsReport(InForce.Structure, type, Site.Today))];

    public IEnumerable<IGrouping<string, UnitOnDay>> Places => PlaceGroups.Of(this);
}
