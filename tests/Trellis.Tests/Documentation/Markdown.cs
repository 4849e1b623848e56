using System.Text;

namespace Trellis.Tests.Documentation;

/// <summary>A block between two fences: its language, its text, and the line of its first line.</summary>
internal sealed record CodeBlock(string Language, string Text, int Line);

internal sealed record Heading(int Level, string Title, int Line)
{
    /// <summary>How links name it: small letters, blanks to hyphens, other signs dropped.</summary>
    public string Anchor
    {
        get
        {
            var anchor = new StringBuilder();
            foreach (var letter in Title.Replace("`", "", StringComparison.Ordinal))
            {
                if (letter is ' ') anchor.Append('-');
                else if (char.IsLetterOrDigit(letter) || letter is '-' or '_') anchor.Append(char.ToLowerInvariant(letter));
            }

            return anchor.ToString();
        }
    }
}

internal sealed record Link(string Target, int Line);

/// <summary>As much of a Markdown document as our checks need: headings, fenced blocks, code inside lines, links and pictures.</summary>
internal sealed class Markdown
{
    private Markdown() { }

    public List<Heading> Headings { get; } = [];

    public List<CodeBlock> Blocks { get; } = [];

    public List<(string Code, int Line)> Spans { get; } = [];

    public List<Link> Links { get; } = [];

    /// <summary>The lines from a heading down to the next of its level or above, by number of the line.</summary>
    public (int From, int To) Section(Heading heading)
    {
        foreach (var next in Headings)
            if (next.Line > heading.Line && next.Level <= heading.Level) return (heading.Line, next.Line - 1);
        return (heading.Line, int.MaxValue);
    }

    public static Markdown Read(string text)
    {
        var document = new Markdown();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                var first = ++at;
                var block = new StringBuilder();
                for (; at < lines.Length && !lines[at].StartsWith("```", StringComparison.Ordinal); at++) block.Append(lines[at]).Append('\n');
                document.Blocks.Add(new CodeBlock(line.TrimStart('`').Trim(), block.ToString(), first + 1));
                continue;
            }

            var level = line.TakeWhile(static letter => letter == '#').Count();
            if (level is > 0 and < 7 && line.Length > level && line[level] == ' ') document.Headings.Add(new Heading(level, line[level..].Trim(), at + 1));
            document.ReadLine(line, at + 1);
        }

        return document;
    }

    private void ReadLine(string line, int number)
    {
        var plain = new StringBuilder(line);
        for (var open = line.IndexOf('`', StringComparison.Ordinal); open >= 0;)
        {
            var close = line.IndexOf('`', open + 1);
            if (close < 0) break;
            Spans.Add((line[(open + 1)..close], number));
            for (var at = open; at <= close; at++) plain[at] = ' ';
            open = line.IndexOf('`', close + 1);
        }

        // [words](target) and ![words](target)
        var rest = plain.ToString();
        for (var at = rest.IndexOf("](", StringComparison.Ordinal); at >= 0; at = rest.IndexOf("](", at + 1, StringComparison.Ordinal))
        {
            var end = rest.IndexOf(')', at);
            if (end > 0) Links.Add(new Link(line[(at + 2)..end].Split(' ')[0], number));
        }
    }
}
