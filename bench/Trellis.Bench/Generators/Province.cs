using System.Globalization;
using System.Text;

namespace Trellis.Bench.Generators;

/// <summary>
/// A province of invented names in the shape of the national hierarchy (13.9 townships a county, 8.7 counties a prefecture,
/// 15 villages a township): every duty of every township written out with its own id, bearer and basis, as offices do that copy
/// their list from the one above. It is made for tests and the bench, and never kept.
/// </summary>
public sealed class Province(string folder, int townships, int dutiesEach)
{
    private static readonly (string Id, string Zh, string En)[] Fields =
    [
        ("civil-affairs", "民政", "civil affairs"), ("city-management", "城市管理", "city management"), ("market", "市场监管", "market supervision"),
        ("health", "卫生健康", "health"), ("education", "教育", "education"), ("agriculture", "农业农村", "agriculture"), ("land", "自然资源", "land"),
        ("building", "住房建设", "building"), ("ecology", "生态环境", "ecology"), ("safety", "应急消防", "safety"), ("order", "公共秩序", "public order"),
        ("justice", "司法调解", "justice"), ("roads", "道路交通", "roads"), ("labour", "劳动保障", "labour"), ("insurance", "医疗保障", "medical insurance"), ("culture", "文化体育", "culture"), ("statistics", "统计调查", "statistics"),
    ];

    private static readonly (string Zh, string En)[] Works =
    [
        ("受理申请", "Receive applications on"), ("日常巡查", "Daily walks for"), ("信息核实", "Verify facts on"), ("宣传教育", "Public education on"), ("隐患排查", "Search for hazards in"),
        ("纠纷调处", "Settle disputes on"), ("档案管理", "Keep files on"), ("政策咨询", "Advice on"), ("动态监测", "Watch over"), ("应急处置", "First response in"),
        ("联合整治", "Joint action on"), ("定期走访", "Regular visits on"), ("资金发放", "Pay out funds for"), ("初审转报", "First examination in"), ("公开公示", "Publication on"),
        ("业务培训", "Training on"), ("设施维护", "Upkeep of facilities for"), ("统计汇总", "Count and report on"), ("投诉办理", "Answer complaints on"), ("协助执法", "Support enforcement in"),
    ];

    private static readonly string[] First = ["清", "云", "石", "白", "龙", "青", "金", "松", "柳", "梅", "竹", "桃", "双", "大", "小", "东", "西", "南", "北", "上", "下", "新", "长", "平", "安", "福", "永", "和", "兴", "泉"];
    private static readonly string[] Second = ["河", "溪", "山", "坪", "湾", "塘", "桥", "岭", "坡", "洲", "庄", "寨", "店", "铺", "井", "峰", "谷", "源", "泽", "台", "林", "堰", "沟", "岗", "坝", "浦", "屯", "港", "渡", "口"];

    private readonly SeededNumbers _chance = new(20260101);

    /// <summary>How many files the duties are divided into: one a prefecture.</summary>
    private int Prefectures => Math.Max(1, (int)Math.Round(townships / (13.9 * 8.7)));

    public int Duties => townships * dutiesEach;

    public static void Write(string folder, int townships = 1_000, int dutiesEach = 341) => new Province(folder, townships, dutiesEach).WriteAll();

