using Trellis.Process;
using Trellis.Process.Matters;

namespace Trellis.Standards.Work;

/// <summary>Until when each step of a matter was to be done, as its events tell one after another: a limit is set when a step opens, and moved when the clock was stopped or the step went up.</summary>
public sealed class StepLimits
{
    private readonly List<(string Key, DateTimeOffset? Due)> _open = [];

    /// <summary>The limit of a step that was done; null for all other events, and where it had none.</summary>
    public DateTimeOffset? Take(IEvent happened)
    {
        switch (happened)
        {
            case StepOpened { Kind: PointKind.Step } opened:
                Set(opened.Key, opened.Due);
                return null;
            case RequesterReached reached:
                Set(reached.Key, reached.Due);
                return null;
            case ReferredUp referred:
                Set(referred.Key, referred.Due);
                return null;
            case MatterResumed resumed:
                foreach (var moved in resumed.Dues) Set(moved.Key, moved.Due);
                return null;
            case LimitsMoved limits:
                foreach (var moved in limits.Dues) Set(moved.Key, moved.Due);
                return null;
            case StepPerformed done when Find(done.Key) is >= 0 and var at:
                var due = _open[at].Due;
                _open.RemoveAt(at);
                return due;
            default:
                return null;
        }
    }

    /// <summary>For the next matter.</summary>
    public void Forget() => _open.Clear();

    private void Set(string key, DateTimeOffset? due)
    {
        if (Find(key) is >= 0 and var at) _open[at] = (key, due);
        else _open.Add((key, due));
    }

    private int Find(string key)
    {
        for (var at = 0; at < _open.Count; at++)
            if (_open[at].Key == key) return at;
        return -1;
    }
}
