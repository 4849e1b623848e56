using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Standards.Sarif;

/// <summary>Findings as SARIF 2.1.0, which editors and code review open: the catalogue as rules, each finding a result with its place.</summary>
public static class SarifFindings
{
    public const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <param name="findings">Sorted; all are written.</param>
    /// <param name="accepted">Findings that somebody answers for: written with a suppression, as the format provides.</param>
    /// <param name="language">The language of the messages.</param>
    /// <param name="version">The version of the program.</param>
    /// <param name="to">Where it goes.</param>
    public static void Write(IReadOnlyList<Finding> findings, IReadOnlyList<Finding> accepted, Language language, string version, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var codes = Open(json, findings.Concat(accepted).Select(static finding => finding.Code), language, version);
        foreach (var finding in findings) WriteResult(json, finding, codes, language, suppressed: false);
        foreach (var finding in accepted) WriteResult(json, finding, codes, language, suppressed: true);
        Close(json);
    }

    /// <summary>All that stands before the results.</summary>
    /// <returns>The rules, in the order of their numbers in the file.</returns>
    internal static List<FindingCode> Open(Utf8JsonWriter json, IEnumerable<FindingCode> found, Language language, string version)
    {
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        var codes = found.Distinct().OrderBy(static code => code.Code, StringComparer.Ordinal).ToList();
        WriteTool(json, codes, language, version);
        json.WriteString("columnKind", "unicodeCodePoints");
        json.WriteString("language", language == Language.Chinese ? "zh-CN" : "en-US");
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject("STRUCTURE");
        json.WriteStartObject("description");
        json.WriteString("text", "The folder of the structure.");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        return codes;
    }

    internal static void Close(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, List<FindingCode> codes, Language language, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "trellis");
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (var code in codes)
        {
            json.WriteStartObject();
            json.WriteString("id", code.Code);
            json.WriteString("name", NameOf(code));
            WriteText(json, "shortDescription", code.Title.In(language));
            if (FindingExplanations.Of(code) is { } explained)
            {
                WriteText(json, "fullDescription", explained.Why.In(language));
                WriteText(json, "help", explained.Mend.In(language));
            }

            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(code.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The English title as one word, as viewers show it beside the code: DutyWithoutPower.</summary>
    private static string NameOf(FindingCode code)
    {
        var name = new StringBuilder();
        var begins = true;
        foreach (var letter in code.Title.In(Language.English))
        {
            if (char.IsAsciiLetterOrDigit(letter)) name.Append(begins ? char.ToUpperInvariant(letter) : letter);
            begins = !char.IsAsciiLetterOrDigit(letter) && letter != '\'';
        }

        return name.ToString();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, List<FindingCode> codes, Language language, bool suppressed)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Code.Code);
        json.WriteNumber("ruleIndex", codes.IndexOf(finding.Code));
        json.WriteString("level", Level(finding.Severity));
        WriteText(json, "message", Message(finding, language));
        json.WriteStartArray("locations");
        if (!finding.At.IsNone) WriteLocation(json, finding.At, finding.Address, null, null);
        json.WriteEndArray();
        if (finding.Related.Count > 0)
        {
            json.WriteStartArray("relatedLocations");
            for (var at = 0; at < finding.Related.Count; at++) WriteLocation(json, finding.Related[at].At, null, finding.Related[at].What.In(language), at);
            json.WriteEndArray();
        }

        json.WriteStartObject("partialFingerprints");
        json.WriteString("trellisFinding/v1", finding.Line);
        json.WriteEndObject();
        if (suppressed)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "inSource");
            json.WriteString("status", "accepted");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string Message(Finding finding, Language language)
    {
        var message = new StringBuilder(finding.Found.In(language));
        if (finding.Nearest is { } near) message.Append(language == Language.Chinese ? $" 是不是「{near}」？" : $" Did you mean \"{near}\"?");
        if (finding.Expected is { } expected) message.Append(' ').Append(expected.In(language));
        if (finding.Places.Count > 0) message.Append(language == Language.Chinese ? $" 地点：{string.Join("、", finding.Places)}。" : $" Where: {string.Join(", ", finding.Places)}.");
        return message.ToString();
    }

    private static void WriteLocation(Utf8JsonWriter json, Mark at, string? address, string? message, int? id)
    {
        json.WriteStartObject();
        if (id is { } number) json.WriteNumber("id", number);
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', at.Path.Split('/').Select(Uri.EscapeDataString)));
        json.WriteString("uriBaseId", "STRUCTURE");
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", at.Line);
        json.WriteNumber("startColumn", at.Column);
        var end = new Mark(at.File, Math.Min(at.Start + at.Length, at.File!.Bytes.Length), 0);
        if (at.Length > 0)
        {
            json.WriteNumber("endLine", end.Line);
            json.WriteNumber("endColumn", end.Column);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        if (address is not null)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", address);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (message is not null) WriteText(json, "message", message);
        json.WriteEndObject();
    }

    internal static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    internal static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Note => "note",
        _ => throw new InvalidOperationException("An unknown severity."),
    };
}
