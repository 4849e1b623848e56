using System.Globalization;
using Trellis.Information;
using Trellis.Structure;

namespace Trellis.Simulation.Bases;

/// <summary>
/// Invents the people, households, places and organisations of a structure's villages and neighbourhoods: the same seed gives the same base on any machine. Numbers begin with an area
/// that no one has, telephones with three digits that no network has, given names are of plants, waters and birds.
/// </summary>
public static class InventingBases
{
    private const int HouseholdsAtScaleOne = 11_000;
    private const double PlacesToHouseholds = 15.0 / 11;
    private const double OrganisationsToHouseholds = 2.4 / 11;
    private const int DwellingsOfABuilding = 24;

    private static readonly (string Surname, double Weight)[] Surnames =
    [
        ("王", 72), ("李", 72), ("张", 68), ("刘", 53), ("陈", 48), ("杨", 32), ("黄", 25), ("赵", 24), ("吴", 24), ("周", 23), ("徐", 16), ("孙", 16), ("马", 14), ("朱", 14), ("胡", 14), ("郭", 13),
        ("何", 13), ("高", 12), ("林", 12), ("罗", 11), ("郑", 11), ("梁", 10), ("谢", 9), ("宋", 9), ("唐", 9), ("许", 8), ("韩", 8), ("冯", 8), ("邓", 8), ("曹", 7), ("彭", 7), ("曾", 7),
        ("肖", 7), ("田", 6), ("董", 6), ("袁", 6), ("潘", 6), ("于", 6), ("蒋", 6), ("蔡", 6), ("余", 5), ("杜", 5), ("叶", 5), ("程", 5), ("苏", 5), ("魏", 5), ("吕", 5), ("丁", 5),
        ("任", 4), ("沈", 4), ("姚", 4), ("卢", 4), ("姜", 4), ("崔", 4), ("钟", 4), ("谭", 4), ("陆", 4), ("汪", 4), ("范", 4), ("金", 4), ("石", 4), ("廖", 4), ("贾", 4), ("夏", 3),
        ("韦", 3), ("付", 3), ("方", 3), ("白", 3), ("邹", 3), ("孟", 3), ("熊", 3), ("秦", 3), ("邱", 3), ("江", 3), ("尹", 3), ("薛", 3), ("闫", 3), ("段", 3), ("雷", 3), ("侯", 3),
        ("龙", 2), ("史", 2), ("陶", 2), ("黎", 2), ("贺", 2), ("顾", 2), ("毛", 2), ("郝", 2), ("龚", 2), ("邵", 2), ("万", 2), ("钱", 2), ("严", 2), ("覃", 2), ("武", 2), ("戴", 2),
        ("解", 0.4), ("单", 0.4), ("查", 0.4), ("仇", 0.4), ("欧阳", 0.6), ("司徒", 0.2), ("上官", 0.2), ("诸葛", 0.1), ("尉迟", 0.1), ("长孙", 0.05),
    ];

    /// <summary>Plants, waters, birds and weather; several of one sound, as names have.</summary>
    internal static readonly string GivenCharacters =
        "溪岚笋禾茶桂竹稻泉枫雁鹭苔蕨荷菱藕松柏梅兰芷萍苇芦蓼葵菊棠梨杏桃李榆槐柳桐樟楠杉榕橙柚橘莲蕙蔓蒲茗芹荔蒿薇芙蓉菡萏茜芸苓芳菲霖雨露霜雪雾霞虹云风雷晴曦晓晨暮岩石岭峰峦川江河湖海洋波涛澜清澄浩渺汀洲渡帆舟鹤鸥燕莺鹂鹃雀鹏鸿鲤鲲麦豆粟黍麻棉桑蚕陶砚墨笛琴瑟棋书画诗词歌赋安宁康健平和顺祥瑞福禄寿喜庆丰登春夏秋冬东南西北";

    private static readonly string[] DottedNames = ["阿依·古兰", "买尔丹·塔松", "古丽·苏云", "卓玛·次岚", "巴图·其木", "乌兰·托雅"];

