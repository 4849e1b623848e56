using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Ledger;

namespace Trellis.Information.Exchange;

/// <summary>
/// What one record says to another: one line of JSON as the text of a C2SP signed note under the key of the record. A checkpoint has three lines at least, so no message can be taken for one.
/// It has one spelling: what would not be written again byte for byte is refused.
/// </summary>
/// <param name="Trellis">The form, "exchange/1".</param>
/// <param name="Nonce">32 random bytes in hexadecimal, new for every sending. They stand in no entry, so that nobody can find what was said from the digest that does.</param>
/// <param name="From">The origin of the record that speaks.</param>
/// <param name="To">The origin of the record that is spoken to.</param>
/// <param name="Sent">When it was signed, by the clock of the sender.</param>
/// <param name="Until">After that it is good for nothing; at most <see cref="LongestLife"/> after it was signed.</param>
public sealed record ExchangeMessage(
    [property: JsonPropertyOrder(0)] string Trellis,
    [property: JsonPropertyOrder(1)] string From,
    [property: JsonPropertyOrder(2)] string To,
    [property: JsonPropertyOrder(3)] DateTimeOffset Sent,
    [property: JsonPropertyOrder(4)] DateTimeOffset Until,
    [property: JsonPropertyOrder(5)] string Nonce,
    [property: JsonPropertyOrder(6)] MessageBody Body)
{
    public const string Form = "exchange/1";

    /// <summary>The bytes of a nonce.</summary>
    public const int NonceLength = 32;

    /// <summary>The most bytes of a message with its signature: a receipt and some dozens of values fit many times.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>How long one sending is good at most. Who has no answer by then signs the same again.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    /// <summary>So far the clock of the sender may run ahead of ours.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(2);

    /// <summary>The bytes that are signed, with their line feed.</summary>
    public byte[] Encode() => [.. JsonSerializer.SerializeToUtf8Bytes(this, ExchangeJson.Default.ExchangeMessage), (byte)'\n'];

    /// <summary>Reads the text of a note.</summary>
    /// <param name="fault">What is wrong with it, without a word of what it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out ExchangeMessage? message, [NotNullWhen(false)] out string? fault)
    {
        message = null;
        if (text.Length is < 3 or > MostBytes || text[^1] != '\n' || text[..^1].Contains((byte)'\n'))
        {
            fault = "The text of a message is one line.";
            return false;
        }

        try
        {
            message = JsonSerializer.Deserialize(text[..^1], ExchangeJson.Default.ExchangeMessage);
            fault = message is null ? "The message is no object."
                : message.Trellis != Form ? "The message is of a form that this program does not know."
                : !IsHex(message.Nonce, NonceLength) ? "The nonce of the message is no 32 bytes in hexadecimal."
                : message.Body.WhyUnfit() is { } unfit ? unfit
                : !message.Encode().AsSpan().SequenceEqual(text) ? "The message is not in its one spelling."
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            fault = "The message is no JSON of the form exchange/1: a member is unknown, missing, twice there, or of another kind.";
        }

        if (fault is null && message is not null) return true;
        fault ??= "The message is no object.";
        message = null;
        return false;
    }

    /// <summary>By what a message is known again: the hash of its text. Signatures are no part of it, since the same text can be signed in several ways.</summary>
    public static string DigestOf(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text));

    internal static bool IsHex(string? text, int bytes) => text is not null && text.Length == 2 * bytes && !text.AsSpan().ContainsAnyExcept(HexDigits);

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");
}

/// <summary>What a message says. Everything of one dealing bears its id.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Request), "request")]
[JsonDerivedType(typeof(Answer), "answer")]
[JsonDerivedType(typeof(Denial), "refusal")]
[JsonDerivedType(typeof(Notice), "receipt")]
[JsonDerivedType(typeof(Filing), "filing")]
[JsonDerivedType(typeof(Filed), "filed")]
[JsonDerivedType(typeof(Follow), "follow")]
[JsonDerivedType(typeof(Course), "course")]
[JsonDerivedType(typeof(Word), "word")]
[JsonDerivedType(typeof(Noted), "noted")]
public abstract record MessageBody
{
    private MessageBody()
    {
    }

    /// <summary>The id that the asker gave the dealing: 16 random bytes in hexadecimal.</summary>
    public required string Dealing { get; init; }

    /// <summary>What an asker says does not change from one sending to the next; by this it is held to it, and an answer says what it answers.</summary>
    [JsonIgnore]
    public string Digest => ExchangeMessage.DigestOf(Encode());

