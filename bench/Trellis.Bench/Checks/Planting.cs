using Trellis.Bench.Generators;

namespace Trellis.Bench.Checks;

/// <summary>What must be found when a fault was planted: code and address, or the path of a file for faults of a file alone.</summary>
internal readonly record struct Fault(string Code, string Where);

/// <summary>
/// What a planter did. Faults are what it planted; what they necessarily bring about beside them is declared, must not surprise
/// anybody, and is counted neither way.
/// </summary>
internal sealed record Planted(IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Entails)
{
    /// <summary>A near miss or an innocent variant: nothing may be found.</summary>
    public static Planted Nothing { get; } = new([], []);

    public static Planted One(string code, string where) => new([new Fault(code, where)], []);

    public Planted With(params IEnumerable<Fault> entailed) => this with { Entails = [.. Entails, .. entailed] };

    public Planted With(string code, string where) => With([new Fault(code, where)]);
}

/// <param name="Code">The code it is about.</param>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="Silent">True for near misses and innocent variants.</param>
/// <param name="Plant">Null where this structure has no room for it.</param>
internal sealed record Planter(string Code, string Name, bool Silent, Func<Garden, Planted?> Plant);

/// <summary>A clean structure in which faults are planted, with fresh entries to plant them on.</summary>
internal sealed class Garden(Sheet sheet, SeededNumbers chance)
{
    // Things that villages count, none like another.
    private static readonly (string Zh, string En)[] Things =
    [
        ("采摘园", "orchards open to visitors"), ("晒谷场", "threshing floors"), ("石拱桥", "stone bridges"), ("广播喇叭", "loudspeakers"), ("消火栓", "hydrants"), ("变压器", "transformers"), ("候车亭", "bus shelters"),
        ("古井", "ancient wells"), ("戏台", "stages"), ("油坊", "oil mills"), ("蜂箱", "beehives"), ("桑园", "mulberry groves"), ("竹林", "bamboo groves"), ("苗圃", "nurseries"), ("粮仓", "granaries"), ("冷库", "cold stores"),
        ("收割机", "harvesters"), ("民宿", "guest houses"), ("渡船", "ferry boats"), ("护栏", "railings"), ("涵洞", "culverts"), ("沼气池", "biogas pits"), ("充电桩", "charging posts"), ("信报箱", "letter boxes"),
        ("篮球架", "basketball hoops"), ("棋牌室", "card rooms"), ("食堂", "canteens"), ("理发店", "barbers"), ("塔吊", "cranes"), ("砖窑", "brick kilns"), ("水车", "water wheels"), ("鸽舍", "pigeon lofts"), ("温泉", "hot springs"),
        ("牌坊", "memorial arches"), ("索道", "cableways"), ("碉楼", "watchtowers"), ("盐田", "salt pans"), ("茶馆", "tea houses"), ("诊床", "clinic couches"), ("书屋", "reading rooms"), ("鱼梁", "fish weirs"), ("风车", "windmills"),
        ("滑梯", "slides"), ("摊位", "market stalls"), ("货栈", "depots"), ("旗杆", "flagpoles"), ("花坛", "flower beds"), ("鼓楼", "drum towers"), ("马厩", "stables"), ("酒窖", "wine cellars"),
    ];

    private int _thing = chance.Below(Things.Length);

    public Sheet Sheet { get; } = sheet;

    public SeededNumbers Chance { get; } = chance;

    public T Pick<T>(IReadOnlyList<T> from) => from[Chance.Below(from.Count)];

    /// <summary>An entry of a kind that no other fault has, or null.</summary>
    public SheetEntry? Take(string kind, Func<SheetEntry, bool>? where = null)
    {
        var free = Sheet.Of(kind).Where(entry => !Sheet.IsClaimed(entry) && (where is null || where(entry))).ToList();
        if (free.Count == 0) return null;
        var taken = Pick(free);
        Sheet.Claim(taken);
        return taken;
    }

    /// <summary>The departments of the clean structure, without bureaus that a planter made.</summary>
    public List<SheetEntry> Departments => [.. Sheet.Of("unit").Where(static unit => SampleDepartment.All.Any(one => one.Id == unit.Id))];

    public SheetEntry Department => Pick(Departments);

    public SheetEntry Township => Pick(Sheet.Of("unit").Where(static unit => unit["type"] is "town" or "street").ToList());

