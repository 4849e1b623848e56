namespace Trellis.Bench.Checks;

/// <summary>
/// Names of facts in pairs. Half of them mean the same under other words: synonyms of offices, words in another order, short forms, an
/// English paraphrase. The other half looks alike and differs. The first bank was written from how tables name things; those who wrote
/// the check's own list of synonyms have seen it since. The second was written after that list and has never been used to mend it.
/// </summary>
internal static class Synonyms
{
    public sealed record Name(string Zh, string En, string MeansZh, string MeansEn, string Type);

    private static readonly (string Zh, string OtherZh, string En, string OtherEn)[] Subjects =
    [
        ("残疾人", "残障人士", "disabled people", "people with disabilities"), ("独居老人", "独自居住的老年人", "old people living alone", "elderly people who live alone"),
        ("个体工商户", "个体户", "sole traders", "self-employed traders"), ("困难学生", "家庭经济困难学生", "students in hardship", "students from poor families"),
        ("低保家庭", "最低生活保障家庭", "households on minimum support", "families receiving minimum living support"), ("在建工地", "正在施工的工地", "building sites in progress", "construction sites under way"),
        ("沿街商铺", "临街店铺", "shops along the street", "street-front shops"), ("出租房屋", "出租屋", "rented homes", "homes for rent"),
        ("退役军人", "退伍军人", "veterans", "former soldiers"), ("留守儿童", "农村留守儿童", "left-behind children", "children left behind in villages"),
        ("垃圾桶", "垃圾收集桶", "waste bins", "litter bins"), ("行道树", "道路行道树", "street trees", "trees along the street"),
        ("电动自行车", "电动车", "electric bicycles", "e-bikes"), ("失业人员", "失业者", "unemployed people", "people out of work"),
        ("孤寡老人", "无子女老人", "childless old people", "old people without children"), ("危险化学品企业", "危化品企业", "firms handling dangerous chemicals", "dangerous chemicals firms"),
        ("民办幼儿园", "私立幼儿园", "private kindergartens", "privately run kindergartens"), ("村级公路", "村道", "village roads", "roads of the village"),
    ];

    private static readonly (string Zh, string OtherZh, string En, string OtherEn, string Type)[] Measures =
    [
        ("总数", "数量", "Total number of", "Number of", "number"), ("登记数", "在册数", "Registered", "Number on the register of", "number"),
        ("检查次数", "巡查次数", "Inspections of", "Patrol visits to", "number"), ("补助金额", "补贴金额", "Subsidy paid to", "Amount of subsidy for", "money"),
        ("名单更新日期", "名册更新时间", "Day the list was updated:", "Date of updating the roll:", "day"),
    ];

