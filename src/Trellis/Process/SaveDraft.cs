using Trellis.Process.Matters;

namespace Trellis.Process;

/// <summary>Somebody is not ready to file and wants to go on later.</summary>
public sealed record SaveDraft(string Type, ActorId Writer, FixedList<GivenItem> Given, PersonalText? Said = null) : IAct
{
    public const string Name = "save-draft";

    public string Word => Name;
}

/// <summary>
/// What is kept of a draft. It is no event and no entry: nothing has happened yet, and what somebody thought of asking is nobody's business.
/// The desk keeps it beside the record, under the writer's own key, and shows it to the writer alone; filing it, or its last day, deletes it.
/// </summary>
/// <param name="KeptUntil">The last moment; a draft that is saved again gets a new one.</param>
public sealed record Draft(string Type, ActorId Writer, FixedList<PersonalValue> Values, PersonalText? Said, DateTimeOffset Saved, DateTimeOffset KeptUntil);

/// <summary>What comes of saving: a draft, or a refusal. Not an <see cref="Outcome"/>, so that no draft can be entered by mistake.</summary>
public abstract record DraftOutcome
{
    private DraftOutcome() { }

    public sealed record Kept(Draft Draft) : DraftOutcome;

    public sealed record Refused(Refusal Why) : DraftOutcome;
}

public static class SavingDrafts
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static DraftOutcome Decide(SaveDraft act, Circumstances circumstances) =>
        circumstances.Structure.Matters.On(act.Type, circumstances.Day) is null ? new DraftOutcome.Refused(ProcessRefusals.NoSuchMatterType)
        : new DraftOutcome.Kept(new Draft(act.Type, act.Writer, [.. act.Given.Select(static one => one.ToPersonal())], act.Said, circumstances.Now, circumstances.Now + Kept));
}
