using System.Runtime.InteropServices;

namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// How probable it is that two tellings are of one fact: what speaks for it and against it, each as a number, weighed together.
/// </summary>
internal static class Likeness
{
    private const double MostCommon = 6;
    private const double EnoughToBeOne = 1.5;

    /// <summary>What is looked at, in the order of <see cref="Of"/>.</summary>
    public static readonly string[] Aspects =
    [
        "names zh", "names zh, lesser", "names en", "names en, lesser",
        "meanings zh", "meanings zh, lesser", "meanings en", "meanings en, lesser",
        "name in other's whole zh", "name in other's whole zh, lesser", "name in other's whole en", "name in other's whole en, lesser",
        "better language", "all of all",
        "unsaid of names zh", "unsaid of names en",
        "frame zh", "frame en", "frame of meanings zh", "frame of meanings en", "one longer zh", "one longer en", "names framed in both", "meanings framed in both", "opposite signs apart", "frame zh, not told either", "frame en, not told either",
        "names apart zh", "names apart en", "whole apart zh", "whole apart en", "name apart from meaning zh", "name apart from meaning en", "agree zh", "agree en", "names agree zh", "names agree en",
        "numbers apart", "numbers agree", "type", "same end", "about zh", "about en", "about zh, share", "about en, share", "one definition zh", "one definition en", "nearly one name zh", "nearly one name en", "nearly one name in both", "no definition", "no definition, names zh", "no definition, names en", "wished and real apart zh", "wished and real apart en", "one field zh", "one field en", "two registers", "a figure and a case",
    ];

    /// <summary>Which aspects may only speak against a pair: that two names differ never tells that they are one.</summary>
    public static readonly bool[] Against = [.. Aspects.Select(static aspect => ((string[])["apart", "frame", "longer", "unsaid"]).Any(word => aspect.Contains(word, StringComparison.Ordinal)))];

    /// <summary>What is set by judgement and not fitted, because no bank of pairs shows it; 0 for what is fitted.</summary>
    public static readonly double[] Judged = [.. Aspects.Select(static aspect => aspect switch { "two registers" => -4.5, "a figure and a case" => -2.5, _ => 0 })];

