using static Trellis.Bench.Checks.PowerPlanters;

namespace Trellis.Bench.Checks;

/// <summary>TR2: information.</summary>
internal static class InformationPlanters
{
    public static IEnumerable<Planter> All =>
    [
        Plant("TR2001", "a second bureau asks the same in the same period", static garden => Again(garden, static _ => { })),
        Plant("TR2001", "the same asked each month and each quarter", static garden => Again(garden, static form => form["every"] = "month")),
        Plant("TR2001", "the same asked of the villages below", static garden => Again(garden, static form => form["filled-by"] = "village-clerk@villages")),
        Plant("TR2001", "an item declared the same", static garden =>
        {
            var (form, item) = garden.FreshForm();
            var twin = garden.Sheet.Add(item.Copy($"unit.{garden.Sheet.Fresh("count")}")).With("same-as", $"[{item.Id}]");
            garden.Sheet.Claim(twin);
            var again = Second(garden, form).With("totals", $"[{twin.Id}]");
            return Planted.One("TR2001", again.Address);
        }),
        Silent("TR2001", "two forms with different facts", static garden =>
        {
            var (form, item) = garden.FreshForm();
            Second(garden, form)["totals"] = $"[{garden.FreshFact(form["purpose"]!, item["owner"]!).Id}]";
        }),
        Silent("TR2001", "the same asked at two places", static garden =>
        {
            if (garden.Townships.Count < 2) return;
            var (form, _) = garden.FreshForm();
            var post = form["filled-by"]!.Split('@')[0];
            form["filled-by"] = $"{post}@{garden.Townships[0].Id}";
            Second(garden, form)["filled-by"] = $"{post}@{garden.Townships[1].Id}";
        }),
        Plant("TR2002", "the register holds it for a year, asked every quarter", static garden => Rows(garden, "person.phone", "quarter")),
        Plant("TR2002", "the register holds it without an end", static garden => Rows(garden, "person.home", "year")),
        Plant("TR2002", "asked after a matter whose record has it", static garden =>
        {
            var matter = garden.Take("matter");
            if (matter is null) return null;
            var told = matter.List("asks").First(static ask => ask.StartsWith("matter.", StringComparison.Ordinal));
            var (form, item) = garden.FreshForm();
            garden.Sheet.Entries.Remove(item);
            form.With("every", null).With("due", null).With("after", $"matter/{matter.Id}").With("totals", null).With("items", $"[{told}]").With("purpose", matter["purpose"]!).With("asked-by", garden.DepartmentOf(matter));
            return Planted.One("TR2002", form.Address);
        }),
        Plant("TR2002", "a matter asks beside the base what is declared the same", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            var item = garden.FreshMatterItem(matter).With("same-as", "[person.phone]").With("personal", "plain");
            matter.SetList("asks", matter.List("asks").Append(item.Id));
            garden.Step(matter, "check")["uses"] = garden.Step(matter, "check")["uses"]!.Insert(1, $"{item.Id}, ");
            return Planted.One("TR2002", matter.Address);
        }),
        Silent("TR2002", "good for a month and asked each month", static garden =>
        {
            var (form, item) = garden.FreshForm();
            var fresh = garden.Sheet.Add(item.Copy($"person.{garden.Sheet.Fresh("count")}")).With("good-for", "1 month").With("owner", null).With("keep", null).With("personal", "plain");
            garden.Sheet.Claim(fresh);
            garden.Sheet.Entries.Remove(item);
            form.With("every", "month").With("rows", "person").With("totals", null).With("items", $"[person.number, {fresh.Id}]");
        }),
        Plant("TR2003", "two names for one fact", static garden => Alike(garden, garden.Chance.Below(Banks.Same.Count), same: true)),
        Plant("TR2003", "two names for one fact, another", static garden => Alike(garden, garden.Chance.Below(Banks.Same.Count), same: true)),
        Plant("TR2003", "two names for one fact, a third", static garden => Alike(garden, garden.Chance.Below(Banks.Same.Count), same: true)),
        new("TR2003", "alike and not the same", true, static garden => Alike(garden, garden.Chance.Below(Banks.Differ.Count), same: false)),
        new("TR2003", "alike and not the same, another", true, static garden => Alike(garden, garden.Chance.Below(Banks.Differ.Count), same: false)),
        new("TR2003", "alike and not the same, a third", true, static garden => Alike(garden, garden.Chance.Below(Banks.Differ.Count), same: false)),
        Silent("TR2003", "two names for one fact, declared the same", static garden => Declared(garden, "same-as", static id => $"[{id}]")),
        Silent("TR2003", "two names, declared different", static garden => Declared(garden, "differs-from", static id => $"[{{item: {id}, why: {{zh: 口径不同, en: Counted otherwise}}}}]")),
        OnItem("TR2004", "a figure without owner", static (_, item) => item["owner"] = null),
        Plant("TR2004", "an item of a matter without owner", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            var item = garden.FreshMatterItem(matter);
            item["owner"] = null;
            return Planted.One("TR2004", item.Address);
        }),
        Silent("TR2004", "the register's owner answers for it", static garden => garden.FreshFact(garden.PurposeOf(garden.Department.Id), "county", register: "person").With("owner", null).With("keep", null)),
        OnItem("TR2005", "no purpose", static (_, item) => item["purposes"] = null),
        OnItem("TR2005", "an empty list of purposes", static (_, item) => item["purposes"] = "[]"),
        Silent("TR2005", "two purposes", static garden => garden.FreshFact(garden.PurposeOf(garden.Department.Id), "county").SetList("purposes", garden.Sheet.Of("purpose").Take(2).Select(static purpose => purpose.Id))),
        OnItem("TR2006", "no basis", static (_, item) => item["basis"] = null),
        OnItem("TR2006", "an empty list of bases", static (_, item) => item["basis"] = "[]"),
        Silent("TR2006", "a law as a whole", static garden => garden.FreshFact(garden.PurposeOf(garden.Department.Id), "county")["basis"] = $"[{garden.FreshLaw("charter")}]"),
        OnForm("TR2007", "no basis", static (_, form) => form["basis"] = null),
        OnForm("TR2007", "an empty list of bases", static (_, form) => form["basis"] = "[]"),
        Silent("TR2007", "a law as a whole", static garden => garden.FreshForm().Form["basis"] = $"[{garden.FreshLaw("county-document")}]"),
        OnForm("TR2008", "no duty", static (_, form) => form["duty"] = null),
        Plant("TR2008", "its duty has ended", static garden =>
        {
            var (form, _) = garden.FreshForm();
            garden.Sheet.Get("duty", form["duty"]!)["to"] = "2026-02-15";
            return Planted.One("TR2008", form.Address).With("TR9022", form.Address);
        }),
        Silent("TR2008", "its duty ends with it", static garden =>
        {
            var (form, _) = garden.FreshForm();
            garden.Sheet.Get("duty", form["duty"]!)["to"] = "2026-12-31";
            form["to"] = "2026-12-31";
        }),
        Plant("TR2009", "the bureau that asks has ended", static garden => Asker(garden, "2026-01-31")),
        Plant("TR2009", "the upper body that asks has ended", static garden => Asker(garden, "2026-02-28", "upper-body")),
        new("TR2009", "the bureau that asks will end", true, static garden =>
        {
            var planted = Asker(garden, "2027-01-31");
            garden.Sheet.Of("form").Last()["to"] = "2027-01-31";
            _ = planted;
            return Planted.Nothing;
        }),
        Plant("TR2010", "four systems for one duty", static garden => Stack(garden, 4)),
        Plant("TR2010", "five systems for one duty", static garden => Stack(garden, 5)),
        Silent("TR2010", "two systems for one duty", static garden => Stack(garden, 2)),
        Plant("TR2011", "nobody wrote which problem it answers", static garden =>
        {
            var system = System(garden);
            system["problem"] = null;
            return Planted.One("TR2011", system.Address);
        }),
        Silent("TR2011", "a stated problem", static garden => System(garden)),
        Plant("TR2012", "required without a basis", static garden =>
        {
            var system = System(garden);
            system["basis"] = null;
            return Planted.One("TR2012", system.Address);
        }),
        Silent("TR2012", "required by an article", static garden => System(garden)["login"] = "own"),
        Plant("TR2013", "a form goes through a system of another purpose", static garden => Via(garden, other: true)),
        Plant("TR2013", "a system serves a matter of another purpose", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            var system = System(garden);
            system["serves"] = $"[matter/{matter.Id}]";
            system["purposes"] = $"[{garden.Sheet.Of("purpose").First(purpose => purpose.Id != matter["purpose"]).Id}]";
            return Planted.One("TR2013", matter.Address);
        }),
        Silent("TR2013", "a form goes through a system of its purpose", static garden => Via(garden, other: false)),
        Plant("TR2014", "more fields than the structure calls bearable", static garden =>
        {
            if (!garden.Sheet.ClaimOnce("burden-fields")) return null;
            garden.Sheet.Add("setting", "burden-fields", "settings.yaml").With("value", "3 pieces").With("why", Sheet.Text("本县自定", "Our own"));
            var (form, item) = garden.FreshForm();
            var more = Enumerable.Range(0, 3).Select(_ => garden.FreshFact(form["purpose"]!, item["owner"]!).Id).ToList();
            form.With("every", "month").SetList("totals", more.Prepend(item.Id));
            return Planted.One("TR2014", "type/town").With(["TR2014"], "type/street", "type/village", "type/neighbourhood", "type/department", "type/station");
        }),
        Plant("TR2014", "more accounts than the structure calls bearable", static garden =>
        {
            if (!garden.Sheet.ClaimOnce("burden-logins")) return null;
            garden.Sheet.Add("setting", "burden-logins", "settings.yaml").With("value", "1 pieces").With("why", Sheet.Text("本县自定", "Our own"));
            foreach (var system in (SheetEntry[])[System(garden), System(garden)]) system.With("login", "own").With("users", "[service-hall@townships]");
            return Planted.One("TR2014", "type/town").With(["TR2014"], "type/street", "type/village", "type/neighbourhood", "type/department", "type/station");
        }),
        Silent("TR2014", "a few fields a month", static garden => garden.FreshForm().Form["every"] = "month"),
        Plant("TR2015", "a form asks what is counted", static garden =>
        {
            var (form, item) = garden.FreshForm();
            item["computed"] = "count(household)";
            return Planted.One("TR2015", form.Address);
        }),
        Plant("TR2015", "a matter asks what is counted", static garden =>
        {
            if (garden.FreshMatter(static matter => matter["about"]!.Contains("family", StringComparison.Ordinal)) is not { } matter) return null;
            matter.SetList("asks", matter.List("asks").Append("family.size"));
            garden.Step(matter, "check")["uses"] = garden.Step(matter, "check")["uses"]!.Insert(1, "family.size, ");
            return Planted.One("TR2015", matter.Address);
        }),
        Silent("TR2015", "a step uses what is counted", static garden =>
        {
            if (garden.FreshMatter(static matter => matter["about"]!.Contains("family", StringComparison.Ordinal)) is { } matter) garden.Step(matter, "check")["uses"] = garden.Step(matter, "check")["uses"]!.Insert(1, "family.size, ");
        }),
        OnForm("TR2016", "nothing is decided with it", static (_, form) => form["used-for"] = null),
        OnForm("TR2016", "an empty list of uses", static (_, form) => form["used-for"] = "[]"),
        Silent("TR2016", "an indicator is taken from it", static garden =>
        {
            var (form, item) = garden.FreshForm();
            form["used-for"] = null;
            garden.Sheet.Add("indicator", garden.Sheet.Fresh("figure"), "indicators.yaml").With("name", Sheet.Text("报表数字", "A figure")).With("from-form", form.Id).With("value", item.Id).With("take", "sum").With("levels", "[township]").With("every", "quarter").With("why", Sheet.Text("只作参考", "For reference only")).With("gamed-by", Sheet.Text("虚报", "By false reports")).With("roll-up", "sum");
        }),
    ];

    private static Planter OnItem(string code, string name, Action<Garden, SheetEntry> change) => new(code, name, false, garden =>
    {
        var department = garden.Department.Id;
        var item = garden.FreshFact(garden.PurposeOf(department), department);
        change(garden, item);
        return Planted.One(code, item.Address);
    });

    private static Planter OnForm(string code, string name, Action<Garden, SheetEntry> change) => new(code, name, false, garden =>
    {
        var (form, _) = garden.FreshForm();
        change(garden, form);
        return Planted.One(code, form.Address);
    });

    private static SheetEntry Second(Garden garden, SheetEntry form)
    {
        var id = garden.Sheet.Fresh("table");
        var again = garden.Sheet.Add(form.Copy(id, $"forms/{id}.yaml"));
        again["asked-by"] = "county";
        garden.Sheet.Claim(again);
        return again;
    }

    private static Planted Again(Garden garden, Action<SheetEntry> change)
    {
        var (form, _) = garden.FreshForm();
        var duty = garden.Sheet.Get("duty", form["duty"]!);
        duty["support"] = $"[{{who: villages, does: {Sheet.Text("报数", "Report")}}}]";
        var again = Second(garden, form);
        change(again);
        return Planted.One("TR2001", again.Address);
    }

    private static Planted Rows(Garden garden, string item, string every)
    {
        var (form, total) = garden.FreshForm();
        garden.Sheet.Entries.Remove(total);
        form.With("every", every).With("rows", "person").With("totals", null).With("items", $"[person.number, {item}]");
        return Planted.One("TR2002", form.Address);
    }

    private static Planted? Alike(Garden garden, int number, bool same)
    {
        if (!garden.Sheet.ClaimOnce($"pair {same} {number}")) return null;
        var (one, other) = (same ? Banks.Same : Banks.Differ)[number];
        // Two pairs about one subject would be alike to each other as well.
        if (!garden.Sheet.ClaimOnce($"subject {one.Zh[..2]}") || (other.Zh[..2] != one.Zh[..2] && !garden.Sheet.ClaimOnce($"subject {other.Zh[..2]}"))) return null;
        var department = garden.Department.Id;
        var second = default(SheetEntry);
        foreach (var name in (Banks.Name[])[one, other])
            second = garden.FreshFact(garden.PurposeOf(department), department).With("name", Sheet.Text(name.Zh, name.En)).With("means", Sheet.Text(name.MeansZh, name.MeansEn)).With("type", name.Type);
        if (!same) return Planted.Nothing;
        // The clean structure has a telephone, a home, people and households of its own: the first name may mean the same as one of these.
        return Planted.One("TR2003", second!.Address).With("TR2003", garden.Sheet.Entries[^2].Address);
    }

    private static void Declared(Garden garden, string key, Func<string, string> value)
    {
        if (Alike(garden, garden.Chance.Below(Banks.Same.Count), same: true) is null) return;
        var (one, other) = (garden.Sheet.Entries[^2], garden.Sheet.Entries[^1]);
        other[key] = value(one.Id);
    }

    private static Planted Asker(Garden garden, string to, string type = "department")
    {
        var (form, _) = garden.FreshForm();
        var unit = garden.Sheet.Add("unit", garden.Sheet.Fresh("bureau"), "units.tsv").With("name", Sheet.Text("已撤并的单位", "A bureau that was dissolved")).With("type", type).With("parent", type == "department" ? "county" : "").With("to", to);
        form["asked-by"] = unit.Id;
        return Planted.One("TR2009", form.Address).With("TR9022", form.Address);
    }

    private static SheetEntry System(Garden garden)
    {
        var department = garden.Department.Id;
        var system = garden.Sheet.Add("system", garden.Sheet.Fresh("app"), "systems.yaml").With("name", Sheet.Text("业务系统", "An app")).With("owner", department).With("problem", Sheet.Text("进展看不见", "Nobody sees how far it is")).With("serves", $"[duty/{garden.FreshDuty().Id}]").With("users", $"[{department}-officer@townships]").With("login", "single").With("basis", "[service-rules/3]").With("purposes", $"[{garden.PurposeOf(department)}]").With("review-by", "2028-12-31");
        garden.Sheet.Claim(system);
        return system;
    }

    private static Planted Stack(Garden garden, int count)
    {
        var first = System(garden);
        var duty = first["serves"]![6..^1];
        for (var at = 1; at < count; at++) garden.Sheet.Claim(garden.Sheet.Add(first.Copy(garden.Sheet.Fresh("app"))));
        return Planted.One("TR2010", $"duty/{duty}");
    }

    private static Planted? Via(Garden garden, bool other)
    {
        var (form, _) = garden.FreshForm();
        var system = System(garden);
        system["purposes"] = $"[{(other ? garden.Sheet.Of("purpose").First(purpose => purpose.Id != form["purpose"]).Id : form["purpose"])}]";
        form["via"] = system.Id;
        return Planted.One("TR2013", form.Address);
    }
}
