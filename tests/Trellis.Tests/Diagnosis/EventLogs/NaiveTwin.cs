using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Tests.Diagnosis.EventLogs;

/// <summary>One event as a person would write it down.</summary>
internal sealed record PlainEvent(string Case, string Activity, string? Resource, string? Group, long Time);

/// <summary>The slow obvious twin of the engine: every figure straight from its definition, with lists and dictionaries.</summary>
internal static class NaiveTwin
{
    public static List<List<PlainEvent>> Cases(IEnumerable<PlainEvent> rows) =>
        [.. rows.GroupBy(static row => row.Case, StringComparer.Ordinal).Select(static group => group.OrderBy(static row => row.Time).ToList())];

    public static SortedDictionary<string, int> Follows(List<List<PlainEvent>> cases) =>
        Count(cases.SelectMany(static events => events.Zip(events.Skip(1), static (one, next) => $"{one.Activity}>{next.Activity}")));

    public static SortedDictionary<string, int> Variants(List<List<PlainEvent>> cases) =>
        Count(cases.Select(static events => string.Join('>', events.Select(static row => row.Activity))));

    public static SortedDictionary<string, int> Handovers(List<List<PlainEvent>> cases, Func<PlainEvent, string?> holder) =>
        Count(cases.SelectMany(events => events.Zip(events.Skip(1)).Where(pair => holder(pair.First) is { } a && holder(pair.Second) is { } b && a != b)
            .Select(pair => $"{holder(pair.First)}>{holder(pair.Second)}")));

    public static SortedDictionary<string, int> PingPongs(List<List<PlainEvent>> cases, Func<PlainEvent, string?> holder)
    {
        var found = new List<string>();
        foreach (var events in cases)
        {
            var merged = new List<string>();
            foreach (var row in events)
                if (holder(row) is { } name && (merged.Count == 0 || merged[^1] != name)) merged.Add(name);
            for (var at = 0; at + 2 < merged.Count; at++)
                if (merged[at] == merged[at + 2]) found.Add(string.CompareOrdinal(merged[at], merged[at + 1]) < 0 ? $"{merged[at]}>{merged[at + 1]}" : $"{merged[at + 1]}>{merged[at]}");
        }

        return Count(found);
    }

    public static SortedDictionary<string, int> Rework(List<List<PlainEvent>> cases) =>
        Count(cases.SelectMany(static events => events.GroupBy(static row => row.Activity, StringComparer.Ordinal).Where(static same => same.Count() > 1).Select(static same => same.Key)));

    public static double Median(IEnumerable<long> ticks)
    {
        var sorted = ticks.OrderBy(static value => value).Select(static value => value / 1e7).ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    public static int Duplicates(List<List<PlainEvent>> cases) =>
        cases.Sum(static events => events.Count - events.Select(static row => (row.Activity, row.Resource, row.Group, row.Time)).Distinct().Count());

    public static SortedDictionary<string, int> Count(IEnumerable<string> items)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in items) counts[item] = counts.GetValueOrDefault(item) + 1;
        return counts;
    }

    public static SortedDictionary<string, int> Of(MoveFacts? moves) =>
        new(moves?.Top.ToDictionary(static move => $"{move.From}>{move.To}", static move => move.Count) ?? [], StringComparer.Ordinal);

    public static SortedDictionary<string, int> Of(PingPongFacts? bounces) =>
        new(bounces?.Top.ToDictionary(static pair => $"{pair.A}>{pair.B}", static pair => pair.Count) ?? [], StringComparer.Ordinal);
}
