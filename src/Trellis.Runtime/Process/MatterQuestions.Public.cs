using Trellis.Process;
using Trellis.Process.Matters;

namespace Trellis.Runtime.Process;

/// <content>What anybody may ask of matters that their requesters made public.</content>
public sealed partial class MatterQuestions
{
    /// <summary>Matters that are public, the newest first.</summary>
    /// <param name="cursor">What the page before said; null for the first.</param>
    /// <returns>Null where the cursor is none of ours.</returns>
    public Page<MatterLine>? ListPublic(MatterFilter filter, string? cursor, int most)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var before = long.MaxValue;
        if (cursor is not null && !TryRead(cursor, out _, out before)) return null;
        return PageOf(Ask(session => ListRows.UnitsOwn(session, MatterRows.Everybody, filter.Closed, filter, before, most + 1)), most);
    }

    /// <summary>A public matter by its number; null where there is none, which does not tell whether there is one that is not public.</summary>
    public Matter? FindPublic(string number) =>
        Ask(session => MatterRows.OfNumber(session, number)) is { } id && Find(MatterNumbers.Id(id)) is ({ Published: not null } matter, _) ? matter : null;
}
