using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Calendars;

namespace Trellis.Information.Forms;

/// <summary>A part of a form that another post fills in.</summary>
public sealed record OwedSection(string Id, PostAt By, IReadOnlyList<string> Items);

/// <summary>A form that a unit owes for one occasion. It follows from the structure and the calendar alone; nobody has to order it.</summary>
/// <param name="Occasion">The period (2026-03), the day of a form that is asked once (2026-10-20), or the id of the matter after which it is owed.</param>
/// <param name="From">The first day on which it can be submitted: the day after the period, the day itself, or the day after the matter was closed.</param>
/// <param name="Due">The last moment; null where the form names no limit.</param>
/// <param name="Items">What the filler answers for: rows, totals, judgements.</param>
public sealed record OwedForm(Form Form, UnitOnDay Unit, PostAt By, string Occasion, DateOnly From, DateTimeOffset? Due, IReadOnlyList<string> Items, IReadOnlyList<OwedSection> Sections)
{
    /// <summary>Items of the whole, or of one section; null where there is no such section.</summary>
    public IReadOnlyList<string>? ItemsOf(string section) => section.Length == 0 ? Items : Sections.FirstOrDefault(one => one.Id == section)?.Items;
}

/// <summary>Which forms are owed, by whom, until when.</summary>
public static class OwingForms
{
    /// <summary>A form after each matter of a type is owed by the unit with the post that is nearest to the matter.</summary>
    public sealed record ClosedMatter(MatterId Id, string Type, UnitId? Place, DateTimeOffset Closed);

    /// <summary>All forms that become owed on the days of a span, by form, unit and occasion.</summary>
    /// <param name="at">The structure as it holds in a place on a day, overlays and all.</param>
    /// <param name="units">The units of the structure in force on a day.</param>
    /// <param name="closed">Matters that were closed on the days before these.</param>
    public static IEnumerable<OwedForm> Between(Func<UnitId, DateOnly, PlacedStructure> at, Func<DateOnly, IReadOnlyList<UnitOnDay>> units, DateOnly from, DateOnly to, IReadOnlyList<ClosedMatter> closed)
    {
        ArgumentNullException.ThrowIfNull(closed);
        // Days on which a period ends, and those of forms that are asked once, are few.
        for (var day = from; day <= to; day = day.AddDays(1))
            foreach (var owed in On(at, units(day.AddDays(-1)), day)) yield return owed;
        foreach (var matter in closed)
            foreach (var owed in After(at, matter)) yield return owed;
    }

    /// <summary>One form that a unit owes for an occasion; null where it owes none.</summary>
    /// <param name="closed">The matter of a form that is owed after one; null where the occasion is none, or it is not closed.</param>
    public static OwedForm? Find(Func<UnitId, DateOnly, PlacedStructure> at, string form, UnitId unit, string occasion, ClosedMatter? closed)
    {
        if (closed is not null) return After(at, closed).FirstOrDefault(owed => owed.Form.Id == form && owed.Unit.Id == unit.Text);
        var day = ReportingPeriod.Parse(occasion) is { } period ? period.Last : DateOnly.TryParseExact(occasion, "yyyy-MM-dd", out var once) ? once : (DateOnly?)null;
        if (day is not { } on) return null;
        var placed = at(unit, on);
        var view = placed.Structure.On(on);
        return placed.Structure.Forms.On(form, on) is { } found && view.Unit(unit.Text) is { } filler && OccasionsOn(found, on).FirstOrDefault(one => one.Occasion == occasion) is { Occasion: not null } owed && IsFiller(found, view, filler)
            ? Make(found, view, placed.Times, filler, owed.Occasion, owed.From)
            : null;
    }

    /// <summary>What becomes owed on a day, the day after the one on which the form and the units are looked at.</summary>
    private static IEnumerable<OwedForm> On(Func<UnitId, DateOnly, PlacedStructure> at, IReadOnlyList<UnitOnDay> units, DateOnly day)
    {
        var before = day.AddDays(-1);
        foreach (var group in units.Where(static unit => unit.Inside).GroupBy(unit => at(new UnitId(unit.Id), before)))
        {
            var (placed, here) = (group.Key, group.Select(static unit => unit.Id).ToHashSet(StringComparer.Ordinal));
            var view = placed.Structure.On(before);
            foreach (var form in placed.Structure.Forms.All)
                foreach (var on in (DateOnly[])[before, day])
                    foreach (var (occasion, from) in form.HoldsOn(on) ? OccasionsOn(form, on) : [])
                        if (from == day)
                            foreach (var filler in Fillers(form, view).Where(unit => here.Contains(unit.Id)))
                                yield return Make(form, view, placed.Times, filler, occasion, from);
        }
    }

