using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Entry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Auditing;

/// <summary>
/// Compares the words by which rows of registers are found with the values that are there: digests are made anew under the key of the record, entry by entry. What is missing, too much or another
/// digest is named by the position of its entry and the opaque id of its row, and never by what was written.
/// </summary>
internal sealed class ComparingSearch
{
    private const int AtOnce = 500;

    private readonly Session _session;
    private readonly RecordKeys _keys;
    private readonly StructureVersions _versions;
    private readonly SearchIndex _index;
    private readonly Doubts _doubts;
    private readonly GovernanceStructure _structure;
    private readonly List<long> _seen = [];
    private readonly SortedDictionary<string, long> _lines = new(StringComparer.Ordinal);

    // Of the words that entries say they have: how many, and two sums that come out the same in any order.
    private long _words;
    private (ulong One, ulong Other) _sums;

    private ComparingSearch(DatabaseRecord database, RecordKeys keys, GovernanceStructure structure, Doubts doubts) =>
        (_session, _keys, _versions, _index, _structure, _doubts) = (database.Session, keys, database.Versions, new SearchIndex(keys), structure, doubts);

    /// <returns>How many entries with words there are; null where the keys, or the tables, are not at hand.</returns>
    public static long? Compare(DatabaseRecord database, Doubts doubts)
    {
        if (database.Keys is not { } keys || !database.Has("search_entry")) return null;
        try
        {
            if (SearchRows.CountOfEntries(database.Session) == 0 && !SubjectRows.Any(database.Session)) return 0;
            if (SearchIndex.Last(database.Session, database.Versions) is not { } structure) return null;
            var comparing = new ComparingSearch(database, keys, structure, doubts);
            comparing.Run(database.Matters.Imports);
            return comparing._seen.Count;
        }
        catch (StoreFault fault) when (fault.Trouble == StoreTrouble.Damaged)
        {
            doubts.Add(new Doubt(DoubtKind.TableDiffers) { Place = "search_entry", Detail = fault.Message });
            return null;
        }
    }

    private void Run(IReadOnlyList<ImportBegun> imports)
    {
        foreach (var import in imports) _lines.TryAdd(import.Import, 0);
        foreach (var register in _structure.Registers.Ids)
        {
            var after = "";
            while (SubjectRows.After(_session, register, after, AtOnce) is { Count: > 0 } page)
            {
                after = page[^1].Id.Key;
                List<KeptSubject> kept = [.. RegistersState.Read(_session, _keys, [.. page.Select(static one => one.Id)])];
                var entries = SearchRows.EntriesAt(_session, [.. kept.SelectMany(static one => one.Subject.Claims).Select(static claim => claim.Position).Distinct()]).ToDictionary(static one => one.Position);
                foreach (var one in kept) Compare(one, entries);
            }
        }

        if (SearchRows.CountOfEntries(_session) is var there && there > _seen.Count) TellStrays();
        if (SearchRows.WordsAfter(_session, Add) != (_words, _sums)) TellWords();
        foreach (var (import, line) in SearchRows.Runs(_session))
        {
            if (!_lines.Remove(import, out var known)) _doubts.Add(new Doubt(DoubtKind.RowWithoutEntry) { Place = $"import_run {Excerpt.Of(import, 100)}" });
            else if (known != line) _doubts.Add(new Doubt(DoubtKind.RowDiffers) { Place = $"import_run {Excerpt.Of(import, 100)}" });
        }

        foreach (var import in _lines.Keys) _doubts.Add(new Doubt(DoubtKind.RowMissing) { Place = $"import_run {Excerpt.Of(import, 100)}" });
    }

