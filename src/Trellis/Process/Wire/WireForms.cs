using System.Globalization;
using System.Text;
using Trellis.Ledger;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Structure.Quantities;

namespace Trellis.Process.Wire;

/// <summary>Words of an enum as they stand in the record: its names in small letters, parted by hyphens.</summary>
internal static class WireWords<T>
    where T : struct, Enum
{
    private static readonly (T Value, string Word)[] All = [.. Enum.GetValues<T>().Select(static value => (value, Hyphened(value.ToString())))];

    public static string Of(T value)
    {
        foreach (var (known, word) in All)
            if (EqualityComparer<T>.Default.Equals(known, value)) return word;
        throw new InvalidOperationException($"{value} is no {typeof(T).Name}.");
    }

    public static T Read(string word)
    {
        foreach (var (value, known) in All)
            if (known == word) return value;
        throw new UnreadableEvent($"{word} is no word for {typeof(T).Name}.");
    }

    private static string Hyphened(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}

/// <summary>An entry of the record does not have the form of its event. The record is damaged, or newer than the program.</summary>
public sealed class UnreadableEvent(string message) : Exception(message);

internal static class WireForms
{
    private const string Moments = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int MomentLength = 24;

    /// <summary>A post, or "role:requester", "role:system/gate".</summary>
    public static string? Of(Performer? performer) => performer is not { } known ? null : known.Post is { } post ? post.ToString() : $"role:{known.Role}";

    /// <summary>"@unit", or "requester".</summary>
    public static string Of(Bearer bearer) => bearer.Unit is { } unit ? $"@{unit}" : "requester";

    /// <summary>UTC in whole milliseconds; finer times would not come back as they went.</summary>
    public static string Of(DateTimeOffset moment) => moment.UtcTicks % TimeSpan.TicksPerMillisecond != 0
        ? throw new InvalidOperationException("Times of events are whole milliseconds; Runtime cuts them when it reads its clock.")
        : string.Create(MomentLength, moment.UtcDateTime, static (text, time) =>
        {
            // Digit by digit: formatting by a pattern costs more than all the rest of a field.
            "0000-00-00T00:00:00.000Z".CopyTo(text);
            Digits(text[..4], time.Year);
            Digits(text.Slice(5, 2), time.Month);
            Digits(text.Slice(8, 2), time.Day);
            Digits(text.Slice(11, 2), time.Hour);
            Digits(text.Slice(14, 2), time.Minute);
            Digits(text.Slice(17, 2), time.Second);
            Digits(text.Slice(20, 3), time.Millisecond);
        });

    private static void Digits(Span<char> to, int number)
    {
        for (var digit = to.Length - 1; digit >= 0; digit--, number /= 10) to[digit] = (char)('0' + (number % 10));
    }

    public static DateTimeOffset Moment(string word) => DateTimeOffset.TryParseExact(word, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
        ? moment
        : throw new UnreadableEvent($"{word} is no moment.");

    public static DateOnly Day(string word) => DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new UnreadableEvent($"{word} is no day.");

    public static (string Left, string Right) Parted(string word)
    {
        // Keys of blocks begin with "=", so it is the last one that parts.
        var at = word.LastIndexOf('=');
        return at < 0 ? throw new UnreadableEvent($"{word} has no two sides.") : (word[..at], word[(at + 1)..]);
    }

    public static PostAt Post(string word) => PostAt.Parse(word) ?? throw new UnreadableEvent($"{word} is no post.");

    public static RowId Row(string word) => RowId.Parse(word) ?? throw new UnreadableEvent($"{word} is no row.");
}

/// <summary>Gathers the fields of one event.</summary>
internal sealed class FieldsWriter
{
    private readonly List<KeyValuePair<string, EntryValue>> _fields = new(12);
    private List<PersonalPart>? _personal;

    public WireEvent Done(string name)
    {
        IReadOnlyList<PersonalPart> personal = _personal switch { null => [], [_] => _personal, _ => [.. _personal.OrderBy(static one => one.Name, StringComparer.Ordinal)] };
        return new WireEvent(name, new EntryValue.Group(_fields), personal);
    }

    public FieldsWriter Word(string name, string? word)
    {
        if (word is { Length: > 0 }) _fields.Add(new(name, EntryValue.Of(word)));
        return this;
    }

    public FieldsWriter Number(string name, int? number)
    {
        if (number is { } known) _fields.Add(new(name, EntryValue.Of(known)));
        return this;
    }

    public FieldsWriter Position(string name, long position)
    {
        _fields.Add(new(name, EntryValue.Of(position)));
        return this;
    }

    public FieldsWriter YesNo(string name, bool? yes)
    {
        if (yes is { } known) _fields.Add(new(name, EntryValue.Of(known)));
        return this;
    }

    public FieldsWriter Time(string name, DateTimeOffset? moment) => Word(name, moment is { } known ? WireForms.Of(known) : null);

    public FieldsWriter Day(string name, DateOnly day) => Word(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public FieldsWriter Limit(string name, TimeLimit? limit) => Word(name, limit is { } known ? $"{known.Amount}:{WireWords<TimeUnit>.Of(known.Unit)}" : null);

    public FieldsWriter Words(string name, IEnumerable<string> words)
    {
        if (words is FixedList<string> { IsEmpty: true }) return this;
        string[] all = [.. words];
        if (all.Length > 0) _fields.Add(new(name, EntryValue.Of(all)));
        return this;
    }

    /// <summary>A text stands beside the record; where there is none, nothing does.</summary>
    public FieldsWriter Text(string name, PersonalText? text)
    {
        if (text is not null) (_personal ??= []).Add(new PersonalPart(name, text.Written));
        return this;
    }

    public FieldsWriter Values(FixedList<PersonalValue> values)
    {
        for (var at = 0; at < values.Count; at++) (_personal ??= []).Add(new PersonalPart($"value/{values[at].Fact}", values[at].Written));
        return this;
    }

    public FieldsWriter Roles(string name, IEnumerable<BoundRole> roles) => Words(name, roles.Select(static role => $"{role.Role}={role.Row}"));

    public FieldsWriter Rows(string name, IEnumerable<RowId> rows) => Words(name, rows.Select(static row => row.ToString()));

    public FieldsWriter Moved(string name, IEnumerable<MovedStep> moved) => Words(name, moved.Select(static one => $"{one.Key}={one.To}"));

    public FieldsWriter Dues(string name, IEnumerable<MovedDue> dues) => Words(name, dues.Select(static one => $"{one.Key}={WireForms.Of(one.Due)}"));

    public FieldsWriter Ends(string name, IEnumerable<CallEnd> ends) => Words(name, ends.Select(static one => $"{one.Unit}={WireWords<WhistleEnd>.Of(one.End)}"));

    public FieldsWriter Grows(string name, IEnumerable<UnitId> grows) => Words(name, grows.Select(static one => one.Text));

    public FieldsWriter Errors(string name, IEnumerable<OpenError> errors) => Words(name, errors.Select(static one => $"{one.Code}={one.Address}"));

    public FieldsWriter Calls(string name, IEnumerable<CalledPost> calls) => Groups(name, calls.Select(static call => new FieldsWriter().Word("post", call.Post.ToString()).Time("due", call.Due)));

    public FieldsWriter Turns(string name, IEnumerable<MovedTurn> turns) => Groups(name, turns.Select(static turn => new FieldsWriter().Word("key", turn.Key).Number("way", turn.Way).Rows("rows", turn.Rows)));

    public FieldsWriter Lines(string name, IEnumerable<MoveLine> lines) => Groups(name, lines.Select(static line =>
        new FieldsWriter().Word("matter", line.Matter.Text).Word("why", line.Why).Words("keeps", line.Keeps).Words("drops", line.Drops).Words("opens", line.Opens)));

    /// <summary>The reasons are texts; they stand beside the record as reason/0, reason/1 and so on.</summary>
    public FieldsWriter Overrides(string name, IReadOnlyList<ErrorOverride> overrides)
    {
        for (var at = 0; at < overrides.Count; at++) _ = Text($"reason/{at}", overrides[at].Reason);
        return Groups(name, overrides.Select(static one => new FieldsWriter().Word("code", one.Code).Word("address", one.Address).Word("by", one.By.ToString()).Day("until", one.Until)));
    }

    private FieldsWriter Groups(string name, IEnumerable<FieldsWriter> groups)
    {
        EntryValue[] all = [.. groups.Select(static group => new EntryValue.Group(group._fields))];
        if (all.Length > 0) _fields.Add(new(name, new EntryValue.List(all)));
        return this;
    }
}

/// <summary>Reads the fields of one event.</summary>
internal sealed class FieldsReader(string name, EntryValue.Group fields, IReadOnlyList<PersonalPart> personal)
{
    public string Word(string field) => WordOrNull(field) ?? throw new UnreadableEvent($"{name} lacks its field {field}.");

    public string? WordOrNull(string field) => fields[field] switch
    {
        null => null,
        EntryValue.Word word => word.Text,
        _ => throw new UnreadableEvent($"The field {field} of {name} is no word."),
    };

    public int Number(string field) => NumberOrNull(field) ?? throw new UnreadableEvent($"{name} lacks its field {field}.");

    public int? NumberOrNull(string field) => fields[field] switch
    {
        null => null,
        EntryValue.Number { Value: >= int.MinValue and <= int.MaxValue } number => (int)number.Value,
        _ => throw new UnreadableEvent($"The field {field} of {name} is no number."),
    };

    public long Position(string field) => fields[field] is EntryValue.Number { Value: >= 0 and var position } ? position : throw new UnreadableEvent($"The field {field} of {name} is no position.");

    public bool YesNo(string field) => YesNoOrNull(field) ?? throw new UnreadableEvent($"{name} lacks its field {field}.");

    public bool? YesNoOrNull(string field) => fields[field] switch
    {
        null => null,
        EntryValue.YesNo yes => yes.Value,
        _ => throw new UnreadableEvent($"The field {field} of {name} is neither yes nor no."),
    };

    public DateTimeOffset Time(string field) => WireForms.Moment(Word(field));

    public DateTimeOffset? TimeOrNull(string field) => WordOrNull(field) is { } word ? WireForms.Moment(word) : null;

    public DateOnly Day(string field) => WireForms.Day(Word(field));

    public TimeLimit? Limit(string field)
    {
        if (WordOrNull(field) is not { } word) return null;
        var at = word.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && int.TryParse(word.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount > 0
            ? new TimeLimit(amount, WireWords<TimeUnit>.Read(word[(at + 1)..]))
            : throw new UnreadableEvent($"{word} is no time limit.");
    }

    public PostAt Post(string field) => WireForms.Post(Word(field));

    public PostAt? PostOrNull(string field) => WordOrNull(field) is { } word ? WireForms.Post(word) : null;

    public Performer? Performer(string field) => WordOrNull(field) switch
    {
        null => null,
        var word when word.StartsWith("role:", StringComparison.Ordinal) => new Performer(null, word["role:".Length..]),
        var word => Matters.Performer.Of(WireForms.Post(word)),
    };

    public Bearer Bearer(string field) => Word(field) switch
    {
        "requester" => Matters.Bearer.Requester,
        ['@', .. var unit] => Matters.Bearer.Of(new UnitId(unit)),
        var word => throw new UnreadableEvent($"{word} is neither a unit nor the requester."),
    };

    public FixedList<string> Words(string field) => fields[field] switch
    {
        null => [],
        EntryValue.List list => [.. list.Values.Select(value => value is EntryValue.Word word ? word.Text : throw new UnreadableEvent($"The field {field} of {name} holds more than words."))],
        _ => throw new UnreadableEvent($"The field {field} of {name} is no list."),
    };

    public PersonalText? Text(string part)
    {
        foreach (var one in personal)
            if (one.Name == part) return new PersonalText(one.Value);
        return null;
    }

    public FixedList<PersonalValue> Values() =>
        [.. personal.Where(static one => one.Name.StartsWith("value/", StringComparison.Ordinal)).Select(static one => new PersonalValue(one.Name["value/".Length..], one.Value))];

    public FixedList<BoundRole> Roles(string field) => Parted(field, static (role, row) => new BoundRole(role, WireForms.Row(row)));

    public RowId Row(string field) => WireForms.Row(Word(field));

    public FixedList<RowId> Rows(string field) => [.. Words(field).Select(WireForms.Row)];

    public FixedList<MovedStep> Moved(string field) => Parted(field, static (key, post) => new MovedStep(key, WireForms.Post(post)));

    public FixedList<MovedDue> Dues(string field) => Parted(field, static (key, due) => new MovedDue(key, WireForms.Moment(due)));

    public FixedList<CallEnd> Ends(string field) => Parted(field, static (unit, end) => new CallEnd(new UnitId(unit), WireWords<WhistleEnd>.Read(end)));

    public FixedList<UnitId> Grows(string field) => [.. Words(field).Select(static unit => new UnitId(unit))];

    public FixedList<OpenError> Errors(string field) => Parted(field, static (code, address) => new OpenError(code, address));

    public FixedList<CalledPost> Calls(string field) => Groups(field, static (group, _) => new CalledPost(group.Post("post"), group.TimeOrNull("due")));

    public FixedList<MovedTurn> Turns(string field) => Groups(field, static (group, _) => new MovedTurn(group.Word("key"), group.Number("way"), group.Rows("rows")));

    public FixedList<MoveLine> Lines(string field) => Groups(field, static (group, _) => new MoveLine(new MatterId(group.Word("matter")), group.WordOrNull("why"), group.Words("keeps"), group.Words("drops"), group.Words("opens")));

    public FixedList<ErrorOverride> Overrides(string field) => Groups(field, (group, at) => new ErrorOverride(group.Word("code"), group.Word("address"), group.Post("by"), group.Day("until"), Text($"reason/{at}") ?? PersonalText.Erased));

    private FixedList<T> Parted<T>(string field, Func<string, string, T> make) => [.. Words(field).Select(word => WireForms.Parted(word) is var (left, right) ? make(left, right) : default!)];

    private FixedList<T> Groups<T>(string field, Func<FieldsReader, int, T> make) => fields[field] switch
    {
        null => [],
        EntryValue.List list => [.. list.Values.Select((value, at) => value is EntryValue.Group group ? make(new FieldsReader(name, group, []), at) : throw new UnreadableEvent($"The field {field} of {name} holds more than groups."))],
        _ => throw new UnreadableEvent($"The field {field} of {name} is no list."),
    };
}
