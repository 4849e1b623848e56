using Trellis.Cli;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Authority;

/// <summary>What `trellis may` says to a question that is not whole, or that it cannot have.</summary>
public sealed class AskingTheProgram
{
    [Theory]
    [InlineData("--post service-lead@liuhe --decide approve-repair --matter small-repair --fact matter.damages=lamp", "Did you mean matter.damage?")]
    [InlineData("--post service-lead@liuhe --decide approve-repair --matter small-repair --fact repair-cost=8", "Did you mean matter.repair-cost?")]
    [InlineData("--post service-lead@liuhe --decide approve-repair --matter small-repair --fact matter.repair-cost=800", "--fact matter.repair-cost=\"800 CNY\"")]
    [InlineData("--post service-lead@liuhe --decide approve-repair --matter small-repair --fact facility.kind=bridge", "--fact facility.kind=\"lamp\"")]
    [InlineData("--post service-lead@liuhe --decide approve-repair --amount 8m2", "blank and a unit")]
    [InlineData("--decide approval", "Add --matter small-repair.")]
    [InlineData("--post service-lead --decide approve-repair", "--post township-leader@liuhe")]
    public void What_a_question_cannot_have_is_refused_with_what_was_meant(string asked, string remedy)
    {
        var (code, said) = Ask(asked);

        Assert.Equal(2, code);
        Assert.Contains(remedy, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_is_no_amount() => Assert.Contains("--fact matter.ITEM=\"15 m2\"", Ask("--decide approve-repair --amount", "15 m2").Said, StringComparison.Ordinal);

    [Fact]
    public void Where_nobody_may_because_nobody_said_how_much_it_asks_for_the_sum()
    {
        var (_, said) = Ask("--decide approval --matter small-repair --on 2026-03-02");

        Assert.Contains("cannot be said yet", said, StringComparison.Ordinal);
        Assert.Contains("add --amount \"800 CNY\"", said, StringComparison.Ordinal);
        Assert.DoesNotContain("no post may", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_sum_is_above_every_ceiling_it_is_called_by_name_that_nobody_may() =>
        Assert.Contains("no post may decide this at \"Xialiu Village\" (xialiu).", Ask("--decide grant-aid --place xialiu --on 2026-03-02 --amount", "80000 CNY").Said, StringComparison.Ordinal);

    private static (int Code, string Said) Ask(string asked, params string[] more)
    {
        using var said = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Input = Stream.Null, Output = Stream.Null, Words = said, Errors = said };
        var code = CommandLine.Run(TrellisCommand.Make(terminal), ["may", Path.Combine(Checkout.Root, "structures", "hello-village"), .. asked.Split(' '), .. more], terminal);
        return (code, said.ToString());
    }
}
