namespace Trellis.Information.Registers;

/// <summary>As of what a question is asked: what held on a day, as the record knew it at a moment.</summary>
/// <param name="Day">The day for which claims were made.</param>
/// <param name="Known">Entries after this moment are not looked at; null for all there are.</param>
public readonly record struct AsOf(DateOnly Day, DateTimeOffset? Known = null);

/// <summary>One claim about an item that counts on a day: where it stands, whence it comes, for which days. It holds no value; opening one is a look, and looks are entered.</summary>
/// <param name="Subject">Whose row it stands in: the one that was asked about, or one that is linked to it.</param>
/// <param name="Item">Without its register.</param>
/// <param name="Stands">Whether it is the one that holds on the day.</param>
/// <param name="Disputed">Whether another voice says something else of the day.</param>
public sealed record HeldValue(RowId Subject, string Item, Claim Claim, bool Stands, bool Disputed);

/// <summary>What is held about subjects as of a day.</summary>
public static class HoldingValues
{
    /// <summary>What counts of one item: the claim that stands first, then what other voices say.</summary>
    public static IEnumerable<HeldValue> Of(FixedList<Subject> subjects, FixedList<SubjectLink> links, string item, AsOf asOf)
    {
        var claims = ComparingClaims.Of(subjects, links, item, asOf.Known);
        if (claims.Standing(asOf.Day) is not { } stands) yield break;
        var disputed = claims.DisagreeOn(asOf.Day);
        yield return Held(stands);
        foreach (var claim in claims.On(asOf.Day))
            if (claim != stands) yield return Held(claim);

        HeldValue Held(Claim claim) => new(claims.All.Find(one => ReferenceEquals(one.Claim, claim)).Subject.Id, item, claim, ReferenceEquals(claim, stands), disputed);
    }

    /// <summary>The rows that a relation of a subject names on a day; empty where none stands.</summary>
    public static FixedList<RowId> Related(Subject subject, string item, AsOf asOf) =>
        ComparingClaims.Of([subject], [], item, asOf.Known).Standing(asOf.Day) is { Kind: ClaimKind.Rows, Rows: var rows } ? rows : [];

    /// <summary>Whether a subject was in its register on a day, as the record knew it.</summary>
    public static bool Exists(Subject subject, AsOf asOf) =>
        (asOf.Known is not { } known || subject.Claims.Exists(claim => claim.Provenance.At <= known)) && !(subject.Ending is { } ending && !(ending.Provenance.At > asOf.Known) && ending.Day < asOf.Day);
}
