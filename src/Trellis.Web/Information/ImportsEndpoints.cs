using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Information;
using Trellis.Information.Importing;
using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Structure.Files;
using Trellis.Web.Authority;
using Trellis.Web.Process;

namespace Trellis.Web.Information;

/// <summary>A table to import: what each column is, and the table itself.</summary>
public sealed record ImportForm
{
    /// <summary>The mapping, as YAML.</summary>
    public required string Mapping { get; init; }

    /// <summary>The table, as CSV with a header.</summary>
    public required string Table { get; init; }

    /// <summary>Whether only to say what would become of each row.</summary>
    public bool DryRun { get; init; }
}

/// <param name="Column">Left out for the row as a whole.</param>
public sealed record ImportErrorShown(long Line, string? Column, string Zh, string En);

public sealed record ImportShown(string Import, bool DryRun, long Rows, long Before, long New, long Changed, long Disagreeing, long Same, long Proposed, long Refused, long Related, long Unresolved, long Circular, IReadOnlyList<ImportErrorShown> Errors)
{
    internal static ImportShown Of(ImportReport report) => new(
        report.Id, report.IsDryRun, report.Rows, report.Before, report.New, report.Changed, report.Disagreeing, report.Same, report.Proposed, report.Refused, report.Related, report.Unresolved, report.Circular, [.. report.Errors.Select(static one => new ImportErrorShown(one.Line, one.Column, one.Says.Zh, one.Says.En))]);
}

/// <param name="Score">The sum of weights, a power of two.</param>
public sealed record ProposalShown(string One, string Other, double Score, IReadOnlyList<string> Reasons);

public sealed record ProposalsPage(IReadOnlyList<ProposalShown> Proposals, string? Next);

public sealed record SearchForm
{
    /// <summary>What is looked for: a name, a reading, initials, a number, a telephone number, an address.</summary>
    public required string Words { get; init; }

    /// <summary>At what one works: matter/m..., form/..., power/..., inquiry/...</summary>
    public required string At { get; init; }
}

/// <param name="By">How it was found: name, sound, initials, open, pair, number, telephone, address.</param>
public sealed record FoundShown(string Subject, string By);

/// <param name="Look">Where the look stands; left out where nothing was found.</param>
public sealed record SearchShown(IReadOnlyList<FoundShown> Found, string? Purpose, long? Look);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ImportForm))]
[JsonSerializable(typeof(ImportShown))]
[JsonSerializable(typeof(ProposalsPage))]
[JsonSerializable(typeof(SearchForm))]
[JsonSerializable(typeof(SearchShown))]
internal sealed partial class ImportsHttpJson : JsonSerializerContext;

/// <summary>Tables imported over HTTP, pairs of rows that may be one, and rows found by what is typed. What is found is shown when the look at it stands in the record.</summary>
public sealed class ImportsEndpoints(MattersDesk desk, ImportsDesk imports, LooksDesk looks, Entrance entrance)
{
    /// <summary>Larger tables are imported by the command.</summary>
    private const int MostTable = 16 * 1024 * 1024;
    private const int MostSearch = 8 * 1024;
    private const int UsualRows = 50;

