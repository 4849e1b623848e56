using static Trellis.Structure.Vocabulary.Shape;

namespace Trellis.Structure.Vocabulary;

/// <summary>All words of the language, version 1. What stands here can be written; what does not stand here is refused with the nearest that does.</summary>
public static class Words
{
    public const int LanguageVersion = 1;

    public static readonly string[] UnitKinds = ["government", "community", "association", "firm", "place"];
    public static readonly string[] Ranks = ["national-law", "national-regulation", "ministry-rule", "provincial-regulation", "provincial-rule", "city-rule", "county-document", "township-document", "notice", "contract", "charter"];
    public static readonly string[] PowerClasses = ["licence", "penalty", "coercion", "levy", "payment", "confirmation", "inspection", "order", "adjudication", "internal", "operating"];
    public static readonly string[] Results = ["solved", "explained", "refused", "out-of-reach"];
    public static readonly string[] Askers = ["resident", "firm", "association", "community", "government"];
    public static readonly string[] Rights = ["correction", "objection", "withdrawal", "erasure", "copy", "question"];
    public static readonly string[] StepWords = ["receive", "check", "perform", "consult", "resolve", "agree", "decide", "deliver", "notify", "confirm"];
    public static readonly string[] ControlWords = ["sequence", "parallel", "any-order", "choice", "repeat", "part"];
    public static readonly string[] ScalarTypes = ["text", "number", "yes-no", "day", "time", "money", "area", "length", "weight", "sound", "share", "points", "pieces", "people", "cases", "duration", "place", "document"];
    public static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    public static readonly string[] Settings = ["same-meaning-at", "serial-saves-at-least", "dominant-weight", "comparable-approvals", "calendar-warning", "burden-fields", "burden-logins", "bare-ahead", "systems-per-matter"];

    private static readonly Reference Units = new(Kind.Unit, Kind.Group);
    private static readonly Reference Unit = new(Kind.Unit);
    private static readonly List Basis = new(new AnArticle());
    private static readonly List UnitKindList = new(new Word(UnitKinds));
    private static readonly List Facts = new(new Fact(), Ordered: true);
    private static readonly List Items = new(new Reference(Kind.Item), Ordered: true);
    private static readonly APost AnyPost = new();
    private static readonly APost PlacedPost = new(Placed: true);

    private static readonly Map ActLimit = new("act-limit",
        new Keyword("at-most", new Number(0, 1000)),
        new Keyword("within", new Limit()));

    private static readonly Map ActsMap = new("acts",
        new Keyword("return", ActLimit),
        new Keyword("hand-over", ActLimit),
        new Keyword("refer-up", ActLimit),
        new Keyword("pause", new Map("pause",
            new Keyword("at-most", new Number(0, 1000)),
            new Keyword("total", new Limit()),
            new Keyword("reasons", new List(new Map("reason", Req("reason", new Label()), ReqText("name"), new Keyword("stops-promise", new List(new AnArticle()) { OneAlone = true })))))),
        new Keyword("whistle", new Map("whistle",
            Req("by", AnyPost),
            Req("calls", new Keyed(AnyPost, new Limit())),
            ReqText("until"),
            Req("judged-by", new APost { OrWords = ["requester"], OrRole = true }))),
        new Keyword("reopen", new Map("reopen", new Keyword("within", new Limit()))));

    private static readonly List OverdueList = new(new Map("overdue",
        new Keyword("at", new Amount("%")),
        new Keyword("after", new Limit()),
        new Keyword("remind", new APost { OrWords = ["performer"] }),
        new Keyword("tell", new APost { OrWords = ["requester"] }),
        new Keyword("refer-up", new Word("next"))), Ordered: true);

