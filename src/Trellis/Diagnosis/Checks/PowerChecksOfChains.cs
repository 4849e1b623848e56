using Trellis.Authority;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>Chains from a power to the posts it reaches: TR1006 wider than the source, TR1007 to TR1009 broken, TR1016 to whom it may not go.</summary>
internal static class PowerChecksOfChains
{
    public static void Check(CheckContext context, LeaningDuties leaning)
    {
        var broken = context.Holders.Broken;
        var wider = new Dictionary<Delegation, List<(Text Text, Mark At)>>();
        var giveNothing = new HashSet<Delegation>();
        foreach (var one in context.Holders.Wider())
            if (Say(context, one) is { } said) Wider(one.Delegation).Add(said);

        foreach (var (delegation, said) in WiderConditions(context)) Wider(delegation).Add(said);

        var told = new HashSet<(Entry, FindingCode)>();
        foreach (var link in broken)
        {
            if (link.Why is Break.NotDelegable or Break.TooDeep or Break.NotPassedOn or Break.OutsideGround) giveNothing.Add(link.Delegation!);
            switch (link.Why)
            {
                case Break.PostEnded or Break.UnitEnded: TellEndedPost(context, link, broken, leaning, told); break;
                case Break.ArticleRepealed: TellRepealed(context, link, broken, leaning, told); break;
                case Break.SourceEnded or Break.GiverDoesNotHold: TellSource(context, link, broken, leaning, told); break;
                case Break.ClassNotForKind or Break.PowerNotForKind: TellReceiver(context, link, told); break;
                case Break.NotDelegable when ClassForbids(context, link): TellReceiver(context, link, told); break;
                case Break.NotDelegable:
                    Wider(link.Delegation!).Add((new($"{Saying.Of(link.Power!).Zh}写明不得授出", $"{Saying.Of(link.Power!).En} may not be delegated at all"), link.Delegation!.Of.At));
                    break;
                case Break.TooDeep:
                    Wider(link.Delegation!).Add((new($"{Saying.Of(link.Power!).Zh}最多授出 {link.Power!.DelegableDepth} 层，这里已超出", $"{Saying.Of(link.Power!).En} may pass through {link.Power!.DelegableDepth} {(link.Power!.DelegableDepth == 1 ? "delegation" : "delegations")}, and this is one more"), link.Delegation!.Of.At));
                    break;
                case Break.NotPassedOn:
                    Wider(link.Delegation!).Add((new($"来源授权 {link.Delegation!.Of.Id} 不许再转授（pass-on）", $"its source {link.Delegation!.Of.Id} may not be passed on"), link.Delegation!.Of.At));
                    break;
                case Break.OutsideGround when context.HasUnknownArea(link.Power?.Id): break;
                case Break.OutsideGround:
                    Wider(link.Delegation!).Add((new($"受权单位{Saying.Places(link.Places).Zh}不在授权人的辖区内", $"{Saying.Places(link.Places).En} {Saying.Verb(link.Places, "lies", "lie")} outside the giver's ground"), link.Delegation!.Receiver.Mark));
                    break;
                case Break.Circle when link.Power is not null: TellGivenToItself(context, link, told); break;
                case Break.SourceBroken or Break.Circle: break; // told at its root, or with the files
                default: throw new InvalidOperationException($"{link.Why} is no way to break a chain.");
            }
        }

        foreach (var (delegation, faults) in wider) TellWider(context, delegation, faults, giveNothing.Contains(delegation));
        CheckWhatPowersAllow(context, told);

        List<(Text, Mark)> Wider(Delegation delegation)
        {
            if (!wider.TryGetValue(delegation, out var faults)) wider.Add(delegation, faults = []);
            return faults;
        }
    }