    public static double[] Of(Telling one, Telling other)
    {
        var both = one.HasMeaning && other.HasMeaning;
        var (nameZh, nameZhLess) = Both(one.ChineseName, other.ChineseName, one.ChineseName, other.ChineseName);
        var (nameEn, nameEnLess) = Both(one.EnglishName, other.EnglishName, one.EnglishName, other.EnglishName);
        var (meansZh, meansZhLess) = Both(one.ChineseMeaning, other.ChineseMeaning, one.Chinese, other.Chinese);
        var (meansEn, meansEnLess) = Both(one.EnglishMeaning, other.EnglishMeaning, one.English, other.English);
        var (crossZh, crossZhLess) = Both(one.ChineseName, other.ChineseName, one.Chinese, other.Chinese);
        var (crossEn, crossEnLess) = Both(one.EnglishName, other.EnglishName, one.English, other.English);
        var chineseFrame = Frame(one.ChineseName, other.ChineseName, one.ChineseName, other.ChineseName);
        var chineseFrameAll = Frame(one.ChineseName, other.ChineseName, one.Chinese, other.Chinese);
        var englishFrameAll = Frame(one.EnglishName, other.EnglishName, one.English, other.English);
        var englishFrame = Frame(one.EnglishName, other.EnglishName, one.EnglishName, other.EnglishName);
        var (apartZh, agreeNamesZh) = Stances(one.ChineseName, other.ChineseName);
        var (apartEn, agreeNamesEn) = Stances(one.EnglishName, other.EnglishName);
        var (wholeApartZh, agreeZh) = Stances(one.Chinese, other.Chinese);
        var (wholeApartEn, agreeEn) = Stances(one.English, other.English);
        var numbers = one.Chinese.Numbers.Count > 0 && other.Chinese.Numbers.Count > 0 ? one.Chinese.Numbers.Overlaps(other.Chinese.Numbers) ? 1 : -1 : 0;
        var chineseMeaningFrame = both ? Frame(one.ChineseMeaning, other.ChineseMeaning, one.ChineseMeaning, other.ChineseMeaning) : default;
        var englishMeaningFrame = both ? Frame(one.EnglishMeaning, other.EnglishMeaning, one.EnglishMeaning, other.EnglishMeaning) : default;
        var nearlyZh = NearlyOne(one.ChineseName, other.ChineseName);
        var nearlyEn = NearlyOne(one.EnglishName, other.EnglishName);
        var aboutZh = About(one.Chinese, other.Chinese);
        var aboutEn = About(one.English, other.English);
        return
        [
            nameZh, nameZhLess, nameEn, nameEnLess,
            meansZh, meansZhLess, meansEn, meansEnLess,
            crossZh, crossZhLess, crossEn, crossEnLess,
            Math.Max(crossZh + meansZh, crossEn + meansEn) / 2, (crossZh + meansZh) * (crossEn + meansEn) / 4,
            Capped(one.ChineseName.Unsaid(other.Chinese), other.ChineseName.Unsaid(one.Chinese)), Capped(one.EnglishName.Unsaid(other.English), other.EnglishName.Unsaid(one.English)),
            chineseFrame.Exchanged, englishFrame.Exchanged, chineseMeaningFrame.Exchanged, englishMeaningFrame.Exchanged,
            chineseFrameAll.Longer, englishFrameAll.Longer,
            Math.Min(chineseFrame.Exchanged + chineseFrameAll.Longer, englishFrame.Exchanged + englishFrameAll.Longer),
            Math.Min(chineseMeaningFrame.Exchanged + chineseMeaningFrame.Longer, englishMeaningFrame.Exchanged + englishMeaningFrame.Longer),
            Opposites.Are(one.ChineseName.Written, other.ChineseName.Written) ? 1 : both && Opposites.Are(one.ChineseMeaning.Written, other.ChineseMeaning.Written) ? 1 : 0,
             chineseFrameAll.Exchanged, englishFrameAll.Exchanged,
            Math.Min(2, apartZh), Math.Min(2, apartEn), Math.Min(3, wholeApartZh), Math.Min(3, wholeApartEn),
            Math.Min(2, Apart(one.ChineseName, other.Chinese) + Apart(other.ChineseName, one.Chinese)), Math.Min(2, Apart(one.EnglishName, other.English) + Apart(other.EnglishName, one.English)),
            Math.Min(4, agreeZh), Math.Min(4, agreeEn), Math.Min(2, agreeNamesZh), Math.Min(2, agreeNamesEn),
            numbers < 0 ? 1 : 0, numbers > 0 ? 1 : 0, one.Type == other.Type ? 1 : 0, SameEnd(one.ChineseName, other.ChineseName), aboutZh.Common, aboutEn.Common, aboutZh.Share, aboutEn.Share, both && IsOne(one.ChineseMeaning, other.ChineseMeaning) ? 1 : 0, both && IsOne(one.EnglishMeaning, other.EnglishMeaning) ? 1 : 0, nearlyZh, nearlyEn, Math.Min(nearlyZh, nearlyEn), both ? 0 : 1, both ? 0 : crossZh, both ? 0 : crossEn,
            Wishes.Apart(one.ChineseName, one.Chinese, other.ChineseName, other.Chinese) ? 1 : 0, Wishes.Apart(one.EnglishName, one.English, other.EnglishName, other.English) ? 1 : 0,
            Fields(one.Chinese, other.Chinese), Fields(one.English, other.English), Registers(one.Register, other.Register) ? 1 : 0, one.Register == "unit" != (other.Register == "unit") ? 1 : 0,
        ];
    }

    /// <summary>Facts of two kinds of thing. A matter and an actor may be asked for any of them.</summary>
    private static bool Registers(string? one, string? other) => one != other && one is not (null or "matter" or "unit" or "actor") && other is not (null or "matter" or "unit" or "actor");

    /// <summary>How much the two say alike of what they are about, however much else they say, and as a share: two words in common tell more than one.</summary>
    private static (double Common, double Share) About(Wording one, Wording other)
    {
        var (here, hereSaid) = one.AboutSaidBy(other);
        var (there, thereSaid) = other.AboutSaidBy(one);
        return (Math.Min(MostCommon, (hereSaid + thereSaid) / 2), ((here == 0 ? 0 : hereSaid / here) + (there == 0 ? 0 : thereSaid / there)) / 2);
    }

    /// <summary>How far the fields of life that the two speak of are the same.</summary>
    private static double Fields(Wording one, Wording other)
    {
        if (one.Near.Count == 0 || other.Near.Count == 0) return 0;
        var common = one.Near.Count(other.Near.Contains);
        return 2.0 * common / (one.Near.Count + other.Near.Count);
    }

    /// <summary>0 until three quarters of two names are the same signs or words, in any order, then up to 1.</summary>
    private static double NearlyOne(Wording one, Wording other)
    {
        var (mine, theirs) = one.Signs.Count > 0 ? (one.Signs.Count, other.Signs.Count) : (one.Words.Count, other.Words.Count);
        var common = one.Signs.Count > 0 ? one.Signs.Count(other.Signs.Contains) : one.Words.Count(other.Words.Contains);
        return mine + theirs == 0 ? 0 : Math.Max(0, (2.0 * common / (mine + theirs) - 0.75) * 4);
    }

