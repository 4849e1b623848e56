using Trellis.Information.Forms;

namespace Trellis.Diagnosis.Records;

/// <summary>A form as one unit hands it in.</summary>
public readonly record struct FormAtUnit(string Form, string Unit)
{
    public static IComparer<FormAtUnit> Order { get; } = Comparer<FormAtUnit>.Create(static (one, other) =>
        string.CompareOrdinal(one.Form, other.Form) is not 0 and var forms ? forms : string.CompareOrdinal(one.Unit, other.Unit));
}

/// <summary>A field of a form.</summary>
public readonly record struct FieldOfForm(string Form, string Item)
{
    public static IComparer<FieldOfForm> Order { get; } = Comparer<FieldOfForm>.Create(static (one, other) =>
        string.CompareOrdinal(one.Form, other.Form) is not 0 and var forms ? forms : string.CompareOrdinal(one.Item, other.Item));
}

/// <summary>A unit said that a field is asked twice.</summary>
/// <param name="Other">The form that asks the same; null where it named none.</param>
public readonly record struct SaidTwice(string Unit, string? Other, DateTimeOffset At, long Position);

/// <summary>What forms brought: whether the next one said anything new, and which of their fields were said to be asked twice. Only facts that are about nobody stand in entries, and only these are compared.</summary>
public sealed class FormCounts
{
    private readonly HashSet<string> _handedIn = new(StringComparer.Ordinal);
    private readonly Dictionary<(FormAtUnit Form, string Section), (string Occasion, FixedList<string> Facts)> _last = [];
    private readonly SortedDictionary<FieldOfForm, List<SaidTwice>> _twice = new(FieldOfForm.Order);

    /// <summary>Forms of which anything was handed in.</summary>
    public IReadOnlySet<string> HandedIn => _handedIn;

    /// <summary>By form and unit: occasions after the first on which facts were handed in, and those on which every fact was what it had been the time before.</summary>
    public ShareCounts<FormAtUnit> Unchanged { get; } = new(FormAtUnit.Order);

    /// <summary>Fields that units said are asked twice, with each time.</summary>
    public IReadOnlyDictionary<FieldOfForm, List<SaidTwice>> Twice => _twice;

    public void Add(FormSubmitted submitted, long position)
    {
        ArgumentNullException.ThrowIfNull(submitted);
        var handed = submitted.Handed;
        _handedIn.Add(handed.Form);
        if (handed.Facts.IsEmpty) return;
        var key = (new FormAtUnit(handed.Form, handed.Unit.Text), handed.Section);
        if (_last.TryGetValue(key, out var before))
        {
            // What is handed in late for an earlier occasion comes before what is known.
            if (string.CompareOrdinal(handed.Occasion, before.Occasion) <= 0) return;
            Unchanged.Add(key.Item1, before.Facts.SequenceEqual(handed.Facts, StringComparer.Ordinal), position);
        }

        _last[key] = (handed.Occasion, handed.Facts);
    }

    public void Add(FormCorrected corrected)
    {
        ArgumentNullException.ThrowIfNull(corrected);
        var handed = corrected.Handed;
        var key = (new FormAtUnit(handed.Form, handed.Unit.Text), handed.Section);
        if (_last.TryGetValue(key, out var before) && before.Occasion == handed.Occasion) _last[key] = (before.Occasion, handed.Facts);
    }

    public void Add(AskedTwiceReported said, long position)
    {
        ArgumentNullException.ThrowIfNull(said);
        var field = new FieldOfForm(said.Form, said.Item);
        if (!_twice.TryGetValue(field, out var times)) _twice.Add(field, times = []);
        times.Add(new SaidTwice(said.Unit.Text, said.Other, said.Happened, position));
    }
}