    private static (Text, Mark)? Say(CheckContext context, WiderThanSource one)
    {
        var limits = one.Delegation.Node["limits"u8];
        var (key, what) = one.Limit switch
        {
            Wideness.PerCase => (limits["amount"u8]["per-case"u8], new Text("每件金额", "the sum per case")),
            Wideness.PerMonth => (limits["amount"u8]["per-month"u8], new Text("每月金额", "the sum per month")),
            Wideness.PerQuarter => (limits["amount"u8]["per-quarter"u8], new Text("每季金额", "the sum per quarter")),
            Wideness.PerYear => (limits["amount"u8]["per-year"u8], new Text("每年金额", "the sum per year")),
            Wideness.NumberPerCase => (limits["number"u8]["per-case"u8], new Text("每次件数", "the number at a time")),
            Wideness.NumberPerMonth => (limits["number"u8]["per-month"u8], new Text("每月件数", "the number per month")),
            Wideness.NumberPerQuarter => (limits["number"u8]["per-quarter"u8], new Text("每季件数", "the number per quarter")),
            Wideness.NumberPerYear => (limits["number"u8]["per-year"u8], new Text("每年件数", "the number per year")),
            Wideness.Outcomes => (limits["outcomes"u8], new Text("可作的决定", "the outcomes")),
            Wideness.Matters => (limits["matters"u8], new Text("事项范围", "the matter types")),
            Wideness.Area => (limits["area"u8], new Text("地域范围", "the area")),
            Wideness.Time => (one.Delegation.Node["to"u8], new Text("期限", "the last day")),
            Wideness.PassOn => (one.Delegation.Node["pass-on"u8], new Text("可再转授次数", "how often it may be passed on")),
            _ => throw new InvalidOperationException($"{one.Limit} is no limit."),
        };
        // The next spell of the source carries on where this one ends.
        if (one.Limit == Wideness.Time && ContinuesUntil(context, one.Source.Entry) >= one.Delegation.To) return null;
        var source = one.Source.Delegation is { } above ? Saying.Of(above) : Saying.Of(one.Source.Power);
        return (new($"{what.Zh}写的是 {one.Own}，来源{source.Zh}只有 {one.Narrower}", $"for {what.En} it says {one.Own}, and its source {source.En} has {one.Narrower}"), key.Exists ? key.Mark : one.Delegation.At);
    }

    /// <summary>
    /// Conditions that let through a value of some fact which the nearest condition above on that fact does not. Each fact by itself, and
    /// only where both compare it with fixed values; what a delegation does not look at is narrowed by its source all the same.
    /// </summary>
    private static IEnumerable<(Delegation, (Text, Mark))> WiderConditions(CheckContext context)
    {
        var conditional = context.Holding(context.Structure.Delegations).Where(static delegation => delegation.Limits.When is not null).ToHashSet();
        if (conditional.Count == 0) yield break;
        var told = new HashSet<(Delegation, string)>();
        foreach (var power in context.Holding(context.Structure.Powers))
        {
            foreach (var mandate in context.Holders.Of(power.Id))
            {
                if (mandate.Delegation is not { } delegation || !conditional.Contains(delegation)) continue;
                foreach (var (fact, own) in SingleFacts.Of(delegation.Limits.When))
                {
                    if (told.Contains((delegation, fact)) || Above(mandate.Source!, fact) is not var (entry, above)) continue;
                    var item = context.Structure.Items.On(fact, context.Date);
                    if (own.Uncovered([above], _ => SingleFacts.CodesOf(context.Structure, item, context.Date)) is not { } open || !told.Add((delegation, fact))) continue;
                    yield return (delegation, (new($"条件写的是「{own}」，来源{Saying.Of(entry).Zh}只有「{above}」（例如 {open} 就超出了）", $"its condition is \"{own}\", and its source {Saying.Of(entry).En} has \"{above}\" ({open} lies beyond it)"), delegation.Limits.When!.At));
                }
            }
        }

        static (Entry, Conditions)? Above(Mandate from, string fact)
        {
            for (var link = from; link is not null; link = link.Source)
                if (SingleFacts.Of(link.Limits.When).TryGetValue(fact, out var stated)) return (link.Entry, stated);
            return SingleFacts.Of(from.Power.When).TryGetValue(fact, out var ofPower) ? (from.Power, ofPower) : null;
        }
    }

