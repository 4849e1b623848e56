using System.Security.Cryptography;
using System.Text;
using Trellis.Information.Exchange;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Entry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Information;

/// <content>Takes what neighbours say: gives evidence, takes matters in, and enters every message once, those that it turns away too.</content>
public sealed partial class ExchangeDesk
{
    /// <summary>Who answers in the name of the record. No officer acts: what is given and refused stands in the structure that they adopted.</summary>
    private static readonly EntryActor AsNeighbour = new EntryActor.InRole("neighbour");

    private static readonly TimeSpan PatienceWithCheckpoints = TimeSpan.FromSeconds(20);

    /// <summary>Takes a message.</summary>
    /// <exception cref="MachineFault">It could not be stored; who sent it signs it anew and sends it again.</exception>
    public async Task<ExchangeReply> TakeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var running = _matters.InForce;
        var now = _time.GetUtcNow();
        switch (ReadingMessages.Read(bytes.Span, _writer.Origin, running.Structure, running.DayOf(now), now))
        {
            case ReadMessage.Good good:
                return good.Message.Body switch
                {
                    MessageBody.Request request => await GiveAsync(good, request, cancellationToken),
                    MessageBody.Filing filing => await TakeInAsync(good, filing, cancellationToken),
                    MessageBody.Notice notice => await ReceiptedAsync(good, notice, cancellationToken),
                    MessageBody.Follow => await FollowedAsync(good, cancellationToken),
                    MessageBody.Word word => await WordAsync(good, word, cancellationToken),
                    _ => await AwayAsync(ExchangeRefusals.Malformed.Naming("它是答复，这里没有问过。", "It is an answer, and nothing was asked here."), good.From, good.Digest, cancellationToken),
                };
            case ReadMessage.TurnedAway away:
                return await AwayAsync(away.Why, away.From, away.Digest, cancellationToken);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>What this record offers to others, signed.</summary>
    public byte[] Terms()
    {
        var running = _matters.InForce;
        var now = Entry.Moment(_time.GetUtcNow());
        return SignedNote.Sign(StatingTerms.Of(running.Structure, running.DayOf(now), _writer.Origin, running.Version, now).Encode(), _writer.Keys.Signer).Encode();
    }

    private async Task<ExchangeReply> GiveAsync(ReadMessage.Good good, MessageBody.Request request, CancellationToken cancellationToken)
    {
        var running = _matters.InForce;
        var day = running.DayOf(_time.GetUtcNow());
        // The registers are read beside the writer; only what is offered is read at all.
        HeldRow? held = null;
        if (DecidingRequests.Decide(running.Structure, day, good.From, request, _time.GetUtcNow()) is ({ } asked, _)) held = _held?.Invoke(asked.Register, request.Key, request.Items, request.Purpose, day);
        var (key, digest) = (Dealing.KeyOf(good.From.Id, request.Dealing), request.Digest);
        Dealing? after = null;
        var settled = await PerformAsync(
            new ExchangeNeeds([key], good.Digest),
            turn =>
            {
                after = null;
                if (_state.WasTaken(good.Digest)) return Decision.Refuse(ExchangeRefusals.Replayed);
                if (_state.Find(key) is { } known)
                {
                    if (known.IsMatter || known.Digest != digest) return Decision.Refuse(ExchangeRefusals.ChangedContent.Naming("同一编号先前问的不是这个。", "Under the same id something else was asked before."));
                    after = known;
                    return Decision.Accept(Happen(new ExchangeEvent.AskedAgain(request.Dealing, good.From.Id, good.Digest) { Happened = turn.At }, AsNeighbour, turn));
                }

                var (offer, why) = DecidingRequests.Decide(running.Structure, running.DayOf(turn.At), good.From, request, turn.At);
                if (offer is not null && (held is null || !request.Items.All(held.Values.ContainsKey))) why = new CitedRefusal(ExchangeRefusals.SubjectNotHeld, [$"register/{offer.Register}"]);
                if (offer is null || held is null || why is not null)
                {
                    var denied = Happen(new ExchangeEvent.DealingDenied(request.Dealing, good.From.Id, "evidence", why!.Why.Code, why.Cites, digest, good.Digest) { Happened = turn.At }, AsNeighbour, turn);
                    after = _state.Find(key);
                    return Decision.Refuse(why.Why, denied);
                }

                DateTimeOffset? until = offer.GoodFor is { } limit ? running.At(null, running.DayOf(turn.At)).Times.Due(turn.At, limit) : null;
                var given = new ExchangeEvent.EvidenceGiven(
                    request.Dealing, good.From.Id, request.Unit, offer.Id, [.. request.Items], request.Purpose, request.Basis, request.Matter, request.Post, held.Row, DecidingRequests.NeedsPreview(offer, request.Purpose, running.Structure, running.DayOf(turn.At)), until, digest, good.Digest)
                { Happened = turn.At };
                var (purpose, row, values) = (Dealing.PurposeOf(request.Dealing), held.Row.ToString(), held.Values);
                var draft = Happen(given, AsNeighbour, turn, [.. request.Items.Select(item => new ValueToSeal(ExchangeWire.ValuePrefix + item, row, purpose, Encoding.UTF8.GetBytes(values[item])))]);
                after = _state.Find(key);
                return Decision.Accept(draft);
            }, cancellationToken);
        if (after is null) return await AwayAsync(((Settled.NotDone)settled).Why, good.From, good.Digest, cancellationToken);
        if (after.State == DealingState.Denied) return Deny(good, digest, after, (settled as Settled.NotDone)?.Why);
        var receipt = await ReceiptOfAsync(after.Answered, cancellationToken);
        var values = Ask(session =>
        {
            var reading = new PersonalReading(session, _writer.Keys, "", new ReadingGround.Exchanged(request.Dealing));
            return request.Items.Select(item => reading.Value(after.Answered, ExchangeWire.ValuePrefix + item) is { } opened ? new GivenValue(item, Encoding.UTF8.GetString(opened.Value.Span), Convert.ToHexStringLower(opened.Salt.Span)) : null).ToList();
        });
        // What was erased in between is given to nobody any more.
        if (values.Contains(null)) return Deny(good, digest, after with { About = ExchangeRefusals.SubjectNotHeld.Code }, ExchangeRefusals.SubjectNotHeld);
        return Reply(good, new MessageBody.Answer(digest, [.. values.OfType<GivenValue>()], receipt.Text, Links(request.Known, receipt.Size)) { Dealing = request.Dealing });
    }

    private async Task<ExchangeReply> TakeInAsync(ReadMessage.Good good, MessageBody.Filing filing, CancellationToken cancellationToken)
    {
        var (key, digest) = (Dealing.KeyOf(good.From.Id, filing.Dealing), filing.Digest);
        // What was sent before, or is no filing that may come from there, files nothing.
        Dealing? known = null;
        CitedRefusal? no = null;
        var running = _matters.InForce;
        var asked = await PerformAsync(
            new ExchangeNeeds([key], good.Digest),
            turn =>
            {
                (known, no) = (null, null);
                if (_state.WasTaken(good.Digest)) return Decision.Refuse(ExchangeRefusals.Replayed);
                if (_state.Find(key) is { } there)
                {
                    if (!there.IsMatter || there.Digest != digest) return Decision.Refuse(ExchangeRefusals.ChangedContent.Naming("同一编号先前递交的不是这个。", "Under the same id something else was filed before."));
                    known = there;
                    return Decision.Accept(Happen(new ExchangeEvent.AskedAgain(filing.Dealing, good.From.Id, good.Digest) { Happened = turn.At }, AsNeighbour, turn));
                }

                if (turn.At > filing.Lapses) no = new CitedRefusal(ExchangeRefusals.Expired, []);
                else if (!good.From.MayFile.Any(type => type.Id == filing.Type)) no = new CitedRefusal(ExchangeRefusals.MatterNotTaken, [good.From.Address]);
                if (no is null) return Decision.Accept();
                var denied = Happen(new ExchangeEvent.DealingDenied(filing.Dealing, good.From.Id, "matter", no.Why.Code, no.Cites, digest, good.Digest) { Happened = turn.At }, AsNeighbour, turn);
                known = _state.Find(key);
                return Decision.Refuse(no.Why, denied);
            }, cancellationToken);
        if (asked is Settled.NotDone(var turnedAway, _) && known is null) return await AwayAsync(turnedAway, good.From, good.Digest, cancellationToken);
        if (known is null)
        {
            var (matter, why) = await FileAsync(good.From, filing, running, cancellationToken);
            var settled = await PerformAsync(
                new ExchangeNeeds([key], good.Digest),
                turn =>
                {
                    known = _state.Find(key);
                    // Two sendings at once have filed the same matter; the first that comes here enters it.
                    if (known is not null) return Decision.Accept();
                    ExchangeEvent happened = matter is { } filed
                        ? new ExchangeEvent.MatterTakenIn(filing.Dealing, good.From.Id, filed, digest, good.Digest) { Happened = turn.At }
                        : new ExchangeEvent.DealingDenied(filing.Dealing, good.From.Id, "matter", ExchangeRefusals.FilingUnfit.Code, [why!.Code], digest, good.Digest) { Happened = turn.At };
                    var draft = Happen(happened, AsNeighbour, turn);
                    known = _state.Find(key);
                    return Decision.Accept(draft);
                }, cancellationToken);
            if (matter is null) no = new CitedRefusal(ExchangeRefusals.FilingUnfit.Naming(why!.Whole.Zh, why.Whole.En), [why.Code]);
        }

        if (known!.State == DealingState.Denied) return Deny(good, digest, known, no?.Why);
        if (_matters.Questions.Find(new MatterId(known.Matter)) is not var (there, _)) return new ExchangeReply(null, ExchangeRefusals.NoSuchDealing);
        var receipt = await ReceiptOfAsync(known.Opened, cancellationToken);
        return Reply(good, new MessageBody.Filed(digest, there.Id.Text, there.Number, there.HeldBy.Text, receipt.Text) { Dealing = filing.Dealing });
    }

    /// <summary>Files it at the desk as any other matter. The requester is known here by an opaque id of that neighbour, which is nobody else's.</summary>
    private async Task<(MatterId? Matter, Refusal? Why)> FileAsync(Neighbour from, MessageBody.Filing filing, RunningStructure running, CancellationToken cancellationToken)
    {
        var requester = RequesterOf(from, filing.Requester);
        var day = running.DayOf(_time.GetUtcNow());
        UnitId? place = filing.Place is { } named ? new UnitId(named) : null;
        var structure = running.At(place, day).Structure;
        if (structure.Matters.On(filing.Type, day) is not { } type) return (null, ProcessRefusals.NoSuchMatterType);
        var names = FormulaNames.Of(structure, type);
        var given = new List<GivenItem>();
        foreach (var fact in filing.Facts)
        {
            if (TypingFacts.Read(names, fact.Fact, fact.Words, fact.IsList, out var fault) is not { } value) return (null, ExchangeRefusals.FilingUnfit.Naming(fault.Zh, fault.En));
            given.Add(new GivenItem(fact.Fact, value));
        }

        var roles = new List<BoundRole>();
        foreach (var role in filing.Roles)
        {
            if (type.About.FirstOrDefault(one => one.Name == role.Role) is not { Register.Id: { } register }) return (null, ProcessRefusals.RoleMissing.Naming($"没有角色 {role.Role}。", $"There is no role {role.Role}."));
            if ((role.Row == "requester" ? new RowId(register, requester.Text) : RowId.Parse(role.Row)) is not { } row || row.Register != register) return (null, ProcessRefusals.RoleMissing.Naming($"{role.Role} 要写 {register}/…。", $"{role.Role} is a row {register}/…."));
            roles.Add(new BoundRole(role.Role, row));
        }

        var act = MattersDesk.Filing(filing.Type, place, roles, requester, Channel.Exchange, given, filing.Said is { } said ? new PersonalText(said) : null);
        return await _matters.DoAsync(new ActOrder { By = new Actor.Resident(requester), Act = act, Key = $"exchange/{from.Id}/{filing.Dealing}" }, cancellationToken) switch
        {
            ActAnswer.Done { Matter.Id: var id } => (id, null),
            ActAnswer.Refused refused => (null, refused.Why),
            _ => (null, ExchangeRefusals.ChangedContent),
        };
    }

    private static ActorId RequesterOf(Neighbour from, string requester) => new($"{from.Id}.{requester}");

    private async Task<ExchangeReply> ReceiptedAsync(ReadMessage.Good good, MessageBody.Notice notice, CancellationToken cancellationToken)
    {
        if (!CheckingEvidence.TryProve(notice.Dealing, notice.Receipt, KeyOf(good.From), out var receipt, out _, out var said, out var fault))
            return await AwayAsync(ExchangeRefusals.AnswerWrong.Naming(fault.Value.Zh, fault.Value.En), good.From, good.Digest, cancellationToken);
        if (notice.Outcome != said switch { ExchangeEvent.EvidenceReceived => "received", ExchangeEvent.EvidenceDeclined => "declined", _ => "" })
            return await AwayAsync(ExchangeRefusals.AnswerWrong.Naming("它的条目说的是别的。", "Its entry says something else."), good.From, good.Digest, cancellationToken);
        return await EnterAsync(good, notice.Digest, static known => known is { IsMatter: false, State: DealingState.Given }, at => new ExchangeEvent.DealingReceipted(notice.Dealing, good.From.Id, notice.Outcome, receipt.Index, good.Digest) { Happened = at }, cancellationToken);
    }

    private async Task<ExchangeReply> FollowedAsync(ReadMessage.Good good, CancellationToken cancellationToken)
    {
        var key = Dealing.KeyOf(good.From.Id, good.Message.Body.Dealing);
        Dealing? known = null;
        var settled = await PerformAsync(
            new ExchangeNeeds([key], good.Digest),
            turn =>
            {
                if (_state.WasTaken(good.Digest)) return Decision.Refuse(ExchangeRefusals.Replayed);
                if (_state.Find(key) is not { State: DealingState.TakenIn } there) return Decision.Refuse(ExchangeRefusals.NoSuchDealing);
                known = there;
                return Decision.Accept(Happen(new ExchangeEvent.MatterFollowed(there.Id, good.From.Id, good.Digest) { Happened = turn.At }, AsNeighbour, turn));
            }, cancellationToken);
        if (settled is Settled.NotDone(var why, _) || known is null) return await AwayAsync(settled is Settled.NotDone no ? no.Why : ExchangeRefusals.NoSuchDealing, good.From, good.Digest, cancellationToken);
        if (_matters.Questions.Find(new MatterId(known.Matter)) is not var (matter, _)) return new ExchangeReply(null, ExchangeRefusals.NoSuchDealing);
        return Reply(good, CourseOf(matter) with { Dealing = known.Id });
    }

    /// <summary>How it stands, in plain words: nobody is named, and nothing that anybody wrote is told.</summary>
    private MessageBody.Course CourseOf(Matter matter)
    {
        var pinned = _matters.Versions.Of(matter.Version);
        var placed = pinned.At(matter.Place, pinned.DayOf(matter.Moved ?? matter.Filed));
        var steps = placed.Structure.Matters.On(matter.Type, pinned.DayOf(matter.Filed))?.Steps.ToDictionary(static step => step.Id, StringComparer.Ordinal) ?? [];
        return new MessageBody.Course(
            matter.State.ToString().ToLowerInvariant(), matter.State == MatterState.Closed ? WordOf(matter.Closures[^1].Kind) : null, matter.HeldBy.Text, Promises.DueOf(matter, placed.Times),
            [.. matter.Open.Take(200).Select(open =>
            {
                var says = steps.TryGetValue(open.Step ?? "", out var step) ? FlowWords.Of(step.Kind) : new Text("办理", "work");
                return new CourseStep(open.Key, says.Zh, says.En, open.Performer is { IsRole: true } ? null : open.Performer?.Post?.Unit.Text ?? matter.HeldBy.Text, open.Since, open.Due);
            })]) { Dealing = "" };
    }

    private static string WordOf(ClosureKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private async Task<ExchangeReply> WordAsync(ReadMessage.Good good, MessageBody.Word word, CancellationToken cancellationToken)
    {
        var key = Dealing.KeyOf(good.From.Id, word.Dealing);
        Dealing? known = null;
        var asked = await PerformAsync(
            new ExchangeNeeds([key], good.Digest),
            turn =>
            {
                if (_state.WasTaken(good.Digest)) return Decision.Refuse(ExchangeRefusals.Replayed);
                known = _state.Find(key);
                return known is { State: DealingState.TakenIn } ? Decision.Accept() : Decision.Refuse(ExchangeRefusals.NoSuchDealing);
            }, cancellationToken);
        if (asked is Settled.NotDone(var unknown, _)) return await AwayAsync(unknown, good.From, good.Digest, cancellationToken);
        var matter = new MatterId(known!.Matter);
        // Whose word it is was said when the matter was filed; the neighbour cannot speak for anybody else.
        if (_matters.Questions.Find(matter) is not var (there, _)) return new ExchangeReply(null, ExchangeRefusals.NoSuchDealing);
        IAct act = word.Settled ? new ConfirmMatter(matter, word.Step) : new DisputeMatter(matter, word.Step, new PersonalText(word.Said));
        var answer = await _matters.DoAsync(new ActOrder { By = new Actor.Resident(there.FiledFor), Act = act, Key = $"exchange/{word.Salt}" }, cancellationToken);
        if (answer is not ActAnswer.Done)
        {
            // The flow over here does not wait for it, or not any more: that is told, and the message is entered all the same.
            var why = answer is ActAnswer.Refused refused ? refused.Why : ProcessRefusals.StepNotOpen;
            await EnterAsync(good, word.Digest, static one => one is { State: DealingState.TakenIn }, at => new ExchangeEvent.MessageTurnedAway(why.Code, good.From.Id, good.Digest, 1) { Happened = at }, cancellationToken);
            return Reply(good, new MessageBody.Denial(word.Digest, ExchangeRefusals.FilingUnfit.Code, [why.Code], Excerpt.Of(why.Whole.Zh, 900), Excerpt.Of(why.Whole.En, 1800)) { Dealing = word.Dealing });
        }

        return await EnterAsync(good, word.Digest, static one => one is { State: DealingState.TakenIn }, at => new ExchangeEvent.WordTakenIn(word.Dealing, good.From.Id, word.Settled, word.Digest, good.Digest) { Happened = at }, cancellationToken);
    }

    /// <summary>Enters what a neighbour told of a dealing, and answers with the receipt of that entry.</summary>
    private async Task<ExchangeReply> EnterAsync(ReadMessage.Good good, string digest, Func<Dealing?, bool> fits, Func<DateTimeOffset, ExchangeEvent> happens, CancellationToken cancellationToken)
    {
        var key = Dealing.KeyOf(good.From.Id, good.Message.Body.Dealing);
        var settled = await PerformAsync(
            new ExchangeNeeds([key], good.Digest),
            turn => _state.WasTaken(good.Digest) ? Decision.Refuse(ExchangeRefusals.Replayed)
                : !fits(_state.Find(key)) ? Decision.Refuse(ExchangeRefusals.NoSuchDealing)
                : Decision.Accept(Happen(happens(turn.At), AsNeighbour, turn)),
            cancellationToken);
        if (settled is not Settled.Done(var receipt)) return await AwayAsync(((Settled.NotDone)settled).Why, good.From, good.Digest, cancellationToken);
        return Reply(good, new MessageBody.Noted(digest, (await ReceiptOfAsync(receipt.First, cancellationToken)).Text) { Dealing = good.Message.Body.Dealing });
    }

    /// <summary>A message that nobody takes: it is entered, unless too many alike came in this hour, which are then told by their number.</summary>
    private async Task<ExchangeReply> AwayAsync(Refusal why, Neighbour? from, string? digest, CancellationToken cancellationToken)
    {
        if (_turned.Count(from?.Id ?? "", why.Code) is not (> 0 and var times)) return new ExchangeReply(null, why);
        return new ExchangeReply(null, why, await AwayAsync(why.Code, from?.Id, times == 1 ? digest : null, times, cancellationToken) is Settled.Done(var receipt) ? receipt.First : null);
    }

    private Task<Settled> AwayAsync(string code, string? neighbour, string? message, long times, CancellationToken cancellationToken) => PerformAsync(
        new ExchangeNeeds([], message),
        turn => Decision.Accept(Happen(new ExchangeEvent.MessageTurnedAway(code, neighbour, message is null || _state.WasTaken(message) ? null : message, times) { Happened = turn.At }, AsNeighbour, turn)),
        cancellationToken);

    private ExchangeReply Deny(ReadMessage.Good good, string digest, Dealing denied, Refusal? why)
    {
        // Asked again, the words are those of the code; what it cites stands in the entry.
        var said = (why ?? ExchangeRefusals.Of(denied.About)).Whole;
        var cites = EventAt(denied.Opened) is ExchangeEvent.DealingDenied entry ? entry.Cites : [];
        return Reply(good, new MessageBody.Denial(digest, denied.About, [.. cites], Excerpt.Of(said.Zh, 900), Excerpt.Of(said.En, 1800)) { Dealing = good.Message.Body.Dealing });
    }

    private ExchangeReply Reply(ReadMessage.Good to, MessageBody body) => new(Sign(to.From.Origin, body), null);

    private byte[] Sign(string to, MessageBody body)
    {
        var now = Entry.Moment(_time.GetUtcNow());
        return SignedNote.Sign(new ExchangeMessage(ExchangeMessage.Form, _writer.Origin, to, now, now + ExchangeMessage.LongestLife, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ExchangeMessage.NonceLength)), body).Encode(), _writer.Keys.Signer).Encode();
    }

