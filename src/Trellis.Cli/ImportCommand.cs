using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trellis.Information.Importing;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Runtime.Files;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Cli;

/// <summary>trellis import FILE: takes the table of a department into a register. trellis import --invent DIR: writes tables of an invented county to try it with.</summary>
internal static class ImportCommand
{
    private const int ErrorsShown = 20;
    private const long LargestMapping = 1 << 20;

    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string[]>("FILE") { Description = "The tables as CSV with a header, in the order in which they are taken; - is standard input.", Arity = ArgumentArity.ZeroOrMore };
        var mapping = new Option<string[]>("--mapping") { Description = "The file that says what each column is, as YAML; once for each table, in their order.", HelpName = "FILE" };
        var register = new Option<string?>("--register") { Description = "Into which register. Default: the one that the mapping names.", HelpName = "REGISTER" };
        var record = new RecordOptions();
        var officer = new Option<string?>("--officer") { Description = "Who imports, by the id of the person; with --post. Their unit stands behind every value.", HelpName = "PERSON" };
        var post = new Option<string?>("--post") { Description = "The post in which the officer sits.", HelpName = "POST@UNIT" };
        var encoding = new Option<string?>("--encoding") { Description = "The encoding of the table: gb18030, gbk, utf-16 and others. Default: what the mapping says, else UTF-8.", HelpName = "NAME" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would become of each row and change nothing; works beside a running program." };
        var invent = new Option<string?>("--invent") { Description = "Instead of importing: write tables and mappings of an invented county into this new folder; with --structure.", HelpName = "DIR" };
        var structure = new Option<string?>("--structure") { Description = "With --invent: the folder of the structure whose villages are peopled.", HelpName = "DIR" };
        var scale = new Option<double>("--scale") { Description = "With --invent: 1 is some 32,000 residents, 10 a whole county. Default: 1.", HelpName = "NUMBER", DefaultValueFactory = static _ => 1 };
        var seed = new Option<long>("--seed") { Description = "With --invent: the same number gives the same people. Default: 1.", HelpName = "NUMBER", DefaultValueFactory = static _ => 1 };
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("import", "Take the table of a department into a register. Rows that are there get what is new; pairs that may be one person are put before somebody to confirm.")
        {
            file, mapping, register, officer, post, encoding, dryRun, invent, structure, scale, seed, json, lang,
        };
        record.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            if (parsed.GetValue(invent) is { } folder) return Invent(folder, parsed.GetValue(structure), parsed.GetValue(scale), parsed.GetValue(seed), language, terminal);
            var tables = parsed.GetValue(file) is { Length: > 0 } named ? named : throw new UnusableInput(new Text("没有写要导入哪个表。", "No table is named."), new Text("写 trellis import 表.csv --mapping 映射.yaml ……", "Write trellis import TABLE.csv --mapping MAPPING.yaml ..."));
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            var mappings = parsed.GetValue(mapping) is { Length: > 0 } given ? given : throw new UnusableInput(new Text("没有写映射文件。", "No mapping is named."), new Text("用 --mapping FILE 写明哪一列是什么；写法见 docs/howto/import-registers.md。", "Say with --mapping FILE what each column is; docs/howto/import-registers.md shows how."));
            if (mappings.Length != tables.Length) throw new UnusableInput(new Text($"有 {tables.Length} 个表，{mappings.Length} 份映射。", $"There are {tables.Length} tables and {mappings.Length} mappings."), new Text("每个表写一次 --mapping，顺序相同。", "Write --mapping once for each table, in their order."));
            if (tables.Count(static one => one == "-") > 1) throw new UnusableInput(new Text("标准输入只能读一个表。", "Standard input holds one table."), new Text("其余的写文件名。", "Name files for the others."));
            if (tables.Length > 1 && parsed.GetValue(register) is not null) throw new UnusableInput(new Text("几个表一起导入时，登记簿由各自的映射写明。", "Where several tables are imported, each mapping names its register."), new Text("去掉 --register。", "Leave --register out."));
            RecordOptions.CheckTarget(to, place, [.. tables, .. mappings]);
            Request[] requests = [.. tables.Zip(mappings, (table, file) => new Request(table, file, parsed.GetValue(register), parsed.GetValue(encoding)))];
            if (parsed.GetValue(dryRun)) return DryRun(requests, to, place, language, terminal);
            var by = new Actor.Officer(
                new ActorId(EraseCommand.Word(parsed.GetValue(officer) ?? throw new UnusableInput(new Text("没有写由谁导入。", "It is not said who imports."), new Text("写 --officer 人员 --post 岗位@单位。", "Write --officer PERSON --post POST@UNIT.")), "--officer")),
                PostOf(parsed.GetValue(post)));
            return await ImportAsync(requests, to, place, by, language, terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> ImportAsync(IReadOnlyList<Request> requests, string? to, RecordPlace place, Actor by, Language language, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var writer = await RecordWriter.OpenAsync(place, new RecordSettings(), TimeProvider.System);
        foreach (var path in writer.Narrowed) RecordOptions.TellNarrowed(path, language, terminal);
        await using var matters = await MattersDesk.OpenAsync(writer, place, TimeProvider.System, null);
        var registers = await RegistersDesk.OpenAsync(writer, matters);
        var imports = ImportsDesk.Open(writer, matters, registers);
        var orders = new List<ImportOrder>(requests.Count);
        try
        {
            foreach (var request in requests)
            {
                var bytes = MappingBytes(request.Mapping);
                var (mapping, findings) = imports.ReadMapping(new SourceFile(request.Mapping, bytes), request.Register);
                if (mapping is null) return Tell(findings, language, terminal);
                orders.Add(OrderOf(request, mapping, bytes, by, terminal));
            }

            using var progress = Progress.Start(terminal, language == Language.Chinese ? "正在导入" : "Importing", language);
            var (done, why) = await imports.ImportAsync(orders, rows => progress.Say(language == Language.Chinese ? $"已导入 {rows:N0} 行" : $"{rows:N0} rows imported"), cancellationToken);
            progress.Dispose();
            var code = done.Count > 0 || why is null ? Tell(done, requests, to, language, terminal) : ExitCodes.Findings;
            if (why is null) return code;
            var words = to == "-" ? terminal.Errors : terminal.Words;
            words.WriteLine(requests.Count == 1 || done.Count >= requests.Count ? $"{why.Whole.In(language)} ({why.Code})" : $"{Called(requests[done.Count].Table)}: {why.Whole.In(language)} ({why.Code})");
            return ExitCodes.Findings;
        }
        finally
        {
            foreach (var order in orders) await order.Table.DisposeAsync();
        }
    }

    private static int DryRun(IReadOnlyList<Request> requests, string? to, RecordPlace place, Language language, Terminal terminal)
    {
        if (!place.Store.Exists()) throw new UnusableInput(new Text("这里没有记录。", "There is no record here."), new Text("核对 --data 或 --postgres。", "Check --data or --postgres."), place.Store.Called);
        var keys = RecordKeys.Open(place.Keys);
        using var session = place.Store.OpenToRead();
        var (structure, day) = ImportsDesk.StructureOf(session, place, keys, TimeProvider.System);
        var orders = new List<ImportOrder>(requests.Count);
        try
        {
            foreach (var request in requests)
            {
                var bytes = MappingBytes(request.Mapping);
                var (mapping, findings) = ReadingMappings.Read(new SourceFile(request.Mapping, bytes), structure, request.Register, day);
                if (mapping is null) return Tell(findings, language, terminal);
                orders.Add(OrderOf(request, mapping, bytes, Actor.System, terminal));
            }

            using var progress = Progress.Start(terminal, language == Language.Chinese ? "正在试算" : "Trying", language);
            var reports = ImportsDesk.DryRun(session, keys, orders, structure, day, rows => progress.Say(language == Language.Chinese ? $"已读 {rows:N0} 行" : $"{rows:N0} rows read"));
            progress.Dispose();
            return Tell(reports, requests, to, language, terminal);
        }
        finally
        {
            foreach (var order in orders) order.Table.Dispose();
        }
    }

    private static ImportOrder OrderOf(Request request, ImportMapping mapping, byte[] bytes, Actor by, Terminal terminal)
    {
        var (digest, content) = Open(request, mapping, terminal);
        return new ImportOrder(by, mapping, bytes, content, digest, Called(request.Table));
    }

    private static int Tell(FindingList findings, Language language, Terminal terminal)
    {
        terminal.Errors.WriteLine(language == Language.Chinese ? "trellis：映射文件不能用。" : "trellis: the mapping cannot be used.");
        FindingsAsText.Write(findings.Kept, language, terminal.Errors, "");
        return ExitCodes.UnusableInput;
    }

    private static int Tell(IReadOnlyList<ImportReport> reports, IReadOnlyList<Request> requests, string? to, Language language, Terminal terminal)
    {
        var code = reports.All(static report => report.IsClean) ? ExitCodes.Fine : ExitCodes.Findings;
        if (to is not null)
        {
            RecordOptions.WriteJson(to, terminal, writing => Write(reports, writing));
            if (OutputFile.IsStandardOutput(to)) return code;
        }

        for (var at = 0; at < reports.Count; at++)
        {
            if (requests.Count > 1) terminal.Words.WriteLine($"{Called(requests[at].Table)}:");
            Tell(reports[at], language, terminal);
        }

        return code;
    }

    private static void Tell(ImportReport report, Language language, Terminal terminal)
    {
        var zh = language == Language.Chinese;
        terminal.Words.WriteLine(zh
            ? $"{(report.IsDryRun ? "试算，什么也没有改动：" : "")}{report.Rows:N0} 行：新增 {report.New:N0}，更新 {report.Changed:N0}，与别的单位不一致 {report.Disagreeing:N0}，没有变化 {report.Same:N0}，未采用 {report.Refused:N0}。"
            : $"{(report.IsDryRun ? "Tried, and nothing changed: " : "")}{report.Rows:N0} rows: {report.New:N0} new, {report.Changed:N0} changed, {report.Disagreeing:N0} in disagreement with another unit, {report.Same:N0} the same, {report.Refused:N0} refused.");
        if (report.Before > 0) terminal.Words.WriteLine(zh ? $"其中 {report.Before:N0} 行以前运行时已经导入，没有再做。" : $"{report.Before:N0} of them were imported when this was run before, and were not done again.");
        if (report.Proposed > 0) terminal.Words.WriteLine(zh ? $"有 {report.Proposed:N0} 对可能是同一人或同一单位，等待有权的人确认。" : $"{report.Proposed:N0} pairs may be one person or body; somebody who may is to confirm them.");
        if (report.Related > 0) terminal.Words.WriteLine(zh ? $"有 {report.Related:N0} 行所指的行后来才有，已补上。" : $"{report.Related:N0} rows name rows that came later; these relations were added.");
        if (report.Unresolved > 0) terminal.Words.WriteLine(zh ? $"有 {report.Unresolved:N0} 行所指的行还没有；这些行已导入，只少这一项。" : $"{report.Unresolved:N0} rows name rows that are not there; they were taken without that item.");
        if (report.Circular > 0) terminal.Words.WriteLine(zh ? $"有 {report.Circular:N0} 行的关联绕成了圈，请核对。" : $"The relations of {report.Circular:N0} rows lead in a circle; somebody is to look at them.");
        foreach (var error in report.Errors.Take(ErrorsShown))
        {
            var where = zh ? $"第 {error.Line} 行{(error.Column is { } c ? $"，“{Excerpt.Of(c, 40)}”列" : "")}" : $"line {error.Line}{(error.Column is { } d ? $", column \"{Excerpt.Of(d, 40)}\"" : "")}";
            terminal.Words.WriteLine($"  {where}{(zh ? "：" : ": ")}{error.Says.In(language)}");
        }

        if (report.Errors.Count > ErrorsShown) terminal.Words.WriteLine(zh ? "  其余见 --json FILE。" : "  --json FILE tells the rest.");
    }

