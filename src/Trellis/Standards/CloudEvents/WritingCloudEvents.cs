using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Ledger;

namespace Trellis.Standards.CloudEvents;

/// <summary>Entries of a record as CloudEvents 1.0, a batch in the structured JSON form. Ids of people and keys of rows are left out; commitments and values are no part of them.</summary>
public static class WritingCloudEvents
{
    public const string ContentType = "application/cloudevents-batch+json";

    /// <summary>How long somebody sat over a form, and how much they typed: told of many together, and of nobody alone.</summary>
    private static readonly HashSet<string> OfOnesWork = new(StringComparer.Ordinal) { "minutes", "typed", "filled", "changed" };

    private const string Moments = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <param name="origin">The name under which the record signs; id and source are made of it, so that one event is the same wherever it is met.</param>
    public static byte[] Batch(string origin, IEnumerable<(long Position, Entry Entry)> entries)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var (position, entry) in entries) Write(json, origin, position, entry);
            json.WriteEndArray();
        }

        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string origin, long position, Entry entry)
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", position.ToString(CultureInfo.InvariantCulture));
        json.WriteString("source", "urn:trellis:" + origin);
        // "matter-returned/1": the number belongs to the type, since another number has other fields.
        json.WriteString("type", "trellis." + entry.Event.Replace('/', '.'));
        if (entry.Fields["matter"] is EntryValue.Word { Text: var matter }) json.WriteString("subject", matter);
        json.WriteString("time", entry.At.UtcDateTime.ToString(Moments, CultureInfo.InvariantCulture));
        json.WriteString("datacontenttype", "application/json");
        json.WriteString("by", entry.By switch { EntryActor.Officer officer => $"{officer.Post}@{officer.Unit}", EntryActor.InRole role => role.Role, _ => "" });
        json.WriteString("structure", entry.Structure);
        json.WritePropertyName("data");
        EntryAsJson.Write(json, entry.Fields, static _ => true, entry.Event.StartsWith("form-", StringComparison.Ordinal) ? OfOnesWork : null);
        json.WriteEndObject();
    }
}
