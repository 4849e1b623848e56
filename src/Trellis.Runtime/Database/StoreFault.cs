namespace Trellis.Runtime.Database;

/// <summary>What kind of trouble a store is in, as far as it changes what can be done about it.</summary>
public enum StoreTrouble
{
    /// <summary>No space is left for what was to be written. Nothing of it was written.</summary>
    Full,

    /// <summary>The store cannot be reached just now: a server that restarts, a file that was moved, a disk that was taken away. It may come back.</summary>
    Gone,

    /// <summary>Somebody else works on it in a way that does not allow ours.</summary>
    Busy,

    /// <summary>What is stored contradicts itself.</summary>
    Damaged,

    /// <summary>Another program has become the writer of this record.</summary>
    Fenced,

    /// <summary>We have no right to do this, or are not known there.</summary>
    Forbidden,

    /// <summary>Anything else; usually a fault of ours.</summary>
    Other,
}

/// <summary>The store could not do what was asked. Inside Runtime only; at its border it becomes a <see cref="MachineFault"/> with a remedy.</summary>
public sealed class StoreFault(StoreTrouble trouble, string message, Exception? inner = null) : Exception(message, inner)
{
    public StoreTrouble Trouble { get; } = trouble;

    /// <summary>Whether the transaction is known not to have happened. Otherwise only the store can tell, once it is reached again.</summary>
    public bool Undone { get; init; }

    /// <param name="store">What messages call the store: its path, or its server and database.</param>
    internal MachineFault Tell(string store) => new(
        Trouble switch
        {
            StoreTrouble.Full => $"{store}: the disk is full or a size limit is reached.",
            StoreTrouble.Gone => $"{store} cannot be reached: {Message}",
            StoreTrouble.Busy => $"{store} is busy: {Message}",
            StoreTrouble.Damaged => $"{store} is damaged: {Message}",
            StoreTrouble.Fenced => $"{store}: another program has become the writer of this record.",
            StoreTrouble.Forbidden => $"{store} may not be used: {Message}",
            _ => $"{store}: {Message}",
        },
        Trouble switch
        {
            StoreTrouble.Full => "Free some space; nothing that was acknowledged is lost, and the record goes on by itself.",
            StoreTrouble.Gone => "Check the disk or the database server; the record goes on by itself when it is back.",
            StoreTrouble.Busy => "Try again in a moment, or end the other program.",
            StoreTrouble.Damaged => "Restore the newest backup: trellis restore BACKUP --data FILE. Keep the damaged file for those who investigate.",
            StoreTrouble.Fenced => "Only one program writes a record. Find out which one does, and end this one.",
            StoreTrouble.Forbidden => "Check the user, the password and the rights on file or database.",
            _ => "Please report this with the command you gave (SECURITY.md and CONTRIBUTING.md say how).",
        },
        this);
}