    private static IEnumerable<OwedForm> After(Func<UnitId, DateOnly, PlacedStructure> at, ClosedMatter matter)
    {
        if (matter.Place is not { } place) yield break;
        var utc = DateOnly.FromDateTime(matter.Closed.UtcDateTime);
        var day = at(place, utc).Times.DayOf(matter.Closed);
        var placed = at(place, day);
        var view = placed.Structure.On(day);
        foreach (var form in placed.Structure.Forms.All)
            if (form.After?.Id == matter.Type && form.HoldsOn(day) && view.Place(place.Text) is { } where)
                foreach (var filler in view.Nearest(form.FilledBy.Post, where).Where(unit => IsFiller(form, view, unit)))
                    yield return Make(form, view, placed.Times, filler, matter.Id.Text, day.AddDays(1));
    }

    /// <summary>Occasions that end, or stand, on a day, each with the first day on which the form can be submitted.</summary>
    private static IEnumerable<(string Occasion, DateOnly From)> OccasionsOn(Form form, DateOnly day)
    {
        if (ReportingPeriod.LengthOf(form.Every) is { } length && ReportingPeriod.Of(length, day) is var period && period.Last == day) yield return (period.ToString(), day.AddDays(1));
        if (form.On == day) yield return (day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), day);
    }

    /// <summary>Units that type something in a form: those that fill it in, and those whose posts have a section of it.</summary>
    public static IReadOnlyCollection<UnitOnDay> Typists(Form form, StructureOnDay view)
    {
        ArgumentNullException.ThrowIfNull(form);
        var typists = new HashSet<UnitOnDay>();
        foreach (var filler in Fillers(form, view))
        {
            typists.Add(filler);
            foreach (var section in form.Sections)
                if (view.Unit(PostOf(section, view, filler).Unit.Text) is { } unit) typists.Add(unit);
        }

        return typists;
    }

    /// <summary>The post that the structure names for a section of a form at a unit, or for the part of the filler; null where there is none.</summary>
    public static PostAt? PostOf(Form form, string section, StructureOnDay view, UnitOnDay filler)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!IsFiller(form, view, filler)) return null;
        return section.Length == 0 ? new PostAt(form.FilledBy.Post, new UnitId(filler.Id)) : form.Sections.FirstOrDefault(one => one.Id == section) is { } found ? PostOf(found, view, filler) : null;
    }

    private static IEnumerable<UnitOnDay> Fillers(Form form, StructureOnDay view) =>
        form.FilledBy.At is { } at ? view.Expand(at, form).Where(unit => unit.Inside && view.PostAt(form.FilledBy.Post, unit) is not null) : [];

    private static bool IsFiller(Form form, StructureOnDay view, UnitOnDay unit) => Fillers(form, view).Contains(unit);

    private static OwedForm Make(Form form, StructureOnDay view, Timetable times, UnitOnDay filler, string occasion, DateOnly from)
    {
        var by = new PostAt(form.FilledBy.Post, new UnitId(filler.Id));
        // Counted from the last moment of the day before: that day itself is the one that does not count.
        DateTimeOffset? due = form.Due is { } limit ? times.Due(Midnight(from, times.Zone).AddMilliseconds(-1), limit, Timetable.CalendarOf(view, by)) : null;
        return new OwedForm(
            form, filler, by, occasion, from, due, [.. form.Items.Concat(form.Totals).Concat(form.Judgements).Select(static one => one.Id)],
            [.. form.Sections.Select(section => new OwedSection(section.Id, PostOf(section, view, filler), [.. section.Items.Select(static one => one.Id)]))]);
    }

    private static PostAt PostOf(FormSection section, StructureOnDay view, UnitOnDay filler) =>
        new(section.By.Post, new UnitId(section.By.At is { } at && view.Unit(at) is { } fixedUnit ? fixedUnit.Id : view.PostAt(section.By.Post, filler) is not null ? filler.Id : view.Nearest(section.By.Post, filler) is [var nearest, ..] ? nearest.Id : filler.Id));

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
