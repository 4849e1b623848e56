using Trellis.Information.Looks;
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
        var (found, why) = imports.Search(register, words);
        if (found is null) return ([], null, why);
        if (found.Count == 0) return ([], null, null);
        var items = structure.Items.All.Where(item => item.RegisterId == register && item.HoldsOn(day) && item.FoundAs is not null).ToLookup(static item => item.FoundAs!);
        string[] asked = [.. found.SelectMany(one => items[ItemKindOf(one.By)]).Select(static item => item.Id).Distinct(StringComparer.Ordinal)];
        var answer = await looks.LookAtAsync(by, reason, [.. found.Select(static one => one.Subject)], asked, cancellationToken);
        // Who was found by what the purpose does not open was not found.
        return (answer is LookAnswer.Committed { Look: var look } ? [.. found.Where(one => items[ItemKindOf(one.By)].Any(item => look.Covers(one.Subject, item.Id)))] : [], answer, null);
    }

    private static string ItemKindOf(string by) => by is "number" or "telephone" or "address" ? by : "name";
}
