using System.Globalization;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Simulation.Runs;

/// <summary>Acts are decided and entered here, as the desk of real work does it.</summary>
public sealed partial class Run
{
    private const int RandomBits = 20;

    /// <summary>What holds in each place until something changes, and how it looks on the day when it was asked for last.</summary>
    private readonly Dictionary<string, (PlacedStructure Placed, StructureOnDay View)> _placed = new(StringComparer.Ordinal);

    private readonly Stack<Setting> _freeSettings = new();

    /// <summary>Filled by one act after the other.</summary>
    private readonly List<IEvent> _events = new(16);

    private DateTimeOffset Instant => DateTimeOffset.FromUnixTimeMilliseconds(_now);

    private (PlacedStructure Placed, StructureOnDay View) PlacedNow(UnitId? place)
    {
        var key = place?.Text ?? "";
        if (!_placed.TryGetValue(key, out var known)) known = (_scene.At(place, _today), null!);
        else if (known.View.Day == _today) return known;
        known = (known.Placed, known.Placed.Structure.On(_today));
        return _placed[key] = known;
    }

    /// <summary>What the powers know of a matter; kept as long as nothing more is given in it.</summary>
    private static KnownToPowers KnownIn(Case @case, FixedList<GivenItem> facts) =>
        @case.Known is { } known && known.Given == facts ? known : @case.Known = new KnownToPowers(@case.Placed.Structure, facts);

    private Circumstances Under(Case @case, Actor by, FixedList<GivenItem> facts) => Under(@case, @case.Matter.Place, by, facts);

    /// <summary>What an act is decided under: the version in the place of the matter at its filing, the rules of today, and what was given in it. It holds until the next is asked for.</summary>
    private Circumstances Under(Case @case, UnitId? place, Actor by, FixedList<GivenItem> facts)
    {
        _ = KnownIn(@case, facts);
        if (@case.Setting is not { } setting) return (@case.Setting = Set(@case, place, by, facts)).Under;
        // No rule keeps what it was asked under.
        var under = setting.Under;
        if (under.Today.Day != _today)
        {
            // Nothing that holds in a place changes within a day.
            var (now, view) = PlacedNow(place);
            under.Become(now.Times, view);
        }

        under.Become(Instant, by, facts);
        return under;
    }

    /// <summary>A setting for a matter that has none: one of a matter that was closed, where there is any, with the room that its walks and times take.</summary>
    private Setting Set(Case @case, UnitId? place, Actor by, FixedList<GivenItem> facts)
    {
        var (now, view) = PlacedNow(place);
        if (!_freeSettings.TryPop(out var setting))
        {
            setting = new Setting();
            var made = setting;
            setting.Under = new Circumstances
            {
                Structure = @case.Placed.Structure,
                Times = now.Times,
                Flows = @case.Placed.Flows,
                Today = view,
                Now = Instant,
                By = by,
                Given = facts,
                // Who could decide by what is known when it is asked.
                Deciders = needed => made.Case.Known!.Deciders(needed, _scene.Mandates, _standing),
                NearestDecider = needed => made.Case.Known!.NearestDecider(needed, _scene.Mandates, _standing),
                Returned = _returned,
                SitsIn = _sitsIn,
            };
        }
        else
        {
            setting.Under.Become(@case.Placed.Flows, @case.Placed.Structure);
            setting.Under.Become(now.Times, view);
            setting.Under.Become(Instant, by, facts);
        }

        setting.Case = @case;
        return setting;
    }

    private UnitId? Returned(string duty, UnitId unit) => _scene.Mandates.Returned(_today, _standing).To(duty, unit);

    private bool SitsIn(ActorId person, UnitId unit) => _standing.SeatsOf(person.Text, _today).Any(seat => seat.Unit == unit.Text);

