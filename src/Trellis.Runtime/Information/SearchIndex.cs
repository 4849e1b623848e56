using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Trellis.Information.Importing;
using Trellis.Information.Matching;
using Trellis.Information.Registers;
using Trellis.Information.Searching;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Entry = Trellis.Ledger.Entry;
using Reason = Trellis.Information.Matching.Reason;

namespace Trellis.Runtime.Information;

/// <summary>
/// Keeps the words by which rows are found, as keyed digests, in the transaction of the entries themselves. It is shown each batch by the desk of registers. No value is stored, and
/// nothing stored can be read back without the key of the record.
/// </summary>
internal sealed class SearchIndex
{
    private readonly RecordKeys _keys;
    private readonly ConcurrentDictionary<RowId, (long[] Words, IReadOnlyList<ProposalRow> Proposals)> _expected = [];

    private readonly KeyedHash _hash;

    /// <summary>Of the structure that was asked about last.</summary>
    private volatile FoundItems? _found;

    /// <summary>Words that wait until all of a fill have come; null where they go in batch by batch.</summary>
    private List<IndexedEntry>? _gathered;

    public SearchIndex(RecordKeys keys)
    {
        _keys = keys;
        _hash = new KeyedHash(keys.Derive("search"));
    }

    /// <summary>Words of a row that is about to be entered, and proposals; they go into the tables with its entry.</summary>
    public void Expect(RowId row, long[] words, IReadOnlyList<ProposalRow> proposals) => _expected[row] = (words, proposals);

    /// <summary>From now on words wait, to go in together and in their order: scattered over the index batch by batch they cost twice as much. For a file that nobody may see before it is whole.</summary>
    public void Gather() => _gathered = [];

    /// <summary>Adds what was gathered, behind the batches that were shown so far.</summary>
    public void PutGathered(Writes writes) => writes.AddRest(rest =>
    {
        if (_gathered is { } all) SearchRows.Put(rest, all);
        _gathered = null;
    });

    public void Forget(RowId row) => _expected.TryRemove(row, out _);

    /// <summary>64 bits of the keyed digest of a word.</summary>
    public long DigestOf(string register, string word)
    {
        Span<byte> text = stackalloc byte[512];
        var long_ = Encoding.UTF8.GetMaxByteCount(register.Length + word.Length + 1) > text.Length;
        var bytes = long_ ? Encoding.UTF8.GetBytes($"{register}|{word}") : text;
        if (!long_)
        {
            var length = Encoding.UTF8.GetBytes(register, bytes);
            bytes[length++] = (byte)'|';
            length += Encoding.UTF8.GetBytes(word, bytes[length..]);
            bytes = bytes[..length];
        }

        Span<byte> digest = stackalloc byte[32];
        _hash.Of(bytes, digest);
        return BinaryPrimitives.ReadInt64LittleEndian(digest);
    }

    /// <summary>All words by which a row is found or compared.</summary>
    public long[] WordsOf(string register, Traits traits)
    {
        return [.. DigestsOf(register, SearchWords.Of(traits)).Union(DigestsOf(register, MatchKeys.Of(traits)))];
    }

    public long[] DigestsOf(string register, IReadOnlyList<string> words)
    {
        var digests = new long[words.Count];
        for (var at = 0; at < digests.Length; at++) digests[at] = DigestOf(register, words[at]);
        return digests;
    }

    /// <summary>Adds the rows of a batch. The structure says which items are found as what.</summary>
    public void Add(IReadOnlyList<ChangedSubject> changed, Writes writes, GovernanceStructure structure) => writes.AddRest(rest =>
    {
        var entries = new List<IndexedEntry>(changed.Count);
        var proposals = new List<ProposalRow>();
        var lines = new Dictionary<string, (string Register, long Line)>(StringComparer.Ordinal);
        foreach (var one in changed)
        {
            var row = one.After.Subject.Id;
            Note(one.NewClaims, row.Register, lines);
            if (_expected.TryRemove(row, out var expected)) proposals.AddRange(expected.Proposals);
            var entry = one.Before is null && expected.Words is { } words ? new IndexedEntry(one.After.Subject.Begun, row, words) : EntryOf(one.After, one.NewClaims, structure);
            if (entry is { Words.Length: > 0 }) entries.Add(entry);
        }

        if (_gathered is { } gathered) gathered.AddRange(entries);
        else SearchRows.Put(rest, entries);
        if (proposals.Count > 0) SearchRows.Put(rest, proposals);
        foreach (var (import, (register, line)) in lines) SearchRows.PutLine(rest, import, register, line);
    });

