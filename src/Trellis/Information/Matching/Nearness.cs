namespace Trellis.Information.Matching;

/// <summary>Whether one typing mistake lies between two texts.</summary>
public static class Nearness
{
    /// <summary>One character more, less or other, or two neighbours swapped (Damerau 1964: four of five typing mistakes are one of these). Equal texts are not meant.</summary>
    public static bool IsOneMistake<T>(ReadOnlySpan<T> one, ReadOnlySpan<T> other)
        where T : IEquatable<T>
    {
        if (Math.Abs(one.Length - other.Length) > 1) return false;
        var before = one.CommonPrefixLength(other);
        if (before == one.Length && before == other.Length) return false;
        var a = one[before..];
        var b = other[before..];
        if (a.Length > b.Length) return a[1..].SequenceEqual(b);
        if (a.Length < b.Length) return a.SequenceEqual(b[1..]);
        if (a[1..].SequenceEqual(b[1..])) return true;
        return a.Length > 1 && a[0].Equals(b[1]) && a[1].Equals(b[0]) && a[2..].SequenceEqual(b[2..]);
    }
}
