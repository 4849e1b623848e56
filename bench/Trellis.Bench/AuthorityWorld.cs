using System.Globalization;
using System.Text;
using Trellis.Authority;
using Trellis.Bench.Generators;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Bench;

/// <summary>A small random county: units, posts, powers and delegations of every shape, sound and broken, and questions and acts about it. The same seed gives the same county.</summary>
public sealed class AuthorityWorld
{
    private static readonly string[] Places = ["county", "bureau-1", "bureau-2", "station", "town-1", "town-2", "town-3", "village-1", "village-2", "village-3", "village-4", "village-5", "club"];
    private static readonly string[] PostsAt = ["head@bureaus", "head@bureau-1", "head@bureau-2", "officer@bureaus", "officer@station", "officer@bureau-1", "leader@towns", "leader@town-1", "leader@town-2", "clerk@towns", "clerk@town-1", "village-clerk@villages", "village-clerk@village-1", "chair@club", "leader"];
    private static readonly (string Post, string Unit)[] Seats =
    [
        ("head", "bureau-1"), ("head", "bureau-2"), ("officer", "bureau-1"), ("officer", "bureau-2"), ("officer", "station"), ("leader", "town-1"), ("leader", "town-2"), ("leader", "town-3"),
        ("clerk", "town-1"), ("clerk", "town-2"), ("village-clerk", "village-1"), ("village-clerk", "village-2"), ("village-clerk", "village-4"), ("chair", "club"),
    ];

    private static readonly string[] Matters = ["relief", "repair", "noise"];
    private static readonly string[] Outcomes = ["grant", "refuse", "partly"];

    private readonly List<string> _delegations = [];

