namespace Trellis.Ledger.Auditing;

/// <summary>At a time, a witness knew the record as a tree of so many entries.</summary>
public readonly record struct SeenAt(long Size, DateTimeOffset At, string Witness);

/// <summary>
/// Whether the times in entries can be true: they never run backwards, and what a witness had co-signed at a time is not dated after it,
/// nor is dated before it what the witness still saw the record without.
/// </summary>
public sealed class TimeAudit
{
    /// <summary>How far the clocks of a record and its witnesses may differ, together with the time on the way between them.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private readonly Doubts _doubts;
    private readonly Queue<SeenAt> _before = new(); // by size: the entry at Size - 1 comes next
    private readonly Queue<SeenAt> _after = new(); // by size: the entry at Size comes next
    private long _previous = EntriesAudit.NoTime;
    private long _first = EntriesAudit.NoTime;

    public TimeAudit(Doubts doubts) => _doubts = doubts;

    /// <summary>How many times of witnesses were compared with an entry.</summary>
    public long Compared { get; private set; }

    /// <summary>The earliest and the latest time; null before the first entry that can be read.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Span =>
        _first == EntriesAudit.NoTime ? null : (DateTimeOffset.FromUnixTimeMilliseconds(_first), DateTimeOffset.FromUnixTimeMilliseconds(_previous));

    /// <summary>Adds what a witness signed: in the order of the sizes, before the entries at and before that size are taken.</summary>
    public void Expect(SeenAt seen)
    {
        if (seen.Size > 0) _before.Enqueue(seen);
        _after.Enqueue(seen);
    }

    /// <summary>Takes the times of the next entries.</summary>
    /// <param name="first">The position of the first of them.</param>
    public void Append(long first, IReadOnlyList<long> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        for (var at = 0; at < times.Count; at++) Next(first + at, times[at]);
    }

    private void Next(long position, long time)
    {
        // Entries before the first one of an incremental audit are not read.
        while (_before.TryPeek(out var seen) && seen.Size - 1 <= position)
        {
            _before.Dequeue();
            if (seen.Size - 1 < position || time == EntriesAudit.NoTime) continue;
            Compared++;
            if (time > (seen.At + Tolerance).ToUnixTimeMilliseconds()) _doubts.Add(new Doubt(DoubtKind.DatedAfterWitness) { Entry = position, Size = seen.Size, Place = seen.Witness, Detail = Detail(time, seen) });
        }

        while (_after.TryPeek(out var seen) && seen.Size <= position)
        {
            _after.Dequeue();
            if (seen.Size < position || time == EntriesAudit.NoTime) continue;
            Compared++;
            if (time < (seen.At - Tolerance).ToUnixTimeMilliseconds()) _doubts.Add(new Doubt(DoubtKind.DatedBeforeWitness) { Entry = position, Size = seen.Size, Place = seen.Witness, Detail = Detail(time, seen) });
        }

        if (time == EntriesAudit.NoTime) return;
        if (_first == EntriesAudit.NoTime) _first = time;
        else if (time < _previous)
        {
            _doubts.Add(new Doubt(DoubtKind.TimeRunsBack) { Entry = position });
            return; // the latest time stays the measure, so that what follows is judged by it
        }

        _previous = time;
    }

    private static string Detail(long time, SeenAt seen) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeMilliseconds(time):yyyy-MM-dd'T'HH:mm:ss'Z'} / {seen.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
}
