using Trellis.Diagnosis.Hearing;
using Trellis.Information.Forms;
using Trellis.Process;
using Xunit;

namespace Trellis.Tests.Diagnosis.Hearing;

/// <summary>Who may answer a finding, and with what.</summary>
public sealed class AnsweringFindingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 1, 0, 0, TimeSpan.Zero);
    private static readonly UnitId Police = new("police"), Xikou = new("xikou");
    private static readonly Text Hands = new("人手不够。", "Too few hands.");
    private static readonly FindingToAnswer Found = new([Police, Xikou], [new("派错了单位。", "The wrong unit was asked."), Hands]);

    [Fact]
    public void An_officer_of_a_unit_that_it_is_about_answers_and_the_explanation_stands_in_both_languages()
    {
        var accepted = Assert.IsType<Outcome.Accepted>(AnsweringFindings.Decide(Act("We were two.", 2), Found, By(Xikou), Now));

        var answered = Assert.IsType<FindingAnswered>(Assert.Single(accepted.Events));
        Assert.Equal((17L, "lead@xikou", "We were two.", $"{Hands.Zh}\n{Hands.En}", Now), (answered.Finding, answered.By.ToString(), answered.Said!.Written, answered.Claims!.Written, answered.Happened));
        Assert.Null(Assert.IsType<FindingAnswered>(Assert.Single(Assert.IsType<Outcome.Accepted>(AnsweringFindings.Decide(Act("We were two."), Found, By(Police), Now)).Events)).Claims);
    }

    [Fact]
    public void Nobody_else_answers_and_nothing_that_is_not_found_any_more_is_answered()
    {
        Assert.Equal<Outcome>(HearingRefusals.NotAboutTheirs, AnsweringFindings.Decide(Act("We know them."), Found, By(new UnitId("cuiwei")), Now));
        Assert.Equal<Outcome>(FormRefusals.ForOfficers, AnsweringFindings.Decide(Act("I saw it."), Found, new Actor.Resident(new ActorId("r-1")), Now));
        Assert.Equal<Outcome>(HearingRefusals.NoSuchFinding, AnsweringFindings.Decide(Act("It was so."), null, By(Xikou), Now));
    }

    [Theory]
    [InlineData(""), InlineData(" \n\t ")]
    public void An_answer_says_something(string said) => Assert.Equal<Outcome>(HearingRefusals.AnswerMissing, AnsweringFindings.Decide(Act(said), Found, By(Xikou), Now));

    [Fact]
    public void An_answer_ends_somewhere_and_names_an_explanation_that_is_there()
    {
        Assert.IsType<Outcome.Accepted>(AnsweringFindings.Decide(Act(new string('长', AnsweringFindings.MostSaid)), Found, By(Xikou), Now));
        Assert.Equal<Outcome>(HearingRefusals.AnswerTooLong, AnsweringFindings.Decide(Act(new string('长', AnsweringFindings.MostSaid + 1)), Found, By(Xikou), Now));
        foreach (var none in (int[])[int.MinValue, -1, 0, 3, int.MaxValue]) Assert.Equal<Outcome>(HearingRefusals.NoSuchExplanation, AnsweringFindings.Decide(Act("So it was.", none), Found, By(Xikou), Now));
    }

    private static AnswerFinding Act(string said, int? claims = null) => new(17, new PersonalText(said), claims);

    private static Actor.Officer By(UnitId unit) => new(new ActorId("o-1"), new PostAt("lead", unit));
}
