using Trellis.Diagnosis.Records;

namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>
/// A unit that opens values of people under a power or for a form, and neither uses the power nor hands in the form in the days before or after, more than units of its kind: looks without a live piece of work. Posts that supervise are not counted, nor is the
/// unit that asks for a form.
/// </summary>
internal static class LooksInVain
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BesideItsKind(evidence.Counts.People.InVain, unit => new Told
    {
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = new("为职权或表格打开个人信息而前后都没有办的比例", "share of requests for values of people, under a power or for a form, around which that work was not done"),
        Says = new(
            $"{unit.Name} 为行使职权或填表打开个人信息 {unit.Of} 次，其中 {unit.Hits} 次（{unit.Share}）前后 {evidence.Settings.ReopenedWithinDays} 天（表格再加它的一期）内既没有行使这项职权，也没有报这张表；同类单位为 {unit.Others}。",
            $"{unit.Name} opened values of people {unit.Of} times under a power or for a form; around {unit.Hits} of these ({unit.Share}) it neither used that power nor handed in that form within {evidence.Settings.ReopenedWithinDays} days, for a form with its period on top. With units of its kind it is {unit.Others}."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("监督岗位的查看，和要表单位看报上来的表：不计在内。", "Looks of posts that supervise, and of units that read the forms they asked for: not counted."), true),
            new(new("刚看过、还在期限内的：不计在内。", "Looks whose work may still come: not counted."), true),
            new(new("看了以后判断不用办：这也是在履行职权。", "They looked and found nothing to be done, which is a use of the power, too."), false),
            new(new("办在纸上或别的系统里，这里没有留下。", "The work was done on paper or in another system."), false),
        ],
        Clears = new("说明这些查看办了什么，补记下来；或收窄这项职权的用途（purposes.yaml）之后停止。", "Say what came of the looks, and enter it; or they end once the purpose of the power is narrowed (purposes.yaml)."),
    });
}
