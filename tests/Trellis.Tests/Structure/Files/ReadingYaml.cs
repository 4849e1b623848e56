using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Tests.Architecture;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Trellis.Tests.Structure.Files;

/// <summary>Our reader of a part of YAML, beside a public library that reads all of it.</summary>
public sealed class ReadingYaml
{
    [Fact]
    public void Every_file_of_our_structures_reads_as_a_public_library_reads_it()
    {
        var files = Checkout.Files(".yaml").Where(static file => file.Path.StartsWith("structures/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files) Assert.Equal(TheLibrarys(file.Text), Ours(file.Text));
    }

    [Theory]
    [InlineData("a: b")]
    [InlineData("a: b\n\n# comment\nc: d # another\n")]
    [InlineData("- a\n- b: c\n  d: [e, 'f''g', \"h\\\"i\"]\n- {j: k, l: {m: n}}\n")]
    [InlineData("a:\n  - b\n  -   c\n  - - d\n    - e\n")]
    [InlineData("a:\n- b\n- c\nd: e\n")]
    [InlineData("a: |\n  one\n   two\n\n  three\nb: c\n")]
    [InlineData("a: >\n  one\n  two\n\n  three\nb: c\n")]
    [InlineData("a: |-\n  one\n  two\n")]
    [InlineData("a: x#y\nb: http://c\nc: 12:30\nd: -1\n")]
    [InlineData("a: {b: [c, d],\n  e: f,\n}\n")]
    [InlineData("\"a b\": c\n'd': e\n")]
    [InlineData("a: \"\\u4e2d\\n\"\n")]
    [InlineData("---\na: b\n")]
    [InlineData("a: 甲、乙，丙\nb: {zh: 受理, en: \"Receive, deliver\"}\n")]
    [InlineData("- when: a.b = \"c\"\n  then: []\n- otherwise: []\n")]
    [InlineData("a: {b: c:d, e: f@g}\n")]
    public void What_is_allowed_reads_as_a_public_library_reads_it(string text) => Assert.Equal(TheLibrarys(text), Ours(text));

    [Fact]
    public void Random_documents_of_the_subset_read_as_a_public_library_reads_them() =>
        Prop.ForAll(Documents.ToArbitrary(), static text => Ours(text) == TheLibrarys(text) ? true : throw new InvalidOperationException($"{text}\nours   {Ours(text)}\ntheirs {TheLibrarys(text)}"))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("a: &b c\n", "TR9002 1:4")]
    [InlineData("a: *b\n", "TR9002 1:4")]
    [InlineData("a: !!str b\n", "TR9002 1:4")]
    [InlineData("<<: {a: b}\n", "TR9002 1:1")]
    [InlineData("a:\n", "TR9002 1:1")]
    [InlineData("a: ~\n", "TR9002 1:4")]
    [InlineData("a: b\n---\nc: d\n", "TR9002 2:1")]
    [InlineData("%YAML 1.2\n---\na: b\n", "TR9002 1:1")]
    [InlineData("? a\n: b\n", "TR9002 1:1")]
    [InlineData("a:\tb\n", "TR9002 1:3")]
    [InlineData("a: {zh: 受理、送达, en: Receive, deliver}\n", "TR9001 1:29")]
    [InlineData("a: {b: c\n", "TR9001 1:4")]
    [InlineData("a: [b, c\n- d: e\n", "TR9001 1:4")]
    [InlineData("a: \"b\nc: d\n", "TR9001 1:4")]
    [InlineData("a: b: c\n", "TR9001 1:5")]
    [InlineData("a: b\n  c: d\n", "TR9001 2:3")]
    [InlineData("a:\n  b: c\n d: e\n", "TR9001 3:2")]
    [InlineData("a:b\n", "TR9001 1:1")]
    [InlineData("- a: b\nc: d\n", "TR9001 2:1")]
    [InlineData("  a: b\n", "TR9001 1:3")]
    [InlineData("a: {b: c, , d: e}\n", "TR9001 1:11")]
    [InlineData("a: {b: c}}\n", "TR9001 1:10")]
    [InlineData("a: \"b\\qc\"\n", "TR9001 1:6")]
    [InlineData("a: @b\n", "TR9001 1:4")]
    [InlineData("a: b\rc: d\n", "TR9003 1:5")]
    [InlineData("a: b\u202Ec\n", "TR9003 1:5")]
    [InlineData("a: b\u200Bc\n", "TR9003 1:5")]
    [InlineData("a: \"b\\u202Ec\"\n", "TR9001 1:6")]
    [InlineData("a: cafe\u0301\n", "TR9003 1:8")]
    [InlineData("a: \uF900\n", "TR9003 1:4")]
    public void What_is_not_allowed_is_refused_at_its_place(string text, string expected)
    {
        var findings = new FindingList();

        YamlReader.Read(AStructure.AFile("a.yaml", text), findings);

        Assert.Equal(expected, $"{findings.Kept[0].Code.Code} {findings.Kept[0].At.Line}:{findings.Kept[0].At.Column}");
        Assert.All(findings.Kept, static finding => Assert.NotNull(finding.Expected));
    }

    [Fact]
    public void A_comma_in_a_text_without_quotes_is_answered_with_the_remedy()
    {
        var findings = new FindingList();

        YamlReader.Read(AStructure.AFile("a.yaml", "- duty: a\n  name: {zh: 受理、送达, en: Receive, deliver}\n"), findings);

        Assert.Equal("Put the text that holds the comma in quotes.", Assert.Single(findings.Kept).Expected!.Value.En);
    }

    [Fact]
    public void A_fault_costs_the_entry_it_stands_in_and_no_other()
    {
        var findings = new FindingList();

        var root = YamlReader.Read(AStructure.AFile("a.yaml", "- a: 1\n- b: {c\n- d: 2\n- e: \"f\n  g: 3\n- h: 4\n"), findings);

        Assert.Equal([2, 4], findings.Kept.Select(static finding => finding.At.Line));
        Assert.Equal("[{a:1}{d:2}{h:4}]", Show(root));
    }

    [Theory]
    [InlineData("GB18030", "GB18030 or GBK")]
    [InlineData("utf-16", "UTF-16")]
    public void Another_encoding_is_named_with_the_remedy(string encoding, string named)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var findings = new FindingList();

        YamlReader.Read(new SourceFile("a.yaml", [.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes("- a: 受理申请材料并送达\n")]), findings);

        Assert.Contains(named, Assert.Single(findings.Kept).Found.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_and_the_line_ends_of_another_system_change_nothing()
    {
        const string Text = "- a: b\n  c: [d, e]\n  f: |\n    g\n    h\n";

        Assert.Equal(Ours(Text), Ours("\uFEFF" + Text.ReplaceLineEndings("\r\n")));
    }

    [Fact]
    public void Deep_nesting_is_refused_and_not_followed()
    {
        foreach (var text in (string[])[new string('[', 100_000), string.Concat(Enumerable.Repeat("{a: ", 100_000)), string.Concat(Enumerable.Range(0, 2000).Select(static level => new string(' ', level) + "a:\n")), "a: " + string.Concat(Enumerable.Repeat("- ", 50_000))])
        {
            var findings = new FindingList();

            YamlReader.Read(AStructure.AFile("a.yaml", "a: " + text), findings);
            YamlReader.Read(AStructure.AFile("a.yaml", text), findings);

            Assert.True(findings.Errors > 0);
        }
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_the_first_anchor()
    {
        var text = "a: &a [x, x]\n" + string.Concat(Enumerable.Range(0, 60).Select(static at => $"b{at}: &b{at} [*a, *a]\n"));
        var findings = new FindingList();

        YamlReader.Read(AStructure.AFile("a.yaml", text), findings);

        Assert.Equal(61, findings.Count);
        Assert.All(findings.Kept, static finding => Assert.Equal("TR9002", finding.Code.Code));
    }

    [Fact]
    public void A_hundred_thousand_faults_are_all_counted_and_quickly()
    {
        var text = string.Concat(Enumerable.Range(0, 120_000).Select(static at => $"- duty: d{at}\n  lead: {{a\n"));
        var findings = new FindingList();
        var watch = Stopwatch.StartNew();

        YamlReader.Read(AStructure.AFile("a.yaml", text), findings);

        Assert.Equal(120_000, findings.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Whatever_the_bytes_reading_ends_and_says_what_is_wrong() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
        {
            var random = new Random(seed);
            var pieces = new[] { "- ", "a: ", "b", "\n", "  ", "{", "}", "[", "]", ",", ": ", "#", "\"", "'", "|", ">", "&", "*", "!", "---", "...", "\t", "\r\n", "中", "\\", "\0", "?", "%", "~", "\u200B", "\uFEFF", "@" };
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            var findings = new FindingList();
            var root = YamlReader.Read(AStructure.AFile("a.yaml", text), findings);
            if (root.Exists) Show(root);
            return findings.Kept.All(finding => finding.At.Start >= 0 && finding.At.Start <= finding.At.File!.Bytes.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    private static Gen<string> Documents => Gen.Sized(size => Block(Math.Min(size, 4), 0)).Select(static text => text);

    private static Gen<string> Word => Gen.Elements("a", "b-c", "12", "no", "1.10", "a.b", "甲乙", "x@y", "5 working days", "a:b", "x#y", "-z");

    private static Gen<string> Flow(int depth) => depth == 0
        ? Gen.OneOf(Word, Word.Select(static word => $"\"{word}, {word}\""), Word.Select(static word => $"'{word}''s'"))
        : Gen.OneOf(
            Flow(0),
            Flow(depth - 1).ListOf(3).Select(static items => $"[{string.Join(", ", items)}]"),
            Flow(depth - 1).ListOf(3).Select(static items => $"{{{string.Join(", ", items.Select(static (item, at) => $"k{at}: {item}"))}}}"));

    private static Gen<string> Block(int depth, int indent)
    {
        var pad = new string(' ', indent);
        var scalar = Flow(2).Select(static value => $" {value}\n");
        var below = depth == 0 ? scalar : Gen.OneOf(scalar, Block(depth - 1, indent + 2).Select(static inner => "\n" + inner), scalar.Select(static line => line.TrimEnd() + " # remark\n"), Gen.Constant($" |\n{pad}  one\n{pad}   two\n"));
        return Gen.OneOf(
            below.ListOf(3).Where(static list => list.Count > 0).Select(list => string.Concat(list.Select((value, at) => $"{pad}key{at}:{value}"))),
            below.ListOf(3).Where(static list => list.Count > 0).Select(list => string.Concat(list.Select((value, at) => at == 0 || !value.StartsWith('\n') ? $"{pad}- k{at}:{value.Replace("\n" + pad + "  ", "\n" + pad + "      ", StringComparison.Ordinal)}" : $"{pad}-{value}"))));
    }

    private static string Ours(string text)
    {
        var findings = new FindingList();
        var root = YamlReader.Read(AStructure.AFile("a.yaml", text), findings);
        return findings.Count > 0 ? "refused: " + findings.Kept[0].Found.En + " " + findings.Kept[0].At : Show(root);
    }

    private static string Show(Node node)
    {
        var text = new StringBuilder();
        Show(node, text);
        return text.ToString();
    }

    private static void Show(Node node, StringBuilder text)
    {
        if (node.IsMap)
        {
            text.Append('{');
            foreach (var (key, value) in node.Pairs)
            {
                text.Append(key.Text).Append(':');
                Show(value, text);
            }

            text.Append('}');
        }
        else if (node.IsList)
        {
            text.Append('[');
            foreach (var element in node.Elements) Show(element, text);
            text.Append(']');
        }
        else text.Append(node.Text.TrimEnd('\n'));
    }

    private static string TheLibrarys(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlDotNet.Core.YamlException fault)
        {
            return "refused: " + fault.Message;
        }

        var shown = new StringBuilder();
        if (stream.Documents.Count > 0) Show(stream.Documents[0].RootNode, shown);
        return shown.ToString();
    }

    private static void Show(YamlNode node, StringBuilder text)
    {
        switch (node)
        {
            case YamlMappingNode map:
                text.Append('{');
                foreach (var (key, value) in map.Children)
                {
                    Show(key, text);
                    text.Append(':');
                    Show(value, text);
                }

                text.Append('}');
                break;
            case YamlSequenceNode list:
                text.Append('[');
                foreach (var element in list.Children) Show(element, text);
                text.Append(']');
                break;
            default:
                text.Append(((YamlScalarNode)node).Value!.TrimEnd('\n'));
                break;
        }
    }
}
