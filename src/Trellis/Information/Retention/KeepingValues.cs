using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Information.Retention;

/// <summary>A matter by which somebody's values are held.</summary>
/// <param name="Purpose">Under which they were collected in it.</param>
/// <param name="Closed">The day on which it was closed; null while it runs.</param>
/// <param name="Keep">How long after that its values are kept; null where the structure says nothing.</param>
/// <param name="AboutData">Whether it is itself about what is held of people: a request, an objection, a question.</param>
public sealed record HoldingMatter(MatterId Matter, string Purpose, DateOnly? Closed, KeepRule? Keep, bool AboutData)
{
    /// <summary>Its type and the duty under which it is done: so that whoever reads why something is kept need not know the matter.</summary>
    public string Type { get; init; } = "";

    public string Duty { get; init; } = "";

    /// <summary>How long after it was closed law forbids to erase what was given in it; null where none does.</summary>
    public KeepRule? KeptByLaw { get; init; }
}

/// <summary>How long, and the article or entry that says so.</summary>
public sealed record KeepRule(TimeLimit For, string Basis);

/// <summary>What becomes of values under one key: one person, one purpose.</summary>
public abstract record RetentionRuling
{
    private RetentionRuling()
    {
    }

    /// <summary>The period is over and nothing holds them.</summary>
    /// <param name="Basis">The article of the longest period.</param>
    public sealed record Erase(string Basis) : RetentionRuling;

    /// <summary>A matter holds them: it runs, its period runs, or nobody has said how long its values are kept.</summary>
    /// <param name="Until">The last day, where that is known.</param>
    public sealed record Held(MatterId By, DateOnly? Until) : RetentionRuling;
}

/// <summary>How long values are kept, and what holds them. What nothing states a period for is kept, and is a finding of the check.</summary>
public static class KeepingValues
{
    private const string Matter = "matter";

    private const string WhenClosed = "closed";

    /// <summary>
    /// How long what was given in a matter of a type is kept after it was closed: the longest that any item of its own states which it asks for, uses or gives. What somebody wrote in
    /// it, and what it took from registers, goes with it.
    /// </summary>
    public static KeepRule? Of(MatterType type, GovernanceStructure structure, DateOnly day) => LongestOf(type, structure, day, static item => item.Basis.Count > 0 ? item.Basis[0].ToString() : item.Address);

    /// <summary>The longest of those among them that an article of law demands.</summary>
    public static KeepRule? ByLaw(MatterType type, GovernanceStructure structure, DateOnly day) => LongestOf(type, structure, day, static item => item.OwnKeep!.Basis is [var article, ..] ? article.ToString() : null);

    /// <param name="basis">What the time of an item stands on; null leaves the item out.</param>
    private static KeepRule? LongestOf(MatterType type, GovernanceStructure structure, DateOnly day, Func<Item, string?> basis)
    {
        KeepRule? longest = null;
        foreach (var fact in type.Asks.Concat(type.Steps.SelectMany(static step => step.Uses.Concat(step.Gives))))
        {
            if (structure.Items.On(fact.Id, day) is not { RegisterId: Matter, OwnKeep: { After: WhenClosed } keep } item || basis(item) is not { } on) continue;
            if (longest is null || IsLonger(keep.For, longest.For, day)) longest = new KeepRule(keep.For, on);
        }

        return longest;
    }

    /// <summary>What becomes of the values of one person for one purpose today.</summary>
    /// <param name="matters">Every matter that was filed for the person.</param>
    /// <param name="lastDay">The last day of a limit that counts from a day.</param>
    public static RetentionRuling? Due(string purpose, IReadOnlyList<HoldingMatter> matters, DateOnly today, Func<TimeLimit, DateOnly, DateOnly> lastDay)
    {
        KeepRule? last = null;
        var until = DateOnly.MinValue;
        foreach (var one in matters)
        {
            // While somebody asks about what is held of them, nothing of it goes.
            if (one is { AboutData: true, Closed: null }) return new RetentionRuling.Held(one.Matter, null);
            if (one.Purpose != purpose) continue;
            if (one.Closed is not { } closed || one.Keep is not { } keep) return new RetentionRuling.Held(one.Matter, null);
            var end = lastDay(keep.For, closed);
            if (end >= today) return new RetentionRuling.Held(one.Matter, end);
            if (last is null || end > until) (last, until) = (keep, end);
        }

        return last is null ? null : new RetentionRuling.Erase(last.Basis);
    }

    /// <summary>The matter by which values are still held although the time of another, in which they were given, is over, and until when where that is known; null where no time is over, or nothing holds them.</summary>
    public static (HoldingMatter By, DateOnly? Until)? HeldLonger(string purpose, IReadOnlyList<HoldingMatter> matters, DateOnly today, Func<TimeLimit, DateOnly, DateOnly> lastDay)
    {
        ArgumentNullException.ThrowIfNull(matters);
        ArgumentNullException.ThrowIfNull(lastDay);
        if (!matters.Any(one => one.Purpose == purpose && one is { Closed: { } closed, Keep: { } keep } && lastDay(keep.For, closed) < today)) return null;
        return Due(purpose, matters, today, lastDay) is RetentionRuling.Held held ? (matters.First(one => one.Matter == held.By), held.Until) : null;
    }

    /// <summary>The newest day of which a period that counted from it is over today.</summary>
    /// <param name="lastDay">The last day of the period that counts from a day; a later day never ends earlier.</param>
    public static DateOnly LastDayThatIsOver(TimeLimit keep, DateOnly today, Func<DateOnly, DateOnly> lastDay)
    {
        ArgumentNullException.ThrowIfNull(lastDay);
        var day = today.AddDays(-Math.Min(Days(keep, today), today.DayNumber));
        while (day < today && lastDay(day.AddDays(1)) < today) day = day.AddDays(1);
        while (day > DateOnly.MinValue && lastDay(day) >= today) day = day.AddDays(-1);
        return day;
    }

    /// <summary>Up to when it is not said again that a running matter holds something: nobody knows when a matter ends, so it is looked at once a quarter whether it should.</summary>
    public static DateOnly LookedAtAgain(DateOnly today) => today.AddMonths(3);

    /// <summary>Of different measures the one that ends later, counted from the same day.</summary>
    private static bool IsLonger(TimeLimit one, TimeLimit other, DateOnly day) => Days(one, day) > Days(other, day);

    private static int Days(TimeLimit limit, DateOnly day) => limit.Unit switch
    {
        TimeUnit.Years => day.AddYears(Math.Min(limit.Amount, 100)).DayNumber - day.DayNumber,
        TimeUnit.Months => day.AddMonths(Math.Min(limit.Amount, 1200)).DayNumber - day.DayNumber,
        TimeUnit.Days => limit.Amount,
        // Five working days are a week.
        TimeUnit.WorkingDays => limit.Amount * 7 / 5,
        _ => 0,
    };
}
