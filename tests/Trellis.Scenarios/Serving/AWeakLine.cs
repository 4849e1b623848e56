using System.Net;
using System.Net.Sockets;

namespace Trellis.Scenarios.Serving;

/// <summary>What becomes of what is sent over a line.</summary>
internal enum LineState
{
    Up,

    /// <summary>Nobody answers.</summary>
    Down,

    /// <summary>It breaks in the middle of the next form that is sent.</summary>
    BreaksInTheRequest,

    /// <summary>The next form that is sent arrives whole, and the line breaks before a byte of the answer comes.</summary>
    BreaksBeforeTheAnswer,
}

/// <summary>A line to a server that a test can break wherever it likes: connections really end. The server may go and come back behind it.</summary>
internal sealed class AWeakLine : IDisposable
{
    /// <summary>Bytes of a form that arrive: its head, and what stands before a larger picture.</summary>
    private const int Arrives = 3_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _open = [];
    private LineState _state;

    public AWeakLine(int server)
    {
        Server = server;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>The port of the server.</summary>
    public int Server { get; set; }

    /// <summary>How often it broke in the middle of something.</summary>
    public int Broken { get; private set; }

    public LineState State
    {
        get => _state;
        set
        {
            _state = value;
            if (value != LineState.Down) return;
            lock (_open)
            {
                foreach (var socket in _open) socket.Close(0);
                _open.Clear();
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        State = LineState.Down;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket near;
            try
            {
                near = await _listener.AcceptSocketAsync();
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (State == LineState.Down) near.Close(0);
            else _ = CarryAsync(near);
        }
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, Server);
            lock (_open) _open.AddRange([near, far]);
            var (isForm, sent) = (false, 0);
            await Task.WhenAny(
                PumpAsync(near, far, part =>
                {
                    // One request after the other; each begins a part of its own.
                    if (part.StartsWith("POST "u8)) (isForm, sent) = (true, 0);
                    else if (part.StartsWith("GET "u8)) isForm = false;
                    sent += part.Length;
                    return State != LineState.BreaksInTheRequest || !isForm || sent < Arrives;
                }),
                PumpAsync(far, near, _ => State != LineState.BreaksBeforeTheAnswer || !isForm));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // It broke.
        }
        finally
        {
            near.Close(0);
            far.Close(0);
        }
    }

    private delegate bool GoesOn(ReadOnlySpan<byte> part);

    private async Task PumpAsync(Socket from, Socket to, GoesOn goesOn)
    {
        var part = new byte[1024];
        while (await from.ReceiveAsync(part) is > 0 and var many)
        {
            if (!goesOn(part.AsSpan(0, many)))
            {
                Broken++;
                State = LineState.Down;
                return;
            }

            await to.SendAsync(part.AsMemory(0, many));
        }
    }
}
