using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Pilots.Plans;

/// <summary>Writes a plan in the shape "trellis/plan/1", which docs/reference/plan-json.md describes.</summary>
/// <remarks>Written by hand, key by key: the shape is a contract with readers, not a picture of our types.</remarks>
public static class PlanAsJson
{
    public const string Schema = "trellis/plan/1";

    /// <param name="effects">Simulated; null where nothing was asked.</param>
    public static void Write(StructurePlan plan, Stream to, SimulatedEffects? effects = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        WriteVersion(json, "old", plan.Old);
        WriteVersion(json, "new", plan.New);
        json.WriteString("day", Day(plan.Day));
        json.WriteStartArray("further");
        foreach (var day in plan.Further) json.WriteStringValue(Day(day));
        json.WriteEndArray();
        json.WriteBoolean("changesNothing", plan.ChangesNothing);
        json.WriteStartObject("counts");
        json.WriteNumber("rightsNarrowed", plan.RightsNarrowed);
        json.WriteNumber("dutiesWithoutMeans", plan.DutiesWithoutMeans);
        json.WriteNumber("unitsWithoutMeans", plan.UnitsWithoutMeans);
        json.WriteNumber("newErrors", plan.NewErrors);
        json.WriteNumber("units", plan.Units.Sum(static units => units.Units.Count));
        json.WriteNumber("mayObject", plan.MayObject.Sum(static units => units.Units.Count));
        json.WriteNumber("newFindings", plan.NewFindings.Count);
        json.WriteNumber("mendedFindings", plan.MendedFindings.Count);
        json.WriteNumber("remainingFindings", plan.RemainingFindings);
        json.WriteEndObject();
        WriteFields(json, plan.FieldsBefore, plan.FieldsAfter);
        WriteOverlays(json, plan);
        WriteAskers(json, plan, effects);
        WriteMatters(json, plan, effects);
        WriteDecisions(json, plan, effects);
        WriteUnits(json, plan, effects);
        WriteDelegations(json, plan, effects);
        FindingsAsJson.WriteFindings(json, "newFindings", plan.NewFindings);
        FindingsAsJson.WriteFindings(json, "mendedFindings", plan.MendedFindings);
        WriteEntries(json, "entries", plan.Entries);
        WriteEntries(json, "wording", plan.Wording);
        if (effects is not null) WriteEffects(json, effects);
        json.WriteEndObject();
    }

    private static void WriteVersion(Utf8JsonWriter json, string name, PlannedVersion version)
    {
        json.WriteStartObject(name);
        json.WriteString("id", version.Id);
        WriteText(json, "name", version.Name);
        json.WriteString("version", version.Version);
        json.WriteString("hash", version.Hash);
        json.WriteNumber("entries", version.Entries);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, Fields before, Fields after)
    {
        json.WriteStartObject("fieldsPerMonth");
        json.WriteNumber("before", before.PerMonth);
        json.WriteNumber("after", after.PerMonth);
        json.WriteEndObject();
    }

