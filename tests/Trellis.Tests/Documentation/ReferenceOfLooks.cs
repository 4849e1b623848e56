using Trellis.Information.Looks;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>The page on looks leaves out no act and no event, and invents none.</summary>
public sealed class ReferenceOfLooks
{
    private static readonly string Page = Checkout.File("docs/reference/looks.md").Text;

    [Fact]
    public void Every_act_has_its_heading_and_every_event_is_named()
    {
        var acts = typeof(LookAtValues).Assembly.GetTypes().Where(static type => type is { IsInterface: false, Namespace: "Trellis.Information.Looks" } && type.IsAssignableTo(typeof(IAct))).Select(static type => (string)type.GetField("Name")!.GetRawConstantValue()!);
        var headings = Markdown.Read(Page).Headings.Select(static heading => heading.Title).Where(static title => title.Contains('-', StringComparison.Ordinal));

        Assert.Equal(acts.Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
        Assert.All(LookEvents.Names, static name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
        Assert.All(LookEvents.Write(new ValuesSeen(new RowId("person", "r"), new ActorId("o"), new PostAt("a", new UnitId("b")), "p", LookReason.OfForm("f"), 0, ["words"], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)).Fields.Select(static one => one.Key), static field => Assert.Contains($"`{field}`", Page, StringComparison.Ordinal));
    }
}
