using Trellis.Structure.Quantities;

namespace Trellis.Structure.Calendars;

/// <summary>The filing that fares worst in a year.</summary>
/// <param name="Filed">The minute of filing.</param>
/// <param name="Ends">When what was laid on the calendar ends for it.</param>
/// <param name="Time">What was compared: the time from filing to the end, or how long after the promise the end lies (below zero when before it).</param>
/// <param name="Certainty">Out of reach means that one of the ends that were compared lies after the year 9999.</param>
public readonly record struct WorstFiling(DateTime Filed, DateTime Ends, TimeSpan Time, Certainty Certainty);

/// <summary>
/// Where all filings of a year stand: for each minute of the year, when a matter filed then ends. It begins with the filing itself,
/// is carried on by one limit after another, each on the calendar of its own post, and branches that run side by side end with the later.
/// So a whole flow is laid on the calendar for every filing minute at once, and compared with its promise at the worst of them.
/// All calendars are in one zone; see <see cref="WorkingCalendar"/> for local time.
/// <para>
/// Why few minutes are enough. Call a function from filing minutes to ends simple on a piece of the year when it is constant there,
/// or runs with the clock (a minute later for each minute that the filing is later).
/// (1) The filing itself runs on one piece. (2) A limit keeps the pieces simple. On a piece where matters so far end at one moment they end at one moment again.
/// On a piece that runs, the step begins at each minute of a stretch: a limit by the clock runs; a limit in days is constant from midnight to midnight,
/// as it asks only for the day; a limit in working hours is constant while the office is closed when the step begins, since no open time passes, and runs while the
/// office is open both when it begins and in the minute before it ends, so it is cut only where the one or the other reaches a closing or an opening.
/// (3) The later of two simple functions is simple once pieces are cut where one overtakes the other.
/// (4) On a piece where both are simple, their difference is constant, grows by one each minute, or falls by one. Therefore it is greatest
/// at the first or at the last minute of a piece. These minutes, a few thousand at most for each step, are the candidates; all others can be left out. Nothing is rounded.
/// </para>
/// </summary>
public sealed class FilingYear
{
    private const long Day = OpenHours.MinutesOfDay;
    private static readonly long LastMinute = DateTime.MaxValue.Ticks / TimeSpan.TicksPerMinute;

    /// <summary>Minutes from <paramref name="From"/> to the next piece. All minutes count from the beginning of the year 1.</summary>
    private readonly record struct Piece(long From, long Ends, bool Runs, Certainty Certainty)
    {
        public long EndsFor(long minute) => Runs ? Ends + minute - From : Ends;
    }

    private readonly long begin;
    private readonly long end;
    private readonly IReadOnlyList<Piece> pieces;

    // At the filing itself midnight is the beginning of a day; the end of a limit at midnight belongs to the day before.
    private readonly bool atFiling;

    private FilingYear(long begin, long end, IReadOnlyList<Piece> pieces, bool atFiling = false) => (this.begin, this.end, this.pieces, this.atFiling) = (begin, end, pieces, atFiling);

    /// <summary>All filings of a year from 1 to 9999, at the moment of filing.</summary>
    public static FilingYear Of(int year)
    {
        var newYear = new DateOnly(year, 1, 1).DayNumber * Day;
        return new FilingYear(newYear, (new DateOnly(year, 12, 31).DayNumber + 1) * Day, [new Piece(newYear, newYear, Runs: true, Certainty.Announced)], atFiling: true);
    }

    /// <summary>The pieces that are kept: what shows that the search is small.</summary>
    internal int Pieces => pieces.Count;

    /// <summary>When a matter filed at this minute ends.</summary>
    public DueTime EndOf(DateTime filed)
    {
        var minute = filed.Ticks / TimeSpan.TicksPerMinute;
        if (minute < begin || minute >= end) throw new ArgumentOutOfRangeException(nameof(filed), filed, "The filing lies in another year.");
        var (low, high) = (0, pieces.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (pieces[middle].From <= minute) low = middle;
            else high = middle - 1;
        }

        var piece = pieces[low];
        return piece.Certainty == Certainty.OutOfReach ? DueTime.Never : new DueTime(Time(piece.EndsFor(minute)), piece.Certainty);
    }

