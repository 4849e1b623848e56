using System.Collections.Frozen;
using Trellis.Structure;

namespace Trellis.Information.Looks;

/// <summary>At what an officer works while they look: the purpose of a look is that of this, and is never said by who looks.</summary>
/// <param name="Kind">matter, form, power, inquiry or filing.</param>
/// <param name="Id">A matter by its id, a form, a power or a matter type as the structure names it, an inquiry by its number.</param>
public readonly record struct LookReason(string Kind, string Id)
{
    public static LookReason Of(MatterId matter) => new("matter", matter.Text);

    public static LookReason OfForm(string form) => new("form", form);

    public static LookReason OfPower(string power) => new("power", power);

    public static LookReason OfInquiry(long number) => new("inquiry", number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Somebody stands at the counter, and a matter of the type is filed for them. By it people are found, and nothing is opened.</summary>
    public static LookReason OfFiling(string type) => new(FilingKind, type);

    public const string FilingKind = "filing";

    public MatterId? Matter => Kind == "matter" ? new MatterId(Id) : null;

    public override string ToString() => $"{Kind}/{Id}";

    /// <summary>Reads what <see cref="ToString"/> writes; null for anything else.</summary>
    public static LookReason? Parse(string text) => text.IndexOf('/', StringComparison.Ordinal) is var at and > 0 && at < text.Length - 1 && text[..at] is "matter" or "form" or "power" or "inquiry" or FilingKind ? new LookReason(text[..at], text[(at + 1)..]) : null;
}

/// <summary>An officer asks to be shown values of people.</summary>
/// <param name="Subjects">Rows of registers, such as person/r-1; each once.</param>
/// <param name="Items">Items of the structure, and <see cref="LookingAtValues.Words"/> for what people wrote in a matter; each once.</param>
public sealed record LookAtValues(LookReason Reason, IReadOnlyList<RowId> Subjects, IReadOnlyList<string> Items) : IAct
{
    public const string Name = "look-at-values";

    /// <summary>Which items of which subjects, where not each of all; null for each of all.</summary>
    public IReadOnlySet<(RowId Row, string Item)>? Only { get; init; }

    /// <summary>
    /// Rows that the items name, which are of other rows that were found by that: whose firms are looked for has been looked at as the firms have, and is told so. Null where there are none.
    /// </summary>
    public IReadOnlySet<RowId>? Named { get; init; }

    /// <summary>Whether the subjects were found by what they said of themselves, so that somebody files for them: nothing of them is opened.</summary>
    public bool IsFinding { get; init; }

    /// <summary>Items that what is at hand does not need; they are kept back.</summary>
    public IReadOnlySet<string> Besides { get; init; } = FrozenSet<string>.Empty;

    public string Word => Name;
}

/// <summary>
/// An officer is shown values of one subject; entered before they are. One for each subject, purpose and request: the entries of a request follow each other, and bear the
/// position of the first.
/// </summary>
/// <param name="By">Who looks, by an opaque id.</param>
/// <param name="Request">The position of the first entry of the same request.</param>
/// <param name="Items">Sorted.</param>
/// <param name="Release">From when the subject is told; null where at once.</param>
public sealed record ValuesSeen(RowId Subject, ActorId By, PostAt Seat, string Purpose, LookReason Reason, long Request, IReadOnlyList<string> Items, DateTimeOffset? Release, DateTimeOffset Happened) : IEvent
{
    public const string Name = "values-seen/1";

    public string Wire => Name;
}

/// <summary>
/// The program itself read values of one subject, since a condition of a matter depends on them; entered before what follows from it, in the same transaction. Nobody was shown them: what
/// came of it is a branch that was taken, a promise, or whether a power suffices.
/// </summary>
/// <param name="Holder">The unit that answers for the matter.</param>
/// <param name="Request">The position of the first entry of the same act.</param>
/// <param name="Items">Sorted.</param>
public sealed record FactsRead(RowId Subject, UnitId Holder, string Purpose, LookReason Reason, long Request, IReadOnlyList<string> Items, DateTimeOffset Happened) : IEvent
{
    public const string Name = "facts-read/1";

    /// <summary>Stands for the program where others have a post and a person.</summary>
    public const string Program = "system";

    public string Wire => Name;
}

/// <summary>What a look is judged by besides the act.</summary>
/// <param name="By">Who looks; that the seat is theirs was asked before.</param>
/// <param name="Purpose">Read off the reason.</param>
/// <param name="Consents">What a subject has said about the purpose; null where nothing.</param>
/// <param name="GivenHere">When the subject gave the values for the very thing that is at hand, or said them to be found by them; null where they come from a register.</param>
/// <param name="Release">From when a covert look is told; null for all others.</param>
public sealed record LookCircumstances(
    Actor.Officer By, StructureOnDay Today, string Purpose, Func<RowId, ConsentStanding?> Consents, DateTimeOffset? GivenHere, DateTimeOffset? Release, DateTimeOffset Now, long Request);

/// <summary>What came of a look: events, one for each subject of whom anything may be shown, and what is kept back.</summary>
/// <param name="Withheld">Items, or subjects as register/key, with why.</param>
public sealed record LookRuling(IReadOnlyList<ValuesSeen> Seen, IReadOnlyList<(string What, Refusal Why)> Withheld, IReadOnlyList<string> Basis);

public static class LookingAtValues
{
    /// <summary>Stands among items for what people wrote in a matter, and for values that no item of the structure stands behind.</summary>
    public const string Words = "words";

    /// <summary>
    /// Which items of which subjects may be shown. Each item is asked for itself: what one may not see does not hide the rest, and is told with its reason. Nothing at all is a refusal,
    /// with the first reason.
    /// </summary>
    public static (LookRuling? Ruling, Refusal? Why) Decide(LookAtValues act, LookCircumstances under)
    {
        var (structure, day) = (under.Today.Structure, under.Today.Day);
        if (act.Subjects.Count == 0 || act.Items.Count == 0) return (null, LookRefusals.NothingAskedFor);
        if (act.Items.Count > MostItems || act.Subjects.Count > MostSubjects) return (null, LookRefusals.TooMuchAtOnce);
        if (structure.Purposes.On(under.Purpose, day) is not { } purpose) return (null, LookRefusals.NoPurpose.Naming($"用途：{Excerpt.Of(under.Purpose, 60)}。", $"The purpose would be {Excerpt.Of(under.Purpose, 60)}."));
        if (under.Today.Unit(under.By.Seat.Unit.Text) is not { } unit) return (null, LookRefusals.NotForThisKindOfUnit);

        var withheld = new List<(string What, Refusal Why)>();
        var items = new List<string>();
        foreach (var id in act.Items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (WhyNot(id, purpose, unit, under.Today) is { } why) withheld.Add((id, why));
            else if (act.Besides.Contains(id)) withheld.Add((id, LookRefusals.NotOnThisForm));
            else items.Add(id);
        }

        var seen = new List<ValuesSeen>();
        foreach (var subject in act.Subjects.Distinct())
        {
            if (purpose.ConsentRequired && WhyWithoutConsent(under.Consents(subject), under.GivenHere) is { } why)
            {
                why = why.Naming($"用途：{purpose.Name.Zh}。", $"The purpose is {purpose.Id}.");
                // Nobody is found by way of somebody of whom nothing may be shown.
                if (act.Named?.Contains(subject) == true) return (null, why);
                withheld.Add((subject.ToString(), why));
            }

            // A row has the items of its own register, and those that name it; what was given in a matter may be of any.
            else if (items.Where(item => under.GivenHere is not null || item == Words || act.Named?.Contains(subject) == true || (item.StartsWith(subject.Register + ".", StringComparison.Ordinal) && act.Only?.Contains((subject, item)) != false)).ToList() is { Count: > 0 } own)
                seen.Add(new ValuesSeen(subject, under.By.Person, under.By.Seat, purpose.Id, act.Reason, under.Request, own, under.Release, under.Now));
        }

        if (seen.Count == 0 && withheld.Count == 0) return (null, LookRefusals.NothingAskedFor);

        return seen.Count > 0 ? (new LookRuling(seen, withheld, [.. purpose.Basis.Where(one => structure.InForce(one, day)).Select(static one => one.ToString())]), null) : (null, withheld[0].Why);
    }

    /// <summary>An entry has at most 65,535 bytes, and a batch of acts is decided at once.</summary>
    public const int MostItems = 500;

    public const int MostSubjects = 1000;

    /// <summary>Why an item may not be read for a purpose by a unit on a day; null where it may. Sharing class, purposes, kinds of unit, owner and legal basis are asked, and nothing else.</summary>
    public static Refusal? WhyNot(string id, Purpose purpose, UnitOnDay unit, StructureOnDay today)
    {
        var structure = today.Structure;
        if (!purpose.Actors.Contains(KindOf(unit), StringComparer.Ordinal)) return LookRefusals.NotForThisKindOfUnit.Naming($"用途 {purpose.Id} 限于：{string.Join("、", purpose.Actors)}。", $"Under {purpose.Id} act: {string.Join(", ", purpose.Actors)}.");
        if (purpose.Basis.Count > 0 && !purpose.Basis.Any(one => structure.InForce(one, today.Day))) return LookRefusals.BasisIsOver.Naming($"用途 {purpose.Id} 的依据：{string.Join("、", purpose.Basis)}。", $"The purpose {purpose.Id} stood on {string.Join(", ", purpose.Basis)}.");
        if (id == Words) return null;
        if (structure.Items.On(id, today.Day) is not { } item) return LookRefusals.NoSuchItem.Naming($"问的是 {Excerpt.Of(id, 60)}。", $"Asked for was {Excerpt.Of(id, 60)}.");
        if (item.Basis.Count > 0 && !item.Basis.Any(one => structure.InForce(one, today.Day))) return LookRefusals.BasisIsOver.Naming($"{item.Id} 的依据：{string.Join("、", item.Basis)}。", $"{item.Id} stood on {string.Join(", ", item.Basis)}.");
        return item.Sharing switch
        {
            Sharing.Public => null,
            Sharing.Government when unit.UnitKind == UnitKind.Government => null,
            Sharing.OwnerOnly => IsOwner(item, unit, today) ? null : LookRefusals.OwnerOnly.Naming($"{item.Id} 归 {OwnerOf(item, today) ?? "（没有写明）"}。", $"{item.Id} belongs to {OwnerOf(item, today) ?? "nobody who is named"}."),
            _ => item.Purposes.Any(one => one.Id == purpose.Id) ? null : LookRefusals.NotForThisPurpose.Naming($"{item.Id} 可用于：{string.Join("、", item.Purposes)}；手头的用途是 {purpose.Id}。", $"{item.Id} may be read for {string.Join(", ", item.Purposes)}; the purpose at hand is {purpose.Id}."),
        };
    }

    /// <summary>The unit that an item belongs to: its own owner, or that of its register.</summary>
    public static string? OwnerOf(Item item, StructureOnDay today) => (item.OwnOwner ?? today.Structure.Registers.On(item.RegisterId, today.Day)?.Owner)?.Id;

    private static bool IsOwner(Item item, UnitOnDay unit, StructureOnDay today) =>
        OwnerOf(item, today) is { } owner && (unit.Id == owner || unit.ActsFor.Id == owner || (today.Unit(owner) is { } above && unit.IsUnder(above)));

    /// <summary>
    /// What somebody gave for the very thing at hand was given for its purpose, as long as they have not taken that back since; whatever else is held of them needs their word.
    /// </summary>
    private static Refusal? WhyWithoutConsent(ConsentStanding? said, DateTimeOffset? givenHere) => said switch
    {
        { Given: true } => null,
        { Given: false } taken => givenHere is { } given && taken.At < given ? null : LookRefusals.ConsentWithdrawn,
        null => givenHere is null ? LookRefusals.ConsentMissing : null,
    };

    private static string KindOf(UnitOnDay unit) => unit.UnitKind switch
    {
        UnitKind.Government => "government",
        UnitKind.Community => "community",
        UnitKind.Association => "association",
        UnitKind.Firm => "firm",
        _ => "place",
    };
}
