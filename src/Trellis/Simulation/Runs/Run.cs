using System.Collections.Immutable;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>How a run is made.</summary>
/// <param name="From">The first day.</param>
/// <param name="Scale">So many times what the load says comes.</param>
/// <param name="WarmUp">Days at the beginning whose matters are not counted.</param>
public sealed record RunSettings(ulong Seed, DateOnly From, int Days, double Scale = 1, int WarmUp = 0);

/// <summary>Where more work comes than can be done.</summary>
/// <param name="BacklogDays">Working days of all who sit there that wait.</param>
public sealed record Overload(PostAt At, int Waiting, double BacklogDays, DateTimeOffset When);

/// <summary>
/// One life of a structure under a load. It decides every act by the same rules and the same powers as real work; what people do and how long it takes is drawn from the seed. One event after the
/// other, by one thread: the same structure, load and settings give the same run anywhere.
/// </summary>
public sealed partial class Run
{
    /// <summary>So much work that waits is no queue any more: it grows for ever.</summary>
    private const double MostBacklogDays = 120;

    /// <summary>Days behind the end for which calendars are laid out, so that work that ends later still has its end.</summary>
    private const int DaysBehind = 40;

    private readonly Scene _scene;
    private readonly Load _load;
    private readonly RunSettings _settings;
    private readonly Almanac<Happening> _agenda;
    private readonly Arrivals[] _arrivals;
    private readonly Seed[] _streamSeeds;
    private readonly double[][] _placeSums;
    private readonly double[][] _channelSums;
    private readonly int[] _brought;
    private readonly MakingFacts _facts;
    private readonly Seed _seed;
    private readonly Queue<Case> _over = [];
    private readonly LinkedListOfCases _live = new();
    private readonly HashSet<DateOnly> _changes = [];
    private readonly PressureRule[][] _pressures;
    private readonly Func<string, UnitId, UnitId?> _returned;
    private readonly Func<ActorId, UnitId, bool> _sitsIn;
    private readonly long _end;
    private readonly long _counted;
    private long _now;
    private DateOnly _today;
    private long _todayEnds;
    private long _position;
    private long _lastNumber;
    private int _serial;
    private int _serialYear;

    /// <summary>Counts days on which seats, posts or what holds in places have changed.</summary>
    private int _changed;
    private Standing _standing;
    private bool _ended;

    public Run(Scene scene, Load load, RunSettings settings)
    {
        (_scene, _load, _settings) = (scene, load, settings);
        (_returned, _sitsIn) = (Returned, SitsIn);
        _pressures = [.. Enum.GetValues<Pressure>().Select(kind => load.Pressures.Where(one => one.Pressure == kind).ToArray())];
        _seed = new Seed(settings.Seed);
        _standing = Standing.AtTheBeginningOf(scene.Structure);
        _facts = new MakingFacts(load);
        _end = WorkHours.Instant(settings.From.AddDays(settings.Days), 0, scene.Zone);
        _counted = WorkHours.Instant(settings.From.AddDays(settings.WarmUp), 0, scene.Zone);
        _now = WorkHours.Instant(settings.From, 0, scene.Zone);
        Begin = _now;
        // Where days are of one length each begins with the first that happens on it, whatever else is passed over.
        var isOneOffset = scene.Zone.GetAdjustmentRules().Length == 0;
        _agenda = new Almanac<Happening>(24 * Hour, Begin, what => isOneOffset && what.Timer is { Case: null });
        var streams = load.Arrivals;
        _arrivals = new Arrivals[streams.Length];
        _streamSeeds = new Seed[streams.Length];
        _placeSums = new double[streams.Length][];
        _channelSums = new double[streams.Length][];
        _brought = new int[streams.Length];
        for (var at = 0; at < streams.Length; at++)
        {
            _streamSeeds[at] = _seed.Of("matters").Of(streams[at].Name);
            _arrivals[at] = new Arrivals(streams[at], _seed.Of("arrivals").Of(streams[at].Name), scene.Structure, settings.From, settings.Days, settings.Scale, scene.Zone);
            _placeSums[at] = Sums(streams[at].Weights);
            _channelSums[at] = Sums(streams[at].Channels);
        }

        Tally = new RunTally(load.CostOfHour, _counted);
        foreach (var overlay in scene.Structure.Overlays.All) Note(overlay.From, overlay.To);
        foreach (var seat in scene.Structure.Seats) Note(seat.From, seat.To);
        _changes.UnionWith(scene.Structure.TerritoryChanges);
        LayOutages();
        for (var at = 0; at < load.Emergencies.Length; at++)
            if (WorkHours.Instant(load.Emergencies[at].On, 0, scene.Zone) is var declared && declared >= Begin && declared < _end) _agenda.Add(declared, Happening.Of(HappeningKind.Declares, at));
        for (var at = 0; at < streams.Length; at++) BringNext(at);
    }

