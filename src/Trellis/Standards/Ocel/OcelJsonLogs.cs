using System.Text.Json;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Ocel;

/// <summary>Reads object-centric event logs in the JSON of OCEL 2.0 as they stream in. What becomes a case is told in <see cref="OcelAssembly"/>.</summary>
public static class OcelJsonLogs
{
    /// <summary>Reads UTF-8, with or without byte order mark, to the end of the stream.</summary>
    public static EventLog Read(Stream stream, LogReading reading)
    {
        var json = new JsonTokens(stream, reading.Source);
        return new OcelJsonReader(reading).Read(ref json);
    }
}

internal sealed class OcelJsonReader(LogReading reading)
{
    private readonly SkippedElements _skipped = new();
    private readonly Words _name = new();
    private readonly Words _value = new();
    private readonly Words _time = new();

    private delegate void ReadElement(ref JsonTokens json, OcelAssembly log);

    public EventLog Read(ref JsonTokens json)
    {
        if (!json.Read() || json.Token != JsonTokenType.StartObject) throw NotOcel(json.Place);
        var log = new OcelAssembly(reading, _skipped);
        var known = false;
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("events"u8)) known |= ReadList(ref json, log, ReadEvent);
            else if (json.Is("objects"u8)) known |= ReadList(ref json, log, ReadObject);
            else if (json.Is("objectTypes"u8) || json.Is("eventTypes"u8)) json.SkipValue();
            else if (json.Text().StartsWith("ocel:"u8)) throw OldOcel.Refusal(json.Place);
            else
            {
                _skipped.Count(Excerpt.Of(json.Text(), 60));
                json.SkipValue();
            }
        }

        if (!known) throw NotOcel(reading.Source);
        while (json.Read()) { }
        return log.Finish("OCEL 2.0 JSON", json.Line);
    }

    private static UnusableInput NotOcel(string place) => new(
        "This is JSON, but no OCEL 2.0 log: that has the lists \"events\" and \"objects\".",
        "Export the log as OCEL 2.0, XES or CSV.", place);

    private static bool ReadList(ref JsonTokens json, OcelAssembly log, ReadElement read)
    {
        json.Read();
        if (json.Token == JsonTokenType.Null) return true;
        json.Expect(JsonTokenType.StartArray, "a list");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            json.Expect(JsonTokenType.StartObject, "an object in braces");
            read(ref json, log);
        }

        return true;
    }

    private void ReadObject(ref JsonTokens json, OcelAssembly log)
    {
        log.BeginObject();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("id"u8)) log.Id(json.Value());
            else if (json.Is("type"u8)) log.Type(json.Value());
            else if (json.Is("attributes"u8)) ReadList(ref json, log, ReadObjectAttribute);
            else json.SkipValue();
        }

        log.EndObject();
    }

    private void ReadEvent(ref JsonTokens json, OcelAssembly log)
    {
        var line = json.Line;
        log.BeginEvent();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("id"u8)) log.Id(json.Value());
            else if (json.Is("type"u8)) log.Type(json.Value());
            else if (json.Is("time"u8)) log.Time(json.Value());
            else if (json.Is("attributes"u8)) ReadList(ref json, log, ReadEventAttribute);
            else if (json.Is("relationships"u8)) ReadList(ref json, log, ReadRelationship);
            else json.SkipValue();
        }

        log.EndEvent(line);
    }

    private void ReadEventAttribute(ref JsonTokens json, OcelAssembly log)
    {
        ReadAttribute(ref json);
        log.EventAttribute(_name.Text, _value.Text);
    }

    private void ReadObjectAttribute(ref JsonTokens json, OcelAssembly log)
    {
        var line = json.Line;
        ReadAttribute(ref json);
        log.ObjectAttribute(_name.Text, _time.Text, _value.Text, line);
    }

    private void ReadAttribute(ref JsonTokens json)
    {
        _name.Clear();
        _value.Clear();
        _time.Clear();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("name"u8)) _name.Set(json.Value());
            else if (json.Is("value"u8)) _value.Set(json.Value());
            else if (json.Is("time"u8)) _time.Set(json.Value());
            else json.SkipValue();
        }
    }

    private static void ReadRelationship(ref JsonTokens json, OcelAssembly log)
    {
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("objectId"u8)) log.Relationship(json.Value());
            else json.SkipValue();
        }
    }
}
