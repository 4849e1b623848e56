using Trellis.Runtime.Database;

namespace Trellis.Runtime.Information;

/// <summary>Rows of what is held of a person, found by the keys under which it is sealed.</summary>
internal static class HeldRows
{
    private static readonly Statement ValuesOf = new("""
        select v.position, v.field, k.purpose, k.person from personal_value v join personal_key k on k.number = v.key
        where k.person in (@person, @row) and v.position > @after order by v.position, v.field limit @most
        """);

    private static readonly Statement DayLooks = new("""
        select l.position, l.day, l.person, l.unit, l.matter from matter_look l join matter m on m.id = l.matter
        where m.filed_for = @person and l.position < @before order by l.position desc limit @most
        """);

    private static readonly Statement LooksOfOthers = new("""
        select l.position, l.day, l.person, l.unit, l.matter from matter_unit u join matter_look l on l.matter = u.matter
        where u.unit = @unit and u.closed = 0 and l.unit <> @other and l.position < @before order by l.position desc limit @most
        """);

    internal static IReadOnlyList<Statement> Statements { get; } = [ValuesOf, DayLooks, LooksOfOthers];

    public static List<(long Position, string Field, string Purpose, string Person)> Values(Session session, ActorId person, long after, int most)
    {
        using var rows = session.Query(ValuesOf, person.Text, $"person/{person}", after, most);
        var found = new List<(long, string, string, string)>();
        while (rows.Next()) found.Add((rows.Number(0), rows.Text(1), rows.Text(2), rows.Text(3)));
        return found;
    }

    public static List<DayLook> Looks(Session session, ActorId person, long before, int most) => All(session.Query(DayLooks, person.Text, before, most));

    public static List<DayLook> Of(Session session, UnitId unit, long before, int most) => All(session.Query(LooksOfOthers, unit.Text, unit.Text, before, most));

    private static List<DayLook> All(Rows rows)
    {
        using (rows)
        {
            var found = new List<DayLook>();
            while (rows.Next()) found.Add(new DayLook(rows.Number(0), DateOnly.FromDayNumber((int)rows.Number(1)), new ActorId(rows.Text(2)), new UnitId(rows.Text(3)), rows.Number(4)));
            return found;
        }
    }
}

/// <summary>An officer followed the course of a matter on a day.</summary>
internal sealed record DayLook(long Position, DateOnly Day, ActorId Person, UnitId Unit, long Matter);
