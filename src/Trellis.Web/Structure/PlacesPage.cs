using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>A place on the grid: how many lie in it, and how many matters are open there.</summary>
public sealed record PlaceTile(UnitOnDay Unit, string Level, int Within, long Open);

/// <summary>The places of the county as tiles, level by level: what lies where, and how much is under way there.</summary>
public sealed class PlacesPage : SitePage
{
    public override Text Heading => Ground is { } ground && ground != Today.Top ? new($"{ground.Unit.Name.Zh}的地方", $"Places in {ground.Unit.Name.En}") : new("县里的地方", "Places of the county");

    public override string Way => "/structure";

    /// <summary>Whose places are shown.</summary>
    public UnitOnDay? Ground { get; private set; }

    public IReadOnlyList<UnitOnDay> Above { get; private set; } = [];

    public IReadOnlyList<PlaceTile> Tiles { get; private set; } = [];

    /// <summary>The most that are open in one of them, so that tiles can be compared at a glance.</summary>
    public long Most => Math.Max(1, Tiles.Count == 0 ? 1 : Tiles.Max(static tile => tile.Open));

    /// <summary>Whether the site has drawn some of the places.</summary>
    public bool IsDrawn => Site.Drawing is { } drawing && Tiles.Any(tile => drawing.Of(tile.Unit.Id) is not null);

    /// <summary>The colours of the map.</summary>
    public IReadOnlyList<MapStep> Steps => DrawnTiles.StepsUpTo(Tiles.Count == 0 ? 0 : Tiles.Max(static tile => tile.Open));

    /// <summary>What the map is asked to say in the words of the reader, by the names that its program has for it.</summary>
    public string MapWords => JsonSerializer.Serialize(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Map.Title"] = Say("地图：方向键移动，加号和减号缩放", "Map: arrows move it, plus and minus zoom"),
            ["NavigationControl.ZoomIn"] = Say("放大", "Zoom in"),
            ["NavigationControl.ZoomOut"] = Say("缩小", "Zoom out"),
            ["CooperativeGesturesHandler.WindowsHelpText"] = Say("按住 Ctrl 再滚动，可以缩放地图", "Hold Ctrl and scroll to zoom the map"),
            ["CooperativeGesturesHandler.MacHelpText"] = Say("按住 ⌘ 再滚动，可以缩放地图", "Hold ⌘ and scroll to zoom the map"),
            ["CooperativeGesturesHandler.MobileHelpText"] = Say("用两个手指移动地图", "Move the map with two fingers"),
        },
        PlacesJson.Default.DictionaryStringString);

    public string OpenIn(PlaceTile tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        return NotYet ? Say("还没有数", "no number yet") : Say($"在办 {Showing.Number(tile.Open)} 件", $"{Showing.Number(tile.Open)} open");
    }

    /// <summary>Where a tile leads: further in, or to the unit itself.</summary>
    public static string AddressOf(PlaceTile tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        return tile.Within > 0 ? $"/places?of={Uri.EscapeDataString(tile.Unit.Id)}" : $"/structure/units/{Uri.EscapeDataString(tile.Unit.Id)}";
    }

    /// <summary>Open matters that lie in the place itself and in none within it.</summary>
    public long OpenHere { get; private set; }

    public bool NotYet => Site.Desk is null;

    public IActionResult OnGet(string? of, string? table, string? drawing)
    {
        Ground = of is null ? Today.Top : Today.Unit(of);
        if (Ground is not { Type.Ground: Trellis.Structure.Ground.Own }) return new NotFoundResult();
        var above = new List<UnitOnDay>();
        for (var one = Ground.Parent; one is { Inside: true }; one = one.Parent) above.Insert(0, one);
        Above = above;
        var open = Site.Desk?.Questions.OpenByPlace() ?? new Dictionary<string, long>();
        OpenHere = open.GetValueOrDefault(Ground.Id);
        var grounds = Today.Units.Where(static unit => unit is { Inside: true, Type.Ground: Trellis.Structure.Ground.Own }).ToList();
        Tiles =
        [
            .. grounds.Where(unit => ReferenceEquals(unit.Parent, Ground)).OrderBy(static unit => unit.LevelRank).ThenBy(unit => Say(unit.Unit.Name), StringComparer.Ordinal)
                .Select(unit => new PlaceTile(unit, LevelOf(unit), grounds.Count(one => !ReferenceEquals(one, unit) && unit.Contains(one)), grounds.Where(one => ReferenceEquals(one, unit) || unit.Contains(one)).Sum(one => open.GetValueOrDefault(one.Id)))),
        ];
        if (drawing == "yes") return IsDrawn ? DrawnTiles.Answer(this, Site.Drawing!) : new NotFoundResult();
        return table == "csv"
            ? CsvAnswer.Of("places", [Say("地方", "Place"), Say("层级", "Level"), Say("里面的地方", "Places within"), Say("在办事项", "Open matters")], Tiles.Select(tile => (IReadOnlyList<string>)[Say(tile.Unit.Unit.Name), tile.Level, Showing.Number(tile.Within), Showing.Number(tile.Open)]))
            : Page();
    }

    private string LevelOf(UnitOnDay unit) => unit.Type is { } type ? Say(type.Name) : "";
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PlacesJson : JsonSerializerContext;