    /// <summary>The report as JSON; the same form as the server answers.</summary>
    private static void Write(IReadOnlyList<ImportReport> reports, Utf8JsonWriter writing)
    {
        writing.WriteString("schema", reports.Count == 1 ? "trellis/import/1" : "trellis/imports/1");
        if (reports.Count == 1)
        {
            Write(reports[0], writing);
            return;
        }

        writing.WriteStartArray("tables");
        foreach (var report in reports)
        {
            writing.WriteStartObject();
            Write(report, writing);
            writing.WriteEndObject();
        }

        writing.WriteEndArray();
    }

    private static void Write(ImportReport report, Utf8JsonWriter writing)
    {
        writing.WriteString("import", report.Id);
        writing.WriteBoolean("dryRun", report.IsDryRun);
        foreach (var (name, count) in (ReadOnlySpan<(string, long)>)[("rows", report.Rows), ("before", report.Before), ("new", report.New), ("changed", report.Changed), ("disagreeing", report.Disagreeing), ("same", report.Same), ("proposed", report.Proposed), ("refused", report.Refused), ("related", report.Related), ("unresolved", report.Unresolved), ("circular", report.Circular)])
            writing.WriteNumber(name, count);
        writing.WriteStartArray("errors");
        foreach (var error in report.Errors)
        {
            writing.WriteStartObject();
            writing.WriteNumber("line", error.Line);
            if (error.Column is { } column) writing.WriteString("column", column);
            writing.WriteString("zh", error.Says.Zh);
            writing.WriteString("en", error.Says.En);
            writing.WriteEndObject();
        }

        writing.WriteEndArray();
    }

