namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs that officers wrote, by logistic
/// regression, with pairs of items from different lines as examples of what has nothing in common. Two registers weigh by judgement.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        -0.737, // names zh
        -0.804, // names zh, lesser
        -0.888, // names en
        1.410, // names en, lesser
        2.932, // meanings zh
        1.642, // meanings zh, lesser
        0.908, // meanings en
        0.187, // meanings en, lesser
        2.838, // name in other's whole zh
        1.747, // name in other's whole zh, lesser
        1.538, // name in other's whole en
        1.296, // name in other's whole en, lesser
        2.681, // better language
        -1.442, // all of all
        -0.145, // unsaid of names zh
        0.000, // unsaid of names en
        -11.551, // frame zh
        -5.299, // frame en
        -20.374, // frame of meanings zh
        -6.137, // frame of meanings en
        -9.304, // one longer zh
        -5.114, // one longer en
        -8.619, // names framed in both
        -24.930, // meanings framed in both
        -6.538, // opposite signs apart
        -6.706, // frame zh, not told either
        -2.715, // frame en, not told either
        -0.786, // names apart zh
        -0.291, // names apart en
        -0.522, // whole apart zh
        -0.022, // whole apart en
        -0.162, // name apart from meaning zh
        -0.179, // name apart from meaning en
        -0.006, // agree zh
        0.224, // agree en
        -0.405, // names agree zh
        -0.204, // names agree en
        -2.846, // numbers apart
        1.324, // numbers agree
        1.197, // type
        -0.153, // same end
        0.352, // about zh
        0.376, // about en
        -0.700, // about zh, share
        -0.458, // about en, share
        0.898, // one definition zh
        -0.003, // one definition en
        0.352, // one field zh
        0.599, // one field en
        -4.500, // two registers
        -2.500, // a figure and a case
        -9.385, // at zero
    ];
}
