using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Ledger;
using Trellis.Runtime.Simulation;
using Trellis.Simulation;
using Trellis.Simulation.Runs;

namespace Trellis.Cli;

/// <summary>Figures of simulated runs for programs. Shares run from 0 to 1; a half is half the width of a 95 % interval, null for one run.</summary>
internal static class SimulationAsJson
{
    public static void Write(OpenedScene opened, RunSettings settings, int runs, RunsTogether before, RunsTogether? after, RunsTogether? difference, long? rows, TreeHead? record, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", "trellis/simulate/1");
        json.WriteString("structure", opened.Scene.Structure.Id);
        json.WriteString("version", opened.Scene.Version);
        json.WriteString("load", opened.Load.Name);
        json.WriteNumber("seed", settings.Seed);
        json.WriteString("from", settings.From.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteNumber("days", settings.Days);
        json.WriteNumber("scale", settings.Scale);
        json.WriteNumber("warmUp", settings.WarmUp);
        json.WriteNumber("runs", runs);
        if (rows is { } written) json.WriteNumber("rows", written);
        if (record is { } head)
        {
            json.WriteNumber("entries", head.Size);
            json.WriteString("root", head.Root.ToString());
        }

        json.WriteStartArray("assumed");
        foreach (var assumed in opened.Load.Assumed)
        {
            json.WriteStartObject();
            json.WriteString("zh", assumed.Zh);
            json.WriteString("en", assumed.En);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("seatsFilled", before.SeatsFilled);
        Together(json, "base", before);
        if (after is not null) Together(json, "changed", after);
        if (difference is not null) Together(json, "difference", difference);
        json.WriteEndObject();
        json.Flush();
        to.Write("\n"u8);
    }

    private static void Together(Utf8JsonWriter json, string name, RunsTogether runs)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("figures");
        foreach (var figure in runs.Figures) Estimate(json, figure.Kind.Id, figure.Estimate);
        json.WriteEndObject();
        json.WriteStartArray("posts");
        foreach (var post in runs.Posts)
        {
            json.WriteStartObject();
            json.WriteString("post", post.At.ToString());
            json.WriteNumber("people", post.Officers);
            json.WriteNumber("steps", post.Matters);
            Estimate(json, "utilisation", post.Utilisation);
            Estimate(json, "waitedHours", post.WaitedHours);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Counts(json, "stuck", runs.Stuck);
        Counts(json, "notFiled", runs.NotFiled);
        if (runs.Overload is { } overload)
        {
            json.WriteStartObject("overload");
            json.WriteString("post", overload.At.ToString());
            json.WriteNumber("waiting", overload.Waiting);
            json.WriteNumber("backlogDays", Math.Round(overload.BacklogDays, 1));
            json.WriteString("when", overload.When);
            json.WriteNumber("runs", runs.CutRuns);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Estimate(Utf8JsonWriter json, string name, Estimate estimate)
    {
        json.WriteStartObject(name);
        // Nothing is no nought: where every run, or one of every pair, was cut short there is no figure.
        if (estimate.Runs > 0) json.WriteNumber("mean", estimate.Mean);
        else json.WriteNull("mean");
        if (estimate.Runs == 0) json.WriteString("why", "cut-short");
        if (estimate.Half is { } half) json.WriteNumber("half", half);
        else json.WriteNull("half");
        json.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter json, string name, IReadOnlyList<(string Why, double PerRun)> counts)
    {
        json.WriteStartObject(name);
        foreach (var (why, count) in counts) json.WriteNumber(why, count);
        json.WriteEndObject();
    }
}
