using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>
/// A county adds a register that nobody here thought of, the trees of its scenic area, by files alone: four are laid beside those of Cuiwei, and it is searched, imported into, asked
/// about by a form and counted like all others. No line of the program knows of it.
/// </summary>
public sealed class KeepingARegisterOfOnesOwn
{
    private const string Mapping = "import: scenic-trees\nregister: scenic-tree\nbasis: cuiwei-data-rules/10\ncolumns:\n  号牌: number\n  俗名: called\n  村居: in\n  长势: health\n";
    private const string Table = "号牌,俗名,村居,长势\nJQ01,望夫松,tingxi,thriving\nJQ02,夫妻柏,tingxi,thriving\nJQ03,卧龙樟,tingxi,thriving\nJQ04,迎客槐,tingxi,thriving\nJQ05,古银杏,tingxi,weak\nJQ06,老枫香,tingxi,thriving\n";
    private const string Owner = "forest-officer@natural-resources";
    private const string Filler = "village-clerk@tingxi";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task It_has_pages_is_imported_into_searched_asked_about_and_counted(string kind)
    {
        await using var county = await CountyAsync(kind);

        // Imported: tried, then taken, and what does not fit is told by its line.
        var owner = await county.Officer(Owner);
        var tried = (await county.Post("api/v1/registers/scenic-tree/imports", Import(Table, dryRun: true), owner)).Json;
        Assert.Equal((6, 0), ((int)tried["new"]!, (int)tried["refused"]!));
        Assert.Equal(0, county.Server.Registers.Questions.Count("scenic-tree"));
        var done = await county.Post("api/v1/registers/scenic-tree/imports", Import(Table + "JQ07,无名,tingxi,splendid\n"), owner);
        Assert.Equal((6, 1), ((int)done.Json["new"]!, (int)done.Json["refused"]!));
        Assert.Equal(6, county.Server.Registers.Questions.Count("scenic-tree"));
        Assert.Equal(HttpStatusCode.Forbidden, (await county.Post("api/v1/registers/scenic-tree/imports", Import("号牌,俗名,村居,长势\nJQ08,x,tingxi,weak\n"), await county.Officer("@bus-company"))).Status);

        // Its rules are pages for everybody.
        using var anybody = new AReader(county.Server.Addresses[0], "en");
        foreach (var (address, says) in ((string, string)[])[("/structure/registers/scenic-tree", "Trees of the scenic area"), ("/structure/items/scenic-tree.health", "How the tree does"), ("/structure/forms/scenic-trees-quarterly", "Trees of the scenic area")])
        {
            var (status, page) = await anybody.OpenAsync(address);
            Assert.Equal((HttpStatusCode.OK, says), (status, page.QuerySelector("h1")!.TextContent));
        }

        // Searched, under the form that asks about it; the look is entered before anything is shown.
        using var clerk = await LookingThroughRowsOfForms.SignedInAsync(county, Filler);
        var registers = (await clerk.OpenAsync("/registers")).Page;
        var row = registers.QuerySelectorAll("table.rows tbody tr").Single(static one => one.TextContent.Contains("Trees of the scenic area", StringComparison.Ordinal));
        Assert.Contains("6", row.TextContent, StringComparison.Ordinal);
        var size = county.Server.Writer.Size;
        var found = await clerk.SendAsync("/registers/scenic-tree", ("words", "卧龙樟"), ("at", "form/scenic-trees-quarterly"));
        var door = Assert.Single(found.QuerySelectorAll("form.door"));
        Assert.True(county.Server.Writer.Size > size);
        var opened = await clerk.SendAsync(door.GetAttribute("action")!, AReader.Hidden(door));
        Assert.True(opened.QuerySelector("table.rows")!.TextContent.Contains("JQ03", StringComparison.Ordinal), opened.QuerySelector("main")!.TextContent);
        Assert.Contains("Thriving", opened.QuerySelector("table.rows")!.TextContent, StringComparison.Ordinal);
        Assert.Empty((await clerk.SendAsync("/registers/scenic-tree", ("words", "无名"), ("at", "form/scenic-trees-quarterly"))).QuerySelectorAll("form.door"));

        // Counted, as the base stood at the end of the period; nobody reports anything for it.
        county.Clock.Move(new DateTimeOffset(2026, 7, 6, 1, 0, 0, TimeSpan.Zero) - county.Clock.Now);
        var figure = (await county.Get("api/v1/figures?indicator=scenic-trees-thriving&level=county&period=2026-q2", owner)).Json["figures"]!.AsArray();
        var counted = Assert.Single(figure)!;
        Assert.Equal((5m, 6L), ((decimal)counted["numerator"]!, (long)counted["denominator"]!));
        var (shown, figures) = await anybody.OpenAsync("/figures/scenic-trees-thriving?period=2026-q2");
        Assert.Equal(HttpStatusCode.OK, shown);
        Assert.Contains("6 cases", figures.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        // Asked about by a form that is filled from it: only what is not right any more is written.
        using var filler = await LookingThroughRowsOfForms.SignedInAsync(county, Filler);
        const string form = "/forms/scenic-trees-quarterly?unit=tingxi&occasion=2026-q2";
        Assert.Contains((await filler.OpenAsync("/forms")).Page.QuerySelectorAll("main a"), static one => one.TextContent.Contains("Trees of the scenic area", StringComparison.Ordinal));
        var (_, blank) = await filler.OpenAsync(form);
        var rows = await filler.SendAsync(form, [.. AReader.Hidden(blank.QuerySelector("form[aria-labelledby=fill]")!), ("open", "yes")]);
        Assert.Contains("Row 6", rows.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(rows.QuerySelector("[role=alert]"));
        await EndsWellAsync(county);
    }

    private static JsonObject Import(string table, bool dryRun = false) => new() { ["mapping"] = Mapping, ["table"] = table, ["dryRun"] = dryRun };

    /// <summary>Cuiwei, with the files of the register laid beside its own.</summary>
    private static async Task<AServedCounty> CountyAsync(string kind)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-scenic-").FullName;
        try
        {
            Structures.Copy("cuiwei", folder);
            var added = Path.Combine(Structures.Root, "..", "tests", "data", "scenic-trees");
            foreach (var file in Directory.EnumerateFiles(added, "*.yaml", SearchOption.AllDirectories))
            {
                var to = Path.Combine(folder, Path.GetRelativePath(added, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }

            return await AServedCounty.WithPages(kind, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task EndsWellAsync(AServedCounty county)
    {
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }
}
