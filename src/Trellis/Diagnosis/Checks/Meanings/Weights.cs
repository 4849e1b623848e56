namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs as offices write them, by logistic
/// regression, beside pairs from different lines and from clean structures, which have nothing in common, names copied in haste, and names
/// without definitions. Moved so that a pair is told from one half.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        0.250, // ChineseNames
        -1.167, // ChineseNamesLess
        0.596, // EnglishNames
        -0.198, // EnglishNamesLess
        4.451, // ChineseMeanings
        1.183, // ChineseMeaningsLess
        0.538, // EnglishMeanings
        1.710, // EnglishMeaningsLess
        4.737, // ChineseNameInOther
        1.945, // ChineseNameInOtherLess
        1.778, // EnglishNameInOther
        1.379, // EnglishNameInOtherLess
        4.224, // BetterLanguage
        -7.889, // BothLanguages
        0.000, // ChineseNameUnsaid
        0.000, // EnglishNameUnsaid
        -12.064, // ChineseExchanged
        -8.338, // EnglishExchanged
        -20.447, // ChineseMeaningExchanged
        -3.545, // EnglishMeaningExchanged
        -6.810, // ChineseLonger
        -5.421, // EnglishLonger
        -18.428, // NamesFramed
        -47.916, // MeaningsFramed
        -9.972, // Opposite
        -8.668, // ChineseExchangedNotTold
        0.000, // EnglishExchangedNotTold
        -0.966, // ChineseNamesApart
        -0.320, // EnglishNamesApart
        -0.567, // ChineseApart
        -0.082, // EnglishApart
        -0.286, // ChineseNameApartFromOther
        -0.240, // EnglishNameApartFromOther
        -0.103, // ChineseAgree
        0.214, // EnglishAgree
        -0.376, // ChineseNamesAgree
        -0.094, // EnglishNamesAgree
        -0.956, // NumbersApart
        2.611, // NumbersAgree
        1.018, // SameType
        -0.176, // SameEnd
        0.162, // ChineseAbout
        0.565, // EnglishAbout
        1.227, // ChineseAboutShare
        0.054, // EnglishAboutShare
        1.653, // ChineseOneMeaning
        2.573, // EnglishOneMeaning
        -1.309, // ChineseNearlyOne
        3.907, // EnglishNearlyOne
        5.923, // BothNearlyOne
        1.344, // NoMeaning
        -2.845, // NoMeaningChineseNames
        0.747, // NoMeaningEnglishNames
        -0.685, // ChineseWishApart
        -0.947, // EnglishWishApart
        -0.254, // ChineseField
        0.517, // EnglishField
        -4.500, // TwoRegisters
        -2.500, // FigureAndCase
        -10.325, // at zero
    ];
}
