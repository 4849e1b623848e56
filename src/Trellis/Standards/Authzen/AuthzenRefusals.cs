using Trellis.Structure;

namespace Trellis.Standards.Authzen;

/// <summary>Every code with which a question from outside is answered no before any power is asked. Codes are never reused.</summary>
public static class AuthzenRefusals
{
    public const string NoSuchAction = "authzen.no-such-action";
    public const string NoSuchSubject = "authzen.no-such-subject";
    public const string OtherResource = "authzen.other-resource";
    public const string AmountUnreadable = "authzen.amount-unreadable";

    public static IReadOnlyList<string> All { get; } = [NoSuchAction, NoSuchSubject, OtherResource, AmountUnreadable];

    internal static Refusal Action(string name) => new(NoSuchAction, new Text($"这一天没有叫 {Excerpt.Of(name, 60)} 的职权。", $"There is no power called {Excerpt.Of(name, 60)} on that day."));

    internal static Refusal Subject(string type, string id) => new(NoSuchSubject, type switch
    {
        "user" => new Text($"{Excerpt.Of(id, 60)} 这一天没有岗位。", $"{Excerpt.Of(id, 60)} sits in no post on that day."),
        "post" => new Text($"{Excerpt.Of(id, 60)} 不是岗位；岗位写作 岗位@单位。", $"{Excerpt.Of(id, 60)} is no post; posts are written post@unit."),
        _ => new Text($"不知道 {Excerpt.Of(type, 60)} 这种主体；可用 user 或 post。", $"Subjects of type {Excerpt.Of(type, 60)} are not known here; use user or post."),
    });

    internal static Refusal Resource(string power, string over) => new(OtherResource, new Text($"{power} 只用于 {over}。", $"{power} is used on {over} only."));

    internal static Refusal Amount(string written) => new(AmountUnreadable, new Text($"金额 {Excerpt.Of(written, 40)} 读不出；请写作 6000 CNY。", $"The amount {Excerpt.Of(written, 40)} cannot be read; write it as 6000 CNY."));
}
