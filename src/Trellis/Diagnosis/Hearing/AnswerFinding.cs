using Trellis.Information.Forms;

namespace Trellis.Diagnosis.Hearing;

/// <summary>A unit answers a finding about it. What is found stays as it is; the answer stands beside it under the name of the post.</summary>
/// <param name="Finding">The entry by which the unit was told of it.</param>
/// <param name="Claims">Which of the explanations listed with the finding holds, counted from 1; null where none of them does.</param>
public sealed record AnswerFinding(long Finding, PersonalText Said, int? Claims = null) : IAct
{
    public const string Name = "answer-finding";

    public string Word => Name;
}

/// <summary>The units that a finding is about were told of it, before anybody else. From now on it waits for their answer. The position of this entry is the number of the finding as long as it lasts.</summary>
/// <param name="Code">Of the finding, such as TR6101.</param>
/// <param name="About">The kind of what it is about, such as step-in-unit.</param>
/// <param name="Names">What it is about, by ids.</param>
/// <param name="Rule">The entry of the structure that it leans on; null where it leans on none.</param>
public sealed record FindingTold(string Code, string About, FixedList<string> Names, string? Rule, DateTimeOffset Happened) : IEvent
{
    public const string Name = "finding-told/1";

    public string Wire => Name;
}

/// <param name="Claims">The explanation that the unit says holds, Chinese and English on a line each; null where it names none.</param>
public sealed record FindingAnswered(long Finding, PostAt By, PersonalText? Said, PersonalText? Claims, DateTimeOffset Happened) : IEvent
{
    public const string Name = "finding-answered/1";

    public string Wire => Name;
}

/// <summary>A finding as it stands when somebody answers it.</summary>
/// <param name="Units">Of whom it is said.</param>
/// <param name="Explanations">What else may explain it.</param>
public sealed record FindingToAnswer(FixedList<UnitId> Units, FixedList<Text> Explanations);

public static class AnsweringFindings
{
    public const int MostSaid = 4000;

    /// <summary>By an officer of a unit that it is about, as long as it is found. Who answered already answers again, and both answers stay.</summary>
    /// <param name="found">Null where nothing is found any more under this number.</param>
    public static Outcome Decide(AnswerFinding act, FindingToAnswer? found, Actor by, DateTimeOffset now)
    {
        if (by is not Actor.Officer officer) return FormRefusals.ForOfficers;
        if (found is null) return HearingRefusals.NoSuchFinding;
        if (!found.Units.Contains(officer.Seat.Unit)) return HearingRefusals.NotAboutTheirs;
        if (string.IsNullOrWhiteSpace(act.Said.Written)) return HearingRefusals.AnswerMissing;
        if (act.Said.Written.Length > MostSaid) return HearingRefusals.AnswerTooLong;
        if (act.Claims is { } number && (number < 1 || number > found.Explanations.Count)) return HearingRefusals.NoSuchExplanation;
        return Outcome.Accept(new FindingAnswered(act.Finding, officer.Seat, act.Said, act.Claims is { } claims ? Written(found.Explanations[claims - 1]) : null, now));
    }

    private static PersonalText Written(Text explanation) => new($"{explanation.Zh}\n{explanation.En}");
}
