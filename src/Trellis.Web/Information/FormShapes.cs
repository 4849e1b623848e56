using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Information.Forms;
using Trellis.Runtime.Information;

namespace Trellis.Web.Information;

/// <summary>What is handed in for one occasion of a form.</summary>
public record HandingInForm
{
    public required string Form { get; init; }

    /// <summary>The unit that owes it; left out where it is one's own.</summary>
    public string? Unit { get; init; }

    /// <summary>The period (2026-05), the day, or the matter.</summary>
    public required string Occasion { get; init; }

    /// <summary>Left out for the part of the filler.</summary>
    public string? Section { get; init; }

    /// <summary>By their names on the form, such as "unit.dangers-found": 4.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Facts { get; init; }

    /// <summary>What nobody knows: an answer, too.</summary>
    public IReadOnlyList<string>? Unknown { get; init; }

    /// <summary>How many rows were looked through.</summary>
    public int? Rows { get; init; }

    /// <summary>Fields of rows that were typed, that were there already, and that were there and changed.</summary>
    public int? Typed { get; init; }

    public int? Filled { get; init; }

    public int? Changed { get; init; }

    /// <summary>How long it took; left out where nobody says.</summary>
    public int? Minutes { get; init; }

    /// <summary>Rows that were filled in: they go to the register, with the form as their source.</summary>
    public IReadOnlyList<FilledRowForm>? Entries { get; init; }
}

/// <summary>A row of a form.</summary>
public sealed record FilledRowForm
{
    /// <summary>The row of the register, such as person/s1; only the register (person) where the form begins it.</summary>
    public required string Subject { get; init; }

    /// <summary>Item to value, as for a register: "residence-kind": "incoming".</summary>
    public required IReadOnlyDictionary<string, JsonElement> Items { get; init; }

    /// <summary>What is still so: item to the position of the claim that was shown. The base keeps its value, with the form as the source that it is so today.</summary>
    public IReadOnlyDictionary<string, long>? Confirmed { get; init; }
}

public sealed record CorrectingForm : HandingInForm
{
    public required string Reason { get; init; }
}

public sealed record ReturningForm
{
    public required string Form { get; init; }

    public required string Unit { get; init; }

    public required string Occasion { get; init; }

    public string? Section { get; init; }

    public required string Reason { get; init; }
}

public sealed record DelegatingForm
{
    public required string Form { get; init; }

    public string? Section { get; init; }

    /// <summary>The post, as post@unit; left out to take it back.</summary>
    public string? To { get; init; }
}

public sealed record AskedTwiceForm
{
    public required string Form { get; init; }

    public required string Item { get; init; }

    /// <summary>The form that asks the same, where one knows it.</summary>
    public string? Other { get; init; }

    public string? Said { get; init; }
}

public sealed record RenewingForm
{
    public required string Form { get; init; }

    public required string Reason { get; init; }
}

public sealed record JudgingForm
{
    public required string Indicator { get; init; }

    public required string Unit { get; init; }

    public required string Period { get; init; }

    public required string Said { get; init; }
}

public sealed record AnsweringForm
{
    /// <summary>Its number, as GET /api/v1/findings tells it.</summary>
    public required long Finding { get; init; }

    public required string Said { get; init; }

    /// <summary>Which of its explanations holds, counted from 1; left out where none does.</summary>
    public int? Claims { get; init; }
}

public sealed record VersionShown(string Section, int Number, string By, DateTimeOffset At);

/// <param name="Complete">When everything was in; left out while something is missing.</param>
public sealed record OwedShown(string Form, Text Name, string Unit, string Occasion, DateOnly From, DateTimeOffset? Due, string By, string AskedBy, bool Late, bool Suspended, DateTimeOffset? Complete, IReadOnlyList<string> Returned, IReadOnlyList<VersionShown> Versions)
{
    internal static OwedShown Of(OwedLine line) => new(
        line.Owed.Form.Id, line.Owed.Form.Name, line.Owed.Unit.Id, line.Owed.Occasion, line.Owed.From, line.Owed.Due, line.Owed.By.ToString(), line.Owed.Form.AskedBy.Id, line.IsLate, line.IsSuspended, line.Complete, [.. line.File.Returned],
        [.. line.File.Versions.Select(static one => new VersionShown(one.Section, one.Number, one.By.ToString(), one.At))]);
}

public sealed record OwedPage(IReadOnlyList<OwedShown> Forms);

/// <param name="State">ask, computed, held, or asked-by-another.</param>
public sealed record FieldShown(string Section, string Item, bool OfRows, string State, string? AskedBy);

/// <param name="Times">How often it was decided in this period and the last.</param>
public sealed record UseShown(string Use, int Times);

/// <summary>Who insists that something is asked twice, why, and until when.</summary>
public sealed record InsistedShown(string By, Text Why, IReadOnlyList<string> Basis, DateOnly Until);

public sealed record FormShown(string Form, Text Name, string AskedBy, string FilledBy, string? Purpose, IReadOnlyList<string> Basis, IReadOnlyList<FieldShown> Fields, IReadOnlyList<UseShown> UsedFor, InsistedShown? Insisted, DateTimeOffset? Suspended, OwedShown? Owed)
{
    internal static FormShown Of(FormSeen seen) => new(
        seen.Form.Id, seen.Form.Name, seen.Reads, seen.Form.FilledBy.ToString(), seen.Form.Purpose?.Id, [.. seen.Form.Basis.Select(static one => one.ToString())],
        [.. seen.Fields.Select(static one => new FieldShown(one.Section, one.Item, one.OfRows, one.Needless switch { Trellis.Diagnosis.Checks.NeedlessAsk.Computed => "computed", Trellis.Diagnosis.Checks.NeedlessAsk.Held => "held", Trellis.Diagnosis.Checks.NeedlessAsk.AskedByAnother => "asked-by-another", _ => "ask" }, one.AskedBy))],
        [.. seen.UsedFor.Select(static one => new UseShown(one.Use, one.Times))], seen.Insisted is { } insisted ? new InsistedShown(insisted.By.ToString(), insisted.Why, [.. seen.InsistedOn.Select(static one => one.ToString())], insisted.To) : null, seen.Standing.Suspended, seen.Line is { } line ? OwedShown.Of(line) : null);
}

