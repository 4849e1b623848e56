using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Trellis.Ledger;

/// <summary>The one spelling of an entry. All its text is ASCII that needs no escape, so a string is its characters between quotes.</summary>
internal static class CanonicalEntry
{
    private const int TimeLength = 24; // 2026-05-01T08:00:00.000Z

    /// <summary>The exact number of bytes that <see cref="Write"/> will write.</summary>
    public static long Measure(Entry entry)
    {
        // {"at":"…","by":…,"event":"…","fields":…,"mandate":…,"notes":…,"personal":…,"structure":"…","v":1}
        long length = """{"at":"","by":,"event":"","fields":,"mandate":,"personal":,"structure":"","v":1}""".Length;
        length += TimeLength + entry.Event.Length + entry.Structure.Length;
        length += entry.By switch
        {
            EntryActor.Officer officer => """{"post":"","unit":""}""".Length + officer.Post.Length + officer.Unit.Length,
            EntryActor.InRole role => """{"as":""}""".Length + role.Role.Length,
            _ => throw new ArgumentException("An entry says who acted.", nameof(entry)),
        };
        length += Measure(entry.Fields, 0) + Measure(entry.Mandate);
        if (entry.Notes.Count > 0) length += ",\"notes\":".Length + Measure(entry.Notes);
        length += 2 + Math.Max(0, entry.Personal.Count - 1);
        for (var at = 0; at < entry.Personal.Count; at++) length += "\"\":\"\"".Length + entry.Personal[at].Name.Length + TreeHash.TextLength;
        return length;
    }

    private static long Measure(IReadOnlyList<string> words)
    {
        long length = 2 + Math.Max(0, words.Count - 1);
        for (var at = 0; at < words.Count; at++) length += 2 + words[at].Length;
        return length;
    }

    private static long Measure(EntryValue value, int depth)
    {
        if (depth > EntryValue.MaxDepth) throw new ArgumentException($"Lists and groups of an entry stand in each other at most {EntryValue.MaxDepth} deep.", nameof(value));
        switch (value)
        {
            case EntryValue.Word word: return 2 + word.Text.Length;
            case EntryValue.Number number: return Digits(number.Value);
            case EntryValue.YesNo answer: return answer.Value ? 4 : 5;
            case EntryValue.List list:
                long ofList = 2 + Math.Max(0, list.Values.Count - 1);
                for (var at = 0; at < list.Values.Count; at++) ofList += Measure(list.Values[at], depth + 1);
                return ofList;
            default:
                var fields = ((EntryValue.Group)value).Fields;
                long ofGroup = 2 + Math.Max(0, fields.Length - 1);
                foreach (var (name, inner) in fields) ofGroup += 3 + name.Length + Measure(inner, depth + 1);
                return ofGroup;
        }
    }

