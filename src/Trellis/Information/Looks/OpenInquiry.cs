using Trellis.Structure;

namespace Trellis.Information.Looks;

/// <summary>An officer asks for leave to look without the person being told at once, where the structure provides for it.</summary>
public sealed record AskInquiry(RowId Subject, string Purpose, PersonalText Reason) : IAct
{
    public const string Name = "ask-inquiry";

    public string Word => Name;
}

/// <param name="Number">Its own position in the record.</param>
public sealed record InquiryAsked(long Number, RowId Subject, string Purpose, ActorId By, PostAt Seat, PersonalText Reason, DateTimeOffset Happened) : IEvent
{
    public const string Name = "inquiry-asked/1";

    public string Wire => Name;
}

/// <summary>The second authority allows an inquiry until a day, or refuses it.</summary>
/// <param name="Until">The last moment of secrecy; null to refuse.</param>
public sealed record AnswerInquiry(long Number, DateTimeOffset? Until) : IAct
{
    public const string Name = "answer-inquiry";

    public string Word => Name;
}

/// <param name="Until">Null where it was refused.</param>
public sealed record InquiryAnswered(long Number, ActorId By, PostAt Seat, DateTimeOffset? Until, DateTimeOffset Happened) : IEvent
{
    public const string Name = "inquiry-answered/1";

    public string Wire => Name;
}

/// <summary>An inquiry as its events left it.</summary>
/// <param name="Until">When its looks are told; null while nobody allowed it, and where it was refused.</param>
public sealed record Inquiry(long Number, RowId Subject, string Purpose, ActorId By, PostAt Seat, DateTimeOffset Asked, PostAt? AnsweredBy, DateTimeOffset? Until)
{
    public bool Runs(DateTimeOffset now) => Until is { } until && now < until;
}

public static class OpeningInquiries
{
    /// <param name="isAtHand">Whether something that the post does is for the purpose.</param>
    public static Outcome Decide(AskInquiry act, Actor by, Purpose? purpose, bool isAtHand, long number, DateTimeOffset now)
    {
        if (by is not Actor.Officer officer) return LookRefusals.ForOfficers;
        if (purpose is null) return LookRefusals.NoPurpose.Naming($"问的是 {Excerpt.Of(act.Purpose, 60)}。", $"Asked for was {Excerpt.Of(act.Purpose, 60)}.");
        if (purpose.Covert is null) return LookRefusals.NotCovert;
        if (!isAtHand) return LookRefusals.NotAtHand.Naming("本岗位没有哪项工作是为了这个用途。", "Nothing that your post does is for this purpose.");
        return Outcome.Accept(new InquiryAsked(number, act.Subject, purpose.Id, officer.Person, officer.Seat, act.Reason, now));
    }

    /// <summary>Another person, in a post of another unit that the structure names, and never longer than it says; no power stands above this.</summary>
    /// <param name="lastMoment">The last moment that the structure allows, counted from now.</param>
    public static Outcome Decide(AnswerInquiry act, Actor by, Inquiry? inquiry, Purpose? purpose, Func<Structure.Quantities.TimeLimit, DateTimeOffset> lastMoment, DateTimeOffset now)
    {
        if (by is not Actor.Officer officer) return LookRefusals.ForOfficers;
        if (inquiry is null) return LookRefusals.NoSuchInquiry;
        if (purpose?.Covert is not { } covert) return LookRefusals.NotCovert;
        if (!IsSecondAuthority(officer, inquiry, covert)) return LookRefusals.NotTheSecondAuthority.Naming($"由 {covert.AllowedBy} 批准。", $"It is for {covert.AllowedBy}.");
        if (inquiry.AnsweredBy is not null) return LookRefusals.InquiryAnsweredAlready;
        if (act.Until is { } until)
        {
            var longest = lastMoment(covert.For);
            if (until <= now || until > longest) return LookRefusals.InquiryTooLong.Naming($"最迟 {longest:yyyy-MM-dd'T'HH:mm:ss'Z'}。", $"At the latest until {longest:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        return Outcome.Accept(new InquiryAnswered(act.Number, officer.Person, officer.Seat, act.Until, now));
    }

    /// <summary>Whether an inquiry is somebody's to allow or refuse, or was: whoever it is reads why it is asked.</summary>
    public static bool IsSecondAuthority(Actor.Officer officer, Inquiry inquiry, CovertRule covert) => officer.Person != inquiry.By && officer.Seat.Unit != inquiry.Seat.Unit && IsNamed(covert.AllowedBy, officer.Seat);

    /// <summary>Whether a look may lean on an inquiry: allowed, running, of the unit that asked, about the one subject.</summary>
    public static Refusal? WhyNot(LookAtValues act, Actor.Officer by, Inquiry? inquiry, DateTimeOffset now) => inquiry switch
    {
        null => LookRefusals.NoSuchInquiry,
        _ when inquiry.Seat.Unit != by.Seat.Unit || act.Subjects.Any(one => one != inquiry.Subject) => LookRefusals.NoSuchInquiry,
        _ when !inquiry.Runs(now) => LookRefusals.InquiryNotRunning,
        _ => null,
    };

    public static Inquiry? Apply(Inquiry? inquiry, IEvent happened) => happened switch
    {
        InquiryAsked one => new Inquiry(one.Number, one.Subject, one.Purpose, one.By, one.Seat, one.Happened, null, null),
        InquiryAnswered one => inquiry is null ? null : inquiry with { AnsweredBy = one.Seat, Until = one.Until },
        _ => inquiry,
    };

    public static bool IsNamed(PostName post, PostAt seat) => post.Post == seat.Post && (post.At is null || post.At == seat.Unit.Text);
}
