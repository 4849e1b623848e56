using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;
using Xunit;

namespace Trellis.Tests.Structure.Findings;

public sealed class ExplainingFindings
{
    private static IEnumerable<string> Sentences => FindingCodes.Explained.SelectMany(static code => FindingExplanations.Of(code) is { } texts
        ? new[] { texts.What, texts.Why, texts.Mend }.SelectMany(static text => new[] { text.Zh, text.En }) : []);

    [Fact]
    public void Every_code_says_what_it_is_why_it_matters_and_how_to_mend_it() =>
        Assert.Empty(FindingCodes.Explained.Where(static code => FindingExplanations.Of(code) is null).Select(static code => code.Code));

    [Fact]
    public void No_two_codes_are_explained_with_the_same_words() =>
        Assert.Empty(Sentences.GroupBy(static text => text).Where(static group => group.Count() > 1).Select(static group => group.Key));

    [Fact]
    public void No_two_codes_have_the_same_title() =>
        Assert.Equal(FindingCodes.Explained.Count * 2, FindingCodes.Explained.SelectMany(static code => new[] { code.Title.Zh, code.Title.En }).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Explanations_are_short_whole_and_in_their_language()
    {
        Assert.All(FindingCodes.Explained, static code =>
        {
            var texts = FindingExplanations.Of(code)!;
            Assert.All(new[] { texts.What, texts.Why, texts.Mend }, text =>
            {
                Assert.InRange(text.Zh.Length, 8, 130);
                Assert.InRange(text.En.Length, 25, 330);
                Assert.Contains(text.Zh, static letter => letter >= 0x4E00);
                Assert.DoesNotContain(text.En, static letter => letter >= 0x2E80);
                Assert.EndsWith(".", text.En, StringComparison.Ordinal);
                Assert.EndsWith("。", text.Zh, StringComparison.Ordinal);
            });
        });
    }

    [Fact]
    public void The_remedy_names_files_that_exist_in_the_language()
    {
        var homes = Words.All.SelectMany(static words => new[] { words.Plural + ".yaml", words.Plural + ".tsv" }).Append("overlay.yaml").ToHashSet(StringComparer.Ordinal);

        Assert.All(FindingCodes.Explained, code => Assert.All(
            FindingExplanations.Of(code)!.Mend.En.Split(' ', ',', ';', '(', ')').Where(static word => word.Contains(".yaml", StringComparison.Ordinal) || word.Contains(".tsv", StringComparison.Ordinal)),
            word => Assert.True(homes.Contains(word.TrimEnd('.', ':')) || word is ".tsv", $"{code.Code}: {word}")));
    }
}
