using Trellis.Bench.Generators;

namespace Trellis.Bench.Checks;

/// <summary>
/// A county of invented names, sound in all that a check looks at: who owes what and may decide it, whole flows, items with owner
/// and basis, forms that serve a decision. The seed fixes how many townships, departments and duties there are, who leads,
/// which powers are lent onward, how each flow runs and how the text looks.
/// </summary>
internal sealed class CleanStructures
{
    public static readonly DateOnly Day = new(2026, 3, 2);

    private static readonly string[] PlaceFirst = ["清", "云", "石", "白", "龙", "青", "金", "松", "柳", "梅", "竹", "桃"];
    private static readonly string[] PlaceSecond = ["河", "溪", "山", "坪", "湾", "塘", "桥", "岭", "坡", "洲", "庄", "寨"];
    private static readonly string[] EnglishFirst = ["Qing", "Yun", "Shi", "Bai", "Long", "Qing", "Jin", "Song", "Liu", "Mei", "Zhu", "Tao"];
    private static readonly string[] EnglishSecond = ["he", "xi", "shan", "ping", "wan", "tang", "qiao", "ling", "po", "zhou", "zhuang", "zhai"];

    private readonly SeededNumbers _chance;
    private readonly Sheet _sheet = new();
    private readonly List<SampleDepartment> _departments = [];
    private readonly List<string> _townships = [];
    private readonly HashSet<string> _names = [];
    private string _services = "service-rules";

    private CleanStructures(ulong seed)
    {
        _chance = new SeededNumbers(unchecked(seed * 7_919 + 17));
        _sheet.Looks = _chance.Next();
    }

    public static Sheet Make(ulong seed) => new CleanStructures(seed).MakeAll();

    private Sheet MakeAll()
    {
        var order = SampleDepartment.All.OrderBy(_ => _chance.Next()).ToList();
        _departments.AddRange(order.Take(3 + _chance.Below(order.Count - 3)).OrderBy(static one => one.Id, StringComparer.Ordinal));
        Header();
        Calendars();
        Units();
        Posts();
        Laws();
        Classes();
        Codes();
        Registers();
        foreach (var department in _departments) Department(department);
        OwnWork();
        Measures();
        Others();
        return _sheet;
    }

    private void Header()
    {
        _sheet.Header.AddRange(
        [
            ("language", "1"), ("name", Sheet.Text("虚构县", "An invented county")), ("version", "\"1.0\""), ("from", "2026-01-01"), ("top", "county"), ("languages", "[zh, en]"), ("zone", "Asia/Shanghai"), ("money", "CNY"),
            ("levels", "\n  - {level: county, name: {zh: 县, en: County}}\n  - {level: township, name: {zh: 乡镇, en: Township}}\n  - {level: village, name: {zh: 村, en: Village}}"),
            ("types", "\n"
                + "  - {type: county, name: {zh: 县, en: County}, level: county, kind: government, ground: own, acts-for: self}\n"
                + "  - {type: department, name: {zh: 县级部门, en: Department}, level: county, kind: government, ground: parent, acts-for: self}\n"
                + "  - {type: town, name: {zh: 镇, en: Town}, level: township, kind: government, ground: own, acts-for: self}\n"
                + "  - {type: street, name: {zh: 街道, en: Street}, level: township, kind: government, ground: own, acts-for: self}\n"
                + "  - {type: station, name: {zh: 派驻站所, en: Field station}, level: township, kind: government, ground: served, acts-for: parent}\n"
                + "  - {type: village, name: {zh: 村, en: Village}, level: village, kind: community, ground: own, acts-for: self}\n"
                + "  - {type: neighbourhood, name: {zh: 社区, en: Neighbourhood}, level: village, kind: community, ground: own, acts-for: self}\n"
                + "  - {type: company, name: {zh: 企业, en: Firm}, level: county, kind: firm, ground: parent, acts-for: self}\n"
                + "  - {type: association, name: {zh: 协会, en: Association}, level: county, kind: association, ground: parent, acts-for: self}\n"
                + "  - {type: upper-body, name: {zh: 上级部门, en: Upper body}, level: county, kind: government, ground: none, acts-for: self}"),
            ("acts", "\n  return: {at-most: 1, within: 2 working hours}\n  hand-over: {at-most: 2, within: 2 working hours}\n  refer-up: {at-most: 1, within: 1 working day}\n  pause: {at-most: 1, total: 5 working days, reasons: [{reason: expert-test, name: {zh: 检测鉴定, en: Expert test}, stops-promise: service-rules/4}]}\n  reopen: {within: 30 days}"),
            ("overdue", "[{at: 80 %, remind: performer}, {at: 100 %, tell: supervisor@county}]"),
        ]);
    }

