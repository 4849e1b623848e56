using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Structure;

/// <summary>Who or what a matter is about: a role, and the register it is found in.</summary>
public sealed record Role(string Name, Ref Register, Mark At);

/// <summary>What a resident is told beforehand.</summary>
/// <param name="IsReport">Whether it tells of something that is wrong, rather than asks for something.</param>
public sealed record Guide(IReadOnlyList<string> For, Quantity? Fee, Term? Promise, Term? FirstAnswer, string? LifeEvent, bool IsReport, IReadOnlyList<Citation> Basis, Mark At)
{
    /// <summary>The word that says so.</summary>
    public const string AReport = "yes";
}

/// <summary>A reason to pause; with a basis it stops the promise, without one it does not.</summary>
public sealed record PauseReason(string Id, Text Name, IReadOnlyList<Citation> StopsPromise, Mark At);

/// <summary>How often an act outside the plan may happen, and within what time; null where nothing is said.</summary>
public sealed record ActLimit(int? AtMost, TimeLimit? Within, Mark At);

public sealed record PauseLimit(int? AtMost, TimeLimit? Total, IReadOnlyList<PauseReason> Reasons, Mark At);

public sealed record WhistleCall(PostName Post, TimeLimit? Within);

public sealed record Whistle(PostName By, IReadOnlyList<WhistleCall> Calls, Text Until, PostName JudgedBy, Mark At);

/// <summary>Acts outside the plan. A null act is not provided for.</summary>
public sealed class ActRules(Node node)
{
    public Mark At { get; } = node.Mark;

    public ActLimit? Return { get; } = ReadLimit(node["return"u8]);

    public ActLimit? HandOver { get; } = ReadLimit(node["hand-over"u8]);

    public ActLimit? ReferUp { get; } = ReadLimit(node["refer-up"u8]);

    public PauseLimit? Pause { get; } = ReadPause(node["pause"u8]);

    public Whistle? Whistle { get; } = ReadWhistle(node["whistle"u8]);

    public ActLimit? Reopen { get; } = ReadLimit(node["reopen"u8]);

    private static ActLimit? ReadLimit(Node node) => node.IsMap ? new ActLimit(node["at-most"u8].Whole(), node["within"u8].Limit(), node.Mark) : null;

    private static PauseLimit? ReadPause(Node node)
    {
        if (!node.IsMap) return null;
        var reasons = new List<PauseReason>();
        foreach (var one in node["reasons"u8].Elements)
        {
            reasons.Add(new PauseReason(one["reason"u8].TextOrEmpty(), one["name"u8].TextsOrId(""), one["stops-promise"u8].Citations(), one.Mark));
        }

        return new PauseLimit(node["at-most"u8].Whole(), node["total"u8].Limit(), reasons, node.Mark);
    }

    private static Whistle? ReadWhistle(Node node)
    {
        if (!node.IsMap) return null;
        var calls = new List<WhistleCall>();
        foreach (var (post, within) in node["calls"u8].Pairs)
            if (post.Post() is { } called) calls.Add(new WhistleCall(called, within.Limit()));
        return new Whistle(node["by"u8].Post() ?? default, calls, node["until"u8].TextsOrId(""), node["judged-by"u8].Post() ?? default, node.Mark);
    }
}

/// <summary>What follows when a time limit runs out: at a share of it, or some time after its end.</summary>
/// <param name="At">80 % for four fifths of the limit; null where the rule counts from its end.</param>
/// <param name="After">Counted from the end of the limit; null where the rule is at a share of it.</param>
/// <param name="Remind">A post, or "performer": the one that is waited for.</param>
/// <param name="Tell">A post, or "requester".</param>
/// <param name="RefersUp">Whether the step goes to the next wider holder.</param>
public sealed record OverdueRule(Quantity? At, TimeLimit? After, PostName? Remind, PostName? Tell, bool RefersUp, Mark Mark)
{
    /// <summary>Of the limit; its end where nothing is said.</summary>
    public decimal Share { get; } = At is { } share ? share.Value / 100 : 1;

