using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Process;
using Trellis.Web.Authority;

namespace Trellis.Web.Process;

/// <summary>
/// The structure over HTTP: which versions there are and how each came into force, with plan, findings, objections and answers, so that a unit whose duties grow can read
/// before it objects; and the matter types with what a filing says. Whoever may read may read all of it, since rules are nobody's secret; but for who sits where, which residents do not get by ids.
/// </summary>
public sealed class StructuresEndpoints(MattersDesk desk, Entrance entrance)
{
    private static readonly ProcessHttpJson Shapes = ProcessHttpJson.Default;

    private static Problem NoSuchVersion => new(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchAdoption);

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Get<CallerShown>(to, "/api/v1/me", "me", new("我以什么身份、能做什么", "As whom one comes, and what for"), (HttpContext context) => Ask(context, caller => Me(caller)));
        Get<VersionsShown>(to, "/api/v1/structures", "list-structures", new("结构的各个版本", "The versions of the structure"), (HttpContext context) =>
            Ask(context, _ => Answers.Json(new VersionsShown(desk.InForce.Version, [.. desk.Adoptions.Adoptions.Values.OrderByDescending(static one => one.Proposed).ThenBy(static one => one.Replaces is null).ThenBy(static one => one.Version, StringComparer.Ordinal).Select(VersionLineShown.Of)]), Shapes.VersionsShown)));
        Get<VersionShown>(to, "/api/v1/structures/{version}", "show-structure", new("一个版本怎样生效：意见、答复、未改的错误", "How a version comes into force: objections, answers, open errors"), (HttpContext context, string version) =>
            AskOne(context, version, (_, one) => Answers.Json(VersionShown.Of(one, desk.Questions.SaidOf(one.Version), desk.InForce.DayOf(desk.Now)), Shapes.VersionShown)));
        Get<VersionFilesShown>(to, "/api/v1/structures/{version}/files", "structure-files", new("一个版本的文件", "The files of a version"), (HttpContext context, string version) =>
            AskOne(context, version, (caller, one) => Answers.Json(new VersionFilesShown(one.Version, desk.Versions.Of(one.Version).Structure.Files.Where(file => caller.Holder is TokenHolder.Officer || !NamesPeople(file.Path)).ToDictionary(static file => file.Path, static file => Encoding.UTF8.GetString(file.Bytes), StringComparer.Ordinal)), Shapes.VersionFilesShown)));
        Get<MovesPage>(to, "/api/v1/structures/{version}/moves", "structure-moves", new("在办事项转到这个版本会怎样", "What a move of running matters to a version would do to each"), (HttpContext context, string version, string? after, string? limit) =>
            AskOne(context, version, (caller, one) => Moves(context, caller, one, after, limit)), "after", "limit");
        to.MapGet("/api/v1/structures/{version}/plan", (HttpContext context, string version) => AskOne(context, version, (_, one) => Attached(one.PlanDigest, "application/json")))
            .WithName("structure-plan").WithTags("questions").WithSummary("The plan of a version: what it changes for whom, as trellis plan writes it").WithDescription("一个版本的变更计划").Produces(StatusCodes.Status200OK, contentType: "application/json").WithMetadata(new NeedsScope(Scope.Read));
        to.MapGet("/api/v1/structures/{version}/findings", (HttpContext context, string version) => AskOne(context, version, (_, one) => Attached(one.FindingsDigest, "text/plain; charset=utf-8")))
            .WithName("structure-findings").WithTags("questions").WithSummary("What the check found in a version, a finding a line").WithDescription("一个版本的检查结果，每行一条").Produces<string>(contentType: "text/plain").WithMetadata(new NeedsScope(Scope.Read));
        Get<MatterTypesShown>(to, "/api/v1/matter-types", "list-matter-types", new("可以办理的事项类型", "The matter types that can be filed"), (HttpContext context, string? place) => Ask(context, _ => Types(place)), "place");
        Get<MatterTypeShown>(to, "/api/v1/matter-types/{type}", "show-matter-type", new("一个事项类型的办事指南：填什么、谁来办、多久", "The guide of a matter type: what is asked, who does it, how soon"), (HttpContext context, string type, string? place) =>
            Ask(context, _ => Type(type, place)), "place");
    }

    private static void Get<T>(IEndpointRouteBuilder to, string pattern, string name, Text summary, Delegate handler, params string[] takes) =>
        to.MapGet(pattern, handler).WithName(name).WithTags("questions").WithSummary(summary.En).WithDescription(summary.Zh).Produces<T>().WithMetadata(new NeedsScope(Scope.Read), new Takes(takes));

    private IResult Ask(HttpContext context, Func<Caller, IResult> answer)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        try
        {
            return answer(caller);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private IResult AskOne(HttpContext context, string version, Func<Caller, StructureAdoption, IResult> answer) =>
        Ask(context, caller => desk.Adoptions.Adoptions.TryGetValue(version, out var one) ? answer(caller, one) : NoSuchVersion);

    /// <summary>Who sits where stands in one table, by ids of people.</summary>
    private static bool NamesPeople(string path) => Path.GetFileName(path) == "seats.tsv";

    private IResult Me(Caller caller)
    {
        var (holder, id, post) = caller.Holder switch
        {
            TokenHolder.Resident one => ("resident", one.Person.Text, null),
            TokenHolder.Officer one => ("officer", one.Person.Text, one.Seat.ToString()),
            TokenHolder.Program one => ("program", one.Id, (string?)null),
            _ => ("", "", null),
        };
        var running = desk.InForce;
        return Answers.Json(new CallerShown(holder, id, post, [.. caller.Scopes.Select(Scopes.Word)], running.Version, running.DayOf(desk.Now)), Shapes.CallerShown);
    }

    private IResult Attached(string digest, string type) =>
        desk.Versions.Attached(digest) is { } content ? new Answers.Private(Results.Bytes(content, type)) : NoSuchVersion;

    /// <summary>All lines for who may change the structure, who answers for the move; to others those of matters that they may see, so that a page may have fewer than was asked for.</summary>
    private IResult Moves(HttpContext context, Caller caller, StructureAdoption one, string? after, string? limit)
    {
        if (!QuestionsEndpoints.TryLimit(limit, out var most)) return QuestionsEndpoints.Wrong("limit", "1-200");
        var from = 0;
        if (after is not null && (!int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out from) || from > one.Moves.Count)) return QuestionsEndpoints.Wrong("after", "next");
        var next = from + most < one.Moves.Count ? (from + most).ToString(CultureInfo.InvariantCulture) : null;
        Answers.Link(context, next);
        var all = caller.Holder.Acts is Actor.Officer officer && desk.Questions.MayChangeStructure(officer);
        return Answers.Json(new MovesPage([.. one.Moves.Skip(from).Take(most).Where(line => all || (caller.Holder.Acts is { } by && desk.Questions.Find(by, line.Matter) is not null)).Select(MoveShown.Of)], next), Shapes.MovesPage);
    }

    private IResult Types(string? place)
    {
        if (At(place) is not var (structure, day)) return NoSuchPlace(place!);
        return Answers.Json(new MatterTypesShown(desk.InForce.Version, [.. structure.Matters.Ids.Order(StringComparer.Ordinal).Select(id => structure.Matters.On(id, day)).OfType<global::Trellis.Structure.MatterType>().Select(MatterTypeLineShown.Of)]), Shapes.MatterTypesShown);
    }

    private IResult Type(string type, string? place)
    {
        if (At(place) is not var (structure, day)) return NoSuchPlace(place!);
        return structure.Matters.On(type, day) is { } found
            ? Answers.Json(MatterTypeShown.Of(found, structure, day, desk.InForce.Version), Shapes.MatterTypeShown)
            : new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatterType);
    }

    private static Problem NoSuchPlace(string place) => new(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text($"没有单位 {Excerpt.Of(place, 40)}。", $"There is no unit {Excerpt.Of(place, 40)}."));

    /// <summary>The structure as it holds today in a place: with its overlays.</summary>
    private (global::Trellis.Structure.GovernanceStructure Structure, DateOnly Day)? At(string? place)
    {
        var running = desk.InForce;
        var day = running.DayOf(desk.Now);
        if (place is not null && running.Structure.On(day).Unit(place) is null) return null;
        return (running.At(place is null ? null : new UnitId(place), day).Structure, day);
    }
}
