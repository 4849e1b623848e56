using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>
/// Counts lengths of time in steps of a fiftieth, so that medians cost no memory that grows. Lengths are in milliseconds; what is above ten years counts as that.
/// </summary>
public sealed class Lengths
{
    private const int PerOctave = 35;
    private const int Octaves = 40;
    // Of each step four thousand million at most: there are as many of these as desks.
    private readonly uint[] _counts = new uint[PerOctave * Octaves];

    public long Count { get; private set; }

    /// <summary>Exact.</summary>
    public Int128 Sum { get; private set; }

    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    public void Add(long length)
    {
        Count++;
        Sum += length;
        _counts[StepOf(length)]++;
    }

    /// <summary>The length that this share of all does not exceed, within two per cent.</summary>
    public double Quantile(double share)
    {
        if (Count == 0) return 0;
        var below = (long)Math.Ceiling(share * Count);
        var seen = 0L;
        for (var step = 0; step < _counts.Length; step++)
        {
            seen += _counts[step];
            if (seen >= below) return LengthOf(step);
        }

        return 0;
    }

    /// <summary>How many were about as long, from the shortest to the longest, in steps of a fiftieth.</summary>
    public IEnumerable<(double Length, long Count)> Steps()
    {
        for (var step = 0; step < _counts.Length; step++)
            if (_counts[step] > 0) yield return (LengthOf(step), _counts[step]);
    }

    private static double LengthOf(int step) => step == 0 ? 0 : Logarithms.Exponential(((step - 0.5) / PerOctave) * 0.693147180559945309);

    /// <summary>0 below a millisecond.</summary>
    private static int StepOf(long length) => length < 1 ? 0 : Math.Min((PerOctave * Octaves) - 1, 1 + (int)(Logarithms.Natural(length) / 0.693147180559945309 * PerOctave));
}

/// <summary>What was counted at one desk.</summary>
public sealed class DeskTally
{
    /// <summary>From when work could be taken up until it was.</summary>
    public Lengths Waited { get; } = new();

    public long Waits { get; internal set; }

    /// <summary>Of those that were taken up, how many had to wait at all.</summary>
    public long HadToWait { get; internal set; }

    public long Busy { get; internal set; }

    /// <summary>The number that waited, added up over time: matters x milliseconds.</summary>
    public Int128 Area { get; internal set; }

    /// <summary>The time that each waited, added up: the same number, counted from the other side (Little 1961).</summary>
    public Int128 Times { get; internal set; }

    internal long Since { get; set; }

    internal void Change(long at, int waiting)
    {
        Area += (Int128)waiting * (at - Since);
        Since = at;
    }
}

/// <summary>What was counted of the matters of one type in one place, by the same measure as of all.</summary>
public sealed class TypeTally
{
    public long Brought { get; internal set; }

    /// <summary>Closed otherwise than taken back or cut short.</summary>
    public long Settled { get; internal set; }

    /// <summary>From filing to closing, of those that were settled, added up.</summary>
    public Int128 Took { get; internal set; }

    public long Promised { get; internal set; }

    public long Kept { get; internal set; }

    public long FirstContactDecided { get; internal set; }

    public long HandOvers { get; internal set; }

    /// <summary>Its steps as far as they were taken up, so that none is looked for by three names again and again. Of one step there are as many as versions of the structure had it.</summary>
    internal KnownStep[] Steps { get; set; } = [];

    public void Add(TypeTally other)
    {
        Brought += other.Brought;
        Settled += other.Settled;
        Took += other.Took;
        Promised += other.Promised;
        Kept += other.Kept;
        FirstContactDecided += other.FirstContactDecided;
        HandOvers += other.HandOvers;
    }
}

/// <summary>A step with what is counted of it.</summary>
internal readonly record struct KnownStep(FlowPart.Step What, StepTally Tally);

/// <summary>How long one step of a matter type waited in one place to be taken up, added up.</summary>
public sealed class StepTally
{
    public long Waits { get; internal set; }

    public Int128 Waited { get; internal set; }
}

