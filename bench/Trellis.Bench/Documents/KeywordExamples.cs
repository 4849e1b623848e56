using Trellis.Structure;

namespace Trellis.Bench.Documents;

/// <summary>An example of each kind for the reference. The tests of the documents read every one of them.</summary>
internal static class KeywordExamples
{
    public static (string Language, string Path, string Text)? Of(Kind kind) => kind switch
    {
        Kind.Structure => ("yaml", "structure.yaml", """
            structure: cuiwei
            language: 1
            name: {zh: 翠微县, en: Cuiwei County}
            version: "2026.1"
            from: 2026-01-01
            top: cuiwei
            languages: [zh, en]
            zone: Asia/Shanghai
            money: CNY
            levels:
              - {level: county, name: {zh: 县, en: County}}
              - {level: township, name: {zh: 乡镇街道, en: Township}}
            types:
              - {type: county, name: {zh: 县, en: County}, level: county, kind: government, ground: own, acts-for: self}
              - {type: department, name: {zh: 县直部门, en: County department}, level: county, kind: government, ground: parent, acts-for: self}
              - {type: town, name: {zh: 镇, en: Town}, level: township, kind: government, ground: own, acts-for: self}
              - {type: station, name: {zh: 派驻站所, en: Field station}, level: township, kind: government, ground: served, acts-for: parent}
            acts:
              return: {at-most: 1, within: 2 working hours}
              reopen: {within: 30 days}
            overdue: [{at: 80 %, remind: performer}, {at: 100 %, tell: supervisor@cuiwei}]
            """),
        Kind.Calendar => ("yaml", "calendars.yaml", """
            - calendar: office
              name: {zh: 办公时间, en: Office hours}
              week:
                monday: [09:00-12:00, 13:30-17:30]
                friday: [09:00-12:00, 13:30-17:00]
              off: [{from: 2026-02-15, to: 2026-02-23, name: {zh: 春节, en: Spring Festival}}]
              make-up: [{day: 2026-02-14, as: monday}]
              short: [{day: 2026-12-31, open: [09:00-12:00], name: {zh: 年末半天, en: Half day}}]
              known-to: 2026-12-31
            """),
        Kind.Unit => ("tsv", "units.tsv", """
            id	name.zh	name.en	type	parent	ground	tags	from	to	successor	unit.population
            xikou	溪口镇	Xikou Town	town	cuiwei		mountain				31200
            market-xikou	市场监管局溪口所	Market Bureau at Xikou	station	market	xikou
            nanmen	南门社区	Nanmen Neighbourhood	neighbourhood	chengguan				2026-06-30	heping
            """),
        Kind.Group => ("yaml", "groups.yaml", """
            - group: townships
              name: {zh: 乡镇街道, en: Townships}
              units: {type: [town, street]}
            - group: pilot-towns
              name: {zh: 试点镇, en: Pilot towns}
              units: [xikou, shiping]
            """),
        Kind.Post => ("tsv", "posts.tsv", """
            id	name.zh	name.en	at	seats	calendar	skills
            service-lead	便民服务中心主任	Head of the service centre	townships	1
            duty-officer	值班长	Officer on duty	command	2	always-open	first-aid
            """),
        Kind.Seat => ("tsv", "seats.tsv", """
            actor	post	from	to	acting-for
            p-02	service-lead@xikou	2026-01-01
            p-07	service-lead@shiping	2026-03-01	2026-08-31	p-05
            """),
        Kind.Skill => ("yaml", "skills.yaml", """
            - skill: care-assessment
              name: {zh: 失能评估员, en: Assessor of need for care}
            """),
        Kind.Law => ("yaml", "law.yaml", """
            - law: relief-rules
              name: {zh: 社会救助暂行办法, en: Interim Measures for Social Relief}
              rank: national-regulation
              number: 国务院令第649号
              from: 2019-03-02
              articles:
                - {article: 48, gist: {zh: 乡镇受理审核公示，县民政审批，小额可委托, en: "Township examines, county decides, small sums may be delegated"}}
            """),
        Kind.Codes => ("yaml", "codes.yaml", """
            - codes: facility-kinds
              name: {zh: 设施类别, en: Kinds of facilities}
              values:
                - {value: lamp, name: {zh: 路灯, en: Street lamp}}
                - {value: path, name: {zh: 便道, en: Path}}
            """),
        Kind.PowerClass => ("yaml", "classes.yaml", """
            - class: coercion
              name: {zh: 行政强制, en: Coercion}
              delegable-to: []
              basis: [coercion-law/17]
            """),
        Kind.Duty => ("yaml", "duties.yaml", """
            - duty: construction-noise
              name: {zh: 施工噪声扰民处置, en: Handling of construction noise}
              field: city-management
              lead: townships
              support:
                - {who: urban-management, does: {zh: 执法处罚, en: Enforce and fine}}
                - {who: housing, does: {zh: 核查夜间证明, en: Verify night permits}}
              needs: {powers: [stop-night-work, fine-night-work], resources: [sound-meter]}
              basis: [noise-law/43]
              review-by: 2028-12-31
            """),
        Kind.Power => ("yaml", "powers.yaml", """
            - power: grant-relief
              name: {zh: 临时救助审批, en: Decision on temporary relief}
              class: payment
              outcomes: [grant, refuse]
              held-by:
                relief-head@civil-affairs: {amount: {per-case: 20000 CNY, per-year: 3000000 CNY}}
              delegable: {to: [government], depth: 1}
              basis: [relief-rules/48]
            """),
        Kind.Delegation => ("yaml", "delegations.yaml", """
            - delegation: relief-to-townships
              of: power/grant-relief
              giver: relief-head@civil-affairs
              receiver: civil-lead@townships
              limits: {amount: {per-case: 2000 CNY, per-year: 120000 CNY}, matters: [hardship-allowance]}
              acts-for: giver
              pass-on: 0
              to: 2027-12-31
              basis: [relief-rules/48]
              reason: {zh: 小额急难，就近办、当日办, en: "Small urgent sums are decided nearby, the same day"}
            """),
        Kind.Purpose => ("yaml", "purposes.yaml", """
            - purpose: relief
              name: {zh: 社会救助, en: Social relief}
              actors: [government, community]
              consent: required
              basis: [relief-rules/48]
            """),
        Kind.Register => ("yaml", "registers.yaml", """
            - register: household
              name: {zh: 家庭库, en: Households}
              key: [household.number]
              owner: civil-affairs
              keep: {for: 5 years, after: left}
              basis: [relief-rules/47]
            """),
        Kind.Item => ("yaml", "data.yaml", """
            - item: household.income
              name: {zh: 家庭月收入, en: Monthly household income}
              means: {zh: 申请前十二个月家庭可支配收入的月平均数, en: Mean monthly disposable income of the last twelve months}
              type: money
              sharing: by-purpose
              purposes: [relief]
              personal: sensitive
              good-for: 6 months
              basis: [relief-rules/48]
            """),
        Kind.Standard => ("yaml", "standards.yaml", """
            - standard: minimum-living
              name: {zh: 低保标准, en: Minimum living standard}
              value: 780 CNY
              to: 2026-06-30
              basis: [relief-rules/11]
            - standard: minimum-living
              name: {zh: 低保标准, en: Minimum living standard}
              value: 820 CNY
              from: 2026-07-01
              basis: [relief-rules/11]
            """),
        Kind.Matter => ("yaml", "matters/hardship-allowance.yaml", """
            matter: hardship-allowance
            name: {zh: 临时救助申请, en: Temporary relief for a household in hardship}
            duty: temporary-relief
            purpose: relief
            about: {applicant: person, family: household}
            place: family.home
            guide: {for: [resident], fee: 0 CNY, promise: 18 working days, first-answer: 1 working day, basis: [relief-rules/48]}
            asks: [applicant, applicant.phone, family, matter.hardship-cause]
            flow:
              - receive: {by: service-hall, within: 2 working hours}
              - parallel:
                  - check: {id: visit, by: village-clerk, within: 3 working days, uses: [matter.hardship-cause]}
                  - check: {id: means, by: civil-clerk, within: 3 working days, uses: [family.income], gives: [matter.relief-sum]}
                within: 3 working days
              - decide: {id: award, power: grant-relief, amount: matter.relief-sum, apart-from: [means, visit], within: 1 working day, outcomes: {grant: solved, refuse: refused}}
              - deliver: {by: relief-officer, as: bank-transfer, when: award.outcome = "grant", within: 1 working day}
              - notify: {by: first-contact, tell: applicant, uses: [applicant.phone], shows: [award.outcome, award.reason], within: 1 working day}
              - confirm: {by: requester, within: 10 working days, silence: close-unanswered}
            """),
        Kind.Form => ("yaml", "forms/hardship-monthly.yaml", """
            form: hardship-monthly
            name: {zh: 困难家庭月报表, en: Monthly table of households in hardship}
            asked-by: civil-affairs
            filled-by: civil-clerk@townships
            duty: hardship-ledger
            purpose: relief
            every: month
            due: 5 working days
            rows: household where household.in-hardship
            items: [household.number, household.size]
            totals: [unit.hardship-households]
            used-for: [power/grant-relief]
            basis: [relief-rules/47]
            """),
        Kind.System => ("yaml", "systems.yaml", """
            - system: county-hall
              name: {zh: 县政务服务平台, en: County service platform}
              owner: data-office
              problem: {zh: 窗口不知道别的窗口收过什么材料, en: Counters did not know what others had received}
              serves: [duty/temporary-relief, matter/hardship-allowance]
              holds: [person.number, person.phone]
              users: [service-hall@townships]
              login: single
              basis: [service-rules/7]
              purposes: [relief]
            """),
        Kind.Resource => ("yaml", "resources.yaml", """
            - resource: sound-meter
              name: {zh: 声级计, en: Sound meter}
              class: thing
              claims: [townships, urban-management]
              scheduled-by: duty-officer@chengguan
              basis: [noise-law/43]
            """),
        Kind.Stock => ("tsv", "stocks.tsv", """
            resource	unit	amount
            sound-meter	chengguan	3 pieces
            """),
        Kind.Indicator => ("yaml", "indicators.yaml", """
            - indicator: noise-first-answer
              name: {zh: 噪声投诉按时首次答复率, en: Noise complaints answered in time}
              from-record: matter where matter.type = "construction-noise"
              value: matter.first-answered <= matter.first-answer-due
              take: share
              counted-when: matter.filed
              levels: [township, county]
              every: month
              better: higher
              twin: noise-again
              gamed-by: {zh: 用套话答复, en: Answering with a set phrase}
            """),
        Kind.Assessment => ("yaml", "assessment.yaml", """
            - assessment: township-service-review
              judged: townships
              judged-by: cuiwei
              every: quarter
              looks-at:
                - {indicator: noise-first-answer, weight: 40 %}
                - {indicator: noise-again, weight: 60 %}
              compares: {with: townships, adjusts-for: [matter.type], interval: 95 %, at-least: 30 matters, shows: funnel}
              opens: {when: outside-funnel, matter: structure-review}
              replayed-on: 24 months
              basis: [service-rules/21]
            """),
        Kind.Emergency => ("yaml", "emergencies.yaml", """
            - emergency: flood
              name: {zh: 防汛应急, en: Flood}
              trigger: {zh: 河道水位超过警戒线, en: The river rises over the warning mark}
              declared-by: county-leader@cuiwei
              powers: [order-evacuation, requisition-boats]
              lasts: 72 hours
              review: 30 days
              basis: [flood-law/45]
            """),
        Kind.Neighbour => ("yaml", "neighbours.yaml", """
            - neighbour: shiping
              name: {zh: 石坪县, en: Shiping County}
              origin: shiping/record
              key: shiping/record+d19147c5+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea
              may-file: [noise-complaint]
              basis: [data-rules/15]
            """),
        Kind.Offer => ("yaml", "offers.yaml", """
            - offer: residence
              name: {zh: 户籍和居住证明, en: Proof of residence}
              by: police
              items: [person.name, person.registered-at]
              purposes: [schooling]
              given-to: [neighbour/shiping]
              preview: asked
              good-for: 30 days
              basis: [data-rules/15]
            """),
        Kind.Setting => ("yaml", "settings.yaml", """
            - setting: burden-fields
              value: 80 pieces
              why: {zh: 乡镇有两名专职统计员, en: Townships have two clerks for statistics}
            """),
        Kind.Overlay => ("yaml", "overlays/towns-decide/overlay.yaml", """
            overlay: towns-decide
            kind: pilot
            name: {zh: 小餐饮登记下放镇办理试点, en: "Pilot: towns decide on small restaurants"}
            places: [xikou]
            compared-with: [shiping, chengguan]
            from: 2026-04-01
            to: 2026-12-31
            success: [{indicator: restaurant-days, falls-by: 1 working day}]
            guards: [{indicator: restaurant-reopened, rises-at-most: 2 points}]
            judged: {on: 2027-01-31, by: supervisor@cuiwei}
            basis: [licensing-law/24]
            add:
              - delegation: small-catering-to-towns
                of: power/permit-small-catering
                giver: licence-head@market
                receiver: service-lead@towns
                limits: {outcomes: [grant], when: premises.area <= 100 m2}
                acts-for: giver
                pass-on: 0
                basis: [licensing-law/24]
                reason: {zh: 少跑六十公里, en: Saves sixty kilometres}
            withdraw: [form/catering-monthly]
            """),
        _ => null,
    };
}
