using System.Text;
using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>Two items that may mean the same, with how alike each part of them is, 0 to 1; null where one of the two has no such part.</summary>
public sealed record LikeItems(Item One, Item Other, double Likeness, double ChineseNames, double EnglishNames, double? ChineseMeanings, double? EnglishMeanings, bool SameType);

/// <summary>
/// Finds items that probably mean the same under different names. Two items are compared by
/// <list type="bullet">
/// <item>their Chinese names: signs and pairs of signs in common (Dice), so that the order of words matters little;</item>
/// <item>their English names: words in common by their stems, in any order;</item>
/// <item>their definitions in both languages, likewise;</item>
/// <item>their types: money and a day never mean the same, two code lists neither, a number of people and a number may.</item>
/// </list>
/// Before that, words that administrations use for one thing are made one (手机号码 and 联系电话, date and day), and words that say
/// nothing are dropped. The better of the two languages counts most, because one is often a translation made in haste.
/// Words that stand against each other (收入 and 支出, found and removed) speak against a pair, as does a fact of two different registers.
/// <see cref="Item.SameAs"/> and <see cref="Item.DiffersFrom"/>, in either direction, settle a pair: it is not told.
/// Not all pairs are compared: candidates come from an index of rare signs and words, so thousands of items take milliseconds.
/// </summary>
public static class SameMeaning
{
    private const double OfNames = 0.62;
    private const double OfMeanings = 0.23;
    private const double OfType = 0.15;
    private const double OfBetterLanguage = 0.78;
    private const double StandingAgainst = 0.72;
    private const double TwoRegisters = 0.74;
    private const double OfPlainWord = 0.75;
    private const double OfShortForm = 0.3;
    private const double EachOfItsOwn = 0.92;
    private const double OneWordForAnother = 0.84;
    private const double OneWordToldOtherwise = 0.95;

    /// <summary>Parts that more items share than this say too little to look further.</summary>
    private const int MostShared = 400;

    /// <summary>All pairs that are at least so alike, each once, in the order of the items.</summary>
    public static IReadOnlyList<LikeItems> Pairs(IReadOnlyList<Item> items, double at)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var prepared = new Prepared[items.Count];
        for (var index = 0; index < items.Count; index++) prepared[index] = new Prepared(items[index], numbers);
        var settled = new Settled(items);
        var pairs = new List<LikeItems>();
        var byPart = new Dictionary<int, List<int>>();
        var seen = new int[items.Count];
        Array.Fill(seen, -1);
        for (var index = 0; index < items.Count; index++)
        {
            foreach (var part in prepared[index].Parts)
            {
                if (!byPart.TryGetValue(part, out var holders)) byPart.Add(part, holders = []);
                if (holders.Count <= MostShared)
                {
                    foreach (var earlier in holders)
                    {
                        if (seen[earlier] == index) continue;
                        seen[earlier] = index;
                        if (items[earlier].Id == items[index].Id || settled.Has(items[earlier], items[index])) continue;
                        if (Compare(prepared[earlier], prepared[index]) is { } pair && pair.Likeness >= at) pairs.Add(pair);
                    }
                }

                holders.Add(index);
            }
        }

