using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Trellis.Authority;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using Trellis.Structure.Files;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Process;

/// <summary>
/// The desk of running matters: takes orders, has each decided in its turn by the one writer, and answers after the flush. Questions go beside it
/// (<see cref="MatterQuestions"/>), to what is stored. Safe for any number of callers.
/// </summary>
public sealed partial class MattersDesk : IAsyncDisposable
{
    private const int JobsAtOnce = 256;

    /// <summary>So long a matter whose job failed is left alone.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    /// <summary>So long a key is known. Who sends a request again does so within minutes; a phone without a line, within days.</summary>
    private static readonly TimeSpan KeysKept = TimeSpan.FromDays(7);

    private readonly RecordWriter _writer;
    private readonly RecordPlace _place;
    private readonly TimeProvider _time;
    private readonly DecidingOrders _deciding;
    private readonly byte[] _printing;
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _proposing = new(1);
    private bool _ended;
    private Task? _jobs;
    private long _lastMinted;
    private readonly Lock _publishing = new();
    private volatile RuleState _rules;
    private long _rulesAt = -1;

    private MattersDesk(RecordWriter writer, RecordPlace place, TimeProvider time, StructureVersions versions, MattersState state, RuleState rules)
    {
        (_writer, _place, _time, Versions, _rules) = (writer, place, time, versions, rules);
        State = state;
        _deciding = new DecidingOrders(state, versions);
        _printing = writer.DeriveKey("requests");
        Questions = new MatterQuestions(place, this);
    }

    /// <summary>The versions of the structure that the record holds.</summary>
    public StructureVersions Versions { get; }

    /// <summary>What can be asked of matters.</summary>
    public MatterQuestions Questions { get; }

    /// <summary>Is told what went wrong where nobody waits for an answer: in the jobs. It may tell of rows and entries, never of what people wrote.</summary>
    public Action<Exception>? Failing { get; set; }

    /// <summary>Is done once a day, after what time has made due to matters; what fails is told and done the next hour.</summary>
    public Func<CancellationToken, Task>? EveryDay { get; set; }

    /// <summary>The version of the structure in force now.</summary>
    public RunningStructure InForce => RulesNow().Running!;

    /// <summary>Seats and powers as they are stored, for questions such as who may decide what.</summary>
    public Standing Standing => RulesNow().Standing;

    /// <summary>Whether somebody sits in a post now.</summary>
    public bool IsSeated(ActorId person, PostAt seat) => RulesNow() is var rules && rules.IsSeated(person, seat, rules.Running!.DayOf(_time.GetUtcNow()));

