using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR5: subjects. Government, community, social and market logic stand side by side, each deciding in its own way.</summary>
internal static class SubjectChecks
{
    public static void Check(CheckContext context)
    {
        var bearing = new BearingDuties(context);
        var things = ThingsIn(context);
        foreach (var matter in context.Holding(context.Structure.Matters))
        {
            CheckWhoTakesPart(context, bearing, matter);
            CheckWhoIsHeard(context, things, matter);
            CheckConsultation(context, matter);
            CheckDecisionsLeftToOthers(context, bearing, matter);
        }

        foreach (var duty in context.Structure.Duties.All)
        {
            if (!duty.HoldsOn(context.Date)) continue;
            CheckWhatIsLeft(context, bearing, duty);
            CheckCommunities(context, duty);
        }

        foreach (var form in context.Holding(context.Structure.Forms)) CheckForms(context, bearing, form);
        foreach (var assessment in context.Holding(context.Structure.Assessments)) CheckAssessedCommunities(context, assessment);
    }

    /// <summary>TR5001: something is decided, others bear the effect, and nobody but offices takes part.</summary>
    private static void CheckWhoTakesPart(CheckContext context, BearingDuties bearing, MatterType matter)
    {
        var affected = matter.Affects.Where(static who => who != "government").Distinct(StringComparer.Ordinal).ToList();
        if (affected.Count == 0 || !matter.Steps.Any(static step => step.Kind == StepKind.Decide)) return;
        if (TakesPart(context, bearing, matter, 0)) return;
        var who = Saying.List([.. affected.Select(static one => one switch
        {
            "resident" => new Text("居民", "residents"),
            "firm" => new Text("企业", "firms"),
            "association" => new Text("社会组织", "associations"),
            _ => new Text("村社区", "communities"),
        })]);
        var decision = matter.Steps.First(static step => step.Kind == StepKind.Decide);
        context.Add(FindingCodes.OnlyGovernmentDecides, decision.At, matter,
            new($"{Saying.Of(matter).Zh}的决定影响{who.Zh}，流程里却只有政府岗位参与。", $"What is decided in {Saying.Of(matter).En} bears on {who.En}, but only offices take part in its flow."),
            new("在决定之前加一步：征求意见，如「consult: {by: 岗位, with: public, ...}」（by 去问，with 被问），居民议决（resolve）或与对方约定（agree）；也可以由村社区或组织承担其中的检查。", "Before the decision add a step: hear them, such as \"consult: {by: POST, with: public, ...}\" (by asks, with is heard), let them resolve, or agree with them; or let a community or association do one of the checks."));
    }

    /// <summary>Whether anybody besides offices and the asker does a part of the work. Receiving, handing over and telling is no part in it.</summary>
    private static bool TakesPart(CheckContext context, BearingDuties bearing, MatterType matter, int depth)
    {
        foreach (var part in matter.Flow.All)
        {
            if (part is FlowPart.Part inner && depth < 8 && context.Structure.Matters.On(inner.Matter.Id, context.Date) is { } type && TakesPart(context, bearing, type, depth + 1)) return true;
            if (part is not FlowPart.Step step) continue;
            if (step.Kind is StepKind.Consult or StepKind.Resolve or StepKind.Agree && IsOthers(context, step)) return true;
            if (step.Kind is StepKind.Receive or StepKind.Deliver or StepKind.Notify) continue;
            if (step.By is { } by && !step.ByRequester && matter.About.Any(role => role.Name == by.Post)) return true;
            if (step.Kind != StepKind.Confirm && bearing.Performers(matter, step).Any(static unit => unit.UnitKind != UnitKind.Government)) return true;
        }

        return false;
    }

    /// <summary>Offices that ask one another consult nobody else.</summary>
    private static bool IsOthers(CheckContext context, FlowPart.Step step)
    {
        if (step.Kind == StepKind.Resolve) return true;
        if (step.With is not { } with) return true;
        var units = context.Day.Expand(with.At ?? with.Post);
        if (units.Count > 0) return units.Any(static unit => unit.UnitKind != UnitKind.Government);
        var posts = context.Day.UnitsWithPost(with.Post);
        return posts.Count == 0 || posts.Any(static unit => unit.UnitKind != UnitKind.Government);
    }

