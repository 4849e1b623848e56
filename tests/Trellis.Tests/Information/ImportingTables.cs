using System.Text;
using Trellis.Information.Importing;
using Trellis.Standards.Csv;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>Tables as departments hand them in, and what is wrong with them: told by line and column, never by value.</summary>
public sealed class ImportingTables
{
    private const string Usual = "import: residents\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n  证件号: number\n  生日: birth\n  性别: sex\n  迁入: {item: moved-in, dates: yyyyMMdd}\n";

    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly GovernanceStructure Cuiwei = AStructure.Read("cuiwei").Structure;

    [Fact]
    public void A_row_becomes_values_of_items()
    {
        var read = Read("王芳,11010519491231002x,1949年12月31日,女,20010203");

        Assert.Empty(read.Faults);
        Assert.Equal(["name", "number", "birth", "sex", "moved-in"], read.Values.Select(static one => one.Column.Item));
        Assert.Equal(["王芳", "11010519491231002X", "1949-12-31", "female", "2001-02-03"], read.Values.Select(static one => Assert.Single(one.Written)));
        Assert.DoesNotContain("王芳", string.Concat(read.Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("王芳,110105194912310021,,,", "证件号", "check digit")]
    [InlineData("王芳,1.10105E+17,,,", "证件号", "spreadsheet")]
    [InlineData("王芳,########,,,", "证件号", "spreadsheet")]
    [InlineData("#N/A,,,,", "姓名", "spreadsheet")]
    [InlineData("王芳,,45231,,", "生日", "spreadsheet")]
    [InlineData("王芳,,2026-02-30,,", "生日", "no day")]
    [InlineData("王芳,,,,2001-02-03", "迁入", "yyyyMMdd")]
    [InlineData("王芳,,,丁,", "性别", "no code")]
    [InlineData("王芳,11010519491231002X,1950-01-01,,", "生日", "citizen's number")] // two birthdays
    [InlineData("王\uE863,,,,", "姓名", "Unicode")]
    public void What_is_wrong_is_told_by_its_column_with_the_remedy_and_without_the_value(string line, string column, string says)
    {
        var fault = Assert.Single(Read(line).Faults);

        Assert.Equal(column, fault.Column);
        Assert.Contains(says, fault.Says.En, StringComparison.Ordinal);
        foreach (var cell in line.Split(',').Where(static cell => cell.Length > 4)) Assert.DoesNotContain(cell, fault.Says.En + fault.Says.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guardian", "990101198503030023", "by: ITEM")] // a number would enter the record as it is
    [InlineData("guardian", "990101800101001", "by: ITEM")]
    [InlineData("home", "990101198503030023", "by: ITEM")] // nor where the keys of the register are for everybody
    [InlineData("household", "990101198503030023", "by: ITEM")]
    [InlineData("{item: guardian, by: number}", "990101198503030024", "check digit")]
    [InlineData("{item: guardian, by: number}", "1.10105E+17", "digits")]
    public void A_cell_that_names_somebody_by_a_number_is_told_without_the_number(string item, string cell, string says)
    {
        var (mapping, _) = Mapping($"import: a\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n  监护人: {item}\n");
        var (reading, _) = ReadingRows.Begin(mapping!, Cuiwei, ["姓名", "监护人"], Today);

        var fault = Assert.Single(reading!.Read(["王芳", cell]).Faults);

        Assert.Equal("监护人", fault.Column);
        Assert.Contains(says, fault.Says.En, StringComparison.Ordinal);
        Assert.DoesNotContain(cell, fault.Says.En + fault.Says.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_gives_nothing_is_told() => Assert.Contains("nothing", Assert.Single(Read(" ,,,,").Faults).Says.En, StringComparison.Ordinal);

    [Fact]
    public void A_mapping_that_does_not_fit_tells_every_column()
    {
        var (mapping, _) = Mapping(Usual);
        var (reading, faults) = ReadingRows.Begin(mapping!, Cuiwei, ["姓名", "证件号码", "生日", "生日", "性别", "迁入", "备注"], Today);

        Assert.Null(reading);
        Assert.Equal(4, faults.Count); // 证件号 missing, 生日 twice, 证件号码 and 备注 not spoken of
        Assert.Contains(faults, static one => one.En.Contains("did you mean 证件号码?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("import: a\nregister: persons\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n", "persons")]
    [InlineData("import: a\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: nam\n", "nam")]
    [InlineData("import: a\nregister: person\nbasis: no-law/6\ncolumns:\n  姓名: name\n", "no-law/6")]
    [InlineData("import: a\nregister: person\ncolumns:\n  姓名: name\n", "basis")]
    [InlineData("import: a\nregister: person\nbasis: cuiwei-data-rules/6\n", "columns")]
    [InlineData("import: a\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  岁数: age\n", "person.age")] // computed
    [InlineData("import: a\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n  曾用名: name\n", "Two columns")]
    [InlineData("import: a\nregister: person\nbasis: cuiwei-data-rules/6\ndates: yyyy\ncolumns:\n  姓名: name\n", "year, month and day")]
    [InlineData("import: a\nregister: person\nbasis: cuiwei-data-rules/6\ncolums:\n  姓名: name\n", "colums")]
    [InlineData("import: a\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  性别: {item: sex, codes: {男: man}}\n", "man")]
    [InlineData("import: a\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  监护人: {item: guardian, by: phone}\n", "phone")]
    [InlineData("import: a\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: {item: name, by: number}\n", "names no rows")]
    [InlineData("- a\n- b\n", "keys")]
    public void A_mapping_with_a_fault_is_refused_where_it_stands(string yaml, string says)
    {
        var (mapping, findings) = Mapping(yaml);

        Assert.Null(mapping);
        Assert.Contains(findings, finding => $"{finding.Found.En} {finding.Expected?.En}".Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Quotes_delimiters_and_lines_inside_of_cells_are_read()
    {
        using var table = Table("a;b\r\n\"x;\"\"y\nz\";2\r\n\r\n3;4");

        Assert.Equal(["a", "b"], table.Header);
        Assert.Equal(["x;\"y\nz", "2"], table.Next()!.Cells);
        var second = table.Next()!;
        Assert.Equal((5, "3"), (second.Line, second.Cells[0]));
        Assert.Null(table.Next());
    }

    [Theory]
    [InlineData("a,b\n1,2,3\n4,5", "3 cells")]
    [InlineData("a,b\n\"x\"y,2\n4,5", "closing quote")]
    [InlineData("a,b\n\0,2\n4,5", "zero bytes")]
    public void A_bad_row_is_told_and_the_next_is_read(string content, string says)
    {
        using var table = Table(content);

        var bad = table.Next()!;
        Assert.Equal(2, bad.Line);
        Assert.Contains(says, bad.Fault!.Value.En, StringComparison.Ordinal);
        Assert.Equal(["4", "5"], table.Next()!.Cells);
    }

    [Fact]
    public void A_line_of_a_million_columns_is_told_and_costs_no_memory()
    {
        using var table = Table("a,b\n" + new string(',', 1_000_000) + "\n1,2\n");

        Assert.Contains("1,000 columns", table.Next()!.Fault!.Value.En, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], table.Next()!.Cells);
    }

    [Fact]
    public void A_header_of_a_million_columns_is_no_table() => Assert.Contains("1,000", Assert.Throws<UnusableInput>(() => Table(new string(',', 1_000_000))).Says.En, StringComparison.Ordinal);

    [Fact]
    public void A_quote_that_is_never_closed_is_told_by_the_line_on_which_it_opens()
    {
        using var table = Table("a,b\n1,2\n\"3,4\n5,6\n");

        Assert.Null(table.Next()!.Fault);
        var bad = table.Next()!;
        Assert.Equal(3, bad.Line);
        Assert.Contains("line 3", bad.Fault!.Value.En, StringComparison.Ordinal);
        Assert.Null(table.Next());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_with_the_remedy()
    {
        byte[] gbk = [0xD0, 0xD5, 0xC3, 0xFB, (byte)'\n', (byte)'1', (byte)'\n']; // 姓名 in GB 18030
        var refused = Assert.Throws<UnusableInput>(() => CsvTable.Open(new MemoryStream(gbk), "t.csv"));

        Assert.Contains("gb18030", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_refused() => Assert.Throws<UnusableInput>(() => Table(""));

    private static CsvTable Table(string content) => CsvTable.Open(new MemoryStream(Encoding.UTF8.GetBytes(content)), "t.csv");

    private static (ImportMapping? Mapping, IReadOnlyList<Trellis.Structure.Findings.Finding> Findings) Mapping(string yaml)
    {
        var (mapping, findings) = ReadingMappings.Read(new SourceFile("m.yaml", Encoding.UTF8.GetBytes(yaml)), Cuiwei, null, Today);
        return (mapping, findings.Kept);
    }

    private static ReadRow Read(string line)
    {
        var (mapping, findings) = Mapping(Usual);
        Assert.True(mapping is not null, string.Join('\n', findings.Select(static one => one.Found.En)));
        var (reading, _) = ReadingRows.Begin(mapping, Cuiwei, ["姓名", "证件号", "生日", "性别", "迁入"], Today);
        return reading!.Read(line.Split(','));
    }
}
