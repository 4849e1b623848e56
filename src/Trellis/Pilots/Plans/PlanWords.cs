using Trellis.Structure;

namespace Trellis.Pilots.Plans;

/// <summary>Single words of a plan, in both languages.</summary>
internal static class PlanWords
{
    public static Text Of(EntryChangeKind kind) => kind switch
    {
        EntryChangeKind.Added => new("新增", "added"),
        EntryChangeKind.Removed => new("删去", "removed"),
        EntryChangeKind.Changed => new("改动", "changed"),
        EntryChangeKind.Renamed => new("改标识", "renamed"),
        EntryChangeKind.Replaced => new("代替", "replaced"),
        EntryChangeKind.Reworded => new("改措辞", "reworded"),
        EntryChangeKind.Moved => new("移动", "moved"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such change."),
    };
}