        return pairs;
    }

    private static LikeItems? Compare(Prepared one, Prepared other)
    {
        var type = Likeness(one.Type, other.Type);
        if (type == 0) return null;
        var zh = one.ChineseName.Likeness(other.ChineseName);
        // A short form keeps some signs of the long one in their order: 危化品 of 危险化学品. So does a narrower name, so this is a hint only.
        if (one.ChineseName.IsShortFormOf(other.ChineseName) || other.ChineseName.IsShortFormOf(one.ChineseName)) zh += (1 - zh) * OfShortForm;
        var en = one.EnglishName.Likeness(other.EnglishName);
        // A name of one plain word ("Position", "Sum") says too little to carry a pair by itself.
        if (one.EnglishName.IsSingle || other.EnglishName.IsSingle) en = Math.Min(en, OfPlainWord);
        var names = OfBetterLanguage * Math.Max(zh, en) + (1 - OfBetterLanguage) * Math.Min(zh, en);
        double? zhMeans = one.ChineseMeaning is { } a && other.ChineseMeaning is { } b ? a.Likeness(b) : null;
        double? enMeans = one.EnglishMeaning is { } c && other.EnglishMeaning is { } d ? c.Likeness(d) : null;
        var score = zhMeans is null && enMeans is null
            ? (OfNames + OfMeanings) * names + OfType * type
            : OfNames * names + OfMeanings * Math.Max(zhMeans ?? 0, enMeans ?? 0) + OfType * type;
        if (one.ChineseName.StandsAgainst(other.ChineseName) || one.EnglishName.StandsAgainst(other.EnglishName)) score *= StandingAgainst;
        // Disabled people and unemployed people are both paid a subsidy: one word stands in the place of another in one frame, and English agrees.
        var apart = one.EnglishName.EachAlone(other.EnglishName) is { Mine: > 0, Theirs: > 0 };
        if (Words.AreOpposites(one.ChineseName, other.ChineseName)) score *= StandingAgainst;
        else if (apart && one.ChineseName.IsSubstitutionOf(other.ChineseName)) score *= one.ChineseMeaning is { } mine && other.ChineseMeaning is { } theirs && !mine.IsFramedLike(theirs) ? OneWordToldOtherwise : OneWordForAnother;
        else if (apart && one.ChineseName.EachAlone(other.ChineseName) is { Mine: > 1, Theirs: > 1 }) score *= EachOfItsOwn;
        if (one.Register is { } register && other.Register is { } another && register != another) score *= TwoRegisters;
        return new LikeItems(one.Item, other.Item, Math.Min(1, score), zh, en, zhMeans, enMeans, type == 1);
    }

    /// <summary>1 for the same, 0 where two values can never be the same fact.</summary>
    private static double Likeness(string one, string other)
    {
        if (one == other) return 1;
        var (a, b) = (FamilyOf(one), FamilyOf(other));
        if (a == b && a is "number" or "words") return 0.9;
        return (a, b) switch
        {
            ("words", "code") or ("code", "words") => 0.6,
            ("day", "time") or ("time", "day") => 0.6,
            ("place", "words") or ("words", "place") => 0.5,
            _ => 0,
        };
    }

    private static string FamilyOf(string type) => type switch
    {
        "number" or "people" or "cases" or "pieces" or "points" => "number",
        "text" or "document" => "words",
        "yes-no" or "day" or "time" or "money" or "area" or "length" or "weight" or "sound" or "share" or "duration" or "place" => type,
        _ when type.StartsWith("list of ", StringComparison.Ordinal) => "list",
        _ => "code",
    };

    /// <summary>What the structure itself says about two items.</summary>
    private sealed class Settled
    {
        private readonly Dictionary<string, string> _same = new(StringComparer.Ordinal);
        private readonly HashSet<(string, string)> _differ = [];

        public Settled(IReadOnlyList<Item> items)
        {
            foreach (var item in items)
            {
                foreach (var same in item.SameAs)
                {
                    var (one, other) = (Root(item.Id), Root(same.Id));
                    if (one != other) _same[one] = other;
                }

                foreach (var differs in item.DiffersFrom)
                {
                    _differ.Add((item.Id, differs.Id));
                    _differ.Add((differs.Id, item.Id));
                }
            }
        }

        public bool Has(Item one, Item other) => _differ.Contains((one.Id, other.Id)) || (_same.Count > 0 && Root(one.Id) == Root(other.Id));

        private string Root(string id)
        {
            while (_same.TryGetValue(id, out var next)) id = next;
            return id;
        }
    }

    private sealed class Prepared
    {
        public Prepared(Item item, Dictionary<string, int> numbers)
        {
            Item = item;
            Type = item.Type;
            Register = item.RegisterId is "matter" or "unit" or "actor" ? null : item.RegisterId;
            var name = item.Name;
            ChineseName = Bag.OfChinese(name.Zh, name: true);
            EnglishName = Bag.OfEnglish(name.En, numbers, name: true);
            if (item.Means is not { } means) return;
            ChineseMeaning = Bag.OfChinese(means.Zh, name: false);
            EnglishMeaning = Bag.OfEnglish(means.En, numbers, name: false);
        }

        public Item Item { get; }

        public string Type { get; }

        public string? Register { get; }

        public Bag ChineseName { get; }

        public Bag EnglishName { get; }

        public Bag? ChineseMeaning { get; }

        public Bag? EnglishMeaning { get; }

        /// <summary>By which it is found: pairs of signs and words of its names; single signs only where a name has no more than one.</summary>
        public IEnumerable<int> Parts => (ChineseName.Pairs.Length > 0 ? ChineseName.Pairs : ChineseName.Signs).Concat(EnglishName.Signs);
    }

    /// <summary>
    /// A text as sorted numbers: in Chinese one for each sign and one for each pair of signs, in English one for each stem of a word.
    /// Beside them which words it holds of those that stand against each other.
    /// </summary>
    internal sealed class Bag
    {
        private readonly bool _chinese;

        private Bag(string text, int[] signs, int[] pairs, bool chinese, int[] stances, bool standing)
        {
            (Text, Signs, Pairs, _chinese, Stances, Standing) = (text, signs, pairs, chinese, stances, standing);
            Array.Sort(Signs);
            Array.Sort(Pairs);
        }

        /// <summary>Reduced to what counts.</summary>
        public string Text { get; }

        /// <summary>Single signs; in English words.</summary>
        public int[] Signs { get; }

        public int[] Pairs { get; }

        /// <summary>For each line of words that stand against each other, those that it holds, one bit each.</summary>
        public int[] Stances { get; }

        /// <summary>It speaks of what is applied for, planned or wished.</summary>
        public bool Standing { get; }

        /// <summary>Which of the words that say what a name is about stands at its end; -1 for none.</summary>
        public int End { get; private init; } = -1;

        public bool IsSingle => Signs.Length == 1;

        public static Bag OfChinese(string text, bool name)
        {
            var reduced = Words.ReduceChinese(text);
            var signs = new int[reduced.Length];
            var pairs = new int[Math.Max(0, reduced.Length - 1)];
            for (var at = 0; at < reduced.Length; at++)
            {
                signs[at] = reduced[at];
                if (at > 0) pairs[at - 1] = (reduced[at - 1] << 16) | reduced[at];
            }

            return new Bag(reduced, signs, pairs, true, name ? Words.ChineseStances(reduced) : [], name && Words.IsChineseStanding(reduced)) { End = name ? Words.ChineseEnd(reduced) : -1 };
        }

        /// <param name="text">A name or a definition.</param>
        /// <param name="numbers">Words met so far, with their numbers; all below zero, away from signs.</param>
        /// <param name="name">Whether it is a name.</param>
        public static Bag OfEnglish(string text, Dictionary<string, int> numbers, bool name)
        {
            var words = Words.ReduceEnglish(text);
            var signs = new int[words.Count];
            for (var at = 0; at < signs.Length; at++)
            {
                if (!numbers.TryGetValue(words[at], out var number)) numbers.Add(words[at], number = -1 - numbers.Count);
                signs[at] = number;
            }

            return new Bag(string.Join(' ', words), signs, [], false, name ? Words.EnglishStances(words) : [], name && Words.IsEnglishStanding(words));
        }

        /// <summary>Dice: twice what is common, by what there is. In Chinese single signs count three quarters and pairs, which know the order, a quarter.</summary>
        public double Likeness(Bag other) => _chinese ? 0.75 * Dice(Signs, other.Signs, this, other) + 0.25 * Dice(Pairs, other.Pairs, this, other) : Dice(Signs, other.Signs, this, other);

        /// <summary>Whether its signs stand in the other in this order, and are at least two fifths of them.</summary>
        public bool IsShortFormOf(Bag other)
        {
            if (Text.Length < 3 || Text.Length >= other.Text.Length || Text.Length * 5 < other.Text.Length * 2) return false;
            return StandsIn(Text, other.Text);
        }

        /// <summary>One says 收入 and the other 支出; or one is applied for and the other is not.</summary>
        public bool StandsAgainst(Bag other)
        {
            for (var line = 0; line < Stances.Length; line++)
                if (Stances[line] != 0 && other.Stances[line] != 0 && (Stances[line] & other.Stances[line]) == 0) return true;
            return Standing != other.Standing || End != other.End;
        }

        /// <summary>Whether all signs of the one stand in the other, in this order.</summary>
        private static bool StandsIn(string one, string other)
        {
            var at = 0;
            foreach (var sign in other)
                if (at < one.Length && one[at] == sign) at++;
            return at == one.Length;
        }

        /// <summary>What is left of two texts without the beginning and the end that they share.</summary>
        public (string Mine, string Theirs, int Shared) Middles(Bag other)
        {
            var (mine, theirs) = (Text, other.Text);
            var least = Math.Min(mine.Length, theirs.Length);
            int before = 0, behind = 0;
            while (before < least && mine[before] == theirs[before]) before++;
            while (behind < least - before && mine[^(behind + 1)] == theirs[^(behind + 1)]) behind++;
            return (mine[before..^behind], theirs[before..^behind], before + behind);
        }

        /// <summary>Whether the two are one frame with another word in it: something is left of each, no more than three signs, and neither is short for the other.</summary>
        public bool IsSubstitutionOf(Bag other) =>
            Middles(other) is { Mine.Length: > 0 and < 4, Theirs.Length: > 0 and < 4, Shared: > 0 } left && !StandsIn(left.Mine, left.Theirs) && !StandsIn(left.Theirs, left.Mine);

        /// <summary>Whether half of the shorter one stands at the beginning and the end of both: definitions of brothers, not of one thing told twice.</summary>
        public bool IsFramedLike(Bag other) => Middles(other).Shared * 2 >= Math.Min(Text.Length, other.Text.Length);

        /// <summary>How many signs or words each has that the other lacks.</summary>
        public (int Mine, int Theirs) EachAlone(Bag other)
        {
            var common = Common(Signs, other.Signs);
            return (Signs.Length - common, other.Signs.Length - common);
        }

        private static double Dice(int[] mine, int[] theirs, Bag one, Bag other) =>
            mine.Length + theirs.Length > 0 ? 2.0 * Common(mine, theirs) / (mine.Length + theirs.Length) : one.Text.Length > 0 && one.Text == other.Text ? 1 : 0;

        private static int Common(int[] mine, int[] theirs)
        {
            var common = 0;
            for (int here = 0, there = 0; here < mine.Length && there < theirs.Length;)
            {
                if (mine[here] == theirs[there])
                {
                    common++;
                    here++;
                    there++;
                }
                else if (mine[here] < theirs[there]) here++;
                else there++;
            }

            return common;
        }
    }

    /// <summary>Words of the trade: those that mean one thing, those that say nothing, those that stand against each other.</summary>
    internal static class Words
    {
        /// <summary>The first of each line stands for all; longer ones are replaced first.</summary>
        private static readonly string[][] ChineseSynonyms =
        [
            ["电话", "手机号码", "联系电话", "联系方式", "移动电话", "电话号码", "联络电话", "手机号", "手机", "座机", "电话号"],
            ["身份号", "公民身份号码", "居民身份证号码", "居民身份证号", "公民身份证号", "身份证号码", "身份证号", "证件号码", "身份证"],
            ["信用代码", "统一社会信用代码", "社会信用代码", "统一信用代码"],
            ["月", "每个月", "平均每月", "每月", "月度", "月均", "按月"],
            ["年", "每一年", "每年", "年度", "全年", "年均"],
            ["季", "每季度", "每季", "季度"],
            ["出生日", "出生年月日", "出生年月", "出生日期", "出生时间", "生日"],
            ["日", "日期", "时间", "时刻", "年月日"],
            ["住址", "家庭住址", "家庭地址", "居住地址", "居住地", "现居住地", "现居住地址", "现住址", "现居地", "现住地址"],
            ["地点", "地址", "位置", "所在地", "处所", "地方", "坐落"],
            ["金额", "数额", "款额", "钱数", "款项"],
            ["姓名", "名字", "姓氏名字"],
            ["最近", "最近一次", "最后一次", "上一次", "近一次", "上次", "末次", "近期", "最新"],
            ["类别", "种类", "类型", "分类", "门类"],
            ["等级", "级别", "档次", "分级"],
            ["编号", "编码", "号码", "代码", "序号", "代号"],
            ["企业", "公司", "厂商"],
            ["老人", "老年人", "高龄人员", "老龄人"],
            ["儿童", "未成年人", "孩子", "少年儿童"],
            ["低保", "最低生活保障", "最低生活保障金", "低保金"],
            ["员工", "职工", "从业人员", "用工", "从业"],
            ["负责人", "责任人", "主要负责人"],
            ["收入", "所得", "进项"],
            ["支出", "开支", "花费", "开销"],
            ["学历", "文化程度", "受教育程度", "教育程度"],
            ["账号", "银行卡号", "银行账号", "收款账号", "社会保障卡账号", "社保卡账号", "账户"],
            ["房屋", "住房", "房子", "住宅"],
            ["照片", "相片", "图片", "影像"],
            ["养老保险", "养老险"],
            ["医保", "医疗保险", "医疗保障", "基本医疗保险"],
            ["车", "机动车", "车辆"],
            ["人口", "人数", "人次"],
            ["配偶", "爱人"],
            ["面积", "占地面积", "平方数"],
            ["原因", "缘由", "事由", "理由"],
            ["费用", "花销", "费"],
            ["走访", "探访", "入户走访", "看望"],
            ["检查", "巡查", "巡检", "查看", "检视"],
            ["发现", "排查", "查出"],
            ["登记", "在册", "注册"],
            ["补助", "补贴"],
            ["证编号", "证号", "证号码"],
            ["名单", "名册"],
            ["率", "比例", "占比", "比率"],
            ["残疾", "残障"],
            ["个体户", "个体工商户", "个体经营户"],
            ["在建", "正在施工", "施工中", "正在建设"],
            ["退役", "退伍"],
            ["人", "人士", "人员", "者"],
            ["商铺", "店铺", "门店", "商户"],
            ["起始", "开始", "起"],
            ["终止", "结束", "截止", "到期"],
            ["居民", "住户"],
            ["整改", "改正", "纠正"],
            ["学校", "院校"],
            ["种植", "播种", "栽种"],
            ["法定代表人", "法人代表"],
            ["消防", "火灾"],
            ["参保", "参加医保", "参加保险", "投保"],
            ["经营", "营业"],
            ["调解", "化解"],
            ["危险房屋", "危房"],
            ["开户行", "开户银行"],
            ["户籍地", "户口所在地", "户籍所在地", "户籍地址"],
            ["单位", "就业单位", "工作单位", "用人单位"],
            ["家庭人口", "家庭成员", "家庭成员人数", "家庭人口数", "家庭人数"],
            ["应急", "紧急"],
        ];

        private static readonly string[] ChineseFillers = ["本辖区", "辖区内", "辖区", "本区域", "本地区", "今年", "本年度", "正在", "已经", "有没有", "是否", "有无", "目前", "当前", "本月", "本季", "本期", "本年", "半年内", "期末", "月末", "年末", "情况", "状况", "状态", "情形", "现状", "信息", "数据", "登记的", "记载的", "的", "之", "及", "和", "与", "、", "，", "。", "（", "）", "数量", "总数", "个数", "数目", "合计", "次数", "频次", "家次", "家数", "场次", "起数", "件数", "份数", "处数", "册数", "张数", "台数", "座数", "数"];

        private static readonly string[][] ChineseAgainst =
        [
            ["收入", "支出", "负债", "结余", "余额"], ["新增", "减少", "退出", "剩余", "累计", "已住", "注销"], ["发现", "整改", "消除", "销号", "修复", "清理"],
            ["申请", "批准", "已批", "在办", "办结", "拒绝", "受理"], ["起始", "终止", "停"], ["出生", "死亡", "登记", "成立", "申请", "办结"], ["迁入", "迁出", "来本地"],
            ["男", "女"], ["父", "母", "配偶", "子女"], ["申请人", "监护人", "负责人", "经办人", "户主", "代办人", "照料人"], ["公开", "质询"], ["窗口", "网上", "上门"], ["月", "季", "年"],
            ["户", "人口"], ["被欠", "拖欠"], ["检查", "维修", "接种", "走访"], ["计划", "实际", "完工"], ["规划", "实际"], ["入学", "辍学", "失学", "复学", "毕业"], ["最低", "最高", "平均"],
            ["户籍", "经营", "居住", "通讯"], ["层", "间"], ["耕地", "林地", "宅基地"], ["卫生", "消防", "安全"],
        ];

        /// <summary>Signs that count, order, or deny: where two names differ in one of these, they never mean the same.</summary>
        private static readonly string[] ChineseOpposites = ["春夏秋冬", "一二三四五六七八九十首", "早午晚", "上本下去", "已未应实拟", "有无", "大小", "新旧", "高低", "进出入", "内外", "前后", "增减", "收支", "城乡农", "白昼夜", "左右", "甲乙丙丁", "东南西北", "男女", "父母"];

        private static readonly string[] ChineseDenials = ["不", "未", "非", "无"];

        /// <summary>What a text is about, where it stands at the end. A name that ends so is not the same as one that does not.</summary>
        private static readonly string[] ChineseEnds = ["照片", "编号", "姓名", "名称", "类别", "等级", "电话", "地点", "住址", "原因"];

        /// <summary>What is applied for, planned, wished, or entered in a list, and not what is.</summary>
        private static readonly string[] ChineseStandings = ["拟", "申请", "预计", "计划", "志愿", "意向", "希望", "需要", "可能", "登记", "上年", "去年", "上月", "上季"];

        private static readonly string[][] EnglishSynonyms =
        [
            ["phone", "telephone", "mobile", "cellphone", "cell", "tel"], ["identity", "id", "identification", "identifier"], ["number", "no", "num", "count", "total", "quantity", "figure", "many"],
            ["birth", "birthday", "born"], ["day", "date", "time", "when"], ["address", "residence"], ["income", "earning", "earn"], ["household", "family"], ["month", "monthly"], ["year", "yearly", "annual", "annually"],
            ["quarter", "quarterly"], ["last", "latest", "recent", "previous"], ["kind", "type", "category", "sort", "form"], ["grade", "level", "rank", "degree", "tier"], ["firm", "company", "business", "enterprise"],
            ["staff", "employee", "worker", "personnel", "employ"], ["plant", "sow", "grow"], ["list", "roll"], ["share", "proportion", "ratio", "rate", "percentage"], ["danger", "hazard", "risk"], ["mediate", "mediation"], ["build", "building"], ["emergency", "urgent"], ["place", "location", "site", "spot", "position"], ["old", "elderly", "aged", "senior"],
            ["child", "minor", "kid", "children"], ["sum", "amount", "money"], ["visit", "call"], ["marital", "marriage"], ["education", "schooling"], ["vehicle", "car"], ["dwelling", "house", "home", "housing"],
            ["photo", "photograph", "picture", "image"], ["reason", "cause", "why"], ["size", "people", "person", "persons", "member", "individual"], ["allowance", "benefit"], ["spend", "expenditure", "expense", "outgo"], ["spouse", "husband", "wife"], ["inspect", "check", "examine", "patrol", "look"],
            ["owner", "proprietor"], ["land", "plot", "parcel"], ["medical", "health"], ["sex", "gender"], ["name", "title"],
        ];

        private static readonly HashSet<string> EnglishFillers = new(StringComparer.Ordinal)
        {
            "a", "an", "the", "of", "in", "on", "at", "for", "to", "and", "or", "by", "with", "is", "are", "was", "were", "it", "its", "that", "which", "whether", "per", "each", "this", "there", "has", "have", "been", "be", "from", "as", "who", "what", "how", "s", "number", "any", "all", "now", "present", "currently", "current", "information", "data", "state", "status", "condition", "situation", "area", "here", "we", "they", "live",
        };

        private static readonly string[][] EnglishAgainst =
        [
            ["income", "spend", "debt", "saving", "owe", "receive"], ["found", "remove", "clear", "mend", "correct", "settle", "close", "right"], ["grant", "wait", "refuse", "file", "approve"], ["begin", "end", "start", "until", "stop", "since", "first", "last"],
            ["birth", "death", "registration", "application", "close"], ["left", "spend", "add", "new"], ["kind", "grade", "name", "phone", "reason", "photo"], ["counter", "online"], ["publish", "question"], ["male", "female"], ["men", "women"],
            ["father", "mother", "spouse"], ["applicant", "guardian", "head"], ["month", "quarter", "year"], ["low", "lowest", "high", "highest", "mean", "average"], ["room", "storey", "floor"], ["enrol", "drop"], ["plan", "finish"], ["arable", "wooded"],
            ["hygiene", "fire", "safety"],
        ];

        private static readonly string[] EnglishStandings = ["apply", "propose", "plan", "expect", "wish", "want", "need", "claim", "may", "registered"];

        private static readonly (string From, string To)[] Chinese = [.. ChineseSynonyms.SelectMany(static line => line[1..].Select(word => (word, line[0]))).OrderByDescending(static pair => pair.Item1.Length).ThenBy(static pair => pair.Item1, StringComparer.Ordinal)];

        /// <summary>Each word and its stem, to the first of its line.</summary>
        private static readonly Dictionary<string, string> English = EnglishSynonyms.SelectMany(static line => line.SelectMany(word => (string[])[word, Stem(word)]).Select(word => (word, line[0]))).DistinctBy(static pair => pair.word, StringComparer.Ordinal).ToDictionary(static pair => pair.word, static pair => pair.Item2, StringComparer.Ordinal);

        private static readonly string[][] EnglishAgainstStems = [.. EnglishAgainst.Select(static line => line.Select(Canonical).ToArray())];
        private static readonly string[] EnglishStandingStems = [.. EnglishStandings.Select(Canonical)];

        public static string ReduceChinese(string text)
        {
            var reduced = new StringBuilder(text.Length);
            for (var at = 0; at < text.Length;)
            {
                if (char.IsWhiteSpace(text[at]))
                {
                    at++;
                    continue;
                }

                var (length, to) = Longest(text, at);
                if (length == 0) reduced.Append(text[at++]);
                else
                {
                    reduced.Append(to);
                    at += length;
                }
            }

            // A name of nothing but filler, such as 数量, stays as it is.
            return reduced.Length == 0 ? text.Trim() : reduced.ToString();
        }

        public static List<string> ReduceEnglish(string text)
        {
            var words = new List<string>();
            var all = new List<string>();
            for (var at = 0; at < text.Length;)
            {
                if (!char.IsLetterOrDigit(text[at]))
                {
                    at++;
                    continue;
                }

                var begin = at;
                while (at < text.Length && char.IsLetterOrDigit(text[at])) at++;
                var word = text[begin..at].ToLowerInvariant();
                var stem = Canonical(word);
                all.Add(stem);
                if (!EnglishFillers.Contains(word) && !EnglishFillers.Contains(stem)) words.Add(stem);
            }

            return words.Count == 0 ? all : words;
        }

        public static int[] ChineseStances(string text)
        {
            var stances = new int[ChineseAgainst.Length];
            for (var line = 0; line < stances.Length; line++)
                for (var word = 0; word < ChineseAgainst[line].Length; word++)
                    if (text.Contains(ChineseAgainst[line][word], StringComparison.Ordinal)) stances[line] |= 1 << word;
            return stances;
        }

        public static int[] EnglishStances(List<string> words)
        {
            var stances = new int[EnglishAgainstStems.Length];
            for (var line = 0; line < stances.Length; line++)
                for (var word = 0; word < EnglishAgainstStems[line].Length; word++)
                    if (words.Contains(EnglishAgainstStems[line][word])) stances[line] |= 1 << word;
            return stances;
        }

        /// <summary>合格 and 不合格, 春季 and 秋季: what is different about two names are opposites, or one denies the other.</summary>
        public static bool AreOpposites(Bag one, Bag other)
        {
            var (mine, theirs, shared) = one.Middles(other);
            if (shared == 0 || mine.Length > 3 || theirs.Length > 3) return false;
            if (mine.Length == 0 || theirs.Length == 0) return Array.IndexOf(ChineseDenials, mine + theirs) >= 0;
            foreach (var line in ChineseOpposites)
                foreach (var here in mine)
                    if (line.Contains(here, StringComparison.Ordinal) && !theirs.Contains(here, StringComparison.Ordinal))
                        foreach (var there in theirs)
                            if (line.Contains(there, StringComparison.Ordinal) && !mine.Contains(there, StringComparison.Ordinal)) return true;
            return false;
        }

        public static int ChineseEnd(string text) => Array.FindIndex(ChineseEnds, word => text.EndsWith(word, StringComparison.Ordinal));

        public static bool IsChineseStanding(string text) => Array.Exists(ChineseStandings, word => text.Contains(word, StringComparison.Ordinal));

        public static bool IsEnglishStanding(List<string> words) => Array.Exists(EnglishStandingStems, words.Contains);

        /// <summary>The longest word known that begins here: a synonym, which becomes the word of its line, or a filler, which becomes nothing.</summary>
        private static (int Length, string To) Longest(string text, int at)
        {
            var best = (Length: 0, To: "");
            if (!ByFirstSign.TryGetValue(text[at], out var words)) return best;
            foreach (var (from, to) in words)
                if (from.Length > best.Length && string.CompareOrdinal(text, at, from, 0, from.Length) == 0) best = (from.Length, to);
            return best;
        }

        private static readonly Dictionary<char, List<(string From, string To)>> ByFirstSign = Chinese.Concat(ChineseSynonyms.Select(static line => (line[0], line[0]))).Concat(ChineseFillers.Select(static word => (word, "")))
            .GroupBy(static pair => pair.Item1[0]).ToDictionary(static group => group.Key, static group => group.ToList());

        private static string Canonical(string word)
        {
            if (English.TryGetValue(word, out var known)) return known;
            var stem = Stem(word);
            return English.TryGetValue(stem, out known) ? known : stem;
        }

        /// <summary>Plurals, endings of verbs, nouns made of them; then no more than six letters, which is enough for names of facts.</summary>
        private static string Stem(string word)
        {
            word = Bare(word);
            if (word.Length > 6 && word.EndsWith("ability", StringComparison.Ordinal)) word = word[..^7] + "able";
            if (word.Length > 5 && word.EndsWith("ly", StringComparison.Ordinal)) word = word[..^2];
            else if (word == "newly") word = "new";
            return word.Length > 6 ? word[..6] : word;
        }

        private static string Bare(string word)
        {
            if (word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal)) return word[..^3] + "y";
            if (word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal)) return Undouble(word[..^3]);
            if (word.Length > 4 && word.EndsWith("ied", StringComparison.Ordinal)) return word[..^3] + "y";
            if (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal)) return Undouble(word[..^2]);
            if (word.Length > 4 && (word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) || word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal))) return word[..^2];
            if (word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && !word.EndsWith("us", StringComparison.Ordinal)) return word[..^1].TrimEnd('e') is { Length: > 2 } bare && word.EndsWith("es", StringComparison.Ordinal) ? bare : word[..^1];
            return word.Length > 4 ? word.TrimEnd('e') : word;
        }

        private static string Undouble(string stem)
        {
            stem = stem.TrimEnd('e');
            return stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's') ? stem[..^1] : stem;
        }
    }
}
