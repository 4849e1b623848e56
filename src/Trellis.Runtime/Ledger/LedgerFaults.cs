using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// What the ledger says of bytes that it refuses, in Chinese beside its English. The ledger knows nothing of languages, as it knows nothing of governance;
/// so its sentences are recognised here. A test finds every sentence that is missing.
/// </summary>
public static class LedgerFaults
{
    /// <summary>English with {} for a word that is kept, and {*} for a sentence of the ledger's own; then the Chinese with the number of each.</summary>
    private static readonly (Regex English, string Chinese)[] Known =
    [
        // Entries.
        Say("This receipt does not carry its entry.", "这份回执没有带上它的条目。"),
        Say("The entry has {} bytes; {} is the most.", "条目有 {0} 字节，最多 {1} 字节。"),
        Say("An entry has at most {} bytes, this one {}. Keep long lists beside the record and commit to them.", "条目最多 {0} 字节，这一条有 {1} 字节。长清单放在记录旁边，条目里只留承诺值。"),
        Say("Byte {} of the entry: {*}. An entry is canonical JSON: keys in order, no spaces, no escapes, every value in its one spelling.", "条目第 {0} 字节：{1}。条目是规范 JSON：键有顺序，没有空格和转义，每个值只有一种写法。"),
        Say("an empty list of notes, which is left out", "备注清单是空的，应当不写"),
        Say("more bytes after the end of the entry", "条目结束之后还有字节"),
        Say("expected {*} between quotes", "这里应有加引号的{0}"),
        Say("{*} is no id of 1 to {} ASCII letters, digits and ._/:@#+=-", "{0}不是标识（1 至 {1} 个 ASCII 字母、数字和 ._/:@#+=-）"),
        Say("expected a time such as \"2026-05-01T08:00:00.000Z\"", "这里应有 \"2026-05-01T08:00:00.000Z\" 样子的时间"),
        Say("the role of who acted", "办理者的角色"),
        Say("the name of an event", "事件的名字"),
        Say("the version of a structure", "结构的版本"),
        Say("the version of the structure", "结构的版本"),
        Say("an id of the mandate", "授权链上的标识"),
        Say("an id of a list", "清单里的标识"),
        Say("the name of a field", "字段的名字"),
        Say("the name of a personal field", "个人信息字段的名字"),
        Say("a value of a field", "字段的值"),
        Say("the post", "岗位"),
        Say("the unit", "单位"),
        Say("a note", "备注"),
        Say("an event has a versioned wire name such as matter-returned/1", "事件要有带版本的名字，例如 matter-returned/1"),
        Say("expected a commitment of 32 bytes in base64", "这里应有承诺值：32 字节，base64 写法"),
        Say("the names of a group stand in the order of their bytes, each once", "一组里的名字按字节排序，各写一次"),
        Say("lists and groups stand in each other at most {} deep", "清单和组互相嵌套最多 {0} 层"),
        Say("the entry ends where a value was expected", "该写值的地方，条目就结束了"),
        Say("expected an id, a whole number from -(2^53 - 1) to 2^53 - 1, true, false, a list or a group", "这里应有标识、整数（-(2^53 - 1) 至 2^53 - 1）、true、false、清单或组"),
        Say("expected {}", "这里应有 {0}"),

        // Checkpoints and notes.
        Say("The text of a checkpoint is UTF-8 and ends in a line feed.", "检查点的正文用 UTF-8，以换行结尾。"),
        Say("The first line of a checkpoint is empty; it should name the record.", "检查点第一行是空的，应写记录的名字。"),
        Say("The second line of a checkpoint is no number of entries: digits without leading zeroes, less than 2^63.", "检查点第二行不是条目数：应是数字，开头没有零，小于 2^63。"),
        Say("The third line of a checkpoint is no hash: 32 bytes in base64.", "检查点第三行不是哈希值：应是 32 字节，base64 写法。"),
        Say("A checkpoint holds an empty line.", "检查点里有空行。"),
        Say("The note has {} bytes; {} is the most.", "签名文本有 {0} 字节，最多 {1} 字节。"),
        Say("This is no signed note: no empty line divides a text from its signatures.", "这不是签名文本：正文与签名之间没有空行隔开。"),
        Say("The note has no signature below its last empty line.", "签名文本最后的空行之下没有签名。"),
        Say("The note has more than {} signatures.", "签名文本的签名超过 {0} 个。"),
        Say("Signature {} of the note does not end in a line feed.", "签名文本的第 {0} 个签名没有以换行结尾。"),
        Say("Signature {} of the note is no line of the form: em dash, space, name, space, base64 of an id of four bytes and a signature.", "签名文本的第 {0} 个签名不合格式：破折号、空格、名字、空格、四字节编号加签名的 base64。"),
        Say("The signature of {} under the note is wrong: the text was changed, or the line was not made by this key.", "{0} 的签名不对：正文被改动过，或这一行不是用这把密钥签的。"),
        Say("No key that is trusted here signed the note.", "没有一把受信任的密钥签过这份文本。"),
        Say("The text of a note ends in a line feed.", "签名文本的正文以换行结尾。"),
        Say("The text of the note holds the control character {}; only line feeds may stand in it.", "签名文本的正文里有控制字符 {0}；只许有换行。"),
        Say("The text of the note is not UTF-8.", "签名文本的正文不是 UTF-8。"),
        Say("it speaks of {} entries, its row of {}", "它说有 {0} 个条目，而所在的行写的是 {1} 个"),
        Say("the key is that of {}, and this calls itself {}.", "公钥是 {0} 的，而这份自称 {1}。"),

        // Keys.
        Say("The id in the key '{}' does not belong to its name and key. The key was damaged or put together by hand; ask its owner again.", "公钥“{0}”里的编号与它的名字和公钥不符。它损坏了，或是手工拼的；请重新向所有者要。"),
        Say("'{}' is no name of a key. A name has at least one letter and no space, plus sign or control character.", "“{0}”不能做密钥的名字。名字至少一个字母，没有空格、加号和控制字符。"),
        Say("The key of {} is no Ed25519 public key.", "{0} 的公钥不是 Ed25519 公钥。"),
        Say("The key of {} is no ECDSA public key on P-256.", "{0} 的公钥不是 P-256 上的 ECDSA 公钥。"),
        Say("The key of {} is of ML-DSA-44 (type 0x06), which is not available on this machine. Use a key of the same witness of type 0x04.", "{0} 的公钥是 ML-DSA-44（类型 0x06），这台机器不支持。请用同一见证方类型 0x04 的公钥。"),
        Say("The key of {} is of type {}, which this program does not know. It knows 0x01 (Ed25519), 0x02 (ECDSA P-256) and 0x04 (Ed25519 cosignatures).", "{0} 的公钥类型是 {1}，本程序不认得。认得的有 0x01（Ed25519）、0x02（ECDSA P-256）和 0x04（Ed25519 联署）。"),
        Say("This is no private key of the form PRIVATE+KEY+name+id+key. Restore the key file from its backup.", "这不是 PRIVATE+KEY+name+id+key 样子的私钥。从备份恢复密钥文件。"),
        Say("The id in this private key does not belong to its name and key. Restore the key file from its backup.", "私钥里的编号与它的名字和密钥不符。从备份恢复密钥文件。"),
        Say("'{}' is no key. A key is written name+id+key: a name without spaces, eight hexadecimal digits, and base64, joined by plus signs.", "“{0}”不是公钥。公钥写成 name+id+key：没有空格的名字、八位十六进制数、base64，用加号连接。"),
        Say("It does not hold 32 bytes in base64.", "里面不是 32 字节的 base64。"),
        Say("Signatures need OpenSSL 3 ({}), which is not on this machine. Install the package libssl3 or openssl.", "签名需要 OpenSSL 3（{0}），这台机器上没有。请安装 libssl3 或 openssl。"),

        // Receipts, tiles, proofs.
        Say("The receipt has {} bytes; {} is the most.", "回执有 {0} 字节，最多 {1} 字节。"),
        Say("Line 1 of the receipt is not c2sp.org/tlog-proof@v1: this is no receipt, or of a kind that this program does not know.", "回执第 1 行不是 c2sp.org/tlog-proof@v1：这不是回执，或是本程序不认得的一种。"),
        Say("The receipts have {} bytes; {} is the most.", "这些回执有 {0} 字节，最多 {1} 字节。"),
        Say("Line 1 of the receipts is not trellis-receipts/1: these are none, or of a kind that this program does not know.", "第 1 行不是 trellis-receipts/1：这不是几条回执，或是本程序不认得的一种。"),
        Say("Line 2 of the receipts is not 'entries ' and a number up to {}.", "第 2 行不是 entries 加一个不超过 {0} 的数。"),
        Say("Line 3 of the receipts: an empty line should stand here.", "第 3 行应是空行。"),
        Say("Line {} of the receipts is not 'index ' and a position behind the one before.", "第 {0} 行不是 index 加位置，或者位置不在前一条之后。"),
        Say("Line {} of the receipts is not 'entry ' and an entry in base64.", "第 {0} 行不是 entry 加 base64 写的条目。"),
        Say("Line 2 of the receipt: what follows 'extra ' is no base64.", "回执第 2 行：extra 之后不是 base64。"),
        Say("Line {} of the receipt is not 'index ' and a position.", "回执第 {0} 行不是 index 加位置。"),
        Say("Line {} of {}: an empty line and a checkpoint should follow the hashes.", "{1} 第 {0} 行：哈希值之后应有空行和检查点。"),
        Say("Line {} of {}: there are more than {} hashes; no tree is that deep.", "{1} 第 {0} 行：哈希值超过 {2} 个；没有这么深的树。"),
        Say("Line {} of {} is no hash: 32 bytes in base64.", "{1} 第 {0} 行不是哈希值：应是 32 字节，base64 写法。"),
        Say("The bundle ends within entry {} of {}.", "条目文件在第 {0} 条（共 {1} 条）中间就结束了。"),
        Say("The bundle goes on for {} bytes after its {} entries.", "条目文件在 {1} 个条目之后还有 {0} 字节。"),
        Say("{} has {} bytes, not the {} of {} hashes.", "{0} 有 {1} 字节，而 {3} 个哈希值应有 {2} 字节。"),
        Say("{} is not at hand, or holds {} hashes only.", "{0} 不在，或只有 {1} 个哈希值。"),

        // Policies.
        Say("No key for the record {} is known. Get its key from whoever is to be trusted with it, and name it in the policy.", "没有记录 {0} 的公钥。向可信的人取得它，写进见证规则。"),
        Say("The record {} itself did not sign this checkpoint.", "记录 {0} 自己没有签这个检查点。"),
        Say("The policy has {} bytes; {} is the most.", "见证规则有 {0} 字节，最多 {1} 字节。"),
        Say("Line {} of the policy does not end in a line feed. Was the file cut off?", "见证规则第 {0} 行没有以换行结尾。文件是不是被截断了？"),
        Say("Line {} of the policy: {*}", "见证规则第 {0} 行：{1}"),
        Say("The policy has no line 'quorum'. Write 'quorum none' if no witness is asked for.", "见证规则没有 quorum 行。不要求见证方时写 quorum none。"),
        Say("Not enough witnesses: {*}; {*}.", "{0}；{1}。"),
        Say("no witness of the policy co-signed", "规则中的见证方一个也没有联署"),
        Say("co-signed by {}", "联署的有 {0}"),
        Say("{} asks for {} of {}", "{0} 要求 {2} 中的 {1} 个"),
        Say("{} is asked for", "要求有 {0}"),
        Say("holds the control character {}; besides text only spaces and tabs may stand in a line.", "有控制字符 {0}；一行里除文字外只许有空格和制表符。"),
        Say("is none of: log KEY [URL]; witness NAME KEY [URL]; group NAME all|any|NUMBER NAME...; quorum NAME.", "不是这几种：log KEY [URL]；witness NAME KEY [URL]；group NAME all|any|NUMBER NAME...；quorum NAME。"),
        Say("more than {} records.", "记录超过 {0} 份。"),
        Say("more than {} names.", "名字超过 {0} 个。"),
        Say("the key of this log stands in the policy already.", "这份记录的公钥已写在规则里。"),
        Say("the key of the witness {} is not one for cosignatures (type 0x04).", "见证方 {0} 的公钥不是联署用的（类型 0x04）。"),
        Say("the key of this witness stands in the policy already; one witness counts once.", "这个见证方的公钥已写在规则里；一个见证方只算一次。"),
        Say("the name {} is taken already.", "名字 {0} 已用过。"),
        Say("{} is no witness and no group of a line before.", "{0} 不是前面各行写过的见证方或组。"),
        Say("{} is a member of a group already; each counts in one way only.", "{0} 已是某组的成员；每个只按一种方式计算。"),
        Say("how many of the group must sign is 'all', 'any' or a number from 1 to {}, not {}.", "组里要几个签名，写 all、any 或 1 至 {0} 的数，不能写 {1}。"),
        Say("there is a line 'quorum' already; a policy has one.", "已有 quorum 行；规则只有一行。"),
        Say("the name of the key is not UTF-8.", "公钥的名字不是 UTF-8。"),

        // The store, of itself.
        Say("the file was moved or deleted while it was open.", "文件在使用中被移走或删除了。"),
        Say("the lock of the record is held by another connection.", "另一个连接占着这份记录的锁。"),
        Say("entry {} is missing.", "第 {0} 条不在。"),
        Say("entry {} is damaged.", "第 {0} 条损坏了。"),
        Say("entry {} is damaged: {*}", "第 {0} 条损坏了：{1}"),
        Say("tile {} of level {} is missing.", "第 {1} 层第 {0} 个哈希块不在。"),
        Say("entry {} is not the event of a matter.", "第 {0} 条不是事项的事件。"),
        Say("entry {} is not the event that its name says.", "第 {0} 条不是它的名字所说的事件。"),
        Say("entry {} ({}) is not the event that its name says, or does not fit those before it: {*}", "第 {0} 条（{1}）不是它的名字所说的事件，或与前面的不相容：{2}"),
        Say("the entry {} of {} is not the event that its name says: {*}", "{1} 的条目 {0} 不是它的名字所说的事件：{2}"),
        Say("entry {}, which is about rules, is missing, damaged, or another than the one that was signed.", "第 {0} 条涉及规则，而它不在、损坏了，或不是签过名的那一条。"),
        Say("the personal value {} of entry {} was changed after it was recorded.", "第 {1} 条的个人信息 {0} 在记录之后被改动过。"),
        Say("the row of a matter is not what this program writes; trellis rebuild folds all of them anew from the record.", "事项表的一行不是本程序所写的样子；trellis rebuild 由记录重新汇出各行。"),
        Say("a draft was changed after it was saved.", "有一份草稿在保存之后被改动过。"),

        // Files of keys.
        Say("Line {}: {*}", "第 {0} 行：{1}"),
        Say("It holds no key.", "里面没有公钥。"),

        // What stands in a database beside the entries.
        Say("it was made in another way.", "它的建法不同。"),
        Say("the program makes none of this kind and name.", "程序不会建立这种名字的东西。"),
        Say("it is missing.", "它不在。"),
        Say("it has {}, which the program does not make.", "它有程序不会建立的 {0}。"),
        Say("it lacks {}.", "它缺少 {0}。"),
        Say("there is an entry at position {}.", "第 {0} 位有一个条目。"),
        Say("the row of {} entries has the time {}.", "{0} 个条目的那一行，时间是 {1}。"),
        Say("under key {} there is no value.", "密钥 {0} 之下没有任何值。"),
        Say("it does not hold the one row that it always holds.", "它没有那唯一的一行。"),
        Say("the epoch is {}, and the keys remember {}.", "写入者的编号是 {0}，而密钥文件夹记得的是 {1}。"),
        Say("there is a row {}.", "有一行 {0}。"),
        Say("the record has no name.", "记录没有名字。"),
        Say(SealedHead.Fault, "最后的条目不是用这份记录的密钥写入的。"),
        Say("the first name of the record is missing.", "记录最初的名字不在。"),
        Say("the record was first called {}, which is no earlier name of {}.", "记录最初叫 {0}，而它不是 {1} 从前的名字。"),
        Say("step {} is missing.", "缺少第 {0} 步。"),
        Say("step {} is called {} and not {}.", "第 {0} 步叫 {1}，而不是 {2}。"),
        Say("step {} has the time {}.", "第 {0} 步的时间是 {1}。"),

        // What witnesses answer.
        Say("The request has {} bytes; {} is the most.", "请求有 {0} 字节，最多 {1} 字节。"),
        Say("Line 1 of the request is not 'old ' and a size.", "请求第 1 行不是 old 加条目数。"),
        Say("This origin is not witnessed here.", "这里不见证这份记录。"),
        Say("The old size is larger than that of the checkpoint.", "旧条目数大于检查点的条目数。"),
        Say("An empty record has the hash of nothing as its root.", "空记录的根哈希应是空内容的哈希值。"),
        Say("A checkpoint of the same size with another root was co-signed here: the record has been forked.", "这里联署过条目数相同而根哈希不同的检查点：记录分叉了。"),
        Say("The proof does not lead from the checkpoint that was co-signed here to this one.", "从这里联署过的检查点推不到这一个。"),
        Say("Another size was co-signed here last.", "这里上次联署的条目数不同。"),
        Say("The witness answered with a signature that names no time.", "见证方答复的签名没有写时间。"),
    ];

