namespace Trellis.Information.Exchange;

/// <summary>Every no of the exchange between records. Codes are never reused; each has its heading in docs/reference/refusals.md.</summary>
public static class ExchangeRefusals
{
    // Of the message itself.

    public static Refusal Malformed { get; } = new("exchange.malformed", new("这不是可以读的交换消息。", "This is no message that can be read."));

    public static Refusal UnknownKey { get; } = new("exchange.unknown-key", new("签名的不是本结构写明的邻方。", "No neighbour of this structure signed it."));

    public static Refusal ChangedContent { get; } = new("exchange.changed-content", new("内容和签名不符，或者和先前送来的不同。", "The content is not what was signed, or not what was sent before."));

    public static Refusal WrongRecipient { get; } = new("exchange.wrong-recipient", new("这条消息是给另一份记录的。", "The message is for another record."));

    public static Refusal Expired { get; } = new("exchange.expired", new("这条消息或者这次请求已经过期。", "The message, or the request, is past its time."));

    public static Refusal ClockSkew { get; } = new("exchange.clock-skew", new("发送方的时钟比这里快两分钟以上。", "The sender's clock is more than two minutes ahead of ours."));

    public static Refusal Replayed { get; } = new("exchange.replayed", new("这条消息先前收到过。", "This message was received before."));

    // Of what it asks for.

    public static Refusal NotTheOwner { get; } = new("exchange.not-the-owner", new("被索取的单位不是这些数据项的主管单位。", "The unit that was asked does not own these items."));

    public static Refusal NoInterface { get; } = new("exchange.no-interface", new("主管单位存有这些数据项，但没有提供它们的共享项。", "The owner holds these items and offers them to nobody."));

    public static Refusal NoBasis { get; } = new("exchange.no-basis", new("引用的条款不是共享项的依据，或者已不在效力期内。", "The article that was cited is none of the offer's, or is not in force."));

    public static Refusal PurposeNotAllowed { get; } = new("exchange.purpose-not-allowed", new("共享项不提供给这一用途。", "The offer is not for this purpose."));

    public static Refusal RecipientNotNamed { get; } = new("exchange.recipient-not-named", new("共享项没有写明提供给这一方。", "The offer does not name who asks."));

    public static Refusal SubjectNotHeld { get; } = new("exchange.subject-not-held", new("库里没有这一条，或者没有所要的值。", "The register holds no such row, or not the values that were asked for."));

    public static Refusal MatterNotTaken { get; } = new("exchange.matter-not-taken", new("这种事项不能从邻方递交到这里。", "A matter of this type may not be filed here from there."));

    public static Refusal FilingUnfit { get; } = new("exchange.filing-unfit", new("递交的事项这里受理不了。", "The matter cannot be filed as it was sent."));

    // At home.

    public static Refusal NoSuchNeighbour { get; } = new("exchange.no-such-neighbour", new("本结构没有写明这个邻方。", "The structure names no such neighbour."));

    public static Refusal NoAddress { get; } = new("exchange.no-address", new("没有写明这个邻方的网址，这里不往外发。", "The operator gave this neighbour no address, so nothing is sent there."));

    public static Refusal NoPurpose { get; } = new("exchange.no-purpose", new("这种事项没有写明用途，不能索取数据。", "The matter type states no purpose, so nothing may be asked for it."));

    public static Refusal NoSuchDealing { get; } = new("exchange.no-such-dealing", new("没有这次交换。", "There is no such dealing."));

    public static Refusal NotAnsweredYet { get; } = new("exchange.not-answered-yet", new("对方还没有答复。", "It is not answered yet."));

    public static Refusal NotReleased { get; } = new("exchange.not-released", new("要等本人看过并放行。", "The person has not released it yet."));

    public static Refusal NothingToRelease { get; } = new("exchange.nothing-to-release", new("没有等待本人放行的内容。", "Nothing waits for the person's release."));

    public static Refusal Declined { get; } = new("exchange.declined", new("本人没有放行，收到的值已经销毁。", "The person declined; what was received is destroyed."));

    public static Refusal Denied { get; } = new("exchange.denied", new("对方拒绝了。", "The other side refused."));

    public static Refusal UsedAlready { get; } = new("exchange.used-already", new("这份凭证只能用一次，已经用过。", "This evidence may be used once, and was."));

    public static Refusal OtherMatter { get; } = new("exchange.other-matter", new("这份凭证是为另一个事项索取的。", "This evidence was asked for another matter."));

    public static Refusal GoodNoLonger { get; } = new("exchange.good-no-longer", new("这份凭证的使用期限已过。", "The time in which this evidence may be used is over."));

    public static Refusal AnswerWrong { get; } = new("exchange.answer-wrong", new("对方的答复核对不上，没有采用。", "The answer does not hold, and was not taken."));

    public static Refusal NotReached { get; } = new("exchange.not-reached", new("现在联系不上邻方，稍后再试。", "The neighbour cannot be reached just now."));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        Malformed, UnknownKey, ChangedContent, WrongRecipient, Expired, ClockSkew, Replayed, NotTheOwner, NoInterface, NoBasis, PurposeNotAllowed, RecipientNotNamed, SubjectNotHeld, MatterNotTaken, FilingUnfit,
        NoSuchNeighbour, NoAddress, NoPurpose, NoSuchDealing, NotAnsweredYet, NotReleased, NothingToRelease, Declined, Denied, UsedAlready, OtherMatter, GoodNoLonger, AnswerWrong, NotReached,
    ];

    /// <summary>The sentence of a code that another record sent; its own words stand beside it.</summary>
    public static Refusal Of(string code) => All.FirstOrDefault(one => one.Code == code) ?? Denied;
}
