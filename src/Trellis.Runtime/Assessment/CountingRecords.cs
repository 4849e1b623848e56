using System.Collections.Concurrent;
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
    /// <param name="past">The position after the last entry that counts.</param>
    /// <returns>The figures, and which matters of a type were filed where.</returns>
    public static (CountingFigures Figures, FilingsByPlace Places) Count(Session session, long past, CountedIndicators indicators, RecordKeys keys)
    {
        var again = Again.Read(session, past);
        var all = new CountingFigures(indicators);
        // One thread reads and opens, all of them fold and count.
        Parallel.ForEach(
            Partitioner.Create(Pages(session, past, indicators, keys), EnumerablePartitionerOptions.NoBuffering),
            () => new CountingFigures(indicators),
            (page, _, figures) =>
            {
                foreach (var one in page)
                {
                    if (one.Matter is not { } matter) continue;
                    figures.Add(again.CaseOf(one.At, matter, one.Given));
                }

                return figures;
            },
            figures =>
            {
                lock (all) all.Add(figures);
            });
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

    private static IEnumerable<IReadOnlyList<Folded>> Pages(Session session, long past, CountedIndicators indicators, RecordKeys keys)
    {
        var at = 0;
        foreach (var rows in CaseRows.AllFolded(session).Chunk(AtOnce))
        {
            var page = new Folded[rows.Length];
            List<(Folded One, MatterTrack Track)>? opened = null;
            for (var row = 0; row < rows.Length; row++)
            {
                var (_, type, revision, folded) = rows[row];
                page[row] = new Folded(at++, folded);
                var needsGiven = indicators.NeedsGiven(type);
                if (revision < past && !needsGiven) continue;
                var (matter, track) = MatterBytes.Read(folded);
                // What has changed since is folded anew from the entries that there were.
                page[row].Is(revision < past ? matter : MattersDesk.Fold(session, track, past));
                if (needsGiven) (opened ??= []).Add((page[row], track));
            }

            if (opened is not null)
            {
                var facts = FactRows.Load(session, keys, [.. opened.SelectMany(one => one.Track.Given.Where(position => position < past))]);
                foreach (var (one, track) in opened) one.Given = GivenIn(track, past, facts);
            }

            yield return page;
        }
    }

    /// <summary>What was given before a position, the newest first.</summary>
    internal static IReadOnlyList<GivenItem> GivenIn(MatterTrack track, long past, Dictionary<long, List<GivenItem>> facts) =>
        [.. track.Given.Reverse().Where(position => position < past).SelectMany(position => facts.TryGetValue(position, out var items) ? items : [])];

    /// <summary>One matter on its way from its row to its figures.</summary>
    private sealed class Folded(int at, byte[] row)
    {
        private bool _isKnown;
        private Matter? _matter;

        /// <summary>Its place among all of them.</summary>
        public int At => at;

        public IReadOnlyList<GivenItem> Given { get; set; } = [];

        /// <summary>Null where there was none yet.</summary>
        public Matter? Matter => _isKnown ? _matter : MatterBytes.Read(row).Matter;

        public void Is(Matter? matter) => (_isKnown, _matter) = (true, matter);
    }
}
