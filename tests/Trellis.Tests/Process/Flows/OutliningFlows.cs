using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Process.Flows;

public sealed class OutliningFlows
{
    [Fact]
    public void The_flow_of_the_tutorial_reads_as_people_say_it()
    {
        var folder = Path.Combine(Checkout.Root, "structures", "hello-village");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith(".md", StringComparison.Ordinal))
            .Select(file => new SourceFile(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file))).ToList();
        var structure = ReadingStructures.Read(files).Structure;
        var lines = FlowOutline.Of(structure.Matters.Of("small-repair")[0], structure, new DateOnly(2026, 3, 2));

        Assert.Equal(
        [
            "receive, Service clerk, 2 working hours",
            "check, Village clerk, 2 working days",
            "decide, the nearest post that may (Approval of repair costs), 1 working day",
            "by case",
            "  when the outcome of \"Approval of repair costs\" is \"approve\"",
            "    perform, Works clerk, 5 working days",
            "    check, Village clerk, 1 working day",
            "  otherwise",
            "notify, whoever received the matter, 1 working day",
            "confirm, the requester, 5 working days",
        ],
        lines.Select(static line => new string(' ', line.Depth * 2) + string.Join(", ", new[] { line.What.En, line.Who?.En, line.Limit?.En }.OfType<string>())));
        Assert.Equal("村务员", lines[1].Who?.Zh);
        Assert.Equal(["批准：已解决", "不予：不予办理"], lines[2].Results.Select(static result => result.Zh));
        Assert.Equal("如果「维修支出审批」的结果等于「批准」", lines[4].What.Zh);
    }
}