    /// <summary>
    /// A step that begins when all before has ended, and takes all of its limit. What ended at midnight ended on the day before:
    /// after 7 days that end with Tuesday, Wednesday is the first day that counts for the next step.
    /// </summary>
    public FilingYear Then(WorkingCalendar calendar, TimeLimit limit)
    {
        var back = atFiling || limit.RunsByTheClock || limit.Unit == TimeUnit.WorkingHours ? 0 : 1;
        var next = new List<Piece>();
        for (var at = 0; at < pieces.Count; at++)
        {
            var piece = pieces[at];
            var length = EndOfPiece(at) - piece.From;
            if (piece.Certainty == Certainty.OutOfReach)
                Add(next, piece);
            else if (!piece.Runs)
                Add(next, Constant(piece.From, piece.Ends, piece.Certainty));
            else if (limit.RunsByTheClock)
                RunByTheClock(piece, length);
            else if (limit.Unit == TimeUnit.WorkingHours)
                RunWhileOpen(piece, length);
            else
                RunFromDayToDay(piece, length);
        }

        return new FilingYear(begin, end, next);

        Piece Constant(long from, long begins, Certainty before)
        {
            var due = calendar.Due(Time(begins - back), limit);
            return new Piece(from, Minute(due.At), Runs: false, Weaker(before, due.Certainty));
        }

        void RunByTheClock(Piece piece, long length)
        {
            var ends = piece.Ends + (limit.Unit == TimeUnit.Hours ? limit.Amount * 60L : limit.Amount);
            if (ends <= LastMinute) Add(next, piece with { Ends = ends });
            if (ends + length - 1 > LastMinute)
                Add(next, new Piece(piece.From + Math.Max(0, LastMinute + 1 - ends), LastMinute, Runs: false, Certainty.OutOfReach));
        }

        void RunFromDayToDay(Piece piece, long length)
        {
            for (var begins = piece.Ends; begins < piece.Ends + length; begins = ((begins - back) / Day + 1) * Day + back)
                Add(next, Constant(piece.From + begins - piece.Ends, begins, piece.Certainty));
        }

        void RunWhileOpen(Piece piece, long length)
        {
            var last = piece.Ends + length - 1;
            for (var begins = piece.Ends; begins <= last;)
            {
                var from = piece.From + begins - piece.Ends;
                var here = Constant(from, begins, piece.Certainty);
                if (here.Certainty == Certainty.OutOfReach)
                {
                    Add(next, here);
                    return; // a later filing ends no earlier
                }

                if (calendar.ClosesAfter(begins) is { } closes)
                {
                    // The end moves along while this minute and the one before the end are both open; at their closings it still fits.
                    var runs = Math.Min(closes - begins, calendar.ClosesAfter(here.Ends - 1)!.Value - here.Ends);
                    Add(next, here with { Runs = true });
                    begins += runs + 1;
                }
                else
                {
                    Add(next, here);
                    begins = calendar.OpensFrom(begins) ?? last + 1;
                }
            }
        }
    }

    /// <summary>Two branches that begin together and must both end.</summary>
    public FilingYear Later(FilingYear other)
    {
        var latest = new List<Piece>();
        foreach (var (from, to, one, two) in Cells(other))
        {
            var certainty = Weaker(one.Certainty, two.Certainty);
            var (first, second) = (one.EndsFor(from), two.EndsFor(from));
            var (lead, chase) = first >= second ? (one, two) : (two, one);
            Add(latest, new Piece(from, Math.Max(first, second), lead.Runs, certainty));
            if (lead.Runs || !chase.Runs) continue;
            // The one that runs overtakes the one that stands.
            var overtakes = from + Math.Abs(first - second) + 1;
            if (overtakes < to) Add(latest, new Piece(overtakes, chase.EndsFor(overtakes), Runs: true, certainty));
        }

        return new FilingYear(begin, end, latest);
    }

