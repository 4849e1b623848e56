namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>What is known of a word: groups of the same and of the near that hold it, and lines that tell facts apart with its place there.</summary>
internal sealed class WordMeaning
{
    public int[] Same { get; set; } = [];

    public int[] Near { get; set; } = [];

    /// <summary>Lines and, as bits, places in them.</summary>
    public (int Line, int Places)[] Apart { get; set; } = [];

    public bool IsFiller { get; set; }

    /// <summary>It says what kind of value or which period it is, and little of what.</summary>
    public bool IsKindOfValue { get; set; }

    /// <summary>It stands in a list of words, not only in one of those that tell apart.</summary>
    public bool IsWord { get; set; }
}

/// <summary>Words of one language, ready to be looked up.</summary>
internal sealed class Lexicon
{
    /// <summary>Before a line of words that say what kind of value a fact is, which its type says already.</summary>
    private const char KindOfValue = '*';

    private readonly Dictionary<string, WordMeaning> _words = new(StringComparer.Ordinal);
    private readonly Func<string, string> _form;

    /// <param name="same">Lines of words that are one.</param>
    /// <param name="near">Lines of words that are near each other.</param>
    /// <param name="apart">Lines of words that stand for different facts, with bars between them.</param>
    /// <param name="filler">Words that say nothing.</param>
    /// <param name="form">How a word is brought into the form under which it is looked up: a stem in English, itself in Chinese.</param>
    public Lexicon(string same, string near, string apart, string filler, Func<string, string> form)
    {
        _form = form;
        var group = 0;
        foreach (var line in Lines(same))
        {
            foreach (var meaning in Words(line.TrimStart(KindOfValue)))
            {
                if (line[0] == KindOfValue) meaning.IsKindOfValue = true;
                meaning.Same = [.. meaning.Same, group];
            }

            group++;
        }

        foreach (var line in Lines(near))
        {
            foreach (var meaning in Words(line)) meaning.Near = [.. meaning.Near, group];
            group++;
        }

        foreach (var meaning in Words(filler)) meaning.IsFiller = true;
        foreach (var meaning in _words.Values) meaning.IsWord = true;
        var number = 0;
        foreach (var line in Lines(apart))
        {
            var place = 0;
            foreach (var side in line.Split('|'))
            {
                foreach (var meaning in Words(side))
                {
                    if (meaning.Apart is [.., var last] && last.Line == number) meaning.Apart[^1] = (number, last.Places | (1 << place));
                    else meaning.Apart = [.. meaning.Apart, (number, 1 << place)];
                }

                place++;
            }

            number++;
        }

        LinesApart = number;
        Longest = _words.Keys.Max(static word => word.Length);
    }

    public int LinesApart { get; }

    /// <summary>Letters or signs of the longest word.</summary>
    public int Longest { get; }

    public WordMeaning? this[string form] => _words.GetValueOrDefault(form);

    public WordMeaning? this[ReadOnlySpan<char> form] => _words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(form, out var meaning) ? meaning : null;

    private IEnumerable<WordMeaning> Words(string line)
    {
        foreach (var word in line.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var form = _form(word);
            if (!_words.TryGetValue(form, out var meaning)) _words.Add(form, meaning = new WordMeaning());
            yield return meaning;
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
