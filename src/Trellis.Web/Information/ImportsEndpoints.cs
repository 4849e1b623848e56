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

/// <summary>Several tables to import as one: rows may name rows that stand in another of them.</summary>
public sealed record ImportManyForm
{
    /// <summary>In the order in which they are taken; each mapping names its register.</summary>
    public required IReadOnlyList<ImportTableForm> Tables { get; init; }

    /// <summary>Whether only to say what would become of each row.</summary>
    public bool DryRun { get; init; }
}

/// <summary>One of several tables.</summary>
public sealed record ImportTableForm
{
    /// <summary>The mapping, as YAML.</summary>
    public required string Mapping { get; init; }

    /// <summary>The table, as CSV with a header.</summary>
    public required string Table { get; init; }
}

/// <summary>What became of several tables.</summary>
/// <param name="Refused">The table with which the import ended; left out where all were taken.</param>
public sealed record ImportManyShown(IReadOnlyList<ImportShown> Tables, ImportRefusedShown? Refused);

/// <param name="Table">Its number, the first being 1.</param>
public sealed record ImportRefusedShown(int Table, string Code, string Zh, string En);

/// <param name="Score">The sum of weights, a power of two.</param>
public sealed record ProposalShown(string One, string Other, double Score, IReadOnlyList<string> Reasons);

public sealed record ProposalsPage(IReadOnlyList<ProposalShown> Proposals, string? Next);

public sealed record SearchForm
{
    /// <summary>What is looked for: a name, a reading, initials, a number, a telephone number, an address.</summary>
    public required string Words { get; init; }

    /// <summary>At what one works: matter/m..., form/..., power/..., inquiry/...; to file for somebody, filing/ with the matter type.</summary>
    public required string At { get; init; }
}

/// <summary>The rows that name one by an item: the members of a household, the children of somebody, their organisations.</summary>
public sealed record RelatedForm
{
    /// <summary>By which they name it: person.household, person.guardian, organisation.head.</summary>
    public required string Item { get; init; }

    /// <summary>At what one works: matter/m..., form/..., power/..., inquiry/...</summary>
    public required string At { get; init; }
}

/// <param name="By">How it was found: name, sound, initials, open, pair, number, telephone, address; or the item by which a row names the one that was asked about.</param>
public sealed record FoundShown(string Subject, string By);

/// <param name="Look">Where the look stands; left out where nothing was found.</param>
public sealed record SearchShown(IReadOnlyList<FoundShown> Found, string? Purpose, long? Look);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ImportForm))]
[JsonSerializable(typeof(ImportShown))]
[JsonSerializable(typeof(ImportManyForm))]
[JsonSerializable(typeof(ImportManyShown))]
[JsonSerializable(typeof(ProposalsPage))]
[JsonSerializable(typeof(SearchForm))]
[JsonSerializable(typeof(SearchShown))]
[JsonSerializable(typeof(RelatedForm))]
internal sealed partial class ImportsHttpJson : JsonSerializerContext;

/// <summary>Tables imported over HTTP, pairs of rows that may be one, and rows found by what is typed. What is found is shown when the look at it stands in the record.</summary>
public sealed class ImportsEndpoints(MattersDesk desk, ImportsDesk imports, RegisterQuestions registers, LooksDesk looks, Entrance entrance)
{
    /// <summary>Larger tables are imported by the command.</summary>
    private const int MostTable = 16 * 1024 * 1024;
    private const int MostTables = 20;
    private const int MostSearch = 8 * 1024;
    private const int UsualRows = 50;

