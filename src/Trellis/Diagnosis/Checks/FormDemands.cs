using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Diagnosis.Checks;

/// <summary>One field of a form.</summary>
public sealed class AskedField
{
    internal AskedField(Ref name, Item? item, bool identifiesRow, IReadOnlyList<UnitOnDay> typists) =>
        (Name, Item, IdentifiesRow, Typists) = (name, item, identifiesRow, typists);

    /// <summary>As written.</summary>
    public Ref Name { get; }

    /// <summary>The item it stands for; null where the name is no item.</summary>
    public Item? Item { get; }

    /// <summary>A register's key only says which row is meant: it asks nothing.</summary>
    public bool IdentifiesRow { get; }

    /// <summary>The units that type it.</summary>
    public IReadOnlyList<UnitOnDay> Typists { get; }

    /// <summary>Why nobody should have to type it; none where it must be asked.</summary>
    public NeedlessAsk Needless { get; internal set; }

    /// <summary>The form that asks the same already, where <see cref="Needless"/> says so.</summary>
    public Form? AskedBy { get; internal set; }
}

/// <summary>Why a field of a form is needless. Each counts once, the strongest reason first.</summary>
public enum NeedlessAsk
{
    None,

    /// <summary>It is computed from other facts.</summary>
    Computed,

    /// <summary>A register, the table of units or the record of the matter holds a value that is still good.</summary>
    Held,

    /// <summary>Another form asks the same of the same reach in the same period.</summary>
    AskedByAnother,
}

/// <summary>What one form asks, of whom and how often, on a day.</summary>
public sealed class FormDemand
{
    internal FormDemand(Form form, int number, IReadOnlyList<UnitOnDay> fillers, IReadOnlyList<AskedField> fields)
    {
        (Form, Number, Fillers, Fields) = (form, number, fillers, fields);
        RowsOf = FirstWord(form.Rows?.Text);
        Months = form.Every switch { "month" => 1, "quarter" => 3, "half-year" => 6, "year" => 12, _ => null };
    }

    public Form Form { get; }

    /// <summary>Its place among the forms, in written order.</summary>
    public int Number { get; }

    public IReadOnlyList<UnitOnDay> Fillers { get; }

    public IReadOnlyList<AskedField> Fields { get; }

    /// <summary>The register of which it lists rows; null for a form about the unit itself.</summary>
    public string? RowsOf { get; }

    /// <summary>Months of its period; null for a form that is asked once or after a matter.</summary>
    public int? Months { get; }

    private static string? FirstWord(string? rows)
    {
        if (rows is null) return null;
        var text = rows.AsSpan().Trim();
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterLower(text[end]) || char.IsAsciiDigit(text[end]) || text[end] == '-')) end++;
        return text[..end].ToString();
    }
}

/// <summary>Two forms that ask the same: one of them, with the fields that the other asks already.</summary>
/// <param name="Extra">The one that should give way.</param>
/// <param name="Places">Units that fill in the extra form on ground where the other asks too.</param>
public sealed record DoubleDemand(FormDemand Extra, FormDemand Other, IReadOnlyList<AskedField> Fields, IReadOnlyList<UnitOnDay> Places);

/// <summary>
/// All forms of a day with every name looked up, and which of their fields are needless.
/// A field that identifies a row is never needless. Else it is
/// <list type="bullet">
/// <item>computed, if its item is;</item>
/// <item>held, if its item belongs to a register, which has an owner, and a value is good for longer than the period of the form
/// (without an end where nothing is said): most rows then carry a value that is still good when the form comes again.
/// A form asked once collects what is new and is never counted here;</item>
/// <item>held, if it is a column of the table of units, filled in for all who are asked, and somebody else than its owner asks;</item>
/// <item>held, if the form follows a matter whose record has it: asked at filing or given by a step;</item>
/// <item>asked by another form of the same reach and period: rows of one register that may overlap, on overlapping ground, or the same
/// fact of the same unit or of one below it; periods of months, quarters, half-years and years lie within each other.
/// Who fills the forms in does not matter.</item>
/// </list>
/// </summary>
public sealed class FormDemands
{
    private readonly StructureOnDay _view;
    private readonly FactNames _names;
    private readonly HashSet<string> _keys;
    private readonly Dictionary<FormDemand, (int From, int To)[]> _grounds = [];
    private readonly Dictionary<FormDemand, RowFilter> _filters = [];
    private readonly Dictionary<string, HashSet<string>> _recorded = new(StringComparer.Ordinal);

