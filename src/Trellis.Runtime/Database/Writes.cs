namespace Trellis.Runtime.Database;

/// <summary>What one transaction will write, in order. Made by one thread while another commits the batch before.</summary>
public sealed class Writes
{
    private readonly List<Write> _all = [];

    private Action<Writes>? _rest;

    internal IReadOnlyList<Write> All
    {
        get
        {
            SpellOut();
            return _all;
        }
    }

    internal void AddAll(Writes others) => _all.AddRange(others.All);

    /// <summary>Has more added when the writes are first looked at, by whichever thread does: rows that only need to be spelled out, of values that do not change.</summary>
    internal void AddRest(Action<Writes> rest) => _rest += rest;

    internal void SpellOut()
    {
        if (_rest is not { } rest) return;
        _rest = null;
        rest(this);
    }

    /// <summary>Adds one statement with its values.</summary>
    public void Add(Statement statement, params ReadOnlySpan<Parameter> values)
    {
        if (values.Length != statement.Parameters.Count) throw new ArgumentException($"The statement takes {statement.Parameters.Count} values, these are {values.Length}: {statement}", nameof(values));
        _all.Add(new Write(statement, values.ToArray(), [], 1));
    }

    /// <summary>Adds one statement for many rows: for each parameter a column with a value for every row. Columns of the same length; nothing is added where they are empty.</summary>
    public void AddMany(Statement statement, params ReadOnlySpan<Column> columns)
    {
        if (columns.Length != statement.Parameters.Count) throw new ArgumentException($"The statement takes {statement.Parameters.Count} columns, these are {columns.Length}: {statement}", nameof(columns));
        var rows = columns[0].Values.Length;
        foreach (var column in columns)
            if (column.Values.Length != rows) throw new ArgumentException("Columns of one statement have one length.", nameof(columns));
        if (rows > 0) _all.Add(new Write(statement, [], columns.ToArray(), rows));
    }
}

/// <param name="Values">For one row; empty where there are columns.</param>
/// <param name="Columns">For many rows.</param>
internal readonly record struct Write(Statement Statement, Parameter[] Values, Column[] Columns, int Rows);
