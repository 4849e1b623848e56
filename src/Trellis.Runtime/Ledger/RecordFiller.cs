using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>An act that goes into a record that is being filled.</summary>
/// <param name="At">Its time. Never before the one that comes before it.</param>
/// <param name="Needs">What the state of the room must have at hand; null for nothing.</param>
/// <param name="Decide">From the turn to its events.</param>
internal readonly record struct FillingAct(DateTimeOffset At, object? Needs, Func<Turn, IReadOnlyList<Draft>> Decide);

/// <summary>
/// Fills a new record in one go, before anybody may see it: in large transactions that nobody waits for, with one flush at the end. Nothing is undone; whatever fails, the file is thrown away.
/// One thread prepares, and the same or another stores what it prepared, in the same order.
/// </summary>
internal sealed class RecordFiller : IDisposable
{
    private readonly WritingClaim _claim;
    private readonly SqliteSession _session;
    private readonly PersonalSealing _sealing;
    private readonly GrowingTree _tree = new();
    private readonly object _between = new();
    private IDecidedState? _room;
    private int _prepared;
    private int _stored;
    private bool _failed;

    /// <param name="store">A file that is not there yet.</param>
    /// <param name="keys">New.</param>
    /// <param name="secrets">Where keys of persons, salts and nonces come from.</param>
    public RecordFiller(SqliteStore store, RecordKeys keys, SecretBytes secrets)
    {
        Keys = keys;
        _sealing = new PersonalSealing(keys, secrets, remembered: int.MaxValue);
        _claim = store.Claim(create: true);
        try
        {
            _session = (SqliteSession)_claim.Open();
            OpeningRecords.Begin(_session, keys, keys.Signer.Name, store.Called);
            keys.KeepEpoch(_claim.Epoch);
            _session.BeginFilling();
        }
        catch
        {
            _session?.Dispose();
            _claim.Dispose();
            throw;
        }
    }

    public RecordKeys Keys { get; }

    /// <summary>Is shown what each transaction wrote, for the bench. Null otherwise.</summary>
    public Action<Writes>? Written { get; set; }

    /// <summary>Sets the state on which acts are decided.</summary>
    public void DecideOn(IDecidedState room) => _room = room;

    /// <summary>Decides acts in their order, and makes the rows of one transaction.</summary>
    public Writes Prepare(IReadOnlyList<FillingAct> acts)
    {
        _room?.Load([.. acts.Where(static act => act.Needs is not null).Select(static act => act.Needs!)], Stored);
        _room?.Begin();
        var first = _tree.Size;
        var drafts = new List<(Draft Draft, DateTimeOffset At)>(acts.Count * 2);
        var personal = new List<ValueToSeal>(acts.Count);
        foreach (var act in acts)
        {
            foreach (var draft in act.Decide(new Turn(act.At, first + drafts.Count)))
            {
                drafts.Add((draft, act.At));
                personal.AddRange(draft.Personal);
            }
        }

        var writes = new Writes();
        var entries = new EntriesOfBatch(first, drafts.Count, _sealing);
        entries.Prepare(personal, read: null);
        foreach (var (draft, at) in drafts) entries.Add(draft, at);
        entries.Write(writes, _tree);
        _room?.Fold(writes);
        _prepared++;
        return writes;
    }

    public void Store(Writes writes)
    {
        try
        {
            _session.Commit(writes);
            Written?.Invoke(writes);
        }
        catch
        {
            lock (_between)
            {
                _failed = true;
                Monitor.PulseAll(_between);
            }

            throw;
        }

        lock (_between)
        {
            _stored++;
            Monitor.PulseAll(_between);
        }
    }

    /// <summary>Signs the whole, after everything is stored, and leaves the file as every record lies on the disk.</summary>
    public SignedCheckpoint Finish(DateTimeOffset at)
    {
        var signed = SignedCheckpoint.Sign(new Checkpoint(Keys.Signer.Name, _tree.Head), Keys.Signer);
        var writes = new Writes();
        SealedHead.Begin(writes, Keys, Keys.Signer.Name, _tree.Head);
        LedgerRows.AddCheckpoint(writes, new StoredCheckpoint(_tree.Size, Encoding.UTF8.GetString(signed.Encode()), at));
        _session.Commit(writes);
        _session.EndFilling();
        Keys.KeepCheckpoint(signed);
        return signed;
    }

    public void Dispose()
    {
        _sealing.Dispose();
        _session.Dispose();
        _claim.Dispose();
    }

    /// <summary>Reads what is stored, when all that was prepared is; whoever stores waits meanwhile for what we prepare.</summary>
    private SqliteSession Stored()
    {
        lock (_between)
        {
            while (_stored < _prepared && !_failed) Monitor.Wait(_between);
            return _failed ? throw new OperationCanceledException("What was prepared could not be stored.") : _session;
        }
    }
}
