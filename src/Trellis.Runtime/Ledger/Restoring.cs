using System.Globalization;
using System.Text;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Files;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Ledger;

/// <summary>What a restore did.</summary>
/// <param name="Size">The entries that the backup brought.</param>
/// <param name="Unsigned">Those among them that stand after its last checkpoint, so that nobody vouches for them but the backup itself.</param>
/// <param name="Lost">The entries that the record had beyond the backup, as far as is known.</param>
/// <param name="Origin">The name under which the record signs from now on.</param>
/// <param name="NewGeneration">Whether that name is new, because the record had gone further than the backup.</param>
/// <param name="Keys">The keys that were destroyed again because their erasure was ordered after the backup.</param>
/// <param name="Tokens">The tokens that were taken back again because that was done after the backup.</param>
/// <param name="Auditors">The tokens of auditors that ended with the restore.</param>
/// <param name="MissingAttachments">Attachments that the record names and no folder has.</param>
/// <param name="SetAside">Where the file lies that was there before; null where there was none.</param>
public sealed record Restored(long Size, long Unsigned, long Lost, string Origin, bool NewGeneration, int Keys, int Tokens, int Auditors, int Attachments, int MissingAttachments, string? SetAside);

/// <summary>
/// Makes a backup the record again. Going back is what a fraud would do, so it is never done in silence: where the record had gone further than the backup,
/// it goes on under a new name, whose first entry says what it was, how far, and where it had been, and witnesses can tell the one from the other.
/// Whatever was erased since the backup is erased again before anybody can open it, and whatever token was taken back is taken back again.
/// </summary>
public static class Restoring
{
    public const string RecordRestored = "record-restored/1";

    private const string AgainAfterRestore = "again-after-restore";

    /// <param name="backup">The file of the backup; null to take what lies in the store itself, put there by other means.</param>
    /// <param name="structure">The version of the structure in force.</param>
    public static Restored Restore(RecordPlace place, string? backup, string structure, TimeProvider time)
    {
        var keys = RecordKeys.Open(place.Keys);
        try
        {
            return place.Store is SqliteStore file ? IntoFile(file, backup, new Work(place, keys, backup, structure, time)) : IntoDatabase(backup, new Work(place, keys, backup, structure, time));
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(place.Store.Called);
        }
    }

    private static Restored IntoFile(SqliteStore store, string? backup, Work work)
    {
        using var held = store.Lock();
        if (backup is null && !store.Exists()) throw store.NoRecord();
        Resume(store, work.Keys);
        work.Keys.Resume(OriginOf(store.File));
        var before = store.Exists() ? LookAt(store) : null;
        var half = HalfOf(store);
        Clear(half);
        var intended = false;
        try
        {
            Restored restored;
            using (var to = SqliteSession.OpenToWrite(half, create: true))
            {
                using (var from = new SqliteStore(backup ?? store.File).OpenToRead()) ((SqliteSession)from).CopyTo(to);
                if (to.Tell("pragma integrity_check") is not ["ok"])
                    throw new UnusableInput(new Text("备份损坏了：它的页或行互相矛盾。", "The backup is damaged: its pages or rows contradict each other."), new Text("换一份备份。", "Take another backup."), backup ?? store.Called);
                if (to.Tell("select name from sqlite_schema where type in ('trigger', 'view')") is [var strange, ..])
                {
                    throw new UnusableInput(
                        new Text($"这不是完好的记录：里面有 {Excerpt.Of(strange, 40)}，记录从没有这样的东西。", $"This is no sound record: it holds {Excerpt.Of(strange, 40)}, which no record has."),
                        new Text("换一份备份。这一份留给调查的人。", "Take another backup. Keep this one for those who investigate."), backup ?? store.Called);
                }

                Migrating.BringUpToDate(to, backup is null ? store : new SqliteStore(backup), Spelling.Sqlite);
                restored = work.Finish(to, new SqliteStore(half), before);
                to.DestroyDeleted();
            }

            // Until here the record is what it was, and its keys too. From here on the restore is finished, if need be when the record is opened next.
            DurableFile.Flush(half);
            intended = true;
            work.Intend();
            var aside = Swap(store, work.Now);
            work.Conclude();
            return restored with { SetAside = aside };
        }
        finally
        {
            if (!intended) Clear(half);
        }
    }

