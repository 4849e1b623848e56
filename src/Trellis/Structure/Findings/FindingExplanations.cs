namespace Trellis.Structure.Findings;

/// <summary>What a kind of fault is, why it matters, and how to mend it.</summary>
public sealed record FindingExplanation(Text What, Text Why, Text Mend);

/// <summary>The words of the catalogue, for "--explain" and the reference.</summary>
public static partial class FindingExplanations
{
    public static FindingExplanation? Of(FindingCode code) => Texts.GetValueOrDefault(code.Code);

    /// <summary>Which path of the papers a finding belongs to.</summary>
    public static Text PathOf(ReformPath path) => path switch
    {
        ReformPath.Information => new("路径一：信息——统一底座、一次采集", "path 1, information: one base, collected once"),
        ReformPath.PowerAndResponsibility => new("路径二：权责——有责必有权、授权清楚", "path 2, power and responsibility: no duty without power, delegations written down"),
        ReformPath.Process => new("路径三：流程——跨部门闭环、一件事一次办", "path 3, process: one closed loop across departments"),
        ReformPath.Resources => new("路径四：资源——看得见、调得动", "path 4, resources: visible, and somebody may schedule them"),
        ReformPath.Subjects => new("路径五：主体——政府、社会、市场各尽其责", "path 5, subjects: government, community and market, each in its own way"),
        ReformPath.Assessment => new("路径六：评价——看过程、不唯数字", "path 6, assessment: quality of the work, never figures only"),
        ReformPath.RulesAndRights => new("保障：规则与数据权属", "guarantee: rules and ownership of data"),
        ReformPath.Technology => new("技术放大的问题", "what technology amplifies"),
        ReformPath.Files => new("文件本身", "the files themselves"),
        _ => throw new InvalidOperationException("An unknown path."),
    };
}