    /// <summary>A sentence of the ledger in both languages; one that is not known stays as it is in both.</summary>
    public static Text Of(string english)
    {
        ArgumentNullException.ThrowIfNull(english);
        return new Text(Chinese(english) ?? english, english);
    }

    /// <summary>Whether the sentence has words in Chinese.</summary>
    public static bool Knows(string english) => Chinese(english) is not null;

    private static string? Chinese(string english)
    {
        foreach (var (pattern, chinese) in Known)
        {
            if (pattern.Match(english) is not { Success: true } match) continue;
            var parts = new object[match.Groups.Count - 1];
            for (var at = 0; at < parts.Length; at++)
            {
                var group = match.Groups[at + 1];
                parts[at] = group.Name.StartsWith('s') ? Chinese(group.Value) ?? group.Value : group.Value;
            }

            return string.Format(CultureInfo.InvariantCulture, chinese, parts);
        }

        return null;
    }

    private static (Regex English, string Chinese) Say(string english, string chinese)
    {
        var pattern = new StringBuilder("^");
        var number = 0;
        for (var at = 0; at < english.Length; at++)
        {
            if (english.AsSpan(at).StartsWith("{}", StringComparison.Ordinal))
            {
                pattern.Append(CultureInfo.InvariantCulture, $"(?<w{number++}>.*?)");
                at++;
            }
            else if (english.AsSpan(at).StartsWith("{*}", StringComparison.Ordinal))
            {
                pattern.Append(CultureInfo.InvariantCulture, $"(?<s{number++}>.+?)");
                at += 2;
            }
            else
            {
                pattern.Append(Regex.Escape(english[at].ToString()));
            }
        }

        return (new Regex(pattern.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking), chinese);
    }
}
