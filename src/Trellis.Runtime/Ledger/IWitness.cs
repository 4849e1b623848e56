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

/// <summary>A witness that is asked over HTTP.</summary>
/// <param name="prefix">The address before <c>/add-checkpoint</c>.</param>
public sealed class HttpWitness(HttpClient client, Uri prefix, NoteVerifier key) : IWitness
{
    private const int LongestAnswer = 100_000;

    public NoteVerifier Key { get; } = key;

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
