using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Trellis.Information.Names;

/// <summary>How much two addresses have in common.</summary>
public enum SameAddress
{
    /// <summary>Both say where, and not in the same village or street.</summary>
    Elsewhere,

    /// <summary>One of them is too short to tell.</summary>
    Unknown,

    Village,

    Building,

    Home,
}

/// <summary>
/// An address in one spelling: village or neighbourhood, group, street or estate, number, building, unit, room, out of the usual ways to write them ("3栋2单元501室", "3号楼2-501", "三组12号").
/// The county and what lies above it is left out, and the township only says which of two villages of one name is meant.
/// </summary>
public sealed partial record NormalAddress(string Township, string Village, string Group, string Street, string Number, string Building, string Unit, string Room)
{
    private const int MostCharacters = 200;
    private const string Numerals = "零一二三四五六七八九";

    /// <returns>Null for what holds no address.</returns>
    public static NormalAddress? Read(string written)
    {
        if (Spelling.Plain(written) is not { Length: > 0 and <= MostCharacters } plain) return null;
        var rest = WithArabicNumbers(Noise().Replace(plain, "").ToUpperInvariant());
        rest = Above().Replace(rest, "", 1);
        rest = County().Replace(rest, "", 1);
        var township = Take(Towns(), ref rest);
        var village = Take(Villages(), ref rest);
        foreach (var ending in (ReadOnlySpan<string>)["村民委员会", "居民委员会", "村委会", "居委会", "行政村"])
            if (village.EndsWith(ending, StringComparison.Ordinal)) village = village[..^ending.Length] + (ending[0] == '居' ? "社区" : "村");

        var street = new StringBuilder();
        var address = new NormalAddress(township, village, "", "", "", "", "", "");
        var at = 0;
        foreach (Match part in Numbered().Matches(rest))
        {
            street.Append(rest.AsSpan(at, part.Index - at));
            at = part.Index + part.Length;
            var numbers = part.Groups["no"].Value.Split('-', '#');
            address = part.Groups["what"].Value switch
            {
                "组" or "村民组" or "村民小组" or "小组" or "队" or "社" or "生产队" => address with { Group = numbers[^1] },
                "栋" or "幢" or "座" or "号楼" or "楼" or "号栋" or "号幢" => address with { Building = numbers[^1] },
                "单元" or "门" => address with { Unit = numbers[^1] },
                "号" when numbers.Length == 1 && address.Building.Length == 0 => address with { Number = numbers[0] },
                "层" or "F" => address,
                "期" or "区" or "弄" or "里" or "院" or "号院" => Along(part.Value),
                _ => Behind(numbers),
            };
        }

        NormalAddress Along(string words)
        {
            street.Append(words);
            return address;
        }

        // Numbers without words: building, unit, room from the left, as far as they are not said yet.
        NormalAddress Behind(string[] numbers) => numbers.Length switch
        {
            1 when address.Building.Length > 0 => address with { Room = numbers[0] },
            1 => address.Number.Length == 0 ? address with { Number = numbers[0] } : address with { Room = numbers[0] },
            2 when address.Building.Length > 0 => address with { Unit = numbers[0], Room = numbers[1] },
            2 => address with { Building = numbers[0], Room = numbers[1] },
            _ => address with { Building = numbers[^3], Unit = numbers[^2], Room = numbers[^1] },
        };

        street.Append(rest.AsSpan(at));
        var along = street.ToString().Trim('-', '#');
        if (along.EndsWith("小区", StringComparison.Ordinal) && along.Length > 2) along = along[..^2];
        address = address with { Street = along };
        return address.Village.Length + address.Street.Length + address.Number.Length + address.Group.Length == 0 ? null : address;
    }

    /// <summary>Whether it names one dwelling or house, so that who shares it lives together or next door.</summary>
    public bool IsOfAHome => Room.Length > 0 || (Number.Length > 0 && Building.Length == 0) || (Building.Length > 0 && Street.Length == 0 && Group.Length > 0);

