using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>Whose concern it is lets anybody follow how it goes: its type, place, number, steps and clocks, and never who filed it or what anybody wrote.</summary>
public sealed record PublishMatter(MatterId Matter) : IAct
{
    public const string Name = "publish-matter";

    public string Word => Name;
}

public sealed record MatterPublished(MatterId Matter, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-published/1";

    public string Wire => Name;
}

/// <summary>They take that back. From then on nobody finds it; what somebody copied before stays theirs.</summary>
public sealed record UnpublishMatter(MatterId Matter) : IAct
{
    public const string Name = "unpublish-matter";

    public string Word => Name;
}

public sealed record MatterUnpublished(MatterId Matter, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-unpublished/1";

    public string Wire => Name;
}

public static class PublishingMatters
{
    /// <summary>At any time, also after it is closed, by the requester alone: nobody lays open what is another's, not even who filed it for them.</summary>
    public static Outcome Decide(Matter matter, PublishMatter act, Circumstances circumstances) =>
        WhyNotTheirs(matter, circumstances) is { } no ? no
        : matter.Published is not null ? ProcessRefusals.PublicAlready
        : AdvancingFlows.FlowOf(matter, circumstances) is not { } flow || IsConfidential(flow.Matter, circumstances.Structure, circumstances.Today.Day) ? ProcessRefusals.ConfidentialType
        : ConcernsOthers(matter, circumstances.Structure) ? ProcessRefusals.ConcernsOthers
        : Outcome.Accept(new MatterPublished(matter.Id, circumstances.When));

    public static Outcome Decide(Matter matter, UnpublishMatter act, Circumstances circumstances) =>
        WhyNotTheirs(matter, circumstances) is { } no ? no
        : matter.Published is null ? ProcessRefusals.NotPublic
        : Outcome.Accept(new MatterUnpublished(matter.Id, circumstances.When));

    /// <summary>
    /// A type whose matters tell by themselves what nobody should know of another: one that serves people's rights over what is held of them, one under whose purpose looks may be told later, and one in which
    /// anything is asked, used or given that the structure holds to be sensitive, or shares with nobody but its owner; also in a part of it.
    /// </summary>
    public static bool IsConfidential(MatterType type, GovernanceStructure structure, DateOnly day) => IsConfidential(type, structure, day, []);

    /// <summary>Whether the requester may make it public, as far as that hangs on the matter and its type alone.</summary>
    public static bool MayBePublic(Matter matter, MatterType type, GovernanceStructure structure, DateOnly day) => !IsConfidential(type, structure, day) && !ConcernsOthers(matter, structure);

    private static bool IsConfidential(MatterType type, GovernanceStructure structure, DateOnly day, HashSet<string> asked)
    {
        if (!asked.Add(type.Id)) return false;
        if (type.Rights.Count > 0 || structure.Purposes.On(type.Purpose?.Id, day)?.Covert is not null) return true;
        var names = FormulaNames.Of(structure, type);
        if (type.Asks.Concat(type.Steps.SelectMany(static step => step.Uses.Concat(step.Gives))).Any(fact => names.ItemOf(fact.Id, day) is { } item && (item.Personal == Personal.Sensitive || item.Sharing == Sharing.OwnerOnly))) return true;
        return type.Flow.All.OfType<FlowPart.Part>().Any(part => structure.Matters.On(part.Matter.Id, day) is not { } inner || IsConfidential(inner, structure, day, asked));
    }

    /// <summary>Whether it is about somebody besides the requester: a row of a register in which anything sensitive is held is a person, or people.</summary>
    private static bool ConcernsOthers(Matter matter, GovernanceStructure structure) =>
        matter.Roles.Exists(role => role.Row.Key != matter.FiledFor.Text && structure.Items.All.Any(item => item.RegisterId == role.Row.Register && item.Personal == Personal.Sensitive));

    private static Refusal? WhyNotTheirs(Matter matter, Circumstances circumstances) =>
        BeforeAnAct.AskTime(circumstances, matter.Filed) is { } no ? no
        : circumstances.By is not Actor.Resident { Person: var person } || person != matter.FiledFor ? ProcessRefusals.OnlyForTheRequester
        : null;
}
