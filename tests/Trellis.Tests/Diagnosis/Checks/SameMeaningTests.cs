using System.Globalization;
using System.Text;
using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Diagnosis.Checks;

/// <summary>Whether items of one meaning are found under other names, and others left alone.</summary>
public sealed class SameMeaningTests(ITestOutputHelper output)
{
    private static readonly double Default = new CheckSettings().SameMeaningAt;

    [Theory]
    [InlineData("联系电话", "Telephone", "手机号码", "Mobile phone number", "text")]
    [InlineData("家庭月收入", "Monthly household income", "每月家庭收入", "Household income per month", "money")]
    [InlineData("出生日期", "Day of birth", "出生年月", "Date of birth", "day")]
    [InlineData("公民身份号码", "Identity number", "身份证号", "ID number", "text")]
    [InlineData("检查企业家次", "Firms inspected", "企业检查次数", "Inspected companies", "number")]
    [InlineData("租住人数", "Tenants", "现租住人数", "Tenants at present", "number")]
    public void Names_of_one_thing_are_seen_as_one(string zh, string en, string otherZh, string otherEn, string type)
    {
        var pairs = SameMeaning.Pairs(Read([Item("unit.one", zh, en, type), Item("unit.other", otherZh, otherEn, type)]), Default);

        Assert.Single(pairs);
    }

    [Theory]
    [InlineData("发现隐患数", "Dangers found", "整改隐患数", "Dangers removed", "number", "number")]
    [InlineData("维修资金支出", "Spent from the repair fund", "维修资金结余", "Left in the repair fund", "money", "money")]
    [InlineData("残疾类别", "Kind of disability", "残疾等级", "Grade of disability", "text", "text")]
    [InlineData("享受低保", "On minimum living allowance", "低保金额", "Minimum living allowance paid", "yes-no", "money")]
    [InlineData("宅基地面积", "Area of homestead", "申请宅基地面积", "Homestead area applied for", "area", "area")]
    [InlineData("最近走访日期", "Last visit", "最近接种日期", "Last vaccination", "day", "day")]
    public void Names_that_look_alike_and_mean_different_things_are_left_alone(string zh, string en, string otherZh, string otherEn, string type, string otherType)
    {
        var pairs = SameMeaning.Pairs(Read([Item("unit.one", zh, en, type), Item("unit.other", otherZh, otherEn, otherType)]), Default);

        Assert.Empty(pairs);
    }

    [Fact]
    public void Whoever_says_that_two_items_differ_or_are_the_same_is_not_told_again()
    {
        var said = Read(
        [
            Item("unit.phone", "联系电话", "Telephone", "text"),
            Item("unit.mobile", "手机号码", "Mobile phone", "text") + "  same-as: [unit.phone]\n",
            Item("unit.office-phone", "电话号码", "Phone", "text") + "  differs-from: [{item: unit.phone, why: {zh: 办公, en: Office}}, {item: unit.mobile, why: {zh: 办公, en: Office}}]\n",
        ]);

        Assert.Empty(SameMeaning.Pairs(said, Default));
    }

    [Fact]
    public void The_index_finds_what_comparing_all_pairs_finds()
    {
        var items = County().Take(160).ToList();

        var quick = SameMeaning.Pairs(items, 0.5).Select(static pair => (pair.One.Id, pair.Other.Id)).ToHashSet();
        var slow = new HashSet<(string, string)>();
        for (var one = 0; one < items.Count; one++)
            for (var other = one + 1; other < items.Count; other++)
                foreach (var pair in SameMeaning.Pairs([items[one], items[other]], 0.5)) slow.Add((pair.One.Id, pair.Other.Id));

        Assert.Equal(slow.Order(), quick.Order());
    }

