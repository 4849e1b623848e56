using System.Diagnostics;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>The script ./trellis at the root of the repository.</summary>
public sealed class StartingFromTheScript
{
    private static readonly string Script = Logs.Find("trellis") ?? throw new FileNotFoundException("trellis");

    private static (int Code, string Output, string Errors) Run(string script, Action<ProcessStartInfo> prepare)
    {
        var start = new ProcessStartInfo(script, ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        prepare(start);
        using var process = System.Diagnostics.Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TheProgram.Patience);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    [Fact]
    public void Once_built_it_starts_without_a_word_about_building()
    {
        var built = Path.Combine(Path.GetDirectoryName(Script)!, ".trellis", "bin", ".built");
        Assert.SkipUnless(File.Exists(built), "./trellis has not been built in this checkout.");
        Run(Script, static _ => { });

        var (code, output, errors) = Run(Script, static _ => { });

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", output);
    }

    [Fact]
    public void Without_the_SDK_it_says_what_to_install()
    {
        var tools = Directory.CreateTempSubdirectory("trellis-tools-");
        try
        {
            foreach (var tool in (string[])["bash", "env", "dirname", "readlink"])
            {
                var place = ((string[])["/usr/bin/", "/bin/"]).Select(folder => folder + tool).FirstOrDefault(File.Exists);
                Assert.SkipWhen(place is null, $"{tool} lies in none of the usual folders.");
                File.CreateSymbolicLink(Path.Combine(tools.FullName, tool), place!);
            }

            var (code, output, errors) = Run(Script, start => start.Environment["PATH"] = tools.FullName);

            Assert.Equal((3, ""), (code, output));
            Assert.Contains("the .NET 10 SDK is not installed", errors, StringComparison.Ordinal);
            Assert.Contains("https://dot.net", errors, StringComparison.Ordinal);
        }
        finally
        {
            tools.Delete(recursive: true);
        }
    }
}
