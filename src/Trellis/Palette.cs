using System.Globalization;

namespace Trellis;

/// <summary>
/// The colours of the report: one ink, one accent (the cinnabar of a seal), rice paper, and ramps whose steps differ in lightness,
/// so that they also work on a grey printer and for readers who see fewer colours. Every step of the waiting ramp stands out 3 to 1 from white.
/// </summary>
internal static class Palette
{
    public const string Ink = "#16263a";
    public const string Accent = "#a02a1c";
    public const string Quiet = "#4f5d6c";

    /// <summary>From "at once" to "weeks".</summary>
    public static readonly string[] Waiting = ["#8794a1", "#ab6c1f", "#98401a", "#701b1b", "#300a10"];

    /// <summary>Where one step of the ramp ends, in seconds: an hour, a day, a week, thirty days.</summary>
    public static readonly double[] WaitingEnds = [3_600, 86_400, 604_800, 2_592_000];

    /// <summary>Fill and lettering of the blocks for the most frequent activities. Numbers on the blocks say the same.</summary>
    public static readonly (string Fill, string Letters)[] Blocks =
    [
        ("#16263a", "#ffffff"), ("#a02a1c", "#ffffff"), ("#2d6a6e", "#ffffff"), ("#d9a441", "#16263a"), ("#66497f", "#ffffff"),
        ("#9dbdd3", "#16263a"), ("#6b5a48", "#ffffff"), ("#e2bda4", "#16263a"), ("#4d6b35", "#ffffff"),
    ];

    public static int WaitingStep(double seconds)
    {
        var step = 0;
        while (step < WaitingEnds.Length && seconds >= WaitingEnds[step]) step++;
        return step;
    }

    /// <summary>Rice paper to ink. Square roots keep small values apart.</summary>
    public static (string Fill, string Letters) Heat(double share)
    {
        if (share <= 0) return ("#faf8f4", "#5d6874");
        var t = Math.Sqrt(Math.Min(1, share));
        var (red, green, blue) = (Mix(0xE9, 0x16, t), Mix(0xE4, 0x26, t), Mix(0xD8, 0x3A, t));

        // White or black always reaches 4.5 to 1, one of them on any ground; ink is preferred to black where it does too.
        var light = (0.2126 * Linear(red)) + (0.7152 * Linear(green)) + (0.0722 * Linear(blue));
        var letters = 1.05 / (light + 0.05) >= 4.5 ? "#ffffff" : (light + 0.05) / 0.0693 >= 4.5 ? Ink : "#000000";
        return ("#" + Hex(red) + Hex(green) + Hex(blue), letters);

        static int Mix(int from, int to, double t) => (int)Math.Round(from + ((to - from) * t));

        static string Hex(int part) => part.ToString("x2", CultureInfo.InvariantCulture);

        static double Linear(int part) => part <= 10 ? part / 255.0 / 12.92 : Math.Pow(((part / 255.0) + 0.055) / 1.055, 2.4);
    }
}
