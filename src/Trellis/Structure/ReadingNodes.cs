using System.Globalization;
using System.Text;
using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Structure;

/// <summary>One written value inside a list: its text and where it stands.</summary>
internal readonly record struct WrittenValue(string Text, Mark At);

/// <summary>Turns values as written into what they mean. Whatever does not fit was told by the shape check; here it is simply absent.</summary>
internal static class ReadingNodes
{
    internal static string? TextOrNull(this Node node) => node.IsScalar ? node.Text : null;

    internal static string TextOrEmpty(this Node node) => node.IsScalar ? node.Text : "";

    internal static DateOnly? Day(this Node node, ReadOnlySpan<byte> key) => node[key] is { IsScalar: true } day && TryDay(day.Value, out var read) ? read : null;

    internal static DateOnly DayOr(this Node node, ReadOnlySpan<byte> key, DateOnly otherwise) => node.Day(key) ?? otherwise;

    /// <summary>2026-07-01, and nothing else.</summary>
    internal static bool TryDay(ReadOnlySpan<byte> text, out DateOnly day)
    {
        day = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-') return false;
        Span<char> letters = stackalloc char[10];
        for (var at = 0; at < 10; at++) letters[at] = (char)text[at];
        return DateOnly.TryParseExact(letters, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <summary>A text in both languages; where one is missing the other stands for it, and the id for both.</summary>
    internal static Text TextsOrId(this Node node, string id)
    {
        if (node.IsScalar) return new Text(node.Text, node.Text);
        var (zh, en) = (node["zh"u8].TextOrNull(), node["en"u8].TextOrNull());
        return new Text(zh ?? en ?? id, en ?? zh ?? id);
    }

    internal static Text? Texts(this Node node) => node.Exists ? node.TextsOrId("") : null;

    /// <summary>A list of scalars however it is written: a list, cells divided by spaces, or one value alone.</summary>
    internal static IReadOnlyList<WrittenValue> Values(this Node node)
    {
        if (!node.Exists || node.IsMap) return [];
        var values = new List<WrittenValue>(Math.Max(1, node.IsList ? node.Count : 1));
        if (node.IsList)
        {
            foreach (var element in node.Elements)
                if (element.IsScalar) values.Add(new WrittenValue(Intern(element.Value), element.Mark));
        }
        else if (node.Kind == NodeKind.Cell)
        {
            foreach (var (start, length) in CellParts(node)) values.Add(new WrittenValue(Intern(node.File.Bytes.AsSpan(start, length)), new Mark(node.File, start, length)));
        }
        else values.Add(new WrittenValue(Intern(node.Value), node.Mark));

        return values;
    }

    internal static List<(int Start, int Length)> CellParts(Node node)
    {
        var parts = new List<(int, int)>();
        var bytes = node.Bytes;
        for (var at = 0; at < bytes.Length;)
        {
            if (bytes[at] == ' ')
            {
                at++;
                continue;
            }

            var end = bytes[at..].IndexOf((byte)' ');
            end = end < 0 ? bytes.Length : at + end;
            parts.Add((node.Start + at, end - at));
            at = end;
        }

        return parts;
    }

    internal static Ref? Ref(this Node node) => node.IsScalar ? new Ref(WithoutKind(Intern(node.Value)), node.Mark) : null;

    internal static IReadOnlyList<Ref> Refs(this Node node)
    {
        var values = node.Values();
        if (values.Count == 0) return [];
        var refs = new Ref[values.Count];
        for (var at = 0; at < refs.Length; at++) refs[at] = new Ref(WithoutKind(values[at].Text), values[at].At);
        return refs;
    }

    internal static IReadOnlyList<KindRef> KindRefs(this Node node)
    {
        var values = node.Values();
        var refs = new List<KindRef>(values.Count);
        foreach (var (text, at) in values)
            if (KindRefOf(text, at) is { } read) refs.Add(read);
        return refs;
    }

    internal static KindRef? KindRef(this Node node) => node.IsScalar ? KindRefOf(node.Text, node.Mark) : null;

    internal static PostName? Post(this Node node) => node.IsScalar ? PostOf(new WrittenValue(Intern(node.Value), node.Mark)) : null;

    internal static IReadOnlyList<PostName> Posts(this Node node)
    {
        var values = node.Values();
        if (values.Count == 0) return [];
        var posts = new PostName[values.Count];
        for (var at = 0; at < posts.Length; at++) posts[at] = PostOf(values[at]);
        return posts;
    }

    internal static PostName PostOf(WrittenValue value)
    {
        var at = value.Text.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? new PostName(value.Text, null, value.At) : new PostName(string.Intern(value.Text[..at]), string.Intern(value.Text[(at + 1)..]), value.At);
    }

    internal static IReadOnlyList<Citation> Citations(this Node node)
    {
        var values = node.Values();
        if (values.Count == 0) return [];
        var citations = new Citation[values.Count];
        for (var at = 0; at < citations.Length; at++) citations[at] = CitationOf(values[at]);
        return citations;
    }

    internal static Citation CitationOf(WrittenValue value)
    {
        var slash = value.Text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new Citation(value.Text, null, value.At) : new Citation(string.Intern(value.Text[..slash]), string.Intern(value.Text[(slash + 1)..]), value.At);
    }

    internal static Quantity? Amount(this Node node) => node.IsScalar && Quantity.TryParse(node.Text, out var quantity, out _) ? quantity : null;

    internal static TimeLimit? Limit(this Node node) => node.IsScalar && TimeLimit.TryParse(node.Text, out var limit, out _) ? limit : null;

    internal static int? Whole(this Node node) => node.IsScalar && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal static Formula? Formula(this Node node) => node.IsScalar ? new Formula(node.Text, node.Mark) : null;

    internal static Term? Term(this Node node) => node.IsScalar ? node.Limit() is { } limit ? new Term(limit, null, node.Mark) : new Term(null, node.Formula(), node.Mark) : null;

    /// <summary>Ids stand many times in a structure; one string serves them all.</summary>
    internal static string Intern(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > 128) return Encoding.UTF8.GetString(utf8);
        return IdPool.Of(utf8);
    }

    private static KindRef? KindRefOf(string text, Mark at)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || Vocabulary.Words.OfWord(text[..slash]) is not { } words) return null;
        return new KindRef(words.Kind, text[(slash + 1)..], at);
    }

    private static string WithoutKind(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? text : text[(slash + 1)..];
    }
}
