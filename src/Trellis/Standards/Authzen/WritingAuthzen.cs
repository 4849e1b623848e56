using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Authority;

namespace Trellis.Standards.Authzen;

/// <summary>What an answer was given under: the version of the structure, and how many entries the record had.</summary>
public readonly record struct AuthzenGround(string Structure, long LedgerSize);

/// <summary>Writes answers of the Authorization API 1.0 as JSON.</summary>
public static class WritingAuthzen
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Decision(AuthzenDecision decision, AuthzenGround ground) => Written(json => One(json, decision, ground));

    /// <summary>The answers of a batch up to where it ends, in the order of the questions.</summary>
    public static byte[] Decisions(IReadOnlyList<(AuthzenDecision? Decision, string? Fault)> all, AuthzenGround ground) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("evaluations");
        foreach (var (decision, fault) in all)
        {
            if (decision is not null) One(json, decision, ground);
            else Faulty(json, fault!);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>One page of what was found.</summary>
    public static byte[] Found(AuthzenSearch search, IReadOnlyList<string> all, AuthzenGround ground) => Written(json =>
    {
        var from = Math.Min(search.Offset, all.Count);
        var count = Math.Min(search.Limit, all.Count - from);
        json.WriteStartObject();
        json.WriteStartObject("page");
        json.WriteString("next_token", from + count < all.Count ? ReadingAuthzen.TokenFor(search, from + count) : "");
        json.WriteNumber("count", count);
        json.WriteNumber("total", all.Count);
        json.WriteEndObject();
        json.WriteStartObject("context");
        Ground(json, ground);
        json.WriteEndObject();
        json.WriteStartArray("results");
        for (var at = from; at < from + count; at++)
        {
            json.WriteStartObject();
            if (search.Target == AuthzenTarget.Action) json.WriteString("name", all[at]);
            else
            {
                json.WriteString("type", (search.Target == AuthzenTarget.Subject ? search.Subject : search.Resource).Type);
                json.WriteString("id", all[at]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Where the five addresses are.</summary>
    /// <param name="self">The address of this server, without a slash at its end.</param>
    public static byte[] Configuration(string self) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("policy_decision_point", self);
        json.WriteString("access_evaluation_endpoint", self + "/access/v1/evaluation");
        json.WriteString("access_evaluations_endpoint", self + "/access/v1/evaluations");
        json.WriteString("search_subject_endpoint", self + "/access/v1/search/subject");
        json.WriteString("search_resource_endpoint", self + "/access/v1/search/resource");
        json.WriteString("search_action_endpoint", self + "/access/v1/search/action");
        json.WriteEndObject();
    });

    private static void One(Utf8JsonWriter json, AuthzenDecision decision, AuthzenGround ground)
    {
        json.WriteStartObject();
        json.WriteBoolean("decision", decision.Permitted);
        json.WriteStartObject("context");
        if (decision.Why is { } why)
        {
            json.WriteString("code", why.Code);
            json.WriteString("reason", why.Says.En);
            json.WriteString("reason_zh", why.Says.Zh);
        }

        if (decision.Authorization is Authorization.Permitted yes)
        {
            json.WriteString("in_name_of", yes.InNameOf.Id);
            json.WriteStartArray("mandate");
            foreach (var link in yes.Chain) json.WriteStringValue($"{link.Entry.Address} {link.At}");
            foreach (var article in yes.Articles) json.WriteStringValue(article.ToString());
            json.WriteEndArray();
        }
        else if (decision.Authorization is Authorization.Denied { Could: { Count: > 0 } could })
        {
            // Who could: the posts, nearest first. People are nobody's business here.
            json.WriteStartArray("could");
            foreach (var one in could.Take(10)) json.WriteStringValue(one.Mandate!.At);
            json.WriteEndArray();
        }

        Ground(json, ground);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Faulty(Utf8JsonWriter json, string fault)
    {
        json.WriteStartObject();
        json.WriteBoolean("decision", false);
        json.WriteStartObject("context");
        json.WriteStartObject("error");
        json.WriteNumber("status", 400);
        json.WriteString("message", fault);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Ground(Utf8JsonWriter json, AuthzenGround ground)
    {
        json.WriteString("structure", ground.Structure);
        json.WriteNumber("ledger_size", ground.LedgerSize);
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Plain)) write(json);
        return bytes.WrittenSpan.ToArray();
    }
}
