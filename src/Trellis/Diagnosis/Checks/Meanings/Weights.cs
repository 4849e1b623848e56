namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs that officers wrote, by logistic
/// regression, with pairs of items from different lines as examples of what has nothing in common. Two registers weigh by judgement.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        -0.491, // names zh
        -1.013, // names zh, lesser
        -0.297, // names en
        0.336, // names en, lesser
        2.892, // meanings zh
        1.202, // meanings zh, lesser
        0.986, // meanings en
        -0.012, // meanings en, lesser
        2.771, // name in other's whole zh
        1.660, // name in other's whole zh, lesser
        1.502, // name in other's whole en
        0.840, // name in other's whole en, lesser
        2.506, // better language
        -1.499, // all of all
        -0.162, // unsaid of names zh
        0.000, // unsaid of names en
        -11.215, // frame zh
        -4.597, // frame en
        -18.610, // frame of meanings zh
        -6.384, // frame of meanings en
        -4.108, // one longer zh
        -5.971, // one longer en
        -10.431, // names framed in both
        -32.943, // meanings framed in both
        -9.156, // opposite signs apart
        -5.915, // frame zh, not told either
        -3.095, // frame en, not told either
        -0.845, // names apart zh
        -0.355, // names apart en
        -0.482, // whole apart zh
        -0.124, // whole apart en
        -0.144, // name apart from meaning zh
        -0.137, // name apart from meaning en
        0.020, // agree zh
        0.272, // agree en
        -0.409, // names agree zh
        -0.274, // names agree en
        -2.719, // numbers apart
        1.624, // numbers agree
        1.255, // type
        -0.154, // same end
        0.361, // about zh
        0.381, // about en
        -0.359, // about zh, share
        -0.064, // about en, share
        -0.258, // one definition zh
        0.359, // one definition en
        1.916, // nearly one name zh
        4.153, // nearly one name en
        4.062, // nearly one name in both
        -0.855, // no definition
        -1.556, // no definition, names zh
        -0.111, // no definition, names en
        0.257, // one field zh
        0.631, // one field en
        -4.500, // two registers
        -2.500, // a figure and a case
        -9.240, // at zero
    ];
}
