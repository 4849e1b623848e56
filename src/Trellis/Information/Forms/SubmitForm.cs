using Trellis.Information.Registers;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;

namespace Trellis.Information.Forms;

/// <summary>What is given in one form: its facts by name. Facts of rows are values of the base and go there.</summary>
/// <param name="Given">Totals, judgements and facts of matters.</param>
/// <param name="Unknown">Items that nobody knows. Saying so is an answer; inventing a number is none.</param>
/// <param name="Rows">How many rows were looked through.</param>
/// <param name="Filled">Fields that were filled already and left as they were.</param>
/// <param name="Changed">Fields that were filled already and were changed; the change goes to the owner of the item.</param>
/// <param name="Typed">Fields that somebody typed in rows.</param>
/// <param name="Minutes">How long it took, in steps of five; null where nobody said.</param>
public sealed record FormContent(FixedList<GivenItem> Given, FixedList<string> Unknown, int Rows = 0, int Filled = 0, int Changed = 0, int Typed = 0, int? Minutes = null)
{
    /// <summary>Rows of registers that were filled in; what they say goes to the registers, with the form as its source, and nowhere else.</summary>
    public FixedList<FilledRow> Entries { get; init; } = [];
}

/// <summary>A row of a form, as it was filled in.</summary>
/// <param name="Subject">The row of the register; without a key where the form begins it.</param>
public sealed record FilledRow(RowId Subject, FixedList<ItemGiven> Items)
{
    /// <summary>What the base held of it and the filler found still so.</summary>
    public FixedList<ConfirmedItem> Confirmed { get; init; } = [];
}

/// <summary>Somebody says that what the base holds is still so.</summary>
/// <param name="Item">Without its register.</param>
/// <param name="Position">Of the claim that they were shown.</param>
public readonly record struct ConfirmedItem(string Item, long Position);

/// <summary>The filler hands in a form for one occasion, or another post its section of it.</summary>
/// <param name="Section">Empty for the part of the filler.</param>
public sealed record SubmitForm(string Form, UnitId Unit, string Occasion, string Section, FormContent Content) : IAct
{
    public const string Name = "submit-form";

    public string Word => Name;
}

/// <summary>What was handed in is put right: by who filled it in, because they saw a mistake, or because it was returned. The earlier version stays.</summary>
public sealed record CorrectForm(string Form, UnitId Unit, string Occasion, string Section, FormContent Content, PersonalText Reason) : IAct
{
    public const string Name = "correct-form";

    public string Word => Name;
}

/// <summary>What one handing in leaves in the record.</summary>
/// <param name="Person">Who did it; for the count of fillers, never for a count by person.</param>
/// <param name="Facts">Facts that are about nobody, as "item=value": figures are counted from them.</param>
/// <param name="Values">The others. They stand beside the record.</param>
/// <param name="Typed">Fields that somebody had to type.</param>
/// <param name="Due">Until when it was asked; null where the form names no limit.</param>
public sealed record HandedForm(
    string Form, UnitId Unit, string Occasion, string Section, int Number, PostAt By, ActorId Person, FixedList<string> Facts, FixedList<PersonalValue> Values, FixedList<string> Unknown,
    int Rows, int Typed, int Filled, int Changed, int? Minutes, DateTimeOffset? Due, DateTimeOffset Happened)
{
    public FormVersion Version => new(Section, Number, By, Happened);
}

public sealed record FormSubmitted(HandedForm Handed) : IEvent
{
    public const string Name = "form-submitted/1";

    public string Wire => Name;
}

public sealed record FormCorrected(HandedForm Handed, PersonalText? Reason) : IEvent
{
    public const string Name = "form-corrected/1";

    public string Wire => Name;
}

