using System.Globalization;
using System.Text;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Reports;

/// <summary>Units by how many matters they have and what share of them shows a fault, with the limits of chance and of innocent differences: no ranking.</summary>
internal static class FunnelPicture
{
    private const double Width = 420, Height = 220, Left = 46, Bottom = 34;
    private const int Rows = 40;

    public static void Write(ReportPage report, FindingTexts t, LogFinding finding)
    {
        var (page, units) = (report.Page, finding.Compared);
        var plot = FunnelPlot.Draw([.. units.Select(static unit => (unit.Of, unit.Hits))]);
        var most = Math.Max(2, units.Max(static unit => unit.Of));
        var top = Math.Min(1, 1.15 * Math.Max(units.Max(static unit => unit.Hits / (double)Math.Max(1, unit.Of)), plot.Overall));
        if (top <= 0) return;

        report.OpenFigure(t.FunnelHeading, "");
        var id = page.NewId();
        page.Literal("<div class=\"picture\">");
        page.Put($"<svg viewBox=\"0 0 {Width + Left + 10} {Height + Bottom + 10}\" width=\"{Width + Left + 10}\" style=\"max-width:100%;height:auto\" font-size=\"11.5\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.FunnelHeading}</title><desc id=\"{id}d\">{t.FunnelDesc(units.Count)}</desc>\n");
        page.Put($"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{Height + 5}\" y2=\"{Height + 5}\" stroke=\"{Palette.Ink}\"/><line x1=\"{Left}\" x2=\"{Left}\" y1=\"5\" y2=\"{Height + 5}\" stroke=\"{Palette.Ink}\"/>");
        foreach (var share in (ReadOnlySpan<double>)[0, 0.5, 1])
        {
            page.Put($"<text x=\"{Left - 5}\" y=\"{Y(top * share) + 4}\" text-anchor=\"end\" fill=\"{Palette.Quiet}\">{Figures.Share(top * share, 1)}</text>");
            page.Put($"<text x=\"{X(most * share * share)}\" y=\"{Height + 20}\" text-anchor=\"middle\" fill=\"{Palette.Quiet}\">{Figures.Count((long)(most * share * share))}</text>");
        }

        page.Put($"<text x=\"{Left + (Width / 2)}\" y=\"{Height + 34}\" text-anchor=\"middle\">{t.Matters}</text>");
        page.Put($"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{Y(plot.Overall)}\" y2=\"{Y(plot.Overall)}\" stroke=\"{Palette.Quiet}\"/>");
        Limit(FunnelPlot.Warning, high: true);
        Limit(FunnelPlot.Warning, high: false);
        Limit(FunnelPlot.Alarm, high: true);
        Limit(FunnelPlot.Alarm, high: false);
        page.Literal("\n");
        foreach (var unit in units)
        {
            var own = finding.Who.Names.Contains(unit.Name, StringComparer.Ordinal) && finding.Who.Kind != SubjectKind.Places;
            var share = unit.Hits / (double)Math.Max(1, unit.Of);
            page.Put($"<circle cx=\"{X(unit.Of)}\" cy=\"{Y(share)}\" r=\"{(own ? 5 : 3.5)}\" fill=\"{(own ? Palette.Accent : Palette.Ink)}\"><title>{ShownName.Of(finding.NameOf(unit.Name, report.Settings.Language))}: {Figures.Share(unit.Hits, unit.Of)}</title></circle>");
        }

        page.Literal("</svg></div>\n");
        report.OpenTable(report.Texts.ShowTable, t.FunnelHeading, (t.UnitName, false), (t.Matters, true), (t.Share, true));
        foreach (var unit in units.Take(Rows)) report.Row(ShownName.InTable(finding.NameOf(unit.Name, report.Settings.Language)), Figures.Count(unit.Of), Figures.Share(unit.Hits, unit.Of));
        report.CloseTable();
        report.CloseFigure();

        // Square roots, so that small units do not lie on one another.
        double X(double of) => Left + (Width * Math.Sqrt(of / most));

        double Y(double share) => 5 + (Height * (1 - Math.Min(1, share / top)));

        void Limit(double z, bool high)
        {
            var path = new StringBuilder();
            for (var step = 2; step <= 40; step++)
            {
                var of = most * step * step / 1600.0;
                var (below, above) = plot.Limits(Math.Max(1, (int)Math.Round(of)), z);
                path.Append(CultureInfo.InvariantCulture, $"{(step == 2 ? 'M' : 'L')}{X(of):0.#} {Y(high ? above : below):0.#}");
            }

            page.Put($"<path d=\"{path.ToString()}\" fill=\"none\" stroke=\"{Palette.Quiet}\" stroke-dasharray=\"4 3\"/>");
        }
    }
}
