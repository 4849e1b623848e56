using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

/// <summary>What a name or an expression holds.</summary>
public abstract record FactType
{
    private FactType() { }

    /// <summary>Not known, because what it stands on is wrong already; fits everything, so that one fault is reported once.</summary>
    public static FactType NotKnown { get; } = new Unsettled();

    public static FactType YesNo { get; } = new YesOrNo();

    public static FactType Number { get; } = new PlainNumber();

    public static FactType Text { get; } = new Words();

    public static FactType Day { get; } = new ADay();

    public static FactType Time { get; } = new TimeOfDay();

    public static FactType Moment { get; } = new Instant();

    public static FactType Place { get; } = new APlace();

    public static FactType Document { get; } = new ADocument();

    /// <summary>A duration counted in one way or another; see <see cref="AnyLimit"/>.</summary>
    public static FactType Limit { get; } = new AnyLimit();

    public static FactType Of(Dimension dimension) => new Measured(dimension);

    public static FactType Codes(string list) => new Code(list);

    public static FactType Record(string register) => new RecordOf(register);

    public static FactType List(FactType of) => new ListOf(of);

    public sealed record Unsettled : FactType;

    public sealed record YesOrNo : FactType;

    public sealed record PlainNumber : FactType;

    /// <summary>A quantity. Durations are quantities too: five working days are no number of days, so each way of counting is its own dimension.</summary>
    public sealed record Measured(Dimension Dimension) : FactType
    {
        public bool IsLimit => Dimension is Dimension.ClockTime or Dimension.Days or Dimension.Months or Dimension.WorkingHours or Dimension.WorkingDays;
    }

    public sealed record Words : FactType;

    /// <summary>A text out of a named list of codes, or one of the outcomes of a step.</summary>
    public sealed record Code(string ListId) : FactType;

    public sealed record ADay : FactType;

    public sealed record TimeOfDay : FactType;

    /// <summary>A day with its time of day, such as when a matter was filed. Beside a day it counts as its day in the zone of the structure.</summary>
    public sealed record Instant : FactType;

    /// <summary>A duration whose branches are counted in different ways (2 hours, else 3 working days), so that it can be a result and nothing else.</summary>
    public sealed record AnyLimit : FactType;

    public sealed record APlace : FactType;

    public sealed record ADocument : FactType;

    /// <summary>A row of a register, a step, the standards: what has items.</summary>
    public sealed record RecordOf(string Register) : FactType;

    public sealed record ListOf(FactType Element) : FactType;

    /// <summary>The type for a reader.</summary>
    public Text Name => this switch
    {
        YesOrNo => new("是否", "yes-no"),
        PlainNumber => new("数字", "a number"),
        Measured(var dimension) => Units.NameOf(dimension),
        Words => new("文字", "a text"),
        Code(var list) => new($"编码（{list}）", $"a code of {list}"),
        ADay => new("日期", "a day"),
        TimeOfDay => new("时刻", "a time of day"),
        Instant => new("时间点", "a moment"),
        AnyLimit => new("期限", "a limit"),
        APlace => new("地点", "a place"),
        ADocument => new("材料", "a document"),
        RecordOf(var register) => new($"「{register}」的一条记录", $"a record of {register}"),
        ListOf(RecordOf(var register)) => new($"「{register}」的多条记录", $"a list of {register}"),
        ListOf(var of) => new($"{of.Name.Zh}的列表", $"a list: {of.Name.En}"),
        _ => new("未知", "not known"),
    };
}
