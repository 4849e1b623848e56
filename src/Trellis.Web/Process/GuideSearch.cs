using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>How well a service fits what somebody typed.</summary>
public enum GuideFit
{
    /// <summary>By what it is called, or what people call it.</summary>
    Named,

    /// <summary>By how one of its names is spoken.</summary>
    Spoken,

    /// <summary>By what it is about: the duty, the life event, the purpose, what is asked.</summary>
    About,
}

/// <summary>
/// Finds services by words. Every word that was typed must be found somewhere: in a name, in what people call it, in their pinyin or the first letters of that, in the life event, the duty, the purpose, or in
/// what is asked and what that means. Whole sentences are found by the words of people that stand in them.
/// </summary>
internal sealed class GuideSearch(SitePage page)
{
    private const int ShortestAlias = 2;

    private readonly IReadOnlyList<Code> _events = EventsOf(page);

    /// <summary>Life events with their names, in the order of the code list.</summary>
    public static IReadOnlyList<Code> EventsOf(SitePage page) => page.InForce.Structure.Codes.On("life-events", page.Site.Today)?.Values ?? [];

    /// <returns>Null where a word is found nowhere.</returns>
    public GuideFit? Fit(MatterType type, string asked)
    {
        var fit = GuideFit.Named;
        // English calls things by several words.
        if (type.AlsoCalled.Any(one => one.Equals(asked, StringComparison.OrdinalIgnoreCase))) return fit;
        foreach (var word in asked.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Fit(type, new Word(word)) is not { } one) return null;
            if (one > fit) fit = one;
        }

        return fit;
    }

    private GuideFit? Fit(MatterType type, Word word)
    {
        if (word.IsIn(type.Name) || type.AlsoCalled.Any(one => word.IsIn(one) || word.Holds(one))) return GuideFit.Named;
        if (NameSearch.IsSpoken(type.Name.Zh, word.Written) || type.AlsoCalled.Any(one => !char.IsAscii(one[0]) && NameSearch.IsSpoken(one, word.Written))) return GuideFit.Spoken;
        return About(type).Any(word.IsIn) ? GuideFit.About : null;
    }

    private IEnumerable<Text> About(MatterType type)
    {
        var (structure, day) = (page.InForce.Structure, page.Site.Today);
        if (structure.Duties.On(type.Duty.Id, day) is { } duty) yield return duty.Name;
        foreach (var one in _events)
            if (one.Value == type.Guide.LifeEvent) yield return one.Name;
        if (type.Purpose is { } purpose && structure.Purposes.On(purpose.Id, day) is { } known) yield return known.Name;
        foreach (var asked in type.Asks)
        {
            var dot = asked.Id.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0) continue;
            var register = type.About.FirstOrDefault(role => role.Name == asked.Id[..dot])?.Register.Id ?? asked.Id[..dot];
            // What is asked of everybody, such as a telephone, finds nothing in particular.
            if (register == "person" || structure.Items.On($"{register}{asked.Id[dot..]}", day) is not { } item) continue;
            yield return item.Name;
            if (item.Means is { } means) yield return means;
        }
    }

    /// <summary>One word of what was typed. English words begin where they are sought, so that "age" does not find damages.</summary>
    private readonly record struct Word(string Written)
    {
        public bool IsIn(Text text) => IsIn(text.Zh) || IsIn(text.En);

        public bool IsIn(string text)
        {
            for (var at = text.IndexOf(Written, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(Written, at + 1, StringComparison.OrdinalIgnoreCase))
                if (at == 0 || !char.IsAsciiLetter(Written[0]) || !char.IsAsciiLetter(text[at - 1])) return true;
            return false;
        }

        /// <summary>Whether a word of people stands in what was typed without blanks, as Chinese is.</summary>
        public bool Holds(string alias) => alias.Length >= ShortestAlias && !char.IsAscii(alias[0]) && Written.Contains(alias, StringComparison.Ordinal);
    }
}
