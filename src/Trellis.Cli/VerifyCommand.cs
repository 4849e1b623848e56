using System.CommandLine;
using System.Globalization;
using System.Text;
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
        var path = new Argument<string?>("PATH|URL") { Description = "A database file, a published folder, an address, a receipt, or a checkpoint.", Arity = ArgumentArity.ZeroOrOne };
        var postgres = new Option<string?>("--postgres") { Description = "Verify the record in this PostgreSQL database.", HelpName = "CONNECTION" };
        var key = new Option<string[]>("--key") { Description = "The key of the record, or a file that holds it. Get it from its keeper, not from what you verify. May be given several times.", HelpName = "KEY|FILE", DefaultValueFactory = static _ => [] };
        var witnesses = new Option<string?>("--witnesses") { Description = "A policy: whose signatures make a checkpoint count.", HelpName = "POLICY" };
        var seen = new Option<string[]>("--seen") { Description = "A checkpoint, receipt or folder that you kept: the record must continue it. May be given several times.", HelpName = "FILE", DefaultValueFactory = static _ => [] };
        var since = new Option<string?>("--since") { Description = "Read only what came after a checkpoint that you verified before, or after so many entries.", HelpName = "FILE|SIZE" };
        var token = new Option<string?>("--token") { Description = "Opens the entries at an address, or a file that holds it.", HelpName = "TOKEN|FILE" };
        var keys = new Option<string?>("--keys") { Description = "The folder with the keys of the record, for its keeper: personal values are compared, too. Default: FILE.keys where it is there.", HelpName = "DIR" };
        var leaf = new Option<string?>("--leaf") { Description = "The hash of the entry, in base64, for a receipt that does not carry it.", HelpName = "HASH" };
        var format = new Option<string>("--format") { Description = "What standard output gets: text (the default) or json.", HelpName = "text|json", DefaultValueFactory = static _ => "text" };
        var json = new Option<string?>("--json") { Description = "Write the whole answer as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };
        var lang = new Option<string?>("--lang") { Description = "Language of the answer: zh or en. Default: the language of your system.", HelpName = "zh|en" };

        var command = new Command("verify", "Prove what can be proved about a record, without trusting whoever keeps it.")
        {
            path, postgres, key, witnesses, seen, since, token, keys, leaf, format, json, lang,
        };
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var shape = Choices.OneOf(parsed.GetValue(format)!, "--format", "text", "json");
            var (place, connection) = (parsed.GetValue(path), parsed.GetValue(postgres));
            if (place is null && connection is null) throw new UnusableInput("Nothing is named that could be verified.", "Name a database file, a published folder, an address or a receipt, or a database with --postgres.");
            if (place is not null && connection is not null) throw new UnusableInput("PATH and --postgres cannot stand together.", "Verify one after the other.");
            if (place?.Length == 0) throw new UnusableInput("The name given as PATH is empty.", "Name a database file, a published folder, an address or a receipt.");
            var jsonFile = parsed.GetValue(json) ?? (shape == "json" ? "-" : null);
            if (jsonFile is not null)
                OutputFile.CheckTarget(jsonFile, [.. place is null || Kept.Address(place) is not null ? [] : RecordOptions.Beside(place), .. Files([parsed.GetValue(keys), parsed.GetValue(witnesses), parsed.GetValue(since), parsed.GetValue(token), .. parsed.GetValue(key)!, .. parsed.GetValue(seen)!])]);

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
                report = Verify(place, connection, parsed.GetValue(keys), parsed.GetValue(token), parsed.GetValue(leaf), request);
            }

            if (jsonFile is not null) OutputFile.Write(jsonFile, terminal.Output, to => VerifyAsJson.Write(report, to));
            if (jsonFile is null || !OutputFile.IsStandardOutput(jsonFile)) VerifyAsText.Write(report, language, terminal.Words, terminal.Width);
            return report.HoldsUp ? ExitCodes.Fine : ExitCodes.Findings;
        });
        return command;
    }

    /// <summary>What options name as files or folders; a key, a token or a size in their place is none.</summary>
    private static IEnumerable<string> Files(IEnumerable<string?> named) => named.OfType<string>().Where(Path.Exists);

    private static AuditReport Verify(string? place, string? connection, string? keys, string? token, string? leaf, AuditRequest request)
    {
        if (connection is not null)
        {
            Refuse("a database", ("--token", token), ("--leaf", leaf));
            return OfStore(new PostgresStore(connection), keys, request);
        }

        if (Kept.Address(place!) is { } address)
        {
            Refuse("an address", ("--keys", keys), ("--leaf", leaf));
            using var published = new PublishedRecord(new AddressFiles(address, token is null ? null : Kept.Token(token)));
            return Auditor.Run(published, request);
        }

        if (Directory.Exists(place))
        {
            if (!File.Exists(Path.Combine(place, TilePath.Checkpoint)) && !Directory.Exists(Path.Combine(place, "tile")))
                throw new UnusableInput("This folder holds no published record: there is neither a file checkpoint nor a folder tile in it.", "Name the folder that trellis export ledger wrote, or a database file.", place);
            Refuse("a published folder", ("--keys", keys), ("--token", token), ("--leaf", leaf));
            using var published = new PublishedRecord(new FolderFiles(place));
            return Auditor.Run(published, request);
        }

        var bytes = Kept.Beginning(place!, DatabaseMark.Length);
        if (bytes.AsSpan().SequenceEqual(DatabaseMark))
        {
            Refuse("a database", ("--token", token), ("--leaf", leaf));
            var store = new SqliteStore(place!);
            var beside = store.File + ".keys";
            return OfStore(store, keys ?? (RecordKeys.Exist(beside) ? beside : null), request);
        }

        var document = Kept.Document(place!);
        var since = request.Since is null && request.SinceSize is null ? null : "";
        if (document.Receipt is { } receipt)
        {
            Refuse("a receipt", ("--since", since), ("--keys", keys), ("--token", token));
            TreeHash? hash = null;
            if (leaf is not null) hash = TreeHash.TryRead(Encoding.ASCII.GetBytes(leaf), out var read) ? read : throw new UnusableInput("--leaf takes a hash: 32 bytes in base64.", "It is the SHA-256 of a zero byte and the bytes of the entry.");
            return Auditor.Compare(ReceiptAudit.Of(receipt, place!, request.Trusted, hash, out var fault) ?? throw new UnusableInput(fault!, "Name the hash of the entry with --leaf.", place), request);
        }

        Refuse(document.Checkpoint is null ? "a signed note" : "a checkpoint", ("--since", since), ("--keys", keys), ("--token", token), ("--leaf", leaf), ("--seen", document.Checkpoint is null && request.Seen.Count > 0 ? "" : null));
        return document.Checkpoint is { } checkpoint ? Auditor.Compare(ReceiptAudit.Of(checkpoint, place!, request.Trusted), request) : ReceiptAudit.Of(document.Note!, place!, request.Trusted);
    }

    /// <summary>An option that would not be used would let an auditor believe that something was looked at.</summary>
    private static void Refuse(string what, params ReadOnlySpan<(string Name, string? Given)> options)
    {
        foreach (var (name, given) in options)
            if (given is not null) throw new UnusableInput($"{name} is not used for {what}.", "Leave it out, or name what it belongs to; trellis verify --help tells.", name);
    }

    private static AuditReport OfStore(Store store, string? keys, AuditRequest request)
    {
        using var record = new DatabaseRecord(store, keys is null ? null : RecordKeys.Open(keys), store is SqliteStore { File: var file } ? file + ".attachments" : null);
        return Auditor.Run(record, request);
    }
}
