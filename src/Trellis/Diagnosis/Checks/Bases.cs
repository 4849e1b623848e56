using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>Which bases are in force on the day. One article carries thousands of entries, so each is looked up once.</summary>
internal sealed class Bases(CheckContext context)
{
    private readonly Dictionary<(string Law, string? Article), bool> _known = [];

    /// <summary>A law or article that is not in the files at all is a finding of its own and counts as in force here.</summary>
    public bool InForce(Citation citation)
    {
        if (_known.TryGetValue((citation.Law, citation.Article), out var known)) return known;
        var spells = context.Structure.Laws.Of(citation.Law);
        var inForce = spells.Count == 0
            || (citation.Article is { } article && !spells.Any(law => law.Find(article).Any()))
            || context.Structure.InForce(citation, context.Date);
        _known.Add((citation.Law, citation.Article), inForce);
        return inForce;
    }

    /// <summary>Whether something is cited and nothing of it is in force.</summary>
    public bool HaveLapsed(IReadOnlyList<Citation> cited)
    {
        foreach (var citation in cited)
            if (InForce(citation)) return false;
        return cited.Count > 0;
    }

    public bool AnyInForce(IReadOnlyList<Citation> cited)
    {
        foreach (var citation in cited)
            if (InForce(citation)) return true;
        return false;
    }

    /// <summary>"law/article, repealed since a day".</summary>
    public Text Say(IReadOnlyList<Citation> cited) => Saying.List([.. cited.Select(Say)]);

    private Text Say(Citation citation)
    {
        var spells = context.Structure.Laws.Of(citation.Law);
        var days = spells.SelectMany(law => citation.Article is null ? [(law.From, law.To)] : law.Find(citation.Article).Select(article => (From: Later(law.From, article.From), To: Earlier(law.To, article.To)))).ToList();
        var ended = days.Where(span => span.Item2 < context.Date).Select(static span => span.Item2).DefaultIfEmpty(DateOnly.MinValue).Max();
        if (ended > DateOnly.MinValue) return new($"{citation}（{ended:yyyy-MM-dd} 止）", $"{citation} (until {ended:yyyy-MM-dd})");
        var begins = days.Where(span => span.Item1 > context.Date).Select(static span => span.Item1).DefaultIfEmpty(DateOnly.MaxValue).Min();
        return begins < DateOnly.MaxValue ? new($"{citation}（{begins:yyyy-MM-dd} 起）", $"{citation} (from {begins:yyyy-MM-dd})") : new($"{citation}", $"{citation}");
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
