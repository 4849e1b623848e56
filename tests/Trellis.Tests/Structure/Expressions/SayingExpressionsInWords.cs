using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Tests.Structure.Expressions;

public sealed class SayingExpressionsInWords
{
    private static readonly Dictionary<string, Text> Names = new(StringComparer.Ordinal)
    {
        ["premises.area"] = new("经营场所面积", "area of the premises"),
        ["premises.kind"] = new("经营场所类型", "kind of the premises"),
        ["matter.danger"] = new("有危险", "danger"),
        ["award.outcome"] = new("审批结果", "outcome of the award"),
        ["family.members"] = new("家庭成员", "members of the family"),
        ["person.income"] = new("收入", "income"),
        ["applicant.born"] = new("申请人出生日期", "birth of the applicant"),
    };

    [Theory]
    [InlineData("premises.area <= 100 m2", "经营场所面积不超过 100 平方米", "area of the premises is at most 100 m2")]
    [InlineData("not premises.area <= 100 m2", "经营场所面积大于 100 平方米", "area of the premises is more than 100 m2")]
    [InlineData("premises.area in 60 m2..100 m2", "经营场所面积在 60 平方米至 100 平方米之间（含）", "area of the premises is from 60 m2 to 100 m2")]
    [InlineData("award.outcome = \"grant\"", "审批结果等于同意", "outcome of the award is granted")]
    [InlineData("premises.kind in [\"shop\", \"home\"]", "经营场所类型是“shop”或“home”之一", "kind of the premises is \"shop\" or \"home\"")]
    [InlineData("matter.danger and (premises.area > 60 m2 or award.outcome != \"grant\")", "有危险为是，并且（经营场所面积大于 60 平方米，或者审批结果不等于同意）", "danger is yes and (area of the premises is more than 60 m2 or outcome of the award is not granted)")]
    [InlineData("not matter.danger and not (matter.danger and matter.danger)", "有危险为否，并且并非（有危险为是，并且有危险为是）", "danger is no and it is not so that (danger is yes and danger is yes)")]
    [InlineData("if matter.danger then 2 hours else 3 working days", "如果有危险为是，则 2 小时，否则 3 个工作日", "if danger is yes, then 2 hours, otherwise 3 working days")]
    [InlineData("count(family.members where person.income < 780 CNY) > 0", "家庭成员中满足（收入小于 780 元）的各项的数量大于 0", "the number of those of members of the family for which income is less than 780 CNY is more than 0")]
    [InlineData("age(applicant.born) >= 60 years", "按申请人出生日期计算的周岁不小于 60 年", "the age counted from birth of the applicant is at least 60 years")]
    [InlineData("premises.area * (2 + 1) > 5 m2", "经营场所面积乘以（2 加 1）大于 5 平方米", "area of the premises times (2 plus 1) is more than 5 m2")]
    public void An_expression_reads_as_a_sentence_in_both_languages(string text, string zh, string en)
    {
        Assert.Equal(zh, Said(text, Language.Chinese));
        Assert.Equal(en, Said(text, Language.English));
    }

    private static string Said(string text, Language language) => ATown.Parsed(text).Describe(language, path => Names[path].In(language),
        (path, code) => (path, code) == ("award.outcome", "grant") ? new Text("同意", "granted").In(language) : null);
}
