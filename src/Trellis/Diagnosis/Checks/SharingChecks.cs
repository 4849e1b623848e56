using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;

namespace Trellis.Diagnosis.Checks;

/// <summary>
/// TR7001, TR7003, TR7006: who is given what.
/// <list type="bullet">
/// <item>A form gives its items to the unit that asks, for the form's purpose. Who fills it in knows them already.</item>
/// <item>A matter type gives what it asks, uses and is given to those who do its steps, for its purpose. "applicant.phone" is person.phone.</item>
/// <item>A system gives what it holds to its owner, for the purposes it states.</item>
/// <item>An offer gives its items to those it names, for each of its purposes, and only their owner offers them. A neighbour is a body of the government.</item>
/// </list>
/// By-purpose items go only where one of their purposes is pursued; items of the government only to its units; owner-only items only to
/// their owner. The public is given only what is public, or what the step's own basis allows.
/// </summary>
internal static class SharingChecks
{
    public static void Check(CheckContext context, FactNames names, Bases bases)
    {
        var actors = new Dictionary<string, UnitKind[]>(StringComparer.Ordinal);
        foreach (var purpose in context.Holding(context.Structure.Purposes))
            actors.TryAdd(purpose.Id, [.. purpose.Actors.Select(static kind => (UnitKind)Array.IndexOf(Words.UnitKinds, kind))]);
        foreach (var form in context.Holding(context.Structure.Forms)) CheckForm(context, names, actors, form);
        foreach (var matter in context.Holding(context.Structure.Matters)) CheckMatter(context, names, bases, actors, matter);
        foreach (var system in context.Holding(context.Structure.Systems)) CheckSystem(context, names, actors, system);
        foreach (var offer in context.Holding(context.Structure.Offers)) CheckOffer(context, names, actors, offer);
        foreach (var item in context.Holding(context.Structure.Items))
        {
            // What is open to all is a public output as well. The basis of an item allows to collect it, and never to publish what is sensitive.
            if (item.Sharing != Sharing.Public || item.Personal == Personal.None || (item.Personal == Personal.Plain && bases.AnyInForce(item.Basis))) continue;
            context.Add(FindingCodes.PersonalInPublic, item.At, item,
                item.Personal == Personal.Sensitive
                    ? new($"数据项{Saying.Of(item).Zh}是敏感个人信息，却向公众开放。", $"The item {Saying.Of(item).En} is sensitive and personal, and open to the public.")
                    : new($"数据项{Saying.Of(item).Zh}是个人信息，却没有依据就向公众开放。", $"The item {Saying.Of(item).En} is personal and open to the public without a basis in force."),
                item.Personal == Personal.Sensitive
                    ? new("改为 by-purpose；须公示的，在公示的步骤里写依据。", "Share it by-purpose; where it must be shown, the step that shows it names the article.")
                    : new("改为 by-purpose 或 government，或写上允许公开的条款。", "Share it by-purpose or within government, or name the article that allows it to be public."));
        }
    }

