using Trellis.Information.Forms;
using Trellis.Information.Registers;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Information;

/// <summary>Rows that a form asks about at a unit.</summary>
/// <param name="Next">After which to go on; null where these are the last.</param>
/// <param name="Reads">Items that the form's own condition reads to find them.</param>
internal sealed record FormRowsPage(string Register, IReadOnlyList<RowId> Rows, string? Next, IReadOnlyList<string> Reads);

/// <summary>Finds the rows of a form on the ground of a unit, as the base stands today. For the engine's own use: whoever is told of them leaves a look first.</summary>
internal static class RowsOfForms
{
    private const int AtOnce = 500;

    /// <summary>So many subjects are gone through for one page, whatever was found: a register is long, and a request is not.</summary>
    private const int MostTried = 5_000;

    /// <summary>Null where the form asks about no rows of a register.</summary>
    public static FormRowsPage? Of(Session session, RecordKeys keys, Form form, StructureOnDay view, UnitOnDay unit, string after, int most, Func<DateOnly, DateOnly, int?> workingDays)
    {
        var structure = view.Structure;
        if (AskedRows.Of(form, view) is not var (register, known, reads)) return null;
        var asOf = new AsOf(view.Day);
        var path = Grounds.PathOf(structure, register, view.Day) ?? [];
        var others = new Dictionary<RowId, Subject?>();
        var found = new List<RowId>();
        for (var tried = 0; ;)
        {
            var page = SubjectRows.After(session, register, after, AtOnce);
            var here = page.Where(subject => HoldingValues.Exists(subject, asOf) && Grounds.Of(subject, path, asOf, Find) is { } ground && view.Unit(ground.Text) is { } place && unit.Contains(place)).ToList();
            var values = FactsOfTheBase.Load(session, keys, structure, [.. here.Select(static one => one.Id)], asOf);
            foreach (var subject in here)
            {
                var facts = new FactsOfTheBase(session, keys, structure, asOf, new Dictionary<string, Value>(StringComparer.Ordinal) { [register] = Value.ListOf(Value.Of(new Entity(register, subject.Id.Key))) }, workingDays);
                if (values.TryGetValue(subject.Id, out var own)) facts.Take(subject.Id, own);
                if (known.Evaluate(facts).List is not { Count: > 0 }) continue;
                if (found.Count == most) return new FormRowsPage(register, found, found[^1].Key, reads);
                found.Add(subject.Id);
            }

            tried += page.Count;
            if (page.Count < AtOnce) return new FormRowsPage(register, found, null, reads);
            after = page[^1].Id.Key;
            if (tried >= MostTried) return new FormRowsPage(register, found, after, reads);
        }

        Subject? Find(RowId row)
        {
            if (!others.TryGetValue(row, out var subject)) others.Add(row, subject = SubjectRows.Find(session, [row]) is [var one] ? one : null);
            return subject;
        }
    }
}
