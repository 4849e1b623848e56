using Trellis.Diagnosis.Checks;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Vocabulary;

namespace Trellis.Pilots.Plans;

/// <summary>What changes about data on people: who may be given it, how long it is kept, whether they are asked.</summary>
internal static class ComparingData
{
    public static void Compare(Side before, Side after, List<AskerChange> changes)
    {
        foreach (var was in before.Structure.Items.All)
        {
            if (!was.HoldsOn(before.Day) || was.Personal == Personal.None || after.Structure.Items.On(before.Id(was), after.Day) is not { } now) continue;
            var name = Saying.Of(now, after);
            if (was.Sharing != now.Sharing)
            {
                var (old, @new) = (Of(was.Sharing), Of(now.Sharing));
                Add(now, new($"{name.Zh}：共享范围由「{old.Zh}」改为「{@new.Zh}」。", $"{name.En}: was for {old.En} and is for {@new.En}."), now.Sharing < was.Sharing, now.Sharing > was.Sharing);
            }

            var more = now.Purposes.Where(purpose => !was.Purposes.Any(one => before.Renames.Now(Kind.Purpose, one.Id) == purpose.Id)).Select(purpose => OpenTo(after.Structure.Purposes.On(purpose.Id, after.Day), purpose.Id, after)).ToList();
            if (more.Count > 0 && now.Sharing == Sharing.ByPurpose)
                Add(now, new($"{name.Zh}：增加使用目的{string.Join('、', more.Select(static one => one.Zh))}。", $"{name.En}: may also be read for {string.Join("; for ", more.Select(static one => one.En))}."), true, false);
            var fewer = was.Purposes.Where(purpose => !now.Purposes.Any(one => before.Renames.Now(Kind.Purpose, purpose.Id) == one.Id)).Select(purpose => Saying.Of(before.Structure.Purposes.On(purpose.Id, before.Day), purpose.Id, before)).ToList();
            if (fewer.Count > 0 && was.Sharing == Sharing.ByPurpose)
                Add(now, new($"{name.Zh}：不再用于{Saying.List(fewer).Zh}。", $"{name.En}: is no longer read for {Saying.List(fewer).En}."), false, true);

            if ((was.OwnKeep ?? before.Structure.Registers.On(was.RegisterId, before.Day)?.Keep) is { } kept && (now.OwnKeep ?? after.Structure.Registers.On(now.RegisterId, after.Day)?.Keep) is { } keeps
                && Lengths.Compare(kept.For, keeps.For, after.Structure, after.Day) is { } longer && longer != 0)
            {
                Add(now, longer > 0
                    ? new($"{name.Zh}：保存期限由 {Amounts.Say(kept.For).Zh}延长到 {Amounts.Say(keeps.For).Zh}。", $"{name.En}: is kept for {Amounts.Say(keeps.For).En}, not {Amounts.Say(kept.For).En}.")
                    : new($"{name.Zh}：保存期限由 {Amounts.Say(kept.For).Zh}缩短到 {Amounts.Say(keeps.For).Zh}。", $"{name.En}: is kept for {Amounts.Say(keeps.For).En} only, not {Amounts.Say(kept.For).En}."), longer > 0, longer < 0);
            }
        }

        foreach (var was in before.Structure.Purposes.All)
        {
            if (!was.HoldsOn(before.Day) || after.Structure.Purposes.On(before.Id(was), after.Day) is not { } now) continue;
            var name = Saying.Of(now, after);
            var opened = now.Actors.Except(was.Actors, StringComparer.Ordinal).Select(FlowWords.Asker).ToList();
            if (opened.Count > 0) Add(now, new($"为{name.Zh}使用数据，新增主体：{Saying.List(opened).Zh}。", $"Data may be read for {name.En} by {Saying.List(opened).En} too."), true, false);
            if (was.ConsentRequired == now.ConsentRequired) continue;
            Add(now, now.ConsentRequired
                ? new($"为{name.Zh}使用数据，改为须经本人同意。", $"Data is read for {name.En} only with the person's consent.")
                : new($"为{name.Zh}使用数据，不再须经本人同意。", $"Data is read for {name.En} without the person's consent."), !now.ConsentRequired, now.ConsentRequired);
        }

        CompareOffers(before, after, Add);

        var known = ReadersOf(before).Select(static one => one.Key).ToHashSet();
        foreach (var reader in ReadersOf(after))
        {
            if (!known.Add(reader.Key)) continue;
            var (item, matter) = (Saying.Of(reader.Item, after), Saying.Of(reader.Matter, after));
            Add(reader.Item, new($"{item.Zh}：{reader.Who.Zh}可在{matter.Zh}中读取。", $"{item.En}: may be read by {reader.Who.En} in {matter.En}."), true, false);
        }

        void Add(Entry entry, Text says, bool narrows, bool widens) => changes.Add(new AskerChange(entry.Address, says, narrows, widens, PlaceList.Everywhere, entry.At));
    }

