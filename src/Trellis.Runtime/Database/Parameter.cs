namespace Trellis.Runtime.Database;

internal enum ParameterKind
{
    Number,
    Bytes,
    Text,
}

/// <summary>A value for a parameter of a statement: a whole number, bytes or text; null where the column allows it.</summary>
public readonly struct Parameter
{
    private Parameter(ParameterKind kind, long number, object? content)
    {
        Kind = kind;
        Number = number;
        Content = content;
    }

    internal ParameterKind Kind { get; }

    internal long Number { get; }

    /// <summary>byte[] or string, or null; for numbers, a mark that there is one.</summary>
    internal object? Content { get; }

    internal bool IsNull => Content is null;

    public static implicit operator Parameter(long number) => new(ParameterKind.Number, number, IsThere);

    public static implicit operator Parameter(long? number) => new(ParameterKind.Number, number ?? 0, number is null ? null : IsThere);

    public static implicit operator Parameter(byte[]? bytes) => new(ParameterKind.Bytes, 0, bytes);

    public static implicit operator Parameter(string? text) => new(ParameterKind.Text, 0, text);

    private static readonly object IsThere = new();
}

/// <summary>Values of one parameter for many rows, one a row.</summary>
public readonly struct Column
{
    private Column(ParameterKind kind, Array values)
    {
        Kind = kind;
        Values = values;
    }

    internal ParameterKind Kind { get; }

    internal Array Values { get; }

    internal long[] Numbers => (long[])Values;

    internal byte[][] Bytes => (byte[][])Values;

    internal string[] Texts => (string[])Values;

    public static implicit operator Column(long[] numbers) => new(ParameterKind.Number, numbers);

    public static implicit operator Column(byte[][] bytes) => new(ParameterKind.Bytes, bytes);

    public static implicit operator Column(string[] texts) => new(ParameterKind.Text, texts);
}
