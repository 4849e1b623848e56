using System.Runtime.InteropServices;

namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// How probable it is that two tellings are of one fact: what speaks for it and against it, each as a number, weighed together.
/// </summary>
internal static class Likeness
{
    private const double MostCommon = 6;
    private const double EnoughToBeOne = 1.5;

    /// <summary>How many aspects there are.</summary>
    public const int Count = (int)Aspect.FigureAndCase + 1;

    /// <summary>What may only speak against a pair: that two names differ never tells that they are one.</summary>
    public static readonly Aspect[] Against =
    [
        Aspect.ChineseNameUnsaid,
        Aspect.EnglishNameUnsaid,
        Aspect.ChineseExchanged,
        Aspect.EnglishExchanged,
        Aspect.ChineseMeaningExchanged,
        Aspect.EnglishMeaningExchanged,
        Aspect.ChineseLonger,
        Aspect.EnglishLonger,
        Aspect.NamesFramed,
        Aspect.MeaningsFramed,
        Aspect.Opposite,
        Aspect.ChineseExchangedNotTold,
        Aspect.EnglishExchangedNotTold,
        Aspect.ChineseNamesApart,
        Aspect.EnglishNamesApart,
        Aspect.ChineseApart,
        Aspect.EnglishApart,
        Aspect.ChineseNameApartFromOther,
        Aspect.EnglishNameApartFromOther,
        Aspect.NumbersApart,
        Aspect.ChineseWishApart,
        Aspect.EnglishWishApart,
    ];

    /// <summary>What is set by judgement and not fitted, because no bank of pairs shows it.</summary>
    public static readonly (Aspect Aspect, double Weight)[] Judged = [(Aspect.TwoRegisters, -4.5), (Aspect.FigureAndCase, -2.5)];

