using System.Diagnostics.CodeAnalysis;

namespace Trellis.Structure.Expressions;

/// <summary>
/// An expression of the structure language as its author wrote it, cut into parts.
/// It is total: <see cref="Check"/> finds what could go wrong, and a checked expression always answers, if only that something is not known.
/// </summary>
public sealed class Expression
{
    private Expression(string source, Node root) => (Source, Root) = (source, root);

    /// <summary>The text as written. Extents of parts and faults count in it.</summary>
    public string Source { get; }

    public Node Root { get; }

    /// <summary>The one canonical text: expressions that differ in spacing and needless brackets only have the same.</summary>
    public string Canonical => field ??= Printing.Text(Root);

    /// <summary>Never throws, whatever the text, and takes time in proportion to its length.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out ExpressionFault? fault)
    {
        (var root, fault) = Parser.Parse(text);
        expression = root is null ? null : new Expression(text, root);
        return root is not null;
    }

    /// <summary>Finds every fault there is against the names of a place.</summary>
    /// <param name="names">What may be named where the expression stands.</param>
    /// <param name="expected">What is asked for there; null takes anything.</param>
    public Checking Check(INames names, FactType? expected = null) => Checker.Check(this, names, expected);

    /// <summary>The expression in plain words, for explanations.</summary>
    /// <param name="language">The language of the words.</param>
    /// <param name="name">The name that people use for a path such as <c>premises.area</c>.</param>
    /// <param name="code">The name that people use for a code, given the path it stands beside, if any; null shows codes as written.</param>
    public string Describe(Language language, Func<string, string> name, Func<string?, string, string?>? code = null) =>
        Describing.InWords(Root, language, name, code);

    public override string ToString() => Canonical;
}
