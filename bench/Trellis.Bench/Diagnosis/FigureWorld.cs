using Trellis.Diagnosis.Findings.Reported;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Standards.Csv;
using Trellis.Standards.Work;

namespace Trellis.Bench.Diagnosis;

/// <summary>Figures as the townships and villages of the county report them month by month, read back from the table that a run writes.</summary>
internal static class FigureWorld
{
    public const int Months = 36;

    private const int DaysOfAMonth = 31;

    /// <summary>Few matters come: what is looked at are the forms.</summary>
    public static string Load { get; } = """
        load: figures
        name: {zh: 报表, en: Figures}
        arrivals:
          - {matter: residence-certificate, per-year: 400}
        forms:
          - {form: safety-monthly, takes: 25 minutes, amount: 25}
          - {form: waste-removed-monthly, takes: 25 minutes, amount: 60}
          - {form: burning-monthly, takes: 25 minutes, amount: 40}
          - {form: water-watch-monthly, takes: 25 minutes, amount: 12}
          - {form: children-quarterly, takes: 25 minutes, amount: 20}

        """;

    public static IReadOnlyList<Trellis.Diagnosis.Findings.Reported.ReportedFigure> Reported(Scene scene, Load load, ulong seed, DateOnly from)
    {
        var run = new Run(scene, load, new RunSettings(seed, from, Months * DaysOfAMonth));
        while (run.Next())
        {
        }

        var table = new MemoryStream();
        WritingReports.Figures(run.FiguresReported().Figures, table);
        table.Position = 0;
        return FigureTables.Read(table, "figures.csv").Figures;
    }
}