    /// <summary>Opens the desk of a record. A record without a structure begins under the one that is given; one that has one goes on under its own.</summary>
    /// <param name="files">The folder of a structure; may be null where the record has one.</param>
    /// <exception cref="UnusableInput">There is no structure yet and none was given, or it has errors.</exception>
    /// <param name="jobsEvery">How often to look for what time has made due; null leaves it to <see cref="RunDueAsync"/>.</param>
    /// <param name="overrides">Who answers for errors that are open in the first structure.</param>
    /// <param name="versions">Those of the same place that somebody has begun to read; null where nobody has.</param>
    public static async Task<MattersDesk> OpenAsync(RecordWriter writer, RecordPlace place, TimeProvider time, IReadOnlyList<SourceFile>? files, TimeSpan? jobsEvery = null, IReadOnlyList<ErrorOverride>? overrides = null, StructureVersions? versions = null)
    {
        versions ??= new StructureVersions(place);
        var state = new MattersState(versions, writer.Keys, time, () => writer.Head, writer.MostAtOnce);
        RuleState rules;
        try
        {
            var head = writer.Head;
            using var session = place.Store.OpenToRead();
            if (MatterRows.AreOfAnOlderForm(session))
                throw new UnusableInput(
                    new Text("这份记录的事项表是较早的 Trellis 写的，这个程序不再读它的写法。条目本身没有问题。", "The tables of matters in this record were written by an older Trellis, in a form that this one no longer reads. The entries themselves are well."),
                    new Text($"先由条目重新建立这些表：trellis rebuild {place.Store.Option}", $"Have them folded anew from the entries first: trellis rebuild {place.Store.Option}"), place.Store.Called);
            rules = RuleState.Load(session, head, versions, writer.Keys, time.GetUtcNow());
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(place.Store.Called);
        }

        if (rules.Running is null && files is null) throw new UnusableInput("This record has no structure yet.", "Name the folder of its first structure: --structure DIR.", place.Store.Called);
        FixedList<ErrorOverride> answered = [.. overrides ?? []];
        // Started again as it was begun, nothing is asked of them any more.
        if (rules.Running is { } begun && !answered.IsEmpty && (files is null || StructureVersions.Read(files).Running.Version != begun.Version)) throw new UnusableInput("This record has a structure already, so nobody answers for errors of a first one.", "Leave --override out; a later version names its overrides when it is adopted.", place.Store.Called);
        var first = rules.Running is null ? StructureVersions.ReadFirst(files!, time.GetUtcNow(), answered) : ((RunningStructure Running, byte[] Findings, FixedList<OpenError> Errors)?)null;
        await writer.DecideOnAsync(state);
        var desk = new MattersDesk(writer, place, time, versions, state, rules);
        if (first is var (running, findings, errors)) await desk.BeginAsync(running, new BeginStructure(running.Version, findings, files!, errors, answered));

        if (jobsEvery is { } every) desk._jobs = desk.RunJobsAsync(every);
        return desk;
    }

    /// <summary>A filing whose id, number and version the desk mints.</summary>
    public static FileMatter Filing(string type, UnitId? place, IEnumerable<BoundRole> roles, ActorId requester, Channel channel, IEnumerable<GivenItem> given, PersonalText? said = null) =>
        new(default, "", type, "", place, [.. roles], requester, channel, [.. given], said);

    /// <summary>Has an order decided in its turn. Answers after the flush.</summary>
    /// <param name="cancellationToken">Ends the waiting for a place in the queue. An order that has its place is settled whatever happens.</param>
    /// <exception cref="MachineFault">It could not be stored; the message says whether it may be found in the record all the same.</exception>
    public Task<ActAnswer> DoAsync(ActOrder order, CancellationToken cancellationToken) =>
        order.Act is ProposeStructure ? throw new ArgumentException("A version is proposed by its folder.", nameof(order))
        : order.Act is AddPicture ? throw new ArgumentException("A picture is added with what is seen in it.", nameof(order))
        : Take(order) is { } pending ? SettleAsync(pending, cancellationToken) : Task.FromResult<ActAnswer>(new ActAnswer.Unknown());

    /// <summary>Has an order of another room decided in its turn, under the same rules for keys, seats and refusals.</summary>
    internal Task<ActAnswer> DoElsewhereAsync(ActOrder order, string? print, object also, ElsewhereDecided decide, CancellationToken cancellationToken) =>
        SettleAsync(new PendingOrder(_printing, order, order.Act, [], print) { Also = also, Elsewhere = decide }, cancellationToken);

    /// <summary>Enters a no for lack of authority that another room says.</summary>
    internal Decision Refuse(PendingOrder order, Refusal why, in Turn turn, RuleState rules) => _deciding.Refuse(order, why, turn, rules.Running!, DecidingOrders.EntryActorOf(order.Order.By, null, seated: true));

