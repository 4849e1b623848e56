using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>docs/howto/operate.md, docs/howto/use-the-interface.md and docs/howto/exchange-with-a-neighbour.md, line for line (<see cref="AGuide"/>).</summary>
public sealed class FollowingTheOperatorsGuide
{
    [Fact]
    public async Task Every_line_of_the_guide_does_what_it_says()
    {
        await using var record = ARecord.On("PostgreSQL");

        var said = await AGuide.FollowAsync("operate.md", Path.Combine(record.Folder, "clean"), (record.Connection!, "Host=localhost;Database=county"));

        Assert.Contains("\"number\":\"", said, StringComparison.Ordinal); // the complaint
        Assert.Contains("\"keys\":", said, StringComparison.Ordinal); // the erasure over HTTP
        Assert.Contains("Everything that could be checked holds.", said, StringComparison.Ordinal); // what verify says at the end
    }

    [Fact]
    public async Task Every_line_about_the_interface_does_what_it_says()
    {
        await using var record = ARecord.On("SQLite");
        var folder = Path.Combine(record.Folder, "clean");

        var said = await AGuide.FollowAsync("use-the-interface.md", folder);

        Assert.Contains("\"may\":true", said, StringComparison.Ordinal);
        Assert.Contains("\"closedAs\":\"solved\"", said, StringComparison.Ordinal);
        Assert.Contains("\"confirmed\":true", said, StringComparison.Ordinal);
        Assert.Contains("c2sp.org/tlog-proof", await File.ReadAllTextAsync(Path.Combine(folder, "receipt.txt"), ARecord.Patience), StringComparison.Ordinal);
        Assert.Equal(11, (await File.ReadAllLinesAsync(Path.Combine(folder, "work.csv"), ARecord.Patience)).Length);
    }

    [Fact]
    public async Task Every_line_about_neighbours_does_what_it_says_and_two_nodes_exchange_a_certificate_and_a_matter()
    {
        await using var record = ARecord.On("SQLite");
        var folder = Path.Combine(record.Folder, "clean");

        var said = await AGuide.FollowAsync("exchange-with-a-neighbour.md", folder);

        Assert.Contains("\\u4E2D\\u67F3\\u6751\\u4E8C\\u7EC4", said, StringComparison.Ordinal); // the certificate, shown once
        Assert.Contains("\"neighbour\":\"cuiwei\"", said, StringComparison.Ordinal); // the neighbour's look, in the list of whom it was at
        Assert.Contains("evidence-given/1, by neighbour", said, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"open\"", said, StringComparison.Ordinal); // how the matter over there stands
        Assert.Equal(2, said.Split("Everything that could be checked holds.").Length - 1);
        Assert.Contains("residence", await File.ReadAllTextAsync(Path.Combine(folder, "evidence.note"), ARecord.Patience), StringComparison.Ordinal);
    }

    [Fact]
    public void The_script_has_every_line_of_the_page() =>
        Assert.Equal(4, AGuide.Script("words\n```sh\n./trellis serve --data a\n```\nmore\n```text\nno command\n```\n```sh\ncurl http://127.0.0.1:8080/a \\\n  -d b\n./trellis erase --data a\n```\n").Split('\n').Count(static line => line is "begin --data a" or "running; curl http://127.0.0.1:8080/a \\" or "  -d b" or "stop; ./trellis erase --data a"));
}
