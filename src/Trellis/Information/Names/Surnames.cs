using System.Collections.Frozen;

namespace Trellis.Information.Names;

/// <summary>Surnames of two characters, and surnames that are read otherwise than the character is.</summary>
internal static class Surnames
{
    private static readonly FrozenSet<string> Compound = new[]
    {
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "司徒", "司空", "令狐", "夏侯", "端木", "百里", "呼延", "南宫", "东郭",
        "西门", "独孤", "轩辕", "钟离", "闾丘", "鲜于", "申屠", "公羊", "澹台", "赫连", "宗政", "濮阳", "淳于", "单于", "太叔", "仲孙", "公冶", "乐正", "拓跋", "夹谷",
        "谷梁", "段干", "东门", "南门", "微生", "梁丘", "左丘", "第五", "万俟", "闻人", "公良", "漆雕", "壤驷", "巫马", "颛孙", "司寇", "亓官", "纳兰", "叶赫", "完颜",
        "耶律", "哥舒", "贺兰", "北堂", "东里", "公西", "子车", "羊舌", "归海", "达奚", "欧侯",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Where the surname is read otherwise than the character elsewhere; the first reading is the usual one.</summary>
    private static readonly FrozenDictionary<string, string[]> Readings = new Dictionary<string, string[]>
    {
        ["单"] = ["shan"], ["解"] = ["xie"], ["仇"] = ["qiu"], ["区"] = ["ou"], ["查"] = ["zha"], ["曾"] = ["zeng"], ["任"] = ["ren"], ["朴"] = ["piao", "pu"], ["盖"] = ["ge", "gai"],
        ["华"] = ["hua"], ["乐"] = ["yue", "le"], ["缪"] = ["miao"], ["宁"] = ["ning"], ["翟"] = ["zhai", "di"], ["员"] = ["yun"], ["洗"] = ["xian"], ["冼"] = ["xian"], ["秘"] = ["bi"],
        ["覃"] = ["qin", "tan"], ["繁"] = ["po"], ["种"] = ["chong"], ["重"] = ["chong"], ["折"] = ["she"], ["黑"] = ["he"], ["盛"] = ["sheng"], ["召"] = ["shao"], ["卜"] = ["bu"],
        ["牟"] = ["mu", "mou"], ["车"] = ["che"], ["石"] = ["shi"], ["柏"] = ["bai", "bo"], ["祭"] = ["zhai"], ["尹"] = ["yin"], ["纪"] = ["ji"], ["哈"] = ["ha"], ["那"] = ["na"],
        ["晁"] = ["chao"], ["谌"] = ["chen", "shen"], ["隗"] = ["kui", "wei"], ["貟"] = ["yun"], ["应"] = ["ying"], ["佟"] = ["tong"], ["都"] = ["du"], ["藏"] = ["zang"], ["行"] = ["xing"],
        ["长"] = ["chang", "zhang"], ["过"] = ["guo"], ["令"] = ["ling"], ["谷"] = ["gu"], ["阚"] = ["kan"], ["粘"] = ["nian"], ["撒"] = ["sa"], ["适"] = ["kuo", "shi"], ["万"] = ["wan"],
        ["尉迟"] = ["yu chi"], ["长孙"] = ["zhang sun"], ["万俟"] = ["mo qi"], ["澹台"] = ["tan tai"], ["单于"] = ["chan yu"], ["鲜于"] = ["xian yu"], ["亓官"] = ["qi guan"], ["乐正"] = ["yue zheng"],
        ["闾丘"] = ["lv qiu"], ["颛孙"] = ["zhuan sun"], ["夹谷"] = ["jia gu"], ["谷梁"] = ["gu liang"], ["拓跋"] = ["tuo ba"], ["太叔"] = ["tai shu"], ["达奚"] = ["da xi"], ["子车"] = ["zi ju"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How many characters of a name are its surname: two where they are one of these and something is left to be the given name.</summary>
    public static int LengthIn(string[] characters) => characters.Length >= 3 && Compound.Contains(characters[0] + characters[1]) ? 2 : 1;

    /// <summary>How a surname is read; null where it is read as its characters are.</summary>
    public static IReadOnlyList<string>? ReadingsOf(string surname) => Readings.GetValueOrDefault(surname);
}
