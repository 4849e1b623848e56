using System.Text;
using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Tests.Authority;

/// <summary>A small county to write powers and delegations in: two towns with three villages, a bureau with a station in one town.</summary>
internal static class APowerChart
{
    public static readonly DateOnly Day = new(2026, 5, 4);

    private const string Structure = """
        structure: small-county
        language: 1
        name: {zh: 小县, en: Small county}
        version: "1"
        from: 2026-01-01
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
        """;

    private const string Units = """
        id	name.zh	name.en	type	parent	ground	from	to	unit.population
        county	小县	Small county	county					200000
        bureau	局	Bureau	bureau	county
        market	市监局	Market bureau	bureau	county
        east	东镇	East town	town	county				30000
        west	西镇	West town	town	county				20000
        old	老镇	Old town	town	county			2026-06-30
        station	东镇所	Station in East	station	market	east
        hill	山村	Hill	village	east				900
        lake	湖村	Lake	village	east				1100
        plain	平村	Plain	village	west				1000
        """;

    private const string Posts = """
        id	name.zh	name.en	at	seats	from	to
        head	局长	Head	bureau	1
        deputy	副局长	Deputy	bureau	1
        head	局长	Head	market	1
        checker	检查员	Checker	market	2
        checker	检查员	Checker	station	1
        leader	镇长	Leader	towns	1
        clerk	办事员	Clerk	towns	2
        village-clerk	村务员	Village clerk	villages	1
        guest	临聘	Guest	east	1	2026-01-01	2026-03-31
        """;

    private const string Groups = """
        - {group: towns, name: {zh: 各镇, en: Towns}, units: {type: [town]}}
        - {group: villages, name: {zh: 各村, en: Villages}, units: {type: [village]}}
        """;

    private const string Law = """
        - law: act
          name: {zh: 法, en: Act}
          rank: national-law
          from: 2020-01-01
          articles:
            - {article: 1, gist: {zh: 一, en: One}}
            - {article: 2, gist: {zh: 二, en: Two}, to: 2026-04-30}
            - {article: 3, gist: {zh: 三, en: Three}}
        """;

    private const string Classes = """
        - {class: payment, name: {zh: 支付, en: Payment}, delegable-to: [government, community], basis: [act/1]}
        - {class: coercion, name: {zh: 强制, en: Coercion}, delegable-to: [], basis: [act/1]}
        - {class: licence, name: {zh: 许可, en: Licence}, delegable-to: [government], basis: [act/1]}
        - {class: operating, name: {zh: 调度, en: Operating}, delegable-to: [government, community], basis: [act/1]}
        """;

    public static GovernanceStructure With(string powers, string delegations = "", params (string Path, string Text)[] more)
    {
        List<SourceFile> files =
        [
            File("structure.yaml", Structure),
            File("units.tsv", Units),
            File("posts.tsv", Posts),
            File("groups.yaml", Groups),
            File("law.yaml", Law),
            File("classes.yaml", Classes),
            File("powers.yaml", powers),
        ];
        if (delegations.Length > 0) files.Add(File("delegations.yaml", delegations));
        foreach (var (path, text) in more)
        {
            files.RemoveAll(file => file.Path == path);
            files.Add(File(path, text));
        }

        return ReadingStructures.Read(files).Structure;
    }

    private static SourceFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n") + "\n"));
}
