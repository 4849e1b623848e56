using Trellis.Process;
using Trellis.Structure;

namespace Trellis.Information.Looks;

/// <summary>Somebody agrees that what is held of them is read for a purpose.</summary>
/// <param name="Agreement">The digest of the agreement that they were shown: that of the version in force.</param>
public sealed record GiveConsent(string Purpose, string Agreement) : IAct
{
    public const string Name = "give-consent";

    public string Word => Name;
}

/// <param name="Agreement">SHA-256 of the agreement in hexadecimal; it is made of the structure, so whoever has the version has its words.</param>
public sealed record ConsentGiven(ActorId Person, string Purpose, string Agreement, DateTimeOffset Happened) : IEvent
{
    public const string Name = "consent-given/1";

    public string Wire => Name;
}

/// <summary>
/// Somebody agrees at a counter, and an officer who helps them enters it: for the purpose of a matter of theirs that the officer filed, or in which the officer's unit has a part. What they say about it later counts, as of their own word.
/// </summary>
/// <param name="Agreement">The digest of the agreement that was read to them.</param>
/// <param name="How">How they agreed.</param>
public sealed record GiveConsentFor(MatterId Matter, string Agreement, Consent How) : IAct
{
    public const string Name = "give-consent-for";

    public string Word => Name;
}

/// <param name="By">Who entered it, by an opaque id; in which post stands beside it.</param>
public sealed record ConsentTaken(ActorId Person, ActorId By, PostAt Seat, MatterId Matter, string Purpose, string Agreement, Consent How, DateTimeOffset Happened) : IEvent
{
    public const string Name = "consent-taken/1";

    public string Wire => Name;
}

/// <summary>Somebody takes their agreement back. From then on nobody reads anything of theirs for the purpose, what they gave in a matter before included.</summary>
public sealed record WithdrawConsent(string Purpose) : IAct
{
    public const string Name = "withdraw-consent";

    public string Word => Name;
}

public sealed record ConsentWithdrawn(ActorId Person, string Purpose, DateTimeOffset Happened) : IEvent
{
    public const string Name = "consent-withdrawn/1";

    public string Wire => Name;
}

/// <summary>What somebody has said last about a purpose.</summary>
/// <param name="Agreement">The digest of what they agreed to; empty where they took it back.</param>
public sealed record ConsentStanding(bool Given, string Agreement, DateTimeOffset At);

public static class GivingConsent
{
    /// <summary>Consent is asked where the structure says that it is the basis, and to nothing but the agreement in force.</summary>
    /// <param name="agreement">The digest of the agreement in force for the purpose.</param>
    public static Outcome Decide(GiveConsent act, ActorId person, Purpose? purpose, string agreement, ConsentStanding? standing, DateTimeOffset now)
    {
        if (purpose is null) return LookRefusals.NoPurpose.Naming($"问的是 {Excerpt.Of(act.Purpose, 60)}。", $"Asked for was {Excerpt.Of(act.Purpose, 60)}.");
        if (!purpose.ConsentRequired) return LookRefusals.ConsentNotAsked;
        if (act.Agreement != agreement) return LookRefusals.AgreementChanged.Naming($"现行告知书：{agreement}。", $"The one in force is {agreement}.");
        if (standing is { Given: true } known && known.Agreement == agreement) return LookRefusals.ConsentGivenAlready;
        return Outcome.Accept(new ConsentGiven(person, act.Purpose, agreement, now));
    }

    /// <summary>The same at a counter: nobody enters their own word so, for that they say themselves.</summary>
    public static Outcome Decide(GiveConsentFor act, Actor.Officer by, ActorId person, Purpose? purpose, string agreement, ConsentStanding? standing, DateTimeOffset now) =>
        by.Person == person ? LookRefusals.OwnWord
        : Decide(new GiveConsent(purpose?.Id ?? "", act.Agreement), person, purpose, agreement, standing, now) is Outcome.Refused refused ? refused
        : Outcome.Accept(new ConsentTaken(person, by.Person, by.Seat, act.Matter, purpose!.Id, agreement, act.How, now));

    /// <summary>Whoever never agreed may say no all the same: what they gave in a matter is then read no more.</summary>
    public static Outcome Decide(WithdrawConsent act, ActorId person, Purpose? purpose, ConsentStanding? standing, DateTimeOffset now)
    {
        if (purpose is null) return LookRefusals.NoPurpose.Naming($"问的是 {Excerpt.Of(act.Purpose, 60)}。", $"Asked for was {Excerpt.Of(act.Purpose, 60)}.");
        if (!purpose.ConsentRequired) return LookRefusals.ConsentNotAsked;
        if (standing is { Given: false }) return LookRefusals.ConsentWithdrawnAlready;
        return Outcome.Accept(new ConsentWithdrawn(person, act.Purpose, now));
    }

    public static ConsentStanding After(IEvent happened) => happened switch
    {
        ConsentGiven one => new ConsentStanding(true, one.Agreement, one.Happened),
        ConsentTaken one => new ConsentStanding(true, one.Agreement, one.Happened),
        ConsentWithdrawn one => new ConsentStanding(false, "", one.Happened),
        _ => throw new InvalidOperationException($"{happened.Wire} says nothing about consent."),
    };
}
