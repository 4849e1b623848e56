using System.Globalization;

namespace Trellis.Simulation.Bases;

/// <summary>A place of an invented base: a dwelling, or the premises of an organisation.</summary>
public sealed record InventedPlace(string Code, string Unit, string Address, string Use);

/// <param name="Members">Numbers of persons; the first is the head.</param>
public sealed record InventedHousehold(string Number, int Place, IReadOnlyList<int> Members);

/// <summary>A person of an invented base, as everything about them is.</summary>
public sealed record InventedPerson(int Household, string Surname, string Given, string Number, DateOnly Birth, bool IsMan, string Telephone)
{
    public string Name => Surname + Given;
}

public sealed record InventedOrganisation(string Name, string Number, string Kind, int Place, int Head, string Telephone, DateOnly Founded);

/// <summary>A row of a department's own list: what it wrote down of a person, right or wrong.</summary>
/// <param name="Person">Whose it is in truth; no department knows that.</param>
/// <param name="Number">Empty where it has none.</param>
/// <param name="Birth">As yyyy-MM-dd.</param>
/// <param name="Dirt">What is wrong with it, by kind.</param>
public sealed record DepartmentRow(int Person, string Name, string Number, string Birth, string Sex, string Telephone, string Address, IReadOnlyList<Dirt> Dirt);

/// <summary>What can be wrong with a row.</summary>
public enum Dirt
{
    /// <summary>The department never asked for the number.</summary>
    NoNumber,
    NumberMistyped,
    NumberSwapped,
    NameHomophone,
    NameMistyped,
    NameShortened,
    MaidenName,
    PetName,
    BirthMistyped,
    BirthSwapped,
    MovedHouse,
    OldTelephone,
    TelephoneMistyped,
    NoTelephone,
    NoAddress,
}

/// <summary>A county's base, invented: nobody in it lives.</summary>
public sealed record InventedBase(IReadOnlyList<InventedPlace> Places, IReadOnlyList<InventedHousehold> Households, IReadOnlyList<InventedPerson> Persons, IReadOnlyList<InventedOrganisation> Organisations)
{
    public string AddressOf(InventedPerson person) => Places[Households[person.Household].Place].Address;

    /// <summary>The row of a department that wrote down everything as it is.</summary>
    public DepartmentRow CleanRow(int number)
    {
        var person = Persons[number];
        return new DepartmentRow(number, person.Name, person.Number, person.Birth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), person.IsMan ? "男" : "女", person.Telephone, AddressOf(person), []);
    }
}
