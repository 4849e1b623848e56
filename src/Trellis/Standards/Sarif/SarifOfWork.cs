using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Reports;

namespace Trellis.Standards.Sarif;

/// <summary>What was found in a log of the work or in figures, as SARIF 2.1.0: the same frame and rules as the findings of a check, each result with what it is about as a logical location.</summary>
public static class SarifOfWork
{
    /// <param name="source">The name of the log or table.</param>
    public static void Write(FindingReport report, string source, Language language, string version, Stream to)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var codes = SarifFindings.Open(json, report.Findings.Select(static finding => finding.Code), language, version);
        foreach (var finding in report.Findings) WriteResult(json, finding, codes.IndexOf(finding.Code), source, language);
        SarifFindings.Close(json);
    }

    private static void WriteResult(Utf8JsonWriter json, LogFinding finding, int rule, string source, Language language)
    {
        var texts = new FindingTexts(language);
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Code.Code);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", SarifFindings.Level(finding.Severity));
        SarifFindings.WriteText(json, "message", FindingWords.Plain(string.Join(' ', ((string[])[finding.Says.In(language), texts.Explained(finding), .. texts.Heard(finding), finding.Clears.In(language)]).Where(static part => part.Length > 0))));
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri.EscapeDataString(source));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", finding.Who.Names.Count == 0 ? FindingWords.Word(finding.Who.Kind) : finding.Who.ToString());
        json.WriteString("kind", FindingWords.Word(finding.Who.Kind));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        if (finding.Cause is { } cause)
        {
            json.WriteStartArray("relatedLocations");
            json.WriteStartObject();
            json.WriteNumber("id", 0);
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", string.Join('/', cause.File.Split('/').Select(Uri.EscapeDataString)));
            json.WriteString("uriBaseId", "STRUCTURE");
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", cause.Line);
            json.WriteEndObject();
            json.WriteEndObject();
            SarifFindings.WriteText(json, "message", cause.Entry);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("partialFingerprints");
        json.WriteString("trellisFinding/v1", $"{finding.Code.Code} {FindingWords.Word(finding.Who.Kind)} {finding.Who}");
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteNumber("value", finding.Value);
        json.WriteNumber("expected", finding.Expected);
        json.WriteNumber("cases", finding.Cases);
        json.WriteNumber("qValue", finding.QValue);
        if (finding.Hearing is { } hearing)
        {
            json.WriteBoolean("waitsForAnswer", hearing.Waits);
            json.WriteNumber("answers", hearing.Answers.Count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
