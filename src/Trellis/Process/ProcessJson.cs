using System.Text.Json.Serialization;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;

namespace Trellis.Process;

/// <summary>State of matters and of versions as JSON, for read models. It holds nothing personal, and whatever reads it gets back the same value.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Matter))]
[JsonSerializable(typeof(StructureAdoption))]
public sealed partial class ProcessJson : JsonSerializerContext;
