using Trellis.Runtime.Ledger;

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

    /// <summary>What the store said, in Chinese of our own; null where we have no words for it.</summary>
    public string? Chinese { get; init; } = (inner as StoreFault)?.Chinese;

    /// <summary>The message for readers of Chinese.</summary>
    internal string Zh => Chinese is null ? LedgerFaults.Of(Message).Zh : SystemWords.Quoting(Chinese, Message);

    /// <param name="store">What messages call the store: its path, or its server and database.</param>
    internal MachineFault Tell(string store) => new(
        Trouble switch
        {
            StoreTrouble.Full => new Text($"{store}：磁盘已满，或到了大小上限。", $"{store}: the disk is full or a size limit is reached."),
            StoreTrouble.Gone => new Text($"连不上 {store}：{Zh}", $"{store} cannot be reached: {Message}"),
            StoreTrouble.Busy => new Text($"{store} 正忙：{Zh}", $"{store} is busy: {Message}"),
            StoreTrouble.Damaged => new Text($"{store} 损坏了：{Zh}", $"{store} is damaged: {Message}"),
            StoreTrouble.Fenced => new Text($"{store}：另一个程序已成为这份记录的写入者。", $"{store}: another program has become the writer of this record."),
            StoreTrouble.Forbidden => new Text($"{store} 不许使用：{Zh}", $"{store} may not be used: {Message}"),
            _ => new Text($"{store}：{Zh}", $"{store}: {Message}"),
        },
        Trouble switch
        {
            StoreTrouble.Full => new Text("腾出空间；已确认的内容一条不丢，记录会自己继续。", "Free some space; nothing that was acknowledged is lost, and the record goes on by itself."),
            StoreTrouble.Gone => new Text("检查磁盘或数据库服务器；它恢复后，记录会自己继续。", "Check the disk or the database server; the record goes on by itself when it is back."),
            StoreTrouble.Busy => new Text("过一会儿再试，或结束另一个程序。", "Try again in a moment, or end the other program."),
            StoreTrouble.Damaged => new Text("恢复最新的备份：trellis restore BACKUP --data FILE。损坏的文件留给调查的人。", "Restore the newest backup: trellis restore BACKUP --data FILE. Keep the damaged file for those who investigate."),
            StoreTrouble.Fenced => new Text("一份记录只由一个程序写。查明是哪一个在写，并结束这一个。", "Only one program writes a record. Find out which one does, and end this one."),
            StoreTrouble.Forbidden => new Text("核对用户、密码，以及文件或数据库的权限。", "Check the user, the password and the rights on file or database."),
            _ => new Text("请附上所用的命令报告此事（办法见 SECURITY.md 和 CONTRIBUTING.md）。", "Please report this with the command you gave (SECURITY.md and CONTRIBUTING.md say how)."),
        },
        this);
}
