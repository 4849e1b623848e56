using Trellis.Structure.Calendars;

namespace Trellis.Information.Forms;

/// <summary>Time suspends a form that nothing was decided with in two periods. Nobody asks for it and nobody refuses it.</summary>
/// <param name="Periods">The periods in which it was not used.</param>
public sealed record FormSuspended(string Form, FixedList<string> Periods, DateTimeOffset Happened) : IEvent
{
    public const string Name = "form-suspended/1";

    public string Wire => Name;
}

/// <summary>The owner of a suspended form says why it is needed after all.</summary>
public sealed record RenewForm(string Form, PersonalText Reason) : IAct
{
    public const string Name = "renew-form";

    public string Word => Name;
}

public sealed record FormRenewed(string Form, PostAt By, PersonalText? Reason, DateTimeOffset Happened) : IEvent
{
    public const string Name = "form-renewed/1";

    public string Wire => Name;
}

/// <summary>The time of a form is over, and these units have not handed it in. Whoever waits for it is told.</summary>
/// <param name="Waits">The unit that asks.</param>
public sealed record FormsOverdue(string Form, string Occasion, FixedList<UnitId> Units, UnitId Waits, DateTimeOffset Due, DateTimeOffset Happened) : IEvent
{
    public const string Name = "forms-overdue/1";

    public string Wire => Name;
}

public static class RenewingForms
{
    /// <summary>So many periods in a row without any use suspend a form.</summary>
    public const int UnusedPeriods = 2;

    /// <summary>The periods in which a form was not used, where that suspends it; null where it goes on. Periods before the record, before a renewal, and those that are not over do not count.</summary>
    /// <param name="wasUsed">Whether something was decided with it in a period.</param>
    /// <param name="since">The first day of the record.</param>
    public static IReadOnlyList<ReportingPeriod>? Unused(Structure.Form form, FormStanding standing, DateOnly since, DateOnly today, Func<DateTimeOffset, DateOnly> dayOf, Func<ReportingPeriod, bool> wasUsed)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (standing.Suspended is not null || ReportingPeriod.LengthOf(form.Every) is not { } length) return null;
        var from = standing.Renewed is { } renewed ? dayOf(renewed) : since;
        if (form.From > from) from = form.From;
        var periods = new List<ReportingPeriod>();
        for (var period = ReportingPeriod.Of(length, today).Previous; periods.Count < UnusedPeriods; period = period.Previous)
        {
            if (period.First < from || wasUsed(period)) return null;
            periods.Insert(0, period);
        }

        return periods;
    }

    public static Outcome Decide(RenewForm act, Structure.Form? form, FormStanding standing, Actor by, DateTimeOffset now)
    {
        if (by is not Actor.Officer officer) return FormRefusals.ForOfficers;
        if (form is null) return FormRefusals.NoSuchForm;
        if (officer.Seat.Unit.Text != form.AskedBy.Id) return FormRefusals.NotTheAsker.Naming($"要表的是 {form.AskedBy.Id}。", $"{form.AskedBy.Id} asks for it.");
        if (standing.Suspended is null) return FormRefusals.NotSuspended;
        if (string.IsNullOrWhiteSpace(act.Reason.Written)) return FormRefusals.ReasonMissing;
        return Outcome.Accept(new FormRenewed(act.Form, officer.Seat, act.Reason, now));
    }
}
