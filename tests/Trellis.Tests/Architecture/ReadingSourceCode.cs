using Xunit;

namespace Trellis.Tests.Architecture;

public class ReadingSourceCode
{
    [Theory]
    [InlineData("a // b", "a")]
    [InlineData("a /* b \n c */ d", "a d")]
    [InlineData("""a = "b \" c"; d""", "a = ; d")]
    [InlineData("""a = ""; d""", "a = ; d")]
    [InlineData("a = @\"b\"\"c\\\"; d", "a = ; d")]
    [InlineData("a = '\"'; d", "a = ; d")]
    [InlineData("a = $\"b {c:yyyy'T'} {{d}} {e(\"f\")}\"; g", "a = c } e( )} ; g")]
    [InlineData("a = \"\"\"b \" c\"\"\"; d", "a = ; d")]
    [InlineData("a = $$\"\"\"b {c} {{d}}\"\"\"; e", "a = d}} ; e")]
    [InlineData("a = $\"{b ? \"c\" : \"d\"}\"; e", "a = b ? } ; e")]
    [InlineData("global::Trellis.Standards", "global::Trellis.Standards")]
    public void Comments_and_texts_are_blanked_and_code_stays(string source, string code) =>
        Assert.Equal(code, string.Join(' ', SourceCode.Of(source).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Every_letter_keeps_its_line()
    {
        const string Source = "a\n/* b\nc */\nvar d = @\"e\nf\";\ng";

        var code = SourceCode.Of(Source);

        Assert.Equal(Source.Length, code.Length);
        Assert.Equal(6, SourceCode.LineOf(code, code.IndexOf('g', StringComparison.Ordinal)));
    }
}