    /// <summary>What a row is found by, against what its values give: now, and as they stood with each of its entries.</summary>
    private void Compare(KeptSubject kept, Dictionary<long, IndexedEntry> entries)
    {
        foreach (var claim in kept.Subject.Claims)
            if (SearchIndex.LineOf(claim.Provenance) is var (import, line)) _lines[import] = Math.Max(line, _lines.GetValueOrDefault(import));
        var found = new HashSet<long>();
        foreach (var position in kept.Subject.Claims.Select(static claim => claim.Position).Distinct())
        {
            if (!entries.TryGetValue(position, out var entry)) continue;
            _seen.Add(position);
            foreach (var word in entry.Words.Distinct()) (_words, _sums) = (_words + 1, Add(_sums, word, position));
            found.UnionWith(entry.Words);
            if (entry.Subject != kept.Subject.Id || !Versions(position).Any(structure => SameWords(entry.Words, WordsAsOf(kept, position, structure))))
                _doubts.Add(new Doubt(DoubtKind.RowDiffers) { Entry = position, Place = $"search_entry {position}" });
        }

        if (Versions(kept.Subject.Revision).All(structure => !_index.WordsOf(kept.Subject.Id.Register, _index.TraitsOf(kept, structure)).All(found.Contains)))
            _doubts.Add(new Doubt(DoubtKind.RowMissing) { Entry = kept.Subject.Revision, Place = $"search_entry {Excerpt.Of(kept.Subject.Id.ToString(), 100)}" });
    }

    /// <summary>By which items rows are found may have changed since: what was right when it was entered is right.</summary>
    private IEnumerable<GovernanceStructure> Versions(long position)
    {
        yield return _structure;
        if (LedgerRows.Entry(_session, position) is not { } bytes || !Entry.TryRead(bytes, out var entry, out _) || !StructureRows.Has(_session, entry.Structure)) yield break;
        var then = _versions.Of(entry.Structure).Structure;
        if (then != _structure) yield return then;
    }

    private long[] WordsAsOf(KeptSubject kept, long position, GovernanceStructure structure) =>
        _index.WordsOf(kept.Subject.Id.Register, _index.TraitsOf(kept with { Subject = kept.Subject with { Claims = kept.Subject.Claims.RemoveAll(claim => claim.Position > position) } }, structure));

    private static bool SameWords(long[] one, long[] other) => one.ToHashSet().SetEquals(other);

    private static (ulong One, ulong Other) Add((ulong One, ulong Other) sums, long word, long position) => unchecked((sums.One + Mixed((ulong)word, (ulong)position), sums.Other + Mixed((ulong)position + 0x9E3779B97F4A7C15, (ulong)word)));

    /// <summary>The finishing steps of SplitMix64 (Steele, Lea and Flood 2014), over both numbers.</summary>
    private static ulong Mixed(ulong one, ulong other)
    {
        unchecked
        {
            var z = one ^ (other * 0xD1342543DE82EF95);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Entries with words that no row has.</summary>
    private void TellStrays()
    {
        var known = _seen.ToHashSet();
        for (var after = long.MinValue; SearchRows.EntriesAfter(_session, after, AtOnce) is { Count: > 0 } page; after = page[^1].Position)
            foreach (var entry in page)
                if (!known.Contains(entry.Position)) _doubts.Add(new Doubt(DoubtKind.RowWithoutEntry) { Entry = entry.Position, Place = $"search_entry {entry.Position}" });
    }

    /// <summary>Where the words themselves are not those that entries say they have: which are missing, and which are too much.</summary>
    private void TellWords()
    {
        for (var at = 0; at < _seen.Count; at += AtOnce)
        {
            var entries = SearchRows.EntriesAt(_session, [.. _seen.Skip(at).Take(AtOnce)]);
            var there = SearchRows.Among(_session, [.. entries.SelectMany(static one => one.Words.Distinct().Select(word => (word, one.Position)))]);
            foreach (var entry in entries)
                if (entry.Words.Any(word => !there.Contains((word, entry.Position)))) _doubts.Add(new Doubt(DoubtKind.RowMissing) { Entry = entry.Position, Place = $"search_word {entry.Position}" });
        }

        var told = new HashSet<long>();
        SearchRows.EachPage(_session, AtOnce, page =>
        {
            var entries = SearchRows.EntriesAt(_session, [.. page.Select(static one => one.Position).Distinct()]).ToDictionary(static one => one.Position);
            foreach (var (word, position) in page)
                if ((!entries.TryGetValue(position, out var entry) || !entry.Words.Contains(word)) && told.Add(position)) _doubts.Add(new Doubt(DoubtKind.RowWithoutEntry) { Entry = position, Place = $"search_word {position}" });
        });
    }
}
