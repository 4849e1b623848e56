using System.Collections.Immutable;
using Trellis.Assessment;
using Trellis.Information.Forms;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Assessment;

/// <summary>Counts all figures of a record from scratch, as it stood when it had so many entries.</summary>
internal static class CountingRecords
{
    private const int AtOnce = 500;

    /// <summary>Everything from the matters that there were.</summary>
    /// <param name="session">Reads from one unchanging state.</param>
    /// <param name="beside">Reads from the same, for a second thread; null where there is none.</param>
    /// <param name="past">The position after the last entry that counts.</param>
    /// <returns>The figures, and which matters of a type were filed where.</returns>
    public static (CountingFigures Figures, FilingsByPlace Places) Count(Session session, Session? beside, long past, CountedIndicators indicators, RecordKeys keys)
    {
        var again = Again.Read(session, beside, past);
        Session[] sessions = beside is null ? [session] : [session, beside];
        var counted = new CountingFigures[sessions.Length];
        var next = -1;
        // Each reads, opens, folds and counts a page of matters after the other. It does not matter which page goes where.
        ManyAtOnce.Do(sessions.Length, sessions.Length, thread =>
        {
            var page = new Page(sessions[thread], past, keys, indicators);
            counted[thread] = new CountingFigures(indicators);
            for (var first = Interlocked.Increment(ref next) * AtOnce; first < again.Ids.Count; first = Interlocked.Increment(ref next) * AtOnce) page.Count(again, first, Math.Min(first + AtOnce, again.Ids.Count), counted[thread]);
        });
        var all = counted[0];
        foreach (var figures in counted.Skip(1)) all.Add(figures);
        foreach (var form in Forms(session, 0, past)) all.Add(form);
        return (all, again.Places);
    }

    /// <summary>What units handed in, each part in its last version before a position; those of which something was handed in from a position on.</summary>
    internal static IEnumerable<FormCase> Forms(Session session, long first, long past)
    {
        var rows = FormRows.Between(session, 0, past).Where(static row => row.Kind is FormRow.Submitted or FormRow.Corrected).ToList();
        if (rows.Count == 0) yield break;
        var facts = FormRows.Facts(session, 0, past);
        foreach (var one in rows.GroupBy(static row => (row.Form, row.Unit, row.Occasion)))
        {
            if (!one.Any(row => row.Position >= first)) continue;
            var given = one.GroupBy(static row => row.Section, StringComparer.Ordinal).SelectMany(section => facts[section.Last().Position]).DistinctBy(static fact => fact.Item, StringComparer.Ordinal);
            yield return new FormCase(one.Key.Form, new UnitId(one.Key.Unit), one.Key.Occasion, given.ToDictionary(static fact => fact.Item, static fact => SubmittingForms.ValueOf(fact.Value), StringComparer.Ordinal));
        }
    }

    /// <summary>What was given before a position, the newest first.</summary>
    internal static IReadOnlyList<GivenItem> GivenIn(IReadOnlyList<long> given, long past, Dictionary<long, List<GivenItem>> facts) =>
        [.. given.Reverse().Where(position => position < past).SelectMany(position => facts.TryGetValue(position, out var items) ? items : [])];

    /// <summary>Where what indicators read of a matter could have been given before a position.</summary>
    internal static IEnumerable<(long Position, string Fact)> Asked(IReadOnlyList<long> given, long past, IReadOnlyList<string> read)
    {
        foreach (var position in given)
        {
            if (position >= past) yield break;
            foreach (var fact in read) yield return (position, fact);
        }
    }

    /// <summary>Matters that follow each other, on their way from their rows to figures. Used by one thread.</summary>
    private sealed class Page(Session session, long past, RecordKeys keys, CountedIndicators indicators)
    {
        private readonly List<FoldedRow> _rows = new(AtOnce);
        private readonly List<(int At, Matter Matter, ImmutableArray<long> Given, bool IsRead)> _matters = new(AtOnce);
        private readonly List<(long Position, string Fact)> _asked = [];
        private readonly RowReader _reader = new() { Pool = new WordPool() };

        /// <param name="first">Of the places of the matters among all.</param>
        public void Count(Again again, int first, int end, CountingFigures figures)
        {
            CaseRows.FoldedFrom(session, again.Ids[first], again.Ids[end - 1], _rows);
            _matters.Clear();
            _asked.Clear();
            var at = first;
            foreach (var (id, type, revision, folded) in _rows)
            {
                while (again.Ids[at] < id) at++;
                var (matter, given) = MatterBytes.ReadCourse(_reader, folded);
                // What has changed since is folded anew from the entries that there were; there may have been none.
                if (revision >= past && MattersDesk.Fold(session, MatterBytes.Read(folded).Track, past) is var before)
                {
                    if (before is null) continue;
                    matter = before;
                }

                var read = indicators.GivenRead(type);
                _asked.AddRange(Asked(given, past, read));
                _matters.Add((at, matter, given, read.Count > 0));
            }

            var facts = FactRows.Load(session, keys, _asked);
            foreach (var (place, matter, given, isRead) in _matters) figures.Add(again.CaseOf(place, matter, isRead ? GivenIn(given, past, facts) : []));
        }
    }
}
