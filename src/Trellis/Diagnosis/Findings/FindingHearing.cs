namespace Trellis.Diagnosis.Findings;

/// <summary>What a unit said to a finding about it.</summary>
/// <param name="Position">Of its entry in the record.</param>
public sealed record UnitAnswer(long Position, PostAt By, DateOnly Day)
{
    /// <summary>What it says; null where the words are sealed and were not opened, or were erased.</summary>
    public string? Said { get; init; }

    /// <summary>Which of the innocent explanations it says holds; null where it names none, or the words are sealed.</summary>
    public Text? Claims { get; init; }
}

/// <summary>
/// How far a finding about units has been heard: they see it before anybody else, and what they answer stands beside it. Until each of them has answered, or the time to do so is over, it is nobody else's to read.
/// </summary>
/// <param name="Units">Of whom it is said.</param>
/// <param name="Number">The entry by which they were told of it, which is its number as long as it lasts; null where nobody has told them yet.</param>
/// <param name="Since">When they were told; null where nobody has.</param>
/// <param name="Until">The last day on which it waits for them alone; null where nobody has told them.</param>
/// <param name="AsOf">The day on which the record was read.</param>
/// <param name="Answers">In the order of the record: who answered again is there again.</param>
public sealed record FindingHearing(IReadOnlyList<string> Units, long? Number, DateOnly? Since, DateOnly? Until, DateOnly AsOf, IReadOnlyList<UnitAnswer> Answers)
{
    /// <summary>Units that have not answered.</summary>
    public IReadOnlyList<string> Silent => [.. Units.Where(unit => !Answers.Any(answer => answer.By.Unit.Text == unit))];

    /// <summary>Whether it waited for its units, and was theirs alone, when the record was read.</summary>
    public bool Waits => WaitsOn(AsOf);

    /// <summary>Whether it waits on a day.</summary>
    public bool WaitsOn(DateOnly day) => Silent.Count > 0 && (Until is not { } last || day <= last);

    /// <summary>Whether somebody may read it on a day: its units always, others when it waits no longer.</summary>
    /// <param name="unit">For which they sit; null for none.</param>
    public bool IsFor(UnitId? unit, DateOnly day) => !WaitsOn(day) || IsOf(unit);

    public bool IsOf(UnitId? unit) => unit is { } own && Units.Contains(own.Text, StringComparer.Ordinal);

    /// <summary>The units that a finding is about; empty where it is about a rule, a step, a form or the whole.</summary>
    public static IReadOnlyList<string> UnitsOf(FindingSubject who)
    {
        ArgumentNullException.ThrowIfNull(who);
        return who.Kind switch
        {
            SubjectKind.Unit or SubjectKind.UnitPair => who.Names,
            // What it does, or counts, comes first.
            SubjectKind.StepInUnit or SubjectKind.IndicatorInUnit => [who.Names[^1]],
            _ => [],
        };
    }
}
