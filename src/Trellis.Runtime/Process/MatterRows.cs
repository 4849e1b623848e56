using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>Rows of matters, of the units that may see them, of what waits, and of when time matters to them.</summary>
internal static class MatterRows
{
    /// <summary>Later than any moment that can be written.</summary>
    public const long Never = long.MaxValue;

    // A batch changes each row once, and no row that another of its statements changes; so these may run at once with others.
    private static readonly Statement PutMatters = new(
        """
        insert into matter (id, number, revision, type, place, holder, state, result, filed, promised, closed, filed_for, filed_by, folded)
        values (@id, @number, @revision, @type, @place, @holder, @state, @result, @filed, @promised, @closed, @filed_for, @filed_by, @folded)
        on conflict (id) do update set revision = excluded.revision, holder = excluded.holder, state = excluded.state, result = excluded.result,
          promised = excluded.promised, closed = excluded.closed, folded = excluded.folded
        """,
        onPostgres: """
        insert into matter (id, number, revision, type, place, holder, state, result, filed, promised, closed, filed_for, filed_by, folded)
        select * from unnest(@id::bigint[], @number::text[], @revision::bigint[], @type::text[], @place::text[], @holder::text[], @state::bigint[], @result::text[], @filed::bigint[],
          @promised::bigint[], @closed::bigint[], @filed_for::text[], @filed_by::text[], @folded::bytea[])
        on conflict (id) do update set revision = excluded.revision, holder = excluded.holder, state = excluded.state, result = excluded.result,
          promised = excluded.promised, closed = excluded.closed, folded = excluded.folded
        """,
        independent: true);

    private static readonly Statement PutUnits = new(
        "insert into matter_unit (unit, closed, matter, type) values (@unit, @closed, @matter, @type) on conflict do nothing",
        onPostgres: "insert into matter_unit (unit, closed, matter, type) select * from unnest(@unit::text[], @closed::bigint[], @matter::bigint[], @type::text[]) on conflict do nothing",
        independent: true);

    private static readonly Statement DeleteUnits = new(
        "delete from matter_unit where unit = @unit and closed = @closed and matter = @matter",
        onPostgres: "delete from matter_unit m using unnest(@unit::text[], @closed::bigint[], @matter::bigint[]) as gone (unit, closed, matter) where m.unit = gone.unit and m.closed = gone.closed and m.matter = gone.matter",
        independent: true);

    private static readonly Statement PutPoints = new(
        """
        insert into open_point (matter, lane, step, kind, unit, post, role, waits_on, since, due)
        values (@matter, @lane, @step, @kind, @unit, @post, @role, @waits_on, @since, @due)
        on conflict (matter, lane) do update set step = excluded.step, kind = excluded.kind, unit = excluded.unit, post = excluded.post, role = excluded.role,
          waits_on = excluded.waits_on, since = excluded.since, due = excluded.due
        """,
        onPostgres: """
        insert into open_point (matter, lane, step, kind, unit, post, role, waits_on, since, due)
        select * from unnest(@matter::bigint[], @lane::text[], @step::text[], @kind::bigint[], @unit::text[], @post::text[], @role::text[], @waits_on::text[], @since::bigint[], @due::bigint[])
        on conflict (matter, lane) do update set step = excluded.step, kind = excluded.kind, unit = excluded.unit, post = excluded.post, role = excluded.role,
          waits_on = excluded.waits_on, since = excluded.since, due = excluded.due
        """,
        independent: true);

    private static readonly Statement DeletePoints = new(
        "delete from open_point where matter = @matter and lane = @lane",
        onPostgres: "delete from open_point p using unnest(@matter::bigint[], @lane::text[]) as gone (matter, lane) where p.matter = gone.matter and p.lane = gone.lane",
        independent: true);

    private static readonly Statement PutJobs = new(
        "insert into matter_job (matter, at) values (@matter, @at) on conflict (matter) do update set at = excluded.at",
        onPostgres: "insert into matter_job (matter, at) select * from unnest(@matter::bigint[], @at::bigint[]) on conflict (matter) do update set at = excluded.at",
        independent: true);

    private static readonly Statement DeleteJobs = new(
        "delete from matter_job where matter = @matter",
        onPostgres: "delete from matter_job j using unnest(@matter::bigint[]) as gone (matter) where j.matter = gone.matter",
        independent: true);

    private static readonly Statement ByIds = new(
        "select id, folded from matter where id = @id",
        onPostgres: "select m.id, m.folded from matter m join unnest(@id::bigint[]) as asked (id) on m.id = asked.id");

    private static readonly Statement ById = new("select folded from matter where id = @id");

    private static readonly Statement Oldest = new("select folded from matter order by id limit 1");

