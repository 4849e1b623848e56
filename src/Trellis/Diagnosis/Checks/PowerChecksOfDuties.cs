using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>Duties against what they need and rest on: TR1001, TR1002, TR1003, TR1004, TR1005, TR1008, TR1014.</summary>
internal static class PowerChecksOfDuties
{
    public static LeaningDuties Check(CheckContext context, BearingDuties bearing, DutyMeans means)
    {
        var leaning = new LeaningDuties();
        var broken = PlacesOfBrokenLinks(context.Holders);
        var ends = new Dictionary<(string, string?), DateOnly?>();
        foreach (var duty in context.Structure.Duties.All)
        {
            if (duty.To < context.Date) continue;
            if (!duty.HoldsOn(context.Date))
            {
                CheckComing(context, duty);
                continue;
            }

            CheckLead(context, duty);
            CheckGiver(context, duty);
            CheckBasis(context, duty, ends);
            var powers = means.Powers(duty);
            var skills = means.Skills(duty);
            TellNew(context, duty, means, [.. powers, .. skills, .. MayBeNew(context, duty) ? means.Resources(duty) : [], .. MayBeNew(context, duty) ? means.Items(duty) : []]);
            TellPowers(context, bearing, duty, powers, broken, leaning);
            TellSkills(context, duty, skills);
        }

        CheckPowersWithoutDuty(context);
        return leaning;
    }

    /// <summary>A duty that begins later is read on its first day: only whether its units will have the means is asked.</summary>
    private static void CheckComing(CheckContext context, Duty duty)
    {
        if (!MayBeNew(context, duty) || (duty.NeededPowers.Count | duty.NeededResources.Count | duty.NeededItems.Count | duty.NeededSkills.Count) == 0) return;
        var then = new CheckContext(context.Structure, duty.From, context.Findings);
        var means = new DutyMeans(then, new BearingDuties(then));
        TellNew(then, duty, means, [.. means.Powers(duty), .. means.Resources(duty), .. means.Items(duty), .. means.Skills(duty)]);
    }

    private static bool MayBeNew(CheckContext context, Duty duty) => duty.Overlay is not null || duty.From > context.Structure.From;

    /// <summary>TR1003: exactly one name leads; a group means each of its units for its own ground.</summary>
    private static void CheckLead(CheckContext context, Duty duty)
    {
        if (duty.Leads.Count == 1)
        {
            // A unit that ended is told as a gap; a group may be empty without one.
            if (context.Structure.Groups.Has(duty.Leads[0].Id) && context.Day.Expand(duty.Leads[0].Id).Count == 0)
            {
                context.Add(FindingCodes.LeadMissingOrDouble, duty.Leads[0].At, duty,
                    new($"{Saying.Of(duty).Zh}的主办写的是群组 {duty.Leads[0].Id}，但这个群组里现在一个单位也没有。", $"{Saying.Of(duty).En} is led by the group {duty.Leads[0].Id}, in which there is no unit now."),
                    new("把 lead 改为实际承担的单位或群组，或改正群组的条件。", "Set lead to the unit or group that does it, or correct what the group selects."));
            }

            return;
        }

        if (duty.Leads.Count == 0)
        {
            context.Add(FindingCodes.LeadMissingOrDouble, duty.At, duty,
                new($"{Saying.Of(duty).Zh}没有写明由谁主办{(duty.Supports.Count > 0 ? "，只写了协办" : "")}。", $"{Saying.Of(duty).En} does not say who leads it{(duty.Supports.Count > 0 ? "; only who supports it" : "")}."),
                new("写上 lead：一个单位，或一个群组（各管各的辖区）。定不下来的，报给职责的共同上级明确。", "Name a lead: one unit, or one group whose units each serve their own ground. Where that is disputed, the unit above them all decides."));
            return;
        }

        var names = duty.Leads.Select(lead => Saying.Of(context, lead.Id)).ToList();
        context.Add(FindingCodes.LeadMissingOrDouble, duty.Leads[1].At, duty,
            new($"{Saying.Of(duty).Zh}有 {duty.Leads.Count} 个主办：{Saying.List(names).Zh}。出了事谁负责说不清。", $"{Saying.Of(duty).En} has {duty.Leads.Count} leads: {Saying.List(names).En}. Nobody can say who answers for it."),
            new("只留一个主办，其余写到 support 并写明各自做什么。", "Keep one lead, and put the others under support with what each of them does."));
    }

