namespace Trellis.Simulation.Likeness;

/// <summary>
/// What a simulation has to be better than: whole cases of the log drawn at random, each with all that happened to it, after gaps between arrivals
/// drawn at random from the log's own. It knows no calendar, no person and no queue.
/// </summary>
public static class Resampling
{
    public static RecordedWork Draw(RecordedWork log, Period period, Seed seed)
    {
        var columns = new WorkColumns(log.Begins.Length > 0);
        var arrivals = new long[log.Cases];
        for (var number = 0; number < arrivals.Length; number++) arrivals[number] = log.Arrival(number);
        Array.Sort(arrivals);
        var chance = seed.Of("resampling").Draws();
        if (arrivals.Length < 2 || arrivals[^1] == arrivals[0]) return columns.Make(log);
        for (var now = period.From; ;)
        {
            var gap = (int)chance.Below(arrivals.Length - 1);
            now += arrivals[gap + 1] - arrivals[gap];
            if (now >= period.To) return columns.Make(log);
            var drawn = (int)chance.Below(log.Cases);
            for (var at = log.CaseStarts[drawn]; at < log.CaseStarts[drawn + 1]; at++)
            {
                var end = now + (log.Ends[at] - log.Arrival(drawn));
                if (end >= period.SeenUntil) break;
                columns.Add(log.Activity[at], log.Resource[at], log.Group[at], log.Begins.Length > 0 && log.Begins[at] != RecordedWork.NoTime ? end - (log.Ends[at] - log.Begins[at]) : RecordedWork.NoTime, end);
            }

            columns.CloseCase();
        }
    }
}