    private Case? File(ArrivalStream stream, Seed seed, UnitId? place, Channel channel)
    {
        // Where a unit has ended, what arises on its ground is brought to whoever succeeded it.
        if (place is { } at && _scene.Structure.On(_today).Place(at.Text) is { } ground) place = new UnitId(ground.Id);
        var year = _today.Year;
        if (_serialYear != year) (_serialYear, _serial) = (year, 0);
        // Later ones are larger, and no id tells how many there are; the bits are those of the seed.
        var number = Math.Max(_lastNumber + 1, (_now << RandomBits) | (long)(seed.Value & ((1 << RandomBits) - 1)));
        var (placed, _) = PlacedNow(place);
        if (placed.Structure.Matters.On(stream.Type, _today) is not { } type || placed.Flows.Of(stream.Type, _today) is not { } flow)
        {
            Tally.NotProvided(stream.Type);
            return null;
        }

        _lastNumber = number;
        var @case = new Case(stream, seed, number) { Placed = placed };
        var person = string.Create(CultureInfo.InvariantCulture, $"s{number}");
        var living = People?.RolesOf(type, place, seed);
        if (living is [{ Row.Key: var known }, ..]) person = known;
        FixedList<BoundRole> roles = living ?? [.. type.About.Select((role, order) => new BoundRole(role.Name, new RowId(role.Register.Id, order == 0 ? person : $"{person}-{role.Name}")))];
        var given = new List<GivenItem>();
        foreach (var fact in _facts.AskedBy(flow))
            if (_facts.Make(placed.Structure, type, fact, @case, place, _today) is { Value.IsKnown: true } item) given.Add(item);
        FixedList<GivenItem> facts = [.. given];
        var requester = new ActorId(person);
        var act = new FileMatter(_scene.IdOf(number), string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{_serial + 1:0000000}"), stream.Type, _scene.Version, place, roles, requester, channel, facts);
        var by = new Actor.Resident(requester);
        var under = Under(@case, place, by, facts);
        under.Lend(_events);
        if (FilingMatters.Decide(act, under) is not Outcome.Accepted accepted)
        {
            Tally.NotProvided(stream.Type);
            return null;
        }

        _serial++;
        _live.Add(@case);
        Acting?.Invoke(new SimulatedAct(@case, _now, by, act));
        Enter(@case, by, accepted, facts);
        Tally.Filed(@case);
        PlanResident(@case);
        Settle(@case, by);
        return @case;
    }

    /// <summary>Has an act decided by its rule and the powers, and enters what follows.</summary>
    /// <returns>Null where it was done; else why not.</returns>
    private Refusal? Do(Case @case, Actor by, IAct act)
    {
        var given = act switch { PerformStep perform => perform.Given, AddInformation added => added.Given, _ => [] };
        var facts = act is PerformStep && !given.IsEmpty ? @case.Facts.InsertRange(0, given) : @case.Facts;
        var under = Under(@case, by, facts);
        var known = KnownIn(@case, facts);
        var needed = DecidingActs.Needs(@case.Matter, act, under);
        act = known.WithSum(act, needed);
        under.Lend(_events);
        var outcome = DecidingActs.Decide(@case.Matter, act, under);
        under.Lend(null);
        if (outcome is Outcome.Refused { Why: var why }) return why;
        var accepted = (Outcome.Accepted)outcome;

        if (needed is not null && by is Actor.Officer officer)
        {
            var question = known.Question(needed, @case.Matter, officer, act);
            var answer = _scene.Mandates.Ask(question, _standing);
            if (!answer.Permitted) return new Refusal(AuthorityRefusals.CodeOf(answer), new Text(AuthorityRefusals.CodeOf(answer), AuthorityRefusals.CodeOf(answer)));
            if (Mandates.IsCounted(answer)) _standing = _standing.After(Mandates.UseOf(answer, question));
        }

        Acting?.Invoke(new SimulatedAct(@case, _now, by, act));
        Enter(@case, by, accepted, given);
        Settle(@case, by);
        return null;
    }

    private void Enter(Case @case, Actor by, Outcome.Accepted accepted, FixedList<GivenItem> given)
    {
        var left = accepted.Left as Matter;
        var events = accepted.Events as List<IEvent> ?? [.. accepted.Events];
        foreach (var one in events)
        {
            // What is asked of a matter that is just filed stands since its filing.
            if (one is MatterFiled filed) @case.Matter = left ?? FoldingMatters.Begin(filed);
            else if (left is null) @case.Matter = FoldingMatters.Apply(@case.Matter, one);
            Take(@case, by, one, given);
        }

        if (left is not null) @case.Matter = left;
        foreach (var one in events)
        {
            if (Reactions.After(one) is not { Count: > 0 } acts) continue;
            foreach (var act in acts)
            {
                if (DecidingActs.Decide(@case.Matter, act, Under(@case, Actor.System, @case.Facts)) is not Outcome.Accepted follows) continue;
                Enter(@case, Actor.System, follows, []);
            }
        }
    }

    private void Take(Case @case, Actor by, IEvent happened, FixedList<GivenItem> given)
    {
        var values = happened switch { MatterFiled one => one.Values, InformationAdded one => one.Values, StepPerformed one => one.Values, _ => FixedList<PersonalValue>.Empty };
        if (!values.IsEmpty)
        {
            // As the record reads them again: in the order of their names, the sum that was decided on among them.
            var known = new List<GivenItem>(values.Count);
            var typed = 0;
            foreach (var value in values)
            {
                var item = Find(value.Fact, given);
                if (item is not null) typed++;
                known.Add(item ?? new GivenItem(value.Fact, ReadingGiven.Read(value.Written ?? "")));
            }

            known.Sort(static (one, other) => string.CompareOrdinal(one.Fact, other.Fact));
            @case.Facts = @case.Facts.InsertRange(0, known);
            if (by is Actor.Officer) @case.FieldsByOfficers += typed;
            else if (by is Actor.Resident) @case.FieldsByResidents += typed;
        }

        Tally.Take(@case, by, happened, _now);
        Entered?.Invoke(new SimulatedEvent(@case, _position, by, happened));
        _position++;
    }

    private static GivenItem? Find(string fact, FixedList<GivenItem> given)
    {
        foreach (var one in given)
            if (one.Fact == fact) return one;
        return null;
    }

    private void RunJobs(Case @case)
    {
        @case.NextJob = WorkHours.Never;
        List<string>? done = null;
        var any = false;
        while (true)
        {
            var under = Under(@case, Actor.System, @case.Facts);
            Job? due = null;
            foreach (var job in Jobs.Due(@case.Matter, under))
                if (due is null && done?.Contains(job.Id) != true) due = job;
            if (due is null) break;
            (done ??= new List<string>(1)).Add(due.Id);
            if (Jobs.Decide(@case.Matter, due, under) is not Outcome.Accepted accepted) continue;
            if (!any) Acting?.Invoke(new SimulatedAct(@case, _now, Actor.System, null));
            any = true;
            Enter(@case, Actor.System, accepted, []);
            if (@case.Matter.State == MatterState.Closed || Jobs.Next(@case.Matter, Under(@case, Actor.System, @case.Facts)) is not { } next || next > Instant) break;
        }

        Settle(@case, Actor.System);
    }

    /// <summary>What follows for those who work and wait: new tasks, a new time at which jobs are due, the end.</summary>
    /// <param name="by">Who acted last; nothing of it depends on who that was.</param>
    private void Settle(Case @case, Actor by)
    {
        var matter = @case.Matter;
        if (matter.State == MatterState.Closed)
        {
            foreach (var errand in @case.Errands) Drop(errand);
            @case.Errands.Clear();
            (@case.StuckFor, @case.StuckAt) = (null, null);
            @case.NextJob = WorkHours.Never;
            SetTimer(@case, WorkHours.Never);
            // Most are never touched again; one that is reopened works it out anew.
            if (@case.Setting is { } free) _freeSettings.Push(free);
            (@case.Setting, @case.Known) = (null, null);
            PlanAfterClosure(@case);
            LetGo(@case);
            return;
        }

        var under = Under(@case, by, @case.Facts);
        if (Jobs.Next(matter, under) is { } next)
        {
            var at = Math.Max(_now, next.ToUnixTimeMilliseconds() + (next.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1));
            if (at != @case.NextJob)
            {
                @case.NextJob = at;
                SetTimer(@case, at);
            }
        }
        else if (@case.NextJob != WorkHours.Never)
        {
            @case.NextJob = WorkHours.Never;
            SetTimer(@case, WorkHours.Never);
        }

        GiveErrands(@case, under);
    }

    /// <summary>From now on the jobs of a matter are looked for at another time; never, where time does nothing more to it.</summary>
    private void SetTimer(Case @case, long at)
    {
        if (@case.JobsSet is { } before) before.Case = null;
        @case.JobsSet = at < WorkHours.Never ? new Timer(@case) : null;
        if (@case.JobsSet is { } set) _agenda.Add(at, Happening.Of(set));
    }

    private void LetGo(Case @case)
    {
        if (@case.Matter.State != MatterState.Closed || @case.Planned > 0 || !_live.Remove(@case)) return;
        Tally.Over(@case);
        _over.Enqueue(@case);
    }
}