    /// <summary>TR5005: a thing cannot be heard; and whom the matter is about is heard, not sent to ask an office.</summary>
    private static void CheckWhoIsHeard(CheckContext context, HashSet<string> things, MatterType matter)
    {
        foreach (var step in matter.Steps)
        {
            if (step.Kind is not (StepKind.Consult or StepKind.Agree) || step.With is not { } with) continue;
            if (RoleOf(matter, with) is { } heard)
            {
                // A firm or an association is in no register of persons, but then it bears the effect, or it is what asks.
                if (!things.Contains(heard.Register.Id!) || matter.Affects.Count == 0 || matter.Affects.Concat(matter.Guide.For).Any(static who => who is "firm" or "association")) continue;
                var register = context.Structure.Registers.On(heard.Register.Id, context.Date)!;
                context.Add(FindingCodes.WrongOneHeard, with.Mark, matter,
                    new($"步骤 {step.Id} 要听「{with.Post}」的意见，但「{with.Post}」是{Saying.Of(register).Zh}里的一条：那里没有人，问不出意见。", $"The step {step.Id} wants to hear \"{with.Post}\", which is an entry of {Saying.Of(register).En}: no person stands there, and a thing has no say."),
                    new("在 about 里把这个角色改到登记人的库，例如 person；听众人意见的，写 with: public 或某个群组。", "Under about, let the role be found in a register of persons; to hear everybody, write with: public or a group."),
                    related: [new(heard.At, new("角色在这里。", "The role stands here."))]);
            }
            else if (step.By is { } by && RoleOf(matter, by) is { } asking && asking != matter.About[0])
            {
                context.Add(FindingCodes.WrongOneHeard, by.Mark, matter,
                    new($"步骤 {step.Id} 由「{by.Post}」去问{Saying.Of(context, with).Zh}，看来写反了：by 是去问的岗位，with 是被问的人。", $"In the step {step.Id} \"{by.Post}\" is to ask the {Saying.Of(context, with).En}, which seems the wrong way round: by is the post that asks, with is who is heard."),
                    new($"写成「by: {with}, with: {by.Post}」。", $"Write \"by: {with}, with: {by.Post}\"."));
            }
        }
    }

    private static Role? RoleOf(MatterType matter, PostName name) => name.At is null ? matter.About.FirstOrDefault(role => role.Name == name.Post) : null;

    /// <summary>Registers that hold things: nothing in them is personal, and nobody in them ever files a matter.</summary>
    private static HashSet<string> ThingsIn(CheckContext context)
    {
        var things = context.Structure.Registers.Ids.ToHashSet(StringComparer.Ordinal);
        foreach (var item in context.Structure.Items.All)
            if (item.Personal != Personal.None) things.Remove(item.RegisterId);
        foreach (var matter in context.Structure.Matters.All)
            if (matter.About is [{ Register.Id: { } asking }, ..]) things.Remove(asking);
        return things;
    }

    /// <summary>TR5002: an article that the decision rests on requires a consultation, and none comes before it.</summary>
    private static void CheckConsultation(CheckContext context, MatterType matter)
    {
        foreach (var (step, before) in FlowOrder.WithEarlier(matter, id => context.Structure.Matters.On(id, context.Date)))
        {
            if (step.Kind != StepKind.Decide || before.Any(static earlier => earlier.Kind is StepKind.Consult or StepKind.Resolve)) continue;
            var power = context.Structure.Powers.On(step.Power?.Id, context.Date);
            foreach (var (citation, where) in Rests(step, power, matter))
            {
                if (ArticleOf(context, citation) is not { RequiresConsultation: true } article) continue;
                var law = context.Structure.Laws.On(citation.Law, context.Date)!;
                context.Add(FindingCodes.ConsultationAbsent, step.At, matter,
                    new($"{Saying.Of(matter).Zh}的决定 {step.Id} 依据《{law.Name.Zh}》第 {article.Number} 条（{article.Gist.Zh}），该条要求先征求意见，流程里决定之前没有这一步。", $"The decision {step.Id} in {Saying.Of(matter).En} rests on article {article.Number} of {law.Name.En} ({article.Gist.En}), which requires that people be heard first, and no step before it does so."),
                    new($"在 {step.Id} 之前加一步 consult 或 resolve，写明向谁征求、多长时间、公示什么。", $"Before {step.Id} add a consult or resolve step that says with whom, for how long, and what is shown."),
                    related: [new(article.At, new("要求在这里。", "The requirement stands here.")), new(citation.At, where)]);
                break;
            }
        }
    }

    private static IEnumerable<(Citation, Text)> Rests(FlowPart.Step step, Power? power, MatterType matter)
    {
        foreach (var basis in step.Basis) yield return (basis, new("步骤引用了它。", "The step cites it."));
        foreach (var basis in power?.Basis ?? []) yield return (basis, new("所用职权引用了它。", "The power that is used cites it."));
        foreach (var basis in matter.Guide.Basis) yield return (basis, new("办事指南引用了它。", "The guide cites it."));
    }