    private static void WriteOverlays(Utf8JsonWriter json, StructurePlan plan)
    {
        json.WriteStartArray("overlays");
        foreach (var overlay in plan.Overlays)
        {
            json.WriteStartObject();
            json.WriteString("id", overlay.Id);
            WriteText(json, "name", overlay.Name);
            json.WriteString("kind", overlay.IsPilot ? "pilot" : "local");
            json.WriteBoolean("before", overlay.Before);
            json.WriteBoolean("after", overlay.After);
            if (overlay.From > DateOnly.MinValue) json.WriteString("from", Day(overlay.From));
            if (overlay.To < DateOnly.MaxValue) json.WriteString("to", Day(overlay.To));
            WritePlaces(json, "places", overlay.Places);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAskers(Utf8JsonWriter json, StructurePlan plan, SimulatedEffects? effects)
    {
        json.WriteStartArray("askers");
        foreach (var change in plan.Askers)
        {
            json.WriteStartObject();
            json.WriteString("address", change.Address);
            json.WriteString("right", change.Narrows ? "narrower" : change.Widens ? "wider" : "changed");
            WriteText(json, "says", change.Says);
            WriteWhere(json, change.Places);
            WritePlace(json, change.At);
            WriteTouches(json, effects, change);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMatters(Utf8JsonWriter json, StructurePlan plan, SimulatedEffects? effects)
    {
        json.WriteStartArray("matters");
        foreach (var matter in plan.Matters)
        {
            json.WriteStartObject();
            json.WriteString("address", matter.Address);
            WriteText(json, "name", matter.Name);
            WriteWhere(json, matter.Places);
            json.WriteStartObject("steps");
            json.WriteNumber("before", matter.StepsBefore);
            json.WriteNumber("after", matter.StepsAfter);
            json.WriteEndObject();
            json.WriteStartObject("handOvers");
            json.WriteNumber("before", matter.HandOversBefore);
            json.WriteNumber("after", matter.HandOversAfter);
            json.WriteEndObject();
            WriteTexts(json, "changes", matter.Changes);
            WritePlace(json, matter.At);
            WriteTouches(json, effects, matter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDecisions(Utf8JsonWriter json, StructurePlan plan, SimulatedEffects? effects)
    {
        json.WriteStartArray("decisions");
        foreach (var decision in plan.Decisions)
        {
            json.WriteStartObject();
            json.WriteString("matter", decision.Matter);
            json.WriteString("step", decision.Step);
            json.WriteString("power", decision.Power);
            json.WriteString("moves", decision.Moves < 0 ? "down" : decision.Moves > 0 ? "up" : "not");
            WriteWhere(json, decision.Places);
            WriteDeciders(json, "before", decision.Before);
            WriteDeciders(json, "after", decision.After);
            json.WriteStartArray("answers");
            foreach (var answer in decision.Answers)
            {
                json.WriteStartObject();
                json.WriteString("post", answer.Post);
                WritePlaces(json, "units", answer.Units);
                if (answer.Before is { } before) WriteText(json, "before", before);
                if (answer.After is { } after) WriteText(json, "after", after);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WritePlace(json, decision.At);
            WriteTouches(json, effects, decision);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDeciders(Utf8JsonWriter json, string name, IReadOnlyList<Decider> deciders)
    {
        json.WriteStartArray(name);
        foreach (var decider in deciders)
        {
            json.WriteStartObject();
            json.WriteString("post", decider.Post);
            WriteText(json, "name", decider.PostName);
            WritePlaces(json, "units", decider.Units);
            json.WriteNumber("level", decider.Level);
            if (decider.Reach is { } reach) WriteText(json, "reach", reach);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUnits(Utf8JsonWriter json, StructurePlan plan, SimulatedEffects? effects)
    {
        json.WriteStartArray("units");
        foreach (var units in plan.Units)
        {
            json.WriteStartObject();
            WritePlaces(json, "units", units.Units);
            json.WriteBoolean("mayObject", units.MayObject);
            WriteFields(json, units.FieldsBefore, units.FieldsAfter);
            json.WriteStartArray("changes");
            foreach (var change in units.Changes)
            {
                json.WriteStartObject();
                json.WriteString("kind", Word(change.Kind));
                json.WriteString("address", change.Address);
                WriteText(json, "says", change.Says);
                WritePlace(json, change.At);
                WriteTouches(json, effects, change);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDelegations(Utf8JsonWriter json, StructurePlan plan, SimulatedEffects? effects)
    {
        json.WriteStartArray("delegations");
        foreach (var delegation in plan.Delegations)
        {
            json.WriteStartObject();
            json.WriteString("address", delegation.Address);
            WriteText(json, "name", delegation.Name);
            json.WriteString("power", delegation.Power);
            WriteText(json, "giver", delegation.Giver);
            WriteText(json, "receiver", delegation.Receiver);
            WritePlaces(json, "begins", delegation.Begins);
            WritePlaces(json, "ends", delegation.Ends);
            if (delegation.Reach is { } reach) WriteText(json, "reach", reach);
            WriteTexts(json, "returns", delegation.Returns);
            WritePlace(json, delegation.At);
            WriteTouches(json, effects, delegation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEntries(Utf8JsonWriter json, string name, IReadOnlyList<EntryChange> entries)
    {
        json.WriteStartArray(name);
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("kind", PlanWords.Of(entry.Kind).En);
            json.WriteString("address", entry.Address);
            if (entry.Was is not null) json.WriteString("was", entry.Was);
            WriteText(json, "name", entry.Name);
            if (entry.Overlay is not null) json.WriteString("overlay", entry.Overlay);
            json.WriteStartArray("keys");
            foreach (var key in entry.Keys)
            {
                json.WriteStartObject();
                json.WriteString("key", key.Key);
                if (key.Before is not null) json.WriteString("before", key.Before);
                if (key.After is not null) json.WriteString("after", key.After);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WritePlace(json, entry.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Of what a line touches the figures stand once, at the end; a line that touches nothing of it has no such key.</summary>
    private static void WriteTouches(Utf8JsonWriter json, SimulatedEffects? effects, object line)
    {
        if (effects?.Of(line) is not { Count: > 0 } touched) return;
        json.WriteStartArray("touches");
        foreach (var effect in touched) json.WriteStringValue(effect.What.Address);
        json.WriteEndArray();
    }

    private static void WriteEffects(Utf8JsonWriter json, SimulatedEffects effects)
    {
        json.WriteStartObject("simulated");
        if (effects.WhyNot is { } why)
        {
            WriteText(json, "whyNot", why);
            json.WriteEndObject();
            return;
        }

        json.WriteNumber("runs", effects.Runs);
        json.WriteNumber("cutRuns", effects.CutRuns);
        json.WriteNumber("days", effects.Days);
        json.WriteNumber("seed", effects.Seed);
        json.WriteString("load", effects.Load);
        WriteTexts(json, "assumed", effects.Assumed);
        json.WriteNumber("bareLines", effects.BareLines);
        WriteFigures(json, "whole", effects.Whole);
        json.WriteStartArray("effects");
        foreach (var effect in effects.All)
        {
            json.WriteStartObject();
            json.WriteString("touches", effect.What.Address);
            json.WriteBoolean("comes", effect.Comes);
            WriteFigures(json, "figures", effect.Figures);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, string name, IReadOnlyList<EffectFigure> figures)
    {
        json.WriteStartArray(name);
        foreach (var figure in figures)
        {
            json.WriteStartObject();
            json.WriteString("figure", figure.Id);
            if (figure.Before is { } before) json.WriteNumber("before", before);
            if (figure.After is { } after) json.WriteNumber("after", after);
            if (figure.Difference.Runs > 0) json.WriteNumber("difference", figure.Difference.Mean);
            if (figure.Difference.Half is { } half) json.WriteNumber("half", half);
            json.WriteBoolean("seen", figure.IsSeen);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Both empty means everywhere.</summary>
    private static void WriteWhere(Utf8JsonWriter json, PlaceList places)
    {
        WritePlaces(json, "places", places.Except ? [] : places.Units);
        WritePlaces(json, "exceptPlaces", places.Except ? places.Units : []);
    }

    private static void WritePlaces(Utf8JsonWriter json, string name, IReadOnlyList<UnitName> places)
    {
        json.WriteStartArray(name);
        foreach (var place in places)
        {
            json.WriteStartObject();
            json.WriteString("id", place.Id);
            WriteText(json, "name", place.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<Text> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStartObject();
            json.WriteString("zh", text.Zh);
            json.WriteString("en", text.En);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, Text text)
    {
        json.WriteStartObject(name);
        json.WriteString("zh", text.Zh);
        json.WriteString("en", text.En);
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, Mark at)
    {
        if (at.IsNone) return;
        json.WriteString("file", at.Path);
        json.WriteNumber("line", at.Line);
    }

    /// <summary>"duty-gained": the words of the contract, whatever our types are called.</summary>
    internal static string Word(UnitChangeKind kind) => kind switch
    {
        UnitChangeKind.UnitBegins => "unit-begins",
        UnitChangeKind.UnitEnds => "unit-ends",
        UnitChangeKind.MeansMissing => "means-missing",
        UnitChangeKind.DutyGained => "duty-gained",
        UnitChangeKind.DutyGrown => "duty-grown",
        UnitChangeKind.SupportGained => "support-gained",
        UnitChangeKind.DutyLost => "duty-lost",
        UnitChangeKind.SupportLost => "support-lost",
        UnitChangeKind.MeansGiven => "means-given",
        UnitChangeKind.PowerGained => "power-gained",
        UnitChangeKind.PowerWidened => "power-widened",
        UnitChangeKind.PowerChanged => "power-changed",
        UnitChangeKind.PowerNarrowed => "power-narrowed",
        UnitChangeKind.PowerLost => "power-lost",
        UnitChangeKind.FormGained => "form-gained",
        UnitChangeKind.FormChanged => "form-changed",
        UnitChangeKind.FormLost => "form-lost",
        UnitChangeKind.SystemGained => "system-gained",
        UnitChangeKind.SystemLost => "system-lost",
        UnitChangeKind.StepGained => "step-gained",
        UnitChangeKind.StepLost => "step-lost",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such change."),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
