namespace Trellis.Structure.Expressions;

public enum ReasonKind
{
    /// <summary>The facts do not hold the name; whoever waits asks for it.</summary>
    NotGiven,
    DivisionByZero,

    /// <summary>A result beyond 10^18, or a day outside the years 1 to 9999.</summary>
    TooLarge,

    /// <summary>The least, greatest or mean of nothing.</summary>
    EmptyList,

    /// <summary>A limit of half a day laid on a day.</summary>
    NotWhole,

    /// <summary>An age on a day before the birth.</summary>
    NotYetBorn,

    /// <summary>The calendar does not reach the days between which working days are counted.</summary>
    BeyondCalendar,

    /// <summary>The facts hold something of another type than the structure declares.</summary>
    DoesNotFit,

    /// <summary>Lists within lists so long that nobody would wait for the answer.</summary>
    TooMuchWork,
}

/// <summary>Why an answer is not known.</summary>
/// <param name="Name">The path that is not known, as written or as far as it leads; null for the other kinds.</param>
/// <param name="At">Where in the expression.</param>
public sealed record Reason(ReasonKind Kind, string? Name, Extent At)
{
    public Text Says => Kind switch
    {
        ReasonKind.NotGiven => new($"{Name} 尚不知道。", $"{Name} is not known."),
        ReasonKind.DivisionByZero => new("除数为零。", "This divides by zero."),
        ReasonKind.TooLarge => new("结果太大。", "The result is too large."),
        ReasonKind.EmptyList => new("列表是空的。", "The list is empty."),
        ReasonKind.NotWhole => new("期限不是整数。", "The limit is not a whole number."),
        ReasonKind.NotYetBorn => new("这一天在出生之前。", "The day lies before the birth."),
        ReasonKind.BeyondCalendar => new("工作日历没有编到这些日子。", "The calendar does not reach these days."),
        ReasonKind.TooMuchWork => new("列表太长，无法逐项计算。", "The lists are too long to go through."),
        _ => new("数据的类型与结构中声明的不符。", "The facts hold another type than the structure declares."),
    };

    /// <summary>The sentence with the name that people use.</summary>
    public string In(Language language, Func<string, string> name) => Kind != ReasonKind.NotGiven || Name is null
        ? Says.In(language)
        : language == Language.Chinese ? Prose.Chinese($"{name(Name)}尚不知道。") : $"{name(Name)} is not known.";
}
