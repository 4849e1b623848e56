namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What each aspect of <see cref="Likeness"/> weighs. Fitted by "trellis-bench same fit" on banks of pairs that officers wrote, by logistic
/// regression, with pairs of items from different lines as examples of what has nothing in common. Two registers weigh by judgement.
/// </summary>
internal static class Weights
{
    public static readonly double[] Fitted =
    [
        0.468, // names zh
        -1.075, // names zh, lesser
        0.816, // names en
        -0.069, // names en, lesser
        4.420, // meanings zh
        2.300, // meanings zh, lesser
        0.934, // meanings en
        2.198, // meanings en, lesser
        4.248, // name in other's whole zh
        1.535, // name in other's whole zh, lesser
        1.688, // name in other's whole en
        1.202, // name in other's whole en, lesser
        3.906, // better language
        -9.034, // all of all
        0.000, // unsaid of names zh
        0.000, // unsaid of names en
        -11.566, // frame zh
        -8.608, // frame en
        -19.756, // frame of meanings zh
        -6.535, // frame of meanings en
        -5.973, // one longer zh
        -5.895, // one longer en
        -12.059, // names framed in both
        -54.077, // meanings framed in both
        -10.411, // opposite signs apart
        -8.566, // frame zh, not told either
        0.000, // frame en, not told either
        -1.626, // names apart zh
        -0.423, // names apart en
        -0.483, // whole apart zh
        -0.091, // whole apart en
        -0.052, // name apart from meaning zh
        -0.109, // name apart from meaning en
        -0.001, // agree zh
        0.233, // agree en
        -0.424, // names agree zh
        -0.164, // names agree en
        -2.349, // numbers apart
        1.950, // numbers agree
        1.513, // type
        -0.180, // same end
        0.191, // about zh
        0.572, // about en
        0.257, // about zh, share
        -0.354, // about en, share
        0.976, // one definition zh
        0.832, // one definition en
        -0.575, // nearly one name zh
        4.807, // nearly one name en
        5.808, // nearly one name in both
        0.975, // no definition
        -1.974, // no definition, names zh
        0.860, // no definition, names en
        -0.805, // wished and real apart zh
        -0.572, // wished and real apart en
        0.189, // one field zh
        0.627, // one field en
        -4.500, // two registers
        -2.500, // a figure and a case
        -10.971, // at zero
    ];
}