    public AuthorityWorld(ulong seed)
    {
        var numbers = new SeededNumbers(seed);
        List<SourceFile> files =
        [
            File("structure.yaml", """
                structure: random-county
                language: 1
                name: {zh: 随机县, en: Random county}
                version: "1"
                from: 2025-01-01
                top: county
                languages: [zh, en]
                zone: Asia/Shanghai
                money: CNY
                levels:
                  - {level: county, name: {zh: 县, en: County}}
                  - {level: township, name: {zh: 乡镇, en: Township}}
                  - {level: village, name: {zh: 村, en: Village}}
                types:
                  - {type: county, name: {zh: 县, en: County}, level: county, kind: government, ground: own, acts-for: self}
                  - {type: bureau, name: {zh: 局, en: Bureau}, level: county, kind: government, ground: parent, acts-for: self}
                  - {type: town, name: {zh: 镇, en: Town}, level: township, kind: government, ground: own, acts-for: self}
                  - {type: station, name: {zh: 所, en: Station}, level: township, kind: government, ground: served, acts-for: parent}
                  - {type: village, name: {zh: 村, en: Village}, level: village, kind: community, ground: own, acts-for: self}
                  - {type: club, name: {zh: 社, en: Club}, level: county, kind: association, ground: none, acts-for: self}
                """),
            File("units.tsv", $"""
                id	name.zh	name.en	type	parent	ground	from	to	unit.population
                county	县	County	county					90000
                bureau-1	一局	Bureau 1	bureau	county
                bureau-2	二局	Bureau 2	bureau	county
                station	所	Station	station	bureau-1	town-1
                town-1	一镇	Town 1	town	county				3000
                town-2	二镇	Town 2	town	county				2000
                town-3	三镇	Town 3	town	county			{(numbers.Chance(0.5) ? "2026-06-30" : "")}	1000
                village-1	一村	Village 1	village	town-1				300
                village-2	二村	Village 2	village	town-1				200
                village-3	三村	Village 3	village	town-2
                village-4	四村	Village 4	village	town-2				100
                village-5	五村	Village 5	village	town-3				50
                club	社	Club	club	county
                """),
            File("posts.tsv", $"""
                id	name.zh	name.en	at	seats	from	to
                head	局长	Head	bureaus	1
                officer	科员	Officer	bureaus	1
                officer	所员	Officer	station	1		{(numbers.Chance(0.3) ? "2026-05-31" : "")}
                leader	镇长	Leader	towns	1
                clerk	办事员	Clerk	town-1	1
                clerk	办事员	Clerk	town-2	1	{(numbers.Chance(0.3) ? "2026-03-01" : "")}
                village-clerk	村务员	Village clerk	villages	1
                chair	社长	Chair	club	1
                """),
            File("groups.yaml", """
                - {group: bureaus, name: {zh: 各局, en: Bureaus}, units: {type: [bureau]}}
                - {group: towns, name: {zh: 各镇, en: Towns}, units: {type: [town]}}
                - {group: villages, name: {zh: 各村, en: Villages}, units: {type: [village]}}
                """),
            File("law.yaml", string.Join('\n',
            [
                "- law: act", "  name: {zh: 法, en: Act}", "  rank: national-law", "  from: 2020-01-01", "  articles:",
                "    - {article: 1, gist: {zh: 一, en: One}}",
                "    - {article: 2, gist: {zh: 二, en: Two}" + (numbers.Chance(0.5) ? ", to: 2026-04-30}" : "}"),
                "    - {article: 3, gist: {zh: 三, en: Three}" + (numbers.Chance(0.2) ? ", from: 2026-02-01}" : "}"),
            ])),
            File("classes.yaml", """
                - {class: payment, name: {zh: 支付, en: Payment}, delegable-to: [government, community, association], basis: [act/1]}
                - {class: licence, name: {zh: 许可, en: Licence}, delegable-to: [government], basis: [act/1]}
                - {class: coercion, name: {zh: 强制, en: Coercion}, delegable-to: [], basis: [act/1]}
                """),
        ];

        var powers = new StringBuilder();
        var delegations = new StringBuilder();
        var held = new List<(string Of, string Post)>();
        for (var index = 0; index < 4; index++)
        {
            var holdings = Enumerable.Range(0, 1 + numbers.Below(2)).Select(_ => PostsAt[numbers.Below(numbers.Chance(0.7) ? 6 : PostsAt.Length)]).Distinct().ToList();
            var delegable = numbers.Chance(0.15) ? "never" : numbers.Chance(0.3) ? $"{{to: [government], depth: {1 + numbers.Below(4)}}}" : $"{{to: [government, community, association], depth: {1 + numbers.Below(4)}}}";
            powers.Append(CultureInfo.InvariantCulture, $"- power: p-{index}\n  name: {{zh: 权, en: Power}}\n  class: {(numbers.Chance(0.8) ? "payment" : numbers.Chance(0.7) ? "licence" : "coercion")}\n");
            if (numbers.Chance(0.8)) powers.Append(numbers.Chance(0.5) ? "  outcomes: [grant, refuse]\n" : "  outcomes: [grant, refuse, partly]\n");
            powers.Append("  held-by:\n");
            foreach (var post in holdings)
            {
                powers.Append(CultureInfo.InvariantCulture, $"    {post}: {Limits(numbers, 20_000, 0.6)}\n");
                held.Add(($"power/p-{index}", post));
            }

            powers.Append(CultureInfo.InvariantCulture, $"  delegable: {delegable}\n  basis: [{Basis(numbers)}]\n{Dates(numbers, 0.1)}");
            if (numbers.Chance(0.15)) powers.Append("  when: premises.area <= 200 m2\n");
        }

        for (var index = 0; index < 9; index++)
        {
            var (of, giver) = held[numbers.Below(held.Count)];
            if (numbers.Chance(0.08)) giver = PostsAt[numbers.Below(PostsAt.Length)];
            var receiver = PostsAt[numbers.Below(PostsAt.Length)];
            delegations.Append(CultureInfo.InvariantCulture, $"- delegation: d-{index}\n  of: {of}\n  giver: {giver}\n  receiver: {receiver}\n  acts-for: {(numbers.Chance(0.5) ? "giver" : "self")}\n  pass-on: {numbers.Below(4)}\n  limits: {Limits(numbers, 6_000, 0.4)}\n  basis: [{Basis(numbers)}]\n{Dates(numbers, 0.2)}");
            held.Add(($"delegation/d-{index}", receiver));
            _delegations.Add($"d-{index}");
        }

        files.Add(File("powers.yaml", powers.ToString()));
        files.Add(File("delegations.yaml", delegations.ToString()));
        Structure = ReadingStructures.Read(files).Structure;
        Mandates = Mandates.Compile(Structure);
    }

