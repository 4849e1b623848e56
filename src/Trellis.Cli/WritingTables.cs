using System.Globalization;
using System.Text;
using Trellis.Runtime.Files;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Structure;

namespace Trellis.Cli;

/// <summary>Writes an invented base as departments would hand it in: a table each with its mapping, and beside them which rows are one person in truth.</summary>
internal static class WritingTables
{
    private const double Again = 0.3;

    /// <returns>The rows of each table.</returns>
    public static IReadOnlyList<(string Name, int Rows)> Write(string folder, GovernanceStructure structure, double scale, long seed, DateOnly today)
    {
        var all = new Seed(unchecked((ulong)seed));
        var invented = InventingBases.Invent(structure.On(today), scale, all.Of("base"), today);
        var again = SoilingLists.Again(invented, Again, all.Of("dirt"));
        Directory.CreateDirectory(folder);
        var basis = structure.Registers.On("person", today)?.Basis is [var first, ..] ? first.ToString() : "";
        var counts = new List<(string, int)>();
        Table("places", "place", "地点编码,标准地址,所属村居", "地点编码: code\n  标准地址: address\n  所属村居: unit", invented.Places.Select(static one => new[] { one.Code, one.Address, one.Unit }));
        Table("households", "household", "家庭编号,住房", "家庭编号: number\n  住房: home", invented.Households.Select(one => new[] { one.Number, invented.Places[one.Place].Code }));
        Table(
            "residents", "person", "姓名,公民身份号码,性别,出生日期,联系电话,联系地址,家庭编号", "姓名: name\n  公民身份号码: number\n  性别: sex\n  出生日期: birth\n  联系电话: phone\n  联系地址: address\n  家庭编号: household",
            Enumerable.Range(0, invented.Persons.Count).Select(at => (string[])[.. Row(invented.CleanRow(at)), invented.Households[invented.Persons[at].Household].Number]));
        Table(
            "insured", "person", "姓名,公民身份号码,性别,出生日期,联系电话,联系地址", "姓名: name\n  公民身份号码: number\n  性别: sex\n  出生日期: birth\n  联系电话: phone\n  联系地址: address",
            again.Select(static row => Row(row)));
        Table(
            "organisations", "organisation", "名称,统一社会信用代码,组织类别,登记住所,经营场所,单位电话,成立日期", "名称: name\n  统一社会信用代码: number\n  组织类别: kind\n  登记住所: address\n  经营场所: premises\n  单位电话: phone\n  成立日期: founded",
            invented.Organisations.Select(one => new[] { one.Name, one.Number, one.Kind, invented.Places[one.Place].Address, invented.Places[one.Place].Code, one.Telephone, one.Founded.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }));
        File.WriteAllText(Path.Combine(folder, "truth.tsv"), string.Concat(again.Select((row, at) => $"{at + 2}\t{row.Person + 2}\t{string.Join(' ', row.Dirt)}\n").Prepend("insured.line\tresidents.line\tdirt\n")));
        return counts;

        void Table(string name, string register, string header, string columns, IEnumerable<string[]> rows)
        {
            var text = new StringBuilder(header).Append('\n');
            var count = 0;
            foreach (var row in rows)
            {
                text.AppendJoin(',', row).Append('\n');
                count++;
            }

            File.WriteAllText(Path.Combine(folder, name + ".csv"), text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.WriteAllText(Path.Combine(folder, name + ".yaml"), $"import: {name}\nregister: {register}\nbasis: {basis}\ncolumns:\n  {columns}\n");
            counts.Add((name, count));
        }
    }

    private static string[] Row(DepartmentRow row) => [row.Name, row.Number, row.Sex, row.Birth, row.Telephone, row.Address];
}