    internal static IReadOnlyList<OverdueRule>? ReadAll(Node list)
    {
        if (!list.IsList) return null;
        var rules = new List<OverdueRule>();
        foreach (var one in list.Elements)
            rules.Add(new OverdueRule(one["at"u8].Amount(), one["after"u8].Limit(), one["remind"u8].Post(), one["tell"u8].Post(), one["refer-up"u8].Is("next"u8), one.Mark));
        return rules;
    }
}

/// <summary>The cross-department definition of one concern.</summary>
public sealed class MatterType(string id, Mark at, Node node) : Entry(Kind.Matter, id, at, node)
{
    public Ref Duty { get; } = node["duty"u8].Ref() ?? default;

    public Ref? Purpose { get; } = node["purpose"u8].Ref();

    /// <summary>Which rights over what is held of people it serves: correction, objection, withdrawal, erasure, copy, question.</summary>
    public IReadOnlyList<string> Rights { get; } = [.. node["right"u8].Values().Select(static value => value.Text)];

    public IReadOnlyList<Role> About { get; } = ReadRoles(node["about"u8]);

    /// <summary>The fact that is the matter's place; null for "none".</summary>
    public Ref? Place { get; } = node["place"u8].Is("none"u8) ? null : node["place"u8].Ref();

    public Guide Guide { get; } = ReadGuide(node["guide"u8]);

    /// <summary>What else people call it, in any language.</summary>
    public IReadOnlyList<string> AlsoCalled { get; } = [.. node["also-called"u8].Values().Select(static value => value.Text)];

    public IReadOnlyList<Ref> Asks { get; } = node["asks"u8].Refs();

    /// <summary>Who bears the effect besides the asker.</summary>
    public IReadOnlyList<string> Affects { get; } = [.. node["affects"u8].Values().Select(static value => value.Text)];

    public FlowPart.Sequence Flow { get; } = ReadingFlows.Read(node["flow"u8]);

    /// <summary>Its own acts; null where those of the structure hold.</summary>
    public ActRules? Acts { get; } = node["acts"u8].IsMap ? new ActRules(node["acts"u8]) : null;

    /// <summary>Its own rules for limits that run out; null where those of the structure hold.</summary>
    public IReadOnlyList<OverdueRule>? Overdue { get; } = OverdueRule.ReadAll(node["overdue"u8]);

    /// <summary>The word of <see cref="OpenedBy"/> for a field of a form that somebody says is asked twice.</summary>
    public const string AskedTwice = "asked-twice";

    /// <summary>The word of <see cref="OpenedBy"/> for a rule that somebody wants to be otherwise.</summary>
    public const string Proposal = "proposal";

    /// <summary>What opens it besides a filing; null for nothing.</summary>
    public string? OpenedBy { get; } = node["opened-by"u8].TextOrNull();

    /// <summary>When a person may be entitled to what comes of it, so that they can be told of it first; null where nobody is told.</summary>
    public Formula? Entitled { get; } = node["entitled"u8].Formula();

    /// <summary>A matter type with parts is a bundle: one thing done at once.</summary>
    public bool IsBundle => Flow.All.Any(static part => part is FlowPart.Part);

    public FixedList<FlowPart.Step> Steps => field ??= [.. Flow.All.OfType<FlowPart.Step>()];

    private static List<Role> ReadRoles(Node node)
    {
        var roles = new List<Role>();
        foreach (var (name, register) in node.Pairs)
            if (register.Ref() is { } found) roles.Add(new Role(name.Text, found, name.Mark));
        return roles;
    }

    private static Guide ReadGuide(Node node) => new(
        [.. node["for"u8].Values().Select(static value => value.Text)],
        node["fee"u8].Amount(),
        node["promise"u8].Term(),
        node["first-answer"u8].Term(),
        node["life-event"u8].TextOrNull(),
        node["report"u8].Is("yes"u8),
        node["basis"u8].Citations(),
        node.Mark);
}
