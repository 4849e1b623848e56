using System.Text.Json;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>Lists of matters and of what waits, as pages.</summary>
internal static class ListRows
{
    private const string Line = "m.id, m.number, m.revision, m.type, m.place, m.holder, m.state, m.result, m.filed, m.promised, m.closed";

    private const string Fits = """
        (@type = '' or m.type = @type) and (@place = '' or m.place = @place) and (@holder = '' or m.holder = @holder)
          and (@state = -1 or m.state = @state or (@state = -2 and m.state < 2)) and m.promised <= @promised and (@first = '' or m.number between @first and @last)
        """;

    /// <summary>So many signs of a number leave a thousand matters at most: they are found by it, and seen to belong to the list afterwards. The plus keeps the store from going the other way.</summary>
    private const int Telling = 9;

    private const int FewUnits = 16;

    private const string Numbered = $"select {Line} from matter m where m.number between @first and @last and +m.id < @before and {Fits}";

    // A unit's own list goes along the units' index, newest first; the closed ones of years lie elsewhere in it than the open ones.
    private static readonly Statement OfUnit = new($"""
        select {Line} from matter_unit u join matter m on m.id = u.matter
        where u.unit = @unit and u.closed = @closed and u.matter < @before and (@type = '' or u.type = @type) and {Fits}
        order by u.matter desc limit @most
        """);

    private const string PromisedLater = "(m.promised > @after or (m.promised = @after and m.id > @before))";

    private static readonly Statement OfUnitByPromise = new($"""
        select {Line} from matter_unit u join matter m on m.id = u.matter
        where u.unit = @unit and u.closed = @closed and {PromisedLater} and (@type = '' or u.type = @type) and {Fits}
        order by m.promised, m.id limit @most
        """);

    private const string UnderUnits = "and (@closed < 0 or (m.state = 2) = (@closed = 1)) and exists (select 1 from matter_unit u where u.matter = m.id and u.closed in (0, 1) and u.unit in";
    private const string GivenUnits = "(select value from json_each(@units))";
    private const string GivenUnitsOnPostgres = "(select json_array_elements_text(@units::json))";
    private const string AllNewest = $"select {Line} from matter m where m.id < @before and {Fits}";

    private static readonly Statement OfUnits = new($"{AllNewest} {UnderUnits} {GivenUnits}) order by m.id desc limit @most", $"{AllNewest} {UnderUnits} {GivenUnitsOnPostgres}) order by m.id desc limit @most");

    private static readonly Statement OfUnitsNumbered = new($"{Numbered} {UnderUnits} {GivenUnits}) order by +m.id desc limit @most", $"{Numbered} {UnderUnits} {GivenUnitsOnPostgres}) order by +m.id desc limit @most");

    private const string ByPromise = $"select {Line} from matter m where {PromisedLater} and {Fits}";

    private static readonly Statement OfUnitsByPromise = new($"{ByPromise} {UnderUnits} {GivenUnits}) order by m.promised, m.id limit @most", $"{ByPromise} {UnderUnits} {GivenUnitsOnPostgres}) order by m.promised, m.id limit @most");

    // Filed for them, filed by them, or about them; each along its own index.
    private const string ThePersons = $"""
        select {Line} from matter m where m.id in (
            select id from matter where filed_for = @person
            union select id from matter where filed_by = @person and filed_by <> ''
            union select matter from matter_unit where unit = @role and closed in (0, 1))
        """;

    private static readonly Statement OfPerson = new($"{ThePersons} and m.id < @before and {Fits} order by m.id desc limit @most");

    private static readonly Statement OfPersonByPromise = new($"{ThePersons} and {PromisedLater} and {Fits} order by m.promised, m.id limit @most");

    private static readonly Statement OfUnitNumbered = new($"""
        {Numbered} and exists (select 1 from matter_unit u where u.unit = @unit and u.closed = @closed and u.matter = m.id) order by +m.id desc limit @most
        """);

    private static readonly Statement OfPersonNumbered = new($"{Numbered} and (m.filed_for = @person or (m.filed_by = @person and m.filed_by <> '') or exists (select 1 from matter_unit u where u.unit = @role and u.closed in (0, 1) and u.matter = m.id)) order by +m.id desc limit @most");

