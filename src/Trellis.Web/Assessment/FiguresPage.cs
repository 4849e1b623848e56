using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Assessment;
using Trellis.Assessment.Reports;
using Trellis.Information.Forms;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Web.Shared;

namespace Trellis.Web.Assessment;

/// <summary>A page of figures. Nobody enters them: they are counted from the record, and counted again they come out the same.</summary>
public abstract class FigurePages : SitePage
{
    public override string Way => "/figures";

    /// <summary>How many entries of the record were counted.</summary>
    public long Entries { get; protected set; }

    public bool NotYet { get; protected set; }

    /// <summary>The number as people of the language say it.</summary>
    public string Number(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (figure.IsWithheld) return Say("件数太少，不公布", "too few to be told");
        if (figure.Number is null) return Say("没有可数的", "nothing to count");
        return Written(figure, figure.Number.Value);
    }

    private string Written(Figure figure, decimal number) => figure.Indicator.Take == "share" ? string.Create(CultureInfo.InvariantCulture, $"{number * 100:0.0} %") : Show.Amount(number, figure.Measure);

    /// <summary>The number as it was when somebody said something of it.</summary>
    public string Number(Figure figure, FigureJudgement judgement)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(judgement);
        return decimal.TryParse(judgement.Number, NumberStyles.Number, CultureInfo.InvariantCulture, out var then) ? Written(figure, then) : judgement.Number;
    }

    /// <summary>Where the cases of a figure are listed; null where nobody lists them.</summary>
    public string? CasesOf(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return figure.Indicator switch
        {
            { Source: IndicatorSource.Record } => $"/figures/{figure.Indicator.Id}/matters?unit={Uri.EscapeDataString(figure.Unit.Id)}&period={figure.Period}",
            { Source: IndicatorSource.Form, FromForm: { } form } => $"/structure/forms/{form.Id}",
            _ => null,
        };
    }

    /// <summary>Fewer than so many cases say little of any others.</summary>
    private const int Few = 30;

    /// <summary>How sure it is: within which bounds, or that it is exact and for what, or why nothing can be said.</summary>
    public string Sure(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (figure.IsWithheld) return Say($"不公布：不到 {Withholding.Least} 件，或者会让人算出这样的数，可能认出是谁", $"not told: fewer than {Withholding.Least} cases, or it would give away such a number, and with it who they are");
        if (figure.Number is null) return Say("这一期没有可数的，说不了", "nothing can be said: there was nothing to count");
        var known = SharesOfFigures.IntervalOf(figure) is { } range
            ? Say($"{Share(range.LowShare)} 到 {Share(range.HighShare)} 之间（共 {Showing.Number(figure.Cases)} 件，百分之九十五的把握）", $"between {Share(range.LowShare)} and {Share(range.HighShare)} ({Counted(figure.Cases)}, sure in 95 of 100)")
            : figure.Indicator switch
            {
                { Take: "count" or "sum", Source: IndicatorSource.Form } => Say($"{Showing.Number(figure.Cases)} 份填报加起来，加得准；和填报一样可靠", $"added up from {Showing.Number(figure.Cases)} {(figure.Cases == 1 ? "form" : "forms")} without error; as sure as what was filled in"),
                { Take: "count" or "sum", Source: IndicatorSource.Register } => Say("从登记库里逐条数出，是准数；和登记库一样可靠", "counted row by row from the register: exact, and as sure as the register"),
                { Take: "count" or "sum" } => Say("从记录里逐件数出，是准数", "counted from the record itself: exact"),
                _ when figure.Cases < Few => Say($"对这 {Showing.Number(figure.Cases)} 件是准数；只有这么几件，换一期可能差很多", $"exact for its {Counted(figure.Cases)}; so few that another period may differ widely"),
                _ => Say($"用了这一期全部 {Showing.Number(figure.Cases)} 件，对这一期是准数；换一期会差多少，单看一个数说不了", $"made of all {Counted(figure.Cases)} of the period, and exact for it; how far another would differ cannot be said from one number"),
            };
        return figure.LeftOut == 0 ? known : Say($"{known}；另有 {Showing.Number(figure.LeftOut)} 件不知道，没有算进去", $"{known}; {Counted(figure.LeftOut)} more {(figure.LeftOut == 1 ? "is" : "are")} not known and not in it");
    }

    private static string Counted(long cases) => $"{Showing.Number(cases)} {(cases == 1 ? "case" : "cases")}";

    public string Period(ReportingPeriod period)
    {
        return period.First.AddMonths(1) > period.Last ? Show.Month(period.First) : Say($"{Show.Day(period.First)}至{Show.Day(period.Last)}", $"{Show.Day(period.First)} to {Show.Day(period.Last)}");
    }

    protected FiguresAnswered? Ask(FiguresAsked asked)
    {
        if (Site.Figures is not { } figures)
        {
            NotYet = true;
            return null;
        }

        try
        {
            var answered = figures.Now(asked, Site.Time.GetUtcNow());
            Entries = answered.Entries;
            return answered;
        }
        catch (MachineFault)
        {
            NotYet = true;
            return null;
        }
    }

    private static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
}

