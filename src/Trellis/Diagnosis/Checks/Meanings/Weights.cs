namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs that officers wrote, by logistic
/// regression, with pairs of items from different lines as examples of what has nothing in common. Two registers weigh by judgement.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        -0.933, // names zh
        -1.417, // names zh, lesser
        -1.143, // names en
        1.590, // names en, lesser
        3.081, // meanings zh
        1.587, // meanings zh, lesser
        0.665, // meanings en
        0.564, // meanings en, lesser
        3.250, // name in other's whole zh
        1.654, // name in other's whole zh, lesser
        2.364, // name in other's whole en
        1.268, // name in other's whole en, lesser
        3.142, // better language
        -2.505, // all of all
        -0.117, // unsaid of names zh
        0.127, // unsaid of names en
        -8.734, // frame zh
        -6.577, // frame en
        -19.468, // frame of meanings zh
        -6.001, // frame of meanings en
        -8.236, // one longer zh
        -4.186, // one longer en
        -9.371, // names framed in both
        -24.353, // meanings framed in both
        -7.179, // opposite signs apart
        -6.959, // frame zh, not told either
        -0.429, // frame en, not told either
        -0.150, // names apart zh
        0.063, // names apart en
        -0.617, // whole apart zh
        -0.102, // whole apart en
        -0.210, // name apart from meaning zh
        -0.110, // name apart from meaning en
        0.070, // agree zh
        0.184, // agree en
        -0.434, // names agree zh
        -0.111, // names agree en
        -2.548, // numbers apart
        0.965, // numbers agree
        1.407, // type
        -0.055, // same end
        0.342, // about zh
        0.424, // about en
        -0.995, // about zh, share
        -0.644, // about en, share
        0.082, // one definition zh
        1.983, // one definition en
        -3.000, // two registers
        -2.000, // a figure and a case
        -9.630, // at zero
    ];
}
