using Trellis.Structure;

namespace Trellis.Web.Shared;

/// <summary>The first page: what this is, and one door for each who comes.</summary>
public sealed class FrontPage : SitePage
{
    public override Text Heading => new("首页", "Home");

    public IReadOnlyList<(Text Name, Text Says, Text Go, string Address)> Doors { get; } =
    [
        (new("我要办事", "I need something done"), new("按人生大事或关键词找到事项：要什么、多久办好、谁来决定、凭什么。", "Find it by life event or by a word: what is needed, how long it takes, who decides, and on what basis."), new("打开办事指南", "Open the guide"), "/guide"),
        (new("我要反映问题", "Something is wrong"), new("路灯不亮、工地太吵、有危险：说明在哪里、怎么了就行，不用知道归谁管。", "A lamp is out, a site is loud, something is dangerous: say where and what; you need not know whose it is."), new("反映问题", "Report something"), "/report"),
        (new("我在基层工作", "I work at the grassroots"), new("一个待办清单，最要紧的在最上面；能办的直接办，办不了的说清楚该谁办。", "One inbox with what is most urgent on top; decide what is in reach, and see who may decide the rest."), new("打开待办", "Open the inbox"), "/inbox"),
        (new("我想知道规矩", "I want to know the rules"), new("六级单位、每项职责和职权、它的依据和写在哪一行，都能翻开看。", "Units of six levels, every duty and power, its basis and the line where it stands."), new("打开治理结构", "Open the structure"), "/structure"),
        (new("我不轻信", "I take nothing on trust"), new("每一步都进了记录，签了名；凭回执自己核验，不必相信我们。", "Every step is in a signed record; verify it with a receipt, without trusting us."), new("打开记录", "Open the record"), "/record"),
    ];

    public IReadOnlyList<(Text What, int Count, string Address)> Counts =>
    [
        (new("六级单位", "Units of six levels"), Today.Units.Count, "/structure"),
        (new("职责", "Duties"), Held(InForce.Structure.Duties), "/structure/duties"),
        (new("职权", "Powers"), Held(InForce.Structure.Powers), "/structure/powers"),
        (new("授权", "Delegations"), Held(InForce.Structure.Delegations), "/structure/delegations"),
        (new("事项类型", "Matter types"), Held(InForce.Structure.Matters), "/guide"),
        (new("表格", "Forms"), Held(InForce.Structure.Forms), "/structure/forms"),
    ];

    private int Held<T>(Spells<T> entries)
        where T : Entry => entries.All.Count(entry => entry.HoldsOn(Site.Today));
}
