using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>Recomputes by the definitions what a store should hold, slowly and in full.</summary>
internal static class Checking
{
    /// <summary>Positions without a gap, every tile as it should be and none more, every checkpoint over what stands below it, every personal row under a commitment, the read models as the entries make them.</summary>
    public static TreeHead HoldsTogether(Session session)
    {
        session.BeginReading();
        var tree = new GrowingTree();
        var entries = new List<Entry>();
        var heads = new Dictionary<long, TreeHash>();
        var sizes = LedgerRows.CheckpointsFrom(session, 0).ToList();
        foreach (var (position, bytes) in LedgerRows.Entries(session, 0, long.MaxValue))
        {
            Assert.Equal(tree.Size, position);
            Assert.True(Entry.TryRead(bytes, out var entry, out var fault), fault);
            if (entries.Count > 0) Assert.True(entry.At >= entries[^1].At, $"Entry {position} is earlier than the one before it.");
            entries.Add(entry);
            tree.Append(Tree.Leaf(bytes));
            heads[tree.Size] = default;
            if (sizes.Any(one => one.Size == tree.Size)) heads[tree.Size] = tree.Root();
        }

        var full = tree.TakeCompleted().ToDictionary(static tile => (tile.Level, tile.Number));
        foreach (var (level, number, hashes) in LedgerRows.Tiles(session)) Assert.Equal(full[(level, number)].Hashes, hashes);
        Assert.Equal(full.Count, LedgerRows.TileCount(session));

        foreach (var stored in sizes)
        {
            Assert.True(SignedCheckpoint.TryRead(Encoding.UTF8.GetBytes(stored.Note), out var signed, out var fault), fault);
            Assert.Equal(stored.Size, signed.Checkpoint.Size);
            Assert.Equal(heads[stored.Size], signed.Checkpoint.Root);
        }

        for (var position = 0; position < entries.Count; position++)
            foreach (var row in PersonalRows.Values(session, position))
                Assert.Contains(entries[position].Personal, field => field.Name == row.Field);
        var (attachments, erasures) = ReadModels.Replay(entries);
        Assert.Equal(attachments, ReadModels.Attachments(session));
        Assert.Equal(erasures, ReadModels.Erasures(session));
        session.EndReading();
        return tree.Head;
    }
}
