namespace Trellis;

/// <summary>The forms that all pages of ours share: paragraphs, pictures with their heading, tables that scroll by themselves.</summary>
internal class PageForms(TextWriter to)
{
    private string figureId = "";
    private bool[] figureColumns = [];

    public Markup Page { get; } = new(to);

    /// <summary>From the first byte to the body: nothing is fetched, no script runs.</summary>
    public void OpenPage(string languageTag, string title)
    {
        Page.Put($"<!doctype html>\n<html lang=\"{languageTag}\">\n<head>\n<meta charset=\"utf-8\">\n");
        Page.Literal("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n");
        Page.Literal("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light\">\n");
        Page.Put($"<title>{title}</title>\n<style>\n");
        Page.Literal(StyleSheet.Css);
        Page.Literal("\n</style>\n</head>\n<body>\n");
    }

    /// <summary>Sections one after the other, numbered as the language does.</summary>
    public void Sections(Language language, params ReadOnlySpan<(string Title, Action Write)> sections)
    {
        for (var at = 0; at < sections.Length; at++)
        {
            var number = language == Language.Chinese ? "〇一二三四五六七八九十"[Math.Min(at + 1, 10)] + "、" : $"{at + 1}";
            Page.Put($"<section aria-labelledby=\"s{at + 1}\"><h2 id=\"s{at + 1}\"><span class=\"no\">{number}</span>{sections[at].Title}</h2>\n");
            sections[at].Write();
            Page.Literal("</section>\n");
        }
    }

    public void Paragraph(string text) => Page.Put($"<p>{text}</p>\n");

    public void Quiet(string text) => Page.Put($"<p class=\"quiet\">{text}</p>\n");

    public void Heading(string text) => Page.Put($"<h3>{text}</h3>\n");

    /// <summary>A picture with its heading; the svg follows, then the table that says the same.</summary>
    public void OpenFigure(string heading, string lead)
    {
        figureId = Page.NewId();
        Page.Put($"<figure aria-labelledby=\"{figureId}h\"><figcaption><h3 id=\"{figureId}h\">{heading}</h3>");
        if (lead.Length > 0) Page.Put($"<p>{lead}</p>");
        Page.Literal("</figcaption>\n");
    }

    public void CloseFigure() => Page.Literal("</figure>\n");

    /// <summary>A picture wider than a phone scrolls inside its own frame, which the keyboard can reach.</summary>
    public void OpenScroll(string label) => Page.Put($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">");

    public void CloseScroll() => Page.Literal("</div>\n");

    public void OpenTable(string summary, string caption, params ReadOnlySpan<(string Title, bool Figures)> columns)
    {
        Page.Put($"<details><summary>{summary}</summary>");
        PlainTable(caption, columns);
    }

    public void PlainTable(string caption, params ReadOnlySpan<(string Title, bool Figures)> columns)
    {
        OpenScroll(caption);
        Page.Put($"<table><caption>{caption}</caption><thead><tr>");
        figureColumns = new bool[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var (title, figures) = columns[i];
            figureColumns[i] = figures;
            if (figures) Page.Put($"<th scope=\"col\" class=\"n\">{title}</th>");
            else Page.Put($"<th scope=\"col\">{title}</th>");
        }

        Page.Literal("</tr></thead><tbody>\n");
    }

    /// <summary>The first cell heads the row. Figures stand right and keep on one line, where their column says so.</summary>
    public void Row(string head, params ReadOnlySpan<string> cells)
    {
        Page.Literal("<tr>");
        Cell("th scope=\"row\"", "th", head, figureColumns[0]);
        for (var i = 0; i < cells.Length; i++)
        {
            Cell("td", "td", cells[i], figureColumns[i + 1]);
        }

        Page.Literal("</tr>\n");
    }

    private void Cell(string opening, string closing, string text, bool figures)
    {
        Page.Literal($"<{opening}{(figures ? " class=\"n\"" : "")}>");

        // Names from other programs hang together by low lines; a narrow column may break them there.
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = text.IndexOf('_', start) + 1;
            if (end == 0) end = text.Length;
            Page.Text(text[start..end]);
            if (end < text.Length) Page.Literal("<wbr>");
        }

        Page.Literal($"</{closing}>");
    }

    public void ClosePlainTable()
    {
        Page.Literal("</tbody></table>");
        CloseScroll();
    }

    public void CloseTable()
    {
        ClosePlainTable();
        Page.Literal("</details>\n");
    }
}
