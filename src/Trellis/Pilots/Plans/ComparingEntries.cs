using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Vocabulary;

namespace Trellis.Pilots.Plans;

/// <summary>What stands in the files of two structures, entry by entry: what is new, gone, different, renamed; and what is only worded or filed otherwise.</summary>
internal sealed class ComparingEntries
{
    private static readonly string[] Days = ["from", "to"];

    // What an overlay holds is compared entry by entry.
    private static readonly string[] Inner = ["add", "replace", "withdraw"];

    private readonly Renames _renames;
    private readonly List<EntryChange> _changes = [];
    private readonly List<EntryChange> _wording = [];

    // For each changed entry what it says on which days, dates aside: so the days are found on which the change shows.
    private readonly List<(List<Entry> Before, List<Entry> After)> _differing = [];

    private readonly Dictionary<Entry, ulong> _said = [];
    private readonly Dictionary<string, ulong> _numbers = new(StringComparer.Ordinal);
    private bool _rootDiffers;

    private ComparingEntries(Renames renames) => _renames = renames;

    public IReadOnlyList<EntryChange> Changes => _changes;

    public IReadOnlyList<EntryChange> Wording => _wording;

    /// <summary>Kinds of which some entry differs.</summary>
    public HashSet<Kind> Kinds { get; } = [];

    public static ComparingEntries Compare(GovernanceStructure before, GovernanceStructure after, Renames renames)
    {
        var comparing = new ComparingEntries(renames);
        comparing.CompareRoots(before, after);
        var earlier = Gather(before, renames);
        var later = Gather(after, Renames.None);
        foreach (var (key, old) in earlier)
            comparing.ComparePair(old, later.GetValueOrDefault(key) ?? []);
        foreach (var (key, @new) in later)
            if (!earlier.ContainsKey(key)) comparing.ComparePair([], @new);
        comparing.DescribeReplacements(after);
        comparing.CompareWithdrawals(before, after);
        comparing._changes.Sort(ByPlace);
        comparing._wording.Sort(ByPlace);
        return comparing;
    }

    /// <summary>The days from one on which the two structures differ in a way that they did not differ the day before; the first is the first day on which they differ at all.</summary>
    public IReadOnlyList<DateOnly> DaysFrom(DateOnly first)
    {
        var days = new SortedSet<DateOnly> { first };
        foreach (var (before, after) in _differing)
        {
            foreach (var entry in before.Concat(after))
            {
                if (entry.From > first) days.Add(entry.From);
                if (entry.To >= first && entry.To < DateOnly.MaxValue) days.Add(entry.To.AddDays(1));
            }
        }

        var shown = new List<DateOnly>();
        var last = _rootDiffers ? ulong.MaxValue : 0UL;
        if (_rootDiffers) shown.Add(first);
        foreach (var day in days)
        {
            var state = StateOn(day);
            if (state != last && !(shown.Count == 1 && shown[0] == day)) shown.Add(day);
            last = state;
        }

        return shown;
    }

    /// <summary>Which of the differing entries differ on a day, and how; 0 where none does.</summary>
    private ulong StateOn(DateOnly day)
    {
        var state = 0UL;
        for (var at = 0; at < _differing.Count; at++)
        {
            var (before, after) = _differing[at];
            var (was, now) = (SaidOn(before, day, _renames), SaidOn(after, day, Renames.None));
            if (was == now) continue;
            state = unchecked((((state ^ (uint)at) * 1099511628211UL ^ was) * 1099511628211UL ^ now) * 1099511628211UL) | 1;
        }

        return state;
    }

    /// <summary>What the spells of an entry that hold on a day say, as a number: the same where they say the same.</summary>
    private ulong SaidOn(List<Entry> entries, DateOnly day, Renames renames)
    {
        var sum = 0UL;
        foreach (var entry in entries)
        {
            if (!entry.HoldsOn(day)) continue;
            if (!_said.TryGetValue(entry, out var number))
            {
                var said = Said(entry, renames);
                if (!_numbers.TryGetValue(said, out number)) _numbers.Add(said, number = unchecked((ulong)(_numbers.Count + 1) * 0x9E3779B97F4A7C15UL));
                _said.Add(entry, number);
            }

            sum = unchecked(sum + number); // spells of one day come in any order
        }

        return sum;
    }

