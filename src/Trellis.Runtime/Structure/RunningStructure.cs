using System.Collections.Concurrent;
using Trellis.Authority;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Runtime.Structure;

/// <summary>One version of the structure, ready to decide on: its powers compiled, and its flows as they hold in each place. Safe for several threads.</summary>
public sealed class RunningStructure
{
    private const int NoRecordBefore = 2000;

    /// <summary>Places and days that are remembered before all are forgotten; a year of days in a county.</summary>
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<string, PlacedStructure> _placed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(UnitId? Place, DateOnly Day), PlacedStructure> _onDays = new();

    private readonly Lazy<PlaceDrawing?> _drawing;

    /// <param name="version">Its hash.</param>
    public RunningStructure(string version, GovernanceStructure structure)
    {
        (Version, Structure) = (version, structure);
        Mandates = Mandates.Compile(structure);
        Zone = ZoneOf(structure);
        _drawing = new Lazy<PlaceDrawing?>(DrawingOf);
    }

    /// <summary>The hash of the version.</summary>
    public string Version { get; }

    public GovernanceStructure Structure { get; }

    public Mandates Mandates { get; }

    public TimeZoneInfo Zone { get; }

    /// <summary>Where its places lie, as it was drawn when this version came; null where nobody drew it.</summary>
    public PlaceDrawing? Drawing => _drawing.Value;

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The first moment of a day.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }

    /// <summary>The last day of a limit that counts from a moment, on the calendar of all.</summary>
    public DateOnly LastDay(TimeLimit limit, DateTimeOffset from) => At(null, DayOf(from)).Times.LastDay(limit, from);

    /// <summary>As above, counted from the noon of a day; null without a limit.</summary>
    public DateOnly? LastDay(TimeLimit? limit, DateOnly from) => limit is { } known ? At(null, from).Times.LastDay(known, from) : null;

    /// <summary>The structure as it holds in a place on a day: with the overlays in force there.</summary>
    public PlacedStructure At(UnitId? place, DateOnly day)
    {
        if (_onDays.TryGetValue((place, day), out var known)) return known;
        if (_onDays.Count > MostRemembered) _onDays.Clear();
        return _onDays[(place, day)] = Find(place, day);
    }

    /// <summary>Whether a unit has a post on a day, with the overlays in force there.</summary>
    public bool HasPost(PostAt post, DateOnly day) => At(post.Unit, day).Structure.On(day) is var today && today.Unit(post.Unit.Text) is { } unit && today.PostAt(post.Post, unit) is not null;

    private PlacedStructure Find(UnitId? place, DateOnly day)
    {
        List<Overlay>? overlays = null;
        foreach (var overlay in Structure.Overlays.All)
        {
            if (!overlay.HoldsOn(day)) continue;
            var today = Structure.On(day);
            if ((place is { } named ? today.Unit(named.Text) : today.Top) is { } unit && today.IsInPlacesOf(overlay, unit)) (overlays ??= []).Add(overlay);
        }

        // An overlay may have several spells, and each says something else.
        var key = overlays is null ? "" : string.Join(' ', overlays.Select(static one => $"{one.Id}@{one.From.DayNumber}"));
        return _placed.TryGetValue(key, out var placed) ? placed : _placed.GetOrAdd(key, new PlacedStructure(overlays is null ? Structure : Structure.Under(overlays), Zone));
    }

    private PlaceDrawing? DrawingOf()
    {
        try
        {
            return ReadingDrawings.Read(Structure.Files, Structure);
        }
        catch (UnusableInput)
        {
            // Whoever brought it was told, by this program or by one that asked for less; matters go on without a map.
            return null;
        }
    }

    private static TimeZoneInfo ZoneOf(GovernanceStructure structure)
    {
        try
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(structure.Zone);
            // Where the clocks have not been changed since long before any record, the zone is one offset; so no act pays for rules of another age.
            return Array.TrueForAll(zone.GetAdjustmentRules(), static rule => rule.DateEnd.Year < NoRecordBefore) && zone.GetUtcOffset(DateTimeOffset.UnixEpoch.AddYears(NoRecordBefore - 1970)) == zone.BaseUtcOffset
                ? TimeZoneInfo.CreateCustomTimeZone(zone.Id, zone.BaseUtcOffset, zone.DisplayName, zone.StandardName)
                : zone;
        }
        catch (Exception fault) when (fault is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new UnusableInput($"This machine does not know the zone {Excerpt.Of(structure.Zone, 40)}.", "Check the zone in structure.yaml, or install the time zones of the system (the package tzdata).", "structure.yaml", fault);
        }
    }
}
