using Trellis.Structure;

namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>All that an item says of itself: its names and definitions in both languages, and its type.</summary>
internal sealed class Telling
{
    public Telling(string type, string? register, Text name, Text? means)
    {
        (Type, Register) = (type, register);
        (ChineseName, EnglishName) = (Wording.OfChinese(name.Zh), Wording.OfEnglish(name.En));
        (ChineseMeaning, EnglishMeaning) = means is { } meaning ? (Wording.OfChinese(meaning.Zh), Wording.OfEnglish(meaning.En)) : (ChineseName, EnglishName);
        HasMeaning = means is not null;
        Chinese = ChineseName.With(ChineseMeaning);
        English = EnglishName.With(EnglishMeaning);
    }

    public string Type { get; }

    public string? Register { get; }

    public Wording ChineseName { get; }

    public Wording EnglishName { get; }

    /// <summary>The name once more where it has no definition.</summary>
    public Wording ChineseMeaning { get; }

    public Wording EnglishMeaning { get; }

    public bool HasMeaning { get; }

    /// <summary>Name and definition.</summary>
    public Wording Chinese { get; }

    public Wording English { get; }

    /// <summary>By which it is found among others: groups of like words and signs or stems, with what each tells.</summary>
    public Dictionary<int, double> Keys
    {
        get
        {
            var keys = new Dictionary<int, double>();
            foreach (var (wording, from) in ((Wording, int)[])[(Chinese, 0), (English, 1 << 20)])
                foreach (var token in wording.Tokens)
                {
                    if (token.Meaning is { Same: { Length: > 0 } groups })
                    {
                        foreach (var group in groups) keys[from + group] = token.Weight;
                        continue;
                    }

                    if (wording == English) keys[from + (1 << 19) + (StringHash(token.Written) & 0x7FFFF)] = token.Weight;
                    else
                        foreach (var sign in token.Written) keys[(1 << 18) + sign] = SignWeights.Of(sign);
                }

            return keys;
        }
    }

    private static int StringHash(string word)
    {
        uint hash = 2166136261;
        foreach (var letter in word) hash = unchecked((hash ^ letter) * 16777619);
        return (int)(hash & int.MaxValue);
    }
}
