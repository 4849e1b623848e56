using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Information.Registers;

/// <summary>Values of one subject are recorded: by the owner, or by a unit whose duty collects them.</summary>
public sealed record RecordValues(RowId Subject, FixedList<ItemGiven> Items, SourceGiven Source) : IAct
{
    public const string Name = "record-values";

    public string Word => Name;
}

/// <summary>Somebody says that a value is wrong, and what is right: a resident about themselves, or any office. It goes to the owner, and stands beside what is held until they settle it.</summary>
public sealed record CorrectValue(RowId Subject, FixedList<ItemGiven> Items, SourceGiven Source, PersonalText? Reason) : IAct
{
    public const string Name = "correct-value";

    public string Word => Name;
}

public sealed record ValuesRecorded(RowId Subject, ValuesSaid Said, PersonalText? Reason, DateTimeOffset Happened) : IEvent
{
    public const string Name = "values-recorded/1";

    public string Wire => Name;
}

public static class RecordingValues
{
    /// <summary>More items than any register has.</summary>
    public const int MostItems = 200;

    /// <summary>So that an entry holds them.</summary>
    public const int MostRows = 400;

    /// <summary>By the owner of each item, a power over the register, or a unit whose duty collects it.</summary>
    public static Outcome Decide(RecordValues act, Sight sight)
    {
        if (Begin(act.Subject, act.Items, sight, out var register) is { } wrong) return wrong;
        var owns = true;
        foreach (var given in act.Items)
        {
            var item = sight.Item(act.Subject.Register, given.Item);
            switch (Voices.Of(register!, item, act.Subject, sight))
            {
                case Voice.Owns: break;
                case Voice.Collects: owns = false; break;
                default: return NotYours(register!, item);
            }
        }

        return Finish(act.Subject, act.Items, act.Source, register!, owns, null, sight);
    }

    /// <summary>By residents about themselves, and by any office.</summary>
    public static Outcome Decide(CorrectValue act, Sight sight)
    {
        if (Begin(act.Subject, act.Items, sight, out var register) is { } wrong) return wrong;
        if (Voices.Of(register!, null, act.Subject, sight) == Voice.Nobody) return InformationRefusals.NotYoursToCorrect;
        if (act.Reason?.Written is null) return InformationRefusals.ReasonMissing;
        return Finish(act.Subject, act.Items, act.Source, register!, owns: false, act.Reason, sight);
    }

    internal static Refusal NotYours(Register register, Item? item) => Voices.OwnerOf(register, item) is { } owner
        ? InformationRefusals.NotYoursToRecord.Naming($"{item?.Id ?? register.Id} 的权属单位是 {owner}。", $"The owner of {item?.Id ?? register.Id} is {owner}.")
        : InformationRefusals.NotYoursToRecord;

    /// <summary>Checks values against the register, and finds for each the days and the claim that says the same.</summary>
    internal static Refusal? Check(RowId subject, FixedList<ItemGiven> items, SourceGiven source, Register register, Sight sight, out ValuesSaid? said)
    {
        said = null;
        if (items.Count > MostItems) return InformationRefusals.TooMuchAtOnce;
        var (all, rows) = (new ItemSaid[items.Count], 0);
        for (var at = 0; at < all.Length; at++)
        {
            var given = items[at];
            if (sight.Item(subject.Register, given.Item) is not { } item) return new TypingItems(sight.Structure, sight.Day).NoSuchItem(subject.Register, given.Item);
            if (item.Computed is not null) return InformationRefusals.ItemComputed.Naming($"{item.Id} 是算出来的。", $"{item.Id} is computed.");
            if (given.To < given.From) return InformationRefusals.DaysReversed.Naming($"见 {item.Id}。", $"See {item.Id}.");
            if (given.Value.IsKnown && !TypingItems.Fits(given.Value, FormulaNames.TypeOf(item, sight.Structure))) return TypingItems.Unfit(item, FormulaNames.TypeOf(item, sight.Structure));
            if (given.Value.IsKnown && item.CheckedBy is not null && TypingItems.Checked(item, given.Value, sight.Day, out var invalid) != given.Value) return invalid ?? InformationRefusals.CheckDigit.Naming($"见 {item.Id}。", $"See {item.Id}.");
            if (given.Rows is { } named)
            {
                if (named.Contains(subject)) return InformationRefusals.OwnRelation.Naming($"见 {item.Id}。", $"See {item.Id}.");
                foreach (var row in named)
                    if (row.Register == "unit" && sight.Today.Unit(row.Key) is null) return InformationRefusals.NoSuchRelation.Naming($"见 {item.Id}。", $"See {item.Id}.");
                rows += named.Count;
            }

            var from = given.From ?? (HasClaim(sight.Group.First, given.Item) ? sight.Day : DateOnly.MinValue);
            var to = given.To ?? DateOnly.MaxValue;
            if (to < from) return InformationRefusals.DaysReversed.Naming($"见 {item.Id}。", $"See {item.Id}.");
            if (sight.Group.First?.Ending is { } ending && from > ending.Day) return InformationRefusals.Ended.Naming($"终止日是 {ending.Day:yyyy-MM-dd}。", $"Its last day is {ending.Day:yyyy-MM-dd}.");
            for (var before = 0; before < at; before++)
                if (all[before].Item == given.Item) return InformationRefusals.ItemTwice.Naming($"见 {item.Id}。", $"See {item.Id}.");
            all[at] = new ItemSaid(given.Item, from, to, given.Rows, !given.Value.IsKnown, sight.Group.Subjects.IsEmpty ? null : sight.Group.SameAs(given)) { Bytes = given.Bytes };
        }

        if (rows > MostRows) return InformationRefusals.TooMuchAtOnce;
        // In the order in which the entry holds them, so that folding it again comes to the same.
        said = new ValuesSaid(source.Source, source.Basis, sight.By.Unit, sight.By.PersonOrNone, false, [.. all.Where(static one => one.IsPlain), .. all.Where(static one => !one.IsPlain)]);
        return null;
    }

    private static Refusal? Begin(RowId subject, FixedList<ItemGiven> items, Sight sight, out Register? register)
    {
        register = sight.Structure.Registers.On(subject.Register, sight.Day);
        if (register is null) return TypingItems.NoSuchRegister(subject.Register, sight.Structure);
        if (sight.Group.First is not { } known) return InformationRefusals.NoSuchSubject;
        if (sight.Group.IsErased(known)) return InformationRefusals.Erased;
        if (items.IsEmpty) return InformationRefusals.NothingGiven;
        foreach (var given in items)
            if (sight.Item(subject.Register, given.Item) is null) return new TypingItems(sight.Structure, sight.Day).NoSuchItem(subject.Register, given.Item);
        return null;
    }

    private static Outcome Finish(RowId subject, FixedList<ItemGiven> items, SourceGiven source, Register register, bool owns, PersonalText? reason, Sight sight) =>
        Check(subject, items, source, register, sight, out var said) is { } why ? why : Outcome.Accept(new ValuesRecorded(subject, said! with { ByOwner = owns }, reason, sight.Now));

    private static bool HasClaim(Subject? subject, string item)
    {
        if (subject is null) return false;
        foreach (var claim in subject.Claims)
            if (claim.Item == item && claim.Position >= subject.Begun) return true;
        return false;
    }
}
