using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Structure.Files;

namespace Trellis.Structure.Findings;

/// <summary>Writes findings in the shape "trellis/check/1", which docs/reference/check-json.md describes.</summary>
/// <remarks>Written by hand, key by key: the shape is a contract with readers, not a picture of our types.</remarks>
public static class FindingsAsJson
{
    public const string Schema = "trellis/check/1";

    public static void Write(GovernanceStructure structure, DateOnly day, IReadOnlyList<Finding> findings, IReadOnlyList<Finding> accepted, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteStartObject("structure");
        json.WriteString("id", structure.Id);
        WriteText(json, "name", structure.Name);
        json.WriteString("version", structure.Version);
        json.WriteString("hash", Prints.VersionOf(structure));
        json.WriteNumber("entries", structure.Entries.Count);
        json.WriteEndObject();
        json.WriteString("day", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteStartObject("counts");
        json.WriteNumber("errors", findings.Count(static finding => finding.Severity == Severity.Error));
        json.WriteNumber("warnings", findings.Count(static finding => finding.Severity == Severity.Warning));
        json.WriteNumber("notes", findings.Count(static finding => finding.Severity == Severity.Note));
        json.WriteNumber("accepted", accepted.Count);
        json.WriteEndObject();
        WriteFindings(json, "findings", findings);
        WriteFindings(json, "accepted", accepted);
        json.WriteEndObject();
    }

    public static void WriteFindings(Utf8JsonWriter json, string name, IReadOnlyList<Finding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings) WriteFinding(json, finding);
        json.WriteEndArray();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Code.Code);
        json.WriteString("severity", FindingsAsText.Word(finding.Severity).En);
        WriteText(json, "title", finding.Code.Title);
        WritePlace(json, finding.At);
        if (finding.Address is not null) json.WriteString("address", finding.Address);
        WriteText(json, "found", finding.Found);
        if (finding.Expected is { } expected) WriteText(json, "expected", expected);
        if (finding.Nearest is not null) json.WriteString("nearest", finding.Nearest);
        json.WriteStartArray("places");
        foreach (var place in finding.Places) json.WriteStringValue(place);
        json.WriteEndArray();
        if (finding.Group is not null) json.WriteString("group", finding.Group);
        if (finding.Overlay is not null) json.WriteString("overlay", finding.Overlay);
        json.WriteStartArray("related");
        foreach (var related in finding.Related)
        {
            json.WriteStartObject();
            WritePlace(json, related.At);
            WriteText(json, "what", related.What);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, Mark at)
    {
        if (at.IsNone) return;
        json.WriteString("file", at.Path);
        json.WriteNumber("line", at.Line);
        json.WriteNumber("column", at.Column);
    }

    private static void WriteText(Utf8JsonWriter json, string name, Text text)
    {
        json.WriteStartObject(name);
        json.WriteString("zh", text.Zh);
        json.WriteString("en", text.En);
        json.WriteEndObject();
    }
}
