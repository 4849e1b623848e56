using System.Runtime.InteropServices;

namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>A word of a text: as written, what is known of it, how much it tells of the fact, and the pairs of signs or stem by which it is found where nothing is known.</summary>
internal readonly record struct Token(string Written, WordMeaning? Meaning, double Weight, int Before, int Behind);

/// <summary>A name or a definition in one language, cut into words.</summary>
internal sealed class Wording
{
    private static readonly Lexicon Chinese = new($"{ChineseWords.Same}\n{ChineseFields.Same}", $"{ChineseWords.Near}\n{ChineseFields.Near}", $"{ChineseWords.Apart}\n{ChineseFields.Apart}", ChineseWords.Filler, static word => word);
    private static readonly Lexicon English = new($"{EnglishWords.Same}\n{EnglishFields.Same}", EnglishWords.Near, $"{EnglishWords.Apart}\n{EnglishFields.Apart}", EnglishWords.Filler, Stems.Of);

    private const double MostOfWord = 2;
    private const double OfNear = 0.4;

    private readonly bool _chinese;

    private Wording(bool chinese, string written, List<Token> tokens, HashSet<int> same, HashSet<int> near, HashSet<int> signs, HashSet<int> pairs, HashSet<string> words, int[] stances, HashSet<int> numbers) =>
        (_chinese, Written, Tokens, Same, Near, Signs, Pairs, Words, Stances, Numbers) = (chinese, written, tokens, same, near, signs, pairs, words, stances, numbers);

    /// <summary>Signs that count, or words in small letters with one space between them.</summary>
    public string Written { get; }

    /// <summary>All that is written, of a name and a definition together both.</summary>
    public string Text { get; private init; } = "";

    public bool IsChinese => _chinese;

    /// <summary>Without filler, in their order.</summary>
    public List<Token> Tokens { get; }

    public HashSet<int> Same { get; }

    public HashSet<int> Near { get; }

    public HashSet<int> Signs { get; }

    public HashSet<int> Pairs { get; }

    /// <summary>Known words as written; stems in English.</summary>
    public HashSet<string> Words { get; }

    /// <summary>For each line of words that tell apart, which of them stand here, as bits.</summary>
    public int[] Stances { get; }

    /// <summary>Numbers above one, in figures or in Chinese words.</summary>
    public HashSet<int> Numbers { get; }

    public double Weight => Tokens.Sum(static token => token.Weight);

    public static Wording OfChinese(string text)
    {
        var written = string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        var made = Empty(true, written, Chinese.LinesApart);
        var unknown = -1;
        for (var at = 0; at < written.Length;)
        {
            var (length, meaning) = Longest(written, at, static meaning => meaning.IsWord);
            if (length == 0)
            {
                if (unknown < 0) unknown = at;
                at++;
                continue;
            }

            made.AddSigns(unknown, at);
            unknown = -1;
            if (!meaning!.IsFiller || meaning.Same.Length > 0) made.AddWord(at, length, meaning);
            at += length;
        }

        made.AddSigns(unknown, written.Length);
        for (var at = 0; at < written.Length;)
        {
            var (length, meaning) = Longest(written, at, static meaning => meaning.Apart.Length > 0);
            if (meaning is not null) made.Stand(meaning);
            at += Math.Max(1, length);
        }

        ReadNumbers(written, made.Numbers);
        return made;
    }

