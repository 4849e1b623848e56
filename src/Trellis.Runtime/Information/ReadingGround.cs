using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Runtime.Information;

/// <summary>
/// Why a personal value is opened. For an official it is a look that was entered before, and nothing else; the other grounds are all there are, and a test lists who takes which.
/// </summary>
public abstract record ReadingGround
{
    private ReadingGround()
    {
    }

    /// <summary>Whether what stands sealed under a person's id for a purpose may be opened on this ground.</summary>
    internal abstract bool Covers(string person, string purpose);

    /// <summary>It is shown to an officer whose look stands in the record.</summary>
    public sealed record Looked(CommittedLook Look) : ReadingGround
    {
        internal override bool Covers(string person, string purpose) => Look.CoversPerson(person);
    }

    /// <summary>Somebody reads what is held of themselves.</summary>
    public sealed record Own(ActorId Person) : ReadingGround
    {
        internal override bool Covers(string person, string purpose) => person == Person.Text || person == $"person/{Person}";
    }

    /// <summary>Whoever filed a matter, for themselves or for another, reads what was given in it.</summary>
    public sealed record Filed : ReadingGround
    {
        private readonly ActorId _of;

        private Filed(ActorId of) => _of = of;

        public static Filed? By(Actor.Resident resident, Matter matter) => SeeingMatters.MayRead(resident, matter) ? new Filed(matter.FiledFor) : null;

        internal override bool Covers(string person, string purpose) => person == _of.Text;
    }

    /// <summary>What was written about a version of the structure, which is everybody's.</summary>
    public sealed record AboutRules : ReadingGround
    {
        internal override bool Covers(string person, string purpose) => purpose == "structure";
    }

    /// <summary>Why an inquiry is asked is read by the second authority that has to allow it, and by nobody else before the person is told.</summary>
    public sealed record Inquired : ReadingGround
    {
        private readonly Inquiry _inquiry;

        private Inquired(Inquiry inquiry) => _inquiry = inquiry;

        public static Inquired? By(Actor.Officer officer, Inquiry inquiry, CovertRule? covert) => covert is not null && OpeningInquiries.IsSecondAuthority(officer, inquiry, covert) ? new Inquired(inquiry) : null;

        internal override bool Covers(string person, string purpose) => purpose == LooksDesk.InquiryPurpose && person == _inquiry.Subject.ToString();
    }

    /// <summary>How somebody signs in is compared with what they send; nothing of it leaves but their own sign-in name.</summary>
    public sealed record SigningIn : ReadingGround
    {
        /// <summary>The purpose under which it stands sealed.</summary>
        public const string Purpose = "signing-in";

        internal override bool Covers(string person, string purpose) => purpose == Purpose;
    }

    /// <summary>The sentences of a refusal, told again to whoever was told them before.</summary>
    public sealed record AlreadyTold : ReadingGround
    {
        internal override bool Covers(string person, string purpose) => true;
    }

    /// <summary>
    /// It is said to a neighbour, or came from one: what goes out was entered as given, with the neighbour, purpose and basis; what came in is shown to an officer when its one use is entered.
    /// </summary>
    public sealed record Exchanged(string Dealing) : ReadingGround
    {
        internal override bool Covers(string person, string purpose) => purpose == Trellis.Information.Exchange.Dealing.PurposeOf(Dealing);
    }

    /// <summary>Whether what is stored still fits its commitment is looked at, and nothing of it leaves.</summary>
    public sealed record Checking : ReadingGround
    {
        internal override bool Covers(string person, string purpose) => true;
    }
}
