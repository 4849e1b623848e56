using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Process;

/// <summary>Somebody brings a concern. Its clock begins now, or on the day when it was filed on paper.</summary>
/// <param name="Matter">Minted by Runtime.</param>
/// <param name="Number">The short number for the receipt, minted with it.</param>
/// <param name="Version">The hash of the structure version in force; it is pinned.</param>
/// <param name="Given">What was filled in; what the base knows already is not asked.</param>
public sealed record FileMatter(
    MatterId Matter, string Number, string Type, string Version, UnitId? Place, FixedList<BoundRole> Roles, ActorId Requester, Channel Channel,
    FixedList<GivenItem> Given, PersonalText? Said = null) : IAct
{
    public const string Name = "file-matter";

    public string Word => Name;
}

/// <summary>Somebody brings the concern of another, with their consent. Both are named.</summary>
public sealed record FileForAnother(FileMatter Filing, ActorId Helper, Consent? Consent) : IAct
{
    public const string Name = "file-for-another";

    public string Word => Name;
}

/// <summary>How the person consented that another files for them.</summary>
public enum Consent
{
    Spoken,
    Signed,

    /// <summary>By a law or an order that names the helper, such as for a minor.</summary>
    ByLaw,
}

/// <summary>A matter is filed. From here its age counts.</summary>
/// <param name="Holder">The unit that answers for it from the first moment.</param>
/// <param name="Promise">What was promised in this case; null where the guide promises nothing, or a fact it depends on is not known yet.</param>
/// <param name="KnownFrom">When it was entered, where it was filed on paper before; null otherwise.</param>
/// <param name="Missing">Facts that were asked for and are not known; whoever needs one waits for the requester.</param>
public sealed record MatterFiled(
    MatterId Matter, string Number, string Type, string Version, UnitId? Place, FixedList<BoundRole> Roles, ActorId Requester, ActorId? Helper, Consent? Consent, Channel Channel,
    UnitId Holder, TimeLimit? Promise, DateTimeOffset? FirstAnswerDue, FixedList<string> Given, FixedList<string> Missing, PersonalText? Said, FixedList<PersonalValue> Values, DateTimeOffset? KnownFrom, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-filed/1";

    public string Wire => Name;
}

public static class FilingMatters
{
    /// <summary>
    /// Whatever is filed is taken, also where facts are missing: they are listed, and asked for when a step needs them. Only what the matter is about
    /// and where it is must be known, for without them nobody can be found to do anything.
    /// </summary>
    public static Outcome Decide(FileMatter act, Circumstances circumstances) => Decide(act, null, null, circumstances);

    /// <summary>For another only with their consent, and by somebody else.</summary>
    public static Outcome Decide(FileForAnother act, Circumstances circumstances) =>
        act.Helper == act.Filing.Requester ? ProcessRefusals.FiledForOneself
        : act.Consent is null ? ProcessRefusals.ConsentMissing
        : Decide(act.Filing, act.Helper, act.Consent, circumstances);

    private static Outcome Decide(FileMatter act, ActorId? helper, Consent? consent, Circumstances circumstances)
    {
        if (circumstances.When > circumstances.Now) return ProcessRefusals.HappenedInTheFuture;
        if (circumstances.Structure.Matters.On(act.Type, circumstances.Day) is not { } type || circumstances.Flows.Of(act.Type, circumstances.Day) is not { } flow) return Named.MatterType(act.Type, circumstances.Structure);
        // Only a neighbour's record brings matters by its own channel, and only for the requesters whom it names.
        if (act.Channel == Channel.Exchange && (helper is not null || !circumstances.Structure.Neighbours.All.Any(one => act.Requester.Text.StartsWith(one.Id + ".", StringComparison.Ordinal)))) return ProcessRefusals.ChannelOfNeighbours;
        if (type.Place is not null && (act.Place is not { } place || circumstances.Today.Unit(place.Text) is null)) return Named.Place(type, act.Place);
        if (RolesMissing(type, act) is { Count: > 0 } missing) return Named.Role(missing);

        var holder = HolderOf(type, act, circumstances);
        if (holder is null) return Named.Place(type, act.Place);
        var filed = new MatterFiled(
            act.Matter, act.Number, act.Type, act.Version, act.Place, act.Roles, act.Requester, helper, consent, act.Channel, holder.Value, null, null,
            act.Given.ConvertAll(static one => one.Fact), [], act.Said, act.Given.ConvertAll(static one => one.ToPersonal()), circumstances.KnownFrom, circumstances.When);
        if (!ReferenceEquals(circumstances.Given, act.Given)) circumstances = circumstances with { Given = act.Given };
        var begun = FoldingMatters.Begin(filed);
        var facts = new FactsOfMatter(begun, flow.Scope, circumstances);
        var lacking = FactsMissing(flow, act, circumstances.Held is { } held ? new FactsOfMatter(begun, flow.Scope, circumstances with { Known = held }) : facts, circumstances.Flows);
        var promise = LimitOf(type.Guide.Promise, type, facts, circumstances.Flows);
        DateTimeOffset? answer = LimitOf(type.Guide.FirstAnswer, type, facts, circumstances.Flows) is { } limit ? circumstances.Times.Due(filed.Happened, limit) : null;
        if (promise is not null || answer is not null || !lacking.IsEmpty)
        {
            filed = filed with { Missing = lacking, Promise = promise, FirstAnswerDue = answer };
            begun = FoldingMatters.Begin(filed);
        }

        var events = circumstances.Events();
        events.Add(filed);
        return AdvancingFlows.Accept(begun, circumstances, events);
    }

