using System.CommandLine;
using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Runtime.Files;
using Trellis.Simulation.Likeness;
using Trellis.Simulation.Reports;
using Trellis.Standards;
using Trellis.Standards.Likeness;
using Trellis.Standards.Work;

namespace Trellis.Cli;

/// <summary>What of the simulation is asked for when it is to be like a log.</summary>
/// <param name="Days">Null: the time of the log once more.</param>
/// <param name="Format">Of the output.</param>
internal sealed record LikeRequest(ulong Seed, int Runs, int? Days, string? Output, WorkFormat Format, string? Json, string? Html, Language Language);

/// <summary>trellis simulate --like LOG: read off a log how work goes, say how well, and live it on.</summary>
internal sealed class LikeOptions
{
    private readonly Option<string?> _like = new("--like") { Description = "Simulate work like that of this event log, which is read as diagnose reads it; without DIR the log's own flow is the structure. - is standard input.", HelpName = "LOG" };
    private readonly Option<bool> _names = new("--names") { Description = "With --like: keep the names of people. Without it they appear as Person 01, Person 02, ...: what is simulated they have not done." };
    private readonly LogOptions _reading = new();

    public void AddTo(Command command)
    {
        command.Options.Add(_like);
        command.Options.Add(_names);
        _reading.AddTo(command);
    }

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_like) is not null;

    /// <summary>What the log is called in messages.</summary>
    public string Source(ParseResult parsed) => parsed.GetValue(_like)!;

    /// <summary>An option that was given although it means nothing without a log to be like.</summary>
    public string? FirstGiven(ParseResult parsed) => parsed.GetResult(_names) is { Implicit: false } ? _names.Name : _reading.FirstGiven(parsed);

    public int Run(ParseResult parsed, LikeRequest asked, Terminal terminal)
    {
        var path = parsed.GetValue(_like)!;
        string?[] targets = [asked.Output, asked.Json, asked.Html];
        foreach (var target in targets.OfType<string>()) OutputFile.CheckTarget(target, path);
        RefuseSamePlaces(targets);

        var work = Read(parsed, asked.Language, terminal);
        LikeLog like;
        using (Progress.Start(terminal, asked.Language == Language.Chinese ? "正在拟合并模拟" : "Fitting and simulating", asked.Language)) like = LikeLog.Live(work, asked.Runs, asked.Seed, asked.Days);
        if (asked.Output is not null)
        {
            terminal.Words.Flush();
            OutputFile.Write(asked.Output, terminal.Output, to => WritingLikeness.Write(asked.Format, like.Fit, like.Period, LikeLog.SeedOf(asked.Seed), parsed.GetValue(_names), to));
        }

        if (asked.Json is not null) OutputFile.Write(asked.Json, terminal.Output, to => LikeAsJson.Write(like, to));
        if (asked.Html is not null)
        {
            OutputFile.Write(asked.Html, terminal.Output, to =>
            {
                using var page = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true);
                LikePage.Write(like, asked.Language, page);
            });
        }

        if (!Array.Exists(targets, static target => target is not null && OutputFile.IsStandardOutput(target))) LikeAsText.Write(like, asked.Language, terminal.Words, terminal.Width);
        return ExitCodes.Fine;
    }

    /// <summary>The work that the log holds; refused where it holds none.</summary>
    public RecordedWork Read(ParseResult parsed, Language language, Terminal terminal) => WorkOfLogs.Of(ReadLog(parsed, language, terminal));

    /// <summary>The same for a structure, with the types of matters, on the clock of the place where it works.</summary>
    public Func<TimeZoneInfo, RecordedWork> ReadForStructure(ParseResult parsed, Language language, Terminal terminal)
    {
        var log = ReadLog(parsed, language, terminal);
        return zone => WorkOfLogs.WithTypes(log, zone);
    }

    private EventLog ReadLog(ParseResult parsed, Language language, Terminal terminal)
    {
        using var input = _reading.Open(parsed.GetValue(_like)!, parsed, terminal);
        using var progress = Progress.Start(terminal, input, language);
        var log = LogFormats.Read(input.Content, _reading.Of(parsed, input.Source));
        if (log.CaseCount == 0 || log.EventCount == 0)
            throw new UnusableInput(new Text("日志里没有一件事项，看不出工作怎样进行。", "The log holds no matter, so nothing can be read off it."), new Text("检查导出的范围，重新导出。", "Check the range of the export, and export again."), input.Source);
        return log;
    }

    /// <summary>Where a structure lives on what a log holds, what only the log's own flow knows is refused, and no output overwrites the log.</summary>
    public void CheckBesideStructure(ParseResult parsed, params IEnumerable<string?> targets)
    {
        if (parsed.GetResult(_names) is { Implicit: false }) throw new UnusableInput(new Text("--names 不能与结构同用：办事的是结构里的岗位，不是日志里的人。", "--names cannot stand beside a structure: posts of the structure do the work, not the people of the log."), new Text("去掉其中一个。", "Leave one of them out."));
        foreach (var target in targets)
            if (target is not null) OutputFile.CheckTarget(target, parsed.GetValue(_like)!);
    }

    /// <summary>Refuses two outputs at one place; null where one was not asked for.</summary>
    public static void RefuseSamePlaces(params string?[] targets)
    {
        for (var one = 0; one < targets.Length; one++)
        {
            for (var other = one + 1; other < targets.Length; other++)
            {
                if (targets[one] is not { } here || targets[other] is not { } there || here == "/dev/null") continue;
                var same = OutputFile.IsStandardOutput(here) || OutputFile.IsStandardOutput(there) ? OutputFile.IsStandardOutput(here) && OutputFile.IsStandardOutput(there) : OutputFile.AreSame(here, there);
                if (same) throw new UnusableInput(new Text("两种输出写到了同一处。", "Two outputs go to the same place."), new Text("给每一种各写一个文件。", "Give each a file of its own."), here);
            }
        }
    }
}