    /// <summary>TR1005: a notice or minutes of a meeting stand outside the list of duties.</summary>
    private static void CheckGiver(CheckContext context, Duty duty)
    {
        var notice = duty.GivenBy is { } giver && NoticeOf(context, giver.Id) is { } giving ? (Law: giving, giver.At) : default;
        if (notice.Law is null && duty.Basis.Count > 0)
        {
            foreach (var citation in duty.Basis)
            {
                if (NoticeOf(context, citation.Law) is not { } cited) return;
                if (notice.Law is null) notice = (cited, citation.At);
            }
        }

        if (notice.Law is null) return;
        var document = Saying.Of(notice.Law);
        context.Add(FindingCodes.DutyOutsideTheList, notice.At, duty,
            new($"{Saying.Of(duty).Zh}是由{document.Zh}这样的通知或纪要交办的，不在职责清单之内。", $"{Saying.Of(duty).En} was handed down by {document.En}, a notice or minutes, outside the list of duties."),
            new("确需长期承担的，按程序列入职责清单，同时写明职权和经费；否则由承担单位依清单退回交办单位。", "If it is to stay, enter it in the list of duties by due process, with its powers and money; if not, those who were given it hand it back by reference to the list."),
            related: [new(notice.Law.At, new("文件在这里。", "The document stands here."))]);
    }

    private static Law? NoticeOf(CheckContext context, string id) =>
        (context.Structure.Laws.On(id, context.Date) ?? (context.Structure.Laws.Of(id) is [.., var last] ? last : null)) is { Rank: "notice" } law ? law : null;

    /// <summary>
    /// TR1008 at a duty: one of the articles that it cites has been repealed and others are in force, so that nobody has asked whether it is still
    /// owed. Where nothing it cites is in force it stands without a basis, which is told with all that does.
    /// </summary>
    private static void CheckBasis(CheckContext context, Duty duty, Dictionary<(string, string?), DateOnly?> ends)
    {
        foreach (var citation in duty.Basis)
        {
            // A province cites the same articles a hundred thousand times.
            if (!ends.TryGetValue((citation.Law, citation.Article), out var end))
                ends.Add((citation.Law, citation.Article), end = context.Structure.InForce(citation, context.Date) ? null : PowerChecksOfChains.EndOf(context, citation));
            if (end is not { } ended) continue;
            if (!duty.Basis.Any(other => context.Structure.InForce(other, context.Date))) return;
            var law = context.Structure.Laws.Of(citation.Law)[0];
            var cited = citation.Article is { } number ? new Text($"《{law.Name.Zh}》第 {number} 条", $"article {number} of {law.Name.En}") : new Text($"《{law.Name.Zh}》", law.Name.En);
            context.Add(FindingCodes.ChainEndsWithLaw, citation.At, duty,
                new($"{Saying.Of(duty).Zh}所依据的{cited.Zh}已于 {ended:yyyy-MM-dd} 失效，职责仍照旧压在承担单位身上。", $"{Saying.Of(duty).En} rests on {cited.En}, which ceased on {ended:yyyy-MM-dd}, and is still laid on those who bear it."),
                new("核对还该不该履行：不该的，写上 to 结束它并停止据此办理；仍应履行的，换成现行的依据。", "Ask whether it is still owed: if not, end it with a to date and stop acting on it; if so, cite what is in force."),
                related: [new(law.At, new("文件在这里。", "The document stands here."))]);
            return;
        }
    }

