using Microsoft.AspNetCore.Http;
using Trellis.Diagnosis.Hearing;
using Trellis.Information.Forms;
using Trellis.Process;

namespace Trellis.Web.Process;

/// <summary>The status of HTTP that a refusal of an act is told with: 403 whose it is not, 404 what is not there, 422 what is wrong in what was said, 409 whatever the state of the matter does not allow.</summary>
internal static class RefusalStatus
{
    private static readonly HashSet<string> NotTheirs =
    [
        ProcessRefusals.NotTheHolder.Code, ProcessRefusals.StepForAnother.Code, ProcessRefusals.NotTheRequester.Code, ProcessRefusals.NotTheJudge.Code, ProcessRefusals.OwnMatter.Code, ProcessRefusals.ApartFrom.Code, ProcessRefusals.ConflictOfInterest.Code,
        ProcessRefusals.NotIndependent.Code, ProcessRefusals.WhistleForAnotherPost.Code, ProcessRefusals.NotCalled.Code, ProcessRefusals.NotAsked.Code, ProcessRefusals.FirstContactMayNotReturn.Code, ProcessRefusals.DutiesDoNotGrow.Code,
        ProcessRefusals.OnlyForTheRequester.Code,
        FormRefusals.NotTheFiller.Code, FormRefusals.NotTheAsker.Code, FormRefusals.ForOfficers.Code, FormRefusals.NotTheirSection.Code, FormRefusals.NotTheirLevel.Code, FormRefusals.NotTheirRow.Code,
        HearingRefusals.NotAboutTheirs.Code,
    ];

    private static readonly HashSet<string> WrongSaid =
    [
        ProcessRefusals.NoSuchMatterType.Code, ProcessRefusals.RoleMissing.Code, ProcessRefusals.PlaceMissing.Code, ProcessRefusals.ConsentMissing.Code, ProcessRefusals.FiledForOneself.Code, ProcessRefusals.HappenedInTheFuture.Code,
        ProcessRefusals.HappenedBeforeItBegan.Code, ProcessRefusals.StepOfAnotherKind.Code, ProcessRefusals.NoSuchOutcome.Code, ProcessRefusals.ItemMissing.Code, ProcessRefusals.VotesDoNotAddUp.Code, ProcessRefusals.QuorumNotReached.Code,
        ProcessRefusals.NothingGiven.Code, ProcessRefusals.NoPicture.Code, ProcessRefusals.PictureTooLarge.Code, ProcessRefusals.NoSuchDuty.Code, ProcessRefusals.NotTheBearer.Code, ProcessRefusals.NoSuchUnit.Code, ProcessRefusals.NoSuchPost.Code, ProcessRefusals.NotOnTheCallList.Code, ProcessRefusals.NoSuchCall.Code,
        ProcessRefusals.NoSuchReason.Code, ProcessRefusals.NotForTheHolderToSay.Code, ProcessRefusals.ReferralMissing.Code, ProcessRefusals.ReasonMissing.Code, ProcessRefusals.RatingOutOfRange.Code,
        FormRefusals.NotOnTheForm.Code, FormRefusals.ItemMissing.Code, FormRefusals.ItemTwice.Code, FormRefusals.NoSuchSection.Code, FormRefusals.NoSuchPost.Code, FormRefusals.ReasonMissing.Code, FormRefusals.NoSuchFigure.Code, FormRefusals.NothingHeld.Code, FormRefusals.RowRefused.Code, FormRefusals.TooManyRows.Code,
        HearingRefusals.AnswerMissing.Code, HearingRefusals.AnswerTooLong.Code, HearingRefusals.NoSuchExplanation.Code,
    ];

    public static int Of(Refusal why) => why.Code switch
    {
        "process.no-such-matter" or "forms.no-such-form" or "forms.no-such-finding" => StatusCodes.Status404NotFound,
        var code when code.StartsWith("authority.", StringComparison.Ordinal) || code.StartsWith("looks.", StringComparison.Ordinal) || NotTheirs.Contains(code) => StatusCodes.Status403Forbidden,
        var code when WrongSaid.Contains(code) => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status409Conflict,
    };
}
