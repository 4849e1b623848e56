using System.Globalization;
using System.Text.Json;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>What an audit found, in plain words.</summary>
internal static class VerifyWords
{
    /// <summary>The name under which the reference explains it, and under which JSON carries it.</summary>
    public static string Code(Enum kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    public static Text Of(AuditedKind kind) => kind switch
    {
        AuditedKind.Database => new("数据库", "a database"),
        AuditedKind.Folder => new("发布文件夹", "a published folder"),
        AuditedKind.Address => new("网址", "an address"),
        AuditedKind.Receipt => new("回执", "a receipt"),
        AuditedKind.Receipts => new("几条回执", "receipts"),
        AuditedKind.Checkpoint => new("检查点", "a checkpoint"),
        _ => new("签名文本", "a signed note"),
    };

    public static Text Of(Proven proven)
    {
        var (count, size, name) = (Number(proven.Count), Number(proven.Size), Named(proven.Name));
        return proven.Kind switch
        {
            ProvenKind.EntriesGiveRoot => new($"重新计算了 {count} 个条目的哈希值，{(proven.Count == proven.Size ? "合起来" : "与此前条目已存的哈希值合起来")}正是检查点（{size} 个条目）上签名的根哈希：这些条目没有一个被改动、删除、插入或调换。", $"{Many(proven.Count, "entry was", "entries were")} hashed anew, and {(proven.Count == proven.Size ? "" : "with the stored hashes of those before ")}give the root that the checkpoint of {size} entries signed: none of these was changed, removed, inserted or moved."),
            ProvenKind.HashesGiveRoot => new($"公布的 {count} 个条目哈希值，合起来正是检查点（{size} 个条目）上签名的根哈希。", $"The published hashes of {Many(proven.Count, "entry", "entries")} {(proven.Count == proven.Size ? "" : "and of those before them ")}give the root that the checkpoint of {size} entries signed."),
            ProvenKind.TilesAgree => new($"{count} 个哈希块都与其下的哈希值一致。", $"{Many(proven.Count, "tile is", "tiles are")} what the hashes below give."),
            ProvenKind.CheckpointsAgree => new($"{count} 个检查点一个接一个，后者都从前者延续而来。", $"{Many(proven.Count, "checkpoint follows", "checkpoints follow")} each other, each the beginning of the next."),
            ProvenKind.Signed => new(proven.Size is null ? $"由公钥 {name} 签名。" : $"检查点（{size} 个条目）由公钥 {name} 签名。", proven.Size is null ? $"It was signed with the key {name}." : $"The checkpoint of {size} entries was signed with the key {name}."),
            ProvenKind.Witnessed => new($"{count} 个见证方联署了检查点（{size} 个条目）：{name}，时间 {Time(proven.From)} 至 {Time(proven.To)}。他们各自核对过，记录从未改写。", $"{Many(proven.Count, "witness", "witnesses")} co-signed the checkpoint of {size} entries: {name}, between {Time(proven.From)} and {Time(proven.To)}. Each had checked that nothing was rewritten."),
            ProvenKind.ContinuesSeen => new($"现在的记录是此前所见（{size} 个条目，{name}）的延续：此前的内容没有被改写。", $"The record continues what was seen before, {size} entries in {name}: nothing of that was rewritten."),
            ProvenKind.ContinuesSigned => new($"密钥文件夹（{name}）记得最后签名的是 {size} 个条目，现在的记录是它的延续。这是保管单位自己的记忆，不是你保存的。", $"The record continues what its own folder of keys, {name}, remembers having signed last: {size} entries. That is the memory of its keeper, and not yours."),
            ProvenKind.EntriesReadable => new($"{count} 个条目都按规定的唯一写法书写。", $"{Many(proven.Count, "entry is written in its", "entries are written in their")} one spelling."),
            ProvenKind.TimesInOrder => new($"条目时间从不倒退（{Time(proven.From)} 至 {Time(proven.To)}）。", $"Entry times never run backwards ({Time(proven.From)} to {Time(proven.To)})."),
            ProvenKind.TimesFitWitnesses => new($"条目时间与见证方签名的时间相符（比对 {count} 处）。", $"Entry times fit the times at which witnesses signed ({Many(proven.Count, "comparison", "comparisons")})."),
            ProvenKind.ReadModelsAgree => new($"附件表和删除表与条目重新推演的结果一致（{count} 行）。", $"The tables of attachments and erasures are what the entries give ({Many(proven.Count, "row", "rows")})."),
            ProvenKind.ValuesOpen => new($"{count} 项个人信息与条目中的承诺值相符。", $"{Many(proven.Count, "personal value is", "personal values are")} what the entries commit to."),
            ProvenKind.AttachmentsOpen => new($"{count} 个附件与条目中的承诺值相符。", $"{Many(proven.Count, "attachment is", "attachments are")} what the entries commit to."),
            ProvenKind.IndexAgrees => new($"{count} 个条目的查找词与所存的值一致，不多也不少。", $"Rows of registers are found by what their values give, no more and no less ({Many(proven.Count, "entry", "entries")})."),
            ProvenKind.ErasuresCarriedOut => new($"点过数：缺少个人信息 {count} 项，与删除条目所列的数目一致；已销毁的密钥都不在这里。", $"It was counted: {Many(proven.Count, "personal value is", "personal values are")} gone, as many as erasures say, and no destroyed key is here."),
            ProvenKind.EntriesIncluded => new($"回执中的 {count} 个条目确在记录中各自的位置（检查点 {size} 个条目）。", $"{Many(proven.Count, "entry of the receipts stands", "entries of the receipts stand")} in the record at their positions (checkpoint of {size} entries)."),
            _ => new($"回执中的条目确在记录第 {Number(proven.Entry)} 位（检查点 {size} 个条目）。", $"The entry of the receipt stands in the record at position {Number(proven.Entry)} (checkpoint of {size} entries)."),
        };
    }

    public static Text Of(Unproven unproven)
    {
        var (count, size, name) = (Number(unproven.Count), Number(unproven.Size), Named(unproven.Name));
        return unproven.Kind switch
        {
            UnprovenKind.Simulated => new("里面的事是否发生过：这份记录是模拟出来的，没有人做过这些事。它的密钥由第一个条目所写的种子推算得出，谁都能签名；用同样的文件和种子再模拟一次，会得到同样的条目。", "That any of it happened: this record was simulated, and nobody did what stands in it. Its keys follow from the seed that its first entry names, so anybody can sign for it; simulating the same files again with that seed gives the same entries."),
            UnprovenKind.WhoSigned => new("是谁签的名：没有给出公钥。请从保管单位以别的途径取得公钥，用 --key 指定。", "Who signed: no key was named. Get the record's key from its keeper on another way, and name it with --key."),
            UnprovenKind.KeyFromRecord => new($"是谁签的名：公钥 {name} 取自记录自己身边，任何人都能换掉。请从别的途径取得公钥，用 --key 指定。", $"Who signed: the key {name} lay beside the record itself, where anybody could have exchanged it. Get it on another way, and name it with --key."),
            UnprovenKind.WhatHappened => new("条目写了什么：这里只有哈希值。", "What the entries say: there are only hashes here."),
            UnprovenKind.OneRecordForAll => new("别人看到的是否是同一份记录：没有指定见证方。用 --witnesses 指定见证规则，或与别人比对检查点。", "That others were shown the same record: no witnesses were asked for. Name a policy with --witnesses, or compare checkpoints with others."),
            UnprovenKind.SeenNotLinked => new($"现在的记录是否延续了此前所见（{size} 个条目，{name}）：条目数不同，单凭回执或检查点比不出来。核验发布文件夹或网址时一并指定。", $"That it continues what was seen before, {size} entries in {name}: the sizes differ, and only the record itself links them. Name it when you verify the published folder or address."),
            UnprovenKind.NothingSeenBefore => new("现在的记录是否延续了更早的状态：没有给出此前保存的检查点或回执。请保存今天的检查点，下次用 --seen 指定。", "That it continues what was there before: nothing kept from before was named. Keep the checkpoint of today, and name it with --seen next time."),
            UnprovenKind.NotYetCovered => new($"最后 {count} 个条目：还没有有效的检查点覆盖它们。正在运行的程序会在几秒内签名。", $"The last {Many(unproven.Count, "entry", "entries")}: no checkpoint that counts covers {(unproven.Count == 1 ? "it" : "them")} yet. A running program signs within seconds."),
            UnprovenKind.BeforeSince => new($"前 {size} 个条目：这份副本里的这些条目没有读。根哈希只保证它们已存的哈希值未变；条目本身可能已被改动。不带 --since 再核验一次，就会检查。", $"The first {size} entries of this copy: they were not read. The root vouches that their stored hashes are unchanged; the entries themselves may have been edited. Without --since they are looked at."),
            UnprovenKind.ErasuresBefore => new("个人信息是否恰好只缺删除条目所列的那些：只读了一部分，无法点数。", "That as many personal values are gone as erasures say: only a part was read, and so they were not counted."),
            UnprovenKind.Attachments => new($"{count} 个附件是否在、是否完好：手头没有附件文件夹。用 --attachments 指定。", $"That {Many(unproven.Count, "attachment is", "attachments are")} there and whole: the folder of attachments is not at hand. Name it with --attachments."),
            UnprovenKind.AttachmentContents => new($"{count} 个附件的内容是否完好：文件都在，但手头没有打开它们的密钥。保管单位可用 --keys 核对。", $"That the contents of {Many(unproven.Count, "attachment", "attachments")} are whole: the files are there, but what opens them is not at hand. The keeper can check it with --keys."),
            UnprovenKind.SearchIndex => new("查找登记簿所用的词是否与所存的值一致：手头没有密钥。保管单位可用 --keys 核对。", "That rows of registers are found by what their values give: the keys are not at hand. The keeper can check it with --keys."),
            UnprovenKind.ReadModels => new("程序的各张表是否与条目一致：这里没有表。核验数据库才能比对。", "That the program's tables are what the entries give: there are no tables here. Only the database can be compared."),
            UnprovenKind.PersonalValues => new($"{count} 项个人信息是否与承诺值相符：手头没有密钥。保管单位可用 --keys 核对。", $"That {count} personal values are what the entries commit to: their keys are not at hand. The keeper can check it with --keys."),
            UnprovenKind.Times => new("条目时间是否真实：没有见证方签名的时间可供比对。", "That entry times are true: there is no time of a witness to compare them with."),
            _ => new("记录的其余部分：这里只有这一份凭据。核验发布文件夹或网址时，用 --seen 一并指定。", "The rest of the record: this is one receipt or checkpoint alone. Name it with --seen when you verify the published folder or address."),
        };
    }

    public static (Text What, Text Remedy) Of(Doubt doubt)
    {
        var (size, count, place, detail) = (Number(doubt.Size), Number(doubt.Count), Show(doubt.Place), doubt.Detail is null ? "" : Excerpt.Of(doubt.Detail, 300));
        var detailZh = doubt.Detail is null ? "" : Excerpt.Of(LedgerFaults.Of(doubt.Detail).Zh, 300);
        var entry = Number(doubt.Entry);
        var several = doubt.LastEntry is { } last && last != doubt.Entry;
        var (between, betweenZh) = several ? ($"entries {entry} to {Number(doubt.LastEntry)}", $"第 {entry} 至 {Number(doubt.LastEntry)} 条") : ($"entry {entry}", $"第 {entry} 条");
        var (amongThem, amongThemZh) = several ? ($"something among {between}", $"{betweenZh}之中") : (between, betweenZh);
        var keep = new Text("保留这份记录原样作为证据，查明是谁、何时改动的；运行单位可用备份恢复（trellis restore）。", "Keep the record as it is, as evidence, and find out who changed it and when. Its keeper can put a backup in its place (trellis restore).");
        var fetch = new Text("重新复制或下载；仍是如此，则有人取走或改动了它，请向保管单位查问。", "Copy or fetch it again. If it stays so, somebody took it away or changed it: ask the keeper of the record.");
        var rebuild = new Text("条目为准，表有误：让运行单位重建这些表，并查明是谁改的。", "The entries are right and the table is wrong: have the tables rebuilt, and find out who changed them.");
        return doubt.Kind switch
        {
            DoubtKind.NothingSigned when doubt.Count == 0 => (new("这里没有检查点。", "There is no checkpoint here."), fetch),
            DoubtKind.NothingSigned => (new($"有 {count} 个条目，却没有一个签名的检查点：什么也证明不了。", $"No checkpoint is signed over any of the {count} entries: nothing can be proved."), new("若程序正在运行，几秒后再试；否则检查点被人取走了。", "If the program is running, try again in some seconds; if not, the checkpoints were taken away.")),
            DoubtKind.CheckpointUnreadable => (new($"{(doubt.Size is null ? "检查点" : $"{size} 个条目的检查点")}无法读取：{detailZh}", $"{(doubt.Size is null ? "The checkpoint" : $"The checkpoint of {size} entries")} cannot be read: {detail}"), fetch),
            DoubtKind.CheckpointOfAnother => (new($"{size} 个条目的检查点属于另一份记录 {detail}，而不是 {place}。", $"The checkpoint of {size} entries is that of another record, {detail}, and not of {place}."), keep),
            DoubtKind.SignatureWrong => (new($"签名不对{(doubt.Size is null ? "" : $"（{size} 个条目的检查点）")}：{detailZh}", $"The signature{(doubt.Size is null ? "" : $" under the checkpoint of {size} entries")} is not right: {detail}"), new("先核对公钥是否拿对；公钥无误，则这不是保管单位签名的记录。", "First make sure that you have the right key. If you have, this is not what the keeper of the record signed.")),
            DoubtKind.WitnessesTooFew => (new($"{size} 个条目的检查点，联署的见证方不够：{detailZh}", $"Too few witnesses co-signed the checkpoint of {size} entries: {detail}"), new("过几分钟再试；若一直如此，去问见证方：他们可能因为记录被改写而拒签。", "Try again in some minutes. If it stays so, ask the witnesses: they may have refused, because the record was rewritten.")),
            DoubtKind.RootDiffers => (new($"前 {size} 个条目算不出检查点上签名的根哈希：{amongThemZh}有改动、删除、插入或调换。", $"The first {size} entries do not give the root that was signed: {amongThem} was changed, removed, inserted or moved."), keep),
            DoubtKind.SeenContradicted => (new($"与此前所见（{place}，{size} 个条目）矛盾：{(several ? betweenZh + "之中有内容" : betweenZh)}被改写。给你看的是另一份记录。", $"It contradicts what was seen before ({place}, {size} entries): {amongThem} was rewritten. You were shown another record."), new("把两份检查点都保存好：两个签名放在一起，就证明保管单位出示过两份不同的记录。交给见证方和监督部门。", "Keep both checkpoints: the two signatures together prove that two different records were shown. Give them to the witnesses and to whoever supervises the keeper.")),
            DoubtKind.ShorterThanSeen => (new($"此前所见（{place}）有 {size} 个条目，现在只有 {entry} 个：{betweenZh}不见了。", $"What was seen before ({place}) had {size} entries; now there are {entry}: {between} {(several ? "are" : "is")} gone."), new("先确认这不是一份较早的副本。若不是，把此前保存的凭据收好：它证明这些条目存在过。问保管单位是否恢复过旧备份；若是，记录自己会写明。", "First make sure that this is not just an older copy. If it is not, keep what you have: it proves that they existed. Ask whether a backup was put back; if so, the record must say so itself.")),
            DoubtKind.CheckpointWithheld => (new($"此前所见（{place}）的检查点有 {size} 个条目，现在不再出示。", $"The checkpoint of {size} entries that was seen before ({place}) is not shown any more."), fetch),
            DoubtKind.RestoredFromBackup => (new($"记录自己写明曾恢复旧备份{(doubt.Entry is null ? "" : $"（第 {entry} 条）")}：此前所见（{place}，{size} 个条目）的末尾不在了。", $"The record says itself that it was set back to a backup{(doubt.Entry is null ? "" : $" (entry {entry})")}: of what was seen before ({place}, {size} entries) the end is gone."), new("看该条目写明恢复到了哪里，并问原因；凭手中的回执，可要求补回丢失的条目。", "Read in that entry how far it was set back, and ask why. With receipts, what was lost can be entered again.")),
            DoubtKind.EntriesMissingAtEnd => (new($"检查点有 {size} 个条目，这里只到第 {entry} 条之前：末尾的条目被取走了。", $"The checkpoint speaks of {size} entries, but there are only {entry}: the end was taken away."), keep),
            DoubtKind.EntryMissing => (new($"{betweenZh}不在{(doubt.Place is null ? "" : $"（{place}）")}。{detailZh}", $"{Capital(between)} {(doubt.LastEntry is null || doubt.LastEntry == doubt.Entry ? "is" : "are")} missing{(doubt.Place is null ? "" : $" ({place})")}. {detail}".TrimEnd()), keep),
            DoubtKind.EntryUnreadable => (new($"第 {entry} 条不是规定的写法：{detailZh}", $"Entry {entry} is not in the one spelling of entries: {detail}"), keep),
            DoubtKind.EntryDiffersFromTile => (new($"第 {entry} 条与其哈希值不符（{place}）：条目被改动过，或哈希块被改动过。", $"Entry {entry} does not hash to what {place} holds: the entry was changed, or the tile was."), keep),
            DoubtKind.TileMissing => (new($"缺少哈希块 {place}。", $"{place} is missing."), fetch),
            DoubtKind.TileDiffers => (new($"哈希块 {place} 与其下的哈希值不符。", $"{place} is not what the hashes below it give."), fetch),
            DoubtKind.TileTooMany => (new($"哈希块比条目该有的多出 {count} 个：条目被取走了。", $"{Many(doubt.Count, "tile is", "tiles are")} there beyond what so many entries can have: entries were taken away."), keep),
            DoubtKind.TimeRunsBack => (new($"第 {entry} 条的时间早于它前面的条目。", $"Entry {entry} is dated before the one that precedes it."), keep),
            DoubtKind.DatedAfterWitness => (new($"第 {entry} 条写的时间，晚于见证方 {place} 联署它的时间（{detail}）。", $"Entry {entry} is dated after the witness {place} had already co-signed it ({detail})."), new("比对双方时钟；时钟无误，则条目的时间不实。", "Compare the clocks of both. If they are right, the entry does not tell the truth about its time.")),
            DoubtKind.DatedBeforeWitness => (new($"第 {entry} 条倒填了日期：见证方 {place} 在更晚的时间看到的记录里还没有它（{detail}）。", $"Entry {entry} is backdated: at a later time the witness {place} still saw the record without it ({detail})."), new("比对双方时钟；时钟无误，则条目的时间不实。", "Compare the clocks of both. If they are right, the entry does not tell the truth about its time.")),
            DoubtKind.EventUnfit => (new($"第 {entry} 条的事件 {place} 缺少该版本应有的字段，或与之前的条目不符；有关的表没有比对。", $"Entry {entry}: the event {place} does not have the fields of its version, or does not fit the entries before it. The tables that it concerns were not compared."), keep),
            DoubtKind.RowMissing => (new($"表中缺少第 {entry} 条所说的一行：{place}。", $"A table lacks the row that entry {entry} tells of: {place}."), rebuild),
            DoubtKind.RowDiffers => (new($"表中的一行与第 {entry} 条不一致：{place}。", $"A row of a table says something else than entry {entry}: {place}."), rebuild),
            DoubtKind.RowWithoutEntry => (new($"表中有一行没有条目为据（第 {entry} 条）：{place}。", $"A row of a table stands on no entry (position {entry}): {place}."), rebuild),
            DoubtKind.ValueWithoutCommitment => (new($"第 {entry} 条旁边有个人信息 {place}，条目里却没有它的承诺值。", $"Beside entry {entry} lies a personal value {place} to which the entry holds no commitment."), new("删去这一行，并查明是谁放进去的。", "Have it removed, and find out who put it there.")),
            DoubtKind.ValueDiffers => (new($"第 {entry} 条的个人信息 {place} 与条目中的承诺值不符：它被换过，或其密钥被换过。", $"The personal value {place} of entry {entry} is not what the entry commits to: it was exchanged, or its key was."), new("不要再用这个值；从备份中取回原值。", "Do not use this value any more; take the right one from a backup.")),
            DoubtKind.ValuesMissing => (new($"缺少 {count} 项个人信息，没有任何删除条目说明（例如第 {detail} 条的）。", $"{Many(doubt.Count, "personal value is", "personal values are")} gone that no erasure accounts for (for example of entry {detail})."), new("从备份中取回，并查明是谁取走的。", "Take them from a backup, and find out who removed them.")),
            DoubtKind.ValuesRemain => (new($"删除条目说已删除的个人信息，还有 {count} 项在。", $"{Many(doubt.Count, "personal value is", "personal values are")} there that erasures say are gone."), new("让运行单位重新执行删除（trellis erase）。", "Have the erasure carried out again (trellis erase).")),
            DoubtKind.ErasedKeyRemains => (new($"第 {entry} 条说已销毁的密钥还在：{place}。", $"A key is there that entry {entry} says was destroyed: {place}."), new("让运行单位重新执行删除：可能是放回旧备份时带回来的。", "Have the erasure carried out again: an old backup may have brought it back.")),
            DoubtKind.ErasureNotDone => (new($"已下令销毁的密钥还在：{place}（{detail}）。", $"A key is there whose erasure was ordered: {place} ({detail})."), new("启动程序，它会补做；几秒后再核验。仍在，则旧数据库被放了回来。", "Start the program: it finishes what was ordered; verify again after some seconds. If the key stays, an older database was put back.")),
            DoubtKind.ValueWithoutKey => (new($"第 {entry} 条的个人信息 {place} 所用的密钥不在：它再也打不开。", $"The key of the personal value {place} of entry {entry} is not there: it can never be opened again."), new("没有删除条目说明时，从备份中取回密钥，并查明是谁取走的。", "If no erasure accounts for it, take the key from a backup, and find out who removed it.")),
            DoubtKind.TableDiffers => (new($"数据库的 {Show(StrangeTables.PlaceOf(doubt.Place ?? "").Zh)} 不是程序所写的样子：{detailZh}", $"{place} of the database is not as the program writes it: {detail}"), new("保留数据库原样作为证据，查明是谁改的；触发器和视图会暗中改动以后写入的内容。", "Keep the database as it is, as evidence, and find out who changed it. Triggers and views change in secret what is written later.")),
            DoubtKind.AttachmentMissing => (new($"第 {entry} 条的附件 {place} 不在附件文件夹中。", $"The attachment {place} of entry {entry} is not in the folder of attachments."), new("从备份中取回，并查明是谁取走的。", "Take it from a backup, and find out who removed it.")),
            DoubtKind.AttachmentDiffers => (new($"第 {entry} 条的附件 {place} 与条目中的承诺值不符：文件被改动过，或被换成了别的。", $"The attachment {place} of entry {entry} is not what the entry commits to: the file was changed, or exchanged for another."), new("不要再用这个附件；从备份中取回原件，并查明是谁换的。", "Do not use it any more; take the right one from a backup, and find out who changed it.")),
            DoubtKind.AttachmentRemains => (new($"第 {entry} 条说已删除的附件 {place}，文件还在。", $"The file of the attachment {place} is still there, which entry {entry} says was erased."), new("打开记录，程序会补做；仍在，则有人把它放了回来：删去它，并查明是谁。", "Open the record: the program finishes what was ordered. If the file stays, somebody put it back: delete it, and find out who.")),
            DoubtKind.ReceiptDoesNotHold => (new($"回执不成立：从条目（第 {entry} 位）算不到签名的根哈希（{size} 个条目）。", $"The receipt does not hold: its path does not lead from its entry (position {entry}) to the root that was signed ({size} entries)."), new("重新复制回执文件；仍是如此，则回执被改动或伪造。", "Copy the file again. If it stays so, the receipt was changed or forged.")),
            _ => (new($"第 {entry} 条与回执（{place}）上的不是同一条。", $"Entry {entry} is another than the one of the receipt {place}."), new("把回执保存好：它证明记录后来被改写。交给见证方和监督部门。", "Keep the receipt: it proves that the record was rewritten. Give it to the witnesses and to whoever supervises the keeper.")),
        };
    }

    private static string Many(long? number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

    public static string Number(long? number) => number is { } value ? value.ToString("N0", CultureInfo.InvariantCulture) : "?";

    public static string Time(DateTimeOffset? time) => time is { } value ? value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "?";

    private static string Named(string? text) => text is null ? "" : Excerpt.Of(text, 300);

    private static string Show(string? text) => text is null ? "" : Excerpt.Of(text, 120);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
