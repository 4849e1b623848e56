using System.Collections.Concurrent;
using System.Text;
using Trellis.Information;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Auditing;

/// <summary>
/// Reads a record from one end to the other and puts the judges of <see cref="Trellis.Ledger.Auditing"/> in order: one thread reads and grows
/// the tree, the others hash, parse and open stretches of entries beside it.
/// </summary>
public sealed class Auditor
{
    private const int MostCheckpointsTried = 10_000;

    private readonly AuditedRecord _record;
    private readonly DatabaseRecord? _database;
    private readonly AuditRequest _request;
    private readonly TrustedKeys _trusted;
    private readonly Doubts _doubts = new();
    private readonly List<Proven> _proven = [];
    private readonly List<Unproven> _unproven = [];
    private readonly ConcurrentDictionary<long, Lazy<byte[]?>> _personalKeys = new();
    private readonly List<KeptEntry> _restores = [];
    private readonly bool _keyFromRecord;

    private Auditor(AuditedRecord record, AuditRequest request)
    {
        (_record, _database, _request, _trusted) = (record, record as DatabaseRecord, request, request.Trusted);
        if (_trusted.Keys.Count > 0 || _trusted.Policy is { Logs.Count: > 0 } || record.OwnKey is not { } own) return;
        _trusted = _trusted with { Keys = [own] };
        _keyFromRecord = true;
    }

    /// <exception cref="UnusableInput">What is to be compared with cannot belong to this record.</exception>
    /// <exception cref="MachineFault">The store cannot be read to its end.</exception>
    public static AuditReport Run(AuditedRecord record, AuditRequest request)
    {
        try
        {
            return new Auditor(record, request).Run();
        }
        catch (StoreFault fault) when (fault.Trouble == StoreTrouble.Other)
        {
            throw new UnusableInput(new Text($"这份记录的表读不成应有的样子：{fault.Zh}", $"The tables of this record cannot be read as they should be: {fault.Message}"), new Text("有人改了表本身，或拿走了一张。保留数据库供调查，并核验它最新的备份。", "Somebody changed the tables themselves, or took one away. Keep the database for those who investigate, and verify its newest backup."), record.Called, fault);
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(record.Called);
        }
    }

    private AuditReport Run()
    {
        var report = new AuditReport(_record.Kind, _record.Called) { Entries = _record.Size };
        foreach (var strange in _database?.Strange ?? []) _doubts.Add(new Doubt(DoubtKind.TableDiffers) { Place = strange.Place, Detail = strange.Detail });
        if (_database is { IsImpostor: true }) return Finish(report); // whatever it would answer is nobody's record
        var (newest, judged) = JudgeNewest();
        if (judged is { } found)
        {
            report = report with { Origin = found.Checkpoint.Checkpoint.Origin, Checkpoint = found.Checkpoint.Checkpoint.Head };
            Signatures(found);
        }
        else if (_record.Kind != AuditedKind.Database) return Finish(report); // an empty or damaged folder: there is nothing to go by

        var seen = Seen(report.Origin, newest);
        var (from, since) = Begin(seen, judged?.Checkpoint.Checkpoint.Size ?? 0);
        var tree = new TreeAudit(from, _record.HashesOf, _doubts, leavesAreStored: !_record.HasEntries);
        var expected = new ExpectedHeads(tree, new TimeAudit(_doubts));
        foreach (var one in seen) Expect(one, from, expected);
        if (judged is { } head && _database is null)
        {
            expected.Add(Own(head.Checkpoint.Checkpoint.Head));
            foreach (var at in head.Answer.Cosigned) expected.Add(at);
        }

        // The last entry that was read before is the measure for the time of the first one that is new.
        if (since > 0 && _record.EntryAt(since - 1) is { } last && Entry.TryRead(last, out var entry, out _))
        {
            expected.AddUpTo(since);
            expected.Times.Append(since - 1, [entry.At.ToUnixTimeMilliseconds()]);
        }

        var folding = new FoldingErasures(_doubts);
        var personal = ReadAll(since, tree, expected, folding);
        expected.AddUpTo(long.MaxValue);
        tree.Finish(_record.PartialTiles);

        if (report.Origin is { } now) RestateRestores(seen, now);
        Conclude(tree, expected.Times, judged, newest, seen, since);
        if (_database is not null) CompareTables(_database, folding, personal, since);
        else if (_record.HasEntries) _unproven.Add(new Unproven(UnprovenKind.ReadModels));
        return Finish(report);
    }

