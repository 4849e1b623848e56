using System.Globalization;
using Trellis.Ledger;

namespace Trellis.Authority;

/// <summary>
/// Events of this room as they stand in the record. The use of a power is no entry of its own: it stands in the mandate of the entry of the act, link by link.
/// A form once written is never changed.
/// </summary>
public static class AuthorityWire
{
    public const string SeatTaken = "seat-taken/1";
    public const string SeatLeft = "seat-left/1";
    public const string Withdrawn = "delegation-withdrawn/1";
    public const string Declared = "emergency-declared/1";

    /// <summary>Every name that is written.</summary>
    public static IReadOnlyList<string> Names { get; } = [ActRefused.Name, SeatTaken, SeatLeft, Withdrawn, Declared];

    public static (string Name, EntryValue.Group Fields) Write(ActRefused refused) => (ActRefused.Name, Group(
        ("act", refused.Act), ("code", refused.Code), ("person", refused.Person.Text), ("seat", refused.Seat?.ToString()), ("matter", refused.Matter?.Text),
        ("happened", refused.Happened.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))));

    public static (string Name, EntryValue.Group Fields) Write(AuthorityEvent happened) => happened switch
    {
        AuthorityEvent.SeatTaken one => (SeatTaken, Group(
            ("person", one.Actor), ("seat", $"{one.Post}@{one.Unit}"), ("from", Day(one.From)), ("to", one.To == DateOnly.MaxValue ? null : Day(one.To)), ("acting-for", one.ActingFor))),
        AuthorityEvent.SeatLeft one => (SeatLeft, Group(("person", one.Actor), ("seat", $"{one.Post}@{one.Unit}"), ("from", Day(one.From)))),
        AuthorityEvent.Withdrawn one => (Withdrawn, Group(("delegation", one.Delegation), ("unit", one.Unit), ("from", Day(one.From)))),
        AuthorityEvent.EmergencyDeclared one => (Declared, Group(("emergency", one.Emergency), ("from", Day(one.From)), ("to", Day(one.To)))),
        _ => throw new InvalidOperationException($"{happened.GetType().Name} is no entry of its own."),
    };

    /// <summary>Null for a name that is no event of powers or seats; a refused act changes nothing and is null too.</summary>
    public static AuthorityEvent? Read(string name, EntryValue.Group fields)
    {
        switch (name)
        {
            case SeatTaken:
                var taken = Seat(fields);
                return new AuthorityEvent.SeatTaken(Word(fields, "person"), taken.Post, taken.Unit.Text, Day(fields, "from"), fields["to"] is null ? DateOnly.MaxValue : Day(fields, "to"), WordOrNull(fields, "acting-for"));
            case SeatLeft:
                var left = Seat(fields);
                return new AuthorityEvent.SeatLeft(Word(fields, "person"), left.Post, left.Unit.Text, Day(fields, "from"));
            case Withdrawn:
                return new AuthorityEvent.Withdrawn(Word(fields, "delegation"), WordOrNull(fields, "unit"), Day(fields, "from"));
            case Declared:
                return new AuthorityEvent.EmergencyDeclared(Word(fields, "emergency"), Day(fields, "from"), Day(fields, "to"));
            default:
                return null;
        }
    }

    /// <summary>The links of a mandate and the articles they stand on, as an entry holds them: from the link that acted up to the holder of the power, then the law.</summary>
    public static IReadOnlyList<string> Mandate(Authorization.Permitted permitted) =>
        [.. permitted.Chain.Reverse().Select(static link => link.Key.ToString()), .. permitted.Articles.Select(static article => article.Article is { } number ? $"{article.Law}/{number}" : article.Law)];

    /// <summary>The links among the words of an entry's mandate.</summary>
    public static IReadOnlyList<MandateKey> Links(IEnumerable<string> mandate)
    {
        var links = new List<MandateKey>();
        foreach (var word in mandate)
        {
            if (!word.StartsWith("power/", StringComparison.Ordinal) && !word.StartsWith("delegation/", StringComparison.Ordinal)) continue;
            var (at, colon) = (word.IndexOf('@', StringComparison.Ordinal), word.LastIndexOf(':'));
            if (at > 0 && colon > at) links.Add(new MandateKey(word[..at], word[(colon + 1)..], word[(at + 1)..colon]));
        }

        return links;
    }

    private static EntryValue.Group Group(params ReadOnlySpan<(string Name, string? Word)> fields)
    {
        var group = new List<KeyValuePair<string, EntryValue>>();
        foreach (var (name, word) in fields)
            if (word is { Length: > 0 }) group.Add(new(name, EntryValue.Of(word)));
        return new EntryValue.Group(group);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(EntryValue.Group fields, string name) =>
        DateOnly.TryParseExact(Word(fields, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Unfit(name);

    private static PostAt Seat(EntryValue.Group fields) => PostAt.Parse(Word(fields, "seat")) ?? throw Unfit("seat");

    private static string Word(EntryValue.Group fields, string name) => WordOrNull(fields, name) ?? throw Unfit(name);

    private static string? WordOrNull(EntryValue.Group fields, string name) => (fields[name] as EntryValue.Word)?.Text;

    private static InvalidDataException Unfit(string name) => new($"The field {name} of an entry is not what its version says. The record is damaged, or newer than this program.");
}
