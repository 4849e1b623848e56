using System.Globalization;
using Trellis.Simulation;
using Trellis.Simulation.Runs;

namespace Trellis.Standards.Work;

/// <summary>Writes what units of a simulated run reported, and apart from it which of that was a fault.</summary>
public static class WritingReports
{
    /// <summary>Figures as each level told them to the next.</summary>
    public static void Figures(IEnumerable<ReportedFigure> figures, Stream to)
    {
        var csv = new CsvBytes(to);
        csv.Plain("unit,period,indicator,value,level,parent,reported_at");
        csv.EndRow();
        foreach (var one in figures)
        {
            foreach (var cell in (ReadOnlySpan<string>)[one.Unit, one.Period, one.Indicator, Number(one.Value), one.Level, one.Parent ?? ""])
            {
                csv.Cell(cell);
                csv.Sign(',');
            }

            csv.Moment(one.ReportedAt);
            csv.EndRow();
        }

        csv.HandOn();
        to.Flush();
    }

    /// <summary>The truth, for whoever measures a detector. No detector reads it.</summary>
    public static void Planted(IEnumerable<PlantedFault> planted, Stream to)
    {
        var csv = new CsvBytes(to);
        csv.Plain("pressure,where,item,true,told,time");
        csv.EndRow();
        foreach (var one in planted)
        {
            foreach (var cell in (ReadOnlySpan<string>)[ReadingLoads.WordOf(one.What), one.Where, one.Item ?? "", Number(one.True), Number(one.Told)])
            {
                csv.Cell(cell);
                csv.Sign(',');
            }

            csv.Moment(one.At);
            csv.EndRow();
        }

        csv.HandOn();
        to.Flush();
    }

    private static string Number(double? number) => number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