    private void Calendars()
    {
        var hours = _chance.Chance(0.5) ? "[09:00-12:00, 13:30-17:30]" : "[08:30-12:00, 14:00-17:30]";
        _sheet.Add("calendar", "office", "calendars.yaml")
            .With("name", Sheet.Text("办公时间", "Office hours"))
            .With("week", $"{{monday: {hours}, tuesday: {hours}, wednesday: {hours}, thursday: {hours}, friday: {hours}}}")
            .With("off", "[{from: 2026-02-15, to: 2026-02-23, name: {zh: 春节, en: Spring Festival}}, {from: 2026-10-01, to: 2026-10-07, name: {zh: 国庆节, en: National Day}}, {from: 2027-02-05, to: 2027-02-11, name: {zh: 春节, en: Spring Festival}}]")
            .With("make-up", "[{day: 2026-02-14, as: friday}, {day: 2026-10-10, as: friday}]")
            .With("known-to", "2028-12-31");
        if (!_chance.Chance(0.4)) return;
        var day = "[08:00-12:00, 13:00-18:00]";
        _sheet.Add("calendar", "counter", "calendars.yaml")
            .With("name", Sheet.Text("窗口时间", "Counter hours"))
            .With("week", $"{{monday: {day}, tuesday: {day}, wednesday: {day}, thursday: {day}, friday: {day}, saturday: [09:00-12:00]}}")
            .With("known-to", "2028-12-31");
    }

    private (string Zh, string En) PlaceName()
    {
        while (true)
        {
            var (first, second) = (_chance.Below(PlaceFirst.Length), _chance.Below(PlaceSecond.Length));
            var zh = PlaceFirst[first] + PlaceSecond[second];
            if (_names.Add(EnglishFirst[first] + EnglishSecond[second])) return (zh, EnglishFirst[first] + EnglishSecond[second]);
        }
    }

    private void Units()
    {
        Unit("county", "虚构县", "Invented County", "county", null);
        foreach (var department in _departments) Unit(department.Id, department.Zh, department.En, "department", "county");
        var townships = 2 + _chance.Below(5);
        for (var at = 0; at < townships; at++)
        {
            var (zh, en) = PlaceName();
            var street = at > 0 && _chance.Chance(0.3);
            var id = en.ToLowerInvariant();
            _townships.Add(id);
            Unit(id, zh + (street ? "街道" : "镇"), $"{en} {(street ? "Street" : "Town")}", street ? "street" : "town", "county").With("unit.population", (5_000 + _chance.Below(40_000)).ToString());
            var villages = 2 + _chance.Below(4);
            for (var village = 0; village < villages; village++)
            {
                var (villageZh, villageEn) = PlaceName();
                Unit(villageEn.ToLowerInvariant(), villageZh + (street ? "社区" : "村"), $"{villageEn} {(street ? "Neighbourhood" : "Village")}", street ? "neighbourhood" : "village", id);
            }
        }

        foreach (var department in _departments)
        {
            if (!_chance.Chance(0.3)) continue;
            foreach (var township in _townships)
                if (_chance.Chance(0.5)) Unit($"{department.Id}-{township}", $"{department.Zh}派驻所", $"{department.En}, station at {township}", "station", department.Id).With("ground", township);
        }

        Unit("repair-firm", "县市政维修公司", "Municipal Repairs Ltd", "company", "county");
        Unit("trade-association", "县个体劳动者协会", "Association of Small Traders", "association", "county");
        Unit("province-office", "省级主管厅", "Provincial Department", "upper-body", null);
        Group("townships", "各乡镇街道", "Towns and streets", "{level: township, type: [town, street]}");
        Group("villages", "各村社区", "Villages and neighbourhoods", "{kind: community}");
        Group("departments", "各部门", "Departments", "{type: department}");
    }

