using System.Globalization;
using Trellis.Information.Names;

namespace Trellis.Information.Matching;

/// <summary>Why two rows may be one: a trait, how far it agrees, and what that weighs.</summary>
/// <param name="Trait">number, name, birth, sex, telephone, address or relation.</param>
/// <param name="Agrees">A word such as "same", "near", "other".</param>
/// <param name="Weight">The logarithm to base 2 of how much likelier this is for one person than for two.</param>
public readonly record struct Reason(string Trait, string Agrees, double Weight);

/// <summary>
/// How likely two rows are one person: the sum of the weights of what agrees and differs (Fellegi and Sunter 1969, "A theory for record linkage", JASA 64; weights for partial
/// agreement as in Winkler 1990). A weight is log2(m/u): m the share among pairs that are one person, u that among pairs that are two. What is shared by a household (telephone,
/// address, household) is no independent evidence, and counts for at most as much as one of them and a half.
/// </summary>
public static class ComparingTraits
{
    /// <summary>From this sum on a pair is put before a person to confirm.</summary>
    public const double Proposed = 17.5;

    /// <summary>The most that telephone, address and household weigh together.</summary>
    private const double MostOfHousehold = 9.5;

    // m: with one mistyped character in some 30 values, and some values years old. u: of numbers, no two share one; of days, one in 20,000 within 55 years of births;
    // of names, see below.
    private static readonly double NumberSame = Log(0.94, 1e-6);
    private static readonly double NumberNear = Log(0.03, 2e-6);
    private static readonly double NumberOther = Log(0.02, 1);
    private static readonly double BothHoldAndDiffer = Log(0.0003, 1);
    private static readonly double BirthSame = Log(0.93, 1.0 / 20_000);
    private static readonly double BirthNear = Log(0.05, 1.0 / 700);
    private static readonly double BirthOther = Log(0.008, 1);
    private static readonly double SexSame = Log(0.995, 0.5);
    private static readonly double SexOther = Log(0.005, 0.5);
    private static readonly double TelephoneSame = Log(0.6, 1.0 / 700);
    private static readonly double TelephoneNear = Log(0.05, 1.0 / 500);
    private static readonly double TelephoneOther = Log(0.35, 1);
    private static readonly double HomeSame = Log(0.7, 1.0 / 130);
    private static readonly double BuildingSame = Log(0.05, 1.0 / 120);
    private static readonly double VillageSame = Log(0.12, 1.0 / 20);
    private static readonly double AddressOther = Log(0.3, 0.9);
    private static readonly double RelationSame = Log(0.8, 1.0 / 90);
    private static readonly double RelationOther = Log(0.3, 0.95);

    /// <summary>All reasons, and their sum.</summary>
    public static (double Score, IReadOnlyList<Reason> Reasons) Compare(Traits one, Traits other)
    {
        var reasons = new List<Reason>(6);
        Number(one, other, reasons);
        Name(one.Name, other.Name, reasons);
        Birth(one.Birth, other.Birth, reasons);
        if (one.Sex is { } sex && other.Sex is { } second) reasons.Add(sex == second ? new Reason("sex", "same", SexSame) : new Reason("sex", "other", SexOther));
        var household = reasons.Count;
        Telephone(one.Telephone, other.Telephone, reasons);
        Address(one.Address, other.Address, reasons);
        if (one.Relations.Count > 0 && other.Relations.Count > 0) reasons.Add(one.Relations.Intersect(other.Relations, StringComparer.Ordinal).Any() ? new Reason("relation", "same", RelationSame) : new Reason("relation", "other", RelationOther));
        var (alone, shared) = (0.0, 0.0);
        for (var at = 0; at < reasons.Count; at++)
        {
            if (at < household) alone += reasons[at].Weight;
            else shared += reasons[at].Weight;
        }

        return (alone + Math.Min(shared, MostOfHousehold), reasons);
    }

