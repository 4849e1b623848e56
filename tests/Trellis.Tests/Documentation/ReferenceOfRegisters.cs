using Trellis.Information;
using Trellis.Information.Registers;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

public sealed class ReferenceOfRegisters
{
    private static readonly string Page = Checkout.File("docs/reference/registers.md").Text;

    [Fact]
    public void Every_act_on_registers_has_its_heading_and_every_such_heading_is_an_act()
    {
        var words = typeof(EnterSubject).Assembly.GetTypes().Where(static type => type is { IsInterface: false, Namespace: "Trellis.Information.Registers" } && type.IsAssignableTo(typeof(IAct))).Select(static type => (string)type.GetField("Name")!.GetRawConstantValue()!);

        Assert.Equal(words.Order(StringComparer.Ordinal), Markdown.Read(Page).Headings.Select(static heading => heading.Title).Where(static title => title.Contains('-', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_event_and_every_refusal_stands_on_the_page_and_none_besides()
    {
        var quoted = Page.Split('`').Where(static (_, at) => at % 2 == 1).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(RegisterEvents.Names.Order(StringComparer.Ordinal), quoted.Where(static word => word.Length > 2 && word[^2] == '/' && char.IsAsciiDigit(word[^1])).Order(StringComparer.Ordinal));
        Assert.Equal(InformationRefusals.All.Select(static one => one.Code).Order(StringComparer.Ordinal), quoted.Where(static word => word.StartsWith("information.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(typeof(InformationRefusals).GetProperties().Count(static one => one.PropertyType == typeof(Refusal)), InformationRefusals.All.Distinct().Count());
    }
}
