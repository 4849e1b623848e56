using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Wire;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

public sealed class ReferenceOfActs
{
    private static readonly string Page = Checkout.File("docs/reference/acts.md").Text;

    [Fact]
    public void Every_act_in_the_code_is_described_and_has_its_heading_and_every_heading_is_an_act()
    {
        var words = typeof(FileMatter).Assembly.GetTypes().Where(static type => type is { IsInterface: false } && type.Namespace != "Trellis.Authority.Access" && type.Namespace?.StartsWith("Trellis.Information", StringComparison.Ordinal) != true && type.Namespace != "Trellis.Diagnosis.Hearing" && type.IsAssignableTo(typeof(IAct))).Select(static type => (string)type.GetField("Name")!.GetRawConstantValue()!).Order(StringComparer.Ordinal).ToList();
        var headings = Markdown.Read(Page).Headings.Where(static heading => heading.Title.Contains('-', StringComparison.Ordinal)).Select(static heading => heading.Title).Order(StringComparer.Ordinal);

        // Acts on seats and powers belong to another room, which has refusals of its own; those on tokens stand in serve.md and http-api.md, those on registers in registers.md, those about looks in looks.md, the answer to a finding in forms-and-figures.md.
        Assert.Equal(words, ProcessActs.All.Select(static act => act.Word).Concat(OfAuthority).Order(StringComparer.Ordinal));
        Assert.Equal(words, headings);
    }

    [Fact]
    public void Each_act_is_named_in_both_languages_with_who_needs_and_follows_its_events_and_exactly_its_refusals()
    {
        foreach (var act in ProcessActs.All)
        {
            var section = SectionOf(act.Word);
            Assert.Contains($"{act.Name.Zh}, {act.Name.En}.", section, StringComparison.Ordinal);
            foreach (var part in new[] { "**Who:**", "**Needs:**", "**Follows:**" }) Assert.Contains(part, section, StringComparison.Ordinal);
            Assert.Equal(act.Refusals.Select(static one => one.Code).Order(StringComparer.Ordinal), Quoted(section).Where(static word => word.StartsWith("process.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.Equal(act.Events.Order(StringComparer.Ordinal), Quoted(section).Where(static word => IsEvent(word)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_event_and_every_refusal_belongs_to_some_act()
    {
        Assert.Equal(ProcessEvents.Names.Concat(AuthorityWire.Names).Order(StringComparer.Ordinal), Quoted(Page).Where(static word => IsEvent(word)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        // That there is no such matter, and nothing to act under yet, is found by the desk, before any rule.
        Assert.Equal(["process.no-such-matter", "process.no-structure-yet"], ProcessRefusals.All.Except(ProcessActs.All.SelectMany(static act => act.Refusals)).Select(static one => one.Code));
    }

    /// <summary>Acts on seats, powers and emergencies, which belong to another room.</summary>
    private static readonly string[] OfAuthority = [TakeSeat.Name, LeaveSeat.Name, LendPower.Name, WithdrawPower.Name, DeclareEmergency.Name, EndEmergency.Name, ReviewEmergency.Name];

    /// <summary>"matter-filed/1": a name with its number, which is small.</summary>
    private static bool IsEvent(string word) => word.Length > 2 && word[^2] == '/' && char.IsAsciiDigit(word[^1]);

    private static string SectionOf(string word)
    {
        var from = Page.IndexOf($"### {word}\n", StringComparison.Ordinal);
        var to = Page.IndexOf("\n#", from + 1, StringComparison.Ordinal);
        return to < 0 ? Page[from..] : Page[from..to];
    }

    private static IEnumerable<string> Quoted(string text) => text.Split('`').Where(static (_, at) => at % 2 == 1);
}