    private const string Point = "p.matter, m.number, m.type, m.place, m.state, p.lane, p.step, p.kind, p.unit, p.post, p.role, p.waits_on, p.since, p.due";

    private const string OfSeat = "from open_point p join matter m on m.id = p.matter where p.unit = @unit and (p.post = @post or p.post = '')";
    private const string OnUnit = "from open_point p join matter m on m.id = p.matter where p.waits_on = @unit and p.waits_on <> p.unit";
    private const string Narrowed = "and (@type = '' or m.type = @type) and p.due <= @late";
    private const string SoonestDue = "and (p.due > @after or (p.due = @after and (p.matter > @matter or (p.matter = @matter and p.lane > @lane)))) order by p.due, p.matter, p.lane limit @most";
    private const string LongestWaited = "and (p.since > @after or (p.since = @after and (p.matter > @matter or (p.matter = @matter and p.lane > @lane)))) order by p.since, p.matter, p.lane limit @most";

    private static readonly Statement Inbox = new($"select {Point} {OfSeat} {Narrowed} {SoonestDue}");

    private static readonly Statement InboxBySince = new($"select {Point} {OfSeat} {Narrowed} {LongestWaited}");

    private static readonly Statement CountInbox = new($"select count(*) from (select 1 {OfSeat} {Narrowed} limit @most) counted");

    private static readonly Statement KindsOfInbox = new($"select distinct type from (select m.type {OfSeat} limit @most) waiting");

    private static readonly Statement Asked = new($"select {Point} {OnUnit} {Narrowed} {SoonestDue}");

    private static readonly Statement AskedBySince = new($"select {Point} {OnUnit} {Narrowed} {LongestWaited}");

    private static readonly Statement CountAsked = new($"select count(*) from (select 1 {OnUnit} {Narrowed} limit @most) counted");

    private static readonly Statement KindsOfAsked = new($"select distinct type from (select m.type {OnUnit} limit @most) waiting");

    private static readonly Statement WithPerformer = new($"""
        select {Point} from open_point p join matter m on m.id = p.matter
        where p.kind = 0 and p.role = '' and (p.matter > @matter or (p.matter = @matter and p.lane > @lane)) order by p.matter, p.lane limit @most
        """);

    private static readonly Statement ChangedSince = new("select id from matter where id > @after order by id limit @most");

    // Whoever asks for both asks twice: a kind lies in the index by its states.
    private static readonly Statement OfKind = new($"select {Line} from matter m where m.type = @type and m.state = @state and m.id < @before order by m.id desc limit @most");

    private static readonly Statement FoldedOfKind = new($"select {Line}, m.folded from matter m where m.type = @type and m.state = @state and m.id < @before and m.id >= @first and m.filed >= @from and m.filed < @past order by m.id desc limit @most");

    private static readonly Statement FoldedOfAny = new($"select {Line}, m.folded from matter m where m.id < @before and m.id >= @first and m.filed >= @from and m.filed < @past order by m.id desc limit @most");

    private static readonly Statement OfId = new($"select {Line} from matter m where m.id = @id");

    private static readonly Statement WaitingOfKind = new($"""
        select {Point} from matter m join open_point p on p.matter = m.id
        where m.type = @type and m.state < 2 and (@step = '' or p.step = @step) and p.due <= @before and (m.id > @matter or (m.id = @matter and p.lane > @lane))
        order by m.id, p.lane limit @most
        """);

    private static readonly Statement CountOpenByPlace = new("select place, count(*) from matter where state < 2 group by place");

    private static readonly Statement LatestFiled = new("select filed_for, type from matter where state = 0 order by id desc limit @most");

    internal static IReadOnlyList<Statement> Statements { get; } = [OfKind, FoldedOfKind, FoldedOfAny, OfId, WaitingOfKind, CountOpenByPlace, LatestFiled, OfUnit, OfUnitByPromise, OfUnits, OfUnitsByPromise, OfPerson, OfPersonByPromise, OfUnitNumbered, OfUnitsNumbered, OfPersonNumbered, Inbox, InboxBySince, CountInbox, KindsOfInbox, Asked, AskedBySince, CountAsked, KindsOfAsked, WithPerformer, ChangedSince];

