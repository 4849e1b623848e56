using Trellis.Bench.Generators;
using Trellis.Simulation.Likeness;

namespace Trellis.Tests.Simulation.Likeness;

/// <summary>Invented work for tests of likeness, written as columns.</summary>
internal static class SomeWork
{
    public const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary>Monday, 4 March 2024, 0 o'clock.</summary>
    public static readonly long Monday = new DateTime(2024, 3, 4).Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>Rows by case, each case by time.</summary>
    public static RecordedWork Of(params (string Case, string Activity, string? Person, long End, long? Begin)[] rows)
    {
        var (activities, people) = (new List<string>(), new List<string>());
        var (starts, activity, person, ends, begins) = (new List<int>(), new List<int>(), new List<int>(), new List<long>(), new List<long>());
        for (var at = 0; at < rows.Length; at++)
        {
            if (at == 0 || rows[at].Case != rows[at - 1].Case) starts.Add(at);
            activity.Add(Number(activities, rows[at].Activity));
            person.Add(rows[at].Person is { } name ? Number(people, name) : RecordedWork.Nobody);
            ends.Add(rows[at].End);
            begins.Add(rows[at].Begin ?? RecordedWork.NoTime);
        }

        starts.Add(rows.Length);
        return new RecordedWork
        {
            Source = "some work", Activities = activities, Resources = people, Groups = [], CaseStarts = [.. starts], Activity = [.. activity], Resource = [.. person],
            Group = [.. rows.Select(static _ => RecordedWork.Nobody)], Begins = begins.TrueForAll(static begin => begin == RecordedWork.NoTime) ? [] : [.. begins], Ends = [.. ends],
        };

        static int Number(List<string> names, string name)
        {
            if (names.IndexOf(name) is var found and >= 0) return found;
            names.Add(name);
            return names.Count - 1;
        }
    }

    /// <summary>
    /// A small office for so many weeks: on working days matters come in between 8 and 12; Ann checks them at once, and Bea decides after one or two days; one in four is sent back once.
    /// </summary>
    public static RecordedWork Office(ulong seed, int weeks)
    {
        var numbers = new SeededNumbers(seed);
        var rows = new List<(string, string, string?, long, long?)>();
        var number = 0;
        for (var day = 0; day < 7 * weeks; day++)
        {
            if (day % 7 > 4) continue;
            for (var more = numbers.Below(7); more > 0; more--)
            {
                var name = $"m{number++}";
                var now = Monday + (day * Day) + (8 * Hour) + (numbers.Below(240) * Minute);
                rows.Add((name, "file", "desk", now, null));
                while (true)
                {
                    now += (2 + numbers.Below(9)) * Minute;
                    rows.Add((name, "check", "Ann", now, null));
                    if (!numbers.Chance(0.25)) break;
                    now = NextMorning(now, 1) + (numbers.Below(300) * Minute);
                    rows.Add((name, "mend", null, now, null));
                }

                now = NextMorning(now, 1 + numbers.Below(2)) + (numbers.Below(480) * Minute);
                rows.Add((name, "decide", "Bea", now, null));
            }
        }

        return Of([.. rows]);

        static long NextMorning(long now, int days)
        {
            var day = now / Day;
            while (days > 0)
            {
                day++;
                if (day % 7 < 5) days--;
            }

            return (day * Day) + (8 * Hour);
        }
    }

    public static Period PeriodOf(RecordedWork work) => new()
    {
        From = Enumerable.Range(0, work.Cases).Min(work.Arrival), To = Enumerable.Range(0, work.Cases).Max(work.Arrival) + 1, SeenUntil = Enumerable.Range(0, work.Cases).Max(work.Closing) + 1,
    };
}