    /// <summary>Finishes a restore into a file that was interrupted after it had been decided, and clears away what is left of one that was not.</summary>
    /// <param name="keys">The folder of the keys.</param>
    internal static void Resume(SqliteStore store, string keys)
    {
        if ((!File.Exists(HalfOf(store)) && !RecordKeys.IsIntended(keys)) || !RecordKeys.Exist(keys)) return;
        using var held = store.Lock();
        Resume(store, RecordKeys.Open(keys));
    }

    private static void Resume(SqliteStore store, RecordKeys keys)
    {
        if (!File.Exists(HalfOf(store))) return;
        if (keys.Intended() is { } intent && OriginOf(HalfOf(store)) == intent.Origin) Swap(store, Entry.Moment(TimeProvider.System.GetUtcNow()));
        else Clear(HalfOf(store));
    }

    private static string HalfOf(SqliteStore store) => store.File + ".restoring";

    /// <summary>The name under which the record in a file signs; null where there is none that can be read.</summary>
    private static string? OriginOf(string file)
    {
        try
        {
            if (!File.Exists(file)) return null;
            using var session = new SqliteStore(file).OpenToRead();
            return LedgerRows.Origin(session);
        }
        catch (Exception fault) when (fault is StoreFault or MachineFault or UnusableInput)
        {
            return null;
        }
    }

    /// <summary>Puts the restored file in the place of the record.</summary>
    /// <returns>Where the file lies that was there.</returns>
    private static string? Swap(SqliteStore store, DateTimeOffset now)
    {
        var aside = SetAside(store, now);
        DurableFile.Move(HalfOf(store), store.File);
        return aside;
    }

    private static Restored IntoDatabase(string? backup, Work work)
    {
        using var claim = work.Place.Store.Claim(create: backup is not null);
        using var session = claim.Open();
        work.Keys.Resume(LedgerRows.Origin(session));
        if (backup is null && LedgerRows.IsHalfRestored(session)) throw OpeningRecords.HalfRestored(work.Place);
        if (backup is not null)
        {
            if (LedgerRows.Origin(session) is not null)
                throw new UnusableInput(new Text("这个数据库里已有记录；备份不会覆盖它。", "This database holds a record already; a backup does not overwrite it."), new Text("写明一个空数据库。若要把这里的记录当作恢复的记录，就不写 BACKUP。", "Name an empty database. To take this one as the restored record, give no BACKUP."), work.Place.Store.Called);
            using var from = new SqliteStore(backup).OpenToRead();
            from.BeginReading();
            StrangeTables.DemandTables(from, backup);
            TableCopies.Copy(from, session, isRecord: false);
            from.EndReading();
        }

        var restored = work.Finish(session, work.Place.Store, before: null, intend: true);
        work.Conclude();
        session.DestroyDeleted();
        return restored;
    }

    /// <summary>How far the file that will be replaced had come, and what was erased in it, where it can still tell.</summary>
    private static Replaced? LookAt(SqliteStore store)
    {
        Replaced? seen = null;
        try
        {
            using var session = store.OpenToRead();
            seen = new Replaced(LedgerRows.Size(session), [], []);
            foreach (var (_, bytes) in LedgerRows.Entries(session, 0, long.MaxValue))
            {
                if (!Entry.TryRead(bytes, out var entry, out _)) continue;
                if (AccessEvents.Read(entry.Event, entry.Fields) is TokenRevoked revoked) seen.Revocations.Add(revoked.Token);
                if (!ReadModels.IsErasure(entry.Event)) continue;
                var by = entry.By as EntryActor.Officer;
                if (entry.Fields["basis"] is not EntryValue.Word basis || entry.Fields["keys"] is not EntryValue.List { Values.Count: > 0 } ids) continue;
                var line = new ErasureOrder(entry.At, by?.Post ?? "", by?.Unit ?? "", basis.Text, [.. ids.Values.OfType<EntryValue.Word>().Select(static id => id.Text)], (entry.Fields["matter"] as EntryValue.Word)?.Text ?? "").ToString();
                if (ErasureOrder.TryRead(line, out var order)) seen.Erasures.Add(order);
            }

            return seen;
        }
        catch (Exception fault) when (fault is StoreFault or MachineFault or UnusableInput)
        {
            return seen; // damaged, which is why it is replaced
        }
    }

