using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Trellis.Standards.Authzen;

/// <summary>Who would act, or on what: a type, an id within it, and what the caller knows besides.</summary>
/// <param name="Id">Null where it is searched for.</param>
/// <param name="Properties">Words, numbers and yes or no as text; whatever is nested is left aside, as members that nobody knows are.</param>
public sealed record AuthzenEntity(string Type, string? Id, IReadOnlyList<KeyValuePair<string, string>> Properties);

/// <summary>What would be done.</summary>
public sealed record AuthzenAction(string Name, IReadOnlyList<KeyValuePair<string, string>> Properties)
{
    public string? Property(string name)
    {
        foreach (var (key, value) in Properties)
            if (key == name) return value;
        return null;
    }
}

/// <summary>One question of AuthZEN: may this subject do this to this resource?</summary>
/// <param name="Day">The day about which is asked; null for today. Our own member <c>context.day</c>.</param>
public sealed record AuthzenQuestion(AuthzenEntity Subject, AuthzenAction Action, AuthzenEntity Resource, DateOnly? Day);

/// <summary>How far a batch goes.</summary>
public enum AuthzenSemantic
{
    ExecuteAll,
    DenyOnFirstDeny,
    PermitOnFirstPermit,
}

/// <summary>One question of a batch, or what is wrong with it.</summary>
public readonly record struct AuthzenItem(AuthzenQuestion? Question, string? Fault);

/// <summary>What is asked at <c>/access/v1/evaluations</c>.</summary>
/// <param name="Single">There was no batch in it: it is answered as a single question is.</param>
public sealed record AuthzenBatch(IReadOnlyList<AuthzenItem> Items, AuthzenSemantic Semantic, bool Single);

/// <summary>Which of the three is searched for.</summary>
public enum AuthzenTarget
{
    Subject,
    Resource,
    Action,
}

/// <summary>A search. What is searched for has a type at most.</summary>
/// <param name="Offset">How many results came before this page.</param>
/// <param name="Limit">The most results of this page.</param>
/// <param name="Print">Tells this search from every other, whatever the page.</param>
public sealed record AuthzenSearch(AuthzenTarget Target, AuthzenEntity Subject, AuthzenAction? Action, AuthzenEntity Resource, DateOnly? Day, int Offset, int Limit, string Print);

/// <summary>
/// Reads requests of the Authorization API 1.0 (OpenID AuthZEN). Members that nobody knows are left aside; what is required and missing, or of another
/// type, is one sentence for whoever wrote the client.
/// </summary>
public static class ReadingAuthzen
{
    /// <summary>The most questions of one batch.</summary>
    public const int MostQuestions = 1000;

    /// <summary>The most results of one page, and how many there are where nothing is said.</summary>
    public const int MostResults = 1000;

    private const int UsualResults = 100;
    private const int LongestName = 1000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    public static bool TryReadQuestion(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out AuthzenQuestion? question, [NotNullWhen(false)] out string? fault)
    {
        question = null;
        if (!TryParse(body, out var document, out fault)) return false;
        using (document) return TryQuestion(document.RootElement, default, out question, out fault);
    }

    public static bool TryReadBatch(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out AuthzenBatch? batch, [NotNullWhen(false)] out string? fault)
    {
        batch = null;
        if (!TryParse(body, out var document, out fault)) return false;
        using var opened = document;
        var root = document.RootElement;
        if (!root.TryGetProperty("evaluations", out var evaluations) || evaluations is { ValueKind: JsonValueKind.Array } && evaluations.GetArrayLength() == 0)
        {
            if (!TryQuestion(root, default, out var question, out fault)) return false;
            batch = new AuthzenBatch([new AuthzenItem(question, null)], AuthzenSemantic.ExecuteAll, Single: true);
            return true;
        }

        if (evaluations.ValueKind != JsonValueKind.Array) return Wrong("evaluations is a list.", out fault);
        if (evaluations.GetArrayLength() > MostQuestions) return Wrong($"evaluations has at most {MostQuestions} questions.", out fault);
        if (!TrySemantic(root, out var semantic, out fault)) return false;
        var items = new List<AuthzenItem>(evaluations.GetArrayLength());
        foreach (var one in evaluations.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.Object) return Wrong($"evaluations[{items.Count}] is no object.", out fault);
            items.Add(TryQuestion(one, root, out var question, out var why) ? new AuthzenItem(question, null) : new AuthzenItem(null, why));
        }

