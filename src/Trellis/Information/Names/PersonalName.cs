using System.Globalization;
using System.Text;

namespace Trellis.Information.Names;

/// <summary>
/// A person's name in one spelling, with its parts and how it may be read. Chinese names with surnames of one or two characters; names of many parts with a middle dot, and
/// names in other scripts, have no surname. Characters outside the basic plane count as one.
/// </summary>
public sealed class PersonalName
{
    public const int MostCharacters = 200;

    /// <summary>A name with many characters of several readings is read in so many ways at most; the usual one is the first.</summary>
    private const int MostReadings = 4;

    /// <summary>All that are typed for the dot between the parts of a name. The standard one (U+00B7) is the first.</summary>
    private const string Dots = "·•‧・･∙⋅．.。";

    /// <summary>Vowels with their four tones, and what they are without.</summary>
    private const string Toned = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüĀÁǍÀĒÉĚÈŌÓǑÒÜ";

    private const string Toneless = "aaaaeeeeiiiioooouuuuvvvvvaaaaeeeeoooov";

    private readonly string[] _characters;
    private readonly int _surname;
    private string[]? _readings;

    private PersonalName(string spelled, string[] characters, bool isHan)
    {
        (Spelled, _characters, IsHan) = (spelled, characters, isHan);
        _surname = isHan && characters.Length > 1 && !spelled.Contains('·', StringComparison.Ordinal) ? Surnames.LengthIn(characters) : 0;
    }

    /// <summary>In one spelling: simplified, half width, capital letters, the standard dot.</summary>
    public string Spelled { get; }

    /// <summary>Whether it is written in Chinese characters alone, apart from dots.</summary>
    public bool IsHan { get; }

    /// <summary>Empty where it has none: one character, a name with dots, other scripts.</summary>
    public string Surname => string.Concat(_characters.Take(_surname));

    public string Given => string.Concat(_characters.Skip(_surname));

    /// <summary>Its characters without dots and blanks.</summary>
    public IReadOnlyList<string> Characters => _characters;

    public int SurnameLength => _surname;

    internal ReadOnlySpan<string> Letters => _characters;

    /// <summary>In pinyin without tones, syllables apart by blanks, ü as v; several where characters are read in several ways. A name in Latin letters reads as itself.</summary>
    public IReadOnlyList<string> Readings => _readings ??= Read();

    public static PersonalName? Read(string written) => TryRead(written, out var name, out _) ? name : null;

    /// <param name="fault">What is wrong and what to do, without the name.</param>
    public static bool TryRead(string written, out PersonalName name, out Text fault)
    {
        name = null!;
        if (Spelling.Plain(written) is not { } plain)
        {
            fault = new Text("名字里有残缺的字符。请检查文件的编码。", "The name holds half of a character. Check the encoding of the file.");
            return false;
        }

        var spelled = new StringBuilder(plain.Length);
        var characters = new List<string>();
        var isHan = true;
        var (blank, letters) = (false, false);
        foreach (var rune in plain.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                fault = new Text("名字里有换行或控制符。请删去。", "The name holds a line break or control character. Take it out.");
                return false;
            }

            if (category is UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned || rune == Rune.ReplacementChar)
            {
                fault = new Text("名字里有一个只在原系统里有字形的字，或者丢失的字。请按证件改用 Unicode 里的字。", "The name holds a character that only the system it comes from can show, or one that was lost. Write the character of Unicode that stands on the card.");
                return false;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                blank = spelled.Length > 0;
                continue;
            }

            if (Dots.Contains(rune.ToString(), StringComparison.Ordinal))
            {
                if (spelled.Length > 0 && spelled[^1] != '·') spelled.Append('·');
                blank = false;
                continue;
            }

            letters |= Rune.IsLetter(rune);
            var isOne = HanReadings.Of(rune) is not null || IsIdeograph(rune);
            var simple = isOne ? HanReadings.Simplified(rune) : Rune.ToUpperInvariant(rune);
            // Blanks between Chinese characters are layout (张  三); between other letters they part the name.
            if (blank && !isOne && spelled[^1] != '·') spelled.Append(' ');
            blank = false;
            isHan &= isOne;
            spelled.Append(simple.ToString());
            characters.Add(simple.ToString());
            if (characters.Count > MostCharacters)
            {
                fault = new Text($"名字超过 {MostCharacters} 个字。请检查这一列是不是姓名。", $"The name has more than {MostCharacters} characters. Check whether this column holds names.");
                return false;
            }
        }

        if (!letters)
        {
            fault = new Text("没有写名字。", "There is no name.");
            return false;
        }

        if (spelled[^1] == '·') spelled.Length--;
        fault = default;
        name = new PersonalName(spelled.ToString(), [.. characters], isHan);
        return true;
    }

    /// <summary>A reading typed by whoever searches, in one spelling: small letters, ü as v, syllables joined.</summary>
    public static string JoinedReading(string typed)
    {
        var joined = new StringBuilder(typed.Length);
        foreach (var letter in typed)
        {
            if (letter is '\u0308' or ':' && joined.Length > 0 && joined[^1] == 'u') joined[^1] = 'v';
            else if (char.IsAsciiLetter(letter)) joined.Append(char.ToLowerInvariant(letter));
            else if (Toned.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at) joined.Append(Toneless[at]);
        }

        // As passports write what cannot be typed: lyu for lü.
        return joined.Replace("lyu", "lv").Replace("nyu", "nv").ToString();
    }

    /// <summary>The first letters of a reading: "zs" of "zhang san".</summary>
    public static string InitialsOf(string reading) => string.Concat(reading.Split(' ').Where(static part => part.Length > 0).Select(static part => part[0]));

    /// <summary>Never the name itself: messages and logs print values.</summary>
    public override string ToString() => "(name)";

    private static bool IsIdeograph(Rune rune) => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF) or 0x3007;

    private string[] Read()
    {
        if (!IsHan) return [string.Join(' ', Spelled.Split('·', ' ').Select(JoinedReading).Where(static part => part.Length > 0))];
        List<string> readings = [""];
        if (_surname > 0 && Surnames.ReadingsOf(Surname) is { } known) readings = [.. known];
        var from = _surname > 0 && readings[0].Length > 0 ? _surname : 0;
        for (var at = from; at < _characters.Length; at++)
        {
            var rune = Rune.GetRuneAt(_characters[at], 0);
            // A character that no table reads still counts as a syllable, its own.
            List<string> next = [HanReadings.Of(rune) ?? _characters[at]];
            if (at >= _surname) next.AddRange(HanReadings.MoreOf(rune));
            var longer = new List<string>();
            foreach (var syllable in next)
                foreach (var before in readings)
                    if (longer.Count < MostReadings) longer.Add(before.Length == 0 ? syllable : $"{before} {syllable}");
            readings = longer;
        }

        return [.. readings.Distinct(StringComparer.Ordinal)];
    }
}