    private static readonly Map LimitMap = new("limits",
        new Keyword("amount", new Map("amount",
            new Keyword("per-case", new Amount("CNY") { OrExpression = true }),
            new Keyword("per-month", new Amount("CNY") { OrExpression = true }),
            new Keyword("per-quarter", new Amount("CNY") { OrExpression = true }),
            new Keyword("per-year", new Amount("CNY") { OrExpression = true }))),
        new Keyword("number", new Map("number",
            new Keyword("per-case", new Amount("cases")),
            new Keyword("per-month", new Amount("cases")),
            new Keyword("per-quarter", new Amount("cases")),
            new Keyword("per-year", new Amount("cases")))),
        new Keyword("outcomes", new List(new Label())),
        new Keyword("matters", new List(new Reference(Kind.Matter))),
        new Keyword("area", Units),
        new Keyword("when", new AFormula(FormulaPlace.Power, FormulaResult.YesNo)));

    /// <summary>What every entry may say besides its own keys.</summary>
    public static readonly Keyword[] Common =
    [
        new("from", new Day()),
        new("to", new Day()),
        new("formerly", new Id(MayBeginWithDigit: true)),
        new("known-as", new Keyed(new Label(), new Verbatim())) { Wording = true },
        new("review-by", new Day()),
        new("varies", new Word("fixed", "bounded", "free")) { Default = "fixed" },
        new("bounds", new List(new Map("bound",
            Req("key", new Verbatim()),
            new Keyword("at-least", new Either(new Limit(), new Amount(), new Number(0, int.MaxValue))),
            new Keyword("at-most", new Either(new Limit(), new Amount(), new Number(0, int.MaxValue)))))),
        new("accepted", new List(new Map("acceptance", Req("finding", new Verbatim(10)), ReqText("why"), Req("by", PlacedPost), Req("to", new Day())))),
    ];

    /// <summary>Keys of any step of a flow.</summary>
    public static readonly Keyword[] StepCommon =
    [
        new("id", new Label()),
        new("by", new APost { OrWords = ["requester", "first-contact"], OrRole = true, OrSystem = true }),
        new("power", new Reference(Kind.Power)),
        new("duty", new Reference(Kind.Duty)),
        new("when", new AFormula(FormulaPlace.Matter, FormulaResult.YesNo)),
        new("within", new Limit(OrExpression: true)),
        new("uses", Facts),
        new("gives", Facts),
        new("resources", new List(new Reference(Kind.Resource))),
        new("apart-from", new List(new StepName())),
        new("if-nobody", new APost { OrWords = ["skip"] }),
        new("result", new Word(Results)),
        new("basis", Basis),
        new("via", new Reference(Kind.System) { MayBePrefixed = true }),
    ];

    private static readonly Dictionary<string, Map> StepMaps = new(StringComparer.Ordinal)
    {
        ["receive"] = Step("receive"),
        ["check"] = Step("check"),
        ["perform"] = Step("perform"),
        ["consult"] = Step("consult",
            Req("with", new APost { OrWords = ["public"], OrRole = true, OrGroup = true }),
            new Keyword("shows", Facts),
            new Keyword("lasts", new Limit()),
            new Keyword("silence", new Word("counts-as-agreed", "counts-as-nothing")) { Default = "counts-as-nothing" }),
        ["resolve"] = Step("resolve",
            Req("who", new Either(Units, new Texts())),
            Req("quorum", new Amount("%")),
            Req("majority", new Map("majority", Req("by", new Word("heads", "households", "area")), Req("over", new Amount("%")))),
            new Keyword("minutes", new Fact()),
            new Keyword("shows", Facts),
            new Keyword("outcomes", new Keyed(new Label(), new Word(Results)))),
        ["agree"] = Step("agree",
            Req("with", new APost { OrRole = true, OrGroup = true }),
            ReqText("what"),
            ReqText("for"),
            new Keyword("until", new Either(new Texts(), new Limit { OrDay = true }))),
        ["decide"] = Step("decide",
            new Keyword("amount", new Fact()),
            new Keyword("outcomes", new Keyed(new Label(), new Word([.. Results, "next"])))),
        ["deliver"] = Step("deliver",
            new Keyword("as", new Label()),
            new Keyword("at", new Word("counter", "post", "station", "electronic"))),
        ["notify"] = Step("notify",
            Req("tell", new APost { OrWords = ["requester", "public"], OrRole = true, OrGroup = true }),
            new Keyword("shows", Facts)),
        ["confirm"] = Step("confirm",
            new Keyword("silence", new Word("close-unanswered")) { Default = "close-unanswered" }),
    };