    private static void CheckForm(CheckContext context, FactNames names, Dictionary<string, UnitKind[]> actors, Form form)
    {
        var asker = context.Day.Unit(form.AskedBy.Id);
        var said = Saying.Of(form);
        var beyond = new List<(Ref Name, Item Item)>();
        foreach (var name in form.AllItems)
        {
            if (names.Find(name.Id) is not { } item) continue;
            var what = Saying.Of(item);
            switch (item.Sharing)
            {
                case Sharing.ByPurpose when item.Purposes.Count > 0 && (form.Purpose is not { } purpose || !item.Purposes.Any(one => one.Id == purpose.Id)): // without any purpose it is a finding of its own
                    beyond.Add((name, item));
                    break;
                case Sharing.Government when asker is { UnitKind: not UnitKind.Government }:
                    Forbidden(context, name.At, form, item,
                        new($"表单{said.Zh}把只在政府内共享的{what.Zh}给了{Saying.Of(asker).Zh}。", $"The form {said.En} gives {what.En}, which is shared within government only, to {Saying.Of(asker).En}."));
                    break;
                case Sharing.OwnerOnly when asker is not null && OwnerOf(context, item) is { } owner && !IsOf(asker, owner):
                    Forbidden(context, name.At, form, item,
                        new($"表单{said.Zh}把只归主管单位的{what.Zh}给了{Saying.Of(asker).Zh}。", $"The form {said.En} gives {what.En}, which only its owner may read, to {Saying.Of(asker).En}."));
                    break;
                default:
                    break;
            }
        }

        BeyondPurpose(context, form, form.Purpose, beyond);
        if (form.Purpose is not { } stated || !actors.TryGetValue(stated.Id, out var kinds)) return;
        var fillers = form.FilledBy.At is { } at ? context.Day.Expand(at, form) : [];
        NotOpen(context, form, form.FilledBy.Mark, stated.Id, kinds, fillers);
        if (asker is not null) NotOpen(context, form, form.AskedBy.At, stated.Id, kinds, [asker]);
    }

    private static void CheckMatter(CheckContext context, FactNames names, Bases bases, Dictionary<string, UnitKind[]> actors, MatterType matter)
    {
        var said = Saying.Of(matter);
        var beyond = new List<(Ref Name, Item Item)>();
        foreach (var ask in matter.Asks) ForPurpose(ask);
        foreach (var step in matter.Steps)
        {
            foreach (var name in step.Uses) ForPurpose(name);
            foreach (var name in step.Gives) ForPurpose(name);
            var performers = Performers(context, step);
            foreach (var name in step.Uses.Concat(step.Gives))
            {
                if (performers.Count == 0 || names.Find(name.Id, matter) is not { } item) continue;
                if (item.Sharing == Sharing.Government && performers.All(static unit => unit.UnitKind != UnitKind.Government))
                    Forbidden(context, name.At, matter, item,
                        new($"事项{said.Zh}的步骤「{step.Id}」把只在政府内共享的{Saying.Of(item).Zh}给了{Saying.Places(performers).Zh}。", $"The step {step.Id} of {said.En} gives {Saying.Of(item).En}, which is shared within government only, to {Saying.Places(performers).En}."));
                else if (item.Sharing == Sharing.OwnerOnly && OwnerOf(context, item) is { } owner && !performers.Any(unit => IsOf(unit, owner)))
                    Forbidden(context, name.At, matter, item,
                        new($"事项{said.Zh}的步骤「{step.Id}」把只归主管单位的{Saying.Of(item).Zh}给了{Saying.Places(performers).Zh}。", $"The step {step.Id} of {said.En} gives {Saying.Of(item).En}, which only its owner may read, to {Saying.Places(performers).En}."));
            }

            if (matter.Purpose is { } purpose && actors.TryGetValue(purpose.Id, out var kinds)) NotOpen(context, matter, step.By?.Mark ?? step.At, purpose.Id, kinds, performers, step);
            if (step.With is { Post: "public", At: null } || step.Tell is { Post: "public", At: null }) CheckPublic(step);
        }

        var given = matter.Steps.SelectMany(static step => step.Gives).Select(static one => one.Id).ToHashSet(StringComparer.Ordinal);
        var read = matter.Steps.SelectMany(static step => step.Uses).Concat(matter.Asks).Select(static one => one.Id).ToHashSet(StringComparer.Ordinal);
        BeyondPurpose(context, matter, matter.Purpose, beyond, onlyGiven: beyond.TrueForAll(one => given.Contains(one.Name.Id) && !read.Contains(one.Name.Id)));

        void ForPurpose(Ref name)
        {
            // An item without any purpose is a finding of its own.
            if (names.Find(name.Id, matter) is not { Sharing: Sharing.ByPurpose, Purposes.Count: > 0 } item) return;
            if (matter.Purpose is { } purpose && item.Purposes.Any(one => one.Id == purpose.Id)) return;
            if (!beyond.Exists(one => one.Item == item)) beyond.Add((name, item));
        }

        void CheckPublic(FlowPart.Step step)
        {
            if (bases.AnyInForce(step.Basis)) return;
            foreach (var name in step.Shows)
            {
                if (names.Find(name.Id, matter) is not { } item) continue;
                if (item.Personal != Personal.None)
                    context.Add(FindingCodes.PersonalInPublic, name.At, matter,
                        new($"事项{said.Zh}的步骤 {step.Id} 向公众公示个人信息 {Saying.Of(item).Zh}，却没有依据。", $"The step {step.Id} of {said.En} shows {Saying.Of(item).En} to the public without a basis of its own, and it is personal."),
                        new("给这一步写上允许公示的条款，或不公示它。", "Give the step the article that allows it, or do not show it."),
                        related: [new(item.At, new("数据项在这里。", "The item stands here."))]);
                else if (item.Sharing is Sharing.Government or Sharing.OwnerOnly)
                    Forbidden(context, name.At, matter, item,
                        new($"事项{said.Zh}的步骤 {step.Id} 向公众公示不公开的 {Saying.Of(item).Zh}。", $"The step {step.Id} of {said.En} shows {Saying.Of(item).En} to the public, which is not shared with it."));
            }
        }
    }

