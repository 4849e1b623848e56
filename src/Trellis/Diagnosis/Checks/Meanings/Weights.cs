namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs that officers wrote, by logistic
/// regression, with pairs of items from different lines as examples of what has nothing in common. Two registers weigh by judgement.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        0.512, // names zh
        -1.168, // names zh, lesser
        0.882, // names en
        -0.198, // names en, lesser
        4.826, // meanings zh
        2.314, // meanings zh, lesser
        1.186, // meanings en
        2.278, // meanings en, lesser
        4.626, // name in other's whole zh
        1.658, // name in other's whole zh, lesser
        1.966, // name in other's whole en
        1.233, // name in other's whole en, lesser
        3.748, // better language
        -10.289, // all of all
        0.000, // unsaid of names zh
        0.000, // unsaid of names en
        -11.891, // frame zh
        -8.649, // frame en
        -20.094, // frame of meanings zh
        -6.636, // frame of meanings en
        -6.554, // one longer zh
        -5.728, // one longer en
        -11.662, // names framed in both
        -53.436, // meanings framed in both
        -9.768, // opposite signs apart
        -8.543, // frame zh, not told either
        0.000, // frame en, not told either
        -1.605, // names apart zh
        -0.453, // names apart en
        -0.477, // whole apart zh
        -0.125, // whole apart en
        -0.058, // name apart from meaning zh
        -0.094, // name apart from meaning en
        -0.003, // agree zh
        0.241, // agree en
        -0.431, // names agree zh
        -0.158, // names agree en
        -2.304, // numbers apart
        1.954, // numbers agree
        1.506, // type
        -0.187, // same end
        0.176, // about zh
        0.594, // about en
        0.256, // about zh, share
        -0.347, // about en, share
        0.353, // one definition zh
        0.930, // one definition en
        -0.688, // nearly one name zh
        4.256, // nearly one name en
        7.177, // nearly one name in both
        0.919, // no definition
        -1.998, // no definition, names zh
        0.984, // no definition, names en
        0.206, // one field zh
        0.590, // one field en
        -4.500, // two registers
        -2.500, // a figure and a case
        -11.287, // at zero
    ];
}
