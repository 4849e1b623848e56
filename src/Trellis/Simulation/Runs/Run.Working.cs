using System.Collections.Immutable;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>What officers do: they take up what waits for their posts, one thing at a time, within their hours.</summary>
public sealed partial class Run
{
    private const int DaysOfStaging = 7;

    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const double UsualOtherWorkShare = 0.3;
    private const double UsualLeaveDays = 10;

    /// <summary>So long a matter that nobody can go on with is kept before whoever holds it closes it with an explanation.</summary>
    private const double HoursUntilCutShort = 20 * 24;

    /// <summary>How long work is let lie until more has come, at most.</summary>
    private const long LongestBatch = 24 * Hour;

    private const string NobodySits = "nobody-sits-there";

    /// <summary>So many have to wait at a desk before it is asked whether it can keep up.</summary>
    private const int FewestOverload = 20;

    private readonly Dictionary<string, List<(string Person, string Post, string Unit)>> _seated = new(StringComparer.Ordinal);
    private bool _seatedIsKnown;
    private readonly List<Desk> _desks = [];
    private readonly Dictionary<string, List<Desk>> _desksOf = new(StringComparer.Ordinal);
    private readonly List<Officer> _officers = [];
    private readonly Dictionary<string, Officer> _officerOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkHours> _hours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<FlowPart.Step, Spread>> _takes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(long From, long To)>> _outages = new(StringComparer.Ordinal);

    /// <summary>For one number at a time.</summary>
    private readonly Chance _drawing = new(default);

    /// <summary>For several numbers of one branch, in which no other is begun meanwhile.</summary>
    private readonly Chance _choosing = new(default);

    private readonly List<(long At, Errand Errand)> _passedOver = [];

    private long _looks;

    private int DaysLaidOut => _settings.Days + DaysBehind;

    private Desk DeskAt(PostAt at)
    {
        if (!_desksOf.TryGetValue(at.Unit.Text, out var ofUnit)) _desksOf.Add(at.Unit.Text, ofUnit = []);
        foreach (var known in ofUnit)
            if (known.At.Post == at.Post) return known;
        var desk = new Desk(at, _desks.Count, RuleOf(at));
        desk.Tally.Since = _now;
        ofUnit.Add(desk);
        _desks.Add(desk);
        Seat(desk);
        return desk;
    }

    private PostRule RuleOf(PostAt at)
    {
        var rule = new PostRule(at.Post, at.Unit.Text);
        foreach (var one in _load.Posts)
        {
            if ((one.Post is not null && one.Post != at.Post) || (one.At is not null && one.At != at.Unit.Text)) continue;
            rule = rule with
            {
                Speed = one.Speed ?? rule.Speed,
                OtherWorkShare = one.OtherWorkShare ?? rule.OtherWorkShare,
                LeaveDays = one.LeaveDays ?? rule.LeaveDays,
                Batch = one.Batch ?? rule.Batch,
                TravelMinutes = one.TravelsByPlace is null ? rule.TravelMinutes : one.TravelMinutes,
                TravelsByPlace = one.TravelsByPlace ?? rule.TravelsByPlace,
                Order = one.Order ?? rule.Order,
                Seats = one.Seats ?? rule.Seats,
                ConflictShare = one.ConflictShare ?? rule.ConflictShare,
                SharedBy = one.SharedBy.IsEmpty ? rule.SharedBy : one.SharedBy,
            };
        }

        return rule;
    }

    /// <summary>Those who sit there by the structure; where nobody does, people come who take the seat as an act.</summary>
    private void Seat(Desk desk)
    {
        JoinSeated(desk);
        if (desk.Officers.Count > 0) return;
        var (_, view) = PlacedNow(desk.At.Unit);
        if (view.Unit(desk.At.Unit.Text) is not { } at) return;
        var named = desk.At.Post.Length > 0 ? desk.At.Post : view.PostsOf(at) is [var first, ..] ? first : null;
        if (named is null || view.PostAt(named, at) is not { } row) return;
        var seat = new PostAt(named, desk.At.Unit);
        var rule = named == desk.At.Post ? desk.Rule : RuleOf(seat);
        var shared = rule.SharedBy.Contains(desk.At.Unit.Text);
        for (var number = 1; number <= Math.Max(1, rule.Seats ?? row.Seats); number++)
        {
            // By the first of the units that share them, so that those of another group are others.
            var person = $"o-{named}-{(shared ? $"shared-{rule.SharedBy.Min(StringComparer.Ordinal)}" : desk.At.Unit.Text)}-{number}";
            var act = new TakeSeat(new ActorId(person), seat, _today);
            if (TakingSeats.Decide(view, _standing, act, Actor.System, _today) is not Ruling.Happens { Event: var taken }) continue;
            _standing = _standing.After(taken);
            SeatedIn(seat.Unit.Text).Add((person, seat.Post, seat.Unit.Text));
            Tally.SeatsFilled++;
            Acting?.Invoke(new SimulatedAct(null, _now, Actor.System, act));
            Join(desk, person, seat);
        }
    }

    private void JoinSeated(Desk desk)
    {
        if (!_seatedIsKnown)
        {
            _seated.Clear();
            foreach (var (person, post, unit) in _standing.SeatsOn(_today)) SeatedIn(unit).Add((person, post, unit));
            _seatedIsKnown = true;
        }

        foreach (var (person, post, unit) in SeatedIn(desk.At.Unit.Text))
            if (desk.At.Post.Length == 0 || post == desk.At.Post) Join(desk, person, new PostAt(post, new UnitId(unit)));
    }

    private List<(string Person, string Post, string Unit)> SeatedIn(string unit)
    {
        if (!_seated.TryGetValue(unit, out var seats)) _seated.Add(unit, seats = []);
        return seats;
    }

