using System.Collections.Immutable;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>What residents do: wait, give up, bring it again, give what is asked, answer or keep silent, dispute, come back.</summary>
public sealed partial class Run
{
    /// <summary>Of those whose work was only called done.</summary>
    private const double DisputesHollowShare = 0.6;

    /// <summary>When a matter was promised, by the timetable of the day, as the desk of real work reckons it; null without a promise.</summary>
    public DateTimeOffset? PromisedOf(Case @case) => Promises.DueOf(@case.Matter, PlacedNow(@case.Matter.Place).Placed.Times);

    private void PlanResident(Case @case)
    {
        var habits = _load.Residents;
        var chance = @case.Seed.Of("patience").Draws();
        var (up, again) = (chance.Happens(habits.GivesUpShare), chance.Happens(habits.FilesAgainShare));
        if (up) Plan(@case, HappeningKind.GivesUp, habits.GivesUpAfter.Draw(@case.Seed.Of("gives-up").Draws()));
        if (again) Plan(@case, HappeningKind.FilesAgain, habits.FilesAgainAfter.Draw(@case.Seed.Of("files-again").Draws()));
        PlanWhistle(@case);
    }

    /// <param name="hours">By the clock.</param>
    private void Plan(Case @case, HappeningKind what, double hours, string? key = null)
    {
        @case.Planned++;
        _agenda.Add(_now + Math.Max(1, (long)(hours * Hour)), Happening.Of(what, @case, key));
    }

    private void PlanAnswer(Case @case, OpenPoint open, HappeningKind what, FlowPart.Step? step)
    {
        var habits = _load.Residents;
        var seed = @case.Seed.Of("answers").Of(open.Key).Of(@case.Matter.Round);
        var chance = seed.Draws();
        if (what == HappeningKind.Answers && !chance.Happens(habits.AnswersShare)) return;
        var hours = open.Performer?.Role?.StartsWith("system/", StringComparison.Ordinal) == true ? 1 / 60.0 : (what == HappeningKind.GivesFacts ? habits.GivesFactsAfter : habits.AnswersAfter).Draw(chance);
        Plan(@case, what, hours, open.Key);
    }

    private void PlanAfterClosure(Case @case)
    {
        if (@case.IsTold) return;
        @case.IsTold = true;
        var matter = @case.Matter;
        Tally.Closed(@case, _now, PromisedOf(@case), Promises.KeptAt(matter));
        if (!_load.Forms.IsEmpty) _closed.Add(new Information.Forms.OwingForms.ClosedMatter(matter.Id, matter.Type, matter.Place, Instant));
        var habits = _load.Residents;
        var chance = @case.Seed.Of("afterwards").Of(matter.Round).Draws();
        var (rates, reopens) = (chance.Happens(habits.RatesShare), chance.Happens(@case.IsHollow ? DisputesHollowShare / 2 : habits.ReopensShare));
        if (rates) Plan(@case, HappeningKind.Rates, 1 + (23 * chance.Unit()));
        if (habits.ComplainsAgainAs is not null && matter.LastClosure is { Kind: ClosureKind.Refused or ClosureKind.Explained or ClosureKind.OutOfReach } && !@case.IsFiledAgain && @case.Seed.Of("complains-again").Draws() is var complains && complains.Happens(habits.ComplainsAgainShare))
            Plan(@case, HappeningKind.ComplainsAgain, habits.ComplainsAgainAfter.Draw(complains));
        if (reopens && matter.LastClosure is not { Kind: ClosureKind.Withdrawn }) Plan(@case, HappeningKind.Reopens, habits.ReopensAfter.Draw(@case.Seed.Of("reopens").Of(matter.Round).Draws()));
    }

