using System.CommandLine;
using System.Globalization;
using System.Text;
using Trellis.Information.Exchange;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>trellis verify: prove what can be proved about a record, without trusting whoever keeps it.</summary>
internal static class VerifyCommand
{
    private static readonly byte[] DatabaseMark = Encoding.ASCII.GetBytes("SQLite format 3\0");

    public static Command Make(Terminal terminal)
    {
        var path = new Argument<string?>("PATH|URL") { Description = "A database file, a published folder, an address, a receipt, evidence of a neighbour, or a checkpoint.", Arity = ArgumentArity.ZeroOrOne };
        var postgres = new Option<string?>("--postgres") { Description = "Verify the record in this PostgreSQL database.", HelpName = "CONNECTION" };
        var key = new Option<string[]>("--key") { Description = "The key of the record, or a file that holds it. Get it from its keeper, not from what you verify. May be given several times.", HelpName = "KEY|FILE", DefaultValueFactory = static _ => [] };
        var witnesses = new Option<string?>("--witnesses") { Description = "A policy: whose signatures make a checkpoint count.", HelpName = "POLICY" };
        var seen = new Option<string[]>("--seen") { Description = "A checkpoint, receipt or folder that you kept: the record must continue it. May be given several times.", HelpName = "FILE", DefaultValueFactory = static _ => [] };
        var since = new Option<string?>("--since") { Description = "Read only what came after a checkpoint that you verified before, or after so many entries.", HelpName = "FILE|SIZE" };
        var token = new Option<string?>("--token") { Description = "Opens the entries at an address, or a file that holds it.", HelpName = "TOKEN|FILE" };
        var keys = new Option<string?>("--keys") { Description = "The folder with the keys of the record, for its keeper: personal values are compared, too. Default: FILE.keys where it is there.", HelpName = "DIR" };
        var attachments = new Option<string?>("--attachments") { Description = "The folder of the attachments: each is compared, too. Default: FILE.attachments; with --postgres it must be named.", HelpName = "DIR" };
        var leaf = new Option<string?>("--leaf") { Description = "The hash of the entry, in base64, for a receipt that does not carry it.", HelpName = "HASH" };
        var format = new Option<string>("--format") { Description = "What standard output gets: text (the default) or json.", HelpName = "text|json", DefaultValueFactory = static _ => "text" };
        var json = new Option<string?>("--json") { Description = "Write the whole answer as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };
        var lang = new Option<string?>("--lang") { Description = "Language of the answer: zh or en. Default: the language of your system.", HelpName = "zh|en" };

        var command = new Command("verify", "Prove what can be proved about a record, without trusting whoever keeps it.")
        {
            path, postgres, key, witnesses, seen, since, token, keys, attachments, leaf, format, json, lang,
        };
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var shape = Choices.OneOf(parsed.GetValue(format)!, "--format", "text", "json");
            var (place, connection) = (parsed.GetValue(path), parsed.GetValue(postgres));
            if (place is null && connection is null) throw new UnusableInput(new Text("没有指明要核验什么。", "Nothing is named that could be verified."), new Text("写明数据库文件、发布文件夹、网址或回执，或用 --postgres 指明数据库。", "Name a database file, a published folder, an address or a receipt, or a database with --postgres."));
            if (place is not null && connection is not null) throw new UnusableInput(new Text("PATH 和 --postgres 不能同时写。", "PATH and --postgres cannot stand together."), new Text("一个一个地核验。", "Verify one after the other."));
            if (place?.Length == 0) throw new UnusableInput(new Text("PATH 给出的名字是空的。", "The name given as PATH is empty."), new Text("写明数据库文件、发布文件夹、网址或回执。", "Name a database file, a published folder, an address or a receipt."));
            var jsonFile = parsed.GetValue(json) ?? (shape == "json" ? "-" : null);
            if (jsonFile is not null)
                OutputFile.CheckTarget(jsonFile, [.. place is null || Kept.Address(place) is not null ? [] : RecordOptions.Beside(place), .. Files([parsed.GetValue(keys), parsed.GetValue(attachments), parsed.GetValue(witnesses), parsed.GetValue(since), parsed.GetValue(token), .. parsed.GetValue(key)!, .. parsed.GetValue(seen)!])]);

            var request = new AuditRequest
            {
                Trusted = new TrustedKeys([.. parsed.GetValue(key)!.SelectMany(Kept.Keys)], parsed.GetValue(witnesses) is { } policy ? Kept.Policy(policy) : null),
                Seen = [.. parsed.GetValue(seen)!.Select(Kept.Read)],
                Threads = Math.Max(1, Environment.ProcessorCount),
            };
            if (parsed.GetValue(since) is { } from)
                request = long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? request with { SinceSize = size } : request with { Since = Kept.Read(from) };

            AuditReport report;
            using (var progress = Progress.Start(terminal, language == Language.Chinese ? "正在核验" : "Verifying", language))
            {
                request = request with { Progress = (done, all) => progress.Say(language == Language.Chinese ? $"正在核验：{done:N0} / {all:N0} 个条目" : $"Verifying: {done:N0} of {all:N0} entries") };
                report = Verify(place, connection, parsed.GetValue(keys), parsed.GetValue(attachments), parsed.GetValue(token), parsed.GetValue(leaf), request);
            }

            if (jsonFile is not null) OutputFile.Write(jsonFile, terminal.Output, to => VerifyAsJson.Write(report, to));
            if (jsonFile is null || !OutputFile.IsStandardOutput(jsonFile)) VerifyAsText.Write(report, language, terminal.Words, terminal.Width);
            return report.HoldsUp ? ExitCodes.Fine : ExitCodes.Findings;
        });
        return command;
    }

    /// <summary>What options name as files or folders; a key, a token or a size in their place is none.</summary>
    private static IEnumerable<string> Files(IEnumerable<string?> named) => named.OfType<string>().Where(Path.Exists);

    private static AuditReport Verify(string? place, string? connection, string? keys, string? attachments, string? token, string? leaf, AuditRequest request)
    {
        if (connection is not null)
        {
            Refuse(new Text("数据库", "a database"), ("--token", token), ("--leaf", leaf));
            return OfStore(new PostgresStore(connection), keys, attachments, request);
        }

        if (Kept.Address(place!) is { } address)
        {
            Refuse(new Text("网址", "an address"), ("--keys", keys), ("--attachments", attachments), ("--leaf", leaf));
            using var published = new PublishedRecord(new AddressFiles(address, token is null ? null : Kept.Token(token)));
            return Auditor.Run(published, request);
        }

        if (Directory.Exists(place))
        {
            if (!File.Exists(Path.Combine(place, TilePath.Checkpoint)) && !Directory.Exists(Path.Combine(place, "tile")))
                throw new UnusableInput(new Text("这个文件夹里没有已发布的记录：既没有 checkpoint 文件，也没有 tile 文件夹。", "This folder holds no published record: there is neither a file checkpoint nor a folder tile in it."), new Text("写明 trellis export ledger 写出的文件夹，或数据库文件。", "Name the folder that trellis export ledger wrote, or a database file."), place);
            Refuse(new Text("发布文件夹", "a published folder"), ("--keys", keys), ("--attachments", attachments), ("--token", token), ("--leaf", leaf));
            using var published = new PublishedRecord(new FolderFiles(place));
            return Auditor.Run(published, request);
        }

        var bytes = Kept.Beginning(place!, DatabaseMark.Length);
        if (bytes.AsSpan().SequenceEqual(DatabaseMark))
        {
            Refuse(new Text("数据库", "a database"), ("--token", token), ("--leaf", leaf));
            var store = new SqliteStore(place!);
            var beside = store.File + ".keys";
            return OfStore(store, keys ?? (RecordKeys.Exist(beside) ? beside : null), attachments, request);
        }

        var document = Kept.Document(place!);
        var since = request.Since is null && request.SinceSize is null ? null : "";
        if (document.Receipt is { } receipt)
        {
            Refuse(new Text("回执", "a receipt"), ("--since", since), ("--keys", keys), ("--attachments", attachments), ("--token", token));
            TreeHash? hash = null;
            if (leaf is not null) hash = TreeHash.TryRead(Encoding.ASCII.GetBytes(leaf), out var read) ? read : throw new UnusableInput(new Text("--leaf 要写一个哈希值：32 字节，base64 写法。", "--leaf takes a hash: 32 bytes in base64."), new Text("它是一个零字节加上条目各字节的 SHA-256。", "It is the SHA-256 of a zero byte and the bytes of the entry."));
            return Auditor.Compare(ReceiptAudit.Of(receipt, place!, request.Trusted, hash, out var fault) ?? throw new UnusableInput(LedgerFaults.Of(fault!), new Text("用 --leaf 写明条目的哈希值。", "Name the hash of the entry with --leaf."), place), request);
        }

        if (document.Many is { } many)
        {
            Refuse(new Text("几条回执", "receipts"), ("--since", since), ("--keys", keys), ("--attachments", attachments), ("--token", token), ("--leaf", leaf));
            return Auditor.Compare(ReceiptAudit.Of(many, place!, request.Trusted), request);
        }

        if (document.Note is { } copy && CheckingEvidence.Audit(copy, place!, request.Trusted) is { } evidence)
        {
            Refuse(new Text("凭证", "evidence"), ("--since", since), ("--keys", keys), ("--attachments", attachments), ("--token", token), ("--leaf", leaf));
            return Auditor.Compare(evidence, request);
        }

        Refuse(document.Checkpoint is null ? new Text("签名文本", "a signed note") : new Text("检查点", "a checkpoint"), ("--since", since), ("--keys", keys), ("--attachments", attachments), ("--token", token), ("--leaf", leaf), ("--seen", document.Checkpoint is null && request.Seen.Count > 0 ? "" : null));
        return document.Checkpoint is { } checkpoint ? Auditor.Compare(ReceiptAudit.Of(checkpoint, place!, request.Trusted), request) : ReceiptAudit.Of(document.Note!, place!, request.Trusted);
    }

    /// <summary>An option that would not be used would let an auditor believe that something was looked at.</summary>
    private static void Refuse(Text what, params ReadOnlySpan<(string Name, string? Given)> options)
    {
        foreach (var (name, given) in options)
            if (given is not null) throw new UnusableInput(new Text($"{name} 用不到{what.Zh}上。", $"{name} is not used for {what.En}."), new Text("去掉它，或写明它所属的东西；见 trellis verify --help。", "Leave it out, or name what it belongs to; trellis verify --help tells."), name);
    }

    private static AuditReport OfStore(Store store, string? keys, string? attachments, AuditRequest request)
    {
        if (attachments is not null && !Directory.Exists(attachments))
            throw new UnusableInput(new Text("没有这个文件夹。", "There is no such folder."), new Text("核对 --attachments 的名字。", "Check the name given as --attachments."), attachments);
        using var record = new DatabaseRecord(store, keys is null ? null : RecordKeys.Open(keys), attachments ?? (store is SqliteStore { File: var file } ? file + ".attachments" : null));
        return Auditor.Run(record, request);
    }
}
