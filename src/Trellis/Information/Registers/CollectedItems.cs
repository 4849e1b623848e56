using Trellis.Structure;

namespace Trellis.Information.Registers;

/// <summary>
/// Who collects which items on a day, read off the structure: units whose duty needs them, units that lead the duty of a matter type that asks for them or whose steps give them, and posts that fill
/// a form which does. Made once for a version and day, since going through all matter types takes milliseconds.
/// </summary>
public sealed class CollectedItems
{
    private readonly HashSet<(string Item, int Unit)> _byUnit = [];
    private readonly HashSet<(string Item, int Unit, string Post)> _byPost = [];

    private CollectedItems()
    {
    }

    public static CollectedItems Of(StructureOnDay today)
    {
        var (all, structure, day) = (new CollectedItems(), today.Structure, today.Day);
        foreach (var duty in structure.Duties.All)
        {
            if (!duty.HoldsOn(day) || duty.NeededItems.Count == 0) continue;
            foreach (var unit in duty.Leads.Concat(duty.Supports.Select(static one => one.Who)).SelectMany(who => today.Expand(who.Id, duty)))
                foreach (var item in duty.NeededItems) all.Add(item.Id, unit);
        }

        foreach (var matter in structure.Matters.All)
        {
            if (!matter.HoldsOn(day) || structure.Duties.On(matter.Duty.Id, day) is not { } duty) continue;
            var names = FormulaNames.Of(structure, matter);
            string[] items = [.. matter.Asks.Concat(matter.Steps.SelectMany(static step => step.Gives)).Select(fact => names.ItemOf(fact.Id ?? "", day)?.Id).OfType<string>().Distinct(StringComparer.Ordinal)];
            foreach (var unit in duty.Leads.SelectMany(who => today.Expand(who.Id, duty)))
                foreach (var item in items) all.Add(item, unit);
        }

        foreach (var form in structure.Forms.All)
        {
            if (!form.HoldsOn(day)) continue;
            foreach (var (by, items) in form.Sections.Select(static section => (section.By, section.Items)).Append((form.FilledBy, [.. form.AllItems])))
                foreach (var unit in today.UnitsWithPost(by.Post))
                    if (by.At is null || today.IsIn(unit, by.At))
                        foreach (var item in items) all.Add(item.Id, unit, by.Post);
        }

        return all;
    }

    /// <summary>Whether a post of a unit collects an item; or one of a register, where its id is asked for.</summary>
    public bool Has(string itemOrRegister, UnitOnDay unit, string post) => _byUnit.Contains((itemOrRegister, unit.Index)) || _byPost.Contains((itemOrRegister, unit.Index, post));

    private void Add(string? item, UnitOnDay unit, string? post = null)
    {
        if (item is null) return;
        foreach (var one in (string[])[item, item[..Math.Max(0, item.IndexOf('.', StringComparison.Ordinal))]])
        {
            if (post is null) _byUnit.Add((one, unit.Index));
            else _byPost.Add((one, unit.Index, post));
        }
    }
}
