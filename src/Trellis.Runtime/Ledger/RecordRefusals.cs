namespace Trellis.Runtime.Ledger;

/// <summary>Every code with which the record itself says no. Codes are never reused.</summary>
public static class RecordRefusals
{
    public const string NothingToErase = "record.nothing-to-erase";
    public const string AttachmentTooLarge = "record.attachment-too-large";
    public const string AttachmentEmpty = "record.attachment-empty";

    public static IReadOnlyList<string> All { get; } = [NothingToErase, AttachmentTooLarge, AttachmentEmpty];

    internal static Refusal Nothing(string person, string? purpose) => new(NothingToErase, purpose is null
        ? new Text($"记录中没有 {person} 的个人值。", $"The record holds no personal values of {person}.")
        : new Text($"记录中没有 {person} 为 {purpose} 留存的个人值。", $"The record holds no personal values of {person} for {purpose}."));

    internal static Refusal TooLarge(int most) => new(AttachmentTooLarge, new Text($"附件最大为 {most / 1024:N0} KiB。", $"An attachment may have {most / 1024:N0} KiB at most."));

    internal static Refusal Empty() => new(AttachmentEmpty, new Text("附件是空的。", "The attachment is empty."));
}
