using System.Globalization;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Waiting;
using Trellis.Tests.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Diagnosis.Waiting;

/// <summary>Each wait is cut into its causes in one walk, and comes to what asking instant by instant comes to.</summary>
public sealed class CuttingWaits
{
    [Fact]
    public void A_wait_is_cut_as_if_it_were_asked_minute_by_minute_what_the_performer_did()
    {
        var (waits, batches, causes) = (0, 0, new bool[4]);
        for (ulong seed = 1; seed <= 120; seed++)
        {
            var log = Random(seed);
            var hours = seed % 2 == 0 ? DutyHours.Read(log) : DutyHours.Given(log, new Dictionary<string, IReadOnlyList<(long From, long To)>> { ["p0"] = [(9 * TimeSpan.TicksPerHour, 11 * TimeSpan.TicksPerHour), (12 * TimeSpan.TicksPerHour, 30 * TimeSpan.TicksPerHour)] });
            var work = new WorkItems(log);
            work.Enable(Concurrency.Find(log, work.Order));
            work.FindBatches(2);
            var cutting = new WaitingCauses.Cutting(work, hours);
            for (var at = 0; at < log.EventCount; at++)
            {
                if (work.EnabledBy[at] < 0) continue;
                var (slow, quick) = (MinuteByMinute(work, hours, at), cutting.Cut(at));
                Assert.Equal(slow, quick);
                waits++;
                if (quick.Batching > 0) batches++;
                causes = [causes[0] || quick.Contention > 0, causes[1] || quick.Prioritisation > 0, causes[2] || quick.Unavailability > 0, causes[3] || quick.Extraneous > 0];
            }
        }

        Assert.True(waits > 1_000 && batches > 10, $"{waits} waits, {batches} batches");
        Assert.DoesNotContain(false, causes);
    }

    [Fact]
    public void Summed_by_activity_it_is_the_sum_over_all_who_did_it()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var log = Random(seed);
            var hours = DutyHours.Read(log);

            var byHolder = WaitingCauses.Find(log, hours, 2, threads: 2).GroupBy(static one => (one.From, one.To)).ToDictionary(static own => own.Key, static own => own.Aggregate(default(WaitingSplit), static (sum, one) => sum + one.Split));
            var byActivity = WaitingCauses.FindByActivity(log, hours, 2, threads: 3).ToDictionary(one => (log.ActivityNames[one.Key.From], log.ActivityNames[one.Key.To]), static one => one.Value);

            Assert.Equal(byHolder.OrderBy(static one => one.Key), byActivity.OrderBy(static one => one.Key));
        }
    }

    [Fact]
    public void Waits_that_together_are_longer_than_64_bits_of_ticks_are_summed_all_the_same()
    {
        const int Matters = 5;
        var log = ALog.Read("case,activity,resource,time,start_time\n" + string.Concat(Enumerable.Range(0, Matters).Select(static matter => $"c{matter},a,p,0001-01-02T00:00:00,0001-01-02T00:00:00\nc{matter},b,q{matter},9999-12-30T00:00:00,9999-12-30T00:00:00\n")));
        var wait = new DateTime(9999, 12, 30).Ticks - new DateTime(1, 1, 2).Ticks;

        var sum = Assert.Single(WaitingCauses.FindByActivity(log, DutyHours.Read(log), DiagnosisSettings.UsualBatch, threads: 2)).Value;

        Assert.Equal((Matters, Matters * (Int128)wait), (sum.Count, sum.Total));
        Assert.True(sum.Total > long.MaxValue);
        Assert.Equal(Matters * (wait / 1e7), DiagnosingLogs.Diagnose(log, 1).Waiting!.Seconds.Total, 0);
    }

    private static WaitingSplit MinuteByMinute(WorkItems work, DutyHours hours, int at)
    {
        var (enabled, start, resource) = (work.Enabled[at], work.Starts[at], work.Log.Resources[at]);
        var split = new WaitingSplit(1, start - enabled, 0, 0, 0, 0);
        if (start <= enabled || resource < 0) return split;
        var off = new List<(long From, long To)>();
        hours.OffDuty(resource, enabled, start, off);
        var batch = work.Batch[at];
        var ready = batch < 0 ? enabled : Math.Clamp(work.BatchReady[batch], enabled, start);
        for (var minute = enabled; minute < start; minute += TimeSpan.TicksPerMinute)
        {
            if (minute < ready)
            {
                split = split with { Batching = split.Batching + TimeSpan.TicksPerMinute };
                continue;
            }

            var (earlier, later) = (false, false);
            for (var other = 0; other < work.Log.EventCount; other++)
            {
                if (other == at || work.Log.Resources[other] != resource || work.Starts[other] > minute || work.Ends[other] <= minute) continue;
                var cameAt = batch >= 0 && work.Batch[other] == batch ? enabled : ready;
                if (work.Enabled[other] <= cameAt) earlier = true;
                else later = true;
            }

            if (earlier) split = split with { Contention = split.Contention + TimeSpan.TicksPerMinute };
            else if (later) split = split with { Prioritisation = split.Prioritisation + TimeSpan.TicksPerMinute };
            else if (off.Any(one => one.From <= minute && minute < one.To)) split = split with { Unavailability = split.Unavailability + TimeSpan.TicksPerMinute };
        }

        return split;
    }

    /// <summary>Few people, whole minutes, work that overlaps, and some of it nobody's.</summary>
    private static EventLog Random(ulong seed)
    {
        var numbers = new SeededNumbers(seed);
        var csv = new StringBuilder("case,activity,resource,time,start_time\n");
        var people = 1 + numbers.Below(3);
        for (var matter = 0; matter < 12; matter++)
        {
            var minute = numbers.Below(3_000);
            for (var step = numbers.Below(5); step >= 0; step--)
            {
                var begun = minute + numbers.Below(numbers.Chance(0.3) ? 900 : 200);
                minute = begun + numbers.Below(90);
                csv.Append(CultureInfo.InvariantCulture, $"c{matter},a{numbers.Below(4)},{(numbers.Chance(0.1) ? "" : $"p{numbers.Below(people)}")},{At(minute)},{At(begun)}\n");
            }
        }

        return ALog.Read(csv.ToString());

        static string At(int minute) => ALog.Monday.AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
