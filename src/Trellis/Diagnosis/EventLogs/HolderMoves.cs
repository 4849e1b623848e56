namespace Trellis.Diagnosis.EventLogs;

/// <summary>
/// How matters move between holders, be they resources or groups.
/// A handover is an ordered pair of two adjacent events of a case that both name a holder, and different ones.
/// Ping-pong is A-B-A: events without a holder dropped, runs of one holder merged, holder[i] = holder[i + 2].
/// </summary>
/// <remarks>Definitions after van der Aalst, Reijers and Song 2005 (handover of work) and the reference figures the tests reproduce.</remarks>
public sealed class HolderMoves
{
    private HolderMoves(int holders)
    {
        Handovers = new PairCounts(holders);
        PingPongs = new PairCounts(holders);
        Loads = new int[holders];
    }

    public PairCounts Handovers { get; }

    /// <summary>Unordered pairs, counted under (smaller number, larger number).</summary>
    public PairCounts PingPongs { get; }

    /// <summary>Events by holder.</summary>
    public int[] Loads { get; }

    public int HandoverTotal { get; private set; }

    public int CasesHandedOver { get; private set; }

    public int PingPongTotal { get; private set; }

    public int CasesWithPingPong { get; private set; }

    public static HolderMoves Find(int[] caseStarts, int[] holders, int names, int threads)
    {
        var parts = CaseRanges.Each(caseStarts, threads, (from, to) =>
        {
            var part = new HolderMoves(names);
            part.Walk(caseStarts, holders, from, to);
            return part;
        });
        if (parts.Length == 0) return new HolderMoves(names);
        for (var part = 1; part < parts.Length; part++) parts[0].Add(parts[part]);
        return parts[0];
    }

    private void Walk(int[] caseStarts, int[] holders, int from, int to)
    {
        var loads = Loads;
        int moves = 0, movedCases = 0, pingPongs = 0, pingPongCases = 0;
        for (var number = from; number < to; number++)
        {
            var adjacent = EventLog.Missing;
            var last = EventLog.Missing;
            var lastButOne = EventLog.Missing;
            var movesBefore = moves;
            var pingPongsBefore = pingPongs;
            foreach (var holder in holders.AsSpan(caseStarts[number], caseStarts[number + 1] - caseStarts[number]))
            {
                if (holder >= 0)
                {
                    loads[holder]++;
                    if (adjacent >= 0 && adjacent != holder)
                    {
                        Handovers.Add(adjacent, holder);
                        moves++;
                    }

                    if (holder != last)
                    {
                        if (holder == lastButOne)
                        {
                            PingPongs.Add(Math.Min(last, holder), Math.Max(last, holder));
                            pingPongs++;
                        }

                        lastButOne = last;
                        last = holder;
                    }
                }

                adjacent = holder;
            }

            if (moves > movesBefore) movedCases++;
            if (pingPongs > pingPongsBefore) pingPongCases++;
        }

        HandoverTotal += moves;
        CasesHandedOver += movedCases;
        PingPongTotal += pingPongs;
        CasesWithPingPong += pingPongCases;
    }

    private void Add(HolderMoves other)
    {
        Handovers.Add(other.Handovers);
        PingPongs.Add(other.PingPongs);
        for (var holder = 0; holder < Loads.Length; holder++) Loads[holder] += other.Loads[holder];
        HandoverTotal += other.HandoverTotal;
        CasesHandedOver += other.CasesHandedOver;
        PingPongTotal += other.PingPongTotal;
        CasesWithPingPong += other.CasesWithPingPong;
    }
}