    private static readonly string[] Estates = ["翠竹园", "映月苑", "松涛里", "荷塘小区", "枫林苑", "茶山新村", "渡口家园", "桂花园", "听泉小区", "云溪苑"];
    private static readonly string[] Streets = ["竹影路", "茶香街", "渡船巷", "石桥路", "枫叶街", "书院巷", "听雨路", "晒谷街"];
    private static readonly string[] Trades = ["小吃店", "茶庄", "五金店", "理发店", "超市", "药店", "建材店", "修理铺", "养殖专业合作社", "茶叶专业合作社", "服装店", "运输有限公司", "食品有限公司", "广告有限公司", "幼儿园", "诊所"];

    /// <param name="scale">1 for some 32,000 residents; 10 for a whole county.</param>
    /// <param name="today">The day on which the base is as it is.</param>
    public static InventedBase Invent(StructureOnDay structure, double scale, Seed seed, DateOnly today)
    {
        var villages = Scene.UsualPlaces(structure).ToList();
        var weights = villages.ConvertAll(static village => Scene.WeightOf(village, "unit.households"));
        var all = weights.Sum();
        var places = new List<InventedPlace>();
        var households = new List<InventedHousehold>();
        var persons = new List<InventedPerson>();
        var organisations = new List<InventedOrganisation>();
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        var surnameSums = Sums(Surnames.Select(static one => one.Weight));
        var given = GivenCharacters.EnumerateRunes().Select(static rune => rune.ToString()).ToArray();
        for (var at = 0; at < villages.Count; at++)
        {
            var village = villages[at];
            var draws = seed.Of("village " + village.Id).Draws();
            // Each village's share of the whole, rounded so that the sum is right.
            var before = weights.Take(at).Sum() / all * HouseholdsAtScaleOne * scale;
            var count = (int)Math.Floor(before + (weights[at] / all * HouseholdsAtScaleOne * scale)) - (int)Math.Floor(before);
            var town = village.Parent?.Unit.Name.Zh ?? "";
            var county = structure.Top is { } top && top != village ? top.Unit.Name.Zh : "";
            var ground = $"{county}{(town == county ? "" : town)}{village.Unit.Name.Zh}";
            var area = AreaOf(village);
            for (var number = 0; number < count; number++)
            {
                var home = places.Count;
                places.Add(new InventedPlace($"P{places.Count + 1:D7}", village.Id, DwellingAt(village, ground, number), "dwelling"));
                AddHousehold(draws, home, area);
            }

            var others = (int)Math.Round(count * (PlacesToHouseholds - 1));
            for (var number = 0; number < others; number++)
                places.Add(new InventedPlace($"P{places.Count + 1:D7}", village.Id, $"{ground}{draws.Among(Streets)}{draws.Below(300) + 1}号", "shop"));
            var firms = (int)Math.Round(count * OrganisationsToHouseholds);
            for (var number = 0; number < firms && persons.Count > 0 && others > 0; number++)
            {
                var trade = draws.Among(Trades);
                var name = $"{village.Unit.Name.Zh[..2]}{draws.Among(given)}{draws.Among(given)}{trade}";
                var kind = trade.EndsWith("公司", StringComparison.Ordinal) ? "company" : trade.EndsWith("合作社", StringComparison.Ordinal) ? "cooperative" : "sole-trader";
                var premises = places.Count - 1 - (int)draws.Below(others);
                organisations.Add(new InventedOrganisation(name, CreditCodeOf(kind, area, organisations.Count), kind, premises, persons.Count - 1 - (int)draws.Below(Math.Min(persons.Count, 50)), TelephoneOf(draws), today.AddDays(-(int)draws.Below(9_000) - 30)));
            }
        }

        return new InventedBase(places, households, persons, organisations);

        void AddHousehold(Chance draws, int home, string area)
        {
            var members = new List<int>();
            var household = households.Count;
            var family = Surnames[draws.Weighed(surnameSums)].Surname;
            var headAge = 24 + (int)draws.Below(56);
            var headIsMan = draws.Happens(0.72);
            var telephone = TelephoneOf(draws);
            members.Add(AddPerson(family, headIsMan, headAge, telephone));
            if (draws.Happens(0.8)) members.Add(AddPerson(Surnames[draws.Weighed(surnameSums)].Surname, !headIsMan, Math.Max(20, headAge - 5 + (int)draws.Below(9)), draws.Happens(0.8) ? TelephoneOf(draws) : telephone));
            var children = headAge is > 25 and < 70 ? draws.Happens(0.65) ? 1 + (draws.Happens(0.38) ? 1 : 0) : 0 : 0;
            int? eldest = null;
            for (var child = 0; child < children; child++)
            {
                var age = Math.Max(0, headAge - 24 - (int)draws.Below(8) - (child * 3));
                var own = age >= 16 && draws.Happens(0.9);
                // One in eighty of second children is a twin.
                if (child == 1 && eldest is { } twin && draws.Happens(1.0 / 80)) members.Add(AddTwin(twin, family, draws.Happens(0.5), own ? TelephoneOf(draws) : telephone));
                else members.Add(AddPerson(family, draws.Happens(0.51), age, own ? TelephoneOf(draws) : telephone));
                eldest ??= members[^1];
            }

            if (headAge < 60 && draws.Happens(0.28)) members.Add(AddPerson(headIsMan ? family : Surnames[draws.Weighed(surnameSums)].Surname, true, headAge + 22 + (int)draws.Below(8), draws.Happens(0.6) ? TelephoneOf(draws) : telephone));
            if (headAge < 60 && draws.Happens(0.33)) members.Add(AddPerson(Surnames[draws.Weighed(surnameSums)].Surname, false, headAge + 21 + (int)draws.Below(8), draws.Happens(0.5) ? TelephoneOf(draws) : telephone));
            households.Add(new InventedHousehold($"H{household + 1:D7}", home, members));

            int AddPerson(string surname, bool isMan, int age, string phone) => Add(surname, isMan, today.AddYears(-age).AddDays(-(int)draws.Below(365) - 1), phone);

            int AddTwin(int other, string surname, bool isMan, string phone) => Add(surname, isMan, persons[other].Birth, phone);

            int Add(string surname, bool isMan, DateOnly birth, string phone)
            {
                var name = draws.Happens(0.86) ? draws.Among(given) + draws.Among(given) : draws.Among(given);
                if (draws.Happens(0.004)) (surname, name) = ("", draws.Among(DottedNames) + draws.Among(given));
                persons.Add(new InventedPerson(household, surname, name, NumberOf(area, birth, isMan, persons.Count, numbers), birth, isMan, phone));
                return persons.Count - 1;
            }
        }
    }

