using System.Collections.Immutable;
using System.Globalization;
using Trellis.Structure;

namespace Trellis.Simulation.Likeness;

/// <summary>What an activity of a log stands for in a structure.</summary>
/// <param name="Type">The matter type.</param>
/// <param name="Step">The id of one of its steps; null where the name tells the type alone.</param>
public sealed record Meant(string Type, string? Step);

/// <summary>A load that was read off a log for a structure, and how much of the log it stands on.</summary>
/// <param name="Load">With arrivals and times of work as in the log.</param>
/// <param name="Matters">Cases whose type was found.</param>
/// <param name="Unmapped">Activities that stand for nothing here, the most frequent first.</param>
public sealed record LoadOfLog(Load Load, int Matters, ImmutableArray<string> Unmapped)
{
    /// <summary>Fewer spells tell nothing of how long work takes.</summary>
    private const int EnoughSpells = 10;

    /// <summary>Seasons are told from the log only where it holds so many days.</summary>
    private const int DaysForMonths = 330;

    private const int MostNamed = 8;

    /// <summary>
    /// The type of a case is the one that most of its events speak for: by the words of an explicit mapping, by "type/step", by the id of a step, or by the name of a type.
    /// Arrivals and times of work are those of the log; all else is that of the given load.
    /// </summary>
    /// <param name="fit">The log as it was fitted.</param>
    /// <param name="today">The structure that is to be lived through, on the first day.</param>
    /// <param name="habits">Whatever the log does not tell, and the mapping.</param>
    public static LoadOfLog Read(FittedWork fit, StructureOnDay today, Load habits)
    {
        var (log, structure) = (fit.Log, today.Structure);
        MatterType[] types = [.. structure.Matters.All.Where(type => type.HoldsOn(today.Day)).DistinctBy(static type => type.Id, StringComparer.Ordinal)];
        var meant = log.Activities.Select(activity => habits.Meant.TryGetValue(activity, out var said) ? [said] : MeantBy(activity, types)).ToArray();
        var typeOf = new MatterType?[log.Cases];
        var named = log.Types.Select(word => TypeNamed(habits.Meant.TryGetValue(word, out var said) ? said.Type : word, types)).ToArray();
        for (var number = 0; number < log.Cases; number++) typeOf[number] = named.Length > 0 ? SaidOf(log, number) is >= 0 and var word ? named[word] : null : TypeOf(log, number, meant, types);
        var counts = new int[log.Activities.Count];
        foreach (var activity in log.Activity) counts[activity]++;
        ImmutableArray<string> unmapped = [.. Enumerable.Range(0, counts.Length).Where(at => meant[at].Length == 0).OrderByDescending(at => counts[at]).ThenBy(at => log.Activities[at], StringComparer.Ordinal).Select(at => log.Activities[at])];
        var matters = typeOf.Count(static type => type is not null);

        var streams = types.Where(type => !habits.Arrivals.Any(stream => stream.Type == type.Id)).Select(type => StreamOf(log, typeOf, type, today)).OfType<ArrivalStream>();
        var work = WorkOf(fit, typeOf, meant);
        var load = habits with
        {
            Name = log.Source,
            Arrivals = [.. habits.Arrivals, .. streams],
            Work = [.. work, .. habits.Work],
            Assumed = [.. habits.Assumed, .. Told(log, matters, unmapped, work.Count, types.Where(type => typeOf.Contains(type)).Select(static type => type.Id))],
        };
        return new LoadOfLog(load, matters, unmapped);
    }

    private static Meant[] MeantBy(string activity, MatterType[] types)
    {
        var meant = new List<Meant>();
        foreach (var type in types)
        {
            if (activity == type.Id || activity == type.Name.Zh || activity == type.Name.En) meant.Add(new Meant(type.Id, null));
            foreach (var step in type.Steps)
                if (activity == step.Id || activity == $"{type.Id}/{step.Id}") meant.Add(new Meant(type.Id, step.Id));
        }

        return [.. meant];
    }

    private static MatterType? TypeNamed(string word, MatterType[] types) => Array.Find(types, type => word == type.Id || word == type.Name.Zh || word == type.Name.En);

    /// <summary>The word of the log for the type of a matter: the first that one of its events has.</summary>
    private static int SaidOf(RecordedWork log, int number)
    {
        for (var at = log.CaseStarts[number]; at < log.CaseStarts[number + 1]; at++)
            if (log.Type[at] >= 0) return log.Type[at];
        return RecordedWork.Nobody;
    }