    /// <summary>The last day of the spells that follow each other without a gap.</summary>
    private static DateOnly ContinuesUntil(CheckContext context, Entry entry)
    {
        var end = entry.To;
        while (end < DateOnly.MaxValue && context.Structure.Find(entry.Kind, entry.Id).FirstOrDefault(spell => spell.HoldsOn(end.AddDays(1))) is { } next) end = next.To;
        return end;
    }

    private static void TellWider(CheckContext context, Delegation delegation, List<(Text Text, Mark At)> faults, bool givesNothing)
    {
        faults.Sort(static (one, other) => Mark.Compare(one.At, other.At));
        var said = new Text(string.Join('；', faults.Select(static fault => fault.Text.Zh)), string.Join("; ", faults.Select(static fault => fault.Text.En)));
        context.Add(FindingCodes.WiderThanSource, faults[0].At, delegation,
            new($"授权{Saying.Of(delegation).Zh}比来源宽：{said.Zh}。", $"The delegation {Saying.Of(delegation).En} is wider than its source: {said.En}."),
            givesNothing
                ? new("这样授出的不产生效力：撤回它，或先放宽来源（delegable、pass-on），或改由本辖区的岗位接受。", "Given like this it gives nothing: withdraw it, or first widen its source (delegable, pass-on), or let a post on the giver's ground receive it.")
                : new("改到不超过来源。办理时一律以较窄的为准，写宽了只会让受权岗位和群众误会。", "Narrow it to what the source has. The narrower limit holds in any case; a wider text only misleads the post and the public."),
            related: [new(SourceOf(context, delegation)?.At ?? Mark.None, new("来源在这里。", "The source stands here."))]);
    }

    private static Entry? SourceOf(CheckContext context, Delegation delegation) =>
        delegation.Of.Id is { } id && context.Structure.Find(delegation.Of.Kind, id) is { Count: > 0 } spells ? spells.FirstOrDefault(spell => spell.HoldsOn(context.Date)) ?? spells[0] : null;

