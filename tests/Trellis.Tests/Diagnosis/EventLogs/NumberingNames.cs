using System.Text;
using Trellis.Bench.Generators;
using Trellis.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Diagnosis.EventLogs;

public sealed class NumberingNames
{
    [Fact]
    public void A_table_of_names_agrees_with_a_dictionary_for_names_of_every_length()
    {
        var numbers = new SeededNumbers(5);
        var table = new NameTable();
        var twin = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < 200_000; round++)
        {
            var name = new string((char)('a' + numbers.Below(3)), numbers.Below(40)) + (numbers.Chance(0.5) ? numbers.Below(60_000).ToString(System.Globalization.CultureInfo.InvariantCulture) : "件");
            if (!twin.TryGetValue(name, out var expected)) twin.Add(name, expected = twin.Count);
            Assert.Equal(expected, table.Number(name));
        }

        Assert.Equal(twin.Count, table.Count);
        foreach (var (name, number) in twin)
        {
            Assert.Equal(name, table[number]);
            Assert.Equal(number, table.Find(Encoding.UTF8.GetBytes(name)));
        }

        Assert.Equal(-1, table.Find("never seen"u8));
    }

    [Fact]
    public void Many_names_at_once_get_the_numbers_they_would_get_one_by_one()
    {
        var numbers = new SeededNumbers(6);
        var (batch, single) = (new NameTable(), new NameTable());
        for (var round = 0; round < 30; round++)
        {
            var text = new List<byte>();
            int[] fields = new int[3 * 5_000], found = new int[5_000];
            for (var row = 0; row < found.Length; row++)
            {
                fields[(3 * row) + 1] = text.Count;
                text.AddRange(Encoding.UTF8.GetBytes($"matter {numbers.Below(80_000)}{(numbers.Chance(0.3) ? " with a longer name" : "")}"));
                fields[(3 * row) + 2] = text.Count;
            }

            var bytes = text.ToArray();
            batch.Number(bytes, fields, at: 1, stride: 3, found);
            for (var row = 0; row < found.Length; row++) Assert.Equal(single.Number(bytes.AsSpan(fields[(3 * row) + 1]..fields[(3 * row) + 2])), found[row]);
        }
    }

    [Fact]
    public void Pairs_are_counted_alike_in_a_square_and_in_a_table()
    {
        var numbers = new SeededNumbers(7);
        var (square, table) = (new PairCounts(100), new PairCounts(5_000));
        for (var round = 0; round < 100_000; round++)
        {
            var (from, to) = (numbers.Below(100), numbers.Below(100));
            square.Add(from, to);
            table.Add(from, to);
        }

        Assert.Equal(square.ToList(), table.ToList());
        var sum = new PairCounts(5_000);
        sum.Add(table);
        sum.Add(table);
        Assert.All(square.ToList(), pair => Assert.Equal(2 * pair.Count, sum[pair.From, pair.To]));
    }

    [Fact]
    public void Quantiles_agree_with_sorting()
    {
        var numbers = new SeededNumbers(8);
        for (var round = 0; round < 2_000; round++)
        {
            var values = new long[1 + numbers.Below(60)];
            for (var at = 0; at < values.Length; at++) values[at] = numbers.Below(round % 2 == 0 ? 5 : 1_000_000) * 10_000_000L;
            var sorted = values.Order().Select(static value => value / 1e7).ToArray();
            foreach (var share in (ReadOnlySpan<double>)[0, 0.25, 0.5, 0.9, 1])
            {
                var position = share * (sorted.Length - 1);
                var below = (int)position;
                var expected = below + 1 < sorted.Length ? sorted[below] + ((sorted[below + 1] - sorted[below]) * (position - below)) : sorted[below];
                Assert.Equal(expected, Quantiles.At((long[])values.Clone(), share), 6);
            }

            Assert.Equal(NaiveTwin.Median(values), Quantiles.Median((long[])values.Clone()));
        }
    }
}
