using Trellis.Diagnosis.Checks;
using Trellis.Structure;
namespace Trellis.Bench.Checks;
internal static class Prof
{
    public static void Run()
    {
        foreach (var same in (int[])[0,1,2])
        {
            var n = same == 0 ? Synonyms.SameCount : same == 1 ? Synonyms.UnlikeCount : Synonyms.HardCount;
            for (var i = 0; i < n; i++)
            {
                var (a, b) = same == 0 ? Synonyms.SamePair(i) : same == 1 ? Synonyms.UnlikePair(i) : Synonyms.HardPair(i);
                var sheet = new Sheet();
                var k = 0;
                foreach (var x in (Synonyms.Name[])[a, b]) sheet.Add("item", $"unit.f{++k}", "data.yaml").With("name", Sheet.Text(x.Zh, x.En)).With("means", Sheet.Text(x.MeansZh, x.MeansEn)).With("type", x.Type).With("sharing", "public").With("personal", "none");
                var r = ReadingStructures.Read(sheet.Files());
                var p = SameMeaning.Pairs([.. r.Structure.Items.All], 0.0);
                var l = p.Count == 0 ? null : p[0];
                Console.WriteLine($"{(same == 0 ? "SAME" : same == 1 ? "UNLIKE" : "HARD")} {l?.Likeness ?? 0:0.00} zh {l?.ChineseNames ?? 0:0.00} en {l?.EnglishNames ?? 0:0.00} mzh {l?.ChineseMeanings ?? 0:0.00} men {l?.EnglishMeanings ?? 0:0.00} {a.Zh} / {b.Zh} | {a.En} / {b.En}");
            }
        }
    }
}
