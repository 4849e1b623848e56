using System.Net;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>The same over HTTP, from any web server that gives out the published files.</summary>
public sealed class VerifyingAtAnAddress
{
    [Fact]
    public async Task Everybody_verifies_the_hashes_and_an_auditor_with_a_token_the_entries()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.Equal(0, ACounty.Run(["export", "ledger", county.At("public"), .. county.Store, "--entries"]).ExitCode);
        using var server = new AServer(county.At("public"), token: "an-auditors-token");

        var everybody = ACounty.VerifyAt([server.Address], "--key", county.Key, "--witnesses", county.Policy, "--seen", county.SeenAtHalf).HoldsUp();
        Assert.Contains("hashes-give-root", everybody.Proven);
        Assert.Contains("what-happened", everybody.Unproven);

        var auditor = ACounty.VerifyAt([server.Address], "--key", county.Key, "--token", "an-auditors-token").HoldsUp();
        Assert.Contains("entries-give-root", auditor.Proven);

        var stranger = ACounty.VerifyAt([server.Address], "--key", county.Key, "--token", "guessed");
        Assert.Equal(2, stranger.ExitCode);
        Assert.Contains("token is not accepted", stranger.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_kept_from_the_address_shows_that_another_record_is_given_out_later()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.Equal(0, ACounty.Run(["export", "ledger", county.At("public"), .. county.Store]).ExitCode);
        using var server = new AServer(county.At("public"), token: null);

        ACounty.VerifyAt([county.At("public")], "--key", county.Key, "--seen", server.Address).HoldsUp();
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        entries[20] = AnAttacker.Changed(entries[20]);
        attacker.Rewrite(entries, [AnAttacker.Row(attacker.Sign(entries, county.Signer))]);
        Assert.Equal(0, ACounty.Run(["export", "ledger", county.At("other"), .. county.Store]).ExitCode);
        using var later = new AServer(county.At("other"), token: null);

        ACounty.VerifyAt([later.Address], "--key", county.Key, "--seen", county.SeenAtEnd).Finds("seen-contradicted");
        ACounty.VerifyAt([later.Address], "--key", county.Key, "--seen", server.Address).Finds("seen-contradicted");
    }

    /// <summary>Gives out the files of a folder; those of entries for a token only.</summary>
    private sealed class AServer : IDisposable
    {
        private readonly HttpListener _listener;

        public AServer(string folder, string? token)
        {
            for (var tries = 0; ; tries++)
            {
                Address = $"http://127.0.0.1:{20_000 + Random.Shared.Next(12_000)}/record/";
                // One that could not start is of no use any more.
                var listener = new HttpListener { Prefixes = { Address } };
                try
                {
                    listener.Start();
                    _listener = listener;
                    break;
                }
                catch (HttpListenerException) when (tries < 20)
                {
                    // The port is taken; another one is tried.
                }
            }

            _ = ServeAsync(folder, token);
        }

        public string Address { get; private set; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync(string folder, string? token)
        {
            while (_listener.IsListening)
            {
                HttpListenerContext call;
                try
                {
                    call = await _listener.GetContextAsync();
                }
                catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                var name = call.Request.Url!.AbsolutePath["/record/".Length..];
                var path = Path.Combine(folder, name);
                if (name.StartsWith("tile/entries/", StringComparison.Ordinal) && (token is null || call.Request.Headers["Authorization"] != $"Bearer {token}")) call.Response.StatusCode = 401;
                else if (!File.Exists(path)) call.Response.StatusCode = 404;
                else await call.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(path));
                call.Response.Close();
            }
        }
    }
}