    private void Join(Desk desk, string person, PostAt seat)
    {
        if (!_officerOf.TryGetValue(person, out var officer))
        {
            var rule = seat == desk.At ? desk.Rule : RuleOf(seat);
            var (_, view) = PlacedNow(seat.Unit);
            var calendar = Timetable.CalendarOf(view, seat) ?? "";
            if (!_hours.TryGetValue(calendar, out var hours)) _hours.Add(calendar, hours = WorkHours.Of(_scene.Structure, calendar.Length == 0 ? null : calendar, _settings.From, DaysLaidOut, _scene.Zone));
            var free = (1 - (rule.OtherWorkShare ?? UsualOtherWorkShare)) * (1 - PressureOn(Pressure.DemandsFromAbove, null, seat));
            officer = new Officer(new ActorId(person), _officers.Count, hours, Absence.Draw(rule.LeaveDays ?? UsualLeaveDays, DaysLaidOut, hours.Days, _seed.Of("leave").Of(person).Draws()), (rule.Speed ?? 1) * free, free);
            _officers.Add(officer);
            _officerOf.Add(person, officer);
        }

        if (officer.SeatFor(desk) is not null) return;
        officer.Seats.Add((desk, seat));
        officer.SeatedAsOf = Officer.NotAsked;
        desk.Officers.Add(officer);
        var since = _standing.SeatOf(person, seat.Post, seat.Unit.Text, _today)!.From;
        desk.Tenures.Add(new Tenure(officer, since <= _settings.From ? Begin : WorkHours.Instant(since, 0, _scene.Zone)));
    }

    /// <summary>Those whose seat has ended go, and lay down what they were at.</summary>
    private void LeaveSeats(Desk desk, long midnight, List<Errand> laidDown)
    {
        for (var at = desk.Officers.Count - 1; at >= 0; at--)
        {
            var officer = desk.Officers[at];
            if (officer.SeatFor(desk) is { } seat && _standing.IsSeated(officer.Person, seat, _today)) continue;
            desk.Officers.RemoveAt(at);
            officer.Seats.RemoveAll(one => one.Desk == desk);
            desk.Tenures.FindLast(one => one.Officer == officer)!.To = midnight;
            if (officer.Doing is not { } doing || doing.Desk != desk) continue;
            Book(officer, midnight);
            officer.Doing = null;
            doing.IsBegun = false;
            laidDown.Add(doing);
        }
    }

    /// <summary>Posts and seats begin and end with the day.</summary>
    private void SeatAnew()
    {
        _seatedIsKnown = false;
        var laidDown = new List<Errand>();
        var midnight = WorkHours.Instant(_today, 0, _scene.Zone);
        foreach (var desk in _desks)
        {
            LeaveSeats(desk, midnight, laidDown);
            JoinSeated(desk);
        }

        LookAgainForPerformers();
        foreach (var errand in laidDown) Ready(errand);
        foreach (var desk in _desks.ToArray())
        {
            if (desk.Count == 0) continue;
            if (desk.Officers.Count == 0) Seat(desk);
            if (desk.Officers.Count > 0) Offer(desk);
            else StickAll(desk);
        }

        foreach (var officer in _officers) Look(officer);
    }

    /// <summary>Posts or powers have changed: where nobody could do a step, somebody may now.</summary>
    private void LookAgainForPerformers()
    {
        foreach (var one in _live.All().ToList())
        {
            foreach (var open in one.Matter.Open)
            {
                // The rule refuses it wherever the performer is still there.
                if (one.Matter.State == MatterState.Closed || open is not { Kind: PointKind.Step, Awaits.IsEmpty: true, Performer: null or { Post: not null } } || one.Matter.OpenAt(open.Key) is null) continue;
                Do(one, Actor.System, new FindPerformerAgain(one.Matter.Id, open.Key));
            }

            foreach (var errand in one.Errands.ToArray())
            {
                if (errand is not { IsStuck: true, IsOver: false, Desk: not null, Barred: null }) continue;
                errand.IsStuck = false;
                Ready(errand);
            }
        }
    }

    private void StickAll(Desk desk)
    {
        while (desk.Waiting.Count > 0)
        {
            var (_, errand) = desk.Waiting.Take();
            if (!errand.IsQueued) continue;
            TakeOff(desk, errand);
            Stick(errand, NobodySits);
        }
    }

    /// <summary>Who comes to see is announced a week before, and finds nothing open.</summary>
    private bool IsStaging(ImmutableArray<DateOnly> inspections)
    {
        foreach (var day in inspections)
            if (_today < day && day <= _today.AddDays(DaysOfStaging)) return true;
        return false;
    }

    /// <summary>What is late already counts as late however long it takes.</summary>
    private bool IsForsaken(Errand errand) =>
        PressureOn(Pressure.WorkingToTheFigure, errand.Case.Matter.Type, errand.Desk!.At) is > 0 and var share && PromisedOf(errand.Case) is { } due && due.ToUnixTimeMilliseconds() < _now && ChanceOf(errand, "figure").Happens(share);

    private double PressureOn(Pressure pressure, string? type, PostAt at)
    {
        var share = 0.0;
        foreach (var one in _pressures[(int)pressure])
            if ((one.On.IsEmpty || IsStaging(one.On)) && (one.Type is null || one.Type == type) && (one.Post is null || one.Post == at.Post) && (one.At.IsEmpty || one.At.Contains(at.Unit.Text))) share = one.Share;
        return share;
    }

    /// <summary>Every open point has what is to be done about it; what no longer waits is dropped.</summary>
    private void GiveErrands(Case @case, Circumstances under)
    {
        var matter = @case.Matter;
        for (var at = @case.Errands.Count - 1; at >= 0; at--)
        {
            var errand = @case.Errands[at];
            if (errand.IsBeside ? StillStands(errand) : errand.IsFor(matter.OpenAt(errand.Key))) continue;
            Drop(errand);
            @case.Errands.RemoveAt(at);
        }

        foreach (var open in matter.Open)
        {
            var has = false;
            foreach (var errand in @case.Errands) has |= !errand.IsBeside && errand.Key == open.Key;
            if (!has) Give(@case, open, under);
        }

        // What is only given anew is tried again, and is as stuck as it was until somebody could do it.
        if (@case.StuckAt is { } stuck && matter.OpenAt(stuck) is null && !@case.Errands.Exists(static errand => errand.IsStuck))
        {
            // Somebody could in the end, unless it was cut short.
            if (!@case.IsCutShort) Tally.Unstuck(@case.StuckFor!);
            (@case.StuckFor, @case.StuckAt) = (null, null);
        }

        if (matter.State == MatterState.Paused) return;
        if (@case.Errands.Exists(static errand => errand.IsAside))
        {
            foreach (var errand in @case.Errands.ToArray())
            {
                if (!errand.IsAside || errand.IsOver || WaitsForAnswer(errand)) continue;
                errand.IsAside = false;
                Queue(errand);
            }
        }

        PlanJudging(@case, under);
    }

