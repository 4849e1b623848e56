namespace Trellis.Structure.Quantities;

/// <summary>Why a text is no quantity, or no time limit. Each case says so in both languages, with the remedy.</summary>
public abstract record UnreadableAmount
{
    private UnreadableAmount() { }

    public abstract Text Says { get; }

    /// <summary>A bare number. A unit that is only understood would change what the number means as soon as somebody changes the item.</summary>
    public sealed record MissingUnit(string Number, IReadOnlyList<string> Offered) : UnreadableAmount
    {
        public override Text Says => new(
            $"「{Number}」后面缺单位。可用的单位：{List(Offered, "、")}。例如 {Number} {Offered[0]}。",
            $"\"{Number}\" has no unit. Units: {List(Offered, ", ")}. For example {Number} {Offered[0]}.");
    }

    /// <param name="Nearest">What was probably meant; null when nothing is near.</param>
    public sealed record UnknownUnit(string Unit, string? Nearest, IReadOnlyList<string> Offered) : UnreadableAmount
    {
        public override Text Says => Nearest is null
            ? new($"没有单位「{Excerpt.Of(Unit, 30)}」。可用的单位：{List(Offered, "、")}。", $"There is no unit \"{Excerpt.Of(Unit, 30)}\". Units: {List(Offered, ", ")}.")
            : new($"没有单位「{Excerpt.Of(Unit, 30)}」，是不是「{Nearest}」？", $"There is no unit \"{Excerpt.Of(Unit, 30)}\". Did you mean \"{Nearest}\"?");
    }

    /// <summary>A unit of the language that measures something else than is asked for here.</summary>
    public sealed record WrongUnit(string Unit, IReadOnlyList<string> Offered) : UnreadableAmount
    {
        public override Text Says => new(
            $"单位「{Unit}」不适用于此处。可用的单位：{List(Offered, "、")}。",
            $"The unit \"{Unit}\" does not fit here. Units: {List(Offered, ", ")}.");
    }

    /// <summary>Everything is there, but not as one number, one blank and the unit.</summary>
    public sealed record Spacing(string ShouldBe) : UnreadableAmount
    {
        public override Text Says => new($"数字与单位之间须有且只有一个空格：「{ShouldBe}」。", $"One blank stands between number and unit: \"{ShouldBe}\".");
    }

    public sealed record MalformedNumber(string Written) : UnreadableAmount
    {
        public override Text Says => new(
            $"「{Excerpt.Of(Written, 30)}」不是数字。只用数字和小数点书写，例如 20000 或 1.5。",
            $"{(Written.Length == 0 ? "Nothing" : $"\"{Excerpt.Of(Written, 30)}\"")} is not a number. Write digits and at most one point, such as 20000 or 1.5.");
    }

    /// <param name="Most">The largest that can be written, with its unit where it depends on the unit.</param>
    public sealed record TooLarge(string Written, string Most) : UnreadableAmount
    {
        public override Text Says => new($"「{Excerpt.Of(Written, 30)}」过大，最大为 {Most}。", $"\"{Excerpt.Of(Written, 30)}\" is too large. The most is {Most}.");
    }

    public sealed record TooManyDecimals(string Written, int Most) : UnreadableAmount
    {
        public override Text Says => new($"「{Excerpt.Of(Written, 40)}」小数位过多，最多 {Most} 位。", $"\"{Excerpt.Of(Written, 40)}\" has too many decimals. The most is {Most}.");
    }

    /// <summary>A limit that is no whole number. The smaller unit says the same.</summary>
    public sealed record NotWhole(string Written) : UnreadableAmount
    {
        public override Text Says => new(
            $"「{Excerpt.Of(Written, 30)}」不是整数。时限须为整数，请改用更小的单位，例如 90 minutes（90 分钟）。",
            $"\"{Excerpt.Of(Written, 30)}\" is not whole. A limit is a whole number; use the smaller unit, such as 90 minutes.");
    }

    /// <summary>A limit of zero or below, which would have passed before anybody could act.</summary>
    public sealed record NoTime(string Written) : UnreadableAmount
    {
        public override Text Says => new($"时限「{Excerpt.Of(Written, 30)}」没有给出时间，至少为 1。", $"The limit \"{Excerpt.Of(Written, 30)}\" gives no time. The least is 1.");
    }

    private static string List(IReadOnlyList<string> names, string between) => string.Join(between, names);
}
