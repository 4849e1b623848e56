using Trellis.Structure;

namespace Trellis.Pilots.Plans;

/// <summary>How a plan names things: the name that people know first, the id where somebody has to find it.</summary>
internal static class Saying
{
    /// <summary>How many of a list are said one by one; the rest is counted.</summary>
    private const int MostSaid = 6;

    public static Text Of(Entry entry, Side side) => Of(entry.Name, side.Id(entry));

    public static Text Of(Text name, string id) => new($"「{name.Zh}」（{id}）", $"\"{name.En}\" ({id})");

    public static Text Of(Entry? entry, string id, Side side) => entry is null ? new(id, id) : Of(entry, side);

    public static Text Post(string post, Text name) => new($"{name.Zh}（{post}）", $"{name.En} ({post})");

    public static Text Item(Side side, string fact)
    {
        if (side.Structure.Items.On(fact, side.Day) is { } item) return Of(item, side);
        var dot = fact.LastIndexOf('.');
        if (dot > 0)
            foreach (var one in side.Structure.Items.All)
                if (one.Field == fact[(dot + 1)..] && one.HoldsOn(side.Day)) return Of(one.Name, fact);
        return new(fact, fact);
    }

    public static Text List(IReadOnlyCollection<Text> texts)
    {
        if (texts.Count > MostSaid)
        {
            var some = texts.Take(MostSaid - 1).ToList();
            return new($"{string.Join('、', some.Select(static text => text.Zh))}等 {texts.Count} 项", $"{string.Join(", ", some.Select(static text => text.En))} and {texts.Count - some.Count} more");
        }

        return new(string.Join('、', texts.Select(static text => text.Zh)), string.Join(", ", texts.Select(static text => text.En)));
    }

    public static Text Units(IReadOnlyList<UnitName> units, int most = MostSaid)
    {
        if (units.Count <= most) return new(string.Join('、', units.Select(static unit => unit.Name.Zh)), string.Join(", ", units.Select(static unit => unit.Name.En)));
        var some = units.Take(most - 1).ToList();
        return new($"{string.Join('、', some.Select(static unit => unit.Name.Zh))}等 {units.Count} 处", $"{string.Join(", ", some.Select(static unit => unit.Name.En))} and {units.Count - some.Count} more");
    }

    public static Text Join(Text one, Text other) => new(one.Zh + other.Zh, one.En + other.En);
}
