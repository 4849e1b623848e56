using Trellis.Information.Names;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>Names of people: parts, spellings and readings.</summary>
public sealed class ReadingNames
{
    [Theory]
    [InlineData("王芳", "王", "芳", "wang fang")]
    [InlineData("欧阳娜娜", "欧阳", "娜娜", "ou yang na na")]
    [InlineData("欧阳", "欧", "阳", "ou yang")] // two characters: the second is the given name
    [InlineData("单雨", "单", "雨", "shan yu")]
    [InlineData("解晓", "解", "晓", "xie xiao")]
    [InlineData("尉迟恭", "尉迟", "恭", "yu chi gong")]
    [InlineData("吕绿", "吕", "绿", "lv lv")]
    [InlineData("仇和", "仇", "和", "qiu he")]
    [InlineData("張偉", "张", "伟", "zhang wei")] // as in papers of other scripts
    public void A_Chinese_name_has_a_surname_a_given_name_and_a_reading(string written, string surname, string given, string reading)
    {
        var name = PersonalName.Read(written)!;

        Assert.Equal(surname, name.Surname);
        Assert.Equal(given, name.Given);
        Assert.Contains(reading, name.Readings);
    }

    [Theory]
    [InlineData("阿依古丽•买买提", "阿依古丽·买买提")]
    [InlineData("阿依古丽．买买提", "阿依古丽·买买提")]
    [InlineData("阿依古丽・买买提・", "阿依古丽·买买提")]
    public void Parts_of_a_name_are_parted_by_one_dot_however_it_is_typed_and_have_no_surname(string written, string spelled)
    {
        var name = PersonalName.Read(written)!;

        Assert.Equal(spelled, name.Spelled);
        Assert.Equal("", name.Surname);
    }

    [Theory]
    [InlineData("张  三", "张三")] // blanks between characters are layout
    [InlineData("张　三", "张三")]
    [InlineData(" john  SMITH ", "JOHN SMITH")]
    [InlineData("Ｊｏｈｎ", "JOHN")]
    [InlineData("张\u200B三", "张三")] // what cannot be seen
    public void One_name_has_one_spelling(string written, string spelled) => Assert.Equal(spelled, PersonalName.Read(written)!.Spelled);

    [Fact]
    public void Characters_outside_the_basic_plane_count_as_one_and_have_readings()
    {
        var name = PersonalName.Read("王𬎆𠮷")!;

        Assert.Equal(3, name.Characters.Count);
        Assert.Equal("𬎆𠮷", name.Given);
        Assert.StartsWith("wang ", name.Readings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_one_character_is_a_name() => Assert.Equal("", PersonalName.Read("芳")!.Surname);

    [Fact]
    public void A_name_has_two_hundred_characters_and_not_one_more()
    {
        Assert.NotNull(PersonalName.Read(new string('王', 200)));
        Assert.False(PersonalName.TryRead(new string('王', 201), out _, out var fault));
        Assert.Contains("200", fault.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  · ")]
    [InlineData("王\n芳")]
    [InlineData("王\u0007芳")]
    [InlineData("王\uE863")] // of a system's own characters
    [InlineData("王\uFFFD")]
    [InlineData("王\uD842")] // half of a character
    public void What_is_no_name_is_refused_with_the_remedy(string written)
    {
        Assert.False(PersonalName.TryRead(written, out _, out var fault));
        Assert.NotEmpty(fault.En);
        Assert.NotEmpty(fault.Zh);
        if (written.Length > 0) Assert.DoesNotContain(written, fault.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LÜ buwei", "lvbuwei")]
    [InlineData("Lyu Buwei", "lvbuwei")]
    [InlineData("lu:", "lv")]
    [InlineData("Zhāng Wěi", "zhangwei")]
    [InlineData("ouyang nana", "ouyangnana")]
    public void A_typed_reading_has_one_spelling(string typed, string joined) => Assert.Equal(joined, PersonalName.JoinedReading(typed));

    [Fact]
    public void A_character_of_several_readings_is_found_by_each()
    {
        var readings = PersonalName.Read("李乐行")!.Readings;

        Assert.Contains("li le xing", readings);
        Assert.True(readings.Count is > 1 and <= 4);
    }
}
