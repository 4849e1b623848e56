using System.CommandLine.Help;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Cli;
using Trellis.Diagnosis.Hearing;
using Trellis.Information;
using Trellis.Information.Exchange;
using Trellis.Information.Forms;
using Trellis.Information.Importing;
using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Runtime.Ledger;
using Trellis.Standards.Authzen;
using Trellis.Tests.Architecture;
using Trellis.Web;
using Xunit;

namespace Trellis.Tests.Documentation;

public sealed class ReferenceOfRefusals
{
    [Fact]
    public void Every_refusal_has_its_heading_and_every_heading_is_a_refusal()
    {
        var headings = Markdown.Read(Checkout.File("docs/reference/refusals.md").Text).Headings.Select(static heading => heading.Title).Where(static title => title.Contains('.', StringComparison.Ordinal));

        Assert.Equal(AuthorityRefusals.All.Concat(RecordRefusals.All).Concat(ProcessRefusals.All.Concat(InformationRefusals.All).Concat(ImportRefusals.All).Concat(AccessRefusals.All).Concat(LookRefusals.All).Concat(FormRefusals.All).Concat(HearingRefusals.All).Concat(ExchangeRefusals.All).Concat(HttpRefusals.All).Select(static one => one.Code)).Concat(AuthzenRefusals.All).Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_refusal_of_running_matters_has_its_heading_and_every_heading_is_one()
    {
        var headings = Markdown.Read(Checkout.File("docs/reference/refusals.md").Text).Headings.Select(static heading => heading.Title).Where(static title => title.StartsWith("process.", StringComparison.Ordinal));

        Assert.Equal(ProcessRefusals.All.Select(static one => one.Code).Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
        Assert.Equal(typeof(ProcessRefusals).GetProperties().Count(static one => one.PropertyType == typeof(Refusal)), ProcessRefusals.All.Distinct().Count());
    }

    [Fact]
    public void Every_obstacle_and_every_break_has_a_code()
    {
        foreach (var obstacle in Enum.GetValues<Obstacle>().Where(static one => one != Obstacle.None)) Assert.Contains(AuthorityRefusals.CodeOf(new Answer { Obstacle = obstacle }), AuthorityRefusals.All);
        foreach (var why in Enum.GetValues<Break>()) Assert.Contains(AuthorityRefusals.CodeOf(why), AuthorityRefusals.All);
    }

    [Theory]
    [InlineData("erase"), InlineData("rebuild"), InlineData("backup"), InlineData("restore"), InlineData("auditor"), InlineData("witness")]
    public void Every_option_of_a_command_that_keeps_a_record_has_its_entry(string command)
    {
        var terminal = new Terminal { Input = Stream.Null, Output = Stream.Null, Words = TextWriter.Null, Errors = TextWriter.Null };
        var headings = Markdown.Read(Checkout.File("docs/reference/keeping-a-record.md").Text).Headings.Select(static heading => heading.Title).ToHashSet(StringComparer.Ordinal);

        Assert.Contains($"trellis {command}", headings);
        var made = TrellisCommand.Make(terminal).Subcommands.Single(sub => sub.Name == command);
        foreach (var option in made.Options.Concat(made.Subcommands.SelectMany(static sub => sub.Options)).Where(static option => option is not HelpOption)) Assert.Contains(option.Name, headings);
    }

    [Fact]
    public void Every_option_of_serve_of_token_and_of_account_has_its_entry_and_every_entry_is_an_option()
    {
        var terminal = new Terminal { Input = Stream.Null, Output = Stream.Null, Words = TextWriter.Null, Errors = TextWriter.Null };
        var commands = TrellisCommand.Make(terminal).Subcommands.Where(static command => command.Name is "serve" or "token" or "account").SelectMany(static command => command.Subcommands.Append(command));
        var headings = Markdown.Read(Checkout.File("docs/reference/serve.md").Text).Headings.Select(static heading => heading.Title).Where(static title => title.StartsWith("--", StringComparison.Ordinal));

        Assert.Equal(commands.SelectMany(static command => command.Options).Where(static option => option is not HelpOption).Select(static option => option.Name).Distinct().Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_option_of_may_has_its_entry_and_every_entry_is_an_option()
    {
        var terminal = new Terminal { Input = Stream.Null, Output = Stream.Null, Words = TextWriter.Null, Errors = TextWriter.Null };
        var options = TrellisCommand.Make(terminal).Subcommands.Single(static command => command.Name == "may").Options.Where(static option => option is not HelpOption).Select(static option => option.Name);
        var headings = Markdown.Read(Checkout.File("docs/reference/may.md").Text).Headings.Select(static heading => heading.Title).Where(static title => title.StartsWith("--", StringComparison.Ordinal));

        Assert.Equal(options.Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_option_of_import_has_its_entry_and_every_entry_is_an_option()
    {
        var terminal = new Terminal { Input = Stream.Null, Output = Stream.Null, Words = TextWriter.Null, Errors = TextWriter.Null };
        var options = TrellisCommand.Make(terminal).Subcommands.Single(static command => command.Name == "import").Options.Where(static option => option is not HelpOption).Select(static option => option.Name);
        var headings = Markdown.Read(Checkout.File("docs/reference/import.md").Text).Headings.Select(static heading => heading.Title).Where(static title => title.StartsWith("--", StringComparison.Ordinal));

        Assert.Equal(options.Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
    }
}
