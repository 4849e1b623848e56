using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Trellis.Structure.Files;

namespace Trellis.Structure;

/// <summary>Reads the drawing of a site's places: GeoJSON (RFC 7946), of which each feature names a unit of the structure.</summary>
public static class ReadingDrawings
{
    public const string FileName = "places.geojson";

    /// <summary>More than this nobody waits for on a weak line.</summary>
    public const int MostBytes = 2 << 20;

    public const int MostPoints = 50_000;

    /// <summary>Beyond it the projection of maps on screens has no picture of the ground (the pole lies without end).</summary>
    private const double FarthestNorth = 85;

    /// <returns>Null where the files hold no drawing.</returns>
    /// <exception cref="UnusableInput">It cannot be used, with the place and what to do.</exception>
    public static PlaceDrawing? Read(IEnumerable<SourceFile> files, GovernanceStructure structure)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(structure);
        if (files.FirstOrDefault(static file => file.Path == FileName) is not { } file) return null;
        if (file.Bytes.Length > MostBytes)
            throw new UnusableInput(
                new Text($"地点的图有 {file.Bytes.Length / 1024:N0} KiB，最多读 {MostBytes / 1024:N0} KiB。", $"The drawing of places has {file.Bytes.Length / 1024:N0} KiB; at most {MostBytes / 1024:N0} KiB are read."),
                new Text("把界线画得简单些：一百米以内的弯曲在屏幕上看不出来。", "Draw the outlines more simply: bends of less than a hundred metres are not seen on a screen."), file.Path);
        try
        {
            using var read = JsonDocument.Parse(file.Bytes.AsMemory(file.ContentStart), new JsonDocumentOptions { MaxDepth = 16 });
            return new Reading(file.Path, structure).Collection(read.RootElement);
        }
        catch (JsonException fault)
        {
            throw new UnusableInput(
                new Text("地点的图不是 JSON。", "The drawing of places is no JSON."), new Text("从地图程序导出 GeoJSON（FeatureCollection），放成 places.geojson。", "Export GeoJSON (a FeatureCollection) from a map program, and put it there as places.geojson."),
                string.Create(CultureInfo.InvariantCulture, $"{file.Path}, line {(fault.LineNumber ?? 0) + 1}"), fault);
        }
    }

    private sealed class Reading(string path, GovernanceStructure structure)
    {
        private int _feature;
        private int _points;

        public PlaceDrawing Collection(JsonElement root)
        {
            if (Word(root, "type") != "FeatureCollection" || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
                throw Wrong(new("地点的图不是 GeoJSON 的 FeatureCollection。", "The drawing of places is no FeatureCollection of GeoJSON."), new("最外面写 {\"type\": \"FeatureCollection\", \"features\": [...]}。", "Outermost stands {\"type\": \"FeatureCollection\", \"features\": [...]}."));
            var places = new Dictionary<string, DrawnPlace>(StringComparer.Ordinal);
            foreach (var feature in features.EnumerateArray())
            {
                _feature++;
                var one = Feature(feature);
                if (!places.TryAdd(one.Place, one))
                    throw Wrong(new($"地点 {one.Place} 画了两次。", $"The place {one.Place} is drawn twice."), new("一个地点写一个 feature；几块地用 MultiPolygon。", "Write one feature for a place; several pieces of ground are a MultiPolygon."));
            }

            return new PlaceDrawing(places.Values);
        }

        private DrawnPlace Feature(JsonElement feature)
        {
            if (Word(feature, "type") != "Feature" || !feature.TryGetProperty("properties", out var properties) || Word(properties, "place") is not { Length: > 0 } place)
                throw Wrong(new("这个 feature 没有说画的是哪个地点。", "This feature does not say which place it draws."), new("在 properties 里写 \"place\"，值是 units.tsv 里的标识。", "Write \"place\" in its properties, with an id of units.tsv."));
            if (!structure.Units.Has(place))
            {
                var near = NearNames.Nearest(place, structure.Units.Ids);
                throw Wrong(
                    new($"结构里没有地点 {Excerpt.Of(place, 60)}。", $"The structure has no place {Excerpt.Of(place, 60)}."),
                    near is null ? new("写 units.tsv 里的标识。", "Write an id of units.tsv.") : new($"写 units.tsv 里的标识，比如 {near}。", $"Write an id of units.tsv, such as {near}."));
            }

            if (!feature.TryGetProperty("geometry", out var geometry) || !(geometry.ValueKind == JsonValueKind.Object && geometry.TryGetProperty("coordinates", out var coordinates) && coordinates.ValueKind == JsonValueKind.Array)) throw NoSurface(place);
            ImmutableArray<ImmutableArray<ImmutableArray<GroundPoint>>> surfaces = Word(geometry, "type") switch
            {
                "Polygon" => [Surface(coordinates, place)],
                "MultiPolygon" => [.. coordinates.EnumerateArray().Select(one => Surface(one, place))],
                _ => throw NoSurface(place),
            };
            return surfaces.IsEmpty ? throw NoSurface(place) : new DrawnPlace(place, surfaces);
        }

        private ImmutableArray<ImmutableArray<GroundPoint>> Surface(JsonElement rings, string place) =>
            rings.ValueKind == JsonValueKind.Array && rings.GetArrayLength() > 0 ? [.. rings.EnumerateArray().Select(one => Ring(one, place))] : throw NoSurface(place);

        private ImmutableArray<GroundPoint> Ring(JsonElement ring, string place)
        {
            if (ring.ValueKind != JsonValueKind.Array) throw NoSurface(place);
            var points = ImmutableArray.CreateBuilder<GroundPoint>(ring.GetArrayLength());
            foreach (var position in ring.EnumerateArray())
            {
                if (++_points > MostPoints)
                    throw Wrong(new($"地点的图有 {MostPoints:N0} 个点以上。", $"The drawing of places has more than {MostPoints:N0} points."), new("把界线画得简单些。", "Draw the outlines more simply."));
                if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() < 2 || position[0].ValueKind != JsonValueKind.Number || position[1].ValueKind != JsonValueKind.Number
                    || !position[0].TryGetDouble(out var east) || !position[1].TryGetDouble(out var north) || Math.Abs(east) is not <= 180 || Math.Abs(north) is not <= FarthestNorth)
                    throw Wrong(
                        new($"地点 {place} 有一个点不在地图上：{Excerpt.Of(position.GetRawText(), 60)}。", $"A point of the place {place} is not on the map: {Excerpt.Of(position.GetRawText(), 60)}."),
                        new("写 [经度, 纬度]，经度 -180 到 180，纬度 -85 到 85；用米的坐标先换成度（WGS 84）。", "Write [longitude, latitude], longitude from -180 to 180 and latitude from -85 to 85; convert coordinates in metres to degrees (WGS 84) first."));
                points.Add(new GroundPoint(east, north));
            }

            return points.Count >= 4 && points[0] == points[^1] ? points.DrainToImmutable()
                : throw Wrong(new($"地点 {place} 的界线没有闭合。", $"An outline of the place {place} is not closed."), new("一圈至少四个点，最后一个和第一个相同。", "A ring has four points or more, and ends with the point with which it begins."));
        }

        private UnusableInput NoSurface(string place) => Wrong(new Text($"地点 {place} 没有画成面。", $"The place {place} is not drawn as a surface."), new("geometry 写 Polygon 或 MultiPolygon。", "Its geometry is a Polygon or a MultiPolygon."));

        private UnusableInput Wrong(Text what, Text remedy) => new(what, remedy, _feature == 0 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}, feature {_feature}"));

        private static string? Word(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