        batch = new AuthzenBatch(items, semantic, Single: false);
        return true;
    }

    public static bool TryReadSearch(AuthzenTarget target, ReadOnlyMemory<byte> body, [NotNullWhen(true)] out AuthzenSearch? search, [NotNullWhen(false)] out string? fault)
    {
        search = null;
        if (!TryParse(body, out var document, out fault)) return false;
        using var opened = document;
        var root = document.RootElement;
        if (!TryEntity(root, default, "subject", target != AuthzenTarget.Subject, out var subject, out fault)) return false;
        AuthzenAction? action = null;
        if (target != AuthzenTarget.Action && !TryAction(root, default, out action, out fault)) return false;
        if (!TryEntity(root, default, "resource", target != AuthzenTarget.Resource, out var resource, out fault)) return false;
        if (!TryDay(root, default, out var day, out fault)) return false;
        if (target == AuthzenTarget.Subject) subject = subject with { Id = null };
        if (target == AuthzenTarget.Resource) resource = resource with { Id = null };

        var (token, limit) = ((string?)null, (int?)null);
        if (root.TryGetProperty("page", out var page))
        {
            if (page.ValueKind != JsonValueKind.Object) return Wrong("page is an object.", out fault);
            if (page.TryGetProperty("token", out var given))
            {
                if (given.ValueKind != JsonValueKind.String) return Wrong("page.token is a string.", out fault);
                token = given.GetString() is { Length: > 0 } word ? word : null;
            }

            if (page.TryGetProperty("limit", out var most))
            {
                if (most.ValueKind != JsonValueKind.Number || !most.TryGetInt32(out var number) || number < 0) return Wrong("page.limit is a whole number of at least 0.", out fault);
                limit = Math.Min(number, MostResults);
            }
        }

        var print = PrintOf(target, subject, action, resource, day);
        var offset = 0;
        if (token is not null)
        {
            if (!TryToken(token, out offset, out var before, out var whose)) return Wrong("page.token is none that was given out here.", out fault);
            if (whose != print || (limit is { } again && again != before)) return Wrong("With page.token, everything else must be as in the request that it came from.", out fault);
            limit = before;
        }

        search = new AuthzenSearch(target, subject, action, resource, day, offset, limit ?? UsualResults, print);
        return true;
    }

    /// <summary>The token by which the next page is asked for.</summary>
    public static string TokenFor(AuthzenSearch search, int offset) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{offset}.{search.Limit}.{search.Print}")));

    private static bool TryToken(string token, out int offset, out int limit, out string print)
    {
        (offset, limit, print) = (0, 0, "");
        var bytes = new byte[200];
        if (token.Length > 200 || !Convert.TryFromBase64String(token, bytes, out var length)) return false;
        if (Encoding.ASCII.GetString(bytes, 0, length).Split('.') is not [var first, var second, var third]) return false;
        print = third;
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out offset) && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit <= MostResults;
    }

    private static string PrintOf(AuthzenTarget target, AuthzenEntity subject, AuthzenAction? action, AuthzenEntity resource, DateOnly? day)
    {
        var text = new StringBuilder();
        Add(target.ToString());
        Entity(subject);
        Add(action?.Name ?? "");
        All(action?.Properties ?? []);
        Entity(resource);
        Add(day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 12));

        void Entity(AuthzenEntity one)
        {
            Add(one.Type);
            Add(one.Id ?? "");
            All(one.Properties);
        }

        void All(IReadOnlyList<KeyValuePair<string, string>> properties)
        {
            foreach (var (name, value) in properties.OrderBy(static one => one.Key, StringComparer.Ordinal))
            {
                Add(name);
                Add(value);
            }

            Add("");
        }

        void Add(string word) => text.Append(word.Length).Append(':').Append(word);
    }

    private static bool TrySemantic(JsonElement root, out AuthzenSemantic semantic, [NotNullWhen(false)] out string? fault)
    {
        (semantic, fault) = (AuthzenSemantic.ExecuteAll, null);
        if (!root.TryGetProperty("options", out var options)) return true;
        if (options.ValueKind != JsonValueKind.Object) return Wrong("options is an object.", out fault);
        if (!options.TryGetProperty("evaluations_semantic", out var asked)) return true;
        switch (asked.ValueKind == JsonValueKind.String ? asked.GetString() : null)
        {
            case "execute_all":
                return true;
            case "deny_on_first_deny":
                semantic = AuthzenSemantic.DenyOnFirstDeny;
                return true;
            case "permit_on_first_permit":
                semantic = AuthzenSemantic.PermitOnFirstPermit;
                return true;
            default:
                return Wrong("options.evaluations_semantic is execute_all, deny_on_first_deny or permit_on_first_permit.", out fault);
        }
    }

    /// <param name="defaults">What the question leaves out stands here; nothing where there is no batch.</param>
    private static bool TryQuestion(JsonElement one, JsonElement defaults, [NotNullWhen(true)] out AuthzenQuestion? question, [NotNullWhen(false)] out string? fault)
    {
        question = null;
        if (!TryEntity(one, defaults, "subject", true, out var subject, out fault)) return false;
        if (!TryAction(one, defaults, out var action, out fault)) return false;
        if (!TryEntity(one, defaults, "resource", true, out var resource, out fault)) return false;
        if (!TryDay(one, defaults, out var day, out fault)) return false;
        question = new AuthzenQuestion(subject, action, resource, day);
        return true;
    }

    private static bool TryEntity(JsonElement one, JsonElement defaults, string name, bool withId, [NotNullWhen(true)] out AuthzenEntity? entity, [NotNullWhen(false)] out string? fault)
    {
        entity = null;
        if (!TryPart(one, defaults, name, out var part)) return Wrong($"{name} is missing.", out fault);
        if (part.ValueKind != JsonValueKind.Object) return Wrong($"{name} is an object.", out fault);
        if (!TryWord(part, name, "type", out var type, out fault)) return false;
        string? id = null;
        if (withId && !TryWord(part, name, "id", out id, out fault)) return false;
        if (!TryProperties(part, name, out var properties, out fault)) return false;
        entity = new AuthzenEntity(type, id, properties);
        return true;
    }

    private static bool TryAction(JsonElement one, JsonElement defaults, [NotNullWhen(true)] out AuthzenAction? action, [NotNullWhen(false)] out string? fault)
    {
        action = null;
        if (!TryPart(one, defaults, "action", out var part)) return Wrong("action is missing.", out fault);
        if (part.ValueKind != JsonValueKind.Object) return Wrong("action is an object.", out fault);
        if (!TryWord(part, "action", "name", out var name, out fault) || !TryProperties(part, "action", out var properties, out fault)) return false;
        action = new AuthzenAction(name, properties);
        return true;
    }

    /// <summary>The member <c>time</c> of the context is left aside: whoever asks about another day says <c>day</c>.</summary>
    private static bool TryDay(JsonElement one, JsonElement defaults, out DateOnly? day, [NotNullWhen(false)] out string? fault)
    {
        (day, fault) = (null, null);
        if (!TryPart(one, defaults, "context", out var context)) return true;
        if (context.ValueKind != JsonValueKind.Object) return Wrong("context is an object.", out fault);
        if (!context.TryGetProperty("day", out var asked)) return true;
        if (asked.ValueKind != JsonValueKind.String || !DateOnly.TryParseExact(asked.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) return Wrong("context.day is a day such as 2026-05-04.", out fault);
        day = read;
        return true;
    }

    private static bool TryPart(JsonElement one, JsonElement defaults, string name, out JsonElement part) =>
        one.TryGetProperty(name, out part) || (defaults.ValueKind == JsonValueKind.Object && defaults.TryGetProperty(name, out part));

    private static bool TryWord(JsonElement part, string of, string name, [NotNullWhen(true)] out string? word, [NotNullWhen(false)] out string? fault)
    {
        (word, fault) = (null, null);
        if (!part.TryGetProperty(name, out var given)) return Wrong($"{of}.{name} is missing.", out fault);
        if (given.ValueKind != JsonValueKind.String) return Wrong($"{of}.{name} is a string.", out fault);
        word = given.GetString()!;
        if (word.Contains('\0', StringComparison.Ordinal)) return Wrong($"{of}.{name} holds U+0000, which is no sign of a text.", out fault);
        return word.Length is > 0 and <= LongestName || Wrong($"{of}.{name} has 1 to {LongestName} characters.", out fault);
    }

    private static bool TryProperties(JsonElement part, string of, out List<KeyValuePair<string, string>> properties, [NotNullWhen(false)] out string? fault)
    {
        (properties, fault) = ([], null);
        if (!part.TryGetProperty("properties", out var all)) return true;
        if (all.ValueKind != JsonValueKind.Object) return Wrong($"{of}.properties is an object.", out fault);
        foreach (var one in all.EnumerateObject())
        {
            var value = one.Value.ValueKind switch
            {
                JsonValueKind.String => one.Value.GetString(),
                JsonValueKind.Number => one.Value.GetRawText(),
                JsonValueKind.True => "yes",
                JsonValueKind.False => "no",
                _ => null,
            };
            if (value is { Length: <= LongestName }) properties.Add(KeyValuePair.Create(one.Name, value));
        }

        return true;
    }

    private static bool TryParse(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out string? fault)
    {
        (document, fault) = (null, null);
        try
        {
            // A string may hold half of a pair of surrogates as an escape, which is found only when it is read.
            document = JsonDocument.Parse(body, Strict);
            Walk(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            document?.Dispose();
            document = null;
            return Wrong("The body is no JSON in UTF-8: an object, nested at most 32 deep, each name once.", out fault);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return true;
        document.Dispose();
        document = null;
        return Wrong("The body is a JSON object.", out fault);

        static void Walk(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var one in element.EnumerateObject())
                    {
                        _ = one.Name;
                        Walk(one.Value);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var one in element.EnumerateArray()) Walk(one);
                    break;
                case JsonValueKind.String:
                    _ = element.GetString();
                    break;
            }
        }
    }

    private static bool Wrong(string sentence, out string fault)
    {
        fault = sentence;
        return false;
    }
}
