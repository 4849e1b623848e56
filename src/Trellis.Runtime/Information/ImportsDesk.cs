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
    private readonly CollectedOnDays _collected = new();

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
        var (done, why) = await ImportAsync([order], progress, cancellationToken);
        return (why is null ? done[0] : null, why);
    }

    /// <summary>Imports tables in their order, as one: rows may name rows that stand further down, or in another of the tables.</summary>
    /// <returns>What was done of each table; and the refusal where one was not taken, with which the import ends.</returns>
    /// <exception cref="UnusableInput">A table is no CSV, or does not fit its mapping; then none was taken.</exception>
    public async Task<(IReadOnlyList<ImportReport> Done, Refusal? Why)> ImportAsync(IReadOnlyList<ImportOrder> orders, Action<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(orders);
        string[] registers = [.. orders.Select(static order => order.Mapping.Register).Distinct(StringComparer.Ordinal)];
        lock (_running)
        {
            if (registers.Any(_running.Contains)) return ([], ImportRefusals.Running);
            _running.UnionWith(registers);
        }

        var opened = new List<ImportingRows>(orders.Count);
        try
        {
            var running = _matters.InForce;
            foreach (var order in orders) opened.Add(new ImportingRows(order, running.Structure, running.DayOf(_matters.Now), _keys, _index, null, PowersOf(order.By)));
            for (var at = 0; at < orders.Count; at++)
            {
                if (await BeginAsync(orders[at], opened[at].Report.Id) is { } denied) return ([.. opened.Take(at).Select(static one => one.Report)], denied);
                if (await EnterAsync(orders[at].By, opened[at], progress, cancellationToken) is { } why) return ([.. opened.Take(at).Select(static one => one.Report)], why);
            }

            for (var at = 0; at < orders.Count; at++)
            {
                while (opened[at].HasLater)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var planned = _registers.Questions.Ask(opened[at].PlanLater);
                    var acts = planned.SelectMany(static row => row.Acts).ToArray();
                    if (await SettleAsync(orders[at].By, opened[at], new UnderWay(planned, acts, EnterAsync(orders[at].By, acts, null))) is { } why) return ([.. opened.Select(static one => one.Report)], why);
                }

                _registers.Questions.Ask(session =>
                {
                    opened[at].TellCircles(session);
                    return true;
                });
            }

            return ([.. opened.Select(static one => one.Report)], null);
        }
        finally
        {
            foreach (var one in opened) one.Dispose();
            lock (_running) _running.ExceptWith(registers);
        }
    }

    /// <summary>Has it entered what is taken, on what basis and for what; once, however often the same table is imported.</summary>
    private async Task<Refusal?> BeginAsync(ImportOrder order, string import)
    {
        if (_registers.Questions.Ask(session => SearchRows.IsBegun(session, import))) return null;
        var mapping = order.Mapping;
        var act = new BeginImport(import, mapping.Register, import[..import.LastIndexOf('-')], Convert.ToHexStringLower(SHA256.HashData(order.MappingBytes)), Convert.ToHexStringLower(order.Digest), mapping.Basis ?? "", mapping.Purpose);
        return await _registers.DoAsync(new ActOrder { By = order.By, Act = act }, CancellationToken.None) is ActAnswer.Refused refused ? refused.Why : null;
    }

    /// <summary>Has the rows of a table entered, batch by batch.</summary>
    /// <returns>The refusal where none may be.</returns>
    private async Task<Refusal?> EnterAsync(Actor by, ImportingRows rows, Action<long>? progress, CancellationToken cancellationToken)
    {
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
                    if (await SettleAsync(by, rows, underWay.Dequeue()) is { } why) return why;
                if (batch.Count == 0) return null;
                foreach (var row in planned)
                    if (row.IsNew) _index.Expect(row.Subject, row.Words, row.Proposals);
                underWay.Enqueue(new UnderWay(planned, acts, EnterAsync(by, acts, underWay.Count > 0 ? behind : null)));
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

    /// <summary>The structure that a record runs under, and the day there, read beside whoever writes.</summary>
    /// <exception cref="UnusableInput">The record has none.</exception>
    public static (GovernanceStructure Structure, DateOnly Day) StructureOf(Session session, RecordPlace place, RecordKeys keys, TimeProvider time)
        => StructureIfAny(session, place, keys, time)
            ?? throw new UnusableInput(new Text("这份记录还没有结构。", "This record has no structure yet."), new Text("先用 trellis serve --structure DIR 开始。", "Begin it with trellis serve --structure DIR."), place.Store.Called);

    /// <summary>The same; null where the record has none.</summary>
    public static (GovernanceStructure Structure, DateOnly Day)? StructureIfAny(Session session, RecordPlace place, RecordKeys keys, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return RuleState.Load(session, Trellis.Ledger.TreeHead.None, new StructureVersions(place.Store), keys, now).Running is { } running ? (running.Structure, running.DayOf(now)) : null;
    }

    /// <summary>What an import would do, read beside whoever writes; nothing is changed. Each table is compared with what is stored, and not with the others that are tried with it.</summary>
    public static IReadOnlyList<ImportReport> DryRun(Session session, RecordKeys keys, IReadOnlyList<ImportOrder> orders, GovernanceStructure structure, DateOnly day, Action<long>? progress)
    {
        ArgumentNullException.ThrowIfNull(orders);
        var opened = new List<ImportingRows>(orders.Count);
        try
        {
            var relations = new TriedRelations();
            foreach (var order in orders) opened.Add(new ImportingRows(order, structure, day, keys, new SearchIndex(keys), relations));
            var minted = 0L;
            foreach (var rows in opened)
            {
                while (rows.ReadBatch() is { Count: > 0 } batch)
                {
                    rows.Plan(session, batch, register => new RowId(register, $"dry-{++minted}"));
                    progress?.Invoke(rows.Report.Rows);
                }
            }

            var tried = opened.SelectMany(static rows => rows.Numbers).ToHashSet();
            relations.Settle();
            foreach (var rows in opened)
            {
                rows.TellLater(tried);
                rows.TellCircles(session);
            }

            return [.. opened.Select(static rows => rows.Report)];
        }
        finally
        {
            foreach (var rows in opened) rows.Dispose();
        }
    }

    /// <summary>Why somebody may not import a table, nor try to: what a trial finds to be the same, or to disagree, tells what is held.</summary>
    /// <returns>Null where they may.</returns>
    public Refusal? WhyNot(ImportOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return BeginningImports.Decide(new BeginImport("", order.Mapping.Register, "", "", "", order.Mapping.Basis ?? "", order.Mapping.Purpose), SightOf(order.By)) is Outcome.Refused { Why: var why } ? why : null;
    }

    /// <summary>The same of one table, beside our own writer.</summary>
    public ImportReport DryRun(ImportOrder order, Action<long>? progress) => DryRun([order], progress)[0];

    /// <summary>The same beside our own writer.</summary>
    public IReadOnlyList<ImportReport> DryRun(IReadOnlyList<ImportOrder> orders, Action<long>? progress) =>
        _registers.Questions.Ask(session => DryRun(session, _keys, orders, _matters.InForce.Structure, _matters.InForce.DayOf(_matters.Now), progress));

    /// <summary>Pairs of rows that may be one and are neither linked nor told apart, in the order of the younger row's id.</summary>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="settled">Those that somebody has settled instead: linked, or told apart.</param>
    /// <returns>The pairs, and where the next page goes on; null behind the last. All pairs of one row stand on one page, which may be longer for that.</returns>
    public (IReadOnlyList<ProposedPair> Pairs, RowId? Next) Proposals(string register, RowId? after, int most, bool settled = false) => _registers.Questions.Ask(session =>
    {
        var structure = _matters.InForce.Structure;
        var found = SearchRows.Proposals(session, register, after?.ToString() ?? "", Math.Clamp(most, 1, RegisterQuestions.MostRows));
        var between = SubjectRows.Links(session, [.. found.Select(static one => one.One).Distinct()]).Where(static link => link.Undone is null).ToLookup(static link => (link.One, link.Other));
        var told = SubjectRows.Find(session, [.. between.SelectMany(static pair => pair).Where(static link => link.IsApart).SelectMany(static link => (RowId[])[link.One, link.Other]).Distinct()]).ToDictionary(static one => one.Id);
        var open = found.Where(one => between[(one.One, one.Other)].Concat(between[(one.Other, one.One)]).Any(IsSettled) == settled).Select(PairOf).ToList();
        return ((IReadOnlyList<ProposedPair>)open, found.Count > 0 && found.Select(static one => one.One).Distinct().Count() >= most ? (RowId?)found[^1].One : null);

        // They are one; or they are two, and nothing by which they are compared was said to be otherwise since.
        bool IsSettled(SubjectLink link) => !link.IsApart || (told.TryGetValue(link.One, out var one) && told.TryGetValue(link.Other, out var other) && TellingApart.StillHolds(link, one, other, item => SearchIndex.Found(structure, register, item) is not null));
    });

    /// <summary>A pair that was proposed, whether or not somebody settled it since; null where none was.</summary>
    public ProposedPair? Proposal(RowId one, RowId other) => _registers.Questions.Ask(session => SearchRows.Proposal(session, one, other) is { } found ? PairOf(found) : null);

    /// <summary>Whether somebody may say of two rows of a register that they are one, or that they are two.</summary>
    public bool MayLink(Actor by, string register) => SightOf(by) is var sight && sight.Structure.Registers.On(register, sight.Day) is { } known && Voices.Of(known, null, default, sight) >= Voice.Collects;

    /// <summary>The purposes for which somebody may link rows.</summary>
    public IReadOnlyList<Purpose> LinkingPurposes(Actor by) => SightOf(by) is var sight ? [.. sight.Structure.Purposes.All.Where(purpose => purpose.HoldsOn(sight.Day) && LinkingSubjects.MayActUnder(purpose, sight))] : [];

    private Sight SightOf(Actor by)
    {
        var day = _matters.InForce.DayOf(_matters.Now);
        var structure = _matters.InForce.At(null, day).Structure;
        var today = structure.On(day);
        return new Sight { Structure = structure, Today = today, Day = day, Now = _matters.Now, By = by, HoldsPowerOver = PowersOf(by), Collected = _collected.On(today) };
    }

    private static ProposedPair PairOf(ProposalRow one) => new(one.One, one.Other, one.Score / 100.0, one.Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries));

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
