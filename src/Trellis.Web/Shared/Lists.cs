using Trellis.Runtime.Process;

namespace Trellis.Web.Shared;

/// <summary>A heading of a list, which may put the list in its order.</summary>
/// <param name="Address">Of the list in this order; null where it has none.</param>
/// <param name="Sorted">How the list is sorted by it, as programs that read pages aloud call it; null where it is not.</param>
public sealed record ListHeading(string Words, string? Address = null, string? Sorted = null)
{
    public const string Ascending = "ascending";
    public const string Descending = "descending";
}

/// <summary>How many a list holds as it is narrowed, and how many of them stand on the page.</summary>
/// <param name="IsMore">There are more than <paramref name="Number"/>, which is as far as they were counted.</param>
/// <param name="Exactly">Where they are all counted.</param>
public sealed record ListCount(long Number, bool IsMore, int Shown, string Exactly)
{
    /// <summary>Exact up to here; beyond, the exact number is counted for whoever asks.</summary>
    public const int Unasked = 1_000;

    /// <param name="counted">At most <paramref name="upTo"/> and one more.</param>
    /// <param name="upTo">How far it was counted; null for to the end.</param>
    public static ListCount Of(long counted, int? upTo, int shown, string exactly = "") => counted > upTo ? new ListCount(upTo.Value, true, shown, exactly) : new ListCount(counted, false, shown, exactly);

    public string In(SitePage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var all = IsMore ? page.Say($"超过 {Showing.Number(Number)} 项", $"More than {Showing.Number(Number)} in all") : page.Say($"共 {Showing.Number(Number)} 项", $"{Showing.Number(Number)} in all");
        return all + (IsMore || Shown < Number ? page.Say($"，这里列出 {Showing.Number(Shown)} 项。", $", {Showing.Number(Shown)} shown.") : page.Say("。", "."));
    }
}

/// <summary>The address of a list, which can be shared: what is empty does not stand in it.</summary>
internal static class ListAddress
{
    public static string Of(string path, params ReadOnlySpan<(string Name, string Value)> asked)
    {
        var address = path;
        foreach (var (name, value) in asked)
            if (value.Length > 0) address += $"{(address.Length == path.Length ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return address;
    }
}

/// <summary>A list page by page.</summary>
internal static class Paging
{
    /// <summary>More than this nobody reads in a spreadsheet; programs have the interface.</summary>
    public const int MostInTable = 20_000;

    /// <summary>All of it, or as much as a spreadsheet is of use for.</summary>
    /// <param name="page">The page that follows what the one before said; null for the first.</param>
    public static IEnumerable<T> All<T>(Func<string?, Page<T>?> page, int most)
    {
        var (after, told) = ((string?)null, 0);
        do
        {
            if (page(after) is not { } next) yield break;
            foreach (var row in next.Rows) yield return row;
            (after, told) = (next.Next, told + next.Rows.Count);
        }
        while (after is not null && told < most);
    }
}