    private static void CheckSystem(CheckContext context, FactNames names, Dictionary<string, UnitKind[]> actors, InformationSystem system)
    {
        var owner = context.Day.Unit(system.Owner.Id);
        foreach (var name in system.Holds)
        {
            if (names.Find(name.Id) is not { } item) continue;
            switch (item.Sharing)
            {
                case Sharing.ByPurpose when item.Purposes.Count > 0 && !item.Purposes.Any(one => system.Purposes.Any(stated => stated.Id == one.Id)):
                    Forbidden(context, name.At, system, item, system.Purposes.Count == 0
                        ? new($"系统{Saying.Of(system).Zh}没有写明用途，却存放 {Saying.Of(item).Zh}，而它只可用于 {Purposes(context, item).Zh}。", $"The system {Saying.Of(system).En} states no purpose and holds {Saying.Of(item).En}, which may be read only for {Purposes(context, item).En}.")
                        : new($"系统{Saying.Of(system).Zh}存放的 {Saying.Of(item).Zh} 只可用于 {Purposes(context, item).Zh}，不在系统的用途之内。", $"The system {Saying.Of(system).En} holds {Saying.Of(item).En}, which may be read only for {Purposes(context, item).En}; the system serves none of these."));
                    break;
                case Sharing.Government when owner is { UnitKind: not UnitKind.Government }:
                    Forbidden(context, name.At, system, item, new($"系统{Saying.Of(system).Zh}由 {Saying.Of(owner).Zh} 管理，却存放只在政府内共享的{Saying.Of(item).Zh}。", $"The system {Saying.Of(system).En} belongs to {Saying.Of(owner).En} and holds {Saying.Of(item).En}, which is shared within government only."));
                    break;
                case Sharing.OwnerOnly when owner is not null && OwnerOf(context, item) is { } keeper && !IsOf(owner, keeper):
                    Forbidden(context, name.At, system, item, new($"系统{Saying.Of(system).Zh}由 {Saying.Of(owner).Zh} 管理，却存放只归主管单位的{Saying.Of(item).Zh}。", $"The system {Saying.Of(system).En} belongs to {Saying.Of(owner).En} and holds {Saying.Of(item).En}, which only its owner may read."));
                    break;
                default:
                    break;
            }
        }

        // A user may act under some of the system's purposes: one that is open to its kind is enough.
        if (system.Purposes.Count == 0) return;
        var open = system.Purposes.SelectMany(one => actors.TryGetValue(one.Id, out var kinds) ? kinds : []).ToHashSet();
        if (system.Purposes.Any(one => !actors.ContainsKey(one.Id))) return;
        foreach (var user in system.Users)
        {
            var shut = context.Day.Expand(user.At, system).Where(unit => !open.Contains(unit.UnitKind) && unit.UnitKind != UnitKind.Place).ToList();
            if (shut.Count > 0) Tell(context, system, user.Mark, string.Join(", ", system.Purposes.Select(static one => one.Id)), shut, null);
        }
    }

