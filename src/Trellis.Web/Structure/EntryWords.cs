using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>What an entry says, and what uses it, as names that lead on.</summary>
internal sealed class EntryWords(SitePage page)
{
    private readonly GovernanceStructure _structure = page.InForce.Structure;
    private readonly DateOnly _day = page.Site.Today;

    public IReadOnlyList<(Text What, IReadOnlyList<EntryLink> Links)> Says(Entry entry)
    {
        var says = new List<(Text, IReadOnlyList<EntryLink>)>();
        switch (entry)
        {
            case Duty duty:
                Add(new("由谁承担", "Borne by"), duty.Leads.Select(static one => one.Id), UnitOrGroup);
                Add(new("由谁配合", "Supported by"), duty.Supports, one => UnitOrGroup(one.Who.Id) with { Beside = one.Does is { } does ? page.Say(does) : "" });
                Add(new("需要的职权", "Powers it needs"), duty.NeededPowers, one => Of(Kind.Power, one.Id));
                Add(new("需要的资源", "Resources it needs"), duty.NeededResources, one => Of(Kind.Resource, one.Id));
                Add(new("依据", "Basis"), duty.Basis, Article);
                break;
            case Power power:
                Add(new("谁有这项职权", "Held by"), power.HeldBy, one => new EntryLink(page.NameOf(one.Post), ""));
                Add(new("能作出的决定", "Outcomes"), power.Outcomes, one => new EntryLink(page.Say(OutcomeNames.Of(_structure, _day, power.Id, one.Id)), ""));
                Add(new("依据", "Basis"), power.Basis, Article);
                break;
            case Delegation delegation:
                Add(new("授的是", "Of"), [delegation.Of], one => Of(one.Kind, one.Id));
                Add(new("谁授出", "Giver"), [delegation.Giver], one => new EntryLink(page.NameOf(one), ""));
                Add(new("授给谁", "Receiver"), [delegation.Receiver], one => new EntryLink(page.NameOf(one), ""));
                Add(new("以谁的名义", "In whose name"), [delegation.ActsForGiver], one => new EntryLink(one ? page.Say("授出者（委托）", "the giver's") : page.Say("自己（赋权）", "its own"), ""));
                if (delegation.Reason is { } reason) Add(new("为什么", "Why"), [reason], one => new EntryLink(page.Say(one), ""));
                Add(new("依据", "Basis"), delegation.Basis, Article);
                break;
            case MatterType matter:
                Add(new("属于哪项职责", "Duty"), [matter.Duty.Id], id => Of(Kind.Duty, id));
                if (matter.Purpose is { } purpose) Add(new("为什么用途读取个人信息", "Purpose under which personal data is read"), [purpose.Id], id => Of(Kind.Purpose, id));
                Add(new("要决定的职权", "Powers used"), matter.Steps.Where(static step => step.Power is not null).Select(static step => step.Power!.Value.Id).Distinct(StringComparer.Ordinal), id => Of(Kind.Power, id));
                Add(new("办事指南", "In the guide"), [matter], one => new EntryLink(page.Say(one.Name), $"/guide/{one.Id}"));
                Add(new("依据", "Basis"), matter.Guide.Basis, Article);
                break;
            case Form form:
                Add(new("谁要填", "Asked for by"), [form.AskedBy.Id], UnitOrGroup);
                Add(new("谁来填", "Filled in by"), [form.FilledBy], one => new EntryLink(page.NameOf(one), ""));
                if (form.Duty is { } served) Add(new("为哪项职责", "For the duty"), [served.Id], id => Of(Kind.Duty, id));
                if (form.Purpose is { } purposeOf) Add(new("数据用途", "Purpose"), [purposeOf.Id], id => Of(Kind.Purpose, id));
                if (form.After is { } after) Add(new("每办完一件就要填", "Owed after each"), [after.Id], id => Of(Kind.Matter, id));
                if (form.Via is { } via) Add(new("在哪个系统里填", "Filled in through"), [via.Id], id => Of(Kind.System, id));
                Add(new("填什么", "Items"), form.AllItems.Select(static one => one.Id), id => Of(Kind.Item, id));
                Add(new("用来决定什么", "What is decided with it"), form.UsedFor, one => Of(one.Kind, one.Id));
                Add(new("依据", "Basis"), form.Basis, Article);
                break;
            case Item item:
                if (item.Means is { } means) Add(new("含义", "What it means"), [means], one => new EntryLink(page.Say(one), ""));
                Add(new("在哪个库", "Register"), [item.RegisterId], id => Of(Kind.Register, id));
                Add(new("可以用于", "May be used for"), item.Purposes, one => Of(Kind.Purpose, one.Id));
                break;
            case Register register:
                if (register.Owner is { } owner) Add(new("归谁管", "Owner"), [owner.Id], UnitOrGroup);
                Add(new("依据", "Basis"), register.Basis, Article);
                break;
            case Purpose one:
                Add(new("依据", "Basis"), one.Basis, Article);
                break;
            case InformationSystem system:
                Add(new("谁建的", "Owner"), [system.Owner.Id], UnitOrGroup);
                if (system.Problem is { } problem) Add(new("为解决什么问题", "The problem it answers"), [problem], text => new EntryLink(page.Say(text), ""));
                Add(new("为哪些职责和事项", "Serves"), system.Serves, one => Of(one.Kind, one.Id));
                Add(new("谁要用它", "Who must use it"), system.Users, one => one.Post.Length == 0 && one.At is { } group ? UnitOrGroup(group) : new EntryLink(page.NameOf(one), ""));
                Add(new("怎样登录", "How one signs in to it"), [system.OwnLogin], one => new EntryLink(one ? page.Say("用它自己的账号", "by an account of its own") : page.Say("用统一的登录", "by the sign-in that all systems share"), ""));
                Add(new("存着什么", "Holds"), system.Holds, one => Of(Kind.Item, one.Id));
                Add(new("数据用于", "Purposes of what it holds"), system.Purposes, one => Of(Kind.Purpose, one.Id));
                Add(new("依据", "Basis"), system.Basis, Article);
                break;
            case Trellis.Structure.Resource resource:
                Add(new("谁可以要", "Claims"), resource.Claims, one => UnitOrGroup(one.Id));
                if (resource.ScheduledBy is { } scheduler) Add(new("谁调度", "Scheduled by"), [scheduler], one => new EntryLink(page.NameOf(one), ""));
                Add(new("在哪里、有多少", "Where, and how much"), _structure.Stocks.Where(stock => stock.Resource.Id == resource.Id && stock.HoldsOn(_day)), one => UnitOrGroup(one.Unit.Id) with { Beside = one.Amount?.ToString() ?? "" });
                break;
            case Indicator indicator:
                if (indicator.Twin is { } twin) Add(new("配对指标（质量）", "Twin: the quality that would suffer"), [twin.Id], id => Of(Kind.Indicator, id));
                if (indicator.GamedBy is { } gamed) Add(new("可能怎样做假", "How it could be gamed"), [gamed], text => new EntryLink(page.Say(text), ""));
                break;
            case AssessmentRule assessment:
                Add(new("评谁", "Judged"), [assessment.Judged.Id], UnitOrGroup);
                Add(new("谁来评", "Judged by"), [assessment.JudgedBy.Id], UnitOrGroup);
                Add(new("看哪些指标", "Looks at"), assessment.LooksAt, one => Of(Kind.Indicator, one.Indicator.Id) with { Beside = one.Weight?.ToString() ?? "" });
                Add(new("依据", "Basis"), assessment.Basis, Article);
                break;
            case Law law:
                Add(new("条款", "Articles"), law.Articles, article => new EntryLink(page.Say($"第 {article.Number} 条", $"Article {article.Number}"), "", page.Say(article.Gist)));
                break;
        }

        return says;

        void Add<T>(Text what, IEnumerable<T> ones, Func<T, EntryLink> link)
        {
            var links = ones.Select(link).ToList();
            if (links.Count > 0) says.Add((what, links));
        }
    }

