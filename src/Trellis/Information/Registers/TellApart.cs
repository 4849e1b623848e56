namespace Trellis.Information.Registers;

/// <summary>
/// Somebody looked at two rows that may be one and says that they are two. The pair is proposed no more until something by which the rows are compared is another value than it was then.
/// It is taken back like a link, by <see cref="UndoLink"/>.
/// </summary>
public sealed record TellApart(RowId One, RowId Other, PersonalText? Reason) : IAct
{
    public const string Name = "tell-apart";

    public string Word => Name;
}

public sealed record SubjectsToldApart(RowId One, RowId Other, UnitId? Unit, ActorId? Person, PersonalText? Reason, DateTimeOffset Happened) : IEvent
{
    public const string Name = "subjects-told-apart/1";

    public string Wire => Name;
}

public static class TellingApart
{
    /// <summary>By whoever may link rows of the register.</summary>
    /// <param name="other">The other row with all that are linked to it; the one row and its own stand in the sight.</param>
    /// <param name="between">What was said of the two before and holds.</param>
    public static Outcome Decide(TellApart act, KnownGroup other, IEnumerable<SubjectLink> between, Sight sight)
    {
        ArgumentNullException.ThrowIfNull(sight);
        if (act.One == act.Other) return InformationRefusals.LinkedToItself;
        if (act.One.Register != act.Other.Register) return InformationRefusals.OfTwoRegisters;
        if (sight.Structure.Registers.On(act.One.Register, sight.Day) is not { } register) return TypingItems.NoSuchRegister(act.One.Register, sight.Structure);
        if (Voices.Of(register, null, act.One, sight) is Voice.Nobody or Voice.Proposes) return RecordingValues.NotYours(register, null);
        if (sight.Group.First is not { } one || other.First is not { } two) return InformationRefusals.NoSuchSubject;
        if (act.Reason?.Written is null) return InformationRefusals.ReasonMissing;
        if (sight.Group.Subjects.Exists(known => known.Id == act.Other)) return InformationRefusals.LinkedAlready;
        if (between.Any(link => StillHolds(link, one, two, item => IsCompared(sight, act.One.Register, item)))) return InformationRefusals.ToldApart;
        return Outcome.Accept(new SubjectsToldApart(act.One, act.Other, sight.By.Unit, sight.By.PersonOrNone, act.Reason, sight.Now));
    }

    /// <summary>Whether two rows were told apart by what they still say: no item by which rows are compared was said to be anything else since.</summary>
    /// <param name="isCompared">Items without their register.</param>
    public static bool StillHolds(SubjectLink apart, Subject one, Subject other, Func<string, bool> isCompared)
    {
        ArgumentNullException.ThrowIfNull(apart);
        return apart is { IsApart: true, Undone: null } && Same(one) && Same(other);

        bool Same(Subject subject)
        {
            // Of each item what was said last, as it is compared; claims stand in their order.
            var (then, now) = (new Dictionary<string, long>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
            foreach (var claim in subject.Claims)
            {
                if (!isCompared(claim.Item)) continue;
                now[claim.Item] = claim.Same;
                if (claim.Position < apart.Linked.Position) then[claim.Item] = claim.Same;
            }

            return now.Count == then.Count && now.All(one => then.TryGetValue(one.Key, out var before) && before == one.Value);
        }
    }

    internal static bool IsCompared(Sight sight, string register, string item) => sight.Item(register, item) is { FoundAs: not null };
}
