using static Trellis.Bench.Checks.PowerPlanters;

namespace Trellis.Bench.Checks;

/// <summary>TR6: assessment.</summary>
internal static class AssessmentPlanters
{
    public static IEnumerable<Planter> All =>
    [
        Plant("TR6001", "the judged write their own figure", static garden => Own(garden, null)),
        Plant("TR6001", "one of the judged writes it", static garden => Own(garden, garden.Township.Id)),
        Silent("TR6001", "the bureau writes it", static garden => OwnBy(garden, static department => $"{department}-expert@{department}")),
        Silent("TR6001", "taken from the record", static garden => SubjectPlanters.Assessment(garden, Matter(garden))),
        Plant("TR6002", "no twin", static garden =>
        {
            var indicator = Indicator(garden).With("twin", null);
            return Planted.One("TR6002", indicator.Address);
        }),
        Plant("TR6002", "its own twin", static garden =>
        {
            var indicator = Indicator(garden);
            indicator["twin"] = indicator.Id;
            return Planted.One("TR6002", indicator.Address);
        }),
        Silent("TR6002", "no twin and a reason", static garden => Indicator(garden).With("twin", null).With("why", Sheet.Text("本身就是质量", "It is a quality itself"))),
        Plant("TR6003", "seven tenths on one figure", static garden => Weights(garden, "70 %", "20 %", "10 %")),
        Plant("TR6003", "a single figure", static garden =>
        {
            var matter = Matter(garden);
            var assessment = SubjectPlanters.Assessment(garden, matter).With("looks-at", $"[{{indicator: {matter}-answered, weight: 100 %}}]");
            return Planted.One("TR6003", assessment.Address);
        }),
        Silent("TR6003", "half on one figure", static garden => Weights(garden, "50 %", "30 %", "20 %")),
        Plant("TR6004", "counted from what was closed", static garden => Planted.One("TR6004", Indicator(garden).With("value", "matter.closure = \"solved\"").With("counted-when", "matter.closed").Address)),
        Plant("TR6004", "fewer filings are called better", static garden => Planted.One("TR6004", Indicator(garden).With("value", null).With("take", "count").With("better", "lower").With("counted-when", "matter.filed").Address)),
        Silent("TR6004", "counted from what was filed", static garden => Indicator(garden).With("value", "matter.closure = \"solved\"")),
        Silent("TR6004", "disputes among what was closed", static garden => Indicator(garden).With("value", "matter.disputed").With("counted-when", "matter.closed").With("better", "lower")),
        Plant("TR6005", "sign-ins at the grid", static garden => Named(garden, "网格员打卡率", "Check-ins of grid workers")),
        Plant("TR6005", "online time of officers", static garden => Named(garden, "干部平台在线时长", "Online time of officers")),
        Plant("TR6005", "clicks on the app", static garden => Named(garden, "政务号点击量", "Clicks on the office's app")),
        Plant("TR6005", "kilometres walked", static garden => Named(garden, "网格员巡查里程", "Mileage of patrols")),
        Silent("TR6005", "roads mended", static garden => Named(garden, "新修公路里程", "Kilometres of road mended")),
        Silent("TR6005", "people who found work", static garden => Named(garden, "帮扶对象到岗就业率", "People helped into work")),
    ];

    private static string Matter(Garden garden) => garden.Sheet.Of("indicator").First(static one => one.Id.EndsWith("-again", StringComparison.Ordinal)).Id[..^6];

    private static SheetEntry Indicator(Garden garden)
    {
        var matter = Matter(garden);
        var indicator = garden.Sheet.Add(garden.Sheet.Get("indicator", $"{matter}-answered").Copy(garden.Sheet.Fresh("figure")));
        garden.Sheet.Claim(indicator);
        return indicator.With("name", Sheet.Text("一项指标", "A figure"));
    }

    private static Planted Named(Garden garden, string zh, string en) => Planted.One("TR6005", Indicator(garden).With("name", Sheet.Text(zh, en)).Address);

    private static Planted Weights(Garden garden, string one, string two, string three)
    {
        var matter = Matter(garden);
        var assessment = SubjectPlanters.Assessment(garden, matter).With("looks-at", $"[{{indicator: {matter}-answered, weight: {one}}}, {{indicator: {matter}-again, weight: {two}}}, {{indicator: {matter}-returns, weight: {three}}}]");
        return Planted.One("TR6003", assessment.Address);
    }

    private static Planted Own(Garden garden, string? township)
    {
        var assessment = OwnBy(garden, department => $"{department}-officer@{township ?? "townships"}");
        if (township is not null) assessment["judged"] = township;
        return Planted.One("TR6001", assessment.Address);
    }

    private static SheetEntry OwnBy(Garden garden, Func<string, string> filledBy)
    {
        var (form, item) = garden.FreshForm();
        form["filled-by"] = filledBy(form["asked-by"]!);
        var department = form["asked-by"]!;
        if (form["filled-by"]!.EndsWith($"@{department}", StringComparison.Ordinal)) garden.Sheet.Get("duty", form["duty"]!)["lead"] = department;
        var matter = Matter(garden);
        var figure = garden.Sheet.Add("indicator", garden.Sheet.Fresh("figure"), "indicators.yaml").With("name", Sheet.Text("上报数字", "A reported figure")).With("from-form", form.Id).With("value", item.Id).With("take", "sum").With("levels", "[township]").With("every", "quarter").With("twin", $"{matter}-again").With("gamed-by", Sheet.Text("虚报", "By false reports")).With("roll-up", "sum");
        return SubjectPlanters.Assessment(garden, matter).With("looks-at", $"[{{indicator: {figure.Id}, weight: 40 %}}, {{indicator: {matter}-again, weight: 30 %}}, {{indicator: {matter}-returns, weight: 30 %}}]");
    }
}