    private SheetEntry Unit(string id, string zh, string en, string type, string? parent)
    {
        var unit = _sheet.Add("unit", id, "units.tsv").With("name", Sheet.Text(zh, en)).With("type", type);
        unit["parent"] = parent ?? "";
        unit["ground"] = "";
        unit["tags"] = "";
        unit["from"] = "";
        unit["to"] = "";
        return unit;
    }

    private void Group(string id, string zh, string en, string units) => _sheet.Add("group", id, "groups.yaml").With("name", Sheet.Text(zh, en)).With("units", units);

    private void Posts()
    {
        Post("county-leader", "县长", "Head of the county", "county");
        Post("supervisor", "督查室主任", "Supervisor", "county");
        Post("township-leader", "乡镇长", "Head of the township", "townships");
        Post("service-hall", "便民服务窗口", "Service counter", "townships");
        Post("village-clerk", "村务员", "Village clerk", "villages");
        Post("village-head", "村委会主任", "Head of the village committee", "villages");
        Post("works-foreman", "施工队长", "Foreman", "repair-firm");
        Post("trade-secretary", "协会秘书长", "Secretary of the association", "trade-association");
        foreach (var department in _departments)
        {
            Post($"{department.Id}-head", $"{department.Zh}负责人", $"Head, {department.En}", department.Id);
            Post($"{department.Id}-expert", $"{department.Zh}业务骨干", $"Specialist, {department.En}", department.Id);
            Post($"{department.Id}-officer", $"{department.PurposeZh}专干", $"{department.PurposeEn} officer", "townships");
            foreach (var station in _sheet.Of("unit").Where(unit => unit["parent"] == department.Id).ToList()) Post($"{department.Id}-ranger", $"{department.Zh}驻所人员", $"Ranger, {department.En}", station.Id);
            Post($"{department.Id}-ranger", $"{department.Zh}外勤", $"Ranger, {department.En}", department.Id);
        }

        foreach (var township in _townships.Where(_ => _chance.Chance(0.6)))
            foreach (var post in (string[])["township-leader", "service-hall"])
                _sheet.Add("seat", $"p-{township}-{post[..3]}", "seats.tsv").With("post", $"{post}@{township}").With("from", "2026-01-01");
        _sheet.Add("seat", "p-supervisor", "seats.tsv").With("post", "supervisor@county").With("from", "2026-01-01");
    }

    private void Post(string id, string zh, string en, string at) =>
        _sheet.Add("post", id, "posts.tsv").With("name", Sheet.Text(zh, en)).With("at", at).With("seats", (1 + _chance.Below(3)).ToString()).With("calendar", "").With("skills", "").With("from", "").With("to", "");

    private void Laws()
    {
        Law(_services, "基层便民服务办法", "Rules on Services for Residents", "county-document", 12);
        foreach (var department in _departments) Law($"{department.Id}-rules", department.LawZh, department.LawEn, _chance.Chance(0.5) ? "provincial-regulation" : "national-regulation", 8 + _chance.Below(6));
    }

    private void Law(string id, string zh, string en, string rank, int articles)
    {
        var list = string.Concat(Enumerable.Range(1, articles).Select(number => $"\n    - {{article: {number}, gist: {Sheet.Text($"第{number}条：职责、程序与期限", $"Article {number}: duties and terms")}}}"));
        _sheet.Add("law", id, "law.yaml").With("name", Sheet.Text(zh, en)).With("rank", rank).With("number", $"〔2025〕{1 + _chance.Below(90)}号").With("from", "2020-01-01").With("articles", list);
    }

    private string Article(SampleDepartment department) => $"{department.Id}-rules/{1 + _chance.Below(8)}";

    private string ServiceArticle() => $"{_services}/{1 + _chance.Below(12)}";

    private void Classes()
    {
        foreach (var (id, zh, en, to) in ((string, string, string, string)[])[("licence", "许可", "Licence", "[government]"), ("payment", "给付", "Payment", "[government]"), ("inspection", "检查", "Inspection", "[government]"), ("order", "责令", "Order", "[government]"), ("confirmation", "确认", "Confirmation", "[government]"), ("adjudication", "裁处", "Adjudication", "[government]"), ("operating", "调度", "Operating", "[government, community]"), ("coercion", "强制", "Coercion", "[]"), ("penalty", "处罚", "Penalty", "[government]")])
            _sheet.Add("class", id, "classes.yaml").With("name", Sheet.Text(zh, en)).With("delegable-to", to).With("basis", $"[{_services}/1]");
    }