    /// <summary>Notes the days on which something begins to hold, or holds no longer.</summary>
    private void Note(DateOnly from, DateOnly to)
    {
        _changes.Add(from);
        if (to < DateOnly.MaxValue) _changes.Add(to.AddDays(1));
    }

    /// <summary>The invented people who bring matters; null where whoever comes is a number of their own.</summary>
    public Bases.LivingIn? People { get; init; }

    /// <summary>Is told each act as it is done, so that it can be done again elsewhere. Null where nobody asks.</summary>
    public Action<SimulatedAct>? Acting { get; set; }

    /// <summary>Is told each event as it is entered. Null where nobody asks.</summary>
    public Action<SimulatedEvent>? Entered { get; set; }

    public RunTally Tally { get; }

    public long Begin { get; }

    public long End => _end;

    public long Now => _now;

    /// <summary>From when on matters are counted: behind the warm-up.</summary>
    public long CountedFrom => _counted;

    /// <summary>Set where the run was ended because a queue grew without end.</summary>
    public Overload? Overload { get; private set; }

    /// <summary>Entries so far.</summary>
    public long Entries => _position;

    /// <summary>Goes on by one event.</summary>
    /// <returns>False when the time is over, or more comes than can be done.</returns>
    public bool Next()
    {
        if (_ended) return false;
        if (_agenda.IsEmpty || _agenda.Next >= _end || Overload is not null)
        {
            Finish();
            return false;
        }

        var (at, what) = _agenda.Take();
        MoveTo(at);
        switch (what.Kind)
        {
            case HappeningKind.Brought:
                Bring(what.Number);
                break;
            case HappeningKind.Done:
                // Somebody whose seat has ended meanwhile has laid it down.
                if (what.Officer!.Doing == what.Errand && what.Officer.DoneAt == at) Finish(what.Officer, what.Errand!);
                break;
            case HappeningKind.Wake:
                Wake(what.Officer!, at);
                break;
            case HappeningKind.Jobs:
                if (what.Timer!.Case is { } due) RunJobs(due);
                break;
            case HappeningKind.Ready:
                Ready(what.Errand!);
                break;
            case HappeningKind.LiesLong:
                if (what.Errand! is { IsQueued: true, Desk: { } desk }) Offer(desk);
                break;
            case HappeningKind.Declares or HappeningKind.EndsEmergency or HappeningKind.Reviews:
                ActOnEmergency(what);
                break;
            case HappeningKind.SendsBack:
                SendBack(what.Errand!.Paper!);
                break;
            case HappeningKind.Resumes:
                Resume(what.Officer!, what.Errand!);
                break;
            default:
                what.Case!.Planned--;
                Live(what.Case, what.Kind, what.Key);
                LetGo(what.Case);
                break;
        }

        return true;
    }

    /// <summary>Matters that are over, in the order in which they were; those that are left come at the end of the run.</summary>
    public bool TryTakeOver(out Case @case) => _over.TryDequeue(out @case!);

    /// <summary>Goes through the whole run.</summary>
    public Run ToTheEnd()
    {
        while (Next()) _over.Clear();
        _over.Clear();
        return this;
    }

    private void Finish()
    {
        _ended = true;
        if (Overload is null) MoveTo(_end);
        foreach (var one in _live.All())
        {
            Tally.Left(one, _now, PromisedOf(one), Process.Clocks.Promises.KeptAt(one.Matter));
            _over.Enqueue(one);
        }

        foreach (var officer in _officers)
            if (officer.Doing is not null) Book(officer, _now);
        foreach (var desk in _desks) Close(desk);
        Tally.Close(_desks, _now);
    }

