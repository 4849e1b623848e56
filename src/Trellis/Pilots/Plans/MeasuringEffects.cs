using Trellis.Simulation;
using Trellis.Structure;

namespace Trellis.Pilots.Plans;

/// <summary>Reads figures of what lines touch off pairs of simulated runs.</summary>
internal sealed class MeasuringEffects
{
    private static readonly string[] OfAll = ["days-mean", "waited-mean", "kept", "first-contact", "hand-overs"];

    private readonly IReadOnlyList<(EndedRun Before, EndedRun After)> _pairs;
    private readonly Dictionary<string, string> _was;
    private readonly GovernanceStructure _new;
    private readonly StructureOnDay _view;
    private readonly DateOnly _day;

    /// <param name="pairs">Of the same seeds; neither was ended early.</param>
    public MeasuringEffects(IReadOnlyList<(EndedRun Before, EndedRun After)> pairs, Renames renames, GovernanceStructure @new, DateOnly day)
    {
        (_pairs, _new, _day) = (pairs, @new, day);
        _view = @new.On(day);
        _was = pairs.SelectMany(static pair => pair.Before.Types.Keys).Distinct(StringComparer.Ordinal).GroupBy(id => renames.Now(Kind.Matter, id), StringComparer.Ordinal).ToDictionary(static one => one.Key, static one => one.First(), StringComparer.Ordinal);
        Renamed = renames;
    }

    private Renames Renamed { get; }

    public IReadOnlyList<EffectFigure> Whole() =>
        [.. OfAll.Select(id => FigureKind.All.First(kind => kind.Id == id)).Select(kind => Figure(kind.Id, kind.Name, kind.Unit, run => run.Of(kind), run => run.Of(kind)))];

    public Effect Of(Touched what) => what switch
    {
        Touched.Type type => OfType(type),
        Touched.Step step => OfStep(step),
        Touched.PostsOf units => OfDesks(units, Named(units.Units), Desks(null, units.Units)),
        Touched.Post post => OfDesks(post, PostNamed(post), Desks(post.Id, post.Units)),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private Effect OfType(Touched.Type type)
    {
        EndedType? Was(EndedRun run) => run.Types.GetValueOrDefault(_was.GetValueOrDefault(type.Id) ?? type.Id);
        EndedType? Now(EndedRun run) => run.Types.GetValueOrDefault(type.Id);
        var name = _new.Matters.On(type.Id, _day)?.Name ?? (_new.Matters.Of(type.Id) is [var any, ..] ? any.Name : new Text(type.Id, type.Id));
        return new Effect(type, Saying.Of(name, type.Id),
        [
            Figure("days", new("从提出到办结", "from filing to closing"), FigureUnit.Days, run => Was(run)?.Days, run => Now(run)?.Days),
            Figure("kept", new("按承诺期限办完", "promises kept"), FigureUnit.Share, run => Was(run)?.KeptShare, run => Now(run)?.KeptShare),
            Figure("first-contact", new("首问单位自己办完", "settled by the unit of first contact alone"), FigureUnit.Share, run => Was(run)?.FirstContactShare, run => Now(run)?.FirstContactShare),
            Figure("hand-overs", new("转办", "hand-overs"), FigureUnit.PerHundred, run => Was(run)?.HandOvers, run => Now(run)?.HandOvers),
        ], _pairs.Any(pair => Was(pair.Before)?.Brought > 0 || Now(pair.After)?.Brought > 0));
    }

    private Effect OfStep(Touched.Step step)
    {
        var was = (_was.GetValueOrDefault(step.OfType) ?? step.OfType, step.Id);
        return new Effect(step, new($"环节 {step.OfType}/{step.Id}", $"the step {step.OfType}/{step.Id}"),
            [Figure("waited", new("等人来办", "waits to be taken up"), FigureUnit.Hours, run => run.Steps.GetValueOrDefault(was)?.WaitedHours, run => run.Steps.GetValueOrDefault((step.OfType, step.Id))?.WaitedHours)],
            _pairs.Any(pair => pair.Before.Steps.ContainsKey(was) || pair.After.Steps.ContainsKey((step.OfType, step.Id))));
    }

    private Effect OfDesks(Touched what, Text name, Func<EndedRun, IReadOnlyList<EndedDesk>> of) => new(what, name,
    [
        Figure("utilisation", new("占用时间", "share of their time"), FigureUnit.Share, run => Busy(of(run)), run => Busy(of(run))),
        Figure("waited", new("等人来办", "waits to be taken up"), FigureUnit.Hours, run => Waited(of(run)), run => Waited(of(run))),
    ], _pairs.Any(pair => of(pair.Before).Count > 0 || of(pair.After).Count > 0));

    /// <summary>Nobody there is busy with nothing, where nothing came.</summary>
    private static double? Busy(IReadOnlyList<EndedDesk> desks) => desks.Sum(static desk => desk.Hours) is > 0 and var hours ? desks.Sum(static desk => desk.Utilisation * desk.Hours) / hours : desks.Count == 0 ? 0 : null;

    private static double? Waited(IReadOnlyList<EndedDesk> desks) => desks.Sum(static desk => desk.Waits) is > 0 and var waits ? desks.Sum(static desk => desk.WaitedHours * desk.Waits) / waits : null;

    private Func<EndedRun, IReadOnlyList<EndedDesk>> Desks(string? post, string units)
    {
        var at = units.Split('+').ToHashSet(StringComparer.Ordinal);
        return run => [.. run.Desks.Where(desk => (post is null || desk.At.Post == post || Renamed.Now(Kind.Post, desk.At.Post) == post) && (at.Contains(desk.At.Unit.Text) || at.Contains(Renamed.NowUnit(desk.At.Unit.Text))))];
    }

    private Text Named(string units)
    {
        var ids = units.Split('+');
        var first = _view.Unit(ids[0])?.Unit.Name ?? new Text(ids[0], ids[0]);
        return ids.Length == 1 ? new($"{first.Zh}的岗位", $"the posts of {first.En}") : new($"{first.Zh}等 {ids.Length} 个单位的岗位", $"the posts of {first.En} and {ids.Length - 1} more");
    }

    private Text PostNamed(Touched.Post post)
    {
        var ids = post.Units.Split('+');
        return ids.Length == 1 ? new($"岗位 {post.Id}@{ids[0]}", $"the post {post.Id}@{ids[0]}") : new($"{ids.Length} 个单位的岗位 {post.Id}", $"the post {post.Id} at {ids.Length} units");
    }

    private EffectFigure Figure(string id, Text name, FigureUnit unit, Func<EndedRun, double?> before, Func<EndedRun, double?> after)
    {
        var was = _pairs.Select(pair => before(pair.Before)).ToList();
        var now = _pairs.Select(pair => after(pair.After)).ToList();
        var both = was.Zip(now).Where(static pair => pair.First is not null && pair.Second is not null).Select(static pair => pair.Second!.Value - pair.First!.Value).ToList();
        return new EffectFigure(id, name, unit, Mean(was), Mean(now), Estimate.Of(both));
    }

    private static double? Mean(List<double?> values) => values.Any(static value => value is not null) ? values.Where(static value => value is not null).Average() : null;
}