    private static void Number(Traits one, Traits other, List<Reason> reasons)
    {
        if (one.Number is not { } a || other.Number is not { } b) return;
        if (a == b) reasons.Add(new Reason("number", "same", NumberSame));
        else if (one.NumberHolds && other.NumberHolds) reasons.Add(new Reason("number", "other", BothHoldAndDiffer));
        else if (Nearness.IsOneMistake<char>(a, b)) reasons.Add(new Reason("number", "near", NumberNear));
        else reasons.Add(new Reason("number", "other", NumberOther));
    }

    private static void Name(PersonalName? one, PersonalName? other, List<Reason> reasons)
    {
        if (one is null || other is null) return;
        // Two people chance to have one name: in 50,000 with three characters or more, in 4,000 with two (of names of a county, not of the country).
        var isShort = one.Characters.Count <= 2 && one.IsHan;
        if (one.Spelled == other.Spelled)
        {
            reasons.Add(new Reason("name", "same", Log(0.8, isShort ? 1.0 / 4_000 : 1.0 / 50_000)));
            return;
        }

        var sounds = SharesAReading(one.Readings, other.Readings);
        if (sounds)
        {
            reasons.Add(new Reason("name", "sounds-alike", Log(0.05, isShort ? 1.0 / 1_500 : 1.0 / 15_000)));
            return;
        }

        var sameSurname = one.SurnameLength > 0 && one.Surname == other.Surname;
        if (!isShort && Nearness.IsOneMistake(one.Letters, other.Letters)) reasons.Add(new Reason("name", "near", sameSurname || one.SurnameLength == 0 ? Log(0.05, 1.0 / 400) : Log(0.02, 1.0 / 1_500)));
        else if (one.SurnameLength > 0 && other.SurnameLength > 0 && one.Given == other.Given) reasons.Add(new Reason("name", "given-same", Log(0.02, one.Given.Length > 1 ? 1.0 / 1_500 : 1.0 / 100)));
        else if (sameSurname) reasons.Add(new Reason("name", "surname-same", Log(0.035, 1.0 / 20)));
        else reasons.Add(new Reason("name", "other", Log(0.01, 1)));
    }

    private static void Birth(DateOnly? one, DateOnly? other, List<Reason> reasons)
    {
        if (one is not { } a || other is not { } b) return;
        if (a == b) reasons.Add(new Reason("birth", "same", BirthSame));
        else if (IsNear(a, b)) reasons.Add(new Reason("birth", "near", BirthNear));
        else reasons.Add(new Reason("birth", "other", BirthOther));
    }

    /// <summary>One digit mistyped, two swapped, or day and month swapped.</summary>
    private static bool IsNear(DateOnly one, DateOnly other)
    {
        if (one.Year == other.Year && one.Month == other.Day && one.Day == other.Month) return true;
        Span<char> a = stackalloc char[8], b = stackalloc char[8];
        one.TryFormat(a, out _, "yyyyMMdd", CultureInfo.InvariantCulture);
        other.TryFormat(b, out _, "yyyyMMdd", CultureInfo.InvariantCulture);
        return Nearness.IsOneMistake<char>(a, b);
    }

    private static void Telephone(string? one, string? other, List<Reason> reasons)
    {
        if (one is null || other is null) return;
        if (one == other) reasons.Add(new Reason("telephone", "same", TelephoneSame));
        else if (Nearness.IsOneMistake<char>(one, other)) reasons.Add(new Reason("telephone", "near", TelephoneNear));
        else reasons.Add(new Reason("telephone", "other", TelephoneOther));
    }

    private static void Address(NormalAddress? one, NormalAddress? other, List<Reason> reasons)
    {
        if (one is null || other is null) return;
        switch (one.CommonWith(other))
        {
            case SameAddress.Home: reasons.Add(new Reason("address", "same", HomeSame)); break;
            case SameAddress.Building: reasons.Add(new Reason("address", "same-building", BuildingSame)); break;
            case SameAddress.Village: reasons.Add(new Reason("address", "same-village", VillageSame)); break;
            case SameAddress.Elsewhere: reasons.Add(new Reason("address", "other", AddressOther)); break;
            default: break;
        }
    }

    private static bool SharesAReading(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        foreach (var reading in one)
            foreach (var second in other)
                if (reading == second) return true;
        return false;
    }

    private static double Log(double m, double u) => Math.Log2(m / u);
}
