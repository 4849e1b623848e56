using System.Runtime.InteropServices;

namespace Trellis.Diagnosis.EventLogs;

/// <summary>Which way round a date such as 03/04/2025 is meant. Trellis never guesses it.</summary>
public enum DateOrder
{
    /// <summary>Only dates that begin with the year are read.</summary>
    YearFirst,
    DayFirst,
    MonthFirst,
}

/// <summary>A time as a log wrote it: what the clock on the wall showed, and how far that clock is from universal time.</summary>
/// <param name="Wall">Ticks of 100 ns since year 1, by the clock on the wall.</param>
/// <param name="OffsetMinutes"><see cref="NoZone"/> when none was written.</param>
/// <param name="DateOnly">True when only a day was written.</param>
public readonly record struct Stamp(long Wall, short OffsetMinutes, bool DateOnly)
{
    public const short NoZone = short.MinValue;

    public static readonly Stamp None = new(EventLog.NoTime, NoZone, DateOnly: false);

    public bool IsNone => Wall == EventLog.NoTime;
}

/// <summary>
/// Reads times in the forms that logs are written in: ISO 8601 with or without fraction and zone, a space for the T,
/// unpadded numbers, slashes, dots, compact digits, and Chinese dates. The same day as in the row before costs almost nothing.
/// </summary>
public sealed class StampReader(DateOrder order = DateOrder.YearFirst)
{
    private uint _lastZoneFirst;
    private ushort _lastZoneRest;
    private short _lastZoneOffset;
    private ulong _lastDayFirst;
    private ushort _lastDayRest;
    private long _lastDayTicks;

    public bool TryRead(ReadOnlySpan<byte> text, out Stamp stamp)
    {
        if (text.Length > 0 && (text[0] == ' ' || text[^1] == ' ')) text = text.Trim((byte)' ');
        return TryReadIso(text, out stamp) || TryReadLoosely(text, order, out stamp);
    }

    public bool TryRead(ReadOnlySpan<char> text, out Stamp stamp)
    {
        Span<byte> bytes = stackalloc byte[192];
        if (text.Length > 64)
        {
            stamp = Stamp.None;
            return false;
        }

        return TryRead(bytes[..System.Text.Encoding.UTF8.GetBytes(text, bytes)], out stamp);
    }

