using Trellis.Information.Forms;
using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>A part of a form that one post fills in for one occasion.</summary>
/// <param name="section">Empty for the part of the filler.</param>
/// <param name="rule">How it is filled in.</param>
/// <param name="seed">Its own branch: what is drawn for one form does not depend on others.</param>
internal sealed class Paper(OwedForm owed, string section, PostAt by, FormRule rule, Seed seed)
{
    public OwedForm Owed { get; } = owed;

    public string Section { get; } = section;

    public PostAt By { get; } = by;

    public FormRule Rule { get; } = rule;

    public Seed Seed { get; } = seed;

    /// <summary>The matter after which it is owed; null for a form of a period or a day.</summary>
    public OwingForms.ClosedMatter? After { get; init; }

    /// <summary>What makes its figures others than they are; null where they are told as they are.</summary>
    public PressureRule? Bent { get; set; }

    /// <summary>It was sent back, and is put right.</summary>
    public bool IsReturned { get; set; }

    /// <summary>How many rows there are; known once it is taken up.</summary>
    public int Rows { get; set; }

    /// <summary>Minutes that it took whoever filled it in.</summary>
    public double Minutes { get; set; }

    public string Place => $"{Owed.Form.Id}/{Owed.Unit.Id}/{Owed.Occasion}{(Section.Length == 0 ? "" : $"/{Section}")}";
}

/// <summary>A fault that the load had somebody commit: the truth beside what the record says. Whoever looks for faults is measured by it, and never reads it.</summary>
/// <param name="What">The pressure behind it.</param>
/// <param name="Where">form/unit/occasion, indicator/unit/occasion on the way up, or matter/step.</param>
/// <param name="Item">The figure; null where it is about the whole.</param>
/// <param name="True">As it was; null where it is about no figure.</param>
/// <param name="Told">As it was said; null where it was left out.</param>
public sealed record PlantedFault(Pressure What, string Where, string? Item, double? True, double? Told, DateTimeOffset At);

/// <summary>A figure as a unit told it to those above.</summary>
/// <param name="Parent">To whom; null at the top.</param>
public sealed record ReportedFigure(string Unit, string Period, string Indicator, double Value, string Level, string? Parent, DateTimeOffset ReportedAt);

/// <summary>What units have handed in so far, and what is wrong with it.</summary>
internal sealed class Reporting
{
    private readonly Dictionary<(string Form, string Unit, string Occasion), FormFile> _files = [];
    private readonly Dictionary<(string Form, string Unit, string Section), IReadOnlyDictionary<string, double>> _last = [];
    private readonly Dictionary<(string Form, string Occasion, string Section, string Parent), IReadOnlyDictionary<string, double>> _beside = [];
    private readonly Dictionary<(string Form, string Unit, string Occasion, string Section), Told> _told = [];

    public List<PlantedFault> Planted { get; } = [];

    public IEnumerable<Told> All => _told.Values;

    public FormFile FileOf(OwedForm owed) =>
        _files.TryGetValue((owed.Form.Id, owed.Unit.Id, owed.Occasion), out var file) ? file : new FormFile(owed.Form.Id, new UnitId(owed.Unit.Id), owed.Occasion);

    public void Enter(OwedForm owed, IEvent happened) => _files[(owed.Form.Id, owed.Unit.Id, owed.Occasion)] = FileOf(owed).After(happened);

    /// <summary>What the unit said the last time; null before the first.</summary>
    public IReadOnlyDictionary<string, double>? Last(Paper paper) => _last.GetValueOrDefault((paper.Owed.Form.Id, paper.Owed.Unit.Id, paper.Section));

    /// <summary>What a unit beside it said for the same occasion first; null where none has yet.</summary>
    public IReadOnlyDictionary<string, double>? Beside(Paper paper) => _beside.GetValueOrDefault((paper.Owed.Form.Id, paper.Owed.Occasion, paper.Section, paper.Owed.Unit.Parent?.Id ?? ""));

    public void Tell(Paper paper, IReadOnlyDictionary<string, double> values, DateTimeOffset at)
    {
        var (form, unit, occasion) = (paper.Owed.Form.Id, paper.Owed.Unit.Id, paper.Owed.Occasion);
        _last[(form, unit, paper.Section)] = values;
        _beside.TryAdd((form, occasion, paper.Section, paper.Owed.Unit.Parent?.Id ?? ""), values);
        _told[(form, unit, occasion, paper.Section)] = new Told(form, paper.Owed.Unit, occasion, values, at);
    }

    /// <param name="Values">By item.</param>
    public sealed record Told(string Form, UnitOnDay Unit, string Occasion, IReadOnlyDictionary<string, double> Values, DateTimeOffset At);
}
