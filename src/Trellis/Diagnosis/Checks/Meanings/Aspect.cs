namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>What is looked at when two items are compared; the fitted weights stand in this order.</summary>
internal enum Aspect
{
    // How much of the names the other's name says; the mean of both, and the lesser.
    ChineseNames,
    ChineseNamesLess,
    EnglishNames,
    EnglishNamesLess,

    // How much of the definitions the other says, name or definition.
    ChineseMeanings,
    ChineseMeaningsLess,
    EnglishMeanings,
    EnglishMeaningsLess,

    // How much of the names the other says, name or definition.
    ChineseNameInOther,
    ChineseNameInOtherLess,
    EnglishNameInOther,
    EnglishNameInOtherLess,

    // The language that agrees better, because one is often a translation made in haste; and both together.
    BetterLanguage,
    BothLanguages,

    // The weight of what the names say and the other does not say anywhere.
    ChineseNameUnsaid,
    EnglishNameUnsaid,

    // One frame with another word in it.
    ChineseExchanged,
    EnglishExchanged,
    ChineseMeaningExchanged,
    EnglishMeaningExchanged,

    // One name is the other and something more.
    ChineseLonger,
    EnglishLonger,

    // Framed in both languages: by one hand, of two facts.
    NamesFramed,
    MeaningsFramed,

    // Signs that stand against each other in one frame.
    Opposite,

    // The word exchanged is told nowhere else by the other, either.
    ChineseExchangedNotTold,
    EnglishExchangedNotTold,

    // Lines of words that tell facts apart, in names, in all, in the name of one and all of the other.
    ChineseNamesApart,
    EnglishNamesApart,
    ChineseApart,
    EnglishApart,
    ChineseNameApartFromOther,
    EnglishNameApartFromOther,

    // The same lines where both hold the same.
    ChineseAgree,
    EnglishAgree,
    ChineseNamesAgree,
    EnglishNamesAgree,

    // Numbers in the texts.
    NumbersApart,
    NumbersAgree,

    // One type, and the last word of the names.
    SameType,
    SameEnd,

    // What they are about, without the words for kinds of value: how much in common, and as a share.
    ChineseAbout,
    EnglishAbout,
    ChineseAboutShare,
    EnglishAboutShare,

    // One definition in other words.
    ChineseOneMeaning,
    EnglishOneMeaning,

    // One name in another order or with a slip.
    ChineseNearlyOne,
    EnglishNearlyOne,
    BothNearlyOne,

    // One of them has no definition, so that names must tell.
    NoMeaning,
    NoMeaningChineseNames,
    NoMeaningEnglishNames,

    // What is planned or applied for against what is.
    ChineseWishApart,
    EnglishWishApart,

    // The same fields of life.
    ChineseField,
    EnglishField,

    // Facts of two registers; a figure of a unit and the fact of a case.
    TwoRegisters,
    FigureAndCase,
}
