namespace Trellis.Information.Importing;

/// <summary>Every no of importing and searching. Codes are never reused; each has its heading in docs/reference/refusals.md. None of them repeats what somebody typed.</summary>
public static class ImportRefusals
{
    public static Refusal Running { get; } = new("import.running", new("这个登记簿正在导入另一份表。请等它结束再试。", "Another table is being imported into this register. Try again when it has ended."));

    public static Refusal MappingUnusable { get; } = new("import.mapping-unusable", new("映射文件不能用。", "The mapping cannot be used."));

    public static Refusal TableUnusable { get; } = new("import.table-unusable", new("表不能用。", "The table cannot be used."));

    public static Refusal NothingToSearch { get; } = new("search.nothing-typed", new("请输入姓名、拼音、首字母、号码、电话或写明门牌的地址。", "Type a name, a name in pinyin, initials, a number, a telephone number, or an address with the number of the house."));

    public static Refusal TooWide { get; } = new("search.too-wide", new("这样找到的太多。请写全姓名，或改用号码、电话、地址。", "Too many are found by this. Write the whole name, or take a number, a telephone number or an address."));

    public static Refusal NoSuchRelation { get; } = new("search.no-such-relation", new("这一天没有哪个数据项这样指向这个登记簿的行。", "No item names rows of this register so on this day."));

    public static Refusal TooManyNamed { get; } = new("search.too-many-related", new("这样指着它的行太多，列出来就不是查找了。请按姓名、号码、电话或地址找其中的一个。", "Too many rows name it so, and a list of them would be no search. Find the one that is meant by a name, a number, a telephone number or an address."));

    /// <summary>In their order.</summary>
    public static IReadOnlyList<Refusal> All { get; } = [Running, MappingUnusable, TableUnusable, NothingToSearch, TooWide, NoSuchRelation, TooManyNamed];
}
