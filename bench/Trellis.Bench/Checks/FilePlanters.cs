using System.Text;
using static Trellis.Bench.Checks.PowerPlanters;
using static Trellis.Bench.Checks.RightsPlanters;

namespace Trellis.Bench.Checks;

/// <summary>TR9: what can be wrong with files, keys, values, references, overlays and expressions.</summary>
internal static class FilePlanters
{
    public static IEnumerable<Planter> All =>
    [
        // Files.
        Raw("TR9001", "a bracket left open", "- duty: {0}\n  name: {{zh: 清扫, en: Sweeping}}\n  lead: townships\n  basis: [service-rules/3\n  review-by: 2028-12-31\n"),
        Raw("TR9001", "a line indented unlike its neighbours", "- duty: {0}\n  name: {{zh: 清扫, en: Sweeping}}\n    lead: townships\n"),
        Raw("TR9001", "a text that never ends", "- duty: {0}\n  name: {{zh: \"清扫, en: Sweeping}}\n"),
        Raw("TR9001", "a text cut by an unquoted comma", "- duty: {0}\n  name: {{zh: 清扫, en: Sweep, wash}}\n"),
        Quiet("TR9001", "brackets inside quotes", "- duty: {0}\n  name: {{zh: \"清扫[甲]{{\", en: \"Sweeping [A {{\"}}\n  field: livelihood\n  lead: townships\n  basis: [service-rules/3]\n  review-by: 2028-12-31\n"),
        Raw("TR9002", "a tab", "- duty: {0}\n\tname: {{zh: 清扫, en: Sweeping}}\n"),
        Raw("TR9002", "an anchor", "- duty: &one {0}\n  name: {{zh: 清扫, en: Sweeping}}\n"),
        Raw("TR9002", "an alias", "- duty: {0}\n  name: *text\n"),
        Raw("TR9002", "a tag", "- duty: {0}\n  name: !!map {{zh: 清扫, en: Sweeping}}\n"),
        Raw("TR9002", "a second document", "# nothing\n---\n- duty: {0}\n  name: {{zh: 清扫, en: Sweeping}}\n  field: livelihood\n  lead: townships\n  basis: [service-rules/3]\n  review-by: 2028-12-31\n---\n- duty: other-{0}\n"),
        Quiet("TR9002", "stars and ampersands inside quotes", "- duty: {0}\n  name: {{zh: \"*清扫&\", en: \"*Sweeping & !more\"}}\n  field: livelihood\n  lead: townships\n  basis: [service-rules/3]\n  review-by: 2028-12-31\n"),
        Damage("TR9003", "GB18030", static bytes => [.. Encoding.ASCII.GetBytes("- duty: {0}\n  name: {zh: "), 0xC7, 0xE5, 0xC9, 0xA8, .. Encoding.ASCII.GetBytes(", en: Sweeping}\n")]),
        Damage("TR9003", "UTF-16", static bytes => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("- duty: sweep\n")]),
        Raw("TR9003", "a zero width space in an id", "- duty: {0}\u200B\n  name: {{zh: 清扫, en: Sweeping}}\n"),
        Raw("TR9003", "a mark that turns the direction of writing", "- duty: {0}\n  name: {{zh: 清\u202E扫, en: Sweeping}}\n"),
        Raw("TR9003", "a control sign", "- duty: {0}\n  name: {{zh: 清\u0007扫, en: Sweeping}}\n"),
        Quiet("TR9003", "signs beyond the basic plane", "- duty: {0}\n  name: {{zh: 清扫𠮷, en: Sweeping é}}\n  field: livelihood\n  lead: townships\n  basis: [service-rules/3]\n  review-by: 2028-12-31\n"),
        Raw("TR9004", "nested too deep", "- duty: {0}\n  name: " + new string('[', 80) + new string(']', 80) + "\n"),
        Raw("TR9004", "a text too long", "- duty: {0}\n  name: {{zh: " + new string('长', 30_000) + ", en: Long}}\n"),
        Quiet("TR9004", "a long text", "- duty: {0}\n  name: {{zh: " + new string('长', 2_000) + ", en: Long}}\n  field: livelihood\n  lead: townships\n  basis: [service-rules/3]\n  review-by: 2028-12-31\n"),
        Table("TR9005", "a cell too many", "id\tname.zh\tname.en\tfield\tlead\tbasis\treview-by\n{0}\t清扫\tSweeping\tlivelihood\ttownships\tservice-rules/3\t2028-12-31\tmore\n"),
        Table("TR9005", "a column twice", "id\tname.zh\tname.zh\tlead\n{0}\t清扫\tSweeping\ttownships\n"),
        Table("TR9005", "a number that a spreadsheet changed", "id\tname.zh\tname.en\tfield\tlead\tbasis\treview-by\n9.9E+11\t清扫\tSweeping\tlivelihood\ttownships\tservice-rules/3\t2028-12-31\n"),
        Table("TR9005", "a day that a spreadsheet changed", "id\tname.zh\tname.en\tfield\tlead\tbasis\treview-by\n{0}\t清扫\tSweeping\tlivelihood\ttownships\tservice-rules/3\t2028/12/31\n"),
        Table("TR9005", "commas instead of tabs", "id,name.zh,name.en\n{0},清扫,Sweeping\n"),
        new("TR9005", "cells missing at the end of a row", true, static garden => QuietFile(garden, ".tsv", "id\tname.zh\tname.en\tfield\tlead\tbasis\treview-by\tformerly\n{0}\t清扫\tSweeping\tlivelihood\ttownships\tservice-rules/3\t2028-12-31\n")),
        new("TR9006", "a file of no kind", false, static garden =>
        {
            var path = $"{garden.Sheet.Fresh("plans")}.yaml";
            garden.Sheet.Raw[path] = "- plan: x\n"u8.ToArray();
            return Planted.One("TR9006", path);
        }),
        new("TR9006", "an entry in a file of another kind", false, static garden =>
        {
            var path = $"duties/{garden.Sheet.Fresh("mixed")}.yaml";
            garden.Sheet.Raw[path] = "- group: strays\n  name: {zh: 散户, en: Strays}\n  units: [county]\n"u8.ToArray();
            return Planted.One("TR9006", path);
        }),
        new("TR9006", "a note for people", true, static garden =>
        {
            garden.Sheet.Raw[$"{garden.Sheet.Fresh("notes")}.md"] = "# Notes\n"u8.ToArray();
            return Planted.Nothing;
        }),

