using System.Collections.Immutable;

namespace Trellis.Structure;

/// <summary>A point on the ground, in degrees as GeoJSON has them.</summary>
public readonly record struct GroundPoint(double East, double North);

/// <summary>The outline of one place: its surfaces, each of them an outer ring and the holes in it. A ring ends where it begins.</summary>
public sealed record DrawnPlace(string Place, ImmutableArray<ImmutableArray<ImmutableArray<GroundPoint>>> Surfaces)
{
    /// <summary>Where its name can stand: the middle of its largest surface.</summary>
    public GroundPoint Middle => MiddleOf(Surfaces.Select(static surface => surface[0]).MaxBy(static ring => Math.Abs(TwiceArea(ring))));

    private static double TwiceArea(ImmutableArray<GroundPoint> ring)
    {
        var area = 0.0;
        for (var at = 0; at + 1 < ring.Length; at++) area += (ring[at].East * ring[at + 1].North) - (ring[at + 1].East * ring[at].North);
        return area;
    }

    /// <summary>The centre of mass; of a ring without a surface its first point.</summary>
    private static GroundPoint MiddleOf(ImmutableArray<GroundPoint> ring)
    {
        // Counted from a corner of its own: of large coordinates small differences would be lost.
        var (from, area, east, north) = (ring[0], 0.0, 0.0, 0.0);
        for (var at = 0; at + 1 < ring.Length; at++)
        {
            var (one, next) = (new GroundPoint(ring[at].East - from.East, ring[at].North - from.North), new GroundPoint(ring[at + 1].East - from.East, ring[at + 1].North - from.North));
            var cross = (one.East * next.North) - (next.East * one.North);
            area += cross;
            east += (one.East + next.East) * cross;
            north += (one.North + next.North) * cross;
        }

        return area == 0 ? from : new GroundPoint(from.East + (east / (3 * area)), from.North + (north / (3 * area)));
    }
}

/// <summary>
/// Where places lie, as a site draws them itself (places.geojson beside its structure). No part of the structure or of its version: who owes what does not change with a line on a map.
/// </summary>
public sealed class PlaceDrawing
{
    private readonly Dictionary<string, DrawnPlace> _places;

    public PlaceDrawing(IEnumerable<DrawnPlace> places) => _places = places.ToDictionary(static one => one.Place, StringComparer.Ordinal);

    public DrawnPlace? Of(string place) => _places.GetValueOrDefault(place);
}
