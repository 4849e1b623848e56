using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards;
using Xunit;

namespace Trellis.Tests.Standards;

public class TellingLogFormats
{
    private static readonly LogReading Plain = new() { Source = "the file" };

    private const string SmallXes =
        """<trace><string key="concept:name" value="P-1"/><event><string key="concept:name" value="Receive"/><date key="time:timestamp" value="2025-03-01T10:00:00Z"/></event></trace>""";

    private static EventLog Bytes(byte[] bytes) => LogFormats.Read(new DripStream(bytes), Plain);

    private static EventLog Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("xes/permits.xes", "XES", 3)]
    [InlineData("xes/same-name.xes", "XES", 3)]
    [InlineData("ocel/hotline.json", "OCEL 2.0 JSON", 4)]
    [InlineData("ocel/hotline.xml", "OCEL 2.0 XML", 4)]
    public void Our_own_logs_are_told_by_what_is_in_them(string name, string format, int events)
    {
        using var file = LogFiles.Ours(name);

        var log = LogFormats.Read(file, Plain with { CaseType = format.StartsWith("OCEL", StringComparison.Ordinal) ? "matter" : null });

        Assert.Equal((format, events), (log.Format, log.EventCount));
    }

    [Theory]
    [InlineData("case,activity,time\nP-1,Receive,2025-03-01 10:00\n", "CSV")]
    [InlineData("\uFEFFcase;activity;time\nP-1;Receive;2025-03-01 10:00\n", "CSV")]
    [InlineData("case\tactivity\ttime\nP-1\tReceive\t2025-03-01 10:00\n", "TSV")]
    [InlineData("[case],activity,time,case\nx,Receive,2025-03-01 10:00,P-1\n", "CSV")]
    [InlineData("\n\n  <log>" + SmallXes + "</log>", "XES")]
    [InlineData("<log><!-- late --><unknown/>" + SmallXes + "</log>", "XES")]
    [InlineData("  {\"events\":[{\"id\":\"e\",\"type\":\"Receive\",\"time\":\"2025-03-01T10:00:00Z\",\"relationships\":[{\"objectId\":\"M\"}]}],\"objects\":[{\"id\":\"M\",\"type\":\"matter\"}]}", "OCEL 2.0 JSON")]
    public void A_format_is_told_by_the_first_letters(string text, string format)
    {
        var log = Text(text);

        Assert.Equal(format, log.Format);
        Assert.Equal(["Receive"], log.ActivityNames);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_log_in_XML_may_be_UTF_16_with_or_without_byte_order_mark(bool marked)
    {
        var encoding = new UnicodeEncoding(bigEndian: false, byteOrderMark: marked);
        var text = $"<?xml version=\"1.0\" encoding=\"utf-16\"?><log>{SmallXes}</log>";

        Assert.Equal(1, Bytes([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]).EventCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("\uFEFF")]
    public void A_file_with_nothing_in_it_is_refused(string text) => Assert.Throws<UnusableInput>(() => Text(text));

    [Theory]
    [InlineData("PK\u0003\u0004 and more", "Excel", "CSV")]
    [InlineData("SQLite format 3\0", "SQLite", "JSON or XML")]
    [InlineData("PAR1....", "Parquet", "CSV")]
    [InlineData("%PDF-1.7", "PDF", "export the events")]
    [InlineData("<!DOCTYPE html><html><body>Log in</body></html>", "web page", "log in")]
    [InlineData("\n<HTML><body>Log in</body></HTML>", "web page", "log in")]
    [InlineData("[ {\"case\": 1} ]", "list in JSON", "CSV")]
    [InlineData("<WorkflowLog/>", "no event log", "ProM")]
    public void What_is_known_to_be_no_log_is_refused_by_name_with_the_way_out(string text, string name, string remedy)
    {
        var refused = Assert.Throws<UnusableInput>(() => Text(text));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Remedy, StringComparison.Ordinal);
        Assert.StartsWith("the file", refused.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_Office_document_is_refused_by_name() =>
        Assert.Contains("old Excel", Assert.Throws<UnusableInput>(() => Bytes([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_log_packed_twice_is_refused_by_name() =>
        Assert.Contains("twice", Assert.Throws<UnusableInput>(() => Bytes([0x1F, 0x8B, 8, 0])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ocel/old.xml")]
    [InlineData("ocel/old.json")]
    public void An_object_centric_log_in_the_old_format_is_refused_by_name(string name)
    {
        using var file = LogFiles.Ours(name);

        Assert.Contains("OCEL 1.0", Assert.Throws<UnusableInput>(() => LogFormats.Read(file, Plain)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xes/permits.xes")]
    [InlineData("ocel/hotline.json")]
    [InlineData("ocel/hotline.xml")]
    public void Wherever_a_log_was_cut_it_is_said_to_have_been_cut(string name)
    {
        using var file = LogFiles.Ours(name);
        using var whole = new MemoryStream();
        file.CopyTo(whole);
        var bytes = whole.ToArray().AsSpan().TrimEnd("\n"u8);

        for (var length = 200; length < bytes.Length; length++)
        {
            var cut = bytes[..length].ToArray();
            var refused = Assert.Throws<UnusableInput>(() => Bytes(cut));
            Assert.True(refused.Message == "The file ends in the middle of the log.", $"After {length} bytes: {refused.Message}");
        }
    }

    /// <summary>Gives three bytes at a time and cannot go back, like a slow pipe.</summary>
    private sealed class DripStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(3, count));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(3, buffer.Length)]);
    }
}
