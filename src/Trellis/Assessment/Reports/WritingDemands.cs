using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Assessment.Demands;

namespace Trellis.Assessment.Reports;

/// <summary>What units lay on each other, for people, for tables and for programs.</summary>
public static class WritingDemands
{
    private static readonly string[] Columns = ["period", "at", "by", "from", "forms", "fields", "returned", "reminders", "inspections", "looks", "opened", "entries"];

    /// <param name="entries">How many entries of the record counted.</param>
    public static void AsText(IReadOnlyList<UnitDemand> demands, long entries, Language language, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var zh = language == Language.Chinese;
        foreach (var at in demands.GroupBy(static one => (one.Period, one.At)))
        {
            to.WriteLine($"{at.Key.At} {at.Key.Period}");
            foreach (var one in at) to.WriteLine($"  {one.By.Text,-24}{(zh ? Word(one.From).Zh : Word(one.From).En),-12}{string.Join(zh ? "，" : ", ", Parts(one).Select(part => zh ? $"{part.What.Zh} {part.Times}" : $"{part.Times} {part.What.En}"))}");
            to.WriteLine();
        }

        to.WriteLine(zh
            ? $"左边是提出要求的单位。数自记录的前 {entries} 条；单位以下不数。"
            : $"On the left stands who makes the demand. Counted from the first {entries} entries of the record; nothing is counted below units.");
    }

    public static void AsCsv(IReadOnlyList<UnitDemand> demands, long entries, Stream to)
    {
        using var writer = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" }; // RFC 4180
        writer.WriteLine(string.Join(',', Columns));
        foreach (var one in demands)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Period},{one.At},{one.By},{Word(one.From).En},{one.Forms},{one.Fields},{one.Returned},{one.Reminders},{one.Inspections},{one.Looks},{one.Opened},{entries}"));
    }

    public static void AsJson(IReadOnlyList<UnitDemand> demands, long entries, string structure, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", "trellis/demands/1");
        json.WriteNumber("entries", entries);
        json.WriteString("structure", structure);
        json.WriteStartArray("demands");
        foreach (var one in demands)
        {
            json.WriteStartObject();
            json.WriteString("period", one.Period.ToString());
            json.WriteString("at", one.At.Text);
            json.WriteString("by", one.By.Text);
            json.WriteString("from", Word(one.From).En);
            json.WriteNumber("forms", one.Forms);
            json.WriteNumber("fields", one.Fields);
            json.WriteNumber("returned", one.Returned);
            json.WriteNumber("reminders", one.Reminders);
            json.WriteNumber("inspections", one.Inspections);
            json.WriteNumber("looks", one.Looks);
            json.WriteNumber("opened", one.Opened);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        to.WriteByte((byte)'\n');
    }

    public static Text Word(DemandFrom from) => from switch
    {
        DemandFrom.Above => new("上级", "above"),
        DemandFrom.Beside => new("同级", "beside"),
        DemandFrom.Below => new("下级", "below"),
        _ => throw new InvalidOperationException("An unknown side."),
    };

    private static IEnumerable<(Text What, int Times)> Parts(UnitDemand one) => ((Text What, int Times)[])
    [
        (new("表", "forms"), one.Forms), (new("项", "fields"), one.Fields), (new("退回", "sent back"), one.Returned), (new("督办", "reminders"), one.Reminders),
        (new("检查", "inspections"), one.Inspections), (new("查看事项", "looks at matters"), one.Looks), (new("查看内容", "times contents were opened"), one.Opened),
    ] is var all ? all.Where(static part => part.Times > 0) : [];
}
