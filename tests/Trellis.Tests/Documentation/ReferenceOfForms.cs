using System.CommandLine.Help;
using Trellis.Cli;
using Trellis.Diagnosis.Hearing;
using Trellis.Information.Forms;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

public sealed class ReferenceOfForms
{
    private static readonly string Page = Checkout.File("docs/reference/forms-and-figures.md").Text;

    private static readonly List<string> Headings = [.. Markdown.Read(Page).Headings.Select(static heading => heading.Title)];

    [Fact]
    public void Every_act_on_forms_has_its_heading_and_every_such_heading_is_an_act()
    {
        var words = typeof(SubmitForm).Assembly.GetTypes().Where(static type => type is { IsInterface: false, Namespace: "Trellis.Information.Forms" or "Trellis.Diagnosis.Hearing" } && type.IsAssignableTo(typeof(IAct))).Select(static type => (string)type.GetField("Name")!.GetRawConstantValue()!);

        Assert.Equal(words.Order(StringComparer.Ordinal), Headings.Where(static title => title.Contains('-', StringComparison.Ordinal) && !title.StartsWith("--", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_event_of_forms_stands_on_the_page_and_none_besides() => Assert.Equal(
        FormEvents.Names.Concat(HearingEvents.Names).Order(StringComparer.Ordinal),
        Page.Split('`').Where(static (text, at) => at % 2 == 1 && text.EndsWith("/1", StringComparison.Ordinal) && !text.StartsWith("trellis/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_option_of_figures_has_its_entry_and_every_entry_is_an_option()
    {
        var terminal = new Terminal { Input = Stream.Null, Output = Stream.Null, Words = TextWriter.Null, Errors = TextWriter.Null };
        var options = TrellisCommand.Make(terminal).Subcommands.Single(static command => command.Name == "figures").Options.Where(static option => option is not HelpOption).Select(static option => option.Name);

        Assert.Equal(options.Order(StringComparer.Ordinal), Headings.Where(static title => title.StartsWith("--", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_refusal_of_forms_and_of_answers_is_listed_once()
    {
        Assert.Equal(typeof(FormRefusals).GetProperties().Count(static one => one.PropertyType == typeof(Refusal)), FormRefusals.All.Distinct().Count());
        Assert.Equal(typeof(HearingRefusals).GetProperties().Count(static one => one.PropertyType == typeof(Refusal)), HearingRefusals.All.Distinct().Count());
    }
}
