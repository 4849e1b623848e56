using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>Acts that wait for the writer of a record: taken at once while nothing is stored, in company while something is.</summary>
public sealed class WaitingForCompany
{
    private readonly PendingActs _pending = new(most: 1000);

    [Fact]
    public void While_nothing_is_stored_an_act_is_taken_at_once_and_alone()
    {
        Add(1);

        Assert.Equal(1, Take());
    }

    [Fact]
    public async Task While_a_batch_is_stored_fewer_than_half_of_those_under_way_wait_until_it_is()
    {
        Add(12);
        Take();
        _pending.Storing(true);
        Add(2);
        var taking = Task.Run(Take, TestContext.Current.CancellationToken);

        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(taking.IsCompleted);
        _pending.Storing(false);

        Assert.Equal(2, await taking);
    }

    [Fact]
    public async Task While_a_batch_is_stored_half_of_those_under_way_are_enough()
    {
        Add(6);
        Take();
        _pending.Storing(true);
        Add(1);
        var taking = Task.Run(Take, TestContext.Current.CancellationToken);

        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(taking.IsCompleted);
        Add(5);

        Assert.InRange(await taking, 4, 6);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(200)]
    public void While_a_batch_is_stored_eight_are_enough_however_many_are_under_way(int come)
    {
        Add(300);
        Take();
        _pending.Storing(true);
        Add(come);

        Assert.Equal(come, Take());
    }

    [Fact]
    public void While_a_single_act_is_stored_the_next_one_is_prepared_beside_it()
    {
        Add(1);
        Take();
        _pending.Storing(true);
        Add(1);

        Assert.Equal(1, Take());
    }

    [Fact]
    public void Acts_that_were_given_back_wait_for_nobody_and_neither_does_the_end()
    {
        var acts = Add(12);
        Take();
        _pending.Storing(true);
        _pending.PutBack(acts[..1]);

        Assert.Equal(1, Take());

        Add(1);
        _pending.Close();

        Assert.Equal(1, Take());
        Assert.Equal(0, Take());
    }

    private PendingAct[] Add(int count)
    {
        var acts = new PendingAct[count];
        for (var at = 0; at < count; at++) Assert.True(_pending.TryAdd(acts[at] = new PendingAct(static _ => Decision.Accept()), out _));
        return acts;
    }

    /// <summary>How many were taken together; none at the end.</summary>
    private int Take()
    {
        var batch = new List<PendingAct>();
        return _pending.Take(1000, batch) ? batch.Count : 0;
    }
}
