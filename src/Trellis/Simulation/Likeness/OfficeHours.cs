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

    private readonly WeekClock[] _duty;
    private readonly WeekClock[] _office;

    private OfficeHours(WeekClock[] duty, WeekClock[] office, WeekClock everybody, WeekClock office0, WeekClock days, int own, bool known) =>
        (_duty, _office, Everybody, Office, WorkingDays, OwnHours, Known) = (duty, office, everybody, office0, days, own, known);

    public WeekClock Everybody { get; }

    public WeekClock Office { get; }

    /// <summary>Runs on whole days of the week on which work is done.</summary>
    public WeekClock WorkingDays { get; }

    /// <summary>How many people have hours of their own.</summary>
    public int OwnHours { get; }

    /// <summary>False where the log holds too few hours to tell; then people are taken to work at any.</summary>
    public bool Known { get; }

    public WeekClock DutyOf(int resource) => resource < 0 ? WeekClock.AlwaysOn : _duty[resource];

    public WeekClock OfficeOf(int resource) => resource < 0 ? Office : _office[resource];

    /// <param name="work">The log.</param>
    /// <param name="mereDay">By event, whether its time is a day without an hour, which tells nothing of hours.</param>
    public static OfficeHours Of(RecordedWork work, bool[] mereDay)
    {
        var all = new double[WeekClock.Hours];
        var weekdays = new double[7];
        var own = new double[work.Resources.Count][];
        for (var at = 0; at < work.Events; at++)
        {
            weekdays[WeekClock.WeekdayOf(work.Ends[at])]++;
            if (mereDay[at]) continue;
            all[WeekClock.HourOf(work.Ends[at])]++;
            if (work.Resource[at] >= 0) (own[work.Resource[at]] ??= new double[WeekClock.Hours])[WeekClock.HourOf(work.Ends[at])]++;
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

        return new OfficeHours(duty, offices, everybody, office, new WeekClock(Days(weekdays)), withOwn, known);
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

    private static double[] Days(double[] weekdays)
    {
        var on = new double[WeekClock.Hours];
        var all = Sum(weekdays);
        for (var hour = 0; hour < on.Length; hour++) on[hour] = all == 0 || weekdays[hour / 24] >= 0.02 * all ? 1 : 0;
        return on;
    }

    private static double Sum(double[] counts)
    {
        double sum = 0;
        foreach (var count in counts) sum += count;
        return sum;
    }
}
