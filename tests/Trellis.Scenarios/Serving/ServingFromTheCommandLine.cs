using System.Diagnostics;
using System.Net;
using Trellis.Scenarios.Ledger;
using Xunit;
using OfTheSystem = System.Diagnostics.Process;

namespace Trellis.Scenarios.Serving;

/// <summary>The program that serves, as an operator starts and ends it.</summary>
public sealed class ServingFromTheCommandLine
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task It_begins_a_record_answers_ends_when_it_is_asked_to_and_goes_on_where_it_was(string kind)
    {
        await using var record = ARecord.On(kind);
        for (var round = 0; round < 2; round++)
        {
            using var server = Start(["serve", "--structure", Structures.Of("cuiwei"), "--urls", "http://127.0.0.1:0", "--lang", "en", .. record.Options]);
            var address = await AddressAsync(server);
            using var client = new HttpClient { BaseAddress = address };
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("health/ready", UriKind.Relative), ARecord.Patience)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("health/live", UriKind.Relative), ARecord.Patience)).StatusCode);

            // While it holds the record, nobody else writes it, and everybody may read it.
            var (code, said) = HandingOutTheWork.Run(["erase", "--person", "p-1", "--by", "archivist@cuiwei", "--basis", "pipl/47", .. record.Options]);
            Assert.Equal(2, code);
            Assert.Contains("Another program writes this record already", said, StringComparison.Ordinal);
            Assert.Equal(2, HandingOutTheWork.Run(["token", "issue", "--program", "p", "--scopes", "ask", "--by", "archivist@cuiwei", .. record.Options]).Code);
            Assert.Equal(2, HandingOutTheWork.Run(["rebuild", .. record.Options]).Code);
            Assert.Equal(0, HandingOutTheWork.Run(["token", "list", .. record.Options]).Code);

            await EndAsync(server);
            Assert.Equal(0, server.ExitCode);
        }

        var (issued, words) = HandingOutTheWork.Run(["token", "issue", "--program", "gateway", "--scopes", "ask,export", "--by", "archivist@cuiwei", "--lang", "en", .. record.Options]);
        Assert.True(issued == 0, words);
        Assert.StartsWith("trellis.", words, StringComparison.Ordinal);
        var id = words.Split('.')[1];
        Assert.Contains($"{id}  good", HandingOutTheWork.Run(["token", "list", "--lang", "en", .. record.Options]).Said, StringComparison.Ordinal);
        Assert.Equal(0, HandingOutTheWork.Run(["token", "revoke", id, "--by", "archivist@cuiwei", .. record.Options]).Code);
        Assert.Equal((1, true), (HandingOutTheWork.Run(["token", "revoke", id, "--by", "archivist@cuiwei", .. record.Options]) is var (again, why) ? (again, why.Contains("access.revoked-already", StringComparison.Ordinal)) : default));
        record.HoldsTogether();
        Assert.Equal(["structure-begun/1", "token-issued/1", "token-revoked/1"], record.Entries().Select(static entry => entry.Event).Where(static happened => happened != "duty-returned/1")); // what lapsed by today comes back by itself
    }

    [Theory]
    [InlineData("finding\tby\n", "这不是豁免表。")]
    [InlineData("finding\tby\tuntil\twhy\nTR1001 duty/a\n", "豁免表第 2 行不是四列。")]
    [InlineData("finding\tby\tuntil\twhy\nTR1001 duty/a\tnobody\t2026-12-31\tbecause\n", "不是岗位")]
    [InlineData("finding\tby\tuntil\twhy\nTR1001 duty/a\tarchivist@cuiwei\tsoon\tbecause\n", "不是日期")]
    [InlineData("finding\tby\tuntil\twhy\nTR1001 duty/a\tarchivist@cuiwei\t2099-12-31\tbecause\n", "不需要人为它负责")]
    public async Task What_is_wrong_with_a_table_of_overrides_is_told_in_Chinese_too_and_begins_no_record(string table, string said)
    {
        await using var record = ARecord.On("SQLite");
        var file = Path.Combine(record.Folder, "overrides.tsv");
        await File.WriteAllTextAsync(file, table, ARecord.Patience);

        var (code, words) = HandingOutTheWork.Run(["serve", "--structure", Structures.Of("cuiwei"), "--override", file, "--urls", "http://127.0.0.1:0", .. record.Options], Language.Chinese);

        Assert.Equal(2, code);
        Assert.Contains(said, words, StringComparison.Ordinal);
        Assert.False(File.Exists(record.File));
    }

    [Fact]
    public async Task A_structure_with_errors_does_not_run_and_the_findings_say_why()
    {
        await using var record = ARecord.On("SQLite");
        var folder = Path.Combine(record.Folder, "county");
        Copy(Structures.Of("authzen-todo"), folder);
        await File.AppendAllTextAsync(Path.Combine(folder, "powers.yaml"), "- power: broken\n  class: nothing\n", ARecord.Patience);

        var (code, said) = HandingOutTheWork.Run(["serve", "--structure", folder, .. record.Options]);

        Assert.Equal(1, code);
        Assert.Contains("powers.yaml", said, StringComparison.Ordinal);
        Assert.Contains("cannot run", said, StringComparison.Ordinal);
        Assert.False(File.Exists(record.File));
    }

    [Theory]
    [InlineData("--urls", "ftp://a", "--urls takes an address")]
    [InlineData("--urls", "http://127.0.0.1:8080/api", "--urls takes an address")]
    [InlineData("--urls", "https://127.0.0.1:8443", "HTTPS is spoken by the program in front of it")]
    [InlineData("--public", "county", "--public takes an address")]
    public async Task An_address_that_is_none_is_refused_before_anything_is_made(string option, string value, string said)
    {
        await using var record = ARecord.On("SQLite");

        var (code, words) = HandingOutTheWork.Run(["serve", "--structure", Structures.Of("authzen-todo"), option, value, .. record.Options]);

        Assert.Equal(2, code);
        Assert.Contains(said, words, StringComparison.Ordinal);
        Assert.False(File.Exists(record.File));
    }

    [Fact]
    public async Task A_port_that_is_taken_and_a_record_that_is_not_there_are_told_in_words()
    {
        await using var record = ARecord.On("SQLite");
        await using var other = await AWebServer.StartAsync(static _ => { });

        var (taken, words) = HandingOutTheWork.Run(["serve", "--structure", Structures.Of("authzen-todo"), "--urls", other.Address.ToString(), .. record.Options]);
        var (nothing, missing) = HandingOutTheWork.Run(["serve", "--data", Path.Combine(record.Folder, "none.db")]);

        Assert.Equal((2, true), (taken, words.Contains("Another program listens at", StringComparison.Ordinal)));
        Assert.Equal((2, true), (nothing, missing.Contains("no structure is named", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--resident", "r-1", "read,fly", "--scopes takes")]
    [InlineData("--resident", "Wang Fang", "read", "--resident takes an id")]
    [InlineData("--officer", "o-1", "read", "The post of the officer is missing")]
    public async Task A_token_that_cannot_be_is_refused_with_what_to_write(string option, string whom, string scopes, string said)
    {
        await using var record = ARecord.On("SQLite");

        var (code, words) = HandingOutTheWork.Run(["token", "issue", option, whom, "--scopes", scopes, "--by", "archivist@county", .. record.Options]);

        Assert.Equal(2, code);
        Assert.Contains(said, words, StringComparison.Ordinal);
    }

    private static OfTheSystem Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet", [typeof(Trellis.Cli.TrellisCommand).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return OfTheSystem.Start(start)!;
    }

    private static async Task<Uri> AddressAsync(OfTheSystem server)
    {
        var line = await server.StandardOutput.ReadLineAsync(ARecord.Patience) ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync(ARecord.Patience));
        return new Uri(line.Split(' ')[2].TrimEnd(';'));
    }

    private static async Task EndAsync(OfTheSystem server)
    {
        AServer.Shell("kill", "-TERM", server.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await server.WaitForExitAsync(ARecord.Patience);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
