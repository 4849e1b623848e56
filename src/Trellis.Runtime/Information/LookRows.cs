using Trellis.Information.Looks;
using Trellis.Information.Retention;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Information;

/// <summary>A look as its row holds it.</summary>
/// <param name="Release">From when the subject is told; null for at once.</param>
public sealed record LookRow(long Position, DateTimeOffset At, RowId Subject, ActorId By, PostAt Seat, string Purpose, LookReason Reason, IReadOnlyList<string> Items, DateTimeOffset? Release);

/// <summary>What somebody said about a purpose.</summary>
/// <param name="Agreement">Empty where they took it back.</param>
public sealed record ConsentRow(long Position, DateTimeOffset At, ActorId Person, string Purpose, string Agreement)
{
    public ConsentStanding Standing => new(Agreement.Length > 0, Agreement, At);
}

/// <summary>Rows of looks, consents and inquiries.</summary>
internal static class LookRows
{
    private const string LookColumns = "position, at, subject, person, seat, purpose, reason, items, release";
    private const string ConsentColumns = "position, at, person, purpose, agreement";
    private const string InquiryColumns = "number, at, subject, purpose, person, seat, answered_by, until";

    private static readonly Statement PutLook = new(
        $"insert into value_look ({LookColumns}) values (@position, @at, @subject, @person, @seat, @purpose, @reason, @items, @release)",
        onPostgres: $"insert into value_look ({LookColumns}) select * from unnest(@position::bigint[], @at::bigint[], @subject::text[], @person::text[], @seat::text[], @purpose::text[], @reason::text[], @items::text[], @release::bigint[])",
        independent: true);

    private static readonly Statement PutConsent = new($"insert into consent ({ConsentColumns}) values (@position, @at, @person, @purpose, @agreement)", independent: true);

    private static readonly Statement PutInquiry = new($"insert into inquiry ({InquiryColumns}) values (@number, @at, @subject, @purpose, @person, @seat, '', 0)", independent: true);

    private static readonly Statement AnswerInquiry = new("update inquiry set answered_by = @answered_by, until = @until where number = @number");

    private static readonly Statement LastConsent = new(
        $"select {ConsentColumns} from consent where person = @person and purpose = @purpose order by position desc limit 1",
        onPostgres: $"select c.* from unnest(@person::text[], @purpose::text[]) as asked (person, purpose), lateral (select {ConsentColumns} from consent c where c.person = asked.person and c.purpose = asked.purpose order by position desc limit 1) c");

    private static readonly Statement InquiriesByNumber = new(
        $"select {InquiryColumns} from inquiry where number = @number",
        onPostgres: $"select {InquiryColumns} from inquiry join unnest(@number::bigint[]) as asked (one) on number = asked.one");

    private static readonly Statement AllInquiries = new($"select {InquiryColumns} from inquiry where number > @after order by number limit @most");

    private static readonly Statement OfSubject = new($"select {LookColumns} from value_look where subject = @subject and position < @before order by position desc limit @most");

    private static readonly Statement OfPerson = new($"select {LookColumns} from value_look where person = @person and position < @before order by position desc limit @most");

    private static readonly Statement OfReason = new($"select {LookColumns} from value_look where reason = @reason and position < @before order by position desc limit @most");

    private static readonly Statement MattersOf = new("select id from matter where filed_for = @person order by id desc limit @most");

    private static readonly Statement LookAtPosition = new($"select {LookColumns} from value_look where position = @position");

    private static readonly Statement ConsentsOf = new($"select {ConsentColumns} from consent where person = @person order by position");

    private static readonly Statement PutKept = new("insert into value_kept (position, person, purpose, matter, until) values (@position, @person, @purpose, @matter, @until)", independent: true);

    private static readonly Statement LastKept = new("select matter, until from value_kept where person = @person and purpose = @purpose and matter = @matter order by position desc limit 1");

    internal static IReadOnlyList<Statement> Statements { get; } =
        [PutKept, LastKept, PutLook, PutConsent, PutInquiry, AnswerInquiry, LastConsent, InquiriesByNumber, AllInquiries, OfSubject, OfPerson, OfReason, MattersOf, LookAtPosition, ConsentsOf];

