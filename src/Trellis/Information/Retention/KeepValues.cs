namespace Trellis.Information.Retention;

/// <summary>
/// Time asks: what somebody gave in a matter would be erased today, and another matter still needs it. So that nobody has to wonder why it is there, the record says so, once for each matter
/// that holds it, until it is looked at again.
/// </summary>
/// <param name="Person">Whose values they are.</param>
/// <param name="Purpose">For what they were collected.</param>
/// <param name="Type">What kind of matter holds them.</param>
/// <param name="Duty">The duty under which that matter is done.</param>
/// <param name="Until">Up to which day it is not said again while the same matter holds them. They are erased before, on the day after nothing holds them any more.</param>
public sealed record KeepValues(ActorId Person, string Purpose, MatterId Matter, string Type, string Duty, DateOnly Until) : IAct
{
    public const string Name = "keep-values";

    public string Word => Name;
}

public sealed record ValuesKept(ActorId Person, string Purpose, MatterId Matter, string Type, string Duty, DateOnly Until, DateTimeOffset Happened) : IEvent
{
    public const string Name = "values-kept/1";

    public string Wire => Name;
}