    /// <summary>TR1004: the entry gate. A new duty on a lower unit comes with its means or does not come.</summary>
    private static void TellNew(CheckContext context, Duty duty, DutyMeans means, List<Lack> lacks)
    {
        if (!MayBeNew(context, duty) || lacks.Count == 0) return;
        var told = new List<(Lack Lack, List<UnitOnDay> Units)>();
        foreach (var lack in lacks)
        {
            var units = lack.Units.FindAll(unit => means.IsNewOnLowerUnit(duty, unit, lack.Id));
            if (units.Count == 0) continue;
            told.Add((lack, units));
            lack.Units.RemoveAll(units.Contains);
        }

        if (told.Count == 0) return;
        var places = told.SelectMany(static one => one.Units).Distinct().ToList();
        var missing = Saying.List([.. told.Select(one => NameOf(context, one.Lack))]);
        var since = duty.Overlay is { } overlay ? new Text($"由叠加层 {overlay.Id} 带来", $"brought by the overlay {overlay.Id}") : new Text($"自 {duty.From:yyyy-MM-dd} 起", $"from {duty.From:yyyy-MM-dd}");
        context.Add(FindingCodes.NewDutyWithoutMeans, told[0].Lack.At, duty,
            new($"新职责{Saying.Of(duty).Zh}（{since.Zh}）落到{Saying.Places(places).Zh}，但那里缺少：{missing.Zh}。", $"The new duty {Saying.Of(duty).En} ({since.En}) falls on {Saying.Places(places).En}, where this is lacking: {missing.En}."),
            new("先配齐再交办：授予职权、给出资源使用权、开放数据、配上有能力的岗位；配不齐的，职责留在交办单位。", "Give the means first: delegate the power, grant a claim to the resource, open the data, staff the skill; where that cannot be, the duty stays with its giver."),
            places);
    }

    private static Text NameOf(CheckContext context, Lack lack)
    {
        var entry = context.Structure.Find(lack.Of, lack.Id) is [var one, ..] ? Saying.Of(one) : new Text(lack.Id, lack.Id);
        return lack.Of switch
        {
            Kind.Power => new($"职权{entry.Zh}", $"the power {entry.En}"),
            Kind.Resource => new($"资源{entry.Zh}", $"the resource {entry.En}"),
            Kind.Item => new($"数据{entry.Zh}", $"the data {entry.En}"),
            _ => new($"能力{entry.Zh}", $"the skill {entry.En}"),
        };
    }

    /// <summary>TR1001, once for each set of units that lack the same powers.</summary>
    private static void TellPowers(CheckContext context, BearingDuties bearing, Duty duty, List<Lack> lacks, Dictionary<string, HashSet<int>> broken, LeaningDuties leaning)
    {
        var groups = new List<(List<UnitOnDay> Units, List<Lack> Lacks)>();
        foreach (var lack in lacks)
        {
            if (broken.TryGetValue(lack.Id, out var places) && lack.Units.RemoveAll(unit => places.Contains(unit.Index)) > 0) leaning.Add(lack.Id, duty);
            if (lack.Units.Count == 0) continue;
            if (groups.Find(group => group.Units.Count == lack.Units.Count && group.Units.TrueForAll(lack.Units.Contains)) is { Lacks: not null } same) same.Lacks.Add(lack);
            else groups.Add((lack.Units, [lack]));
        }

        foreach (var (units, missing) in groups)
        {
            var supporters = bearing.Supporters(duty).ToList();
            var said = missing.ConvertAll(lack => Held(context, context.Structure.Powers.On(lack.Id, context.Date)!, units[0], supporters));
            var helped = said.TrueForAll(static one => one.BySupporter);
            var where = new Text(string.Join('；', said.Select(static one => one.Text.Zh)), string.Join("; ", said.Select(static one => one.Text.En)));
            context.Add(FindingCodes.DutyWithoutPower, missing[0].At, duty,
                helped
                    ? new($"{Saying.Places(units).Zh}主办{Saying.Of(duty).Zh}，所需职权却只有协办单位能行使：{where.Zh}。", $"{Saying.Places(units).En} must do {Saying.Of(duty).En}, but only those who support it have the power: {where.En}.")
                    : new($"{Saying.Places(units).Zh}主办{Saying.Of(duty).Zh}，却没有所需职权：{where.Zh}。", $"{Saying.Places(units).En} must do {Saying.Of(duty).En} without the power it needs: {where.En}."),
                Remedy(context, [.. missing.Select(lack => context.Structure.Powers.On(lack.Id, context.Date)!)], units[0], helped),
                units,
                [.. missing.SelectMany(lack => EndedDelegations(context, lack.Id, units))]);
        }
    }

