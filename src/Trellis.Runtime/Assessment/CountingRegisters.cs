using Trellis.Assessment;
using Trellis.Information.Registers;
using Trellis.Process.Clocks;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Structure.Calendars;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Assessment;

/// <summary>Counts figures of the base as it stood at the end of a period, as the record knew it at a moment.</summary>
internal static class CountingRegisters
{
    private const int AtOnce = 500;

    /// <param name="day">The last day of the period, or today while it runs.</param>
    public static CountingFigures Count(Session session, RecordKeys keys, CountedIndicators indicators, Timetable times, CountedIndicator indicator, string register, ReportingPeriod period, AsOf asOf)
    {
        var structure = indicator.Structure;
        var counted = new CountingFigures(indicators);
        var path = Grounds.PathOf(structure, register, asOf.Day) ?? [];
        var known = new Dictionary<RowId, Subject?>();
        var read = FactsOfTheBase.Read(structure, [.. indicator.Items.Where(one => one.Register == register).Select(static one => one.Item)], register, asOf.Day);
        for (var after = ""; ;)
        {
            var page = SubjectRows.After(session, register, after, AtOnce);
            var rows = page.Where(subject => HoldingValues.Exists(subject, asOf)).ToList();
            var values = FactsOfTheBase.Load(session, keys, structure, [.. rows.Select(static one => one.Id)], asOf, read);
            foreach (var subject in rows)
            {
                var one = Value.Of(new Entity(register, subject.Id.Key));
                var share = indicators.OfRow(indicator, period, Grounds.Of(subject, path, asOf, Find)?.Text ?? "", Facts(Value.ListOf(one)), Facts(one));
                if (share is { } counts) counted.Add(counts);

                FactsOfTheBase Facts(Value root)
                {
                    var facts = new FactsOfTheBase(session, keys, structure, asOf, new Dictionary<string, Value>(StringComparer.Ordinal) { [register] = root }, (from, to) => times.Calendar(null, subject.Claims[0].Provenance.At).WorkingDays(from, to));
                    if (values.TryGetValue(subject.Id, out var own)) facts.Take(subject.Id, own);
                    return facts;
                }
            }

            if (page.Count < AtOnce) return counted;
            after = page[^1].Id.Key;
        }

        Subject? Find(RowId row)
        {
            if (!known.TryGetValue(row, out var found)) known.Add(row, found = SubjectRows.Find(session, [row]) is [var one] ? one : null);
            return found;
        }
    }
}
