using Trellis.Process.Matters;

namespace Trellis.Process.Clocks;

/// <summary>
/// Whom the age of a matter was waited for. Each lane is booked on its own, side by side; here the whole is laid out once: every moment from the filing
/// on exactly one bearer. Where several lanes ran, the moment belongs to the one for which the rest had to wait: the one that ended last.
/// </summary>
public static class BookingAge
{
    /// <summary>From the filing to a moment, or to the closing; a reopened matter never stopped ageing.</summary>
    public static TimeSpan AgeOf(Matter matter, DateTimeOffset now) => EndOf(matter, now) - matter.Filed;

    /// <summary>Intervals in order, without gap or overlap, from the filing to the end of the age.</summary>
    public static IReadOnlyList<WaitBooked> Of(Matter matter, DateTimeOffset now)
    {
        var end = EndOf(matter, now);
        var waits = new List<WaitBooked>();
        foreach (var wait in matter.Waits)
            if (wait.From < end) waits.Add(wait.To <= end ? wait : wait with { To = end });
        foreach (var open in matter.Open)
            if (open.Wait.From < end) waits.Add(new WaitBooked(open.Key, matter.Round, open.Wait.On, open.Wait.For, open.Wait.From, end));

        // Backwards: from the end to what ended there, to where its lane began, to what ended there and so let it begin.
        var laid = new List<WaitBooked>();
        string? lane = null;
        for (var at = end; at > matter.Filed;)
        {
            WaitBooked? chosen = null;
            foreach (var wait in waits)
            {
                if (wait.From >= at || wait.To < at) continue;
                if (chosen is null || Comes(wait, chosen, at, lane)) chosen = wait;
            }

            // Invariant: some lane is open at every moment of the age, because each begins when what it waited for has ended.
            chosen ??= new WaitBooked("", matter.Round, Bearer.Of(matter.HolderAt(at) ?? matter.HeldBy), WaitReason.Work, waits.Where(wait => wait.To < at).Select(static wait => wait.To).DefaultIfEmpty(matter.Filed).Max(), at);
            var from = chosen.From < matter.Filed ? matter.Filed : chosen.From;
            laid.Add(chosen with { From = from, To = at });
            (lane, at) = (chosen.Lane, from);
        }

        laid.Reverse();
        return laid;
    }

    /// <summary>The same lane before others; what ended just here before what ran on; what was waited for longest; then by name, so that every run is the same.</summary>
    private static bool Comes(WaitBooked one, WaitBooked other, DateTimeOffset at, string? lane)
    {
        if ((one.Lane == lane) != (other.Lane == lane)) return one.Lane == lane;
        if ((one.To == at) != (other.To == at)) return one.To == at;
        if (one.From != other.From) return one.From < other.From;
        return string.CompareOrdinal(one.Lane, other.Lane) < 0;
    }

    private static DateTimeOffset EndOf(Matter matter, DateTimeOffset now) => matter.LastClosure is { Reopened: null } closure ? closure.At : now < matter.Filed ? matter.Filed : now;
}
