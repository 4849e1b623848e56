namespace Trellis.Runtime;

/// <summary>The machine failed us, not the input: a full disk, a broken device. Cli prints it and ends with exit code 3.</summary>
public sealed class MachineFault(string message, string remedy, Exception? inner = null) : Exception(message, inner)
{
    public string Remedy { get; } = remedy;
}
