using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Ledger.Auditing;

namespace Trellis.Cli;

/// <summary>Writes the answer of an audit in the shape "trellis/verify/1", which docs/reference/verify.md describes.</summary>
internal static class VerifyAsJson
{
    public const string Schema = "trellis/verify/1";

    public static void Write(AuditReport report, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("kind", VerifyWords.Code(report.Kind));
        json.WriteString("called", report.Called);
        json.WriteBoolean("holds", report.HoldsUp);
        if (report.Origin is { } origin) json.WriteString("origin", origin);
        if (report.Checkpoint is { } head)
        {
            json.WriteStartObject("checkpoint");
            json.WriteNumber("size", head.Size);
            json.WriteString("root", head.Root.ToString());
            json.WriteEndObject();
        }

        if (report.Entries is { } entries) json.WriteNumber("entries", entries);
        if (report.Received is { } received)
        {
            json.WritePropertyName("received");
            json.WriteRawValue(Encoding.ASCII.GetString(received.Encode()));
        }

        if (report.ReceivedMany.Count > 0)
        {
            json.WriteStartArray("receivedEntries");
            foreach (var (position, entry) in report.ReceivedMany)
            {
                json.WriteStartObject();
                json.WriteNumber("position", position);
                json.WritePropertyName("entry");
                json.WriteRawValue(Encoding.ASCII.GetString(entry.Encode()));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("proven");
        foreach (var one in report.Proven)
        {
            Begin(json, VerifyWords.Code(one.Kind), VerifyWords.Of(one));
            WriteNumbers(json, one.Entry, null, one.Size, one.Count);
            if (one.Name is not null) json.WriteString("name", one.Name);
            if (one.From is { } from) json.WriteString("from", Time(from));
            if (one.To is { } until) json.WriteString("to", Time(until));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("unproven");
        foreach (var one in report.Unproven)
        {
            Begin(json, VerifyWords.Code(one.Kind), VerifyWords.Of(one));
            WriteNumbers(json, null, null, one.Size, one.Count);
            if (one.Name is not null) json.WriteString("name", one.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("doubtCount", report.DoubtCount);
        json.WriteStartArray("doubts");
        foreach (var one in report.Doubts)
        {
            var (what, remedy) = VerifyWords.Of(one);
            Begin(json, VerifyWords.Code(one.Kind), what);
            WriteText(json, "remedy", remedy);
            WriteNumbers(json, one.Entry, one.LastEntry, one.Size, one.Count);
            if (one.Place is not null) json.WriteString("place", one.Place);
            if (one.Detail is not null) json.WriteString("detail", one.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string code, Text text)
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        WriteText(json, "text", text);
    }

    private static void WriteText(Utf8JsonWriter json, string name, Text text)
    {
        json.WriteStartObject(name);
        json.WriteString("zh", text.Zh);
        json.WriteString("en", text.En);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, long? entry, long? lastEntry, long? size, long? count)
    {
        if (entry is { } first) json.WriteNumber("entry", first);
        if (lastEntry is { } last) json.WriteNumber("lastEntry", last);
        if (size is { } entries) json.WriteNumber("size", entries);
        if (count is { } many) json.WriteNumber("count", many);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
