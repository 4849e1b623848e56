namespace Trellis.Tests.Structure.Expressions;

/// <summary>
/// A tape of decisions from which random things are built. When it ends every further decision is the first, the simplest,
/// so a shorter tape makes a smaller thing and FsCheck shrinks what it finds.
/// </summary>
internal sealed class Tape(byte[] decisions)
{
    private int _at;

    public static Tape Of(ulong seed, int length = 64)
    {
        var bytes = new byte[length];
        var state = unchecked(seed * 0x9E3779B97F4A7C15) ^ 0xD1B54A32D192ED03;
        for (var at = 0; at < length; at++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes[at] = unchecked((byte)(state >> 40));
        }

        return new Tape(bytes);
    }

    /// <summary>A number from 0 to below the count.</summary>
    public int Next(int count) => _at < decisions.Length ? decisions[_at++] * count / 256 : 0;

    public T Pick<T>(params ReadOnlySpan<T> from) => from[Next(from.Length)];
}
