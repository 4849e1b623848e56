using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Structure;

namespace Trellis.Information.Looks;

/// <summary>
/// What somebody agrees to for a purpose: made of the structure alone, so that whoever has its version can make it again, byte for byte. A change of any of it is a new revision with
/// a digest of its own. The record holds the digest with each consent, and signs it with everything else.
/// </summary>
/// <param name="Content">The agreement as JSON in one spelling.</param>
/// <param name="Digest">SHA-256 of the content in hexadecimal: the revision.</param>
/// <remarks>The members are those of a privacy notice in ISO/IEC TS 27560 as far as a structure says them: purpose, legal basis, personal data, controllers, recipients, storage, rights.</remarks>
public sealed record ConsentAgreement(string Purpose, ReadOnlyMemory<byte> Content, string Digest)
{
    public static ConsentAgreement? Of(GovernanceStructure structure, string id, DateOnly day)
    {
        if (structure.Purposes.On(id, day) is not { } purpose) return null;
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("schema", "trellis-agreement/1");
            json.WriteString("purpose", purpose.Id);
            Name(json, purpose.Name);
            json.WriteString("consent", purpose.ConsentRequired ? "required" : "none");
            Words(json, "legalBasis", purpose.Basis.Select(static one => one.ToString()));
            Words(json, "recipients", purpose.Actors);
            json.WriteStartArray("personalData");
            foreach (var item in ItemsOf(structure, purpose, day))
            {
                json.WriteStartObject();
                json.WriteString("item", item.Id);
                Name(json, item.Name);
                json.WriteBoolean("sensitive", item.Personal == Personal.Sensitive);
                if (LookingAtValues.OwnerOf(item, structure.On(day)) is { } owner) json.WriteString("controller", owner);
                if ((item.OwnKeep ?? structure.Registers.On(item.RegisterId, day)?.Keep) is { } keep) json.WriteString("storage", $"{keep.For}, after: {keep.After}");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("rights");
            foreach (var (right, matter) in structure.Matters.All.Where(type => type.HoldsOn(day)).SelectMany(static type => type.Rights.Select(right => (right, type.Id))).OrderBy(static one => one.right, StringComparer.Ordinal).ThenBy(static one => one.Id, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("right", right);
                json.WriteString("matter", matter);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new ConsentAgreement(id, bytes.WrittenMemory, Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan)));
    }

    /// <summary>Personal items that may be read for the purpose, by their ids.</summary>
    private static IEnumerable<Item> ItemsOf(GovernanceStructure structure, Purpose purpose, DateOnly day) =>
        structure.Items.All.Where(item => item.HoldsOn(day) && item.Personal != Personal.None && item.Purposes.Any(one => one.Id == purpose.Id)).OrderBy(static item => item.Id, StringComparer.Ordinal);

    private static void Name(Utf8JsonWriter json, Text name)
    {
        json.WriteStartObject("name");
        json.WriteString("en", name.En);
        json.WriteString("zh", name.Zh);
        json.WriteEndObject();
    }

    private static void Words(Utf8JsonWriter json, string key, IEnumerable<string> words)
    {
        json.WriteStartArray(key);
        foreach (var word in words.Order(StringComparer.Ordinal)) json.WriteStringValue(word);
        json.WriteEndArray();
    }
}
