using System.Net.Http.Headers;

namespace Trellis.Runtime.Information;

/// <summary>Carries messages to neighbours whose address the operator named, and to nobody else.</summary>
/// <param name="addresses">By the origins of their records.</param>
internal sealed class NeighbourLines(IReadOnlyDictionary<string, Uri> addresses) : IDisposable
{
    private const int LongestAnswer = 2 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A redirect could lead anywhere, and so could a proxy of the environment.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) }) { Timeout = Patience };

    public bool Reaches(string origin) => addresses.ContainsKey(origin);

    /// <summary>Sends a message.</summary>
    /// <returns>The answer, where it is a signed one; null where the neighbour cannot be reached or answers something else.</returns>
    public Task<byte[]?> SendAsync(string origin, byte[] message, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(message);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        return AskAsync(origin, "api/v1/exchange/messages", HttpMethod.Post, content, cancellationToken);
    }

    /// <summary>The terms that a neighbour publishes.</summary>
    public Task<byte[]?> TermsAsync(string origin, CancellationToken cancellationToken) => AskAsync(origin, "api/v1/exchange/terms", HttpMethod.Get, null, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<byte[]?> AskAsync(string origin, string path, HttpMethod method, HttpContent? content, CancellationToken cancellationToken)
    {
        if (!addresses.TryGetValue(origin, out var address)) return null;
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(address.AbsoluteUri.TrimEnd('/') + "/" + path)) { Content = content };
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode) return null;
            await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
            return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null; // it is tried again
        }
    }
}
