using System.Buffers;
using System.Globalization;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>What a publishing wrote.</summary>
/// <param name="Checkpoint">What the folder holds now.</param>
/// <param name="Before">How many entries it held before.</param>
/// <param name="Tiles">New tiles.</param>
/// <param name="Bundles">New bundles of entries.</param>
/// <param name="HasKey">Whether the folder tells the key to verify with.</param>
public sealed record Published(SignedCheckpoint Checkpoint, long Before, long Tiles, long Bundles, bool HasKey);

/// <summary>
/// Writes a record as files that any web server or USB stick can publish (C2SP tlog-tiles). What is full is never written again;
/// the checkpoint is replaced last, so that a reader finds all files of the checkpoint that it read.
/// </summary>
public static class PublishingLedgers
{
    private const string LockFile = ".export.lock";
    private const string PageFile = "verifier.html";
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <param name="store">The record; it may be written meanwhile.</param>
    /// <param name="folder">Made where there is none.</param>
    /// <param name="withEntries">Also the entries themselves, which are for auditors.</param>
    /// <param name="verifier">The key to tell; null where it is not at hand.</param>
    /// <param name="policy">Only a checkpoint that counts under it is published; null for the newest.</param>
    /// <param name="page">The page on which receipts are verified, written as <c>verifier.html</c>; null for none.</param>
    public static Published Publish(Store store, string folder, bool withEntries, NoteVerifier? verifier, WitnessPolicy? policy, byte[]? page = null)
    {
        using var session = store.OpenToRead();
        try
        {
            StrangeTables.DemandTables(session, store.Called);
            session.BeginReading();
            var checkpoint = Newest(session, store, verifier, policy);
            if (verifier is not null && verifier.Name != checkpoint.Checkpoint.Origin)
                throw new UnusableInput(new Text($"密钥是为 {verifier.Name} 签名的，而这份记录是 {checkpoint.Checkpoint.Origin}。", $"The keys sign for {verifier.Name}, but this record is {checkpoint.Checkpoint.Origin}."), new Text("用 --keys DIR 写明它自己的密钥文件夹。", "Name the folder of its own keys with --keys DIR."), store.Called);
            if (verifier is not null && !checkpoint.Note.TryVerify([verifier], out _, out var fault))
                throw new UnusableInput(new Text($"最新的检查点不是用这份记录的密钥签名的。{LedgerFaults.Of(fault).Zh}", $"The newest checkpoint is not signed by this record's key. {fault}"), new Text("什么也没有发布：有人改了数据库。trellis verify 说明还有哪里不对。", "Nothing was published: somebody changed the database. trellis verify tells what else is wrong."), store.Called);
            return Publish(session, store, folder, withEntries, verifier, checkpoint, page);
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(store.Called);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput(new Text("没有写这个位置的权限。", "This place may not be written to."), new Text("选一个你有写权限的文件夹。", "Choose a folder you may write in."), folder, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault(new Text($"{folder}：{SystemWords.Of(fault).Zh}", $"{folder}: {fault.Message}"), new Text("检查它所在的磁盘和剩余空间，再导出一次：已有的会保留。", "Check the disk it lies on, and the space there; then export again: what is there is kept."), fault);
        }
    }

    private static SignedCheckpoint Newest(Session session, Store store, NoteVerifier? verifier, WitnessPolicy? policy)
    {
        string? why = null;
        foreach (var stored in LedgerRows.CheckpointsBack(session))
        {
            if (!SignedCheckpoint.TryRead(Encoding.UTF8.GetBytes(stored.Note), out var signed, out var fault))
                throw new UnusableInput(new Text($"{stored.Size} 个条目的检查点损坏了。{LedgerFaults.Of(fault).Zh}", $"The checkpoint of {stored.Size} entries is damaged. {fault}"), new Text("什么也没有发布。trellis verify 说明还有哪里不对。", "Nothing was published. trellis verify tells what else is wrong."), store.Called);
            if (policy is null) return signed;
            var answer = policy.Judge(signed, verifier);
            if (answer.Counts) return signed;
            why ??= answer.Fault;
        }

        throw why is null
            ? new UnusableInput(new Text("这份记录还没有签名的检查点。", "This record has no signed checkpoint yet."), new Text("过一会儿再导出；运行中的程序两秒内会签名。", "Export again in a moment; the running program signs within two seconds."), store.Called)
            : new UnusableInput(new Text($"按见证规则，这份记录没有一个检查点算数。{LedgerFaults.Of(why).Zh}", $"No checkpoint of this record counts under the policy. {why}"), new Text("等见证方联署，或核对见证规则。", "Wait until the witnesses have co-signed, or check the policy."), store.Called);
    }

    private static Published Publish(Session session, Store store, string folder, bool withEntries, NoteVerifier? verifier, SignedCheckpoint checkpoint, byte[]? page)
    {
        var tree = new StoredTree(session);
        var (size, root) = (checkpoint.Checkpoint.Size, checkpoint.Checkpoint.Root);
        if (LedgerRows.Size(session) < size || tree.At(size).Root() != root)
            throw new UnusableInput(new Text($"这份记录算不出它 {size} 个条目的检查点上签名的根哈希。", $"The record does not give the root that its checkpoint of {size} entries signed."), new Text("什么也没有发布。trellis verify 说明哪一条不对。", "Nothing was published. trellis verify tells which entry is wrong."), store.Called);
        var before = Before(folder, checkpoint.Checkpoint, tree);
        var made = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        using var alone = Alone(folder);
        if (!made) before = Before(folder, checkpoint.Checkpoint, tree); // the export that we waited for, or that came first, may have gone on
        var written = new List<string>();
        long tiles = 0, bundles = 0;

        // From the top, so that each full tile is compared with the hash that stands for it above.
        var parents = new Dictionary<Tile, ReadOnlyMemory<TreeHash>>();
        foreach (var tile in Tile.Of(size).OrderByDescending(static tile => tile.Level))
        {
            var path = Path.Combine(folder, TilePath.Of(tile));
            if (tile.IsFull && new FileInfo(path) is { Exists: true, Length: Tile.Width * TreeHash.Length }) continue;
            var hashes = tree.Read(tile);
            if (tile.Level > 0 || !tile.IsFull) parents[tile] = hashes;
            if (tile.IsFull) DemandParent(tile, hashes, size, parents, tree, store);
            Write(path, Tile.Encode(hashes.Span), written);
            tiles++;
        }

        if (withEntries)
        {
            for (long number = 0; number * Tile.Width < size; number++)
            {
                var tile = Tile.Holding(0, number * Tile.Width, size);
                var path = Path.Combine(folder, TilePath.OfEntries(number, tile.Hashes));
                if (tile.IsFull && new FileInfo(path) is { Exists: true, Length: > 0 }) continue;
                Write(path, Bundle(session, store, tree.Read(tile), number * Tile.Width), written);
                bundles++;
            }
        }

        if (verifier is not null) Write(Path.Combine(folder, PublishedRecord.VerifierFile), Encoding.UTF8.GetBytes(PublishedWords.Verifier(verifier)), written);
        Write(Path.Combine(folder, "README.md"), Encoding.UTF8.GetBytes(PublishedWords.ReadMe(checkpoint.Checkpoint.Origin)), written);
        if (page is not null) Write(Path.Combine(folder, PageFile), page, written);
        Flush(written);
        Write(Path.Combine(folder, TilePath.Checkpoint), checkpoint.Encode(), written);
        Flush([Path.Combine(folder, TilePath.Checkpoint)]);
        DurableFile.FlushFolder(folder);
        RemovePartial(folder, before, size);
        return new Published(checkpoint, before, tiles, bundles, verifier is not null);
    }

    /// <summary>One export at a time writes to a folder. The lock is the system's and ends with the program.</summary>
    private static FileStream Alone(string folder)
    {
        var path = Path.Combine(folder, LockFile);
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose });
        }
        catch (IOException fault) when ((fault.HResult & 0xFFFF) is 11 or 35 or 32) // EAGAIN on Linux and macOS, a sharing violation on Windows
        {
            throw new UnusableInput(new Text("另一次导出正在写这个文件夹。", "Another export is writing to this folder."), new Text("等它完成，再导出一次。", "Wait until it is done, and export again."), folder, fault);
        }
    }

    /// <summary>How many entries the folder holds. What it holds must be the beginning of what it will hold.</summary>
    private static long Before(string folder, Checkpoint checkpoint, StoredTree tree)
    {
        if (File.Exists(folder)) throw new UnusableInput(new Text("这是文件。", "This is a file."), new Text("写明要写到哪个文件夹。", "Name a folder to write to."), folder);
        var path = Path.Combine(folder, TilePath.Checkpoint);
        if (!File.Exists(path))
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(static name => Path.GetFileName(name) is not (LockFile or "tile" or "README.md" or PageFile or PublishedRecord.VerifierFile)))
                throw new UnusableInput(new Text("这个文件夹里有已发布记录以外的东西。", "This folder holds other things than a published record."), new Text("写明一个空文件夹，或还不存在的文件夹。", "Name an empty folder, or one that does not exist yet."), folder);
            return 0;
        }

        if (!SignedCheckpoint.TryRead(File.ReadAllBytes(path), out var published, out var fault))
            throw new UnusableInput(new Text($"这个文件夹里的检查点损坏了。{LedgerFaults.Of(fault).Zh}", $"The checkpoint in this folder is damaged. {fault}"), new Text("导出到新文件夹，并查明这一个出了什么事。", "Export into a new folder, and find out what happened to this one."), path);
        var (origin, head) = (published.Checkpoint.Origin, published.Checkpoint.Head);
        if (!Trellis.Ledger.Auditing.Generations.SameRecord(origin, checkpoint.Origin)) throw new UnusableInput(new Text($"这个文件夹里是另一份记录 {Excerpt.Of(origin, 100)}。", $"This folder holds another record, {Excerpt.Of(origin, 100)}."), new Text("换一个文件夹。", "Name another folder."), folder);
        if (head.Size > checkpoint.Size || tree.At(head.Size).Root() != head.Root)
        {
            throw new UnusableInput(
                new Text($"这个文件夹里有 {head.Size:N0} 个条目的检查点，而记录不是它的延续：记录被退回或改写过。", $"This folder holds a checkpoint of {head.Size:N0} entries that the record does not continue: it was set back, or rewritten."),
                new Text("文件夹保持原样：它是证据。trellis verify --seen DIR 说得更细。若记录是从备份恢复的，发布到新文件夹。", "Keep the folder as it is: it is evidence. trellis verify --seen DIR tells more. If the record was restored from a backup, publish it into a new folder."), folder);
        }

        return head.Size;
    }

    private static void DemandParent(Tile tile, ReadOnlyMemory<TreeHash> hashes, long size, Dictionary<Tile, ReadOnlyMemory<TreeHash>> parents, StoredTree tree, Store store)
    {
        if (tile.Level + 1 >= Tile.Levels) return;
        var parent = Tile.Holding(tile.Level + 1, tile.Number, size);
        if (!parents.TryGetValue(parent, out var above)) parents[parent] = above = tree.Read(parent);
        if (above.Span[(int)(tile.Number % Tile.Width)] != Tree.Root(hashes.Span))
            throw new UnusableInput(new Text($"存储的 {tile} 与上一层哈希块不符。", $"The stored {tile} is not what the tile above it stands for."), new Text("旧检查点之下没有发布新内容。trellis verify 说明哪里不对。", "Nothing new was published under the old checkpoint. trellis verify tells what is wrong."), store.Called);
    }

    private static byte[] Bundle(Session session, Store store, ReadOnlyMemory<TreeHash> hashes, long first)
    {
        var bundle = new ArrayBufferWriter<byte>(64 * 1024);
        var at = 0;
        foreach (var (position, bytes) in LedgerRows.Entries(session, first, first + hashes.Length))
        {
            if (position != first + at || Tree.Leaf(bytes) != hashes.Span[at]) throw Wrong(first + at);
            EntryBundle.Write(bundle, bytes);
            at++;
        }

        return at == hashes.Length ? bundle.WrittenSpan.ToArray() : throw Wrong(first + at);

        UnusableInput Wrong(long position) => new(new Text($"第 {position} 条不在，或与它的哈希块不符。", $"Entry {position} is missing, or is not what its tile holds."), new Text("trellis verify 说明还有哪里不对。", "trellis verify tells what else is wrong."), store.Called);
    }

    /// <summary>Writes a file whole or not at all. It is on the disk after <see cref="Flush"/>.</summary>
    private static void Write(string path, ReadOnlySpan<byte> content, List<string> written)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var half = path + ".new.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = ForAll;
        using (var file = new FileStream(half, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true); // before it has its name: whatever bears that name is whole
        }

        File.Move(half, path, overwrite: true);
        written.Add(path);
    }

    private static void Flush(IEnumerable<string> written)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in written) folders.Add(Path.GetDirectoryName(path)!);
        foreach (var folder in folders) DurableFile.FlushFolder(folder);
    }

    /// <summary>The partial tiles of before whose full ones are there now are not needed any more: readers of the older checkpoint take the full ones.</summary>
    private static void RemovePartial(string folder, long before, long size)
    {
        for (var level = 0; level < Tile.Levels; level++)
        {
            var number = Tile.HashesOfLevel(level, before) / Tile.Width;
            if (number >= Tile.HashesOfLevel(level, size) / Tile.Width) continue;
            Remove(Path.Combine(folder, TilePath.Of(new Tile(level, number)) + ".p"));
            if (level == 0 && File.Exists(Path.Combine(folder, TilePath.OfEntries(number)))) Remove(Path.Combine(folder, TilePath.OfEntries(number) + ".p"));
        }

        static void Remove(string path)
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
    }
}

