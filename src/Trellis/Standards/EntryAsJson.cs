using System.Text.Json;
using Trellis.Ledger;

namespace Trellis.Standards;

/// <summary>Fields of an entry as JSON, each as it stands in the record.</summary>
public static class EntryAsJson
{
    /// <param name="json">Where it is written.</param>
    /// <param name="group">The fields.</param>
    /// <param name="without">Names that are left out, at whatever depth.</param>
    public static void Write(Utf8JsonWriter json, EntryValue.Group group, IReadOnlySet<string> without)
    {
        json.WriteStartObject();
        foreach (var (name, value) in group.Fields)
        {
            if (without.Contains(name)) continue;
            json.WritePropertyName(name);
            Write(json, value, without);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EntryValue value, IReadOnlySet<string> without)
    {
        switch (value)
        {
            case EntryValue.Word word:
                json.WriteStringValue(word.Text);
                break;
            case EntryValue.Number number:
                json.WriteNumberValue(number.Value);
                break;
            case EntryValue.YesNo yes:
                json.WriteBooleanValue(yes.Value);
                break;
            case EntryValue.List list:
                json.WriteStartArray();
                foreach (var one in list.Values) Write(json, one, without);
                json.WriteEndArray();
                break;
            case EntryValue.Group group:
                Write(json, group, without);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
