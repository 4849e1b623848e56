namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>First answers that residents were promised and got late or not at all: of a unit beside others that answer for matters of the same type. An answer is that it was received or told by an officer, or that the requester was reached.</summary>
internal static class LateFirstAnswers
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.Counts.FirstAnswers.All.GroupBy(static one => one.Key.Type, StringComparer.Ordinal)
        .SelectMany(type => evidence.BesidePeers(type.Select(static one => KeyValuePair.Create(one.Key.Unit, one.Value)), unit => new Told
        {
            Direction = Direction.Down,
            Who = new FindingSubject(SubjectKind.StepInUnit, type.Key, unit.Unit),
            Measure = new("承诺了首次答复而迟到或没有答复的比例", "share of promised first answers that came late or not at all"),
            Says = new(
                $"{unit.Name} 负责的「{ShownName.InSentence(type.Key)}」中，{unit.Of} 件承诺了首次答复，{unit.Hits} 件（{unit.Share}）迟到或没有答复；其他单位为 {unit.Others}。",
                $"Of {unit.Of} first answers that were promised in \"{ShownName.InSentence(type.Key)}\" at {unit.Name}, {unit.Hits} ({unit.Share}) came late or not at all; with other units it is {unit.Others}."),
            Innocent =
            [
                Peers.FewMatters,
                new(new("还没到期的：不计在内。", "What is not due yet: not counted."), true),
                new(new("当面或电话已经答复，没有记下来。", "People were answered at the counter or on the telephone, and nobody entered it."), false),
            ],
            Clears = new("补记的答复证明按时；或窗口人手、首办分工调整之后恢复。", "Answers that are entered later show that it was in time; or it recovers once hands at the counter or the first contact are set right."),
        }));
}
