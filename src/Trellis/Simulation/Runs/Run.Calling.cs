using System.Collections.Immutable;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>What goes beyond the flow of a matter: help that is asked for, departments that are called together, emergencies.</summary>
public sealed partial class Run
{
    /// <summary>Days between the end of an emergency and its review.</summary>
    private const int DaysUntilReview = 10;

    private RequestRule? RequestOn(Errand errand, FlowPart.Step step)
    {
        RequestRule? request = null;
        foreach (var one in _load.Requests)
            if ((one.Type is null || one.Type == errand.Case.Matter.Type) && (one.Step is null || one.Step == step.Id || one.Step == Structure.Vocabulary.Words.StepWords[(int)step.Kind])) request = one;
        return request;
    }

    /// <summary>Whoever has the step asks, and lays it aside until there is an answer.</summary>
    private bool AskForHelp(Errand errand, FlowPart.Step step, Actor.Officer by, Circumstances under)
    {
        var @case = errand.Case;
        errand.HasAsked = true;
        if (RequestOn(errand, step) is not { } request) return false;
        UnitId? unit = null;
        if (!request.Of.IsEmpty && (unit = NearestOf(request.Of, @case.Matter.Place, under)) is null) return false;
        if (Do(@case, by, new AskUnit(@case.Matter.Id, errand.Key, new Bearer(unit), request.For, null, Simulated)) is not null) return false;
        if (unit is { } asked && KeepsDataBack(errand, request, asked) is { } later) AnswerLater(errand, asked, later);
        else if (unit is { } known) Beside(@case, errand.Key, Deed.AnswerUnit, new PostAt("", known), known);
        else Plan(@case, HappeningKind.AnswersRequest, _load.Residents.GivesFactsAfter.Draw(ChanceOf(errand, "gives")), errand.Key);
        errand.IsAside = true;
        return true;
    }

    /// <summary>The unit whose ground holds the place most narrowly; one without ground of its own serves every place.</summary>
    private static UnitId? NearestOf(ImmutableArray<string> units, UnitId? place, Circumstances under)
    {
        var ground = place is { } known ? under.Today.Place(known.Text) : under.Today.Top;
        UnitOnDay? best = null;
        foreach (var name in units)
            if (under.Today.Unit(name) is { } unit && (ground is null || unit.Ground is null || unit.Contains(ground)) && (best is null || unit.GroundDepth > best.GroundDepth)) best = unit;
        return best is null ? null : new UnitId(best.Id);
    }

    private static bool WaitsForAnswer(Errand errand) => errand.Deed == Deed.Step && errand.HasAsked && errand.Case.Matter.OpenAt(errand.Key)?.Asked is not null;

    private void Beside(Case @case, string key, Deed deed, PostAt at, UnitId? called)
    {
        var errand = new Errand(@case, key, deed, DeskAt(at), WorkHours.Never) { Open = null, Called = called };
        @case.Errands.Add(errand);
        Ready(errand);
    }

    private static bool StillStands(Errand errand) => errand.Deed switch
    {
        Deed.AnswerUnit => errand.Case.Matter.OpenAt(errand.Key)?.Asked?.Bearer.Unit == errand.Called,
        Deed.BlowWhistle => errand.Case.Matter.RunningWhistle is null,
        _ => errand.Case.Matter.RunningWhistle is not null,
    };

    private void PlanWhistle(Case @case)
    {
        if (_load.Whistles.IsEmpty || WhistleOn(@case) is not { } whistle) return;
        var chance = @case.Seed.Of("whistle").Draws();
        if (chance.Happens(whistle.Share)) Plan(@case, HappeningKind.Whistles, whistle.After.Draw(chance));
    }

    private WhistleRule? WhistleOn(Case @case)
    {
        WhistleRule? whistle = null;
        foreach (var one in _load.Whistles)
            if (one.Type is null || one.Type == @case.Matter.Type) whistle = one;
        return whistle;
    }

    /// <summary>The post that may call departments gets word that a step still waits.</summary>
    private void CallTogether(Case @case)
    {
        var matter = @case.Matter;
        var under = Under(@case, Actor.System, @case.Facts);
        if (matter.RunningWhistle is not null || BeforeAnAct.RulesOf(matter, under)?.Whistle is not { } rule || FindingPerformers.Nearest(matter, rule.By, under) is not { } post) return;
        if (matter.Open.Find(static open => open is { Kind: PointKind.Step, Awaits.IsEmpty: true, Performer.Post: not null }) is { } waiting) Beside(@case, waiting.Key, Deed.BlowWhistle, post, null);
    }

    private Refusal? DoBeside(Errand errand, Actor.Officer by)
    {
        var @case = errand.Case;
        var matter = @case.Matter;
        var chance = BranchOf(errand, errand.Deed.ToString()).Draws();
        // It is over once it is done, whatever follows.
        @case.Errands.Remove(errand);
        switch (errand.Deed)
        {
            case Deed.AnswerUnit:
                if (errand.Evasion == Evasion.KeepData) return KeepData(errand, by);
                var theirs = matter.OpenAt(errand.Key) is not { } open || @case.Errands.Find(one => one.Key == open.Key && one.Step is not null)?.Step is not { } reached || RequestOn(errand, reached.What) is not { } request || !chance.Happens(request.NotTheirsShare);
                return Do(@case, by, new AnswerUnit(matter.Id, errand.Key, theirs, [], Simulated));
            case Deed.BlowWhistle:
                if (Do(@case, by, new BlowWhistle(matter.Id, matter.OpenAt(errand.Key) is null ? null : errand.Key, [], Simulated)) is { } no) return no;
                foreach (var call in @case.Matter.RunningWhistle!.Calls)
                    if (call.Due is null || chance.Happens(WhistleOn(@case)!.ComesShare)) Beside(@case, errand.Key, Deed.Attend, call.Called, call.Called.Unit);
                return null;
            case Deed.Attend:
                if (Do(@case, by, new AttendWhistle(matter.Id, matter.RunningWhistle!.Number, errand.Called!.Value)) is { } late) return late;
                Beside(@case, errand.Key, Deed.Report, errand.Desk!.At, errand.Called);
                return null;
            case Deed.Report:
                return Do(@case, by, new ReportAtWhistle(matter.Id, matter.RunningWhistle!.Number, errand.Called!.Value, chance.Happens(WhistleOn(@case)!.ActsShare), Simulated));
            default:
                return JudgeCall(@case, by);
        }
    }

