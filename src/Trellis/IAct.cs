namespace Trellis;

/// <summary>What somebody asks to do. Its rule answers with an <see cref="Outcome"/>.</summary>
public interface IAct
{
    /// <summary>Its stable name, such as "return-matter": in addresses, in the decision log, in the reference.</summary>
    string Word { get; }
}
