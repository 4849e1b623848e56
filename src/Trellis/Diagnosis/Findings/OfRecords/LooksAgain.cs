namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A unit that opens matters of others again although nothing has happened in them since it looked last, more than units of its kind. Several looks in half a day are one; posts that supervise are not counted.</summary>
internal static class LooksAgain
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BesideItsKind(evidence.Counts.LooksAgain, static unit => new Told
    {
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = new("再次查看别的单位负责的事项而其间没有任何进展的比例", "share of repeated looks into matters of others before which nothing had happened"),
        Says = new(
            $"{unit.Name} 再次查看别的单位负责的事项 {unit.Of} 次，其中 {unit.Hits} 次（{unit.Share}）自它上次看过以后没有任何新情况；同类单位为 {unit.Others}。",
            $"{unit.Name} looked again into matters that others answer for {unit.Of} times; before {unit.Hits} of these looks ({unit.Share}) nothing had happened since it looked last. With units of its kind it is {unit.Others}."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("监督岗位的查看，和看自己负责的事项：不计在内。", "Looks of posts that supervise, and into matters that are its own: not counted."), true),
            new(new("半天之内看几次：只算一次。", "Several looks in half a day: counted once."), true),
            new(new("居民来问进度，替他看一眼。", "Residents asked how it stands, and somebody looked for them."), false),
            new(new("在等别的单位办完才能接着办。", "It has a step to do as soon as others are done."), false),
        ],
        Clears = new("有进展时由系统告诉它（notify），不必去看；或说明看的用途。", "It is told when something happens (notify) and need not look; or it says what the looks were for."),
    });
}
