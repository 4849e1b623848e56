namespace Trellis.Structure.Expressions;

/// <summary>The three ways in which an expression can be wrong before it is ever asked.</summary>
public enum FaultKind
{
    /// <summary>The text follows no rule of the grammar: finding TR9040.</summary>
    DoesNotParse,

    /// <summary>The parts are known and do not go together: finding TR9041.</summary>
    TypesDoNotFit,

    /// <summary>A name or a code that nothing bears: finding TR9042.</summary>
    NamesNothing,
}

/// <summary>One fault of an expression: where it stands, what was found and expected, and what to write instead.</summary>
/// <param name="Nearest">The valid word that was probably meant; null when none is near.</param>
/// <param name="Remedy">What to do; null where the message and the nearest word say it.</param>
public sealed record ExpressionFault(FaultKind Kind, Extent At, string Found, Text Expected, Text Message, string? Nearest = null, Text? Remedy = null)
{
    /// <summary>The whole sentence for a reader: what is wrong, then what to do.</summary>
    public string In(Language language)
    {
        var sentence = Message.In(language);
        if (Nearest is not null) sentence += language == Language.Chinese ? $"是不是想写「{Nearest}」？" : $" Did you mean \"{Nearest}\"?";
        if (Remedy is { } remedy) sentence += (language == Language.Chinese ? "" : " ") + remedy.In(language);
        return sentence;
    }
}
