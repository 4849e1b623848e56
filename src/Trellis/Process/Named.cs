using System.Globalization;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>Refusals that name what is missing in this case and what to do: the role, the step, the post that could. People are never named, only posts, units and roles.</summary>
internal static class Named
{
    public static Refusal MatterType(string id, GovernanceStructure structure) => NearNames.Nearest(id, structure.Matters.All.Select(static type => type.Id)) is { } near && near != id
        ? ProcessRefusals.NoSuchMatterType.Naming($"没有 {Excerpt.Of(id, 60)}；是不是 {near}？", $"There is no {Excerpt.Of(id, 60)}; did you mean {near}?")
        : ProcessRefusals.NoSuchMatterType.Naming($"问的是 {Excerpt.Of(id, 60)}。", $"Asked for was {Excerpt.Of(id, 60)}.");

    /// <summary>The roles that are asked for and not bound, each with the register in which it is found.</summary>
    public static Refusal Role(IReadOnlyList<Role> missing)
    {
        var names = missing.Select(static role => $"{role.Name}: {role.Register.Id}/…").ToList();
        return ProcessRefusals.RoleMissing.Naming($"请写明 {string.Join("、", names)}。", $"Name {string.Join(", ", names)}.");
    }

    public static Refusal Place(MatterType type, UnitId? place) => place is { } given
        ? ProcessRefusals.PlaceMissing.Naming($"{Excerpt.Of(given.Text, 60)} 不是这一天的单位。", $"{Excerpt.Of(given.Text, 60)} is no unit of this day.")
        : ProcessRefusals.PlaceMissing.Naming($"请写明 {type.Place?.Id ?? "地方"} 属于哪个单位。", $"Name the unit on whose ground {type.Place?.Id ?? "it"} lies.");

    /// <summary>The points that are open instead.</summary>
    public static Refusal StepNotOpen(Matter matter, string? key)
    {
        var open = matter.Open.Select(static one => one.Key).ToList();
        return open.Count == 0
            ? ProcessRefusals.StepNotOpen.Naming($"没有办理中的 {Excerpt.Of(key ?? "", 60)}。", $"There is no {Excerpt.Of(key ?? "", 60)} open.")
            : ProcessRefusals.StepNotOpen.Naming($"问的是 {Excerpt.Of(key ?? "", 60)}；现在办理的是 {string.Join("、", open)}。", $"Asked for was {Excerpt.Of(key ?? "", 60)}; open are {string.Join(", ", open)}.");
    }

    public static Refusal WaitsForFacts(OpenPoint open) =>
        ProcessRefusals.StepWaitsForFacts.Naming($"缺 {string.Join("、", open.Awaits)}；由{Who(open.Wait.On).Zh}给出。", $"Missing: {string.Join(", ", open.Awaits)}, from {Who(open.Wait.On).En}.");

    /// <summary>The post that could, or the role.</summary>
    public static Refusal StepForAnother(OpenPoint open) => open.Performer switch
    {
        null => ProcessRefusals.StepForAnother.Naming($"还没有找到能办的岗位，由{Who(open.Wait.On).Zh}落实。", $"Nobody who could do it was found yet; {Who(open.Wait.On).En} has to see to it."),
        { Post: { } post } => ProcessRefusals.StepForAnother.Naming($"它由 {post} 办理。", $"It is for {post}."),
        { Role: "requester" } => ProcessRefusals.StepForAnother.Naming("它由申请人办理。", "It is for the requester."),
        { Role: var role } => ProcessRefusals.StepForAnother.Naming($"它由 {role} 办理。", $"It is for {role}."),
    };

    public static Refusal OfAnotherKind(FlowPart.Step step) =>
        ProcessRefusals.StepOfAnotherKind.Naming($"步骤 {step.Id} 是“{Flows.FlowWords.Of(step.Kind).Zh}”。", $"The step {step.Id} is of the kind {Word(step.Kind)}.");

    public static Refusal Outcome(FlowPart.Step step, IEnumerable<string> outcomes) =>
        ProcessRefusals.NoSuchOutcome.Naming($"步骤 {step.Id} 的结果是 {string.Join("、", outcomes)}。", $"The step {step.Id} ends in {string.Join(", ", outcomes)}.");