    private static string Said(Entry entry, Renames renames) =>
        string.Join(',', Prints.Keys(entry, withWording: false, renames).Where(static part => !Days.Contains(part.Key) && part.Key != "formerly").Select(static part => $"{part.Key}:{part.Value}"));

    private static Dictionary<string, List<Entry>> Gather(GovernanceStructure structure, Renames renames)
    {
        var gathered = new Dictionary<string, List<Entry>>(StringComparer.Ordinal);
        foreach (var entry in structure.Entries)
            if (entry.Kind is not (Kind.Level or Kind.UnitType)) Put(entry, ""); // these are part of structure.yaml
        foreach (var overlay in structure.Overlays.All)
        {
            foreach (var added in overlay.Adds) Put(added, overlay.Id + "+");
            foreach (var replacement in overlay.Replaces) Put(replacement.Entry, overlay.Id + "=");
        }

        return gathered;

        void Put(Entry entry, string where)
        {
            // Several rows may share the id of a post, and one actor may sit in several posts.
            var which = entry switch
            {
                Post post => renames.NowUnit(post.Where.Id ?? ""),
                Seat seat => $"{renames.Now(Kind.Post, seat.Post.Post ?? "")}@{renames.NowUnit(seat.Post.At ?? "")}",
                Stock stock => renames.NowUnit(stock.Unit.Id ?? ""),
                _ => "",
            };
            var key = $"{where}{(int)entry.Kind}/{renames.Now(entry.Kind, entry.Id)} {which}";
            if (!gathered.TryGetValue(key, out var list)) gathered.Add(key, list = new List<Entry>(1));
            list.Add(entry);
        }
    }

    /// <summary>All spells of one entry: those that say the same first, then those that begin on the same day, then what is left in the order of days.</summary>
    private void ComparePair(List<Entry> before, List<Entry> after)
    {
        if (before is [var one] && after is [var other])
        {
            CompareOne(one, other);
            return;
        }

        var (old, @new) = (before.OrderBy(static entry => entry.From).ToList(), after.OrderBy(static entry => entry.From).ToList());
        Match((was, now) => Same(was, now));
        Match(static (was, now) => was.From == now.From);
        while (old.Count > 0 && @new.Count > 0)
        {
            CompareOne(old[0], @new[0]);
            old.RemoveAt(0);
            @new.RemoveAt(0);
        }

        foreach (var gone in old) Differ(new EntryChange(EntryChangeKind.Removed, gone.Address, null, gone.Name, gone.Overlay?.Id, gone.At, []), [gone], []);
        foreach (var added in @new) Differ(new EntryChange(EntryChangeKind.Added, added.Address, null, added.Name, added.Overlay?.Id, added.At, []), [], [added]);

        void Match(Func<Entry, Entry, bool> alike)
        {
            for (var at = old.Count - 1; at >= 0; at--)
            {
                var found = @new.FindIndex(now => alike(old[at], now));
                if (found < 0) continue;
                CompareOne(old[at], @new[found]);
                old.RemoveAt(at);
                @new.RemoveAt(found);
            }
        }
    }

    private bool Same(Entry before, Entry after) => WrittenAlike(before, after) || Said(before, _renames) == Said(after, Renames.None) && before.From == after.From && before.To == after.To;

    /// <summary>The same bytes say the same, unless something they name is called otherwise; in a table the heads of the columns count too.</summary>
    private bool WrittenAlike(Entry before, Entry after) =>
        _renames.Count == 0 && before.Node.Bytes.SequenceEqual(after.Node.Bytes) && before.Node.File.IsTable == after.Node.File.IsTable
        && (!before.Node.File.IsTable || before.Node.File.Line(1) == after.Node.File.Line(1));

