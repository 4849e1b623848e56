namespace Trellis.Information.Looks;

/// <summary>Every no about looking at what is held of people, about their consent, and about looks that are told later. Codes are never reused.</summary>
public static class LookRefusals
{
    public static Refusal NothingAskedFor { get; } = new("looks.nothing-asked-for", new("没有写明要看谁的哪些数据项。", "Whose items are to be shown is not said."));

    public static Refusal TooMuchAtOnce { get; } = new("looks.too-much-at-once", new("一次最多看 1000 个对象的 500 个数据项；请分几次。", "At most 500 items of 1,000 subjects are shown at once; ask several times."));

    public static Refusal NoPurpose { get; } = new("looks.no-purpose", new("手头的事项、表单或职权没有现行的用途，不能读取个人信息。", "The matter, form or power at hand has no purpose in force, and without one nothing personal is read."));

    public static Refusal NoSuchItem { get; } = new("looks.no-such-item", new("结构中没有这个数据项。", "The structure has no such item."));

    public static Refusal NotForThisPurpose { get; } = new("looks.not-for-this-purpose", new("这个数据项不能用于手头的用途。", "This item may not be read for the purpose at hand."));

    public static Refusal OwnerOnly { get; } = new("looks.owner-only", new("这个数据项只有主管单位能看。", "This item is for the unit that it belongs to alone."));

    public static Refusal NotForThisKindOfUnit { get; } = new("looks.not-for-this-kind-of-unit", new("这个用途不对本单位这种性质的单位开放。", "The purpose is not open to units of this kind."));

    public static Refusal BasisIsOver { get; } = new("looks.basis-is-over", new("读取的法律依据已经失效。", "The legal basis on which it was read is no longer in force."));

    public static Refusal ConsentMissing { get; } = new("looks.consent-missing", new("这个用途要本人同意，本人还没有同意。", "The purpose needs the person's consent, and they have not given it."));

    public static Refusal ConsentWithdrawn { get; } = new("looks.consent-withdrawn", new("本人已经撤回对这个用途的同意。", "The person has taken their consent to this purpose back."));

    public static Refusal ConsentNotAsked { get; } = new("looks.consent-not-asked", new("这个用途以法律为依据，不以同意为依据；同意或者撤回都改变不了什么。可以提出异议。", "This purpose stands on the law and not on consent, so neither giving nor withdrawing it changes anything. You can object instead."));

    public static Refusal ConsentGivenAlready { get; } = new("looks.consent-given-already", new("您已经同意过现行的告知书。", "You have agreed to the agreement in force already."));

    public static Refusal ConsentWithdrawnAlready { get; } = new("looks.consent-withdrawn-already", new("您已经撤回过。", "You have taken it back already."));

    public static Refusal AgreementChanged { get; } = new("looks.agreement-changed", new("告知书已经不是您看到的那一份，请重新看过再同意。", "The agreement is no longer the one you were shown; read it again first."));

    public static Refusal ForOfficers { get; } = new("looks.for-officers", new("这是给经办人的。", "This is for officers."));

    public static Refusal NotCovert { get; } = new("looks.not-covert", new("结构没有规定这个用途可以先查后告知。", "The structure does not let looks for this purpose be told later."));

    public static Refusal NoSuchInquiry { get; } = new("looks.no-such-inquiry", new("没有这项查询，或者它不是本单位对此人的。", "There is no such inquiry, or none of your unit about this person."));

    public static Refusal NotTheSecondAuthority { get; } = new("looks.not-the-second-authority", new("批准的人不能是申请的人，也不能在同一单位。", "Whoever allows it is neither the one who asked nor of the same unit."));

    public static Refusal InquiryAnsweredAlready { get; } = new("looks.inquiry-answered-already", new("这项查询已经批过。", "This inquiry was answered already."));

    public static Refusal InquiryTooLong { get; } = new("looks.inquiry-too-long", new("告知本人不能比结构规定的更晚，也不能是过去。", "The person is told no later than the structure says, and not in the past."));

    public static Refusal InquiryNotRunning { get; } = new("looks.inquiry-not-running", new("这项查询没有批准，或者已经到期。", "This inquiry was not allowed, or its time is over."));

    public static Refusal NoSuchLook { get; } = new("looks.no-such-look", new("没有这样一次查看，或者不是对您的。", "There is no such look, or none at you."));

    public static Refusal NoSuchRight { get; } = new("looks.no-such-right", new("结构没有为这项权利指定事项类型；请向主管单位提出。", "The structure names no matter type for this right; turn to the unit that answers for the data."));

    public static Refusal OnlyInAMatter { get; } = new("looks.only-in-a-matter", new("登记之间的合并查看只能在事项中进行。", "Registers are looked at together only inside a matter."));

    public static Refusal NotAtHand { get; } = new("looks.not-at-hand", new("这张表单不由您填报，也不由本单位要求；这项职权不是您的；或者这类事项不由您收件。", "The form is neither filled in by you nor asked for by your unit, or the power is not yours, or you do not receive matters of that type."));

    public static Refusal NotInThisMatter { get; } = new("looks.not-in-this-matter", new("这个事项不要这些数据项，或者不涉及这些人和物。", "The matter neither asks for these items nor is about these rows."));

    public static Refusal NotOnThisForm { get; } = new("looks.not-on-this-form", new("这张表单不要这些数据项，不涉及这个登记库，或者这一行不在您填报的地方。", "The form asks for none of these items or is about no rows of this register, or the row does not lie where you fill it in."));

    public static Refusal OwnWord { get; } = new("looks.own-word", new("自己的同意要自己说，不能由本人以经办人身份代录。", "One's own agreement is said by oneself, not entered as an officer."));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        NothingAskedFor, TooMuchAtOnce, NoPurpose, NoSuchItem, NotForThisPurpose, OwnerOnly, NotForThisKindOfUnit, BasisIsOver, ConsentMissing, ConsentWithdrawn, ConsentNotAsked, ConsentGivenAlready, ConsentWithdrawnAlready, AgreementChanged, ForOfficers,
        NotCovert, NoSuchInquiry, NotTheSecondAuthority, InquiryAnsweredAlready, InquiryTooLong, InquiryNotRunning, NoSuchLook, NoSuchRight, OnlyInAMatter, NotAtHand, NotInThisMatter, NotOnThisForm, OwnWord,
    ];
}
