using Trellis.Process;
using Trellis.Process.Matters;

namespace Trellis.Runtime.Process;

/// <content>What anybody may ask of matters that their requesters made public.</content>
public sealed partial class MatterQuestions
{
    /// <summary>Matters that are public.</summary>
    /// <param name="cursor">What the page before said; null for the first.</param>
    /// <returns>Null where the cursor is none of ours.</returns>
    public Page<MatterLine>? ListPublic(MatterFilter filter, MatterOrder order, string? cursor, int most)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (after, before) = (-1L, order == MatterOrder.Promise ? 0 : long.MaxValue);
        if (cursor is not null && !TryRead(cursor, out after, out before)) return null;
        return PageOf(Ask(session => order == MatterOrder.Promise
            ? ListRows.UnitsOwnByPromise(session, MatterRows.Everybody, filter.Closed, filter, after, before, most + 1)
            : ListRows.UnitsOwn(session, MatterRows.Everybody, filter.Closed, filter, before, most + 1)), most);
    }

    /// <summary>How many matters are public.</summary>
    /// <param name="upTo">Where to leave off; null to count them all.</param>
    /// <returns>The number, at most <paramref name="upTo"/> and one more, which means that there are more.</returns>
    public long CountPublic(MatterFilter filter, int? upTo)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Counted(upTo, (before, most) => Ask(session => ListRows.UnitsOwn(session, MatterRows.Everybody, filter.Closed, filter, before, most)));
    }

    /// <summary>A public matter by its number; null where there is none, which does not tell whether there is one that is not public.</summary>
    public Matter? FindPublic(string number) =>
        Ask(session => MatterRows.OfNumber(session, number)) is { } id && Find(MatterNumbers.Id(id)) is ({ Published: not null } matter, _) ? matter : null;
}