    /// <summary>The rules do not let them; nothing hangs on it.</summary>
    private void Abandon(Errand errand, Refusal why)
    {
        Tally.Refused(why.Code);
        Drop(errand);
        errand.Case.Errands.Remove(errand);
    }

    /// <summary>All departments have reported or missed their time: whoever is to judge does so.</summary>
    private void PlanJudging(Case @case, Circumstances under)
    {
        var matter = @case.Matter;
        if (matter.RunningWhistle is not { } whistle || @case.JudgedCall >= whistle.Number || whistle.Calls.Exists(static call => call.Reported is null && (call.Came is not null || call.Missed is null))) return;
        if (BeforeAnAct.RulesOf(matter, under)?.Whistle is not { } rule) return;
        @case.JudgedCall = whistle.Number;
        if (rule.JudgedBy is { Post: "requester", At: null }) Plan(@case, HappeningKind.Judges, _load.Residents.AnswersAfter.Draw(@case.Seed.Of("judges").Of(whistle.Number).Draws()));
        else if (FindingPerformers.Nearest(matter, rule.JudgedBy, under) is { } judge) Beside(@case, whistle.Lane ?? "", Deed.Judge, judge, null);
    }

    private Refusal? JudgeCall(Case @case, Actor by)
    {
        if (@case.Matter.RunningWhistle is not { } whistle) return null;
        var settles = whistle.Calls.Exists(static call => call.Acted == true) && @case.Seed.Of("settles").Of(whistle.Number).Draws().Happens(WhistleOn(@case)?.SettlesShare ?? 0);
        if (Do(@case, by, new JudgeWhistle(@case.Matter.Id, whistle.Number, settles ? WhistleVerdict.Settled : WhistleVerdict.WithoutEffect, Simulated)) is { } why) return why;
        if (!settles || @case.Errands.Find(errand => errand.Deed == Deed.Step && errand.Key == whistle.Lane) is not { Desk: { } desk } helped) return null;
        helped.IsSettled = true;
        if (!helped.IsQueued) return null;
        // What is settled on the spot goes first.
        TakeOff(desk, helped);
        Queue(helped);
        return null;
    }

    /// <summary>Whoever may declare an emergency does so when they are there; likewise its end and its review.</summary>
    private void ActOnEmergency(Happening what)
    {
        var rule = _load.Emergencies[what.Number];
        if (_scene.Structure.Emergencies.On(rule.Emergency, _today) is not { } emergency) return;
        var desk = DeskAt(new PostAt(emergency.DeclaredBy.Post, new UnitId(rule.At)));
        if (desk.Officers.Count == 0) Seat(desk);
        if (desk.Officers.MinBy(one => one.Hours.OpenFrom(_now, one.Away)) is not { } officer || officer.SeatFor(desk) is not { } seat) return;
        if (officer.Hours.OpenFrom(_now, officer.Away) is var opens && opens > _now)
        {
            if (opens < _end) _agenda.Add(opens, what);
            return;
        }

        var by = new Actor.Officer(officer.Person, seat);
        var (view, times) = (_scene.Structure.On(_today), PlacedNow(null).Placed.Times);
        var running = _standing.Emergencies.LastOrDefault(one => one.Emergency == rule.Emergency && one.At == rule.At);
        IAct? act = what.Kind switch
        {
            HappeningKind.Declares => new DeclareEmergency(rule.Emergency, null, Simulated),
            HappeningKind.EndsEmergency => running?.HoldsOn(_today) == true ? new EndEmergency(rule.Emergency, Simulated) : null,
            _ => running is null ? null : new ReviewEmergency(rule.Emergency, new UnitId(rule.At), running.From, Simulated),
        };
        var ruling = act switch
        {
            DeclareEmergency declare => DeclaringEmergencies.Decide(view, _standing, declare, by, _today, lasts => times.LastDay(lasts, Instant), (review, last) => times.LastDay(review, last)),
            EndEmergency end => DeclaringEmergencies.Decide(view, _standing, end, by, _today),
            ReviewEmergency review => DeclaringEmergencies.Decide(view, _standing, review, by, _today),
            _ => null,
        };
        if (ruling is Ruling.Refused { Why: var why }) Tally.Refused(why.Code);
        if (ruling is Ruling.Happens { Event: var happened })
        {
            _standing = _standing.After(happened);
            Acting?.Invoke(new SimulatedAct(null, _now, by, act));
            LookAgainForPerformers();
        }

        if (what.Kind == HappeningKind.Declares && ruling is Ruling.Happens) PlanLater(HappeningKind.EndsEmergency, rule.Days, what.Number);
        if (what.Kind == HappeningKind.EndsEmergency) PlanLater(HappeningKind.Reviews, DaysUntilReview, what.Number);
    }

    private void PlanLater(HappeningKind what, int days, int number)
    {
        if (WorkHours.Instant(_today.AddDays(days), 0, _scene.Zone) is var at && at < _end) _agenda.Add(at, Happening.Of(what, number));
    }
}
