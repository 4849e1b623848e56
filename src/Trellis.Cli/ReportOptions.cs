using System.CommandLine;
using Trellis.Runtime.Files;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Standards.Work;

namespace Trellis.Cli;

/// <summary>Options of simulate that write what units reported in a run, and what of it was a fault.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string?> _figures = new("--figures") { Description = "Write the figures that units reported, level by level, to FILE as CSV: unit, period, indicator, value, level, parent, reported_at. Needs forms in the load.", HelpName = "FILE" };
    private readonly Option<string?> _planted = new("--planted") { Description = "Write which reports and answers of the run were faults, and what is true, to FILE as CSV. Needs forms or requests in the load.", HelpName = "FILE" };

    public IReadOnlyList<Symbol> All => [_figures, _planted];

    public void AddTo(Command command)
    {
        command.Options.Add(_figures);
        command.Options.Add(_planted);
    }

    public (string? Figures, string? Planted) Of(ParseResult parsed, bool isOneRun)
    {
        foreach (var option in (Option<string?>[])[_figures, _planted])
        {
            if (parsed.GetValue(option) is null || isOneRun) continue;
            throw new UnusableInput(new Text($"{option.Name} 只写一次运行，不能与 --runs 或 --compare 同用。", $"{option.Name} writes one run; it cannot stand beside --runs or --compare."), new Text("去掉其中一个。", "Leave one of them out."));
        }

        return (parsed.GetValue(_figures), parsed.GetValue(_planted));
    }

    /// <summary>A file without a row would look as if nothing were reported.</summary>
    public void CheckLoad(ParseResult parsed, Load load)
    {
        if (parsed.GetValue(_figures) is not null && load.Forms.IsEmpty)
            throw new UnusableInput(new Text("这份负荷里没有人填表，没有上报的数字可写。", "Nobody fills in forms under this load, so no figure is reported."), new Text("在负荷里写 forms:，例如 forms: [{takes: 30 minutes}]。", "Say under forms in the load who fills in which, for example forms: [{takes: 30 minutes}]."));
    }

    public void Write(ParseResult parsed, Run run, Terminal terminal)
    {
        if (parsed.GetValue(_figures) is null && parsed.GetValue(_planted) is null) return;
        var (figures, leftOut) = run.FiguresReported();
        if (parsed.GetValue(_figures) is { } file) OutputFile.Write(file, terminal.Output, to => WritingReports.Figures(figures, to));
        if (parsed.GetValue(_planted) is { } truth) OutputFile.Write(truth, terminal.Output, to => WritingReports.Planted([.. run.Planted, .. leftOut], to));
    }
}