    private static readonly Statement IdOfNumber = new("select id from matter where number = @number");

    private static readonly Statement Running = new("select id, folded from matter where id > @after and state < 2 order by id limit @most");

    private static readonly Statement LastNumber = new("select max(number) from matter where number >= @first and number < @past");

    private static readonly Statement JobsDue = new("select matter, at from matter_job where at <= @at order by at, matter limit @most");

    private static readonly Statement PostponeJob = new("update matter_job set at = @at where matter = @matter and at = @old");

    private static readonly Statement NextJob = new("select min(at) from matter_job");

    internal static IReadOnlyList<Statement> Statements { get; } = [PutMatters, PutUnits, DeleteUnits, PutPoints, DeletePoints, PutJobs, DeleteJobs, ByIds, ById, Oldest, IdOfNumber, Running, LastNumber, JobsDue, PostponeJob, NextJob];

    public static void Load(Session session, IReadOnlyCollection<long> ids, Action<long, Matter, MatterTrack> found)
    {
        if (ids.Count == 0) return;
        session.QueryMany(ByIds, [ids.ToArray()], row =>
        {
            var (matter, track) = MatterBytes.Read(row.Bytes(1));
            found(row.Number(0), matter, track);
        });
    }

    public static (Matter Matter, MatterTrack Track)? Find(Session session, long id)
    {
        using var rows = session.Query(ById, id);
        return rows.Next() ? MatterBytes.Read(rows.Bytes(0)) : null;
    }

    /// <summary>Whether the rows are those of an older program, which did not count them either. All of them are folded at once, so the oldest tells.</summary>
    public static bool AreOfAnOlderForm(Session session)
    {
        using (var rows = session.Query(Oldest))
            if (rows.Next() && MatterBytes.IsOfAnOlderForm(rows.Bytes(0))) return true;
        return CountRows.AreMissing(session);
    }

    public static long? OfNumber(Session session, string number) => session.Number(IdOfNumber, number);

    /// <summary>Matters that are not closed, in the order of their numbers.</summary>
    public static List<(long Number, Matter Matter)> RunningAfter(Session session, long after, int most)
    {
        using var rows = session.Query(Running, after, most);
        var found = new List<(long, Matter)>();
        while (rows.Next()) found.Add((rows.Number(0), MatterBytes.Read(rows.Bytes(1)).Matter));
        return found;
    }

    /// <summary>The last number that was given in a year; 0 where none was.</summary>
    public static int LastSerial(Session session, int year) =>
        session.Text(LastNumber, MatterNumbers.Spoken(year, 0), MatterNumbers.Spoken(year + 1, 0)) is { } number ? MatterNumbers.Serial(number) : 0;

    public static List<(long Matter, long At)> Due(Session session, DateTimeOffset now, int most)
    {
        using var rows = session.Query(JobsDue, now.ToUnixTimeMilliseconds(), most);
        var due = new List<(long, long)>();
        while (rows.Next()) due.Add((rows.Number(0), rows.Number(1)));
        return due;
    }

    /// <summary>Where nothing was due after all. What has changed the row since is right and stays.</summary>
    public static void Postpone(Writes writes, long matter, long old, long next) => writes.Add(PostponeJob, next, matter, old);

    public static long? NextDue(Session session) => session.Number(NextJob);

