using Trellis.Structure.Calendars;
using Trellis.Structure.Quantities;

namespace Trellis.Tests.Structure.Calendars;

/// <summary>The slow and obvious twin: asks of every minute whether it is open, and walks.</summary>
internal sealed class NaiveCalendar(CalendarPlan plan)
{
    public bool IsOpen(DateTime minute) =>
        HoursOn(DateOnly.FromDateTime(minute)).Any(hours => minute.TimeOfDay.TotalMinutes >= hours.FromMinute && minute.TimeOfDay.TotalMinutes < hours.ToMinute);

    public bool IsWorkingDay(DateOnly day) => ClosingTime(day) is not null;

    public long OpenMinutes(DateTime from, DateTime to)
    {
        long open = 0;
        for (var minute = from; minute < to; minute = minute.AddMinutes(1))
            if (IsOpen(minute)) open++;
        return open;
    }

    public int WorkingDays(DateOnly after, DateOnly through)
    {
        var days = 0;
        for (var day = after.AddDays(1); day <= through; day = day.AddDays(1))
            if (IsWorkingDay(day)) days++;
        return days;
    }

    public (DateTime At, DateOnly? LastDay) Due(DateTime start, TimeLimit limit)
    {
        var day = DateOnly.FromDateTime(start);
        switch (limit.Unit)
        {
            case TimeUnit.Minutes:
                return (start.AddMinutes(limit.Amount), null);
            case TimeUnit.Hours:
                return (start.AddHours(limit.Amount), null);
            case TimeUnit.WorkingHours:
                var left = limit.Amount * 60;
                for (var minute = start; ; minute = minute.AddMinutes(1))
                {
                    if (IsOpen(minute)) left--;
                    if (left == 0) return (minute.AddMinutes(1), DateOnly.FromDateTime(minute));
                }

            case TimeUnit.WorkingDays:
                for (var days = 0; ;)
                {
                    day = day.AddDays(1);
                    if (ClosingTime(day) is not { } closes) continue;
                    if (++days == limit.Amount) return (closes, day);
                }

            case TimeUnit.Days:
                for (var days = 0; days < limit.Amount; days++) day = day.AddDays(1);
                break;
            default:
                var months = limit.Unit == TimeUnit.Years ? limit.Amount * 12 : limit.Amount;
                var (year, month) = (day.Year, day.Month);
                for (; months > 0; months--) (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
                day = new DateOnly(year, month, Math.Min(day.Day, DateTime.DaysInMonth(year, month)));
                break;
        }

        while (!IsWorkingDay(day)) day = day.AddDays(1);
        return (day.AddDays(1).ToDateTime(TimeOnly.MinValue), day);
    }

    private DateTime? ClosingTime(DateOnly day)
    {
        for (var minute = OpenHours.MinutesOfDay - 1; minute >= 0; minute--)
            if (IsOpen(day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute))) return day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute + 1);
        return null;
    }

    private IReadOnlyList<OpenHours> HoursOn(DateOnly day)
    {
        foreach (var own in plan.Short)
            if (own.Day == day) return own.Open;
        foreach (var worked in plan.MakeUp)
            if (worked.Day == day) return plan.Week[worked.As];
        foreach (var off in plan.Off)
            if (day >= off.From && day <= off.To) return [];
        return plan.Week.TryGetValue(day.DayOfWeek, out var hours) ? hours : [];
    }
}