    private void CompareOne(Entry before, Entry after)
    {
        var moved = before.At.Path != after.At.Path;
        if (!WrittenAlike(before, after))
        {
            var skip = before.Kind == Kind.Overlay ? Inner : [];
            var renamed = before.Id != after.Id;
            var keys = KeysThatDiffer(Prints.Keys(before, withWording: false, _renames), Prints.Keys(after, withWording: false, Renames.None), [.. skip, "formerly"]);
            if (renamed || keys.Count > 0)
            {
                var kind = renamed ? EntryChangeKind.Renamed : EntryChangeKind.Changed;
                Differ(new EntryChange(kind, after.Address, renamed ? before.Address : null, after.Name, after.Overlay?.Id, after.At, Detail(before.Node, after.Node, keys)), [before], [after]);
                return;
            }

            var worded = KeysThatDiffer(Prints.Keys(before, withWording: true, _renames), Prints.Keys(after, withWording: true, Renames.None), [.. skip, "formerly"]);
            if (worded.Count > 0)
            {
                _wording.Add(new EntryChange(EntryChangeKind.Reworded, after.Address, moved ? before.At.Path : null, after.Name, after.Overlay?.Id, after.At, Detail(before.Node, after.Node, worded)));
                return;
            }
        }

        if (moved) _wording.Add(new EntryChange(EntryChangeKind.Moved, after.Address, before.At.Path, after.Name, after.Overlay?.Id, after.At, []));
    }

    private void CompareRoots(GovernanceStructure before, GovernanceStructure after)
    {
        if (!before.Root.Exists || !after.Root.Exists) return;
        var at = new Mark(after.Root.File, after.Root.Start, 1);
        var keys = KeysThatDiffer(Prints.Keys(before, withWording: false, _renames), Prints.Keys(after, withWording: false, Renames.None), []);
        if (keys.Count > 0)
        {
            _rootDiffers = true;
            Kinds.Add(Kind.Structure);
            Kinds.Add(Kind.UnitType);
            _changes.Add(new EntryChange(EntryChangeKind.Changed, $"structure/{after.Id}", null, after.Name, null, at, Detail(before.Root, after.Root, keys)));
            return;
        }

        var worded = KeysThatDiffer(Prints.Keys(before, withWording: true, _renames), Prints.Keys(after, withWording: true, Renames.None), []);
        if (worded.Count > 0) _wording.Add(new EntryChange(EntryChangeKind.Reworded, $"structure/{after.Id}", null, after.Name, null, at, Detail(before.Root, after.Root, worded)));
    }

