namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs that officers wrote, by logistic
/// regression, with pairs of items from different lines as examples of what has nothing in common. Two registers weigh by judgement.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        -1.287, // names zh
        -2.003, // names zh, lesser
        -3.117, // names en
        3.146, // names en, lesser
        5.501, // meanings zh
        1.780, // meanings zh, lesser
        1.740, // meanings en
        1.828, // meanings en, lesser
        6.297, // name in other's whole zh
        3.012, // name in other's whole zh, lesser
        5.977, // name in other's whole en
        1.643, // name in other's whole en, lesser
        3.153, // better language
        -8.198, // all of all
        0.206, // unsaid of names zh
        0.465, // unsaid of names en
        -4.245, // frame zh
        -5.397, // frame en
        -10.640, // frame of meanings zh
        -3.996, // frame of meanings en
        -9.617, // one longer zh
        -2.605, // one longer en
        -5.365, // frame zh, not told either
        2.603, // frame en, not told either
        -0.141, // names apart zh
        0.162, // names apart en
        -0.793, // whole apart zh
        -0.126, // whole apart en
        -0.061, // name apart from meaning zh
        -0.182, // name apart from meaning en
        0.075, // agree zh
        0.137, // agree en
        -0.418, // names agree zh
        -0.073, // names agree en
        -2.556, // numbers apart
        0.810, // numbers agree
        1.745, // type
        -0.050, // same end
        -3.000, // two registers
        -2.000, // a figure and a case
        -14.113, // at zero
    ];
}
