using System.Globalization;
using System.Text;
using Trellis.Simulation;

namespace Trellis.Bench.Diagnosis;

/// <summary>A log as real systems give it: one event in a hundred at a wrong time, one in twenty lost, all units renamed, and one of ten units by another name from the middle on.</summary>
internal static class NoisyLog
{
    private const double WrongShare = 0.01;
    private const double LostShare = 0.05;

    /// <param name="csv">As the simulator writes it: no cell holds a delimiter.</param>
    public static MemoryStream Of(MemoryStream csv, ulong seed)
    {
        var chance = new Chance(new Seed(seed).Of("noise"));
        var lines = Encoding.UTF8.GetString(csv.GetBuffer(), 0, (int)csv.Length).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0].Split(',');
        var (time, unit) = (Array.IndexOf(header, "time"), Array.IndexOf(header, "unit"));
        var middle = lines.Skip(1).Select(line => line.Split(',')[time]).Order(StringComparer.Ordinal).ElementAt(lines.Length / 2);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var noisy = new StringBuilder(lines[0]).Append("\r\n");
        foreach (var line in lines.Skip(1))
        {
            if (chance.Happens(LostShare)) continue;
            var cells = line.Split(',');
            if (cells[unit].Length > 0)
            {
                if (!names.TryGetValue(cells[unit], out var name)) names.Add(cells[unit], name = Renamed(cells[unit], names.Count));
                cells[unit] = name.EndsWith('0') && string.CompareOrdinal(cells[time], middle) > 0 ? name + " new" : name;
            }

            if (chance.Happens(WrongShare)) cells[time] = DateTimeOffset.Parse(cells[time], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).AddHours((48 * chance.Unit()) - 24).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            noisy.AppendJoin(',', cells).Append("\r\n");
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(noisy.ToString()));
    }

    /// <summary>What the county calls a unit, told again from what the log calls it.</summary>
    public static string Renamed(string unit, int number) => string.Create(CultureInfo.InvariantCulture, $"office of {unit} no. {number}");
}
