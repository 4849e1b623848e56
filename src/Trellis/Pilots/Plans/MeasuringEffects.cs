using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Structure;

namespace Trellis.Pilots.Plans;

/// <summary>Reads figures of what lines touch off pairs of simulated runs.</summary>
internal sealed class MeasuringEffects
{
    private static readonly string[] OfAll = ["days-mean", "waited-mean", "kept", "first-contact", "hand-overs"];

    private const double Hour = 3_600_000;

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
        _was = pairs.SelectMany(static pair => pair.Before.Types.Keys).Select(static one => one.Type).Distinct(StringComparer.Ordinal).GroupBy(id => renames.Now(Kind.Matter, id), StringComparer.Ordinal).ToDictionary(static one => one.Key, static one => one.First(), StringComparer.Ordinal);
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
        var isThere = PlacesOf(type.Where);
        TypeTally Was(EndedRun run) => Sum(run, _was.GetValueOrDefault(type.Id) ?? type.Id, isThere);
        TypeTally Now(EndedRun run) => Sum(run, type.Id, isThere);
        var name = _new.Matters.On(type.Id, _day)?.Name ?? (_new.Matters.Of(type.Id) is [var any, ..] ? any.Name : new Text(type.Id, type.Id));
        return new Effect(type, Saying.Join(Saying.Of(name, type.Id), Where(type.Where)),
        [
            Of("days", new("从提出到办结", "from filing to closing"), FigureUnit.Days, static one => one.Settled == 0 ? null : (double)one.Took / one.Settled / Hour / 24),
            Of("kept", new("按承诺期限办完", "promises kept"), FigureUnit.Share, static one => Share(one.Kept, one.Promised)),
            Of("first-contact", new("首问单位自己办完", "settled by the unit of first contact alone"), FigureUnit.Share, static one => Share(one.FirstContactDecided, one.Settled)),
            Of("hand-overs", new("转办", "hand-overs"), FigureUnit.PerHundred, static one => 100 * Share(one.HandOvers, one.Brought)),
        ], _pairs.Any(pair => Was(pair.Before).Brought > 0 || Now(pair.After).Brought > 0));

        EffectFigure Of(string id, Text called, FigureUnit unit, Func<TypeTally, double?> of) => Figure(id, called, unit, run => of(Was(run)), run => of(Now(run)));
    }

    private static TypeTally Sum(EndedRun run, string type, Func<string, bool> isThere)
    {
        var sum = new TypeTally();
        foreach (var ((of, place), one) in run.Types)
            if (of == type && isThere(place)) sum.Add(one);
        return sum;
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private Effect OfStep(Touched.Step step)
    {
        var isThere = PlacesOf(step.Where);
        var was = _was.GetValueOrDefault(step.OfType) ?? step.OfType;
        return new Effect(step, Saying.Join(new($"环节 {step.OfType}/{step.Id}", $"the step {step.OfType}/{step.Id}"), Where(step.Where)),
            [Figure("waited", new("等人来办", "waits to be taken up"), FigureUnit.Hours, run => Waited(run, was), run => Waited(run, step.OfType))],
            _pairs.Any(pair => Waited(pair.Before, was) is not null || Waited(pair.After, step.OfType) is not null));

        double? Waited(EndedRun run, string type)
        {
            var (waits, waited) = (0L, (Int128)0);
            foreach (var ((of, id, place), one) in run.Steps)
                if (of == type && id == step.Id && isThere(place)) (waits, waited) = (waits + one.Waits, waited + one.Waited);
            return waits == 0 ? null : (double)waited / waits / Hour;
        }
    }

    /// <summary>Whether a matter's place lies in those that are meant.</summary>
    private Func<string, bool> PlacesOf(string where)
    {
        if (where.Length == 0) return static _ => true;
        var (except, ids) = (where[0] == '-', where.TrimStart('-').Split('+'));
        var units = ids.Select(id => _view.Unit(id)).OfType<UnitOnDay>().ToList();
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        return place =>
        {
            if (!known.TryGetValue(place, out var lies)) known.Add(place, lies = _view.Unit(Renamed.NowUnit(place)) is { } unit && units.Exists(one => one == unit || one.Contains(unit)));
            return lies != except;
        };
    }

    private Text Where(string where)
    {
        if (where.Length == 0) return new("", "");
        var names = where.TrimStart('-').Split('+').Select(id => new UnitName(id, _view.Unit(id)?.Unit.Name ?? new Text(id, id), 0)).ToList();
        var said = Saying.Units(names, 3);
        return where[0] == '-' ? new($"（{said.Zh}以外）", $" outside {said.En}") : new($"（{said.Zh}）", $" in {said.En}");
    }

    private Effect OfDesks(Touched what, Text name, Func<EndedRun, IReadOnlyList<EndedDesk>> of) => new(what, name,
    [
        Figure("steps", new("办理的步骤", "steps taken up"), FigureUnit.Count, run => of(run).Sum(static desk => desk.Waits), run => of(run).Sum(static desk => desk.Waits)),
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
