using System.Globalization;
using System.Text;
using Trellis.Structure.Files;

namespace Trellis.Bench.Checks;

/// <summary>A sound structure with very many faults of one kind beside it: all must be counted, and soon.</summary>
internal static class HostileFaults
{
    private static readonly CultureInfo Words = CultureInfo.InvariantCulture;

    /// <summary>Name, file and entry of each kind; {0} is a number.</summary>
    public static IReadOnlyList<(string Name, string Code, string File, string Entry)> Kinds { get; } =
    [
        ("laws that do not exist", "TR9021", "duties/faults.yaml", "- {{duty: fault-{0}, name: {{zh: 一项, en: One}}, field: livelihood, lead: townships, basis: [no-such-law-{0}/1], review-by: 2028-12-31}}\n"),
        ("leads that do not exist", "TR9021", "duties/faults.yaml", "- {{duty: fault-{0}, name: {{zh: 一项, en: One}}, field: livelihood, lead: township-{0}, basis: [service-rules/3], review-by: 2028-12-31}}\n"),
        ("duties that do not exist, among as many", "TR9021", "duties/faults.yaml", "- {{duty: fault-{0}, name: {{zh: 一项, en: One}}, field: livelihood, lead: townships, needs: {{powers: [fault-{0}]}}, formerly: gone-{0}, basis: [service-rules/3], review-by: 2028-12-31}}\n"),
        ("powers that do not exist, among as many", "TR9021", "delegations/faults.yaml", "- {{delegation: fault-{0}, of: delegation/falt-{0}, giver: supervisor@county, receiver: service-hall@townships, acts-for: self, basis: [service-rules/3], review-by: 2028-12-31}}\n"),
        ("unknown keys", "TR9010", "duties/faults.yaml", "- {{duty: fault-{0}, name: {{zh: 一项, en: One}}, field: livelihood, lead: townships, basiss: [service-rules/3], basis: [service-rules/3], review-by: 2028-12-31}}\n"),
        ("one id again and again", "TR9020", "duties/faults.yaml", "- {{duty: fault, name: {{zh: 第{0}项, en: One}}, field: livelihood, lead: townships, basis: [service-rules/3], review-by: 2028-12-31}}\n"),
        ("broken entries", "TR9001", "duties/faults.yaml", "- {{duty: fault-{0}, name: {{zh: 一项, en: One]}}\n"),
        ("items alike", "TR2003", "data/faults.yaml", "- {{item: unit.fault-{0}, name: {{zh: 上报隐患数, en: Hazards reported}}, means: {{zh: 上报的隐患数, en: Hazards that were reported}}, type: number, sharing: public, personal: none, owner: county, keep: {{for: 1 year, after: recorded}}, basis: [service-rules/3]}}\n"),
        ("duties without power", "TR1001", "duties/faults.yaml", "- {{duty: fault-{0}, name: {{zh: 一项, en: One}}, field: livelihood, lead: villages, needs: {{powers: [{1}]}}, basis: [service-rules/3], review-by: 2028-12-31}}\n"),
        ("acceptances of nothing", "TR9043", "duties/faults.yaml", "- {{duty: fault-{0}, name: {{zh: 一项, en: One}}, field: livelihood, lead: townships, basis: [service-rules/3], review-by: 2028-12-31, accepted: [{{finding: TR1005, why: {{zh: 过渡, en: For a while}}, by: supervisor@county, to: 2027-12-31}}]}}\n"),
        ("conditions that name nothing", "TR9042", "powers/faults.yaml", "- {{power: fault-{0}, name: {{zh: 一项, en: One}}, class: inspection, held-by: {{supervisor@county: {{when: persom.number = \"{0}\"}}}}, basis: [service-rules/3], review-by: 2028-12-31}}\n"),
    ];

    public static IReadOnlyList<SourceFile> Make(int kind, int count)
    {
        var sheet = CleanStructures.Make(1);
        var power = sheet.Of("power").First().Id;
        var text = new StringBuilder();
        var format = CompositeFormat.Parse(Kinds[kind].Entry);
        for (var at = 0; at < count; at++) text.AppendFormat(Words, format, at, power);
        return [.. sheet.Files().Where(file => file.Path != Kinds[kind].File), new SourceFile(Kinds[kind].File, Encoding.UTF8.GetBytes(text.ToString()))];
    }
}
