using System.Security.Cryptography;
using System.Text;
using Trellis.Information.Exchange;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Draft = Trellis.Runtime.Ledger.Draft;
using Entry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Information;

/// <summary>Values that a register holds of one row, on a day, for a purpose.</summary>
/// <param name="Row">Its opaque id.</param>
/// <param name="Values">As the language of structures writes them, by item.</param>
internal sealed record HeldRow(RowId Row, IReadOnlyDictionary<string, string> Values);

/// <summary>Looks up a row by its key, and the values of its items on a day for a purpose; null where the register holds none.</summary>
internal delegate HeldRow? ReadHeld(string register, string key, IReadOnlyList<string> items, string purpose, DateOnly day);

/// <summary>What an officer asks a neighbour for in a matter.</summary>
/// <param name="Key">The key of the row in the neighbour's register.</param>
public sealed record EvidenceWanted(string Neighbour, string Unit, IReadOnlyList<string> Items, string Basis, string Key);

/// <summary>A matter that is to be filed in another jurisdiction.</summary>
public sealed record MatterWanted(string Neighbour, string Type, string? Place, IReadOnlyList<FiledRole> Roles, IReadOnlyList<FiledFact> Facts, string? Said);

/// <summary>What came of an act of the exchange, told after the flush.</summary>
/// <param name="Receipt">Where it stands; null where it was done before, and where nothing was entered.</param>
public sealed record ExchangeDone(Dealing Dealing, Receipt? Receipt);

/// <summary>What is answered to a neighbour: a signed message, or for who is none the refusal alone.</summary>
/// <param name="Recorded">Where the refusal stands in the record; null where it does not by itself.</param>
public sealed record ExchangeReply(byte[]? Message, Refusal? Why, long? Recorded = null);

/// <summary>
/// The desk of the exchange with other records: asks neighbours and files there, takes what they ask and file here. Each side decides by its own structure, enters what it did, and
/// believes of the other only what its signature, its checkpoint and its entry prove. Safe for any number of callers.
/// </summary>
public sealed partial class ExchangeDesk : IAsyncDisposable
{
    /// <summary>So long an answer is waited for before the asker gives up.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(3);

    /// <summary>The most dealings that a list shows.</summary>
    public const int MostListed = 200;

    private const int DealingLength = 16;

    private readonly RecordWriter _writer;
    private readonly MattersDesk _matters;
    private readonly TimeProvider _time;
    private readonly ExchangeState _state;
    private readonly ServedLedger _served;
    private readonly ReadHeld? _held;
    private readonly NeighbourLines _lines;
    private readonly byte[] _naming;
    private readonly TurningAway _turned;
    private readonly CancellationTokenSource _ending = new();
    private Task _sending = Task.CompletedTask;

    private ExchangeDesk(RecordWriter writer, MattersDesk matters, TimeProvider time, ExchangeState state, ReadHeld? held, NeighbourLines lines)
    {
        (_writer, _matters, _time, _state, _held, _lines) = (writer, matters, time, state, held, lines);
        _served = new ServedLedger(writer.Place.Store, () => writer.CountingCheckpoint);
        _naming = writer.DeriveKey("exchange");
        _turned = new TurningAway(time);
    }

