using System.Text;
using Trellis.Structure.Vocabulary;
using Xunit;

namespace Trellis.Tests.Structure.Vocabulary;

public sealed class DescribingKeywords
{
    private static IEnumerable<(Shape.Map Map, Keyword Keyword)> Keywords => MapsOfWords.All.SelectMany(static map => map.Keywords.Select(keyword => (map, keyword)));

    [Fact]
    public void Every_kind_step_and_control_word_is_described() =>
        Assert.Equal([], Words.All.Select(static words => words.Word).Concat(Words.StepWords).Concat(Words.ControlWords).Where(static word => KeywordTexts.OfWord(word) is null));

    [Fact]
    public void Every_keyword_is_described() =>
        Assert.Equal([], Keywords.Where(static one => KeywordTexts.Of(one.Map, one.Keyword) is null).Select(static one => $"{one.Map.Title}.{one.Keyword.Name}"));

    [Fact]
    public void Nothing_is_described_that_cannot_be_written()
    {
        var known = Keywords.SelectMany(static one => new[] { $"{one.Map.Title}.{one.Keyword.Name}", $"entry.{one.Keyword.Name}", Words.StepMap(one.Map.Title) is null ? "" : $"step.{one.Keyword.Name}" })
            .Concat(Words.All.Select(static words => words.Word)).Concat(Words.StepWords).Concat(Words.ControlWords).Append("entry.against").ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], KeywordTexts.Keys.Where(key => !known.Contains(key)));
    }

    [Fact]
    public void What_silence_means_is_said_where_it_means_something() => Assert.All(
        Keywords.Where(static one => one.Keyword.Default is not null),
        static one =>
        {
            var text = KeywordTexts.Of(one.Map, one.Keyword)!.Value;
            Assert.True(text.En.Contains("Silence:", StringComparison.Ordinal) && text.En.Contains(one.Keyword.Default!, StringComparison.Ordinal), $"{one.Map.Title}.{one.Keyword.Name} does not say that silence means {one.Keyword.Default}.");
            Assert.True(text.Zh.Contains("不写：", StringComparison.Ordinal) && text.Zh.Contains(one.Keyword.Default!, StringComparison.Ordinal), $"{one.Map.Title}.{one.Keyword.Name} does not say in Chinese that silence means {one.Keyword.Default}.");
        });

    [Fact]
    public void Texts_are_short_and_in_their_language() => Assert.All(KeywordTexts.Keys, static key =>
    {
        var text = Text(key);
        Assert.InRange(text.Zh.Length, 2, 160);
        Assert.InRange(text.En.Length, 5, 260);
        Assert.Contains(text.Zh, static letter => letter >= 0x4E00);
    });

    /// <summary>An example is written as one may write it: the key itself, then a value that has its shape.</summary>
    [Fact]
    public void Examples_can_be_written_as_they_stand()
    {
        var seen = 0;
        foreach (var (map, keyword) in Keywords)
        {
            var text = KeywordTexts.Of(map, keyword)!.Value;
            foreach (var said in new[] { (text.Zh, "如 "), (text.En, "Example: ") })
            {
                var at = said.Item1.IndexOf(said.Item2 + keyword.Name + ":", StringComparison.Ordinal);
                if (at < 0) continue;
                var example = said.Item1[(at + said.Item2.Length)..];
                var end = example.IndexOfAny(['；', '。']);
                if (end >= 0) example = example[..end];
                if (said.Item2[0] == 'E' && example.IndexOf(", or a formula", StringComparison.Ordinal) is > 0 and var or) example = example[..or];
                seen++;
                var faults = FaultsOf(map, keyword, example.Replace("...", "x", StringComparison.Ordinal));
                Assert.True(faults.Count == 0, $"{map.Title}.{keyword.Name}: {example}: {string.Join(" ", faults)}");
            }
        }

        Assert.True(seen > 200, $"Only {seen} examples were found.");
    }

    private static List<string> FaultsOf(Shape.Map map, Keyword keyword, string example)
    {
        // The value alone, under a key of its shape.
        var file = new Trellis.Structure.Files.SourceFile("overlays/x/overlay.yaml", Encoding.UTF8.GetBytes(example + "\n"));
        var findings = new Trellis.Structure.Findings.FindingList();
        var root = Trellis.Structure.Files.YamlReader.Read(file, findings);
        var check = new Trellis.Structure.ShapeCheck(findings);
        if (root.Exists) check.Check(new Trellis.Structure.Overlay("x", root.Mark, root), new Shape.Map(map.Title, keyword));
        return [.. findings.Kept.Select(static finding => finding.Found.En)];
    }

    private static Trellis.Text Text(string key)
    {
        var parts = key.Split('.');
        return parts.Length == 1 ? KeywordTexts.OfWord(key)!.Value : KeywordTexts.Of(new Shape.Map(parts[0]), new Keyword(parts[1], new Shape.Verbatim()))!.Value;
    }
}