/// <summary>What the record says of the county, one number for each indicator.</summary>
public sealed class FiguresPage : FigurePages
{
    public override Text Heading => new("数字", "Figures");

    /// <summary>Of each indicator the last period that is over, for the whole.</summary>
    public IReadOnlyList<Figure> Figures { get; private set; } = [];

    /// <summary>The period that runs, and the one before it.</summary>
    private const int RunningAndOver = 2;

    public IReadOnlyList<Indicator> Others { get; private set; } = [];

    public void OnGet()
    {
        if (Ask(new FiguresAsked(Level: Today.Top?.Type?.Level.Id, Unit: Today.Top?.Id) { Newest = RunningAndOver }) is not { } answered) return;
        Figures = [.. answered.Figures.Where(static one => !one.IsRunning).GroupBy(static one => one.Indicator.Id, StringComparer.Ordinal).Select(static group => group.MaxBy(static one => one.Period.First)!)];
        Others = [.. InForce.Structure.Indicators.All.Concat(InForce.Structure.Overlays.All.Where(one => one.HoldsOn(Site.Today)).SelectMany(static one => one.Adds).OfType<Indicator>()).Where(one => one.HoldsOn(Site.Today) && answered.Indicators.Contains(one.Id, StringComparer.Ordinal) && Figures.All(figure => figure.Indicator.Id != one.Id))];
    }
}

/// <summary>One indicator: what it counts, how it could be gamed, and its numbers by unit, in the order of the structure and never by size.</summary>
public sealed class FigurePage : FigurePages
{
    private const int LongestKey = 200;

    public override Text Heading => Indicator!.Name;

    public Indicator? Indicator { get; private set; }

    public IReadOnlyList<ReportingPeriod> Periods { get; private set; } = [];

    public ReportingPeriod? Chosen { get; private set; }

    public IReadOnlyList<Figure> Figures { get; private set; } = [];

    /// <summary>What levels said of these numbers, each beside the number as it was then, in the order of the record.</summary>
    public IReadOnlyList<(Figure Figure, FigureJudgement Judgement)> Judgements { get; private set; } = [];

    /// <summary>The figures that the reader's level may say something of.</summary>
    public IReadOnlyList<Figure> Judged { get; private set; } = [];

    /// <summary>What was written and could not be entered.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Of which unit it was written.</summary>
    public string Of { get; private set; } = "";

    public string Key { get; private set; } = "";

    public string? Said { get; private set; }

    public string? Fault { get; private set; }

    public async Task<IActionResult> OnPostAsync(string indicator, CancellationToken cancellationToken)
    {
        var sent = await Request.ReadFormAsync(cancellationToken);
        var (period, unit, words) = (sent["period"].ToString(), sent["unit"].ToString(), sent["words"].ToString().Trim());
        var shown = OnGet(indicator, period, table: null, done: null);
        if (Indicator is null || NotYet) return shown;
        if (Reader is not Actor.Officer officer || Site is not { Forms: { } forms, Figures: { } figures } || Chosen is not { } chosen) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString($"/figures/{indicator}")}");
        (Words, Of) = (words, unit);
        if (sent["key"].ToString() is { Length: > 0 and <= LongestKey } key) Key = key;
        try
        {
            var answer = await forms.JudgeAsync(officer, figures, indicator, new UnitId(unit), chosen, new PersonalText(words), Key, cancellationToken);
            if (answer is ActAnswer.Done done) return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/figures/{indicator}?period={chosen}&done={done.Receipt.First}"));
            Fault = answer is ActAnswer.Refused refused ? SayWhy(refused.Why) : Say("这一步已经做过了。", "This was done already.");
        }
        catch (MachineFault)
        {
            Fault = Say("现在存不下来。您写的还在这一页上，过一会儿再按一次；同一段话不会记两遍。", "It cannot be stored just now. What you wrote is still on this page; press again in a moment. Nothing is entered twice.");
        }

