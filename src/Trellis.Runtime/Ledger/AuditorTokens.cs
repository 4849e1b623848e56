using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>A token that somebody holds, as far as the keeper knows it.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Until">The last day on which it opens anything, UTC; null where it has no end.</param>
/// <param name="Mark">The first digits of its hash, by which two tokens of one auditor are told apart.</param>
public sealed record AuditorToken(string Name, DateOnly? Until, string Mark);

/// <summary>
/// Who may read entries over HTTP, and until when. A token has 256 random bits and is shown once; the folder of keys holds its hash only,
/// in the file <c>auditor-tokens</c>, one line for each: name, space, SHA-256 in hexadecimal, space, last day. Taking a line out takes the right away at once.
/// </summary>
/// <param name="folder">The folder of keys of the record.</param>
/// <param name="time">What tells whether a token's time is over; the system's clock where none is given.</param>
public sealed class AuditorTokens(string folder, TimeProvider? time = null)
{
    private const string FileName = "auditor-tokens";
    private const int LongestToken = 200;

    private readonly Lock _writing = new();

    private string Path => System.IO.Path.Combine(folder, FileName);

    private DateOnly Today => DateOnly.FromDateTime((time ?? TimeProvider.System).GetUtcNow().UtcDateTime);

    /// <summary>Makes a token for an auditor. It cannot be shown a second time.</summary>
    /// <param name="name">Letters, digits, dots, hyphens and underscores, for the list of tokens. One that has a token gets a second one.</param>
    /// <param name="until">The last day on which it opens anything, UTC; null for no end.</param>
    public string Add(string name, DateOnly? until = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        Demand(name);
        if (until < Today) throw new UnusableInput(new Text($"{until:yyyy-MM-dd} 已经过去。", $"{until:yyyy-MM-dd} is over already."), new Text("写一个今天或以后的日期。", "Name today or a later day."), "--until");
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Change(lines => lines.Add(new Line(name, Hash(token), until)));
        return token;
    }

    /// <summary>All tokens, in the order in which they were made.</summary>
    public IReadOnlyList<AuditorToken> List() => [.. Lines().Select(static line => new AuditorToken(line.Name, line.Until, Convert.ToHexStringLower(line.Hash)[..8]))];

    /// <summary>Takes all tokens of an auditor back.</summary>
    /// <returns>How many there were.</returns>
    public int Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Demand(name);
        var gone = 0;
        Change(lines => gone = lines.RemoveAll(line => line.Name == name));
        return gone;
    }

    /// <summary>Whose token this is; null where it is nobody's, or its time is over. Takes as long whichever it is, and however much of it is right.</summary>
    public string? HolderOf(string token) => Fitting(token) is { } line && !(line.Until < Today) ? line.Name : null;

    /// <summary>Whether this is a token that stands in the list, good or not any more: whoever still sends it guesses nothing.</summary>
    public bool WasRight(string token) => Fitting(token) is not null;

    private Line? Fitting(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length is 0 or > LongestToken) return null;
        var hash = Hash(token);
        Line? fitting = null;
        foreach (var line in Lines())
            if (CryptographicOperations.FixedTimeEquals(hash, line.Hash)) fitting = line;
        return fitting;
    }

    /// <summary>How many tokens there are, whether or not their time is over.</summary>
    internal static int Count(string folder) => Encoding.UTF8.GetString(DurableFile.Read(System.IO.Path.Combine(folder, FileName)) ?? []).Split('\n').Count(static line => line is [not '#', ..]);

    /// <summary>Ends all tokens of auditors.</summary>
    internal static void EndAll(string folder) => DurableFile.Delete(System.IO.Path.Combine(folder, FileName));

    private static void Demand(string name)
    {
        if (name.Length is > 0 and <= 100 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')) return;
        throw new UnusableInput(
            new Text($"\"{Excerpt.Of(name, 40)}\" 不能做审计人员的名字。", $"\"{Excerpt.Of(name, 40)}\" cannot be the name of an auditor."),
            new Text("用字母、数字、点、连字符和下划线。", "Use letters, digits, dots, hyphens and underscores."));
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Reads, changes and writes the list as one step, for programs and threads alike.</summary>
    private void Change(Action<List<Line>> change)
    {
        lock (_writing)
        {
            using var held = DurableFile.HoldBeside(Path);
            var lines = Lines();
            change(lines);
            DurableFile.Write(Path, Encoding.ASCII.GetBytes(string.Concat(lines.Select(static line => string.Create(CultureInfo.InvariantCulture, $"{line.Name} {Convert.ToHexStringLower(line.Hash)}{(line.Until is { } until ? $" {until:yyyy-MM-dd}" : "")}\n")))));
        }
    }

    private List<Line> Lines()
    {
        var lines = new List<Line>();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(DurableFile.Read(Path) ?? []).Split('\n'))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            var hash = new byte[SHA256.HashSizeInBytes];
            var parts = line.Split(' ');
            DateOnly? until = null;
            var ends = parts.Length == 2;
            if (parts.Length == 3 && DateOnly.TryParseExact(parts[2], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) (until, ends) = (day, true);
            if (!ends || parts[1].Length != 64 || Convert.FromHexString(parts[1], hash, out _, out _) != OperationStatus.Done)
            {
                throw new UnusableInput(
                    new Text($"第 {number} 行不是名字、64 位十六进制数和末日。", $"Line {number} is not a name, 64 hexadecimal digits and a last day."),
                    new Text("改正或去掉这一行；相应的审计人员可能需要新令牌。", "Correct or remove the line; its auditor may need a new token."), Path);
            }

            lines.Add(new Line(parts[0], hash, until));
        }

        return lines;
    }

    private sealed record Line(string Name, byte[] Hash, DateOnly? Until);
}
