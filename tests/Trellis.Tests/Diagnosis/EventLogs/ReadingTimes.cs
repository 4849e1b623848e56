using System.Text;
using Trellis.Bench.Generators;
using Trellis.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Diagnosis.EventLogs;

public sealed class ReadingTimes
{
    [Theory]
    [InlineData("2024-03-04T09:05:06.789+08:00", "2024-03-04T09:05:06.7890000", 480)]
    [InlineData("2024-03-04T09:05:06.789123456789Z", "2024-03-04T09:05:06.7891234", 0)]
    [InlineData("2024-03-04 09:05:06,5-0330", "2024-03-04T09:05:06.5000000", -210)]
    [InlineData("2024-03-04T09:05+08", "2024-03-04T09:05:00.0000000", 480)]
    [InlineData("2024-03-04 09:05:06 UTC", "2024-03-04T09:05:06.0000000", 0)]
    [InlineData("2024-03-04T09:05:06", "2024-03-04T09:05:06.0000000", null)]
    [InlineData(" 2024-03-04 ", "2024-03-04T00:00:00.0000000", null)]
    [InlineData("2024/3/4 9:05", "2024-03-04T09:05:00.0000000", null)]
    [InlineData("2024.03.04 09:05:06", "2024-03-04T09:05:06.0000000", null)]
    [InlineData("04.03.2024 09:05", "2024-03-04T09:05:00.0000000", null)]
    [InlineData("20240304", "2024-03-04T00:00:00.0000000", null)]
    [InlineData("20240304090506", "2024-03-04T09:05:06.0000000", null)]
    [InlineData("2024年3月4日 9时5分6秒", "2024-03-04T09:05:06.0000000", null)]
    [InlineData("2024年3月4日下午3点5分", "2024-03-04T15:05:00.0000000", null)]
    [InlineData("2024年03月04日", "2024-03-04T00:00:00.0000000", null)]
    [InlineData("2024-03-04 3:05 PM", "2024-03-04T15:05:00.0000000", null)]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000", 0)]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.0000000", 0)]
    public void The_forms_that_logs_are_written_in_are_read(string text, string wall, int? offset)
    {
        Assert.True(new StampReader().TryRead(Encoding.UTF8.GetBytes(text), out var stamp));
        Assert.Equal(wall, new DateTime(stamp.Wall).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(offset is { } minutes ? (short)minutes : Stamp.NoZone, stamp.OffsetMinutes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-02-30")]
    [InlineData("2023-02-29T10:00:00Z")]
    [InlineData("2024-13-01")]
    [InlineData("2024-03-04T25:00:00")]
    [InlineData("2024-03-04T09:60:00")]
    [InlineData("2024-03-04T09:05:06+25:00")]
    [InlineData("2024-03-04T09:05:06+08:00:30")]
    [InlineData("2024-03-04T09:05:06 Pacific")]
    [InlineData("2024-03-04T09:05:06.")]
    [InlineData("0000-01-01")]
    [InlineData("03/04/2024")]
    [InlineData("2024-03/04")]
    [InlineData("45234.5")]
    [InlineData("1709542800")]
    public void What_is_no_time_is_never_read_as_one(string text) => Assert.False(new StampReader().TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Every_second_written_is_the_second_read()
    {
        var numbers = new SeededNumbers(3);
        var reader = new StampReader();
        for (var round = 0; round < 100_000; round++)
        {
            var time = new DateTime(1900 + numbers.Below(200), 1, 1).AddSeconds(numbers.Below(int.MaxValue) % 31_000_000).AddTicks(numbers.Below(10_000_000));
            var offset = (numbers.Below(105) - 52) * 15;
            var text = $"{time:yyyy-MM-dd'T'HH:mm:ss.fffffff}{(offset < 0 ? '-' : '+')}{Math.Abs(offset) / 60:D2}:{Math.Abs(offset) % 60:D2}";

            Assert.True(reader.TryRead(Encoding.ASCII.GetBytes(text), out var stamp));
            Assert.Equal((time.Ticks, (short)offset), (stamp.Wall, stamp.OffsetMinutes));
        }
    }

    [Fact]
    public void Random_bytes_never_break_the_reader()
    {
        var numbers = new SeededNumbers(4);
        var reader = new StampReader(DateOrder.DayFirst);
        var letters = "0123456789-:/. T+Z年月日时下午PM"u8.ToArray();
        var text = new byte[24];
        for (var round = 0; round < 200_000; round++)
        {
            var length = numbers.Below(text.Length);
            for (var at = 0; at < length; at++) text[at] = letters[numbers.Below(letters.Length)];
            if (reader.TryRead(text.AsSpan(0, length), out var stamp)) Assert.InRange(stamp.Wall, 0, DateTime.MaxValue.Ticks + TimeSpan.TicksPerDay);
        }
    }
}
