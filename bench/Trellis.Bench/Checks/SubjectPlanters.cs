using static Trellis.Bench.Checks.PowerPlanters;

namespace Trellis.Bench.Checks;

/// <summary>TR4 resources, TR5 subjects.</summary>
internal static class SubjectPlanters
{
    public static IEnumerable<Planter> All =>
    [
        Plant("TR4001", "no stock anywhere", static garden => OnStock(garden, static (sheet, stock) => sheet.Entries.Remove(stock))),
        Plant("TR4001", "a stock that has ended", static garden => OnStock(garden, static (_, stock) => stock["to"] = "2026-02-01")),
        Silent("TR4001", "a stock of one", static garden => OnStock(garden, static (_, stock) => stock["amount"] = "1 pieces")),
        Plant("TR4002", "nobody may schedule it", static garden =>
        {
            var department = garden.Department.Id;
            var resource = Resource(garden, department, $"[{department}]");
            resource["scheduled-by"] = null;
            return Planted.One("TR4002", resource.Address);
        }),
        Plant("TR4002", "who might has ended", static garden =>
        {
            var department = garden.Department.Id;
            var resource = Resource(garden, department, $"[{department}]");
            resource["scheduled-by"] = $"{garden.FreshPost(department, to: "2026-01-31").Id}@{department}";
            return Planted.One("TR4002", resource.Address).With("TR9022", resource.Address);
        }),
        Silent("TR4002", "another unit schedules it", static garden =>
        {
            var department = garden.Department.Id;
            Resource(garden, department, $"[{department}]")["scheduled-by"] = "supervisor@county";
        }),
        Plant("TR4003", "townships have no claim", static garden =>
        {
            var department = garden.Department.Id;
            return Planted.One("TR4003", garden.FreshDuty().With("needs.resources", $"[{Resource(garden, department, $"[{department}]").Id}]").Address);
        }),
        Plant("TR4003", "villages have no claim, townships have", static garden =>
        {
            var department = garden.Department.Id;
            return Planted.One("TR4003", garden.FreshDuty("villages").With("needs.resources", $"[{Resource(garden, department, $"[{department}, townships]").Id}]").Address);
        }),
        Silent("TR4003", "a claim", static garden =>
        {
            var department = garden.Department.Id;
            garden.FreshDuty()["needs.resources"] = $"[{Resource(garden, department, $"[{department}, townships]").Id}]";
        }),
        Silent("TR4003", "its own stock and no claim", static garden =>
        {
            var department = garden.Department.Id;
            var other = garden.Departments.First(unit => unit.Id != department).Id;
            var resource = Resource(garden, department, $"[{other}]");
            garden.FreshDuty(department)["needs.resources"] = $"[{resource.Id}]";
        }),
        Plant("TR5001", "neighbours bear the effect and are not asked", static garden => Alone(garden, "[resident]")),
        Plant("TR5001", "firms bear the effect and are not asked", static garden => Alone(garden, "[firm, association]")),
        Silent("TR5001", "neighbours bear the effect and are asked", static garden =>
        {
            if (garden.FreshMatter(static matter => matter.Steps.Any(static step => step.Word == "consult")) is { } matter) matter["affects"] = "[resident, firm]";
        }),
        Silent("TR5001", "nobody else bears an effect", static garden =>
        {
            if (garden.FreshMatter(static matter => matter.Steps.All(static step => step.Word != "consult")) is { } matter) matter["affects"] = null;
        }),
        Plant("TR5005", "a thing is to be heard", static garden => Hear(garden, "service-hall", "witness", "facility")),
        Plant("TR5005", "the neighbour is sent to ask an office", static garden => Hear(garden, "witness", "supervisor@county", "person")),
        new("TR5005", "the neighbour is heard", true, static garden => Hear(garden, "service-hall", "witness", "person") is null ? null : Planted.Nothing),
        new("TR5005", "everybody is heard", true, static garden => Hear(garden, "service-hall", "public", "person") is null ? null : Planted.Nothing),
        Plant("TR5002", "the article requires a consultation", static garden => Consult(garden, with: false, "1")),
        Plant("TR5002", "the article of the power requires a consultation", static garden =>
        {
            if (garden.FreshMatter(static matter => matter.Steps.All(static step => step.Word != "consult")) is not { } matter) return null;
            var department = garden.DepartmentOf(matter);
            var (_, power) = garden.FreshPower(department, "confirmation");
            power["basis"] = $"[{garden.FreshLaw("county-document", more: "requires: [consultation]")}/1]";
            garden.Step(matter, "decide")["power"] = power.Id;
            garden.Step(matter, "decide")["amount"] = null;
            return Planted.One("TR5002", matter.Address);
        }),
        new("TR5002", "required and done", true, static garden => Consult(garden, with: true, "1") is null ? null : Planted.Nothing),
        new("TR5002", "another article of the law", true, static garden => Consult(garden, with: false, "2") is null ? null : Planted.Nothing),
        OnDuty("TR5003", "townships do what villagers settle among themselves", static (garden, duty) => duty["basis"] = $"[{garden.FreshLaw("national-law", more: "belongs-to: community")}/1]"),
        Plant("TR5003", "a bureau does what is left to the market", static garden => Planted.One("TR5003", garden.FreshDuty(garden.Department.Id).With("basis", $"[{garden.FreshLaw("national-law", more: "belongs-to: market")}/1]").Address)),
        Silent("TR5003", "villages do it themselves", static garden => garden.FreshDuty("villages")["basis"] = $"[{garden.FreshLaw("national-law", more: "belongs-to: community")}/1]"),
        Silent("TR5003", "another article gives the office a part", static garden => garden.FreshDuty()["basis"] = $"[{garden.FreshLaw("national-law", more: "belongs-to: community")}/1, service-rules/3]"),
        Plant("TR5004", "villages are loaded by a notice", static garden =>
        {
            var duty = garden.FreshDuty().With("support", $"[{{who: villages, does: {Sheet.Text("上报", "Report")}}}]").With("basis", $"[{garden.FreshLaw("notice")}/1]");
            return Planted.One("TR5004", duty.Address).With("TR1005", duty.Address);
        }),
        Plant("TR5004", "villages lead by a notice", static garden =>
        {
            var duty = garden.FreshDuty("villages").With("basis", $"[{garden.FreshLaw("notice")}/1]");
            return Planted.One("TR5004", duty.Address).With("TR1005", duty.Address);
        }),
        Plant("TR5004", "villages are judged by command", static garden =>
        {
            var matter = garden.Sheet.Of("indicator").First(static one => one.Id.EndsWith("-again", StringComparison.Ordinal)).Id[..^6];
            var assessment = Assessment(garden, matter).With("judged", "villages").With("basis", null).With("compares", null);
            return Planted.One("TR5004", assessment.Address).With("TR7004", assessment.Address);
        }),
        Silent("TR5004", "villages help by a rule of the county", static garden => garden.FreshDuty()["support"] = $"[{{who: villages, does: {Sheet.Text("上报", "Report")}}}]"),
        Silent("TR5004", "villages help by agreement", static garden => garden.FreshDuty().With("support", $"[{{who: villages, does: {Sheet.Text("上报", "Report")}}}]").With("basis", $"[service-rules/3, {garden.FreshLaw("contract")}/1]")),
    ];

