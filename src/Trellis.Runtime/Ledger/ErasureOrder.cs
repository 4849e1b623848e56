using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Trellis.Ledger;

namespace Trellis.Runtime.Ledger;

/// <summary>Which keys are to be destroyed, who said so, and on what basis. A line of the list beside the keys; it names no person.</summary>
/// <param name="At">When it was ordered: UTC, whole milliseconds.</param>
/// <param name="Post">The post that ordered it; empty where its time to be kept was over, and nobody did.</param>
/// <param name="Unit">The unit of the post; empty without one.</param>
/// <param name="Basis">The article of law.</param>
/// <param name="Keys">The ids of the keys: 32 digits in hexadecimal each.</param>
/// <param name="Matter">The matter in which it was decided; empty where it was in none.</param>
public sealed record ErasureOrder(DateTimeOffset At, string Post, string Unit, string Basis, IReadOnlyList<string> Keys, string Matter = "")
{
    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");

    /// <summary>The post, or the system where none ordered it.</summary>
    internal EntryActor By => Post.Length > 0 ? new EntryActor.Officer(Post, Unit) : EntryActor.System;

    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToString(TimeForm, CultureInfo.InvariantCulture)} {Post} {Unit} {Basis} {string.Join(',', Keys)}{(Matter.Length > 0 ? " " : "")}{Matter}");

    public static bool TryRead(string line, [NotNullWhen(true)] out ErasureOrder? order)
    {
        order = null;
        if (line.Split(' ') is not [var time, var post, var unit, var basis, var keys, .. var more] || more.Length > 1) return false;
        if (!DateTimeOffset.TryParseExact(time, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)) return false;
        var ids = keys.Split(',');
        if (ids.Any(static id => id.Length != 32 || id.AsSpan().ContainsAnyExcept(HexDigits))) return false;
        order = new ErasureOrder(at, post, unit, basis, ids, more is [var matter] ? matter : "");
        return true;
    }
}
