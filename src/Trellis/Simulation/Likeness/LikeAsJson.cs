using System.Text.Encodings.Web;
using System.Text.Json;

namespace Trellis.Simulation.Likeness;

/// <summary>The same for programs: the shape trellis/simulate-like/1.</summary>
public static class LikeAsJson
{
    public static void Write(LikeLog like, Stream to)
    {
        ArgumentNullException.ThrowIfNull(like);
        ArgumentNullException.ThrowIfNull(to);
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("shape", "trellis/simulate-like/1");
        json.WriteString("source", like.Fit.Log.Source);
        json.WriteNumber("seed", like.Seed);
        json.WriteNumber("runs", like.Runs);
        json.WriteString("from", LikeTexts.Day(like.Period.From));
        json.WriteString("to", LikeTexts.Day(like.Period.To - 1));
        Size("log", like.Fit.Log);
        Size("simulated", like.Simulated);
        json.WriteStartArray("parts");
        foreach (var part in like.Fit.Parts)
        {
            json.WriteStartObject();
            json.WriteString("part", part.Part);
            json.WriteString("grade", LikeTexts.Word(part.Grade));
            json.WriteStartObject("says");
            json.WriteString("zh", part.Says.Zh);
            json.WriteString("en", part.Says.En);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Respects("seen", like.Seen);
        if (like.HeldOut is { } judged)
        {
            json.WriteStartObject("heldOut");
            json.WriteString("cut", LikeTexts.Day(judged.Cut));
            json.WriteNumber("fittedCases", judged.FittedCases);
            json.WriteNumber("heldOutCases", judged.HeldOutCases);
            Respects("respects", judged.Respects);
            json.WriteNumber("wholeCases", judged.WholeCases);
            Respects("besideWhole", judged.BesideWhole);
            json.WriteEndObject();
        }
        else json.WriteNull("heldOut");

        json.WriteEndObject();
        json.Flush();
        to.Write("\n"u8);

        void Size(string name, RecordedWork work)
        {
            json.WriteStartObject(name);
            json.WriteNumber("cases", work.Cases);
            json.WriteNumber("events", work.Events);
            json.WriteEndObject();
        }

        void Respects(string name, IReadOnlyList<Judged> respects)
        {
            json.WriteStartArray(name);
            foreach (var one in respects)
            {
                json.WriteStartObject();
                json.WriteString("respect", LikeTexts.Word(one.Respect));
                if (one.Observed is { } mean) json.WriteNumber("observedMean", mean);
                else json.WriteNull("observedMean");
                Distance("simulated", one.Simulated);
                Distance("resampled", one.Resampled);
                Distance("gain", one.Gain);
                json.WriteString("nearer", LikeTexts.Nearer(one).En);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        void Distance(string name, Estimate estimate)
        {
            json.WriteStartObject(name);
            json.WriteNumber("mean", estimate.Mean);
            if (estimate.Half is { } half) json.WriteNumber("halfWidth", half);
            else json.WriteNull("halfWidth");
            json.WriteNumber("runs", estimate.Runs);
            json.WriteEndObject();
        }
    }
}
