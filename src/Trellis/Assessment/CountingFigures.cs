using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Expressions;

namespace Trellis.Assessment;

/// <summary>What one case adds to an indicator: where, in which period, and its value, which may not be known.</summary>
/// <param name="Place">The unit on whose ground it lies, as it was said; empty where it has no place.</param>
public readonly record struct Share(CountedIndicator Of, ReportingPeriod Period, string Place, decimal? Value);

/// <summary>The indicators of one structure, ready to be asked of cases. Never changes.</summary>
public sealed class CountedIndicators
{
    private readonly Dictionary<string, AskedTogether> _ofTypes = new(StringComparer.Ordinal);
    private readonly AskedTogether _ofAnyType;
    private readonly Dictionary<string, IReadOnlyList<string>> _given = new(StringComparer.Ordinal);
    private readonly Timetable _times;
    private readonly Func<DateOnly, StructureOnDay> _views;

    public CountedIndicators(GovernanceStructure structure, Timetable times)
    {
        (Structure, _times) = (structure, times);
        var all = structure.Indicators.All.Select((one, number) => CountedIndicator.Of(one, number, structure)).OfType<CountedIndicator>().ToList();
        // One more for each that an overlay adds or has otherwise: numbers of two definitions are never added up.
        var next = structure.Indicators.All.Count;
        var placed = new List<GovernanceStructure> { structure };
        foreach (var overlay in structure.Overlays.All)
        {
            Indicator[] own = [.. overlay.Adds.Concat(overlay.Replaces.Select(static one => one.Entry)).OfType<Indicator>()];
            if (own.Length == 0 && !overlay.Adds.Concat(overlay.Replaces.Select(static one => one.Entry)).OfType<MatterType>().Any()) continue;
            var under = structure.Under(overlay);
            placed.Add(under);
            foreach (var one in own)
                if (CountedIndicator.Of(one, next++, under, overlay) is { } counted) all.Add(counted);
        }

        All = all;
        _views = structure.On;
        var record = All.Where(static one => one.Indicator.Source == IndicatorSource.Record).ToArray();
        _ofAnyType = AskedTogether.Of(record.Where(static one => one.OnlyType is null));
        foreach (var type in record.Select(static one => one.OnlyType).OfType<string>().Distinct(StringComparer.Ordinal))
            _ofTypes[type] = AskedTogether.Of(record.Where(one => one.OnlyType is null || one.OnlyType == type));
        foreach (var type in placed.SelectMany(static one => one.Matters.Ids).Distinct(StringComparer.Ordinal))
            _given[type] = [.. OfType(type).Indicators.SelectMany(static one => one.Indicator.Items).Where(static read => read.Register == "matter").Select(static read => $"matter.{read.Item}").Where(item => placed.Exists(one => IsGivenIn(one, type, item))).Distinct(StringComparer.Ordinal)];
    }

    public GovernanceStructure Structure { get; }

    /// <summary>The hash of its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>All that can be counted: those of the base in written order, then those of overlays.</summary>
    public IReadOnlyList<CountedIndicator> All { get; }

    /// <summary>What indicators read of what people give in matters of a type, as names of facts: it has to be opened, and nothing else.</summary>
    public IReadOnlyList<string> GivenRead(string type) => _given.GetValueOrDefault(type) ?? [];

