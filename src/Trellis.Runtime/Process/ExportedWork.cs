using Trellis.Ledger;
using Trellis.Process.Wire;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Standards.Work;

namespace Trellis.Runtime.Process;

/// <summary>Hands out the work on all matters of a record, from one unchanging state of it, matter by matter. Reads beside whoever writes.</summary>
public static class ExportedWork
{
    private const int AtOnce = 200;

    private static readonly Statement After = new("select id, type, promised, folded from matter where id > @after order by id limit @most");

    internal static IReadOnlyList<Statement> Statements { get; } = [After];

    /// <exception cref="MachineFault">The store cannot be read, or an entry is damaged.</exception>
    /// <exception cref="OperationCanceledException">Nobody reads it any more.</exception>
    public static void Write(Store store, WorkFormat format, Stream to, CancellationToken cancellationToken)
    {
        try
        {
            using var session = store.OpenToRead();
            session.BeginReading();
            WritingWork.Write(format, Cases(session, cancellationToken), to, limits: true);
            session.EndReading();
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(store.Called);
        }
    }

    private static IEnumerable<WorkCase> Cases(Session session, CancellationToken cancellationToken)
    {
        var after = 0L;
        var limits = new StepLimits();
        while (true)
        {
            var page = Page(session, after);
            foreach (var (number, type, promised, folded) in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                after = number;
                var events = new List<WorkEvent>();
                limits.Forget();
                foreach (var position in MatterBytes.Read(folded).Track.Positions)
                {
                    if (LedgerRows.Entry(session, position) is not { } bytes || !Entry.TryRead(bytes, out var entry, out _)) throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged.");
                    if (ProcessEvents.Read(entry.Event, entry.Fields, []) is not { } happened) continue;
                    var due = limits.Take(happened);
                    if (WorkEvents.Of(position, entry.By, happened) is { } step) events.Add(step with { Due = due });
                }

                // What was entered later stands where it happened.
                events.Sort(static (one, other) => one.Time.CompareTo(other.Time) is var times and not 0 ? times : one.Position.CompareTo(other.Position));
                yield return new WorkCase(MatterNumbers.Id(number).Text, type, promised == MatterRows.Never ? null : DateTimeOffset.FromUnixTimeMilliseconds(promised), events);
            }

            if (page.Count < AtOnce) yield break;
        }
    }

    private static List<(long Number, string Type, long Promised, byte[] Folded)> Page(Session session, long after)
    {
        using var rows = session.Query(After, after, AtOnce);
        var found = new List<(long, string, long, byte[])>();
        while (rows.Next()) found.Add((rows.Number(0), rows.Text(1), rows.Number(2), rows.Bytes(3)));
        return found;
    }
}
