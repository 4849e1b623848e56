namespace Trellis.Runtime.Information;

/// <summary>
/// How many of the messages that nobody takes are entered. Whoever holds no key of ours can send without end, and must not fill the record: for each cause a few entries an hour are made for
/// all strangers together, and some more for each neighbour; what comes beyond is summed and told by the next of them.
/// </summary>
internal sealed class TurningAway(TimeProvider time)
{
    /// <summary>Entries an hour for one cause: of all strangers together.</summary>
    public const int OfStrangers = 6;

    /// <summary>The same of one neighbour.</summary>
    public const int OfANeighbour = 60;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Neighbour, string Code), (DateTimeOffset Begun, int Entered, long Untold)> _counts = [];

    /// <summary>Counts one.</summary>
    /// <param name="neighbour">Empty for strangers.</param>
    /// <returns>For how many an entry is to be made now; 0 for none.</returns>
    public long Count(string neighbour, string code)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var one = _counts.GetValueOrDefault((neighbour, code));
            if (now - one.Begun >= Hour) one = (now, 0, one.Untold);
            if (one.Entered >= (neighbour.Length == 0 ? OfStrangers : OfANeighbour))
            {
                _counts[(neighbour, code)] = one with { Untold = one.Untold + 1 };
                return 0;
            }

            _counts[(neighbour, code)] = (one.Begun, one.Entered + 1, 0);
            return one.Untold + 1;
        }
    }

    /// <summary>Sums of an hour that is over, which nobody told yet.</summary>
    /// <param name="all">Whether those of the running hour are told too, since the program ends.</param>
    public IReadOnlyList<(string Neighbour, string Code, long Times)> TakeUntold(bool all)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var untold = _counts.Where(one => one.Value.Untold > 0 && (all || now - one.Value.Begun >= Hour)).Select(static one => (one.Key.Neighbour, one.Key.Code, one.Value.Untold)).ToList();
            foreach (var (neighbour, code, _) in untold) _counts[(neighbour, code)] = _counts[(neighbour, code)] with { Untold = 0 };
            return untold;
        }
    }
}
