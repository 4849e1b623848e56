namespace Trellis.Diagnosis.Reports;

/// <summary>
/// Who hands to whom, units first: at most a dozen parties on a ring, ordered so that those who exchange much stand side by side,
/// with an arrow for each direction. Pairs between which matters went back and forth are in the accent colour.
/// A narrow screen has no room for names beside the ring: there the style sheet cuts the picture to the ring, shows numbers on the dots and the names below.
/// </summary>
internal static class HandoverPicture
{
    private const int MostParties = 12, MostArrows = 36, TableRows = 15;
    private const double Width = 700, Height = 500, Radius = 178;

    public static void Write(ReportPage report)
    {
        var (t, d) = (report.Texts, report.Diagnosis);
        if (d.GroupHandovers is null && d.Handovers is null)
        {
            report.Paragraph(t.NoHandovers);
            return;
        }

        if (d.GroupHandovers is { } groups) Network(report, groups, d.GroupPingPong, people: false);
        else report.Quiet(t.NoGroups);
        if (d.LevelMoves is { Total: > 0 } levels) Levels(report, levels);
        if (d.Handovers is { } people) Network(report, people, d.PingPong, people: true);
        else report.Quiet(t.NoResources);
    }

    private static void Network(ReportPage report, MoveFacts moves, PingPongFacts? bounces, bool people)
    {
        var (page, t) = (report.Page, report.Texts);
        var heading = people ? t.PeopleHeading : t.GroupHeading;
        report.OpenFigure(heading, t.HandoverLead(moves, bounces, report.Diagnosis.Log.Cases, people));
        if (moves.Total > 0 && moves.Top.Count > 0)
        {
            var parties = Parties(moves);
            var arrows = Arrows(moves, parties);
            parties.RemoveAll(party => !arrows.Exists(arrow => arrow.From == party || arrow.To == party));
            Ring(report, heading, moves, bounces, parties, arrows, people);
            long shown = 0;
            foreach (var arrow in arrows) shown += arrow.Count;
            if (shown < moves.Total) report.Quiet(t.HandoverLeftOut(parties.Count, moves.Loads.Count, arrows.Count, moves.Pairs, shown, moves.Total, people));

            report.OpenTable(t.ShowTable, t.HandoverCaption(Math.Min(arrows.Count, MostArrows), people), (t.From, false), (t.To, false), (t.Handovers, true), (t.MedianWait, true));
            foreach (var arrow in arrows) report.Row(InTable(report, arrow.From, people), InTable(report, arrow.To, people), Figures.Count(arrow.Count), report.Duration(arrow.MedianSeconds));
            report.CloseTable();
        }

        if (bounces is { Total: > 0 }) PingPong(report, bounces, people);
        report.CloseFigure();
    }

    /// <summary>Levels are few and in an order of their own that the log does not tell, so a table says more than a ring.</summary>
    private static void Levels(ReportPage report, MoveFacts moves)
    {
        var t = report.Texts;
        report.Heading(t.LevelHeading);
        report.PlainTable(t.LevelHeading, (t.From, false), (t.To, false), (t.Handovers, true), (t.MedianWait, true));
        for (var i = 0; i < moves.Top.Count && i < TableRows; i++)
            report.Row(InTable(report, moves.Top[i].From, people: false), InTable(report, moves.Top[i].To, people: false), Figures.Count(moves.Top[i].Count), report.Duration(moves.Top[i].MedianSeconds));
        report.ClosePlainTable();
    }

    private static string Name(ReportPage report, string name, bool people) => people ? report.Person(name) : ShownName.Of(name);

    private static string InTable(ReportPage report, string name, bool people) => TextWidth.Shorten(Name(report, name, people), 60);

    /// <summary>Those who take part in most handovers, then set round the ring.</summary>
    private static List<string> Parties(MoveFacts moves)
    {
        Dictionary<string, long> share = new(StringComparer.Ordinal);
        List<string> names = [];
        foreach (var move in moves.Top)
        {
            foreach (var name in (ReadOnlySpan<string>)[move.From, move.To])
            {
                if (!share.ContainsKey(name)) names.Add(name);
                share[name] = share.GetValueOrDefault(name) + move.Count;
            }
        }

        names.Sort((a, b) => share[a] != share[b] ? share[b].CompareTo(share[a]) : string.CompareOrdinal(a, b));
        if (names.Count > MostParties) names.RemoveRange(MostParties, names.Count - MostParties);
        return AroundTheRing(names, moves);
    }

