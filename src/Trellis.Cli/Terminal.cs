using System.Text;

namespace Trellis.Cli;

/// <summary>What a command may say, read and know of the terminal it runs in. Tests hand in their own.</summary>
public sealed record Terminal
{
    public required Stream Input { get; init; }

    public required Stream Output { get; init; }

    public required TextWriter Words { get; init; }

    public required TextWriter Errors { get; init; }

    /// <summary>True when a person watches standard error, so that progress may be shown.</summary>
    public bool Watched { get; init; }

    /// <summary>Columns of the terminal, where known.</summary>
    public int Width { get; init; } = 100;

    public Language Language { get; init; } = Language.English;

    /// <summary>The day on which structures are read where no other is asked for.</summary>
    public DateOnly Today { get; init; } = new(2026, 1, 1);

    public static Terminal System()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = Console.OpenStandardOutput();
        return new Terminal
        {
            Input = Console.OpenStandardInput(),
            Output = output,
            Words = new StreamWriter(output, utf8, 16 * 1024),
            Errors = new StreamWriter(Console.OpenStandardError(), utf8, 256) { AutoFlush = true },
            Watched = !Console.IsErrorRedirected,
            Width = WidthOfTerminal(),
            Language = LanguageOfUser(),
            Today = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime),
        };
    }

    private static int WidthOfTerminal()
    {
        if (Console.IsOutputRedirected) return 100;
        try
        {
            return Math.Clamp(Console.WindowWidth, 60, 120);
        }
        catch (IOException)
        {
            return 100;
        }
    }

    /// <summary>Chinese where the user's environment asks for it, as other programs do; otherwise English.</summary>
    private static Language LanguageOfUser()
    {
        foreach (var variable in (ReadOnlySpan<string>)["LC_ALL", "LC_MESSAGES", "LANG"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
                return value.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Language.Chinese : Language.English;
        }

        return Language.English;
    }
}
