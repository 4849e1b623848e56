using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Ledger;

/// <summary>What a complete check of a store found in it.</summary>
/// <param name="Tree">Over all entries.</param>
/// <param name="LastAt">The time of the last entry.</param>
/// <param name="Signed">The size of the newest checkpoint that our key signed; entries from there on are vouched for by nobody yet.</param>
/// <param name="Roots">The roots at the sizes that were asked for.</param>
internal sealed record CheckedRecord(GrowingTree Tree, DateTimeOffset LastAt, long Signed, IReadOnlyDictionary<long, TreeHash> Roots);

/// <summary>Reads a whole store and recomputes everything in it, before it is taken for a record again.</summary>
internal static class CheckingRecords
{
    /// <summary>So many entries and their values are compared at once.</summary>
    private const int Stretch = 1000;

    /// <param name="store">The store of the session, from which the files of the structure are read.</param>
    /// <param name="sizes">Sizes whose roots the caller wants to compare with what others know.</param>
    /// <exception cref="UnusableInput">Something does not fit; the message names the entry.</exception>
    public static CheckedRecord Check(Session session, Store store, RecordKeys keys, string called, string origin, IEnumerable<long> sizes)
    {
        foreach (var strange in StrangeTables.Of(session)) throw Strange(StrangeTables.PlaceOf(strange.Place), strange.Detail);
        var wanted = sizes.ToHashSet();
        var checkpoints = LedgerRows.CheckpointsFrom(session, 0).ToList();
        foreach (var stored in checkpoints) wanted.Add(stored.Size);
        var roots = new Dictionary<long, TreeHash> { [0] = Tree.Empty };
        var tree = new GrowingTree();
        var lastAt = DateTimeOffset.MinValue;
        var events = new List<Entry>();
        var folding = new FoldingAnew(new StructureVersions(store));
        foreach (var (position, bytes) in LedgerRows.Entries(session, 0, long.MaxValue))
        {
            if (position != tree.Size) throw Wrong(new Text($"第 {tree.Size} 条不在", $"entry {tree.Size} is missing"));
            if (!Entry.TryRead(bytes, out var entry, out var fault)) throw Wrong(new Text($"第 {position} 条损坏（{LedgerFaults.Of(fault).Zh.TrimEnd('。')}）", $"entry {position} is damaged ({fault.TrimEnd('.')})"));
            if (entry.At < lastAt) throw Wrong(new Text($"第 {position} 条的时间早于前一条", $"entry {position} is earlier than the one before it"));
            lastAt = entry.At;
            events.Add(entry.Event is ReadModels.AttachmentAdded || ReadModels.IsErasure(entry.Event) ? entry : Nothing);
            if (FoldingAnew.Concerns(entry)) folding.Take(position, entry);
            tree.Append(Tree.Leaf(bytes));
            if (wanted.Contains(tree.Size)) roots[tree.Size] = tree.Root();
        }

        var full = tree.TakeCompleted().ToDictionary(static tile => (tile.Level, tile.Number), static tile => tile.Hashes);
        var tiles = 0;
        foreach (var (level, number, hashes) in LedgerRows.Tiles(session))
        {
            if (!full.TryGetValue((level, number), out var right) || !right.AsSpan().SequenceEqual(hashes)) throw Wrong(new Text($"第 {level} 层第 {number} 个哈希块与条目不符", $"tile {number} of level {level} does not belong to the entries"));
            tiles++;
        }

        if (tiles != full.Count) throw Wrong(new Text($"缺 {full.Count - tiles} 个哈希块", $"{full.Count - tiles} tiles are missing"));
        var signed = 0L;
        foreach (var stored in checkpoints)
        {
            if (!SignedCheckpoint.TryRead(Encoding.UTF8.GetBytes(stored.Note), out var checkpoint, out var fault)
                || !checkpoint.Note.TryVerify([keys.VerifierAs(checkpoint.Checkpoint.Origin)], out _, out fault)) throw Wrong(new Text($"{stored.Size} 个条目的检查点不是这份记录签名的（{LedgerFaults.Of(fault).Zh.TrimEnd('。')}）", $"the checkpoint of {stored.Size} entries is not signed by this record ({fault.TrimEnd('.')})"));
            if (checkpoint.Checkpoint.Size != stored.Size || !roots.TryGetValue(stored.Size, out var root) || root != checkpoint.Checkpoint.Root) throw Wrong(new Text($"条目不是在 {stored.Size} 条时签过名的那些", $"the entries are not those that were signed at {stored.Size}"));
            signed = Math.Max(signed, stored.Size);
        }

        var (attachments, erasures) = ReadModels.Replay(events);
        if (!attachments.SequenceEqual(ReadModels.Attachments(session)) || !erasures.SequenceEqual(ReadModels.Erasures(session))) throw Wrong(new Text("附件表和删除表与条目所说的不符", "the tables of attachments and erasures are not what the entries say"));
        foreach (var (place, detail) in StrangeTables.Rows(session, origin, tree.Size, epoch: null, isCopy: true)) throw Strange(new Text(place, place), detail);
        if (!SealedHead.Holds(session, keys, origin, tree.Head, signed)) throw Wrong(new Text(LedgerFaults.Of(SealedHead.Fault).Zh.TrimEnd('。'), SealedHead.Fault.TrimEnd('.')));
        CheckPersonal();
        CheckFolded();
        return new CheckedRecord(tree, lastAt, signed, roots);

        // Every key is that of its person, and every value the one that its entry is committed to.
        void CheckPersonal()
        {
            var opened = PersonalRows.Every(session).ToDictionary(static key => key.Number, keys.Unwrap);
            if (PersonalRows.ValuesOutside(session, tree.Size) > 0) throw Wrong(new Text("有个人信息不属于任何条目", "there are personal values that belong to no entry"));
            for (var first = 0L; first < tree.Size; first += Stretch)
            {
                var values = PersonalRows.Values(session, first, first + Stretch);
                if (values.Count == 0) continue;
                var entries = LedgerRows.Entries(session, first, first + Stretch).ToDictionary(static row => row.Position, static row => row.Bytes);
                foreach (var value in values)
                {
                    if (!opened.TryGetValue(value.Key, out var key)) throw Wrong(new Text($"第 {value.Position} 条的个人信息 {value.Field} 的密钥不在", $"the key of the personal value {value.Field} of entry {value.Position} is missing"));
                    if (PersonalSealing.Open(key, value.Position, value.Field, value.Sealed) is not { } box
                        || !Entry.TryRead(entries[value.Position], out var entry, out _)
                        || !entry.Personal.Any(one => one.Name == value.Field && one.Commitment.Holds(box.Salt, value.Field, box.Value))) throw Wrong(new Text($"第 {value.Position} 条的个人信息 {value.Field} 被改动过", $"the personal value {value.Field} of entry {value.Position} was changed"));
                }
            }
        }

        // What is decided on, who may see what, whose tokens are good: another row than the entries give would be believed from the first minute on.
        void CheckFolded()
        {
            using var scratch = new ScratchTables();
            try
            {
                folding.Into(session, scratch.Session);
            }
            catch (StoreFault fault) when (fault.Trouble == StoreTrouble.Damaged)
            {
                throw Wrong(new Text(fault.Message.TrimEnd('.'), fault.Message.TrimEnd('.')));
            }

            foreach (var table in TableCopies.Folded)
            {
                foreach (var (_, row) in ComparingRows.Of(table, scratch.Session, session, besides: ComparingRows.MayDiffer(table)))
                {
                    throw new UnusableInput(
                        new Text($"这不是完好的记录：{table} 表的一行（{Excerpt.Of(row, 100)}）与条目所说的不符。", $"This is no sound record: the row {Excerpt.Of(row, 100)} of the table {table} is not what the entries say."),
                        new Text("换一份备份；或用 trellis rebuild 由条目重新汇出这份的各表，再恢复。先查明是谁改的。", "Take another backup; or have the tables of this one folded anew from its entries (trellis rebuild), and restore it then. Find out first who changed it."), called);
                }
            }
        }

        UnusableInput Strange(Text place, string detail) => Wrong(new Text(
            $"数据库的 {Excerpt.Of(place.Zh, 80)} 不是程序所写的样子：{LedgerFaults.Of(detail).Zh.TrimEnd('。')}",
            $"{Excerpt.Of(place.En, 80)} of the database is not as the program writes it: {detail.TrimEnd('.')}"));

        UnusableInput Wrong(Text what) => new(new Text($"这不是完好的记录：{what.Zh}。", $"This is no sound record: {what.En}."), new Text("换一份备份。这一份留给调查的人。", "Take another backup. Keep this one for those who investigate."), called);
    }

    /// <summary>Stands for an entry that changes no read model.</summary>
    private static readonly Entry Nothing = new() { At = DateTimeOffset.UnixEpoch, By = EntryActor.System, Event = "nothing/1", Structure = "none" };
}
