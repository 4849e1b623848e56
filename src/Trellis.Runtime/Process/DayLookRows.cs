using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>Rows of who looked into which matter on which day.</summary>
internal static class DayLookRows
{
    private static readonly Statement Put = new(
        "insert into matter_look (matter, day, person, unit, position) values (@matter, @day, @person, @unit, @position) on conflict do nothing",
        onPostgres: "insert into matter_look (matter, day, person, unit, position) select * from unnest(@matter::bigint[], @day::bigint[], @person::text[], @unit::text[], @position::bigint[]) on conflict do nothing",
        independent: true);

    private static readonly Statement Known = new(
        "select matter, day, person from matter_look where matter = @matter and day = @day and person = @person",
        onPostgres: """
        select l.matter, l.day, l.person from matter_look l
        join unnest(@matter::bigint[], @day::bigint[], @person::text[]) as asked (matter, day, person) on l.matter = asked.matter and l.day = asked.day and l.person = asked.person
        """);

    private static readonly Statement OfMatter = new("select day, person, unit, position from matter_look where matter = @matter order by position");

    private static readonly Statement OfPerson = new("select matter, position from matter_look where person = @person and day = @day order by position");

    internal static IReadOnlyList<Statement> Statements { get; } = [Put, Known, OfMatter, OfPerson];

    public static void Add(Writes writes, IReadOnlyList<MatterLook> looks) => writes.AddMany(
        Put,
        looks.Select(static one => one.Matter).ToArray(),
        looks.Select(static one => (long)one.Day).ToArray(),
        looks.Select(static one => one.Person).ToArray(),
        looks.Select(static one => one.Unit).ToArray(),
        looks.Select(static one => one.Position).ToArray());

    public static void Load(Session session, IReadOnlyList<(long Matter, int Day, string Person)> asked, Action<(long Matter, int Day, string Person)> found) => session.QueryMany(
        Known,
        [asked.Select(static one => one.Matter).ToArray(), asked.Select(static one => (long)one.Day).ToArray(), asked.Select(static one => one.Person).ToArray()],
        row => found((row.Number(0), (int)row.Number(1), row.Text(2))));

    public static List<MatterLook> At(Session session, long matter)
    {
        using var rows = session.Query(OfMatter, matter);
        var looks = new List<MatterLook>();
        while (rows.Next()) looks.Add(new MatterLook(matter, (int)rows.Number(0), rows.Text(1), rows.Text(2), rows.Number(3)));
        return looks;
    }

    public static List<long> By(Session session, string person, int day)
    {
        using var rows = session.Query(OfPerson, person, day);
        var matters = new List<long>();
        while (rows.Next()) matters.Add(rows.Number(0));
        return matters;
    }
}

/// <summary>An officer looked into a matter on a day; the first look of a day is entered.</summary>
/// <param name="Day">Days since 0001-01-01.</param>
internal sealed record MatterLook(long Matter, int Day, string Person, string Unit, long Position);
