using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Findings;

/// <summary>Reads off a matter the stretches in which one unit held it. One for each walk over the log: it keeps what it needs.</summary>
internal sealed class StayReader(LogEvidence evidence)
{
    private readonly int[] _seen = new int[evidence.Log.ActivityNames.Length];
    private readonly List<(int Unit, bool New)> _stays = [];
    private int _round;

    /// <summary>In order, until the next is asked for; steps that name no unit belong to the stretch before. New is whether any step in it had not been done yet, and does more than pass on. What a resident refuses or takes up again is to be done anew: whoever does has not sent it back.</summary>
    public List<(int Unit, bool New)> Of(int matter)
    {
        var log = evidence.Log;
        _stays.Clear();
        _round++;
        for (var at = log.CaseStarts[matter]; at < log.CaseStarts[matter + 1]; at++)
        {
            var (activity, unit) = (log.Activities[at], log.Groups[at]);
            var isNew = _seen[activity] != _round && !evidence.IsMove(at);
            _seen[activity] = _round;
            if (evidence.IsRefuting(at) || evidence.IsReopening(at)) _round++;
            if (_stays.Count > 0 && (unit < 0 || _stays[^1].Unit == unit)) _stays[^1] = (_stays[^1].Unit, _stays[^1].New || isNew);
            else if (unit >= 0) _stays.Add((unit, isNew));
        }

        return _stays;
    }
}
