using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Process.Matters;

/// <summary>A fact that comes with an act, by its name in the matter such as "matter.noise-level" or "premises.area".</summary>
public sealed record GivenItem(string Fact, Value Value) : IWritten
{
    /// <summary>What the base says, and who acts confirmed; the value is then not given again, and stays where it is. Null where it was given.</summary>
    public HeldClaim? Confirmed { get; init; }

    /// <summary>As it is kept beside the record.</summary>
    public PersonalValue ToPersonal() => PersonalValue.Of(Fact, this);

    string IWritten.Written() => ToWritten();

    public string ToWritten() => Confirmed is { } held ? held.ToString() : ReadingGiven.Write(Value);

    /// <summary>Reads what <see cref="ToWritten"/> wrote.</summary>
    public static GivenItem Of(string fact, string written) => HeldClaim.Parse(written) is { } held ? new GivenItem(fact, Value.Missing) { Confirmed = held } : new GivenItem(fact, ReadingGiven.Read(written));
}

/// <summary>What the base says of an item of a row: the row, and the position of the claim.</summary>
public readonly record struct HeldClaim(RowId Row, long Position)
{
    // No value is written so: texts stand in quotation marks.
    private const string Prefix = "held:";

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}{Row}#{Position}");

    public static HeldClaim? Parse(string written)
    {
        if (!written.StartsWith(Prefix, StringComparison.Ordinal) || written.LastIndexOf('#') is not (> 0 and var at)) return null;
        return RowId.Parse(written[Prefix.Length..at]) is { } row && long.TryParse(written.AsSpan(at + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var position) ? new HeldClaim(row, position) : null;
    }
}

/// <summary>Asks for all who may use a power here, nearest first. Authority answers; the desk hands the question over with the facts it knows.</summary>
public delegate IReadOnlyList<PostAt> FindDeciders(PowerNeeded needed);

/// <summary>Asks for the first of them alone, which is found without asking about those behind; null where there is none.</summary>
public delegate PostAt? FindNearestDecider(PowerNeeded needed);

/// <summary>A use of a power that an act stands on.</summary>
/// <param name="Type">The matter type in which the step stands: that of a part, where it is in one.</param>
/// <param name="Outcome">Null where none is chosen yet.</param>
/// <param name="Amount">The fact that is the sum; null where the step names none.</param>
public sealed record PowerNeeded(string Power, string Type, string Step, UnitId? Place, string? Outcome, string? Amount, DateOnly Day)
{
    private const string Standard = "standard.";

    /// <summary>The sum that the step names: a standard of the day, or as it was given last; null where neither is known.</summary>
    /// <param name="given">The newest first.</param>
    public Structure.Quantities.Quantity? SumIn(IReadOnlyList<GivenItem> given, GovernanceStructure structure)
    {
        if (Amount is not { } name) return null;
        if (name.StartsWith(Standard, StringComparison.Ordinal)) return structure.Standards.On(name[Standard.Length..], Day)?.Value;
        for (var at = 0; at < given.Count; at++)
            if (given[at].Fact == name) return given[at].Value.Quantity;
        return null;
    }
}

/// <summary>What an act finds besides the matter: the structure, the time, the facts of the base, and who may decide. All of it is given; nothing is fetched.</summary>
public sealed record Circumstances
{
    private DateTimeOffset _now;
    private Actor _by = Actor.System;
    private IReadOnlyList<GivenItem> _given = [];
    private GovernanceStructure _structure = null!;
    private MatterFlows _flows = null!;
    private StructureOnDay _today = null!;
    private Timetable _times = null!;
    private List<IEvent>? _room;

    /// <summary>The structure under which the matter runs: the version pinned at filing, with the overlays of its place.</summary>
    public required GovernanceStructure Structure
    {
        get => _structure;
        init => _structure = value;
    }

    /// <summary>Units, posts and groups on the day of the act, of the structure in force.</summary>
    public required StructureOnDay Today
    {
        get => _today;
        init => _today = value;
    }

    public required Timetable Times
    {
        get => _times;
        init => _times = value;
    }

    /// <summary>When the act is entered, UTC.</summary>
    public required DateTimeOffset Now
    {
        get => _now;
        init => _now = value;
    }

    /// <summary>When it happened: <see cref="Now"/>, or earlier on a day without the machine.</summary>
    public DateTimeOffset? Happened { get; init; }

    public DateTimeOffset When => Happened ?? Now;

    /// <summary>When others could know of what happened before it was entered; null where it is entered as it happens.</summary>
    public DateTimeOffset? KnownFrom => IsLaterEntry ? Now : null;

    public bool IsLaterEntry => Happened is { } happened && happened < Now;

    /// <summary>What the base knows: an item of a row by register, key and field. <see cref="Value.Missing"/> where it knows nothing.</summary>
    public Func<Entity, string, Value> Known { get; init; } = static (_, _) => Value.Missing;

