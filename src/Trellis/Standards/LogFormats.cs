using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Csv;
using Trellis.Standards.Ocel;
using Trellis.Standards.Xes;
using Trellis.Standards.Xml;

namespace Trellis.Standards;

/// <summary>Tells by its first bytes, never by its name, in which format a log is written, and reads it.</summary>
public static class LogFormats
{
    /// <summary>As many bytes as are looked at before a format is chosen.</summary>
    private const int PrefixLength = 4096;

    /// <summary>Reads XES, OCEL 2.0 (JSON, XML), CSV or TSV to the end of the stream; refuses what is known to be something else, with the way out.</summary>
    public static EventLog Read(Stream stream, LogReading reading)
    {
        var prefix = new byte[PrefixLength];
        var length = stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false);
        var start = prefix.AsSpan(0, length);
        if (length == 0) throw new UnusableInput("The file is empty.", "Export the log again.", reading.Source);
        RefuseKnownOthers(start, reading.Source);

        using var whole = new PrefixedStream(prefix.AsMemory(0, length), stream);
        var text = FirstLetters(start);
        if (text.IsEmpty && length < PrefixLength)
            throw new UnusableInput("The file holds nothing but blanks.", "Export the log again.", reading.Source);
        if (text.StartsWith("<"))
        {
            RefuseWebPage(text, reading.Source);
            return ReadXml(whole, reading);
        }

        if (text.StartsWith("{"))
        {
            RefuseForeignOptions(reading, xes: false, ocel: true);
            return OcelJsonLogs.Read(whole, reading);
        }

        if (text.StartsWith("[") && text[1..].TrimStart() is ['{' or '[' or '"' or ']', ..])
        {
            throw new UnusableInput(
                "This is a list in JSON, which may mean anything.", "Export the log as CSV, XES or OCEL 2.0.", reading.Source);
        }

        RefuseForeignOptions(reading, xes: false, ocel: false);
        return CsvLogs.Read(whole, reading);
    }

    /// <summary>An option that means nothing for this format is told, not passed over: whoever gave it expects it to do something.</summary>
    private static void RefuseForeignOptions(LogReading reading, bool xes, bool ocel)
    {
        if (reading.Classifier is not null && !xes)
            throw new UnusableInput("Only XES logs have classifiers.", "Leave out --classifier; --map activity=COLUMN says what names the activity.", reading.Source);
        if (reading.CaseType is not null && !ocel)
            throw new UnusableInput("Only OCEL logs have case types.", "Leave out --case-type; --map case=COLUMN says what names the case.", reading.Source);
    }

    /// <summary>XES and OCEL both begin with "log"; its first telling child says which it is.</summary>
    private static EventLog ReadXml(Stream stream, LogReading reading) =>
        XmlInput.Read(stream, reading.Source, XesWords.Table(), input =>
        {
            var skipped = new SkippedElements();
            input.EnterLog();
            if (!input.Xml.IsEmptyElement)
            {
                while (input.NextChild())
                {
                    if (OcelXmlReader.IsTelling(input.Xml.LocalName))
                    {
                        RefuseForeignOptions(reading, xes: false, ocel: true);
                        var ocel = new OcelXmlReader(input, reading, skipped);
                        do ocel.Take();
                        while (input.NextChild());
                        return ocel.Finish();
                    }

                    if (XesWords.IsTelling(input.Xml.LocalName))
                    {
                        RefuseForeignOptions(reading, xes: true, ocel: false);
                        var xes = new XesReader(input, reading, skipped);
                        do xes.Take();
                        while (input.NextChild());
                        return xes.Finish();
                    }

                    skipped.Count(input.Xml.LocalName);
                    input.SkipInside();
                }
            }

            return new XesReader(input, reading, skipped).Finish();
        });

    private static void RefuseKnownOthers(ReadOnlySpan<byte> start, string source)
    {
        var (what, remedy) =
            start.StartsWith("PK\u0003\u0004"u8) ? ("an Excel workbook or another ZIP archive", "Open it and save the sheet with the events as CSV, or unpack the log from the archive.") :
            start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? ("an old Excel workbook or another Office document", "Open it and save the sheet with the events as CSV.") :
            start.StartsWith("SQLite format 3"u8) ? ("an SQLite database", "A record of Trellis is named with --data. A log in OCEL 2.0 is exported as JSON or XML, any other table of events as CSV.") :
            start.StartsWith("PAR1"u8) ? ("a Parquet file", "Export the table as CSV.") :
            start.StartsWith("%PDF"u8) ? ("a PDF document", "A report cannot be read as a log: export the events themselves as CSV, XES or OCEL 2.0.") :
            start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? ("packed twice with gzip", "Unpack it once.") :
            start.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF]) ? ("a 7-Zip archive", "Unpack the log from the archive.") :
            start.StartsWith("PK\u0005\u0006"u8) ? ("an empty ZIP archive", "Pack the log again, or hand it over unpacked.") :
            start.StartsWith("BZh"u8) ? ("packed with bzip2", "Unpack it (bunzip2 FILE), or pack it with gzip.") :
            start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']) ? ("packed with xz", "Unpack it (unxz FILE), or pack it with gzip.") :
            start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? ("packed with zstd", "Unpack it (unzstd FILE), or pack it with gzip.") :
            start.Length > 262 && start[257..].StartsWith("ustar"u8) ? ("a tar archive", "Unpack the log from the archive (tar -xf FILE).") :
            start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? ("a picture", "Export the events themselves as CSV, XES or OCEL 2.0.") :
            start.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F']) ? ("a program", "Name the log.") :
            start.StartsWith("Rar!"u8) ? ("a RAR archive", "Unpack the log from the archive.") :
            ("", "");
        if (what.Length > 0) throw new UnusableInput($"This is {what}, not an event log that can be read.", remedy, source);
    }

    private static void RefuseWebPage(ReadOnlySpan<char> text, string source)
    {
        if (!text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)) return;
        throw new UnusableInput(
            "This is a web page, not an event log.",
            "Perhaps the page that asks you to log in was saved instead of the log: download the log again, and look into the file if it stays so.", source);
    }

    /// <summary>The beginning as text, without byte order mark and blanks. Letters beyond ASCII do not matter here.</summary>
    private static ReadOnlySpan<char> FirstLetters(ReadOnlySpan<byte> start)
    {
        var encoding =
            start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || (start.Length > 1 && start[0] == '<' && start[1] == 0) ? Encoding.Unicode :
            start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || (start.Length > 1 && start[0] == 0 && start[1] == '<') ? Encoding.BigEndianUnicode :
            Encoding.UTF8;
        return encoding.GetString(start).AsSpan().TrimStart('\uFEFF').TrimStart();
    }

    /// <summary>Gives back the bytes that were looked at, then the rest of the stream.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadOnlyStream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override int Read(Span<byte> buffer)
        {
            if (_prefix.IsEmpty) return rest.Read(buffer);
            var count = Math.Min(buffer.Length, _prefix.Length);
            _prefix.Span[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return count;
        }
    }
}
