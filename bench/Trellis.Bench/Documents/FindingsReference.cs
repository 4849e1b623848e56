using System.Text;
using Trellis.Structure.Findings;

namespace Trellis.Bench.Documents;

/// <summary>docs/reference/findings.md, made from the catalogue that "check --explain" reads.</summary>
internal static class FindingsReference
{
    private static readonly (string Prefix, string Heading)[] Families =
    [
        ("TR1", "Power and responsibility"),
        ("TR2", "Information"),
        ("TR3", "Process"),
        ("TR4", "Resources"),
        ("TR5", "Subjects"),
        ("TR6", "Assessment"),
        ("TR7", "Rules and rights"),
        ("TR8", "What technology amplifies"),
        ("TR9", "Files"),
    ];

    public static string Make()
    {
        var text = new StringBuilder();
        text.Append("""
            # Findings

            What `trellis check` can find in the files of a structure, what [`trellis diagnose`](diagnose.md#findings) finds in logs of the work and in reported figures (TRx1xx), and with [`--data`](diagnose.md#records) in a record (TR2101, TRx11x). Each code is stable: it never comes to mean another thing. The same words come from the command itself, in Chinese or English:

            ```sh
            ./trellis check --explain TR1001
            ```

            An **error** breaks a rule of the language or a right; commands that run a structure refuse it. A **warning** is a fault that somebody should mend or [answer for](structure.md#accepted-findings). A **note** is worth a look. How findings are printed, filtered and listed stands in [check](check.md).

            This page is made from the catalogue in the program.

            """.ReplaceLineEndings("\n"));
        foreach (var (prefix, heading) in Families)
        {
            var codes = FindingCodes.Explained.Where(code => code.Code.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            text.Append($"\n| {heading} | | |\n|---|---|---|\n");
            foreach (var code in codes) text.Append($"| [{code.Code}](#{Anchor(code)}) | {FindingsAsText.Word(code.Severity).En} | {code.Title.En} |\n");
        }

        foreach (var (prefix, _) in Families)
        {
            foreach (var code in FindingCodes.Explained.Where(code => code.Code.StartsWith(prefix, StringComparison.Ordinal)))
            {
                var texts = FindingExplanations.Of(code)!;
                text.Append($"\n## {Title(code)}\n\n{Capital(FindingsAsText.Word(code.Severity).En)}. {Capital(FindingExplanations.PathOf(code.Path).En)}.\n\n");
                text.Append($"**What.** {texts.What.En}\n\n**Why.** {texts.Why.En}\n\n**Mend.** {texts.Mend.En}\n\n");
                text.Append($"**是什么。** {texts.What.Zh}\n\n**为什么要紧。** {texts.Why.Zh}\n\n**怎么办。** {texts.Mend.Zh}\n");
            }
        }

        return text.ToString();
    }

    private static string Title(FindingCode code) => $"{code.Code} {code.Title.Zh} · {code.Title.En}";

    /// <summary>As links name a heading: small letters, blanks to hyphens, other signs dropped.</summary>
    private static string Anchor(FindingCode code)
    {
        var anchor = new StringBuilder();
        foreach (var letter in Title(code))
        {
            if (letter is ' ') anchor.Append('-');
            else if (char.IsLetterOrDigit(letter) || letter is '-' or '_') anchor.Append(char.ToLowerInvariant(letter));
        }

        return anchor.ToString();
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
