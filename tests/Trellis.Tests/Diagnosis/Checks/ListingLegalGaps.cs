using Trellis.Diagnosis.Checks;
using Xunit;

namespace Trellis.Tests.Diagnosis.Checks;

public sealed class ListingLegalGaps
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public void The_township_of_the_tutorial_has_no_gap()
    {
        var gaps = LegalGaps.Of(new FindingCase("base").Read().Structure, Day);

        Assert.Empty(gaps.Select(static gap => gap.Address));
    }

    [Fact]
    public void A_power_that_cites_nothing_is_a_gap()
    {
        var gaps = Gaps("powers.yaml", "- {power: close-path, name: {zh: 封闭便道, en: Closing a path}, class: order, held-by: {safety-officer@liuhe: {}}}");

        Assert.Equal([(GapKind.Power, "power/close-path")], gaps);
    }

    [Fact]
    public void A_duty_that_rests_on_what_has_not_begun_is_a_gap()
    {
        var one = ACase("duties.yaml", "- {duty: extra, name: {zh: 额外职责, en: Extra}, lead: liuhe, basis: [new-rules/1]}");
        one.Adds.Add(("law.yaml", "- {law: new-rules, name: {zh: 新办法, en: New rules}, rank: county-document, from: 2027-01-01, articles: [{article: 1, gist: {zh: 办, en: Do}}]}"));

        var gap = Assert.Single(LegalGaps.Of(one.Read().Structure, Day));

        Assert.Equal("duty/extra", gap.Address);
        Assert.Equal(["new-rules/1"], gap.Lapsed.Select(static citation => citation.ToString()));
    }

    [Fact]
    public void A_step_rests_on_its_duty_and_a_machine_does_not()
    {
        var gaps = Gaps("matters/lamp.yaml", """
            matter: lamp
            name: {zh: 路灯, en: Lamp}
            duty: small-repairs
            place: none
            guide: {for: [resident], fee: 0 CNY, promise: 9 working days, first-answer: 1 working day}
            flow:
              - check: {id: look, by: works-clerk, within: 1 working day}
              - check: {id: match, by: system/photo-match, within: 1 working day}
              - check: {id: allowed, by: system/photo-match, within: 1 working day, basis: [liuhe-services/2]}
              - confirm: {by: requester, within: 5 working days}
            """);

        Assert.Equal([(GapKind.AutomatedDecision, "matter/lamp/match")], gaps);
    }

    [Fact]
    public void The_list_says_in_both_languages_what_stands_where()
    {
        var gaps = LegalGaps.Of(ACase("powers.yaml", "- {power: close-path, name: {zh: 封闭便道, en: Closing a path}, class: order, held-by: {safety-officer@liuhe: {}}}").Read().Structure, Day);

        Assert.Equal("1 thing has no basis in force.\n\nPowers (1)\n  powers/case.yaml:1:11: \"Closing a path\" (close-path): cites nothing\n", Written(gaps, Language.English));
        Assert.Equal("缺少现行依据的共 1 项。\n\n职权 (1)\n  powers/case.yaml:1:11: 「封闭便道」（close-path）：没有写依据\n", Written(gaps, Language.Chinese));
    }

    private static string Written(IReadOnlyList<LegalGap> gaps, Language language)
    {
        var to = new StringWriter { NewLine = "\n" };
        LegalGaps.Write(gaps, language, to);
        return to.ToString();
    }

    private static IEnumerable<(GapKind, string)> Gaps(string path, string text) => LegalGaps.Of(ACase(path, text).Read().Structure, Day).Select(static gap => (gap.Kind, gap.Address));

    private static FindingCase ACase(string path, string text)
    {
        var one = new FindingCase("gaps");
        one.Adds.Add((path, text));
        return one;
    }
}