    /// <summary>Digits that no network gives to a telephone.</summary>
    private static string TelephoneOf(Chance draws) => $"111{draws.Below(100_000_000):D8}";

    /// <summary>In sequence for those born on one day in one area.</summary>
    private static string NumberOf(string area, DateOnly birth, bool isMan, int person, HashSet<string> given)
    {
        var sequence = (person * 2 % 1_000) + (isMan ? 1 : 0);
        for (var at = int.Parse(area, CultureInfo.InvariantCulture); ; at = (at + 1) % 10_000)
        {
            var digits = $"{ResidentNumber.Invented}{at:D4}{birth:yyyyMMdd}{sequence:D3}";
            if (given.Add(digits)) return digits + ResidentNumber.CheckOf(digits);
        }
    }

    private static string CreditCodeOf(string kind, string area, int number)
    {
        var own = $"MA{number:D6}";
        var head = $"{(kind == "company" ? "91" : kind == "cooperative" ? "93" : "92")}{ResidentNumber.Invented}{area}{own}";
        head += CreditCode.OwnCheckOf(own);
        return head + CreditCode.CheckOf(head);
    }

    /// <summary>Four digits for the area of numbers.</summary>
    private static string AreaOf(UnitOnDay village) => $"{(village.Index * 7 % 9_000) + 100:D4}";

    private static string DwellingAt(UnitOnDay village, string ground, int number)
    {
        if (village.Type?.Id == "village" || village.Unit.Name.Zh.EndsWith('村')) return $"{ground}{(number / 40) + 1}组{(number % 40) + 1}号";
        var building = number / DwellingsOfABuilding;
        var (storey, door) = ((number % DwellingsOfABuilding / 4) + 1, number % 4);
        return $"{ground}{Estates[building / 9 % Estates.Length]}{(building % 9) + 1}号楼{(door / 2) + 1}单元{storey}0{(door % 2) + 1}室";
    }

    private static double[] Sums(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }
}