    /// <summary>Makes everything anew from what is stored: words, proposals, how far imports came.</summary>
    public void Rebuild(Session session, GovernanceStructure structure, IReadOnlyList<ImportBegun> imports)
    {
        var writes = new Writes();
        SearchRows.Empty(writes);
        foreach (var import in imports) SearchRows.PutLine(writes, import.Import, import.Register, 0);
        session.Commit(writes);
        foreach (var register in structure.Registers.Ids)
        {
            var (rows, traits) = (new List<RowId>(), new List<Traits>());
            var after = "";
            while (SubjectRows.After(session, register, after, RegisterQuestions.MostRows) is { Count: > 0 } page)
            {
                after = page[^1].Id.Key;
                writes = new Writes();
                var entries = new List<IndexedEntry>(page.Count);
                var lines = new Dictionary<string, (string, long)>(StringComparer.Ordinal);
                foreach (var kept in RegistersState.Read(session, _keys, [.. page.Select(static one => one.Id)]))
                {
                    Note(kept.Subject.Claims, register, lines);
                    if (EntryOf(kept, kept.Subject.Claims, structure) is { } entry) entries.Add(entry);
                    rows.Add(kept.Subject.Id);
                    traits.Add(TraitsOf(kept, structure));
                }

                SearchRows.Put(writes, entries);
                foreach (var (import, (of, line)) in lines) SearchRows.PutLine(writes, import, of, line);
                session.Commit(writes);
            }

            foreach (var chunk in ProposingMatches.Among(traits).Chunk(RegisterQuestions.MostRows))
            {
                writes = new Writes();
                SearchRows.Put(writes, [.. chunk.Select(one => RowOf(rows[one.Other], rows[one.One], one.Score, one.Reasons))]);
                session.Commit(writes);
            }
        }
    }

    /// <summary>
    /// Takes back everything by which values are found that are about to be erased, and the proposals that were drawn from them. An entry has words of all that was known with it, and so also
    /// entries that keep their own values lose them; what is left of the row is found by what is left.
    /// </summary>
    /// <param name="store">Which holds the structures.</param>
    public void EraseUnder(Session session, Writes writes, IReadOnlyList<KeyRow> keys, Store store)
    {
        GovernanceStructure? structure = null;
        foreach (var group in keys.GroupBy(static key => key.Person, StringComparer.Ordinal))
        {
            if (RowId.Parse(group.Key) is not { } row || RegistersState.Read(session, _keys, [row]).FirstOrDefault() is not { } kept) continue;
            var gone = group.SelectMany(key => SearchRows.FieldsUnder(session, key.Number)).ToHashSet();
            if (gone.Count == 0) continue;
            var left = kept with { Stored = kept.Stored.Where(one => !gone.Contains((one.Key.Position, RegisterEvents.Prefix + one.Key.Item))).ToDictionary() };
            var entries = SearchRows.EntriesAt(session, [.. kept.Subject.Claims.Select(static claim => claim.Position).Distinct()]);
            // Most erasures leave nothing of a row.
            var anew = left.Stored.Count > 0 && (structure ??= Last(session, new StructureVersions(store))) is { } inForce ? EntryOf(left, kept.Subject.Claims, inForce) : null;
            foreach (var entry in entries) SearchRows.Replace(writes, entry, entry.Position == anew?.Position ? anew.Words : []);
            if (anew is not null && !entries.Exists(entry => entry.Position == anew.Position)) SearchRows.Put(writes, [anew]);
            SearchRows.DeleteProposalsOf(writes, group.Key);
        }
    }

