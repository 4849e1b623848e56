using System.Xml;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Xml;

namespace Trellis.Standards.Ocel;

/// <summary>Reads object-centric event logs in the XML of OCEL 2.0. What becomes a case is told in <see cref="OcelAssembly"/>.</summary>
public static class OcelXmlLogs
{
    /// <summary>Reads to the end of the stream. The encoding is the one that the file declares, or its byte order mark shows.</summary>
    public static EventLog Read(Stream stream, LogReading reading) =>
        XmlInput.Read(stream, reading.Source, new System.Xml.NameTable(), input =>
        {
            input.EnterLog();
            var log = new OcelXmlReader(input, reading, new SkippedElements());
            if (!input.Xml.IsEmptyElement) while (input.NextChild()) log.Take();
            return log.Finish();
        });
}

/// <summary>Takes the children of a log one by one.</summary>
internal sealed class OcelXmlReader(XmlInput input, LogReading reading, SkippedElements skipped)
{
    private readonly XmlReader _xml = input.Xml;
    private readonly OcelAssembly _log = new(reading, skipped);
    private readonly Words _name = new();
    private readonly Words _text = new();
    private readonly Words _time = new();
    private readonly System.Text.StringBuilder _letters = new();

    /// <summary>True for a child of log that only OCEL 2.0 has there.</summary>
    public static bool IsTelling(string name) => name is "object-types" or "event-types" or "objects" or "events";

    /// <summary>Takes the child of log on which the parser stands, and leaves the parser at its end.</summary>
    public void Take()
    {
        switch (_xml.LocalName)
        {
            case "objects":
                ForEach("object", ReadObject);
                break;
            case "events":
                ForEach("event", ReadEvent);
                break;
            case "object-types" or "event-types":
                // Types are known by the objects and events that have them.
                input.SkipInside();
                break;
            case "global":
                throw OldOcel.Refusal(input.Place);
            case var name:
                skipped.Count(name);
                input.SkipInside();
                break;
        }
    }

    public EventLog Finish()
    {
        input.Finish();
        return _log.Finish("OCEL 2.0 XML", input.Line);
    }

    private void ForEach(string child, Action read)
    {
        if (_xml.IsEmptyElement) return;
        while (input.NextChild())
        {
            if (string.Equals(_xml.LocalName, child, StringComparison.Ordinal)) read();
            else
            {
                skipped.Count(_xml.LocalName);
                input.SkipInside();
            }
        }
    }

    private void ReadObject()
    {
        var line = input.Line;
        _log.BeginObject();
        TakeIdAndType();
        ForEachPart(() =>
        {
            _name.Set(_xml.GetAttribute("name"));
            _time.Set(_xml.GetAttribute("time"));
            ReadText();
            _log.ObjectAttribute(_name.Text, _time.Text, _text.Text, line);
        }, static () => { });
        _log.EndObject();
    }

    private void ReadEvent()
    {
        var line = input.Line;
        // OCEL 1.0 writes <event><string key="id" .../>.
        if (_xml.GetAttribute("id") is null && !_xml.HasAttributes) RefuseOldEvent();
        _log.BeginEvent();
        TakeIdAndType();
        _text.Set(_xml.GetAttribute("time"));
        _log.Time(_text.Text);
        ForEachPart(() =>
        {
            _name.Set(_xml.GetAttribute("name"));
            ReadText();
            _log.EventAttribute(_name.Text, _text.Text);
        }, () => _log.Relationship(_text.Text));
        _log.EndEvent(line);
    }

    private void RefuseOldEvent()
    {
        if (_xml.IsEmptyElement || !input.NextChild() || _xml.GetAttribute("key") is null) return;
        throw OldOcel.Refusal(input.Place);
    }

    private void TakeIdAndType()
    {
        _text.Set(_xml.GetAttribute("id"));
        _log.Id(_text.Text);
        _text.Set(_xml.GetAttribute("type"));
        _log.Type(_text.Text);
    }

    /// <summary>The attributes and the related objects of the event or object on which the parser stands.</summary>
    private void ForEachPart(Action attribute, Action relationship)
    {
        if (_xml.IsEmptyElement) return;
        while (input.NextChild())
        {
            switch (_xml.LocalName)
            {
                case "attributes":
                    ForEach("attribute", attribute);
                    break;
                case "objects" when !_xml.IsEmptyElement:
                    while (input.NextChild())
                    {
                        // The standard writes <relationship object-id="..."/>, its early drafts <object object-id="..."/>.
                        if (_xml.GetAttribute("object-id") is { } id)
                        {
                            _text.Set(id);
                            relationship();
                        }
                        else skipped.Count(_xml.LocalName);
                        input.SkipInside();
                    }

                    break;
                case "objects":
                    break;
                case var name:
                    skipped.Count(name);
                    input.SkipInside();
                    break;
            }
        }
    }

    /// <summary>The text between the tags, which is the value; a value that is an XML attribute is taken too, as some writers have it.</summary>
    private void ReadText()
    {
        if (_xml.IsEmptyElement)
        {
            _text.Set(_xml.GetAttribute("value"));
            return;
        }

        _letters.Clear();
        while (input.Read() && _xml.NodeType != XmlNodeType.EndElement)
        {
            if (_xml.NodeType == XmlNodeType.Element) input.SkipInside();
            else if (_xml.HasValue) _letters.Append(_xml.Value);
        }

        _text.Set(_letters.ToString());
    }
}

internal static class OldOcel
{
    public static UnusableInput Refusal(string place) => new(
        "This is an object-centric log in the old format OCEL 1.0.",
        "Export it as OCEL 2.0 (PM4Py: read_ocel, then write_ocel2_json), or flatten it to one kind of case and save it as XES or CSV.", place);
}
