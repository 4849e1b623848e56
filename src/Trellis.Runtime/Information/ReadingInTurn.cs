using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Information;

/// <summary>For what and for whom a matter reads the base.</summary>
/// <param name="Holder">The unit that answers for the matter.</param>
/// <param name="FiledFor">Whose word counts for rows that are nobody, such as a household.</param>
/// <param name="Filed">When: what the person confirms in the matter is given for its purpose, as long as they have not taken that back since.</param>
/// <param name="Facts">What was given in the matter, and what was confirmed.</param>
internal sealed record ReadsFor(LookReason Reason, FixedList<BoundRole> Roles, Purpose? Purpose, UnitOnDay Holder, ActorId FiledFor, DateTimeOffset Filed, FixedList<GivenItem> Facts, PlacedStructure Placed, StructureOnDay Today);

/// <summary>
/// What one decision reads of the base, and that it did: a value is used where it is filled in by the same rules as in a form, and read no more. What is missing, too old, in dispute or not for the
/// purpose is not known, and is asked for. As of the day of the act.
/// </summary>
internal sealed class ReadingInTurn(BaseInTurn state, ReadsFor reads) : IFacts
{
    private readonly Dictionary<(RowId, string), Filling> _fillings = [];
    private readonly SortedDictionary<string, (RowId Row, SortedSet<string> Items)> _read = new(StringComparer.Ordinal);
    private readonly AsOf _asOf = new(reads.Today.Day);
    private int _depth;

    /// <summary>What was read so far, each with its items; sorted.</summary>
    public IReadOnlyList<(RowId Row, IReadOnlyList<string> Items)> Read => [.. _read.Values.Select(static one => (one.Row, (IReadOnlyList<string>)[.. one.Items]))];

    public string? Purpose => reads.Purpose?.Id;

    public UnitId Holder => new(reads.Holder.Id);

    public LookReason Reason => reads.Reason;

    /// <summary>The articles on which the purpose stands.</summary>
    public IReadOnlyList<string> Basis => reads.Purpose is { } purpose ? [.. purpose.Basis.Where(one => reads.Today.Structure.InForce(one, reads.Today.Day)).Select(static one => one.ToString())] : [];

    /// <summary>An item of a row, for a condition.</summary>
    public Value Known(Entity record, string item) => Of(record, item, isRead: true);

    /// <summary>Whether it is held at all; it is read for nothing.</summary>
    public Value Held(Entity record, string item) => Of(record, item, isRead: false);

    public int? WorkingDays(DateOnly from, DateOnly to) => reads.Placed.Times.Calendar(null, new DateTimeOffset(reads.Today.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)).WorkingDays(from, to);

    /// <summary>A role, for limits of powers: a record by its path.</summary>
    Value IFacts.Root(string name) => reads.Roles.Exists(role => role.Role == name) ? Value.Of(new Entity(name, "")) : Value.Missing;

    /// <summary>An item of a record by its path, or of a row of a list.</summary>
    Value IFacts.Item(Entity record, string item)
    {
        if (record.Key.Length > 0) return Known(record, item);
        var steps = record.Register.Split('.');
        var row = reads.Roles.Find(role => role.Role == steps[0]) is { } bound ? new Entity(bound.Row.Register, bound.Row.Key) : null;
        for (var at = 1; at < steps.Length && row is not null; at++) row = Known(row, steps[at]).Record;
        if (row is null) return Value.Missing;
        var value = Known(row, item);
        return value.Record is null ? value : Value.Of(new Entity($"{record.Register}.{item}", ""));
    }

    /// <summary>Why what was confirmed does not stand so: the base holds nothing of it, it has changed since, it may not be used for this, or it is somebody else's. Null where it stands.</summary>
    public Refusal? WhyNotConfirmed(string fact, HeldClaim held)
    {
        var item = FieldOf(fact) is { } field && RowOf(fact) == held.Row ? reads.Placed.Structure.Items.On($"{held.Row.Register}.{field}", reads.Today.Day) : null;
        if (item is null) return FormRefusals.NothingHeld.Naming($"{Excerpt.Of(fact, 60)}。", $"{Excerpt.Of(fact, 60)}.");
        var own = new RowId("person", reads.FiledFor.Text);
        if (ConfirmingValues.WhyNotTheirs(item, held.Row, own, state.Find(own)?.Subject, _asOf) is { } theirs) return theirs;
        return ConfirmingValues.WhyNot(item, held.Position, Fill(item, held.Row, confirmed: null, isConfirmed: true));
    }

    private RowId? RowOf(string fact) => reads.Roles.Find(role => fact.StartsWith(role.Role + ".", StringComparison.Ordinal))?.Row;

