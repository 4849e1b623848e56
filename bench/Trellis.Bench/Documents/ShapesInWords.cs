using Trellis.Structure;
using Trellis.Structure.Vocabulary;

namespace Trellis.Bench.Documents;

/// <summary>What a value looks like, in words, with links to where the reference says how it is written.</summary>
internal static class ShapesInWords
{
    public static string Of(Shape shape)
    {
        var words = Say(shape);
        var first = words[0] == '[' ? 1 : 0;
        return words[..first] + char.ToUpperInvariant(words[first]) + words[(first + 1)..];
    }

    /// <summary>The maps in a value, not in the maps themselves.</summary>
    public static IEnumerable<Shape.Map> MapsIn(Shape shape) => shape switch
    {
        Shape.Map map => [map],
        Shape.List list => MapsIn(list.Of),
        Shape.Keyed keyed => MapsIn(keyed.Value),
        Shape.Either either => either.Of.SelectMany(MapsIn),
        _ => [],
    };

    private static string Say(Shape shape) => shape switch
    {
        Shape.Id => "[id](structure.md#ids)",
        Shape.Label => "[id](structure.md#ids) of your own",
        Shape.StepName => "id of a step of the same flow",
        Shape.Reference reference => SayReference(reference),
        Shape.APost post => SayPost(post),
        Shape.AnArticle => "[article](structure.md#articles)",
        Shape.Texts => "[text](structure.md#texts)",
        Shape.Word { Words: [var only] } => $"the word `{only}`",
        Shape.Word word => $"one of {string.Join(", ", word.Words.Select(static one => $"`{one}`"))}",
        Shape.Day => "[day](structure.md#days)",
        Shape.Limit { OrDay: true } => "[time limit](structure.md#time-limits) or [day](structure.md#days)",
        Shape.Limit { OrExpression: true } => "[time limit](structure.md#time-limits) or [expression](expressions.md) that gives one",
        Shape.Limit => "[time limit](structure.md#time-limits)",
        Shape.Amount amount => $"[quantity](structure.md#quantities){(amount.Units.Length == 0 ? "" : $" in {string.Join(" or ", amount.Units.Select(static unit => $"`{unit}`"))}")}{(amount.OrExpression ? " or [expression](expressions.md) that gives one" : "")}",
        Shape.Number number when number.Most == int.MaxValue => $"whole number from {number.Least}",
        Shape.Number number when number.Least == number.Most => $"the number {number.Least}",
        Shape.Number number => $"whole number from {number.Least} to {number.Most}",
        Shape.Verbatim verbatim => $"plain text of at most {verbatim.Most} characters",
        Shape.Hours => "[hours](structure.md#hours)",
        Shape.AFormula { Result: FormulaResult.Rows } => "[expression](expressions.md) that gives records",
        Shape.AFormula { Result: FormulaResult.YesNo } => "[expression](expressions.md) that is yes or no",
        Shape.AFormula => "[expression](expressions.md)",
        Shape.Fact => "[fact](structure.md#facts)",
        Shape.ItemType => "[type](structure.md#types-of-items)",
        Shape.List { OneAlone: true } list => $"{Say(list.Of)}, or list of them",
        Shape.List { Of: Shape.Map } => "list of maps",
        Shape.List list => $"list, each {Say(list.Of)}",
        Shape.Map => "map",
        Shape.Keyed keyed => $"map from {Say(keyed.Key)} to {Say(keyed.Value)}{(keyed.KeysAlone ? ", or list of the former alone" : "")}",
        Shape.Either either => string.Join(", or ", either.Of.Select(Say)),
        Shape.Flow => "[flow](structure.md#flows)",
        Shape.AnyEntry => "whole entry of any kind",
        _ => throw new InvalidOperationException($"{shape.GetType().Name} has no words."),
    };

    private static string SayReference(Shape.Reference reference)
    {
        var kinds = reference.Kinds.Select(static kind => $"[{Words.Of(kind).Word}](#{Words.Of(kind).Word})").ToList();
        if (reference.Prefixed) return string.Join(" or ", reference.Kinds.Select(static kind => $"`{Words.Of(kind).Word}/`id"));
        return reference.MayBePrefixed ? $"id of a {kinds[0]}, with or without its kind" : $"id of a {string.Join(" or ", kinds)}";
    }

    private static string SayPost(Shape.APost post)
    {
        var words = post.Placed ? "[post](structure.md#posts) with its unit or group" : "[post](structure.md#posts)";
        if (post.OrGroup) words += ", or a unit or group";
        if (post.OrRole) words += ", or a role of the matter";
        if (post.OrSystem) words += ", or `system/`id";
        return post.OrWords.Count == 0 ? words : $"{words}, or {string.Join(", ", post.OrWords.Select(static word => $"`{word}`"))}";
    }
}
