using Microsoft.AspNetCore.Mvc;
using Trellis.Assessment;
using Trellis.Runtime;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Web.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Assessment;

/// <summary>The matters that a figure counts. How many there are is everybody's; which they are, each reader sees of those that are theirs to see.</summary>
public sealed class FigureMattersPage : FigurePages
{
    private const int RowsOfPage = 50;

    public override Text Heading => new($"{Figure!.Indicator.Name.Zh}：数的是哪些", $"{Figure.Indicator.Name.En}: what it counts");

    public Figure? Figure { get; private set; }

    /// <summary>Those that the reader may see, each with what it adds; null where that is not told.</summary>
    public IReadOnlyList<(MatterLine Line, decimal? Value)> Lines { get; private set; } = [];

    public int Hidden { get; private set; }

    public string? After { get; private set; }

    public string? Next { get; private set; }

    /// <summary>Whether what each adds is told.</summary>
    public bool TellsValues => Lines.Any(static one => one.Value is not null) && Figure!.Indicator.Take != "count";

    public IActionResult OnGet(string indicator, string? unit, string? period, string? after, string? table)
    {
        After = after;
        if (period is null || ReportingPeriod.Parse(period) is not { } asked || unit is null || Site is not { Figures: { } figures, Desk: { } desk }) return new NotFoundResult();
        Figure = Ask(new FiguresAsked(Indicator: indicator, Unit: unit, Period: asked)) is { Figures: [var answered, ..] } ? answered : null;
        if (Figure is not { IsWithheld: false, Indicator.Source: IndicatorSource.Record }) return new NotFoundResult();
        if (Reader is not { } reader) return Page();
        try
        {
            (var cases, Next) = figures.CasesOf(Figure, after, RowsOfPage);
            var values = cases.ToDictionary(static one => one.Matter, static one => one.Value);
            (var seen, Hidden) = desk.Questions.Lines(reader, [.. cases.Select(static one => one.Matter)]);
            Lines = [.. seen.Select(line => (line, values[line.Id]))];
        }
        catch (MachineFault)
        {
            NotYet = true;
        }

        return table == "csv"
            ? CsvAnswer.Of("matters", [Say("受理号", "Number"), Say("事项", "Matter"), Say("地点", "Place"), Say("现由谁负责", "Who answers for it"), Say("提出", "Filed"), Say("算作", "Counted as")], Lines.Select(one => (IReadOnlyList<string>)[one.Line.Number, WaitingWords.TypeName(this, one.Line.Type), NameOf(one.Line.Place), NameOf(one.Line.Holder), Show.Moment(one.Line.Filed), TellsValues ? Value(one.Value) : ""]))
            : Page();
    }

    public string Address(string? after, bool table = false) => $"/figures/{Figure!.Indicator.Id}/matters?unit={Uri.EscapeDataString(Figure.Unit.Id)}&period={Figure.Period}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}{(table ? "&table=csv" : "")}";

    /// <summary>What one case adds, as people say it.</summary>
    public string Value(decimal? value) => value is not { } known ? Say("不知道", "not known") : Figure!.Indicator.Take == "share" ? known == 0 ? Say("不符合", "does not fit") : Say("符合", "fits") : Show.Amount(known, Figure.Measure);
}