    private async Task<ActAnswer> SettleAsync(PendingOrder pending, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Source.StartActivity("act");
        activity?.SetTag("act", pending.Act.Word);
        var begun = Stopwatch.GetTimestamp();
        var settled = await _writer.PerformAsync(pending, turn => _deciding.Decide(pending, turn), cancellationToken);
        if (pending.Erases is not null && !pending.IsAlone)
        {
            pending.IsAlone = true;
            var requested = new RequestedErasures(this);
            settled = await _writer.PerformErasingAsync(pending, turn => _deciding.Decide(pending, turn), () => pending.Erases, (session, step) => requested.Sort(session, step.Person, step.Matter), cancellationToken);
        }

        if (pending.Rules is { } rules) Publish(rules, pending.RulesAt);
        if (pending.Again is not null) await Task.Yield(); // the first answer is read from the record
        var answer = AnswerTo(pending, settled);
        var result = answer switch { ActAnswer.Done => "done", ActAnswer.Refused refused => refused.Why.Code, ActAnswer.Stale => "stale", ActAnswer.KeyUsedOtherwise => "key-used-otherwise", _ => "unknown" };
        activity?.SetTag("result", result);
        Telemetry.Act(pending.Act.Word, result, Stopwatch.GetElapsedTime(begun));
        return answer;
    }

