using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace Trellis.Standards.Work;

/// <summary>The formats in which the work can be handed out.</summary>
public enum WorkFormat
{
    /// <summary>IEEE 1849 (XES).</summary>
    Xes,

    /// <summary>One row for each step, under the column names that every tool knows.</summary>
    Csv,

    /// <summary>OCEL 2.0 in JSON: matters and units are objects.</summary>
    Ocel,
}

/// <summary>Writes work as it streams by; nothing is held but the names of activities and units.</summary>
public static class WritingWork
{
    private const string Moments = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string ContentType(WorkFormat format) => format switch
    {
        WorkFormat.Xes => "application/xml; charset=utf-8",
        WorkFormat.Csv => "text/csv; charset=utf-8",
        _ => "application/json",
    };

    /// <param name="format">How.</param>
    /// <param name="cases">Is gone through once, for OCEL twice.</param>
    /// <param name="to">Where.</param>
    /// <param name="begins">Whether a CSV has a column, and an OCEL an attribute, for when work began.</param>
    /// <param name="limits">The same for until when each step was to be done.</param>
    public static void Write(WorkFormat format, IEnumerable<WorkCase> cases, Stream to, bool begins = false, bool limits = false)
    {
        switch (format)
        {
            case WorkFormat.Xes:
                Xes(cases, to);
                break;
            case WorkFormat.Csv:
                Csv(cases, begins, limits, to);
                break;
            default:
                Ocel(cases, begins, limits, to);
                break;
        }
    }

    private static void Csv(IEnumerable<WorkCase> cases, bool begins, bool limits, Stream to)
    {
        var (csv, same) = (new CsvBytes(to), new CsvBytes(Stream.Null));
        csv.Plain("case_id,activity,time,unit,resource,deadline,type,outcome,position");
        if (limits) csv.Plain(",step_deadline");
        if (begins) csv.Plain(",start_time");
        csv.EndRow();
        foreach (var one in cases)
        {
            // What stands in every row of a matter is spelled once.
            same.Forget();
            same.Cell(one.Case);
            same.Sign(',');
            var id = same.Written.Length;
            same.Sign(',');
            if (one.Deadline is { } due) same.Moment(due);
            same.Sign(',');
            same.Cell(one.Type);
            same.Sign(',');
            for (var at = 0; at < one.Events.Count; at++)
            {
                var step = one.Events[at];
                csv.Again(same.Written[..id]);
                csv.Cell(step.Activity);
                csv.Sign(',');
                csv.Moment(step.Time);
                csv.Sign(',');
                csv.Cell(step.Unit);
                csv.Sign(',');
                // Ids of the structure never begin with a sign that a spreadsheet takes for a formula; the post of a unit alone begins with "@". Names of outside logs stay as they are.
                csv.Cell(step.Post.TrimStart('@'));
                csv.Again(same.Written[id..]);
                csv.Plain(step.Outcome ?? "");
                csv.Sign(',');
                csv.Number(step.Position);
                if (limits) Moment(csv, step.Due);
                if (begins) Moment(csv, step.Begin);

                csv.EndRow();
            }
        }

        csv.HandOn();
        to.Flush();

        static void Moment(CsvBytes csv, DateTimeOffset? moment)
        {
            csv.Sign(',');
            if (moment is { } known) csv.Moment(known);
        }
    }

    private static void Xes(IEnumerable<WorkCase> cases, Stream to)
    {
        using var xml = XmlWriter.Create(to, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, CloseOutput = false });
        xml.WriteStartDocument();
        xml.WriteStartElement("log", "http://www.xes-standard.org/");
        xml.WriteAttributeString("xes.version", "1849-2023");
        xml.WriteAttributeString("xes.features", "");
        foreach (var (name, prefix, uri) in (ReadOnlySpan<(string, string, string)>)
        [
            ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"), ("Time", "time", "http://www.xes-standard.org/time.xesext"),
            ("Organizational", "org", "http://www.xes-standard.org/org.xesext"), ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
        ])
        {
            xml.WriteStartElement("extension");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("prefix", prefix);
            xml.WriteAttributeString("uri", uri);
            xml.WriteEndElement();
        }

