using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Trellis.Diagnosis.Conformance;

namespace Trellis.Standards.Pnml;

/// <summary>
/// Reads a place/transition net from PNML (ISO/IEC 15909-2): places with their initial marking, transitions, arcs with inscriptions, over any pages; the final marking and silent transitions as ProM and
/// PM4Py write them.
/// </summary>
public static class ReadingNets
{
    /// <summary>Far more than any net of a process has.</summary>
    private const int LongestFile = 64 * 1024 * 1024;

    /// <exception cref="UnusableInput">No such net, with the place and what to do.</exception>
    public static PetriNet Read(Stream stream, string source)
    {
        var root = Load(stream, source);
        if (root.Name.LocalName != "pnml")
        {
            throw new UnusableInput(
                $"This is no net in PNML: it begins with <{Excerpt.Of(root.Name.LocalName, 40)}>, PNML begins with <pnml>.",
                root.Name.LocalName == "definitions" ? "This is BPMN; convert it to a Petri net and save it as PNML." : "Save the model as PNML.", At(root, source));
        }

        var net = root.Elements().FirstOrDefault(static element => element.Name.LocalName == "net")
            ?? throw new UnusableInput("There is no net in this file.", "Save the model as PNML again.", At(root, source));
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var placeNames = new List<string>();
        var initial = new List<int>();
        var transitions = new Dictionary<string, (string? Label, List<int> Takes, List<int> Gives)>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var element in net.Descendants())
        {
            switch (element.Name.LocalName)
            {
                case "place" when element.Parent?.Name.LocalName != "marking":
                    var id = IdOf(element);
                    if (!places.TryAdd(id, placeNames.Count) || transitions.ContainsKey(id)) throw Twice(element, id);
                    for (var token = Number(Child(element, "initialMarking"), 0); token > 0; token--) initial.Add(placeNames.Count);
                    placeNames.Add(TextOf(Child(element, "name")) ?? id);
                    break;
                case "transition":
                    var name = IdOf(element);
                    if (places.ContainsKey(name) || !transitions.TryAdd(name, (LabelOf(element), [], []))) throw Twice(element, name);
                    order.Add(name);
                    break;
                default:
                    break;
            }
        }

        foreach (var arc in net.Descendants().Where(static element => element.Name.LocalName == "arc"))
        {
            var (from, to) = (Required(arc, "source"), Required(arc, "target"));
            var weight = Number(Child(arc, "inscription"), 1);
            if (places.TryGetValue(from, out var place) && transitions.TryGetValue(to, out var taking)) Repeat(taking.Takes, place, weight);
            else if (transitions.TryGetValue(from, out var giving) && places.TryGetValue(to, out place)) Repeat(giving.Gives, place, weight);
            else
            {
                throw new UnusableInput(
                    $"The arc from \"{Excerpt.Of(from, 60)}\" to \"{Excerpt.Of(to, 60)}\" does not join a place and a transition of this net.",
                    "Save the model again; if it was edited by hand, mend the arc.", At(arc, source));
            }
        }

        if (order.Count == 0) throw new UnusableInput("The net has no transition.", "Save the model as PNML again.", At(net, source));
        if (initial.Count == 0) throw new UnusableInput("No place of the net holds a token at the beginning.", "Give the first place an <initialMarking> of 1.", At(net, source));
        var final = Final();
        return new PetriNet
        {
            Places = placeNames,
            Transitions = [.. order.Select(id => new NetTransition(id, transitions[id].Label, [.. transitions[id].Takes.Order()], [.. transitions[id].Gives.Order()]))],
            Initial = [.. initial.Order()],
            Final = final,
        };

        IReadOnlyList<int> Final()
        {
            if (net.Descendants().FirstOrDefault(static element => element.Name.LocalName == "finalmarkings") is { } markings)
            {
                var marking = markings.Elements().Where(static element => element.Name.LocalName == "marking").ToList();
                if (marking.Count > 1) throw new UnusableInput("The net has more than one final marking.", "Leave one.", At(marking[1], source));
                var tokens = new List<int>();
                foreach (var end in marking.Elements().Where(static element => element.Name.LocalName == "place"))
                {
                    var id = end.Attribute("idref")?.Value ?? "";
                    if (!places.TryGetValue(id, out var place))
                        throw new UnusableInput($"The final marking names a place \"{Excerpt.Of(id, 60)}\" that the net does not have.", "Name one of its places.", At(end, source));
                    Repeat(tokens, place, Number(end, 0));
                }

                if (tokens.Count > 0) return [.. tokens.Order()];
            }

            // Without a final marking the net ends where nothing leads on.
            var sinks = Enumerable.Range(0, placeNames.Count).Where(place => !transitions.Values.Any(transition => transition.Takes.Contains(place))).ToList();
            if (sinks.Count == 1) return sinks;
            throw new UnusableInput(
                $"The net does not say where it ends: it has no final marking and {sinks.Count.ToString(CultureInfo.InvariantCulture)} places that nothing leads out of.",
                "Add <finalmarkings> with one marking, or leave one last place.", At(net, source));
        }

        string IdOf(XElement element) => Required(element, "id");

        string Required(XElement element, string name) => element.Attribute(name)?.Value is { Length: > 0 } value
            ? value
            : throw new UnusableInput($"A {element.Name.LocalName} of the net has no {name}.", "Save the model again; if it was edited by hand, mend this place.", At(element, source));

        UnusableInput Twice(XElement element, string id) => new(
            $"Two elements of the net have the id \"{Excerpt.Of(id, 60)}\".", "Ids are unique: save the model again.", At(element, source));

        int Number(XElement? element, int otherwise)
        {
            if (element is null || TextOf(element) is not { } text) return otherwise;
            // Some programs write "Default,1".
            if (int.TryParse(text[(text.LastIndexOf(',') + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1_000) return number;
            throw new UnusableInput($"\"{Excerpt.Of(text, 40)}\" is no number of tokens.", "Write a whole number up to 1,000.", At(element, source));
        }
    }

    private static void Repeat(List<int> onto, int place, int times)
    {
        for (; times > 0; times--) onto.Add(place);
    }

    private static string? LabelOf(XElement transition)
    {
        foreach (var own in transition.Elements().Where(static element => element.Name.LocalName == "toolspecific"))
            if (own.Attribute("activity")?.Value == "$invisible$") return null;
        return TextOf(Child(transition, "name")) is { Length: > 0 } name ? name : null;
    }

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static string? TextOf(XElement? element) =>
        element is null ? null : (Child(element, "text") ?? Child(element, "value") ?? Child(element, "name"))?.Value.Trim();

    private static string At(XElement element, string source) =>
        element is IXmlLineInfo place && place.HasLineInfo() ? string.Create(CultureInfo.InvariantCulture, $"{source}, line {place.LineNumber:N0}, column {place.LinePosition:N0}") : source;

    private static XElement Load(Stream stream, string source)
    {
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false, MaxCharactersInDocument = LongestFile });
        try
        {
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException fault)
        {
            throw new UnusableInput(
                "This is no readable PNML: " + Excerpt.Of(fault.Message, 200), "Save the model as PNML again.",
                fault.LineNumber == 0 ? source : string.Create(CultureInfo.InvariantCulture, $"{source}, line {fault.LineNumber:N0}, column {fault.LinePosition:N0}"), fault);
        }
    }
}
