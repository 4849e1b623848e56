using System.Text;
using Trellis.Information.Exchange;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Structure;

namespace Trellis.Runtime.Information;

/// <content>
/// Says to neighbours what is owed to them, until it is answered or its time is over. What is still to be said stands in the record, so that nothing is lost when the machine stops; each
/// sending is a message of its own, and the other side enters what it says once.
/// </content>
public sealed partial class ExchangeDesk
{
    private const int AtOnce = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, (int Tries, DateTimeOffset Next)> _tries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _oneRound = new(1);
    private volatile TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Is told what went wrong where nobody waits for an answer. It may tell of entries, never of what people wrote.</summary>
    public Action<Exception>? Failing { get; set; }

    /// <summary>Begins to send, and goes on until it is disposed of.</summary>
    /// <param name="every">How often to look at the latest.</param>
    public void Begin(TimeSpan every) => _sending = Task.Run(async () =>
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var woken = _woken.Task;
                await SendDueAsync(_ending.Token);
                await Task.WhenAny(woken, Task.Delay(every, _ending.Token));
                if (woken.IsCompleted) _woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            catch (MachineFault)
            {
                // The store is away: what is owed stays owed.
                await Task.WhenAny(Task.Delay(every, _ending.Token));
            }
            catch (Exception) when (_ending.IsCancellationRequested || _writer.Ended.IsCompleted)
            {
                return;
            }
#pragma warning disable CA1031 // What nobody thought of is told, and must not end the exchange for ever.
            catch (Exception fault)
            {
                Failing?.Invoke(fault);
                await Task.WhenAny(Task.Delay(every, _ending.Token));
            }
#pragma warning restore CA1031
        }
    });

    /// <summary>Sends what is owed and due, once each.</summary>
    /// <returns>How many dealings went on.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        await _oneRound.WaitAsync(cancellationToken);
        try
        {
            foreach (var (neighbour, code, times) in _turned.TakeUntold(all: false)) await AwayAsync(code, neighbour.Length == 0 ? null : neighbour, null, times, cancellationToken);
            var (moved, after) = (0, -1L);
            while (true)
            {
                var owing = Ask(session => ExchangeRows.ThatOwe(session, after, AtOnce));
                foreach (var dealing in owing)
                {
                    after = dealing.Opened;
                    var now = _time.GetUtcNow();
                    if (_tries.TryGetValue(dealing.Key, out var tries) && tries.Next > now) continue;
                    if (await SendAsync(dealing, cancellationToken))
                    {
                        moved++;
                        _tries.Remove(dealing.Key);
                        continue;
                    }

                    var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(tries.Tries, 20)));
                    _tries[dealing.Key] = (tries.Tries + 1, now + pause);
                }

                if (owing.Count < AtOnce) return moved;
            }
        }
        finally
        {
            _oneRound.Release();
        }
    }

    /// <summary>How a matter stands that was filed in another jurisdiction, asked of it now.</summary>
    public async Task<(MessageBody.Course? Course, Refusal? Why)> FollowAsync(Actor.Resident by, string dealing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        var known = Ask(session => ExchangeRows.Find(session, dealing));
        if (known is not { IsOurs: true, IsMatter: true } || known.Person != by.Person.Text) return (null, ExchangeRefusals.NoSuchDealing);
        if (known.State != DealingState.Filed) return (null, known.State == DealingState.Refused ? ExchangeRefusals.Denied : ExchangeRefusals.NotAnsweredYet);
        if (NeighbourOf(known.Neighbour, out var why) is not { } neighbour) return (null, why);
        if (await _lines.SendAsync(neighbour.Origin, Sign(neighbour.Origin, new MessageBody.Follow { Dealing = dealing }), cancellationToken) is not { } answer) return (null, ExchangeRefusals.NotReached);
        if (!TryRead(answer, neighbour, dealing, out var good, out var wrong)) return (null, wrong);
        return good.Message.Body is MessageBody.Course course ? (course, null) : (null, ExchangeRefusals.AnswerWrong);
    }

    /// <summary>What a neighbour offers to this record, asked of it now: only what stands under its key is believed.</summary>
    public async Task<(IReadOnlyList<OfferedTerm>? Offers, Refusal? Why)> OffersOfAsync(string neighbour, CancellationToken cancellationToken)
    {
        if (NeighbourOf(neighbour, out var why) is not { } found) return (null, why);
        return await SignedTermsAsync(found, cancellationToken) is { } terms ? ([.. terms.Offers.Where(one => one.GivenTo.Contains(_writer.Origin))], null) : (null, ExchangeRefusals.NotReached);
    }

    private async Task<ExchangeTerms?> SignedTermsAsync(Neighbour neighbour, CancellationToken cancellationToken) =>
        await _lines.TermsAsync(neighbour.Origin, cancellationToken) is { } bytes && SignedNote.TryRead(bytes, out var note, out _) && note.TryVerify([KeyOf(neighbour)], out _, out _) && ExchangeTerms.TryRead(note.Text, out var terms) && terms.From == neighbour.Origin
            ? terms
            : null;

    private void Wake() => _woken.TrySetResult();

    /// <returns>Whether the dealing went on.</returns>
    private async Task<bool> SendAsync(Dealing dealing, CancellationToken cancellationToken)
    {
        if (dealing.Owes == DealingOwes.Request && _time.GetUtcNow() > dealing.Lapses)
        {
            await ChangeAsync(dealing, turn => new ExchangeEvent.DealingLapsed(dealing.Id) { Happened = turn.At }, [], cancellationToken);
            return true;
        }

        if (NeighbourOf(dealing.Neighbour, out _) is not { } neighbour) return false;
        if (await BodyOfAsync(dealing, cancellationToken) is not { } body)
        {
            // What was to be said was erased: there is nothing to say any more.
            await ChangeAsync(dealing, turn => dealing.Owes == DealingOwes.Request ? new ExchangeEvent.DealingLapsed(dealing.Id) { Happened = turn.At } : new ExchangeEvent.DealingNoted(dealing.Id, NoMessage) { Happened = turn.At }, [], cancellationToken);
            return true;
        }

        if (await _lines.SendAsync(neighbour.Origin, Sign(neighbour.Origin, body), cancellationToken) is not { } answer) return false;
        if (!TryRead(answer, neighbour, dealing.Id, out var good, out var why)) return await WrongAsync(why, neighbour, cancellationToken);
        switch (good.Message.Body)
        {
            case MessageBody.Denial denial when denial.Answers == body.Digest:
                return await RefusedAsync(dealing, neighbour, body, denial, good, cancellationToken);
            case MessageBody.Answer one when body is MessageBody.Request request:
                if (!CheckingEvidence.TryCheck(one, request.Digest, request.Items, KeyOf(neighbour), request.Known, out var evidence, out var wrong)) return await WrongAsync(ExchangeRefusals.AnswerWrong.Naming(wrong.Value.Zh, wrong.Value.En), neighbour, cancellationToken, good.Digest);
                return await ReceivedAsync(dealing, evidence, good, cancellationToken);
            case MessageBody.Filed filed when body is MessageBody.Filing filing && filed.Answers == filing.Digest:
                return await FiledAsync(dealing, neighbour, filing, filed, good, cancellationToken);
            case MessageBody.Noted noted when noted.Answers == body.Digest && dealing.Owes is DealingOwes.Receipt or DealingOwes.Word:
                if (!CheckingEvidence.TryProve(dealing.Id, noted.Receipt, KeyOf(neighbour), out _, out _, out _, out var unproven)) return await WrongAsync(ExchangeRefusals.AnswerWrong.Naming(unproven.Value.Zh, unproven.Value.En), neighbour, cancellationToken, good.Digest);
                await ChangeAsync(dealing, turn => new ExchangeEvent.DealingNoted(dealing.Id, good.Digest) { Happened = turn.At }, [Note(dealing, good)], cancellationToken);
                return true;
            default:
                return await WrongAsync(ExchangeRefusals.AnswerWrong.Naming("答复的不是所问的。", "It answers something else than was asked."), neighbour, cancellationToken, good.Digest);
        }
    }

    /// <summary>Stands for the message where none was received.</summary>
    private const string NoMessage = "none";

    private async Task<MessageBody?> BodyOfAsync(Dealing dealing, CancellationToken cancellationToken)
    {
        if (dealing.Owes != DealingOwes.Receipt) return Opened(dealing.Says, ExchangeWire.SentField, new ReadingGround.Exchanged(dealing.Id)) is { } sent ? MessageBody.Read(sent) : null;
        return new MessageBody.Notice(dealing.State == DealingState.Declined ? "declined" : "received", (await ReceiptOfAsync(dealing.Says, cancellationToken)).Text) { Dealing = dealing.Id };
    }

    private async Task<bool> ReceivedAsync(Dealing dealing, CheckedEvidence evidence, ReadMessage.Good good, CancellationToken cancellationToken)
    {
        var head = evidence.Receipt.Checkpoint.Checkpoint;
        var given = evidence.Given;
        var purpose = Dealing.PurposeOf(dealing.Id);
        await ChangeAsync(
            dealing,
            turn => new ExchangeEvent.EvidenceReceived(dealing.Id, dealing.Neighbour, given.Offer, given.Items, given.Preview, given.GoodUntil, evidence.Receipt.Index, head.Size, Convert.ToHexStringLower(head.Root.Bytes), good.Digest) { Happened = turn.At },
            [.. evidence.Values.Select(value => new ValueToSeal(ExchangeWire.ValuePrefix + value.Item, dealing.Person, purpose, Encoding.UTF8.GetBytes(value.Value))), Note(dealing, good)], cancellationToken);
        return true;
    }

    private async Task<bool> FiledAsync(Dealing dealing, Neighbour neighbour, MessageBody.Filing filing, MessageBody.Filed filed, ReadMessage.Good good, CancellationToken cancellationToken)
    {
        if (!CheckingEvidence.TryProve(dealing.Id, filed.Receipt, KeyOf(neighbour), out var receipt, out _, out var happened, out var why)) return await WrongAsync(ExchangeRefusals.AnswerWrong.Naming(why.Value.Zh, why.Value.En), neighbour, cancellationToken, good.Digest);
        if (happened is not ExchangeEvent.MatterTakenIn taken || taken.Request != filing.Digest || taken.Matter.Text != filed.Matter)
            return await WrongAsync(ExchangeRefusals.AnswerWrong.Naming("它的条目说的是别的。", "Its entry says something else."), neighbour, cancellationToken, good.Digest);
        var head = receipt.Checkpoint.Checkpoint;
        await ChangeAsync(
            dealing, turn => new ExchangeEvent.MatterTaken(dealing.Id, dealing.Neighbour, filed.Matter, filed.Number, filed.Holder, receipt.Index, head.Size, Convert.ToHexStringLower(head.Root.Bytes), good.Digest) { Happened = turn.At }, [Note(dealing, good)], cancellationToken);
        return true;
    }

    /// <summary>A no is entered with what it cites; and where the other's own published terms say otherwise, with the offer that shows it.</summary>
    private async Task<bool> RefusedAsync(Dealing dealing, Neighbour neighbour, MessageBody body, MessageBody.Denial denial, ReadMessage.Good good, CancellationToken cancellationToken)
    {
        string? contradicted = null;
        if (body is MessageBody.Request request && await SignedTermsAsync(neighbour, cancellationToken) is { } terms && (terms.Made - good.Message.Sent).Duration() <= ExchangeTerms.GoodFor)
            contradicted = StatingTerms.Contradicts(terms, request, denial.Code, _writer.Origin);
        await ChangeAsync(dealing, turn => new ExchangeEvent.DealingRefused(dealing.Id, dealing.Neighbour, denial.Code, [.. denial.Cites], contradicted, good.Digest) { Happened = turn.At }, [Note(dealing, good)], cancellationToken);
        return true;
    }

    /// <summary>An answer that does not hold is entered as such, and asked for again until its time is over.</summary>
    private async Task<bool> WrongAsync(Refusal why, Neighbour neighbour, CancellationToken cancellationToken, string? digest = null)
    {
        await AwayAsync(why, neighbour, digest, cancellationToken);
        return false;
    }

    private bool TryRead(byte[] answer, Neighbour neighbour, string dealing, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ReadMessage.Good? good, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Refusal? why)
    {
        var running = _matters.InForce;
        var now = _time.GetUtcNow();
        return ReadingMessages.TryReadAnswer(answer, _writer.Origin, neighbour, dealing, running.Structure, running.DayOf(now), now, out good, out why);
    }

    private static ValueToSeal Note(Dealing dealing, ReadMessage.Good good) => new(ExchangeWire.NoteField, dealing.Person, Dealing.PurposeOf(dealing.Id), good.Note.Encode());

    /// <summary>Enters what follows for a dealing of ours, unless it went on in between.</summary>
    private Task<Settled> ChangeAsync(Dealing dealing, Func<Turn, ExchangeEvent> happens, ValueToSeal[] personal, CancellationToken cancellationToken) => PerformAsync(
        new ExchangeNeeds([dealing.Key]),
        turn => _state.Find(dealing.Key) is { } now && (now.State, now.Owes, now.Says) == (dealing.State, dealing.Owes, dealing.Says) ? Decision.Accept(Happen(happens(turn), AsNeighbour, turn, personal)) : Decision.Accept(),
        cancellationToken);
}
