using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Trellis.Process.Matters;

namespace Trellis.Runtime.Process;

/// <summary>Writes the state of something that is folded from entries as bytes of its row: each word once, named by its number after that; moments as milliseconds from one of its own.</summary>
internal sealed class RowWriter
{
    private readonly Dictionary<string, int> _words = new(64, StringComparer.Ordinal);
    private byte[] _bytes = new byte[4096];
    private long _from;
    private int _length;

    public void Begin(DateTimeOffset from)
    {
        _words.Clear();
        (_from, _length) = (from.ToUnixTimeMilliseconds(), 0);
    }

    public byte[] Done() => _bytes[.._length];

    public void Byte(byte one)
    {
        if (_length == _bytes.Length) System.Array.Resize(ref _bytes, _length * 2);
        _bytes[_length++] = one;
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    public void Number(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        for (; number > 0x7F; number >>= 7) Byte((byte)((number & 0x7F) | 0x80));
        Byte((byte)number);
    }

    public void Signed(long number) => Number(number < 0 ? ((-number) << 1) - 1 : number << 1);

    public void Optional(int? number) => Number(number is { } known ? (long)known + 1 : 0);

    public void YesNo(bool? yes) => Number(yes is { } known ? known ? 2 : 1 : 0);

    public void Time(DateTimeOffset? moment)
    {
        if (moment is not { } known)
        {
            Number(0);
            return;
        }

        if (known.UtcTicks % TimeSpan.TicksPerMillisecond != 0) throw new InvalidOperationException("Moments of matters are whole milliseconds.");
        var from = known.ToUnixTimeMilliseconds() - _from;
        Number((from < 0 ? ((-from) << 1) - 1 : from << 1) + 1);
    }

    public void Word(string? word)
    {
        if (word is null)
        {
            Number(0);
            return;
        }

        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, word, out var known);
        if (known)
        {
            Number(number);
            return;
        }

        number = _words.Count + 1; // itself counted; the first is 2
        Number(1);
        var length = Encoding.UTF8.GetByteCount(word);
        Number(length);
        while (_length + length > _bytes.Length) System.Array.Resize(ref _bytes, _bytes.Length * 2);
        _length += Encoding.UTF8.GetBytes(word, _bytes.AsSpan(_length));
    }

    /// <summary>A hash of 64 hexadecimal digits in half the space; anything else as it is.</summary>
    public void Hash(string hash)
    {
        var isHash = hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);
        Number(isHash ? 1 : 0);
        if (!isHash) Word(hash);
        else
            foreach (var one in Convert.FromHexString(hash)) Byte(one);
    }

    public void Post(PostAt? post)
    {
        Word(post?.Unit.Text);
        if (post is { } known) Word(known.Post);
    }

    public void Performer(Performer? performer)
    {
        Number(performer is null ? 0 : performer.Value.Post is null ? 1 : 2);
        if (performer is not { } known) return;
        if (known.Post is { } post) Post(post);
        else Word(known.Role);
    }

    // By number: the lists are short, and going through them as a collection costs more than their content.
    public void Each<T>(FixedList<T> list, Action<RowWriter, T> write)
    {
        var count = list.Count;
        Number(count);
        for (var at = 0; at < count; at++) write(this, list[at]);
    }
}

/// <summary>Reads what <see cref="RowWriter"/> wrote. What it did not write ends in one of a few faults, which the caller tells.</summary>
internal sealed class RowReader
{
    // A word is decoded when somebody first reads it; one that is passed over never is.
    private readonly List<(int At, int Length, string? Text)> _words = [];
    private byte[] _bytes = [];
    private int _at;

    public DateTimeOffset From { get; set; }

    /// <summary>Words that many rows share, so that each is not made anew; null where none are kept.</summary>
    public WordPool? Pool { get; init; }

    /// <summary>Goes to the beginning of a row.</summary>
    public RowReader Begin(byte[] row)
    {
        _words.Clear();
        (_bytes, _at) = (row, 0);
        return this;
    }

    public byte Byte() => _bytes[_at++];

    public bool IsAtEnd => _at == _bytes.Length;

    public void End()
    {
        if (!IsAtEnd) throw new InvalidDataException();
    }

    public long Number()
    {
        var number = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var one = _bytes[_at++];
            number |= (long)(one & 0x7F) << shift;
            if (one < 0x80) return number;
        }

