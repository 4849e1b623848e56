using System.Globalization;
using System.Net;
using System.Text;
using Trellis.Process.Flows;

namespace Trellis.Web.Process;

/// <summary>What a part of a drawn flow looks like.</summary>
internal enum PartLook
{
    Plain,

    /// <summary>Something waits here.</summary>
    Waits,

    /// <summary>It is behind.</summary>
    Done,

    /// <summary>It may come; its frame is broken.</summary>
    Ahead,

    /// <summary>It does not come.</summary>
    Faint,
}

/// <summary>One line of an outline as it is drawn. No meaning stands in a colour alone: it is said beside as well.</summary>
/// <param name="Outline">A step or a part is a box, a control word a word between boxes.</param>
internal sealed record DrawnPart(OutlineLine Outline, string What, string Who)
{
    public PartLook Look { get; init; }

    /// <summary>How far the bar at its foot goes, from 0 to 1; null for none.</summary>
    public double? Filled { get; init; }

    /// <summary>At the right, beside what it is.</summary>
    public string Beside { get; init; } = "";

    /// <summary>At the right, beside who does it.</summary>
    public string Below { get; init; } = "";
}

/// <summary>The drawing of a flow: from the top down, one box for each step; as wide as a telephone. What it shows stands beside it in words too.</summary>
internal sealed class FlowMap
{
    private const int Width = 360;
    private const int Indent = 16;
    private const int BoxHeight = 52;
    private const int Between = 22;
    private const int BlockHeight = 24;

    /// <summary>Where an arrow comes down, from the left side of its box.</summary>
    private const int ArrowAt = 14;

    private readonly StringBuilder _drawn = new();

    private FlowMap()
    {
    }

    /// <param name="says">What whoever does not see it is told instead.</param>
    /// <param name="parts">From the top down.</param>
    /// <returns>An SVG.</returns>
    public static string Draw(string says, IReadOnlyList<DrawnPart> parts)
    {
        var map = new FlowMap();
        var height = map.Draw(parts);
        return string.Create(CultureInfo.InvariantCulture, $"<svg class=\"flow\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(says)}\" viewBox=\"0 0 {Width} {height}\" font-family=\"inherit\">{map._drawn}</svg>");
    }

    private int Draw(IReadOnlyList<DrawnPart> parts)
    {
        var (y, before) = (4, ((int Bottom, int Left)?)null);
        for (var at = 0; at < parts.Count; at++)
        {
            var (part, x) = (parts[at], LeftOf(parts[at]));
            if (part.Outline.Kind == OutlineKind.Block)
            {
                // Right of where the arrow to the next step comes down, however deep that lies.
                var beside = parts.Skip(at + 1).FirstOrDefault(static next => next.Outline.Kind != OutlineKind.Block) is { } next ? Math.Max(x + 24, LeftOf(next) + ArrowAt + 8) : x + 24;
                Text(beside, y + 12, part.What, 11, part.Look == PartLook.Faint ? "#6f6d69" : "#5d5b57", Width - beside - 4);
                y += BlockHeight;
                continue;
            }

            // Out of the box above, and where this one lies further left, around its corner.
            if (before is var (from, left)) Draw($"<path d=\"M{Math.Max(x, left) + ArrowAt} {from}v6H{x + ArrowAt}V{y - 5}m-4 -5l4 5l4 -5\" fill=\"none\" stroke=\"#4f8069\" stroke-width=\"1.5\"/>");
            Box(part, x, y);
            before = (y + BoxHeight, x);
            y += BoxHeight + Between;
        }

        return y;
    }

    private void Box(DrawnPart part, int x, int y)
    {
        var width = Width - x - 8;
        var (fill, frame, words, frames) = part.Look switch
        {
            PartLook.Waits => ("#fdf5e3", "#9a6a00", "#22211f", ""),
            PartLook.Done => ("#e7f0eb", "#4f8069", "#22211f", ""),
            PartLook.Ahead => ("#fff", "#4f8069", "#22211f", " stroke-dasharray=\"5 4\""),
            PartLook.Faint => ("#fff", "#d5d3ce", "#6f6d69", ""),
            _ => ("#fff", "#4f8069", "#22211f", ""),
        };
        Draw($"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BoxHeight}\" rx=\"5\" fill=\"{fill}\" stroke=\"{frame}\"{frames}/>");
        if (part.Filled is { } filled) Draw($"<rect x=\"{x}\" y=\"{y + BoxHeight - 5}\" width=\"{(int)(width * filled)}\" height=\"5\" fill=\"#1f6245\"/>");
        Text(x + 8, y + 19, part.What, 13, words, width - 24 - (int)Math.Max(36, WideOf(part.Beside, 13)));
        Text(x + 8, y + 36, part.Who, 11, part.Look == PartLook.Faint ? words : "#5d5b57", width - 16 - (part.Below.Length > 0 ? Math.Max(84, (int)WideOf(part.Below, 11) + 8) : 0));
        if (part.Beside.Length > 0) End(x + width - 8, y + 19, part.Beside, 13, part.Look switch { PartLook.Waits => "#5d4100", PartLook.Faint => words, _ => "#0f3324" });
        if (part.Below.Length > 0) End(x + width - 8, y + 36, part.Below, 11, part.Look == PartLook.Waits ? "#5d4100" : "#5d5b57");
    }

    private static int LeftOf(DrawnPart part) => 4 + (Math.Min(part.Outline.Depth, 4) * Indent);

    private void Draw(FormattableString shape) => _drawn.Append(shape.ToString(CultureInfo.InvariantCulture));

    private void Text(int x, int y, string words, int size, string colour, int room) => Draw($"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\">{WebUtility.HtmlEncode(Fit(words, size, room))}</text>");

    private void End(int x, int y, string words, int size, string colour) => Draw($"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\" text-anchor=\"end\">{WebUtility.HtmlEncode(words)}</text>");

    /// <summary>As much as there is room for.</summary>
    private static string Fit(string words, int size, int room)
    {
        var wide = 0.0;
        for (var at = 0; at < words.Length; at++)
        {
            wide += WideOf(words[at], size);
            if (wide > room) return string.Concat(words.AsSpan(0, Math.Max(0, at - 1)), "…");
        }

        return words;
    }

    private static double WideOf(string words, int size) => words.Sum(letter => WideOf(letter, size));

    /// <summary>A sign of Chinese is as wide as it is high, a letter about half of that.</summary>
    private static double WideOf(char letter, int size) => letter > 0x2e7f ? size : size * 0.56;
}