    private FormDemands(StructureOnDay view)
    {
        _view = view;
        _names = new FactNames(view.Structure, view.Day);
        _keys = view.Structure.Registers.All.SelectMany(static register => register.Key).Select(static key => key.Id).ToHashSet(StringComparer.Ordinal);
        var forms = new List<FormDemand>();
        foreach (var form in view.Structure.Forms.All)
            if (form.HoldsOn(view.Day)) forms.Add(Read(form, forms.Count));
        Forms = forms;
        foreach (var form in forms) Weigh(form);
        Doubles = FindDoubles();
    }

    public IReadOnlyList<FormDemand> Forms { get; }

    /// <summary>Each pair of forms once, with all they share.</summary>
    public IReadOnlyList<DoubleDemand> Doubles { get; }

    public static FormDemands Of(StructureOnDay view) => new(view);

    private FormDemand Read(Form form, int number)
    {
        var fillers = form.FilledBy.At is { } at ? _view.Expand(at, form) : [];
        var fields = new List<AskedField>();
        foreach (var name in form.Items) Add(name, fillers);
        foreach (var name in form.Totals) Add(name, fillers);
        foreach (var name in form.Judgements) Add(name, fillers);
        foreach (var section in form.Sections)
        {
            var typists = section.By.At is { } place ? _view.Expand(place, form) : Nearest(section.By.Post, fillers);
            foreach (var name in section.Items) Add(name, typists);
        }

        return new FormDemand(form, number, fillers, fields);

        void Add(Ref name, IReadOnlyList<UnitOnDay> typists) => fields.Add(new AskedField(name, _names.Find(name.Id), _keys.Contains(name.Id), typists));
    }

    /// <summary>A section of another post is typed at the unit with that post that is nearest to each filler.</summary>
    private List<UnitOnDay> Nearest(string? post, IReadOnlyList<UnitOnDay> fillers)
    {
        var typists = new SortedSet<int>();
        foreach (var filler in fillers)
        {
            if (post is null || _view.PostAt(post, filler) is not null) typists.Add(filler.Index);
            else
                foreach (var unit in _view.Nearest(post, filler)) typists.Add(unit.Index);
        }

        return [.. typists.Select(index => _view.Units[index])];
    }

    private void Weigh(FormDemand demand)
    {
        foreach (var field in demand.Fields)
        {
            if (field.Item is not { } item || field.IdentifiesRow) continue;
            if (item.Computed is not null) field.Needless = NeedlessAsk.Computed;
            else if (IsHeld(demand, field, item)) field.Needless = NeedlessAsk.Held;
        }
    }

    private bool IsHeld(FormDemand demand, AskedField field, Item item)
    {
        if (item.RegisterId == "matter")
            return demand.Form.After is { } matter && RecordedBy(matter.Id).Contains(item.Id);
        if (demand.Months is not { } months || (item.GoodFor is { } good && !IsLonger(good, months))) return false;
        if (item.RegisterId == "unit")
        {
            if (field.Typists.Count == 0 || item.OwnOwner?.Id == demand.Form.AskedBy.Id) return false;
            foreach (var unit in field.Typists)
                if (string.IsNullOrEmpty(unit.Unit.Fact(item.Id))) return false;
            return true;
        }

        return item.RegisterId != "actor" && OwnerOf(item) is not null;
    }

    /// <summary>The unit that answers for an item: its own, else its register's.</summary>
    internal string? OwnerOf(Item item) => item.OwnOwner?.Id ?? _view.Structure.Registers.On(item.RegisterId, _view.Day)?.Owner?.Id;

    /// <summary>Good for longer than the period, not just as long: what is good for a month may well be asked each month.</summary>
    private static bool IsLonger(TimeLimit good, int months) => good.Unit switch
    {
        TimeUnit.Years => good.Amount * 12 > months,
        TimeUnit.Months => good.Amount > months,
        TimeUnit.Days => good.Amount > months * 31,
        TimeUnit.WorkingDays => good.Amount > months * 23,
        _ => false,
    };