    /// <summary>Swaps places on the ring while that shortens the way between those who exchange much.</summary>
    private static List<string> AroundTheRing(List<string> names, MoveFacts moves)
    {
        var count = names.Count;
        var between = new long[count, count];
        foreach (var move in moves.Top)
        {
            var (a, b) = (names.IndexOf(move.From), names.IndexOf(move.To));
            if (a < 0 || b < 0) continue;
            between[a, b] += move.Count;
            between[b, a] += move.Count;
        }

        var ring = new int[count];
        for (var i = 0; i < count; i++) ring[i] = i;
        for (var (better, rounds) = (true, 0); better && rounds < 40; rounds++)
        {
            better = false;
            for (var i = 0; i < count; i++)
            {
                for (var j = i + 1; j < count; j++)
                {
                    var before = Length();
                    (ring[i], ring[j]) = (ring[j], ring[i]);
                    if (Length() < before) better = true;
                    else (ring[i], ring[j]) = (ring[j], ring[i]);
                }
            }
        }

        // The busiest stands on top.
        var top = Array.IndexOf(ring, 0);
        List<string> ordered = [];
        for (var i = 0; i < count; i++) ordered.Add(names[ring[(top + i) % count]]);
        return ordered;

        double Length()
        {
            double length = 0;
            for (var i = 0; i < count; i++)
            {
                for (var j = i + 1; j < count; j++)
                {
                    length += between[ring[i], ring[j]] * Math.Sqrt(Math.Min(j - i, count - (j - i)));
                }
            }

            return length;
        }
    }

    private static List<Move> Arrows(MoveFacts moves, List<string> parties)
    {
        List<Move> arrows = [];
        foreach (var move in moves.Top)
        {
            if (arrows.Count == MostArrows) break;
            if (parties.Contains(move.From) && parties.Contains(move.To)) arrows.Add(move);
        }

        return arrows;
    }

    private static void Ring(
        ReportPage report, string heading, MoveFacts moves, PingPongFacts? bounces, List<string> parties, List<Move> arrows, bool people)
    {
        var (page, t) = (report.Page, report.Texts);
        var id = page.NewId();
        var load = new Dictionary<string, int>(StringComparer.Ordinal);
        var mostLoad = 1;
        foreach (var (name, events) in moves.Loads)
        {
            load[name] = events;
            mostLoad = Math.Max(mostLoad, events);
        }

        var (x, y, size) = (new double[parties.Count], new double[parties.Count], new double[parties.Count]);
        for (var i = 0; i < parties.Count; i++)
        {
            var angle = (2 * Math.PI * i / parties.Count) - (Math.PI / 2);
            (x[i], y[i]) = ((Width / 2) + (Radius * Math.Cos(angle)), (Height / 2) + (Radius * Math.Sin(angle)));
            size[i] = 9 + (11 * Math.Sqrt((double)load.GetValueOrDefault(parties[i]) / mostLoad));
        }

        var bounced = Bounced(bounces);
        page.Put($"<div class=\"picture map ring\"><div class=\"sheet\"><svg viewBox=\"0 0 {Width} {Height}\" font-size=\"12.5\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{heading}</title><desc id=\"{id}d\">{t.HandoverDesc(parties.Count, arrows.Count)}</desc>\n");

        List<(Curve Curve, string Text)> labels = [];
        for (var a = arrows.Count - 1; a >= 0; a--)
        {
            var (from, to) = (parties.IndexOf(arrows[a].From), parties.IndexOf(arrows[a].To));
            var pair = string.CompareOrdinal(arrows[a].From, arrows[a].To) < 0 ? (arrows[a].From, arrows[a].To) : (arrows[a].To, arrows[a].From);
            var title = t.HandoverArrow(Name(report, arrows[a].From, people), Name(report, arrows[a].To, people), arrows[a].Count, arrows[a].MedianSeconds);
            var curve = Arrow(
                page, (x[from], y[from], size[from]), (x[to], y[to], size[to]), 1.2 + (8 * Math.Sqrt((double)arrows[a].Count / arrows[0].Count)),
                bounced.Contains(pair) ? Palette.Accent : "#6d7b89", title);
            labels.Add((curve, Figures.Count(arrows[a].Count)));
        }

        Counts(page, labels, x, y, size);
        for (var i = 0; i < parties.Count; i++) Party(report, parties[i], i + 1, x[i], y[i], size[i], load.GetValueOrDefault(parties[i]), people);
        page.Literal("</svg></div></div>\n<ol class=\"around\">");
        foreach (var party in parties) page.Put($"<li>{InTable(report, party, people)} <small>{t.EventsOf(load.GetValueOrDefault(party))}</small></li>");
        page.Put($"</ol>\n<ul class=\"legend\" aria-label=\"{t.Legend}\"><li><svg aria-hidden=\"true\" width=\"30\" height=\"10\"><title>{t.HandoverPlain}</title><desc>{t.HandoverPlain}</desc><line x2=\"30\" y1=\"5\" y2=\"5\" stroke=\"#6d7b89\" stroke-width=\"4\"/></svg>{t.HandoverPlain}</li>");
        if (bounced.Count > 0) page.Put($"<li><svg aria-hidden=\"true\" width=\"30\" height=\"10\"><title>{t.HandoverBounced}</title><desc>{t.HandoverBounced}</desc><line x2=\"30\" y1=\"5\" y2=\"5\" stroke=\"{Palette.Accent}\" stroke-width=\"4\"/></svg>{t.HandoverBounced}</li>");
        page.Literal("</ul>\n");
    }