    public List<SheetEntry> Townships => [.. Sheet.Of("unit").Where(static unit => unit["type"] is "town" or "street")];

    public SheetEntry Village => Pick(Sheet.Of("unit").Where(static unit => unit["type"] is "village" or "neighbourhood").ToList());

    public string PurposeOf(string department) => SampleDepartment.All.First(one => one.Id == department).Purpose;

    /// <summary>A duty without needs of its own.</summary>
    public SheetEntry FreshDuty(string lead = "townships")
    {
        // Villages lead only what they agreed to.
        var basis = lead == "villages" ? $"[{FreshLaw("contract")}/1]" : "[service-rules/3]";
        return Claimed(Sheet.Add("duty", Sheet.Fresh("errand"), "duties/own.yaml").With("name", Sheet.Text("新设的一项工作", "A piece of work")).With("field", "livelihood").With("lead", lead).With("basis", basis).With("review-by", "2028-12-31"));
    }

    /// <summary>A power that a duty needs, held where the duty lies.</summary>
    public (SheetEntry Duty, SheetEntry Power) FreshPower(string? department = null, string type = "inspection")
    {
        department ??= Department.Id;
        var duty = FreshDuty(department);
        var power = Claimed(Sheet.Add("power", Sheet.Fresh("leave"), "powers.yaml").With("name", Sheet.Text("新设的一项职权", "A power")).With("class", type).With("outcomes", "[grant, refuse]").With("held-by", $"{{{department}-head@{department}: {{}}}}").With("delegable", "{to: [government], depth: 2}").With("basis", "[service-rules/3]").With("review-by", "2028-12-31"));
        duty["needs.powers"] = $"[{power.Id}]";
        return (duty, power);
    }

    /// <summary>A delegation of a fresh power from a department's head to the officers of the townships.</summary>
    public (SheetEntry Duty, SheetEntry Power, SheetEntry Delegation) FreshDelegation(string? limits = null, string? receiver = null, string type = "inspection")
    {
        var department = Department.Id;
        var (duty, power) = FreshPower(department, type);
        var lent = Claimed(Sheet.Add("delegation", Sheet.Fresh("lent"), "delegations.yaml").With("name", Sheet.Text("下放的一项职权", "A power lent")).With("of", $"power/{power.Id}").With("giver", $"{department}-head@{department}").With("receiver", receiver ?? $"{department}-officer@townships"));
        if (limits is not null) lent["limits"] = limits;
        lent.With("acts-for", "giver").With("pass-on", "0").With("basis", "[service-rules/3]").With("review-by", "2028-12-31");
        return (duty, power, lent);
    }

    public (string Zh, string En) Thing()
    {
        _thing = (_thing + 7) % Things.Length;
        return Things[_thing];
    }

    /// <summary>A fact that units report, under a purpose.</summary>
    public SheetEntry FreshFact(string purpose, string owner, (string Zh, string En)? thing = null, string register = "unit")
    {
        var (zh, en) = thing ?? Thing();
        return Claimed(Sheet.Add("item", $"{register}.{Sheet.Fresh("count")}", "data.yaml").With("name", Sheet.Text($"{zh}数", $"Number of {en}")).With("means", Sheet.Text($"辖区内{zh}的处数", $"How many {en} there are")).With("type", "number").With("sharing", "by-purpose").With("purposes", $"[{purpose}]").With("personal", "none").With("owner", owner).With("keep", "{for: 5 years, after: recorded}").With("basis", "[service-rules/3]"));
    }

    /// <summary>A form that asks townships for one fresh fact and serves a power.</summary>
    public (SheetEntry Form, SheetEntry Item) FreshForm(string? filledBy = null)
    {
        var department = Department.Id;
        var purpose = PurposeOf(department);
        var item = FreshFact(purpose, department);
        var duty = FreshDuty();
        if (filledBy?.EndsWith("@villages", StringComparison.Ordinal) == true) duty["support"] = $"[{{who: villages, does: {Sheet.Text("报数", "Report")}}}]";
        var id = Sheet.Fresh("table");
        var form = Claimed(Sheet.Add("form", id, $"forms/{id}.yaml").With("name", Sheet.Text("一张报表", "A table")).With("asked-by", department).With("filled-by", filledBy ?? $"{department}-officer@townships").With("duty", duty.Id).With("purpose", purpose).With("every", "quarter").With("due", "5 working days")
            .With("totals", $"[{item.Id}]").With("used-for", $"[power/{Pick(Sheet.Of("power").Where(power => !Sheet.IsClaimed(power)).ToList()).Id}]").With("basis", "[service-rules/3]").With("review-by", "2028-12-31"));
        return (form, item);
    }

