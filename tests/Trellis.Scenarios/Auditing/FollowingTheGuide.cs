using System.Text;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>
/// docs/howto/audit-the-record.md done step by step in a clean folder, as an auditor does it: each command that speaks of the folder "audit" is run,
/// and what the page shows is what comes out. With TRELLIS_WRITE_DOCUMENTS=1 the outputs of the page are written anew.
/// </summary>
public sealed class FollowingTheGuide
{
    private static string Root => Path.GetDirectoryName(Structures.Root)!;

    private static string Page => Path.Combine(Root, "docs", "howto", "audit-the-record.md");

    [Fact]
    public void Every_output_of_the_guide_is_that_of_the_program()
    {
        var page = File.ReadAllText(Page);
        var (written, codes) = Follow(page);

        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") == "1") File.WriteAllText(Page, page = written);
        Assert.Equal(written, page);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1], codes); // the last one is the fraud that is found; the one before it, by the key alone, is not
    }

    [Fact]
    public void A_guide_that_is_not_true_is_found() =>
        Assert.Contains("county.example/record", Follow("```sh\ncp -r docs/howto/sample-record audit\n./trellis verify audit/public\n```\n```text\nAll is well.\n```\n").Written, StringComparison.Ordinal);

    /// <summary>The page with its outputs as they come out now, and the exit codes of its commands.</summary>
    private static (string Written, List<int> Codes) Follow(string page)
    {
        using var program = new TheProgram();
        var codes = new List<int>();
        var written = new StringBuilder();
        string? output = null;
        var lines = page.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            written.Append(lines[at]).Append('\n');
            if (!lines[at].StartsWith("```", StringComparison.Ordinal)) continue;
            var language = lines[at].TrimStart('`');
            var block = new List<string>();
            for (at++; lines[at] != "```"; at++) block.Add(lines[at]);
            if (language == "sh")
            {
                foreach (var line in block)
                    if (Do(program, line) is { } ran)
                    {
                        output += ran.Output + ran.Errors;
                        codes.Add(ran.ExitCode);
                    }
            }

            var text = language == "text" && output is not null ? output : string.Concat(block.Select(static line => line + "\n"));
            if (language == "text") output = null;
            written.Append(text).Append("```\n");
        }

        return (written.ToString()[..^1], codes);
    }

    /// <summary>Does a line of shell; null for a copy, and for what is not about the clean folder.</summary>
    private static Ran? Do(TheProgram program, string line)
    {
        switch (line.Split(' '))
        {
            case ["cp", "-r", var from, var to]:
                foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, from), "*", SearchOption.AllDirectories))
                {
                    var copy = Path.Combine(program.At(to), Path.GetRelativePath(Path.Combine(Root, from), file));
                    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                    File.Copy(file, copy);
                }

                return null;
            case ["./trellis", .. var words] when words is ["verify", var place, ..] && place.StartsWith("audit/", StringComparison.Ordinal):
                return program.Run(words);
            default:
                return null;
        }
    }
}
