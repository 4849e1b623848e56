namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs that officers wrote, by logistic
/// regression, with pairs of items from different lines as examples of what has nothing in common. Two registers weigh by judgement.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        -0.706, // names zh
        -0.846, // names zh, lesser
        -0.791, // names en
        1.418, // names en, lesser
        3.150, // meanings zh
        1.549, // meanings zh, lesser
        1.008, // meanings en
        -0.062, // meanings en, lesser
        2.721, // name in other's whole zh
        1.701, // name in other's whole zh, lesser
        1.749, // name in other's whole en
        1.287, // name in other's whole en, lesser
        2.754, // better language
        -0.994, // all of all
        -0.187, // unsaid of names zh
        0.102, // unsaid of names en
        -11.272, // frame zh
        -6.100, // frame en
        -21.193, // frame of meanings zh
        -5.933, // frame of meanings en
        -9.250, // one longer zh
        -5.120, // one longer en
        -8.171, // names framed in both
        -24.841, // meanings framed in both
        -7.126, // opposite signs apart
        -6.636, // frame zh, not told either
        -2.486, // frame en, not told either
        -0.778, // names apart zh
        -0.308, // names apart en
        -0.545, // whole apart zh
        -0.013, // whole apart en
        -0.163, // name apart from meaning zh
        -0.177, // name apart from meaning en
        -0.012, // agree zh
        0.219, // agree en
        -0.442, // names agree zh
        -0.196, // names agree en
        -2.727, // numbers apart
        1.173, // numbers agree
        1.177, // type
        -0.160, // same end
        0.312, // about zh
        0.347, // about en
        -0.115, // about zh, share
        -0.042, // about en, share
        -0.114, // one definition zh
        2.185, // one definition en
        0.605, // a word of its own each zh
        0.644, // a word of its own each en
        0.374, // one field zh
        0.577, // one field en
        -4.500, // two registers
        -2.500, // a figure and a case
        -11.158, // at zero
    ];
}