    private static string? FieldOf(string fact) => fact.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && fact.IndexOf('.', dot + 1) < 0 ? fact[(dot + 1)..] : null;

    /// <summary>The claim that somebody confirmed in the matter; null where nobody did.</summary>
    private HeldClaim? Confirmed(Item item, RowId row) => reads.Facts.Find(one => one.Confirmed is { Row: var of } && of == row && FieldOf(one.Fact) == item.Field)?.Confirmed;

    private Value Of(Entity record, string item, bool isRead)
    {
        var structure = reads.Placed.Structure;
        if (structure.Items.On($"{record.Register}.{item}", reads.Today.Day) is not { } declared || structure.Registers.On(record.Register, reads.Today.Day) is null) return Value.Missing;
        if (declared.Computed is { } computed)
        {
            // Nobody has to give what is computed; and what is computed from itself is known to nobody.
            if (!isRead) return Value.Yes;
            if (_depth >= FactsOfTheBase.Deepest) return Value.Missing;
            _depth++;
            var reckoned = FactsOfTheBase.Compute(structure, declared, computed, new OfRow(this, record));
            _depth--;
            return reckoned;
        }

        var row = new RowId(record.Register, record.Key);
        if (!_fillings.TryGetValue((row, item), out var filling)) _fillings.Add((row, item), filling = Fill(declared, row, Confirmed(declared, row)));
        if (filling is not Filling.Filled { Held: var held }) return Value.Missing;
        var value = FactsOfTheBase.ValueOf(structure, held, Written(held));
        if (!isRead || !value.IsKnown) return value.IsKnown && value.Record is null ? Value.Yes : value;
        if (!_read.TryGetValue(row.ToString(), out var seen)) _read.Add(row.ToString(), seen = (row, new SortedSet<string>(StringComparer.Ordinal)));
        seen.Items.Add(declared.Id);
        return value;
    }

    private Filling Fill(Item item, RowId row, HeldClaim? confirmed, bool isConfirmed = false)
    {
        var (subjects, links) = ComparingClaims.Group(row, one => state.Find(one)?.Subject, one => (state.Find(one)?.Holding ?? []).Where(link => reads.Purpose is { } purpose && link.Purposes.Contains(purpose.Id)));
        var held = subjects is [{ } first, ..] && HoldingValues.Exists(first, _asOf) ? [.. HoldingValues.Of(subjects, links, item.Field, _asOf)] : (List<HeldValue>)[];
        var filling = Prefilling.Of(item, row, new Wanting(reads.Holder, reads.Purpose, subject => HasConsent(subject, isConfirmed || confirmed is not null)), held, reads.Today, reads.Placed.Times.DayOf, reads.Placed.Times.LastDay);
        // What was confirmed is known, though it is old, or others say something else.
        return filling is Filling.ToConfirm { Sources: var sources } && confirmed is { } claim && sources.Find(one => one.Claim.Position == claim.Position) is { } known ? new Filling.Filled(known) : filling;
    }

    private bool HasConsent(RowId subject, bool isConfirmed) => reads.Purpose is { } purpose && state.Consent(subject.Register == "person" ? subject.Key : reads.FiledFor.Text, purpose.Id) switch
    {
        null => isConfirmed,
        { Given: true } => true,
        var taken => isConfirmed && taken.At < reads.Filed,
    };

    private string? Written(HeldValue held)
    {
        if (held.Claim.Kind != ClaimKind.Sealed || state.Find(held.Subject) is not { } kept) return null;
        if (kept.Stored.TryGetValue((held.Claim.Position, held.Item), out var stored)) return stored;
        foreach (var (position, items) in kept.Given)
            if (position == held.Claim.Position && items.Find(one => one.Item == held.Item) is { } given) return given.Written;
        return null;
    }

    /// <summary>What a computed item of a row reads.</summary>
    private sealed class OfRow(ReadingInTurn reading, Entity row) : IFacts
    {
        private static readonly Entity Standards = new("standard", "");

        public Value Root(string name) => name == row.Register ? Value.Of(row) : name switch { "day" => Value.Of(reading._asOf.Day), "standard" => Value.Of(Standards), _ => Value.Missing };

        public Value Item(Entity record, string item) => record.Register == "standard" ? reading.Standard(item) : reading.Known(record, item);

        public int? WorkingDays(DateOnly from, DateOnly to) => reading.WorkingDays(from, to);
    }

    private Value Standard(string item) => reads.Placed.Structure.Standards.On(item, reads.Today.Day)?.Value is { } value ? Value.Of(value) : Value.Missing;
}