    /// <summary>The structure in force at the end: by which items rows are found stands there. Entries of a program that opened no structure, such as those of an erasure, name none.</summary>
    /// <returns>Null where there is none.</returns>
    public static GovernanceStructure? Last(Session session, StructureVersions versions)
    {
        for (var position = LedgerRows.Size(session) - 1; position >= 0; position--)
            if (LedgerRows.Entry(session, position) is { } bytes && Entry.TryRead(bytes, out var entry, out _) && StructureRows.Has(session, entry.Structure)) return versions.Of(entry.Structure).Structure;
        return null;
    }

    /// <summary>A proposal as it is stored: the younger row first.</summary>
    public static ProposalRow RowOf(RowId one, RowId other, double score, IReadOnlyList<Reason> reasons) =>
        new(one, other, (long)Math.Round(score * 100), string.Join(' ', reasons.Select(static reason => $"{reason.Trait}:{reason.Agrees}")));

    /// <summary>What is compared of a subject: of each item what was said last.</summary>
    public Traits TraitsOf(KeptSubject kept, GovernanceStructure structure)
    {
        var found = FoundIn(structure);
        var last = new List<(Item Item, string Written)>(kept.Subject.Claims.Count);
        foreach (var claim in kept.Subject.Claims)
        {
            if (claim.Kind != ClaimKind.Sealed || found.Of(kept.Subject.Id.Register, claim.Item) is not { } item || kept.WrittenAt(claim.Position, claim.Item) is not { } written) continue;
            last.RemoveAll(one => ReferenceEquals(one.Item, item));
            last.Add((item, PlainOf(written)));
        }

        last.Sort(static (one, other) => string.CompareOrdinal(one.Item.Id, other.Item.Id));
        return ReadingRows.TraitsOf(last);
    }

    /// <summary>The id of an import and the line of the table in what a claim says of its basis; null for any other.</summary>
    public static (string Import, long Line)? LineOf(Provenance provenance) =>
        provenance is { Source: ValueSource.Import, Basis: { } basis } && basis.LastIndexOf('#') is > 0 and var at && long.TryParse(basis.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? (basis[..at], line) : null;

    private IndexedEntry? EntryOf(KeptSubject kept, IEnumerable<Claim> claims, GovernanceStructure structure)
    {
        var register = kept.Subject.Id.Register;
        var found = FoundIn(structure);
        if (claims.LastOrDefault(claim => found.Of(register, claim.Item) is not null) is not { } said) return null;
        var words = WordsOf(register, TraitsOf(kept, structure));
        return words.Length == 0 ? null : new IndexedEntry(said.Position, kept.Subject.Id, words);
    }

    private static void Note(IEnumerable<Claim> claims, string register, Dictionary<string, (string, long)> lines)
    {
        foreach (var claim in claims)
            if (LineOf(claim.Provenance) is var (import, line) && (!lines.TryGetValue(import, out var known) || known.Item2 < line)) lines[import] = (register, line);
    }

    /// <summary>The item where rows are found and compared by it; null for any other.</summary>
    internal static Item? Found(GovernanceStructure structure, string register, string item) => structure.Items.Of($"{register}.{item}") is [.., { FoundAs: not null } found] ? found : null;

    private FoundItems FoundIn(GovernanceStructure structure) => _found is { } known && known.Structure == structure ? known : _found = new FoundItems(structure);

    /// <summary>As people write it: without the quotes that texts are kept in.</summary>
    private static string PlainOf(string kept) => ReadingGiven.Read(kept) is { IsKnown: true, Kind: ValueKind.Text } value ? value.Text! : kept;
}

/// <summary>The items of a structure by which rows are found.</summary>
internal sealed class FoundItems
{
    private readonly Dictionary<(string Register, string Item), Item> _items = [];

    public FoundItems(GovernanceStructure structure)
    {
        Structure = structure;
        foreach (var id in structure.Items.Ids)
            if (structure.Items.Of(id) is [.., { FoundAs: not null } found]) _items[(found.RegisterId, found.Field)] = found;
    }

    public GovernanceStructure Structure { get; }

    /// <summary>Null for an item by which nothing is found.</summary>
    public Item? Of(string register, string item) => _items.GetValueOrDefault((register, item));
}
