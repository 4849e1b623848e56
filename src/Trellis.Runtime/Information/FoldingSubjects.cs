using Trellis.Information.Registers;
using Trellis.Runtime.Database;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Information;

/// <summary>Folds the entries of registers anew: subject by subject, with what links and disagreements come of all of them. Only positions are held, and the few subjects that are linked.</summary>
internal sealed class FoldingSubjects
{
    /// <summary>Subjects that go into one transaction.</summary>
    private const int AtOnce = 2000;

    /// <summary>Most subjects have one entry; a list is made for those that have more.</summary>
    private readonly Dictionary<RowId, (long First, List<long>? More)> _positions = [];
    private readonly List<long> _links = [];
    private readonly List<ImportBegun> _imports = [];

    /// <summary>The imports that were begun, in their order.</summary>
    public IReadOnlyList<ImportBegun> Imports => _imports;

    /// <summary>How many subjects there are.</summary>
    public int Count => _positions.Count;

    /// <returns>True always.</returns>
    public bool Take(long position, LedgerEntry entry)
    {
        switch (Read(position, entry))
        {
            case ImportBegun begun:
                _imports.Add(begun);
                break;
            case SubjectsLinked or SubjectsToldApart or LinkUndone:
                _links.Add(position);
                break;
            case var happened:
                var row = happened switch { SubjectEntered one => one.Subject, ValuesRecorded one => one.Subject, ValueSettled one => one.Subject, SubjectEnded one => one.Subject, SubjectKept one => one.Subject, _ => throw Unfit(position) };
                if (_positions.TryGetValue(row, out var known)) _positions[row] = (known.First, Added(known.More, position));
                else _positions.Add(row, (position, null));
                break;
        }

        return true;
    }

    /// <param name="at">Reads something out of the entry at a position.</param>
    /// <param name="write">Writes rows in a transaction of their own.</param>
    public void Into(Action<long, Func<long, LedgerEntry, bool>> at, Action<Action<Writes>> write)
    {
        FixedList<SubjectLink> links = [];
        foreach (var link in _links)
        {
            at(link, (position, entry) =>
            {
                links = LinkingSubjects.Apply(links, Read(position, entry), position, entry.At);
                return true;
            });
        }

        write(writes => SubjectRows.Put(writes, links));
        var linked = links.Where(static link => link is { Undone: null, IsApart: false }).SelectMany(static link => (KeyValuePair<RowId, SubjectLink>[])[new(link.One, link), new(link.Other, link)]).ToLookup(static one => one.Key, static one => one.Value);
        var kept = new Dictionary<RowId, Subject>();
        foreach (var chunk in _positions.OrderBy(static one => one.Value.First).Chunk(AtOnce))
        {
            var subjects = new List<Subject>(chunk.Length);
            foreach (var (row, (first, more)) in chunk)
            {
                Subject? subject = null;
                foreach (var place in (IEnumerable<long>)[first, .. more ?? []])
                {
                    at(place, (position, entry) =>
                    {
                        subject = Subject.Apply(subject, Read(position, entry), position, entry.At);
                        return true;
                    });
                }

                if (subject is null) continue; // its entries begin with no entering
                subjects.Add(subject);
                if (linked.Contains(row)) kept.Add(row, subject);
            }

            write(writes =>
            {
                SubjectRows.Put(writes, subjects);
                SubjectRows.PutRelationsOf(writes, subjects.SelectMany(static one => one.Claims.Select(claim => (one.Id, claim))));
                SubjectRows.Put(writes, [.. subjects.Where(one => !linked.Contains(one.Id)).SelectMany(static one => RegistersState.DisagreementsOf([one], []))]);
            });
        }

        write(writes => SubjectRows.Put(writes, [.. kept.Keys.SelectMany(row =>
        {
            var (subjects, between) = ComparingClaims.Group(row, kept.GetValueOrDefault, one => linked[one]);
            return RegistersState.DisagreementsOf(subjects, between);
        }).Distinct()]));
    }

    private static List<long> Added(List<long>? more, long position)
    {
        (more ??= []).Add(position);
        return more;
    }

    private static IEvent Read(long position, LedgerEntry entry) => RegisterEvents.Read(entry.Event, entry.Fields) ?? throw Unfit(position);

    private static StoreFault Unfit(long position) => new(StoreTrouble.Damaged, $"entry {position} is not the event that its name says.");
}
