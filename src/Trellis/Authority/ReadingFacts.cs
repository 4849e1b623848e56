using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Authority;

/// <summary>Facts that come as text, each read as the type that the structure declares for its item.</summary>
public static class ReadingFacts
{
    public static KnownFacts Of(GovernanceStructure structure, DateOnly day, IEnumerable<KeyValuePair<string, string>> written) =>
        new(written.Select(fact => KeyValuePair.Create(fact.Key, FactsOfQuestion.Typed(structure, fact.Key, fact.Value, day) is { IsKnown: true } value ? value : Value.Of(fact.Value))));
}
