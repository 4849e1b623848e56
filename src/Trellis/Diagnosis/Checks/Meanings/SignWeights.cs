namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// How much a sign or a word tells of a fact, by how many names and definitions of items hold it: 人 and 数 stand in every second one,
/// 渔 in few. Counted over pairs of items as offices write them, written for this purpose; what is in no list is rare and tells most.
/// </summary>
internal static class SignWeights
{
    private const string Everywhere = "的人数年地本保业在工期日一上户用出村到定全有位农家名记收证生发里老时登员给金养单总成当是额民面合经医公住机中产资积入房量费院末部月子方多";

    private const string Often = "理体分个企等病每已建次标所补政否准动残作务疾助报同实受该开后门按天少或土社水林计以内种可集交儿现居营办间对结构为号县级领款项查险者批品职不参退目书过钱口管自件度姓来护婚和活场比下庭接缴区评得承属重认取由主设付前申贴完税处价签类点安格事行还底最际请占编没程被加能未称打案离了会法童长监物检疫这大规应从乡算劳共镇基核权几司并救明施例投失小账要责";

    private const string AtTimes = "满就约立册府平流待局屋外包供因放具文新关划销无性存置表商服十利负低纳使别任转之哪诊役力困支正财常手百电执租码那许代季专国与食测均议至确照改做复达调高通防士市灾疗各率告药库客障城难进持岁购岗情备患去采耕女床验苗军值道化块审统看伤配买份征游田站写线于双限干木急造张向米委担起预头欠队烈享众害组注字选填偿效今系父母姻卡店式学象提售清康谁托周消孩婴制宅景范遇群遗增联么止先龄档留抚三余质亩";

    private const string EverywhereInEnglish = """
        the of in year to for and by on at a s this or day end people who date village was which with person area name land as
        is whether total from paid how registered number old month under certificate has county all farm be medical contract
        """;

    private const string OftenInEnglish = """
        home after many household family disabled work money firm unit over one insurance each that care per up tax found where
        public residents registration collective what whose when subsidy children are approved have now house forest out living
        homes yearly income given child not pension works monthly an taken rate insured business first water use disability
        worker government households been hospital used price marriage before project actually were building office farmland
        period pay cases villagers company persons paper issued place standard handed grant pays check enterprise head members
        social time staff contracted part licence weight site farmers
        """;

    private static readonly Dictionary<char, double> Signs = Of(Everywhere, Often, AtTimes);

    private static readonly Dictionary<string, double> Words = OfWords();

    public static double Of(char sign) => Signs.TryGetValue(sign, out var weight) ? weight : 1;

    /// <param name="stem">Of an English word.</param>
    public static double Of(string stem) => Words.TryGetValue(stem, out var weight) ? weight : 1;

    private static Dictionary<char, double> Of(string everywhere, string often, string atTimes)
    {
        var weights = new Dictionary<char, double>();
        foreach (var sign in everywhere) weights[sign] = 0.25;
        foreach (var sign in often) weights[sign] = 0.5;
        foreach (var sign in atTimes) weights[sign] = 0.75;
        return weights;
    }

    private static Dictionary<string, double> OfWords()
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (words, weight) in ((string, double)[])[(OftenInEnglish, 0.7), (EverywhereInEnglish, 0.4)])
            foreach (var word in words.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)) weights[Stems.Of(word)] = weight;
        return weights;
    }
}
