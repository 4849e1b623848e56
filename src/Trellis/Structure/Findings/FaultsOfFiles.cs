using Trellis.Structure.Files;

namespace Trellis.Structure.Findings;

/// <summary>Faults that every file of keys and values may have, also one that lies beside a structure and is no part of it: a load, a mapping.</summary>
internal static class FaultsOfFiles
{
    /// <summary>Tells every key that may not stand here, with the nearest that may.</summary>
    public static void TellUnknownKeys(this FindingList findings, Node node, string[] known)
    {
        foreach (var (key, _) in node.Pairs)
        {
            if (known.Contains(key.Text)) continue;
            findings.Add(new Finding(FindingCodes.UnknownKey, key.Mark, new($"这里没有键 {Excerpt.Of(key.Text, 40)}。", $"There is no key {Excerpt.Of(key.Text, 40)} here."))
            { Nearest = NearNames.Nearest(key.Text, known), Expected = new($"可用的键：{string.Join("、", known)}。", $"Keys that may stand here: {string.Join(", ", known)}.") });
        }
    }

    /// <summary>Tells that nothing has this name, with the nearest that has.</summary>
    public static void TellUnknown(this FindingList findings, Mark at, string name, Text what, IEnumerable<string> known) =>
        findings.Add(new Finding(FindingCodes.NothingByThatName, at, new($"没有名为 {Excerpt.Of(name, 60)} 的{what.Zh}。", $"There is no {what.En} {Excerpt.Of(name, 60)}."))
        { Nearest = NearNames.Nearest(name, known.Distinct(StringComparer.Ordinal)), Expected = new($"写这个结构里有的{what.Zh}。", $"Name a {what.En} that this structure has.") });

    public static void Tell(this FindingList findings, FindingCode code, Mark at, Text found, Text expected) => findings.Add(new Finding(code, at, found) { Expected = expected });
}
