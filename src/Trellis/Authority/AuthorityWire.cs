using System.Globalization;
using Trellis.Ledger;
using Trellis.Structure;
using Trellis.Structure.Quantities;

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
    public const string DeclaredAt = "emergency-declared/2";
    public const string Ended = "emergency-ended/1";
    public const string Reviewed = "emergency-reviewed/1";
    public const string Lent = "power-lent/1";
    public const string Returned = "duty-returned/1";

    /// <summary>Beside a refused act, and not in it: the sentence that was answered.</summary>
    public const string SaidInChinese = "said/zh";

    public const string SaidInEnglish = "said/en";

    private const string Moments = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Every name that is written.</summary>
    public static IReadOnlyList<string> Names { get; } = [ActRefused.Name, SeatTaken, SeatLeft, Lent, Withdrawn, Returned, Declared, DeclaredAt, Ended, Reviewed];

    public static (string Name, EntryValue.Group Fields) Write(ActRefused refused) => (ActRefused.Name, Group(
        ("act", refused.Act), ("code", refused.Code), ("person", refused.Person.Text), ("seat", refused.Seat?.ToString()), ("matter", refused.Matter?.Text),
        ("happened", refused.Happened.UtcDateTime.ToString(Moments, CultureInfo.InvariantCulture))));

    public static (string Name, EntryValue.Group Fields) Write(AuthorityEvent happened) => happened switch
    {
        AuthorityEvent.SeatTaken one => (SeatTaken, Group(
            ("person", one.Actor), ("seat", $"{one.Post}@{one.Unit}"), ("from", Day(one.From)), ("to", one.To == DateOnly.MaxValue ? null : Day(one.To)), ("acting-for", one.ActingFor))),
        AuthorityEvent.SeatLeft one => (SeatLeft, Group(("person", one.Actor), ("seat", $"{one.Post}@{one.Unit}"), ("from", Day(one.From)))),
        AuthorityEvent.Withdrawn one => (Withdrawn, Group(("delegation", one.Delegation), ("unit", one.Unit), ("from", Day(one.From)))),
        AuthorityEvent.EmergencyDeclared { At: null } one => (Declared, Group(("emergency", one.Emergency), ("from", Day(one.From)), ("to", Day(one.To)))),
        AuthorityEvent.EmergencyDeclared one => (DeclaredAt, Group(("emergency", one.Emergency), ("at", one.At), ("from", Day(one.From)), ("to", Day(one.To)))),
        AuthorityEvent.EmergencyEnded one => (Ended, Group(("emergency", one.Emergency), ("at", one.At), ("from", Day(one.From)))),
        AuthorityEvent.EmergencyReviewed one => (Reviewed, Group(("emergency", one.Emergency), ("at", one.At), ("declared", Day(one.Declared)))),
        AuthorityEvent.Lent one => (Lent, Of(one.Delegation)),
        AuthorityEvent.DutyReturned one => (Returned, Group(("duty", one.Duty), ("unit", one.Unit), ("power", one.Power), ("to", one.To), ("day", Day(one.Day)))),
        _ => throw new InvalidOperationException($"{happened.GetType().Name} is no entry of its own."),
    };

    /// <summary>What was entered of a refused act; null for any other name.</summary>
    public static ActRefused? ReadRefused(string name, EntryValue.Group fields) => name != ActRefused.Name ? null : new ActRefused(
        Word(fields, "act"), Word(fields, "code"), new ActorId(Word(fields, "person")), fields["seat"] is null ? null : Seat(fields), WordOrNull(fields, "matter") is { } matter ? new MatterId(matter) : null,
        DateTimeOffset.ParseExact(Word(fields, "happened"), Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

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
            case DeclaredAt:
                return new AuthorityEvent.EmergencyDeclared(Word(fields, "emergency"), Day(fields, "from"), Day(fields, "to"), Word(fields, "at"));
            case Ended:
                return new AuthorityEvent.EmergencyEnded(Word(fields, "emergency"), WordOrNull(fields, "at"), Day(fields, "from"));
            case Reviewed:
                return new AuthorityEvent.EmergencyReviewed(Word(fields, "emergency"), WordOrNull(fields, "at"), Day(fields, "declared"));
            case Lent:
                return new AuthorityEvent.Lent(DelegationOf(fields));
            case Returned:
                return new AuthorityEvent.DutyReturned(Word(fields, "duty"), Word(fields, "unit"), Word(fields, "power"), WordOrNull(fields, "to"), Day(fields, "day"));
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

    /// <summary>A delegation that an act lent: everything that a file could say but a condition, which an act cannot give. Ceilings as "case=2000-CNY", "year=30-cases".</summary>
    private static EntryValue.Group Of(Delegation lent)
    {
        var fields = Words(
            ("delegation", lent.Id), ("of", lent.Of.ToString()), ("giver", lent.Giver.ToString()), ("receiver", lent.Receiver.ToString()), ("acts-for", lent.ActsForGiver ? "giver" : "self"),
            ("from", Day(lent.From)), ("to", lent.To == DateOnly.MaxValue ? null : Day(lent.To)), ("area", lent.Limits.Area?.Id));
        if (lent.PassOn > 0) fields.Add(new("pass-on", EntryValue.Of(lent.PassOn)));
        List("basis", [.. lent.Basis.Select(static one => one.ToString())]);
        List("ceilings", [.. Ceilings(lent.Limits)]);
        List("outcomes", lent.Limits.Outcomes is { } outcomes ? [.. outcomes.Select(static one => one.Id)] : []);
        List("matters", lent.Limits.Matters is { } matters ? [.. matters.Select(static one => one.Id)] : []);
        return new EntryValue.Group(fields);

        void List(string name, string[] words)
        {
            if (words.Length > 0) fields.Add(new(name, EntryValue.Of(words)));
        }
    }

    private static IEnumerable<string> Ceilings(Limits limits)
    {
        foreach (var span in Enum.GetValues<CeilingSpan>())
        {
            foreach (var ceiling in (Ceiling?[])[limits.Amount(span), limits.Number(span)])
                if (ceiling?.Fixed is { } most) yield return $"{span.ToString().ToLowerInvariant()}={most.ToWord()}";
        }
    }

    private static Delegation DelegationOf(EntryValue.Group fields)
    {
        var ceilings = new List<LentCeiling>();
        foreach (var word in ListOf(fields, "ceilings") ?? [])
        {
            var sign = word.IndexOf('=', StringComparison.Ordinal);
            if (sign < 1 || !Enum.TryParse<CeilingSpan>(word[..sign], ignoreCase: true, out var span) || Quantity.OfWord(word[(sign + 1)..]) is not { } most) throw Unfit("ceilings");
            ceilings.Add(new LentCeiling(span, most.Measure == Measure.Case, most));
        }

        var limits = new LentLimits([.. ceilings], ListOf(fields, "outcomes"), ListOf(fields, "matters"), WordOrNull(fields, "area") is { } area ? new UnitId(area) : null);
        var (giver, receiver) = (Post(fields, "giver"), Post(fields, "receiver"));
        var act = new LendPower(
            Word(fields, "delegation"), Word(fields, "of"), receiver, limits, Word(fields, "acts-for") == "giver", fields["pass-on"] is EntryValue.Number number ? (int)number.Value : 0,
            Day(fields, "from"), fields["to"] is null ? null : Day(fields, "to"), ListOf(fields, "basis") ?? [], PersonalText.Erased);
        return LendingPowers.Written(act, new PostName(giver.Post, giver.Unit.Text, default), LendingPowers.SourceOf(act.Of) ?? throw Unfit("of"), [.. act.Basis.Select(LendingPowers.CitationOf)]);
    }

    private static FixedList<string>? ListOf(EntryValue.Group fields, string name) => fields[name] switch
    {
        null => null,
        EntryValue.List list => [.. list.Values.Select(value => value is EntryValue.Word word ? word.Text : throw Unfit(name))],
        _ => throw Unfit(name),
    };

    private static EntryValue.Group Group(params ReadOnlySpan<(string Name, string? Word)> fields) => new(Words(fields));

    private static List<KeyValuePair<string, EntryValue>> Words(params ReadOnlySpan<(string Name, string? Word)> fields)
    {
        var words = new List<KeyValuePair<string, EntryValue>>();
        foreach (var (name, word) in fields)
            if (word is { Length: > 0 }) words.Add(new(name, EntryValue.Of(word)));
        return words;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(EntryValue.Group fields, string name) =>
        DateOnly.TryParseExact(Word(fields, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Unfit(name);

    private static PostAt Seat(EntryValue.Group fields) => Post(fields, "seat");

    private static PostAt Post(EntryValue.Group fields, string name) => PostAt.Parse(Word(fields, name)) ?? throw Unfit(name);

    private static string Word(EntryValue.Group fields, string name) => WordOrNull(fields, name) ?? throw Unfit(name);

    private static string? WordOrNull(EntryValue.Group fields, string name) => (fields[name] as EntryValue.Word)?.Text;

    private static InvalidDataException Unfit(string name) => new($"The field {name} of an entry is not what its version says. The record is damaged, or newer than this program.");
}