    private static readonly Dictionary<string, Map> ControlMaps = new(StringComparer.Ordinal)
    {
        ["choice"] = new Map("choice",
            new Keyword("when", new AFormula(FormulaPlace.Matter, FormulaResult.YesNo)),
            new Keyword("then", new Flow()),
            new Keyword("otherwise", new Flow())),
        ["repeat"] = new Map("repeat",
            new Keyword("until", new AFormula(FormulaPlace.Matter, FormulaResult.YesNo)),
            new Keyword("for-each", new Keyed(new Label(), new Fact())),
            new Keyword("at-most", new Number(1, 100)),
            new Keyword("within", new Limit(OrExpression: true)),
            new Keyword("exhausted", new Flow()),
            Req("do", new Flow())),
        ["part"] = new Map("part",
            new Keyword("id", new Label()),
            Req("matter", new Reference(Kind.Matter)),
            new Keyword("with", new Keyed(new Label(), new Label())),
            new Keyword("when", new AFormula(FormulaPlace.Matter, FormulaResult.YesNo)),
            new Keyword("within", new Limit(OrExpression: true))),
    };

    public static IReadOnlyList<KindWords> All { get; } = MakeAll();

    private static readonly KindWords[] ByKind = IndexByKind();

    public static KindWords Of(Kind kind) => ByKind[(int)kind];

    public static KindWords? OfWord(string word) => All.FirstOrDefault(words => words.Word == word);

    /// <summary>The keys of a step by its word, or of the control words that have keys of their own.</summary>
    public static Map? StepMap(string word) => StepMaps.GetValueOrDefault(word);

    public static Map? ControlMap(string word) => ControlMaps.GetValueOrDefault(word);

    private static KindWords[] IndexByKind()
    {
        var index = new KindWords[Enum.GetValues<Kind>().Length];
        foreach (var words in All) index[(int)words.Kind] = words;
        return index;
    }

    private static Keyword Req(string name, Shape shape) => new(name, shape) { Required = true };

    private static Keyword ReqText(string name) => new(name, new Texts()) { Required = true, Wording = true };

    private static Keyword TextOf(string name) => new(name, new Texts()) { Wording = true };

    private static Map Step(string word, params Keyword[] own) => new(word, [.. StepCommon, .. own]);

    private static KindWords Entry(Kind kind, string word, string plural, params Keyword[] own) =>
        new(kind, word, plural, new Map(word, [Req(word, new Id(kind is Kind.Unit or Kind.Group)), .. own, .. Common]));