        xml.WriteStartElement("classifier");
        xml.WriteAttributeString("name", "Activity");
        xml.WriteAttributeString("keys", "concept:name");
        xml.WriteEndElement();
        foreach (var one in cases)
        {
            xml.WriteStartElement("trace");
            Key("string", "concept:name", one.Case);
            Key("string", "type", one.Type);
            if (one.Deadline is { } due) Key("date", "deadline", Moment(due));
            foreach (var step in one.Events)
            {
                xml.WriteStartElement("event");
                Key("string", "concept:name", step.Activity);
                Key("date", "time:timestamp", Moment(step.Time));
                if (step.Begin is { } begin) Key("date", "start_time", Moment(begin));
                if (step.Due is { } limit) Key("date", "step_deadline", Moment(limit));
                Key("string", "lifecycle:transition", "complete");
                if (step.Unit.Length > 0) Key("string", "org:group", step.Unit);
                if (step.Post.Length > 0) Key("string", "org:resource", step.Post);
                if (step.Outcome is { } outcome) Key("string", "outcome", outcome);
                Key("int", "position", step.Position.ToString(CultureInfo.InvariantCulture));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndDocument();

        void Key(string type, string key, string value)
        {
            xml.WriteStartElement(type);
            xml.WriteAttributeString("key", key);
            xml.WriteAttributeString("value", value);
            xml.WriteEndElement();
        }
    }

    private static void Ocel(IEnumerable<WorkCase> cases, bool begins, bool limits, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var activities = new SortedSet<string>(StringComparer.Ordinal);
        var units = new SortedSet<string>(StringComparer.Ordinal);
        json.WriteStartObject();
        json.WriteStartArray("events");
        foreach (var one in cases)
        {
            foreach (var step in one.Events)
            {
                activities.Add(step.Activity);
                if (step.Unit.Length > 0) units.Add(step.Unit);
                json.WriteStartObject();
                json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"e{step.Position}"));
                json.WriteString("type", step.Activity);
                json.WriteString("time", Moment(step.Time));
                json.WriteStartArray("attributes");
                if (step.Post.Length > 0) Attribute("resource", step.Post);
                if (step.Begin is { } begin) Attribute("start_time", Moment(begin));
                if (step.Due is { } limit) Attribute("step_deadline", Moment(limit));
                if (step.Unit.Length > 0) Attribute("group", step.Unit);
                if (step.Outcome is { } outcome) Attribute("outcome", outcome);
                json.WriteEndArray();
                json.WriteStartArray("relationships");
                Related(one.Case, "about");
                if (step.Unit.Length > 0) Related("unit/" + step.Unit, "by");
                json.WriteEndArray();
                json.WriteEndObject();
            }

            if (json.BytesPending > 32 * 1024) json.Flush();
        }

        json.WriteEndArray();
        json.WriteStartArray("objects");
        foreach (var one in cases)
        {
            json.WriteStartObject();
            json.WriteString("id", one.Case);
            json.WriteString("type", "matter");
            json.WriteStartArray("attributes");
            var since = one.Events.Count > 0 ? one.Events[0].Time : DateTimeOffset.UnixEpoch;
            Timed("matter-type", one.Type, since);
            if (one.Deadline is { } due) Timed("deadline", Moment(due), since);
            json.WriteEndArray();
            json.WriteEndObject();
            if (json.BytesPending > 32 * 1024) json.Flush();
        }

        foreach (var unit in units)
        {
            json.WriteStartObject();
            json.WriteString("id", "unit/" + unit);
            json.WriteString("type", "unit");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("objectTypes");
        Type("matter", ("matter-type", "string"), ("deadline", "time"));
        Type("unit");
        json.WriteEndArray();
        json.WriteStartArray("eventTypes");
        (string, string)[] attributes = [("resource", "string"), ("group", "string"), ("outcome", "string"), .. begins ? [("start_time", "time")] : Array.Empty<(string, string)>(), .. limits ? [("step_deadline", "time")] : Array.Empty<(string, string)>()];
        foreach (var activity in activities) Type(activity, attributes);
        json.WriteEndArray();
        json.WriteEndObject();

        void Attribute(string name, string value)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        void Timed(string name, string value, DateTimeOffset since)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteString("time", Moment(since));
            json.WriteEndObject();
        }

        void Related(string id, string qualifier)
        {
            json.WriteStartObject();
            json.WriteString("objectId", id);
            json.WriteString("qualifier", qualifier);
            json.WriteEndObject();
        }

        void Type(string name, params ReadOnlySpan<(string Name, string Type)> attributes)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteStartArray("attributes");
            foreach (var (attribute, type) in attributes)
            {
                json.WriteStartObject();
                json.WriteString("name", attribute);
                json.WriteString("type", type);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString(Moments, CultureInfo.InvariantCulture);
}