    /// <summary>The units that can do a step which names a post; those of all places where it names one by nearness.</summary>
    private static IReadOnlyList<UnitOnDay> Performers(CheckContext context, FlowPart.Step step)
    {
        if (step.By is not { } by || !context.Structure.Posts.Has(by.Post)) return [];
        return by.At is { } at ? context.Day.Expand(at) : context.Day.UnitsWithPost(by.Post);
    }

    private static void NotOpen(CheckContext context, Entry entry, Mark at, string purpose, UnitKind[] kinds, IReadOnlyList<UnitOnDay> units, FlowPart.Step? step = null)
    {
        List<UnitOnDay>? shut = null;
        foreach (var unit in units)
            if (Array.IndexOf(kinds, unit.UnitKind) < 0) (shut ??= []).Add(unit);
        if (shut is not null) Tell(context, entry, at, purpose, shut, step);
    }

    private static void Tell(CheckContext context, Entry entry, Mark at, string purpose, List<UnitOnDay> units, FlowPart.Step? step)
    {
        var stated = context.Structure.Purposes.On(purpose, context.Date);
        var name = stated is null ? new Text(purpose, purpose) : Saying.Of(stated);
        var where = step is null ? new Text("", "") : new($"的步骤「{step.Id}」", $" at the step \"{step.Id}\"");
        context.Add(FindingCodes.PurposeNotOpen, at, entry,
            new($"{Saying.Of(entry).Zh}{where.Zh}让{Saying.Places(units).Zh}按用途{name.Zh}使用数据，而这一用途不向这类主体开放。", $"{Saying.Of(entry).En}{where.En} lets {Saying.Places(units).En} act for the purpose {name.En}, which is not open to such bodies."),
            new("改由政府岗位办，或先在用途的 actors 里写明并有依据。", "Let a post of the government do it, or first open the purpose to them under actors, with a basis."),
            units, stated is null ? null : [new(stated.At, new("用途在这里。", "The purpose stands here."))]);
    }

    /// <summary>Once a form or matter type, with all its items.</summary>
    private static void BeyondPurpose(CheckContext context, Entry entry, Ref? purpose, List<(Ref Name, Item Item)> beyond, bool onlyGiven = false)
    {
        // What a step writes down is not read by it.
        var does = onlyGiven ? new Text("登记", "records") : new Text("读取", "reads");
        if (beyond.Count == 0) return;
        var items = Saying.List([.. beyond.Select(static one => Saying.Of(one.Item))]);
        var allowed = Saying.List([.. beyond.SelectMany(static one => one.Item.Purposes).Select(one => PurposeName(context, one)).Distinct().Select(static name => new Text($"「{name.Zh}」", $"\"{name.En}\""))]);
        var (zh, en) = purpose is null ? ("没有写明用途，却", "for no stated purpose") : ($"为「{PurposeName(context, purpose).Zh}」", $"for \"{PurposeName(context, purpose).En}\"");
        context.Add(FindingCodes.SharingForbids, beyond[0].Name.At, entry,
            new($"{Saying.Of(entry).Zh}{zh}{does.Zh}{items.Zh}，而只许用于{allowed.Zh}。", $"{Saying.Of(entry).En} {does.En} {items.En} {en}; that may be used only for {allowed.En}."),
            new("不要读取，或由主管单位在 purposes 中加上这一用途并有依据。", "Do not read it, or have its owner add the purpose, with a basis."),
            related: [.. beyond.Select(static one => new RelatedPlace(one.Item.At, new("数据项在这里。", "The item stands here.")))]);
    }

