using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Trellis.Scenarios.Diagnosis;

/// <summary>A finding proposes a change, and the change is lived through before anybody is told to make it.</summary>
public sealed class LivingThroughCures
{
    [Fact]
    public void A_decision_that_is_waited_for_is_proposed_to_be_delegated_and_what_that_would_do_is_said_with_its_doubt()
    {
        using var program = new TheProgram();
        program.Given("noise.csv", WaitingFor("construction-noise/stop"));
        string[] diagnose = ["diagnose", "noise.csv", "--structure", Structures.Of("cuiwei"), "--lang", "en"];

        var told = program.Run([.. diagnose, "--simulate", "--json", "lived.json"]);
        program.Run([.. diagnose, "--json", "proposed.json"]);

        var lived = OverlayOf(File.ReadAllText(program.At("lived.json")));
        var proposed = OverlayOf(File.ReadAllText(program.At("proposed.json")));
        Assert.Equal((string?)proposed["text"], (string?)lived["text"]);
        Assert.Null(proposed["effects"]?.AsArray().FirstOrDefault());
        var effects = lived["effects"]!.AsArray().Select(static one => (Zh: (string)one!["zh"]!, En: (string)one["en"]!)).ToList();
        Assert.StartsWith("Both structures were lived through 3 times, 120 days", effects[0].En, StringComparison.Ordinal);
        Assert.Contains(effects, static one => one.En.Contains("construction-noise/stop", StringComparison.Ordinal) && one.En.Contains('±', StringComparison.Ordinal));
        Assert.All(effects, static one => Assert.NotEqual(one.Zh, one.En));
        Assert.Contains("lived through 3 times", string.Join(' ', told.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        // What is proposed is taken as it stands by the command that plans changes.
        Directory.CreateDirectory(program.At("nearer"));
        program.Given(Path.Combine("nearer", "overlay.yaml"), (string)proposed["text"]!);
        Assert.Contains("stop-night-work", program.Run("plan", Structures.Of("cuiwei"), "--with", "nearer", "--lang", "en").Output, StringComparison.Ordinal);
    }

    private static JsonNode OverlayOf(string json) => JsonNode.Parse(json)!["findings"]!.AsArray().Select(static one => one!["overlay"]).First(static one => one is not null)!;

    /// <summary>A log in which nearly all time goes by before one step.</summary>
    private static string WaitingFor(string step)
    {
        var csv = new StringBuilder("case_id,activity,time,unit\n");
        var begun = new DateTime(2026, 1, 5, 9, 0, 0, DateTimeKind.Unspecified);
        for (var matter = 0; matter < 120; matter++)
            foreach (var (activity, hours) in ((string, int)[])[("file", 0), ("receive", 1), ("facts", 3), (step, 3 + (24 * (8 + (matter % 5)))), ("notify", 4 + (24 * (8 + (matter % 5))))])
                csv.Append(CultureInfo.InvariantCulture, $"c{matter},{activity},{begun.AddHours((5 * matter) + hours):yyyy-MM-ddTHH:mm:ss},market\n");
        return csv.ToString();
    }
}
