namespace Trellis.Information.Registers;

/// <summary>The table of a department is about to be read into a register. Entered once, before its first row, so that the record says what was taken, on what basis and for what.</summary>
/// <param name="Import">By which the entries of its rows name it.</param>
/// <param name="List">The name of the list, as its mapping says.</param>
/// <param name="Mapping">SHA-256 of the mapping.</param>
/// <param name="Table">SHA-256 of the table.</param>
/// <param name="Basis">The article on which the list may be taken.</param>
/// <param name="Purpose">For what its rows may be compared and linked; null where the mapping names nothing.</param>
public sealed record BeginImport(string Import, string Register, string List, string Mapping, string Table, string Basis, string? Purpose) : IAct
{
    public const string Name = "begin-import";

    public string Word => Name;
}

public sealed record ImportBegun(string Import, string Register, string List, string Mapping, string Table, string Basis, string? Purpose, UnitId? Unit, ActorId? Person, DateTimeOffset Happened) : IEvent
{
    public const string Name = "import-begun/1";

    public string Wire => Name;
}

public static class BeginningImports
{
    /// <summary>By whoever may enter rows of the register, on an article in force, and for a purpose that their unit may act under.</summary>
    public static Outcome Decide(BeginImport act, Sight sight)
    {
        if (sight.Structure.Registers.On(act.Register, sight.Day) is not { } register) return TypingItems.NoSuchRegister(act.Register, sight.Structure);
        if (Voices.Of(register, null, default, sight) is Voice.Nobody or Voice.Proposes) return RecordingValues.NotYours(register, null);
        if (!SettlingValues.IsInForce([act.Basis], sight)) return InformationRefusals.BasisMissing;
        if (act.Purpose is { } named)
        {
            if (sight.Structure.Purposes.On(named, sight.Day) is not { } purpose) return InformationRefusals.NoSuchPurpose.Naming($"没有 {Excerpt.Of(named, 60)}。", $"There is no {Excerpt.Of(named, 60)}.");
            if (!LinkingSubjects.MayActUnder(purpose, sight)) return InformationRefusals.PurposeNotForUnit.Naming($"用途是 {named}。", $"It is {named}.");
        }

        return Outcome.Accept(new ImportBegun(act.Import, act.Register, act.List, act.Mapping, act.Table, act.Basis, act.Purpose, sight.By.Unit, sight.By.PersonOrNone, sight.Now)).Under([act.Basis]);
    }
}