    /// <summary>Who may ask for what of a register, for what: each line that is new or gone is told.</summary>
    private static void CompareOffers(Side before, Side after, Action<Entry, Text, bool, bool> add)
    {
        var (old, now) = (GivenBy(before).ToLookup(static one => one.Key), GivenBy(after).ToLookup(static one => one.Key));
        foreach (var given in now)
            if (!old.Contains(given.Key)) add(given.First().Offer, given.First().Says(after, gone: false), true, false);
        foreach (var given in old)
            if (!now.Contains(given.Key)) add(given.First().Offer, given.First().Says(before, gone: true), false, true);
    }

    private readonly record struct Given((string Item, string To, string Purpose) Key, Offer Offer, Item Item, KindRef To, Ref Purpose)
    {
        public Text Says(Side side, bool gone)
        {
            var (item, purpose) = (Saying.Of(Item, side), Saying.Of(side.Structure.Purposes.On(Purpose.Id, side.Day), Purpose.Id, side));
            var name = side.Structure.Find(To.Kind, To.Id) is [{ } entry, ..] ? entry.Name : new Text(To.Id, To.Id);
            return gone
                ? new($"{item.Zh}：{name.Zh}不再可以为{purpose.Zh}索取。", $"{item.En}: may no longer be asked for by {name.En} for {purpose.En}.")
                : new($"{item.Zh}：{name.Zh}可以为{purpose.Zh}索取。", $"{item.En}: may be asked for by {name.En} for {purpose.En}.");
        }
    }

    private static IEnumerable<Given> GivenBy(Side side)
    {
        foreach (var offer in side.Structure.Offers.All)
        {
            if (!offer.HoldsOn(side.Day)) continue;
            foreach (var name in offer.Items)
                foreach (var to in offer.GivenTo)
                    foreach (var purpose in offer.Purposes)
                        if (side.Structure.Items.On(name.Id, side.Day) is { Personal: not Personal.None } item) yield return new Given((side.Id(item), to.ToString(), purpose.Id), offer, item, to, purpose);
        }
    }

    /// <summary>A purpose, and the kinds of bodies that may act under it.</summary>
    private static Text OpenTo(Purpose? purpose, string id, Side side)
    {
        var name = Saying.Of(purpose, id, side);
        if (purpose is null || purpose.Actors.Count == 0) return name;
        var kinds = Saying.List([.. purpose.Actors.Select(FlowWords.Asker)]);
        return new($"{name.Zh}（{kinds.Zh}可以使用）", $"{name.En} by {kinds.En}");
    }

    /// <summary>Somebody outside the offices who is given a personal item by a step.</summary>
    private readonly record struct Reader((string Item, string Matter, string Post) Key, Item Item, MatterType Matter, Text Who);

    private static IEnumerable<Reader> ReadersOf(Side side)
    {
        var names = new FactNames(side.Structure, side.Day);
        foreach (var matter in side.Structure.Matters.All)
        {
            if (!matter.HoldsOn(side.Day)) continue;
            foreach (var step in matter.Steps)
            {
                if (step.By is not { } by || !side.Structure.Posts.Has(by.Post)) continue;
                var units = by.At is { } at ? side.View.Expand(at) : side.View.UnitsWithPost(by.Post);
                if (units.FirstOrDefault(static unit => unit.UnitKind is UnitKind.Firm or UnitKind.Association or UnitKind.Community) is not { } unit) continue;
                foreach (var used in step.Uses)
                {
                    if (names.Find(used.Id, matter) is not { Personal: not Personal.None } item) continue;
                    var post = side.Structure.Posts.Of(by.Post)[0].Name;
                    var kind = FlowWords.Asker(Words.UnitKinds[(int)unit.UnitKind]);
                    var who = units.Count == 1
                        ? new Text($"{unit.Unit.Name.Zh}{post.Zh}（{kind.Zh}）", $"{post.En}, {unit.Unit.Name.En} ({kind.En})")
                        : new Text($"{post.Zh}（{kind.Zh}）", $"{post.En} ({kind.En})");
                    yield return new Reader((side.Id(item), side.Id(matter), by.Post), item, matter, who);
                }
            }
        }
    }

    private static Text Of(Sharing sharing) => sharing switch
    {
        Sharing.Public => new("公开", "everybody"),
        Sharing.Government => new("政府部门", "all offices"),
        Sharing.ByPurpose => new("按目的", "those with a stated purpose"),
        Sharing.OwnerOnly => new("仅归口单位", "its owner alone"),
        _ => throw new ArgumentOutOfRangeException(nameof(sharing), sharing, "There is no such class."),
    };
}