    /// <summary>Who has a power near a unit, how many levels up, and whether that is a supporter of the duty.</summary>
    private static (Text Text, bool BySupporter) Held(CheckContext context, Power power, UnitOnDay unit, List<UnitOnDay> supporters)
    {
        var name = Saying.Of(power);
        var near = context.Holders.For(unit, power.Id);
        if (near.Count == 0)
        {
            // Held on other ground, or by nobody at all.
            var elsewhere = context.Holders.Of(power.Id);
            return (elsewhere.Count == 0
                ? new($"{name.Zh}现在无人行使", $"{name.En}, which nobody has now")
                : new($"{name.Zh}只在别的辖区由 {elsewhere[0].At} 行使", $"{name.En}, which {elsewhere[0].At} has for other ground only"), false);
        }

        var holder = near[0];
        foreach (var one in near)
        {
            if (!supporters.Contains(one.Mandate.Unit) && !supporters.Contains(one.Mandate.Unit.ActsFor)) continue;
            holder = one;
            break;
        }

        var up = Math.Max(0, unit.LevelRank - holder.Mandate.Unit.LevelRank);
        var at = Saying.Of(context, new PostName(holder.Mandate.Post, holder.Mandate.Unit.Id, Mark.None));
        var level = up == 0 ? new Text("同级", "on the same level") : up == 1 ? new Text("高一级", "one level up") : new Text($"高 {up} 级", $"{up} levels up");
        var supports = supporters.Contains(holder.Mandate.Unit) || supporters.Contains(holder.Mandate.Unit.ActsFor);
        return (new($"{name.Zh}由{at.Zh}行使，{level.Zh}", $"{name.En}, held by {at.En}, {level.En}"), supports);
    }

    private static Text Remedy(CheckContext context, List<Power> powers, UnitOnDay unit, bool helped)
    {
        var kind = Structure.Vocabulary.Words.UnitKinds[(int)unit.UnitKind];
        var mayGo = powers.FindAll(power => power.DelegableDepth > 0 && power.DelegableTo.Contains(kind) && (context.Structure.Classes.On(power.Class.Id, context.Date)?.DelegableTo.Contains(kind) ?? false));
        var lend = mayGo.Count == 0
            ? new Text("这些职权不得下放到这里：把主办改为持有职权的单位，或把职责改写为发现、报告和配合。", "These powers may not go there: let the holder lead the duty, or reword the duty as noticing, reporting and helping.")
            : new Text($"授权 {string.Join('、', mayGo.Select(static power => power.Id))} 到这里的一个岗位，或把主办改为持有职权的单位。", $"Delegate {string.Join(", ", mayGo.Select(static power => power.Id))} to a post there, or let the holder lead the duty.");
        return helped
            ? new($"若本意就是由协办单位处置，写明它多久到场（whistle 或步骤的 within）；否则：{lend.Zh}", $"If the supporter is meant to act, say how soon it comes (a whistle, or within on its step). If not, {char.ToLowerInvariant(lend.En[0])}{lend.En[1..]}")
            : lend;
    }

    /// <summary>A delegation that once gave the power and ended explains much.</summary>
    private static IEnumerable<RelatedPlace> EndedDelegations(CheckContext context, string power, List<UnitOnDay> units)
    {
        foreach (var delegation in context.Structure.Delegations.All)
        {
            if (delegation.Of.Kind != Kind.Power || delegation.Of.Id != power || delegation.To >= context.Date || delegation.Receiver.At is not { } at) continue;
            if (units.Exists(unit => context.Day.IsIn(unit, at)))
                yield return new(delegation.At, new($"授权 {delegation.Id} 给过这里，{delegation.To:yyyy-MM-dd} 到期。", $"The delegation {delegation.Id} gave it until {delegation.To:yyyy-MM-dd}."));
        }
    }

