using System.Globalization;
using Trellis.Information.Names;

namespace Trellis.Information.Matching;

/// <summary>
/// By what rows are found that may be one with another, so that not every pair is compared (blocking): each key joins two traits of which a mistake seldom spoils both, and is
/// shared by a handful of a million people by chance.
/// </summary>
public static class MatchKeys
{
    /// <summary>Each with a word before it, so that no key of one kind is one of another.</summary>
    public static IReadOnlyList<string> Of(Traits traits)
    {
        var keys = new List<string>(10);
        if (traits.Number is { } number) keys.Add("number:" + number);
        var birth = traits.Birth?.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        // What a household shares goes with the year of birth or with the given name, so that it does not bring all of its members.
        var year = birth?[..4] ?? "";
        var home = traits.Address is { IsOfAHome: true, Keys: { Count: > 0 } homes } ? homes[^1] : null;
        if (traits.Telephone is { } telephone) keys.Add($"telephone-year:{telephone}|{year}");
        if (home is not null) keys.Add($"home-year:{home}|{year}");
        if (traits.Name is not { } name) return keys;
        var given = BehindFirst(name);
        if (traits.Telephone is { } own) keys.Add($"telephone-given:{own}|{given}");
        if (home is not null) keys.Add($"home-given:{home}|{given}");
        foreach (var reading in name.Readings)
        {
            var joined = reading.Replace(" ", "", StringComparison.Ordinal);
            if (birth is null)
            {
                // Without a birthday the name has to be rarer than the name alone: it goes with where they live.
                if (traits.Address is { Village: { Length: > 0 } village }) keys.Add($"name-village:{joined}|{village}");
                continue;
            }

            keys.Add($"name-year:{joined}|{year}");
        }

        if (birth is not null)
        {
            if (traits.Address is { Village: { Length: > 0 } village } && name.Readings.Count > 0) keys.Add($"name-village:{name.Readings[0].Replace(" ", "", StringComparison.Ordinal)}|{village}");
            keys.Add($"birth-surname:{birth}|{FirstOf(name)}");
            if (name.SurnameLength > 0) keys.Add($"birth-given:{birth}|{given}");
        }

        return keys;
    }

    private static string FirstOf(PersonalName name) => name.Readings.Count == 0 ? "" : name.Readings[0].Split(' ')[0];

    private static string BehindFirst(PersonalName name) => string.Concat(name.Readings[0].Split(' ').Skip(Math.Max(1, name.SurnameLength)));
}
