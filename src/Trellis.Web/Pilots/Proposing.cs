using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Vocabulary;
using Trellis.Web.Shared;
using Trellis.Web.Structure;

namespace Trellis.Web.Pilots;

/// <summary>Somebody wants a rule to be otherwise: it opens a matter to whoever answers for the rules.</summary>
internal static class Proposing
{
    /// <summary>The item in which the matter has the proposer's words.</summary>
    public const string Words = "matter.proposal";

    /// <summary>The item in which it has the text of an overlay, where they wrote one.</summary>
    public const string Written = "matter.proposed-text";

    /// <summary>The register in whose role the rule stands, by its address.</summary>
    private const string Rules = "rule";

    /// <summary>The matter type that serves it; null where the structure has none.</summary>
    public static MatterType? TypeOf(GovernanceStructure structure, DateOnly day) => structure.Matters.All.FirstOrDefault(type => type.OpenedBy == MatterType.Proposal && type.HoldsOn(day) && type.About.Any(static role => role.Register.Id == Rules));

    public static bool Asks(MatterType type, string item) => type.Asks.Any(asked => asked.Id == item);

    /// <summary>Kind and id, as the files cite an entry.</summary>
    public static string AddressOf(Entry entry) => $"{Trellis.Structure.Vocabulary.Words.Of(entry.Kind).Word}/{entry.Id}";

    public static FileMatter Filing(MatterType type, ActorId by, Entry rule, string words, string written)
    {
        var given = new List<GivenItem>();
        if (Asks(type, Words)) given.Add(new GivenItem(Words, Value.Of(words)));
        if (written.Length > 0 && Asks(type, Written)) given.Add(new GivenItem(Written, Value.Of(written)));
        return MattersDesk.Filing(
            type.Id, null, type.About.Select(role => new BoundRole(role.Name, role.Register.Id == Rules ? new RowId(Rules, AddressOf(rule)) : new RowId(role.Register.Id, by.Text))), by, Channel.Web,
            given, Asks(type, Words) ? null : new PersonalText(words));
    }

    /// <summary>The address of the rule that a matter is about; null where it is about none.</summary>
    public static string? RuleOf(Matter matter) => matter.Roles.Find(static role => role.Row.Register == Rules) is { } role ? role.Row.Key : null;

    /// <summary>A rule by its address, as a name that leads to its page.</summary>
    public static EntryLink Link(SitePage page, string address)
    {
        if (address.Split('/') is not [var word, var id] || EntryKinds.All.FirstOrDefault(kind => Trellis.Structure.Vocabulary.Words.Of(kind.Kind).Word == word) is not { } kind) return new EntryLink(address, "");
        return kind.Of(page.InForce.Structure).LastOrDefault(one => one.Id == id) is { } entry ? new EntryLink(page.TitleOf(entry), $"/structure/{kind.Word}/{id}", page.Say(kind.Name)) : new EntryLink(page.Say("已经没有的规则", "a rule that is gone"), "");
    }

    /// <summary>How a proposal ended: the word of its decision, as its power calls it; null while it is open.</summary>
    public static string? OutcomeOf(Matter matter, MatterType type)
    {
        var decisions = type.Steps.Where(static step => step.Kind == StepKind.Decide).Select(static step => step.Id).ToHashSet(StringComparer.Ordinal);
        return matter.Done.LastOrDefault(done => !done.IsSkipped && decisions.Contains(done.Step))?.Outcome;
    }

    public static string NameOf(SitePage page, MatterType type, string outcome) =>
        page.Say(OutcomeNames.Of(page.InForce.Structure, page.Site.Today, type.Steps.FirstOrDefault(static step => step.Kind == StepKind.Decide)?.Power?.Id, outcome));
}
