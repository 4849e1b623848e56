using System.Globalization;
using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Pilots.Plans;

internal enum Width
{
    Same,
    Wider,
    Narrower,

    /// <summary>Wider in one respect and narrower in another, or not to be compared.</summary>
    Other,
}

/// <summary>How far a mandate reaches: everything along its chain that narrows it, put together.</summary>
internal sealed class Reach
{
    private static readonly CeilingSpan[] Spans = [CeilingSpan.Case, CeilingSpan.Month, CeilingSpan.Quarter, CeilingSpan.Year];

    private readonly Quantity?[] _ceilings = new Quantity?[8];
    private readonly SortedSet<string> _formulas = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _whens = new(StringComparer.Ordinal);
    private readonly Power _power;
    private HashSet<string>? _outcomes;
    private HashSet<string>? _matters;
    private HashSet<string>? _areas;

    private Reach(Power power) => _power = power;

    public static Reach Of(Mandate mandate, Side side)
    {
        var power = mandate.Power;
        var reach = new Reach(power);
        if (power.When is { } always) reach._whens.Add(Spaced(always.Text));
        if (power.Outcomes.Count > 0) reach._outcomes = [.. power.Outcomes.Select(static outcome => outcome.Id)];
        reach.AllOutcomes = power.Outcomes.Count;
        foreach (var link in mandate.Chain) reach.Narrow(link.Limits, side);
        return reach;
    }

    /// <summary>How many outcomes the power has.</summary>
    private int AllOutcomes { get; set; }

    public bool IsWhole => _formulas.Count == 0 && _whens.Count == 0 && _matters is null && _areas is null && !NarrowsOutcomes && Array.TrueForAll(_ceilings, static ceiling => ceiling is null);

    /// <summary>Whether it decides each case of a matter type, whatever the sum and the outcome, until a period's ceiling is used up.</summary>
    public bool DecidesAll => _whens.Count == 0 && !NarrowsOutcomes && _ceilings[0] is null && _ceilings[4] is null && _formulas.Count == 0;

    private bool NarrowsOutcomes => _outcomes is not null && _outcomes.Count < AllOutcomes;

    public bool Allows(string matter, IReadOnlyCollection<string> outcomes) =>
        (_matters is null || _matters.Contains(matter)) && (_outcomes is null || outcomes.Count == 0 || outcomes.Any(_outcomes.Contains));

    /// <summary>The same text for the same reach.</summary>
    public string Print => string.Join('|', _ceilings.Select(static ceiling => ceiling?.ToString() ?? ""))
        + "|" + string.Join(';', _formulas) + "|" + string.Join(';', _whens) + "|" + Sorted(NarrowsOutcomes ? _outcomes : null) + "|" + Sorted(_matters) + "|" + Sorted(_areas);

    /// <summary>How the later reach stands to the earlier.</summary>
    public static Width Compare(Reach before, Reach after)
    {
        if (before.Print == after.Print) return Width.Same;
        var (wider, narrower) = (false, false);
        for (var at = 0; at < 8; at++)
        {
            var (was, now) = (before._ceilings[at], after._ceilings[at]);
            if (was is null && now is null) continue;
            var grows = was is null ? -1 : now is null ? 1 : Quantity.Compare(now.Value, was.Value) ?? 2;
            if (grows == 2) return Width.Other;
            wider |= grows > 0;
            narrower |= grows < 0;
        }

        // What is absent narrows nothing; more conditions narrow.
        Conditional(before._whens, after._whens);
        Conditional(before._formulas, after._formulas);
        Allowed(before.NarrowsOutcomes ? before._outcomes : null, after.NarrowsOutcomes ? after._outcomes : null);
        Allowed(before._matters, after._matters);
        Allowed(before._areas, after._areas);
        return wider && narrower ? Width.Other : wider ? Width.Wider : narrower ? Width.Narrower : Width.Other;

        void Conditional(ISet<string> was, ISet<string> now)
        {
            if (was.SetEquals(now)) return;
            if (now.IsSubsetOf(was)) wider = true;
            else if (was.IsSubsetOf(now)) narrower = true;
            else (wider, narrower) = (true, true);
        }

        void Allowed(HashSet<string>? was, HashSet<string>? now)
        {
            if (was is null && now is null) return;
            if (was is null) narrower = true;
            else if (now is null) wider = true;
            else if (!was.SetEquals(now))
            {
                if (was.IsSubsetOf(now)) wider = true;
                else if (now.IsSubsetOf(was)) narrower = true;
                else (wider, narrower) = (true, true);
            }
        }
    }

