using System.Diagnostics.CodeAnalysis;

namespace Trellis.Structure.Calendars;

/// <summary>Hours of a day in which an office is open: <c>09:00-12:00</c>. The first minute belongs to them, the last does not.</summary>
public readonly record struct OpenHours
{
    public const int MinutesOfDay = 24 * 60;

    /// <param name="from">Minute of the day at which the office opens.</param>
    /// <param name="to">Minute of the day at which it closes, after <paramref name="from"/> and at most 1440, which is midnight.</param>
    public OpenHours(int from, int to)
    {
        if (from < 0 || to > MinutesOfDay || from >= to) throw new ArgumentOutOfRangeException(nameof(to), to, $"Hours from minute {from} are none.");
        FromMinute = from;
        ToMinute = to;
    }

    public int FromMinute { get; }

    public int ToMinute { get; }

    public int Minutes => ToMinute - FromMinute;

    public static bool TryParse(string text, out OpenHours hours, [NotNullWhen(false)] out UnreadableHours? why)
    {
        hours = default;
        why = null;
        if (text.Length != 11 || text[5] != '-' || Minute(text.AsSpan(0, 5)) is not { } from || Minute(text.AsSpan(6, 5)) is not { } to)
            why = new UnreadableHours.Malformed(text);
        else if (from >= to)
            why = new UnreadableHours.EndBeforeTheyBegin(text);
        else
            hours = new OpenHours(from, to);
        return why is null;
    }

    public override string ToString() => $"{FromMinute / 60:00}:{FromMinute % 60:00}-{ToMinute / 60:00}:{ToMinute % 60:00}";

    /// <summary>00:00 to 24:00, two digits each.</summary>
    private static int? Minute(ReadOnlySpan<char> text)
    {
        if (text[2] != ':' || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1]) || !char.IsAsciiDigit(text[3]) || !char.IsAsciiDigit(text[4])) return null;
        var (hour, minute) = ((text[0] - '0') * 10 + text[1] - '0', (text[3] - '0') * 10 + text[4] - '0');
        return minute < 60 && hour * 60 + minute <= MinutesOfDay ? hour * 60 + minute : null;
    }
}

/// <summary>Why a text is no hours of a day.</summary>
public abstract record UnreadableHours
{
    private UnreadableHours() { }

    public abstract Text Says { get; }

    public sealed record Malformed(string Written) : UnreadableHours
    {
        public override Text Says => new(
            $"{Excerpt.Of(Written, 30)} 不是开放时段。写作 09:00-12:00，全天为 00:00-24:00",
            $"{Excerpt.Of(Written, 30)} are no opening hours. Write 09:00-12:00, or 00:00-24:00 for all day");
    }

    /// <summary>Also the hours of a night, which belong to two days.</summary>
    public sealed record EndBeforeTheyBegin(string Written) : UnreadableHours
    {
        public override Text Says => new(
            $"{Written} 结束不晚于开始。跨午夜的时段请分写在两天：22:00-24:00 和次日 00:00-06:00",
            $"{Written} end before they begin. Write hours over midnight on two days: 22:00-24:00, and 00:00-06:00 on the next");
    }
}
