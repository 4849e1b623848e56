using System.Text.Json;
using Trellis.Diagnosis.Conformance;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards;
using Trellis.Standards.Pnml;
using Trellis.Tests.Standards;
using Xunit;

namespace Trellis.Tests.Diagnosis.Conformance;

public sealed class ConformingToModels
{
    [Fact]
    public void The_receipt_log_costs_2465_against_its_model_and_713_cases_fit()
    {
        var expected = JsonDocument.Parse(LogFiles.SharedText("receipt.expected.json")).RootElement.GetProperty("conformance");
        using var content = LogFiles.Shared("receipt.xes.gz");
        var log = LogFormats.Read(content, new LogReading { Source = "receipt", Threads = 2 });
        using var model = LogFiles.Text(LogFiles.SharedText("receipt.model.pnml"));
        var net = ReadingNets.Read(model, "receipt.model.pnml");
        Assert.Equal(expected.GetProperty("places").GetInt32(), net.Places.Count);
        Assert.Equal(expected.GetProperty("transitions").GetInt32(), net.Transitions.Count);
        Assert.Equal(expected.GetProperty("silent").GetInt32(), net.Transitions.Count(static transition => transition.Label is null));
        Assert.Equal(expected.GetProperty("arcs").GetInt32(), net.Transitions.Sum(static transition => transition.Takes.Count + transition.Gives.Count));

        var found = Alignments.Measure(log, net, threads: 2);
        var replayed = TokenReplay.Play(log, net, threads: 2);

        var alignments = expected.GetProperty("alignments");
        Assert.Equal(1434, found.Aligned);
        Assert.Equal(alignments.GetProperty("fitting_cases").GetInt32(), found.FittingCases);
        Assert.Equal(alignments.GetProperty("total_cost_unit").GetInt64(), found.Cost);
        Assert.Equal(alignments.GetProperty("mean_trace_fitness").GetDouble(), found.MeanTraceFitness, 5e-7);
        Assert.Equal(alignments.GetProperty("log_fitness").GetDouble(), found.LogFitness, 5e-7);
        Assert.Equal(expected.GetProperty("token_replay").GetProperty("log_fitness").GetDouble(), replayed.LogFitness, 0.005);
    }
}
