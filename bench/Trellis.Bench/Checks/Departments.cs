namespace Trellis.Bench.Checks;

/// <summary>A duty with the power that it needs; both as offices name them.</summary>
internal sealed record SampleDuty(string Id, string Zh, string En, string Power, string PowerZh, string PowerEn, string Class);

/// <summary>A concern that people come with: what they say, what is established, and what may be paid or asked besides.</summary>
internal sealed record SampleMatter(string Id, string Zh, string En, int Duty, (string Id, string Zh, string En, string MeansZh, string MeansEn) Told, (string Id, string Zh, string En, string MeansZh, string MeansEn) Found, (string Id, string Zh, string En, string MeansZh, string MeansEn)? Sum);

internal sealed record SampleFact(string Id, string Zh, string En, string MeansZh, string MeansEn);

/// <summary>A department of an invented county with its work, in Chinese and English.</summary>
internal sealed record SampleDepartment(string Id, string Zh, string En, string Purpose, string PurposeZh, string PurposeEn, string LawZh, string LawEn, SampleDuty[] Duties, SampleMatter[] Matters, SampleFact[] Facts, (string Id, string Zh, string En, string Class, string Unit) Resource, (string Id, string Zh, string En, string ProblemZh, string ProblemEn) System)
{
    public static IReadOnlyList<SampleDepartment> All { get; } =
    [
        new("civil", "民政局", "Civil Affairs Bureau", "relief", "社会救助", "Social relief", "社会救助条例", "Regulation on Social Relief",
            [
                new("temporary-relief", "临时救助", "Temporary relief", "grant-relief", "临时救助审批", "Decision on temporary relief", "payment"),
                new("low-income", "最低生活保障", "Minimum living support", "confirm-low-income", "低保资格确认", "Confirmation of low income", "confirmation"),
                new("orphan-care", "困境儿童保障", "Care for children in need", "recognise-orphan", "孤儿身份认定", "Recognition of orphans", "confirmation"),
                new("care-homes", "养老机构监管", "Supervision of care homes", "inspect-care-home", "养老机构检查", "Inspection of care homes", "inspection"),
                new("graveyards", "殡葬管理", "Burials and graveyards", "permit-graveyard", "公益性墓地许可", "Permit for a public graveyard", "licence"),
                new("place-signs", "地名标志维护", "Upkeep of place-name signs", "set-place-sign", "地名标志设置决定", "Decision on place-name signs", "order"),
            ],
            [
                new("hardship-aid", "急难家庭救助申请", "Aid for a household in distress", 0, ("hardship-cause", "遭遇的困难", "What has befallen the household", "申请人说明的突发困难", "The sudden distress as the applicant tells it"), ("visit-report", "入户走访情况", "What the visit showed", "走访人看到的居住和生活状况", "Living conditions as the visitor saw them"), ("aid-sum", "急难救助金额", "Sum of the distress aid", "按家庭困难程度核算的救助款", "Aid as it was worked out by what has befallen the household")),
                new("orphan-aid", "孤儿保障申请", "Support for an orphan", 2, ("guardian-story", "监护变化经过", "How the guardianship changed", "谁在什么时候停止抚养", "Who stopped caring and when"), ("school-opinion", "就读情况意见", "Opinion on schooling", "学校对孩子出勤和学习的说明", "What the school says of attendance and learning"), null),
            ],
            [
                new("relief-visits", "入户走访户次", "Household visits made", "季度内走访的困难家庭户次", "Visits to households in distress within the quarter"),
                new("care-beds", "养老床位", "Beds in care homes", "已备案养老机构的床位", "Beds of registered care homes"),
                new("graves-moved", "迁坟座数", "Graves moved", "年内依程序迁移的坟墓", "Graves moved by due procedure within the year"),
            ],
            ("relief-van", "救助车", "Relief van", "thing", "pieces"), ("relief-platform", "救助信息平台", "Relief platform", "救助对象在多个窗口重复提交材料", "The same papers are handed in at several counters")),
        new("urban", "城市管理局", "Urban Management Bureau", "city", "城市管理", "City management", "市容环境条例", "Regulation on the City's Appearance",
            [
                new("shop-signs", "店招管理", "Shop signs", "permit-shop-sign", "店招设置许可", "Permit for a shop sign", "licence"),
                new("street-trade", "占道经营治理", "Trade on pavements", "order-clearing", "责令清理占道物品", "Order to clear a pavement", "order"),
                new("construction-noise", "施工噪声处置", "Construction noise", "stop-night-work", "责令停止夜间施工", "Order to stop work at night", "order"),
                new("green-spaces", "绿地养护", "Care of green spaces", "permit-tree-felling", "城市树木砍伐许可", "Permit to fell a city tree", "licence"),
                new("street-lamps", "路灯照明", "Street lamps", "approve-lamp-repair", "路灯维修支出审批", "Approval of lamp repairs", "payment"),
                new("waste-sorting", "垃圾分类", "Waste sorting", "inspect-waste-point", "垃圾投放点检查", "Inspection of waste points", "inspection"),
            ],
            [
                new("noise-report", "夜间施工扰民投诉", "Complaint about building noise at night", 2, ("noise-story", "噪声扰民经过", "When and how it disturbs", "投诉人描述的时间和声音来源", "Time and source as the resident describes them"), ("noise-reading", "现场声级读数", "Reading on the spot", "测量人员记录的分贝读数", "Decibels as the measurer wrote them down"), null),
                new("lamp-repair", "路灯报修", "Report of a dark lamp", 4, ("lamp-fault", "路灯故障描述", "What is wrong with the lamp", "不亮、闪烁或灯杆倾斜", "Dark, flickering, or leaning"), ("lamp-finding", "抢修勘查记录", "What the repairer found", "线路、灯头和基础的查看结果", "Result of looking at wiring, head and base"), ("lamp-cost", "修灯费用", "Cost of mending the lamp", "材料与人工费用合计", "Material and labour together")),
            ],
            [
                new("stalls-cleared", "劝离摊点", "Stalls moved on", "月内劝离的占道摊点", "Stalls on pavements moved on within the month"),
                new("lamps-dark", "不亮路灯盏数", "Dark street lamps", "月末仍未修复的路灯", "Lamps not yet mended at the end of the month"),
                new("trees-pruned", "修剪行道树", "Street trees pruned", "季度内修剪过的行道树棵数", "Street trees pruned within the quarter"),
            ],
            ("sound-meter", "声级计", "Sound meter", "thing", "pieces"), ("city-eye", "城管巡查系统", "Patrol system", "巡查发现的问题没人跟踪到底", "Nobody follows up what a patrol finds")),
        new("market", "市场监督管理局", "Market Supervision Bureau", "licensing", "准入与监管", "Licensing and supervision", "市场主体与食品条例", "Regulation on Traders and Food",
            [
                new("small-catering", "小餐饮管理", "Small restaurants", "permit-small-catering", "小餐饮登记", "Registration of small restaurants", "licence"),
                new("price-tags", "明码标价", "Price tags", "inspect-price-tags", "价签检查", "Inspection of price tags", "inspection"),
                new("scales", "计量器具监管", "Scales and meters", "inspect-scales", "计量器具抽查", "Spot checks of scales", "inspection"),
                new("consumer-claims", "消费纠纷调解", "Disputes of consumers", "record-settlement", "制作消费调解书", "Recording a settlement", "adjudication"),
                new("recalls", "缺陷产品召回", "Recall of faulty goods", "order-recall", "责令召回", "Order to recall goods", "order"),
                new("trade-names", "企业名称登记", "Trade names", "register-trade-name", "企业名称核准", "Approval of a trade name", "licence"),
            ],
            [
                new("open-restaurant", "开办小餐馆", "Opening a small restaurant", 0, ("kitchen-plan", "后厨布局", "Plan of the kitchen", "申请人画出的操作间布局", "Layout of the kitchen as drawn by the applicant"), ("hygiene-report", "卫生查验结果", "Result of the hygiene check", "逐项查验的结论", "Finding on each point that was checked"), null),
                new("consumer-complaint", "消费投诉", "Complaint of a consumer", 3, ("purchase-dispute", "买卖争议事实", "What the dispute is about", "买到什么、哪里不符", "What was bought and what is wrong with it"), ("seller-reply", "商家答复", "Reply of the seller", "经营者对争议的书面回应", "What the trader answers in writing"), ("refund-sum", "退赔数额", "Sum to be paid back", "双方认可的退款与赔偿", "Refund and damages that both accept")),
            ],
            [
                new("kitchens-seen", "查验后厨", "Kitchens looked at", "季度内查验过的小餐馆后厨", "Kitchens of small restaurants looked at within the quarter"),
                new("scales-wrong", "不合格衡器台数", "Scales found wrong", "抽查中不准的衡器", "Scales that proved wrong in spot checks"),
                new("claims-settled", "调解成功件数", "Claims settled", "达成协议的消费纠纷", "Consumer disputes that ended in an agreement"),
            ],
            ("test-kit", "快速检测箱", "Rapid test kit", "thing", "pieces"), ("trade-window", "经营主体服务网", "Traders' portal", "开业要跑多个部门窗口", "Opening a business takes many counters")),
        new("housing", "住房和城乡建设局", "Housing and Building Bureau", "housing", "住房保障", "Housing", "住房保障与房屋安全条例", "Regulation on Housing and Safe Buildings",
            [
                new("public-housing", "公租房保障", "Public housing", "allot-home", "公租房配租决定", "Allotment of public homes", "confirmation"),
                new("dangerous-houses", "危房排查", "Dangerous houses", "order-vacating", "责令停用危房", "Order to vacate a dangerous house", "order"),
                new("house-repair", "农房修缮补助", "Repair grants for farmhouses", "grant-repair", "修缮补助审批", "Decision on repair grants", "payment"),
                new("site-safety", "工地安全监管", "Safety of building sites", "inspect-site", "工地安全检查", "Inspection of building sites", "inspection"),
                new("estate-care", "物业服务监管", "Estate services", "inspect-estate", "物业服务检查", "Inspection of estate services", "inspection"),
                new("self-built", "自建房管理", "Self-built houses", "permit-self-built", "自建房开工许可", "Permit to build one's own house", "licence"),
            ],
            [
                new("repair-grant", "农房修缮补助申请", "Grant to repair a farmhouse", 2, ("roof-damage", "房屋破损部位", "Which parts are broken", "屋顶、墙体、地基哪里坏了", "Where roof, wall or base is broken"), ("survey-report", "房屋鉴定意见", "Opinion of the surveyor", "鉴定人对安全等级的判断", "Surveyor's judgement of the grade of safety"), ("grant-sum", "农房修缮补助款", "Grant for the farmhouse", "按房屋安全等级核定的修缮补助", "Money for the repair, set by the grade of safety")),
                new("home-allotment", "公租房申请", "Application for a public home", 0, ("housing-need", "住房困难情况", "Why a home is needed", "人均住房面积和居住方式", "Space for each person and way of living"), ("means-check", "经济状况核对结果", "Result of the means check", "核对机构给出的结论", "Conclusion of the office that compares records"), null),
            ],
            [
                new("houses-unsafe", "在册危房栋数", "Unsafe houses on the list", "季末仍在使用的危房", "Unsafe houses still lived in at the end of the quarter"),
                new("sites-stopped", "停工整改工地", "Building sites stopped", "因隐患被叫停的工地", "Sites stopped because of hazards"),
                new("homes-waiting", "轮候家庭户数", "Families waiting for a home", "公租房轮候名册上的家庭", "Families on the waiting list for public homes"),
            ],
            ("crack-gauge", "裂缝测量仪", "Crack gauge", "thing", "pieces"), ("house-files", "房屋安全档案系统", "House safety files", "危房底数各级口径不一", "Every level counts unsafe houses in another way")),
        new("farming", "农业农村局", "Agriculture Bureau", "farming", "农业生产", "Farming", "农业生产服务条例", "Regulation on Services for Farming",
            [
                new("crop-insurance", "农业保险协办", "Help with crop insurance", "confirm-crop-loss", "农业损失确认", "Confirmation of crop losses", "confirmation"),
                new("animal-disease", "动物防疫", "Animal disease", "order-culling", "责令扑杀处理", "Order to cull", "order"),
                new("farm-machines", "农机安全监理", "Safety of farm machines", "inspect-machine", "农机检验", "Inspection of farm machines", "inspection"),
                new("homesteads", "宅基地管理", "House plots", "approve-homestead", "宅基地审批", "Approval of house plots", "licence"),
                new("irrigation", "农田灌溉", "Irrigation", "share-water", "灌溉用水分配", "Allotment of irrigation water", "operating"),
                new("seed-subsidy", "良种补贴", "Subsidy for good seed", "grant-seed-money", "良种补贴发放审批", "Decision on seed subsidy", "payment"),
            ],
            [
                new("crop-loss", "农作物受灾核损", "Loss of crops", 0, ("hail-story", "受灾经过", "How the crop was lost", "何时何地受何灾", "When, where and from what"), ("field-count", "田间查勘记录", "Count made in the field", "查勘员现场测得的倒伏情况", "Lodged crop as measured on the spot"), null),
                new("seed-money", "良种补贴申领", "Claim for seed money", 5, ("seed-variety", "播种品种", "Variety that was sown", "申领人说明的品种和来源", "Variety and source as the claimant states"), ("sowing-proof", "播种核验结论", "What the check of the sowing showed", "核验人对品种真实性的结论", "Verifier's conclusion about the variety"), ("seed-sum", "良种补贴款", "Seed subsidy due", "按播种面积算出的良种钱", "Subsidy for good seed, reckoned by the area sown")),
            ],
            [
                new("cattle-vaccinated", "免疫牲畜头数", "Cattle vaccinated", "季度内完成免疫的牲畜", "Cattle vaccinated within the quarter"),
                new("tractors-expired", "逾期未检农机", "Farm machines overdue", "超过检验期限仍在使用的农机", "Machines in use past their inspection"),
                new("fields-fallow", "撂荒地块", "Fields left fallow", "连续两季没有耕种的地块", "Fields not tilled for two seasons"),
            ],
            ("spray-drone", "植保无人机", "Spraying drone", "thing", "pieces"), ("farm-ledger", "惠农台账系统", "Farmers' ledger", "补贴发放情况农户看不到", "Farmers cannot see what was paid")),
        new("health", "卫生健康局", "Health Bureau", "health", "公共卫生", "Public health", "公共卫生服务条例", "Regulation on Public Health",
            [
                new("mothers-children", "妇幼保健", "Mothers and children", "issue-birth-card", "生育服务卡办理", "Issue of birth service cards", "confirmation"),
                new("drinking-water", "饮用水卫生", "Drinking water", "inspect-water", "供水卫生检查", "Inspection of water supply", "inspection"),
                new("village-clinics", "村卫生室管理", "Village clinics", "license-clinic", "诊所执业许可", "Licence of a clinic", "licence"),
                new("family-bonus", "计生家庭奖扶", "Family bonus", "grant-family-bonus", "奖扶资格审批", "Decision on the family bonus", "payment"),
                new("epidemic-watch", "传染病监测", "Watch for epidemics", "order-isolation", "责令隔离观察", "Order of isolation", "order"),
                new("blood-giving", "无偿献血组织", "Blood donation", "plan-blood-day", "献血活动安排", "Planning of donation days", "operating"),
            ],
            [
                new("family-bonus-claim", "奖励扶助申领", "Claim for the family bonus", 3, ("family-history", "生育情况自述", "Children the family has had", "申领人说明的子女情况", "Children as the claimant states"), ("register-match", "名册比对结果", "Match with the roll", "与奖扶名册比对的结论", "Conclusion of comparing with the roll"), ("bonus-sum", "奖扶金", "Sum of the bonus", "按年限核定的奖励金", "Bonus worked out by years")),
                new("clinic-opening", "村卫生室设立", "Opening a village clinic", 2, ("doctor-training", "乡医执业资历", "Training of the doctor", "申请人的培训和执业经历", "Training and practice of the applicant"), ("clinic-rooms", "诊室条件核查意见", "Opinion on the rooms", "核查人对诊室设置的意见", "Verifier's opinion on the rooms"), null),
            ],
            [
                new("infants-visited", "新生儿访视人次", "Newborns visited", "月内访视的新生儿", "Newborns visited within the month"),
                new("wells-tested", "水井抽检口数", "Wells tested", "抽检过的集中供水井", "Wells for common supply that were tested"),
                new("fevers-reported", "发热病例报告", "Fevers reported", "诊所报告的不明发热", "Unexplained fevers reported by clinics"),
            ],
            ("vaccine-box", "疫苗冷藏箱", "Vaccine box", "thing", "pieces"), ("health-files", "居民健康档案系统", "Health files", "村医重复登记同一居民", "Village doctors register the same people again")),
        new("labour", "人力资源和社会保障局", "Labour and Social Security Bureau", "work", "就业与社保", "Work and insurance", "就业促进与社会保险条例", "Regulation on Work and Insurance",
            [
                new("job-service", "就业服务", "Help to find work", "grant-start-money", "创业补贴审批", "Decision on start-up money", "payment"),
                new("wage-arrears", "欠薪处置", "Unpaid wages", "order-wages", "责令支付工资", "Order to pay wages", "order"),
                new("pension-check", "养老待遇核验", "Check of pensions", "confirm-pension", "待遇资格确认", "Confirmation of pension rights", "confirmation"),
                new("work-injury", "工伤认定", "Injuries at work", "recognise-injury", "工伤认定决定", "Decision on injuries at work", "adjudication"),
                new("training-courses", "技能培训", "Training courses", "plan-course", "培训开班安排", "Planning of courses", "operating"),
                new("job-agencies", "人力中介监管", "Job agencies", "license-agency", "人力中介许可", "Licence of job agencies", "licence"),
            ],
            [
                new("unpaid-wages", "讨薪求助", "Call for unpaid wages", 1, ("wage-claim", "欠薪事实", "What was not paid", "为谁干活、欠了几个月", "For whom the work was done and how many months are owed"), ("payroll-extract", "工资表核对情况", "What the payroll shows", "核对用工台账得到的情况", "What comparing the payroll showed"), null),
                new("start-money", "创业补贴申请", "Start-up money", 0, ("business-idea", "创业项目", "Business that is planned", "申请人的创业打算", "What the applicant means to start"), ("business-visit", "项目实地查看意见", "Opinion after seeing the business", "查看人对经营状况的意见", "Visitor's opinion on how it runs"), ("start-sum", "创业补贴额", "Sum of start-up money", "按带动就业核定的补贴", "Subsidy worked out by jobs")),
            ],
            [
                new("jobs-found", "推荐就业人数", "People placed in work", "月内经推荐上岗的居民", "Residents who began work on a referral"),
                new("wages-chased", "追回工资人次", "Workers whose wages were recovered", "季度内追回欠薪的劳动者", "Workers paid after the office stepped in"),
                new("seats-in-courses", "培训班学位", "Seats in courses", "季度内开出的技能培训学位", "Seats in training courses of the quarter"),
            ],
            ("interview-room", "面试间", "Interview room", "place", "pieces"), ("job-market", "零工市场系统", "Day-job market", "零工找活靠站马路", "Day labourers stand at the roadside to be hired")),
        new("traffic", "交通运输局", "Transport Bureau", "transport", "交通运输", "Transport", "农村公路条例", "Regulation on Country Roads",
            [
                new("country-roads", "农村公路养护", "Country roads", "approve-road-works", "公路养护支出审批", "Approval of road works", "payment"),
                new("bus-stops", "公交站点管理", "Bus stops", "set-bus-stop", "公交站点设置决定", "Decision on bus stops", "order"),
                new("ferries", "渡口安全", "Ferries", "inspect-ferry", "渡船检查", "Inspection of ferries", "inspection"),
                new("heavy-lorries", "超限运输治理", "Heavy lorries", "permit-heavy-load", "超限运输许可", "Permit for heavy loads", "licence"),
                new("shared-bikes", "共享单车停放", "Shared bicycles", "mark-bike-bays", "停放区划定", "Marking of bicycle bays", "operating"),
                new("bridge-watch", "桥梁巡检", "Watch over bridges", "close-bridge", "责令封闭桥梁", "Order to close a bridge", "order"),
            ],
            [
                new("pothole", "道路坑洼报修", "Report of a pothole", 0, ("pothole-spot", "坑洼位置说明", "Where the pothole is", "报修人说的路段和大小", "Stretch and size as the caller says"), ("road-survey", "路况勘测单", "Survey of the road", "养护员测得的破损范围", "Extent as measured by the road keeper"), ("road-cost", "养护预算", "Budget of the road works", "修复所需的工料", "Work and material needed")),
                new("stop-move", "站点迁移申请", "Request to move a bus stop", 1, ("stop-reason", "迁站理由", "Why the stop should move", "申请人希望迁站的原因", "Why the applicant wants it moved"), ("rider-count", "候车客流记录", "Riders counted", "调查员在站台数到的乘客", "Riders whom the surveyor counted at the stop"), null),
            ],
            [
                new("roads-swept", "清扫公路里程", "Roads swept", "月内清扫的农村公路公里数", "Kilometres of country road swept within the month"),
                new("bridges-cracked", "带裂缝桥梁座数", "Bridges with cracks", "巡检发现裂缝的桥梁", "Bridges on which the watch found cracks"),
                new("lorries-weighed", "称重车次", "Lorries weighed", "卸货点称重的货车", "Lorries weighed at loading points"),
            ],
            ("road-roller", "压路机", "Road roller", "thing", "pieces"), ("road-map", "路网养护一张图", "Map of road upkeep", "坏路报了多次没人知道修没修", "A broken road is reported again and again and nobody knows whether it was mended")),
    ];

    /// <summary>Work of townships that needs no power.</summary>
    public static IReadOnlyList<(string Id, string Zh, string En)> OwnWork { get; } =
    [
        ("village-publication", "村务公开指导", "Advice on publishing village affairs"), ("old-people-care", "老年人关爱探访", "Visits to old people"), ("culture-hall", "文化站开放", "Opening of the culture hall"),
        ("flood-drill", "防汛演练", "Flood drills"), ("reading-room", "农家书屋管护", "Care of reading rooms"), ("harvest-fair", "农产品展销", "Fair of farm produce"), ("volunteer-roll", "志愿服务组织", "Volunteers"),
        ("market-day", "集市秩序引导", "Order on market days"), ("school-road", "护学值守", "Safe way to school"), ("village-history", "村史整理", "Village history"), ("sports-ground", "健身场地维护", "Sports grounds"), ("wedding-customs", "移风易俗倡导", "Modest weddings"),
    ];
}