/// <summary>What an act on a form finds: who owes it, what became of it, and whom it may be told.</summary>
/// <param name="Owed">Null where the unit does not owe it.</param>
/// <param name="Delegated">To whom the filler gave a section; null where nobody did.</param>
/// <param name="IsPersonal">Whether an item may be about somebody, so that its value stands beside the record.</param>
/// <param name="Needless">Items that are filled in otherwise: computed, or asked by another form; nobody has to give them.</param>
public sealed record FormCircumstances(OwedForm? Owed, FormFile File, FormStanding Standing, Func<string, PostAt?> Delegated, Func<string, bool> IsPersonal, IReadOnlySet<string> Needless, Actor By, DateOnly Day, DateTimeOffset Now)
{
    /// <summary>Whether an item may be about somebody, by the structure of a day; so may be what it does not know.</summary>
    public static Func<string, bool> MayBeAboutSomebody(Structure.GovernanceStructure structure, DateOnly day) =>
        fact => (structure.Items.On(fact, day) ?? (structure.Items.Of(fact) is [var any, ..] ? any : null)) is not { Personal: Structure.Personal.None };
}

public static class SubmittingForms
{
    /// <summary>Once for each occasion, by the post whose it is, and whole: what is not known is said to be.</summary>
    public static Outcome Decide(SubmitForm act, FormCircumstances found)
    {
        if (Ask(act.Section, found, out var officer, out var owed) is { } no) return no;
        if (found.Standing.Suspended is not null) return FormRefusals.IsSuspended;
        if (found.File.Last(act.Section) is not null) return FormRefusals.SubmittedAlready;
        return Hand(act.Section, act.Content, found, officer!, owed!, out var handed) ?? Outcome.Accept(new FormSubmitted(handed!));
    }

    /// <summary>As often as somebody finds something. A form that is suspended can still be put right.</summary>
    public static Outcome Decide(CorrectForm act, FormCircumstances found)
    {
        if (Ask(act.Section, found, out var officer, out var owed) is { } no) return no;
        if (found.File.Last(act.Section) is null) return FormRefusals.NotSubmitted;
        if (string.IsNullOrWhiteSpace(act.Reason.Written)) return FormRefusals.ReasonMissing;
        return Hand(act.Section, act.Content, found, officer!, owed!, out var handed) ?? Outcome.Accept(new FormCorrected(handed!, act.Reason));
    }

    private static Refusal? Ask(string section, FormCircumstances found, out Actor.Officer? officer, out OwedForm? owed)
    {
        (officer, owed) = (found.By as Actor.Officer, found.Owed);
        if (officer is null) return FormRefusals.ForOfficers;
        if (owed is null || owed.From > found.Day) return FormRefusals.NotOwed;
        if (section.Length > 0 && owed.Sections.All(one => one.Id != section)) return FormRefusals.NoSuchSection.Naming($"{section}。", $"{section}.");
        var filler = FillerOf(section, found);
        return officer.Seat == filler ? null : FormRefusals.NotTheFiller.Naming($"由 {filler} 填。", $"{filler} does.");
    }

    /// <summary>The post that fills in a section: the one that it was given to, else that of the structure.</summary>
    internal static PostAt FillerOf(string section, FormCircumstances found) =>
        found.Delegated(section) ?? (section.Length == 0 ? found.Owed!.By : found.Owed!.Sections.First(one => one.Id == section).By);

    private static Outcome? Hand(string section, FormContent content, FormCircumstances found, Actor.Officer officer, OwedForm owed, out HandedForm? handed)
    {
        handed = null;
        var items = owed.ItemsOf(section)!;
        var rows = owed.Form.Items.Select(static one => one.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var item in content.Given.Select(static one => one.Fact).Concat(content.Unknown))
            if (!items.Contains(item, StringComparer.Ordinal)) return FormRefusals.NotOnTheForm.Naming($"{Excerpt.Of(item, 60)}。", $"{Excerpt.Of(item, 60)}.");
        if (WhyNotRows(content.Entries, items, rows) is { } unfit) return unfit;
        if (content.Given.Select(static one => one.Fact).Concat(content.Unknown).GroupBy(static one => one, StringComparer.Ordinal).FirstOrDefault(static one => one.Count() > 1) is { Key: var twice }) return FormRefusals.ItemTwice.Naming($"{twice}。", $"{twice}.");
        // Facts of rows are counted, and lie in the base; a form without rows asks all its items itself.
        var missing = items.Where(item => !found.Needless.Contains(item) && !(owed.Form.Rows is not null && rows.Contains(item)) && !content.Given.Exists(one => one.Fact == item) && !content.Unknown.Contains(item)).ToList();
        if (missing.Count > 0) return FormRefusals.ItemMissing.Naming($"{string.Join("、", missing.Take(10))}。", $"{string.Join(", ", missing.Take(10))}.");
        var open = content.Given.Where(one => !found.IsPersonal(one.Fact) && WordOf(one.Value) is not null).ToList();
        handed = new HandedForm(
            owed.Form.Id, new UnitId(owed.Unit.Id), owed.Occasion, section, (found.File.Last(section)?.Number ?? 0) + 1, officer.Seat, officer.Person,
            [.. open.Select(static one => $"{one.Fact}={WordOf(one.Value)}").Order(StringComparer.Ordinal)],
            [.. content.Given.Where(one => !open.Contains(one)).Select(static one => one.ToPersonal()).OrderBy(static one => one.Fact, StringComparer.Ordinal)],
            [.. content.Unknown.Order(StringComparer.Ordinal)],
            Math.Max(content.Rows, content.Entries.Count), content.Typed + content.Entries.Sum(static one => one.Items.Count) + content.Given.Count(one => !found.Needless.Contains(one.Fact)), Math.Max(content.Filled, content.Entries.Sum(static one => one.Confirmed.Count)), content.Changed, InSteps(content.Minutes), owed.Due, found.Now);
        return null;
    }

