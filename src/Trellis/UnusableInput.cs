namespace Trellis;

/// <summary>
/// What was handed to us cannot be used: says what is wrong, where, and what to do about it.
/// Raised while reading files, where a refusal value in every row would bury the reading; caught once, in Cli,
/// and printed as one message with exit code 2.
/// </summary>
public sealed class UnusableInput : Exception
{
    public UnusableInput(string message, string remedy, string? place = null, Exception? inner = null)
        : base(message, inner)
    {
        Remedy = remedy;
        Place = place;
    }

    /// <summary>File, line and column as far as known, such as "hotline.csv, line 12".</summary>
    public string? Place { get; }

    /// <summary>What the reader of the message can do now.</summary>
    public string Remedy { get; }
}
