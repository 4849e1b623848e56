using Trellis.Information.Registers;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Information;

/// <summary>
/// The rows of registers that concern a person: their own; those that an office found to be the same person; and those that they share with others or that name them, such as their household, their home or their pension.
/// Rows of other people are none of these, also where they name each other.
/// </summary>
internal sealed class OwnRows
{
    /// <summary>So many rows of others that name a person are gone through; who is in charge of more finds the rest with the unit that keeps them.</summary>
    private const int MostNaming = 200;

    private const string Persons = "person";

    private readonly IReadOnlyList<Subject> _selves;
    private readonly List<Subject> _naming;

    private OwnRows(IReadOnlyList<RowId> selves, IReadOnlyList<Subject> held, List<Subject> naming, IReadOnlyList<RowId> shared) => (Selves, _selves, _naming, Shared) = (selves, held, naming, shared);

    /// <summary>The person's own row first, whether a register has it or not.</summary>
    public IReadOnlyList<RowId> Selves { get; }

    /// <summary>Every row that they ever named, and that names them now.</summary>
    public IReadOnlyList<RowId> Shared { get; }

    public static OwnRows Of(Session session, RowId own)
    {
        RowId[] selves = [own, .. RegisterQuestions.LinkedTo(session, own)];
        var held = SubjectRows.Find(session, selves);
        var naming = SubjectRows.Find(session, [.. selves.SelectMany(self => SubjectRows.Related(session, self, MostNaming)).Select(static one => one.Subject).Where(static row => row.Register != Persons).Distinct()]);
        var named = held.SelectMany(static subject => subject.Claims).Where(static claim => claim.Kind == ClaimKind.Rows).SelectMany(static claim => claim.Rows).Where(static row => row.Register is not (Persons or "unit"));
        return new OwnRows(selves, held, naming, [.. named.Concat(naming.Select(static one => one.Id)).Distinct()]);
    }

    public bool IsSelf(RowId row) => Selves.Contains(row);

    /// <summary>Whether they shared a row, or it named them, on a day.</summary>
    public bool Shares(RowId row, DateOnly day) => row.Register != Persons && (
        _selves.Any(subject => subject.Claims.Any(claim => claim.Kind == ClaimKind.Rows && claim.Rows.Contains(row) && HoldingValues.Related(subject, claim.Item, new AsOf(day)).Contains(row)))
        || _naming.Exists(subject => subject.Id == row && subject.Claims.Any(claim => claim.Kind == ClaimKind.Rows && HoldingValues.Related(subject, claim.Item, new AsOf(day)).Any(IsSelf))));

    /// <summary>What stands on a day beside what is sealed under the person's own name: which rows they name, and what rows that are theirs, shared or name them hold.</summary>
    public IReadOnlyList<HeldValue> Beside(Session session, DateOnly day)
    {
        RowId[] rows = [.. Selves.Skip(1), .. Shared.Where(row => Shares(row, day))];
        return
        [
            .. _selves.Where(one => one.Id == Selves[0]).SelectMany(own => RegisterQuestions.Values(session, [own.Id], null, new AsOf(day), purpose: null)).Where(static one => one.Claim.Kind == ClaimKind.Rows),
            .. RegisterQuestions.Values(session, rows, null, new AsOf(day), purpose: null),
        ];
    }
}
