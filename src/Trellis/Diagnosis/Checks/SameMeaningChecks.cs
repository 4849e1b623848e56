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
                new($"数据项{other.Zh}与{one.Zh}可能是同一事实，可能性 {Percent(pair.Likeness)}：中文名相似 {Percent(pair.ChineseNames)}，英文名相似 {Percent(pair.EnglishNames)}{(pair.ChineseMeanings is { } zh ? $"，中文定义相似 {Percent(zh)}" : "")}{(pair.EnglishMeanings is { } en ? $"，英文定义相似 {Percent(en)}" : "")}，{(pair.SameType ? $"类型同为{TypeInChinese(context, pair.One.Type)}" : $"类型相近（{TypeInChinese(context, pair.Other.Type)}、{TypeInChinese(context, pair.One.Type)}）")}{(pair.ChineseTakenAsOne.Count > 0 ? $"；视为一词：{string.Join("、", pair.ChineseTakenAsOne.Select(static words => $"{words.Theirs}与{words.Mine}"))}" : "")}。",
                    $"The item {other.En} may be the same fact as {one.En}, by {Percent(pair.Likeness)}: the Chinese names agree by {Percent(pair.ChineseNames)}, the English names by {Percent(pair.EnglishNames)}{(pair.ChineseMeanings is { } zhMeans ? $", the Chinese definitions by {Percent(zhMeans)}" : "")}{(pair.EnglishMeanings is { } enMeans ? $", the English definitions by {Percent(enMeans)}" : "")}; {(pair.SameType ? $"both {pair.One.Type}" : $"types near each other ({pair.Other.Type}, {pair.One.Type})")}{(pair.EnglishTakenAsOne.Count > 0 ? $"; taken as one: {string.Join(", ", pair.EnglishTakenAsOne.Select(static words => $"{words.Theirs} and {words.Mine}"))}" : "")}."),
                new("是同一事实的，留一个，另一个写 same-as；不是的，写 differs-from 并说明差别。", "If they are one fact, keep one and let the other say same-as; if not, say under differs-from how they differ."),
                related: [new(pair.One.At, new("另一个在这里。", "The other stands here."))]);
        }
    }

    /// <summary>A built-in type by its name, a code list or a register by its own.</summary>
    private static string TypeInChinese(CheckContext context, string type)
    {
        if (type.StartsWith("list of ", StringComparison.Ordinal)) return $"{TypeInChinese(context, type["list of ".Length..])}的列表";
        return type switch
        {
            "text" => "文字",
            "number" => "数字",
            "yes-no" => "是否",
            "day" => "日期",
            "time" => "时刻",
            "money" => "金额",
            "area" => "面积",
            "length" => "长度",
            "weight" => "重量",
            "sound" => "声级",
            "share" => "比例",
            "points" => "百分点",
            "pieces" => "件数",
            "people" => "人数",
            "cases" => "起数",
            "duration" => "时长",
            "place" => "地点",
            "document" => "材料",
            _ when context.Structure.Codes.On(type, context.Date) is { } codes => $"「{codes.Name.Zh}」",
            _ when context.Structure.Registers.On(type, context.Date) is { } register => $"「{register.Name.Zh}」",
            _ => $" {type}",
        };
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %");
}