    /// <summary>As <see cref="Known"/>, only for whether a fact has to be asked for: nothing is decided by it. Null where the base holds nothing.</summary>
    public Func<Entity, string, Value>? Held { get; init; }

    public FindDeciders Deciders { get; init; } = static _ => [];

    /// <summary>The first of <see cref="Deciders"/>. Null where whoever made these circumstances finds it no faster alone.</summary>
    public FindNearestDecider? NearestDecider { get; init; }

    /// <summary>The unit to which a duty went back from another, since the power that it leaned on has ended; null where it did not.</summary>
    public Func<string, UnitId, UnitId?> Returned { get; init; } = static (_, _) => null;

    /// <summary>Whether somebody has a seat in a unit on the day, whoever they act as now.</summary>
    public Func<ActorId, UnitId, bool> SitsIn { get; init; } = static (_, _) => false;

    /// <summary>Who acts; the flow must know who entered what had happened on paper.</summary>
    public Actor By
    {
        get => _by;
        init => _by = value;
    }

    /// <summary>Facts that come with this act and are not in the base yet.</summary>
    public IReadOnlyList<GivenItem> Given
    {
        get => _given;
        init => _given = value;
    }

    public DateOnly Day => Times.DayOf(When);

    internal Walked Walked { get; } = new();

    /// <summary>These circumstances become those of the next act. Only for whoever made them and has handed them on to nobody who keeps them, such as a simulated run.</summary>
    internal void Become(DateTimeOffset now, Actor by, IReadOnlyList<GivenItem> given) => (_now, _by, _given) = (now, by, given);

    /// <summary>As the other, on another day.</summary>
    internal void Become(Timetable times, StructureOnDay today) => (_times, _today) = (times, today);

    /// <summary>As the others, of another matter.</summary>
    internal void Become(MatterFlows flows, GovernanceStructure structure) => (_flows, _structure) = (flows, structure);

    /// <summary>The next act may put its events into a list that is forgotten before the act after it; null where it may not.</summary>
    internal void Lend(List<IEvent>? room) => _room = room;

    /// <summary>A list for the events of an act.</summary>
    internal List<IEvent> Events()
    {
        if (_room is not { } room) return new List<IEvent>(Process.Flows.AdvancingFlows.UsualEvents);
        _room = null;
        room.Clear();
        return room;
    }

    /// <summary>The flow of the pinned version. Kept by the structure's owner where it is asked often.</summary>
    public required MatterFlows Flows
    {
        get => _flows;
        init => _flows = value;
    }
}

/// <summary>The flows of one structure, compiled when first asked for. Safe for several threads.</summary>
public sealed class MatterFlows(GovernanceStructure structure)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<MatterType, CompiledFlow> _flows = new(ReferenceEqualityComparer.Instance);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<MatterType, System.Collections.Concurrent.ConcurrentDictionary<string, CheckedExpression?>> _formulas = new(ReferenceEqualityComparer.Instance);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<(MatterType Type, string Text), CheckedExpression?> _asWritten = new(new TheSame());
    private int _kept;

    /// <summary>More than a structure has.</summary>
    private const int MostKept = 16_384;

    public GovernanceStructure Structure { get; } = structure;

    /// <summary>Null where there is no such matter type on the day.</summary>
    public CompiledFlow? Of(string type, DateOnly day) =>
        Structure.Matters.On(type, day) is { } matter ? _flows.GetOrAdd(matter, static (one, on) => CompiledFlow.Of(one, on.Structure, on.Day), (Structure, Day: day)) : null;

    /// <summary>Null where the text is no expression that fits; such a condition is never known.</summary>
    internal CheckedExpression? Formula(MatterType type, string text)
    {
        // Those of the structure are asked for by the very text that it holds, and need not be spelled to be found.
        if (_asWritten.TryGetValue((type, text), out var known)) return known;
        if (!_formulas.TryGetValue(type, out var ofType)) ofType = _formulas.GetOrAdd(type, static _ => new(StringComparer.Ordinal));
        if (!ofType.TryGetValue(text, out known)) known = ofType.GetOrAdd(text, Expression.TryParse(text, out var expression, out _) ? expression.Check(FormulaNames.Of(Structure, type)).Checked : null);
        if (Interlocked.Increment(ref _kept) <= MostKept) _asWritten[(type, text)] = known;
        return known;
    }

    private sealed class TheSame : IEqualityComparer<(MatterType Type, string Text)>
    {
        public bool Equals((MatterType Type, string Text) one, (MatterType Type, string Text) other) => ReferenceEquals(one.Text, other.Text) && ReferenceEquals(one.Type, other.Type);

        public int GetHashCode((MatterType Type, string Text) key) => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Text), System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Type));
    }
}
