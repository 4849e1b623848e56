using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Reports;

/// <summary>What is found in a record, for people and for programs.</summary>
public static class RecordFindings
{
    public static void AsText(IReadOnlyList<ValuesInDispute> found, long entries, Language language, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var chinese = language == Language.Chinese;
        foreach (var one in found)
        {
            to.WriteLine($"{FindingsAsText.Word(ValuesInDispute.Code.Severity).In(language)} {ValuesInDispute.Code}{(chinese ? "：" : ": ")}{one.Item} {Sentence(one).In(language)}");
            to.WriteLine($"    {Remedy(one).In(language)}");
        }

        to.WriteLine(chinese
            ? $"{(found.Count == 0 ? "底座中没有各部门说法不一的值。" : $"各部门说法不一的数据项共 {found.Count} 个。")}读自记录的前 {entries} 条条目。"
            : $"{(found.Count == 0 ? "Departments disagree on no value of the base." : found.Count == 1 ? "Departments disagree on 1 item." : $"Departments disagree on {found.Count} items.")} Read from the first {entries} entries of the record.");
    }

    public static void AsJson(IReadOnlyList<ValuesInDispute> found, FindingReport work, long entries, string structure, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", "trellis/record-findings/1");
        json.WriteNumber("entries", entries);
        json.WriteString("structure", structure);
        json.WriteStartArray("findings");
        foreach (var one in found)
        {
            json.WriteStartObject();
            json.WriteString("code", ValuesInDispute.Code.Code);
            json.WriteString("severity", FindingsAsText.Word(ValuesInDispute.Code.Severity).En);
            json.WriteString("register", one.Register);
            json.WriteString("item", one.Item);
            if (one.Owner is { } owner) json.WriteString("owner", owner);
            json.WriteString("since", Since(one));
            if (one.Rows is { } rows) json.WriteNumber("rows", rows);
            else json.WriteBoolean("withheld", true);
            var sentence = Sentence(one);
            json.WriteString("zh", sentence.Zh);
            json.WriteString("en", sentence.En);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("work");
        FindingsJson.Write(json, work);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        to.WriteByte((byte)'\n');
    }

    /// <summary>The day, or the month where the rows are too few for a day.</summary>
    public static string Since(ValuesInDispute one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return one.Since.ToString(one.IsWithheld ? "yyyy-MM" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    public static Text Sentence(ValuesInDispute one)
    {
        var since = Since(one);
        return new Text(
            $"「{one.Name.Zh}」{(one.Rows is { } zh ? $"有 {zh} 行" : $"有不到 {ValuesInDispute.LeastRows} 行")}各部门说法不一，最早的从 {since} 起等裁定；{(one.Owner is { } owner ? $"由{one.OwnerCalled?.Zh ?? $" {owner} "}裁定。" : "没有写明归谁裁定。")}",
            $"\"{one.Name.En}\": departments disagree on {(one.Rows is { } en ? $"{en} rows" : $"fewer than {ValuesInDispute.LeastRows} rows")}, the oldest unsettled since {since}; {(one.Owner is { } unit ? $"{one.OwnerCalled?.En ?? unit} is to settle them." : "nobody is named to settle them.")}");
    }

    private static Text Remedy(ValuesInDispute one) => one.Owner is null
        ? new Text("在 data.yaml 给这个数据项写 owner。", "Name the owner of the item in data.yaml.")
        : new Text("主管单位的待裁定清单：GET /api/v1/disagreements；逐行 settle-value。", "The owner's list of rows: GET /api/v1/disagreements; settle each with settle-value.");
}
