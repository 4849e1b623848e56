using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Trellis.Standards.Work;

/// <summary>Writes the cells of a CSV as bytes into a buffer that is handed on when it is full: no cell costs a string of its own.</summary>
internal sealed class CsvBytes(Stream to)
{
    private const int Enough = 16 * 1024;
    private const int LongestNumber = 20;

    private byte[] _bytes = new byte[2 * Enough];
    private int _length;

    // Most moments lie on the day of the one before.
    private readonly byte[] _day = "0000-00-00T"u8.ToArray();
    private long _dayNumber = -1;

    public void Sign(char one) => Room(1)[_length++] = (byte)one;

    public void Plain(string text)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length)).AsSpan(_length);
        _length += Ascii.FromUtf16(text, room, out var written) == OperationStatus.Done ? written : Encoding.UTF8.GetBytes(text, room);
    }

    /// <summary>What was written before; whoever keeps it for the next rows forgets it for the next matter.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Forget() => _length = 0;

    public void Again(ReadOnlySpan<byte> written)
    {
        written.CopyTo(Room(written.Length).AsSpan(_length));
        _length += written.Length;
    }

    /// <summary>Ids of the structure stay bare; names of outside logs may hold anything.</summary>
    public void Cell(string text) => Plain(text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);

    public void Number(long number)
    {
        _ = Utf8Formatter.TryFormat(number, Room(LongestNumber).AsSpan(_length), out var written);
        _length += written;
    }

    /// <summary>"2026-05-04T08:30:00.000Z".</summary>
    public void Moment(DateTimeOffset moment)
    {
        var (day, ticks) = Math.DivRem(moment.UtcTicks, TimeSpan.TicksPerDay);
        if (day != _dayNumber)
        {
            _dayNumber = day;
            var date = DateOnly.FromDayNumber((int)day);
            Digits(_day, date.Year, 4);
            Digits(_day.AsSpan(5), date.Month, 2);
            Digits(_day.AsSpan(8), date.Day, 2);
        }

        const int Length = 24;
        var text = Room(Length).AsSpan(_length, Length);
        _day.CopyTo(text);
        var milliseconds = (int)(ticks / TimeSpan.TicksPerMillisecond);
        Digits(text[11..], milliseconds / 3_600_000, 2);
        Digits(text[14..], milliseconds / 60_000 % 60, 2);
        Digits(text[17..], milliseconds / 1000 % 60, 2);
        Digits(text[20..], milliseconds % 1000, 3);
        (text[13], text[16], text[19], text[23]) = ((byte)':', (byte)':', (byte)'.', (byte)'Z');
        _length += Length;
    }

    /// <summary>Ends a row; between two rows the buffer is handed on.</summary>
    public void EndRow()
    {
        Sign('\r');
        Sign('\n');
        if (_length >= Enough) HandOn();
    }

    public void HandOn()
    {
        to.Write(_bytes, 0, _length);
        _length = 0;
    }

    private byte[] Room(int more)
    {
        if (_bytes.Length - _length < more) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + more));
        return _bytes;
    }

    private static void Digits(Span<byte> text, int number, int count)
    {
        for (var at = count - 1; at >= 0; at--)
        {
            text[at] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