    /// <summary>TR1014.</summary>
    private static void TellSkills(CheckContext context, Duty duty, List<Lack> lacks)
    {
        foreach (var lack in lacks)
        {
            if (lack.Units.Count == 0) continue;
            var skill = context.Structure.Skills.Of(lack.Id)[0];
            var holders = context.Holding(context.Structure.Posts).Where(post => post.Seats > 0 && post.Skills.Any(own => own.Id == lack.Id)).SelectMany(post => context.Day.Expand(post.Where.Id, post)).Distinct().ToList();
            var elsewhere = holders.Count == 0 ? new Text("全域没有一个岗位具备。", "No post anywhere has it.") : new Text($"具备的有{Saying.Places(holders).Zh}。", $"It is found at {Saying.Places(holders).En}.");
            context.Add(FindingCodes.SkillNobodyHas, lack.At, duty,
                new($"{Saying.Of(duty).Zh}需要能力{Saying.Of(skill).Zh}，{Saying.Places(lack.Units).Zh}没有一个岗位具备。{elsewhere.Zh}", $"{Saying.Of(duty).En} needs the skill {Saying.Of(skill).En}, which no post of {Saying.Places(lack.Units).En} has. {elsewhere.En}"),
                new("给那里的一个岗位配备或培训这项能力（posts.tsv 的 skills），或把具备能力的单位列为协办。", "Staff or train a post there (skills in posts.tsv), or name a unit that has the skill as a supporter."),
                lack.Units);
        }
    }

    /// <summary>TR1002: nothing that holds now or later calls for the power.</summary>
    private static void CheckPowersWithoutDuty(CheckContext context)
    {
        var structure = context.Structure;
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var duty in structure.Duties.All)
            if (duty.To >= context.Date) AddAll(duty.NeededPowers);
        foreach (var matter in structure.Matters.All)
        {
            if (matter.To < context.Date) continue;
            foreach (var step in matter.Steps)
                if (step.Power is { } power) named.Add(power.Id);
        }

        foreach (var form in structure.Forms.All)
        {
            if (form.To < context.Date) continue;
            foreach (var use in form.UsedFor)
                if (use.Kind == Kind.Power) named.Add(use.Id);
        }

        foreach (var emergency in structure.Emergencies.All)
            if (emergency.To >= context.Date) AddAll(emergency.Powers);

        foreach (var power in context.Holding(structure.Powers))
        {
            if (named.Contains(power.Id)) continue;
            var holders = power.HeldBy.Count == 0 ? new Text("无人持有", "nobody") : Saying.List([.. power.HeldBy.Select(holding => Saying.Of(context, holding.Post))]);
            context.Add(FindingCodes.PowerWithoutDuty, power.At, power,
                new($"职权{Saying.Of(power).Zh}（持有：{holders.Zh}）没有任何职责、步骤、表单或应急事项用到。", $"No duty, step, form or emergency calls for the power {Saying.Of(power).En}, held by {holders.En}."),
                new("写进它所服务的职责（needs.powers）或事项步骤；不再需要的，写上 to 结束它。", "Name it in the needs of the duty it serves, or in a step; if it is no longer needed, end it with a to date."));
        }

        void AddAll(IReadOnlyList<Ref> powers)
        {
            foreach (var power in powers) named.Add(power.Id);
        }
    }

    /// <summary>For each power the units that would have it if no link were broken.</summary>
    private static Dictionary<string, HashSet<int>> PlacesOfBrokenLinks(HoldersOnDay holders)
    {
        var places = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        foreach (var link in holders.Broken)
        {
            if (link.Power is not { } power || link.Places.Count == 0) continue;
            if (!places.TryGetValue(power.Id, out var units)) places.Add(power.Id, units = []);
            foreach (var unit in link.Places)
            {
                units.Add(unit.Index);
                units.Add(unit.ActsFor.Index);
            }
        }

        return places;
    }
}