    /// <summary>What the file that will be replaced says of itself.</summary>
    private sealed record Replaced(long Size, List<ErasureOrder> Erasures, List<string> Revocations);

    private static string? SetAside(SqliteStore store, DateTimeOffset now)
    {
        if (!File.Exists(store.File) && !File.Exists(store.File + "-wal")) return null;
        try
        {
            SqliteSession.OpenToWrite(store.File, create: false).Dispose(); // brings what stands in its log into the file
        }
        catch (StoreFault)
        {
            // It is damaged; then its log goes with it.
        }

        var aside = string.Create(CultureInfo.InvariantCulture, $"{store.File}.replaced-{now:yyyyMMdd'T'HHmmss}");
        for (var more = 2; File.Exists(aside); more++) aside = string.Create(CultureInfo.InvariantCulture, $"{store.File}.replaced-{now:yyyyMMdd'T'HHmmss}-{more}");
        foreach (var end in (string[])["", "-wal", "-shm"])
            if (File.Exists(store.File + end)) DurableFile.Move(store.File + end, aside + end);
        return aside;
    }

    private static void Clear(string half)
    {
        foreach (var end in (string[])["", "-wal", "-shm", "-journal"]) File.Delete(half + end);
    }

    /// <summary>One restore under way.</summary>
    private sealed class Work(RecordPlace place, RecordKeys keys, string? backup, string structure, TimeProvider time)
    {
        private readonly List<string> _erased = [];
        private readonly List<ErasureOrder> _unlisted = [];
        private readonly List<string> _revoked = [];
        private string? _name;
        private long? _epoch;
        private SignedCheckpoint? _checkpoint;

        public RecordPlace Place => place;

        public RecordKeys Keys => keys;

        public DateTimeOffset Now { get; } = Entry.Moment(time.GetUtcNow());

        public void Intend()
        {
            foreach (var order in _unlisted) keys.KeepErasure(order);
            keys.KeepRevocations(_revoked);
            keys.Intend(_name!, _checkpoint);
        }

        /// <summary>After the store has become what was intended.</summary>
        public void Conclude()
        {
            foreach (var id in _erased) AttachmentFiles.Delete(place.Attachments, id);
            if (_epoch is { } epoch) keys.KeepEpoch(epoch);
            keys.Fulfil();
        }

