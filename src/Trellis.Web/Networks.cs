using System.Net;
using System.Net.Sockets;

namespace Trellis.Web;

/// <summary>Where requests come from, for those who count them.</summary>
internal static class Networks
{
    /// <summary>An address of IPv4; of IPv6 the part that names a line, because whoever has one has all addresses behind it.</summary>
    public static IPAddress Of(IPAddress? from)
    {
        if (from is null) return IPAddress.None;
        if (from.IsIPv4MappedToIPv6) return from.MapToIPv4();
        if (from.AddressFamily != AddressFamily.InterNetworkV6) return from;
        var bytes = from.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
