using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Authority;

/// <summary>Facts that come as text, each read as the type that the structure declares for its item.</summary>
public static class ReadingFacts
{
    public static KnownFacts Of(GovernanceStructure structure, DateOnly day, IEnumerable<KeyValuePair<string, string>> written) =>
        new([.. written.Select(fact => KeyValuePair.Create(fact.Key, FactsOfQuestion.Typed(structure, fact.Key, fact.Value, day) is { IsKnown: true } value ? value : Value.Of(fact.Value)))]);

    /// <summary>Whether a value is one of the type that an item declares.</summary>
    public static bool Fits(GovernanceStructure structure, Item item, string written, DateOnly day) =>
        structure.Codes.On(item.Type, day) is { } codes ? codes.Values.Any(code => code.Value == written) : FactsOfQuestion.Typed(structure, item.Id, written, day).IsKnown;
}