    private void Live(Case @case, HappeningKind what, string? key)
    {
        var matter = @case.Matter;
        var requester = new Actor.Resident(matter.FiledFor);
        switch (what)
        {
            case HappeningKind.GivesUp when matter.State != MatterState.Closed:
                Do(@case, requester, new WithdrawMatter(matter.Id));
                break;
            case HappeningKind.FilesAgain when matter.State != MatterState.Closed && !@case.IsFiledAgain:
                if (File(@case.Stream, @case.Seed.Of("again"), matter.Place, Channel.Telephone) is { } again) again.IsFiledAgain = true;
                Tally.Again(@case, elsewhere: false);
                break;
            case HappeningKind.ComplainsAgain:
                if (_load.Residents.ComplainsAgainAs is { } elsewhere && File(elsewhere, @case.Seed.Of("elsewhere"), matter.Place, Channel.Telephone) is { } complaint) complaint.IsFiledAgain = true;
                Tally.Again(@case, elsewhere: true);
                break;
            case HappeningKind.AnswersRequest when matter.State != MatterState.Closed && key is not null && matter.OpenAt(key) is { Asked.Bearer.Unit: null }:
                Do(@case, requester, new AnswerUnit(matter.Id, key, IsOurs: true, [], Simulated));
                break;
            case HappeningKind.Whistles when matter.State == MatterState.Open:
                CallTogether(@case);
                break;
            case HappeningKind.Judges when matter.State != MatterState.Closed:
                JudgeCall(@case, requester);
                break;
            case HappeningKind.Answers when matter.State == MatterState.Open && key is not null && matter.OpenAt(key) is { } open:
                var disputes = @case.Seed.Of("disputes").Of(matter.Round).Of(open.Key).Draws().Happens(@case.IsHollow ? DisputesHollowShare : _load.Residents.DisputesShare);
                @case.IsHollow = false;
                Do(@case, requester, disputes ? new DisputeMatter(matter.Id, key, Simulated) : new ConfirmMatter(matter.Id, key));
                break;
            case HappeningKind.GivesFacts when matter.State != MatterState.Closed && key is not null:
                GiveFacts(@case, requester, key);
                break;
            case HappeningKind.Acts when matter.State != MatterState.Closed && key is not null:
                ActInRole(@case, key);
                break;
            case HappeningKind.Reopens when matter.State == MatterState.Closed:
                Do(@case, requester, new ReopenMatter(matter.Id, Simulated));
                break;
            case HappeningKind.CutsShort:
                CutShort(@case);
                break;
            case HappeningKind.Rates when matter.State == MatterState.Closed:
                Do(@case, requester, new RateMatter(matter.Id, 1 + (int)@case.Seed.Of("stars").Draws().Below(5)));
                break;
            default:
                break;
        }
    }

    /// <summary>Somebody in a role of the matter, or a system, does the step that is theirs.</summary>
    private void ActInRole(Case @case, string key)
    {
        var matter = @case.Matter;
        if (matter.State == MatterState.Paused)
        {
            Plan(@case, HappeningKind.Acts, 24, key);
            return;
        }

        if (matter.OpenAt(key) is not { Performer: { Role: { } role } } open) return;
        Actor by = role.StartsWith("system/", StringComparison.Ordinal) ? Actor.System
            : role == "requester" ? new Actor.Resident(matter.FiledFor)
            : matter.Roles.Find(bound => bound.Role == role) is { } row ? new Actor.Resident(new ActorId(row.Row.Key)) : Actor.System;
        var under = Under(@case, by, @case.Facts);
        if (AdvancingFlows.StepAt(matter, under, key) is not { } reached) return;
        var errand = @case.Errands.Find(one => one.Key == key) ?? new Errand(@case, key, Deed.Step, null, WorkHours.Never) { Open = open };
        if (Do(@case, by, ActOf(errand, reached, by)) is { } why) Stick(errand, why.Code);
    }

    /// <summary>Whoever paused goes on with it, when they are there.</summary>
    private void Resume(Officer officer, Errand errand)
    {
        var @case = errand.Case;
        if (@case.Matter.RunningPause is null) return;
        if (officer.SeatFor(errand.Desk!) is not { } seat)
        {
            // Whoever paused sits there no longer: somebody else of the desk does, or looks again the next day.
            if (errand.Desk!.Officers is [var other, ..]) Resume(other, errand);
            else _agenda.Add(_now + (24 * Hour), Happening.Of(HappeningKind.Resumes, errand, officer));
            return;
        }

        if (!officer.Hours.IsOpen(_now, officer.Away)) _agenda.Add(officer.Hours.OpenFrom(_now, officer.Away), Happening.Of(HappeningKind.Resumes, errand, officer));
        else Do(@case, officer.As(seat), new ResumeMatter(@case.Matter.Id));
    }
}