    /// <summary>The pairs that make up the first half of all bouncing, at most five: emphasis on everything is emphasis on nothing.</summary>
    private static HashSet<(string, string)> Bounced(PingPongFacts? bounces)
    {
        HashSet<(string, string)> pairs = [];
        long counted = 0;
        if (bounces is null) return pairs;
        foreach (var pair in bounces.Top)
        {
            if (pairs.Count == 5 || counted * 2 >= bounces.Total) break;
            pairs.Add(string.CompareOrdinal(pair.A, pair.B) < 0 ? (pair.A, pair.B) : (pair.B, pair.A));
            counted += pair.Count;
        }

        return pairs;
    }

    /// <summary>A quadratic Bézier curve.</summary>
    private readonly record struct Curve((double X, double Y) Start, (double X, double Y) Pull, (double X, double Y) End)
    {
        public (double X, double Y) At(double t)
        {
            var (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t);
            return ((Start.X * a) + (Pull.X * b) + (End.X * c), (Start.Y * a) + (Pull.Y * b) + (End.Y * c));
        }
    }

    /// <summary>A curve that bends to its own right, so that the two directions of a pair do not lie on each other.</summary>
    private static Curve Arrow(
        Markup page, (double X, double Y, double Size) from, (double X, double Y, double Size) to, double stroke, string colour, string title)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var distance = Math.Sqrt((dx * dx) + (dy * dy));
        var bend = 16 + (distance * 0.09);
        var (midX, midY) = (((from.X + to.X) / 2) - (dy / distance * bend), ((from.Y + to.Y) / 2) + (dx / distance * bend));

        var tip = 6 + (stroke * 0.8);
        var (startX, startY) = Towards(from.X, from.Y, midX, midY, from.Size + 1);
        var (tipX, tipY) = Towards(to.X, to.Y, midX, midY, to.Size + 1);
        var (endX, endY) = Towards(to.X, to.Y, midX, midY, to.Size + tip);
        var half = 2.5 + (stroke * 0.75);
        var (ux, uy) = ((tipX - endX) / (tip - 1), (tipY - endY) / (tip - 1));
        page.Put($"<g><title>{title}</title><path d=\"M{startX} {startY}Q{midX} {midY} {endX} {endY}\" fill=\"none\" stroke=\"{colour}\" stroke-opacity=\".85\" stroke-width=\"{stroke}\"/><path d=\"M{tipX} {tipY}L{endX - (uy * half)} {endY + (ux * half)}L{endX + (uy * half)} {endY - (ux * half)}Z\" fill=\"{colour}\"/></g>\n");
        return new Curve((startX, startY), (midX, midY), (endX, endY));

