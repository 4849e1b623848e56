using Trellis.Structure;

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

            var more = now.Purposes.Where(purpose => !was.Purposes.Any(one => before.Renames.Now(Kind.Purpose, one.Id) == purpose.Id)).Select(purpose => Saying.Of(after.Structure.Purposes.On(purpose.Id, after.Day), purpose.Id, after)).ToList();
            if (more.Count > 0 && now.Sharing == Sharing.ByPurpose)
                Add(now, new($"{name.Zh}：增加使用目的{Saying.List(more).Zh}。", $"{name.En}: may also be read for {Saying.List(more).En}."), true, false);
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
            if (!was.HoldsOn(before.Day) || after.Structure.Purposes.On(before.Id(was), after.Day) is not { } now || was.ConsentRequired == now.ConsentRequired) continue;
            var name = Saying.Of(now, after);
            Add(now, now.ConsentRequired
                ? new($"为{name.Zh}使用数据，改为须经本人同意。", $"Data is read for {name.En} only with the person's consent.")
                : new($"为{name.Zh}使用数据，不再须经本人同意。", $"Data is read for {name.En} without the person's consent."), !now.ConsentRequired, now.ConsentRequired);
        }

        void Add(Entry entry, Text says, bool narrows, bool widens) => changes.Add(new AskerChange(entry.Address, says, narrows, widens, PlaceList.Everywhere, entry.At));
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