    /// <summary>Opens the desk beside that of matters.</summary>
    /// <param name="registers">What is held here; null where nothing is.</param>
    /// <param name="addresses">Where neighbours are reached, by the origins of their records. Nothing is ever sent elsewhere.</param>
    public static async Task<ExchangeDesk> OpenAsync(RecordWriter writer, MattersDesk matters, TimeProvider time, RegistersDesk? registers, IReadOnlyDictionary<string, Uri> addresses)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var state = new ExchangeState(writer.MostAtOnce);
        await writer.DecideOnAsync(state);
        return new ExchangeDesk(writer, matters, time, state, registers is null ? null : HeldRegisters.Of(registers, new SearchIndex(writer.Keys)), new NeighbourLines(addresses));
    }

    /// <summary>An officer asks a neighbour for evidence in a matter. The purpose is that of the matter type.</summary>
    /// <param name="key">A word of the asker's own: the same word is the same dealing.</param>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public async Task<(ExchangeDone? Done, Refusal? Why)> AskAsync(Actor.Officer by, MatterId matter, EvidenceWanted wanted, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(wanted);
        if (_matters.Questions.Find(by, matter) is not var (found, _)) return (null, ProcessRefusals.NoSuchMatter);
        if (found.State == MatterState.Closed) return (null, ProcessRefusals.MatterIsClosed);
        var pinned = _matters.Versions.Of(found.Version);
        var purpose = pinned.Structure.Matters.On(found.Type, pinned.DayOf(found.Filed))?.Purpose?.Id;
        if (purpose is null) return (null, ExchangeRefusals.NoPurpose);
        if (NeighbourOf(wanted.Neighbour, out var why) is not { } neighbour) return (null, why);
        var now = Entry.Moment(_time.GetUtcNow());
        var dealing = DealingOf($"{by.Person}\n{by.Seat}\n{matter}\n{key}");
        var body = new MessageBody.Request(wanted.Unit, wanted.Items, wanted.Key, purpose, wanted.Basis, matter.Text, by.Seat.ToString(), now, now + Lasts, Salt(), Ask(session => ExchangeRows.Head(session, neighbour.Id))) { Dealing = dealing };
        if (body.IsUnfit) return (null, ExchangeRefusals.Malformed.Naming("写明一至一百个数据项、单位、依据和对象的编号。", "Name 1 to 100 items, a unit, a basis, and the key of the row, each by its id."));
        return await BeginAsync(
            dealing, existing => existing is { IsMatter: false } && existing.Matter == matter.Text,
            new ExchangeEvent.EvidenceAsked(dealing, neighbour.Id, matter, found.FiledFor, wanted.Unit, [.. wanted.Items], purpose, wanted.Basis, by.Person, by.Seat, body.Lapses, body.Digest) { Happened = now },
            new EntryActor.Officer(by.Seat.Post, by.Seat.Unit.Text), found.FiledFor, body, cancellationToken);
    }

    /// <summary>A resident files a matter in another jurisdiction. It is decided there, and followed from here.</summary>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public async Task<(ExchangeDone? Done, Refusal? Why)> FileThereAsync(Actor.Resident by, MatterWanted wanted, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(wanted);
        if (NeighbourOf(wanted.Neighbour, out var why) is not { } neighbour) return (null, why);
        var now = Entry.Moment(_time.GetUtcNow());
        var dealing = DealingOf($"{by.Person}\nmatter\n{key}");
        // The neighbour knows the person by an id that no other neighbour is given.
        var requester = Hex(HMACSHA256.HashData(_naming, Encoding.UTF8.GetBytes($"person\n{neighbour.Origin}\n{by.Person}")), DealingLength);
        var body = new MessageBody.Filing(wanted.Type, wanted.Place, requester, wanted.Roles, wanted.Facts, wanted.Said, now, now + Lasts, Salt()) { Dealing = dealing };
        if (body.IsUnfit) return (null, ExchangeRefusals.Malformed.Naming("写明事项类型、地点、角色和事实的标识。", "Name the matter type, the place, roles and facts by their ids."));
        return await BeginAsync(
            dealing, existing => existing is { IsMatter: true } && existing.Person == by.Person.Text,
            new ExchangeEvent.MatterSent(dealing, neighbour.Id, wanted.Type, by.Person, requester, body.Lapses, body.Digest) { Happened = now },
            EntryActor.Requester, by.Person, body, cancellationToken);
    }

    /// <summary>The requester says whether the matter over there is settled.</summary>
    /// <param name="step">The step that waits for it, as the course names it.</param>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public async Task<(ExchangeDone? Done, Refusal? Why)> SayAsync(Actor.Resident by, string dealing, bool settled, string step, string? said, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        var now = Entry.Moment(_time.GetUtcNow());
        // The same word said again with the same key is the same message body, and is taken once over there.
        var body = new MessageBody.Word(settled, step, said, now, Hex(HMACSHA256.HashData(_naming, Encoding.UTF8.GetBytes($"word\n{by.Person}\n{dealing}\n{key}")), ExchangeMessage.NonceLength)) { Dealing = dealing };
        if (body.IsUnfit) return (null, ExchangeRefusals.NoSuchDealing);
        Dealing? after = null;
        var settledAct = await PerformAsync(
            new ExchangeNeeds([dealing]),
            turn =>
            {
                if (_state.Find(dealing) is not { IsOurs: true, IsMatter: true } known || known.Person != by.Person.Text) return Decision.Refuse(ExchangeRefusals.NoSuchDealing);
                if (known.State != DealingState.Filed) return Decision.Refuse(known.State == DealingState.Refused ? ExchangeRefusals.Denied : ExchangeRefusals.NotAnsweredYet);
                var draft = Happen(new ExchangeEvent.WordSent(dealing, settled, body.Digest) { Happened = turn.At }, EntryActor.Requester, turn, new ValueToSeal(ExchangeWire.SentField, by.Person.Text, Dealing.PurposeOf(dealing), body.Encode()));
                after = _state.Find(dealing);
                return Decision.Accept(draft);
            }, cancellationToken);
        return Told(settledAct, after);
    }

    /// <summary>What a neighbour answered, for the person alone, before anybody else reads it.</summary>
    /// <returns>The values by item; or why not.</returns>
    public (IReadOnlyList<(string Item, string Value)>? Values, Refusal? Why) Preview(Actor.Resident by, string dealing)
    {
        ArgumentNullException.ThrowIfNull(by);
        var known = Ask(session => ExchangeRows.Find(session, dealing));
        if (known is not { IsOurs: true, IsMatter: false } || known.Person != by.Person.Text) return (null, ExchangeRefusals.NoSuchDealing);
        if (known.Answered < 0 || known.State == DealingState.Refused) return (null, known.State == DealingState.Refused ? ExchangeRefusals.Denied : ExchangeRefusals.NotAnsweredYet);
        return known.State == DealingState.Declined ? (null, ExchangeRefusals.Declined) : (ValuesOf(known.Answered, new ReadingGround.Own(by.Person)), null);
    }

    /// <summary>The person lets it go: from then on it may be used, once.</summary>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public Task<(ExchangeDone? Done, Refusal? Why)> ReleaseAsync(Actor.Resident by, string dealing, CancellationToken cancellationToken) => AnswerPreviewAsync(by, dealing, turn => new ExchangeEvent.EvidenceReleased(dealing) { Happened = turn.At }, cancellationToken);

    /// <summary>The person keeps it back: what was received is destroyed, and the owner is told.</summary>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public async Task<(ExchangeDone? Done, Refusal? Why)> DeclineAsync(Actor.Resident by, string dealing, CancellationToken cancellationToken)
    {
        var (done, why) = await AnswerPreviewAsync(by, dealing, turn => new ExchangeEvent.EvidenceDeclined(dealing) { Happened = turn.At }, cancellationToken);
        if (done is null) return (done, why);
        await DestroyAsync(done.Dealing, cancellationToken);
        return (done, why);
    }

    /// <summary>An officer uses evidence in the matter for which it was asked: once, and what it says is shown when that stands in the record.</summary>
    /// <param name="key">By which the same use is known when it is sent again; it is answered again, and nothing more is used.</param>
    /// <exception cref="MachineFault">It could not be stored, and nothing is shown.</exception>
    public async Task<(ExchangeDone? Done, IReadOnlyList<(string Item, string Value)>? Values, Refusal? Why)> UseAsync(Actor.Officer by, MatterId matter, string dealing, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (_matters.Questions.Find(by, matter) is not var (found, _)) return (null, null, ProcessRefusals.NoSuchMatter);
        if (!SeeingMatters.MayRead(by, found)) return (null, null, ProcessRefusals.ConflictOfInterest);
        if (!MessageBody.IsDealing(dealing)) return (null, null, ExchangeRefusals.NoSuchDealing);
        var mark = Hex(HMACSHA256.HashData(_naming, Encoding.UTF8.GetBytes($"use\n{by.Person}\n{by.Seat}\n{matter}\n{key}")), DealingLength);
        Dealing? after = null;
        var settled = await PerformAsync(
            new ExchangeNeeds([dealing]),
            turn =>
            {
                after = null;
                var known = _state.Find(dealing);
                if (known is { State: DealingState.Used } && known.Mark == mark)
                {
                    after = known;
                    return Decision.Accept();
                }

                if (UsingEvidence.WhyNot(known, matter, turn.At) is { } why) return Decision.Refuse(why);
                var draft = Happen(new ExchangeEvent.EvidenceUsed(dealing, matter, known!.Purpose, by.Person, by.Seat, mark) { Happened = turn.At }, new EntryActor.Officer(by.Seat.Post, by.Seat.Unit.Text), turn);
                after = _state.Find(dealing);
                return Decision.Accept(draft);
            }, cancellationToken);
        var (done, refused) = Told(settled, after);
        return (done, done is null ? null : ValuesOf(done.Dealing.Answered, new ReadingGround.Exchanged(dealing)), refused);
    }

    /// <summary>The matter in which evidence was used, where it is an officer's to read; null otherwise.</summary>
    public MatterId? UsedIn(Actor.Officer by, string dealing) =>
        MessageBody.IsDealing(dealing) && Ask(session => ExchangeRows.Find(session, dealing)) is { IsOurs: true, IsMatter: false, Answered: >= 0, State: DealingState.Used } known
        && _matters.Questions.Find(by, new MatterId(known.Matter)) is var (matter, _) && SeeingMatters.MayRead(by, matter) ? matter.Id : null;

    /// <summary>The signed answer of a neighbour as it came, for whoever may read the evidence: it can be verified without us.</summary>
    /// <returns>Null where there is none, or it was destroyed, or it is not theirs to have.</returns>
    public byte[]? Note(Actor by, string dealing)
    {
        var known = Ask(session => ExchangeRows.Find(session, dealing));
        if (known is not { IsOurs: true, IsMatter: false, Answered: >= 0 }) return null;
        // An officer has it when it was used in a matter that is theirs to read; the person has it from the beginning.
        var theirs = by switch
        {
            Actor.Resident resident => known.Person == resident.Person.Text,
            Actor.Officer officer => UsedIn(officer, dealing) is not null,
            _ => false,
        };
        return theirs ? Opened(known.Answered, ExchangeWire.NoteField, by is Actor.Resident own ? new ReadingGround.Own(own.Person) : new ReadingGround.Exchanged(dealing)) : null;
    }

    /// <summary>Dealings in a matter, the newest first; null where there is no such matter that they may see.</summary>
    public IReadOnlyList<Dealing>? In(Actor by, MatterId matter) => _matters.Questions.Find(by, matter) is null ? null : Ask(session => ExchangeRows.At(session, matter, MostListed));

    /// <summary>Somebody's own dealings: what was asked about them here and given of them to others, and what they filed elsewhere. The newest first.</summary>
    public IReadOnlyList<Dealing> Of(Actor.Resident by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return Ask(session => ExchangeRows.Of(session, by.Person, MostListed));
    }

    /// <summary>One of somebody's own dealings; null where there is none of theirs.</summary>
    public Dealing? Find(Actor.Resident by, string dealing)
    {
        ArgumentNullException.ThrowIfNull(by);
        return MessageBody.IsDealing(dealing) && Ask(session => ExchangeRows.Find(session, dealing)) is { IsOurs: true } found && found.Person == by.Person.Text ? found : null;
    }

    /// <summary>What neighbours asked this record for and what it answered, the newest first. Who asks for it sees no value and no row, but which unit was asked for which items.</summary>
    public IReadOnlyList<(Dealing Dealing, ExchangeEvent Answer)> AskedOfUs()
    {
        var running = _matters.InForce;
        var neighbours = running.Structure.Neighbours.All.Select(static one => one.Id).Distinct(StringComparer.Ordinal);
        return [.. neighbours.SelectMany(one => Ask(session => ExchangeRows.From(session, one, MostListed))).OrderByDescending(static one => one.Opened).Take(MostListed).Select(one => (one, Answer: EventAt(one.Opened)!)).Where(static one => one.Answer is not null)];
    }

    /// <summary>What was asked in a dealing of ours.</summary>
    public ExchangeEvent.EvidenceAsked? Asked(Dealing dealing)
    {
        ArgumentNullException.ThrowIfNull(dealing);
        return dealing is { IsOurs: true, IsMatter: false } ? EventAt(dealing.Opened) as ExchangeEvent.EvidenceAsked : null;
    }

    /// <summary>The no that was answered to a dealing of ours; null where there was none.</summary>
    public ExchangeEvent.DealingRefused? Refused(Dealing dealing)
    {
        ArgumentNullException.ThrowIfNull(dealing);
        return dealing is { IsOurs: true, State: DealingState.Refused } ? EventAt(dealing.Answered) as ExchangeEvent.DealingRefused : null;
    }

    /// <summary>When a dealing began.</summary>
    public DateTimeOffset At(Dealing dealing)
    {
        ArgumentNullException.ThrowIfNull(dealing);
        return EventAt(dealing.Opened)!.Happened;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested) return;
        await _ending.CancelAsync();
        await _sending;
        _lines.Dispose();
        _served.Dispose();
        _ending.Dispose();
    }

    private async Task<(ExchangeDone? Done, Refusal? Why)> BeginAsync(string dealing, Func<Dealing, bool> isTheSame, ExchangeEvent begun, EntryActor by, ActorId person, MessageBody body, CancellationToken cancellationToken)
    {
        Dealing? after = null;
        var settled = await PerformAsync(
            new ExchangeNeeds([dealing]),
            turn =>
            {
                if (_state.Find(dealing) is { } existing)
                {
                    after = existing;
                    return isTheSame(existing) ? Decision.Accept() : Decision.Refuse(ExchangeRefusals.NoSuchDealing);
                }

                var draft = Happen(begun with { Happened = turn.At }, by, turn, new ValueToSeal(ExchangeWire.SentField, person.Text, Dealing.PurposeOf(dealing), body.Encode()));
                after = _state.Find(dealing);
                return Decision.Accept(draft);
            }, cancellationToken);
        Wake();
        return Told(settled, after);
    }

    private async Task<(ExchangeDone? Done, Refusal? Why)> AnswerPreviewAsync(Actor.Resident by, string dealing, Func<Turn, ExchangeEvent> answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!MessageBody.IsDealing(dealing)) return (null, ExchangeRefusals.NoSuchDealing);
        Dealing? after = null;
        var settled = await PerformAsync(
            new ExchangeNeeds([dealing]),
            turn =>
            {
                if (UsingEvidence.WhyNotReleased(_state.Find(dealing), by.Person) is { } why) return Decision.Refuse(why);
                var draft = Happen(answers(turn), EntryActor.Requester, turn);
                after = _state.Find(dealing);
                return Decision.Accept(draft);
            }, cancellationToken);
        Wake();
        return Told(settled, after);
    }

    /// <summary>Destroys what was received in a dealing: its values and the note that holds them. That is an erasure like any other, ordered by the seat that asked, on the article that it cited.</summary>
    private async Task DestroyAsync(Dealing dealing, CancellationToken cancellationToken)
    {
        if (EventAt(dealing.Opened) is not ExchangeEvent.EvidenceAsked asked) return;
        await _writer.EraseAsync(dealing.Person, Dealing.PurposeOf(dealing.Id), new EntryActor.Officer(asked.Seat.Post, asked.Seat.Unit.Text), asked.Basis, cancellationToken);
    }

    private static (ExchangeDone? Done, Refusal? Why) Told(Settled settled, Dealing? after) => settled switch
    {
        Settled.Done(var receipt) when after is not null => (new ExchangeDone(after, receipt.Count > 0 ? receipt : null), null),
        Settled.NotDone(var why, _) => (null, why),
        _ => (null, ExchangeRefusals.NoSuchDealing),
    };

    private Task<Settled> PerformAsync(ExchangeNeeds needs, Func<Turn, Decision> decide, CancellationToken cancellationToken) => _writer.PerformAsync(needs, decide, cancellationToken);

    /// <summary>Folds an event, the first of its act, and drafts its entry.</summary>
    private Draft Happen(ExchangeEvent happened, EntryActor by, in Turn turn, params ValueToSeal[] personal)
    {
        _state.Apply(happened, turn.Position);
        return new Draft { Event = happened.Wire, By = by, Structure = _matters.InForce.Version, Fields = ExchangeWire.Write(happened), Personal = personal };
    }

    private Neighbour? NeighbourOf(string id, out Refusal? why)
    {
        var running = _matters.InForce;
        var found = running.Structure.Neighbours.On(id, running.DayOf(_time.GetUtcNow()));
        why = found is null ? ExchangeRefusals.NoSuchNeighbour.Naming($"问的是 {Excerpt.Of(id, 60)}。", $"Asked for was {Excerpt.Of(id, 60)}.") : _lines.Reaches(found.Origin) ? null : ExchangeRefusals.NoAddress;
        return why is null ? found : null;
    }

    private static NoteVerifier KeyOf(Neighbour neighbour) => NoteVerifier.TryRead(neighbour.Key, out var key, out var fault) ? key : throw new UnusableInput(fault, "Correct the key of the neighbour in the structure.");

    private string DealingOf(string of) => Hex(HMACSHA256.HashData(_naming, Encoding.UTF8.GetBytes("dealing\n" + of)), DealingLength);

    private static string Hex(byte[] hash, int length) => Convert.ToHexStringLower(hash.AsSpan(0, length));

    private static string Salt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ExchangeMessage.NonceLength));

    private T Ask<T>(Func<Database.Session, T> question) => _matters.Questions.Ask(question);

    private ExchangeEvent? EventAt(long position) => Ask(session => LedgerRows.Entry(session, position) is { } bytes && Entry.TryRead(bytes, out var entry, out _) ? ExchangeWire.Read(entry.Event, entry.Fields) : null);

    private byte[]? Opened(long position, string field, ReadingGround ground) => Ask(session => new PersonalReading(session, _writer.Keys, "", ground).Value(position, field)?.Value.ToArray());

    private List<(string Item, string Value)> ValuesOf(long position, ReadingGround ground) => Ask(session =>
    {
        var reading = new PersonalReading(session, _writer.Keys, "", ground);
        var values = new List<(string, string)>();
        if (LedgerRows.Entry(session, position) is not { } bytes || !Entry.TryRead(bytes, out var entry, out _)) return values;
        foreach (var field in entry.Personal)
            if (field.Name.StartsWith(ExchangeWire.ValuePrefix, StringComparison.Ordinal) && reading.Value(position, field.Name) is { } opened) values.Add((field.Name[ExchangeWire.ValuePrefix.Length..], Encoding.UTF8.GetString(opened.Value.Span)));
        return values;
    });
}
