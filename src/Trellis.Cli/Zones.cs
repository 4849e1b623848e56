using System.Globalization;

namespace Trellis.Cli;

/// <summary>Turns "+08:00", "Z" or "Asia/Shanghai" into a zone.</summary>
internal static class Zones
{
    public static TimeZoneInfo? Of(string? name)
    {
        if (name is null) return null;
        if (name is "Z" or "z" or "UTC") return TimeZoneInfo.Utc;
        if (name.Length > 0 && name[0] is '+' or '-')
        {
            var digits = name[1..].Replace(":", "", StringComparison.Ordinal);
            if (digits.Length == 2) digits += "00";
            if (digits.Length == 4 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number % 100 < 60 && number / 100 <= 14)
            {
                var offset = new TimeSpan(number / 100, number % 100, 0);
                return TimeZoneInfo.CreateCustomTimeZone(name, name[0] == '-' ? -offset : offset, name, name);
            }
        }
        else
        {
            try
            {
                return TimeZoneInfo.FindSystemTimeZoneById(name);
            }
            catch (Exception fault) when (fault is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
            {
                throw Unknown(name, fault);
            }
        }

        throw Unknown(name, null);
    }

    private static UnusableInput Unknown(string name, Exception? fault) => new(
        $"There is no zone \"{Excerpt.Of(name, 40)}\".", "Write an offset such as +08:00, or a place such as Asia/Shanghai.", inner: fault);
}
