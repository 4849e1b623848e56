using System.Text;
using Trellis.Information.Matching;
using Trellis.Information.Names;

namespace Trellis.Information.Searching;

/// <summary>
/// By which words a row is found: its name, how it sounds, its initials, the name with one character left open, its number, telephone and address. Words are plain here; a store keeps keyed
/// digests of them alone.
/// </summary>
public static class SearchWords
{
    /// <summary>Stands for one character, whichever.</summary>
    private const string Open = "?";

    /// <summary>From so many characters on a name is also found by any two that stand together: names of organisations.</summary>
    private const int Long = 5;

    private const int MostPairs = 40;

    /// <summary>The word by which a row is found that bears exactly this number.</summary>
    public static string OfNumber(string number) => "number:" + (Spelling.Digits(number) ?? number).ToUpperInvariant();

    /// <summary>Words by which a row is found, each with the kind of word before it.</summary>
    public static IReadOnlyList<string> Of(Traits traits)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        if (traits.Name is { } name)
        {
            words.Add("name:" + name.Spelled);
            foreach (var reading in name.Readings)
            {
                words.Add("sound:" + Joined(reading));
                if (name.IsHan) words.Add("initials:" + PersonalName.InitialsOf(reading));
            }

            if (name.IsHan && name.Characters.Count >= Long) words.UnionWith(Pairs(name).Take(MostPairs));
            else if (name.Characters.Count >= 3) words.UnionWith(OneOpen(name));
        }

        if (traits.Number is { } number) words.Add("number:" + number);
        if (traits.Telephone is { } telephone) words.Add("telephone:" + telephone);
        if (traits.Address is { } address)
            foreach (var key in address.Keys) words.Add("address:" + key);
        return [.. words];
    }

    /// <summary>
    /// What somebody typed, as the words to look for: rows have to bear all the words of one of the groups. A name is also looked for as it sounds, and with one character other than typed.
    /// </summary>
    /// <returns>Empty where what was typed is no name, reading, number, telephone or address.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Asked(string typed)
    {
        if (Spelling.Plain(typed) is not { Length: > 0 and <= PersonalName.MostCharacters } plain) return [];
        var groups = new List<IReadOnlyList<string>>();
        var digits = (Spelling.Digits(plain) ?? "").TrimStart('+');
        if (digits.Length > 0 && digits.Count(char.IsAsciiDigit) * 2 > digits.Length && digits.All(char.IsAsciiLetterOrDigit))
        {
            groups.Add(["number:" + digits.ToUpperInvariant()]);
            if (Traits.TelephoneOf(digits) is { } telephone) groups.Add(["telephone:" + telephone]);
            return groups;
        }

        if (plain.Any(char.IsAsciiDigit) || plain.EndsWith('号') || plain.EndsWith('室'))
        {
            if (NormalAddress.Read(plain) is { } address)
                foreach (var key in address.Keys) groups.Add(["address:" + key]);
            if (plain.All(char.IsAsciiLetterOrDigit)) groups.Add(["number:" + plain.ToUpperInvariant()]);
            return groups;
        }

        if (!PersonalName.TryRead(plain, out var name, out _)) return [];
        groups.Add(["name:" + name.Spelled]);
        if (name.IsHan)
        {
            foreach (var reading in name.Readings) groups.Add(["sound:" + Joined(reading)]);
            if (name.Characters.Count >= Long) groups.Add([.. Pairs(name).Take(MostPairs)]);
            else if (name.Characters.Count >= 3)
                foreach (var open in OneOpen(name)) groups.Add([open]);
            return groups;
        }

        var typedReading = PersonalName.JoinedReading(plain);
        if (typedReading.Length > 0) groups.Add(["sound:" + typedReading]);
        if (typedReading.Length is >= 2 and <= 8 && !plain.Contains(' ', StringComparison.Ordinal)) groups.Add(["initials:" + typedReading]);
        return groups;
    }

    private static string Joined(string reading) => reading.Replace(" ", "", StringComparison.Ordinal);

    private static IEnumerable<string> OneOpen(PersonalName name)
    {
        for (var open = 0; open < name.Characters.Count; open++)
        {
            var word = new StringBuilder("open:");
            for (var at = 0; at < name.Characters.Count; at++) word.Append(at == open ? Open : name.Characters[at]);
            yield return word.ToString();
        }
    }

    private static IEnumerable<string> Pairs(PersonalName name)
    {
        for (var at = 0; at + 1 < name.Characters.Count; at++) yield return $"pair:{name.Characters[at]}{name.Characters[at + 1]}";
    }
}