    private void Codes()
    {
        var values = _departments.Select(static one => $"\n    - {{value: {one.Id}, name: {Sheet.Text(one.PurposeZh, one.PurposeEn)}}}").Append("\n    - {value: livelihood, name: {zh: 民生, en: Livelihood}}");
        _sheet.Add("codes", "fields", "codes.yaml").With("name", Sheet.Text("领域", "Fields of work")).With("values", string.Concat(values));
        _sheet.Add("codes", "channels", "codes.yaml").With("name", Sheet.Text("来源渠道", "Channels")).With("values", "[{value: counter, name: {zh: 窗口, en: Counter}}, {value: telephone, name: {zh: 电话, en: Telephone}}]");
    }

    private void Registers()
    {
        Register("person", "人口库", "People", "person.number");
        Register("household", "家庭库", "Households", "household.number");
        var purposes = $"[{string.Join(", ", _departments.Select(static one => one.Purpose))}]";
        Item("person.number", "人口编号", "Number of the person", "人口库中的编号", "Number in the register of people", "text", purposes, "plain");
        Item("person.phone", "联系电话", "Telephone", "本人留下的电话号码", "Telephone number that the person left", "text", purposes, "plain").With("good-for", "1 year");
        Item("person.home", "住址", "Home", "本人常住的地方", "Where the person lives", "place", purposes, "plain");
        Item("household.number", "家庭编号", "Number of the household", "家庭库中的编号", "Number in the register of households", "text", purposes, "plain");
        Item("household.members", "家庭成员", "Members of the household", "共同生活的人", "Those who live together", "list of person", purposes, "plain");
        Item("household.seat", "家庭所在地", "Seat of the household", "一家人共同居住的地点", "Spot where the family lives", "place", purposes, "plain");
        Item("household.size", "家庭人口", "Size of the household", "共同生活的人数", "How many live together", "number", purposes, "none").With("computed", "count(household.members)");
        Item("unit.population", "常住人口", "Population", "年末居住半年以上的人数", "Those who lived there for half a year or more", "number", purposes, "none").With("owner", "county").With("keep", "{for: 10 years, after: recorded}");
        foreach (var department in _departments)
            _sheet.Add("purpose", department.Purpose, "purposes.yaml").With("name", Sheet.Text(department.PurposeZh, department.PurposeEn)).With("actors", "[government, community, association, firm]").With("consent", _chance.Chance(0.3) ? "required" : "none").With("basis", $"[{Article(department)}]");
    }

    private void Register(string id, string zh, string en, string key) =>
        _sheet.Add("register", id, "registers.yaml").With("name", Sheet.Text(zh, en)).With("key", $"[{key}]").With("owner", "county").With("keep", "{for: 5 years, after: left}").With("basis", $"[{_services}/9]");

    private SheetEntry Item(string id, string zh, string en, string meansZh, string meansEn, string type, string purposes, string personal) =>
        _sheet.Add("item", id, "data.yaml").With("name", Sheet.Text(zh, en)).With("means", Sheet.Text(meansZh, meansEn)).With("type", type).With("sharing", "by-purpose").With("purposes", purposes).With("personal", personal).With("basis", $"[{_services}/9]");

    private SheetEntry MatterItem(SampleDepartment department, (string Id, string Zh, string En, string MeansZh, string MeansEn) fact, string type) =>
        Item($"matter.{fact.Id}", fact.Zh, fact.En, fact.MeansZh, fact.MeansEn, type, $"[{department.Purpose}]", "none").With("owner", department.Id).With("keep", "{for: 5 years, after: closed}").With("basis", $"[{Article(department)}]");