    private static readonly ImportsHttpJson Shapes = ImportsHttpJson.Default;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.MapPost("/api/v1/registers/{register}/imports", (HttpContext context, string register) => ImportAsync(context, register)).WithName("import-table").WithTags("registers").WithSummary("Import the table of a department").WithDescription("导入部门的表")
            .Accepts<ImportForm>("application/json").Produces<ImportShown>().WithMetadata(new NeedsScope(Scope.Act), new Takes());
        to.MapPost("/api/v1/imports", (Delegate)(Func<HttpContext, Task<IResult>>)ImportManyAsync).WithName("import-tables").WithTags("registers").WithSummary("Import several tables as one: their rows may name each other").WithDescription("一次导入几个部门的表，行可以互相指着")
            .Accepts<ImportManyForm>("application/json").Produces<ImportManyShown>().WithMetadata(new NeedsScope(Scope.Act), new Takes());
        to.MapPost("/api/v1/registers/{register}/searches", (HttpContext context, string register) => SearchAsync(context, register)).WithName("search-register").WithTags("registers").WithSummary("Find rows by what is typed; the look is entered first").WithDescription("按输入的内容查找；先登记查看")
            .Accepts<SearchForm>("application/json").Produces<SearchShown>().WithMetadata(new NeedsScope(Scope.Read), new Takes());
        to.MapPost("/api/v1/registers/{register}/{key}/related", (HttpContext context, string register, string key) => RelateAsync(context, new RowId(register, key))).WithName("find-related").WithTags("registers").WithSummary("Find the rows that name one: members, children, organisations; the look is entered first").WithDescription("查找指向一行的各行：家庭成员、子女、所办的单位；先登记查看")
            .Accepts<RelatedForm>("application/json").Produces<SearchShown>().WithMetadata(new NeedsScope(Scope.Read), new Takes());
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
        var (order, unfit) = OrderOf(by, form.Mapping, form.Table, register, "");
        return order is null ? unfit! : await TryAsync(async () =>
        {
            if (form.DryRun && imports.WhyNot(order) is { } denied) return Refused(denied);
            if (form.DryRun) return Answers.Json(ImportShown.Of(imports.DryRun(order, null)), Shapes.ImportShown);
            var (done, why) = await imports.ImportAsync(order, null, context.RequestAborted);
            return done is null ? Refused(why!) : Answers.Json(ImportShown.Of(done), Shapes.ImportShown);
        });
    }

    private async Task<IResult> ImportManyAsync(HttpContext context)
    {
        var (by, denied) = Officer(context, Scope.Act);
        if (by is null) return denied!;
        var (form, problem) = await Bodies.ReadFormAsync(context, MostTable, Shapes.ImportManyForm);
        if (form is null) return problem!;
        if (form.Tables.Count is 0 or > MostTables) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text($"tables 要有 1 到 {MostTables} 个表。", $"tables holds 1 to {MostTables} tables."));
        var orders = new List<ImportOrder>(form.Tables.Count);
        foreach (var one in form.Tables)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{orders.Count + 1}");
            var (order, unfit) = OrderOf(by, one.Mapping, one.Table, null, number);
            if (order is null) return unfit!;
            orders.Add(order);
        }

        return await TryAsync(async () =>
        {
            if (form.DryRun && orders.Select(imports.WhyNot).FirstOrDefault(static one => one is not null) is { } denied) return Refused(denied);
            if (form.DryRun) return Answers.Json(new ImportManyShown([.. imports.DryRun(orders, null).Select(ImportShown.Of)], null), Shapes.ImportManyShown);
            var (done, why) = await imports.ImportAsync(orders, null, context.RequestAborted);
            if (done.Count == 0 && why is not null) return Refused(why);
            return Answers.Json(new ImportManyShown([.. done.Select(ImportShown.Of)], why is null ? null : new ImportRefusedShown(Math.Min(done.Count + 1, orders.Count), why.Code, why.Whole.Zh, why.Whole.En)), Shapes.ImportManyShown);
        });
    }

    /// <param name="register">The register that is asked for; null where the mapping names it.</param>
    /// <param name="number">Of the table among several, as messages tell it; empty where it is alone.</param>
    private (ImportOrder? Order, Problem? Unfit) OrderOf(Actor by, string mapping, string table, string? register, string number)
    {
        var (mappingBytes, tableBytes) = (Encoding.UTF8.GetBytes(mapping), Encoding.UTF8.GetBytes(table));
        var (read, findings) = imports.ReadMapping(new SourceFile($"mapping{(number.Length > 0 ? "-" : "")}{number}.yaml", mappingBytes), register);
        if (read is not null) return (new ImportOrder(by, read, mappingBytes, new MemoryStream(tableBytes), SHA256.HashData(tableBytes), $"table{(number.Length > 0 ? " " : "")}{number}"), null);
        var told = findings.Kept.Take(5).Select(static one => (At: $"{one.At.Path}:{one.At.Line}", one.Found, Expected: one.Expected ?? default)).ToList();
        return (null, new Problem(StatusCodes.Status422UnprocessableEntity, ImportRefusals.MappingUnusable, new Text(string.Concat(told.Select(static one => $"{one.At}：{one.Found.Zh}{one.Expected.Zh}")), string.Join(' ', told.Select(static one => $"{one.At}: {one.Found.En} {one.Expected.En}")))));
    }

    private static Problem Refused(Refusal why) => new(why == ImportRefusals.Running ? StatusCodes.Status409Conflict : StatusCodes.Status403Forbidden, why);

    private static async Task<IResult> TryAsync(Func<Task<IResult>> import)
    {
        try
        {
            return await import();
        }
        catch (UnusableInput fault)
        {
            var called = fault.Place is { Length: > 0 } where && where != "table" ? where + ": " : "";
            return new Problem(StatusCodes.Status422UnprocessableEntity, ImportRefusals.TableUnusable, new Text($"{called}{fault.Says.Zh}{fault.Advises.Zh}", $"{called}{fault.Says.En} {fault.Advises.En}"));
        }
        catch (MachineFault)
        {
            // What was entered stands; the same tables again go on behind it.
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private async Task<IResult> SearchAsync(HttpContext context, string register)
    {
        var (by, denied) = Officer(context, Scope.Read);
        if (by is null) return denied!;
        var (form, problem) = await Bodies.ReadFormAsync(context, MostSearch, Shapes.SearchForm);
        if (form is null) return problem!;
        if (LookReason.Parse(form.At) is not { } reason) return ReasonUnreadable();
        var (structure, day) = (desk.InForce.Structure, desk.InForce.DayOf(desk.Now));
        if (structure.Registers.On(register, day) is null) return new Problem(StatusCodes.Status404NotFound, InformationRefusals.NoSuchRegister);
        try
        {
            var (found, answer, why) = await SearchingRegisters.FindAsync(imports, looks, structure, day, by, register, form.Words, reason, context.RequestAborted);
            return Told(found, answer, why);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private async Task<IResult> RelateAsync(HttpContext context, RowId named)
    {
        var (by, denied) = Officer(context, Scope.Read);
        if (by is null) return denied!;
        var (form, problem) = await Bodies.ReadFormAsync(context, MostSearch, Shapes.RelatedForm);
        if (form is null) return problem!;
        if (LookReason.Parse(form.At) is not { } reason) return ReasonUnreadable();
        try
        {
            var (found, answer, why) = await SearchingRegisters.FindRelatedAsync(registers, looks, desk.InForce.Structure, desk.InForce.DayOf(desk.Now), by, named, form.Item, reason, context.RequestAborted);
            return Told(found, answer, why);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private static IResult Told(IReadOnlyList<FoundSubject> found, LookAnswer? answer, Refusal? why) => answer switch
    {
        null when why is not null => new Problem(why == InformationRefusals.NoSuchSubject ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity, why),
        null => Answers.Json(new SearchShown([], null, null), Shapes.SearchShown),
        LookAnswer.Refused refused => LookAnswers.Problem(refused),
        LookAnswer.Committed { Look: var look } => Answers.Json(new SearchShown([.. found.Select(static one => new FoundShown(one.Subject.ToString(), one.By))], look.Purpose, look.Receipt.First), Shapes.SearchShown),
        _ => new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter),
    };

    private static Problem ReasonUnreadable() => new(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text("at 应写作 matter/m...、form/...、power/... 或 inquiry/...；要替人提出事项，写 filing/ 加事项类型。", "at is written matter/m..., form/..., power/... or inquiry/...; to file for somebody, filing/ with the matter type."));

    private IResult Proposals(HttpContext context, string register, string? after, string? limit)
    {
        var (by, denied) = Officer(context, Scope.Read);
        if (by is null) return denied!;
        if (desk.InForce.Structure.Registers.On(register, desk.InForce.DayOf(desk.Now)) is null) return new Problem(StatusCodes.Status404NotFound, InformationRefusals.NoSuchRegister);
        // By what two rows are alike says something of both: that is for whoever may link them.
        if (!imports.MayLink(by, register)) return Refused(InformationRefusals.NotYoursToRecord);
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
