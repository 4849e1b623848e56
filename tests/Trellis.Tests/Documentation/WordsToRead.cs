using System.Globalization;
using System.Text.Json;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>Every document of the checkout: links lead somewhere, samples parse, decisions are whole.</summary>
public class WordsToRead
{
    private static IReadOnlyList<CheckedFile> Documents => Checkout.Files(".md");

    [Fact]
    public void Every_relative_link_leads_to_a_file_and_a_heading_that_are_there() => Assert.Empty(DeadLinks(Documents, Exists));

    [Fact]
    public void A_link_that_leads_nowhere_is_found()
    {
        CheckedFile[] documents =
        [
            new("README.md", "# A\n[b](docs/b.md) [c](docs/c.md) ![d](docs/d.png)\n[e](docs/b.md#how-it-is-made) [f](docs/b.md#gone) [g](#a) [h](../out.md) [i](https://example.org/x)\n`[j](no.md)`\n```\n[k](no.md)\n```"),
            new("docs/b.md", "## How it is `made`?\n[back](../README.md)"),
        ];

        Assert.Equal(
            [
                "README.md, line 2: docs/c.md is not there",
                "README.md, line 2: docs/d.png is not there",
                "README.md, line 3: docs/b.md has no heading #gone",
                "README.md, line 3: ../out.md is not there",
            ],
            DeadLinks(documents, path => documents.Any(document => document.Path == path)));
    }

    [Fact]
    public void Every_sample_of_JSON_parses() => Assert.Empty(BrokenJson(Documents));

    [Fact]
    public void A_broken_sample_of_JSON_is_found() =>
        Assert.Equal(["a.md, line 3"], BrokenJson([new CheckedFile("a.md", "# A\n```json\n{\"a\": 1,}\n```\n```json\n{\"a\": 1}\n```\n```csv\n{\n```")]));

    [Fact]
    public void Every_decision_has_a_date_and_says_context_options_decision_and_consequences() =>
        Assert.Empty(FaultyDecisions(Documents.Where(static file => file.Folder == "docs/decisions")));

    [Fact]
    public void A_decision_that_is_not_whole_is_found()
    {
        const string Whole = "# 0001 A\n\nDate: 2026-11-22. Status: in force.\n\n## Context\n\nB.\n\n## Options and their price\n\nC.\n\n## Decision\n\nD.\n\n## Consequences\n\nE.\n";
        CheckedFile[] decisions =
        [
            new("docs/decisions/0001-a.md", Whole),
            new("docs/decisions/0002-b.md", Whole.Replace("# 0001", "# 0002").Replace("2026-11-22", "2026-11-31")),
            new("docs/decisions/0003-c.md", Whole.Replace("# 0001", "# 0003").Replace("\nD.\n", "")),
            new("docs/decisions/0005-d.md", Whole.Replace("## Options and their price", "## Options")),
            new("docs/decisions/notes.md", "# Notes"),
        ];

        Assert.Equal(
            [
                "docs/decisions/0002-b.md: has no date",
                "docs/decisions/0003-c.md: says nothing under Decision",
                "docs/decisions/0005-d.md: is number 5 and should be 4",
                "docs/decisions/0005-d.md: its title does not begin with 0005",
                "docs/decisions/0005-d.md: has the parts Context, Options, Decision, Consequences",
                "docs/decisions/notes.md: its name is not NNNN-title.md",
            ],
            FaultyDecisions(decisions));
    }

    private static bool Exists(string path) => File.Exists(Path.Combine(Checkout.Root, path)) || Directory.Exists(Path.Combine(Checkout.Root, path));

    private static List<string> DeadLinks(IReadOnlyList<CheckedFile> documents, Func<string, bool> exists)
    {
        var dead = new List<string>();
        foreach (var document in documents)
        {
            foreach (var link in Markdown.Read(document.Text).Links)
            {
                if (link.Target.Contains("://", StringComparison.Ordinal) || link.Target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
                var parts = link.Target.Split('#', 2);
                var path = parts[0].Length == 0 ? document.Path : Resolve(document.Folder, parts[0]);
                if (path is null || !exists(path)) dead.Add($"{document.Path}, line {link.Line}: {parts[0]} is not there");
                else if (parts.Length == 2 && !HeadingsOf(path).Contains(parts[1]))
                    dead.Add($"{document.Path}, line {link.Line}: {(parts[0].Length == 0 ? "this document" : parts[0])} has no heading #{parts[1]}");
            }
        }

        return dead;

        IEnumerable<string> HeadingsOf(string path) =>
            documents.FirstOrDefault(one => one.Path == path) is { } target ? Markdown.Read(target.Text).Headings.Select(static heading => heading.Anchor) : [];
    }

    /// <summary>Null for a path that leaves the checkout.</summary>
    private static string? Resolve(string folder, string target)
    {
        var steps = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var step in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == ".") continue;
            if (step != "..") steps.Add(step);
            else if (steps.Count > 0) steps.RemoveAt(steps.Count - 1);
            else return null;
        }

        return string.Join('/', steps);
    }

    private static List<string> BrokenJson(IEnumerable<CheckedFile> documents)
    {
        var broken = new List<string>();
        foreach (var document in documents)
        {
            foreach (var block in Markdown.Read(document.Text).Blocks)
            {
                if (block.Language != "json") continue;
                try
                {
                    JsonDocument.Parse(block.Text).Dispose();
                }
                catch (JsonException)
                {
                    broken.Add($"{document.Path}, line {block.Line}");
                }
            }
        }

        return broken;
    }

    private static List<string> FaultyDecisions(IEnumerable<CheckedFile> decisions)
    {
        var faults = new List<string>();
        var expected = 0;
        foreach (var decision in decisions)
        {
            if (decision.Name.Length < 6 || decision.Name[4] != '-' || !int.TryParse(decision.Name[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                faults.Add($"{decision.Path}: its name is not NNNN-title.md");
                continue;
            }

            if (number != ++expected) faults.Add($"{decision.Path}: is number {number} and should be {expected}");
            expected = number;
            var text = Markdown.Read(decision.Text);
            if (text.Headings is not [{ Level: 1 } title, ..] || !title.Title.StartsWith(decision.Name[..4] + " ", StringComparison.Ordinal))
                faults.Add($"{decision.Path}: its title does not begin with {decision.Name[..4]}");
            if (!HasDate(decision.Text)) faults.Add($"{decision.Path}: has no date");

            var parts = text.Headings.Where(static heading => heading.Level == 2).ToList();
            if (!parts.Select(static part => part.Title).SequenceEqual(["Context", "Options and their price", "Decision", "Consequences"], StringComparer.Ordinal))
            {
                faults.Add($"{decision.Path}: has the parts {string.Join(", ", parts.Select(static part => part.Title))}");
                continue;
            }

            var lines = decision.Text.Split('\n');
            foreach (var part in parts)
            {
                var (from, to) = text.Section(part);
                if (lines[from..Math.Min(to, lines.Length)].All(static line => line.Trim().Length == 0)) faults.Add($"{decision.Path}: says nothing under {part.Title}");
            }
        }

        return faults;
    }

    private static bool HasDate(string text) =>
        text.Split('\n').Any(static line => line.StartsWith("Date: ", StringComparison.Ordinal) && line.Length >= 16
            && DateOnly.TryParseExact(line[6..16], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
}