    private static bool IsOne(Wording one, Wording other) => one.AboutSaidBy(other).Said >= EnoughToBeOne && Math.Min(one.SaidBy(other), other.SaidBy(one)) > 0.95;

    private static double Capped(double one, double other) => Math.Min(4, one + other);

    private static (double Mean, double Less) Both(Wording one, Wording other, Wording wholeOne, Wording wholeOther)
    {
        var (here, there) = (one.SaidBy(wholeOther), other.SaidBy(wholeOne));
        return ((here + there) / 2, Math.Min(here, there));
    }

    /// <summary>How many lines of words that tell apart hold one of each and none of both; and how many agree.</summary>
    private static (int Apart, int Agree) Stances(Wording one, Wording other)
    {
        int apart = 0, agree = 0;
        for (var line = 0; line < one.Stances.Length; line++)
        {
            var (here, there) = (one.Stances[line], other.Stances[line]);
            if (here == 0 || there == 0) continue;
            if ((here & there) == 0) apart++;
            else agree++;
        }

        return (apart, agree);
    }

    private static int Apart(Wording name, Wording whole) => Stances(name, whole).Apart;

    /// <summary>
    /// How much of two wordings stands alike at their beginnings and ends, by how much of what is left between is not said by the other:
    /// 早稻面积 and 晚稻面积 are one frame with another word in it. Beside it the same where only one of them has something of its own.
    /// </summary>
    private static (double Exchanged, double Longer) Frame(Wording one, Wording other, Wording wholeOne, Wording wholeOther)
    {
        var mine = CollectionsMarshal.AsSpan(one.Tokens);
        var theirs = CollectionsMarshal.AsSpan(other.Tokens);
        var least = Math.Min(mine.Length, theirs.Length);
        int before = 0, behind = 0;
        while (before < least && mine[before].Written == theirs[before].Written) before++;
        while (behind < least - before && mine[^(behind + 1)].Written == theirs[^(behind + 1)].Written) behind++;
        if (before + behind == 0) return (0, 0);
        double alike = 0, all = 0;
        for (var at = 0; at < mine.Length; at++)
        {
            all += mine[at].Weight;
            if (at < before || at >= mine.Length - behind) alike += mine[at].Weight;
        }

        foreach (var token in theirs) all += token.Weight;
        var (here, hereUnsaid) = Left(mine[before..^behind], wholeOther);
        var (there, thereUnsaid) = Left(theirs[before..^behind], wholeOne);
        if (here + there == 0 || all == 0) return (0, 0);
        var framed = Math.Min(1, 2 * alike / all);
        framed *= framed;
        if (here == 0 || there == 0) return (0, IsKindOnly(mine[before..^behind]) && IsKindOnly(theirs[before..^behind]) ? 0 : framed * Math.Max(hereUnsaid, thereUnsaid));
        return (framed * (hereUnsaid + thereUnsaid) / 2, 0);
    }

    private static bool IsKindOnly(ReadOnlySpan<Token> tokens)
    {
        foreach (var token in tokens)
            if (token.Meaning is not { IsKindOfValue: true }) return false;
        return true;
    }

    /// <summary>The weight of what is left, and the share of it that is not said.</summary>
    private static (double Weight, double Unsaid) Left(ReadOnlySpan<Token> tokens, Wording whole)
    {
        double all = 0, unsaid = 0;
        foreach (var token in tokens)
        {
            all += token.Weight;
            unsaid += token.Weight * (1 - whole.Says(token));
        }

        return (all, all == 0 ? 0 : unsaid / all);
    }

    /// <summary>Whether the last words, which say what kind of fact it is, are one: 1, unlike: -1, not known: 0.</summary>
    private static double SameEnd(Wording one, Wording other)
    {
        if (one.Tokens.Count == 0 || other.Tokens.Count == 0) return 0;
        var (mine, theirs) = (one.Tokens[^1], other.Tokens[^1]);
        if (mine.Written == theirs.Written) return 1;
        if (mine.Meaning is not { Same.Length: > 0 } here || theirs.Meaning is not { Same.Length: > 0 } there) return 0;
        return here.Same.Intersect(there.Same).Any() ? 1 : -1;
    }

    public static double Weigh(double[] aspects) => Weigh(aspects, Weights.Fitted);

    public static double Weigh(double[] aspects, double[] weights)
    {
        var sum = weights[^1];
        for (var at = 0; at < aspects.Length; at++) sum += weights[at] * aspects[at];
        return 1 / (1 + Math.Exp(-sum));
    }
}
