namespace Trellis.Information;

/// <summary>Every no of this room. Codes are never reused; each has its heading in docs/reference/refusals.md. None of them ever repeats a value that somebody gave.</summary>
public static class InformationRefusals
{
    public static Refusal NoSuchRegister { get; } = new("information.no-such-register", new("这一天没有这个登记簿。", "There is no such register on this day."));

    public static Refusal NoSuchItem { get; } = new("information.no-such-item", new("这一天登记簿里没有这个数据项。", "The register has no such item on this day."));

    public static Refusal NoSuchSubject { get; } = new("information.no-such-subject", new("登记簿里没有这一行。", "The register has no such row."));

    public static Refusal KeyUnreadable { get; } = new("information.key-unreadable", new("行的编号由 1 到 120 个字母、数字和 ._-:@#+= 组成。", "The key of a row is 1 to 120 letters, digits and ._-:@#+=."));

    public static Refusal EnteredAlready { get; } = new("information.entered-already", new("登记簿里已有这一行；要补充或更正，请登记数值。", "The register has this row already. To add or mend something, record values."));

    public static Refusal Erased { get; } = new("information.erased", new("这一行的个人信息已依法删除。有新的依据要再登记时，请重新录入这一行。", "What the register held here was erased by law. Where there is a new basis, enter the row anew."));

    public static Refusal Ended { get; } = new("information.ended", new("这一行已经终止；只能登记终止日及以前的数值。", "The row has ended; only values up to its last day can be recorded."));

    public static Refusal EndedAlready { get; } = new("information.ended-already", new("这一行已经终止。", "The row has ended already."));

    public static Refusal EndsInTheFuture { get; } = new("information.ends-in-the-future", new("终止日不能晚于今天。", "The last day cannot be after today."));

    public static Refusal NothingGiven { get; } = new("information.nothing-given", new("没有给出任何数值。", "No value was given."));

    public static Refusal TooMuchAtOnce { get; } = new("information.too-much-at-once", new("一次给出的数值太多；请分几次登记。", "These are too many values for one act; record them in several."));

    public static Refusal ItemTwice { get; } = new("information.item-twice", new("同一数据项给了两次；不同日期的数值请分两次登记。", "An item is given twice. Values for different days are recorded one act after the other."));

    public static Refusal ItemComputed { get; } = new("information.item-computed", new("这个数据项由别的数据项算出，不能登记。", "This item is computed from others and cannot be recorded."));

    public static Refusal ValueUnfit { get; } = new("information.value-unfit", new("数值与数据项的类型不符。", "The value is not of the type of its item."));

    public static Refusal CheckDigit { get; } = new("information.check-digit", new("号码不成立：位数、日期或校验位不对。请核对证件。", "This is no valid number: its length, its day or its check digit is wrong. Look at the document again."));

    public static Refusal DaysReversed { get; } = new("information.days-reversed", new("止日早于起日。", "The last day is before the first."));

    public static Refusal OwnRelation { get; } = new("information.own-relation", new("一行不能与自己相关联。", "A row cannot stand in a relation to itself."));

    public static Refusal NoSuchRelation { get; } = new("information.no-such-relation", new("数值所指的单位不在这一天的结构里。", "The unit that the value names is none of this day."));

    public static Refusal NotYoursToRecord { get; } = new("information.not-yours-to-record", new("这一项由它的权属单位、持有相应职权的岗位和依职责采集它的单位登记；其他人可以提出更正。", "It is recorded by its owner, by posts with a power over the register, and by units whose duty collects it. Anybody else may propose a correction."));

    public static Refusal NotYoursToCorrect { get; } = new("information.not-yours-to-correct", new("居民可以更正关于本人的数值；关于他人的，请到窗口反映。", "Residents correct what is held about themselves. For anybody else, please ask at a counter."));

    public static Refusal NotTheOwner { get; } = new("information.not-the-owner", new("由数据项的权属单位决定。", "This is for the owner of the item."));

    public static Refusal ReasonMissing { get; } = new("information.reason-missing", new("请写明理由。", "Give the reason."));

    public static Refusal BasisMissing { get; } = new("information.basis-missing", new("请写明现行的依据。", "Name a basis that is in force."));

    public static Refusal NothingToSettle { get; } = new("information.nothing-to-settle", new("这一项的数值没有分歧。", "Nothing is in disagreement on this item."));

    public static Refusal NoSuchClaim { get; } = new("information.no-such-claim", new("没有这个有分歧的数值；请写它在记录中的位置。", "No claim in disagreement has this position. Name one by where it stands in the record."));

    public static Refusal LinkedToItself { get; } = new("information.linked-to-itself", new("一行不能与自己相连。", "A row cannot be linked to itself."));

    public static Refusal LinkedAlready { get; } = new("information.linked-already", new("这两行已经相连，直接或经过别的行。", "The two are linked already, directly or by way of others."));

    public static Refusal OfTwoRegisters { get; } = new("information.of-two-registers", new("只有同一登记簿的两行才能相连。", "Only rows of one register can be linked."));

    public static Refusal NotLinked { get; } = new("information.not-linked", new("这两行没有直接相连。", "The two are not linked directly."));

    public static Refusal ToldApart { get; } = new("information.told-apart", new("有人核对过：这两行不是同一个。要改，请先解除这个结论。", "Somebody looked at the two and said that they are not one. To say otherwise, take that back first."));

    public static Refusal NoSuchPurpose { get; } = new("information.no-such-purpose", new("这一天没有这个用途。", "There is no such purpose on this day."));

    public static Refusal PurposeNotForUnit { get; } = new("information.purpose-not-for-unit", new("这个用途不供这一类单位使用。", "The purpose is not open to units of this kind."));

    public static Refusal GroupTooLarge { get; } = new("information.group-too-large", new("相连的行太多了；请先核对已有的连接。", "Too many rows are linked here. Look through the links that there are first."));

    /// <summary>In their order.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        NoSuchRegister, NoSuchItem, NoSuchSubject, KeyUnreadable, EnteredAlready, Erased, Ended, EndedAlready, EndsInTheFuture, NothingGiven, TooMuchAtOnce, ItemTwice, ItemComputed, ValueUnfit, CheckDigit, DaysReversed, OwnRelation,
        NoSuchRelation, NotYoursToRecord, NotYoursToCorrect, NotTheOwner, ReasonMissing, BasisMissing, NothingToSettle, NoSuchClaim, LinkedToItself, LinkedAlready, OfTwoRegisters, NotLinked, ToldApart, NoSuchPurpose, PurposeNotForUnit, GroupTooLarge,
    ];

    /// <summary>Whether it was beyond what the asker may do. Such a try is entered; a mistake is not.</summary>
    public static bool IsLackOfAuthority(Refusal why) => why == NotYoursToRecord || why == NotYoursToCorrect || why == NotTheOwner || why == PurposeNotForUnit;
}
