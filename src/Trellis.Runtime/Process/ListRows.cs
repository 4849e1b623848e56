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
          and (@state < 0 or m.state = @state) and m.promised <= @promised and (@number = '' or m.number like @number)
        """;

    // A unit's own list goes along the units' index, newest first; the closed ones of years lie elsewhere in it than the open ones.
    private static readonly Statement OfUnit = new($"""
        select {Line} from matter_unit u join matter m on m.id = u.matter
        where u.unit = @unit and u.closed = @closed and u.matter < @before and (@type = '' or u.type = @type) and {Fits}
        order by u.matter desc limit @most
        """);

    private static readonly Statement OfUnitByPromise = new($"""
        select {Line} from matter_unit u join matter m on m.id = u.matter
        where u.unit = @unit and u.closed = @closed and (m.promised > @after or (m.promised = @after and m.id > @before)) and (@type = '' or u.type = @type) and {Fits}
        order by m.promised, m.id limit @most
        """);

    private static readonly Statement OfUnits = new(
        $"""
        select {Line} from matter m where m.id < @before and {Fits}
          and (@closed < 0 or (m.state = 2) = (@closed = 1))
          and exists (select 1 from matter_unit u where u.matter = m.id and u.closed in (0, 1) and u.unit in (select value from json_each(@units)))
        order by m.id desc limit @most
        """,
        onPostgres: $"""
        select {Line} from matter m where m.id < @before and {Fits}
          and (@closed < 0 or (m.state = 2) = (@closed = 1))
          and exists (select 1 from matter_unit u where u.matter = m.id and u.closed in (0, 1) and u.unit in (select json_array_elements_text(@units::json)))
        order by m.id desc limit @most
        """);

    private static readonly Statement OfPerson = new($"""
        select {Line} from matter m where (m.filed_for = @person or (m.filed_by = @person and m.filed_by <> '')) and m.id < @before and {Fits}
        order by m.id desc limit @most
        """);

    private const string Point = "p.matter, m.number, m.type, m.place, m.state, p.lane, p.step, p.kind, p.unit, p.post, p.role, p.waits_on, p.since, p.due";

    private static readonly Statement Inbox = new($"""
        select {Point} from open_point p join matter m on m.id = p.matter
        where p.unit = @unit and (p.post = @post or p.post = '') and (p.due > @due or (p.due = @due and (p.matter > @matter or (p.matter = @matter and p.lane > @lane))))
        order by p.due, p.matter, p.lane limit @most
        """);

    private static readonly Statement Asked = new($"""
        select {Point} from open_point p join matter m on m.id = p.matter
        where p.waits_on = @unit and p.waits_on <> p.unit and (p.due > @due or (p.due = @due and (p.matter > @matter or (p.matter = @matter and p.lane > @lane))))
        order by p.due, p.matter, p.lane limit @most
        """);

    private static readonly Statement WithPerformer = new($"""
        select {Point} from open_point p join matter m on m.id = p.matter
        where p.kind = 0 and p.role = '' and (p.matter > @matter or (p.matter = @matter and p.lane > @lane)) order by p.matter, p.lane limit @most
        """);

    private static readonly Statement ChangedSince = new("select id from matter where id > @after order by id limit @most");

    internal static IReadOnlyList<Statement> Statements { get; } = [OfUnit, OfUnitByPromise, OfUnits, OfPerson, Inbox, Asked, WithPerformer, ChangedSince];

    public static List<MatterLine> UnitsOwn(Session session, string unit, bool closed, MatterFilter filter, long before, int most) => Lines(session.Query(
        OfUnit, unit, closed ? 1 : 0, before, filter.Type ?? "", filter.Place?.Text ?? "", filter.Holder?.Text ?? "", StateOf(filter), PromisedOf(filter), NumberOf(filter), most));

    public static List<MatterLine> UnitsOwnByPromise(Session session, string unit, bool closed, MatterFilter filter, long after, long before, int most) => Lines(session.Query(
        OfUnitByPromise, unit, closed ? 1 : 0, after, before, filter.Type ?? "", filter.Place?.Text ?? "", filter.Holder?.Text ?? "", StateOf(filter), PromisedOf(filter), NumberOf(filter), most));

    public static List<MatterLine> UnitsBelow(Session session, IEnumerable<string> units, bool? closed, MatterFilter filter, long before, int most) => Lines(session.Query(
        OfUnits, before, filter.Type ?? "", filter.Place?.Text ?? "", filter.Holder?.Text ?? "", StateOf(filter), PromisedOf(filter), NumberOf(filter), closed is { } only ? only ? 1 : 0 : -1,
        $"[{string.Join(',', units.Select(static unit => $"\"{JsonEncodedText.Encode(unit)}\""))}]", most));

    public static List<MatterLine> PersonsOwn(Session session, string person, MatterFilter filter, long before, int most) => Lines(session.Query(
        OfPerson, person, before, filter.Type ?? "", filter.Place?.Text ?? "", filter.Holder?.Text ?? "", StateOf(filter), PromisedOf(filter), NumberOf(filter), most));

    public static List<WaitingPoint> InboxOf(Session session, string unit, string post, (long Due, long Matter, string Lane) after, int most) =>
        Points(session.Query(Inbox, unit, post, after.Due, after.Matter, after.Lane, most));

    public static List<WaitingPoint> AskedOf(Session session, string unit, (long Due, long Matter, string Lane) after, int most) =>
        Points(session.Query(Asked, unit, after.Due, after.Matter, after.Lane, most));

    /// <summary>Steps that a post is to do, or for which nobody was found, in the order of their matters.</summary>
    public static List<WaitingPoint> ForPosts(Session session, (long Matter, string Lane) after, int most) => Points(session.Query(WithPerformer, after.Matter, after.Lane, most));

    private static long StateOf(MatterFilter filter) => filter.State is { } state ? (long)state : -1;

    private static long PromisedOf(MatterFilter filter) => filter.PromisedBefore is { } moment ? moment.ToUnixTimeMilliseconds() : MatterRows.Never;

    /// <summary>Numbers are digits and hyphens; anything else finds nothing, and no sign of a pattern gets through.</summary>
    private static string NumberOf(MatterFilter filter) => filter.Number is not { Length: > 0 } number ? "" : number.All(static sign => char.IsAsciiDigit(sign) || sign == '-') ? $"{number}%" : "-";

    private static List<MatterLine> Lines(Rows rows)
    {
        using (rows)
        {
            var lines = new List<MatterLine>();
            while (rows.Next())
            {
                lines.Add(new MatterLine(
                    MatterNumbers.Id(rows.Number(0)), rows.Text(1), rows.Number(2), rows.Text(3), rows.Text(4) is { Length: > 0 } place ? new UnitId(place) : null, new UnitId(rows.Text(5)),
                    (MatterState)rows.Number(6), rows.Text(7) is { Length: > 0 } result ? result : null, Moment(rows.Number(8))!.Value, Moment(rows.Number(9)), rows.Number(10) == 0 ? null : Moment(rows.Number(10))));
            }

            return lines;
        }
    }

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
}