    private void Give(Case @case, OpenPoint open, Circumstances under)
    {
        var matter = @case.Matter;
        var holder = new PostAt("", matter.HeldBy);
        var reached = open.Kind == PointKind.Step ? AdvancingFlows.StepAt(matter, under, open.Key) : null;
        (Deed Deed, PostAt? Desk, HappeningKind? Planned) what = open switch
        {
            { Kind: PointKind.End } => (Deed.Close, holder, null),
            { Awaits.IsEmpty: false } => open.Wait.On.Unit is null ? (Deed.GiveFacts, null, HappeningKind.GivesFacts) : (Deed.GiveFacts, holder, null),
            { Performer: null } => (Deed.Step, null, null),
            { Performer.Post: { Post.Length: 0 } unit } when reached is { What.Power: { } power } => (Deed.Step, HolderIn(unit, matter, reached, power.Id, under), null),
            { Performer.Post: { } post } => (Deed.Step, post, null),
            { Performer.Role: "requester" } when reached?.What.Kind == StepKind.Confirm => IsReached(matter, open)
                ? (Deed.Step, null, HappeningKind.Answers)
                : (Deed.Reach, matter.FirstContact ?? holder, null),
            _ => (Deed.Step, null, HappeningKind.Acts),
        };
        var errand = new Errand(@case, open.Key, what.Deed, what.Desk is { } at ? DeskAt(at) : null, open.Due?.ToUnixTimeMilliseconds() ?? WorkHours.Never) { Open = open, Step = what.Deed == Deed.Step ? reached : null };
        if (errand.Step is { } step) errand.Skills = SkillsFor(errand, step, under);
        @case.Errands.Add(errand);
        if (what.Planned is { } planned)
        {
            PlanAnswer(@case, open, planned, reached?.What);
            return;
        }

        if (errand.Desk is null)
        {
            Stick(errand, WhyNobody(errand));
            return;
        }

        var ready = reached is { What: { Kind: StepKind.Consult, Lasts: { } lasts } } ? under.Times.Due(open.DueFrom, lasts).ToUnixTimeMilliseconds() : _now;
        if (!_load.Pressures.IsEmpty && what.Deed == Deed.Step && errand.Due < WorkHours.Never && ChanceOf(errand, "until-the-deadline") is var sits && sits.Happens(PressureOn(Pressure.SittingUntilTheDeadline, matter.Type, errand.Desk.At)))
            ready = Math.Max(ready, _now + (long)((errand.Due - _now) * (0.8 + (0.2 * sits.Unit()))));
        if (ready > _now) _agenda.Add(ready, Happening.Of(HappeningKind.Ready, errand));
        else Ready(errand);
    }

    private static bool IsReached(Matter matter, OpenPoint open)
    {
        foreach (var reach in matter.Reached)
            if (reach.Lane == open.Key && reach.At >= open.Since) return true;
        return false;
    }

    /// <summary>Where anybody of a unit may do a step, whoever holds its power there does.</summary>
    private static PostAt HolderIn(PostAt unit, Matter matter, Reached.Step reached, string power, Circumstances under)
    {
        foreach (var one in under.Deciders(new PowerNeeded(power, reached.Scope.Type.Id, reached.What.Id, matter.Place, null, reached.What.Amount?.Id, under.Day)))
            if (one.Unit == unit.Unit) return one;
        return unit;
    }

    private void Ready(Errand errand)
    {
        if (errand.IsOver || errand.IsQueued || errand.IsBegun) return;
        if (errand.Paper is null && (errand.Case.Matter.State == MatterState.Paused || WaitsForAnswer(errand))) errand.IsAside = true;
        else Queue(errand);
    }

    private void Queue(Errand errand)
    {
        var desk = errand.Desk!;
        if (desk.Officers.Count == 0) Seat(desk);
        if (desk.Officers.Count == 0)
        {
            Stick(errand, NobodySits);
            return;
        }

        if (errand.Step is { } step && (step.What is { Power: not null } or { ApartFrom.Count: > 0 } || errand.Case.Matter.Conflicts.Count > 0)) Vet(errand, step);
        desk.Tally.Change(_now, desk.Count);
        desk.Count++;
        errand.IsQueued = true;
        errand.Ready = _now;
        errand.IsForsaken = !_load.Pressures.IsEmpty && errand.Deed == Deed.Step && IsForsaken(errand);
        desk.Waiting.Add(RankOf(errand), errand);
        if (desk.Rule.Batch is > 1)
        {
            desk.Gathered.Enqueue((_now, errand));
            _agenda.Add(_now + LongestBatch, Happening.Of(HappeningKind.LiesLong, errand));
        }

        if (errand.Skills.Count > 0) _agenda.Add(_now + LeftToTheSkilled, Happening.Of(HappeningKind.LiesLong, errand));
        if (desk.Count >= FewestOverload && desk.Count % FewestOverload == 0) LookForOverload(desk);
        Offer(desk);
    }

    private static long RankOf(Errand errand) => errand.Desk!.Rule.Order switch
    {
        // Whoever is called drops what they are about to begin.
        _ when errand.IsBeside || errand.IsSettled => long.MinValue + errand.Ready,
        _ when errand.IsForsaken => (long.MaxValue / 2) + errand.Ready,
        WorkOrder.DueFirst => errand.Due,
        WorkOrder.NewestFirst => -errand.Ready,
        _ => errand.Ready,
    };

    private void LookForOverload(Desk desk)
    {
        // Whoever has other desks too has so much less of a day for this one as more waits there.
        var perDay = desk.Officers.Sum(officer => officer.Hours.WorkingDay / officer.Seats.Sum(static seat => BacklogOf(seat.Desk)));
        var days = perDay <= 0 ? double.PositiveInfinity : 1 / perDay;
        if (days > MostBacklogDays) Overload = new Overload(desk.At, desk.Count, days, Instant);
    }

    /// <summary>What waits, in milliseconds of an officer, by the mean of what was done there so far.</summary>
    private static double BacklogOf(Desk desk) => desk.Count * (desk.Tally.Waits == 0 ? 0.5 * Hour : (double)desk.Tally.Busy / desk.Tally.Waits);

    private void Drop(Errand errand)
    {
        errand.IsOver = true;
        if (!errand.IsQueued) return;
        // It stays on the agenda of the desk and is passed over when its turn comes.
        errand.IsQueued = false;
        var desk = errand.Desk!;
        desk.Tally.Change(_now, desk.Count);
        desk.Tally.Times += _now - errand.Ready;
        Lessen(desk);
    }

    private static void Lessen(Desk desk)
    {
        desk.Count--;
        if (desk.Released > 0) desk.Released--;
    }

