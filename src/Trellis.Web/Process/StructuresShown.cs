using Trellis.Process.Adoption;
using Trellis.Process.Flows;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Web.Process;

/// <summary>Words in both languages.</summary>
public sealed record WordsShown(string Zh, string En)
{
    internal static WordsShown Of(Text text) => new(text.Zh, text.En);
}

/// <summary>As whom one comes, and what for.</summary>
/// <param name="Post">As post@unit; left out for residents and programs.</param>
/// <param name="Structure">The version of the structure in force.</param>
public sealed record CallerShown(string Holder, string? Id, string? Post, IReadOnlyList<string> Scopes, string Structure, DateOnly Today);

public sealed record VersionsShown(string InForce, IReadOnlyList<VersionLineShown> Versions);

/// <summary>How a version of the structure stands.</summary>
/// <param name="Grows">Units whose duties grow, and which may object until then.</param>
/// <param name="OpenErrors">How many errors the check still finds.</param>
public sealed record VersionLineShown(string Version, string? Replaces, DateTimeOffset Proposed, DateTimeOffset ObjectUntil, DateOnly FirstDay, DateTimeOffset? Adopted, IReadOnlyList<string> Grows, int Objections, int OpenErrors)
{
    internal static VersionLineShown Of(StructureAdoption one) =>
        new(one.Version, one.Replaces, one.Proposed, one.ObjectUntil, one.InForce, one.Adopted, [.. one.Grows.Select(static unit => unit.Text)], one.Objections.Count, one.Errors.Count);
}

/// <summary>How a version came, or is to come, into force.</summary>
/// <param name="PlanDigest">SHA-256 of what <c>/plan</c> gives, as it stands in the record; left out for the first version.</param>
/// <param name="FindingsDigest">SHA-256 of what <c>/findings</c> gives.</param>
/// <param name="Planned">How many running matters a plan to move them lists.</param>
public sealed record VersionShown(VersionLineShown Version, string? PlanDigest, string FindingsDigest, IReadOnlyList<ObjectionShown> Objections, IReadOnlyList<OpenErrorShown> Errors, int Planned)
{
    internal static VersionShown Of(StructureAdoption one, SaidOfVersion said, DateOnly today) => new(
        VersionLineShown.Of(one),
        one.PlanDigest.Length == 0 ? null : one.PlanDigest,
        one.FindingsDigest,
        [.. one.Objections.Select(objection => ObjectionShown.Of(objection, said.Objections.GetValueOrDefault(objection.Number)))],
        [.. one.Errors.Select(error => OpenErrorShown.Of(error, said.Overrides.FirstOrDefault(answered => answered.Code == error.Code && answered.Address == error.Address), today))],
        one.Moves.Count);
}

/// <param name="Followed">Whether it is to be followed; left out until it is answered.</param>
public sealed record ObjectionShown(int Number, string Unit, string Duty, DateTimeOffset At, string? Reason, bool? Followed, DateTimeOffset? Answered, string? Answer)
{
    internal static ObjectionShown Of(Objection one, (string? Reason, string? Answer) said) =>
        new(one.Number, one.Unit.Text, one.Duty.Text, one.At, said.Reason, one.Followed, one.Answered, said.Answer);
}

/// <summary>An error that the check finds, and who answers for it until when.</summary>
/// <param name="Overdue">Its last day is over, and the error is as open as before.</param>
public sealed record OpenErrorShown(string Code, string Address, string? AnsweredBy, DateOnly? Until, string? Reason, bool Overdue)
{
    internal static OpenErrorShown Of(OpenError one, ErrorOverride? answered, DateOnly today) =>
        new(one.Code, one.Address, answered?.By.ToString(), answered?.Until, answered?.Reason.Written, answered?.Until < today);
}

/// <summary>The files of a version by their paths.</summary>
public sealed record VersionFilesShown(string Version, IReadOnlyDictionary<string, string> Files);

public sealed record MovesPage(IReadOnlyList<MoveShown> Moves, string? Next);

