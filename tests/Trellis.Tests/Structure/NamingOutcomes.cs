using Trellis.Authority;
using Trellis.Structure;
using Xunit;

namespace Trellis.Tests.Structure;

public sealed class NamingOutcomes
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    private const string Powers = """
        - power: approve-repair
          name: {zh: 核定, en: Approval}
          class: internal
          outcomes: [approve, refuse, share-cost]
          outcome-names: {share-cost: {zh: 分摊费用, en: Costs are shared}, refuse: {zh: 不修, en: Not mended}}
          held-by: {township-leader@liuhe: {outcomes: [approve, share-cost]}}
          basis: [liuhe-services/2]
        """;

    private static GovernanceStructure Named(string shared = "") =>
        AStructure.With(("powers.yaml", Powers), ("structure.yaml", System.Text.Encoding.UTF8.GetString(AStructure.FilesOf("hello-village").Single(static file => file.Path == "structure.yaml").Bytes) + shared)).Structure;

    [Theory]
    [InlineData("share-cost", "分摊费用", "Costs are shared")]
    [InlineData("refuse", "不修", "Not mended")]
    [InlineData("approve", "批准", "approve")]
    [InlineData("something-else", "something-else", "something-else")]
    public void A_power_names_its_outcomes_and_the_common_ones_have_names_anyway(string outcome, string zh, string en) =>
        Assert.Equal(new Text(zh, en), OutcomeNames.Of(Named(), Day, "approve-repair", outcome));

    [Fact]
    public void What_the_structure_names_holds_for_every_power_that_does_not_name_it_itself()
    {
        var structure = Named("outcome-names: {approve: {zh: 同意修, en: Will be mended}, refuse: {zh: 不同意, en: Refused}}\n");

        Assert.Equal("同意修", OutcomeNames.Of(structure, Day, "approve-repair", "approve").Zh);
        Assert.Equal("不修", OutcomeNames.Of(structure, Day, "approve-repair", "refuse").Zh);
        Assert.Equal("不同意", OutcomeNames.Of(structure, Day, null, "refuse").Zh);
    }

    [Fact]
    public void An_answer_calls_outcomes_by_name_with_the_word_of_the_files_beside_it()
    {
        var structure = Named();
        var holders = HoldersOnDay.Of(structure, Day);
        var words = new AuthorityWords(holders);
        var mandate = Assert.Single(holders.Of("approve-repair"));

        Assert.Equal("只可作出批准（approve）、分摊费用（share-cost）", words.LimitsOf(mandate).Zh);
        Assert.Equal("outcomes approve, Costs are shared (share-cost)", words.LimitsOf(mandate).En);
    }

    [Fact]
    public void Another_name_for_an_outcome_is_wording_and_no_change()
    {
        var (before, after) = (Named(), Named("outcome-names: {approve: {zh: 同意修, en: Will be mended}}\n"));

        Assert.NotEqual(Prints.VersionOf(before), Prints.VersionOf(after));
        Assert.DoesNotContain(Prints.Keys(after, withWording: false, Renames.None), static key => key.Key == "outcome-names");
    }
}