    /// <summary>
    /// Synonyms are planted among the items of the county: names reworded, reordered, shortened, in both languages, definitions told
    /// otherwise. What the county has of its own is known and not counted.
    /// </summary>
    [Fact]
    public void Of_planted_synonyms_nine_in_ten_are_found_and_nine_in_ten_findings_are_right()
    {
        var clean = County();
        var known = SameMeaning.Pairs(clean, 0.5).Select(static pair => (pair.One.Id, pair.Other.Id)).ToHashSet();
        var ownFalse = SameMeaning.Pairs(clean, Default).Count - 2;
        var (planted, found, wrong) = (0, 0, 0);
        var missed = new List<string>();
        for (var seed = 1; seed <= 50; seed++)
        {
            var planter = new Planter(seed);
            var (items, pairs) = planter.Plant(clean, 12);
            planted += pairs.Count;
            foreach (var pair in SameMeaning.Pairs(items, Default))
            {
                if (known.Contains((pair.One.Id, pair.Other.Id))) continue;
                if (pairs.Remove((pair.One.Id, pair.Other.Id)) || pairs.Remove((pair.Other.Id, pair.One.Id))) found++;
                else if (!pairs.Any(one => one.Copy == pair.Other.Id || one.Copy == pair.One.Id))
                {
                    wrong++;
                    missed.Add(string.Create(CultureInfo.InvariantCulture, $"wrong {pair.Likeness:0.00} {pair.One.Name.Zh}/{pair.One.Name.En} ~ {pair.Other.Name.Zh}/{pair.Other.Name.En} {pair.One.Id} {pair.Other.Id}"));
                }

            }

            wrong += ownFalse;
            foreach (var (original, copy) in pairs)
            {
                var (a, b) = (items.First(item => item.Id == original), items.First(item => item.Id == copy));
                var score = SameMeaning.Pairs([a, b], 0).Select(static pair => pair.Likeness).FirstOrDefault();
                missed.Add(string.Create(CultureInfo.InvariantCulture, $"{score:0.00} {a.Name.Zh}/{a.Name.En} ~ {b.Name.Zh}/{b.Name.En}"));
            }
        }

        var (recall, precision) = ((double)found / planted, (double)found / Math.Max(1, found + wrong));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"planted {planted}, recall {recall:0.000}, precision {precision:0.000}"));
        foreach (var line in missed.Order().Distinct()) output.WriteLine(line);
        Assert.True(recall >= 0.90, $"Recall is {recall}.");
        Assert.True(precision >= 0.90, $"Precision is {precision}.");
    }

    private static string Item(string id, string zh, string en, string type) =>
        $"- item: {id}\n  name: {{zh: {zh}, en: \"{en}\"}}\n  type: {type}\n  sharing: public\n  purposes: [work]\n  personal: none\n";

    private static IReadOnlyList<Item> Read(IEnumerable<string> items) =>
        ReadingStructures.Read([new SourceFile("data.yaml", Encoding.UTF8.GetBytes(string.Concat(items)))]).Structure.Items.All;

    private static IReadOnlyList<Item> County() => Read(Directory.EnumerateFiles(Path.Combine(Checkout.Root, "structures", "cuiwei", "data"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText));

    /// <summary>Rewords items. Its words are those of offices, not those of the detector: some of them the detector does not know.</summary>
    private sealed class Planter(int seed)
    {
        private static readonly (string From, string To)[] ChineseWords =
        [
            ("联系电话", "手机号码"), ("电话", "联系方式"), ("日期", "时间"), ("日期", "年月日"), ("人数", "总人数"), ("金额", "数额"), ("面积", "占地面积"), ("位置", "所在地点"), ("地点", "位置"),
            ("类别", "类型"), ("种类", "类别"), ("等级", "级别"), ("编号", "编码"), ("最近", "最后一次"), ("最近", "上次"), ("家庭", "本户"), ("原因", "缘由"), ("状况", "情况"), ("状态", "现状"), ("收入", "所得"),
            ("支出", "开支"), ("走访", "探访"), ("检查", "查看"), ("照片", "图片"), ("姓名", "名字"), ("负责人", "责任人"), ("房屋", "住房"), ("低保", "最低生活保障"), ("老人", "老年人"), ("企业", "公司"), ("儿童", "未成年人"),
            ("证明", "证明材料"), ("记录", "情况记录"), ("报告", "报告书"), ("次数", "频次"), ("户数", "家庭户数"), ("发现", "查出"), ("制止", "劝止"), ("整改", "改正"),
        ];

        private static readonly (string From, string To)[] EnglishWords =
        [
            ("Day of", "Date of"), ("Kind of", "Type of"), ("Grade of", "Level of"), ("Telephone", "Phone number"), ("Last", "Most recent"), ("Households", "Families"), ("household", "family"), ("Monthly", "Per month"),
            ("Firms", "Companies"), ("Sum of", "Amount of"), ("Photographs", "Pictures"), ("people", "persons"), ("Cause", "Reason"), ("number", "no."), ("Position", "Location"), ("spot", "site"), ("inspected", "checked"), ("Children", "Minors"),
        ];

        private uint _state = unchecked((uint)seed * 2654435761u + 12345);

        public (List<Item> Items, List<(string Original, string Copy)> Pairs) Plant(IReadOnlyList<Item> clean, int count)
        {
            var texts = new StringBuilder();
            var pairs = new List<(string, string)>();
            var used = new HashSet<int>();
            while (pairs.Count < count)
            {
                var at = Next(clean.Count);
                var item = clean[at];
                // A name that says nothing by itself (名称, Name) cannot be told apart by anybody.
                if (!used.Add(at) || item.Name.Zh.Length < 3) continue;
                var copy = $"{(Next(2) == 0 ? "matter" : item.RegisterId is "unit" ? "unit" : item.RegisterId)}.planted-{pairs.Count}";
                var zh = Chinese(item.Name.Zh);
                var en = English(item.Name.En);
                if (zh == item.Name.Zh || en == item.Name.En) continue;
                texts.Append(SameMeaningTests.Item(copy, zh, en, item.Type));
                if (item.Means is { } means && Next(2) > 0) texts.Append(CultureInfo.InvariantCulture, $"  means: {{zh: \"{Reword(means.Zh, '，')}\", en: \"{Reword(means.En, ',')}\"}}\n");
                pairs.Add((item.Id, copy));
            }

            return ([.. clean, .. Read([texts.ToString()])], pairs);
        }


        private string Chinese(string name)
        {
            var fitting = ChineseWords.Where(pair => name.Contains(pair.From, StringComparison.Ordinal)).ToList();
            if (fitting.Count > 0 && Next(4) > 0)
            {
                var (from, to) = fitting[Next(fitting.Count)];
                name = name.Replace(from, to, StringComparison.Ordinal);
            }

            return Next(6) switch
            {
                0 when name.Length >= 5 => $"{name[..^2]}的{name[^2..]}",
                1 => name + "情况",
                2 => "现" + name,
                3 when name.Contains('月', StringComparison.Ordinal) => "每月" + name.Replace("月", "", StringComparison.Ordinal),
                3 when name.Length >= 6 => name.Remove(2, 1),
                4 when name.Length >= 4 => name[2..4] + name[..2] + name[4..],
                _ => name,
            };
        }

        private string English(string name)
        {
            var fitting = EnglishWords.Where(pair => name.Contains(pair.From, StringComparison.Ordinal)).ToList();
            if (fitting.Count > 0 && Next(3) > 0)
            {
                var (from, to) = fitting[Next(fitting.Count)];
                name = name.Replace(from, to, StringComparison.Ordinal);
            }

            var of = name.IndexOf(" of ", StringComparison.Ordinal);
            if (of > 0 && Next(2) == 0) return $"{name[(of + 4)..]} {name[..of].ToLowerInvariant()}";
            var words = name.Split(' ');
            return Next(3) switch
            {
                0 when words.Length > 2 => string.Join(' ', words[1..].Append(words[0].ToLowerInvariant())),
                1 when words.Length > 1 => $"{words[^1]} of {string.Join(' ', words[..^1]).ToLowerInvariant()}",
                _ => name,
            };
        }

        private string Reword(string means, char comma)
        {
            var parts = means.Replace("\"", "", StringComparison.Ordinal).Split(comma, StringSplitOptions.TrimEntries);
            if (parts.Length > 1 && Next(2) == 0) return parts[0];
            return comma == '，' ? Chinese(means.Replace("\"", "", StringComparison.Ordinal)) : English(means.Replace("\"", "", StringComparison.Ordinal));
        }

        private int Next(int below)
        {
            _state = unchecked(_state * 1664525u + 1013904223u);
            return (int)((_state >> 8) % (uint)below);
        }
    }
}
