using System.CommandLine;
using Trellis.Runtime.Structure;
using Trellis.Web;
using Trellis.Web.Shared;

namespace Trellis.Cli;

/// <summary>`trellis demo`: a county with a year of work behind it, and pages for everybody in it.</summary>
internal static class DemoCommand
{
    private const string Name = "cuiwei";

    public static Command Make(Terminal terminal)
    {
        var data = new Option<string?>("--data") { Description = "The folder of the demo's record. Default: demo beside the program's own files.", HelpName = "DIR" };
        var scale = new Option<double>("--scale") { Description = "How much comes in the year that is lived first: 1 is about 20,000 matters.", HelpName = "N", DefaultValueFactory = static _ => 1 };
        var urls = new Option<string>("--urls") { Description = "Where to listen.", HelpName = "URL", DefaultValueFactory = static _ => "http://127.0.0.1:8080" };
        var lang = RecordOptions.Lang();
        var command = new Command("demo", "Stand in the county of Cuiwei with a year of work behind it: pick anybody and look around.") { data, scale, urls, lang };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var assets = Assets.Read(AppContext.BaseDirectory);
            var files = StructureFolder.Read(Path.Combine(AppContext.BaseDirectory, "structures", Name));
            var much = parsed.GetValue(scale);
            if (!(much is >= 0.05 and <= 100)) throw new UnusableInput(new Text("--scale 的数不合适。", "--scale cannot be that."), new Text("写 0.05 到 100 之间的数，比如 1。", "Write a number from 0.05 to 100, such as 1."));
            var folder = Path.GetFullPath(parsed.GetValue(data) ?? Path.Combine(AppContext.BaseDirectory, "..", "demo"));
            await using var demo = await DemoServer.StartAsync(
                new DemoSettings(folder, files, Name, ServeCommand.Address(parsed.GetValue(urls)!, "--urls"), language, much, assets),
                (address, living) =>
                {
                    terminal.Words.WriteLine(language == Language.Chinese ? $"翠微县在 {address} ，用浏览器打开；按 Ctrl+C 结束。" : $"Cuiwei stands at {address}; open it in a browser. Ctrl+C ends it.");
                    if (living) terminal.Words.WriteLine(language == Language.Chinese ? $"它的一年正在推演，大约{HowLong(much).Zh}；结构和指南现在就能看。" : $"Its year is being lived, which takes about {HowLong(much).En}; the structure and the guide can be read now.");
                    terminal.Words.Flush();
                },
                cancellationToken);
            terminal.Words.WriteLine(language == Language.Chinese ? $"准备好了。记录在 {folder} 。" : $"Ready. The record lies in {folder}.");
            terminal.Words.Flush();
            await demo.Server.WaitAsync(cancellationToken);
            return ExitCodes.Fine;
        });
        return command;
    }

    /// <summary>How long a year takes, roughly: half a minute at the usual scale.</summary>
    private static Text HowLong(double scale) => Math.Round(scale / 2) switch
    {
        < 1 => new Text("半分钟", "half a minute"),
        1 => new Text("一分钟", "a minute"),
        var minutes => new Text($"{minutes:F0} 分钟", $"{minutes:F0} minutes"),
    };
}