    /// <summary>The filing whose end lies furthest behind the end that another year of filings gives it, such as that of the promise; the earliest of those that fare the same.</summary>
    public WorstFiling WorstAgainst(FilingYear promised)
    {
        WorstFiling? worst = null;
        foreach (var (from, to, one, two) in Cells(promised))
        {
            Try(from);
            Try(to - 1);

            void Try(long minute)
            {
                var (ends, allowed) = (one.EndsFor(minute), two.EndsFor(minute));
                var time = TimeSpan.FromMinutes(ends - allowed);
                if (worst is null || time > worst.Value.Time) worst = new WorstFiling(Time(minute), Time(ends), time, Weaker(one.Certainty, two.Certainty));
            }
        }

        return worst!.Value;
    }

    /// <summary>The filing from which it takes longest by the clock; the earliest of those that fare the same.</summary>
    public WorstFiling Longest() => WorstAgainst(new FilingYear(begin, end, [new Piece(begin, begin, Runs: true, Certainty.Announced)]));

    /// <summary>
    /// The filing from which it takes the most open time of an office.
    /// On a piece where the end is constant, open time only falls with later filings: its first minute is enough. On a piece that runs, take a stretch of minutes
    /// with the most. Its last minute is the last of the piece, or an open one after which less is left. Its first minute is the first of the piece, or follows a closed one.
    /// So the stretch holds the first or last minute of the piece, or an opening.
    /// </summary>
    public WorstFiling LongestOpen(WorkingCalendar calendar)
    {
        WorstFiling? worst = null;
        for (var at = 0; at < pieces.Count; at++)
        {
            var piece = pieces[at];
            var last = EndOfPiece(at) - 1;
            Try(piece.From);
            if (!piece.Runs) continue;
            Try(last);
            for (var opens = Opening(piece.From); opens <= last; opens = Opening(calendar.ClosesAfter(opens)!.Value)) Try(opens);

            void Try(long minute)
            {
                var ends = piece.EndsFor(minute);
                var time = calendar.OpenTime(Time(minute), Time(ends));
                if (worst is null || time > worst.Value.Time || (time == worst.Value.Time && Time(minute) < worst.Value.Filed))
                    worst = new WorstFiling(Time(minute), Time(ends), time, piece.Certainty);
            }
        }

        return worst!.Value;

        long Opening(long minute) => calendar.OpensFrom(minute) ?? long.MaxValue;
    }

    /// <summary>The stretches of the year on which both are simple.</summary>
    private IEnumerable<(long From, long To, Piece One, Piece Other)> Cells(FilingYear other)
    {
        if (begin != other.begin) throw new ArgumentException("The filings are those of another year.", nameof(other));
        var (one, two) = (0, 0);
        for (var from = begin; from < end;)
        {
            var to = Math.Min(EndOfPiece(one), other.EndOfPiece(two));
            yield return (from, to, pieces[one], other.pieces[two]);
            if (EndOfPiece(one) == to) one++;
            if (other.EndOfPiece(two) == to) two++;
            from = to;
        }
    }

    private long EndOfPiece(int at) => at + 1 < pieces.Count ? pieces[at + 1].From : end;

    /// <summary>Adds a piece unless it only carries on the one before.</summary>
    private static void Add(List<Piece> pieces, Piece piece)
    {
        if (pieces.Count > 0 && pieces[^1] is var before && before.Runs == piece.Runs && before.Certainty == piece.Certainty && before.EndsFor(piece.From) == piece.Ends) return;
        pieces.Add(piece);
    }

    private static Certainty Weaker(Certainty one, Certainty other) => one > other ? one : other;

    private static DateTime Time(long minute) => new(minute * TimeSpan.TicksPerMinute);

    private static long Minute(DateTime time) => time.Ticks / TimeSpan.TicksPerMinute;
}
