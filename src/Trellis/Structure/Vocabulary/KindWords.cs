namespace Trellis.Structure.Vocabulary;

/// <summary>One kind of entry: its word, its file, its keys.</summary>
public sealed record KindWords(Kind Kind, string Word, string Plural, Shape.Map Shape)
{
    /// <summary>What people call such an entry; the word of the files stands beside it where a file is to be mended.</summary>
    public string InChinese => Kind switch
    {
        Kind.Unit => "单位",
        Kind.UnitType => "单位类型",
        Kind.Group => "群组",
        Kind.Post => "岗位",
        Kind.Seat => "任职",
        Kind.Calendar => "日历",
        Kind.Law => "法律文件",
        Kind.Codes => "代码表",
        Kind.PowerClass => "职权类别",
        Kind.Duty => "职责",
        Kind.Power => "职权",
        Kind.Delegation => "授权",
        Kind.Purpose => "用途",
        Kind.Register => "库",
        Kind.Item => "数据项",
        Kind.Standard => "标准",
        Kind.Matter => "事项",
        Kind.Form => "表单",
        Kind.System => "系统",
        Kind.Resource => "资源",
        Kind.Indicator => "指标",
        Kind.Assessment => "考核",
        Kind.Overlay => "叠加层",
        Kind.Neighbour => "邻方",
        Kind.Offer => "共享项",
        Kind.Skill => "能力",
        Kind.Level => "层级",
        _ => Word,
    };

    /// <summary>One entry a file, its keys at the top: matter types, forms.</summary>
    public bool OneAFile { get; init; }

    /// <summary>Always a table.</summary>
    public bool AlwaysTable { get; init; }

    /// <summary>May be a table where an office works in a spreadsheet.</summary>
    public bool MayBeTable { get; init; }

    /// <summary>Meaning is common to all: an overlay may add such an entry, not replace or withdraw one.</summary>
    public bool OnlyAdded { get; init; }

    /// <summary>In a table the identity column is "id".</summary>
    public string TableKey { get; init; } = "id";

    /// <summary>No ids of its own: rows of facts, such as seats and stocks.</summary>
    public bool WithoutId { get; init; }

    /// <summary>Stands inside another entry or file and has no file of its own.</summary>
    public bool Inner { get; init; }
}
