using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Trellis.Structure.Files;

namespace Trellis.Tests.Structure.Vocabulary;

/// <summary>
/// Holds a value against a JSON Schema, as much of draft-07 as our schemas use; a keyword it does not know is a fault of the schema.
/// Written without looking at how the schemas are made.
/// </summary>
internal sealed class SmallSchemaCheck(JsonNode schema)
{
    private static readonly string[] Words = ["$schema", "title", "description", "default", "definitions", "patternErrorMessage"];
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    /// <summary>The paths at which the value does not fit; none where it fits.</summary>
    public List<string> FaultsOf(JsonNode? value)
    {
        var faults = new List<string>();
        Check(value, schema, "", faults);
        return faults;
    }

    /// <summary>A file as an editor sees it: plain numbers are numbers, everything else is text.</summary>
    public static JsonNode? Seen(Node node)
    {
        if (node.IsMap)
        {
            var map = new JsonObject();
            foreach (var (key, value) in node.Pairs) map[key.Text] = Seen(value);
            return map;
        }

        if (node.IsList)
        {
            var list = new JsonArray();
            foreach (var element in node.Elements) list.Add(Seen(element));
            return list;
        }

        var text = node.Text;
        if (node.Kind != NodeKind.Plain) return JsonValue.Create(text);
        if (text is "true" or "false") return JsonValue.Create(text == "true");
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);
    }

    private void Check(JsonNode? value, JsonNode? against, string path, List<string> faults)
    {
        foreach (var (word, rule) in against!.AsObject())
        {
            switch (word)
            {
                case "type": Require(TypeFits(value, rule!), path, "type", faults); break;
                case "enum": Require(rule!.AsArray().Any(one => JsonNode.DeepEquals(one, value)), path, "enum", faults); break;
                case "pattern": if (TextOf(value) is { } text) Require(PatternOf(rule!).IsMatch(text), path, $"pattern ({text})", faults); break;
                case "minLength": if (TextOf(value) is { } least) Require(least.Length >= rule!.GetValue<int>(), path, word, faults); break;
                case "maxLength": if (TextOf(value) is { } most) Require(most.Length <= rule!.GetValue<int>(), path, word, faults); break;
                case "minimum": if (NumberOf(value) is { } low) Require(low >= rule!.GetValue<decimal>(), path, word, faults); break;
                case "maximum": if (NumberOf(value) is { } high) Require(high <= rule!.GetValue<decimal>(), path, word, faults); break;
                case "minProperties": if (value is JsonObject few) Require(few.Count >= rule!.GetValue<int>(), path, word, faults); break;
                case "items":
                    if (value is not JsonArray list) break;
                    for (var at = 0; at < list.Count; at++) Check(list[at], rule, $"{path}[{at}]", faults);
                    break;
                case "properties":
                    if (value is not JsonObject map) break;
                    foreach (var (key, sub) in rule!.AsObject())
                        if (map.ContainsKey(key)) Check(map[key], sub, $"{path}.{key}", faults);
                    break;
                case "patternProperties":
                    if (value is not JsonObject facts) break;
                    foreach (var (key, one) in facts)
                        foreach (var (pattern, sub) in rule!.AsObject())
                            if (Regex.IsMatch(key, pattern)) Check(one, sub, $"{path}.{key}", faults);
                    break;
                case "propertyNames":
                    if (value is not JsonObject named) break;
                    foreach (var (key, _) in named) Check(JsonValue.Create(key), rule, $"{path}.{key} (name)", faults);
                    break;
                case "additionalProperties":
                    if (value is not JsonObject whole) break;
                    foreach (var (key, one) in whole)
                    {
                        if (against["properties"]?.AsObject().ContainsKey(key) == true) continue;
                        if (against["patternProperties"]?.AsObject().Any(pattern => Regex.IsMatch(key, pattern.Key)) == true) continue;
                        if (rule is JsonObject sub) Check(one, sub, $"{path}.{key}", faults);
                        else Require(rule!.GetValue<bool>(), $"{path}.{key}", "unknown key", faults);
                    }

                    break;
                case "required":
                    if (value is not JsonObject held) break;
                    foreach (var key in rule!.AsArray()) Require(held.ContainsKey(key!.GetValue<string>()), path, $"missing {key}", faults);
                    break;
                case "allOf":
                    foreach (var one in rule!.AsArray()) Check(value, one, path, faults);
                    break;
                case "if":
                    var condition = new List<string>();
                    Check(value, rule, path, condition);
                    Check(value, against[condition.Count == 0 ? "then" : "else"], path, faults);
                    break;
                case "then" or "else": break;
                case "anyOf": Require(Fitting(value, rule!) > 0, path, "anyOf", faults); break;
                case "oneOf": Require(Fitting(value, rule!) == 1, path, "oneOf", faults); break;
                case "$ref": Check(value, schema["definitions"]![rule!.GetValue<string>()["#/definitions/".Length..]], path, faults); break;
                default:
                    if (!Words.Contains(word)) throw new InvalidOperationException($"The schema uses \"{word}\", which nobody checks.");
                    break;
            }
        }
    }

    private int Fitting(JsonNode? value, JsonNode shapes)
    {
        var fitting = 0;
        foreach (var shape in shapes.AsArray())
        {
            var faults = new List<string>();
            Check(value, shape, "", faults);
            if (faults.Count == 0) fitting++;
        }

        return fitting;
    }

    private static bool TypeFits(JsonNode? value, JsonNode rule)
    {
        var types = rule is JsonArray many ? many.Select(static one => one!.GetValue<string>()) : [rule.GetValue<string>()];
        return types.Any(type => type switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => TextOf(value) is not null,
            "number" => NumberOf(value) is not null,
            "integer" => NumberOf(value) is { } number && decimal.IsInteger(number),
            _ => throw new InvalidOperationException($"There is no type {type}."),
        });
    }

    private Regex PatternOf(JsonNode rule)
    {
        var pattern = rule.GetValue<string>();
        if (!_patterns.TryGetValue(pattern, out var made)) _patterns.Add(pattern, made = new Regex(pattern, RegexOptions.ECMAScript, TimeSpan.FromSeconds(5)));
        return made;
    }

    private static string? TextOf(JsonNode? value) => value is JsonValue one && one.TryGetValue(out string? text) ? text : null;

    private static decimal? NumberOf(JsonNode? value) => value is JsonValue one && one.TryGetValue(out decimal number) ? number : null;

    private static void Require(bool holds, string path, string what, List<string> faults)
    {
        if (!holds) faults.Add($"{(path.Length == 0 ? "all" : path)}: {what}");
    }
}