    /// <summary>TR1007: a post or unit on the chain has ended. One that never was, or begins later, is told where names are looked up.</summary>
    private static void TellEndedPost(CheckContext context, BrokenLink link, IReadOnlyList<BrokenLink> broken, LeaningDuties leaning, HashSet<(Entry, FindingCode)> told)
    {
        if (link.Missing is not { } missing) return;
        var asGiver = link.Delegation is { } delegation && missing == delegation.Giver;
        // Where the source itself stood in the ended post, the source is the root and is told.
        if (asGiver && SourceOf(context, link.Delegation!) is { } source && told.Contains((source, FindingCodes.ChainEndsWithPost))) return;
        var ended = EndOf(context, missing);
        // A group may be empty without any fault, unless somebody leans on it.
        var empty = ended is null && missing.At is { } group && context.Structure.Groups.On(group, context.Date) is not null && context.Day.Expand(group).Count == 0
            && (link.Delegation is null ? context.Holders.Of(link.Power!.Id).Count == 0 : asGiver && link.Places.Count > 0);
        if ((ended is null && !empty) || !told.Add((link.Entry, FindingCodes.ChainEndsWithPost))) return;
        var what = ended switch
        {
            null => new Text($"群组{Saying.Of(context, missing.At!).Zh}里现在一个单位也没有", $"there is no unit in {Saying.Of(context, missing.At!).En} now"),
            { Unit: true } gone => new Text($"单位{Saying.Of(context, missing.At!).Zh}已于 {gone.Day:yyyy-MM-dd} 撤销", $"the unit {Saying.Of(context, missing.At!).En} ended on {gone.Day:yyyy-MM-dd}"),
            { } gone => new Text($"岗位{Saying.Of(context, missing).Zh}已于 {gone.Day:yyyy-MM-dd} 撤销", $"the post {Saying.Of(context, missing).En} ended on {gone.Day:yyyy-MM-dd}"),
        };
        var successor = ended is { Unit: true } && context.Structure.Units.Of(missing.At!)[^1].Successor is { } next ? new Text($"该单位的承接者是{Saying.Of(context, next.Id).Zh}。", $"The unit was succeeded by {Saying.Of(context, next.Id).En}. ") : new Text("", "");
        var (role, effect) = link.Delegation is null
            ? (new Text("持有人", "whoever holds it"), new Text($"职权{Saying.Of(link.Power!).Zh}在那里无人行使", $"nobody has the power {Saying.Of(link.Power!).En} there"))
            : asGiver
                ? (new Text("授权人", "its giver"), new Text($"授权{Saying.Of(link.Delegation).Zh}随之失效", $"the delegation {Saying.Of(link.Delegation).En} fell with it"))
                : (new Text("受权人", "its receiver"), new Text($"授权{Saying.Of(link.Delegation).Zh}没有人接", $"the delegation {Saying.Of(link.Delegation).En} reaches nobody there"));
        context.Add(FindingCodes.ChainEndsWithPost, missing.Mark, link.Entry,
            new($"{role.Zh}不在了：{what.Zh}，{effect.Zh}{Consequences(link, broken, leaning).Zh}。", $"{Capital(role.En)} is gone: {what.En}, so {effect.En}{Consequences(link, broken, leaning).En}."),
            new($"{successor.Zh}改由现在承担的岗位{(link.Delegation is null ? "持有（held-by）" : asGiver ? "授出（giver），重新办理授权" : "接受（receiver）")}；不再需要的，写上 to 结束它。", $"{successor.En}Name the post that does the work now{(link.Delegation is null ? " under held-by" : asGiver ? " as giver, and give it anew" : " as receiver")}; if it is no longer needed, end it with a to date."),
            link.Places);
    }

    /// <summary>TR1008: an article that a power or delegation stands on has been repealed.</summary>
    private static void TellRepealed(CheckContext context, BrokenLink link, IReadOnlyList<BrokenLink> broken, LeaningDuties leaning, HashSet<(Entry, FindingCode)> told)
    {
        if (link.Article is not { } article || EndOf(context, article) is not { } ended || !told.Add((link.Entry, FindingCodes.ChainEndsWithLaw))) return;
        var law = context.Structure.Laws.Of(article.Law)[0];
        var cited = article.Article is { } number ? new Text($"《{law.Name.Zh}》第 {number} 条", $"article {number} of {law.Name.En}") : new Text($"《{law.Name.Zh}》", law.Name.En);
        var named = link.Delegation is null ? new Text($"职权{Saying.Of(link.Entry).Zh}", $"the power {Saying.Of(link.Entry).En}") : new Text($"授权{Saying.Of(link.Entry).Zh}", $"the delegation {Saying.Of(link.Entry).En}");
        context.Add(FindingCodes.ChainEndsWithLaw, article.At, link.Entry,
            new($"依据{cited.Zh}已于 {ended:yyyy-MM-dd} 失效，{named.Zh}随之失效{Consequences(link, broken, leaning).Zh}。", $"{Capital(cited.En)} ceased on {ended:yyyy-MM-dd}, and with it {named.En}{Consequences(link, broken, leaning).En}."),
            new("换成现行的依据；没有现行依据的，写上 to 结束它，停止据此办理。", "Cite what is in force instead; where nothing is, end it with a to date and stop acting on it."),
            link.Places,
            [new(law.At, new("文件在这里。", "The document stands here."))]);
    }