    /// <summary>"up to 2,000 yuan a case, only grant"; null where nothing narrows it.</summary>
    /// <param name="side">Where names are looked up.</param>
    /// <param name="here">The matter type that is spoken of, which then needs no saying; null where the power is spoken of as such.</param>
    public Text? Say(Side side, MatterType? here)
    {
        var parts = new List<Text>();
        string[] zh = ["每件", "每月", "每季度", "每年"];
        string[] en = ["a case", "a month", "a quarter", "a year"];
        for (var at = 0; at < 8; at++)
        {
            if (_ceilings[at] is not { } ceiling) continue;
            var amount = Amounts.Say(ceiling);
            parts.Add(new($"{zh[at % 4]}不超过 {amount.Zh}", $"up to {amount.En} {en[at % 4]}"));
        }

        foreach (var formula in _formulas)
        {
            var says = Conditions.Say(formula, side, here);
            parts.Add(new($"不超过{says.Zh}", $"up to {says.En}"));
        }

        if (NarrowsOutcomes)
        {
            var named = _outcomes!.Order(StringComparer.Ordinal).Select(outcome => OutcomeNames.Of(side.Structure, side.Day, _power.Id, outcome)).ToList();
            parts.Add(new($"只能作出「{string.Join("」「", named.Select(static name => name.Zh))}」", $"only to {string.Join(", ", named.Select(static name => name.En))}"));
        }

        if (_matters is not null && here is null)
        {
            var named = _matters.Order(StringComparer.Ordinal).Select(matter => side.Structure.Matters.Of(matter) is [var one, ..] ? one.Name : new Text(matter, matter)).ToList();
            parts.Add(new($"只用于{string.Join('、', named.Select(static name => name.Zh))}", $"only for {string.Join(", ", named.Select(static name => name.En))}"));
        }

        var about = here ?? (_matters is { Count: 1 } ? side.Structure.Matters.On(_matters.First(), side.Day) : null);
        foreach (var when in _whens.Where(when => !IsSaidByAnother(when)))
        {
            var says = Conditions.Say(when, side, about);
            parts.Add(new($"限{says.Zh}", $"if {says.En}"));
        }


        if (_areas is not null)
        {
            var named = _areas.Order(StringComparer.Ordinal).Select(area => side.Unit(area)?.Unit.Name ?? side.View.Structure.Groups.On(area, side.Day)?.Name ?? new Text(area, area)).ToList();
            parts.Add(new($"地域为{string.Join('、', named.Select(static name => name.Zh))}", $"in {string.Join(", ", named.Select(static name => name.En))}"));
        }

        return parts.Count == 0 ? null : new(string.Join('，', parts.Select(static part => part.Zh)), string.Join(", ", parts.Select(static part => part.En)));
    }

    /// <summary>
    /// Whether another condition says it already: what is at most 20 is at most 60. Only between comparisons with fixed values;
    /// of two that say the same the first in order is said.
    /// </summary>
    private bool IsSaidByAnother(string when)
    {
        if (Simple(when) is not { } own) return false;
        foreach (var other in _whens)
        {
            if (other == when || Simple(other) is not { } narrower || narrower.Uncovered([own], static _ => null) is not null) continue;
            if (own.Uncovered([narrower], static _ => null) is not null || string.CompareOrdinal(other, when) < 0) return true;
        }

        return false;

        static Process.Flows.Conditions? Simple(string text) =>
            Structure.Expressions.Expression.TryParse(text, out var expression, out _) && Process.Flows.Conditions.None.And(expression.Root, holds: true) is var all && all.All.All(Diagnosis.Checks.SingleFacts.IsSimple) ? all : null;
    }

