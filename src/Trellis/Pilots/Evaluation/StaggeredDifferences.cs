namespace Trellis.Pilots.Evaluation;

/// <summary>
/// What a change did where it came at different times to different places: for each group that began together and each period, the change since the last period before it began, minus the change of the
/// places where it never came. Groups are compared with such places alone, never with each other, so that effects that grow do not spoil each other.
/// </summary>
/// <remarks>Callaway and Sant'Anna (2021), "Difference-in-differences with multiple time periods", without covariates, on a balanced panel. Standard errors come from what each place contributes to an
/// estimate (its influence), clustered by place, with the shares of the groups among what is estimated.</remarks>
public static class StaggeredDifferences
{
    /// <param name="places">Each with its period of beginning, null where the change never came, and one value for each period.</param>
    /// <param name="periods">Ascending.</param>
    /// <exception cref="ArgumentException">A place has not one value for each period, or periods do not ascend.</exception>
    public static PilotEffects Estimate(IReadOnlyList<ObservedPlace> places, IReadOnlyList<int> periods)
    {
        for (var at = 1; at < periods.Count; at++)
            if (periods[at] <= periods[at - 1]) throw new ArgumentException("Periods ascend.", nameof(periods));
        foreach (var place in places)
            if (place.Values.Count != periods.Count) throw new ArgumentException("A place has one value for each period.", nameof(places));

        var never = Members(static place => place.Begins is null);
        // Of a group that began before the first period, no period without the change is known.
        var groups = places.Select(static place => place.Begins).OfType<int>().Distinct().Order().Where(begins => begins > periods[0] && begins <= periods[^1]).ToArray();
        var sizes = groups.Select(begins => Members(place => place.Begins == begins).Length).ToArray();
        var effects = new List<GroupEffect>();
        if (never.Length == 0) return new PilotEffects { Groups = effects, NeverBegan = 0, Places = places.Count };

        for (var group = 0; group < groups.Length; group++)
        {
            var begins = groups[group];
            var own = Members(place => place.Begins == begins);
            var before = periods.Count(period => period < begins) - 1;
            for (var period = 1; period < periods.Count; period++)
            {
                var basis = periods[period] >= begins ? before : period - 1;
                var influence = new double[places.Count];
                var effect = Change(own, influence, 1) - Change(never, influence, -1);
                effects.Add(new GroupEffect(begins, periods[period], sizes[group], effect, influence));

                double Change(int[] members, double[] onto, int sign)
                {
                    var mean = members.Average(at => places[at].Values[period] - places[at].Values[basis]);
                    foreach (var at in members) onto[at] = sign * (places[at].Values[period] - places[at].Values[basis] - mean) * places.Count / members.Length;
                    return mean;
                }
            }
        }

        return new PilotEffects { Groups = effects, NeverBegan = never.Length, Places = places.Count, Begins = [.. places.Select(static place => place.Begins)] };

        int[] Members(Func<ObservedPlace, bool> those) => [.. Enumerable.Range(0, places.Count).Where(at => those(places[at]))];
    }
}

/// <param name="Begins">The first period with the change; null where it never came.</param>
public sealed record ObservedPlace(int? Begins, IReadOnlyList<double> Values);

/// <summary>An estimate with its standard error.</summary>
public readonly record struct Effect(double Value, double Error);

/// <summary>The effect in one period on the places that began together; before they began it should be nothing.</summary>
/// <param name="Influence">What each place contributes.</param>
public sealed record GroupEffect(int Begins, int Period, int Places, double Value, IReadOnlyList<double> Influence)
{
    public double Error => PilotEffects.ErrorOf(Influence);
}

public sealed record PilotEffects
{
    /// <summary>By group, then period.</summary>
    public required IReadOnlyList<GroupEffect> Groups { get; init; }

    public required int NeverBegan { get; init; }

    public required int Places { get; init; }

    internal IReadOnlyList<int?> Begins { get; init; } = [];

    /// <summary>Over all groups and all their periods with the change, each weighed by its places. Null where there is none.</summary>
    public Effect? Simple => Weigh([.. Groups.Where(static effect => effect.Period >= effect.Begins)]);

    /// <summary>By how many periods ago the change came; negative before it.</summary>
    public IReadOnlyList<(int Since, Effect Effect)> BySince => [.. Groups
        .GroupBy(static effect => effect.Period - effect.Begins).OrderBy(static since => since.Key)
        .Select(since => (since.Key, Weigh([.. since])!.Value))];

    /// <summary>The mean over the periods since the change came, each alike.</summary>
    public Effect? OverallBySince => Mean([.. Groups
        .Where(static effect => effect.Period >= effect.Begins).GroupBy(static effect => effect.Period - effect.Begins).OrderBy(static since => since.Key)
        .Select(since => Weighed([.. since]))]);

    /// <summary>The mean of each group over its periods with the change.</summary>
    public IReadOnlyList<(int Begins, Effect Effect)> ByGroup => [.. Groups
        .Where(static effect => effect.Period >= effect.Begins).GroupBy(static effect => effect.Begins)
        .Select(static group => (group.Key, Mean([.. group.Select(static effect => (effect.Value, effect.Influence))])!.Value))];

    /// <summary>The groups' means, each weighed by its places.</summary>
    public Effect? OverallByGroup
    {
        get
        {
            var groups = Groups.Where(static effect => effect.Period >= effect.Begins).GroupBy(static effect => effect.Begins).Select(group =>
            {
                var (value, influence) = Joined([.. group.Select(static effect => (effect.Value, effect.Influence))]);
                return new GroupEffect(group.Key, group.Key, group.First().Places, value, influence);
            });
            return Weigh([.. groups]);
        }
    }

    internal static double ErrorOf(IReadOnlyList<double> influence)
    {
        double squares = 0;
        foreach (var value in influence) squares += value * value;
        return Math.Sqrt(squares) / influence.Count;
    }

    private Effect? Weigh(IReadOnlyList<GroupEffect> effects)
    {
        if (effects.Count == 0) return null;
        var (value, influence) = Weighed(effects);
        return new Effect(value, ErrorOf(influence));
    }

    /// <summary>A mean with the groups' sizes as weights. The sizes are chance too: places could have fallen into other groups, and that moves the mean.</summary>
    private (double Value, IReadOnlyList<double> Influence) Weighed(IReadOnlyList<GroupEffect> effects)
    {
        var all = effects.Sum(static effect => (double)effect.Places);
        var value = effects.Sum(effect => effect.Value * effect.Places / all);
        var influence = new double[Places];
        foreach (var effect in effects)
        {
            var weight = effect.Places / all;
            for (var place = 0; place < Places; place++)
            {
                influence[place] += weight * effect.Influence[place];
                // The share of the group itself: a place that is in it draws the mean towards the group's effect.
                if (Begins[place] == effect.Begins) influence[place] += (effect.Value - value) * Places / all;
            }
        }

        return (value, influence);
    }

    private static Effect? Mean(IReadOnlyList<(double Value, IReadOnlyList<double> Influence)> parts)
    {
        if (parts.Count == 0) return null;
        var (value, influence) = Joined(parts);
        return new Effect(value, ErrorOf(influence));
    }

    private static (double Value, IReadOnlyList<double> Influence) Joined(IReadOnlyList<(double Value, IReadOnlyList<double> Influence)> parts)
    {
        var influence = new double[parts[0].Influence.Count];
        foreach (var part in parts)
            for (var place = 0; place < influence.Length; place++) influence[place] += part.Influence[place] / parts.Count;
        return (parts.Average(static part => part.Value), influence);
    }
}
