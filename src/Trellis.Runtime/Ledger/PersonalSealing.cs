using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// Turns personal values into commitments for the entry and sealed rows beside it. One key for each person and purpose, made when first needed.
/// Used by the thread that prepares batches only.
/// </summary>
/// <param name="remembered">So many keys are remembered at least. Far more than the batches under way can make, so that none of theirs is forgotten before it is stored.</param>
internal sealed class PersonalSealing(RecordKeys keys, SecretBytes secrets, int remembered = 16_384) : IDisposable
{

    /// <summary>So many ciphers are ready at most; each holds some two kilobytes outside our own memory.</summary>
    private const int CiphersReady = 512;

    /// <summary>No entry has so many personal values: it has at most 65,535 bytes, and each value takes more than one.</summary>
    private const long MostKeysOfAnEntry = 65_536;

    private readonly SecretBytes _forKeys = secrets.For("keys");
    private readonly SecretBytes _forValues = secrets.For("values");
    private readonly SecretBytes _forWrapping = secrets.For("wrapping");
    private readonly AesGcm _wrapping = keys.WrappingCipher();
    private readonly byte[] _box = new byte[1024];

    /// <summary>Keys with a cipher made ready, the oldest first. Making one ready costs as much as sealing three values.</summary>
    private readonly Queue<OpenKey> _ready = [];
    private Dictionary<(string Person, string Purpose), OpenKey> _recent = [];
    private Dictionary<(string Person, string Purpose), OpenKey> _older = [];

    public void Dispose()
    {
        LetCiphersGo();
        _wrapping.Dispose();
    }

    /// <summary>Forgets everything: after a batch was not stored, what is remembered of its keys would be wrong.</summary>
    public void Forget()
    {
        _recent = [];
        _older = [];
        LetCiphersGo();
    }

    /// <summary>Loads the keys that a batch needs, from one moment of the store, and makes those that there are none of yet.</summary>
    /// <param name="read">Opens a connection that reads what is stored; null where everything stored is remembered.</param>
    /// <param name="first">The position of the batch's first entry.</param>
    /// <param name="made">Takes rows of new keys.</param>
    public void Prepare(List<ValueToSeal> values, Func<Session>? read, long first, List<KeyRow> made)
    {
        var missing = new HashSet<(string Person, string Purpose)>();
        foreach (var value in values)
            if (Find((value.Person, value.Purpose)) is null) missing.Add((value.Person, value.Purpose));
        if (missing.Count == 0) return;
        if (read?.Invoke() is { } session)
        {
            session.BeginReading();
            var stored = PersonalRows.Keys(session, [.. missing]);
            session.EndReading();
            foreach (var row in stored)
            {
                missing.Remove((row.Person, row.Purpose));
                Remember((row.Person, row.Purpose), new OpenKey(row.Number, keys.Unwrap(row, _wrapping)));
            }
        }

        // Positions are never given twice, and so no number is, however many keys were destroyed in between.
        var number = first * MostKeysOfAnEntry;
        Span<byte> nonce = stackalloc byte[RecordKeys.NonceLength];
        foreach (var (person, purpose) in missing)
        {
            var id = _forKeys.NewId();
            var key = _forKeys.Take(32);
            _forWrapping.Take(nonce);
            made.Add(new KeyRow(++number, id, person, purpose, RecordKeys.Wrap(_wrapping, nonce, id, person, purpose, key)));
            Remember((person, purpose), new OpenKey(number, key));
        }
    }

    /// <summary>Commits to a value and seals it for its place. <see cref="Prepare"/> has seen it.</summary>
    public PersonalField Seal(ValueToSeal value, long position, List<ValueRow> rows)
    {
        var key = Find((value.Person, value.Purpose)) ?? throw new InvalidOperationException("A personal value was not prepared.");
        var length = Commitment.SaltLength + value.Value.Length;
        var box = length <= _box.Length ? _box.AsSpan(0, length) : new byte[length];
        try
        {
            var salt = box[..Commitment.SaltLength];
            _forValues.Take(salt);
            value.Value.Span.CopyTo(box[Commitment.SaltLength..]);
            var commitment = Commitment.Of(salt, value.Field, value.Value.Span);
            Span<byte> nonce = stackalloc byte[RecordKeys.NonceLength];
            _forValues.Take(nonce);
            rows.Add(new ValueRow(position, value.Field, key.Number, RecordKeys.Seal(CipherOf(key), nonce, box, Binding(position, value.Field))));
            return new PersonalField(value.Field, commitment);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(box);
        }
    }

    /// <summary>The values of an act mostly belong to one person, and who acts now often acted a moment ago.</summary>
    private AesGcm CipherOf(OpenKey key)
    {
        if (key.Cipher is { } ready) return ready;
        if (_ready.Count == CiphersReady) _ready.Dequeue().LetCipherGo();
        _ready.Enqueue(key);
        return key.MakeCipher();
    }

    /// <summary>Opens a sealed value: its salt and the value itself. Null where it was not sealed under this key for this place.</summary>
    public static (byte[] Salt, byte[] Value)? Open(byte[] key, long position, string field, byte[] sealedValue) =>
        RecordKeys.OpenSealed(key, sealedValue, Binding(position, field)) is { Length: >= Commitment.SaltLength } box ? (box[..Commitment.SaltLength], box[Commitment.SaltLength..]) : null;

    /// <summary>The value under a key that is open already.</summary>
    public static byte[]? OpenValue(AesGcm key, long position, string field, byte[] sealedValue) =>
        RecordKeys.OpenSealed(key, sealedValue, Binding(position, field)) is { Length: >= Commitment.SaltLength } box ? box[Commitment.SaltLength..] : null;

    private static byte[] Binding(long position, string field) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"trellis-value/1\n{position}\n{field}"));

    private void LetCiphersGo()
    {
        foreach (var key in _ready) key.LetCipherGo();
        _ready.Clear();
    }

    private OpenKey? Find((string Person, string Purpose) of)
    {
        if (_recent.TryGetValue(of, out var found)) return found;
        if (!_older.TryGetValue(of, out found)) return null;
        Remember(of, found);
        return found;
    }

    private void Remember((string Person, string Purpose) of, OpenKey key)
    {
        if (_recent.Count >= remembered) (_older, _recent) = (_recent, []);
        _recent[of] = key;
    }

    private sealed class OpenKey(long number, byte[] bytes)
    {
        public long Number { get; } = number;

        public byte[] Bytes { get; } = bytes;

        public AesGcm? Cipher { get; private set; }

        public AesGcm MakeCipher() => Cipher = new AesGcm(Bytes, RecordKeys.TagLength);

        public void LetCipherGo()
        {
            Cipher?.Dispose();
            Cipher = null;
        }
    }
}