    private HashSet<string> RecordedBy(string matter)
    {
        if (_recorded.TryGetValue(matter, out var known)) return known;
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        _recorded.Add(matter, recorded);
        if (_view.Structure.Matters.On(matter, _view.Day) is not { } type) return recorded;
        foreach (var ask in type.Asks) recorded.Add(ask.Id);
        foreach (var part in type.Flow.All)
        {
            if (part is FlowPart.Step step)
                foreach (var given in step.Gives) recorded.Add(given.Id);
            if (part is FlowPart.Part inner) recorded.UnionWith(RecordedBy(inner.Matter.Id));
        }

        return recorded;
    }

    private List<DoubleDemand> FindDoubles()
    {
        var byItem = new Dictionary<string, List<(FormDemand Form, AskedField Field)>>(StringComparer.Ordinal);
        foreach (var form in Forms)
        {
            foreach (var field in form.Fields)
            {
                // What is computed is told as such: no form needs to ask it.
                if (field.Item is null || field.IdentifiesRow || field.Needless == NeedlessAsk.Computed) continue;
                var name = Representative(field.Item);
                if (!byItem.TryGetValue(name, out var asking)) byItem.Add(name, asking = []);
                asking.Add((form, field));
            }
        }

        var shared = new Dictionary<(int, int), List<(AskedField One, AskedField Other)>>();
        foreach (var asking in byItem.Values)
        {
            for (var one = 1; one < asking.Count; one++)
            {
                for (var other = 0; other < one; other++)
                {
                    if (asking[one].Form == asking[other].Form) continue;
                    var pair = (asking[other].Form.Number, asking[one].Form.Number);
                    if (!shared.TryGetValue(pair, out var fields)) shared.Add(pair, fields = []);
                    fields.Add((asking[other].Field, asking[one].Field));
                }
            }
        }

        var doubles = new List<DoubleDemand>();
        foreach (var (pair, fields) in shared.OrderBy(static one => one.Key))
        {
            var (one, other) = (Forms[pair.Item1], Forms[pair.Item2]);
            if (!SamePeriod(one, other)) continue;
            var otherIsExtra = Precedence(one, fields[0].One).CompareTo(Precedence(other, fields[0].Other)) < 0;
            var (extra, first) = otherIsExtra ? (other, one) : (one, other);
            var places = new SortedSet<int>();
            var mine = new List<AskedField>();
            foreach (var (oneField, otherField) in fields)
            {
                var (field, beside) = otherIsExtra ? (otherField, oneField) : (oneField, otherField);
                var meet = Meet(extra, field, first, beside);
                if (meet.Count == 0) continue;
                places.UnionWith(meet);
                if (mine.Contains(field)) continue;
                mine.Add(field);
                if (field.Needless == NeedlessAsk.None) (field.Needless, field.AskedBy) = (NeedlessAsk.AskedByAnother, first.Form);
            }

            if (mine.Count > 0) doubles.Add(new DoubleDemand(extra, first, mine, [.. places.Select(index => _view.Units[index])]));
        }

        return doubles;
    }

    /// <summary>Items that are declared the same are one.</summary>
    private static string Representative(Item item)
    {
        var name = item.Id;
        foreach (var same in item.SameAs)
            if (string.CompareOrdinal(same.Id, name) < 0) name = same.Id;
        return name;
    }

    private static bool SamePeriod(FormDemand one, FormDemand other) => (one.Form, other.Form) switch
    {
        ({ After: { } after }, { After: { } same }) => after.Id == same.Id,
        ({ After: not null }, _) or (_, { After: not null }) => false,
        ({ Every: null, On: { } day }, { Every: null, On: { } same }) => day == same,
        _ => true, // months lie in quarters, quarters in half-years, and a day in each
    };

    /// <summary>
    /// The form that comes first stays: one that is used, one whose asker answers for the item, one that does not ask more often than
    /// the value changes, the one asked more often, the one written first.
    /// </summary>
    private (bool Unused, bool Stranger, bool TooOften, int Months, int Number) Precedence(FormDemand demand, AskedField field) =>
        (demand.Form.UsedFor.Count == 0, OwnerOf(field.Item!) != demand.Form.AskedBy.Id, field.Needless == NeedlessAsk.Held, demand.Months ?? 12, demand.Number);