    /// <summary>Nobody can go on with it. What it was stuck for first is why; that others above could not either follows from it.</summary>
    private void Stick(Errand errand, string why)
    {
        if (errand.Paper is not null)
        {
            errand.IsStuck = true;
            return;
        }

        var @case = errand.Case;
        // Where nobody is there to call or to be called, the matter goes its way without.
        if (errand.IsBeside && errand.Deed != Deed.AnswerUnit)
        {
            Drop(errand);
            @case.Errands.Remove(errand);
            return;
        }

        errand.IsStuck = true;
        if (@case.StuckFor is not null && (@case.StuckAt == errand.Key || @case.Matter.OpenAt(@case.StuckAt!) is not null)) return;
        var step = errand.Key.IndexOf('#', StringComparison.Ordinal) is var pass and > 0 ? errand.Key[..pass] : errand.Key;
        if (@case.StuckFor is { } before) Tally.Unstuck(before);
        else
        {
            @case.StuckSince = _now;
            Plan(@case, HappeningKind.CutsShort, HoursUntilCutShort);
        }

        (@case.StuckFor, @case.StuckAt) = ($"{@case.Matter.Type}/{step} {why}", errand.Key);
        Tally.Stuck(@case.StuckFor);
    }

    /// <summary>Somebody who is there and idle takes it up; else somebody idle comes when their hours begin.</summary>
    private void Offer(Desk desk)
    {
        foreach (var officer in desk.Officers)
        {
            if (officer.Doing is not null || !officer.Hours.IsOpen(_now, officer.Away)) continue;
            Look(officer);
            if (officer.Doing is not null) return;
        }

        Officer? soonest = null;
        var from = WorkHours.Never;
        foreach (var officer in desk.Officers)
        {
            if (officer.Doing is not null || officer.WakesAt < WorkHours.Never || officer.Hours.OpenFrom(_now + 1, officer.Away) is var opens && opens >= from) continue;
            (soonest, from) = (officer, opens);
        }

        if (soonest is not null) WakeLater(soonest);
    }

    private bool WakeLater(Officer officer)
    {
        var at = officer.Hours.OpenFrom(_now + 1, officer.Away);
        if (at >= WorkHours.Never || officer.WakesAt <= at) return false;
        officer.WakesAt = at;
        _agenda.Add(at, Happening.Wake(officer));
        return true;
    }

    private void Wake(Officer officer, long at)
    {
        if (officer.WakesAt <= at) officer.WakesAt = WorkHours.Never;
        Look(officer);
    }

    /// <summary>Takes up what has the first rank at the officer's desks, if they are there.</summary>
    private void Look(Officer officer)
    {
        if (officer.Doing is not null) return;
        if (!officer.Hours.IsOpen(_now, officer.Away))
        {
            foreach (var (desk, _) in officer.Seats)
            {
                if (desk.Count == 0) continue;
                WakeLater(officer);
                return;
            }

            return;
        }

        // Where what waits is not theirs to do, they look at the next of their desks.
        var look = ++_looks;
        while (NextDesk(officer, look) is { } at)
        {
            var (desk, seat) = officer.Seats[at];
            if (TakeFrom(desk, officer) is { } errand)
            {
                TakeUp(officer, desk, seat, errand);
                return;
            }

            desk.LookedAt = look;
        }
    }

    private int? NextDesk(Officer officer, long look)
    {
        int? best = null;
        var all = SitsInAll(officer);
        for (var at = 0; at < officer.Seats.Count; at++)
        {
            var (desk, seat) = officer.Seats[at];
            if (desk.Count == 0 || desk.LookedAt == look || !(all || _standing.IsSeated(officer.Person, seat, _today))) continue;
            SkipWhatIsOver(desk);
            if (!IsReleased(desk)) continue;
            if (best is not { } before || IsBefore(desk, officer.Seats[before].Desk)) best = at;
        }

        return best;
    }

    /// <summary>Whether somebody sits in all of their seats today, as is usual; asked when seats or posts change. Within a run seats are taken and never left, and what is taken has no end.</summary>
    private bool SitsInAll(Officer officer)
    {
        if (officer.SeatedAsOf == _changed) return true;
        foreach (var (_, seat) in officer.Seats)
            if (!_standing.IsSeated(officer.Person, seat, _today)) return false;
        officer.SeatedAsOf = _changed;
        return true;
    }

    /// <summary>Between desks of one order that order holds, between others what has waited longest.</summary>
    private static bool IsBefore(Desk one, Desk other) =>
        one.Waiting.Peek.IsForsaken != other.Waiting.Peek.IsForsaken ? other.Waiting.Peek.IsForsaken : one.Rule.Order == other.Rule.Order ? one.Waiting.Next < other.Waiting.Next : one.Waiting.Peek.Ready < other.Waiting.Peek.Ready;

    /// <summary>What is gathered at a desk is let go together: when there is enough of it, or the oldest has lain long enough.</summary>
    private bool IsReleased(Desk desk)
    {
        if (desk.Rule.Batch is not { } batch || batch <= 1 || desk.Released > 0) return true;
        while (!desk.Gathered.Peek().Errand.IsQueued || desk.Gathered.Peek().Errand.Ready != desk.Gathered.Peek().Ready) desk.Gathered.Dequeue();
        if (desk.Count < batch && _now - desk.Gathered.Peek().Ready < LongestBatch) return false;
        desk.Released = desk.Count;
        return true;
    }

    private static void SkipWhatIsOver(Desk desk)
    {
        while (!desk.Waiting.Peek.IsQueued || desk.Waiting.Peek.Desk != desk) desk.Waiting.Take();
    }

    /// <summary>The first that may be theirs; what the rules bar them from stays for others.</summary>
    private Errand? TakeFrom(Desk desk, Officer officer)
    {
        var left = _passedOver;
        Errand? found = null;
        while (found is null && desk.Waiting.Count > 0)
        {
            var (rank, errand) = desk.Waiting.Take();
            if (!errand.IsQueued) continue;
            if (errand.Paper is null && errand.Case.Matter.State == MatterState.Paused)
            {
                TakeOff(desk, errand);
                errand.IsAside = true;
            }
            else if (IsTheirs(errand, officer) && !LeavesToTheSkilled(errand, officer)) found = errand;
            else left.Add((rank, errand));
        }

        foreach (var (rank, errand) in left)
        {
            desk.Waiting.Add(rank, errand);
            foreach (var other in desk.Officers)
                if (other.Doing is null && other.WakesAt >= WorkHours.Never && errand.Barred?.Contains(other) != true && !LeavesToTheSkilled(errand, other)) WakeLater(other);
        }

        left.Clear();
        if (found is not null) TakeOff(desk, found);
        return found;
    }

