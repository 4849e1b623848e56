using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Bench.Generators;
using Trellis.Standards.Work;
using Xunit;

namespace Trellis.Tests.Standards.Work;

/// <summary>
/// What is handed out keeps the rules of its format, whatever the work was: OCEL 2.0 (Berti et al. 2024, section 8 and the published JSON schema), XES (IEEE 1849, section 5), CSV (RFC 4180).
/// The rules are written down here anew, one by one, from what the standards say.
/// </summary>
public sealed class WritingWorkByTheRules
{
    private static readonly string[] Types = ["string", "time", "integer", "float", "boolean"];

    [Fact]
    public void Every_object_centric_log_is_valid() => ForAll(static cases =>
    {
        using var log = JsonDocument.Parse(Written(WorkFormat.Ocel, cases));
        var root = log.RootElement;
        Assert.Equal(["eventTypes", "events", "objectTypes", "objects"], root.EnumerateObject().Select(static one => one.Name).Order(StringComparer.Ordinal));
        var eventTypes = TypesOf(root.GetProperty("eventTypes"));
        var objectTypes = TypesOf(root.GetProperty("objectTypes"));
        var objects = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in root.GetProperty("objects").EnumerateArray())
        {
            OnlyHas(one, "id", "type", "attributes", "relationships");
            Assert.True(ids.Add(Text(one, "id")) && objects.Add(Text(one, "id")));
            Attributes(one, objectTypes[Text(one, "type")], timed: true);
        }

        foreach (var one in root.GetProperty("events").EnumerateArray())
        {
            OnlyHas(one, "id", "type", "time", "attributes", "relationships");
            Assert.True(ids.Add(Text(one, "id")), "Events and objects share no id.");
            Moment(Text(one, "time"));
            Attributes(one, eventTypes[Text(one, "type")], timed: false);
            var related = one.GetProperty("relationships").EnumerateArray().Select(static to => (Text(to, "objectId"), Text(to, "qualifier"))).ToList();
            Assert.All(related, to => Assert.Contains(to.Item1, objects));
            Assert.Equal(related.Count, related.Distinct().Count());
            Assert.NotEmpty(related);
        }

        Assert.Equal(cases.Sum(static one => one.Events.Count), root.GetProperty("events").GetArrayLength());
        Assert.True(root.GetProperty("events").EnumerateArray().Select(static one => Text(one, "type")).ToHashSet().SetEquals(eventTypes.Keys), "A type is declared for each activity and for no other.");
    });

    [Fact]
    public void Every_log_of_traces_is_valid() => ForAll(static cases =>
    {
        XNamespace xes = "http://www.xes-standard.org/";
        var log = XDocument.Parse(Encoding.UTF8.GetString(Written(WorkFormat.Xes, cases))).Root!;
        Assert.Equal((xes + "log", "1849-2023", ""), (log.Name, (string?)log.Attribute("xes.version"), (string?)log.Attribute("xes.features")));

        // Extensions, globals and classifiers, in this order, before what the log says of itself and its traces.
        string[] order = ["extension", "global", "classifier", "trace"];
        var places = log.Elements().Select(one => Array.IndexOf(order, one.Name.LocalName)).ToList();
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain(-1, places);
        var prefixes = log.Elements(xes + "extension").Select(static one => (string)one.Attribute("prefix")!).ToHashSet(StringComparer.Ordinal);
        foreach (var global in log.Elements(xes + "global")) Assert.Contains((string)global.Attribute("scope")!, (string[])["trace", "event"]);

        foreach (var trace in log.Elements(xes + "trace"))
        {
            Attributes(trace, trace.Elements().Where(static one => one.Name.LocalName != "event"));
            Assert.True(trace.Elements().SkipWhile(static one => one.Name.LocalName != "event").All(static one => one.Name.LocalName == "event"), "The attributes of a trace stand before its events.");
            foreach (var happened in trace.Elements(xes + "event")) Attributes(happened, happened.Elements());
        }

        foreach (var key in log.Elements(xes + "classifier").SelectMany(static one => ((string)one.Attribute("keys")!).Split(' ')))
            Assert.All(log.Descendants(xes + "event"), happened => Assert.Contains(happened.Elements(), one => (string?)one.Attribute("key") == key));

        void Attributes(XElement of, IEnumerable<XElement> attributes)
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            foreach (var one in attributes)
            {
                var (key, value) = ((string)one.Attribute("key")!, (string)one.Attribute("value")!);
                Assert.True(keys.Add(key), $"{key} stands twice in {of.Name.LocalName}.");
                if (key.IndexOf(':', StringComparison.Ordinal) is var colon and > 0) Assert.Contains(key[..colon], prefixes);
                switch (one.Name.LocalName)
                {
                    case "string":
                        break;
                    case "date":
                        XmlConvert.ToDateTimeOffset(value);
                        break;
                    case "int":
                        XmlConvert.ToInt64(value);
                        break;
                    default:
                        Assert.Fail($"{one.Name} is no attribute of XES.");
                        break;
                }
            }
        }
    });

    [Fact]
    public void Every_table_has_as_many_fields_in_each_row_as_names() => ForAll(static cases =>
    {
        var lines = Encoding.UTF8.GetString(Written(WorkFormat.Csv, cases)).Split("\r\n");
        Assert.Equal("", lines[^1]);
        Assert.Equal(1 + cases.Sum(static one => one.Events.Count), lines.Length - 1);
        Assert.All(lines[..^1], line => Assert.Equal(lines[0].Split(',').Length, line.Split(',').Length));
        Assert.DoesNotContain(lines, static line => line.Split(',').Any(static field => field is ['=' or '+' or '-' or '@', ..]));
    });

    /// <summary>The bytes are put together one by one; here is what they are to be, cell by cell.</summary>
    [Fact]
    public void Every_table_holds_what_the_steps_say_with_signs_that_would_end_a_cell_in_quotes() => ForAll(static cases =>
    {
        List<WorkCase> odd = [.. cases, new WorkCase("a,\"b\"", "类型", DateTimeOffset.MaxValue, [new WorkEvent(-7, "a\r\nb", null, DateTimeOffset.MinValue, "", "𠀀")])];
        var table = new StringBuilder("case_id,activity,time,unit,resource,deadline,type,outcome,position\r\n");
        foreach (var one in odd)
            foreach (var step in one.Events)
                table.Append(CultureInfo.InvariantCulture, $"{Cell(one.Case)},{Cell(step.Activity)},{Time(step.Time)},{Cell(step.Unit)},{Cell(step.Post.TrimStart('@'))},{(one.Deadline is { } due ? Time(due) : "")},{Cell(one.Type)},{step.Outcome},{step.Position}\r\n");

        Assert.Equal(table.ToString(), Encoding.UTF8.GetString(Written(WorkFormat.Csv, odd)));

        static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        static string Cell(string text) => text.IndexOfAny([',', '"', '\r', '\n']) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    });

    private static void ForAll(Action<IReadOnlyList<WorkCase>> holds) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Gen.Choose(0, 1_000_000_000).ToArbitrary(), seed => holds(Cases(new SeededNumbers((ulong)seed)))));

    /// <summary>Any work: no matter at all, matters without a step, steps of residents, of time, of units; with and without outcome and promise.</summary>
    private static List<WorkCase> Cases(SeededNumbers numbers)
    {
        var cases = new List<WorkCase>();
        var position = 0L;
        for (var at = numbers.Below(6); at > 0; at--)
        {
            var filed = DateTimeOffset.UnixEpoch.AddSeconds(numbers.Below(2_000_000_000));
            var steps = new List<WorkEvent>();
            for (var step = numbers.Below(7); step > 0; step--)
            {
                var unit = numbers.Chance(0.6) ? $"unit-{numbers.Below(4)}" : "";
                steps.Add(new WorkEvent(position++, $"step-{numbers.Below(9)}", numbers.Chance(0.3) ? "grant" : null, filed.AddMilliseconds(numbers.Below(1_000_000_000)), unit, unit.Length == 0 ? numbers.Chance(0.5) ? "requester" : "system" : numbers.Chance(0.1) ? "@" + unit : $"clerk@{unit}"));
            }

            cases.Add(new WorkCase($"m{at}-{position}", $"type-{numbers.Below(3)}", numbers.Chance(0.5) ? filed.AddDays(3) : null, steps));
        }

        return cases;
    }

    private static byte[] Written(WorkFormat format, IReadOnlyList<WorkCase> cases)
    {
        using var to = new MemoryStream();
        WritingWork.Write(format, cases, to);
        return to.ToArray();
    }

    private static Dictionary<string, Dictionary<string, string>> TypesOf(JsonElement declared)
    {
        var types = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var one in declared.EnumerateArray())
        {
            OnlyHas(one, "name", "attributes");
            types.Add(Text(one, "name"), one.GetProperty("attributes").EnumerateArray().ToDictionary(static attribute => Text(attribute, "name"), static attribute => Text(attribute, "type"), StringComparer.Ordinal));
        }

        Assert.All(types.Values.SelectMany(static one => one.Values), static type => Assert.Contains(type, Types));
        return types;
    }

    private static void Attributes(JsonElement of, Dictionary<string, string> declared, bool timed)
    {
        if (!of.TryGetProperty("attributes", out var attributes)) return;
        foreach (var one in attributes.EnumerateArray())
        {
            if (timed) OnlyHas(one, "name", "value", "time");
            else OnlyHas(one, "name", "value");
            if (timed) Moment(Text(one, "time"));
            if (declared[Text(one, "name")] == "time") Moment(Text(one, "value"));
            else Assert.Equal("string", declared[Text(one, "name")]);
        }
    }

    private static void OnlyHas(JsonElement one, params string[] names) => Assert.All(one.EnumerateObject(), member => Assert.Contains(member.Name, names));

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static void Moment(string written) => Assert.True(written.EndsWith('Z') && DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.None, out _), written);
}
