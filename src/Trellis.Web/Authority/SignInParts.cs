using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;

namespace Trellis.Web.Authority;

/// <summary>All that people sign in by, put together once for a server: accounts of its own with passwords and passkeys, and providers elsewhere.</summary>
internal sealed class SignInParts(SignInSettings settings, AccountDesk accounts, Sessions sessions, MattersDesk desk, RegistersDesk registers, RequestLimits limits, TimeProvider time, Uri? self)
{
    /// <summary>The register in which people stand.</summary>
    private const string People = "person";

    public void Add(IServiceCollection services)
    {
        var arrivals = new Arrivals(desk, sessions, time);
        services.AddSingleton(settings).AddSingleton(accounts).AddSingleton(limits).AddSingleton(arrivals);
        services.AddSingleton(provider => new LocalSignIn(accounts, limits, time, provider.GetRequiredService<ILogger<LocalSignIn>>()));
        services.AddSingleton(provider => new Passkeys(accounts, time, provider, self));
        new Providers(settings, desk, IsKnown, sessions, arrivals, time, self).Add(services);
    }

    public void Map(WebApplication app)
    {
        var services = app.Services;
        services.GetRequiredService<Providers>().Map(app);
        new PasskeyEndpoints(services.GetRequiredService<Passkeys>(), services.GetRequiredService<LocalSignIn>(), accounts, sessions, limits).Map(app);
    }

    /// <summary>Whether the base has a row of somebody: that they are there is asked, and nothing of them is opened.</summary>
    private bool IsKnown(ActorId person) => registers.Questions.Find(new RowId(People, person.Text)) is { Ending: null };
}
