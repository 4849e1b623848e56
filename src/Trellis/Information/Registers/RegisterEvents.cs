using System.Globalization;
using Trellis.Ledger;

namespace Trellis.Information.Registers;

/// <summary>
/// Events of registers as fields of the record. A contract: a field is never renamed, a form never changed. Values stand beside the entry as value/ITEM; relations, days and
/// whence values come stand in it.
/// </summary>
public static class RegisterEvents
{
    /// <summary>Before the item in the name of its field.</summary>
    public const string Prefix = "value/";

    public const string Reason = "reason";

    private const string Moments = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string Days = "yyyy-MM-dd";

    private static readonly string[] Sources = ["act", "form", "import", "exchange"];

    /// <summary>Every name that is written.</summary>
    public static IReadOnlyList<string> Names { get; } = [ImportBegun.Name, SubjectEntered.Name, ValuesRecorded.Name, ValueSettled.Name, SubjectsLinked.Name, SubjectsToldApart.Name, LinkUndone.Name, SubjectEnded.Name, SubjectKept.First, SubjectKept.Name];

    public static EntryValue.Group Write(IEvent happened)
    {
        var fields = new List<KeyValuePair<string, EntryValue>>(8);
        switch (happened)
        {
            case ImportBegun one:
                Word("import", one.Import);
                Word("register", one.Register);
                Word("list", one.List);
                Word("mapping", one.Mapping);
                Word("table", one.Table);
                Word("basis", one.Basis);
                Word("purpose", one.Purpose);
                By(one.Unit, one.Person);
                Time(one.Happened);
                break;
            case SubjectEntered one:
                Word("subject", one.Subject.ToString());
                Said(one.Said);
                Time(one.Happened);
                break;
            case ValuesRecorded one:
                Word("subject", one.Subject.ToString());
                Said(one.Said);
                Time(one.Happened);
                break;
            case ValueSettled one:
                Word("subject", one.Subject.ToString());
                Word("item", one.Item);
                fields.Add(new("stands", EntryValue.Of(one.Stands)));
                fields.Add(new("aside", new EntryValue.List(one.Aside.ConvertAll(static position => EntryValue.Of(position)))));
                By(one.Unit, one.Person);
                Time(one.Happened);
                break;
            case SubjectsLinked one:
                Word("one", one.One.ToString());
                Word("other", one.Other.ToString());
                fields.Add(new("purposes", EntryValue.Of(one.Purposes)));
                fields.Add(new("reasons", EntryValue.Of(one.Reasons)));
                if (!one.Same.IsEmpty) fields.Add(new("same", new EntryValue.List(one.Same.ConvertAll(static same => Group(("item", EntryValue.Of(same.Item)), ("one", EntryValue.Of(same.One)), ("other", EntryValue.Of(same.Other)))))));
                By(one.Unit, one.Person);
                Time(one.Happened);
                break;
            case SubjectsToldApart one:
                Word("one", one.One.ToString());
                Word("other", one.Other.ToString());
                By(one.Unit, one.Person);
                Time(one.Happened);
                break;
            case LinkUndone one:
                Word("one", one.One.ToString());
                Word("other", one.Other.ToString());
                fields.Add(new("link", EntryValue.Of(one.Link)));
                By(one.Unit, one.Person);
                Time(one.Happened);
                break;
            case SubjectEnded one:
                Word("subject", one.Subject.ToString());
                Word("day", Day(one.Day));
                Word("after", one.After);
                By(one.Unit, one.Person);
                Time(one.Happened);
                break;
            case SubjectKept one:
                Word("subject", one.Subject.ToString());
                Word("purpose", one.Purpose);
                Word("held-by", one.Matter.Text);
                Word("type", one.Type);
                Word("duty", one.Duty);
                Word("until", Day(one.Until));
                Time(one.Happened);
                break;
            default:
                throw new InvalidOperationException($"{happened.Wire} is no event of registers.");
        }

        return new EntryValue.Group(fields);

        void Word(string name, string? word)
        {
            if (word is not null) fields.Add(new(name, EntryValue.Of(word)));
        }

        void By(UnitId? unit, ActorId? person)
        {
            Word("unit", unit?.Text);
            Word("person", person?.Text);
        }

        void Time(DateTimeOffset moment) => Word("happened", moment.UtcDateTime.ToString(Moments, CultureInfo.InvariantCulture));

        void Said(ValuesSaid said)
        {
            Word("source", Sources[(int)said.Source]);
            Word("basis", said.Basis);
            By(said.Unit, said.Person);
            if (said.ByOwner) fields.Add(new("owner", EntryValue.Of(true)));
            // Most items are said once and without an end: their name says all.
            var plain = new List<string>(said.Items.Count);
            List<EntryValue>? items = null;
            foreach (var item in said.Items)
            {
                if (item.IsPlain) plain.Add(item.Item);
                else (items ??= []).Add(Item(item));
            }

            if (plain.Count > 0) fields.Add(new("given", EntryValue.Of(plain)));
            if (items is not null) fields.Add(new("items", new EntryValue.List(items)));
        }
    }