    private AuditReport Finish(AuditReport report) => report with { Proven = _proven, Unproven = _unproven, Doubts = _doubts.Kept, DoubtCount = _doubts.Count };

    private static ExpectedHead Own(TreeHead head) => new(head, DoubtKind.RootDiffers, DoubtKind.EntriesMissingAtEnd, null);

    // The newest checkpoint, and the newest that counts under the policy.

    private (Checkpoint? Newest, Judged? Judged) JudgeNewest()
    {
        Checkpoint? newest = null;
        Judged? first = null;
        foreach (var (size, note) in _record.Checkpoints().Take(MostCheckpointsTried))
        {
            if (!SignedCheckpoint.TryRead(note, out var signed, out var fault))
            {
                // In a database each is looked at when its turn comes.
                if (_database is null) _doubts.Add(new Doubt(DoubtKind.CheckpointUnreadable) { Size = size, Detail = fault });
                continue;
            }

            newest ??= signed.Checkpoint;
            var judged = new Judged(signed, _trusted.Judge(signed));
            first ??= judged;
            if (judged.Answer.Doubt is null) return (newest, judged);
        }

        if (first is null && _doubts.Count == 0 && (_record.Size > 0 || _database is null)) _doubts.Add(new Doubt(DoubtKind.NothingSigned) { Count = _record.Size });
        return (newest, first);
    }

    private void Signatures(Judged judged)
    {
        if (judged.Answer.Doubt is { } doubt) _doubts.Add(doubt);
        if (SimulatedRecord.IsOrigin(judged.Checkpoint.Checkpoint.Origin) || (_record.HasEntries && _record.EntryAt(0) is { } first && SimulatedRecord.IsSaidBy(first))) _unproven.Add(new Unproven(UnprovenKind.Simulated));
        ReceiptAudit.AddSignatures(judged.Answer, judged.Checkpoint.Checkpoint.Size, _trusted, _proven, _unproven);
        if (_keyFromRecord && judged.Answer.Signed is { } own) _unproven.Add(new Unproven(UnprovenKind.KeyFromRecord) { Name = own.Name });
    }

    // What was seen before.

    private List<SeenBefore> Seen(string? origin, Checkpoint? newest)
    {
        var seen = new List<SeenBefore>(_request.Seen);
        if (_request.Since is { } since) seen.Add(since);
        if (_database is { Keys: { } keys, LastSigned: { } last }) seen.Add(new SeenBefore(keys.Folder, last, null));
        foreach (var one in seen)
        {
            var theirs = one.Checkpoint.Checkpoint;
            DemandFits(one, origin, IsKeepers(one) ? null : _trusted); // the folder of keys answers for its own memory

            // Beside the keys a checkpoint is noted a moment before it is stored.
            if (newest is not null && theirs.Size > newest.Size && theirs.Size <= _record.Size && one.Called != _database?.Keys?.Folder)
                _doubts.Add(new Doubt(DoubtKind.CheckpointWithheld) { Size = theirs.Size, Place = one.Called });
        }

        seen.Sort(static (one, other) => one.Checkpoint.Checkpoint.Size.CompareTo(other.Checkpoint.Checkpoint.Size));
        return seen;
    }

    /// <summary>Whether it is the keeper's own memory, beside the keys, and not something that the auditor kept.</summary>
    private bool IsKeepers(SeenBefore seen) => _database is { Keys.Folder: { } folder, LastSigned: { } last } && seen.Called == folder && ReferenceEquals(seen.Checkpoint, last);

