using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Assessment.Demands;
using Trellis.Assessment.Reports;
using Trellis.Authority.Access;
using Trellis.Runtime;
using Trellis.Runtime.Assessment;
using Trellis.Structure.Calendars;
using Trellis.Web.Authority;
using Trellis.Web.Process;

namespace Trellis.Web.Assessment;

/// <summary>What one unit laid on another in a period.</summary>
/// <param name="From">above, beside or below, by the levels of the two.</param>
public sealed record DemandShown(string Period, string At, string By, string From, int Forms, int Fields, int Returned, int Reminders, int Inspections, int Looks, int Opened)
{
    internal static DemandShown Of(UnitDemand one) => new(
        one.Period.ToString(), one.At.Text, one.By.Text, WritingDemands.Word(one.From).En, one.Forms, one.Fields, one.Returned, one.Reminders, one.Inspections, one.Looks, one.Opened);
}

/// <param name="Entries">How many entries of the record counted.</param>
public sealed record DemandsShown(long Entries, string Structure, IReadOnlyList<DemandShown> Demands);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(DemandsShown))]
internal sealed partial class DemandsHttpJson : JsonSerializerContext;

/// <summary>Demands, inspections and looks by who makes them: every officer sees those of every unit, and nobody's of a person.</summary>
public sealed class DemandsEndpoints(DemandsOfUnits demands, Entrance entrance)
{
    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.MapGet("/api/v1/demands", (HttpContext context, string? period, string? unit, string? by) => Show(context, period, unit, by))
            .WithName("demands").WithTags("figures").WithSummary("What units lay on each other, by who makes it: forms, reminders, inspections, looks").WithDescription("各单位向别的单位提出的要求，按提出者数：表、督办、检查、查看").Produces<DemandsShown>().WithMetadata(new NeedsScope(Scope.Read), new Takes("period", "unit", "by"));
    }

    private IResult Show(HttpContext context, string? period, string? unit, string? by)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } asker) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        if (asker is not Actor.Officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
        // Longer periods are counted by trellis figures, beside the server.
        var month = ReportingPeriod.Parse(period);
        if (period is not null && month is not { Length: PeriodLength.Month }) return QuestionsEndpoints.Wrong("period", "2026-03");
        try
        {
            var answered = demands.In(month);
            return Answers.Json(new DemandsShown(answered.Entries, answered.Structure, [.. answered.Narrowed(unit, by).Select(DemandShown.Of)]), DemandsHttpJson.Default.DemandsShown);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }
}