    private void Department(SampleDepartment department)
    {
        var count = 4 + _chance.Below(department.Duties.Length - 3);
        var table = _chance.Chance(0.25);
        for (var at = 0; at < count; at++)
        {
            var duty = department.Duties[at];
            var below = _chance.Chance(0.45);
            var matter = department.Matters.FirstOrDefault(one => one.Duty == at);
            var article = Article(department);
            var entry = _sheet.Add("duty", duty.Id, $"duties/{department.Id}.yaml").With("name", Sheet.Text(duty.Zh, duty.En)).With("field", department.Id).With("lead", below ? "townships" : department.Id);
            if (matter is not null || _chance.Chance(0.4))
                entry.With("support", $"[{{who: {(below ? department.Id : "townships")}, does: {Sheet.Text("提供业务支持", "Lend a hand")}}}, {{who: villages, does: {Sheet.Text("提供情况、到场见证", "Tell what they know and bear witness")}}}]");
            else if (table) entry.File = $"duties/{department.Id}-list.tsv";
            entry.With("needs.powers", $"[{duty.Power}]");
            if (at == 1) entry.With("needs.resources", $"[{department.Resource.Id}]");
            entry.With("basis", $"[{article}]").With("review-by", "2028-12-31");
            Power(department, duty, below, matter);
        }

        var (id, zh, en, type, unit) = department.Resource;
        var claims = _sheet.Get("duty", department.Duties[1].Id)["lead"] == "townships" ? $"[townships, {department.Id}]" : $"[{department.Id}]";
        _sheet.Add("resource", id, "resources.yaml").With("name", Sheet.Text(zh, en)).With("class", type).With("claims", claims).With("scheduled-by", $"{department.Id}-head@{department.Id}").With("basis", $"[{Article(department)}]");
        _sheet.Add("stock", id, "stocks.tsv").With("unit", department.Id).With("amount", $"{1 + _chance.Below(6)} {unit}");
        var made = department.Matters.Where(matter => matter.Duty < count && (matter == department.Matters[0] || _chance.Chance(0.7))).ToList();
        foreach (var matter in made) Matter(department, matter);
        if (_chance.Chance(0.6))
        {
            var (systemId, systemZh, systemEn, problemZh, problemEn) = department.System;
            _sheet.Add("system", systemId, "systems.yaml").With("name", Sheet.Text(systemZh, systemEn)).With("owner", department.Id).With("problem", Sheet.Text(problemZh, problemEn)).With("serves", $"[duty/{department.Duties[0].Id}]").With("users", $"[{department.Id}-officer@townships]").With("login", "single").With("basis", $"[{Article(department)}]").With("purposes", $"[{department.Purpose}]").With("review-by", "2028-12-31");
        }

        Form(department);
    }

    private void Power(SampleDepartment department, SampleDuty duty, bool below, SampleMatter? matter)
    {
        var money = duty.Class == "payment";
        var entry = _sheet.Add("power", duty.Power, "powers.yaml").With("name", Sheet.Text(duty.PowerZh, duty.PowerEn)).With("class", duty.Class).With("outcomes", "[grant, refuse]");
        var direct = below && _chance.Chance(0.4);
        var limit = money ? "{amount: {per-case: 20000 CNY, per-year: 900000 CNY}}" : "{}";
        // Above the ceilings somebody decides too.
        var above = money ? ", county-leader@county: {}" : "";
        if (direct) entry.With("held-by", $"{{{department.Id}-officer@townships: {limit}, {department.Id}-head@{department.Id}: {limit}{above}}}").With("delegable", "never");
        else
        {
            entry.With("held-by", $"{{{department.Id}-head@{department.Id}: {limit}{above}}}").With("delegable", "{to: [government], depth: 2}");
            if (below || _chance.Chance(0.2))
            {
                var limits = new List<string>();
                if (money) limits.Add("amount: {per-case: 2000 CNY, per-year: 60000 CNY}");
                if (matter is not null && _chance.Chance(0.3) && _matters.Contains(matter.Id)) limits.Add($"matters: [{matter.Id}]");
                if (!money && _chance.Chance(0.3)) limits.Add("number: {per-month: 40 cases}");
                var lent = _sheet.Add("delegation", $"{duty.Power}-to-townships", "delegations.yaml").With("name", Sheet.Text($"{duty.PowerZh}下放乡镇", $"{duty.PowerEn}, lent to townships")).With("of", $"power/{duty.Power}").With("giver", $"{department.Id}-head@{department.Id}").With("receiver", $"{department.Id}-officer@townships");
                if (limits.Count > 0) lent.With("limits", $"{{{string.Join(", ", limits)}}}");
                lent.With("acts-for", _chance.Chance(0.5) ? "giver" : "self").With("pass-on", "0").With("basis", $"[{Article(department)}]").With("reason", Sheet.Text("就近办、当日办", "Decided nearby, the same day")).With("review-by", "2028-12-31");
            }
        }

        entry.With("basis", $"[{Article(department)}]").With("review-by", "2028-12-31");
    }

