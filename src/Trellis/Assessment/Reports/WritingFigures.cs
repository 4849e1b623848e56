using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Structure;

namespace Trellis.Assessment.Reports;

/// <summary>Figures for people, for tables and for programs. Each comes with what it is made of.</summary>
public static class WritingFigures
{
    private static readonly string[] Columns = ["indicator", "level", "unit", "period", "number", "measure", "numerator", "denominator", "left-out", "withheld", "running", "entries"];

    /// <param name="entries">How many entries of the record counted.</param>
    public static void AsText(IReadOnlyList<Figure> figures, long entries, Language language, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var zh = language == Language.Chinese;
        foreach (var ofIndicator in figures.GroupBy(static one => one.Indicator.Id))
        {
            var indicator = ofIndicator.First().Indicator;
            to.WriteLine($"{indicator.Name.In(language)} ({indicator.Id})");
            if (FigureWords.Numerator(indicator) is { } numerator) to.WriteLine(zh ? $"  分子：{numerator.Zh}" : $"  numerator: {numerator.En}");
            to.WriteLine(zh ? $"  分母：{FigureWords.Denominator(indicator).Zh}" : $"  denominator: {FigureWords.Denominator(indicator).En}");
            if (indicator.GamedBy is { } gamed) to.WriteLine(zh ? $"  可能这样做假：{gamed.Zh}" : $"  how it may be gamed: {gamed.En}");
            if (indicator.Twin is { } twin) to.WriteLine(zh ? $"  对照指标：{twin.Id}" : $"  its twin: {twin.Id}");
            foreach (var figure in ofIndicator) to.WriteLine($"  {figure.Period,-8}{figure.Level,-10}{figure.Unit.Id,-24}{Line(figure, zh)}");
            to.WriteLine();
        }

        to.WriteLine(zh ? $"数自记录的前 {entries} 条；用 --at {entries} 重算，得到同样的数。" : $"Counted from the first {entries} entries of the record; --at {entries} counts the same again.");
    }

    private static string Line(Figure figure, bool zh)
    {
        if (figure.IsWithheld) return zh ? "不足五件，不公布" : "withheld: fewer than five cases, or found by taking others from the whole";
        var left = figure.LeftOut == 0 ? "" : zh ? $"，另有 {figure.LeftOut} 件未知" : $", {figure.LeftOut} not known";
        var running = !figure.IsRunning ? "" : zh ? "（本期未完）" : " (the period runs)";
        return $"{FigureWords.Number(figure),16}  {(zh ? $"共 {figure.Cases} 件" : $"of {figure.Cases}")}{left}{running}";
    }

    public static void AsCsv(IReadOnlyList<Figure> figures, long entries, Stream to)
    {
        using var writer = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" }; // RFC 4180
        writer.WriteLine(string.Join(',', Columns));
        foreach (var one in figures)
            writer.WriteLine(string.Join(',', (string[])
            [
                one.Indicator.Id, one.Level, one.Unit.Id, one.Period.ToString(), Plain(one.Number), Measured(one) ?? "", one.IsWithheld ? "" : Plain(one.Numerator), one.IsWithheld ? "" : Plain(one.Cases), one.IsWithheld ? "" : Plain(one.LeftOut),
                one.IsWithheld ? "yes" : "no", one.IsRunning ? "yes" : "no", Plain(entries),
            ]));
    }

    public static void AsJson(IReadOnlyList<Figure> figures, long entries, string structure, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", "trellis/figures/1");
        json.WriteNumber("entries", entries);
        json.WriteString("structure", structure);
        json.WriteStartArray("indicators");
        foreach (var indicator in figures.Select(static one => one.Indicator).DistinctBy(static one => one.Id))
        {
            json.WriteStartObject();
            json.WriteString("indicator", indicator.Id);
            Write(json, "name", indicator.Name);
            json.WriteString("take", indicator.Take);
            json.WriteString("every", indicator.Every);
            Write(json, "numerator", FigureWords.Numerator(indicator));
            Write(json, "denominator", FigureWords.Denominator(indicator));
            Write(json, "gamedBy", indicator.GamedBy);
            if (indicator.Twin is { } twin) json.WriteString("twin", twin.Id);
            if (indicator.HigherIsBetter is { } higher) json.WriteString("better", higher ? "higher" : "lower");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("figures");
        foreach (var one in figures)
        {
            json.WriteStartObject();
            json.WriteString("indicator", one.Indicator.Id);
            json.WriteString("level", one.Level);
            json.WriteString("unit", one.Unit.Id);
            json.WriteString("period", one.Period.ToString());
            if (one.IsWithheld) json.WriteBoolean("withheld", true);
            else
            {
                if (one.Number is { } number) json.WriteNumber("number", number);
                if (Measured(one) is { } measure) json.WriteString("measure", measure);
                if (one.Numerator is { } numerator) json.WriteNumber("numerator", numerator);
                json.WriteNumber("denominator", one.Cases);
                json.WriteNumber("leftOut", one.LeftOut);
            }

            if (one.IsRunning) json.WriteBoolean("running", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        to.WriteByte((byte)'\n');
    }

    /// <summary>The measure of the number as the language writes it; null for shares, counts and plain numbers.</summary>
    public static string? Measured(Figure figure) => figure?.Measure is { } measure ? Structure.Quantities.Measures.Facts(measure).Name : null;

    private static string Plain(decimal? number) => number?.ToString("0.#########", CultureInfo.InvariantCulture) ?? "";

    private static void Write(Utf8JsonWriter json, string name, Text? text)
    {
        if (text is not { } said) return;
        json.WriteStartObject(name);
        json.WriteString("zh", said.Zh);
        json.WriteString("en", said.En);
        json.WriteEndObject();
    }
}