    private void TakeOff(Desk desk, Errand errand)
    {
        desk.Tally.Change(_now, desk.Count);
        desk.Tally.Times += _now - errand.Ready;
        Lessen(desk);
        errand.IsQueued = false;
    }

    private void TakeUp(Officer officer, Desk desk, PostAt seat, Errand errand)
    {
        var waited = _now - errand.Ready;
        if (errand.Ready >= _counted)
        {
            desk.Tally.Waited.Add(waited);
            if (waited > 0) desk.Tally.HadToWait++;
            if (errand.Step is { } taken) Tally.TakenUp(errand.Case, taken.Scope.Type, taken.What, waited);
        }

        desk.Tally.Waits++;
        var step = errand.Step?.What;
        if (step is not null && errand.Evasion == Evasion.None && (_load.Pressures.Length > 0 || _load.Requests.Length > 0 || desk.Rule.ConflictShare > 0 || errand.Case.HandedOver == errand.Key))
            errand.Evasion = EvasionOf(errand, step, officer, seat, Under(errand.Case, officer.As(seat), errand.Case.Facts));
        var (minutes, way) = errand.Evasion switch
        {
            Evasion.HandOver or Evasion.HandDown or Evasion.Pause or Evasion.Return or Evasion.PassUp or Evasion.Ask or Evasion.Recuse => (5, 0),
            Evasion.CallDone => (0.1 * MinutesOf(errand, step), 0),
            _ when errand.Paper is { } paper => (MinutesOf(paper), 0),
            // The work was done already while the matter was paused; what is left is to say so.
            _ when errand.IsWorked => (0, 0),
            _ when errand.IsSettled => (0.2 * MinutesOf(errand, step), 0),
            _ => (MinutesOf(errand, step) * WithoutSkill(officer, errand), WayTo(officer, desk, errand)),
        };
        WorkOn(officer, errand, step, minutes, way);
    }

    /// <param name="minutes">Of somebody who does nothing else.</param>
    /// <param name="way">Minutes on the way, which nobody's speed shortens.</param>
    private void WorkOn(Officer officer, Errand errand, FlowPart.Step? step, double minutes, double way = 0)
    {
        if (errand.Paper is null) errand.Case.Minutes += minutes + way;
        errand.IsBegun = true;
        officer.Doing = errand;
        officer.DoingLength = (long)((minutes * Minute / officer.Pace) + (way * Minute / officer.Free) + 0.5);
        officer.DoingSince = BackUp(step?.Via?.Id, _now);
        officer.DoneAt = officer.Hours.After(officer.DoingSince, officer.DoingLength, officer.Away);
        _agenda.Add(officer.DoneAt, Happening.Of(HappeningKind.Done, errand, officer));
    }

    /// <summary>Counts for the desk what somebody has worked by a moment on what they are at.</summary>
    private static void Book(Officer officer, long by) =>
        officer.Doing!.Desk!.Tally.Busy += Math.Min(officer.DoingLength, officer.Hours.Between(officer.DoingSince, by, officer.Away));

    /// <summary>Whoever holds a matter with which nobody can go on closes it, and says why.</summary>
    private void CutShort(Case @case)
    {
        // What was stuck and is again has a day of its own on which it is cut short.
        if (@case.Matter.State == MatterState.Closed || @case.StuckFor is null || _now < @case.StuckSince + (long)(HoursUntilCutShort * Hour)) return;
        var next = _now + (24 * Hour);
        if (@case.Matter.State == MatterState.Open && @case.Errands.Exists(static errand => errand.IsStuck) && DeskAt(new PostAt("", @case.Matter.HeldBy)) is { } desk && desk.Officers.Where(one => !@case.Matter.Conflicts.Contains(one.Person)).MinBy(one => one.Hours.OpenFrom(_now, one.Away)) is { } officer)
        {
            if (officer.Hours.IsOpen(_now, officer.Away))
            {
                @case.IsCutShort = true;
                @case.IsCutShort = Do(@case, officer.As(officer.SeatFor(desk)!.Value), new CloseMatter(@case.Matter.Id, ClosureKind.Explained, Simulated)) is null;
                if (@case.IsCutShort) return;
            }
            else if (officer.Hours.OpenFrom(_now, officer.Away) is < WorkHours.Never and var opens) next = opens;
        }

        Plan(@case, HappeningKind.CutsShort, (next - _now) / (double)Hour);
    }

    /// <summary>Who of the desk may do the step by the powers, and by what they did before in the matter; they see it before they begin. Where nobody there may, it is theirs to pass on.</summary>
    private void Vet(Errand errand, Reached.Step reached)
    {
        // What is asked is the same for all of them but for who asks.
        var asked = reached.What.Power is null ? (Question?)null : KnownIn(errand.Case, errand.Case.Facts).Question(NeededFor(errand, reached), errand.Case.Matter);
        PostAt? allMay = null;
        foreach (var officer in errand.Desk!.Officers)
        {
            if (errand.Barred?.Contains(officer) == true || officer.SeatFor(errand.Desk) is not { } seat || WhyBarred(errand, reached, officer, seat, asked, ref allMay) is not { } why) continue;
            (errand.Barred ??= []).Add(officer);
            // Whoever had it first is kept from it by the cause; those above only have no such power.
            if (errand.Case.Barred.Key != errand.Key) errand.Case.Barred = (errand.Key, why);
        }

        if (errand.Barred is { } barred && AreAllBarred(errand.Desk, barred)) errand.Evasion = Evasion.PassUp;
    }

    private static bool AreAllBarred(Desk desk, List<Officer> barred) => desk.Officers.TrueForAll(barred.Contains);

    private static bool IsTheirs(Errand errand, Officer officer) => errand.Barred is not { } barred || errand.Evasion == Evasion.PassUp || !barred.Contains(officer);