    public static Wording OfEnglish(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var begin = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at])) at++;
            words.Add(text[begin..at].ToLowerInvariant());
        }

        var made = Empty(false, string.Join(' ', words), English.LinesApart);
        foreach (var word in words)
        {
            var stem = Stems.Of(word);
            var meaning = English[stem];
            if (meaning is not null) made.Stand(meaning);
            if (meaning is { IsFiller: true, Same.Length: 0 } || word.Length == 1) continue;
            made.Words.Add(stem);
            made.Tokens.Add(new Token(stem, meaning, SignWeights.Of(stem), 0, 0));
            if (meaning is null) continue;
            made.Same.UnionWith(meaning.Same);
            made.Near.UnionWith(meaning.Near);
        }

        return made;
    }

    /// <summary>One that holds the words of both.</summary>
    public Wording With(Wording other)
    {
        if (ReferenceEquals(this, other)) return this;
        var both = Empty(_chinese, Written, Stances.Length, $"{Written} {other.Written}");
        both.Tokens.AddRange(Tokens);
        both.Tokens.AddRange(other.Tokens);
        foreach (var one in (Wording[])[this, other])
        {
            both.Same.UnionWith(one.Same);
            both.Near.UnionWith(one.Near);
            both.Signs.UnionWith(one.Signs);
            both.Pairs.UnionWith(one.Pairs);
            both.Words.UnionWith(one.Words);
            both.Numbers.UnionWith(one.Numbers);
            for (var line = 0; line < Stances.Length; line++) both.Stances[line] |= one.Stances[line];
        }

        return both;
    }

    /// <summary>How much of what this says the other says, too, 0 to 1.</summary>
    public double SaidBy(Wording other)
    {
        double all = 0, said = 0;
        foreach (var token in CollectionsMarshal.AsSpan(Tokens))
        {
            all += token.Weight;
            said += token.Weight * other.Says(token);
        }

        return all == 0 ? 0 : said / all;
    }

    /// <summary>The weight of what says what the fact is about and not what kind of value it is, and how much of that the other says.</summary>
    public (double All, double Said) AboutSaidBy(Wording other)
    {
        double all = 0, said = 0;
        foreach (var token in CollectionsMarshal.AsSpan(Tokens))
        {
            if (token.Meaning is { IsKindOfValue: true }) continue;
            all += token.Weight;
            said += token.Weight * other.Says(token);
        }

        return (all, said);
    }

    /// <summary>The weight of what the other does not say.</summary>
    public double Unsaid(Wording other)
    {
        double unsaid = 0;
        foreach (var token in CollectionsMarshal.AsSpan(Tokens)) unsaid += token.Weight * (1 - other.Says(token));
        return unsaid;
    }

    /// <summary>Words here and other words there that were taken as one, each once.</summary>
    public List<(string Mine, string Theirs)> TakenAsOne(Wording other)
    {
        var taken = new List<(string, string)>();
        foreach (var token in Tokens)
        {
            if (token.Meaning is not { Same.Length: > 0 } meaning || other.Words.Contains(token.Written)) continue;
            foreach (var there in other.Tokens)
            {
                if (there.Meaning is not { Same.Length: > 0 } theirs || !meaning.Same.Intersect(theirs.Same).Any()) continue;
                if (!taken.Contains((token.Written, there.Written))) taken.Add((token.Written, there.Written));
                break;
            }
        }

        return taken;
    }

    public double Says(in Token token)
    {
        if (token.Meaning is { } meaning && meaning.IsWord)
        {
            foreach (var group in meaning.Same)
                if (Same.Contains(group)) return 1;
            if (Words.Contains(token.Written)) return 1;
            double best = 0;
            foreach (var group in meaning.Near)
                if (Near.Contains(group)) best = OfNear;
            if (!_chinese) return best;
            double all = 0, here = 0;
            foreach (var sign in token.Written)
            {
                var weight = SignWeights.Of(sign);
                all += weight;
                if (Signs.Contains(sign)) here += weight;
            }

            return Math.Max(best, 0.7 * here / all);
        }

        if (!_chinese) return Words.Contains(token.Written) ? 1 : 0;
        if (Pairs.Contains(token.Before) || Pairs.Contains(token.Behind)) return 1;
        return Signs.Contains(token.Written[0]) ? token.Before == 0 && token.Behind == 0 ? 0.8 : 0.6 : 0;
    }

    private static Wording Empty(bool chinese, string written, int lines, string? text = null) =>
        new(chinese, written, [], [], [], [], [], new HashSet<string>(StringComparer.Ordinal), new int[lines], []) { Text = text ?? written };

    private void Stand(WordMeaning meaning)
    {
        foreach (var (line, places) in meaning.Apart) Stances[line] |= places;
    }

    private void AddWord(int at, int length, WordMeaning meaning)
    {
        var word = Written.Substring(at, length);
        double weight = 0;
        for (var sign = 0; sign < length; sign++)
        {
            weight += SignWeights.Of(word[sign]);
            Signs.Add(word[sign]);
            if (sign > 0) Pairs.Add((word[sign - 1] << 16) | word[sign]);
        }

        Words.Add(word);
        Same.UnionWith(meaning.Same);
        Near.UnionWith(meaning.Near);
        Tokens.Add(new Token(word, meaning, Math.Min(weight, MostOfWord), 0, 0));
    }

    /// <summary>A run of signs that make no known word: each by itself, found best with its neighbour.</summary>
    private void AddSigns(int begin, int end)
    {
        if (begin < 0) return;
        for (var at = begin; at < end; at++)
        {
            var before = at > begin ? (Written[at - 1] << 16) | Written[at] : 0;
            var behind = at + 1 < end ? (Written[at] << 16) | Written[at + 1] : 0;
            Signs.Add(Written[at]);
            if (before != 0) Pairs.Add(before);
            Tokens.Add(new Token(Written[at].ToString(), null, SignWeights.Of(Written[at]), before, behind));
        }
    }

    private static (int Length, WordMeaning? Meaning) Longest(string text, int at, Func<WordMeaning, bool> takes)
    {
        for (var length = Math.Min(Chinese.Longest, text.Length - at); length > 0; length--)
            if (Chinese[text.AsSpan(at, length)] is { } meaning && takes(meaning)) return (length, meaning);
        return (0, null);
    }

    private const string ChineseFigures = "零一二三四五六七八九";

    private static void ReadNumbers(string text, HashSet<int> numbers)
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsAsciiDigit(text[at]))
            {
                var value = 0;
                for (; at < text.Length && char.IsAsciiDigit(text[at]); at++) value = Math.Min(100_000_000, value * 10 + (text[at] - '0'));
                if (value > 1) numbers.Add(value);
                continue;
            }

            int whole = 0, figure = 0, begin = at;
            for (; at < text.Length; at++)
            {
                var found = ChineseFigures.IndexOf(text[at], StringComparison.Ordinal);
                if (found >= 0) figure = found;
                else if (text[at] == '十') (whole, figure) = (whole + 10 * Math.Max(1, figure), 0);
                else if (text[at] == '百') (whole, figure) = (whole + 100 * Math.Max(1, figure), 0);
                else if (text[at] == '千') (whole, figure) = (whole + 1000 * Math.Max(1, figure), 0);
                else break;
            }

            if (whole + figure > 1) numbers.Add(whole + figure);
            if (at == begin) at++;
        }
    }
}
