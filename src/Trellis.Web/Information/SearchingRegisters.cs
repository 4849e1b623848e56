using Trellis.Information;
using Trellis.Information.Importing;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Information.Searching;
using Trellis.Process;
using Trellis.Runtime.Information;
using Trellis.Structure;

namespace Trellis.Web.Information;

/// <summary>An officer looks for rows of a register: whom they find they have looked at, so it is entered first.</summary>
internal static class SearchingRegisters
{
    /// <returns>What was found, under which look, or why nothing is told.</returns>
    public static async Task<(IReadOnlyList<FoundSubject> Found, LookAnswer? Look, Refusal? Why)> FindAsync(
        ImportsDesk imports, LooksDesk looks, GovernanceStructure structure, DateOnly day, Actor.Officer by, string register, string words, LookReason reason, CancellationToken cancellationToken)
    {
        // Whether they may look for anybody is settled before anybody is looked for: so that no "may not" tells that somebody is there.
        if (await looks.LookForNobodyAsync(by, reason, cancellationToken) is { } no) return ([], no, null);
        var (found, why) = imports.Search(register, words);
        if (found is null) return ([], null, why);
        if (found.Count == 0) return ([], null, null);
        var items = structure.Items.All.Where(item => item.RegisterId == register && item.HoldsOn(day) && item.FoundAs is not null).ToLookup(static item => item.FoundAs!);
        string[] asked = [.. found.SelectMany(one => items[ItemKindOf(one.By)]).Select(static item => item.Id).Distinct(StringComparer.Ordinal)];
        RowId[] rows = [.. found.Select(static one => one.Subject)];
        var answer = reason.Kind == LookReason.FilingKind ? await looks.LookForAsync(by, reason, rows, asked, cancellationToken) : await looks.LookAtFoundAsync(by, reason, rows, asked, cancellationToken);
        // Who was found by what the purpose does not open, or does not belong to what is at hand, was not found.
        if (answer is LookAnswer.Refused) return ([], null, null);
        return (answer is LookAnswer.Committed { Look: var look } ? [.. found.Where(one => items[ItemKindOf(one.By)].Any(item => look.Covers(one.Subject, item.Id)))] : [], answer, null);
    }

    /// <summary>So many rows may name one; a list of a whole village is no search.</summary>
    private const int MostRelated = 40;

    /// <summary>The rows that name another by an item: the members of a household, the children of somebody, their organisations. Whoever is named is looked at as well, and is told so.</summary>
    /// <param name="item">With its register: "person.household".</param>
    public static async Task<(IReadOnlyList<FoundSubject> Found, LookAnswer? Look, Refusal? Why)> FindRelatedAsync(
        RegisterQuestions questions, LooksDesk looks, GovernanceStructure structure, DateOnly day, Actor.Officer by, RowId named, string item, LookReason reason, CancellationToken cancellationToken)
    {
        if (!NamingRelations.To(named.Register, structure, day).Any(one => one.Id == item)) return ([], null, ImportRefusals.NoSuchRelation);
        if (!EnteringSubjects.MayBe(named) || questions.Find(named) is null) return ([], null, InformationRefusals.NoSuchSubject);
        RowId[] naming = [.. questions.Related(named, item, new AsOf(day)).Select(static one => one.Subject).Where(row => row != named).Distinct()];
        if (naming.Length > MostRelated) return ([], null, ImportRefusals.TooManyNamed);
        var answer = await looks.LookAtNamingAsync(by, reason, naming, named, item, cancellationToken);
        return (answer is LookAnswer.Committed { Look: var look } ? [.. naming.Where(row => look.Covers(row, item)).Select(row => new FoundSubject(row, item))] : [], answer, null);
    }

    private static string ItemKindOf(string by) => by is "number" or "telephone" or "address" ? by : "name";
}