    /// <returns>The code of what keeps somebody from it; null where nothing does.</returns>
    /// <param name="asked">Of the powers, without who asks; null where the step needs none.</param>
    /// <param name="allMay">A post in which all who sit there were found to have the power for it.</param>
    private string? WhyBarred(Errand errand, Reached.Step reached, Officer officer, PostAt seat, in Question? asked, ref PostAt? allMay)
    {
        if (errand.Case.Matter.Conflicts.Contains(officer.Person)) return ProcessRefusals.ConflictOfInterest.Code;
        if (BeforeAnAct.DoneThatStandApart(errand.Case.Matter, reached.What, officer.Person).Count > 0) return AuthorityRefusals.ApartFrom;
        if (asked is not { } question) return null;
        var sits = SitsInAll(officer);
        if (sits && allMay == seat) return null;
        var theirs = question with { Post = seat.Post, Unit = seat.Unit.Text, Actor = officer.Person.Text, IsSeated = sits };
        var answer = _scene.Mandates.Ask(theirs, _standing);
        if (sits && _scene.Mandates.IsForAllWhoSitThere(theirs, answer)) allMay = seat;
        return answer.Permitted ? null : AuthorityRefusals.CodeOf(answer);
    }

    private PowerNeeded NeededFor(Errand errand, Reached.Step reached) => new(reached.What.Power!.Value.Id, reached.Scope.Type.Id, reached.What.Id, errand.Case.Matter.Place, null, reached.What.Amount?.Id, _today);

    /// <summary>Why none of those who have the power here may use it now; where nobody has it at all, or it is a post that is missing, that.</summary>
    private string WhyNobody(Errand errand)
    {
        var why = "nobody-has-the-post-or-the-power";
        if (errand.Step is not { What: { By: null, Power.Id: { } power } } reached) return why;
        var question = KnownIn(errand.Case, errand.Case.Facts).Question(NeededFor(errand, reached));
        foreach (var mandate in _scene.Mandates.On(_today, _standing).Of(power))
            if (_scene.Mandates.Ask(question with { Post = mandate.Post, Unit = mandate.Unit.Id }, _standing) is { Permitted: false, Obstacle: not Obstacle.OutsideArea } answer) why = AuthorityRefusals.CodeOf(answer);
        return why;
    }

    /// <summary>When the system that a step needs works again.</summary>
    private long BackUp(string? system, long at)
    {
        if (system is not null && _outages.TryGetValue(system, out var outages))
            foreach (var (from, to) in outages)
                if (from <= at && at < to) return to;
        return at;
    }

    private void LayOutages()
    {
        foreach (var rule in _load.Outages)
        {
            var chance = _seed.Of("outages").Of(rule.System).Draws();
            var list = new List<(long, long)>();
            if (rule.PerYear > 0)
            {
                for (var at = Begin + (long)chance.Exponential(365 * 24 * (double)Hour / rule.PerYear); at < _end; at += (long)chance.Exponential(365 * 24 * (double)Hour / rule.PerYear))
                {
                    var to = at + (long)(rule.Lasts.Draw(chance) * Hour);
                    list.Add((at, to));
                    at = to;
                }
            }

            _outages[rule.System] = list;
        }
    }

    private double MinutesOf(Errand errand, FlowPart.Step? step)
    {
        var spread = errand.Deed switch
        {
            Deed.Reach => Usual.Reach,
            Deed.Close => Usual.Close,
            Deed.GiveFacts => Usual.GiveFacts,
            Deed.BlowWhistle => Usual.Reach,
            Deed.Attend => Usual.Close,
            Deed.Report => Usual.Of(StepKind.Check),
            Deed.AnswerUnit or Deed.Judge => Usual.GiveFacts,
            _ => SpreadOf(errand.Case, step),
        };
        return spread is Spread.Fixed one ? one.Value : spread.Draw(_drawing.Begin(BranchOf(errand, "work")));
    }

    private Dictionary<FlowPart.Step, Spread> TakesOf(string type)
    {
        if (!_takes.TryGetValue(type, out var ofType)) _takes.Add(type, ofType = new(ReferenceEqualityComparer.Instance));
        return ofType;
    }

    private Spread SpreadOf(Case @case, FlowPart.Step? step)
    {
        if (step is null) return Usual.GiveFacts;
        var type = @case.Matter.Type;
        var ofType = @case.Takes ??= TakesOf(type);
        if (ofType.TryGetValue(step, out var known)) return known;
        var word = Structure.Vocabulary.Words.StepWords[(int)step.Kind];
        var spread = Usual.Of(step.Kind);
        foreach (var rule in _load.Work)
            if ((rule.Type is null || rule.Type == type) && (rule.Step is null || rule.Step == step.Id || rule.Step == word)) spread = rule.Takes;
        return ofType[step] = spread;
    }

    /// <summary>By matter, step and how often it came round: what is drawn for one thing does not depend on when it is drawn. It is good until the next is asked for.</summary>
    private Chance ChanceOf(Errand errand, string what) => _choosing.Begin(BranchOf(errand, what));

    private static Seed BranchOf(Errand errand, string what)
    {
        var matter = errand.Case.Matter;
        return errand.Case.Seed.Of(what).Of(errand.Key).Of((matter.Round * 1000L) + matter.HandOvers + matter.Returns + matter.Referrals);
    }

    private Evasion EvasionOf(Errand errand, FlowPart.Step step, Officer officer, PostAt seat, Circumstances under)
    {
        var matter = errand.Case.Matter;
        if (errand.Desk!.Rule.ConflictShare is > 0 and var conflicts && errand.Case.Seed.Of("conflicts").Of(officer.Person.Text).Draws().Happens(conflicts)) return Evasion.Recuse;
        if (errand.Case.HandedOver == errand.Key && DutyOf(errand, step, under) is { } duty && under.Today.Unit(seat.Unit.Text) is { } unit && !FindingPerformers.Bears(duty, unit, under)) return Evasion.Return;
        var chance = ChanceOf(errand, "pressures");
        if (!_load.Pressures.IsEmpty)
        {
            // Work is passed on, not a decision: whoever gets that may not take it. What was passed on to them goes back, as often as the rules let it.
            if (chance.Happens(PressureOn(Pressure.PassingTheBuck, matter.Type, seat)) && matter.FirstContact is not null && step.Kind != StepKind.Decide) return errand.Case.HandedOver == errand.Key ? Evasion.Return : Evasion.HandOver;
            if (chance.Happens(PressureOn(Pressure.PushingDown, matter.Type, seat)) && matter.FirstContact is not null) return Evasion.HandDown;
            if (chance.Happens(PressureOn(Pressure.StoppingTheClock, matter.Type, seat)) && matter.Pauses.IsEmpty) return Evasion.Pause;
            if (chance.Happens(PressureOn(Pressure.FalseDone, matter.Type, seat)) && step.Kind is StepKind.Perform or StepKind.Check) return Evasion.CallDone;
            if (chance.Happens(PressureOn(Pressure.StagingForInspections, matter.Type, seat)) && step.Kind is StepKind.Perform or StepKind.Check) return Evasion.CallDone;
        }

        return !errand.HasAsked && RequestOn(errand, step) is { } request && ChanceOf(errand, "asks").Happens(request.Share) ? Evasion.Ask : Evasion.None;
    }

