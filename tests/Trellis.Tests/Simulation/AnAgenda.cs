using FsCheck;
using FsCheck.Fluent;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>What stands on an agenda comes by its time, and at the same time in the order in which it was entered.</summary>
public sealed class AnAgenda
{
    /// <summary>Beside it the obvious twin: a list that is sorted anew each time. The sort of lists by LINQ keeps the order of equals.</summary>
    [Fact]
    public void It_gives_what_a_sorted_list_gives() =>
        Prop.ForAll<int[]>(static steps =>
        {
            var agenda = new Agenda<int>();
            var twin = new List<(long At, int What)>();
            for (var at = 0; at < steps.Length; at++)
            {
                if (steps[at] % 3 == 0 && twin.Count > 0)
                {
                    var first = twin.OrderBy(static one => one.At).First();
                    twin.Remove(first);
                    if (agenda.Next != first.At || agenda.Take() != first) return false;
                }
                else
                {
                    agenda.Add(Math.Abs(steps[at] % 7), at);
                    twin.Add((Math.Abs(steps[at] % 7), at));
                }
            }

            foreach (var one in twin.OrderBy(static one => one.At))
                if (agenda.Take() != one) return false;
            return agenda.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_taken_from_an_empty_one() => Assert.Throws<InvalidOperationException>(() => new Agenda<int>().Take());
}
