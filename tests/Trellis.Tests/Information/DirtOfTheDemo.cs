using System.Globalization;
using Trellis.Information.Matching;
using Trellis.Information.Names;
using Trellis.Information.Registers;
using Trellis.Runtime.Simulation;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>The base of the demo at its usual scale: how large it is, and how much of what is wrong with real lists it has, kind by kind. Bounds are a fifth to either side of what is meant to come out.</summary>
public sealed class DirtOfTheDemo
{
    private static readonly DateOnly Today = new(2025, 12, 1);
    private static readonly StructureOnDay Cuiwei = AStructure.Read("cuiwei").Structure.On(Today);
    private static readonly InventedBase Whole = InventingBases.Invent(Cuiwei, 1, new Seed(1).Of("base"), Today);
    private static readonly IReadOnlyList<(string Register, Voice As, IAct Act)> Acts =
        [.. EnteringBases.Of(Whole, Cuiwei.Structure, Today, new Seed(1).Of("base")).SelectMany(static chunk => chunk.Acts.Select(act => (chunk.Register, chunk.As, act)))];

    [Fact]
    public void It_is_as_large_as_a_county_of_one_at_scale_one()
    {
        Assert.InRange(Whole.Persons.Count, 31_000, 33_000); // some 32,000
        Assert.InRange(Whole.Households.Count, 10_990, 11_010);
        Assert.InRange(Whole.Organisations.Count, 2_300, 2_500);
        Assert.InRange(Whole.Places.Count, 14_600, 15_400);
        foreach (var (register, count) in ((string, int)[])[("place", Whole.Places.Count), ("household", Whole.Households.Count), ("organisation", Whole.Organisations.Count), ("person", Whole.Persons.Count)])
            Assert.Equal(count, Acts.Count(one => one.Register == register && one is { As: Voice.Owns, Act: EnterSubject }));
    }

    [Fact]
    public void Offices_disagree_about_telephones_and_about_who_moved()
    {
        var telephones = Acts.Count(static one => one is { Register: "person", Act: CorrectValue });
        var moved = Acts.Count(static one => one is { Register: "household", Act: CorrectValue });

        Assert.InRange(telephones, Share(0.017), Share(0.027));
        Assert.InRange(moved, 88, 132); // of one household in a hundred
        Assert.All(Acts.Where(static one => one.Act is CorrectValue), static one => Assert.Equal(Voice.Proposes, one.As)); // they stand beside what the owner holds
    }

    [Fact]
    public void More_than_one_in_a_hundred_is_held_a_second_time_with_what_real_lists_have_wrong()
    {
        var twice = Twice();
        Assert.InRange(twice.Count, Share(0.013), Share(0.02));
        var (first, byName) = (Whole.Persons, new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (person, items) in twice)
        {
            var (truth, name) = (first[person], items["name"]);
            Count(!items.ContainsKey("number"), "without a number");
            Count(name == truth.Name, "the same name");
            Count(name != truth.Name && PersonalName.Read(name) is { } heard && PersonalName.Read(truth.Name) is { } known && heard.Readings.Intersect(known.Readings, StringComparer.Ordinal).Any(), "a name as it is heard");
            Count(name == truth.Given, "without the surname");
            Count(name != truth.Given && name.Length > 0 && truth.Surname.Length > 0 && !name.StartsWith(truth.Surname, StringComparison.Ordinal), "another surname");
            Count(items.GetValueOrDefault("birth") is { } birth && birth != truth.Birth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "another birthday");
            Count(!items.ContainsKey("phone"), "no telephone");
            Count(items.GetValueOrDefault("phone") is { } phone && phone != truth.Telephone, "another telephone");
            Count(!items.ContainsKey("address"), "no address");
        }

        Assert.Equal(twice.Count, byName["without a number"]); // nothing told the office that they are there already
        foreach (var (kind, least, most) in ((string, double, double)[])
            [
                ("the same name", 0.3, 0.7), ("a name as it is heard", 0.03, 0.2), ("without the surname", 0.03, 0.09), ("another surname", 0.01, 0.15),
                ("another birthday", 0.1, 0.35), ("no telephone", 0.14, 0.26), ("another telephone", 0.1, 0.35), ("no address", 0.08, 0.17),
            ])
            Assert.True(byName.GetValueOrDefault(kind) / (double)twice.Count is var share && share >= least && share <= most, $"{kind}: {byName.GetValueOrDefault(kind)} of {twice.Count}");

        void Count(bool isSo, string kind)
        {
            if (isSo) byName[kind] = byName.GetValueOrDefault(kind) + 1;
        }
    }

    [Fact]
    public void Most_who_are_held_twice_are_proposed_and_hardly_anybody_else_is()
    {
        var rows = new List<(int Person, Traits Traits)>();
        for (var number = 0; number < Whole.Persons.Count; number++)
        {
            var one = Whole.Persons[number];
            rows.Add((number, new Traits { Name = PersonalName.Read(one.Name), Number = one.Number, NumberHolds = true, Birth = one.Birth, Sex = one.IsMan ? "male" : "female", Telephone = one.Telephone }));
        }

        foreach (var (person, items) in Twice())
        {
            rows.Add((person, new Traits
            {
                Name = PersonalName.Read(items["name"]), Birth = items.TryGetValue("birth", out var birth) ? DateOnly.ParseExact(birth, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null, Sex = items["sex"],
                Telephone = items.GetValueOrDefault("phone"), Address = items.TryGetValue("address", out var address) ? NormalAddress.Read(address) : null,
            }));
        }

        var proposed = ProposingMatches.Among([.. rows.Select(static one => one.Traits)]);
        var right = proposed.Count(pair => rows[pair.One].Person == rows[pair.Other].Person);

        Assert.True(right >= 0.8 * Twice().Count, $"{right} of {Twice().Count} who are held twice are proposed."); // the register of persons has no address to compare
        Assert.True(right >= 0.98 * proposed.Count, $"{right} of {proposed.Count} proposals are right.");
    }

    [Fact]
    public void Names_are_of_every_length_and_some_have_no_surname_or_a_dot_between_their_parts()
    {
        var names = Whole.Persons.Select(static one => PersonalName.Read(one.Name)!).ToList();

        Assert.InRange(Whole.Persons.Count(static one => one.Surname.Length == 0), 20, 3_000);
        Assert.Contains(Whole.Persons, static one => one.Name.Contains('·', StringComparison.Ordinal));
        Assert.InRange(names.Count(static one => one.SurnameLength == 2), 20, 80); // such as 欧阳
    }

    private static List<(int Person, Dictionary<string, string> Items)> Twice()
    {
        var numbers = Enumerable.Range(0, Whole.Persons.Count).ToDictionary(static number => LivingIn.HeldAgain(number).Key, static number => number, StringComparer.Ordinal);
        return [.. Acts.Where(static one => one is { Register: "person", As: Voice.Collects }).Select(one => (EnterSubject)one.Act).Select(act => (numbers[act.Subject.Key], act.Items.ToDictionary(static given => given.Item, static given => WordOf(given.Value), StringComparer.Ordinal)))];
    }

    private static string WordOf(Value value) => value.Text ?? value.ToString();

    private static int Share(double share) => (int)(share * Whole.Persons.Count);
}