    public IReadOnlyList<(Text What, IReadOnlyList<EntryLink> Links)> UsedBy(Entry entry)
    {
        var uses = new List<(Text, IReadOnlyList<EntryLink>)>();
        switch (entry)
        {
            case Duty:
                Add(new("事项", "Matters"), _structure.Matters.All, one => one.Duty.Id == entry.Id || one.Steps.Any(step => step.Duty?.Id == entry.Id));
                Add(new("表格", "Forms"), _structure.Forms.All, one => one.Duty?.Id == entry.Id);
                break;
            case Power:
                Add(new("职责", "Duties"), _structure.Duties.All, one => one.NeededPowers.Any(needed => needed.Id == entry.Id));
                Add(new("授权", "Delegations"), _structure.Delegations.All, one => one.Of.Kind == Kind.Power && one.Of.Id == entry.Id);
                Add(new("事项", "Matters"), _structure.Matters.All, one => one.Steps.Any(step => step.Power?.Id == entry.Id));
                break;
            case Delegation:
                Add(new("再授权", "Passed on by"), _structure.Delegations.All, one => one.Of.Kind == Kind.Delegation && one.Of.Id == entry.Id);
                break;
            case MatterType:
                Add(new("包含它的一件事", "Bundles"), _structure.Matters.All, one => one.Flow.All.OfType<FlowPart.Part>().Any(part => part.Matter.Id == entry.Id));
                break;
            case Item item:
                Add(new("表格", "Forms"), _structure.Forms.All, one => one.AllItems.Any(asked => asked.Id == entry.Id));
                Add(new("事项", "Matters"), _structure.Matters.All, one => one.Asks.Any(asked => IsOf(one, asked.Id, item)));
                Add(new("信息系统", "Systems"), _structure.Systems.All, one => one.Holds.Any(held => held.Id == entry.Id));
                break;
            case Register:
                Add(new("数据项", "Items"), _structure.Items.All, one => one.RegisterId == entry.Id);
                break;
            case Purpose:
                Add(new("数据项", "Items"), _structure.Items.All, one => one.Purposes.Any(purpose => purpose.Id == entry.Id));
                Add(new("事项", "Matters"), _structure.Matters.All, one => one.Purpose?.Id == entry.Id);
                break;
            case Indicator:
                Add(new("考核", "Assessments"), _structure.Assessments.All, one => one.LooksAt.Any(looked => looked.Indicator.Id == entry.Id));
                break;
            case Trellis.Structure.Resource:
                Add(new("职责", "Duties"), _structure.Duties.All, one => one.NeededResources.Any(needed => needed.Id == entry.Id));
                break;
            case Trellis.Structure.Law:
                Add(new("职责", "Duties"), _structure.Duties.All, one => one.Basis.Any(basis => basis.Law == entry.Id));
                Add(new("职权", "Powers"), _structure.Powers.All, one => one.Basis.Any(basis => basis.Law == entry.Id));
                Add(new("授权", "Delegations"), _structure.Delegations.All, one => one.Basis.Any(basis => basis.Law == entry.Id));
                Add(new("表格", "Forms"), _structure.Forms.All, one => one.Basis.Any(basis => basis.Law == entry.Id));
                break;
        }

        return uses;

        void Add<T>(Text what, IEnumerable<T> all, Func<T, bool> does)
            where T : Entry
        {
            var links = all.Where(one => one.HoldsOn(_day) && does(one)).Select(Link).ToList();
            if (links.Count > 0) uses.Add((what, links));
        }
    }