    public static List<(ActorId Person, string Type)> LatestRequesters(Session session, int most)
    {
        using var rows = session.Query(LatestFiled, most * 8); // some have filed several
        var latest = new List<(ActorId Person, string Type)>();
        while (rows.Next() && latest.Count < most)
        {
            var person = new ActorId(rows.Text(0));
            if (!latest.Exists(one => one.Person == person)) latest.Add((person, rows.Text(1)));
        }

        return latest;
    }

    /// <summary>Matters of a type that are open, or closed, newest first, whoever they are of.</summary>
    public static List<MatterLine> OfType(Session session, string type, bool closed, long before, int most) =>
        closed ? Lines(session.Query(OfKind, type, (long)MatterState.Closed, before, most))
        : [.. ((MatterState[])[MatterState.Open, MatterState.Paused]).SelectMany(state => Lines(session.Query(OfKind, type, (long)state, before, most))).OrderByDescending(static line => line.Id.Text, StringComparer.Ordinal).Take(most)];

    /// <summary>Matters, newest first, however they stand, with the bytes of what they are folded to.</summary>
    /// <param name="type">Null for all types.</param>
    /// <param name="from">Filed from this moment on, in milliseconds.</param>
    /// <param name="past">Filed before this moment.</param>
    public static List<(MatterLine Line, byte[] Folded)> Folded(Session session, string? type, long before, int most, long from = 0, long past = long.MaxValue)
    {
        // Older ones are not gone through to learn that they are too old.
        var first = MatterNumbers.FirstFiledFrom(from);
        if (type is null) return Read(session.Query(FoldedOfAny, before, first, from, past, most));
        return [.. ((MatterState[])[MatterState.Open, MatterState.Paused, MatterState.Closed]).SelectMany(state => Read(session.Query(FoldedOfKind, type, (long)state, before, first, from, past, most))).OrderByDescending(static one => one.Line.Id.Text, StringComparer.Ordinal).Take(most)];

        static List<(MatterLine Line, byte[] Folded)> Read(Rows rows)
        {
            using (rows)
            {
                var found = new List<(MatterLine Line, byte[] Folded)>();
                while (rows.Next()) found.Add((LineOf(rows), rows.Bytes(11)));
                return found;
            }
        }
    }

    public static MatterLine? Of(Session session, long id) => Lines(session.Query(OfId, id)) is [var line] ? line : null;

    /// <summary>Points of a type at which something waits.</summary>
    /// <param name="step">Empty for all steps.</param>
    /// <param name="before">Due by then, in milliseconds.</param>
    public static List<WaitingPoint> WaitingOfType(Session session, string type, string step, long before, (long Matter, string Lane) after, int most) => Points(session.Query(WaitingOfKind, type, step, before, after.Matter, after.Lane, most));

    /// <summary>How many matters are open in each place.</summary>
    public static Dictionary<string, long> OpenByPlace(Session session)
    {
        using var rows = session.Query(CountOpenByPlace);
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        while (rows.Next()) counted[rows.Text(0)] = rows.Number(1);
        return counted;
    }

    public static List<MatterLine> UnitsOwn(Session session, string unit, bool closed, MatterFilter filter, long before, int most)
    {
        var f = new Fitting(filter);
        return Lines(f.IsTelling
            ? session.Query(OfUnitNumbered, f.First, f.Last, before, f.Type, f.Place, f.Holder, f.State, f.Promised, unit, closed ? 1 : 0, most)
            : session.Query(OfUnit, unit, closed ? 1 : 0, before, f.Type, f.Place, f.Holder, f.State, f.Promised, f.First, f.Last, most));
    }

    public static List<MatterLine> UnitsOwnByPromise(Session session, string unit, bool closed, MatterFilter filter, long after, long before, int most)
    {
        var f = new Fitting(filter);
        return Lines(session.Query(OfUnitByPromise, unit, closed ? 1 : 0, after, before, f.Type, f.Place, f.Holder, f.State, f.Promised, f.First, f.Last, most));
    }

