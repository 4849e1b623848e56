namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A resource that everybody sees in the register and that those who ask for it mostly do not get: it is answered as not theirs to give, or not at all. Visible, and not to be scheduled.</summary>
internal static class ResourceNotGiven
{
    /// <summary>Of what is scarce every second request may come to nothing.</summary>
    private const double EverySecond = 0.5;

    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BeyondBound(evidence.Counts.Resources, EverySecond, (resource, said) => new Told
    {
        Direction = Direction.Across,
        Who = new FindingSubject(SubjectKind.Resource, resource),
        Measure = new("请求使用这项资源而没有得到的比例", "share of requests for the resource that came to nothing"),
        Says = new(
            $"办事中请求使用「{ShownName.InSentence(resource)}」{said.Of} 次，{said.Hits} 次（{said.Share}）被答复“不归我们”，或者到头没有答复；放过的是 {said.Bound}。",
            $"\"{ShownName.InSentence(resource)}\" was asked for {said.Of} times in matters; {said.Hits} times ({said.Share}) the answer was that it is not theirs to give, or there was none. {said.Bound} is let pass."),
        Innocent =
        [
            new(new($"刚请求、不满 {evidence.Settings.ReopenedWithinDays} 天的：不计在内。", $"Requests that are younger than {evidence.Settings.ReopenedWithinDays} days: not counted."), true),
            new(new("问错了单位：调度它的是别的岗位。", "The wrong unit was asked: another post schedules it."), false),
            new(new("这段时间都在用，确实排不开。", "It was in use the whole time, and there was none to spare."), false),
        ],
        Clears = new("写明由谁调度（resources.yaml 的 scheduled-by）和谁可以用（claims），请求送到那里；或请求开始得到满足。", "Say who schedules it (scheduled-by in resources.yaml) and who may use it (claims), so that requests go there; or they begin to be met."),
    });
}
