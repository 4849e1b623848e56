namespace Trellis;

/// <summary>An event with what the record says about it.</summary>
/// <param name="Position">Its place in the record, from 0.</param>
/// <param name="Entered">When it came into the record, UTC. When it happened is said by the event itself.</param>
/// <param name="Mandate">Ids from the delegation down to the article; empty where the act needed none.</param>
/// <param name="Structure">The hash of the structure version in force when it was entered.</param>
public sealed record RecordedEvent(long Position, DateTimeOffset Entered, Actor By, IReadOnlyList<string> Mandate, string Structure, IEvent Event);
