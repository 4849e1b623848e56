using Microsoft.AspNetCore.Http;
using Trellis.Authority.Access;
using Trellis.Information.Looks;
using Trellis.Runtime.Information;
using Trellis.Web.Process;

namespace Trellis.Web.Information;

/// <summary>Refusals about looks and consent as answers of HTTP.</summary>
internal static class LookAnswers
{
    public static Problem Problem(LookAnswer.Refused refused) => new(StatusOf(refused.Why), refused.Why) { Figures = refused.Recorded is { } recorded ? [("recorded", recorded.First)] : [] };

    public static int StatusOf(Refusal why) => why.Code switch
    {
        _ when why == AccessRefusals.WordsNotTheirs || why == LookRefusals.ForOfficers || why == LookRefusals.NotTheSecondAuthority || why == LookRefusals.NotForThisPurpose || why == LookRefusals.OwnerOnly || why == LookRefusals.NotForThisKindOfUnit
            || why == LookRefusals.BasisIsOver || why == LookRefusals.ConsentMissing || why == LookRefusals.ConsentWithdrawn || why == LookRefusals.NotAtHand || why == LookRefusals.NotInThisMatter || why == LookRefusals.OnlyInAMatter || why == LookRefusals.NoPurpose => StatusCodes.Status403Forbidden,
        _ when why == LookRefusals.NoSuchInquiry || why == LookRefusals.NoSuchLook || why == LookRefusals.NoSuchRight => StatusCodes.Status404NotFound,
        _ when why == LookRefusals.NothingAskedFor || why == LookRefusals.TooMuchAtOnce || why == LookRefusals.NoSuchItem || why == LookRefusals.InquiryTooLong || why == LookRefusals.ConsentNotAsked || why == LookRefusals.NotCovert => StatusCodes.Status422UnprocessableEntity,
        var code when code.StartsWith("looks.", StringComparison.Ordinal) => StatusCodes.Status409Conflict,
        _ => RefusalStatus.Of(why),
    };
}