    public GovernanceStructure Structure { get; }

    public Mandates Mandates { get; }

    public static DateOnly RandomDay(SeededNumbers numbers) => new DateOnly(2026, 1, 1).AddDays(numbers.Below(365));

    public static Question RandomQuestion(SeededNumbers numbers, DateOnly? on = null)
    {
        var (post, unit) = Seats[numbers.Below(Seats.Length)];
        if (numbers.Chance(0.03)) unit = Places[numbers.Below(Places.Length)];
        return new Question
        {
            Post = post,
            Unit = unit,
            Power = $"p-{numbers.Below(numbers.Chance(0.02) ? 6 : 4)}",
            Day = on ?? RandomDay(numbers),
            Outcome = numbers.Chance(0.2) ? null : Outcomes[numbers.Skewed(3)],
            Matter = numbers.Chance(0.1) ? null : Matters[numbers.Below(3)],
            Place = numbers.Chance(0.5) ? unit : numbers.Chance(0.1) ? null : Places[numbers.Below(Places.Length)],
            Amount = numbers.Chance(0.1) ? null : new Quantity(numbers.Skewed(80) * 100, numbers.Chance(0.02) ? Measure.SquareMetre : Measure.Yuan),
            Facts = numbers.Chance(0.3) ? null : AreaOf(20 * numbers.Below(20)),
        };
    }

    /// <summary>A delegation that an act would lend: mostly from a mandate that somebody has.</summary>
    public Delegation RandomLending(SeededNumbers numbers, Standing standing, DateOnly day, int number)
    {
        var power = $"p-{numbers.Below(4)}";
        var mandates = Mandates.On(day, standing).Of(power);
        var (post, unit) = Seats[numbers.Below(Seats.Length)];
        var (of, giver) = (new KindRef(Kind.Power, power, default), new PostName("head", "bureau-1", default));
        if (mandates.Count > 0)
        {
            var source = mandates[numbers.Below(mandates.Count)];
            of = source.Delegation is { } above ? new KindRef(Kind.Delegation, above.Id, default) : of;
            giver = new PostName(source.Post, source.Unit.Id, default);
            if (numbers.Chance(0.6) && Array.FindAll(Seats, one => Mandates.On(day, standing).View.Unit(one.Unit) is { } at && source.Unit.Contains(at)) is { Length: > 0 } below) (post, unit) = below[numbers.Below(below.Length)];
        }

        var ceilings = new Ceiling?[4];
        if (numbers.Chance(0.6)) ceilings[0] = new Ceiling(new Quantity(100 * (1 + numbers.Below(60)), Measure.Yuan), null, default);
        if (numbers.Chance(0.4)) ceilings[1 + numbers.Below(3)] = new Ceiling(new Quantity(100 * (1 + numbers.Below(90)), Measure.Yuan), null, default);
        var limits = new Limits(ceilings, new Ceiling?[4])
        {
            Outcomes = numbers.Chance(0.2) ? [new Ref("grant", default)] : null,
            Matters = numbers.Chance(0.2) ? [new Ref("relief", default), new Ref("repair", default)] : null,
        };
        return new Delegation($"lent-{number}", default, default)
        {
            Of = of,
            Giver = giver,
            Receiver = new PostName(post, unit, default),
            Limits = limits,
            ActsForGiver = numbers.Chance(0.5),
            PassOn = numbers.Below(3),
            Basis = [new Citation("act", "1", default)],
            From = day,
            To = numbers.Chance(0.3) ? day.AddDays(numbers.Below(120)) : DateOnly.MaxValue,
        };
    }

