namespace Trellis.Diagnosis.EventLogs;

/// <summary>What a column of a log can be to us.</summary>
public enum LogRole
{
    Case,
    Activity,
    Resource,
    Group,
    Level,
    Time,
    Start,
    Deadline,
    Type,
    StepDeadline,
    Outcome,
}

/// <summary>
/// Tells which column plays which role. The usual names are known without regard to case, and with space, hyphen and underscore alike;
/// a name spelt exactly beats any other, then the order below decides. What the user maps by hand beats everything.
/// </summary>
public sealed class LogColumns
{
    private static readonly string[][] UsualNames =
    [
        /* Case     */ ["case:concept:name", "case_id", "case", "caseid", "案件编号", "事项编号", "工单编号", "案件号", "工单号"],
        /* Activity */ ["concept:name", "activity", "activity_name", "task", "环节", "办理环节", "活动", "步骤"],
        /* Resource */ ["org:resource", "resource", "user", "经办人", "办理人", "处理人"],
        /* Group    */ ["org:group", "group", "unit", "单位", "办理单位", "承办单位", "部门"],
        /* Level    */ ["level", "层级", "级别"],
        /* Time     */ ["time:timestamp", "timestamp", "time", "end_time", "end", "complete_timestamp", "时间", "办理时间", "结束时间", "完成时间", "date", "日期"],
        /* Start    */ ["start_time", "start", "start_timestamp", "开始时间"],
        /* Deadline */ ["case:deadline", "deadline", "due", "期限", "办理期限", "截止时间"],
        /* Type     */ ["type", "case:type", "matter_type", "case_type", "case:matter_type", "事项类型", "业务类型", "类型"],
        /* StepDeadline */ ["step_deadline", "step_due", "task_deadline", "activity_deadline", "环节期限", "环节时限", "环节截止时间"],
        /* Outcome  */ ["outcome", "result", "办理结果", "处理结果", "结果"],
    ];

    public static IReadOnlyList<LogRole> Roles { get; } = Enum.GetValues<LogRole>();

    private readonly Dictionary<LogRole, string> _mapped;

    public LogColumns(IReadOnlyDictionary<LogRole, string>? mapped = null) => _mapped = mapped is null ? [] : new Dictionary<LogRole, string>(mapped);

    public static string Word(LogRole role) => role switch
    {
        LogRole.Case => "case",
        LogRole.Activity => "activity",
        LogRole.Resource => "resource",
        LogRole.Group => "group",
        LogRole.Level => "level",
        LogRole.Time => "time",
        LogRole.Start => "start",
        LogRole.Deadline => "deadline",
        LogRole.Type => "type",
        LogRole.StepDeadline => "step-deadline",
        LogRole.Outcome => "outcome",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    public static IReadOnlyList<string> NamesOf(LogRole role) => UsualNames[(int)role];

    /// <summary>The column a user named for a role, or null.</summary>
    public string? Mapped(LogRole role) => _mapped.GetValueOrDefault(role);

    /// <summary>How well a column name fits a role: lower is better, null is not at all.</summary>
    public int? Rank(LogRole role, string column)
    {
        if (_mapped.TryGetValue(role, out var asked)) return string.Equals(asked, column, StringComparison.Ordinal) ? 0 : null;
        var usual = UsualNames[(int)role];
        for (var rank = 0; rank < usual.Length; rank++)
            if (string.Equals(usual[rank], column, StringComparison.Ordinal)) return rank;
        for (var rank = 0; rank < usual.Length; rank++)
            if (SameLetters(usual[rank], column)) return usual.Length + rank;
        return null;
    }

    /// <summary>The column of a header for each role, -1 where there is none. Refuses when case, activity or time is missing.</summary>
    public int[] Recognise(IReadOnlyList<string> header, string place)
    {
        var columns = new int[Roles.Count];
        foreach (var role in Roles)
        {
            columns[(int)role] = -1;
            var best = int.MaxValue;
            for (var column = 0; column < header.Count; column++)
            {
                if (Rank(role, header[column]) is not { } rank || rank >= best) continue;
                best = rank;
                columns[(int)role] = column;
            }
        }

        RefuseUnknown(header, place);
        RefuseMissing(columns, header, place);
        return columns;
    }

    /// <summary>Refuses when a column that the user named is not there.</summary>
    public void RefuseUnknown(IReadOnlyList<string> header, string place)
    {
        foreach (var role in Roles)
        {
            if (Mapped(role) is not { } asked || header.Contains(asked, StringComparer.Ordinal)) continue;
            throw new UnusableInput(
                $"There is no column \"{Shown(asked)}\" to take as {Word(role)}.",
                $"{Nearest(asked, header)} The columns are: {Listed(header)}.", place);
        }
    }

    private void RefuseMissing(int[] columns, IReadOnlyList<string> header, string place)
    {
        List<LogRole> missing = [];
        foreach (var role in (ReadOnlySpan<LogRole>)[LogRole.Case, LogRole.Activity, LogRole.Time])
            if (columns[(int)role] < 0) missing.Add(role);
        if (missing.Count == 0) return;

        var taken = new HashSet<int>(columns);
        var free = new List<string>();
        for (var column = 0; column < header.Count; column++)
            if (!taken.Contains(column) && header[column].Length > 0) free.Add(header[column]);
        var suggestions = new List<string>();
        foreach (var role in missing)
        {
            var near = Closest(role, free);
            if (near is not null) free.Remove(near);
            suggestions.Add($"{Word(role)}={Shown(near ?? "COLUMN")}");
        }

        var words = string.Join(" and ", missing.ConvertAll(Word));
        throw new UnusableInput(
            $"No column was recognised as {words}.",
            $"Say which it is, for example: --map {string.Join(',', suggestions)}. The columns are: {Listed(header)}.", place);
    }

    /// <summary>The free column that sounds most like the role, null when none does: contains a usual name, or differs from it in less than half its letters.</summary>
    private static string? Closest(LogRole role, List<string> free)
    {
        string? best = null;
        var least = int.MaxValue;
        foreach (var column in free)
        {
            foreach (var usual in UsualNames[(int)role])
            {
                var distance = column.Contains(usual, StringComparison.OrdinalIgnoreCase) ? 0 : NearNames.Distance(usual, column, limit: 64);
                if (distance >= least || (distance > 0 && distance * 2 >= Math.Min(usual.Length, column.Length))) continue;
                least = distance;
                best = column;
            }
        }

        return best;
    }

    private static string Nearest(string asked, IReadOnlyList<string> header) =>
        NearNames.Nearest(asked, header) is { } near ? $"Did you mean \"{Shown(near)}\"?" : "Check the spelling.";

    private static string Listed(IReadOnlyList<string> header)
    {
        var shown = new List<string>();
        foreach (var column in header)
        {
            if (shown.Count == 30)
            {
                shown.Add($"and {header.Count - 30} more");
                break;
            }

            shown.Add(column.Length == 0 ? "(unnamed)" : Shown(column));
        }

        return string.Join(", ", shown);
    }

    private static string Shown(string name) => Excerpt.Of(name, 60);

    private static bool SameLetters(string usual, string column)
    {
        if (string.Equals(usual, column, StringComparison.OrdinalIgnoreCase)) return true;
        return string.Equals(Plain(usual), Plain(column), StringComparison.OrdinalIgnoreCase);

        static string Plain(string name) => name.Trim().Replace(' ', '_').Replace('-', '_');
    }
}