    /// <summary>Rows say what the form asks of rows, each once; whether a register takes it, the register says.</summary>
    private static Refusal? WhyNotRows(FixedList<FilledRow> entries, IReadOnlyList<string> items, HashSet<string> ofRows)
    {
        if (entries.Count > MostRows) return FormRefusals.TooManyRows;
        var seen = new HashSet<RowId>();
        for (var at = 0; at < entries.Count; at++)
        {
            var (subject, given) = entries[at];
            var confirmed = entries[at].Confirmed;
            if (given.IsEmpty && confirmed.IsEmpty) return RowRefused(at, FormRefusals.ItemMissing);
            if (subject.Key.Length > 0 && !seen.Add(subject)) return RowRefused(at, FormRefusals.ItemTwice);
            if (!confirmed.IsEmpty && subject.Key.Length == 0) return RowRefused(at, FormRefusals.NothingHeld);
            if (given.Select(static one => one.Item).Concat(confirmed.Select(static one => one.Item)).GroupBy(static one => one, StringComparer.Ordinal).Any(static one => one.Count() > 1)) return RowRefused(at, FormRefusals.ItemTwice);
            foreach (var item in given.Select(static one => one.Item).Concat(confirmed.Select(static one => one.Item)))
                if ($"{subject.Register}.{item}" is var id && (!ofRows.Contains(id) || !items.Contains(id, StringComparer.Ordinal))) return RowRefused(at, FormRefusals.NotOnTheForm.Naming($"{Excerpt.Of(id, 60)}。", $"{Excerpt.Of(id, 60)}."));
        }

        return null;
    }

    /// <summary>Far more than a unit has for one occasion, and as many as go into one transaction.</summary>
    public const int MostRows = 500;

    /// <summary>A row is not taken, and with it the form: named by its number as people count, with why and what to do.</summary>
    public static Refusal RowRefused(int number, Refusal why) => FormRefusals.RowRefused.Naming($"第 {number + 1} 行（{why.Code}）：{why.Whole.Zh}", $"Row {number + 1} ({why.Code}): {why.Whole.En}");

    /// <summary>A value as a word of an entry; null for what is no number, amount, yes or no, day or short code.</summary>
    internal static string? WordOf(Value value) => value switch
    {
        { Number: not null } or { YesNo: not null } or { Kind: ValueKind.Day } => value.ToString(),
        { Quantity: { } quantity } => quantity.ToWord(),
        _ => null,
    };

    /// <summary>What <see cref="WordOf"/> wrote.</summary>
    public static Value ValueOf(string word) => ReadingGiven.Read(word) is { IsKnown: true } plain ? plain : Structure.Quantities.Quantity.OfWord(word) is { } quantity ? Value.Of(quantity) : Value.Missing;

    /// <summary>Nobody's minutes are counted one by one; and whoever leaves a form open over night did not fill it in all night.</summary>
    private static int? InSteps(int? minutes) => minutes is > 0 and <= 480 and var known ? (known + 4) / 5 * 5 : null;
}