/// <summary>What was counted in a run. Lengths are in milliseconds by the clock, work in minutes of an officer.</summary>
/// <param name="counted">From when on matters are counted by which the figures are made.</param>
public sealed class RunTally(double costOfHour, long counted)
{
    private readonly SortedDictionary<string, int> _stuck = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _notProvided = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Lengths> _byType = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Place), TypeTally> _byTypeAndPlace = [];
    private readonly Dictionary<(string Type, string Step, string Place), StepTally> _bySteps = [];
    private readonly List<long> _openByDay = [];
    private long _open;
    private long _since;
    private bool _began;

    public long Brought { get; private set; }

    public long ClosedCount { get; private set; }

    public long LeftOpen { get; private set; }

    public Lengths Took { get; } = new();

    /// <summary>Closed with an explanation because nobody could go on with them.</summary>
    public long CutShort { get; private set; }

    /// <summary>Those whose promise can be judged: closed, or open at the end and overdue.</summary>
    public long Promised { get; private set; }

    public long Kept { get; private set; }

    public long FirstContactDecided { get; private set; }

    public long HandOvers { get; private set; }

    public long Returns { get; private set; }

    public long Referrals { get; private set; }

    public long Pauses { get; private set; }

    public long Disputes { get; private set; }

    public long Withdrawn { get; private set; }

    public long Unanswered { get; private set; }

    public long Reminders { get; private set; }

    public long Escalations { get; private set; }

    public long FieldsByResidents { get; private set; }

    public long FieldsByOfficers { get; private set; }

    public double Minutes { get; private set; }

    public double Cost => Minutes / 60 * costOfHour;

    public long FiledAgain { get; private set; }

    /// <summary>Complaints elsewhere about matters that were refused, explained or out of reach.</summary>
    public long ComplainedAgain { get; private set; }

    public long Whistles { get; private set; }

    public long Requests { get; private set; }

    public long Conflicts { get; private set; }

    /// <summary>Forms, and sections of forms, that somebody had to fill in.</summary>
    public long FormsOwed { get; private set; }

    /// <summary>Those that were handed in.</summary>
    public long FormsHandedIn { get; private set; }

    /// <summary>Of those, after their limit.</summary>
    public long FormsLate { get; private set; }

    public long FormsReturned { get; internal set; }

    /// <summary>Fields that somebody typed in forms.</summary>
    public long FieldsInForms { get; private set; }

    /// <summary>Minutes of work on forms.</summary>
    public double FormMinutes { get; internal set; }

    public int Reopened { get; private set; }

    public int SeatsFilled { get; internal set; }

    /// <summary>Matters that were open, added up over time: matters x milliseconds.</summary>
    public Int128 Area { get; private set; }

    /// <summary>The time that each was open, added up: the same number, counted from the other side.</summary>
    public Int128 Times { get; private set; }

    /// <summary>Matters that were open at each midnight of the place, that of the first day first.</summary>
    public IReadOnlyList<long> OpenByDay => _openByDay;

    public IReadOnlyDictionary<string, int> WhyStuck => _stuck;

    public IReadOnlyDictionary<string, int> WhyRefused => _refused;

    /// <summary>Matter types that could not be filed, with how many were brought.</summary>
    public IReadOnlyDictionary<string, int> NotFiled => _notProvided;

    public IReadOnlyDictionary<string, Lengths> ByType => _byType;

    /// <summary>By type and by the place of the matter; empty where it has none.</summary>
    public IReadOnlyDictionary<(string Type, string Place), TypeTally> ByTypeAndPlace => _byTypeAndPlace;

    /// <summary>By the matter type to whose flow a step belongs, which may be a part of a larger one, and by the place of the matter.</summary>
    public IReadOnlyDictionary<(string Type, string Step, string Place), StepTally> BySteps => _bySteps;

    /// <summary>What was counted by desk, in the order of their names; set at the end.</summary>
    public IReadOnlyList<DeskFigures> Desks { get; private set; } = [];

    internal void FormOwed() => FormsOwed++;

    internal void HandedIn(Information.Forms.HandedForm handed, bool isCorrection)
    {
        FieldsInForms += handed.Typed;
        if (isCorrection) return;
        FormsHandedIn++;
        if (handed.Due is { } due && handed.Happened > due) FormsLate++;
    }

    internal void NotProvided(string type) => _notProvided[type] = _notProvided.GetValueOrDefault(type) + 1;

    internal void Stuck(string why) => _stuck[why] = _stuck.GetValueOrDefault(why) + 1;

    /// <summary>Somebody could go on with it after all.</summary>
    internal void Unstuck(string why)
    {
        if (_stuck[why] == 1) _stuck.Remove(why);
        else _stuck[why]--;
    }

    internal void Refused(string why) => _refused[why] = _refused.GetValueOrDefault(why) + 1;

    internal void Filed(Case @case)
    {
        if (!IsCounted(@case)) return;
        Brought++;
        Of(@case).Brought++;
    }

    /// <summary>A step was taken up that could be since the figures are counted.</summary>
    internal void TakenUp(Case @case, MatterType type, FlowPart.Step step, long waited)
    {
        var tally = OfStep(@case, type, step);
        tally.Waits++;
        tally.Waited += waited;
    }

    private StepTally OfStep(Case @case, MatterType type, FlowPart.Step step)
    {
        var counts = Of(@case);
        // They lie side by side: one is found in a line or two of the cache.
        foreach (ref readonly var known in counts.Steps.AsSpan())
            if (ReferenceEquals(known.What, step)) return known.Tally;
        var key = (type.Id, step.Id, @case.Matter.Place?.Text ?? "");
        if (!_bySteps.TryGetValue(key, out var tally)) _bySteps.Add(key, tally = new StepTally());
        counts.Steps = [new KnownStep(step, tally), .. counts.Steps];
        return tally;
    }

    private void Promise(TypeTally type, bool kept)
    {
        Promised++;
        type.Promised++;
        if (!kept) return;
        Kept++;
        type.Kept++;
    }

    private TypeTally Of(Case @case) => @case.Counts ??= Find(@case);

    private TypeTally Find(Case @case)
    {
        var key = (@case.Matter.Type, @case.Matter.Place?.Text ?? "");
        if (!_byTypeAndPlace.TryGetValue(key, out var tally)) _byTypeAndPlace.Add(key, tally = new TypeTally());
        return tally;
    }

    /// <param name="case">The matter that is brought once more.</param>
    internal void Again(Case @case, bool elsewhere)
    {
        if (!IsCounted(@case)) return;
        if (elsewhere) ComplainedAgain++;
        else FiledAgain++;
    }

    private bool IsCounted(Case @case) => @case.Matter.Filed.ToUnixTimeMilliseconds() >= counted;

    internal void Take(Case @case, Actor by, IEvent happened, long at)
    {
        // How many are open, and who has what, holds from the first day on; the rest is counted of the matters by which it is divided.
        switch (happened)
        {
            case Process.MatterFiled or Process.MatterReopened:
                Change(at, 1);
                @case.OpenSince = at;
                @case.IsTold = false;
                break;
            case Process.Matters.MatterClosed:
                Change(at, -1);
                Times += at - @case.OpenSince;
                break;
            case Process.MatterHandedOver handed:
                @case.HandedOver = handed.Whole || handed.Moved.IsEmpty ? null : handed.Moved[0].Key;
                break;
            case Process.MatterReturned or Process.TaskRefused or Process.ReferredUp:
                @case.HandedOver = null;
                break;
            default:
                break;
        }

        if (!IsCounted(@case)) return;
        switch (happened)
        {
            case Process.MatterReopened:
                Reopened++;
                break;
            case Process.Matters.MatterClosed { Closure: Process.Matters.ClosureKind.Withdrawn }:
                Withdrawn++;
                break;
            case Process.Matters.MatterClosed { Closure: Process.Matters.ClosureKind.Unanswered }:
                Unanswered++;
                break;
            case Process.MatterHandedOver:
                HandOvers++;
                Of(@case).HandOvers++;
                break;
            case Process.MatterReturned or Process.TaskRefused:
                Returns++;
                break;
            case Process.ReferredUp:
                Referrals++;
                break;
            case Process.MatterPaused:
                Pauses++;
                break;
            case Process.WhistleBlown:
                Whistles++;
                break;
            case Process.UnitAsked:
                Requests++;
                break;
            case Process.ConflictDeclared:
                Conflicts++;
                break;
            case Process.StepPerformed { Outcome: "disputed" }:
                Disputes++;
                break;
            case Process.UnitReminded:
                Reminders++;
                break;
            case Process.MatterEscalated:
                Escalations++;
                break;
            default:
                break;
        }
    }

    internal void Closed(Case @case, long at, DateTimeOffset? promised, DateTimeOffset? kept)
    {
        var matter = @case.Matter;
        var filed = matter.Filed.ToUnixTimeMilliseconds();
        if (!IsCounted(@case) || @case.FirstClosed >= 0) return;
        @case.FirstClosed = at;
        ClosedCount++;
        if (matter.LastClosure?.Kind == Process.Matters.ClosureKind.Withdrawn) return;
        var type = Of(@case);
        if (@case.IsCutShort)
        {
            // Nothing was settled, so it says neither how long that takes nor who settles it.
            CutShort++;
            if (promised is not null) Promise(type, kept: false);
            return;
        }

        Took.Add(at - filed);
        type.Settled++;
        type.Took += at - filed;
        if (!_byType.TryGetValue(matter.Type, out var lengths)) _byType.Add(matter.Type, lengths = new Lengths());
        lengths.Add(at - filed);
        if (promised is { } due) Promise(type, kept: kept is null || kept <= due);
        if (matter.FirstContact is not { } first || !matter.Earlier.TrueForAll(one => one.Unit is null || one.Unit == first.Unit)) return;
        FirstContactDecided++;
        type.FirstContactDecided++;
    }

    /// <summary>Nothing more happens to it.</summary>
    internal void Over(Case @case) => Count(@case);

    internal void Left(Case @case, long at, DateTimeOffset? promised, DateTimeOffset? kept)
    {
        if (@case.Matter.State != Process.Matters.MatterState.Closed)
        {
            Times += at - @case.OpenSince;
            if (IsCounted(@case)) LeftOpen++;
            if (IsCounted(@case) && @case.FirstClosed < 0 && promised is { } due && due.ToUnixTimeMilliseconds() < at && (kept is null || kept > due)) Promise(Of(@case), kept: false);
        }

        Count(@case);
    }

    internal void Close(IReadOnlyList<Desk> desks, long at)
    {
        Change(at, 0);
        Desks = [.. desks.Select(desk => DeskFigures.Of(desk, at)).OrderBy(static one => one.At.ToString(), StringComparer.Ordinal)];
    }

    private void Count(Case @case)
    {
        if (!IsCounted(@case)) return;
        FieldsByResidents += @case.FieldsByResidents;
        FieldsByOfficers += @case.FieldsByOfficers;
        Minutes += @case.Minutes;
    }

    /// <param name="day">Days since the first; its midnight is over, and nothing has happened since the last event.</param>
    internal void Midnight(int day)
    {
        while (_openByDay.Count <= day) _openByDay.Add(_open);
    }

    private void Change(long at, int by)
    {
        if (_began)
        {
            Area += (Int128)_open * (at - _since);
        }

        (_began, _since, _open) = (true, at, _open + by);
    }
}

/// <summary>One post of one unit over a run.</summary>
/// <param name="Officers">How many sit there at the end.</param>
/// <param name="Utilisation">The share of the hours of those who sat there, while they did, that this desk took; people who sit at several desks have them all beside it.</param>
/// <param name="Hours">Hours of those who sat there, while they did, in milliseconds.</param>
public sealed record DeskFigures(PostAt At, int Officers, DeskTally Tally, double Utilisation, double Hours)
{
    internal static DeskFigures Of(Desk desk, long at)
    {
        var hours = desk.Tenures.Sum(one => (double)one.Officer.Hours.Between(one.From, Math.Min(at, one.To), one.Officer.Away));
        return new DeskFigures(desk.At, desk.Officers.Count, desk.Tally, hours <= 0 ? 0 : desk.Tally.Busy / hours, hours);
    }
}
