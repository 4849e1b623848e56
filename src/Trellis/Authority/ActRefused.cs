namespace Trellis.Authority;

/// <summary>Somebody asked for an act that no power of theirs covers. It stands in the record, so that a try to go beyond one's powers is as visible as their use.</summary>
/// <param name="Act">The word of the act.</param>
/// <param name="Code">The code of the refusal.</param>
/// <param name="Person">Opaque.</param>
/// <param name="Seat">The post in which they said they act, whether they sit in it or not.</param>
/// <param name="Matter">Null for an act about none.</param>
public sealed record ActRefused(string Act, string Code, ActorId Person, PostAt? Seat, MatterId? Matter, DateTimeOffset Happened) : IEvent
{
    public const string Name = "act-refused/1";

    public string Wire => Name;
}
