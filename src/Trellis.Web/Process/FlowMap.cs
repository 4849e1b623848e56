using System.Globalization;
using System.Net;
using System.Text;
using Trellis.Process.Flows;
using Trellis.Structure;

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
/// <param name="Outline">A step or a part is a box, a control word stands over what it holds.</param>
internal sealed record DrawnPart(OutlineLine Outline, string What, string Who)
{
    public PartLook Look { get; init; }

    /// <summary>How far the bar at its foot goes, from 0 to 1; null for none.</summary>
    public double? Filled { get; init; }

    /// <summary>At the right, beside what it is.</summary>
    public string Beside { get; init; } = "";

    /// <summary>At the right, beside who does it.</summary>
    public string Below { get; init; } = "";

    /// <summary>What came back to this step, or goes back to it; empty for nothing. Beside the arrow that leads there.</summary>
    public string Back { get; init; } = "";

    /// <summary>Where its own flow is drawn; empty for nowhere.</summary>
    public string Address { get; init; } = "";
}

/// <summary>
/// The drawing of a flow, made of lists within lists: so it is read out in the same order as it is seen, and its words break as the screen needs. From the top down; what begins together stands side by
/// side between two bars, what excludes each other side by side under its conditions, and what is done again has an arrow back to the step where it begins.
/// </summary>
internal sealed class FlowMap
{
    private readonly StringBuilder _drawn = new();
    private readonly Dictionary<FlowPart, DrawnPart> _points = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FlowPart, DrawnPart> _words = new(ReferenceEqualityComparer.Instance);

    private FlowMap(IEnumerable<DrawnPart> parts)
    {
        foreach (var part in parts) (part.Outline.Kind == OutlineKind.Block ? _words : _points)[part.Outline.Part] = part;
    }

    /// <param name="says">What the drawing is called.</param>
    /// <param name="flow">The whole flow.</param>
    /// <param name="parts">Its outline, line by line.</param>
    public static string Draw(string says, FlowPart flow, IReadOnlyList<DrawnPart> parts)
    {
        var map = new FlowMap(parts);
        map.List(flow, $" role=\"list\" aria-label=\"{WebUtility.HtmlEncode(says)}\"");
        return map._drawn.ToString();
    }

    /// <summary>The first step to which somebody comes in a part; null where there is none.</summary>
    public static FlowPart.Step? FirstStep(FlowPart part) => part.All.OfType<FlowPart.Step>().FirstOrDefault();

    /// <summary>One part after the other.</summary>
    private void List(FlowPart part, string more = "")
    {
        Put($"<ol class=\"flow\"{more}>");
        foreach (var one in InOrder(part)) Item(one);
        Put("</ol>");
    }

    /// <summary>What follows each other; a sequence that has a word of its own stands for itself.</summary>
    private IEnumerable<FlowPart> InOrder(FlowPart part) => part is FlowPart.Sequence sequence ? sequence.Parts.SelectMany(one => one is FlowPart.Sequence && !_words.ContainsKey(one) ? InOrder(one) : [one]) : [part];

    private void Item(FlowPart part)
    {
        switch (part)
        {
            case FlowPart.Step or FlowPart.Part:
                if (_points.TryGetValue(part, out var point)) Box(point);
                break;
            case FlowPart.Parallel parallel:
                Fork("together", part, parallel.Parts.Select(static one => ((FlowPart?)null, one)));
                break;
            case FlowPart.AnyOrder anyOrder:
                Fork("any", part, anyOrder.Parts.Select(static one => ((FlowPart?)null, one)));
                break;
            case FlowPart.Choice choice:
                Fork("cases", part, choice.Branches.Select(static one => ((FlowPart?)one.Then, (FlowPart)one.Then)));
                break;
            case FlowPart.Repeat repeat:
                Put($"<li class=\"again\">");
                Word(part);
                Put($"<div class=\"loop\">");
                List(repeat.Do);
                Put($"</div>");
                if (_words.TryGetValue(part, out var again) && again.Back.Length > 0) Put($"<p class=\"back\"><span aria-hidden=\"true\">↩</span> {WebUtility.HtmlEncode(again.Back)}</p>");
                Put($"</li>");
                if (repeat.Exhausted is { } exhausted) Fork("cases", null, [(exhausted, exhausted)]);
                break;
            default:
                Put($"<li>");
                Word(part);
                List(part);
                Put($"</li>");
                break;
        }
    }

    /// <summary>Branches side by side, each under its word where it has one.</summary>
    private void Fork(string kind, FlowPart? head, IEnumerable<(FlowPart? Word, FlowPart Branch)> branches)
    {
        Put($"<li class=\"fork {kind} n{branches.Count()}\">");
        if (head is not null) Word(head);
        Put($"<ul class=\"branches\">");
        foreach (var (word, branch) in branches)
        {
            Put($"<li>");
            if (word is not null) Word(word);
            List(branch);
            Put($"</li>");
        }

        Put($"</ul></li>");
    }

    private void Word(FlowPart part)
    {
        if (_words.TryGetValue(part, out var word)) Put($"<p class=\"word{(word.Look == PartLook.Faint ? " faint" : "")}\">{WebUtility.HtmlEncode(word.What)}</p>");
    }

    private void Box(DrawnPart part)
    {
        Put($"<li class=\"box {NameOf(part.Look)}\"><div><span>");
        var what = WebUtility.HtmlEncode(part.What);
        if (part.Address.Length > 0) Put($"<a href=\"{WebUtility.HtmlEncode(part.Address)}\">{what}</a>");
        else Put($"{what}");
        Put($"</span> <strong>{WebUtility.HtmlEncode(part.Beside)}</strong></div>");
        if (part.Who.Length + part.Below.Length > 0) Put($"<div class=\"who\"><span>{WebUtility.HtmlEncode(part.Who)}</span> <span>{WebUtility.HtmlEncode(part.Below)}</span></div>");
        if (part.Back.Length > 0) Put($"<p class=\"back\"><span aria-hidden=\"true\">↩</span> {WebUtility.HtmlEncode(part.Back)}</p>");
        if (part.Filled is { } filled) Put($"<svg viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"{filled * 100:F1}\" height=\"4\" fill=\"#1f6245\"/></svg>");
        Put($"</li>");
    }

    private static string NameOf(PartLook look) => look switch { PartLook.Waits => "waits", PartLook.Done => "done", PartLook.Ahead => "ahead", PartLook.Faint => "unreached", _ => "plain" };

    private void Put(FormattableString shape) => _drawn.Append(shape.ToString(CultureInfo.InvariantCulture));

    private void Put(string shape) => _drawn.Append(shape);
}
