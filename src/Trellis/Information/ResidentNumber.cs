using System.Globalization;

namespace Trellis.Information;

/// <summary>
/// A citizen's number by GB 11643-1999: six digits of the area, eight of the birthday, three in sequence (odd for men), and a check character by ISO 7064 MOD 11-2.
/// The cards of foreigners with permanent residence (first digit 9) and of residents from Hong Kong, Macao and Taiwan (81, 82, 83) are numbered alike.
/// </summary>
public readonly record struct ResidentNumber
{
    private const int Length = 18;

    /// <summary>Nobody who lives was born earlier, and no number was given to who died before there were numbers.</summary>
    private const int FirstYear = 1850;

    /// <summary>First two digits of areas by GB/T 2260, and of the cards that are numbered alike. 9 stands for foreigners, whose next two digits are those of a province.</summary>
    private static readonly HashSet<string> Provinces =
    [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
        "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
        Invented,
    ];

    /// <summary>No area has it, and none will (GB/T 2260 gives 9 to what lies outside the provinces): the numbers of invented counties begin with it, so that none of them is a real person's.</summary>
    public const string Invented = "99";

    private readonly string? _written;

    private ResidentNumber(string written, DateOnly birth) => (_written, Birth) = (written, birth);

    /// <summary>The area in which the number was given: not where the person lives.</summary>
    public string Area => ToString()[..6];

    public DateOnly Birth { get; }

    public bool IsOfAMan => (ToString()[16] - '0') % 2 == 1;

    public override string ToString() => _written ?? "";

    /// <summary>Reads a number as people and programs write it: full width, in groups, with a small x.</summary>
    /// <param name="on">The day on which it is read; nobody is born after it.</param>
    /// <param name="fault">What is wrong and what to do, without the number itself.</param>
    public static bool TryRead(string written, DateOnly on, out ResidentNumber number, out Text fault)
    {
        number = default;
        var plain = Spelling.Digits(written)?.ToUpperInvariant() ?? "";
        if (Spelling.IsRuinedNumber(plain))
        {
            fault = new Text("这个号码被电子表格改成了科学计数法，末尾几位已经丢失。请在原系统里把这一列设为文本再导出。", "A spreadsheet turned this number into powers of ten, and its last digits are lost. Export it again from where it came, with the column set to text.");
            return false;
        }

        if (plain.Length == 15 && plain.All(char.IsAsciiDigit))
        {
            fault = new Text("这是旧的 15 位号码，没有校验码。请改用现行的 18 位号码。", "This is an old number of 15 digits, which has no check digit. Write the number of 18 that replaced it.");
            return false;
        }

        if (plain.Length != Length || plain.AsSpan(0, Length - 1).IndexOfAnyExceptInRange('0', '9') >= 0 || !(char.IsAsciiDigit(plain[^1]) || plain[^1] == 'X'))
        {
            fault = new Text($"公民身份号码有 18 位：17 位数字和一位数字或 X；这里有 {plain.Length} 位。请对照证件。", $"A citizen's number has 18 characters: 17 digits and a digit or X; here are {plain.Length}. Compare it with the card.");
            return false;
        }

        if (plain.EndsWith("000", StringComparison.Ordinal) && plain[^1] != CheckOf(plain))
        {
            // Fifteen digits are all that a spreadsheet keeps of a number; it writes noughts for the rest.
            fault = new Text("末三位是 000 而校验码不符：电子表格只保留数字的前 15 位。请在原系统里把这一列设为文本再导出。", "It ends in 000 and its check digit is wrong: of a number a spreadsheet keeps 15 digits. Export it again from where it came, with the column set to text.");
            return false;
        }

        if (!Provinces.Contains(plain[..2]) && !(plain[0] == '9' && Provinces.Contains(plain[1..3])))
        {
            fault = new Text("前两位不是任何省级地区的代码。请对照证件。", "The first two digits are those of no province. Compare it with the card.");
            return false;
        }

        if (!DateOnly.TryParseExact(plain.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) || birth.Year < FirstYear || birth > on)
        {
            fault = new Text("第 7 至 14 位不是可能的出生日期。请对照证件。", "Characters 7 to 14 are no possible birthday. Compare it with the card.");
            return false;
        }

        if (plain[^1] != CheckOf(plain))
        {
            fault = new Text("校验码不符：至少有一位写错，或者两位写颠倒了。请对照证件。", "The check digit is wrong: at least one character is mistyped, or two are swapped. Compare it with the card.");
            return false;
        }

        fault = default;
        number = new ResidentNumber(plain, birth);
        return true;
    }

    /// <summary>The check character that belongs behind the first seventeen digits (ISO 7064 MOD 11-2).</summary>
    public static char CheckOf(ReadOnlySpan<char> digits)
    {
        var rest = 0;
        foreach (var digit in digits[..(Length - 1)]) rest = (rest + digit - '0') * 2 % 11;
        var check = (12 - rest) % 11;
        return check == 10 ? 'X' : (char)('0' + check);
    }
}
