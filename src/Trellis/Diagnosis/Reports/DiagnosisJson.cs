using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Trellis.Diagnosis.Reports;

/// <summary>Writes a diagnosis in the shape "trellis/diagnosis/1", which docs/reference/diagnosis-json.md describes. Names are the log's own.</summary>
/// <remarks>Written by hand, key by key: the shape is a contract with readers, not a picture of our types.</remarks>
public static class DiagnosisJson
{
    public const string Schema = "trellis/diagnosis/1";

    public static void Write(LogDiagnosis diagnosis, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        WriteLog(json, diagnosis.Log);
        WriteCounts(json, "startActivities", diagnosis.StartActivities);
        WriteCounts(json, "endActivities", diagnosis.EndActivities);
        WriteList(json, "activities", diagnosis.Activities, static (json, activity) =>
        {
            json.WriteString("activity", activity.Name);
            json.WriteNumber("events", activity.Events);
            json.WriteNumber("cases", activity.Cases);
            WriteReal(json, "medianWorkSeconds", activity.MedianWorkSeconds);
        });
        WriteList(json, "flow", diagnosis.Flow, static (json, edge) =>
        {
            json.WriteString("from", edge.From);
            json.WriteString("to", edge.To);
            json.WriteNumber("count", edge.Count);
            WriteReal(json, "meanSeconds", edge.MeanSeconds);
            WriteReal(json, "medianSeconds", edge.MedianSeconds);
        });
        WriteVariants(json, diagnosis.Variants);
        WriteThroughput(json, diagnosis.Throughput);
        WriteMoves(json, "handovers", diagnosis.Handovers);
        WriteMoves(json, "groupHandovers", diagnosis.GroupHandovers);
        WritePingPong(json, "pingPong", diagnosis.PingPong);
        WritePingPong(json, "groupPingPong", diagnosis.GroupPingPong);
        WriteMoves(json, "levelMoves", diagnosis.LevelMoves);
        json.WriteStartObject("work");
        json.WriteNumber("events", diagnosis.Work?.Events ?? 0);
        WriteReal(json, "workShare", diagnosis.Work?.WorkShare);
        json.WriteEndObject();
        WriteWaiting(json, diagnosis.Waiting);
        if (diagnosis.Conformance is { } conformance) WriteConformance(json, conformance);
        WriteRework(json, diagnosis.Rework);
        WriteConcentration(json, diagnosis.Concentration);
        json.WriteStartObject("deadline");
        json.WriteNumber("cases", diagnosis.Deadline?.Cases ?? 0);
        json.WriteNumber("late", diagnosis.Deadline?.Late ?? 0);
        WriteReal(json, "medianSecondsLate", diagnosis.Deadline?.MedianSecondsLate);
        json.WriteEndObject();
        json.WriteStartArray("weekHours");
        foreach (var day in diagnosis.WeekHours)
        {
            json.WriteStartArray();
            foreach (var count in day) json.WriteNumberValue(count);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        WriteList(json, "quality", diagnosis.Quality, static (json, note) =>
        {
            json.WriteString("code", note.Code);
            json.WriteString("weight", note.Weight == QualityWeight.Caution ? "caution" : "note");
            json.WriteNumber("count", note.Count);
            json.WriteNumber("of", note.OutOf);
            WriteText(json, "says", note.Says);
            WriteText(json, "remedy", note.Remedy);
        });
        WriteList(json, "answerable", diagnosis.Answerable, static (json, question) =>
        {
            json.WriteString("id", question.Id);
            json.WriteBoolean("canAnswer", question.CanAnswer);
            WriteText(json, "question", question.Question);
            WriteText(json, "because", question.Because);
            if (question.Export is { } export) WriteText(json, "export", export);
        });
        FindingsJson.Write(json, diagnosis.Findings);
        json.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter json, LogFacts log)
    {
        json.WriteStartObject("log");
        json.WriteString("source", log.Source);
        json.WriteString("format", log.Format);
        json.WriteNumber("cases", log.Cases);
        json.WriteNumber("events", log.Events);
        json.WriteNumber("activities", log.Activities);
        json.WriteNumber("resources", log.Resources);
        json.WriteNumber("groups", log.Groups);
        json.WriteNumber("levels", log.Levels);
        WriteInstant(json, "firstEvent", log.FirstEvent);
        WriteInstant(json, "lastEvent", log.LastEvent);
        WriteWritten(json, "firstEventWritten", log.FirstEventWritten);
        WriteWritten(json, "lastEventWritten", log.LastEventWritten);
        json.WriteNumber("outOfOrderEvents", log.OutOfOrderEvents);
        json.WriteString("clock", log.ClockAsWritten ? "written" : "universal");
        json.WriteStartObject("columns");
        foreach (var (role, column) in log.Columns) json.WriteString(role, column);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteVariants(Utf8JsonWriter json, VariantFacts variants)
    {
        json.WriteStartObject("variants");
        json.WriteNumber("count", variants.Count);
        json.WriteNumber("seenOnce", variants.SeenOnce);
        WriteList(json, "top", variants.Top, static (json, variant) =>
        {
            json.WriteNumber("count", variant.Count);
            json.WriteStartArray("activities");
            foreach (var activity in variant.Activities) json.WriteStringValue(activity);
            json.WriteEndArray();
            WriteReal(json, "medianSeconds", variant.MedianSeconds);
        });
        json.WriteEndObject();
    }

    private static void WriteThroughput(Utf8JsonWriter json, ThroughputFacts? throughput)
    {
        json.WriteStartObject("throughput");
        WriteReal(json, "meanSeconds", throughput?.MeanSeconds);
        WriteReal(json, "medianSeconds", throughput?.MedianSeconds);
        WriteReal(json, "p90Seconds", throughput?.P90Seconds);
        WriteReal(json, "maxSeconds", throughput?.MaxSeconds);
        json.WriteNumber("zeroLengthCases", throughput?.ZeroLengthCases ?? 0);
        WriteList(json, "bins", throughput?.Bins ?? [], static (json, bin) =>
        {
            WriteReal(json, "fromSeconds", bin.FromSeconds);
            WriteReal(json, "toSeconds", bin.ToSeconds);
            json.WriteNumber("cases", bin.Cases);
        });
        json.WriteEndObject();
    }

    private static void WriteMoves(Utf8JsonWriter json, string key, MoveFacts? moves)
    {
        json.WriteStartObject(key);
        json.WriteNumber("total", moves?.Total ?? 0);
        json.WriteNumber("pairs", moves?.Pairs ?? 0);
        json.WriteNumber("cases", moves?.Cases ?? 0);
        WriteList(json, "top", moves?.Top ?? [], static (json, move) =>
        {
            json.WriteString("from", move.From);
            json.WriteString("to", move.To);
            json.WriteNumber("count", move.Count);
            WriteReal(json, "medianSeconds", move.MedianSeconds);
        });
        json.WriteEndObject();
    }

    private static void WritePingPong(Utf8JsonWriter json, string key, PingPongFacts? pingPong)
    {
        json.WriteStartObject(key);
        json.WriteNumber("total", pingPong?.Total ?? 0);
        json.WriteNumber("cases", pingPong?.Cases ?? 0);
        WriteList(json, "top", pingPong?.Top ?? [], static (json, pair) =>
        {
            json.WriteString("a", pair.A);
            json.WriteString("b", pair.B);
            json.WriteNumber("count", pair.Count);
        });
        json.WriteEndObject();
    }

    private static void WriteWaiting(Utf8JsonWriter json, WaitingFacts? waiting)
    {
        json.WriteStartObject("waiting");
        json.WriteString("hours", waiting is null ? "none" : waiting.HoursGiven ? "given" : "read");
        json.WriteNumber("leastBatch", waiting?.LeastBatch ?? 0);
        WriteSplit(json, waiting?.Seconds ?? new WaitingSeconds(0, 0, 0, 0, 0, 0, 0));
        WriteList(json, "top", waiting?.Top ?? [], static (json, edge) =>
        {
            json.WriteString("from", edge.From);
            json.WriteString("to", edge.To);
            WriteSplit(json, edge.Seconds);
        });
        json.WriteEndObject();
    }

    private static void WriteSplit(Utf8JsonWriter json, WaitingSeconds split)
    {
        json.WriteNumber("count", split.Count);
        WriteReal(json, "totalSeconds", split.Total);
        WriteReal(json, "batchingSeconds", split.Batching);
        WriteReal(json, "contentionSeconds", split.Contention);
        WriteReal(json, "prioritisationSeconds", split.Prioritisation);
        WriteReal(json, "unavailabilitySeconds", split.Unavailability);
        WriteReal(json, "extraneousSeconds", split.Extraneous);
    }

    private static void WriteConformance(Utf8JsonWriter json, ConformanceFacts conformance)
    {
        json.WriteStartObject("conformance");
        json.WriteString("model", conformance.Model);
        json.WriteNumber("alignedCases", conformance.Aligned);
        json.WriteNumber("fittingCases", conformance.FittingCases);
        json.WriteNumber("alignmentCost", conformance.AlignmentCost);
        WriteReal(json, "logFitness", conformance.LogFitness);
        WriteReal(json, "meanTraceFitness", conformance.MeanTraceFitness);
        WriteReal(json, "tokenReplayFitness", conformance.TokenReplayFitness);
        WriteList(json, "notAllowed", conformance.NotAllowed, WriteNamed);
        WriteList(json, "leftOut", conformance.LeftOut, WriteNamed);
        json.WriteEndObject();

        static void WriteNamed(Utf8JsonWriter json, NameCount named)
        {
            json.WriteString("activity", named.Name);
            json.WriteNumber("count", named.Count);
        }
    }

    private static void WriteRework(Utf8JsonWriter json, ReworkFacts rework)
    {
        json.WriteStartObject("rework");
        json.WriteNumber("cases", rework.Cases);
        json.WriteNumber("activities", rework.Activities);
        WriteList(json, "top", rework.Top, static (json, activity) =>
        {
            json.WriteString("activity", activity.Activity);
            json.WriteNumber("cases", activity.Cases);
        });
        json.WriteEndObject();
    }

    private static void WriteConcentration(Utf8JsonWriter json, ConcentrationFacts? concentration)
    {
        json.WriteStartObject("concentration");
        WriteReal(json, "hhi", concentration?.Hhi);
        WriteReal(json, "gini", concentration?.Gini);
        WriteReal(json, "theil", concentration?.Theil);
        WriteReal(json, "theilBetween", concentration?.TheilBetween);
        WriteReal(json, "theilWithin", concentration?.TheilWithin);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string key, IReadOnlyList<NameCount> counts)
    {
        json.WriteStartObject(key);
        foreach (var item in counts) json.WriteNumber(item.Name, item.Count);
        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string key, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(key);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string key, Text text)
    {
        json.WriteStartObject(key);
        json.WriteString("zh", text.Zh);
        json.WriteString("en", text.En);
        json.WriteEndObject();
    }

    /// <summary>JSON knows no "not a number"; what cannot be said is null.</summary>
    private static void WriteReal(Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } real && double.IsFinite(real)) json.WriteNumber(key, real);
        else json.WriteNull(key);
    }

    private static void WriteInstant(Utf8JsonWriter json, string key, DateTimeOffset? instant)
    {
        if (instant is { } time) json.WriteString(key, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        else json.WriteNull(key);
    }

    private static void WriteWritten(Utf8JsonWriter json, string key, DateTime? written)
    {
        if (written is { } time) json.WriteString(key, time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
        else json.WriteNull(key);
    }
}
