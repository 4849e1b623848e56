using System.Text;
using Trellis.Structure;
using Trellis.Structure.Files;
using static Trellis.Bench.Checks.PowerPlanters;

namespace Trellis.Bench.Checks;

/// <summary>TR7: rules and rights.</summary>
internal static class RightsPlanters
{
    public static IEnumerable<Planter> All =>
    [
        Plant("TR7001", "a form asks for another purpose", static garden =>
        {
            var (form, item) = garden.FreshForm();
            if (garden.Sheet.Of("purpose").FirstOrDefault(purpose => purpose.Id != form["purpose"]) is not { } other) return null;
            item["purposes"] = $"[{other.Id}]";
            return Planted.One("TR7001", form.Address);
        }),
        Plant("TR7001", "owner-only, asked by another bureau", static garden =>
        {
            var (form, item) = garden.FreshForm();
            item["sharing"] = "owner-only";
            item["owner"] = garden.Departments.First(unit => unit.Id != form["asked-by"]).Id;
            return Planted.One("TR7001", form.Address);
        }),
        Plant("TR7001", "a matter uses an item of another purpose", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            var item = garden.FreshMatterItem(matter);
            item["purposes"] = $"[{garden.Sheet.Of("purpose").First(purpose => purpose.Id != matter["purpose"]).Id}]";
            matter.SetList("asks", matter.List("asks").Append(item.Id));
            garden.Step(matter, "check")["uses"] = garden.Step(matter, "check")["uses"]!.Insert(1, $"{item.Id}, ");
            return Planted.One("TR7001", matter.Address);
        }),
        Silent("TR7001", "public for everybody", static garden =>
        {
            var (form, item) = garden.FreshForm();
            item.With("sharing", "public").With("purposes", $"[{garden.Sheet.Of("purpose").First(purpose => purpose.Id != form["purpose"]).Id}]");
        }),
        Silent("TR7001", "owner-only, asked by its owner", static garden => garden.FreshForm().Item["sharing"] = "owner-only"),
        Plant("TR7002", "a figure without retention", static garden =>
        {
            var department = garden.Department.Id;
            var item = garden.FreshFact(garden.PurposeOf(department), department).With("keep", null);
            return Planted.One("TR7002", item.Address);
        }),
        Plant("TR7002", "a register without retention", static garden =>
        {
            var register = Register(garden);
            register["keep"] = null;
            return Planted.One("TR7002", register.Address);
        }),
        Silent("TR7002", "a register with retention", static garden => Register(garden)),
        Plant("TR7003", "a name shown to the public", static garden => Shown(garden, "applicant.phone", basis: false)),
        Plant("TR7003", "a personal item that is public", static garden =>
        {
            var department = garden.Department.Id;
            var item = garden.FreshFact(garden.PurposeOf(department), department).With("personal", "sensitive").With("sharing", "public").With("basis", null);
            return Planted.One("TR7003", item.Address).With("TR2006", item.Address);
        }),
        new("TR7003", "a name shown to the public by an article", true, static garden => Shown(garden, "applicant.phone", basis: true) is null ? null : Planted.Nothing),
        new("TR7003", "a plain fact that is public", true, static garden =>
        {
            var department = garden.Department.Id;
            garden.FreshFact(garden.PurposeOf(department), department)["sharing"] = "public";
            return Planted.Nothing;
        }),
        OnDuty("TR7004", "a duty that names no article", static (_, duty) => duty["basis"] = null),
        Plant("TR7004", "a purpose that names no article", static garden =>
        {
            var purpose = garden.Sheet.Add("purpose", garden.Sheet.Fresh("aim"), "purposes.yaml").With("name", Sheet.Text("新用途", "A purpose")).With("actors", "[government]").With("consent", "none");
            return Planted.One("TR7004", purpose.Address);
        }),
        Plant("TR7004", "a power that names no article", static garden =>
        {
            var (_, power) = garden.FreshPower();
            power["basis"] = null;
            return Planted.One("TR7004", power.Address);
        }),
        Plant("TR7004", "an item whose article was repealed", static garden =>
        {
            var department = garden.Department.Id;
            return Planted.One("TR7004", garden.FreshFact(garden.PurposeOf(department), department).With("basis", $"[{garden.FreshLaw("county-document", articleTo: "2026-02-01")}/1]").Address);
        }),
        Plant("TR7004", "a form whose law has ended", static garden =>
        {
            var (form, _) = garden.FreshForm();
            form["basis"] = $"[{garden.FreshLaw("county-document", to: "2026-02-01")}/1]";
            return Planted.One("TR7004", form.Address);
        }),
        Silent("TR7004", "one of two articles is in force", static garden => garden.FreshForm().Form["basis"] = $"[service-rules/3, {garden.FreshLaw("county-document", articleTo: "2026-02-01")}/1]"),
        Plant("TR7005", "a longer promise", static garden => Varied(garden, static (_, step) => step["guide"] = step["guide"]!.Replace("promise: ", "promise: 9", StringComparison.Ordinal))),
        Plant("TR7005", "a fee", static garden => Varied(garden, static (_, step) => step["guide"] = step["guide"]!.Replace("fee: 0 CNY", "fee: 10 CNY", StringComparison.Ordinal))),
        Plant("TR7005", "fewer days to confirm", static garden => Varied(garden, static (garden, matter) => garden.Step(matter, "confirm")["within"] = "1 working day")),
        Plant("TR7005", "a later first answer", static garden => Varied(garden, static (_, step) => step["guide"] = step["guide"]!.Replace("first-answer: 1 working day", "first-answer: 3 working days", StringComparison.Ordinal))),
        new("TR7005", "more days to confirm", true, static garden => Varied(garden, static (garden, matter) => garden.Step(matter, "confirm")["within"] = "9 working days") is null ? null : Planted.Nothing),
        new("TR7005", "another post looks", true, static garden => Varied(garden, static (garden, matter) => garden.Step(matter, "receive")["by"] = "village-clerk") is null ? null : Planted.Nothing),
        Plant("TR7006", "villages act under a purpose of offices", static garden =>
        {
            if (garden.FreshMatter(static matter => matter.Steps.First(static step => step.Word == "check")["by"] == "village-clerk") is not { } matter) return null;
            var purpose = garden.Sheet.Get("purpose", matter["purpose"]!);
            var own = garden.Sheet.Add(purpose.Copy(garden.Sheet.Fresh("aim"))).With("actors", "[government]");
            foreach (var item in garden.Sheet.Of("item").Where(item => item["purposes"]?.Contains(purpose.Id, StringComparison.Ordinal) == true).ToList()) item["purposes"] = item["purposes"]!.Insert(1, $"{own.Id}, ");
            matter["purpose"] = own.Id;
            return Planted.One("TR7006", matter.Address);
        }),
        Plant("TR7006", "villages fill in a form of a purpose of offices", static garden =>
        {
            // The asker must be open to the purpose: a firm asks.
            var (form, item) = garden.FreshForm();
            var own = garden.Sheet.Add("purpose", garden.Sheet.Fresh("aim"), "purposes.yaml").With("name", Sheet.Text("办公用途", "A purpose of offices")).With("actors", "[government]").With("consent", "none").With("basis", "[service-rules/3]");
            form.With("purpose", own.Id).With("asked-by", "repair-firm");
            item["purposes"] = $"[{own.Id}]";
            return Planted.One("TR7006", form.Address);
        }),
        Silent("TR7006", "offices act under a purpose of offices", static garden =>
        {
            var (form, item) = garden.FreshForm();
            var own = garden.Sheet.Add("purpose", garden.Sheet.Fresh("aim"), "purposes.yaml").With("name", Sheet.Text("办公用途", "A purpose of offices")).With("actors", "[government]").With("consent", "none").With("basis", "[service-rules/3]");
            form["purpose"] = own.Id;
            item["purposes"] = $"[{own.Id}]";
        }),
        Plant("TR7007", "a place varies what is fixed", static garden => VariedDuty(garden, "fixed", static duty => duty["field"] = null)),
        Plant("TR7007", "a place withdraws what is fixed", static garden =>
        {
            var duty = garden.FreshDuty();
            Overlay(garden)["withdraw"] = $"[duty/{duty.Id}]";
            return Planted.One("TR7007", duty.Address);
        }),
        Plant("TR7007", "a place goes beyond the bounds", static garden =>
        {
            var (form, _) = garden.FreshForm();
            form.With("varies", "bounded").With("bounds", "[{key: due, at-most: 6 working days}]");
            return VariedForm(garden, form, static form => form["due"] = "8 working days");
        }),
        new("TR7007", "a place varies what is free", true, static garden =>
        {
            VariedDuty(garden, "free", static duty => duty["field"] = null);
            return Planted.Nothing;
        }),
        new("TR7007", "a place stays within the bounds", true, static garden =>
        {
            var (form, _) = garden.FreshForm();
            form.With("varies", "bounded").With("bounds", "[{key: due, at-most: 6 working days}]");
            VariedForm(garden, form, static form => form["due"] = "6 working days");
            return Planted.Nothing;
        }),
        Plant("TR7008", "no power to change the structure", static garden =>
        {
            if (!garden.Sheet.Of("matter").Any() || !garden.Sheet.ClaimOnce("TR7008")) return null;
            garden.Sheet.Entries.Remove(garden.Sheet.Get("power", "change-structure"));
            garden.Sheet.Entries.Remove(garden.Sheet.Get("duty", "structure-review"));
            return Planted.One("TR7008", "structure/county");
        }),
        Plant("TR7008", "the power to change the structure ended", static garden =>
        {
            if (!garden.Sheet.Of("matter").Any() || !garden.Sheet.ClaimOnce("TR7008")) return null;
            garden.Sheet.Get("power", "change-structure")["to"] = "2026-01-31";
            garden.Sheet.Entries.Remove(garden.Sheet.Get("duty", "structure-review"));
            return Planted.One("TR7008", "structure/county");
        }),
        Silent("TR7008", "a department may change the structure", static garden =>
        {
            var department = garden.Departments[0].Id;
            garden.Sheet.Get("power", "change-structure")["held-by"] = $"{{{department}-head@{department}: {{}}}}";
            garden.Sheet.Get("duty", "structure-review")["lead"] = department;
        }),
    ];

    private static SheetEntry Register(Garden garden)
    {
        var id = garden.Sheet.Fresh("roll");
        var register = garden.Sheet.Add("register", id, "registers.yaml").With("name", Sheet.Text("专门台账", "A roll")).With("key", $"[{id}.number]").With("owner", "county").With("keep", "{for: 5 years, after: left}").With("basis", "[service-rules/3]");
        var (zh, en) = garden.Thing();
        garden.Sheet.Add("item", $"{id}.number", "data.yaml").With("name", Sheet.Text($"{zh}编码", $"Code of {en}")).With("means", Sheet.Text($"{zh}牌子上的编码", $"Code on the plate of {en}")).With("type", "text").With("sharing", "public").With("purposes", $"[{garden.Sheet.Of("purpose").First().Id}]").With("personal", "none").With("basis", "[service-rules/3]");
        garden.Sheet.Claim(register);
        return register;
    }

    private static Planted? Shown(Garden garden, string item, bool basis)
    {
        if (garden.FreshMatter(static matter => matter.Steps.Any(static step => step.Word == "consult")) is not { } matter) return null;
        var consult = garden.Step(matter, "consult");
        consult["shows"] = consult["shows"]!.Insert(1, $"{item}, ");
        if (!basis) consult["basis"] = null;
        return Planted.One("TR7003", matter.Address);
    }

    private static SheetEntry Overlay(Garden garden) => garden.Overlay("local", garden.Township.Id, garden.Sheet.Fresh("local"));

    private static Planted? Varied(Garden garden, Action<Garden, SheetEntry> change)
    {
        if (garden.FreshMatter() is not { } matter) return null;
        matter["varies"] = "free";
        var varied = matter.Copy(matter.Id);
        change(garden, varied);
        Overlay(garden)["replace"] = Replacement(varied, PrintOf(matter));
        return Planted.One("TR7005", matter.Address);
    }

    private static Planted VariedDuty(Garden garden, string varies, Action<SheetEntry> change)
    {
        var duty = garden.FreshDuty().With("varies", varies);
        var varied = duty.Copy(duty.Id);
        change(varied);
        Overlay(garden)["replace"] = Replacement(varied, PrintOf(duty));
        return Planted.One("TR7007", duty.Address);
    }

    private static Planted VariedForm(Garden garden, SheetEntry form, Action<SheetEntry> change)
    {
        var varied = form.Copy(form.Id);
        change(varied);
        Overlay(garden)["replace"] = Replacement(varied, PrintOf(form));
        return Planted.One("TR7007", form.Address);
    }

    /// <summary>A whole entry under "replace", in block style because a flow of steps is one.</summary>
    internal static string Replacement(SheetEntry entry, string? against)
    {
        var text = new StringBuilder();
        entry.Write(text, inList: true);
        if (against is not null) text.Append("  against: \"").Append(against).Append("\"\n");
        return "\n" + string.Join('\n', text.ToString().TrimEnd('\n').Split('\n').Select(static line => "  " + line));
    }

    /// <summary>The print of an entry as it is written.</summary>
    internal static string PrintOf(SheetEntry entry)
    {
        var text = new StringBuilder();
        var alone = entry.Kind is "matter" or "form";
        entry.Write(text, inList: !alone);
        var reading = ReadingStructures.Read([new SourceFile(entry.File, Encoding.UTF8.GetBytes(text.ToString()))]);
        return Prints.Of(reading.Structure.Entries.First(one => one.Id == entry.Id));
    }
}
