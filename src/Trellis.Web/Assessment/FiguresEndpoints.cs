using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Assessment;
using Trellis.Assessment.Reports;
using Trellis.Authority.Access;
using Trellis.Runtime;
using Trellis.Runtime.Assessment;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Web.Authority;
using Trellis.Web.Process;

namespace Trellis.Web.Assessment;

/// <summary>An indicator, with what nobody should read its numbers without.</summary>
/// <param name="Take">How the cases come to one number: count, sum, share, mean, median, p90.</param>
/// <param name="Twin">The indicator of what would suffer if this one were chased.</param>
public sealed record IndicatorShown(string Indicator, Text Name, string Take, string Every, Text? Numerator, Text Denominator, Text? GamedBy, string? Twin, string? Better)
{
    internal static IndicatorShown Of(Indicator one) => new(
        one.Id, one.Name, one.Take, one.Every, FigureWords.Numerator(one), FigureWords.Denominator(one), one.GamedBy, one.Twin?.Id, one.HigherIsBetter switch { true => "higher", false => "lower", null => null });
}

/// <summary>One number of one unit in one period.</summary>
/// <param name="Withheld">Whether there are too few cases to be told.</param>
/// <param name="Running">Whether the period is not over.</param>
public sealed record FigureShown(string Indicator, string Level, string Unit, string Period, decimal? Number, string? Measure, decimal? Numerator, long? Denominator, long? LeftOut, bool Withheld, bool Running)
{
    internal static FigureShown Of(Figure one) => new(
        one.Indicator.Id, one.Level, one.Unit.Id, one.Period.ToString(), one.Number, WritingFigures.Measured(one), one.Numerator, one.IsWithheld ? null : one.Cases, one.IsWithheld ? null : one.LeftOut, one.IsWithheld, one.IsRunning);
}

/// <param name="Entries">How many entries of the record counted; with ?at= this number the same figures come out again.</param>
public sealed record FiguresShown(long Entries, string Structure, IReadOnlyList<IndicatorShown> Indicators, IReadOnlyList<FigureShown> Figures);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(FiguresShown))]
internal sealed partial class AssessmentHttpJson : JsonSerializerContext;

/// <summary>The indicators, counted from the record. They are nobody's: whoever may read may read them.</summary>
public sealed class FiguresEndpoints(FiguresDesk figures, Func<DateTimeOffset> now, Entrance entrance)
{
    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.MapGet("/api/v1/figures", (HttpContext context, string? indicator, string? level, string? unit, string? period, string? at) => Show(context, indicator, level, unit, period, at))
            .WithName("figures").WithTags("figures").WithSummary("Indicators, counted from the record").WithDescription("由记录数出的指标").Produces<FiguresShown>().WithMetadata(new NeedsScope(Scope.Read), new Takes("indicator", "level", "unit", "period", "at"));
    }

    private IResult Show(HttpContext context, string? indicator, string? level, string? unit, string? period, string? at)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        ReportingPeriod? asked = null;
        if (period is not null && (asked = ReportingPeriod.Parse(period)) is null) return QuestionsEndpoints.Wrong("period", "2026-03, 2026-q1, 2026-h1, 2026");
        var entries = 0L;
        if (at is not null && !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out entries)) return QuestionsEndpoints.Wrong("at", "1200");
        try
        {
            var filter = new FiguresAsked(indicator, level, unit, asked);
            if ((at is null ? figures.Now(filter, now()) : figures.At(filter, entries)) is not { } answered) return QuestionsEndpoints.Wrong("at", "1200");
            return Answers.Json(
                new FiguresShown(answered.Entries, answered.Structure, [.. answered.Figures.Select(static one => one.Indicator).DistinctBy(static one => one.Id).Select(IndicatorShown.Of)], [.. answered.Figures.Select(FigureShown.Of)]),
                AssessmentHttpJson.Default.FiguresShown);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }
}
