using System.Net;
using Trellis.Ledger;

namespace Trellis.Runtime.Ledger;

/// <summary>Somebody else who signs what we signed, after checking that nothing was rewritten: the upper level, a neighbouring county.</summary>
public interface IWitness
{
    NoteVerifier Key { get; }

    /// <summary>Asks it to co-sign (C2SP tlog-witness, add-checkpoint).</summary>
    /// <param name="request">The body of the request.</param>
    /// <exception cref="HttpRequestException">It could not be reached.</exception>
    Task<WitnessAnswer> AddCheckpointAsync(byte[] request, CancellationToken cancellationToken);
}

/// <summary>What a witness answered.</summary>
public sealed record WitnessAnswer(HttpStatusCode Status, byte[] Body);

/// <summary>How it stands with a witness.</summary>
/// <param name="Cosigned">The size that it co-signed last since this program began, 0 for none.</param>
/// <param name="At">When.</param>
/// <param name="Trouble">Why it gave no signature the last time it was asked; null where it did, or was not asked yet.</param>
public sealed record WitnessState(NoteVerifier Key, long Cosigned, DateTimeOffset? At, string? Trouble);

/// <summary>A witness that is asked over HTTP.</summary>
/// <param name="prefix">The address before <c>/add-checkpoint</c>.</param>
public sealed class HttpWitness(HttpClient client, Uri prefix, NoteVerifier key) : IWitness
{
    private const int LongestAnswer = 100_000;

    public NoteVerifier Key { get; } = key;

    /// <summary>The witnesses of a policy that have an address; the others cannot be asked.</summary>
    public static IReadOnlyList<IWitness> Of(WitnessPolicy policy, HttpClient client)
    {
        var witnesses = new List<IWitness>();
        foreach (var witness in policy.Witnesses)
        {
            if (witness.Url is null) continue;
            if (!Uri.TryCreate(witness.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new UnusableInput(new Text($"见证规则中见证方 {Excerpt.Of(witness.Name, 60)} 的网址不是网址：{Excerpt.Of(witness.Url, 100)}", $"The address of the witness {Excerpt.Of(witness.Name, 60)} in the policy is none: {Excerpt.Of(witness.Url, 100)}"), new Text("写成 https://witness.example/prefix 的样子，或不写。", "Write it as https://witness.example/prefix, or leave it out."));
            witnesses.Add(new HttpWitness(client, address, witness.Key));
        }

        return witnesses;
    }

    public async Task<WitnessAnswer> AddCheckpointAsync(byte[] request, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(request);
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(prefix.AbsoluteUri.TrimEnd('/') + "/add-checkpoint"));
        message.Content = content;
        using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
        return new WitnessAnswer(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