    private static readonly (Name One, Name Other)[] Same =
    [
        (new("联系电话", "Telephone", "可以联系到本人的号码", "Number at which the person is reached", "text"), new("手机号码", "Mobile number", "能联系上本人的手机号", "Mobile number on which the person can be reached", "text")),
        (new("家庭住址", "Home address", "现在居住的地址", "Address at which the person lives now", "place"), new("现居住地址", "Current residential address", "目前居住的地址", "Address where the person lives at present", "place")),
        (new("出生日期", "Date of birth", "出生的年月日", "Day of birth", "day"), new("出生年月日", "Birth date", "出生的日期", "Day on which the person was born", "day")),
        (new("家庭人口数", "Number of people in the household", "共同生活的家庭成员人数", "Members who live together", "number"), new("家庭成员人数", "Number of household members", "一起生活的成员数", "How many members live together", "number")),
        (new("户主姓名", "Name of the head of household", "户口簿上户主的姓名", "Name of the head in the household book", "text"), new("户主名字", "Household head's name", "户口簿登记的户主姓名", "Head of household as written in the book", "text")),
        (new("年人均纯收入", "Net income per person and year", "全年纯收入除以人口", "Net income of the year divided by people", "money"), new("人均年纯收入", "Yearly net income per head", "纯收入按人口平均，全年", "Net income of the year per head", "money")),
        (new("常住人口数", "Resident population", "居住半年以上的人口", "People living there for half a year or more", "number"), new("常住居民人数", "Number of residents", "住满半年以上的居民", "Residents who have lived there half a year", "number")),
        (new("宅基地面积", "Area of the house plot", "批准的宅基地面积", "Approved area of the plot", "area"), new("宅基地占地面积", "House plot area", "宅基地批准占地的面积", "Area approved for the house plot", "area")),
        (new("受理时间", "Time of acceptance", "窗口受理的日期", "Day on which the counter accepted it", "day"), new("受理日期", "Date accepted", "窗口受理的日子", "Day of acceptance at the counter", "day")),
        (new("企业名称", "Name of the firm", "营业执照上的名称", "Name on the business licence", "text"), new("单位名称", "Name of the enterprise", "营业执照登记的名称", "Name registered in the business licence", "text")),
        (new("法定代表人", "Legal representative", "营业执照登记的法定代表人", "Representative in the business licence", "text"), new("法人代表", "Firm's legal representative", "营业执照上的法人代表", "Representative named in the licence", "text")),
        (new("身份证号", "Identity card number", "居民身份证上的号码", "Number on the identity card", "text"), new("公民身份号码", "Citizen identity number", "身份证登载的公民号码", "Number of the citizen's identity card", "text")),
        (new("新建公厕座数", "New public toilets", "今年新建的公共厕所", "Public toilets built this year", "number"), new("新建公共厕所数", "Public toilets newly built", "本年新建成的公厕", "Public toilets built within this year", "number")),
        (new("调解成功率", "Share of disputes settled", "调解成功的占全部调解的比例", "Settled disputes out of all mediated", "share"), new("纠纷调解成功比例", "Proportion of mediated disputes that were settled", "调解成功数占调解总数的比例", "Settled out of all disputes mediated", "share")),
        (new("疫苗接种人数", "People vaccinated", "完成接种的人数", "People who were vaccinated", "number"), new("接种疫苗人次", "Number of persons vaccinated", "接种了疫苗的人数", "Persons who received the vaccine", "number")),
        (new("安全隐患数量", "Number of hazards", "排查出的安全隐患", "Hazards that were found", "number"), new("隐患数", "Hazards counted", "查出的安全隐患数", "Safety hazards found", "number")),
    ];

    private static readonly (Name One, Name Other)[] Unlike =
    [
        (new("家庭月收入", "Monthly household income", "申请前一个月的收入", "Income of the month before", "money"), new("家庭年收入", "Yearly household income", "上一年的全部收入", "Income of the whole last year", "money")),
        (new("出生日期", "Date of birth", "出生的日子", "Day of birth", "day"), new("登记日期", "Date of registration", "登记入册的日子", "Day of entry", "day")),
        (new("申请日期", "Date of application", "提出申请的日子", "Day of filing", "day"), new("办结日期", "Date of closing", "办理结束的日子", "Day on which it was closed", "day")),
        (new("父亲姓名", "Father's name", "父亲的姓名", "Name of the father", "text"), new("母亲姓名", "Mother's name", "母亲的姓名", "Name of the mother", "text")),
        (new("耕地面积", "Arable area", "可耕种土地的面积", "Area under the plough", "area"), new("林地面积", "Wooded area", "林木覆盖的面积", "Area under trees", "area")),
        (new("新增户数", "Households added", "本月新纳入的户", "Taken in this month", "number"), new("退出户数", "Households that left", "本月退出的户", "Gone this month", "number")),
        (new("计划开工数", "Works planned", "年初计划开工的工程", "Works planned for the year", "number"), new("实际完工数", "Works finished", "年末完成的工程", "Works finished by the end of the year", "number")),
        (new("男性人数", "Number of men", "男性居民", "Men who live there", "number"), new("女性人数", "Number of women", "女性居民", "Women who live there", "number")),
        (new("收入金额", "Sum received", "账上收到的款", "Money that came in", "money"), new("支出金额", "Sum spent", "账上付出的款", "Money that went out", "money")),
        (new("发现隐患数", "Hazards found", "查出来的隐患", "Found in the month", "number"), new("整改隐患数", "Hazards put right", "改好的隐患", "Put right in the month", "number")),
        (new("合同起始日", "First day of the contract", "合同开始生效", "Contract begins", "day"), new("合同终止日", "Last day of the contract", "合同到期失效", "Contract ends", "day")),
        (new("申请人电话", "Applicant's telephone", "申请人的号码", "Number of the applicant", "text"), new("监护人电话", "Guardian's telephone", "监护人的号码", "Number of the guardian", "text")),
        (new("最低温度记录", "Lowest temperature", "一天中最低的读数", "Lowest reading of the day", "number"), new("最高温度记录", "Highest temperature", "一天中最高的读数", "Highest reading of the day", "number")),
        (new("户籍地址", "Registered address", "户口簿上的地址", "Address in the household book", "place"), new("经营地址", "Business address", "经营场所所在地", "Where the business is", "place")),
        (new("房屋间数", "Rooms of the house", "住房的间数", "Rooms to live in", "number"), new("房屋层数", "Storeys of the house", "住房的层数", "Floors above the ground", "number")),
        (new("入学人数", "Pupils enrolled", "秋季新入学的学生", "New pupils in autumn", "number"), new("辍学人数", "Pupils who dropped out", "中途离校的学生", "Pupils who left", "number")),
    ];