    private static void DemandFits(SeenBefore seen, string? origin, TrustedKeys? trusted)
    {
        var theirs = seen.Checkpoint.Checkpoint;
        if (origin is not null && !Generations.SameRecord(theirs.Origin, origin))
            throw new UnusableInput(new Text($"这是从另一份记录 {Excerpt.Of(theirs.Origin, 100)} 保存下来的；要核验的是 {Excerpt.Of(origin, 100)}。", $"This was kept of another record, {Excerpt.Of(theirs.Origin, 100)}; the one to verify is {Excerpt.Of(origin, 100)}."), new Text("写明你从这份记录保存下来的东西。", "Name what you kept of this record."), seen.Called);
        if (trusted?.KeyFor(theirs.Origin) is { } key && !seen.Checkpoint.Note.TryVerify([key], out _, out var fault))
            throw new UnusableInput(new Text($"保存下来的东西不是用这份记录的密钥签名的，什么也证明不了。{LedgerFaults.Of(fault).Zh}", $"What was kept is not signed by the record's key, and so proves nothing. {fault}"), new Text("另换一份，或核对公钥。", "Name another one, or check the key."), seen.Called);
    }

    /// <summary>Compares a receipt or a checkpoint, judged by itself, with what was kept.</summary>
    public static AuditReport Compare(AuditReport report, AuditRequest request)
    {
        foreach (var seen in request.Seen)
        {
            DemandFits(seen, report.Origin, request.Trusted);
            report = ReceiptAudit.WithSeen(report, seen.Checkpoint.Checkpoint.Head, seen.Called);
        }

        return report;
    }

    /// <summary>Where to begin. An incremental audit begins with the tree that was verified; where that does not fit, everything is read after all.</summary>
    /// <param name="covered">The size of the checkpoint that counts. A size alone is believed only as far as its root vouches for what stands before.</param>
    private (GrowingTree From, long Since) Begin(List<SeenBefore> seen, long covered)
    {
        var size = _request.Since?.Checkpoint.Checkpoint.Size ?? Math.Min(_request.SinceSize ?? 0, covered);
        if (_request.SinceSize is { } asked && asked > _record.Size)
            throw new UnusableInput(new Text($"--since {asked} 比记录的 {_record.Size:N0} 个条目还多。", $"--since {asked} is more than the {_record.Size:N0} entries of the record."), new Text("写小一点的数；或写明你保存的检查点，就能查出条目是否被取走。", "Name a smaller size, or the checkpoint that you kept: then it is found out whether entries were taken away."), _record.Called);
        if (size == 0 || size > _record.Size) return (new GrowingTree(), 0);
        try
        {
            var tree = GrowingTree.From(
                size,
                position => _record.Leaf(position) ?? throw new MissingTile(new Tile(0, position / Tile.Width)),
                tile => _record.HashesOf(tile) is { Length: Tile.Width } hashes ? hashes : throw new MissingTile(tile));
            if (seen.All(one => one.Checkpoint.Checkpoint.Size != size || one.Checkpoint.Checkpoint.Root == tree.Root())) return (tree, size);
        }
        catch (MissingTile missing)
        {
            _doubts.Add(new Doubt(DoubtKind.TileMissing) { Place = missing.Tile.ToString() });
        }

        return (new GrowingTree(), 0);
    }

