using System.Buffers;

namespace Trellis.Information;

/// <summary>
/// The unified social credit code of an organisation by GB 32100-2015: who registers it, its kind, six digits of the area, nine characters of its own with their check
/// character (GB 11714), and a check character over all by powers of 3 modulo 31.
/// </summary>
public readonly record struct CreditCode
{
    private const int Length = 18;

    /// <summary>Without I, O, S, V and Z, which are taken for others.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    private static readonly int[] OwnWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    private readonly string? _written;

    private CreditCode(string written) => _written = written;

    /// <summary>Six digits: where it was registered.</summary>
    public string Area => ToString().Substring(2, 6);

    public override string ToString() => _written ?? "";

    /// <param name="fault">What is wrong and what to do, without the code itself.</param>
    public static bool TryRead(string written, out CreditCode code, out Text fault)
    {
        code = default;
        var plain = Spelling.Digits(written)?.ToUpperInvariant() ?? "";
        if (Spelling.IsRuinedNumber(plain))
        {
            fault = new Text("这个代码被电子表格改成了科学计数法，末尾几位已经丢失。请在原系统里把这一列设为文本再导出。", "A spreadsheet turned this code into powers of ten, and its last characters are lost. Export it again from where it came, with the column set to text.");
            return false;
        }

        if (plain.Length != Length)
        {
            fault = new Text($"统一社会信用代码有 18 位；这里有 {plain.Length} 位。请对照执照。", $"A unified social credit code has 18 characters; here are {plain.Length}. Compare it with the licence.");
            return false;
        }

        if (plain.AsSpan().IndexOfAnyExcept(Letters) >= 0 || plain.AsSpan(2, 6).IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            fault = new Text("统一社会信用代码由数字和大写字母组成（没有 I、O、S、V、Z），第 3 至 8 位是数字。请对照执照：0 和 O、1 和 I 常被混淆。", "A unified social credit code is made of digits and capital letters without I, O, S, V and Z, and characters 3 to 8 are digits. Compare it with the licence: 0 and O, 1 and I are often mistaken.");
            return false;
        }

        if (plain[^1] != CheckOf(plain) || plain[^2] != OwnCheckOf(plain.AsSpan(8)))
        {
            fault = new Text("校验码不符：至少有一位写错，或者两位写颠倒了。请对照执照。", "A check character is wrong: at least one character is mistyped, or two are swapped. Compare it with the licence.");
            return false;
        }

        fault = default;
        code = new CreditCode(plain);
        return true;
    }

    /// <summary>The character that belongs behind the first seventeen.</summary>
    public static char CheckOf(ReadOnlySpan<char> code)
    {
        var (sum, weight) = (0, 1);
        foreach (var letter in code[..(Length - 1)])
        {
            sum += Alphabet.IndexOf(letter, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }

    /// <summary>The character that belongs behind the eight of an organisation's own code (GB 11714-1997).</summary>
    public static char OwnCheckOf(ReadOnlySpan<char> own)
    {
        var sum = 0;
        for (var at = 0; at < OwnWeights.Length; at++) sum += (char.IsAsciiDigit(own[at]) ? own[at] - '0' : own[at] - 'A' + 10) * OwnWeights[at];
        return (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var check => (char)('0' + check) };
    }
}
