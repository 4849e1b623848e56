using System.Globalization;
using System.Text;

namespace Trellis.Runtime.Database;

/// <summary>
/// One statement of SQL, written once for both stores. Parameters stand in it as <c>@name</c>, and are given in the order in which their names first appear.
/// Where PostgreSQL needs other words (a list of rows goes there as one array for each column), the variant says so beside it.
/// </summary>
public sealed class Statement
{
    public Statement(string text, string? onPostgres = null)
    {
        (Sqlite, Parameters) = Number(text, '?');
        (Postgres, var same) = Number(onPostgres ?? text, '$');
        if (!Parameters.SequenceEqual(same, StringComparer.Ordinal))
            throw new ArgumentException($"Both variants of a statement take the same parameters in the same order: {string.Join(", ", Parameters)}; {string.Join(", ", same)}.", nameof(onPostgres));
    }

    /// <summary>The text for SQLite, with parameters ?1, ?2 and so on.</summary>
    public string Sqlite { get; }

    /// <summary>The text for PostgreSQL, with parameters $1, $2 and so on.</summary>
    public string Postgres { get; }

    /// <summary>The names of the parameters in the order in which they are given.</summary>
    public IReadOnlyList<string> Parameters { get; }

    public override string ToString() => Sqlite;

    private static (string Text, IReadOnlyList<string> Names) Number(string text, char mark)
    {
        var names = new List<string>();
        var numbered = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '@')
            {
                numbered.Append(text[at]);
                continue;
            }

            var end = at + 1;
            while (end < text.Length && (char.IsAsciiLetterLower(text[end]) || text[end] == '_')) end++;
            var name = text[(at + 1)..end];
            var known = names.IndexOf(name);
            if (known < 0)
            {
                known = names.Count;
                names.Add(name);
            }

            numbered.Append(mark).Append((known + 1).ToString(CultureInfo.InvariantCulture));
            at = end - 1;
        }

        return (numbered.ToString(), names);
    }
}
