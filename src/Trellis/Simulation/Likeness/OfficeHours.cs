namespace Trellis.Simulation.Likeness;

/// <summary>When people work, read off the moments at which they did something: hours on duty by person, and how busy each hour of the week is.</summary>
internal sealed class OfficeHours
{
    /// <summary>Hours on duty are the fewest that hold this share of what was done; the rest was done outside of hours.</summary>
    private const double Within = 0.97;

    /// <summary>A person of whom less is known keeps the hours of all.</summary>
    private const int EnoughForHours = 100;

    /// <summary>As many more are needed to tell how busy each hour is.</summary>
    private const int EnoughForOffice = 400;

    /// <summary>Work that takes longer went on over a night.</summary>
    private const long LongestSpell = 12 * WeekClock.Hour;

    private readonly WeekClock[] _duty;
    private readonly WeekClock[] _office;
    private readonly double[] _days;

    private OfficeHours(WeekClock[] duty, WeekClock[] office, WeekClock everybody, WeekClock officeOfAll, double[] days, DaysOff off, int own, bool known) =>
        (_duty, _office, Everybody, Office, _days, Off, OwnHours, Known) = (duty, office, everybody, officeOfAll, days, off, own, known);

    public WeekClock Everybody { get; }

    public WeekClock Office { get; }

    public DaysOff Off { get; }

    /// <summary>How many people have hours of their own.</summary>
    public int OwnHours { get; }

    /// <summary>False where the log holds too few hours to tell; then people are taken to work at any.</summary>
    public bool Known { get; }

    public WeekClock DutyOf(int resource) => resource < 0 ? WeekClock.AlwaysOn : _duty[resource];

    public WeekClock OfficeOf(int resource) => resource < 0 ? Office : _office[resource];

    /// <summary>Working days from one day to the middle of another: a day of the week on which little is done, such as Saturday, counts in part; days off count nothing.</summary>
    /// <param name="from">Days since year 1.</param>
    /// <param name="to">Not before it; 0 for the same day.</param>
    public double WorkingDays(long from, long to)
    {
        double days = 0;
        for (var day = from + 1; day < to; day++) days += WeightOf(day);
        return to > from ? days + (WeightOf(to) / 2) : 0;
    }

    /// <summary>The day that lies so many working days after another; for none the day itself.</summary>
    public long DayAfter(long day, double days)
    {
        while (days > 0) days -= WeightOf(++day);
        return day;
    }

    private double WeightOf(long day) => Off.Has(day) ? 0 : _days[day % 7];

    /// <param name="work">The log.</param>
    /// <param name="mereDay">By event, whether its time is a day without an hour, which tells nothing of hours.</param>
    /// <param name="off">Days off.</param>
    public static OfficeHours Of(RecordedWork work, bool[] mereDay, DaysOff off)
    {
        var all = new double[WeekClock.Hours];
        var weekdays = new double[7];
        var own = new double[work.Resources.Count][];
        for (var at = 0; at < work.Events; at++)
        {
            weekdays[WeekClock.WeekdayOf(work.Ends[at])]++;
            if (mereDay[at]) continue;
            var counts = work.Resource[at] >= 0 ? own[work.Resource[at]] ??= new double[WeekClock.Hours] : null;
            var (from, to) = (work.Ends[at], work.Ends[at]);
            if (work.Begins.Length > 0 && work.Begins[at] != RecordedWork.NoTime && work.Begins[at] < to && to - work.Begins[at] <= LongestSpell) (from, to) = (work.Begins[at], to - 1);

            // Whoever worked from nine to twelve was there at ten.
            for (var hour = from / WeekClock.Hour; hour <= to / WeekClock.Hour; hour++) Count(hour * WeekClock.Hour);

            void Count(long time)
            {
                all[WeekClock.HourOf(time)]++;
                if (counts is not null) counts[WeekClock.HourOf(time)]++;
            }
        }

        var known = Sum(all) >= EnoughForHours;
        var everybody = known ? new WeekClock(Duty(all)) : WeekClock.AlwaysOn;
        var office = known ? new WeekClock(Busy(all, all, 0)) : WeekClock.AlwaysOn;
        var (duty, offices, withOwn) = (new WeekClock[own.Length], new WeekClock[own.Length], 0);
        for (var resource = 0; resource < own.Length; resource++)
        {
            (duty[resource], offices[resource]) = (everybody, office);
            if (!known || own[resource] is not { } counts || Sum(counts) < EnoughForHours) continue;
            withOwn++;
            duty[resource] = new WeekClock(Duty(counts));
            if (Sum(counts) >= EnoughForOffice) offices[resource] = new WeekClock(Busy(counts, all, 20));
        }

        return new OfficeHours(duty, offices, everybody, office, Days(weekdays), off, withOwn, known);
    }

    private static double[] Duty(double[] counts)
    {
        var hours = new int[WeekClock.Hours];
        for (var hour = 0; hour < hours.Length; hour++) hours[hour] = hour;
        Array.Sort(hours, (one, other) => counts[one] != counts[other] ? counts[other].CompareTo(counts[one]) : one.CompareTo(other));
        var on = new double[WeekClock.Hours];
        double held = 0;
        var all = Sum(counts);
        foreach (var hour in hours)
        {
            if (held >= Within * all) break;
            on[hour] = 1;
            held += counts[hour];
        }

        // An hour without work between two with work on one day is still duty.
        for (var hour = 0; hour < WeekClock.Hours; hour++)
            if (on[hour] == 0 && hour % 24 is > 0 and < 23 && on[hour - 1] > 0 && on[hour + 1] > 0) on[hour] = 1;
        return on;
    }

    /// <summary>Weights with mean 1. No hour has none: what happens at night happens, if seldom.</summary>
    private static double[] Busy(double[] counts, double[] all, double strength)
    {
        const double Least = 0.01;
        var weights = new double[WeekClock.Hours];
        var (sum, whole) = (Sum(counts), Sum(all));
        for (var hour = 0; hour < weights.Length; hour++)
            weights[hour] = Math.Max(Least, (counts[hour] + (strength * all[hour] / whole)) * WeekClock.Hours / (sum + strength));
        return weights;
    }

    /// <summary>A day of the week with at least a third of the work of the three busiest is a working day; others are one in part.</summary>
    private static double[] Days(double[] weekdays)
    {
        double[] sorted = [.. weekdays];
        Array.Sort(sorted);
        var busy = (sorted[^1] + sorted[^2] + sorted[^3]) / 3;
        return Array.ConvertAll(weekdays, count => busy == 0 || count * 3 >= busy ? 1 : Math.Max(0.001, count / busy));
    }

    private static double Sum(double[] counts)
    {
        double sum = 0;
        foreach (var count in counts) sum += count;
        return sum;
    }
}
