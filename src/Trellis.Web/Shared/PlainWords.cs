using System.Globalization;
using System.Text.RegularExpressions;
using Trellis.Runtime.Structure;
using Trellis.Structure;

namespace Trellis.Web.Shared;

/// <summary>Sentences of the rules name entries as files and programs do, beside their names or alone, so that whoever keeps the rules finds them. On a page people read the names.</summary>
internal static partial class PlainWords
{
    public static string Of(SitePage page, Text said) => Of(page, page.Say(said));

    public static string Of(SitePage page, string said)
    {
        var names = Beside().Replace(said, found => NameOf(page, found.Groups["id"].Value) is null ? found.Value : "");
        var articles = Article().Replace(names, found => ArticleOf(page, found.Groups["law"].Value, found.Groups["no"].Value) ?? found.Value);
        var named = Alone().Replace(articles, found => NameOf(page, found.Value) ?? found.Value);
        return Day().Replace(named, found => DateOnly.TryParseExact(found.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? page.Show.Day(day) : found.Value);
    }

    private static string? NameOf(SitePage page, string id) =>
        PostAt.Parse(id) is { Post.Length: > 0 } seat ? page.Today.Unit(seat.Unit.Text) is null ? null : page.NameOf(seat)
        : page.InForce.Structure.Entries.LastOrDefault(entry => entry.Id == id) is { } entry && page.TitleOf(entry) is var title && title != id ? title : null;

    private static string? ArticleOf(SitePage page, string law, string no) => page.InForce.Structure.Laws.Has(law) ? page.NameOf(new Citation(law, no, default)) : null;

    /// <summary>An article of a law, as the rules cite it.</summary>
    [GeneratedRegex(@"(?<![A-Za-z0-9_/@.-])(?<law>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)/(?<no>[0-9]{1,4})(?![A-Za-z0-9_/@.-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Article();

    /// <summary>As the rules write days; people read them as their language does.</summary>
    [GeneratedRegex("(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])", RegexOptions.CultureInvariant)]
    private static partial Regex Day();

    [GeneratedRegex(@" ?[(（](?<id>[a-z][a-z0-9]*(?:[-.@][a-z0-9]+)*)[)）]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Beside();

    [GeneratedRegex(@"(?<![A-Za-z0-9_/@.-])[a-z][a-z0-9]*(?:[-.@][a-z0-9]+)+(?![A-Za-z0-9_/@-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Alone();
}