    private static Duty? DutyOf(Errand errand, FlowPart.Step step, Circumstances under) =>
        (step.Duty?.Id ?? AdvancingFlows.FlowOf(errand.Case.Matter, under)?.Matter.Duty.Id) is { } id ? under.Today.Structure.Duties.On(id, under.Day) : null;

    private void Finish(Officer officer, Errand errand)
    {
        Book(officer, _now);
        officer.Doing = null;
        errand.IsBegun = false;
        if (!errand.IsOver)
        {
            if (errand.Paper is { } paper) HandIn(officer, errand, paper);
            else if (errand.Case.Matter.State == MatterState.Paused) (errand.IsAside, errand.IsWorked) = (true, true);
            else Deliver(officer, errand);
        }

        Look(officer);
    }

    private void Deliver(Officer officer, Errand errand)
    {
        var @case = errand.Case;
        var seat = officer.SeatFor(errand.Desk!)!.Value;
        var by = officer.As(seat);
        var id = @case.Matter.Id;
        var why = errand.Deed switch
        {
            Deed.Reach => Do(@case, by, new RecordReach(id, errand.Key, @case.Matter.Channel, ReachProof.Spoke)),
            Deed.Close => Do(@case, by, new CloseMatter(id, ClosureKind.Solved, null)),
            Deed.GiveFacts => GiveFacts(@case, by, errand.Key),
            Deed.Step => Perform(errand, officer, by),
            _ => DoBeside(errand, by),
        };
        if (why is null) return;
        if (errand.IsBeside) Abandon(errand, why);
        else Turn(errand, officer, by, why);
    }

    private Refusal? GiveFacts(Case @case, Actor by, string key)
    {
        if (@case.Matter.OpenAt(key) is not { } open) return null;
        var under = Under(@case, by, @case.Facts);
        if (AdvancingFlows.FlowOf(@case.Matter, under) is not { } flow) return null;
        FixedList<GivenItem> given = [.. open.Awaits.Select(fact => _facts.Make(under.Structure, flow.Matter, fact, @case, @case.Matter.Place, _today)).OfType<GivenItem>().Where(static item => item.Value.IsKnown)];
        return given.IsEmpty ? ProcessRefusals.NothingGiven : Do(@case, by, new AddInformation(@case.Matter.Id, given));
    }

    private Refusal? Perform(Errand errand, Officer officer, Actor.Officer by)
    {
        var @case = errand.Case;
        if (errand.Step is not { } reached) return ProcessRefusals.StepNotOpen;
        var evasion = errand.Evasion;
        errand.Evasion = Evasion.None;
        if (evasion is not (Evasion.None or Evasion.CallDone))
        {
            if (Evade(evasion, errand, reached.What, by, Under(@case, by, @case.Facts))) return null;
            // The rules do not let them; so the work is done after all.
            WorkOn(officer, errand, reached.What, MinutesOf(errand, reached.What));
            return null;
        }

        if (evasion == Evasion.CallDone) @case.IsHollow = true;
        return Do(@case, by, ActOf(errand, reached, by));
    }

    private IAct ActOf(Errand errand, Reached.Step reached, Actor by)
    {
        var @case = errand.Case;
        var step = reached.What;
        if (step.Kind == StepKind.Receive) return new ReceiveMatter(@case.Matter.Id, errand.Key);
        var given = FixedList<GivenItem>.Empty;
        foreach (var gives in step.Gives)
            if (_facts.Make(@case.Placed.Structure, reached.Scope.Type, gives.Id, @case, @case.Matter.Place, _today) is { Value.IsKnown: true } item) given = given.Add(item);
        var open = @case.Matter.OpenAt(errand.Key)!;
        return new PerformStep(@case.Matter.Id, errand.Key, ResultOf(@case, step, reached, open, ChanceOf(errand, "outcome")), given, step.Kind is StepKind.Decide or StepKind.Confirm ? Simulated : null);
    }

    private static PersonalText Simulated { get; } = new("simulated");

    private const int MostOnStack = 64;
    private static readonly string[] Checks = ["passed", "failed"];
    private static readonly string[] Agreements = ["agreed", "declined"];
    private static readonly string[] Confirmations = ["confirmed", "disputed"];
    private static readonly string[] Resolutions = ["passed", "rejected"];
    private static readonly string[] OnlyApproval = ["approve"];

    private StepResult ResultOf(Case @case, FlowPart.Step step, Reached.Step reached, OpenPoint open, Chance chance)
    {
        switch (step.Kind)
        {
            case StepKind.Check: return new StepResult.Checked(Outcome(Checks, 0.94) == "passed");
            case StepKind.Agree: return new StepResult.Agreed(Outcome(Agreements, 0.9) == "agreed");
            case StepKind.Confirm: return Outcome(Confirmations, 0.97) == "confirmed" ? new StepResult.Confirmed() : new StepResult.Disputed();
            case StepKind.Decide: return new StepResult.Decided(Outcome(reached.Scope.Flow.OutcomesOf(step) ?? OnlyApproval, 0.88));
            case StepKind.Consult:
                var answers = open.Answers + (int)chance.Below(12);
                return new StepResult.Consulted(answers, Math.Max(open.Objections, chance.Happens(0.1) ? Math.Min(answers, open.Objections + 1) : 0));
            case StepKind.Resolve:
                var passes = Outcome(reached.Scope.Flow.OutcomesOf(step) ?? Resolutions, 0.9) is var said && (reached.Scope.Flow.OutcomesOf(step) is not { } words || words[0] == said);
                return new StepResult.Resolved(100, 95, passes ? 92 : 10);
            case StepKind.Receive: return new StepResult.Received();
            case StepKind.Deliver: return new StepResult.Delivered();
            case StepKind.Notify: return new StepResult.Notified();
            default: return new StepResult.Performed();
        }

        string Outcome(IReadOnlyList<string> words, double first)
        {
            OutcomeRule? rule = null;
            foreach (var one in _load.Outcomes)
                if ((one.Type is null || one.Type == @case.Matter.Type || one.Type == reached.Scope.Type.Id) && (one.Step == step.Id || one.Step == Structure.Vocabulary.Words.StepWords[(int)step.Kind])) rule = one;
            if (rule is not null)
            {
                var sums = words.Count <= MostOnStack ? stackalloc double[words.Count] : new double[words.Count];
                var sum = 0.0;
                for (var at = 0; at < words.Count; at++)
                {
                    foreach (var (outcome, weight) in rule.Shares)
                        if (outcome == words[at]) sum += weight;
                    sums[at] = sum;
                }

                if (sum > 0) return words[chance.Weighed(sums)];
            }

            return words.Count == 1 || chance.Happens(first) ? words[0] : words[1 + (int)chance.Below(words.Count - 1)];
        }
    }

