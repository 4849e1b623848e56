namespace Trellis.Web.Information;

/// <summary>What a person may ask about what is held of them, in words.</summary>
internal static class RightWords
{
    public static Text NameOf(string right) => right switch
    {
        "copy" => new("要一份副本", "Ask for a copy"),
        "correction" => new("有错，要求更正", "Have something corrected"),
        "objection" => new("反对这样使用", "Object to a use"),
        "withdrawal" => new("撤回同意", "Withdraw consent"),
        "erasure" => new("要求删除", "Have something erased"),
        _ => new("行使其他权利", "Use another right"),
    };

    public static Text MeaningOf(string right) => right switch
    {
        "copy" => new("纸质或电子的，全部或一部分", "on paper or electronic, all of it or a part"),
        "correction" => new("说明哪里不对、应当是什么", "say what is wrong and what is right"),
        "objection" => new("说明哪个用途、为什么", "say which use, and why"),
        "withdrawal" => new("以前同意过的，今后不再用", "what you agreed to is not used any more"),
        "erasure" => new("删了以后，记录里的证明仍然成立", "the proofs of the record stand all the same"),
        _ => new("", ""),
    };
}
