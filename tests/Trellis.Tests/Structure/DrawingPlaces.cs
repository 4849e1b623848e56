using Trellis.Structure;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Tests.Structure;

/// <summary>Where places lie, as a site draws it: read, or refused with the place and what to do.</summary>
public sealed class DrawingPlaces
{
    private const string Square = "[[[0,0],[2,0],[2,1],[0,1],[0,0]]]";

    private static readonly IReadOnlyList<SourceFile> Village = AStructure.FilesOf("hello-village");
    private static readonly GovernanceStructure Structure = ReadingStructures.Read(Village).Structure;

    [Fact]
    public void A_place_that_is_drawn_has_its_outline_and_a_spot_for_its_name()
    {
        var drawing = Read(Feature("liuhe", "Polygon", Square))!;

        Assert.Equal(5, drawing.Of("liuhe")!.Surfaces[0][0].Length);
        Assert.Equal(new GroundPoint(1, 0.5), drawing.Of("liuhe")!.Middle);
        Assert.Null(drawing.Of("another"));
    }

    [Fact]
    public void Of_several_pieces_of_ground_the_name_stands_on_the_largest()
    {
        var drawing = Read(Feature("liuhe", "MultiPolygon", $"[[[[9,9],[9.1,9],[9.1,9.1],[9,9.1],[9,9]]],{Square}]"))!;

        Assert.Equal(2, drawing.Of("liuhe")!.Surfaces.Length);
        Assert.Equal(new GroundPoint(1, 0.5), drawing.Of("liuhe")!.Middle);
    }

    [Fact]
    public void Without_the_file_there_is_no_drawing() => Assert.Null(ReadingDrawings.Read(Village, Structure));

    [Theory]
    [InlineData("{", "no JSON", "line 1", "FeatureCollection")]
    [InlineData("[1, 2]", "no FeatureCollection", "places.geojson", "features")]
    [InlineData("""{"type": "FeatureCollection", "features": 3}""", "no FeatureCollection", "places.geojson", "features")]
    [InlineData("""{"type": "FeatureCollection", "features": [7]}""", "does not say which place", "feature 1", "units.tsv")]
    [InlineData("""{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": null}]}""", "does not say which place", "feature 1", "units.tsv")]
    [InlineData("""{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"place": "liuhe"}, "geometry": null}]}""", "not drawn as a surface", "feature 1", "Polygon")]
    public void What_is_no_drawing_is_told_with_its_place_and_what_to_do(string written, string what, string place, string remedy) => Refuses(written, what, place, remedy);

    [Theory]
    [InlineData("liuhee", "Polygon", Square, "no place liuhee", "such as liuhe")]
    [InlineData("atlantis-in-the-sea", "Polygon", Square, "no place atlantis", "an id of units.tsv")]
    [InlineData("liuhe", "Point", "[1,1]", "not drawn as a surface", "Polygon")]
    [InlineData("liuhe", "Polygon", "[]", "not drawn as a surface", "Polygon")]
    [InlineData("liuhe", "MultiPolygon", "[]", "not drawn as a surface", "Polygon")]
    [InlineData("liuhe", "Polygon", "[[[0,0],[1,0],[1,1],[0,1]]]", "not closed", "ends with the point")]
    [InlineData("liuhe", "Polygon", "[[[0,0],[1,0],[0,0]]]", "not closed", "four points")]
    [InlineData("liuhe", "Polygon", "[[[500000,3200000],[1,0],[1,1],[500000,3200000]]]", "not on the map", "degrees")]
    [InlineData("liuhe", "Polygon", "[[[0,89],[1,0],[1,1],[0,89]]]", "not on the map", "-85 to 85")]
    [InlineData("liuhe", "Polygon", "[[[\"0\",0],[1,0],[1,1],[0,0]]]", "not on the map", "longitude")]
    [InlineData("liuhe", "Polygon", "[[[0],[1,0],[1,1],[0,0]]]", "not on the map", "longitude")]
    public void A_feature_that_cannot_be_shown_is_told_with_its_number(string place, string geometry, string coordinates, string what, string remedy) => Refuses(Collection(Feature(place, geometry, coordinates)), what, "feature 1", remedy);

    [Fact]
    public void A_place_is_drawn_once() => Refuses(Collection(Feature("liuhe", "Polygon", Square), Feature("liuhe", "Polygon", Square)), "drawn twice", "feature 2", "MultiPolygon");

    [Fact]
    public void What_nobody_waits_for_on_a_weak_line_is_too_large()
    {
        Refuses(new string(' ', ReadingDrawings.MostBytes + 1), "at most 2,048 KiB", "places.geojson", "more simply");
        var many = string.Join(',', Enumerable.Range(0, ReadingDrawings.MostPoints).Select(static at => at % 2 == 0 ? "[0,0]" : "[1,1]"));
        Refuses(Collection(Feature("liuhe", "Polygon", $"[[{many},[0,0]]]")), "more than 50,000 points", "feature 1", "more simply");
    }

    [Fact]
    public void The_drawing_is_no_part_of_the_version()
    {
        var with = ReadingStructures.Read([.. Village, File(Collection(Feature("liuhe", "Polygon", Square)))]);

        Assert.Equal(0, with.Findings.Errors);
        Assert.Equal(Prints.VersionOf(Structure), Prints.VersionOf(with.Structure));
    }

    [Fact]
    public void Every_township_village_and_neighbourhood_of_the_invented_county_is_drawn()
    {
        var files = AStructure.FilesOf("cuiwei");
        var structure = ReadingStructures.Read(files).Structure;
        var drawing = ReadingDrawings.Read(files, structure)!;

        Assert.InRange(files.Single(static file => file.Path == ReadingDrawings.FileName).Bytes.Length, 1, 60_000);
        var missing = structure.On(new DateOnly(2026, 6, 1)).Units.Where(static unit => unit is { Inside: true, Type: { Ground: Ground.Own, Id: "street" or "town" or "rural-township" or "neighbourhood" or "village" } }).Where(unit => drawing.Of(unit.Id) is null).Select(static unit => unit.Id);
        Assert.Empty(missing);
    }

    private static PlaceDrawing? Read(params string[] features) => ReadingDrawings.Read([.. Village, File(Collection(features))], Structure);

    private static void Refuses(string written, string what, string place, string remedy)
    {
        var fault = Assert.Throws<UnusableInput>(() => ReadingDrawings.Read([.. Village, File(written)], Structure));

        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Contains(place, fault.Place, StringComparison.Ordinal);
        Assert.Contains(remedy, fault.Remedy, StringComparison.Ordinal);
        Assert.NotEqual(fault.Says.En, fault.Says.Zh);
        Assert.NotEqual(fault.Advises.En, fault.Advises.Zh);
    }

    private static SourceFile File(string written) => AStructure.AFile(ReadingDrawings.FileName, written);

    private static string Collection(params string[] features) => $$"""{"type": "FeatureCollection", "features": [{{string.Join(',', features)}}]}""";

    private static string Feature(string place, string geometry, string coordinates) => $$$"""{"type": "Feature", "properties": {"place": "{{{place}}}"}, "geometry": {"type": "{{{geometry}}}", "coordinates": {{{coordinates}}}}}""";
}
