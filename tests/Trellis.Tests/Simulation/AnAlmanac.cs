using FsCheck;
using FsCheck.Fluent;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>What stands in an almanac comes as it would from one agenda of everything, but for what has become idle by the day on which it would come.</summary>
public sealed class AnAlmanac
{
    private const int Day = 10;

    /// <summary>Beside it the obvious twin: one agenda of everything. Time goes on: nothing is added that lies before what was taken last.</summary>
    [Fact]
    public void It_gives_what_one_agenda_gives_where_nothing_is_idle() =>
        Prop.ForAll<int[], int>(static (steps, begins) =>
        {
            var almanac = new Almanac<int>(Day, begins % Day, static _ => false);
            var twin = new Agenda<int>();
            var now = 0L;
            for (var at = 0; at < steps.Length; at++)
            {
                if (steps[at] % 3 == 0 && twin.Count > 0)
                {
                    if (almanac.IsEmpty || almanac.Next != twin.Next) return false;
                    var first = twin.Take();
                    now = first.At;
                    if (almanac.Take() != first) return false;
                }
                else
                {
                    var when = now + Math.Abs(steps[at] % 47);
                    almanac.Add(when, at);
                    twin.Add(when, at);
                }
            }

            while (twin.Count > 0)
                if (almanac.IsEmpty || almanac.Take() != twin.Take()) return false;
            return almanac.IsEmpty;
        }).QuickCheckThrowOnFailure();

    /// <summary>Each day begins with the same thing as it would if all came, and what is not idle comes in the same order.</summary>
    [Fact]
    public void What_is_idle_is_passed_over_unless_its_day_begins_with_it() =>
        Prop.ForAll<int[]>(static times =>
        {
            var idle = new HashSet<int>();
            var almanac = new Almanac<int>(Day, 0, idle.Contains);
            var twin = new Agenda<int>();
            for (var at = 0; at < times.Length; at++)
            {
                var when = (long)Math.Abs(times[at] % 97);
                almanac.Add(when, at);
                twin.Add(when, at);
                if (times[at] % 2 == 0) idle.Add(at);
            }

            var all = new List<(long At, int What)>();
            while (twin.Count > 0) all.Add(twin.Take());
            var given = new List<(long At, int What)>();
            while (!almanac.IsEmpty) given.Add(almanac.Take());
            var firsts = all.GroupBy(static one => one.At / Day).Select(static day => day.First()).ToHashSet();
            return given.SequenceEqual(all.Where(one => !idle.Contains(one.What) || firsts.Contains(one)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_taken_from_an_empty_one() => Assert.Throws<InvalidOperationException>(static () => new Almanac<int>(Day, 0, static _ => false).Take());
}