    /// <summary>The receipt of an entry, when a checkpoint that counts covers it.</summary>
    /// <exception cref="MachineFault">None does in time: witnesses are missing, or the store is away.</exception>
    private async Task<(string Text, long Size)> ReceiptOfAsync(long position, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceWithCheckpoints);
        try
        {
            await _writer.CheckpointOfAsync(position, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MachineFault(new Text("还没有生效的检查点覆盖这一条。", "No checkpoint that counts covers the entry yet."), new Text("见证方答复后重发即可。", "Send it again when the witnesses have answered."));
        }

        var receipt = _served.Receipt(position, withEntry: true) ?? throw new MachineFault(new Text("回执还取不到。", "The receipt is not to be had yet."), new Text("稍后重发。", "Send it again in a moment."));
        return (Encoding.UTF8.GetString(receipt.Encode()), receipt.Checkpoint.Checkpoint.Size);
    }

    /// <summary>The path from a head that the asker knows; none where it is not the beginning of ours, and then the asker will not take the answer.</summary>
    private List<string> Links(KnownHead? known, long size)
    {
        if (known is null || known.Size > size) return [];
        return Ask(session => ConsistencyProof.TryMake(known.Size, size, new StoredTree(session).Read, out var proof, out _) ? proof.Path.Select(static one => Convert.ToHexStringLower(one.Bytes)).ToList() : []);
    }
}