    /// <summary>Has the growing tree pass through what was seen; what lies before its beginning is linked by a proof.</summary>
    private void Expect(SeenBefore seen, GrowingTree from, ExpectedHeads expected)
    {
        var head = seen.Checkpoint.Checkpoint.Head;
        foreach (var at in _trusted.Judge(seen.Checkpoint).Cosigned) expected.Add(at);
        if (seen.Receipt is { } receipt) Compare(receipt, seen.Called);
        if (head.Size >= from.Size)
        {
            expected.Add(new ExpectedHead(head, DoubtKind.SeenContradicted, DoubtKind.ShorterThanSeen, seen.Called));
            return;
        }

        if (!ConsistencyProof.TryMake(head.Size, from.Size, _record.HashesOf, out var proof, out var fault)) _doubts.Add(new Doubt(DoubtKind.TileMissing) { Place = fault });
        else if (!proof.Links(head, from.Head)) _doubts.Add(new Doubt(DoubtKind.SeenContradicted) { Size = head.Size, Entry = 0, LastEntry = head.Size - 1, Place = seen.Called });
    }

    /// <summary>
    /// A record that was restored from a backup says so by its name and its first entry after that. What was seen and is gone then stays a doubt,
    /// but one that the keeper owned up to.
    /// </summary>
    private void RestateRestores(List<SeenBefore> seen, string origin) => _doubts.Restate(doubt =>
    {
        if (doubt.Kind is not (DoubtKind.SeenContradicted or DoubtKind.ShorterThanSeen or DoubtKind.ReceiptDiffers)) return doubt;
        if (seen.Find(one => one.Called == doubt.Place && one.Checkpoint.Checkpoint.Origin != origin) is not { } kept) return doubt;
        foreach (var (position, entry) in _restores)
        {
            if (entry.Fields["size"] is not EntryValue.Number { Value: var size } || size >= kept.Checkpoint.Checkpoint.Size || (doubt.Kind == DoubtKind.ReceiptDiffers && size > doubt.Entry)) continue;
            return doubt with { Kind = DoubtKind.RestoredFromBackup, Entry = position, LastEntry = null, Size = kept.Checkpoint.Checkpoint.Size };
        }

        // Where only hashes are at hand, the name alone tells of it.
        return _record.HasEntries ? doubt : doubt with { Kind = DoubtKind.RestoredFromBackup, Entry = null, LastEntry = null, Size = kept.Checkpoint.Checkpoint.Size };
    });

    private void Compare(TlogProof receipt, string called)
    {
        if (receipt.Extra.IsEmpty) return;
        var leaf = Tree.Leaf(receipt.Extra.Span);
        if (!receipt.Holds(leaf)) throw new UnusableInput(new Text("这份回执不成立：从它的条目算不到它的检查点。", "This receipt does not hold: its path does not lead from its entry to its checkpoint."), new Text("它损坏了，或是伪造的；单独核验它可以看得更细。", "It was damaged or forged; verify it by itself to see more."), called);
        if (receipt.Index < _record.Size && _record.Leaf(receipt.Index) != leaf) _doubts.Add(new Doubt(DoubtKind.ReceiptDiffers) { Entry = receipt.Index, Place = called });
    }

    // Reading.

    private PersonalAudit ReadAll(long since, TreeAudit tree, ExpectedHeads expected, FoldingErasures folding)
    {
        var personal = PersonalAudit.None;
        var working = new Queue<Task<Judgement>>();
        var threads = Math.Max(1, _request.Threads);
        foreach (var stretch in _record.Read(since))
        {
            PrepareKeys(stretch);
            working.Enqueue(threads == 1 ? Task.FromResult(Judge(stretch)) : Task.Run(() => Judge(stretch)));
            if (working.Count > threads + 1) Take(Wait(working.Dequeue()));
        }

        while (working.TryDequeue(out var rest)) Take(Wait(rest));
        return personal;

        void Take(Judgement judgement)
        {
            var stretch = judgement.Stretch;
            if (stretch.Doubt is { } doubt) _doubts.Add(doubt);
            foreach (var checkpoint in judgement.Checkpoints)
            {
                if (checkpoint.Doubt is { } wrong) _doubts.Add(wrong);
                if (checkpoint.Head is { } head) expected.Add(head);
                foreach (var at in checkpoint.Cosigned) expected.Add(at);
            }

            expected.AddUpTo(stretch.First + stretch.Count);
            if (judgement.Entries is { } entries)
            {
                tree.Append(entries.Leaves.Span);
                expected.Times.Append(stretch.First, entries.Times);
                _doubts.AddAll(entries.Doubts);
                foreach (var (position, entry) in entries.Kept)
                {
                    if (since == 0 && FoldingAnew.Concerns(entry)) _database?.Matters.Take(position, entry);
                    if (FoldingErasures.Concerns(entry)) folding.Fold(position, entry);
                    else if (entry.Event == Restoring.RecordRestored) _restores.Add(new KeptEntry(position, entry));
                }
            }
            else
            {
                tree.Append(stretch.Leaves);
            }

            personal = personal.And(judgement.Personal);
            _doubts.AddAll(judgement.Personal.Doubts);
            _request.Progress?.Invoke(stretch.First + stretch.Count, _record.Size);
        }

        static Judgement Wait(Task<Judgement> task) => task.GetAwaiter().GetResult();
    }

