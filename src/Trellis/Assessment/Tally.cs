using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Assessment;

/// <summary>How the values of cases come to one number.</summary>
public enum Take
{
    Count,
    Sum,
    Share,
    Mean,
    Median,
    P90,
}

/// <summary>
/// What the cases of an indicator in one place and period come to. Cases are added and taken out again, and two tallies together are the tally of all their cases; so it does
/// not matter in which order they come.
/// </summary>
internal sealed class Tally(Take take)
{
    /// <summary>What is counted is rounded to so many decimals, so that sums are exact whatever their order.</summary>
    private const int Decimals = 9;

    // Only where the middle or the slowest tenth is asked: how often each number came.
    private readonly SortedDictionary<decimal, long>? _spread = take is Take.Median or Take.P90 ? [] : null;

    /// <summary>Cases whose value is known.</summary>
    public long Known { get; private set; }

    /// <summary>Of them those whose value is yes.</summary>
    public long Yes { get; private set; }

    /// <summary>Cases whose value is not known; they are counted here and nowhere else.</summary>
    public long LeftOut { get; private set; }

    public decimal Sum { get; private set; }

    public bool IsEmpty => Known == 0 && LeftOut == 0;

    /// <param name="value">Of one case: yes or no, or a number in the measure of the indicator.</param>
    /// <param name="times">1 for a case that comes, -1 for one that goes.</param>
    public void Add(CaseValue value, int times)
    {
        if (value.Number is not { } number)
        {
            LeftOut += times;
            return;
        }

        Known += times;
        if (take is Take.Count or Take.Share) Yes += number == 0 ? 0 : times;
        else if (_spread is null) Sum += times * decimal.Round(number, Decimals, MidpointRounding.AwayFromZero);
        else Put(number, times);
    }

    /// <summary>All cases of another one as well.</summary>
    public void Add(Tally other)
    {
        Known += other.Known;
        Yes += other.Yes;
        LeftOut += other.LeftOut;
        Sum += other.Sum;
        if (other._spread is null) return;
        foreach (var (number, times) in other._spread) Put(number, times);
    }

    /// <summary>The number; null where no case has a value, and the sum and the count of none is 0.</summary>
    public decimal? Number => take switch
    {
        Take.Count => Yes,
        Take.Sum => Sum,
        _ when Known == 0 => null,
        Take.Share => (decimal)Yes / Known,
        Take.Mean => Sum / Known,
        Take.Median => (At((Known + 1) / 2) + At((Known / 2) + 1)) / 2,
        _ => At(((Known * 9) + 9) / 10), // the nearest rank: the smallest number that nine tenths do not exceed
    };

    private void Put(decimal number, long times)
    {
        var count = _spread!.TryGetValue(number, out var known) ? known + times : times;
        if (count == 0) _spread!.Remove(number);
        else _spread![number] = count;
    }

    /// <summary>The number at a rank, the smallest at 1.</summary>
    private decimal At(long rank)
    {
        foreach (var (number, times) in _spread!)
            if ((rank -= times) <= 0) return number;
        throw new InvalidOperationException("There is no such rank.");
    }
}

/// <summary>The value of one case, as a number: 1 for yes, 0 for no; null where it is not known.</summary>
internal readonly record struct CaseValue(decimal? Number)
{
    /// <param name="measure">In which quantities count; null where the indicator has none.</param>
    public static CaseValue Of(Value value, Take take, Measure? measure) => value switch
    {
        { YesNo: { } yes } => new(yes ? 1 : 0),
        _ when take is Take.Count or Take.Share => default,
        { Number: { } number } => new(number),
        { Quantity: { } quantity } => new(measure is { } one && one != quantity.Measure ? quantity.Ratio(new Quantity(1, one)) : quantity.Value),
        _ => default,
    };
}
