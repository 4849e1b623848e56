using Trellis.Structure;

namespace Trellis.Pilots.Plans;

/// <summary>Single words of a plan, in both languages.</summary>
internal static class PlanWords
{
    public static Text Of(StepKind kind) => kind switch
    {
        StepKind.Receive => new("受理", "receive"),
        StepKind.Check => new("核查", "check"),
        StepKind.Perform => new("办理", "perform"),
        StepKind.Consult => new("征求意见", "consult"),
        StepKind.Resolve => new("议决", "resolve"),
        StepKind.Agree => new("商定", "agree"),
        StepKind.Decide => new("决定", "decide"),
        StepKind.Deliver => new("送达", "deliver"),
        StepKind.Notify => new("告知", "notify"),
        StepKind.Confirm => new("确认", "confirm"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such step."),
    };

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

    public static Text Asker(string word) => word switch
    {
        "resident" => new("居民", "residents"),
        "firm" => new("企业", "firms"),
        "association" => new("社会组织", "associations"),
        "community" => new("村和社区", "villages and neighbourhoods"),
        "government" => new("政府部门", "offices"),
        _ => new(word, word),
    };
}
