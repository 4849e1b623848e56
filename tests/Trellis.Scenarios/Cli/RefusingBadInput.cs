using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>
/// Logs that cannot be used: one message with place and remedy, exit code 2, nothing on standard output, nothing left behind.
/// </summary>
public sealed class RefusingBadInput : IDisposable
{
    private const long MostKilobytes = 400 * 1024;
    private readonly TheProgram _program = new();

    public void Dispose() => _program.Dispose();

    /// <summary>Runs with both reports asked for, and fails if anything of them was left.</summary>
    private Ran Diagnose(string log, params string[] more)
    {
        var before = _program.Files;
        var ran = _program.Run(["diagnose", log, "--json", "out.json", "--html", "out.html", .. more]);
        Assert.Equal(before, _program.Files);
        return ran;
    }

    [Theory]
    [InlineData("broken-at-line-7.xes", "line 7")]
    [InlineData("entity-bomb.xes", "DOCTYPE")]
    [InlineData("missing-time-column.csv", "line 1", "time", "tiem")]
    [InlineData("missing-case-column.csv", "line 1", "case")]
    [InlineData("duplicate-header.csv", "line 1", "\"activity\"", "number 2", "number 4")]
    [InlineData("one-column.csv", "line 1", "commas, semicolons or tabs")]
    [InlineData("ragged.csv", "line 3", "line 5", "--skip-bad-rows")]
    [InlineData("open-quote.csv", "line 3", "quote")]
    [InlineData("mixed-zones.csv", "--zone", "line")]
    [InlineData("day-first.csv", "--dates dmy", "line 2")]
    [InlineData("gb18030.csv", "line 1", "--encoding GB18030")]
    [InlineData("web-page.xes", "web page")]
    [InlineData("list.json", "JSON")]
    [InlineData("blank.csv", "blanks")]
    [InlineData("empty.csv", "empty")]
    public void A_malformed_log_is_refused_naming_place_and_remedy(string file, params string[] says) =>
        Diagnose(Logs.Bad(file)).RefusesSaying([file, .. says]);

