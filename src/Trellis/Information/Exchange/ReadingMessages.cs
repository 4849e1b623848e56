using System.Diagnostics.CodeAnalysis;
using Trellis.Ledger;
using Trellis.Structure;

namespace Trellis.Information.Exchange;

/// <summary>What came over the line, after everything that can be asked of it without the record.</summary>
public abstract record ReadMessage
{
    private ReadMessage()
    {
    }

    /// <summary>A neighbour said it to us, just now.</summary>
    /// <param name="Digest">By which it is known again.</param>
    public sealed record Good(Neighbour From, ExchangeMessage Message, string Digest, SignedNote Note) : ReadMessage;

    /// <summary>It is nobody's, somebody else's, too old or no message at all.</summary>
    /// <param name="From">The neighbour that did sign it; null where none did.</param>
    /// <param name="Digest">Null where no neighbour signed it: what strangers send leaves no trace of itself.</param>
    public sealed record TurnedAway(Refusal Why, Neighbour? From, string? Digest) : ReadMessage;
}

/// <summary>Judges the envelope of a message: who signed, for whom, when. That it was not received before is for the record to say.</summary>
public static class ReadingMessages
{
    /// <param name="own">The origin of the record that reads.</param>
    /// <param name="day">The day by which neighbours are looked up.</param>
    public static ReadMessage Read(ReadOnlySpan<byte> bytes, string own, GovernanceStructure structure, DateOnly day, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (bytes.Length > ExchangeMessage.MostBytes) return Away(ExchangeRefusals.Malformed.Naming($"最多 {ExchangeMessage.MostBytes / 1024} KiB。", $"It may have {ExchangeMessage.MostBytes / 1024} KiB at most."));
        if (!SignedNote.TryRead(bytes, out var note, out var fault)) return Away(ExchangeRefusals.Malformed.Naming("它不是签名文本。", fault));
        Neighbour? from = null;
        foreach (var one in structure.Neighbours.All)
        {
            if (!one.HoldsOn(day) || !NoteVerifier.TryRead(one.Key, out var key, out _) || !note.Signatures.Any(signature => signature.Name == key.Name && signature.Id == key.Id)) continue;
            // The name and the id of a key are no secret: who writes them under another text is nobody.
            if (!note.TryVerify([key], out _, out _)) return Away(ExchangeRefusals.ChangedContent);
            from = one;
            break;
        }

        if (from is null) return Away(ExchangeRefusals.UnknownKey);
        var digest = ExchangeMessage.DigestOf(note.Text);
        if (!ExchangeMessage.TryRead(note.Text, out var message, out fault)) return Of(ExchangeRefusals.Malformed.Naming("它的内容不合 exchange/1 的写法。", fault));
        if (message.From != from.Origin) return Of(ExchangeRefusals.UnknownKey.Naming("签名的和自称的不是同一份记录。", "Who signed it is not who it says it is from."));
        if (message.To != own) return Of(ExchangeRefusals.WrongRecipient.Naming($"这里是 {own}。", $"This is {own}."));
        if (message.Sent > now + ExchangeMessage.MostAhead) return Of(ExchangeRefusals.ClockSkew);
        if (message.Until < message.Sent || message.Until > message.Sent + ExchangeMessage.LongestLife) return Of(ExchangeRefusals.Malformed.Naming("一条消息最多十分钟有效。", "A message is good for ten minutes at most."));
        if (now > message.Until) return Of(ExchangeRefusals.Expired.Naming("重新签一次再发；总是这样的话，请核对两边的时钟。", "Sign it anew and send it again; where that is always so, compare the two clocks."));
        return new ReadMessage.Good(from, message, digest, note);

        ReadMessage.TurnedAway Of(Refusal why) => new(why, from, digest);

        static ReadMessage.TurnedAway Away(Refusal why) => new(why, null, null);
    }

    /// <summary>An answer to what we said: the same, and it comes from the neighbour that was asked, about the dealing that it was asked about.</summary>
    public static bool TryReadAnswer(ReadOnlySpan<byte> bytes, string own, Neighbour asked, string dealing, GovernanceStructure structure, DateOnly day, DateTimeOffset now, [NotNullWhen(true)] out ReadMessage.Good? answer, [NotNullWhen(false)] out Refusal? why)
    {
        ArgumentNullException.ThrowIfNull(asked);
        (answer, why) = (null, null);
        switch (Read(bytes, own, structure, day, now))
        {
            case ReadMessage.Good good when good.From.Id != asked.Id:
                why = ExchangeRefusals.AnswerWrong.Naming("答复的不是被问的一方。", "Who answered is not who was asked.");
                return false;
            case ReadMessage.Good good when good.Message.Body.Dealing != dealing:
                why = ExchangeRefusals.AnswerWrong.Naming("答复说的是另一次交换。", "The answer is about another dealing.");
                return false;
            case ReadMessage.Good good:
                answer = good;
                return true;
            case ReadMessage.TurnedAway away:
                why = ExchangeRefusals.AnswerWrong.Naming(away.Why.Whole.Zh, away.Why.Whole.En);
                return false;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
