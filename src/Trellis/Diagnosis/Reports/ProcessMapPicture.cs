using System.Globalization;
using System.Text;

namespace Trellis.Diagnosis.Reports;

/// <summary>
/// How work flows: activities as boxes, moves as lines from top to bottom, wider the more frequent, darker the longer the wait.
/// Lines that run against the order of work are dashed.
/// </summary>
internal static class ProcessMapPicture
{
    private const int MostActivities = 24, FewestActivities = 12, MostEdges = 45;

    // A wider drawing could not be read on A4, a taller one would be lost sight of on a phone. Tall ones are printed in parts.
    private const double TallEnough = 2_400, WideEnough = 1_080;
    private const double PaperPart = 1_150;

    private const double NameSize = 12.5, NoteSize = 11, LabelSize = 11;
    private const double NameEms = 13, LineHeight = 15.5, Padding = 9;
    private const double LoopReach = 24;

    // Bold letters are wider, most of all in the fallback fonts of Linux.
    private const double Bold = 1.1;
    private const double Margin = 14;

    private sealed record Box(List<string> Name, double Width, double Height, double LoopLabelWidth);

    public static void Write(ReportPage report)
    {
        var (page, t, d) = (report.Page, report.Texts, report.Diagnosis);
        var (core, boxes, layout) = Fitting(report);
        if (core.Activities.Count == 0)
        {
            report.Quiet(t.NothingToMeasure);
            return;
        }

        report.OpenFigure(t.MapHeading, t.MapLead);
        Legend(report);
        var id = page.NewId();
        var (width, height) = (layout.Width + (2 * Margin), layout.Height + (2 * Margin));
        var least = Math.Min(width, Math.Max(300, width * 0.86));
        var tall = height > PaperPart * 1.15;
        page.Put($"<div class=\"picture map{(tall ? " screen" : "")}\">");
        report.OpenScroll(t.MapScroll);
        var start = 100 * (layout.Nodes[core.Activities.Count].X + Margin) / width;

        // A narrow screen opens where the work starts.
        page.Put($"<div class=\"sheet\" style=\"width:{width}px;min-width:{least}px\"><span class=\"first\" style=\"left:{start}%\"></span>");
        page.Put($"<svg viewBox=\"{-Margin} {-Margin} {width} {height}\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.MapHeading}</title><desc id=\"{id}d\">{t.MapDesc(core)}</desc><g id=\"{id}g\">\n");

        // The least frequent first, so that the main road lies on top.
        for (var e = core.Edges.Count - 1; e >= 0; e--) Edge(report, core, layout, e);
        for (var v = 0; v < core.Activities.Count; v++) Activity(report, core, boxes[v], layout.Nodes[v], v);
        Ends(report, layout, core.Activities.Count);
        for (var e = 0; e < core.Edges.Count; e++) Label(report, core.Edges[e], layout.Edges[e]);
        page.Literal("</g></svg></div>");
        report.CloseScroll();
        page.Literal("</div>\n");
        if (tall) PaperParts(report, layout, id, width);

        var shownShare = core.Activities.Count == d.Activities.Count && core.EdgesShown == d.Flow.Count;
        report.Quiet(shownShare ? t.MapShowsAll : t.MapLeavesOut(core, d));
        if (core.BreaksOff) report.Quiet(t.MapBreaksOff(core.Activities.Count));
        Table(report, core);
        report.CloseFigure();
    }

    /// <summary>On paper a long way is cut between two layers and continued on the next sheet, so that letters keep their size.</summary>
    private static void PaperParts(ReportPage report, LayeredLayout layout, string map, double width)
    {
        var (page, t) = (report.Page, report.Texts);
        var parts = (int)Math.Ceiling(layout.Height / PaperPart);
        var from = -Margin;
        for (var part = 1; part <= parts; part++)
        {
            var to = layout.Height + Margin;
            if (part < parts)
            {
                var wish = layout.Height * part / parts;
                to = wish;
                var nearest = double.PositiveInfinity;
                foreach (var node in layout.Nodes)
                {
                    if (Math.Abs(node.Bottom + 4 - wish) >= nearest) continue;
                    nearest = Math.Abs(node.Bottom + 4 - wish);
                    to = node.Bottom + 4;
                }

                // Boxes of one layer are centred on one line: below the tallest the way is clear.
                foreach (var node in layout.Nodes) if (node.Top < to && node.Bottom + 4 > to) to = node.Bottom + 4;
            }

            var id = page.NewId();
            page.Put($"<div class=\"picture map paper\"><p class=\"quiet\">{t.MapPart(part, parts)}</p><svg viewBox=\"{-Margin} {from} {width} {to - from}\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.MapHeading}</title><desc id=\"{id}d\">{t.MapPart(part, parts)}</desc><use href=\"#{map}g\"/></svg></div>\n");
            from = to;
        }
    }

