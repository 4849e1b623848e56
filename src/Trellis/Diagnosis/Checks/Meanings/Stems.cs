namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>Stems of English words, cut so that applied, applies and application are one: good enough for names of facts, not for a dictionary.</summary>
internal static class Stems
{
    public static string Of(string word)
    {
        word = Bare(word);
        if (word.Length > 6 && word.EndsWith("ability", StringComparison.Ordinal)) word = word[..^7] + "able";
        if (word.Length > 5 && word.EndsWith("ly", StringComparison.Ordinal)) word = word[..^2];
        else if (word == "newly") word = "new";
        return word.Length > 6 ? word[..6] : word;
    }

    private static string Bare(string word)
    {
        if (word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal)) return word[..^3] + "y";
        if (word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal)) return Undouble(word[..^3]);
        if (word.Length > 4 && word.EndsWith("ied", StringComparison.Ordinal)) return word[..^3] + "y";
        if (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal)) return Undouble(word[..^2]);
        if (word.Length > 4 && (word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) || word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal))) return word[..^2];
        if (word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && !word.EndsWith("us", StringComparison.Ordinal)) return word[..^1].TrimEnd('e') is { Length: > 2 } bare && word.EndsWith("es", StringComparison.Ordinal) ? bare : word[..^1];
        return word.Length > 4 ? word.TrimEnd('e') : word;
    }

    private static string Undouble(string stem)
    {
        stem = stem.TrimEnd('e');
        return stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's') ? stem[..^1] : stem;
    }
}