    /// <summary>The matters of several units, newest first. Of few units each gives its own, so that a corner where little happens is not looked for in everything that the county did.</summary>
    public static List<MatterLine> UnitsBelow(Session session, IReadOnlyList<string> units, bool closed, MatterFilter filter, long before, int most)
    {
        var f = new Fitting(filter);
        if (!f.IsTelling && units.Count <= FewUnits)
            return [.. units.SelectMany(unit => UnitsOwn(session, unit, closed, filter, before, most)).DistinctBy(static line => line.Id).OrderByDescending(static line => line.Id.Text, StringComparer.Ordinal).Take(most)];
        var only = closed ? 1 : 0;
        var asked = AsJson(units);
        return Lines(f.IsTelling
            ? session.Query(OfUnitsNumbered, f.First, f.Last, before, f.Type, f.Place, f.Holder, f.State, f.Promised, only, asked, most)
            : session.Query(OfUnits, before, f.Type, f.Place, f.Holder, f.State, f.Promised, f.First, f.Last, only, asked, most));
    }

    /// <summary>The same, what was promised first, first.</summary>
    public static List<MatterLine> UnitsBelowByPromise(Session session, IReadOnlyList<string> units, bool closed, MatterFilter filter, long after, long before, int most)
    {
        if (units.Count <= FewUnits)
            return [.. units.SelectMany(unit => UnitsOwnByPromise(session, unit, closed, filter, after, before, most)).DistinctBy(static line => line.Id).OrderBy(static line => line.Promised ?? DateTimeOffset.MaxValue).ThenBy(static line => line.Id.Text, StringComparer.Ordinal).Take(most)];
        var f = new Fitting(filter);
        return Lines(session.Query(OfUnitsByPromise, after, before, f.Type, f.Place, f.Holder, f.State, f.Promised, f.First, f.Last, closed ? 1 : 0, AsJson(units), most));
    }

    public static List<MatterLine> PersonsOwnByPromise(Session session, string person, MatterFilter filter, long after, long before, int most)
    {
        var f = new Fitting(filter);
        return Lines(session.Query(OfPersonByPromise, person, MatterRows.PersonKey(person), after, before, f.Type, f.Place, f.Holder, f.State, f.Promised, f.First, f.Last, most));
    }