    /// <summary>The largest core whose drawing fits.</summary>
    private static (ProcessMapCore Core, List<Box> Boxes, LayeredLayout Layout) Fitting(ReportPage report)
    {
        for (var most = MostActivities; ; most -= 2)
        {
            // Lines take more room than boxes: leave out rare lines before leaving out activities.
            foreach (var edges in (ReadOnlySpan<int>)[Math.Min(MostEdges, 2 * most), most * 8 / 5])
            {
                var core = ProcessMapCore.Of(report.Diagnosis, most, edges);
                List<Box> boxes = [];
                for (var v = 0; v < core.Activities.Count; v++) boxes.Add(BoxOf(report, core, v));
                var fits = most <= FewestActivities ? double.PositiveInfinity : 1;
                if (Arrange(report, core, boxes, WideEnough * fits, TallEnough * fits) is { } layout) return (core, boxes, layout);
            }
        }
    }

    private static Box BoxOf(ReportPage report, ProcessMapCore core, int v)
    {
        var name = TextWidth.Wrap(ShownName.Of(core.Activities[v].Name), NameEms, lines: 2);
        double ems = 0;
        foreach (var line in name) ems = Math.Max(ems, TextWidth.Of(line) * Bold);
        var note = TextWidth.Of(report.Texts.MapNote(core.Activities[v])) * NoteSize;
        var width = Math.Max(92, Math.Max(ems * NameSize, note) + (2 * Padding));
        var loop = core.Loops[v] is { } self ? LoopReach + 4 + LabelWidth(report, self.Count, self.MedianSeconds) : 0;
        return new Box(name, width, (LineHeight * (name.Count + 1)) + (Padding * 1.3), loop);
    }

    private static double LabelWidth(ReportPage report, int count, double? wait) =>
        LabelSize * Math.Max(TextWidth.Of(Figures.Count(count)) * 1.05, wait is { } seconds ? TextWidth.Of(report.Wait(seconds)) : 0);

    private static LayeredLayout? Arrange(ReportPage report, ProcessMapCore core, List<Box> boxes, double widest, double tallest)
    {
        var count = core.Activities.Count;
        List<LayoutNode> nodes = [];
        foreach (var box in boxes)
        {
            nodes.Add(new LayoutNode(box.Width / 2, (box.Width / 2) + box.LoopLabelWidth, box.Height, (box.Width / 2) - 10));
        }

        var (start, end) = (TerminalWidth(report.Texts.Start), TerminalWidth(report.Texts.End));
        nodes.Add(new LayoutNode(start / 2, start / 2, 26, (start / 2) - 12));
        if (ReachesEnd(core)) nodes.Add(new LayoutNode(end / 2, end / 2, 26, (end / 2) - 12));

        List<LayoutEdge> edges = [];
        foreach (var edge in core.Edges)
        {
            var terminal = edge.From is null || edge.To is null;
            edges.Add(new LayoutEdge(
                edge.From ?? count, edge.To ?? count + 1, Math.Max(1, edge.Count),
                LabelWidth(report, edge.Count, terminal ? null : edge.MedianSeconds) + 8, terminal ? 16 : 28));
        }

        return LayeredLayout.Within(nodes, edges, widest, tallest);
    }

    private static bool ReachesEnd(ProcessMapCore core)
    {
        foreach (var edge in core.Edges) if (edge.To is null) return true;
        return false;
    }

    private static double TerminalWidth(string word) => Math.Max(56, (TextWidth.Of(word) * NameSize) + 28);

    private static double LineWidth(ProcessMapCore core, int count) =>
        1.3 + (7.2 * Math.Sqrt((double)count / Math.Max(1, core.Edges[0].Count)));

