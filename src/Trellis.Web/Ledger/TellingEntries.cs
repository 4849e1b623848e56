using Trellis.Authority;
using Trellis.Ledger;
using Trellis.Process.Adoption;
using Trellis.Runtime.Ledger;
using Trellis.Structure;
using Entry = Trellis.Ledger.Entry;

namespace Trellis.Web.Ledger;

/// <summary>What anybody is told of an entry.</summary>
/// <param name="At">To the minute for what concerns rules or the record itself; of all other work the day counts, and nothing more exact is to be shown.</param>
/// <param name="Unit">Null where nobody acted for a unit, or where it is not told.</param>
public sealed record ToldEntry(long Position, Text What, DateTimeOffset At, UnitOnDay? Unit, bool IsAboutRules);

/// <summary>
/// Entries are kept from the public, since many of them together tell more than each. What concerns rules or the record itself is everybody's and told in full. All work on matters, forms and registers has one
/// and the same word, whether something was filed, decided or only looked at, with its day and the government above whoever acted: a neighbour who knows when somebody went to the office finds nothing by it,
/// and no look stands out, least of all one that is told later.
/// </summary>
public static class TellingEntries
{
    private static readonly Text Work = new("办理了一步工作", "A step of work");

    /// <summary>Events that are told in full; every other one, also one that is not known yet, is work.</summary>
    private static readonly Dictionary<string, Text> OfRules = new(StringComparer.Ordinal)
    {
        [StructureBegun.Name] = new("最初的治理结构开始施行", "The first structure came into force"),
        [StructureBegun.NameWithOverrides] = new("最初的治理结构开始施行", "The first structure came into force"),
        [StructureProposed.Name] = new("公开了一个新的结构版本，听取意见", "A new version of the structure was laid open"),
        [StructureObjected.Name] = new("对一个结构版本提出了异议", "A version of the structure was objected to"),
        [ObjectionAnswered.Name] = new("答复了对结构版本的异议", "An objection to a version was answered"),
        [StructureAdopted.Name] = new("通过了一个结构版本", "A version of the structure was adopted"),
        [MovePlanned.Name] = new("定下了在办事项怎样转到新版本", "How open matters move to a new version was planned"),
        [AuthorityWire.Declared] = new("宣布进入应急状态", "An emergency was declared"),
        [AuthorityWire.DeclaredAt] = new("宣布进入应急状态", "An emergency was declared"),
        [AuthorityWire.Ended] = new("结束应急状态", "An emergency ended"),
        [AuthorityWire.Reviewed] = new("复核了一次应急状态", "An emergency was reviewed"),
        [SimulatedRecord.Event] = new("标明：这份记录由推演产生", "Marked: this record was lived by a simulator"),
        [Restoring.RecordRestored] = new("记录从备份恢复，如实记下", "The record was restored from a backup, and says so"),
    };

    public static ToldEntry Of(long position, Entry entry, StructureOnDay today)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(today);
        var unit = entry.By is EntryActor.Officer { Unit: var id } ? today.Unit(id) : null;
        return OfRules.TryGetValue(entry.Event, out var what)
            ? new ToldEntry(position, what, entry.At, unit, IsAboutRules: true)
            : new ToldEntry(position, Work, entry.At, GovernmentOf(unit), IsAboutRules: false);
    }

    /// <summary>Of a village or a grid cell, whose people know each other, the township is told.</summary>
    private static UnitOnDay? GovernmentOf(UnitOnDay? unit)
    {
        while (unit is { UnitKind: not UnitKind.Government }) unit = unit.Parent;
        return unit;
    }
}
