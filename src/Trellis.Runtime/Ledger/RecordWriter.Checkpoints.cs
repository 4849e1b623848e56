using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <content>Signs what is stored, at once or at load once a while; has witnesses co-sign; and says when a checkpoint counts.</content>
public sealed partial class RecordWriter
{
    private const int MostTries = 5;

    private readonly CancellationTokenSource _endWitnessing = new();
    private readonly Lock _signed = new();
    private readonly Dictionary<NoteVerifier, long> _held = [];
    private readonly List<(long Position, TaskCompletionSource<SignedCheckpoint> Told)> _awaited = [];
    private readonly ConcurrentDictionary<string, string> _troubles = new(StringComparer.Ordinal);
    private readonly WitnessPolicy _policy;

    // Belongs to the committing thread.
    private long _signedSize;
    private long _signedWhen;

    // Guarded by _signed.
    private SignedCheckpoint? _newest;
    private SignedCheckpoint? _counting;
    private Task _witnessing = Task.CompletedTask;

    /// <summary>The newest checkpoint that we signed, with the cosignatures it has so far; null before the first.</summary>
    public SignedCheckpoint? NewestCheckpoint
    {
        get
        {
            lock (_signed) return _newest;
        }
    }

    /// <summary>The newest checkpoint with all signatures that the policy asks for; null before the first.</summary>
    public SignedCheckpoint? CountingCheckpoint
    {
        get
        {
            lock (_signed) return _counting;
        }
    }

    /// <summary>Why witnesses, by their names, did not sign the last time they were asked. A witness that holds more than we have, or says that the proof is wrong, has seen another history.</summary>
    public IReadOnlyDictionary<string, string> WitnessTroubles => _troubles;