        /// <summary>Checks what was copied, brings the attachments, and makes it the record in one transaction. The keys stay what they are.</summary>
        /// <param name="store">Where what was copied lies.</param>
        /// <param name="intend">Whether that transaction is what makes it the record, so that it is noted before.</param>
        public Restored Finish(Session session, Store store, Replaced? before, bool intend = false)
        {
            var called = backup ?? place.Store.Called;
            if ((LedgerRows.OriginOfCopy(session) ?? LedgerRows.Origin(session)) is not { } origin || LedgerRows.FirstOrigin(session) is not { } first) throw new UnusableInput(new Text("这份备份里没有记录。", "There is no record in this backup."), new Text("核对名字。", "Check the name."), called);
            if (LedgerRows.IsSimulated(session))
                throw new UnusableInput(new Text("这是一份模拟记录的备份：里面的事没有人做过，恢复它什么也找不回来。", "This is a backup of a simulated record: nobody did what stands in it, and restoring it brings nothing back."), new Text("要用它，用第一个条目所写的种子和负荷再模拟一次：trellis simulate DIR --out FILE.db。", "To have it again, simulate it once more with the seed and the load that its first entry names: trellis simulate DIR --out FILE.db."), called);
            if (GenerationOf(first, keys.Signer.Name) == 0)
                throw new UnusableInput(new Text($"{place.Keys} 中的密钥是为 {keys.Signer.Name} 签名的，而这是 {origin} 的备份。", $"The keys in {place.Keys} sign for {keys.Signer.Name}, but this is a backup of {origin}."), new Text("用 --keys DIR 写明它自己的密钥文件夹。", "Name the folder of its own keys with --keys DIR."), called);

            var last = keys.LastCheckpoint();
            var known = CheckingRecords.Check(session, store, keys, called, origin, last is null ? [] : [last.Checkpoint.Size]);
            var size = known.Tree.Size;
            var further = origin != keys.Signer.Name || (last is not null && last.Checkpoint.Size > size) || before?.Size > size;
            if (!further && last is not null && known.Roots[last.Checkpoint.Size] != last.Checkpoint.Root)
                throw new UnusableInput(new Text($"这份备份不是这份记录的一部分：前 {last.Checkpoint.Size:N0} 个条目与签过名的不同。", $"This backup is no part of the record: its first {last.Checkpoint.Size:N0} entries differ from what was signed."), new Text("换一份备份。这一份留给调查的人。", "Take another backup. Keep this one for those who investigate."), called);

            var writes = new Writes();
            SessionRows.EndAll(writes);
            var events = new List<Draft>();
            if (further) events.Add(Restart(origin, known.Tree, known.Signed, last));
            var listed = keys.Erasures();
            var ids = listed.SelectMany(static order => order.Keys).ToHashSet(StringComparer.Ordinal);
            // What was carried out in the record is erased again even where the list beside the keys is an old one.
            _unlisted.AddRange((before?.Erasures ?? []).Where(order => !order.Keys.All(ids.Contains)));
            var erased = EraseAgain([.. listed, .. _unlisted], session, writes, events);
            _revoked.AddRange(keys.Revocations().Union(before?.Revocations ?? []));
            var revoked = RevokeAgain(session, events);
            var name = further ? string.Create(CultureInfo.InvariantCulture, $"{first}/{1 + Math.Max(Math.Max(GenerationOf(first, origin), GenerationOf(first, keys.Signer.Name)), GenerationOf(first, last?.Checkpoint.Origin ?? first))}") : origin;
            Append(writes, known, events);
            SealedHead.Begin(writes, keys, name, known.Tree.Head);
            LedgerRows.SetOrigin(writes, name);
            LedgerRows.ForgetCopy(writes);
            if (further)
            {
                var signed = SignedCheckpoint.Sign(new Checkpoint(name, known.Tree.Head), keys.SignerAs(name));
                LedgerRows.AddCheckpoint(writes, new StoredCheckpoint(signed.Checkpoint.Size, Encoding.UTF8.GetString(signed.Encode()), Now));
                _checkpoint = signed;
            }

            _name = name;
            _epoch = WriterRows.Epoch(session);
            var attachments = ReadModels.Attachments(session).Where(row => row.Erased is null && !_erased.Contains(row.Id)).ToList();
            var (copied, missing) = BackingUp.CopyAttachments(attachments, (backup is null ? place.Attachments : Path.GetFullPath(backup) + ".attachments"), place.Attachments);
            if (intend) Intend();
            session.Commit(writes);
            return new Restored(size, size - known.Signed, Math.Max(0, Math.Max(last?.Checkpoint.Size ?? 0, before?.Size ?? 0) - size), name, further, erased, revoked, AuditorTokens.Count(keys.Folder), copied, missing, null);
        }

