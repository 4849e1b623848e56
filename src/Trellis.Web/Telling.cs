using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Trellis.Runtime;

namespace Trellis.Web;

/// <summary>
/// Sends metrics and traces to a collector (OTLP), where the environment names one by the names that OpenTelemetry gives them. Where it names none, nothing is made
/// and no call leaves the machine.
/// </summary>
internal sealed class Telling : IDisposable
{
    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    /// <summary>The server beneath begins an activity for each request and tells nobody of it, since its address names the matter. What happens inside is told all the same.</summary>
    private static readonly Sampler OfOurs = new ParentBasedSampler(new AlwaysOnSampler(), localParentNotSampled: new AlwaysOnSampler());

    private Telling(MeterProvider? metrics, TracerProvider? traces) => (_metrics, _traces) = (metrics, traces);

    /// <param name="variable">What the environment says.</param>
    public static Telling Begin(string service, Func<string, string?> variable)
    {
        if (string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) return new Telling(null, null);
        var resource = ResourceBuilder.CreateDefault().AddService(variable("OTEL_SERVICE_NAME") is { Length: > 0 } named ? named : "trellis", serviceInstanceId: service);
        return new Telling(
            Names("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting").AddOtlpExporter().Build() : null,
            Names("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name).SetSampler(OfOurs).AddOtlpExporter().Build() : null);

        bool Names(string own) => variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } || variable(own) is { Length: > 0 };
    }

    /// <summary>Whether anything is sent.</summary>
    public bool IsOn => _metrics is not null || _traces is not null;

    /// <summary>Sends what is left, and ends.</summary>
    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }
}
