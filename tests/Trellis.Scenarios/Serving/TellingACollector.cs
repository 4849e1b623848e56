using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Trellis.Bench.Serving;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Metrics and traces go to a collector where the environment names one (OTLP over HTTP), hold no person, no matter and no unit, and go nowhere else.</summary>
public sealed class TellingACollector
{
    private const string Somebody = "r-7f3c91";

    [Fact]
    public async Task An_act_is_told_with_its_word_and_its_result_and_nobody_is_named()
    {
        await using var record = ARecord.On("SQLite");
        var token = (await ServerProcess.PrepareAsync(record.Place, Structures.Of("cuiwei"), Somebody))[0];
        var came = new ConcurrentQueue<(string Path, byte[] Body)>();
        await using var collector = await AWebServer.StartAsync(to => to.MapPost("/v1/{what}", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            came.Enqueue((context.Request.Path, body.ToArray()));
            Assert.Equal("application/x-protobuf", context.Request.ContentType);
        }));
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "trellis-of-cuiwei",
        };
        using var server = await ServerProcess.StartAsync(typeof(Trellis.Cli.TrellisCommand).Assembly.Location, record.Options, environment);

        var filed = await SendAsync(server, "api/v1/matters", """{"type":"construction-noise","place":"heping","roles":{"applicant":"person/r-7f3c91","site":"place/s-91c3"},"said":"too loud to sleep"}""", token);
        var matter = (string)JsonNode.Parse(filed.Body)!["matter"]!["id"]!;
        var refused = await SendAsync(server, $"api/v1/matters/{matter}/acts/reopen-matter", "{}", token);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (filed.Status, refused.Status));
        Assert.Equal(0, await server.EndAsync()); // what is left is sent at the end

        var spans = came.Where(static one => one.Path == "/v1/traces").SelectMany(static one => Protobuf.Messages(one.Body, 1, 2, 2)).ToList();
        var acts = spans.Where(static span => Protobuf.Text(span, 5) == "act").Select(static span => Protobuf.Attributes(span, 9)).ToList();
        Assert.Contains(acts, static act => act["act"] == "file-matter" && act["result"] == "done");
        Assert.Contains(acts, static act => act["act"] == "reopen-matter" && act["result"] == "process.matter-not-closed");
        Assert.All(acts, static act => Assert.Equal(["act", "result"], act.Keys.Order(StringComparer.Ordinal)));
        Assert.All(spans, static span => Assert.True(Protobuf.Messages(span, 1).Single() is { Length: 16 }));

        var metrics = came.Where(static one => one.Path == "/v1/metrics").SelectMany(static one => Protobuf.Messages(one.Body, 1, 2, 2)).ToList();
        var names = metrics.Select(static metric => Protobuf.Text(metric, 1)).ToHashSet(StringComparer.Ordinal);
        Assert.All((string[])["trellis.act.duration", "trellis.batch.size", "trellis.flush.duration", "trellis.queue.length", "kestrel.active_connections"], one => Assert.Contains(one, names));
        var durations = metrics.Where(static metric => Protobuf.Text(metric, 1) == "trellis.act.duration").SelectMany(static metric => Protobuf.Messages(metric, 9, 1)).Select(static point => Protobuf.Attributes(point, 9)).ToList();
        Assert.Contains(durations, static point => point["act"] == "file-matter" && point["result"] == "done");
        Assert.Contains(came.SelectMany(static one => Protobuf.Messages(one.Body, 1, 1)).Select(static resource => Protobuf.Attributes(resource, 1)), static resource => resource["service.name"] == "trellis-of-cuiwei");

        var sent = Encoding.Latin1.GetString([.. came.SelectMany(static one => one.Body)]);
        foreach (var secret in (string[])[Somebody, "s-91c3", matter, "too loud", "heping", token.Split('.')[1], token.Split('.')[2], (string)JsonNode.Parse(filed.Body)!["matter"]!["number"]!]) Assert.DoesNotContain(secret, sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_SERVICE_NAME", "trellis")]
    public void Where_no_collector_is_named_or_it_is_switched_off_nothing_is_sent(string name, string value)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value };
        if (name == "OTEL_SDK_DISABLED") environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1";

        using var telling = Trellis.Web.Telling.Begin("county.example/record", environment.GetValueOrDefault);

        Assert.False(telling.IsOn);
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(ServerProcess server, string path, string body, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", "k-" + path.Length.ToString(CultureInfo.InvariantCulture));
        using var reply = await server.Client.SendAsync(request, ARecord.Patience);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync(ARecord.Patience));
    }

    /// <summary>As much of the wire format of protocol buffers as it takes to read what OpenTelemetry sends: fields by their numbers.</summary>
    private static class Protobuf
    {
        /// <summary>Everything that lies under a path of field numbers.</summary>
        public static IEnumerable<byte[]> Messages(byte[] message, params int[] path)
        {
            IEnumerable<byte[]> found = [message];
            foreach (var field in path) found = found.SelectMany(one => Fields(one).Where(part => part.Field == field).Select(static part => part.Bytes));
            return found;
        }

        public static string Text(byte[] message, int field) => Encoding.UTF8.GetString(Messages(message, field).FirstOrDefault([]));

        /// <summary>Pairs of a key and a value that is a text.</summary>
        public static Dictionary<string, string> Attributes(byte[] message, int field) => Messages(message, field).ToDictionary(static pair => Text(pair, 1), static pair => Text(Messages(pair, 2).FirstOrDefault([]), 1), StringComparer.Ordinal);

        private static IEnumerable<(int Field, byte[] Bytes)> Fields(byte[] message)
        {
            var at = 0;
            while (at < message.Length)
            {
                var tag = Varint();
                switch (tag & 7)
                {
                    case 0:
                        Varint();
                        break;
                    case 1:
                        at += 8;
                        break;
                    case 2:
                        var length = (int)Varint();
                        yield return ((int)(tag >> 3), message[at..(at + length)]);
                        at += length;
                        break;
                    case 5:
                        at += 4;
                        break;
                    default:
                        throw new InvalidDataException("No protocol buffer.");
                }
            }

            ulong Varint()
            {
                var value = 0UL;
                for (var shift = 0; ; shift += 7)
                {
                    var next = message[at++];
                    value |= (ulong)(next & 0x7F) << shift;
                    if (next < 0x80) return value;
                }
            }
        }
    }
}
