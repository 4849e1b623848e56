using Trellis.Bench.Ledger;
using Xunit;

namespace Trellis.Tests.Bench.Ledger;

/// <summary>The first of the million cases that the benches run.</summary>
public sealed class DamagingTheLedger
{
    [Fact]
    public void Nothing_that_was_changed_proves_anything_else() => Assert.Empty(new FlipBench().Change(4000, threads: 2));

    [Fact]
    public void No_reader_throws_on_damaged_or_random_bytes_and_what_is_accepted_has_one_spelling() => Assert.Empty(new LedgerFuzzBench().Fuzz(4000, threads: 2));
}
