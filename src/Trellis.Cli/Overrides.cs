using System.Collections.Immutable;
using System.Globalization;
using Trellis.Process.Adoption;
using Trellis.Runtime.Structure;

namespace Trellis.Cli;

/// <summary>Reads who answers for which open error: a table with the columns finding, by, until and why, parted by tabs, one line for each error.</summary>
internal static class Overrides
{
    private const string Remedy = "Its first line is finding, by, until, why; each other one an error as check prints it, a post, the last day and the reason, parted by tabs.";

    public static ImmutableList<ErrorOverride> Read(string path)
    {
        if (!File.Exists(path)) throw new UnusableInput("There is no such file of overrides.", "Check the path and its spelling.", path);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInput($"The overrides cannot be read: {fault.Message}", "Ask for the right to read the file.", path, fault);
        }

        if (lines is not ["finding\tby\tuntil\twhy", ..]) throw new UnusableInput("This is no table of overrides.", Remedy, path);
        return [.. lines.Skip(1).Where(static line => line.Length > 0).Select((line, at) => Line(line, at + 2, path))];
    }

    private static ErrorOverride Line(string line, int number, string path)
    {
        if (line.Split('\t') is not [var finding, var by, var until, { Length: > 0 } why] || finding.Split(' ', 2) is not [var code, var address])
            throw new UnusableInput($"Line {number} of the overrides has not its four columns.", Remedy, path);
        if (PostAt.Parse(by) is not { Post.Length: > 0 } post) throw new UnusableInput($"In line {number} of the overrides \"{Excerpt.Of(by, 60)}\" is no post.", "Write it as post@unit.", path);
        return DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new ErrorOverride(code, StructureVersions.AddressAsWord(address), post, day, new PersonalText(why))
            : throw new UnusableInput($"In line {number} of the overrides \"{Excerpt.Of(until, 60)}\" is no day.", "Write it as 2026-12-31.", path);
    }
}
