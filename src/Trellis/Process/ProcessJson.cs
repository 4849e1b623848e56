using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Structure.Quantities;

namespace Trellis.Process;

/// <summary>State of matters and of versions as JSON, for read models. It holds nothing personal, and whatever reads it gets back the same value.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true,
    Converters = [typeof(TimeLimitAsWord)])]
[JsonSerializable(typeof(Matter))]
[JsonSerializable(typeof(StructureAdoption))]
public sealed partial class ProcessJson : JsonSerializerContext;

/// <summary>A limit as "5 WorkingDays": its parts are set by its constructor alone, which generated code does not call.</summary>
internal sealed class TimeLimitAsWord : JsonConverter<TimeLimit>
{
    public override TimeLimit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()?.Split(' ') is [var amount, var unit] && int.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.TryParse<TimeUnit>(unit, out var known) && number >= 1 && number <= TimeLimit.MostOf(known)
            ? new TimeLimit(number, known)
            : throw new JsonException("This is no time limit.");

    public override void Write(Utf8JsonWriter writer, TimeLimit value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{value.Amount} {value.Unit}"));
}
