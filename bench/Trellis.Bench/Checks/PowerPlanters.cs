namespace Trellis.Bench.Checks;

/// <summary>TR1: power and responsibility.</summary>
internal static class PowerPlanters
{
    public static IEnumerable<Planter> All =>
    [
        Plant("TR1001", "the power stays with the department", static garden =>
        {
            var (duty, power) = garden.FreshPower();
            var other = garden.FreshDuty().With("needs.powers", $"[{power.Id}]");
            _ = duty;
            return Planted.One("TR1001", other.Address);
        }),
        Plant("TR1001", "villages without the power", static garden =>
        {
            var (_, power) = garden.FreshPower();
            return Planted.One("TR1001", garden.FreshDuty("villages").With("needs.powers", $"[{power.Id}]").Address);
        }),
        Plant("TR1001", "the delegation leaves out one township", static garden =>
        {
            if (garden.Townships.Count < 2) return null;
            var (duty, _, lent) = garden.FreshDelegation();
            duty["lead"] = "townships";
            lent["receiver"] = $"{lent["receiver"]!.Split('@')[0]}@{garden.Township.Id}";
            return Planted.One("TR1001", duty.Address);
        }),
        Plant("TR1001", "the power came by a delegation that has ended", static garden =>
        {
            var (duty, _, lent) = garden.FreshDelegation();
            duty["lead"] = "townships";
            lent["to"] = "2026-02-10";
            return Planted.One("TR1001", duty.Address);
        }),
        Plant("TR1001", "a step of the bearer needs a power that it lacks", static garden =>
        {
            if (garden.FreshMatter(static matter => matter.Steps.Any(static step => step["by"] == "village-head")) is not { } matter) return null;
            var (_, power) = garden.FreshPower();
            var duty = garden.FreshDuty("villages").With("support", $"[{{who: townships, does: {Sheet.Text("协助", "Help")}}}]");
            var step = matter.Steps.First(static step => step["by"] == "village-head");
            step["power"] = power.Id;
            step["duty"] = duty.Id;
            return Planted.One("TR1001", duty.Address).With(["TR3002", "TR3013", "TR3012"], matter.Address);
        }),
        Silent("TR1001", "the power comes by delegation", static garden => garden.FreshDelegation().Duty["lead"] = "townships"),
        Silent("TR1001", "whoever is near decides", static garden => garden.FreshMatter()),
        Plant("TR1002", "no duty needs the power", static garden =>
        {
            var (duty, power) = garden.FreshPower();
            duty["needs.powers"] = null;
            return Planted.One("TR1002", power.Address);
        }),
        Plant("TR1002", "the duty that needed it has ended", static garden =>
        {
            var (duty, power) = garden.FreshPower();
            duty["to"] = "2026-01-31";
            return Planted.One("TR1002", power.Address);
        }),
        Plant("TR1002", "lent onward, and nobody needs it there either", static garden =>
        {
            var (duty, power, _) = garden.FreshDelegation();
            duty["needs.powers"] = null;
            return Planted.One("TR1002", power.Address);
        }),
        Silent("TR1002", "a duty of the summer needs it", static garden =>
        {
            // It came to the department with its means, so the entry gate has nothing to say.
            garden.FreshPower().Duty["from"] = "2026-06-01";
        }),
        Silent("TR1002", "a form serves the decision", static garden =>
        {
            var (duty, power) = garden.FreshPower();
            duty["needs.powers"] = null;
            garden.FreshForm().Form["used-for"] = $"[power/{power.Id}]";
        }),
        OnDuty("TR1003", "nobody leads", static (_, duty) => duty["lead"] = null),
        OnDuty("TR1003", "two lead", static (garden, duty) => duty["lead"] = $"[{garden.Department.Id}, townships]"),
        OnDuty("TR1003", "only supporters", static (_, duty) => duty.With("lead", null).With("support", $"[{{who: townships, does: {Sheet.Text("配合", "Help")}}}]")),
        Silent("TR1003", "a list with one name", static garden => garden.FreshDuty()["lead"] = "[townships]"),
        Silent("TR1003", "one leads and two support", static garden => garden.FreshDuty()["support"] = $"[{{who: villages, does: {Sheet.Text("配合", "Help")}}}, {{who: {garden.Department.Id}, does: {Sheet.Text("指导", "Advise")}}}]"),
        Plant("TR1004", "a new duty without its power", static garden =>
        {
            var (_, power) = garden.FreshPower();
            return Planted.One("TR1004", garden.FreshDuty().With("from", "2026-04-01").With("needs.powers", $"[{power.Id}]").With("given-by", "county").Address);
        }),
        Plant("TR1004", "a new duty without its resource", static garden =>
        {
            var department = garden.Department.Id;
            var crew = Resource(garden, department, $"[{department}]");
            return Planted.One("TR1004", garden.FreshDuty("villages").With("from", "2026-02-01").With("needs.resources", $"[{crew.Id}]").With("given-by", "county").Address).With("TR4003", garden.Sheet.Entries[^1].Address);
        }),
        Plant("TR1004", "an overlay adds a duty without its power", static garden =>
        {
            var (_, power) = garden.FreshPower();
            var id = garden.Sheet.Fresh("errand");
            var township = garden.Township.Id;
            garden.Overlay("pilot", township, garden.Sheet.Fresh("trial"))["add"] = $"[{{duty: {id}, name: {Sheet.Text("试点工作", "A piece of work on trial")}, field: livelihood, lead: {township}, needs: {{powers: [{power.Id}]}}, given-by: county, basis: [service-rules/3], review-by: 2028-12-31}}]";
            return Planted.One("TR1004", $"duty/{id}").With("TR1001", $"duty/{id}");
        }),
        Silent("TR1004", "a new duty with its power", static garden => garden.FreshDelegation().Duty.With("lead", "townships").With("from", "2026-04-01").With("given-by", "county")),
        Silent("TR1004", "a new duty of a department with its power", static garden => garden.FreshPower().Duty["from"] = "2026-04-01"),
        OnDuty("TR1005", "a notice gave it", static (garden, duty) => duty["given-by"] = garden.FreshLaw("notice")),
        OnDuty("TR1005", "minutes are all it rests on", static (garden, duty) => duty["basis"] = $"[{garden.FreshLaw("notice")}/2]"),
        Silent("TR1005", "the county gave it, a notice says how", static garden => garden.FreshDuty().With("given-by", "county").With("basis", $"[service-rules/3, {garden.FreshLaw("notice")}/1]")),
        Silent("TR1005", "a contract gave it", static garden => garden.FreshDuty("repair-firm").With("basis", $"[{garden.FreshLaw("contract")}/1]")),
        OnDelegation("TR1006", "a larger sum per case", "{amount: {per-case: 90000 CNY}}", "{amount: {per-case: 80000 CNY}}", "payment"),
        OnDelegation("TR1006", "a larger sum a year", "{amount: {per-case: 100 CNY, per-year: 900000 CNY}}", "{amount: {per-case: 80000 CNY, per-year: 800000 CNY}}", "payment"),
        OnDelegation("TR1006", "more cases a month", "{number: {per-month: 41 cases}}", "{number: {per-month: 40 cases}}", "inspection"),
        OnDelegation("TR1006", "an outcome that the source does not have", "{outcomes: [grant, refuse]}", "{outcomes: [refuse]}", "inspection"),
        Plant("TR1006", "a later end than its source", static garden =>
        {
            var (_, _, first) = garden.FreshDelegation();
            first.With("to", "2029-06-30").With("pass-on", "1");
            var second = garden.Sheet.Add(first.Copy(garden.Sheet.Fresh("lent"))).With("of", $"delegation/{first.Id}").With("giver", first["receiver"]!).With("receiver", "service-hall@townships").With("pass-on", "0").With("to", "2029-12-31");
            return Planted.One("TR1006", second.Address).With("TR9022", second.Address).With("TR1010", first.Address);
        }),
        Plant("TR1006", "passed on although it may not be", static garden =>
        {
            var (_, _, first) = garden.FreshDelegation();
            return Planted.One("TR1006", garden.Sheet.Add(first.Copy(garden.Sheet.Fresh("lent"))).With("of", $"delegation/{first.Id}").With("giver", first["receiver"]!).With("receiver", "service-hall@townships").Address);
        }),
        Plant("TR1006", "a power that is never lent", static garden =>
        {
            var (_, power, lent) = garden.FreshDelegation();
            power["delegable"] = "never";
            return Planted.One("TR1006", lent.Address);
        }),
        Plant("TR1006", "over a wider area", static garden =>
        {
            var township = garden.Township.Id;
            var (_, power, lent) = garden.FreshDelegation("{area: county}");
            power["held-by"] = power["held-by"]!.Replace("{}", $"{{area: {township}}}", StringComparison.Ordinal);
            lent["receiver"] = $"{lent["receiver"]!.Split('@')[0]}@{township}";
            return Planted.One("TR1006", lent.Address);
        }),
        Plant("TR1006", "its condition lets more through", static garden => UnderConditions(garden, "<= 600 CNY", "<= 800 CNY")),
        new("TR1006", "its condition is narrower", true, static garden => UnderConditions(garden, "<= 600 CNY", "< 600 CNY") is null ? null : Planted.Nothing),
        Silent("TR1006", "exactly as much as the holder has", static garden =>
        {
            var (_, power, _) = garden.FreshDelegation("{amount: {per-case: 80000 CNY}}", type: "payment");
            power["held-by"] = power["held-by"]!.Replace("{}", "{amount: {per-case: 80000 CNY}}", StringComparison.Ordinal);
        }),
        Silent("TR1006", "what it does not say it inherits", static garden =>
        {
            var (_, power, _) = garden.FreshDelegation(type: "payment");
            power["held-by"] = power["held-by"]!.Replace("{}", "{amount: {per-case: 80000 CNY}}", StringComparison.Ordinal);
        }),
        Plant("TR1007", "the receiver's post was abolished", static garden =>
        {
            var post = garden.FreshPost("townships", to: "2026-01-31");
            var (_, _, lent) = garden.FreshDelegation(receiver: $"{post.Id}@townships");
            return Planted.One("TR1007", lent.Address).With("TR9022", lent.Address);
        }),
        Plant("TR1007", "the holder's post was abolished", static garden =>
        {
            var department = garden.Department.Id;
            var post = garden.FreshPost(department, to: "2026-01-31");
            var (duty, power) = garden.FreshPower(department);
            power["held-by"] = $"{{{post.Id}@{department}: {{}}}}";
            return Planted.One("TR1007", power.Address).With(["TR1001", "TR9022", "TR1002"], duty.Address, power.Address);
        }),
        Silent("TR1007", "the post ends far off", static garden =>
        {
            var post = garden.FreshPost("townships", to: "2031-12-31");
            garden.FreshDelegation(receiver: $"{post.Id}@townships");
        }),
        Silent("TR1007", "the post begins anew", static garden =>
        {
            var post = garden.FreshPost("townships", to: "2026-01-31");
            garden.Sheet.Add(post.Copy(post.Id)).With("from", "2026-02-01").With("to", "");
            garden.FreshDelegation(receiver: $"{post.Id}@townships");
        }),
        Plant("TR1008", "the article of a delegation was repealed", static garden =>
        {
            var (_, _, lent) = garden.FreshDelegation();
            lent["basis"] = $"[{garden.FreshLaw("county-document", articleTo: "2026-01-31")}/1]";
            return Planted.One("TR1008", lent.Address);
        }),
        Plant("TR1008", "the law of a power has ended", static garden =>
        {
            var (duty, power) = garden.FreshPower();
            power["basis"] = $"[{garden.FreshLaw("county-document", to: "2026-02-28")}/1]";
            return Planted.One("TR1008", power.Address).With(["TR1001"], duty.Address);
        }),
        Silent("TR1008", "the article goes on in a new edition", static garden =>
        {
            var law = garden.FreshLaw("county-document", to: "2026-01-31");
            garden.Sheet.Add(garden.Sheet.Get("law", law).Copy(law)).With("from", "2026-02-01").With("to", null);
            garden.FreshDelegation().Delegation["basis"] = $"[{law}/1]";
        }),
        Silent("TR1008", "it will be repealed far off", static garden => garden.FreshDelegation().Delegation["basis"] = $"[{garden.FreshLaw("county-document", articleTo: "2032-01-31")}/1]"),
        Plant("TR1009", "the giver does not hold it", static garden =>
        {
            var (_, _, lent) = garden.FreshDelegation();
            lent["giver"] = lent["giver"]!.Replace("-head@", "-expert@", StringComparison.Ordinal);
            return Planted.One("TR1009", lent.Address);
        }),
        Plant("TR1009", "the source has ended", static garden =>
        {
            var (_, _, first) = garden.FreshDelegation();
            first.With("pass-on", "1").With("to", "2026-02-15");
            var second = garden.Sheet.Add(first.Copy(garden.Sheet.Fresh("lent"))).With("of", $"delegation/{first.Id}").With("giver", first["receiver"]!).With("receiver", "service-hall@townships").With("pass-on", "0").With("to", null);
            return Planted.One("TR1009", second.Address).With(["TR9022"], second.Address);
        }),
        Silent("TR1009", "one of two holders gives it", static garden =>
        {
            var (_, power, lent) = garden.FreshDelegation();
            var department = lent["giver"]!.Split('@')[1];
            power["held-by"] = $"{{{department}-head@{department}: {{}}, {department}-expert@{department}: {{}}}}";
            lent["giver"] = $"{department}-expert@{department}";
        }),
        Plant("TR1010", "the delegation ends within the year", static garden =>
        {
            var (duty, _, lent) = garden.FreshDelegation();
            duty["lead"] = "townships";
            lent["to"] = "2026-07-31";
            return Planted.One("TR1010", lent.Address);
        }),
        Plant("TR1010", "the article of the power will be repealed", static garden =>
        {
            var (_, power) = garden.FreshPower();
            power["basis"] = $"[{garden.FreshLaw("county-document", articleTo: "2026-06-30")}/1]";
            return Planted.One("TR1010", power.Address);
        }),
        Plant("TR1010", "the holder's post will be abolished", static garden =>
        {
            var department = garden.Department.Id;
            var post = garden.FreshPost(department, to: "2026-06-30");
            var (_, power) = garden.FreshPower(department);
            power["held-by"] = $"{{{post.Id}@{department}: {{}}}}";
            return Planted.One("TR1010", power.Address).With(["TR9022"], power.Address);
        }),
        Silent("TR1010", "the next spell begins on the day after", static garden =>
        {
            var (duty, _, lent) = garden.FreshDelegation();
            duty["lead"] = "townships";
            lent["to"] = "2026-07-31";
            garden.Sheet.Add(lent.Copy(lent.Id)).With("from", "2026-08-01").With("to", null);
        }),
        Silent("TR1010", "the duty ends on the same day", static garden =>
        {
            var (duty, _, lent) = garden.FreshDelegation();
            duty.With("lead", "townships").With("to", "2026-07-31");
            lent["to"] = "2026-07-31";
            // The power itself goes on in the department's own work.
            garden.FreshDuty(lent["giver"]!.Split('@')[1])["needs.powers"] = $"[{lent["of"]!.Split('/')[1]}]";
        }),
        Plant("TR1011", "who carries out also inspects", static garden =>
        {
            if (garden.FreshMatter(static matter => matter.Steps.Any(static step => step.Id == "carry-out")) is not { } matter) return null;
            var (done, look) = (matter.Steps.First(static step => step.Id == "carry-out"), matter.Steps.First(static step => step.Id == "look-back"));
            look["by"] = done["by"];
            look["apart-from"] = null;
            look["uses"] = null;
            return Planted.One("TR1011", matter.Address).With(["TR5001", "TR3005"], matter.Address);
        }),
        Silent("TR1011", "the same post, never the same person", static garden =>
        {
            if (garden.FreshMatter(static matter => matter.Steps.Any(static step => step.Id == "carry-out")) is not { } matter) return;
            var post = garden.FreshPost(garden.DepartmentOf(matter));
            matter.Steps.First(static step => step.Id == "carry-out")["by"] = post.Id;
            var look = matter.Steps.First(static step => step.Id == "look-back");
            look["by"] = post.Id;
        }),
        Plant("TR1012", "villages still support it", static garden => TakenBack(garden, static (_, duty) => duty["support"] = $"[{{who: villages, does: {Sheet.Text("配合", "Help")}}}]", "villages")),
        Plant("TR1012", "a form is still filled in below", static garden => TakenBack(garden, static (garden, duty) => garden.FreshForm().Form["duty"] = duty.Id, "townships")),
        Plant("TR1012", "the delegation was never withdrawn", static garden =>
        {
            var (duty, _, _) = garden.FreshDelegation();
            duty["taken-back"] = "{units: townships, on: 2026-01-15}";
            return Planted.One("TR1012", duty.Address);
        }),
        Silent("TR1012", "taken back in full", static garden => garden.FreshPower().Duty["taken-back"] = "{units: townships, on: 2026-01-15}"),
        Silent("TR1012", "taken back only next month", static garden => garden.FreshDelegation().Duty["taken-back"] = "{units: townships, on: 2026-04-15}"),
        Plant("TR1013", "a second approval that its like do not need", static garden => Approvals(garden, 4, 2)),
        Plant("TR1013", "three approvals among fives", static garden => Approvals(garden, 5, 3)),
        Silent("TR1013", "one approval as with its like", static garden => Approvals(garden, 4, 1)),
        Silent("TR1013", "the second approval has a basis of its own", static garden => Approvals(garden, 4, 2, "[service-rules/5]")),
        Plant("TR1014", "a skill that no post has", static garden => Planted.One("TR1014", garden.FreshDuty().With("needs.skills", $"[{Skill(garden)}]").Address)),
        Plant("TR1014", "the skill sits elsewhere", static garden =>
        {
            var skill = Skill(garden);
            garden.FreshPost("repair-firm", skills: skill);
            return Planted.One("TR1014", garden.FreshDuty().With("needs.skills", $"[{skill}]").Address);
        }),
        Silent("TR1014", "a post there has it", static garden =>
        {
            var skill = Skill(garden);
            garden.FreshPost("townships", skills: skill);
            garden.FreshDuty()["needs.skills"] = $"[{skill}]";
        }),
        Plant("TR1015", "a firm works on a duty that does not know it", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            garden.Step(matter, "check")["by"] = "works-foreman";
            return Planted.One("TR1015", matter.Address).With(["TR3004", "TR3005", "TR3003", "TR5001"], matter.Address);
        }),
        Plant("TR1015", "a step under a duty that its performer does not bear", static garden =>
        {
            if (garden.FreshMatter(static matter => matter.Steps.First(static step => step.Word == "check")["by"] == "village-clerk") is not { } matter) return null;
            garden.Step(matter, "check")["duty"] = garden.FreshDuty().Id;
            return Planted.One("TR1015", matter.Address);
        }),
        Silent("TR1015", "a step with a duty of its own", static garden =>
        {
            if (garden.FreshMatter(static matter => matter.Steps.First(static step => step.Word == "check")["by"] == "village-clerk") is { } matter) garden.Step(matter, "check")["duty"] = garden.FreshDuty("villages").Id;
        }),
        Plant("TR1016", "an inspection goes to villages", static garden =>
        {
            var (_, _, lent) = garden.FreshDelegation(receiver: "village-head@villages");
            return Planted.One("TR1016", lent.Address);
        }),
        Plant("TR1016", "coercion is lent", static garden =>
        {
            var (_, power, lent) = garden.FreshDelegation(type: "coercion");
            return Planted.One("TR1016", lent.Address).With("TR1016", power.Address);
        }),
        Plant("TR1016", "a power says more than its class", static garden =>
        {
            var (_, power) = garden.FreshPower();
            power["delegable"] = "{to: [government, firm], depth: 1}";
            return Planted.One("TR1016", power.Address);
        }),
        Silent("TR1016", "an operating power goes to villages", static garden =>
        {
            var (_, power, _) = garden.FreshDelegation(receiver: "village-head@villages", type: "operating");
            power["delegable"] = "{to: [government, community], depth: 1}";
        }),
        Silent("TR1016", "coercion stays where it is", static garden => garden.FreshPower(type: "coercion").Power["delegable"] = "never"),
        OnDuty("TR1017", "a duty overdue for review", static (_, duty) => duty["review-by"] = "2026-02-28"),
        Plant("TR1017", "a form overdue for review", static garden =>
        {
            var (form, _) = garden.FreshForm();
            form["review-by"] = "2026-01-31";
            return Planted.One("TR1017", form.Address);
        }),
        Silent("TR1017", "today is the day", static garden => garden.FreshDuty()["review-by"] = "2026-03-02"),
        Plant("TR1018", "no end", static garden => Emergency(garden, "lasts")),
        Plant("TR1018", "no review", static garden => Emergency(garden, "review")),
        Silent("TR1018", "three days and a review", static garden => Emergency(garden, null)),
        Plant("TR1019", "a case may cost more than the year", static garden => Ceilings(garden, "{amount: {per-case: 80000 CNY, per-year: 8000 CNY}}")),
        Plant("TR1019", "a month more than a quarter", static garden => Ceilings(garden, "{amount: {per-month: 8000 CNY, per-quarter: 7999 CNY}}")),
        Plant("TR1019", "more decisions a month than in the year", static garden => Ceilings(garden, "{number: {per-month: 40 cases, per-year: 4 cases}}")),
        Plant("TR1019", "in a delegation", static garden =>
        {
            var (_, _, delegation) = garden.FreshDelegation("{amount: {per-case: 900 CNY, per-month: 90 CNY}}", type: "payment");
            return Planted.One("TR1019", delegation.Address);
        }),
        Silent("TR1019", "one case may take the year", static garden => Ceilings(garden, "{amount: {per-case: 8000 CNY, per-year: 8000 CNY}}")),
        Silent("TR1019", "the months together are more than the year", static garden => Ceilings(garden, "{amount: {per-month: 8000 CNY, per-year: 20000 CNY}}")),
        Plant("TR1020", "three people on two seats", static garden =>
        {
            var post = garden.FreshPost(garden.Township.Id);
            Seat(garden, post);
            Seat(garden, post);
            return Planted.One("TR1020", Seat(garden, post).Address);
        }),
        Plant("TR1020", "one row twice", static garden =>
        {
            var post = garden.FreshPost(garden.Township.Id);
            var seat = Seat(garden, post);
            garden.Sheet.Add(seat.Copy(seat.Id));
            return Planted.One("TR1020", seat.Address);
        }),
        Silent("TR1020", "two people on two seats", static garden =>
        {
            var post = garden.FreshPost(garden.Township.Id);
            Seat(garden, post);
            Seat(garden, post);
        }),
        Silent("TR1020", "the third acts for the first", static garden =>
        {
            var post = garden.FreshPost(garden.Township.Id);
            var first = Seat(garden, post);
            Seat(garden, post);
            Seat(garden, post)["acting-for"] = first.Id;
        }),
        Plant("TR1021", "the year is mistyped", static garden => Planted.One("TR1021", Seat(garden, garden.FreshPost(garden.Township.Id), "2206-01-01").Address)),
        Silent("TR1021", "the other seat is taken", static garden =>
        {
            var post = garden.FreshPost(garden.Township.Id);
            Seat(garden, post);
            Seat(garden, post, "2027-01-01");
        }),
        Silent("TR1021", "the post begins on the same day", static garden =>
        {
            var post = garden.FreshPost(garden.Township.Id);
            post["from"] = "2027-01-01";
            Seat(garden, post, "2027-01-01");
        }),
    ];

    private static Planted Ceilings(Garden garden, string limits)
    {
        var (_, power) = garden.FreshPower(type: "payment");
        power["held-by"] = power["held-by"]!.Replace("{}", limits, StringComparison.Ordinal);
        return Planted.One("TR1019", power.Address);
    }

    private static SheetEntry Seat(Garden garden, SheetEntry post, string from = "2026-01-01") =>
        garden.Sheet.Add("seat", garden.Sheet.Fresh("p"), "seats.tsv").With("post", $"{post.Id}@{post["at"]}").With("from", from).With("to", "").With("acting-for", "");

    internal static Planter Plant(string code, string name, Func<Garden, Planted?> plant) => new(code, name, false, plant);

    internal static Planter Silent(string code, string name, Action<Garden> change) => new(code, name, true, garden =>
    {
        change(garden);
        return Planted.Nothing;
    });

    internal static Planter OnDuty(string code, string name, Action<Garden, SheetEntry> change) => new(code, name, false, garden =>
    {
        var duty = garden.FreshDuty();
        change(garden, duty);
        return Planted.One(code, duty.Address);
    });

    internal static Planted With(this Planted planted, string[] codes, params string[] addresses) => planted.With(codes.SelectMany(code => addresses.Select(address => new Fault(code, address))));

    internal static SheetEntry Resource(Garden garden, string department, string claims)
    {
        var id = garden.Sheet.Fresh("gear");
        var resource = garden.Sheet.Add("resource", id, "resources.yaml").With("name", Sheet.Text("专用设备", "Gear")).With("class", "thing").With("claims", claims).With("scheduled-by", $"{department}-head@{department}").With("basis", "[service-rules/3]");
        garden.Sheet.Add("stock", id, "stocks.tsv").With("unit", department).With("amount", "2 pieces");
        garden.Sheet.Claim(resource);
        return resource;
    }

    private static Planter OnDelegation(string code, string name, string lent, string held, string type) => new(code, name, false, garden =>
    {
        var (_, power, delegation) = garden.FreshDelegation(lent, type: type);
        power["held-by"] = power["held-by"]!.Replace("{}", held, StringComparison.Ordinal);
        return Planted.One(code, delegation.Address);
    });

    private static Planted? UnderConditions(Garden garden, string held, string lent)
    {
        if (garden.Take("matter") is not { } matter) return null;
        var item = garden.FreshMatterItem(matter, "money").Id;
        var (_, power, delegation) = garden.FreshDelegation($"{{when: {item} {lent}}}");
        power["held-by"] = power["held-by"]!.Replace("{}", $"{{when: {item} {held}}}", StringComparison.Ordinal);
        return Planted.One("TR1006", delegation.Address);
    }

    private static Planted TakenBack(Garden garden, Action<Garden, SheetEntry> load, string units)
    {
        var (duty, _) = garden.FreshPower();
        load(garden, duty);
        duty["taken-back"] = $"{{units: {units}, on: 2026-01-15}}";
        return Planted.One("TR1012", duty.Address);
    }

    private static string Skill(Garden garden) => garden.Sheet.Add("skill", garden.Sheet.Fresh("craft"), "skills.yaml").With("name", Sheet.Text("专门技能", "A craft")).Id;

    /// <summary>Several like matters of a new field with one approval each, and one among them with more.</summary>
    private static Planted? Approvals(Garden garden, int like, int most, string? basis = null)
    {
        if (garden.FreshMatter(static matter => matter.Steps.Count(static step => step.Word == "decide") == 1) is not { } matter) return null;
        var field = garden.Sheet.Fresh("field");
        var fields = garden.Sheet.Get("codes", "fields");
        fields["values"] += $"\n    - {{value: {field}, name: {{zh: 新领域, en: A field}}}}";
        var model = garden.Sheet.Get("duty", matter["duty"]!);
        var duty = garden.Sheet.Add(model.Copy(garden.Sheet.Fresh("errand"), "duties/own.yaml")).With("field", field).With("needs.resources", null).With("needs.skills", null);
        garden.Sheet.Claim(duty);
        matter["duty"] = duty.Id;
        for (var at = 1; at < like; at++)
        {
            var id = garden.Sheet.Fresh(matter.Id);
            garden.Sheet.Claim(garden.Sheet.Add(matter.Copy(id, $"matters/{id}.yaml")));
        }

        var decide = garden.Step(matter, "decide");
        for (var at = 1; at < most; at++)
        {
            var before = decide.Copy();
            before["id"] = $"approval-{at}";
            before["outcomes"] = "{grant: next, refuse: refused}";
            if (basis is not null) before["basis"] = basis;
            matter.Flow.Insert(matter.Flow.IndexOf(decide), before);
        }

        if (basis is not null) decide["basis"] = basis;
        return most == 1 || basis is not null ? Planted.Nothing : Planted.One("TR1013", matter.Address).With(["TR3003", "TR3004", "TR3009"], matter.Address);
    }

    private static Planted Emergency(Garden garden, string? without)
    {
        var (_, power) = garden.FreshPower(type: "order");
        var emergency = garden.Sheet.Add("emergency", garden.Sheet.Fresh("alarm"), "emergencies.yaml").With("name", Sheet.Text("突发状态", "An emergency")).With("trigger", Sheet.Text("险情", "Danger")).With("declared-by", "county-leader@county").With("powers", $"[{power.Id}]").With("lasts", "72 hours").With("review", "30 days").With("basis", "[service-rules/3]");
        if (without is null) return Planted.Nothing;
        emergency[without] = null;
        return Planted.One("TR1018", emergency.Address);
    }
}
