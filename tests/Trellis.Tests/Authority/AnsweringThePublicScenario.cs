using System.Text.Json;
using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Authority;

/// <summary>The decisions of the public AuthZEN to-do scenario, on the structure that expresses it as five powers and a seats file.</summary>
public sealed class AnsweringThePublicScenario
{
    [Fact]
    public void All_decisions_of_the_scenario_come_out_as_published()
    {
        var published = Path.Combine(Path.GetDirectoryName(Checkout.Root)!, "shared", "data", "authzen", "todo-decisions.json");
        if (!File.Exists(published)) Assert.Skip("The published decisions do not lie beside the checkout (../shared/data/authzen/todo-decisions.json).");
        var folder = Path.Combine(Checkout.Root, "structures", "authzen-todo");
        var structure = ReadingStructures.Read([.. Directory.EnumerateFiles(folder).Select(static path => new SourceFile(Path.GetFileName(path), File.ReadAllBytes(path)))]).Structure;
        var scenario = new Scenario(structure);
        using var document = JsonDocument.Parse(File.ReadAllBytes(published));

        var asked = 0;
        foreach (var one in document.RootElement.GetProperty("evaluation").EnumerateArray())
        {
            var request = one.GetProperty("request");
            Assert.True(scenario.May(request, request) == one.GetProperty("expected").GetBoolean(), one.ToString());
            asked++;
        }

        foreach (var batch in document.RootElement.GetProperty("evaluations").EnumerateArray())
        {
            var request = batch.GetProperty("request");
            foreach (var (evaluation, expected) in request.GetProperty("evaluations").EnumerateArray().Zip(batch.GetProperty("expected").EnumerateArray()))
                Assert.True(scenario.May(evaluation, request) == expected.GetProperty("decision").GetBoolean(), batch.ToString());
            asked++;
        }

        Assert.Equal(43, asked);
    }

    private sealed class Scenario(GovernanceStructure structure)
    {
        private static readonly DateOnly Day = new(2026, 5, 4);

        private readonly Mandates _mandates = Mandates.Compile(structure);
        private readonly Standing _standing = Standing.AtTheBeginningOf(structure);

        /// <summary>What one request of a batch leaves out stands in the batch.</summary>
        public bool May(JsonElement request, JsonElement batch)
        {
            var subject = Part(request, batch, "subject").GetProperty("id").GetString()!;
            var action = Part(request, batch, "action").GetProperty("name").GetString()!;
            var resource = Part(request, batch, "resource");
            var power = structure.Powers.All.Single(power => power.KnownAs.Contains(("authzen", action)));
            var facts = new List<KeyValuePair<string, Value>>();
            if (resource.TryGetProperty("properties", out var properties))
            {
                foreach (var property in properties.EnumerateObject())
                {
                    var item = structure.Items.All.Single(item => item.KnownAs.Contains(("authzen", property.Name)));
                    facts.Add(KeyValuePair.Create(item.Id, Value.Of(property.Value.GetString()!)));
                }
            }

            // Someone who holds two seats has the powers of both.
            return _standing.SeatsOf(subject, Day).Any(seat => _mandates.Ask(
                new Question { Post = seat.Post, Unit = seat.Unit, Power = power.Id, Day = Day, Actor = subject, Facts = new KnownFacts(facts) }, _standing).Permitted);
        }

        private static JsonElement Part(JsonElement request, JsonElement batch, string name) => request.TryGetProperty(name, out var own) ? own : batch.GetProperty(name);
    }
}
