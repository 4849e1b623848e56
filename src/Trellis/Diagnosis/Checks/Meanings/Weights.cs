namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs that officers wrote, by logistic
/// regression, with pairs of items from different lines as examples of what has nothing in common. Two registers weigh by judgement.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        0.496, // names zh
        -1.146, // names zh, lesser
        0.897, // names en
        -0.181, // names en, lesser
        4.849, // meanings zh
        2.324, // meanings zh, lesser
        1.151, // meanings en
        2.322, // meanings en, lesser
        4.636, // name in other's whole zh
        1.599, // name in other's whole zh, lesser
        1.945, // name in other's whole en
        1.232, // name in other's whole en, lesser
        3.739, // better language
        -10.262, // all of all
        0.000, // unsaid of names zh
        0.000, // unsaid of names en
        -11.909, // frame zh
        -8.581, // frame en
        -20.070, // frame of meanings zh
        -6.610, // frame of meanings en
        -6.056, // one longer zh
        -5.730, // one longer en
        -11.947, // names framed in both
        -53.527, // meanings framed in both
        -9.814, // opposite signs apart
        -8.590, // frame zh, not told either
        0.000, // frame en, not told either
        -1.622, // names apart zh
        -0.438, // names apart en
        -0.480, // whole apart zh
        -0.117, // whole apart en
        -0.052, // name apart from meaning zh
        -0.093, // name apart from meaning en
        -0.006, // agree zh
        0.238, // agree en
        -0.422, // names agree zh
        -0.155, // names agree en
        -2.331, // numbers apart
        1.938, // numbers agree
        1.505, // type
        -0.186, // same end
        0.180, // about zh
        0.590, // about en
        0.214, // about zh, share
        -0.373, // about en, share
        0.327, // one definition zh
        0.943, // one definition en
        -0.685, // nearly one name zh
        4.220, // nearly one name en
        7.237, // nearly one name in both
        0.944, // no definition
        -2.010, // no definition, names zh
        0.967, // no definition, names en
        -0.805, // wished and real apart zh
        -0.572, // wished and real apart en
        0.190, // one field zh
        0.612, // one field en
        -4.500, // two registers
        -2.500, // a figure and a case
        -11.242, // at zero
    ];
}