    private void MoveTo(long at)
    {
        _now = at;
        if (at >= _todayEnds) BeginDay(at);
    }

    private void BeginDay(long at)
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(at);
        var before = _today;
        _today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, _scene.Zone).DateTime);
        _todayEnds = WorkHours.Instant(_today.AddDays(1), 0, _scene.Zone);
        Tally.Midnight(_today.DayNumber - _settings.From.DayNumber);
        // Nothing may have happened on the very day of a change.
        if (_changes.Any(day => before < day && day <= _today))
        {
            _placed.Clear();
            _changed++;
            SeatAnew();
        }

        if (!_load.Forms.IsEmpty) OweForms(before < _settings.From ? _settings.From : before.AddDays(1));
    }

    private void BringNext(int stream)
    {
        if (_arrivals[stream].Next() is < WorkHours.Never and var at && at < _end) _agenda.Add(at, Happening.Of(HappeningKind.Brought, stream));
    }

    private void Bring(int stream)
    {
        BringNext(stream);
        var seed = _streamSeeds[stream].Of(_brought[stream]++);
        var chance = seed.Of("filing").Draws();
        var from = _load.Arrivals[stream];
        UnitId? place = from.Places.Length == 0 ? null : new UnitId(from.Places[chance.Weighed(_placeSums[stream])]);
        File(from, seed, place, (Channel)chance.Weighed(_channelSums[stream]));
    }

    private static double[] Sums(ImmutableArray<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }

    private enum HappeningKind
    {
        Brought,
        Done,
        Wake,
        Jobs,
        Ready,
        LiesLong,
        Resumes,
        GivesUp,
        FilesAgain,
        Answers,
        Reopens,
        GivesFacts,
        Acts,
        Rates,
        CutsShort,
        ComplainsAgain,
        AnswersRequest,
        Whistles,
        Judges,
        Declares,
        EndsEmergency,
        Reviews,
        SendsBack,
    }

    /// <summary>What is to happen, in few words, for it moves about: what it is about, who or which point is meant, and a number.</summary>
    private readonly struct Happening
    {
        private readonly object? _about;
        private readonly object? _beside;

        private Happening(HappeningKind kind, object? about, object? beside, int number) => (Kind, _about, _beside, Number) = (kind, about, beside, number);

        public HappeningKind Kind { get; }

        public int Number { get; }

        /// <summary>Of what happens in a matter; null for what is about an errand, an officer or none.</summary>
        public Case? Case => _about as Case;

        public Errand? Errand => _about as Errand;

        public Timer? Timer => _about as Timer;

        public Officer? Officer => _beside as Officer;

        public string? Key => _beside as string;

        public static Happening Of(HappeningKind kind, int number) => new(kind, null, null, number);

        public static Happening Of(Timer timer) => new(HappeningKind.Jobs, timer, null, 0);

        public static Happening Of(HappeningKind kind, Case @case, string? key) => new(kind, @case, key, 0);

        public static Happening Of(HappeningKind kind, Errand errand, Officer? officer = null) => new(kind, errand, officer, 0);

        public static Happening Wake(Officer officer) => new(HappeningKind.Wake, null, officer, 0);
    }
}

/// <summary>Matters that are not over, in the order in which they were brought, so that what is left at the end comes in an order of its own. Each knows its neighbours.</summary>
internal sealed class LinkedListOfCases
{
    private Case? _first;
    private Case? _last;

    /// <param name="one">Of a higher number than all before.</param>
    public void Add(Case one)
    {
        (one.IsLive, one.Before) = (true, _last);
        if (_last is null) _first = one;
        else _last.Behind = one;
        _last = one;
    }

    public bool Remove(Case one)
    {
        if (!one.IsLive) return false;
        if (one.Before is { } before) before.Behind = one.Behind;
        else _first = one.Behind;
        if (one.Behind is { } behind) behind.Before = one.Before;
        else _last = one.Before;
        (one.IsLive, one.Before, one.Behind) = (false, null, null);
        return true;
    }

    public IEnumerable<Case> All()
    {
        for (var one = _first; one is not null; one = one.Behind) yield return one;
    }
}
