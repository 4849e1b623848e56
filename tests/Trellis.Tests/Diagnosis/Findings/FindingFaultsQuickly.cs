using Trellis.Bench.Generators;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Tests.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Diagnosis.Findings;

/// <summary>Detectors that count in one walk over the columns come to what their slow twins come to.</summary>
public sealed class FindingFaultsQuickly
{
    [Theory]
    [InlineData("slow unit")]
    [InlineData("done again")]
    [InlineData("passing on")]
    [InlineData("missed promises")]
    [InlineData("waits grew")]
    [InlineData("lying on steps")]
    public void A_detector_comes_to_what_its_slow_twin_comes_to(string which)
    {
        Func<LogEvidence, IEnumerable<SlowTwins.Made>> quick = which switch
        {
            "slow unit" => Made(SlowUnit.Find),
            "done again" => Made(DoneAgain.Find),
            "passing on" => Made(PassingOn.Find),
            // The first test is of the whole and the last are of types; those of units stand between.
            "missed promises" => static evidence => [.. Made(MissedPromises.Find)(evidence).Skip(1).Take(SlowTwins.MissedByUnit(evidence).Count())],
            "waits grew" => Made(WaitsGrew.Find),
            _ => Made(LyingOnSteps.Find),
        };
        Func<LogEvidence, IEnumerable<SlowTwins.Made>> slow = which switch
        {
            "slow unit" => SlowTwins.SlowUnit,
            "done again" => SlowTwins.DoneAgain,
            "passing on" => SlowTwins.PassingOn,
            "missed promises" => SlowTwins.MissedByUnit,
            "waits grew" => SlowTwins.WaitsGrew,
            _ => SlowTwins.LyingOnSteps,
        };
        var (tests, told) = (0, 0);
        foreach (var log in Logs().Where(log => which != "lying on steps" || log.HasStepDeadlines))
        {
            // Little is needed to be told, so that much is compared.
            var evidence = new LogEvidence(log, new FindingSettings { FewestMatters = 6, LeastDifference = 0.02, LeastTimes = 1.05, FalseDiscoveries = 0.5 }, waiting: null, threads: 2);
            var twins = slow(evidence).ToList();

            Assert.Equal(twins, quick(evidence));
            (tests, told) = (tests + twins.Count, told + twins.Count(static one => one.Told.Length > 0));
        }

        Assert.True(tests > 30 && told > 2, $"{tests} tests, {told} told");

        static Func<LogEvidence, IEnumerable<SlowTwins.Made>> Made(Func<LogEvidence, IEnumerable<Tested>> find) => evidence => [.. find(evidence).Select(one => SlowTwins.Of(evidence, one))];
    }

    [Fact]
    public void The_unit_that_was_waited_for_longest_is_the_one_with_the_largest_sum()
    {
        foreach (var log in Logs())
        {
            var evidence = new LogEvidence(log, new FindingSettings(), waiting: null, threads: 2);
            Assert.Equal(Enumerable.Range(0, log.CaseCount).Select(matter => SlowTwins.WaitedLongestFor(evidence, matter)), Enumerable.Range(0, log.CaseCount).Select(evidence.WaitedLongestFor));
        }
    }

    [Fact]
    public void The_most_telling_are_kept_whatever_the_order_in_which_they_come()
    {
        var numbers = new SeededNumbers(5);
        for (var round = 0; round < 500; round++)
        {
            var all = Enumerable.Range(0, numbers.Below(40)).Select(_ => (Matter: numbers.Below(30), Weight: (double)numbers.Below(6))).ToList();
            var (whole, one, other) = (new Showing(), new Showing(), new Showing());
            foreach (var (matter, weight) in all)
            {
                whole.Add(matter, weight);
                (numbers.Chance(0.5) ? one : other).Add(matter, weight);
            }

            one.Add(other);
            var best = all.OrderByDescending(static each => each.Weight).ThenBy(static each => each.Matter).Take(LogFinding.MostEvidence).ToArray();
            Assert.Equal((all.Count, all.Count), (whole.Count, one.Count));
            Assert.Equal(best, whole.Best.ToArray());
            Assert.Equal(best, one.Best.ToArray());
        }
    }

    [Fact]
    public void Threes_keep_their_number_in_a_table_and_where_no_table_fits()
    {
        foreach (var many in (int[])[5, 2_000])
        {
            var (numbers, threes, first) = (new SeededNumbers(3), new Triples(many, many, many), new Dictionary<(int, int, int), int>());
            for (var round = 0; round < 5_000; round++)
            {
                var three = (numbers.Below(many + 1) - 1, numbers.Below(many + 1) - 1, numbers.Below(many + 1) - 1);
                var number = threes.Number(three.Item1, three.Item2, three.Item3);
                first.TryAdd(three, first.Count);
                Assert.Equal((first[three], three), (number, threes[number]));
            }
        }
    }

    /// <summary>Logs of all columns, small and of many kinds, and worlds in which something is wrong.</summary>
    private static IEnumerable<EventLog> Logs()
    {
        for (ulong seed = 1; seed <= 12; seed++)
        {
            using var csv = new MemoryStream();
            WideLog.Write(csv, cases: 300 + (50 * (int)seed), events: 3_000 + (700 * (int)seed), seed, everyColumn: true);
            csv.Position = 0;
            yield return Trellis.Standards.Csv.CsvLogs.Read(csv, new LogReading { Source = "wide.csv" }, 1024 * 1024);
        }

        for (ulong seed = 1; seed <= 4; seed++)
        {
            yield return new AWorld { Bounces = 0.4, Returns = 0.6, Paused = 0.2 }.Make(seed);
            yield return new AWorld { Matters = 800, Grew = 3 }.Make(seed);
        }
    }
}
