using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Diagnosis.Findings;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Reports;

/// <summary>Findings in the shape that docs/reference/diagnosis-json.md describes, inside a diagnosis or alone.</summary>
public static class FindingsJson
{
    public const string Schema = "trellis/findings/1";

    /// <summary>Of figures alone.</summary>
    public static void Write(FindingReport report, string source, int figures, IReadOnlyList<(long Line, Text Why)> refused, Stream to)
    {
        ArgumentNullException.ThrowIfNull(refused);
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("source", source);
        json.WriteNumber("figures", figures);
        json.WriteStartArray("refusedRows");
        foreach (var (line, why) in refused)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line);
            WriteText(json, "why", why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, report);
        json.WriteEndObject();
        json.Flush();
        to.WriteByte((byte)'\n');
    }

    internal static void Write(Utf8JsonWriter json, FindingReport report)
    {
        json.WriteNumber("findingTests", report.Tests);
        json.WriteNumber("falseDiscoveries", report.FalseDiscoveries);
        json.WriteStartArray("notLookedFor");
        foreach (var silent in report.Silent)
        {
            json.WriteStartObject();
            json.WriteString("code", silent.Code.Code);
            WriteText(json, "lacks", silent.Lacks);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings) WriteOne(json, finding);
        json.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter json, LogFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Code.Code);
        WriteText(json, "title", finding.Code.Title);
        json.WriteString("contradiction", FindingWords.ContradictionOf(finding.Code.Path));
        WriteText(json, "path", FindingExplanations.PathOf(finding.Code.Path));
        json.WriteString("direction", FindingWords.Word(finding.Direction));
        json.WriteString("severity", FindingsAsText.Word(finding.Severity).En);
        json.WriteStartObject("who");
        json.WriteString("kind", FindingWords.Word(finding.Who.Kind));
        WriteList(json, "names", finding.Who.Names);
        json.WriteStartArray("called");
        foreach (var id in finding.Who.Names)
        {
            json.WriteStartObject();
            json.WriteString("zh", finding.NameOf(id, Language.Chinese));
            json.WriteString("en", finding.NameOf(id, Language.English));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        WriteDay(json, "since", finding.Since);
        WriteText(json, "measure", finding.Measure);
        json.WriteString("unit", FindingWords.Word(finding.Unit));
        WriteReal(json, "value", finding.Value);
        if (finding.Interval is var (low, high))
        {
            json.WriteStartObject("interval");
            WriteReal(json, "low", low);
            WriteReal(json, "high", high);
            json.WriteEndObject();
        }
        else json.WriteNull("interval");

        WriteReal(json, "expected", finding.Expected);
        json.WriteNumber("cases", finding.Cases);
        json.WriteBoolean("fact", finding.IsFact);
        WriteReal(json, "pValue", finding.PValue);
        WriteReal(json, "qValue", finding.QValue);
        WriteList(json, "evidence", finding.Evidence);
        if (finding.Cause is { } cause) WriteRule(json, "cause", cause);
        else json.WriteNull("cause");
        WriteIncentive(json, finding);
        WriteHearing(json, finding.Hearing);
        WriteText(json, "says", finding.Says);
        json.WriteStartArray("innocent");
        foreach (var reason in finding.Innocent)
        {
            json.WriteStartObject();
            json.WriteBoolean("ruledOut", reason.RuledOut);
            WriteText(json, "reason", reason.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteText(json, "clears", finding.Clears);
        if (finding.Overlay is { } overlay) WriteOverlay(json, overlay);
        else json.WriteNull("overlay");
        json.WriteEndObject();
    }

    private static void WriteIncentive(Utf8JsonWriter json, LogFinding finding)
    {
        json.WriteBoolean("unexplained", finding.IsUnexplained);
        json.WriteStartArray("rewards");
        foreach (var reward in finding.Rewards)
        {
            json.WriteStartObject();
            WriteText(json, "indicator", reward.Indicator);
            WriteRule(json, "indicatorAt", reward.IndicatorAt);
            WriteText(json, "assessment", reward.Assessment);
            WriteRule(json, "assessmentAt", reward.AssessmentAt);
            if (reward.Weight is { } weight) json.WriteString("weight", weight);
            else json.WriteNull("weight");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (finding.Load is { } load)
        {
            json.WriteStartObject("load");
            WriteReal(json, "then", load.Then);
            WriteReal(json, "usually", load.Usually);
            json.WriteEndObject();
        }
        else json.WriteNull("load");
    }

    /// <summary>Of findings in a record that are about units; of all others null.</summary>
    private static void WriteHearing(Utf8JsonWriter json, FindingHearing? hearing)
    {
        if (hearing is null)
        {
            json.WriteNull("hearing");
            return;
        }

        json.WriteStartObject("hearing");
        if (hearing.Number is { } number) json.WriteNumber("number", number);
        else json.WriteNull("number");
        WriteDay(json, "since", hearing.Since);
        WriteDay(json, "until", hearing.Until);
        json.WriteBoolean("waits", hearing.Waits);
        WriteList(json, "silent", hearing.Silent);
        json.WriteStartArray("answers");
        foreach (var answer in hearing.Answers)
        {
            json.WriteStartObject();
            json.WriteNumber("position", answer.Position);
            json.WriteString("unit", answer.By.Unit.Text);
            WriteDay(json, "day", answer.Day);
            json.WriteString("said", answer.Said);
            if (answer.Claims is { } claims) WriteText(json, "claims", claims);
            else json.WriteNull("claims");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDay(Utf8JsonWriter json, string key, DateOnly? day)
    {
        if (day is { } known) json.WriteString(key, known.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        else json.WriteNull(key);
    }

    private static void WriteRule(Utf8JsonWriter json, string key, RuleAtFault rule)
    {
        json.WriteStartObject(key);
        json.WriteString("file", rule.File);
        json.WriteNumber("line", rule.Line);
        json.WriteString("entry", rule.Entry);
        json.WriteEndObject();
    }

    private static void WriteOverlay(Utf8JsonWriter json, ProposedOverlay overlay)
    {
        json.WriteStartObject("overlay");
        json.WriteString("name", overlay.Name);
        json.WriteString("rule", overlay.Rule);
        WriteText(json, "says", overlay.Says);
        json.WriteString("text", overlay.Text);
        json.WriteStartArray("effects");
        foreach (var effect in overlay.Effects)
        {
            json.WriteStartObject();
            json.WriteString("zh", effect.Zh);
            json.WriteString("en", effect.En);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string key, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(key);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string key, Text text)
    {
        json.WriteStartObject(key);
        json.WriteString("zh", FindingWords.Plain(text.Zh));
        json.WriteString("en", FindingWords.Plain(text.En));
        json.WriteEndObject();
    }

    /// <summary>JSON knows no "not a number"; what cannot be said is null.</summary>
    private static void WriteReal(Utf8JsonWriter json, string key, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(key, value);
        else json.WriteNull(key);
    }
}
