using System.Globalization;
using Trellis.Process.Adoption;
using Trellis.Runtime.Structure;

namespace Trellis.Cli;

/// <summary>Reads who answers for which open error: a table with the columns finding, by, until and why, parted by tabs, one line for each error.</summary>
internal static class Overrides
{
    private static readonly Text Remedy = new(
        "第一行是 finding、by、until、why；其余每行依次是 check 印出的错误、岗位、最后一天、理由，用制表符隔开。",
        "Its first line is finding, by, until, why; each other one an error as check prints it, a post, the last day and the reason, parted by tabs.");

    public static FixedList<ErrorOverride> Read(string path)
    {
        if (!File.Exists(path)) throw new UnusableInput(new Text("没有这个豁免表文件。", "There is no such file of overrides."), new Text("检查路径和拼写。", "Check the path and its spelling."), path);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInput(new Text($"豁免表读不了：{fault.Message}", $"The overrides cannot be read: {fault.Message}"), new Text("申请读取这个文件的权限。", "Ask for the right to read the file."), path, fault);
        }

        if (lines is not ["finding\tby\tuntil\twhy", ..]) throw new UnusableInput(new Text("这不是豁免表。", "This is no table of overrides."), Remedy, path);
        return [.. lines.Skip(1).Where(static line => line.Length > 0).Select((line, at) => Line(line, at + 2, path))];
    }

    private static ErrorOverride Line(string line, int number, string path)
    {
        if (line.Split('\t') is not [var finding, var by, var until, { Length: > 0 } why] || finding.Split(' ', 2) is not [var code, var address])
            throw new UnusableInput(new Text($"豁免表第 {number} 行不是四列。", $"Line {number} of the overrides has not its four columns."), Remedy, path);
        if (PostAt.Parse(by) is not { Post.Length: > 0 } post) throw new UnusableInput(new Text($"豁免表第 {number} 行的“{Excerpt.Of(by, 60)}”不是岗位。", $"In line {number} of the overrides \"{Excerpt.Of(by, 60)}\" is no post."), new Text("写成 岗位@单位（post@unit）。", "Write it as post@unit."), path);
        return DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new ErrorOverride(code, StructureVersions.AddressAsWord(address), post, day, new PersonalText(why))
            : throw new UnusableInput(new Text($"豁免表第 {number} 行的“{Excerpt.Of(until, 60)}”不是日期。", $"In line {number} of the overrides \"{Excerpt.Of(until, 60)}\" is no day."), new Text("写成 2026-12-31 的样子。", "Write it as 2026-12-31."), path);
    }
}
