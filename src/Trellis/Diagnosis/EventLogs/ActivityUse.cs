namespace Trellis.Diagnosis.EventLogs;

/// <summary>How often each activity occurs, in how many cases, in how many of them again (rework), and where cases begin and end.</summary>
public sealed class ActivityUse
{
    private ActivityUse(int activities)
    {
        Events = new int[activities];
        Cases = new int[activities];
        CasesRepeated = new int[activities];
        Starts = new int[activities];
        Ends = new int[activities];
    }

    public int[] Events { get; }

    public int[] Cases { get; }

    /// <summary>Cases in which the activity occurs at least twice.</summary>
    public int[] CasesRepeated { get; }

    public int[] Starts { get; }

    public int[] Ends { get; }

    public int CasesWithRework { get; private set; }

    public static ActivityUse Find(EventLog log, int threads)
    {
        var parts = CaseRanges.Each(log.CaseStarts, threads, (from, to) =>
        {
            var part = new ActivityUse(log.ActivityNames.Length);
            part.Walk(log, from, to);
            return part;
        });
        var whole = new ActivityUse(log.ActivityNames.Length);
        foreach (var part in parts) whole.Add(part);
        return whole;
    }

    private void Walk(EventLog log, int from, int to)
    {
        var lastCase = new int[Events.Length];
        var lastRepeat = new int[Events.Length];
        Array.Fill(lastCase, -1);
        Array.Fill(lastRepeat, -1);
        for (var number = from; number < to; number++)
        {
            var sequence = VariantTable.Sequence(log, number);
            if (sequence.IsEmpty) continue;
            Starts[sequence[0]]++;
            Ends[sequence[^1]]++;
            var repeated = false;
            foreach (var activity in sequence)
            {
                Events[activity]++;
                if (lastCase[activity] != number)
                {
                    lastCase[activity] = number;
                    Cases[activity]++;
                }
                else if (lastRepeat[activity] != number)
                {
                    lastRepeat[activity] = number;
                    CasesRepeated[activity]++;
                    repeated = true;
                }
            }

            if (repeated) CasesWithRework++;
        }
    }

    private void Add(ActivityUse other)
    {
        for (var activity = 0; activity < Events.Length; activity++)
        {
            Events[activity] += other.Events[activity];
            Cases[activity] += other.Cases[activity];
            CasesRepeated[activity] += other.CasesRepeated[activity];
            Starts[activity] += other.Starts[activity];
            Ends[activity] += other.Ends[activity];
        }

        CasesWithRework += other.CasesWithRework;
    }
}
