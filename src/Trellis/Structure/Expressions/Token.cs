namespace Trellis.Structure.Expressions;

internal enum TokenKind
{
    /// <summary>A word of small letters, perhaps with dots: a name, a keyword, a function or a unit of measure.</summary>
    Name,

    /// <summary>A word with other letters: a unit such as CNY, or a mistake.</summary>
    Word,
    Number,
    Day,
    Time,
    Text,
    Symbol,
    End,
}

/// <param name="Text">The word or symbol as written; of a text, what stands between its quotes.</param>
/// <param name="Number">The number, or the ticks of a time of day, or the day number of a day.</param>
internal readonly record struct Token(TokenKind Kind, Extent At, string Text, decimal Number = 0)
{
    public bool Is(string text) => Kind is TokenKind.Name or TokenKind.Symbol && Text == text;
}
