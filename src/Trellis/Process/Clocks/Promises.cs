using Trellis.Process.Matters;

namespace Trellis.Process.Clocks;

/// <summary>The promise of the guide. It covers all up to the last office step and stops only in pauses whose reason says so with its basis; the age beside it never stops.</summary>
public static class Promises
{
    /// <summary>When it must be kept; null where nothing was promised, and while a pause stops it.</summary>
    public static DateTimeOffset? DueOf(Matter matter, Timetable times) =>
        matter.Promise is not { } promise || matter.RunningPause is { StopsPromise: true } ? null
        : matter.Pauses.IsEmpty ? times.Due(matter.Filed, promise)
        : times.Due(matter.Filed, promise, [.. matter.Pauses.Where(static pause => pause.StopsPromise && pause.Until is not null).Select(static pause => (pause.From, pause.Until!.Value))]);

    /// <summary>When the work of the offices was over: the last step that an office did; null while one is open.</summary>
    public static DateTimeOffset? KeptAt(Matter matter)
    {
        if (matter.State != MatterState.Closed && matter.Open.Exists(static open => open.Performer is not { IsRole: true })) return null;
        DateTimeOffset? last = null;
        foreach (var done in matter.Done)
            if (done.By is not null && (last is null || done.At > last)) last = done.At;
        return last;
    }
}