    /// <summary>YYYY-MM-DD, then T or a space, HH:MM, optionally :SS and a fraction, optionally a zone. All but a few logs are written so.</summary>
    private bool TryReadIso(ReadOnlySpan<byte> text, out Stamp stamp)
    {
        stamp = Stamp.None;
        if (text.Length < 10) return false;
        var first = MemoryMarshal.Read<ulong>(text);
        var rest = MemoryMarshal.Read<ushort>(text[8..]);
        if (first != _lastDayFirst || rest != _lastDayRest)
        {
            if (text[4] != '-' || text[7] != '-' || !Four(text, 0, out var year) || !Two(text, 5, out var month) || !Two(text, 8, out var day)
                || !TryDay(year, month, day, out var ticks)) return false;
            (_lastDayFirst, _lastDayRest, _lastDayTicks) = (first, rest, ticks);
        }

        if (text.Length == 10)
        {
            stamp = new Stamp(_lastDayTicks, Stamp.NoZone, DateOnly: true);
            return true;
        }

        if (text[10] is not ((byte)'T' or (byte)' ' or (byte)'t') || text.Length < 16) return false;
        if (text.Length == 25 && TryReadUsual(text, ref stamp)) return true;
        if (!Two(text, 11, out var hour) || text[13] != ':' || !Two(text, 14, out var minute) || hour > 24 || minute > 59) return false;
        var at = 16;
        var second = 0;
        long fraction = 0;
        if (text.Length >= 19 && text[16] == ':')
        {
            if (!Two(text, 17, out second) || second > 59) return false;
            at = 19;
            if (at < text.Length && text[at] is (byte)'.' or (byte)',' && !TryFraction(text, ref at, out fraction)) return false;
        }

        var ticksOfDay = (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction;
        // ISO 8601 lets a day end at 24:00:00.
        if (ticksOfDay > TimeSpan.TicksPerDay || ticksOfDay > DateTime.MaxValue.Ticks - _lastDayTicks || !TryZone(text[at..], out var offset)) return false;
        stamp = new Stamp(_lastDayTicks + ticksOfDay, offset, DateOnly: false);
        return true;
    }

    /// <summary>HH:MM:SS+HH:MM after the day, eight letters at once; the zone of the row before costs one comparison.</summary>
    private bool TryReadUsual(ReadOnlySpan<byte> text, ref Stamp stamp)
    {
        unchecked
        {
            // Each byte becomes its digit, each colon 0. A digit above 9, or a borrow from a byte below '0', sets a top bit.
            var digits = MemoryMarshal.Read<ulong>(text[11..]) - 0x30303A30303A3030ul;
            if (((digits | (digits + 0x7676007676007676ul)) & 0x8080808080808080ul) != 0 || (digits & 0x0000FF0000FF0000ul) != 0) return false;
            var hour = (long)(((digits & 0xFF) * 10) + ((digits >> 8) & 0xFF));
            var minute = (long)((((digits >> 24) & 0xFF) * 10) + ((digits >> 32) & 0xFF));
            var second = (long)((((digits >> 48) & 0xFF) * 10) + (digits >> 56));
            if (hour > 23 || minute > 59 || second > 59) return false;

            var first = MemoryMarshal.Read<uint>(text[19..]);
            var rest = MemoryMarshal.Read<ushort>(text[23..]);
            if (first != _lastZoneFirst || rest != _lastZoneRest)
            {
                if (!TryZone(text[19..], out var offset) || offset == Stamp.NoZone) return false;
                (_lastZoneFirst, _lastZoneRest, _lastZoneOffset) = (first, rest, offset);
            }

            stamp = new Stamp(_lastDayTicks + ((((hour * 60) + minute) * 60 + second) * TimeSpan.TicksPerSecond), _lastZoneOffset, DateOnly: false);
            return true;
        }
    }

    /// <summary>Everything else: unpadded parts, other separators, compact digits, day or month first when asked for, Chinese words.</summary>
    private static bool TryReadLoosely(ReadOnlySpan<byte> text, DateOrder order, out Stamp stamp)
    {
        stamp = Stamp.None;
        if (text.Length is < 6 or > 64) return false;
        var at = 0;
        if (!Number(text, ref at, out var one, out var oneDigits)) return false;
        int year, month, day;
        if (oneDigits is 8 or 14 or 12)
        {
            // 20250131, 202501311405, 20250131140509
            var digits = text[..oneDigits];
            if (!Four(digits, 0, out year) || !Two(digits, 4, out month) || !Two(digits, 6, out day) || !TryDay(year, month, day, out var compact)) return false;
            int h = 0, m = 0, s = 0;
            if (oneDigits > 8 && (!Two(digits, 8, out h) || !Two(digits, 10, out m))) return false;
            if (oneDigits == 14 && !Two(digits, 12, out s)) return false;
            if (oneDigits > 8)
            {
                if (h > 23 || m > 59 || s > 59 || !TryZone(text[at..], out var zone)) return false;
                stamp = new Stamp(compact + (((((h * 60L) + m) * 60) + s) * TimeSpan.TicksPerSecond), zone, DateOnly: false);
                return true;
            }

            return TryTimeOfDay(text[at..], compact, out stamp);
        }

        if (!Separator(text, ref at, out var separator) || !Number(text, ref at, out var two, out _)
            || !Separator(text, ref at, out var again) || (again != separator && separator is '-' or '/' or '.')) return false;
        if (!Number(text, ref at, out var three, out var threeDigits)) return false;
        if (separator == '年')
        {
            if (again != '月') return false;
            (year, month, day) = (one, two, three);
            if (Starts(text[at..], "日"u8) || Starts(text[at..], "号"u8)) at += 3;
        }
        else if (oneDigits == 4) (year, month, day) = (one, two, three);
        else if (threeDigits != 4) return false;
        else if (separator == '.' || order == DateOrder.DayFirst) (year, month, day) = (three, two, one);
        else if (order == DateOrder.MonthFirst) (year, month, day) = (three, one, two);
        else return false;

        return TryDay(year, month, day, out var ticks) && TryTimeOfDay(text[at..], ticks, out stamp);
    }

    private static bool TryTimeOfDay(ReadOnlySpan<byte> text, long dayTicks, out Stamp stamp)
    {
        stamp = Stamp.None;
        var at = 0;
        while (at < text.Length && text[at] is (byte)' ' or (byte)'T') at++;
        if (at == text.Length)
        {
            stamp = new Stamp(dayTicks, Stamp.NoZone, DateOnly: true);
            return true;
        }

        var half = 0;
        if (Starts(text[at..], "上午"u8)) (half, at) = (1, at + 6);
        else if (Starts(text[at..], "下午"u8)) (half, at) = (2, at + 6);
        while (at < text.Length && text[at] == ' ') at++;

        if (!Number(text, ref at, out var hour, out var hourDigits)) return false;
        if (hourDigits is 4 or 6 && half == 0)
        {
            // ISO's basic form: 20260305T143000+0800
            var (h, m, s) = hourDigits == 6 ? (hour / 10_000, hour / 100 % 100, hour % 100) : (hour / 100, hour % 100, 0);
            long part = 0;
            if (hourDigits == 6 && at < text.Length && text[at] is (byte)'.' or (byte)',' && !TryFraction(text, ref at, out part)) return false;
            if (h > 23 || m > 59 || s > 59 || !TryZone(text[at..], out var zone)) return false;
            stamp = new Stamp(dayTicks + (((((h * 60L) + m) * 60) + s) * TimeSpan.TicksPerSecond) + part, zone, DateOnly: false);
            return true;
        }

        if (hourDigits > 2 || !TimeSeparator(text, ref at, "时"u8, "点"u8)) return false;
        int minute = 0, second = 0;
        long fraction = 0;
        if (Number(text, ref at, out minute, out var minuteDigits))
        {
            if (minuteDigits > 2) return false;
            if (TimeSeparator(text, ref at, "分"u8, "分"u8) && Number(text, ref at, out second, out var secondDigits))
            {
                if (secondDigits > 2) return false;
                if (Starts(text[at..], "秒"u8)) at += 3;
                if (at < text.Length && text[at] is (byte)'.' or (byte)',' && !TryFraction(text, ref at, out fraction)) return false;
            }
        }

        var rest = text[at..].Trim((byte)' ');
        if (rest.Length >= 2 && half == 0 && (rest[1] | 0x20) == 'm' && (rest[0] | 0x20) is 'a' or 'p')
        {
            half = (rest[0] | 0x20) == 'a' ? 1 : 2;
            rest = rest[2..].Trim((byte)' ');
        }

        if (half != 0)
        {
            if (hour is < 1 or > 12 && half == 1) return false;
            if (half == 1 && hour == 12) hour = 0;
            else if (half == 2 && hour < 12) hour += 12;
        }

        if (hour > 23 || minute > 59 || second > 59 || !TryZone(rest, out var offset)) return false;
        stamp = new Stamp(dayTicks + (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction, offset, DateOnly: false);
        return true;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out short offset)
    {
        offset = Stamp.NoZone;
        if (text.Length == 0) return true;
        if (text.Length == 6 && text[3] == ':' && text[0] is (byte)'+' or (byte)'-' && Two(text, 1, out var h) && Two(text, 4, out var m) && h <= 18 && m <= 59)
        {
            offset = (short)(((h * 60) + m) * (text[0] == '-' ? -1 : 1));
            return true;
        }

        // Java adds the name of the zone to its offset: +01:00[Europe/Amsterdam].
        if (text[^1] == ']' && text.IndexOf((byte)'[') is var name and > 0) text = text[..name];
        if (text[0] == ' ') text = text.Trim((byte)' ');
        if (text.Length == 0) return true;
        if (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z' || text.SequenceEqual("UTC"u8) || text.SequenceEqual("GMT"u8))
        {
            offset = 0;
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || !Two(text, 1, out var hours)) return false;
        var minutes = 0;
        var fits = text.Length switch
        {
            3 => true,
            5 => Two(text, 3, out minutes),
            6 => text[3] == ':' && Two(text, 4, out minutes), // after a space
            // Some writers add the zone's seconds, which are always 00.
            9 => text[3] == ':' && Two(text, 4, out minutes) && text[6..].SequenceEqual(":00"u8),
            _ => false,
        };
        if (!fits || hours > 18 || minutes > 59) return false;
        offset = (short)(((hours * 60) + minutes) * (text[0] == '-' ? -1 : 1));
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, ref int at, out long ticks)
    {
        ticks = 0;
        var digits = 0;
        at++;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            if (digits < 7) ticks = (ticks * 10) + (text[at] - '0');
            digits++;
            at++;
        }

        for (var missing = digits; missing < 7; missing++) ticks *= 10;
        return digits > 0;
    }

    private static bool TryDay(int year, int month, int day, out long ticks)
    {
        ticks = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        ticks = new DateTime(year, month, day).Ticks;
        return true;
    }

    private static bool Two(ReadOnlySpan<byte> text, int at, out int value)
    {
        value = 0;
        if (text.Length < at + 2) return false;
        var tens = text[at] - '0';
        var ones = text[at + 1] - '0';
        value = (tens * 10) + ones;
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9;
    }

    private static bool Four(ReadOnlySpan<byte> text, int at, out int value)
    {
        value = 0;
        if (!Two(text, at, out var century) || !Two(text, at + 2, out var year)) return false;
        value = (century * 100) + year;
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> text, ref int at, out int value, out int digits)
    {
        value = 0;
        var start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            if (at - start < 9) value = (value * 10) + (text[at] - '0');
            at++;
        }

        digits = at - start;
        return digits > 0;
    }

    private static bool Separator(ReadOnlySpan<byte> text, ref int at, out char separator)
    {
        separator = '\0';
        if (at >= text.Length) return false;
        if (text[at] is (byte)'-' or (byte)'/' or (byte)'.')
        {
            separator = (char)text[at++];
            return true;
        }

        if (Starts(text[at..], "年"u8)) separator = '年';
        else if (Starts(text[at..], "月"u8)) separator = '月';
        else return false;
        at += 3;
        return true;
    }

    private static bool TimeSeparator(ReadOnlySpan<byte> text, ref int at, ReadOnlySpan<byte> word, ReadOnlySpan<byte> otherWord)
    {
        if (at < text.Length && text[at] == ':')
        {
            at++;
            return true;
        }

        if (!Starts(text[at..], word) && !Starts(text[at..], otherWord)) return false;
        at += 3;
        return true;
    }

    private static bool Starts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> with) => text.StartsWith(with);
}