    /// <summary>What a stretch says by itself. Runs beside the reading.</summary>
    private Judgement Judge(Stretch stretch)
    {
        var checkpoints = stretch.Checkpoints.Select(Judge).ToList();
        if (stretch.Entries is null) return new Judgement(stretch, null, PersonalAudit.None, checkpoints);
        var inDatabase = _database is not null;
        var entries = EntriesAudit.Of(stretch.First, stretch.Entries, entry => (inDatabase && (entry.Personal.Count > 0 || FoldingAnew.Concerns(entry))) || FoldingErasures.Concerns(entry) || entry.Event == Restoring.RecordRestored);
        var personal = inDatabase ? PersonalAudit.Of(entries.Kept, [.. stretch.Values.Select(row => new StoredValue(row.Position, row.Field, commitment => Opens(row, commitment)))]) : PersonalAudit.None;
        return new Judgement(stretch, entries, personal, checkpoints);
    }

    private JudgedCheckpoint Judge(StoredCheckpoint stored)
    {
        if (!SignedCheckpoint.TryRead(Encoding.UTF8.GetBytes(stored.Note), out var signed, out var fault)) return Wrong(DoubtKind.CheckpointUnreadable, fault);
        if (signed.Checkpoint.Size != stored.Size) return Wrong(DoubtKind.CheckpointUnreadable, $"it speaks of {signed.Checkpoint.Size} entries, its row of {stored.Size}");
        if (_database?.Origin is { } origin && !Generations.SameRecord(signed.Checkpoint.Origin, origin)) return Wrong(DoubtKind.CheckpointOfAnother, signed.Checkpoint.Origin);
        var answer = _trusted.Judge(signed);

        // Witnesses may be late with an older checkpoint; the newest that counts was judged by itself.
        var doubt = answer.Doubt is { Kind: DoubtKind.SignatureWrong } ? answer.Doubt : null;
        return new JudgedCheckpoint(Own(signed.Checkpoint.Head), answer.Cosigned, doubt);

        JudgedCheckpoint Wrong(DoubtKind kind, string why) => new(null, [], new Doubt(kind) { Size = stored.Size, Detail = why });
    }

    // Personal values.

    private void PrepareKeys(Stretch stretch)
    {
        if (_database is not { Keys: { } keys }) return;
        foreach (var value in stretch.Values)
        {
            if (_personalKeys.ContainsKey(value.Key)) continue;
            var row = _database.Key(value.Key);
            _personalKeys[value.Key] = new Lazy<byte[]?>(() => row is null ? null : TryUnwrap(keys, row));
        }
    }

    /// <summary>A key that was not wrapped under ours opens nothing, and so the values under it do not either.</summary>
    private static byte[]? TryUnwrap(RecordKeys keys, KeyRow row)
    {
        try
        {
            return keys.Unwrap(row);
        }
        catch (UnusableInput)
        {
            return null;
        }
    }