    private static bool IsOf(MatterType matter, string path, Item item)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || path[(dot + 1)..] != item.Field) return false;
        return (matter.About.FirstOrDefault(role => role.Name == path[..dot])?.Register.Id ?? path[..dot]) == item.RegisterId;
    }

    private EntryLink Link(Entry entry) => new(page.TitleOf(entry), EntryKinds.Of(entry.Kind) is { } kind ? $"/structure/{kind.Word}/{entry.Id}" : "");

    private EntryLink Of(Kind kind, string id) => EntryKinds.Of(kind)?.Of(_structure).FirstOrDefault(one => one.Id == id && one.HoldsOn(_day)) is { } found ? Link(found) : new EntryLink(id, "");

    public EntryLink UnitOrGroup(string id) => _structure.Groups.On(id, _day) is { } group
        ? new EntryLink(page.Say(group.Name), "", page.Say($"{page.Today.Expand(id).Count} 个单位", $"{page.Today.Expand(id).Count} units"))
        : new EntryLink(page.NameOf(new UnitId(id)), page.Today.Unit(id) is null ? "" : $"/structure/units/{id}");

    private EntryLink Article(Citation basis) => new(page.NameOf(basis), _structure.Laws.Has(basis.Law) ? $"/structure/law/{basis.Law}" : "");
}
