using System.Text;
using Trellis.Structure;
using Trellis.Structure.Vocabulary;

namespace Trellis.Bench.Documents;

/// <summary>docs/reference/keywords.md, made from the vocabulary by which files are read: one heading for each kind, step and key.</summary>
internal static class KeywordReference
{
    private const string Opening = """
        # Keywords

        Every kind of entry, every step and every key of the [structure language](structure.md), in the order of the vocabulary by which files are read. Editors show the same words; [how to set them up](../howto/edit-with-completion.md).

        Behind each key stands what its value looks like and whether it must be there. "Silence" says what the absence of a key means; where nothing is said, it means that there is none.

        This page is made from the vocabulary in the program.

        """;

    public static string Make()
    {
        var text = new StringBuilder();
        text.Append(Opening.ReplaceLineEndings("\n"));
        text.Append('\n');
        text.Append("| Kinds | |\n|---|---|\n");
        foreach (var words in Words.All) text.Append($"| [{words.Word}](#{words.Word}) | {First(KeywordTexts.OfWord(words.Word)!.Value.En)} |\n");
        text.Append("\n| Steps and control | |\n|---|---|\n");
        foreach (var word in Words.StepWords.Concat(Words.ControlWords)) text.Append($"| [{word}](#{word}) | {First(KeywordTexts.OfWord(word)!.Value.En)} |\n");

        text.Append("\n## Any entry\n\nThe keys that every entry may have besides its own; rows of `seats.tsv` and `stocks.tsv`, `structure.yaml`, settings, levels and types of units do not.\n");
        var any = new Shape.Map("entry", Words.Common);
        Keys(text, "any entry", any, Words.Common);
        text.Append($"\n### any entry: against\n\nText. {Both(KeywordTexts.Of(any, new Keyword("against", new Shape.Verbatim()))!.Value)}\n");

        foreach (var words in Words.All)
        {
            text.Append($"\n## {words.Word}\n\n{Both(KeywordTexts.OfWord(words.Word)!.Value)}\n\n{FileOf(words)}\n");
            if (KeywordExamples.Of(words.Kind) is { } example) text.Append($"\n```{example.Language} {example.Path}\n{example.Text.ReplaceLineEndings("\n")}\n```\n");
            if (words.Inner) Keys(text, words.Word, words.Shape, InnerKeys(words));
            else Keys(text, words.Word, words.Shape, words.Shape.Keywords.Where(static keyword => !Words.Common.Contains(keyword)));
        }

        text.Append("\n## Any step\n\nThe keys of every step of a flow besides its own. A step is a map under its word: `- check: {by: village-clerk, within: 2 working days}`.\n");
        Keys(text, "any step", new Shape.Map("check", Words.StepCommon), Words.StepCommon);
        foreach (var word in Words.StepWords)
        {
            text.Append($"\n## {word}\n\n{Both(KeywordTexts.OfWord(word)!.Value)}\n");
            Keys(text, word, Words.StepMap(word)!, Words.StepMap(word)!.Keywords.Where(static keyword => !Words.StepCommon.Contains(keyword)));
        }

        foreach (var word in Words.ControlWords)
        {
            text.Append($"\n## {word}\n\n{Both(KeywordTexts.OfWord(word)!.Value)}\n");
            if (Words.ControlMap(word) is { } map) Keys(text, word, map, map.Keywords);
        }

        return text.ToString();
    }

    /// <summary>The heading under which a key stands: "duty: lead", "duty: needs.powers", "any step: by".</summary>
    public static string HeadingOf(string owner, string path) => $"{owner}: {path}";

    private static Keyword[] InnerKeys(KindWords words) => words.Kind == Kind.UnitType ? MapsOfWords.All.First(static map => map.Title == "type").Keywords : words.Shape.Keywords;

    private static void Keys(StringBuilder text, string owner, Shape.Map map, IEnumerable<Keyword> keywords)
    {
        foreach (var keyword in keywords) Key(text, owner, map, keyword, "", 3, []);
    }

    private static void Key(StringBuilder text, string owner, Shape.Map map, Keyword keyword, string before, int level, Stack<string> inside)
    {
        var path = before + keyword.Name;
        text.Append($"\n{new string('#', level)} {HeadingOf(owner, path)}\n\n");
        text.Append($"{ShapesInWords.Of(keyword.Shape)}{(keyword.Required ? ", required" : "")}. {Both(KeywordTexts.Of(map, keyword)!.Value)}\n");
        // Levels and types have headings of their own.
        if (owner == "structure" && keyword.Name is "levels" or "types") return;
        foreach (var inner in ShapesInWords.MapsIn(keyword.Shape))
        {
            if (inside.Contains(inner.Title)) continue;
            inside.Push(inner.Title);
            foreach (var one in inner.Keywords) Key(text, owner, inner, one, path + ".", Math.Min(level + 1, 5), inside);
            inside.Pop();
        }
    }

    private static string Both(Text text) => $"{AsCode(text.En, "Example: ")}\n\n{AsCode(text.Zh, "如 ")}";

    /// <summary>The example at the end of a text as code.</summary>
    private static string AsCode(string text, string before)
    {
        var at = text.LastIndexOf(before, StringComparison.Ordinal);
        if (at < 0 || !text[(at + before.Length)..].Contains(':', StringComparison.Ordinal)) return text;
        var example = text[(at + before.Length)..];
        var end = example.IndexOfAny(['；', '。']);
        if (end < 0) end = example.IndexOf(", or a formula", StringComparison.Ordinal);
        return end < 0 ? $"{text[..(at + before.Length)]}`{example}`" : $"{text[..(at + before.Length)]}`{example[..end]}`{example[end..]}";
    }

    private static string First(string text) => text.Split(". ")[0].TrimEnd('.');

    private static string FileOf(KindWords words) => words switch
    {
        { Inner: true } => "Stands in `structure.yaml`.",
        { Kind: Kind.Structure } => "Stands in `structure.yaml`, its keys at the top.",
        { Kind: Kind.Overlay } => "Stands in `overlays/NAME/overlay.yaml`, its keys at the top.",
        { OneAFile: true } => $"Stands in `{words.Plural}/NAME.yaml`, one in each file, its keys at the top.",
        { AlwaysTable: true } => $"Stands in `{words.Plural}.tsv`, one row each.",
        { MayBeTable: true } => $"Stands in `{words.Plural}.yaml` or in files of the folder `{words.Plural}/`; a `.tsv` table is allowed.",
        _ => $"Stands in `{words.Plural}.yaml` or in files of the folder `{words.Plural}/`.",
    };
}