    private bool? Opens(ValueRow row, Commitment commitment)
    {
        if (!_personalKeys.TryGetValue(row.Key, out var key)) return null;
        return key.Value is { } bytes && PersonalSealing.Open(bytes, row.Position, row.Field, row.Sealed) is { } opened && commitment.Holds(opened.Salt, row.Field, opened.Value);
    }

    // What it comes to.

    private void Conclude(TreeAudit tree, TimeAudit times, Judged? judged, Checkpoint? newest, List<SeenBefore> seen, long since)
    {
        var wrong = _doubts.Kept.Select(static doubt => doubt.Kind).ToHashSet();
        if (judged is { } one && one.Checkpoint.Checkpoint.Size >= since && !wrong.Overlaps([DoubtKind.RootDiffers, DoubtKind.EntriesMissingAtEnd]))
            _proven.Add(new Proven(_record.HasEntries ? ProvenKind.EntriesGiveRoot : ProvenKind.HashesGiveRoot) { Count = one.Checkpoint.Checkpoint.Size - since, Size = one.Checkpoint.Checkpoint.Size });
        if (_database is not null)
        {
            var expected = Enumerable.Range(0, Tile.Levels).Sum(level => Tile.HashesOfLevel(level, _record.Size) / Tile.Width);
            if (_database.TileCount() > expected) _doubts.Add(new Doubt(DoubtKind.TileTooMany) { Count = _database.TileCount() - expected });
            foreach (var strange in _database.StrangeRows()) _doubts.Add(new Doubt(DoubtKind.TableDiffers) { Place = strange.Place, Detail = strange.Detail });
            foreach (var early in _database.CheckpointsOfNothing().Where(static one => one.Size == 0))
            {
                var answer = Judge(early);
                if (answer.Doubt is { } wrong0) _doubts.Add(wrong0);
                else if (answer.Head is { } nothing && nothing.Head.Root != Tree.Empty) _doubts.Add(new Doubt(DoubtKind.RootDiffers) { Size = 0, Entry = 0 });
            }

            foreach (var beyond in _database.CheckpointsBeyond())
                _doubts.Add(new Doubt(DoubtKind.EntriesMissingAtEnd) { Size = beyond.Size, Entry = _record.Size, LastEntry = beyond.Size - 1 });
            if (_database.Origin is { } origin && newest is not null && origin != newest.Origin) _doubts.Add(new Doubt(DoubtKind.CheckpointOfAnother) { Size = newest.Size, Detail = newest.Origin, Place = origin });
            if (tree.HeadsAgreed > 1) _proven.Add(new Proven(ProvenKind.CheckpointsAgree) { Count = tree.HeadsAgreed });
        }

        if (tree.TilesAgreed > 0 && !wrong.Overlaps([DoubtKind.TileDiffers, DoubtKind.TileMissing, DoubtKind.EntryDiffersFromTile])) _proven.Add(new Proven(ProvenKind.TilesAgree) { Count = tree.TilesAgreed });
        foreach (var kept in seen)
            if (!_doubts.Kept.Any(doubt => doubt.Place == kept.Called && doubt.Kind is DoubtKind.SeenContradicted or DoubtKind.ShorterThanSeen or DoubtKind.ReceiptDiffers or DoubtKind.RestoredFromBackup))
                _proven.Add(new Proven(IsKeepers(kept) ? ProvenKind.ContinuesSigned : ProvenKind.ContinuesSeen) { Name = kept.Called, Size = kept.Checkpoint.Checkpoint.Size });
        if (seen.All(IsKeepers)) _unproven.Add(new Unproven(UnprovenKind.NothingSeenBefore));
        if (since > 0) _unproven.Add(new Unproven(UnprovenKind.BeforeSince) { Size = since });
        if (judged is { } covering && _record.Size > covering.Checkpoint.Checkpoint.Size) _unproven.Add(new Unproven(UnprovenKind.NotYetCovered) { Count = _record.Size - covering.Checkpoint.Checkpoint.Size });

        if (!_record.HasEntries)
        {
            _unproven.Add(new Unproven(UnprovenKind.WhatHappened));
            return;
        }

        if (!wrong.Overlaps([DoubtKind.EntryUnreadable, DoubtKind.EntryMissing])) _proven.Add(new Proven(ProvenKind.EntriesReadable) { Count = _record.Size - since });
        if (!wrong.Contains(DoubtKind.TimeRunsBack) && times.Span is { } span) _proven.Add(new Proven(ProvenKind.TimesInOrder) { From = span.From, To = span.To });
        if (times.Compared == 0) _unproven.Add(new Unproven(UnprovenKind.Times));
        else if (!wrong.Overlaps([DoubtKind.DatedAfterWitness, DoubtKind.DatedBeforeWitness])) _proven.Add(new Proven(ProvenKind.TimesFitWitnesses) { Count = times.Compared });
    }

