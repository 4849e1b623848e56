using Trellis.Structure.Quantities;

namespace Trellis.Information.Retention;

/// <summary>What of somebody is kept although it was decided that theirs is to be erased, and by what.</summary>
/// <param name="Purpose">For what it is held: a purpose, or <c>register/REGISTER</c>, and behind a dot an item that is kept by itself.</param>
/// <param name="By">The matter that still needs it; null where law holds it.</param>
/// <param name="Until">The last day on which law holds it; null where it has no end yet.</param>
/// <param name="Basis">The article; null where a matter holds it.</param>
public sealed record HeldBack(string Purpose, MatterId? By, DateOnly? Until, string? Basis);

/// <summary>
/// A decision in the favour of somebody who wants theirs erased covers what is held of them, and of nobody else; and of that what no running matter needs and no law keeps.
/// How long a structure keeps something is the longest it may: a decision ends it sooner, unless an article of law stands at the time itself.
/// </summary>
public static class ErasingOnRequest
{
    /// <param name="request">The matter in which it was decided. What was given in it stays until its own time is over, for it says why the rest is gone.</param>
    /// <param name="matters">Every matter that was filed for the person.</param>
    /// <param name="lastDay">The last day of a limit that counts from a day.</param>
    /// <returns>Null where nothing holds what was given for a purpose.</returns>
    public static HeldBack? WhatHolds(string purpose, MatterId request, IReadOnlyList<HoldingMatter> matters, DateOnly today, Func<TimeLimit, DateOnly, DateOnly> lastDay)
    {
        ArgumentNullException.ThrowIfNull(matters);
        ArgumentNullException.ThrowIfNull(lastDay);
        HeldBack? law = null;
        foreach (var one in matters)
        {
            if (one.Matter != request && one is { AboutData: true, Closed: null }) return new HeldBack(purpose, one.Matter, null, null);
            if (one.Purpose != purpose) continue;
            if (one.Closed is not { } closed) return new HeldBack(purpose, one.Matter, null, null);
            if (one.KeptByLaw is { } keep && lastDay(keep.For, closed) is var end && end >= today && (law is null || end > law.Until)) law = new HeldBack(purpose, null, end, keep.Basis);
        }

        return law;
    }

    /// <summary>The matter that still runs for the person, besides that in which it was decided; null where none does.</summary>
    public static MatterId? Running(MatterId request, IReadOnlyList<HoldingMatter> matters)
    {
        ArgumentNullException.ThrowIfNull(matters);
        foreach (var one in matters)
            if (one.Matter != request && one.Closed is null) return one.Matter;
        return null;
    }
}