    /// <summary>Whether an indicator is the one by which a unit is counted on a day: that of an overlay in its places and nowhere else, that of the base wherever no overlay has another in its place, or has it withdrawn.</summary>
    public static bool IsFor(CountedIndicator indicator, UnitOnDay unit, StructureOnDay view)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(view);
        if (indicator.Overlay is { } overlay) return overlay.HoldsOn(view.Day) && view.IsInPlacesOf(overlay, unit);
        var address = indicator.Indicator.Address;
        return !view.Structure.Overlays.All.Any(one => one.HoldsOn(view.Day) && (one.Replaces.Any(other => other.Entry.Address == address) || one.Adds.Any(other => other.Address == address) || one.Withdraws.Any(other => other.ToString() == address)) && view.IsInPlacesOf(one, unit));
    }

    /// <summary>Whether what lies at a place may add to an indicator at all; which of its figures are told is another question.</summary>
    private bool IsCountedAt(CountedIndicator indicator, string place, DateOnly day)
    {
        if (indicator.Overlay is not { } overlay) return true;
        var view = _views(day);
        return overlay.HoldsOn(day) && view.Place(place.Length == 0 ? null : place) is { } at && view.IsInPlacesOf(overlay, at);
    }

    /// <summary>What a matter adds to each indicator that counts it. An indicator counts in the spell in force on the last day of the period.</summary>
    /// <param name="only">The one indicator that is asked for; null for all.</param>
    public void Of(MatterCase one, List<Share> into, CountedIndicator? only = null)
    {
        var facts = new FactsOfACase(one, _times, listed: false);
        var asked = OfType(one.Matter.Type);
        DateOnly? filed = null;
        // What several indicators ask alike is answered once.
        Span<(bool IsKnown, DateOnly? Day)> days = stackalloc (bool, DateOnly?)[asked.Days];
        Span<(bool IsKnown, bool IsYes, bool IsNo)> counted = stackalloc (bool, bool, bool)[asked.Rows];
        foreach (var (indicator, rows, when) in asked.Indicators)
        {
            if (only is not null && indicator != only) continue;
            ref var day = ref days[when];
            if (!day.IsKnown) day = (true, indicator.DayOf(facts, filed ??= _times.DayOf(one.Matter.Filed)));
            if (day.Day is not { } on) continue;
            var period = ReportingPeriod.Of(indicator.Length, on);
            if (!indicator.Indicator.HoldsOn(period.Last) || !IsCountedAt(indicator, one.Matter.Place?.Text ?? "", period.Last)) continue;
            ref var counts = ref counted[rows];
            if (!counts.IsKnown) counts = indicator.IsCounted(facts) is var answer ? (true, answer.IsYes, answer.IsNo) : default;
            if (counts.IsNo) continue;
            // Whether it belongs at all may itself not be known: then nothing can be said of it either.
            into.Add(new Share(indicator, period, one.Matter.Place?.Text ?? "", counts.IsYes ? indicator.ValueOf(facts).Number : null));
        }
    }

    /// <summary>What a form adds to the indicators that are taken from it, in the period in which its own lies.</summary>
    public void Of(FormCase one, List<Share> into)
    {
        var last = ReportingPeriod.Parse(one.Occasion)?.Last ?? (DateOnly.TryParseExact(one.Occasion, "yyyy-MM-dd", out var day) ? day : null);
        if (last is not { } on) return;
        foreach (var indicator in All)
        {
            if (indicator.Indicator.FromForm?.Id != one.Form) continue;
            var period = ReportingPeriod.Of(indicator.Length, on);
            if (indicator.Indicator.HoldsOn(period.Last) && IsCountedAt(indicator, one.Unit.Text, period.Last)) into.Add(new Share(indicator, period, one.Unit.Text, indicator.ValueOf(new FactsOfAForm(one)).Number));
        }
    }

    /// <summary>What a row of a register adds to an indicator at the end of a period; null where it is not among those that are counted.</summary>
    /// <param name="listed">The facts, where the register stands for the list of all its rows, of which this one is then the only one.</param>
    /// <param name="facts">The facts, where the register stands for this row.</param>
    public Share? OfRow(CountedIndicator indicator, ReportingPeriod period, string place, IFacts listed, IFacts facts)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        if (!IsCountedAt(indicator, place, period.Last)) return null;
        var counts = indicator.IsCounted(listed);
        return counts.IsNo ? null : new Share(indicator, period, place, counts.IsYes ? indicator.ValueOf(facts).Number : null);
    }

    private AskedTogether OfType(string type) => _ofTypes.GetValueOrDefault(type) ?? _ofAnyType;

    /// <summary>Whether a matter of a type can have an item at all: it is asked, or a step gives it.</summary>
    private static bool IsGivenIn(GovernanceStructure structure, string type, string item) => structure.Matters.Of(type).Any(matter =>
        matter.Asks.Any(ask => ask.Id == item) || matter.Flow.All.Any(part => part switch
        {
            FlowPart.Step step => step.Gives.Any(given => given.Id == item),
            FlowPart.Part inner => inner.Matter.Id != type && IsGivenIn(structure, inner.Matter.Id, item),
            _ => false,
        }));

    /// <summary>Indicators that are asked of one matter.</summary>
    /// <param name="Indicators">Each with the number of the rows that it counts, and of the day by which it does; equal ones have equal numbers.</param>
    private sealed record AskedTogether((CountedIndicator Indicator, int Rows, int When)[] Indicators, int Rows, int Days)
    {
        public static AskedTogether Of(IEnumerable<CountedIndicator> indicators)
        {
            var (rows, days) = (new List<string>(), new List<string>());
            return new AskedTogether([.. indicators.Select(one => (one, NumberOf(rows, one.Asks.Rows), NumberOf(days, one.Asks.When)))], rows.Count, days.Count);
        }

        private static int NumberOf(List<string> known, string words)
        {
            if (known.IndexOf(words) is >= 0 and var at) return at;
            known.Add(words);
            return known.Count - 1;
        }
    }
}

