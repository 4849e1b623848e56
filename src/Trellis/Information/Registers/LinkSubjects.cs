namespace Trellis.Information.Registers;

/// <summary>Somebody confirms that two rows are the same person, organisation or place. Both stay as they are; reads follow the link under the purposes that it names.</summary>
/// <param name="Purposes">Declared in the structure; at least one.</param>
/// <param name="Reasons">Why they are thought to be the same: words, such as "same-number".</param>
public sealed record LinkSubjects(RowId One, RowId Other, FixedList<string> Purposes, FixedList<string> Reasons, PersonalText? Said) : IAct
{
    public const string Name = "link-subjects";

    public string Word => Name;
}

public sealed record SubjectsLinked(RowId One, RowId Other, FixedList<string> Purposes, FixedList<string> Reasons, FixedList<SameClaims> Same, UnitId? Unit, ActorId? Person, PersonalText? Said, DateTimeOffset Happened) : IEvent
{
    public const string Name = "subjects-linked/1";

    public string Wire => Name;
}

/// <summary>They are not the same after all; or, where they were told apart, they may be the same again. Both rows are again what they were, with what was recorded of each since.</summary>
public sealed record UndoLink(RowId One, RowId Other, PersonalText? Reason) : IAct
{
    public const string Name = "undo-link";

    public string Word => Name;
}

/// <param name="Link">The position of the entry that linked them.</param>
public sealed record LinkUndone(RowId One, RowId Other, long Link, UnitId? Unit, ActorId? Person, PersonalText? Reason, DateTimeOffset Happened) : IEvent
{
    public const string Name = "link-undone/1";

    public string Wire => Name;
}

public static class LinkingSubjects
{
    /// <summary>By whoever owns or collects items of the register, for purposes that their unit may act under.</summary>
    /// <param name="other">The other row with all that are linked to it; the one row and its own stand in the sight.</param>
    /// <param name="between">What was said of the two before and holds.</param>
    public static Outcome Decide(LinkSubjects act, KnownGroup other, IEnumerable<SubjectLink> between, Sight sight)
    {
        if (act.One == act.Other) return InformationRefusals.LinkedToItself;
        if (act.One.Register != act.Other.Register) return InformationRefusals.OfTwoRegisters;
        if (sight.Structure.Registers.On(act.One.Register, sight.Day) is not { } register) return TypingItems.NoSuchRegister(act.One.Register, sight.Structure);
        if (Voices.Of(register, null, act.One, sight) is Voice.Nobody or Voice.Proposes) return RecordingValues.NotYours(register, null);
        if (sight.Group.First is not { } one || other.First is not { } two) return InformationRefusals.NoSuchSubject;
        if (sight.Group.IsErased(one) || other.IsErased(two)) return InformationRefusals.Erased;
        if (act.Purposes.IsEmpty) return InformationRefusals.NoSuchPurpose.Naming("没有写明用途。", "None is named.");
        foreach (var purpose in act.Purposes)
        {
            if (sight.Structure.Purposes.On(purpose, sight.Day) is not { } declared) return InformationRefusals.NoSuchPurpose.Naming($"没有 {Excerpt.Of(purpose, 60)}。", $"There is no {Excerpt.Of(purpose, 60)}.");
            if (!MayActUnder(declared, sight)) return InformationRefusals.PurposeNotForUnit.Naming($"用途是 {purpose}。", $"It is {purpose}.");
        }

        if (act.Reasons.IsEmpty) return InformationRefusals.ReasonMissing;
        if (sight.Group.Subjects.Exists(known => known.Id == act.Other)) return InformationRefusals.LinkedAlready;
        if (between.Any(link => TellingApart.StillHolds(link, one, two, item => TellingApart.IsCompared(sight, act.One.Register, item)))) return InformationRefusals.ToldApart;
        if (sight.Group.Subjects.Count + other.Subjects.Count > KnownGroup.Most) return InformationRefusals.GroupTooLarge;
        var written = new Dictionary<(long, string), string>(sight.Group.Written);
        foreach (var (key, value) in other.Written) written[key] = value;
        var both = sight.Group with { Written = written };
        FixedList<SameClaims> same = [.. from left in Latest(sight.Group) from right in Latest(other) where left.Item == right.Item && both.SaySame(left, right) select new SameClaims(left.Item, left.Position, right.Position)];
        return Outcome.Accept(new SubjectsLinked(act.One, act.Other, act.Purposes, act.Reasons, same, sight.By.Unit, sight.By.PersonOrNone, act.Said, sight.Now));
    }

    /// <param name="link">The link between the two that holds, or what told them apart; null where there is neither.</param>
    public static Outcome Decide(UndoLink act, SubjectLink? link, Sight sight)
    {
        if (sight.Structure.Registers.On(act.One.Register, sight.Day) is not { } register) return TypingItems.NoSuchRegister(act.One.Register, sight.Structure);
        if (Voices.Of(register, null, act.One, sight) is Voice.Nobody or Voice.Proposes) return RecordingValues.NotYours(register, null);
        if (link is null) return InformationRefusals.NotLinked;
        if (act.Reason?.Written is null) return InformationRefusals.ReasonMissing;
        return Outcome.Accept(new LinkUndone(link.One, link.Other, link.Linked.Position, sight.By.Unit, sight.By.PersonOrNone, act.Reason, sight.Now));
    }

    /// <summary>Links after an event; the newest last.</summary>
    public static FixedList<SubjectLink> Apply(FixedList<SubjectLink> before, IEvent happened, long position, DateTimeOffset at) => happened switch
    {
        SubjectsLinked one => before.Add(new SubjectLink(one.One, one.Other, one.Purposes, one.Reasons, one.Same, new Provenance(ValueSource.Act, one.Unit, one.Person, null, at, position), null)),
        SubjectsToldApart one => before.Add(new SubjectLink(one.One, one.Other, [], [], [], new Provenance(ValueSource.Act, one.Unit, one.Person, null, at, position), null)),
        LinkUndone one when before.Find(link => link.Linked.Position == one.Link) is { } link => before.Replace(link, link with { Undone = new Provenance(ValueSource.Act, one.Unit, one.Person, null, at, position) }),
        _ => before,
    };

    /// <summary>Units of the state may act under every purpose; others only where it names their kind.</summary>
    public static bool MayActUnder(Structure.Purpose purpose, Sight sight)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ArgumentNullException.ThrowIfNull(sight);
        if (sight.By is not Actor.Officer officer) return sight.By is Actor.TheSystem;
        return sight.Today.Unit(officer.Seat.Unit.Text) is { } unit && (purpose.Actors.Count == 0 ? unit.UnitKind == Structure.UnitKind.Government : purpose.Actors.Contains(Structure.Vocabulary.Words.UnitKinds[(int)unit.UnitKind]));
    }

    /// <summary>One claim of each that says something of its own, so that a long history does not make a long entry.</summary>
    private static IEnumerable<Claim> Latest(KnownGroup group) =>
        group.Subjects.SelectMany(static subject => subject.Claims.Where(claim => claim.Position >= subject.Begun)).GroupBy(static claim => (claim.Item, claim.Same)).Select(static one => one.Last());
}