    private void WriteAll()
    {
        Directory.CreateDirectory(Path.Combine(folder, "duties"));
        Directory.CreateDirectory(Path.Combine(folder, "matters"));
        Write("structure.yaml", Header);
        Write("calendars.yaml", static to => to.Write("- calendar: office\n  week: {monday: [09:00-12:00, 13:30-17:30], tuesday: [09:00-12:00, 13:30-17:30], wednesday: [09:00-12:00, 13:30-17:30], thursday: [09:00-12:00, 13:30-17:30], friday: [09:00-12:00, 13:30-17:30]}\n  known-to: 2027-12-31\n"));
        Write("units.tsv", Units);
        Write("groups.yaml", static to => to.Write("- {group: townships, name: {zh: 乡镇街道, en: Townships}, units: {type: [township]}}\n- {group: counties, name: {zh: 县, en: Counties}, units: {type: [county]}}\n- {group: villages, name: {zh: 村, en: Villages}, units: {type: [village]}}\n"));
        Write("posts.tsv", static to => to.Write("id\tname.zh\tname.en\tat\tseats\nclerk\t经办人\tClerk\ttownships\t4\nlead\t分管领导\tLead\ttownships\t2\ncounty-head\t县级审批人\tCounty approver\tcounties\t3\nvillage-clerk\t村干部\tVillage clerk\tvillages\t2\nminister\t省级审批人\tProvincial approver\tprovince\t3\n"));
        Write("classes.yaml", static to => to.Write("- {class: confirmation, name: {zh: 行政确认, en: Confirmation}, delegable-to: [government]}\n- {class: inspection, name: {zh: 行政检查, en: Inspection}, delegable-to: [government]}\n- {class: payment, name: {zh: 行政给付, en: Payment}, delegable-to: [government]}\n"));
        Write("codes.yaml", static to =>
        {
            to.Write("- codes: fields\n  name: {zh: 领域, en: Fields}\n  values:\n");
            foreach (var (id, zh, en) in Fields) to.Write($"    - {{value: {id}, name: {{zh: {zh}, en: {en}}}}}\n");
        });
        Write("law.yaml", Laws);
        Write("purposes.yaml", static to => to.Write("- {purpose: service, name: {zh: 公共服务, en: Public service}, actors: [government, community], consent: none, basis: [law-1/1]}\n"));
        Write("registers.yaml", static to => to.Write("- {register: person, name: {zh: 人口库, en: People}, key: [person.number], owner: province, keep: {for: 5 years, after: left}, basis: [law-1/2]}\n"));
        Write("data.yaml", static to => to.Write("- {item: person.number, name: {zh: 编号, en: Number}, means: {zh: 人口库中的编号, en: Number in the register}, type: text, sharing: by-purpose, purposes: [service], personal: plain, basis: [law-1/2]}\n- {item: person.phone, name: {zh: 联系电话, en: Telephone}, means: {zh: 本人留下的电话, en: Telephone the person left}, type: text, sharing: by-purpose, purposes: [service], personal: plain, good-for: 1 year, basis: [law-1/2]}\n- {item: person.home, name: {zh: 住址, en: Home}, means: {zh: 常住的地方, en: Where the person lives}, type: place, sharing: by-purpose, purposes: [service], personal: plain, basis: [law-1/2]}\n- {item: matter.reason, name: {zh: 申请理由, en: Reason}, means: {zh: 申请人说明的理由, en: The reason that the applicant gives}, type: text, sharing: by-purpose, purposes: [service], personal: plain, owner: province, keep: {for: 5 years, after: closed}, basis: [law-1/2]}\n"));
        Write("powers.yaml", Powers);
        Write("delegations.yaml", Delegations);
        Write("matters/service.yaml", static to => to.Write("""
            matter: service
            name: {zh: 便民服务申请, en: Application for a service}
            duty: t1-d1
            purpose: service
            about: {applicant: person}
            place: applicant.home
            guide: {for: [resident], fee: 0 CNY, promise: 15 working days, first-answer: 1 working day, basis: [law-1/1]}
            asks: [applicant, applicant.phone, matter.reason]
            flow:
              - receive: {by: clerk, within: 2 working hours}
              - check: {id: look, by: clerk, within: 3 working days, uses: [matter.reason]}
              - decide: {id: award, power: power-1, apart-from: [look], within: 2 working days, outcomes: {grant: solved, refuse: refused}}
              - notify: {by: first-contact, tell: applicant, uses: [applicant.phone], shows: [award.outcome, award.reason], within: 1 working day}
              - confirm: {by: requester, within: 5 working days, silence: close-unanswered}
            """ + "\n"));
        for (var prefecture = 0; prefecture < Prefectures; prefecture++)
        {
            var one = prefecture;
            Write($"duties/prefecture-{prefecture + 1}.yaml", to => DutiesOf(one, to));
        }
    }