    private ActAnswer AnswerTo(PendingOrder pending, Settled settled)
    {
        if (pending.Instead is { } instead) return instead;
        if (pending.Again is { } again) return Again(again);
        return settled switch
        {
            Settled.Done(var receipt) => new ActAnswer.Done(receipt, pending.After?.Matter, pending.After?.Revision ?? receipt.First + receipt.Count - 1),
            Settled.NotDone(var why, var recorded) => new ActAnswer.Refused(why, recorded),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>How versions of the structure stand: those proposed and those adopted.</summary>
    public VersionsKnown Adoptions => RulesNow().Versions;

    /// <summary>Proposes a folder as the next version. Its plan, its findings and whose duties grow are worked out here, and kept beside the record.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="objectUntil">The last moment for units whose duties grow to object.</param>
    /// <param name="from">Its first day in force.</param>
    /// <param name="key">By which a request that is sent again is known; null where none is wished.</param>
    /// <exception cref="UnusableInput">The files have faults.</exception>
    public async Task<ActAnswer> ProposeAsync(Actor by, IReadOnlyList<SourceFile> files, DateTimeOffset objectUntil, DateOnly from, string? key, CancellationToken cancellationToken)
    {
        var until = LedgerEntry.Moment(objectUntil.ToUniversalTime());
        var print = PrintOf(files, until, from);
        if (await AskAsync(by, ProposeStructure.Name, key, print, cancellationToken) is { } known) return known;
        await Task.Yield(); // others wait for their answer where ours was given
        // Reading, checking and comparing a whole structure takes seconds and much memory.
        await _proposing.WaitAsync(cancellationToken);
        try
        {
            var proposed = StructureVersions.Propose(files, InForce, _time.GetUtcNow(), until, from);
            return await SettleAsync(new PendingOrder(_printing, new ActOrder { By = by, Act = proposed.Act, Key = key }, proposed.Act, [], print) { Proposed = proposed }, cancellationToken);
        }
        finally
        {
            _proposing.Release();
        }
    }

    /// <summary>Whether somebody may change the structure, before anything is worked out for it.</summary>
    /// <returns>Null where they may; else the refusal, or what came of the same request when it was sent before.</returns>
    private async Task<ActAnswer?> AskAsync(Actor by, string word, string? key, string print, CancellationToken cancellationToken)
    {
        var ask = new AskToChange(word);
        var answer = await SettleAsync(new PendingOrder(_printing, new ActOrder { By = by, Act = ask, Key = key }, ask, [], print), cancellationToken);
        return answer is ActAnswer.Done { Receipt.Count: 0 } ? null : answer;
    }

    private static string PrintOf(IReadOnlyList<SourceFile> files, DateTimeOffset objectUntil, DateOnly from)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.OrderBy(static one => one.Path, StringComparer.Ordinal))
        {
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(file.Path)));
            hash.AppendData(SHA256.HashData(file.Bytes));
        }

        return $"{ProposeStructure.Name}|{Convert.ToHexStringLower(hash.GetHashAndReset())}|{objectUntil.UtcTicks}|{from.DayNumber}";
    }

    /// <summary>Plans the move of every running matter to an adopted version: each is tried first, and the plan says what it would keep, drop and open.</summary>
    /// <param name="key">By which a request that is sent again is known; null where none is wished.</param>
    /// <returns>The answers of the acts, a hundred matters each; empty where nothing runs under another version.</returns>
    public async Task<IReadOnlyList<ActAnswer>> PlanMoveAsync(Actor by, string version, string? key, CancellationToken cancellationToken)
    {
        if (!Adoptions.Adoptions.ContainsKey(version)) return [new ActAnswer.Refused(ProcessRefusals.NoSuchAdoption, null)];
        var print = $"{PlanMove.Name}|{version}";
        var answers = new List<ActAnswer>();
        DateTimeOffset? first = null;
        // What the same request planned when it was sent before; where it was stopped in the middle, it goes on from there.
        while (await AskAsync(by, PlanMove.Name, KeyOfNext(), print, cancellationToken) is { } known)
        {
            answers.Add(known);
            if (known is not ActAnswer.Done done) return answers;
            first ??= done.Receipt.At;
        }

        var planned = first is null ? [] : Adoptions.Adoptions[version].Moves.Select(static line => line.Matter).ToHashSet();
        var lines = new List<MoveLine>();
        var after = 0L;
        while (true)
        {
            await Task.Yield(); // others wait for their answer where ours was given
            var page = Questions.Ask(session => MatterRows.RunningAfter(session, after, MovingMatters.MostLines));
            foreach (var (number, matter) in page)
            {
                after = number;
                if (matter.Version != version && !planned.Contains(matter.Id) && !(matter.Filed > first)) lines.Add(MovingMatters.DryRun(matter, version, Underneath.ForMove(matter, LedgerEntry.Moment(_time.GetUtcNow()), Versions.Of(version))));
                if (lines.Count == MovingMatters.MostLines && !await PlanAsync()) return answers;
            }

            if (page.Count < MovingMatters.MostLines) break;
        }

        await PlanAsync();
        return answers;

        string? KeyOfNext() => key is null ? null : $"{key}#{answers.Count}";

        // A page of which nothing moves is no act.
        async Task<bool> PlanAsync()
        {
            if (!lines.Exists(static line => line.Moves))
            {
                lines.Clear();
                return true;
            }

            var act = new PlanMove(version, [.. lines]);
            lines.Clear();
            answers.Add(await SettleAsync(new PendingOrder(_printing, new ActOrder { By = by, Act = act, Key = KeyOfNext() }, act, [], print), cancellationToken));
            return answers[^1] is ActAnswer.Done;
        }
    }

    /// <summary>What would come of an order now, by what is stored: the same rules are asked, and nothing is done.</summary>
    /// <returns>Null where it would be done.</returns>
    public ActAnswer? Would(ActOrder order)
    {
        if (Take(order with { Key = null }) is not { } pending) return new ActAnswer.Unknown();
        var state = new MattersState(Versions, _writer.Keys, _time, head: null, batch: 1, RulesNow());
        var size = _writer.Size;
        var decision = Questions.Ask(session =>
        {
            state.Load([pending], () => session);
            state.Begin();
            var based = _deciding.Base?.Trial(state);
            based?.Load([pending], () => session);
            return new DecidingOrders(state, Versions) { Base = based }.Decide(pending, new Turn(LedgerEntry.Moment(_time.GetUtcNow()), size));
        });
        return pending.Instead ?? (decision is Decision.Refused { Why: var why } ? new ActAnswer.Refused(why, null) : null);
    }

    /// <summary>Keeps a draft for its writer. It is no entry, and nobody else ever reads it.</summary>
    /// <param name="id">The draft that it replaces; null for a new one.</param>
    /// <param name="key">By which a request that is sent again is known; null where none is wished.</param>
    /// <returns>Its id, or why it is not kept.</returns>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public async Task<(long? Id, ActAnswer? Instead)> SaveDraftAsync(SaveDraft act, long? id, string? key = null)
    {
        var by = new Actor.Resident(act.Writer);
        var pending = new PendingOrder(_printing, new ActOrder { By = by, Act = act, Key = key }, act, [], $"{ActPrints.Of(act)}|{id}");
        var running = InForce;
        var now = LedgerEntry.Moment(_time.GetUtcNow());
        var placed = running.At(null, running.DayOf(now));
        var circumstances = new Circumstances { Structure = placed.Structure, Today = placed.Structure.On(running.DayOf(now)), Times = placed.Times, Flows = placed.Flows, Now = now, By = by };
        (long? Id, ActAnswer? Instead) answer = default;
        await _writer.WriteAsync((session, writes) =>
        {
            UsedKey? used = null;
            if (pending.Key is { } asked) KeyRows.Load(session, [asked], found => used = found);
            if (used is { } known) answer = known.Request.AsSpan().SequenceEqual(pending.Request) ? (known.Matter, null) : (null, new ActAnswer.KeyUsedOtherwise());
            else if (SavingDrafts.Decide(act, circumstances) is not DraftOutcome.Kept { Draft: var draft }) answer = (null, new ActAnswer.Refused(ProcessRefusals.NoSuchMatterType, null));
            else if (id is { } old && DraftRows.Find(session, _writer.Keys, old, act.Writer) is null) answer = (null, new ActAnswer.Refused(ProcessRefusals.NoSuchMatter, null));
            else
            {
                var number = id ?? MatterNumbers.Mint(now, ref _lastMinted);
                DraftRows.Put(writes, _writer.Keys, number, draft);
                if (pending.Key is { } fresh) KeyRows.Add(writes, [new UsedKey(fresh, pending.Request!, now.ToUnixTimeMilliseconds(), 0, 0, number, "")]);
                answer = (number, null);
            }
        });
        return answer;
    }

    /// <summary>The drafts of a writer that are still kept, the newest first.</summary>
    public IReadOnlyList<KeptDraft> Drafts(ActorId writer)
    {
        var now = _time.GetUtcNow();
        return [.. Questions.Ask(session => DraftRows.Of(session, _writer.Keys, writer)).Where(draft => draft.KeptUntil > now)];
    }

    public Task DeleteDraftAsync(ActorId writer, long id) => _writer.WriteAsync(writes => DraftRows.Delete(writes, id, writer));

    /// <summary>Does everything that time has made due, in the order of the times. Jobs that a stopped program left are found here like any others.</summary>
    /// <returns>How many matters were looked at.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var seen = 0;
        while (true)
        {
            var due = Questions.Ask(session => MatterRows.Due(session, _time.GetUtcNow(), JobsAtOnce));
            if (due.Count == 0) return seen;
            await Task.WhenAll(due.Select(one => RunDueAsync(one.Matter, one.At, cancellationToken)));
            Telemetry.Due(due.Count);
            seen += due.Count;
        }
    }

    /// <summary>Says in the record which duties went back to their givers, since the delegation that they leaned on has ended by its last day. Each is said once.</summary>
    /// <returns>How many.</returns>
    public async Task<int> TellReturnsAsync(CancellationToken cancellationToken)
    {
        var rules = RulesNow();
        if (rules.Running!.Mandates.Returned(rules.Running.DayOf(_time.GetUtcNow()), rules.Standing).All.All(rules.Standing.IsTold)) return 0;
        var pending = new PendingOrder(_printing, new ActOrder { By = Actor.System, Act = new TellReturns() }, new TellReturns(), []);
        var settled = await _writer.PerformAsync(pending, turn => _deciding.Decide(pending, turn), cancellationToken);
        if (pending.Rules is { } told) Publish(told, pending.RulesAt);
        return settled is Settled.Done(var receipt) ? receipt.Count : 0;
    }

    /// <summary>Looks through the steps that posts are to do, and has the performer found anew where the post is gone, has lost its power, or was never found.</summary>
    /// <returns>How many were found.</returns>
    public async Task<int> FindPerformersAgainAsync(CancellationToken cancellationToken)
    {
        var found = 0;
        (long Matter, string Lane) after = (0, "");
        while (true)
        {
            var page = Questions.Ask(session => ListRows.ForPosts(session, after, JobsAtOnce));
            foreach (var point in page)
            {
                after = (MatterNumbers.Of(point.Matter)!.Value, point.Key);
                // Tried beside the writer first: for nearly all of them the performer is there.
                var order = new ActOrder { By = Actor.System, Act = new FindPerformerAgain(point.Matter, point.Key) };
                try
                {
                    if (Would(order) is not null) continue;
                    if (await DoAsync(order, cancellationToken) is ActAnswer.Done) found++;
                    await Task.Yield();
                }
                catch (Exception fault) when (IsOfOneMatter(fault))
                {
                    TellFailure(fault);
                }
            }

            if (page.Count < JobsAtOnce) return found;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        await _ending.CancelAsync();
        if (_jobs is { } jobs) await jobs;
        _ending.Dispose();
        _proposing.Dispose();
        await Questions.DisposeAsync();
    }

    private async Task RunDueAsync(long matter, long at, CancellationToken cancellationToken)
    {
        try
        {
            var pending = new PendingOrder(_printing, new ActOrder { By = Actor.System, Act = new RunJobs(matter) }, new RunJobs(matter), [matter]);
            var settled = await _writer.PerformAsync(pending, turn => _deciding.Decide(pending, turn), cancellationToken);
            if (pending.Rules is { } rules) Publish(rules, pending.RulesAt);
            if (settled is Settled.Done { Receipt.Count: 0 }) await _writer.WriteAsync(writes => MatterRows.Postpone(writes, matter, at, Math.Max(pending.NextJob ?? MatterRows.Never, at + 1)));
        }
        catch (Exception fault) when (IsOfOneMatter(fault))
        {
            // It is looked at again after an hour, and holds up nobody else until then.
            TellFailure(fault);
            await _writer.WriteAsync(writes => MatterRows.Postpone(writes, matter, at, (_time.GetUtcNow() + AfterFailure).ToUnixTimeMilliseconds()));
        }
    }

    /// <summary>Whether a fault lies in one matter and its rules. Where the store is away or the program ends, it lies in none.</summary>
    private static bool IsOfOneMatter(Exception fault) => fault is MachineFault ? RecordWriter.IsDamage(fault) : fault is not (OperationCanceledException or ObjectDisposedException);

    private void TellFailure(Exception fault)
    {
        Telemetry.JobFailed();
        Failing?.Invoke(fault);
    }

    private async Task RunJobsAsync(TimeSpan every)
    {
        var tidied = DateTimeOffset.MinValue;
        DateOnly? lastDay = null;
        (int Changes, DateOnly Day)? looked = null;
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(_ending.Token);
                await Task.Yield();
                var now = _time.GetUtcNow();
                var rules = RulesNow();
                // Posts and delegations end with the day, too.
                var seen = (rules.Changes, rules.Running!.DayOf(now));
                if (looked != seen)
                {
                    await TellReturnsAsync(_ending.Token);
                    await FindPerformersAgainAsync(_ending.Token);
                    looked = seen; // not before both are through, or what failed is never looked at again
                }

                if (now - tidied > TimeSpan.FromHours(1))
                {
                    tidied = now;
                    var day = rules.Running!.DayOf(now);
                    if (EveryDay is { } daily && lastDay != day)
                    {
                        await daily(_ending.Token);
                        lastDay = day;
                    }

                    await _writer.WriteAsync(writes =>
                    {
                        KeyRows.Forget(writes, now - KeysKept);
                        DraftRows.DeleteOverdue(writes, now);
                    });
                }
            }
            catch (MachineFault)
            {
                // The store is away: what is due stays due, and is done when it is back. Whoever orders something meanwhile is told.
            }
            catch (Exception) when (_ending.IsCancellationRequested || _writer.Ended.IsCompleted)
            {
                return;
            }
#pragma warning disable CA1031 // What nobody thought of is told, and must not end all jobs for ever.
            catch (Exception fault)
            {
                TellFailure(fault);
            }
#pragma warning restore CA1031

            try
            {
                await Task.Delay(every, _ending.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    internal Session OpenToRead() => _place.Store.OpenToRead();

    internal RecordKeys Keys => _writer.Keys;

    internal RecordWriter Writer => _writer;

    /// <summary>What acts on matters are decided on. For other rooms in their turn, on the writer's own thread, and for nobody else.</summary>
    internal MattersState State { get; }

    /// <summary>What registers say of the rows in the roles of matters. Set once, before the first act that is to know of it.</summary>
    internal BaseInTurn? Base
    {
        get => _deciding.Base;
        set => _deciding.Base = value;
    }

    /// <summary>Decides corrections that come with a filing. Of the room of registers, where it is open; set once, before the first act.</summary>
    internal CorrectedDecided? Correcting
    {
        set => _deciding.Correcting = value;
    }

    /// <summary>Decides what decisions record in registers. Of the room of registers, where it is open; set once, before the first act.</summary>
    internal RecordedDecided? Recording
    {
        set => _deciding.Recording = value;
    }

    /// <summary>What was said about purposes in batches that are not stored yet; null where the desk of looks is not open.</summary>
    internal ConsentUnderWay? ConsentUnderWay { get; set; }

    internal TimeProvider Time => _time;

    /// <summary>The time by which the desk acts.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <returns>Null where the act is about a matter that cannot be.</returns>
    /// <summary>A filing that is sent again with its key corrects the same as well.</summary>
    private static string? PrintOf(ActOrder order) => order.Corrections.IsEmpty ? null : $"{ActPrints.Of(order.Act)}|{string.Join('|', order.Corrections.Select(static one => $"{one.Fact}|{RegisterPrints.Of(one.Act)}"))}";

    private static SubjectsNeeded? NeededFor(ActOrder order) => order.Corrections.IsEmpty ? null : RegistersDesk.NeededFor(order.Corrections.Select(static one => one.Act));

    private PendingOrder? Take(ActOrder order)
    {
        switch (order.Act)
        {
            case FileMatter filing:
            {
                var number = MatterNumbers.Mint(_time.GetUtcNow(), ref _lastMinted);
                return new PendingOrder(_printing, order, filing with { Matter = MatterNumbers.Id(number) }, [number], PrintOf(order)) { Also = NeededFor(order) };
            }

            case FileForAnother another:
            {
                var number = MatterNumbers.Mint(_time.GetUtcNow(), ref _lastMinted);
                return new PendingOrder(_printing, order, another with { Filing = another.Filing with { Matter = MatterNumbers.Id(number) } }, [number], PrintOf(order)) { Also = NeededFor(order) };
            }

            case RunJobs jobs:
                return new PendingOrder(_printing, order, jobs, [jobs.Matter]);
            default:
                if (DecidingActs.MatterOf(order.Act) is not { } matter) return new PendingOrder(_printing, order, order.Act, []);
                if (MatterNumbers.Of(matter) is not { } id) return null;
                return order.Act is LookAtMatter && order.By is Actor.Officer officer
                    ? new PendingOrder(_printing, order, order.Act, [id]) { Look = (id, InForce.DayOf(_time.GetUtcNow()).DayNumber, officer.Person.Text) }
                    : new PendingOrder(_printing, order, order.Act, [id]);
        }
    }

    private async Task BeginAsync(RunningStructure running, BeginStructure begin)
    {
        Versions.Add(running);
        var pending = new PendingOrder(_printing, new ActOrder { By = Actor.System, Act = begin }, begin, []);
        await _writer.PerformAsync(pending, turn => _deciding.Decide(pending, turn), CancellationToken.None);
        var head = _writer.Head;
        using var session = _place.Store.OpenToRead();
        _rules = RuleState.Load(session, head, Versions, _writer.Keys, _time.GetUtcNow());
    }

    /// <summary>The first answer to a request that was sent again: the matter as the act left it is folded anew from the record.</summary>
    private ActAnswer Again(UsedKey used)
    {
        try
        {
            using var session = _place.Store.OpenToRead();
            var receipt = new Receipt(used.Position, used.Entries, DateTimeOffset.FromUnixTimeMilliseconds(used.At));
            if (used.Code.Length > 0) return new ActAnswer.Refused(new Refusal(used.Code, Said(session, used.Position)), receipt);
            var past = used.Position + used.Entries;
            if (used.Matter == 0 || MatterRows.Find(session, used.Matter) is not var (_, track)) return new ActAnswer.Done(receipt, null, past - 1);
            return new ActAnswer.Done(receipt, Fold(session, track, past), past - 1);
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(_place.Store.Called);
        }
    }

    /// <summary>The receipt of what somebody did under a key, for whoever may not see any more what it was done to.</summary>
    /// <returns>Null where nothing was done under it.</returns>
    public Receipt? DoneBefore(Actor by, string key)
    {
        if (PendingOrder.KeyOf(by, key) is not { } sought) return null;
        UsedKey? used = null;
        Questions.Ask(session =>
        {
            KeyRows.Load(session, [sought], found => used = found);
            return true;
        });
        return used is { Code.Length: 0, Entries: > 0 } known ? new Receipt(known.Position, known.Entries, DateTimeOffset.FromUnixTimeMilliseconds(known.At)) : null;
    }

    /// <summary>The sentence with which the request was refused the first time; after an erasure only that it was.</summary>
    private Text Said(Session session, long position)
    {
        var reading = new PersonalReading(session, _writer.Keys, "", new ReadingGround.AlreadyTold());
        return Word(AuthorityWire.SaidInChinese) is { } zh && Word(AuthorityWire.SaidInEnglish) is { } en ? new Text(zh, en) : new Text("此请求先前已被拒绝，见记录。", "This request was refused before; the record has it.");

        string? Word(string field) => reading.Value(position, field) is { } opened ? Encoding.UTF8.GetString(opened.Value.Span) : null;
    }

    internal static Matter? Fold(Session session, MatterTrack track, long past) =>
        FoldingMatters.Fold(track.Positions.TakeWhile(position => position < past).Select(position => EventAt(session, position)));

    internal static IEvent EventAt(Session session, long position)
    {
        if (LedgerRows.Entry(session, position) is not { } bytes || !LedgerEntry.TryRead(bytes, out var entry, out _) || ProcessEvents.Read(entry.Event, entry.Fields, []) is not { } happened)
            throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is not the event of a matter.");
        return happened;
    }

    private RuleState RulesNow()
    {
        var rules = _rules;
        var now = rules.On(_time.GetUtcNow(), Versions);
        if (!ReferenceEquals(now, rules)) Interlocked.CompareExchange(ref _rules, now, rules);
        return now;
    }

    /// <summary>Answers may cross on their way; the state of the later decision stays.</summary>
    private void Publish(RuleState rules, long position)
    {
        lock (_publishing)
        {
            if (position <= _rulesAt) return;
            (_rules, _rulesAt) = (rules, position);
        }
    }
}
