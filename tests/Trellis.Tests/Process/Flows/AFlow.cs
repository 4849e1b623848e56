using System.Text;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Tests.Process.Flows;

/// <summary>Matter types of a few lines.</summary>
internal static class AFlow
{
    /// <summary>A matter type with these lines as its flow, and its roles applicant and premises.</summary>
    public static MatterType Matter(string flow, string promise = "10 working days", string asks = "[applicant, premises]")
    {
        var text = $$"""
            matter: case
            name: {zh: 例, en: Case}
            duty: work
            about: {applicant: person, premises: place}
            place: none
            guide: {for: [resident], fee: 0 CNY, promise: {{promise}}, first-answer: 1 working day}
            asks: {{asks}}
            flow:

            """ + Indented(flow);
        var reading = ReadingStructures.Read([new SourceFile("matters/case.yaml", Encoding.UTF8.GetBytes(text))]);
        return reading.Structure.Matters.All.Count > 0 ? reading.Structure.Matters.All[0] : throw new InvalidOperationException(string.Join('\n', reading.Findings.Kept.Select(static finding => finding.Found.En)));
    }

    public static CompiledFlow Of(string flow, string promise = "10 working days", string asks = "[applicant, premises]") => CompiledFlow.Alone(Matter(flow, promise, asks));

    private static string Indented(string flow) => string.Concat(flow.ReplaceLineEndings("\n").Split('\n').Select(static line => $"  {line}\n"));
}
