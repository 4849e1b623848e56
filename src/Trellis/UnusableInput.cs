namespace Trellis;

/// <summary>
/// What was handed to us cannot be used: says what is wrong, where, and what to do about it.
/// Raised while reading files, where a refusal value in every row would bury the reading; caught once, in Cli,
/// and printed as one message with exit code 2.
/// </summary>
public sealed class UnusableInput : Exception
{
    public UnusableInput(string message, string remedy, string? place = null, Exception? inner = null)
        : this(new Text(message, message), new Text(remedy, remedy), place, inner)
    {
    }

    public UnusableInput(Text says, Text advises, string? place = null, Exception? inner = null)
        : base(says.En, inner)
    {
        (Says, Advises, Place) = (says, advises, place);
    }

    /// <summary>What is wrong, for readers of either language; <see cref="Exception.Message"/> is the English of it.</summary>
    public Text Says { get; }

    /// <summary>What the reader of the message can do now, in both languages.</summary>
    public Text Advises { get; }

    /// <summary>File, line and column as far as known, such as "hotline.csv, line 12".</summary>
    public string? Place { get; }

    /// <summary>What the reader of the message can do now, in English.</summary>
    public string Remedy => Advises.En;
}
