using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Pilots.Plans;

/// <summary>Conditions in plain words, with the names that people use for facts.</summary>
internal static class Conditions
{
    /// <param name="formula">The condition as written.</param>
    /// <param name="side">Where its names are looked up.</param>
    /// <param name="matter">The matter type whose roles it may read; null where it is about a power as such.</param>
    public static Text Say(string formula, Side side, MatterType? matter) =>
        Expression.TryParse(formula, out var expression, out _)
            ? new(expression.Describe(Language.Chinese, path => NameOf(path, side, matter).Zh), expression.Describe(Language.English, path => NameOf(path, side, matter).En))
            : new(formula, formula);

    /// <summary>The name of a fact: an item by its register, or by the role that stands before the dot.</summary>
    public static Text NameOf(string path, Side side, MatterType? matter)
    {
        if (side.Structure.Items.On(path, side.Day) is { } item) return item.Name;
        var dot = path.LastIndexOf('.');
        if (dot < 0)
        {
            return matter?.About.FirstOrDefault(role => role.Name == path) is { } alone && side.Structure.Registers.On(alone.Register.Id, side.Day) is { } itself ? itself.Name : new Text(path, path);
        }

        var (before, field) = (path[..dot], path[(dot + 1)..]);
        if (before == "standard" && side.Structure.Standards.On(field, side.Day) is { } standard) return standard.Name;
        if (matter?.About.FirstOrDefault(role => role.Name == before) is { } role && side.Structure.Items.On($"{role.Register.Id}.{field}", side.Day) is { } own) return own.Name;
        Text? only = null;
        foreach (var one in side.Structure.Items.All)
        {
            if (one.Field != field || !one.HoldsOn(side.Day)) continue;
            if (only is { } known && known != one.Name) return new Text(path, path);
            only = one.Name;
        }

        return only ?? new Text(path, path);
    }
}