/// <summary>
/// Figures of all units at all levels at once, kept up to date case by case: a case that changes is taken out as it was and put in as it is. What is kept is a tally for each
/// indicator, period and place; a figure adds up the cases that lie on the ground of its unit, as that ground stood at the end of the period.
/// </summary>
public sealed class CountingFigures(CountedIndicators indicators)
{
    private readonly Dictionary<(int Indicator, ReportingPeriod Period), Dictionary<string, Tally>> _tallies = [];
    private readonly List<Share> _shares = [];

    public CountedIndicators Indicators { get; } = indicators;

    public void Add(MatterCase one) => Put(one, 1);

    /// <summary>Takes out a case as it was put in.</summary>
    public void Remove(MatterCase one) => Put(one, -1);

    public void Add(FormCase one) => Put(one, 1);

    public void Remove(FormCase one) => Put(one, -1);

    public void Add(Share share) => Put(share, 1);

    public void Remove(Share share) => Put(share, -1);

    /// <summary>Everything that was counted elsewhere under the same indicators.</summary>
    public void Add(CountingFigures other)
    {
        foreach (var (key, places) in other._tallies)
            foreach (var (place, tally) in places) TallyOf(key, place, Indicators.All.First(one => one.Number == key.Indicator).Take).Add(tally);
    }

    /// <summary>Periods in which an indicator has cases, in order.</summary>
    public IReadOnlyList<ReportingPeriod> Periods(CountedIndicator indicator) =>
        [.. _tallies.Where(one => one.Key.Indicator == indicator.Number && one.Value.Values.Any(static tally => !tally.IsEmpty)).Select(static one => one.Key.Period).Order()];

    /// <summary>The figures of an indicator at a level, by the units in written order: each over its own ground, none made of others. What is too small to be told is withheld.</summary>
    /// <param name="today">A period that is not over yet is told as such.</param>
    public IReadOnlyList<Figure> Of(CountedIndicator indicator, string level, ReportingPeriod period, DateOnly today)
    {
        var view = Indicators.Structure.On(period.Last);
        var units = view.Units.Where(unit => unit.Inside && unit.Ground == unit && unit.Type?.Level.Id == level).ToList();
        var tallies = units.Select(_ => new Tally(indicator.Take)).ToList();
        var isOfForm = indicator.Indicator.Source == IndicatorSource.Form;
        // What units report of themselves has no base to be counted from; whether it adds up, the indicator says.
        var addsUp = !isOfForm || indicator.Indicator.RollUp == "sum";
        foreach (var (place, tally) in _tallies.GetValueOrDefault((indicator.Number, period)) ?? [])
        {
            // What has no place, or lies where no unit is any more, is the whole's alone.
            var at = view.Place(place.Length == 0 ? null : place) ?? view.Top;
            for (var unit = 0; unit < units.Count; unit++)
                if (at is not null && (addsUp ? units[unit].Contains(at) : units[unit] == at)) tallies[unit].Add(tally);
        }

        // A form is the word of a unit and no case of anybody's.
        var isHere = units.ConvertAll(unit => CountedIndicators.IsFor(indicator, unit, view));
        if (isOfForm) return [.. units.Select((unit, index) => Figure.Of(indicator, unit, level, period, tallies[index], isWithheld: false, today <= period.Last)).Where((_, index) => isHere[index])];
        var hidden = Withholding.Of([.. units.Select((unit, index) => (unit.WiderGround, tallies[index].Known + tallies[index].LeftOut))]);
        return [.. units.Select((unit, index) => Figure.Of(indicator, unit, level, period, tallies[index], hidden[index], today <= period.Last)).Where((_, index) => isHere[index])];
    }

    private void Put(MatterCase one, int times)
    {
        _shares.Clear();
        Indicators.Of(one, _shares);
        foreach (var share in _shares) Put(share, times);
    }

    private void Put(FormCase one, int times)
    {
        _shares.Clear();
        Indicators.Of(one, _shares);
        foreach (var share in _shares) Put(share, times);
    }

    private void Put(Share share, int times)
    {
        TallyOf((share.Of.Number, share.Period), share.Place, share.Of.Take).Add(new CaseValue(share.Value), times);
    }

    private Tally TallyOf((int, ReportingPeriod) key, string place, Take take)
    {
        if (!_tallies.TryGetValue(key, out var places)) _tallies.Add(key, places = new(StringComparer.Ordinal));
        if (!places.TryGetValue(place, out var tally)) places.Add(place, tally = new Tally(take));
        return tally;
    }
}
