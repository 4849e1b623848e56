namespace Trellis.Information.Forms;

/// <summary>The unit that asks sends a form back, and says what is wrong with it.</summary>
public sealed record ReturnForm(string Form, UnitId Unit, string Occasion, string Section, PersonalText Reason) : IAct
{
    public const string Name = "return-form";

    public string Word => Name;
}

public sealed record FormReturned(string Form, UnitId Unit, string Occasion, string Section, int Number, PostAt By, PersonalText? Reason, DateTimeOffset Happened) : IEvent
{
    public const string Name = "form-returned/1";

    public string Wire => Name;
}

public static class ReturningForms
{
    /// <summary>By the unit that asks, with a reason, and each version once.</summary>
    public static Outcome Decide(ReturnForm act, FormCircumstances found)
    {
        if (found.By is not Actor.Officer officer) return FormRefusals.ForOfficers;
        if (found.Owed is not { } owed) return FormRefusals.NotOwed;
        if (officer.Seat.Unit.Text != owed.Form.AskedBy.Id) return FormRefusals.NotTheAsker.Naming($"要表的是 {owed.Form.AskedBy.Id}。", $"{owed.Form.AskedBy.Id} asks for it.");
        if (found.File.Last(act.Section) is not { } last) return FormRefusals.NotSubmitted;
        if (found.File.IsReturned(act.Section)) return FormRefusals.ReturnedAlready;
        if (string.IsNullOrWhiteSpace(act.Reason.Written)) return FormRefusals.ReasonMissing;
        return Outcome.Accept(new FormReturned(act.Form, act.Unit, act.Occasion, act.Section, last.Number, officer.Seat, act.Reason, found.Now));
    }
}

/// <summary>The filler gives a section, or all of a form, to another post of its unit or of one below; from then on that post owes it.</summary>
/// <param name="Section">Empty for the part of the filler.</param>
/// <param name="To">Null to take it back.</param>
public sealed record DelegateSection(string Form, UnitId Unit, string Section, PostAt? To) : IAct
{
    public const string Name = "delegate-section";

    public string Word => Name;
}

/// <param name="To">Null where it went back to the post of the structure.</param>
public sealed record SectionDelegated(string Form, UnitId Unit, string Section, PostAt By, PostAt? To, DateTimeOffset Happened) : IEvent
{
    public const string Name = "section-delegated/1";

    public string Wire => Name;
}

public static class DelegatingSections
{
    /// <summary>By the post that the structure names: what was given is not given on.</summary>
    /// <param name="form">In force today where the unit lies.</param>
    /// <param name="filler">The post that the structure names for the section at the unit; null where there is no such section.</param>
    /// <param name="isBelow">Whether there is such a post at the unit or at one below it.</param>
    public static Outcome Decide(DelegateSection act, Structure.Form? form, PostAt? filler, Func<PostAt, bool> isBelow, Actor by, DateTimeOffset now)
    {
        if (by is not Actor.Officer officer) return FormRefusals.ForOfficers;
        if (form is null) return FormRefusals.NoSuchForm;
        if (filler is not { } own) return FormRefusals.NoSuchSection.Naming($"{Excerpt.Of(act.Section, 60)}。", $"{Excerpt.Of(act.Section, 60)}.");
        if (officer.Seat != own) return FormRefusals.NotTheirSection.Naming($"由 {own} 填。", $"{own} fills it in.");
        if (act.To is { } to && !isBelow(to)) return FormRefusals.NoSuchPost.Naming($"{to}。", $"{to}.");
        return Outcome.Accept(new SectionDelegated(act.Form, act.Unit, act.Section, own, act.To == own ? null : act.To, now));
    }
}
