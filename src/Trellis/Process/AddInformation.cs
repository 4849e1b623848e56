using Trellis.Process.Flows;
using Trellis.Process.Matters;

namespace Trellis.Process;

/// <summary>The requester, an officer at work on the matter, or a register gives facts. A paused matter takes them too.</summary>
public sealed record AddInformation(MatterId Matter, FixedList<GivenItem> Given, PersonalText? Said = null) : IAct
{
    public const string Name = "add-information";

    public string Word => Name;
}

/// <param name="From">The unit that gave it; null for the requester.</param>
public sealed record InformationAdded(MatterId Matter, UnitId? From, FixedList<string> Given, PersonalText? Said, FixedList<PersonalValue> Values, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "information-added/1";

    public string Wire => Name;
}

public static class AddingInformation
{
    /// <summary>Whoever has a part in the matter may give facts; what waited for them goes on at once.</summary>
    public static Outcome Decide(Matter matter, AddInformation act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (act.Given.IsEmpty && act.Said is null) return ProcessRefusals.NothingGiven;
        if (WhyNotTheirs(matter, circumstances.By) is { } another) return another;
        var added = new InformationAdded(matter.Id, circumstances.By.Unit, [.. act.Given.Select(static one => one.Fact)], act.Said, [.. act.Given.Select(static one => one.ToPersonal())], circumstances.When);
        return AdvancingFlows.AcceptGiven(matter, circumstances, act.Given, added);
    }

    /// <summary>Null for whoever has a part in the matter.</summary>
    internal static Refusal? WhyNotTheirs(Matter matter, Actor by) =>
        by is Actor.Resident && !BeforeAnAct.IsRequester(matter, by) && !matter.Roles.Exists(role => role.Row.Key == by.PersonOrNone?.Text) ? ProcessRefusals.NotTheRequester
        : by is Actor.Officer officer && matter.FiledBy != officer.Person && !SeeingMatters.HasAPart(matter, officer.Seat.Unit) ? Named.Holder(matter)
        : null;
}
