using Trellis.Diagnosis.Checks.Meanings;
using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>
/// Two items that may mean the same, with how probable it is and how much of each part of the one the other says, too, 0 to 1;
/// null where one of the two has no definition.
/// </summary>
/// <param name="One">Written first.</param>
/// <param name="Other">Written later.</param>
/// <param name="Likeness">How probable it is that they are one fact, 0 to 1.</param>
/// <param name="ChineseNames">How much of the Chinese names is in the other item, name or definition.</param>
/// <param name="EnglishNames">Likewise in English.</param>
/// <param name="ChineseMeanings">How much of the Chinese definitions is in the other item.</param>
/// <param name="EnglishMeanings">Likewise in English.</param>
/// <param name="SameType">Their types are one, and not only near each other.</param>
/// <param name="ChineseTakenAsOne">Words of the Chinese names that were taken as one with other words there.</param>
/// <param name="EnglishTakenAsOne">Likewise in English.</param>
public sealed record LikeItems(
    Item One,
    Item Other,
    double Likeness,
    double ChineseNames,
    double EnglishNames,
    double? ChineseMeanings,
    double? EnglishMeanings,
    bool SameType,
    IReadOnlyList<(string Mine, string Theirs)> ChineseTakenAsOne,
    IReadOnlyList<(string Mine, string Theirs)> EnglishTakenAsOne);

/// <summary>
/// Finds items that probably mean the same under different names. Their names and definitions in both languages are cut into words;
/// words that offices use for one thing are taken as one. A name is looked for in the other's name and definition, because an office that
/// uses another word often explains it by ours. Words that tell facts apart, other numbers, and a name that is the other's with one word
/// exchanged speak against a pair. <see cref="Meanings.Likeness"/> weighs all this, with weights fitted on pairs as offices write them.
/// <see cref="Item.SameAs"/> and <see cref="Item.DiffersFrom"/>, in either direction, settle a pair: it is not told.
/// Of the pairs of an item only the likest is told, see <see cref="Likest"/>. Not all pairs are compared: candidates share enough words by an index, so thousands of items take little time.
/// </summary>
public static class SameMeaning
{
    /// <summary>Pairs that are at least so alike, each once, in the order of the items.</summary>
    public static IReadOnlyList<LikeItems> Pairs(IReadOnlyList<Item> items, double at)
    {
        if (items.Count < 2) return [];
        var tellings = new Telling[items.Count];
        for (var index = 0; index < items.Count; index++) tellings[index] = Of(items[index]);
        var settled = new Settled(items);
        var candidates = new Candidates(items.Count);
        var pairs = new List<(int One, int Other, double Likeness)>();
        for (var index = 0; index < items.Count; index++)
        {
            foreach (var earlier in candidates.Of(tellings[index]))
            {
                if (LikenessOfTypes(tellings[earlier].Type, tellings[index].Type) == 0) continue;
                // What points at a register is no fact that stands in it.
                if (items[earlier].Type == items[index].RegisterId || items[index].Type == items[earlier].RegisterId) continue;
                if (items[earlier].Id == items[index].Id || settled.Has(items[earlier], items[index])) continue;
                var aspects = Likeness.Of(tellings[earlier], tellings[index]);
                if (Likeness.Weigh(aspects) is var likeness && likeness >= at) pairs.Add((earlier, index, likeness));
            }
        }

        return [.. Likest(pairs, items.Count).Select(pair => Told(items[pair.One], items[pair.Other], tellings[pair.One], tellings[pair.Other], pair.Likeness))];
    }

    /// <summary>
    /// Pairs of which neither half is more like a third item. A fact seldom stands under more than two names, so who has found a partner is
    /// most probably no partner of another. Of three names of one fact the two likest are told first, and the third when these are settled.
    /// </summary>
    private static IEnumerable<(int One, int Other, double Likeness)> Likest(List<(int One, int Other, double Likeness)> pairs, int items)
    {
        var best = new double[items];
        foreach (var (one, other, likeness) in pairs)
        {
            best[one] = Math.Max(best[one], likeness);
            best[other] = Math.Max(best[other], likeness);
        }

        return pairs.Where(pair => pair.Likeness >= best[pair.One] && pair.Likeness >= best[pair.Other]);
    }

