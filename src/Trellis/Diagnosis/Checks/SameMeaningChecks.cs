using System.Globalization;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR2003: items that may mean the same, told at the one written later, with what is alike about them.</summary>
internal static class SameMeaningChecks
{
    public static void Check(CheckContext context)
    {
        // An overlay that adds no item changes nothing here.
        if (context.Structure.Applied.Count > 0 && !context.Structure.Applied.Any(static overlay => overlay.Adds.Any(static entry => entry is Item))) return;
        foreach (var pair in SameMeaning.Pairs([.. context.Holding(context.Structure.Items)], context.Settings.SameMeaningAt))
        {
            var (one, other) = (Saying.Of(pair.One), Saying.Of(pair.Other));
            context.Add(FindingCodes.MayMeanTheSame, pair.Other.At, pair.Other,
                new($"数据项{other.Zh}与{one.Zh}可能是同一事实，可能性 {Percent(pair.Likeness)}：对方说到了中文名的 {Percent(pair.ChineseNames)}、英文名的 {Percent(pair.EnglishNames)}{(pair.ChineseMeanings is { } zh ? $"、中文定义的 {Percent(zh)}" : "")}{(pair.EnglishMeanings is { } en ? $"、英文定义的 {Percent(en)}" : "")}，{(pair.SameType ? $"类型同为 {pair.One.Type}" : $"类型相近（{pair.Other.Type}、{pair.One.Type}）")}{(pair.ChineseTakenAsOne.Count > 0 ? $"；视为一词：{string.Join("、", pair.ChineseTakenAsOne.Select(static words => $"{words.Theirs}与{words.Mine}"))}" : "")}。",
                    $"The item {other.En} may be the same fact as {one.En}, by {Percent(pair.Likeness)}: each says of the other's Chinese name {Percent(pair.ChineseNames)}, English name {Percent(pair.EnglishNames)}{(pair.ChineseMeanings is { } zhMeans ? $", Chinese definition {Percent(zhMeans)}" : "")}{(pair.EnglishMeanings is { } enMeans ? $", English definition {Percent(enMeans)}" : "")}; {(pair.SameType ? $"both {pair.One.Type}" : $"types near each other ({pair.Other.Type}, {pair.One.Type})")}{(pair.EnglishTakenAsOne.Count > 0 ? $"; taken as one: {string.Join(", ", pair.EnglishTakenAsOne.Select(static words => $"{words.Theirs} and {words.Mine}"))}" : "")}."),
                new("是同一事实的，留一个，另一个写 same-as；不是的，写 differs-from 并说明差别。", "If they are one fact, keep one and let the other say same-as; if not, say under differs-from how they differ."),
                related: [new(pair.One.At, new("另一个在这里。", "The other stands here."))]);
        }
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %");
}
