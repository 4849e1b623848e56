using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Trellis.Web;

/// <summary>
/// One address at which servers follow each other: the first one opens it, each that is started after takes the requests that come from then on, and what was begun before is ended by
/// whoever began it. So nobody who asks meanwhile finds the door shut. The first server has to stand as long as the address is to be open.
/// </summary>
internal sealed class OneAddress
{
    private readonly Lock _starting = new();
    private IServer? _server;
    private Task? _open;
    private volatile Application? _takes;

    /// <summary>The way in of one of them, in place of a server of its own.</summary>
    /// <param name="make">Makes the server that listens; asked of the first alone.</param>
    public IServer Door(Func<IServer> make)
    {
        lock (_starting) return new ADoor(this, _server ??= make());
    }

    private Task OpenAsync(Application application, CancellationToken cancellationToken)
    {
        _takes = application;
        lock (_starting) return _open ??= _server!.StartAsync(new Whoever(this), cancellationToken);
    }

    private sealed class ADoor(OneAddress address, IServer server) : IServer
    {
        private Application? _own;

        public IFeatureCollection Features => server.Features;

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => address.OpenAsync(_own = new Application<TContext>(application), cancellationToken);

        /// <summary>Shut by whoever takes what comes now; one that was followed by another has nothing to shut.</summary>
        public Task StopAsync(CancellationToken cancellationToken) => ReferenceEquals(address._takes, _own) ? server.StopAsync(cancellationToken) : Task.CompletedTask;

        public void Dispose()
        {
            if (ReferenceEquals(address._takes, _own)) server.Dispose();
        }
    }

    private abstract class Application
    {
        public abstract object Begin(IFeatureCollection features);

        public abstract Task AnswerAsync(object context);

        public abstract void End(object context, Exception? fault);
    }

    private sealed class Application<TContext>(IHttpApplication<TContext> application) : Application
        where TContext : notnull
    {
        public override object Begin(IFeatureCollection features) => application.CreateContext(features);

        public override Task AnswerAsync(object context) => application.ProcessRequestAsync((TContext)context);

        public override void End(object context, Exception? fault) => application.DisposeContext((TContext)context, fault);
    }

    /// <summary>A request with the server that took it.</summary>
    private sealed record Taken(Application By, object Context);

    private sealed class Whoever(OneAddress address) : IHttpApplication<Taken>
    {
        public Taken CreateContext(IFeatureCollection contextFeatures) => address._takes is { } by ? new Taken(by, by.Begin(contextFeatures)) : throw new InvalidOperationException("Nobody takes requests.");

        public Task ProcessRequestAsync(Taken context) => context.By.AnswerAsync(context.Context);

        public void DisposeContext(Taken context, Exception? exception) => context.By.End(context.Context, exception);
    }
}
