using System.Collections;

namespace Trellis.Ledger;

/// <summary>What a field of an event may hold: ids, whole numbers, yes or no, and lists and groups of these. No other text.</summary>
public abstract class EntryValue
{
    /// <summary>The largest number either way: 2^53 - 1, what every reader of JSON holds exactly.</summary>
    public const long MaxNumber = (1L << 53) - 1;

    /// <summary>Lists and groups stand in each other at most this deep.</summary>
    public const int MaxDepth = 16;

    private EntryValue()
    {
    }

    /// <param name="word">1 to 200 of the ASCII letters, digits and <c>._/:@#+=-</c>.</param>
    public static EntryValue Of(string word) => new Word(word);

    /// <param name="number">From -(2^53 - 1) to 2^53 - 1.</param>
    public static EntryValue Of(long number) => new Number(number);

    public static EntryValue Of(bool yes) => yes ? YesNo.Yes : YesNo.No;

    public static EntryValue Of(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (words is not string[] known) known = [.. words];
        var values = new EntryValue[known.Length];
        for (var at = 0; at < values.Length; at++) values[at] = new Word(known[at]);
        return new List(values);
    }

    /// <summary>An id.</summary>
    public sealed class Word(string text) : EntryValue
    {
        public string Text { get; } = Words.Demand(text, "a value of a field");
    }

    /// <summary>A whole number.</summary>
    public sealed class Number : EntryValue
    {
        public Number(long value)
        {
            if (value is < -MaxNumber or > MaxNumber) throw new ArgumentOutOfRangeException(nameof(value), value, "An entry holds whole numbers from -(2^53 - 1) to 2^53 - 1. Write a larger one as a word.");
            Value = value;
        }

        public long Value { get; }
    }

    /// <summary>Yes or no.</summary>
    public sealed class YesNo : EntryValue
    {
        internal static readonly YesNo Yes = new(true);
        internal static readonly YesNo No = new(false);

        private YesNo(bool value) => Value = value;

        public bool Value { get; }
    }

    /// <summary>Values in their order.</summary>
    public sealed class List(IReadOnlyList<EntryValue> values) : EntryValue
    {
        public IReadOnlyList<EntryValue> Values { get; } = values;
    }

    /// <summary>Values by name. The names are words; their order is the order of their bytes, whatever order they were given in.</summary>
    public sealed class Group : EntryValue, IEnumerable<KeyValuePair<string, EntryValue>>
    {
        public static readonly Group None = new([]);

        private readonly KeyValuePair<string, EntryValue>[] _fields;

        public Group(IEnumerable<KeyValuePair<string, EntryValue>> fields)
        {
            _fields = [.. fields];
            foreach (var (name, value) in _fields)
            {
                Words.Demand(name, "the name of a field");
                ArgumentNullException.ThrowIfNull(value, nameof(fields));
            }

            Array.Sort(_fields, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
            for (var at = 1; at < _fields.Length; at++)
                if (_fields[at].Key == _fields[at - 1].Key) throw new ArgumentException($"The field {_fields[at].Key} stands twice in one group.", nameof(fields));
        }

        private Group(int _, KeyValuePair<string, EntryValue>[] inOrder) => _fields = inOrder;

        /// <summary>Takes what the strict reader has already found in order.</summary>
        internal static Group InOrder(KeyValuePair<string, EntryValue>[] fields) => new(0, fields);

        public int Count => _fields.Length;

        /// <summary>Names and values in the order of the names.</summary>
        public ReadOnlySpan<KeyValuePair<string, EntryValue>> Fields => _fields;

        /// <summary>The value of a name, or null where the group has none.</summary>
        public EntryValue? this[string name]
        {
            get
            {
                foreach (var (key, value) in _fields)
                    if (key == name) return value;
                return null;
            }
        }

        public IEnumerator<KeyValuePair<string, EntryValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, EntryValue>>)_fields).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
