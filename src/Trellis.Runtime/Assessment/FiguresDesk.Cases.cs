using Trellis.Assessment;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Calendars;

namespace Trellis.Runtime.Assessment;

/// <summary>A matter that a figure counts.</summary>
/// <param name="Value">What it adds; null where that is not known, or would tell what somebody gave in it.</param>
public sealed record FigureCase(MatterId Matter, decimal? Value);

public sealed partial class FiguresDesk
{
    /// <summary>The matters that a figure counts, newest first. Looking through a long record takes its time, so that a page ends when enough are found or enough are looked through; where it ended it goes on.</summary>
    /// <param name="figure">As it was answered; one that is withheld tells nothing of its cases.</param>
    /// <returns>The cases, and where to go on; null where there are no more.</returns>
    /// <exception cref="MachineFault">The store cannot be read, or an entry is damaged.</exception>
    public (IReadOnlyList<FigureCase> Cases, string? Next) CasesOf(Figure figure, string? after, int most)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (figure.IsWithheld || figure.Indicator.Source != IndicatorSource.Record) return ([], null);
        lock (_counting)
        {
            return Read(session =>
            {
                CatchUp(session);
                return CasesOf(session, _figures!, figure, after, most);
            });
        }
    }

    private (IReadOnlyList<FigureCase> Cases, string? Next) CasesOf(Session session, CountingFigures figures, Figure figure, string? after, int most)
    {
        const int AtOnce = 125;
        const int MostLookedThrough = 500;
        var view = figures.Indicators.Structure.On(figure.Period.Last);
        if (view.Unit(figure.Unit.Id) is not { } unit || figures.Indicators.All.FirstOrDefault(one => one.Indicator.Id == figure.Indicator.Id && CountedIndicators.IsFor(one, unit, view)) is not { } counted) return ([], null);
        var running = _versions.Of(_version);
        // What this indicator does not read is neither opened nor looked for.
        var isAskedAgain = counted.Items.Any(static read => read is { Register: "matter", Item: "filed-again" });
        // What is counted by the day of its filing was filed within the period; anything else at least before its end.
        var (from, past) = (counted.Indicator.CountedWhen is null ? running.StartOf(figure.Period.First).ToUnixTimeMilliseconds() : 0, running.StartOf(figure.Period.Last.AddDays(1)).ToUnixTimeMilliseconds());
        var before = after is not null && MatterNumbers.Of(new MatterId(after)) is { } number ? number : long.MaxValue;
        var (found, shares) = (new List<FigureCase>(), new List<Share>());
        for (var looked = 0; ;)
        {
            var some = ListRows.Folded(session, counted.OnlyType, before, AtOnce, from, past);
            foreach (var (line, folded) in some)
            {
                before = MatterNumbers.Of(line.Id)!.Value;
                looked++;
                if (!unit.Contains(view.Place(line.Place?.Text) ?? view.Top!)) continue;
                var (matter, track) = MatterBytes.Read(folded);
                shares.Clear();
                var isCourse = TellsOnlyOfTheCourse(figures.Indicators, counted, matter.Type);
                figures.Indicators.Of(CaseOf(session, figures, matter, track, before, _past, [], isOpened: !isCourse, isAskedAgain), shares, counted);
                foreach (var share in shares)
                    if (share.Period == figure.Period) found.Add(new FigureCase(line.Id, isCourse ? share.Value : null));
                if (found.Count == most) return (found, line.Id.Text);
            }

            if (some.Count < AtOnce) return (found, null);
            if (looked >= MostLookedThrough) return (found, MatterNumbers.Id(before).Text);
        }
    }

    /// <summary>Whether an indicator reads nothing that somebody gave in the matter, so that its value is nobody's secret.</summary>
    private static bool TellsOnlyOfTheCourse(CountedIndicators indicators, CountedIndicator counted, string type) =>
        !counted.Items.Any(item => indicators.GivenRead(type).Contains($"{item.Register}.{item.Item}", StringComparer.Ordinal));
}
