using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Diagnosis.Findings;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Process;
using Trellis.Web.Authority;
using Trellis.Web.Process;

namespace Trellis.Web.Diagnosis;

/// <summary>What a unit answered to a finding about it.</summary>
/// <param name="Position">Of its entry.</param>
/// <param name="Said">Left out where it was erased.</param>
/// <param name="Claims">What it says explains it; left out where it names nothing.</param>
public sealed record UnitAnswerShown(long Position, string Unit, DateOnly Day, string? Said, Text? Claims);

/// <param name="Number">By which it is answered; left out where its units were not told yet.</param>
/// <param name="Since">When they were told.</param>
/// <param name="Until">The last day on which it is theirs alone.</param>
/// <param name="Waits">Whether it is theirs alone today.</param>
/// <param name="Silent">Those that have not answered.</param>
public sealed record HearingShown(long? Number, DateOnly? Since, DateOnly? Until, bool Waits, IReadOnlyList<string> Silent, IReadOnlyList<UnitAnswerShown> Answers)
{
    internal static HearingShown? Of(FindingHearing? one, DateOnly today) => one is null ? null : new(
        one.Number, one.Since, one.Until, one.WaitsOn(today), one.Silent, [.. one.Answers.Select(static answer => new UnitAnswerShown(answer.Position, answer.By.Unit.Text, answer.Day, answer.Said, answer.Claims))]);
}

/// <param name="About">The kind of what it is about, such as unit or step.</param>
/// <param name="Names">What it is about, by ids.</param>
/// <param name="Rule">The entry of the structure that it leans on; left out where it leans on none.</param>
/// <param name="Explanations">What else may explain it, in the order in which an answer names one.</param>
/// <param name="Hearing">Left out where it is about no unit.</param>
public sealed record WorkFindingShown(string Code, Text Title, string Severity, string About, IReadOnlyList<string> Names, string? Rule, Text Says, Text Clears, IReadOnlyList<Text> Explanations, HearingShown? Hearing);

/// <param name="Entries">On how many entries it rests.</param>
/// <param name="Waiting">How many more are about units that have not answered, and are shown to them alone.</param>
public sealed record WorkFindingsShown(long Entries, string Structure, int Tests, int Waiting, IReadOnlyList<WorkFindingShown> Findings);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(WorkFindingsShown))]
internal sealed partial class FindingsHttpJson : JsonSerializerContext;

/// <summary>What the record of the work shows, for whoever signs in: of findings about units what is theirs to read.</summary>
public sealed class FindingsEndpoints(FindingsDesk findings, MattersDesk desk, Entrance entrance)
{
    /// <summary>So long an asker waits for the record to be read, before they are asked to come again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.MapGet("/api/v1/findings", (HttpContext context, CancellationToken cancellationToken) => ShowAsync(context, cancellationToken))
            .WithName("findings").WithTags("findings").WithSummary("What the record of the work shows; findings about a unit are its own until it has answered").WithDescription("从记录里的工作看出的问题；说到某个单位的，先由它答复").Produces<WorkFindingsShown>().WithMetadata(new NeedsScope(Scope.Read), new Takes());
    }

    private async Task<IResult> ShowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        try
        {
            if (await findings.NowAsync(Patience, cancellationToken) is not { } found) return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
            var today = desk.InForce.DayOf(desk.Now);
            var theirs = findings.WithWords(found.Work with { Findings = [.. found.Work.Findings.Where(one => one.Hearing?.IsFor((by as Actor.Officer)?.Seat.Unit, today) != false)] }).Findings;
            return Answers.Json(new WorkFindingsShown(found.Entries, found.Structure, found.Work.Tests, found.Work.Findings.Count - theirs.Count, [.. theirs.Select(one => Of(one, today))]), FindingsHttpJson.Default.WorkFindingsShown);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private static WorkFindingShown Of(LogFinding finding, DateOnly today) => new(
        finding.Code.Code, finding.Code.Title, Trellis.Structure.Findings.FindingsAsText.Word(finding.Severity).En, FindingWords.Word(finding.Who.Kind), finding.Who.Names, finding.Cause?.Entry, Plain(finding.Says), Plain(finding.Clears), [.. finding.Innocent.Select(static reason => Plain(reason.Reason))],
        HearingShown.Of(finding.Hearing, today));

    private static Text Plain(Text text) => new(FindingWords.Plain(text.Zh), FindingWords.Plain(text.En));
}