    /// <summary>The units that fill in the one form, by number, where the other asks the same.</summary>
    private List<int> Meet(FormDemand extra, AskedField field, FormDemand other, AskedField beside)
    {
        var places = new List<int>();
        if (field.Item!.RegisterId == "unit" && extra.RowsOf is null && other.RowsOf is null)
        {
            var those = beside.Typists.Select(static unit => unit.Index).ToHashSet();
            var above = new HashSet<int>();
            foreach (var unit in beside.Typists)
                for (var body = unit.Parent; body is not null && above.Add(body.Index);) body = body.Parent;
            foreach (var unit in field.Typists)
            {
                var met = above.Contains(unit.Index);
                for (var body = unit; body is not null && !met; body = body.Parent) met = those.Contains(body.Index);
                if (met) places.Add(unit.Index);
            }

            return places;
        }

        if (field.Item.RegisterId != "matter" && (extra.RowsOf is null || extra.RowsOf != other.RowsOf)) return places;
        if (FilterOf(extra).Excludes(FilterOf(other))) return places;
        var grounds = GroundsOf(other);
        foreach (var unit in extra.Fillers)
            if (unit.Ground is { } ground && Overlaps(grounds, ground.First, ground.Behind)) places.Add(unit.Index);
        return places;
    }

    private RowFilter FilterOf(FormDemand demand)
    {
        if (!_filters.TryGetValue(demand, out var filter)) _filters.Add(demand, filter = RowFilter.Of(demand.Form.Rows?.Text));
        return filter;
    }

    private (int From, int To)[] GroundsOf(FormDemand demand)
    {
        if (_grounds.TryGetValue(demand, out var known)) return known;
        var spans = demand.Fillers.Where(static unit => unit.Ground is not null).Select(static unit => (From: unit.Ground!.First, To: unit.Ground.Behind)).Distinct().ToArray();
        Array.Sort(spans);
        _grounds.Add(demand, spans);
        return spans;
    }

    /// <summary>Grounds contain each other or lie apart, so one that begins before and reaches beyond, or one that begins inside, is all there can be.</summary>
    private static bool Overlaps((int From, int To)[] spans, int from, int to)
    {
        foreach (var span in spans)
        {
            if (span.From >= to) return false;
            if (span.To > from) return true;
        }

        return false;
    }
}

/// <summary>What a condition on rows certainly demands of single facts: enough to see that two conditions never hold for one row.</summary>
internal sealed class RowFilter
{
    private readonly Dictionary<string, (HashSet<string> Values, bool Excluded)> _facts = new(StringComparer.Ordinal);

    public static RowFilter Of(string? rows)
    {
        var filter = new RowFilter();
        var at = rows?.IndexOf(" where ", StringComparison.Ordinal) ?? -1;
        if (at < 0) return filter;
        var condition = rows![(at + " where ".Length)..];
        // Only a plain chain of "and" is read; of anything else nothing is known.
        if (condition.Contains(" or ", StringComparison.Ordinal) || condition.Contains("if ", StringComparison.Ordinal) || condition.Contains(" where ", StringComparison.Ordinal)) return filter;
        foreach (var part in condition.Split(" and ")) filter.Read(part.Trim());
        return filter;
    }

    public bool Excludes(RowFilter other)
    {
        foreach (var (fact, (values, excluded)) in _facts)
        {
            if (!other._facts.TryGetValue(fact, out var theirs)) continue;
            if (!excluded && !theirs.Excluded && !values.Overlaps(theirs.Values)) return true;
            if (!excluded && theirs.Excluded && values.IsSubsetOf(theirs.Values)) return true;
            if (excluded && !theirs.Excluded && theirs.Values.IsSubsetOf(values)) return true;
        }

        return false;
    }

    private void Read(string part)
    {
        if (part.StartsWith("not ", StringComparison.Ordinal)) Set(part["not ".Length..], ["no"], false);
        else if (part.Split(" = ") is [var fact, var value] && IsText(value)) Set(fact, [value], false);
        else if (part.Split(" != ") is [var other, var not] && IsText(not)) Set(other, [not], true);
        else if (part.Split(" in ") is [var one, var list] && list.StartsWith('[') && list.EndsWith(']'))
        {
            var values = list[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (Array.TrueForAll(values, IsText)) Set(one, values, false);
        }
        else Set(part, ["yes"], false);
    }

    private void Set(string fact, IEnumerable<string> values, bool excluded)
    {
        if (Ids.IsFact(System.Text.Encoding.UTF8.GetBytes(fact))) _facts.TryAdd(fact, (values.ToHashSet(StringComparer.Ordinal), excluded));
    }

    private static bool IsText(string value) => value.Length > 1 && value[0] == '"' && value[^1] == '"';
}
