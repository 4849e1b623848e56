using Trellis.Information.Registers;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Information.Forms;

/// <summary>What is to be done about one fact that a form or a matter wants.</summary>
public abstract record Filling
{
    private Filling() { }

    /// <summary>The base holds it, and it is still good: nobody is asked.</summary>
    /// <param name="Held">Whence it comes and for which days; opening it is a look.</param>
    public sealed record Filled(HeldValue Held) : Filling;

    /// <summary>The base holds it, and somebody has to say whether it is still so.</summary>
    /// <param name="Sources">What is held; more than one where the sources disagree.</param>
    /// <param name="IsOld">Whether it is older than it is good for; else the sources disagree.</param>
    public sealed record ToConfirm(FixedList<HeldValue> Sources, bool IsOld) : Filling;

    /// <summary>Nobody holds it.</summary>
    public sealed record ToAsk : Filling;

    /// <summary>Whatever the base holds, it may not be used for this; who wants it is not even told whether it is there.</summary>
    public sealed record NotForThis(Text Why) : Filling;

    /// <summary>It is computed from other facts.</summary>
    public sealed record Computed : Filling;

    /// <summary>Another form asks the same.</summary>
    /// <param name="Form">That form.</param>
    public sealed record AskedByAnother(string Form) : Filling;
}

/// <summary>For whom and for what facts of the base are wanted.</summary>
/// <param name="Unit">The unit that is to see them.</param>
/// <param name="Purpose">Taken from the form or the matter, never typed in; null where it names none.</param>
/// <param name="HasConsent">Whether the person agreed to the purpose, where it needs that; null where nobody has to be asked here because the person themselves gives it.</param>
public sealed record Wanting(UnitOnDay Unit, Purpose? Purpose, Func<RowId, bool> HasConsent);

/// <summary>Which facts a form or a matter has already. Collected once, a fact is asked again only where it is missing, old, or in dispute.</summary>
public static class Prefilling
{
    /// <summary>Sharing and purpose first: what may not be used is not even looked for.</summary>
    /// <param name="held">What is held of this item about this subject, as of the day: the claim that stands first.</param>
    /// <param name="lastGood">The last day on which a value that was said on a day is good.</param>
    public static Filling Of(Item item, Register register, RowId subject, Wanting wanting, IReadOnlyList<HeldValue> held, StructureOnDay today, Func<DateTimeOffset, DateOnly> dayOf, Func<TimeLimit, DateOnly, DateOnly> lastGood)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Computed is not null) return new Filling.Computed();
        if (WhyNot(item, register, subject, wanting, today) is { } why) return new Filling.NotForThis(why);
        if (held.Count == 0 || held[0].Claim.Kind == ClaimKind.None) return new Filling.ToAsk();
        if (held[0].Disputed) return new Filling.ToConfirm([.. held], IsOld: false);
        return item.GoodFor is { } good && lastGood(good, dayOf(held[0].Claim.Provenance.At)) < today.Day ? new Filling.ToConfirm([held[0]], IsOld: true) : new Filling.Filled(held[0]);
    }

    /// <summary>Why a unit may not use an item for a purpose; null where it may.</summary>
    public static Text? WhyNot(Item item, Register register, RowId subject, Wanting wanting, StructureOnDay today)
    {
        ArgumentNullException.ThrowIfNull(item);
        var isOwner = Voices.IsOf(wanting.Unit, Voices.OwnerOf(register, item), today);
        switch (item.Sharing)
        {
            case Sharing.Public:
                return null;
            case Sharing.OwnerOnly when !isOwner:
                return new Text($"{item.Name.Zh}只由权属单位使用。", $"{item.Name.En} is used by its owner only.");
            case Sharing.Government when wanting.Unit.UnitKind != UnitKind.Government:
                return new Text($"{item.Name.Zh}只在政府部门之间共享。", $"{item.Name.En} is shared among government offices only.");
            case Sharing.ByPurpose when wanting.Purpose is null:
                return new Text("没有写明用途。", "No purpose is named.");
            case Sharing.ByPurpose when item.Purposes.All(one => one.Id != wanting.Purpose!.Id):
                return new Text($"{item.Name.Zh}的用途里没有“{wanting.Purpose!.Name.Zh}”。", $"\"{wanting.Purpose!.Name.En}\" is none of the purposes of {item.Name.En}.");
            default:
                break;
        }

        if (item.Personal == Personal.None || wanting.Purpose is not { } purpose) return null;
        if (!purpose.Actors.Contains(Structure.Vocabulary.Words.UnitKinds[(int)wanting.Unit.UnitKind], StringComparer.Ordinal))
            return new Text($"“{purpose.Name.Zh}”不允许这类单位使用。", $"Units of this kind may not act for \"{purpose.Name.En}\".");
        return purpose.ConsentRequired && !wanting.HasConsent(subject) ? new Text($"“{purpose.Name.Zh}”需要本人同意，还没有。", $"\"{purpose.Name.En}\" needs the person's consent, which is not there.") : null;
    }
}
