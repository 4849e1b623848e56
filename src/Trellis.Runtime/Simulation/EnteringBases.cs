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

    /// <summary>Acts by the register whose owner enters them; the empty one is another office that corrects.</summary>
    public static IEnumerable<(string Register, IReadOnlyList<IAct> Acts)> Of(InventedBase invented, GovernanceStructure structure, DateOnly day, Seed seed)
    {
        var draws = seed.Of("values").Draws();
        var types = new Dictionary<(string Register, string Item), FactType?>();
        foreach (var acts in Chunks(invented.Places.Select((one, number) => Enter(LivingIn.Place(number),
            ("code", Value.Of(one.Code)), ("address", Value.Of(one.Address)), ("unit", Value.Of(new Entity("unit", one.Unit))), ("use", Value.Of(one.Use)), ("area", Value.Of(new Quantity(one.Use == "dwelling" ? 60 + draws.Below(120) : 15 + draws.Below(140), Measure.SquareMetre))))))) yield return ("place", acts);
        foreach (var acts in Chunks(invented.Households.Select((one, number) => Enter(LivingIn.Household(number),
            ("number", Value.Of(one.Number)), ("home", Row(LivingIn.Place(one.Place))), ("head", Row(LivingIn.Person(one.Members[0]))), ("members", Value.ListOf([.. one.Members.Select(static member => Row(LivingIn.Person(member)))])))))) yield return ("household", acts);
        foreach (var acts in Chunks(invented.Persons.Select((one, number) => Enter(LivingIn.Person(number),
            ("name", Value.Of(one.Name)), ("number", Value.Of(one.Number)), ("sex", Value.Of(one.IsMan ? "male" : "female")), ("birth", Value.Of(one.Birth)), ("phone", Value.Of(one.Telephone)),
            ("residence-kind", Value.Of("local")), ("household", Row(LivingIn.Household(one.Household))), ("home", Row(LivingIn.Place(invented.Households[one.Household].Place))))))) yield return ("person", acts);
        foreach (var acts in Chunks(invented.Organisations.Select((one, number) => Enter(LivingIn.Organisation(number),
            ("name", Value.Of(one.Name)), ("number", Value.Of(one.Number)), ("kind", Value.Of(one.Kind)), ("address", Value.Of(invented.Places[one.Place].Address)), ("premises", Row(LivingIn.Place(one.Place))), ("head", Row(LivingIn.Person(one.Head))), ("phone", Value.Of(one.Telephone)), ("founded", Value.Of(one.Founded)))))) yield return ("organisation", acts);

        // Another office has an old telephone, or one with a slip in it; who is right is for the owner to settle.
        var second = SoilingLists.Again(invented, Disputed * 5, seed.Of("dirt")).Where(static row => row.Telephone.Length > 0 && row.Dirt.Any(static dirt => dirt is Dirt.OldTelephone or Dirt.TelephoneMistyped));
        foreach (var acts in Chunks(second.Select(static row => (IAct)new CorrectValue(LivingIn.Person(row.Person), [new ItemGiven("phone", Value.Of(row.Telephone))], new SourceGiven(ValueSource.Import, "insured"), new PersonalText("参保登记表"))))) yield return ("", acts);

        IAct Enter(RowId row, params ReadOnlySpan<(string Item, Value Value)> items)
        {
            var given = new List<ItemGiven>(items.Length);
            // What a structure does not declare, or declares otherwise, is left out: the base is invented for any.
            foreach (var (item, value) in items)
                if (TypeOf(row.Register, item) is { } type && TypingItems.Fits(value, type)) given.Add(new ItemGiven(item, value));
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