    /// <summary>Something that happens to powers on a day; null where a use is not permitted.</summary>
    public AuthorityEvent? RandomAct(SeededNumbers numbers, Standing standing, DateOnly day, int number)
    {
        switch (numbers.Below(10))
        {
            case 0 or 1:
                return new AuthorityEvent.Lent(RandomLending(numbers, standing, day, number));
            case 2:
                return new AuthorityEvent.Withdrawn(AnyDelegation(numbers, standing), numbers.Chance(0.5) ? null : Places[numbers.Below(Places.Length)], day);
            case 3:
                return new AuthorityEvent.Expired(AnyDelegation(numbers, standing), numbers.Chance(0.5) ? null : Places[numbers.Below(Places.Length)], day);
            case 4:
                var (post, unit) = Seats[numbers.Below(Seats.Length)];
                return new AuthorityEvent.Transferred(AnyDelegation(numbers, standing), Places[numbers.Below(Places.Length)], post, unit, day);
            case 5 when numbers.Chance(0.3):
                return new AuthorityEvent.Repealed(new Citation("act", numbers.Chance(0.5) ? "2" : "3", default), day);
            case 5 when numbers.Chance(0.3):
                var ended = Seats[numbers.Below(Seats.Length)];
                return new AuthorityEvent.PostEnded(ended.Post, ended.Unit, day);
            default:
                // Half of the questions are put to a post that has something.
                var question = RandomQuestion(numbers, day);
                var mandates = Mandates.On(day, standing).Of(question.Power);
                if (mandates.Count > 0 && numbers.Chance(0.8))
                {
                    var mandate = mandates[numbers.Below(mandates.Count)];
                    question = question with { Post = mandate.Post, Unit = mandate.Unit.Id, Place = mandate.Unit.Id };
                }

                var answer = Mandates.Ask(question, standing);
                return answer.Permitted ? Mandates.UseOf(answer, question) : null;
        }
    }

    public static KnownFacts AreaOf(decimal area) => new([KeyValuePair.Create("premises.area", Value.Of(new Quantity(area, Measure.SquareMetre)))]);

    private string AnyDelegation(SeededNumbers numbers, Standing standing)
    {
        var lent = standing.Lent.Lent;
        return lent.Length > 0 && numbers.Chance(0.5) ? lent[numbers.Below(lent.Length)].Id : _delegations[numbers.Below(_delegations.Count)];
    }

    private static string Limits(SeededNumbers numbers, int most, double chance)
    {
        var parts = new List<string>();
        var amounts = new List<string>();
        if (numbers.Chance(chance)) amounts.Add(numbers.Chance(0.15) ? $"per-case: unit.population * {1 + numbers.Below(3)} CNY" : $"per-case: {100 * (1 + numbers.Below(most / 100))} CNY");
        if (numbers.Chance(chance / 3)) amounts.Add($"per-month: {100 * (1 + numbers.Below(most / 50))} CNY");
        if (numbers.Chance(chance / 3)) amounts.Add($"per-quarter: {100 * (1 + numbers.Below(most / 25))} CNY");
        if (numbers.Chance(chance / 2)) amounts.Add($"per-year: {100 * (1 + numbers.Below(most / 10))} CNY");
        if (amounts.Count > 0) parts.Add($"amount: {{{string.Join(", ", amounts)}}}");
        if (numbers.Chance(chance / 5)) parts.Add($"number: {{per-month: {1 + numbers.Below(4)} cases}}");
        if (numbers.Chance(chance / 4)) parts.Add(numbers.Chance(0.7) ? "outcomes: [grant]" : "outcomes: [grant, refuse]");
        if (numbers.Chance(chance / 4)) parts.Add(numbers.Chance(0.5) ? "matters: [relief]" : "matters: [relief, repair]");
        if (numbers.Chance(0.1)) parts.Add($"area: {Places[numbers.Below(Places.Length - 1)]}");
        if (numbers.Chance(0.1)) parts.Add($"when: premises.area <= {20 * numbers.Below(20)} m2");
        return $"{{{string.Join(", ", parts)}}}";
    }

    private static string Basis(SeededNumbers numbers) => numbers.Chance(0.7) ? "act/1" : numbers.Chance(0.5) ? "act/2" : "act/1, act/3";

    private static string Dates(SeededNumbers numbers, double chance) =>
        (numbers.Chance(chance) ? $"  from: 2026-0{1 + numbers.Below(6)}-10\n" : "") + (numbers.Chance(chance) ? $"  to: 2026-0{6 + numbers.Below(3)}-20\n" : "");

    private static SourceFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n") + "\n"));
}