    private void Narrow(Limits limits, Side side)
    {
        for (var span = 0; span < 4; span++)
        {
            Put(span, limits.Amount(Spans[span]));
            Put(span + 4, limits.Number(Spans[span]));
        }

        if (limits.Outcomes is { } outcomes) _outcomes = Meet(_outcomes, outcomes.Select(static outcome => outcome.Id));
        if (limits.Matters is { } matters) _matters = Meet(_matters, matters.Select(matter => side.Renames.Now(Kind.Matter, matter.Id)));
        if (limits.Area is { } area) (_areas ??= []).Add(side.Renames.NowUnit(area.Id));
        if (limits.When is { } when) _whens.Add(Spaced(when.Text));

        void Put(int at, Ceiling? ceiling)
        {
            if (ceiling is null) return;
            if (ceiling.Fixed is not { } own)
            {
                if (ceiling.Formula is { } formula) _formulas.Add(Spaced(formula.Text));
                return;
            }

            if (_ceilings[at] is not { } known || Quantity.Compare(own, known) is < 0) _ceilings[at] = own;
        }
    }

    private static HashSet<string> Meet(HashSet<string>? known, IEnumerable<string> more)
    {
        var set = more.ToHashSet(StringComparer.Ordinal);
        if (known is not null) set.IntersectWith(known);
        return set;
    }

    private static string Sorted(HashSet<string>? set) => set is null ? "*" : string.Join(',', set.Order(StringComparer.Ordinal));

    private static string Spaced(string formula) => string.Join(' ', formula.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Quantities and time limits as people say them.</summary>
internal static class Amounts
{
    private static readonly Dictionary<string, string> Chinese = new(StringComparer.Ordinal)
    {
        ["CNY"] = "元", ["m2"] = "平方米", ["mu"] = "亩", ["hectare"] = "公顷", ["m"] = "米", ["km"] = "公里", ["kg"] = "公斤", ["t"] = "吨", ["dB"] = "分贝", ["%"] = "%",
        ["points"] = "分", ["point"] = "分", ["pieces"] = "件", ["piece"] = "件", ["people"] = "人", ["person"] = "人", ["cases"] = "件", ["case"] = "件",
        ["minute"] = "分钟", ["minutes"] = "分钟", ["hour"] = "小时", ["hours"] = "小时", ["working hour"] = "个工作小时", ["working hours"] = "个工作小时",
        ["day"] = "天", ["days"] = "天", ["working day"] = "个工作日", ["working days"] = "个工作日", ["month"] = "个月", ["months"] = "个月", ["year"] = "年", ["years"] = "年",
    };

    public static Text Say(Quantity quantity)
    {
        var written = quantity.ToString();
        var blank = written.IndexOf(' ', StringComparison.Ordinal);
        var (number, unit) = (written[..blank], written[(blank + 1)..]);
        if (decimal.TryParse(number, NumberStyles.Number, CultureInfo.InvariantCulture, out var value)) number = value.ToString("#,0.##########", CultureInfo.InvariantCulture);
        return new($"{number} {Chinese.GetValueOrDefault(unit, unit)}", $"{number} {(unit == "CNY" ? "yuan" : unit)}");
    }

    public static Text Say(TimeLimit limit) => Say(limit.ToQuantity());

    /// <summary>The unit alone, as it stands behind several.</summary>
    public static Text Unit(TimeLimit limit)
    {
        var many = limit.Amount == 1 ? new TimeLimit(2, limit.Unit).ToString() : limit.ToString();
        var unit = many[(many.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return new(Chinese.GetValueOrDefault(unit, unit), unit);
    }

    public static Text Say(Term? term) => term switch
    {
        null => new("无", "none"),
        { Fixed: { } limit } => Say(limit),
        { Formula: { } formula } => new(formula.Text, formula.Text),
        _ => new("无", "none"),
    };
}