    /// <summary>An overlay that stands in both may withdraw other entries than before.</summary>
    private void CompareWithdrawals(GovernanceStructure before, GovernanceStructure after)
    {
        foreach (var overlay in after.Overlays.All)
        {
            if (before.Overlays.Of(overlay.Id) is not [var was, ..]) continue;
            var (old, @new) = (was.Withdraws.Select(one => _renames.NowAddress(one.ToString())).ToHashSet(StringComparer.Ordinal), overlay.Withdraws.Select(static one => one.ToString()).ToHashSet(StringComparer.Ordinal));
            if (old.SetEquals(@new)) continue;
            Differ(new EntryChange(EntryChangeKind.Changed, overlay.Address, null, overlay.Name, null, overlay.At,
                [new KeyChange("withdraw", Joined(old.Except(@new, StringComparer.Ordinal)), Joined(@new.Except(old, StringComparer.Ordinal)))]), [was], [overlay]);
        }

        static string? Joined(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;
    }

    /// <summary>An entry that comes to stand in place of the base's, in some places, says what it says otherwise.</summary>
    private void DescribeReplacements(GovernanceStructure after)
    {
        for (var at = 0; at < _changes.Count; at++)
        {
            var change = _changes[at];
            if (change is not { Kind: EntryChangeKind.Added, Overlay: { } id } || after.Overlays.Of(id) is not [var overlay, ..]) continue;
            if (overlay.Replaces.FirstOrDefault(one => one.Entry.At == change.At)?.Entry is not { } replacement || after.Find(replacement.Kind, replacement.Id) is not [var known, ..]) continue;
            var keys = KeysThatDiffer(Prints.Keys(known, withWording: false, Renames.None), Prints.Keys(replacement, withWording: false, Renames.None), []);
            _changes[at] = change with { Kind = EntryChangeKind.Replaced, Keys = Detail(known.Node, replacement.Node, keys) };
        }
    }

    private void Differ(EntryChange change, List<Entry> before, List<Entry> after)
    {
        _changes.Add(change);
        _differing.Add((before, after));
        foreach (var entry in before.Concat(after)) Kinds.Add(entry.Kind);
    }

    private static List<string> KeysThatDiffer(IReadOnlyList<(string Key, string Value)> before, IReadOnlyList<(string Key, string Value)> after, IReadOnlyList<string> without)
    {
        var old = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in before) old[key] = value;
        var differing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in after)
            if (!old.Remove(key, out var was) || was != value) differing.Add(key);
        differing.UnionWith(old.Keys);
        differing.ExceptWith(without);
        return [.. differing];
    }

    private static List<KeyChange> Detail(Node before, Node after, List<string> keys)
    {
        var changes = new List<KeyChange>();
        foreach (var key in keys) Detail(ValueOf(before, key), ValueOf(after, key), key, changes, 0);
        return changes;
    }

    private static Node ValueOf(Node map, string key)
    {
        foreach (var (name, value) in map.Pairs)
            if (name.Text == key) return value;
        return default;
    }

    private static void Detail(Node before, Node after, string key, List<KeyChange> changes, int depth)
    {
        if (before.IsMap && after.IsMap && depth < 6)
        {
            var names = new List<string>();
            foreach (var (name, _) in before.Pairs) names.Add(name.Text);
            foreach (var (name, _) in after.Pairs)
                if (!names.Contains(name.Text, StringComparer.Ordinal)) names.Add(name.Text);
            foreach (var name in names) Detail(ValueOf(before, name), ValueOf(after, name), $"{key}.{name}", changes, depth + 1);
            return;
        }

        if (key == "flow" || key.EndsWith(".flow", StringComparison.Ordinal))
        {
            changes.Add(new KeyChange(key, null, null)); // told step by step elsewhere
            return;
        }

        if (before.IsList && after.IsList)
        {
            var (old, @new) = (Elements(before), Elements(after));
            foreach (var element in old.ToList())
                if (@new.Remove(element)) old.Remove(element);
            if (old.Count > 0 || @new.Count > 0) changes.Add(new KeyChange(key, old.Count == 0 ? null : Cut(string.Join(", ", old)), @new.Count == 0 ? null : Cut(string.Join(", ", @new))));
            return;
        }

        var (was, now) = (Bare(Written(before), before), Bare(Written(after), after));
        if (was != now) changes.Add(new KeyChange(key, was is null ? null : Cut(was), now is null ? null : Cut(now)));
    }

    private static List<string> Elements(Node list)
    {
        var elements = new List<string>();
        foreach (var element in list.Elements) elements.Add(Written(element) ?? "");
        return elements;
    }

    /// <summary>A value on one line.</summary>
    private static string? Written(Node node)
    {
        if (!node.Exists) return null;
        if (node.IsScalar) return string.Join(' ', node.Text.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        var parts = new List<string>();
        foreach (var element in node.Elements) parts.Add(Written(element) ?? "");
        foreach (var (key, value) in node.Pairs) parts.Add($"{key.Text}: {Written(value)}");
        return node.IsList ? $"[{string.Join(", ", parts)}]" : $"{{{string.Join(", ", parts)}}}";
    }

    private static string? Bare(string? written, Node node) => node.IsList && written is not null ? written[1..^1] : written;

    private static string Cut(string text) => Excerpt.Of(text, 160);

    private static int ByPlace(EntryChange one, EntryChange other) =>
        Mark.Compare(one.At, other.At) is var marks and not 0 ? marks : string.CompareOrdinal(one.Address, other.Address);
}