    /// <summary>TR5003: an office decides what the law lets others vote on or choose, and they have not resolved or agreed before.</summary>
    private static void CheckDecisionsLeftToOthers(CheckContext context, BearingDuties bearing, MatterType matter)
    {
        foreach (var (step, before) in FlowOrder.WithEarlier(matter, id => context.Structure.Matters.On(id, context.Date)))
        {
            if (step.Kind != StepKind.Decide || before.Any(static earlier => earlier.Kind is StepKind.Resolve or StepKind.Agree)) continue;
            var basis = step.Basis.Count > 0 ? step.Basis : context.Structure.Powers.On(step.Power?.Id, context.Date)?.Basis ?? [];
            if (basis.Count == 0 || !basis.All(citation => ArticleOf(context, citation) is { BelongsTo: not null })) continue;
            // Who decides: the post that is named, else whoever may.
            var deciders = step.By is null ? step.Power is { } power ? context.Holders.Of(power.Id).Select(static mandate => mandate.Unit) : [] : bearing.Performers(matter, step);
            if (!deciders.Any(static unit => unit.UnitKind == UnitKind.Government)) continue;
            var article = ArticleOf(context, basis[0])!;
            var others = OthersOf(article);
            context.Add(FindingCodes.OfficeDoesWhatIsLeft, step.At, matter,
                new($"{Saying.Of(matter).Zh}的决定 {step.Id} 由政府作出，而它的依据（{article.Gist.Zh}）把这件事留给{others.Zh}。", $"The decision {step.Id} in {Saying.Of(matter).En} is made by an office, although its basis ({article.Gist.En}) leaves it to {others.En}."),
                new("改为由他们议决（resolve）或约定（agree），政府只作指导、备案或者合法性审查。", "Let them resolve or agree, and let the office advise, take note or see that it is lawful."),
                related: [new(article.At, new("条款在这里。", "The article stands here."))]);
        }
    }

    private static Text OthersOf(Article article) => article.BelongsTo == "market" ? new("市场主体", "the market") : new("村社区和居民自己", "communities and residents themselves");

    /// <summary>TR5003: everything the duty rests on leaves the thing to communities or the market.</summary>
    private static void CheckWhatIsLeft(CheckContext context, BearingDuties bearing, Duty duty)
    {
        if (duty.Basis.Count == 0) return;
        foreach (var citation in duty.Basis)
            if (ArticleOf(context, citation)?.BelongsTo is null) return;

        var offices = bearing.Leads(duty).Where(static unit => unit.UnitKind == UnitKind.Government).ToList();
        if (offices.Count == 0) return;
        var article = ArticleOf(context, duty.Basis[0])!;
        var others = OthersOf(article);
        context.Add(FindingCodes.OfficeDoesWhatIsLeft, duty.Leads[0].At, duty,
            new($"{Saying.Places(offices).Zh}主办{Saying.Of(duty).Zh}，而它的依据（{article.Gist.Zh}）把这件事留给{others.Zh}。", $"{Saying.Places(offices).En} {Saying.Verb(offices, "leads", "lead")} {Saying.Of(duty).En}, which its basis ({article.Gist.En}) leaves to {others.En}."),
            new("由政府指导、支持、监督，不代办：改由他们主办（他们按议决或协议办），或引用赋予政府这项职责的条款。", "Guide, help and watch over it, and do not do it: let them lead it, by resolution or agreement; or cite the article that gives it to an office."),
            offices,
            [new(article.At, new("条款在这里。", "The article stands here."))]);
    }

