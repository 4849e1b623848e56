namespace Trellis.Runtime;

/// <summary>The machine failed us, not the input: a full disk, a broken device. Cli prints it and ends with exit code 3.</summary>
public sealed class MachineFault : Exception
{
    public MachineFault(string message, string remedy, Exception? inner = null)
        : this(new Text(message, message), new Text(remedy, remedy), inner)
    {
    }

    public MachineFault(Text says, Text advises, Exception? inner = null)
        : base(says.En, inner)
    {
        (Says, Advises) = (says, advises);
    }

    /// <summary>What failed, for readers of either language; <see cref="Exception.Message"/> is the English of it.</summary>
    public Text Says { get; }

    /// <summary>What can be done about it, in both languages.</summary>
    public Text Advises { get; }

    /// <summary>What stands in spite of it and will be done; null where nothing was begun.</summary>
    public Refusal? Stands { get; init; }

    public string Remedy => Advises.En;
}