    /// <summary>Two measures of one subject that differ.</summary>
    private static readonly (string Zh, string OtherZh, string En, string OtherEn, string Type)[] Opposites =
    [
        ("登记数", "注销数", "Registered", "Struck off:", "number"), ("检查次数", "处罚次数", "Inspections of", "Fines imposed on", "number"), ("月补助金额", "年补助金额", "Monthly subsidy for", "Yearly subsidy for", "money"),
        ("新增数", "减少数", "Newly added", "No longer counted:", "number"), ("登记日期", "注销日期", "Day of registering", "Day of striking off", "day"),
    ];

    /// <summary>Pairs of which one part alone is said in another way: these count towards the bar.</summary>
    public static int SameCount => Same.Length + Subjects.Length * 4;

    /// <summary>The first of them are written one by one, and some are about what every clean structure holds.</summary>
    public static int OwnCount => Same.Length;

    /// <summary>Pairs in which every word is another: letters and known words cannot find most of them, so they are told apart.</summary>
    public static int HardCount => Subjects.Length * Measures.Length;

    public static int UnlikeCount => Unlike.Length + Subjects.Length * Opposites.Length;

    /// <summary>Two names for one fact.</summary>
    public static (Name One, Name Other) SamePair(int number)
    {
        if (number < Same.Length) return Same[number];
        return Same1(Subjects[(number - Same.Length) % Subjects.Length], Measures[number % Measures.Length], (number - Same.Length) / Subjects.Length);
    }

    private static (Name One, Name Other) Same1((string Zh, string OtherZh, string En, string OtherEn) subject, (string Zh, string OtherZh, string En, string OtherEn, string Type) measure, int way)
    {
        var (zh, otherZh, en, otherEn) = subject;
        var one = new Name($"{zh}{measure.Zh}", $"{measure.En} {en}", $"期末本辖区{zh}的{measure.Zh}", $"{measure.En} {en} at the end of the period", measure.Type);
        return way switch
        {
            // An office's synonym for what is counted.
            0 => (one, new($"{zh}{measure.OtherZh}", $"{measure.OtherEn} {en}", $"期末辖区内{zh}的{measure.OtherZh}", $"{measure.OtherEn} {en} at the end of the period", measure.Type)),
            // Another word, or a short form, for whom it is counted of.
            1 => (one, new($"{otherZh}{measure.Zh}", $"{measure.En} {otherEn}", $"期末辖区内{otherZh}的{measure.Zh}", $"{measure.En} {otherEn} at the end of the period", measure.Type)),
            // The words in another order.
            2 => (one, new($"{measure.Zh}（{zh}）", $"{Capital(en)}: {measure.En.ToLowerInvariant()}", $"{zh}期末的{measure.Zh}", $"At the end of the period: {measure.En.ToLowerInvariant()} {en}", measure.Type)),
            // Words that say nothing besides.
            _ => (one, new($"本辖区{zh}{measure.Zh}情况", $"{measure.En} the {en} of the area", $"本辖区期末{zh}{measure.Zh}", $"{measure.En} {en} in the area when the period ends", measure.Type)),
        };
    }