    private static int Invent(string folder, string? structure, double scale, long seed, Language language, Terminal terminal)
    {
        if (structure is null) throw new UnusableInput(new Text("没有写给哪个结构造人口。", "It is not said whose villages are peopled."), new Text("写 --structure DIR。", "Write --structure DIR."));
        if (scale is not (> 0 and <= 40)) throw new UnusableInput(new Text("--scale 的数不合适。", "--scale cannot be that."), new Text("写 0.01 到 40 之间的数。", "Write a number from 0.01 to 40."));
        if (Directory.Exists(folder) || File.Exists(folder)) throw new UnusableInput(new Text("这个文件夹已经在了。", "This folder is there already."), new Text("写一个新的；原有的东西不覆盖。", "Name a new one; nothing is overwritten."), folder);
        var files = StructureFolder.Read(structure);
        using var progress = Progress.Start(terminal, language == Language.Chinese ? "正在生成" : "Inventing", language);
        var counts = WritingTables.Write(folder, ReadingStructures.Read(files).Structure, scale, seed, terminal.Today);
        progress.Dispose();
        foreach (var (name, rows) in counts) terminal.Words.WriteLine($"{name}: {rows:N0}");
        return ExitCodes.Fine;
    }

    /// <summary>Reads the table once for its digest and opens it again for its rows. Standard input is kept in memory.</summary>
    private static (byte[] Digest, Stream Content) Open(Request request, ImportMapping mapping, Terminal terminal)
    {
        var encoding = EncodingOf(request.Encoding ?? mapping.Encoding);
        if (request.Table == "-")
        {
            var kept = new MemoryStream();
            using (var input = InputFile.Open("-", terminal.Input, encoding)) input.Content.CopyTo(kept);
            kept.Position = 0;
            return (SHA256.HashData(kept.GetBuffer().AsSpan(0, (int)kept.Length)), kept);
        }

        byte[] digest;
        using (var first = InputFile.Open(request.Table, terminal.Input, encoding)) digest = SHA256.HashData(first.Content);
        return (digest, InputFile.Open(request.Table, terminal.Input, encoding).Content);
    }