    private static readonly ImportsHttpJson Shapes = ImportsHttpJson.Default;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.MapPost("/api/v1/registers/{register}/imports", (HttpContext context, string register) => ImportAsync(context, register)).WithName("import-table").WithTags("registers").WithSummary("Import the table of a department").WithDescription("导入部门的表")
            .Accepts<ImportForm>("application/json").Produces<ImportShown>().WithMetadata(new NeedsScope(Scope.Act), new Takes());
        to.MapPost("/api/v1/registers/{register}/searches", (HttpContext context, string register) => SearchAsync(context, register)).WithName("search-register").WithTags("registers").WithSummary("Find rows by what is typed; the look is entered first").WithDescription("按输入的内容查找；先登记查看")
            .Accepts<SearchForm>("application/json").Produces<SearchShown>().WithMetadata(new NeedsScope(Scope.Read), new Takes());
        to.MapGet("/api/v1/registers/{register}/proposals", (HttpContext context, string register, string? after, string? limit) => Proposals(context, register, after, limit)).WithName("list-proposals").WithTags("registers").WithSummary("Pairs of rows that may be one, for somebody to link").WithDescription("可能相同、等待确认的成对的行")
            .Produces<ProposalsPage>().WithMetadata(new NeedsScope(Scope.Read), new Takes("after", "limit"));
    }

    private async Task<IResult> ImportAsync(HttpContext context, string register)
    {
        var (by, denied) = Officer(context, Scope.Act);
        if (by is null) return denied!;
        var (form, problem) = await Bodies.ReadFormAsync(context, MostTable, Shapes.ImportForm);
        if (form is null) return problem!;
        if (desk.InForce.Structure.Registers.On(register, desk.InForce.DayOf(desk.Now)) is null) return new Problem(StatusCodes.Status404NotFound, InformationRefusals.NoSuchRegister);
        var (mappingBytes, table) = (Encoding.UTF8.GetBytes(form.Mapping), Encoding.UTF8.GetBytes(form.Table));
        var (mapping, findings) = imports.ReadMapping(new SourceFile("mapping.yaml", mappingBytes), register);
        if (mapping is null)
        {
            var told = findings.Kept.Take(5).Select(static one => (At: $"{one.At.Path}:{one.At.Line}", one.Found, Expected: one.Expected ?? default)).ToList();
            return new Problem(StatusCodes.Status422UnprocessableEntity, ImportRefusals.MappingUnusable, new Text(string.Concat(told.Select(static one => $"{one.At}：{one.Found.Zh}{one.Expected.Zh}")), string.Join(' ', told.Select(static one => $"{one.At}: {one.Found.En} {one.Expected.En}"))));
        }

        var order = new ImportOrder(by, mapping, mappingBytes, new MemoryStream(table), SHA256.HashData(table), "table");
        try
        {
            if (form.DryRun) return Answers.Json(ImportShown.Of(imports.DryRun(order, null)), Shapes.ImportShown);
            var (done, why) = await imports.ImportAsync(order, null, context.RequestAborted);
            return done is null ? new Problem(why == ImportRefusals.Running ? StatusCodes.Status409Conflict : StatusCodes.Status403Forbidden, why!) : Answers.Json(ImportShown.Of(done), Shapes.ImportShown);
        }
        catch (UnusableInput fault)
        {
            return new Problem(StatusCodes.Status422UnprocessableEntity, ImportRefusals.TableUnusable, new Text($"{fault.Says.Zh}{fault.Advises.Zh}", $"{fault.Says.En} {fault.Advises.En}"));
        }
        catch (MachineFault)
        {
            // What was entered stands; the same table again goes on behind it.
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private async Task<IResult> SearchAsync(HttpContext context, string register)
    {
        var (by, denied) = Officer(context, Scope.Read);
        if (by is null) return denied!;
        var (form, problem) = await Bodies.ReadFormAsync(context, MostSearch, Shapes.SearchForm);
        if (form is null) return problem!;
        if (LookReason.Parse(form.At) is not { } reason) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text("at 应写作 matter/m...、form/...、power/... 或 inquiry/...。", "at is written matter/m..., form/..., power/... or inquiry/..."));
        var (structure, day) = (desk.InForce.Structure, desk.InForce.DayOf(desk.Now));
        if (structure.Registers.On(register, day) is null) return new Problem(StatusCodes.Status404NotFound, InformationRefusals.NoSuchRegister);
        try
        {
            var (found, answer, why) = await SearchingRegisters.FindAsync(imports, looks, structure, day, by, register, form.Words, reason, context.RequestAborted);
            return answer switch
            {
                null when why is not null => new Problem(StatusCodes.Status422UnprocessableEntity, why),
                null => Answers.Json(new SearchShown([], null, null), Shapes.SearchShown),
                LookAnswer.Refused refused => LookAnswers.Problem(refused),
                LookAnswer.Committed { Look: var look } => Answers.Json(new SearchShown([.. found.Select(static one => new FoundShown(one.Subject.ToString(), one.By))], look.Purpose, look.Receipt.First), Shapes.SearchShown),
                _ => new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter),
            };
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private IResult Proposals(HttpContext context, string register, string? after, string? limit)
    {
        var (by, denied) = Officer(context, Scope.Read);
        if (by is null) return denied!;
        if (desk.InForce.Structure.Registers.On(register, desk.InForce.DayOf(desk.Now)) is null) return new Problem(StatusCodes.Status404NotFound, InformationRefusals.NoSuchRegister);
        var most = UsualRows;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > RegisterQuestions.MostRows)) return Wrong("limit", $"1-{RegisterQuestions.MostRows}");
        if (after is not null && RowId.Parse(after)?.Register != register) return Wrong("after", "next");
        try
        {
            var (found, next) = imports.Proposals(register, RowId.Parse(after ?? ""), most);
            Answers.Link(context, next?.ToString());
            return Answers.Json(new ProposalsPage([.. found.Select(static one => new ProposalShown(one.One.ToString(), one.Other.ToString(), one.Score, one.Reasons))], next?.ToString()), Shapes.ProposalsPage);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private (Actor.Officer? By, Problem? Denied) Officer(HttpContext context, Scope scope)
    {
        var (caller, status, denied) = entrance.Ask(context, scope);
        if (caller is null) return (null, new Problem(status, denied!));
        if (caller.Holder.Acts is not { } by) return (null, new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms));
        return by is Actor.Officer officer ? (officer, null) : (null, new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers));
    }

    private static Problem Wrong(string parameter, string like) => new(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text($"{parameter} 应写作 {like}。", $"{parameter} is written {like}."));
}
