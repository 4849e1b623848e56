using Trellis.Structure;

namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A matter type that nobody filed, or a form that nobody handed in, in half a year and more that both it and the record have been there. Counted and not estimated: there is no chance in it, so it is a fact and no test.</summary>
internal static class IdleSinceLaunch
{
    public const int Days = 180;

    public static IEnumerable<Tested> Find(RecordEvidence evidence)
    {
        var (counts, today) = (evidence.Counts, evidence.Today);
        var begun = DateOnly.FromDateTime(counts.First!.Value.DateTime);
        foreach (var type in today.Structure.Matters.All.Where(one => Lives(one) && one.OpenedBy is null && !counts.Filed.Contains(one.Id)).OrderBy(static one => one.Id, StringComparer.Ordinal))
            yield return Of(type, SubjectKind.MatterType);
        // Where no form at all is handed in they are kept elsewhere, and nothing can be said of one.
        if (counts.Forms.HandedIn.Count == 0) yield break;
        foreach (var form in today.Structure.Forms.All.Where(one => Lives(one) && one.Every is not null && !counts.Forms.HandedIn.Contains(one.Id)).OrderBy(static one => one.Id, StringComparer.Ordinal))
            yield return Of(form, SubjectKind.Form);

        bool Lives(Entry entry) => entry.HoldsOn(today.Day) && today.Day.DayNumber - DaysFrom(entry) >= Days;
        int DaysFrom(Entry entry) => Math.Max(entry.From.DayNumber, begun.DayNumber);
        Tested Of(Entry entry, SubjectKind kind) =>
            Tested.Fact(() => new Measured(MeasureUnit.Count, 0, 1, today.Day.DayNumber - DaysFrom(entry), []), () => Tell(entry, kind, today.Day.DayNumber - DaysFrom(entry)));
    }

    private static Told Tell(Entry entry, SubjectKind kind, int days) => new()
    {
        Who = new FindingSubject(kind, entry.Id),
        Measure = kind == SubjectKind.Form ? new("报送的次数", "times it was handed in") : new("提出的件数", "matters that were filed"),
        Says = kind == SubjectKind.Form
            ? new($"表格「{entry.Name.Zh}」在记录的 {days} 天里没有人报过。", $"The form \"{entry.Name.En}\" was not handed in once in the {days} days of the record.")
            : new($"事项「{entry.Name.Zh}」在记录的 {days} 天里没有人提出过。", $"No matter of \"{entry.Name.En}\" was filed in the {days} days of the record."),
        Innocent =
        [
            new(new("刚设立的：满半年才算。", "It was just set up: half a year has to pass."), true),
            new(new("本来就少见（灾害、换届），备着用的。", "It is for what is rare (a disaster, an election), and kept ready."), false),
            new(new("仍在别的系统里办。", "It is still done in another system."), false),
        ],
        Clears = new("说明为什么备着；或撤下来（to），没有人提出异议。", "Say what it is kept for; or end it (to), and nobody objects."),
    };
}