    private readonly HashSet<string> _matters = [];

    private void Matter(SampleDepartment department, SampleMatter matter)
    {
        _matters.Add(matter.Id);
        var duty = department.Duties[matter.Duty];
        var told = $"matter.{matter.Told.Id}";
        var found = $"matter.{matter.Found.Id}";
        MatterItem(department, matter.Told, "text");
        MatterItem(department, matter.Found, "text");
        if (matter.Sum is { } item) MatterItem(department, item, "money");
        var sum = matter.Sum is { } one ? $"matter.{one.Id}" : null;
        var household = _chance.Chance(0.25);
        var days = 3;
        var inspector = (string[])["village-clerk", $"{department.Id}-officer", $"{department.Id}-ranger"] is { } all ? all[_chance.Below(all.Length)] : "";
        var article = Article(department);
        var flow = new List<SheetStep> { new SheetStep("receive").With("by", "service-hall").With("within", "2 working hours") };
        var gives = sum is null ? $"[{found}]" : $"[{found}, {sum}]";
        var look = new SheetStep("check").With("id", "look").With("by", inspector).With("within", "2 working days").With("uses", $"[{told}]").With("gives", gives).With("basis", $"[{article}]");
        days += 2;
        var uses = sum is null ? $"[{found}, {told}]" : $"[{found}, {sum}, {told}]";
        var apart = "[look]";
        if (sum is not null && _chance.Chance(0.4))
        {
            // Two look at once, and the decision uses what both found.
            look["gives"] = $"[{found}]";
            var count = new SheetStep("check").With("id", "count").With("by", inspector == $"{department.Id}-officer" ? $"{department.Id}-expert" : $"{department.Id}-officer").With("within", "2 working days").With("uses", $"[{told}]").With("gives", $"[{sum}]").With("basis", $"[{article}]");
            var both = new SheetStep("parallel") { Keys = { ("within", "2 working days") } };
            both.Inner.Add((null, [look, count]));
            flow.Add(both);
            apart = "[look, count]";
        }
        else flow.Add(look);

        var asked = _chance.Chance(0.4);
        if (asked)
        {
            flow.Add(new SheetStep("consult").With("id", "neighbours").With("by", "village-clerk").With("with", "public").With("shows", $"[{found}]").With("lasts", "7 days").With("basis", $"[{article}]"));
            days += 8;
            uses = uses.Insert(uses.Length - 1, ", neighbours.objections");
        }

        var decide = new SheetStep("decide").With("id", "ruling").With("power", duty.Power);
        if (sum is not null) decide.With("amount", sum);
        decide.With("apart-from", apart).With("within", "1 working day").With("uses", uses).With("outcomes", "{grant: solved, refuse: refused}");
        flow.Add(decide);
        days += 1;
        if (_chance.Chance(0.35))
        {
            var choice = new SheetStep("choice");
            choice.Inner.Add(("ruling.outcome = \"grant\"",
            [
                new SheetStep("perform").With("id", "carry-out").With("by", $"{department.Id}-expert").With("within", "2 working days").With("uses", $"[{found}]"),
                new SheetStep("check").With("id", "look-back").With("by", "village-head").With("apart-from", "[carry-out]").With("within", "1 working day").With("uses", $"[{told}]").With("basis", $"[{article}]"),
            ]));
            choice.Inner.Add((null, []));
            flow.Add(choice);
            days += 3;
        }
        else if (_chance.Chance(0.5))
        {
            flow.Add(new SheetStep("deliver").With("by", "service-hall").With("as", "paper-notice").With("at", "counter").With("when", "ruling.outcome = \"grant\"").With("within", "1 working day"));
            days += 1;
        }

        flow.Add(new SheetStep("notify").With("by", "first-contact").With("tell", "applicant").With("uses", "[applicant.phone]").With("shows", "[ruling.outcome, ruling.reason]").With("within", "1 working day"));
        flow.Add(new SheetStep("confirm").With("by", "requester").With("within", "5 working days").With("silence", "close-unanswered"));
        days += 2;
        var entry = _sheet.Add("matter", matter.Id, $"matters/{matter.Id}.yaml").With("name", Sheet.Text(matter.Zh, matter.En)).With("duty", duty.Id).With("purpose", department.Purpose)
            .With("about", household ? "{applicant: person, family: household}" : "{applicant: person}").With("place", household ? "family.seat" : "applicant.home")
            .With("guide", $"{{for: [resident], fee: 0 CNY, promise: {days + 3} working days, first-answer: 1 working day, basis: [{Article(department)}]}}")
            .With("asks", household ? $"[applicant, applicant.phone, family, {told}]" : $"[applicant, applicant.phone, {told}]");
        if (asked) entry.With("affects", "[resident]");
        entry.With("review-by", "2028-12-31");
        entry.Flow = flow;
    }

