namespace Trellis.Information.Registers;

/// <summary>A subject is in the register no more.</summary>
/// <param name="Day">Its last day.</param>
/// <param name="After">What ended it: the word of <c>keep.after</c> where that is what happened, such as "left"; then its values are kept for so long from that day on.</param>
public sealed record EndSubject(RowId Subject, DateOnly Day, string After) : IAct
{
    public const string Name = "end-subject";

    public string Word => Name;
}

public sealed record SubjectEnded(RowId Subject, DateOnly Day, string After, UnitId? Unit, ActorId? Person, DateTimeOffset Happened) : IEvent
{
    public const string Name = "subject-ended/1";

    public string Wire => Name;

    internal Provenance Provenance(long position, DateTimeOffset at) => new(ValueSource.Act, Unit, Person, null, at, position);
}

public static class EndingSubjects
{
    /// <summary>By whoever may record one of the register's items.</summary>
    public static Outcome Decide(EndSubject act, Sight sight)
    {
        if (sight.Structure.Registers.On(act.Subject.Register, sight.Day) is not { } register) return TypingItems.NoSuchRegister(act.Subject.Register, sight.Structure);
        if (Voices.Of(register, null, act.Subject, sight) is Voice.Nobody or Voice.Proposes) return RecordingValues.NotYours(register, null);
        return sight.Group.First switch
        {
            null => InformationRefusals.NoSuchSubject,
            { Ending: not null } => InformationRefusals.EndedAlready,
            var known when sight.Group.IsErased(known) => InformationRefusals.Erased,
            _ when act.Day > sight.Day => InformationRefusals.EndsInTheFuture,
            _ => Outcome.Accept(new SubjectEnded(act.Subject, act.Day, act.After, sight.By.Unit, sight.By.PersonOrNone, sight.Now)),
        };
    }
}
