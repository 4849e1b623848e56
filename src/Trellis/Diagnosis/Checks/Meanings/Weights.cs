namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs that officers wrote, by logistic
/// regression, beside pairs from different lines and from clean structures, which have nothing in common, names copied in haste, and names
/// without definitions. Moved so that a pair is told from one half.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        0.468, // ChineseNames
        -1.075, // ChineseNamesLess
        0.816, // EnglishNames
        -0.069, // EnglishNamesLess
        4.420, // ChineseMeanings
        2.300, // ChineseMeaningsLess
        0.934, // EnglishMeanings
        2.198, // EnglishMeaningsLess
        4.248, // ChineseNameInOther
        1.535, // ChineseNameInOtherLess
        1.688, // EnglishNameInOther
        1.202, // EnglishNameInOtherLess
        3.906, // BetterLanguage
        -9.034, // BothLanguages
        0.000, // ChineseNameUnsaid
        0.000, // EnglishNameUnsaid
        -11.566, // ChineseExchanged
        -8.608, // EnglishExchanged
        -19.756, // ChineseMeaningExchanged
        -6.535, // EnglishMeaningExchanged
        -5.973, // ChineseLonger
        -5.895, // EnglishLonger
        -12.059, // NamesFramed
        -54.077, // MeaningsFramed
        -10.411, // Opposite
        -8.566, // ChineseExchangedNotTold
        0.000, // EnglishExchangedNotTold
        -1.626, // ChineseNamesApart
        -0.423, // EnglishNamesApart
        -0.483, // ChineseApart
        -0.091, // EnglishApart
        -0.052, // ChineseNameApartFromOther
        -0.109, // EnglishNameApartFromOther
        -0.001, // ChineseAgree
        0.233, // EnglishAgree
        -0.424, // ChineseNamesAgree
        -0.164, // EnglishNamesAgree
        -2.349, // NumbersApart
        1.950, // NumbersAgree
        1.513, // SameType
        -0.180, // SameEnd
        0.191, // ChineseAbout
        0.572, // EnglishAbout
        0.257, // ChineseAboutShare
        -0.354, // EnglishAboutShare
        0.976, // ChineseOneMeaning
        0.832, // EnglishOneMeaning
        -0.575, // ChineseNearlyOne
        4.807, // EnglishNearlyOne
        5.808, // BothNearlyOne
        0.975, // NoMeaning
        -1.974, // NoMeaningChineseNames
        0.860, // NoMeaningEnglishNames
        -0.805, // ChineseWishApart
        -0.572, // EnglishWishApart
        0.189, // ChineseField
        0.627, // EnglishField
        -4.500, // TwoRegisters
        -2.500, // FigureAndCase
        -10.971, // at zero
    ];
}