    /// <summary>1 for the same, 0 where two values can never be the same fact.</summary>
    internal static double LikenessOfTypes(string one, string other)
    {
        if (one == other) return 1;
        var (a, b) = (FamilyOf(one), FamilyOf(other));
        if (a == b && a is "number" or "words") return 0.9;
        return (a, b) switch
        {
            ("words", "code") or ("code", "words") => 0.6,
            ("day", "time") or ("time", "day") => 0.6,
            ("place", "words") or ("words", "place") => 0.5,
            _ => 0,
        };
    }

    private static string FamilyOf(string type) => type switch
    {
        "number" or "people" or "cases" or "pieces" or "points" => "number",
        "text" or "document" => "words",
        "yes-no" or "day" or "time" or "money" or "area" or "length" or "weight" or "sound" or "share" or "duration" or "place" => type,
        _ when type.StartsWith("list of ", StringComparison.Ordinal) => "list",
        _ => "code",
    };

    internal static Telling Of(Item item) => new(item.Type, item.RegisterId, item.Name, item.Means);

    private static LikeItems Told(Item one, Item other, Telling mine, Telling theirs, double likeness)
    {
        var both = mine.HasMeaning && theirs.HasMeaning;
        return new(
            one,
            other,
            likeness,
            Shared(mine.ChineseName, theirs.Chinese, theirs.ChineseName, mine.Chinese),
            Shared(mine.EnglishName, theirs.English, theirs.EnglishName, mine.English),
            both ? Shared(mine.ChineseMeaning, theirs.Chinese, theirs.ChineseMeaning, mine.Chinese) : null,
            both ? Shared(mine.EnglishMeaning, theirs.English, theirs.EnglishMeaning, mine.English) : null,
            one.Type == other.Type,
            mine.ChineseName.TakenAsOne(theirs.ChineseName),
            mine.EnglishName.TakenAsOne(theirs.EnglishName));
    }

    private static double Shared(Wording one, Wording wholeOther, Wording other, Wording wholeOne) => (one.SaidBy(wholeOther) + other.SaidBy(wholeOne)) / 2;

    /// <summary>What the structure itself says about two items.</summary>
    private sealed class Settled
    {
        private readonly Dictionary<string, string> _same = new(StringComparer.Ordinal);
        private readonly HashSet<(string, string)> _differ = [];

        public Settled(IReadOnlyList<Item> items)
        {
            foreach (var item in items)
            {
                foreach (var same in item.SameAs)
                {
                    var (one, other) = (Root(item.Id), Root(same.Id));
                    if (one != other) _same[one] = other;
                }

                foreach (var differs in item.DiffersFrom)
                {
                    _differ.Add((item.Id, differs.Id));
                    _differ.Add((differs.Id, item.Id));
                }
            }
        }

        public bool Has(Item one, Item other) => _differ.Contains((one.Id, other.Id)) || (_same.Count > 0 && Root(one.Id) == Root(other.Id));

        private string Root(string id)
        {
            while (_same.TryGetValue(id, out var next)) id = next;
            return id;
        }
    }

    /// <summary>Items by the words they hold, so that only those are compared which have enough in common.</summary>
    private sealed class Candidates(int count)
    {
        /// <summary>Words that more items share than this say too little to look further.</summary>
        private const int MostShared = 600;

        /// <summary>As much as two words that tell much, or four that tell something.</summary>
        private const double Enough = 1.5;

        private readonly Dictionary<int, List<int>> _holders = [];
        private readonly double[] _shared = new double[count];
        private int _next;

        /// <summary>Those given before that have enough in common with this one, in order; it is one of them from now on.</summary>
        public List<int> Of(Telling telling)
        {
            var found = new List<int>();
            foreach (var (key, weight) in telling.Keys)
            {
                if (!_holders.TryGetValue(key, out var holders)) _holders.Add(key, holders = []);
                if (holders.Count <= MostShared)
                {
                    foreach (var holder in holders)
                    {
                        if (_shared[holder] == 0) found.Add(holder);
                        _shared[holder] += weight;
                    }
                }

                holders.Add(_next);
            }

            found.Sort();
            found.RemoveAll(holder =>
            {
                var enough = _shared[holder] >= Enough;
                _shared[holder] = 0;
                return !enough;
            });
            _next++;
            return found;
        }
    }
}
