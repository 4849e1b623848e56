using System.Globalization;
using Trellis.Information.Registers;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Runtime.Simulation;

/// <summary>An invented base as acts on registers: what the owners of the registers entered, and what another office wrote down otherwise, as real lists have it.</summary>
internal static class EnteringBases
{
    private const int AtOnce = 500;

    /// <summary>So many of whom a second office has something else.</summary>
    private const double Disputed = 0.02;

    /// <summary>Of the people whom a second office wrote down, so many it holds as a row of its own: without a number that holds nothing told it that they are there already.</summary>
    private const double HeldTwice = 0.25;

    /// <summary>Of those so many by their given name alone.</summary>
    private const double WithoutSurname = 0.06;

    /// <summary>Households of which another office has a home that is not that of the register: somebody moved, and told one office.</summary>
    private const double Moved = 0.01;

    /// <summary>Acts by the register that they are about and as what the office speaks that does them: its owner, one that collects items of it, or one that only proposes corrections.</summary>
    public static IEnumerable<(string Register, Voice As, IReadOnlyList<IAct> Acts)> Of(InventedBase invented, GovernanceStructure structure, DateOnly day, Seed seed)
    {
        var draws = seed.Of("values").Draws();
        var types = new Dictionary<(string Register, string Item), FactType?>();
        foreach (var acts in Chunks(invented.Places.Select((one, number) => (IAct)Enter(LivingIn.Place(number),
            ("code", Value.Of(one.Code)), ("address", Value.Of(one.Address)), ("unit", Value.Of(new Entity("unit", one.Unit))), ("use", Value.Of(one.Use)), ("area", Value.Of(new Quantity(one.Use == "dwelling" ? 60 + draws.Below(120) : 15 + draws.Below(140), Measure.SquareMetre))))))) yield return ("place", Voice.Owns, acts);
        foreach (var acts in Chunks(invented.Households.Select((one, number) => (IAct)Enter(LivingIn.Household(number),
            ("number", Value.Of(one.Number)), ("home", Row(LivingIn.Place(one.Place))), ("head", Row(LivingIn.Person(one.Members[0]))), ("members", Value.ListOf([.. one.Members.Select(static member => Row(LivingIn.Person(member)))])))))) yield return ("household", Voice.Owns, acts);
        foreach (var acts in Chunks(invented.Persons.Select((_, number) => (IAct)First(number)))) yield return ("person", Voice.Owns, acts);
        foreach (var acts in Chunks(invented.Organisations.Select((one, number) => (IAct)Enter(LivingIn.Organisation(number),
            ("name", Value.Of(one.Name)), ("number", Value.Of(one.Number)), ("kind", Value.Of(one.Kind)), ("address", Value.Of(invented.Places[one.Place].Address)), ("premises", Row(LivingIn.Place(one.Place))), ("head", Row(LivingIn.Person(one.Head))), ("phone", Value.Of(one.Telephone)), ("founded", Value.Of(one.Founded)))))) yield return ("organisation", Voice.Owns, acts);

        // Another office has an old telephone, or one with a slip in it; who is right is for the owner to settle.
        var again = SoilingLists.Again(invented, Disputed * 5, seed.Of("dirt"));
        var second = again.Where(static row => row.Telephone.Length > 0 && row.Dirt.Any(static dirt => dirt is Dirt.OldTelephone or Dirt.TelephoneMistyped));
        foreach (var acts in Chunks(second.Select(static row => (IAct)new CorrectValue(LivingIn.Person(row.Person), [new ItemGiven("phone", Value.Of(row.Telephone))], new SourceGiven(ValueSource.Import, "insured"), new PersonalText("参保登记表"))))) yield return ("person", Voice.Proposes, acts);

        // Somebody without a number, or with a slip in it, is held a second time; whether the two are one is for somebody to confirm.
        foreach (var acts in Chunks(again.Where(row => row.Dirt.Any(static dirt => dirt is Dirt.NoNumber or Dirt.NumberMistyped or Dirt.NumberSwapped) && seed.Of("twice").Of(row.Person).Draws().Happens(HeldTwice)).Select(Twice))) yield return ("person", Voice.Collects, acts);

        var dwellings = Enumerable.Range(0, invented.Places.Count).Where(number => invented.Places[number].Use == "dwelling").ToList();
        foreach (var acts in Chunks(Moving())) yield return ("household", Voice.Proposes, acts);

        EnterSubject First(int number)
        {
            var one = invented.Persons[number];
            return Enter(LivingIn.Person(number),
                ("name", Value.Of(one.Name)), ("number", Value.Of(one.Number)), ("sex", Value.Of(one.IsMan ? "male" : "female")), ("birth", Value.Of(one.Birth)), ("phone", Value.Of(one.Telephone)),
                ("residence-kind", Value.Of("local")), ("household", Row(LivingIn.Household(one.Household))), ("home", Row(LivingIn.Place(invented.Households[one.Household].Place))));
        }

        IAct Twice(DepartmentRow row)
        {
            var person = invented.Persons[row.Person];
            var shortened = person.Surname.Length > 0 && seed.Of("surname").Of(row.Person).Draws().Happens(WithoutSurname);
            var entered = Enter(LivingIn.HeldAgain(row.Person),
                ("name", Value.Of(shortened ? person.Given : row.Name)), ("sex", Value.Of(person.IsMan ? "male" : "female")), ("birth", DateOnly.TryParseExact(row.Birth, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) ? Value.Of(birth) : Value.Missing),
                ("phone", row.Telephone.Length > 0 ? Value.Of(row.Telephone) : Value.Missing), ("address", row.Address.Length > 0 ? Value.Of(row.Address) : Value.Missing));
            return entered with { Source = new SourceGiven(ValueSource.Import, "insured") };
        }

        IEnumerable<IAct> Moving()
        {
            if (structure.Items.On("household.home", day) is not { Computed: null } || dwellings.Count < 2) yield break;
            for (var number = 0; number < invented.Households.Count; number++)
            {
                var moving = seed.Of("moved").Of(number).Draws();
                if (!moving.Happens(Moved)) continue;
                var other = moving.Among(dwellings);
                if (other != invented.Households[number].Place) yield return new CorrectValue(LivingIn.Household(number), [new ItemGiven("home", Row(LivingIn.Place(other)))], new SourceGiven(ValueSource.Import, "insured"), new PersonalText("搬家后在参保登记表上写的住处"));
            }
        }

        EnterSubject Enter(RowId row, params ReadOnlySpan<(string Item, Value Value)> items)
        {
            var given = new List<ItemGiven>(items.Length);
            // What a structure does not declare, or declares otherwise, is left out: the base is invented for any.
            foreach (var (item, value) in items)
                if (value.IsKnown && TypeOf(row.Register, item) is { } type && TypingItems.Fits(value, type)) given.Add(new ItemGiven(item, value));
            return new EnterSubject(row, [.. given], new SourceGiven(ValueSource.Import, "first-lists"));
        }

        FactType? TypeOf(string register, string item)
        {
            if (types.TryGetValue((register, item), out var known)) return known;
            return types[(register, item)] = structure.Items.On($"{register}.{item}", day) is { Computed: null } declared ? FormulaNames.TypeOf(declared, structure) : null;
        }

        IEnumerable<IReadOnlyList<IAct>> Chunks(IEnumerable<IAct> acts) => acts.Where(act => act is not EnterSubject { Subject.Register: var register } || structure.Registers.On(register, day) is not null).Chunk(AtOnce);
    }

    private static Value Row(RowId row) => Value.Of(new Entity(row.Register, row.Key));
}
