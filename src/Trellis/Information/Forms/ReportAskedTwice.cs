using Trellis.Structure;

namespace Trellis.Information.Forms;

/// <summary>Whoever fills in a form says of one field that it is asked twice. It opens a matter to the owner of the form, with a clock.</summary>
/// <param name="Item">The field.</param>
/// <param name="Other">The form that asks the same; null where the structure shows which.</param>
public sealed record ReportAskedTwice(string Form, UnitId Unit, string Item, string? Other, PersonalText? Said = null) : IAct
{
    public const string Name = "report-asked-twice";

    public string Word => Name;
}

/// <param name="Matter">In which the owner answers.</param>
public sealed record AskedTwiceReported(string Form, UnitId Unit, string Item, string? Other, PostAt By, MatterId Matter, PersonalText? Said, DateTimeOffset Happened) : IEvent
{
    public const string Name = "asked-twice-reported/1";

    public string Wire => Name;
}

public static class ReportingAskedTwice
{
    /// <summary>By any post of a unit that fills the form in, once as long as it is not answered. That another form asks it is for the owner to find out where the structure does not show it.</summary>
    /// <param name="form">In force today where the unit lies.</param>
    /// <param name="fills">Whether the unit fills it in, or types a section of it.</param>
    /// <param name="matterType">The matter type that the structure opens for it; null where it names none.</param>
    /// <param name="isOpen">Whether the unit's last report of this field is still being dealt with.</param>
    public static Refusal? WhyNot(ReportAskedTwice act, Structure.Form? form, bool fills, string? matterType, bool isOpen, Actor by)
    {
        if (by is not Actor.Officer officer) return FormRefusals.ForOfficers;
        if (form is null) return FormRefusals.NoSuchForm;
        if (!fills || officer.Seat.Unit != act.Unit) return FormRefusals.NotTheFiller;
        if (form.AllItems.All(item => item.Id != act.Item)) return FormRefusals.NotOnTheForm.Naming($"{Excerpt.Of(act.Item, 60)}。", $"{Excerpt.Of(act.Item, 60)}.");
        if (matterType is null) return FormRefusals.NobodyAnswers;
        return isOpen ? FormRefusals.ReportedAlready : null;
    }
}

/// <summary>A level adds what it thinks of a figure. The number stays what it is; the judgement stands beside it under the name of the post.</summary>
/// <param name="Entries">How many entries of the record the number was counted from, so that anybody can count it again.</param>
/// <param name="Number">As it was counted, in words of an entry.</param>
public sealed record JudgeFigure(string Indicator, UnitId Unit, string Period, long Entries, string Number, PersonalText Said) : IAct
{
    public const string Name = "judge-figure";

    public string Word => Name;
}

public sealed record FigureJudged(string Indicator, UnitId Unit, string Period, long Entries, string Number, PostAt By, PersonalText? Said, DateTimeOffset Happened) : IEvent
{
    public const string Name = "figure-judged/1";

    public string Wire => Name;
}

public static class JudgingFigures
{
    /// <summary>Whether a unit may judge what was counted of another: its own figures, and those of units below it or in its area.</summary>
    public static bool IsTheirLevel(UnitOnDay judging, UnitOnDay judged)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(judging);
        return judging == judged || judged.IsUnder(judging) || judging.Contains(judged);
    }

    /// <param name="isCounted">Whether there is such a figure, and it may be told.</param>
    /// <param name="isAbove">Whether the unit of the seat is the one that is counted, or one above it.</param>
    public static Outcome Decide(JudgeFigure act, bool isCounted, bool isAbove, Actor by, DateTimeOffset now)
    {
        if (by is not Actor.Officer officer) return FormRefusals.ForOfficers;
        if (!isCounted) return FormRefusals.NoSuchFigure;
        if (!isAbove) return FormRefusals.NotTheirLevel;
        if (string.IsNullOrWhiteSpace(act.Said.Written)) return FormRefusals.ReasonMissing;
        return Outcome.Accept(new FigureJudged(act.Indicator, act.Unit, act.Period, act.Entries, act.Number, officer.Seat, act.Said, now));
    }
}
