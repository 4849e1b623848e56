using System.Text;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Information;

/// <summary>What the base says of an item of a row, with its source.</summary>
/// <param name="Stands">Whether it is what holds; what others say stands beside it.</param>
/// <param name="Disputed">Whether another voice says something else of the day.</param>
/// <param name="Value">As the language of structures writes it; null where it was erased, where there is none any more, and where it is kept back.</param>
/// <param name="Withheld">Why it is kept back; null where it is not.</param>
public sealed record KnownLine(RowId Subject, string Item, Provenance Source, DateOnly From, DateOnly To, bool Stands, bool Disputed, string? Value, Refusal? Withheld);

/// <summary>What a matter may see of the registers, and opening it under a look.</summary>
internal sealed class BaseOfMatters(MattersDesk matters)
{
    /// <summary>The rows and items that a matter asks for or uses today, with those that are linked for its purpose.</summary>
    public IReadOnlyList<(RowId Row, string Item)> NeedsOf(Matter matter, string purpose)
    {
        var pinned = matters.Versions.Of(matter.Version);
        var day = pinned.DayOf(matter.Filed);
        var structure = pinned.At(matter.Place, pinned.DayOf(matter.Moved ?? matter.Filed)).Structure;
        if ((structure.Matters.On(matter.Type, day) ?? (structure.Matters.Of(matter.Type) is [var any, ..] ? any : null)) is not { } type) return [];
        var asOf = Today;
        return matters.Questions.Ask(session =>
        {
            var known = new Dictionary<RowId, Subject?>();
            var needs = NeedsOfMatters.Of(
                NeedsOfMatters.FactsOf(type), matter.Roles.ToDictionary(static role => role.Role, static role => role.Row, StringComparer.Ordinal),
                (row, item) => Find(row) is { } subject ? HoldingValues.Related(subject, item, asOf) : []);
            // A row of another department that is the same person holds the same items.
            return (IReadOnlyList<(RowId, string)>)[.. needs.SelectMany(need => RegisterQuestions.Values(session, [need.Row], [Field(need.Item)], asOf, purpose).Select(held => (held.Subject, $"{held.Subject.Register}.{held.Item}")).Append(need)).Distinct()];

            Subject? Find(RowId row)
            {
                if (!known.TryGetValue(row, out var subject)) known[row] = subject = SubjectRows.Find(session, [row]) is [var found] ? found : null;
                return subject;
            }
        });
    }

    /// <summary>What is known of the subjects of a look, value by value. What it does not cover is named and not opened.</summary>
    public IReadOnlyList<KnownLine> Open(CommittedLook look, IReadOnlyList<(RowId Row, string Item)> needs)
    {
        var withheld = look.Withheld.ToDictionary(static one => one.What, static one => one.Why, StringComparer.Ordinal);
        return Lines(needs, new ReadingGround.Looked(look), (row, item) => look.Covers(row, item) ? null : withheld.GetValueOrDefault(item) ?? withheld.GetValueOrDefault(row.ToString()) ?? LookRefusals.NothingAskedFor);
    }

    /// <summary>What is known of somebody who asks for themselves; rows of others are not there.</summary>
    public IReadOnlyList<KnownLine> OpenOwn(ActorId person, IReadOnlyList<(RowId Row, string Item)> needs) =>
        Lines([.. needs.Where(one => one.Row == new RowId("person", person.Text))], new ReadingGround.Own(person), static (_, _) => null);

    /// <param name="why">Why an item of a row is kept back; null where it is not.</param>
    private List<KnownLine> Lines(IReadOnlyList<(RowId Row, string Item)> needs, ReadingGround ground, Func<RowId, string, Refusal?> why) => matters.Questions.Ask(session =>
    {
        var reading = new PersonalReading(session, matters.Keys, matters.Writer.Place.Attachments, ground);
        var lines = new List<KnownLine>();
        foreach (var (row, item) in needs)
        {
            foreach (var held in RegisterQuestions.Values(session, [row], [Field(item)], Today, purpose: null))
            {
                var kept = why(row, item);
                lines.Add(new KnownLine(row, item, held.Claim.Provenance, held.Claim.From, held.Claim.To, held.Stands, held.Disputed, kept is null ? ValueOf(reading, held) : null, kept));
            }
        }

        return lines;
    });

    private AsOf Today => new(matters.InForce.DayOf(matters.Now));

    internal static string? ValueOf(PersonalReading reading, HeldValue held) => held.Claim.Kind switch
    {
        ClaimKind.Sealed => reading.Value(held.Claim.Position, SealedValues.Prefix + held.Item) is { } opened && ReadingGiven.Read(Encoding.UTF8.GetString(opened.Value.Span)) is var read ? read.Text ?? read.ToString() : null,
        ClaimKind.Rows => string.Join(' ', held.Claim.Rows.Select(static row => row.ToString())),
        _ => null,
    };

    private static string Field(string item) => item[(item.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
