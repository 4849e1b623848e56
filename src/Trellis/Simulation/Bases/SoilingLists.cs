using System.Globalization;
using System.Text;
using Trellis.Information.Names;

namespace Trellis.Simulation.Bases;

/// <summary>Writes people down once more as another department did: years ago, by ear, without the card, with the house they lived in then.</summary>
public static class SoilingLists
{
    /// <summary>A share of the people once more, each with one, two or three things wrong.</summary>
    /// <param name="share">0 to 1.</param>
    public static IReadOnlyList<DepartmentRow> Again(InventedBase invented, double share, Seed seed)
    {
        var rows = new List<DepartmentRow>();
        for (var person = 0; person < invented.Persons.Count; person++)
        {
            var draws = seed.Of(person).Draws();
            if (draws.Happens(share)) rows.Add(Soiled(invented, person, draws));
        }

        return rows;
    }

    private static DepartmentRow Soiled(InventedBase invented, int number, Chance draws)
    {
        var person = invented.Persons[number];
        var row = invented.CleanRow(number);
        var dirt = new List<Dirt>();
        // A third has the right number, and is found by it alone.
        var kind = draws.Unit();
        if (kind < 0.45) row = With(row with { Number = "" }, Dirt.NoNumber);
        else if (kind < 0.56) row = With(row with { Number = Mistyped(row.Number, draws) }, Dirt.NumberMistyped);
        else if (kind < 0.65) row = With(row with { Number = Swapped(row.Number, draws) }, Dirt.NumberSwapped);

        if (draws.Happens(0.2)) row = With(row with { Telephone = "" }, Dirt.NoTelephone);
        if (draws.Happens(0.12)) row = With(row with { Address = "" }, Dirt.NoAddress);
        var wrongs = 1 + (draws.Happens(0.4) ? 1 : 0) + (draws.Happens(0.12) ? 1 : 0);
        for (var wrong = 0; wrong < wrongs; wrong++)
        {
            row = draws.Below(10) switch
            {
                0 => Homophone(row),
                1 => With(row with { Name = Other(row.Name, draws) }, Dirt.NameMistyped),
                2 when person.Given.Length > 1 && row.Name == person.Name => With(row with { Name = person.Surname + person.Given[(int)draws.Below(2)] }, Dirt.NameShortened),
                3 when person is { IsMan: false, Surname: not "" } => With(row with { Name = OtherSurname(person, invented, draws) + person.Given }, Dirt.MaidenName),
                4 when person.Surname.Length > 0 => With(row with { Name = PetName(person, draws) }, Dirt.PetName),
                5 => With(row with { Birth = MistypedDay(person.Birth, draws) }, Dirt.BirthMistyped),
                6 when person.Birth.Day is <= 12 and var day && day != person.Birth.Month => With(row with { Birth = new DateOnly(person.Birth.Year, day, person.Birth.Month).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }, Dirt.BirthSwapped),
                7 when row.Address.Length > 0 => With(row with { Address = draws.Among(invented.Places).Address }, Dirt.MovedHouse),
                8 when row.Telephone.Length > 0 => With(row with { Telephone = $"111{draws.Below(100_000_000):D8}" }, Dirt.OldTelephone),
                9 when row.Telephone.Length > 0 => With(row with { Telephone = Swapped(row.Telephone, draws) }, Dirt.TelephoneMistyped),
                _ => row,
            };
        }

        row = row with { Address = OtherSpelling(row.Address, draws) };
        return row with { Dirt = dirt };

        DepartmentRow With(DepartmentRow soiled, Dirt what)
        {
            if (soiled != row) dirt.Add(what);
            return soiled;
        }

        DepartmentRow Homophone(DepartmentRow of)
        {
            var characters = of.Name.EnumerateRunes().ToArray();
            var at = characters.Length - 1 - (int)draws.Below(Math.Min(2, characters.Length));
            var reading = HanReadings.Of(characters[at]);
            var alike = InventingBases.GivenCharacters.EnumerateRunes().Where(one => one != characters[at] && HanReadings.Of(one) == reading).ToList();
            if (alike.Count == 0) return With(of with { Name = Other(of.Name, draws) }, Dirt.NameMistyped);
            characters[at] = draws.Among(alike);
            return With(of with { Name = string.Concat(characters.Select(static one => one.ToString())) }, Dirt.NameHomophone);
        }
    }

    /// <summary>A character of the given name is another one, as of a hand that was misread.</summary>
    private static string Other(string name, Chance draws)
    {
        var characters = name.EnumerateRunes().ToArray();
        characters[^1] = Rune.GetRuneAt(InventingBases.GivenCharacters, (int)draws.Below(InventingBases.GivenCharacters.Length));
        return string.Concat(characters.Select(static one => one.ToString()));
    }

    private static string OtherSurname(InventedPerson person, InventedBase invented, Chance draws)
    {
        var members = invented.Households[person.Household].Members;
        var married = invented.Persons[members[(int)draws.Below(members.Count)]].Surname;
        return married == person.Surname || married.Length == 0 ? "周" == person.Surname ? "吴" : "周" : married;
    }

    private static string PetName(InventedPerson person, Chance draws)
    {
        var last = person.Given[^1];
        return person.Surname + draws.Below(3) switch { 0 => $"小{last}", 1 => $"阿{last}", _ => $"{last}{last}" };
    }

    private static string Mistyped(string digits, Chance draws)
    {
        var letters = digits.ToCharArray();
        var at = (int)draws.Below(letters.Length - 1);
        letters[at] = (char)('0' + ((letters[at] - '0' + 1 + draws.Below(9)) % 10));
        return new string(letters);
    }

    private static string Swapped(string digits, Chance draws)
    {
        if (digits.Length < 2) return digits;
        var letters = digits.ToCharArray();
        for (var tries = 0; tries < 8; tries++)
        {
            var at = (int)draws.Below(letters.Length - 1);
            if (letters[at] == letters[at + 1]) continue;
            (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
            break;
        }

        return new string(letters);
    }

    private static string MistypedDay(DateOnly day, Chance draws)
    {
        var written = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ToCharArray();
        for (var tries = 0; tries < 30; tries++)
        {
            var letters = (char[])written.Clone();
            var at = draws.Among([2, 3, 5, 6, 8, 9]);
            letters[at] = (char)('0' + draws.Below(10));
            if (DateOnly.TryParseExact(letters, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var other) && other != day && other.Year < 2026) return new string(letters);
        }

        return new string(written);
    }

    /// <summary>The same address as other hands write it.</summary>
    private static string OtherSpelling(string address, Chance draws) => draws.Below(4) switch
    {
        0 => address.Replace("号楼", "栋", StringComparison.Ordinal).Replace("组", "村民小组", StringComparison.Ordinal),
        1 => address.Replace("号楼", "-", StringComparison.Ordinal).Replace("单元", "-", StringComparison.Ordinal).Replace("室", "", StringComparison.Ordinal),
        2 => address.IndexOf('县', StringComparison.Ordinal) is > 0 and < 6 and var county ? address[(county + 1)..] : address,
        _ => address,
    };
}
