using Trellis.Information;
using Trellis.Information.Importing;
using Trellis.Information.Registers;
using Trellis.Information.Searching;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Information;

/// <summary>Rows that a cell names by their numbers.</summary>
internal sealed record NamedRows(MappedColumn Column, string[] Numbers, DateOnly? From);

/// <summary>A row that is in the register, and rows that it names and that were not there yet.</summary>
internal sealed record LaterRow(long Line, RowId Subject, IReadOnlyList<NamedRows> Named);

/// <summary>
/// Finds the rows that others name by a number: by the keyed digest of the number, and by looking whether the row found bears it. So no number stands in an entry, and what is named may
/// stand further down in the same table, or in another one of the same import.
/// </summary>
internal sealed class RelatingRows(RecordKeys keys, SearchIndex index, GovernanceStructure structure, DateOnly day)
{
    /// <summary>More rows than one number should have.</summary>
    private const int Most = 8;

    private static readonly Text Several = new("有几行都是这个号码，不知道指哪一行；先连接或更正它们。这一行已导入，只少这一项。", "Several rows bear this number, and it is not known which is meant; link or mend them first. The row was taken, without this item.");

    /// <summary>What is told of a row of an import that is run again, where it cannot be said which row of the register it became.</summary>
    public static Text Unknown { get; } = new("这一行以前导入过，现在认不出它是登记簿里的哪一行；它所指的没有补上，请在那一行上登记。", "The row was imported before, and it cannot be told which row of the register it is now; what it names was not added. Record it on that row.");

    /// <summary>Looks for everything that some rows name, with one question a table and register.</summary>
    public Dictionary<(string Register, string Number), IReadOnlyList<RowId>> Find(Session session, IEnumerable<NamedRows> named)
    {
        var found = new Dictionary<(string, string), IReadOnlyList<RowId>>();
        foreach (var register in named.GroupBy(static one => one.Column.By!.Register))
        {
            var words = new Dictionary<long, string>();
            foreach (var number in register.SelectMany(static one => one.Numbers).Distinct(StringComparer.Ordinal)) words[index.DigestOf(register.Key, SearchWords.OfNumber(number))] = number;
            var bearing = new Dictionary<string, HashSet<RowId>>(StringComparer.Ordinal);
            SearchRows.Find(session, [.. words.Keys], Most, (word, subject) =>
            {
                var number = words[word];
                if (!bearing.TryGetValue(number, out var rows)) bearing[number] = rows = [];
                rows.Add(subject);
            });
            var numbers = RegistersState.Read(session, keys, [.. bearing.Values.SelectMany(static rows => rows).Distinct()]).ToDictionary(static kept => kept.Subject.Id, kept => index.TraitsOf(kept, structure).Number);
            foreach (var (number, rows) in bearing) found[(register.Key, number)] = [.. rows.Where(row => numbers.GetValueOrDefault(row) == number)];
        }

        return found;
    }

    /// <summary>The relation that a cell states.</summary>
    /// <param name="of">The row that states it.</param>
    /// <param name="why">What is wrong with it; null where rows are only not there yet.</param>
    /// <returns>Null where not all of the rows are there.</returns>
    public ItemGiven? Relate(NamedRows named, RowId of, string register, Dictionary<(string Register, string Number), IReadOnlyList<RowId>> found, out Text? why)
    {
        why = null;
        var rows = new List<Value>(named.Numbers.Length);
        foreach (var number in named.Numbers)
        {
            if (!found.TryGetValue((named.Column.By!.Register, number), out var bearing) || bearing.Count == 0) return null;
            if (bearing.Count > 1)
            {
                why = Several;
                return null;
            }

            if (bearing[0] == of)
            {
                why = InformationRefusals.OwnRelation.Whole;
                return null;
            }

            rows.Add(Value.Of(new Entity(bearing[0].Register, bearing[0].Key)));
        }

        var isList = structure.Items.On($"{register}.{named.Column.Item}", day) is { } item && FormulaNames.TypeOf(item, structure) is FactType.ListOf;
        return new ItemGiven(named.Column.Item, isList ? Value.ListOf([.. rows.Distinct()]) : rows[0], named.From);
    }

    /// <summary>What is told where nobody bears a number.</summary>
    public static Text NobodyIn(string register) => new(
        $"登记簿 {register} 里没有这个号码的行。这一行已导入，只少这一项；先导入有那一行的表，再把这张表导入一次，就会补上。", $"The register {register} has no row with this number. The row was taken, without this item; import the table that has the other row, then this one once more, and it is added.");
}