    private static string Colour(MapEdge edge) =>
        edge.From is null || edge.To is null ? Palette.Quiet : Palette.Waiting[Palette.WaitingStep(edge.MedianSeconds)];

    private static void Edge(ReportPage report, ProcessMapCore core, LayeredLayout layout, int e)
    {
        var (edge, route) = (core.Edges[e], layout.Edges[e]);
        var stroke = LineWidth(core, edge.Count);
        var tip = 5 + (stroke * 0.9);
        var (top, bottom) = (layout.Nodes[route.Upper].Bottom, layout.Nodes[route.Lower].Top);
        var (from, to) = route.TurnedRound ? (top + tip, bottom) : (top, bottom - tip);

        // Curves stay between layers, and inside a layer the line is straight where room was kept for it: it cannot touch a node.
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{route.UpperX:0.#} {from:0.#}");
        var (x, y) = (route.UpperX, from);
        foreach (var passage in route.Passages)
        {
            CurveTo(passage.X, passage.Top);
            if (passage.Bottom > passage.Top) path.Append(CultureInfo.InvariantCulture, $"V{passage.Bottom:0.#}");
            y = passage.Bottom;
        }

        CurveTo(route.LowerX, to);
        var colour = Colour(edge);
        var page = report.Page;
        page.Put($"<path d=\"{path.ToString()}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{stroke}\"");
        if (route.TurnedRound) page.Put($" stroke-dasharray=\"{stroke + 4} {stroke * 0.6 + 3}\"");
        page.Literal("/>");

        var (tipX, tipY, back) = route.TurnedRound ? (route.UpperX, top, tip + 1) : (route.LowerX, bottom, -tip - 1);
        var half = 2.5 + (stroke * 0.75);
        page.Put($"<path d=\"M{tipX} {tipY}L{tipX - half} {tipY + back}H{tipX + half}Z\" fill=\"{colour}\"/>\n");

        void CurveTo(double toX, double toY)
        {
            if (Math.Abs(toX - x) < 0.05) path.Append(CultureInfo.InvariantCulture, $"V{toY:0.#}");
            else path.Append(CultureInfo.InvariantCulture, $"C{x:0.#} {(y + toY) / 2:0.#} {toX:0.#} {(y + toY) / 2:0.#} {toX:0.#} {toY:0.#}");
            (x, y) = (toX, toY);
        }
    }

    private static void Activity(ReportPage report, ProcessMapCore core, Box box, PlacedNode node, int v)
    {
        var (page, t, activity) = (report.Page, report.Texts, core.Activities[v]);
        var left = node.X - (box.Width / 2);
        page.Put($"<g><title>{ShownName.Of(activity.Name)} · {t.MapNote(activity)}</title>");
        page.Put($"<rect x=\"{left}\" y=\"{node.Top}\" width=\"{box.Width}\" height=\"{node.Bottom - node.Top}\" rx=\"3\" fill=\"#fff\" stroke=\"{Palette.Ink}\" stroke-width=\"1.3\"/>");
        var y = node.Top + Padding + (LineHeight * 0.62);
        foreach (var line in box.Name)
        {
            page.Put($"<text x=\"{node.X}\" y=\"{y}\" text-anchor=\"middle\" font-size=\"{NameSize}\" font-weight=\"600\">{line}</text>");
            y += LineHeight;
        }

        page.Put($"<text x=\"{node.X}\" y=\"{y}\" text-anchor=\"middle\" font-size=\"{NoteSize}\" fill=\"{Palette.Quiet}\">{t.MapNote(activity)}</text></g>");
        if (core.Loops[v] is not { } loop) return;

        var (right, middle) = (left + box.Width, (node.Top + node.Bottom) / 2);
        var colour = Palette.Waiting[Palette.WaitingStep(loop.MedianSeconds)];
        var stroke = Math.Min(5, LineWidth(core, loop.Count));
        page.Put($"<path d=\"M{right} {middle - 9}C{right + LoopReach + 4} {middle - 20} {right + LoopReach + 4} {middle + 20} {right + 7} {middle + 9}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{stroke}\"/><path d=\"M{right} {middle + 8}L{right + 9} {middle + 4}L{right + 8} {middle + 14}Z\" fill=\"{colour}\"/>");
        page.Put($"<text x=\"{right + LoopReach + 2}\" y=\"{middle - 2}\" font-size=\"{LabelSize}\" font-weight=\"600\">{Figures.Count(loop.Count)}</text><text x=\"{right + LoopReach + 2}\" y=\"{middle + 11}\" font-size=\"{LabelSize}\" fill=\"{Palette.Quiet}\">{report.Wait(loop.MedianSeconds)}</text>\n");
    }

    private static void Ends(ReportPage report, LayeredLayout layout, int count)
    {
        var page = report.Page;
        for (var v = count; v < layout.Nodes.Count; v++)
        {
            var (node, filled) = (layout.Nodes[v], v == count);
            var word = filled ? report.Texts.Start : report.Texts.End;
            var width = TerminalWidth(word);
            var (fill, letters) = filled ? (Palette.Ink, "#fff") : ("#fff", Palette.Ink);
            page.Put($"<rect x=\"{node.X - (width / 2)}\" y=\"{node.Top}\" width=\"{width}\" height=\"{node.Bottom - node.Top}\" rx=\"13\" fill=\"{fill}\" stroke=\"{Palette.Ink}\" stroke-width=\"2.4\"/><text x=\"{node.X}\" y=\"{node.Top + 17.5}\" text-anchor=\"middle\" font-size=\"{NameSize}\" font-weight=\"600\" fill=\"{letters}\">{word}</text>\n");
        }
    }

    private static void Label(ReportPage report, MapEdge edge, PlacedEdge route)
    {
        var page = report.Page;
        var terminal = edge.From is null || edge.To is null;
        var width = LabelWidth(report, edge.Count, terminal ? null : edge.MedianSeconds) + 4;
        var height = terminal ? 15.0 : 28;
        page.Put($"<g font-size=\"{LabelSize}\" text-anchor=\"middle\"><rect x=\"{route.LabelX - (width / 2)}\" y=\"{route.LabelY - (height / 2)}\" width=\"{width}\" height=\"{height}\" rx=\"2\" fill=\"#fff\" fill-opacity=\".93\"/>");
        page.Put($"<text x=\"{route.LabelX}\" y=\"{route.LabelY + (terminal ? 4 : -2)}\" font-weight=\"600\">{Figures.Count(edge.Count)}</text>");
        if (!terminal) page.Put($"<text x=\"{route.LabelX}\" y=\"{route.LabelY + 11}\">{report.Wait(edge.MedianSeconds)}</text>");
        page.Literal("</g>\n");
    }

    private static void Legend(ReportPage report)
    {
        var (page, t) = (report.Page, report.Texts);
        page.Put($"<ul class=\"legend\" aria-label=\"{t.Legend}\">");
        for (var step = 0; step < Palette.Waiting.Length; step++)
        {
            Sample(t.WaitingStep(step), Palette.Waiting[step], 3 + step, "");
        }

        Sample(t.Backwards, Palette.Ink, 3, "6 4");
        page.Literal("</ul>\n");

        void Sample(string says, string colour, double width, string dashes)
        {
            page.Put($"<li><svg aria-hidden=\"true\" width=\"30\" height=\"10\"><title>{says}</title><desc>{says}</desc><line x2=\"30\" y1=\"5\" y2=\"5\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-dasharray=\"{dashes}\"/></svg>{says}</li>");
        }
    }

    private static void Table(ReportPage report, ProcessMapCore core)
    {
        var t = report.Texts;
        report.OpenTable(t.ShowTable, t.MapCaption, (t.From, false), (t.To, false), (t.Moves, true), (t.MedianWait, true));
        foreach (var edge in core.Edges)
        {
            report.Row(
                edge.From is { } from ? ShownName.InTable(core.Activities[from].Name) : t.Start,
                edge.To is { } to ? ShownName.InTable(core.Activities[to].Name) : t.End,
                Figures.Count(edge.Count),
                edge.From is null || edge.To is null ? "–" : report.Wait(edge.MedianSeconds));
        }

        for (var v = 0; v < core.Loops.Count; v++)
        {
            if (core.Loops[v] is { } loop) report.Row(ShownName.InTable(loop.From), t.ItselfAgain, Figures.Count(loop.Count), report.Wait(loop.MedianSeconds));
        }

        report.CloseTable();
    }
}