    private static int Digits(long number)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, text, out var written);
        return written;
    }

    /// <param name="to">Exactly as many bytes as <see cref="Measure(Entry)"/> counted.</param>
    public static void Write(Entry entry, Span<byte> to)
    {
        var writer = new Writer(to);
        writer.Raw("{\"at\":\""u8);
        writer.Time(entry.At);
        writer.Raw("\",\"by\":"u8);
        switch (entry.By)
        {
            case EntryActor.Officer officer:
                writer.Raw("{\"post\":"u8);
                writer.Word(officer.Post);
                writer.Raw(",\"unit\":"u8);
                writer.Word(officer.Unit);
                break;
            case EntryActor.InRole role:
                writer.Raw("{\"as\":"u8);
                writer.Word(role.Role);
                break;
        }

        writer.Raw("},\"event\":"u8);
        writer.Word(entry.Event);
        writer.Raw(",\"fields\":"u8);
        writer.Value(entry.Fields);
        writer.Raw(",\"mandate\":"u8);
        writer.List(entry.Mandate);
        if (entry.Notes.Count > 0)
        {
            writer.Raw(",\"notes\":"u8);
            writer.List(entry.Notes);
        }

        writer.Raw(",\"personal\":{"u8);
        for (var at = 0; at < entry.Personal.Count; at++)
        {
            if (at > 0) writer.Raw(","u8);
            writer.Word(entry.Personal[at].Name);
            writer.Raw(":\""u8);
            writer.Commitment(entry.Personal[at].Commitment);
            writer.Raw("\""u8);
        }

        writer.Raw("},\"structure\":"u8);
        writer.Word(entry.Structure);
        writer.Raw(",\"v\":1}"u8);
        if (writer.Left != 0) throw new InvalidOperationException("An entry was measured wrongly.");
    }

    private ref struct Writer(Span<byte> to)
    {
        private Span<byte> _rest = to;

        public readonly int Left => _rest.Length;

        public void Raw(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_rest);
            _rest = _rest[bytes.Length..];
        }

        public void Word(string word)
        {
            _rest[0] = (byte)'"';
            var written = Encoding.ASCII.GetBytes(word, _rest[1..]);
            _rest[written + 1] = (byte)'"';
            _rest = _rest[(written + 2)..];
        }

        public void Commitment(Commitment commitment)
        {
            commitment.WriteText(_rest);
            _rest = _rest[TreeHash.TextLength..];
        }

        /// <summary>Digit by digit: formatting by a pattern would cost as much as hashing the whole entry.</summary>
        public void Time(DateTimeOffset at)
        {
            var (day, time) = at.UtcDateTime;
            "0000-00-00T00:00:00.000Z"u8.CopyTo(_rest);
            Number(0, 4, day.Year);
            Number(5, 2, day.Month);
            Number(8, 2, day.Day);
            Number(11, 2, time.Hour);
            Number(14, 2, time.Minute);
            Number(17, 2, time.Second);
            Number(20, 3, time.Millisecond);
            _rest = _rest[TimeLength..];
        }

        private readonly void Number(int at, int digits, int number)
        {
            for (var digit = at + digits - 1; digit >= at; digit--, number /= 10) _rest[digit] = (byte)('0' + (number % 10));
        }

        public void List(IReadOnlyList<string> words)
        {
            Raw("["u8);
            for (var at = 0; at < words.Count; at++)
            {
                if (at > 0) Raw(","u8);
                Word(words[at]);
            }

            Raw("]"u8);
        }

        public void Value(EntryValue value)
        {
            switch (value)
            {
                case EntryValue.Word word:
                    Word(word.Text);
                    break;
                case EntryValue.Number number:
                    Utf8Formatter.TryFormat(number.Value, _rest, out var written);
                    _rest = _rest[written..];
                    break;
                case EntryValue.YesNo answer:
                    Raw(answer.Value ? "true"u8 : "false"u8);
                    break;
                case EntryValue.List list:
                    Raw("["u8);
                    for (var at = 0; at < list.Values.Count; at++)
                    {
                        if (at > 0) Raw(","u8);
                        Value(list.Values[at]);
                    }

                    Raw("]"u8);
                    break;
                case EntryValue.Group group:
                    Raw("{"u8);
                    var first = true;
                    foreach (var (name, inner) in group.Fields)
                    {
                        if (!first) Raw(","u8);
                        first = false;
                        Word(name);
                        Raw(":"u8);
                        Value(inner);
                    }

                    Raw("}"u8);
                    break;
            }
        }
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Entry? entry, [NotNullWhen(false)] out string? fault)
    {
        entry = null;
        if (bytes.Length > Entry.MaxLength)
        {
            fault = $"The entry has {bytes.Length} bytes; {Entry.MaxLength} is the most.";
            return false;
        }

        var reader = new Reader(bytes);
        entry = reader.Entry();
        fault = reader.Fault;
        return entry is not null;
    }

    /// <summary>Accepts the one spelling and nothing else. After the first fault every step answers with nothing.</summary>
    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public string? Fault { get; private set; }

        public Entry? Entry()
        {
            Expect("{\"at\":"u8);
            var at = Time();
            Expect(",\"by\":"u8);
            var by = Actor();
            Expect(",\"event\":"u8);
            var name = EventName();
            Expect(",\"fields\":"u8);
            var fields = Fault is null ? Group(0) : null;
            Expect(",\"mandate\":"u8);
            var mandate = List();
            string[] notes = [];
            if (Next(",\"notes\":"u8))
            {
                notes = List();
                if (notes.Length == 0) Refuse("an empty list of notes, which is left out");
            }

            Expect(",\"personal\":"u8);
            var personal = Personal();
            Expect(",\"structure\":"u8);
            var structure = Word("the version of a structure");
            Expect(",\"v\":1}"u8);
            if (Fault is null && _at != _bytes.Length) Refuse("more bytes after the end of the entry");
            if (Fault is not null || by is null || fields is null) return null;
            return new Entry { At = at, By = by, Event = name, Fields = fields, Mandate = mandate, Notes = notes, Personal = personal, Structure = structure };
        }

        private void Refuse(string what) => Fault ??= $"Byte {_at} of the entry: {what}. An entry is canonical JSON: keys in order, no spaces, no escapes, every value in its one spelling.";

        private bool Next(ReadOnlySpan<byte> expected)
        {
            if (Fault is not null || !_bytes[_at..].StartsWith(expected)) return false;
            _at += expected.Length;
            return true;
        }

        private void Expect(ReadOnlySpan<byte> expected)
        {
            if (Fault is null && !Next(expected)) Refuse($"expected {Encoding.ASCII.GetString(expected)}");
        }

        private string Word(string role)
        {
            if (Fault is not null) return "";
            var rest = _bytes[_at..];
            if (rest.IsEmpty || rest[0] != '"')
            {
                Refuse($"expected {role} between quotes");
                return "";
            }

            var length = rest[1..].IndexOf((byte)'"');
            if (length < 0 || !Words.IsWord(rest.Slice(1, length)))
            {
                Refuse($"{role} is no id of 1 to {Words.MaxLength} ASCII letters, digits and ._/:@#+=-");
                return "";
            }

            _at += length + 2;
            return Encoding.ASCII.GetString(rest.Slice(1, length));
        }

        private DateTimeOffset Time()
        {
            if (Fault is not null) return default;
            var rest = _bytes[_at..];
            Span<char> text = stackalloc char[TimeLength];
            if (rest.Length >= TimeLength + 2 && rest[0] == '"' && rest[TimeLength + 1] == '"'
                && Encoding.ASCII.GetChars(rest.Slice(1, TimeLength), text) == TimeLength
                && DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                _at += TimeLength + 2;
                return time;
            }

            Refuse("expected a time such as \"2026-05-01T08:00:00.000Z\"");
            return default;
        }

        private EntryActor? Actor()
        {
            if (Next("{\"post\":"u8))
            {
                var post = Word("the post");
                Expect(",\"unit\":"u8);
                var unit = Word("the unit");
                Expect("}"u8);
                return Fault is null ? new EntryActor.Officer(post, unit) : null;
            }

            Expect("{\"as\":"u8);
            var role = Word("the role of who acted");
            Expect("}"u8);
            return Fault is null ? new EntryActor.InRole(role) : null;
        }

        private string EventName()
        {
            var before = _at;
            var name = Word("the name of an event");
            if (Fault is null && !Words.IsEventName(name))
            {
                _at = before;
                Refuse("an event has a versioned wire name such as matter-returned/1");
            }

            return name;
        }

        private string[] List()
        {
            Expect("["u8);
            if (Fault is not null || Next("]"u8)) return [];
            var words = new List<string>();
            do words.Add(Word("an id of a list"));
            while (Next(","u8));
            Expect("]"u8);
            return [.. words];
        }

        private PersonalField[] Personal()
        {
            Expect("{"u8);
            if (Fault is not null || Next("}"u8)) return [];
            var fields = new List<PersonalField>();
            do
            {
                var name = Name(fields.Count > 0 ? fields[^1].Name : null);
                var rest = _bytes[_at..];
                Commitment commitment = default;
                if (Fault is null && !(rest.Length >= TreeHash.TextLength + 2 && rest[0] == '"' && rest[TreeHash.TextLength + 1] == '"' && Trellis.Ledger.Commitment.TryRead(rest.Slice(1, TreeHash.TextLength), out commitment)))
                    Refuse("expected a commitment of 32 bytes in base64");
                if (Fault is not null) return [];
                _at += TreeHash.TextLength + 2;
                fields.Add(new PersonalField(name, commitment));
            }
            while (Next(","u8));
            Expect("}"u8);
            return [.. fields];
        }

        private string Name(string? previous)
        {
            var before = _at;
            var name = Word("the name of a field");
            if (Fault is null && previous is not null && string.CompareOrdinal(previous, name) >= 0)
            {
                _at = before;
                Refuse("the names of a group stand in the order of their bytes, each once");
            }

            Expect(":"u8);
            return name;
        }

        private EntryValue? Value(int depth)
        {
            if (Fault is not null) return null;
            if (depth > EntryValue.MaxDepth)
            {
                Refuse($"lists and groups stand in each other at most {EntryValue.MaxDepth} deep");
                return null;
            }

            if (_at == _bytes.Length)
            {
                Refuse("the entry ends where a value was expected");
                return null;
            }

            switch (_bytes[_at])
            {
                case (byte)'"': return Word("a value") is var word && Fault is null ? new EntryValue.Word(word) : null;
                case (byte)'{': return Group(depth);
                case (byte)'[':
                    _at++;
                    if (Next("]"u8)) return new EntryValue.List([]);
                    var values = new List<EntryValue>();
                    do
                    {
                        if (Value(depth + 1) is not { } value) return null;
                        values.Add(value);
                    }
                    while (Next(","u8));
                    Expect("]"u8);
                    return new EntryValue.List(values.ToArray());
                default:
                    if (Next("true"u8)) return EntryValue.Of(true);
                    if (Next("false"u8)) return EntryValue.Of(false);
                    return Number();
            }
        }

        private EntryValue.Number? Number()
        {
            var rest = _bytes[_at..];
            if (Utf8Parser.TryParse(rest, out long value, out var used) && value is >= -EntryValue.MaxNumber and <= EntryValue.MaxNumber && used == Digits(value)
                && (used == rest.Length || !IsInNumber(rest[used])))
            {
                _at += used;
                return new EntryValue.Number(value);
            }

            Refuse("expected an id, a whole number from -(2^53 - 1) to 2^53 - 1, true, false, a list or a group");
            return null;
        }

        private static bool IsInNumber(byte letter) => letter is (byte)'.' or (byte)'e' or (byte)'E';

        private EntryValue.Group? Group(int depth)
        {
            Expect("{"u8);
            if (Fault is not null) return null;
            if (Next("}"u8)) return EntryValue.Group.None;
            var fields = new List<KeyValuePair<string, EntryValue>>();
            do
            {
                var name = Name(fields.Count > 0 ? fields[^1].Key : null);
                if (Value(depth + 1) is not { } value) return null;
                fields.Add(new KeyValuePair<string, EntryValue>(name, value));
            }
            while (Next(","u8));
            Expect("}"u8);
            return EntryValue.Group.InOrder([.. fields]);
        }
    }
}