    /// <summary>By which it is found: all of it from the village down, and, where a street or estate tells enough, the same without the village. Nothing where it names no house.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            if (Number.Length + Building.Length + Room.Length == 0) return [];
            var inside = $"{Street}|{Number}|{Building}|{Unit}|{Room}";
            if (Village.Length == 0) return Street.Length == 0 ? [] : [inside];
            return Street.Length == 0 ? [$"{Village}|{Group}|{inside}"] : [$"{Village}|{Group}|{inside}", inside];
        }
    }

    public SameAddress CommonWith(NormalAddress other)
    {
        if (!Agree(Village, other.Village) || !Agree(Township, other.Township) || !Agree(Street, other.Street)) return Village.Length > 0 && Village == other.Village ? SameAddress.Village : SameAddress.Elsewhere;
        if ((Village.Length == 0 || other.Village.Length == 0) && (Street.Length == 0 || other.Street.Length == 0)) return SameAddress.Unknown;
        if (!Agree(Group, other.Group) || Number != other.Number || Building != other.Building) return SameAddress.Village;
        if (!Agree(Unit, other.Unit) || Room != other.Room) return SameAddress.Building;
        return IsOfAHome ? SameAddress.Home : Building.Length > 0 ? SameAddress.Building : SameAddress.Village;
    }

    /// <summary>Never the address itself: messages and logs print values.</summary>
    public override string ToString() => "(address)";

    private static bool Agree(string one, string other) => one.Length == 0 || other.Length == 0 || one == other;

    private static string Take(Regex begins, ref string rest)
    {
        if (begins.Match(rest) is not { Success: true } found) return "";
        rest = rest[found.Length..];
        return found.Value;
    }

    /// <summary>Chinese numerals become digits where they count a group, house or room; in names (五一社区, 三里村) they stay.</summary>
    private static string WithArabicNumbers(string text) => ChineseNumber().Replace(text, static found =>
    {
        var (whole, digit) = (0, 0);
        var digits = new StringBuilder();
        foreach (var letter in found.Groups["no"].Value)
        {
            if (letter is '十' or '百')
            {
                whole += (digit == 0 ? 1 : digit) * (letter == '十' ? 10 : 100);
                digit = 0;
                digits.Append('+');
                continue;
            }

            digit = letter == '〇' ? 0 : Numerals.IndexOf(letter, StringComparison.Ordinal);
            digits.Append(digit);
        }

        return digits.ToString() is var read && read.Contains('+', StringComparison.Ordinal) ? (whole + digit).ToString(CultureInfo.InvariantCulture) : read;
    });

    [GeneratedRegex(@"[\s,，、;；。()（）\[\]【】""'“”:：]+", RegexOptions.CultureInvariant)]
    private static partial Regex Noise();

    [GeneratedRegex("^(?:中国)?(?:.{1,6}?(?:省|自治区))?(?:.{1,5}?(?<!超|夜|集)市(?!场))?(?=.)", RegexOptions.CultureInvariant)]
    private static partial Regex Above();

    [GeneratedRegex("^.{1,5}?县(?=.)", RegexOptions.CultureInvariant)]
    private static partial Regex County();

    [GeneratedRegex("^.{1,5}?(?:街道(?:办事处)?|镇|乡)(?=.)", RegexOptions.CultureInvariant)]
    private static partial Regex Towns();

    [GeneratedRegex("^.{1,8}?(?:村民委员会|居民委员会|村委会|居委会|行政村|社区|村(?!民))", RegexOptions.CultureInvariant)]
    private static partial Regex Villages();

    [GeneratedRegex("第?(?<no>[零〇一二三四五六七八九十百]{1,5})(?=村民|小组|组|队|社(?!区)|号|栋|幢|座|楼|单元|层|室|房|户|期|-)", RegexOptions.CultureInvariant)]
    private static partial Regex ChineseNumber();

    [GeneratedRegex("第?(?<no>[0-9]{1,6}[A-Z]?(?:[-#][0-9]{1,5}[A-Z]?){0,3}|(?<![A-Z])[A-Z](?=栋|幢|座|楼))(?<what>村民小组|村民组|生产队|小组|组|队|社(?!区)|号楼|号栋|号幢|号院|号|栋|幢|座|楼|单元|门|室|房|户|层|F|期|区|弄|里|院)?", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