        /// <summary>The first entry of a generation: what the record is now, and where it had been.</summary>
        private Draft Restart(string origin, GrowingTree tree, long signed, SignedCheckpoint? last)
        {
            var fields = new List<KeyValuePair<string, EntryValue>>
            {
                new("origin", EntryValue.Of(origin)), new("size", EntryValue.Of(tree.Size)), new("root", EntryValue.Of(tree.Root().ToString())), new("signed", EntryValue.Of(signed)),
            };
            if (last is not null)
            {
                fields.Add(new("last-origin", EntryValue.Of(last.Checkpoint.Origin)));
                fields.Add(new("last-size", EntryValue.Of(last.Checkpoint.Size)));
                fields.Add(new("last-root", EntryValue.Of(last.Checkpoint.Root.ToString())));
            }

            return new Draft { Event = RecordRestored, By = EntryActor.System, Structure = structure, Fields = new EntryValue.Group(fields) };
        }

        /// <returns>How many keys are destroyed.</returns>
        private int EraseAgain(IReadOnlyList<ErasureOrder> orders, Session session, Writes writes, List<Draft> events)
        {
            var done = new HashSet<string>(StringComparer.Ordinal);
            foreach (var order in orders)
            {
                var found = order.Keys.Where(done.Add).Select(id => PersonalRows.KeyWithId(session, Convert.FromHexString(id))).OfType<KeyRow>().ToList();
                var drafts = DraftRows.Among(session, order.Keys);
                foreach (var draft in drafts) DraftRows.Delete(writes, draft);
                if (found.Count == 0 && drafts.Count == 0) continue;
                var values = 0L;
                var attachments = new List<string>();
                foreach (var key in found)
                {
                    values += PersonalRows.ValuesUnder(session, key.Number);
                    attachments.AddRange(PersonalRows.Attachments(session, key.Number));
                    PersonalRows.DeleteUnder(writes, key.Number);
                }

                new SearchIndex(keys).EraseUnder(session, writes, found, place.Store);
                _erased.AddRange(attachments);
                events.AddRange(RecordWriter.EventsOf(order, found, [], attachments, values, structure, AgainAfterRestore));
            }

            return done.Count == 0 ? 0 : events.Where(static draft => ReadModels.IsErasure(draft.Event)).Sum(static draft => ((EntryValue.List)draft.Fields["keys"]!).Values.Count);
        }

        /// <returns>How many tokens are taken back.</returns>
        private int RevokeAgain(Session session, List<Draft> events)
        {
            var ids = _revoked.ToHashSet(StringComparer.Ordinal);
            var good = AccessRows.Read(session).Where(token => token.Revoked is null && ids.Contains(token.Id)).ToList();
            foreach (var token in good)
            {
                var again = new TokenRevoked(token.Id, Now);
                events.Add(new Draft { Event = again.Wire, By = EntryActor.System, Structure = structure, Notes = [AgainAfterRestore], Fields = AccessEvents.Write(again) });
            }

            return good.Count;
        }

        private void Append(Writes writes, CheckedRecord known, List<Draft> events)
        {
            var first = known.Tree.Size;
            var at = Now < known.LastAt ? known.LastAt : Now;
            var entries = new List<byte[]>();
            var folded = new Writes();
            foreach (var draft in events)
            {
                var entry = new Entry
                {
                    At = at, By = draft.By, Event = draft.Event, Fields = draft.Fields, Mandate = draft.Mandate, Structure = draft.Structure,
                    Notes = Now < known.LastAt ? [.. draft.Notes, RecordWriter.ClockSetBack] : draft.Notes,
                };
                ReadModels.Fold(folded, first + entries.Count, at, entry.By, entry.Event, entry.Fields);
                entries.Add(entry.Encode());
                known.Tree.Append(Tree.Leaf(entries[^1]));
            }

            LedgerRows.AddEntries(writes, first, entries);
            foreach (var tile in known.Tree.TakeCompleted()) LedgerRows.AddTile(writes, tile);
            writes.AddAll(folded);
        }

        /// <returns>1 for the first name, 2 and more for those with a number, 0 for that of another record.</returns>
        private static int GenerationOf(string first, string origin) =>
            origin == first ? 1
            : origin.StartsWith(first + "/", StringComparison.Ordinal) && int.TryParse(origin.AsSpan(first.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1 ? number
            : 0;
    }
}
