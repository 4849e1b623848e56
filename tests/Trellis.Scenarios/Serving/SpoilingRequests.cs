using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Trellis.Scenarios.Serving;

/// <summary>A body that nobody should send, made of the description of a form.</summary>
/// <param name="What">What is wrong with it.</param>
/// <param name="Unreadable">Whether it can be no form at all, so that 400 is the only right answer; otherwise what it says may be wrong, or even right.</param>
internal sealed record SpoiltBody(string What, byte[] Bytes, bool Unreadable);

/// <summary>
/// Makes bad requests of the description of the interface: for every member of every form another type, nothing, too much, too deep, out of range, no day of any calendar,
/// an id of nobody; for every parameter and every part of an address likewise.
/// </summary>
internal sealed class SpoilingRequests(JsonNode document, Func<string, JsonNode?> valueOf)
{
    private const int Deepest = 16;

    private static readonly string[] Words =
    [
        "", " ", "-", "nobody", "no-such-thing/none", "\u0000", "a\u0000b", "\u202e\ud83d\ude48", "' or 1=1 --", "%", "../../etc/passwd", "{}", "<script>", new('x', 201), new('字', 20_000), "nobody@nowhere", "@", "@@", "m0000000000001", "2026-9999999", "requester",
    ];

    private static readonly string[] Moments = ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "1900-02-28T00:00:00Z", "2026-05-04T08:00:00+08:00"];

    private static readonly string[] NoMoments = ["tomorrow", "2026-13-45T00:00:00Z", "2026-02-30T00:00:00Z", "2026-05-04T25:00:00Z", "2026-05-04", "2026-05-04T08:00:00", "20260504T080000Z", "1777881600", "2026-05-04T08:00:00Z\u0000", "10000-01-01T00:00:00Z", ""];

    private static readonly string[] Days = ["0001-01-01", "9999-12-31", "1900-02-28"];

    private static readonly string[] NoDays = ["tomorrow", "2026-02-30", "2026-13-01", "2026-5-4", "2026-05-04T00:00:00Z", "0000-00-00", ""];

    private static readonly string[] NoNumbers = ["1.5", "1e400", "-1e400", "2147483648", "99999999999999999999", "\"7\"", "true", "0x10", "NaN"];

    /// <summary>Parameters and parts of addresses that mean nothing.</summary>
    public static IEnumerable<string> Parts { get; } = ["", "0", "-1", "999999999999999999999", "%00", "%0a", "%ff", "%c3%28", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%25", "'", "%27%20or%201=1", ";", "a;b=c", "zzzz", "m0000000000001", "2026-9999999", "%f0%9f%99%88", "0001-01-01T00:00:00Z", "9999-12-31", "w-0", "0000000000000000", new('a', 3000)];

    /// <summary>Every operation with its method and address.</summary>
    public IEnumerable<(string Method, string Path, JsonNode Operation)> Operations =>
        document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(method => (method.Key.ToUpperInvariant(), path.Key, method.Value!)));

    public JsonNode? FormOf(JsonNode operation) => operation["requestBody"]?["content"]!["application/json"]!["schema"] is { } schema ? Resolve(schema) : null;

    public static IEnumerable<string> ParametersOf(JsonNode operation, string place) =>
        operation["parameters"]?.AsArray().Where(one => (string?)one!["in"] == place).Select(static one => (string)one!["name"]!) ?? [];

    /// <summary>A form that can be read: every member that must be there, with a value that is known where one is.</summary>
    public JsonObject Sample(JsonNode form) => (JsonObject)SampleOf("", form, all: false)!;

    public IEnumerable<SpoiltBody> Bodies(JsonNode form)
    {
        foreach (var (what, text) in ((string, string)[])
        [
            ("nothing", ""), ("null", "null"), ("a list", "[]"), ("a word", "\"a\""), ("a number", "7"), ("half a body", "{\"a\":"), ("two bodies", "{}{}"), ("a comment", "{/* */}"), ("a comma too many", "{\"happened\":null,}"), ("a name twice", "{\"happened\":null,\"happened\":null}"),
            ("a byte order mark", "\ufeff{}x"), ("too deep", "{\"facts\":" + new string('[', 2000) + new string(']', 2000) + "}"),
        ]) yield return new SpoiltBody(what, Encoding.UTF8.GetBytes(text), Unreadable: true);
        yield return new SpoiltBody("no UTF-8", [.. "{\"happened\":\""u8, 0xFF, 0xC3, 0x28, .. "\"}"u8], Unreadable: true);
        yield return new SpoiltBody("half of a pair of surrogates in a name", "{\"\\ud800\":1}"u8.ToArray(), Unreadable: true);

        yield return Of("a member that no form has", Sample(form).With("noSuchMember", 1), unreadable: true);
        foreach (var name in Required(form)) yield return Of($"without {name}", Sample(form).Without(name), unreadable: true);
        foreach (var (name, member) in Members(form))
            foreach (var (what, value, unreadable) in Values(name, member, Required(form).Contains(name)))
                yield return OfText(what, Sample(form).With(name, "\uE000").ToJsonString().Replace("\"\\uE000\"", value, StringComparison.Ordinal), unreadable);
    }

    private static SpoiltBody Of(string what, JsonObject body, bool unreadable) => OfText(what, body.ToJsonString(), unreadable);

    private static SpoiltBody OfText(string what, string body, bool unreadable) => new(what, Encoding.UTF8.GetBytes(body), unreadable);

    /// <summary>Wrong values of one member, as JSON.</summary>
    private IEnumerable<(string What, string Value, bool Unreadable)> Values(string name, JsonNode member, bool required)
    {
        member = Resolve(member);
        var types = TypesOf(member);
        if (types.Count == 0 && member["anyOf"] is null && member["enum"] is null) yield break; // any JSON at all
        yield return ($"{name} is null", "null", required && !types.Contains("null"));
        foreach (var (type, value) in ((string, string)[])[("string", "\"a word\""), ("number", "7"), ("boolean", "true"), ("array", "[]"), ("object", "{}")])
            if (!types.Contains(type) && !(type == "number" && types.Contains("integer")) && !(type == "string" && member["enum"] is not null) && !(type == "object" && member["anyOf"] is not null)) yield return ($"{name} is a {type}", value, true);
        yield return ($"{name} is deep", new string('[', Deepest + 1) + new string(']', Deepest + 1), true);

        if (types.Contains("integer"))
        {
            foreach (var no in NoNumbers.Where(no => (string?)member["format"] != "int64" || no != "2147483648")) yield return ($"{name} is {no}", no, true);
            foreach (var odd in (int[])[0, -1, int.MinValue, int.MaxValue]) yield return ($"{name} is {odd}", odd.ToString(CultureInfo.InvariantCulture), false);
        }

        if (member["enum"] is not null) foreach (var word in (string[])["", "no-such-word", "WEB", "0"]) yield return ($"{name} is \"{word}\"", Quoted(word), true);
        if (types.Contains("string") && member["enum"] is null)
        {
            yield return ($"{name} is half of a pair of surrogates", "\"\\ud800\"", true);
            var (odd, none) = (string?)member["format"] switch { "date-time" => (Moments, NoMoments), "date" => (Days, NoDays), _ => (Words, []) };
            foreach (var word in odd) yield return ($"{name} is {Shown(word)}", Quoted(word), false);
            foreach (var word in none) yield return ($"{name} is {Shown(word)}", Quoted(word), true);
        }

        if (types.Contains("array") && member["items"] is { } items)
        {
            foreach (var (what, value, unreadable) in Values(name + "[0]", items, required: true)) yield return (what, $"[{value}]", unreadable);
            yield return ($"{name} is long", "[" + string.Join(',', Enumerable.Repeat(SampleOf("", items, all: true)?.ToJsonString() ?? "null", 2000)) + "]", false);
        }

        if (types.Contains("object") && member["properties"] is { } nested)
        {
            yield return ($"{name} has a member that no form has", "{\"noSuchMember\":1}", true);
            foreach (var (inner, of) in nested.AsObject())
                foreach (var (what, value, unreadable) in Values($"{name}.{inner}", of!, Required(member).Contains(inner)))
                    yield return (what, ((JsonObject)SampleOf("", member, all: true)!).With(inner, "\uE000").ToJsonString().Replace("\"\\uE000\"", value, StringComparison.Ordinal), unreadable);
        }
        else if (types.Contains("object"))
        {
            if (member["additionalProperties"] is { } each && TypesOf(Resolve(each)) is ["string"])
                foreach (var value in (string[])["7", "null", "{}", "[]"]) yield return ($"{name} holds {value}", "{\"a\":" + value + "}", value != "null" || true);
            foreach (var value in (string[])["\"x\"", "\"\\u0000\"", "7", "1e400", "[[1]]", "{\"a\":{}}", "null", "\"" + new string('9', 12_000) + "\""])
                yield return ($"{name} holds {value[..Math.Min(20, value.Length)]}", "{\"premises.area\":" + value + "}", false);
            foreach (var value in (string[])["\"\\ud800\"", "[\"\\ud800\"]", "[\"a\",[{\"b\":\"\\udc00\"}]]"]) yield return ($"{name} holds {value}", "{\"premises.area\":" + value + "}", true);
            yield return ($"{name} holds a nameless one", "{\"\":\"1\"}", false);
        }

        if (member["anyOf"] is not null)
            foreach (var value in (string[])["{}", "{\"kind\":7}", "{\"kind\":\"no-such-kind\"}", "{\"kind\":\"decided\"}", "{\"kind\":\"checked\",\"passed\":\"yes\"}", "{\"kind\":\"resolved\",\"entitled\":1.5,\"present\":1,\"inFavour\":1}", "{\"kind\":\"received\",\"noSuchMember\":1}"])
                yield return ($"{name} is {value}", value, true);
    }

    private JsonNode? SampleOf(string name, JsonNode schema, bool all)
    {
        schema = Resolve(schema);
        if (schema["enum"] is { } choices) return choices[0]!.DeepClone();
        if (valueOf(name) is { } known) return known;
        if (schema["anyOf"] is not null) return new JsonObject { ["kind"] = "received" };
        return TypesOf(schema).FirstOrDefault(static one => one != "null") switch
        {
            "object" => new JsonObject(Members(schema).Where(one => all || Required(schema).Contains(one.Name)).Select(one => KeyValuePair.Create(one.Name, SampleOf(one.Name, one.Schema, all)))),
            "array" => new JsonArray(),
            "integer" => 1,
            "boolean" => true,
            "string" => (string?)schema["format"] switch { "date-time" => "2026-05-04T08:00:00Z", "date" => "2026-06-01", _ => "nobody" },
            _ => null,
        };
    }

    private static List<(string Name, JsonNode Schema)> Members(JsonNode form) => [.. form["properties"]?.AsObject().Select(static one => (one.Key, one.Value!)) ?? []];

    private static List<string> Required(JsonNode form) => [.. form["required"]?.AsArray().Select(static one => (string)one!) ?? []];

    private static List<string> TypesOf(JsonNode schema) => schema["type"] switch { JsonArray many => [.. many.Select(static one => (string)one!)], JsonValue one => [(string)one!], _ => [] };

    private JsonNode Resolve(JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray either) schema = either.First(static one => (string?)one!["type"] != "null")!;
        return (string?)schema["$ref"] is { } reference ? document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]! : schema;
    }

    private static string Quoted(string word) => JsonValue.Create(word).ToJsonString();

    private static string Shown(string word) => Quoted(word.Length > 30 ? word[..30] : word);
}

file static class Bodies
{
    public static JsonObject With(this JsonObject body, string name, JsonNode value)
    {
        body[name] = value;
        return body;
    }

    public static JsonObject Without(this JsonObject body, string name)
    {
        body.Remove(name);
        return body;
    }
}