/// <summary>What a move to the version would do to a matter.</summary>
/// <param name="Why">The code why it stays; left out where it moves.</param>
/// <param name="Keeps">What is open and stays with who has it.</param>
/// <param name="Drops">What is open and is not reached any more.</param>
/// <param name="Opens">What opens anew.</param>
public sealed record MoveShown(string Matter, bool Moves, string? Why, IReadOnlyList<string> Keeps, IReadOnlyList<string> Drops, IReadOnlyList<string> Opens)
{
    internal static MoveShown Of(MoveLine one) => new(one.Matter.Text, one.Moves, one.Why, one.Keeps, one.Drops, one.Opens);
}

public sealed record MatterTypesShown(string Structure, IReadOnlyList<MatterTypeLineShown> MatterTypes);

/// <param name="For">Who may ask: resident, firm, and so on.</param>
public sealed record MatterTypeLineShown(string Type, WordsShown Name, IReadOnlyList<string> For, string? Promise)
{
    internal static MatterTypeLineShown Of(MatterType one) => new(one.Id, WordsShown.Of(one.Name), one.Guide.For, one.Guide.Promise?.ToString());
}

/// <summary>The guide of a matter type, and what a filing of it says.</summary>
/// <param name="IsBundle">Whether several matters are done at once.</param>
public sealed record MatterTypeShown(
    string Type, WordsShown Name, string Structure, IReadOnlyList<string> For, string? Fee, string? Promise, string? FirstAnswer, IReadOnlyList<string> Basis, bool IsBundle,
    IReadOnlyList<RoleShown> Roles, IReadOnlyList<FactShown> Asks, IReadOnlyList<StepShown> Steps)
{
    internal static MatterTypeShown Of(MatterType type, GovernanceStructure structure, DateOnly day, string version)
    {
        var names = FormulaNames.Of(structure, type);
        var words = new FlowOutline(CompiledFlow.Of(type, structure, day), structure, day);
        var guide = type.Guide;
        return new MatterTypeShown(
            type.Id, WordsShown.Of(type.Name), version, guide.For, guide.Fee?.ToString(), guide.Promise?.ToString(), guide.FirstAnswer?.ToString(), [.. guide.Basis.Select(static one => one.ToString())], type.IsBundle,
            [.. type.About.Select(role => new RoleShown(role.Name, role.Register.Id, WordsShown.Of(structure.Registers.On(role.Register.Id, day)?.Name ?? new Text(role.Register.Id, role.Register.Id)), type.Asks.Any(asked => asked.Id == role.Name)))],
            [.. type.Asks.Where(asked => !type.About.Any(role => role.Name == asked.Id)).Select(asked => FactShown.Of(asked.Id, names, words))],
            [.. type.Steps.Select(static step => new StepShown(step.Id, step.Kind, step.By?.ToString(), step.Power?.Id, step.Within?.ToString(), [.. step.Gives.Select(static given => given.Id)], [.. step.Outcomes.Select(static outcome => outcome.Outcome)]))]);
    }
}

/// <param name="Needed">Whether a filing has to name it.</param>
public sealed record RoleShown(string Role, string Register, WordsShown Name, bool Needed);

/// <param name="Kind">What kind of value it has, in words.</param>
/// <param name="Codes">What it may be, where that is a list.</param>
public sealed record FactShown(string Fact, WordsShown Name, WordsShown? Kind, IReadOnlyList<string>? Codes)
{
    internal static FactShown Of(string fact, FormulaNames names, FlowOutline words)
    {
        var type = names.TypeOf(fact);
        var one = type is FactType.ListOf(var element) ? element : type;
        return new FactShown(fact, WordsShown.Of(words.NameOf(fact)), type is null ? null : WordsShown.Of(type.Name), one is FactType.Code(var list) && names.Codes(list) is { } codes ? [.. codes] : null);
    }
}

/// <param name="By">A post, requester, first-contact, a role; left out where the power says who.</param>
/// <param name="Gives">Facts that whoever does it is to give.</param>
public sealed record StepShown(string Step, StepKind Kind, string? By, string? Power, string? Within, IReadOnlyList<string> Gives, IReadOnlyList<string> Outcomes);
