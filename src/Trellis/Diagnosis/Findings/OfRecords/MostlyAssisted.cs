namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A place in which far more is typed by somebody else than elsewhere: a note on who the way in is made for, and no fault of whoever helps.</summary>
internal static class MostlyAssisted
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BesidePeers(evidence.Counts.Assisted.All, static place => new Told
    {
        Direction = Direction.Down,
        Who = new FindingSubject(SubjectKind.Unit, place.Unit),
        Measure = new("由别人代为提出的事项的比例", "share of matters that somebody else filed for the requester"),
        Says = new(
            $"{place.Name} 的 {place.Of} 件事项中，{place.Hits} 件（{place.Share}）由别人代办；其他地方为 {place.Others}。",
            $"Of {place.Of} matters of {place.Name}, {place.Hits} ({place.Share}) were filed by somebody else for the requester; elsewhere it is {place.Others}."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("那里老人多、路远，本来就该上门代办。", "Many there are old or live far off, and to help them at home is right."), false),
            new(new("线路差，网上办不了。", "The line is weak there, so that nothing can be filed on it."), false),
        ],
        Clears = new("居民说愿意这样办；或自助的路修好之后比例下降。", "Residents say that they like it so; or it falls once they can do it by themselves."),
    });
}