        // Keys and values.
        OnDuty("TR9010", "a key misspelt", static duty => duty["bassis"] = "[service-rules/3]"),
        OnDuty("TR9010", "a key of another kind", static duty => duty["held-by"] = "{}"),
        new("TR9010", "a step that does not exist", false, static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            matter.Flow.Insert(1, new SheetStep("approve").With("by", "service-hall"));
            return Planted.One("TR9010", matter.Address).With("TR3001", matter.Address);
        }),
        Innocent("TR9010", "a key that is rarely used", static duty => duty["known-as"] = "{gb: \"A-1\"}"),
        OnDuty("TR9011", "no name", static duty => duty["name"] = null),
        new("TR9011", "a matter type without a place", false, static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            matter["place"] = null;
            return Planted.One("TR9011", matter.Address).With("TR3005", matter.Address); // the place used what was asked
        }),
        new("TR9011", "an item without its sharing class", false, static garden =>
        {
            var (_, item) = garden.FreshForm();
            item["sharing"] = null;
            return Planted.One("TR9011", item.Address);
        }),
        OnDuty("TR9012", "a list where a day was expected", static duty => duty["review-by"] = "[2028-12-31]", "TR9051"),
        OnDuty("TR9012", "a text where a list was expected", static duty => duty["basis"] = "service-rules/3"),
        OnDuty("TR9012", "a word that is not allowed", static duty => duty["varies"] = "sometimes"),
        OnDuty("TR9012", "an empty text", static duty => duty["name"] = "{zh: \"\", en: Sweeping}"),
        new("TR9012", "a count of seats in letters", false, static garden =>
        {
            var post = garden.FreshPost("townships");
            post["seats"] = "two";
            return Planted.One("TR9012", post.Address);
        }),
        Innocent("TR9012", "the word that silence means", static duty => duty["varies"] = "fixed"),
        new("TR9013", "a sum without its unit", false, static garden =>
        {
            var (_, power) = garden.FreshPower(type: "payment");
            power["held-by"] = power["held-by"]!.Replace("{}", "{amount: {per-case: 20000}}", StringComparison.Ordinal);
            return Planted.One("TR9013", power.Address);
        }),
        new("TR9013", "a sum in square metres", false, static garden =>
        {
            var (_, power) = garden.FreshPower(type: "payment");
            power["held-by"] = power["held-by"]!.Replace("{}", "{amount: {per-case: 200 m2}}", StringComparison.Ordinal);
            return Planted.One("TR9013", power.Address);
        }),
        new("TR9013", "a time without its unit", false, static garden =>
        {
            var (form, _) = garden.FreshForm();
            form["due"] = "5";
            return Planted.One("TR9013", form.Address);
        }),
        new("TR9013", "a sum with its unit", true, static garden =>
        {
            var (_, power) = garden.FreshPower(type: "payment");
            power["held-by"] = power["held-by"]!.Replace("{}", "{amount: {per-case: 1.5 CNY}}", StringComparison.Ordinal);
            return Planted.Nothing;
        }),
        OnDuty("TR9014", "a reference in capitals", static duty => duty["lead"] = "Townships", "TR1003"),
        OnDuty("TR9014", "a basis without its article's slash", static duty => duty["basis"] = "[service-rules#3]", "TR7004"),
        new("TR9014", "an id in capitals", false, static garden =>
        {
            var id = $"Errand_{garden.Sheet.Fresh("x")}";
            garden.Sheet.Add(garden.FreshDuty().Copy(id));
            return Planted.One("TR9014", $"duty/{id}");
        }),
        Innocent("TR9014", "a paragraph of an article", static duty => duty["basis"] = "[service-rules/3.1.2]"),
        OnDuty("TR9015", "a bare text", static duty => duty["name"] = "Sweeping"),
        OnDuty("TR9015", "a bare meaning", static duty => duty["means"] = "every morning"),
        Innocent("TR9015", "a meaning in both languages", static duty => duty["means"] = "{zh: 每天早上, en: Every morning}"),
        OnDuty("TR9016", "no English name", static duty => duty["name"] = "{zh: 清扫}"),
        OnDuty("TR9016", "no Chinese meaning", static duty => duty["means"] = "{en: Every morning}"),
        Innocent("TR9016", "the same word in both languages", static duty => duty["means"] = "{zh: GPS, en: GPS}"),
        OnDuty("TR9017", "a key twice", static duty => duty.Keys.Add(("lead", "townships"))),
        new("TR9017", "a key twice in a group", false, static garden =>
        {
            var duty = garden.FreshDuty();
            duty["name"] = "{zh: 清扫, zh: 打扫, en: Sweeping}";
            return Planted.One("TR9017", duty.Address);
        }),
        Innocent("TR9017", "one name in two groups", static duty => duty["means"] = "{zh: 清扫, en: Sweeping}"),

        // Names and days.
        new("TR9020", "an id twice", false, static garden =>
        {
            var duty = garden.FreshDuty();
            garden.Sheet.Add(duty.Copy(duty.Id, "duties/more.yaml"));
            return Planted.One("TR9020", duty.Address);
        }),
        new("TR9020", "two spells that overlap by a day", false, static garden =>
        {
            var duty = garden.FreshDuty();
            garden.Sheet.Add(duty.Copy(duty.Id).With("from", "2026-05-01"));
            duty["to"] = "2026-05-01";
            return Planted.One("TR9020", duty.Address);
        }),
        new("TR9020", "two spells one after the other", true, static garden =>
        {
            var duty = garden.FreshDuty();
            garden.Sheet.Add(duty.Copy(duty.Id).With("from", "2026-05-01"));
            duty["to"] = "2026-04-30";
            return Planted.Nothing;
        }),
        OnDuty("TR9021", "a lead that does not exist", static duty => duty["lead"] = "town-ships", "TR1003"),
        OnDuty("TR9021", "an article that is not listed", static duty => duty["basis"] = "[service-rules/99]", "TR7004"),
        OnDuty("TR9021", "a field that is no code", static duty => duty["field"] = "livelyhood"),
        new("TR9021", "a fact that does not exist", false, static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            matter.SetList("asks", matter.List("asks").Append("applicant.telephon"));
            return Planted.One("TR9021", matter.Address).With("TR3005", matter.Address);
        }),
        new("TR9021", "a post that does not stand there", false, static garden =>
        {
            var (form, _) = garden.FreshForm();
            form["filled-by"] = "supervisor@townships";
            return Planted.One("TR9021", form.Address);
        }),
        new("TR9021", "a purpose misspelt", false, static garden =>
        {
            var (form, _) = garden.FreshForm();
            form["purpose"] += "s";
            return Planted.One("TR9021", form.Address).With("TR7001", form.Address);
        }),
        new("TR9021", "a name that stands in another file", true, static garden =>
        {
            var duty = garden.FreshDuty();
            duty.File = "duties/elsewhere.yaml";
            return Planted.Nothing;
        }),
        new("TR9022", "a form whose duty ends", false, static garden =>
        {
            var (form, _) = garden.FreshForm();
            garden.Sheet.Get("duty", form["duty"]!)["to"] = "2027-05-31";
            return Planted.One("TR9022", form.Address);
        }),
        new("TR9022", "a purpose that begins late", false, static garden =>
        {
            var (form, item) = garden.FreshForm();
            var purpose = garden.Sheet.Fresh("aim");
            garden.Sheet.Add("purpose", purpose, "purposes.yaml").With("name", Sheet.Text("新用途", "A new purpose")).With("actors", "[government]").With("consent", "none").With("basis", "[service-rules/3]").With("from", "2026-02-01");
            form["purpose"] = purpose;
            item["purposes"] = item["purposes"]!.Insert(1, $"{purpose}, ");
            return Planted.One("TR9022", form.Address).With("TR9022", item.Address);
        }),
        new("TR9022", "a form that ends with its duty", true, static garden =>
        {
            var (form, _) = garden.FreshForm();
            garden.Sheet.Get("duty", form["duty"]!)["to"] = "2027-05-31";
            form["to"] = "2027-05-31";
            return Planted.Nothing;
        }),
        OnDuty("TR9023", "a day that does not exist", static duty => duty["review-by"] = "2027-02-29", "TR9051"),
        OnDuty("TR9023", "a day the other way round", static duty => duty["review-by"] = "31-12-2028", "TR9051"),
        OnDuty("TR9023", "an end before the beginning", static duty => duty.With("from", "2026-09-01").With("to", "2026-08-01")),
        Innocent("TR9023", "a spell of one day", static duty => duty.With("from", "2026-09-01").With("to", "2026-09-01")),
        new("TR9024", "two delegations of each other", false, static garden =>
        {
            var (_, _, one) = garden.FreshDelegation();
            var other = garden.Sheet.Add(one.Copy(garden.Sheet.Fresh("lent"))).With("of", $"delegation/{one.Id}").With("giver", one["receiver"]!).With("receiver", one["giver"]!);
            one["of"] = $"delegation/{other.Id}";
            var first = string.CompareOrdinal(one.Id, other.Id) < 0 ? one : other;
            var second = first == one ? other : one;
            return Planted.One("TR9024", first.Address).With(["TR1006", "TR1009", "TR1016"], first.Address, second.Address);
        }),
        new("TR9024", "units above each other", false, static garden =>
        {
            var (one, other) = (garden.Sheet.Fresh("body"), garden.Sheet.Fresh("body"));
            foreach (var (id, parent) in ((string, string)[])[(one, other), (other, one)])
                garden.Sheet.Add("unit", id, "units.tsv").With("name", Sheet.Text("一个单位", "A unit")).With("type", "upper-body").With("parent", parent);
            return Planted.One("TR9024", $"unit/{(string.CompareOrdinal(one, other) < 0 ? one : other)}");
        }),
        new("TR9024", "a matter type inside itself", false, static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            matter.Flow.Insert(1, new SheetStep("part").With("id", "again").With("matter", matter.Id));
            return Planted.One("TR9024", matter.Address).With(["TR3008", "TR3003", "TR3001", "TR3004", "TR3010"], matter.Address);
        }),
        new("TR9024", "a chain of delegations", true, static garden =>
        {
            var (_, _, one) = garden.FreshDelegation();
            one["pass-on"] = "1";
            garden.Sheet.Add(one.Copy(garden.Sheet.Fresh("lent"))).With("of", $"delegation/{one.Id}").With("giver", one["receiver"]!).With("receiver", "service-hall@townships").With("pass-on", "0");
            return Planted.Nothing;
        }),
        new("TR9025", "a former id that still lives", false, static garden =>
        {
            var old = garden.FreshDuty();
            var duty = garden.FreshDuty().With("formerly", old.Id);
            return Planted.One("TR9025", duty.Address);
        }),
        new("TR9025", "a former id that ended before", true, static garden =>
        {
            var old = garden.FreshDuty().With("to", "2026-01-31");
            garden.FreshDuty().With("formerly", old.Id).With("from", "2026-02-01");
            return Planted.Nothing;
        }),
        new("TR9026", "a group named like a unit", false, static garden =>
        {
            var (id, county) = (garden.Sheet.Fresh("ring"), "county");
            garden.Sheet.Add("group", id, "groups.yaml").With("name", Sheet.Text("一组单位", "Some units")).With("units", "[county]");
            garden.Sheet.Add("unit", id, "units.tsv").With("name", Sheet.Text("同名单位", "A unit")).With("type", "company").With("parent", county);
            return Planted.One("TR9026", $"group/{id}");
        }),
        new("TR9026", "a post named like a group", true, static garden =>
        {
            garden.Sheet.Add("group", garden.FreshPost("townships").Id, "groups.yaml").With("name", Sheet.Text("一组单位", "Some units")).With("units", "[county]");
            return Planted.Nothing;
        }),

        // Overlays.
        new("TR9030", "an overlay that replaces nothing", false, static garden =>
        {
            var duty = garden.FreshDuty();
            var overlay = Overlay(garden);
            overlay["replace"] = $"[{{duty: {duty.Id}-gone, name: {{zh: 甲, en: A}}, field: livelihood, lead: townships, basis: [service-rules/3], review-by: 2028-12-31, against: \"12345678\"}}]";
            return Planted.One("TR9030", overlay.Address).With("TR7007", $"duty/{duty.Id}-gone").With("TR7007", overlay.Address);
        }),
        new("TR9030", "an overlay that withdraws nothing", false, static garden =>
        {
            var overlay = Overlay(garden);
            overlay["withdraw"] = "[duty/nobody-knows-it]";
            return Planted.One("TR9030", overlay.Address);
        }),
        new("TR9031", "an overlay written for another state", false, static garden =>
        {
            var duty = garden.FreshDuty().With("varies", "free");
            var overlay = Overlay(garden);
            overlay["replace"] = Replacement(duty, "0a0a0a0a");
            return Planted.One("TR9031", overlay.Address);
        }),
        new("TR9031", "an overlay that does not say for which state", false, static garden =>
        {
            var duty = garden.FreshDuty().With("varies", "free");
            var overlay = Overlay(garden);
            overlay["replace"] = Replacement(duty, null);
            return Planted.One("TR9031", overlay.Address);
        }),
        new("TR9031", "an overlay that fits", true, static garden =>
        {
            var duty = garden.FreshDuty().With("varies", "free");
            var overlay = Overlay(garden);
            overlay["replace"] = Replacement(duty, PrintOf(duty));
            return Planted.Nothing;
        }),
        new("TR9032", "two overlays on one entry at one place", false, static garden =>
        {
            var duty = garden.FreshDuty().With("varies", "free");
            var (one, other) = (Overlay(garden), Overlay(garden));
            other["places"] = one["places"]!;
            other["adopted-by"] = one["adopted-by"]!;
            one["replace"] = other["replace"] = Replacement(duty, PrintOf(duty));
            return Planted.One("TR9032", other.Address).With("TR9032", one.Address);
        }),
        new("TR9032", "two overlays one after the other", true, static garden =>
        {
            var duty = garden.FreshDuty().With("varies", "free");
            var (one, other) = (Overlay(garden).With("to", "2026-08-31"), Overlay(garden).With("from", "2026-09-01"));
            other["places"] = one["places"]!;
            other["adopted-by"] = one["adopted-by"]!;
            one["replace"] = other["replace"] = Replacement(duty, PrintOf(duty));
            return Planted.Nothing;
        }),
        new("TR9033", "an overlay that replaces an item", false, static garden =>
        {
            var (_, item) = garden.FreshForm();
            var overlay = Overlay(garden);
            overlay["replace"] = Replacement(item, "0a0a0a0a");
            return Planted.One("TR9033", overlay.Address).With(["TR7007", "TR7005"], item.Address, overlay.Address);
        }),
        new("TR9033", "an overlay that withdraws a law", false, static garden =>
        {
            var law = garden.FreshLaw("county-document");
            var overlay = Overlay(garden);
            overlay["withdraw"] = $"[law/{law}]";
            return Planted.One("TR9033", overlay.Address).With(["TR7007", "TR7005"], $"law/{law}", overlay.Address);
        }),
        new("TR9033", "an overlay that adds an item", true, static garden =>
        {
            var (zh, en) = garden.Thing();
            var department = garden.Department.Id;
            Overlay(garden)["add"] = $"[{{item: unit.{garden.Sheet.Fresh("own")}, name: {Sheet.Text(zh + "面数", $"Faces of {en}")}, means: {Sheet.Text("本地统计口径", "Counted locally")}, type: number, sharing: by-purpose, purposes: [{garden.PurposeOf(department)}], personal: none, owner: {department}, keep: {{for: 1 year, after: recorded}}, basis: [service-rules/3]}}]";
            return Planted.Nothing;
        }),

        // Expressions.
        OnWhen("TR9040", "an expression that breaks off", "applicant.phone = "),
        OnWhen("TR9040", "a sign that does not exist", "applicant.phone ~ \"1\""),
        OnWhen("TR9041", "a text compared with a number", "applicant.phone > 3"),
        OnWhen("TR9041", "a condition that is no condition", "matter.returns + 1"),
        OnWhen("TR9042", "a role that does not exist", "aplicant.phone = \"1\""),
        OnWhen("TR9042", "an outcome that does not exist", "ruling.outcome = \"granted\""),
        new("TR9040", "a condition that is fine", true, static garden => WhenOnNotify(garden, "ruling.outcome = \"grant\" or ruling.outcome = \"refuse\"") is null ? null : Planted.Nothing),
        new("TR9041", "a number compared with a number", true, static garden => WhenOnNotify(garden, "matter.returns >= 0") is null ? null : Planted.Nothing),
        new("TR9042", "an outcome that exists", true, static garden => WhenOnNotify(garden, "ruling.outcome in [\"grant\", \"refuse\"]") is null ? null : Planted.Nothing),
        OnDuty("TR9043", "an acceptance of what is not there", static duty => duty["accepted"] = "[{finding: TR1005, why: {zh: 过渡期, en: For a while}, by: supervisor@county, to: 2027-12-31}]"),
        new("TR9043", "an acceptance that has ended", false, static garden =>
        {
            var duty = garden.FreshDuty();
            duty["basis"] = $"[{garden.FreshLaw("notice")}/1]";
            duty["accepted"] = "[{finding: TR1005, why: {zh: 过渡期, en: For a while}, by: supervisor@county, to: 2026-01-31}]";
            return Planted.One("TR9043", duty.Address).With("TR1005", duty.Address);
        }),
        new("TR9043", "an acceptance that quiets a finding", true, static garden =>
        {
            var duty = garden.FreshDuty();
            duty["basis"] = $"[{garden.FreshLaw("notice")}/1]";
            duty["accepted"] = "[{finding: TR1005, why: {zh: 过渡期, en: For a while}, by: supervisor@county, to: 2027-12-31}]";
            return Planted.Nothing;
        }),

        // What runs out.
        new("TR9050", "a calendar that is known for a month", false, static garden => Calendar(garden, "2026-04-01") is { } calendar ? Planted.One("TR9050", calendar) : null),
        new("TR9050", "a calendar that has run out", false, static garden => Calendar(garden, "2026-02-01") is { } calendar ? Planted.One("TR9050", calendar) : null),
        new("TR9050", "a calendar known for two months and a day", true, static garden => Calendar(garden, "2026-05-02") is null ? null : Planted.Nothing),
        OnDuty("TR9051", "a duty that nobody reviews", static duty => duty["review-by"] = null),
        new("TR9051", "a form that nobody reviews", false, static garden =>
        {
            var (form, _) = garden.FreshForm();
            form["review-by"] = null;
            return Planted.One("TR9051", form.Address);
        }),
        Innocent("TR9051", "a duty that ends by itself", static duty => duty.With("review-by", null).With("to", "2027-03-31")),
    ];

    private static Planter Raw(string code, string name, string text) => new(code, name, false, garden =>
    {
        var path = $"duties/{garden.Sheet.Fresh("new")}.yaml";
        garden.Sheet.Raw[path] = Encoding.UTF8.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, garden.Sheet.Fresh("sweep")));
        return Planted.One(code, path);
    });

    private static Planter Quiet(string code, string name, string text) => new(code, name, true, garden => QuietFile(garden, ".yaml", text));

    private static Planted QuietFile(Garden garden, string end, string text)
    {
        garden.Sheet.Raw[$"duties/{garden.Sheet.Fresh("new")}{end}"] = Encoding.UTF8.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, garden.Sheet.Fresh("sweep")));
        return Planted.Nothing;
    }

    private static Planter Table(string code, string name, string text) => new(code, name, false, garden =>
    {
        var path = $"duties/{garden.Sheet.Fresh("new")}.tsv";
        garden.Sheet.Raw[path] = Encoding.UTF8.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, garden.Sheet.Fresh("sweep")));
        return Planted.One(code, path);
    });

    private static Planter Damage(string code, string name, Func<byte[], byte[]> bytes) => new(code, name, false, garden =>
    {
        var path = $"duties/{garden.Sheet.Fresh("new")}.yaml";
        garden.Sheet.Raw[path] = bytes([]);
        return Planted.One(code, path);
    });

    private static Planter OnDuty(string code, string name, Action<SheetEntry> change, params string[] entails) => new(code, name, false, garden =>
    {
        var duty = garden.FreshDuty();
        change(duty);
        return Planted.One(code, duty.Address).With(entails.Select(other => new Fault(other, duty.Address)));
    });

    private static Planter Innocent(string code, string name, Action<SheetEntry> change) => new(code, name, true, garden =>
    {
        change(garden.FreshDuty());
        return Planted.Nothing;
    });

    private static Planter OnWhen(string code, string name, string when) => new(code, name, false, garden =>
        WhenOnNotify(garden, when) is { } matter ? Planted.One(code, matter.Address).With(["TR3001", "TR3010", "TR3003"], matter.Address) : null);

    private static SheetEntry? WhenOnNotify(Garden garden, string when)
    {
        if (garden.FreshMatter() is not { } matter) return null;
        garden.Step(matter, "notify")["when"] = $"'{when}'";
        return matter;
    }

    private static SheetEntry Overlay(Garden garden)
    {
        var township = garden.Township.Id;
        return garden.Overlay("local", township, garden.Sheet.Fresh("local"));
    }

    private static string? Calendar(Garden garden, string knownTo)
    {
        var calendar = garden.Sheet.Add("calendar", garden.Sheet.Fresh("hours"), "calendars.yaml").With("name", Sheet.Text("轮值时间", "Shifts")).With("week", "{monday: [08:00-20:00]}").With("known-to", knownTo);
        garden.FreshPost("townships")["calendar"] = calendar.Id;
        return calendar.Address;
    }
}