    private bool Evade(Evasion evasion, Errand errand, FlowPart.Step step, Actor.Officer by, Circumstances under)
    {
        var @case = errand.Case;
        var matter = @case.Matter;
        switch (evasion)
        {
            case Evasion.PassUp:
                Turn(errand, _officerOf[by.Person.Text], by, new Refusal(@case.Barred.Why ?? ProcessRefusals.StepForAnother.Code, new Text("不归其办理。", "Not theirs to do.")));
                return true;
            case Evasion.Recuse:
                if (Do(@case, by, new DeclareConflict(matter.Id)) is not null) return false;
                Turn(errand, _officerOf[by.Person.Text], by, ProcessRefusals.ConflictOfInterest);
                return true;
            case Evasion.Ask:
                return AskForHelp(errand, step, by, under);
            case Evasion.HandOver:
                return Others(errand, step, by.Seat.Unit, under) is { Count: > 0 } others
                    && Do(@case, by, new HandOverMatter(matter.Id, errand.Key, others[(int)ChanceOf(errand, "whom").Below(others.Count)], "")) is null;
            case Evasion.HandDown:
                return Below(matter, by.Seat.Unit, under) is { } below && Do(@case, by, new HandOverMatter(matter.Id, errand.Key, below, "")) is null;
            case Evasion.Return:
                if (DutyOf(errand, step, under) is not { } duty) return false;
                var bearer = FindingPerformers.Lead(matter, duty.Id, under) is { } lead && lead != by.Seat.Unit ? lead : Others(errand, step, by.Seat.Unit, under).FirstOrDefault();
                return (bearer.Text is not null && Do(@case, by, new ReturnMatter(matter.Id, errand.Key, new DutyId(duty.Id), bearer)) is null) || Do(@case, by, new RefuseTask(matter.Id, errand.Key)) is null;
            default:
                if (BeforeAnAct.RulesOf(matter, under)?.Pause?.Reasons.FirstOrDefault(static reason => reason.StopsPromise.Count > 0) is not { } stops || Do(@case, by, new PauseMatter(matter.Id, stops.Id, Bearer.Requester)) is not null) return false;
                _agenda.Add(_now + (long)(ChanceOf(errand, "pause").Exponential(5 * 24) * Hour), Happening.Of(HappeningKind.Resumes, errand, _officerOf[by.Person.Text]));
                return true;
        }
    }

    /// <summary>Units that have some part in the duty, and could be said to be meant.</summary>
    private List<UnitId> Others(Errand errand, FlowPart.Step step, UnitId own, Circumstances under)
    {
        if (DutyOf(errand, step, under) is not { } duty) return [];
        var ground = errand.Case.Matter.Place is { } place ? under.Today.Place(place.Text) : under.Today.Top;
        return
        [
            .. duty.Leads.Concat(duty.Supports.Select(static support => support.Who)).SelectMany(who => under.Today.Expand(who.Id))
                .Where(unit => unit.Id != own.Text && unit.UnitKind == UnitKind.Government && (ground is null || unit.Ground is null || unit.Contains(ground)))
                .Select(static unit => new UnitId(unit.Id)).Distinct(),
        ];
    }

    /// <summary>The government body below that serves the place.</summary>
    private static UnitId? Below(Matter matter, UnitId own, Circumstances under)
    {
        if (matter.Place is not { } place || under.Today.Place(place.Text) is not { } ground || under.Today.Unit(own.Text) is not { } unit) return null;
        for (var body = ground; body is not null; body = body.Parent)
            if (body.UnitKind == UnitKind.Government && body.LevelRank > unit.LevelRank) return new UnitId(body.Id);
        return null;
    }

    /// <summary>The rules do not let them do it: somebody else at the desk, else whoever is above.</summary>
    private void Turn(Errand errand, Officer officer, Actor.Officer by, Refusal why)
    {
        if (errand.IsOver) return;
        Tally.Refused(why.Code);
        if (errand.Barred?.Contains(officer) != true) (errand.Barred ??= []).Add(officer);
        if (!AreAllBarred(errand.Desk!, errand.Barred))
        {
            Queue(errand);
            return;
        }

        if (errand.Deed == Deed.Step && Do(errand.Case, by, new ReferUp(errand.Case.Matter.Id, errand.Key)) is null) return;
        Stick(errand, why.Code);
    }

    private void Close(Desk desk)
    {
        desk.Tally.Change(_now, desk.Count);
        while (desk.Waiting.Count > 0)
        {
            var (_, errand) = desk.Waiting.Take();
            if (!errand.IsQueued) continue;
            desk.Tally.Times += _now - errand.Ready;
            errand.IsQueued = false;
        }
    }

    /// <summary>Minutes of work where nothing is said.</summary>
    private static class Usual
    {
        public static Spread Reach { get; } = Around(5);

        public static Spread Close { get; } = Around(20);

        public static Spread GiveFacts { get; } = Around(15);

        public static Spread Form { get; } = Around(30);

        public static Spread Rows { get; } = Spread.LogNormal.OfMedian(8, 12);

        public static Spread Row { get; } = Around(2);

        /// <summary>What numbers of a unit are about.</summary>
        public static Spread Figure { get; } = Spread.LogNormal.OfMedian(14, 20);

        private static readonly Spread[] ByKind = [Around(10), Around(60), Around(90), Around(45), Around(120), Around(60), Around(30), Around(15), Around(8), Around(15)];

        public static Spread Of(StepKind kind) => ByKind[(int)kind];

        private static Spread.LogNormal Around(double mean) => Spread.LogNormal.OfMedian(mean * 0.8, mean);
    }
}