    /// <summary>A matter type like one that is there, under another id; its items are the same.</summary>
    public SheetEntry? FreshMatter(Func<SheetEntry, bool>? where = null)
    {
        var models = Sheet.Of("matter").Where(matter => !Sheet.IsClaimed(matter) && (where is null || where(matter))).ToList();
        if (models.Count == 0) return null;
        var model = Pick(models);
        var id = Sheet.Fresh(model.Id);
        // A delegation that names the model names its like too, so that both are decided by the same posts.
        foreach (var delegation in Sheet.Of("delegation"))
            if (delegation["limits"] is { } limits && limits.Contains($"matters: [{model.Id}", StringComparison.Ordinal)) delegation["limits"] = limits.Replace($"matters: [{model.Id}", $"matters: [{model.Id}, {id}", StringComparison.Ordinal);
        var (zh, en) = CleanStructures.NameOf(model);
        return Claimed(Sheet.Add(model.Copy(id, $"matters/{id}.yaml").With("name", Sheet.Text($"{zh}（另一类）", $"{en}, another kind"))));
    }

    public string DepartmentOf(SheetEntry matter) => Sheet.Get("duty", matter["duty"]!)["field"]!;

    /// <summary>An item of matters under the purpose of a matter type.</summary>
    public SheetEntry FreshMatterItem(SheetEntry matter, string type = "text")
    {
        var (zh, en) = Thing();
        return Claimed(Sheet.Add("item", $"matter.{Sheet.Fresh("remark")}", "data.yaml").With("name", Sheet.Text($"{zh}说明", $"Remarks on {en}")).With("means", Sheet.Text($"申请人对{zh}的说明", $"What the applicant says of {en}")).With("type", type).With("sharing", "by-purpose").With("purposes", $"[{matter["purpose"]}]").With("personal", "none").With("owner", DepartmentOf(matter)).With("keep", "{for: 5 years, after: closed}").With("basis", "[service-rules/3]"));
    }

    public SheetStep Step(SheetEntry matter, string word) => matter.Steps.First(step => step.Word == word);

    public SheetEntry Overlay(string kind, string places, string id)
    {
        var overlay = Sheet.Add("overlay", id, $"overlays/{id}/overlay.yaml").With("kind", kind).With("name", Sheet.Text("本地做法", "Local practice")).With("places", $"[{places}]").With("from", "2026-02-01").With("adopted-by", $"township-leader@{places}").With("basis", "[service-rules/2]").With("review-by", "2028-12-31");
        Sheet.Claim(overlay);
        return overlay;
    }

    /// <summary>An article that is in force or was repealed.</summary>
    public string FreshLaw(string rank, string? from = null, string? to = null, string? articleTo = null, string? more = null)
    {
        var id = Sheet.Fresh("act");
        Claimed(Sheet.Add("law", id, "law.yaml").With("name", Sheet.Text("另一份文件", "Another document")).With("rank", rank).With("from", from ?? "2020-01-01"));
        var law = Sheet.Get("law", id);
        if (to is not null) law["to"] = to;
        law["articles"] = $"[{{article: 1, gist: {{zh: 职责, en: Duties}}{(articleTo is null ? "" : $", to: {articleTo}")}{(more is null ? "" : $", {more}")}}}, {{article: 2, gist: {{zh: 程序, en: Procedure}}}}]";
        return id;
    }

    public SheetEntry FreshPost(string at, string? to = null, string? skills = null) =>
        Claimed(Sheet.Add("post", Sheet.Fresh("desk"), "posts.tsv").With("name", Sheet.Text("专门岗位", "A post")).With("at", at).With("seats", "2").With("calendar", "").With("skills", skills ?? "").With("from", "").With("to", to ?? ""));

    private SheetEntry Claimed(SheetEntry entry)
    {
        Sheet.Claim(entry);
        return entry;
    }
}