public sealed record SpreadShown(int Least, int Median, int Most)
{
    internal static SpreadShown? Of(Spread? one) => one is null ? null : new(one.Least, one.Median, one.Most);
}

/// <param name="Withheld">Whether fewer than five people filled it in; then nothing of it is told.</param>
public sealed record BurdenShown(string Group, bool Withheld, int? Times, int? Fillers, SpreadShown? Typed, SpreadShown? Filled, SpreadShown? Minutes)
{
    internal static BurdenShown Of(FormBurden one) => new(one.Group, one.IsWithheld, one.IsWithheld ? null : one.Times, one.IsWithheld ? null : one.Fillers, SpreadShown.Of(one.Typed), SpreadShown.Of(one.Filled), SpreadShown.Of(one.Minutes));
}

public sealed record BurdenPage(IReadOnlyList<BurdenShown> Groups);

public sealed record JudgementShown(long Position, long Entries, string Number, DateTimeOffset At, string By, string? Said);

public sealed record JudgementsShown(IReadOnlyList<JudgementShown> Judgements);

/// <param name="Matter">In which the owner answers.</param>
public sealed record ReportedShown(Trellis.Web.Process.ReceiptShown Receipt, string Matter);

/// <summary>A matter type by which one may get something; whether one does is decided in the matter.</summary>
public sealed record EntitledTo(string Type, Text Name, IReadOnlyList<string> Basis);

public sealed record EntitledShown(IReadOnlyList<EntitledTo> Matters);

public sealed record FilledPage(IReadOnlyList<FilledShown> Fields, string? Next);

/// <summary>What is to be done about one fact that a matter or a form wants.</summary>
/// <param name="Ask">By its name in the matter type; left out for a form.</param>
/// <param name="State">filled, confirm, ask, not-for-this, computed or asked-by-another.</param>
/// <param name="Old">Of what is to be confirmed: whether it is older than it is good for; else sources disagree, or consent is given by confirming.</param>
/// <param name="Why">The code of why it may not be used for this; with its sentences.</param>
/// <param name="Form">The form that asks the same.</param>
public sealed record FilledShown(string? Ask, string Subject, string Item, string State, bool? Old, IReadOnlyList<FilledSourceShown>? Sources, string? Why, string? WhyZh, string? WhyEn, string? Form)
{
    internal static FilledShown Of(string? ask, FilledField one, Func<RowId, string, long, string?> value)
    {
        var shown = new FilledShown(ask, one.Subject.ToString(), one.Item, "", null, null, null, null, null, null);
        return one.Filling switch
        {
            Filling.Filled { Held: var held } => shown with { State = "filled", Sources = [FilledSourceShown.Of(one.Item, held, value)] },
            Filling.ToConfirm { Sources: var sources, IsOld: var old } => shown with { State = "confirm", Old = old, Sources = [.. sources.Select(held => FilledSourceShown.Of(one.Item, held, value))] },
            Filling.ToAsk => shown with { State = "ask" },
            Filling.NotForThis(var why) => shown with { State = "not-for-this", Why = why.Code, WhyZh = why.Whole.Zh, WhyEn = why.Whole.En },
            Filling.Computed => shown with { State = "computed" },
            Filling.AskedByAnother(var form) => shown with { State = "asked-by-another", Form = form },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}

/// <summary>Whence what is held comes.</summary>
/// <param name="Position">By which it is confirmed.</param>
/// <param name="Source">act, form, import or exchange.</param>
/// <param name="By">The unit that said it; left out where it was the person themselves.</param>
/// <param name="Stands">Whether it is what holds.</param>
/// <param name="Value">For whoever may be shown it; left out otherwise.</param>
public sealed record FilledSourceShown(long Position, string Source, string? By, DateTimeOffset Entered, DateOnly? From, DateOnly? To, bool Stands, string? Value)
{
    internal static FilledSourceShown Of(string item, Trellis.Information.Registers.HeldValue held, Func<RowId, string, long, string?> value)
    {
        var (claim, from) = (held.Claim, held.Claim.Provenance);
        return new FilledSourceShown(claim.Position, from.Source.ToString().ToLowerInvariant(), from.By?.Text, from.At, claim.From == DateOnly.MinValue ? null : claim.From, claim.To == DateOnly.MaxValue ? null : claim.To, held.Stands, value(held.Subject, item, claim.Position));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(HandingInForm))]
[JsonSerializable(typeof(CorrectingForm))]
[JsonSerializable(typeof(ReturningForm))]
[JsonSerializable(typeof(DelegatingForm))]
[JsonSerializable(typeof(AskedTwiceForm))]
[JsonSerializable(typeof(RenewingForm))]
[JsonSerializable(typeof(JudgingForm))]
[JsonSerializable(typeof(AnsweringForm))]
[JsonSerializable(typeof(OwedPage))]
[JsonSerializable(typeof(FormShown))]
[JsonSerializable(typeof(BurdenPage))]
[JsonSerializable(typeof(JudgementsShown))]
[JsonSerializable(typeof(ReportedShown))]
[JsonSerializable(typeof(EntitledShown))]
[JsonSerializable(typeof(FilledPage))]
internal sealed partial class FormsHttpJson : JsonSerializerContext;
