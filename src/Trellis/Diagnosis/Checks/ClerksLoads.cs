using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>What forms have one post at one unit type in a year, as they stand and after the cures of the checker.</summary>
/// <param name="Fields">Fields as the forms ask them now. A field of a table counts once for each time the table is filled in: how many rows it has, only the record knows.</param>
/// <param name="Cured">Those that are left when nothing is asked twice, nothing that is held or computed, and no form is filled in for nobody.</param>
/// <param name="Prefilled">Of those that are left, the ones that are there already when the form is opened: which rows it has.</param>
public sealed record ClerkLoad(PostAt Post, int Forms, decimal Fields, int FormsCured, decimal Cured, decimal Prefilled);

/// <summary>
/// Counts the fields of a year for whoever types them. Forms after a matter are left out, because how often they come depends on the work; a form that is asked once counts once.
/// A form goes where the checker finds that it has no basis, no duty, no asker or no use (TR2007, TR2008, TR2009, TR2016), unless somebody answers by name for it; a field goes
/// where it is computed, held or asked by another form (TR2001, TR2002, TR2015).
/// </summary>
public static class ClerksLoads
{
    private static readonly string[] EndingForms = ["TR2007", "TR2008", "TR2009", "TR2016"];

    /// <param name="check">The findings of the structure, without those that somebody answers for.</param>
    /// <returns>By post, the heaviest first.</returns>
    public static IReadOnlyList<ClerkLoad> Of(StructureOnDay view, IEnumerable<Finding> check)
    {
        ArgumentNullException.ThrowIfNull(view);
        var gone = check.Where(static finding => EndingForms.Contains(finding.Code.Code, StringComparer.Ordinal)).Select(static finding => finding.Address).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var typed = new Dictionary<PostAt, List<(Form Form, AskedField Field, decimal Times)>>();
        foreach (var demand in FormDemands.Of(view).Forms)
        {
            if (demand.Form.After is not null) continue;
            var times = 12m / (demand.Months ?? 12);
            foreach (var field in demand.Fields)
            {
                var post = demand.Form.Sections.FirstOrDefault(section => section.Items.Any(item => item == field.Name))?.By.Post ?? demand.Form.FilledBy.Post;
                foreach (var unit in field.Typists)
                {
                    var at = new PostAt(post, new UnitId(unit.Id));
                    if (!typed.TryGetValue(at, out var fields)) typed.Add(at, fields = []);
                    fields.Add((demand.Form, field, times));
                }
            }
        }

        return
        [
            .. typed.Select(one =>
            {
                var left = one.Value.Where(field => !gone.Contains(field.Form.Address) && field.Field.Needless == NeedlessAsk.None).ToList();
                // A form of which only the keys of rows are left asks nothing.
                var asks = left.Where(static field => !field.Field.IdentifiesRow).Select(static field => field.Form).ToHashSet();
                left.RemoveAll(field => !asks.Contains(field.Form));
                return new ClerkLoad(
                    one.Key, one.Value.Select(static field => field.Form).Distinct().Count(), one.Value.Sum(static field => field.Times), asks.Count, left.Sum(static field => field.Times),
                    left.Where(static field => field.Field.IdentifiesRow).Sum(static field => field.Times));
            }).OrderByDescending(static load => load.Fields).ThenBy(static load => load.Post.ToString(), StringComparer.Ordinal),
        ];
    }
}
