using System.Security.Cryptography;
using Trellis.Authority;
using Trellis.Information;
using Trellis.Information.Importing;
using Trellis.Information.Matching;
using Trellis.Information.Registers;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Runtime.Information;

/// <summary>A table to import, and by whose order.</summary>
/// <param name="Table">As CSV in UTF-8. Read once.</param>
/// <param name="Digest">SHA-256 of the whole table: by it and the mapping an import is known when it is run again.</param>
/// <param name="Source">What messages call the table.</param>
public sealed record ImportOrder(Actor By, ImportMapping Mapping, byte[] MappingBytes, Stream Table, byte[] Digest, string Source);

/// <summary>
/// Imports tables of departments into registers: rows that are there already get what is new, others are entered, and pairs of rows that may be one are put before a person. One import of a
/// register at a time. Where one was cut off, the same table with the same mapping goes on behind the last line that stands in the record.
/// </summary>
public sealed class ImportsDesk
{
    private readonly RegistersDesk _registers;
    private readonly MattersDesk _matters;
    private readonly RecordKeys _keys;
    private readonly SearchIndex _index;
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);

    private ImportsDesk(RegistersDesk registers, MattersDesk matters, RecordKeys keys, SearchIndex index) => (_registers, _matters, _keys, _index) = (registers, matters, keys, index);

    /// <summary>Opens the desk, and has the index of words kept from here on. Before the first act on registers.</summary>
    public static ImportsDesk Open(RecordWriter writer, MattersDesk matters, RegistersDesk registers)
    {
        var index = new SearchIndex(writer.Keys);
        registers.Also = (changed, writes) => index.Add(changed, writes, matters.InForce.Structure);
        return new ImportsDesk(registers, matters, writer.Keys, index);
    }

    /// <summary>Reads a mapping against the structure in force.</summary>
    public (ImportMapping? Mapping, FindingList Findings) ReadMapping(SourceFile file, string? register) =>
        ReadingMappings.Read(file, _matters.InForce.Structure, register, _matters.InForce.DayOf(_matters.Now));

    /// <summary>Imports a table.</summary>
    /// <param name="progress">Is told how many rows were read, now and then.</param>
    /// <returns>What was done; or the refusal where nothing was: another import of the register runs, or the asker may not record in it.</returns>
    /// <exception cref="UnusableInput">The table is no CSV, or does not fit its mapping.</exception>
    public async Task<(ImportReport? Done, Refusal? Why)> ImportAsync(ImportOrder order, Action<long>? progress, CancellationToken cancellationToken)
    {
        lock (_running)
            if (!_running.Add(order.Mapping.Register)) return (null, ImportRefusals.Running);
        try
        {
            var running = _matters.InForce;
            using var rows = new ImportingRows(order, running.Structure, running.DayOf(_matters.Now), _keys, _index, isDryRun: false, PowersOf(order.By));
            var underWay = new Queue<UnderWay>();
            try
            {
                RowId? behind = null;
                while (true)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var batch = rows.ReadBatch();
                    // Planned while the batches before are entered; rows of all of them are compared here, whether or not those are stored yet.
                    IReadOnlyList<PlannedRow> planned = batch.Count == 0 ? [] : [.. _registers.Questions.Ask(session => rows.Plan(session, batch, _registers.Mint)).Where(static row => !row.Acts.IsEmpty)];
                    var acts = planned.SelectMany(static row => row.Acts).ToArray();
                    // A batch may be entered while the one before is on its way, if it can tell that that one came in: an import goes on behind the last line that stands in the record.
                    var mayFollow = batch.Count > 0 && behind is not null && acts.Length <= RegistersDesk.MostAtOnce;
                    while (underWay.Count > (mayFollow ? ImportingRows.Ahead - 1 : 0))
                        if (await SettleAsync(order.By, rows, underWay.Dequeue()) is { } why) return (null, why);
                    if (batch.Count == 0) return (rows.Report, null);
                    foreach (var row in planned)
                        if (row.IsNew) _index.Expect(row.Subject, row.Words, row.Proposals);
                    underWay.Enqueue(new UnderWay(planned, acts, EnterAsync(order.By, acts, underWay.Count > 0 ? behind : null)));
                    behind = acts.Length <= RegistersDesk.MostAtOnce ? planned.LastOrDefault(static row => row.IsNew)?.Subject : null;
                    progress?.Invoke(rows.Report.Rows);
                }
            }
            finally
            {
                // What was begun is settled before another import may begin.
                foreach (var left in underWay)
                {
                    await ((Task)left.Entering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    Forget(left.Rows);
                }
            }
        }
        finally
        {
            lock (_running) _running.Remove(order.Mapping.Register);
        }
    }

    /// <summary>The structure that a record runs under, and the day there, read beside whoever writes.</summary>
    /// <exception cref="UnusableInput">The record has none.</exception>
    public static (GovernanceStructure Structure, DateOnly Day) StructureOf(Session session, RecordPlace place, RecordKeys keys, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var running = RuleState.Load(session, Trellis.Ledger.TreeHead.None, new StructureVersions(place.Store), keys, now).Running
            ?? throw new UnusableInput(new Text("这份记录还没有结构。", "This record has no structure yet."), new Text("先用 trellis serve --structure DIR 开始。", "Begin it with trellis serve --structure DIR."), place.Store.Called);
        return (running.Structure, running.DayOf(now));
    }

    /// <summary>What an import would do, read beside whoever writes; nothing is changed.</summary>
    public static ImportReport DryRun(Session session, RecordKeys keys, ImportOrder order, GovernanceStructure structure, DateOnly day, Action<long>? progress)
    {
        using var rows = new ImportingRows(order, structure, day, keys, new SearchIndex(keys), isDryRun: true);
        var minted = 0L;
        while (rows.ReadBatch() is { Count: > 0 } batch)
        {
            rows.Plan(session, batch, register => new RowId(register, $"dry-{++minted}"));
            progress?.Invoke(rows.Report.Rows);
        }

        return rows.Report;
    }

    /// <summary>The same beside our own writer.</summary>
    public ImportReport DryRun(ImportOrder order, Action<long>? progress) =>
        _registers.Questions.Ask(session => DryRun(session, _keys, order, _matters.InForce.Structure, _matters.InForce.DayOf(_matters.Now), progress));

    /// <summary>Pairs of rows that may be one and are not linked yet, in the order of the younger row's id.</summary>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <returns>The pairs, and where the next page goes on; null behind the last. All pairs of one row stand on one page, which may be longer for that.</returns>
    public (IReadOnlyList<ProposedPair> Pairs, RowId? Next) Proposals(string register, RowId? after, int most) => _registers.Questions.Ask(session =>
    {
        var found = SearchRows.Proposals(session, register, after?.ToString() ?? "", Math.Clamp(most, 1, RegisterQuestions.MostRows));
        var linked = SubjectRows.Links(session, [.. found.Select(static one => one.One).Distinct()]).Where(static link => link.Undone is null).Select(static link => (link.One, link.Other)).ToHashSet();
        var open = found.Where(one => !linked.Contains((one.One, one.Other)) && !linked.Contains((one.Other, one.One))).Select(static one => new ProposedPair(one.One, one.Other, one.Score / 100.0, one.Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        return ((IReadOnlyList<ProposedPair>)open, found.Count > 0 && found.Select(static one => one.One).Distinct().Count() >= most ? (RowId?)found[^1].One : null);
    });

    /// <summary>Subjects that are found by what somebody typed; for whoever enters their look first.</summary>
    /// <returns>The refusal where what was typed is nothing to look for, or is shared by too many.</returns>
    public (IReadOnlyList<FoundSubject>? Found, Refusal? Why) Search(string register, string typed) => _registers.Questions.Ask(session => SearchingRows.Search(session, _index, register, typed));

    /// <summary>Over which registers the one who asks holds a power. Authority answers.</summary>
    private Func<string, bool> PowersOf(Actor by) => register =>
    {
        if (by is not Actor.Officer officer) return false;
        var running = _matters.InForce;
        var day = running.DayOf(_matters.Now);
        return running.Structure.Powers.All.Any(power => power.HoldsOn(day) && power.Over?.Id == register && running.Mandates.Decide(
            new Question { Post = officer.Seat.Post, Unit = officer.Seat.Unit.Text, Power = power.Id, Actor = officer.Person.Text, Day = day }, _matters.Standing) is Authorization.Permitted);
    };

    /// <summary>Has acts entered, as many in one call as may be. A call that was begun is settled, whether or not anybody still waits for it.</summary>
    private async Task<Entered> EnterAsync(Actor by, IAct[] acts, RowId? behind)
    {
        var wrong = new Dictionary<int, Refusal>();
        for (var from = 0; from < acts.Length; from += RegistersDesk.MostAtOnce)
        {
            var (done, instead) = await _registers.DoManyAsync(by, acts[from..Math.Min(acts.Length, from + RegistersDesk.MostAtOnce)], null, CancellationToken.None, behind);
            if (instead is ActAnswer.Refused refused) return new Entered(wrong, refused.Why, false);
            if (instead is ActAnswer.Stale) return new Entered(wrong, null, true);
            if (done is null) throw new InvalidOperationException("An import was answered otherwise than done or refused.");
            foreach (var (number, why) in done.Refused) wrong[from + number] = why;
        }

        return new Entered(wrong, null, false);
    }

    /// <returns>A refusal that concerns the whole import.</returns>
    private async Task<Refusal?> SettleAsync(Actor by, ImportingRows rows, UnderWay one)
    {
        try
        {
            var entered = await one.Entering;
            // The row by which it was to tell that the batch before came in was refused. That batch is settled by now.
            if (entered.IsOutOfTurn) entered = await EnterAsync(by, one.Acts, null);
            if (entered.Whole is { } whole) return whole;
            var act = 0;
            foreach (var row in one.Rows)
            {
                Refusal? why = null;
                for (var end = act + row.Acts.Count; act < end; act++) why ??= entered.Wrong.GetValueOrDefault(act);
                rows.Settle(row, why);
            }

            return null;
        }
        finally
        {
            Forget(one.Rows);
        }
    }

    private void Forget(IReadOnlyList<PlannedRow> rows)
    {
        foreach (var row in rows) _index.Forget(row.Subject);
    }

    /// <summary>By what an import is known: an id that may stand in entries.</summary>
    internal static string IdOf(ImportOrder order)
    {
        var name = string.Concat(order.Mapping.Name.Where(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_').Take(40));
        byte[] both = [.. SHA256.HashData(order.MappingBytes), .. order.Digest];
        return $"{(name.Length > 0 ? name : "import")}-{Convert.ToHexStringLower(SHA256.HashData(both).AsSpan(0, 6))}";
    }
}

/// <summary>A batch on its way into the record.</summary>
internal sealed record UnderWay(IReadOnlyList<PlannedRow> Rows, IAct[] Acts, Task<Entered> Entering);

/// <summary>What came of a batch.</summary>
/// <param name="Wrong">Which acts were refused.</param>
/// <param name="Whole">The refusal that concerns all; null where none does.</param>
/// <param name="IsOutOfTurn">Whether nothing was done, because what it follows is not there.</param>
internal sealed record Entered(IReadOnlyDictionary<int, Refusal> Wrong, Refusal? Whole, bool IsOutOfTurn);

/// <summary>Two rows that may be one.</summary>
/// <param name="Score">The sum of weights: how many times likelier, as a power of two.</param>
/// <param name="Reasons">Words such as "name:same" or "birth:near".</param>
public sealed record ProposedPair(RowId One, RowId Other, double Score, IReadOnlyList<string> Reasons);

/// <summary>A row that was found.</summary>
/// <param name="By">How: name, sound, initials, open (one character other), pair, number, telephone, address.</param>
public sealed record FoundSubject(RowId Subject, string By);
