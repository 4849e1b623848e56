namespace Trellis.Information.Forms;

/// <summary>One handing in of a form, or of a section of it.</summary>
/// <param name="Section">Empty for the part of the filler.</param>
/// <param name="Number">1 for the submission, more for corrections. All of them stay.</param>
public sealed record FormVersion(string Section, int Number, PostAt By, DateTimeOffset At);

/// <summary>What became of one form at one unit for one occasion: the fold of its events. It holds counts and no value that anybody gave.</summary>
public sealed record FormFile(string Form, UnitId Unit, string Occasion)
{
    public FixedList<FormVersion> Versions { get; init; } = [];

    /// <summary>Sections that were sent back and wait to be corrected; the empty one is the part of the filler.</summary>
    public FixedList<string> Returned { get; init; } = [];

    /// <summary>The last version of a section; null where it was not handed in.</summary>
    public FormVersion? Last(string section) => Versions.FindLast(one => one.Section == section);

    public bool IsReturned(string section) => Returned.Contains(section);

    /// <summary>When everything was in for the first time; null while something is missing.</summary>
    public DateTimeOffset? CompleteAt(OwedForm owed)
    {
        ArgumentNullException.ThrowIfNull(owed);
        DateTimeOffset? complete = null;
        foreach (var section in owed.Sections.Select(static one => one.Id).Append(""))
        {
            if (Versions.Find(one => one.Section == section) is not { At: var at }) return null;
            if (complete is null || at > complete) complete = at;
        }

        return complete;
    }

    public FormFile After(IEvent happened) => happened switch
    {
        FormSubmitted one => this with { Versions = Versions.Add(one.Handed.Version), Returned = Returned.RemoveAll(section => section == one.Handed.Section) },
        FormCorrected one => this with { Versions = Versions.Add(one.Handed.Version), Returned = Returned.RemoveAll(section => section == one.Handed.Section) },
        FormReturned one => this with { Returned = IsReturned(one.Section) ? Returned : Returned.Add(one.Section) },
        _ => this,
    };
}

/// <summary>Whether a form is asked at all: the fold of its suspensions and renewals.</summary>
/// <param name="Suspended">Since when nobody has to fill it in; null while it is asked.</param>
/// <param name="Renewed">When its owner last said why it is still needed; null where they never had to.</param>
public sealed record FormStanding(DateTimeOffset? Suspended, DateTimeOffset? Renewed)
{
    public static FormStanding Asked { get; } = new(null, null);

    public FormStanding After(IEvent happened) => happened switch
    {
        FormSuspended one => this with { Suspended = one.Happened },
        FormRenewed one => new FormStanding(null, one.Happened),
        _ => this,
    };
}
