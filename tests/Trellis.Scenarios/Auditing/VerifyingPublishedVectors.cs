using System.Globalization;
using System.Text;
using System.Text.Json;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>What others published to judge verifiers by is judged by the command as published, wherever it can be put as a receipt, a note, a checkpoint, a key or a policy.</summary>
public sealed class VerifyingPublishedVectors : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-vectors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_published_inclusion_proof_is_judged_as_a_receipt()
    {
        var signer = NoteSigner.Make("log.example/record", NoteKeyType.Ed25519, new byte[32]);
        using var published = JsonDocument.Parse(File.ReadAllBytes(Shared("merkle-inclusion.json")));
        var (right, wrong) = (0, 0);
        foreach (var vector in published.RootElement.GetProperty("vectors").EnumerateArray())
        {
            // What no program would write is written by hand: numbers of 64 bits, roots that are no hashes.
            string Text(string name) => vector.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetUInt64().ToString(CultureInfo.InvariantCulture) : vector.GetProperty(name).GetString() ?? "";
            var path = vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } hashes ? string.Concat(hashes.EnumerateArray().Select(static one => one.GetString() + "\n")) : "";
            var note = SignedNote.Sign(Encoding.UTF8.GetBytes($"{signer.Name}\n{Text("treeSize")}\n{Text("root")}\n"), signer);

            var verdict = Verify($"c2sp.org/tlog-proof@v1\nindex {Text("leafIdx")}\n{path}\n{note}", "--key", signer.Verifier.ToString(), "--leaf", Text("leafHash"));

            var holds = verdict.ExitCode == 0;
            Assert.True(holds != vector.GetProperty("wantErr").GetBoolean(), $"{vector.GetProperty("file").GetString()}: {verdict.ExitCode} {verdict.Errors}");
            Assert.InRange(verdict.ExitCode, 0, 2);
            if (holds)
            {
                Assert.Contains("entry-included", verdict.Proven);
                right++;
            }
            else
            {
                wrong++;
            }
        }

        Assert.Equal((6, 92), (right, wrong));
    }

    [Fact]
    public void The_published_note_and_checkpoint_are_read()
    {
        using var published = JsonDocument.Parse(File.ReadAllBytes(Shared("c2sp-notes.json")));
        var signed = published.RootElement.GetProperty("signed_note");
        var (note, key) = (signed.GetProperty("note").GetString()!, signed.GetProperty("vkey").GetString()!);
        Assert.Equal(["signed"], Verify(note, "--key", key).HoldsUp().Proven);
        Verify(note.Replace("an example", "another", StringComparison.Ordinal), "--key", key).Finds("signature-wrong");

        var cosigned = published.RootElement.GetProperty("checkpoint_with_cosignature");
        var verdict = Verify(cosigned.GetProperty("note").GetString()!);
        Assert.Equal(0, verdict.ExitCode);
        Assert.Equal(cosigned.GetProperty("origin").GetString(), verdict.Json.GetProperty("origin").GetString());
        Assert.Equal(20852163, verdict.Json.GetProperty("checkpoint").GetProperty("size").GetInt64());
        Assert.Contains("who-signed", verdict.Unproven);
    }

    [Theory]
    [InlineData("notes")]
    [InlineData("checkpoints")]
    [InlineData("receipts")]
    [InlineData("keys")]
    [InlineData("policies")]
    public void What_the_library_refuses_the_command_refuses_without_a_crash(string kind)
    {
        var good = SignedNote.Sign("example.com/a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"u8.ToArray(), NoteSigner.Make("example.com/a", NoteKeyType.Ed25519, new byte[32])).ToString();
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(Logs.Find("Trellis.slnx"))!, "tests", "data", "ledger", $"refused-{kind}.json")));
        var cases = 0;
        foreach (var one in file.RootElement.GetProperty("cases").EnumerateArray())
        {
            var bytes = one.TryGetProperty("base64", out var base64) ? base64.GetBytesFromBase64() : Encoding.UTF8.GetBytes(one.GetProperty("input").GetString()!);
            var bad = At("bad");
            File.WriteAllBytes(bad, bytes);

            // A checkpoint stands in the cases without signatures; under a signature it is refused all the same.
            if (kind == "checkpoints") File.WriteAllBytes(bad, [.. bytes, .. "\n— example.com/a AAECAwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"u8]);
            var verdict = kind switch
            {
                "keys" => Verify(good, "--key", bad),
                "policies" => Verify(good, "--witnesses", bad),
                _ => ACounty.VerifyAt([bad], "--key", "example.com/log+1dde4531+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"),
            };

            Assert.True(verdict.ExitCode is 1 or 2, $"{one.GetProperty("why").GetString()}: {verdict.ExitCode} {verdict.Errors}");
            cases++;
        }

        Assert.True(cases > 10);
    }

    private Verdict Verify(string text, params string[] options)
    {
        File.WriteAllText(At("given"), text);
        return ACounty.VerifyAt([At("given")], options);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static string Shared(string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Logs.Find("Trellis.slnx")))!, "shared", "data", "tlog", name);
        if (!File.Exists(path)) Assert.Skip($"The published vectors do not lie beside the checkout (../shared/data/tlog/{name}).");
        return path;
    }
}
