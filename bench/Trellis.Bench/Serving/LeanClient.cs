using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Trellis.Bench.Serving;

/// <summary>What a server answered.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    /// <summary>The first text under a name of the JSON, which needs no unescaping.</summary>
    public string Text(string name)
    {
        var mark = Encoding.ASCII.GetBytes($"\"{name}\":\"");
        var at = Body.AsSpan().IndexOf(mark);
        if (at < 0) throw new HttpRequestException($"There is no {name} in the answer: {Encoding.UTF8.GetString(Body)}");
        var rest = Body.AsSpan(at + mark.Length);
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }
}

/// <summary>
/// Speaks HTTP/1.1 over connections that are kept, and no more of it than our own server answers. The machine is shared with the server: what the client of the class library takes for a
/// request would be measured as if the server took it.
/// </summary>
internal sealed class LeanClient(IPEndPoint server) : IDisposable
{
    private readonly ConcurrentBag<Connection> _idle = [];

    public Task<Answer> PostAsync(string path, string token, string key, string body) => SendAsync($"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public Task<Answer> GetAsync(string path, string token) => SendAsync($"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n");

    public void Dispose()
    {
        while (_idle.TryTake(out var one)) one.Dispose();
    }

    private async Task<Answer> SendAsync(string request)
    {
        if (!_idle.TryTake(out var connection)) connection = await Connection.OpenAsync(server);
        try
        {
            var answer = await connection.AskAsync(request);
            _idle.Add(connection);
            return answer.Status is 200 or 201 ? answer : throw new HttpRequestException($"{request.AsSpan(0, request.IndexOf('\r', StringComparison.Ordinal))}: {answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            connection.Dispose();
            throw new HttpRequestException(fault.Message, fault);
        }
    }

    private sealed class Connection : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private byte[] _bytes = new byte[16 * 1024];
        private int _have;

        public static async Task<Connection> OpenAsync(IPEndPoint server)
        {
            var made = new Connection();
            await made._socket.ConnectAsync(server);
            return made;
        }

        public async Task<Answer> AskAsync(string request)
        {
            var bytes = Encoding.UTF8.GetBytes(request);
            for (var sent = 0; sent < bytes.Length;) sent += await _socket.SendAsync(bytes.AsMemory(sent));
            _have = 0;
            int head;
            while ((head = _bytes.AsSpan(0, _have).IndexOf("\r\n\r\n"u8)) < 0) await MoreAsync();
            var status = int.Parse(_bytes.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            var at = head + 4;
            if (Header("Content-Length: "u8, head) is { } length)
            {
                while (_have < at + length) await MoreAsync();
                return new Answer(status, _bytes[at..(at + length)]);
            }

            var body = new MemoryStream();
            while (true)
            {
                int line;
                while ((line = _bytes.AsSpan(at, _have - at).IndexOf("\r\n"u8)) < 0) await MoreAsync();
                if (!Utf8Parser.TryParse(_bytes.AsSpan(at, line), out int size, out _, 'x')) throw new IOException("The server answered with no chunk.");
                at += line + 2;
                while (_have < at + size + 2) await MoreAsync();
                if (size == 0) return new Answer(status, body.ToArray());
                body.Write(_bytes, at, size);
                at += size + 2;
            }
        }

        public void Dispose() => _socket.Dispose();

        private int? Header(ReadOnlySpan<byte> name, int head)
        {
            var at = _bytes.AsSpan(0, head).IndexOf(name);
            return at < 0 ? null : Utf8Parser.TryParse(_bytes.AsSpan(at + name.Length, head - at - name.Length), out int length, out _) ? length : throw new IOException("The server answered with no length.");
        }

        private async Task MoreAsync()
        {
            if (_have == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
            var read = await _socket.ReceiveAsync(_bytes.AsMemory(_have));
            if (read == 0) throw new IOException("The server closed the connection.");
            _have += read;
        }
    }
}