    private void Form(SampleDepartment department)
    {
        var facts = department.Facts;
        foreach (var fact in facts)
            Item($"unit.{fact.Id}", fact.Zh, fact.En, fact.MeansZh, fact.MeansEn, "number", $"[{department.Purpose}]", "none").With("owner", department.Id).With("keep", "{for: 5 years, after: recorded}").With("basis", $"[{Article(department)}]");
        var duties = _sheet.Of("duty").Where(duty => duty["field"] == department.Id).ToList();
        var duty = duties.Find(static one => one["lead"] == "townships" || one["support"] is not null) ?? duties[0];
        var villages = _chance.Chance(0.4) && duty["support"] is not null;
        if (duty["lead"] != "townships" && duty["support"] is null) duty.With("support", $"[{{who: townships, does: {Sheet.Text("协助并报数", "Help and report")}}}]");
        var take = 2 + _chance.Below(2);
        var period = (string[])["month", "quarter", "half-year", "year"];
        _sheet.Add("form", $"{department.Id}-report", $"forms/{department.Id}-report.yaml").With("name", Sheet.Text($"{department.PurposeZh}工作报表", $"Report on {department.PurposeEn.ToLowerInvariant()}")).With("asked-by", department.Id).With("filled-by", villages ? "village-clerk@villages" : $"{department.Id}-officer@townships")
            .With("duty", duty.Id).With("purpose", department.Purpose).With("every", period[_chance.Below(4)]).With("due", "5 working days").With("totals", Sheet.ListOf(facts.Take(take).Select(static fact => $"unit.{fact.Id}")))
            .With("used-for", $"[power/{duty.List("needs.powers")[0]}]").With("basis", $"[{Article(department)}]").With("review-by", "2028-12-31");
        foreach (var fact in facts.Skip(take)) _sheet.Entries.Remove(_sheet.Get("item", $"unit.{fact.Id}"));
    }

    private void OwnWork()
    {
        foreach (var (id, zh, en) in SampleDepartment.OwnWork.Where(_ => _chance.Chance(0.6)))
            _sheet.Add("duty", id, "duties/own.yaml").With("name", Sheet.Text(zh, en)).With("field", "livelihood").With("lead", "townships").With("basis", $"[{ServiceArticle()}]").With("review-by", "2028-12-31");
    }