    private static KindWords[] MakeAll() =>
    [
        new KindWords(Kind.Structure, "structure", "structure", new Map("structure",
            Req("structure", new Id()),
            Req("language", new Number(1, LanguageVersion)),
            Req("name", new Texts()) with { Wording = true },
            Req("version", new Verbatim(60)) with { Wording = true },
            Req("from", new Day()),
            new Keyword("to", new Day()),
            Req("top", Unit),
            Req("languages", new List(new Word("zh", "en"), Ordered: true)),
            Req("zone", new Verbatim(60)),
            Req("money", new Word("CNY")),
            Req("levels", new List(new Map("level", Req("level", new Id()), ReqText("name")), Ordered: true)),
            Req("types", new List(new Map("type",
                Req("type", new Id()),
                ReqText("name"),
                Req("level", new Reference(Kind.Level)),
                Req("kind", new Word(UnitKinds)),
                Req("ground", new Word("own", "served", "parent", "none")),
                Req("acts-for", new Word("self", "parent"))))),
            new Keyword("acts", ActsMap),
            new Keyword("overdue", OverdueList),
            new Keyword("outcome-names", new Keyed(new Label(), new Texts())) { Wording = true },
            new Keyword("access", new Map("access", Req("authzen", new Word("open", "token")))),
            new Keyword("known-as", new Keyed(new Label(), new Verbatim())) { Wording = true },
            new Keyword("accepted", Common[^1].Shape))) { OneAFile = true },
        new KindWords(Kind.Level, "level", "levels", new Map("level", Req("level", new Id()), ReqText("name"))) { Inner = true, OnlyAdded = true },
        new KindWords(Kind.UnitType, "type", "types", new Map("type", Req("type", new Id()))) { Inner = true, OnlyAdded = true },
        Entry(Kind.Calendar, "calendar", "calendars",
            TextOf("name"),
            Req("week", new Map("week", [.. Weekdays.Select(static day => new Keyword(day, new List(new Hours())))])),
            new Keyword("off", new List(new Map("off", new Keyword("day", new Day()), new Keyword("from", new Day()), new Keyword("to", new Day()), TextOf("name")))),
            new Keyword("make-up", new List(new Map("make-up", Req("day", new Day()), Req("as", new Word(Weekdays))))),
            new Keyword("short", new List(new Map("short", Req("day", new Day()), Req("open", new List(new Hours())), TextOf("name")))),
            new Keyword("known-to", new Day())) with { OnlyAdded = true },
        Entry(Kind.Unit, "unit", "units",
            ReqText("name"),
            Req("type", new Reference(Kind.UnitType)),
            new Keyword("parent", Unit),
            new Keyword("ground", Unit),
            new Keyword("tags", new List(new Label()) { OneAlone = true }),
            new Keyword("successor", Unit)) with { AlwaysTable = true, OnlyAdded = true },
        Entry(Kind.Group, "group", "groups",
            ReqText("name"),
            Req("units", new Either(new List(Unit), new Map("selection",
                new Keyword("type", new List(new Reference(Kind.UnitType)) { OneAlone = true }),
                new Keyword("level", new List(new Reference(Kind.Level)) { OneAlone = true }),
                new Keyword("kind", new List(new Word(UnitKinds)) { OneAlone = true }),
                new Keyword("tag", new List(new Label()) { OneAlone = true }),
                new Keyword("under", Units))))) with { OnlyAdded = true },
        Entry(Kind.Post, "post", "posts",
            ReqText("name"),
            Req("at", Units),
            new Keyword("seats", new Number(0, 10_000)) { Default = "1" },
            new Keyword("calendar", new Reference(Kind.Calendar)) { Default = "office" },
            new Keyword("skills", new List(new Reference(Kind.Skill)) { OneAlone = true })) with { AlwaysTable = true },
        new KindWords(Kind.Seat, "seat", "seats", new Map("seat",
            Req("actor", new Verbatim()),
            Req("post", PlacedPost),
            new Keyword("from", new Day()),
            new Keyword("to", new Day()),
            new Keyword("acting-for", new Verbatim()))) { AlwaysTable = true, WithoutId = true, TableKey = "actor" },
        Entry(Kind.Skill, "skill", "skills", ReqText("name")) with { MayBeTable = true, OnlyAdded = true },
        Entry(Kind.Law, "law", "law",
            ReqText("name"),
            Req("rank", new Word(Ranks)),
            new Keyword("number", new Verbatim()) { Wording = true },
            new Keyword("issued-by", new Verbatim()) { Wording = true },
            new Keyword("articles", new List(new Map("article",
                Req("article", new Verbatim(20)),
                TextOf("gist"),
                new Keyword("from", new Day()),
                new Keyword("to", new Day()),
                new Keyword("requires", new List(new Word("consultation")) { OneAlone = true }),
                new Keyword("belongs-to", new Word("community", "market")))))) with { OnlyAdded = true },
        Entry(Kind.Codes, "codes", "codes",
            ReqText("name"),
            Req("values", new List(new Map("code", Req("value", new Label()), ReqText("name"), new Keyword("from", new Day()), new Keyword("to", new Day())), Ordered: true))) with { OnlyAdded = true },
        Entry(Kind.PowerClass, "class", "classes",
            ReqText("name"),
            Req("delegable-to", UnitKindList),
            new Keyword("basis", Basis)) with { OnlyAdded = true },
        Entry(Kind.Duty, "duty", "duties",
            ReqText("name"),
            TextOf("means"),
            new Keyword("field", new Label()),
            new Keyword("lead", new Either(Units, new List(Units))),
            new Keyword("support", new List(new Map("support", Req("who", Units), TextOf("does")))),
            new Keyword("needs", new Map("needs",
                new Keyword("powers", new List(new Reference(Kind.Power)) { OneAlone = true }),
                new Keyword("resources", new List(new Reference(Kind.Resource)) { OneAlone = true }),
                new Keyword("items", new List(new Reference(Kind.Item)) { OneAlone = true }),
                new Keyword("skills", new List(new Reference(Kind.Skill)) { OneAlone = true }))),
            new Keyword("given-by", new Verbatim()),
            new Keyword("basis", Basis),
            new Keyword("taken-back", new Map("taken-back", Req("units", Units), Req("on", new Day())))) with { MayBeTable = true },
        Entry(Kind.Power, "power", "powers",
            ReqText("name"),
            Req("class", new Reference(Kind.PowerClass)),
            new Keyword("allows", new Word("decide", "call-resource", "spend", "summon", "refuse-form", "vary")) { Default = "decide" },
            new Keyword("outcomes", new List(new Label(), Ordered: true) { OneAlone = true }),
            new Keyword("outcome-names", new Keyed(new Label(), new Texts())) { Wording = true },
            Req("held-by", new Keyed(PlacedPost, LimitMap) { KeysAlone = true }),
            new Keyword("delegable", new Either(new Word("never"), new Map("delegable", Req("to", UnitKindList), Req("depth", new Number(1, 5))))) { Default = "never" },
            new Keyword("withdrawn-by", new List(PlacedPost) { OneAlone = true }),
            new Keyword("over", new Reference(Kind.Register)),
            new Keyword("when", new AFormula(FormulaPlace.Power, FormulaResult.YesNo)),
            new Keyword("basis", Basis)) with { MayBeTable = true },
        Entry(Kind.Delegation, "delegation", "delegations",
            TextOf("name"),
            Req("of", new Reference(Kind.Power, Kind.Delegation)),
            Req("giver", PlacedPost),
            Req("receiver", PlacedPost),
            new Keyword("limits", LimitMap),
            Req("acts-for", new Word("giver", "self")),
            new Keyword("pass-on", new Number(0, 4)) { Default = "0" },
            new Keyword("withdrawn-by", new List(PlacedPost) { OneAlone = true }),
            new Keyword("basis", Basis),
            TextOf("reason")) with { MayBeTable = true },
        Entry(Kind.Purpose, "purpose", "purposes",
            ReqText("name"),
            Req("actors", UnitKindList),
            Req("consent", new Word("required", "none")),
            new Keyword("covert", new Map("covert", Req("for", new Limit()), Req("allowed-by", PlacedPost), Req("basis", Basis))),
            new Keyword("basis", Basis)) with { OnlyAdded = true },
        Entry(Kind.Register, "register", "registers",
            ReqText("name"),
            Req("key", new List(new Reference(Kind.Item), Ordered: true) { OneAlone = true }),
            new Keyword("owner", Unit),
            new Keyword("keep", new Map("keep", Req("for", new Limit()), Req("after", new Label()))),
            new Keyword("basis", Basis)) with { OnlyAdded = true },
        new KindWords(Kind.Item, "item", "data", new Map("item",
            [
                Req("item", new Fact()),
                ReqText("name"),
                TextOf("means"),
                Req("type", new ItemType()),
                Req("sharing", new Word("public", "government", "by-purpose", "owner-only")),
                new Keyword("purposes", new List(new Reference(Kind.Purpose)) { OneAlone = true }),
                Req("personal", new Word("none", "plain", "sensitive")),
                new Keyword("good-for", new Limit()),
                new Keyword("found-as", new Word("name", "number", "telephone", "address", "birth", "sex")),
                new Keyword("owner", Unit),
                new Keyword("keep", new Map("keep", Req("for", new Limit()), Req("after", new Label()))),
                new Keyword("computed", new AFormula(FormulaPlace.Item, FormulaResult.Anything)),
                new Keyword("same-as", new List(new Reference(Kind.Item)) { OneAlone = true }),
                new Keyword("differs-from", new List(new Map("difference", Req("item", new Reference(Kind.Item)), ReqText("why")))),
                new Keyword("basis", Basis),
                .. Common.Select(static keyword => keyword.Name == "formerly" ? new Keyword("formerly", new Fact()) : keyword),
            ])) { MayBeTable = true, OnlyAdded = true },
        Entry(Kind.Standard, "standard", "standards",
            ReqText("name"),
            Req("value", new Amount()),
            new Keyword("basis", Basis)) with { OnlyAdded = true },
        Entry(Kind.Matter, "matter", "matters",
            ReqText("name"),
            Req("duty", new Reference(Kind.Duty)),
            new Keyword("purpose", new Reference(Kind.Purpose)),
            new Keyword("right", new List(new Word(Rights)) { OneAlone = true }),
            new Keyword("about", new Keyed(new Label(), new Reference(Kind.Register))),
            Req("place", new Either(new Fact())),
            Req("guide", new Map("guide",
                Req("for", new List(new Word(Askers))),
                Req("fee", new Amount("CNY")),
                Req("promise", new Limit(OrExpression: true)),
                Req("first-answer", new Limit(OrExpression: true)),
                new Keyword("life-event", new Label()),
                new Keyword("basis", Basis))),
            new Keyword("asks", Facts),
            new Keyword("affects", new List(new Word(Askers))),
            Req("flow", new Flow()),
            new Keyword("acts", ActsMap),
            new Keyword("overdue", OverdueList)) with { OneAFile = true },
        Entry(Kind.Form, "form", "forms",
            ReqText("name"),
            Req("asked-by", Unit),
            Req("filled-by", PlacedPost),
            new Keyword("duty", new Reference(Kind.Duty)),
            new Keyword("purpose", new Reference(Kind.Purpose)),
            new Keyword("every", new Word("month", "quarter", "half-year", "year")),
            new Keyword("on", new Day()),
            new Keyword("after", new Reference(Kind.Matter) { MayBePrefixed = true }),
            new Keyword("due", new Limit()),
            new Keyword("rows", new AFormula(FormulaPlace.Form, FormulaResult.Rows)),
            new Keyword("items", Facts),
            new Keyword("totals", Facts),
            new Keyword("sections", new List(new Map("section", Req("section", new Label()), Req("by", AnyPost), Req("items", Facts)), Ordered: true)),
            new Keyword("judgements", Facts),
            new Keyword("used-for", new List(new Reference(Kind.Power, Kind.Matter, Kind.Assessment))),
            new Keyword("via", new Reference(Kind.System) { MayBePrefixed = true }),
            new Keyword("basis", Basis)) with { OneAFile = true },
        Entry(Kind.System, "system", "systems",
            ReqText("name"),
            Req("owner", Unit),
            TextOf("problem"),
            new Keyword("serves", new List(new Reference(Kind.Duty, Kind.Matter))),
            new Keyword("holds", Items),
            new Keyword("users", new List(new APost(Placed: true) { OrGroup = true })),
            Req("login", new Word("own", "single")),
            new Keyword("basis", Basis),
            new Keyword("purposes", new List(new Reference(Kind.Purpose)))),
        Entry(Kind.Resource, "resource", "resources",
            ReqText("name"),
            Req("class", new Word("person", "thing", "money", "place", "data")),
            new Keyword("claims", new List(Units)),
            new Keyword("scheduled-by", PlacedPost),
            new Keyword("basis", Basis)),
        new KindWords(Kind.Stock, "stock", "stocks", new Map("stock",
            Req("resource", new Reference(Kind.Resource)),
            Req("unit", Unit),
            Req("amount", new Amount()),
            new Keyword("from", new Day()),
            new Keyword("to", new Day()))) { AlwaysTable = true, WithoutId = true, TableKey = "resource" },
        Entry(Kind.Indicator, "indicator", "indicators",
            ReqText("name"),
            new Keyword("from-record", new AFormula(FormulaPlace.Indicator, FormulaResult.Rows)),
            new Keyword("from-register", new AFormula(FormulaPlace.Indicator, FormulaResult.Rows)),
            new Keyword("from-form", new Reference(Kind.Form)),
            new Keyword("value", new AFormula(FormulaPlace.Indicator, FormulaResult.Anything)),
            Req("take", new Word("count", "sum", "share", "mean", "median", "p90")),
            new Keyword("counted-when", new AFormula(FormulaPlace.Indicator, FormulaResult.Anything)),
            Req("levels", new List(new Reference(Kind.Level))),
            Req("every", new Word("month", "quarter", "half-year", "year")),
            new Keyword("better", new Word("higher", "lower")),
            new Keyword("twin", new Reference(Kind.Indicator)),
            TextOf("why"),
            TextOf("gamed-by"),
            new Keyword("roll-up", new Word("sum", "none"))),
        Entry(Kind.Assessment, "assessment", "assessment",
            TextOf("name"),
            Req("judged", Units),
            Req("judged-by", Unit),
            Req("every", new Word("month", "quarter", "half-year", "year")),
            Req("looks-at", new List(new Map("look", Req("indicator", new Reference(Kind.Indicator)), Req("weight", new Amount("%"))))),
            new Keyword("compares", new Map("comparison",
                Req("with", Units),
                new Keyword("adjusts-for", Facts),
                Req("interval", new Amount("%")),
                Req("at-least", new Verbatim(40)),
                Req("shows", new Word("funnel", "intervals")))),
            new Keyword("opens", new Map("opens", Req("when", new Word("outside-funnel", "outside-interval")), Req("matter", new Reference(Kind.Matter)))),
            new Keyword("replayed-on", new Limit()),
            new Keyword("basis", Basis)),
        Entry(Kind.Emergency, "emergency", "emergencies",
            ReqText("name"),
            TextOf("trigger"),
            Req("declared-by", PlacedPost),
            Req("powers", new List(new Reference(Kind.Power))),
            new Keyword("lasts", new Limit()),
            new Keyword("review", new Limit()),
            new Keyword("basis", Basis)),
        new KindWords(Kind.Setting, "setting", "settings", new Map("setting",
            Req("setting", new Word(Settings)),
            Req("value", new Either(new Limit(), new Amount(), new Verbatim(40))),
            TextOf("why"))),
        Entry(Kind.Overlay, "overlay", "overlays",
            ReqText("name"),
            Req("kind", new Word("local", "pilot")),
            Req("places", new List(Units)),
            new Keyword("compared-with", new List(Units)),
            new Keyword("success", new List(Trial())),
            new Keyword("guards", new List(Trial())),
            new Keyword("judged", new Map("judged", Req("on", new Day()), Req("by", PlacedPost))),
            new Keyword("adopted-by", PlacedPost),
            new Keyword("basis", Basis),
            new Keyword("add", new List(new AnyEntry())),
            new Keyword("replace", new List(new AnyEntry())),
            new Keyword("withdraw", new List(new Verbatim()))) with { OneAFile = true, OnlyAdded = true },
    ];

    private static Map Trial() => new("trial",
        Req("indicator", new Reference(Kind.Indicator)),
        new Keyword("falls-by", new Either(new Limit(), new Amount())),
        new Keyword("rises-by", new Either(new Limit(), new Amount())),
        new Keyword("falls-at-most", new Either(new Limit(), new Amount())),
        new Keyword("rises-at-most", new Either(new Limit(), new Amount())),
        new Keyword("stays-below", new Either(new Limit(), new Amount())),
        new Keyword("stays-above", new Either(new Limit(), new Amount())));
}
