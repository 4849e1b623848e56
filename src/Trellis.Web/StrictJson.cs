using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Trellis.Web;

/// <summary>
/// Reads a body as a form and nothing else: a member that the form does not have is refused with the nearest name that it has, each name stands once,
/// nothing is nested deeper than any form is, and what is no text in UTF-8 is no JSON.
/// </summary>
internal static class StrictJson
{
    public const int Deepest = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Deepest, AllowDuplicateProperties = false };

    /// <param name="fault">What is wrong and where, for whoever wrote the client.</param>
    public static bool TryRead<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? form, [NotNullWhen(false)] out Text? fault)
        where T : class
    {
        form = null;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Options);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // The second is half of a pair of surrogates in a name, which is found while looking for names that stand twice.
            fault = new Text($"请求正文不是 UTF-8 的 JSON，或者嵌套超过 {Deepest} 层，或者同一名称出现两次。", $"The body is no JSON in UTF-8, is nested more than {Deepest} deep, or has a name twice.");
            return false;
        }

        using (document)
        {
            try
            {
                if (Unfit(document.RootElement, type, "") is { } unfit)
                {
                    fault = unfit;
                    return false;
                }

                form = document.RootElement.Deserialize(type);
            }
            catch (JsonException wrong)
            {
                var at = wrong.Path is ['$', '.', .. var path] ? path : "";
                fault = at.Length > 0
                    ? new Text($"{Excerpt.Of(at, 80)} 不是要求的值，或者缺少必填的内容。", $"{Excerpt.Of(at, 80)} is not such a value as is asked for, or lacks something that it must have.")
                    : Missing(document.RootElement, type) is { } missing ? new Text($"缺少 {missing}。", $"{missing} is missing.") : new Text("正文不是所要求的对象。", "The body is not such an object as is asked for.");
                return false;
            }
            catch (InvalidOperationException)
            {
                // Half of a pair of surrogates, written as an escape.
                fault = new Text("正文中有不是文字的内容。", "Something in the body is no text.");
                return false;
            }
        }

        fault = form is null ? new Text("正文是一个 JSON 对象。", "The body is a JSON object.") : null;
        return form is not null;
    }

    /// <summary>The names that a form has.</summary>
    public static IEnumerable<string> Names(JsonTypeInfo type) => type.Properties.Select(static one => one.Name);

    /// <summary>The words as which a choice travels.</summary>
    public static IEnumerable<string> WordsOf(Type choice) => Enum.GetNames(choice).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    private static string? Missing(JsonElement element, JsonTypeInfo type) =>
        element.ValueKind != JsonValueKind.Object ? null : type.Properties.FirstOrDefault(one => one.IsRequired && !element.TryGetProperty(one.Name, out _))?.Name;

    private static Text? Unfit(JsonElement element, JsonTypeInfo type, string at)
    {
        switch (element.ValueKind)
        {
            // What may be anything is looked at all the same: half of a pair of surrogates in it is no text either.
            case JsonValueKind.Object when type.Type == typeof(JsonElement):
                foreach (var one in element.EnumerateObject()) _ = Unfit(one.Value, type, at);
                break;
            case JsonValueKind.Array when type.Type == typeof(JsonElement):
                foreach (var one in element.EnumerateArray()) _ = Unfit(one, type, at);
                break;
            case JsonValueKind.Object when type.Kind == JsonTypeInfoKind.Object:
                if (type.PolymorphismOptions is { TypeDiscriminatorPropertyName: var which } && !element.TryGetProperty(which, out _)) return new Text($"缺少 {Excerpt.Of(at, 80)}.{which}。", $"{Excerpt.Of(at, 80)}.{which} is missing.");
                type = Derived(element, type);
                var names = Names(type).ToList();
                if (type.PolymorphismOptions is { } options) names.Add(options.TypeDiscriminatorPropertyName);
                foreach (var one in element.EnumerateObject())
                {
                    var place = at.Length == 0 ? one.Name : $"{at}.{one.Name}";
                    if (type.Properties.FirstOrDefault(property => property.Name == one.Name) is { } known)
                    {
                        if (Unfit(one.Value, type.Options.GetTypeInfo(known.PropertyType), place) is { } unfit) return unfit;
                    }
                    else if (one.Name != DiscriminatorOf(type))
                    {
                        var near = NearNames.Nearest(one.Name, names);
                        return new Text(
                            $"没有 {Excerpt.Of(place, 80)} 这一项{(near is null ? $"；可用：{string.Join("、", names)}。" : $"；是不是 {near}？")}",
                            $"There is no member {Excerpt.Of(place, 80)}{(near is null ? $"; there are {string.Join(", ", names)}." : $"; did you mean {near}?")}");
                    }
                }

                break;
            case JsonValueKind.Object when type.Kind == JsonTypeInfoKind.Dictionary && type.ElementType is { } value:
                foreach (var one in element.EnumerateObject())
                    if ((Nothing(one.Value, value, $"{at}.{one.Name}") ?? Unfit(one.Value, type.Options.GetTypeInfo(value), $"{at}.{one.Name}")) is { } unfit) return unfit;
                break;
            case JsonValueKind.Array when type.Kind == JsonTypeInfoKind.Enumerable && type.ElementType is { } item:
                var number = 0;
                foreach (var one in element.EnumerateArray())
                    if ((Nothing(one, item, $"{at}[{number}]") ?? Unfit(one, type.Options.GetTypeInfo(item), $"{at}[{number++}]")) is { } unfit) return unfit;
                break;
            case JsonValueKind.String when (Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { IsEnum: true } choice:
                // The converter would take other spellings, too.
                var words = WordsOf(choice).ToList();
                var word = element.GetString()!;
                if (words.Contains(word)) break;
                var meant = NearNames.Nearest(word, words);
                return new Text(
                    $"{Excerpt.Of(at, 80)} 不能是“{Excerpt.Of(word, 40)}”{(meant is null ? $"；可用：{string.Join("、", words)}。" : $"；是不是 {meant}？")}",
                    $"{Excerpt.Of(at, 80)} cannot be \"{Excerpt.Of(word, 40)}\"{(meant is null ? $"; there are {string.Join(", ", words)}." : $"; did you mean {meant}?")}");
            case JsonValueKind.String when (Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(DateTimeOffset):
                // The converter would take a moment without its offset for one of the server's own place.
                if (Moments.TryRead(element.GetString()!, out _)) break;
                return new Text($"{Excerpt.Of(at, 80)} 是带时区的时刻，例如 {Moments.Example}。", $"{Excerpt.Of(at, 80)} is a moment with its offset, such as {Moments.Example}.");
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }

        return null;
    }

    /// <summary>Members are guarded by their types; what stands in a list or an object of names is not, and is never nothing.</summary>
    private static Text? Nothing(JsonElement element, Type type, string at) =>
        element.ValueKind != JsonValueKind.Null || type == typeof(JsonElement) ? null : new Text($"{Excerpt.Of(at, 80)} 不能是 null。", $"{Excerpt.Of(at, 80)} cannot be null.");

    /// <summary>Of a form with several cases the one that the member for it names; itself where none does.</summary>
    private static JsonTypeInfo Derived(JsonElement element, JsonTypeInfo type)
    {
        if (type.PolymorphismOptions is not { } options || !element.TryGetProperty(options.TypeDiscriminatorPropertyName, out var named) || named.ValueKind != JsonValueKind.String) return type;
        foreach (var one in options.DerivedTypes)
            if (one.TypeDiscriminator is string word && named.ValueEquals(word)) return type.Options.GetTypeInfo(one.DerivedType);
        return type;
    }

    private static string DiscriminatorOf(JsonTypeInfo type)
    {
        if (type.PolymorphismOptions is { } own) return own.TypeDiscriminatorPropertyName;
        return type.Type.BaseType is { } above && type.Options.TryGetTypeInfo(above, out var wider) && wider.PolymorphismOptions is { } options ? options.TypeDiscriminatorPropertyName : "";
    }
}
