namespace Trellis;

/// <summary>What holds since an act was done. A contract: a shipped event is never edited, a changed one gets the next number in its name.</summary>
public interface IEvent
{
    /// <summary>Its name in the record, with its number: "matter-returned/1".</summary>
    string Wire { get; }
}
