namespace Trellis.Information.Registers;

/// <summary>A row of a register begins, with what is known of it.</summary>
/// <param name="Subject">Runtime mints the key where it is empty. Where values were erased, the same row is entered anew.</param>
public sealed record EnterSubject(RowId Subject, FixedList<ItemGiven> Items, SourceGiven Source) : IAct
{
    public const string Name = "enter-subject";

    public string Word => Name;
}

public sealed record SubjectEntered(RowId Subject, ValuesSaid Said, DateTimeOffset Happened) : IEvent
{
    public const string Name = "subject-entered/1";

    public string Wire => Name;
}

public static class EnteringSubjects
{
    public const int LongestKey = 120;

    /// <summary>By whoever may record one of the register's items. A row that is there is entered again only after an erasure.</summary>
    public static Outcome Decide(EnterSubject act, Sight sight)
    {
        if (sight.Structure.Registers.On(act.Subject.Register, sight.Day) is not { } register) return TypingItems.NoSuchRegister(act.Subject.Register, sight.Structure);
        if (!IsKey(act.Subject.Key)) return InformationRefusals.KeyUnreadable;
        var voice = Voices.Of(register, null, act.Subject, sight);
        if (voice is Voice.Nobody or Voice.Proposes) return RecordingValues.NotYours(register, null);
        if (sight.Group.First is { } known && !sight.Group.IsErased(known)) return InformationRefusals.EnteredAlready;
        return RecordingValues.Check(act.Subject, act.Items, act.Source, register, sight, out var said) is { } why
            ? why
            : Outcome.Accept(new SubjectEntered(act.Subject, said! with { ByOwner = voice == Voice.Owns }, sight.Now));
    }

    /// <summary>Whether a row could have this name; one that could not is in no register.</summary>
    public static bool MayBe(RowId row) => IsKey(row.Key) && row.Register is { Length: > 0 and <= LongestKey } register && register.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private static bool IsKey(string key) => key.Length is > 0 and <= LongestKey && key.All(static letter => char.IsAsciiLetterOrDigit(letter) || "._-:@#+=".Contains(letter, StringComparison.Ordinal));
}