        throw new InvalidDataException();
    }

    public int Signed() => (int)Unfold(Number());

    public long Signed64() => Unfold(Number());

    public int? Optional() => Number() is > 0 and var number ? (int)(number - 1) : null;

    public bool? YesNo() => Number() switch { 0 => null, 1 => false, _ => true };

    public DateTimeOffset Time() => TimeOrNull() ?? throw new InvalidDataException();

    public DateTimeOffset? TimeOrNull() => Number() is > 0 and var folded ? From.AddMilliseconds(Unfold(folded - 1)) : null;

    public string Word() => WordOrNull() ?? throw new InvalidDataException();

    public string? WordOrNull()
    {
        var number = Number();
        if (number == 0) return null;
        if (number == 1)
        {
            PassNewWord();
            number = _words.Count + 1;
        }

        ref var word = ref CollectionsMarshal.AsSpan(_words)[(int)number - 2];
        return word.Text ??= Text(_bytes.AsSpan(word.At, word.Length));
    }

    public void PassWord()
    {
        var number = Number();
        if (number == 1) PassNewWord();
        else if (number - 2 >= _words.Count) throw new InvalidDataException();
    }

    public void PassWords() => PassEach(static reader => reader.PassWord());

    public void PassPost()
    {
        var known = _at < _bytes.Length && _bytes[_at] != 0;
        PassWord();
        if (known) PassWord();
    }

    public void PassWords(int count)
    {
        for (; count > 0; count--) PassWord();
    }

    public void PassNumber() => Number();

    /// <summary>Passes over numbers, moments and what else is written as one.</summary>
    public void PassNumbers(int count)
    {
        for (; count > 0; count--) Number();
    }

    public string Hash()
    {
        if (Number() == 0) return Word();
        var hash = Convert.ToHexStringLower(_bytes.AsSpan(_at, 32));
        _at += 32;
        return hash;
    }

    public void PassHash()
    {
        if (Number() == 0) PassWord();
        else _at += 32;
    }

    public UnitId? Unit() => WordOrNull() is { } unit ? new UnitId(unit) : null;

    public PostAt? Post() => WordOrNull() is { } unit ? new PostAt(Word(), new UnitId(unit)) : null;

    public Performer? Performer() => Number() switch { 0 => null, 1 => new Performer(null, WordOrNull()), _ => new Performer(Post(), null) };

    public void PassPerformer()
    {
        switch (Number())
        {
            case 0: break;
            case 1: PassWord(); break;
            default: PassPost(); break;
        }
    }

    /// <summary>Passes over a list.</summary>
    public void PassEach(Action<RowReader> pass)
    {
        for (var left = Count(); left > 0; left--) pass(this);
    }

    public FixedList<T> List<T>(Func<T> read)
    {
        var count = Count();
        if (count == 0) return [];
        var all = new T[count];
        for (var at = 0; at < count; at++) all[at] = read();
        return [.. all];
    }

    public ImmutableArray<T> Array<T>(Func<T> read)
    {
        var all = ImmutableArray.CreateBuilder<T>(Count());
        for (var left = all.Capacity; left > 0; left--) all.Add(read());
        return all.MoveToImmutable();
    }

    public IEnumerable<string> Words()
    {
        for (var left = Count(); left > 0; left--) yield return Word();
    }

    /// <summary>Each element takes a byte at least, so no number of damaged bytes makes us ask for memory without end.</summary>
    private int Count() => Number() is var count && count <= _bytes.Length - _at ? (int)count : throw new InvalidDataException();

    private void PassNewWord()
    {
        var length = Number();
        if (length > _bytes.Length - _at) throw new InvalidDataException();
        _words.Add((_at, (int)length, null));
        _at += (int)length;
    }

    private string Text(ReadOnlySpan<byte> word) => Pool is { } pool ? pool.Of(word) : Encoding.UTF8.GetString(word);

    private static long Unfold(long folded) => (folded & 1) == 0 ? folded >> 1 : -((folded + 1) >> 1);
}

/// <summary>Short words that were read before, each made once. Holds so many at most, and forgets one for another.</summary>
internal sealed class WordPool
{
    private const int Longest = 40;

    private readonly string?[] _words = new string?[1024];

    public string Of(ReadOnlySpan<byte> word)
    {
        if (word.Length > Longest) return Encoding.UTF8.GetString(word);
        var hash = 2_166_136_261u; // FNV-1a
        foreach (var one in word) hash = unchecked((hash ^ one) * 16_777_619);
        ref var known = ref _words[hash % (uint)_words.Length];
        if (known is not null && Ascii.Equals(word, known)) return known;
        var read = Encoding.UTF8.GetString(word);
        return known = read;
    }
}
