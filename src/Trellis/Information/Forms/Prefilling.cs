using Trellis.Information.Looks;
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
    public sealed record NotForThis(Refusal Why) : Filling;

    /// <summary>It is computed from other facts.</summary>
    public sealed record Computed : Filling;

    /// <summary>Another form asks the same.</summary>
    /// <param name="Form">That form.</param>
    public sealed record AskedByAnother(string Form) : Filling;
}

/// <summary>For whom and for what facts of the base are wanted.</summary>
/// <param name="Unit">The unit that is to see them.</param>
/// <param name="Purpose">Taken from the form or the matter, never typed in; null where it names none.</param>
/// <param name="HasConsent">Whether the person agreed to the purpose, where it needs that.</param>
public sealed record Wanting(UnitOnDay Unit, Purpose? Purpose, Func<RowId, bool> HasConsent);

/// <summary>Which facts a form or a matter has already. Collected once, a fact is asked again only where it is missing, old, or in dispute.</summary>
public static class Prefilling
{
    /// <summary>Sharing and purpose first: what may not be used is not even looked for.</summary>
    /// <param name="held">What is held of this item about this subject, as of the day: the claim that stands first.</param>
    /// <param name="lastGood">The last day on which a value that was said on a day is good.</param>
    public static Filling Of(Item item, RowId subject, Wanting wanting, IReadOnlyList<HeldValue> held, StructureOnDay today, Func<DateTimeOffset, DateOnly> dayOf, Func<TimeLimit, DateOnly, DateOnly> lastGood)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Computed is not null) return new Filling.Computed();
        if (WhyNot(item, subject, wanting, today) is { } why) return new Filling.NotForThis(why);
        if (held.Count == 0 || held[0].Claim.Kind == ClaimKind.None) return new Filling.ToAsk();
        if (held[0].Disputed) return new Filling.ToConfirm([.. held], IsOld: false);
        return item.GoodFor is { } good && lastGood(good, dayOf(held[0].Claim.Provenance.At)) < today.Day ? new Filling.ToConfirm([held[0]], IsOld: true) : new Filling.Filled(held[0]);
    }

    /// <summary>As for a look: what may not be shown for a purpose is not filled in for it either.</summary>
    private static Refusal? WhyNot(Item item, RowId subject, Wanting wanting, StructureOnDay today)
    {
        if (wanting.Purpose is not { } purpose) return item.Sharing == Sharing.Public ? null : LookRefusals.NoPurpose;
        if (LookingAtValues.WhyNot(item.Id, purpose, wanting.Unit, today) is { } why) return why;
        return purpose.ConsentRequired && item.Personal != Personal.None && !wanting.HasConsent(subject) ? LookRefusals.ConsentMissing : null;
    }
}