        return Page();
    }

    private void Judge(string indicator)
    {
        if (Site.Forms is not { } forms || Chosen is not { } chosen) return;
        var said = forms.Questions.Judgements(indicator, chosen.ToString());
        Judgements = [.. Figures.SelectMany(figure => said[new UnitId(figure.Unit.Id)].Select(one => (figure, one))).OrderBy(static one => one.one.Position)];
        Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (Reader is Actor.Officer { Seat.Unit: var own } && Today.Unit(own.Text) is { } judging) Judged = [.. Figures.Where(figure => figure is { IsWithheld: false, Number: not null } && Today.Unit(figure.Unit.Id) is { } judged && JudgingFigures.IsTheirLevel(judging, judged))];
    }

    public IActionResult OnGet(string indicator, string? period, string? table, long? done)
    {
        // One that an overlay adds is an indicator in its places, and is shown as such.
        Indicator = InForce.Structure.Indicators.On(indicator, Site.Today) ?? InForce.Structure.Overlays.All.Where(one => one.HoldsOn(Site.Today)).SelectMany(static one => one.Adds).OfType<Indicator>().FirstOrDefault(one => one.Id == indicator && one.HoldsOn(Site.Today));
        if (Indicator is null) return new NotFoundResult();
        if (Ask(new FiguresAsked(Indicator: indicator)) is not { } answered) return Page();
        Periods = [.. answered.Figures.Select(static one => one.Period).Distinct().OrderByDescending(static one => one.First).Take(24)];
        Chosen = period is not null && ReportingPeriod.Parse(period) is { } asked && Periods.Contains(asked) ? asked : answered.Figures.Where(static one => !one.IsRunning).Select(static one => (ReportingPeriod?)one.Period).MaxBy(static one => one!.Value.First) ?? (Periods.Count > 0 ? Periods[0] : null);
        var order = Today.Units.Select(static (unit, at) => (unit.Id, at)).ToDictionary(static one => one.Id, static one => one.at, StringComparer.Ordinal);
        // Not by size: this is no league table.
        Figures = [.. answered.Figures.Where(one => one.Period == Chosen).OrderBy(static one => one.Unit.LevelRank).ThenBy(one => order.GetValueOrDefault(one.Unit.Id, int.MaxValue))];
        Judge(indicator);
        Said = done is { } position ? Say($"记下了，它是记录的第 {Showing.Number(position)} 条。", $"It stands in the record as entry {Showing.Number(position)}.") : null;
        return table == "csv"
            ? CsvAnswer.Of("figures", [Say("单位", "Unit"), Say("哪一期", "Period"), Say("数", "Number"), Say("件数", "Cases"), Say("不知道的", "Not known"), Say("有多可靠", "How sure")], Figures.Select(one => (IReadOnlyList<string>)[Say(one.Unit.Unit.Name), Period(one.Period), Number(one), one.IsWithheld ? "" : Showing.Number(one.Cases), one.IsWithheld ? "" : Showing.Number(one.LeftOut), Sure(one)]))
            : Page();
    }

    public Text? Twin => Indicator!.Twin is { } twin && InForce.Structure.Indicators.On(twin.Id, Site.Today) is { } found ? found.Name : null;

    public Text Takes => Indicator!.Take switch
    {
        "count" => new("件数", "a count of cases"),
        "sum" => new("合计", "a sum"),
        "share" => new("占比：符合的件数除以全部件数", "a share: the cases that fit, of all cases"),
        "mean" => new("平均", "a mean"),
        "median" => new("中位数：一半在它以下", "the median: half lie below it"),
        "p90" => new("九成在它以下", "nine of ten lie below it"),
        var other => new(other, other),
    };
}
