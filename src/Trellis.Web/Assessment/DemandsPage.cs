using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Assessment.Demands;
using Trellis.Assessment.Reports;
using Trellis.Runtime;
using Trellis.Structure.Calendars;
using Trellis.Web.Shared;

namespace Trellis.Web.Assessment;

/// <summary>What other units lay on one unit in a month, by who makes it, or what it lays on others: forms, reminders, inspections, looks. Every officer reads those of every unit; nobody's of a person.</summary>
public sealed class DemandsPage : SitePage
{
    private const int RowsOfPage = 30;

    private int _from;

    public override Text Heading => new("谁给谁派了多少活", "What units ask of each other");

    public override string Way => "/asked";

    public UnitId Unit { get; private set; }

    /// <summary>Whether what the unit lays on others is shown, and not what others lay on it.</summary>
    public bool Makes { get; private set; }

    public ReportingPeriod Period { get; private set; }

    /// <summary>What weighs most stands first.</summary>
    public IReadOnlyList<UnitDemand> Demands { get; private set; } = [];

    /// <summary>Those of this page.</summary>
    public IEnumerable<UnitDemand> Shown => Demands.Skip(_from).Take(RowsOfPage);

    /// <summary>Where the next page begins; null behind the last.</summary>
    public int? More => _from + RowsOfPage < Demands.Count ? _from + RowsOfPage : null;

    public long Entries { get; private set; }

    public Text? WhyNot { get; private set; }

    /// <summary>Whether the next month has begun.</summary>
    public bool HasLater => Period.Next.First <= Site.Today;

    /// <summary>Whether the month is not over.</summary>
    public bool IsRunning => Period.Last >= Site.Today;

    public IActionResult OnGet(string? unit, string? period, string? makes, int? from)
    {
        if (Reader is not Actor.Officer officer || Site.Demands is not { } demands) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        Unit = unit is { Length: > 0 } ? new UnitId(unit) : officer.Seat.Unit;
        if (InForce.Structure.Units.Of(Unit.Text).Count == 0) return new NotFoundResult();
        (Makes, _from) = (makes == "yes", Math.Max(0, from ?? 0));
        // The month before this one is over, and comes out the same whenever it is asked for.
        if (period is { Length: > 0 } && ReportingPeriod.Parse(period) is not { Length: PeriodLength.Month }) return new NotFoundResult();
        Period = ReportingPeriod.Parse(period) ?? ReportingPeriod.Of(PeriodLength.Month, new DateOnly(Site.Today.Year, Site.Today.Month, 1).AddDays(-1));
        if (Period.First > Site.Today) return new NotFoundResult();
        try
        {
            var answered = demands.In(Period);
            Demands = [.. (Makes ? answered.Narrowed(null, Unit.Text) : answered.Narrowed(Unit.Text, null)).OrderByDescending(Weight).ThenBy(one => Other(one).Text, StringComparer.Ordinal)];
            Entries = answered.Entries;
        }
        catch (MachineFault)
        {
            WhyNot = new("记录现在读不出来，请过一会儿再打开这一页。", "The record cannot be read just now; open this page again in a moment.");
        }

        return Page();
    }

    public UnitId Other(UnitDemand demand)
    {
        ArgumentNullException.ThrowIfNull(demand);
        return Makes ? demand.At : demand.By;
    }

    public string From(UnitDemand demand)
    {
        ArgumentNullException.ThrowIfNull(demand);
        return Makes ? "" : Say(WritingDemands.Word(demand.From));
    }

    public string MonthName => Show.Month(Period.First);

    /// <summary>An address of this page for another month, unit or direction.</summary>
    public string To(string unit, ReportingPeriod period, bool makes) => $"/demands?unit={unit}&period={period}{(makes ? "&makes=yes" : "")}";

    public static int Asks(UnitDemand demand)
    {
        ArgumentNullException.ThrowIfNull(demand);
        return demand.Forms + demand.Returned + demand.Reminders + demand.Inspections;
    }

    public static int LooksAt(UnitDemand demand)
    {
        ArgumentNullException.ThrowIfNull(demand);
        return demand.Looks + demand.Opened;
    }

    /// <summary>How long a bar is, of 100, beside the longest of the month.</summary>
    public string Bar(int number) => (Demands.Max(Weight) is var most and > 0 ? 100.0 * number / most : 0).ToString("F1", CultureInfo.InvariantCulture);

    private static int Weight(UnitDemand demand) => Asks(demand) + LooksAt(demand);
}