    private static Encoding? EncodingOf(string? name)
    {
        if (name is null || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException fault)
        {
            throw new UnusableInput(new Text($"不认识的编码 {Excerpt.Of(name, 40)}。", $"There is no encoding {Excerpt.Of(name, 40)}."), new Text("例如 gb18030、gbk、big5、utf-16。", "For example gb18030, gbk, big5, utf-16."), inner: fault);
        }
    }

    private static byte[] MappingBytes(string path)
    {
        if (!File.Exists(path)) throw new UnusableInput(new Text("没有这个文件。", "There is no such file."), new Text("检查 --mapping 的路径。", "Check the path of --mapping."), path);
        if (new FileInfo(path).Length > LargestMapping) throw new UnusableInput(new Text("这个文件太大，不像一份映射。", "This file is too large for a mapping."), new Text("检查是不是选错了文件。", "Check whether it is the right one."), path);
        return File.ReadAllBytes(path);
    }

    private static PostAt PostOf(string? written)
    {
        var at = (written ?? "").IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at == written!.Length - 1) throw new UnusableInput(new Text("--post 要写 岗位@单位。", "--post takes POST@UNIT."), new Text("例如 --post household-registrar@police-chengguan。", "For example --post household-registrar@police-chengguan."));
        return new PostAt(EraseCommand.Word(written[..at], "--post"), new UnitId(EraseCommand.Word(written[(at + 1)..], "--post")));
    }

    private static string Called(string path) => path == "-" ? "standard input" : Path.GetFileName(path);

    private sealed record Request(string Table, string Mapping, string? Register, string? Encoding);
}
