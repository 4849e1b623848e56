using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Xes;

/// <summary>A classifier of the log: the keys whose values together say what an event is. Of traces, when the scope says so.</summary>
internal sealed record XesClassifier(string Name, string Keys, bool OfTraces)
{
    /// <summary>The classifier asked for; refuses a name that the log does not have.</summary>
    public static XesClassifier Choose(string asked, IReadOnlyList<XesClassifier> declared, string source)
    {
        var names = new List<string>();
        foreach (var classifier in declared)
        {
            if (classifier.OfTraces) continue;
            if (string.Equals(classifier.Name, asked, StringComparison.Ordinal)) return classifier;
            names.Add(classifier.Name);
        }

        var shown = Excerpt.Of(asked, 60);
        if (declared.Any(one => string.Equals(one.Name, asked, StringComparison.Ordinal)))
        {
            throw new UnusableInput(
                $"The classifier \"{shown}\" tells traces apart, not events.", names.Count == 0 ? NoneRemedy : $"Name one of events: {Listed(names)}.", source);
        }

        if (names.Count == 0) throw new UnusableInput($"There is no classifier \"{shown}\"; the log declares none before its traces.", NoneRemedy, source);
        var near = NearNames.Nearest(asked, names) is { } name ? $"Did you mean \"{Excerpt.Of(name, 60)}\"? " : "";
        throw new UnusableInput($"There is no classifier \"{shown}\".", $"{near}The log has: {Listed(names)}.", source);
    }

    /// <summary>
    /// The single keys. They are separated by spaces; a key that holds spaces itself stands in single quotes,
    /// or else is known by being declared for all events. Of several declared ones that fit, the longest counts.
    /// </summary>
    public List<string> SplitKeys(IReadOnlyCollection<string> declared)
    {
        List<string> keys = [];
        var at = 0;
        while (at < Keys.Length)
        {
            if (char.IsWhiteSpace(Keys[at]))
            {
                at++;
                continue;
            }

            var rest = Keys.AsSpan(at);
            var quoted = QuotedLength(rest);
            var length = quoted > 0 ? quoted : DeclaredLength(rest, declared);
            if (length == 0) length = rest.IndexOfAny(' ', '\t', '\n') is var space and > 0 ? space : rest.Length;
            var key = rest[..length];
            keys.Add((quoted > 0 ? key[1..^1] : key).ToString());
            at += length;
        }

        return keys;
    }

    private const string NoneRemedy = "Leave --classifier away, or name the attribute that is the activity: --map activity=KEY.";

    private static string Listed(List<string> names) => string.Join(", ", names.ConvertAll(static name => $"\"{Excerpt.Of(name, 60)}\""));

    /// <summary>Length with both quotes, 0 when the text does not begin with a quoted key.</summary>
    private static int QuotedLength(ReadOnlySpan<char> text)
    {
        if (text[0] != '\'') return 0;
        for (var at = 2; at < text.Length; at++)
            if (text[at] == '\'' && EndsAt(text, at + 1)) return at + 1;
        return 0;
    }

    private static int DeclaredLength(ReadOnlySpan<char> text, IReadOnlyCollection<string> declared)
    {
        var longest = 0;
        foreach (var key in declared)
            if (key.Length > longest && text.StartsWith(key, StringComparison.Ordinal) && EndsAt(text, key.Length)) longest = key.Length;
        return longest;
    }

    private static bool EndsAt(ReadOnlySpan<char> text, int at) => at == text.Length || char.IsWhiteSpace(text[at]);
}
