using System.Globalization;
using System.Xml;
using Trellis.Diagnosis.Conformance;

namespace Trellis.Standards.Pnml;

/// <summary>Writes a net as PNML (ISO/IEC 15909-2), with its final marking and silent transitions as ProM and PM4Py read them.</summary>
public static class WritingNets
{
    public static void Write(PetriNet net, string name, Stream to)
    {
        using var xml = XmlWriter.Create(to, new XmlWriterSettings { Indent = true, CloseOutput = false, Encoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n" });
        xml.WriteStartElement("pnml");
        xml.WriteStartElement("net");
        xml.WriteAttributeString("id", "net");
        xml.WriteAttributeString("type", "http://www.pnml.org/version-2009/grammar/pnmlcoremodel");
        Text("name", name);
        xml.WriteStartElement("page");
        xml.WriteAttributeString("id", "page");
        for (var place = 0; place < net.Places.Count; place++)
        {
            xml.WriteStartElement("place");
            xml.WriteAttributeString("id", PlaceId(place));
            Text("name", net.Places[place]);
            if (net.Initial.Count(own => own == place) is > 0 and var tokens) Text("initialMarking", tokens.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }

        for (var transition = 0; transition < net.Transitions.Count; transition++)
        {
            xml.WriteStartElement("transition");
            xml.WriteAttributeString("id", TransitionId(transition));
            Text("name", net.Transitions[transition].Label ?? net.Transitions[transition].Id);
            if (net.Transitions[transition].Label is null)
            {
                xml.WriteStartElement("toolspecific");
                xml.WriteAttributeString("tool", "ProM");
                xml.WriteAttributeString("version", "6.4");
                xml.WriteAttributeString("activity", "$invisible$");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        var arcs = 0;
        for (var transition = 0; transition < net.Transitions.Count; transition++)
        {
            foreach (var group in net.Transitions[transition].Takes.GroupBy(static place => place)) Arc(PlaceId(group.Key), TransitionId(transition), group.Count());
            foreach (var group in net.Transitions[transition].Gives.GroupBy(static place => place)) Arc(TransitionId(transition), PlaceId(group.Key), group.Count());
        }

        xml.WriteEndElement();
        xml.WriteStartElement("finalmarkings");
        xml.WriteStartElement("marking");
        foreach (var group in net.Final.GroupBy(static place => place))
        {
            xml.WriteStartElement("place");
            xml.WriteAttributeString("idref", PlaceId(group.Key));
            xml.WriteElementString("text", group.Count().ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }

        xml.WriteEndDocument();

        void Text(string element, string text)
        {
            xml.WriteStartElement(element);
            xml.WriteElementString("text", Clean(text));
            xml.WriteEndElement();
        }

        void Arc(string from, string into, int weight)
        {
            xml.WriteStartElement("arc");
            xml.WriteAttributeString("id", string.Create(CultureInfo.InvariantCulture, $"a{++arcs}"));
            xml.WriteAttributeString("source", from);
            xml.WriteAttributeString("target", into);
            if (weight > 1) Text("inscription", weight.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }
    }

    private static string PlaceId(int place) => string.Create(CultureInfo.InvariantCulture, $"p{place}");

    private static string TransitionId(int transition) => string.Create(CultureInfo.InvariantCulture, $"t{transition}");

    /// <summary>XML has no way to write some characters that a name in a CSV may hold.</summary>
    private static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        return string.Concat(text.EnumerateRunes().Select(static rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
    }
}