    private void CompareTables(DatabaseRecord database, FoldingErasures folding, PersonalAudit personal, long since)
    {
        var before = _doubts.Count;
        folding.Compare(database.Attachments(), since);
        folding.Compare(database.Erasures(), since);
        if (since == 0) ComparingMatters.Compare(database, _doubts);
        if (_doubts.Count == before) _proven.Add(new Proven(ProvenKind.ReadModelsAgree) { Count = folding.Rows });

        CompareSearch(database, since);
        CompareAttachments(database);

        before = _doubts.Count;
        foreach (var stray in database.StrayValues()) _doubts.Add(new Doubt(DoubtKind.ValueWithoutCommitment) { Entry = stray.Position, Place = stray.Field });
        foreach (var lacking in database.ValuesLackingKey()) _doubts.Add(new Doubt(DoubtKind.ValueWithoutKey) { Entry = lacking.Position, Place = lacking.Field });
        foreach (var order in database.Ordered)
            foreach (var id in order.Keys)
                if (TryHex(id) is { } living && database.HasKey(living) && !folding.KeysDestroyed.Any(one => one.Item1 == id)) _doubts.Add(new Doubt(DoubtKind.ErasureNotDone) { Place = id, Detail = order.Basis });
        if (database.Ordered.Count > 0)
            foreach (var id in database.DraftsAmong(database.Ordered.SelectMany(static order => order.Keys).ToHashSet(StringComparer.Ordinal)))
                _doubts.Add(new Doubt(DoubtKind.ErasureNotDone) { Place = id, Detail = database.Ordered.First(order => order.Keys.Contains(id)).Basis });
        foreach (var (id, position) in folding.KeysDestroyed)
            if (TryHex(id) is { } bytes && database.HasKey(bytes)) _doubts.Add(new Doubt(DoubtKind.ErasedKeyRemains) { Entry = position, Place = id });

        // Erasures take values of any age, so the sum is known only after a whole reading.
        if (since == 0)
        {
            if (personal.Missing > folding.ValuesGone) _doubts.Add(new Doubt(DoubtKind.ValuesMissing) { Count = personal.Missing - folding.ValuesGone, Entry = personal.FirstMissing[0], Detail = string.Join(", ", personal.FirstMissing) });
            else if (personal.Missing < folding.ValuesGone) _doubts.Add(new Doubt(DoubtKind.ValuesRemain) { Count = folding.ValuesGone - personal.Missing });
            else if (_doubts.Count == before && folding.ValuesGone > 0) _proven.Add(new Proven(ProvenKind.ErasuresCarriedOut) { Count = folding.ValuesGone });
        }

        else
        {
            _unproven.Add(new Unproven(UnprovenKind.ErasuresBefore));
        }

        if (personal.Opened > 0 && !_doubts.Kept.Any(static doubt => doubt.Kind == DoubtKind.ValueDiffers)) _proven.Add(new Proven(ProvenKind.ValuesOpen) { Count = personal.Opened });
        if (personal.Unopened > 0) _unproven.Add(new Unproven(UnprovenKind.PersonalValues) { Count = personal.Unopened });
    }