    /// <summary>TR1009: the giver does not hold what it gives, or what it is lent from has ended.</summary>
    private static void TellSource(CheckContext context, BrokenLink link, IReadOnlyList<BrokenLink> broken, LeaningDuties leaning, HashSet<(Entry, FindingCode)> told)
    {
        var delegation = link.Delegation!;
        var source = SourceOf(context, delegation);
        if (source is null) return; // told where names are looked up
        if (link.Why == Break.SourceEnded)
        {
            var last = context.Structure.Find(source.Kind, source.Id).Where(spell => spell.To < context.Date).Select(static spell => spell.To).DefaultIfEmpty(DateOnly.MinValue).Max();
            if (last == DateOnly.MinValue || !told.Add((delegation, FindingCodes.ChainEndsWithSource))) return;
            context.Add(FindingCodes.ChainEndsWithSource, delegation.Of.At, delegation,
                new($"来源{Saying.Of(source).Zh}已于 {last:yyyy-MM-dd} 到期，授权{Saying.Of(delegation).Zh}随之失效{Consequences(link, broken, leaning).Zh}。", $"The source {Saying.Of(source).En} ended on {last:yyyy-MM-dd}, and with it the delegation {Saying.Of(delegation).En}{Consequences(link, broken, leaning).En}."),
                new("续办来源，或从现在有效的职权重新授出；不再需要的，写上 to 结束它。", "Renew the source, or give it anew from what holds now; if it is no longer needed, end it with a to date."),
                context.Day.Expand(delegation.Receiver.At, delegation),
                [new(source.At, new("来源在这里。", "The source stands here."))]);
            return;
        }

        if (!told.Add((delegation, FindingCodes.ChainEndsWithSource))) return;
        var holders = source is Power power ? Saying.List([.. power.HeldBy.Select(holding => Saying.Of(context, holding.Post))]) : Saying.Of(context, ((Delegation)source).Receiver);
        var otherwise = link.HeldOtherwise is { } mandate
            ? new Text($"授权人是凭 {mandate.Entry.Address} 持有的：把 of 改成它，或由持有人直接授出。", $"The giver has it by {mandate.Entry.Address}: set of to that, or let the holder give it directly.")
            : new Text("由持有人来授出（改 giver），或先把它授给授权人，再写 of 指向那一级。", "Let the holder give it (change giver), or first give it to the giver and let of name that delegation.");
        context.Add(FindingCodes.ChainEndsWithSource, delegation.Giver.Mark, delegation,
            new($"授权{Saying.Of(delegation).Zh}的授权人{Saying.Of(context, delegation.Giver).Zh}并不持有{Saying.Of(source).Zh}，持有的是{holders.Zh}；授不出自己没有的{Consequences(link, broken, leaning).Zh}。", $"The giver of {Saying.Of(delegation).En}, {Saying.Of(context, delegation.Giver).En}, does not hold {Saying.Of(source).En}; {holders.En} does, and nobody gives what they do not have{Consequences(link, broken, leaning).En}."),
            otherwise,
            link.Places,
            [new(source.At, new("来源在这里。", "The source stands here."))]);
    }

    /// <summary>TR1009: a post that gives to itself has no more than before, and what is lent from that delegation has no source.</summary>
    private static void TellGivenToItself(CheckContext context, BrokenLink link, HashSet<(Entry, FindingCode)> told)
    {
        var delegation = link.Delegation!;
        if (!told.Add((delegation, FindingCodes.ChainEndsWithSource))) return;
        context.Add(FindingCodes.ChainEndsWithSource, delegation.Receiver.Mark, delegation,
            new($"授权{Saying.Of(delegation).Zh}在{Saying.Places(link.Places).Zh}是由{Saying.Of(context, delegation.Giver).Zh}授给自己，什么也没有授出。", $"At {Saying.Places(link.Places).En} {Saying.Of(delegation).En} lets {Saying.Of(context, delegation.Giver).En} give to itself, which gives nothing."),
            new("改正授权人或受权人；本来就有的职权不必再授。", "Correct the giver or the receiver; what a post has already need not be given to it."),
            link.Places);
    }

