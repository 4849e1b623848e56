using System.Collections.Concurrent;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Process;

/// <summary>What can be asked of matters. Answers are of what is stored, read beside the writer.</summary>
public sealed class MatterQuestions : IAsyncDisposable
{
    private readonly RecordPlace _place;
    private readonly MattersDesk _desk;
    private readonly ConcurrentBag<Session> _idle = [];

    internal MatterQuestions(RecordPlace place, MattersDesk desk) => (_place, _desk) = (place, desk);

    /// <summary>A matter by its id; null where there is none.</summary>
    public (Matter Matter, long Revision)? Find(MatterId id) =>
        MatterNumbers.Of(id) is { } number ? Ask(session => MatterRows.Find(session, number) is var (matter, track) ? (matter, track.Last) : ((Matter, long)?)null) : null;

    /// <summary>The id of the matter with a number that people read out; null where there is none.</summary>
    public MatterId? OfNumber(string number) => Ask(session => MatterRows.OfNumber(session, number) is { } id ? MatterNumbers.Id(id) : (MatterId?)null);

    public ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var session)) session.Dispose();
        return ValueTask.CompletedTask;
    }

    internal T Ask<T>(Func<Session, T> question)
    {
        Session? session = null;
        try
        {
            if (!_idle.TryTake(out session)) session = _place.Store.OpenToRead();
            var answer = question(session);
            _idle.Add(session);
            return answer;
        }
        catch (StoreFault fault)
        {
            session?.Dispose();
            throw fault.Tell(_place.Store.Called);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }
}
