namespace Trellis.Runtime.Ledger;

/// <summary>Every code with which the record itself says no. Codes are never reused.</summary>
public static class RecordRefusals
{
    public const string NothingToErase = "record.nothing-to-erase";
    public const string ErasureOrdered = "record.erasure-ordered";
    public const string MatterNeeded = "record.matter-needed";
    public const string MatterOfAnother = "record.matter-of-another";
    public const string NothingToCarryOut = "record.nothing-to-carry-out";
    public const string AttachmentTooLarge = "record.attachment-too-large";
    public const string AttachmentEmpty = "record.attachment-empty";

    public static IReadOnlyList<string> All { get; } = [NothingToErase, ErasureOrdered, MatterNeeded, MatterOfAnother, NothingToCarryOut, AttachmentTooLarge, AttachmentEmpty];

    internal static Refusal Nothing(string person, string? purpose) => new(NothingToErase, purpose is null
        ? new Text($"记录中没有 {person} 的个人值。", $"The record holds no personal values of {person}.")
        : new Text($"记录中没有 {person} 为 {purpose} 留存的个人值。", $"The record holds no personal values of {person} for {purpose}."));

    internal static Refusal Ordered { get; } = new(ErasureOrdered, new Text(
        "现在存不进去，删除可能还没有执行。命令已写在密钥旁边，下次打开记录时一定会执行；在那之前，值可能还读得到。要早些执行，服务恢复后把同一请求再发一次：已经删除的会说没有可删的；此人这期间又填报的，也会一并删除。",
        "It cannot be stored just now, so it is perhaps not erased yet. The order stands beside the keys and is carried out when the record is opened the next time, whatever happens; until then the values can perhaps be read. To have it earlier, send the same again when the server is ready: where it was done it finds nothing, and what the person gave in the meantime is destroyed with the rest."));

    public static Refusal NeedsAMatter(string basis) => new(MatterNeeded, new Text(
        $"{basis} 是本人要求删除的权利：要有同意删除的事项，写明受理号才能执行。", $"{basis} is the right to have something erased: it is carried out in a matter in which that was decided, and names its number."));

    internal static Refusal OfAnother(string number) => new(MatterOfAnother, new Text($"事项 {number} 不是这个人提出的。", $"The matter {number} was not filed for this person."));

    internal static Refusal NotToCarryOut(string number) => new(NothingToCarryOut, new Text(
        $"事项 {number} 里现在没有等着执行的删除：还没有决定、没有同意，或者已经执行过了。", $"In the matter {number} no erasure waits to be carried out: it is not decided yet, was refused, or is done."));

    internal static Refusal TooLarge(int most) => new(AttachmentTooLarge, new Text($"附件最大为 {most / 1024:N0} KiB。", $"An attachment may have {most / 1024:N0} KiB at most."));

    internal static Refusal Empty() => new(AttachmentEmpty, new Text("附件是空的。", "The attachment is empty."));
}
