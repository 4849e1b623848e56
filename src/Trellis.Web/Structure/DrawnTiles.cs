using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>A colour of the map with what it stands for: from and to how many, both included.</summary>
public sealed record MapStep(string Colour, long From, long To);

/// <summary>The tiles of a page as a map: each with its outline, its number in words, and a colour by it.</summary>
internal static class DrawnTiles
{
    /// <summary>From nothing to the most, told apart also by who sees no colours: each is darker than the one before.</summary>
    private static readonly string[] Colours = ["#ffffff", "#d5e8dc", "#a3cbb3", "#64a181", "#1f6245"];

    /// <summary>Steps of equal width, so that twice the colour is about twice the number.</summary>
    public static IReadOnlyList<MapStep> StepsUpTo(long most)
    {
        var steps = new List<MapStep> { new(Colours[0], 0, 0) };
        for (var step = 1; step < Colours.Length; step++)
        {
            var to = (most * step) / (Colours.Length - 1);
            if (to > steps[^1].To) steps.Add(new MapStep(Colours[step], steps[^1].To + 1, to));
        }

        return steps;
    }

    /// <summary>GeoJSON of the tiles that are drawn.</summary>
    public static FileContentResult Answer(PlacesPage page, PlaceDrawing drawing)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            var steps = page.Steps;
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var tile in page.Tiles)
            {
                if (drawing.Of(tile.Unit.Id) is not { } drawn) continue;
                json.WriteStartObject();
                json.WriteString("type", "Feature");
                json.WriteStartObject("properties");
                json.WriteString("name", page.Say(tile.Unit.Unit.Name));
                json.WriteString("told", page.OpenIn(tile));
                json.WriteString("at", PlacesPage.AddressOf(tile));
                json.WriteString("colour", steps.Last(step => step.From <= tile.Open).Colour);
                json.WriteNumber("east", drawn.Middle.East);
                json.WriteNumber("north", drawn.Middle.North);
                json.WriteEndObject();
                json.WriteStartObject("geometry");
                json.WriteString("type", "MultiPolygon");
                json.WriteStartArray("coordinates");
                foreach (var surface in drawn.Surfaces)
                {
                    json.WriteStartArray();
                    foreach (var ring in surface)
                    {
                        json.WriteStartArray();
                        foreach (var (east, north) in ring) json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"[{east:0.######},{north:0.######}]"));
                        json.WriteEndArray();
                    }

                    json.WriteEndArray();
                }

                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new FileContentResult(bytes.ToArray(), "application/geo+json");
    }
}
