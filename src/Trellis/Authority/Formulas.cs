using System.Collections.Concurrent;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Authority;

/// <summary>Conditions and ceilings, each compiled once. Types were checked when the structure was; here every name is open, and what cannot be answered is not known.</summary>
internal sealed class Formulas
{
    private readonly ConcurrentDictionary<string, CheckedExpression?> _compiled = new(StringComparer.Ordinal);

    /// <summary>Null where the text is no expression; such a condition is never met.</summary>
    public CheckedExpression? Of(Formula formula) => _compiled.GetOrAdd(formula.Text, static text =>
        Expression.TryParse(text, out var expression, out _) ? expression.Check(OpenNames.Instance).Checked : null);

    private sealed class OpenNames : INames
    {
        public static OpenNames Instance { get; } = new();

        public IEnumerable<string> Roots => [];

        public FactType? Root(string name) => FactType.NotKnown;

        public FactType? Item(string register, string item) => FactType.NotKnown;

        public IReadOnlyCollection<string>? Codes(string list) => null;

        public IEnumerable<string> Items(string register) => [];
    }
}
