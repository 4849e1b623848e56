using System.Globalization;
using System.Text;

namespace Trellis.Runtime.Database;

/// <summary>
/// One statement of SQL, written once for both stores. Parameters stand in it as <c>@name</c>, and are given in the order in which their names first appear.
/// Where PostgreSQL needs other words (a list of rows goes there as one array for each column), the variant says so beside it.
/// </summary>
public sealed class Statement
{
    /// <param name="independent">Whether it reads no table, so that it may run at once with others of its kind.</param>
    public Statement(string text, string? onPostgres = null, bool independent = false)
    {
        Independent = independent;
        (Sqlite, Parameters) = Number(text, '?');
        (Postgres, var same) = Number(onPostgres ?? text, '$');
        if (!Parameters.SequenceEqual(same, StringComparer.Ordinal))
            throw new ArgumentException($"Both variants of a statement take the same parameters in the same order: {string.Join(", ", Parameters)}; {string.Join(", ", same)}.", nameof(onPostgres));
    }

    /// <summary>The text for SQLite, with parameters ?1, ?2 and so on.</summary>
    public string Sqlite { get; }

    /// <summary>The text for PostgreSQL, with parameters $1, $2 and so on.</summary>
    public string Postgres { get; }

    /// <summary>Whether it reads no table: it comes to the same whether the statements before it have run or run with it.</summary>
    public bool Independent { get; }

    /// <summary>The names of the parameters in the order in which they are given.</summary>
    public IReadOnlyList<string> Parameters { get; }

    public override string ToString() => Sqlite;

    /// <summary>Several independent statements as one for PostgreSQL, with their parameters one after the other. One message and one answer instead of several.</summary>
    public static string Together(IReadOnlyList<Statement> statements)
    {
        var together = new StringBuilder("with ");
        var before = 0;
        for (var at = 0; at < statements.Count; at++)
        {
            var text = statements[at].Postgres;
            together.Append(at == 0 ? "s" : ", s").Append(at).Append(" as (");
            for (var letter = 0; letter < text.Length; letter++)
            {
                together.Append(text[letter]);
                if (text[letter] != '$') continue;
                var end = letter + 1;
                while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
                together.Append(before + int.Parse(text.AsSpan(letter + 1, end - letter - 1), NumberStyles.None, CultureInfo.InvariantCulture));
                letter = end - 1;
            }

            together.Append(')');
            before += statements[at].Parameters.Count;
        }

        return together.Append(" select 1").ToString();
    }

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
