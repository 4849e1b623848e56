using FsCheck;
using FsCheck.Fluent;
using Trellis.Bench.Generators;
using Trellis.Simulation;
using Trellis.Simulation.Likeness;
using Xunit;
using static Trellis.Tests.Simulation.Likeness.SomeWork;

namespace Trellis.Tests.Simulation.Likeness;

public class MeasuringDistances
{
    [Fact]
    public void Moving_everything_by_three_is_a_distance_of_three()
    {
        Assert.Equal(3, Distances.Wasserstein([1, 2, 5], [4, 5, 8]), 12);
        Assert.Equal(0, Distances.Wasserstein([1, 2, 5], [1, 2, 5]));
        Assert.Equal(0.5, Distances.Wasserstein([0], [0, 1]), 12);
    }

    /// <summary>Each value stands for as many grains as the other has values; sorted, grain meets grain.</summary>
    [Fact]
    public void It_is_the_mean_way_of_grains_of_sand() =>
        Prop.ForAll<byte[], byte[]>((one, other) =>
        {
            if (one.Length == 0 || other.Length == 0) return true;
            double[] a = [.. one.Select(static value => (double)value).Order()], b = [.. other.Select(static value => (double)value).Order()];
            var grains = a.SelectMany(value => Enumerable.Repeat(value, b.Length)).Zip(b.SelectMany(value => Enumerable.Repeat(value, a.Length)), static (x, y) => Math.Abs(x - y)).Average();
            return Math.Abs(grains - Distances.Wasserstein(a, b)) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sunday_night_lies_beside_Monday_morning()
    {
        Assert.Equal(1, Distances.RoundTheWeek([167], [0]), 12);
        Assert.Equal(84, Distances.RoundTheWeek([0], [84]), 12);
        Assert.Equal(0, Distances.RoundTheWeek([5, 9], [9, 5]), 12);
    }

    [Fact]
    public void Round_the_week_it_is_never_farther_than_along_it() =>
        Prop.ForAll<uint>(seed =>
        {
            var numbers = new SeededNumbers(seed);
            double[] a = [.. Enumerable.Range(0, 1 + numbers.Below(20)).Select(_ => (double)numbers.Below(168)).Order()], b = [.. Enumerable.Range(0, 1 + numbers.Below(20)).Select(_ => (double)numbers.Below(168)).Order()];
            return Distances.RoundTheWeek(a, b) <= Distances.Wasserstein(a, b) + 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_log_is_at_no_distance_from_itself_in_any_respect()
    {
        var office = Office(1, 8);

        Assert.All(Distances.Between(office, office, PeriodOf(office)), static distance => Assert.Equal(0, distance!.Value, 12));
    }

    [Fact]
    public void Another_order_of_activities_is_seen_in_the_flow_and_nowhere_else()
    {
        var one = Of(("a", "x", "p", Monday, null), ("a", "y", "p", Monday + Hour, null), ("a", "z", "p", Monday + (2 * Hour), null));
        var other = one with { Activity = [0, 2, 1] };

        var distances = Distances.Between(one, other, PeriodOf(one));

        // Only that it begins with x is the same: one of five triples.
        Assert.Equal(0.8, distances[(int)Respect.Flow]!.Value, 12);
        Assert.All(Distances.All.Where(static respect => respect != Respect.Flow), respect => Assert.Equal(0, distances[(int)respect]!.Value, 12));
    }

    [Fact]
    public void Nothing_is_compared_with_nothing_where_nobody_is_named()
    {
        var nobody = Of(("a", "x", null, Monday, null));

        Assert.Null(Distances.Between(nobody, nobody, PeriodOf(nobody))[(int)Respect.WorkAWeek]);
    }

    [Fact]
    public void Resampled_cases_are_those_of_the_log_with_all_that_happened_to_them()
    {
        var office = Office(2, 6);
        var drawn = Resampling.Draw(office, PeriodOf(office), new Seed(1));
        var known = Enumerable.Range(0, office.Cases).Select(number => Way(office, number)).ToHashSet(StringComparer.Ordinal);

        // What lies after the end of the period is not seen.
        Assert.All(Enumerable.Range(0, drawn.Cases), number => Assert.Contains(known, way => way.StartsWith(Way(drawn, number), StringComparison.Ordinal)));

        static string Way(RecordedWork work, int number) =>
            string.Concat(Enumerable.Range(work.CaseStarts[number], work.CaseStarts[number + 1] - work.CaseStarts[number]).Select(at => $"{work.Activity[at]}@{work.Ends[at] - work.Arrival(number)};"));
    }
}