    /// <summary>Adds the rows of events, in their order; looks of a batch go in together.</summary>
    public static void Fold(Writes writes, IReadOnlyList<(long Position, IEvent Happened)> events)
    {
        var looks = new List<(long Position, ValuesSeen Seen)>();
        foreach (var (position, happened) in events)
        {
            switch (happened)
            {
                case ValuesSeen one:
                    looks.Add((position, one));
                    break;
                case FactsRead one:
                    // The program has no seat and no person; the unit is the one that answers for the matter.
                    looks.Add((position, new ValuesSeen(one.Subject, new ActorId(FactsRead.Program), new PostAt(FactsRead.Program, one.Holder), one.Purpose, one.Reason, one.Request, one.Items, null, one.Happened)));
                    break;
                case ConsentGiven one:
                    writes.Add(PutConsent, position, one.Happened.ToUnixTimeMilliseconds(), one.Person.Text, one.Purpose, one.Agreement);
                    break;
                case ConsentTaken one:
                    writes.Add(PutConsent, position, one.Happened.ToUnixTimeMilliseconds(), one.Person.Text, one.Purpose, one.Agreement);
                    break;
                case ConsentWithdrawn one:
                    writes.Add(PutConsent, position, one.Happened.ToUnixTimeMilliseconds(), one.Person.Text, one.Purpose, "");
                    break;
                case InquiryAsked one:
                    writes.Add(PutInquiry, one.Number, one.Happened.ToUnixTimeMilliseconds(), one.Subject.ToString(), one.Purpose, one.By.Text, one.Seat.ToString());
                    break;
                case InquiryAnswered one:
                    writes.Add(AnswerInquiry, one.Seat.ToString(), one.Until?.ToUnixTimeMilliseconds() ?? 0, one.Number);
                    break;
                case ValuesKept one:
                    writes.Add(PutKept, position, one.Person.Text, one.Purpose, one.Matter.Text, one.Until.DayNumber);
                    break;
                default:
                    throw new InvalidOperationException($"{happened.Wire} is no event about looks.");
            }
        }

        if (looks.Count == 0) return;
        writes.AddMany(
            PutLook,
            looks.Select(static one => one.Position).ToArray(),
            looks.Select(static one => one.Seen.Happened.ToUnixTimeMilliseconds()).ToArray(),
            looks.Select(static one => one.Seen.Subject.ToString()).ToArray(),
            looks.Select(static one => one.Seen.By.Text).ToArray(),
            looks.Select(static one => one.Seen.Seat.ToString()).ToArray(),
            looks.Select(static one => one.Seen.Purpose).ToArray(),
            looks.Select(static one => one.Seen.Reason.ToString()).ToArray(),
            looks.Select(static one => string.Join(' ', one.Seen.Items)).ToArray(),
            looks.Select(static one => one.Seen.Release?.ToUnixTimeMilliseconds() ?? 0).ToArray());
    }

    /// <summary>What was said last about each purpose that is asked for; nothing is found where nothing was said.</summary>
    public static void LoadConsents(Session session, IReadOnlyList<(string Person, string Purpose)> asked, Action<ConsentRow> found) =>
        session.QueryMany(LastConsent, [asked.Select(static one => one.Person).ToArray(), asked.Select(static one => one.Purpose).ToArray()], row => found(Consent(row)));

    public static void LoadInquiries(Session session, IReadOnlyList<long> numbers, Action<Inquiry> found) => session.QueryMany(InquiriesByNumber, [numbers.ToArray()], row => found(OneInquiry(row)));

    public static List<Inquiry> Inquiries(Session session, long after, int most) => All(session.Query(AllInquiries, after, most), OneInquiry);

    public static List<LookRow> At(Session session, RowId subject, long before, int most) => All(session.Query(OfSubject, subject.ToString(), before, most), Look);

    public static List<LookRow> By(Session session, ActorId person, long before, int most) => All(session.Query(OfPerson, person.Text, before, most), Look);

    public static List<LookRow> For(Session session, LookReason reason, long before, int most) => All(session.Query(OfReason, reason.ToString(), before, most), Look);

    /// <summary>Looks of which somebody's own matters were the reason, whomever they were at; of the latest matters, where there are very many.</summary>
    public static List<LookRow> InMattersOf(Session session, ActorId person, long before, int most)
    {
        var ids = All(session.Query(MattersOf, person.Text, MostMatters), static row => MatterNumbers.Id(row.Number(0)));
        return [.. ids.SelectMany(id => For(session, LookReason.Of(id), before, most)).OrderByDescending(static one => one.Position).Take(most)];
    }

    /// <summary>As many as anybody files in years; an agency that files for many reads of the latest.</summary>
    private const int MostMatters = 500;

    public static LookRow? Find(Session session, long position) => All(session.Query(LookAtPosition, position), Look) is [var one] ? one : null;

    public static List<ConsentRow> Consents(Session session, ActorId person) => All(session.Query(ConsentsOf, person.Text), Consent);

    /// <summary>Up to which day it is not said again that a matter holds what somebody gave for a purpose; null where it never was.</summary>
    public static DateOnly? KeptUntil(Session session, ActorId person, string purpose, MatterId matter)
    {
        using var rows = session.Query(LastKept, person.Text, purpose, matter.Text);
        return rows.Next() ? DateOnly.FromDayNumber((int)rows.Number(1)) : null;
    }

    private static LookRow Look(Rows row) => new(
        row.Number(0), LedgerRows.Time(row.Number(1)), Row(row.Text(2)), new ActorId(row.Text(3)), Post(row.Text(4)), row.Text(5), LookReason.Parse(row.Text(6)) ?? throw Damaged("value_look"), row.Text(7).Split(' '), Later(row.Number(8)));

    private static ConsentRow Consent(Rows row) => new(row.Number(0), LedgerRows.Time(row.Number(1)), new ActorId(row.Text(2)), row.Text(3), row.Text(4));

    private static Inquiry OneInquiry(Rows row) => new(
        row.Number(0), Row(row.Text(2)), row.Text(3), new ActorId(row.Text(4)), Post(row.Text(5)), LedgerRows.Time(row.Number(1)), row.Text(6) is { Length: > 0 } by ? Post(by) : null, Later(row.Number(7)));

    private static DateTimeOffset? Later(long moment) => moment == 0 ? null : LedgerRows.Time(moment);

    private static RowId Row(string text) => RowId.Parse(text) ?? throw Damaged("a row of a register");

    private static PostAt Post(string text) => PostAt.Parse(text) ?? throw Damaged("a post");

    private static StoreFault Damaged(string what) => new(StoreTrouble.Damaged, $"{what} in a table of looks is none.");

    private static List<T> All<T>(Rows rows, Func<Rows, T> read)
    {
        using (rows)
        {
            var all = new List<T>();
            while (rows.Next()) all.Add(read(rows));
            return all;
        }
    }
}