    private void Measures()
    {
        var matters = _sheet.Of("matter").ToList();
        foreach (var matter in matters.Where(_ => _chance.Chance(0.5)).Append(matters[0]).DistinctBy(static one => one.Id))
        {
            Indicator($"{matter.Id}-answered", "按时首次答复率", "answered in time", matter, "matter.first-answered <= matter.first-answer-due", "share", "higher", $"{matter.Id}-again");
            Indicator($"{matter.Id}-again", "九十天内再次申请率", "filed again within ninety days", matter, "matter.filed-again <= 90 days", "share", "lower", $"{matter.Id}-returns");
            Indicator($"{matter.Id}-returns", "平均退回次数", "returns on average", matter, "matter.returns", "mean", "lower", $"{matter.Id}-again");
            if (!_chance.Chance(0.5)) continue;
            _sheet.Add("assessment", $"{matter.Id}-review", "assessment.yaml").With("name", Sheet.Text("办理质量评议", "Review of how matters are handled")).With("judged", "townships").With("judged-by", "county").With("every", "quarter")
                .With("looks-at", $"[{{indicator: {matter.Id}-answered, weight: 40 %}}, {{indicator: {matter.Id}-again, weight: 30 %}}, {{indicator: {matter.Id}-returns, weight: 30 %}}]")
                .With("compares", "{with: townships, interval: 95 %, at-least: 30 matters, shows: funnel}").With("replayed-on", "24 months").With("basis", $"[{ServiceArticle()}]");
        }
    }

    private void Indicator(string id, string zh, string en, SheetEntry matter, string value, string take, string better, string twin) =>
        _sheet.Add("indicator", id, "indicators.yaml").With("name", Sheet.Text($"{NameOf(matter).Zh}{zh}", $"{NameOf(matter).En}: {en}")).With("from-record", $"matter where matter.type = \"{matter.Id}\"").With("value", value).With("take", take).With("counted-when", "matter.filed").With("levels", "[township, county]").With("every", "quarter").With("better", better).With("twin", twin).With("gamed-by", Sheet.Text("用套话应付", "Answering with a set phrase"));

    public static (string Zh, string En) NameOf(SheetEntry entry)
    {
        var text = entry["name"]!;
        var middle = text.IndexOf(", en: ", StringComparison.Ordinal);
        return (text[5..middle].Trim('"'), text[(middle + 6)..^1].Trim('"'));
    }

    private void Others()
    {
        if (_chance.Chance(0.5))
        {
            _sheet.Add("standard", "minimum-living", "standards.yaml").With("name", Sheet.Text("低保标准", "Minimum living standard")).With("value", "780 CNY").With("to", "2026-06-30").With("basis", $"[{ServiceArticle()}]");
            _sheet.Add("standard", "minimum-living", "standards.yaml").With("name", Sheet.Text("低保标准", "Minimum living standard")).With("value", "820 CNY").With("from", "2026-07-01").With("basis", $"[{ServiceArticle()}]");
        }

        // Somebody may change the structure.
        _sheet.Add("power", "change-structure", "powers.yaml").With("name", Sheet.Text("修订职责与权限", "Changing duties and powers")).With("class", "order").With("outcomes", "[grant, refuse]").With("held-by", "{county-leader@county: {}}").With("delegable", "never").With("basis", $"[{ServiceArticle()}]").With("review-by", "2028-12-31");
        _sheet.Add("duty", "structure-review", "duties/county.yaml").With("name", Sheet.Text("职责与权限的修订", "Revision of duties and powers")).With("field", "livelihood").With("lead", "county").With("needs.powers", "[change-structure]").With("basis", $"[{ServiceArticle()}]").With("review-by", "2028-12-31");

        var orders = _sheet.Of("power").Where(static power => power["class"] == "order").ToList();
        if (orders.Count > 0 && _chance.Chance(0.5))
        {
            _sheet.Add("emergency", "flood-emergency", "emergencies.yaml").With("name", Sheet.Text("紧急防汛期", "Flood emergency")).With("trigger", Sheet.Text("水位超过警戒线", "The river stands above its warning level")).With("declared-by", "county-leader@county").With("powers", $"[{orders[0].Id}]").With("lasts", "72 hours").With("review", "30 days").With("basis", $"[{ServiceArticle()}]");
        }

        if (_chance.Chance(0.3)) _sheet.Add("setting", "bare-ahead", "settings.yaml").With("value", "200 days").With("why", Sheet.Text("提前准备续办", "Renewal takes time"));
        if (_chance.Chance(0.4))
        {
            _sheet.Add("skill", "first-aid", "skills.yaml").With("name", Sheet.Text("急救", "First aid"));
            _sheet.Get("post", "township-leader")["skills"] = "first-aid";
            if (_sheet.Of("duty").FirstOrDefault(static duty => duty["field"] == "livelihood") is { } own)
            {
                own["needs.skills"] = "[first-aid]";
            }
        }
    }
}