    /// <summary>TR5004: communities are put to administrative work by command: no law, no list, no agreement, no charter says so.</summary>
    private static void CheckCommunities(CheckContext context, Duty duty)
    {
        List<UnitOnDay>? loaded = null;
        Mark at = default;
        var leads = false;
        foreach (var lead in duty.Leads) Load(lead, true);
        foreach (var support in duty.Supports) Load(support.Who, false);
        if (loaded is null) return;
        var notice = false;
        foreach (var citation in duty.Basis)
        {
            if (!context.Structure.InForce(citation, context.Date)) continue;
            if (context.Structure.Laws.On(citation.Law, context.Date)!.Rank != "notice") return;
            notice = true;
        }

        var why = notice ? new Text("只有通知或纪要", "a notice or minutes alone") : new Text("没有现行依据", "no basis in force at all");
        context.Add(FindingCodes.CommunityLoaded, at, duty,
            new($"{Saying.Places(loaded).Zh}是自治组织，却被要求{(leads ? "主办" : "协办")}{Saying.Of(duty).Zh}：{why.Zh}，也没有带经费的协议。", $"{Saying.Places(loaded).En} {Saying.Verb(loaded, "governs itself, but is", "govern themselves, but are")} made to {(leads ? "lead" : "help with")} {Saying.Of(duty).En} on {why.En}, and without an agreement that brings money."),
            new("与村社区签订协助协议（写明经费），以协议为依据（rank: contract）；没有依据又不给经费的，撤出村社区。", "Make an agreement that brings money and cite it (rank: contract); without basis and money, leave the communities out."),
            loaded);

        void Load(Ref who, bool leading)
        {
            foreach (var unit in context.Day.Expand(who.Id, duty))
            {
                if (unit.UnitKind != UnitKind.Community) continue;
                if (loaded is null)
                {
                    (loaded, at) = ([], who.At);
                    leads = leading;
                }

                if (!loaded.Contains(unit)) loaded.Add(unit);
            }
        }
    }

    /// <summary>TR5004 for forms: a community fills in what neither the form's own basis nor a duty that it helps with lays on it.</summary>
    private static void CheckForms(CheckContext context, BearingDuties bearing, Form form)
    {
        if (form.Basis.Any(citation => context.Structure.InForce(citation, context.Date) && context.Structure.Laws.On(citation.Law, context.Date)!.Rank != "notice")) return;
        var duty = context.Structure.Duties.On(form.Duty?.Id, context.Date);
        var filling = context.Day.Expand(form.FilledBy.At, form).Where(unit => unit.UnitKind == UnitKind.Community && (duty is null || !bearing.Bears(unit, duty))).ToList();
        if (filling.Count == 0 || context.Day.Unit(form.AskedBy.Id) is { UnitKind: UnitKind.Community }) return;
        var why = form.Basis.Count == 0 ? new Text("没有依据", "on no basis") : new Text("只有通知或已失效的依据", "on a notice alone or on what is no longer in force");
        context.Add(FindingCodes.CommunityLoaded, form.FilledBy.Mark, form,
            new($"{Saying.Places(filling).Zh}是自治组织，却被要求填报{Saying.Of(form).Zh}：{why.Zh}，也不属于它们协助的职责。", $"{Saying.Places(filling).En} {Saying.Verb(filling, "governs itself, but is", "govern themselves, but are")} made to fill in {Saying.Of(form).En} {why.En}, for a duty that they do not help with."),
            new("改由要表单位或承担职责的单位填；确需村社区协助的，写进协助协议（写明经费）并引用它。", "Let those fill it in who ask or who bear the duty; where communities are to help, put it into the agreement that brings money, and cite that."),
            filling);
    }

    /// <summary>TR5004 for assessments: a community is judged by an office only by law or agreement.</summary>
    private static void CheckAssessedCommunities(CheckContext context, AssessmentRule assessment)
    {
        var judged = context.Day.Expand(assessment.Judged.Id, assessment).Where(static unit => unit.UnitKind == UnitKind.Community).ToList();
        if (judged.Count == 0 || context.Day.Unit(assessment.JudgedBy.Id) is not { UnitKind: UnitKind.Government } judge) return;
        if (assessment.Basis.Any(citation => context.Structure.InForce(citation, context.Date) && context.Structure.Laws.On(citation.Law, context.Date)!.Rank != "notice")) return;
        context.Add(FindingCodes.CommunityLoaded, assessment.Judged.At, assessment,
            new($"{Saying.Places(judged).Zh}是自治组织，{Saying.Of(judge).Zh}用{Saying.Of(assessment).Zh}考核它们，却没有法律依据，也没有协议。", $"{Saying.Places(judged).En} {Saying.Verb(judged, "governs itself", "govern themselves")}, and {Saying.Of(judge).En} assesses it by {Saying.Of(assessment).En} without a basis in law or an agreement."),
            new("引用允许考核的依据或双方签订的协议；没有的，改为由居民评议。", "Cite the law or the agreement that allows it; where there is none, let the residents judge."),
            judged);
    }

    /// <summary>The article in force on the day; null where a law is cited as a whole.</summary>
    private static Article? ArticleOf(CheckContext context, Citation citation) =>
        citation.Article is { } number && context.Structure.Laws.On(citation.Law, context.Date) is { } law
            ? law.Find(number).FirstOrDefault(article => article.From <= context.Date && context.Date <= article.To)
            : null;
}
