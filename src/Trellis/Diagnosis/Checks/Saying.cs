using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>How findings name things: the name that people know, and the id that stands in the files.</summary>
internal static class Saying
{
    /// <summary>How many of a list are said one by one; the rest is counted.</summary>
    private const int MostSaid = 4;

    /// <summary>An entry without a name is called by its id alone.</summary>
    public static Text Of(Entry entry) => entry.Name is var name && name.Zh == entry.Id
        ? new($"「{entry.Id}」", $"\"{entry.Id}\"")
        : new($"「{name.Zh}」（{entry.Id}）", $"\"{name.En}\" ({entry.Id})");

    public static Text Of(UnitOnDay unit) => new($"{unit.Unit.Name.Zh}（{unit.Id}）", $"{unit.Unit.Name.En} ({unit.Id})");

    /// <summary>A unit or group by its name; the id alone where there is none by that name.</summary>
    public static Text Of(CheckContext context, string unitOrGroup) =>
        context.Day.Unit(unitOrGroup) is { } unit ? Of(unit)
        : context.Structure.Groups.On(unitOrGroup, context.Date) is { } group ? new($"{group.Name.Zh}（{group.Id}）", $"{group.Name.En} ({group.Id})")
        : context.Structure.Units.Of(unitOrGroup) is [.., var ended] ? new($"{ended.Name.Zh}（{ended.Id}）", $"{ended.Name.En} ({ended.Id})")
        : new(unitOrGroup, unitOrGroup);

    /// <summary>A post by its name, with the unit or group it is written at.</summary>
    public static Text Of(CheckContext context, PostName post)
    {
        var name = context.Structure.Posts.Of(post.Post) is [var row, ..] ? row.Name : new Text(post.Post, post.Post);
        return new($"{name.Zh}（{post}）", $"{name.En} ({post})");
    }

    /// <summary>"A, B, C", and how many more where there are many.</summary>
    public static Text List(IReadOnlyCollection<Text> texts)
    {
        if (texts.Count > MostSaid)
        {
            var some = texts.Take(MostSaid - 1).ToList();
            return new($"{string.Join('、', some.Select(static text => text.Zh))} 等 {texts.Count} 项", $"{string.Join(", ", some.Select(static text => text.En))} and {texts.Count - some.Count} more");
        }

        return new(string.Join('、', texts.Select(static text => text.Zh)), string.Join(", ", texts.Select(static text => text.En)));
    }

    /// <summary>The verb that fits so many.</summary>
    public static string Verb<T>(IReadOnlyCollection<T> subjects, string one, string many) => subjects.Count == 1 ? one : many;

    /// <summary>Units by name; of many only how many.</summary>
    public static Text Places(IReadOnlyCollection<UnitOnDay> units) => units.Count <= MostSaid
        ? List([.. units.Select(Of)])
        : new($"{units.First().Unit.Name.Zh} 等 {units.Count} 个单位", $"{units.First().Unit.Name.En} and {units.Count - 1} other units");
}
