using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Structure;

namespace Trellis.Standards.Dcat;

/// <summary>
/// Offers as a catalogue of data sets in JSON-LD: W3C DCAT 3 with the properties that DCAT-AP 3 asks for, and of W3C ODRL 2.2 only what the exchange enforces:
/// who, for what purpose, once, for how long, and with the person's word first.
/// </summary>
public static class WritingCatalogue
{
    public const string ContentType = "application/ld+json";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <param name="origin">The record, of which the ids in the catalogue are made.</param>
    /// <param name="endpoint">Where messages are sent.</param>
    public static byte[] Write(GovernanceStructure structure, DateOnly day, string origin, string endpoint)
    {
        ArgumentNullException.ThrowIfNull(structure);
        var bytes = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(bytes, Plain);
        json.WriteStartObject();
        json.WriteStartObject("@context");
        foreach (var (prefix, address) in ((string, string)[])[("dcat", "http://www.w3.org/ns/dcat#"), ("dct", "http://purl.org/dc/terms/"), ("foaf", "http://xmlns.com/foaf/0.1/"), ("odrl", "http://www.w3.org/ns/odrl/2/"), ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"), ("xsd", "http://www.w3.org/2001/XMLSchema#")])
            json.WriteString(prefix, address);
        json.WriteEndObject();
        json.WriteString("@id", Id(origin, "catalogue"));
        json.WriteString("@type", "dcat:Catalog");
        Texts(json, "dct:title", structure.Name);
        Texts(json, "dct:description", new Text("各单位提供的数据和条件。", "What units offer, and on what terms."));
        Publisher(json, origin, structure, structure.Top.Id, day);
        json.WriteStartArray("dcat:dataset");
        foreach (var offer in structure.Offers.All.Where(offer => offer.HoldsOn(day)).OrderBy(static offer => offer.Id, StringComparer.Ordinal)) Dataset(json, structure, day, origin, endpoint, offer);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void Dataset(Utf8JsonWriter json, GovernanceStructure structure, DateOnly day, string origin, string endpoint, Offer offer)
    {
        var items = offer.Items.Select(name => structure.Items.On(name.Id, day)).OfType<Item>().ToList();
        json.WriteStartObject();
        json.WriteString("@id", Id(origin, offer.Address));
        json.WriteString("@type", "dcat:Dataset");
        json.WriteString("dct:identifier", offer.Id);
        Texts(json, "dct:title", offer.Name);
        Texts(json, "dct:description", new Text(string.Join('、', items.Select(static item => item.Name.Zh)), string.Join(", ", items.Select(static item => item.Name.En))));
        Publisher(json, origin, structure, offer.By.Id, day);
        Reference(json, "dct:accessRights", items.TrueForAll(static item => item.Sharing == Sharing.Public) ? "http://publications.europa.eu/resource/authority/access-right/PUBLIC" : "http://publications.europa.eu/resource/authority/access-right/RESTRICTED");
        json.WriteStartArray("dcat:keyword");
        foreach (var item in offer.Items) json.WriteStringValue(item.Id);
        json.WriteEndArray();
        json.WriteStartArray("dct:conformsTo");
        foreach (var article in offer.Basis)
        {
            json.WriteStartObject();
            json.WriteString("@id", Id(origin, $"law/{article}"));
            if (structure.Laws.On(article.Law, day) is { } law) Texts(json, "dct:title", law.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("dcat:distribution");
        json.WriteString("@type", "dcat:Distribution");
        Reference(json, "dcat:accessURL", endpoint);
        json.WriteStartObject("dcat:accessService");
        json.WriteString("@type", "dcat:DataService");
        Texts(json, "dct:title", new Text("签名消息的交换接口", "Exchange by signed messages"));
        Reference(json, "dcat:endpointURL", endpoint);
        json.WriteEndObject();
        Policy(json, origin, offer);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What stands here is enforced, and nothing is claimed that is not.</summary>
    private static void Policy(Utf8JsonWriter json, string origin, Offer offer)
    {
        json.WriteStartObject("odrl:hasPolicy");
        json.WriteString("@id", Id(origin, offer.Address + "/terms"));
        json.WriteString("@type", "odrl:Offer");
        Texts(json, "rdfs:comment", new Text("这里写的条件由交换程序执行；没有写的，这里不作承诺。", "The terms that stand here are enforced by the exchange. Nothing is claimed beyond them."));
        json.WriteStartArray("odrl:permission");
        foreach (var to in offer.GivenTo)
        {
            json.WriteStartObject();
            Reference(json, "odrl:assigner", Id(origin, $"unit/{offer.By.Id}"));
            Reference(json, "odrl:assignee", Id(origin, to.ToString()));
            Reference(json, "odrl:action", "odrl:use");
            json.WriteStartArray("odrl:constraint");
            Constraint(json, "odrl:purpose", "odrl:isAnyOf", () =>
            {
                json.WriteStartArray("odrl:rightOperand");
                foreach (var purpose in offer.Purposes) json.WriteStringValue(purpose.Id);
                json.WriteEndArray();
            });
            Constraint(json, "odrl:count", "odrl:lteq", () => json.WriteNumber("odrl:rightOperand", 1));
            if (offer.GoodFor is { } limit) Constraint(json, "odrl:elapsedTime", "odrl:lteq", () => json.WriteString("odrl:rightOperand", limit.ToString()));
            json.WriteEndArray();
            if (offer.Preview)
            {
                json.WriteStartObject("odrl:duty");
                Reference(json, "odrl:action", "odrl:obtainConsent");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Constraint(Utf8JsonWriter json, string left, string compares, Action right)
    {
        json.WriteStartObject();
        json.WriteString("@type", "odrl:Constraint");
        Reference(json, "odrl:leftOperand", left);
        Reference(json, "odrl:operator", compares);
        right();
        json.WriteEndObject();
    }

    private static void Publisher(Utf8JsonWriter json, string origin, GovernanceStructure structure, string unit, DateOnly day)
    {
        json.WriteStartObject("dct:publisher");
        json.WriteString("@id", Id(origin, $"unit/{unit}"));
        json.WriteString("@type", "foaf:Agent");
        if (structure.Units.On(unit, day) is { } found) Texts(json, "foaf:name", found.Name);
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, Text text)
    {
        json.WriteStartArray(name);
        foreach (var (language, words) in ((string, string)[])[("zh", text.Zh), ("en", text.En)])
        {
            json.WriteStartObject();
            json.WriteString("@language", language);
            json.WriteString("@value", words);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Reference(Utf8JsonWriter json, string name, string id)
    {
        json.WriteStartObject(name);
        json.WriteString("@id", id);
        json.WriteEndObject();
    }

    private static string Id(string origin, string of) => $"urn:trellis:{origin}:{of}";
}
