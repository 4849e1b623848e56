namespace Trellis.Runtime.Ledger;

/// <summary>Every code with which the record itself says no. Codes are never reused.</summary>
public static class RecordRefusals
{
    public const string NothingToErase = "record.nothing-to-erase";
    public const string ErasureOrdered = "record.erasure-ordered";
    public const string AttachmentTooLarge = "record.attachment-too-large";
    public const string AttachmentEmpty = "record.attachment-empty";

    public static IReadOnlyList<string> All { get; } = [NothingToErase, ErasureOrdered, AttachmentTooLarge, AttachmentEmpty];

    internal static Refusal Nothing(string person, string? purpose) => new(NothingToErase, purpose is null
        ? new Text($"记录中没有 {person} 的个人值。", $"The record holds no personal values of {person}.")
        : new Text($"记录中没有 {person} 为 {purpose} 留存的个人值。", $"The record holds no personal values of {person} for {purpose}."));

    internal static Refusal Ordered { get; } = new(ErasureOrdered, new Text(
        "现在存不进去，删除还没有执行。命令已写在密钥旁边，下次打开记录时一定会执行；在那之前，值还能读到。要早些执行，服务恢复后把同一请求再发一次：重复发送不会多删，也不会少删。",
        "It cannot be stored just now, so nothing is erased yet. The order stands beside the keys and is carried out when the record is opened the next time, whatever happens; until then the values can be read. To have it earlier, send the same again when the server is ready: that destroys nothing more and nothing less."));

    internal static Refusal TooLarge(int most) => new(AttachmentTooLarge, new Text($"附件最大为 {most / 1024:N0} KiB。", $"An attachment may have {most / 1024:N0} KiB at most."));

    internal static Refusal Empty() => new(AttachmentEmpty, new Text("附件是空的。", "The attachment is empty."));
}
