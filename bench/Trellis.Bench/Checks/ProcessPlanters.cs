using static Trellis.Bench.Checks.PowerPlanters;

namespace Trellis.Bench.Checks;

/// <summary>TR3: process.</summary>
internal static class ProcessPlanters
{
    private static readonly string[] Times = ["TR3003", "TR3004"];

    public static IEnumerable<Planter> All =>
    [
        OnMatter("TR3001", "a choice without a way out", static (garden, matter) =>
        {
            var choice = new SheetStep("choice");
            choice.Inner.Add(("ruling.outcome = \"grant\"", [new SheetStep("perform").With("id", "extra").With("by", "service-hall").With("within", "1 working hour")]));
            matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), choice);
        }, "TR3003", "TR3004", "TR3006", "TR1015"),
        OnMatter("TR3001", "two steps of one name", static (garden, matter) => matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), new SheetStep("perform").With("id", "look").With("by", "service-hall").With("within", "1 working hour")), "TR3003", "TR3004", "TR3006", "TR1015", "TR1011", "TR3009"),
        OnMatter("TR3001", "a branch that is never taken", static (garden, matter) =>
        {
            var choice = new SheetStep("choice");
            choice.Inner.Add(("ruling.outcome = \"grant\" and ruling.outcome = \"refuse\"", [new SheetStep("perform").With("id", "extra").With("by", "service-hall").With("within", "1 working hour")]));
            choice.Inner.Add((null, []));
            matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), choice);
        }, "TR3003", "TR3004", "TR3006", "TR1015"),
        OnMatter("TR3001", "apart from a step that does not exist", static (garden, matter) => garden.Step(matter, "decide")["apart-from"] = "[looks]"),
        OnMatter("TR3001", "no result on any way", static (garden, matter) => garden.Step(matter, "decide")["outcomes"] = "{grant: next, refuse: next}"),
        OnMatter("TR3001", "a loop without an end", static (garden, matter) =>
        {
            var loop = new SheetStep("repeat");
            loop.Inner.Add((null, [new SheetStep("perform").With("id", "extra").With("by", "service-hall").With("within", "1 working hour")]));
            matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), loop);
        }, "TR3003", "TR3004", "TR3006", "TR1015", "TR3009"),
        SilentMatter("TR3001", "a choice with a way out", static (garden, matter) =>
        {
            var choice = new SheetStep("choice");
            choice.Inner.Add(("ruling.outcome = \"grant\"", [new SheetStep("notify").With("id", "extra").With("by", "service-hall").With("tell", "applicant").With("uses", "[applicant.phone]").With("within", "1 working hour")]));
            choice.Inner.Add((null, []));
            matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), choice);
        }),
        SilentMatter("TR3001", "a loop that ends after three times", static (garden, matter) =>
        {
            var loop = new SheetStep("repeat").With("until", "told.outcome = \"done\"").With("at-most", "3");
            loop.Inner.Add((null, [new SheetStep("notify").With("id", "told").With("by", "service-hall").With("tell", "applicant").With("uses", "[applicant.phone]").With("within", "1 working hour")]));
            matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), loop);
        }),
        Plant("TR3002", "the post stands at one township only", static garden =>
        {
            if (garden.Townships.Count < 2 || garden.FreshMatter() is not { } matter) return null;
            garden.Step(matter, "check")["by"] = garden.FreshPost(garden.Township.Id).Id;
            return Planted.One("TR3002", matter.Address).With(["TR3004", "TR1015", "TR5001"], matter.Address);
        }),
        Plant("TR3002", "the post stands at one village only", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            garden.Step(matter, "check")["by"] = garden.FreshPost(garden.Village.Id).Id;
            return Planted.One("TR3002", matter.Address).With(["TR3004", "TR5001"], matter.Address);
        }),
        OnMatter("TR3002", "whoever looks is the only one who may decide", static (garden, matter) =>
        {
            Own(garden, matter);
            var look = garden.Step(matter, "check");
            look["by"] = $"{garden.DepartmentOf(matter)}-head@{garden.DepartmentOf(matter)}";
            garden.Step(matter, "decide")["apart-from"] = $"[{look.Id}]";
        }, "TR3004", "TR1015", "TR5001", "TR5004"),
        SilentMatter("TR3002", "whoever looks may decide, and so may the county", static (garden, matter) =>
        {
            var power = Own(garden, matter);
            var head = $"{garden.DepartmentOf(matter)}-head";
            power["held-by"] = $"{{{head}@{garden.DepartmentOf(matter)}: {{}}, county-leader@county: {{}}}}";
        }),
        OnMatter("TR3002", "nobody is named", static (garden, matter) => garden.Step(matter, "check")["by"] = null, "TR3004", "TR5001", "TR5004"),
        SilentMatter("TR3002", "skipped where nobody has the post", static (garden, matter) =>
        {
            if (garden.Step(matter, "check")["by"] == "village-clerk") garden.Step(matter, "check").With("by", garden.FreshPost(garden.Village.Id).Id).With("if-nobody", "village-clerk");
        }),
        OnMatter("TR3003", "two days are promised", static (_, matter) => Promise(matter, "2 working days")),
        OnMatter("TR3003", "an inspection takes twenty days", static (garden, matter) =>
        {
            garden.Step(matter, "check")["within"] = "20 working days";
            matter.Flow.First(step => step.All.Any(static inner => inner.Word == "check"))["within"] = "20 working days";
        }),
        SilentMatter("TR3003", "a generous promise", static (_, matter) => Promise(matter, "90 working days")),
        Plant("TR3004", "two looks one after the other without need", static garden =>
        {
            if (Serial(garden) is not { } matter) return null;
            return Planted.One("TR3004", matter.Address);
        }),
        Silent("TR3004", "the second look needs the first", static garden =>
        {
            if (Serial(garden) is not { } matter) return;
            var second = matter.Steps.First(static step => step.Id == "second-look");
            second["uses"] = second["uses"]!.Insert(1, $"{garden.Step(matter, "check")["gives"]![1..^1].Split(", ")[0]}, ");
        }),
        OnMatter("TR3005", "asked and used by nothing", static (garden, matter) => matter.SetList("asks", matter.List("asks").Append(garden.FreshMatterItem(matter).Id))),
        OnMatter("TR3005", "the address is asked and nobody looks at it", static (garden, matter) =>
        {
            var item = garden.FreshFact(matter["purpose"]!, "county", register: "person").With("owner", null).With("keep", null).With("personal", "plain");
            matter.SetList("asks", matter.List("asks").Append($"applicant.{item.Id.Split('.')[1]}"));
        }),
        SilentMatter("TR3005", "asked and used by the decision", static (garden, matter) =>
        {
            var item = garden.FreshMatterItem(matter);
            matter.SetList("asks", matter.List("asks").Append(item.Id));
            garden.Step(matter, "decide")["uses"] = garden.Step(matter, "decide")["uses"]!.Insert(1, $"{item.Id}, ");
        }),
        OnMatter("TR3006", "the counter confirms what it received", static (garden, matter) => garden.Step(matter, "confirm")["by"] = "service-hall", "TR1015"),
        OnMatter("TR3006", "the decider confirms", static (garden, matter) =>
        {
            Own(garden, matter);
            garden.Step(matter, "confirm")["by"] = $"{garden.DepartmentOf(matter)}-head";
        }, "TR1015"),
        SilentMatter("TR3006", "an independent post confirms", static (garden, matter) => garden.Step(matter, "confirm")["by"] = "trade-secretary"),
        OnMatter("TR3007", "returns without number and time", static (_, matter) => matter["acts"] = "{return: {}, refer-up: {at-most: 1, within: 1 working day}}"),
        OnMatter("TR3007", "returns without a time", static (_, matter) => matter["acts"] = "{return: {at-most: 1}}"),
        OnMatter("TR3007", "pauses without a total", static (_, matter) => matter["acts"] = "{pause: {at-most: 2}}"),
        SilentMatter("TR3007", "returns with number and time", static (_, matter) => matter["acts"] = "{return: {at-most: 1, within: 1 working day}}"),
        Plant("TR3008", "a part costs more than the whole", static garden => Bundle(garden, static (_, part) => part["guide"] = part["guide"]!.Replace("fee: 0 CNY", "fee: 80 CNY", StringComparison.Ordinal))),
        Plant("TR3008", "a part promises more days than the whole", static garden => Bundle(garden, static (bundle, _) => Promise(bundle, "3 working days"), "TR3003")),
        Plant("TR3008", "a part needs a role that the whole does not have", static garden => Bundle(garden, static (_, part) => part["about"] = part["about"]!.Replace("{applicant: person", "{applicant: person, neighbour: person", StringComparison.Ordinal))),
        new("TR3008", "a bundle that agrees", true, static garden => Bundle(garden, static (_, _) => { }) is null ? null : Planted.Nothing),
        Plant("TR3009", "delivered whatever was decided", static garden => Deliver(garden, null)),
        Plant("TR3009", "delivered on a condition that does not look at the decision", static garden => Deliver(garden, "known(applicant.phone)")),
        Silent("TR3009", "the refusal is delivered", static garden => Deliver(garden, "ruling.outcome = \"refuse\"")),
        Silent("TR3009", "delivered when granted", static garden => Deliver(garden, "ruling.outcome = \"grant\"")),
        OnMatter("TR3009", "carried out whatever was decided", static (garden, matter) => Perform(matter, "put-into-practice", null), "TR3003", "TR1015"),
        SilentMatter("TR3009", "carried out when granted", static (garden, matter) => Perform(matter, "put-into-practice", "ruling.outcome = \"grant\"")),
        SilentMatter("TR3009", "what was decided is entered into the book", static (garden, matter) => Perform(matter, "book", null)["uses"] = "[ruling.outcome]"),
        OnMatter("TR3010", "a step uses what nobody asked", static (garden, matter) => garden.Step(matter, "check")["uses"] = garden.Step(matter, "check")["uses"]!.Insert(1, $"{garden.FreshMatterItem(matter).Id}, ")),
        OnMatter("TR3010", "a condition reads a decision that is still to come", static (garden, matter) => garden.Step(matter, "check")["when"] = "ruling.outcome = \"grant\"", "TR3001", "TR3012"),
        OnMatter("TR3010", "a role is told, and nobody said who that is", static (garden, matter) =>
        {
            matter["about"] = matter["about"]!.Replace("{applicant: person", "{applicant: person, neighbour: person", StringComparison.Ordinal);
            matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), new SheetStep("notify").With("id", "tell-neighbour").With("by", "service-hall").With("tell", "neighbour").With("within", "1 working hour"));
        }, "TR3003"),
        SilentMatter("TR3010", "a role is told that was asked for", static (garden, matter) =>
        {
            matter["about"] = matter["about"]!.Replace("{applicant: person", "{applicant: person, neighbour: person", StringComparison.Ordinal);
            matter.SetList("asks", matter.List("asks").Append("neighbour"));
            matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), new SheetStep("notify").With("id", "tell-neighbour").With("by", "service-hall").With("tell", "neighbour").With("within", "1 working hour"));
        }),
        SilentMatter("TR3010", "a condition reads what was asked", static (garden, matter) => garden.Step(matter, "notify")["when"] = "known(applicant.phone)"),
        Plant("TR3011", "two departments have the post", static garden =>
        {
            var departments = garden.Departments.Take(2).ToList();
            if (garden.FreshMatter() is not { } matter) return null;
            var post = garden.FreshPost(departments[0].Id);
            garden.Sheet.Add(post.Copy(post.Id)).With("at", departments[1].Id);
            garden.Step(matter, "check")["by"] = post.Id;
            return Planted.One("TR3011", matter.Address).With(["TR1015", "TR3004", "TR5001"], matter.Address);
        }),
        Silent("TR3011", "one of the two serves the place more narrowly", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return;
            var department = garden.DepartmentOf(matter);
            var post = garden.FreshPost(department);
            garden.Sheet.Add(post.Copy(post.Id)).With("at", "townships");
            garden.Step(matter, "check")["by"] = post.Id;
        }),
        Plant("TR3012", "the sum is not named", static garden =>
        {
            if (garden.FreshMatter(matter => garden.Sheet.Get("power", garden.Step(matter, "decide")["power"]!)["class"] == "payment") is not { } matter) return null;
            garden.Step(matter, "decide")["amount"] = null;
            return Planted.One("TR3012", matter.Address);
        }),
        Plant("TR3012", "a condition of the power reads what is not known", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            var department = garden.DepartmentOf(matter);
            var power = Own(garden, matter);
            power["when"] = $"known({garden.FreshMatterItem(matter).Id})";
            _ = department;
            return Planted.One("TR3012", matter.Address);
        }),
        Silent("TR3012", "a condition of the power reads what was asked", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return;
            Own(garden, matter)["when"] = $"known({matter.List("asks")[^1]})";
        }),
        OnMatter("TR3013", "an outcome that the power does not have", static (garden, matter) => garden.Step(matter, "decide")["outcomes"] = "{grant: solved, refuse: refused, postpone: explained}"),
        Plant("TR3013", "an outcome that no holder may give", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            var power = Own(garden, matter);
            var department = garden.DepartmentOf(matter);
            power["held-by"] = $"{{{department}-head@{department}: {{outcomes: [grant]}}}}";
            return Planted.One("TR3013", matter.Address);
        }),
        OnMatter("TR3014", "the look has no limit", static (garden, matter) =>
        {
            garden.Step(matter, "check")["within"] = null;
            matter.Flow.First(step => step.All.Any(static inner => inner.Word == "check"))["within"] = null;
        }),
        OnMatter("TR3014", "no step has a limit", static (garden, matter) =>
        {
            foreach (var step in matter.Steps) step["within"] = null;
        }),
        SilentMatter("TR3014", "the block around has one", static (garden, matter) =>
        {
            var look = garden.Step(matter, "check");
            if (matter.Flow.IndexOf(look) is not (var at and >= 0)) return;
            var block = new SheetStep("sequence").With("within", look["within"]!);
            look["within"] = null;
            block.Inner.Add((null, [look]));
            matter.Flow[at] = block;
        }),
        SilentMatter("TR3014", "what the asker does has none", static (garden, matter) => garden.Step(matter, "confirm")["within"] = null),
        OnMatter("TR3015", "the holder has it for one answer alone", static (garden, matter) => Conditional(garden, matter, "\"a\"")),
        Plant("TR3015", "two holders, and neither has it for the rest", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return null;
            var (item, holder) = Conditional(garden, matter, "\"a\"");
            garden.Sheet.Get("power", garden.Step(matter, "decide")["power"]!)["held-by"] = $"{{{holder}: {{when: {item} = \"a\"}}, supervisor@county: {{when: {item} = \"b\"}}}}";
            return Planted.One("TR3015", matter.Address);
        }),
        Silent("TR3015", "between them they have it for everything", static garden =>
        {
            if (garden.FreshMatter() is not { } matter) return;
            var (item, holder) = Conditional(garden, matter, "\"a\"");
            garden.Sheet.Get("power", garden.Step(matter, "decide")["power"]!)["held-by"] = $"{{{holder}: {{when: {item} = \"a\"}}, supervisor@county: {{when: {item} != \"a\"}}}}";
        }),
        OnMatter("TR3015", "a sum above what the only holder may spend", static (garden, matter) => Ceiling(garden, matter, "{amount: {per-case: 5000 CNY}}", null), "TR3012"),
        OnMatter("TR3015", "neither of two ceilings is high enough", static (garden, matter) => Ceiling(garden, matter, "{amount: {per-case: 5000 CNY}}", "{amount: {per-case: 90000 CNY}}"), "TR3012"),
        SilentMatter("TR3015", "somebody above has no ceiling", static (garden, matter) => Ceiling(garden, matter, "{amount: {per-case: 5000 CNY}}", "{}")),
        SilentMatter("TR3015", "there is only so much a year", static (garden, matter) => Ceiling(garden, matter, "{amount: {per-year: 5000 CNY}}", null)),
        OnMatter("TR3016", "a refusal is told as solved", static (garden, matter) => garden.Step(matter, "notify")["result"] = "solved"),
        OnMatter("TR3016", "a grant is told as explained", static (garden, matter) => garden.Step(matter, "notify").With("when", "ruling.outcome = \"grant\"").With("result", "explained")),
        SilentMatter("TR3016", "a grant is told as solved", static (garden, matter) => garden.Step(matter, "notify").With("when", "ruling.outcome = \"grant\"").With("result", "solved")),
        SilentMatter("TR3016", "the decision leaves it to who tells it", static (garden, matter) =>
        {
            garden.Step(matter, "decide")["outcomes"] = "{grant: next, refuse: refused}";
            garden.Step(matter, "notify").With("when", "ruling.outcome = \"grant\"").With("result", "solved");
        }),
        OnMatter("TR3017", "the village works though it declined", static (garden, matter) => Agreement(garden, matter, null), AgreementEntails),
        OnMatter("TR3017", "the village works only where it declined", static (garden, matter) => Agreement(garden, matter, "help.outcome = \"declined\""), AgreementEntails),
        OnMatter("TR3017", "nobody works where it declined, and it is solved", static (garden, matter) => Agreement(garden, matter, "ruling.outcome = \"grant\" and help.outcome = \"agreed\""), AgreementEntails),
        SilentMatter("TR3017", "where it declined somebody else works", static (garden, matter) =>
        {
            Agreement(garden, matter, "ruling.outcome = \"grant\" and help.outcome = \"agreed\"");
            Perform(matter, "own-work", "ruling.outcome = \"grant\" and help.outcome = \"declined\"");
        }),
        OnMatter("TR3018", "who does not answer has it done twice", static (_, matter) => Again(matter, "answer.outcome = \"confirmed\"", "2"), "TR3003", "TR1015"),
        OnMatter("TR3018", "who does not answer has it done for ever", static (_, matter) => Again(matter, "answer.outcome = \"confirmed\"", null), "TR3003", "TR1015"),
        SilentMatter("TR3018", "what is disputed is done again", static (_, matter) => Again(matter, "answer.outcome != \"disputed\"", "2")),
        SilentMatter("TR3013", "an outcome that is not used", static (garden, matter) => garden.Step(matter, "decide")["outcomes"] = "{grant: solved, refuse: explained}"),
    ];

    private static Planter OnMatter(string code, string name, Action<Garden, SheetEntry> change, params string[] entails) => new(code, name, false, garden =>
    {
        if (garden.FreshMatter() is not { } matter) return null;
        change(garden, matter);
        return Planted.One(code, matter.Address).With(entails, matter.Address);
    });

    private static Planter SilentMatter(string code, string name, Action<Garden, SheetEntry> change) => new(code, name, true, garden =>
    {
        if (garden.FreshMatter() is not { } matter) return null;
        change(garden, matter);
        return Planted.Nothing;
    });

    private static void Promise(SheetEntry matter, string promise)
    {
        var guide = matter["guide"]!;
        var from = guide.IndexOf("promise: ", StringComparison.Ordinal);
        matter["guide"] = string.Concat(guide.AsSpan(0, from), $"promise: {promise}", guide.AsSpan(guide.IndexOf(',', from)));
    }

    /// <summary>A power for this matter type alone.</summary>
    private static SheetEntry Own(Garden garden, SheetEntry matter)
    {
        var department = garden.DepartmentOf(matter);
        var (duty, power) = garden.FreshPower(department, "confirmation");
        _ = duty;
        garden.Step(matter, "decide")["power"] = power.Id;
        garden.Step(matter, "decide")["amount"] = null;
        return power;
    }

    /// <summary>Lets the holder of the power decide only where something that was asked has one value.</summary>
    private static (string Item, string Holder) Conditional(Garden garden, SheetEntry matter, string value)
    {
        var power = Own(garden, matter);
        var item = garden.FreshMatterItem(matter).Id;
        matter.SetList("asks", matter.List("asks").Append(item));
        var decide = garden.Step(matter, "decide");
        decide["uses"] = decide["uses"]!.Insert(1, $"{item}, ");
        var department = garden.DepartmentOf(matter);
        var holder = $"{department}-head@{department}";
        power["held-by"] = $"{{{holder}: {{when: {item} = {value}}}}}";
        return (item, holder);
    }

    /// <summary>A second look by another post right behind the first, for the decision.</summary>
    private static SheetEntry? Serial(Garden garden)
    {
        if (garden.FreshMatter(static matter => matter.Flow.Exists(static step => step.Word == "check" && step["by"] is "village-clerk") && matter.Steps.All(static step => step.Word != "consult")) is not { } matter) return null;
        var item = garden.FreshMatterItem(matter);
        var look = garden.Step(matter, "check");
        var second = new SheetStep("check").With("id", "second-look").With("by", $"{garden.DepartmentOf(matter)}-expert").With("within", "2 working days").With("uses", look["uses"]!).With("gives", $"[{item.Id}]").With("basis", look["basis"]!);
        matter.Flow.Insert(matter.Flow.IndexOf(look) + 1, second);
        var decide = garden.Step(matter, "decide");
        decide["uses"] = decide["uses"]!.Insert(1, $"{item.Id}, ");
        decide["apart-from"] = "[look, second-look]";
        Promise(matter, "60 working days");
        return matter;
    }

    private static Planted? Bundle(Garden garden, Action<SheetEntry, SheetEntry> change, params string[] entails)
    {
        if (garden.FreshMatter() is not { } part) return null;
        var id = garden.Sheet.Fresh("all-in-one");
        var bundle = garden.Sheet.Add("matter", id, $"matters/{id}.yaml").With("name", Sheet.Text("一件事", "All in one go"));
        garden.Sheet.Claim(bundle);
        foreach (var key in (string[])["duty", "purpose", "about", "place", "guide", "asks", "review-by"]) bundle[key] = part[key];
        bundle.Flow =
        [
            new SheetStep("receive").With("by", "service-hall").With("within", "2 working hours"),
            new SheetStep("part").With("matter", part.Id),
            part.Flow[^2].Copy().With("shows", $"[{part.Id}.result]"),
            part.Flow[^1].Copy(),
        ];
        Promise(bundle, "60 working days");
        change(bundle, part);
        return Planted.One("TR3008", bundle.Address).With(entails, bundle.Address);
    }

    private static readonly string[] AgreementEntails = ["TR3003", "TR1015", "TR3009", "TR5001", "TR5004"];

    /// <summary>Work behind the decision, before the asker is told.</summary>
    private static SheetStep Perform(SheetEntry matter, string id, string? when)
    {
        var perform = new SheetStep("perform").With("id", id).With("by", "service-hall").With("within", "1 working hour");
        if (when is not null) perform["when"] = when;
        matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), perform);
        Promise(matter, "60 working days");
        return perform;
    }

    /// <summary>The asker is told and asked in a loop; where it was done too often, told once more.</summary>
    private static void Again(SheetEntry matter, string until, string? most)
    {
        var (notify, confirm) = (matter.Flow[^2], matter.Flow[^1]);
        var loop = new SheetStep("repeat").With("until", until);
        if (most is not null) loop["at-most"] = most;
        loop.Inner.Add((null, [notify.Copy(), confirm.Copy().With("id", "answer")]));
        matter.Flow.RemoveRange(matter.Flow.Count - 2, 2);
        matter.Flow.Add(loop);
        Promise(matter, "60 working days");
    }

    /// <summary>The villages are asked to help, and their clerk works behind that under a condition.</summary>
    private static void Agreement(Garden garden, SheetEntry matter, string? when)
    {
        // What comes behind the decision of the model would be done without them.
        matter.Flow.RemoveAll(static step => step.Word is "deliver" or "perform");
        garden.Sheet.Get("duty", matter["duty"]!)["support"] ??= $"[{{who: villages, does: {Sheet.Text("帮忙", "Help")}}}]";
        var at = matter.Flow.FindIndex(static step => step.Word == "notify");
        var work = new SheetStep("perform").With("id", "village-work").With("by", "village-clerk").With("within", "1 working hour");
        if (when is not null) work["when"] = when;
        matter.Flow.Insert(at, work);
        matter.Flow.Insert(at, new SheetStep("agree").With("id", "help").With("by", "service-hall").With("with", "villages").With("what", Sheet.Text("由村里帮忙", "The village helps")).With("for", Sheet.Text("给村里补助", "The village is paid")).With("within", "1 working hour"));
        Promise(matter, "60 working days");
    }

    /// <summary>A power for this matter type alone, with a ceiling for its holder and one for somebody above.</summary>
    private static void Ceiling(Garden garden, SheetEntry matter, string limits, string? above)
    {
        var power = Own(garden, matter);
        var item = garden.FreshMatterItem(matter, "money");
        matter.SetList("asks", matter.List("asks").Append(item.Id));
        var decide = garden.Step(matter, "decide");
        decide["amount"] = item.Id;
        decide["uses"] = decide["uses"]!.Insert(1, $"{item.Id}, ");
        var department = garden.DepartmentOf(matter);
        power["held-by"] = $"{{{department}-head@{department}: {limits}{(above is null ? "" : $", county-leader@county: {above}")}}}";
    }

    private static Planted? Deliver(Garden garden, string? when)
    {
        if (garden.FreshMatter() is not { } matter) return null;
        matter.Flow.RemoveAll(static step => step.Word == "deliver");
        var deliver = new SheetStep("deliver").With("by", "service-hall").With("as", "paper-notice").With("at", "counter").With("within", "1 working hour");
        if (when is not null) deliver["when"] = when;
        matter.Flow.Insert(matter.Flow.FindIndex(static step => step.Word == "notify"), deliver);
        return Planted.One("TR3009", matter.Address).With(Times, matter.Address);
    }
}
