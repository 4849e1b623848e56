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
    private readonly Dictionary<NoteVerifier, WitnessState> _witnesses = [];
    private readonly List<(long Position, TaskCompletionSource<SignedCheckpoint> Told)> _awaited = [];
    private readonly WitnessPolicy _policy;

    // Belongs to the committing thread.
    private long _signedSize;
    private long _signedWhen;
    private long _keptWhen;

    // Guarded by _signed.
    private SignedCheckpoint? _newest;
    private SignedCheckpoint? _counting;

    /// <summary>Checkpoints with signatures that came together and are not stored yet, by their size. No newer one is signed while the store is away, so there are few.</summary>
    private readonly SortedList<long, SignedCheckpoint> _cosigned = [];
    private Task _witnessing = Task.CompletedTask;
    private TaskCompletionSource _newer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest checkpoint that we signed, with the cosignatures it has so far; null before the first.</summary>
    public SignedCheckpoint? NewestCheckpoint
    {
        get
        {
            lock (_signed) return _newest;
        }
    }

    /// <summary>By which key checkpoints are signed.</summary>
    public NoteVerifier Signer => _keys.Signer.Verifier;

    /// <summary>The newest checkpoint with all signatures that the policy asks for; null before the first.</summary>
    public SignedCheckpoint? CountingCheckpoint
    {
        get
        {
            lock (_signed) return _counting;
        }
    }

    /// <summary>How it stands with each witness, in the order of the settings.</summary>
    public IReadOnlyList<WitnessState> Witnesses
    {
        get
        {
            lock (_signed) return [.. _settings.Witnesses.Select(witness => _witnesses.GetValueOrDefault(witness.Key) ?? new WitnessState(witness.Key, 0, null, null))];
        }
    }

    /// <summary>Who co-signed a checkpoint of this record, of the witnesses that its policy names or that are asked.</summary>
    public IReadOnlyList<Cosigner> CosignersOf(SignedCheckpoint checkpoint) =>
        Cosigners.Of(checkpoint, _keys.Signer.Verifier, [.. _policy.Witnesses.Select(static witness => witness.Key), .. _settings.Witnesses.Select(static witness => witness.Key)]);

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

    /// <summary>How long until a checkpoint is due, or one with new signatures is to be stored; null where nothing waits.</summary>
    private TimeSpan? UntilCheckpoint()
    {
        var (signing, keeping) = (UntilSigning(), UntilKeeping());
        return signing is null || keeping < signing ? keeping : signing;
    }

    private TimeSpan? UntilSigning() => _stored.Tree.Size == _signedSize || _stopped is not null ? null : Left(_signedWhen);

    private TimeSpan? UntilKeeping()
    {
        lock (_signed) return _cosigned.Count == 0 || _stopped is not null ? null : Left(_keptWhen);
    }

    private TimeSpan Left(long since)
    {
        var left = _settings.CheckpointEvery - Stopwatch.GetElapsedTime(since);
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private void CheckpointIfDue()
    {
        if (UntilSigning() == TimeSpan.Zero) SignCheckpoint();
        if (UntilKeeping() == TimeSpan.Zero) KeepCosigned();
    }

    private void CheckpointAtTheEnd()
    {
        if (UntilSigning() is not null) SignCheckpoint();
        if (UntilKeeping() is not null) KeepCosigned();
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
            var writes = new Writes();
            LedgerRows.AddCheckpoint(writes, new StoredCheckpoint(signed.Checkpoint.Size, Encoding.UTF8.GetString(signed.Encode()), Entry.Moment(_time.GetUtcNow())));
            session.Commit(writes);
            _signedSize = signed.Checkpoint.Size;
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
            var grown = _newest is null || checkpoint.Checkpoint.Size > _newest.Checkpoint.Size;
            if (grown || checkpoint.Checkpoint.Size == _newest!.Checkpoint.Size) _newest = checkpoint;
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

            if (grown) Witness();
        }
    }

    /// <summary>Has witnesses asked; where they are being asked already, about this checkpoint next.</summary>
    private void Witness()
    {
        if (_settings.Witnesses.Count == 0 || _endWitnessing.IsCancellationRequested) return;
        _newer.TrySetResult();
        if (_witnessing.IsCompleted) _witnessing = Task.Run(WitnessAllAsync);
    }

    /// <summary>
    /// Asks all witnesses about one checkpoint at a time, so that their signatures come together under the same one.
    /// Those that did not co-sign are asked again after a while, or about the next checkpoint. No act ever waits for this.
    /// </summary>
    private async Task WitnessAllAsync()
    {
        SignedCheckpoint? asked = null;
        List<IWitness> missing = [];
        while (true)
        {
            Task newer;
            lock (_signed)
            {
                if (_newest is { } newest && newest.Checkpoint.Size != asked?.Checkpoint.Size)
                {
                    asked = newest;
                    missing = [.. _settings.Witnesses.Where(witness => !newest.Note.Signatures.Any(one => one.Name == witness.Key.Name && one.Id == witness.Key.Id))];
                }

                if (asked is null || missing.Count == 0 || _endWitnessing.IsCancellationRequested)
                {
                    _witnessing = Task.CompletedTask;
                    return;
                }

                if (_newer.Task.IsCompleted) _newer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                newer = _newer.Task;
            }

            var before = asked;
            var answers = await Task.WhenAll(missing.Select(witness => AskAsync(witness, before)));
            foreach (var answer in answers)
            {
                if (answer is null) continue;
                foreach (var line in answer.Note.Signatures)
                    if (!asked.Note.Signatures.Any(one => one.Name == line.Name && one.Id == line.Id)) asked = asked.With(line);
            }

            missing = [.. missing.Where((_, at) => answers[at] is null)];
            if (asked != before) Keep(asked);
            if (missing.Count == 0) continue;
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_endWitnessing.Token);
            await Task.WhenAny(newer, Task.Delay(_settings.WitnessRetry, _time, waiting.Token));
            await waiting.CancelAsync();
        }
    }

    /// <summary>Has a checkpoint stored with the signatures that came together, and then shown.</summary>
    private void Keep(SignedCheckpoint cosigned)
    {
        lock (_signed) _cosigned[cosigned.Checkpoint.Size] = cosigned;
        Later(_ => KeepCosigned());
    }

    /// <summary>Stores what witnesses signed. What could not be stored is tried again, as a checkpoint is: a signature that was given is not lost.</summary>
    private void KeepCosigned()
    {
        _keptWhen = Stopwatch.GetTimestamp();
        List<SignedCheckpoint> all;
        lock (_signed) all = [.. _cosigned.Values];
        try
        {
            var session = Reach();
            foreach (var cosigned in all)
            {
                var writes = new Writes();
                LedgerRows.AddCheckpoint(writes, new StoredCheckpoint(cosigned.Checkpoint.Size, Encoding.UTF8.GetString(cosigned.Encode()), Entry.Moment(_time.GetUtcNow())));
                session.Commit(writes);
                lock (_signed)
                {
                    if (_cosigned.TryGetValue(cosigned.Checkpoint.Size, out var newest) && ReferenceEquals(newest, cosigned)) _cosigned.Remove(cosigned.Checkpoint.Size);
                }

                Show(cosigned);
            }
        }
        catch (StoreFault fault)
        {
            if (!fault.Undone || _session is { IsBroken: true }) LetGo();
        }
        catch (UnusableInput fault)
        {
            // The record was replaced: what is appended is told by its own batch.
            _ = fault;
        }
    }

    /// <returns>The checkpoint with its cosignature; null where it gave none.</returns>
    private async Task<SignedCheckpoint?> AskAsync(IWitness witness, SignedCheckpoint checkpoint)
    {
        string trouble;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_endWitnessing.Token);
            patience.CancelAfter(_settings.WitnessPatience);
            trouble = "It named another size each time it was asked.";
            for (var tries = 0; tries < MostTries; tries++)
            {
                long held;
                lock (_signed) held = _held.GetValueOrDefault(witness.Key);
                if (held > checkpoint.Checkpoint.Size)
                {
                    // This record was set back: the witness will not sign, and trellis verify shows why. Asking from nothing costs little, should the witness begin anew.
                    trouble = $"It co-signed {held} entries, more than the {checkpoint.Checkpoint.Size} there are: this record was set back.";
                    Holds(witness, 0);
                    break;
                }

                var answer = await witness.AddCheckpointAsync(new WitnessRequest(held, Proof(held, checkpoint.Checkpoint.Size), checkpoint).Encode(), patience.Token);
                if (answer.Status == HttpStatusCode.OK && Witnessing.TryReadAnswer(answer.Body, checkpoint, [witness.Key], out var cosigned, out var fault))
                {
                    Holds(witness, checkpoint.Checkpoint.Size);
                    lock (_signed) _witnesses[witness.Key] = new WitnessState(witness.Key, checkpoint.Checkpoint.Size, Entry.Moment(_time.GetUtcNow()), null);
                    return cosigned;
                }

                if (answer.Status == HttpStatusCode.Conflict && long.TryParse(Encoding.ASCII.GetString(answer.Body).TrimEnd('\n'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var size) && size != held)
                {
                    Holds(witness, size);
                    continue;
                }

                trouble = answer.Status == HttpStatusCode.OK
                    ? "Its answer does not hold its signature."
                    : $"It answered {(int)answer.Status}: {Excerpt.Of(Encoding.UTF8.GetString(answer.Body).Trim(), 200)}";
                break;
            }
        }
        catch (OperationCanceledException)
        {
            trouble = $"It did not answer within {_settings.WitnessPatience.TotalSeconds:0.#} seconds.";
        }
        catch (Exception fault) when (fault is HttpRequestException or StoreFault or MachineFault or UnusableInput or IOException)
        {
            trouble = fault.Message;
        }

        // It is asked again; until then the checkpoint lacks its signature, and the policy says whether that matters.
        lock (_signed) _witnesses[witness.Key] = (_witnesses.GetValueOrDefault(witness.Key) ?? new WitnessState(witness.Key, 0, null, null)) with { Trouble = trouble };
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
    /// <returns>False where the writer has ended, and it will not be done.</returns>
    internal bool Later(Action<Func<Session>> errand)
    {
        lock (_between)
        {
            if (_over) return false;
            _errands.Enqueue(errand);
            Monitor.PulseAll(_between);
            return true;
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