    private static MatterType? TypeOf(RecordedWork log, int number, Meant[][] meant, MatterType[] types)
    {
        var votes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = log.CaseStarts[number]; at < log.CaseStarts[number + 1]; at++)
            foreach (var type in meant[log.Activity[at]].Select(static one => one.Type).Distinct()) votes[type] = votes.GetValueOrDefault(type) + 1;
        // Of several alike the shortest flow: it has the least that the case lacks.
        return types.Where(type => votes.ContainsKey(type.Id)).OrderByDescending(type => votes[type.Id]).ThenBy(static type => type.Steps.Count).FirstOrDefault();
    }

    private static ArrivalStream? StreamOf(RecordedWork log, MatterType?[] typeOf, MatterType type, StructureOnDay today)
    {
        long first = long.MaxValue, last = long.MinValue;
        for (var number = 0; number < log.Cases; number++) (first, last) = (Math.Min(first, log.Arrival(number) / WeekClock.Day), Math.Max(last, log.Arrival(number) / WeekClock.Day));
        var arrivals = Enumerable.Range(0, log.Cases).Where(number => typeOf[number] == type).ToList();
        if (arrivals.Count == 0) return null;
        var days = last - first + 1;
        var (weekdays, weekdaysThere) = (new double[7], new double[7]);
        var (months, monthsThere) = (new double[12], new double[12]);
        for (var day = first; day <= last; day++)
        {
            weekdaysThere[day % 7]++;
            monthsThere[DateOnly.FromDayNumber((int)day).Month - 1]++;
        }

        var minutes = new List<int>();
        var places = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var number in arrivals)
        {
            var at = log.Arrival(number);
            weekdays[at / WeekClock.Day % 7]++;
            months[DateOnly.FromDayNumber((int)(at / WeekClock.Day)).Month - 1]++;
            minutes.Add((int)(at % WeekClock.Day / 60_000));
            if (log.Group[log.CaseStarts[number]] is >= 0 and var group && UnitOf(log.Groups[group], today) is { } unit) places[unit] = places.GetValueOrDefault(unit) + 1;
        }

        minutes.Sort();
        // A fortieth at either end is left out: who comes at night is an exception.
        var (from, to) = (minutes[minutes.Count / 40], minutes[minutes.Count - 1 - (minutes.Count / 40)] + 1);
        UnitOnDay[] usual = [.. Scene.UsualPlaces(today)];
        return new ArrivalStream(
            type.Id, type.Id, places.Count > 0 ? [.. places.Keys.Order(StringComparer.Ordinal)] : [.. usual.Select(static unit => unit.Id)],
            places.Count > 0 ? [.. places.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => one.Value)] : [.. usual.Select(static unit => Scene.WeightOf(unit, null))],
            arrivals.Count / (double)days)
        {
            PerYear = arrivals.Count * 365.0 / days,
            Weekdays = Factors(weekdays, weekdaysThere),
            Months = days >= DaysForMonths ? Factors(months, monthsThere) : [.. Enumerable.Repeat(1.0, 12)],
            FromMinute = minutes[^1] == 0 ? 8 * 60 : from,
            ToMinute = minutes[^1] == 0 ? 20 * 60 : to,
        };
    }

    /// <summary>How many came on a day of each kind beside the mean day; a kind that the log does not hold is a middling one.</summary>
    private static ImmutableArray<double> Factors(double[] came, double[] days)
    {
        var mean = came.Sum() / days.Sum();
        return [.. came.Select((count, at) => days[at] == 0 ? 1 : count / days[at] / mean)];
    }

    private static string? UnitOf(string group, StructureOnDay today) =>
        today.Units.FirstOrDefault(unit => unit.Inside && unit.Ground == unit && (unit.Id == group || unit.Unit.Name.Zh == group || unit.Unit.Name.En == group))?.Id;

    private static List<WorkRule> WorkOf(FittedWork fit, MatterType?[] typeOf, Meant[][] meant)
    {
        var rules = new List<WorkRule>();
        foreach (var type in typeOf.OfType<MatterType>().DistinctBy(static type => type.Id, StringComparer.Ordinal).OrderBy(static type => type.Id, StringComparer.Ordinal))
        {
            for (var activity = 0; activity < meant.Length; activity++)
            {
                double[] times = [.. fit.Model.Service[activity].Where(static time => time > 0).Select(static time => time / 60_000)];
                if (times.Length < EnoughSpells || Array.Find(meant[activity], one => one.Type == type.Id && one.Step is not null) is not { Step: { } step }) continue;
                Array.Sort(times);
                var (median, mean) = (times[times.Length / 2], times.Sum() / times.Length);
                rules.Add(new WorkRule(type.Id, step, mean > median ? Spread.LogNormal.OfMedian(median, mean) : new Spread.Exponential(mean)));
            }
        }

        return rules;
    }

    private static IEnumerable<Text> Told(RecordedWork log, int matters, ImmutableArray<string> unmapped, int timed, IEnumerable<string> types)
    {
        static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
        List<string> all = [.. types];
        var names = string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? ", …" : "");
        yield return new($"来件和办理用时取自 {log.Source}：{N(log.Cases)} 件中 {N(matters)} 件认出了事项类型（{names}），{N(timed)} 个步骤有用时；其余取自 --load，没有的取通常值。", $"Arrivals and times of work are those of {log.Source}: of {N(log.Cases)} matters {N(matters)} were recognised ({names}), and {N(timed)} steps have their times; the rest is that of --load, or what is usual.");
        if (unmapped.Length == 0) yield break;
        var few = string.Join(", ", unmapped.Take(MostNamed)) + (unmapped.Length > MostNamed ? ", …" : "");
        yield return new($"日志里有 {N(unmapped.Length)} 个环节对不上任何步骤：{few}。在 --load 的 like 下写明。", $"{N(unmapped.Length)} {(unmapped.Length == 1 ? "activity of the log stands" : "activities of the log stand")} for no step: {few}. Say under like in --load what they are.");
    }
}
