namespace Trellis.Information.Looks;

/// <summary>What somebody is told of a look.</summary>
public enum LookTelling
{
    /// <summary>Everything.</summary>
    Whole,

    /// <summary>Who looked at what for which purpose, and not at which matter they worked: it is somebody else's.</summary>
    WithoutReason,

    /// <summary>Nothing.</summary>
    Nothing,
}

/// <summary>
/// Whom a look is told. The person looked at is told everything but the matters of others. Rows that several people share, such as a household, are told to whom they were
/// looked at for where that was in a matter, so that a relative's confidential matter does not show through what both are in; looked at under a form or a power they are told to all of them.
/// </summary>
public static class TellingLooks
{
    /// <param name="isPerson">Whether the subject is the row of the reader alone.</param>
    /// <param name="isShared">Whether the reader was one of those who shared the subject when it was looked at.</param>
    /// <param name="isTheirs">Whether the reason is a matter that is the reader's own; false also where it is no matter.</param>
    /// <param name="isMatter">Whether the reason is a matter.</param>
    /// <param name="release">From when it is told; null for at once.</param>
    public static LookTelling Of(bool isPerson, bool isShared, bool isMatter, bool isTheirs, DateTimeOffset? release, DateTimeOffset now)
    {
        if (release is { } later && now < later) return LookTelling.Nothing;
        if (isTheirs) return LookTelling.Whole;
        if (isPerson) return isMatter ? LookTelling.WithoutReason : LookTelling.Whole;
        return isShared && !isMatter ? LookTelling.Whole : LookTelling.Nothing;
    }
}
