using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// Who may read entries over HTTP. A token has 256 random bits and is shown once; the folder of keys holds its hash only,
/// in the file <c>auditor-tokens</c>, one line for each auditor: name, space, SHA-256 in hexadecimal. Taking a line out takes the right away at once.
/// </summary>
/// <param name="folder">The folder of keys of the record.</param>
public sealed class AuditorTokens(string folder)
{
    private const string FileName = "auditor-tokens";
    private const int LongestToken = 200;

    private readonly Lock _writing = new();

    private string Path => System.IO.Path.Combine(folder, FileName);

    /// <summary>Makes a token for an auditor. It cannot be shown a second time.</summary>
    /// <param name="name">Letters, digits, dots, hyphens and underscores, for the list of tokens. One that has a token gets a second one.</param>
    public string Add(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > 100 || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
            throw new UnusableInput($"\"{Excerpt.Of(name, 40)}\" cannot be the name of an auditor.", "Use letters, digits, dots, hyphens and underscores.");
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        lock (_writing) DurableFile.Write(Path, Encoding.ASCII.GetBytes(string.Concat(Lines().Append((name, Hash(token))).Select(static line => $"{line.Item1} {Convert.ToHexStringLower(line.Item2)}\n"))));
        return token;
    }

    /// <summary>Takes all tokens of an auditor back.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Remove(string name)
    {
        lock (_writing)
        {
            var lines = Lines();
            var left = lines.FindAll(line => line.Name != name);
            if (left.Count == lines.Count) return false;
            DurableFile.Write(Path, Encoding.ASCII.GetBytes(string.Concat(left.Select(static line => $"{line.Name} {Convert.ToHexStringLower(line.Hash)}\n"))));
            return true;
        }
    }

    /// <summary>Whose token this is; null where it is nobody's. Takes as long whichever it is, and however much of it is right.</summary>
    public string? HolderOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length is 0 or > LongestToken) return null;
        var hash = Hash(token);
        string? holder = null;
        foreach (var (name, known) in Lines())
            if (CryptographicOperations.FixedTimeEquals(hash, known)) holder = name;
        return holder;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private List<(string Name, byte[] Hash)> Lines()
    {
        var lines = new List<(string Name, byte[] Hash)>();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(DurableFile.Read(Path) ?? []).Split('\n'))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            var hash = new byte[SHA256.HashSizeInBytes];
            if (line.Split(' ') is not [var name, { Length: 64 } hex] || Convert.FromHexString(hex, hash, out _, out _) != OperationStatus.Done)
                throw new UnusableInput($"Line {number} is not a name and 64 hexadecimal digits.", "Correct or remove the line; its auditor may need a new token.", Path);
            lines.Add((name, hash));
        }

        return lines;
    }
}
