using Trellis.Process.Matters;

namespace Trellis.Process;

/// <summary>The door to the rules of acts on one matter, for the desk, jobs, reactions, simulations and practice. What bars an officer from all of them, a conflict of interest, is asked here and nowhere else.</summary>
public static class DecidingActs
{
    public static Outcome Decide(Matter matter, IAct act, Circumstances circumstances) => Conflicts.Bar(matter, act, circumstances.By) is { } conflict ? conflict : act switch
    {
        AddInformation one => AddingInformation.Decide(matter, one, circumstances),
        AddPicture one => AddingPictures.Decide(matter, one, circumstances),
        ReceiveMatter one => PerformingSteps.Decide(matter, one, circumstances),
        PerformStep one => PerformingSteps.Decide(matter, one, circumstances),
        FindPerformerAgain one => FindingPerformersAgain.Decide(matter, one, circumstances),
        HandOverMatter one => HandingOverMatters.Decide(matter, one, circumstances),
        ReturnMatter one => ReturningMatters.Decide(matter, one, circumstances),
        RefuseTask one => RefusingTasks.Decide(matter, one, circumstances),
        ReferUp one => ReferringUp.Decide(matter, one, circumstances),
        AskUnit one => AskingUnits.Decide(matter, one, circumstances),
        AnswerUnit one => AskingUnits.Decide(matter, one, circumstances),
        PauseMatter one => PausingMatters.Decide(matter, one, circumstances),
        ResumeMatter one => PausingMatters.Decide(matter, one, circumstances),
        RemindUnit one => RemindingUnits.Decide(matter, one, circumstances),
        EscalateMatter one => RemindingUnits.Decide(matter, one, circumstances),
        BlowWhistle one => BlowingWhistles.Decide(matter, one, circumstances),
        AttendWhistle one => BlowingWhistles.Decide(matter, one, circumstances),
        ReportAtWhistle one => BlowingWhistles.Decide(matter, one, circumstances),
        MissCall one => BlowingWhistles.Decide(matter, one, circumstances),
        JudgeWhistle one => BlowingWhistles.Decide(matter, one, circumstances),
        ConfirmMatter one => ConfirmingMatters.Decide(matter, one, circumstances),
        DisputeMatter one => ConfirmingMatters.Decide(matter, one, circumstances),
        RecordReach one => ConfirmingMatters.Decide(matter, one, circumstances),
        CloseForSilence one => ConfirmingMatters.Decide(matter, one, circumstances),
        CloseMatter one => ClosingMatters.Decide(matter, one, circumstances),
        WithdrawMatter one => WithdrawingMatters.Decide(matter, one, circumstances),
        ReopenMatter one => ReopeningMatters.Decide(matter, one, circumstances),
        RateMatter one => RatingMatters.Decide(matter, one, circumstances),
        PublishMatter one => PublishingMatters.Decide(matter, one, circumstances),
        UnpublishMatter one => PublishingMatters.Decide(matter, one, circumstances),
        RecordAnswers one => ConsultingPeople.Decide(matter, one, circumstances),
        EndConsultation one => ConsultingPeople.Decide(matter, one, circumstances),
        DeclareConflict one => DeclaringConflicts.Decide(matter, one, circumstances),
        _ => throw new InvalidOperationException($"{act.Word} is no act on a running matter."),
    };

    /// <summary>The matter that an act is about; null for acts that begin one, or are about none.</summary>
    public static MatterId? MatterOf(IAct act) => act switch
    {
        AddInformation one => one.Matter,
        AddPicture one => one.Matter,
        ReceiveMatter one => one.Matter,
        PerformStep one => one.Matter,
        FindPerformerAgain one => one.Matter,
        HandOverMatter one => one.Matter,
        ReturnMatter one => one.Matter,
        RefuseTask one => one.Matter,
        ReferUp one => one.Matter,
        AskUnit one => one.Matter,
        AnswerUnit one => one.Matter,
        PauseMatter one => one.Matter,
        ResumeMatter one => one.Matter,
        RemindUnit one => one.Matter,
        EscalateMatter one => one.Matter,
        BlowWhistle one => one.Matter,
        AttendWhistle one => one.Matter,
        ReportAtWhistle one => one.Matter,
        MissCall one => one.Matter,
        JudgeWhistle one => one.Matter,
        ConfirmMatter one => one.Matter,
        DisputeMatter one => one.Matter,
        RecordReach one => one.Matter,
        CloseForSilence one => one.Matter,
        CloseMatter one => one.Matter,
        WithdrawMatter one => one.Matter,
        ReopenMatter one => one.Matter,
        RateMatter one => one.Matter,
        PublishMatter one => one.Matter,
        UnpublishMatter one => one.Matter,
        RecordAnswers one => one.Matter,
        EndConsultation one => one.Matter,
        DeclareConflict one => one.Matter,
        LookAtMatter one => one.Matter,
        Adoption.MoveMatter one => one.Matter,
        _ => null,
    };

    /// <summary>The power that an act stands on, for Authority to answer before; null where it needs none.</summary>
    public static PowerNeeded? Needs(Matter matter, IAct act, Circumstances circumstances) => act switch
    {
        PerformStep perform => PerformingSteps.Needs(matter, perform, circumstances),
        ReceiveMatter receive => PerformingSteps.Needs(matter, new PerformStep(receive.Matter, receive.Key, new StepResult.Received(), []), circumstances),
        _ => null,
    };
}
