using Trellis.Diagnosis.Records;

namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A unit that opens the values of many people at once, more often than units of its kind. What a form asks of its rows is not counted: there it is the form that asks for many.</summary>
internal static class LooksInBulk
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BesideItsKind(evidence.Counts.People.InBulk, static unit => new Told
    {
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = new($"一次打开 {LookCounts.Many} 人以上信息的比例", $"share of requests that opened values of {LookCounts.Many} rows and more at once"),
        Says = new(
            $"{unit.Name} 在事项中或凭职权打开个人信息 {unit.Of} 次，其中 {unit.Hits} 次（{unit.Share}）一次就是 {LookCounts.Many} 人以上；同类单位为 {unit.Others}。",
            $"{unit.Name} opened values of people {unit.Of} times in matters or under a power; {unit.Hits} of these ({unit.Share}) opened {LookCounts.Many} rows and more at once. With units of its kind it is {unit.Others}."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("填表要逐行看的：不计在内。", "Rows that a form asks for: not counted."), true),
            new(new("监督岗位的查看：不计在内。", "Looks of posts that supervise: not counted."), true),
            new(new("这里的户或项目本来人多（拆迁、集中安置）。", "Its households or sites have many people each (a resettlement, a home for the old)."), false),
            new(new("集中走访、普查之前核对名册。", "A list was gone through before visits or a census."), false),
        ],
        Clears = new("说明一次看许多人的是哪项工作，写成表格或事项，写明依据；或分次按需查看。", "Say which work needs many at once and write it down as a form or a matter with its basis; or they are opened one by one as needed."),
    });
}
