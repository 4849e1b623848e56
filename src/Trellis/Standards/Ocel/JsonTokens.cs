using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Ocel;

/// <summary>The tokens of a JSON text as it streams in; only the token at hand is held in memory. Faults become one clear refusal with the place.</summary>
internal ref struct JsonTokens
{
    /// <summary>The letters of numbers and of true, false and null.</summary>
    private static readonly SearchValues<byte> LettersOfWords = SearchValues.Create("0123456789+-.Eaeflnrstu"u8);

    private readonly Stream _stream;
    private readonly string _source;
    private Utf8JsonReader _reader;
    private byte[] _buffer;
    private byte[] _unescaped;
    private int _length;
    private int _counted;
    private long _lines;
    private bool _ended;

    public JsonTokens(Stream stream, string source)
    {
        (_stream, _source) = (stream, source);
        _buffer = new byte[64 * 1024];
        _unescaped = [];
        Fill();
        var mark = _buffer.AsSpan(0, _length).StartsWith("\uFEFF"u8) ? 3 : 0;
        _counted = mark;
        _reader = new Utf8JsonReader(_buffer.AsSpan(mark, _length - mark), _ended, default);
        _start = mark;
    }

    /// <summary>Where in the buffer the reader's text begins.</summary>
    private int _start;

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>The line on which the token begins, the first being 1.</summary>
    public long Line
    {
        get
        {
            var at = _start + (int)_reader.TokenStartIndex;
            if (at > _counted)
            {
                _lines += _buffer.AsSpan(_counted, at - _counted).Count((byte)'\n');
                _counted = at;
            }

            return _lines + 1;
        }
    }

    public string Place => $"{_source}, line {Line:N0}";

    public bool Read()
    {
        try
        {
            while (!_reader.Read())
            {
                if (_reader.IsFinalBlock) return false;
                Refill();
            }

            return true;
        }
        catch (JsonException fault)
        {
            throw Broken(fault);
        }
    }

    public readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Moves on to the value and gives its text: that of a string, number or truth value as written, else nothing. Valid until the next move.</summary>
    public ReadOnlySpan<byte> Value()
    {
        Read();
        if (Token is JsonTokenType.StartArray or JsonTokenType.StartObject) SkipInside();
        return Token is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False ? Text() : default;
    }

    public ReadOnlySpan<byte> Text()
    {
        var text = _reader.ValueSpan;
        if (Token is not (JsonTokenType.String or JsonTokenType.PropertyName)) return text;
        if (_reader.ValueIsEscaped)
        {
            if (_unescaped.Length < text.Length) _unescaped = new byte[text.Length * 2L];
            try
            {
                return _unescaped.AsSpan(0, _reader.CopyString(_unescaped));
            }
            catch (InvalidOperationException)
            {
                throw NotText();
            }
        }

        return Utf8.IsValid(text) ? text : throw NotText();
    }

    /// <summary>Moves to the end of the value of the property on which the reader stands.</summary>
    public void SkipValue()
    {
        Read();
        if (Token is JsonTokenType.StartArray or JsonTokenType.StartObject) SkipInside();
    }

    public void Expect(JsonTokenType token, string words)
    {
        if (Token == token) return;
        throw new UnusableInput($"Here an OCEL 2.0 log has {words}, this file has not.", "Export the log again as OCEL 2.0, or as XES or CSV.", Place);
    }

    private void SkipInside()
    {
        var depth = _reader.CurrentDepth;
        while (Read() && _reader.CurrentDepth > depth) { }
    }

    private readonly UnusableInput NotText()
    {
        var here = this;
        return new UnusableInput("A text here is not UTF-8.", "JSON must be UTF-8: export the log again as such, or name its encoding, such as --encoding GB18030.", here.Place);
    }

    private void Refill()
    {
        var consumed = _start + (int)_reader.BytesConsumed;
        if (consumed > _counted) _lines += _buffer.AsSpan(_counted, consumed - _counted).Count((byte)'\n');
        var counted = Math.Max(_counted, consumed);
        _length -= consumed;
        _buffer.AsSpan(consumed, _length).CopyTo(_buffer);
        _counted = counted - consumed;
        if (_length == _buffer.Length)
        {
            if (_length >= LogReading.LongestRow)
                throw new UnusableInput("One value is longer than 64 MiB.", "This does not look like a log: check that it is the file you meant.", $"{_source}, line {_lines + 1:N0}");
            Array.Resize(ref _buffer, checked(_buffer.Length * 2));
        }

        Fill();
        _start = 0;
        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _ended, _reader.CurrentState);
    }

    /// <summary>Reads at least one byte more, or ends.</summary>
    private void Fill()
    {
        while (!_ended && _length < _buffer.Length)
        {
            var read = _stream.Read(_buffer, _length, _buffer.Length - _length);
            if (read == 0) _ended = true;
            _length += read;
        }
    }

    /// <summary>True when nothing is left, or only the beginning of a number, or of true, false or null.</summary>
    private readonly bool EndsInsideWord()
    {
        var rest = _buffer.AsSpan(_start + (int)_reader.BytesConsumed, _length - _start - (int)_reader.BytesConsumed).TrimStart(" \t\r\n,:"u8);
        return !rest.ContainsAnyExcept(LettersOfWords);
    }

    private readonly UnusableInput Broken(JsonException fault)
    {
        var place = fault.LineNumber is { } line ? $"{_source}, line {line + 1:N0}, byte {(fault.BytePositionInLine ?? 0) + 1:N0}" : _source;
        // The parser offers no codes; its English sentences are all there is to tell faults apart. They are the same in every locale.
        if (_ended && (Says("reached end of data") || Says("depth to be zero") || Says("does not contain any JSON tokens") || EndsInsideWord()))
        {
            return new UnusableInput(
                "The file ends in the middle of the log.", "The export or the download was cut short; make it again and compare the sizes.", place, fault);
        }

        if (Says("maximum configured depth"))
            return new UnusableInput("The file nests lists and objects more than 64 deep, which no log does.", "Check that it is the file you meant.", place, fault);
        var detail = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and > 0 ? fault.Message[..end] : fault.Message;
        return new UnusableInput(
            $"The JSON is broken here: {Excerpt.Of(detail, 200)}", "Export the log again; if it was edited by hand, mend this place.", place, fault);

        bool Says(string words) => fault.Message.Contains(words, StringComparison.Ordinal);
    }
}