    /// <summary>TR1016.</summary>
    private static void TellReceiver(CheckContext context, BrokenLink link, HashSet<(Entry, FindingCode)> told)
    {
        var (delegation, power) = (link.Delegation!, link.Power!);
        if (context.Structure.Classes.On(power.Class.Id, context.Date) is not { } class_ || link.Places.Count == 0 || !told.Add((delegation, FindingCodes.ClassMayNotGo))) return;
        var kind = KindName(link.Places[0].UnitKind);
        var byClass = ClassForbids(context, link) || link.Why == Break.ClassNotForKind;
        var forbids = !byClass
            ? new Text($"职权{Saying.Of(power).Zh}只可以授给{Kinds(power.DelegableTo).Zh}", $"the power {Saying.Of(power).En} may go to {Kinds(power.DelegableTo).En} only")
            : class_.DelegableTo.Count == 0
                ? new Text($"{class_.Name.Zh}一类职权谁也不得授给", $"powers of the class {class_.Name.En} may be given to nobody")
                : new Text($"{class_.Name.Zh}一类职权只可以授给{Kinds(class_.DelegableTo).Zh}", $"powers of the class {class_.Name.En} may go to {Kinds(class_.DelegableTo).En} only");
        context.Add(FindingCodes.ClassMayNotGo, delegation.Receiver.Mark, delegation,
            new($"授权{Saying.Of(delegation).Zh}把{Saying.Of(power).Zh}授给{kind.Zh}，但{forbids.Zh}。", $"{Saying.Of(delegation).En} gives {Saying.Of(power).En} to {kind.En}, but {forbids.En}."),
            new("撤回这项授权，由有权的单位自己行使；需要人手的，请对方协助做不涉及决定的部分。", "Withdraw it and let the holder act; where hands are needed, ask the others to help with what decides nothing."),
            link.Places,
            [new(byClass ? class_.At : power.At, new("规定在这里。", "The rule stands here."))]);
    }

    private static bool ClassForbids(CheckContext context, BrokenLink link) =>
        link.Places.Count > 0 && context.Structure.Classes.On(link.Power?.Class.Id, context.Date) is { } class_ && !class_.DelegableTo.Contains(Structure.Vocabulary.Words.UnitKinds[(int)link.Places[0].UnitKind]);

    /// <summary>TR1016 at the power itself: it names kinds of unit to which its class may not go.</summary>
    private static void CheckWhatPowersAllow(CheckContext context, HashSet<(Entry, FindingCode)> told)
    {
        foreach (var power in context.Holding(context.Structure.Powers))
        {
            if (power.DelegableTo.Count == 0 || context.Structure.Classes.On(power.Class.Id, context.Date) is not { } class_) continue;
            var beyond = power.DelegableTo.Where(kind => !class_.DelegableTo.Contains(kind)).ToList();
            if (beyond.Count == 0) continue;
            // Where a delegation already does it, that is the finding.
            if (told.Any(one => one.Item2 == FindingCodes.ClassMayNotGo && one.Item1 is Delegation { Of: { Kind: Kind.Power } of } && of.Id == power.Id)) continue;
            context.Add(FindingCodes.ClassMayNotGo, power.Node["delegable"u8] is { Exists: true } delegable ? delegable.Mark : power.At, power,
                new($"职权{Saying.Of(power).Zh}写着可以授给{Kinds(beyond).Zh}，但{class_.Name.Zh}一类职权不得授给他们。", $"The power {Saying.Of(power).En} says it may go to {Kinds(beyond).En}, but its class {class_.Name.En} may not."),
                new("从 delegable.to 中删去这些单位性质；只剩空的，写 delegable: never。", "Take those kinds out of delegable.to; where none is left, write delegable: never."),
                related: [new(class_.At, new("类别的规定在这里。", "The rule of the class stands here."))]);
        }
    }

