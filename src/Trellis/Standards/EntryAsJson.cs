using System.Text.Json;
using Trellis.Ledger;

namespace Trellis.Standards;

/// <summary>Fields of an entry as JSON, each as it stands in the record.</summary>
public static class EntryAsJson
{
    /// <summary>Fields that hold ids of people, or hashes of tokens. They are opaque, and all the same nobody's business but theirs.</summary>
    private static readonly HashSet<string> OfPeople = new(StringComparer.Ordinal) { "person", "requester", "helper", "actor", "acting-for", "digest" };

    /// <summary>Fields that hold rows of registers, as "applicant=person/p-1" or "person/p-1".</summary>
    private static readonly HashSet<string> OfRows = new(StringComparer.Ordinal) { "roles", "rows", "row", "subject", "one", "other" };

    /// <summary>Ids of people are left out, at whatever depth; of a row that may be somebody's only its register stands.</summary>
    /// <param name="json">Where it is written.</param>
    /// <param name="group">The fields.</param>
    /// <param name="isPersonal">Whether the rows of a register may be people.</param>
    /// <param name="besides">Fields that are left out as well; null for none.</param>
    public static void Write(Utf8JsonWriter json, EntryValue.Group group, Func<string, bool> isPersonal, IReadOnlySet<string>? besides = null)
    {
        json.WriteStartObject();
        foreach (var (name, value) in group.Fields)
        {
            // By whom something was done is told by the post; where it is somebody themselves, by nothing.
            if (OfPeople.Contains(name) || (name == "by" && group["seat"] is not null) || besides?.Contains(name) == true) continue;
            json.WritePropertyName(name);
            Write(json, value, isPersonal, OfRows.Contains(name));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EntryValue value, Func<string, bool> isPersonal, bool isRows)
    {
        switch (value)
        {
            case EntryValue.Word word:
                json.WriteStringValue(isRows ? Shown(word.Text, isPersonal) : word.Text);
                break;
            case EntryValue.Number number:
                json.WriteNumberValue(number.Value);
                break;
            case EntryValue.YesNo yes:
                json.WriteBooleanValue(yes.Value);
                break;
            case EntryValue.List list:
                json.WriteStartArray();
                foreach (var one in list.Values) Write(json, one, isPersonal, isRows);
                json.WriteEndArray();
                break;
            case EntryValue.Group group:
                Write(json, group, isPersonal);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Shown(string row, Func<string, bool> isPersonal)
    {
        // Roles and registers have ids without slashes and equals signs; keys of rows may have both.
        var slash = row.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return "";
        var register = row[(row.AsSpan(0, slash).IndexOf('=') + 1)..slash];
        return isPersonal(register) ? row[..slash] : row;
    }
}