    public static Refusal Measure(FlowPart.Step step, Structure.Quantities.Quantity amount) =>
        ProcessRefusals.AmountOfAnotherMeasure.Naming($"步骤 {step.Id} 写的是 {amount}。", $"For {step.Id} it says {amount}.");

    public static Refusal Items(IEnumerable<string> facts) => ProcessRefusals.ItemMissing.Naming($"缺 {string.Join("、", facts)}。", $"Missing: {string.Join(", ", facts)}.");

    public static Refusal Reason(string step) => ProcessRefusals.ReasonMissing.Naming($"步骤 {step} 的这一结果要对申请人说明理由。", $"This outcome of {step} is explained to the requester.");

    public static Refusal Apart(IEnumerable<string> steps) =>
        ProcessRefusals.ApartFrom.Naming($"同一个人办过 {string.Join("、", steps)}；请由同岗位的另一人办理，或者上报。", $"The same person did {string.Join(", ", steps)}; another in the post does it, or it is referred up.");

    public static Refusal Holder(Matter matter) => ProcessRefusals.NotTheHolder.Naming($"现在由 {matter.HeldBy} 负责。", $"It is held by {matter.HeldBy}.");

    public static Refusal Reach(Matter matter) => ProcessRefusals.ReachForTheOffice.Naming($"现在由 {matter.HeldBy} 负责。", $"It is held by {matter.HeldBy}.");

    public static Refusal OwnChannel(Matter matter)
    {
        var (zh, en) = matter.Channel switch
        {
            Channel.Web => ("网上", "the web"),
            Channel.Counter => ("窗口", "the counter"),
            Channel.Telephone => ("电话", "the telephone"),
            Channel.Helper => ("代办人", "a helper"),
            Channel.Exchange => ("邻方的记录", "the record of a neighbour"),
            _ => ("信函", "a letter"),
        };
        return ProcessRefusals.ChannelNotTheirs.Naming($"这个事项是通过{zh}提出的。", $"This matter came by {en}.");
    }

    public static Refusal Duty(string? id) => ProcessRefusals.NoSuchDuty.Naming($"问的是 {Excerpt.Of(id ?? "", 60)}。", $"Asked for was {Excerpt.Of(id ?? "", 60)}.");

    public static Refusal Unit(string id) => ProcessRefusals.NoSuchUnit.Naming($"问的是 {Excerpt.Of(id, 60)}。", $"Asked for was {Excerpt.Of(id, 60)}.");

    public static Refusal Post(PostAt post) => ProcessRefusals.NoSuchPost.Naming($"问的是 {Excerpt.Of(post.ToString(), 80)}。", $"Asked for was {Excerpt.Of(post.ToString(), 80)}.");

    public static Refusal Bearer(Duty duty, UnitId? lead) => lead is { } unit
        ? ProcessRefusals.NotTheBearer.Naming($"这个地方的 {duty.Id} 由 {unit} 承担。", $"Here {duty.Id} is borne by {unit}.")
        : ProcessRefusals.NotTheBearer.Naming($"{duty.Id} 在这个地方没有单位承担。", $"Nobody bears {duty.Id} here.");

    public static Refusal NotProvided(string key, string type) =>
        ProcessRefusals.ActNotProvided.Naming($"{type} 没有写明 {key}；请写在这种事项或者整个结构的 acts 之下。", $"Nothing is said of {key} for {type}; it is written under acts, of the matter type or of the whole structure.");

    public static Refusal TooOften(Refusal why, int most) => why.Naming($"规定最多 {most} 次。", most == 1 ? "The structure allows it once." : $"The structure allows it {most} times.");

    public static Refusal Over(Refusal why, DateTimeOffset end, Circumstances circumstances) => why.Naming($"到 {Moment(end, circumstances)} 为止。", $"It was until {Moment(end, circumstances)}.");

    public static Refusal NotBefore(Refusal why, DateTimeOffset moment, Circumstances circumstances) => why.Naming($"到 {Moment(moment, circumstances)} 为止。", $"It runs until {Moment(moment, circumstances)}.");

