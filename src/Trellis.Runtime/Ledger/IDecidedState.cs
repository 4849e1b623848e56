using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// State of a room that acts are decided on, and the rows folded from what they decide. The writer's preparing thread alone calls it, and shows each room the needs of all acts. It may be ahead of what is stored by
/// the batches under way, never behind; when one of them is not stored, all that is ahead is forgotten.
/// </summary>
internal interface IDecidedState
{
    /// <summary>Gets ready for these acts: loads what they need and is not at hand, with one question a table, however many acts there are.</summary>
    /// <param name="needs">What acts said they need, in their order.</param>
    /// <param name="read">Opens a connection that reads what is stored, the first time it is asked for.</param>
    void Load(IReadOnlyList<object> needs, Func<Session> read);

    /// <summary>A batch begins to be decided. Called again for the same batch where one of its acts failed: then nothing that was decided since counts.</summary>
    void Begin();

    /// <summary>The batch is decided: adds the rows that go into its transaction.</summary>
    void Fold(Writes writes);

    /// <summary>Forgets everything that may not be stored, or not be there any more.</summary>
    /// <param name="stored">How many entries are stored.</param>
    void Forget(long stored);
}
