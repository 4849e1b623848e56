using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Runtime.Database;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>The options by which commands find a record, the same for all of them.</summary>
internal sealed class RecordOptions
{
    /// <summary>What stands behind the name of a record's file in the names of what lies beside it.</summary>
    private static readonly string[] FileEndings = ["", "-wal", "-shm", "-journal", ".lock", ".new", ".new-wal", ".new-shm", ".new-journal", ".keys", ".attachments"];

    private readonly Option<string?> _data = new("--data") { Description = "The file of the record (SQLite).", HelpName = "FILE" };
    private readonly Option<string?> _postgres = new("--postgres") { Description = "The connection string of the record's database, such as \"Host=localhost;Database=trellis\".", HelpName = "CONNECTION" };
    private readonly Option<string?> _keys = new("--keys") { Description = "The folder of the record's keys. Default: beside the file, with .keys behind its name; with --postgres it must be named.", HelpName = "DIR" };
    private readonly Option<string?> _attachments = new("--attachments") { Description = "The folder of the attachments. Default: beside the file, with .attachments behind its name; with --postgres beside the keys.", HelpName = "DIR" };

    /// <param name="withAttachments">Whether the command looks at attachments; an option that is not used would promise something.</param>
    public void AddTo(Command command, bool withAttachments = true)
    {
        command.Options.Add(_data);
        command.Options.Add(_postgres);
        command.Options.Add(_keys);
        if (withAttachments) command.Options.Add(_attachments);
    }

    /// <summary>For a command that can do without keys, and opens what it may where they are at hand.</summary>
    public void AddPlaceAndKeysTo(Command command)
    {
        AddPlaceTo(command);
        command.Options.Add(_keys);
    }

    /// <summary>The folder of the keys, where it is named or lies beside the record; null where there is none.</summary>
    /// <exception cref="UnusableInput">The folder that is named holds no keys.</exception>
    public string? KeysOf(ParseResult parsed, Store store) =>
        parsed.GetValue(_keys) is { } named ? RecordKeys.Exist(named) ? named : throw new UnusableInput(new Text("--keys 指明的文件夹里没有记录的密钥。", "The folder of --keys holds no keys of a record."), new Text("指明记录的密钥所在的文件夹，或者去掉 --keys：那样就不打开文字。", "Name the folder of the record's keys; or leave --keys out, and no words are opened."), named)
        : store is SqliteStore { File: var file } && RecordKeys.Exist(file + ".keys") ? file + ".keys" : null;

    /// <summary>For a command that opens no value, and so asks for no keys.</summary>
    public void AddPlaceTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_postgres);
    }

    public bool IsNamed(ParseResult parsed) => parsed.GetValue(_data) is not null || parsed.GetValue(_postgres) is not null;

    /// <summary>Where the record lies, for a command that asks for no keys.</summary>
    public Store StoreOf(ParseResult parsed) => (parsed.GetValue(_data), parsed.GetValue(_postgres)) switch
    {
        ({ } file, null) => new SqliteStore(file),
        (null, { } connection) => new PostgresStore(connection),
        _ => Of(parsed).Store,
    };

    public RecordPlace Of(ParseResult parsed) => (parsed.GetValue(_data), parsed.GetValue(_postgres)) switch
    {
        ({ } file, null) => RecordPlace.OfFile(file, parsed.GetValue(_keys), parsed.GetValue(_attachments)),
        (null, { } connection) => RecordPlace.OfPostgres(connection, parsed.GetValue(_keys), parsed.GetValue(_attachments)),
        (null, null) => throw new UnusableInput(new Text("没有指明是哪份记录。", "No record is named."), new Text("用 --data FILE 指明它的文件，或用 --postgres \"...\" 指明它的数据库。", "Name its file with --data FILE, or its database with --postgres \"...\".")),
        _ => throw new UnusableInput(new Text("--data 和 --postgres 都写了。", "--data and --postgres are both given."), new Text("一份记录只在一处，去掉其中一个。", "A record lies in one place; leave one of them out.")),
    };

    /// <summary>Refuses before any work is done what could not be written afterwards, and what would overwrite the record, what lies beside it, or another input.</summary>
    public static void CheckTarget(string? output, RecordPlace place, params IEnumerable<string?> inputs)
    {
        if (output is not null) OutputFile.CheckTarget(output, [.. Beside(place.Store, place.Keys, place.Attachments), .. inputs.OfType<string>()]);
    }

    /// <summary>All places that belong to a record: its file and what SQLite and the lock put beside it, the folders of keys and attachments, named or not.</summary>
    public static IEnumerable<string> Beside(Store store, params IEnumerable<string?> folders)
    {
        foreach (var folder in folders)
            if (folder is not null) yield return folder;
        if (store is not SqliteStore { File: var file }) yield break;
        foreach (var place in Beside(file)) yield return place;
    }

    /// <summary>The same for a file alone: a record, or a backup of one.</summary>
    public static IEnumerable<string> Beside(string file) => FileEndings.Select(ending => file + ending);

    /// <summary>Tells, beside all output, that the rights of strangers were taken away from something.</summary>
    public static void TellNarrowed(string path, Language language, Terminal terminal) => terminal.Errors.WriteLine(language == Language.Chinese
        ? $"trellis：此前别的账户也能读 {Excerpt.Of(path, 300)}，已收回这项权限。"
        : $"trellis: other accounts could read {Excerpt.Of(path, 300)}; that right was taken back.");

    /// <summary>Writes what a command did as JSON.</summary>
    public static void WriteJson(string file, Terminal terminal, Action<Utf8JsonWriter> write)
    {
        OutputFile.Write(file, terminal.Output, to =>
        {
            using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
            json.Flush();
            to.Write("\n"u8);
        });
    }

    public static Option<string?> Json() => new("--json") { Description = "Write what was done as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };

    public static Option<string?> Lang() => new("--lang") { Description = "Language of the messages: zh or en. Default: the language of your system.", HelpName = "zh|en" };
}