    /// <summary>Null for an event of another room, and for one that does not have the form. The values themselves are not looked at.</summary>
    public static IEvent? Read(string name, EntryValue.Group fields)
    {
        switch (name)
        {
            case ImportBegun.Name:
                return Word(fields, "import") is { } import && Word(fields, "register") is { } register && Word(fields, "list") is { } list && Word(fields, "mapping") is { } mapping && Word(fields, "table") is { } table && Word(fields, "basis") is { } basis && Time() is { } opened
                    ? new ImportBegun(import, register, list, mapping, table, basis, Word(fields, "purpose"), Unit(fields), Person(fields), opened) : null;
            case SubjectEntered.Name:
                return Row("subject") is { } entered && SaidOf(fields) is { } first && Time() is { } begun ? new SubjectEntered(entered, first, begun) : null;
            case ValuesRecorded.Name:
                return Row("subject") is { } about && SaidOf(fields) is { } said && Time() is { } recorded ? new ValuesRecorded(about, said, null, recorded) : null;
            case ValueSettled.Name:
                return Row("subject") is { } settled && Word(fields, "item") is { } item && Number(fields, "stands") is { } stands && Numbers("aside") is { } aside && Time() is { } when
                    ? new ValueSettled(settled, item, stands, aside, Unit(fields), Person(fields), null, when) : null;
            case SubjectsLinked.Name:
                return Row("one") is { } one && Row("other") is { } other && Words(fields, "purposes") is { } purposes && Words(fields, "reasons") is { } reasons && Same() is { } same && Time() is { } linked
                    ? new SubjectsLinked(one, other, purposes, reasons, same, Unit(fields), Person(fields), null, linked) : null;
            case SubjectsToldApart.Name:
                return Row("one") is { } here && Row("other") is { } there && Time() is { } told ? new SubjectsToldApart(here, there, Unit(fields), Person(fields), null, told) : null;
            case LinkUndone.Name:
                return Row("one") is { } left && Row("other") is { } right && Number(fields, "link") is { } link && Time() is { } undone ? new LinkUndone(left, right, link, Unit(fields), Person(fields), null, undone) : null;
            case SubjectEnded.Name:
                return Row("subject") is { } ended && DayOf(fields, "day", null) is { } day && Word(fields, "after") is { } after && Time() is { } over ? new SubjectEnded(ended, day, after, Unit(fields), Person(fields), over) : null;
            case SubjectKept.First:
            case SubjectKept.Name:
                return Row("subject") is { } kept && Word(fields, "purpose") is { } sealedFor && Word(fields, "held-by") is { } holder && DayOf(fields, "until", null) is { } until && Time() is { } seen ? new SubjectKept(kept, sealedFor, new MatterId(holder), until, seen) { Type = Word(fields, "type") ?? (name == SubjectKept.Name ? "" : null), Duty = Word(fields, "duty") } : null;
            default:
                return null;
        }

        RowId? Row(string field) => Word(fields, field) is { } word ? RowId.Parse(word) : null;

        DateTimeOffset? Time() => DateTimeOffset.TryParseExact(Word(fields, "happened"), Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

        FixedList<long>? Numbers(string field)
        {
            if (fields[field] is not EntryValue.List list || !list.Values.All(static one => one is EntryValue.Number)) return null;
            return [.. list.Values.Select(static one => ((EntryValue.Number)one).Value)];
        }

        FixedList<SameClaims>? Same()
        {
            if (fields["same"] is null) return [];
            if (fields["same"] is not EntryValue.List list) return null;
            var all = new List<SameClaims>(list.Values.Count);
            foreach (var value in list.Values)
            {
                if (value is not EntryValue.Group group || Word(group, "item") is not { } of || Number(group, "one") is not { } here || Number(group, "other") is not { } there) return null;
                all.Add(new SameClaims(of, here, there));
            }

            return [.. all];
        }
    }

    private static ValuesSaid? SaidOf(EntryValue.Group fields)
    {
        var source = Array.IndexOf(Sources, Word(fields, "source"));
        if (source < 0) return null;
        var items = new List<ItemSaid>();
        if (fields["given"] is not null)
        {
            if (Words(fields, "given") is not { } plain) return null;
            foreach (var item in plain) items.Add(new ItemSaid(item, DateOnly.MinValue, DateOnly.MaxValue, null, false, null));
        }

        if (fields["items"] is { } more)
        {
            if (more is not EntryValue.List list) return null;
            foreach (var value in list.Values)
            {
                if (value is not EntryValue.Group group || Word(group, "item") is not { } item || DayOf(group, "from", DateOnly.MinValue) is not { } from || DayOf(group, "to", DateOnly.MaxValue) is not { } to) return null;
                FixedList<RowId>? rows = null;
                if (group["rows"] is not null)
                {
                    if (Words(group, "rows") is not { } words || !words.TrueForAll(static word => RowId.Parse(word) is not null)) return null;
                    rows = words.ConvertAll(static word => RowId.Parse(word)!.Value);
                }

                items.Add(new ItemSaid(item, from, to, rows, group["none"] is EntryValue.YesNo { Value: true }, group["same"] is EntryValue.Number same ? same.Value : null));
            }
        }

        return new ValuesSaid((ValueSource)source, Word(fields, "basis"), Unit(fields), Person(fields), fields["owner"] is EntryValue.YesNo { Value: true }, [.. items]);
    }

    private static EntryValue.Group Item(ItemSaid said)
    {
        var fields = new List<KeyValuePair<string, EntryValue>>(5) { new("item", EntryValue.Of(said.Item)) };
        if (said.From > DateOnly.MinValue) fields.Add(new("from", EntryValue.Of(Day(said.From))));
        if (said.To < DateOnly.MaxValue) fields.Add(new("to", EntryValue.Of(Day(said.To))));
        if (said.Rows is { } rows) fields.Add(new("rows", EntryValue.Of(rows.ConvertAll(static row => row.ToString()))));
        if (said.None) fields.Add(new("none", EntryValue.Of(true)));
        if (said.Same is { } same) fields.Add(new("same", EntryValue.Of(same)));
        return new EntryValue.Group(fields);
    }

    private static EntryValue.Group Group(params (string Name, EntryValue Value)[] fields) => new(fields.Select(static one => KeyValuePair.Create(one.Name, one.Value)));

    private static string Day(DateOnly day) => day.ToString(Days, CultureInfo.InvariantCulture);

    private static DateOnly? DayOf(EntryValue.Group fields, string field, DateOnly? otherwise) =>
        fields[field] is null ? otherwise : DateOnly.TryParseExact(Word(fields, field), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? Word(EntryValue.Group fields, string field) => (fields[field] as EntryValue.Word)?.Text;

    private static long? Number(EntryValue.Group fields, string field) => (fields[field] as EntryValue.Number)?.Value;

    private static FixedList<string>? Words(EntryValue.Group fields, string field) =>
        fields[field] is EntryValue.List list && list.Values.All(static one => one is EntryValue.Word) ? [.. list.Values.Select(static one => ((EntryValue.Word)one).Text)] : null;

    private static UnitId? Unit(EntryValue.Group fields) => Word(fields, "unit") is { } unit ? new UnitId(unit) : null;

    private static ActorId? Person(EntryValue.Group fields) => Word(fields, "person") is { } person ? new ActorId(person) : null;
}