    public static Refusal WhistleFor(PostName by) => ProcessRefusals.WhistleForAnotherPost.Naming($"吹哨的岗位是 {by}，并且要管辖这个地方。", $"It is for {by}, of a unit whose ground holds the place.");

    public static Refusal CallList(IEnumerable<string> unknown, IEnumerable<string> known) =>
        ProcessRefusals.NotOnTheCallList.Naming($"没有 {string.Join("、", unknown.Select(static one => Excerpt.Of(one, 40)))}；可以呼叫 {string.Join("、", known)}。", $"Not {string.Join(", ", unknown.Select(static one => Excerpt.Of(one, 40)))}; to be called are {string.Join(", ", known)}.");

    public static Refusal NobodyToCall(IEnumerable<string> absent) =>
        ProcessRefusals.NobodyToCall.Naming($"找不到 {string.Join("、", absent)}。", $"Not found: {string.Join(", ", absent)}.");

    public static Refusal NotCalled(IEnumerable<WhistleCallState> calls) =>
        ProcessRefusals.NotCalled.Naming($"呼叫的是 {string.Join("、", calls.Select(static call => call.Called))}。", $"Called were {string.Join(", ", calls.Select(static call => call.Called))}.");

    public static Refusal CallsStillRun(IEnumerable<WhistleCallState> calls) =>
        ProcessRefusals.CallsStillRun.Naming($"还有 {string.Join("、", calls.Select(static call => call.Called))}。", $"Still: {string.Join(", ", calls.Select(static call => call.Called))}.");

    public static Refusal Judge(PostName judge) => judge is { Post: "requester", At: null }
        ? ProcessRefusals.NotTheJudge.Naming("由申请人评判。", "It is for the requester.")
        : ProcessRefusals.NotTheJudge.Naming($"由 {judge} 评判，被呼叫的部门除外。", $"It is for {judge}, never for a department that was called.");

    public static Refusal PauseReason(string reason, IEnumerable<PauseReason> known) =>
        ProcessRefusals.NoSuchReason.Naming($"没有 {Excerpt.Of(reason, 40)}；可以用 {string.Join("、", known.Select(static one => one.Id))}。", $"Not {Excerpt.Of(reason, 40)}; there are {string.Join(", ", known.Select(static one => one.Id))}.");

    public static Refusal NotAsked(Bearer? asked) => asked is { } whom
        ? ProcessRefusals.NotAsked.Naming($"问的是{Who(whom).Zh}。", $"Asked was {Who(whom).En}.")
        : ProcessRefusals.NotAsked.Naming("这一步没有等谁的答复。", "Nobody's answer is waited for in this step.");

    public static Refusal AlreadyAsked(AskedUnit asked) => ProcessRefusals.AlreadyAsked.Naming($"在等{Who(asked.Bearer).Zh}。", $"An answer of {Who(asked.Bearer).En} is waited for.");

    public static Refusal NotOverridden(string code, string address) => ProcessRefusals.ErrorNotOverridden.Naming($"还有 {code} {address}。", $"There is still {code} {address}.");

    public static Refusal NoEnd(Adoption.ErrorOverride one) => ProcessRefusals.OverrideWithoutEnd.Naming($"{one.Code} {one.Address} 写的是 {Day(one.Until)}。", $"For {one.Code} {one.Address} it says {Day(one.Until)}.");

    public static Refusal Objections(IEnumerable<Adoption.Objection> open) => ProcessRefusals.ObjectionNotAnswered.Naming(
        $"第 {string.Join("、", open.Select(static one => one.Number))} 条（{string.Join("、", open.Select(static one => one.Unit).Distinct())}）未答复，或者将予采纳。",
        $"Number {string.Join(", ", open.Select(static one => one.Number))} of {string.Join(", ", open.Select(static one => one.Unit).Distinct())} is not answered, or is to be followed.");

    public static Text Who(Bearer bearer) => bearer.Unit is { } unit ? new Text($" {unit} ", unit.Text) : new Text("申请人", "the requester");

    private static string Word(StepKind kind) => kind.ToString().ToLowerInvariant();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>In the time of the structure's zone.</summary>
    private static string Moment(DateTimeOffset moment, Circumstances circumstances) => TimeZoneInfo.ConvertTime(moment, circumstances.Times.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