    /// <summary>Two names for one fact, said in other words throughout.</summary>
    public static (Name One, Name Other) HardPair(int number)
    {
        var (subject, measure) = (Subjects[number % Subjects.Length], Measures[number / Subjects.Length % Measures.Length]);
        return (new($"{subject.Zh}{measure.Zh}", $"{measure.En} {subject.En}", $"本辖区{subject.Zh}的{measure.Zh}", $"{measure.En} {subject.En} in the area", measure.Type),
            new($"{subject.OtherZh}{measure.OtherZh}", $"{measure.OtherEn} {subject.OtherEn}", $"辖区内{subject.OtherZh}{measure.OtherZh}", $"{measure.OtherEn} {subject.OtherEn} here", measure.Type));
    }

    /// <summary>Two names that look alike and mean two facts.</summary>
    public static (Name One, Name Other) UnlikePair(int number)
    {
        if (number < Unlike.Length) return Unlike[number];
        var (zh, _, en, _) = Subjects[(number - Unlike.Length) % Subjects.Length];
        var (one, other, oneEn, otherEn, type) = Opposites[(number - Unlike.Length) / Subjects.Length];
        return (new($"{zh}{one}", $"{oneEn} {en}", $"期末本辖区{zh}的{one}", $"{oneEn} {en} at the end of the period", type), new($"{zh}{other}", $"{otherEn} {en}", $"期末本辖区{zh}的{other}", $"{otherEn} {en} at the end of the period", type));
    }

    private static readonly (string Zh, string OtherZh, string En, string OtherEn)[] SecondSubjects =
    [
        ("重大项目", "重点项目", "major projects", "key projects"), ("散养家禽", "农户散养的家禽", "free-range poultry", "poultry kept by farmers"), ("老旧小区", "老旧住宅小区", "old estates", "ageing housing estates"),
        ("塘坝", "山塘水坝", "pond dams", "dams of ponds"), ("婚姻登记", "结婚登记", "marriage registrations", "registered marriages"), ("公益岗位", "公益性岗位", "public benefit jobs", "jobs of public benefit"),
        ("精神障碍患者", "精神病患者", "patients with mental disorders", "mentally ill patients"), ("农家乐", "休闲农庄", "farm inns", "farm guest houses"), ("应急物资", "救灾储备物资", "emergency stores", "stored relief goods"),
        ("高龄老人", "八十岁以上老人", "very old people", "people over eighty"), ("矛盾纠纷", "民间纠纷", "disputes", "quarrels among residents"), ("燃气用户", "用气户", "gas customers", "households supplied with gas"),
    ];

    private static readonly (string Zh, string OtherZh, string En, string OtherEn, string Type)[] SecondMeasures =
    [
        ("备案数", "报备数", "Filed", "Notified", "number"), ("走访次数", "入户次数", "Visits to", "Calls on", "number"), ("发放金额", "拨付金额", "Sum paid out for", "Amount disbursed for", "money"), ("最近核实日期", "上次核查日期", "Day last verified:", "Date of the last check:", "day"),
    ];

    private static readonly (string Zh, string OtherZh, string En, string OtherEn, string Type)[] SecondOpposites =
    [
        ("备案数", "撤销备案数", "Filed", "Filings withdrawn:", "number"), ("应发金额", "实发金额", "Sum due for", "Sum really paid for", "money"), ("上半年走访次数", "下半年走访次数", "Visits in the first half-year to", "Visits in the second half-year to", "number"), ("城区数量", "农村数量", "In town:", "In the country:", "number"),
    ];

    public static int SecondSameCount => SecondSubjects.Length * 4;

    public static int SecondUnlikeCount => SecondSubjects.Length * SecondOpposites.Length;

    /// <summary>As <see cref="SamePair"/>, from the second bank.</summary>
    public static (Name One, Name Other) SecondSame(int number) => Same1(SecondSubjects[number % SecondSubjects.Length], SecondMeasures[number % SecondMeasures.Length], number / SecondSubjects.Length);

    public static (Name One, Name Other) SecondUnlike(int number)
    {
        var (zh, _, en, _) = SecondSubjects[number % SecondSubjects.Length];
        var (one, other, oneEn, otherEn, type) = SecondOpposites[number / SecondSubjects.Length];
        return (new($"{zh}{one}", $"{oneEn} {en}", $"期末本辖区{zh}的{one}", $"{oneEn} {en} at the end of the period", type), new($"{zh}{other}", $"{otherEn} {en}", $"期末本辖区{zh}的{other}", $"{otherEn} {en} at the end of the period", type));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
