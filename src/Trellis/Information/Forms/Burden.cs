namespace Trellis.Information.Forms;

/// <summary>How a number is spread over the times a form was filled in.</summary>
public sealed record Spread(int Least, int Median, int Most)
{
    /// <summary>Null where there is nothing to spread.</summary>
    public static Spread? Of(IEnumerable<int> numbers)
    {
        int[] sorted = [.. numbers.Order()];
        return sorted.Length == 0 ? null : new Spread(sorted[0], sorted[(sorted.Length - 1) / 2], sorted[^1]);
    }
}

/// <summary>One handing in, for the count of what forms cost.</summary>
/// <param name="Person">So that fillers are counted; it goes no further.</param>
public readonly record struct FilledOnce(string Form, string AskedBy, string Unit, string Person, int Typed, int Filled, int Changed, int? Minutes);

/// <summary>What a form cost those who filled it in: never one of them alone.</summary>
/// <param name="Group">The form, the unit that asks, or the unit that fills in.</param>
/// <param name="Times">How often something was handed in.</param>
/// <param name="Fillers">How many people did so; 0 where they are too few to be told.</param>
/// <param name="Typed">Fields that were typed each time; null where there are too few fillers.</param>
/// <param name="Filled">Fields that were there already.</param>
/// <param name="Minutes">Of those times of which somebody said how long they took.</param>
public sealed record FormBurden(string Group, int Times, int Fillers, Spread? Typed, Spread? Filled, Spread? Minutes)
{
    /// <summary>Below so many fillers a distribution would tell of persons.</summary>
    public const int LeastFillers = 5;

    public bool IsWithheld => Typed is null;

    /// <summary>Counts by group; in each what fewer than five people filled in is withheld, and so is how many times.</summary>
    public static IReadOnlyList<FormBurden> Of(IEnumerable<FilledOnce> times, Func<FilledOnce, string> group) =>
    [
        .. times.GroupBy(group, StringComparer.Ordinal).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one =>
        {
            var fillers = one.Select(static time => time.Person).Distinct(StringComparer.Ordinal).Count();
            return fillers < LeastFillers
                ? new FormBurden(one.Key, 0, 0, null, null, null)
                : new FormBurden(one.Key, one.Count(), fillers, Spread.Of(one.Select(static time => time.Typed)), Spread.Of(one.Select(static time => time.Filled)), MinutesOf(one));
        }),
    ];

    /// <summary>How long it took is told where at least five people said so.</summary>
    private static Spread? MinutesOf(IEnumerable<FilledOnce> times)
    {
        var said = times.Where(static time => time.Minutes is not null).ToList();
        return said.Select(static time => time.Person).Distinct(StringComparer.Ordinal).Count() < LeastFillers ? null : Spread.Of(said.Select(static time => time.Minutes!.Value));
    }
}