    /// <summary>Roles that are asked for and bound to nothing.</summary>
    private static List<Role>? RolesMissing(MatterType type, FileMatter act)
    {
        List<Role>? missing = null;
        for (var at = 0; at < type.About.Count; at++)
        {
            var role = type.About[at];
            var isBound = false;
            foreach (var bound in act.Roles) isBound |= bound.Role == role.Name;
            if (!isBound && type.Asks.Any(asked => asked.Id == role.Name)) (missing ??= []).Add(role);
        }

        return missing;
    }

    /// <summary>What is asked for and is not known. What was given by its own name is, and needs no reckoning.</summary>
    private static FixedList<string> FactsMissing(CompiledFlow flow, FileMatter act, FactsOfMatter facts, MatterFlows flows)
    {
        var allKnown = true;
        foreach (var one in act.Given) allKnown &= one.Value.IsKnown;
        List<string>? missing = null;
        for (var at = 0; at < flow.Matter.Asks.Count; at++)
        {
            var asked = flow.Matter.Asks[at].Id;
            if (allKnown && IsGivenByName(asked, act, flow)) continue;
            if (flows.Formula(flow.Matter, asked)?.Evaluate(facts).IsKnown == false) (missing ??= []).Add(asked);
        }

        return missing is null ? [] : [.. missing];
    }

    /// <summary>
    /// Whether a name such as "premises.area" stands among the facts as it is asked for, and its first part is a role with a row, and nothing else that goes by that name; or whether the name is that
    /// of such a role.
    /// </summary>
    private static bool IsGivenByName(string asked, FileMatter act, CompiledFlow flow)
    {
        var dot = asked.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return IsRoleWithRow(asked, act, flow);
        foreach (var one in act.Given)
            if (one.Fact == asked) return dot > 0 && asked.LastIndexOf('.') == dot && IsRoleWithRow(asked.AsSpan(0, dot), act, flow);
        return false;
    }

    private static bool IsRoleWithRow(ReadOnlySpan<char> name, FileMatter act, CompiledFlow flow)
    {
        foreach (var role in act.Roles)
            if (name.SequenceEqual(role.Role)) return role.Role is not ("matter" or "standard" or "day" or "unit" or "actor") && flow.Find(role.Role) is null;
        return false;
    }

    private static TimeLimit? LimitOf(Term? term, MatterType type, FactsOfMatter facts, MatterFlows flows) => term?.Fixed ?? (term?.Formula is { } formula ? flows.Formula(type, formula.Text)?.Evaluate(facts).Limit : null);

    /// <summary>Whoever is to receive it; else who leads the duty; else the unit at the top.</summary>
    private static UnitId? HolderOf(MatterType type, FileMatter act, Circumstances circumstances)
    {
        foreach (var step in type.Steps)
        {
            if (step.Kind != StepKind.Receive) continue;
            if (step.By is { At: null } role && FindingPerformers.UnitIn(act.Roles, type, role.Post) is { } named && circumstances.Today.Unit(named.Text) is not null) return named;
            if (step.By is { } by && FindingPerformers.Nearest(act.Place, by, circumstances.Today) is { } receiver) return receiver.Unit;
            break;
        }

        return FindingPerformers.Lead(act.Place, type.Duty.Id, circumstances) ?? (circumstances.Today.Top is { } top ? new UnitId(top.Id) : null);
    }
}