    private void Write(string name, Action<TextWriter> write)
    {
        using var to = new StreamWriter(Path.Combine(folder, name), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
        write(to);
    }

    private static void Header(TextWriter to) => to.Write("""
        structure: province
        language: 1
        name: {zh: 一个虚构的省, en: An invented province}
        version: "1"
        from: 2026-01-01
        top: province
        languages: [zh, en]
        zone: Asia/Shanghai
        money: CNY
        levels:
          - {level: province, name: {zh: 省, en: Province}}
          - {level: prefecture, name: {zh: 市, en: Prefecture}}
          - {level: county, name: {zh: 县, en: County}}
          - {level: township, name: {zh: 乡镇, en: Township}}
          - {level: village, name: {zh: 村, en: Village}}
        types:
          - {type: province, name: {zh: 省, en: Province}, level: province, kind: government, ground: own, acts-for: self}
          - {type: prefecture, name: {zh: 市, en: Prefecture}, level: prefecture, kind: government, ground: own, acts-for: self}
          - {type: county, name: {zh: 县, en: County}, level: county, kind: government, ground: own, acts-for: self}
          - {type: township, name: {zh: 乡镇, en: Township}, level: township, kind: government, ground: own, acts-for: self}
          - {type: village, name: {zh: 村, en: Village}, level: village, kind: community, ground: own, acts-for: self}
        acts:
          return: {at-most: 1, within: 1 working day}
          refer-up: {at-most: 1, within: 1 working day}
          pause: {at-most: 1, total: 10 working days}
        """ + "\n");

    private int PrefectureOf(int township) => township * Prefectures / townships;

    private int CountyOf(int township) => (int)(township / 13.9);

    private void Units(TextWriter to)
    {
        to.Write("id\tname.zh\tname.en\ttype\tparent\nprovince\t虚构省\tInvented Province\tprovince\n");
        for (var prefecture = 0; prefecture < Prefectures; prefecture++) to.Write($"p{prefecture + 1}\t{Place()}市\tPrefecture {prefecture + 1}\tprefecture\tprovince\n");
        for (var county = 0; county <= CountyOf(townships - 1); county++)
        {
            var first = (int)Math.Ceiling(county * 13.9);
            to.Write($"c{county + 1}\t{Place()}县\tCounty {county + 1}\tcounty\tp{PrefectureOf(Math.Min(first, townships - 1)) + 1}\n");
        }

        for (var township = 0; township < townships; township++)
        {
            to.Write($"t{township + 1}\t{Place()}镇\tTownship {township + 1}\ttownship\tc{CountyOf(township) + 1}\n");
            var villages = 6 + _chance.Below(19);
            for (var village = 0; village < villages; village++) to.Write($"t{township + 1}-v{village + 1}\t{Place()}村\tVillage {village + 1} of township {township + 1}\tvillage\tt{township + 1}\n");
        }
    }

    private string Place() => First[_chance.Below(First.Length)] + Second[_chance.Below(Second.Length)];

    private static void Laws(TextWriter to)
    {
        for (var law = 1; law <= 40; law++)
        {
            var (_, zh, en) = Fields[law % Fields.Length];
            to.Write($"- law: law-{law}\n  name: {{zh: {zh}工作条例（{law}）, en: Regulation {law} on {en}}}\n  rank: provincial-regulation\n  from: 2020-01-01\n  articles:\n");
            for (var article = 1; article <= 40; article++) to.Write($"    - {{article: {article}, gist: {{zh: 第{article}条规定的工作, en: Work under article {article}}}}}\n");
        }
    }

    private const int PowerCount = 400;

    private static void Powers(TextWriter to)
    {
        for (var power = 1; power <= PowerCount; power++)
        {
            var kind = (power % 3) switch { 0 => "confirmation", 1 => "payment", _ => "inspection" };
            var (_, zh, en) = Fields[power % Fields.Length];
            to.Write($"- power: power-{power}\n  name: {{zh: {zh}第{power}项权力, en: Power {power} in {en}}}\n  class: {kind}\n  outcomes: [grant, refuse]\n  held-by: {{{(power % 4 == 0 ? "lead@townships" : "county-head@counties")}: {{}}}}\n  delegable: {{to: [government], depth: 2}}\n  basis: [law-{power % 40 + 1}/{power % 37 + 1}]\n");
        }
    }

    private static void Delegations(TextWriter to)
    {
        for (var power = 1; power <= PowerCount; power++)
        {
            if (power % 4 == 0 || power % 10 == 7) continue; // held below already, or not given down at all
            to.Write($"- delegation: give-{power}\n  of: power/power-{power}\n  giver: county-head@counties\n  receiver: lead@townships\n  limits: {{amount: {{per-case: {power * 100} CNY}}}}\n  acts-for: giver\n  pass-on: 0\n  basis: [law-{power % 40 + 1}/{power % 37 + 1}]\n  reason: {{zh: 就近办理, en: Decided nearby}}\n");
        }
    }

    private void DutiesOf(int prefecture, TextWriter to)
    {
        for (var township = 0; township < townships; township++)
        {
            if (PrefectureOf(township) != prefecture) continue;
            for (var duty = 1; duty <= dutiesEach; duty++)
            {
                var (field, zh, en) = Fields[duty % Fields.Length];
                var (workZh, workEn) = Works[duty % Works.Length];
                to.Write("- duty: t");
                to.Write((township + 1).ToString(CultureInfo.InvariantCulture));
                to.Write("-d");
                to.Write(duty.ToString(CultureInfo.InvariantCulture));
                to.Write($"\n  name: {{zh: {zh}{workZh}（{duty}）, en: {workEn} {en} ({duty})}}\n  field: {field}\n  lead: t{township + 1}\n");
                if (duty % 3 == 0) to.Write($"  needs: {{powers: [power-{duty % PowerCount + 1}]}}\n");
                to.Write($"  basis: [law-{duty % 40 + 1}/{duty % 39 + 1}]\n");
            }
        }
    }
}