    /// <summary>Waits for a checkpoint that counts and holds the entry at a position.</summary>
    public Task<SignedCheckpoint> CheckpointOfAsync(long position, CancellationToken cancellationToken)
    {
        lock (_signed)
        {
            if (_counting is { } counting && counting.Checkpoint.Size > position) return Task.FromResult(counting);
            var told = new TaskCompletionSource<SignedCheckpoint>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((position, told));
            return told.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Goes on from the checkpoints of an earlier run.</summary>
    private void TakeUpCheckpoints(Session session)
    {
        if (_keys.LastCheckpoint() is not { } last) return;
        _signedSize = last.Checkpoint.Size;
        var stored = LedgerRows.CheckpointsBack(session).Take(1000).ToList();
        if (stored.Count == 0 || stored[0].Size < _signedSize)
        {
            // It was signed and noted beside the keys, and then the machine stopped.
            var writes = new Writes();
            _claim.Fence(writes);
            LedgerRows.AddCheckpoint(writes, new StoredCheckpoint(_signedSize, Encoding.UTF8.GetString(last.Encode()), Entry.Moment(_time.GetUtcNow())));
            session.Commit(writes);
            _newest = last;
        }

        foreach (var one in stored)
        {
            if (!SignedCheckpoint.TryRead(Encoding.UTF8.GetBytes(one.Note), out var checkpoint, out _) || checkpoint.Checkpoint.Origin != Origin) continue;
            _newest ??= checkpoint;
            if (!_policy.Judge(checkpoint, _keys.Signer.Verifier).Counts) continue;
            _counting = checkpoint;
            break;
        }

        if (_newest is { } newest && _counting != newest) Witness();
    }

    /// <summary>How long until a checkpoint is due; null where nothing waits to be signed.</summary>
    private TimeSpan? UntilCheckpoint()
    {
        if (_stored.Tree.Size == _signedSize || _stopped is not null) return null;
        var left = _settings.CheckpointEvery - Stopwatch.GetElapsedTime(_signedWhen);
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private void CheckpointIfDue()
    {
        if (UntilCheckpoint() == TimeSpan.Zero) SignCheckpoint();
    }

    private void CheckpointAtTheEnd()
    {
        if (UntilCheckpoint() is not null) SignCheckpoint();
    }

    /// <summary>Signs what is stored. First beside the keys, then in the store, and only then does anybody outside see it.</summary>
    private void SignCheckpoint()
    {
        _signedWhen = Stopwatch.GetTimestamp(); // also where it fails: it is tried again at the next time
        try
        {
            var session = Reach();
            var signed = SignedCheckpoint.Sign(new Checkpoint(Origin, _stored.Tree.Head), _keys.Signer);
            _keys.KeepCheckpoint(signed);
            _signedSize = signed.Checkpoint.Size;
            var writes = new Writes();
            _claim.Fence(writes);
            LedgerRows.AddCheckpoint(writes, new StoredCheckpoint(signed.Checkpoint.Size, Encoding.UTF8.GetString(signed.Encode()), Entry.Moment(_time.GetUtcNow())));
            session.Commit(writes);
            Show(signed);
        }
        catch (StoreFault fault)
        {
            if (!fault.Undone || _session is { IsBroken: true }) LetGo();
        }
        catch (Exception fault) when (fault is MachineFault or UnusableInput)
        {
            // No space beside the keys, or the record was replaced: what is appended is told by its own batch, the checkpoint is tried again.
            _ = fault;
        }
    }

    /// <summary>Shows a checkpoint, new or with more signatures than before.</summary>
    private void Show(SignedCheckpoint checkpoint)
    {
        lock (_signed)
        {
            if (_newest is null || checkpoint.Checkpoint.Size >= _newest.Checkpoint.Size) _newest = checkpoint;
            if (_policy.Judge(checkpoint, _keys.Signer.Verifier).Counts && (_counting is null || checkpoint.Checkpoint.Size >= _counting.Checkpoint.Size))
            {
                _counting = checkpoint;
                for (var at = _awaited.Count - 1; at >= 0; at--)
                {
                    var (position, told) = _awaited[at];
                    if (position >= checkpoint.Checkpoint.Size) continue;
                    _awaited.RemoveAt(at);
                    told.TrySetResult(checkpoint);
                }
            }

            Witness();
        }
    }

    /// <summary>Has witnesses asked, unless they are being asked already.</summary>
    private void Witness()
    {
        if (_settings.Witnesses.Count > 0 && _witnessing.IsCompleted && !_endWitnessing.IsCancellationRequested)
            _witnessing = Task.Run(WitnessAllAsync);
    }

    /// <summary>Asks all witnesses about one checkpoint at a time, so that their signatures come together under the same one.</summary>
    private async Task WitnessAllAsync()
    {
        for (var asked = -1L; ;)
        {
            SignedCheckpoint checkpoint;
            lock (_signed)
            {
                if (_newest is null || _newest.Checkpoint.Size == asked || _endWitnessing.IsCancellationRequested)
                {
                    _witnessing = Task.CompletedTask;
                    return;
                }

                checkpoint = _newest;
            }

            asked = checkpoint.Checkpoint.Size;
            var answers = await Task.WhenAll(_settings.Witnesses.Select(witness => AskAsync(witness, checkpoint)));
            var all = checkpoint;
            foreach (var answer in answers)
            {
                if (answer is null) continue;
                foreach (var line in answer.Note.Signatures)
                    if (!all.Note.Signatures.Any(one => one.Name == line.Name && one.Id == line.Id)) all = all.With(line);
            }

            if (all == checkpoint) continue;
            var note = new StoredCheckpoint(asked, Encoding.UTF8.GetString(all.Encode()), Entry.Moment(_time.GetUtcNow()));
            Later(session =>
            {
                var writes = new Writes();
                _claim.Fence(writes);
                LedgerRows.AddCheckpoint(writes, note);
                session.Commit(writes);
                Show(all);
            });
        }
    }

    /// <returns>The checkpoint with its cosignature; null where it gave none.</returns>
    private async Task<SignedCheckpoint?> AskAsync(IWitness witness, SignedCheckpoint checkpoint)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_endWitnessing.Token);
            patience.CancelAfter(_settings.WitnessPatience);
            for (var tries = 0; tries < MostTries; tries++)
            {
                long held;
                lock (_signed) held = _held.GetValueOrDefault(witness.Key);
                if (held > checkpoint.Checkpoint.Size) return Trouble(witness, $"It has co-signed {held:N0} entries, more than there are: {checkpoint.Checkpoint.Size:N0}.");
                var answer = await witness.AddCheckpointAsync(new WitnessRequest(held, Proof(held, checkpoint.Checkpoint.Size), checkpoint).Encode(), patience.Token);
                switch (answer.Status)
                {
                    case HttpStatusCode.OK when Witnessing.TryReadAnswer(answer.Body, checkpoint, [witness.Key], out var cosigned, out _):
                        Holds(witness, checkpoint.Checkpoint.Size);
                        _troubles.TryRemove(witness.Key.Name, out _);
                        return cosigned;
                    case HttpStatusCode.Conflict when long.TryParse(Encoding.ASCII.GetString(answer.Body), System.Globalization.NumberStyles.None | System.Globalization.NumberStyles.AllowTrailingWhite, null, out var size) && size != held:
                        Holds(witness, size);
                        continue;
                    default:
                        return Trouble(witness, $"It answered {(int)answer.Status}: {Excerpt.Of(Encoding.UTF8.GetString(answer.Body), 200)}");
                }
            }

            return Trouble(witness, "It keeps naming other sizes.");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or StoreFault or MachineFault or UnusableInput or IOException)
        {
            // It is asked again about the next checkpoint; until then this one lacks its signature, and the policy says whether that matters.
            return Trouble(witness, fault.Message);
        }
    }

    private SignedCheckpoint? Trouble(IWitness witness, string says)
    {
        _troubles[witness.Key.Name] = says;
        return null;
    }

    private void Holds(IWitness witness, long size)
    {
        lock (_signed) _held[witness.Key] = size;
    }

    private IReadOnlyList<TreeHash> Proof(long from, long to)
    {
        if (from == 0 || from == to) return [];
        using var session = _place.Store.OpenToRead();
        return ConsistencyProof.TryMake(from, to, new StoredTree(session).Read, out var proof, out var fault) ? proof.Path : throw new StoreFault(StoreTrouble.Damaged, fault);
    }

    /// <summary>Has the committing thread do something between two batches.</summary>
    private void Later(Action<Session> errand)
    {
        lock (_between)
        {
            if (_over) return;
            _errands.Enqueue(errand);
            Monitor.PulseAll(_between);
        }
    }

    private async Task EndWitnessingAsync()
    {
        await _endWitnessing.CancelAsync();
        Task witnessing;
        lock (_signed)
        {
            witnessing = _witnessing;
            foreach (var (_, told) in _awaited) told.TrySetCanceled();
            _awaited.Clear();
        }

        await witnessing;
        _endWitnessing.Dispose();
    }
}