    /// <summary>Each aspect as a number, in the order of <see cref="Aspect"/>.</summary>
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
        var values = new double[Count];
        values[(int)Aspect.ChineseNames] = nameZh;
        values[(int)Aspect.ChineseNamesLess] = nameZhLess;
        values[(int)Aspect.EnglishNames] = nameEn;
        values[(int)Aspect.EnglishNamesLess] = nameEnLess;
        values[(int)Aspect.ChineseMeanings] = meansZh;
        values[(int)Aspect.ChineseMeaningsLess] = meansZhLess;
        values[(int)Aspect.EnglishMeanings] = meansEn;
        values[(int)Aspect.EnglishMeaningsLess] = meansEnLess;
        values[(int)Aspect.ChineseNameInOther] = crossZh;
        values[(int)Aspect.ChineseNameInOtherLess] = crossZhLess;
        values[(int)Aspect.EnglishNameInOther] = crossEn;
        values[(int)Aspect.EnglishNameInOtherLess] = crossEnLess;
        values[(int)Aspect.BetterLanguage] = Math.Max(crossZh + meansZh, crossEn + meansEn) / 2;
        values[(int)Aspect.BothLanguages] = (crossZh + meansZh) * (crossEn + meansEn) / 4;
        values[(int)Aspect.ChineseNameUnsaid] = Capped(one.ChineseName.Unsaid(other.Chinese), other.ChineseName.Unsaid(one.Chinese));
        values[(int)Aspect.EnglishNameUnsaid] = Capped(one.EnglishName.Unsaid(other.English), other.EnglishName.Unsaid(one.English));
        values[(int)Aspect.ChineseExchanged] = chineseFrame.Exchanged;
        values[(int)Aspect.EnglishExchanged] = englishFrame.Exchanged;
        values[(int)Aspect.ChineseMeaningExchanged] = chineseMeaningFrame.Exchanged;
        values[(int)Aspect.EnglishMeaningExchanged] = englishMeaningFrame.Exchanged;
        values[(int)Aspect.ChineseLonger] = chineseFrameAll.Longer;
        values[(int)Aspect.EnglishLonger] = englishFrameAll.Longer;
        values[(int)Aspect.NamesFramed] = Math.Min(chineseFrame.Exchanged + chineseFrameAll.Longer, englishFrame.Exchanged + englishFrameAll.Longer);
        values[(int)Aspect.MeaningsFramed] = Math.Min(chineseMeaningFrame.Exchanged + chineseMeaningFrame.Longer, englishMeaningFrame.Exchanged + englishMeaningFrame.Longer);
        values[(int)Aspect.Opposite] = Opposites.Are(one.ChineseName.Written, other.ChineseName.Written) ? 1 : both && Opposites.Are(one.ChineseMeaning.Written, other.ChineseMeaning.Written) ? 1 : 0;
        values[(int)Aspect.ChineseExchangedNotTold] = chineseFrameAll.Exchanged;
        values[(int)Aspect.EnglishExchangedNotTold] = englishFrameAll.Exchanged;
        values[(int)Aspect.ChineseNamesApart] = Math.Min(2, apartZh);
        values[(int)Aspect.EnglishNamesApart] = Math.Min(2, apartEn);
        values[(int)Aspect.ChineseApart] = Math.Min(3, wholeApartZh);
        values[(int)Aspect.EnglishApart] = Math.Min(3, wholeApartEn);
        values[(int)Aspect.ChineseNameApartFromOther] = Math.Min(2, Apart(one.ChineseName, other.Chinese) + Apart(other.ChineseName, one.Chinese));
        values[(int)Aspect.EnglishNameApartFromOther] = Math.Min(2, Apart(one.EnglishName, other.English) + Apart(other.EnglishName, one.English));
        values[(int)Aspect.ChineseAgree] = Math.Min(4, agreeZh);
        values[(int)Aspect.EnglishAgree] = Math.Min(4, agreeEn);
        values[(int)Aspect.ChineseNamesAgree] = Math.Min(2, agreeNamesZh);
        values[(int)Aspect.EnglishNamesAgree] = Math.Min(2, agreeNamesEn);
        values[(int)Aspect.NumbersApart] = numbers < 0 ? 1 : 0;
        values[(int)Aspect.NumbersAgree] = numbers > 0 ? 1 : 0;
        values[(int)Aspect.SameType] = one.Type == other.Type ? 1 : 0;
        values[(int)Aspect.SameEnd] = SameEnd(one.ChineseName, other.ChineseName);
        values[(int)Aspect.ChineseAbout] = aboutZh.Common;
        values[(int)Aspect.EnglishAbout] = aboutEn.Common;
        values[(int)Aspect.ChineseAboutShare] = aboutZh.Share;
        values[(int)Aspect.EnglishAboutShare] = aboutEn.Share;
        values[(int)Aspect.ChineseOneMeaning] = both && IsOne(one.ChineseMeaning, other.ChineseMeaning) ? 1 : 0;
        values[(int)Aspect.EnglishOneMeaning] = both && IsOne(one.EnglishMeaning, other.EnglishMeaning) ? 1 : 0;
        values[(int)Aspect.ChineseNearlyOne] = nearlyZh;
        values[(int)Aspect.EnglishNearlyOne] = nearlyEn;
        values[(int)Aspect.BothNearlyOne] = Math.Min(nearlyZh, nearlyEn);
        values[(int)Aspect.NoMeaning] = both ? 0 : 1;
        values[(int)Aspect.NoMeaningChineseNames] = both ? 0 : crossZh;
        values[(int)Aspect.NoMeaningEnglishNames] = both ? 0 : crossEn;
        values[(int)Aspect.ChineseWishApart] = Wishes.Apart(one.ChineseName, one.Chinese, other.ChineseName, other.Chinese) ? 1 : 0;
        values[(int)Aspect.EnglishWishApart] = Wishes.Apart(one.EnglishName, one.English, other.EnglishName, other.English) ? 1 : 0;
        values[(int)Aspect.ChineseField] = Fields(one.Chinese, other.Chinese);
        values[(int)Aspect.EnglishField] = Fields(one.English, other.English);
        values[(int)Aspect.TwoRegisters] = Registers(one.Register, other.Register) ? 1 : 0;
        values[(int)Aspect.FigureAndCase] = one.Register == "unit" != (other.Register == "unit") ? 1 : 0;
        return values;
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