        static (double X, double Y) Towards(double x, double y, double toX, double toY, double by)
        {
            var length = Math.Sqrt(((toX - x) * (toX - x)) + ((toY - y) * (toY - y)));
            return (x + ((toX - x) / length * by), y + ((toY - y) / length * by));
        }
    }

    /// <summary>Counts on the strongest arrows, in the middle or where else they neither lie on a dot nor come near each other.</summary>
    private static void Counts(Markup page, List<(Curve Curve, string Text)> labels, double[] dotX, double[] dotY, double[] dotSize)
    {
        List<(double X, double Y, double Half)> placed = [];
        for (var i = labels.Count - 1; i >= 0 && placed.Count < 14; i--)
        {
            var (curve, text) = labels[i];
            var half = (TextWidth.Of(text) * 6) + 3;
            foreach (var along in (ReadOnlySpan<double>)[0.5, 0.42, 0.58, 0.34, 0.66])
            {
                var (x, y) = curve.At(along);
                if (!IsFree(x, y, half)) continue;
                placed.Add((x, y, half));
                page.Put($"<rect x=\"{x - half}\" y=\"{y - 8}\" width=\"{2 * half}\" height=\"16\" rx=\"2\" fill=\"#fff\" fill-opacity=\".9\"/><text class=\"count\" x=\"{x}\" y=\"{y + 4.2}\" text-anchor=\"middle\" font-size=\"11.5\" font-weight=\"600\">{text}</text>");
                break;
            }
        }

        bool IsFree(double x, double y, double half)
        {
            foreach (var other in placed) if (Math.Abs(other.X - x) <= other.Half + half && Math.Abs(other.Y - y) <= 17) return false;
            for (var i = 0; i < dotX.Length; i++)
            {
                // From the dot's middle to the nearest point of the label.
                var (dx, dy) = (Math.Max(0, Math.Abs(dotX[i] - x) - half), Math.Max(0, Math.Abs(dotY[i] - y) - 8));
                if ((dx * dx) + (dy * dy) < (dotSize[i] + 1) * (dotSize[i] + 1)) return false;
            }

            return true;
        }
    }

    private static void Party(ReportPage report, string party, int number, double x, double y, double size, int events, bool people)
    {
        var (page, t) = (report.Page, report.Texts);
        var name = Name(report, party, people);
        var (outX, outY) = ((x - (Width / 2)) / Radius, (y - (Height / 2)) / Radius);
        var anchor = Math.Abs(outX) < 0.3 ? "middle" : outX > 0 ? "start" : "end";
        var lines = TextWidth.Wrap(name, anchor == "middle" ? 22 : 10.5, 2);
        var tx = x + (outX * (size + 9));
        var ty = y + (outY * (size + 12)) + 4;
        if (anchor == "middle") ty += outY < 0 ? -15 * lines.Count : 6;
        else ty -= 7.5 * lines.Count;
        page.Put($"<g><title>{name} · {t.EventsOf(events)}</title><circle cx=\"{x}\" cy=\"{y}\" r=\"{size}\" fill=\"{Palette.Ink}\" stroke=\"#fff\" stroke-width=\"2\"/><text class=\"no\" x=\"{x}\" y=\"{y + 5}\" text-anchor=\"middle\" font-size=\"14\" font-weight=\"600\" fill=\"#fff\">{number}</text><g class=\"name\">");
        foreach (var line in lines)
        {
            page.Put($"<text x=\"{tx}\" y=\"{ty}\" text-anchor=\"{anchor}\" font-weight=\"600\">{line}</text>");
            ty += 15;
        }

        page.Put($"<text x=\"{tx}\" y=\"{ty}\" text-anchor=\"{anchor}\" font-size=\"11\" fill=\"{Palette.Quiet}\">{t.EventsOf(events)}</text></g></g>\n");
    }

    private static void PingPong(ReportPage report, PingPongFacts bounces, bool people)
    {
        var t = report.Texts;
        report.Heading(people ? t.PingPongPeopleHeading : t.PingPongGroupHeading);
        report.Paragraph(t.PingPong(bounces, report.Diagnosis.Log.Cases, people));
        report.PlainTable(t.PingPongCaption(Math.Min(TableRows, bounces.Top.Count)), (t.Between, false), (t.And, false), (t.TimesTitle, true), (t.ShareOfBounces, true));
        for (var i = 0; i < bounces.Top.Count && i < TableRows; i++)
        {
            var pair = bounces.Top[i];
            var (a, b) = (InTable(report, pair.A, people), InTable(report, pair.B, people));
            if (string.CompareOrdinal(a, b) > 0) (a, b) = (b, a);
            report.Row(a, b, Figures.Count(pair.Count), Figures.Share(pair.Count, bounces.Total));
        }

        report.ClosePlainTable();
    }
}