    private static void Forbidden(CheckContext context, Mark at, Entry entry, Item item, Text found) =>
        context.Add(FindingCodes.SharingForbids, at, entry, found,
            new("不要给出它，或由主管单位改变它的共享属性和用途。", "Do not give it, or have its owner change how it is shared and for what."),
            related: [new(item.At, new("数据项在这里。", "The item stands here."))]);

    private static UnitOnDay? OwnerOf(CheckContext context, Item item) =>
        context.Day.Unit(item.OwnOwner?.Id ?? context.Structure.Registers.On(item.RegisterId, context.Date)?.Owner?.Id);

    /// <summary>A station reads in the name of its bureau, and an office in that of its township.</summary>
    private static bool IsOf(UnitOnDay unit, UnitOnDay owner) => unit == owner || unit.ActsFor == owner || (unit.UnitKind == UnitKind.Government && unit.Ground == owner.Ground && unit.IsUnder(owner));

    private static void CheckOffer(CheckContext context, FactNames names, Dictionary<string, UnitKind[]> actors, Offer offer)
    {
        var (said, by) = (Saying.Of(offer), context.Day.Unit(offer.By.Id));
        var units = offer.GivenTo.Where(static to => to.Kind is Kind.Unit or Kind.Group).SelectMany(to => context.Day.Expand(to.Id)).ToList();
        foreach (var name in offer.Items)
        {
            if (names.Find(name.Id) is not { } item) continue;
            var what = Saying.Of(item);
            if (by is not null && OwnerOf(context, item) is { } owner && by != owner)
                Forbidden(context, name.At, offer, item, new($"共享项{said.Zh}由{Saying.Of(by).Zh}提供{what.Zh}，而它的主管单位是{Saying.Of(owner).Zh}。", $"The offer {said.En} has {Saying.Of(by).En} hand out {what.En}, which {Saying.Of(owner).En} owns."));
            if (item.Sharing == Sharing.OwnerOnly && (offer.GivenTo.Any(static to => to.Kind == Kind.Neighbour) || units.Exists(unit => OwnerOf(context, item) is { } keeper && !IsOf(unit, keeper))))
                Forbidden(context, name.At, offer, item, new($"共享项{said.Zh}把只归主管单位的{what.Zh}给了别人。", $"The offer {said.En} gives {what.En}, which only its owner may read, to others."));
            if (item.Sharing == Sharing.Government && units.Find(static unit => unit.UnitKind != UnitKind.Government) is { } outside)
                Forbidden(context, name.At, offer, item, new($"共享项{said.Zh}把只在政府内共享的{what.Zh}给了{Saying.Of(outside).Zh}。", $"The offer {said.En} gives {what.En}, which is shared within government only, to {Saying.Of(outside).En}."));
            if (item.Sharing == Sharing.ByPurpose && item.Purposes.Count > 0 && offer.Purposes.FirstOrDefault(purpose => !item.Purposes.Any(one => one.Id == purpose.Id)) is { Id: { } } beyond)
                Forbidden(context, name.At, offer, item, new($"共享项{said.Zh}为「{PurposeName(context, beyond).Zh}」提供{what.Zh}，而它只可用于 {Purposes(context, item).Zh}。", $"The offer {said.En} gives {what.En} for \"{PurposeName(context, beyond).En}\"; that may be read only for {Purposes(context, item).En}."));
        }

        foreach (var purpose in offer.Purposes)
            if (actors.TryGetValue(purpose.Id, out var kinds)) NotOpen(context, offer, purpose.At, purpose.Id, kinds, units);
    }

    private static Text PurposeName(CheckContext context, Ref? purpose) =>
        purpose is { } stated ? context.Structure.Purposes.On(stated.Id, context.Date)?.Name ?? new(stated.Id, stated.Id) : new("没有写明的用途", "no stated purpose");

    private static Text Purposes(CheckContext context, Item item) =>
        item.Purposes.Count == 0 ? new("没有写明的用途", "purposes that nobody stated") : Saying.List([.. item.Purposes.Select(one => PurposeName(context, one)).Select(static name => new Text($"「{name.Zh}」", $"\"{name.En}\""))]);
}
