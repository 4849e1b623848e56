using System.Text;
using Trellis.Authority;
using Trellis.Ledger;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Process;

/// <summary>What was said about a version of the structure while it came into force.</summary>
/// <param name="Objections">Reason and answer by the number of the objection; null where there is none, or it was erased.</param>
/// <param name="Overrides">Who answers for which open error until when, and why.</param>
public sealed record SaidOfVersion(IReadOnlyDictionary<int, (string? Reason, string? Answer)> Objections, IReadOnlyList<ErrorOverride> Overrides);

/// <summary>Questions about versions of the structure. The rules are everybody's, so nothing here asks who asks.</summary>
internal static class StructureQuestions
{
    /// <summary>The words beside the entries about a version. There are few entries about rules, so all are looked through.</summary>
    public static SaidOfVersion SaidOf(Session session, RecordKeys keys, string attachments, string version)
    {
        var objections = new Dictionary<int, (string? Reason, string? Answer)>();
        IReadOnlyList<ErrorOverride> overrides = [];
        var reading = new PersonalReading(session, keys, attachments, new ReadingGround.AboutRules());
        foreach (var position in RuleRows.Positions(session))
        {
            if (LedgerRows.Entry(session, position) is not { } bytes || !Entry.TryRead(bytes, out var entry, out _) || entry.Event is not (StructureObjected.Name or ObjectionAnswered.Name or StructureAdopted.Name or StructureBegun.NameWithOverrides)) continue;
            var personal = entry.Personal.Select(field => new PersonalPart(field.Name, reading.Value(position, field.Name) is { } opened ? Encoding.UTF8.GetString(opened.Value.Span) : null));
            switch (ProcessEvents.Read(entry.Event, entry.Fields, [.. personal]))
            {
                case StructureObjected one when one.Version == version:
                    objections[one.Number] = (one.Reason?.Written, null);
                    break;
                case ObjectionAnswered one when one.Version == version:
                    objections[one.Number] = (objections.GetValueOrDefault(one.Number).Reason, one.Answer?.Written);
                    break;
                case StructureAdopted one when one.Version == version:
                    overrides = one.Overrides;
                    break;
                case StructureBegun one when one.Version == version:
                    overrides = one.Overrides;
                    break;
            }
        }

        return new SaidOfVersion(objections, overrides);
    }
}