/// <summary>What stands in a published folder for people.</summary>
internal static class PublishedWords
{
    public static string Verifier(NoteVerifier verifier) => string.Create(CultureInfo.InvariantCulture, $"""
        # The key that signs this record. Compare it with what its keeper tells you on another way, such as in print or on an official notice:
        # a key taken from the published folder itself proves nothing about who signed.
        # 本记录的签名公钥。请与保管单位通过其他途径公布的公钥核对（如公告、纸质文件）：
        # 从发布文件夹里取得的公钥，不能证明是谁签的名。
        {verifier}

        """);

    public static string ReadMe(string origin) => $"""
        # 公开记录 / Published record: {origin}

        ## 这是什么

        这个文件夹是一份记录的公开部分：`checkpoint` 是最新的检查点（条目总数和总哈希值，带签名），`tile/` 是哈希值。哈希值看不出内容，但任何改动都会使它对不上。
        有 `tile/entries/` 的，是给审计人员的条目本身；条目里没有姓名，也没有自由填写的文字。

        核验，不需要网络，也不需要信任保管单位：

            trellis verify 这个文件夹 --key 公钥文件

        回执可以在浏览器里核验：打开 `verifier.html`，不连接网络。

        请从别的途径取得公钥，不要用这个文件夹里的 `verifier.txt`。请保存一份 `checkpoint`，下次用 `--seen` 核对：它能证明此前的记录没有被改写。

        ## What this is

        This folder is the public part of a record: `checkpoint` is the newest checkpoint (how many entries, and one hash over all of them, signed), `tile/` holds hashes.
        A hash tells nothing about what it stands for, but whoever changes anything changes the hashes. Where there is `tile/entries/`, these are the entries, for auditors;
        no name and no free text stands in them.

        To verify it, without a network and without trusting its keeper:

            trellis verify THIS-FOLDER --key KEY-FILE

        A receipt can be verified in a browser: open `verifier.html`; it connects to nothing.

        Get the key on another way, and not from `verifier.txt` in this folder. Keep a copy of `checkpoint` and name it with `--seen` next time: that proves that nothing before it was rewritten.

        The files follow C2SP tlog-tiles, tlog-checkpoint and signed-note (https://c2sp.org), so other programs can read them, too.

        """;
}