    internal static SheetEntry Assessment(Garden garden, string matter)
    {
        var assessment = garden.Sheet.Add("assessment", garden.Sheet.Fresh("review"), "assessment.yaml").With("name", Sheet.Text("工作评议", "A review")).With("judged", "townships").With("judged-by", "county").With("every", "quarter")
            .With("looks-at", $"[{{indicator: {matter}-answered, weight: 40 %}}, {{indicator: {matter}-again, weight: 30 %}}, {{indicator: {matter}-returns, weight: 30 %}}]")
            .With("compares", "{with: townships, interval: 95 %, at-least: 30 matters, shows: funnel}").With("replayed-on", "24 months").With("basis", "[service-rules/3]");
        garden.Sheet.Claim(assessment);
        return assessment;
    }

    private static Planted OnStock(Garden garden, Action<Sheet, SheetEntry> change)
    {
        var department = garden.Department.Id;
        var resource = Resource(garden, department, $"[{department}]");
        change(garden.Sheet, garden.Sheet.Get("stock", resource.Id));
        return Planted.One("TR4001", resource.Address);
    }

    private static Planted? Alone(Garden garden, string affects)
    {
        if (garden.FreshMatter(static matter => matter.Steps.All(static step => step.Word != "consult" && step["by"]?.StartsWith("village", StringComparison.Ordinal) != true)) is not { } matter) return null;
        matter["affects"] = affects;
        return Planted.One("TR5001", matter.Address);
    }

    /// <summary>A hearing before the decision, of or by a witness who is found in a register.</summary>
    private static Planted? Hear(Garden garden, string by, string with, string register)
    {
        if (garden.FreshMatter() is not { } matter) return null;
        if (register == "facility" && garden.Sheet.Of("register").All(static one => one.Id != "facility"))
        {
            garden.FreshFact(matter["purpose"]!, "county", register: "facility");
            garden.Sheet.Add("register", "facility", "registers.yaml").With("name", Sheet.Text("设施库", "Facilities")).With("key", $"[{garden.Sheet.Of("item").Last(static item => item.Id.StartsWith("facility.", StringComparison.Ordinal)).Id}]").With("owner", "county").With("keep", "{for: 5 years, after: left}").With("basis", "[service-rules/3]");
        }

        matter["affects"] = "[resident]";
        if (with == "witness" || by == "witness")
        {
            matter["about"] = matter["about"]!.Replace("{applicant: person", $"{{applicant: person, witness: {register}", StringComparison.Ordinal);
            matter.SetList("asks", matter.List("asks").Append("witness"));
        }

        matter.Flow.Insert(matter.Flow.IndexOf(garden.Step(matter, "decide")), new SheetStep("consult").With("id", "hearing").With("by", by).With("with", with).With("within", "1 working hour"));
        return Planted.One("TR5005", matter.Address).With(["TR3003", "TR3004", "TR5001", "TR1015"], matter.Address);
    }

    private static Planted? Consult(Garden garden, bool with, string article)
    {
        if (garden.FreshMatter(matter => matter.Steps.Any(static step => step.Word == "consult") == with) is not { } matter) return null;
        garden.Step(matter, "decide")["basis"] = $"[{garden.FreshLaw("county-document", more: "requires: [consultation]")}/{article}]";
        return Planted.One("TR5002", matter.Address);
    }
}