    /// <summary>The bytes of a body alone, as it is kept until it is answered.</summary>
    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, ExchangeJson.Default.MessageBody);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static MessageBody? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, ExchangeJson.Default.MessageBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether nobody would take it: an id that is none, too many items.</summary>
    [JsonIgnore]
    public bool IsUnfit => WhyUnfit() is not null;

    /// <summary>Ids of dealings, 16 bytes.</summary>
    public static bool IsDealing(string? id) => ExchangeMessage.IsHex(id, 16);

    internal virtual string? WhyUnfit() => IsDealing(Dealing) ? null : "The id of the dealing is no 16 bytes in hexadecimal.";

    /// <summary>Asks for values of one row. The row is named by its key in the register of the owner.</summary>
    /// <param name="Unit">The unit that is asked, which should own the items.</param>
    /// <param name="Basis">The article that is cited; one of the offer's.</param>
    /// <param name="Matter">The matter at home for which it is asked; the evidence may be used in no other.</param>
    /// <param name="Post">The seat that asked.</param>
    /// <param name="Asked">When it was asked first.</param>
    /// <param name="Lapses">When the asker gives up.</param>
    /// <param name="Salt">32 random bytes in hexadecimal: the digest of this body stands in two records, and must not tell the key.</param>
    /// <param name="Known">The newest head of the other's record that the asker has seen; null for none. The answer links to it.</param>
    public sealed record Request(
        string Unit, IReadOnlyList<string> Items, string Key, string Purpose, string Basis, string Matter, string Post, DateTimeOffset Asked, DateTimeOffset Lapses, string Salt, KnownHead? Known) : MessageBody
    {
        internal override string? WhyUnfit() => base.WhyUnfit()
            ?? (ExchangeMessage.IsHex(Salt, ExchangeMessage.NonceLength) ? null : "The salt is no 32 bytes in hexadecimal.")
            ?? (Known is null || (Known.Size > 0 && ExchangeMessage.IsHex(Known.Root, TreeHash.Length)) ? null : "A known head has a size above 0 and a root of 32 bytes in hexadecimal.")
            ?? (Items.Count is > 0 and <= MostItems && Items.All(AreWords) && AreWords(Unit, Purpose, Basis, Matter, Post) ? null : "A request names 1 to 100 items, a unit, a purpose, a basis, a matter and a post, each by its id.")
            ?? (Key.Length is > 0 and <= 200 ? null : "The key of the row has 1 to 200 characters.");
    }

    /// <summary>Gives them, straight from their owner.</summary>
    /// <param name="Answers">The digest of the request that it answers.</param>
    /// <param name="Values">Each with its salt: what the entry commits to.</param>
    /// <param name="Receipt">The receipt of the owner's entry (C2SP tlog-proof), with the entry in it.</param>
    /// <param name="Links">The path that shows that the head which the asker knew is the beginning of the one in the receipt; each hash in hexadecimal.</param>
    public sealed record Answer(string Answers, IReadOnlyList<GivenValue> Values, string Receipt, IReadOnlyList<string> Links) : MessageBody
    {
        internal override string? WhyUnfit() => base.WhyUnfit() ?? (ExchangeMessage.IsHex(Answers, 32) && Values.Count is > 0 and <= MostItems && Receipt.Length > 0 && Links.Count <= 63 && Links.All(static one => ExchangeMessage.IsHex(one, TreeHash.Length)) && Values.All(static one => AreWords(one.Item) && ExchangeMessage.IsHex(one.Salt, Commitment.SaltLength)) ? null : "An answer names its request, 1 to 100 values with salts, and its receipt.");
    }

    /// <summary>Says no, and on what that stands.</summary>
    /// <param name="Answers">The digest of the body that it answers.</param>
    /// <param name="Code">The stable code of the refusal.</param>
    /// <param name="Cites">Ids that it stands on: the owner, the offer, the article, the purpose.</param>
    public sealed record Denial(string Answers, string Code, IReadOnlyList<string> Cites, string Zh, string En) : MessageBody
    {
        internal override string? WhyUnfit() => base.WhyUnfit() ?? (ExchangeMessage.IsHex(Answers, 32) && AreWords(Code) && Cites.Count <= 20 && Cites.All(AreWords) && Zh.Length <= 1000 && En.Length <= 2000 ? null : "A refusal names what it answers, a code, and at most 20 ids that it cites.");
    }

    /// <summary>Tells what became of an answer, with the receipt of the entry that says so.</summary>
    /// <param name="Outcome">received, or declined.</param>
    public sealed record Notice(string Outcome, string Receipt) : MessageBody
    {
        internal override string? WhyUnfit() => base.WhyUnfit() ?? (Outcome is "received" or "declined" && Receipt.Length > 0 ? null : "A receipt says received or declined, with the receipt of its entry.");
    }

    /// <summary>Brings a matter.</summary>
    /// <param name="Type">A matter type of the other structure.</param>
    /// <param name="Place">The unit there on whose ground it lies.</param>
    /// <param name="Requester">An opaque id of the person for this pair of records.</param>
    /// <param name="Roles">Roles with the rows that are in them; "requester" is the requester's.</param>
    /// <param name="Facts">As the language of structures writes values; a list as several words.</param>
    /// <param name="Said">What the requester wrote; null for nothing.</param>
    public sealed record Filing(string Type, string? Place, string Requester, IReadOnlyList<FiledRole> Roles, IReadOnlyList<FiledFact> Facts, string? Said, DateTimeOffset Asked, DateTimeOffset Lapses, string Salt) : MessageBody
    {
        internal override string? WhyUnfit() => base.WhyUnfit()
            ?? (ExchangeMessage.IsHex(Salt, ExchangeMessage.NonceLength) ? null : "The salt is no 32 bytes in hexadecimal.")
            ?? (AreWords(Type, Requester) && (Place is null || AreWords(Place)) && Roles.Count <= 50 && Facts.Count <= MostItems && Roles.All(static one => AreWords(one.Role, one.Row)) && Facts.All(static one => AreWords(one.Fact) && one.Words.Count <= 100) && Said is null or { Length: <= 20_000 } ? null : "A filing names a type, a requester, roles and facts by their ids.");
    }

    /// <summary>Says that it was filed.</summary>
    public sealed record Filed(string Answers, string Matter, string Number, string Holder, string Receipt) : MessageBody
    {
        internal override string? WhyUnfit() => base.WhyUnfit() ?? (ExchangeMessage.IsHex(Answers, 32) && AreWords(Matter, Number, Holder) && Receipt.Length > 0 ? null : "What is said of a filing names it, the matter, its number and its holder.");
    }

    /// <summary>Asks how a matter stands that was filed from here.</summary>
    public sealed record Follow : MessageBody;

    /// <summary>Says how it stands, with nothing about anybody in it.</summary>
    /// <param name="State">open, paused or closed.</param>
    /// <param name="Result">Null while it is open.</param>
    public sealed record Course(string State, string? Result, string Holder, DateTimeOffset? Promised, IReadOnlyList<CourseStep> Open) : MessageBody
    {
        internal override string? WhyUnfit() => base.WhyUnfit() ?? (Open.Count <= 200 && AreWords(State, Holder) ? null : "A course names a state and a holder.");
    }

    /// <summary>The requester's own answer: whether it is settled.</summary>
    /// <param name="Settled">Confirmed, or disputed with a reason.</param>
    /// <param name="Step">The step that waits for it.</param>
    public sealed record Word(bool Settled, string Step, string? Said, DateTimeOffset Asked, string Salt) : MessageBody
    {
        internal override string? WhyUnfit() => base.WhyUnfit() ?? (ExchangeMessage.IsHex(Salt, ExchangeMessage.NonceLength) && Said is null or { Length: <= 20_000 } && AreWords(Step) ? null : "The word of a requester names the step that waits for it, with a salt.");
    }

    /// <summary>Says that a receipt or a word stands in the record, by the receipt of its entry.</summary>
    public sealed record Noted(string Answers, string Receipt) : MessageBody
    {
        internal override string? WhyUnfit() => base.WhyUnfit() ?? (ExchangeMessage.IsHex(Answers, 32) && Receipt.Length > 0 ? null : "What was noted is named by its digest.");
    }

    private const int MostItems = 100;

    /// <summary>Whether all may stand in an entry.</summary>
    private static bool AreWords(params ReadOnlySpan<string?> words)
    {
        foreach (var word in words)
            if (word is not { Length: > 0 and <= 200 } || word.AsSpan().ContainsAnyExcept(WordSigns)) return false;
        return true;
    }

    private static bool AreWords(string word) => AreWords([word]);

    private static readonly System.Buffers.SearchValues<char> WordSigns = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:@#+=-");
}

/// <param name="Value">As the language of structures writes it.</param>
/// <param name="Salt">32 bytes in hexadecimal.</param>
public sealed record GivenValue(string Item, string Value, string Salt);

/// <param name="Root">In hexadecimal.</param>
public sealed record KnownHead(long Size, string Root);

public sealed record FiledRole(string Role, string Row);

/// <param name="IsList">Whether it is a list, which may have one word, or none.</param>
public sealed record FiledFact(string Fact, IReadOnlyList<string> Words, bool IsList);

/// <param name="Zh">What is done, in plain words.</param>
/// <param name="Unit">Whose turn it is; null for the requester's.</param>
public sealed record CourseStep(string Step, string Zh, string En, string? Unit, DateTimeOffset Since, DateTimeOffset? Due);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(ExchangeMessage))]
[JsonSerializable(typeof(MessageBody))]
internal sealed partial class ExchangeJson : JsonSerializerContext;