    /// <summary>What falls with a broken link: delegations below it, duties that leaned on it.</summary>
    private static Text Consequences(BrokenLink link, IReadOnlyList<BrokenLink> broken, LeaningDuties leaning)
    {
        var zh = "";
        var en = "";
        if (link.Power is { } power)
        {
            var below = broken.Where(other => other.Why == Break.SourceBroken && other.Power == power && other.Delegation is not null && Under(other.Delegation, link)).Select(static other => other.Delegation!).Distinct().ToList();
            if (below.Count > 0)
            {
                var names = Saying.List([.. below.Select(Saying.Of)]);
                zh += $"；其下的授权{names.Zh}也随之失效";
                en += $"; with it fall {names.En}";
            }

            if (leaning.On(power.Id) is { Count: > 0 } duties)
            {
                var names = Saying.List([.. duties.Select(Saying.Of)]);
                zh += $"；靠它履行的职责{names.Zh}因此有责无权";
                en += $"; {names.En} leaned on it and {(duties.Count == 1 ? "is" : "are")} now without the power";
            }
        }

        return new(zh, en);
    }

    private static bool Under(Delegation delegation, BrokenLink link) =>
        link.Delegation is null ? delegation.Of.Kind == Kind.Power : delegation.Of.Kind == Kind.Delegation && delegation.Of.Id == link.Delegation.Id;

    /// <summary>The last day of a post or of its unit, where that lies before the day; null where it never was or is still to come.</summary>
    private static (DateOnly Day, bool Unit)? EndOf(CheckContext context, PostName post)
    {
        if (post.At is { } at && context.Structure.Units.Of(at) is { Count: > 0 } spells && context.Day.Unit(at) is null)
            return spells.Where(spell => spell.To < context.Date).Select(static spell => spell.To).DefaultIfEmpty(DateOnly.MinValue).Max() is var end && end > DateOnly.MinValue ? (end, true) : null;
        var last = DateOnly.MinValue;
        foreach (var row in context.Structure.Posts.Of(post.Post))
            if (row.To < context.Date && row.To > last && (post.At is null || Meets(context, row, post.At))) last = row.To;
        return last > DateOnly.MinValue ? (last, false) : null;
    }

    /// <summary>Whether a row of a post, ended or not, was at the unit or at a unit of the group.</summary>
    private static bool Meets(CheckContext context, Post row, string at) =>
        row.Where.Id == at || context.Day.Expand(row.Where.Id).Any(unit => context.Day.IsIn(unit, at));

    /// <summary>The last day of an article or its law, where that lies before the day.</summary>
    internal static DateOnly? EndOf(CheckContext context, Citation citation)
    {
        var last = DateOnly.MinValue;
        foreach (var law in context.Structure.Laws.Of(citation.Law))
        {
            if (citation.Article is null)
            {
                if (law.To < context.Date && law.To > last) last = law.To;
                continue;
            }

            foreach (var article in law.Find(citation.Article))
            {
                var end = article.To < law.To ? article.To : law.To;
                if (end < context.Date && end > last) last = end;
            }
        }

        return last > DateOnly.MinValue ? last : null;
    }

    private static Text KindName(UnitKind kind) => kind switch
    {
        UnitKind.Government => new("政府单位", "a government unit"),
        UnitKind.Community => new("村社区自治组织", "a self-governing community"),
        UnitKind.Association => new("社会组织", "an association"),
        UnitKind.Firm => new("企业", "a firm"),
        UnitKind.Place => new("没有机构的地块", "a place without a body"),
        _ => throw new InvalidOperationException($"{kind} is no kind of unit."),
    };

    private static Text Kinds(IReadOnlyList<string> kinds)
    {
        var names = kinds.Select(static kind => (UnitKind)Array.IndexOf(Structure.Vocabulary.Words.UnitKinds, kind)).Select(static kind => kind switch
        {
            UnitKind.Government => new Text("政府单位", "government units"),
            UnitKind.Community => new Text("村社区自治组织", "self-governing communities"),
            UnitKind.Association => new Text("社会组织", "associations"),
            UnitKind.Firm => new Text("企业", "firms"),
            _ => new Text("地块", "places"),
        }).ToList();
        return names.Count == 0 ? new("无", "nobody") : Saying.List(names);
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
