using System.Xml;

namespace Trellis.Standards.Xml;

/// <summary>
/// A log in XML as it streams in. Document types, and with them entities of the file's own making, are refused; nothing is fetched;
/// no element, value or gap longer than a log can have is ever held whole.
/// </summary>
internal sealed class XmlInput : IDisposable
{
    private readonly WatchedStream _stream;
    private readonly string _source;
    private readonly IXmlLineInfo _place;

    private XmlInput(Stream stream, string source, System.Xml.NameTable names)
    {
        _stream = new WatchedStream(stream, source);
        _source = source;
        Xml = XmlReader.Create(_stream, new XmlReaderSettings
        {
            NameTable = names,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = false,
        });
        _place = (IXmlLineInfo)Xml;
    }

    public XmlReader Xml { get; }

    public long Line => _place.LineNumber;

    public string Place => $"{_source}, line {_place.LineNumber:N0}, column {_place.LinePosition:N0}";

    /// <summary>Reads with the given function and turns faults of the XML into one clear refusal.</summary>
    /// <param name="names">Names put in here beforehand may be compared by reference.</param>
    public static T Read<T>(Stream stream, string source, System.Xml.NameTable names, Func<XmlInput, T> read)
    {
        using var input = new XmlInput(stream, source, names);
        try
        {
            return read(input);
        }
        catch (XmlException fault)
        {
            throw input.Broken(fault);
        }
    }

    public void Dispose() => Xml.Dispose();

    /// <summary>Moves to the next node.</summary>
    public bool Read()
    {
        _stream.Mark();
        return Xml.Read();
    }

    /// <summary>Moves to the root element and refuses another than "log".</summary>
    public void EnterLog()
    {
        while (Read() && Xml.NodeType != XmlNodeType.Element) { }
        if (string.Equals(Xml.LocalName, "log", StringComparison.Ordinal)) return;
        throw new UnusableInput(
            $"This is XML, but no event log: it begins with <{Excerpt.Of(Xml.LocalName, 40)}>, a log begins with <log>.",
            Xml.LocalName switch
            {
                "WorkflowLog" => "This is MXML, the predecessor of XES; open it in ProM and export it as XES.",
                "pnml" or "definitions" or "ptml" => "This is a process model; Trellis needs the log, as XES, OCEL or CSV.",
                "html" => "A web page was saved instead of the log, perhaps a login page; download the log again.",
                "Workbook" or "workbook" => "This is a spreadsheet; save it as CSV.",
                _ => "Export the log as XES, OCEL or CSV.",
            }, Place);
    }

    /// <summary>Moves to the next child element. False, and on the end tag, when there is no more.</summary>
    public bool NextChild()
    {
        while (Read())
        {
            if (Xml.NodeType == XmlNodeType.Element) return true;
            if (Xml.NodeType == XmlNodeType.EndElement) return false;
        }

        return false;
    }

    /// <summary>Moves past everything inside the element on which the reader stands, however deep.</summary>
    public void SkipInside()
    {
        if (Xml.IsEmptyElement) return;
        for (long depth = 1; depth > 0 && Read();)
        {
            if (Xml.NodeType == XmlNodeType.EndElement) depth--;
            else if (Xml.NodeType == XmlNodeType.Element && !Xml.IsEmptyElement) depth++;
        }
    }

    /// <summary>Reads on to the end of the stream, so that rubbish behind the log, or a cut archive, does not pass unseen.</summary>
    public void Finish()
    {
        while (Read()) { }
    }

    private UnusableInput Broken(XmlException fault)
    {
        var place = fault.LineNumber > 0 ? $"{_source}, line {fault.LineNumber:N0}, column {fault.LinePosition:N0}" : Line > 0 ? Place : _source;
        // The parser offers no codes; its English sentences are all there is to tell faults apart. They are the same in every locale.
        var detail = WithoutPlace(fault.Message);
        if (Says("Unexpected end of file") || Says("unclosed literal string"))
        {
            return new UnusableInput(
                "The file ends in the middle of the log.",
                "The export or the download was cut short; make it again and compare the sizes.", place, fault);
        }

        if (Says("Root element is missing"))
            return new UnusableInput("There is no log in this file.", "Export the log again.", place, fault);
        if (Says("DTD"))
        {
            return new UnusableInput(
                "The file holds a document type (<!DOCTYPE ...>), which can make a small file swell without end or fetch other files. Trellis refuses it.",
                "No log needs one: remove that part, or export the log again.", place, fault);
        }

        if (Says("undeclared entity"))
        {
            return new UnusableInput(
                $"The file uses an abbreviation that is not defined ({Excerpt.Of(detail, 120)}).",
                "Write the character itself, or & as &amp;.", place, fault);
        }

        if (Says("parsing EntityName") || Says("'<', hexadecimal value 0x3C"))
        {
            return new UnusableInput(
                "A text holds & or < as it is, which XML takes for the beginning of something else.",
                "Write &amp; for & and &lt; for <, or export the log again with a program that does.", place, fault);
        }

        if (Says("invalid character") || Says("Invalid character"))
        {
            return new UnusableInput(
                $"The file holds a character that XML does not allow here ({Excerpt.Of(detail, 120)}).",
                "Often the first line names another encoding than the one the file is written in. Correct it, or export again as UTF-8.",
                place, fault);
        }

        if ((Says("support") && Says("encoding")) || Says("cannot be parsed") || Says("switch from current encoding") || Says("Unicode byte order mark"))
        {
            return new UnusableInput(
                $"The file's encoding cannot be read ({Excerpt.Of(detail, 120)}).",
                "Export the log as UTF-8, or correct the encoding named in its first line.", place, fault);
        }

        return new UnusableInput(
            $"The XML is broken here: {Excerpt.Of(detail, 240)}",
            "Export the log again; if it was edited by hand, mend this place.", place, fault);

        bool Says(string words) => fault.Message.Contains(words, StringComparison.Ordinal);
    }

    /// <summary>The parser ends its sentence with the place, which we tell ourselves.</summary>
    private static string WithoutPlace(string message)
    {
        var place = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return place > 0 ? message[..place] : message;
    }

    /// <summary>Counts the bytes that pass between two nodes, and stops the stream before a monstrous one is held in memory.</summary>
    private sealed class WatchedStream(Stream inner, string source) : ReadOnlyStream
    {
        private long _sinceMark;

        public void Mark() => _sinceMark = 0;

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _sinceMark += read;
            if (_sinceMark <= LongestNode) return read;
            throw new UnusableInput(
                "One element or value is longer than 64 MiB.", "This does not look like a log: check that it is the file you meant.", source);
        }
    }

    private const long LongestNode = Diagnosis.EventLogs.LogReading.LongestRow;
}