    [Fact]
    public void Every_malformed_log_is_described_in_the_README_beside_it()
    {
        var readme = File.ReadAllText(Logs.Bad("README.md"));

        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(Logs.Bad("README.md"))!))
            Assert.Contains($"`{Path.GetFileName(path)}`", readme + "`README.md`", StringComparison.Ordinal);
    }

    [Fact]
    public void An_external_entity_is_refused_and_nothing_of_the_other_file_is_shown()
    {
        _program.Given("secret.txt", "the-password-is-swordfish");
        _program.Given("reaching-out.xes", $"""
            <?xml version="1.0"?>
            <!DOCTYPE log [<!ENTITY secret SYSTEM "file://{_program.At("secret.txt")}">]>
            <log><trace><string key="concept:name" value="&secret;"/></trace></log>
            """);

        var ran = Diagnose("reaching-out.xes").RefusesSaying("reaching-out.xes", "DOCTYPE");

        Assert.DoesNotContain("swordfish", ran.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", 2), InlineData("csv", 9), InlineData("csv", 10), InlineData("csv", 11), InlineData("csv", 5_000), InlineData("csv", -9), InlineData("csv", -8), InlineData("csv", -1)]
    [InlineData("xes", 2), InlineData("xes", 10), InlineData("xes", 11), InlineData("xes", 5_000), InlineData("xes", -8), InlineData("xes", -1)]
    public void A_compressed_log_that_was_cut_off_is_refused_wherever_the_cut_lies(string format, int at)
    {
        var whole = Logs.Gzip(format == "csv" ? File.ReadAllText(Logs.Hotline) : LongXes());
        _program.Given("cut.gz", at < 0 ? whole[..^-at] : whole[..at]);

        Diagnose("cut.gz").RefusesSaying("cut.gz", "cut off or damaged", "again");
    }

    [Fact]
    public void A_compressed_log_with_a_changed_byte_is_refused()
    {
        var bytes = Logs.Gzip(File.ReadAllText(Logs.Hotline));
        bytes[^6] ^= 0x40; // its checksum
        _program.Given("changed.csv.gz", bytes);

        Diagnose("changed.csv.gz").RefusesSaying("changed.csv.gz", "cut off or damaged");
    }

    [Fact]
    public void Two_compressed_logs_one_behind_the_other_are_read_as_one()
    {
        _program.Given("two.csv.gz", [.. Logs.Gzip(Logs.Csv), .. Logs.Gzip("M9,Register,Ann,Office,2025-03-03T09:00:00Z\n")]);

        using var json = JsonDocument.Parse(_program.Run("diagnose", "two.csv.gz", "--json", "-").Succeeds().Bytes);
        Assert.Equal(4, json.RootElement.GetProperty("log").GetProperty("cases").GetInt32());
    }

    [Theory]
    [InlineData("case,activity,time\nA,")]
    [InlineData("case,activity,time\nA,\"")]
    [InlineData("")]
    [InlineData("<log><trace><event><string key=\"concept:name\" value=\"")]
    [InlineData("<log><trace><event><!--")]
    [InlineData("<log")]
    public void A_line_of_two_gigabytes_is_refused_without_being_held_in_memory(string before)
    {
        var ran = _program.RunWith(to => WriteLetters(to, before, 2_000_000_000), "diagnose", "-", "--json", "out.json");

        ran.RefusesSaying("standard input", "64 MiB");
        Assert.InRange(ran.PeakKilobytes, 1, MostKilobytes);
        Assert.Empty(_program.Files);
    }

    [Fact]
    public void A_small_file_that_unpacks_to_an_endless_line_is_refused_without_being_held_in_memory()
    {
        using (var packed = new GZipStream(File.Create(_program.At("bomb.csv.gz")), CompressionLevel.Fastest))
            WriteLetters(packed, "case,activity,time\n", 300_000_000);

        var ran = Diagnose("bomb.csv.gz").RefusesSaying("bomb.csv.gz", "64 MiB");

        Assert.InRange(ran.PeakKilobytes, 1, MostKilobytes);
    }

    [Fact]
    public void A_missing_column_is_told_with_the_columns_there_are_and_the_one_that_may_be_meant() =>
        Diagnose(Logs.Bad("missing-time-column.csv")).RefusesSaying("tiem", "--map");

    [Fact]
    public void Only_the_first_ten_places_of_unreadable_times_are_shown()
    {
        _program.Given("times.csv", "case,activity,time\n" + string.Concat(Enumerable.Range(0, 25).Select(static row => $"A,x,{(row % 2 == 0 ? "soon" : "2025-01-01")}\n")));

        var ran = Diagnose("times.csv").RefusesSaying("times.csv", "13 of 25 rows", "line 2:", "line 20:", "and 3 more", "--skip-bad-rows", "\"soon\"");

        Assert.DoesNotContain("line 22:", ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("line 3:", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_rows_may_be_left_out_and_are_counted_then()
    {
        _program.Given("times.csv", "case,activity,time\nA,x,2025-01-01\nA,y,soon\nA,z,2025-01-03\nA,z\n");

        var ran = _program.Run("diagnose", "times.csv", "--skip-bad-rows").Succeeds();
        using var json = JsonDocument.Parse(_program.Run("diagnose", "times.csv", "--skip-bad-rows", "--json", "-").Succeeds().Bytes);

        Assert.Equal(2, json.RootElement.GetProperty("log").GetProperty("events").GetInt32());
        Assert.Contains(json.RootElement.GetProperty("quality").EnumerateArray(), static fault => fault.GetProperty("count").GetInt32() == 2);
        Assert.Contains("2 / 4", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_with_and_without_a_zone_are_read_together_once_the_zone_is_named() =>
        _program.Run("diagnose", Logs.Bad("mixed-zones.csv"), "--zone", "+08:00").Succeeds();

    [Theory]
    [InlineData("a PNG picture", "89504E470D0A1A0A0000000D49484452")]
    [InlineData("a ZIP archive", "504B03041400000008000000")]
    [InlineData("an empty ZIP archive", "504B050600000000000000000000000000000000000")]
    [InlineData("an Excel workbook", "504B0304140006000800000021005B436F6E74656E745F54797065735D2E786D6C")]
    [InlineData("an SQLite database", "53514C69746520666F726D6174203300100001010040")]
    [InlineData("a PDF document", "255044462D312E370A")]
    [InlineData("an old Excel workbook", "D0CF11E0A1B11AE1")]
    [InlineData("a program", "7F454C4602010100000000000000000003003E00")]
    [InlineData("a zstandard archive", "28B52FFD04")]
    [InlineData("a bzip2 archive", "425A683931415926535900")]
    [InlineData("an xz archive", "FD377A585A000004")]
    public void Something_else_than_a_log_is_refused(string what, string startsWith)
    {
        _ = what;
        var random = new byte[20_000];
        new Random(7).NextBytes(random);
        _program.Given("export.csv", [.. Convert.FromHexString(startsWith.Length % 2 == 0 ? startsWith : startsWith + "0"), .. random]);

        Diagnose("export.csv").RefusesSaying("export.csv");
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var bytes = new byte[(seed * 1_000) + 1];
            new Random(seed).NextBytes(bytes);
            Diagnose(_program.Given("random", bytes)).RefusesSaying("random");
        }
    }

    [Theory]
    [InlineData("utf-16"), InlineData("utf-16BE")]
    public void A_CSV_in_UTF_16_is_refused_with_the_option_that_reads_it(string encoding)
    {
        var letters = Encoding.GetEncoding(encoding);
        _program.Given("wide.csv", [.. letters.GetPreamble(), .. letters.GetBytes(Logs.Csv)]);

        Diagnose("wide.csv").RefusesSaying("wide.csv", "--encoding utf-16");
        _program.Run("diagnose", "wide.csv", "--encoding", encoding).Succeeds();
    }

    [Fact]
    public void Bytes_that_do_not_belong_to_the_named_encoding_are_refused()
    {
        _program.Given("mixed.csv", [.. Logs.Bytes, .. "M4,"u8, 0xFF, 0xFF, .. ",Ann,Office,2025-03-03\n"u8]);

        Diagnose("mixed.csv", "--encoding", "GB18030").RefusesSaying("mixed.csv", "GB18030");
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(_program.At("folder"));

        Diagnose("folder").RefusesSaying("folder", "Name one file in it");
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_and_the_nearest_name_offered()
    {
        _program.Given("hotline.csv", Logs.Csv);

        Diagnose("hotlien.csv").RefusesSaying("hotlien.csv", "no such file", "Did you mean hotline.csv?");
        Diagnose("nowhere/at/all.csv").RefusesSaying("nowhere/at/all.csv", "no folder");
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_refused()
    {
        _program.Given("closed.csv", Logs.Csv);
        File.SetUnixFileMode(_program.At("closed.csv"), UnixFileMode.None);

        var ran = Environment.IsPrivilegedProcess ? _program.RunAsNobody("diagnose", "closed.csv") : _program.Run("diagnose", "closed.csv");

        ran.RefusesSaying("closed.csv", "may not be read");
    }

    [Fact]
    public void An_empty_name_is_refused()
    {
        _program.Given("log.csv", Logs.Csv);

        _program.Run("diagnose", "").RefusesSaying("LOG");
        _program.Run("diagnose", "log.csv", "--json", "").RefusesSaying("--json");
        _program.Run("diagnose", "log.csv", "--html", "").RefusesSaying("--html");
    }

    private static string LongXes()
    {
        var text = new StringBuilder("<log>");
        for (var matter = 0; matter < 4_000; matter++)
            text.Append($"""<trace><string key="concept:name" value="{matter * 7919 % 4001}"/><event><string key="concept:name" value="Register"/><date key="time:timestamp" value="2025-01-01T{matter % 24:00}:{matter % 60:00}:00Z"/></event></trace>""").Append('\n');
        return text.Append("</log>").ToString();
    }

    private static void WriteLetters(Stream to, string before, long count)
    {
        to.Write(Encoding.UTF8.GetBytes(before));
        var letters = new byte[1 << 20];
        letters.AsSpan().Fill((byte)'x');
        for (var left = count; left > 0; left -= letters.Length) to.Write(letters, 0, (int)Math.Min(left, letters.Length));
    }
}
