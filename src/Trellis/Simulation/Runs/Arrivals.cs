using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>When matters of a stream are brought: a Poisson process whose rate changes from day to day. What remains of an exponential length is carried over the end of a day, so no rate is cut.</summary>
internal sealed class Arrivals
{
    private const int DaysOfYear = 365;

    private readonly ArrivalStream _stream;
    private readonly DateOnly _first;
    private readonly TimeZoneInfo _zone;
    private readonly double[] _rates;
    private readonly Chance _gaps;
    private int _day;
    private double _used;

    public Arrivals(ArrivalStream stream, Seed seed, GovernanceStructure structure, DateOnly first, int days, double scale, TimeZoneInfo zone)
    {
        (_stream, _first, _zone) = (stream, first, zone);
        _gaps = seed.Of("gaps").Draws();
        _rates = new double[days];
        var ordinary = stream.PerDay * scale;
        if (stream.PerYear is { } year)
        {
            var sum = 0.0;
            for (var at = 0; at < DaysOfYear; at++) sum += FactorOn(first.AddDays(at), stream, structure);
            ordinary = sum > 0 ? year * scale / sum : 0;
        }

        for (var at = 0; at < days; at++) _rates[at] = ordinary * FactorOn(first.AddDays(at), stream, structure);
    }

    /// <summary>How many times as much is brought on a day as on an ordinary one.</summary>
    private static double FactorOn(DateOnly day, ArrivalStream stream, GovernanceStructure structure)
    {
        var weekday = ((int)day.DayOfWeek + 6) % 7;
        var factor = stream.Weekdays[weekday] * stream.Months[day.Month - 1];
        if (weekday < 5 && structure.Calendars.On("office", day)?.Working is { } office && !office.IsWorkingDay(day)) factor *= stream.Holidays;
        foreach (var burst in stream.Bursts)
            if (burst.From <= day && day <= burst.To) factor *= burst.Times;
        return factor;
    }

    /// <summary>How many are to be expected.</summary>
    public double Expected => _rates.Sum();

    /// <summary>When the next is brought; <see cref="WorkHours.Never"/> when there is none more.</summary>
    public long Next()
    {
        var left = _gaps.Exponential(1);
        while (_day < _rates.Length)
        {
            var rest = (1 - _used) * _rates[_day];
            if (left < rest)
            {
                _used += left / _rates[_day];
                var from = WorkHours.Instant(_first.AddDays(_day), _stream.FromMinute, _zone);
                var to = WorkHours.Instant(_first.AddDays(_day), _stream.ToMinute, _zone);
                return from + (long)(_used * (to - from));
            }

            left -= rest;
            _day++;
            _used = 0;
        }

        return WorkHours.Never;
    }
}
