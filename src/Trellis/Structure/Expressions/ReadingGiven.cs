using System.Globalization;
using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

/// <summary>Reads again what <see cref="Write"/> wrote: a value by its spelling, with a letter for what spelling alone does not tell.</summary>
public static class ReadingGiven
{
    private const string Moments = "yyyy-MM-dd'T'HH:mm:sszzz";

    /// <summary>As it is kept beside the record. Places and documents, which spell alike, bear their kind.</summary>
    public static string Write(Value value) => value.Kind switch
    {
        ValueKind.NotKnown => "",
        ValueKind.Place => $"place:{value.Text}",
        ValueKind.Document => $"document:{value.Text}",
        ValueKind.Record => $"row:{value.Record!.Register}/{value.Record.Key}",
        ValueKind.List => $"list:{string.Concat((value.List ?? []).Select(static one => Write(one) is var written ? $"{written.Length}:{written}" : ""))}",
        _ => value.ToString(),
    };

    /// <summary><see cref="Value.Missing"/> for what is no spelling of a value, and for what was not known.</summary>
    public static Value Read(string written)
    {
        if (written.Length == 0) return Value.Missing;
        if (written is "yes" or "no") return Value.Of(written == "yes");
        if (written[0] == '"') return written.Length > 1 && written[^1] == '"' ? Value.Of(written[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)) : Value.Missing;
        if (written.StartsWith("place:", StringComparison.Ordinal)) return Value.Place(written["place:".Length..]);
        if (written.StartsWith("document:", StringComparison.Ordinal)) return Value.Document(written["document:".Length..]);
        if (written.StartsWith("row:", StringComparison.Ordinal)) return RowId.Parse(written["row:".Length..]) is { } row ? Value.Of(new Entity(row.Register, row.Key)) : Value.Missing;
        if (written.StartsWith("list:", StringComparison.Ordinal)) return List(written.AsSpan("list:".Length));
        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Value.Of(day);
        if (TimeOnly.TryParseExact(written, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return Value.Of(time);
        if (DateTimeOffset.TryParseExact(written, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)) return Value.Of(moment);
        if (decimal.TryParse(written, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return Value.Of(number);
        return Quantity.TryParse(written, out var quantity, out _) ? Value.Of(quantity) : Value.Missing;
    }

    private static Value List(ReadOnlySpan<char> written)
    {
        var elements = new List<Value>();
        while (written.Length > 0)
        {
            var colon = written.IndexOf(':');
            if (colon < 1 || !int.TryParse(written[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > written.Length - colon - 1) return Value.Missing;
            elements.Add(Read(written.Slice(colon + 1, length).ToString()));
            written = written[(colon + 1 + length)..];
        }

        return Value.ListOf([.. elements]);
    }
}
