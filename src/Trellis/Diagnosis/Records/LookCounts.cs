using Trellis.Diagnosis.Findings;
using Trellis.Information.Looks;
using Trellis.Structure;

namespace Trellis.Diagnosis.Records;

/// <summary>
/// What units were shown of people, counted by unit: how many rows at once, and whether that came to the work for which they said to look. Posts that supervise are left out by the caller. Nothing of what was shown is read, and no person is counted.
/// </summary>
/// <param name="structure">The structure in force.</param>
/// <param name="days">Within how many days before or after a look its work has to be done; for a form its period comes on top, since its rows are looked after all the time.</param>
public sealed class LookCounts(StructureOnDay structure, int days)
{
    /// <summary>So many rows in one request are many.</summary>
    public const int Many = 10;

    private readonly ShareCounts<string> _requests = new(StringComparer.Ordinal);
    private readonly ShareCounts<string> _settled = new(StringComparer.Ordinal);

    /// <summary>By unit and by what it looked for, such as power/ID or form/ID.</summary>
    private readonly SortedDictionary<string, SortedDictionary<string, Awaited>> _awaited = new(StringComparer.Ordinal);

    /// <summary>The entries of one request follow each other.</summary>
    private (long Request, string Unit, int Rows)? _open;

    /// <summary>By unit: requests to be shown values of people in a matter or under a power, and those that showed many rows at once. What a form asks of rows is its own, and is not counted.</summary>
    public ShareCounts<string> InBulk { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>By unit: requests under a power or a form, and those around which it neither used the power nor handed in the form. What may still come of a look is not counted.</summary>
    public ShareCounts<string> InVain { get; private set; } = new(StringComparer.Ordinal);

    /// <param name="unit">That looked.</param>
    public void Add(ValuesSeen seen, string unit, DateTimeOffset at, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (seen.Request != position)
        {
            if (_open is { } more && more.Request == seen.Request) _open = more with { Rows = more.Rows + 1 };
            return;
        }

        Close(_requests);
        _open = seen.Reason.Kind is "matter" or "power" ? (position, unit, 1) : null;
        // Whoever asks for a form reads it to decide something, and hands in nothing.
        if (seen.Reason.Kind != "power" && !(seen.Reason.Kind == "form" && structure.Structure.Forms.On(seen.Reason.Id, structure.Day) is { } form && form.AskedBy.Id != unit)) return;
        var awaited = Of(unit, seen.Reason.ToString());
        if (at.UtcTicks - awaited.Done <= awaited.Within) _settled.Add(unit, shows: false, position);
        else awaited.Looks.Enqueue((at.UtcTicks, position));
    }

    /// <summary>A unit used a power: what it looked at under it has come to something.</summary>
    public void Used(string unit, string power, DateTimeOffset at) => Settle(unit, $"power/{power}", at.UtcTicks);

    /// <summary>A unit wrote into a register. Under which power is not always said, so it counts for all.</summary>
    public void Kept(string unit, DateTimeOffset at)
    {
        foreach (var reason in _awaited.GetValueOrDefault(unit)?.Keys.Where(static reason => reason.StartsWith("power/", StringComparison.Ordinal)).ToList() ?? []) Settle(unit, reason, at.UtcTicks);
    }

    /// <summary>A unit handed in a form, put it right or sent it back.</summary>
    public void Handed(string unit, string form, DateTimeOffset at) => Settle(unit, $"form/{form}", at.UtcTicks);

    /// <summary>Behind the last entry that was counted; it can be asked again behind later ones.</summary>
    public void End(DateTimeOffset last)
    {
        var (bulk, vain) = (Copy(_requests), Copy(_settled));
        Close(bulk);
        foreach (var (unit, reasons) in _awaited)
            foreach (var position in reasons.Values.SelectMany(one => one.Looks.Where(look => last.UtcTicks - look.At > one.Within)).Select(static look => look.Position).Order()) vain.Add(unit, shows: true, position);
        (InBulk, InVain) = (bulk, vain);
    }

    private void Close(ShareCounts<string> into)
    {
        if (_open is { } request) into.Add(request.Unit, request.Rows >= Many, request.Request);
    }

    private Awaited Of(string unit, string reason)
    {
        if (!_awaited.TryGetValue(unit, out var reasons)) _awaited.Add(unit, reasons = new SortedDictionary<string, Awaited>(StringComparer.Ordinal));
        if (!reasons.TryGetValue(reason, out var one)) reasons.Add(reason, one = new Awaited(WithinOf(reason)));
        return one;
    }

    private void Settle(string unit, string reason, long at)
    {
        var awaited = Of(unit, reason);
        awaited.Done = at;
        while (awaited.Looks.TryDequeue(out var look)) _settled.Add(unit, at - look.At > awaited.Within, look.Position);
    }

    private long WithinOf(string reason) => TimeSpan.TicksPerDay * (days + (reason.StartsWith("form/", StringComparison.Ordinal) && structure.Structure.Forms.On(reason["form/".Length..], structure.Day) is { } form
        ? form.Every switch { "month" => 31, "quarter" => 92, "half-year" => 184, "year" => 366, _ => 0 }
        : 0));

    private static ShareCounts<string> Copy(ShareCounts<string> counts)
    {
        var copy = new ShareCounts<string>(StringComparer.Ordinal);
        foreach (var (unit, count) in counts.All) copy.Add(unit, count);
        return copy;
    }

    /// <summary>Looks that wait for their work, the oldest first, and when that was done last, in ticks of universal time.</summary>
    private sealed class Awaited(long within)
    {
        public long Within { get; } = within;

        /// <summary>Far enough before any entry that the difference is no overflow.</summary>
        public long Done { get; set; } = long.MinValue / 2;

        public Queue<(long At, long Position)> Looks { get; } = [];
    }
}
