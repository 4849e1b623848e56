using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>The lists that matters and events hold: whatever is done to one gives another, and leaves it as it was.</summary>
public sealed class ListsThatNeverChange
{
    /// <summary>Beside it the obvious twin: a copy of an ordinary list that is changed.</summary>
    [Fact]
    public void They_give_what_a_changed_copy_gives() => Prop.ForAll<int[]>(static steps =>
    {
        var list = FixedList<int>.Empty;
        var twin = new List<int>();
        foreach (var step in steps)
        {
            var (before, was) = (list, (List<int>)[.. twin]);
            var value = step % 5;
            var at = twin.Count == 0 ? 0 : Math.Abs(step % twin.Count);
            switch (Math.Abs(step % 8))
            {
                case 0 or 1 or 2:
                    list = list.Add(value);
                    twin.Add(value);
                    break;
                case 3:
                    list = list.InsertRange(at, was);
                    twin.InsertRange(at, was);
                    break;
                case 4 when twin.Count > 0:
                    list = list.SetItem(at, value);
                    twin[at] = value;
                    break;
                case 5 when twin.Count > 0:
                    list = list.RemoveAt(at);
                    twin.RemoveAt(at);
                    break;
                case 6:
                    list = list.Remove(value);
                    twin.Remove(value);
                    break;
                case 7:
                    list = list.RemoveAll(one => one > value);
                    twin.RemoveAll(one => one > value);
                    break;
                default:
                    break;
            }

            if (!before.SequenceEqual(was) || !list.SequenceEqual(twin) || !Answers(list, value).SequenceEqual(Answers(twin, value))) return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_no_part_of_one_cannot_be_replaced_in_it()
    {
        FixedList<int> list = [1, 2, 2];

        Assert.Equal([1, 3, 2], list.Replace(2, 3));
        Assert.Throws<ArgumentException>(() => list.Replace(4, 3));
    }

    [Fact]
    public void All_that_are_empty_are_one() => Assert.Same(FixedList<string>.Empty, ((FixedList<string>)["a"]).RemoveAt(0).ConvertAll(static one => one));

    [Fact]
    public void A_list_stays_what_it_was_whatever_is_added_to_it()
    {
        var list = FixedList.Of("a", "b").Add("c");

        var (one, other) = (list.Add("d"), list.Add("e"));

        Assert.Equal(["a", "b", "c"], list);
        Assert.Equal(["a", "b", "c", "d"], one);
        Assert.Equal(["a", "b", "c", "e"], other);
        Assert.Equal(["a", "b", "c", "d", "f"], one.Add("f"));
        Assert.Equal(["a", "b", "c", "e", "g"], other.Add("g"));
    }

    [Fact]
    public void What_was_added_to_another_is_neither_found_nor_counted()
    {
        var list = FixedList.Of("a", "b").Add("c");
        _ = list.Add("d");

        Assert.Equal(3, list.Count);
        Assert.DoesNotContain("d", list);
        Assert.Equal(-1, list.IndexOf("d"));
        Assert.Null(list.Find(static one => one == "d"));
        Assert.Null(list.FindLast(static one => one == "d"));
        Assert.False(list.Exists(static one => one is "d" or null));
        Assert.True(list.TrueForAll(static one => one is not "d" and not null));
        Assert.Equal(["a", "b", "c"], list.ConvertAll(static one => one));
        Assert.Equal(["a", "b", "x"], list.SetItem(2, "x"));
        Assert.Equal(["a", "c"], list.RemoveAt(1));
        Assert.Equal(["z", "a", "b", "c"], list.InsertRange(0, ["z"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => list[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveAt(3));
    }

    [Fact]
    public void Numbers_and_what_is_missing_are_added_as_well()
    {
        var numbers = FixedList.Of(1, 2);
        var missing = FixedList.Of<string?>("a").Add(null).Add(null);

        Assert.Equal([1, 2, 3], numbers.Add(3));
        Assert.Equal([1, 2, 0], numbers.Add(0));
        Assert.Equal(["a", null, null], missing);
        Assert.Equal(["a", null, null, "b"], missing.Add("b"));
    }

    [Fact]
    public void Threads_that_add_to_one_list_at_once_get_each_its_own()
    {
        for (var round = 0; round < 200; round++)
        {
            var list = FixedList.Of("a").Add("b").Add("c");
            var made = new FixedList<string>[4];
            Parallel.For(0, made.Length, at => made[at] = list.Add($"own {at}").Add("behind"));

            for (var at = 0; at < made.Length; at++) Assert.Equal(["a", "b", "c", $"own {at}", "behind"], made[at]);
        }
    }

    private static IEnumerable<int> Answers(FixedList<int> list, int value)
    {
        var sum = 0;
        foreach (var one in list) sum += one;
        return [list.Count, sum, list.IndexOf(value), list.Contains(value) ? 1 : 0, list.Exists(one => one > value) ? 1 : 0, list.TrueForAll(one => one > value) ? 1 : 0, list.Find(one => one > value), list.FindLast(one => one > value), .. list.ConvertAll(static one => one * 2)];
    }

    private static IEnumerable<int> Answers(List<int> list, int value) =>
        [list.Count, list.Sum(), list.IndexOf(value), list.Contains(value) ? 1 : 0, list.Exists(one => one > value) ? 1 : 0, list.TrueForAll(one => one > value) ? 1 : 0, list.Find(one => one > value), list.FindLast(one => one > value), .. list.ConvertAll(static one => one * 2)];
}
