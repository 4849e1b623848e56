using System.Security.Cryptography;
using Trellis.Ledger;

namespace Trellis.Tests.Ledger;

/// <summary>The slow and obvious twin: RFC 6962 section 2.1, word for word, over all the leaves each time.</summary>
internal static class TheTreeByDefinition
{
    public static TreeHash Leaf(ReadOnlySpan<byte> entry) => new(SHA256.HashData([0, .. entry]));

    public static TreeHash Root(ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 0) return new TreeHash(SHA256.HashData([]));
        if (leaves.Length == 1) return leaves[0];
        var split = Split(leaves.Length);
        return Node(Root(leaves[..split]), Root(leaves[split..]));
    }

    /// <summary>PATH(m, D[n]), section 2.1.1.</summary>
    public static List<TreeHash> Inclusion(int index, ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 1) return [];
        var split = Split(leaves.Length);
        return index < split
            ? [.. Inclusion(index, leaves[..split]), Root(leaves[split..])]
            : [.. Inclusion(index - split, leaves[split..]), Root(leaves[..split])];
    }

    /// <summary>PROOF(m, D[n]), section 2.1.2.</summary>
    public static List<TreeHash> Consistency(int first, ReadOnlySpan<TreeHash> leaves) => Subproof(first, leaves, whole: true);

    private static List<TreeHash> Subproof(int first, ReadOnlySpan<TreeHash> leaves, bool whole)
    {
        if (first == leaves.Length) return whole ? [] : [Root(leaves)];
        var split = Split(leaves.Length);
        return first <= split
            ? [.. Subproof(first, leaves[..split], whole), Root(leaves[split..])]
            : [.. Subproof(first - split, leaves[split..], whole: false), Root(leaves[..split])];
    }

    private static TreeHash Node(TreeHash left, TreeHash right) => new(SHA256.HashData([1, .. left.Bytes, .. right.Bytes]));

    /// <summary>The largest power of two below the number.</summary>
    private static int Split(int number)
    {
        var power = 1;
        while (power * 2 < number) power *= 2;
        return power;
    }
}