    /// <summary>By what rows of registers are found: no part of the record, but whoever is not found by it might as well not be there.</summary>
    private void CompareSearch(DatabaseRecord database, long since)
    {
        if (since > 0 || !database.Has("search_entry")) return;
        var before = _doubts.Count;
        if (ComparingSearch.Compare(database, _doubts) is not { } rows)
        {
            if (database.Keys is null && SearchRows.CountOfEntries(database.Session) > 0) _unproven.Add(new Unproven(UnprovenKind.SearchIndex));
        }
        else if (_doubts.Count == before && rows > 0)
        {
            _proven.Add(new Proven(ProvenKind.IndexAgrees) { Count = rows });
        }
    }

    /// <summary>Each attachment that was not erased is there, and is what its entry commits to; each that was erased is gone.</summary>
    private void CompareAttachments(DatabaseRecord database)
    {
        long opened = 0, unopened = 0, unseen = 0;
        foreach (var one in database.Attachments().ToList())
        {
            // What somebody wrote into the table by hand is told where tables are compared; it must not lead out of the folder.
            if (one.Id.Length < 3 || !one.Id.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-')) continue;
            switch (database.Look(one))
            {
                case AttachmentState.Unknown: unseen++; break;
                case AttachmentState.Closed: unopened++; break;
                case AttachmentState.Same: opened++; break;
                case AttachmentState.Missing: _doubts.Add(new Doubt(DoubtKind.AttachmentMissing) { Entry = one.Position, Place = one.Id }); break;
                case AttachmentState.Differs: _doubts.Add(new Doubt(DoubtKind.AttachmentDiffers) { Entry = one.Position, Place = one.Id }); break;
                case AttachmentState.Remains: _doubts.Add(new Doubt(DoubtKind.AttachmentRemains) { Entry = one.Erased, Place = one.Id }); break;
                default: break;
            }
        }

        if (opened > 0) _proven.Add(new Proven(ProvenKind.AttachmentsOpen) { Count = opened });
        if (unopened > 0) _unproven.Add(new Unproven(UnprovenKind.AttachmentContents) { Count = unopened });
        if (unseen > 0) _unproven.Add(new Unproven(UnprovenKind.Attachments) { Count = unseen });
    }

    private static byte[]? TryHex(string id) => id.Length % 2 == 0 && id.All(char.IsAsciiHexDigit) ? Convert.FromHexString(id) : null;

    private readonly record struct Judged(SignedCheckpoint Checkpoint, SignatureAnswer Answer);

    private sealed record Judgement(Stretch Stretch, EntriesAudit? Entries, PersonalAudit Personal, IReadOnlyList<JudgedCheckpoint> Checkpoints);

    private sealed record JudgedCheckpoint(ExpectedHead? Head, IReadOnlyList<SeenAt> Cosigned, Doubt? Doubt);

    private sealed class MissingTile(Tile tile) : Exception
    {
        public Tile Tile { get; } = tile;
    }
}

/// <summary>What the growing tree must pass through, handed to it by and by in the order of the sizes.</summary>
internal sealed class ExpectedHeads(TreeAudit tree, TimeAudit times)
{
    private readonly PriorityQueue<ExpectedHead, long> _heads = new();
    private readonly PriorityQueue<SeenAt, (long, long)> _seen = new();

    public TimeAudit Times { get; } = times;

    public void Add(ExpectedHead head) => _heads.Enqueue(head, head.Head.Size);

    public void Add(SeenAt seen) => _seen.Enqueue(seen, (seen.Size, seen.At.UtcTicks));

    /// <summary>Hands on everything up to a size, before the tree grows there.</summary>
    public void AddUpTo(long size)
    {
        while (_heads.TryPeek(out var head, out var at) && at <= size)
        {
            _heads.Dequeue();
            tree.Expect(head);
        }

        while (_seen.TryPeek(out var seen, out var at) && at.Item1 <= size)
        {
            _seen.Dequeue();
            Times.Expect(seen);
        }
    }
}
