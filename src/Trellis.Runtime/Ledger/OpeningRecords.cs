using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>Opens a record for writing: becomes its only writer, and proves that store and keys belong together and that the store is not an old one.</summary>
internal static class OpeningRecords
{
    /// <summary>What may stand in an entry as an id and in a key as a name.</summary>
    private static readonly System.Buffers.SearchValues<char> OriginLetters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:@#=-");

    /// <param name="create">The origin of a record that may be made here; null where it must be there.</param>
    public static async Task<RecordWriter> OpenAsync(RecordPlace place, RecordSettings settings, TimeProvider time, string? create)
    {
        if (create is not null && (create.Length > 200 || create.Length == 0 || create.AsSpan().ContainsAnyExcept(OriginLetters)))
            throw new UnusableInput(new Text($"\"{Excerpt.Of(create, 40)}\" 不能做记录的名字。", $"\"{Excerpt.Of(create, 40)}\" cannot be the name of a record."), new Text("只用字母、数字和 ._/:@#=-，例如 county.example/record。", "Use letters, digits and ._/:@#=- only, such as county.example/record."));
        if (create is not null && !RecordKeys.Exist(place.Keys) && EndsInNumber(create))
            throw new UnusableInput(new Text($"\"{Excerpt.Of(create, 40)}\" 不能做记录的名字：它以数字结尾。", $"\"{Excerpt.Of(create, 40)}\" cannot be the name of a record: it ends in a number."), new Text("斜线加数字表示恢复之后的新一代。另取名字，例如 county.example/record。", "A slash and a number stand for a generation after a restore. Choose another name, such as county.example/record."));
        if (create is not null && SimulatedRecord.IsOrigin(create))
            throw new UnusableInput(new Text($"\"{Excerpt.Of(create, 40)}\" 不能做记录的名字：这样结尾的是模拟出来的记录。", $"\"{Excerpt.Of(create, 40)}\" cannot be the name of a record: so end those of records that were simulated."), new Text("另取名字，例如 county.example/record。", "Choose another name, such as county.example/record."));
        if (place.Store is SqliteStore file) Restoring.Resume(file, place.Keys);
        if (create is null && !place.Store.Exists()) throw place.Store.NoRecord();
        var claim = place.Store.Claim(create is not null);
        Session? session = null;
        RecordWriter writer;
        try
        {
            session = claim.Open();
            var fresh = LedgerRows.Origin(session) is null;
            if (fresh && LedgerRows.IsHalfRestored(session)) throw HalfRestored(place);
            if (fresh && create is null) throw place.Store.NoRecord();
            if (!settings.MayBeSimulated && LedgerRows.IsSimulated(session)) throw Simulated(place.Store);
            var keys = fresh ? RecordKeys.Make(place.Keys, create!) : RecordKeys.Open(place.Keys);
            if (fresh) Begin(session, keys, create!, place.Store.Called);
            var origin = LedgerRows.Origin(session)!;
            keys.Resume(origin);
            if (keys.Signer.Name != origin)
                throw new UnusableInput(new Text($"{place.Keys} 中的密钥是为 {keys.Signer.Name} 签名的，而这份记录是 {origin}。", $"The keys in {place.Keys} sign for {keys.Signer.Name}, but this record is {origin}."), new Text("用 --keys DIR 写明它自己的密钥文件夹。", "Name the folder of its own keys with --keys DIR."), place.Store.Called);

            var (tree, last, lastAt) = Read(session, place);
            Compare(session, tree, keys, place);
            if (!SealedHead.Holds(session, keys, origin, tree.Head, keys.LastCheckpoint()?.Checkpoint.Size ?? 0)) throw NotOurs(tree.Size - (keys.LastCheckpoint()?.Checkpoint.Size ?? 0), place);
            keys.KeepEpoch(claim.Epoch);
            var narrowed = OwnersOnly.Narrow(place);
            if (PersonalRows.FirstKey(session) is { } first) System.Security.Cryptography.CryptographicOperations.ZeroMemory(keys.Unwrap(first)); // before anything is sealed under another
            writer = RecordWriter.Start(place, settings, keys, time, claim, session, origin, tree, lastAt, last, narrowed);
        }
        catch (StoreFault fault)
        {
            session?.Dispose();
            claim.Dispose();
            throw fault.Tell(place.Store.Called);
        }
        catch
        {
            session?.Dispose();
            claim.Dispose();
            throw;
        }

        try
        {
            await writer.FinishErasuresAsync();
            return writer;
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Real acts behind what nobody did would be as little worth, and anybody can have the keys.</summary>
    internal static UnusableInput Simulated(Store store) => new(
        new Text("这份记录是模拟出来的：里面的事没有人做过，它的密钥谁都推算得出来。所以不在它后面续写。", "This record was simulated: nobody did what stands in it, and anybody can derive its keys. So nothing is written behind it."),
        new Text("正式运行请另建一份：trellis serve --structure DIR --data FILE。这一份可用 trellis verify、export、rebuild 查看。", "For real work begin another: trellis serve --structure DIR --data FILE. Read this one with trellis verify, export or rebuild."), store.Called);

    /// <summary>Whether a name reads as that of a later generation.</summary>
    private static bool EndsInNumber(string origin)
    {
        var slash = origin.LastIndexOf('/');
        return slash >= 0 && slash < origin.Length - 1 && !origin.AsSpan(slash + 1).ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>The tree as it stands, the last entry, and its time, which the next one must not precede.</summary>
    public static (GrowingTree Tree, byte[]? Last, DateTimeOffset LastAt) Read(Session session, RecordPlace place)
    {
        var size = LedgerRows.Size(session);
        var tree = new StoredTree(session).At(size);
        if (size == 0) return (tree, null, DateTimeOffset.MinValue);
        var last = LedgerRows.Entry(session, size - 1)!;
        if (!Entry.TryRead(last, out var entry, out var fault))
            throw new MachineFault(new Text($"{place.Store.Called}：第 {size - 1} 条损坏：{LedgerFaults.Of(fault).Zh}", $"{place.Store.Called}: entry {size - 1} is damaged: {fault}"), new Text("恢复最新的备份：trellis restore BACKUP。损坏的记录留给调查的人。", "Restore the newest backup: trellis restore BACKUP. Keep the damaged record for those who investigate."));
        return (tree, last, entry.At);
    }

    internal static UnusableInput HalfRestored(RecordPlace place) => new(
        new Text("往这里恢复备份时中断了：里面只有一份没有核对过的副本，还不是记录。", "A restore into this place was interrupted: what is there is an unchecked part of a backup, and no record yet."),
        new Text($"再执行一次同样的恢复，它会从头开始：trellis restore BACKUP {place.Store.Option}。", $"Give the same command once more, it begins anew: trellis restore BACKUP {place.Store.Option}."), place.Store.Called);

    private static UnusableInput NotOurs(long unsigned, RecordPlace place) => new(
        new Text($"最后 {unsigned:N0} 条尚未签名，而且不是用这份记录的密钥写入的。", $"The last {unsigned:N0} entries are not signed yet, and were not written with the keys of this record."),
        new Text("有人改了数据库。保留它供调查，再恢复备份：trellis restore BACKUP。", "Somebody changed the database. Keep it for those who investigate, and restore a backup: trellis restore BACKUP."), place.Store.Called);

    /// <summary>What a new record holds before its first entry.</summary>
    internal static void Begin(Session session, RecordKeys keys, string origin, string called)
    {
        if (keys.Signer.Name != origin || keys.LastCheckpoint() is not null)
            throw new UnusableInput(new Text($"文件夹 {keys.Folder} 里是另一份记录 {keys.Signer.Name} 的密钥。", $"The folder {keys.Folder} holds the keys of another record, {keys.Signer.Name}."), new Text("用 --keys DIR 换一个文件夹；若记录丢失了，用 trellis restore 恢复。", "Name another folder with --keys DIR; or, if the record was lost, restore it with trellis restore."), called);
        var writes = new Writes();
        LedgerRows.SetOrigin(writes, origin);
        LedgerRows.SetFirstOrigin(writes, origin);
        SealedHead.Begin(writes, keys, origin, TreeHead.None);
        session.Commit(writes);
    }

    /// <summary>No store may be older than what was signed, or differ from it: that is how a rollback, by whomever, is noticed at once.</summary>
    private static void Compare(Session session, GrowingTree tree, RecordKeys keys, RecordPlace place)
    {
        if (keys.LastCheckpoint() is not { } signed)
        {
            if (LedgerRows.CheckpointsBack(session).Any())
                throw new UnusableInput(new Text($"这份记录签过名，但文件夹 {place.Keys} 里没有最后的检查点。", $"The record was signed before, but the folder {place.Keys} holds no last checkpoint."), new Text("用最新的备份恢复密钥文件夹：靠 last-checkpoint 文件才分得清旧记录和最新的记录。", "Restore the folder of keys from its newest backup: the file last-checkpoint tells an old record from the newest."), place.Store.Called);
            return;
        }

        var (size, root) = (signed.Checkpoint.Size, signed.Checkpoint.Root);
        if (tree.Size < size)
        {
            throw new UnusableInput(
                new Text($"这份记录有 {tree.Size:N0} 个条目，但签过名的有 {size:N0} 个：它比别人见过的旧。", $"This record has {tree.Size:N0} entries, but {size:N0} were signed: it is older than what others have seen."),
                new Text($"若是放回了备份，请公开说明：trellis restore {place.Store.Option}。若不是，查明是谁换的。", $"If a backup was put back, say so in the open: trellis restore {place.Store.Option}. If not, find out who replaced it."), place.Store.Called);
        }

        if (new StoredTree(session).At(size).Root() != root)
        {
            throw new UnusableInput(
                new Text($"这份记录与签过名的不同：前 {size:N0} 个条目不是原来的。", $"This record differs from what was signed: its first {size:N0} entries are others."),
                new Text("有人改了它。留给调查的人；trellis verify 说得更细，trellis restore 可放回备份。", "Somebody changed it. Keep it for those who investigate; trellis verify tells more, and a backup is put back by trellis restore."), place.Store.Called);
        }
    }
}
