using System.Text;
using Trellis.Diagnosis.Findings;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Diagnosis;

/// <summary>Opens what units answered to findings. It is about the finding and stands with it for whoever reads that, so it needs no look.</summary>
public static class OpeningAnswers
{
    /// <summary>The findings with the words of the answers to them. What was erased stays away.</summary>
    /// <exception cref="MachineFault">The store cannot be read, or what stands in it is not what was recorded.</exception>
    public static FindingReport Into(FindingReport report, Store store, RecordKeys keys)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(store);
        if (!report.Findings.Any(static finding => finding.Hearing is { Answers.Count: > 0 })) return report;
        try
        {
            using var session = store.OpenToRead();
            session.BeginReading();
            var reading = new PersonalReading(session, keys, "", new ReadingGround.AboutRules());
            var opened = report with { Findings = [.. report.Findings.Select(finding => finding.Hearing is { Answers.Count: > 0 } hearing ? finding with { Hearing = hearing with { Answers = [.. hearing.Answers.Select(Open)] } } : finding)] };
            session.EndReading();
            return opened;

            UnitAnswer Open(UnitAnswer answer) => answer with { Said = Words(answer.Position, "said"), Claims = Words(answer.Position, "claims")?.Split('\n') is [var zh, var en] ? new Text(zh, en) : null };

            string? Words(long position, string field) => reading.Value(position, field) is { } value ? Encoding.UTF8.GetString(value.Value.Span) : null;
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(store.Called);
        }
    }
}
