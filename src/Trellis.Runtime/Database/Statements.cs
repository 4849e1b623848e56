using Trellis.Runtime.Assessment;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Database;

/// <summary>Every statement that is ever sent to a store. A test prepares each of them on both, and finds one that is missing here.</summary>
internal static class Statements
{
    public static IEnumerable<Statement> All =>
    [
        .. Migrating.Statements,
        .. WriterRows.Statements,
        .. LedgerRows.Statements,
        .. SealedHead.Statements,
        .. PersonalRows.Statements,
        .. ReadModels.Statements,
        .. TableCopies.Statements,
        .. DatabaseRecord.Statements,
        .. StrangeTables.Statements,
        .. MatterRows.Statements,
        .. SealedValues.Statements,
        .. SubjectRows.Statements,
        .. ExchangeRows.Statements,
        .. KeyRows.Statements,
        .. RuleRows.Statements,
        .. DayLookRows.Statements,
        .. LookRows.Statements,
        .. HeldRows.Statements,
        .. RetentionDesk.Statements,
        .. ListRows.Statements,
        .. DraftRows.Statements,
        .. StructureRows.Statements,
        .. AccessRows.Statements,
        .. AccountRows.Statements,
        .. DecisionRows.Statements,
        .. SessionRows.Statements,
        .. ExportedWork.Statements,
        .. WebhookRows.Statements,
        .. CaseRows.Statements,
        .. FormRows.Statements,
        .. SearchRows.Statements,
        .. FlowRows.Statements,
        .. CountRows.Statements,
        .. WhistleRows.Statements,
        .. WorkRows.Statements,
    ];

    /// <summary>Those that only PostgreSQL is ever sent: SQLite's writer is fenced by a lock of the system.</summary>
    public static IEnumerable<Statement> OnPostgresOnly => PostgresStore.Statements;
}