    private static string AsJson(IReadOnlyList<string> units) => $"[{string.Join(',', units.Select(static unit => $"\"{JsonEncodedText.Encode(unit)}\""))}]";

    public static List<MatterLine> PersonsOwn(Session session, string person, MatterFilter filter, long before, int most)
    {
        var f = new Fitting(filter);
        return Lines(f.IsTelling
            ? session.Query(OfPersonNumbered, f.First, f.Last, before, f.Type, f.Place, f.Holder, f.State, f.Promised, person, MatterRows.PersonKey(person), most)
            : session.Query(OfPerson, person, MatterRows.PersonKey(person), before, f.Type, f.Place, f.Holder, f.State, f.Promised, f.First, f.Last, most));
    }

    public static List<WaitingPoint> InboxOf(Session session, string unit, string post, WaitingFilter filter, WaitingOrder order, (long At, long Matter, string Lane) after, int most) =>
        Points(session.Query(order == WaitingOrder.Due ? Inbox : InboxBySince, unit, post, filter.Type ?? "", Late(filter), after.At, after.Matter, after.Lane, most));

    public static List<WaitingPoint> AskedOf(Session session, string unit, WaitingFilter filter, WaitingOrder order, (long At, long Matter, string Lane) after, int most) =>
        Points(session.Query(order == WaitingOrder.Due ? Asked : AskedBySince, unit, filter.Type ?? "", Late(filter), after.At, after.Matter, after.Lane, most));

    public static long InboxCounted(Session session, string unit, string post, WaitingFilter filter, long upTo) => Number(session.Query(CountInbox, unit, post, filter.Type ?? "", Late(filter), upTo));

    public static long AskedCounted(Session session, string unit, WaitingFilter filter, long upTo) => Number(session.Query(CountAsked, unit, filter.Type ?? "", Late(filter), upTo));

    public static List<string> KindsInInbox(Session session, string unit, string post, long upTo) => Words(session.Query(KindsOfInbox, unit, post, upTo));

    public static List<string> KindsAsked(Session session, string unit, long upTo) => Words(session.Query(KindsOfAsked, unit, upTo));

    private static long Late(WaitingFilter filter) => filter.DueBefore is { } moment ? moment.ToUnixTimeMilliseconds() - 1 : MatterRows.Never;

    private static long Number(Rows rows)
    {
        using (rows) return rows.Next() ? rows.Number(0) : 0;
    }

    private static List<string> Words(Rows rows)
    {
        using (rows)
        {
            var words = new List<string>();
            while (rows.Next()) words.Add(rows.Text(0));
            return words;
        }
    }

    /// <summary>Steps that a post is to do, or for which nobody was found, in the order of their matters.</summary>
    public static List<WaitingPoint> ForPosts(Session session, (long Matter, string Lane) after, int most) => Points(session.Query(WithPerformer, after.Matter, after.Lane, most));

    private static List<MatterLine> Lines(Rows rows)
    {
        using (rows)
        {
            var lines = new List<MatterLine>();
            while (rows.Next()) lines.Add(LineOf(rows));
            return lines;
        }
    }

    private static MatterLine LineOf(Rows rows) => new(
        MatterNumbers.Id(rows.Number(0)), rows.Text(1), rows.Number(2), rows.Text(3), rows.Text(4) is { Length: > 0 } place ? new UnitId(place) : null, new UnitId(rows.Text(5)),
        (MatterState)rows.Number(6), rows.Text(7) is { Length: > 0 } result ? result : null, Moment(rows.Number(8))!.Value, Moment(rows.Number(9)), rows.Number(10) == 0 ? null : Moment(rows.Number(10)));

    private static List<WaitingPoint> Points(Rows rows)
    {
        using (rows)
        {
            var points = new List<WaitingPoint>();
            while (rows.Next())
            {
                var (unit, post, role) = (rows.Text(8), rows.Text(9), rows.Text(10));
                points.Add(new WaitingPoint(
                    MatterNumbers.Id(rows.Number(0)), rows.Text(1), rows.Text(2), rows.Text(3) is { Length: > 0 } place ? new UnitId(place) : null, (MatterState)rows.Number(4), rows.Text(5), rows.Text(6), (PointKind)rows.Number(7),
                    unit.Length > 0 ? Performer.Of(new PostAt(post, new UnitId(unit))) : role.Length > 0 ? new Performer(null, role) : null,
                    rows.Text(11) is { Length: > 0 } on ? Bearer.Of(new UnitId(on)) : Bearer.Requester, Moment(rows.Number(12))!.Value, Moment(rows.Number(13))));
            }

            return points;
        }
    }

    private static DateTimeOffset? Moment(long milliseconds) => milliseconds == MatterRows.Never ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>A filter as the statements take it. Numbers are digits and a hyphen in one place, as many for each matter; anything else finds nothing, and no sign of a pattern gets through. So texts that are compared
    /// have their hyphen in one place too: languages by which a server may order pass over it.</summary>
    private readonly struct Fitting(MatterFilter filter)
    {
        private static readonly string Lowest = MatterNumbers.Spoken(0, 0);
        private static readonly string Highest = MatterNumbers.Spoken(9999, 9_999_999);

        public string Type => filter.Type ?? "";

        public string Place => filter.Place?.Text ?? "";

        public string Holder => filter.Holder?.Text ?? "";

        public long State => filter.State is { } state ? (long)state : filter.Open ? -2 : -1;

        public long Promised => filter.PromisedBefore is { } moment ? moment.ToUnixTimeMilliseconds() : MatterRows.Never;

        public bool IsTelling => filter.Number is { Length: >= Telling };

        public string First => Beginning is { } number ? string.Concat(number, Lowest.AsSpan(number.Length)) : "";

        public string Last => Beginning is { } number ? string.Concat(number, Highest.AsSpan(number.Length)) : "";

        private string? Beginning => filter.Number is not { Length: > 0 } number ? null : number.Length <= Lowest.Length && !number.Where(static (sign, at) => Lowest[at] == '-' ? sign != '-' : !char.IsAsciiDigit(sign)).Any() ? number : "-";
    }
}
