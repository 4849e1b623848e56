using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Trellis.Scenarios.Ledger;
using Trellis.Web.Process;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>The description of the interface for programs is made of the addresses; that for people names all of them.</summary>
public sealed partial class DescribingTheInterface
{
    private static string Checkout => Path.GetDirectoryName(Structures.Root)!;

    [Fact]
    public async Task The_description_is_that_of_the_golden_file()
    {
        await using var county = await AServedCounty.On("SQLite");

        var said = (await county.Get("openapi/v1.json")).Body.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        var path = Path.Combine(Checkout, "docs", "reference", "openapi.json");
        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") is not null) await File.WriteAllTextAsync(path, said, ARecord.Patience);

        Assert.Equal(await File.ReadAllTextAsync(path, ARecord.Patience), said);
    }

    [Fact]
    public async Task Every_address_of_the_interface_is_described_with_its_body_its_key_and_its_refusals()
    {
        await using var county = await AServedCounty.On("SQLite");
        var document = (await county.Get("openapi/v1.json")).Json;

        Assert.StartsWith("3.1", (string)document["openapi"]!, StringComparison.Ordinal);
        var described = document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}")).ToHashSet();
        var served = county.Server.Endpoints.Where(static one => one.Metadata.GetMetadata<NeedsScope>() is not null)
            .SelectMany(static one => one.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {one.RoutePattern.RawText}")).ToHashSet();
        Assert.Equal(served.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));

        foreach (var act in ActAddresses.All.Where(static one => one.Place != ActPlace.None))
        {
            var post = document["paths"]![act.Pattern]!["post"]!;
            Assert.Equal(act.Word, (string?)post["operationId"]);
            Assert.NotNull(post["requestBody"]!["content"]!["application/json"]!["schema"]);
            Assert.Contains(post["parameters"]!.AsArray(), static one => (string?)one!["name"] == "Idempotency-Key" && (bool?)one["required"] == true);
            Assert.NotNull(post["responses"]!["default"]!["content"]!["application/problem+json"]);
        }
    }

    [Fact]
    public async Task Every_address_stands_in_the_reference()
    {
        await using var county = await AServedCounty.On("SQLite");
        var page = await File.ReadAllTextAsync(Path.Combine(Checkout, "docs", "reference", "http-api.md"), ARecord.Patience);

        foreach (var endpoint in county.Server.Endpoints.Where(static one => one.Metadata.GetMetadata<NeedsScope>() is not null))
        {
            var pattern = endpoint.RoutePattern.RawText!;
            var act = ActWord().Match(pattern) is { Success: true } found ? found.Groups["word"].Value : null;
            Assert.True(page.Contains(act is null ? pattern : $"`{act}`", StringComparison.Ordinal), $"{pattern} is missing in docs/reference/http-api.md.");
        }
    }

    [Fact]
    public async Task Somebody_who_asks_for_another_document_is_told_that_there_is_none()
    {
        await using var county = await AServedCounty.On("SQLite");

        var other = await county.Get("openapi/v9.json");

        Assert.Equal(HttpStatusCode.NotFound, other.Status);
        Assert.IsType<JsonObject>((await county.Get("openapi/v1.json")).Json, exactMatch: false);
    }

    [GeneratedRegex("/acts/(?<word>[a-z-]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ActWord();
}