    /// <summary>Adds what has changed between what is stored and what will be.</summary>
    public static void Fold(Writes writes, IReadOnlyCollection<ChangedMatter> changes)
    {
        var matters = new List<ChangedMatter>(changes.Count);
        var units = new List<(string Unit, long Closed, long Matter, string Type)>();
        var units0 = new List<(string Unit, long Closed, long Matter)>();
        var points = new List<(long Matter, OpenPoint Point)>();
        var points0 = new List<(long Matter, string Lane)>();
        var jobs = new List<(long Matter, long At)>();
        var jobs0 = new List<long>();
        foreach (var change in changes)
        {
            var (before, after) = (change.Before?.Matter, change.After.Matter);
            var id = change.After.Number;
            matters.Add(change);
            var closed = after.State == MatterState.Closed ? 1L : 0L;
            var closedBefore = before?.State == MatterState.Closed ? 1L : 0L;
            var had = change.Before?.Units ?? [];
            var has = change.After.Units;
            var moved = before is not null && closed != closedBefore;
            foreach (var unit in has)
                if (moved || !had.Contains(unit)) units.Add((unit.Text, closed, id, after.Type));
            foreach (var unit in had)
                if (moved || !has.Contains(unit)) units0.Add((unit.Text, closedBefore, id));
            // People in a role are in no unit; they never change.
            if (before is null || moved)
                foreach (var person in SeeingMatters.OthersIn(after))
                {
                    units.Add((PersonKey(person.Text), closed, id, after.Type));
                    if (moved) units0.Add((PersonKey(person.Text), closedBefore, id));
                }

            // What is public everybody may see.
            if (after.Published is not null && (moved || before?.Published is null)) units.Add((Everybody, closed, id, after.Type));
            if (before?.Published is not null && (moved || after.Published is null)) units0.Add((Everybody, closedBefore, id));
            foreach (var point in after.Open)
                if (before?.OpenAt(point.Key) is not { } old || !SameRow(old, point)) points.Add((id, point));
            if (before is not null)
                foreach (var point in before.Open)
                    if (after.OpenAt(point.Key) is null) points0.Add((id, point.Key));
            if (change.NextJob is { } at) jobs.Add((id, at));
            else if (before is not null) jobs0.Add(id);
        }

        writes.AddMany(
            PutMatters,
            Each(matters, static one => one.After.Number),
            Each(matters, static one => one.After.Matter.Number),
            Each(matters, static one => one.After.Revision),
            Each(matters, static one => one.After.Matter.Type),
            Each(matters, static one => one.After.Matter.Place?.Text ?? ""),
            Each(matters, static one => one.After.Matter.HeldBy.Text),
            Each(matters, static one => (long)one.After.Matter.State),
            Each(matters, static one => one.After.Matter.LastClosure is { Reopened: null } closure ? ClosureWords.Of(closure.Kind) : ""),
            Each(matters, static one => one.After.Matter.Filed.ToUnixTimeMilliseconds()),
            Each(matters, static one => one.Promised?.ToUnixTimeMilliseconds() ?? Never),
            Each(matters, static one => one.After.Matter.LastClosure is { Reopened: null } closure ? closure.At.ToUnixTimeMilliseconds() : 0),
            Each(matters, static one => one.After.Matter.FiledFor.Text),
            Each(matters, static one => one.After.Matter.FiledBy?.Text ?? ""),
            Each(matters, static one => MatterBytes.Write(one.After.Matter, one.After.Track)));
        writes.AddMany(DeleteUnits, Each(units0, static one => one.Unit), Each(units0, static one => one.Closed), Each(units0, static one => one.Matter));
        writes.AddMany(PutUnits, Each(units, static one => one.Unit), Each(units, static one => one.Closed), Each(units, static one => one.Matter), Each(units, static one => one.Type));
        writes.AddMany(DeletePoints, Each(points0, static one => one.Matter), Each(points0, static one => one.Lane));
        writes.AddMany(
            PutPoints,
            Each(points, static one => one.Matter),
            Each(points, static one => one.Point.Key),
            Each(points, static one => one.Point.Step),
            Each(points, static one => (long)one.Point.Kind),
            Each(points, static one => one.Point.Performer?.Post?.Unit.Text ?? ""),
            Each(points, static one => one.Point.Performer?.Post?.Post ?? ""),
            Each(points, static one => one.Point.Performer?.Role ?? ""),
            Each(points, static one => one.Point.Wait.On.Unit?.Text ?? ""),
            Each(points, static one => one.Point.Since.ToUnixTimeMilliseconds()),
            Each(points, static one => one.Point.Due?.ToUnixTimeMilliseconds() ?? Never));
        writes.AddMany(PutJobs, Each(jobs, static one => one.Matter), Each(jobs, static one => one.At));
        writes.AddMany(DeleteJobs, jobs0.ToArray());
        CountRows.Fold(writes, changes);
        WhistleRows.Fold(writes, changes);
    }

    /// <summary>Under which a public matter stands among the units that may see it; no id of a unit is so.</summary>
    internal const string Everybody = "*";

    /// <summary>Under which a person in a role stands among the units that may see a matter; no id of a unit begins so.</summary>
    internal static string PersonKey(string person) => "~" + person;

    private static bool SameRow(OpenPoint one, OpenPoint other) =>
        one.Step == other.Step && one.Kind == other.Kind && one.Performer == other.Performer && one.Wait.On == other.Wait.On && one.Since == other.Since && one.Due == other.Due;

    private static TOut[] Each<TIn, TOut>(List<TIn> rows, Func<TIn, TOut> column)
    {
        var values = new TOut[rows.Count];
        for (var at = 0; at < values.Length; at++) values[at] = column(rows[at]);
        return values;
    }
}

/// <summary>What a batch did to a matter.</summary>
/// <param name="Before">As it is stored; null where it was filed in this batch.</param>
/// <param name="NextJob">When time next matters to it, in milliseconds; null for never.</param>
internal sealed record ChangedMatter(KeptMatter? Before, KeptMatter After, DateTimeOffset? Promised, long? NextJob);
